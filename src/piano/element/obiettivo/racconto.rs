//! The texts that may have tables and figures of their own: what was done in an objective or in a part of it, what was asked about it
//! and answered. They are printed in its card alone, never in a cell.

use super::Obiettivo;
use super::fase::numeri;
use super::misurazione::MisurazioneParte;
use crate::base::span::Spanned;
use crate::piano::element::misura::Momento;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Rif, Testo};

/// A text that tells something of an objective.
#[derive(Debug)]
pub struct Racconto<'a> {
    /// The moment of which it tells.
    pub momento: Momento,
    /// Of what it is.
    pub soggetto: Soggetto<'a>,
    /// Its words.
    pub testo: Testo,
}

/// Of what a text tells. Parts without a number of their own have their place, from 1.
#[derive(Debug)]
pub enum Soggetto<'a> {
    /// The whole objective.
    Intero,
    /// The share of a unit.
    Unita(&'a Rif<Unita>),
    /// A phase, by its number.
    Fase(String),
    /// A result.
    Risultato(usize),
    /// An indicator.
    Indicatore(usize),
    /// A question of who evaluates.
    Domanda(usize),
    /// The answer to it.
    Risposta(usize),
}

impl Obiettivo {
    /// Its texts of this kind, in the order in which its card prints them.
    #[must_use]
    pub fn racconti(&self) -> Vec<Racconto<'_>> {
        let mut out = Vec::new();
        let mut add = |momento, soggetto, testo: Option<Testo>| {
            out.extend(testo.map(|testo| Racconto { momento, soggetto, testo }));
        };
        for misura in self.misurazioni.iter().map(|misura| &misura.value) {
            let soggetto = misura.unita.as_ref().map_or(Soggetto::Intero, Soggetto::Unita);
            add(misura.momento, soggetto, misura.narrativa);
        }
        for (fase, numero) in self.fasi.iter().zip(numeri(&self.fasi)) {
            narrati(&fase.value.misurazioni, |momento, testo| add(momento, Soggetto::Fase(numero.clone()), testo));
        }
        for (risultato, n) in self.risultati.iter().zip(1..) {
            narrati(&risultato.value.misurazioni, |momento, testo| add(momento, Soggetto::Risultato(n), testo));
        }
        for (indicatore, n) in self.indicatori.iter().zip(1..) {
            narrati(&indicatore.value.misurazioni, |momento, testo| add(momento, Soggetto::Indicatore(n), testo));
        }
        for (domanda, n) in self.domande.iter().map(|domanda| &domanda.value).zip(1..) {
            add(domanda.momento, Soggetto::Domanda(n), Some(domanda.testo));
            add(domanda.momento, Soggetto::Risposta(n), domanda.risposta);
        }
        out
    }
}

fn narrati<S>(all: &[Spanned<MisurazioneParte<S>>], mut add: impl FnMut(Momento, Option<Testo>)) {
    all.iter().for_each(|misura| add(misura.value.momento, misura.value.narrativa));
}
