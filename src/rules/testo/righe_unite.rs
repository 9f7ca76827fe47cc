//! Lines that were typed one under the other in a field are printed so: a paragraph, or a line of words, joins them.

use crate::piano::each_section;
use crate::piano::prose::{BlockKind, Prose};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0554", "righe-unite", include_str!("righe_unite.md"), check);

/// Longer lines are prose that was broken at the edge of the window.
const CORTA: usize = 60;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut told = |prose: &Prose, count: &dyn Fn(&str) -> Option<usize>| {
        prose.each_block(&mut |block| {
            let count = count(cx.sources.slice(block.span)).filter(|_| matches!(block.kind, BlockKind::Paragraph(_)));
            if let Some(count) = count {
                out.push(
                    REGOLA
                        .at(block.span, format!("queste {count} righe si stampano di seguito, in un paragrafo solo"))
                        .help("per farne un elenco metti `- ` davanti a ciascuna; se sono frasi diverse lascia fra l’una e l’altra una riga vuota"),
                );
            }
        });
    };
    for prose in &cx.piano.testi {
        told(prose, &|text| righe(text).or_else(|| etichette(text)));
    }
    // In the text of a section short lines may be prose that was broken by hand, but not lines with labels.
    each_section(&cx.piano.sezioni, &mut |sezione| told(&sezione.prose, &etichette));
    for parola in &cx.piano.parole {
        let lines: Vec<&str> = parola.testo.value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > 1 {
            let message = format!("le {} righe di `{}` si stampano di seguito", lines.len(), parola.campo);
            out.push(REGOLA.at(parola.testo.span, message).help(di_seguito(&lines)));
        }
    }
}

/// What to do with the lines of a field that has one line.
fn di_seguito(lines: &[&str]) -> &'static str {
    let before = lines.get(..lines.len().saturating_sub(1)).unwrap_or_default();
    if before.iter().all(|line| line.ends_with(['.', ';', ':', ',', '!', '?', '…'])) {
        "scrivile su una riga sola, una dopo l’altra"
    } else if before.iter().any(|line| line.ends_with(['-', '\u{ad}', '‐'])) {
        "scrivi una riga sola, e togli il trattino dove una parola è spezzata a fine riga"
    } else {
        "scrivi una riga sola, con un punto e virgola fra una cosa e l’altra"
    }
}

/// How many lines a paragraph has, when they look like things put one under the other: short, each with a capital or a figure
/// at its head, and nothing at its end that goes on or closes.
fn righe(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let head = |line: &&str| line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let (last, before) = lines.split_last()?;
    let open = before.iter().all(|line| {
        line.chars().count() <= CORTA
            && line.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '»' | '%' | '€'))
    });
    (!before.is_empty() && open && last.chars().count() <= CORTA && lines.iter().all(head)).then_some(lines.len())
}

/// How many lines a paragraph has, when each begins with a label: `Dirigente: …`, `Telefono: …`.
fn etichette(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.trim().lines().map(str::trim).collect();
    let label = |line: &&str| {
        line.split_once(": ").is_some_and(|(label, value)| {
            let plain = label.chars().all(|c| c.is_alphabetic() || " .’'/-".contains(c));
            plain && label.starts_with(char::is_uppercase) && label.chars().count() <= 25 && !value.trim().is_empty()
        }) && line.chars().count() <= 2 * CORTA
    };
    (lines.len() > 1 && lines.iter().all(label)).then_some(lines.len())
}

#[cfg(test)]
mod tests {
    use super::{di_seguito, etichette, righe};

    #[test]
    fn the_cure_for_two_lines_is_for_what_they_are() {
        for (lines, words) in [
            (&["Primo ufficio", "Secondo ufficio"][..], "punto e virgola"),
            (&["Ufficio primo.", "Ufficio secondo."], "una dopo l’altra"),
            (&["Che cosa cambia?", "Tutto"], "una dopo l’altra"),
            (&["La manifesta-", "zione d’interesse"], "togli il trattino"),
        ] {
            assert!(di_seguito(lines).contains(words), "{lines:?}: {}", di_seguito(lines));
        }
    }

    #[test]
    fn lines_with_labels_are_things_one_under_the_other() {
        assert_eq!(etichette("Dirigente: Anna Bo\nTelefono: 051 12\nOrari: lun 9-12."), Some(3));
        for text in ["Dirigente: Anna Bo", "Dirigente: Anna Bo\ne altri", "Uno\nDue", "come segue: a\nb: c", ""] {
            assert_eq!(etichette(text), None, "{text}");
        }
    }

    #[test]
    fn a_list_without_marks_is_told_from_broken_prose() {
        assert_eq!(righe("Dirigenti\nFunzionari dei tributi\nMessi comunali"), Some(3));
        assert_eq!(righe("20 iscritti\n15 corsi"), Some(2));
        for text in [
            "Dirigenti",
            "Dirigenti,\nFunzionari",
            "Ci rivolgiamo a chi lavora\nnei servizi sociali",
            "La mensa apre alle 12.\nIl nido alle 8.",
            "Il servizio si rivolge a tutte le famiglie che vivono nel territorio del Comune di\nBorgoalto",
            "",
        ] {
            assert_eq!(righe(text), None, "{text}");
        }
    }
}
