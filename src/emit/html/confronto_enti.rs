//! What each body of a workspace has, in numbers, and all of them together. A record is of the bodies that it names; a line of training that
//! names none is for all those of the plan; any other is of the body that writes it. What is of a body without a plan here is in the whole
//! alone. What a body shows of another's plan is counted once, in the plan where it is written. Where the documents have no record of a body its number is not known: it may have what they do not say.

use crate::base::text::key;
use crate::piano::element::ente::Tipo;
use crate::piano::element::misura::Decimale;
use minijinja::{Value as Valore, context};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A column: its heading, the register of the records that it counts, whether it sums what they say, and what a plan has of it.
struct Colonna {
    testo: &'static str,
    registro: &'static str,
    somma: bool,
    conta: fn(&Piano<'_>) -> Option<Vec<Parte>>,
}

const COLONNE: [Colonna; 6] = [
    Colonna { testo: "Obiettivi", registro: "obiettivi", somma: false, conta: |piano| piano.schede("obiettivi", &[]) },
    Colonna {
        testo: "Progetti",
        registro: "progetti",
        somma: false,
        conta: |piano| piano.schede("progetti", &[("progetti", "id", "attuatore_id")]),
    },
    Colonna {
        testo: "Misure digitali",
        registro: "misure-digitali",
        somma: false,
        conta: |piano| {
            let named = [
                ("misure-digitali", "id", "ente_id"),
                ("misure-digitali", "id", "enti_id"),
                ("misure-digitali-servizi", "misura_id", "ente_id"),
            ];
            piano.schede("misure-digitali", &named)
        },
    },
    Colonna {
        testo: "Misure di prevenzione",
        registro: "misure-prevenzione",
        somma: false,
        conta: |piano| piano.schede("misure-prevenzione", &[]),
    },
    Colonna { testo: "Linee formative", registro: "linee-formative", somma: false, conta: |piano| piano.linee() },
    Colonna { testo: "Ore di formazione", registro: "linee-formative", somma: true, conta: |piano| piano.ore() },
];

/// Where a line of training names its bodies: the register, the column of the line and that of the bodies.
const LINEA: [(&str, &str, &str); 2] =
    [("linee-formative", "id", "enti_id"), ("linee-formative-partecipanti", "linea_id", "ente_id")];

/// A part of a number.
#[derive(Debug)]
struct Parte {
    /// The id of the record.
    id: String,
    /// The bodies that it is of, in lower case. Those of none are of the body that writes it.
    enti: BTreeSet<String>,
    /// How much it is of each body. None when it is not known.
    quanto: Option<Decimale>,
    /// How much it is in the whole, where it is counted once.
    tutto: Option<Decimale>,
}

/// The public data of a plan.
struct Piano<'p> {
    registri: Option<&'p Value>,
    /// The bodies that it knows, by id.
    enti: BTreeMap<&'p str, String>,
    /// Those of them for which a line of training is that names none.
    tutti: BTreeSet<String>,
}

/// A body: what it has in each column, None for a register that its plan does not have.
#[derive(Debug)]
struct Ente {
    nome: String,
    colonne: Vec<Option<Vec<Parte>>>,
    /// Its records that stand in the place of those of other plans: register and id.
    al_posto: BTreeSet<(String, String)>,
}

impl Ente {
    fn al_posto(&self, registro: &str, id: &str) -> bool {
        !self.al_posto.is_empty() && self.al_posto.contains(&(registro.to_owned(), id.to_owned()))
    }
}

fn text<'p>(row: &'p Value, column: &str) -> Option<&'p str> {
    row.get(column)?.as_str()
}

impl<'p> Piano<'p> {
    fn of(json: &'p Value) -> Self {
        let mut out = Piano { registri: json.get("registri"), enti: BTreeMap::new(), tutti: BTreeSet::new() };
        let own = out.register("ente").and_then(|rows| text(rows.first()?, "tipo"));
        for row in out.register("enti").into_iter().flatten() {
            let (Some(id), Some(nome)) = (text(row, "id"), text(row, "nome").map(key)) else { continue };
            // Those that only fund are named too.
            let funds = [Tipo::Ministero, Tipo::Regione].iter().any(|tipo| text(row, "tipo") == Some(tipo.label()));
            if !funds || text(row, "tipo") == own {
                out.tutti.insert(nome.clone());
            }
            out.enti.insert(id, nome);
        }
        out
    }

    fn register(&self, nome: &str) -> Option<&'p Vec<Value>> {
        self.registri?.get(nome)?.as_array()
    }

    /// The rows of a register that this plan writes.
    fn proprie(&self, nome: &str) -> Option<impl Iterator<Item = &'p Value>> {
        Some(self.register(nome)?.iter().filter(|row| row.get("a_cura_di").is_none_or(Value::is_null)))
    }

    /// The bodies that a column of a row names: one, or a list.
    fn nominati(&self, row: &Value, column: &str) -> Vec<String> {
        let one = text(row, column).into_iter();
        let many = row.get(column).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        one.chain(many).filter_map(|id| self.enti.get(id).cloned()).collect()
    }

    /// The bodies of a record, which the columns of `named` name.
    fn di_chi(&self, id: Option<&str>, named: &[(&str, &str, &str)]) -> BTreeSet<String> {
        let rows = named.iter().flat_map(|(register, of, column)| {
            let rows = self.register(register).into_iter().flatten();
            rows.filter(|row| text(row, of) == id).flat_map(|row| self.nominati(row, column))
        });
        rows.collect()
    }

    /// The records of a register: each counts one.
    fn schede(&self, register: &str, named: &[(&str, &str, &str)]) -> Option<Vec<Parte>> {
        let all = self.proprie(register)?.map(|row| Parte {
            id: text(row, "id").unwrap_or_default().to_owned(),
            enti: self.di_chi(text(row, "id"), named),
            quanto: Some(Decimale::UNO),
            tutto: Some(Decimale::UNO),
        });
        Some(all.collect())
    }

    /// The lines of training.
    fn linee(&self) -> Option<Vec<Parte>> {
        let mut all = self.schede("linee-formative", &LINEA)?;
        for line in all.iter_mut().filter(|line| line.enti.is_empty()) {
            line.enti.clone_from(&self.tutti);
        }
        Some(all)
    }

    /// The hours of training of the lines, in all their years, those of each participant. Not known where a line does not say those of a
    /// year.
    fn ore(&self) -> Option<Vec<Parte>> {
        let (years, groups) = (self.register("linee-formative-anni")?, self.register("linee-formative-partecipanti"));
        let mut out = Vec::new();
        for line in self.proprie("linee-formative")? {
            let id = text(line, "id");
            let part = |enti, quanto, tutto| Parte { id: id.unwrap_or_default().to_owned(), enti, quanto, tutto };
            let named = self.di_chi(id, &LINEA);
            let theirs = if named.is_empty() { self.tutti.clone() } else { named };
            // Of several bodies the part of each is not known.
            let all = |tutto: Option<Decimale>| part(theirs.clone(), tutto.filter(|_| theirs.len() < 2), tutto);
            let held: Vec<&str> =
                line.get("anni").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
            if held.is_empty() {
                out.push(all(None));
            }
            for anno in held {
                let of = |row: &&Value| {
                    text(row, "linea_id") == id && row.get("anno").map(ToString::to_string).as_deref() == Some(anno)
                };
                let number = |row: &Value, column: &str| row.get(column)?.as_f64();
                let year = years.iter().find(of);
                let Some((year, whole)) = year.and_then(|row| Some((row, number(row, "ore_persona")?))) else {
                    out.push(all(None));
                    continue;
                };
                let groups: Vec<&Value> = groups.into_iter().flatten().filter(of).collect();
                let people: f64 = groups.iter().filter_map(|row| number(row, "partecipanti")).sum();
                let each =
                    number(year, "ore_per_partecipante").filter(|_| Some(people) == number(year, "partecipanti"));
                match each {
                    Some(each) => out.extend(groups.iter().map(|group| {
                        let people = number(group, "partecipanti");
                        let hours = people.map(|people| decimale(each * people));
                        let of: BTreeSet<String> = self.nominati(group, "ente_id").into_iter().collect();
                        // A group that does not say whose it is.
                        let of = if of.is_empty() { theirs.clone() } else { of };
                        part(of.clone(), hours.filter(|_| of.len() < 2), hours)
                    })),
                    None => out.push(all(Some(decimale(whole)))),
                }
            }
        }
        Some(out)
    }
}

fn decimale(number: f64) -> Decimale {
    Decimale((number * Decimale::UNO.0 as f64).round() as i64)
}

/// The numbers of each body.
#[derive(Debug, Default)]
pub(super) struct Conti(Vec<Ente>);

impl Conti {
    /// Adds a body, of which `json` is the `piao.json`.
    pub(super) fn aggiungi(&mut self, nome: &str, json: &Value) {
        let piano = Piano::of(json);
        let instead = json.get("al_posto").and_then(Value::as_array).into_iter().flatten();
        let pair = |row: &Value| Some((text(row, "registro")?.to_owned(), text(row, "id")?.to_owned()));
        self.0.push(Ente {
            nome: nome.to_owned(),
            colonne: COLONNE.iter().map(|colonna| (colonna.conta)(&piano)).collect(),
            al_posto: instead.filter_map(pair).collect(),
        });
    }

    /// The table of the bodies. None when there is nothing to count.
    pub(super) fn tabella(self) -> Option<Tabella> {
        let place: BTreeMap<String, usize> =
            self.0.iter().enumerate().rev().map(|(n, ente)| (key(&ente.nome), n)).collect();
        let mut out = Tabella {
            teste: vec![],
            righe: self.0.iter().map(|ente| (ente.nome.clone(), vec![])).collect(),
            totale: vec![],
        };
        let cell = |number: Option<i64>| number.map_or_else(|| "–".to_owned(), |number| Decimale(number).to_string());
        for (at, colonna) in COLONNE.iter().enumerate() {
            let (numbers, total) = self.colonna(at, colonna, &place);
            // A column of which nobody says anything would be one of dashes.
            if numbers.iter().flatten().all(|number| *number == 0) && total.is_none_or(|total| total == 0) {
                continue;
            }
            out.teste.push(colonna.testo);
            out.righe.iter_mut().zip(&numbers).for_each(|((_, cells), number)| cells.push(cell(*number)));
            out.totale.push(cell(total));
        }
        (!out.teste.is_empty()).then_some(out)
    }

    /// The number of each body in a column, and that of all. None where it is not known. `place` has the bodies by name.
    fn colonna(
        &self,
        at: usize,
        colonna: &Colonna,
        place: &BTreeMap<String, usize>,
    ) -> (Vec<Option<i64>>, Option<i64>) {
        let registro = colonna.registro;
        let mut numbers: Vec<Option<i64>> = vec![Some(0); self.0.len()];
        let mut said = vec![false; self.0.len()];
        let mut total = Some(0);
        let add = |sum: &mut Option<i64>, part: Option<Decimale>| *sum = sum.zip(part).map(|(sum, part)| sum + part.0);
        // The records of another plan that stand for nobody but a body that has its own in their place.
        let mut ceduti: BTreeSet<(usize, &str)> = BTreeSet::new();
        let mut instead: Vec<(usize, &Parte)> = Vec::new();
        for (author, ente) in self.0.iter().enumerate() {
            let Some(parts) = ente.colonne.get(at).and_then(Option::as_ref) else {
                numbers.get_mut(author).into_iter().for_each(|own| *own = None);
                total = None;
                continue;
            };
            for part in parts {
                let named: BTreeSet<usize> = part.enti.iter().filter_map(|ente| place.get(ente).copied()).collect();
                // One that names only bodies that have no plan here is of no row, and is in the whole.
                let elsewhere = named.is_empty() && !part.enti.is_empty();
                let of = if part.enti.is_empty() { BTreeSet::from([author]) } else { named };
                let has_its_own =
                    |n: &usize| *n != author && self.0.get(*n).is_some_and(|other| other.al_posto(registro, &part.id));
                let (theirs, of): (BTreeSet<usize>, BTreeSet<usize>) = of.into_iter().partition(has_its_own);
                let whole = of.is_empty() && !elsewhere;
                // How much of it was of who has its own is not known.
                let others = !of.is_empty() || part.enti.iter().any(|ente| !place.contains_key(ente));
                if colonna.somma && !theirs.is_empty() && others {
                    total = None;
                }
                for n in of {
                    said.get_mut(n).into_iter().for_each(|said| *said = true);
                    numbers.get_mut(n).into_iter().for_each(|sum| add(sum, part.quanto));
                }
                if whole {
                    ceduti.extend(theirs.into_iter().map(|n| (n, part.id.as_str())));
                } else if ente.al_posto(registro, &part.id) {
                    instead.push((author, part));
                } else {
                    add(&mut total, part.tutto);
                }
            }
        }
        for (author, part) in instead {
            // A record in the place of another is one with it, and says its own amount.
            if colonna.somma || ceduti.contains(&(author, part.id.as_str())) {
                add(&mut total, part.tutto);
            }
        }
        numbers.iter_mut().zip(said).filter(|(_, said)| !said).for_each(|(number, _)| *number = None);
        (numbers, total)
    }
}

/// The table of the bodies.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tabella {
    /// The headings of the columns after that of the names.
    teste: Vec<&'static str>,
    /// The name of each body, and its cells.
    righe: Vec<(String, Vec<String>)>,
    /// The cells of all together.
    totale: Vec<String>,
}

impl Tabella {
    /// What the template reads.
    pub(super) fn valore(self) -> Valore {
        let righe: Vec<Valore> = self.righe.into_iter().map(|(nome, celle)| context! { nome, celle }).collect();
        context! { teste => self.teste, righe, totale => self.totale }
    }
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

    fn words(list: &[&str]) -> Vec<String> {
        list.iter().map(|word| (*word).to_owned()).collect()
    }

    fn line(id: &str, of: Option<&str>) -> Value {
        json!({ "id": id, "anni": ["2027"], "a_cura_di": of })
    }

    fn hours(id: &str, hours: Option<f64>) -> Value {
        json!({ "linea_id": id, "anno": 2027, "ore_persona": hours })
    }

    #[test]
    fn what_is_taken_from_another_is_counted_once() {
        let union = json!({ "registri": { "obiettivi": [], "linee-formative": [line("a", None), line("b", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("b", Some(7.5))] } });
        let town = json!({ "registri": { "obiettivi": [{ "id": "o" }], "linee-formative": [line("a", Some("Unione")), line("c", None)],
            "linee-formative-anni": [hours("a", Some(1200.0)), hours("c", None)] } });
        let found = table(&[("Unione", &union), ("Comune", &town)]);
        let expected = Tabella {
            teste: vec!["Obiettivi", "Linee formative", "Ore di formazione"],
            righe: vec![
                // An empty register does not say that there is none.
                ("Unione".to_owned(), words(&["–", "2", "1.207,5"])),
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

    /// A line that names no body is for all those of the plan but who only funds: what each has of its hours is not known, their sum is.
    #[test]
    fn a_line_of_all_is_of_each_body() {
        let body = |id: &str, nome: &str, tipo: &str| json!({ "id": id, "nome": nome, "tipo": tipo });
        let union = json!({ "registri": {
            "enti": [body("u", "Unione", "Unione di Comuni"), body("b", "Comune di Borgo", "Comune"), body("m", "Ministero", "Ministero")],
            "misure-digitali": [{ "id": "x", "enti_id": ["b", "f"] }],
            "linee-formative": [line("a", None), line("b", None)],
            "linee-formative-anni": [hours("a", Some(12.0)), hours("b", Some(8.0))],
        } });
        let town = json!({ "registri": { "misure-digitali": [], "linee-formative": [], "linee-formative-anni": [] } });
        let expected = Tabella {
            teste: vec!["Misure digitali", "Linee formative", "Ore di formazione"],
            righe: vec![
                ("Unione".to_owned(), words(&["–", "2", "–"])),
                ("Comune di Borgo".to_owned(), words(&["1", "2", "–"])),
                ("Ministero".to_owned(), words(&["–", "–", "–"])),
            ],
            totale: words(&["1", "2", "20"]),
        };
        assert_eq!(table(&[("Unione", &union), ("Comune di Borgo", &town), ("Ministero", &town)]), Some(expected));
    }

    /// The hours of a line that a body writes in the place of another are in the whole: they are its own, whatever the other says of the rest.
    #[test]
    fn the_hours_of_a_line_in_the_place_of_another_are_in_the_whole() {
        let enti = json!([{ "id": "borgo", "nome": "Comune di Borgo" }, { "id": "u", "nome": "Unione" }]);
        let group = |ente: Option<&str>, people: u32| json!({ "linea_id": "a", "anno": 2027, "ente_id": ente, "partecipanti": people });
        let year = |each: f64, people: u32| json!({ "linea_id": "a", "anno": 2027, "ore_persona": each * f64::from(people), "ore_per_partecipante": each, "partecipanti": people });
        let union = |groups: Value| {
            json!({ "registri": { "enti": enti, "linee-formative": [line("a", None)],
                "linee-formative-anni": [year(8.0, 7)], "linee-formative-partecipanti": groups } })
        };
        let town = json!({ "al_posto": [{ "registro": "linee-formative", "id": "a" }], "registri": {
            "linee-formative": [line("a", None)], "linee-formative-anni": [year(10.0, 3)], "linee-formative-partecipanti": [] } });
        // What of 56 hours was of Borgo, which has its own 30, is not known.
        for (groups, whole) in [(json!([group(Some("u"), 7)]), "86"), (json!([group(None, 7)]), "–")] {
            let found = table(&[("Unione", &union(groups)), ("Comune di Borgo", &town)]).expect("a table");
            assert_eq!(found.totale, words(&["1", whole]));
        }
    }

    /// A record is of the bodies that it names, wherever it is written, and in the whole it counts once: also where a body has one in the
    /// place of another.
    #[test]
    fn a_record_is_of_the_body_that_it_names() {
        let enti = json!([{ "id": "borgo", "nome": "Comune di Borgo" }, { "id": "asp", "nome": "ASP" }, { "id": "u", "nome": "Unione" }]);
        let measure = |id: &str, ente: Option<&str>| json!({ "id": id, "ente_id": ente });
        let group =
            |ente: &str, people: u32| json!({ "linea_id": "a", "anno": 2027, "ente_id": ente, "partecipanti": people });
        let year = |id: &str, each: f64, people: u32| json!({ "linea_id": id, "anno": 2027, "ore_persona": each * f64::from(people), "ore_per_partecipante": each, "partecipanti": people });
        let union = json!({ "registri": {
            "enti": enti,
            "misure-digitali": [measure("x", Some("borgo")), measure("y", Some("asp")), measure("z", None)],
            "linee-formative": [line("a", None)],
            "linee-formative-anni": [year("a", 8.0, 7)],
            "linee-formative-partecipanti": [group("borgo", 5), group("u", 2)],
        } });
        let town = json!({ "al_posto": [{ "registro": "linee-formative", "id": "a" }], "registri": {
            "misure-digitali": [],
            "linee-formative": [line("a", None)],
            "linee-formative-anni": [year("a", 10.0, 3)],
            "linee-formative-partecipanti": [],
        } });
        let expected = Tabella {
            teste: vec!["Misure digitali", "Linee formative", "Ore di formazione"],
            righe: vec![
                // That of the ASP, which has no plan here, is in the whole alone.
                ("Unione".to_owned(), words(&["1", "1", "16"])),
                ("Comune di Borgo".to_owned(), words(&["1", "1", "30"])),
            ],
            totale: words(&["3", "1", "46"]),
        };
        assert_eq!(table(&[("Unione", &union), ("Comune di Borgo", &town)]), Some(expected));
    }
}
