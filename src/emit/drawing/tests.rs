//! What must stay true of drawings, read from their SVG and from both outputs. To look at them:
//! `PIAO_SAMPLE_DRAWINGS=/tmp/disegni cargo test emit::drawing` writes `piao.pdf` and `sito/` there.

use super::{Picture, Room, draw};
use crate::data::Data;
use crate::document::*;
use crate::element::id::Id;
use crate::emit::{html, pdf};
use crate::layouts::Layouts;
use crate::span::{FileId, Span};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };
const PAPER: Room = Room { width: 459.0, height: 600.0, size: 8.8 };
const DESK: Room = Room { width: 720.0, height: f64::INFINITY, size: 14.0 };
const PHONE: Room = Room { width: 272.0, height: f64::INFINITY, size: 13.5 };

// --- Samples ---

fn day(text: &str) -> Data {
    Data(text.parse().unwrap())
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
    GanttRow { code: code.into(), label: label.into(), bars, note }
}

fn one_year() -> Gantt {
    Gantt {
        da: day("2025-01-01"),
        a: day("2025-12-31"),
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

fn point(label: &str, role: Role, value: f64, printed: &str) -> ChartPoint {
    ChartPoint { label: label.into(), role, value, printed: printed.into() }
}

fn charts() -> Vec<Chart> {
    use Role::{Base, Rilevato, Target};
    let chart = |title: &str, unit: &str, points: Vec<ChartPoint>| Chart {
        title: title.into(),
        unit: unit.into(),
        alt: format!(
            "{title}: {}.",
            points
                .iter()
                .map(|p| format!("{} {} {}", p.role.label(), p.label, p.printed))
                .collect::<Vec<_>>()
                .join(", ")
        ),
        points,
    };
    vec![
        chart(
            "Pratiche edilizie presentate in linea",
            "%",
            vec![
                point("2024 base", Base, 31.0, "31 %"),
                point("2025", Target, 45.0, "45 %"),
                point("2025", Rilevato, 43.5, "43,5 %"),
                point("2026", Target, 60.0, "60 %"),
                point("2027", Target, 75.0, "75 %"),
            ],
        ),
        chart(
            "Giorni medi per il rilascio della carta d’identità elettronica",
            "giorni",
            vec![point("2024", Base, 12.0, "12"), point("2025", Target, 9.0, "9"), point("2026", Target, 7.0, "7")],
        ),
        chart(
            "Saldo dei tempi di pagamento rispetto alla scadenza",
            "giorni",
            vec![
                point("2024", Base, 4.0, "4"),
                point("2025", Target, -2.0, "-2"),
                point("2025", Rilevato, -5.0, "-5"),
                point("2026", Target, -8.0, "-8"),
            ],
        ),
        chart(
            "Soddisfazione degli utenti",
            "%",
            vec![
                point("2024", Base, 93.0, "93,0 %"),
                point("2025", Target, 94.0, "94,0 %"),
                point("2026", Target, 95.5, "95,5 %"),
            ],
        ),
        chart(
            "Risorse per la formazione",
            "euro",
            vec![
                point("esercizio 2024", Base, 112_500.0, "112.500,00 €"),
                point("esercizio 2025", Target, 1_250_000.0, "1.250.000,00 €"),
            ],
        ),
        chart(
            "Segnalazioni di illeciti non esaminate",
            "numero",
            vec![point("2024", Base, 0.0, "0"), point("2025", Target, 0.0, "0")],
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
        id: Id::new("disegni").unwrap(),
        number: Some("1".into()),
        title: "Disegni".into(),
        level: 1,
        referente: None,
        blocks,
        children: vec![],
        notes: vec![],
        span: SPAN,
    };
    Document {
        meta: Meta {
            titolo: "Piano integrato di attività e organizzazione".into(),
            triennio: "2025-2027".into(),
            ente: "Unione Reno Galliera".into(),
            momento: "approvazione".into(),
            stato: "approvato".into(),
            bozza: false,
            data: day("2025-01-30"),
            deliberazione: None,
            avvertenza: None,
            descrizione: "Disegni di prova.".into(),
            parole_chiave: vec![],
            sito: None,
            elenco_tabelle: false,
            elenco_figure: true,
        },
        sections: vec![section],
        targets: BTreeMap::new(),
        assets: BTreeMap::new(),
        allegati: BTreeMap::new(),
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

// --- Both outputs ---

#[test]
fn both_outputs_draw() {
    let document = sample();
    let paper = pdf::render(&document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let site = html::render(&document, &Layouts::embedded(), Some(&paper.pages)).unwrap();
    if let Some(folder) = std::env::var_os("PIAO_SAMPLE_DRAWINGS") {
        let folder = std::path::PathBuf::from(folder);
        for (name, bytes) in std::iter::once((&"piao.pdf".to_owned(), &paper.bytes))
            .chain(site.iter().map(|(name, bytes)| (name, bytes)))
        {
            let path = if name == "piao.pdf" { folder.join(name) } else { folder.join("sito").join(name) };
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}
