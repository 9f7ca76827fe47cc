//! The acronyms of the glossary in running text. These pure functions say which words are acronyms, whether the name of an
//! acronym is already written beside it, and how to add the name where it is not.
//!
//! Italian articles agree with what follows: «il DUP» can become «il Documento unico di programmazione (DUP)», but «l’RPCT»
//! cannot become «l’Responsabile…», nor «le API» «le Interfaccia…». Where the name does not fit after the word before, it
//! follows the acronym in brackets, which is right after any word.

use crate::base::text::flat;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The acronyms of a glossary, by their first letters.
#[derive(Debug, Default)]
pub struct Sigle(BTreeMap<String, Vec<(String, usize)>>);

impl Sigle {
    /// The acronyms of a glossary: one entry for each term, in order, and `None` for a term without an acronym. An acronym is
    /// known by its position. An acronym that two terms have is left out, because it could mean either.
    #[must_use]
    pub fn of<'a>(termini: impl Iterator<Item = Option<&'a str>> + Clone) -> Self {
        let all = || termini.clone().enumerate().filter_map(|(n, sigla)| Some((n, sigla?.trim().replace('\'', "’"))));
        let (mut once, mut twice) = (BTreeSet::new(), BTreeSet::new());
        for (_, sigla) in all() {
            if !once.insert(sigla.clone()) {
                twice.insert(sigla);
            }
        }
        let mut sigle = Sigle::default();
        for (n, sigla) in all().filter(|(_, sigla)| !twice.contains(sigla)) {
            let head: String = sigla.chars().take_while(|c| c.is_alphanumeric()).collect();
            if !head.is_empty() {
                sigle.0.entry(head).or_default().push((sigla, n));
            }
        }
        // The longest first: «D.Lgs.» before «D».
        sigle.0.values_mut().for_each(|list| list.sort_by_key(|(sigla, _)| std::cmp::Reverse(sigla.len())));
        sigle
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where acronyms stand in `text`, and of which term each is: whole words, in the very letters of the glossary, outside
    /// longer codes (`DUP-2025`, `PEG/DUP`), addresses and foreign genitives (`DUP’s`).
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        let mut end = 0;
        for (at, head) in runs(text) {
            if at < end || !starts(text, at) {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            let candidates = self.0.get(head).map(Vec::as_slice).unwrap_or_default();
            let hit =
                candidates.iter().find(|(sigla, _)| rest.starts_with(sigla.as_str()) && ends(text, at + sigla.len()));
            if let Some((sigla, n)) = hit {
                end = at + sigla.len();
                let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..).unwrap_or_default());
                // In «AI SENSI DELL’ART. 6» the word is the Italian one. Other acronyms and Roman figures shout nothing.
                let word = |word: &str| !self.0.contains_key(word) && !word.chars().all(|c| "IVX".contains(c));
                if !gridato(before, after, &word) {
                    found.push((at..end, *n));
                }
            }
        }
        found
    }
}

/// The runs of letters and figures of `text`, each with where it begins.
pub fn runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split(|c: char| !c.is_alphanumeric()).filter_map(move |run| {
        let here = at;
        // What divides two runs is one character.
        at += run.len() + text.get(at + run.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        (!run.is_empty()).then_some((here, run))
    })
}

/// Whether what stands between `before` and `after` is beside words in capitals, in a sentence that is shouted. `word`: whether one in
/// capitals is such a word.
#[must_use]
pub fn gridato(before: &str, after: &str, word: &dyn Fn(&str) -> bool) -> bool {
    let capitals = |run: &str| run.len() > 1 && run.chars().all(|c| c.is_uppercase() || "’'".contains(c)) && word(run);
    let last = before.trim_end().rsplit([' ', '(']).next().unwrap_or_default();
    let next = after.trim_start().split([' ', '.', ',', ';', ':', ')']).next().unwrap_or_default();
    (before.ends_with(' ') && capitals(last)) || (after.starts_with(' ') && capitals(next))
}

/// Whether a word may begin at `at`: not in the middle of a code or of an address.
#[must_use]
pub fn starts(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    before.is_none_or(|c| !c.is_alphanumeric() && !"-‑/_.@#&+\\".contains(c))
}

/// Whether a word may end at `at`: a mark that joins it to more letters makes it a part of a code.
#[must_use]
pub fn ends(text: &str, at: usize) -> bool {
    let mut after = text.get(at..).unwrap_or_default().chars();
    let joined = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
    match after.next() {
        Some(c) if c.is_alphanumeric() => false,
        Some(c) if "-‑/_.@&+’'\\".contains(c) => !joined(after.next()),
        _ => true,
    }
}

/// What to write before and after an acronym to give its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scioglimento {
    /// `Documento unico di programmazione (`
    pub prima: String,
    /// `)`
    pub dopo: String,
}

/// How the acronym between `before` and `after` is given its name; none where its name is already beside it.
#[must_use]
pub fn expand(before: &str, after: &str, sigla: &str, nome: &str) -> Option<Scioglimento> {
    if scritto(before, after, sigla, nome) {
        return None;
    }
    let fits = agrees(before, nome);
    // No brackets inside brackets, nor one pair after the other.
    let depth = before.chars().fold(0usize, |depth, c| match c {
        '(' => depth + 1,
        ')' => depth.saturating_sub(1),
        _ => depth,
    });
    let next = after.trim_start().chars().next();
    if depth > 0 || next == Some('(') {
        let closing = if next.is_some_and(char::is_alphanumeric) { "," } else { "" };
        return Some(match fits {
            true => Scioglimento { prima: format!("{nome}, "), dopo: closing.into() },
            false => Scioglimento { prima: String::new(), dopo: format!(", {nome}{closing}") },
        });
    }
    Some(match fits {
        true => Scioglimento { prima: format!("{nome} ("), dopo: ")".into() },
        false => Scioglimento { prima: String::new(), dopo: format!(" ({nome})") },
    })
}

/// Whether the author explains the acronym there: with its name, or with words whose initials make the acronym.
#[must_use]
pub fn scritto(before: &str, after: &str, sigla: &str, nome: &str) -> bool {
    // Nothing further away than this can be the name: a paragraph may be a megabyte.
    let window = 2 * nome.chars().count().max(60);
    let before = before.char_indices().rev().nth(window).and_then(|(at, _)| before.get(at..)).unwrap_or(before);
    let after = after.char_indices().nth(window).and_then(|(at, _)| after.get(..at)).unwrap_or(after);
    let name = flat(nome);
    let left = flat(before);
    if left.strip_suffix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with(' ')) {
        return true;
    }
    let opened = |c: char| c.is_whitespace() || "()[]–—-,:=\"“”«»".contains(c);
    let after_marks = after.trim_start_matches(opened);
    let mut right = flat(after_marks);
    for word in ["ossia ", "cioe ", "ovvero ", "acronimo di ", "sigla di ", "sta per "] {
        if let Some(rest) = right.strip_prefix(word) {
            right = rest.to_owned();
        }
    }
    // A full stop in between ends the sentence: what follows is another.
    if right.strip_prefix(name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
        return true;
    }
    let opens = before.trim_end().ends_with('(') && after.trim_start().starts_with([')', ',']);
    if opens && iniziali(flat(before.trim_end_matches([' ', '('])).split(' ').rev(), sigla.chars().rev()) {
        return true;
    }
    let inside = after.trim_start().strip_prefix('(').and_then(|rest| rest.split(')').next());
    inside.is_some_and(|inside| iniziali(flat(inside).split(' '), sigla.chars()))
}

/// Whether `words` begin with the letters of an acronym, small words aside.
fn iniziali<'a>(words: impl Iterator<Item = &'a str>, letters: impl Iterator<Item = char>) -> bool {
    let letters = letters.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut letters = letters.peekable();
    if letters.peek().is_none() {
        return false;
    }
    for word in words {
        let Some(letter) = letters.peek() else { return true };
        if word.starts_with(*letter) {
            letters.next();
        } else if word.chars().count() > 5 {
            return false;
        }
    }
    letters.peek().is_none()
}

/// Whether `nome` can follow the word at the end of `before`: a singular article, alone or with a preposition, of the form
/// that its first letters ask for.
fn agrees(before: &str, nome: &str) -> bool {
    const ELISE: [&str; 10] = ["l", "dell", "all", "nell", "sull", "dall", "coll", "un", "quell", "quest"];
    const IL: [&str; 9] = ["il", "del", "al", "nel", "sul", "dal", "col", "un", "quel"];
    const LO: [&str; 8] = ["lo", "dello", "allo", "nello", "sullo", "dallo", "uno", "quello"];
    const LA: [&str; 8] = ["la", "della", "alla", "nella", "sulla", "dalla", "una", "quella"];
    // They end with a vowel, whatever follows.
    const ALTRE: [&str; 16] = [
        "proprio",
        "propria",
        "suo",
        "sua",
        "nostro",
        "nostra",
        "presente",
        "vigente",
        "precedente",
        "questo",
        "questa",
        "nuovo",
        "nuova",
        "ogni",
        "intero",
        "intera",
    ];
    let sound = flat(nome);
    let mut letters = sound.chars();
    let (first, second) = (letters.next().unwrap_or_default(), letters.next().unwrap_or_default());
    let vowel = |c: char| "aeiou".contains(c);
    let impure = match first {
        's' => !vowel(second),
        'z' | 'x' | 'y' => true,
        'g' => second == 'n',
        'p' => matches!(second, 's' | 'n'),
        _ => false,
    };
    let elided = before.ends_with(['’', '\'']);
    if !elided && !before.ends_with([' ', '\u{a0}', '\n']) {
        return false;
    }
    let word = before.trim_end_matches(|c: char| !c.is_alphanumeric() && (c.is_whitespace() || "’'".contains(c)));
    let word = word.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let is = |list: &[&str]| list.contains(&word.as_str());
    match first {
        _ if elided => is(&ELISE) && vowel(first),
        _ if is(&ALTRE) => true,
        _ if vowel(first) => false,
        _ if is(&IL) => !impure,
        _ if is(&LO) => impure,
        _ => is(&LA),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DUP: &str = "Documento unico di programmazione";

    fn sigle(all: &[&str]) -> Sigle {
        Sigle::of(all.iter().map(|sigla| Some(*sigla)))
    }

    #[test]
    fn an_acronym_is_a_whole_word_in_its_own_case() {
        let known = sigle(&["DUP", "D.Lgs.", "CO2", "R&S"]);
        let cases: [(&str, &[&str]); 14] = [
            ("Il DUP e il DUP.", &["DUP", "DUP"]),
            ("(DUP), «DUP», l’DUP; DUP–PEG DUP", &["DUP", "DUP", "DUP", "DUP", "DUP"]),
            ("dup Dup DUPLICE ADUP DUP2", &[]),
            ("DUP-2025 PEG-DUP PEG/DUP DUP/PEG DUP_1 x.DUP DUP.it", &[]),
            ("DUP - Documento; DUP/ DUP-", &["DUP", "DUP", "DUP"]),
            ("DUP’s DUP's", &[]),
            ("«DUP’ è chiuso da un apice", &["DUP"]),
            ("https://esempio.it/DUP/uno e dup@DUP.it", &[]),
            ("il D.Lgs. 150", &["D.Lgs."]),
            ("il D. Lgs. 150", &[]),
            ("CO2 e CO", &["CO2"]),
            ("R&S, R", &["R&S"]),
            ("è DUP àDUP", &["DUP"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            let found: Vec<&str> = known.find(text).into_iter().filter_map(|(range, _)| text.get(range)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn a_word_of_a_sentence_in_capitals_is_no_acronym() {
        let known = sigle(&["AI", "SI", "PO", "DUP", "PEG"]);
        let found = |text: &str| known.find(text).into_iter().map(|(_, n)| n).collect::<Vec<_>>();
        for text in ["AI FINI DELL’ART. 8", "LA GIUNTA SI RIUNISCE", "IL DELTA DEL PO (FERRARA)", "NON SI PUÒ"] {
            assert_eq!(found(text), [0usize; 0], "{text}");
        }
        assert_eq!(found("l’AI e il PEG DUP, il DUP II e il PO."), [0, 4, 3, 3, 2]);
    }

    #[test]
    fn what_two_terms_share_stands_for_neither() {
        assert!(sigle(&["DUP", "DUP"]).find("Il DUP").is_empty());
        assert_eq!(sigle(&["DUP", "PEG", "DUP"]).find("DUP e PEG"), [(6..9, 1)]);
    }

    #[test]
    fn a_name_agrees_with_the_word_before_or_follows_the_acronym() {
        let cases = [
            ("Si veda il ", ".", "PEG", "Piano esecutivo", "Si veda il Piano esecutivo (PEG)."),
            ("Il ", "", "PEG", "Piano esecutivo", "Il Piano esecutivo (PEG)"),
            ("nell’", " di", "OIV", "Organismo indipendente", "nell’Organismo indipendente (OIV) di"),
            ("l’", "", "RPCT", "Responsabile", "l’RPCT (Responsabile)"),
            ("il ", "", "X", "Organismo", "il X (Organismo)"),
            ("lo ", "", "X", "Statuto", "lo Statuto (X)"),
            ("il ", "", "X", "Statuto", "il X (Statuto)"),
            ("la ", "", "ZTL", "Zona a traffico limitato", "la Zona a traffico limitato (ZTL)"),
            ("nel proprio ", ":", "PIAO", "Piano integrato", "nel proprio Piano integrato (PIAO):"),
            ("le ", "", "API", "Interfaccia", "le API (Interfaccia)"),
            ("misura ", " del 2023", "PNRR", "Piano", "misura PNRR (Piano) del 2023"),
            ("", ": tre", "PEG", "Piano", "PEG (Piano): tre"),
            // No brackets in brackets.
            ("(si veda il ", ")", "PEG", "Piano", "(si veda il Piano, PEG)"),
            ("(misura ", " chiusa)", "PNRR", "Piano", "(misura PNRR, Piano, chiusa)"),
            ("il documento (", ")", "DUP", DUP, "il documento (DUP, Documento unico di programmazione)"),
            ("il ", " (parte prima)", "PEG", "Piano", "il Piano, PEG (parte prima)"),
            ("(uno) il ", "", "PEG", "Piano", "(uno) il Piano (PEG)"),
        ];
        for (before, after, sigla, nome, expected) in cases {
            let made = expand(before, after, sigla, nome).expect(expected);
            assert_eq!(format!("{before}{}{sigla}{}{after}", made.prima, made.dopo), expected);
        }
    }

    #[test]
    fn what_the_author_already_explained_is_left_alone() {
        let cases = [
            ("il Documento unico di programmazione (", ")"),
            ("il documento  Unico di programmazione – ", ""),
            ("il ", " (Documento unico di programmazione)"),
            ("il ", " (documento unico di programmazione 2025-2027)"),
            ("il ", ", cioè Documento unico di programmazione,"),
            ("", " = Documento unico di programmazione"),
            // Other words, of the same initials.
            ("il documento unico della programmazione (", ")"),
            ("il ", " (Documento Unico per la Programmazione)"),
        ];
        for (before, after) in cases {
            assert_eq!(expand(before, after, "DUP", DUP), None, "{before}DUP{after}");
        }
        for (before, after) in [("il documento unico (", ")"), ("il ", " (sezione 2)"), ("della programmazione ", "")] {
            assert!(expand(before, after, "DUP", DUP).is_some(), "{before}DUP{after}");
        }
        let rpct = "responsabile della prevenzione della corruzione e della trasparenza (";
        assert_eq!(expand(rpct, ")", "RPCT", "Altro"), None);
    }
}
