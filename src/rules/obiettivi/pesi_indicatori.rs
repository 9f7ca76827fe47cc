//! The weights of the indicators of an objective add up to 100.

use crate::piano::element::misura::Percento;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::errore("P0353", "pesi-indicatori", include_str!("pesi_indicatori.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let indicatori = &obiettivo.value.indicatori;
        // One that has no number takes no part, and says nothing of the others.
        let weights: Option<Vec<Percento>> = indicatori.iter().map(|i| i.value.peso.as_ref()?.value.numero()).collect();
        let (Some(weights), Some(first)) = (weights, indicatori.first()) else { continue };
        let sum: Percento = weights.iter().copied().sum();
        if sum == Percento::CENTO {
            continue;
        }
        let place = first.value.peso.as_ref().map_or(first.span, |peso| peso.span);
        let words: Vec<String> = weights.iter().map(|weight| weight.numero()).collect();
        out.push(
            REGOLA
                .at(place, format!("i pesi degli indicatori di {} danno {}, non 100", cx.nome(n), sum.numero()))
                .note(format!("si sommano: {}", elenco(&words)))
                .help("correggi i pesi finché danno 100, o toglili tutti: senza pesi gli indicatori contano in parti uguali"),
        );
    }
}
