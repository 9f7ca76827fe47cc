//! Processo: something that the offices do, with the events of corruption that could happen in it, how exposed it is and what is done
//! about it (section 2.3 of the Piano-tipo).

use super::misura_prevenzione::MisuraPrevenzione;
use super::obiettivo::Obiettivo;
use super::procedura::Procedura;
use super::value::{Chi, Dovuto, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::rischi::Fattore;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A process.
#[derive(Debug, Deserialize)]
pub struct Processo {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Code, as offices write it: `C1`.
    pub codice: Option<Spanned<String>>,
    /// The name of the process.
    pub titolo: Spanned<String>,
    /// The key of its area of risk: see [`crate::piano::rischi::Rischi::area`].
    pub area: Spanned<String>,
    /// Who carries it out.
    pub unita: Dovuto<Chi>,
    /// The others that take part in it.
    #[serde(default)]
    pub altre_unita: Vec<Chi>,
    /// What sets it going: a request, a term of law.
    pub avvio: Option<Spanned<String>>,
    /// What it gives: an act, a service.
    pub prodotto: Option<Spanned<String>>,
    /// Its phases, in a few words each.
    #[serde(default)]
    pub fasi: Vec<Spanned<String>>,
    /// Its phases, where something more is said of each.
    #[serde(default, rename = "fase")]
    pub passi: Vec<Spanned<Passo>>,
    /// How long it takes.
    pub tempi: Option<Spanned<Tempo>>,
    /// The level by each of the criteria of the body.
    #[serde(default)]
    pub criteri: BTreeMap<String, Spanned<String>>,
    /// The level of risk: a word of the scale. Where only the events have one, it is the highest of theirs.
    pub esposizione: Option<Spanned<String>>,
    /// Why that level.
    pub motivazione: Option<Testo>,
    /// The measures that cover all its events.
    #[serde(default)]
    pub misure: Vec<Rif<MisuraPrevenzione>>,
    /// The procedure to be made simpler that it is, if it is one.
    pub procedura: Option<Rif<Procedura>>,
    /// The objective that changes it.
    pub obiettivo: Option<Rif<Obiettivo>>,
    /// What it is, in prose.
    pub descrizione: Option<Testo>,
    /// A note, in plain words.
    pub nota: Option<Spanned<String>>,
    /// The events of corruption that could happen in it.
    #[serde(default, rename = "rischio")]
    pub rischi: Vec<Spanned<Rischio>>,
}

/// A phase of a process, or of a measure of prevention.
#[derive(Debug, Deserialize)]
pub struct Passo {
    /// What is done, in prose.
    pub testo: Testo,
    /// Who does it, when it is not who carries out the whole.
    pub unita: Option<Chi>,
    /// When it is done, or how long it takes.
    pub tempi: Option<Spanned<Tempo>>,
}

/// An event of corruption that could happen in a process.
#[derive(Debug, Deserialize)]
pub struct Rischio {
    /// What could happen: a conduct.
    pub evento: Testo,
    /// What makes it possible: names of [`Fattore`], or other words.
    #[serde(default)]
    pub fattori: Vec<Spanned<String>>,
    /// How probable it is, where the method has numbers.
    pub probabilita: Option<Spanned<u32>>,
    /// How much harm it would do, where the method has numbers.
    pub impatto: Option<Spanned<u32>>,
    /// What is already done against it.
    pub controlli: Option<Spanned<String>>,
    /// The level of risk, when it is not that of the process.
    pub esposizione: Option<Spanned<String>>,
    /// Why that level.
    pub motivazione: Option<Testo>,
    /// The measures against this event.
    #[serde(default)]
    pub misure: Vec<Rif<MisuraPrevenzione>>,
    /// The phase in which it could happen.
    pub fase: Option<Spanned<String>>,
}

impl Rischio {
    /// The product of probability and impact.
    #[must_use]
    pub fn prodotto(&self) -> Option<u32> {
        self.probabilita?.value.checked_mul(self.impatto?.value)
    }

    /// What makes the event possible, in the words that are printed.
    #[must_use]
    pub fn fattori(&self) -> Vec<String> {
        self.fattori.iter().map(|fattore| Fattore::parole(&fattore.value).to_owned()).collect()
    }
}

impl Element for Processo {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    // The name of the area, the level and the measures are completed by `campi::fields`, which knows the settings and the measures.
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Processo", &self.titolo);
        row.add("area", "Area di rischio", &self.area);
        row.add("unita", "Chi lo svolge", &self.unita);
        row.add("altre_unita", "Chi vi partecipa", &self.altre_unita);
        row.add("avvio", "Da che cosa comincia", &self.avvio);
        row.add("prodotto", "Che cosa produce", &self.prodotto);
        row.add(
            "fasi",
            "Fasi",
            Valore::parole(self.fasi.iter().map(|fase| (fase.value.clone(), fase.value.trim().to_owned()))),
        );
        row.add("tempi", "Tempi", &self.tempi);
        row.add("esposizione", "Livello di rischio", self.esposizione.as_ref().map(|e| Valore::Stato(e.value.clone())));
        row.add("motivazione", "Perché", &self.motivazione);
        let criteri = self
            .criteri
            .iter()
            .map(|(criterio, level)| (criterio.clone(), format!("{}: {}", criterio.trim(), level.value.trim())));
        row.add("criteri", "Criteri", Valore::parole(criteri));
        row.apart("misure", "Misure", &self.misure);
        row.add("procedura", "Procedura da semplificare", &self.procedura);
        row.add("obiettivo", "Obiettivo", &self.obiettivo);
        row.add("descrizione", "Descrizione", &self.descrizione);
        row.add("nota", "Nota", &self.nota);
    }
}
