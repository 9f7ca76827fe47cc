//! What a plan means before any output: numbers, homes, filters, tables of data.

use crate::project::{Compiled, FRONT, Project};
use piao::document::{BlockKind, Document, Section, plain};

fn headings(document: &Document) -> Vec<String> {
    let mut out = vec![];
    document.walk(&mut |section, _| out.push(section.heading()));
    out
}

fn first(document: &Document) -> &Section {
    &document.sections[0]
}

/// The cells of each table of the first section, header first, joined by bars.
fn tables(document: &Document) -> Vec<String> {
    let mut out = vec![];
    for block in &first(document).blocks {
        let BlockKind::Table(table) = &block.kind else { continue };
        let header: Vec<String> = table.columns.iter().map(|column| plain(&column.header)).collect();
        out.push(header.join("|"));
        let row = |row: &piao::document::Row| row.cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("|");
        out.extend(table.rows.iter().map(row));
    }
    out
}

#[test]
fn official_sections_keep_their_numbers_and_others_come_after() {
    let section = |number: &str| format!("+++\nsezione = \"{number}\"\n+++\n\nTesto.\n");
    let own = |title: &str| format!("+++\ntitolo = \"{title}\"\n+++\n\n## Uno\n\n### Dentro\n\n## Due\n");
    let document = Project::new()
        .file("0-premessa.md", "+++\ntitolo = \"Premessa\"\nnumerata = false\n+++\n")
        .file("1-scheda.md", &section("1"))
        // Section 2 is missing: 3 keeps its number.
        .file("3-organizzazione/index.md", &section("3"))
        .file("3-organizzazione/3-fabbisogni.md", &section("3.3"))
        .file("3-organizzazione/9-nostra.md", &own("Nostra"))
        .file("9-apparati.md", &own("Apparati"))
        .compile()
        .clean();
    let expected = [
        "Premessa",
        "1 Scheda anagrafica dell’amministrazione",
        "3 Organizzazione e capitale umano",
        "3.3 Piano triennale dei fabbisogni di personale",
        "3.4 Nostra",
        "5 Apparati",
    ];
    assert_eq!(headings(&document), expected);
    let numbers: Vec<_> = document.sections[3]
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { number, level, .. } => Some((number.clone().unwrap(), *level)),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [("5.1".to_owned(), 2), ("5.1.1".to_owned(), 3), ("5.2".to_owned(), 2)]);
}

#[test]
fn a_thing_cited_is_printed_once_as_a_card_before_a_row() {
    let data = "[[ente]]\nid = \"uno\"\nnome = \"Comune di Uno\"\ntipo = \"comune\"\n";
    let text = format!("{FRONT}Il [@uno].\n\n```piao:enti\n```\n\n```piao:enti\nforma = \"schede\"\n```\n");
    let document = Project::new().file("1-a.md", &text).file("dati/e.toml", data).compile().clean();
    let blocks = &first(&document).blocks;
    let row = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table.rows[0].anchor.clone()),
        _ => None,
    });
    assert_eq!(row, Some(None), "the row is not the home");
    let card = blocks.iter().find(|block| matches!(block.kind, BlockKind::Card(_))).unwrap();
    assert_eq!(card.anchor.as_ref().map(ToString::to_string).as_deref(), Some("uno"));
}

#[test]
fn a_csv_of_an_office_becomes_a_table_with_the_columns_asked_for() {
    // As Excel saves it: a separator line, semicolons, CRLF, decimal commas.
    let csv = "sep=;\r\nNome;Data;Importo\r\nAlfa;31/12/2026;1.234,50 €\r\n\"Beta; C.\";1/1/2027;10,00 €\r\n";
    let view = "```piao:tabella\ndati = \"a.csv\"\ncolonne = [\"Importo\", \"Nome\"]\n```";
    let compiled = Project::new().section(view).file("dati/a.csv", csv).compile();
    assert_eq!(tables(&compiled.clean()), ["Importo|Nome", "1.234,50 €|Alfa", "10,00 €|Beta; C."]);
    let wrong = Project::new().section(&view.replace("Nome", "Nme")).file("dati/a.csv", csv).compile();
    let message = wrong.messages();
    assert!(message.contains("P0123") && message.contains("forse intendevi \"Nome\""), "{message}");
}

#[test]
fn amounts_are_added_and_what_is_not_an_amount_is_left_out() {
    let project = |id: &str, granted: &str| {
        format!(
            "[[progetto]]\nid = \"{id}\"\nprogramma = \"PNRR\"\ntitolo = \"{id}\"\nimporto = \"0,10 €\"\n\
             richiesto = {{ assente = \"non si sa\" }}\nfinanziato = \"{granted}\"\n\n"
        )
    };
    // Ten times ten cents make a euro: binary fractions would not.
    let data: String =
        (0..10).map(|n| project(&format!("p{n}"), if n < 2 { "0,10 €" } else { "non ancora finanziato" })).collect();
    let text = "[=progetti.importo.totale], [=progetti.finanziato.totale], [=progetti.finanziato.conta:conta], \
                [=progetti.conta:lettere].\n\n```piao:progetti\ncolonne = [\"titolo\", \"importo\", \"finanziato\"]\n```";
    let document = Project::new().section(text).file("dati/p.toml", &data).compile().clean();
    let BlockKind::Paragraph(content) = &first(&document).blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(plain(content), "1,00\u{a0}€, 0,20\u{a0}€, 2\u{a0}progetti, dieci.");
    assert_eq!(tables(&document).last().unwrap(), "Totale|1,00\u{a0}€|0,20\u{a0}€");
}

#[test]
fn a_filter_takes_what_is_written_or_what_is_printed() {
    let data = "[[ente]]\nid = \"a\"\nnome = \"Uno\"\ntipo = \"comune\"\n\n[[ente]]\nid = \"b\"\nnome = \"Due\"\ntipo = \"unione\"\n";
    let with = |filter: &str| -> Compiled {
        let view = format!("```piao:enti\ndove = {{ {filter} }}\n```");
        Project::new().section(&view).file("dati/e.toml", data).compile()
    };
    assert_eq!(tables(&with("nome = \"due\"").clean()), ["Ente|Tipo", "Due|Unione di Comuni"]);
    assert_eq!(tables(&with("tipo = \"Comune\"").clean()), ["Ente|Tipo", "Uno|Comune"]);
    let message = with("tipo = \"comume\"").messages();
    assert!(message.contains("P0125") && message.contains("forse intendevi \"Comune\""), "{message}");
}

#[test]
fn a_code_made_from_the_tree_can_be_filtered_like_a_written_one() {
    let data = "[[nodo]]\nid = \"a\"\ntitolo = \"Sopra\"\n\n[[nodo]]\nid = \"b\"\npadre = \"a\"\ntitolo = \"Sotto\"\n";
    let view = "```piao:nodi\ncolonne = [\"codice\", \"titolo\"]\ndove = { codice = \"1.1\" }\n```";
    let document = Project::new().section(view).file("dati/n.toml", data).compile().clean();
    assert_eq!(tables(&document), ["Codice|Titolo", "1.1|Sotto"]);
}

/// Every kind that has parents, not only the strategic tree.
#[test]
fn a_tree_of_units_cannot_turn_on_itself_nor_grow_out_of_the_page() {
    let unit = |id: usize, padre: Option<usize>| {
        let padre = padre.map_or(String::new(), |padre| format!("padre = \"u{padre}\"\n"));
        format!("[[unita]]\nid = \"u{id}\"\nnome = \"Unità {id}\"\n{padre}\n")
    };
    let codes = |data: &str| -> Vec<&'static str> {
        let view = "```piao:unita\nforma = \"albero\"\n```";
        let compiled = Project::new().section(view).file("dati/u.toml", data).compile();
        compiled.diags.sorted().into_iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(&[unit(0, Some(1)), unit(1, Some(0)), unit(2, Some(0))].concat()), ["P0210", "P0210"]);
    let chain = |levels: usize| (0..levels).map(|n| unit(n, n.checked_sub(1))).collect::<String>();
    assert_eq!(codes(&chain(8)), [""; 0]);
    assert_eq!(codes(&chain(9)), ["P0111"]);
}
