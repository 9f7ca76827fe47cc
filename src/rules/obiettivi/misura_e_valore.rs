//! The value of an indicator is of the kind that its measure asks for, and it is one.

use crate::base::span::{Spanned, interi};
use crate::index::like_source;
use crate::lingua::unita::di_tempo;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura};
use crate::piano::element::target::{Atteso, Target};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0311", "misura-e-valore", include_str!("misura_e_valore.md"), check).origine(&["KIND-VALUE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in cx.scritti() {
        for indicatore in interi(&obiettivo.value.indicatori) {
            let misura = indicatore.value.misura;
            for (_, target) in indicatore.value.ogni_target() {
                if molti(&target.value, misura.is_some()) {
                    out.push(
                        REGOLA
                            .at(target.span, "un indicatore ha un solo valore atteso, e qui ce n’è più d’uno")
                            .note(format!("è scritto «{}»", crate::base::text::short(&target.value.parola)))
                            .help("fai un indicatore per ciascun valore, ognuno con il suo `testo`; i valori di più anni si scrivono `{ 2025 = …, 2026 = … }`, quelli di più unità in `[[obiettivo.indicatore.quota]]`"),
                    );
                } else if let Some(misura) = misura {
                    out.extend(kind(cx, misura, &indicatore.value, target, "atteso"));
                }
            }
            for value in indicatore.value.rilevati() {
                // A measured value may be in words even where the measure asks for a number.
                if let Some(misura) = misura.filter(|_| !matches!(value.value.atteso, Atteso::Parole)) {
                    out.extend(kind(cx, misura, &indicatore.value, value, "rilevato"));
                }
            }
        }
    }
}

/// Whether words hold several values: several numbers where a measure is due, or «target» again and again.
fn molti(target: &Target, due: bool) -> bool {
    let lower = target.parola.to_lowercase();
    let numbers = lower
        .split(|c: char| !(c.is_ascii_digit() || ".,/".contains(c)))
        .filter(|w| w.contains(|c: char| c.is_ascii_digit()));
    let words = lower.matches("target").count();
    matches!(target.atteso, Atteso::Parole) && (words > 1 || due && numbers.count() > 1 && separati(&lower))
}

/// Whether something stands between two values: a semicolon, a dash, an «e».
fn separati(text: &str) -> bool {
    [";", " - ", " – ", "\n", " e ", " / "].iter().any(|mark| text.contains(mark))
}

/// The problem of a value that is not of the kind of its measure.
fn kind(
    cx: &Cx<'_>,
    misura: Spanned<Misura>,
    indicatore: &Indicatore,
    target: &Spanned<Target>,
    what: &str,
) -> Option<Diagnostic> {
    let parola = target.value.parola.trim();
    // A mark for no value, or a day that does not exist, is the matter of another rule.
    if crate::rules::obiettivi::valore_atteso::vuoto(&target.value) || crate::rules::impossibile(&target.value) {
        return None;
    }
    // A number that is not read is the matter of `numero-non-letto`.
    if matches!(misura.value, Misura::Quantita | Misura::Percentuale) && target.value.numero_non_letto() {
        return None;
    }
    let year = |n: &str| n.len() == 4 && n.parse::<i16>().is_ok_and(|n| (1990..2100).contains(&n));
    let fine = match (misura.value, &target.value.atteso) {
        (Misura::Data | Misura::Tempestivita, Atteso::Tempo(_)) => true,
        (Misura::Data, Atteso::Numero { .. }) => year(parola),
        // «30 giorni» is a time.
        (Misura::Tempestivita, Atteso::Numero { unita, .. }) => {
            let unit = indicatore.unita_misura.as_ref().map_or(unita, |unit| &unit.value).to_lowercase();
            let times = ["giorn", "gg", "ore", "ora", "minut", "mes", "settiman", "ann", "h", "%"];
            year(parola) || unit.split_whitespace().any(|word| times.iter().any(|time| word.starts_with(time)))
        }
        (Misura::Quantita, Atteso::Numero { .. }) => true,
        (Misura::Percentuale, Atteso::Numero { unita, .. }) => {
            let unit = unita.to_lowercase();
            ["%", "per cento", "punti"].iter().any(|start| unit.starts_with(start)) || unit.is_empty()
        }
        (Misura::SiNo, Atteso::SiNo(_)) => true,
        _ => false,
    };
    if fine {
        return None;
    }
    let due = match misura.value {
        Misura::Data => "un giorno o un periodo",
        Misura::Tempestivita => "un termine",
        Misura::Quantita => "un numero",
        Misura::Percentuale => "una percentuale",
        Misura::SiNo => "«sì» o «no»",
    };
    let problem = REGOLA
        .at(
            target.span,
            format!(
                "il valore {what} di una misura «{}» è {due}, non «{}»",
                misura.value.label(),
                crate::base::text::short(parola)
            ),
        )
        .other(misura.span, "la misura è scritta qui");
    let other = match &target.value.atteso {
        Atteso::Numero { unita, .. } if unita.starts_with('%') => Some("percentuale"),
        Atteso::Numero { unita, .. } if di_tempo(unita) && misura.value == Misura::Data => Some("tempestivita"),
        Atteso::Numero { .. } => Some("quantita"),
        Atteso::Tempo(tempo) if tempo.giorno().is_some() => Some("data"),
        Atteso::Tempo(_) => Some("tempestivita"),
        Atteso::SiNo(_) => Some("si-no"),
        Atteso::Parole => None,
    };
    let whole = parola.trim_end_matches('%').trim();
    Some(match (misura.value, other) {
        (Misura::SiNo, Some("percentuale" | "quantita")) if whole == "100" || whole == "1" => problem
            .note("una cosa che si fa o non si fa non ha una percentuale")
            .help("scrivi \"sì\"")
            .proposta(target.span, sino(cx, target, "sì")),
        (Misura::SiNo, Some("percentuale" | "quantita")) if whole == "0" => problem
            .note("una cosa che si fa o non si fa non ha una percentuale")
            .help("scrivi \"no\"")
            .proposta(target.span, sino(cx, target, "no")),
        (Misura::Percentuale, Some("si-no")) => {
            problem.help("se conta soltanto che sia fatto, scrivi `misura = \"si-no\"`; altrimenti scrivi la percentuale, per esempio \"100 %\"")
        }
        (Misura::Tempestivita, Some("quantita")) => {
            problem.help(format!("scrivi di che cosa è il numero, per esempio \"{whole} giorni\" o `unita_misura = \"giorni\"`"))
        }
        (_, Some(other)) => problem.help(format!("correggi il valore, o scrivi `misura = \"{other}\"`")),
        (misura, None) => {
            let example = match misura {
                Misura::Data => "\"30/11/2025\" o \"entro novembre\"",
                Misura::Tempestivita => "\"entro novembre\" o \"30 giorni\"",
                Misura::Quantita => "\"12\" o \"almeno 12\"",
                Misura::Percentuale => "\"≥ 80 %\"",
                Misura::SiNo => "\"sì\"",
            };
            problem.help(format!("scrivi il valore da raggiungere, per esempio {example}; le altre parole vanno nel `testo` dell’indicatore"))
        }
    })
}

/// `text` in quotes: a number is written without.
fn sino(cx: &Cx<'_>, target: &Spanned<Target>, text: &str) -> String {
    let written = Spanned::new(target.value.parola.clone(), target.span);
    let quoted = like_source(cx.sources, &written, text);
    if quoted.starts_with('"') { quoted } else { format!("\"{text}\"") }
}
