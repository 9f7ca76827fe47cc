//! The phases of an objective are numbered in a row.

use crate::base::span::{Span, tutti_interi};
use crate::piano::element::obiettivo::fase::numeri;
use crate::piano::revisione::Cambio;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0344", "numeri-in-fila", include_str!("numeri_in_fila.md"), check).origine(&["NUMBERING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let fasi = &obiettivo.value.fasi;
        if !tutti_interi(fasi) {
            continue;
        }
        // The numbers are sorted, because an author may write the phases in another order on purpose. The first number may be any,
        // because earlier phases may have been done in other years. «3-bis» stands beside the third phase.
        let mut row: Vec<(u32, Span)> = fasi
            .iter()
            .zip(numeri(fasi))
            .filter_map(|(fase, numero)| {
                Some((numero.parse().ok()?, fase.value.n.as_ref().map_or(fase.span, |n| n.span)))
            })
            .collect();
        row.sort_by_key(|(numero, _)| *numero);
        // A phase that a version took away leaves its number free.
        let gone = cx
            .piano
            .revisioni
            .iter()
            .any(|revisione| revisione.scheda == obiettivo.span && revisione.cambia == Cambio::Soppressione);
        for pair in row.windows(2).filter(|_| !gone) {
            let [(before, _), (now, span)] = pair else { continue };
            let what = match now.saturating_sub(*before) {
                0 | 1 => continue,
                2 => format!("manca la {}", before + 1),
                _ => format!("mancano quelle dalla {} alla {}", before + 1, now - 1),
            };
            out.push(
                REGOLA
                    .at(*span, format!("in {} dopo la fase {before} viene la {now}: {what}", cx.nome(n)))
                    .help("aggiungi quello che manca, o togli `n`: le fasi si numerano da sole nell’ordine in cui sono scritte; una fase annullata resta con `stato = \"annullata\"`"),
            );
        }
    }
}
