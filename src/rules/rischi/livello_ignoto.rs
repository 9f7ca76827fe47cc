//! The levels of risk are words of the scale, and the criteria are those of the body.

use crate::base::span::{Span, Spanned};
use crate::base::text::short;
use crate::diag::nearest;
use crate::piano::rischi::LIVELLI;
use crate::rules::rischi::rischi;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

// A word that is not of the scale has no level: the plan would contradict itself.
pub static REGOLA: Regola = Regola::errore("P0607", "livello-ignoto", include_str!("livello_ignoto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let rischi = rischi(cx);
    scala(cx, &rischi.regole.scala, out);
    let levels = rischi.regole.livelli();
    let unknown = |word: &Spanned<String>| {
        let problem = REGOLA.at(
            word.span,
            format!("«{}» non è un livello della scala: {}", short(word.value.trim()), levels.join(", ")),
        );
        match nearest(&word.value, levels.iter().copied()) {
            Some(near) => {
                problem.help(format!("forse intendevi \"{near}\"")).proposta(word.span, cx.scritto(word.span, near))
            }
            None => problem.help("scrivi uno di quelli, o cambia `scala` in `[rischi]` di `piao.toml`"),
        }
    };
    for processo in &cx.piano.elementi.processi {
        let p = &processo.value;
        let events = p.rischi.iter().filter_map(|rischio| rischio.value.esposizione.as_ref());
        let words = p.esposizione.iter().chain(events).chain(p.criteri.values());
        out.extend(words.filter(|word| rischi.regole.livello(&word.value).is_none()).map(unknown));
        for (name, level) in p.criteri.iter().filter(|(name, _)| rischi.regole.criterio(name).is_none()) {
            let known = rischi.regole.criteri();
            let problem = REGOLA.at(level.span, format!("«{}» non è un criterio del piano", short(name.trim())));
            out.push(match nearest(name, known.iter().copied()) {
                Some(near) => problem.help(format!("forse intendevi `\"{near}\"`")),
                None => problem.help(format!(
                    "i criteri sono: {}; se ne usate altri, scriveteli in `criteri` di `[rischi]`, in `piao.toml`",
                    known.join(", ")
                )),
            });
        }
    }
}

/// A scale of one word, of too many, or with a word twice.
fn scala(cx: &Cx<'_>, scala: &[Spanned<String>], out: &mut Vec<Diagnostic>) {
    let place = scala.first().map_or_else(|| cx.tabella("rischi"), |word| word.span);
    let wrong = |span: Span, message: String| {
        REGOLA
            .at(span, message)
            .help("scrivi da due a sette parole diverse, dalla più bassa: `scala = [\"basso\", \"medio\", \"alto\"]`")
    };
    if scala.len() == 1 || scala.len() > LIVELLI {
        let many = if scala.len() == 1 { "un livello solo".to_owned() } else { format!("{} livelli", scala.len()) };
        out.push(wrong(place, format!("la scala del rischio ha {many}")));
    }
    let words = scala.iter().map(|word| (word.value.trim().to_lowercase(), word.span, word));
    for doppio in doppi(words) {
        let word = doppio.ancora.1.value.trim();
        let problem = REGOLA.doppio(&doppio, format!("nella scala «{word}» c’è due volte"));
        out.push(problem.help("togline una, o cambia parola: ogni livello ne ha una sua"));
    }
}
