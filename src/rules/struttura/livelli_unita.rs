//! No unit is deeper than the levels that the body declares.

use crate::conti::struttura::Struttura;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::unita::{Tipo, Unita};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0716", "livelli-unita", include_str!("livelli_unita.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let levels = &cx.set.organizzazione.livelli;
    let Some(all) = Struttura::di(cx.piano, cx.index).filter(|_| !levels.is_empty() && !cx.piano.incompleto.nomi)
    else {
        return;
    };
    for (pos, unita) in cx.piano.elementi.each::<Unita>() {
        let above = std::iter::successors(all.padre(pos), |pos| all.padre(*pos)).take(MAX_TREE);
        let depth = above.filter(|pos| !matches!(all.tipo(*pos), Tipo::Organo | Tipo::Convenzione)).count();
        if depth < levels.len() || depth >= MAX_TREE || unita.value.livello.is_some() {
            continue;
        }
        let span = unita.value.padre.as_ref().map_or(unita.value.nome.span, |padre| padre.word.span);
        let names: Vec<&str> = levels.iter().map(|level| level.value.trim()).collect();
        out.push(
            REGOLA
                .at(span, format!("{} sta al livello {}, e i livelli sono {}", cx.nome(pos), depth + 1, names.len()))
                .note(format!("dal più alto: {}", names.join(", ")))
                .help(
                    "correggi `padre`, aggiungi un livello a `[organizzazione] livelli`, o dì il `livello` dell’unità",
                ),
        );
    }
}
