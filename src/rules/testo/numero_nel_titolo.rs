//! The numbers of sections and headings are given by the program: one that is typed would be printed beside them.

use crate::base::span::Span;
use crate::piano::Sezione;
use crate::piano::prose::{BlockKind, plain};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0542", "numero-nel-titolo", include_str!("numero_nel_titolo.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    sezioni(&cx.piano.sezioni, out);
}

fn sezioni(list: &[Sezione], out: &mut Vec<Diagnostic>) {
    for sezione in list {
        let numbered = sezione.front.numerata != Some(false);
        if numbered {
            let span = sezione.front.titolo.as_ref().map_or(sezione.span, |titolo| titolo.span);
            out.extend(titolo(&sezione.titolo, span));
        }
        // Beside subsections, which have the numbers, headings have none.
        if numbered && sezione.children.is_empty() {
            for block in &sezione.prose.blocks {
                if let BlockKind::Heading { content, .. } = &block.kind {
                    out.extend(titolo(&plain(content), block.span));
                }
            }
        }
        sezioni(&sezione.children, out);
    }
}

fn titolo(words: &str, span: Span) -> Option<Diagnostic> {
    let number = numero(words)?;
    Some(
        REGOLA
            .at(
                span,
                format!(
                    "questo titolo comincia con un numero, {number}, e si stampa dopo quello che gli dà il programma"
                ),
            )
            .help(format!("togli {number} dal titolo; l’ordine delle sezioni è quello dei nomi dei file")),
    )
}

/// The number, or the letter, at the head of a title: `4.1 Titolo`, `2) Titolo`, `IV. Titolo`, `a) Titolo`; not `10 anni`, `2025: un anno`.
fn numero(words: &str) -> Option<&str> {
    let words = words.trim_start();
    let (number, rest) = words.split_once(char::is_whitespace)?;
    let bare = number.trim_end_matches(['.', ')', '-', '–']);
    let parts: Vec<&str> = bare.split('.').collect();
    let digits = parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let closed = bare.len() < number.len();
    // «IV. Le sedi», «a) Le sedi»; «V. Emanuele» is a name.
    let roman = bare.bytes().all(|b| b"IVXL".contains(&b)) && bare.len() > 1 && closed;
    let letter = bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_alphabetic()) && number.ends_with(')');
    let title = rest.trim_start().starts_with(|c: char| c.is_uppercase() || "«“\"".contains(c));
    let counted = digits && (closed || parts.len() > 1) || roman || letter;
    (counted && title).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::numero;

    #[test]
    fn numbers_of_titles_are_found() {
        for (title, number) in [
            ("4.1 Titolo", Some("4.1")),
            ("2) Le sedi", Some("2")),
            ("3.2.1. Il personale", Some("3.2.1")),
            ("IV. Il personale", Some("IV")),
            ("a) Le sedi", Some("a")),
            ("V. Emanuele e la piazza", None),
            ("A. Manzoni", None),
            ("10 anni di lavoro", None),
            ("2025: un anno", None),
            ("5.000 Euro per la scuola", None),
            ("1° gennaio", None),
            ("3 Sedi", None),
            ("2.2", None),
        ] {
            assert_eq!(numero(title), number, "{title}");
        }
    }
}
