//! The staff is counted: only who holds an office has a name in a plan.

use crate::rules::personali::voci;
use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati, fonti, personali};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P1307", "nome-del-personale", include_str!("nome_del_personale.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["PRIVACY-STAFF"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let holders = cx.titolari();
    // A table with many names gives one message.
    let mut last: Option<((u128, usize), usize)> = None;
    let found = cx.nei_stampati(nominati);
    for (stampato, dove) in found.filter(|(stampato, _)| stampato.campo.as_deref() != Some("persona")) {
        let testo = &stampato.testo;
        let name = testo.parole.get(dove.clone()).unwrap_or_default();
        if holders.iter().any(|holder| personali::stessa(name, holder)) {
            continue;
        }
        if let Some((block, count)) = &mut last
            && *block == stampato.blocco
        {
            *count += 1;
            continue;
        }
        close(last.take(), out);
        let Some(span) = testo.span(dove) else { continue };
        last = Some((stampato.blocco, 1));
        out.push(
            REGOLA
                .at(span, "c’è il nome di un dipendente con la sua categoria")
                .note("hanno un nome nel piano soltanto gli organi, i dirigenti e chi ha un incarico (`[[incarico]]`)")
                .help("togli il nome e scrivi quante persone sono: «2 istruttori amministrativi»; i numeri stanno in `personale`"),
        );
    }
    close(last, out);
}

/// Says how many names the block of the last problem has.
fn close(last: Option<((u128, usize), usize)>, out: &mut [Diagnostic]) {
    if let (Some((_, count @ 2..)), Some(problem)) = (last, out.last_mut()) {
        problem.notes.insert(0, format!("in questo punto i nomi sono {count}"));
    }
}

#[comemo::memoize]
fn nominati(gruppo: &Gruppo<Stampato>) -> Trovati<Range<usize>> {
    gruppo.trova(dipendenti)
}

/// Names with a category or a profile beside them: `ROSSI Mario C1`, `Maria Bianchi, istruttore`.
fn dipendenti(text: &str) -> Vec<Range<usize>> {
    let persons = personali::persone(text);
    let mut out = Vec::new();
    for (n, persona) in persons.iter().enumerate() {
        let next = persons.get(n + 1).map_or(text.len(), |next| next.dove.start);
        let before = n.checked_sub(1).and_then(|n| persons.get(n)).map_or(0, |last| last.dove.end);
        let after = text.get(persona.dove.end..next).unwrap_or_default();
        let head = text.get(before..persona.dove.start).unwrap_or_default();
        let beside = categoria(after) || (!persona.debole && profilo_prima(head));
        if beside && !incaricato(after) && !incaricato(head) {
            out.push(persona.dove.clone());
        }
    }
    out
}

const PROFILI: &str = "istruttor, istruttric, collaborator, collaboratric, operaio, operaia, operator, operatric, esecutor, esecutric, \
    impiegat, messo, agente, vigile, assistente sociale, educator, educatric, cuoc, autista, bibliotecari, \
    funzionari";

/// Whether what follows a name begins with a category (`C1`, `cat. D`) or a profile.
fn categoria(after: &str) -> bool {
    let mut rest = after.trim_start_matches([' ', '\u{a0}', ',', ';', ':', '(', '|', '-', '–', '—', '\t']);
    if after.len() == rest.len() || after.len() - rest.len() > 12 {
        return false;
    }
    let lower = rest.to_lowercase();
    if voci(PROFILI).any(|word| lower.starts_with(word)) {
        return true;
    }
    let mut named = false;
    for word in ["categoria", "cat.", "cat", "area degli", "area dei", "posizione economica", "pos. ec.", "profilo"] {
        if lower.starts_with(word) {
            rest = rest.get(word.len()..).unwrap_or_default().trim_start_matches([' ', '\u{a0}', '.', ':', '|']);
            named = true;
            break;
        }
    }
    let lower = rest.to_lowercase();
    if named && voci(PROFILI).any(|word| lower.starts_with(word)) {
        return true;
    }
    let mut chars = rest.chars();
    let letter = chars.next().is_some_and(|c| matches!(c, 'A'..='D'));
    let level = chars.clone().next().is_some_and(|c| matches!(c, '1'..='7'));
    if level {
        chars.next();
    }
    letter && (level || named) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// Whether what precedes a name ends with a profile: `l’istruttore amministrativo Mario Rossi`.
fn profilo_prima(head: &str) -> bool {
    let lower = head.to_lowercase();
    let tail = lower.rsplit(['.', ',', ';', ':', '|', '(']).next().unwrap_or_default();
    let words: Vec<&str> = tail.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let near = words.get(words.len().saturating_sub(3)..).unwrap_or_default();
    near.iter().any(|word| voci(PROFILI).any(|profile| word.starts_with(profile)))
        && near.iter().all(|word| !["con", "a", "per", "dal", "dalla", "e", "di"].contains(word))
}

/// Whether words beside a name say that it is of a public officer.
fn incaricato(words: &str) -> bool {
    const INCARICHI: &str = "dirigent, responsabil, titolare, segretari, direttor, direttric, sindac, assessor, president, consiglier, \
        comandante, elevata qualificazione, posizione organizzativa, p.o.,  eq, (eq, e.q., rup, rpct, rtd, dpo, \
        revisor, incarico, capo ";
    let lower = words.to_lowercase();
    voci(INCARICHI).any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_staff() {
        for (text, name) in [
            ("ROSSI Mario C1", "ROSSI Mario"),
            ("Rossi Mario | C1 | 30 %", "Rossi Mario"),
            ("Maria Bianchi, istruttore, cat. C", "Maria Bianchi"),
            ("VERDI ANNA (cat. D3)", "VERDI ANNA"),
            ("Neri Luca – categoria B", "Neri Luca"),
            ("l’istruttore amministrativo Mario Rossi", "Mario Rossi"),
            ("DE LUCA Anna | Istruttore tecnico", "DE LUCA Anna"),
        ] {
            let found: Vec<&str> = dipendenti(text).into_iter().filter_map(|range| text.get(range)).collect();
            assert_eq!(found, [name], "{text}");
        }
        for text in [
            "dott. Mario Rossi, dirigente del settore",
            "Maria Bianchi | Responsabile | D3",
            "Anna Verdi, titolare di incarico di EQ, cat. D",
            "Mario Rossi, sindaco",
            "Maria Bianchi, assessora al bilancio",
            "2 istruttori amministrativi, cat. C",
            "Giovanni Pascoli: scuola primaria, aula C1",
            "via Mario Rossi, C1",
            "Rossi Mario",
            "Il corso con la docente Anna Verdi",
            "formazione degli istruttori a cura di Anna Verdi",
            "SETTORE Tributi C1",
        ] {
            assert!(dipendenti(text).is_empty(), "{text}");
        }
    }
}
