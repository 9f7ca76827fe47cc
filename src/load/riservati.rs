//! What is not published of how objectives ended is taken out of their records before they are read, so that no later phase can
//! print, count or search it: what a unit proposed, what who evaluates asked and was answered, and the outcomes of a unit of one
//! person, which are the appraisal of that person. `pubblico = true` at their place, or `pubblici` in `piao.toml`, keeps them.
//!
//! What is taken away is read once all the same, for its messages alone.

use super::{celle, toml};
use crate::base::text::key;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::misura::{Decimale, Momento};
use crate::piano::settings::{Impostazioni, Riservato};
use crate::source::Sources;
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::collections::BTreeSet;
use std::ops::Range;

type Nodo<'a> = Spanned<DeValue<'a>>;

/// The fields of a phase that say how it went at each moment.
const DELLA_FASE: [&str; 2] = ["completamento", "realizzazione"];

/// What the plan keeps for itself.
#[derive(Debug)]
pub(super) struct Riservatezza {
    pubblici: Vec<Riservato>,
    /// The words that name a unit of one person: its id, its code, its names.
    soli: BTreeSet<String>,
}

impl Riservatezza {
    /// The units are looked for before any record is read, because an objective may stand in an earlier file.
    pub(super) fn of(set: Option<&Impostazioni>, sources: &Sources) -> Self {
        let mut soli = BTreeSet::new();
        for (id, file) in sources.iter().filter(|(_, file)| file.text().to_lowercase().contains("dipendenti")) {
            let (table, celle) = if file.has_extension("toml") {
                (DeTable::parse_recoverable(file.text()).0.into_inner(), None)
            } else if celle::kind(file) == Some(Kind::Unita) {
                let rows = celle::read(Kind::Unita, id, file);
                (rows.table, Some(rows.celle))
            } else {
                continue;
            };
            let Some(DeValue::Array(units)) = table.get(Kind::Unita.info().table).map(Spanned::get_ref) else {
                continue;
            };
            for unit in units.iter() {
                let DeValue::Table(unit) = unit.get_ref() else { continue };
                let alone = match unit.get("dipendenti").map(Spanned::get_ref) {
                    Some(DeValue::Integer(n)) => n.as_str() == "1",
                    Some(DeValue::String(n)) => Decimale::parse(n) == Some(Decimale::UNO),
                    _ => false,
                };
                let names = ["id", "codice", "nome"].into_iter().filter_map(|field| parola(unit, field));
                let alias = unit.get("alias");
                let items = alias.and_then(|alias| celle.as_ref()?.elenco(alias.span().start));
                let others = match (alias.map(Spanned::get_ref), items) {
                    (_, Some(all)) | (Some(DeValue::Array(all)), _) => {
                        all.iter().filter_map(|one| text(one.get_ref())).collect()
                    }
                    _ => vec![],
                };
                for name in names.chain(others).filter(|_| alone) {
                    soli.insert(Id::slug(&name).to_string());
                    soli.insert(name);
                }
            }
        }
        Riservatezza { pubblici: set.map(|set| set.performance.pubblici.clone()).unwrap_or_default(), soli }
    }

    fn pubblica(&self, what: Riservato) -> bool {
        self.pubblici.contains(&what)
    }

    fn sola(&self, unit: Option<&String>) -> bool {
        unit.is_some_and(|unit| self.soli.contains(unit))
    }

    /// Takes out of `record` what is not published of it.
    pub(super) fn record<'a>(&self, kind: Kind, record: &mut Nodo<'a>, cx: &toml::Cx<'_>) {
        if kind != Kind::Obiettivo {
            return;
        }
        let DeValue::Table(table) = record.get_ref() else { return };
        if !self.riguarda(table) {
            return;
        }
        let mut whole = record.clone();
        let mut gone: Vec<Nodo<'a>> = Vec::new();
        if let DeValue::Table(table) = record.get_mut() {
            self.obiettivo(table, &mut gone);
        }
        if gone.is_empty() {
            return;
        }
        let mut places = Vec::new();
        gone.iter().for_each(|value| leaves(value, &mut places));
        without_revisions(&mut whole);
        super::try_read(kind, &whole, cx, &|at| {
            places.iter().any(|place: &Range<usize>| place.start <= at.start && at.end <= place.end)
        });
    }

    /// Whether the record has something that may be private.
    fn riguarda(&self, table: &DeTable<'_>) -> bool {
        let outcomes = match table.get("misurazione").map(Spanned::get_ref) {
            Some(DeValue::Array(items)) => items.iter().collect(),
            _ => vec![],
        };
        let mut tables = outcomes.into_iter().filter_map(|item| match item.get_ref() {
            DeValue::Table(outcome) => Some(outcome),
            _ => None,
        });
        // A revision may tell what was there before.
        ["domanda", "revisione"].iter().any(|field| table.contains_key(*field))
            || self.sola(parola(table, "unita").as_ref())
            || tables.any(|outcome| {
                ["proposta", "revisione"].iter().any(|field| outcome.contains_key(*field))
                    || self.sola(parola(outcome, "unita").as_ref())
            })
    }

    fn obiettivo<'a>(&self, table: &mut DeTable<'a>, gone: &mut Vec<Nodo<'a>>) {
        let unit = parola(table, "unita");
        // The moments at which the outcome of the whole is published although one person reached it.
        let mut open = Vec::new();
        keep(table, "misurazione", gone, |outcome, gone| {
            let share = parola(outcome, "unita");
            let declared = pubblico(outcome);
            if self.sola(share.as_ref().or(unit.as_ref())) && !declared && !self.pubblica(Riservato::EsitiIndividuali) {
                return false;
            }
            open.extend(parola(outcome, "momento").filter(|_| share.is_none()));
            if !declared && !self.pubblica(Riservato::Proposte) {
                forget(outcome, "proposta", gone);
            }
            true
        });
        keep(table, "domanda", gone, |question, _| pubblico(question) || self.pubblica(Riservato::Domande));
        // What a version changed in them would tell them.
        unrevised(table, &["misurazione", "domanda"]);
        if !self.sola(unit.as_ref()) || self.pubblica(Riservato::EsitiIndividuali) {
            return;
        }
        let closed: Vec<&str> = Momento::ALL
            .iter()
            .map(|momento| momento.label())
            .filter(|label| !open.iter().any(|one| one == label))
            .collect();
        each(table, "fase", |phase| {
            DELLA_FASE.iter().for_each(|field| unmeasured(phase, field, &closed));
            if closed.len() == Momento::ALL.len() {
                phase.remove("stato");
                unrevised(phase, &["stato"]);
            }
        });
        each(table, "indicatore", |indicator| {
            unmeasured(indicator, "rilevato", &closed);
            each(indicator, "quota", |share| unmeasured(share, "rilevato", &closed));
        });
        for part in ["fase", "risultato", "indicatore"] {
            each(table, part, |part| {
                keep(part, "misurazione", gone, |outcome, _| {
                    parola(outcome, "momento").is_some_and(|momento| !closed.contains(&momento.as_str()))
                });
            });
        }
    }
}

/// The word in a field, as records are named by it.
fn parola(table: &DeTable<'_>, field: &str) -> Option<String> {
    text(table.get(field)?.get_ref())
}

fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(key(text)),
        _ => None,
    }
}

fn pubblico(table: &DeTable<'_>) -> bool {
    matches!(table.get("pubblico").map(Spanned::get_ref), Some(DeValue::Boolean(true)))
}

/// Visits the tables of the list `field`.
fn each<'a>(table: &mut DeTable<'a>, field: &str, mut visit: impl FnMut(&mut DeTable<'a>)) {
    let Some(DeValue::Array(items)) = table.get_mut(field).map(Spanned::get_mut) else { return };
    for item in items.iter_mut() {
        if let DeValue::Table(inner) = item.get_mut() {
            visit(inner);
        }
    }
}

/// Keeps of the list `field` the tables that `wanted` accepts; the others go to `gone`. A list without tables goes.
fn keep<'a>(
    table: &mut DeTable<'a>,
    field: &str,
    gone: &mut Vec<Nodo<'a>>,
    mut wanted: impl FnMut(&mut DeTable<'a>, &mut Vec<Nodo<'a>>) -> bool,
) {
    let Some(DeValue::Array(items)) = table.get_mut(field).map(Spanned::get_mut) else { return };
    let full = !items.is_empty();
    toml::retain(items, |mut item| {
        let kept = match item.get_mut() {
            DeValue::Table(inner) => wanted(inner, gone),
            _ => true,
        };
        if kept {
            return Some(item);
        }
        gone.push(item);
        None
    });
    if full && items.is_empty() {
        table.remove(field);
    }
}

/// Takes a field away, with what the versions changed in it.
fn forget<'a>(table: &mut DeTable<'a>, field: &str, gone: &mut Vec<Nodo<'a>>) {
    gone.extend(table.remove(field));
    unrevised(table, &[field]);
}

/// Takes away the revisions of `fields`, or of what is inside them.
fn unrevised(table: &mut DeTable<'_>, fields: &[&str]) {
    keep(table, "revisione", &mut Vec::new(), |revision, _| {
        let changed = parola(revision, "campo").unwrap_or_default();
        !fields.contains(&changed.split('.').next().unwrap_or_default())
    });
}

/// Takes away the values of `field` at the moments in `closed`.
fn unmeasured(table: &mut DeTable<'_>, field: &str, closed: &[&str]) {
    let empty = match table.get_mut(field).map(Spanned::get_mut) {
        Some(DeValue::Table(values)) => {
            closed.iter().for_each(|momento| drop(values.remove(*momento)));
            values.is_empty()
        }
        _ => return,
    };
    if empty {
        table.remove(field);
    }
    unrevised(table, &[field]);
}

/// The places of a value and of all that is inside it, names included.
fn leaves(value: &Nodo<'_>, out: &mut Vec<Range<usize>>) {
    out.push(value.span());
    match value.get_ref() {
        DeValue::Table(table) => {
            for (key, inner) in table {
                out.push(key.span());
                leaves(inner, out);
            }
        }
        DeValue::Array(items) => items.iter().for_each(|item| leaves(item, out)),
        _ => {}
    }
}

/// Takes the revisions out of a value that is read for its messages: they are read elsewhere.
fn without_revisions(value: &mut Nodo<'_>) {
    match value.get_mut() {
        DeValue::Table(table) => {
            table.remove("revisione");
            table.iter_mut().for_each(|(_, inner)| without_revisions(inner));
        }
        DeValue::Array(items) => items.iter_mut().for_each(without_revisions),
        _ => {}
    }
}
