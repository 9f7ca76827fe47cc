//! The people of the headcount who are counted as employees are as many as the employees of the body.

use super::organico;
use crate::lingua::numeri::thousands;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0732", "totale-dipendenti", include_str!("totale_dipendenti.md"), check).contenuto("3.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(plan) = organico(cx) else { return };
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    let sum = plan.totale();
    let Some((first, _)) = plan.righe().next().filter(|_| sum != u64::from(dipendenti.value)) else { return };
    let mut areas = Vec::new();
    for (n, area) in plan.aree.iter().enumerate() {
        let here = plan.righe().filter(|(_, riga)| plan.area(&riga.area.value) == Some(n));
        let people: u64 = here.map(|(_, riga)| u64::from(riga.numero.value)).sum();
        if people > 0 {
            areas.push(format!("{} {people}", area.nome));
        }
    }
    out.push(
        REGOLA
            .at(
                dipendenti.span,
                format!("qui i dipendenti sono {}, nella dotazione {}", thousands(u64::from(dipendenti.value)), thousands(sum)),
            )
            .other(cx.piano[first].span, "la dotazione comincia qui")
            .note(format!("si sommano: {}", areas.join(", ")))
            .help("correggi il numero sbagliato; chi non va contato ha `conta = false`, e quali rapporti si contano lo dice `[fabbisogni] conta`"),
    );
}
