//! What reviewers did to a document, and what the import has to say of it, each with the line of the Markdown where it is.

use super::albero::{Commento, Cosa, Luogo, Pezzo, Revisione, chi};
use crate::base::text::at_most;
use std::collections::{BTreeMap, BTreeSet};

/// How many characters of a passage are quoted.
const PASSO: usize = 160;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Specie {
    /// Something is lost, or waits for somebody.
    Avviso,
    /// Something has another form, or could have.
    Nota,
    /// A tracked change or a comment.
    Revisione,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Detto {
    /// The line of the text that was written, from 0.
    pub(super) riga: usize,
    pub(super) luogo: Luogo,
    pub(super) specie: Specie,
    /// Lowercase, no full stop.
    pub(super) che: String,
}

impl Detto {
    pub(super) fn avviso(riga: usize, luogo: Luogo, che: impl Into<String>) -> Self {
        Detto { riga, luogo, specie: Specie::Avviso, che: che.into() }
    }

    pub(super) fn nota(riga: usize, luogo: Luogo, che: impl Into<String>) -> Self {
        Detto { riga, luogo, specie: Specie::Nota, che: che.into() }
    }
}

/// The reviewers' work, as it is met.
#[derive(Debug, Default)]
pub(super) struct Eventi {
    commenti: BTreeMap<String, Commento>,
    /// The comments whose passage has begun, with its words so far.
    aperti: BTreeMap<String, String>,
    detti: BTreeSet<String>,
    /// What waits for the line where it stands.
    pronti: Vec<(Luogo, String)>,
    /// Whether a row was told, with the words of its cells.
    in_riga: bool,
}

/// Words as a message quotes them.
pub(super) fn quoted(words: &str) -> String {
    format!("«{}»", at_most(&words.split_whitespace().collect::<Vec<_>>().join(" "), PASSO))
}

/// The change that some words are a part of, with the words.
type Cambio<'p> = Option<(&'p Revisione, String)>;

impl Eventi {
    pub(super) fn new(commenti: BTreeMap<String, Commento>) -> Self {
        Eventi { commenti, ..Eventi::default() }
    }

    /// Meets the pieces of a paragraph.
    pub(super) fn leggi(&mut self, pezzi: &[Pezzo], luogo: &Luogo) {
        let mut away: Cambio<'_> = None;
        let mut here: Cambio<'_> = None;
        // The words so far.
        let mut said = String::new();
        for pezzo in pezzi {
            match &pezzo.cosa {
                Cosa::Commento(id) => {
                    self.aperti.entry(id.clone()).or_default();
                }
                Cosa::FineCommento(id) => {
                    let words = self.aperti.remove(id).unwrap_or_default();
                    self.commento(id, &words, luogo);
                }
                Cosa::Testo(text) => {
                    if pezzo.resta() {
                        said.push_str(&text.testo);
                        self.aperti.values_mut().for_each(|words| words.push_str(&text.testo));
                    }
                    let Some(change) = &pezzo.revisione else {
                        self.cambio(away.take(), here.take(), luogo);
                        continue;
                    };
                    // Words taken away, and the words that stand in their place, are one change.
                    let same = |one: &Cambio<'_>| {
                        one.as_ref()
                            .is_none_or(|(other, _)| other.autore == change.autore && other.spostata == change.spostata)
                    };
                    if !same(&away) || !same(&here) || change.tolta && here.is_some() {
                        self.cambio(away.take(), here.take(), luogo);
                    }
                    let side = if change.tolta { &mut away } else { &mut here };
                    side.get_or_insert_with(|| (change, String::new())).1.push_str(&text.testo);
                }
                Cosa::ACapo => {
                    self.aperti.values_mut().for_each(|words| words.push(' '));
                    if let Some(change) = pezzo.revisione.as_ref().filter(|change| change.tolta || here.is_none()) {
                        self.cambio(away.take(), here.take(), luogo);
                        self.a_capo(change, &said, luogo);
                    }
                }
                Cosa::Nota { .. }
                | Cosa::Immagine(_)
                | Cosa::Riquadro(_)
                | Cosa::Segnalibro(_)
                | Cosa::FineSegnalibro(_) => {}
            }
        }
        self.cambio(away, here, luogo);
        self.aperti.values_mut().for_each(|words| words.push(' '));
    }

    /// A line or a paragraph that somebody ended, or joined with the next.
    fn a_capo(&mut self, change: &Revisione, said: &str, luogo: &Luogo) {
        let words: Vec<&str> = said.split_whitespace().collect();
        let last = words.get(words.len().saturating_sub(6)..).unwrap_or_default().join(" ");
        let by = chi(&change.autore, &change.data);
        let che = match (change.tolta, last.is_empty()) {
            (true, _) => format!("{by} ha tolto un a capo dopo {}", quoted(&last)),
            (false, true) => format!("{by} ha diviso un capoverso: questo comincia da una parte di quello di prima"),
            (false, false) => format!("{by} ha messo un a capo dopo {}", quoted(&last)),
        };
        self.pronti.push((luogo.clone(), che));
    }

    /// Tells the rows of a table that were taken away.
    pub(super) fn righe(&mut self, tolte: &[(Luogo, String)]) {
        self.pronti.extend(tolte.iter().cloned());
    }

    /// A row that somebody put there is met: the words of its cells are told with it. With None it is over.
    pub(super) fn riga(&mut self, nuova: Option<(&Revisione, &Luogo, &str)>) {
        self.in_riga = nuova.is_some();
        if let Some((change, luogo, words)) = nuova {
            let che = format!("{} ha aggiunto la riga {}", chi(&change.autore, &change.data), quoted(words));
            self.pronti.push((luogo.clone(), che));
        }
    }

    fn cambio(&mut self, away: Cambio<'_>, here: Cambio<'_>, luogo: &Luogo) {
        if self.in_riga {
            return;
        }
        let blank = |one: &Cambio<'_>| one.as_ref().is_none_or(|(_, words)| words.trim().is_empty());
        if blank(&away) && blank(&here) {
            return;
        }
        let by = |change: &Revisione| chi(&change.autore, &change.data);
        let said = match (&away, &here) {
            (Some((change, _)), Some((_, new))) if blank(&away) => {
                format!("{} ha aggiunto {}", by(change), quoted(new))
            }
            (Some((change, old)), Some(_)) if blank(&here) => format!("{} ha tolto {}", by(change), quoted(old)),
            (Some((_, old)), Some((change, new))) => {
                format!("{} ha scritto {} al posto di {}", by(change), quoted(new), quoted(old))
            }
            (Some((change, old)), None) if change.spostata => {
                format!("{} ha spostato altrove {}", by(change), quoted(old))
            }
            (Some((change, old)), None) => format!("{} ha tolto {}", by(change), quoted(old)),
            (None, Some((change, new))) if change.spostata => format!("{} ha spostato qui {}", by(change), quoted(new)),
            (None, Some((change, new))) => format!("{} ha aggiunto {}", by(change), quoted(new)),
            (None, None) => return,
        };
        self.pronti.push((luogo.clone(), said));
    }

    fn commento(&mut self, id: &str, words: &str, luogo: &Luogo) {
        let Some(comment) = self.commenti.get(id).filter(|_| self.detti.insert(id.to_owned())) else { return };
        self.pronti.push((luogo.clone(), detto(comment, words)));
    }

    /// What waits for a line: it is this one.
    pub(super) fn qui(&mut self, riga: usize) -> Vec<Detto> {
        let each = self.pronti.drain(..).map(|(luogo, che)| Detto { riga, luogo, specie: Specie::Revisione, che });
        each.collect()
    }

    /// The comments whose passage was not met, and what still waits for a line.
    pub(super) fn resto(self) -> Vec<(Luogo, String)> {
        let Eventi { commenti, detti, pronti, .. } = self;
        let lost = commenti
            .into_iter()
            .filter(|(id, _)| !detti.contains(id))
            .map(|(_, comment)| (Luogo::default(), detto(&comment, "")));
        pronti.into_iter().chain(lost).collect()
    }
}

/// A comment, in words.
fn detto(comment: &Commento, words: &str) -> String {
    let verb = if comment.risponde_a.is_some() { "risponde" } else { "commenta" };
    let of = if words.trim().is_empty() { String::new() } else { format!(" {}", quoted(words)) };
    let closed = if comment.risolto { ", commento chiuso" } else { "" };
    format!("{} {verb}{of}: {}{closed}", chi(&comment.autore, &comment.data), quoted(&comment.testo))
}

#[cfg(test)]
mod tests {
    use super::{Cosa, Eventi, Luogo, Pezzo, Revisione};
    use crate::importa::word::albero::{Forma, Testo};

    #[test]
    fn words_in_the_place_of_others_are_one_change() {
        let by = |tolta, autore: &str| {
            Some(Revisione {
                tolta,
                autore: autore.into(),
                data: "2026-11-30T10:00:00Z".into(),
                ..Revisione::default()
            })
        };
        let piece = |words: &str, revisione| Pezzo {
            cosa: Cosa::Testo(Testo { testo: words.into(), forma: Forma::default(), meta: None }),
            revisione,
        };
        let mut eventi = Eventi::default();
        eventi.leggi(
            &[
                piece("Entro ", None),
                piece("aprile", by(true, "Rossi")),
                piece("maggio", by(false, "Rossi")),
                piece(" o ", None),
                piece("mai", by(false, "Neri")),
                piece("poi", by(true, "Rossi")),
            ],
            &Luogo::default(),
        );
        let said: Vec<String> = eventi.qui(3).into_iter().map(|detto| detto.che).collect();
        assert_eq!(
            said,
            [
                "Rossi (30/11/2026) ha scritto «maggio» al posto di «aprile»",
                "Neri (30/11/2026) ha aggiunto «mai»",
                "Rossi (30/11/2026) ha tolto «poi»"
            ]
        );
    }
}
