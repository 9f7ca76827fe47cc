//! `piao esempio`: something to copy, commented: a record, a view, a section, the settings, a whole plan.

use super::args::Esempio;
use super::{Outcome, out, say, stop};
use crate::diag::Diagnostic;
use crate::diag::codes::P0903;
use crate::diag::nearest;
use crate::nuovo::esempi;
use crate::piano::element::Kind;
use crate::piano::vista::Shows;
use crate::publish;
use std::path::Path;

/// The examples that are neither records nor views.
const ALTRI: [(&str, &str); 3] = [
    ("piao.toml", "La carta d’identità del piano"),
    ("sezione", "Una sezione, con la sua intestazione"),
    ("piano", "Un piano intero, di un piccolo Comune inventato: scrive una cartella"),
];

pub(super) fn run(options: &Esempio) -> Outcome {
    let Some(word) = options.what.as_deref().map(|word| word.trim().trim_matches(['[', ']']).to_lowercase()) else {
        list();
        return Outcome::Done;
    };
    let is = |kind: &&Kind| {
        let info = kind.info();
        let word = word.replace(['-', ' '], "_");
        [info.table.to_owned(), info.plural.replace('-', "_")].contains(&word)
    };
    let view = |name: &str| Shows::names().find(|(known, _)| *known == name);
    let named = word.strip_prefix("piao:").map(view);
    match (word.as_str(), named, Kind::ALL.iter().find(is), view(&word)) {
        ("piao.toml" | "piao", ..) => out(esempi::IMPOSTAZIONI.trim_end()),
        ("piano", ..) => return whole(options.folder.as_deref().unwrap_or(Path::new("piano-di-esempio"))),
        ("sezione", ..) => out(esempi::SEZIONE.trim_end()),
        (_, None, Some(kind), _) => {
            let info = kind.info();
            out(info.esempio.trim_end());
            out(&format!(
                "\n# Anche come righe di un foglio salvato in CSV, dati/{}.csv: nella prima i nomi dei campi.",
                info.plural
            ));
        }
        (_, Some(Some((name, shows))), ..) | (_, None, None, Some((name, shows))) => match esempi::vista(name, shows) {
            Ok(text) => out(text.trim_end()),
            Err(error) => {
                return stop(&Diagnostic::global(P0903, "un esempio non si può scrivere").note(format!("{error:#}")));
            }
        },
        (_, Some(None) | None, ..) => {
            say(&format!("errore: di «{word}» non c’è un esempio"));
            let names = Kind::ALL.iter().map(|kind| kind.info().table);
            let names = names.chain(Shows::names().map(|(name, _)| name)).chain(ALTRI.map(|(name, _)| name));
            say(&match nearest(word.trim_start_matches("piao:"), names) {
                Some(near) => format!("aiuto: forse intendevi `piao esempio {near}`"),
                None => "aiuto: `piao esempio` senza altro elenca gli esempi".to_owned(),
            });
            return Outcome::CouldNotRun;
        }
    }
    Outcome::Done
}

/// Writes the whole plan in a new folder.
fn whole(folder: &Path) -> Outcome {
    let files = esempi::piano();
    if let Err(problem) = publish::create(&files, folder) {
        return stop(&problem);
    }
    out(&format!("Il piano di esempio è nella cartella {}: {} file.", folder.display(), files.len()));
    out(&format!("Si compila così: piao compila {}", folder.display()));
    Outcome::Done
}

fn list() {
    let width = Kind::ALL.iter().map(|kind| kind.info().table.len()).max().unwrap_or_default();
    out("I tipi di dato. Per un esempio da copiare: piao esempio obiettivo\n");
    Kind::ALL.iter().for_each(|kind| out(&format!("  {:<width$}  {}", kind.info().table, kind.info().title)));
    out("\nLe viste, che mostrano i dati in una sezione. Per esempio: piao esempio piao:raccordo\n");
    let names: Vec<String> = Shows::names().map(|(name, _)| format!("piao:{name}")).collect();
    super::wrap(&names.join("  "), "  ", 100);
    out("\nIl resto:\n");
    ALTRI.iter().for_each(|(name, what)| out(&format!("  {name:<width$}  {what}")));
}
