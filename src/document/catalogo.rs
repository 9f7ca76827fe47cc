//! The things of the plan one by one, for readers who look for one of them: what they are called, where they are, what they can be
//! sorted and filtered by; and the plan in a few figures. It adds nothing that the text does not say.

use crate::piano::element::id::Id;
use crate::piano::element::obiettivo::misurazione::Esito;

/// The list of the things of one kind.
#[derive(Debug)]
pub struct Elenco {
    /// The name of the kind in views: `obiettivi`, `unita`.
    pub nome: &'static str,
    /// Title of the list, as printed: `Obiettivi`.
    pub titolo: String,
    /// Whether each thing can also be read alone, by a reader who is sent to it. An act or a word of the glossary is only a line of
    /// a list.
    pub sole: bool,
    /// What the things can be sorted and filtered by. Each column has something in at least one of them.
    pub colonne: Vec<Colonna>,
    /// The columns of what belongs to each thing: see [`Compreso`].
    pub colonne_comprese: Vec<Colonna>,
    /// The things, in the order of the list.
    pub voci: Vec<Voce>,
}

/// Something by which the things of a list differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonna {
    /// Its name in addresses, which never changes: `unita`, `termine`, `peso`, `esito`, `tema`, `linea`,
    /// `valore`.
    pub nome: &'static str,
    /// Its name as printed.
    pub titolo: String,
}

/// What a thing has in a [`Colonna`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aspetto {
    /// The words. Things with the same words are of one group.
    pub parole: String,
    /// What is said after the words and makes no group: the percentage of an outcome.
    pub dettaglio: Option<String>,
    /// The thing that the words name, if it is one of the plan.
    pub meta: Option<Id>,
    /// The number by which things are sorted: days since the year 0, hundredths of a point. None where the words are.
    pub ordine: Option<i64>,
    /// A share of 100, in hundredths of a point, for an aspect that can be drawn as a bar.
    pub quota: Option<i64>,
    /// The share at an earlier moment, in hundredths of a point: a mark on that bar.
    pub prima: Option<i64>,
    /// The outcome that the words say, which has a shape too.
    pub esito: Option<Esito>,
}

/// A thing of a list.
#[derive(Debug)]
pub struct Voce {
    /// Its id. It is an anchor in the text, except for a unit that the text only mentions.
    pub id: Id,
    /// The noun for what it is: `Obiettivo`.
    pub genere: String,
    /// Whether it is an organ, such as the Giunta: it stands among the units and is no office.
    pub organo: bool,
    /// Its code, if any.
    pub codice: Option<String>,
    /// Its title or name.
    pub titolo: String,
    /// What it has in each of [`Elenco::colonne`]: nothing, one or several.
    pub aspetti: Vec<Vec<Aspetto>>,
    /// The things that belong to it, such as the objectives of a unit.
    pub comprende: Vec<Compreso>,
}

/// A thing that belongs to another, which may have a part of it only.
#[derive(Debug)]
pub struct Compreso {
    /// The thing, which is in a list of its own.
    pub id: Id,
    /// What it has there in each of [`Elenco::colonne_comprese`]: its weight in that unit.
    pub aspetti: Vec<Option<Aspetto>>,
}

impl Voce {
    /// Code and title, as one line.
    #[must_use]
    pub fn nome(&self) -> String {
        match &self.codice {
            Some(codice) => format!("{codice} {}", self.titolo),
            None => self.titolo.clone(),
        }
    }
}

impl Elenco {
    /// The position of the column called `nome`.
    #[must_use]
    pub fn colonna(&self, nome: &str) -> Option<usize> {
        self.colonne.iter().position(|colonna| colonna.nome == nome)
    }
}

/// A figure that says how large the plan is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cifra {
    /// The number, as printed: `23`, `1,9 milioni`.
    pub numero: String,
    /// What it counts, after the number: `obiettivi in 9 uffici`.
    pub parole: String,
    /// The list that has the things counted, by its name: `obiettivi`.
    pub elenco: Option<&'static str>,
}

impl Cifra {
    /// How many figures are told. More are not understood in ten seconds.
    pub const MASSIMO: usize = 4;
}
