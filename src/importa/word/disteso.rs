//! The text of a document as it is with all changes accepted: one list of paragraphs and tables, in the order in which they are read. What
//! was taken away stays in the pieces, so that it can be told.

use super::albero::{Avviso, Blocco, Cosa, Forma, Luogo, Meta, Paragrafo, Pezzo, Revisione, Riga, Tabella, Testo, chi};
use super::each_piece;
use super::eventi::quoted;

/// A text laid out, and what was done to it.
#[derive(Debug, Default)]
pub(super) struct Disteso {
    pub(super) blocchi: Vec<Blocco>,
    pub(super) avvisi: Vec<Avviso>,
    /// Whether contents or an index were left out.
    pub(super) indici: bool,
    /// What belongs to the next paragraph.
    sospesi: Vec<Pezzo>,
    /// Who put the end of the last paragraph, where words that stood before it went on.
    diviso: Option<Revisione>,
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
        let old = own.pezzi.iter().any(|pezzo| {
            matches!(&pezzo.cosa, Cosa::Testo(text) if pezzo.revisione.is_none() && !text.testo.trim().is_empty())
        });
        let divided = self.diviso.take().filter(|_| old);
        self.diviso = own.segno.clone().filter(|change| !change.tolta && old);
        let end = |change: Revisione| Pezzo { cosa: Cosa::ACapo, revisione: Some(change) };
        own.pezzi.splice(0..0, self.sospesi.drain(..).chain(divided.map(end)));
        let joined = own.segno.clone().filter(|change| change.tolta);
        let said = own.pezzi.iter().filter(|pezzo| pezzo.resta()).any(|pezzo| match &pezzo.cosa {
            Cosa::Testo(text) => !text.testo.trim().is_empty(),
            Cosa::Nota { .. } | Cosa::Immagine(_) => true,
            _ => false,
        });
        if joined.is_some() || !said {
            // The marks of an empty paragraph, and what was taken away there, are told at the next.
            let blank = |pezzo: &Pezzo| match &pezzo.cosa {
                Cosa::ACapo => true,
                Cosa::Testo(_) => pezzo.resta(),
                _ => false,
            };
            own.pezzi.retain(|pezzo| said || !blank(pezzo));
            own.pezzi.extend(joined.filter(|_| said).map(end));
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
        self.diviso = None;
        let mut tolte = vec![];
        let gone = |riga: &Riga| riga.revisione.as_ref().is_some_and(|change| change.tolta);
        let whole = table.righe.iter().all(gone);
        let mut righe: Vec<Riga> = vec![];
        for (n, riga) in (1..).zip(&table.righe) {
            let Some(change) = riga.revisione.as_ref().filter(|change| change.tolta) else {
                righe.push(riga.clone());
                continue;
            };
            let luogo = Luogo { tabella: Some((table.numero, n, 1)), ..Luogo::default() };
            let words = parole_della(riga);
            tolte.push((luogo, format!("{} ha tolto la riga {}", chi(&change.autore, &change.data), quoted(&words))));
            // Of a table that is taken away whole, the rows are told where the text goes on.
            if whole {
                let testo = Testo { testo: format!("{words} "), forma: Forma::default(), meta: None };
                self.sospesi.push(Pezzo { cosa: Cosa::Testo(testo), revisione: Some(change.clone()) });
            }
        }
        if !righe.is_empty() {
            self.blocchi.push(Blocco::Tabella(Tabella { righe, tolte, ..table.clone() }));
        }
    }
}

/// The words of a row, also those that were taken away.
pub(super) fn parole_della(riga: &Riga) -> String {
    let mut out = String::new();
    for cella in &riga.celle {
        let start = out.len();
        each_piece(&cella.blocchi, &mut |pezzo| {
            if let Cosa::Testo(text) = &pezzo.cosa {
                out.push_str(&text.testo);
            }
        });
        if !out.get(start..).unwrap_or_default().trim().is_empty() {
            out.push_str(" | ");
        }
    }
    out.trim_end_matches(" | ").to_owned()
}
