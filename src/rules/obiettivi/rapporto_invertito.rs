//! What must grow is divided by the year before, not the other way round.

use crate::base::text::flat_words;
use crate::piano::element::obiettivo::indicatore::{Polarita, TipoFormula};
use crate::rules::confronti::indicatori;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0332", "rapporto-invertito", include_str!("rapporto_invertito.md"), check)
    .origine(&["RATIO-INVERTED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, indicatore) in indicatori(cx) {
        let i = &indicatore.value;
        let testo = cx.parole(i.testo);
        if i.polarita != Some(Polarita::Diminuisce) {
            let written = i
                .formula
                .as_ref()
                .filter(|f| matches!(f.tipo, None | Some(TipoFormula::Rapporto | TipoFormula::Variazione)));
            let formula = written.and_then(|f| {
                let (above, below) = (&f.numeratore, f.denominatore.as_ref()?);
                let whole = crate::base::span::Span { end: below.span.end.max(above.span.end), ..above.span };
                Some((
                    anno(&above.value)?,
                    anno(&below.value)?,
                    if below.span.start > above.span.start { whole } else { above.span },
                ))
            });
            let said = cx.discorsi(i.testo).into_iter().find_map(|discorso| {
                let (above, below, dove) = rapporto(&discorso.parole)?;
                Some((above, below, discorso.span(dove)?))
            });
            if let Some((above, below, span)) = formula.or(said).filter(|(above, below, _)| above < below) {
                out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "il rapporto divide il {above} per il {below}: se il valore cresce, il rapporto cala"
                            ),
                        )
                        .note(format!("l’indicatore è: {testo}"))
                        .help(format!("metti sopra il valore del {below} e sotto quello del {above}")),
                );
                continue;
            }
        }
        // An increase is a change, not a ratio.
        let Some(formula) = i.formula.as_ref().filter(|f| matches!(f.tipo, None | Some(TipoFormula::Rapporto))) else {
            continue;
        };
        let years =
            anno(&formula.numeratore.value).zip(formula.denominatore.as_ref().and_then(|below| anno(&below.value)));
        let change = flat_words(&testo).iter().any(|word| {
            ["aument", "increment", "riduzion", "diminuzion", "variazion"].iter().any(|root| word.starts_with(root))
        });
        if change && years.is_some_and(|(above, below)| above > below) {
            out.push(
                REGOLA
                    .at(
                        formula.numeratore.span,
                        format!("«{testo}» è una variazione, ma la formula è un rapporto fra due anni"),
                    )
                    .note("se il valore passa da 100 a 110 la variazione è 10 %, il rapporto 110 %")
                    .help("aggiungi alla formula `tipo = \"variazione\"`"),
            );
        }
    }
}

/// The one year that words say.
fn anno(words: &str) -> Option<i16> {
    let mut years = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
        .filter_map(|n| n.parse().ok());
    years.next().filter(|_| years.next().is_none())
}

/// The years above and below in words such as «n. iniziative 2023 / n. iniziative 2024», and where they stand. `2023/2024` alone is
/// a school year.
fn rapporto(words: &str) -> Option<(i16, i16, std::ops::Range<usize>)> {
    let (above, below) = words.split_once('/')?;
    let digits = above.ends_with(|c: char| c.is_ascii_digit()) && below.starts_with(|c: char| c.is_ascii_digit());
    let letters = |text: &str| text.contains(char::is_alphabetic);
    if digits || below.contains('/') || !letters(above) || !letters(below) {
        return None;
    }
    Some((anno(above)?, anno(below)?, 0..words.len()))
}

#[cfg(test)]
mod tests {
    use super::rapporto;

    #[test]
    fn a_ratio_of_two_years_is_no_school_year() {
        let years = |text| rapporto(text).map(|(above, below, _)| (above, below));
        assert_eq!(years("patti di collaborazione 2023/ patti 2024"), Some((2023, 2024)));
        assert_eq!(years("n. iniziative 2025 / n. iniziative 2024"), Some((2025, 2024)));
        assert_eq!(years("iscritti nell’anno scolastico 2023/2024"), None);
        assert_eq!(years("iscritti 2023/2024 / iscritti 2024/2025"), None);
        assert_eq!(years("atti/giorni"), None);
    }
}
