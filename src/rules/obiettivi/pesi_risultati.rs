//! The weights of the expected results of a year add up to 100.

use crate::base::span::{Spanned, tutti_interi};
use crate::piano::element::misura::{Percento, Peso};
use crate::rules::vocabolario::{Somma, cento};
use crate::rules::{Cx, Diagnostic, Regola, elenco};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::errore("P0303", "pesi-risultati", include_str!("pesi_risultati.md"), check)
    .origine(&["W-SUM-RESULT", "N32"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let risultati = &obiettivo.value.risultati;
        if !tutti_interi(risultati) {
            continue;
        }
        // A result without a year counts in all.
        let mut years: BTreeSet<i16> = risultati.iter().filter_map(|r| r.value.anno).collect();
        if years.is_empty() {
            years.insert(cx.anno);
        }
        let mut told = None;
        for year in years {
            let here = || risultati.iter().enumerate().filter(|(_, r)| r.value.anno.is_none_or(|anno| anno == year));
            let parts: Vec<(usize, Percento, Spanned<Peso>)> = here()
                .filter_map(|(n, r)| {
                    let peso = r.value.peso?;
                    Some((n, peso.value.numero()?, peso))
                })
                .collect();
            // A result whose weight is not written may hold what is missing.
            let unknown = here().any(|(_, r)| r.value.peso.is_none());
            let Some((_, _, last)) = parts.last() else { continue };
            let Some(Somma { somma, cura }) = cento(parts.iter().map(|(_, value, _)| *value), unknown) else {
                continue;
            };
            if told.replace(last.span) == Some(last.span) {
                continue;
            }
            let words: Vec<String> =
                parts.iter().map(|(n, value, _)| format!("{} {}", lettera(*n), value.numero())).collect();
            let when =
                if risultati.iter().any(|r| r.value.anno.is_some()) { format!(" nel {year}") } else { String::new() };
            out.push(
                REGOLA
                    .at(
                        last.span,
                        format!(
                            "i pesi dei risultati attesi di {}{when} danno {}, non 100",
                            cx.nome(n),
                            somma.numero()
                        ),
                    )
                    .note(format!("si sommano: {}", elenco(&words)))
                    .help(format!("{cura} pesi dei risultati; uno che non si valuta ha `peso = \"==\"`")),
            );
        }
    }
}

/// The letter that a result has in print.
fn lettera(n: usize) -> String {
    u8::try_from(n)
        .ok()
        .filter(|n| *n < 26)
        .map_or_else(|| (n + 1).to_string(), |n| format!("{})", char::from(b'a' + n)))
}
