//! A view: a fenced block ```` ```piao:NOME ```` in which something computed from the data is printed. This file says what its
//! author may write in it. [`descrittore`] lists the views and what each of them takes, and `lower::viste` makes what each of them
//! shows.

mod descrittore;

pub use descrittore::{Casa, Chiave, Descrittore, Shows};

use crate::base::span::{Span, Spanned};
use crate::piano::element::Forma;
use crate::piano::element::linea_formativa::OreInTutto;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::value::Importo;
use crate::piano::prose::Prose;
use serde::Deserialize;

/// A view, with the keys that every view has.
#[derive(Debug, Clone)]
pub struct Vista {
    /// Which view it is.
    pub shows: Shows,
    /// Id of the table, by which it can be cited.
    pub id: Option<Spanned<String>>,
    /// Caption of the table, in prose.
    pub didascalia: Option<Prose>,
    /// The fields to show, in order. For a table made of rows, the header cells.
    pub colonne: Option<Vec<Spanned<String>>>,
    /// The conditions that an element must all meet to be shown.
    pub dove: Vec<Filtro>,
    /// How the elements are shown: as a table, as cards, as a list…
    pub forma: Option<Forma>,
    /// Path of the CSV file of a table.
    pub dati: Option<Spanned<String>>,
    /// The rows of a table, cell by cell.
    pub righe: Vec<Vec<Spanned<String>>>,
    /// What the columns of a table hold, in order, as its author declares.
    pub tipi: Option<Vec<Spanned<Tipo>>>,
    /// The columns whose words become a heading above the rows that share them.
    pub gruppi: Vec<Spanned<String>>,
    /// The one unit that the view is about.
    pub unita: Option<Spanned<String>>,
    /// The one objective that the view is about.
    pub obiettivo: Option<Spanned<String>>,
    /// The node, or the unit, that is the root of the tree that is drawn.
    pub radice: Option<Spanned<String>>,
    /// How many levels of the tree are drawn, when they are not all.
    pub profondita: Option<Spanned<u8>>,
    /// The grouping of an index or of totals.
    pub per: Option<Per>,
    /// Totals typed by the author, to be compared with those that are computed.
    pub totale: Option<Totale>,
    /// The word after `piao:`.
    pub name: Spanned<String>,
    /// The place of the whole block.
    pub span: Span,
}

impl Vista {
    /// Whether the author wrote a key that only some views take.
    #[must_use]
    pub fn ha(&self, chiave: Chiave) -> bool {
        match chiave {
            Chiave::Colonne => self.colonne.is_some(),
            Chiave::Forma => self.forma.is_some(),
            Chiave::Dati => self.dati.is_some(),
            Chiave::Righe => !self.righe.is_empty(),
            Chiave::Tipi => self.tipi.is_some(),
            Chiave::Gruppi => !self.gruppi.is_empty(),
            Chiave::Unita => self.unita.is_some(),
            Chiave::Obiettivo => self.obiettivo.is_some(),
            Chiave::Radice => self.radice.is_some(),
            Chiave::Profondita => self.profondita.is_some(),
        }
    }

    /// The unit at the top of an organisation chart: `unita` is the former name of `radice`.
    #[must_use]
    pub fn radice_unita(&self) -> Option<&Spanned<String>> {
        self.radice.as_ref().or(self.unita.as_ref())
    }
}

/// One condition of a filter.
#[derive(Debug, Clone)]
pub struct Filtro {
    /// Name of a field.
    pub campo: Spanned<String>,
    /// The value it must have, as written in the data or as printed.
    pub valore: Spanned<String>,
}

/// Totals as an author typed them. They are never printed: they are only compared with those that are computed.
#[derive(Debug, Clone, Deserialize)]
pub struct Totale {
    /// Sum of the weights, in per cent.
    pub peso: Option<Spanned<Percento>>,
    /// Weighted percentage reached at the monitoring.
    pub monitoraggio: Option<Spanned<Percento>>,
    /// Weighted percentage reached at the end of the year.
    pub consuntivo: Option<Spanned<Percento>>,
    /// Cost of projects or of measures, in euro.
    pub importo: Option<Spanned<Importo>>,
    /// Amount asked for, in euro.
    pub richiesto: Option<Spanned<Importo>>,
    /// Amount granted, in euro.
    pub finanziato: Option<Spanned<Importo>>,
    /// Cost of training, or of those who are hired, in euro.
    pub costo: Option<Spanned<Importo>>,
    /// Hours of training, by people.
    pub ore: Option<Spanned<OreInTutto>>,
    /// People who are there, who leave or who are hired.
    pub persone: Option<Spanned<u32>>,
    /// What is no longer spent for those who leave, in euro a year.
    pub risparmio: Option<Spanned<Importo>>,
}

impl Totale {
    /// The totals that are typed, each with the name of its key.
    #[must_use]
    pub fn scritti(&self) -> Vec<&'static str> {
        let Totale { peso, monitoraggio, consuntivo, importo, richiesto, finanziato, costo, ore, persone, risparmio } =
            self;
        let all = [
            ("peso", peso.is_some()),
            ("monitoraggio", monitoraggio.is_some()),
            ("consuntivo", consuntivo.is_some()),
            ("importo", importo.is_some()),
            ("richiesto", richiesto.is_some()),
            ("finanziato", finanziato.is_some()),
            ("costo", costo.is_some()),
            ("ore", ore.is_some()),
            ("persone", persone.is_some()),
            ("risparmio", risparmio.is_some()),
        ];
        all.into_iter().filter(|(_, written)| *written).map(|(name, _)| name).collect()
    }
}

parole! {
    /// What a column of typed words holds.
    Tipo {
        Testo = "testo",
        Codice = "codice",
        Numero = "numero",
        Importo = "importo in euro",
        Percentuale = "percentuale",
        Data = "data",
    }
}

parole! {
    /// The groupings of an index or of totals.
    Per {
        Unita = "unità",
        Responsabile = "responsabile",
        Scadenza = "scadenza",
        Dimensione = "dimensione degli indicatori",
        Etichetta = "politica",
        Sdg = "obiettivo dell’Agenda 2030",
        Missione = "missione",
        Ente = "ente",
        Stato = "stato",
        Programma = "programma",
        Misura = "misura",
        Area = "area di competenza",
        Tipo = "tipo",
        Tema = "tema obbligatorio",
        Anno = "anno",
        Profilo = "profilo",
    }
}
