//! A reference to another publication leads to it.

use crate::base::text::minuscolo;
use crate::piano::each_prose;
use crate::rules::{Cx, Diagnostic, Regola, discorsi};

pub static REGOLA: Regola =
    Regola::nota("P0211", "rimando-esterno", include_str!("rimando_esterno.md"), check).origine(&["REF-EXTERNAL"]);

/// Words that name a publication.
const PUBBLICAZIONI: [&str; 12] = [
    "documento unico di programmazione",
    "programma di mandato",
    "linee programmatiche",
    "linee di mandato",
    "programma triennale",
    "relazione",
    "piano",
    "piao",
    "p.i.a.o.",
    "dup",
    "peg",
    "regolamento",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            for discorso in discorsi(&block.kind).iter().filter(|d| !d.rimanda) {
                let lower = minuscolo(&discorso.parole);
                for verb in ["si rimanda a", "si rinvia a"] {
                    for (at, _) in lower.match_indices(verb) {
                        let Some(end) = publication(&lower, at + verb.len()) else { continue };
                        let Some(span) = discorso.span(at..end) else { continue };
                        let words = discorso.parole.get(at..end).unwrap_or_default();
                        out.push(
                            REGOLA
                                .at(span, format!("«{words}»: chi legge non ha modo di arrivarci"))
                                .label("un rimando senza collegamento")
                                .help("aggiungi il collegamento, `[nome del documento](https://…)`; se è una parte di questo piano, citala con `[@id]`"),
                        );
                    }
                }
            }
        });
    });
}

/// Where the name of a publication ends, when one is named a few words after `from`.
fn publication(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let clause = rest.split([';', ':', ',', '(']).next()?;
    let clause = clause.split(". ").next()?;
    let mut at = from;
    for word in clause.split_inclusive([' ', '’', '\'']).take(6) {
        let here = text.get(at..)?;
        let starts = |name: &&&str| {
            here.starts_with(**name)
                && !here.get(name.len()..).is_some_and(|after| after.starts_with(char::is_alphanumeric))
        };
        if word.starts_with("presente") || word.starts_with("quest") {
            return None;
        }
        if let Some(name) = PUBBLICAZIONI.iter().find(starts) {
            return Some(at + name.len());
        }
        at += word.len();
    }
    None
}
