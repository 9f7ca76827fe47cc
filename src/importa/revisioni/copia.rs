//! The copy as it came back: the texts of the plan that are in it, with what its reviewers did to each.

use crate::emit::docx::{Segno, spaced};
use crate::importa::word::albero::{Blocco, Cosa, Documento, Meta, Paragrafo, Pezzo, Revisione};
use crate::importa::word::parole_di;
use std::collections::{BTreeMap, BTreeSet};

/// A text of the copy.
pub(super) struct Unita {
    /// None where its mark is lost, as LibreOffice does in some notes, and in a text of the program.
    pub(super) segno: Option<Segno>,
    pub(super) tratti: Vec<Tratto>,
    pub(super) commenti: Vec<Discorso>,
    /// The notes and pictures that were put in it or taken out.
    pub(super) oggetti: Vec<Oggetto>,
    /// What the program writes after it in its paragraph.
    pub(super) coda: String,
}

/// Words of a text, and who put them there or took them away.
pub(super) struct Tratto {
    pub(super) testo: String,
    pub(super) revisione: Option<Revisione>,
}

/// A note or a picture that was put there or taken away.
pub(super) struct Oggetto {
    /// `la nota`, `la figura`.
    pub(super) che: &'static str,
    /// Its words; those for who cannot see it.
    pub(super) parole: String,
    pub(super) revisione: Revisione,
}

/// A comment, and what it speaks of: bytes of the text as it was exported.
pub(super) struct Discorso {
    pub(super) id: String,
    pub(super) from: usize,
    pub(super) to: Option<usize>,
}

impl Unita {
    fn new(segno: Option<Segno>) -> Self {
        Unita { segno, tratti: vec![], commenti: vec![], oggetti: vec![], coda: String::new() }
    }

    /// The text without the tracked changes.
    pub(super) fn prima(&self) -> String {
        let kept = |tratto: &&Tratto| tratto.revisione.as_ref().is_none_or(|revisione| revisione.tolta);
        self.tratti.iter().filter(kept).map(|tratto| tratto.testo.as_str()).collect()
    }
}

/// A paragraph that a reviewer wrote, or may have written where nobody tracked it.
pub(super) struct Nuovo {
    /// How many texts stand before it.
    pub(super) dopo: usize,
    pub(super) parole: String,
    /// Who, where Word tracked it.
    pub(super) chi: Option<Revisione>,
    /// Whether its style is one of what the authors write.
    pub(super) loro: bool,
}

/// The copy.
#[derive(Default)]
pub(super) struct Copia {
    pub(super) unita: Vec<Unita>,
    pub(super) nuovi: Vec<Nuovo>,
    /// The words of the paragraphs without a mark.
    pub(super) altri: Vec<String>,
    /// The words of the notes, by whether they are at the end and by id.
    note: BTreeMap<(bool, String), String>,
    /// Those whose sign a reviewer put.
    nuove: BTreeSet<(bool, String)>,
    /// The marks that have begun and not ended, each with its text.
    aperte: Vec<(String, usize)>,
    /// The mark at the end of the last paragraph.
    segno: Option<Revisione>,
}

/// The styles of what the authors write: the copy has a mark in each paragraph of these.
const LORO: [&str; 4] = ["body text", "list paragraph", "corpo testo", "paragrafo elenco"];

impl Copia {
    /// What is in a document.
    pub(super) fn of(document: &Documento) -> Self {
        let mut copia = Copia::default();
        let all = || [(false, &document.note), (true, &document.finali)];
        for (finale, notes) in all() {
            copia.note.extend(notes.iter().map(|(id, blocks)| ((finale, id.clone()), parole_di(blocks))));
        }
        copia.leggi(&document.corpo);
        for (finale, notes) in all() {
            for (id, blocks) in notes {
                // A new note is told where its sign is.
                if !copia.nuove.contains(&(finale, id.clone())) || segnati(blocks) {
                    copia.leggi(blocks);
                }
            }
        }
        copia
    }

    /// Reads the blocks of the text, or of a note.
    fn leggi(&mut self, blocks: &[Blocco]) {
        self.aperte.clear();
        self.blocchi(blocks);
    }

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
        if self.aperte.is_empty() && !segnato(paragraph) {
            self.senza_segno(paragraph);
        } else {
            self.con_segni(paragraph);
        }
        self.segno.clone_from(&paragraph.segno);
    }

    fn con_segni(&mut self, paragraph: &Paragrafo) {
        // A text that goes on in this paragraph was divided: where it was, there was no blank, or one that was put there.
        let mut here = self.aperte.last().map(|(_, n)| *n);
        if let Some(unit) = here.and_then(|n| self.unita.get_mut(n)) {
            unit.tratti.push(Tratto { testo: " ".to_owned(), revisione: self.segno.clone() });
        }
        // Changes before the first text: Word writes outside the mark what is put right before it.
        let mut before: Vec<Tratto> = vec![];
        // Where what stands after the text begins, among its pieces.
        let mut tail = None;
        // Comments that begin before the first text.
        let mut waiting: Vec<String> = vec![];
        // Notes and pictures there.
        let mut things: Vec<Oggetto> = vec![];
        for piece in &paragraph.pezzi {
            match &piece.cosa {
                Cosa::Segnalibro(name) => {
                    let Some(segno) = Segno::read(name) else { continue };
                    // What stands between two texts of a paragraph is of the program.
                    self.senza_coda(here, tail.take());
                    let mut unit = Unita::new(Some(segno));
                    unit.tratti = std::mem::take(&mut before);
                    unit.oggetti = std::mem::take(&mut things);
                    unit.commenti = waiting.drain(..).map(|id| Discorso { id, from: 0, to: None }).collect();
                    here = Some(self.unita.len());
                    self.aperte.push((name.clone(), self.unita.len()));
                    self.unita.push(unit);
                }
                Cosa::FineSegnalibro(name) => self.aperte.retain(|(open, _)| open != name),
                Cosa::Testo(_) | Cosa::ACapo => {
                    let tratto = tratto(piece);
                    match here.and_then(|n| self.unita.get_mut(n)) {
                        // A change right after a text is of that text; and LibreOffice ends a mark before the last letter where there is
                        // a comment.
                        Some(unit) => {
                            if self.aperte.is_empty() {
                                tail.get_or_insert(unit.tratti.len());
                            }
                            unit.tratti.push(tratto);
                        }
                        None if tratto.revisione.is_some() => before.push(tratto),
                        // The number of a heading, «Tabella 3».
                        None => {}
                    }
                }
                Cosa::Commento(id) => match here.and_then(|n| self.unita.get_mut(n)) {
                    Some(unit) => {
                        let from = unit.prima().len();
                        unit.commenti.push(Discorso { id: id.clone(), from, to: None });
                    }
                    None => waiting.push(id.clone()),
                },
                Cosa::FineCommento(id) => self.fine(id),
                Cosa::Riquadro(blocks) => self.blocchi(blocks),
                Cosa::Nota { .. } | Cosa::Immagine(_) => {
                    let thing = self.oggetto(piece);
                    match here.and_then(|n| self.unita.get_mut(n)) {
                        Some(unit) => unit.oggetti.extend(thing),
                        None => things.extend(thing),
                    }
                }
            }
        }
        // After the title of a node of the tree stand its flags.
        if paragraph.stile == "nodo" {
            self.senza_coda(here, tail);
        }
    }

    /// The note or the picture that somebody put there or took away.
    fn oggetto(&mut self, piece: &Pezzo) -> Option<Oggetto> {
        let revisione = piece.revisione.clone()?;
        let (che, parole) = match &piece.cosa {
            Cosa::Nota { finale, id } => {
                let key = (*finale, id.clone());
                let words = self.note.get(&key).cloned().unwrap_or_default();
                if !revisione.tolta {
                    self.nuove.insert(key);
                }
                ("la nota", words)
            }
            Cosa::Immagine(image) => ("la figura", image.alternativa.clone()),
            _ => return None,
        };
        Some(Oggetto { che, parole: spaced(&parole), revisione })
    }

    /// Takes out of a text what stands after it from its piece `tail` on, and nobody tracked.
    fn senza_coda(&mut self, unit: Option<usize>, tail: Option<usize>) {
        let Some((unit, tail)) = unit.and_then(|n| self.unita.get_mut(n)).zip(tail) else { return };
        let rest = unit.tratti.split_off(tail.min(unit.tratti.len()));
        for tratto in rest {
            match tratto.revisione {
                Some(_) => unit.tratti.push(tratto),
                None => unit.coda.push_str(&tratto.testo),
            }
        }
    }

    /// A comment ends in the last text that was read.
    fn fine(&mut self, id: &str) {
        for unit in self.unita.iter_mut().rev() {
            if let Some(n) = unit.commenti.iter().position(|one| one.id == id && one.to.is_none()) {
                let long = unit.prima().len();
                if let Some(open) = unit.commenti.get_mut(n) {
                    open.to = Some(long);
                }
                return;
            }
        }
    }

    /// A paragraph without a text of the plan: one that a reviewer wrote, one of the program, or one whose mark is lost.
    fn senza_segno(&mut self, paragraph: &Paragrafo) {
        let mut unit = Unita::new(None);
        let mut ends = vec![];
        for piece in &paragraph.pezzi {
            match &piece.cosa {
                Cosa::Testo(_) | Cosa::ACapo => unit.tratti.push(tratto(piece)),
                Cosa::Commento(id) => {
                    let from = unit.prima().len();
                    unit.commenti.push(Discorso { id: id.clone(), from, to: None });
                }
                Cosa::FineCommento(id) => {
                    let at = unit.prima().len();
                    match unit.commenti.iter_mut().find(|one| one.id == *id) {
                        Some(open) => open.to = Some(at),
                        None => ends.push(id.clone()),
                    }
                }
                Cosa::Riquadro(blocks) => self.blocchi(blocks),
                Cosa::Nota { .. } | Cosa::Immagine(_) => unit.oggetti.extend(self.oggetto(piece)),
                Cosa::Segnalibro(_) | Cosa::FineSegnalibro(_) => {}
            }
        }
        ends.iter().for_each(|id| self.fine(id));
        let parole = spaced(&unit.tratti.iter().map(|tratto| tratto.testo.as_str()).collect::<String>());
        let contents = indice(paragraph);
        if !contents {
            self.altri.push(spaced(&unit.prima()));
        }
        let solid = || unit.tratti.iter().filter(|tratto| !tratto.testo.trim().is_empty());
        let put = |tratto: &Tratto| tratto.revisione.as_ref().is_some_and(|revisione| !revisione.tolta);
        let tracked = solid().any(|tratto| tratto.revisione.is_some());
        let chi = solid().next().and_then(|tratto| tratto.revisione.clone());
        let dopo = self.unita.len();
        if solid().next().is_some() && solid().all(put) {
            self.nuovi.push(Nuovo { dopo, parole, chi, loro: true });
            // The comments of what is new are told with what stands before it.
            unit.tratti.clear();
        } else if !tracked && !parole.is_empty() && !contents {
            let loro = dopo > 0 && LORO.contains(&paragraph.stile.as_str());
            self.nuovi.push(Nuovo { dopo, parole, chi: None, loro });
        }
        if tracked && !unit.tratti.is_empty() || !unit.commenti.is_empty() || !unit.oggetti.is_empty() {
            self.unita.push(unit);
        }
    }
}

/// Whether a text of the plan begins in the paragraph.
fn segnato(paragraph: &Paragrafo) -> bool {
    let marked = |piece: &Pezzo| matches!(&piece.cosa, Cosa::Segnalibro(name) if Segno::read(name).is_some());
    paragraph.pezzi.iter().any(marked)
}

fn segnati(blocks: &[Blocco]) -> bool {
    blocks.iter().any(|block| matches!(block, Blocco::Paragrafo(paragraph) if segnato(paragraph)))
}

/// Whether it is an entry of the contents, which Word writes again.
fn indice(paragraph: &Paragrafo) -> bool {
    let entry = |piece: &Pezzo| matches!(&piece.cosa, Cosa::Testo(text) if text.meta == Some(Meta::Indice));
    paragraph.stile.starts_with("toc ") || paragraph.pezzi.iter().any(entry)
}

fn tratto(piece: &Pezzo) -> Tratto {
    let testo = match &piece.cosa {
        Cosa::Testo(text) => text.testo.clone(),
        _ => " ".to_owned(),
    };
    Tratto { testo, revisione: piece.revisione.clone() }
}
