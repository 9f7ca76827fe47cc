//! What paper does that the site does not: where chapters begin, where pages are said, who cites what, what a table leaves out.

use crate::project::{Outputs, Project, SETTINGS};

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
