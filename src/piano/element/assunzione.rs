//! Assunzione: people who enter the body in a year of the triennium, how they are recruited and what they cost. A progression
//! between areas is one too: it takes a person from one area to the next, and the total stays the same.

use super::dotazione::{Rapporto, area};
use super::misura::Frazione;
use super::obiettivo::Obiettivo;
use super::obiettivo::indicatore::parole;
use super::unita::Unita;
use super::value::{Importo, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// People who enter in a year.
#[derive(Debug, Deserialize)]
pub struct Assunzione {
    /// Id as written. Without one, `index` makes it from the profile.
    pub id: Option<Spanned<String>>,
    /// The year in which they enter.
    pub anno: Spanned<i16>,
    /// How many they are. Zero declares that nobody is hired.
    pub numero: Spanned<u32>,
    /// Their area of the contract.
    pub area: Option<Spanned<String>>,
    /// Their profile.
    pub profilo: Option<Spanned<String>>,
    /// The unit in which they will work.
    pub unita: Option<Rif<Unita>>,
    /// How they are recruited.
    pub modalita: Option<Modalita>,
    /// The area from which a progression takes them.
    pub da: Option<Spanned<String>>,
    /// How they are employed; permanently when it is not written.
    pub rapporto: Option<Rapporto>,
    /// Their working time; full when it is not written.
    pub tempo: Option<Spanned<Frazione>>,
    /// What all of them cost in a year, without IRAP.
    pub costo: Option<Spanned<Importo>>,
    /// The IRAP due for them in a year.
    pub irap: Option<Spanned<Importo>>,
    /// Whether others pay for them, so that they are outside the limits of spending.
    #[serde(default)]
    pub etero: bool,
    /// From which funds they are paid, in words.
    pub finanziamento: Option<Spanned<String>>,
    /// By when they are to be hired.
    pub scadenza: Option<Spanned<Tempo>>,
    /// Why they are needed, in prose.
    pub motivo: Option<Testo>,
    /// The objective that they serve.
    pub obiettivo: Option<Rif<Obiettivo>>,
}

parole! {
    /// The ways of recruiting.
    Modalita {
        Concorso = "concorso pubblico",
        Graduatoria = "scorrimento di graduatoria",
        GraduatoriaAltri = "graduatoria di altri enti",
        Idonei = "elenchi di idonei",
        Mobilita = "mobilità da altri enti",
        Progressione = "progressione fra le aree",
        Stabilizzazione = "stabilizzazione",
        CentroImpiego = "avviamento dal centro per l’impiego",
        CategorieProtette = "categorie protette",
        FormazioneLavoro = "contratto di formazione e lavoro",
        Art110 = "incarico a contratto (art. 110 TUEL)",
        Convenzione = "utilizzo condiviso con altri enti",
        Comando = "comando da altro ente",
        Somministrazione = "somministrazione",
        Altro = "altro",
    }
}

impl Assunzione {
    /// Whether it takes people from one area to another, and hires nobody.
    #[must_use]
    pub fn progressione(&self) -> bool {
        self.modalita == Some(Modalita::Progressione)
    }
}

impl Element for Assunzione {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        match self.profilo.as_ref().or(self.area.as_ref()) {
            Some(words) => words.as_deref(),
            None => Spanned::new("nessuna assunzione", self.anno.span),
        }
    }
    fn prose(&self) -> Option<Testo> {
        self.motivo
    }
    fn row(&self, row: &mut Row) {
        row.add("anno", "Anno", Valore::Anno(self.anno.value));
        row.add("area", "Area", area(self.area.as_ref()));
        row.apart("profilo", "Profilo", &self.profilo);
        row.add("unita", "Unità", &self.unita);
        row.add("numero", "Persone", &self.numero);
        row.add("modalita", "Come", Valore::parole(self.modalita.map(|m| (m.nome(), m.label().to_owned()))));
        row.add("da", "Dall’area", area(self.da.as_ref()));
        row.add("rapporto", "Rapporto", Valore::parole(self.rapporto.map(|r| (r.nome(), r.label().to_owned()))));
        row.add("tempo", "Orario", self.tempo.map_or(Valore::Vuoto, |tempo| Valore::Testo(tempo.value.to_string())));
        row.importo("costo", "Costo annuo", &self.costo);
        row.importo("irap", "IRAP", &self.irap);
        let etero = if self.etero { Valore::Stato("sì".into()) } else { Valore::Vuoto };
        row.add("etero", "Pagate da altri", etero);
        row.add("finanziamento", "Finanziamento", &self.finanziamento);
        row.add("scadenza", "Entro", &self.scadenza);
        row.add("obiettivo", "Obiettivo", &self.obiettivo);
        row.add("motivo", "Perché", &self.motivo);
    }
}
