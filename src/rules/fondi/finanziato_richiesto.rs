//! Nobody is granted more than was asked for.

use crate::base::span::Span;
use crate::conti::finanziamenti;
use crate::piano::element::Kind;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P1201", "finanziato-oltre-richiesto", include_str!("finanziato_richiesto.md"), check)
        .origine(&["FUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (kind, n, span) in fondi(cx) {
        let sums = finanziamenti::di(cx.piano, kind, n);
        let (Some(asked), Some(granted)) = (sums.richiesto, sums.finanziato) else { continue };
        if granted > asked {
            let span = campo(cx, kind, n, "finanziato").unwrap_or(span);
            out.push(
                REGOLA
                    .at(span, format!("{}: il finanziato, {granted}, è più del richiesto, {asked}", nome(cx, kind, n)))
                    .help("correggi `finanziato` o `richiesto`"),
            );
        }
    }
}

/// Every project and measure that was read, with its place.
pub fn fondi<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (Kind, usize, Span)> + use<'a> {
    [Kind::Progetto, Kind::MisuraDigitale]
        .into_iter()
        .flat_map(|kind| {
            let all = cx.piano.elementi.of(kind).into_iter().enumerate();
            all.map(move |(n, element)| (kind, n, element.span, element.value.titolo().span))
        })
        .filter(|(_, _, record, _)| cx.letto_tutto(*record))
        .map(|(kind, n, _, span)| (kind, n, span))
}

/// Where the value of a field stands: the field of an amount keeps no place of its own, its line is looked for in the record.
pub fn campo(cx: &Cx<'_>, kind: Kind, n: usize, name: &str) -> Option<Span> {
    let record = cx.piano.elementi.get(kind, n)?.span;
    let text = cx.sources.file(record.file)?.text();
    let mut at = record.start as usize;
    for line in text.get(at..)?.split_inclusive('\n') {
        if at > record.start as usize && line.trim_start().starts_with('[') {
            return None;
        }
        if let Some((key, value)) = line.split_once('=')
            && key.trim() == name
        {
            let value = value.split(" #").next().unwrap_or_default();
            let start = at + key.len() + 1 + (value.len() - value.trim_start().len());
            return Some(Span::new(record.file, start..start + value.trim().len()));
        }
        at += line.len();
    }
    None
}

/// What a project or a measure is called in a message.
pub fn nome(cx: &Cx<'_>, kind: Kind, n: usize) -> String {
    let title = cx.piano.elementi.get(kind, n).map(|e| crate::base::text::short(e.value.titolo().value));
    format!("«{}»", title.unwrap_or_default())
}
