//! Section 2.3 is not confirmed when the plan says that something has happened.

use crate::base::text::{flat, short};
use crate::conti::requisiti;
use crate::lingua::numeri::numero;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0622", "conferma-contraddetta", include_str!("conferma_contraddetta.md"), check)
        .ambito(Ambito::Semplificato)
        .fonte(fonti::DM132_2022_6_2);

/// The words with which an outcome says that something has happened, when they come first.
const ACCADUTO: [&str; 9] =
    ["si", "alcuni", "alcune", "diversi", "diverse", "piu", "presente", "presenti", "accertato"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(conferma) = requisiti::conferma(cx.piano, cx.set) else { return };
    let Some(dichiarata) = conferma.dichiarata else { return };
    for (oggetto, said) in conferma.esiti {
        let Some(esito) = said.map(|a| &a.esito).filter(|esito| accaduto(&esito.value)) else { continue };
        out.push(
            REGOLA
                .at(
                    esito.span,
                    format!("la sezione 2.3 è confermata, ma di «{}» si dice «{}»", oggetto.label(), short(&esito.value)),
                )
                .other(dichiarata.oggetto.span, "qui è confermata")
                .help("scrivi di nuovo la sezione, con i suoi `[[processo]]`, e togli l’adempimento `conferma`; se non è accaduto nulla, correggi l’esito"),
        );
    }
}

/// Whether an outcome says surely that something has happened. Of words with a «non» in them nobody can tell.
fn accaduto(esito: &str) -> bool {
    let words = flat(esito);
    let mut all = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let denied = all.clone().any(|word| matches!(word, "non" | "no" | "mai" | "senza") || word.starts_with("ness"));
    let first = all.next().unwrap_or_default();
    !denied && (ACCADUTO.contains(&first) || numero(first).is_some_and(|n| n > 0))
}

#[cfg(test)]
mod tests {
    use super::accaduto;

    #[test]
    fn only_what_has_surely_happened_contradicts() {
        assert!(["Una modifica rilevante", "sì", "2 fatti accertati", "Sei casi"].into_iter().all(accaduto));
        let unsure = ["nessuno", "No", "0", "non ce ne sono", "invariati", "una, ma non rilevante", ""];
        assert!(!unsure.into_iter().any(accaduto));
    }
}
