//! Whether an approved plan still says what its published edition says, and where it does not.

use super::impronta::published;
use super::read;
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::confronta;
use crate::diag::Diagnostic;
use crate::diag::codes::{P1417, P1420};
use crate::document::Document;
use crate::document::impronta::FORMA;
use crate::emit::dati;
use crate::piano::settings::{Impostazioni, Scelta, Stato, Versione};
use crate::project::{Ask, Compiled, PDF};
use serde_json::Value;
use std::cell::OnceCell;
use std::path::PathBuf;

/// How many places of a changed version are told.
const PUNTI: usize = 8;

/// An edition that was published and says something else.
pub(super) struct Cambiata {
    /// The folder in which it is: `pubblicazione/edizioni/2027`.
    cartella: PathBuf,
    /// Its fingerprint, and the form of that.
    impronta: (u8, String),
    /// Whether it was published as approved. An edition that does not say it is taken as such.
    approvata: bool,
    /// Its `piao.json`, when it has one that can be read.
    piano: Option<Value>,
    /// The day printed on it, when it has data that tell it.
    data: Option<Giorno>,
    /// The `piao.json` of the document with which it is compared, and whether only other plans changed: made when they are first asked for.
    ora: OnceCell<Option<Value>>,
    di_altri: OnceCell<bool>,
}

impl Cambiata {
    /// Looks in `folders` for the published edition of `document`. None where there is none, or each says what `document` says.
    pub(super) fn of(document: &Document, edizione: &str, folders: &[PathBuf]) -> Option<Self> {
        folders.iter().map(|folder| folder.join("edizioni").join(edizione)).find_map(|cartella| {
            let impronta = published(&cartella.join(PDF))?;
            if impronta.0 == FORMA && impronta.1 == document.meta.impronta {
                return None;
            }
            let piano = confronta::pubblicato(&cartella).and_then(|file| confronta::da_file(&file).ok());
            let said = |key: &str| piano.as_ref()?.get(key)?.as_str();
            let approvata = said("stato").is_none_or(|stato| stato == Stato::Approvato.label());
            let data = said("data").and_then(Giorno::parse);
            let (ora, di_altri) = (OnceCell::new(), OnceCell::new());
            Some(Cambiata { cartella, impronta, approvata, data, piano, ora, di_altri })
        })
    }

    /// The same among the editions called `others`, when it was approved with the act of `document`: one act approves one text, whatever
    /// its folder is called.
    pub(super) fn dello_stesso_atto(document: &Document, others: &[String], folders: &[PathBuf]) -> Option<Self> {
        let changed = others.iter().filter_map(|name| Cambiata::of(document, name, folders));
        let mut approved = changed.filter(|changed| changed.approvata && changed.piano.is_some()).peekable();
        approved.peek()?;
        let now: Value = serde_json::from_slice(&dati::piano(document)).ok()?;
        let same = |key: &str, before: &Value| now.get(key).filter(|said| !said.is_null()) == before.get(key);
        let keys = ["deliberazione", "triennio", "momento", "ente"];
        approved.find(|changed| changed.piano.as_ref().is_some_and(|before| keys.iter().all(|key| same(key, before))))
    }

    /// The problem of publishing `document` over it. None where a text that was not yet approved may take its place.
    pub(super) fn ferma(&self, document: &Document, set: &Impostazioni) -> Option<Diagnostic> {
        let later = !set.seguito.versioni.is_empty();
        if !later && !self.approvata {
            return None;
        }
        let (place, (form, _)) = (self.cartella.display(), &self.impronta);
        let problem = if *form == FORMA {
            Diagnostic::global(P1420, format!("questa versione non è più quella pubblicata in `{place}`"))
        } else {
            Diagnostic::global(P1420, format!("non si sa se questa versione è quella pubblicata in `{place}`"))
                .note(format!("la sua impronta è di forma {form}, e questo piao calcola la forma {FORMA}"))
        };
        let problem = match (later, *form == FORMA) {
            (true, true) => problem
                .note(DOPO)
                .help("ciò che è pubblicato resta com’è: per rifarlo servono le fonti di allora")
                .help(COME_SI_DICE),
            (true, false) => problem
                .note("dopo di lei il piano ha avuto altre versioni")
                .help("ciò che è pubblicato resta com’è: per rifarlo serve il piao di allora"),
            (false, _) => problem
                .note("è il testo che l’organo ha approvato, e la deliberazione ne porta l’impronta: un testo nuovo chiede un atto nuovo")
                .help(self.versione_nuova(document, set))
                .help("se il testo è cambiato per sbaglio rimettilo com’era: l’impronta torna quella della deliberazione")
                .help(format!("se quell’edizione non è mai uscita dall’ufficio, o va ritirata, togli la cartella `{place}` e ripeti")),
        };
        Some(self.con_il_giorno(problem, document, set))
    }

    /// The lines that make of `document` a version of its own, beside the one that is published.
    fn versione_nuova(&self, document: &Document, set: &Impostazioni) -> String {
        // The day of the text, which its act may follow, unless the edition bears another.
        let same = self.data.is_none_or(|day| day == document.meta.giorno());
        let day = self.data.filter(|_| !same).unwrap_or(document.meta.data);
        let first = if set.versioni.is_empty() { prima_versione(day) + "\n\n" } else { String::new() };
        let next = set.versioni.iter().map(|versione| versione.value.numero.value).max().unwrap_or(1).saturating_add(1);
        format!(
            "se un nuovo atto lo ha aggiornato, scrivi in fondo a `piao.toml`, con il giorno, il motivo e l’id del suo atto (avrà un indirizzo suo):\n{first}[[versione]]\nnumero = {next}\ndata = \"GG/MM/AAAA\"\nmotivo = \"che cosa cambia e perché\"\natto = \"id-dell-atto\""
        )
    }

    /// Adds to `problem` where `document` says something else, and the cure of a day that is not the one printed on the edition.
    fn con_il_giorno(&self, problem: Diagnostic, document: &Document, set: &Impostazioni) -> Diagnostic {
        let places = self.dove(document);
        let unknown = places.is_empty();
        let problem = places.into_iter().fold(problem, Diagnostic::note);
        let problem = match &self.piano {
            Some(_) if unknown => problem
                .note(format!("le parole, i numeri e le tabelle dei dati sono gli stessi: {}", confronta::NON_DETTO)),
            _ => problem,
        };
        // Nobody wrote here what another plan moved.
        let altri: Vec<String> = document.vicine.keys().map(|nome| format!("«{nome}»")).collect();
        let problem = match altri.as_slice() {
            [] => problem,
            altri if self.solo_di_altri(document) => problem.note(format!(
                "il cambiamento viene da un altro piano: questo cita o include {}, e qui se ne legge ora un numero, un titolo o un testo nuovo; ciò che scrive questo ente è come allora",
                altri.join(", ")
            )),
            altri => problem.note(format!(
                "il cambiamento può venire da un altro piano: questo cita o include {}, e quando quello cambia un numero, un titolo o un testo qui se ne legge uno nuovo",
                altri.join(", ")
            )),
        };
        let place = match set.versione() {
            Some(versione) => format!("nella `[[versione]]` numero {}", versione.value.numero.value),
            None => "in cima a `piao.toml`".to_owned(),
        };
        match self.data.filter(|day| *day != document.meta.giorno()) {
            Some(day) => problem.help(format!(
                "il giorno stampato è un altro, e anche lui fa parte del contenuto: {place} scrivi `data = \"{day}\"`"
            )),
            None if unknown => problem.help(format!(
                "se `data` in cima a `piao.toml` è cambiata dopo la pubblicazione, {place} scrivi `data` con il giorno di allora"
            )),
            None => problem,
        }
    }

    /// The warning for who makes `document` without publishing it, or publishes it where an edition that was not yet approved is. None
    /// where the fingerprints cannot be compared, or no act approves `document`.
    pub(super) fn avviso(&self, document: &Document, set: &Impostazioni) -> Option<Diagnostic> {
        let (form, old) = &self.impronta;
        if *form != FORMA || document.meta.stato != Stato::Approvato {
            return None;
        }
        let start = |digest: &str| digest.chars().take(12).collect::<String>();
        let (old, new) = (start(old), start(&document.meta.impronta));
        let problem = Diagnostic::global(P1417, "il contenuto non è più quello che era già pubblicato").note(format!(
            "in `{}` l’impronta del contenuto è {old}…, ora è {new}…: la deliberazione ne porta una sola",
            self.cartella.display()
        ));
        let problem = if !set.seguito.versioni.is_empty() {
            problem.note(DOPO).help(COME_SI_DICE)
        } else {
            let problem = problem.help(self.versione_nuova(document, set));
            match self.solo_di_altri(document) {
                true => problem.help("se invece questo ente non lo riapprova, non c’è niente da fare: l’edizione pubblicata resta com’è, e si rifà soltanto con una versione nuova"),
                false => problem.help(
                    "se il testo è cambiato per sbaglio rimettilo com’era: l’impronta torna quella della deliberazione",
                ),
            }
        };
        Some(self.con_il_giorno(problem, document, set))
    }

    /// Whether all that `document` says otherwise comes from the plans that it cites or includes.
    fn solo_di_altri(&self, document: &Document) -> bool {
        *self.di_altri.get_or_init(|| {
            let before = self.piano.as_ref().filter(|_| !document.vicine.is_empty());
            before.zip(self.ora(document)).is_some_and(|(before, now)| confronta::solo_di_altri(before, now))
        })
    }

    /// The `piao.json` of `document`.
    fn ora(&self, document: &Document) -> Option<&Value> {
        self.ora.get_or_init(|| serde_json::from_slice(&dati::piano(document)).ok()).as_ref()
    }

    /// Where `document` says something else. Nothing when the edition has no data to compare.
    fn dove(&self, document: &Document) -> Vec<String> {
        let data = || Some(confronta::confronta(self.piano.as_ref()?, self.ora(document)?).punti());
        let all: Vec<String> = data().unwrap_or_default();
        let more = all.len().saturating_sub(PUNTI);
        let mut said: Vec<String> = all.into_iter().take(PUNTI).collect();
        if more > 0 {
            said.push(format!("e altri {more}: `piao confronta {} CARTELLA` li dice tutti", self.cartella.display()));
        }
        said
    }
}

/// The warning about the edition of `compiled` that was published in `folders`, for who makes it without publishing it.
pub(super) fn avviso(compiled: &Compiled, folders: &[PathBuf]) -> Option<Diagnostic> {
    let (document, set) = (compiled.document.as_ref()?, compiled.piano.impostazioni.as_ref()?);
    let changed = Cambiata::of(document, &set.edizione(), folders)?;
    changed.avviso(document, set)
}

/// The warnings about the earlier versions of `compiled` that were published in `folders`: who writes a version may change by mistake what
/// is of one before. Each is made again from the sources, and only where its edition is there.
pub(super) fn di_prima(compiled: &Compiled, folders: &[PathBuf]) -> Vec<Diagnostic> {
    let Some(set) = &compiled.piano.impostazioni else { return vec![] };
    let [earlier @ .., _] = set.versioni.as_slice() else { return vec![] };
    let published = earlier.iter().filter(|versione| {
        let edition = set.edizione_di(&versione.value);
        folders.iter().any(|folder| folder.join("edizioni").join(&edition).is_dir())
    });
    let again = |versione: &Spanned<Versione>| {
        let version = Some(Scelta::Versione(versione.value.numero.value));
        let made = read(&compiled.sources.root, Ask { version, ..Ask::default() }).ok()?;
        let (document, set) = (made.document.as_ref()?, made.piano.impostazioni.as_ref()?);
        let changed = Cambiata::of(document, &set.edizione(), folders)?;
        // What another plan says by now was not changed here: no revision of this plan could say it, and the edition stays as it is.
        if changed.solo_di_altri(document) {
            return None;
        }
        changed.avviso(document, set)
    };
    published.filter_map(again).collect()
}

/// The lines that say which version a plan was at first. With the day that was printed on it, it stays the same document.
pub(super) fn prima_versione(day: Giorno) -> String {
    format!("[[versione]]\nnumero = 1\ndata = \"{day}\"")
}

/// Why an earlier version is no longer the one that was published.
const DOPO: &str = "dopo di lei il piano ha avuto altre versioni, e una frase o un dato è stato cambiato senza dirlo in una `revisione`";

/// How the sources say what came later.
const COME_SI_DICE: &str = "ciò che è cambiato nei dati dillo con una `revisione`; una sezione scritta dopo comincia con `momento` nella sua intestazione";
