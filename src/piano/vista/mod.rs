//! A view: a fenced block ```` ```piao:NOME ```` that places something generated from the data. Here is what its author may
//! write in it; [`descrittore`] says which views there are and what each of them takes. `lower::viste` makes what it shows.

mod descrittore;

pub use descrittore::{Casa, Chiave, Descrittore, Shows};

use crate::base::span::{Span, Spanned};
use crate::piano::element::Forma;
use crate::piano::element::linea_formativa::Ore;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::value::Importo;
use crate::piano::prose::Prose;
use serde::Deserialize;

/// A view, with the keys that every view has.
#[derive(Debug)]
pub struct Vista {
    /// What it shows.
    pub shows: Shows,
    /// Id of its table.
    pub id: Option<Spanned<String>>,
    /// Caption of its table.
    pub didascalia: Option<Prose>,
    /// Fields to show, in order; for a table of rows, the header cells.
    pub colonne: Option<Vec<Spanned<String>>>,
    /// Only the elements whose fields have these values.
    pub dove: Vec<Filtro>,
    /// How.
    pub forma: Option<Forma>,
    /// The CSV file of a table.
    pub dati: Option<Spanned<String>>,
    /// The rows of a table.
    pub righe: Vec<Vec<Spanned<String>>>,
    /// What its columns hold, in order, as its author declares.
    pub tipi: Option<Vec<Spanned<Tipo>>>,
    /// The columns whose words head the rows that have them.
    pub gruppi: Vec<Spanned<String>>,
    /// The one unit that it is about.
    pub unita: Option<Spanned<String>>,
    /// The one objective that it is about.
    pub obiettivo: Option<Spanned<String>>,
    /// The node from which it draws the tree.
    pub radice: Option<Spanned<String>>,
    /// By what an index is made, or totals are.
    pub per: Option<Per>,
    /// Totals typed to be checked against those that are computed.
    pub totale: Option<Totale>,
    /// The word after `piao:`.
    pub name: Spanned<String>,
    /// The whole block.
    pub span: Span,
}

impl Vista {
    /// Whether its author wrote a key that only some views take.
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
        }
    }
}

/// One condition of a filter.
#[derive(Debug)]
pub struct Filtro {
    /// Name of a field.
    pub campo: Spanned<String>,
    /// The value it must have, as written in the data or as printed.
    pub valore: Spanned<String>,
}

/// Totals as somebody typed them: never printed, only compared with those that are printed.
#[derive(Debug, Deserialize)]
pub struct Totale {
    /// Of the weights.
    pub peso: Option<Spanned<Percento>>,
    /// Weighted, at the monitoring.
    pub monitoraggio: Option<Spanned<Percento>>,
    /// Weighted, at the end of the year.
    pub consuntivo: Option<Spanned<Percento>>,
    /// Cost of projects or of measures.
    pub importo: Option<Spanned<Importo>>,
    /// Asked for.
    pub richiesto: Option<Spanned<Importo>>,
    /// Granted.
    pub finanziato: Option<Spanned<Importo>>,
    /// Cost of training.
    pub costo: Option<Spanned<Importo>>,
    /// Hours of training, by people.
    pub ore: Option<Spanned<Ore>>,
}

impl Totale {
    /// The totals that are typed, by the names of their keys.
    #[must_use]
    pub fn scritti(&self) -> Vec<&'static str> {
        let Totale { peso, monitoraggio, consuntivo, importo, richiesto, finanziato, costo, ore } = self;
        let all = [
            ("peso", peso.is_some()),
            ("monitoraggio", monitoraggio.is_some()),
            ("consuntivo", consuntivo.is_some()),
            ("importo", importo.is_some()),
            ("richiesto", richiesto.is_some()),
            ("finanziato", finanziato.is_some()),
            ("costo", costo.is_some()),
            ("ore", ore.is_some()),
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
    /// By what an index is made, or totals are.
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
    }
}
