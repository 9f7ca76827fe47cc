//! Nothing is said of the health, of the family, of the faults or of the union of a person who is named.

use crate::base::text::minuscolo;
use crate::rules::personali::voci;
use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P1305", "dato-sensibile", include_str!("dato_sensibile.md"), check)
    .fonte(fonti::GDPR_9_10)
    .origine(&["N66"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let holders = cx.titolari();
    let found = cx.nei_stampati(sensibili);
    for (stampato, (frase, what, kind)) in found.filter(|(stampato, _)| stampato.campo.as_deref() != Some("persona")) {
        let testo = &stampato.testo;
        let words = testo.parole.get(frase.clone()).unwrap_or_default();
        let person = personali::persone(words).into_iter().find(|persona| {
            let name = words.get(persona.dove.clone()).unwrap_or_default();
            !persona.debole && !holders.iter().any(|holder| personali::stessa(name, holder))
        });
        let Some(person) = person else { continue };
        let at = |range: &Range<usize>| testo.span(frase.start + range.start..frase.start + range.end);
        let (Some(span), Some(beside)) = (at(&what), at(&person.dove)) else { continue };
        out.push(
            REGOLA
                .at(span, format!("accanto al nome di una persona si parla {kind}"))
                .label("qui")
                .other(beside, "la persona")
                .help("togli il nome: «un dipendente», «due persone»; se anche così si capisce chi è, togli la frase"),
        );
    }
}

/// The sentences that speak of something sensitive, where in each, and of what: see [`sensibile`].
#[comemo::memoize]
fn sensibili(gruppo: &Gruppo<Stampato>) -> Trovati<(Range<usize>, Range<usize>, &'static str)> {
    gruppo.trova(|text| {
        let of = |frase: Range<usize>| sensibile(text.get(frase.clone())?).map(|(what, kind)| (frase, what, kind));
        frasi(text).into_iter().filter_map(of).collect::<Vec<_>>()
    })
}

/// The sentences of a text. The point of `Dott.` and of `L.` ends none.
pub(super) fn frasi(text: &str) -> Vec<Range<usize>> {
    const ABBREVIATE: [&str; 8] = ["dott", "sigg", "prof", "geom", "arch", "artt", "comm", "prot"];
    let mut out = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | ';')) {
        let before = text.get(..at).unwrap_or_default();
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
        let short = c == '.' && (word.chars().count() <= 3 && !word.is_empty() || ABBREVIATE.contains(&word.as_str()));
        let ends = text.get(at + 1..).is_none_or(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if ends && !short {
            out.push(start..at);
            start = at + 1;
        }
    }
    out.push(start..text.len());
    out
}

/// Beginnings of words about a state of a person, and what they are about.
const SALUTE: &str = "in malattia, di malattia, malattia, malato, malata, invalid, inabil, inidone, portatore di handicap, \
    portatrice di handicap, disabile, patologi, diagnosi, infortuni, gravidanza, tossicodipenden, depressione, \
    terapia, ricoverat, con disabilità";
const FAMIGLIA: &str = "con figli, con un figlio, con una figlia, con due figli, con tre figli, figli piccoli, figlio piccolo, figlia piccola, \
    figli minori, figlio minore, figlia minore, figli a carico, familiari a carico, familiare a carico, genitore solo, \
    genitore unico, madre sola, padre solo, in maternità, in paternità, congedo di maternità, congedo di paternità, \
    congedo parentale, incinta, divorziat, caregiver, che assiste un";
const DISCIPLINA: &str =
    "procedimento disciplinare, sanzione disciplinare, provvedimento disciplinare, sospensione disciplinare, sospes";
const SINDACATO: &str = "iscritto al sindacato, iscritta al sindacato, iscritto alla c, permesso sindacale, permessi sindacali, distacco sindacale";

/// Where `words` speak of something sensitive, and the subject: health, family, faults, union. A sentence that says whom to ask, or
/// who is responsible for a service, names an officer and nobody's health.
pub(super) fn sensibile(words: &str) -> Option<(Range<usize>, &'static str)> {
    const UFFICIO: &str = "rivolger, contatt, referent, informazion, relator, docent, a cura, deleg, assessor, president, garant, \
        responsabil, dirigent, direttor, segretari, component, commission, comitat, politiche, sportello, utent, \
        cittadin, alunn, famigli, manager, ufficio procedimenti, ufficio per i procedimenti, uffici, servizi per, \
        servizi a, persone con, progett, corso";
    let lower = minuscolo(words);
    if voci(UFFICIO).any(|word| inizio(&lower, word).is_some()) {
        return None;
    }
    let groups: [(&'static str, &str); 4] = [
        (SALUTE, "della sua salute"),
        (FAMIGLIA, "della sua famiglia"),
        (DISCIPLINA, "di un provvedimento a suo carico"),
        (SINDACATO, "del suo sindacato"),
    ];
    let found = groups.iter().find_map(|(list, kind)| {
        let word = voci(list).find_map(|word| Some((inizio(&lower, word)?, word.len())))?;
        Some((word.0..word.0 + word.1, *kind))
    });
    found.or_else(|| legge_104(&lower).map(|range| (range, "della sua salute")))
}

/// Where `words` speak of health, or of the law for those who look after it.
pub(super) fn salute(words: &str) -> Option<Range<usize>> {
    let lower = minuscolo(words);
    let found = voci(SALUTE).find_map(|word| Some(inizio(&lower, word)?..inizio(&lower, word)? + word.len()));
    found.or_else(|| legge_104(&lower))
}

/// Where a word of `lower` begins with `word`.
pub(super) fn inizio(lower: &str, word: &str) -> Option<usize> {
    let alone = |(at, _): &(usize, &str)| !lower.get(..*at).is_some_and(|t| t.ends_with(char::is_alphanumeric));
    lower.match_indices(word).find(alone).map(|(at, _)| at)
}

/// «L. 104», «legge 104/1992», «la 104».
fn legge_104(lower: &str) -> Option<Range<usize>> {
    let one = |(at, _): (usize, &str)| {
        let before = lower.get(..at)?.trim_end();
        let law = ["legge", "l.", "l", "la", "della", "ex"].iter().any(|word| {
            before
                .strip_suffix("n.")
                .unwrap_or(before)
                .trim_end()
                .strip_suffix(word)
                .is_some_and(|t| !t.ends_with(char::is_alphanumeric))
        });
        let alone = !lower.get(at + 3..)?.starts_with(|c: char| c.is_ascii_digit());
        (law && alone).then_some(at..at + 3)
    };
    lower.match_indices("104").find_map(one)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a sentence speaks of something sensitive beside a name.
    fn detto(text: &str) -> bool {
        frasi(text)
            .into_iter()
            .filter_map(|range| text.get(range))
            .any(|frase| sensibile(frase).is_some() && personali::persone(frase).iter().any(|persona| !persona.debole))
    }

    #[test]
    fn what_may_not_stand_beside_a_name() {
        for text in [
            "Maria Bianchi è in malattia da marzo.",
            "La Sig.ra Verdi usufruisce della L. 104.",
            "Il geom. Neri (legge 104/1992) lavora da casa.",
            "A carico di Mario Rossi è aperto un procedimento disciplinare.",
            "ROSSI Mario | invalido civile | C1",
            "Mario Rossi è iscritto al sindacato dal 2020.",
            "Mario Rossi, affetto da una patologia, è sostituito.",
            "Maria Rossi, con figli piccoli.",
            "Anna Verdi è in congedo parentale fino a giugno.",
        ] {
            assert!(detto(text), "{text}");
        }
        for text in [
            "Servizi per persone con disabilità: referente Maria Bianchi.",
            "L’assessore Maria Bianchi ha la delega alla disabilità.",
            "Ai sensi della legge 104/1992 il Comune attiva servizi per le persone con disabilità.",
            "Per i permessi della legge 104 rivolgersi alla dott.ssa Anna Verdi.",
            "Si contano due assenze per malattia. Mario Rossi dirige il settore.",
            "La scuola Giovanni Pascoli accoglie un alunno disabile.",
            "Il codice disciplinare è affisso.",
            "L’Ufficio procedimenti disciplinari è composto da Mario Rossi e Anna Verdi.",
            "Mario Rossi, 104 ore di formazione.",
            "Ha la precedenza chi ha figli piccoli.",
            "Servizi per famiglie con figli minori: referente Maria Bianchi.",
            "Il tasso di malattia del 2025 è il 3,1 %.",
        ] {
            assert!(!detto(text), "{text}");
        }
    }
}
