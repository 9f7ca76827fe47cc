//! The lines of the Piano triennale per l’informatica have the codes that AgID gives them.

use crate::index::like_source;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1208", "linea-informatica", include_str!("piano_informatica.md"), check)
    .dal(jiff::civil::date(2024, 1, 12))
    .fonte(fonti::PIANO_TRIENNALE_INFORMATICA);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for line in cx.piano.elementi.misure_digitali.iter().flat_map(|m| &m.value.piano_triennale) {
        let Some(right) = giusta(&line.value) else {
            out.push(
                REGOLA
                    .at(
                        line.span,
                        format!(
                            "«{}» non è una linea del Piano triennale per l’informatica",
                            crate::base::text::short(&line.value)
                        ),
                    )
                    .help("scrivi il codice della linea d’azione, per esempio \"CAP4.PA.01\""),
            );
            continue;
        };
        if right != line.value {
            out.push(
                REGOLA
                    .at(line.span, format!("la linea «{}» si scrive {right}", line.value))
                    .help(format!("scrivi \"{right}\""))
                    .patch(line.span, like_source(cx.sources, line, &right)),
            );
        }
    }
}

/// `CAP4.PA.01`, from `cap 4 - PA 1`.
fn giusta(text: &str) -> Option<String> {
    let bare: String = text.chars().filter(char::is_ascii_alphanumeric).flat_map(char::to_uppercase).collect();
    let (chapter, number) = bare.strip_prefix("CAP")?.split_once("PA")?;
    let chapter: u8 = chapter.parse().ok()?;
    let number: u8 = number.parse().ok()?;
    ((1..=9).contains(&chapter) && (1..=99).contains(&number)).then(|| format!("CAP{chapter}.PA.{number:02}"))
}
