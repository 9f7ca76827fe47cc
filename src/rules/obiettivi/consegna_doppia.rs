//! A thing that two objectives both deliver is due on the same day in both.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::base::text::flat_words;
use crate::lingua::tempo::Tempo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::{Dovuto, Testo};
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::{BTreeMap, BTreeSet};

pub static REGOLA: Regola =
    Regola::nota("P0346", "consegna-doppia", include_str!("consegna_doppia.md"), check).origine(&["SAME-DELIVERABLE"]);

/// Things that are delivered once: acts and papers.
const CONSEGNE: [&str; 16] = [
    "regolamento",
    "piano",
    "programma",
    "convenzione",
    "accordo",
    "protocollo",
    "bando",
    "bozza",
    "disciplinare",
    "manuale",
    "catalogo",
    "censimento",
    "relazione",
    "carta",
    "statuto",
    "contratto",
];

/// Words that tell nothing of what is delivered.
const VUOTE: [&str; 41] = [
    "di", "del", "dello", "della", "dei", "degli", "delle", "dell", "d", "per", "il", "lo", "la", "l", "i", "gli",
    "le", "al", "alla", "ai", "alle", "sul", "sulla", "sui", "sulle", "su", "in", "con", "e", "ed", "nuovo", "nuova",
    "un", "una", "uno", "suo", "sua", "nel", "nella", "dal", "dalla",
];

/// A thing named in more objectives than these is a kind of thing, and not one thing.
const MOLTI: usize = 4;

/// Where an objective says that it delivers a thing, and when.
struct Consegna {
    obiettivo: Pos<Obiettivo>,
    span: Span,
    parole: String,
    giorni: BTreeSet<Giorno>,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<Vec<String>, Vec<Consegna>> = BTreeMap::new();
    for (n, obiettivo) in vivi_scritti(cx) {
        each(cx, &obiettivo.value, &mut |text, span, day| {
            // A delivery of a past year is another delivery.
            if anni(text).any(|year| year < cx.anno) {
                return;
            }
            for (key, words) in consegne(text) {
                let list = all.entry(key).or_default();
                // Objectives are visited one after the other.
                match list.last_mut().filter(|c| c.obiettivo == n) {
                    Some(consegna) => drop(consegna.giorni.insert(day)),
                    None => list.push(Consegna { obiettivo: n, span, parole: words, giorni: BTreeSet::from([day]) }),
                }
            }
        });
    }
    let mut told = BTreeSet::new();
    for list in all.values().filter(|list| (2..=MOLTI).contains(&list.len())) {
        let [first, rest @ ..] = list.as_slice() else { continue };
        let Some(other) = rest.iter().find(|other| other.giorni.is_disjoint(&first.giorni)) else { continue };
        let (Some(here), Some(there)) = (other.giorni.last(), first.giorni.last()) else { continue };
        if !told.insert((first.obiettivo, other.obiettivo)) {
            continue;
        }
        out.push(
            REGOLA
                .at(other.span, format!("«{}» è atteso qui entro il {here}, e in un altro obiettivo entro il {there}", other.parole))
                .other(first.span, format!("in {} il termine è il {there}", cx.nome(first.obiettivo)))
                .help("se è la stessa cosa, scrivi lo stesso termine o lasciala a un obiettivo solo; altrimenti dì in che cosa le due sono diverse"),
        );
    }
}

/// Every text of an objective that says what it delivers, with the day by which it does.
fn each(cx: &Cx<'_>, o: &Obiettivo, visit: &mut dyn FnMut(&str, Span, Giorno)) {
    let day = |tempo: &Spanned<Tempo>| {
        let lettura = tempo.value.lettura.as_ref().ok()?;
        let day = tempo.value.scadenza(cx.anno)?;
        // «annuale» is when one works on it, not when it is due.
        let year = tempo
            .value
            .intervalli(cx.anno)
            .iter()
            .any(|i| i.da.is_some_and(|da| da.mese() == 1) && i.a.is_some_and(|a| a.mese() == 12));
        (!lettura.impreciso && lettura.dubbio.is_none() && !year).then_some(day)
    };
    let mut prose = |testo: Testo, at: Giorno| {
        for discorso in cx.discorsi(testo) {
            if let Some(span) = discorso.span(0..discorso.parole.len()) {
                visit(&discorso.parole, span, at);
            }
        }
    };
    let mut rows: Vec<Option<Giorno>> = Vec::new();
    for verifica in &o.verifiche {
        for (n, riga) in verifica.value.righe().into_iter().enumerate() {
            let at = riga.tempi.and_then(day);
            rows.push(at);
            let Some(at) = at else { continue };
            // A tool with several results is visited once.
            if n == 0 {
                prose(verifica.value.strumento, at);
            }
            riga.atteso.map(|atteso| prose(atteso, at)).unwrap_or_default();
        }
    }
    // A term of another year is not counted in this one.
    for risultato in o.risultati.iter().filter(|r| r.value.anno.is_none_or(|anno| anno == cx.anno)) {
        if let Some(at) = risultato.value.entro.as_ref().and_then(day) {
            prose(risultato.value.testo, at);
        }
    }
    // The title names the thing that all the rows deliver together.
    let term = match &o.scadenza {
        Some(Dovuto::Valore(term)) => day(term),
        Some(Dovuto::Assente(_)) | None => {
            rows.iter().copied().collect::<Option<Vec<Giorno>>>().and_then(|days| days.into_iter().max())
        }
    };
    if let Some(at) = term {
        visit(&o.titolo.value, o.titolo.span, at);
    }
}

/// The years that words say.
fn anni(text: &str) -> impl Iterator<Item = i16> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|n| n.len() == 4 && n.starts_with("20"));
    numbers.filter_map(|n| n.parse().ok())
}

/// The things delivered that words name, each by its noun and the two words that tell which, and as it is written.
fn consegne(text: &str) -> Vec<(Vec<String>, String)> {
    let mut out = Vec::new();
    for part in text.split([';', ':', ',', '.', '(', ')', '\n', '•']) {
        let typed: Vec<&str> = part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let words: Vec<String> = typed.iter().map(|word| flat_words(word).concat()).collect();
        for (n, noun) in words.iter().enumerate().filter(|(_, word)| CONSEGNE.contains(&word.as_str())) {
            let after = words.iter().enumerate().skip(n + 1).filter(|(_, word)| !VUOTE.contains(&word.as_str()));
            let which: Vec<(usize, &String)> = after.take(2).collect();
            let [(_, first), (last, second)] = which.as_slice() else { continue };
            // «2025/2027» says which plan, not which thing.
            if first.starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let root = |word: &str| word.chars().take(6).collect::<String>();
            let key = vec![noun.clone(), root(first), root(second)];
            out.push((key, typed.get(n..=*last).unwrap_or_default().join(" ")));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::consegne;

    #[test]
    fn a_thing_is_its_noun_and_two_words() {
        let keys = |text| consegne(text).into_iter().map(|(key, _)| key.join(" ")).collect::<Vec<_>>();
        assert_eq!(keys("Adottare il regolamento per il lavoro agile"), ["regolamento lavoro agile"]);
        assert_eq!(keys("Delibera che approva il regolamento"), [""; 0]);
        assert_eq!(keys("Regolamento, lavoro agile"), [""; 0]);
        assert_eq!(keys("Bozza del PIAO 2025/2027"), ["bozza piao 2025"]);
    }
}
