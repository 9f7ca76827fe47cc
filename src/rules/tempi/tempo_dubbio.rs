//! A time can be read in one way only.

use crate::lingua::tempo::Forma;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0402", "tempo-dubbio", include_str!("tempo_dubbio.md"), check).origine(&["TIME-AMBIGUOUS"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for quando in cx.tempi() {
        let Ok(lettura) = &quando.tempo.lettura else { continue };
        if let Forma::Dura(quanto) = &lettura.forma
            && !quanto.contains("nnal")
        {
            out.push(
                REGOLA
                    .at(quando.span, format!("«{}» dice quanto dura, non quando", quando.tempo.parola.trim()))
                    .note("da queste parole non si ricava nessun giorno")
                    .help(format!(
                        "scrivi il periodo o il termine, per esempio \"gennaio - marzo\" o \"entro il 31/03/{}\"",
                        cx.anno
                    )),
            );
            continue;
        }
        let Some(dubbio) = &lettura.dubbio else { continue };
        let words: Vec<String> = dubbio.riscritture.iter().map(|words| format!("\"{words}\"")).collect();
        let problem = REGOLA.at(quando.span, &dubbio.messaggio);
        if let Forma::PiuTempi(_) = lettura.forma {
            let prima = words.first().map_or("", String::as_str);
            out.push(
                problem
                    .note("resta come è scritto: non se ne legge nessun giorno")
                    .help(format!("scrivi soltanto il tempo che vale, per esempio {prima}; l’altro va nel testo")),
            );
            continue;
        }
        let problem = problem.note(format!("ora è letto come «{lettura}»"));
        out.push(match words.as_slice() {
            [one] => {
                let right = dubbio.riscritture.first().map_or("", String::as_str);
                let (problem, right) = (problem.help(format!("scrivi {one}")), cx.scritto(quando.span, right));
                if dubbio.certo { problem.patch(quando.span, right) } else { problem.proposta(quando.span, right) }
            }
            [] => problem.help("scrivi il periodo con le sue parole, per esempio \"maggio - agosto\""),
            _ => problem.help(format!("scrivi {}", words.join(" oppure "))),
        });
    }
}
