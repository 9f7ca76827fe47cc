//! What each body of a workspace has, in numbers, and all of them together. What a body shows of another's plan is counted once, in the
//! plan where it is written.

use crate::piano::element::misura::Decimale;
use minijinja::{Value as Valore, context};
use serde_json::Value;

/// A column: its heading, and the number of a body.
struct Colonna {
    testo: &'static str,
    conta: fn(&Value) -> Option<Decimale>,
}

const COLONNE: [Colonna; 6] = [
    Colonna { testo: "Obiettivi", conta: |piano| sue(piano, "obiettivi") },
    Colonna { testo: "Progetti", conta: |piano| sue(piano, "progetti") },
    Colonna { testo: "Misure digitali", conta: |piano| sue(piano, "misure-digitali") },
    Colonna { testo: "Misure di prevenzione", conta: |piano| sue(piano, "misure-prevenzione") },
    Colonna { testo: "Linee formative", conta: |piano| sue(piano, "linee-formative") },
    Colonna { testo: "Ore di formazione", conta: ore },
];

/// The numbers of each body, in the order of the columns.
#[derive(Debug, Default)]
pub(super) struct Conti(Vec<(String, Vec<Option<Decimale>>)>);

impl Conti {
    /// Adds a body, of which `piano` is the `piao.json`.
    pub(super) fn aggiungi(&mut self, nome: &str, piano: &Value) {
        self.0.push((nome.to_owned(), COLONNE.iter().map(|colonna| (colonna.conta)(piano)).collect()));
    }

    /// The table of the bodies. None when there is nothing to count.
    pub(super) fn tabella(self) -> Option<Tabella> {
        let mut out = Tabella {
            teste: vec![],
            righe: self.0.iter().map(|(nome, _)| (nome.clone(), vec![])).collect(),
            totale: vec![],
        };
        let cell = |number: Option<Decimale>| number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        for (at, Colonna { testo, .. }) in COLONNE.iter().enumerate() {
            let numbers: Vec<Option<Decimale>> =
                self.0.iter().map(|(_, numbers)| numbers.get(at).copied().flatten()).collect();
            // A column of which nobody says anything would be one of dashes.
            if numbers.iter().flatten().all(|number| *number == Decimale::default()) {
                continue;
            }
            out.teste.push(testo);
            out.righe.iter_mut().zip(&numbers).for_each(|((_, cells), number)| cells.push(cell(*number)));
            // A sum is known where all its parts are.
            out.totale.push(cell(somma(numbers)));
        }
        (!out.teste.is_empty()).then_some(out)
    }
}

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
    /// What the template reads.
    pub(super) fn valore(self) -> Valore {
        let righe: Vec<Valore> = self.righe.into_iter().map(|(nome, celle)| context! { nome, celle }).collect();
        context! { teste => self.teste, righe, totale => self.totale }
    }
}

/// The sum, when every part is known.
fn somma(parts: impl IntoIterator<Item = Option<Decimale>>) -> Option<Decimale> {
    parts.into_iter().map(|part| part.map(|part| part.0)).sum::<Option<i64>>().map(Decimale)
}

fn register<'p>(piano: &'p Value, nome: &str) -> Option<&'p Vec<Value>> {
    piano.get("registri")?.get(nome)?.as_array()
}

/// The rows of a register that are of this body.
fn proprie<'p>(piano: &'p Value, nome: &str) -> Option<impl Iterator<Item = &'p Value>> {
    Some(register(piano, nome)?.iter().filter(|row| row.get("a_cura_di").is_none_or(Value::is_null)))
}

/// How many records of its own the body has in a register.
fn sue(piano: &Value, nome: &str) -> Option<Decimale> {
    somma(proprie(piano, nome)?.map(|_| Some(Decimale::UNO)))
}

/// The hours of training of the lines of its own, in all their years, those of each participant. None when a line does not say those of a year.
fn ore(piano: &Value) -> Option<Decimale> {
    let years = register(piano, "linee-formative-anni")?;
    let of = |line: &Value, anno: &Value| {
        let row = years.iter().find(|row| {
            row.get("linea_id") == line.get("id")
                && row.get("anno").map(ToString::to_string).as_deref() == anno.as_str()
        })?;
        let hours = row.get("ore_persona")?.as_f64()?;
        Some(Decimale((hours * Decimale::UNO.0 as f64).round() as i64))
    };
    somma(proprie(piano, "linee-formative")?.flat_map(|line| {
        let held: Vec<Option<Decimale>> =
            line.get("anni").and_then(Value::as_array).into_iter().flatten().map(|anno| of(line, anno)).collect();
        if held.is_empty() { vec![None] } else { held }
    }))
}

#[cfg(test)]
mod tests {
    use super::{Conti, Tabella};
    use serde_json::{Value, json};

    fn table(enti: &[(&str, &Value)]) -> Option<Tabella> {
        let mut conti = Conti::default();
        enti.iter().for_each(|(nome, piano)| conti.aggiungi(nome, piano));
        conti.tabella()
    }

    #[test]
    fn what_is_taken_from_another_is_counted_once() {
        let line = |id: &str, of: Option<&str>| json!({ "id": id, "anni": ["2027"], "a_cura_di": of });
        let hours = |id: &str, hours: Option<f64>| json!({ "linea_id": id, "anno": 2027, "ore_persona": hours });
        let union = json!({ "registri": { "obiettivi": [], "linee-formative": [line("a", None), line("b", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("b", Some(7.5))] } });
        let town = json!({ "registri": { "obiettivi": [{ "id": "o" }], "linee-formative": [line("a", Some("Unione")), line("c", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("c", None)] } });
        let found = table(&[("Unione", &union), ("Comune", &town)]);
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
        // Nor are those of a year that has no row.
        let half = json!({ "registri": { "linee-formative": [{ "id": "a", "anni": ["2027", "2028"] }], "linee-formative-anni": [hours("a", Some(12.0))] } });
        assert_eq!(
            table(&[("Unione", &half)]).map(|found| found.righe),
            Some(vec![("Unione".to_owned(), words(&["1"]))])
        );
        let nothing = json!({ "registri": { "obiettivi": [] } });
        assert_eq!(table(&[("Unione", &nothing)]), None);
    }
}
