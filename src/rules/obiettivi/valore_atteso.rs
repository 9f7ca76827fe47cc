//! What is measured has the value that it must reach.

use crate::base::span::Span;
use crate::lingua::numeri::in_lettere;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::target::{Atteso, Target};
use crate::rules::{Cx, Diagnostic, Discorso, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P0312", "valore-atteso", include_str!("valore_atteso.md"), check)
    .fonte(fonti::DLGS150_2009_5_2)
    .origine(&["EXPECTED-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A plan in which no objective says what is expected is still a list of titles, and that is no slip.
    let bare = |o: &Obiettivo| {
        o.risultato_atteso.is_none() && o.risultati.is_empty() && o.verifiche.is_empty() && o.indicatori.is_empty()
    };
    let titles = cx.scritti().all(|(_, o)| bare(&o.value) && o.value.fasi.is_empty());
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        if !titles && bare(o) && o.fasi.is_empty() && o.misurazioni.is_empty() && o.vivo() && obiettivo.intero {
            out.push(
                REGOLA
                    .at(o.titolo.span, format!("di {} non si dice che cosa deve dare", cx.nome(n)))
                    .note("non ha né un risultato atteso, né verifiche, né indicatori, né fasi")
                    .help("aggiungi `risultato_atteso = \"…\"` o un `[[obiettivo.indicatore]]` con il suo `target`; se non è ancora deciso, scrivi `risultato_atteso = { assente = \"motivo\" }`"),
            );
        }
        for indicatore in &o.indicatori {
            let i = &indicatore.value;
            match &i.target {
                None if i.scala.is_empty() && i.quote.is_empty() && indicatore.intero => out.push(
                    REGOLA
                        .at(indicatore.span, format!("l’indicatore «{}» non ha un valore atteso", cx.parole(i.testo)))
                        .label("manca `target`")
                        .help("aggiungi il valore da raggiungere, per esempio `target = \"≥ 80 %\"`, o una `scala` di termini e punteggi; se non si può ancora dire, `target = { assente = \"motivo\" }`"),
                ),
                _ => {
                    for (_, value) in i.ogni_target().filter(|(_, value)| vuoto(&value.value) || contatore(&value.value.parola).is_some()) {
                        let parola = crate::base::text::short(&value.value.parola);
                        out.push(
                            REGOLA
                                .at(value.span, format!("«{parola}» non dice quanto si deve raggiungere"))
                                .note(format!("l’indicatore è: {}", cx.parole(i.testo)))
                                .help("scrivi il valore da raggiungere, per esempio \"12\", \"almeno 12\" o \"≥ 80 %\""),
                        );
                    }
                }
            }
        }
        for (verifica, riga) in o.verifiche.iter().flat_map(|v| v.value.righe().into_iter().map(move |riga| (v, riga)))
        {
            match riga.atteso {
                None if verifica.intero && riga.scala.is_empty() => out.push(
                    REGOLA
                        .at(
                            verifica.span,
                            format!("«{}» non ha un risultato atteso", cx.parole(verifica.value.strumento)),
                        )
                        .label("manca `atteso`")
                        .note(format!("è una verifica di {}", cx.nome(n)))
                        .help("aggiungi che cosa deve risultare, per esempio `atteso = \"approvazione entro giugno\"`"),
                ),
                Some(atteso) => {
                    let attesi = cx.discorsi(atteso);
                    // The number of a count may stand in the next paragraph of the expected result.
                    let next = attesi.iter().skip(1).map(Some).chain([None]);
                    let alone = attesi
                        .iter()
                        .zip(next)
                        .filter(|(one, next)| !next.is_some_and(|next| number_of(&one.parole, &next.parole)));
                    out.extend(alone.filter_map(|(one, _)| counter(one)));
                    // When the tool counts something, its number may stand in the result.
                    let strumento = cx.discorsi(verifica.value.strumento);
                    if let [one] = strumento.as_slice()
                        && verifica.value.risultati.is_empty()
                        && riga.scala.is_empty()
                        && !attesi.iter().any(|a| quantita(&a.parole) || contatore(&a.parole).is_some())
                    {
                        out.extend(counter(one));
                    }
                }
                None => {}
            }
        }
    }
}

/// A count without its number: «n. di adesioni al servizio».
fn counter(one: &Discorso) -> Option<Diagnostic> {
    let thing = contatore(&one.parole)?;
    let start = one.parole.len() - one.parole.trim_start().len();
    let span: Span = one.span(start..one.parole.trim_end().len())?;
    Some(
        REGOLA
            .at(span, format!("«{}» conta qualcosa e non dice quanto", crate::base::text::short(one.parole.trim())))
            .note("senza il numero non si può dire se il risultato è raggiunto")
            .help(format!("scrivi il numero che si deve raggiungere, per esempio «almeno 12 {thing}»")),
    )
}

/// Whether `words` are the number of the count that stands before them, and nothing else: «almeno 12», or «≥ 50 adesioni» after
/// «n. di adesioni».
fn number_of(count: &str, words: &str) -> bool {
    const AROUND: [&str; 8] = ["almeno", "minimo", "circa", "oltre", "non", "meno", "di", "pari"];
    let counts = ["n.", "n°", "nr", "numero"].iter().any(|head| words.trim().to_lowercase().starts_with(head));
    let named: Vec<String> = words
        .split_whitespace()
        .map(str::to_lowercase)
        .filter(|word| word.chars().any(char::is_alphabetic) && !AROUND.contains(&word.as_str()))
        .collect();
    let thing = contatore(count).and_then(|thing| thing.split_whitespace().next()).unwrap_or_default().to_lowercase();
    let same = match named.as_slice() {
        [] => true,
        // `adesione` and `adesioni`.
        [one] => one.chars().take(4).eq(thing.chars().take(4)),
        _ => false,
    };
    quantita(words) && !counts && same
}

/// Whether words have a figure that is not a year: `2025/2026` counts nothing.
fn quantita(words: &str) -> bool {
    words.split(|c: char| !c.is_ascii_digit()).any(|n| !(n.is_empty() || n.len() == 4 && n.starts_with("20")))
}

/// The thing that is counted, in words that need a number and have none: «n. di adesioni».
fn contatore(words: &str) -> Option<&str> {
    let words = words.trim();
    let lower = words.to_lowercase();
    let head =
        ["n. di ", "n° di ", "nr. di ", "numero di ", "n.di ", "n. ", "n° ", "nr. ", "nr ", "numero ", "n.", "n°"]
            .iter()
            .find(|head| lower.starts_with(**head))?;
    let thing = words.get(head.len()..)?.trim();
    let none = |c: char| !(c.is_ascii_digit());
    // «incontri con un esperto» says no number.
    let said = thing.split_whitespace().any(|word| in_lettere(word).is_some() && !word.eq_ignore_ascii_case("un"));
    (!thing.is_empty() && thing.chars().all(none) && !said && thing.split_whitespace().count() <= 8).then_some(thing)
}

/// Marks that stand for a value that is not there.
pub fn vuoto(target: &Target) -> bool {
    let parola = target.parola.trim();
    let mark =
        !parola.is_empty() && !parola.contains(char::is_alphanumeric) && !matches!(target.atteso, Atteso::SiNo(_));
    let later = ["da definire", "da stabilire", "da fissare", "n.d.", "nd", "n.a.", "n/a"];
    mark || later.contains(&parola.to_lowercase().as_str())
}
