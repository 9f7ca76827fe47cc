//! What must stay true of drawings, read from their SVG and from both outputs. To look at them:
//! `PIAO_SAMPLE_DRAWINGS=/tmp/disegni cargo test emit::drawing` writes `piao.pdf` and `sito/` there.
#![allow(clippy::disallowed_methods, reason = "a test may read and write what it needs")]

use super::canvas::Style;
use super::{Picture, Room, draw};
use crate::base::colore::Colori;
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::diag::Diagnostics;
use crate::document::*;
use crate::emit::glyphs;
use crate::emit::layouts::Layouts;
use crate::emit::text::Face;
use crate::emit::{html, pdf};
use crate::piano::element::id::Id;
use crate::piano::element::misura::Percento;
use crate::piano::prose::Callout;
use crate::piano::settings::Stato;
use scraper::{Html, Selector};
use std::collections::BTreeMap;

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };
const PAPER: Room = Room { width: 459.28, height: 610.0, size: 8.8, colori: Colori::NOSTRI };
const DESK: Room = Room { width: 720.0, height: f64::INFINITY, size: 14.0, colori: Colori::NOSTRI };
const PHONE: Room = Room { width: 268.0, height: f64::INFINITY, size: 13.5, colori: Colori::NOSTRI };

// --- Samples ---

fn day(text: &str) -> Giorno {
    Giorno(text.parse().unwrap())
}

fn bar(da: &str, a: &str) -> Bar {
    Bar { da: Some(day(da)), a: day(a), impreciso: false }
}

fn about(da: &str, a: &str) -> Bar {
    Bar { impreciso: true, ..bar(da, a) }
}

fn deadline(a: &str) -> Bar {
    Bar { da: None, a: day(a), impreciso: false }
}

fn activity(code: &str, label: &str, bars: Vec<Bar>, note: &str) -> GanttRow {
    let note = (!note.is_empty()).then(|| note.to_owned());
    GanttRow { code: code.into(), label: label.into(), bars, fatto: None, note, span: SPAN }
}

fn one_year() -> Gantt {
    Gantt {
        da: day("2025-01-01"),
        a: day("2025-12-31"),
        stato: None,
        rows: vec![
            activity("F1", "Analisi dei procedimenti e dei tempi attuali", vec![bar("2025-01-15", "2025-03-31")], ""),
            activity("F2", "Progetto del nuovo sportello", vec![bar("2025-03-01", "2025-05-15")], ""),
            activity("F3", "Approvazione della Giunta", vec![deadline("2025-05-30")], ""),
            activity(
                "F4",
                "Sperimentazione nei Comuni di Argelato e di Castello d’Argile",
                vec![bar("2025-06-01", "2025-07-20"), bar("2025-09-08", "2025-10-31")],
                "sospesa in agosto",
            ),
            activity("F5", "Formazione del personale degli sportelli", vec![about("2025-09-01", "2025-11-15")], ""),
            activity("F6", "Riunioni del gruppo di lavoro", vec![], "ogni 15 giorni"),
            activity(
                "F7",
                "Consegne all’Agenzia",
                vec![deadline("2025-03-31"), deadline("2025-06-30"), deadline("2025-12-31")],
                "",
            ),
            activity("F8", "Avvio in tutti i Comuni", vec![Bar { impreciso: true, ..deadline("2025-11-15") }], ""),
            activity("F9", "Manutenzione e assistenza agli operatori", vec![bar("2025-11-01", "2026-12-31")], ""),
            activity("F10", "Gara ponte, già conclusa", vec![bar("2024-02-01", "2024-06-30")], ""),
            activity("F11", "Proroga del contratto in corso", vec![bar("2024-10-01", "2025-02-28")], ""),
            activity("F12", "Valutazione finale", vec![], ""),
        ],
    }
}

fn three_years() -> Gantt {
    Gantt {
        da: day("2025-01-01"),
        a: day("2027-12-31"),
        stato: None,
        rows: vec![
            activity(
                "",
                "Ricognizione delle banche dati e dei flussi informativi tra i Comuni e l’Unione",
                vec![bar("2025-01-01", "2025-06-30")],
                "",
            ),
            activity(
                "",
                "Migrazione dei servizi sul cloud qualificato",
                vec![bar("2025-05-01", "2026-03-31"), bar("2026-09-01", "2027-02-28")],
                "",
            ),
            activity("", "Collaudo", vec![deadline("2026-03-31"), deadline("2027-02-28")], ""),
            activity("", "Comunicazione ai cittadini", vec![about("2026-01-01", "2027-12-31")], ""),
            activity(
                "",
                "Rendicontazione",
                vec![],
                "entro 30 giorni da ogni pagamento, fino alla chiusura del progetto e comunque non oltre il termine che il decreto stabilisce",
            ),
        ],
    }
}

fn node(code: &str, title: &str, flags: &[&str], children: Vec<DrawnNode>) -> DrawnNode {
    DrawnNode {
        id: None,
        code: code.into(),
        title: title.into(),
        flags: flags.iter().map(|f| (*f).to_owned()).collect(),
        children,
    }
}

/// Four roots of three levels, 40 nodes.
fn mandate() -> Vec<DrawnNode> {
    let lines = [
        "Un’amministrazione semplice, digitale e vicina ai cittadini",
        "Una comunità solidale, che non lascia indietro nessuno",
        "Un territorio sicuro, curato e capace di futuro",
        "Scuola, cultura e sport per crescere insieme",
    ];
    let goals = [
        "Portare in linea i servizi più richiesti da cittadini e imprese, con l’assistenza degli sportelli nei Comuni",
        "Ridurre i tempi dei procedimenti",
        "Rafforzare le competenze digitali e organizzative di tutto il personale dell’Unione e dei Comuni, anche con percorsi di affiancamento tra generazioni",
    ];
    let works =
        ["Sportello telematico unico dell’edilizia", "Carta dei servizi e standard di qualità misurati ogni anno"];
    lines
        .iter()
        .enumerate()
        .map(|(n, line)| {
            let goals = goals.iter().enumerate().map(|(m, goal)| {
                let works = works
                    .iter()
                    .enumerate()
                    .map(|(k, work)| node(&format!("{}.{}.{}", n + 1, m + 1, k + 1), work, &[], vec![]));
                let flags: &[&str] = if m == 0 { &["TRASVERSALE", "PNRR"] } else { &[] };
                node(&format!("{}.{}", n + 1, m + 1), goal, flags, works.collect())
            });
            node(&(n + 1).to_string(), line, if n == 1 { &["NUOVA"] } else { &[] }, goals.collect())
        })
        .collect()
}

fn entry(label: &str, sure: Sure, days: &[(&str, &str)]) -> CalendarRow {
    CalendarRow { label: label.into(), sure, days: days.iter().map(|(da, a)| (day(da), day(a))).collect() }
}

/// A month of many exchanges.
fn busy(rows: usize) -> Month {
    let row = |n: usize| entry(&format!("Comune {n}: una pratica"), Sure::Fixed, &[("2024-10-07", "2024-10-09")]);
    Month { anno: 2024, mese: 10, rows: (0..rows).map(row).collect() }
}

fn months() -> Calendar {
    let rows = [
        vec![
            entry("Cesena: Visita", Sure::Fixed, &[("2024-02-29", "2024-02-29")]),
            entry(
                "Monza: Giovani e patti di cittadinanza",
                Sure::Tentative,
                &[("2024-02-13", "2024-02-13"), ("2024-02-20", "2024-02-20")],
            ),
        ],
        vec![],
        vec![
            entry("Valle del Savio: Digitale facile", Sure::Fixed, &[("2024-04-22", "2024-05-03")]),
            entry("Monza: Governance", Sure::Open, &[("2024-04-17", "2024-04-30")]),
            entry(
                "Unione Terre d’Argine: Comunicazione istituzionale e servizi al cittadino, in due giornate",
                Sure::Fixed,
                &[("2024-04-01", "2024-04-02"), ("2024-04-15", "2024-04-16"), ("2024-04-29", "2024-04-30")],
            ),
        ],
    ];
    let month = |(n, rows): (usize, Vec<CalendarRow>)| Month { anno: 2024, mese: i8::try_from(n).unwrap() + 2, rows };
    Calendar { months: rows.into_iter().enumerate().map(month).collect() }
}

fn point(label: &str, role: Role, value: f64, printed: &str) -> ChartPoint {
    ChartPoint { label: label.into(), role, value, printed: printed.into() }
}

fn charts() -> Vec<Chart> {
    use Role::{Confronto, Valore};
    let chart = |title: &str, unit: &str, points: Vec<ChartPoint>| Chart {
        title: title.into(),
        unit: unit.into(),
        alt: format!("{title}: {}.", points.iter().map(ChartPoint::in_words).collect::<Vec<_>>().join(", ")),
        points,
    };
    vec![
        chart(
            "Pratiche edilizie presentate in linea",
            "%",
            vec![
                point("2024 base", Confronto, 31.0, "31 %"),
                point("2025", Valore, 45.0, "45 %"),
                point("2025", Valore, 43.5, "43,5 %"),
                point("2026", Valore, 60.0, "60 %"),
                point("2027", Valore, 75.0, "75 %"),
            ],
        ),
        chart(
            "Giorni medi per il rilascio della carta d’identità elettronica",
            "giorni",
            vec![
                point("2024", Confronto, 12.0, "12"),
                point("2025", Valore, 9.0, "9"),
                point("2026", Valore, 7.0, "7"),
            ],
        ),
        chart(
            "Saldo dei tempi di pagamento rispetto alla scadenza",
            "giorni",
            vec![
                point("2024", Confronto, 4.0, "4"),
                point("2025", Valore, -2.0, "-2"),
                point("2025", Valore, -5.0, "-5"),
                point("2026", Valore, -8.0, "-8"),
            ],
        ),
        chart(
            "Soddisfazione degli utenti",
            "%",
            vec![
                point("2024", Confronto, 93.0, "93,0 %"),
                point("2025", Valore, 94.0, "94,0 %"),
                point("2026", Valore, 95.5, "95,5 %"),
            ],
        ),
        chart(
            "Risorse per la formazione",
            "euro",
            vec![
                point("esercizio 2024", Confronto, 112_500.0, "112.500,00 €"),
                point("esercizio 2025", Valore, 1_250_000.0, "1.250.000,00 €"),
            ],
        ),
        chart(
            "Segnalazioni di illeciti non esaminate",
            "numero",
            vec![point("2024", Confronto, 0.0, "0"), point("2025", Valore, 0.0, "0")],
        ),
    ]
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.into(), span: SPAN }]
}

fn drawing(kind: DrawingKind, alt: &str) -> Drawing {
    Drawing { number: None, caption: None, alt: alt.into(), kind }
}

fn numbered(number: u32, caption: &str, alt: &str, kind: DrawingKind) -> Block {
    let drawing = Drawing { number: Some(number), caption: Some(words(caption)), alt: alt.into(), kind };
    Block { anchor: Id::new(&format!("dis-{number}")), span: SPAN, kind: BlockKind::Drawing(drawing) }
}

fn document(blocks: Vec<Block>) -> Document {
    let section = Section {
        apart: false,
        piano_tipo: None,
        inclusa: None,
        scritto: None,
        id: Id::new("disegni").unwrap(),
        number: Some("1".into()),
        title: "Disegni".into(),
        level: 1,
        frontespizio: false,
        referente: None,
        stato: None,
        blocks,
        children: vec![],
        notes: vec![],
        span: SPAN,
    };
    Document {
        meta: Meta {
            titolo: "Piano integrato di attività e organizzazione".into(),
            triennio: "2025-2027".into(),
            periodo: "2025-2027".into(),
            ente: "Unione Reno Galliera".into(),
            momento: "approvazione".into(),
            stato: Stato::Approvato,
            bozza: false,
            tipo: crate::piano::settings::Tipo::Piao,
            data: day("2025-01-30"),
            deliberazione: None,
            organo: None,
            allegato: None,
            versione: 1,
            modificato: None,
            approvato_il: None,
            stemma: None,
            colori: Colori::NOSTRI,
            avvertenza: None,
            descrizione: "Disegni di prova.".into(),
            parole_chiave: vec![],
            sito: None,
            indirizzo: None,
            privacy: None,
            accessibilita: None,
            valutazione: None,
            contatti: vec![],
            impronta: "0123456789abcdef".repeat(4),
            elenco_tabelle: false,
            elenco_figure: true,
            citato_in: false,
            codice_ipa: None,
            pec: None,
            allega_dati: false,
        },
        sections: vec![section],
        targets: BTreeMap::new(),
        assets: BTreeMap::new(),
        calendario: vec![],
        registri: vec![],
        cifre: vec![],
        catalogo: vec![],
        stile: None,
        allegati: BTreeMap::new(),
        cambiato: None,
        prima: std::collections::BTreeMap::new(),
        edizioni: None,
        vicine: BTreeMap::new(),
        pagine_vicine: None,
        al_posto: vec![],
        radice: None,
    }
}

fn p(text: &str) -> Block {
    Block { anchor: None, span: SPAN, kind: BlockKind::Paragraph(words(text)) }
}

fn sample() -> Document {
    let prose = "Il presente piano descrive le attività dell’ente nel triennio e le misure previste per il valore pubblico, l’organizzazione del lavoro e la semplificazione dei procedimenti.";
    let long = Gantt {
        rows: (0..5)
            .flat_map(|n| {
                three_years()
                    .rows
                    .into_iter()
                    .chain(one_year().rows)
                    .map(move |row| GanttRow { code: format!("{}.{}", n + 1, row.code), ..row })
            })
            .collect(),
        ..three_years()
    };
    document(vec![
        p(prose),
        numbered(
            1,
            "Cronoprogramma del nuovo sportello",
            "Cronoprogramma di dodici fasi nel 2025.",
            DrawingKind::Gantt(one_year()),
        ),
        p(prose),
        numbered(
            2,
            "Cronoprogramma della migrazione",
            "Cronoprogramma di cinque fasi dal 2025 al 2027.",
            DrawingKind::Gantt(three_years()),
        ),
        p(prose),
        numbered(3, "Indicatori dell’obiettivo 6.2", "Sei indicatori.", DrawingKind::Charts(charts())),
        p(prose),
        numbered(4, "Albero della performance", "Albero di quaranta voci.", DrawingKind::Tree(mandate())),
        p(prose),
        numbered(5, "Tutti i progetti", "Cronoprogramma di 85 righe.", DrawingKind::Gantt(long)),
        p(prose),
    ])
}

// --- Reading an SVG back ---

type Attributes = BTreeMap<String, String>;

/// The elements `tag` with their attributes and their text.
fn all(picture: &Picture, tag: &str) -> Vec<(Attributes, String)> {
    let page = Html::parse_fragment(&picture.svg);
    page.select(&Selector::parse(tag).unwrap())
        .map(|element| {
            let attributes = element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
            (attributes.collect(), element.text().collect())
        })
        .collect()
}

fn number(attributes: &Attributes, name: &str) -> f64 {
    attributes.get(name).map_or(0.0, |value| value.parse().unwrap())
}

fn words_of(picture: &Picture) -> Vec<String> {
    all(picture, "text").into_iter().map(|(_, text)| text).collect()
}

/// Rectangles of that filling, as x and width with the line around them.
fn rects(picture: &Picture, fill: &str) -> Vec<(f64, f64)> {
    all(picture, "rect")
        .into_iter()
        .filter(|(attributes, _)| attributes.get("fill").is_some_and(|value| value == fill))
        .map(|(attributes, _)| {
            let line = number(&attributes, "stroke-width");
            (number(&attributes, "x") - line / 2.0, number(&attributes, "width") + line)
        })
        .collect()
}

fn one(kind: DrawingKind, room: Room) -> Picture {
    let mut pictures = draw(&drawing(kind, "Un disegno."), room);
    assert_eq!(pictures.len(), 1);
    pictures.remove(0)
}

/// Equal but for what is lost where each number is written with one decimal, and one of them is doubled.
fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.16
}

const BLUE: &str = "#0066cc";

fn every_sample() -> Vec<DrawingKind> {
    vec![
        DrawingKind::Gantt(one_year()),
        DrawingKind::Gantt(three_years()),
        DrawingKind::Gantt(long()),
        DrawingKind::Tree(mandate()),
        DrawingKind::Charts(charts()),
        DrawingKind::Calendar(months()),
        DrawingKind::Calendar(Calendar { months: vec![busy(90)] }),
        DrawingKind::Calendar(Calendar { months: vec![] }),
        DrawingKind::Gantt(Gantt { rows: vec![], ..one_year() }),
        DrawingKind::Tree(vec![]),
        DrawingKind::Charts(vec![]),
        DrawingKind::Stack(parts()),
        DrawingKind::Stack(vec![]),
        DrawingKind::Counters(counters()),
        DrawingKind::Counters(vec![]),
        DrawingKind::Bridges(vec![bridge("", 31, &[(2, 2), (1, 1), (0, 0)]), bridge("Istruttori", 400, &[(8, 20)])]),
        DrawingKind::Bridges(vec![bridge("", 0, &[])]),
        DrawingKind::Organization(units(4)),
        DrawingKind::Organization(units(9)),
        DrawingKind::Organization(vec![]),
    ]
}

/// A bridge from `inizio` people, with those who leave and who enter in each year.
fn bridge(titolo: &str, inizio: u32, years: &[(u32, u32)]) -> Bridge {
    let mut fine = inizio;
    let mut anno = 2026;
    let each = |(escono, entrano): &(u32, u32)| {
        (fine, anno) = (fine - escono + entrano, anno + 1);
        BridgeYear { anno, escono: *escono, passano: 0, entrano: *entrano, arrivano: 0, fine }
    };
    let anni = years.iter().map(each).collect();
    Bridge { titolo: titolo.into(), inizio, dal: 2026, anni, alt: "Un ponte.".into() }
}

/// A secretary with an office beside it, over `areas` units, one of which has nobody at its head and units of its own.
fn units(areas: usize) -> Vec<OrgUnit> {
    let unit = |code: &str, title: &str, look| OrgUnit {
        id: None,
        code: code.into(),
        title: title.into(),
        head: "titolare di incarico di elevata qualificazione".into(),
        vacant: None,
        people: Some(12),
        look,
        children: vec![],
    };
    let area = |n: usize| {
        let mut area = unit(&format!("A{n}"), "Area amministrativa e servizi alla persona", OrgLook::Line);
        if n == 1 {
            area.vacant = Some("dal 1° gennaio 2027".into());
            let mut below = unit("", "Segreteria e anagrafe", OrgLook::Line);
            below.children = vec![unit("", "Sportello", OrgLook::Line)];
            area.children = vec![below, unit("", "Biblioteca intercomunale della valle", OrgLook::Shared)];
        }
        area
    };
    let mut top = unit("", "Segretario comunale", OrgLook::Shared);
    top.people = None;
    top.children = (0..areas).map(area).chain([unit("", "Anticorruzione", OrgLook::Staff)]).collect();
    let mut organ = unit("", "Sindaco e Giunta", OrgLook::Organ);
    (organ.people, organ.children) = (None, vec![top]);
    vec![organ]
}

#[test]
fn a_bridge_stands_on_zero_and_each_person_is_a_slice() {
    for room in [PAPER, DESK, PHONE] {
        let picture = one(DrawingKind::Bridges(vec![bridge("", 31, &[(2, 3), (0, 0)])]), room);
        let heights: Vec<f64> = all(&picture, "rect")
            .into_iter()
            .filter(|(attributes, _)| attributes.get("fill").is_some_and(|fill| fill == BLUE))
            .map(|(attributes, _)| number(&attributes, "height"))
            .collect();
        let [first, second, third] = heights.as_slice() else { panic!("{heights:?}") };
        assert!((first / second - 31.0 / 32.0).abs() < 0.01 && near(*second, *third), "{heights:?}");
        // Two leave, hollow, and three enter, solid.
        assert_eq!((rects(&picture, "#ffffff").len(), all(&picture, "rect").len()), (2, 8));
        let words = words_of(&picture);
        for word in ["31", "−2", "+3", "32", "0", "2028"] {
            assert!(words.iter().any(|text| text == word), "{word}: {words:?}");
        }
    }
}

/// The words of a low bar do not stand over those under the line.
#[test]
fn what_is_said_of_a_low_bar_stands_over_it() {
    for room in [PAPER, DESK, PHONE] {
        let picture = one(DrawingKind::Bridges(vec![bridge("Dirigenti", 1, &[(0, 0), (0, 0), (0, 0)])]), room);
        let texts = all(&picture, "text");
        let floor =
            all(&picture, "rect").iter().map(|(at, _)| number(at, "y") + number(at, "height")).fold(0.0, f64::max);
        let said = texts.iter().filter(|(_, text)| ["nessuna", "variazione"].iter().any(|word| text.contains(word)));
        let lowest = said.map(|(at, _)| number(at, "y")).fold(0.0, f64::max);
        assert!(lowest > 0.0 && lowest < floor, "{lowest} {floor}");
    }
}

#[test]
fn units_that_do_not_stand_abreast_are_a_tree() {
    let boxes = words_of(&one(DrawingKind::Organization(units(4)), DESK)).join(" ");
    assert!(boxes.contains("senza responsabile") && boxes.contains("persone") && boxes.contains("staff"), "{boxes}");
    for (areas, room) in [(4, PHONE), (9, DESK)] {
        let tree = words_of(&one(DrawingKind::Organization(units(areas)), room)).join(" ");
        assert!(tree.contains("SENZA RESPONSABILE") && tree.contains("12 PERSONE"), "{tree}");
    }
}

fn parts() -> Vec<StackPart> {
    let part =
        |label: &str, printed: &str, value: f64| StackPart { label: label.into(), printed: printed.into(), value };
    vec![
        part("PNRR, missione 5", "1.578.000,00 €, 60\u{a0}%", 1_578_000.0),
        part("Fondo regionale per la montagna e le aree interne", "789.000,00 €, 30\u{a0}%", 789_000.0),
        part("Altri 3", "263.000,00 €, 10\u{a0}%", 263_000.0),
    ]
}

fn counters() -> Vec<Counter> {
    let one = |number: &str, words: &str| Counter::new(number, words);
    vec![
        one("12", "missioni"),
        one("130", "obiettivi"),
        one("1.234.567,00 €", "finanziati"),
        one("7", "trasversali a tutti i settori"),
    ]
}

#[test]
fn the_parts_of_a_whole_are_as_long_as_they_are_large() {
    for room in [PAPER, DESK, PHONE] {
        let picture = one(DrawingKind::Stack(parts()), room);
        let widths: Vec<f64> = all(&picture, "rect")
            .into_iter()
            .filter(|(attributes, _)| number(attributes, "y") < room.size * 0.1)
            .map(|(attributes, _)| number(&attributes, "width") + number(&attributes, "stroke-width"))
            .collect();
        let [first, second, third] = widths.as_slice() else { panic!("{widths:?}") };
        assert!((first / second - 2.0).abs() < 0.01 && (first / third - 6.0).abs() < 0.02, "{widths:?}");
        let words = words_of(&picture).join(" ");
        assert!(words.contains("PNRR, missione 5") && words.contains("263.000,00"), "{words}");
    }
}

// --- What holds for every drawing ---

#[test]
fn no_text_leaves_the_picture() {
    for kind in every_sample() {
        let drawing = drawing(kind, "Un disegno.");
        for room in [PAPER, DESK, PHONE, Room { width: 205.0, ..PAPER }] {
            for picture in draw(&drawing, room) {
                assert!(near(picture.width, room.width) && picture.height <= room.height, "{}", picture.svg);
                for (attributes, text) in all(&picture, "text") {
                    let bold = attributes.contains_key("font-weight");
                    let size = number(&attributes, "font-size");
                    let style = Style { face: if bold { Face::Bold } else { Face::Regular }, ..Style::text(size) };
                    let wide = style.width(&text);
                    let left = number(&attributes, "x")
                        - if attributes.contains_key("text-anchor") { wide / 2.0 } else { 0.0 };
                    assert!(left > -0.1 && left + wide < room.width + 0.1, "«{text}» in {room:?}");
                    let y = number(&attributes, "y");
                    assert!(y > 0.0 && y < picture.height, "«{text}» at {y} of {}", picture.height);
                    // Legible: never smaller than seven tenths of what was asked.
                    assert!(size >= room.size * 0.7, "«{text}» at {size}");
                }
            }
        }
    }
}

#[test]
fn pictures_are_inert_and_name_themselves() {
    for kind in every_sample() {
        for picture in draw(&drawing(kind, "Un «disegno» & altro."), DESK) {
            usvg::Tree::from_str(&picture.svg, &usvg::Options::default()).unwrap();
            for banned in [" style", " id=", "class=", "url(", "href", "<!", "\"NaN", "\"inf"] {
                assert!(!picture.svg.contains(banned), "{banned} in {}", picture.svg);
            }
            let (attributes, _) = all(&picture, "svg").remove(0);
            assert_eq!(attributes["role"], "img");
            assert_eq!(attributes["aria-label"], picture.alt);
            assert_eq!(attributes["font-family"], "Titillium Web");
        }
    }
}

#[test]
fn what_authors_write_is_only_text() {
    let evil = "</text><script>a&b</script> \"'&amp;\u{0}\u{b}\u{1b}\u{feff}]]>\nfine";
    let read = "</text><script>a&b</script> \"'&amp; ]]> fine";
    let kinds = [
        DrawingKind::Gantt(Gantt { rows: vec![activity(evil, evil, vec![], evil)], ..one_year() }),
        DrawingKind::Tree(vec![node(evil, evil, &[evil], vec![node(evil, evil, &[], vec![])])]),
        DrawingKind::Charts(vec![Chart {
            title: evil.into(),
            unit: evil.into(),
            points: vec![point(evil, Role::Confronto, 1.0, evil)],
            alt: evil.into(),
        }]),
    ];
    for kind in kinds {
        let picture = draw(&drawing(kind, evil), Room { width: 4000.0, ..DESK }).remove(0);
        usvg::Tree::from_str(&picture.svg, &usvg::Options::default()).unwrap();
        assert!(all(&picture, "script").is_empty());
        let tight = |text: &str| text.split_whitespace().collect::<String>();
        assert!(words_of(&picture).iter().any(|text| tight(text).contains(&tight(read))), "{}", picture.svg);
        assert!(all(&picture, "svg")[0].0["aria-label"].contains("<script>a&b"));
    }
}

#[test]
fn no_data_can_break_a_drawing() {
    let endless = "lungo".repeat(2000);
    let far = |da: &str, a: &str| Gantt {
        da: day(da),
        a: day(a),
        stato: Some(day(a)),
        rows: vec![
            activity(&endless, &endless, vec![bar("-009999-01-01", "9999-12-31"), deadline("9999-12-31")], &endless),
            activity("", "", vec![bar("2025-03-01", "2025-01-01"), deadline("-009999-01-01")], ""),
        ],
    };
    let mut deep = node("1", "In fondo", &["F"], vec![]);
    for n in 0..60 {
        deep = node(
            &format!("{n}.{endless}"),
            "Più in alto, con un titolo che va a capo più volte",
            &[&endless],
            vec![deep],
        );
    }
    let values = [f64::NAN, f64::INFINITY, f64::MAX, -f64::MAX, 0.0, -0.0, f64::MIN_POSITIVE];
    let points = |n: usize| values.iter().cycle().take(n).map(|v| point("2025", Role::Valore, *v, &endless)).collect();
    let chart = |n| Chart { title: endless.clone(), unit: "u".into(), points: points(n), alt: String::new() };
    let kinds = [
        DrawingKind::Gantt(far("2025-01-01", "2025-01-01")),
        DrawingKind::Gantt(far("2025-12-31", "2025-01-01")),
        DrawingKind::Gantt(far("-009999-01-01", "9999-12-31")),
        DrawingKind::Tree(vec![deep]),
        DrawingKind::Calendar(Calendar {
            months: [(2025, 0), (-9999, 1), (9999, 12), (2025, 99)]
                .map(|(anno, mese)| {
                    let days = vec![(day("-009999-01-01"), day("9999-12-31")), (day("2025-03-04"), day("2025-03-02"))];
                    Month { anno, mese, rows: vec![CalendarRow { label: endless.clone(), sure: Sure::Open, days }] }
                })
                .into(),
        }),
        DrawingKind::Charts(vec![chart(0), chart(1), chart(7)]),
    ];
    for kind in kinds {
        let drawing = drawing(kind, "");
        for room in [PAPER, DESK, PHONE, Room { width: 0.0, height: 0.0, size: 9.0, colori: Colori::NOSTRI }] {
            for picture in draw(&drawing, room) {
                usvg::Tree::from_str(&picture.svg, &usvg::Options::default()).unwrap();
                assert!(!picture.svg.contains("\"NaN") && !picture.svg.contains("\"inf"));
                assert!(picture.svg.contains(" aria-label=\""));
                assert!(room.height < 1.0 || picture.height <= room.height, "{} in {room:?}", picture.height);
            }
        }
    }
}

// --- Calendar ---

#[test]
fn every_month_is_as_long_as_it_is() {
    let picture = one(DrawingKind::Calendar(months()), DESK);
    let words = words_of(&picture);
    let count = |n: &str| words.iter().filter(|word| *word == n).count();
    // February 2024 ends on 29, April on 30: each day is numbered once a month, and once in the mark of a single day.
    assert_eq!((count("28"), count("29"), count("30"), count("31")), (3, 4, 2, 1));
    assert_eq!(count("nessuna data fissata"), 1);
}

#[test]
fn days_in_a_row_are_one_mark_and_stop_at_the_end_of_the_month() {
    let range = |da: &str, a: &str| {
        let rows = vec![entry("A", Sure::Fixed, &[(da, a)])];
        rects(&one(DrawingKind::Calendar(Calendar { months: vec![Month { anno: 2024, mese: 4, rows }] }), DESK), BLUE)
    };
    // The first is in the key.
    let [single, _] = range("2024-04-08", "2024-04-08")[..] else { panic!() };
    let [three, _] = range("2024-04-08", "2024-04-10")[..] else { panic!() };
    let [cut, _] = range("2024-04-29", "2024-05-20")[..] else { panic!() };
    let [two, _] = range("2024-04-29", "2024-04-30")[..] else { panic!() };
    assert!(near(single.0, three.0) && three.1 > single.1 * 2.9, "{single:?} {three:?}");
    assert_eq!(cut, two);
}

#[test]
fn how_sure_a_day_is_is_told_by_shape_and_by_words() {
    let picture = one(DrawingKind::Calendar(months()), DESK);
    let words = words_of(&picture).join("|");
    for said in [
        "patti di cittadinanza (da confermare)",
        "Governance (da fissare)",
        "data fissata",
        "data alternativa da confermare",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
    let boxes = all(&picture, "rect");
    let marks =
        |test: &dyn Fn(&Attributes) -> bool| boxes.iter().filter(|(a, _)| a.contains_key("rx") && test(a)).count();
    let dashed = marks(&|a| a.contains_key("stroke-dasharray"));
    let full = marks(&|a| a.get("fill").is_some_and(|fill| fill == BLUE));
    let open = marks(&|a| a.contains_key("stroke") && !a.contains_key("stroke-dasharray"));
    // With those of the key; the fortnight that goes on to May has one mark in April.
    assert_eq!((full, dashed, open), (6, 3, 2));
}

#[test]
fn a_month_higher_than_a_page_goes_on_with_its_name() {
    let calendar = Calendar { months: vec![busy(90)] };
    let pictures = draw(&drawing(DrawingKind::Calendar(calendar), "Un calendario."), PAPER);
    assert!(pictures.len() > 1);
    let words: Vec<Vec<String>> = pictures.iter().map(words_of).collect();
    assert!(words.iter().skip(1).all(|words| words.iter().any(|word| word == "(segue)")), "{words:?}");
    let names: Vec<&String> = words.iter().flatten().filter(|word| word.contains("una pratica")).collect();
    assert_eq!(names.len(), 90, "each exchange is drawn once");
}

// --- Gantt ---

#[test]
fn a_bar_of_half_the_days_is_half_as_wide() {
    // A hundred days.
    let gantt = Gantt {
        da: day("2025-01-01"),
        a: day("2025-04-10"),
        stato: None,
        rows: vec![
            activity("", "Tutto", vec![bar("2025-01-01", "2025-04-10")], ""),
            activity("", "Metà", vec![bar("2025-01-01", "2025-02-19")], ""),
            activity(
                "",
                "Altra metà, in due",
                vec![bar("2025-02-20", "2025-03-16"), bar("2025-03-17", "2025-04-10")],
                "",
            ),
        ],
    };
    for room in [PAPER, DESK, PHONE] {
        let bars = rects(
            &one(
                DrawingKind::Gantt(Gantt {
                    rows: gantt.rows.iter().map(|r| activity("", &r.label, r.bars.clone(), "")).collect(),
                    ..gantt
                }),
                room,
            ),
            BLUE,
        );
        let [whole, half, third, fourth] = bars.as_slice() else { panic!("{bars:?}") };
        assert!(near(half.1 * 2.0, whole.1), "{bars:?}");
        assert!(near(half.0, whole.0) && near(half.0 + half.1, third.0), "{bars:?}");
        assert!(near(third.1, fourth.1) && near(fourth.0 + fourth.1, whole.0 + whole.1), "{bars:?}");
    }
}

/// In the cards the calendar begins in one place, whatever the labels are.
#[test]
fn the_calendars_of_cards_begin_in_one_place() {
    let first = |label: &str, caption: bool| {
        let kind = DrawingKind::Gantt(Gantt {
            rows: vec![activity("", label, vec![bar("2025-01-01", "2025-02-19")], "")],
            ..one_year()
        });
        let drawing = Drawing { number: None, caption: caption.then(|| words("Uno")), alt: "Uno.".into(), kind };
        rects(&draw(&drawing, PAPER)[0], BLUE)[0].0
    };
    let long = "Una fase con un nome molto lungo, che va a capo in ogni disegno che la mostra";
    assert!(near(first("Breve", false), first(long, false)));
    assert!(!near(first("Breve", true), first(long, true)));
}

#[test]
fn bars_that_overlap_stand_in_lanes() {
    let tops = |bars: Vec<Bar>| -> Vec<f64> {
        let gantt = Gantt { rows: vec![activity("", "Una", bars, "")], ..one_year() };
        let picture = one(DrawingKind::Gantt(gantt), PAPER);
        let bars = all(&picture, "rect").into_iter().filter(|(a, _)| a.get("fill").is_some_and(|fill| fill == BLUE));
        bars.map(|(attributes, _)| number(&attributes, "y")).collect()
    };
    let apart = tops(vec![bar("2025-01-01", "2025-04-30"), bar("2025-05-01", "2025-06-30")]);
    assert!(near(apart[0], apart[1]), "{apart:?}");
    let over =
        tops(vec![bar("2025-01-01", "2025-04-30"), bar("2025-02-01", "2025-03-31"), bar("2025-05-01", "2025-06-30")]);
    assert_eq!(over.len(), 3);
    let mut lanes = over.clone();
    lanes.sort_by(f64::total_cmp);
    assert!(near(lanes[0], lanes[1]) && lanes[2] - lanes[0] > PAPER.size * 0.92, "{over:?}");
}

#[test]
fn a_single_day_is_a_diamond_with_its_date() {
    let gantt = Gantt { rows: vec![activity("", "Una", vec![bar("2025-05-30", "2025-05-30")], "")], ..one_year() };
    let picture = one(DrawingKind::Gantt(gantt), PAPER);
    assert!(rects(&picture, BLUE).is_empty() && words_of(&picture).contains(&"30/05/2025".to_owned()));
}

#[test]
fn the_state_of_the_work_is_a_line_and_bars_are_full_as_far_as_they_are_done() {
    let mut done = activity("", "Una", vec![bar("2025-01-01", "2025-04-10"), bar("2025-07-01", "2025-10-08")], "");
    done.fatto = Some(Percento(7500));
    let rows = vec![done, activity("", "Altra", vec![bar("2025-01-01", "2025-12-31")], "")];
    let gantt = Gantt { stato: Some(day("2025-09-30")), rows, ..one_year() };
    assert!(gantt.in_words().contains("stato al 30/09/2025") && gantt.in_words().contains("fatto il 75\u{a0}%"));
    let picture = one(DrawingKind::Gantt(gantt), PAPER);
    let full = rects(&picture, BLUE);
    // A hundred days and fifty; then the sign of the key. Nothing is said to be done of the other activity.
    let [first, second, _] = full.as_slice() else { panic!("{full:?}") };
    assert!(near(first.1, second.1 * 2.0), "{full:?}");
    let words = words_of(&picture);
    assert!(
        words.contains(&"stato al 30/09/2025".to_owned()) && words.contains(&"parte fatta".to_owned()),
        "{words:?}"
    );
}

#[test]
fn calendars_divide_as_there_is_room() {
    let heads = |da: &str, a: &str, room: Room| {
        let rows = vec![activity("", "Una", vec![], "sempre")];
        words_of(&one(DrawingKind::Gantt(Gantt { da: day(da), a: day(a), stato: None, rows }), room)).join(" ")
    };
    let year = heads("2025-01-01", "2025-12-31", DESK);
    assert!(year.contains("2025") && year.contains("gen feb mar"), "{year}");
    let phone = heads("2025-01-01", "2025-12-31", PHONE);
    assert!(phone.contains("G F M A M G L A S O N D"), "{phone}");
    let two = heads("2025-01-01", "2026-12-31", DESK);
    assert!(two.contains("G F M") && !two.contains("IV"), "{two}");
    let three = heads("2025-01-01", "2027-12-31", PHONE);
    assert!(three.contains("2025 2026 2027") && three.contains("I II III IV"), "{three}");
    let ten = heads("2020-01-01", "2029-12-31", DESK);
    assert!(ten.contains("2020 2021") && !ten.contains("IV"), "{ten}");
    let century = heads("1990-03-01", "2089-12-31", PHONE);
    assert!(century.contains("2000") && !century.contains("2001"), "{century}");
}

#[test]
fn what_cannot_be_plotted_is_written() {
    for room in [PAPER, PHONE] {
        let picture = one(DrawingKind::Gantt(one_year()), room);
        let words = words_of(&picture).join(" ");
        for said in [
            "ogni 15 giorni",
            "date non indicate",
            "sospesa in agosto",
            "fuori dal calendario: 01/02/2024",
            "30/05/2025",
            "31/03/2025",
            "30/06/2025",
            "31/12/2025",
            "periodo",
            "scadenza",
            "date indicative",
            "continua oltre",
        ] {
            assert!(words.contains(said), "{said} not in {words}");
        }
        // Dashed: a period and a deadline, each with its sign in the key (the deadline is explained by its shape).
        assert_eq!(picture.svg.matches("stroke-dasharray").count(), 3);
    }
    // A calendar of plain periods needs no key.
    let plain = Gantt { rows: vec![activity("", "Una", vec![bar("2025-01-01", "2025-02-01")], "")], ..one_year() };
    assert!(!words_of(&one(DrawingKind::Gantt(plain), PAPER)).contains(&"periodo".to_owned()));
}

fn long() -> Gantt {
    let rows =
        (0..60).map(|n| activity(&format!("A{n:02}"), "Attività che dura", vec![bar("2025-02-01", "2026-02-01")], ""));
    Gantt { rows: rows.collect(), ..three_years() }
}

#[test]
fn a_long_calendar_becomes_several_pictures_with_their_heads() {
    let pictures = draw(&drawing(DrawingKind::Gantt(long()), "Sessanta attività."), PAPER);
    assert!((2..=3).contains(&pictures.len()), "{}", pictures.len());
    let codes: Vec<String> =
        pictures.iter().flat_map(words_of).filter(|text| text.starts_with('A') && text.len() == 3).collect();
    assert_eq!(codes, (0..60).map(|n| format!("A{n:02}")).collect::<Vec<_>>());
    for picture in &pictures {
        assert!(words_of(picture).contains(&"2026".to_owned()));
    }
    let last = pictures.len();
    // Each says which part it is, and what is in it.
    let first = format!(
        "Sessanta attività (parte 1 di {last}). A00 Attività che dura: dal 01/02/2025 al 01/02/2026; A01 Attività"
    );
    assert!(pictures[0].alt.starts_with(&first), "{}", pictures[0].alt);
    assert!(
        pictures[1].alt.starts_with(&format!("Sessanta attività, segue (parte 2 di {last}). A")),
        "{}",
        pictures[1].alt
    );
    let said = |code: &str| pictures.iter().filter(|picture| picture.alt.contains(&format!("{code} Att"))).count();
    assert!((0..60).all(|n| said(&format!("A{n:02}")) == 1));
    // Of about one height: no page with one row.
    assert!(pictures[last - 1].height > pictures[0].height * 0.7);
    // A screen has no pages.
    assert_eq!(draw(&drawing(DrawingKind::Gantt(long()), "a"), PHONE).len(), 1);
}

#[test]
fn the_alternative_of_a_calendar_says_each_stretch_of_time_once() {
    let bars = vec![
        bar("2025-03-01", "2025-06-30"),
        bar("2025-01-01", "2025-04-15"),
        bar("2025-07-01", "2025-09-30"),
        bar("2025-11-01", "2025-12-31"),
    ];
    let row = activity("F1", "Analisi", bars, "");
    assert_eq!(
        row.in_words(),
        "F1 Analisi: dal 01/01/2025 al 15/04/2025, dal 01/03/2025 al 30/09/2025, dal 01/11/2025 al 31/12/2025"
    );
    let about = activity("", "Prova", vec![Bar { impreciso: true, ..bar("2025-01-01", "2025-02-01") }], "ogni mese");
    assert_eq!(about.in_words(), "Prova: dal 01/01/2025 al 01/02/2025 (date indicative), ogni mese");
    let day = activity("", "Prova", vec![bar("2025-04-30", "2025-04-30")], "");
    assert_eq!(day.in_words(), "Prova: il 30/04/2025");
    let term = activity("", "Fine", vec![Bar { da: None, ..bar("2025-01-01", "2025-02-01") }], "");
    assert_eq!(term.in_words(), "Fine: entro il 01/02/2025");
}

// --- Trees ---

#[test]
fn a_high_tree_is_cut_where_a_reader_would() {
    let pictures = draw(&drawing(DrawingKind::Tree(mandate()), "Il mandato."), PAPER);
    assert_eq!(pictures.len(), 4, "a picture for each root");
    for (n, picture) in pictures.iter().enumerate() {
        assert_eq!(words_of(picture)[0], (n + 1).to_string());
    }
    assert!(pictures[2].alt.starts_with("Il mandato, segue (parte 3 di 4). 3 "), "{}", pictures[2].alt);
    assert!(pictures[2].alt.contains("; 3.3.2 "), "{}", pictures[2].alt);

    // One root higher than a page: what goes on says below what.
    let goals = |n: usize| {
        (0..n).map(|m| {
            node(
                &format!("1.{}", m + 1),
                "Obiettivo",
                &[],
                (0..6).map(|k| node(&format!("1.{}.{k}", m + 1), "Intervento", &[], vec![])).collect(),
            )
        })
    };
    let tree = vec![node("1", "Linea di mandato", &[], goals(20).collect())];
    let pictures = draw(&drawing(DrawingKind::Tree(tree), "Il mandato."), PAPER);
    assert!(pictures.len() > 2);
    let mut seen = vec![];
    for (n, picture) in pictures.iter().enumerate() {
        assert!(picture.height <= PAPER.height);
        let words = words_of(picture);
        // Who stands at the head of a page says so apart: on one page two pictures are one drawing.
        let again = picture.again.as_deref().map(words_of);
        assert_eq!(again, (n > 0).then(|| vec!["1 Linea di mandato (segue)".to_owned()]));
        if n > 0 {
            assert!(words[0].matches('.').count() == 1, "cut at a goal, not in one: {words:?}");
        }
        seen.extend(words.into_iter().filter(|text| text.starts_with('1') && !text.contains(' ')));
    }
    assert_eq!(seen.len(), 1 + 20 * 7);
    seen.dedup();
    assert_eq!(seen.len(), 1 + 20 * 7, "nothing is drawn twice");
}

// --- Charts ---

fn chart_of(points: Vec<ChartPoint>) -> DrawingKind {
    DrawingKind::Charts(vec![Chart { title: "Titolo".into(), unit: "%".into(), points, alt: "Un grafico.".into() }])
}

/// Every bar as x and width, from the top.
fn bars(picture: &Picture) -> Vec<(f64, f64)> {
    all(picture, "rect")
        .into_iter()
        .map(|(attributes, _)| {
            let line = number(&attributes, "stroke-width");
            (number(&attributes, "x") - line / 2.0, number(&attributes, "width") + line)
        })
        .collect()
}

#[test]
fn bars_begin_at_zero_and_are_as_long_as_their_values() {
    use Role::{Confronto, Valore};
    for room in [PHONE, Room { width: 205.0, ..PAPER }, Room { width: 90.0, ..PAPER }] {
        // All within the top of a percentage, where an axis likes to be cut.
        let close = chart_of(vec![
            point("2024", Confronto, 93.0, "93 %"),
            point("2025", Valore, 96.0, "96 %"),
            point("2025", Valore, 48.0, "48 %"),
        ]);
        let picture = one(close, room);
        let drawn = bars(&picture);
        let [base, target, measured] = drawn.as_slice() else { panic!("{drawn:?}") };
        assert!(near(base.0, target.0) && near(base.0, measured.0), "{drawn:?}");
        assert!(near(measured.1 * 2.0, target.1) && near(base.1, target.1 * 93.0 / 96.0), "{drawn:?}");
        assert!(words_of(&picture).contains(&"0".to_owned()));

        let mixed = chart_of(vec![
            point("2024", Confronto, 4.0, "4"),
            point("2025", Valore, -8.0, "-8"),
            point("2026", Valore, 0.0, "0"),
        ]);
        let drawn = bars(&one(mixed, room));
        let [up, down] = drawn.as_slice() else { panic!("{drawn:?}") };
        assert!(near(up.0, down.0 + down.1) && near(down.1, up.1 * 2.0), "{drawn:?}");
    }
}

#[test]
fn the_value_of_comparison_is_hollow() {
    let picture = |role| one(chart_of(vec![point("2025", role, 5.0, "5")]), PHONE);
    let (compared, value) = (picture(Role::Confronto), picture(Role::Valore));
    assert_eq!((rects(&compared, "#ffffff").len(), rects(&compared, BLUE).len()), (1, 0));
    assert_eq!((rects(&value, "#ffffff").len(), rects(&value, BLUE).len()), (0, 1));
}

// --- Both outputs ---

#[test]
fn both_outputs_draw() {
    let document = sample();
    let paper = pdf::render(&document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
    assert!(paper.warnings.is_empty(), "{:#?}", paper.warnings);
    let site = html::render(&document, &Layouts::embedded(), Some(paper.carta())).unwrap();
    if let Some(folder) = std::env::var_os("PIAO_SAMPLE_DRAWINGS") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("piao.pdf"), &paper.bytes).unwrap();
        for (name, bytes) in &site {
            let path = folder.join("sito").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }

    // On paper each picture is a figure with its alternative.
    let file = lopdf::Document::load_mem(&paper.bytes).unwrap();
    let alternatives: Vec<String> = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter_map(|dict| dict.get(b"Alt").ok().and_then(|alt| lopdf::decode_text_string(alt).ok()))
        .collect();
    for alt in [
        "Cronoprogramma di dodici fasi nel 2025.",
        "Albero di quaranta voci (parte 1 di ",
        "Albero di quaranta voci, segue (parte 2 di ",
    ] {
        assert!(alternatives.iter().any(|found| found.starts_with(alt)), "{alt} not in {alternatives:?}");
    }
    for n in 1..=5 {
        assert!(paper.pages.contains_key(&Id::new(&format!("dis-{n}")).unwrap()), "figure {n} has no place");
    }

    // On the site each is there twice, and the style sheet shows one of the two; charts once; the tree is a list.
    let text = |name: &str| Html::parse_document(std::str::from_utf8(&site[name]).unwrap());
    let page = text("disegni.html");
    let count = |css: &str| page.select(&Selector::parse(css).unwrap()).count();
    assert_eq!(count("figure.disegno"), 5);
    assert_eq!(count("figure.disegno > .disegno-largo > svg[role=img][aria-label]"), 3);
    assert_eq!(count("figure.disegno > .disegno-stretto > svg[role=img][aria-label]"), 3);
    assert_eq!(count("figure.disegno > ul.albero-disegnato > li"), mandate().len());
    assert_eq!(count("figure.disegno > .disegno-grafici[role=group][aria-label] > svg[aria-label]"), 6);
    assert_eq!(count("figure#dis-3 > figcaption"), 1);
    assert_eq!(count("figure [style]"), 0);
    let lists = text("elenchi.html");
    let listed: Vec<String> = lists
        .select(&Selector::parse("main a[href^='disegni.html#dis-']").unwrap())
        .map(|link| link.text().collect::<String>())
        .collect();
    assert_eq!(listed.len(), 5, "{listed:?}");
    assert!(listed.iter().any(|link| link.contains("Figura\u{a0}4") && link.contains("Albero")), "{listed:?}");
}

#[test]
fn empty_drawings_and_drawings_without_caption_are_set_too() {
    let blocks: Vec<Block> = every_sample()
        .into_iter()
        .map(|kind| Block { anchor: None, span: SPAN, kind: BlockKind::Drawing(drawing(kind, "")) })
        .collect();
    let nested = Block {
        anchor: None,
        span: SPAN,
        kind: BlockKind::Callout {
            kind: Callout::Nota,
            blocks: vec![numbered(9, "Dentro", "", DrawingKind::Tree(mandate()))],
        },
    };
    let document =
        document(blocks.into_iter().chain([nested, numbered(10, "Vuoto", "", DrawingKind::Charts(vec![]))]).collect());
    pdf::render(&document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
    html::render(&document, &Layouts::embedded(), None).unwrap();
}

#[test]
fn an_arrow_alone_is_set_in_the_font_that_has_it() {
    let rows = vec![activity("1", "Dal banco → al retro", vec![], "")];
    let drawing = DrawingKind::Gantt(Gantt { rows, ..one_year() });
    let document = document(vec![numbered(1, "Uno", "", drawing)]);
    let (_, page) = html::render(&document, &Layouts::embedded(), None)
        .unwrap()
        .into_iter()
        .find(|(_, bytes)| String::from_utf8_lossy(bytes).contains("Dal banco"))
        .unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("Dal banco <tspan font-family=\"DejaVu Sans\">→</tspan> al retro"), "{page}");
    pdf::render(&document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let mut diags = Diagnostics::default();
    glyphs::check(&document, &mut diags);
    assert!(diags.iter().next().is_none());
}

#[test]
fn characters_without_a_glyph_are_reported() {
    let bad = activity("", "Da qui ➜ là", vec![], "");
    let document = document(vec![
        numbered(1, "Uno", "➜ non è disegnato", DrawingKind::Gantt(Gantt { rows: vec![bad], ..one_year() })),
        numbered(2, "Due", "", DrawingKind::Tree(vec![node("1", "✓ fatto", &["★"], vec![])])),
        numbered(3, "Tre", "", chart_of(vec![point("2025", Role::Confronto, 1.0, "1 ☐")])),
    ]);
    let mut diags = Diagnostics::default();
    glyphs::check(&document, &mut diags);
    assert_eq!(diags.iter().filter(|d| d.code == "P0501").count(), 4);
}
