//! `piao importa FILE.docx --revisioni`: what the reviewers of a copy for Word wrote in it, at the lines of the plan of today. Nothing is
//! changed in the plan: who writes it decides.
//!
//! The copy has a mark around each text (see [`crate::emit::docx`]). Without the changes that Word tracked, a text says what it said when
//! it was exported; where it does not, it was changed and nobody tracked it, and that is told too.

use super::word::albero::{Blocco, Commento, Cosa, Documento, Paragrafo, Revisione};
use super::word::leggi;
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::base::text::at_most;
use crate::diag::Diagnostic;
use crate::diag::codes::{Code, P1520, P1521, P1522, P1523, P1524};
use crate::emit::docx::{Luogo, Oggi, Segno, Trovato, spaced};
use crate::piano::element::quanti;
use crate::project::Compiled;
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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

/// A comment or a change, for a spreadsheet.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct RigaDiLista {
    /// The place in the sources of today; empty where it was not found.
    pub(crate) file: String,
    pub(crate) riga: String,
    pub(crate) colonna: String,
    /// `commento`, `modifica`, `modifica non registrata`.
    pub(crate) che: &'static str,
    pub(crate) autore: String,
    pub(crate) data: String,
    pub(crate) prima: String,
    pub(crate) dopo: String,
    pub(crate) commento: String,
}

/// A text of the copy.
struct Unita {
    segno: Segno,
    tratti: Vec<Tratto>,
    commenti: Vec<Discorso>,
    /// What stands after it in its paragraph, and is of nobody.
    coda: String,
    /// Whether what stands after it is of the program.
    chiusa: bool,
}

/// Words of a text, and who put them there or took them away.
struct Tratto {
    testo: String,
    revisione: Option<Revisione>,
}

/// A comment, and what it speaks of: bytes of the text as it was exported.
struct Discorso {
    id: String,
    from: usize,
    to: Option<usize>,
}

impl Unita {
    /// The text without the tracked changes.
    fn prima(&self) -> String {
        let kept = |tratto: &&Tratto| tratto.revisione.as_ref().is_none_or(|revisione| revisione.tolta);
        self.tratti.iter().filter(kept).map(|tratto| tratto.testo.as_str()).collect()
    }
}

/// The copy, as the texts of the plan that are in it and what is beside them.
#[derive(Default)]
struct Letta {
    unita: Vec<Unita>,
    /// The marks that have begun and not ended, each with its text.
    aperte: Vec<(String, usize)>,
    /// Paragraphs that are new: after which text, the words, who tracked them.
    nuovi: Vec<(Option<usize>, String, Option<Revisione>)>,
    /// Comments before the first text.
    sciolti: Vec<String>,
    /// The mark at the end of the last paragraph.
    segno: Option<Revisione>,
}

/// The styles of what the authors write: the copy has a mark in each paragraph of these.
const LORO: [&str; 4] = ["body text", "list paragraph", "corpo testo", "paragrafo elenco"];

impl Letta {
    fn blocchi(&mut self, blocks: &[Blocco]) {
        for block in blocks {
            match block {
                Blocco::Paragrafo(paragraph) => self.paragrafo(paragraph),
                Blocco::Tabella(table) => {
                    table.righe.iter().flat_map(|row| &row.celle).for_each(|cell| self.blocchi(&cell.blocchi));
                }
            }
        }
    }

    fn paragrafo(&mut self, paragraph: &Paragrafo) {
        // A text that goes on in this paragraph was divided: where it was, there was no blank, or one that was put there.
        if let Some((_, n)) = self.aperte.last()
            && let Some(unit) = self.unita.get_mut(*n)
        {
            unit.tratti.push(Tratto { testo: " ".to_owned(), revisione: self.segno.clone() });
        }
        // The text after which something stands in this paragraph.
        let mut after: Option<usize> = self.aperte.last().map(|(_, n)| *n);
        let mut loose: Vec<Tratto> = vec![];
        for piece in &paragraph.pezzi {
            match &piece.cosa {
                Cosa::Segnalibro(name) => {
                    if let Some(segno) = Segno::read(name) {
                        let chiusa = paragraph.stile == "nodo";
                        // What stands between two texts of a paragraph is of the program.
                        if let Some(unit) = after.and_then(|n| self.unita.get_mut(n)) {
                            unit.coda.clear();
                        }
                        self.aperte.push((name.clone(), self.unita.len()));
                        after = Some(self.unita.len());
                        let unit = Unita { segno, tratti: vec![], commenti: vec![], coda: String::new(), chiusa };
                        // What was before the first text is of the program; between two, too.
                        loose.clear();
                        self.unita.push(unit);
                    }
                }
                Cosa::FineSegnalibro(name) => self.aperte.retain(|(open, _)| open != name),
                Cosa::Testo(text) => self.parole(&text.testo, &piece.revisione, after, &mut loose),
                Cosa::ACapo => self.parole(" ", &piece.revisione, after, &mut loose),
                Cosa::Commento(id) => match self.here(after) {
                    Some(unit) => {
                        let from = unit.prima().len();
                        unit.commenti.push(Discorso { id: id.clone(), from, to: None });
                    }
                    None => self.sciolti.push(id.clone()),
                },
                Cosa::FineCommento(id) => {
                    if let Some(unit) = self.here(after) {
                        let to = unit.prima().len();
                        let open = unit.commenti.iter_mut().find(|one| one.id == *id);
                        open.into_iter().for_each(|one| one.to = Some(to));
                    }
                }
                Cosa::Riquadro(blocks) => self.blocchi(blocks),
                Cosa::Nota { .. } | Cosa::Immagine(_) => {}
            }
        }
        self.segno.clone_from(&paragraph.segno);
        if after.is_none() {
            self.nuovo(paragraph, &loose);
        }
    }

    /// The text that is being read, or the last one.
    fn here(&mut self, after: Option<usize>) -> Option<&mut Unita> {
        let n = after.or_else(|| self.unita.len().checked_sub(1))?;
        self.unita.get_mut(n)
    }

    fn parole(&mut self, text: &str, revisione: &Option<Revisione>, after: Option<usize>, loose: &mut Vec<Tratto>) {
        let inside = self.aperte.last().map(|(_, n)| *n);
        let tratto = Tratto { testo: text.to_owned(), revisione: revisione.clone() };
        // A change right after a text is of that text: Word writes it after its mark.
        let of = inside.or(after.filter(|_| revisione.is_some()));
        match of.and_then(|n| self.unita.get_mut(n)) {
            Some(unit) => unit.tratti.push(tratto),
            None => match after.and_then(|n| self.unita.get_mut(n)) {
                Some(unit) => unit.coda.push_str(text),
                None => loose.push(tratto),
            },
        }
    }

    /// A paragraph without a text of the plan: one that a reviewer wrote, or one of the program.
    fn nuovo(&mut self, paragraph: &Paragrafo, words: &[Tratto]) {
        let text: String = words.iter().map(|tratto| tratto.testo.as_str()).collect();
        let text = spaced(&text);
        if text.is_empty() {
            return;
        }
        let after = self.unita.len().checked_sub(1);
        let tracked = words.iter().filter(|tratto| !tratto.testo.trim().is_empty());
        let mut who = tracked.map(|tratto| tratto.revisione.as_ref());
        let first = who.next().flatten().filter(|revisione| !revisione.tolta).cloned();
        let all = first.is_some() && who.all(|other| other.is_some_and(|other| !other.tolta));
        if all {
            self.nuovi.push((after, text, first));
        } else if after.is_some() && LORO.contains(&paragraph.stile.as_str()) {
            self.nuovi.push((after, text, None));
        }
    }
}

/// What the reviewers of `bytes`, called `file`, wrote, in the plan `compiled`.
///
/// # Errors
/// P1501 when the file cannot be read, P1524 when it is no copy of ours.
pub(crate) fn revisioni(file: &str, bytes: &[u8], compiled: &Compiled) -> Result<Revisioni, Diagnostic> {
    let Documento { corpo, note, finali, commenti, .. } = leggi(file, bytes)?;
    let mut letta = Letta::default();
    letta.blocchi(&corpo);
    for blocks in note.values().chain(finali.values()) {
        letta.aperte.clear();
        letta.blocchi(blocks);
    }
    let Some(document) = compiled.document.as_ref().filter(|_| !letta.unita.is_empty()) else {
        return Err(Diagnostic::global(P1524, format!("`{file}` non è una copia fatta da `piao esporta`"))
            .note("non ha i segni nascosti che dicono da dove viene ogni testo")
            .help("fai la copia con `piao esporta --docx` e manda quella a chi rivede")
            .help("se è un documento da portare nel piano: `piao importa` senza `--revisioni`"));
    };
    let oggi = Oggi::of(document, &compiled.sources);
    let sources = &compiled.sources;
    let mut out = Raccolta { oggi: &oggi, sources, commenti: &commenti, out: Revisioni::default() };
    for id in &letta.sciolti {
        out.commento(id, None, "");
    }
    let mut numbers: Vec<(usize, usize)> = vec![];
    for (n, unit) in letta.unita.iter().enumerate() {
        out.unita(unit);
        numbers.push((unit.segno.numero, n));
        for (_, words, who) in letta.nuovi.iter().filter(|(after, ..)| *after == Some(n)) {
            out.nuovo(unit, words, who.as_ref());
        }
    }
    numbers.sort_unstable();
    out.mancanti(&letta.unita, &numbers);
    Ok(out.out)
}

/// The places of the plan of today, and what is said at them.
struct Raccolta<'c> {
    oggi: &'c Oggi,
    sources: &'c Sources,
    commenti: &'c BTreeMap<String, Commento>,
    out: Revisioni,
}

/// A text of the copy, in the plan of today.
struct Dove<'o> {
    luogo: &'o Luogo,
    /// Whether the plan says now something else than it said.
    cambiato: bool,
}

/// A change of one author, with what was there and what he wrote.
struct Modifica<'u> {
    autore: &'u Revisione,
    /// Where it is in the text as it was exported.
    from: usize,
    prima: String,
    dopo: String,
}

impl<'c> Raccolta<'c> {
    fn unita(&mut self, unit: &Unita) {
        let before = unit.prima();
        let words = spaced(&before);
        let found = self.oggi.trova(&unit.segno, &words);
        let dove = match found {
            Trovato::Uguale(luogo) => Some(Dove { luogo, cambiato: false }),
            Trovato::Cambiato(luogo) => Some(Dove { luogo, cambiato: luogo.parole != words }),
            Trovato::Perso => None,
        };
        let changes = modifiche(unit);
        let coda = if unit.chiusa { String::new() } else { spaced(&unit.coda) };
        let untouched = unit.segno.says(&words);
        if untouched && changes.is_empty() && unit.commenti.is_empty() && coda.is_empty() {
            self.out.uguali += 1;
        }
        for change in &changes {
            self.modifica(change, &before, dove.as_ref());
        }
        if !untouched {
            self.non_registrata(&words, dove.as_ref());
        }
        if !coda.is_empty() {
            self.aggiunta(&coda, dove.as_ref().map(|dove| dove.luogo), None);
        }
        for one in &unit.commenti {
            let said = before.get(one.from..one.to.unwrap_or(one.from)).unwrap_or_default();
            let place = dove.as_ref().map(|dove| (dove, before.get(..one.from).unwrap_or_default()));
            self.commento(&one.id, place, said);
        }
    }

    /// A change that Word tracked.
    fn modifica(&mut self, change: &Modifica<'_>, before: &str, dove: Option<&Dove<'_>>) {
        let (prima, dopo) = (spaced(&change.prima), spaced(&change.dopo));
        let who = chi(&change.autore.autore, &change.autore.data);
        let what = match (prima.is_empty(), dopo.is_empty()) {
            (true, _) => format!("propone di aggiungere «{}»", detto(&dopo)),
            (_, true) => format!("propone di togliere «{}»", detto(&prima)),
            _ => format!("propone «{}» al posto di «{}»", detto(&dopo), detto(&prima)),
        };
        let moved = if change.autore.spostata { " (spostato)" } else { "" };
        let message = format!("{who} {what}{moved}");
        let place = dove.map(|dove| self.place(dove, before.get(..change.from).unwrap_or_default(), &prima));
        let mut problem = self.at(P1521, place.as_ref().map(|(span, _)| *span), message, dove);
        if let Some((span, true)) = place
            && span.file.vicino().is_none()
        {
            problem = problem.proposta(span, edited(self.sources.slice(span), &change.dopo));
        }
        let row = RigaDiLista {
            che: "modifica",
            autore: change.autore.autore.clone(),
            data: giorno(&change.autore.data),
            prima,
            dopo,
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// A text that was changed while Word tracked nothing.
    fn non_registrata(&mut self, words: &str, dove: Option<&Dove<'_>>) {
        let Some(Dove { luogo, cambiato: false }) = dove else {
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
                    RigaDiLista { che: "modifica non registrata", dopo: words.to_owned(), ..RigaDiLista::default() },
                );
            }
            return;
        };
        let (from, prima, dopo) = difference(&luogo.parole, words);
        let message = match (prima.is_empty(), dopo.is_empty()) {
            (true, _) => format!("aggiunto senza che Word lo registrasse: «{}»", detto(dopo)),
            (_, true) => format!("tolto senza che Word lo registrasse: «{}»", detto(prima)),
            _ => format!("cambiato senza che Word lo registrasse: «{}» al posto di «{}»", detto(dopo), detto(prima)),
        };
        let (span, exact) = located(self.sources, luogo, from, from + prima.len());
        let mut problem = self.at(P1522, Some(span), message, dove);
        if exact && span.file.vicino().is_none() {
            // Words that are put before others need a blank after them.
            let new = if prima.is_empty() { format!("{dopo} ") } else { dopo.to_owned() };
            problem = problem.proposta(span, edited(self.sources.slice(span), &new));
        }
        let row = RigaDiLista {
            che: "modifica non registrata",
            prima: prima.to_owned(),
            dopo: dopo.to_owned(),
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// A paragraph that the copy did not have.
    fn nuovo(&mut self, after: &Unita, words: &str, who: Option<&Revisione>) {
        let luogo = match self.oggi.trova(&after.segno, &spaced(&after.prima())) {
            Trovato::Uguale(luogo) | Trovato::Cambiato(luogo) => Some(luogo),
            Trovato::Perso => None,
        };
        self.aggiunta(words, luogo, who);
    }

    /// Words after a text, in a paragraph of their own or at its end.
    fn aggiunta(&mut self, words: &str, luogo: Option<&Luogo>, who: Option<&Revisione>) {
        let end = luogo.map(|luogo| Span { start: luogo.span.end, ..luogo.span });
        let (code, message) = match who {
            Some(revisione) => {
                let who = chi(&revisione.autore, &revisione.data);
                (P1521, format!("{who} propone di aggiungere, dopo questo testo: «{}»", detto(words)))
            }
            None => (P1522, format!("aggiunto senza che Word lo registrasse, dopo questo testo: «{}»", detto(words))),
        };
        let problem = self.at(code, end, message, None);
        let row = RigaDiLista {
            che: if who.is_some() { "modifica" } else { "modifica non registrata" },
            autore: who.map(|who| who.autore.clone()).unwrap_or_default(),
            data: who.map(|who| giorno(&who.data)).unwrap_or_default(),
            dopo: words.to_owned(),
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// A comment with its answers.
    fn commento(&mut self, id: &str, place: Option<(&Dove<'_>, &str)>, said: &str) {
        let Some(comment) = self.commenti.get(id).filter(|comment| comment.risponde_a.is_none()) else { return };
        let said = spaced(said);
        let of = if said.is_empty() { String::new() } else { format!(" di «{}»", detto(&said)) };
        let message =
            format!("{} scrive{of}: «{}»", chi(&comment.autore, &comment.data), at_most(&spaced(&comment.testo), 400));
        let span = place.map(|(dove, before)| self.place(dove, before, &said).0);
        let mut problem = self.at(P1520, span, message, place.map(|(dove, _)| dove));
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
            che: "commento",
            autore: comment.autore.clone(),
            data: giorno(&comment.data),
            prima: said,
            commento: spaced(&all),
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// The texts that the copy had, and no longer has: their numbers are missing between those of two others.
    fn mancanti(&mut self, units: &[Unita], numbers: &[(usize, usize)]) {
        let there: BTreeSet<usize> = numbers.iter().map(|(number, _)| *number).collect();
        for pair in numbers.windows(2) {
            let [(a, n), (b, _)] = pair else { continue };
            let missing = (a + 1..*b).filter(|number| !there.contains(number)).count();
            let Some(unit) = units.get(*n).filter(|_| missing > 0) else { continue };
            let words = spaced(&unit.prima());
            let span = match self.oggi.trova(&unit.segno, &words) {
                Trovato::Uguale(luogo) | Trovato::Cambiato(luogo) => Some(luogo.span),
                Trovato::Perso => None,
            };
            let verb = if missing == 1 { "manca" } else { "mancano" };
            let what = quanti(missing, "testo che la copia aveva", "testi che la copia aveva");
            let message = format!("dopo «{}» {verb} {what}: tolti senza che Word lo registrasse", detto(&words));
            let problem = self.at(P1522, span, message, None);
            let row = RigaDiLista { che: "modifica non registrata", prima: words, ..RigaDiLista::default() };
            self.push(problem, row);
        }
    }

    /// A message, at a place if it is known. Where the plan says something else than it said, that is told.
    fn at(&self, code: Code, span: Option<Span>, message: String, dove: Option<&Dove<'_>>) -> Diagnostic {
        let problem = match span {
            Some(span) => Diagnostic::at(code, span, message),
            None => {
                Diagnostic::global(code, message).note("il testo di cui parla non è più nel piano, o è stato riscritto")
            }
        };
        match dove {
            Some(Dove { luogo, cambiato: true }) => {
                problem.note(format!("il testo è cambiato dopo l’esportazione; oggi dice: «{}»", detto(&luogo.parole)))
            }
            _ => problem,
        }
    }

    /// Where `words` are, which stood after `before`; and whether the source has them as they are.
    fn place(&self, dove: &Dove<'_>, before: &str, words: &str) -> (Span, bool) {
        let luogo = dove.luogo;
        let mut from = spaced(before).len();
        if from > 0 && before.ends_with(char::is_whitespace) && from < luogo.parole.len() {
            from += 1;
        }
        let exact = |from: usize| luogo.parole.get(from..from + words.len()) == Some(words);
        if dove.cambiato || !exact(from) {
            // The words are looked for in what the text says now.
            let mut found = luogo.parole.match_indices(words).map(|(at, _)| at);
            match (found.next().filter(|_| !words.is_empty()), found.next()) {
                (Some(at), None) => from = at,
                _ => return (luogo.span, false),
            }
        }
        located(self.sources, luogo, from, from + words.len())
    }

    fn push(&mut self, problem: Diagnostic, mut row: RigaDiLista) {
        if let Some(span) = problem.span
            && let Some(file) = self.sources.file(span.file)
        {
            let byte = span.start as usize;
            (row.file, row.riga, row.colonna) =
                (file.path.clone(), file.line(byte).to_string(), file.column(byte).to_string());
        }
        self.out.righe.push(row);
        self.out.problemi.push(problem);
    }
}

/// The changes of a text: what an author took away and what he put in its place are one.
fn modifiche(unit: &Unita) -> Vec<Modifica<'_>> {
    let mut all: Vec<Modifica<'_>> = vec![];
    let mut at = 0;
    // Whether the last words were a change.
    let mut open = false;
    for tratto in &unit.tratti {
        let Some(revisione) = &tratto.revisione else {
            at += tratto.testo.len();
            open = false;
            continue;
        };
        let same = |last: &&mut Modifica<'_>| last.autore.autore == revisione.autore && open;
        if all.last_mut().filter(same).is_none() {
            all.push(Modifica { autore: revisione, from: at, prima: String::new(), dopo: String::new() });
        }
        open = true;
        let Some(last) = all.last_mut() else { continue };
        if revisione.tolta {
            last.prima.push_str(&tratto.testo);
            at += tratto.testo.len();
        } else {
            last.dopo.push_str(&tratto.testo);
        }
    }
    all.retain(|change| !(change.prima.trim().is_empty() && change.dopo.trim().is_empty()));
    all
}

/// The place in the sources of bytes of the words of a text; and whether the source has those words as they are.
fn located(sources: &Sources, luogo: &Luogo, from: usize, to: usize) -> (Span, bool) {
    let n = luogo.pezzi.partition_point(|(at, _)| *at <= from).max(1) - 1;
    let Some((start, span)) = luogo.pezzi.get(n) else { return (luogo.span, false) };
    let end = luogo.pezzi.get(n + 1).map_or(luogo.parole.len(), |(at, _)| *at);
    let (Some(text), slice) = (luogo.parole.get(*start..end), sources.slice(*span)) else { return (luogo.span, false) };
    let (from, to) = (from.saturating_sub(*start), to.saturating_sub(*start));
    let solid = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    // The source may have marks around the words, such as the quotes of TOML.
    let inner = match slice.find(text.trim()) {
        Some(at) => at..at + text.trim().len(),
        None if solid(slice) == solid(text) => 0..slice.len(),
        None => return (*span, false),
    };
    let Some(within) = slice.get(inner.clone()) else { return (*span, false) };
    let place = |at: usize, last: bool| {
        let count = text.get(..at).unwrap_or(text).chars().filter(|c| !c.is_whitespace()).count();
        let mut solid = within.char_indices().filter(|(_, c)| !c.is_whitespace());
        if last && count > 0 {
            return solid.nth(count - 1).map_or(within.len(), |(at, c)| at + c.len_utf8());
        }
        solid.nth(count).map_or(within.len(), |(at, _)| at)
    };
    let begin = place(from, from == to);
    let finish = place(to, true).max(begin);
    let base = span.range().start + inner.start;
    let found = Span::new(span.file, base + begin..base + finish);
    let exact =
        spaced(sources.slice(found)) == spaced(luogo.parole.get(*start + from..*start + to).unwrap_or_default());
    (found, exact && *start + to <= end)
}

/// `dopo` in the place of `source`, with the blanks that it needs there.
fn edited(source: &str, dopo: &str) -> String {
    let new = spaced(dopo);
    if !source.is_empty() {
        return new;
    }
    // Words that are put in keep the blanks with which they were written.
    let left = if dopo.starts_with(char::is_whitespace) { " " } else { "" };
    let right = if dopo.ends_with(char::is_whitespace) { " " } else { "" };
    format!("{left}{new}{right}")
}

/// Where two texts differ: the byte of the first, its words there and those of the second. Whole words.
fn difference<'t>(a: &'t str, b: &'t str) -> (usize, &'t str, &'t str) {
    let mut from = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    while !(a.is_char_boundary(from) && b.is_char_boundary(from) && begins(a, from) && begins(b, from)) {
        from -= 1;
    }
    let (rest_a, rest_b) = (a.get(from..).unwrap_or_default(), b.get(from..).unwrap_or_default());
    let mut back = rest_a.bytes().rev().zip(rest_b.bytes().rev()).take_while(|(x, y)| x == y).count();
    let ends = |text: &str, back: usize| {
        let at = text.len() - back;
        text.is_char_boundary(at) && begins(text, at)
    };
    while !(ends(rest_a, back) && ends(rest_b, back)) {
        back -= 1;
    }
    let cut = |text: &'t str| text.get(..text.len() - back).unwrap_or_default().trim_end();
    (from, cut(rest_a), cut(rest_b))
}

/// Whether a word begins at `at`, or the text ends there.
fn begins(text: &str, at: usize) -> bool {
    at == 0 || at == text.len() || text.get(..at).is_some_and(|before| before.ends_with(' '))
}

fn detto(words: &str) -> String {
    at_most(words, DETTO)
}

/// Who, and when: `Anna Rossi, 30/11/2026,`.
fn chi(author: &str, date: &str) -> String {
    let author = if author.trim().is_empty() { "chi ha rivisto" } else { author.trim() };
    match giorno(date) {
        date if date.is_empty() => author.to_owned(),
        date => format!("{author} ({date})"),
    }
}

/// The day of a date of Word, as Italians write it.
fn giorno(date: &str) -> String {
    date.get(..10).and_then(Giorno::parse).map(|day| day.to_string()).unwrap_or_default()
}

/// The list as a CSV file.
pub(crate) struct Lista<'r>(pub(crate) &'r [RigaDiLista]);

impl fmt::Display for Lista<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
        let heads = [
            "che cosa",
            "autore",
            "data",
            "file",
            "riga",
            "colonna",
            "parole di prima",
            "parole nuove",
            "commento",
            "deciso",
        ];
        let rows = self.0.iter().map(|row| {
            let RigaDiLista { file, riga, colonna, che, autore, data, prima, dopo, commento } = row;
            // A sheet runs what begins like a formula.
            let texts = [autore, data, file, riga, colonna, prima, dopo, commento].map(|text| senza_formule(text));
            std::iter::once((*che).to_owned()).chain(texts).chain([String::new()])
        });
        let wrong = |_| fmt::Error;
        csv.write_record(heads).map_err(wrong)?;
        for row in rows {
            csv.write_record(row).map_err(wrong)?;
        }
        let bytes = csv.into_inner().map_err(|_| fmt::Error)?;
        f.write_str(&String::from_utf8_lossy(&bytes))
    }
}

/// Words that no spreadsheet takes for a formula.
fn senza_formule(words: &str) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t']) { format!("'{words}") } else { words.to_owned() }
}
