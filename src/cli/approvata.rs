//! Verifies an edition that an act approved before another plan changed what it shows or cites: these sources cannot make it again, and the
//! list of the publication says whether its files are those that were written.

use super::gia_pubblicata::Cambiata;
use super::pubblica::is_public;
use super::verifica::{Beside, names, tell_pitfalls};
use super::{Outcome, wrap};
use crate::emit::html::{self, UFFICIO, UN_FILE};
use crate::piano::element::quanti;
use crate::project::{Compiled, PDF};
use crate::verifica::{self, Pdf, Pubblicata, compare_pdf};
use std::collections::BTreeMap;
use std::path::Path;

/// The most columns of a line.
const WIDTH: usize = 100;

/// How many bytes of a page are read.
const MAX_PAGE: u64 = 64 << 20;

/// How many bytes of a PDF are read.
const MAX_PDF: u64 = 1 << 30;

/// Verifies what is `published`, and is called `place`; `beside` reads what is published with it. None where it is no such edition, or has no list of its files: then it is compared
/// with what the sources make.
pub(super) fn verifica(
    compiled: &Compiled,
    published: &mut Pubblicata,
    place: &Path,
    beside: &mut Option<Beside<'_>>,
) -> Option<Outcome> {
    let (document, set) = (compiled.document.as_ref()?, compiled.piano.impostazioni.as_ref()?);
    if !published.has(&format!("edizioni/{}/{PDF}", set.edizione())) {
        return None;
    }
    let edition = Cambiata::pubblicata(document, published, place).filter(|edition| edition.resta(document))?;
    let list = expected(published)?;
    wrap(
        "È l’edizione che l’organo ha approvato. Queste fonti non la rifanno più uguale, perché dopo è cambiato ciò che il piano include o cita di un altro; ciò che scrive questo ente è come allora. I file si confrontano con l’elenco della pubblicazione.",
        "",
        WIDTH,
    );
    let as_written = |path: &String, published: &mut Pubblicata| published.digest(path).as_ref() == list.get(path);
    let changed: Vec<&String> =
        list.keys().filter(|path| published.has(path) && !as_written(path, published)).collect();
    // A signature that was added to one copy of the PDF leaves the other as it was published.
    let copies = [PDF.to_owned(), format!("edizioni/{}/{PDF}", set.edizione())];
    let intact = copies.iter().find(|path| published.has(path) && as_written(path, published));
    let intact = intact.and_then(|path| published.read(path, MAX_PDF));
    let signed = |path: &String, published: &mut Pubblicata| {
        let made = intact.as_ref().filter(|_| copies.contains(path));
        made.zip(published.read(path, MAX_PDF))
            .is_some_and(|(made, now)| matches!(compare_pdf(&now, made), Pdf::Firmato(_)))
    };
    let changed: Vec<&String> = changed.into_iter().filter(|path| !signed(path, published)).collect();
    let missing: Vec<&String> = list.keys().filter(|path| !published.has(path)).collect();
    let others: Vec<String> = match published.own_paths() {
        // What else is in a site of others is of that site.
        Some(_) => vec![],
        None => published.paths().filter(|path| !list.contains_key(*path)).map(str::to_owned).collect(),
    };
    let sound = tell_pitfalls(published);
    names(&changed, "Diversi da come sono stati pubblicati");
    names(&missing, "Mancano");
    names(&others.iter().collect::<Vec<_>>(), "Ci sono, e non sono stati pubblicati");
    if !changed.is_empty() || !missing.is_empty() || !others.is_empty() || !sound {
        return Some(Outcome::Errors);
    }
    wrap(
        &format!(
            "{}, come sono stati pubblicati. Il testo è quello approvato se l’impronta del contenuto che è nella deliberazione è questa: {}.",
            quanti(list.len(), "file", "file"),
            edition.impronta()
        ),
        "",
        WIDTH,
    );
    if let Some(beside) = beside {
        tell_lost(published, &mut |path| beside(path));
    }
    Some(Outcome::Done)
}

/// Says which pages of other publications the pages lead to that are no longer there. The edition is not changed for that: who took them away
/// may leave a way to the new ones.
fn tell_lost(published: &mut Pubblicata, beside: Beside<'_>) {
    let pages: Vec<String> = published
        .paths()
        .filter(|path| path.starts_with("sito/") && path.ends_with(".html"))
        .map(str::to_owned)
        .collect();
    let pages: Vec<Vec<u8>> = pages.iter().filter_map(|path| published.read(path, MAX_PAGE)).collect();
    let lost = verifica::smarrite(pages.iter().map(Vec::as_slice), beside);
    if lost.is_empty() {
        return;
    }
    names(&lost.iter().collect::<Vec<_>>(), "Nelle altre pubblicazioni non c’è più");
    wrap(
        "Questa edizione resta com’è: l’ente che ha cambiato quelle pagine può scriverne gli id di prima in `[sito.spostati]`, e l’indirizzo porterà a quelle nuove.",
        "",
        WIDTH,
    );
}

/// The files that are due, with the digest of each as it was written: of a part for the public, those for the public.
fn expected(published: &mut Pubblicata) -> Option<BTreeMap<String, String>> {
    let list = published.elenco()?;
    let office = published.paths().any(|path| path.starts_with(UFFICIO));
    let due = |path: &str| {
        !html::del_portale(path) && (office || is_public(path) || path == UN_FILE && published.has(UN_FILE))
    };
    Some(list.into_iter().filter(|(path, _)| due(path)).collect())
}
