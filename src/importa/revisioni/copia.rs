//! The copy as it came back: the texts of the plan that are in it, with what its reviewers did to each.

use crate::emit::docx::{Segno, sole, spaced};
use crate::importa::word::albero::{Blocco, Cosa, Documento, Meta, Paragrafo, Pezzo, Revisione, Riga};
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
    /// Where it stands: 0 is the text, the others are the notes.
    pub(super) parte: usize,
    /// The row of a table in which it stands, by its place in [`Copia::righe`].
    pub(super) riga: Option<usize>,
    /// Whether it goes on in the paragraph of the text before it, and had one of its own; and who did so, where Word tracked it.
    pub(super) attaccata: Option<Option<Revisione>>,
}

/// The end of a paragraph inside a text.
pub(super) const FINE: &str = "\n";

/// A place where a text of one paragraph was divided in two.
pub(super) struct Divisione {
    /// Where, in the text as it was exported.
    pub(super) at: usize,
    /// The words after it.
    pub(super) dopo: String,
    /// Who, where Word tracked it.
    pub(super) chi: Option<Revisione>,
}

/// A row of a table.
pub(super) struct RigaCopia {
    /// Its cells, one after the other, with all changes; and, of a row that was taken away, without any.
    pub(super) parole: String,
    pub(super) prima: String,
    /// Who took it away.
    pub(super) tolta: Option<Revisione>,
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

impl Tratto {
    /// Whether it is there without the tracked changes.
    fn era(&self) -> bool {
        self.revisione.as_ref().is_none_or(|revisione| revisione.tolta && !revisione.di_nuove)
    }

    /// Whether it is there with all of them.
    fn resta(&self) -> bool {
        self.revisione.as_ref().is_none_or(|revisione| !revisione.tolta)
    }
}

impl Unita {
    fn new(segno: Option<Segno>) -> Self {
        Unita {
            segno,
            tratti: vec![],
            commenti: vec![],
            oggetti: vec![],
            coda: String::new(),
            parte: 0,
            riga: None,
            attaccata: None,
        }
    }

    /// The text without the tracked changes.
    pub(super) fn prima(&self) -> String {
        self.tratti.iter().filter(|tratto| tratto.era()).map(|tratto| tratto.testo.as_str()).collect()
    }

    /// The text with all of them.
    pub(super) fn dopo(&self) -> String {
        self.tratti.iter().filter(|tratto| tratto.resta()).map(|tratto| tratto.testo.as_str()).collect()
    }

    /// Who put all of its words there, where it had none: it was brought here with its mark.
    pub(super) fn portata(&self) -> Option<&Revisione> {
        let who = self.tratti.iter().filter(|tratto| tratto.resta()).find_map(|tratto| tratto.revisione.as_ref())?;
        (self.prima().trim().is_empty() && !self.dopo().trim().is_empty()).then_some(who)
    }

    /// Where it was divided: words that it had stand on both sides.
    pub(super) fn divisioni(&self) -> Vec<Divisione> {
        let had = |tratti: &[Tratto]| tratti.iter().any(|one| one.era() && one.resta() && !one.testo.trim().is_empty());
        let mut out = vec![];
        let mut at = 0;
        for (n, tratto) in self.tratti.iter().enumerate() {
            let (before, after) =
                (self.tratti.get(..n).unwrap_or_default(), self.tratti.get(n + 1..).unwrap_or_default());
            if tratto.testo == FINE && tratto.resta() && had(before) && had(after) {
                let dopo = after.iter().filter(|one| one.resta()).map(|one| one.testo.as_str()).collect();
                out.push(Divisione { at, dopo, chi: tratto.revisione.clone() });
            }
            if tratto.era() {
                at += tratto.testo.len();
            }
        }
        out
    }
}

/// A paragraph that a reviewer wrote, or may have written where nobody tracked it.
#[derive(Clone)]
pub(super) struct Nuovo {
    /// How many texts stand before it.
    pub(super) dopo: usize,
    pub(super) parole: String,
    /// Who, where Word tracked it.
    pub(super) chi: Option<Revisione>,
    /// Whether its style is one of what the authors write.
    pub(super) loro: bool,
    /// The row of a table in which it stands.
    pub(super) riga: Option<usize>,
}

/// The copy.
#[derive(Default)]
pub(super) struct Copia {
    pub(super) unita: Vec<Unita>,
    pub(super) nuovi: Vec<Nuovo>,
    /// The words of the paragraphs without a mark.
    pub(super) altri: Vec<String>,
    /// The rows of its tables.
    pub(super) righe: Vec<RigaCopia>,
    /// The words of the notes, by whether they are at the end and by id.
    note: BTreeMap<(bool, String), String>,
    /// Those whose sign a reviewer put.
    nuove: BTreeSet<(bool, String)>,
    /// The marks that have begun and not ended, each with its text.
    aperte: Vec<(String, usize)>,
    /// The mark at the end of the last paragraph.
    segno: Option<Revisione>,
    /// Who took away the end of a paragraph with words, which goes on with the next.
    unito: Option<Revisione>,
    /// What is being read: the text or a note, and the row of a table.
    parte: usize,
    riga: Option<usize>,
}

/// The styles of what the authors write: the copy has a mark in each paragraph of these.
const LORO: [&str; 4] = ["body text", "list paragraph", "corpo testo", "paragrafo elenco"];

/// The styles of paragraphs that hold a text and nothing else.
const SOLI: [&str; 6] =
    ["body text", "corpo testo", "list paragraph", "paragrafo elenco", "osservazione", "testo tabella"];

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
                copia.parte += 1;
                if !copia.nuove.contains(&(finale, id.clone())) || segnati(blocks) {
                    copia.leggi(blocks);
                }
            }
        }
        copia
    }

    /// What is new, with the cells of a row in which there is nothing else as one.
    pub(super) fn raggruppati<'n>(&self, new: impl Iterator<Item = &'n Nuovo>) -> Vec<Nuovo> {
        let had: BTreeSet<usize> =
            self.unita.iter().filter(|unit| unit.segno.is_some()).filter_map(|unit| unit.riga).collect();
        let mut out: Vec<Nuovo> = vec![];
        for one in new {
            let riga = one.riga.filter(|riga| !had.contains(riga));
            if riga.is_some() && out.last().is_some_and(|last| last.riga == riga) {
                continue;
            }
            let whole = riga.and_then(|n| self.righe.get(n)).map(|row| row.parole.clone());
            out.push(Nuovo { parole: whole.unwrap_or_else(|| one.parole.clone()), riga, ..one.clone() });
        }
        out
    }

    /// Whether another text of the copy, which has lost its mark, had the words of this one, and somebody took them away.
    pub(super) fn tolta_altrove(&self, unit: &Unita) -> bool {
        let words = sole(&unit.dopo());
        let gone = |other: &&Unita| other.segno.is_none() && other.dopo().trim().is_empty();
        self.unita.iter().filter(gone).any(|other| sole(&other.prima()) == words)
    }

    /// Reads the blocks of the text, or of a note.
    fn leggi(&mut self, blocks: &[Blocco]) {
        self.aperte.clear();
        (self.segno, self.unito) = (None, None);
        self.blocchi(blocks);
    }

    fn blocchi(&mut self, blocks: &[Blocco]) {
        for block in blocks {
            match block {
                Blocco::Paragrafo(paragraph) => self.paragrafo(paragraph),
                Blocco::Tabella(table) => {
                    self.unito = None;
                    table.righe.iter().for_each(|row| self.riga(row));
                }
            }
        }
    }

    fn riga(&mut self, row: &Riga) {
        let cells = |words: fn(&Paragrafo) -> String| {
            let each = row.celle.iter().map(|cell| spaced(&tutte(&cell.blocchi, words)));
            each.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" | ")
        };
        let outer = self.riga.replace(self.righe.len());
        let tolta = row.revisione.clone().filter(|change| change.tolta);
        let prima = if tolta.is_some() { cells(senza_modifiche) } else { String::new() };
        self.righe.push(RigaCopia { parole: cells(Paragrafo::parole), prima, tolta });
        for cell in &row.celle {
            self.blocchi(&cell.blocchi);
            // A cell does not go on with the next.
            self.unito = None;
        }
        self.riga = outer;
    }

    fn paragrafo(&mut self, paragraph: &Paragrafo) {
        let words = !paragraph.parole().is_empty();
        let before = self.unita.len();
        let joined = self.unito.take();
        if self.aperte.is_empty() && !segnato(paragraph) {
            self.senza_segno(paragraph);
        } else {
            self.con_segni(paragraph);
        }
        if let (Some(who), Some(unit)) = (&joined, self.unita.get_mut(before).filter(|_| words)) {
            unit.attaccata = Some(Some(who.clone()));
        }
        // Words that were taken away whole are told as such.
        let gone = paragraph.segno.as_ref().filter(|change| change.tolta);
        self.unito = gone.filter(|_| words || joined.is_some()).cloned();
        self.segno.clone_from(&paragraph.segno);
    }

    /// A text that stands where the reading is.
    fn nuova(&self, segno: Option<Segno>) -> Unita {
        Unita { parte: self.parte, riga: self.riga, ..Unita::new(segno) }
    }

    fn con_segni(&mut self, paragraph: &Paragrafo) {
        // A text that goes on in this paragraph was divided: where it was, there was no blank, or one that was put there.
        let mut here = self.aperte.last().map(|(_, n)| *n);
        if let Some(unit) = here.and_then(|n| self.unita.get_mut(n)) {
            let put = self.segno.clone().filter(|change| !change.tolta);
            let end = if self.segno.as_ref().is_some_and(|change| change.tolta) { " " } else { FINE };
            unit.tratti.push(Tratto { testo: end.to_owned(), revisione: put });
        }
        // What stands before the first text, or after the end of one.
        let mut before: Vec<Tratto> = vec![];
        // Where what stands after the text begins, among its pieces.
        let mut tail = None;
        // Comments that begin before the first text.
        let mut waiting: Vec<String> = vec![];
        // Notes and pictures there.
        let mut things: Vec<Oggetto> = vec![];
        // Whether a text began in this paragraph.
        let mut began = false;
        for piece in &paragraph.pezzi {
            match &piece.cosa {
                Cosa::Segnalibro(name) => {
                    let Some(segno) = Segno::read(name) else { continue };
                    // Between two texts of a paragraph the program writes a line or a point. Where there is none, they were two paragraphs.
                    let close = tail.take();
                    let ended = here.filter(|_| self.aperte.is_empty()).and_then(|n| self.unita.get(n));
                    let between = ended.map(|unit| close.and_then(|at| unit.tratti.get(at..)).unwrap_or_default());
                    let joined =
                        began && between.is_some_and(|all| !all.iter().any(|one| one.testo.contains(['–', '·'])));
                    began = true;
                    if !joined {
                        self.senza_coda(here, close);
                    }
                    let put = self.del_programma(std::mem::take(&mut before), &paragraph.stile);
                    let mut unit = self.nuova(Some(segno));
                    unit.tratti = put;
                    if joined {
                        unit.attaccata = Some(None);
                    }
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
                        // The number of a heading, «Tabella 3».
                        None => before.push(tratto),
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

    /// What was put right before a text, which Word writes outside its mark. Where the words that stand before the text, which are of the
    /// program, were changed, that is a change of theirs.
    fn del_programma(&mut self, mut before: Vec<Tratto>, style: &str) -> Vec<Tratto> {
        // Where the program writes nothing before a text, but for the sign of an item, somebody typed it.
        if SOLI.contains(&style) {
            let sign = before.iter().rposition(|tratto| tratto.testo.ends_with('\t')).map_or(0, |n| n + 1);
            return before.split_off(sign);
        }
        let put = |tratto: &Tratto| tratto.revisione.as_ref().is_some_and(|change| !change.tolta);
        let mut from = before.len() - before.iter().rev().take_while(|tratto| put(tratto)).count();
        let gone = from.checked_sub(1).and_then(|n| before.get(n)).is_some_and(|tratto| tratto.revisione.is_some());
        if gone {
            from = before.len();
        }
        let own = before.split_off(from);
        if before.iter().any(|tratto| tratto.revisione.is_some()) {
            let mut unit = self.nuova(None);
            unit.tratti = before;
            self.unita.push(unit);
        }
        own
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
        let mut unit = self.nuova(None);
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
        let parole = spaced(&unit.dopo());
        let contents = indice(paragraph);
        if !contents {
            self.altri.push(spaced(&unit.prima()));
        }
        let solid = || unit.tratti.iter().filter(|one| !one.testo.trim().is_empty() && (one.era() || one.resta()));
        let put = |tratto: &Tratto| tratto.revisione.as_ref().is_some_and(|revisione| !revisione.tolta);
        let tracked = solid().any(|tratto| tratto.revisione.is_some());
        let chi = solid().next().and_then(|tratto| tratto.revisione.clone());
        let dopo = self.unita.len();
        if solid().next().is_some() && solid().all(put) {
            self.nuovi.push(Nuovo { dopo, parole, chi, loro: true, riga: self.riga });
            // The comments of what is new are told with what stands before it.
            unit.tratti.clear();
        } else if !tracked && !parole.is_empty() && !contents {
            let loro = dopo > 0 && LORO.contains(&paragraph.stile.as_str());
            self.nuovi.push(Nuovo { dopo, parole, chi: None, loro, riga: self.riga });
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

/// The words of a paragraph without the tracked changes.
fn senza_modifiche(paragraph: &Paragrafo) -> String {
    let each = paragraph.pezzi.iter().filter(|piece| matches!(piece.cosa, Cosa::Testo(_) | Cosa::ACapo)).map(tratto);
    each.filter(Tratto::era).map(|tratto| tratto.testo).collect()
}

/// The words of some blocks, each paragraph as `words` gives it.
fn tutte(blocks: &[Blocco], words: fn(&Paragrafo) -> String) -> String {
    let each = blocks.iter().map(|block| match block {
        Blocco::Paragrafo(paragraph) => words(paragraph),
        Blocco::Tabella(table) => {
            let cells = table.righe.iter().flat_map(|row| &row.celle).map(|cell| tutte(&cell.blocchi, words));
            cells.collect::<Vec<_>>().join(" ")
        }
    });
    each.collect::<Vec<_>>().join(" ")
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
