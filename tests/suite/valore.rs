//! Public value: of whom it is asked, when the rules are silent, and what the two outputs say of it.

use crate::project::{Outputs, Project, SETTINGS};

/// A whole plan of 2027 with sections 2.1 and 2.2, which `data` fill.
fn plan(data: &str) -> Project {
    let settings = SETTINGS
        .replace("2025-2027", "2027-2029")
        .replace("2025-01-31", "2027-01-15")
        .replace("[ente]\n", "[ente]\ndipendenti = 84\n");
    Project::new()
        .file("piao.toml", &settings)
        .file("2-valore/index.md", "+++\nsezione = \"2\"\n+++\n\nPerché.\n")
        .file(
            "2-valore/1-valore.md",
            "+++\nsezione = \"2.1\"\n+++\n\nIl valore.\n\n```piao:obiettivi-vp\n```\n\n```piao:procedure\n```\n",
        )
        .file(
            "2-valore/2-performance.md",
            "+++\nsezione = \"2.2\"\n+++\n\nIl lavoro.\n\n```piao:obiettivi\n```\n\n```piao:unita\n```\n",
        )
        .file("dati/dati.toml", data)
}

/// The same plan with other settings.
fn with(data: &str, from: &str, to: &str) -> Project {
    let plan = plan(data);
    let settings = plan.files().find(|(path, _)| *path == "piao.toml").map(|(_, text)| text.replace(from, to));
    plan.file("piao.toml", &settings.unwrap())
}

/// The rules of public value that are broken, in the order of the messages.
fn broken(plan: &Project) -> Vec<&'static str> {
    let ours = |code: &str| code.starts_with("P102") || code == "P0322";
    plan.compile().diags.sorted().into_iter().map(|d| d.code).filter(|code| ours(code)).collect()
}

const VALORE: &str = r#"
[[obiettivo_vp]]
id = "aria"
codice = "VP1"
titolo = "Un paese in cui si respira meglio"
valore = "L’aria è più *pulita*."
benessere = ["ambientale", "sanitario"]
strategia = { assente = "la sceglie il piano della mobilità" }
destinatari = "I residenti, per primi i bambini."
scadenza = "31/12/2029"
dup = "SeS 4.2"
bes = [10]
etichette = ["risparmio-energetico", "accessibilita-fisica", "accessibilita-digitale"]
responsabile_amministrativo = "capo-ambiente"

[[obiettivo_vp.indicatore]]
testo = "Giorni con troppe polveri"
formula = { numeratore = "giorni oltre il limite", tipo = "conteggio" }
base = { anno = 2026, valore = "41" }
target = { 2027 = "≤ 38", 2029 = "≤ 30" }
fonte = "Centralina"
"#;

const LAVORO: &str = r#"
[[unita]]
codice = "S3"
nome = "Ambiente"

[[incarico]]
id = "capo-ambiente"
ruolo = "dirigente"
unita = "S3"

[[procedura]]
titolo = "Iscrizione al nido"
tempo_attuale = 60
tempo_obiettivo = { 2027 = 60, 2028 = 1 }

[[obiettivo]]
codice = "OB.1"
unita = "S3"
titolo = "Strade scolastiche"
valore = ["aria"]
risultato_atteso = "Due strade chiuse alle auto"
etichette = ["semplificazione", "transizione-digitale", "accessibilita", "pari-opportunita"]

[[obiettivo]]
codice = "OB.2"
unita = "S3"
titolo = "Computer nuovi"
valore = "funzionamento"
risultato_atteso = "Trenta computer sostituiti"
"#;

#[test]
fn a_plan_that_says_all_of_it_is_left_alone() {
    assert_eq!(broken(&plan(&format!("{VALORE}{LAVORO}"))), Vec::<&str>::new());
}

#[test]
fn a_whole_plan_that_says_nothing_is_told_each_thing_once() {
    let empty = plan("");
    assert_eq!(broken(&empty), ["P1020", "P1023", "P1024", "P1025", "P1027", "P1028"]);
    // A section that says why it is empty has answered; one that is not there has a rule of its own.
    let absent = "+++\nsezione = \"2.1\"\nassente = \"il Consiglio non ha ancora approvato il DUP\"\n+++\n";
    assert_eq!(broken(&empty.clone().file("2-valore/1-valore.md", absent)), ["P1028"]);
    let other = "+++\ntitolo = \"Altro\"\nid = \"altro\"\n+++\n\nTesto.\n";
    assert_eq!(broken(&empty.file("2-valore/1-valore.md", other)), ["P1028"]);
}

#[test]
fn it_is_asked_of_whole_plans_and_of_larger_bodies() {
    assert!(broken(&with("", "dipendenti = 84", "dipendenti = 50")).is_empty());
    assert!(broken(&with("", "tipo = \"piao\"", "tipo = \"sezione-piao\"")).is_empty());
    // Who does not say how many they are owes the whole plan.
    assert!(!broken(&with("", "dipendenti = 84\n", "")).is_empty());
    // Bodies that Comuni make for their services have no DUP.
    let without = format!("{VALORE}{LAVORO}").replace("dup = \"SeS 4.2\"\n", "");
    assert_eq!(broken(&plan(&without)), ["P1022"]);
    assert!(broken(&with(&without, "tipo = \"comune\"", "tipo = \"asp\"")).is_empty());
    assert!(broken(&with(&without, "dipendenti = 84", "dipendenti = 50")).is_empty());
    // The link to public value is asked since the guidelines.
    let unlinked = format!("{VALORE}{LAVORO}").replace("valore = [\"aria\"]\n", "");
    assert_eq!(broken(&plan(&unlinked)), ["P0322"]);
    assert!(broken(&with(&unlinked, "2027-01-15", "2025-12-16")).is_empty());
}

#[test]
fn what_was_not_read_may_be_there() {
    for slip in ["titolo = 5", "tiitolo = \"x\"", "colore = 3", "titolo = \"x"] {
        let data = format!("[[obiettivo_vp]]\n{slip}\n");
        assert!(broken(&plan(&data)).is_empty(), "{slip}");
    }
}

/// What the table of completeness misses in a plan, evidence by evidence.
fn missed(plan: &Project) -> Vec<String> {
    let mut plan = plan.open();
    plan.compile(&mut |_| {});
    let table = plan.into_compiled().unwrap().completezza().unwrap();
    let lacks = table.sezioni.iter().flat_map(|section| &section.evidenze).filter(|e| !e.mancano.is_empty());
    lacks.map(|e| format!("{}: {}", e.parole, e.mancano.join(", "))).collect()
}

/// The rules and the table have one judge for each fact: what one misses the other misses.
#[test]
fn rules_and_the_table_of_completeness_agree() {
    let whole = format!("{VALORE}{LAVORO}");
    let with_data = |from: &str, to: &str| {
        assert!(whole.contains(from), "{from}");
        plan(&whole.replace(from, to))
    };
    let shown = "+++\nsezione = \"2.1\"\n+++\n\n```piao:obiettivi-vp\n```\n\n```piao:procedure\n```\n";
    let owner = "unita = \"S3\"\ntitolo = \"Computer";
    let owned = |by: &str| with_data(owner, &format!("{by}\ntitolo = \"Computer"));
    let share =
        format!("{}\n[[obiettivo.quota]]\nunita = \"S3\"\npeso = 7\n", whole.replace(owner, "titolo = \"Computer"));
    // The plan, the rule, and the words of the evidence: both speak, or neither.
    let cases: [(&str, Project, &str, &str, bool); 15] = [
        ("nobody answers", owned(""), "P0323", "chi ne risponde", true),
        ("not decided", owned("unita = { assente = \"si decide a marzo\" }"), "P0323", "chi ne risponde", false),
        ("an office", owned("responsabili = [\"capo-ambiente\"]"), "P0323", "chi ne risponde", false),
        ("only a share", plan(&share), "P0323", "chi ne risponde", false),
        ("the plan as it is", plan(&whole), "P1020", "valore pubblico", false),
        ("no public value", plan(LAVORO), "P1020", "valore pubblico", true),
        (
            "not shown",
            plan(&whole).file("2-valore/1-valore.md", &shown.replace("obiettivi-vp", "enti")),
            "P1020",
            "valore pubblico",
            true,
        ),
        ("no procedures", plan(VALORE), "P1025", "procedur", true),
        (
            "procedures not shown",
            plan(&whole).file("2-valore/1-valore.md", &shown.replace("procedure", "enti")),
            "P1025",
            "procedur",
            true,
        ),
        (
            "no action on access to places",
            with_data("\"accessibilita-fisica\", ", ""),
            "P1023",
            "accessibilità fisica",
            true,
        ),
        (
            "no action on access to sites",
            with_data(", \"accessibilita-digitale\"", ""),
            "P1024",
            "accessibilità digitale",
            true,
        ),
        ("a subject that nobody touches", with_data("\"semplificazione\", ", ""), "P1028", "fra quelli dovuti", true),
        (
            "an objective that was replaced",
            with_data("[[obiettivo]]\ncodice = \"OB.1\"", "[[obiettivo]]\nstato = \"annullato\"\ncodice = \"OB.1\""),
            "P1028",
            "fra quelli dovuti",
            true,
        ),
        ("no point of the DUP", with_data("dup = \"SeS 4.2\"\n", ""), "P1022", "punto del DUP", true),
        (
            "a body without a DUP",
            with(&whole.replace("dup = \"SeS 4.2\"\n", ""), "tipo = \"comune\"", "tipo = \"asp\""),
            "P1022",
            "punto del DUP",
            false,
        ),
    ];
    for (name, plan, rule, words, lacks) in cases {
        let told = plan.compile().diags.iter().any(|problem| problem.code == rule);
        let table = missed(&plan);
        let counted = table.iter().any(|evidence| evidence.contains(words));
        assert_eq!((told, counted), (lacks, lacks), "{name}: {table:#?}");
    }
    // Of a small body nothing of the sort is asked, by either.
    let small = with("", "dipendenti = 84", "dipendenti = 50");
    assert_eq!(broken(&small), Vec::<&str>::new());
    assert!(missed(&small).iter().all(|evidence| !evidence.contains("valore pubblico")), "{:#?}", missed(&small));
}

#[test]
fn what_no_view_shows_is_not_in_the_plan() {
    let hidden =
        plan(&format!("{VALORE}{LAVORO}")).file("2-valore/1-valore.md", "+++\nsezione = \"2.1\"\n+++\n\nTesto.\n");
    assert_eq!(broken(&hidden), ["P1020", "P1025"]);
}

#[test]
fn an_omission_of_all_is_told_once() {
    let values: String = (0..4).map(|n| format!("[[obiettivo_vp]]\ntitolo = \"Valore {n}\"\n")).collect();
    let procedures: String = (0..4).map(|n| format!("[[procedura]]\ntitolo = \"Procedura {n}\"\n")).collect();
    let work: String =
        (0..4).map(|n| format!("[[obiettivo]]\ntitolo = \"Lavoro {n}\"\nrisultato_atteso = \"Fatto\"\n")).collect();
    let found = broken(&plan(&format!("{values}{procedures}{work}")));
    let count = |code: &str| found.iter().filter(|c| **c == code).count();
    assert_eq!((count("P1021"), count("P1022"), count("P1026"), count("P0322")), (4, 1, 1, 1), "{found:?}");
}

#[test]
fn times_are_compared_only_in_one_unit() {
    let found = |now: &str, then: &str| {
        let data = format!("[[procedura]]\ntitolo = \"Nido\"\ntempo_attuale = {now}\ntempo_obiettivo = {then}\n");
        broken(&plan(&data)).contains(&"P1026")
    };
    // Of two units the reader is told, because whether it gets shorter cannot be seen.
    for (now, then) in [
        ("30", "30"),
        ("30", "45"),
        ("\"30 gg\"", "\"31 giorni\""),
        ("30", "{ 2027 = 20, 2029 = 40 }"),
        ("\"2 mesi\"", "\"45 giorni\""),
    ] {
        assert!(found(now, then), "{now} {then}");
    }
    let right = [("45", "30"), ("30", "{ 2027 = 30, 2028 = 20 }"), ("\"molti\"", "5")];
    for (now, then) in right {
        assert!(!found(now, then), "{now} {then}");
    }
    assert!(!found("{ assente = \"non misurato\" }", "30"));
}

#[test]
fn a_value_that_is_not_there_is_an_error_and_the_other_word_is_none() {
    let wrong = plan(&format!("{VALORE}{LAVORO}").replace("[\"aria\"]", "[\"ariaa\", \"Funzionamento\"]")).compile();
    let codes: Vec<&str> = wrong.diags.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["P0201"], "{}", wrong.messages());
    let bes = plan(&VALORE.replace("bes = [10]", "bes = [13]")).compile();
    assert!(bes.messages().contains("non ha un dominio 13"), "{}", bes.messages());
}

#[test]
fn both_outputs_say_the_same_of_a_public_value() {
    let outputs = Outputs::of(plan(&format!("{VALORE}{LAVORO}")).compile().clean());
    let tight = |text: &str| text.split_whitespace().collect::<String>();
    let paper = tight(&outputs.pages.concat());
    let site: String = outputs
        .html()
        .map(|(_, html)| {
            let page = scraper::Html::parse_document(html);
            page.root_element().text().collect::<String>()
        })
        .collect();
    let site = tight(&site);
    for words in [
        "Obiettivo di valore pubblico",
        "Quale valore pubblico",
        "L’aria è più pulita.",
        "ambientale; sanitario",
        "Non indicato",
        "(la sceglie il piano della mobilità)",
        "A chi è rivolto",
        "Sezione strategica del DUP",
        "BES 10 – Ambiente",
        "dirigente (Ambiente)",
        "Vi contribuiscono",
        "Contribuisce a",
        "Formula: giorni oltre il limite (conteggio). Fonte: Centralina",
        "60 giorni nel 2027, 1 giorno nel 2028",
        "funzionamento dell’ente",
    ] {
        let words = tight(words);
        assert!(paper.contains(&words), "not on paper: {words}");
        assert!(site.contains(&words), "not on the site: {words}");
    }
    // What it is, for whom, by when and of what kind stands in a strip, in that order.
    let strip = scraper::Selector::parse("article.card-obiettivo_vp .fatti dt").unwrap();
    let facts: Vec<String> = outputs
        .html()
        .flat_map(|(_, html)| {
            let page = scraper::Html::parse_document(html);
            page.select(&strip).map(|name| name.text().collect::<String>()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(facts, ["Quale valore pubblico", "A chi è rivolto", "Entro quando", "Benessere"]);
}
