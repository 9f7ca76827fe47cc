//! A measure that was granted says how much and with which CUP.

use super::{Cx, Regola, elenco};
use crate::diag::{Diagnostic, Severity};
use crate::element::misura_digitale::StatoCandidatura;

pub(super) static REGOLA: Regola = Regola {
    codice: "P1209",
    nome: "misura-incompleta",
    livello: Severity::Avviso,
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
        let mut missing = Vec::new();
        if m.finanziato.is_none() {
            missing.push("`finanziato`".to_owned());
        }
        if m.cup.is_none() {
            missing.push("`cup`".to_owned());
        }
        if stato.value == StatoCandidatura::Erogata && m.verifica.is_none() {
            missing.push("`verifica`".to_owned());
        }
        if missing.is_empty() {
            continue;
        }
        let verb = if missing.len() == 1 { "manca" } else { "mancano" };
        out.push(
            REGOLA
                .at(stato.span, format!("lo stato è «{}» ma {verb} {}", stato.value.label(), elenco(&missing)))
                .note("sono i dati che PA digitale 2026 pubblica per ogni candidatura")
                .help("aggiungi i campi che mancano"),
        );
    }
}
