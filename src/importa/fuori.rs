//! What stands around the records of a table and is none of them: notes, means, signatures, the names of offices.

use super::campi::Campi;
use super::foglio::{Foglio, Posto, nome};
use super::letto::Avviso;
use crate::base::text::{flat, flat_words, short};
use std::collections::BTreeSet;

/// The words with which the name of an office begins.
const UFFICI: [&str; 8] = ["settore", "area", "servizio", "servizi", "ufficio", "uffici", "direzione", "dipartimento"];

/// Whether the words that stand alone in a row are those of a note, or of the heading of an office, and not a title.
pub(super) fn di_fuori(words: &str, uffici: bool) -> bool {
    const NOTE: [&str; 7] = ["fonte", "nota", "note", "nb", "osservazioni", "annotazioni", "legenda"];
    let first = flat_words(words).into_iter().next().unwrap_or_default();
    NOTE.contains(&first.as_str()) || uffici && UFFICI.contains(&first.as_str()) || words.starts_with(['(', '*', '['])
}

/// Whether a row is the mean of the others.
pub(super) fn media(words: &str) -> bool {
    let words = flat_words(words);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["media" | "medie"] => true,
        ["media" | "medie", next, ..] => ["generale", "complessiva", "ponderata", "aritmetica"].contains(next),
        _ => false,
    }
}

/// Whether words are those of who signs a sheet, or of the day and the place in which it is signed: «Il Dirigente», «Data: 12/11/2026».
pub(super) fn firma(words: &str) -> bool {
    const RUOLI: [&str; 14] = [
        "dirigente",
        "segretario",
        "segretaria",
        "sindaco",
        "sindaca",
        "responsabile",
        "direttore",
        "direttrice",
        "presidente",
        "assessore",
        "assessora",
        "funzionario",
        "funzionaria",
        "comandante",
    ];
    let colon = words.split_once(':').is_some_and(|(label, _)| !label.trim().contains(' '));
    let said = flat_words(words);
    match said.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["firma" | "firme" | "firmato" | "visto" | "data" | "luogo"]
        | ["firma" | "firmato", ..]
        | ["f", "to", ..]
        | ["luogo", "data", ..]
        | ["luogo", "e", "data", ..] => true,
        ["data" | "luogo" | "visto", rest @ ..] => {
            colon || rest.iter().all(|word| word.bytes().all(|b| b.is_ascii_digit()))
        }
        ["il" | "la" | "lo" | "l" | "i", ruolo, rest @ ..] => RUOLI.contains(ruolo) && rest.len() < 4,
        _ => false,
    }
}

/// Whether words are a number alone, with its sign or its unit of money.
pub(super) fn solo_numero(words: &str) -> bool {
    words.starts_with(|c: char| c.is_ascii_digit() || "-−€".contains(c))
        && words.chars().any(|c| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || "-−.,'’% €".contains(c))
}

/// The unit of the plan that words name, as the plan knows it: «Settore Tributi», and «Settore: Tributi» where that is not its name.
pub(super) fn unita<'w>(words: &'w str, unita: &BTreeSet<String>) -> Option<&'w str> {
    let known = |words: &&str| unita.contains(&flat(words));
    Some(words).filter(known).or_else(|| {
        let (label, rest) = words.split_once(':').or_else(|| words.split_once(char::is_whitespace))?;
        Some(rest.trim()).filter(|_| ufficio(label)).filter(known)
    })
}

/// Whether a label says that the name of an office follows.
fn ufficio(label: &str) -> bool {
    let words = flat_words(label);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(
        words.as_slice(),
        ["unita" | "struttura" | "cdr"] | ["unita", "organizzativa"] | ["centro", .., "responsabilita"]
    ) || matches!(words.as_slice(), [first, ..] if words.len() < 3 && UFFICI.contains(first))
}

/// What stands above the head of a table, which begins at the row `top`: the unit that is named there is that of the records below.
/// The rest is told, where it may be more than a title. `takes_unit` says whether the records have a unit.
pub(super) fn sopra(
    foglio: &Foglio,
    top: u32,
    (campi, units): (&Campi, &BTreeSet<String>),
    avvisi: &mut Vec<Avviso>,
) -> Option<(String, Posto)> {
    let takes_unit = campi.ha("unita");
    let mut found: Vec<(String, Posto)> = Vec::new();
    let mut righe: Vec<Vec<(Posto, &str)>> = Vec::new();
    for row in foglio.righe().into_iter().take_while(|row| *row < top) {
        let cells: Vec<(Posto, &str)> = foglio.riga(row).filter(|(_, text)| !text.is_empty()).collect();
        let named = match cells.as_slice() {
            [(posto, text)] => unita(text, units).map(|unit| (unit, *posto)),
            [(_, label), (posto, text)] if ufficio(label) => unita(text, units).map(|unit| (unit, *posto)),
            _ => None,
        };
        match (named.filter(|_| takes_unit), cells.as_slice()) {
            (Some((unit, posto)), _) => found.push((unit.to_owned(), posto)),
            // A title.
            (None, [(_, text)]) if !text.contains(':') => {}
            (None, [(posto, text)]) => {
                let label = text.split(':').next().unwrap_or_default();
                let office = takes_unit && ufficio(label);
                let che = match office {
                    true => format!(
                        "«{}» sta sopra la tabella, e non è il nome di un’unità del piano: le righe sotto restano senza unità",
                        short(text)
                    ),
                    false => format!("«{}» sta sopra la tabella: non è importato", short(text)),
                };
                avvisi.push(Avviso::a(nome(*posto), che, office));
            }
            (None, _) => righe.push(cells),
        }
    }
    let full = righe.iter().filter(|cells| cells.len() > 1).count();
    if let Some((posto, text)) = righe.first().and_then(|cells| cells.first()) {
        let last = righe.last().and_then(|cells| cells.last()).map_or(*posto, |(last, _)| *last);
        let (fino, cura) = match full {
            0 | 1 => (String::new(), ""),
            _ => (
                format!(", fino a {}", nome(last)),
                "; se sono schede, mettile in un foglio loro, o con gli stessi nomi di colonna di quelle sotto",
            ),
        };
        let che = format!(
            "«{}» e ciò che gli sta accanto{fino} sono sopra la riga dei nomi delle colonne, che è la {}: non sono importati{cura}",
            short(text),
            top + 1
        );
        avvisi.push(Avviso::a(nome(*posto), che, full > 1));
    }
    let names: BTreeSet<String> = found.iter().map(|(unit, _)| flat(unit)).collect();
    if names.len() > 1 {
        let all: Vec<String> = found.iter().map(|(unit, _)| short(unit)).collect();
        let che =
            format!("sopra la tabella ci sono più unità, «{}»: le righe sotto restano senza unità", all.join("», «"));
        avvisi.push(Avviso::a(found.first().map(|(_, posto)| nome(*posto)).unwrap_or_default(), che, true));
        return None;
    }
    found.into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::{firma, solo_numero, unita};
    use std::collections::BTreeSet;

    #[test]
    fn what_is_no_record_is_known_by_its_words() {
        for words in [
            "Il Dirigente",
            "La Segretaria comunale",
            "Luogo e data: Prova, 12/11/2026",
            "Data: 12/11/2026",
            "Firma",
            "F.to Rossi",
        ] {
            assert!(firma(words), "{words}");
        }
        for words in [
            "Data center unico",
            "Il Sindaco incontra i cittadini nei quartieri",
            "Luogo di incontro",
            "Visto per gli stranieri",
        ] {
            assert!(!firma(words), "{words}");
        }
        assert!(solo_numero("1.500,00 €") && solo_numero("100 %") && !solo_numero("3 corsi") && !solo_numero("-"));
    }

    #[test]
    fn an_office_is_named_with_or_without_what_it_is() {
        let units = BTreeSet::from(["settore tributi".to_owned(), "a1".to_owned(), "area tecnica".to_owned()]);
        for (words, name) in [
            ("SETTORE TRIBUTI", Some("SETTORE TRIBUTI")),
            ("Settore: Area tecnica", Some("Area tecnica")),
            ("Settore A1", Some("A1")),
            ("Obiettivo A1", None),
            ("Settore Cultura", None),
        ] {
            assert_eq!(unita(words, &units), name, "{words}");
        }
    }
}
