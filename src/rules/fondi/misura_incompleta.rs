//! A measure that was granted says how much and with which CUP.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::misura_digitale::StatoCandidatura;
use crate::rules::{Cx, Fonte, Regola, elenco};

pub static REGOLA: Regola = Regola {
    codice: "P1209",
    pagina: include_str!("misura_incompleta.md"),
    nome: "misura-incompleta",
    livello: Severity::Avviso,
    fonte: Fonte::letta("PA digitale 2026, dati aperti sulle candidature finanziate"),
    origine: &["N64"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misura in &cx.piano.elementi.misure_digitali {
        let m = &misura.value;
        let Some(stato) = m.stato.filter(|stato| stato.value != StatoCandidatura::Rinuncia) else { continue };
        if !cx.letto_tutto(misura.span) {
            continue;
        }
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
