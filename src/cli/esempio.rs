//! `piao esempio`: a commented record of a kind, ready to paste into a data file.

use super::args::Esempio;
use super::{Outcome, out, say};
use crate::diag::nearest;
use crate::piano::element::Kind;

pub(super) fn run(options: &Esempio) -> Outcome {
    let Some(word) = options.kind.as_deref().map(|word| word.trim().trim_matches(['[', ']']).to_lowercase()) else {
        out("I tipi di dato. Per un esempio da copiare: piao esempio obiettivo");
        out("");
        let width = Kind::ALL.iter().map(|kind| kind.info().table.len()).max().unwrap_or_default();
        Kind::ALL.iter().for_each(|kind| out(&format!("  {:<width$}  {}", kind.info().table, kind.info().title)));
        return Outcome::Done;
    };
    let is = |kind: &&Kind| {
        let info = kind.info();
        let word = word.replace(['-', ' '], "_");
        [info.table.to_owned(), info.plural.replace('-', "_")].contains(&word)
    };
    match Kind::ALL.iter().find(is) {
        Some(kind) => {
            out(kind.info().esempio.trim_end());
            Outcome::Done
        }
        None => {
            say(&format!("errore: «{word}» non è un tipo di dato"));
            say(&match nearest(&word, Kind::ALL.iter().map(|kind| kind.info().table)) {
                Some(near) => format!("aiuto: forse intendevi `piao esempio {near}`"),
                None => "aiuto: `piao esempio` senza altro elenca i tipi".to_owned(),
            });
            Outcome::CouldNotRun
        }
    }
}
