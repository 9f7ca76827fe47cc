//! `[rischi]` in `piao.toml`: the scale, the criteria and the areas by which the body judges the risk of corruption. A small body writes
//! none of it.

use crate::base::span::Spanned;
use crate::piano::element::id::Id;
use crate::piano::element::obiettivo::indicatore::parole;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How the body judges the risk of corruption.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rischi {
    /// By a judgement with its reason, or by the product of two numbers.
    pub metodo: Metodo,
    /// The words for the level of risk, from the lowest.
    pub scala: Vec<Spanned<String>>,
    /// What is looked at to judge it.
    pub criteri: Vec<Spanned<String>>,
    /// The highest probability and the highest impact, where the method has numbers.
    pub massimo: Option<Spanned<u32>>,
    /// The last product of each level, where the method has numbers.
    pub soglie: Vec<Spanned<u32>>,
    /// The first year for which section 2.3 was made, when it is not the first of the triennium.
    pub primo_anno: Option<Spanned<i16>>,
    /// The areas that are not in the usual list, or have another name here, by their key.
    pub aree: BTreeMap<String, Spanned<String>>,
}

parole! {
    /// The two ways of judging the risk.
    Metodo { Qualitativo = "giudizio motivato", ProbabilitaImpatto = "probabilità per impatto" }
}

#[expect(clippy::derivable_impls, reason = "`parole!` writes the enum, and marks no variant of it")]
impl Default for Metodo {
    fn default() -> Self {
        Metodo::Qualitativo
    }
}

/// The usual areas of risk, by their key. The four that L. 190/2012, art. 1, par. 16, names are those of [`OBBLIGATORIE`].
const AREE: [(&str, &str); 12] = [
    ("autorizzazioni", "Autorizzazioni e concessioni"),
    ("contratti", "Contratti pubblici"),
    ("contributi", "Sovvenzioni, contributi, sussidi e vantaggi economici"),
    ("personale", "Concorsi, selezioni e gestione del personale"),
    ("entrate-spese", "Gestione delle entrate, delle spese e del patrimonio"),
    ("controlli", "Controlli, verifiche, ispezioni e sanzioni"),
    ("incarichi", "Incarichi e nomine"),
    ("contenzioso", "Affari legali e contenzioso"),
    ("territorio", "Governo del territorio"),
    ("rifiuti", "Gestione dei rifiuti"),
    ("pnrr", "Fondi europei e PNRR"),
    ("altro", "Altri servizi"),
];

/// The keys of the areas in which every body must look for risks.
pub const OBBLIGATORIE: [&str; 4] = ["autorizzazioni", "contratti", "contributi", "personale"];

/// The scale of a body that writes none.
const SCALA: [&str; 3] = ["basso", "medio", "alto"];

/// The criteria of a body that writes none.
const CRITERI: [&str; 6] =
    ["interesse esterno", "discrezionalità", "eventi passati", "opacità", "collaborazione", "attuazione delle misure"];

/// The most words of a scale: more shades could not be told apart.
pub const LIVELLI: usize = 7;

impl Rischi {
    /// The words for the level of risk, from the lowest.
    #[must_use]
    pub fn livelli(&self) -> Vec<&str> {
        match self.scala.as_slice() {
            [] => SCALA.to_vec(),
            own => own.iter().map(|word| word.value.trim()).collect(),
        }
    }

    /// The place in the scale of a word, from 0, the lowest.
    #[must_use]
    pub fn livello(&self, word: &str) -> Option<usize> {
        let same = |level: &&str| level.to_lowercase() == word.trim().to_lowercase();
        self.livelli().iter().position(same)
    }

    /// The criteria by which the risk is judged.
    #[must_use]
    pub fn criteri(&self) -> Vec<&str> {
        match self.criteri.as_slice() {
            [] => CRITERI.to_vec(),
            own => own.iter().map(|word| word.value.trim()).collect(),
        }
    }

    /// The criterion that is meant by a word typed with other accents, capitals or hyphens.
    #[must_use]
    pub fn criterio(&self, word: &str) -> Option<&str> {
        self.criteri().into_iter().find(|criterio| Id::slug(criterio) == Id::slug(word))
    }

    /// The name of an area, by its key: that of the body, else the usual one.
    #[must_use]
    pub fn area(&self, key: &str) -> Option<&str> {
        let own = self.aree.iter().find(|(own, _)| Id::slug(own) == Id::slug(key)).map(|(_, name)| name.value.trim());
        own.or_else(|| AREE.iter().find(|(usual, _)| *usual == Id::slug(key).as_str()).map(|(_, name)| *name))
    }

    /// The keys of all the areas, the usual ones first.
    pub fn chiavi(&self) -> impl Iterator<Item = &str> {
        let usual = AREE.iter().map(|(key, _)| *key);
        usual.chain(self.aree.keys().map(String::as_str).filter(|key| AREE.iter().all(|(usual, _)| usual != key)))
    }

    /// The highest probability and the highest impact.
    #[must_use]
    pub fn massimo(&self) -> u32 {
        self.massimo.map_or(5, |massimo| massimo.value)
    }

    /// The last product of each level, from the lowest. Without `soglie`, those of a scale of three levels up to 5 times 5.
    #[must_use]
    pub fn soglie(&self) -> Option<Vec<u32>> {
        match self.soglie.as_slice() {
            [] => (self.livelli().len() == 3 && self.massimo() == 5).then(|| vec![5, 15, 25]),
            own => Some(own.iter().map(|last| last.value).collect()),
        }
    }

    /// The level that follows from a product.
    #[must_use]
    pub fn dal_prodotto(&self, product: u32) -> Option<usize> {
        let found = self.soglie()?.iter().position(|last| product <= *last)?;
        (found < self.livelli().len()).then_some(found)
    }
}

parole! {
    /// What makes an event of corruption possible (PNA 2019, annex 1).
    Fattore {
        MancanzaControlli = "mancanza di misure o di controlli",
        Opacita = "opacità",
        Complessita = "regole complesse o poco chiare",
        Discrezionalita = "discrezionalità",
        ResponsabilitaConcentrata = "responsabilità a lungo nelle stesse mani",
        ResponsabilitaDiffusa = "responsabilità che nessuno ha per intero",
        Competenze = "competenze inadeguate",
        Cultura = "cultura della legalità poco diffusa",
        Separazione = "politica e amministrazione non separate",
    }
}

impl Fattore {
    /// The words in which a factor is printed: those of the list where its author wrote the name of one, else his own.
    #[must_use]
    pub fn parole(written: &str) -> &str {
        let known = Fattore::ALL.iter().find(|fattore| fattore.nome() == Id::slug(written).as_str());
        known.map_or(written.trim(), |fattore| fattore.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_follows_from_its_product_and_from_its_word() {
        let rischi = Rischi::default();
        assert_eq!(
            [1, 5, 6, 15, 16, 25, 26].map(|n| rischi.dal_prodotto(n)),
            [0, 0, 1, 1, 2, 2, 9].map(|n| (n < 9).then_some(n))
        );
        assert_eq!(["Alto ", "molto alto"].map(|word| rischi.livello(word)), [Some(2), None]);
        assert_eq!(rischi.area("Entrate spese"), Some("Gestione delle entrate, delle spese e del patrimonio"));
        assert_eq!(rischi.criterio("discrezionalita"), Some("discrezionalità"));
        assert_eq!(Fattore::parole("opacità"), "opacità");
        assert_eq!(Fattore::parole("mancanza-controlli"), "mancanza di misure o di controlli");
        assert_eq!(Fattore::parole("un solo fornitore "), "un solo fornitore");
    }
}
