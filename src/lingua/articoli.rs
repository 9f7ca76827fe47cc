//! Articles, alone or with a preposition, and the words that they stand before.

use crate::base::text::key;

/// The forms of an article: before `decreto`, `scambio`, `legge` and a vowel, then the plural ones.
const FORME: [[&str; 7]; 6] = [
    ["il", "lo", "la", "l’", "i", "gli", "le"],
    ["del", "dello", "della", "dell’", "dei", "degli", "delle"],
    ["al", "allo", "alla", "all’", "ai", "agli", "alle"],
    ["dal", "dallo", "dalla", "dall’", "dai", "dagli", "dalle"],
    ["nel", "nello", "nella", "nell’", "nei", "negli", "nelle"],
    ["sul", "sullo", "sulla", "sull’", "sui", "sugli", "sulle"],
];

/// The article that stands before `parola`, a noun in the singular, in the place of `articolo`. None where `articolo` is no article.
#[must_use]
pub fn davanti(articolo: &str, parola: &str, femminile: bool) -> Option<&'static str> {
    let written = articolo.to_lowercase().replace('\'', "’");
    let &[il, lo, la, l, ..] = FORME.iter().find(|forms| forms.contains(&written.as_str()))?;
    let lower = parola.to_lowercase();
    let mut letters = lower.chars();
    let vowel = |c: Option<char>| c.is_some_and(|c| "aeiouàèéìòù".contains(c));
    let first = letters.next();
    Some(match first {
        c if vowel(c) => l,
        _ if femminile => la,
        Some('z') => lo,
        Some('s') if !vowel(letters.next()) => lo,
        _ => il,
    })
}

/// The words with which the names of public bodies begin that want an article, and whether they are feminine.
const ENTI: [(&str, bool); 21] = [
    ("agenzia", true),
    ("ambito", false),
    ("autorità", true),
    ("azienda", true),
    ("camera", true),
    ("città", true),
    ("comune", false),
    ("comunità", true),
    ("consorzio", false),
    ("ente", false),
    ("fondazione", true),
    ("istituto", false),
    ("istituzione", true),
    ("libero", false),
    ("ministero", false),
    ("parco", false),
    ("provincia", true),
    ("regione", true),
    ("società", true),
    ("unione", true),
    ("università", true),
];

/// The prepositions that take an article into themselves, each with the form that it has before `decreto`; `il` is the article alone.
pub const PREPOSIZIONI: [(&str, &str); 6] =
    [("a", "al"), ("da", "dal"), ("di", "del"), ("il", "il"), ("in", "nel"), ("su", "sul")];

/// The article that stands before the name of a body, in the place of `articolo`. None where `articolo` is no article, and where the first word of
/// the name is no common noun.
#[must_use]
pub fn davanti_a_ente(articolo: &str, ente: &str) -> Option<&'static str> {
    let first = ente.split_whitespace().next().unwrap_or_default().to_lowercase();
    let (word, femminile) = ENTI.iter().find(|(word, _)| *word == first)?;
    davanti(articolo, word, *femminile)
}

/// The one of [`PREPOSIZIONI`] that is in `articolo`: `di` in `dell’`.
#[must_use]
pub fn preposizione_in(articolo: &str) -> Option<&'static str> {
    let plain = davanti(articolo, "decreto", false)?;
    PREPOSIZIONI.iter().find(|(_, articolata)| *articolata == plain).map(|(preposizione, _)| *preposizione)
}

/// The name of a body after `preposizione`, one of [`PREPOSIZIONI`]: `dell’Unione Reno Galliera`, `al Comune di Argelato`. A name whose first
/// word is no common noun has no article: `di ASP Pianura Est`. None where `preposizione` is none of them.
#[must_use]
pub fn ente_dopo(preposizione: &str, ente: &str) -> Option<String> {
    let (_, articolata) = PREPOSIZIONI.iter().find(|(plain, _)| *plain == preposizione)?;
    Some(match davanti_a_ente(articolata, ente) {
        Some(word) if word.ends_with('’') => format!("{word}{ente}"),
        Some(word) => format!("{word} {ente}"),
        None if preposizione == "il" => ente.to_owned(),
        None => format!("{preposizione} {ente}"),
    })
}

/// `dell’Unione Reno Galliera`: see [`ente_dopo`].
#[must_use]
pub fn di_ente(ente: &str) -> String {
    ente_dopo("di", ente).unwrap_or_default()
}

/// `dell’Unione`: as [`di_ente`], but a union is named by its first word where it is the only one among `tutti`, of which it is one.
#[must_use]
pub fn di_ente_breve<'e>(ente: &str, tutti: impl Iterator<Item = &'e str>) -> String {
    let union = |ente: &str| ente.split_whitespace().next().is_some_and(|first| key(first) == "unione");
    let alone = union(ente) && tutti.filter(|other| union(other)).count() == 1;
    di_ente(if alone { "Unione" } else { ente })
}

#[cfg(test)]
mod tests {
    use super::{davanti, davanti_a_ente, di_ente, ente_dopo, preposizione_in};

    #[test]
    fn a_body_is_named_with_its_article() {
        for (preposizione, ente, right) in [
            ("di", "Unione Reno Galliera", "dell’Unione Reno Galliera"),
            ("di", "Comune di Argelato", "del Comune di Argelato"),
            ("di", "Città metropolitana di Bologna", "della Città metropolitana di Bologna"),
            ("di", "ASP Pianura Est", "di ASP Pianura Est"),
            ("il", "Provincia di Rio", "la Provincia di Rio"),
            ("il", "ASP Pianura Est", "ASP Pianura Est"),
            ("a", "Ente parco del Rio", "all’Ente parco del Rio"),
            ("in", "Libero consorzio del Rio", "nel Libero consorzio del Rio"),
        ] {
            assert_eq!(ente_dopo(preposizione, ente).as_deref(), Some(right));
        }
        assert_eq!(davanti_a_ente("dell'", "Comune di Rio"), Some("del"));
        assert_eq!(davanti_a_ente("dell'", "ASP Pianura Est"), None);
        assert_eq!(preposizione_in("All’"), Some("a"));
        assert_eq!(ente_dopo("con", "Comune di Rio"), None);
        assert_eq!(di_ente("Regione Emilia-Romagna"), "della Regione Emilia-Romagna");
    }

    #[test]
    fn the_article_agrees_with_the_noun() {
        for (articolo, parola, femminile, right) in [
            ("dal", "deliberazione", true, "dalla"),
            ("Il", "regolamento", false, "il"),
            ("la", "avviso pubblico", false, "l’"),
            ("dell'", "legge", true, "della"),
            ("delle", "obiettivo", false, "dell’"),
            ("al", "scambio formativo", false, "allo"),
            ("nel", "sezione", true, "nella"),
        ] {
            assert_eq!(davanti(articolo, parola, femminile), Some(right), "{articolo} {parola}");
        }
        assert_eq!(davanti("con", "legge", true), None);
    }
}
