//! Articles, alone or with a preposition, and the words that they stand before.

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

#[cfg(test)]
mod tests {
    use super::davanti;

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
