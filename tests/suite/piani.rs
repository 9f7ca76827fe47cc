//! Whole plans built from the facts of real documents (`tests/piani/`): what their facts deserve in diagnostics, no more and
//! no less, and what both outputs must show of them. `PIAO_UPDATE=1` writes the lists of diagnostics anew.

use crate::pdf::Pdf;
use crate::project::{Compiled, Outputs};
use piao::report::terminal;
use scraper::{Html, Selector};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani").join(name)
}

/// One line for each diagnostic: code, file and line, message, and the cure.
fn list(compiled: &Compiled) -> String {
    let mut out = String::new();
    for d in compiled.diags.sorted() {
        let place = d.span.and_then(|span| terminal::place(&compiled.sources, span));
        let place = place.map_or_else(|| "-".to_owned(), |(file, line, _)| format!("{file}:{line}"));
        out.push_str(&format!("{:?} {} {place} {}\n", d.severity, d.code, d.message));
        for help in &d.helps {
            out.push_str(&format!("    {}\n", help.replace('\n', " ")));
        }
    }
    out
}

/// The outputs of a plan, made once.
struct Plan {
    outputs: Outputs,
    text: String,
}

fn plan(name: &'static str, cell: &'static OnceLock<Plan>) -> &'static Plan {
    cell.get_or_init(|| {
        let compiled = Compiled::folder(&folder(name));
        let found = list(&compiled);
        let file = folder(name).join("atteso.txt");
        if std::env::var_os("PIAO_UPDATE").is_some() {
            std::fs::write(&file, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        assert!(found == expected, "{name}/atteso.txt differs; found:\n{found}");
        let outputs = Outputs::of(compiled.document.unwrap());
        let text = outputs.pages.join("\n");
        Plan { outputs, text }
    })
}

fn cesano() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("cesano-boscone", &PLAN)
}
fn terre() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("terre-argine", &PLAN)
}
fn variante() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("terre-argine-variante", &PLAN)
}
fn cassano() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("cassano", &PLAN)
}

fn scambi() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    plan("scambio-comune", &PLAN)
}

/// Text without blanks: a line of a page may end anywhere.
fn tight(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

fn select(text: &str, selector: &str) -> Vec<String> {
    let html = Html::parse_document(text);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector)
        .map(|e| e.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// All that `selector` finds in all pages of the site.
fn site(plan: &Plan, selector: &str) -> Vec<String> {
    plan.outputs.html().flat_map(|(_, text)| select(text, selector)).collect()
}

/// The values of a key in the data, as written: what a test may compare an output with.
fn written(name: &str, key: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder(name).join("dati")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    for file in files {
        let table: toml::Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        let mut todo: Vec<&toml::Value> = table.values().collect();
        while let Some(value) = todo.pop() {
            match value {
                toml::Value::Array(items) => todo.extend(items),
                toml::Value::Table(fields) => {
                    out.extend(fields.get(key).and_then(toml::Value::as_str).map(str::to_owned));
                    todo.extend(fields.values());
                }
                _ => {}
            }
        }
    }
    out
}

/// The rows of totals of the site, and the same words in the pages of the PDF.
fn totals(plan: &Plan, expected: &[(&str, &[&str])]) {
    let found: Vec<Vec<String>> =
        plan.outputs.html().map(|(_, text)| select(text, "tr.totale")).filter(|rows| !rows.is_empty()).collect();
    let rows: Vec<&String> = found.iter().flatten().collect();
    for (unit, figures) in expected {
        let row = rows.iter().any(|row| figures.iter().all(|figure| tight(row).contains(&tight(figure))));
        assert!(row, "{unit}: no row of totals has {figures:?}: {rows:#?}");
    }
    let text = tight(&plan.text);
    for (unit, figures) in expected {
        let line = tight(&format!("pesi, e media ponderata degli esiti{}", figures.join("")));
        assert!(text.contains(&line), "{unit}: the PDF has no «{line}»");
    }
}

#[test]
fn the_long_tables_of_cesano_hold_every_row_of_the_source() {
    let plan = cesano();
    // A table for each sector; a row for each verification, and a cell over its rows for each objective.
    assert_eq!(site(plan, "table.table > caption").len(), 15);
    assert_eq!(site(plan, ".testo table.table caption ~ tbody tr").len(), 256);
    assert_eq!(site(plan, ".testo table.table caption ~ tbody th[scope=row]").len(), 176);
    // Where the source repeats a tool, it stands over its results.
    let tools = ["Manutenzione del verde pubblico", "Colonnine di ricarica sul territorio"];
    for (tool, rows) in tools.into_iter().zip(["3", "2"]) {
        let over = site(plan, &format!(".testo table.table td[rowspan=\"{rows}\"]"));
        assert!(over.iter().any(|cell| cell == tool), "{tool} over {rows} rows: {over:#?}");
    }
    assert!(
        site(plan, "td")
            .iter()
            .any(|cell| cell.replace('\u{a0}', " ").ends_with("entro aprile: 100 % entro luglio: 90 %"))
    );
    let times = written("cesano-boscone", "tempi");
    assert_eq!(times.len(), 256);
    // A time that was read is printed in its short form, the others as they were written; the data keep the words of all.
    let printed = site(plan, ".testo table.table caption ~ tbody td:last-child");
    assert_eq!(printed.len(), 256);
    for words in ["I trim", "2 iniziative nell’anno"] {
        assert!(printed.iter().any(|time| time == words), "{words}");
    }
    assert!(!printed.iter().any(|time| ["1trim", "1 trim", "1 trimestre"].contains(&time.as_str())), "{printed:#?}");
    let mut last = crate::forme::column(&plan.outputs, "verifiche", "tempi");
    let mut wanted: Vec<String> =
        times.iter().map(|t| t.split_whitespace().collect::<Vec<_>>().join(" ").replace('\'', "’")).collect();
    last.sort();
    wanted.sort();
    assert_eq!(last, wanted, "every time is published as it was written");
    let text = tight(&plan.text);
    for title in written("cesano-boscone", "titolo") {
        assert!(text.contains(&tight(&title.replace('\'', "’"))), "«{title}» is not in the PDF");
    }
}

#[test]
fn an_objective_of_few_rows_stays_on_one_page() {
    let plan = cesano();
    // What is higher than a third of a page goes on, and is opened again: `emit::pdf::laid_out` has tables of such groups.
    let mut again = 0;
    for page in &plan.outputs.pages {
        let opened = page.lines().filter(|line| line.contains("(segue)") && !line.contains("Tabella")).count();
        assert!(opened <= 1, "one column is merged: one cell at most is opened again\n{page}");
        again += opened;
    }
    assert_eq!(again, 1, "of the two objectives that are higher than that, one falls across two pages");
    // For a screen reader it is one table with one cell: nothing is said twice.
    let pdf = Pdf::read(&plan.outputs.pdf.bytes);
    let tables = pdf.events().into_iter().filter(|e| matches!(e, crate::pdf::Event::Open("Table"))).count();
    // Fifteen of the chapters, and the index of the objectives.
    assert_eq!(tables, 16);
}

#[test]
fn the_totals_of_three_sectors_are_those_that_were_printed() {
    totals(
        terre(),
        &[
            ("S1", &["100\u{a0}%", "57,25\u{a0}%", "100,00\u{a0}%"]),
            ("S2", &["100\u{a0}%", "82,35\u{a0}%", "94,00\u{a0}%"]),
            ("S9", &["100\u{a0}%", "80,01\u{a0}%", "99,66\u{a0}%"]),
        ],
    );
}

#[test]
fn weights_that_are_no_numbers_and_replaced_objectives_stay_out_of_the_totals() {
    let plan = variante();
    totals(
        plan,
        &[
            ("DG", &["100\u{a0}%", "71,20\u{a0}%", "96,00\u{a0}%"]),
            ("S4", &["100\u{a0}%", "73,28\u{a0}%", "98,13\u{a0}%"]),
            ("S6", &["100\u{a0}%", "52,00\u{a0}%", "96,00\u{a0}%"]),
        ],
    );
    let rows = site(plan, "table tbody tr");
    assert!(rows.iter().any(|row| row.contains("==")) && rows.iter().any(|row| row.contains(" * ")), "{rows:#?}");
    // Two places beside their own, and one card under two codes.
    assert_eq!(plan.text.matches("RIF.").count(), 2);
    assert!(plan.text.contains("DG.00005 / S4.00004"));
    let cards = site(plan, "article.card-obiettivo h3, article.card-obiettivo h2, article.card-obiettivo .card-title");
    let shared: BTreeSet<&String> = cards.iter().filter(|title| title.contains("DG.00005")).collect();
    assert_eq!(shared.len(), 1, "a shared objective has one card: {cards:#?}");
}

/// The first page of a report: on paper all of it on one page, on the site a page of its own.
#[test]
fn a_report_opens_with_how_it_went() {
    let plan = terre();
    let page = plan.outputs.pages.iter().find(|page| page.contains("Quindici su")).unwrap();
    let site = &plan.outputs.html().find(|(path, _)| *path == "il-2021-in-una-pagina.html").unwrap().1;
    let site = select(site, ".testo").join(" ");
    for words in [
        "Tre unità avevano diciotto obiettivi propri e uno in comune.",
        "Quindici su diciannove sono raggiunti, quattro lo sono in parte. Nessuno è stato mancato né sostituito.",
        "Servizi al personale 4,60 + 1,00 + 0,40 = 6,00, cioè 100 − 94,00; Polizia locale 0,34, cioè 100 − 99,66.",
        "motivo non indicato nella fonte",
        "5 raggiunti su 6",
        "10 raggiunti su 13",
        "nei dati aperti del piano",
    ] {
        assert!(tight(page).contains(&tight(words)), "«{words}» is not on the page:\n{page}");
        assert!(tight(&site).contains(&tight(words)), "«{words}» is not in the site:\n{site}");
    }
    let counts = "In tutto: 15 raggiunti (al 30/09/2021: 4), 4 raggiunti in parte (al 30/09/2021: 15), 0 non raggiunti";
    assert!(plan.outputs.html().any(|(_, text)| text.replace('\u{a0}', " ").contains(counts)), "{counts}");
    // What takes the place of another is counted where there is such an objective.
    let plan = variante();
    for words in [
        "Sei su nove sono raggiunti, tre lo sono in parte. Uno è stato sostituito da un altro.",
        "2 raggiunti su 3, uno sostituito",
        "Non contati: uno sostituito.",
        // Each number is rounded by itself.
        "Servizi informativi 1,88, cioè 100 − 98,13 (un centesimo è arrotondamento)",
        "Fasi in ritardo, tre: fase 4 di Un profilo di competenze",
    ] {
        assert!(tight(&plan.text).contains(&tight(words)), "{words}: {}", plan.text);
    }
}

/// A percentage measured at the end of a year is of that year, and a weight without a year of the year of the plan, in the data as in
/// print.
#[test]
fn a_phase_of_two_years_is_measured_in_one() {
    let data = &terre().outputs.data.files;
    let csv = data.iter().find(|(name, _)| name.ends_with("fasi.csv")).unwrap().1;
    let csv = String::from_utf8_lossy(csv);
    let rows = |start: &str| csv.lines().filter(|row| row.contains(start)).map(str::to_owned).collect::<Vec<_>>();
    let rows = rows("S1.00002,6,");
    assert!(rows[0].contains(",2021,") && rows[0].contains(",20,") && rows[0].contains(",100,"), "{rows:#?}");
    assert!(rows[1].contains(",2022,") && rows[1].contains("gennaio - marzo"), "{rows:#?}");
    assert!(!rows[1].contains(",20,") && !rows[1].contains(",100,"), "{rows:#?}");
}

/// What was proposed and asked is told where the plan says that it is public, and nowhere else.
#[test]
fn proposals_and_questions_of_a_union_are_told_where_they_are_public() {
    let plan = terre();
    let site: String = plan.outputs.html().map(|(_, text)| text).collect();
    let data = plan.outputs.data.files.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let all = tight(&(plan.text.clone() + &site + &data.collect::<String>()));
    for words in [
        "Proposto dall’unità il 28/02/2022: raggiunto, 100 %",
        "Accettato da chi valuta: in parte, 98 %",
        "Calcolato dalle fasi: 97,78 %",
        "perché la fase è proposta come conclusa?",
        "Chiarezza delle istruzioni",
        "Rotazione degli incarichi",
    ] {
        assert!(all.contains(&tight(words)), "{words}");
    }
    for words in ["due moduli", "Quali moduli mancano", "82\u{a0}%"] {
        assert!(!all.contains(&tight(words)), "{words}");
    }
    let plan = variante();
    assert!(tight(&plan.text).contains(&tight("Nel quarto Comune le visite sono cominciate?")));
}

#[test]
fn who_looks_for_a_unit_on_paper_is_led_to_the_section_about_it() {
    let plan = terre();
    let id = |name: &str| piao::piano::element::id::Id::new(name).unwrap();
    let led = |name: &str| plan.outputs.document.luogo(&id(name)).to_string();
    assert_eq!(led("settore-2"), "servizi-al-personale");
    // The secretary has a row in a table and no section, an objective is where its card stands.
    for name in ["segretario-generale", "s1-00002"] {
        assert_eq!(led(name), name);
    }
}

#[test]
fn the_tables_of_a_union_say_what_the_printed_ones_do() {
    let plan = terre();
    let rows = site(plan, "table tbody tr");
    let row = |words: &str| rows.iter().any(|row| row.replace('\u{a0}', " ").contains(words));
    assert!(row("S2 – Servizi al personale 7 7 100 % 82,35 % 94,00 %"), "{rows:#?}");
    assert!(row("SG – Segretario generale 1 0 – – –"), "followed and not evaluated");
    let heads = site(plan, "th[scope=rowgroup]");
    let heads: Vec<String> = heads.iter().map(|head| head.replace('\u{a0}', " ")).collect();
    for head in [
        // Why a version was made stands once over what it changed.
        "[v2] Monitoraggio n. 2, deliberazione della Giunta n. 128 del 17/11/2021 Dopo i primi nove mesi alcuni pesi e alcune quantità non erano più quelli previsti.",
        "Dirigente Servizi al personale – Attuazione: 92 %",
    ] {
        assert!(heads.iter().any(|one| one == head), "«{head}» is not in {heads:#?}");
    }
    // What the monitoring changed is beside the value in force, and the total is of the values in force.
    assert!(row("fase 4 peso 10 % 5 %") && !row("S9.00003, fase"), "{rows:#?}");
    assert!(row("17 % [v2] era: 15 %"), "{rows:#?}");
    assert!(plan.text.contains("Dirigente Servizi al personale – Attuazione: 92"));
    let plan = variante();
    for (state, title) in
        [("NUOVO", "Visite a casa agli anziani soli"), ("SOSTITUITO", "Telefonate amiche agli anziani soli")]
    {
        let words = format!("{title} ({state})");
        let rows = site(plan, "table.gruppi td");
        assert!(rows.iter().any(|cell| cell.contains(&words)), "«{words}» in the raccordo: {rows:#?}");
        assert!(tight(&plan.text).contains(&tight(&words)), "{words}");
    }
    let grid = site(plan, "article.card-obiettivo table tr.totale");
    assert!(grid.iter().any(|row| row.starts_with("Spese, in tutto")), "{grid:#?}");
    // The weights and the times of three years stand together, so that the words of the phases have room.
    let heads = site(plan, "article.card-obiettivo thead th");
    assert!(heads.iter().any(|head| head == "Peso e tempi"), "{heads:#?}");
    let cells = site(plan, "article.card-obiettivo td");
    assert!(cells.iter().any(|cell| tight(cell) == "100%gen–dic"), "{cells:#?}");
    let named = "Servizi sociali (le pratiche dei servizi sociali)";
    assert!(site(plan, "article.card-obiettivo dd").iter().any(|field| field.contains(named)));
}

#[test]
fn the_plan_with_indicators_shows_all_of_them() {
    let plan = cassano();
    let cards = site(plan, "article.card-obiettivo > .card-header .card-title");
    assert_eq!(cards.len(), 30);
    let found = plan
        .outputs
        .html()
        .map(|(_, text)| text.matches("<th scope=\"row\" class=\"c-testo\">").count())
        .sum::<usize>();
    assert!(found > 120, "{found}");
    let names: BTreeSet<String> = written("cassano", "testo").into_iter().collect();
    let text = tight(&plan.text);
    let lost: Vec<&String> = names.iter().filter(|name| !text.contains(&tight(&name.replace('\'', "’")))).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    for dimension in
        ["Efficacia", "Efficienza", "Economicità", "Impatto (outcome)", "Realizzazione (output)", "Attività e processo"]
    {
        assert!(site(plan, "tr.gruppo th").iter().any(|term| term == dimension), "no entry «{dimension}» in the index");
    }
    // The right label for each kind.
    for label in ["Data prevista", "Termine previsto", "Dimensione attesa", "% prevista", "Esito previsto"] {
        assert!(plan.text.contains(label), "{label}");
    }
    // A gap of coverage is told with its days.
    assert!(tight(&plan.text).contains(&tight("Scoperta – 01/05/2025 31/12/2025")));
}

/// The lines of a calendar file, unfolded.
fn ics(plan: &Plan) -> Vec<String> {
    let text = std::str::from_utf8(plan.outputs.site.get("calendario.ics").expect("a calendar")).unwrap();
    assert!(
        text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']),
        "lines end in CRLF"
    );
    text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}

#[test]
fn the_catalogue_of_exchanges_has_its_cards_hosts_and_seats() {
    let plan = scambi();
    let cards = site(plan, "article.card-scheda_scambio");
    assert_eq!(cards.len(), 17);
    let index: Vec<String> = plan
        .outputs
        .html()
        .filter(|(path, _)| *path == "elenco.html")
        .flat_map(|(_, text)| select(text, "tbody th"))
        .collect();
    assert_eq!(index.len(), 17);
    let hosts: BTreeSet<&str> = index.iter().filter_map(|name| name.split(" – ").next()).collect();
    // Two bodies offer their three cards together.
    assert_eq!(hosts.len(), 8);
    assert!(hosts.contains("Unione Terre d’Argine e Comune di Carpi"), "{hosts:?}");
    let count = |words: &str| index.iter().filter(|name| name.ends_with(words)).count();
    assert_eq!((count(" di 2"), count(" di 3"), count(" di 4"), count("scheda unica")), (4, 6, 4, 3));
    let text = tight(&plan.text);
    assert!(
        text.contains(&tight("17 schede di scambio di 9 enti, con 107 posti per ogni edizione (senza contare 2"))
            && text.contains(&tight("101 giorni in calendario")),
        "the facts"
    );
    // Each form of capacity and of duration is printed.
    for words in [
        "20 partecipanti",
        "massimo 8 in totale",
        "1 Responsabile di Sportello/URP",
        "da 2 a 6 per sessione",
        "4 enti",
        "almeno 4 giornate",
        "2 settimane",
        "da 3 a 5 giornate",
        "1 o 2 giornate",
        "1 giornata e mezza",
    ] {
        assert!(text.contains(&tight(words)), "{words}");
    }
}

#[test]
fn every_date_of_the_exchanges_is_in_the_calendar_or_still_to_be_fixed() {
    let plan = scambi();
    let (_, page) = plan.outputs.html().find(|(path, _)| *path == "le-date.html").unwrap();
    let html = Html::parse_document(page);
    let rows = select(page, "table tbody tr");
    // Counted on the source: the days of each card, those in a row as one.
    let expected = [
        ("Compensazioni ambientali", 3),
        ("SpazioComune", 1),
        ("Scelta Open", 1),
        ("Giovani Protagonisti", 6),
        ("Patti di Cittadinanza", 6),
        ("Spazio nòva", 2),
        ("Navigazione Sicura", 12),
        ("Comunicazione istituzionale", 6),
        ("Cybersecurity", 12),
        ("Piano urbanistico", 12),
        ("Pianificazione e controllo", 2),
        ("Digitale Facile", 2),
    ];
    for (name, days) in expected {
        assert_eq!(rows.iter().filter(|row| row.contains(name)).count(), days, "{name}");
    }
    assert_eq!(rows.len(), expected.iter().map(|(_, days)| days).sum::<usize>());
    assert!(
        rows.iter()
            .any(|row| row.starts_with("07/10/2024 09/10/2024 Unione dei Comuni della Valle del Savio Pianificazione")),
        "{rows:#?}"
    );
    assert!(
        rows.iter().any(|row| row.contains("06/06/2024 07/06/2024") && row.contains("Con ipotesi evento 6 sera")),
        "{rows:#?}"
    );
    let items = select(page, "main li").join("\n");
    for words in [
        "Governance (pag",
        "giugno; ottobre",
        "Ottobre/Novembre; 2^",
        "un giorno dal 17 al 31 maggio (2ª giornata",
        "maggio; giugno; settembre; ottobre",
        "Maggio 2024; Novembre 2024",
        "luglio; settembre; ottobre; novembre",
    ] {
        assert!(items.contains(words), "{words}\n{items}");
    }
    // Every practice leads to its card.
    let links = html.select(&Selector::parse("table tbody td a.rimando, table tbody td a").unwrap()).count();
    assert!(links >= rows.len());
    // The drawing has them all. It is one for a desk and for a phone, where it scrolls.
    let drawn = select(page, ".disegno-largo text");
    for month in ["aprile", "luglio", "novembre"] {
        assert!(drawn.iter().any(|word| word == month), "{month}");
    }
    for (name, _) in expected {
        assert!(drawn.join(" ").contains(name), "{name}");
    }
}

/// The events of the calendar file of a plan with two days of one exchange, by what their lines say.
fn eventi(days: [&str; 2], settings: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    use crate::project::{Project, SETTINGS};
    let day = |day: &str| format!("[[scheda_scambio.disponibilita]]\nquando = \"{day}\"\nstato = \"fissata\"\n");
    let record = "[[ente]]\nid = \"valle\"\nnome = \"Unione della Valle\"\ntipo = \"unione\"\n[[scheda_scambio]]\n\
                  id = \"sportello\"\nente = \"valle\"\nnumero = 1\ntitolo = \"Uno sportello solo\"\n";
    let plan = Project::new()
        .file("piao.toml", &settings.replace("$", SETTINGS))
        .section("```piao:calendario\n```\n\n```piao:schede-scambio\n```")
        .file("dati/d.toml", &(record.to_owned() + &day(days[0]) + &day(days[1])));
    let compiled = plan.compile();
    assert!(!compiled.diags.has_blocking(), "{}", compiled.messages());
    let site = piao::emit::html::render(&compiled.document.unwrap(), &piao::emit::layouts::Layouts::embedded(), None);
    let text = String::from_utf8(site.unwrap().remove("calendario.ics").unwrap()).unwrap().replace("\r\n ", "");
    let events = text.split("BEGIN:VEVENT\r\n").skip(1).map(|event| {
        let lines = event.lines().filter_map(|line| line.split_once(':'));
        lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    });
    events.collect()
}

/// An agenda replaces an event that it has by one with its name and a higher number, or with the same number and a later stamp
/// (RFC 5545, 3.8.7.4; RFC 5546, 2.1.5).
#[test]
fn a_day_that_moves_is_the_same_event() {
    let first = eventi(["12 maggio 2025", "3 giugno 2025"], "$");
    let moved = eventi(["14 maggio 2025", "3 giugno 2025"], "$");
    let names = |events: &[std::collections::BTreeMap<String, String>]| {
        events.iter().map(|event| event["UID"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(first.len(), 2);
    assert_ne!(names(&first)[0], names(&first)[1], "two days are two events");
    assert_eq!(names(&first), names(&moved), "the day is a part of the name");
    assert_eq!((&*first[0]["DTSTART;VALUE=DATE"], &*moved[0]["DTSTART;VALUE=DATE"]), ("20250512", "20250514"));
    assert_eq!((&*first[0]["SEQUENCE"], &*first[0]["DTSTAMP"]), ("0", "20250131T000000Z"));
    // A version of the plan that updates it.
    let versions = "$\n[[versione]]\nnumero = 1\ndata = 2025-01-31\n[[versione]]\nnumero = 2\ndata = 2025-04-10\n\
                    motivo = \"Una data cambia\"\n";
    let second = eventi(["14 maggio 2025", "3 giugno 2025"], versions);
    assert_eq!(names(&second), names(&first));
    assert!(second.iter().all(|event| event["SEQUENCE"] == "1"), "{second:?}");
}

#[test]
fn the_calendar_file_is_valid_and_the_same_twice() {
    let plan = scambi();
    let lines = ics(plan);
    assert_eq!(lines[..3], ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//piao//calendario//IT"]);
    let mut events: Vec<Vec<&str>> = Vec::new();
    assert!(lines[3].starts_with("X-WR-CALNAME:") && lines[4].starts_with("NAME:"), "{:?}", &lines[..5]);
    // As they are in the file: the blank of a continuation counts (RFC 5545, 3.1).
    let bytes = &plan.outputs.site["calendario.ics"];
    assert!(std::str::from_utf8(bytes).unwrap().split("\r\n").all(|line| line.len() <= 75));
    for line in &lines[5..lines.len() - 1] {
        match line.as_str() {
            "BEGIN:VEVENT" => events.push(vec![]),
            "END:VEVENT" => {}
            line => events.last_mut().unwrap().push(line),
        }
    }
    assert_eq!(events.len(), 65);
    let mut ids = BTreeSet::new();
    for event in &events {
        let value = |name: &str| {
            let found: Vec<&str> = event.iter().filter_map(|line| line.strip_prefix(name)).collect();
            assert_eq!(found.len(), 1, "{name} in {event:?}");
            found[0].to_owned()
        };
        assert!(ids.insert(value("UID:")), "{event:?}");
        assert_eq!(value("DTSTAMP:"), "20240502T000000Z");
        let day = |text: String| jiff::civil::Date::strptime("%Y%m%d", text).unwrap();
        assert!(day(value("DTSTART;VALUE=DATE:")) < day(value("DTEND;VALUE=DATE:")));
        assert!(["CONFIRMED", "TENTATIVE"].contains(&value("STATUS:").as_str()));
        assert!(!value("SUMMARY:").is_empty());
    }
    let tentative = lines.iter().filter(|line| *line == "STATUS:TENTATIVE").count();
    assert_eq!(tentative, 12, "two dates in each of three months, for two cards");
    let again = Outputs::of(Compiled::folder(&folder("scambio-comune")).document.unwrap());
    assert_eq!(again.site.get("calendario.ics"), plan.outputs.site.get("calendario.ics"));
    assert!(site(plan, "a[href='calendario.ics']").len() == 1);
}

#[test]
fn no_private_contact_is_in_any_output() {
    let plan = scambi();
    let mut private: Vec<String> = Vec::new();
    let sources = std::fs::read_to_string(folder("scambio-comune").join("dati/schede.toml")).unwrap()
        + &["cesena-1", "novara-1", "reno-galliera-1"]
            .map(|name| {
                std::fs::read_to_string(folder("scambio-comune").join(format!("schede-scambio/{name}.md"))).unwrap()
            })
            .concat();
    for word in sources
        .split('"')
        .filter(|word| word.contains("iservato") || word.starts_with("333 ") || word.starts_with("0547 "))
    {
        private.push(word.to_owned());
    }
    assert!(private.len() > 50);
    let text = tight(&plan.text);
    // Metadata, alternative texts and bookmarks are in compressed streams.
    let mut file = lopdf::Document::load_mem(&plan.outputs.pdf.bytes).unwrap();
    file.decompress();
    let mut unpacked = Vec::new();
    file.save_to(&mut unpacked).unwrap();
    assert!(unpacked.len() > plan.outputs.pdf.bytes.len());
    for word in &private {
        assert!(!text.contains(&tight(word)), "{word} is in the PDF");
        for (path, bytes) in &plan.outputs.site {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{word} is in {path}");
        }
        assert!(!unpacked.windows(word.len()).any(|w| w == word.as_bytes()), "{word} is in the PDF");
        assert!(!format!("{:?}", plan.outputs.document).contains(word.as_str()), "{word} is in the document");
    }
    // Only what is declared public is printed.
    for word in ["piano@example.it", "scambi.monza@example.it", "039 0000022"] {
        assert!(text.contains(&tight(word)), "{word} is public");
    }
}

#[test]
fn both_outputs_of_every_plan_say_the_same() {
    for plan in [cesano(), terre(), variante(), cassano(), scambi()] {
        let found = crate::parity::letto(&plan.outputs, &|_, html| html);
        assert_eq!(found.disaccordi, Vec::<String>::new());
        assert!(found.citazioni > 80 && found.numeri > 250, "the reading is broken, not the plan: {found:?}");
    }
}

#[test]
fn every_plan_cites_only_what_it_prints() {
    for plan in [cesano(), terre(), variante(), cassano(), scambi()] {
        for (path, text) in plan.outputs.html() {
            let html = Html::parse_document(text);
            let ids: BTreeSet<&str> =
                html.select(&Selector::parse("[id]").unwrap()).filter_map(|e| e.value().attr("id")).collect();
            let inside = Selector::parse("a[href^='#']").unwrap();
            for link in html.select(&inside).filter_map(|e| e.value().attr("href")) {
                assert!(ids.contains(&link[1..]), "{path}: {link} leads nowhere");
            }
        }
    }
}

#[test]
fn the_mark_of_a_phase_that_does_not_count_is_explained_once_on_paper_and_on_each_page_of_the_site() {
    let plan = terre();
    let words = tight("«==»: la fase non conta in quell’anno.");
    assert_eq!(tight(&plan.text).matches(&words).count(), 1);
    let marked: Vec<&str> = plan
        .outputs
        .html()
        .filter(|(_, text)| select(text, ".card-obiettivo td, .pagina-voce td").iter().any(|cell| cell == "=="))
        .map(|(path, text)| {
            assert!(tight(&select(text, "main p").join("")).contains(&words), "{path} does not explain «==»");
            path
        })
        .collect();
    assert!(marked.len() > 5, "{marked:?}");
}

#[test]
fn priority_and_year_stand_under_the_title_and_are_values_of_their_own() {
    let plan = terre();
    let said = tight("priorità alta, 2º anno di 3 10 %");
    let title = tight("S2.00001 Terre d’Argine Smart: attuazione del progetto");
    // On paper the lines of the cells of a row come one after the other.
    let printed = tight("priorità alta, 2º anno di 3");
    assert!(tight(&plan.text).contains(&printed), "the PDF has no «{printed}»");
    let rows = site(plan, "table tbody tr");
    let row = rows.iter().map(|row| tight(row)).find(|row| row.starts_with(&title) && row.contains(&said));
    assert!(row.is_some(), "{rows:#?}");
    let data = |path: &str| std::str::from_utf8(plan.outputs.data.files.get(path).expect("data")).unwrap();
    let mut lines = data("dati/tabella-7.csv").lines();
    let head = lines.next().unwrap_or_default();
    assert!(head.contains("obiettivo,obiettivo_priorita,obiettivo_durata,"), "{head}");
    let first = lines.next().unwrap_or_default();
    assert!(first.contains("attuazione del progetto,alta,pluriennale (2/3),"), "{first}");
}

#[test]
fn an_outcome_is_said_once_at_the_head_of_the_page_of_an_objective() {
    let page = terre().outputs.html().find(|(path, _)| *path == "s1-00002.html").expect("a page").1;
    assert_eq!(select(page, "main dt").iter().filter(|label| label.starts_with("Esito al")).count(), 1);
}
