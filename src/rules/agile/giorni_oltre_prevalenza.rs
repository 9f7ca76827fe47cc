//! The days away from the office are not more than those in it.

use crate::base::span::Spanned;
use crate::base::text::flat_words;
use crate::lingua::numeri::numero;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::rules::agile::usato;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P0722", "giorni-oltre-prevalenza", include_str!("giorni_oltre_prevalenza.md"), check)
        .fonte(fonti::DM132_2022_4_1_B_2);

/// The most days of a month that leave the others in the office: half of twenty.
const AL_MESE: u32 = 10;
/// Half of the days that a person works in a year, which are 220.
const ALL_ANNO: i64 = 110;
/// The most days of a week: two of five.
const A_SETTIMANA: u32 = 2;

/// The problem of the days that are said in words: more than those in the office, or more than the maximum beside them.
fn detti(words: &Spanned<String>, massimo: Option<Spanned<u32>>) -> Option<Diagnostic> {
    let (days, period) = letti(&words.value)?;
    let (most, unit) = match period {
        Periodo::Mese => (AL_MESE, "al mese"),
        Periodo::Settimana => (A_SETTIMANA, "alla settimana"),
    };
    if days > most {
        let problem = REGOLA.at(words.span, format!("con {days} giorni {unit} da fuori la presenza non prevale"));
        return Some(
            match period {
                Periodo::Mese => {
                    problem.note(format!("i giorni di lavoro di un mese sono una ventina: la metà è {AL_MESE}"))
                }
                Periodo::Settimana => {
                    problem.note("i giorni di lavoro di una settimana sono cinque: la metà è due e mezzo")
                }
            }
            .help(format!("scrivi al massimo «fino a {most} {unit}», o correggi il numero")),
        );
    }
    let massimo = massimo.filter(|massimo| period == Periodo::Mese && massimo.value != days)?;
    Some(
        REGOLA
            .at(words.span, format!("qui i giorni al mese sono {days}, e il massimo scritto è {}", massimo.value))
            .other(massimo.span, "il massimo è qui")
            .help("correggi uno dei due numeri"),
    )
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Periodo {
    Settimana,
    Mese,
}

/// The only number of days that words say, with its period: `fino a 12 al mese`, `due giorni a settimana`. None when they say several
/// numbers, or none.
fn letti(words: &str) -> Option<(u32, Periodo)> {
    let all = flat_words(words);
    let number = |word: &String| {
        // «una volta a settimana» counts no days.
        numero(word.strip_suffix("gg").unwrap_or(word)).filter(|_| !["uno", "una"].contains(&word.as_str()))
    };
    let mut numbers = all.iter().filter_map(number);
    let (Some(days), None) = (numbers.next(), numbers.next()) else { return None };
    let said = |stem: &str| all.iter().any(|word| word.starts_with(stem));
    match (said("settiman"), said("mes") || said("mensil")) {
        (true, false) => Some((days, Periodo::Settimana)),
        (false, true) if !said("trimes") && !said("semes") && !said("bimes") => Some((days, Periodo::Mese)),
        _ => None,
    }
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let a = &agile.value;
        if let Some(most) = a.massimo_giorni_mese.filter(|most| most.value > AL_MESE) {
            out.push(
                REGOLA
                    .at(most.span, format!("con {} giorni al mese da fuori la presenza non prevale", most.value))
                    .note(format!("i giorni di lavoro di un mese sono una ventina: la metà è {AL_MESE}"))
                    .help(format!("scrivi al massimo {AL_MESE}, o togli il campo se il limite è un altro")),
            );
            continue;
        }
        if let Some(problem) = a.giorni.as_ref().and_then(|words| detti(words, a.massimo_giorni_mese)) {
            out.push(problem);
            continue;
        }
        for (anno, days) in a.giornate.iter().flat_map(|all| all.iter()) {
            let Some(anno) = anno else { continue };
            let Some(people) = LavoroAgile::persone(a.dipendenti.as_ref(), anno).filter(|people| *people > 0) else {
                continue;
            };
            let Some((number, _)) = days.value.valore() else { continue };
            let total = number.0 / 10_000;
            if total > people * ALL_ANNO {
                out.push(
                    REGOLA
                        .at(
                            days.span,
                            format!("nel {anno} le giornate da fuori sono {total}: più della metà di quelle lavorate"),
                        )
                        .note(format!(
                            "{people} persone per {ALL_ANNO} giorni, la metà di 220, fanno {}",
                            people * ALL_ANNO
                        ))
                        .help("controlla i due numeri: la presenza in sede deve prevalere"),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Periodo, letti};

    #[test]
    fn days_are_read_when_there_is_one_number_of_them() {
        for (words, read) in [
            ("fino a 12 al mese", Some((12, Periodo::Mese))),
            ("al massimo 6 giorni mensili", Some((6, Periodo::Mese))),
            ("due giorni alla settimana", Some((2, Periodo::Settimana))),
            ("3gg settimanali", Some((3, Periodo::Settimana))),
            ("fino a quindici giorni al mese", Some((15, Periodo::Mese))),
            ("da 4 a 6 al mese", None),
            ("secondo l’accordo", None),
            ("2 alla settimana, 8 al mese", None),
            ("2 alla settimana, otto al mese", None),
            ("12 giorni ogni trimestre", None),
            ("un giorno al mese", Some((1, Periodo::Mese))),
        ] {
            assert_eq!(letti(words), read, "{words}");
        }
    }
}
