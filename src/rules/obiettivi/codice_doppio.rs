//! A code is of one objective.

use crate::base::span::{Span, Spanned};
use crate::index::like_source;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::errore("P0310", "codice-doppio", include_str!("codice_doppio.md"), check).origine(&["CODE-DUP", "N35"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut codes = Vec::new();
    let mut pairs = Vec::new();
    for (n, obiettivo) in cx.scritti() {
        let shares = obiettivo.value.quote.iter().filter_map(|quota| quota.value.codice.as_ref());
        for typed in obiettivo.value.codice.iter().chain(shares) {
            let words: Vec<&str> = typed.value.split_whitespace().collect();
            if words.len() > 1 && words.iter().all(|word| cx.index.uso.parse(word).is_some()) {
                pairs.push((typed, words));
                continue;
            }
            codes.push((cx.index.breve(&typed.value).to_lowercase(), typed.span, (n, typed)));
        }
    }
    for doppio in doppi(codes.iter().cloned()) {
        let ((n, typed), (other, _)) = (doppio.ancora.1, doppio.prima.1);
        let code = cx.index.breve(&typed.value);
        let (message, cure) = if other == n {
            (
                format!("il codice {code} è scritto due volte nello stesso obiettivo"),
                "lascia il codice una volta sola; in ogni unità l’obiettivo ha il codice di quella unità",
            )
        } else {
            (
                format!("il codice {code} è già di un altro obiettivo, {}", title(cx, other)),
                "dai a uno dei due un codice che nessun altro ha; se è lo stesso obiettivo in un’altra unità, scrivilo una volta con una `quota`",
            )
        };
        out.push(REGOLA.doppio(&doppio, message).help(cure));
    }
    // The first that has a code keeps it.
    let first = codes.iter().rev().map(|(code, span, (n, _))| (code.clone(), (*n, *span))).collect();
    for (typed, words) in pairs {
        out.push(pair(cx, typed, &words, &first));
    }
}

/// Two codes typed in one: where one of them is another's, the right one is known.
fn pair(
    cx: &Cx<'_>,
    typed: &Spanned<String>,
    words: &[&str],
    taken: &BTreeMap<String, (Pos<Obiettivo>, Span)>,
) -> Diagnostic {
    let owner = |word: &&&str| taken.get(&cx.index.breve(word).to_lowercase());
    let free: Vec<&&str> = words.iter().filter(|word| owner(word).is_none()).collect();
    let mut problem =
        REGOLA.at(typed.span, format!("un obiettivo ha un codice solo, e qui ce ne sono {}", words.len()));
    for word in words {
        if let Some((n, span)) = owner(&word) {
            problem = problem.other(*span, format!("{word} è di {}", title(cx, *n)));
        }
    }
    match free.as_slice() {
        [one] => {
            problem.help(format!("scrivi soltanto \"{one}\"")).proposta(typed.span, like_source(cx.sources, typed, one))
        }
        _ => problem.help("lascia quello giusto; il codice che l’obiettivo ha in un’altra unità va in una `quota`"),
    }
}

fn title(cx: &Cx<'_>, pos: Pos<Obiettivo>) -> String {
    format!("«{}»", crate::base::text::short(&cx.piano[pos].value.titolo.value))
}
