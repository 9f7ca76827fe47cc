//! A plan that was changed says why, and with which act.

use crate::piano::element::value::Dovuto;
use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1019", "nuova-versione", include_str!("nuova_versione.md"), check)
    .fonte(fonti::AGID_DOCUMENTI_5)
    .origine(&["N80"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut last: Option<u32> = None;
    for versione in &cx.set.versioni {
        let v = &versione.value;
        let numero = v.numero.value;
        // A number that could not be read is read as zero.
        if numero == 0 && !versione.intero {
            continue;
        }
        if numero == 0 || last.is_some_and(|last| numero <= last) {
            let problem = match last {
                Some(last) => REGOLA.at(v.numero.span, format!("la versione {numero} è scritta dopo la {last}")),
                None => REGOLA.at(v.numero.span, "la prima versione ha il numero 1"),
            };
            out.push(problem.help("numera le versioni 1, 2, 3… nell’ordine in cui sono state approvate"));
        }
        last = Some(numero.max(last.unwrap_or_default()));
        if numero < 2 || !versione.intero {
            continue;
        }
        let reason = v.motivo.is_some_and(|testo| !cx.parole(testo).is_empty());
        let approved = cx.set.stato == Stato::Approvato;
        // Until the update is approved its act can be declared absent.
        let act = match &v.atto {
            Some(Dovuto::Valore(_)) => true,
            Some(Dovuto::Assente(_)) => !approved,
            None => false,
        };
        let due = [
            (reason, "il motivo", "`motivo = \"che cosa cambia e perché\"`"),
            (
                act,
                "l’atto",
                if approved {
                    "`atto` con l’id della deliberazione: il piano è approvato"
                } else {
                    "`atto` con l’id della deliberazione o, finché non c’è, `atto = { assente = \"motivo\" }`"
                },
            ),
        ];
        let missing: Vec<_> = due.iter().filter(|(there, ..)| !there).collect();
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|(_, name, _)| (*name).to_owned()).collect();
        let cures: Vec<String> = missing.iter().map(|(.., cure)| (*cure).to_owned()).collect();
        let absent = matches!(v.atto, Some(Dovuto::Assente(_)));
        // The state of a version is its own; only of the one that is made it may still be a proposal.
        let last = cx.set.versioni.last().is_some_and(|last| last.value.numero.span == v.numero.span);
        let verb = if names.len() == 1 { "manca" } else { "mancano" };
        let problem = REGOLA
            .at(v.numero.span, format!("della versione {numero} del piano {verb} {}", elenco(&names)))
            .help(format!("aggiungi {}", elenco(&cures)));
        out.push(if absent && approved && last {
            problem.help(
                "se la deliberazione non c’è ancora, sotto il suo `numero` scrivi `stato = \"proposta\"`: l’atto può restare assente",
            )
        } else {
            problem
        });
    }
}
