//! A total that a text calls by name is of all its records, or says that it is not.

use crate::conti::fatti::Fatti;
use crate::piano::each_prose;
use crate::piano::prose::Inline;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0217", "totale-parziale", include_str!("totale_parziale.md"), check);

/// Words before a total that say that it is the least.
const ALMENO: [&str; 4] = ["almeno", "non meno di", "non meno", "oltre"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.piano.incompleto.fatti {
        return;
    }
    let mut cited = Vec::new();
    each_prose(cx.piano, &mut |prose| {
        let mut before = "";
        prose.inlines(&mut |inline| match inline {
            Inline::Text { text, .. } => before = text,
            Inline::Fact { name } => {
                let words = std::mem::take(&mut before).trim_end().to_lowercase();
                // «Inoltre» is no «oltre».
                let says = |least: &&str| {
                    words.strip_suffix(*least).is_some_and(|head| !head.ends_with(char::is_alphanumeric))
                };
                if !ALMENO.iter().any(says) {
                    cited.push((Fatti::base(&name.value), name.span));
                }
            }
            _ => {}
        });
    });
    for (name, span) in cited {
        let Some(parziale) = cx.fatti.parziale(&name) else { continue };
        out.push(
            REGOLA
                .at(span, format!("questo totale è di una parte sola: {}", parziale.parole()))
                .help(format!("scrivi `{}` dove manca; se non è niente, `0`", parziale.campo))
                .help(format!("o dillo nel testo, con «almeno» prima del totale: `almeno [={name}]`")),
        );
    }
}
