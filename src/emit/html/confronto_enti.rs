//! What each body of a workspace has, in numbers, and all of them together. What a body shows of another's plan is counted once, in the
//! plan where it is written.

use crate::piano::element::misura::Decimale;
use minijinja::{Value as Valore, context};
use serde_json::Value;
use std::collections::BTreeSet;

/// A column: its heading, the number of a body, and how a number of it is written.
struct Colonna {
    testo: &'static str,
    conta: fn(&Value) -> Option<i64>,
    scrivi: fn(i64) -> String,
}

const COLONNE: [Colonna; 6] = [
    Colonna { testo: "Obiettivi", conta: |piano| sue(piano, "obiettivi"), scrivi: cifre },
    Colonna { testo: "Progetti", conta: |piano| sue(piano, "progetti"), scrivi: cifre },
    Colonna { testo: "Misure digitali", conta: |piano| sue(piano, "misure-digitali"), scrivi: cifre },
    Colonna { testo: "Misure di prevenzione", conta: |piano| sue(piano, "misure-prevenzione"), scrivi: cifre },
    Colonna { testo: "Linee formative", conta: |piano| sue(piano, "linee-formative"), scrivi: cifre },
    Colonna { testo: "Ore di formazione", conta: ore, scrivi: |hours| Decimale(hours).to_string() },
];

/// How many parts of an hour the hours are counted in: those of a [`Decimale`].
const SCALA: f64 = 10_000.0;

/// The table of the bodies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tabella {
    /// The headings of the columns after that of the names.
    teste: Vec<&'static str>,
    /// The name of each body, and its cells.
    righe: Vec<(String, Vec<String>)>,
    /// The cells of the sums.
    totale: Vec<String>,
}

impl Tabella {
    /// The table of the bodies `enti`, each with its name and its `piao.json`. None when there is nothing to count.
    pub(super) fn di<'p>(enti: impl Iterator<Item = (&'p str, &'p Value)>) -> Option<Self> {
        let found: Vec<(&str, Vec<Option<i64>>)> =
            enti.map(|(nome, piano)| (nome, COLONNE.iter().map(|colonna| (colonna.conta)(piano)).collect())).collect();
        let at = |row: &[Option<i64>], n: usize| row.get(n).copied().flatten();
        // A column of which nobody says anything would be one of dashes.
        let shown: Vec<usize> = (0..COLONNE.len())
            .filter(|n| found.iter().any(|(_, row)| at(row, *n).is_some_and(|number| number != 0)))
            .collect();
        let cells = |number: &dyn Fn(usize) -> Option<i64>| -> Vec<String> {
            let cell = |n: &usize| match (number(*n), COLONNE.get(*n)) {
                (Some(number), Some(colonna)) => (colonna.scrivi)(number),
                _ => "–".to_owned(),
            };
            shown.iter().map(cell).collect()
        };
        let righe = found.iter().map(|(nome, row)| ((*nome).to_owned(), cells(&|n| at(row, n)))).collect();
        // A sum is known where all its parts are.
        let totale = cells(&|n| found.iter().map(|(_, row)| at(row, n)).sum::<Option<i64>>());
        let teste = shown.iter().filter_map(|n| COLONNE.get(*n)).map(|colonna| colonna.testo).collect();
        (!shown.is_empty()).then_some(Tabella { teste, righe, totale })
    }

    /// What the template reads.
    pub(super) fn valore(self) -> Valore {
        let righe: Vec<Valore> = self.righe.into_iter().map(|(nome, celle)| context! { nome, celle }).collect();
        context! { teste => self.teste, righe, totale => self.totale }
    }
}

fn cifre(number: i64) -> String {
    number.to_string()
}

fn register<'p>(piano: &'p Value, nome: &str) -> Option<&'p Vec<Value>> {
    piano.get("registri")?.get(nome)?.as_array()
}

/// The rows of a register that are of this body.
fn proprie<'p>(piano: &'p Value, nome: &str) -> Option<impl Iterator<Item = &'p Value>> {
    Some(register(piano, nome)?.iter().filter(|row| row.get("a_cura_di").is_none_or(Value::is_null)))
}

/// How many records of its own the body has in a register.
fn sue(piano: &Value, nome: &str) -> Option<i64> {
    i64::try_from(proprie(piano, nome)?.count()).ok()
}

/// The hours of training of the lines of its own, in all the years, hour by hour of each participant. None when a line does not say them.
fn ore(piano: &Value) -> Option<i64> {
    let id = |row: &Value, key: &str| row.get(key).and_then(Value::as_str).map(str::to_owned);
    let lines: BTreeSet<String> = proprie(piano, "linee-formative")?.filter_map(|row| id(row, "id")).collect();
    let years = register(piano, "linee-formative-anni")?;
    let years: Vec<(String, Option<f64>)> = years
        .iter()
        .filter_map(|row| Some((id(row, "linea_id")?, row.get("ore_persona").and_then(Value::as_f64))))
        .filter(|(line, _)| lines.contains(line))
        .collect();
    let said: BTreeSet<&String> = years.iter().map(|(line, _)| line).collect();
    if lines.iter().any(|line| !said.contains(line)) {
        return None;
    }
    years.iter().map(|(_, hours)| hours.map(|hours| (hours * SCALA).round() as i64)).sum()
}

#[cfg(test)]
mod tests {
    use super::Tabella;
    use serde_json::json;

    #[test]
    fn what_is_taken_from_another_is_counted_once() {
        let line = |id: &str, of: Option<&str>| json!({ "id": id, "a_cura_di": of });
        let hours = |id: &str, hours: Option<f64>| json!({ "linea_id": id, "anno": 2027, "ore_persona": hours });
        let union = json!({ "registri": { "obiettivi": [], "linee-formative": [line("a", None), line("b", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("b", Some(7.5))] } });
        let town = json!({ "registri": { "obiettivi": [{ "id": "o" }], "linee-formative": [line("a", Some("Unione")), line("c", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("c", None)] } });
        let found = Tabella::di([("Unione", &union), ("Comune", &town)].into_iter());
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let expected = Tabella {
            teste: vec!["Obiettivi", "Linee formative", "Ore di formazione"],
            righe: vec![
                ("Unione".to_owned(), words(&["0", "2", "1.207,5"])),
                ("Comune".to_owned(), words(&["1", "1", "–"])),
            ],
            // The hours of one are not known: nor is their sum.
            totale: words(&["1", "3", "–"]),
        };
        assert_eq!(found, Some(expected));
        let nothing = json!({ "registri": { "obiettivi": [] } });
        assert_eq!(Tabella::di([("Unione", &nothing)].into_iter()), None);
    }
}
