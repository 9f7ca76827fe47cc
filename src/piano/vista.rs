//! Vista: a fenced block ```` ```piao:NOME ```` that places something generated from the data. Here it is read and its keys
//! are checked; what it shows is made by `document::lower`.

use crate::base::span::{Span, Spanned};
use crate::piano::element::linea_formativa::Ore;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::indicatore::parole;
use crate::piano::element::value::Importo;
use crate::piano::element::{Forma, Kind};
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

/// What a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Elements of a kind.
    Elements(Kind),
    /// The data of the body whose plan it is.
    SchedaAnagrafica,
    /// A table from a CSV file or from rows.
    Tabella,
    /// The tree down to the objectives, with their secondary places.
    Raccordo,
    /// The objectives of a unit with weights, outcomes and totals.
    TabellaUnita,
    /// Objectives with how they are verified.
    Verifiche,
    /// How many nodes and objectives each line has.
    Contatori,
    /// The tree as a drawing.
    AlberoDisegnato,
    /// The days of the exchanges.
    Calendario,
    /// The phases on the months of the years.
    Cronoprogramma,
    /// An index of the objectives.
    Indice,
    /// The units with who holds them.
    Titolari,
    /// The indicators with their charts.
    Cruscotto,
    /// The norms that the plan cites.
    Norme,
    /// The training plan summed by area, kind, topic or year.
    Formazione,
    /// Hours of training for each person, by body and year.
    OreFormazione,
    /// The projects summed by mission, body, state or programme.
    TotaliProgetti,
    /// The digital measures summed in the same way.
    TotaliMisure,
}

impl Shows {
    /// All names, with what they show. `albero` is the strategic tree by its common name.
    pub fn names() -> impl Iterator<Item = (&'static str, Shows)> {
        let kinds = Kind::ALL.iter().map(|kind| (kind.info().plural, Shows::Elements(*kind)));
        let others = [
            ("albero", Shows::Elements(Kind::Nodo)),
            ("albero-disegnato", Shows::AlberoDisegnato),
            ("calendario", Shows::Calendario),
            ("contatori", Shows::Contatori),
            ("cronoprogramma", Shows::Cronoprogramma),
            ("cruscotto", Shows::Cruscotto),
            ("formazione", Shows::Formazione),
            ("indice", Shows::Indice),
            ("norme", Shows::Norme),
            ("ore-formazione", Shows::OreFormazione),
            ("raccordo", Shows::Raccordo),
            ("scheda-anagrafica", Shows::SchedaAnagrafica),
            ("tabella", Shows::Tabella),
            ("tabella-unita", Shows::TabellaUnita),
            ("titolari", Shows::Titolari),
            ("totali-misure", Shows::TotaliMisure),
            ("totali-progetti", Shows::TotaliProgetti),
            ("verifiche", Shows::Verifiche),
        ];
        kinds.chain(others)
    }

    /// The kind whose fields `dove` asks for: that of the elements, or the objectives that the view is made of.
    #[must_use]
    pub fn filtra(self) -> Option<Kind> {
        match self {
            Shows::Elements(kind) => Some(kind),
            Shows::Verifiche | Shows::Cronoprogramma | Shows::Indice | Shows::Cruscotto => Some(Kind::Obiettivo),
            Shows::Calendario => Some(Kind::SchedaScambio),
            Shows::Titolari => Some(Kind::Unita),
            Shows::Formazione => Some(Kind::LineaFormativa),
            Shows::TotaliProgetti => Some(Kind::Progetto),
            Shows::TotaliMisure => Some(Kind::MisuraDigitale),
            Shows::SchedaAnagrafica
            | Shows::Tabella
            | Shows::Raccordo
            | Shows::TabellaUnita
            | Shows::Contatori
            | Shows::Norme
            | Shows::OreFormazione
            | Shows::AlberoDisegnato => None,
        }
    }

    /// By what this view can be made; the first is the one taken when nobody says.
    #[must_use]
    pub fn per(self) -> &'static [Per] {
        match self {
            Shows::Indice => &[Per::Unita, Per::Responsabile, Per::Scadenza, Per::Dimensione, Per::Etichetta, Per::Sdg],
            Shows::Formazione => &[Per::Area, Per::Tipo, Per::Tema, Per::Anno],
            Shows::TotaliProgetti => &[Per::Missione, Per::Ente, Per::Stato, Per::Programma],
            Shows::TotaliMisure => &[Per::Misura, Per::Ente, Per::Stato, Per::Programma, Per::Missione],
            _ => &[],
        }
    }
}
