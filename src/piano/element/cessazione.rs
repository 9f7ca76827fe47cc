//! Cessazione: people who leave the body in a year of the triennium. Why is told by kind only: a plan does not publish that
//! somebody was dismissed, fell ill or died.

use super::dotazione::{Rapporto, area};
use super::obiettivo::indicatore::parole;
use super::unita::Unita;
use super::value::{Importo, Rif};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// People who leave in a year.
#[derive(Debug, Deserialize)]
pub struct Cessazione {
    /// Id as written. Without one, `index` makes it from the profile.
    pub id: Option<Spanned<String>>,
    /// The year in which they leave.
    pub anno: Spanned<i16>,
    /// How many they are. Zero declares that nobody leaves.
    pub numero: Spanned<u32>,
    /// Their area of the contract.
    pub area: Option<Spanned<String>>,
    /// Their profile.
    pub profilo: Option<Spanned<String>>,
    /// The unit that they leave.
    pub unita: Option<Rif<Unita>>,
    /// How they were employed; permanently when it is not written.
    pub rapporto: Option<Rapporto>,
    /// Why they leave, by kind.
    pub motivo: Option<Motivo>,
    /// What the body no longer spends, on a yearly basis.
    pub risparmio: Option<Spanned<Importo>>,
    /// When they leave.
    pub dal: Option<Spanned<Tempo>>,
}

parole! {
    /// The kinds of reason for leaving. There are no others on purpose.
    Motivo {
        Pensionamento = "pensionamento",
        Mobilita = "mobilità",
        Scadenza = "scadenza del contratto",
        Altro = "altro",
    }
}

impl Element for Cessazione {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        match self.profilo.as_ref().or(self.area.as_ref()) {
            Some(words) => words.as_deref(),
            None => Spanned::new("nessuna cessazione", self.anno.span),
        }
    }
    fn row(&self, row: &mut Row) {
        row.add("anno", "Anno", Valore::Anno(self.anno.value));
        row.add("area", "Area", area(self.area.as_ref()));
        row.apart("profilo", "Profilo", &self.profilo);
        row.add("unita", "Unità", &self.unita);
        row.add("numero", "Persone", &self.numero);
        row.add("rapporto", "Rapporto", Valore::parole(self.rapporto.map(|r| (r.nome(), r.label().to_owned()))));
        row.add("motivo", "Motivo", Valore::parole(self.motivo.map(|m| (m.nome(), m.label().to_owned()))));
        row.importo("risparmio", "Risparmio annuo", &self.risparmio);
        row.add("dal", "Quando", &self.dal);
    }
}
