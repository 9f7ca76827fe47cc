//! Acronyms of the glossary in both outputs, the glossary at the end, and what the rules say of it.

use crate::catalogue::Catalogue;
use crate::pdf::{Event, Pdf};
use crate::project::{Outputs, Project};
use piao::document::{Block, BlockKind, Document, plain};

const TERMINI: &str = "[[termine]]\nsigla = \"DUP\"\nnome = \"Documento unico di programmazione\"\ndefinizione = \"Un atto. Con il PEG.\"\n\n\
     [[termine]]\nsigla = \"PEG\"\nnome = \"Piano esecutivo di gestione\"\ndefinizione = \"Un altro.\"\n";

fn section(title: &str, text: &str) -> String {
    format!("+++\ntitolo = \"{title}\"\n+++\n\n{text}\n")
}

/// The words of every paragraph, heading, cell and caption of the plan.
fn words(document: &Document) -> Vec<String> {
    fn block(block: &Block, out: &mut Vec<String>) {
        block.each(&mut |block| match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => out.push(plain(content)),
            BlockKind::Table(table) => {
                out.extend(table.caption.iter().map(|caption| plain(caption)));
                out.extend(table.rows.iter().flat_map(|row| &row.cells).map(|cell| plain(cell)));
            }
            _ => {}
        });
    }
    let mut out = vec![];
    document.walk(&mut |section, _| {
        section.blocks.iter().for_each(|b| block(b, &mut out));
        section.notes.iter().flat_map(|note| &note.blocks).for_each(|b| block(b, &mut out));
    });
    out
}

/// The words of a plan of one section.
fn prose(text: &str) -> Vec<String> {
    let plan = Project::new().section(&format!("{text}\n\n## Il DUP e il PEG")).file("dati/t.toml", TERMINI);
    let mut words = words(&plan.compile().clean());
    let end = words.iter().position(|w| w == "Il DUP e il PEG").expect("a heading is left as it is");
    words.truncate(end);
    words
}

#[test]
fn the_first_use_in_running_text_has_the_name() {
    assert_eq!(
        prose("Il DUP, ancora il DUP.\n\n- Il PEG\n- il **PEG** e il DUP"),
        [
            "Il Documento unico di programmazione (DUP), ancora il DUP.",
            "Il Piano esecutivo di gestione (PEG)",
            "il PEG e il DUP"
        ]
    );
    assert_eq!(prose("Il *DUP*."), ["Il Documento unico di programmazione (DUP)."]);
    assert_eq!(prose("Il DUP-2025 e DUP/PEG."), ["Il DUP-2025 e DUP/PEG."]);
    // Across marks a longer code is still one word.
    assert_eq!(prose("Il *DUP*-2025, poi il DUP."), ["Il DUP-2025, poi il Documento unico di programmazione (DUP)."]);
}

#[test]
fn where_the_words_are_fixed_nothing_is_added() {
    // Links, code, what is struck, captions; a quotation. None of them is the first use.
    for fixed in ["[il DUP](https://esempio.it)", "`DUP`", "~~il DUP~~", "> Il DUP."] {
        let words = prose(&format!("{fixed}\n\nIl DUP."));
        assert!(!words[0].contains("Documento"), "{words:?}");
        assert_eq!(words[1], "Il Documento unico di programmazione (DUP).");
    }
    assert_eq!(
        prose("Tabella: Il DUP {#t}\n\n| Atto | Anno |\n| --- | --- |\n| Il DUP | 1 |\n| PEG | 2 |"),
        ["Il DUP", "Il Documento unico di programmazione (DUP)", "1", "PEG (Piano esecutivo di gestione)", "2"]
    );
    // A note may say the name; who does not read it finds it in the text.
    assert_eq!(
        prose("Un atto.[^1] Il DUP.\n\n[^1]: Il DUP, poi il DUP."),
        ["Un atto. Il Documento unico di programmazione (DUP)."]
    );
}

#[test]
fn what_the_author_wrote_beside_is_enough() {
    for text in [
        "Il Documento unico di programmazione (DUP). Il DUP.",
        "Il DUP (Documento unico di programmazione). Il DUP.",
        "Il *Documento unico di programmazione* (**DUP**). Il DUP.",
    ] {
        assert_eq!(prose(text), [text.replace('*', "")]);
    }
}

#[test]
fn a_chapter_knows_nothing_of_another_and_a_section_of_its_own_chapter() {
    let document = Project::new()
        .file("1-uno/index.md", &section("Uno", "Il DUP."))
        .file("1-uno/1-sotto.md", &section("Sotto", "Il DUP."))
        .file("2-due.md", &section("Due", "Il DUP e [@dup].\n\n## Il PEG"))
        .file("dati/t.toml", TERMINI)
        .compile()
        .clean();
    let full = "Il Documento unico di programmazione (DUP)";
    assert_eq!(words(&document)[..3], [format!("{full}."), "Il DUP.".into(), format!("{full} e DUP.")]);
}

#[test]
fn a_term_may_say_no() {
    let quiet = TERMINI.replacen("definizione", "espandi = false\ndefinizione", 1);
    let document = Project::new().section("Il DUP e il PEG.").file("dati/t.toml", &quiet).compile().clean();
    assert_eq!(words(&document)[0], "Il DUP e il Piano esecutivo di gestione (PEG).");
}

#[test]
fn the_glossary_comes_by_itself_where_no_view_shows_it() {
    let plan = Project::new().section("Il DUP e il PEG; [@peg].").file("dati/t.toml", TERMINI);
    let titles = |document: &Document| document.sections.iter().map(|s| s.heading()).collect::<Vec<_>>();
    assert_eq!(titles(&plan.compile().clean()), ["1 Prova", "Glossario"]);
    let shown = plan.clone().file("2-parole.md", &section("Parole", "```piao:glossario\n```"));
    assert_eq!(titles(&shown.compile().clean()), ["1 Prova", "2 Parole"]);
    // A section of that name without the view keeps its own page.
    let named = plan.file("2-glossario.md", &section("Glossario", "Niente."));
    let document = named.compile().clean();
    let ids: Vec<String> = document.sections.iter().map(|s| s.id.to_string()).collect();
    assert_eq!(ids, ["prova", "glossario", "glossario-2"]);
}

#[test]
fn both_outputs_print_the_same_words_and_the_site_knows_what_they_mean() {
    let plan = Project::new()
        .file("1-uno/index.md", &section("Uno", "Il DUP, poi il DUP."))
        .file("1-uno/1-sotto.md", &section("Sotto", "Il DUP, il PEG e il DUP."))
        .file("dati/t.toml", TERMINI);
    let outputs = Outputs::of(plan.compile().clean());
    let page = |name: &str| outputs.html().find(|(path, _)| *path == name).expect(name).1;
    let abbr = "<abbr title=\"Documento unico di programmazione\">DUP</abbr>";
    let entry = |id: &str, words: &str| format!("<a href=\"glossario.html#{id}\">{words}</a>");
    let first = format!("Il Documento unico di programmazione ({}), poi il {abbr}.", entry("dup", abbr));
    assert!(page("uno.html").contains(&first), "{}", page("uno.html"));
    // Another page of the same chapter: the name is elsewhere, the entry is at hand, once.
    let second = format!("Il {}, il Piano esecutivo", entry("dup", abbr));
    assert!(page("sotto.html").contains(&second) && page("sotto.html").contains(&format!("e il {abbr}.")));
    // In the glossary nothing is opened.
    assert!(page("glossario.html").contains("Con il <abbr title=\"Piano esecutivo di gestione\">PEG</abbr>."));
    let pdf = Pdf::read(&outputs.pdf.bytes);
    let paper: String =
        pdf.events().iter().filter_map(|e| if let Event::Text(text) = e { Some(*text) } else { None }).collect();
    let tight = |text: &str| text.split_whitespace().collect::<String>();
    for words in [
        "Il Documento unico di programmazione (DUP), poi il DUP.",
        "Il DUP, il Piano esecutivo di gestione (PEG) e il DUP.",
    ] {
        assert!(tight(&paper).contains(&tight(words)), "{paper}");
    }
}

#[test]
fn rules() {
    let mut all = Catalogue::default();
    let plan = |text: &str, data: &str| Project::new().section(text).file("dati/t.toml", data);
    let term = |sigla: &str, nome: &str| {
        format!("[[termine]]\nsigla = {sigla}\nnome = {nome}\ndefinizione = \"Il DUP è un atto.\"\n\n")
    };
    let uno = "\"Documento unico\"";
    all.fault(
        "an acronym of two",
        &["P0509"],
        plan("Il DUP.", &(term("\"DUP\"", uno) + &term("⟦\"DUP\"⟧", "\"Un altro\""))),
    );
    all.fault("a term of nothing", &["P0510"], plan("Niente.", &term("\"DUP\"", &format!("⟦{uno}⟧"))));
    all.fault(
        "an acronym that nobody explains",
        &["P0511"],
        plan("Il ⟦PEG⟧, il PEG e il PEG del DUP.", &term("\"DUP\"", uno)),
    );
    all.end("glossario__rules");
    let fine = |text: &str, data: &str| {
        let messages = plan(text, data).compile().messages();
        assert!(messages.is_empty(), "{text}\n{messages}");
    };
    // Used: by its name, inflected; by a citation; in a heading; in the data.
    let indirizzo = "[[termine]]\nid = \"i\"\nnome = \"Indirizzo di mandato\"\ndefinizione = \"Una direzione.\"\n";
    for text in ["Gli indirizzi del mandato.", "Si veda [questo](@i).", "## Indirizzo di mandato\n\nTesto."] {
        fine(text, indirizzo);
    }
    // Twice is a slip, or a name that the sentence explains; figures, provinces, codes and shouted words are no acronyms.
    fine("Il PEG e il PEG.", "");
    fine("Il Piano esecutivo di gestione (PEG), il PEG e il PEG.", "");
    fine("Il secolo XIX, XIX e XIX; Argelato (BO), Bentivoglio (BO), Bologna (BO).", "");
    fine("NON SI PUÒ FARE. NON SI PUÒ DIRE. NON SI PUÒ.", "");
    fine("Il PIAO, il PIAO e il PIAO.", "");
    fine("I settori SSP, SSP e SSP.", "[[unita]]\ncodice = \"SSP\"\nnome = \"Servizi\"\n");
}
