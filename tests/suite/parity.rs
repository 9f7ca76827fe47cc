//! The two outputs, read back from their bytes, cite the same things with the same words, numbers and pages. What is
//! compared is what a reader meets: in the PDF the structure tree and its links, in the site the elements `a`.

use crate::content::squeeze;
use crate::pdf::{Event, Pdf};
use crate::project::{Outputs, Project};
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeMap;

/// A citation as it can be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Citation {
    target: String,
    /// Without blanks: a line may end anywhere on paper.
    words: String,
    /// Whether it stands in a list "Citato in".
    back: bool,
    /// The number in "(pag. N)", in "(pag. N del PDF)".
    page: Option<u32>,
}

/// A plan small enough to be read at a glance, with one citation of each kind.
fn small() -> Outputs {
    let plan = Project::new()
        .file(
            "1-prima.md",
            "+++\ntitolo = \"Prima\"\nid = \"prima\"\n+++\n\nSi vedano la [@seconda], la [@tab-costi], la [@fig-rete], \
             il [progetto *nuovo*](@progetto-rete), [@1.4.3], il [@cad] e di nuovo [questa stessa parte](@qui).[^1]\n\n\
             ## Un punto {#qui}\n\nTesto.\n\n[^1]: Anche una nota cita la [@tab-costi].\n",
        )
        .file(
            "2-seconda.md",
            "+++\ntitolo = \"Seconda\"\nid = \"seconda\"\n+++\n\nTabella: I costi, vedi [@prima] {#tab-costi}\n\n\
             | Voce | Euro |\n| --- | ---: |\n| Il [progetto](@progetto-rete) | 10 |\n\n\
             ![Una rete](immagini/r.svg \"La rete\"){#fig-rete}\n\n\
             ```piao:progetti\nforma = \"schede\"\n```\n\n```piao:misure-digitali\ndidascalia = \"Le misure\"\n```\n\n\
             ```piao:glossario\n```\n",
        )
        .file(
            "immagini/r.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><path d=\"M0 0h40v20z\"/></svg>",
        )
        .file(
            "dati/dati.toml",
            "[[progetto]]\nid = \"progetto-rete\"\nprogramma = \"PNRR\"\ntitolo = \"La rete\"\nimporto = \"10,00 €\"\n\
             richiesto = \"10,00 €\"\nfinanziato = \"non ancora finanziato\"\ndescrizione = \"Riguarda la [@1.4.3].\"\n\n\
             [[misura_digitale]]\nid = \"misura-io\"\ncodice = \"1.4.3\"\nlivello = \"misura\"\ntitolo = \"App IO\"\n\n\
             [[termine]]\nid = \"cad\"\nsigla = \"CAD\"\nnome = \"Codice\"\ndefinizione = \"Una norma.\"\n",
        );
    Outputs::of(plan.compile().clean())
}

/// Citations of each section in the PDF, by id of the section.
fn on_paper(outputs: &Outputs, pdf: &Pdf) -> BTreeMap<String, Vec<Citation>> {
    let mut spine = Vec::new();
    outputs.document.walk(&mut |section, _| spine.push((section.id.to_string(), tight(&section.heading()))));
    let mut spine = spine.into_iter().peekable();
    let mut found: BTreeMap<String, Vec<Citation>> = BTreeMap::new();
    let mut section = None;
    let mut heading: Option<String> = None;
    let mut link: Option<Citation> = None;
    // What follows the last link, to see whether it says a page.
    let mut after: Option<String> = None;
    let mut back = false;
    let page = |after: &mut Option<String>, found: &mut BTreeMap<String, Vec<Citation>>, section: &Option<String>| {
        let Some(text) = after.take() else { return };
        let last = section.as_ref().and_then(|s| found.get_mut(s)?.last_mut());
        if let (Some(number), Some(last)) = (number_after(&text, "(pag."), last) {
            last.page = Some(number);
        }
    };
    for event in pdf.events() {
        match event {
            Event::Open("Link") => {
                page(&mut after, &mut found, &section);
                link = Some(Citation { target: String::new(), words: String::new(), back, page: None });
            }
            Event::Open("Span" | "Strong" | "Em") => {}
            Event::Open(role) => {
                back = false;
                if is_heading(role) {
                    heading = Some(String::new());
                }
            }
            Event::Link(name) => {
                if let Some(link) = &mut link {
                    assert!(
                        link.target.is_empty() || link.target == name,
                        "one link leads to {} and {name}",
                        link.target
                    );
                    name.clone_into(&mut link.target);
                }
            }
            Event::Text(text) => {
                back |= text.contains("itato in:");
                if let Some(heading) = &mut heading {
                    heading.push_str(text);
                }
                match (&mut link, &mut after) {
                    (Some(link), _) => link.words.push_str(text),
                    (None, Some(after)) => after.push_str(text),
                    (None, None) => {}
                }
            }
            Event::Close("Link") => {
                // Links that leave the plan and footnotes have no name.
                let Some(mut done) = link.take().filter(|link| !link.target.is_empty()) else { continue };
                done.words = tight(&done.words);
                // Contents and lists come before the first section.
                if let Some(section) = &section {
                    found.entry(section.clone()).or_default().push(done);
                    after = Some(String::new());
                }
            }
            Event::Close(role) if is_heading(role) => {
                page(&mut after, &mut found, &section);
                let text = tight(&heading.take().unwrap_or_default());
                if let Some((id, _)) = spine.next_if(|(_, expected)| *expected == text) {
                    section = Some(id);
                }
            }
            Event::Close(_) => {}
        }
    }
    page(&mut after, &mut found, &section);
    assert_eq!(spine.next(), None, "a section without its heading in the PDF");
    found
}

/// Citations of each section in the site, by id of the section.
fn on_the_site(outputs: &Outputs) -> BTreeMap<String, Vec<Citation>> {
    let select = |css: &str| Selector::parse(css).unwrap();
    let links = select("main .testo a[href], main > .citato-in a[href]");
    let mut found = BTreeMap::new();
    outputs.document.walk(&mut |section, _| {
        let (_, html) = outputs.html().find(|(path, _)| *path == format!("{}.html", section.id)).expect("a page");
        let page = Html::parse_document(html);
        let list: Vec<Citation> = page.select(&links).filter_map(|a| citation(a, section.id.as_str())).collect();
        if !list.is_empty() {
            found.insert(section.id.to_string(), list);
        }
    });
    found
}

/// A link of the site, if it is a citation.
fn citation(a: ElementRef<'_>, here: &str) -> Option<Citation> {
    let href = a.attr("href")?;
    let ours = ["permalink", "nota-rif", "ritorno", "ingrandisci"];
    if a.value().classes().any(|class| ours.contains(&class)) || href.contains("://") || href.starts_with("../") {
        return None;
    }
    // Under a table each row that is cited comes first, to be reached; on paper it is only named.
    let parent = a.parent().and_then(ElementRef::wrap)?;
    let mut above = a.ancestors().filter_map(ElementRef::wrap);
    let back = above.any(|e| e.value().classes().any(|class| class == "citato-in"));
    if back && parent.value().name() == "li" && a.prev_siblings().next().is_none() {
        return None;
    }
    let (page, target) = href.split_once('#').unwrap_or_else(|| panic!("{here}: a citation without a point: {href}"));
    if page.is_empty() && target.starts_with('_') {
        return None;
    }
    let after = a.next_siblings().find_map(ElementRef::wrap).filter(|next| {
        next.value().classes().any(|class| class == "pagina-pdf") && {
            // Only blanks between the link and its page.
            let between = a.next_siblings().take_while(|n| n.id() != next.id());
            between.into_iter().all(|n| n.value().as_text().is_some_and(|t| t.trim().is_empty()))
        }
    });
    let page = after.and_then(|next| number_after(&next.text().collect::<String>(), "(pag."));
    Some(Citation { target: target.to_owned(), words: tight(&a.text().collect::<String>()), back, page })
}

fn is_heading(role: &str) -> bool {
    role.strip_prefix('H').is_some_and(|level| !level.is_empty() && level.bytes().all(|b| b.is_ascii_digit()))
}

/// `text` without blanks and without the marks that let words break.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['\u{ad}', '\u{200b}', '\u{2060}'].contains(c)).collect()
}

/// The number in a text that begins with `word`.
fn number_after(text: &str, word: &str) -> Option<u32> {
    let text = tight(text);
    let rest = text.strip_prefix(word)?;
    rest.get(..rest.find(|c: char| !c.is_ascii_digit())?)?.parse().ok()
}

fn compare(outputs: &Outputs) -> usize {
    let pdf = Pdf::read(&outputs.pdf.bytes);
    let (paper, site) = (on_paper(outputs, &pdf), on_the_site(outputs));
    let keys = |map: &BTreeMap<String, Vec<Citation>>| map.keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&paper), keys(&site), "sections that cite");
    let mut count = 0;
    for (section, on_paper) in &paper {
        let sorted = |list: &[Citation]| {
            let mut list = list.to_vec();
            // The lists "Citato in" say pages on paper only.
            list.iter_mut().filter(|cited| cited.back).for_each(|cited| cited.page = None);
            list.sort();
            list
        };
        assert_eq!(sorted(on_paper), sorted(&site[section]), "citations of {section}: paper and site");
        for (output, list) in [("paper", on_paper), ("site", &site[section])] {
            for cited in list {
                let page = pdf.destinations.get(&cited.target).copied();
                assert!(page.is_some(), "{section}: «{}» leads nowhere in the PDF", cited.target);
                if cited.page.is_some() {
                    assert_eq!(cited.page, page, "{section}, {output}: page after «{}»", cited.words);
                }
                count += 1;
            }
        }
    }
    count
}

#[test]
fn both_outputs_of_a_small_plan_cite_the_same() {
    let outputs = small();
    compare(&outputs);
    // The comparison would pass on two empty lists, so the small plan says what must be in them.
    let paper = on_paper(&outputs, &Pdf::read(&outputs.pdf.bytes));
    let words: Vec<&str> = paper["prima"].iter().map(|c| c.words.as_str()).collect();
    for expected in
        ["sezione2,Seconda", "tabella1", "figura1", "progettonuovo", "misura1.4.3,AppIO", "CAD", "questastessaparte"]
    {
        assert!(words.iter().any(|w| w.starts_with(expected)), "no «{expected}» in {words:?}");
    }
    // Pages are said where the thing is elsewhere, not within the same section.
    let page = |target: &str| paper["prima"].iter().find(|c| c.target == target).and_then(|c| c.page);
    assert!(page("seconda").is_some() && page("tab-costi").is_some() && page("qui").is_none(), "{paper:#?}");
    let site = on_the_site(&outputs);
    assert_eq!(site["prima"].iter().find(|c| !c.back && c.target == "seconda").and_then(|c| c.page), page("seconda"));
}

#[test]
fn both_outputs_of_the_content_cite_the_same() {
    let count = compare(Outputs::content());
    assert!(count > 100, "only {count} citations were found: the reading is broken, not the plan");
}

/// Tables and figures have one number and one caption.
#[test]
fn captions_are_the_same() {
    for outputs in [&small(), Outputs::content()] {
        let mut paper = vec![];
        let mut open = None::<String>;
        let pdf = Pdf::read(&outputs.pdf.bytes);
        for event in pdf.events() {
            match event {
                Event::Open("Caption") => open = Some(String::new()),
                Event::Text(text) => {
                    if let Some(caption) = &mut open {
                        caption.push_str(text);
                    }
                }
                Event::Close("Caption") => paper.push(tight(&open.take().unwrap())),
                _ => {}
            }
        }
        let mut site = vec![];
        let select = Selector::parse("main caption, main figcaption").unwrap();
        outputs.document.walk(&mut |section, _| {
            let (_, html) = outputs.html().find(|(path, _)| *path == format!("{}.html", section.id)).expect("a page");
            for caption in Html::parse_document(html).select(&select) {
                // On screen only: a figure may be opened at its full size, and leads to its page of the PDF.
                let ours = ["ingrandisci", "nel-pdf"];
                let parts = caption.children().filter(|child| {
                    ElementRef::wrap(*child).is_none_or(|e| !e.value().classes().any(|c| ours.contains(&c)))
                });
                let words: String = parts
                    .map(|child| match ElementRef::wrap(child) {
                        Some(element) => element.text().filter(|t| !t.starts_with("(pag.")).collect::<String>(),
                        None => child.value().as_text().map(|t| t.to_string()).unwrap_or_default(),
                    })
                    .collect();
                site.push(tight(&words));
            }
        });
        assert!(!paper.is_empty());
        assert_eq!(without_pages(paper), without_pages(site));
    }
}

/// Captions cite too: "(pag. 3)" and "(pag. 3 del PDF)" are the same addition.
fn without_pages(captions: Vec<String>) -> Vec<String> {
    let cut = |text: String| match text.split_once("(pag.") {
        Some((head, tail)) => head.to_owned() + tail.split_once(')').map_or("", |(_, rest)| rest),
        None => text,
    };
    captions.into_iter().map(cut).map(|text| squeeze(&text)).collect()
}
