//! A reference to another publication leads to it.

use crate::base::text::minuscolo;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

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
    for (discorso, range) in cx.nei_capoversi(rimandi).filter(|(discorso, _)| !discorso.rimanda) {
        let Some(span) = discorso.span(range.clone()) else { continue };
        let words = discorso.parole.get(range).unwrap_or_default();
        out.push(
            REGOLA
                .at(span, format!("«{words}»: chi legge non ha modo di arrivarci"))
                .label("un rimando senza collegamento")
                .help("aggiungi il collegamento, `[nome del documento](https://…)`; se è una parte di questo piano, citala con `[@id]`"),
        );
    }
}

#[comemo::memoize]
fn rimandi(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(|text| {
        let lower = minuscolo(text);
        let all = ["si rimanda a", "si rinvia a"].into_iter().flat_map(|verb| {
            let found = lower.match_indices(verb);
            found.filter_map(|(at, _)| Some(at..publication(&lower, at + verb.len())?)).collect::<Vec<_>>()
        });
        all.collect::<Vec<_>>()
    })
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
