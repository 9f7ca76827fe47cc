//! What paper does that the site does not: where chapters begin, where pages are said, who cites what, what a table leaves out.

use crate::pdf::{Kid, Lead, Pdf};
use crate::project::{Compiled, Outputs, Project, SETTINGS};
use piao::document::{BlockKind, DrawingKind};
use std::path::Path;

/// A plan of three short chapters, in which three objectives are listed, cited and shown.
fn plan(settings: &str) -> Outputs {
    let objectives: String = (1..=3)
        .map(|n| {
            format!(
                "[[obiettivo]]\nid = \"ob-{n}\"\ncodice = \"OB.0{n}\"\ntitolo = \"Obiettivo numero {n}\"\nunita = \"S1\"\n\
                 scadenza = {{ assente = \"la fonte tace\" }}\n\n"
            )
        })
        .collect();
    let plan = Project::new()
        .file("piao.toml", &format!("{SETTINGS}{settings}"))
        .file(
            "1-prima.md",
            "+++\ntitolo = \"Prima\"\nid = \"prima\"\n+++\n\nSi veda l’[@ob-2], e poi di nuovo l’[@ob-2].\n\n\
             ```piao:indice\nper = \"unita\"\n```\n",
        )
        .file(
            "2-seconda.md",
            "+++\ntitolo = \"Seconda\"\nid = \"seconda\"\n+++\n\n```piao:obiettivi\nforma = \"tabella\"\n\
             colonne = [\"titolo\", \"scadenza\"]\ndidascalia = \"I termini\"\n```\n",
        )
        .file(
            "3-terza.md",
            "+++\ntitolo = \"Terza\"\nid = \"terza\"\n+++\n\n```piao:obiettivi\nforma = \"schede\"\n```\n",
        )
        .file("dati/dati.toml", &format!("{objectives}[[unita]]\nid = \"uno\"\ncodice = \"S1\"\nnome = \"Servizi\"\n"));
    let compiled = plan.compile();
    // The objectives are poor on purpose: what is missing in them is told, and not asked here.
    Outputs::of(compiled.document.unwrap_or_else(|| panic!("{}", "no document")))
}

/// The text of a page without its no-break blanks.
fn page(outputs: &Outputs, n: usize) -> String {
    outputs.pages[n].replace(['\u{a0}', '\u{2060}'], " ")
}

#[test]
fn a_short_chapter_goes_on_where_the_one_before_ends() {
    let outputs = plan("");
    let page = page(&outputs, 1);
    assert!(page.contains("\n1 Prima\n") && page.contains("\n2 Seconda\n"), "{page}");
    let last = outputs.pages.last().unwrap();
    assert!(last.contains("Questa edizione") && last.contains("Obiettivo numero 3"), "{last}");
}

#[test]
fn a_table_says_pages_in_a_column_and_a_text_says_them_once() {
    let outputs = plan("");
    let page = page(&outputs, 1);
    let home = outputs.pdf.pages.iter().find(|(id, _)| id.as_str() == "ob-2").map(|(_, page)| *page).unwrap();
    assert!(page.contains("Codice Obiettivo pag."), "{page}");
    assert!(page.contains(&format!("OB.02 Obiettivo numero 2 {home}")), "{page}");
    assert_eq!(page.matches("(pag.").count(), 1, "{page}");
}

#[test]
fn who_cites_stands_in_one_index_or_under_each_thing() {
    let (index, under) = (plan(""), plan("\n[pdf]\ncitato_in = true\n"));
    let text = |outputs: &Outputs| outputs.pages.concat().replace('\u{a0}', " ");
    let (one, each) = (text(&index), text(&under));
    assert!(one.contains("Dove è citato") && !one.contains("Citato in:"), "{one}");
    // The objective is cited on the second page, where the first chapter is.
    assert!(
        one.lines().any(|line| line.trim().starts_with("Obiettivo OB.02, ") && line.trim().ends_with(" 2")),
        "{one}"
    );
    assert!(!each.contains("Dove è citato") && each.contains("Citato in: sezione 1 (pag. 2)"), "{each}");
    // The site has them in any case.
    let site = |outputs: &Outputs| outputs.html().map(|(_, html)| html.to_owned()).collect::<String>();
    assert!(site(&index).contains("Citato in") && site(&under).contains("Citato in"));
}

#[test]
fn an_absence_that_many_cells_share_gives_its_reason_once() {
    let outputs = plan("");
    let page = page(&outputs, 1);
    assert_eq!(page.matches("non indicato").count(), 3, "{page}");
    assert_eq!(page.matches("«Non indicato»: la fonte tace.").count(), 1, "{page}");
    let html = outputs.html().find(|(path, _)| *path == "seconda.html").map(|(_, html)| html).unwrap();
    assert!(html.contains("«Non indicato»: la fonte tace."), "{html}");
}

/// A plan of `tests/piani`, as it is printed.
fn printed(name: &str) -> Outputs {
    let compiled = Compiled::folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani").join(name));
    Outputs::of(compiled.document.unwrap_or_else(|| panic!("{name}: no document")))
}

/// Where the marks of the notes stand that are on another page than their note.
fn parted(outputs: &Outputs) -> Vec<String> {
    let pdf = Pdf::read(&outputs.pdf.bytes);
    let mut found = vec![];
    for node in &pdf.nodes {
        let number = node.kids.iter().find_map(|kid| match kid {
            Kid::Text(words, page) if words.trim().parse::<u32>().is_ok() => Some((words.trim(), *page)),
            _ => None,
        });
        let lead = node.kids.iter().find_map(|kid| match kid {
            Kid::Link(Lead::Page(page), _) => Some(*page),
            _ => None,
        });
        // A number that leads to a page by itself: the mark of a note to the note, or the note back to its mark.
        if let Some(((words, here), there)) = number.zip(lead)
            && here != there
            && words != there.to_string()
        {
            found.push(format!("nota {words}: p. {here}, p. {there}"));
        }
    }
    found
}

#[test]
fn a_note_stands_on_the_page_of_its_mark() {
    assert_eq!(parted(Outputs::content()), Vec::<String>::new());
    for name in ["terre-argine", "terre-argine-variante"] {
        assert_eq!(parted(&printed(name)), Vec::<String>::new(), "{name}");
    }
    // A box that does not fit with its note goes to the next page with it, wherever it comes.
    for lines in 24..40 {
        let text = "Una riga.\n\n".repeat(lines)
            + "> [!ATTENZIONE]\n> Un avviso che ha una nota[^a], e parole che prendono due righe almeno nella pagina stampata.\n\n\
               - una voce\n- un’altra[^b]\n\nFine.\n\n[^a]: La nota dell’avviso.\n[^b]: La nota dell’elenco.\n";
        let outputs = Outputs::of(Project::new().section(&text).compile().clean());
        assert_eq!(parted(&outputs), Vec::<String>::new(), "{lines} lines before");
    }
}

#[test]
fn what_explains_a_table_stands_under_its_caption() {
    let outputs = printed("terre-argine");
    let text: String = (0..outputs.pages.len()).map(|n| page(&outputs, n)).collect();
    let text = text.replace('\u{a0}', " ");
    let words = "pesi ed esiti degli obiettivi\nLa barra va da 0 a 100 %; il tratto scuro è l’esito al 30/09/2021.\n";
    assert_eq!(text.matches(words).count(), 3, "{text}");
    let site = outputs.html().find(|(path, _)| *path == "polizia-locale.html").unwrap().1;
    assert!(site.contains("<small class=\"legenda\">La barra va da 0 a 100\u{a0}%; il tratto scuro"), "{site}");
    // What is said of a shared objective stands in its row, and not in a note for each unit.
    assert_eq!(text.matches("obiettivo condiviso: il progetto completo").count(), 3, "{text}");
    // One person is no persons.
    assert!(text.contains("\nResponsabile\n") || text.contains("Responsabile dirigente"), "{text}");
}

#[test]
fn rows_that_lead_to_the_same_offices_say_no_page() {
    let outputs = printed("comune-medio");
    let text: String = (0..outputs.pages.len()).map(|n| page(&outputs, n)).collect();
    assert!(text.contains("Chi produce i dati Chi li pubblica Termine\n"), "{text}");
    // Each office says its page once, and not in each of the twenty rows.
    let table = text.split("Tabella 10. ").nth(1).unwrap().split("Tabella 11. ").next().unwrap();
    let table = table.split_whitespace().collect::<Vec<_>>().join(" ");
    let said = table.matches("(pag. ").count();
    assert!((2..=6).contains(&said) && table.matches("Sistemi informativi").count() > 10, "{said}: {table}");
    let site = outputs.html().find(|(path, _)| *path == "monitoraggio.html").unwrap().1;
    assert!(site.contains("<th scope=\"col\" class=\"c-testo c-breve\">Sezioni</th>"), "{site}");
    // The name of a thing is whole.
    let index = text.split("\nDove è citato\n").nth(1).unwrap();
    assert!(!index.contains('…'), "{index}");
}

#[test]
fn a_calendar_of_one_year_has_that_year() {
    let phases = |n: u32, last: u32| {
        format!(
            "[[obiettivo]]\nid = \"ob-{n}\"\ntitolo = \"Obiettivo {n}\"\nunita = \"S1\"\n\
             [[obiettivo.fase]]\ntesto = \"Prima\"\ntempi = {{ 2025 = \"marzo\" }}\n\
             [[obiettivo.fase]]\ntesto = \"Seconda\"\ntempi = {{ {last} = \"maggio\" }}\n\n"
        )
    };
    let data = [2025, 2025, 2026, 2027].into_iter().zip(1..).map(|(last, n)| phases(n, last)).collect::<String>();
    let compiled = Project::new()
        .file("piao.toml", SETTINGS)
        .file("1-a.md", "+++\ntitolo = \"A\"\nid = \"a\"\n+++\n\n```piao:obiettivi\nforma = \"schede\"\n```\n")
        .file("dati/dati.toml", &format!("{data}[[unita]]\nid = \"uno\"\ncodice = \"S1\"\nnome = \"Servizi\"\n"))
        .compile();
    let document = compiled.document.unwrap();
    let mut years = vec![];
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Drawing(drawing) = &block.kind
                && let DrawingKind::Gantt(gantt) = &drawing.kind
            {
                years.push((gantt.da.anno(), gantt.a.anno()));
            }
        });
    });
    assert_eq!(years, [(2025, 2025), (2025, 2025), (2025, 2027), (2025, 2027)]);
}
