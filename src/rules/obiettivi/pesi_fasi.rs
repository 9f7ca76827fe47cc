//! The weights of the phases of a year add up to 100.

use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::vocabolario::{Somma, cento};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P0302", "pesi-fasi", include_str!("pesi_fasi.md"), check).origine(&["W-SUM-PHASE", "N32"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let numeri = numeri(&obiettivo.value.fasi);
        let mut years: BTreeMap<i16, Vec<(&str, Percento, crate::base::span::Span)>> = BTreeMap::new();
        // A phase whose weight is not written, or that could not be read, may hold what is missing: of such a year nothing is known.
        let unknown = !obiettivo.intero || obiettivo.value.fasi.iter().any(|fase| fase.value.peso.is_none());
        for (fase, numero) in obiettivo.value.fasi.iter().zip(&numeri) {
            for (year, peso) in fase.value.peso.iter().flat_map(|peso| peso.iter()) {
                if let Some(value) = peso.value.numero() {
                    years.entry(year.unwrap_or(cx.anno)).or_default().push((numero, value, peso.span));
                }
            }
        }
        for (year, parts) in years {
            let Some((_, _, span)) = parts.last().copied() else { continue };
            let Some(Somma { somma, cura }) = cento(parts.iter().map(|(_, value, _)| *value), unknown) else {
                continue;
            };
            let words: Vec<String> =
                parts.iter().map(|(n, value, _)| format!("fase {n}: {}", value.numero())).collect();
            out.push(
                REGOLA
                    .at(
                        span,
                        format!("i pesi delle fasi di {} nel {year} danno {}, non 100", cx.nome(n), somma.numero()),
                    )
                    .note(format!("si sommano: {}", words.join(", ")))
                    .help(format!("{cura} pesi; una fase che non conta in quell’anno ha `peso = \"==\"`")),
            );
        }
    }
}
