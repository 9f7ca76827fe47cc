//! One of the two plans, as it is compared.

use super::registri::{REGISTRI, Riga};
use crate::base::giorno::Giorno;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A plan as it is compared.
pub(super) struct Lato<'j> {
    pub(super) json: &'j Value,
    pub(super) registri: BTreeMap<&'j str, Vec<&'j Riga>>,
    /// How each thing is called, by its id.
    pub(super) nomi: BTreeMap<&'j str, String>,
    /// The names of the things: after the label, they begin a card.
    pub(super) titoli: BTreeSet<String>,
    /// All the words of the registers, a value a line.
    pub(super) testi: String,
}

impl<'j> Lato<'j> {
    pub(super) fn of(json: &'j Value) -> Self {
        let registers = json.get("registri").and_then(Value::as_object).into_iter().flatten();
        let rows = |value: &'j Value| value.as_array().into_iter().flatten().filter_map(Value::as_object).collect();
        let registri: BTreeMap<&str, Vec<&Riga>> =
            registers.map(|(name, value)| (name.as_str(), rows(value))).collect();
        let (mut nomi, mut titoli) = (BTreeMap::new(), BTreeSet::new());
        for registro in REGISTRI {
            for riga in registri.get(registro.nome).into_iter().flatten() {
                if let Some(id) = riga.get("id").and_then(Value::as_str) {
                    nomi.insert(id, registro.nome_di(riga));
                }
                titoli.insert(registro.parole(riga));
            }
        }
        titoli.remove("");
        let values = registri.values().flatten().flat_map(|riga| riga.values()).filter_map(Value::as_str);
        let testi = values.fold(String::new(), |all, words| all + words + "\n");
        Lato { json, registri, nomi, titoli, testi }
    }

    /// What the plan is: its title, the years or the year that it is about, state and day.
    pub(super) fn parole(&self) -> String {
        let word = |name: &str| self.json.get(name).and_then(Value::as_str).unwrap_or_default();
        let ente = self.json.get("ente").and_then(|ente| ente.get("nome")).and_then(Value::as_str).unwrap_or_default();
        let day = Giorno::parse(word("data")).map_or_else(|| word("data").to_owned(), Giorno::lunga);
        let state = format!("{}, {}", word("momento"), word("stato"));
        // A report is about one year.
        let years = match word("momento") {
            "consuntivo" => word("triennio").split(['-', '–']).next().unwrap_or_default(),
            _ => word("triennio"),
        };
        let years = &years.replace('-', "–");
        let title = word("titolo");
        let title = if title.contains(years.as_str()) { title.to_owned() } else { format!("{title} {years}") };
        [ente.to_owned(), title, state, day]
            .into_iter()
            .filter(|words| !words.trim_matches([' ', ',']).is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    pub(super) fn righe(&self, registro: &str) -> &[&'j Riga] {
        self.registri.get(registro).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a line of the text begins the card of a record.
    pub(super) fn is_head(&self, line: &str) -> bool {
        line.split_once(": ").is_some_and(|(_, title)| self.titoli.contains(title))
    }

    /// Whether it is a row, or the description of a drawing, that names a record.
    pub(super) fn names_a_record(&self, line: &str) -> bool {
        let cells = line.split(" | ").any(|cell| self.titoli.contains(cell.trim()));
        // A drawing is described in one line that names many things.
        let named = |title: &String| title.split_whitespace().count() > 2 && line.contains(title.as_str());
        cells || (line.contains(" | ") || line.ends_with(')')) && self.titoli.iter().any(named)
    }

    /// Whether the whole line is in a text of a record.
    pub(super) fn is_of_a_record(&self, line: &str) -> bool {
        self.testi.contains(line)
    }
}
