//! A line has no more participants than there are people.

use crate::base::span::Span;
use crate::base::text::short;
use crate::conti::formazione::{Chi, Formazione};
use crate::lingua::numeri::thousands;
use crate::piano::element::ente::Ente;
use crate::piano::element::pos::Pos;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::errore("P1122", "oltre-organico", include_str!("oltre_organico.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let plan = Formazione::di(cx.piano, cx.index);
    if cx.piano.incompleto.nomi {
        return;
    }
    for linea in plan.linee() {
        let l = &linea.value;
        let mut told = std::collections::BTreeSet::new();
        for anno in plan.anni_di(l) {
            // By body; where it is not said whose they are, all those of the line.
            let whole = l.gruppi().iter().any(|gruppo| plan.ente_di(l, &gruppo.value).is_none());
            let mut sums: BTreeMap<Option<Pos<Ente>>, (u64, Span)> = BTreeMap::new();
            for gruppo in l.gruppi() {
                let Some(number) = gruppo.value.numero.di(anno) else { continue };
                let ente = plan.ente_di(l, &gruppo.value);
                let whose = if whole { None } else { ente };
                let sum = sums.entry(whose).or_insert((0, number.span));
                *sum = (sum.0 + u64::from(number.value), number.span);
            }
            let all: Option<u64> = if plan.enti.is_empty() {
                plan.dipendenti(Chi::Tutti, anno).map(u64::from)
            } else {
                let of = plan.enti.iter().filter(|n| plan.applies(l, **n));
                of.map(|n| plan.dipendenti(Chi::Ente(*n), anno).map(u64::from)).sum()
            };
            for (ente, (people, span)) in sums {
                let staff = match ente {
                    Some(n) => plan.dipendenti(Chi::Ente(n), anno).map(u64::from),
                    None => all,
                };
                let Some(staff) = staff.filter(|staff| people > *staff) else { continue };
                // One number for all years is wrong once.
                if !told.insert(span) {
                    continue;
                }
                let who = ente
                    .map(|n| &cx.piano[n])
                    .map_or_else(|| "".to_owned(), |ente| format!(" di «{}»", ente.value.nome.value));
                out.push(
                    REGOLA
                        .at(span, format!(
                            "nel {anno} la linea «{}» ha {} partecipanti{who}, e i dipendenti sono {}",
                            short(&l.titolo.value), thousands(people), thousands(staff)
                        ))
                        .help("correggi `numero`, o i `dipendenti`; chi segue più edizioni della stessa linea si conta una volta"),
                );
            }
        }
    }
}
