//! Every day that is written exists in the calendar.

use crate::base::span::Span;
use crate::lingua::tempo::{Genere, Illeggibile, find, impossibili};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::value::{Dovuto, Testo};
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Tabella, Trovati};
use std::ops::Range;

pub static REGOLA: Regola = Regola::errore("P0403", "data-esistente", include_str!("data_esistente.md"), check)
    .origine(&["DATE-VALID", "CAL-DAY", "WEEKDAY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for quando in cx.tempi() {
        if let Some(year) = quando.tempo.senza_bisestile(quando.nel.or(quando.anno).unwrap_or(cx.anno)) {
            out.push(bisestile(quando.span, &quando.tempo.parola, year));
        }
        let Err(error) = &quando.tempo.lettura else { continue };
        if !matches!(error.genere, Genere::Impossibile | Genere::GiornoDellaSettimana) {
            continue;
        }
        let problem = REGOLA.at(quando.span, &error.messaggio).help(&error.rimedio);
        out.push(match &error.proposta {
            Some(right) => problem.proposta(quando.span, cx.scritto(quando.span, right)),
            None => problem,
        });
    }
    for (_, obiettivo) in cx.scritti() {
        for (testo, own) in testi(&obiettivo.value) {
            cx.discorsi(testo).iter().for_each(|discorso| prose(discorso, own.unwrap_or(cx.anno), out));
        }
    }
    // Everywhere else a day is told when it is written whole.
    let told: Vec<Span> = out.iter().filter_map(|problem| problem.span).collect();
    for (testo, (range, error)) in cx.nei_testi(|gruppo| dei_testi(gruppo, cx.anno)) {
        let Some(span) = testo.span(range) else { continue };
        if !told.iter().any(|old| old.file == span.file && old.start < span.end && span.start < old.end) {
            giorno(testo, span, &error, out);
        }
    }
    // The cells of a CSV file have one place, where the plan names it; those of the text were told above.
    for tabella in cx.tabelle() {
        for (n, error) in delle_celle(tabella, cx.anno).iter() {
            let Some(cell) = tabella.celle().nth(*n) else { continue };
            let Some(span) = cell.span(0..cell.parole.len()) else { continue };
            let here = |old: &Span| old.file == span.file && old.start < span.end && span.start < old.end;
            let same = |old: &Diagnostic| old.message == error.messaggio && old.span.as_ref().is_some_and(here);
            if !out.iter().any(same) {
                out.push(REGOLA.at(span, &error.messaggio).help(&error.rimedio));
            }
        }
    }
}

#[comemo::memoize]
fn delle_celle(tabella: &Tabella, anno: i16) -> Trovati<Illeggibile> {
    tabella.trova(|text| giorni(text, anno).into_iter().map(|(_, error)| error))
}

#[comemo::memoize]
fn dei_testi(gruppo: &Gruppo<Discorso>, anno: i16) -> Trovati<(Range<usize>, Illeggibile)> {
    gruppo.trova(|text| giorni(text, anno))
}

/// The days of a text that no calendar has. The day of a norm is told with its citation; no norm is later than the year `anno`.
fn giorni(parole: &str, anno: i16) -> Vec<(Range<usize>, Illeggibile)> {
    let mut all = if parole.bytes().any(|b| b.is_ascii_digit()) { impossibili(parole) } else { vec![] };
    if !all.is_empty() {
        let norme = crate::lingua::norme::find(parole, anno);
        let wrong = |dove: &Range<usize>| {
            let mut errors = norme.iter().flat_map(|norma| &norma.errori);
            errors.any(|e| e.dove.start < dove.end && dove.start < e.dove.end)
        };
        all.retain(|(dove, _)| !wrong(dove));
    }
    all
}

/// The prose of an objective in which days are said that bind somebody, each with its year where it has one of its own.
fn testi(o: &Obiettivo) -> Vec<(Testo, Option<i16>)> {
    let mut all: Vec<Testo> = Vec::new();
    if let Some(Dovuto::Valore(atteso)) = o.risultato_atteso {
        all.push(atteso);
    }
    all.extend(o.fasi.iter().flat_map(|f| [f.value.gruppo, Some(f.value.testo), f.value.risultato_atteso]).flatten());
    for verifica in &o.verifiche {
        all.push(verifica.value.strumento);
        all.extend(verifica.value.righe().iter().filter_map(|riga| riga.atteso));
    }
    all.extend(o.indicatori.iter().map(|i| i.value.testo));
    let results = o.risultati.iter().map(|r| (r.value.testo, r.value.anno));
    all.into_iter().map(|testo| (testo, None)).chain(results).collect()
}

/// Tells a 29 February whose year is not written, in a year that has none.
fn bisestile(span: Span, words: &str, year: i16) -> Diagnostic {
    let next = (year..).find(|year| jiff::civil::Date::new(*year, 2, 29).is_ok()).unwrap_or(year);
    let words = crate::base::text::short(words.trim());
    REGOLA
        .at(span, format!("«{words}» non è nel calendario: il {year} non è bisestile, e febbraio ha 28 giorni"))
        .help(format!("scrivi 28/02 in luogo di 29/02; se intendi un altro anno scrivilo, per esempio 29/02/{next}"))
}

fn prose(discorso: &Discorso, anno: i16, out: &mut Vec<Diagnostic>) {
    for trovato in find(&discorso.parole) {
        if let Some(year) = trovato.tempo.senza_bisestile(anno)
            && let Some(span) = discorso.span(trovato.dove.clone())
        {
            out.push(bisestile(span, discorso.parole.get(trovato.dove.clone()).unwrap_or_default(), year));
        }
        let Err(error) = &trovato.tempo.lettura else { continue };
        // The day alone, without «entro il».
        let words = discorso.parole.get(trovato.dove.clone()).unwrap_or_default();
        let start = trovato.dove.start + words.find(|c: char| c.is_ascii_digit()).unwrap_or(0);
        let Some(span) = discorso.span(start..trovato.dove.end).filter(|_| error.genere == Genere::Impossibile) else {
            continue;
        };
        giorno(discorso, span, error, out);
    }
}

/// Tells a day that does not exist, with the words that mend it where they can be known.
fn giorno(discorso: &Discorso, span: Span, error: &Illeggibile, out: &mut Vec<Diagnostic>) {
    let problem = REGOLA.at(span, &error.messaggio).help(&error.rimedio);
    let mended = error.proposta.as_deref().and_then(|right| {
        let (range, words) = differenza(&discorso.parole, right)?;
        Some((discorso.esatto(range)?, words.to_owned()))
    });
    out.push(match mended {
        Some((span, words)) => problem.proposta(span, words),
        None => problem,
    });
}

/// The bytes of `old` that `new` has otherwise, and what it has there.
fn differenza<'a>(old: &str, new: &'a str) -> Option<(Range<usize>, &'a str)> {
    let start = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b).map(|((n, _), _)| n)?;
    let tail = |text: &str| text.get(start..).map(|t| t.chars().rev().collect::<Vec<_>>()).unwrap_or_default();
    let same =
        tail(old).into_iter().zip(tail(new)).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum::<usize>();
    Some((start..old.len() - same, new.get(start..new.len() - same)?))
}
