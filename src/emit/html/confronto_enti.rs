//! What each body of a workspace has, in numbers, and all of them together. What a body shows of another's plan is counted once, in the
//! plan where it is written.

use crate::piano::element::misura::Decimale;
use minijinja::{Value as Valore, context};
use serde_json::Value;
use std::collections::BTreeSet;

/// A column: its heading, and the number of a body.
struct Colonna {
    testo: &'static str,
    conta: fn(&Value) -> Option<i64>,
}

const COLONNE: [Colonna; 6] = [
    Colonna { testo: "Obiettivi", conta: |piano| sue(piano, "obiettivi") },
    Colonna { testo: "Progetti", conta: |piano| sue(piano, "progetti") },
    Colonna { testo: "Misure digitali", conta: |piano| sue(piano, "misure-digitali") },
    Colonna { testo: "Misure di prevenzione", conta: |piano| sue(piano, "misure-prevenzione") },
    Colonna { testo: "Linee formative", conta: |piano| sue(piano, "linee-formative") },
    Colonna { testo: "Ore di formazione", conta: ore },
];

/// How many parts of an hour the hours are counted in.
const SCALA: f64 = 10_000.0;

/// The table: its headings, a row for each of the bodies, by name and `piao.json`, and the sums. None when there is nothing to count.
pub(super) fn tabella<'p>(enti: impl Iterator<Item = (&'p str, &'p Value)>) -> Option<Valore> {
    let found: Vec<(&str, Vec<Option<i64>>)> =
        enti.map(|(nome, piano)| (nome, COLONNE.iter().map(|colonna| (colonna.conta)(piano)).collect())).collect();
    // A column of which nobody says anything would be one of dashes.
    let shown: Vec<usize> = (0..COLONNE.len())
        .filter(|at| found.iter().any(|(_, row)| row.get(*at).copied().flatten().is_some_and(|number| number != 0)))
        .collect();
    let number = |at: usize, number: Option<i64>| match number {
        // The sums of hours are of ten-thousandths, as amounts of decimals are.
        Some(number) if at == COLONNE.len() - 1 => Decimale(number).to_string(),
        Some(number) => number.to_string(),
        None => "–".to_owned(),
    };
    let cells =
        |row: &dyn Fn(usize) -> Option<i64>| -> Vec<String> { shown.iter().map(|at| number(*at, row(*at))).collect() };
    let righe: Vec<Valore> = found
        .iter()
        .map(|(nome, row)| context! { nome, celle => cells(&|at| row.get(at).copied().flatten()) })
        .collect();
    // A sum is known where all its parts are.
    let sum = |at: usize| found.iter().map(|(_, row)| row.get(at).copied().flatten()).sum::<Option<i64>>();
    let teste: Vec<&str> = shown.iter().filter_map(|at| COLONNE.get(*at)).map(|colonna| colonna.testo).collect();
    (!shown.is_empty()).then(|| context! { teste, righe, totale => cells(&sum) })
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
    use super::tabella;
    use serde_json::json;

    #[test]
    fn what_is_taken_from_another_is_counted_once() {
        let line = |id: &str, of: Option<&str>| json!({ "id": id, "a_cura_di": of });
        let hours = |id: &str, hours: Option<f64>| json!({ "linea_id": id, "anno": 2027, "ore_persona": hours });
        let union = json!({ "registri": { "obiettivi": [], "linee-formative": [line("a", None), line("b", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("b", Some(7.5))] } });
        let town = json!({ "registri": { "obiettivi": [{ "id": "o" }], "linee-formative": [line("a", Some("Unione")), line("c", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("c", None)] } });
        let shown =
            |all: &[(&str, &serde_json::Value)]| serde_json::to_value(tabella(all.iter().copied()).unwrap()).unwrap();
        assert_eq!(
            shown(&[("Unione", &union), ("Comune", &town)]),
            json!({
                "teste": ["Obiettivi", "Linee formative", "Ore di formazione"],
                "righe": [{ "nome": "Unione", "celle": ["0", "2", "1.207,5"] }, { "nome": "Comune", "celle": ["1", "1", "–"] }],
                // The hours of one are not known: nor is their sum.
                "totale": ["1", "3", "–"],
            })
        );
        assert!(tabella([("Unione", &json!({ "registri": { "obiettivi": [] } }))].into_iter()).is_none());
    }
}
