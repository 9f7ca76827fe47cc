//! What is not published of how objectives ended is taken out of their records before they are read, so that no later phase can
//! print, count or search it: what a unit proposed, what who evaluates asked and was answered, and the outcomes of a unit of one
//! person, which are the appraisal of that person. `pubblico = true` at their place, or `pubblici` in `piao.toml`, keeps them.
//!
//! Where a share of an objective is private, the outcome of the whole goes too: with the shares of the others it would tell the one
//! that is missing.
//!
//! What is taken away is read once all the same, for its messages alone.

use super::sole::{Sole, parola};
use super::toml;
use crate::piano::element::Kind;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::misurazione::Taciuta;
use crate::piano::settings::{Calcolo, Impostazioni, Riservato};
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
    /// From what the outcome of an objective is computed, in any of the plans that print it.
    calcoli: Vec<Calcolo>,
    sole: Sole,
}

impl Riservatezza {
    pub(super) fn of(set: Option<&Impostazioni>, sole: Sole) -> Self {
        let performance = set.map(|set| &set.performance);
        Riservatezza {
            pubblici: performance.map(|set| set.pubblici.clone()).unwrap_or_default(),
            calcoli: vec![performance.map(|set| set.calcolo).unwrap_or_default()],
            sole,
        }
    }

    /// For records that are of another plan, with the settings `loro`: what either of the two withholds is withheld. `sole` are the units
    /// of one person in that plan.
    pub(super) fn con(&self, loro: &Impostazioni, sole: Option<&Sole>) -> Self {
        let loro = &loro.performance;
        Riservatezza {
            pubblici: self.pubblici.iter().copied().filter(|what| loro.pubblici.contains(what)).collect(),
            calcoli: self.calcoli.iter().copied().chain([loro.calcolo]).collect(),
            sole: self.sole.con(sole),
        }
    }

    fn pubblica(&self, what: Riservato) -> bool {
        self.pubblici.contains(&what)
    }

    fn sola(&self, unit: Option<&String>) -> bool {
        unit.is_some_and(|unit| self.sole.quale(unit).is_some())
    }

    /// Takes out of `record` what is not published of it, and says which outcomes it took.
    pub(super) fn record<'a>(&self, kind: Kind, record: &mut Nodo<'a>, cx: &toml::Cx<'_>) -> Vec<Taciuta> {
        if kind != Kind::Obiettivo {
            return vec![];
        }
        let DeValue::Table(table) = record.get_ref() else { return vec![] };
        if !self.riguarda(table) {
            return vec![];
        }
        let mut whole = record.clone();
        let mut taken = Tolto { via: Vec::new(), taciute: Vec::new() };
        if let DeValue::Table(table) = record.get_mut() {
            self.obiettivo(table, cx, &mut taken);
        }
        if taken.via.is_empty() {
            return taken.taciute;
        }
        let mut places = Vec::new();
        taken.via.iter().for_each(|value| leaves(value, &mut places));
        without_revisions(&mut whole);
        super::try_read(kind, &whole, cx, &|at| {
            places.iter().any(|place: &Range<usize>| place.start <= at.start && at.end <= place.end)
        });
        taken.taciute
    }

    /// Whether the record has something that may be private.
    fn riguarda(&self, table: &DeTable<'_>) -> bool {
        // A revision may tell what was there before.
        ["domanda", "revisione"].iter().any(|field| table.contains_key(*field))
            || self.sola(parola(table, "unita").as_ref())
            || tables(table, "misurazione").any(|outcome| {
                ["proposta", "revisione"].iter().any(|field| outcome.contains_key(*field))
                    || self.sola(parola(outcome, "unita").as_ref())
            })
            || tables(table, "indicatore")
                .flat_map(|indicator| tables(indicator, "quota"))
                .any(|share| self.sola(parola(share, "per").as_ref()))
    }

    fn obiettivo<'a>(&self, table: &mut DeTable<'a>, cx: &toml::Cx<'_>, taken: &mut Tolto<'a>) {
        let unit = parola(table, "unita");
        let chiusi = self.chiusi(table);
        let Tolto { via, taciute } = taken;
        keep(table, "misurazione", via, |at, outcome, gone| {
            let share = parola(outcome, "unita");
            let momento = momento(outcome);
            let declared = pubblico(outcome);
            let own = self.sola(share.as_ref().or(unit.as_ref()));
            let told = share.is_none() && momento.is_some_and(|momento| chiusi.dicibili.contains(&momento));
            if (own || told) && !declared && !self.pubblica(Riservato::EsitiIndividuali) {
                taciute.extend(momento.map(|momento| Taciuta {
                    momento,
                    unita: share,
                    ricavabile: !own,
                    indicatore: false,
                    span: cx.span(at),
                }));
                return false;
            }
            if !declared && !self.pubblica(Riservato::Proposte) {
                forget(outcome, "proposta", gone);
            }
            true
        });
        keep(table, "domanda", via, |_, question, _| pubblico(question) || self.pubblica(Riservato::Domande));
        // What a version changed in them would tell them.
        unrevised(table, &["misurazione", "domanda"]);
        if self.pubblica(Riservato::EsitiIndividuali) {
            return;
        }
        each(table, "indicatore", |indicator| {
            let hidden = self.quote_chiuse(indicator, &chiusi);
            // Of an indicator that says nothing of the whole at that moment nothing is taken away.
            taciute.extend(hidden.iter().filter_map(|momento| {
                Some(Taciuta {
                    momento: *momento,
                    unita: None,
                    ricavabile: true,
                    indicatore: true,
                    span: cx.span(detto(indicator, *momento)?),
                })
            }));
            each(indicator, "quota", |share| {
                if let Some(sola) = self.di_una(share) {
                    unmeasured(share, "rilevato", &chiusi.di(sola));
                }
            });
            // With the shares of the others it would tell the one that is missing.
            senza(indicator, &hidden, via);
        });
        // What the phases give to the objective, added up, is the outcome that is withheld; and, where it is computed from them, so is how far
        // they are.
        let withheld: Vec<Momento> =
            chiusi.dicibili.iter().filter(|momento| chiusi.intero.contains(momento)).copied().collect();
        let fields = if self.calcoli.contains(&Calcolo::Fasi) { &DELLA_FASE[..] } else { &["realizzazione"] };
        each(table, "fase", |phase| fields.iter().for_each(|field| unmeasured(phase, field, &withheld)));
        if !self.sola(unit.as_ref()) {
            return;
        }
        let closed = chiusi.intero.as_slice();
        each(table, "fase", |phase| {
            DELLA_FASE.iter().for_each(|field| unmeasured(phase, field, closed));
            if closed.len() == Momento::ALL.len() {
                phase.remove("stato");
                unrevised(phase, &["stato"]);
            }
        });
        each(table, "indicatore", |indicator| {
            each(indicator, "quota", |share| unmeasured(share, "rilevato", closed));
            unmeasured(indicator, "rilevato", closed);
        });
        for part in ["fase", "risultato", "indicatore"] {
            each(table, part, |part| senza_esiti(part, closed, via));
        }
    }

    /// The moments at which the outcomes of a record are private.
    fn chiusi(&self, table: &DeTable<'_>) -> Chiusi {
        let mut out = Chiusi { intero: Momento::ALL.to_vec(), aperte: BTreeSet::new(), dicibili: BTreeSet::new() };
        for outcome in tables(table, "misurazione") {
            let Some(momento) = momento(outcome) else { continue };
            let Some(share) = parola(outcome, "unita") else {
                if pubblico(outcome) {
                    out.intero.retain(|one| *one != momento);
                }
                continue;
            };
            match self.sole.quale(&share) {
                Some(sola) if pubblico(outcome) => out.aperte.extend([(sola, momento)]),
                Some(_) => out.dicibili.extend([momento]),
                None => {}
            }
        }
        // Where the outcome of the whole is computed from the indicators, it tells those of which a share is private.
        if self.calcoli.contains(&Calcolo::Indicatori) {
            let hidden: Vec<Momento> =
                tables(table, "indicatore").flat_map(|indicator| self.quote_chiuse(indicator, &out)).collect();
            out.dicibili.extend(hidden);
        }
        out
    }

    /// The unit of one person of which a share of an indicator is.
    fn di_una(&self, share: &DeTable<'_>) -> Option<usize> {
        self.sole.quale(&parola(share, "per")?)
    }

    /// The moments at which a share of `indicator` is private.
    fn quote_chiuse(&self, indicator: &DeTable<'_>, chiusi: &Chiusi) -> Vec<Momento> {
        let shares = tables(indicator, "quota").filter_map(|share| {
            let sola = self.di_una(share)?;
            let Some(DeValue::Table(values)) = share.get("rilevato").map(Spanned::get_ref) else { return None };
            Some(chiusi.di(sola).into_iter().filter(|momento| values.contains_key(momento.label())).collect::<Vec<_>>())
        });
        let all: BTreeSet<Momento> = shares.flatten().collect();
        all.into_iter().collect()
    }
}

/// What is taken out of a record.
struct Tolto<'a> {
    via: Vec<Nodo<'a>>,
    taciute: Vec<Taciuta>,
}

/// When the outcomes of a record are private.
struct Chiusi {
    /// The moments at which the outcome of the whole is not declared public.
    intero: Vec<Momento>,
    /// The units of one person whose share has an outcome that is declared public.
    aperte: BTreeSet<(usize, Momento)>,
    /// The moments at which the outcome of the whole would tell a private one.
    dicibili: BTreeSet<Momento>,
}

impl Chiusi {
    /// The moments at which the share of a unit of one person is not declared public.
    fn di(&self, sola: usize) -> Vec<Momento> {
        let open = |momento: &Momento| self.aperte.contains(&(sola, *momento));
        Momento::ALL.into_iter().filter(|momento| !open(momento)).collect()
    }
}

/// Takes away what `indicator` says of itself as a whole at the moments in `hidden`.
fn senza<'a>(indicator: &mut DeTable<'a>, hidden: &[Momento], gone: &mut Vec<Nodo<'a>>) {
    if !hidden.is_empty() {
        unmeasured(indicator, "rilevato", hidden);
        senza_esiti(indicator, hidden, gone);
    }
}

/// Where an indicator says how it stood as a whole at a moment: its value, else its outcome.
fn detto(indicator: &DeTable<'_>, when: Momento) -> Option<Range<usize>> {
    let value = match indicator.get("rilevato").map(Spanned::get_ref) {
        Some(DeValue::Table(values)) => values.get(when.label()).map(Spanned::span),
        _ => None,
    };
    let outcomes = match indicator.get("misurazione").map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => Some(items),
        _ => None,
    };
    let mut outcomes = outcomes.into_iter().flat_map(|items| items.iter());
    value.or_else(|| {
        let here = outcomes.find(|item| matches!(item.get_ref(), DeValue::Table(one) if momento(one) == Some(when)));
        here.map(Spanned::span)
    })
}

/// Takes away the outcomes of a part at the moments in `closed`.
fn senza_esiti<'a>(part: &mut DeTable<'a>, closed: &[Momento], gone: &mut Vec<Nodo<'a>>) {
    keep(part, "misurazione", gone, |_, outcome, _| momento(outcome).is_some_and(|momento| !closed.contains(&momento)));
}

fn momento(table: &DeTable<'_>) -> Option<Momento> {
    let word = parola(table, "momento")?;
    Momento::ALL.into_iter().find(|momento| momento.label() == word)
}

fn pubblico(table: &DeTable<'_>) -> bool {
    matches!(table.get("pubblico").map(Spanned::get_ref), Some(DeValue::Boolean(true)))
}

/// The tables of the list `field`.
fn tables<'t, 'a>(table: &'t DeTable<'a>, field: &str) -> impl Iterator<Item = &'t DeTable<'a>> {
    let items = match table.get(field).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => Some(items),
        _ => None,
    };
    items.into_iter().flat_map(|items| items.iter()).filter_map(|item| match item.get_ref() {
        DeValue::Table(inner) => Some(inner),
        _ => None,
    })
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
    mut wanted: impl FnMut(Range<usize>, &mut DeTable<'a>, &mut Vec<Nodo<'a>>) -> bool,
) {
    let Some(DeValue::Array(items)) = table.get_mut(field).map(Spanned::get_mut) else { return };
    let full = !items.is_empty();
    toml::retain(items, |mut item| {
        let at = item.span();
        let kept = match item.get_mut() {
            DeValue::Table(inner) => wanted(at, inner, gone),
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
    keep(table, "revisione", &mut Vec::new(), |_, revision, _| {
        let changed = parola(revision, "campo").unwrap_or_default();
        !fields.contains(&changed.split('.').next().unwrap_or_default())
    });
}

/// Takes away the values of `field` at the moments in `closed`.
fn unmeasured(table: &mut DeTable<'_>, field: &str, closed: &[Momento]) {
    let empty = match table.get_mut(field).map(Spanned::get_mut) {
        Some(DeValue::Table(values)) => {
            closed.iter().for_each(|momento| drop(values.remove(momento.label())));
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
