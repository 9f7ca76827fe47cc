//! A process has a level of risk, and the reason for it.

use crate::base::span::{Spanned, interi};
use crate::base::text::short;
use crate::conti::requisiti::motivato;
use crate::piano::element::processo::Rischio;
use crate::rules::rischi::rischi;
use crate::rules::vocabolario::{Mancanza, insieme};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0606", "valutazione-mancante", include_str!("valutazione_mancante.md"), check)
        .fonte(fonti::PNA_2019_1)
        .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let rischi = rischi(cx);
    let mut bare = Vec::new();
    for processo in interi(&cx.piano.elementi.processi) {
        let p = &processo.value;
        let title = short(&p.titolo.value);
        // A word that is not of the scale is the matter of another rule.
        let written = p.esposizione.is_some() || p.rischi.iter().any(|rischio| rischio.value.esposizione.is_some());
        let levels = rischi.regole.livelli().join(", ");
        // Words that are not of the scale, and numbers that give no level, are told where they stand.
        let silent = |r: &&Spanned<Rischio>| {
            r.value.esposizione.is_none() && r.value.probabilita.is_none() && r.value.impatto.is_none()
        };
        for rischio in rischi.senza_livello(p).into_iter().filter(silent) {
            out.push(
                REGOLA
                    .at(rischio.span, format!("un rischio del processo «{title}» non ha un livello"))
                    .label("manca `esposizione`")
                    .note("altri suoi rischi ce l’hanno: finché manca, il livello del processo, che è il più alto, non si sa")
                    .help(match rischi.numeri() {
                        true => "aggiungi `probabilita = …` e `impatto = …`".to_owned(),
                        false => format!("aggiungi `esposizione = \"…\"`, una parola fra {levels}"),
                    }),
            );
        }
        if !written && rischi.livello(p).is_none() {
            // Numbers that give no level are told where they stand.
            if p.rischi.iter().any(|rischio| rischio.value.probabilita.is_some() || rischio.value.impatto.is_some()) {
                continue;
            }
            bare.push(Mancanza {
                che_cosa: "esposizione".into(),
                problema: REGOLA
                    .at(p.titolo.span, format!("il processo «{title}» non ha un livello di rischio"))
                    .label("manca `esposizione`")
                    .help(format!("aggiungi `esposizione = \"…\"`, una parola fra {levels}, e `motivazione = \"…\"`")),
                nome: title,
            });
            continue;
        }
        // With numbers a reason is only advised, once for the plan.
        if !motivato(p) && !rischi.numeri() {
            let place = p.esposizione.as_ref().map_or(p.titolo.span, |word| word.span);
            bare.push(Mancanza {
                che_cosa: "motivazione".into(),
                problema: REGOLA
                    .at(place, format!("del livello di rischio di «{title}» non si dice il perché"))
                    .label("manca `motivazione`")
                    .note("il livello è un giudizio: vale per i dati e i fatti che lo spiegano")
                    .help("aggiungi `motivazione = \"…\"` con due righe: quante pratiche, quanta scelta, che cosa è accaduto"),
                nome: title,
            });
        }
    }
    insieme(bare, out);
}
