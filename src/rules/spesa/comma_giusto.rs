//! The limit is that of the body: comma 562 for unions and very small towns, else 557.

use super::spese;
use crate::piano::element::ente::Tipo;
use crate::piano::element::value::Dovuto;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0748", "comma-giusto", include_str!("comma_giusto.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::L296_2006_1_557);

/// Comuni with fewer inhabitants have the limit of the unions.
const PICCOLI: u32 = 1_000;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let right = match (cx.set.ente.tipo, &cx.set.ente.abitanti) {
        (Tipo::Unione, _) => 562,
        (Tipo::Comune, Some(Dovuto::Valore(abitanti))) if *abitanti < PICCOLI => 562,
        (Tipo::Comune, Some(Dovuto::Valore(_))) | (Tipo::Provincia | Tipo::CittaMetropolitana, _) => 557,
        _ => return,
    };
    for (dati, _) in spese(cx).filter(|(dati, _)| dati.value.ente.is_none()) {
        let Some(comma) = dati.value.limite.as_ref().and_then(|limite| limite.value.comma) else { continue };
        if comma.value != right {
            out.push(
                REGOLA
                    .at(comma.span, format!("il limite di questo ente è quello del comma {right}, non {}", comma.value))
                    .note("il comma 562 vale per le Unioni e per i Comuni sotto i 1.000 abitanti: la spesa del 2008; gli altri hanno la media 2011-2013")
                    .help(format!("scrivi `comma = {right}` e controlla gli anni di `base`"))
                    .proposta(comma.span, right.to_string()),
            );
        }
    }
}
