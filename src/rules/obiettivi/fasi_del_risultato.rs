//! The phases that an expected result, or a question of who evaluates, names exist.

use crate::diag::nearest;
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::errore("P0318", "fasi-del-risultato", include_str!("fasi_del_risultato.md"), check)
    .origine(&["REF-BROKEN", "N35"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let numeri = numeri(&obiettivo.value.fasi);
        let results = obiettivo.value.risultati.iter().flat_map(|risultato| &risultato.value.fasi);
        let questions = obiettivo.value.domande.iter().filter_map(|domanda| domanda.value.fase.as_ref());
        for word in results.chain(questions) {
            // One figure is as near as another: of a plain number nothing can be guessed.
            let plain = word.value.trim().chars().all(|c| c.is_ascii_digit());
            if numeri.iter().any(|numero| numero.eq_ignore_ascii_case(word.value.trim())) {
                continue;
            }
            let problem = REGOLA.at(word.span, format!("{} non ha una fase {}", cx.nome(n), word.value.trim()));
            out.push(match nearest(&word.value, numeri.iter().map(String::as_str)) {
                _ if numeri.is_empty() => problem.help("togli il rimando, o scrivi le fasi in `[[obiettivo.fase]]`"),
                Some(near) if !plain => problem
                    .help(format!("forse intendevi la fase {near}"))
                    .proposta(word.span, cx.scritto(word.span, near)),
                _ => {
                    problem.help(format!("le fasi sono: {}; scrivi quella giusta, o togli il rimando", elenco(&numeri)))
                }
            });
        }
    }
}
