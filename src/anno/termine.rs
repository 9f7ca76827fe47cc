//! When a record is over: its last year, and how it ended.

use super::anni::Anni;
use super::forme::{parti_di, per_anno};
use super::record::Passo;
use crate::base::giorno::Giorno;
use crate::lingua::tempo::Durata;
use crate::piano::settings::Momento;
use toml_edit::{Item, TableLike, Value};

impl Passo<'_> {
    /// Whether an objective says when it ends.
    pub(super) fn ha_termine(&self, table: &dyn TableLike) -> bool {
        self.ultimo_anno(table).is_some()
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
pub(super) fn anno_scritto(item: &Item) -> Option<i16> {
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
pub(super) fn soppressa(table: &dyn TableLike) -> bool {
    let gone = |inner: &dyn TableLike| inner.get("tipo").and_then(Item::as_str) == Some("soppressione");
    parti_di(table, "revisione").into_iter().any(gone)
}
