//! A label of the body's own is not one that the program knows by its name.

use crate::base::text::short;
use crate::piano::element::obiettivo::Etichetta;
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0357", "etichetta-nota", include_str!("etichetta_nota.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in vivi_scritti(cx) {
        for own in &obiettivo.value.altre_etichette {
            let words = plain(&own.value);
            let bare = words.strip_prefix("obiettivo di ").unwrap_or(&words);
            let same = |e: &&Etichetta| [plain(e.label()), plain(&e.nome())].iter().any(|name| name == bare);
            let Some(known) = Etichetta::ALL.iter().find(same) else { continue };
            out.push(
                REGOLA
                    .at(own.span, format!("«{}» è già fra le etichette che piao conosce", short(own.value.trim())))
                    .note("scritta qui non conta nei controlli che la cercano")
                    .help(format!("toglila da qui e aggiungi `etichette = [\"{}\"]`", known.nome())),
            );
        }
    }
}

/// In small letters and with blanks between words.
fn plain(words: &str) -> String {
    words.to_lowercase().split(['-', ' ', '’', '\'']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
