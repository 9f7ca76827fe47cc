//! Obbligo: something that the law wants published in «Amministrazione trasparente», with the offices that produce it and publish it
//! and the term by which they do.

use super::misura::UnoOMolti;
use super::value::{Chi, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::base::text::flat;
use crate::lingua::tempo::Tempo;
use serde::Deserialize;

/// A duty to publish.
#[derive(Debug, Deserialize)]
pub struct Obbligo {
    /// Id as written. Without one, `index` makes it from what is published.
    pub id: Option<Spanned<String>>,
    /// The first-level page of «Amministrazione trasparente»: one of [`SEZIONI`].
    pub sezione: Spanned<String>,
    /// The page under it.
    pub sottosezione: Option<Spanned<String>>,
    /// What is published.
    pub contenuto: Spanned<String>,
    /// The norm that asks for it.
    pub norma: Option<Spanned<String>>,
    /// Who makes the data.
    pub produce: Option<Chi>,
    /// Who hands them over, when it is not who makes them.
    pub trasmette: Option<Chi>,
    /// Who publishes them.
    pub pubblica: Option<Chi>,
    /// How often they are brought up to date: `tempestivo`, `annuale`.
    pub aggiornamento: Option<Spanned<Tempo>>,
    /// By when, after what makes them due.
    pub termine: Option<Spanned<Tempo>>,
    /// How it is looked at whether they are there.
    pub controllo: Option<Spanned<String>>,
    /// The years in which it is in the sample that is looked at.
    #[serde(default)]
    pub campione: UnoOMolti<Spanned<i16>>,
    /// Whether it is no longer due and still online.
    #[serde(default)]
    pub scaduto: bool,
    /// Why it does not apply to this body. Then no office is due.
    pub assente: Option<Spanned<String>>,
    /// Where it is published.
    pub url: Option<Spanned<String>>,
    /// A note, in prose.
    pub nota: Option<Testo>,
}

/// The first-level pages of «Amministrazione trasparente», in their order (d.lgs. 33/2013, annex, as amended).
pub const SEZIONI: [&str; 22] = [
    "Disposizioni generali",
    "Organizzazione",
    "Consulenti e collaboratori",
    "Personale",
    "Bandi di concorso",
    "Performance",
    "Enti controllati",
    "Attività e procedimenti",
    "Provvedimenti",
    "Bandi di gara e contratti",
    "Sovvenzioni, contributi, sussidi, vantaggi economici",
    "Bilanci",
    "Beni immobili e gestione patrimonio",
    "Controlli e rilievi sull’amministrazione",
    "Servizi erogati",
    "Pagamenti dell’amministrazione",
    "Opere pubbliche",
    "Pianificazione e governo del territorio",
    "Informazioni ambientali",
    SANITARIE,
    "Interventi straordinari e di emergenza",
    "Altri contenuti",
];

/// The page that only the Regions have.
pub const SANITARIE: &str = "Strutture sanitarie private accreditate";

impl Obbligo {
    /// Whether it applies to this body.
    #[must_use]
    pub fn dovuto(&self) -> bool {
        self.assente.is_none()
    }

    /// The first-level page, as it is officially written; none for a name that is none of them.
    #[must_use]
    pub fn pagina(&self) -> Option<&'static str> {
        SEZIONI.into_iter().find(|sezione| flat(sezione) == flat(&self.sezione.value))
    }

    /// The name of its first-level page, as it is printed.
    #[must_use]
    pub fn nome_della_pagina(&self) -> &str {
        self.pagina().unwrap_or(self.sezione.value.trim())
    }
}

impl Element for Obbligo {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.contenuto.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.nota
    }
    fn row(&self, row: &mut Row) {
        let page = self.nome_della_pagina().to_owned();
        row.add(
            "sezione",
            "Sezione di Amministrazione trasparente",
            Valore::parole([(self.sezione.value.clone(), page)]),
        );
        row.add("sottosezione", "Sottosezione", &self.sottosezione);
        row.apart("contenuto", "Che cosa si pubblica", &self.contenuto);
        row.add("norma", "Norma", &self.norma);
        row.add("produce", "Chi produce i dati", &self.produce);
        row.add("trasmette", "Chi li trasmette", &self.trasmette);
        row.add("pubblica", "Chi li pubblica", &self.pubblica);
        row.add("aggiornamento", "Aggiornamento", &self.aggiornamento);
        row.add("termine", "Termine", &self.termine);
        row.add("controllo", "Come si controlla", &self.controllo);
        let years = self.campione.0.iter().map(|anno| anno.value.to_string());
        row.add("campione", "Nel campione del", Valore::parole(years.map(|anno| (anno.clone(), anno))));
        row.add("scaduto", "Non più dovuto", self.scaduto.then(|| Valore::Stato("sì".into())));
        row.add("assente", "Perché non si applica", &self.assente);
        row.add("url", "Dove si trova", self.url.as_ref().map(|url| Valore::Indirizzo(url.value.trim().to_owned())));
        row.add("nota", "Nota", &self.nota);
    }
}
