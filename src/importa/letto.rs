//! A sheet that was understood: its records, and what there is to say of its cells.

use super::campi::{BASE, Campi, testata};
use super::foglio::{Posto, lettere, nome, posto};
use super::markdown;
use super::tavola::Tavola;
use crate::base::text::in_toml;
use crate::piano::element::Kind;
use crate::source::IMPORTA;
use std::collections::BTreeMap;

/// Something to say of a cell, or of a column, of the sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Avviso {
    /// The cell as spreadsheets name it, or the letters of the column.
    pub(super) dove: String,
    pub(super) che: String,
    /// Whether somebody has something to do: a row of totals is left out on purpose.
    pub(super) da_fare: bool,
    /// The column that is not imported, where who reads may say of which field it is.
    pub(super) colonna: Option<Ignota>,
    /// Whether another table begins there, of which nothing is read.
    pub(super) altra_tabella: bool,
}

impl Avviso {
    /// Something to say at a place.
    pub(super) fn a(dove: String, che: String, da_fare: bool) -> Self {
        Avviso { dove, che, da_fare, colonna: None, altra_tabella: false }
    }
}

/// A column that is not imported.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Ignota {
    /// Its head, as the file of the columns names it.
    nome: String,
    /// The year, where its head is nothing else.
    anno: Option<i16>,
    /// Whether it is a cost, of a person or of many.
    costo: bool,
}

impl Ignota {
    /// The column with that name, and that head.
    pub(super) fn di(nome: &str, words: &str, campi: &Campi) -> Self {
        let (head, anno) = testata(words);
        let anno = anno.filter(|_| head.is_empty());
        Ignota { nome: nome.to_owned(), anno, costo: campi.costo_di_chi(words) }
    }

    /// The field that it is where its year is one of targets.
    fn per_anno(&self, campi: &Campi) -> Option<String> {
        Some(format!("{}.{}", campi.per_anno()?, self.anno?))
    }

    /// Whether it is the column of that name.
    pub(super) fn si_chiama(&self, nome: &str) -> bool {
        self.nome == nome
    }

    /// What the file of the columns asks of it, beside its line: what to write there.
    pub(super) fn domanda(&self, campi: &Campi) -> String {
        match self.per_anno(campi) {
            Some(by_year) if campi.ha(BASE) => {
                format!("\"{by_year}\" se è il valore atteso di quell’anno, \"{BASE}\" se è quello di partenza")
            }
            Some(by_year) => format!("\"{by_year}\" se è di quell’anno"),
            None if self.costo => "\"costo\" se è di una persona".to_owned(),
            None => String::new(),
        }
    }

    /// The line of the file of the columns that says of which field it is.
    pub(super) fn cura(&self, letto: &Letto, memory: &str) -> String {
        let (name, campi) = (in_toml(&self.nome), &letto.campi);
        let place = format!("in `{IMPORTA}/{memory}`, sotto `[foglio.colonne]`, la sua riga sia");
        let field = |field: &str| format!("`{name} = \"{field}\"`");
        match self.per_anno(campi) {
            Some(by_year) if campi.ha(BASE) => format!(
                "o, senza toccare il foglio: {place} {} se è il valore atteso di quell’anno, {} se è quello di partenza; un valore già misurato si scrive nel piano, in `rilevato`",
                field(&by_year),
                field(BASE),
            ),
            Some(by_year) => format!("o, senza toccare il foglio: {place} {}", field(&by_year)),
            None if self.costo => format!("o, senza toccare il foglio: {place} {}", field("costo")),
            None => format!("se è di un campo, {place} {}", field("campo")),
        }
    }
}

/// A sheet that was understood.
#[derive(Debug)]
pub(super) struct Letto {
    pub(super) kind: Kind,
    pub(super) campi: Campi,
    /// The head of each column.
    pub(super) teste: BTreeMap<u32, String>,
    /// The field of each column that is imported.
    pub(super) colonne: BTreeMap<u32, String>,
    pub(super) tavola: Tavola,
    pub(super) avvisi: Vec<Avviso>,
    /// Whether it was read with its rows as columns, and so its places are.
    pub(super) girato: bool,
}

/// Words of the program about rows and columns, turned; those of the sheet, between «», stay.
fn girata(words: &str) -> String {
    const PAROLE: [(&str, &str); 2] = [("riga", "colonna"), ("righe", "colonne")];
    let mut out = String::new();
    for (n, piece) in words.split_inclusive(['«', '»']).enumerate() {
        let quoted = n > 0 && out.ends_with('«');
        let each = piece.split_inclusive(|c: char| !c.is_alphabetic()).map(|word| {
            let bare = word.trim_end_matches(|c: char| !c.is_alphabetic());
            let other = PAROLE.iter().find_map(|(a, b)| match bare {
                word if word == *a => Some(*b),
                word if word == *b => Some(*a),
                _ => None,
            });
            other.filter(|_| !quoted).map_or_else(|| word.to_owned(), |other| word.replacen(bare, other, 1))
        });
        let piece: String = each.collect();
        out.push_str(&piece);
    }
    out
}

impl Letto {
    /// The same, of a sheet whose rows were taken for columns: what is told names the places of the sheet.
    pub(super) fn girate(mut self) -> Self {
        self.girato = true;
        for avviso in &mut self.avvisi {
            let column = format!("{}1", avviso.dove);
            avviso.dove = match (posto(&avviso.dove), posto(&column)) {
                (Some(at), _) => nome((at.1, at.0)),
                (None, Some((_, row))) => format!("riga {}", row + 1),
                (None, None) => std::mem::take(&mut avviso.dove),
            };
            avviso.che = girata(&avviso.che);
        }
        self
    }

    /// A place as the sheet has it.
    pub(super) fn vero(&self, posto: Posto) -> Posto {
        if self.girato { (posto.1, posto.0) } else { posto }
    }

    /// A place of the sheet as spreadsheets name it.
    pub(super) fn nome(&self, posto: Posto) -> String {
        nome(self.vero(posto))
    }

    /// A row as people name it.
    pub(super) fn riga(&self, row: u32) -> String {
        if self.girato { format!("colonna {}", lettere(row)) } else { format!("riga {}", row + 1) }
    }

    /// A column as people name it.
    pub(super) fn colonna(&self, column: u32) -> String {
        if self.girato { format!("la riga {}", column + 1) } else { format!("la colonna {}", lettere(column)) }
    }

    /// The words of the fields that are Markdown, written so that they are printed as the cells have them.
    pub(super) fn in_markdown(mut self) -> Self {
        for (field, voce) in self.tavola.schede.iter_mut().flat_map(|scheda| &mut scheda.righe).flatten() {
            if self.campi.di_prosa(field) {
                voce.testo = markdown::scritta(&voce.testo);
            }
        }
        self
    }
}
