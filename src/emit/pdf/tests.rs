//! What must stay true of the PDF. The document is made by hand: the phases before this one are not under test.

use super::{Part, Pdf, render, typeset};
use crate::data::Data;
use crate::diag::Diagnostic;
use crate::document::*;
use crate::element::id::Id;
use crate::emit::Pages;
use crate::layouts::Layouts;
use crate::span::{FileId, Span};
use lopdf::{Dictionary, Object};
use std::collections::BTreeMap;
use std::sync::Arc;

// --- A small document builder ---

fn span(start: usize) -> Span {
    Span::new(FileId(0), start..start + 1)
}

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn t(text: &str) -> Vec<Inline> {
    vec![Inline::Text { text: text.to_owned(), span: span(7) }]
}

fn block(kind: BlockKind) -> Block {
    Block { anchor: None, span: span(3), kind }
}

fn at(anchor: &str, kind: BlockKind) -> Block {
    Block { anchor: Some(id(anchor)), ..block(kind) }
}

fn p(text: &str) -> Block {
    block(BlockKind::Paragraph(t(text)))
}

fn para(content: Vec<Inline>) -> Block {
    block(BlockKind::Paragraph(content))
}

fn h(level: u8, number: &str, text: &str) -> Block {
    block(BlockKind::Heading { level, number: Some(number.to_owned()), content: t(text) })
}

fn xref(target: &str, words: &str) -> Inline {
    Inline::Xref { target: id(target), content: t(words), page: true }
}

fn column(header: &str, profile: Profile) -> Column {
    Column { header: t(header), profile }
}

fn row(cells: &[&str]) -> Row {
    Row { anchor: None, cells: cells.iter().map(|cell| t(cell)).collect(), total: false, span: span(5) }
}

fn table(number: u32, caption: &str, columns: Vec<Column>, rows: Vec<Row>) -> Table {
    Table { number: Some(number), caption: Some(t(caption)), columns, rows, row_headers: true }
}

fn section(name: &str, number: &str, level: u8, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id(name),
        number: Some(number.to_owned()),
        title: title.to_owned(),
        level,
        referente: None,
        blocks,
        children: vec![],
        notes: vec![],
        span: span(1),
    }
}

fn document(sections: Vec<Section>) -> Document {
    Document {
        meta: Meta {
            titolo: "Piano integrato di attività e organizzazione".into(),
            triennio: "2025-2027".into(),
            ente: "Unione Reno Galliera".into(),
            momento: "approvazione".into(),
            stato: "approvato".into(),
            bozza: false,
            data: Data("2025-01-30".parse().unwrap()),
            deliberazione: Some("deliberazione della Giunta n. 5 del 30/01/2025".into()),
            avvertenza: None,
            descrizione: "Il piano del triennio.".into(),
            parole_chiave: vec!["PIAO".into(), "piano".into()],
            sito: None,
            elenchi: true,
        },
        sections,
        targets: BTreeMap::new(),
        assets: BTreeMap::new(),
        allegati: BTreeMap::new(),
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
    indicatori.push(Row { total: true, ..row(&["Totale", "", "", "1.234.250,00 €", "", ""]) });

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
            tight: true,
            items: vec![
                vec![p("semplificare i procedimenti;")],
                vec![
                    p("ridurre i tempi:"),
                    block(BlockKind::List {
                        start: Some(1),
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
                blocks: vec![p(&PROSE.repeat(2)), h(4, "", "Attività previste"), p(PROSE)],
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
        document.meta.stato = "bozza".into();
    }
    let pdf = made(&document);
    assert!(pdf.warnings.is_empty(), "{:#?}", pdf.warnings);
    if let Some(path) = std::env::var_os("PIAO_SAMPLE") {
        std::fs::write(path, &pdf.bytes).unwrap();
    }
}
