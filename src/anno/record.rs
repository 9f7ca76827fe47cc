//! One record of the plan that ends, made into that of the next. TOML is edited in place, so comments, order and spacing stay.

use super::anni::{Anni, Quando};
use super::annuali::Attesi;
use super::campi::{Sorte, sorte};
use super::commenti::nomina;
use super::forme::{
    al_momento, da_indicare, di_un_momento, era_scritto, giorno, giorno_scritto, per_anno, ridai, trova, un_anno_dopo,
    vuoto,
};
use super::termine::anno_scritto;
use crate::lingua::tempo::Durata;
use std::collections::BTreeSet;
use toml_edit::{Item, TableLike, Value, value};

/// What becomes of a value.
enum Fine {
    /// It stays, and what it asks stands above it.
    Resta(Vec<String>),
    /// It goes, and what it asks stands in its place.
    Via(Vec<String>),
}

/// What is known while a file is made over.
pub(super) struct Passo<'a> {
    pub(super) anni: Anni,
    /// The names of what is not in the new plan: it cannot be cited.
    pub(super) spariti: &'a BTreeSet<String>,
    /// Who was to leave and to enter in the year that ends.
    pub(super) attesi: Option<&'a Attesi<'a>>,
    /// The comments that take the place of values, by their number.
    pub(super) frasi: Vec<Vec<String>>,
}

impl<'a> Passo<'a> {
    pub(super) fn new(anni: Anni, spariti: &'a BTreeSet<String>) -> Self {
        Passo { anni, spariti, attesi: None, frasi: Vec::new() }
    }

    /// With who was to leave and to enter.
    pub(super) fn con(self, attesi: &'a Attesi<'a>) -> Self {
        Passo { attesi: Some(attesi), ..self }
    }

    /// Makes every field of `table` over. In a table whose fields have no lines of their own, what they ask is given back.
    pub(super) fn tavola(&mut self, via: &str, table: &mut dyn TableLike, righe: bool) -> Vec<String> {
        let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
        let (mut altrove, mut coda) = (Vec::new(), Vec::new());
        for key in keys {
            let Some(item) = table.get_mut(&key) else { continue };
            let line = matches!(item, Item::Value(_));
            let fine = self.campo(&format!("{via}.{key}"), &key, item, &mut coda);
            match fine {
                Fine::Resta(frasi) if frasi.is_empty() => {}
                Fine::Resta(frasi) if righe && line => Self::sopra(table, &key, &frasi),
                Fine::Via(frasi) if righe && line && !frasi.is_empty() => {
                    let segno = self.segno(frasi);
                    table.insert(&key, segno);
                }
                Fine::Via(frasi) => {
                    table.remove(&key);
                    coda.extend(frasi);
                }
                Fine::Resta(frasi) => coda.extend(frasi),
            }
        }
        if righe {
            self.in_coda(table, coda)
        } else {
            altrove.extend(coda)
        }
        altrove
    }

    fn campo(&mut self, via: &str, key: &str, item: &mut Item, coda: &mut Vec<String>) -> Fine {
        let (nuovo, vecchio) = (self.anni.nuovo, self.anni.vecchio);
        let anew = |era: &Item| Fine::Via(vec![format!("`{key}` del {nuovo}; nel {vecchio} era {}", era_scritto(era))]);
        match sorte(via) {
            Some(Sorte::Storia) => return Fine::Resta(vec![]),
            Some(Sorte::Nome) => {
                let year = item.as_str().and_then(|words| self.anni.nominato(words));
                return Fine::Resta(year.map(nomina).into_iter().collect());
            }
            Some(Sorte::Lascia) => return Fine::Via(vec![]),
            Some(Sorte::LasciaSe(word)) if item.as_str().is_some_and(|said| said.trim() == word) => {
                return Fine::Via(vec![]);
            }
            Some(Sorte::Decidi | Sorte::DaIndicare) if vuoto(item) => {}
            Some(Sorte::Decidi) if !per_anno(item) => return anew(item),
            Some(Sorte::DaIndicare) if !per_anno(item) => {
                let frase = format!("`{key}` del {nuovo}; nel {vecchio} era {}", era_scritto(item));
                *item = da_indicare(nuovo, item);
                return Fine::Resta(vec![frase]);
            }
            Some(Sorte::Tempo) if !vuoto(item) => match self.tempo(item) {
                Quando::Avanti | Quando::Sempre => return Fine::Resta(vec![]),
                Quando::Passato | Quando::SenzaAnno | Quando::Oltre => return anew(item),
            },
            Some(Sorte::Ritorna) if !vuoto(item) && self.tempo(item) == Quando::Passato => return anew(item),
            Some(Sorte::UnAnnoDopo) => return Fine::Resta(self.un_anno_dopo(key, item).into_iter().collect()),
            Some(Sorte::Persone) if item.as_integer() != Some(1) => return anew(item),
            Some(Sorte::ConfermaSeNon(word, _)) if item.as_str() == Some(word) => return Fine::Resta(vec![]),
            // A phase that was not weighed in a year may be in the next.
            Some(Sorte::Anni) if !per_anno(item) => match (key, self.tempo(item)) {
                ("tempi", Quando::Avanti | Quando::Sempre) => return Fine::Resta(vec![]),
                _ => return anew(item),
            },
            Some(Sorte::Parti(fields, nome)) => coda.extend(self.parti(item, fields, nome, true)),
            Some(Sorte::Passi(fields, nome)) => coda.extend(self.parti(item, fields, nome, false)),
            Some(Sorte::Conta) => return self.durata(key, item),
            Some(Sorte::Avanza) => {
                if let Some(year) = item.as_integer() {
                    ridai(item, Value::from(year + 1));
                }
                return Fine::Resta(vec![]);
            }
            Some(Sorte::Elenco) => return self.avanti(key, item),
            Some(Sorte::Turno) => {
                self.turno(item);
                return Fine::Resta(vec![]);
            }
            Some(Sorte::Termina(question)) => {
                let year = anno_scritto(item).filter(|year| *year <= self.anni.ultimo);
                return Fine::Resta(
                    year.map(|year| format!("`{key}`: finisce nel {year}; {question}")).into_iter().collect(),
                );
            }
            _ => {}
        }
        if matches!(item, Item::Value(Value::Array(items)) if items.is_empty()) {
            return Fine::Via(vec![]);
        }
        let mut fine = self.forma(via, key, item);
        let question = match sorte(via) {
            Some(Sorte::Conferma(question) | Sorte::ConfermaSeNon(_, question)) => Some(question.to_owned()),
            Some(Sorte::Persone) => Some(format!("`{key}` è ancora questo?")),
            _ => None,
        };
        if let (Some(question), Fine::Resta(frasi)) = (question, &mut fine)
            && !vuoto(item)
        {
            frasi.insert(0, question);
        }
        fine
    }

    /// Moves by a year the times that name a year of the plan that ends.
    fn un_anno_dopo(&self, key: &str, item: &mut Item) -> Option<String> {
        let anni = self.anni;
        let moved = |text: &str| {
            let year = anni.nominato(text)?;
            Some(text.replace(&year.to_string(), &(year + 1).to_string()))
        };
        let mut some = false;
        match item {
            Item::Value(Value::Array(all)) => {
                for value in all.iter_mut() {
                    if let Some(text) = value.as_str().and_then(moved) {
                        let mut new = Value::from(text);
                        *new.decor_mut() = value.decor().clone();
                        *value = new;
                        some = true;
                    }
                }
            }
            Item::Value(Value::Datetime(_)) => {
                if let Some(day) = giorno(item).filter(|day| anni.passato(day.anno())) {
                    let next = giorno_scritto(un_anno_dopo(day), Some(item));
                    ridai(item, next);
                    some = true;
                }
            }
            _ => {
                if let Some(text) = item.as_str().and_then(moved) {
                    ridai(item, Value::from(text));
                    some = true;
                }
            }
        }
        some.then(|| format!("`{key}`: i giorni del {} sono portati a un anno dopo; vanno bene?", anni.vecchio))
    }

    /// Takes out of a list the years that are over. Where none is left somebody says which years come.
    fn avanti(&self, key: &str, item: &mut Item) -> Fine {
        let written = era_scritto(item);
        let asked =
            || Fine::Via(vec![format!("`{key}` del {}; nel {} era {written}", self.anni.nuovo, self.anni.vecchio)]);
        let over = |value: &Value| {
            value.as_integer().and_then(|year| i16::try_from(year).ok()).is_some_and(|year| self.anni.passato(year))
        };
        match item {
            Item::Value(Value::Array(all)) => {
                let before = all.len();
                all.retain(|value| !over(value));
                if all.is_empty() && before > 0 {
                    return asked();
                }
                if all.len() < before {
                    all.fmt();
                }
                Fine::Resta(vec![])
            }
            Item::Value(value) if over(value) => asked(),
            _ => Fine::Resta(vec![]),
        }
    }

    /// A turn that is over comes again after as many years as a plan has.
    fn turno(&self, item: &mut Item) {
        let Anni { primo, ultimo, .. } = self.anni;
        let round = i64::from(ultimo - primo + 1).max(1);
        let next = |mut year: i64| {
            while year > 1900 && year < i64::from(primo) {
                year += round;
            }
            year
        };
        match item {
            Item::Value(Value::Array(all)) => {
                for value in all.iter_mut() {
                    if let Some(year) = value.as_integer() {
                        let mut new = Value::from(next(year));
                        *new.decor_mut() = value.decor().clone();
                        *value = new;
                    }
                }
                if !all.iter().is_sorted_by_key(|value| value.as_integer()) {
                    all.sort_by_key(|value| value.as_integer());
                    all.fmt();
                }
            }
            _ => {
                if let Some(year) = item.as_integer() {
                    ridai(item, Value::from(next(year)));
                }
            }
        }
    }

    /// What a value says by its form alone.
    fn forma(&mut self, via: &str, key: &str, item: &mut Item) -> Fine {
        if per_anno(item) {
            return self.valori_per_anno(via, key, item);
        }
        if al_momento(item) {
            return Fine::Via(vec![]);
        }
        match item {
            Item::Table(table) => Fine::Resta(self.tavola(via, table, true)),
            Item::Value(Value::InlineTable(table)) => Fine::Resta(self.tavola(via, table, false)),
            Item::ArrayOfTables(tables) => {
                tables.retain(|table| !di_un_momento(table));
                tables.iter_mut().for_each(|table| drop(self.tavola(via, table, true)));
                if tables.is_empty() { Fine::Via(vec![]) } else { Fine::Resta(vec![]) }
            }
            Item::Value(Value::Array(items)) => {
                let mut frasi = Vec::new();
                let full = !items.is_empty();
                items.retain(|item| match item {
                    Value::InlineTable(table) => !di_un_momento(table),
                    Value::String(word) if self.sparito(word.value()) => {
                        frasi.push(format!("`{key}`: «{}» non è più nel piano", word.value()));
                        false
                    }
                    _ => true,
                });
                let mut year = None;
                for item in items.iter_mut() {
                    match item {
                        Value::InlineTable(table) => frasi.extend(self.tavola(via, table, false)),
                        other => year = year.max(self.anni.nominato(&other.to_string())),
                    }
                }
                frasi.extend(year.map(nomina));
                if full && items.is_empty() { Fine::Via(frasi) } else { Fine::Resta(frasi) }
            }
            Item::Value(Value::String(words)) => {
                let words = words.value();
                match self.sparito(words) {
                    true => Fine::Via(vec![format!("`{key}`: «{words}» non è più nel piano")]),
                    false => Fine::Resta(self.anni.domanda(words).into_iter().collect()),
                }
            }
            Item::Value(Value::Datetime(day)) => {
                let year = day.value().date.and_then(|date| i16::try_from(date.year).ok());
                Fine::Resta(year.filter(|year| self.anni.passato(*year)).map(nomina).into_iter().collect())
            }
            Item::None | Item::Value(_) => Fine::Resta(vec![]),
        }
    }

    fn sparito(&self, word: &str) -> bool {
        self.spariti.contains(&word.trim().to_lowercase())
    }

    fn tempo(&self, item: &Item) -> Quando {
        match item {
            Item::Value(Value::Datetime(day)) => {
                match day.value().date.and_then(|date| i16::try_from(date.year).ok()) {
                    Some(year) if self.anni.passato(year) => Quando::Passato,
                    _ => Quando::Avanti,
                }
            }
            Item::Value(Value::String(words)) => self.anni.quando(words.value()),
            Item::Value(Value::Integer(year)) => match i16::try_from(*year.value()) {
                Ok(year) if year < 1900 => Quando::SenzaAnno,
                Ok(year) if self.anni.passato(year) => Quando::Passato,
                Ok(_) => Quando::Avanti,
                Err(_) => Quando::SenzaAnno,
            },
            _ => Quando::SenzaAnno,
        }
    }

    /// Values by year: those that are past go, and the new last year is asked for.
    fn valori_per_anno(&mut self, via: &str, key: &str, item: &mut Item) -> Fine {
        let written = era_scritto(item);
        let Anni { primo, nuovo, vecchio, ultimo } = self.anni;
        let Some(table) = item.as_table_like_mut() else { return Fine::Resta(vec![]) };
        let years: Vec<i16> = table.iter().filter_map(|(year, _)| year.parse().ok()).collect();
        let (back, known) = match sorte(via) {
            Some(Sorte::Indietro(back, known)) => (back, known.map(|known| primo - known)),
            _ => (0, None),
        };
        for year in years.iter().filter(|year| **year < primo - back) {
            table.remove(&year.to_string());
        }
        // What was expected of a year is not what it was.
        let known = known.map(|year| match table.remove(&year.to_string()) {
            Some(was) => format!("di `{key}` manca il valore del {year}; era previsto {}", era_scritto(&was)),
            None => format!("di `{key}` manca il valore del {year}"),
        });
        let left = table.len();
        if left == 0 {
            return match sorte(via) {
                Some(Sorte::Anni) => Fine::Via(vec![]),
                Some(Sorte::DaIndicare) => {
                    *item = da_indicare(nuovo, item);
                    Fine::Resta(vec![format!("`{key}` del {nuovo}; nel {vecchio} era {written}")])
                }
                _ => Fine::Via(vec![format!("`{key}` del {nuovo}; prima era {written}")]),
            };
        }
        let asked = sorte(via) != Some(Sorte::Anni) && years.contains(&(ultimo - 1)) && !years.contains(&ultimo);
        let last = asked.then(|| format!("di `{key}` manca il valore del {ultimo}"));
        Fine::Resta(known.into_iter().chain(last).collect())
    }

    /// Takes out of a list the parts that were of another year. It asks for the new ones where some of them named no year, or none is left.
    fn parti(&mut self, item: &mut Item, fields: &[&str], nome: &str, senza: bool) -> Option<String> {
        let mut undated = false;
        let mut stays = |table: &dyn TableLike| {
            // A weight says a time only by its years.
            let weight = |field: &str, item: &Item| field == "peso" && !per_anno(item);
            let times = fields.iter().flat_map(|field| trova(table, field).into_iter().map(move |item| (*field, item)));
            let times = times.filter(|(field, item)| !weight(field, item));
            let said: Vec<Quando> = times.flat_map(|(_, item)| self.quando(item)).collect();
            // Where no year to come is named, the first field decides: «15 marzo 2027» with a note that may be of any year is over.
            let goes_on =
                said.contains(&Quando::Avanti) || matches!(said.first(), Some(Quando::Oltre | Quando::Sempre));
            let stays = goes_on || (said.is_empty() && !senza);
            undated |= !stays && !said.contains(&Quando::Passato);
            stays
        };
        let (kept, left) = match item {
            Item::ArrayOfTables(tables) => {
                let kept: Vec<bool> = tables.iter().map(|table| stays(table)).collect();
                numera(tables.iter_mut().map(|table| table as &mut dyn TableLike), nome, &kept);
                let mut at = kept.iter().copied();
                tables.retain(|_| at.next().unwrap_or(true));
                (kept, tables.len())
            }
            Item::Value(Value::Array(items)) => {
                let kept: Vec<bool> =
                    items.iter().map(|item| item.as_inline_table().is_none_or(|table| stays(table))).collect();
                let inner = items.iter_mut().filter_map(Value::as_inline_table_mut);
                numera(inner.map(|table| table as &mut dyn TableLike), nome, &kept);
                let mut at = kept.iter().copied();
                items.retain(|_| at.next().unwrap_or(true));
                (kept, items.len())
            }
            _ => return None,
        };
        let gone = kept.iter().filter(|stays| !**stays).count();
        let Anni { nuovo, vecchio, .. } = self.anni;
        (gone > 0 && (undated || left == 0)).then(|| {
            format!(
                "{nome} del {nuovo}; quelle che non arrivano al {nuovo} ({gone}) restano con il piano del {vecchio}"
            )
        })
    }

    /// What a time, or times by year, are to the new plan.
    fn quando(&self, item: &Item) -> Vec<Quando> {
        if !per_anno(item) {
            return vec![self.tempo(item)];
        }
        let years = item.as_table_like().into_iter().flat_map(|table| table.iter());
        let years = years.filter_map(|(year, _)| year.parse().ok());
        years.map(|year| if self.anni.passato(year) { Quando::Passato } else { Quando::Avanti }).collect()
    }

    /// `pluriennale (1/3)` becomes `pluriennale (2/3)`.
    fn durata(&mut self, key: &str, item: &mut Item) -> Fine {
        let Some(durata) = item.as_str().and_then(Durata::leggi) else { return Fine::Resta(vec![]) };
        match (durata.k, durata.n) {
            _ if durata.fase.is_some() => Fine::Resta(vec![format!("`{key}`: a quale fase è il {}?", self.anni.nuovo)]),
            (Some(k), Some(n)) if k < n => {
                let next = Durata { k: Some(k + 1), ..durata }.to_string();
                ridai(item, Value::from(next));
                Fine::Resta(vec![])
            }
            (None, _) if durata.da.is_some() => Fine::Resta(vec![]),
            _ => Fine::Resta(vec![format!("`{key}`: di quanti anni è, e quale è il {}?", self.anni.nuovo)]),
        }
    }
}

/// Gives the phases that stay (`kept`) the number by which they were known, when one before them goes.
fn numera<'t>(all: impl Iterator<Item = &'t mut dyn TableLike>, nome: &str, kept: &[bool]) {
    if nome != "fasi" {
        return;
    }
    let (mut last, mut gone) = (0u32, false);
    for (table, stays) in all.zip(kept) {
        match table.get("n").map(|n| n.to_string().trim().trim_matches('"').to_owned()) {
            Some(written) => last = written.parse().unwrap_or(last),
            None => {
                last += 1;
                if gone {
                    table.insert("n", value(i64::from(last)));
                }
            }
        }
        gone |= !stays;
    }
}
