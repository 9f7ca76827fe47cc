//! Lists with letters and roman numbers, `a)`, `(b)`, `iii.`: offices write them everywhere and CommonMark does not know them.
//!
//! Before the text is parsed, each mark is replaced by a number of as many bytes, so that every place in the text stays the same. A
//! letter that turns out to begin no item (it stands in the middle of a paragraph, or in code) is put back. An item is printed with
//! the mark that its author wrote: the Italian alphabet has no `j`, and whoever cites letter `l)` must find it.

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

    /// Whether a list begins with it.
    fn primo(self) -> bool {
        self.dopo == 0 && (self.inglese == Some(1) || self.romano == Some(1))
    }
}

/// How many items, or lines, are looked at for the one that follows.
const NEAR: usize = 40;

const ITALIANO: &str = "abcdefghilmnopqrstuvz";

/// The suffixes that may stand between a letter and its bracket: `b-bis)`.
const AGGIUNTE: [&str; 3] = ["-bis", "-ter", "-quater"];

struct Candidato {
    segno: Segno,
    forma: Forma,
    conto: Conto,
    /// Whether a blank line stands above it, so that it begins a paragraph.
    stacca: bool,
    /// The number of its line, from 0.
    riga: usize,
}

/// The marks of `text` that may begin items of a list.
pub(super) fn find(text: &str) -> Vec<Segno> {
    let mut all: Vec<Candidato> = Vec::new();
    let (mut at, mut blank) = (0, true);
    for (riga, line) in text.split_inclusive('\n').enumerate() {
        if let Some(found) = candidato(line, at, blank) {
            all.push(Candidato { riga, ..found });
        }
        blank = line.trim_matches(|c: char| c.is_whitespace() || c == '>').is_empty();
        at += line.len();
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
        if let Some(kept) = keep.get_mut(n) {
            *kept |= one.stacca && !one.forma.punto;
        }
    }
    // A letter that skips some, or is mistyped, among the items of a list.
    for n in 1..all.len() {
        let (Some(above), Some(one)) = (all.get(n - 1), all.get(n)) else { continue };
        let further = above.conto.inglese < one.conto.inglese || above.conto.romano < one.conto.romano;
        let follows = above.forma == one.forma && one.riga - above.riga < 4 && further;
        if follows && keep.get(n - 1) == Some(&true) {
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

/// Whether the item between `one` and `other` is there, and only lacks its sign.
fn skips(text: &str, one: &Candidato, other: &Candidato) -> bool {
    let between = text.get(one.segno.dove.end..other.segno.dove.start).unwrap_or_default();
    between.lines().skip(1).take(NEAR).any(|line| {
        let between = conto(parola(line.trim_start_matches([' ', '\t', '>', '('])).0);
        between.is_some_and(|between| one.conto.precede(between) && between.precede(other.conto))
    })
}

fn candidato(line: &str, start: usize, stacca: bool) -> Option<Candidato> {
    let body = line.trim_start_matches([' ', '\t', '>']);
    let indent = line.len() - body.len();
    let aperta = body.starts_with('(');
    let inside = body.get(usize::from(aperta)..)?;
    let letters = inside.len() - inside.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
    let (word, after) = inside.split_at(letters);
    let added = AGGIUNTE.iter().position(|word| after.starts_with(word));
    let after = added.and_then(|n| AGGIUNTE.get(n)).and_then(|word| after.strip_prefix(word)).unwrap_or(after);
    let punto = after.starts_with('.');
    let close = if punto { !aperta } else { after.starts_with(')') };
    let rest = after.get(1..)?;
    if word.is_empty() || !close || !rest.starts_with([' ', '\t', '\u{a0}']) || rest.trim().is_empty() {
        return None;
    }
    let conto = Conto { dopo: added.and_then(|n| u32::try_from(n + 1).ok()).unwrap_or(0), ..conto(word)? };
    let maiuscole = word.starts_with(|c: char| c.is_ascii_uppercase());
    let dove = start + indent..start + line.len() - rest.len();
    let digits = dove.len() - 1 - usize::from(aperta);
    // CommonMark lets only an item numbered 1 stand right under a paragraph, so only the first mark of a list becomes 1.
    let number = if conto.primo() { 1 } else { 2 };
    // Marks of two forms make two lists, so the two forms get different punctuation.
    let close = if punto || aperta { '.' } else { ')' };
    let numero = format!("{}{number:0digits$}{close}", if aperta { " " } else { "" });
    let forma = Forma { aperta, punto, maiuscole, rientro: indent };
    // CommonMark reads numbers of nine digits at most.
    (digits <= 9 && !rest.starts_with('\u{a0}')).then_some(Candidato {
        segno: Segno { dove, numero },
        forma,
        conto,
        stacca,
        riga: 0,
    })
}

/// What the letters `word` may count, all capitals or all small.
fn conto(word: &str) -> Option<Conto> {
    let same = word.chars().all(|c| c.is_ascii_uppercase()) || word.chars().all(|c| c.is_ascii_lowercase());
    let low = word.to_ascii_lowercase();
    let only = (low.len() == 1).then(|| low.chars().next()).flatten();
    let conto = Conto {
        inglese: only.map(|c| u32::from(c) - u32::from('a') + 1),
        italiano: only.and_then(|c| ITALIANO.find(c)).and_then(|n| u32::try_from(n + 1).ok()),
        romano: romano(&low),
        dopo: 0,
    };
    (same && (conto.inglese.is_some() || conto.romano.is_some())).then_some(conto)
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
            let Some(body) = line.strip_prefix(one.prima) else { continue };
            let (word, rest) = parola(body.strip_prefix('(').unwrap_or(body));
            let Some((conto, cifre)) = conta(word) else { continue };
            // Without an item after it, a letter that is a word, or a number, may just be how the line goes on.
            let sure = match same {
                Some(next) => conto.precede(next.conto),
                None => !cifre && word.len() == 1 && !"aeioAEIO".contains(word),
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
fn romano(word: &str) -> Option<u32> {
    const SEGNI: [(&str, u32); 9] =
        [("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)];
    (1..=89).find(|n| scritto_romano(*n, &SEGNI) == word)
}

fn scritto_romano(mut n: u32, signs: &[(&str, u32)]) -> String {
    let mut out = String::new();
    for (sign, value) in signs {
        while n >= *value {
            out.push_str(sign);
            n -= value;
        }
    }
    out
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
            ("e. questo\nz. quello\n", vec![]),
            ("art) uno\n", vec![]),
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
            ("ii) la carta\n\niii la procura\n\niv) la firma\n", vec!["ii)", "iv)"], vec!["iii)"]),
            ("h) la carta\ni la procura\nl) la firma\n", vec!["h)", "l)"], vec!["i)"]),
            ("a) la carta;\nb la procura.\n\nFine.\n", vec!["a)"], vec!["b)"]),
            // Words, and numbers that count other things.
            ("d) la carta\ne la firma\n", vec!["d)"], vec![]),
            ("c) la carta\nd) la firma\ne la data\n", vec!["c)", "d)"], vec![]),
            ("1. entro\n2 mesi\n", vec!["1."], vec![]),
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
    }
}
