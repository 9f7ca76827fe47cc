//! No character without width is left in the sources, where it parts a word that nobody sees parted.

use crate::rules::privati::testo_nascosto::caratteri;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0543", "carattere-nascosto", include_str!("carattere_nascosto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (id, file) in cx.sources.iter().filter(|(_, file)| !file.text().is_ascii()) {
        out.extend(caratteri(&REGOLA, id, file, false));
    }
}
