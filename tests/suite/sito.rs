//! What the site adds to the text for who does not read the plan from its beginning: the home page in figures and doors, lists that
//! sort and filter, pages of one thing, outcomes, a search without repeats, words of citizens.

use crate::project::{Compiled, Outputs, Project, SETTINGS, content, suite};
use piao::document::{Document, Edizioni, etichette};
use piao::emit::Artifacts;
use piao::emit::html;
use piao::emit::layouts::Layouts;
use scraper::{ElementRef, Html, Selector};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

fn site_of(document: &Document) -> Artifacts {
    html::render(document, &Layouts::embedded(), None).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// A report with weights and outcomes.
fn report() -> &'static Artifacts {
    static SITE: OnceLock<Artifacts> = OnceLock::new();
    SITE.get_or_init(|| site_of(&Compiled::folder(&suite().join("../piani/terre-argine")).document.unwrap()))
}

/// A plan without outcomes.
fn plan() -> &'static Artifacts {
    static SITE: OnceLock<Artifacts> = OnceLock::new();
    SITE.get_or_init(|| site_of(&Compiled::folder(&content()).document.unwrap()))
}

fn page(site: &Artifacts, name: &str) -> Html {
    let bytes = site.get(name).unwrap_or_else(|| panic!("{name} is not there"));
    Html::parse_document(std::str::from_utf8(bytes).unwrap())
}

fn all<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn words(element: ElementRef<'_>) -> String {
    crate::content::squeeze(&element.text().collect::<String>())
}

fn texts(page: &Html, selector: &str) -> Vec<String> {
    all(page, selector).into_iter().map(words).collect()
}

#[test]
fn the_home_page_says_what_the_plan_is_in_figures_that_agree_with_the_pages_behind() {
    let home = page(report(), "index.html");
    let figures = texts(&home, ".cifre li");
    assert_eq!(figures[0], "19 obiettivi esecutivi in 4 uffici");
    assert!(figures.len() <= 4 && figures[1].ends_with("al 31 dicembre 2021"), "{figures:?}");
    let list = page(report(), "elenco_obiettivi.html");
    assert_eq!(all(&list, "tbody tr").len(), 19);
    // The page of the outcomes counts the same objectives in the same way.
    let counts = texts(&page(report(), "elenco_esiti.html"), ".cifre li");
    assert_eq!(figures[1].split(" al ").next().unwrap().to_owned() + " obiettivi misurati", counts[0], "{counts:?}");
    let doors = texts(&home, ".porte strong");
    assert_eq!(doors, ["Che cosa cambia per me", "A che punto siamo", "Chi se ne occupa"]);

    // Nothing was measured: neither the door nor the page are there. An amount tells of how many projects it is.
    let home = page(plan(), "index.html");
    assert_eq!(texts(&home, ".porte strong"), ["Che cosa cambia per me", "Chi se ne occupa"]);
    assert!(!plan().contains_key("elenco_esiti.html"));
    let figures = texts(&home, ".cifre li");
    assert!(
        figures.contains(&"1,9 milioni di euro chiesti per 5 progetti, 40,84 % già finanziato".to_owned()),
        "{figures:?}"
    );
    for door in all(&home, ".porte a, .cifre a") {
        assert!(plan().contains_key(door.attr("href").unwrap()), "{:?}", door.attr("href"));
    }
}

/// A figure of the home page is what the pages behind it count, and a plan without objectives has figures too.
#[test]
fn the_figures_of_the_home_page_are_those_of_the_plan() {
    let home = |name: &str| {
        let site = site_of(&Compiled::folder(&suite().join("../piani").join(name)).document.unwrap());
        let home = page(&site, "index.html");
        (site, texts(&home, ".cifre li"), texts(&home, ".porte a"))
    };
    // The term of one that goes on for years is that of its first step.
    let (_, figures, _) = home("cassano");
    assert!(figures.contains(&"23 da concludere entro il 2025".to_owned()), "{figures:?}");
    // The Giunta is no office, and a list says as many as stand in it.
    let (site, figures, doors) = home("comune-medio");
    assert_eq!(figures[0], "9 obiettivi operativi in 4 uffici");
    assert!(doors.iter().any(|door| door.contains("I 18 uffici")), "{doors:?}");
    let units = page(&site, "elenco_unita.html");
    let counts = texts(&units, "td[data-label=\"Obiettivi operativi\"] .v");
    let counts: Vec<u32> = counts.iter().filter_map(|n| n.parse().ok()).collect();
    assert_eq!(counts.iter().sum::<u32>(), 9, "{counts:?}");
    assert_eq!(texts(&page(&site, "org.html"), ".card-kind"), ["Organo"]);
    // One that was replaced is in the list, and counted in no table.
    let (_, figures, _) = home("terre-argine-variante");
    assert_eq!(figures[0], "10 obiettivi esecutivi, di cui uno sostituito, in 3 uffici");
    // The simplified plan has no objectives. What its text says has doors too, each to the page that says it.
    let (site, figures, _) = home("piccolo-comune");
    let doors = page(&site, "index.html");
    assert_eq!(
        texts(&doors, ".porte strong"),
        ["Chi se ne occupa", "Quante persone ci lavorano", "Come si previene la corruzione"]
    );
    for (door, there) in all(&doors, ".porte a").into_iter().zip(["organigramma", "personale", "rischi"]) {
        let behind = door.attr("href").unwrap();
        assert!(texts(&page(&site, behind), "main").concat().to_lowercase().contains(there), "{behind}");
    }
    let expected = [
        "31 persone in servizio al 31 dicembre 2026",
        "3 assunzioni previste entro il 2029",
        "4 uffici fra cui si divide il lavoro",
        "12 misure di prevenzione della corruzione",
    ];
    assert_eq!(figures, expected);
}

#[test]
fn the_list_of_objectives_is_a_table_that_can_be_sorted_and_filtered() {
    let list = page(report(), "elenco_obiettivi.html");
    let names: Vec<&str> = all(&list, "thead th").iter().map(|head| head.attr("data-nome").unwrap()).collect();
    assert_eq!(names, ["nome", "unita", "termine", "peso", "esito", "tema", "linea"]);
    let mut filters = 0;
    // On a phone the heads are out of sight: a choice sorts, by any of them.
    assert_eq!(all(&list, "#_ordina option[value]").len(), names.len() + 1);
    for select in all(&list, ".filtri select:not([name=ordina])") {
        let name = select.attr("name").unwrap();
        let column = names.iter().position(|other| *other == name).unwrap() + 1;
        let there: BTreeSet<String> =
            texts(&list, &format!("tbody tr > :nth-child({column}) .v")).into_iter().collect();
        let options = Selector::parse("option:not([value])").unwrap();
        let offered: Vec<String> = select.select(&options).map(words).collect();
        assert_eq!(offered.iter().cloned().collect::<BTreeSet<_>>(), there, "{name}");
        assert_eq!(offered.len(), there.len(), "{name}: a choice is there twice");
        filters += 1;
    }
    assert_eq!(filters, 6, "all but the name");
    // A number is sorted as a number, whatever its words.
    let weights = all(&list, "td[data-label=Peso]");
    assert!(weights.len() > 10);
    for cell in weights.iter().filter(|cell| words(**cell).ends_with('%')) {
        let printed = words(*cell).trim_end_matches(['%', ' ']).replace(',', ".").parse::<f64>().unwrap();
        let order = cell.attr("data-ordine").unwrap().parse::<f64>().unwrap();
        assert!((printed * 100.0 - order).abs() < 0.5, "{printed} {order}");
    }
    // Where nothing has a weight, an outcome or a unit, there is no such column.
    let names = texts(&page(plan(), "elenco_obiettivi.html"), "thead th");
    assert_eq!(names, ["Obiettivo", "Ufficio", "Indirizzo di mandato"]);
}

/// The bars of the lists have the mark of the monitoring that those of the cards have, and say what it is.
#[test]
fn the_bars_of_the_lists_have_the_mark_of_the_monitoring() {
    let list = page(report(), "elenco_obiettivi.html");
    let rows = all(&list, "tbody tr");
    let marked = all(&list, "tbody tr:has(.quota > .tratto)");
    assert_eq!(marked.len(), rows.len());
    let legend = "La barra va da 0 a 100; il tratto scuro è l’esito di prima.";
    assert_eq!(texts(&list, ".sotto-tabella"), [legend]);
    // The shape of an outcome repeats its word.
    assert_eq!(all(&list, ".v > .segno").len(), all(&list, ".quota").len());
    // Of the units the monitoring itself has no outcome before it.
    let outcomes = page(report(), "elenco_esiti.html");
    let marks = |column: &str| all(&outcomes, &format!("td[data-label=\"{column}\"] .tratto")).len();
    assert_eq!((marks("Esito al 30/09/2021"), marks("Esito al 31/12/2021")), (0, 3));
    assert!(texts(&outcomes, ".sotto-tabella")[0].ends_with(legend));
}

/// What a card declares missing is one line. Paper gives a reason once a section, and each page of the site has it.
#[test]
fn what_a_card_declares_missing_is_one_line() {
    const REASON: &str = "(il documento pubblico di origine non fissa una scadenza)";
    for name in ["ob-app-io.html", "ob-cloud.html"] {
        let lines = texts(&page(plan(), name), ".non-indicati");
        assert_eq!(lines, [format!("Non indicato: termine {REASON}.")], "{name}");
    }
    let section = texts(&page(plan(), "obiettivi-innovazione.html"), ".non-indicati");
    assert!(section.len() > 4 && section.iter().filter(|line| line.contains(REASON)).count() == 1, "{section:?}");
    let pages = crate::content::squeeze(&Outputs::content().pages.join(" "));
    let (all, reasons) =
        (pages.matches("Non indicato: termine").count(), pages.matches("Non indicato: termine (").count());
    assert!(reasons > 0 && all > reasons + 3, "{reasons} of {all}");
}

#[test]
fn a_page_of_one_thing_leads_on_and_says_nothing_twice() {
    let objective = page(report(), "s2-00003.html");
    // How it ended is a fact of the card, and is not said above it too.
    assert!(texts(&objective, ".in-breve dd").is_empty());
    assert!(
        texts(&objective, ".fatti dd").contains(&"77 % parzialmente raggiunto".to_owned()),
        "{:?}",
        texts(&objective, ".fatti dd")
    );
    let near: Vec<_> = all(&objective, ".vicine a").iter().map(|a| a.attr("href").unwrap()).collect();
    assert_eq!(near, ["s2-00002.html", "s2-00004.html"]);
    // What it is comes before its fields.
    let objective = page(plan(), "ob-app-io.html");
    let first = all(&objective, ".testo > *")[0];
    assert_eq!(first.value().name(), "p", "{}", first.html());

    let unit = page(report(), "settore-2.html");
    let brief = texts(&unit, ".in-breve dd");
    assert!(brief.contains(&"94,00 %".to_owned()) && brief.contains(&"7".to_owned()), "{brief:?}");
    assert_eq!(all(&unit, ".sottosezioni tbody tr").len(), 7);
    let said: Vec<String> = texts(&unit, ".testo dd");
    assert!(said.iter().all(|text| !brief.contains(text) && text != "Servizi al personale"), "{said:?}");
}

/// The labels that citizens read are those of the list, on all pages.
#[test]
fn no_label_of_paper_is_left_where_the_site_has_its_own() {
    let mut translated = 0;
    for site in [report(), plan()] {
        for (name, _) in site.iter().filter(|(name, _)| name.ends_with(".html")) {
            let page = page(site, name);
            for label in texts(&page, "main dt, main thead th, main .card-kind") {
                assert_eq!(etichette::voce(&label), label, "{name}");
                translated += usize::from(label.starts_with("Uffici") || label == "Linea di mandato");
            }
        }
    }
    assert!(translated > 10, "{translated} labels of citizens: the selector finds nothing");
}

/// Title, address and kind of what the search of a site can find, with its text.
fn index(site: &Artifacts) -> Vec<(String, String, String, String)> {
    let script = |name: &str, before: &str| -> serde_json::Value {
        let text = std::str::from_utf8(&site[name]).unwrap();
        serde_json::from_str(text.strip_prefix(before).unwrap().trim_end_matches(";\n")).unwrap()
    };
    let file = script("cerca/indice.js", "self.PIAO_INDICE=");
    let mut out = vec![];
    for (n, pagina) in file["pagine"].as_array().unwrap().iter().enumerate() {
        let texts = script(&format!("cerca/{n}.js"), &format!("(self.PIAO_TESTI??={{}})[{n}]="));
        for (k, entry) in pagina[2].as_array().unwrap().iter().enumerate() {
            let word = |at: usize| entry[at].as_str().unwrap().to_owned();
            let to = word(1);
            let to =
                if to.starts_with('#') || to.is_empty() { format!("{}{to}", pagina[1].as_str().unwrap()) } else { to };
            out.push((word(0), to, word(2), texts[k].as_str().unwrap_or_default().to_owned()));
        }
    }
    out
}

#[test]
fn the_search_finds_a_thing_once_with_its_kind() {
    for site in [report(), plan()] {
        let entries = index(site);
        let places: BTreeSet<&String> = entries.iter().map(|(_, to, ..)| to).collect();
        assert_eq!(places.len(), entries.len(), "a place is there twice");
        // What only lists things says nothing of them.
        let lists: Vec<_> = entries.iter().filter(|(_, to, ..)| to.starts_with("indic")).collect();
        assert!(!lists.is_empty());
        for (title, _, _, text) in lists {
            assert!(!text.contains("S9.00003") && !text.contains("OB.10"), "{title}: {text}");
        }
        assert!(entries.iter().all(|(.., text)| !text.contains("..")), "a field ends twice");
    }
    let entries: BTreeMap<String, (String, String)> =
        index(plan()).into_iter().map(|(_, to, kind, text)| (to, (kind, text))).collect();
    let (kind, text) = &entries["ob-app-io.html"];
    assert_eq!(kind, "Obiettivo");
    assert!(text.starts_with("Ampliare l’offerta"), "the extract is not the description: {text}");
    // A number says nothing without the name of its column.
    let rows = index(report()).into_iter().map(|(.., text)| text).collect::<Vec<_>>().join("\n");
    assert!(rows.contains("Peso: 100 %; Esito al 30/09/2021: 82,35 %; Esito al 31/12/2021: 94,00 %."), "{rows}");
}

#[test]
fn the_news_of_the_editions_need_an_address() {
    let mut document = Project::new().section("Testo.").compile().clean();
    let edition = |permanente| Some(Edizioni { questa: "2025".into(), passate: vec![], permanente });
    document.edizioni = edition(false);
    assert!(!site_of(&document).contains_key("edizioni.xml"));
    document.meta.indirizzo = Some("https://www.ente.example/piao/".into());
    document.meta.ente = "Comune di <Prova> & C.".into();
    let site = site_of(&document);
    let feed = std::str::from_utf8(&site["edizioni.xml"]).unwrap();
    for piece in [
        "<updated>2025-01-31T00:00:00Z</updated>",
        "<name>Comune di &lt;Prova&gt; &amp; C.</name>",
        "<link rel=\"alternate\" href=\"https://www.ente.example/piao/index.html\"/>",
    ] {
        assert!(feed.contains(piece), "{piece}\n{feed}");
    }
    let home = page(&site, "index.html");
    assert_eq!(all(&home, "link[type='application/atom+xml']")[0].attr("href"), Some("edizioni.xml"));
    // At its permanent address an edition is not news.
    document.edizioni = edition(true);
    assert!(!site_of(&document).contains_key("edizioni.xml"));
}

/// On a phone a long table opens with its first rows. All of them are in the page, and nothing but CSS hides some.
#[test]
fn a_long_table_opens_with_its_first_rows_on_a_phone() {
    let rows = |n: usize| (1..=n).map(|n| format!("| Voce {n} | {n} | Parole |\n")).collect::<String>();
    let table = |n: usize| format!("| Nome | Numero | Nota |\n|---|---|---|\n{}\nTesto.\n\n", rows(n));
    let two = (1..=30).map(|n| format!("| Voce {n} | {n} |\n")).collect::<String>();
    let two = format!("| Nome | Numero |\n|---|---|\n{two}");
    let site = site_of(&Project::new().section(&(table(10) + &table(11) + &two)).compile().clean());
    let page = page(&site, "prova.html");
    assert_eq!(texts(&page, ".mostra summary"), ["Tutte le 11 righe"]);
    let beyond = texts(&page, ".oltre");
    assert!(beyond.len() == 1 && beyond[0].starts_with("Voce 7"), "{beyond:?}");
    assert_eq!(all(&page, ".table-responsive + .mostra").len(), 1, "it follows what it opens");
    assert_eq!(all(&page, "tbody tr").len(), 10 + 11 + 30);
}

#[test]
fn readers_say_how_clear_a_page_is_where_the_body_asks() {
    let asked = Project::new()
        .file(
            "piao.toml",
            &SETTINGS.replace("[ente]", "[sito]\nvalutazione = \"https://www.ente.example/chiaro\"\n\n[ente]"),
        )
        .section("Testo.");
    let site = site_of(&asked.compile().clean());
    let pages: Vec<&String> = site.keys().filter(|name| name.ends_with(".html")).collect();
    for name in pages {
        let page = page(&site, name);
        assert_eq!(all(&page, ".valuta a")[0].attr("href"), Some("https://www.ente.example/chiaro"), "{name}");
    }
    let site = site_of(&Project::new().section("Testo.").compile().clean());
    assert!(all(&page(&site, "index.html"), ".valuta").is_empty());
}

/// The descriptions by which search engines tell pages apart.
#[test]
fn pages_have_descriptions_of_their_own() {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for name in plan().keys().filter(|name| name.ends_with(".html")) {
        let page = page(plan(), name);
        let text = all(&page, "meta[name=description]")[0].attr("content").unwrap().to_owned();
        assert!(text.chars().count() <= 300, "{name}: {text}");
        *seen.entry(text).or_default() += 1;
    }
    let most = seen.iter().max_by_key(|(_, n)| **n).unwrap();
    assert!(*most.1 == 1, "{most:?}");
}
