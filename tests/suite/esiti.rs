//! How objectives ended: what was proposed and what was accepted, questions and answers, the outcome of each part; and that what is
//! private is in no output.

use crate::project::{Compiled, Outputs, Project, SETTINGS};

/// A report, with `more` in `[performance]`.
fn settings(more: &str) -> String {
    let head = SETTINGS
        .replace("esito-anticipato = \"ignora\"\n", "")
        .replace("momento = \"approvazione\"", "momento = \"consuntivo\"")
        .replace("data = 2025-01-31", "data = 2026-03-16");
    format!(
        "{head}contributo-valore = \"ignora\"\nversioni-e-momenti = \"ignora\"\nunita-scoperta = \"ignora\"\n\n[performance]\n{more}\n"
    )
}

const UNITA: &str = "[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\n\n[[unita]]\ncodice = \"S2\"\nnome = \"Protocollo\"\nalias = [\"Ufficio protocollo\"]\ndipendenti = 1\n";

/// An objective of `unita`, written as a card, with an outcome for each half of the year and questions. The words in capitals are
/// private unless declared public.
fn scheda(unita: &str, outcome: &str, question: &str) -> String {
    format!(
        "+++\ntitolo = \"Pratiche su appuntamento\"\nunita = \"{unita}\"\npeso = 100\n\
         risultato_atteso = \"Ogni pratica si può prenotare entro dicembre 2025\"\n\n\
         [[fase]]\ntesto = \"Scelta del programma\"\ntempi = \"marzo - giugno\"\npeso = 40\n\
         completamento = {{ monitoraggio = 83, consuntivo = 97 }}\n\n\
         [[fase.misurazione]]\nmomento = \"consuntivo\"\nstato = \"completata\"\nnarrativa = \"Il programma è stato scelto a maggio.\"\n\n\
         [[fase]]\ntesto = \"Avvio\"\ntempi = \"settembre - dicembre\"\npeso = 60\ncompletamento = {{ monitoraggio = 10, consuntivo = 80 }}\n\n\
         [[risultato]]\ntesto = \"Prenotazioni aperte\"\ntarget = \"sì\"\n\n\
         [[risultato.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\nin_quanto = \"mancano i certificati\"\n\n\
         [[misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 87\n\
         in_quanto = \"la seconda fase è in ritardo\"\nevidenze = [\"Determinazione n. 412 del 12/11/2025\"]\n{outcome}\
         proposta = {{ stato = \"parzialmente-raggiunto\", percentuale = 95, data = 2026-02-03, differenza = \"SCARTO di otto punti\", in_quanto = \"RITARDO breve\", narrativa = \"PROPOSTA della narrazione\" }}\n\n\
         [[domanda]]\nmomento = \"consuntivo\"\ndata = 2026-03-09\nfase = \"2\"\ntesto = \"DOMANDA sulla base del calcolo\"\n\
         risposta = \"RISPOSTA sugli ultimi controlli\"\nrisposta_data = 2026-03-12\n{question}+++\n\n\
         Il settore apre le prenotazioni.\n\n## Consuntivo\n\nNARRATIVA della scheda.\n\n| Mese | Prenotazioni |\n| --- | ---: |\n| Novembre | 4.321 |\n"
    )
}

fn plan(unita: &str, performance: &str, outcome: &str, question: &str) -> Project {
    Project::new()
        .file("piao.toml", &settings(performance))
        .section("Il piano.\n\n```piao:obiettivi\n```\n\n```piao:tabella-unita\n```\n\n```piao:totali-unita\n```\n\n```piao:unita\n```\n")
        .file("dati/unita.toml", UNITA)
        .file("obiettivi/S1.1.md", &scheda(unita, outcome, question))
}

/// Everything that readers have: the pages, the site with its search, the data.
fn everything(plan: &Project) -> String {
    let compiled = plan.compile();
    let messages = compiled.messages();
    assert!(compiled.diags.sorted().iter().all(|d| d.code == "P1311"), "{messages}");
    let outputs = Outputs::of(compiled.document.unwrap());
    let mut all = outputs.pages.join("\n");
    for (_, bytes) in outputs.site.iter().chain(outputs.data.files.iter()) {
        all.push_str(&String::from_utf8_lossy(bytes));
    }
    all.replace('\u{a0}', " ")
}

fn codes(plan: &Project) -> Vec<String> {
    let Compiled { diags, .. } = plan.compile();
    diags.sorted().into_iter().map(|d| format!("{} {}", d.code, d.message)).collect()
}

const PROPOSTA: [&str; 5] = ["SCARTO", "RITARDO", "PROPOSTA", "95 %", "03/02/2026"];
const DOMANDE: [&str; 4] = ["DOMANDA", "RISPOSTA", "09/03/2026", "12/03/2026"];
/// What only the outcome of the unit says: in words, in a table of the narrative, in numbers.
const ESITO: [&str; 8] = [
    "NARRATIVA",
    "4.321",
    "87 %",
    "seconda fase è in ritardo",
    "scelto a maggio",
    "mancano i certificati",
    "97 %",
    "n. 412",
];

fn none(all: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(!all.contains(word), "«{word}» si legge"));
}

fn each(all: &str, words: &[&str]) {
    words.iter().for_each(|word| assert!(all.contains(word), "«{word}» non si legge"));
}

#[test]
fn what_was_proposed_and_asked_is_private_unless_declared_public() {
    let all = everything(&plan("S1", "", "", ""));
    none(&all, &PROPOSTA);
    none(&all, &DOMANDE);
    each(&all, &ESITO);
    let all = everything(&plan("S1", "", "pubblico = true\n", ""));
    each(&all, &PROPOSTA);
    none(&all, &DOMANDE);
    each(&all, &["Proposto dall’unità il 03/02/2026: in parte, 95 %", "Accettato da chi valuta: in parte, 87 %"]);
    let all = everything(&plan("S1", "", "", "pubblico = true\n"));
    none(&all, &PROPOSTA);
    each(&all, &DOMANDE);
    each(&all, &["Domanda del 09/03/2026, consuntivo, fase 2", "Risposta del 12/03/2026"]);
    let all = everything(&plan("S1", "pubblici = [\"proposte\", \"domande\"]", "", ""));
    each(&all, &PROPOSTA);
    each(&all, &DOMANDE);
}

#[test]
fn the_outcome_of_one_person_is_nowhere_unless_declared_public() {
    for name in ["S2", "s2", "protocollo", "Ufficio protocollo"] {
        let all = everything(&plan(name, "pubblici = [\"proposte\"]", "", ""));
        none(&all, &PROPOSTA);
        none(&all, &ESITO);
        each(&all, &["Pratiche su appuntamento", "Scelta del programma"]);
    }
    let open = plan("S2", "", "pubblico = true\n", "");
    each(&everything(&open), &ESITO);
    let told = codes(&open);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("P1311") && told[0].contains("ha una persona sola"), "{told:?}");
    each(&everything(&plan("S2", "pubblici = [\"esiti-individuali\"]", "", "")), &ESITO);
}

#[test]
fn what_is_private_is_still_read_for_its_mistakes() {
    let wrong = codes(&plan("S1", "", "", "rispota = \"No\"\n"));
    assert_eq!(wrong.len(), 1, "{wrong:?}");
    assert!(wrong[0].contains("rispota"), "{wrong:?}");
    // Each mistake is told once, whether its place is published or not.
    assert_eq!(codes(&plan("S1", "pubblici = [\"domande\"]", "", "rispota = \"No\"\n")), wrong);
    assert_eq!(codes(&plan("S2", "", "percentuali = 3\n", "")).len(), 1);
}

#[test]
fn a_narrative_under_its_heading_needs_its_outcome() {
    let card = |rest: &str| scheda("S1", "", "") + rest;
    let told = |rest: &str| codes(&plan("S1", "", "", "").file("obiettivi/S1.1.md", &card(rest)));
    assert_eq!(told(""), Vec::<String>::new());
    let found = told("\n## Monitoraggio\n\nA metà anno.\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("P0129") && found[0].contains("racconta un esito che la scheda non ha"), "{found:?}");
    let found = told("\n## Consuntivo\n\nDi nuovo.\n");
    assert!(found.len() == 1 && found[0].contains("due volte"), "{found:?}");
}

#[test]
fn an_outcome_in_part_says_why_or_that_nobody_knows() {
    let card = |reason: &str| scheda("S1", "", "").replace("in_quanto = \"la seconda fase è in ritardo\"\n", reason);
    let of = |reason: &str| plan("S1", "", "", "").file("obiettivi/S1.1.md", &card(reason));
    let found = codes(&of(""));
    assert!(found.len() == 1 && found[0].starts_with("P0363"), "{found:?}");
    each(&everything(&of("in_quanto = { assente = \"la fonte non lo riporta\" }\n")), &["la fonte non lo riporta"]);
}

/// The first page tells of a unit of one person how many objectives it has, and not how they ended.
#[test]
fn the_first_page_keeps_the_outcome_of_one_person() {
    let other = "[[obiettivo]]\ncodice = \"S1.2\"\ntitolo = \"Sportello aperto il sabato\"\nunita = \"S1\"\npeso = 100\n\
         risultato_atteso = \"Lo sportello è aperto ogni sabato\"\n\n\
         [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"non-raggiunto\"\nin_quanto = \"manca il personale\"\n";
    let both = plan("S2", "", "", "").file("dati/altro.toml", other);
    let all = everything(&both);
    none(&all, &ESITO);
    each(
        &all,
        &[
            "Due unità avevano due obiettivi. ",
            "L’unico con un esito non è raggiunto.",
            "Di uno non c’è un esito pubblico.",
            "1, senza un esito pubblico",
            "riservato",
            "l’esito di un’unità di una persona è riservato",
            "manca il personale",
            "100,00",
        ],
    );
}

/// The outcome is computed by the rule that the plan declares, and a difference with the declared one is told.
#[test]
fn an_outcome_is_computed_from_the_phases_or_from_the_indicators() {
    let indicators = "[[indicatore]]\ntesto = \"Prenotazioni\"\nmisura = \"quantita\"\npeso = 60\npolarita = \"aumenta\"\n\
         dimensione = \"efficacia\"\nfonte = \"Registro\"\ntarget = \"100\"\nrilevato = { consuntivo = \"120\" }\n\n\
         [[indicatore]]\ntesto = \"Attese\"\nmisura = \"quantita\"\npeso = 40\npolarita = \"aumenta\"\n\
         dimensione = \"efficacia\"\nfonte = \"Registro\"\ntarget = \"50\"\nrilevato = { consuntivo = \"40\" }\n\n";
    let card = scheda("S1", "", "").replacen("[[risultato]]", &format!("{indicators}[[risultato]]"), 1);
    let of = |rule: &str, percent: &str| {
        let card = card.replace("percentuale = 87\n", percent);
        plan("S1", rule, "", "").file("obiettivi/S1.1.md", &card)
    };
    each(
        &everything(&of("", "percentuale = 87\n")),
        &["Calcolato dalle fasi: 86,8 %", "target raggiunto", "target mancato"],
    );
    let found = codes(&of("calcolo = \"indicatori\"", "percentuale = 87\n"));
    assert_eq!(found, ["P0307 al consuntivo l’esito di S1.1 è 87, ma gli indicatori danno 60"]);
    each(
        &everything(&of("calcolo = \"indicatori\"", "percentuale = 60.5\n")),
        &["Calcolato dagli indicatori raggiunti: 60 %"],
    );
    let compiled = of("", "").compile();
    let messages = compiled.messages();
    assert!(messages.contains("aggiungi `percentuale = 86.8`, che è quanto si calcola"), "{messages}");
}

/// The words of what is told are data, and so is each cell of its tables; terms and alternatives of figures are words too.
#[test]
fn the_tables_of_a_narrative_are_data() {
    let card = scheda("S1", "", "").replace(
        "| Novembre | 4.321 |\n",
        "| Novembre | 4.321 |\n| Dicembre | – |\n\nPoi il resto.\n\nSportello\n: Il luogo dove si va.\n",
    );
    let compiled = plan("S1", "", "", "").file("obiettivi/S1.1.md", &card).compile();
    let outputs = Outputs::of(compiled.document.unwrap());
    let data: serde_json::Value = serde_json::from_slice(&outputs.data.files["dati/piao.json"]).unwrap();
    let rows = data["registri"]["tabelle-dei-racconti"].as_array().unwrap();
    let cell = |row: &serde_json::Value| {
        ["momento", "parte", "tabella", "riga", "posto", "colonna", "testo"].map(|name| match &row[name] {
            serde_json::Value::String(words) => words.clone(),
            other => other.to_string(),
        })
    };
    let cells: Vec<_> = rows.iter().map(cell).collect();
    assert_eq!(cells.len(), 4, "{cells:?}");
    assert_eq!(cells[1], ["consuntivo", "obiettivo", "1", "1", "2", "Prenotazioni", "4.321"]);
    assert_eq!(cells[2], ["consuntivo", "obiettivo", "1", "2", "1", "Mese", "Dicembre"]);
    let words = data["registri"]["misurazioni"][0]["narrativa"].as_str().unwrap();
    assert_eq!(words, "NARRATIVA della scheda. [tabella 1] Poi il resto. Sportello: Il luogo dove si va.");
    // Where the outcome is private, so are its tables.
    let card = card.replace("unita = \"S1\"", "unita = \"S2\"");
    let compiled = plan("S2", "", "", "").file("obiettivi/S1.1.md", &card).compile();
    let outputs = Outputs::of(compiled.document.unwrap());
    let data: serde_json::Value = serde_json::from_slice(&outputs.data.files["dati/piao.json"]).unwrap();
    assert!(data["registri"]["tabelle-dei-racconti"].as_array().is_none_or(Vec::is_empty), "{data}");
}

/// A text that cites an outcome which is not published is told so, and no other figure is proposed.
#[test]
fn an_outcome_that_is_not_published_is_no_fact() {
    let told = |fact: &str| {
        let compiled =
            plan("S2", "", "", "").section(&format!("Siamo al [={fact}].\n\n```piao:obiettivi\n```\n")).compile();
        compiled.messages()
    };
    for fact in ["s1-1.consuntivo", "s2.consuntivo"] {
        let messages = told(fact);
        assert!(messages.contains(&format!("il fatto `{fact}` non si pubblica")), "{messages}");
        assert!(!messages.contains("forse intendevi"), "{messages}");
    }
}

/// An objective that counts and was not measured is told, and a reader is not told that its outcome is withheld.
#[test]
fn what_was_not_measured_is_called_so() {
    let one = |unita: &str, title: &str, peso: u8, outcome: &str| {
        format!(
            "[[obiettivo]]\ntitolo = \"{title}\"\nunita = \"{unita}\"\npeso = {peso}\nrisultato_atteso = \"Fatto entro dicembre 2025\"\n{outcome}\n"
        )
    };
    let reached = "\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n";
    let plan = |missing: &str| {
        let unita = UNITA.replace("dipendenti = 1", "dipendenti = 4");
        let all = [
            unita,
            one("S1", "Carta dei servizi", 60, reached),
            one("S1", "Archivio in ordine", 40, missing),
            one("S2", "Posta del giorno", 100, reached),
        ];
        Project::new()
            .file("piao.toml", &settings(""))
            .section("Il piano.\n\n```piao:obiettivi\n```\n\n```piao:unita\n```\n")
            .file("dati/dati.toml", &all.join("\n"))
    };
    let told = codes(&plan(""));
    assert_eq!(told, ["P0364 «Archivio in ordine» ha un peso, e non si dice come è finito"]);
    assert!(codes(&plan(reached)).is_empty());
    let outputs = Outputs::of(plan("").compile().document.unwrap());
    let page = outputs.pages.join("\n").replace(['\u{a0}', '\n'], " ");
    for words in [
        "Uno non è stato misurato.",
        "non è calcolabile dove di un obiettivo con un peso manca l’esito: Anagrafe («Archivio in ordine»)",
    ] {
        assert!(page.contains(words), "no «{words}» in {page}");
    }
    assert!(!page.contains("esito pubblico"), "{page}");
}
