//! The plan in `content/`: it compiles without a diagnostic, says what its source says, and what people read of it is kept
//! as snapshots: the text of the pages of the PDF, its tag tree, the main part of each page of the site.

use crate::pdf;
use crate::project::{Compiled, Outputs, content, suite};
use piao::emit::html;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[test]
fn it_compiles_without_a_diagnostic() {
    assert_eq!(Compiled::folder(&content()).messages(), "");
}

#[test]
fn the_typesetter_has_nothing_to_say() {
    let warnings = &Outputs::content().pdf.warnings;
    assert!(warnings.is_empty(), "{warnings:#?}");
}

/// Facts of the public document, which no change of program or layout may touch. The totals are computed by piao.
#[test]
fn both_outputs_say_what_the_source_says() {
    let outputs = Outputs::content();
    let paper = squeeze(&outputs.pages.join(" "));
    let web: String = outputs.html().map(|(_, html)| squeeze(&main(html)) + " ").collect();
    for fact in [
        "769.666,08 €",
        "1.884.627,08 €",
        "211.500,00 €",
        "nove enti",
        "Comune di Castello d’Argile",
        "deliberazione n. 34 del 29/10/2024",
        "deliberazione della Giunta n. 53 del 01/08/2023",
        "Adozione app IO",
        "Adozione piattaforma pagoPA",
        "M5.C2.I1.1.1",
        "TRASVERSALE",
        "non ancora finanziato",
        "Reti di Città Clymact",
    ] {
        assert!(paper.contains(fact), "«{fact}» is not in the PDF");
        assert!(web.contains(fact), "«{fact}» is not on the site");
    }
}

#[test]
fn text_of_the_pdf() {
    let pages = &Outputs::content().pages;
    let mut out = String::new();
    for (n, page) in pages.iter().enumerate() {
        let _ = writeln!(out, "======== pag. {} ========\n{}\n", n + 1, legible(page));
    }
    // The fingerprint is another at each word that changes; `impronta` tries it.
    let (first, second) = Outputs::content().document.meta.impronta.split_at(32);
    assert!(out.contains(&format!("{first} {second}")));
    insta::assert_snapshot!(out.replace(first, "(impronta)").replace(second, "(impronta)"));
}

/// The page without what the eye does not see in a snapshot; the dots of the contents are as many as fit the line.
fn legible(page: &str) -> String {
    let mut out = page.replace('\u{a0}', " ").replace('\u{ad}', "-").replace('\u{2060}', "");
    while out.contains(". . .") {
        out = out.replace(". . .", ". .");
    }
    out.replace(". . ", ".. ")
}

#[test]
fn tags_of_the_pdf() {
    insta::assert_snapshot!(pdf::Pdf::read(&Outputs::content().pdf.bytes).outline_of_tags());
}

#[test]
fn main_of_each_page_of_the_site() {
    for (path, html) in Outputs::content().html() {
        insta::assert_snapshot!(page_name(path), main(html));
    }
}

/// Every address of the site that is not on the network names a file of the site, or the PDF, and a point that is there.
#[test]
fn every_address_of_the_site_leads_somewhere() {
    let outputs = Outputs::content();
    let with = |css: &str| Selector::parse(css).unwrap();
    let (addresses, points) = (with("[href], [src]"), with("[id]"));
    let pages: BTreeMap<&str, Html> = outputs.html().map(|(path, html)| (path, Html::parse_document(html))).collect();
    let ids =
        |page: &Html| page.select(&points).filter_map(|e| e.attr("id").map(str::to_owned)).collect::<BTreeSet<_>>();
    let ids: BTreeMap<&str, BTreeSet<String>> = pages.iter().map(|(path, page)| (*path, ids(page))).collect();
    for (path, page) in &pages {
        for element in page.select(&addresses) {
            let address = element.attr("href").or(element.attr("src")).unwrap();
            if ["https://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)) {
                assert!(element.value().name() == "a", "{path} asks the network for {address}");
                continue;
            }
            let (file, point) = address.split_once('#').unwrap_or((address, ""));
            if file == html::PDF {
                let name = point.strip_prefix("nameddest=");
                assert!(
                    point.is_empty() || name.is_some_and(|n| outputs.pdf.pages.keys().any(|id| id.as_str() == n)),
                    "{path}: {address}"
                );
                continue;
            }
            let file = if file.is_empty() { path } else { file };
            assert!(outputs.site.contains_key(file) || outputs.data.files.contains_key(file), "{path}: {address}");
            assert!(point.is_empty() || ids[file].contains(point), "{path}: {address}");
        }
    }
}

/// What the site publishes is for its readers: no file that only the repository needs.
#[test]
fn no_hidden_file_is_published() {
    // BUG: layouts/html/.gitkeep goes to assets/.gitkeep.
    let hidden: Vec<&String> =
        Outputs::content().site.keys().filter(|path| path.split('/').any(|p| p.starts_with('.'))).collect();
    assert!(hidden.is_empty(), "{hidden:?}");
}

/// A page removed from the site leaves no snapshot behind: `insta` alone would not notice.
#[test]
fn every_snapshot_has_its_page() {
    let known: Vec<String> =
        Outputs::content().html().map(|(path, _)| format!("suite__content__{}.snap", page_name(path))).collect();
    let Ok(folder) = std::fs::read_dir(suite().join("snapshots")) else { return };
    for entry in folder {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let old = name.starts_with("suite__content__site-") && !known.contains(&name);
        assert!(!old, "no page makes {name}: delete it");
    }
}

fn page_name(path: &str) -> String {
    format!("site-{}", path.trim_end_matches(".html"))
}

/// The words of `<main>`, one block a line, with a mark for what a reader sees as such.
pub(crate) fn main(html: &str) -> String {
    let page = Html::parse_document(html);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    let main = page.select(&Selector::parse("main").unwrap()).next().expect("a page has a main part");
    let mut out = String::new();
    write(main, &mut out);
    let lines: Vec<String> = out.lines().map(squeeze).filter(|line| !line.is_empty()).collect();
    lines.join("\n") + "\n"
}

fn write(element: ElementRef<'_>, out: &mut String) {
    let name = element.value().name();
    let mark = match name {
        "h1" => "# ",
        "h2" => "## ",
        "h3" => "### ",
        "h4" => "#### ",
        "h5" => "##### ",
        "h6" => "###### ",
        "li" => "- ",
        "dt" => "; ",
        "dd" => ": ",
        "caption" => "caption: ",
        "img" => "image: ",
        "svg" => return,
        _ => "",
    };
    let block = !mark.is_empty()
        || ["p", "div", "ul", "ol", "dl", "table", "tr", "nav", "section", "aside", "details", "summary", "blockquote"]
            .contains(&name);
    if block {
        out.push('\n');
    }
    out.push_str(mark);
    if name == "img" {
        out.push_str(element.attr("alt").unwrap_or_default());
    }
    for child in element.children() {
        if let Some(inner) = ElementRef::wrap(child) {
            write(inner, out);
        } else if let Some(text) = child.value().as_text() {
            out.push_str(&text.replace('\n', " "));
        }
    }
    match name {
        "th" | "td" => out.push_str(" | "),
        "a" => {
            let _ = write!(out, " <{}>", element.attr("href").unwrap_or_default());
        }
        _ if block => out.push('\n'),
        _ => {}
    }
}

/// One blank between words, no-break ones too.
pub(crate) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
