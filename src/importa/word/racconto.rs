//! What an import of a document has to say, each thing at its place in the document and in the text that was written.

use super::albero::Luogo;
use super::eventi::{Detto, Specie};
use super::proposte;
use super::scrittore::Scritto;
use crate::diag::codes::{P0114, P1511, P1513, P1514};
use crate::diag::{Diagnostic, Severity};
use crate::importa::Importato;
use crate::piano::element::quanti;
use crate::project::Compiled;
use crate::source::IMPORTA;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Puts in words what was done, and what the plan with the new texts, `after`, says of them, at the place of the document.
pub(super) fn racconta(
    file: &str,
    stem: &str,
    mut out: Importato,
    mut detti: Vec<(Option<String>, Detto)>,
    written: &[(String, usize, Scritto)],
    after: &Compiled,
) -> Importato {
    let mut notes = 0;
    for problem in after.diags.sorted() {
        let Some(span) = problem.span else { continue };
        let Some(source) = after.sources.file(span.file) else { continue };
        let Some((path, start, scritto)) = written.iter().find(|(path, ..)| *path == source.path) else { continue };
        let Some(line) =
            (source.line(span.range().start)).checked_sub(1 + start).filter(|line| *line < scritto.righe.len())
        else {
            continue;
        };
        // The images are written with the texts, and are not there yet.
        if problem.is(P0114) && problem.message.contains(&format!("immagini/{stem}-")) {
            continue;
        }
        if problem.severity == Severity::Nota {
            notes += 1;
            continue;
        }
        out.problemi.push(problem.altrove(&dove(file, &scritto.luogo(line), Some((path, line + start)))));
    }
    let known = proposte::noti(&after.fatti);
    for (path, start, scritto) in written {
        for (line, luogo, che) in proposte::fatti(&known, scritto) {
            detti.push((Some(path.clone()), Detto::nota(line + start, luogo, che)));
        }
    }
    if notes > 0 {
        out.fogli.push(format!("Su questi testi `piao controlla` ha altre {notes} note."));
    }
    let mut list = format!("# Che cosa vedere dopo aver importato {file}\n");
    for (specie, title) in
        [(Specie::Avviso, "Da sistemare"), (Specie::Nota, "Da sapere"), (Specie::Revisione, "Commenti e revisioni")]
    {
        let mine: Vec<&(Option<String>, Detto)> = detti.iter().filter(|(_, detto)| detto.specie == specie).collect();
        if mine.is_empty() {
            continue;
        }
        let _ = writeln!(list, "\n## {title}\n");
        // The same note in many places is told at the first of them; the list has all.
        let mut told: BTreeSet<&str> = BTreeSet::new();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        mine.iter().for_each(|(_, detto)| *times.entry(&detto.che).or_default() += 1);
        for (path, detto) in &mine {
            let place = path.as_deref().map(|path| (path, detto.riga));
            let here = dove(file, &detto.luogo, place);
            let _ = writeln!(list, "- {here}: {}", detto.che);
            if specie == Specie::Nota && !told.insert(&detto.che) {
                continue;
            }
            let others = times.get(detto.che.as_str()).map_or(0, |n| n - 1);
            let more = match others {
                n if specie == Specie::Nota && n > 0 => {
                    format!(" (così in {}: `{IMPORTA}/{stem}/da-vedere.md`)", quanti(n, "altro punto", "altri punti"))
                }
                _ => String::new(),
            };
            let message = format!("{here}: {}{more}", detto.che);
            out.problemi.push(match specie {
                Specie::Avviso => Diagnostic::global(P1511, message),
                Specie::Nota => Diagnostic::global(P1514, message),
                Specie::Revisione => Diagnostic::global(P1513, message),
            });
        }
    }
    let many = detti.iter().filter(|(_, detto)| detto.specie == Specie::Revisione).count();
    if many > 0 {
        let what = quanti(many, "commento o revisione", "commenti e revisioni");
        out.fogli.push(format!("Il testo è quello che si legge accettando tutte le revisioni. {what}: uno per uno in `{IMPORTA}/{stem}/da-vedere.md`."));
    }
    if !detti.is_empty() {
        out.files.insert(format!("{IMPORTA}/{stem}/da-vedere.md"), list);
    }
    out
}

/// A place of the document, and of the text that was written.
fn dove(file: &str, luogo: &Luogo, written: Option<(&str, usize)>) -> String {
    let here = if *luogo == Luogo::default() { file.to_owned() } else { format!("{file}, {luogo}") };
    match written {
        Some((path, line)) => format!("{here} ({path}:{})", line + 1),
        None => here,
    }
}
