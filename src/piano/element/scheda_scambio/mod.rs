//! Scheda di scambio: an exchange, in which a body offers to show one of its practices to others, with a programme, seats and dates
//! ("sCambio Comune"). Each part of the record has a file beside this one.

pub mod capienza;
pub mod contatto;
pub mod disponibilita;
pub mod durata;
pub(super) mod numeri;
pub mod programma;

use self::capienza::{Capienza, Posti, posti};
use self::contatto::Contatto;
use self::disponibilita::{Disponibilita, Giorni};
use self::durata::DurataSessione;
use super::ente::Ente;
use super::misura::UnoOMolti;
use super::obiettivo::indicatore::parole;
use super::value::{Rif, Testo};
use super::{
    Element, Parte,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use std::collections::BTreeSet;

/// An exchange on offer.
#[derive(Debug, Deserialize)]
pub struct SchedaScambio {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// The body that offers it, or the bodies that offer it together.
    pub ente: Enti,
    /// Number of the exchange among those that the body offers.
    pub numero: Option<Spanned<u32>>,
    /// Title of the practice, in plain words.
    pub titolo: Spanned<String>,
    /// A shorter title, for the calendar.
    pub titolo_breve: Option<Spanned<String>>,
    /// Areas and offices that host.
    #[serde(default)]
    pub aree: Vec<Spanned<String>>,
    /// Who answers for it.
    pub referente: Option<Contatto>,
    /// Who organises it.
    pub segreteria: Option<Contatto>,
    /// What the practice is.
    pub descrizione: Option<Testo>,
    /// For whom.
    pub destinatari: Option<Testo>,
    /// How the practice is passed on, by kinds from a fixed list.
    #[serde(default)]
    pub tipo_trasferimento: UnoOMolti<Trasferimento>,
    /// How it is passed on, in words.
    pub modalita: Option<Testo>,
    /// What is done in a session.
    #[serde(default)]
    pub programma: Vec<Spanned<programma::Parte>>,
    /// How many can be hosted.
    #[serde(default)]
    pub capienza: UnoOMolti<Spanned<Capienza>>,
    /// How long a session is.
    pub durata: Option<Spanned<DurataSessione>>,
    /// When it can be done: one or more availabilities.
    #[serde(default)]
    pub disponibilita: Vec<Spanned<Disponibilita>>,
}

parole! {
    /// How a practice is passed on.
    Trasferimento {
        Visita = "visita",
        Workshop = "workshop",
        Webinar = "webinar",
        Lezione = "lezione",
        Affiancamento = "affiancamento",
        Incontro = "incontro",
    }
}

/// The bodies that offer an exchange: there is always one.
#[derive(Debug)]
pub struct Enti(pub Vec<Rif<Ente>>);

impl<'de> Deserialize<'de> for Enti {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let enti = UnoOMolti::<Rif<Ente>>::deserialize(deserializer)?.0;
        match enti.is_empty() {
            true => Err(D::Error::custom("l’elenco degli enti è vuoto\nscrivi l’ente che ospita lo scambio")),
            false => Ok(Enti(enti)),
        }
    }
}

impl SchedaScambio {
    /// The first of the bodies that offer it.
    #[must_use]
    pub fn primo(&self) -> Option<&Rif<Ente>> {
        self.ente.0.first()
    }

    /// The title for narrow places: the shorter one where there is one.
    #[must_use]
    pub fn breve(&self) -> &Spanned<String> {
        self.titolo_breve.as_ref().unwrap_or(&self.titolo)
    }

    /// The seats of one edition.
    #[must_use]
    pub fn posti(&self) -> Posti {
        posti(self.capienza.0.iter().map(|c| &c.value))
    }

    /// The stretches of days to show in the calendar of `anno`, each with the availability that it comes from.
    pub fn giorni(&self, anno: i16) -> impl Iterator<Item = (&Spanned<Disponibilita>, Giorni)> {
        self.disponibilita.iter().flat_map(move |d| d.value.giorni(anno).into_iter().map(move |days| (d, days)))
    }

    /// How many different days the exchange has in the calendar.
    #[must_use]
    pub fn quanti_giorni(&self, anno: i16) -> u32 {
        let mut days = BTreeSet::new();
        for (_, (da, a)) in self.giorni(anno) {
            // At most 366 days of each stretch: a typing error must not make ten thousand.
            days.extend(da.0.series(jiff::Span::new().days(1)).take(366).take_while(|day| *day <= a.0));
        }
        u32::try_from(days.len()).unwrap_or(u32::MAX)
    }
}

impl Element for SchedaScambio {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn parti() -> &'static [Parte<Self>] {
        const {
            &[
                Parte {
                    titolo: "Descrizione",
                    stampa: None,
                    colonna: "Che cosa si scambia",
                    nome: None,
                    testo: |s| s.descrizione,
                },
                Parte {
                    titolo: "Destinatari",
                    stampa: None,
                    colonna: "Per chi è",
                    nome: None,
                    testo: |s| s.destinatari,
                },
                Parte {
                    titolo: "Modalità",
                    stampa: Some("Modalità dello scambio"),
                    colonna: "Come si svolge, in parole",
                    nome: None,
                    testo: |s| s.modalita,
                },
            ]
        }
    }
    fn row(&self, row: &mut Row) {
        let words = |list: &[Spanned<String>]| Valore::parole(list.iter().map(|w| (w.value.clone(), w.value.clone())));
        let contact = |contatto: &Option<Contatto>| contatto.as_ref().map(|c| Valore::Testo(c.pubblico()));
        let capacity = self.capienza.0.iter().map(|c| (c.value.parola.clone(), c.value.parola.clone()));
        let label = if self.ente.0.len() > 1 { "Enti ospitanti" } else { "Ente ospitante" };
        row.add("ente", label, &self.ente.0);
        row.add("numero", "Scheda n.", self.numero.as_ref().map(|n| Valore::Numero(n.value)));
        row.apart("titolo", "Titolo", &self.titolo);
        row.apart("titolo_breve", "Titolo breve", &self.titolo_breve);
        row.add("aree", "Area o ufficio", words(&self.aree));
        row.add("referente", "Referente dello scambio", contact(&self.referente));
        row.add("segreteria", "Segreteria organizzativa", contact(&self.segreteria));
        row.add("destinatari", "Destinatari", &self.destinatari);
        let kinds = self.tipo_trasferimento.0.iter().map(|t| (t.nome(), t.label().to_owned()));
        row.add("tipo_trasferimento", "Modalità dello scambio", Valore::parole(kinds));
        row.add("capienza", "Partecipanti", Valore::parole(capacity));
        row.apart("posti", "Posti", self.posti().certi().map(Valore::Numero));
        row.add(
            "durata",
            "Durata di ogni sessione",
            self.durata.as_ref().map(|d| Valore::Testo(d.value.parola.clone())),
        );
        row.add("descrizione", "Descrizione", &self.descrizione);
    }
}
