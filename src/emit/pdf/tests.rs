//! What must stay true of the PDF. The document is made by hand: the phases before this one are not under test.
#![allow(clippy::disallowed_methods, reason = "a test may read and write what it needs")]

use super::{Part, Pdf, render, typeset};
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::diag::Diagnostic;
use crate::document::*;
use crate::emit::layouts::Layouts;
use crate::piano::Asset;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::row::Profile;
use crate::piano::prose::Callout;
use crate::piano::settings::Stato;
use base64::{Engine, prelude::BASE64_STANDARD as STANDARD};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;
use std::sync::Arc;

// --- A small document builder ---

pub(super) fn span(start: usize) -> Span {
    Span::new(FileId(0), start..start + 1)
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn t(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned(), span: span(7) }]
}

pub(super) fn block(kind: BlockKind) -> Block {
    Block { anchor: None, span: span(3), kind }
}

fn at(anchor: &str, kind: BlockKind) -> Block {
    Block { anchor: Some(id(anchor)), ..block(kind) }
}

pub(super) fn p(text: &str) -> Block {
    block(BlockKind::Paragraph(t(text)))
}

fn para(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

fn h(level: u8, number: &str, text: &str) -> Block {
    block(BlockKind::Heading { level, number: Some(number.to_owned()), content: t(text) })
}

fn xref(target: &str, words: &str) -> Inline {
    Inline::Xref { target: id(target), content: t(words), page: true, listed: false }
}

pub(super) fn column(header: &str, profile: Profile) -> Column {
    Column { header: t(header), profile }
}

pub(super) fn row(cells: &[&str]) -> Row {
    Row::new(cells.iter().map(|cell| t(cell)), span(5))
}

pub(super) fn table(number: u32, caption: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table { number: Some(number), caption: Some(t(caption)), columns, rows, row_headers: true, registro: None }
}

pub(super) fn section(name: &str, number: &str, level: u8, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        apart: false,
        piano_tipo: None,
        inclusa: None,
        scritto: None,
        id: id(name),
        number: Some(number.to_owned()),
        title: title.to_owned(),
        level,
        frontespizio: false,
        referente: None,
        stato: None,
        blocks,
        children: vec![],
        notes: vec![],
        span: span(1),
    }
}

pub(in crate::emit) fn document(sections: Vec<Section>) -> Document {
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
            data: Giorno("2025-01-30".parse().unwrap()),
            deliberazione: Some("deliberazione della Giunta n. 5 del 30/01/2025".into()),
            organo: None,
            allegato: Some("Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025".into()),
            versione: 1,
            modificato: None,
            approvato_il: None,
            stemma: None,
            colori: crate::base::colore::Colori::NOSTRI,
            avvertenza: None,
            descrizione: "Il piano del triennio.".into(),
            parole_chiave: vec!["PIAO".into(), "piano".into()],
            sito: None,
            indirizzo: None,
            privacy: None,
            accessibilita: None,
            valutazione: None,
            contatti: vec![],
            impronta: "0123456789abcdef".repeat(4),
            elenco_tabelle: true,
            elenco_figure: true,
            citato_in: true,
            codice_ipa: None,
            pec: None,
            allega_dati: false,
        },
        sections,
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

fn target(document: &mut Document, name: &str, label: &str, title: &str, section: &str, citers: &[&str]) {
    document.targets.insert(
        id(name),
        Target {
            label: label.to_owned(),
            title: Some(title.to_owned()),
            section: id(section),
            citato_in: citers.iter().map(|c| id(c)).collect(),
            capitolo: None,
        },
    );
}

const SVG: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="640" height="160" viewBox="0 0 320 80" font-family="Titillium Web" font-size="9"><text x="0" y="20">Analisi</text><rect x="80" y="10" width="64" height="14" rx="2" fill="#0066cc"/><text x="0" y="50" font-weight="700">Sviluppo</text><rect x="144" y="40" width="150" height="14" rx="2" fill="#008055"/></svg>"##;

const PROSE: &str = "Il presente piano descrive le attività dell’ente nel triennio e le misure previste per il valore pubblico, l’organizzazione del lavoro e la semplificazione dei procedimenti, con gli indicatori che ne misurano gli effetti sui cittadini e sulle imprese del territorio. ";

fn image(svg: &str) -> Asset {
    Asset { bytes: Arc::from(svg.as_bytes()), format: "svg", size: (640.0, 160.0) }
}

fn made(document: &Document) -> Pdf {
    render(document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn texts(document: &Document) -> Vec<String> {
    typeset(document, &Layouts::embedded(), None).unwrap_or_else(|errors| panic!("{errors:#?}")).page_texts()
}

/// One of everything, over several pages: what a person looks at, and what most tests read.
fn sample() -> Document {
    let dense = |n: usize| -> Vec<Row> {
        (1..=n)
            .map(|i| {
                let mut row = row(&[
                    &format!("IND-{i:02}"),
                    if i % 3 == 0 { PROSE } else { "Tempo medio di conclusione dei procedimenti a istanza di parte" },
                    "Settore Affari generali e servizi al cittadino",
                    &format!("{}.250,00 €", i * 7),
                    &format!("{} %", 60 + i % 40),
                    "entro il 31/12/2026",
                ]);
                row.anchor = Some(id(&format!("ind-{i:02}")));
                row
            })
            .collect()
    };
    let columns = || {
        vec![
            column("Codice", Profile::Codice),
            column("Indicatore", Profile::Testo),
            column("Responsabile", Profile::Testo),
            column("Importo", Profile::Importo),
            column("Target 2026", Profile::Numero),
            column("Scadenza", Profile::Data),
        ]
    };
    let mut indicatori = dense(34);
    indicatori.push(Row { continues: 0, total: true, ..row(&["Totale", "", "", "1.234.250,00 €", "", ""]) });

    let mut first = section("premessa", "1", 1, "Scheda anagrafica dell’amministrazione", vec![]);
    first.referente = Some("Segreteria generale".into());
    first.blocks = vec![
        p(&PROSE.repeat(2)),
        para(vec![
            Inline::Text { text: "Si vedano l’".into(), span: span(20) },
            xref("ob-62", "obiettivo 6.2, Servizi digitali"),
            Inline::Text { text: ", la ".into(), span: span(21) },
            xref("tab-indicatori", "tabella 2"),
            Inline::Text { text: " e l’indicatore ".into(), span: span(22) },
            xref("ind-30", "IND-30"),
            Inline::Note { number: 1 },
            Inline::Text { text: "; norma di riferimento ".into(), span: span(23) },
            Inline::Link {
                url: "https://www.normattiva.it/uri-res/N2Ls?urn:nir:stato:decreto.legge:2021-06-09;80".into(),
                content: t("d.l. 80/2021"),
            },
            Inline::Text { text: ", ".into(), span: span(24) },
            Inline::Strong(t("in grassetto")),
            Inline::Text { text: ", ".into(), span: span(24) },
            Inline::Emph(t("in corsivo")),
            Inline::Text { text: ", ".into(), span: span(24) },
            Inline::Strike(t("non più vero")),
            Inline::Revised { value: t("novembre"), version: 2, era: vec![Inline::Strike(t("settembre"))] },
            Inline::Text { text: " e ".into(), span: span(25) },
            Inline::Code { text: "ob-S5.00004".into(), span: span(26) },
            Inline::Note { number: 2 },
            Inline::Text { text: ".".into(), span: span(25) },
            Inline::Note { number: 1 },
        ]),
        block(BlockKind::Table(table(
            1,
            "Dati dell’ente",
            vec![column("Voce", Profile::Testo), column("Valore", Profile::Numero)],
            vec![row(&["Popolazione residente", "74.512"]), row(&["Dipendenti a tempo indeterminato", "312"])],
        ))),
        h(2, "1.1", "Contesto esterno"),
        p(PROSE),
        block(BlockKind::List {
            start: None,
            segni: vec![],
            tight: true,
            items: vec![
                vec![p("semplificare i procedimenti;")],
                vec![
                    p("ridurre i tempi:"),
                    block(BlockKind::List {
                        start: Some(1),
                        segni: vec![],
                        tight: true,
                        items: vec![vec![p("di risposta;")], vec![p("di pagamento;")]],
                    }),
                ],
                vec![p(&format!("valutare gli effetti. {PROSE}"))],
            ],
        }),
        block(BlockKind::Callout {
            kind: Callout::Attenzione,
            blocks: vec![p("Il termine per l’approvazione scade il 31 gennaio."), p(PROSE)],
        }),
        block(BlockKind::Callout { kind: Callout::Nota, blocks: vec![p("Una nota breve.")] }),
        h(3, "1.1.1", "Un titolo di terzo livello"),
        p(PROSE),
        block(BlockKind::Quote(vec![p(
            "Le pubbliche amministrazioni con più di cinquanta dipendenti adottano il Piano.",
        )])),
        h(4, "1.1.1.1", "Un titolo di quarto livello"),
        block(BlockKind::Absent(t("la rilevazione parte nel 2026"))),
        block(BlockKind::Code {
            lang: Some("toml".into()),
            text: "[[obiettivo]]\nid = \"ob-62\"\ntitolo = \"Servizi digitali\"\n".into(),
        }),
        block(BlockKind::Rule),
        block(BlockKind::Definitions(vec![
            Definition {
                anchor: Some(id("fte")),
                term: t("FTE"),
                details: vec![vec![p(
                    "Equivalente a tempo pieno: unità di misura del personale che conta chi lavora a tempo parziale per la sua frazione di orario.",
                )]],
            },
            Definition {
                anchor: None,
                term: t("Performance"),
                details: vec![
                    vec![p("Contributo che un’organizzazione porta con la propria azione.")],
                    vec![p("Seconda accezione.")],
                ],
            },
        ])),
    ];
    first.notes = vec![
        Note { number: 1, blocks: vec![p("Rilevato ogni semestre dal controllo di gestione.")] },
        Note { number: 2, blocks: vec![p("Codice interno.")] },
    ];

    let mut second = section("valore", "2", 1, "Valore pubblico, performance e anticorruzione", vec![p(PROSE)]);
    let mut performance = section("performance", "2.2", 2, "Performance", vec![]);
    performance.blocks = vec![
        p(PROSE),
        at(
            "tab-indicatori",
            BlockKind::Table(table(
                2,
                "Indicatori degli obiettivi operativi, con responsabili e scadenze",
                columns(),
                indicatori,
            )),
        ),
        at(
            "ob-62",
            BlockKind::Card(Card {
                kind: "Obiettivo operativo".into(),
                role: "obiettivo",
                code: Some("6.2".into()),
                title: t("Servizi digitali semplici, accessibili e sicuri per cittadini e imprese"),
                level: 3,
                above: vec![t("Settore Innovazione"), vec![xref("nodo-6-2-1", "6.2.1 Identità digitale")]],
                lead: vec![p(PROSE)],
                facts: vec![
                    Field { label: "Quando".into(), value: vec![Inline::Strong(t("gen – dic 2025"))] },
                    Field {
                        label: "Esito al 31/12/2025".into(),
                        value: vec![Inline::Mark(Mark::Sign(Sign::Esito(Esito::Raggiunto))), t(" raggiunto").remove(0)],
                    },
                ],
                fields: vec![
                    Field { label: "Responsabile".into(), value: t("Settore Innovazione") },
                    Field { label: "Importo del progetto".into(), value: t("211.500,00 €") },
                    Field {
                        label: "Indicatori".into(),
                        value: vec![
                            xref("ind-30", "IND-30"),
                            Inline::Text { text: ", ".into(), span: span(1) },
                            xref("ind-01", "IND-01"),
                        ],
                    },
                    Field { label: "Risultato atteso nel triennio".into(), value: t(PROSE) },
                ],
                absent: vec![],
                blocks: vec![
                    h(4, "", "Attività previste"),
                    p(PROSE),
                    block(BlockKind::Outcome(Outcome {
                        blocks: vec![para(vec![
                            t("In parte: 60 %").remove(0),
                            Inline::Mark(Mark::Bar(Strip {
                                value: Percento(6000),
                                before: Some(Percento(2000)),
                                wide: false,
                            })),
                        ])],
                        fields: vec![
                            Field { label: "Proposto dall’ufficio".into(), value: t("70 %") },
                            Field { label: "Accettato dal nucleo".into(), value: vec![Inline::Strong(t("60 %"))] },
                        ],
                        notes: vec![p("Il nucleo ha tolto dieci punti.")],
                    })),
                ],
            }),
        ),
        at(
            "fig-tempi",
            BlockKind::Figure(Figure {
                number: Some(1),
                caption: Some(t("Cronoprogramma delle attività")),
                asset: "immagini/f.svg".into(),
                alt: "Analisi da gennaio a marzo, sviluppo da marzo a luglio.".into(),
            }),
        ),
        block(BlockKind::Tree(vec![
            node(
                "6",
                "Innovazione e trasparenza",
                &[],
                vec![
                    node("6.1", "Amministrazione trasparente e vicina", &["TRASVERSALE"], vec![]),
                    node(
                        "6.2",
                        "Servizi digitali semplici, accessibili e sicuri per tutti i cittadini dell’Unione e per le imprese che vi hanno sede",
                        &[],
                        vec![node("6.2.1", "Sportello telematico", &["PNRR", "TRASVERSALE"], vec![])],
                    ),
                ],
            ),
            node("7", "Comunità solidale", &[], vec![]),
        ])),
    ];
    second.children = vec![performance];
    let mut third = section("organizzazione", "3", 1, "Organizzazione e capitale umano", vec![p(&PROSE.repeat(3))]);
    third.blocks.push(block(BlockKind::Table(Table {
        number: Some(3),
        caption: Some(t("Fabbisogno di personale per area, profilo, anno e modalità di reclutamento")),
        columns: [
            "Area",
            "Profilo professionale",
            "Settore",
            "Cessazioni 2024",
            "Cessazioni 2025",
            "Assunzioni 2025",
            "Assunzioni 2026",
            "Assunzioni 2027",
            "Modalità di reclutamento",
            "Costo annuo",
            "Decorrenza",
            "Riferimento",
        ]
        .iter()
        .enumerate()
        .map(|(n, name)| {
            column(
                name,
                if n == 9 {
                    Profile::Importo
                } else if (3..8).contains(&n) {
                    Profile::Numero
                } else {
                    Profile::Testo
                },
            )
        })
        .collect(),
        rows: (0..12)
            .map(|n| {
                row(&[
                    "Funzionari ed elevata qualificazione",
                    "Specialista in attività amministrative e contabili",
                    "Affari generali",
                    "1",
                    "0",
                    "2",
                    "1",
                    &n.to_string(),
                    "Concorso pubblico o scorrimento di graduatoria",
                    "38.250,00 €",
                    "dal 1° luglio 2025",
                    "delibera n. 45/2024",
                ])
            })
            .collect(),
        row_headers: false,
        registro: None,
    })));
    third.blocks.push(p(PROSE));
    let mut document = document(vec![first, second, third]);
    document.assets.insert("immagini/f.svg".into(), image(SVG));
    target(&mut document, "premessa", "sezione 1", "Scheda anagrafica", "premessa", &["ob-62"]);
    target(&mut document, "performance", "sezione 2.2", "Performance", "performance", &["premessa"]);
    target(&mut document, "ob-62", "obiettivo 6.2", "Servizi digitali", "performance", &["premessa"]);
    target(&mut document, "tab-indicatori", "tabella 2", "Indicatori", "performance", &["premessa"]);
    target(&mut document, "ind-30", "indicatore IND-30", "Tempo medio", "performance", &["premessa", "ob-62"]);
    target(&mut document, "ind-01", "indicatore IND-01", "Tempo medio", "performance", &["ob-62"]);
    target(&mut document, "fte", "FTE", "", "premessa", &["performance"]);
    target(&mut document, "fig-tempi", "figura 1", "Cronoprogramma", "performance", &[]);
    document
}

fn node(code: &str, title: &str, flags: &[&str], children: Vec<TreeNode>) -> TreeNode {
    let flags = flags.iter().map(|f| (*f).to_owned()).collect();
    let blocks = if code == "6.1" { vec![p(PROSE)] } else { vec![] };
    TreeNode {
        anchor: Some(id(&format!("nodo-{}", code.replace('.', "-")))),
        code: code.into(),
        title: t(title),
        flags,
        blocks,
        children,
    }
}

/// `PIAO_SAMPLE=/tmp/x.pdf cargo test sample_to_look_at` writes the sample, for eyes. Without the variable it only
/// checks that the sample compiles.
#[test]
fn sample_to_look_at() {
    let mut document = sample();
    document.meta.bozza = std::env::var_os("PIAO_BOZZA").is_some();
    if document.meta.bozza {
        document.meta.avvertenza =
            Some("Questo è un documento dimostrativo: i dati sono inventati e non impegnano nessun ente.".into());
        document.meta.stato = Stato::Bozza;
    }
    let pdf = made(&document);
    assert!(pdf.warnings.is_empty(), "{:#?}", pdf.warnings);
    if let Some(path) = std::env::var_os("PIAO_SAMPLE") {
        std::fs::write(path, &pdf.bytes).unwrap();
    }
}

// --- Reading a PDF back ---

fn load(pdf: &Pdf) -> lopdf::Document {
    lopdf::Document::load_mem(&pdf.bytes).unwrap()
}

fn dict<'a>(pdf: &'a lopdf::Document, object: &'a Object) -> Option<&'a Dictionary> {
    pdf.dereference(object).ok()?.1.as_dict().ok()
}

/// The tag tree, one line for each element: role, and what a screen reader is told besides the text.
fn tags(pdf: &lopdf::Document) -> Vec<String> {
    fn go(pdf: &lopdf::Document, object: &Object, out: &mut Vec<String>) {
        let Ok((_, object)) = pdf.dereference(object) else { return };
        match object {
            Object::Array(all) => all.iter().for_each(|one| go(pdf, one, out)),
            Object::Dictionary(element) => {
                if let Ok(role) = element.get(b"S").and_then(Object::as_name) {
                    let mut line = String::from_utf8_lossy(role).into_owned();
                    if let Ok(alt) = element.get(b"Alt") {
                        line += &format!(" alt={}", lopdf::decode_text_string(alt).unwrap());
                    }
                    let attributes = element.get(b"A").ok().and_then(|a| pdf.dereference(a).ok()).map(|a| a.1);
                    let attributes = match attributes {
                        Some(Object::Array(all)) => all.iter().collect(),
                        Some(one) => vec![one],
                        None => vec![],
                    };
                    for attribute in attributes.into_iter().filter_map(|a| dict(pdf, a)) {
                        if let Ok(scope) = attribute.get(b"Scope").and_then(Object::as_name) {
                            line += &format!(" scope={}", String::from_utf8_lossy(scope));
                        }
                    }
                    out.push(line);
                }
                if let Ok(kids) = element.get(b"K") {
                    go(pdf, kids, out);
                }
            }
            _ => {}
        }
    }
    let mut out = vec![];
    let root = pdf.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    go(pdf, root, &mut out);
    out
}

/// The named destinations: name and page, from 1.
fn destinations(pdf: &lopdf::Document) -> BTreeMap<String, u32> {
    fn go(
        pdf: &lopdf::Document,
        node: &Dictionary,
        numbers: &BTreeMap<lopdf::ObjectId, u32>,
        out: &mut BTreeMap<String, u32>,
    ) {
        if let Ok(Object::Array(kids)) = node.get(b"Kids") {
            kids.iter().filter_map(|kid| dict(pdf, kid)).for_each(|kid| go(pdf, kid, numbers, out));
        }
        if let Ok(Object::Array(names)) = node.get(b"Names") {
            for pair in names.chunks(2) {
                let name = String::from_utf8(pair[0].as_str().unwrap().to_vec()).unwrap();
                let (_, place) = pdf.dereference(&pair[1]).unwrap();
                let place = match place {
                    Object::Dictionary(d) => pdf.dereference(d.get(b"D").unwrap()).unwrap().1,
                    other => other,
                };
                let page = place.as_array().unwrap()[0].as_reference().unwrap();
                out.insert(name, numbers[&page]);
            }
        }
    }
    let numbers = pdf.get_pages().into_iter().map(|(n, id)| (id, n)).collect();
    let names = dict(pdf, pdf.catalog().unwrap().get(b"Names").unwrap()).unwrap();
    let mut out = BTreeMap::new();
    go(pdf, dict(pdf, names.get(b"Dests").unwrap()).unwrap(), &numbers, &mut out);
    out
}

fn count(tags: &[String], tag: &str) -> usize {
    tags.iter().filter(|t| *t == tag).count()
}

fn only_error(document: &Document) -> Diagnostic {
    let mut errors = render(document, &Layouts::embedded(), None).expect_err("must be refused");
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors.remove(0)
}

// --- What must stay true ---

#[test]
fn screen_readers_get_headings_row_headers_notes_and_alternatives() {
    let tags = tags(&load(&made(&sample())));
    for tag in ["H1", "H2", "H3", "H4", "TOC", "Note", "L", "LI", "Code", "BlockQuote", "Caption"] {
        assert!(count(&tags, tag) > 0, "no {tag}: {tags:#?}");
    }
    // Three tables, the facts of a card, its fields and how its outcome was decided.
    assert_eq!(count(&tags, "Table"), 6);
    // Every row of the tables that name their rows, the total too, and every field; by code and name where there are both.
    assert_eq!(count(&tags, "TH scope=Row"), 2 + 34 * 2 + 1 + 4 + 2);
    // Two of them stand over columns of different years.
    assert_eq!(count(&tags, "TH scope=Column"), 2 + 6 + 14 + 2);
    assert!(
        tags.iter().any(|t| t == "Figure alt=Analisi da gennaio a marzo, sviluppo da marzo a luglio."),
        "{tags:#?}"
    );
    // One note cited twice is one note.
    assert_eq!(count(&tags, "Note"), 2);
}

#[test]
fn the_same_plan_gives_the_same_bytes_whatever_the_threads() {
    let document = sample();
    let first = made(&document).bytes;
    comemo::evict(0);
    assert!(made(&document).bytes == first, "a second run differs");
    comemo::evict(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert!(pool.install(|| made(&document).bytes) == first, "one thread differs");
}

/// The lines that say, under a table, whose its records are stand alike, however many they are.
#[test]
fn all_the_lines_of_stress_under_a_table_are_its_remarks() {
    let stress = |text: &str| para(vec![Inline::Emph(t(text))]);
    let cells = table(1, "Le linee", vec![column("Linea", Profile::Testo)], vec![row(&["Lingue"])]);
    let blocks =
        vec![block(BlockKind::Table(cells)), stress("A cura di."), stress("Testo di."), p("Altro."), stress("Testo.")];
    let document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
    let misure = super::measure::Misure::read(&Layouts::embedded()).unwrap();
    let written = super::write::write(&document, &misure, super::Printed::File).unwrap();
    let remarks: usize = written.files.iter().map(|file| file.text.matches("#l.nota-tabella").count()).sum();
    assert_eq!(remarks, 2);
}

#[test]
fn what_authors_write_is_never_read_as_typst() {
    let evil = r##"#evil[*] $x$ "\ ]) // /* <a> @b _c_ `d` ~ -- \u{41} = #{1+1}"##;
    let mut one = section("uno", "1", 1, evil, vec![p(evil)]);
    one.referente = Some(evil.into());
    let mut cells = table(1, evil, vec![column(evil, Profile::Testo)], vec![row(&[evil])]);
    cells.row_headers = false;
    one.blocks.push(block(BlockKind::Table(cells)));
    one.blocks.push(block(BlockKind::Code { lang: Some(evil.into()), text: evil.into() }));
    one.blocks.push(para(vec![
        Inline::Code { text: evil.into(), span: span(1) },
        Inline::Link { url: "https://example.it/\"\\#x".into(), content: t(evil) },
    ]));
    one.blocks.push(block(BlockKind::Card(Card {
        kind: evil.into(),
        role: "obiettivo",
        code: Some(evil.into()),
        title: t(evil),
        level: 2,
        above: vec![t(evil)],
        lead: vec![p(evil)],
        facts: vec![Field { label: evil.into(), value: t(evil) }],
        fields: vec![Field { label: evil.into(), value: t(evil) }],
        absent: vec![],
        blocks: vec![],
    })));
    one.blocks.push(block(BlockKind::Tree(vec![TreeNode {
        anchor: None,
        code: evil.into(),
        title: t(evil),
        flags: vec![evil.into()],
        blocks: vec![],
        children: vec![],
    }])));
    let mut document = document(vec![one]);
    document.meta.titolo = evil.into();
    document.meta.ente = evil.into();
    document.meta.avvertenza = Some(evil.into());
    document.meta.parole_chiave = vec![evil.into()];
    // Lines break where they like, and narrow columns may break inside a word: compare without blanks.
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let printed = bare(&texts(&document).concat());
    let times = printed.matches(&bare(evil)).count();
    assert!(times >= 16, "printed {times} times only:\n{printed}");
}

#[test]
fn every_anchored_thing_is_a_named_destination_on_its_page() {
    let document = sample();
    let pdf = made(&document);
    // A table and a figure without an id are in the lists at the beginning, which lead to them by their number.
    let (listed, found): (BTreeMap<_, _>, BTreeMap<_, _>) =
        destinations(&load(&pdf)).into_iter().partition(|(name, _)| name.contains(':'));
    let pages: BTreeMap<String, u32> = pdf.pages.iter().map(|(id, page)| (id.to_string(), *page)).collect();
    assert_eq!(found, pages);
    assert!(
        listed.keys().all(|name| ["tabella:", "figura:", "indice:"].iter().any(|kind| name.starts_with(kind))),
        "{listed:#?}"
    );
    for name in
        ["premessa", "performance", "tab-indicatori", "ind-01", "ind-34", "ob-62", "fig-tempi", "nodo-6-2-1", "fte"]
    {
        assert!(pages.contains_key(name), "{name} is missing from {pages:#?}");
    }
    assert!(pages["ind-34"] > pages["ind-01"], "a row far down the table is on a later page");
}

#[test]
fn a_citation_says_the_page_at_whose_foot_that_number_stands() {
    let document = sample();
    let set = typeset(&document, &Layouts::embedded(), None).unwrap();
    let (pages, count, texts) = (set.pages().clone(), set.count(), set.page_texts());
    assert!(
        texts[1].contains(&format!("obiettivo 6.2, Servizi digitali (pag.\u{A0}{})", pages[&id("ob-62")])),
        "{}",
        texts[1]
    );
    for (n, text) in texts.iter().enumerate().skip(1) {
        assert!(text.contains(&format!("pag.\u{A0}{} di {count}", n + 1)), "page {}: {text}", n + 1);
    }
    let page = &texts[pages[&id("ob-62")] as usize - 1];
    assert!(page.contains("Citato in: sezione 1 (pag.\u{A0}2)"), "{page}");
    assert!(
        page.contains("indicatore IND-30, Tempo medio. Citato in: sezione 1 (pag.\u{A0}2), obiettivo 6.2 (pag.\u{A0}"),
        "{page}"
    );
}

#[test]
fn a_table_that_goes_on_says_so_on_the_following_pages_only() {
    let pages: Vec<usize> = texts(&sample())
        .iter()
        .enumerate()
        .filter(|(_, t)| t.contains("Tabella 2 (segue)"))
        .map(|(n, _)| n + 1)
        .collect();
    assert_eq!(pages, [5, 6, 7]);
}

#[test]
fn the_contents_list_sections_and_headings_but_not_the_insides_of_cards() {
    let contents = texts(&sample()).remove(1);
    assert!(contents.contains("Indice") && contents.contains("1.1.1 Un titolo di terzo livello"), "{contents}");
    assert!(contents.contains("Elenco delle tabelle") && contents.contains("Elenco delle figure"), "{contents}");
    assert!(!contents.contains("Attività previste") && !contents.contains("quarto livello"), "{contents}");
    let mut document = sample();
    (document.meta.elenco_tabelle, document.meta.elenco_figure) = (false, false);
    assert!(!texts(&document).remove(1).contains("Elenco"), "the settings refuse the lists");
}

#[test]
fn notes_keep_the_numbers_of_the_plan() {
    let mark = |number| Inline::Note { number };
    let mut one = section(
        "uno",
        "1",
        1,
        "Uno",
        vec![para([t("primo"), vec![mark(17)], t(" secondo"), vec![mark(9), mark(17)]].concat())],
    );
    one.notes = vec![
        Note { number: 17, blocks: vec![p("Testo della diciassette.")] },
        Note { number: 9, blocks: vec![p("Testo della nove.")] },
    ];
    let text = texts(&document(vec![one])).concat();
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(bare.contains("primo17secondo917"), "{text}");
    assert!(bare.contains("17Testodelladiciassette.") && bare.contains("9Testodellanove."), "{text}");
}

#[test]
fn headings_and_captions_with_notes_and_links_stay_whole_in_page_and_lists() {
    let rich = || {
        vec![
            Inline::Text { text: "Titolo con ".into(), span: span(1) },
            xref("due", "citazione"),
            Inline::Note { number: 1 },
        ]
    };
    let mut one = section("uno", "1", 1, "Uno", vec![]);
    one.notes = vec![Note { number: 1, blocks: vec![p("La nota.")] }];
    let mut captioned = table(
        1,
        "",
        vec![Column { header: rich(), profile: Profile::Testo }],
        (0..90).map(|_| row(&["riga"])).collect(),
    );
    captioned.caption = Some(rich());
    one.blocks = vec![
        block(BlockKind::Heading { level: 2, number: Some("1.1".into()), content: rich() }),
        block(BlockKind::Table(captioned)),
    ];
    let two = section("due", "2", 1, "Due", vec![p("Testo.")]);
    let mut document = document(vec![one, two]);
    target(&mut document, "due", "sezione 2", "Due", "due", &["uno"]);
    let set = typeset(&document, &Layouts::embedded(), None).unwrap();
    let (pages, due) = (set.page_texts(), set.pages()[&id("due")]);
    let (lists, text) = pages[1].split_once("\n1 Uno\n").unwrap();
    assert_eq!(lists.matches("Titolo con citazione").count(), 2, "{lists}");
    assert!(!lists.contains("(pag."), "lists hold words only: {lists}");
    assert!(text.contains(&format!("(pag.\u{A0}{due})")), "{text}");
    let tags = tags(&load(&made(&document)));
    assert_eq!(count(&tags, "Note"), 1);
}

#[test]
fn an_extract_has_the_numbers_of_the_whole_and_links_to_itself_only() {
    let document = sample();
    let whole = made(&document);
    let name = id("performance");
    let part = Part { id: &name, pages: &whole.pages };
    let set = typeset(&document, &Layouts::embedded(), Some(&part)).unwrap();
    let text = set.page_texts().join("\n");
    assert!(text.contains("Estratto") && text.contains("2.2 Performance") && text.contains("Tabella 2."), "{text}");
    assert!(!text.contains("Scheda anagrafica dell’amministrazione"), "{text}");
    let page = whole.pages[&id("premessa")];
    assert!(text.contains(&format!("Citato in: sezione 1 (pag.\u{A0}{page} del piano)")), "{text}");
    let pdf = set.export().unwrap();
    assert!(!pdf.pages.contains_key(&id("premessa")) && pdf.pages.contains_key(&id("ind-30")));
    let tags = tags(&load(&pdf));
    assert!(count(&tags, "H1") > 0, "{tags:#?}");

    // A row stands for its table, a node for its tree, a term for its list, and each gives a PDF.
    for (name, there, not) in [
        ("ind-30", "Tabella 2.", "Obiettivo operativo"),
        ("ob-62", "Attività previste", "Tabella 2."),
        ("nodo-6-2-1", "Comunità solidale", "Tabella 2."),
        ("fte", "Seconda accezione", "Tabella 1."),
        ("fig-tempi", "Figura 1.", "Tabella 2."),
    ] {
        let name = id(name);
        let part = Part { id: &name, pages: &whole.pages };
        let set = typeset(&document, &Layouts::embedded(), Some(&part)).unwrap();
        let text = set.page_texts().join("\n");
        assert!(text.contains(there) && !text.contains(not), "{name}: {text}");
        set.export().unwrap_or_else(|errors| panic!("{name}: {errors:#?}"));
    }
    let name = id("non-esiste");
    let part = Part { id: &name, pages: &whole.pages };
    assert!(render(&document, &Layouts::embedded(), Some(&part)).is_err());
}

/// typst gives up after 64 nested show rules. The loader stops at twelve levels; here is what costs most, twelve times.
#[test]
fn twelve_levels_of_anything_are_set() {
    let nest = |kind: usize, inner: Vec<Block>| match kind {
        0 => BlockKind::List { start: None, tight: true, segni: vec![], items: vec![inner, vec![p("altra voce")]] },
        1 => BlockKind::Quote(inner),
        2 => BlockKind::List { start: Some(9), tight: false, segni: vec![], items: vec![inner] },
        3 => BlockKind::Callout { kind: Callout::Nota, blocks: inner },
        _ => BlockKind::Definitions(vec![Definition { anchor: None, term: t("x"), details: vec![inner] }]),
    };
    for mix in [&[0, 1, 2, 3, 4][..], &[0], &[1], &[2], &[3], &[4]] {
        let deep = vec![
            p("In fondo."),
            block(BlockKind::Table(table(1, "x", vec![column("A", Profile::Testo)], vec![row(&["a"])]))),
            para(vec![Inline::Strong(vec![Inline::Emph(vec![xref("uno", "uno"), Inline::Note { number: 1 }])])]),
            block(BlockKind::Card(Card {
                kind: "Obiettivo".into(),
                role: "obiettivo",
                code: Some("1".into()),
                title: t("t"),
                level: 6,
                above: vec![],
                lead: vec![],
                facts: vec![],
                fields: vec![Field { label: "a".into(), value: vec![Inline::Strong(t("b"))] }],
                absent: vec![],
                blocks: vec![],
            })),
        ];
        let blocks = (0..12).fold(deep, |inner, level| vec![p("Prima."), block(nest(mix[level % mix.len()], inner))]);
        let mut one = section("uno", "1", 1, "Uno", blocks);
        one.notes = vec![Note { number: 1, blocks: vec![p("La nota.")] }];
        match typeset(&document(vec![one]), &Layouts::embedded(), None) {
            Ok(set) => assert!(set.page_texts().concat().contains("In fondo."), "{mix:?}"),
            Err(errors) => panic!("{mix:?}: {errors:#?}"),
        }
    }
}

#[test]
fn hostile_content_gives_pages() {
    let long = "x".repeat(100_000);
    let wide = |n: usize| Table {
        number: Some(1),
        caption: Some(t("Larga")),
        columns: (0..n)
            .map(|i| column(&format!("Colonna{i}"), if i % 2 == 0 { Profile::Importo } else { Profile::Testo }))
            .collect(),
        rows: (0..3).map(|_| Row { total: true, ..Row::new((0..n).map(|_| t("1.234.567,00 €")), span(1)) }).collect(),
        row_headers: true,
        registro: None,
    };
    let cases: Vec<(&str, Vec<Block>)> = vec![
        ("nothing", vec![]),
        ("a long word", vec![p(&long), p(&long.replace('x', "ab/"))]),
        (
            "a long word in a cell",
            vec![block(BlockKind::Table(table(
                1,
                "",
                vec![column("A", Profile::Codice), column("", Profile::Testo)],
                vec![row(&[&long[..9000], ""])],
            )))],
        ),
        ("a long text", vec![p(&"parola ".repeat(20_000))]),
        (
            "control characters",
            vec![p("a\u{0}b\u{7}c\nd\r\ne\tf\u{85}g\u{2028}h\u{FEFF}i\u{FFFE}j\u{202E}k\u{200B}l\u{AD}m")],
        ),
        (
            "empty texts",
            vec![
                p(""),
                h(2, "", ""),
                h(3, " ", "\u{7}"),
                para(vec![Inline::Strong(vec![]), Inline::Break]),
                block(BlockKind::Absent(vec![])),
                block(BlockKind::Code { lang: None, text: String::new() }),
                block(BlockKind::Quote(vec![])),
                block(BlockKind::Callout { kind: Callout::Pericolo, blocks: vec![] }),
                block(BlockKind::List { start: Some(u64::MAX), tight: false, segni: vec![], items: vec![vec![]] }),
                block(BlockKind::List { start: None, tight: false, segni: vec![], items: vec![] }),
                block(BlockKind::Definitions(vec![])),
                block(BlockKind::Tree(vec![])),
            ],
        ),
        (
            "an empty definition",
            vec![block(BlockKind::Definitions(vec![Definition { anchor: None, term: vec![], details: vec![] }]))],
        ),
        ("forty columns", vec![block(BlockKind::Table(wide(40)))]),
        ("forty columns in a quote", vec![block(BlockKind::Quote(vec![block(BlockKind::Table(wide(40)))]))]),
        ("no columns", vec![block(BlockKind::Table(wide(0)))]),
        ("no rows", vec![block(BlockKind::Table(table(1, "x", vec![column("A", Profile::Testo)], vec![])))]),
        ("headings that skip", vec![h(6, "", "sei"), h(2, "", "due"), h(5, "", "cinque")]),
        (
            "an empty card",
            vec![block(BlockKind::Card(Card {
                kind: String::new(),
                role: "x",
                code: None,
                title: vec![],
                level: 6,
                above: vec![],
                lead: vec![],
                facts: vec![],
                fields: vec![Field { label: String::new(), value: vec![] }],
                absent: vec![],
                blocks: vec![],
            }))],
        ),
        (
            "links to nowhere",
            vec![para(vec![
                xref("non-c-e", "parole"),
                Inline::Link { url: String::new(), content: t("a") },
                Inline::Link { url: "https://x.it".into(), content: vec![] },
                Inline::Link { url: "x".repeat(9000), content: t("b") },
                Inline::Link { url: "https://è.it/a b".into(), content: vec![xref("uno", "dentro")] },
            ])],
        ),
        (
            "struck links",
            vec![para(vec![
                Inline::Strike(vec![
                    Inline::Link { url: "https://a.it".into(), content: t("a") },
                    Inline::Strike(t("b")),
                ]),
                Inline::Link {
                    url: "https://a.it".into(),
                    content: vec![Inline::Strong(vec![Inline::Strike(t("c"))])],
                },
            ])],
        ),
        ("a note without text", vec![para(vec![Inline::Note { number: 3 }])]),
        (
            "images that are not there",
            vec![
                para(vec![Inline::Image { asset: "no".into(), alt: "alt".into() }]),
                block(BlockKind::Figure(Figure { number: None, caption: None, asset: "no".into(), alt: "alt".into() })),
            ],
        ),
        (
            "images without words",
            vec![
                para(vec![Inline::Image { asset: "f.svg".into(), alt: String::new() }]),
                block(BlockKind::Figure(Figure {
                    number: Some(1),
                    caption: Some(vec![]),
                    asset: "f.svg".into(),
                    alt: String::new(),
                })),
            ],
        ),
        (
            "one anchor twice",
            vec![
                at("uno", BlockKind::Paragraph(t("a"))),
                at("due", BlockKind::Rule),
                at("due", BlockKind::Paragraph(t("b"))),
                para(vec![xref("due", "c")]),
            ],
        ),
    ];
    for (name, blocks) in cases {
        let mut document = document(vec![section("uno", "1", 1, "Uno", blocks)]);
        document.assets.insert("f.svg".into(), image(SVG));
        if let Err(errors) = render(&document, &Layouts::embedded(), None) {
            panic!("{name}: {errors:#?}");
        }
    }
    let mut bare = document(vec![]);
    bare.meta.titolo = String::new();
    bare.meta.triennio = String::new();
    bare.meta.periodo = String::new();
    bare.meta.ente = String::new();
    bare.meta.descrizione = String::new();
    bare.meta.parole_chiave = vec![];
    bare.meta.deliberazione = None;
    made(&bare);
}

#[test]
fn nothing_is_lost_of_a_row_higher_than_a_page() {
    let cell: String = (0..2000).map(|n| format!("parola{n} ")).collect();
    let rows = vec![row(&["a", "breve"]), row(&["b", &cell]), row(&["c", "fine"])];
    let document = document(vec![section(
        "uno",
        "1",
        1,
        "Uno",
        vec![block(BlockKind::Table(table(
            1,
            "Alta",
            vec![column("Codice", Profile::Codice), column("Testo", Profile::Testo)],
            rows,
        )))],
    )]);
    let text = texts(&document).join("\n");
    for n in [0, 999, 1999] {
        assert!(text.contains(&format!("parola{n}")), "parola{n} is lost");
    }
    assert!(text.contains("fine"));
}

#[test]
fn a_character_that_no_font_has_is_reported_at_its_place() {
    assert!(
        crate::base::fonts::has_glyph('à')
            && crate::base::fonts::has_glyph('€')
            && !crate::base::fonts::has_glyph('漢')
    );
    let document = document(vec![section(
        "uno",
        "1",
        1,
        "Uno",
        vec![p("bene"), para(vec![Inline::Text { text: "漢".into(), span: span(4242) }])],
    )]);
    let error = only_error(&document);
    assert_eq!((error.code, error.span), ("P0901", Some(span(4242))), "{error:#?}");
}

#[test]
fn a_broken_image_is_reported_and_not_a_panic() {
    let mut document = document(vec![section(
        "uno",
        "1",
        1,
        "Uno",
        vec![Block {
            span: span(777),
            ..block(BlockKind::Figure(Figure { number: None, caption: None, asset: "x.png".into(), alt: "alt".into() }))
        }],
    )]);
    document.assets.insert(
        "x.png".into(),
        Asset { bytes: Arc::from(&b"non sono un'immagine"[..]), format: "png", size: (10.0, 10.0) },
    );
    let error = only_error(&document);
    assert_eq!((error.code, error.span), ("P0901", Some(span(777))), "{error:#?}");
}

#[test]
fn an_error_of_a_layout_names_the_layout_and_the_author() {
    let mut layouts = Layouts::embedded();
    let mut figura = layouts.get("pdf/figura.typ").unwrap().to_vec();
    figura.extend_from_slice(b"\n#let figura(..) = panic(\"rotto\")\n");
    let line = String::from_utf8(figura.clone()).unwrap().lines().count();
    layouts.insert("pdf/figura.typ".into(), figura);
    let mut document = document(vec![section(
        "uno",
        "1",
        1,
        "Uno",
        vec![Block {
            span: span(99),
            ..block(BlockKind::Figure(Figure { number: None, caption: None, asset: "f.svg".into(), alt: "alt".into() }))
        }],
    )]);
    document.assets.insert("f.svg".into(), image(SVG));
    let errors = render(&document, &layouts, None).expect_err("the layout is broken");
    let error = errors.first().unwrap();
    assert_eq!((error.code, error.span), ("P0901", Some(span(99))), "{error:#?}");
    let place = format!("nell’impaginazione, layouts/pdf/figura.typ:{line}:");
    assert!(error.notes.iter().any(|note| note.starts_with(&place)), "{error:#?}");
    assert!(error.message.starts_with("la composizione della pagina non è riuscita"));
}

#[test]
fn the_picture_of_a_page_has_the_words_of_drawings_as_shapes() {
    let figure = Figure { number: None, caption: None, asset: "f.svg".into(), alt: "alt".into() };
    let mut document = document(vec![section("uno", "1", 1, "Uno", vec![block(BlockKind::Figure(figure))])]);
    document.assets.insert("f.svg".into(), image(SVG));
    let set = typeset(&document, &Layouts::embedded(), None).unwrap();
    let pages: String = (0..set.leaves().len()).map(|n| set.picture(n).unwrap()).collect();
    let start = pages.find("data:image/svg+xml;base64,").unwrap() + "data:image/svg+xml;base64,".len();
    let end = start + pages[start..].find('"').unwrap();
    let drawing = STANDARD.decode(&pages[start..end]).unwrap();
    let drawing = String::from_utf8(drawing).unwrap();
    // A browser would write them with a font of its own.
    assert!(!drawing.contains("<text") && drawing.matches("<path").count() > 2, "{drawing}");
}

#[test]
fn the_draft_mark_is_there_while_the_plan_is_a_draft() {
    let mut document = document(vec![section("uno", "1", 1, "Uno", vec![p("a")])]);
    assert!(!texts(&document).concat().contains("BOZZA"));
    document.meta.bozza = true;
    assert!(texts(&document).iter().all(|page| page.contains("BOZZA")));
}
