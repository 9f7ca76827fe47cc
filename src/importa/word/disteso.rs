//! The text of a document as it is with all changes accepted: one list of paragraphs and tables, in the order in which they are read. What
//! was taken away stays in the pieces, so that it can be told.

use super::albero::{Avviso, Blocco, Cosa, Luogo, Meta, Paragrafo, Pezzo, Riga, Tabella};

/// A text laid out, and what was done to it.
#[derive(Debug, Default)]
pub(super) struct Disteso {
    pub(super) blocchi: Vec<Blocco>,
    pub(super) avvisi: Vec<Avviso>,
    /// Whether contents or an index were left out.
    pub(super) indici: bool,
    /// What belongs to the next paragraph.
    sospesi: Vec<Pezzo>,
}

/// Lays out the text of a document, or some blocks of it: a note, a cell.
pub(super) fn disteso(blocks: &[Blocco]) -> Disteso {
    let mut out = Disteso::default();
    out.stendi(blocks);
    out.chiudi();
    out
}

impl Disteso {
    fn stendi(&mut self, blocks: &[Blocco]) {
        for block in blocks {
            match block {
                Blocco::Paragrafo(paragraph) => self.paragrafo(paragraph),
                Blocco::Tabella(table) => self.tabella(table),
            }
        }
    }

    /// What was left for a paragraph that does not come.
    fn chiudi(&mut self) {
        if !self.sospesi.is_empty() {
            let pezzi = std::mem::take(&mut self.sospesi);
            match self.blocchi.last_mut() {
                Some(Blocco::Paragrafo(last)) => last.pezzi.extend(pezzi),
                _ => self.blocchi.push(Blocco::Paragrafo(Paragrafo { pezzi, ..Paragrafo::default() })),
            }
        }
    }

    fn paragrafo(&mut self, paragraph: &Paragrafo) {
        let mut own = paragraph.clone();
        let before = own.pezzi.len();
        own.pezzi.retain(|pezzo| !matches!(&pezzo.cosa, Cosa::Testo(text) if text.meta == Some(Meta::Indice)));
        self.indici |= own.pezzi.len() < before;
        let boxes: Vec<Vec<Blocco>> = own
            .pezzi
            .iter_mut()
            .filter(|pezzo| pezzo.resta())
            .filter_map(|pezzo| match &mut pezzo.cosa {
                Cosa::Riquadro(inside) => Some(std::mem::take(inside)),
                _ => None,
            })
            .collect();
        own.pezzi.retain(|pezzo| !matches!(pezzo.cosa, Cosa::Riquadro(_)));
        own.pezzi.splice(0..0, self.sospesi.drain(..));
        let joined = own.segno.as_ref().is_some_and(|change| change.tolta);
        let said = own.pezzi.iter().filter(|pezzo| pezzo.resta()).any(|pezzo| match &pezzo.cosa {
            Cosa::Testo(text) => !text.testo.trim().is_empty(),
            Cosa::Nota { .. } | Cosa::Immagine(_) => true,
            _ => false,
        });
        if joined || !said {
            // The marks of an empty paragraph, and what was taken away there, are told at the next.
            let blank = |pezzo: &Pezzo| match &pezzo.cosa {
                Cosa::ACapo => true,
                Cosa::Testo(_) => pezzo.resta(),
                _ => false,
            };
            own.pezzi.retain(|pezzo| said || !blank(pezzo));
            self.sospesi = own.pezzi;
        } else {
            self.blocchi.push(Blocco::Paragrafo(own));
        }
        for inside in boxes {
            self.avvisi.push(Avviso {
                luogo: Some(paragraph.luogo.clone()),
                che: "una casella di testo: le sue parole vengono dopo questo capoverso".to_owned(),
                perde: false,
            });
            self.stendi(&inside);
        }
    }

    fn tabella(&mut self, table: &Tabella) {
        let gone = |riga: &Riga| riga.revisione.as_ref().is_some_and(|change| change.tolta);
        let righe: Vec<Riga> = table.righe.iter().filter(|riga| !gone(riga)).cloned().collect();
        for riga in table.righe.iter().filter(|riga| gone(riga)) {
            let by = riga.revisione.as_ref().map(|change| change.autore.as_str()).unwrap_or_default();
            let words = riga.celle.iter().map(|cella| super::parole_di(&cella.blocchi)).collect::<Vec<_>>().join(" | ");
            let luogo = Luogo { tabella: Some((table.numero, 1, 1)), parole: words, ..Luogo::default() };
            self.avvisi.push(Avviso { luogo: Some(luogo), che: format!("{by} ha tolto questa riga"), perde: false });
        }
        if !righe.is_empty() {
            self.blocchi.push(Blocco::Tabella(Tabella { righe, ..table.clone() }));
        }
    }
}
