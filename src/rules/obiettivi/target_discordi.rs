//! The tool of a verification and its expected result say the same deadline of the same thing.

use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::base::text::flat_words;
use crate::lingua::tempo::{Introdotto, find};
use crate::piano::element::value::Testo;
use crate::rules::confronti::vivi_scritti;
use crate::rules::tempi::data_nel_ciclo::fuori;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0345", "target-discordi", include_str!("target_discordi.md"), check).origine(&["TARGETS-AGREE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in vivi_scritti(cx) {
        for verifica in &obiettivo.value.verifiche {
            // A tool of several results has several deadlines.
            let Some(atteso) = verifica.value.atteso.filter(|_| verifica.value.risultati.is_empty()) else { continue };
            let Some((tool, here, said)) = termine(cx, verifica.value.strumento) else { continue };
            let Some((result, there, other)) = termine(cx, atteso) else { continue };
            if here == there || !stessa_cosa(&said, &other) {
                continue;
            }
            out.push(
                REGOLA
                    .at(
                        result,
                        format!(
                            "il risultato è atteso entro il {there}, ma lo strumento di verifica dice entro il {here}"
                        ),
                    )
                    .other(tool, format!("qui il termine è il {here}"))
                    .help("scrivi lo stesso termine nelle due colonne; se sono due cose diverse, fanne due righe"),
            );
        }
    }
}

/// The last deadline that a text says, where it stands, and its words.
fn termine(cx: &Cx<'_>, testo: Testo) -> Option<(Span, Giorno, String)> {
    let mut last: Option<(Span, Giorno)> = None;
    let mut words = String::new();
    for discorso in cx.discorsi(testo) {
        for found in find(&discorso.parole).into_iter().filter(|found| found.come == Introdotto::Entro) {
            // A day outside the years of the plan is told as such.
            let sure =
                found.tempo.lettura.as_ref().is_ok_and(|l| !l.impreciso) && fuori(cx, &found.tempo, cx.anno).is_none();
            let day = found.tempo.scadenza(cx.anno).filter(|_| sure);
            if let Some((day, span)) = day.zip(discorso.span(found.dove))
                && last.is_none_or(|(_, other)| day > other)
            {
                last = Some((span, day));
            }
        }
        words.push_str(&discorso.parole);
        words.push(' ');
    }
    last.map(|(span, day)| (span, day, words))
}

/// Whether two texts name one thing: a long word of both, whatever its ending.
fn stessa_cosa(a: &str, b: &str) -> bool {
    const COMUNI: [&str; 6] = ["trime", "semes", "dicem", "novem", "ottob", "sette"];
    let roots = |text: &str| -> Vec<String> {
        let words = flat_words(text);
        let long =
            words.iter().filter(|word| word.chars().count() >= 6).map(|word| word.chars().take(5).collect::<String>());
        long.filter(|root| !COMUNI.contains(&root.as_str())).collect()
    };
    let other = roots(b);
    roots(a).iter().any(|root| other.contains(root))
}
