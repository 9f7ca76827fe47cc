//! Lists with letters and roman numbers, `a)`, `(b)`, `iii.`, and the numbers that an office puts between two others, `2-bis.`: offices
//! write them everywhere and CommonMark does not know them.
//!
//! Before the text is parsed, each mark is replaced by a number of as many bytes, so that every place in the text stays the same. A
//! letter that turns out to begin no item (it stands in the middle of a paragraph, or in code) is put back. An item is printed with
//! the mark that its author wrote: the Italian alphabet has no `j`, and whoever cites letter `l)` must find it.

use crate::lingua::numeri;
use std::collections::BTreeSet;
use std::ops::Range;

/// A mark at the beginning of a line.
#[derive(Debug, Clone)]
pub(super) struct Segno {
    /// The range of its bytes, with the brackets or the full stop.
    pub(super) dove: Range<usize>,
    /// The digits and the full stop that replace it, of the same length.
    numero: String,
}

impl Segno {
    /// Where the digits begin. The parser gives this as the place of the item.
    pub(super) fn inizio(&self) -> usize {
        self.dove.end - self.numero.trim_start().len()
    }
}

/// The form of a mark: how it is closed (`a)`, `(a)`, `a.`) and whether its letters are capitals. All items of a list have the same
/// form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Forma {
    aperta: bool,
    punto: bool,
    maiuscole: bool,
    /// Whether it counts with figures, as `2-bis.` does.
    cifre: bool,
    /// How many blanks stand before it.
    rientro: usize,
}

/// What a mark may count: a letter of the Italian or the English alphabet, or a roman number, with the suffix of `b-bis)` if there
/// is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Conto {
    inglese: Option<u32>,
    italiano: Option<u32>,
    romano: Option<u32>,
    dopo: u32,
}

impl Conto {
    /// Whether `next` may follow it in a list.
    fn precede(self, next: Self) -> bool {
        let one = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a + 1 == b);
        let same = self.inglese.is_some() && self.inglese == next.inglese;
        let step =
            one(self.inglese, next.inglese) || one(self.italiano, next.italiano) || one(self.romano, next.romano);
        (next.dopo == 0 && step) || (same && next.dopo == self.dopo + 1)
    }

    /// Whether `next` comes after it, with others between them or none.
    fn oltre(self, next: Self) -> bool {
        let more = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a < b);
        more(self.inglese, next.inglese) || more(self.romano, next.romano)
    }

    /// Whether a list begins with it.
    fn primo(self) -> bool {
        self.dopo == 0 && (self.inglese == Some(1) || self.romano == Some(1))
    }
}

/// How many items, or lines, are looked at for the one that follows.
const NEAR: usize = 40;

const ITALIANO: &str = "abcdefghilmnopqrstuvz";

/// The suffixes that may stand between a letter, or a number, and its bracket: `b-bis)`, `2-ter.`.
const AGGIUNTE: [&str; 9] = ["bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies"];

/// CommonMark reads numbers of nine digits at most, after three blanks at most.
const CIFRE: usize = 9;
pub(super) const SPAZI: usize = 3;

/// Words after which a letter with its bracket is a citation: «di cui alla lettera a)».
const RIMANDI: [&str; 12] =
    ["lettera", "lettere", "lett.", "comma", "commi", "punto", "punti", "articolo", "art.", "artt.", "n.", "numero"];

struct Candidato {
    segno: Segno,
    forma: Forma,
    conto: Conto,
    /// Whether it is a mark even where no other precedes or follows it.
    solo: bool,
    /// Whether a number follows it: «n. 12», «c. 3».
    citato: bool,
    /// Whether a blank line stands above it, so that it begins a paragraph.
    stacca: bool,
    /// Whether the line above announces a list, with a colon, or is an item further to the left.
    annunciato: bool,
    /// The number of its line, from 0.
    riga: usize,
}

impl Candidato {
    /// Whether it abbreviates «numero» or «pagina» before a number.
    fn numero_di(&self) -> bool {
        let letter = self.conto.inglese.is_some_and(|n| [14, 16].contains(&n));
        self.citato && self.forma.punto && letter
    }
}

/// The marks of `text` that may begin items of a list.
pub(super) fn find(text: &str) -> Vec<Segno> {
    let mut all: Vec<Candidato> = Vec::new();
    let (mut at, mut above) = (0, "");
    for (riga, line) in text.split_inclusive('\n').enumerate() {
        let stacca = above.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
        let follows = |found: &Candidato| {
            let before = all.iter().rev().take(NEAR).find(|other| other.forma == found.forma);
            before.is_some_and(|before| before.conto.precede(found.conto))
        };
        // «a. punto» above «b. punto due» is an item, and cites nothing.
        let segue = |found: &Candidato| {
            candidato(above, 0).is_some_and(|above| above.forma == found.forma && above.conto.precede(found.conto))
        };
        let found = candidato(line, at).filter(|found| stacca || !rimando(above) || segue(found));
        // «n. 12» at the head of a line is a number, unless `m.` stands above.
        if let Some(found) = found.filter(|found| !found.numero_di() || follows(found)) {
            let annunciato = above.trim_end().ends_with(':') || sotto(above, found.forma.rientro);
            all.push(Candidato { riga, stacca, annunciato, ..found });
        }
        at += line.len();
        above = line;
    }
    let mut keep = vec![false; all.len()];
    for (n, one) in all.iter().enumerate() {
        let next = all.iter().enumerate().skip(n + 1).take(NEAR).find(|(_, other)| other.forma == one.forma);
        if let Some((m, other)) = next
            && (one.conto.precede(other.conto) || skips(text, one, other))
        {
            for n in [n, m] {
                if let Some(kept) = keep.get_mut(n) {
                    *kept = true;
                }
            }
        }
        // A mark alone on its line: a bracket is enough to know it, but a full stop may end an initial.
        let pair = one.stacca
            && !one.forma.maiuscole
            && next.is_some_and(|(_, other)| {
                other.riga - one.riga < 4 && one.solo && other.solo && one.conto.oltre(other.conto)
            });
        if let (true, Some((m, _))) = (pair, next) {
            for n in [n, m] {
                keep.get_mut(n).into_iter().for_each(|kept| *kept = true);
            }
        }
        let sure = !one.forma.punto || !one.forma.maiuscole && one.annunciato;
        if let Some(kept) = keep.get_mut(n) {
            *kept |= one.forma.cifre || sure && one.solo && (one.stacca || one.annunciato && one.conto.primo());
        }
    }
    // A letter that skips some, or is mistyped, among the items of a list. A capital with a full stop may be an initial.
    for n in 1..all.len() {
        let Some(one) = all.get(n).filter(|one| !one.forma.punto || one.solo && !one.citato) else { continue };
        let near = if one.forma.punto && one.forma.maiuscole { 4 } else { NEAR };
        let above = (0..n).rev().take(NEAR).find(|m| all.get(*m).is_some_and(|above| above.forma == one.forma));
        let follows = above.is_some_and(|m| {
            keep.get(m) == Some(&true)
                && all.get(m).is_some_and(|above| one.riga - above.riga < near && above.conto.oltre(one.conto))
        });
        if follows {
            keep.get_mut(n).into_iter().for_each(|kept| *kept = true);
        }
    }
    let mut out = Vec::new();
    for (one, keep) in all.into_iter().zip(keep) {
        if keep {
            out.push(one.segno);
        }
    }
    out
}

/// Whether `above` is an item, with a mark of any kind, that begins further to the left than `rientro`.
fn sotto(above: &str, rientro: usize) -> bool {
    let body = above.trim_start_matches([' ', '\t', '>']);
    let (word, rest) = parola(body.strip_prefix('(').unwrap_or(body));
    let counted = conta(word).is_some() && rest.starts_with(['.', ')']);
    let item = counted || body.starts_with(['-', '*', '+']) && body.chars().nth(1).is_some_and(char::is_whitespace);
    item && above.len() - body.len() < rientro
}

/// Whether `line` ends with words that cite a letter or a number, so that what follows is no mark. A line of one word, as the item
/// «- punto», cites nothing.
pub(super) fn rimando(line: &str) -> bool {
    let mut words = line.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).rev();
    let last = words.next().unwrap_or_default().to_lowercase();
    RIMANDI.contains(&last.trim_start_matches(['(', '«'])) && words.next().is_some()
}

/// The lines of a paragraph that begin with letters, or roman numbers, one after the other: they were meant as a list, and begin none
/// because they follow a text.
pub(super) fn in_fila(lines: &[&str]) -> Vec<usize> {
    let all: Vec<Option<Candidato>> = lines.iter().map(|line| candidato(line, 0)).collect();
    let beside = |a: usize, b: usize| match (all.get(a).and_then(Option::as_ref), all.get(b).and_then(Option::as_ref)) {
        (Some(a), Some(b)) => {
            let initials = a.forma.punto && a.forma.maiuscole;
            a.forma == b.forma && (a.conto.precede(b.conto) || !initials && a.conto.oltre(b.conto))
        }
        _ => false,
    };
    (0..lines.len()).filter(|n| n.checked_sub(1).is_some_and(|above| beside(above, *n)) || beside(*n, n + 1)).collect()
}

/// Whether `line` begins with the mark of an item, which it is not: a letter, a number, a number of more parts.
pub(super) fn segnata(line: &str) -> bool {
    let body = line.trim_start();
    let inside = body.strip_prefix('(').unwrap_or(body);
    let number = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, after) = inside.split_at(number);
    let blank = |rest: &str| rest.starts_with([' ', '\t', '\u{a0}']) && !rest.trim().is_empty();
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let short = parts.iter().all(|part| (1..=2).contains(&part.len()));
    if short && parts.len() > 1 {
        // `1.1 Premessa`; but `8.30 alle 12`, `31.12 di ogni anno`.
        let words = after.strip_prefix(')').unwrap_or(after);
        return blank(words) && (words.len() < after.len() || words.trim_start().starts_with(char::is_uppercase));
    }
    if short {
        let close = number.ends_with('.') || after.starts_with(')');
        return close && blank(after.trim_start_matches(')'));
    }
    let mark = |found: Candidato| !(found.numero_di() || found.forma.punto && found.forma.maiuscole);
    candidato(line, 0).is_some_and(mark)
}

/// Whether the item between `one` and `other` is there, and only lacks its sign.
fn skips(text: &str, one: &Candidato, other: &Candidato) -> bool {
    let between = text.get(one.segno.dove.end..other.segno.dove.start).unwrap_or_default();
    between.lines().skip(1).take(NEAR).any(|line| {
        let between = conto(parola(line.trim_start_matches([' ', '\t', '>', '('])).0);
        between.is_some_and(|between| one.conto.precede(between) && between.precede(other.conto))
    })
}

fn candidato(line: &str, start: usize) -> Option<Candidato> {
    let body = line.trim_start_matches([' ', '\t', '>']);
    let indent = line.len() - body.len();
    let aperta = body.starts_with('(');
    let inside = body.get(usize::from(aperta)..)?;
    let cifre = inside.starts_with(|c: char| c.is_ascii_digit());
    let of_mark = |c: char| if cifre { c.is_ascii_digit() } else { c.is_ascii_alphabetic() };
    let (word, after) = inside.split_at(inside.len() - inside.trim_start_matches(of_mark).len());
    let (dopo, after) = aggiunta(after, cifre).unwrap_or((0, after));
    let punto = after.starts_with('.');
    let close = if punto { !aperta } else { after.starts_with(')') };
    let rest = after.get(1..)?;
    // A number that CommonMark reads by itself is left to it.
    if word.is_empty()
        || !close
        || cifre && dopo == 0
        || !rest.starts_with([' ', '\t', '\u{a0}'])
        || rest.trim().is_empty()
    {
        return None;
    }
    let conto = Conto { dopo, ..conta(word)?.0 };
    let maiuscole = word.starts_with(|c: char| c.is_ascii_uppercase());
    let dove = start + indent..start + line.len() - rest.len();
    let lead = usize::from(aperta).max((dove.len() - 1).saturating_sub(CIFRE));
    let digits = dove.len() - 1 - lead;
    // CommonMark lets only an item numbered 1 stand right under a paragraph, so only the first mark of a list becomes 1.
    let number = if conto.primo() { 1 } else { 2 };
    // Marks of two forms make two lists, so the two forms get different punctuation.
    let close = if punto || aperta { '.' } else { ')' };
    let numero = format!("{}{number:0digits$}{close}", " ".repeat(lead));
    let forma = Forma { aperta, punto, maiuscole, cifre, rientro: indent };
    // Two letters, `aa)`, count when they are the same; others only after a mark that they follow.
    let solo = word.len() == 1 || conto.romano.is_some() || conto.italiano.is_some();
    (lead <= SPAZI && !rest.starts_with('\u{a0}')).then_some(Candidato {
        segno: Segno { dove, numero },
        forma,
        conto,
        solo,
        citato: rest.trim_start().starts_with(|c: char| c.is_ascii_digit()),
        stacca: false,
        annunciato: false,
        riga: 0,
    })
}

/// The suffix at the beginning of `text`, of which `cifre` says whether it follows a number: which one it is, from 1, and what comes
/// after it. `2bis` and `2 bis` are ways to write `2-bis`.
fn aggiunta(text: &str, cifre: bool) -> Option<(u32, &str)> {
    let word = text.strip_prefix(['-', ' ']).or(cifre.then_some(text))?;
    let n = AGGIUNTE.iter().position(|added| word.starts_with(added))?;
    let rest = word.strip_prefix(*AGGIUNTE.get(n)?)?;
    Some((u32::try_from(n + 1).ok()?, rest))
}

/// What the letters `word` may count, all capitals or all small.
fn conto(word: &str) -> Option<Conto> {
    let same = word.chars().all(|c| c.is_ascii_uppercase()) || word.chars().all(|c| c.is_ascii_lowercase());
    if !same {
        return None;
    }
    let low = word.to_ascii_lowercase();
    let of = |c: char| u32::from(c) - u32::from('a') + 1;
    let italian = |c: char| ITALIANO.find(c).and_then(|n| u32::try_from(n + 1).ok());
    let mut letters = low.chars();
    // After `z)` comes `aa)`, and then `bb)` or `ab)`.
    let (inglese, italiano) = match (letters.next(), letters.next(), letters.next()) {
        (Some(c), None, _) => (Some(of(c)), italian(c)),
        (Some(c), Some(d), None) => (Some(26 * of(c) + of(d)), italian(c).filter(|_| c == d).map(|n| n + 21)),
        _ => (None, None),
    };
    let conto = Conto { inglese, italiano, romano: romano(&low), dopo: 0 };
    (conto.inglese.is_some() || conto.romano.is_some()).then_some(conto)
}

/// The mark of an item, a letter or a number, as its line has it.
struct Marca<'t> {
    /// Where its line begins and ends.
    riga: Range<usize>,
    /// What stands before it: blanks, `>`.
    prima: &'t str,
    aperta: bool,
    conto: Conto,
    /// Whether it is a number.
    cifre: bool,
    chiusa: char,
}

/// The mark on the line of `text` that holds byte `at`.
fn marca(text: &str, at: usize) -> Option<Marca<'_>> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |n| n + 1);
    let line = text.get(start..)?.lines().next()?;
    let body = line.trim_start_matches([' ', '\t', '>']);
    let prima = line.get(..line.len() - body.len())?;
    let inside = body.strip_prefix('(').unwrap_or(body);
    let (word, rest) = parola(inside);
    let (conto, cifre) = conta(word)?;
    let chiusa = rest.chars().next().filter(|c| ".)".contains(*c))?;
    Some(Marca { riga: start..start + line.len(), prima, aperta: inside.len() < body.len(), conto, cifre, chiusa })
}

/// The letters or digits at the beginning of `text`, and the rest.
fn parola(text: &str) -> (&str, &str) {
    text.split_at(text.len() - text.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len())
}

/// What a word counts, a number or a letter, and whether it is a number.
fn conta(word: &str) -> Option<(Conto, bool)> {
    match word.parse::<u32>() {
        Ok(n) if word.len() < 4 => Some((Conto { inglese: Some(n), italiano: None, romano: None, dopo: 0 }, true)),
        _ => conto(word).map(|conto| (conto, false)),
    }
}

/// The lines of `text` that were meant as items and lack the sign that closes their mark, `b …` between `a) …` and `c) …`: each with
/// the mark to write. Markdown joins them to the item above. `items` says where the items begin.
pub(super) fn senza_segno(text: &str, items: &BTreeSet<usize>) -> Vec<(Range<usize>, String)> {
    let marche: Vec<Marca<'_>> = items.iter().filter_map(|at| marca(text, *at)).collect();
    let mut out = Vec::new();
    for (n, one) in marche.iter().enumerate() {
        let mut after = marche.get(n + 1..).unwrap_or_default().iter().take(NEAR);
        let next = after.find(|other| other.prima == one.prima);
        let same = next.filter(|next| (next.aperta, next.chiusa, next.cifre) == (one.aperta, one.chiusa, one.cifre));
        if same.is_some_and(|next| one.conto.precede(next.conto)) {
            continue;
        }
        let end = next.map_or(text.len(), |next| next.riga.start);
        let mut at = one.riga.end;
        for whole in text.get(one.riga.end..end).unwrap_or_default().split_inclusive('\n').take(NEAR) {
            let (start, line) = (at, whole.trim_end());
            at += whole.len();
            // After the last item of a list, only what is joined to it.
            if same.is_none() && line.is_empty() && start > one.riga.end {
                break;
            }
            let above = text.get(..start).and_then(|above| above.lines().next_back()).unwrap_or_default();
            let Some(body) = line.strip_prefix(one.prima).filter(|_| !rimando(above)) else { continue };
            let (word, rest) = parola(body.strip_prefix('(').unwrap_or(body));
            let Some((conto, cifre)) = conta(word) else { continue };
            // Without an item after it, a letter that is a word, or a number, may just be how the line goes on.
            let sure = match same {
                Some(next) => conto.precede(next.conto),
                // A number with a sign after it was meant as a mark: `2.) la procura`.
                None if cifre => rest.starts_with([')', '.', ':']),
                None => word.len() == 1 && !"aeioAEIO".contains(word),
            };
            let cut = rest.starts_with([' ', '\t', ')', '.', ':', ',', '-']);
            if cifre == one.cifre && one.conto.precede(conto) && sure && cut {
                let open = if one.aperta { "(" } else { "" };
                out.push((start + one.prima.len()..start + line.len(), format!("{open}{word}{}", one.chiusa)));
                break;
            }
        }
    }
    out
}

/// `xiv` → 14, up to 89; none when it is not written as it should be, as `iiii`.
pub(super) fn romano(word: &str) -> Option<u32> {
    numeri::da_romano(word).filter(|number| *number <= 89)
}

/// `text` with these marks replaced by numbers.
pub(super) fn con_numeri(text: &str, segni: &[Segno]) -> String {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for segno in segni {
        out.push_str(text.get(at..segno.dove.start).unwrap_or_default());
        out.push_str(&segno.numero);
        at = segno.dove.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::{con_numeri, find, romano, senza_segno};
    use std::collections::BTreeSet;

    fn marks(text: &str) -> Vec<&str> {
        find(text).into_iter().filter_map(|segno| text.get(segno.dove)).collect()
    }

    #[test]
    fn marks_of_lists_are_found() {
        for (text, found) in [
            ("a) uno\nb) due\n", vec!["a)", "b)"]),
            ("(a) uno\n(b) due\n", vec!["(a)", "(b)"]),
            ("i. uno\nii. due\niii. tre\n", vec!["i.", "ii.", "iii."]),
            ("A) uno\n\nB) due\n", vec!["A)", "B)"]),
            ("Testo:\na) uno\nb) due\nb-bis) tre\nc) quattro\n", vec!["a)", "b)", "b-bis)", "c)"]),
            ("h) uno\ni) due\nl) tre\n", vec!["h)", "i)", "l)"]),
            ("c) uno solo\n", vec!["c)"]),
            ("> a) uno\n> b) due\n", vec!["a)", "b)"]),
            ("a) uno\nb) due\nl) tre\n", vec!["a)", "b)", "l)"]),
            ("Si allega:\na) uno\nb due\nc) tre\n", vec!["a)", "c)"]),
            ("ix) nove\nx) dieci\nxi) undici\n", vec!["ix)", "x)", "xi)"]),
            // The end of a sentence, an initial, an abbreviation.
            ("come dice la lettera\na) del comma 3\n", vec![]),
            ("A. Rossi e altri\n", vec![]),
            ("e. questo\nz. quello\n", vec!["e.", "z."]),
            ("come si dice\ne. questo\nz. quello\n", vec![]),
            ("M. Rossi\nR. Bianchi\n", vec![]),
            ("a. la delibera\nn. 12 del 2020\nb. due\n", vec!["a.", "b."]),
            ("1. uno\n   a) sotto\n2. due\n", vec!["a)"]),
            ("1. come dice la lettera\n   a) del comma\n", vec![]),
            ("Si chiede:\na) uno\n", vec!["a)"]),
            ("2. due\n2-bis. tre\n2 ter. quattro\n", vec!["2-bis.", "2 ter."]),
            ("z) uno\naa) due\nbb) tre\n", vec!["z)", "aa)", "bb)"]),
            ("a. uno\nb. due\n\n  testo\n\n  testo\n\nd. tre\n", vec!["a.", "b.", "d."]),
            ("art) uno\n", vec![]),
            ("a. punto\nb. punto due\n", vec!["a.", "b."]),
            ("a) uno\n   - punto\nb) due\n", vec!["a)", "b)"]),
            ("a) uno\n   i. primo\n      - comma\n   ii. secondo\n", vec!["a)", "i.", "ii."]),
            ("a)uno\nb)due\n", vec![]),
        ] {
            assert_eq!(marks(text), found, "{text}");
        }
    }

    #[test]
    fn an_item_without_its_sign_is_found() {
        let lines = |text: &str, items: &[&str]| -> Vec<String> {
            let items: BTreeSet<usize> = items.iter().map(|mark| text.find(mark).expect("the mark is there")).collect();
            senza_segno(text, &items).into_iter().map(|(_, mark)| mark).collect()
        };
        for (text, items, found) in [
            ("a) la carta;\nb la procura;\nc) la firma.\n", vec!["a)", "c)"], vec!["b)"]),
            ("(a) la carta;\nb) la procura;\n(c) la firma.\n", vec!["(a)", "(c)"], vec!["(b)"]),
            ("1. la carta\n2 la procura\n3. la firma\n", vec!["1.", "3."], vec!["2."]),
            ("1. la carta\n2.) la procura\n", vec!["1."], vec!["2."]),
            ("ii) la carta\n\niii la procura\n\niv) la firma\n", vec!["ii)", "iv)"], vec!["iii)"]),
            ("h) la carta\ni la procura\nl) la firma\n", vec!["h)", "l)"], vec!["i)"]),
            ("a) la carta;\nb la procura.\n\nFine.\n", vec!["a)"], vec!["b)"]),
            // Words, and numbers that count other things.
            ("d) la carta\ne la firma\n", vec!["d)"], vec![]),
            ("c) la carta\nd) la firma\ne la data\n", vec!["c)", "d)"], vec![]),
            ("1. entro\n2 mesi\n", vec!["1."], vec![]),
            ("1. come dice il comma\n2.) della legge\n", vec!["1."], vec![]),
            ("1. entro\n2 mesi\n2. dopo\n", vec!["1.", "2. d"], vec![]),
            ("a) la carta\n\nb la procura\n", vec!["a)"], vec![]),
        ] {
            assert_eq!(lines(text, &items), found, "{text}");
        }
    }

    #[test]
    fn roman_numbers_are_those_of_rome() {
        for (word, n) in [("i", 1), ("iv", 4), ("ix", 9), ("xiv", 14), ("xlii", 42), ("lxxxviii", 88)] {
            assert_eq!(romano(word), Some(n), "{word}");
        }
        for word in ["", "iiii", "vx", "iix", "ci", "dia", "ic"] {
            assert_eq!(romano(word), None, "{word}");
        }
    }

    #[test]
    fn no_place_moves() {
        let text = "(a) uno\n(b) due\n\nxviii) tre\n";
        let numbers = con_numeri(text, &find(text));
        assert_eq!(numbers, " 1. uno\n 2. due\n\n00002) tre\n");
        assert_eq!(numbers.len(), text.len());
        let text = "2. uno\n2-quinquies. due\n";
        assert_eq!(con_numeri(text, &find(text)), "2. uno\n  000000002. due\n");
    }
}
