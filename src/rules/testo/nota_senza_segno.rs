//! A mark leads to its note, and a note has its mark.

use crate::base::span::{FileId, Span};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0522", "nota-senza-segno", include_str!("nota_senza_segno.md"), check).origine(&["ANNOTATION"]);

/// The marks and the notes of a file.
#[derive(Default)]
struct Trovati {
    segni: Vec<Span>,
    note: Vec<Span>,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut files: BTreeMap<FileId, Trovati> = BTreeMap::new();
    for testo in cx.testi().filter(|t| t.parole.contains('*')) {
        let (note, marks) = find(&testo.parole);
        let file = testo.span(0..testo.parole.len()).or_else(|| testo.span(note.clone().or(marks.first().cloned())?));
        let Some(file) = file.map(|span| span.file) else { continue };
        let here = files.entry(file).or_default();
        here.note.extend(note.and_then(|range| testo.span(range)));
        here.segni.extend(marks.into_iter().filter_map(|range| testo.span(range)));
    }
    // The mark may be in the data and its note in the section that prints them, or the other way round.
    let data = |file: &FileId| cx.sources.file(*file).is_some_and(|f| f.has_extension("toml"));
    let notes = files.iter().any(|(file, t)| !data(file) && !t.note.is_empty());
    let marks = files.iter().any(|(file, t)| data(file) && !t.segni.is_empty());
    for (file, Trovati { segni, note }) in &files {
        if note.is_empty() && !(notes && data(file)) {
            out.extend(segni.iter().map(|span| {
                REGOLA
                    .at(*span, "l’asterisco rimanda a una nota che non c’è")
                    .help("scrivi la nota con `[^nome]` qui e `[^nome]: testo della nota` in fondo, o togli l’asterisco; in un campo dei dati metti la spiegazione nella descrizione")
            }));
        }
        if segni.is_empty() && (data(file) || !marks) {
            out.extend(note.iter().map(|span| {
                REGOLA
                    .at(*span, "questa è una nota, e nel testo nessun segno vi rimanda")
                    .help("metti `[^nome]` dopo la parola che la nota spiega, e qui scrivi `[^nome]: testo della nota`")
            }));
        }
    }
}

/// The mark with which `text` begins, if it is a note, and those that hang after its words.
fn find(text: &str) -> (Option<Range<usize>>, Vec<Range<usize>>) {
    let start = text.len() - text.trim_start().len();
    let body = text.get(start..).unwrap_or_default();
    let stars = |text: &str| text.len() - text.trim_start_matches('*').len();
    let head = match (body.strip_prefix('('), stars(body)) {
        (Some(rest), _) if stars(rest) > 0 && rest.get(stars(rest)..).is_some_and(|r| r.starts_with(')')) => {
            stars(rest) + 2
        }
        // `**Totale` is a bold that was not closed.
        (_, n @ 2..=3) if body.get(n..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric)) => 0,
        (_, n) if (1..=3).contains(&n) => n,
        _ => 0,
    };
    // `*` alone is a value.
    let words = body.get(head..).is_some_and(|rest| rest.contains(char::is_alphabetic));
    let note = (head > 0 && words).then_some(start..start + head);
    let mut marks = Vec::new();
    let mut at = start + head;
    while let Some(n) = text.get(at..).and_then(|rest| rest.find('*')) {
        let from = at + n;
        let len = stars(text.get(from..).unwrap_or_default());
        at = from + len;
        let (before, after) = (text.get(..from).unwrap_or_default(), text.get(at..).unwrap_or_default());
        // `*word*`: stress that is written and not shown.
        if !before.ends_with(|c: char| c.is_alphanumeric() || c == '(')
            && after.starts_with(char::is_alphanumeric)
            && let Some(close) = after.find('*')
            && stars(after.get(close..).unwrap_or_default()) == len
            && after.get(..close).is_some_and(|inner| inner.ends_with(char::is_alphanumeric))
        {
            at += close + len;
            continue;
        }
        let bracket = before.ends_with('(') && after.starts_with(')');
        let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        // «tutt*»: an ending that is left open.
        let open = word.ends_with(|c: char| c.is_lowercase() && !"aeiouàèéìòù".contains(c));
        let hanging = !word.is_empty() && !open && !after.starts_with(char::is_alphanumeric) && len <= 3;
        // `15 * 75`, `15* 75`: a product.
        let product = after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        if bracket {
            marks.push(from - 1..at + 1);
        } else if hanging && !product {
            marks.push(from..at);
        }
    }
    (note, marks)
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn marks_and_notes_are_told_apart() {
        for (text, note, marks) in [
            ("Governance (*)", false, 1),
            ("incarichi extra istituzionali*", false, 1),
            ("incarichi extra istituzionali*, PNRR**", false, 2),
            ("(*) comprese le frazioni", true, 0),
            ("* comprese le frazioni", true, 0),
            ("** comprese* le frazioni", true, 1),
            ("tutt* e ciascun*", false, 0),
            ("15 * 75 e 15*75", false, 0),
            ("Sezione nuova: *forte* e piano", false, 0),
            ("Sezione nuova: *forte* e piano*", false, 1),
            ("*", false, 0),
            ("(*)", false, 0),
            ("", false, 0),
            ("è*", false, 1),
            ("**Totale dei posti", false, 0),
            ("***Attenzione: solo residenti", false, 0),
        ] {
            let (found, list) = find(text);
            assert_eq!((found.is_some(), list.len()), (note, marks), "{text}");
        }
    }
}
