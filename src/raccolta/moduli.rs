//! The tables of a unit, as they are filled: sheets, columns, rows and cells.

use super::fonti::{Campo, Casa, Parte};
use crate::piano::element::pos::Pos;
use crate::piano::element::quanti;
use crate::piano::element::unita::Unita;

/// The sheets of a workbook, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Foglio {
    Obiettivi,
    Fasi,
    Risultati,
    Misure,
    Indicatori,
}

impl Foglio {
    pub(super) const ALL: [Foglio; 5] =
        [Foglio::Obiettivi, Foglio::Fasi, Foglio::Risultati, Foglio::Misure, Foglio::Indicatori];

    /// The name of the sheet.
    pub(super) fn nome(self) -> &'static str {
        match self {
            Foglio::Obiettivi => "Obiettivi",
            Foglio::Fasi => "Fasi",
            Foglio::Risultati => "Risultati",
            Foglio::Misure => "Misure",
            Foglio::Indicatori => "Indicatori",
        }
    }

    /// The head of the column with the words by which a row is known.
    pub(super) fn chiave(self) -> &'static str {
        match self {
            Foglio::Obiettivi => "Obiettivo",
            Foglio::Fasi => "Fase",
            Foglio::Risultati => "Risultato",
            Foglio::Misure => "Misura",
            Foglio::Indicatori => "Indicatore",
        }
    }

    /// Whether its rows are records, and not parts of one.
    pub(super) fn di_schede(self) -> bool {
        matches!(self, Foglio::Obiettivi | Foglio::Misure)
    }

    /// How the mark of a row begins.
    pub(super) fn lettera(self) -> char {
        self.nome().chars().next().unwrap_or('X')
    }
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Colonna {
    pub(super) titolo: String,
    /// The field that is filled there. None for what is only read.
    pub(super) campo: Option<Campo>,
    /// What is to be written there, in a sentence.
    pub(super) aiuto: String,
    /// Whether its words are few, and need little room.
    pub(super) stretta: bool,
}

/// How a value is written in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Forma {
    /// One of these: as the sources write it, and as people read it.
    Scelta(Vec<(&'static str, &'static str)>),
    /// A percentage.
    Percento,
    /// A number, in this unit.
    Numero(String),
    Giorno,
    /// A few words.
    Breve,
    /// A text.
    Testo,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cella {
    /// Words to read.
    Detta(String),
    /// A value that the plan has decided already: it is read here, and changed in the plan.
    Decisa(Aperta),
    /// A value to write.
    Aperta(Aperta),
}

impl Cella {
    /// Its words, where it is only read.
    pub(super) fn letta(&self) -> Option<&str> {
        match self {
            Cella::Detta(words) => Some(words),
            Cella::Decisa(decided) => Some(&decided.valore),
            Cella::Aperta(_) => None,
        }
    }

    /// The same, with what is to be reached and in which unit, where it is to fill.
    pub(super) fn con(self, come: &str, unita: &str) -> Self {
        match self {
            Cella::Aperta(open) => Cella::Aperta(Aperta { come: come.to_owned(), unita: unita.to_owned(), ..open }),
            said => said,
        }
    }
}

/// A cell to fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aperta {
    pub(super) campo: Campo,
    /// What the plan says now.
    pub(super) valore: String,
    pub(super) forma: Forma,
    /// Whether the collection waits for it.
    pub(super) dovuta: bool,
    /// What is to be reached, as the plan says it: `≤ 10 giorni`. Of a value to reach, in another year.
    pub(super) come: String,
    /// The unit of the indicator, where the form does not say it.
    pub(super) unita: String,
}

/// A row of a sheet: a record, or a part of one.
#[derive(Debug, Clone)]
pub(super) struct Riga {
    pub(super) foglio: Foglio,
    /// The id of the objective.
    pub(super) id: String,
    /// What messages call it: the code of the objective, and the words of the part.
    pub(super) chi: String,
    pub(super) casa: Casa,
    pub(super) parte: Parte,
    /// Its place among the parts of its objective, and its words: by these it is known again.
    pub(super) n: usize,
    pub(super) testo: String,
    pub(super) celle: Vec<Cella>,
    pub(super) unita: Pos<Unita>,
}

/// The tables of a unit.
#[derive(Debug)]
pub(super) struct Modulo {
    /// The id of the unit.
    pub(super) id: String,
    /// Its name.
    pub(super) nome: String,
    pub(super) fogli: Vec<(Foglio, Vec<Colonna>, Vec<Riga>)>,
}

/// How many cells of those rows are due, and how many of them have a value.
pub(super) fn conta<'r>(rows: impl Iterator<Item = &'r Riga>) -> (usize, usize) {
    rows.flat_map(Riga::dovute).fold((0, 0), |(due, full), cell| (due + 1, full + usize::from(!cell.valore.is_empty())))
}

impl Modulo {
    /// How many cells are due, and how many of them have a value.
    pub(super) fn conta(&self) -> (usize, usize) {
        conta(self.righe())
    }

    pub(super) fn righe(&self) -> impl Iterator<Item = &Riga> {
        self.fogli.iter().flat_map(|(.., rows)| rows)
    }

    /// What it has, in words: `2 obiettivi e 1 misura`.
    pub(super) fn che_cosa(&self) -> String {
        let of = |foglio: Foglio| self.righe().filter(|row| row.foglio == foglio).count();
        let (objectives, measures) = (of(Foglio::Obiettivi), of(Foglio::Misure));
        let mut words = Vec::new();
        words.extend((objectives > 0).then(|| quanti(objectives, "obiettivo", "obiettivi")));
        words.extend((measures > 0).then(|| quanti(measures, "misura", "misure")));
        words.join(" e ")
    }
}

impl Riga {
    /// The cells that the collection waits for.
    pub(super) fn dovute(&self) -> impl Iterator<Item = &Aperta> {
        self.aperte().filter(|cell| cell.dovuta)
    }

    /// The cells to fill.
    pub(super) fn aperte(&self) -> impl Iterator<Item = &Aperta> {
        self.celle.iter().filter_map(|cell| match cell {
            Cella::Aperta(open) => Some(open),
            Cella::Detta(_) | Cella::Decisa(_) => None,
        })
    }

    /// The value of a field that the plan has decided already.
    pub(super) fn decisa(&self, campo: Campo) -> Option<&Aperta> {
        self.celle.iter().find_map(|cell| match cell {
            Cella::Decisa(decided) if decided.campo == campo => Some(decided),
            _ => None,
        })
    }

    /// The cell of a field.
    pub(super) fn aperta(&self, campo: Campo) -> Option<&Aperta> {
        self.aperte().find(|cell| cell.campo == campo)
    }
}
