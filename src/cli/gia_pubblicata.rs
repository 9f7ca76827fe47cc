//! Whether an approved plan still says what its published edition says, and where it does not.

use super::impronta::published;
use crate::confronta;
use crate::diag::Diagnostic;
use crate::diag::codes::{P1417, P1420};
use crate::document::Document;
use crate::document::impronta::FORMA;
use crate::emit::dati;
use crate::piano::settings::Stato;
use crate::project::{Compiled, PDF};
use std::path::PathBuf;

/// How many places of a changed version are told.
const PUNTI: usize = 8;

/// An edition that was published and says something else.
pub(super) struct Cambiata {
    /// Its name: `2027-2-aggiornamento`.
    edizione: String,
    /// The folders in which it is.
    cartelle: Vec<PathBuf>,
    /// Its fingerprint, and the form of that.
    impronta: (u8, String),
}

impl Cambiata {
    /// Looks in `folders` for the published edition of an approved plan. None where there is none, or it says what `document` says.
    pub(super) fn of(document: &Document, edizione: &str, folders: &[PathBuf]) -> Option<Self> {
        if document.meta.stato != Stato::Approvato {
            return None;
        }
        let cartelle: Vec<PathBuf> = folders
            .iter()
            .map(|folder| folder.join("edizioni").join(edizione))
            .filter(|folder| folder.is_dir())
            .collect();
        let impronta = cartelle.iter().find_map(|folder| published(&folder.join(PDF)))?;
        let same = impronta.0 == FORMA && impronta.1 == document.meta.impronta;
        (!same).then(|| Cambiata { edizione: edizione.to_owned(), cartelle, impronta })
    }

    /// The problem of publishing `document`, an earlier version of a plan that has later ones.
    pub(super) fn ferma(&self, document: &Document) -> Diagnostic {
        let edizione = &self.edizione;
        let (form, _) = self.impronta;
        let problem = if form != FORMA {
            Diagnostic::global(P1420, format!("non si sa se questa versione è quella pubblicata in `edizioni/{edizione}`"))
                .note(format!("la sua impronta è di forma {form}, e questo piao calcola la forma {FORMA}; dopo di lei il piano ha avuto altre versioni"))
                .help("ciò che è pubblicato resta com’è: per rifarlo serve il piao di allora")
        } else {
            Diagnostic::global(P1420, format!("questa versione non è più quella pubblicata in `edizioni/{edizione}`"))
                .note(DOPO)
                .help("ciò che è pubblicato resta com’è: per rifarlo servono le fonti di allora")
                .help(COME_SI_DICE)
        };
        self.dove(document).into_iter().fold(problem, Diagnostic::note)
    }

    /// The warning for who makes `document` without publishing it, or publishes it again. `later`: the plan has later versions. None
    /// where the fingerprints cannot be compared.
    pub(super) fn avviso(&self, document: &Document, later: bool) -> Option<Diagnostic> {
        let (form, old) = &self.impronta;
        if *form != FORMA {
            return None;
        }
        let start = |digest: &str| digest.chars().take(12).collect::<String>();
        let (old, new) = (start(old), start(&document.meta.impronta));
        let problem = Diagnostic::global(P1417, "il contenuto non è più quello che era già pubblicato").note(format!(
            "in `edizioni/{}` l’impronta del contenuto è {old}…, ora è {new}…: la deliberazione ne porta una sola",
            self.edizione
        ));
        let problem = if later {
            problem.note(DOPO).help(COME_SI_DICE)
        } else {
            problem
                .help("se un nuovo atto lo ha aggiornato aggiungi in `piao.toml` una `[[versione]]` con il motivo e il suo atto: avrà un indirizzo suo")
                .help("se il testo è cambiato per sbaglio rimettilo com’era: l’impronta torna quella della deliberazione; se lo avevi già ripubblicato, alla prossima pubblicazione l’avviso torna una volta")
        };
        Some(self.dove(document).into_iter().fold(problem, Diagnostic::note))
    }

    /// Where `document` says something else. Nothing when the edition has no data to compare.
    fn dove(&self, document: &Document) -> Vec<String> {
        let data = || {
            let file = self.cartelle.iter().find_map(|folder| confronta::pubblicato(folder))?;
            let before = confronta::da_file(&file).ok()?;
            let now = serde_json::from_slice(&dati::piano(document)).ok()?;
            Some(confronta::confronta(&before, &now).punti())
        };
        let all: Vec<String> = data().unwrap_or_default();
        let more = all.len().saturating_sub(PUNTI);
        let mut said: Vec<String> = all.into_iter().take(PUNTI).collect();
        if let Some(folder) = self.cartelle.first().filter(|_| more > 0) {
            said.push(format!("e altri {more}: `piao confronta {} CARTELLA` li dice tutti", folder.display()));
        }
        said
    }
}

/// The warning about the edition of `compiled` that was published in `folders`, for who makes it without publishing it.
pub(super) fn avviso(compiled: &Compiled, folders: &[PathBuf]) -> Option<Diagnostic> {
    let (document, set) = (compiled.document.as_ref()?, compiled.piano.impostazioni.as_ref()?);
    let changed = Cambiata::of(document, &set.edizione(), folders)?;
    changed.avviso(document, !set.seguito.versioni.is_empty())
}

/// Why an earlier version is no longer the one that was published.
const DOPO: &str = "dopo di lei il piano ha avuto altre versioni, e una frase o un dato è stato cambiato senza dirlo in una `revisione`";

/// How the sources say what came later.
const COME_SI_DICE: &str = "ciò che è cambiato nei dati dillo con una `revisione`; una sezione scritta dopo comincia con `momento` nella sua intestazione";
