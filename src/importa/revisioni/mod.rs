//! `piao importa FILE.docx --revisioni`: what the reviewers of a copy for Word wrote in it, at the lines of the plan of today. Nothing is
//! changed in the plan, unless who writes it asks for what is certain (`scritte`).
//!
//! The copy has a mark around each text (see [`crate::emit::docx`]). Without the changes that Word tracked, a text says what it said when
//! it was exported; where it does not, it was changed and nobody tracked it, and that is told too.

mod capoversi;
mod copia;
mod lista;
mod modifiche;
mod posti;
mod scritte;
mod spostati;

use super::word::albero::{Commento, Revisione, chi, giorno};
use super::word::leggi;
use crate::base::span::Span;
use crate::base::text::at_most;
use crate::diag::Diagnostic;
use crate::diag::codes::{Code, P1520, P1521, P1522, P1523, P1524};
use crate::emit::docx::{Luogo, Memoria, Oggi, Segno, Trovato, spaced};
use crate::piano::element::quanti;
use crate::project::Compiled;
use crate::source::Sources;
use copia::{Copia, FINE, Oggetto, Unita};
pub(crate) use lista::{Lista, RigaDiLista};
use modifiche::{Modifica, con, fatte, modifiche, presa};
use posti::{difference, diverse, edited, located, nei_dati};
pub(crate) use scritte::{Scritte, scrivi};
use spostati::{Detto, Mezza, accoppia, fuori_posto};
use std::collections::{BTreeMap, BTreeSet};

/// How many characters of words are told in a message.
const DETTO: usize = 120;

/// What came back with a copy.
#[derive(Debug, Default)]
pub(crate) struct Revisioni {
    /// Each comment and each change, at its place. In the order of the copy.
    pub(crate) problemi: Vec<Diagnostic>,
    /// The same as a list, one a row.
    pub(crate) righe: Vec<RigaDiLista>,
    /// How many texts of the copy say what they said.
    pub(crate) uguali: usize,
}

/// What the reviewers of `bytes`, called `file`, wrote, in the plan `compiled`.
///
/// # Errors
/// P1501 when the file cannot be read, P1524 when it is no copy of ours, or one of another plan.
pub(crate) fn revisioni(file: &str, bytes: &[u8], compiled: &Compiled) -> Result<Revisioni, Diagnostic> {
    let word = leggi(file, bytes)?;
    let copia = Copia::of(&word);
    let ours = copia.unita.iter().any(|unit| unit.segno.is_some());
    let Some(document) = compiled.document.as_ref().filter(|_| ours) else {
        return Err(Diagnostic::global(P1524, format!("`{file}` non è una copia fatta da `piao esporta`"))
            .note("non ha i segni nascosti che dicono da dove viene ogni testo")
            .help("fai la copia con `piao esporta --docx` e manda quella a chi rivede")
            .help("se è un documento da portare nel piano: `piao importa` senza `--revisioni`"));
    };
    let oggi = Oggi::of(document, &compiled.sources);
    let memoria = word.dati.get(Memoria::SPAZIO).map(|text| Memoria::letta(text));
    let segni: Vec<Segno> =
        memoria.iter().flat_map(|memoria| &memoria.segni).filter_map(|name| Segno::read(name)).collect();
    let questo = Memoria::of(&document.meta).piano;
    // The name of a body may have been corrected meanwhile: its texts are the same.
    let known = segni.iter().filter(|segno| oggi.conosce(segno)).count();
    if let Some(memoria) = memoria.as_ref().filter(|memoria| memoria.piano != questo && known * 5 < segni.len() * 4) {
        return Err(Diagnostic::global(P1524, format!("`{file}` è la copia di un altro piano: {}", memoria.piano))
            .note(format!("il piano in questa cartella è: {questo}"))
            .help("indica la cartella del piano da cui la copia è stata fatta"));
    }
    let sources = &compiled.sources;
    let originali: Vec<Segno> = match &memoria {
        Some(_) => segni.clone(),
        None => copia.unita.iter().filter_map(|unit| unit.segno.clone()).collect(),
    };
    let mut out = Raccolta {
        oggi: &oggi,
        sources,
        copia: &copia,
        segni: &originali,
        commenti: &word.commenti,
        detti_commenti: BTreeSet::new(),
        righe_dette: BTreeSet::new(),
        ultimo: None,
        programma: true,
        detti: vec![],
        uguali: 0,
    };
    let mut numbers: Vec<(usize, usize)> = vec![];
    let there: BTreeSet<usize> =
        copia.unita.iter().filter_map(|unit| unit.segno.as_ref()).map(|segno| segno.numero).collect();
    let mut missing: Vec<&Segno> = segni.iter().filter(|segno| !there.contains(&segno.numero)).collect();
    // A text whose mark is lost is there all the same.
    let mut unmarked: BTreeSet<&str> = BTreeSet::new();
    let given = |words: &str| memoria.as_ref().is_some_and(|memoria| memoria.scrisse(words));
    for words in copia.altri.iter().filter(|words| !words.is_empty() && !given(words)) {
        let says = Segno::che_dice(words);
        if let Some(at) = missing.iter().position(|&segno| says(segno)) {
            missing.remove(at);
            unmarked.insert(words);
        }
    }
    let theirs = |one: &&copia::Nuovo| match &memoria {
        _ if one.chi.is_some() => true,
        Some(memoria) => !memoria.scrisse(&one.parole) && !unmarked.contains(one.parole.as_str()),
        None => one.loro,
    };
    let new = copia.raggruppati(copia.nuovi.iter().filter(theirs));
    let mut new = new.iter().peekable();
    let moved = fuori_posto(&copia);
    for (n, unit) in copia.unita.iter().enumerate() {
        while let Some(one) = new.next_if(|one| one.dopo <= n) {
            out.aggiunta(&one.parole, one.riga.is_some(), one.chi.as_ref());
        }
        if let Some(one) = moved.get(&n) {
            out.spostato(one);
        }
        out.unita(unit);
        numbers.extend(unit.segno.as_ref().map(|segno| (segno.numero, n)));
    }
    for one in new {
        out.aggiunta(&one.parole, one.riga.is_some(), one.chi.as_ref());
    }
    if memoria.is_some() {
        out.tolti(&missing);
    } else {
        numbers.sort_unstable();
        let others = copia.altri.iter().filter(|words| oggi.ha(words)).count();
        out.mancanti(&copia.unita, &numbers, others);
    }
    out.senza_posto();
    let uguali = out.uguali;
    let (problemi, righe) = accoppia(out.detti, &oggi, sources).into_iter().unzip();
    Ok(Revisioni { problemi, righe, uguali })
}

/// The places of the plan of today, and what is said at them.
struct Raccolta<'c> {
    oggi: &'c Oggi,
    sources: &'c Sources,
    copia: &'c Copia,
    /// The marks of the copy as it was exported.
    segni: &'c [Segno],
    commenti: &'c BTreeMap<String, Commento>,
    /// The comments that were told, and the rows that somebody took away.
    detti_commenti: BTreeSet<String>,
    righe_dette: BTreeSet<usize>,
    /// The place of the last text that was found.
    ultimo: Option<&'c Luogo>,
    /// Whether the text at hand is of the program.
    programma: bool,
    detti: Vec<Detto>,
    uguali: usize,
}

/// A text of the copy, in the plan of today.
struct Dove<'o> {
    luogo: &'o Luogo,
    stato: Stato,
}

/// Where some words are.
#[derive(Clone, Copy)]
struct Posto {
    span: Span,
    /// Whether the source has them as they are.
    esatto: bool,
    /// Whether the text is put together by the program, and they are those of a value of the data.
    dati: bool,
}

/// What is known of a text of the copy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stato {
    /// The plan says what it said.
    Uguale,
    /// The plan says now something else than it said.
    Cambiato,
    /// The place is that of the text before it.
    Vicino,
}

impl<'c> Raccolta<'c> {
    fn unita(&mut self, unit: &Unita) {
        // A text that was moved with its mark: where it was, its words are told to be taken away.
        if let Some(who) = unit.portata().filter(|_| self.copia.tolta_altrove(unit)) {
            self.aggiunta(&spaced(&unit.dopo()), false, Some(who));
            unit.commenti.iter().for_each(|one| self.commento(&one.id, None, ""));
            return;
        }
        let mut before = unit.prima();
        // A part of what follows may be of the text, where the mark ends too early.
        let early =
            |more: &&str| unit.segno.as_ref().is_some_and(|segno| segno.says(&spaced(&format!("{before}{more}"))));
        let ends = unit.coda.char_indices().map(|(at, c)| at + c.len_utf8());
        if let Some(more) = ends.filter_map(|end| unit.coda.get(..end)).find(early) {
            before.push_str(more);
        }
        let words = spaced(&before);
        let changes = modifiche(unit);
        let con_tutte = || {
            if changes.is_empty() {
                return None;
            }
            match self.oggi.trova(None, &spaced(&con(&before, &changes, |_| true))) {
                Trovato::Uguale(luogo) => Some(luogo),
                _ => None,
            }
        };
        let dove = match self.oggi.trova(unit.segno.as_ref(), &words) {
            Trovato::Uguale(luogo) => Some(Dove { luogo, stato: Stato::Uguale }),
            Trovato::Cambiato(luogo) if luogo.parole == words => Some(Dove { luogo, stato: Stato::Uguale }),
            // The plan may have taken the changes already: that is surer than what resembles it most.
            Trovato::Cambiato(luogo) => {
                let luogo = con_tutte().unwrap_or(luogo);
                Some(Dove { luogo, stato: Stato::Cambiato })
            }
            // Words of the program have no place: that of the text before them is the nearest.
            Trovato::Perso if unit.segno.is_none() => self.ultimo.map(|luogo| Dove { luogo, stato: Stato::Vicino }),
            Trovato::Perso => con_tutte().map(|luogo| Dove { luogo, stato: Stato::Cambiato }),
        };
        if let Some(Dove { luogo, .. }) = &dove {
            self.ultimo = Some(luogo);
        }
        self.programma = unit.segno.is_none() && dove.is_none();
        let done = match &dove {
            Some(Dove { luogo, stato: Stato::Cambiato }) => fatte(&before, &changes, &luogo.parole),
            _ => 0,
        };
        let untouched = unit.segno.as_ref().is_none_or(|segno| segno.says(&words));
        let divided = unit.divisioni();
        let joined = unit.attaccata.as_ref().filter(|_| unit.segno.is_some());
        let same = changes.is_empty() && divided.is_empty() && joined.is_none();
        if untouched && same && unit.commenti.is_empty() && unit.oggetti.is_empty() {
            self.uguali += 1;
        }
        let row = unit.riga.and_then(|n| Some((n, self.copia.righe.get(n)?)));
        match row.and_then(|(n, row)| Some((n, row, row.tolta.as_ref()?))) {
            Some((n, row, who)) => {
                if self.righe_dette.insert(n) {
                    self.riga_tolta(&row.prima, who, dove.as_ref());
                }
            }
            None => {
                for (n, change) in changes.iter().enumerate().filter(|(n, _)| !presa(done, *n)) {
                    // What another author did right there is another half of the same change.
                    let beside = [n.checked_sub(1), Some(n + 1)].into_iter().flatten();
                    let alone = !beside.filter_map(|n| changes.get(n)).any(|other| other.tocca(change));
                    self.modifica(change, alone, &before, dove.as_ref());
                }
            }
        }
        if let Some(who) = joined {
            self.unito(unit, who.as_ref(), dove.as_ref());
        }
        self.diviso(unit, &divided, &before, dove.as_ref());
        for one in &unit.oggetti {
            self.oggetto(one, dove.as_ref());
        }
        if !untouched {
            self.non_registrata(&words, !divided.is_empty(), dove.as_ref());
        }
        for one in &unit.commenti {
            let said = before.get(one.from..one.to.unwrap_or(one.from)).unwrap_or_default();
            let place = dove.as_ref().map(|dove| (dove, self.place(dove, &before, one.from, &spaced(said))));
            self.commento(&one.id, place, said);
        }
    }

    /// A change that Word tracked.
    fn modifica(&mut self, change: &Modifica<'_>, alone: bool, before: &str, dove: Option<&Dove<'_>>) {
        let (prima, dopo) = (spaced(&change.prima), spaced(&change.dopo));
        let who = chi(&change.autore.autore, &change.autore.data);
        let what = match (prima.is_empty(), dopo.is_empty()) {
            (true, _) => format!("propone di aggiungere «{}»", detto(&dopo)),
            (_, true) => format!("propone di togliere «{}»", detto(&prima)),
            _ => format!("propone «{}» al posto di «{}»", detto(&dopo), detto(&prima)),
        };
        let moved = if change.autore.spostata { " (spostato)" } else { "" };
        let message = format!("{who} {what}{moved}");
        let place = dove.map(|dove| self.place(dove, before, change.from, &prima));
        let told = dove.filter(|_| place.is_none_or(|place| !place.dati));
        let mut problem = self.at(P1521, place.map(|place| place.span), message, told);
        if change.dopo.contains(FINE) {
            problem = problem.note("fra queste parole, o al loro fianco, finisce un capoverso e ne comincia un altro");
        } else if !alone {
            problem = problem.note("un altro ha cambiato le parole accanto: le due modifiche si decidono insieme");
        } else if let Some(Posto { span, esatto: true, .. }) = place
            && span.file.vicino().is_none()
        {
            problem = problem.proposta(span, edited(self.sources.slice(span), &change.dopo));
        }
        let whole = dove.filter(|dove| dove.stato == Stato::Uguale && dove.luogo.parole == prima);
        let (tolte, messe) = diverse(&prima, &dopo);
        let half = Mezza {
            tolte: tolte.to_owned(),
            messe: messe.to_owned(),
            chi: Some(who),
            spostata: change.autore.spostata,
            posto: whole.map(|dove| dove.luogo.posto),
            dopo: None,
        };
        let row = RigaDiLista { prima, dopo, ..di(Some(change.autore)) };
        self.metti(problem, row, Some(half));
    }

    /// A note or a picture that was put there or taken away.
    fn oggetto(&mut self, one: &Oggetto, dove: Option<&Dove<'_>>) {
        let Oggetto { che, parole, revisione } = one;
        let who = chi(&revisione.autore, &revisione.data);
        let verb = if revisione.tolta { "togliere" } else { "aggiungere" };
        let message = format!("{who} propone di {verb} {che} «{}»", detto(parole));
        let problem = self.at(P1521, dove.map(|dove| dove.luogo.span), message, dove);
        let (prima, dopo) = match revisione.tolta {
            true => (parole.clone(), String::new()),
            false => (String::new(), parole.clone()),
        };
        self.push(problem, RigaDiLista { prima, dopo, ..di(Some(revisione)) });
    }

    /// A text that was changed while Word tracked nothing.
    fn non_registrata(&mut self, words: &str, divided: bool, dove: Option<&Dove<'_>>) {
        let Some(Dove { luogo, stato: Stato::Uguale }) = dove else {
            // The plan says something else too: which words were there cannot be known.
            if dove.is_none_or(|dove| dove.luogo.parole != words) {
                let message =
                    format!("un testo non è più quello della copia, né nella copia né nel piano: «{}»", detto(words));
                let problem = self.at(P1523, dove.map(|dove| dove.luogo.span), message, None);
                let problem = match dove {
                    Some(dove) => problem.note(format!("oggi il piano dice: «{}»", detto(&dove.luogo.parole))),
                    None => problem,
                };
                self.push(
                    problem.help("confronta i due testi, e scrivi nel piano quello giusto"),
                    RigaDiLista { dopo: words.to_owned(), ..RigaDiLista::default() },
                );
            }
            return;
        };
        // The plan has taken the change already.
        if luogo.parole == words {
            return;
        }
        let (from, prima, dopo) = difference(&luogo.parole, words);
        let message = match (prima.is_empty(), dopo.is_empty()) {
            (true, _) => format!("aggiunto senza che Word lo registrasse: «{}»", detto(dopo)),
            (_, true) => format!("tolto senza che Word lo registrasse: «{}»", detto(prima)),
            _ => format!("cambiato senza che Word lo registrasse: «{}» al posto di «{}»", detto(dopo), detto(prima)),
        };
        let (span, exact) = located(self.sources, luogo, from, from + prima.len());
        let mut problem = self.at(P1522, Some(span), message, dove);
        if exact && !divided && span.file.vicino().is_none() {
            // Words that are put before others need a blank after them.
            let new = if prima.is_empty() { format!("{dopo} ") } else { dopo.to_owned() };
            problem = problem.proposta(span, edited(self.sources.slice(span), &new));
        }
        let (tolte, messe) = diverse(prima, dopo);
        let half = Mezza { tolte: tolte.to_owned(), messe: messe.to_owned(), ..Mezza::default() };
        let row = RigaDiLista { prima: prima.to_owned(), dopo: dopo.to_owned(), ..RigaDiLista::default() };
        self.metti(problem, row, Some(half));
    }

    /// Words after the last text that was found: a paragraph of its own, or a row of a table.
    fn aggiunta(&mut self, words: &str, row: bool, who: Option<&Revisione>) {
        let luogo = self.ultimo;
        // The plan has taken already what says so much: it has it more times than the copy had it.
        let cells: Vec<&str> = if row { words.split(" | ").collect() } else { vec![words] };
        let counts: Vec<(usize, usize)> =
            cells.iter().map(|cell| self.oggi.quanti(cell, luogo, self.segni)).filter(|both| *both != (0, 0)).collect();
        let taken = !counts.is_empty() && counts.iter().all(|(now, then)| now > then);
        if words.split(' ').count() > 3 && taken {
            return;
        }
        self.programma = luogo.is_none();
        let dove = if luogo.is_some() { "dopo questo testo" } else { "prima dei testi del piano" };
        let dove = if row { format!("{dove}, una riga di tabella") } else { dove.to_owned() };
        let end = luogo.map(|luogo| Span { start: luogo.span.end, ..luogo.span });
        let (code, message) = match who {
            Some(revisione) => {
                let who = chi(&revisione.autore, &revisione.data);
                (P1521, format!("{who} propone di aggiungere, {dove}: «{}»", detto(words)))
            }
            None => (P1522, format!("aggiunto senza che Word lo registrasse, {dove}: «{}»", detto(words))),
        };
        let problem = self.at(code, end, message, None);
        let half = Mezza {
            messe: words.to_owned(),
            chi: who.map(|who| chi(&who.autore, &who.data)),
            spostata: who.is_some_and(|who| who.spostata),
            dopo: luogo.map(|luogo| luogo.posto),
            ..Mezza::default()
        };
        self.metti(problem, RigaDiLista { dopo: words.to_owned(), ..di(who) }, Some(half));
    }

    /// A comment with its answers.
    fn commento(&mut self, id: &str, place: Option<(&Dove<'_>, Posto)>, said: &str) {
        let Some(comment) = self.commenti.get(id).filter(|comment| comment.risponde_a.is_none()) else { return };
        self.detti_commenti.insert(id.to_owned());
        let said = spaced(said);
        let of = if said.is_empty() { String::new() } else { format!(" di «{}»", detto(&said)) };
        let message =
            format!("{} scrive{of}: «{}»", chi(&comment.autore, &comment.data), at_most(&spaced(&comment.testo), 400));
        let told = place.filter(|(_, place)| !place.dati).map(|(dove, _)| dove);
        let mut problem = self.at(P1520, place.map(|(_, place)| place.span), message, told);
        let answers = self.commenti.values().filter(|other| other.risponde_a.as_deref() == Some(id));
        let mut all = comment.testo.clone();
        for answer in answers {
            let answer = format!("{} risponde: «{}»", chi(&answer.autore, &answer.data), spaced(&answer.testo));
            all = format!("{all} / {answer}");
            problem = problem.note(answer);
        }
        if comment.risolto {
            problem = problem.note("in Word è segnato come risolto");
        }
        let row = RigaDiLista {
            autore: comment.autore.clone(),
            data: giorno(&comment.data),
            prima: said,
            commento: spaced(&all),
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// The texts that the copy had, and no longer has.
    fn tolti(&mut self, missing: &[&Segno]) {
        let mut rewritten = 0;
        let mut found: Vec<&Luogo> = vec![];
        for segno in missing {
            match self.oggi.trova(Some(segno), "") {
                Trovato::Uguale(luogo) => found.push(luogo),
                _ => rewritten += 1,
            }
        }
        let gone: BTreeSet<usize> = found.iter().map(|luogo| luogo.posto).collect();
        let mut rows: BTreeSet<usize> = BTreeSet::new();
        for luogo in found {
            // A row that is gone whole is one thing.
            let cells: Vec<&Luogo> = luogo.riga.into_iter().flat_map(|riga| self.oggi.riga(riga)).collect();
            if cells.len() > 1 && cells.iter().all(|cell| gone.contains(&cell.posto)) {
                if luogo.riga.is_some_and(|riga| rows.insert(riga)) {
                    let words = cells.iter().map(|cell| cell.parole.as_str()).collect::<Vec<_>>().join(" | ");
                    let message = format!("tolta senza che Word lo registrasse la riga di tabella «{}»", detto(&words));
                    let problem = self.at(P1522, Some(luogo.span), message, None);
                    let row = RigaDiLista { prima: words.clone(), ..RigaDiLista::default() };
                    let half = Mezza { tolte: words, posto: Some(luogo.posto), ..Mezza::default() };
                    self.metti(problem, row, Some(half));
                }
                continue;
            }
            let message = match luogo.parole.as_str() {
                "" => "tolta senza che Word lo registrasse: una figura".to_owned(),
                words => format!("tolto senza che Word lo registrasse: «{}»", detto(words)),
            };
            let problem = self.at(P1522, Some(luogo.span), message, None);
            let half = Mezza { tolte: luogo.parole.clone(), posto: Some(luogo.posto), ..Mezza::default() };
            let row = RigaDiLista { prima: luogo.parole.clone(), ..RigaDiLista::default() };
            self.metti(problem, row, Some(half));
        }
        if rewritten > 0 {
            let what = quanti(rewritten, "testo che la copia aveva", "testi che la copia aveva");
            let message = format!("mancano dalla copia, e il piano di oggi non li ha com’erano: {what}");
            let problem = Diagnostic::global(P1523, message)
                .note("chi rivede li ha tolti senza che Word lo registrasse; nel piano sono stati tolti o riscritti")
                .help("se nel piano li hai tolti anche tu, non c’è altro da fare; altrimenti confronta la copia con il piano");
            self.push(problem, RigaDiLista::default());
        }
    }

    /// The texts that a copy without its list had, and no longer has: their numbers are missing between those of two others. Of so many texts without a
    /// number the plan has the words.
    fn mancanti(&mut self, units: &[Unita], numbers: &[(usize, usize)], mut others: usize) {
        for pair in numbers.windows(2) {
            let [(a, n), (b, _)] = pair else { continue };
            let missing = b.saturating_sub(a + 1);
            let found = missing.min(others);
            others -= found;
            let missing = missing - found;
            let Some(unit) = units.get(*n).filter(|_| missing > 0) else { continue };
            let words = spaced(&unit.prima());
            let span = match self.oggi.trova(unit.segno.as_ref(), &words) {
                Trovato::Uguale(luogo) | Trovato::Cambiato(luogo) => Some(luogo.span),
                Trovato::Perso => None,
            };
            let verb = if missing == 1 { "manca" } else { "mancano" };
            let what = quanti(missing, "testo che la copia aveva", "testi che la copia aveva");
            let message = format!("dopo «{}» {verb} {what}: tolti senza che Word lo registrasse", detto(&words));
            let problem = self.at(P1522, span, message, None);
            let row = RigaDiLista { prima: words, ..RigaDiLista::default() };
            self.push(problem, row);
        }
    }

    /// A message, at a place if it is known. Where the plan says something else than it said, that is told.
    fn at(&self, code: Code, span: Option<Span>, message: String, dove: Option<&Dove<'_>>) -> Diagnostic {
        let problem = match span {
            Some(span) => Diagnostic::at(code, span, message),
            None if self.programma => {
                Diagnostic::global(code, message).note("è su parole che scrive il programma, come la copertina")
            }
            None => {
                Diagnostic::global(code, message).note("il testo di cui parla non è più nel piano, o è stato riscritto")
            }
        };
        match dove {
            Some(Dove { luogo, stato: Stato::Cambiato }) => {
                problem.note(format!("il testo è cambiato dopo l’esportazione; oggi dice: «{}»", detto(&luogo.parole)))
            }
            Some(Dove { stato: Stato::Vicino, .. }) => {
                problem.note("è su parole che scrive il programma, o nuove, dopo questo testo")
            }
            _ => problem,
        }
    }

    /// Where `words` are, at the byte `from` of the text that was `whole` when it was exported.
    fn place(&self, dove: &Dove<'_>, whole: &str, from: usize, words: &str) -> Posto {
        let before = whole.get(..from).unwrap_or_default();
        let text = spaced(whole);
        let mut at = spaced(before).len();
        if at > 0 && before.ends_with(char::is_whitespace) && at < text.len() {
            at += 1;
        }
        let (span, esatto) =
            if dove.stato == Stato::Vicino { (dove.luogo.span, false) } else { self.nel_testo(dove, at, words) };
        let dati = if esatto { None } else { nei_dati(self.sources, &text, at..at + words.len()) };
        match dati {
            Some(span) => Posto { span, esatto: true, dati: true },
            None => Posto { span, esatto, dati: false },
        }
    }

    /// The same in the text of today; and whether the source has the words as they are.
    fn nel_testo(&self, dove: &Dove<'_>, mut from: usize, words: &str) -> (Span, bool) {
        let luogo = dove.luogo;
        let exact = |from: usize| luogo.parole.get(from..from + words.len()) == Some(words);
        if dove.stato == Stato::Cambiato || !exact(from) {
            // The words are looked for in what the text says now.
            let mut found = luogo.parole.match_indices(words).map(|(at, _)| at);
            match (found.next().filter(|_| !words.is_empty()), found.next()) {
                (Some(at), None) => from = at,
                _ => return (luogo.span, false),
            }
        }
        located(self.sources, luogo, from, from + words.len())
    }

    fn push(&mut self, problem: Diagnostic, row: RigaDiLista) {
        self.metti(problem, row, None);
    }

    /// The same, with the words that it takes away and those that it puts.
    fn metti(&mut self, problem: Diagnostic, mut row: RigaDiLista, mezza: Option<Mezza>) {
        row.che = match problem.code {
            code if code == P1520.name => "commento",
            code if code == P1521.name => "modifica",
            _ => "modifica non registrata",
        };
        if let Some(span) = problem.span
            && let Some(file) = self.sources.file(span.file)
        {
            let byte = span.start as usize;
            (row.file, row.riga, row.colonna) =
                (file.path.clone(), file.line(byte).to_string(), file.column(byte).to_string());
        }
        self.detti.push(Detto { problema: problem, riga: row, mezza });
    }
}

/// A row of the list with who did it, where Word tracked it.
fn di(who: Option<&Revisione>) -> RigaDiLista {
    RigaDiLista {
        autore: who.map(|who| who.autore.clone()).unwrap_or_default(),
        data: who.map(|who| giorno(&who.data)).unwrap_or_default(),
        ..RigaDiLista::default()
    }
}

/// Words as a message quotes them.
fn detto(words: &str) -> String {
    at_most(words, DETTO)
}
