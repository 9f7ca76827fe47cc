//! What became of the paragraphs and rows of a copy, whatever their words: divided, joined, moved, taken away whole.

use super::copia::{Divisione, FINE, Unita};
use super::spostati::{Mezza, Spostato};
use super::{Dove, Raccolta, RigaDiLista, detto, di};
use crate::diag::codes::{P1521, P1522};
use crate::emit::docx::{Luogo, Trovato, spaced};
use crate::importa::word::albero::{Revisione, chi};

impl Raccolta<'_> {
    /// A row of a table that Word tracked as taken away.
    pub(super) fn riga_tolta(&mut self, words: &str, who: &Revisione, dove: Option<&Dove<'_>>) {
        let author = chi(&who.autore, &who.data);
        let message = format!("{author} propone di togliere la riga di tabella «{}»", detto(words));
        let problem = self.at(P1521, dove.map(|dove| dove.luogo.span), message, dove);
        let row = RigaDiLista { prima: words.to_owned(), ..di(Some(who)) };
        let half = Mezza {
            tolte: words.to_owned(),
            chi: Some(author),
            spostata: who.spostata,
            posto: dove.map(|dove| dove.luogo.posto),
            ..Mezza::default()
        };
        self.metti(problem, row, Some(half));
    }

    /// Where a text was divided in two paragraphs.
    pub(super) fn diviso(&mut self, unit: &Unita, divided: &[Divisione], before: &str, dove: Option<&Dove<'_>>) {
        // The plan has divided it already.
        let words = unit.dopo();
        let mut parts = words.split(FINE).map(spaced).filter(|part| !part.is_empty());
        if divided.is_empty() || parts.all(|part| self.oggi.ha(&part)) {
            return;
        }
        for one in divided {
            let after = spaced(&one.dopo);
            let (code, message) = match &one.chi {
                Some(who) => {
                    let who = chi(&who.autore, &who.data);
                    (
                        P1521,
                        format!("{who} propone di dividere il capoverso: il secondo comincia con «{}»", detto(&after)),
                    )
                }
                None => {
                    let words = detto(&after);
                    (
                        P1522,
                        format!(
                            "diviso in due capoversi senza che Word lo registrasse: il secondo comincia con «{words}»"
                        ),
                    )
                }
            };
            let place = dove.map(|dove| self.place(dove, before, one.at, "").span);
            let problem = self.at(code, place, message, dove);
            self.push(problem, RigaDiLista { dopo: format!("¶ {after}"), ..di(one.chi.as_ref()) });
        }
    }

    /// A text that goes on in the paragraph of the one before it.
    pub(super) fn unito(&mut self, unit: &Unita, who: Option<&Revisione>, dove: Option<&Dove<'_>>) {
        let words = spaced(&unit.dopo());
        // The plan has joined them already.
        if words.is_empty() || !self.oggi.ha(&words) && self.oggi.in_coda(&words) {
            return;
        }
        let (code, message) = match who {
            Some(who) => {
                let who = chi(&who.autore, &who.data);
                (
                    P1521,
                    format!("{who} propone di unire al capoverso di prima quello che comincia con «{}»", detto(&words)),
                )
            }
            None => {
                let words = detto(&words);
                (
                    P1522,
                    format!(
                        "unito al capoverso di prima senza che Word lo registrasse: quello che comincia con «{words}»"
                    ),
                )
            }
        };
        let problem = self.at(code, dove.map(|dove| dove.luogo.span), message, dove);
        self.push(problem, RigaDiLista { prima: format!("¶ {words}"), ..di(who) });
    }

    /// Texts that stand in another place than they had, and nobody tracked it.
    pub(super) fn spostato(&mut self, one: &Spostato) {
        let units = self.copia.unita.get(one.texts.clone()).unwrap_or_default();
        let Some((first, segno)) = units.first().and_then(|unit| Some((unit, unit.segno.as_ref()?))) else { return };
        let words = spaced(&first.prima());
        let luogo = match self.oggi.trova(Some(segno), &words) {
            Trovato::Uguale(luogo) | Trovato::Cambiato(luogo) => Some(luogo),
            Trovato::Perso => None,
        };
        // The plan has moved it already.
        let follows = |luogo: &Luogo| self.ultimo.is_some_and(|before| luogo.posto == before.posto + 1);
        if luogo.is_some_and(follows) && !one.ripetuto {
            return;
        }
        let row = first.riga.filter(|riga| units.iter().all(|unit| unit.riga == Some(*riga)));
        let row = row.filter(|_| units.len() > 1).and_then(|n| self.copia.righe.get(n));
        let verb = if one.ripetuto { "ripetut" } else { "spostat" };
        let (end, what, words) = match (row, units.len()) {
            (Some(row), _) => ("a", "la riga di tabella ".to_owned(), row.parole.clone()),
            (None, 1) if words.is_empty() => ("a", "una figura".to_owned(), String::new()),
            (None, 1) => ("o", String::new(), words),
            (None, n) => ("i", format!("{n} testi, il primo è "), words),
        };
        let quoted = if words.is_empty() { String::new() } else { format!("«{}»", detto(&words)) };
        let message = format!("{verb}{end} senza che Word lo registrasse: {what}{quoted}");
        self.programma = false;
        let mut problem = self.at(P1522, luogo.map(|luogo| luogo.span), message, None);
        problem = match self.ultimo {
            Some(before) => problem.other(before.span, "ora viene dopo questo"),
            None => problem.note("ora viene prima degli altri testi del piano"),
        };
        let after = self.ultimo.map(|before| format!("dopo: {}", before.parole)).unwrap_or_default();
        self.push(problem, RigaDiLista { prima: words, dopo: after, ..RigaDiLista::default() });
    }

    /// The comments that are tied to no text any more.
    pub(super) fn senza_posto(&mut self) {
        let all =
            self.commenti.iter().filter(|(id, one)| one.risponde_a.is_none() && !self.detti_commenti.contains(*id));
        let lost: Vec<String> = all.map(|(id, _)| id.clone()).collect();
        self.programma = false;
        for id in lost {
            self.commento(&id, None, "");
        }
    }
}
