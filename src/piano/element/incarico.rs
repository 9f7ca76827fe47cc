//! Incarico: who holds an office, in which unit and from when to when. Only political and managerial offices have a name in
//! a plan; the rest of the staff is counted (`personale`).

use super::atto::Atto;
use super::unita::Unita;
use super::value::Rif;
use super::{Element, row::Row};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::piano::element::obiettivo::indicatore::parole;
use serde::Deserialize;

/// An office, held by one person for a time.
#[derive(Debug, Deserialize)]
pub struct Incarico {
    /// Id as written. Without one, `index` makes it from the role and who holds it.
    pub id: Option<Spanned<String>>,
    /// The office: mayor, manager, and so on.
    pub ruolo: Spanned<Ruolo>,
    /// The unit; none for political offices.
    pub unita: Option<Rif<Unita>>,
    /// Name and surname of who holds it.
    pub persona: Option<Spanned<String>>,
    /// What is delegated to it: `Bilancio e tributi`.
    pub delega: Option<Spanned<String>>,
    /// The first day on which the person holds it.
    pub dal: Option<Spanned<Giorno>>,
    /// The last day on which the person holds it; none while it lasts.
    pub al: Option<Spanned<Giorno>>,
    /// The act that assigns it.
    pub atto: Option<Rif<Atto>>,
    /// The band of the post: `A`, `1`.
    pub fascia: Option<Spanned<String>>,
    /// Other units for which it answers.
    #[serde(default)]
    pub altre_unita: Vec<Rif<Unita>>,
    /// With which other bodies the person is shared, in words: `con tre Comuni`.
    pub convenzione: Option<Spanned<String>>,
    /// A note, in plain words.
    pub nota: Option<Spanned<String>>,
}

parole! {
    /// The offices.
    Ruolo {
        Dirigente = "dirigente",
        Responsabile = "responsabile",
        Titolare = "titolare",
        Interim = "responsabile ad interim",
        SegretarioGenerale = "segretario generale",
        DirettoreGenerale = "direttore generale",
        Rpct = "responsabile della prevenzione della corruzione e della trasparenza",
        Rtd = "responsabile per la transizione digitale",
        Rup = "responsabile unico del progetto",
        Assessore = "assessore",
        Sindaco = "sindaco",
        Presidente = "presidente",
        Referente = "referente",
        Eq = "titolare di incarico di elevata qualificazione",
        Segretario = "segretario comunale",
        Vicesegretario = "vicesegretario",
        Comandante = "comandante",
        Rasa = "responsabile dell’anagrafe per la stazione appaltante",
        Rpd = "responsabile della protezione dei dati",
        NucleoValutazione = "nucleo di valutazione",
        Oiv = "organismo indipendente di valutazione",
        Revisione = "organo di revisione",
    }
}

impl Ruolo {
    /// Whether the person who holds the office answers for a unit.
    #[must_use]
    pub fn answers(self) -> bool {
        matches!(
            self,
            Ruolo::Dirigente
                | Ruolo::Responsabile
                | Ruolo::Titolare
                | Ruolo::Interim
                | Ruolo::SegretarioGenerale
                | Ruolo::DirettoreGenerale
                | Ruolo::Eq
                | Ruolo::Segretario
                | Ruolo::Vicesegretario
                | Ruolo::Comandante
        )
    }
}

impl Element for Incarico {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        match self.persona.as_ref().or(self.delega.as_ref()) {
            Some(words) => words.as_deref(),
            None => Spanned::new(self.ruolo.value.label(), self.ruolo.span),
        }
    }
    /// `assessore (Bilancio e tributi)`, `dirigente Anna Verdi`.
    fn label(&self) -> Option<String> {
        let ruolo = self.ruolo.value.label();
        Some(match (&self.persona, &self.delega) {
            (Some(persona), Some(delega)) => format!("{ruolo} {} ({})", persona.value, delega.value),
            (Some(persona), None) => format!("{ruolo} {}", persona.value),
            (None, Some(delega)) => format!("{ruolo} ({})", delega.value),
            (None, None) => ruolo.to_owned(),
        })
    }
    fn row(&self, row: &mut Row) {
        row.add("ruolo", "Ruolo", self.ruolo.value.label());
        row.add("persona", "Titolare", &self.persona);
        row.add("unita", "Unità", &self.unita);
        row.add("delega", "Delega", &self.delega);
        row.add("dal", "Dal", &self.dal);
        row.add("al", "Al", &self.al);
        row.add("atto", "Atto", &self.atto);
        row.add("fascia", "Fascia", &self.fascia);
        row.add("altre_unita", "Altre unità", &self.altre_unita);
        row.add("convenzione", "In convenzione", &self.convenzione);
        row.add("nota", "Nota", &self.nota);
    }
}
