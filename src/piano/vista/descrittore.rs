//! The views, each described once: its name, the keys that it takes, what it filters, which totals it prints, and whether
//! elements are at home in it. The reader, `check` and `conti` ask here. `lower::viste` makes what a view shows, by a match
//! that does not compile while a view of this list is missing from it.

use super::Per;
use crate::piano::element::Kind;

/// What is true of a view whatever its author writes in it: its name, the keys that it takes, what it filters.
#[derive(Debug, Clone, Copy)]
pub struct Descrittore {
    /// The word after `piao:`.
    pub nome: &'static str,
    /// Whether it prints a table, to which an id and a caption can be given. For a view of elements this depends on its `forma`.
    pub tabella: bool,
    /// The keys that it takes, among those that only some views take.
    pub chiavi: &'static [Chiave],
    /// The columns among which its author may choose. Empty for a view whose columns are the fields of what it shows.
    pub colonne: &'static [&'static str],
    /// The kind of element that `dove` filters: the elements shown, or the records from which the view is computed.
    pub filtra: Option<Kind>,
    /// The groupings among which its author may choose. The first is taken when the author does not say.
    pub per: &'static [Per],
    /// The keys of `totale` that it compares with its own totals.
    pub totali: &'static [&'static str],
    /// Which elements are at home in it.
    pub casa: Casa,
}

/// A key that only some views take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the key of that name")]
pub enum Chiave {
    Colonne,
    Forma,
    Dati,
    Righe,
    Tipi,
    Gruppi,
    Unita,
    Obiettivo,
    Radice,
    Profondita,
}

impl Chiave {
    /// The key as authors write it.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Chiave::Colonne => "colonne",
            Chiave::Forma => "forma",
            Chiave::Dati => "dati",
            Chiave::Righe => "righe",
            Chiave::Tipi => "tipi",
            Chiave::Gruppi => "gruppi",
            Chiave::Unita => "unita",
            Chiave::Obiettivo => "obiettivo",
            Chiave::Radice => "radice",
            Chiave::Profondita => "profondita",
        }
    }
}

/// Whether a view can be the home of elements: the place to which a citation of them leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Casa {
    /// It is no home.
    Nessuna,
    /// It is the home of the elements that it shows: those of the kind that it filters.
    Mostrati,
    /// It is the home of the objectives of its unit, or of all units.
    ObiettiviUnita,
}

/// The description of a view that prints a table and takes no key of its own.
const BASE: Descrittore = Descrittore {
    nome: "",
    tabella: true,
    chiavi: &[],
    colonne: &[],
    filtra: None,
    per: &[],
    totali: &[],
    casa: Casa::Nessuna,
};

/// The totals that a table of the elements of a kind prints.
fn totali(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Dotazione | Kind::Unita => &["persone"],
        Kind::Cessazione => &["persone", "risparmio"],
        Kind::Assunzione => &["persone", "costo"],
        _ => &[],
    }
}

macro_rules! viste {
    ($($(#[$doc:meta])* $name:ident = $descrittore:expr;)*) => {
        /// What a view shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Shows {
            /// Elements of a kind.
            Elements(Kind),
            $($(#[$doc])* $name),*
        }

        impl Shows {
            /// The views that do not list the elements of one kind, each with a name of its own.
            const PROPRIE: &[Shows] = &[$(Shows::$name),*];

            /// The description of the view.
            #[must_use]
            pub fn descrittore(self) -> Descrittore {
                match self {
                    Shows::Elements(kind) => Descrittore {
                        nome: kind.info().plural,
                        chiavi: &[Chiave::Colonne, Chiave::Forma, Chiave::Gruppi],
                        filtra: Some(kind),
                        totali: totali(kind),
                        casa: Casa::Mostrati,
                        ..BASE
                    },
                    $(Shows::$name => $descrittore),*
                }
            }
        }
    };
}

viste! {
    /// The tree as a drawing.
    AlberoDisegnato = Descrittore { nome: "albero-disegnato", chiavi: &[Chiave::Radice], ..BASE };
    /// How large the units of each level are.
    Ampiezza = Descrittore { nome: "ampiezza", ..BASE };
    /// What can be done away from the office.
    AttivitaAgili = Descrittore { nome: "attivita-agili", filtra: Some(Kind::LavoroAgile), ..BASE };
    /// How many duties to publish are looked at in each year.
    Campione = Descrittore { nome: "campione", filtra: Some(Kind::Obbligo), ..BASE };
    /// The days of the monitoring.
    CalendarioMonitoraggio =
        Descrittore { nome: "calendario-monitoraggio", filtra: Some(Kind::Monitoraggio), ..BASE };
    /// The days of the exchanges.
    Calendario = Descrittore { nome: "calendario", filtra: Some(Kind::SchedaScambio), ..BASE };
    /// How much may be spent for staff, line by line.
    CapacitaAssunzionale = Descrittore { nome: "capacita-assunzionale", ..BASE };
    /// How many nodes and objectives each line has.
    Contatori = Descrittore { nome: "contatori", ..BASE };
    /// The phases on the months of the years.
    Cronoprogramma = Descrittore {
        nome: "cronoprogramma",
        chiavi: &[Chiave::Obiettivo],
        filtra: Some(Kind::Obiettivo),
        ..BASE
    };
    /// The indicators with their charts.
    Cruscotto = Descrittore { nome: "cruscotto", filtra: Some(Kind::Obiettivo), ..BASE };
    /// How the objectives ended, in one page.
    EsitiInBreve = Descrittore { nome: "esiti-in-breve", tabella: false, ..BASE };
    /// The training plan summed by area, kind, topic or year.
    Formazione = Descrittore {
        nome: "formazione",
        filtra: Some(Kind::LineaFormativa),
        per: &[Per::Area, Per::Tipo, Per::Tema, Per::Anno],
        totali: &["costo", "ore"],
        ..BASE
    };
    /// The staff by area and sex, with small counts masked.
    Genere = Descrittore { nome: "genere", ..BASE };
    /// An index of the objectives.
    Indice = Descrittore {
        nome: "indice",
        tabella: false,
        filtra: Some(Kind::Obiettivo),
        per: &[Per::Unita, Per::Responsabile, Per::Scadenza, Per::Dimensione, Per::Etichetta, Per::Sdg],
        ..BASE
    };
    /// The limits of the spending for staff, year by year.
    LimiteSpesa = Descrittore { nome: "limite-spesa", ..BASE };
    /// People and days of work away from the office, by year.
    IndicatoriAgile = Descrittore { nome: "indicatori-agile", filtra: Some(Kind::LavoroAgile), ..BASE };
    /// The norms that the plan cites.
    Norme = Descrittore { nome: "norme", ..BASE };
    /// Hours of training for each person, by body and year.
    OreFormazione = Descrittore { nome: "ore-formazione", ..BASE };
    /// The units as a drawing, with the same in a list under it.
    Organigramma = Descrittore {
        nome: "organigramma",
        // `unita` is the former name of `radice`.
        chiavi: &[Chiave::Radice, Chiave::Profondita, Chiave::Unita],
        ..BASE
    };
    /// Who is there, who leaves and who enters, year by year.
    PontePersonale = Descrittore { nome: "ponte-personale", per: &[Per::Anno, Per::Area], ..BASE };
    /// The tree down to the objectives, with their secondary places.
    Raccordo =
        Descrittore { nome: "raccordo", chiavi: &[Chiave::Colonne], filtra: Some(Kind::Obiettivo), ..BASE };
    /// What the versions of the plan changed in the data.
    Revisioni = Descrittore { nome: "revisioni", chiavi: &[Chiave::Unita], ..BASE };
    /// The data of the body whose plan it is.
    SchedaAnagrafica = Descrittore { nome: "scheda-anagrafica", ..BASE };
    /// Processes with what could happen in them and what is done about it.
    Rischi = Descrittore {
        nome: "rischi",
        chiavi: &[Chiave::Colonne],
        colonne: &[
            "processo", "area", "unita", "evento", "fase", "fattori", "controlli", "probabilita", "impatto", "esposizione",
            "motivazione", "misure", "responsabili", "scadenza", "stato", "indicatore",
        ],
        filtra: Some(Kind::Processo),
        per: &[Per::Area, Per::Unita],
        casa: Casa::Mostrati,
        ..BASE
    };
    /// How many processes each area has at each level of risk.
    MappaRischi = Descrittore {
        nome: "mappa-rischi",
        filtra: Some(Kind::Processo),
        per: &[Per::Area, Per::Unita],
        ..BASE
    };
    /// A table from a CSV file or from rows.
    Tabella = Descrittore {
        nome: "tabella",
        chiavi: &[Chiave::Colonne, Chiave::Dati, Chiave::Righe, Chiave::Tipi, Chiave::Gruppi],
        ..BASE
    };
    /// The objectives of a unit with weights, outcomes and totals.
    TabellaUnita = Descrittore {
        nome: "tabella-unita",
        chiavi: &[Chiave::Unita],
        totali: &["peso", "monitoraggio", "consuntivo"],
        casa: Casa::ObiettiviUnita,
        ..BASE
    };
    /// The units with who holds them.
    Titolari = Descrittore { nome: "titolari", filtra: Some(Kind::Unita), casa: Casa::Mostrati, ..BASE };
    /// The staff summed by area, unit or profile, or at the end of each year. The design asked for `per` on `piao:dotazione`:
    /// a view apart keeps each record at home in one table, as for projects and units.
    TotaliDotazione = Descrittore {
        nome: "totali-dotazione",
        per: &[Per::Area, Per::Unita, Per::Profilo, Per::Anno],
        totali: &["persone"],
        ..BASE
    };
    /// The units with how many objectives each has, and the totals of their weights and outcomes.
    TotaliUnita = Descrittore { nome: "totali-unita", filtra: Some(Kind::Unita), ..BASE };
    /// The digital measures summed by measure, body, state, programme or mission.
    TotaliMisure = Descrittore {
        nome: "totali-misure",
        filtra: Some(Kind::MisuraDigitale),
        per: &[Per::Misura, Per::Ente, Per::Stato, Per::Programma, Per::Missione],
        totali: &["importo", "richiesto", "finanziato"],
        ..BASE
    };
    /// The projects summed by mission, body, state or programme.
    TotaliProgetti = Descrittore {
        nome: "totali-progetti",
        filtra: Some(Kind::Progetto),
        per: &[Per::Missione, Per::Ente, Per::Stato, Per::Programma],
        totali: &["importo", "richiesto", "finanziato"],
        ..BASE
    };
    /// The duties to publish, by their page of «Amministrazione trasparente».
    Trasparenza =
        Descrittore { nome: "trasparenza", filtra: Some(Kind::Obbligo), casa: Casa::Mostrati, ..BASE };
    /// Objectives with how they are verified.
    Verifiche = Descrittore { nome: "verifiche", filtra: Some(Kind::Obiettivo), casa: Casa::Mostrati, ..BASE };
}

impl Shows {
    /// The name of every view, with what the view shows. `albero` is a second name for the view of the nodes.
    pub fn names() -> impl Iterator<Item = (&'static str, Shows)> {
        let kinds = Kind::ALL.iter().map(|kind| Shows::Elements(*kind));
        let tree = ("albero", Shows::Elements(Kind::Nodo));
        let named = |shows: Shows| (shows.descrittore().nome, shows);
        kinds.map(named).chain([tree]).chain(Shows::PROPRIE.iter().copied().map(named))
    }

    /// The names of the views that take the key, apart from the views that list the elements of one kind.
    pub fn con(chiave: Chiave) -> impl Iterator<Item = &'static str> {
        let takes = Shows::PROPRIE.iter().map(|shows| shows.descrittore());
        takes.filter(move |view| view.chiavi.contains(&chiave)).map(|view| view.nome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_view_has_one_name() {
        let names: Vec<&str> = Shows::names().map(|(name, _)| name).collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "{names:?}");
        assert!(names.iter().all(|name| !name.is_empty()));
    }

    #[test]
    fn what_is_at_home_in_a_view_is_of_a_kind() {
        for (name, shows) in Shows::names() {
            let view = shows.descrittore();
            assert!(view.casa != Casa::Mostrati || view.filtra.is_some(), "{name}");
        }
    }
}
