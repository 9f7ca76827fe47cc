//! One record of the plan that ends, made into that of the next. TOML is edited in place, so comments, order and spacing stay.

use super::anni::{Anni, Quando};
use super::annuali::Attesi;
use super::campi::{Sorte, sorte};
use crate::base::decisioni::DECIDERE;
use crate::base::giorno::Giorno;
use crate::base::text::at_most;
use crate::lingua::tempo::Durata;
use crate::piano::settings::Momento;
use std::collections::BTreeSet;
use toml_edit::{DocumentMut, InlineTable, Item, Table, TableLike, Value, value};

/// A character that no source has: it marks the lines that become comments when the file is written.
const SEGNO: char = '\u{e000}';

/// The most characters of a former value in a comment.
const ERA: usize = 160;

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
    frasi: Vec<Vec<String>>,
}

/// A record, in one of the two forms that TOML has for it. A row of a CSV is taken for a row of a list.
pub(super) enum Scheda<'t> {
    /// With a header, and a line for each field.
    Tavola(&'t mut Table),
    /// Between braces, on one line.
    Riga(&'t mut InlineTable),
}

impl Scheda<'_> {
    /// Its fields.
    pub(super) fn campi(&mut self) -> &mut dyn TableLike {
        match self {
            Scheda::Tavola(table) => *table,
            Scheda::Riga(row) => *row,
        }
    }

    /// Makes its fields over, and gives back what is asked of a row.
    pub(super) fn rifai(&mut self, passo: &mut Passo<'_>, kind: &str) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => passo.tavola(kind, *table, true),
            Scheda::Riga(row) => {
                let blank = |value: &Value| value.decor().suffix().cloned();
                let before = row.iter().last().and_then(|(_, last)| blank(last));
                let asked = passo.tavola(kind, *row, false);
                // The blank before the brace stays, whichever field is now the last.
                if let (Some(before), Some((_, last))) = (before, row.iter_mut().last()) {
                    last.decor_mut().set_suffix(before);
                }
                asked
            }
        }
    }

    /// Sets it aside, with the reason where there is room for one.
    pub(super) fn archivia(&mut self, perche: &str) {
        match self {
            Scheda::Tavola(table) => {
                let mut yes = Value::from(true);
                if !perche.is_empty() {
                    yes.decor_mut().set_suffix(format!(" # {perche}"));
                }
                table.insert(ARCHIVIATO, Item::Value(yes));
            }
            Scheda::Riga(row) => {
                // The blank before the brace stays where it is.
                if let Some((_, last)) = row.iter_mut().last() {
                    last.decor_mut().set_suffix("");
                }
                let mut yes = Value::from(true);
                yes.decor_mut().set_prefix(" ");
                yes.decor_mut().set_suffix(" ");
                row.insert(ARCHIVIATO, yes);
            }
        }
    }

    /// Puts `frasi` after its fields; gives them back for a row, where they stand above it.
    pub(super) fn chiede(&mut self, passo: &mut Passo<'_>, frasi: Vec<String>) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => {
                passo.in_coda(*table, frasi);
                vec![]
            }
            Scheda::Riga(_) => frasi,
        }
    }

    /// Puts `frase` above the field `key`; gives it back for a row.
    pub(super) fn sopra(&mut self, key: &str, frase: String) -> Vec<String> {
        match self {
            Scheda::Tavola(table) => {
                Passo::sopra(*table, key, &[frase]);
                vec![]
            }
            Scheda::Riga(_) => vec![frase],
        }
    }
}

/// The field that sets a record aside.
const ARCHIVIATO: &str = "archiviato";

/// Whether a record is set aside. In a CSV yes is a word.
pub(super) fn archiviata(table: &dyn TableLike) -> bool {
    let word = |said: &str| matches!(said.trim().to_lowercase().as_str(), "sì" | "si" | "x" | "true" | "vero");
    table.get(ARCHIVIATO).is_some_and(|said| said.as_bool() == Some(true) || said.as_str().is_some_and(word))
}

impl<'a> Passo<'a> {
    pub(super) fn new(anni: Anni, spariti: &'a BTreeSet<String>) -> Self {
        Passo { anni, spariti, attesi: None, frasi: Vec::new() }
    }

    /// With who was to leave and to enter.
    pub(super) fn con(self, attesi: &'a Attesi<'a>) -> Self {
        Passo { attesi: Some(attesi), ..self }
    }

    /// The text of `doc`, with its comments.
    pub(super) fn scrivi(&self, doc: &DocumentMut) -> String {
        let mut out = String::new();
        for line in doc.to_string().split_inclusive('\n') {
            let mut parts = line.split(SEGNO);
            let (Some(before), Some(number), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
                out.push_str(line);
                continue;
            };
            let indent: String = before.chars().take_while(|c| c.is_whitespace()).collect();
            let frasi =
                number.parse().ok().and_then(|n: usize| self.frasi.get(n)).map(Vec::as_slice).unwrap_or_default();
            // What the author wrote after the value stays after the last comment.
            let note = after.split_once('#').map_or(String::new(), |(_, words)| format!(" ({})", words.trim()));
            for (n, frase) in (1..).zip(frasi) {
                out.push_str(&format!(
                    "{indent}{}{}\n",
                    commento(frase),
                    if n == frasi.len() { note.as_str() } else { "" }
                ));
            }
        }
        out
    }

    /// A value whose line becomes `frasi`.
    pub(super) fn segno(&mut self, frasi: Vec<String>) -> Item {
        self.frasi.push(frasi);
        value(format!("{SEGNO}{}{SEGNO}", self.frasi.len() - 1))
    }

    /// Adds `frasi` after the fields of `table`.
    pub(super) fn in_coda(&mut self, table: &mut dyn TableLike, frasi: Vec<String>) {
        if !frasi.is_empty() {
            let key = format!("decidere-{}", self.frasi.len());
            let segno = self.segno(frasi);
            table.insert(&key, segno);
        }
    }

    /// Puts `frasi` above the field `key`.
    pub(super) fn sopra(table: &mut dyn TableLike, key: &str, frasi: &[String]) {
        let Some(mut key) = table.key_mut(key).filter(|_| !frasi.is_empty()) else { return };
        let decor = key.leaf_decor_mut();
        let before = decor.prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
        let indent = before.rsplit('\n').next().unwrap_or_default();
        let lines: String = frasi.iter().map(|frase| format!("{}\n{indent}", commento(frase))).collect();
        let prefix = format!("{before}{lines}");
        decor.set_prefix(prefix);
    }

    /// Puts the field `key` into a comment, with the reason.
    pub(super) fn toglie(&mut self, table: &mut dyn TableLike, key: &str, perche: &str) {
        let Some(item) = table.get(key) else { return };
        let mut frasi = vec![format!("`{key}`: {perche}")];
        // The comment is one line, and nothing of the text is lost.
        let words = item.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
        frasi.push(format!("`{key}` era {words}"));
        let segno = self.segno(frasi);
        table.insert(key, segno);
    }

    /// Whether an objective says when it ends.
    pub(super) fn ha_termine(&self, table: &dyn TableLike) -> bool {
        self.ultimo_anno(table).is_some()
    }

    /// Makes every field of `table` over. In a table whose fields have no lines of their own, what they ask is given back.
    fn tavola(&mut self, via: &str, table: &mut dyn TableLike, righe: bool) -> Vec<String> {
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
                Quando::Passato | Quando::SenzaAnno => return anew(item),
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
                if let Some(day) = item.as_datetime().and_then(|day| Giorno::parse(&day.to_string()))
                    && anni.passato(day.anno())
                {
                    let next = Giorno(day.0.saturating_add(jiff::Span::new().years(1)));
                    ridai(
                        item,
                        next.iso()
                            .parse::<toml_edit::Datetime>()
                            .map_or_else(|_| Value::from(next.to_string()), Value::from),
                    );
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
            let times = fields.iter().flat_map(|field| trova(table, field));
            let said: Vec<Quando> = times.flat_map(|item| self.quando(item)).collect();
            let stays = said.contains(&Quando::Avanti) || (said.is_empty() && !senza);
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

    /// Why the record is over, if it is: the sentence that says it, and whether somebody has to decide.
    pub(super) fn conclusa(&self, kind: &str, table: &dyn TableLike) -> Option<(String, bool)> {
        let Anni { vecchio, .. } = self.anni;
        let text = |name: &str| table.get(name).and_then(Item::as_str).map(str::trim);
        let ended = |year: i16| self.anni.passato(year).then(|| format!("concluso nel {year}"));
        match kind {
            "obiettivo" => {
                if let Some(word @ ("sostituito" | "annullato")) = text("stato") {
                    return Some((format!("{word} nel {vecchio}"), false));
                }
                if soppressa(table) {
                    return Some((format!("tolto nel {vecchio}"), false));
                }
                let reached = esito(table);
                let open = reached.as_deref().is_some_and(|said| said != "raggiunto");
                match self.ultimo_anno(table) {
                    Some(year) => ended(year).map(|words| (words, open)),
                    None => {
                        (reached.as_deref() == Some("raggiunto")).then(|| (format!("raggiunto nel {vecchio}"), false))
                    }
                }
            }
            "obiettivo_vp" => {
                let term = table.get("scadenza").and_then(anno_scritto)?;
                ended(term).map(|words| (words, true))
            }
            "linea_formativa" => {
                let years = table.get("anni").and_then(Item::as_array)?;
                let last =
                    years.iter().filter_map(Value::as_integer).max().and_then(|year| i16::try_from(year).ok())?;
                ended(last).map(|words| (words, false))
            }
            "incarico" => table.get("al").and_then(anno_scritto).and_then(ended).map(|words| (words, true)),
            _ => None,
        }
    }

    /// The last year of an objective: of its days, of its duration, or else of its term and of all that it has by year.
    fn ultimo_anno(&self, table: &dyn TableLike) -> Option<i16> {
        if let Some(year) = table.get("fine").and_then(anno_scritto) {
            return Some(year);
        }
        let written = table.get("durata").and_then(Item::as_str).and_then(Durata::leggi);
        let years = |n: u16| i16::try_from(n).unwrap_or(1);
        if let Some(Durata { k, n: Some(n), da, .. }) = written {
            let begins = table.get("inizio").and_then(anno_scritto).or(da);
            match (begins, k) {
                (Some(first), _) => return Some(first + years(n) - 1),
                (None, Some(k)) => return Some(self.anni.vecchio + years(n.saturating_sub(k))),
                (None, None) => {}
            }
        }
        let mut last = table.get("scadenza").and_then(anno_scritto);
        anni_di(table, &mut last);
        last
    }
}

/// The latest year at which something in `table` is due.
fn anni_di(table: &dyn TableLike, last: &mut Option<i16>) {
    for (key, item) in table.iter() {
        match item {
            _ if ["base", "misurazione", "revisione", "rilevato"].contains(&key) => {}
            item if per_anno(item) => {
                let years = item.as_table_like().into_iter().flat_map(|table| table.iter());
                *last = (*last).max(years.filter_map(|(year, _)| year.parse().ok()).max());
            }
            Item::Value(Value::Integer(year)) if key == "anno" => {
                *last = (*last).max(i16::try_from(*year.value()).ok())
            }
            Item::Value(_) if ["tempi", "entro", "scadenza"].contains(&key) => *last = (*last).max(anno_scritto(item)),
            Item::Table(inner) => anni_di(inner, last),
            Item::ArrayOfTables(all) => all.iter().for_each(|inner| anni_di(inner, last)),
            Item::Value(Value::InlineTable(inner)) => anni_di(inner, last),
            Item::Value(Value::Array(all)) => {
                all.iter().filter_map(Value::as_inline_table).for_each(|inner| anni_di(inner, last));
            }
            _ => {}
        }
    }
}

/// The year in which a written time ends, when it says one.
fn anno_scritto(item: &Item) -> Option<i16> {
    match item {
        Item::Value(Value::Datetime(day)) => day.value().date.and_then(|date| i16::try_from(date.year).ok()),
        Item::Value(Value::String(words)) => {
            let tempo = crate::lingua::tempo::Tempo::parse(words.value());
            let in_a = |year| tempo.scadenza(year).or_else(|| Giorno::parse(words.value())).map(|day| day.anno());
            in_a(1000).filter(|year| in_a(2000) == Some(*year))
        }
        _ => None,
    }
}

/// How the objective ended, as it was declared at the end of the year.
fn esito(table: &dyn TableLike) -> Option<String> {
    let said = |inner: &dyn TableLike| {
        let word = |name: &str| inner.get(name).and_then(Item::as_str).map(str::to_owned);
        (word("momento").as_deref() == Some(Momento::Consuntivo.label()) && inner.get("unita").is_none())
            .then(|| word("stato"))?
    };
    parti_di(table, "misurazione").into_iter().find_map(said)
}

/// Whether a version of the plan took the thing away.
fn soppressa(table: &dyn TableLike) -> bool {
    let gone = |inner: &dyn TableLike| inner.get("tipo").and_then(Item::as_str) == Some("soppressione");
    parti_di(table, "revisione").into_iter().any(gone)
}

/// The tables of the list `name`, with or without headers of their own.
fn parti_di<'t>(table: &'t dyn TableLike, name: &str) -> Vec<&'t dyn TableLike> {
    match table.get(name) {
        Some(Item::ArrayOfTables(all)) => all.iter().map(|inner| inner as &dyn TableLike).collect(),
        Some(Item::Value(Value::Array(all))) => {
            all.iter().filter_map(Value::as_inline_table).map(|inner| inner as &dyn TableLike).collect()
        }
        _ => vec![],
    }
}

/// The values of a field of `table`, or of the field of one of its parts: `risultato.tempi`.
fn trova<'t>(table: &'t dyn TableLike, field: &str) -> Vec<&'t Item> {
    match field.split_once('.') {
        None => table.get(field).into_iter().filter(|item| !vuoto(item)).collect(),
        Some((part, field)) => parti_di(table, part).into_iter().flat_map(|inner| trova(inner, field)).collect(),
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

/// Takes out of `table` what a version changed and when: of an arrow the value in force stays, and a part that was taken away goes.
pub(super) fn in_vigore(table: &mut dyn TableLike) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        let Some(item) = table.get_mut(&key) else { continue };
        let brief = crate::load::BREVI.contains(&key.as_str());
        match item {
            Item::ArrayOfTables(all) => {
                all.retain(|inner| !soppressa(inner));
                all.iter_mut().for_each(|inner| in_vigore(inner));
            }
            Item::Value(Value::Array(all)) => {
                all.retain(|inner| inner.as_inline_table().is_none_or(|inner| !soppressa(inner)));
                all.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|inner| in_vigore(inner));
            }
            Item::Table(inner) => in_vigore(inner),
            Item::Value(Value::InlineTable(inner)) if brief && per_anno_di(inner) => {
                let years: Vec<String> = inner.iter().map(|(year, _)| year.to_owned()).collect();
                for year in years {
                    if let Some(last) = inner.get(&year).and_then(Value::as_str).and_then(freccia) {
                        inner.insert(&year, Value::from(last));
                    }
                }
            }
            Item::Value(Value::InlineTable(inner)) => in_vigore(inner),
            Item::Value(Value::String(_)) if brief => {
                if let Some(last) = item.as_str().and_then(freccia) {
                    ridai(item, Value::from(last));
                }
            }
            _ => {}
        }
    }
}

/// The value in force of `"35 -> 20 (v2)"`.
fn freccia(text: &str) -> Option<String> {
    let text = text.replace("->", "→");
    let (_, last) = text.rsplit_once('→')?;
    let last = last.trim();
    let number = last.strip_suffix(')').and_then(|inner| inner.rsplit_once("(v"));
    Some(number.map_or(last, |(value, _)| value.trim()).to_owned())
}

/// Puts `new` in the place of a value, with what stood around it.
pub(super) fn ridai(item: &mut Item, mut new: Value) {
    if let Item::Value(old) = item {
        *new.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(new);
}

/// A value that is declared absent until somebody decides, with what stood around the one of before.
fn da_indicare(anno: i16, before: &Item) -> Item {
    let mut table = InlineTable::new();
    table.insert("assente", Value::from(format!("da indicare per il {anno}")));
    let mut item = before.clone();
    ridai(&mut item, Value::InlineTable(table));
    item
}

/// Takes out of `table` what was measured, changed and excused, whatever its kind.
pub(super) fn spoglia(table: &mut dyn TableLike) {
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    for key in keys {
        let Some(item) = table.get_mut(&key) else { continue };
        if ["misurazione", "revisione", "ammetti", "domanda"].contains(&key.as_str()) || al_momento(item) {
            table.remove(&key);
            continue;
        }
        match item {
            Item::Table(inner) => spoglia(inner),
            Item::ArrayOfTables(all) => all.iter_mut().for_each(|inner| spoglia(inner)),
            Item::Value(Value::InlineTable(inner)) => spoglia(inner),
            Item::Value(Value::Array(all)) => {
                all.iter_mut().filter_map(Value::as_inline_table_mut).for_each(|inner| spoglia(inner));
            }
            _ => {}
        }
    }
}

/// Puts `frasi` above a row of a list.
pub(super) fn sopra_la_riga(value: &mut Value, frasi: &[String]) {
    if frasi.is_empty() {
        return;
    }
    let before = value.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
    let indent = before.rsplit('\n').next().unwrap_or_default().to_owned();
    let lines: String = frasi.iter().map(|frase| format!("\n{indent}{}", commento(frase))).collect();
    let head = before.rsplit_once('\n').map_or("", |(head, _)| head);
    value.decor_mut().set_prefix(format!("{head}{lines}\n{indent}"));
}

fn commento(frase: &str) -> String {
    format!("# {DECIDERE} {frase}")
}

pub(super) fn nomina(anno: i16) -> String {
    format!("nomina il {anno}")
}

/// A value as it was written, on one line.
fn era_scritto(item: &Item) -> String {
    let mut bare = item.clone();
    if let Item::Value(value) = &mut bare {
        value.decor_mut().clear();
    }
    let words = bare.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    at_most(&words.replace(SEGNO, ""), ERA)
}

/// Whether a value says that there is nothing to decide: it is declared absent, or does not apply.
fn vuoto(item: &Item) -> bool {
    item.as_str().is_some_and(|word| ["==", ""].contains(&word.trim()))
        || item.as_table_like().is_some_and(|table| table.contains_key("assente"))
}

/// Whether a value is a table of values by year.
fn per_anno(item: &Item) -> bool {
    item.as_table_like().is_some_and(per_anno_di)
}

fn per_anno_di(table: &dyn TableLike) -> bool {
    !table.is_empty() && table.iter().all(|(key, _)| key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a value is a table of values by moment of the year.
fn al_momento(item: &Item) -> bool {
    let moment = |key: &str| Momento::ALL.iter().any(|momento| momento.label() == key);
    item.as_table_like().is_some_and(|table| !table.is_empty() && table.iter().all(|(key, _)| moment(key)))
}

/// Whether a part of a record is of a moment of the year.
fn di_un_momento(table: &dyn TableLike) -> bool {
    let said = table.get("momento").and_then(Item::as_str);
    said.is_some_and(|said| Momento::ALL.iter().any(|momento| momento.label() == said))
}
