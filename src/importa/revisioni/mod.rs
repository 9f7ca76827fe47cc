//! `piao importa FILE.docx --revisioni`: what the reviewers of a copy for Word wrote in it, at the lines of the plan of today. Nothing is
//! changed in the plan, unless who writes it asks for what is certain (`scritte`).
//!
//! The copy has a mark around each text (see [`crate::emit::docx`]). Without the changes that Word tracked, a text says what it said when
//! it was exported; where it does not, it was changed and nobody tracked it, and that is told too.

mod copia;
mod lista;
mod modifiche;
mod scritte;

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
use copia::{Copia, Oggetto, Unita};
pub(crate) use lista::{Lista, RigaDiLista};
use modifiche::{Modifica, con, fatte, modifiche, presa};
pub(crate) use scritte::{Scritte, scrivi};
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
    let mut out = Raccolta {
        oggi: &oggi,
        sources,
        commenti: &word.commenti,
        ultimo: None,
        programma: true,
        out: Revisioni::default(),
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
    let mut new = copia.nuovi.iter().filter(theirs).peekable();
    for (n, unit) in copia.unita.iter().enumerate() {
        while let Some(one) = new.next_if(|one| one.dopo <= n) {
            out.aggiunta(&one.parole, out.ultimo, one.chi.as_ref());
        }
        out.unita(unit);
        numbers.extend(unit.segno.as_ref().map(|segno| (segno.numero, n)));
    }
    for one in new {
        out.aggiunta(&one.parole, out.ultimo, one.chi.as_ref());
    }
    if memoria.is_some() {
        out.tolti(&missing);
    } else {
        numbers.sort_unstable();
        let others = copia.altri.iter().filter(|words| oggi.ha(words)).count();
        out.mancanti(&copia.unita, &numbers, others);
    }
    Ok(out.out)
}

/// The places of the plan of today, and what is said at them.
struct Raccolta<'c> {
    oggi: &'c Oggi,
    sources: &'c Sources,
    commenti: &'c BTreeMap<String, Commento>,
    /// The place of the last text that was found.
    ultimo: Option<&'c Luogo>,
    /// Whether the text at hand is of the program.
    programma: bool,
    out: Revisioni,
}

/// A text of the copy, in the plan of today.
struct Dove<'o> {
    luogo: &'o Luogo,
    stato: Stato,
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
        let dove = match self.oggi.trova(unit.segno.as_ref(), &words) {
            Trovato::Uguale(luogo) => Some(Dove { luogo, stato: Stato::Uguale }),
            Trovato::Cambiato(luogo) if luogo.parole == words => Some(Dove { luogo, stato: Stato::Uguale }),
            Trovato::Cambiato(luogo) => Some(Dove { luogo, stato: Stato::Cambiato }),
            // Words of the program have no place: that of the text before them is the nearest.
            Trovato::Perso if unit.segno.is_none() => self.ultimo.map(|luogo| Dove { luogo, stato: Stato::Vicino }),
            // The plan may have taken the changes already.
            Trovato::Perso if !changes.is_empty() => {
                match self.oggi.trova(None, &spaced(&con(&before, &changes, |_| true))) {
                    Trovato::Uguale(luogo) => Some(Dove { luogo, stato: Stato::Cambiato }),
                    _ => None,
                }
            }
            Trovato::Perso => None,
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
        if untouched && changes.is_empty() && unit.commenti.is_empty() && unit.oggetti.is_empty() {
            self.out.uguali += 1;
        }
        for (_, change) in changes.iter().enumerate().filter(|(n, _)| !presa(done, *n)) {
            self.modifica(change, &before, dove.as_ref());
        }
        for one in &unit.oggetti {
            self.oggetto(one, dove.as_ref());
        }
        if !untouched {
            self.non_registrata(&words, dove.as_ref());
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
            autore: change.autore.autore.clone(),
            data: giorno(&change.autore.data),
            prima,
            dopo,
            ..RigaDiLista::default()
        };
        self.push(problem, row);
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
        let row = RigaDiLista {
            autore: revisione.autore.clone(),
            data: giorno(&revisione.data),
            prima,
            dopo,
            ..RigaDiLista::default()
        };
        self.push(problem, row);
    }

    /// A text that was changed while Word tracked nothing.
    fn non_registrata(&mut self, words: &str, dove: Option<&Dove<'_>>) {
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
        if exact && span.file.vicino().is_none() {
            // Words that are put before others need a blank after them.
            let new = if prima.is_empty() { format!("{dopo} ") } else { dopo.to_owned() };
            problem = problem.proposta(span, edited(self.sources.slice(span), &new));
        }
        let row = RigaDiLista { prima: prima.to_owned(), dopo: dopo.to_owned(), ..RigaDiLista::default() };
        self.push(problem, row);
    }

    /// Words after a text, in a paragraph of their own or at its end.
    fn aggiunta(&mut self, words: &str, luogo: Option<&Luogo>, who: Option<&Revisione>) {
        // The plan has taken a paragraph already that says so much.
        if words.split(' ').count() > 3 && self.oggi.ha(words) {
            return;
        }
        self.programma = luogo.is_none();
        let dove = if luogo.is_some() { "dopo questo testo" } else { "prima dei testi del piano" };
        let end = luogo.map(|luogo| Span { start: luogo.span.end, ..luogo.span });
        let (code, message) = match who {
            Some(revisione) => {
                let who = chi(&revisione.autore, &revisione.data);
                (P1521, format!("{who} propone di aggiungere, {dove}: «{}»", detto(words)))
            }
            None => (P1522, format!("aggiunto senza che Word lo registrasse, {dove}: «{}»", detto(words))),
        };
        let problem = self.at(code, end, message, None);
        let row = RigaDiLista {
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
        for segno in missing {
            let Trovato::Uguale(luogo) = self.oggi.trova(Some(segno), "") else {
                rewritten += 1;
                continue;
            };
            let message = match luogo.parole.as_str() {
                "" => "tolta senza che Word lo registrasse: una figura".to_owned(),
                words => format!("tolto senza che Word lo registrasse: «{}»", detto(words)),
            };
            let problem = self.at(P1522, Some(luogo.span), message, None);
            let row = RigaDiLista { prima: luogo.parole.clone(), ..RigaDiLista::default() };
            self.push(problem, row);
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

    /// Where `words` are, which stood after `before`; and whether the source has them as they are.
    fn place(&self, dove: &Dove<'_>, before: &str, words: &str) -> (Span, bool) {
        let luogo = dove.luogo;
        let mut from = spaced(before).len();
        if from > 0 && before.ends_with(char::is_whitespace) && from < luogo.parole.len() {
            from += 1;
        }
        let exact = |from: usize| luogo.parole.get(from..from + words.len()) == Some(words);
        if dove.stato == Stato::Vicino {
            return (luogo.span, false);
        }
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

    fn push(&mut self, problem: Diagnostic, mut row: RigaDiLista) {
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
        self.out.righe.push(row);
        self.out.problemi.push(problem);
    }
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
