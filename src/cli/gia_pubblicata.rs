//! Whether an approved plan still says what its published edition says, and where it does not.

use super::impronta::{content_fingerprint, read};
use super::read as read_plan;
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::confronta::{self, Di, PIAO_JSON};
use crate::diag::Diagnostic;
use crate::diag::codes::{P1417, P1420, P1427};
use crate::document::Document;
use crate::document::impronta::FORMA;
use crate::emit::{Artifacts, dati};
use crate::piano::settings::{Impostazioni, Scelta, Stato, Versione};
use crate::project::{Ask, Compiled, PDF};
use crate::publish::Fascicolo;
use crate::verifica::{Pubblicata, compare_pdf};
use serde_json::Value;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// How many places of a changed version are told.
const PUNTI: usize = 8;

/// How many bytes of a published file are read.
const MAX_FILE: u64 = 1 << 30;

/// The archive `zip`, where there is one.
fn archivio(zip: &Path) -> Option<Pubblicata> {
    zip.is_file().then(|| Pubblicata::open(zip, &[]).ok()).flatten()
}

/// Whether two copies are of one PDF, to which a signature was perhaps added in one of them.
pub(super) fn stesso_pdf(one: &[u8], other: &[u8]) -> bool {
    compare_pdf(one, other).says_ours() || compare_pdf(other, one).says_ours()
}

/// An edition that was published and says something else.
pub(super) struct Cambiata {
    /// Where it is: `pubblicazione/edizioni/2027`, or an archive that has it.
    cartella: PathBuf,
    /// Its PDF and its `piao.json`, as they are there.
    file: [Option<Vec<u8>>; 2],
    /// Its fingerprint, and the form of that.
    impronta: (u8, String),
    /// The pages of the PDF of other plans that it says and `document` no longer does, in words.
    pagine: Vec<String>,
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
            let pdf = read(&cartella.join(PDF)).ok()?;
            let json = confronta::pubblicato(&cartella).and_then(|file| read(&file).ok());
            Self::che_dice(document, cartella, [Some(pdf), json])
        })
    }

    /// The same of what is `published`, and is called `place` in messages.
    pub(super) fn pubblicata(document: &Document, published: &mut Pubblicata, place: &Path) -> Option<Self> {
        let file = [PDF, PIAO_JSON].map(|path| published.read(path, MAX_FILE));
        Self::che_dice(document, place.to_owned(), file)
    }

    /// The same of the edition that is in force in the archive `zip`, if it is called `edizione` and is of the same plan.
    pub(super) fn archiviata(document: &Document, edizione: &str, zip: &Path) -> Option<Self> {
        let mut archive = archivio(zip)?;
        let edition = Self::pubblicata(document, &mut archive, zip)?;
        let same = archive.read(&format!("edizioni/{edizione}/{PDF}"), MAX_FILE);
        same.is_some_and(|pdf| edition.file[0].as_ref().is_some_and(|own| stesso_pdf(own, &pdf)))
            .then_some(edition)
            .filter(|edition| edition.di_questo(document))
    }

    /// Whether nothing says that it is of another plan than `document` is.
    fn di_questo(&self, document: &Document) -> bool {
        let di = self.piano.as_ref().map(Di::of);
        di.is_none_or(|di| di.stesso_piano(&Di::del_documento(document)) == Some(true))
    }

    /// The edition in `cartella`, with its PDF and its data. None where it says what `document` says, and what is not ours.
    fn che_dice(document: &Document, cartella: PathBuf, file: [Option<Vec<u8>>; 2]) -> Option<Self> {
        let impronta = content_fingerprint(file[0].as_ref()?)?;
        let piano = file[1].as_ref().and_then(|bytes| confronta::da_bytes(PIAO_JSON, bytes).ok());
        let pagine = piano.as_ref().map(|piano| pagine(piano, document)).unwrap_or_default();
        if impronta.0 == FORMA && impronta.1 == document.meta.impronta && pagine.is_empty() {
            return None;
        }
        let said = |key: &str| piano.as_ref()?.get(key)?.as_str();
        let approvata = said("stato").is_none_or(|stato| stato == Stato::Approvato.label());
        let data = said("data").and_then(Giorno::parse);
        let (ora, di_altri) = (OnceCell::new(), OnceCell::new());
        Some(Cambiata { cartella, file, impronta, pagine, approvata, data, piano, ora, di_altri })
    }

    /// The same among the editions called `others`, when it was approved with the act of `document`: one act approves one text, whatever
    /// its folder is called.
    pub(super) fn dello_stesso_atto(document: &Document, others: &[String], folders: &[PathBuf]) -> Option<Self> {
        let changed = others.iter().filter_map(|name| Cambiata::of(document, name, folders));
        // One that only says other pages of other plans has the text of the act.
        let changed = changed.filter(|changed| !changed.stesso_testo(document));
        let mut approved = changed.filter(|changed| changed.approvata && changed.piano.is_some()).peekable();
        approved.peek()?;
        let now: Value = serde_json::from_slice(&dati::piano(document)).ok()?;
        let same = |key: &str, before: &Value| now.get(key).filter(|said| !said.is_null()) == before.get(key);
        let keys = ["deliberazione", "triennio", "momento", "ente"];
        approved.find(|changed| changed.piano.as_ref().is_some_and(|before| keys.iter().all(|key| same(key, before))))
    }

    /// Whether `document` has the same text, and only pages of other plans that it cites are others.
    fn stesso_testo(&self, document: &Document) -> bool {
        self.impronta.0 == FORMA && self.impronta.1 == document.meta.impronta
    }

    /// Whether the edition stays as it is: an act approved it, and all that `document` says otherwise comes from other plans. Nobody has
    /// to approve it again, and it cannot be made again.
    pub(super) fn resta(&self, document: &Document) -> bool {
        let approved = self.approvata && document.meta.stato == Stato::Approvato;
        approved && (self.stesso_testo(document) || self.solo_di_altri(document))
    }

    /// The fingerprint of its content, which its act bears.
    pub(super) fn impronta(&self) -> &str {
        &self.impronta.1
    }

    /// Whether the edition in force in the folder `output` is this one. `piao compila` may have written another text there.
    pub(super) fn in_vigore(&self, output: &Path) -> bool {
        self.stessi_file(&mut |path| read(&output.join(path)).ok())
    }

    /// The files of the archive `zip`, when the edition in force in it is this one.
    pub(super) fn dall_archivio(&self, zip: &Path) -> Option<Fascicolo> {
        let mut archive = archivio(zip)?;
        if !self.stessi_file(&mut |path| archive.read(path, MAX_FILE)) {
            return None;
        }
        let paths: Vec<String> = archive.paths().map(str::to_owned).collect();
        let read = |path: String| archive.read(&path, MAX_FILE).map(|bytes| (path, bytes));
        let fatti = paths.into_iter().map(read).collect::<Option<Artifacts>>()?;
        Some(Fascicolo { fatti, scritte: archive.elenco().unwrap_or_default(), ..Fascicolo::default() })
    }

    /// Whether `read` gives the PDF and the data of this edition.
    fn stessi_file(&self, read: &mut dyn FnMut(&str) -> Option<Vec<u8>>) -> bool {
        let mut same = |path: &str, own: &[u8]| {
            read(path).is_some_and(|found| own == found || path == PDF && stesso_pdf(own, &found))
        };
        [PDF, PIAO_JSON].iter().zip(&self.file).all(|(path, own)| own.as_ref().is_some_and(|own| same(path, own)))
    }

    /// The problem of an edition that [stays](Self::resta), and is no longer where it was published: neither in `output` nor in `zip`.
    pub(super) fn perduta(&self, document: &Document, set: &Impostazioni, output: &Path, zip: &Path) -> Diagnostic {
        let (output, zip) = (output.display(), zip.display());
        let problem = Diagnostic::global(P1420, format!("l’edizione approvata non è più in `{output}`, e non si può rifare"))
            .note(format!("`{}` è di quella edizione, `piao.pdf` e `sito` di `{output}` no: li ha riscritti una compilazione", self.cartella.display()))
            .help(format!("rimetti al suo posto `{zip}`, l’archivio che è stato fatto quando è stata pubblicata (se allora il piano aveva un altro nome, lo ha nel suo), e ripeti: i file si prendono da lì"));
        let problem = match self.stesso_testo(document) {
            true => problem,
            false => problem.help(self.versione_nuova(document, set)),
        };
        self.con_il_giorno(problem, document, set)
    }

    /// The problem of publishing `document` over it. None where a text that was not yet approved may take its place.
    pub(super) fn ferma(&self, document: &Document, set: &Impostazioni) -> Option<Diagnostic> {
        let later = !set.seguito.versioni.is_empty();
        if !later && !self.approvata {
            return None;
        }
        let (place, (form, _)) = (self.cartella.display(), &self.impronta);
        if self.stesso_testo(document) {
            // Its pages alone are others. It stays where it is, and is not made a second time beside.
            return (later && self.approvata).then(|| {
                let message = format!("questa versione è pubblicata in `{place}`, con altre pagine di ciò che cita");
                self.con_le_pagine(Diagnostic::global(P1420, message))
                    .note("dopo di lei il piano ha avuto altre versioni, e di un altro piano dice le pagine di allora")
                    .help("ciò che è pubblicato resta com’è: non c’è niente da fare")
            });
        }
        let problem = if *form == FORMA {
            Diagnostic::global(P1420, format!("questa versione non è più quella pubblicata in `{place}`"))
        } else {
            Diagnostic::global(P1420, format!("non si sa se questa versione è quella pubblicata in `{place}`"))
                .note(format!("la sua impronta è di forma {form}, e questo piao calcola la forma {FORMA}"))
        };
        let problem = match (later, *form == FORMA) {
            (true, true) if self.solo_di_altri(document) => {
                problem.help("ciò che è pubblicato resta com’è: non c’è niente da fare")
            }
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
        if self.stesso_testo(document) {
            return self.approvata.then(|| self.altre_pagine());
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

    /// The note for who makes a plan that cites other plans at other pages than its published edition does.
    fn altre_pagine(&self) -> Diagnostic {
        let problem = Diagnostic::global(P1427, "ciò che questo piano cita di un altro è a un’altra pagina");
        self.con_le_pagine(problem)
            .note(format!("in `{}` si legge la pagina di allora; il testo è lo stesso, e la sua impronta anche", self.cartella.display()))
            .help("non c’è niente da fare: l’edizione pubblicata resta com’è, e una versione nuova dirà le pagine di quel giorno")
    }

    /// Adds to `problem` which pages are others.
    fn con_le_pagine(&self, problem: Diagnostic) -> Diagnostic {
        self.pagine.iter().take(PUNTI).fold(problem, Diagnostic::note)
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
        let made = read_plan(&compiled.sources.root, Ask { version, ..Ask::default() }).ok()?;
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

/// The pages of the PDF of other plans that the edition with this `piao.json` says and `document` does not, in words. Nothing where those of
/// `document` were not asked for.
fn pagine(piano: &Value, document: &Document) -> Vec<String> {
    if document.pagine_vicine.is_none() {
        return vec![];
    }
    let rows = piano.get("pagine_citate").and_then(Value::as_array).into_iter().flatten();
    let before = rows.filter_map(|row| Some((row.get("rimando")?.as_str()?, row.get("pagina")?.as_u64()?)));
    let now: BTreeMap<String, u32> = document.pagine_citate().collect();
    let other = before.filter_map(|(rimando, page)| {
        let now = match now.get(rimando) {
            Some(now) if u64::from(*now) == page => return None,
            Some(now) => format!("ora pag. {now}"),
            // The other plan has errors, or cites this one by now.
            None => "ora non si sa".to_owned(),
        };
        let (nome, there) = rimando.split_once(':')?;
        Some(format!("di «{nome}», `{there}`: prima pag. {page}, {now}"))
    });
    other.collect()
}

/// The lines that say which version a plan was at first. With the day that was printed on it, it stays the same document.
pub(super) fn prima_versione(day: Giorno) -> String {
    format!("[[versione]]\nnumero = 1\ndata = \"{day}\"")
}

/// Why an earlier version is no longer the one that was published.
const DOPO: &str = "dopo di lei il piano ha avuto altre versioni, e una frase o un dato è stato cambiato senza dirlo in una `revisione`";

/// How the sources say what came later.
const COME_SI_DICE: &str = "ciò che è cambiato nei dati dillo con una `revisione`; una sezione scritta dopo comincia con `momento` nella sua intestazione";
