//! The cursor over the signs of a text. Each function reads one thing and moves past it; when the thing is not there, the
//! cursor stays where it was.

use super::errori::{Dubbio, Illeggibile};
use super::segni::{Pezzo, Segno};
use crate::lingua::numeri;
use std::ops::Range;

/// A cursor over the signs of a text.
#[derive(Clone)]
pub(super) struct Lettore<'a> {
    pub(super) text: &'a str,
    pub(super) pezzi: &'a [Pezzo],
    pub(super) pos: usize,
    /// Whether the text is running prose: there, words that could mean something else are not read as a time.
    pub(super) prosa: bool,
    /// Three letters may be a month ("set", "mar").
    pub(super) brevi: bool,
    pub(super) impreciso: bool,
    pub(super) dubbio: Option<Dubbio>,
    /// The first impossible thing. It stays even when the words around it turn out not to be time.
    pub(super) errore: Option<Illeggibile>,
    /// The month before the brackets that hold its days.
    pub(super) mese: Option<(i8, Option<i16>)>,
    /// Years are school years.
    pub(super) scolastico: bool,
    /// The day of the week said before a day, Monday first.
    pub(super) settimana: Option<usize>,
}

impl<'a> Lettore<'a> {
    pub(super) fn new(text: &'a str, pezzi: &'a [Pezzo]) -> Self {
        Lettore {
            text,
            pezzi,
            pos: 0,
            prosa: false,
            brevi: true,
            impreciso: false,
            dubbio: None,
            errore: None,
            mese: None,
            scolastico: false,
            settimana: None,
        }
    }

    pub(super) fn segno_a(&self, avanti: usize) -> Option<&'a Segno> {
        self.pezzi.get(self.pos + avanti).map(|p| &p.segno)
    }

    pub(super) fn parola_a(&self, avanti: usize) -> Option<&'a str> {
        match self.segno_a(avanti)? {
            Segno::Parola(parola) => Some(parola),
            _ => None,
        }
    }

    pub(super) fn numero_a(&self, avanti: usize) -> Option<(u32, usize)> {
        match self.segno_a(avanti)? {
            Segno::Numero(valore, cifre) => Some((*valore, *cifre)),
            _ => None,
        }
    }

    pub(super) fn punto_a(&self, avanti: usize) -> Option<char> {
        match self.segno_a(avanti)? {
            Segno::Punto(c) => Some(*c),
            _ => None,
        }
    }

    pub(super) fn finito(&self) -> bool {
        self.pos >= self.pezzi.len()
    }

    /// Goes past one of these words.
    pub(super) fn parola(&mut self, parole: &[&str]) -> Option<&'a str> {
        let parola = self.parola_a(0).filter(|p| parole.contains(p))?;
        self.pos += 1;
        Some(parola)
    }

    /// Goes past one of the words of a list, separated by spaces.
    pub(super) fn parola_di(&mut self, parole: &str) -> Option<&'a str> {
        let parola = self.parola_a(0).filter(|p| parole.split(' ').any(|q| q == *p))?;
        self.pos += 1;
        Some(parola)
    }

    /// Goes past all of these words, in this order.
    pub(super) fn phrase(&mut self, parole: &[&str]) -> Option<()> {
        self.attempt(|l| parole.iter().try_for_each(|p| l.parola(&[p]).map(|_| ())))
    }

    /// Goes past a mark.
    pub(super) fn punto(&mut self, segni: &[char]) -> Option<char> {
        let c = self.punto_a(0).filter(|c| segni.contains(c))?;
        self.pos += 1;
        Some(c)
    }

    /// Goes past a number, in digits or in letters.
    pub(super) fn numero(&mut self) -> Option<u32> {
        let numero = match self.segno_a(0)? {
            Segno::Numero(valore, _) => *valore,
            Segno::Parola(parola) => numeri::in_lettere(parola)?,
            Segno::Punto(_) => return None,
        };
        self.pos += 1;
        Some(numero)
    }

    /// Reads something; when it cannot be read, the cursor goes back to where it was.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let prima = self.clone();
        let letto = read(self);
        if letto.is_none() {
            let errore = self.errore.take();
            *self = prima;
            self.errore = errore;
        }
        letto
    }

    /// The first of these that can be read.
    pub(super) fn uno_di<T>(&mut self, modi: &[fn(&mut Self) -> Option<T>]) -> Option<T> {
        modi.iter().find_map(|read| self.attempt(*read))
    }

    /// The bytes between two places of the cursor.
    pub(super) fn bytes(&self, da: usize, a: usize) -> Range<usize> {
        let inizio = self.pezzi.get(da).map_or(self.text.len(), |p| p.dove.start);
        let fine = a.checked_sub(1).and_then(|n| self.pezzi.get(n)).map_or(inizio, |p| p.dove.end);
        inizio..fine.max(inizio)
    }

    /// The words between two places of the cursor.
    pub(super) fn slice(&self, da: usize, a: usize) -> &'a str {
        self.text.get(self.bytes(da, a)).unwrap_or_default().trim()
    }

    pub(super) fn errore(&mut self, errore: Illeggibile) {
        self.errore.get_or_insert(errore);
    }
}
