//! A measure that was granted says how much and with which CUP.

use crate::base::span::interi;
use crate::piano::element::misura_digitale::StatoCandidatura;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P1209", "misura-incompleta", include_str!("misura_incompleta.md"), check)
    .fonte(fonti::PA_DIGITALE_2026)
    .origine(&["N64"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in interi(&cx.piano.elementi.misure_digitali) {
        let m = &misura.value;
        let Some(stato) = m.stato.filter(|stato| stato.value != StatoCandidatura::Rinuncia) else { continue };
        let due = [
            (m.finanziato.is_none(), "finanziato", "12.150,00 €"),
            (m.cup.is_none(), "cup", "H41F22002740006"),
            (stato.value == StatoCandidatura::Erogata && m.verifica.is_none(), "verifica", "30/06/2024"),
        ];
        let missing: Vec<_> = due.into_iter().filter(|(missing, ..)| *missing).collect();
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|(_, name, _)| format!("`{name}`")).collect();
        let lines: Vec<String> = missing.iter().map(|(_, name, value)| format!("`{name} = \"{value}\"`")).collect();
        let verb = if missing.len() == 1 { "manca" } else { "mancano" };
        out.push(
            REGOLA
                .at(stato.span, format!("lo stato è «{}» ma {verb} {}", stato.value.label(), elenco(&names)))
                .help(format!("aggiungi, per esempio, {}", elenco(&lines))),
        );
    }
}
