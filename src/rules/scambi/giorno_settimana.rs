//! A day of the week is that of its date, also where the year is not written and is that of the plan.

use crate::base::span::Spanned;
use crate::lingua::tempo::{Forma, Periodo, Quando, Tempo};
use crate::rules::{Cx, Diagnostic, Regola};
use jiff::civil::{Date, Weekday};

pub static REGOLA: Regola =
    Regola::errore("P1103", "giorno-settimana", include_str!("giorno_settimana.md"), check).origine(&["WEEKDAY"]);

const GIORNI: [(&str, Weekday); 7] = [
    ("lunedì", Weekday::Monday),
    ("martedì", Weekday::Tuesday),
    ("mercoledì", Weekday::Wednesday),
    ("giovedì", Weekday::Thursday),
    ("venerdì", Weekday::Friday),
    ("sabato", Weekday::Saturday),
    ("domenica", Weekday::Sunday),
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for scheda in cx.piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        for tempo in crate::rules::tempi_scambio(scheda) {
            check_one(cx, tempo, out);
        }
    }
}

fn check_one(cx: &Cx<'_>, tempo: &Spanned<Tempo>, out: &mut Vec<Diagnostic>) {
    let Ok(lettura) = &tempo.value.lettura else { return };
    let (Forma::Periodi(periodi) | Forma::Alternative(periodi)) = &lettura.forma else { return };
    let mut dates: Vec<Date> = Vec::new();
    for periodo in periodi {
        let moments = match periodo {
            Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) => [Some(m), None],
            Periodo::Fra(da, a) => [Some(da), Some(a)],
        };
        for m in moments.into_iter().flatten() {
            if let Quando::Giorno { mese, giorno } = m.quando {
                dates.extend(Date::new(m.anno.unwrap_or(cx.anno), mese, giorno));
            }
        }
    }
    let words: Vec<&str> =
        tempo.value.parola.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    for pair in words.windows(2) {
        let [word, number] = pair else { continue };
        let bare = word.to_lowercase().replace('ì', "i");
        let Some((_, said)) = GIORNI.iter().find(|(name, _)| name.replace('ì', "i") == bare) else { continue };
        let Some(date) = dates.iter().find(|date| number.parse() == Ok(date.day())) else { continue };
        let real = date.weekday();
        if real == *said {
            continue;
        }
        let name = GIORNI.iter().find(|(_, day)| *day == real).map_or("", |(name, _)| *name);
        let right = tempo.value.parola.replacen(word, name, 1);
        out.push(
            REGOLA
                .at(
                    tempo.span,
                    format!("il {} è {name}, non {}", crate::base::giorno::Giorno(*date), word.to_lowercase()),
                )
                .help(format!("scrivi «{right}», oppure il giorno giusto"))
                .proposta(tempo.span, cx.scritto(tempo.span, &right)),
        );
    }
}
