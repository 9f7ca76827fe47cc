//! Monitoraggio: how, when and by whom it is looked at whether a part of the plan is carried out (section 4 of the Piano-tipo, and the
//! monitoring of section 2.3, which small bodies owe too).

use super::misura::{PerAnno, UnoOMolti};
use super::obiettivo::indicatore::{Indicatore, parole};
use super::obiettivo::misurazione::Misurazione;
use super::target::Target;
use super::value::{Chi, Dovuto, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A way of looking at how the plan goes.
#[derive(Debug, Deserialize)]
pub struct Monitoraggio {
    /// Id as written. Without one, `index` makes it from the title.
    pub id: Option<Spanned<String>>,
    /// What is looked at, in a few words.
    pub titolo: Spanned<String>,
    /// The sections of the Piano-tipo that it is about: `["2.3"]`.
    pub sezioni: Vec<Spanned<String>>,
    /// What it looks for.
    pub tipo: Option<Tipo>,
    /// With what: a form, a survey, a report.
    pub strumento: Option<Dovuto<Spanned<String>>>,
    /// Who does it.
    #[serde(default)]
    pub responsabili: Vec<Chi>,
    /// When: once or several times.
    #[serde(default)]
    pub tempi: UnoOMolti<Spanned<Tempo>>,
    /// The document in which its outcome is written.
    pub documento: Option<Spanned<String>>,
    /// Where the data come from.
    pub fonte: Option<Spanned<String>>,
    /// The norm that asks for it.
    pub norma: Option<Spanned<String>>,
    /// Where its outcome is published.
    pub pubblicato: Option<Spanned<String>>,
    /// The share that is looked at, when it is not everything: `30 % dei processi`.
    pub campione: Option<Spanned<String>>,
    /// The services that it asks about.
    #[serde(default)]
    pub servizi: Vec<Spanned<String>>,
    /// How many answers it had or expects, by year.
    pub risposte: Option<PerAnno<Spanned<Target>>>,
    /// How it is done, in prose.
    pub descrizione: Option<Testo>,
    /// How it is measured.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
    /// What it found at the two moments of measure.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<Misurazione>>,
}

parole! {
    /// What a monitoring looks for.
    Tipo {
        Attuazione = "attuazione",
        Idoneita = "idoneità",
        Soddisfazione = "soddisfazione degli utenti",
        Relazione = "relazione",
        Riesame = "riesame",
    }
}

impl Monitoraggio {
    /// What it looks for: whether things are carried out, where nothing is said.
    #[must_use]
    pub fn tipo(&self) -> Tipo {
        self.tipo.unwrap_or(Tipo::Attuazione)
    }

    /// Whether it is about a section, or about all of a chapter.
    #[must_use]
    pub fn guarda(&self, numero: &str) -> bool {
        let chapter = numero.split('.').next().unwrap_or_default();
        self.sezioni.iter().any(|sezione| [numero, chapter].contains(&sezione.value.trim()))
    }

    /// The days by which it is done in a year, those that are certain. A time that names its year is of that year alone.
    #[must_use]
    pub fn giorni(&self, anno: i16) -> BTreeSet<Giorno> {
        self.tempi.0.iter().flat_map(|tempo| tempo.value.giorni_certi(anno)).collect()
    }

    /// The certain days of the other years of the plan that its times name with their year. A time without a year has its days in each.
    #[must_use]
    pub fn giorni_di_altri_anni(&self, anno: i16, anni: &[i16]) -> BTreeSet<Giorno> {
        let named = self.tempi.0.iter().map(|tempo| &tempo.value).filter(|tempo| !tempo.senza_anno());
        let others = || anni.iter().copied().filter(|other| *other != anno);
        named.flat_map(|tempo| others().flat_map(|other| tempo.giorni_certi(other))).collect()
    }

    /// The times, as written, that name no certain day of a year, nor one of another year of the plan: «ogni sei mesi».
    #[must_use]
    pub fn senza_giorno(&self, anno: i16, anni: &[i16]) -> Vec<&str> {
        let dated = |tempo: &Tempo| anni.iter().any(|anno| !tempo.giorni_certi(*anno).is_empty());
        let all = self.tempi.0.iter().map(|tempo| &tempo.value);
        let all = all.filter(|tempo| tempo.giorni_certi(anno).is_empty() && !dated(tempo));
        all.map(|tempo| tempo.parola.trim()).filter(|words| !words.is_empty()).collect()
    }
}

impl Element for Monitoraggio {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        let words = |all: &[Spanned<String>]| {
            Valore::parole(all.iter().map(|word| (word.value.clone(), word.value.trim().to_owned())))
        };
        row.add("sezioni", "Sezioni", words(&self.sezioni));
        row.apart("titolo", "Che cosa si guarda", &self.titolo);
        row.add("tipo", "Che cosa cerca", Valore::parole([(self.tipo().nome(), self.tipo().label().to_owned())]));
        row.add("strumento", "Strumento", &self.strumento);
        row.add("responsabili", "Chi", &self.responsabili);
        let times = self.tempi.0.iter().map(|tempo| (tempo.value.parola.clone(), tempo.value.parola.trim().to_owned()));
        row.add("tempi", "Quando", Valore::parole(times));
        row.add("documento", "Documento", &self.documento);
        row.add("fonte", "Fonte", &self.fonte);
        row.add("campione", "Campione", &self.campione);
        row.add("servizi", "Servizi", words(&self.servizi));
        let answers = self.risposte.as_ref().map(|all| Valore::Testo(all.parole(&|target| target.value.to_string())));
        row.add("risposte", "Risposte", answers);
        row.add("norma", "Norma", &self.norma);
        row.add("pubblicato", "Dove si pubblica", &self.pubblicato);
        row.add("descrizione", "Come si fa", &self.descrizione);
    }
}
