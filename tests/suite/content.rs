//! The plan of the Union in `content/`: it compiles without a diagnostic, says what its source says, and what people read of it is kept
//! as snapshots: the text of each section of the PDF, the tags of each part, the main part of each page of the site.

use crate::pdf;
use crate::project::{Compiled, Outputs, content, suite};
use piao::document::Document;
use piao::emit::pdf as pdf_of;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

#[test]
fn it_compiles_without_a_diagnostic() {
    assert_eq!(Compiled::folder(&content()).messages(), "");
}

/// The plans of the Comuni too, each with what it takes from the Union, and the page that lists them all.
#[test]
fn the_plans_of_the_comuni_compile_without_a_diagnostic() {
    let desk = tempfile::tempdir().unwrap();
    let all = content().parent().unwrap().to_owned();
    let run = crate::cli::piao(desk.path(), ["compila".as_ref(), all.as_os_str()]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    let page = |path: &str| std::fs::read_to_string(desk.path().join("pubblicazione").join(path)).unwrap();
    let enti = page("enti/index.html");
    let comuni = std::fs::read_dir(all.join("comuni")).unwrap().map(|entry| entry.unwrap().file_name());
    let comuni: BTreeSet<String> = comuni.map(|name| name.into_string().unwrap()).collect();
    assert_eq!(comuni.len(), 8);
    // Of each Comune the table of the sections says what it takes of the plan of the Union.
    let rows = enti.matches("in parte, dal piano dell’Unione").count();
    assert!(rows >= 8 && !enti.contains("non sono divisi nelle sezioni"), "{rows}");
    // Each has its own sheet, with its name and where it is; the measures that the source says of the Comuni, and the lines of training that it
    // says of all nine bodies. Of the rest nothing is known, and no zero says so.
    let sections = cells(&enti);
    assert!(sections.len() == 9 && sections.values().all(|cells| cells[0].ends_with("c’è")), "{sections:?}");
    let numbers = enti.split("Che cosa ha ciascuno, in numeri").nth(1).unwrap();
    let rows = cells(numbers);
    assert_eq!(rows["Unione Reno Galliera"], ["23", "6", "–", "9"]);
    assert_eq!(rows["In tutto"], ["23", "6", "5", "9"]);
    assert_eq!(rows.values().filter(|cells| **cells == ["–", "–", "5", "9"]).count(), 8, "{rows:?}");
    for comune in comuni {
        let own = main(&page(&format!("comuni/{comune}/sito/scheda-anagrafica.html")));
        assert!(enti.contains("Piano dimostrativo, compilato a partire da un documento pubblico"));
        assert!(own.contains("Provincia o città metropolitana | Città metropolitana di Bologna"), "{own}");
        assert!(enti.contains(&format!("../comuni/{comune}/sito/index.html")), "{comune}");
        let formazione = page(&format!("comuni/{comune}/sito/formazione.html"));
        assert!(formazione.contains("A cura dell’Unione Reno Galliera, testo del 31/01/2025."), "{comune}");
        assert!(formazione.contains("href=\"../../../sito/"), "{comune}");
        assert!(desk.path().join(format!("pubblicazione/comuni/{comune}/piao.pdf")).is_file());
    }
}

/// The cells of each row of the first table in `html`, by the words of its head.
fn cells(html: &str) -> BTreeMap<String, Vec<String>> {
    let page = Html::parse_fragment(html);
    let with = |css: &str| Selector::parse(css).unwrap();
    let text = |one: ElementRef<'_>| squeeze(&one.text().collect::<String>());
    let table = page.select(&with("table")).next().unwrap();
    let row = with("tbody tr");
    let rows = table.select(&row).map(|row| {
        let head = row.select(&with("th")).next().map(text).unwrap_or_default();
        (head, row.select(&with("td")).map(text).collect())
    });
    rows.collect()
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

/// One snapshot a section: what changes in one leaves the others as they are. Page numbers are not kept, because a line
/// more moves them all: `the_contents_of_the_pdf_say_the_right_pages` judges them.
#[test]
fn text_of_each_section_of_the_pdf() {
    let outputs = Outputs::content();
    // The fingerprint is another at each word that changes; `impronta` tries it.
    let impronta = outputs.document.meta.impronta.as_str();
    let mut parts: Vec<(String, String)> = vec![("pdf-apertura".to_owned(), String::new())];
    let headings = headings(&outputs.document);
    let lines: Vec<String> = outputs.pages.iter().flat_map(|page| words_of_page(page)).collect();
    // In one piece: who copies it takes no blank along.
    assert!(lines.iter().any(|line| line.contains(impronta)), "the fingerprint is on no page");
    // In the rows below the head of a column of pages, the number at the end of a line is a page.
    let mut paged = false;
    // The index of the citations has hardly anything but pages: `parity` and `struttura` read it.
    let mut index = false;
    for (n, line) in lines.iter().enumerate() {
        index = (index || line == pdf_of::WHERE_CITED) && line != "Questa edizione";
        if index {
            continue;
        }
        if let Some((_, id)) = headings.iter().find(|(heading, _)| begins_with(&lines[n..], heading)) {
            parts.push((format!("pdf-{id}"), String::new()));
            paged = false;
        }
        paged = (paged && !line.starts_with("Tabella ")) || line.ends_with(" pag.");
        let bare = line.trim_end_matches(|c: char| c.is_ascii_digit());
        let line = match paged && bare.len() < line.len() && (bare.is_empty() || bare.ends_with(' ')) {
            true => &format!("{bare}…"),
            false => line,
        };
        let part = &mut parts.last_mut().unwrap().1;
        *part += &without_pages(line, &headings).replace(impronta, "(impronta)");
        part.push('\n');
    }
    assert_eq!(parts.len(), headings.len() + 1, "a heading that was not found, or was found twice");
    for (name, text) in parts {
        insta::assert_snapshot!(name, text);
    }
}

/// The headings of the sections as they are printed, in the order of the pages, with the ids.
fn headings(document: &Document) -> Vec<(String, String)> {
    let mut out = vec![];
    document.walk(&mut |section, _| out.push((squeeze(&section.heading()), section.id.to_string())));
    out
}

/// Whether `heading` is printed here, on a line or on two.
fn begins_with(lines: &[String], heading: &str) -> bool {
    lines[0] == heading || lines.get(1).is_some_and(|next| format!("{} {next}", lines[0]) == heading)
}

/// The lines of a page without its head and its foot, and without what the eye does not see in a snapshot.
fn words_of_page(page: &str) -> Vec<String> {
    let page = page.replace('\u{a0}', " ").replace('\u{ad}', "-").replace('\u{2060}', "");
    let lines: Vec<&str> = page.lines().filter(|line| *line != "BOZZA").collect();
    let foot = |line: &str| line.starts_with("pag. ") && line.contains(" di ");
    let plan = Outputs::content().document.meta.titolo.as_str();
    // The head is the body and the plan, with the chapter beside it, or the chapter and its section on two lines of their own.
    let head =
        lines.get(1).is_some_and(|line| line.starts_with(plan) && lines[0] == Outputs::content().document.meta.ente);
    let document = &Outputs::content().document;
    let is = |line: &str, of: &piao::document::Section| line == squeeze(&of.heading());
    let section = |chapter: &str, section: &str| {
        document.sections.iter().any(|above| is(chapter, above) && above.children.iter().any(|one| is(section, one)))
    };
    let both = head && lines.get(3).is_some_and(|line| section(lines[2], line));
    lines
        .into_iter()
        .skip(if both { 4 } else { 2 * usize::from(head) })
        .filter(|line| !foot(line))
        .map(str::to_owned)
        .collect()
}

/// A line with `…` for the page where something is. The contents have dots before the page, but for chapters.
fn without_pages(line: &str, headings: &[(String, String)]) -> String {
    let number = |rest: &str| !rest.trim().is_empty() && rest.trim().bytes().all(|b| b.is_ascii_digit());
    let dotted = line.rsplit_once(". .").filter(|(_, page)| number(page));
    let chapter = headings.iter().find(|(heading, _)| line.strip_prefix(heading.as_str()).is_some_and(number));
    let line = match (dotted, chapter) {
        (Some((title, _)), _) => format!("{} …", title.trim_end_matches([' ', '.'])),
        (None, Some((heading, _))) => format!("{heading} …"),
        (None, None) => line.to_owned(),
    };
    let mut parts = line.split("pag. ");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out += if rest.len() == part.len() { "pag. " } else { "pag. …" };
        out += rest;
    }
    out
}

/// The contents name, for each section, the page on which its heading stands.
#[test]
fn the_contents_of_the_pdf_say_the_right_pages() {
    let outputs = Outputs::content();
    let pages: Vec<Vec<String>> = outputs.pages.iter().map(|page| words_of_page(page)).collect();
    for (heading, id) in headings(&outputs.document) {
        let at =
            pages.iter().position(|lines| (0..lines.len()).any(|n| begins_with(&lines[n..], &heading))).map(|n| n + 1);
        let mut listed = pages.iter().flatten().filter_map(|line| line.strip_prefix(&format!("{heading} ")));
        let said = listed.find_map(|rest| rest.trim_start_matches(['.', ' ']).parse::<usize>().ok());
        assert!(at.is_some() && said == at, "{id}: «{heading}» is on page {at:?}, the contents say {said:?}");
    }
}

/// One snapshot for each heading of the first three levels, with what stands under it.
#[test]
fn tags_of_each_part_of_the_pdf() {
    for (heading, tags) in pdf::Pdf::read(&Outputs::content().pdf.bytes).outline_of_parts() {
        insta::assert_snapshot!(tag_name(&heading), tags);
    }
}

/// `tag-dal-programma-di-mandato`, without the number, which moves when a section is added before.
fn tag_name(heading: &str) -> String {
    let words = heading.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').to_lowercase();
    let words = words.replace('à', "a").replace(['è', 'é'], "e").replace('ì', "i").replace('ò', "o").replace('ù', "u");
    let words: Vec<&str> = words.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!("tag-{}", if words.is_empty() { "apertura".to_owned() } else { words.join("-") })
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
            // The page of all the bodies, which is made with the other plans.
            if address == "../enti/index.html" {
                continue;
            }
            let (file, point) = address.split_once('#').unwrap_or((address, ""));
            if file == piao::emit::PDF {
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

/// A page or a section that is removed leaves no snapshot behind: `insta` alone would not notice.
#[test]
fn every_snapshot_has_its_page() {
    let outputs = Outputs::content();
    let sections = headings(&outputs.document).into_iter().map(|(_, id)| format!("pdf-{id}"));
    let tags = pdf::Pdf::read(&outputs.pdf.bytes).outline_of_parts().into_iter().map(|(heading, _)| tag_name(&heading));
    let pages = outputs.html().map(|(path, _)| page_name(path));
    let known: BTreeSet<String> = pages.chain(["pdf-apertura".to_owned()]).chain(sections).chain(tags).collect();
    for entry in std::fs::read_dir(suite().join("snapshots")).expect("the folder of the snapshots") {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(what) = name.strip_prefix("suite__content__").and_then(|name| name.strip_suffix(".snap")) else {
            continue;
        };
        assert!(known.contains(what), "nothing makes {name}: delete it");
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
