//! What several rules say in the same way: a thing written twice, weights that do not add up to 100, records that no
//! section shows or no text cites.

use super::{Cx, Regola};
use crate::base::span::Span;
use crate::conti::requisiti;
use crate::diag::Diagnostic;
use crate::index::What;
use crate::piano::each_prose;
use crate::piano::element::misura::Percento;
use crate::piano::element::{Kind, quanti};
use crate::piano::prose::Inline;
use crate::piano::vista::Shows;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// A thing that is written twice.
pub(super) struct Doppio<T> {
    /// Where it is written again, and what.
    pub(super) ancora: (Span, T),
    /// Where it is written for the first time, and what.
    pub(super) prima: (Span, T),
}

/// The things whose key was already used, each with the first one that used it.
pub(super) fn doppi<K: Ord, T: Clone>(things: impl IntoIterator<Item = (K, Span, T)>) -> Vec<Doppio<T>> {
    let mut first: BTreeMap<K, (Span, T)> = BTreeMap::new();
    let mut out = Vec::new();
    for (key, span, thing) in things {
        match first.entry(key) {
            Entry::Vacant(place) => _ = place.insert((span, thing)),
            Entry::Occupied(prima) => out.push(Doppio { ancora: (span, thing), prima: prima.get().clone() }),
        }
    }
    out
}

impl Regola {
    /// A breach where a thing is written again, which shows the first place too.
    pub(super) fn doppio<T>(&self, doppio: &Doppio<T>, message: impl Into<String>) -> Diagnostic {
        self.at(doppio.ancora.0, message).label("qui di nuovo").other(doppio.prima.0, "qui per la prima volta")
    }

    /// Asks that section `numero` of the Piano-tipo has records of `kind`: `missing` makes the breach of a plan without any,
    /// and `hidden` is the message for one that has them and shows them nowhere.
    pub(super) fn mostrate(
        &self,
        cx: &Cx<'_>,
        numero: &str,
        kind: Kind,
        missing: impl FnOnce(Span) -> Diagnostic,
        hidden: &str,
    ) -> Option<Diagnostic> {
        let place = cx.richiesto_in(numero)?;
        let view = kind.info().plural;
        if cx.piano.elementi.of(kind).is_empty() {
            return Some(missing(place));
        }
        (!requisiti::is_shown(cx.piano, Shows::Elements(kind)))
            .then(|| self.at(place, hidden).help(format!("aggiungi a questa sezione la vista `piao:{view}`")))
    }
}

/// A breach of a rule by one of many records that may all lack the same.
pub(super) struct Mancanza {
    /// What it lacks: those that lack the same are told together.
    pub(super) che_cosa: String,
    /// The name of the record.
    pub(super) nome: String,
    pub(super) problema: Diagnostic,
}

/// How many records that lack the same are told one by one: more are a table to be filled in, which is one thing to do.
const UNO_A_UNO: usize = 3;

/// How many names of those that are told together are written.
const NOMI: usize = 6;

/// Adds the breaches. Where many records lack the same, the first speaks for all.
pub(super) fn insieme(all: Vec<Mancanza>, out: &mut Vec<Diagnostic>) {
    let mut groups: Vec<(String, Vec<Mancanza>)> = Vec::new();
    for one in all {
        match groups.iter_mut().find(|(what, _)| *what == one.che_cosa) {
            Some((_, group)) => group.push(one),
            None => groups.push((one.che_cosa.clone(), vec![one])),
        }
    }
    for (_, group) in groups {
        let many = group.len() > UNO_A_UNO;
        let names: Vec<String> = group.iter().skip(1).map(|one| format!("«{}»", one.nome)).collect();
        let mut problems = group.into_iter().map(|one| one.problema);
        if !many {
            out.extend(problems);
            continue;
        }
        let shown = names.iter().take(NOMI).cloned().collect::<Vec<_>>().join(", ");
        let more = match names.len().saturating_sub(NOMI) {
            0 => String::new(),
            n => format!(" e {}", quanti(n, "altra scheda", "altre schede")),
        };
        out.extend(problems.next().map(|first| first.note(format!("lo stesso manca anche a: {shown}{more}"))));
    }
}

/// Weights that do not add up to 100.
pub(super) struct Somma {
    /// Their sum.
    pub(super) somma: Percento,
    /// `togli 4 dai`, `aggiungi 4 ai`: what to do to the weights.
    pub(super) cura: String,
}

/// The sum of some weights, when it is not 100. With `unknown` another weight is not written, so a sum under 100 may be right.
pub(super) fn cento(pesi: impl IntoIterator<Item = Percento>, unknown: bool) -> Option<Somma> {
    let somma: Percento = pesi.into_iter().sum();
    let over = somma > Percento::CENTO;
    if somma == Percento::CENTO || (unknown && !over) {
        return None;
    }
    let diff = Percento((somma.0 - Percento::CENTO.0).abs()).numero();
    Some(Somma { somma, cura: if over { format!("togli {diff} dai") } else { format!("aggiungi {diff} ai") } })
}

/// The positions of the elements of a kind that the texts cite. None when a part of the plan could not be read: it may cite
/// others.
pub(super) fn citati(cx: &Cx<'_>, kind: Kind) -> Option<BTreeSet<usize>> {
    if cx.piano.incompleto.nomi || !cx.illeggibili.is_empty() || cx.sources.partial {
        return None;
    }
    let mut cited = BTreeSet::new();
    each_prose(cx.piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Cite { name, .. } = inline {
                cited.extend(cx.index.find(&name.value).into_iter().filter_map(|thing| match thing.what {
                    What::Element(found, n) if found == kind => Some(n),
                    _ => None,
                }));
            }
        });
    });
    Some(cited)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::FileId;

    #[test]
    fn the_third_time_shows_the_first() {
        let at = |n| Span::new(FileId(0), n..n + 1);
        let found = doppi([("a", at(0), 'x'), ("b", at(1), 'y'), ("a", at(2), 'z'), ("a", at(3), 'w')]);
        let found: Vec<_> = found.iter().map(|d| (d.ancora, d.prima)).collect();
        assert_eq!(found, [((at(2), 'z'), (at(0), 'x')), ((at(3), 'w'), (at(0), 'x'))]);
    }

    #[test]
    fn a_weight_that_is_not_written_may_hold_what_is_missing() {
        let cura =
            |pesi: &[i64], unknown| cento(pesi.iter().map(|n| Percento(n * 100)), unknown).map(|somma| somma.cura);
        assert_eq!(cura(&[40, 60], false), None);
        assert_eq!(cura(&[40, 50], true), None);
        assert_eq!(cura(&[40, 50], false).as_deref(), Some("aggiungi 10 ai"));
        assert_eq!(cura(&[40, 70], true).as_deref(), Some("togli 10 dai"));
    }
}
