//! From characters to signs: numbers, words without accents or capitals, punctuation. Spaces, apostrophes, quotation marks
//! and the marks of ordinals say nothing about time and are left out; every sign keeps its bytes.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// What a sign is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Segno {
    /// Digits: their value, and how many they are.
    Numero(u32, usize),
    /// Letters, lower case, without accents. The points of `A.S.` are gone: `as`.
    Parola(String),
    /// Any other character; every dash is `-`, three points are `…`.
    Punto(char),
}

/// A sign and its bytes in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pezzo {
    pub(super) segno: Segno,
    pub(super) dove: Range<usize>,
}

/// A word this short that ends with a point is an abbreviation: the point is not the end of a sentence.
const ABBREVIAZIONE: usize = 4;

/// The signs of a text.
pub(super) fn segni(text: &str) -> Vec<Pezzo> {
    let mut pezzi: Vec<Pezzo> = Vec::new();
    for (da, c) in text.char_indices() {
        let a = da + c.len_utf8();
        let attaccato = pezzi.last_mut().filter(|p| p.dove.end == da);
        match c {
            _ if c.is_whitespace() || "'’‘`´\"«»“”°ºª^\u{200b}\u{feff}\u{ad}".contains(c) => {}
            '0'..='9' => {
                let cifra = c.to_digit(10).unwrap_or_default();
                match attaccato {
                    Some(Pezzo { segno: Segno::Numero(valore, cifre), dove }) => {
                        *valore = valore.saturating_mul(10).saturating_add(cifra);
                        *cifre += 1;
                        dove.end = a;
                    }
                    _ => pezzi.push(Pezzo { segno: Segno::Numero(cifra, 1), dove: da..a }),
                }
            }
            _ if c.is_alphabetic() || is_combining_mark(c) => {
                let lettere = c.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
                match attaccato {
                    Some(Pezzo { segno: Segno::Parola(parola), dove }) => {
                        parola.extend(lettere);
                        dove.end = a;
                    }
                    _ => pezzi.push(Pezzo { segno: Segno::Parola(lettere.collect()), dove: da..a }),
                }
            }
            '.' => match attaccato {
                // "trim.", and the points inside "A.S.": the next letter goes on with the same word.
                Some(Pezzo { segno: Segno::Parola(parola), dove }) if parola.len() <= ABBREVIAZIONE => {
                    if parola.len() <= 2 && text.get(a..).is_some_and(sigla) {
                        dove.end = a;
                    }
                }
                Some(Pezzo { segno: Segno::Punto(punto @ ('.' | '…')), dove }) => {
                    *punto = '…';
                    dove.end = a;
                }
                _ => pezzi.push(Pezzo { segno: Segno::Punto('.'), dove: da..a }),
            },
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => {
                pezzi.push(Pezzo { segno: Segno::Punto('-'), dove: da..a });
            }
            _ => pezzi.push(Pezzo { segno: Segno::Punto(c), dove: da..a }),
        }
    }
    pezzi
}

/// Whether what follows a point goes on with initials: one letter, then no other letter.
fn sigla(dopo: &str) -> bool {
    let mut lettere = dopo.chars();
    lettere.next().is_some_and(char::is_alphabetic) && !lettere.next().is_some_and(char::is_alphabetic)
}

/// The month that a word names, 1–12: its whole name, or the abbreviations in use (`gen`, `genn`, `febb`, `sett`…).
pub(super) fn mese(parola: &str) -> Option<i8> {
    let breve = parola.len() == 3 || ["genn", "febb", "magg", "giug", "lugl", "sett"].contains(&parola);
    let n = crate::base::giorno::MESI.iter().position(|m| *m == parola || (breve && m.starts_with(parola)))?;
    i8::try_from(n + 1).ok()
}

/// The place that a word says: `I`, `primo`, `seconda`.
pub(super) fn ordinale(parola: &str) -> Option<u32> {
    match parola {
        "i" | "primo" | "prima" => Some(1),
        "ii" | "secondo" | "seconda" => Some(2),
        "iii" | "terzo" | "terza" => Some(3),
        "iv" | "quarto" | "quarta" => Some(4),
        _ => None,
    }
}
