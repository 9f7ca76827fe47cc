//! Personal data in whole plans: what is printed is looked at wherever it stands, what is not printed never.

use crate::project::{Compiled, Project, SETTINGS};

/// The codes of the rules on personal data and on hidden characters, with the marked characters.
fn told(compiled: &Compiled) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> = compiled
        .diags
        .sorted()
        .into_iter()
        .filter(|d| d.code.starts_with("P13") || ["P0501", "P0543"].contains(&d.code))
        .map(|d| (d.code, d.span.map_or("", |span| compiled.sources.slice(span)).to_owned()))
        .collect();
    all.sort();
    all
}

fn section(text: &str) -> Vec<(&'static str, String)> {
    told(&Project::new().section(text).compile())
}

fn one(code: &'static str, marked: &str) -> Vec<(&'static str, String)> {
    vec![(code, marked.to_owned())]
}

#[test]
fn every_printed_text_is_looked_at() {
    let mobile = || one("P1303", "333 1234567");
    for text in [
        "## Chiamare 333 1234567\n",
        "- punto: **333 1234567**\n",
        "> 333 1234567\n",
        "Termine\n: Definizione con 333 1234567\n",
        "Testo[^a].\n\n[^a]: Nota: 333 1234567.\n",
        "Tabella: Numeri\n\n| A | B |\n| --- | --- |\n| x | 333 1234567 |\n",
        "[scrivi al 333 1234567](https://esempio.it)\n",
    ] {
        assert_eq!(section(text), mobile(), "{text}");
    }
    let data = "[[obiettivo]]\ntitolo = \"Chiamare 333 1234567\"\nrisultato_atteso = \"12 sedi\"\n";
    assert_eq!(told(&Project::new().section("Testo.").file("dati/o.toml", data).compile()), mobile());
    assert_eq!(section("[a](tel:+393331234567)\n").len(), 1);
    // Comments are not printed, nor is the reason of an excuse.
    assert_eq!(section("<!-- 333 1234567 -->\n\nTesto.\n"), []);
}

/// What a contact keeps for itself is nowhere in the outputs, and no rule speaks of it.
#[test]
fn a_contact_is_looked_at_only_where_it_is_public() {
    let card = |public: &str| {
        let data = format!(
            "[[ente]]\nid = \"e\"\nnome = \"Ente\"\ntipo = \"comune\"\n\n[[scheda_scambio]]\nente = \"e\"\ntitolo = \"Pratica\"\n\
             referente = {{ ruolo = \"Referente\", nome = \"Anna Verdi\", email = \"anna@gmail.com\", cellulare = \"333 1234567\"{public} }}\n"
        );
        told(&Project::new().section("Testo.").file("dati/s.toml", &data).compile())
    };
    assert_eq!(card(""), []);
    assert_eq!(card(", pubblici = [\"nome\"]"), []);
    assert_eq!(card(", pubblici = [\"cellulare\"]"), one("P1303", "333 1234567"));
    assert_eq!(card(", pubblici = [\"email\"]"), one("P1304", "anna@gmail.com"));
}

#[test]
fn mail_of_bodies_is_fine() {
    let fields = "sito = \"https://www.paesediprova.it/\"\npec = \"paesediprova@gmail.com\"\n";
    let settings = SETTINGS.replace("[ente]\n", &format!("[ente]\n{fields}"));
    let plan = |text: &str| told(&Project::new().file("piao.toml", &settings).section(text).compile());
    for fine in [
        "anna.verdi@paesediprova.it",
        "anna.verdi@biblioteca.paesediprova.it",
        "anna.verdi@comune.altropaese.bo.it",
        "anna.verdi@funzionepubblica.gov.it",
        "ufficio.tributi@ditta.it",
        "info@ditta.it",
    ] {
        assert_eq!(plan(&format!("Scrivere a {fine}.")), [], "{fine}");
    }
    assert_eq!(plan("Scrivere a anna.verdi@ditta.it."), one("P1304", "anna.verdi@ditta.it"));
    // An address and its link are one.
    assert_eq!(plan("Scrivere a [a.verdi@libero.it](mailto:a.verdi@libero.it).").len(), 1);
}

#[test]
fn who_holds_an_office_may_be_named() {
    let office = "[[incarico]]\nruolo = \"dirigente\"\npersona = \"Anna Verdi\"\n";
    let text = "| Nome | Area |\n| --- | --- |\n| VERDI Anna | D3 |\n| ROSSI Mario | C1 |\n| NERI Luca | C2 |\n";
    let plan = Project::new().section(text).file("dati/i.toml", office);
    assert_eq!(told(&plan.compile()), one("P1307", "ROSSI Mario"), "one problem for a table");
    let text = "La dott.ssa Anna Verdi è in malattia.";
    assert_eq!(told(&Project::new().section(text).compile()), one("P1305", "in malattia"));
    assert_eq!(told(&Project::new().section(text).file("dati/i.toml", office).compile()), []);
}

/// The cells of a file are marked where the text names it: there they can be excused.
#[test]
fn tables_of_files_are_looked_at() {
    let view = "```piao:tabella\ndati = \"ore.csv\"\ndidascalia = \"Dipendenti per sesso\"\n```\n";
    let plan = |csv: &str| told(&Project::new().section(view).file("dati/ore.csv", csv).compile());
    assert_eq!(plan("Ufficio;Uomini;Donne\nTributi;4;1\n"), one("P1306", "\"ore.csv\""));
    assert_eq!(plan("Persona;Area;Uomini\nROSSI Mario;C1;4\n"), one("P1307", "\"ore.csv\""));
    assert_eq!(plan("Ufficio;Uomini;Donne\nTributi;4;5\n"), []);
}

#[test]
fn hidden_characters_are_told_once_and_taken_away() {
    let plan = Project::new().section("Bi\u{200b}blioteca e pia\u{feff}zza.");
    let compiled = plan.compile();
    assert_eq!(told(&compiled), one("P0543", "\u{200b}"), "{}", compiled.messages());
    assert!(!compiled.messages().contains("7-bis"), "a letter without width is nobody's name: {}", compiled.messages());
    let patches: Vec<_> = compiled.diags.iter().flat_map(|d| d.patch.clone()).collect();
    assert_eq!(patches.len(), 2);
    // What turns the order round is for a person to judge.
    let turned = Project::new().section("Costa \u{202e}001\u{202c} euro e\u{200b}.").compile();
    assert_eq!(told(&turned), one("P1308", "\u{202e}"));
    assert_eq!(turned.diags.iter().map(|d| d.patch.len()).sum::<usize>(), 1);
    // An office that ignores the rule is still told what no font can print.
    let ignored = format!("{SETTINGS}testo-nascosto = \"ignora\"\n");
    let codes: Vec<&str> = told(&Project::new().file("piao.toml", &ignored).section("a\u{202e}b").compile())
        .into_iter()
        .map(|(code, _)| code)
        .collect();
    assert_eq!(codes, ["P0501"]);
}
