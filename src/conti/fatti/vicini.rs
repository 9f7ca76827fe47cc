//! Which fact a wrong name meant. A fact of another record, or of another thing, is never proposed, however alike its letters are: whoever
//! obeyed would print a wrong number.

use std::collections::BTreeSet;

/// The families of the body and of the plan, whose facts people name without them: `dipendenti` is `ente.dipendenti`.
const PROPRIE: [&str; 2] = ["ente", "piano"];

/// The name that `key` meant, among those of the facts.
pub(super) fn vicino<'n>(key: &str, names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: BTreeSet<&str> = names.collect();
    let Some((family, field)) = key.split_once('.') else {
        // `posti` of `posti.totale`.
        let total = format!("{key}.totale");
        if names.contains(total.as_str()) {
            return Some(total);
        }
        let own = PROPRIE.iter().filter_map(|own| Some(format!("{own}.{}", campo(key, fields(&names, own))?)));
        return own.into_iter().next();
    };
    let families: BTreeSet<&str> = names.iter().filter_map(|name| Some(name.split_once('.')?.0)).collect();
    let family = match families.contains(family) {
        true => family,
        false => simile(family, families.iter().copied())?,
    };
    let total = format!("{key}.totale");
    if names.contains(total.as_str()) {
        return Some(total);
    }
    // Of things that are only counted the total is how many they are.
    let count = format!("{family}.conta");
    if field == "totale" && !names.contains(format!("{family}.totale").as_str()) && names.contains(count.as_str()) {
        return Some(count);
    }
    campo(field, fields(&names, family)).map(|field| format!("{family}.{field}"))
}

/// The names of the facts of a family, without it.
fn fields<'n>(names: &BTreeSet<&'n str>, family: &str) -> Vec<&'n str> {
    names.iter().filter_map(|name| name.strip_prefix(family)?.strip_prefix('.')).collect()
}

/// The field that `word` meant: itself, the only one that begins so, or the one with nearly its letters.
fn campo<'n>(word: &str, fields: Vec<&'n str>) -> Option<&'n str> {
    if let Some(same) = fields.iter().find(|field| **field == word) {
        return Some(same);
    }
    let begun: Vec<&str> = fields.iter().copied().filter(|field| word.len() > 2 && field.starts_with(word)).collect();
    if let Some(shortest) = begun.iter().copied().min_by_key(|field| field.len()) {
        // Of `ore.2027` and `ore.2028` none is meant more than the other.
        let one = begun.iter().all(|field| field.starts_with(shortest));
        return one.then_some(shortest);
    }
    simile(word, fields.into_iter())
}

/// The only name that has nearly the letters of `word`, and the same figures.
fn simile<'n>(word: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // The distance is quadratic, and a hostile name has no end.
    if word.len() > 80 {
        return None;
    }
    let same = |name: &&str| figures(name) == figures(word) && name.len() <= 160;
    let mut near: Vec<(usize, &str)> =
        names.filter(same).map(|name| (strsim::damerau_levenshtein(word, name), name)).collect();
    near.retain(|(distance, _)| *distance <= 1 + word.chars().count() / 5);
    near.sort_unstable();
    match near.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(_, name), ..] => Some(name),
        [] => None,
    }
}

/// The figures of a name, which say which year or which record it is about.
fn figures(name: &str) -> String {
    name.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::vicino;

    #[test]
    fn no_fact_of_another_thing_is_proposed() {
        let names = [
            "a1.dipendenti",
            "a2.dipendenti",
            "a1.obiettivi",
            "ente.dipendenti",
            "ente.nome",
            "dotazione.conta",
            "dotazione.totale",
            "dotazione.totale.2026",
            "dotazione.istruttori",
            "dotazione.istruttori.2027",
            "formazione.ore-a-persona.2027",
            "formazione.ore-a-persona.2028",
            "progetti.conta",
            "progetti.importo.totale",
            "genitorialita.importo",
        ];
        for (key, meant) in [
            ("dipendenti", Some("ente.dipendenti")),
            ("dipendnti", Some("ente.dipendenti")),
            ("dotazione.tot", Some("dotazione.totale")),
            ("dotazioni.totale", Some("dotazione.totale")),
            ("progetti.totale", Some("progetti.conta")),
            ("dotazione.istrutori", Some("dotazione.istruttori")),
            ("genitorialta.importo", Some("genitorialita.importo")),
            ("progetti.importo", Some("progetti.importo.totale")),
            // Another record, another year, another figure.
            ("a3.dipendenti", None),
            ("dotazione.istruttori.2029", None),
            ("formazione.ore-a", None),
            ("obiettivi", None),
            ("dotazione.contratti", None),
        ] {
            assert_eq!(vicino(key, names.into_iter()).as_deref(), meant, "{key}");
        }
    }
}
