//! Whose a plan is, and which of theirs: by this a publication is recognised, wherever it stands.

use crate::base::text::flat;
use crate::document::Document;
use serde_json::Value;
use std::fmt;

/// Whose a plan is, and which of theirs.
#[derive(Debug, Clone)]
pub(crate) struct Di {
    ente: String,
    codice_ipa: Option<String>,
    titolo: String,
    /// The act that approved it, in words.
    atto: Option<String>,
}

impl Di {
    /// Of the plan whose `piao.json` this is.
    pub(crate) fn of(json: &Value) -> Self {
        let said =
            |value: Option<&Value>| value.and_then(Value::as_str).filter(|said| !said.is_empty()).map(str::to_owned);
        let ente = |name: &str| said(json.get("ente").and_then(|ente| ente.get(name)));
        Di {
            ente: ente("nome").unwrap_or_default(),
            codice_ipa: ente("codice_ipa"),
            titolo: said(json.get("titolo")).unwrap_or_default(),
            atto: said(json.get("deliberazione")),
        }
    }

    /// Of the plan that `document` is of.
    pub(crate) fn del_documento(document: &Document) -> Self {
        let meta = &document.meta;
        Di {
            ente: meta.ente.clone(),
            codice_ipa: meta.codice_ipa.clone(),
            titolo: meta.titolo.clone(),
            atto: meta.deliberazione.clone(),
        }
    }

    /// Whether it names its body.
    pub(crate) fn nota(&self) -> bool {
        !self.ente.is_empty()
    }

    /// Whether the other is of another body. A body that changes its name keeps its code.
    pub(super) fn di_un_altro(&self, other: &Di) -> bool {
        let codes = self.codice_ipa.as_ref().zip(other.codice_ipa.as_ref());
        codes.map_or_else(|| flat(&self.ente) != flat(&other.ente), |(one, other)| one != other)
    }

    /// Whether both are the same plan, of one version or of two. None where it cannot be known: a body may have two plans, and one that changes
    /// its name where no code says which it is has still the act of before.
    pub(crate) fn stesso_piano(&self, other: &Di) -> Option<bool> {
        // The years are of the version.
        let letters = |di: &Di| flat(&di.titolo).chars().filter(|c| c.is_alphabetic()).collect::<String>();
        let act = |di: &Di| di.atto.as_deref().map(flat);
        match self.di_un_altro(other) {
            false => (letters(self) == letters(other)).then_some(true),
            true if self.codice_ipa.is_some() && other.codice_ipa.is_some() => Some(false),
            true => (act(self).is_none() || act(self) != act(other)).then_some(false),
        }
    }
}

impl fmt::Display for Di {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "«{}», {}", self.titolo, self.ente)
    }
}

#[cfg(test)]
mod tests {
    use super::Di;
    use serde_json::json;

    fn di(nome: &str, codice: Option<&str>, titolo: &str, atto: &str) -> Di {
        Di::of(&json!({ "ente": { "nome": nome, "codice_ipa": codice }, "titolo": titolo, "deliberazione": atto }))
    }

    #[test]
    fn a_plan_is_recognised_by_its_body_and_its_title() {
        let plan = di("Comune di Borgo", Some("c_b001"), "Piano integrato 2027-2029", "n. 5");
        for (other, same) in [
            (di("Comune di Borgo", Some("c_b001"), "Piano integrato 2028-2030", "n. 8"), Some(true)),
            (di("Comune di Borgo Alto", Some("c_b001"), "Piano integrato 2027-2029", "n. 5"), Some(true)),
            (di("comune  di borgo", None, "Piano integrato 2027-2029", "n. 5"), Some(true)),
            (di("Comune di Borgo", Some("c_b002"), "Piano integrato 2027-2029", "n. 5"), Some(false)),
            (di("Comune di Fonte", None, "Piano integrato 2027-2029", "n. 6"), Some(false)),
            // Another name without a code, with the same act; another plan of the body.
            (di("Comune di Fonte", None, "Piano integrato 2027-2029", "n. 5"), None),
            (di("Comune di Borgo", None, "Catalogo degli scambi", "n. 5"), None),
        ] {
            assert_eq!(plan.stesso_piano(&other), same, "{other:?}");
        }
    }
}
