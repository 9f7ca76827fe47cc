//! A citation of law names a norm that exists, in the way in which norms are named.

use crate::lingua::norme::{Errore, find};
use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P1214", "norma", include_str!("norma.md"), check).fonte(fonti::DLGS33_2013_12).origine(&["N82"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let ultimo = cx.set.ultimo_anno();
    for (discorso, errore) in cx.nella_prosa(|gruppo| errori(gruppo, ultimo)) {
        out.extend(told(discorso, &errore));
    }
    // Titles are no prose: they are marked whole.
    for kind in Kind::ALL {
        for element in cx.piano.elementi.of(*kind) {
            let title = element.value.titolo();
            for errore in find(title.value, ultimo).into_iter().flat_map(|citation| citation.errori) {
                let problem = REGOLA.at(title.span, &errore.messaggio).help(&errore.rimedio);
                let mended = errore.proposta.as_ref().and_then(|right| {
                    let (before, after) = (title.value.get(..errore.dove.start)?, title.value.get(errore.dove.end..)?);
                    Some(format!("{before}{right}{after}"))
                });
                out.push(match mended {
                    // With a quote or a bar in it the words of the file are others.
                    Some(right) if !right.contains(['"', '\\']) => {
                        problem.proposta(title.span, cx.scritto(title.span, &right))
                    }
                    _ => problem,
                });
            }
        }
    }
}

#[comemo::memoize]
fn errori(gruppo: &Gruppo<Discorso>, ultimo: i16) -> Trovati<Errore> {
    gruppo.trova(|text| find(text, ultimo).into_iter().flat_map(|citation| citation.errori))
}

fn told(discorso: &Discorso, errore: &Errore) -> Option<Diagnostic> {
    let problem = REGOLA.at(discorso.span(errore.dove.clone())?, &errore.messaggio).help(&errore.rimedio);
    Some(match errore.proposta.as_ref().zip(discorso.esatto(errore.dove.clone())) {
        Some((right, span)) => problem.proposta(span, right.clone()),
        None => problem,
    })
}
