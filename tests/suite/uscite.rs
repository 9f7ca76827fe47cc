//! A value is one in all that is published: on paper, in the site, in the tables and in JSON. What may be two numbers is in none of them a
//! number.

use crate::project::{Outputs, Project};
use scraper::{Html, Selector};
use serde_json::Value;

/// All that a plan publishes.
struct Uscite {
    carta: String,
    sito: String,
    tutte: Outputs,
}

/// The outputs of a plan whose section is `text` and whose data are `data`.
fn uscite(text: &str, data: &str) -> Uscite {
    let plan = Project::new().section(text).file("dati/dati.toml", data);
    let compiled = plan.compile();
    let messages = compiled.messages();
    let tutte = Outputs::of(compiled.document.unwrap_or_else(|| panic!("{messages}")));
    let main = Selector::parse("main").unwrap();
    let page = |(_, text): (&str, &str)| {
        let html = Html::parse_document(text);
        html.select(&main)
            .flat_map(|main| main.text().map(str::to_owned).collect::<Vec<_>>())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let sito = tutte.html().map(page).collect::<Vec<_>>().join(" ");
    Uscite { carta: flat(&tutte.pages.join(" ")), sito: flat(&sito), tutte }
}

/// Words with one blank between them.
fn flat(text: &str) -> String {
    text.replace(['\u{200b}', '\u{2060}'], "").split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Uscite {
    /// Paper and site both print `words`.
    fn stampano(&self, words: &str) {
        assert!(self.carta.contains(words), "{words}\n{}", self.carta);
        assert!(self.sito.contains(words), "{words}\n{}", self.sito);
    }

    /// Neither prints `words`.
    fn non_stampano(&self, words: &str) {
        assert!(!self.carta.contains(words), "{words}\n{}", self.carta);
        assert!(!self.sito.contains(words), "{words}\n{}", self.sito);
    }

    /// The values of a column of a register: the same in its table, in its JSON and in the whole plan. A blank is no value.
    fn valori(&self, register: &str, column: &str) -> Vec<String> {
        let files = &self.tutte.data.files;
        let mut reader = csv::Reader::from_reader(files[&format!("dati/{register}.csv")].as_slice());
        let at = reader.headers().unwrap().iter().position(|head| head == column).unwrap_or_else(|| panic!("{column}"));
        let cells: Vec<String> = reader.records().map(|row| row.unwrap()[at].to_owned()).collect();
        let alone: Value = serde_json::from_slice(&files[&format!("dati/{register}.json")]).unwrap();
        let json = |value: &Value| match value {
            Value::Null => String::new(),
            Value::String(words) => words.clone(),
            other => other.to_string(),
        };
        let alone: Vec<String> = alone.as_array().unwrap().iter().map(|row| json(&row[column])).collect();
        // A table has as many decimals as the column, JSON as many as the number.
        let number = |words: &String| words.parse::<f64>().map_or_else(|_| words.clone(), |number| number.to_string());
        let same = |cells: &[String]| cells.iter().map(number).collect::<Vec<_>>();
        assert_eq!(same(&cells), same(&alone), "{register}.{column}");
        cells
    }
}

/// An objective with these indicators, and their table.
fn indicatori(all: &[&str]) -> Uscite {
    let own: String = all.iter().map(|fields| format!("\n[[obiettivo.indicatore]]\n{fields}\n")).collect();
    uscite("```piao:cruscotto\n```\n", &format!("[[obiettivo]]\nid = \"o\"\ntitolo = \"Servizi\"\n{own}"))
}

#[test]
fn hours_with_minutes() {
    let line = |titolo: &str, anno: i16, ore: &str, people: u32| {
        format!(
            "[[linea_formativa]]\ntitolo = \"{titolo}\"\ntipo = \"base\"\nanni = [{anno}]\nore = \"{ore}\"\npartecipanti = [{{ numero = {people} }}]\n\n"
        )
    };
    let data = line("Cassa", 2025, "50 minuti", 7) + &line("Guida", 2026, "8 ore e 30 minuti", 2);
    let text = "```piao:linee-formative\nforma = \"schede\"\n```\n\n\
        Ore: [=formazione.ore.2025] nel 2025, [=formazione.ore.2026] nel 2026, [=formazione.ore] in tutto.\n";
    let all = uscite(text, &data);
    // Fifty minutes for seven are five hours and fifty minutes.
    all.stampano("Ore: 5:50 nel 2025, 17 nel 2026, 22:50 in tutto.");
    all.stampano("0:50");
    all.stampano("8,5");
    assert_eq!(all.valori("linee-formative-anni", "ore_persona"), ["5.8333", "17"]);
    assert_eq!(all.valori("linee-formative-anni", "ore_per_partecipante"), ["0.8333", "8.5"]);
}

#[test]
fn numbers_with_two_readings() {
    let all = indicatori(&[
        "testo = \"Ore\"\nunita_misura = \"ore\"\ntarget = \"1.30\"",
        "testo = \"Prestiti\"\nbase = { valore = \"3,2\" }\ntarget = \"2.500\"",
        "testo = \"Entrate\"\nunita_misura = \"migliaia di €\"\ntarget = \"1,6 milioni\"",
    ]);
    for words in ["1.30", "2.500", "1,6 milioni"] {
        all.stampano(words);
    }
    all.non_stampano("target raggiunto");
    assert_eq!(all.valori("target", "target"), ["1.30", "2.500", "1,6 milioni"]);
    assert_eq!(all.valori("target", "target_valore"), [""; 3]);
}

#[test]
fn reductions() {
    let all = indicatori(&[
        "testo = \"Spesa\"\nbase = { valore = \"51.008,28 €\" }\ntarget = \"-10 %\"\nrilevato = { consuntivo = \"45.900,00 €\" }",
        "testo = \"Consumi\"\nformula = { numeratore = \"consumi\", tipo = \"variazione\" }\npolarita = \"diminuisce\"\ntarget = \"-5 %\"\nrilevato = { consuntivo = \"-6 %\" }",
    ]);
    all.stampano("51.008,28 €");
    all.stampano("−5 %");
    // The fall that is declared has a verdict, that of an amount has none.
    assert_eq!(all.carta.matches("target raggiunto").count(), 1, "{}", all.carta);
    all.stampano("target raggiunto");
    all.non_stampano("target mancato");
    assert_eq!(all.valori("target", "target_valore"), ["", "-5"]);
}

#[test]
fn fractions_beside_percentages() {
    let all = indicatori(&[
        "testo = \"Domande\"\nmisura = \"percentuale\"\ntarget = \"95\"\nrilevato = { consuntivo = \"0,98\" }",
        "testo = \"Istanze\"\nmisura = \"percentuale\"\npolarita = \"aumenta\"\ntarget = \"90 %\"\nrilevato = { consuntivo = \"98,5 %\" }",
    ]);
    all.stampano("0,98");
    all.stampano("98,5 %");
    assert_eq!(all.carta.matches("target raggiunto").count(), 1, "{}", all.carta);
    all.stampano("target raggiunto");
    all.non_stampano("target mancato");
    assert_eq!(all.valori("indicatori", "rilevato_consuntivo"), ["0,98", "98,5 %"]);
    assert_eq!(all.valori("indicatori", "rilevato_consuntivo_valore"), ["", "98.5"]);
}

#[test]
fn seats_of_exchanges() {
    let card = |n: u32, seats: &str| {
        format!(
            "[[scheda_scambio]]\nid = \"s{n}\"\nente = \"Comune di Prova\"\ntitolo = \"Scambio {n}\"\ncapienza = {seats}\nreferente = {{ ruolo = \"Dirigente\" }}\n\n"
        )
    };
    let data = "[[ente]]\nid = \"prova\"\nnome = \"Comune di Prova\"\ntipo = \"comune\"\n\n".to_owned()
        + &card(1, "\"massimo 3 per ogni data, per un totale di massimo 9\"")
        + &card(2, "\"nelle 2 sessioni, 10 persone ciascuna\"")
        + &card(3, "\"3 alla settimana\"");
    let text = "```piao:schede-scambio\nforma = \"schede\"\n```\n\nI posti sono [=schede-scambio.posti.totale].\n";
    let all = uscite(text, &data);
    all.stampano("I posti sono 29.");
    all.stampano("3 alla settimana");
    assert_eq!(all.valori("schede-scambio", "posti"), ["9", "20", ""]);
}

#[test]
fn bounds() {
    let data = "[[lavoro_agile]]\ngiorni = \"due\"\ndipendenti = { 2025 = 40 }\ngiornate = { 2025 = \"≤ 450\" }\n";
    let all = uscite("```piao:indicatori-agile\n```\n\n```piao:lavoro-agile\nforma = \"schede\"\n```\n", data);
    all.stampano("≤ 450");
    all.non_stampano("11,25");
    assert_eq!(all.valori("lavoro-agile-anni", "giornate"), [""]);
    let all = indicatori(&["testo = \"Fogli\"\ntarget = \"≤ 450\"\nrilevato = { consuntivo = \"430\" }"]);
    all.stampano("≤ 450");
    all.stampano("target raggiunto");
    assert_eq!(all.valori("target", "target_confronto"), ["al massimo"]);
    assert_eq!(all.valori("target", "target_valore"), ["450"]);
}

/// A code that names its mission in any of the common forms is counted there, one that names none is counted apart and told.
#[test]
fn missions_of_the_pnrr() {
    let project = |titolo: &str, codice: &str, importo: &str| {
        format!(
            "[[progetto]]\nprogramma = \"PNRR\"\ntitolo = \"{titolo}\"\n{codice}\nimporto = \"{importo}\"\nrichiesto = \"{importo}\"\nfinanziato = \"{importo}\"\n\n"
        )
    };
    let data = project("Case", "codice = \"M5C2I1.1.2\"", "100.000,00 €")
        + &project("Nidi", "codice = \"Missione 5, Componente 2, Investimento 1.1.1\"", "50.000,00 €")
        + &project("Porti", "codice = \"H41F22002740006\"", "7.000,00 €");
    let text = "```piao:totali-progetti\nper = \"missione\"\n```\n\n```piao:progetti\n```\n";
    let told = Project::new().section(text).file("dati/dati.toml", &data).compile();
    let codes: Vec<&str> = told.diags.sorted().into_iter().map(|d| d.code).filter(|code| *code == "P1207").collect();
    assert_eq!(codes, ["P1207"], "{}", told.messages());
    let all = uscite(text, &data);
    all.stampano("150.000,00 €");
    all.stampano("157.000,00 €");
    all.stampano("Missione non indicata");
    assert_eq!(all.valori("progetti", "importo_euro"), ["100000.00", "50000.00", "7000.00"]);
    assert_eq!(all.valori("progetti", "missione"), ["5, Inclusione e coesione", "5, Inclusione e coesione", ""]);
}
