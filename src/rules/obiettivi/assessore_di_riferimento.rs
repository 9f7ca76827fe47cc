//! Who is named as the assessore of an objective or of a node holds a political office.

use crate::piano::element::Kind;
use crate::piano::element::incarico::{Incarico, Ruolo};
use crate::piano::element::value::Rif;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0356", "assessore-di-riferimento", include_str!("assessore_di_riferimento.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let of_objectives = cx.obiettivi().flat_map(|(_, o)| &o.value.assessori);
    let of_nodes = cx.piano.elementi.nodi.iter().flat_map(|nodo| &nodo.value.assessori);
    let all: Vec<&Rif<Incarico>> = of_objectives.chain(of_nodes).collect();
    for rif in all {
        let found = cx.index.element(Kind::Incarico, &rif.value).and_then(|n| cx.piano.elementi.incarichi.get(n));
        let Some(incarico) = found else { continue };
        let ruolo = &incarico.value.ruolo;
        if !matches!(ruolo.value, Ruolo::Assessore | Ruolo::Sindaco | Ruolo::Presidente) {
            out.push(
                REGOLA
                    .at(rif.span, format!("«{}» non è un assessore: il suo ruolo è {}", rif.value, ruolo.value.label()))
                    .other(ruolo.span, "il ruolo è scritto qui")
                    .help("scrivi qui l’incarico di un assessore, del sindaco o del presidente; chi lavora all’obiettivo va in `responsabili`"),
            );
        }
    }
}
