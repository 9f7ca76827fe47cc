//! Obiettivo di valore pubblico: what people's lives gain from the work of the body. The annex of the Piano-tipo asks eight
//! questions about it. The first four are answered by fields; the indicators say how it is measured, from which value to which, and
//! on which data.

use super::bes::Bes;
use super::dup::Dup;
use super::incarico::Incarico;
use super::misura::UnoOMolti;
use super::obiettivo::Etichetta;
use super::obiettivo::indicatore::{Indicatore, parole};
use super::sdg::Sdg;
use super::value::{Dovuto, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// An objective of public value.
#[derive(Debug, Deserialize)]
pub struct ObiettivoVp {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Code, as offices write it: `VP1`.
    pub codice: Option<Spanned<String>>,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// The public value that it produces.
    pub valore: Option<Dovuto<Testo>>,
    /// The kinds of well-being that it improves.
    #[serde(default)]
    pub benessere: Vec<Benessere>,
    /// The strategy by which it is reached.
    pub strategia: Option<Dovuto<Testo>>,
    /// The people who gain from it: users and stakeholders.
    pub destinatari: Option<Dovuto<Testo>>,
    /// The day or period by which it must be reached.
    pub scadenza: Option<Dovuto<Spanned<Tempo>>>,
    /// Places of the strategic section of the DUP that it comes from: `1.2.3`.
    pub dup: Option<Dovuto<UnoOMolti<Dup>>>,
    /// Domains of the BES.
    #[serde(default)]
    pub bes: Vec<Bes>,
    /// Goals of the Agenda 2030.
    #[serde(default)]
    pub sdg: Vec<Sdg>,
    /// Policies that it serves.
    #[serde(default)]
    pub etichette: Vec<Etichetta>,
    /// The political office that answers for it.
    pub responsabile_politico: Option<Rif<Incarico>>,
    /// The managerial office that answers for it.
    pub responsabile_amministrativo: Option<Rif<Incarico>>,
    /// How the value is measured: formula of impact, start, target, source.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
}

parole! {
    /// The kinds of well-being that the decree on the Piano-tipo names.
    Benessere {
        Economico = "economico",
        Sociale = "sociale",
        Educativo = "educativo",
        Assistenziale = "assistenziale",
        Sanitario = "sanitario",
        Ambientale = "ambientale",
    }
}

impl ObiettivoVp {
    /// The eight questions of the annex, each with whether it has an answer. A value declared absent counts as an answer.
    #[must_use]
    pub fn domande(&self) -> [(&'static str, bool); 8] {
        let measured = |there: &dyn Fn(&Indicatore) -> bool| {
            !self.indicatori.is_empty() && self.indicatori.iter().all(|indicatore| there(&indicatore.value))
        };
        [
            ("quale valore pubblico crea", self.valore.is_some()),
            ("con quale strategia", self.strategia.is_some()),
            ("a chi è rivolto", self.destinatari.is_some()),
            ("entro quando", self.scadenza.is_some()),
            ("come si misura", measured(&|i| i.formula.is_some())),
            ("da dove si parte", measured(&|i| i.base.is_some())),
            ("a quale traguardo si arriva", measured(&|i| i.target.is_some() || !i.scala.is_empty())),
            ("da dove vengono i dati", measured(&|i| i.fonte.is_some())),
        ]
    }
}

impl Element for ObiettivoVp {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Obiettivo", &self.titolo);
        row.add("valore", "Quale valore pubblico", &self.valore);
        let benessere = self.benessere.iter().map(|b| (b.nome(), b.label().to_owned()));
        row.add("benessere", "Benessere", Valore::parole(benessere));
        row.add("strategia", "Con quale strategia", &self.strategia);
        row.add("destinatari", "A chi è rivolto", &self.destinatari);
        row.add("scadenza", "Entro quando", &self.scadenza);
        let places = match &self.dup {
            Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
            Some(Dovuto::Valore(dup)) => {
                Valore::parole(dup.0.iter().flat_map(|dup| &dup.0).map(|rif| (rif.to_string(), rif.to_string())))
            }
            None => Valore::Vuoto,
        };
        row.add("dup", "Sezione strategica del DUP", places);
        row.add(
            "bes",
            "Benessere equo e sostenibile",
            Valore::parole(self.bes.iter().map(|bes| (bes.0.to_string(), bes.to_string()))),
        );
        row.add("sdg", "Agenda 2030", Valore::parole(self.sdg.iter().map(|sdg| (sdg.0.to_string(), sdg.to_string()))));
        row.add(
            "etichette",
            "Politiche",
            Valore::parole(self.etichette.iter().map(|e| (e.nome(), e.label().to_owned()))),
        );
        row.add("responsabile_politico", "Responsabile politico", &self.responsabile_politico);
        row.add("responsabile_amministrativo", "Responsabile amministrativo", &self.responsabile_amministrativo);
    }
}
