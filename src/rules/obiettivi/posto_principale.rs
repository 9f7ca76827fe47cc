//! An objective has one primary place in the tree; the others are listed once each.

use crate::piano::element::nodo::Nodo;
use crate::piano::element::pos::Pos;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0314", "posto-principale", include_str!("posto_principale.md"), check).origine(&["PRIMARY-ONE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let primary = obiettivo.value.nodo.as_ref().and_then(|rif| Some((cx.index.rif(rif)?, rif.span, true)));
        let mut seen: Vec<(Pos<Nodo>, crate::base::span::Span, bool)> = primary.into_iter().collect();
        for rif in &obiettivo.value.nodi_secondari {
            let Some(place) = cx.index.rif(rif) else { continue };
            let Some((_, span, primary)) = seen.iter().copied().find(|(other, ..)| *other == place) else {
                seen.push((place, rif.span, false));
                continue;
            };
            let (what, there) = match primary {
                true => ("è già il posto principale", "il posto principale è scritto qui"),
                false => ("è ripetuto fra i posti secondari", "è già scritto qui"),
            };
            out.push(
                REGOLA
                    .at(rif.span, format!("«{}» {what} di {}", rif.value, cx.nome(n)))
                    .other(span, there)
                    .help("toglilo da `nodi_secondari`"),
            );
        }
    }
}
