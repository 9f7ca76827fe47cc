//! A document of Word as a small tree: what a person sees in it and what its reviewers did, without the ways in which Word writes it.
//! Tracked changes and comments stay where they are: who reads the tree decides what they do to the text.

use crate::base::giorno::Giorno;
use crate::base::text::short;
use std::collections::BTreeMap;
use std::fmt;

/// A document.
#[derive(Debug, Default)]
pub(crate) struct Documento {
    /// Its text.
    pub(crate) corpo: Vec<Blocco>,
    /// The notes at the foot of the page, by the id with which [`Cosa::Nota`] names them.
    pub(crate) note: BTreeMap<String, Vec<Blocco>>,
    /// The notes at the end of the document.
    pub(crate) finali: BTreeMap<String, Vec<Blocco>>,
    /// The comments by id.
    pub(crate) commenti: BTreeMap<String, Commento>,
    /// The bytes of the images, by the name of their part in the document.
    pub(crate) immagini: BTreeMap<String, Vec<u8>>,
    /// The words of headers and footers, each once.
    pub(crate) testate: Vec<String>,
    /// The words of the data that programs keep in it out of sight, by name space.
    pub(crate) dati: BTreeMap<String, String>,
    /// What the tree does not hold.
    pub(crate) avvisi: Vec<Avviso>,
}

/// Something of the document that the tree does not hold, or holds in another form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Avviso {
    /// None for the whole document.
    pub(crate) luogo: Option<Luogo>,
    /// What it is: lowercase, no full stop.
    pub(crate) che: String,
    /// Whether words of the text are lost.
    pub(crate) perde: bool,
}

/// A place in the document. Word has no lines: a paragraph is found by its first words.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Luogo {
    /// How many paragraphs with words are there, outside tables and notes, up to this one.
    pub(crate) capoverso: usize,
    /// The table, its row and its cell, from 1.
    pub(crate) tabella: Option<(usize, usize, usize)>,
    /// The number of the note.
    pub(crate) nota: Option<usize>,
    /// The first words.
    pub(crate) parole: String,
}

impl fmt::Display for Luogo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.nota, self.tabella) {
            (Some(n), _) => write!(f, "nota {n}")?,
            (None, Some((table, row, cell))) => write!(f, "tabella {table}, riga {row}, cella {cell}")?,
            (None, None) if self.capoverso == 0 => return write!(f, "«{}»", short(&self.parole)),
            (None, None) => write!(f, "capoverso {}", self.capoverso)?,
        }
        if self.parole.is_empty() { Ok(()) } else { write!(f, ", «{}»", short(&self.parole)) }
    }
}

/// A paragraph or a table.
#[derive(Debug, Clone)]
pub(crate) enum Blocco {
    Paragrafo(Paragrafo),
    Tabella(Tabella),
}

/// A paragraph.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paragrafo {
    pub(crate) luogo: Luogo,
    /// The name of its style, in small letters: `heading 1`, `caption`.
    pub(crate) stile: String,
    /// Its level in the outline, from 1, when it is a heading.
    pub(crate) livello: Option<u8>,
    /// Its place in a list. A heading with a number has one too.
    pub(crate) voce: Option<Voce>,
    pub(crate) pezzi: Vec<Pezzo>,
    /// Who put its end there, or took it away: when it is taken away, the next paragraph goes on with this one.
    pub(crate) segno: Option<Revisione>,
}

impl Paragrafo {
    /// Its words as they are with all changes accepted, in one line.
    pub(crate) fn parole(&self) -> String {
        let mut out = String::new();
        for pezzo in self.pezzi.iter().filter(|pezzo| pezzo.resta()) {
            match &pezzo.cosa {
                Cosa::Testo(testo) => out.push_str(&testo.testo),
                Cosa::ACapo => out.push(' '),
                _ => {}
            }
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// The mark of an item of a list, as Word prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Voce {
    /// How deep it stands, from 0.
    pub(crate) livello: u8,
    /// The mark: `a)`, `2.1`, `•`.
    pub(crate) segno: String,
    pub(crate) formato: Formato,
    /// What the mark counts, from 1.
    pub(crate) conto: u32,
}

/// What a list counts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Formato {
    Decimale,
    Lettera {
        maiuscola: bool,
    },
    Romano {
        maiuscolo: bool,
    },
    Punto,
    /// Nothing is printed before the item.
    Niente,
}

/// A piece of a paragraph, and who put it there or took it away.
#[derive(Debug, Clone)]
pub(crate) struct Pezzo {
    pub(crate) cosa: Cosa,
    pub(crate) revisione: Option<Revisione>,
}

impl Pezzo {
    /// Whether it is there with all changes accepted.
    pub(crate) fn resta(&self) -> bool {
        self.revisione.as_ref().is_none_or(|revisione| !revisione.tolta)
    }
}

/// What a piece is.
#[derive(Debug, Clone)]
pub(crate) enum Cosa {
    Testo(Testo),
    /// A line that ends inside the paragraph.
    ACapo,
    /// The mark of a note.
    Nota {
        finale: bool,
        id: String,
    },
    Immagine(Immagine),
    /// A box of text that is anchored here.
    Riquadro(Vec<Blocco>),
    /// Here begins, or ends, what a bookmark names.
    Segnalibro(String),
    FineSegnalibro(String),
    /// Here begins, or ends, what a comment speaks of.
    Commento(String),
    FineCommento(String),
}

/// Some words of one form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Testo {
    pub(crate) testo: String,
    pub(crate) forma: Forma,
    pub(crate) meta: Option<Meta>,
}

/// How words look.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Forma {
    pub(crate) grassetto: bool,
    pub(crate) corsivo: bool,
    pub(crate) barrato: bool,
    pub(crate) apice: bool,
    pub(crate) pedice: bool,
}

/// What words lead to, or what computed them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meta {
    /// A link out of the document.
    Indirizzo(String),
    /// A link to a bookmark of the document.
    Interno(String),
    /// Words that Word took from where a bookmark is: a title, «Tabella 3».
    Rimando(String),
    /// The number of the paragraph where a bookmark is: that of a heading, of an item.
    Numero(String),
    /// The number of the page where a bookmark is. It leads nowhere, also inside a link.
    Pagina,
    /// A number that Word counts, as in captions: the name of the count.
    Conto(String),
    /// The contents, or an index.
    Indice,
}

/// An image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Immagine {
    /// The name of its part in the document.
    pub(crate) parte: String,
    /// The words for who cannot see it.
    pub(crate) alternativa: String,
    /// Whether its author says that it adds nothing to the text.
    pub(crate) ornamento: bool,
}

/// A change that Word tracked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Revisione {
    /// Whether it takes words away; otherwise it puts them there.
    pub(crate) tolta: bool,
    /// Whether the words that it takes away were put there by another change.
    pub(crate) di_nuove: bool,
    /// Whether the words were moved.
    pub(crate) spostata: bool,
    pub(crate) autore: String,
    /// As Word writes it: `2026-11-30T10:00:00Z`.
    pub(crate) data: String,
}

/// Who did something, and when, from what Word writes of both.
pub(crate) fn chi(author: &str, date: &str) -> String {
    let author = if author.trim().is_empty() { "qualcuno" } else { author.trim() };
    match giorno(date) {
        date if date.is_empty() => author.to_owned(),
        date => format!("{author} ({date})"),
    }
}

/// The day of a date of Word, as Italians write it.
pub(crate) fn giorno(date: &str) -> String {
    date.get(..10).and_then(Giorno::parse).map(|day| day.to_string()).unwrap_or_default()
}

/// A comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Commento {
    pub(crate) autore: String,
    pub(crate) data: String,
    pub(crate) testo: String,
    /// The comment that it answers.
    pub(crate) risponde_a: Option<String>,
    /// Whether somebody closed it.
    pub(crate) risolto: bool,
}

/// A table.
#[derive(Debug, Clone)]
pub(crate) struct Tabella {
    /// Its number in the document, from 1.
    pub(crate) numero: usize,
    /// How many columns its grid has.
    pub(crate) colonne: usize,
    pub(crate) righe: Vec<Riga>,
    /// The rows that were taken away, when its text is laid out: where each was, and what is to be said of it.
    pub(crate) tolte: Vec<(Luogo, String)>,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub(crate) struct Riga {
    /// Whether Word repeats it on each page.
    pub(crate) intestazione: bool,
    pub(crate) celle: Vec<Cella>,
    pub(crate) revisione: Option<Revisione>,
}

/// A cell of a table.
#[derive(Debug, Clone)]
pub(crate) struct Cella {
    /// The column of the grid in which it begins, from 0.
    pub(crate) colonna: usize,
    /// How many columns it takes.
    pub(crate) larghezza: usize,
    /// Whether it goes on with the cell above.
    pub(crate) sopra: bool,
    pub(crate) blocchi: Vec<Blocco>,
}
