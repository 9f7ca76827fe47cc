//! A place of the DUP is written in one way: its numbers. In running text it is «rif. DUP».

use crate::base::span::{Span, Spanned};
use crate::piano::element::dup::Dup;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0342", "dup-forma", include_str!("dup_forma.md"), check).origine(&["DUP-FORMAT"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in cx.scritti() {
        out.extend(obiettivo.value.dup.0.iter().filter_map(|dup| nei_dati(cx, dup)));
    }
    out.extend(cx.nei_testi(nei_discorsi).filter_map(|(testo, (range, right))| nel_testo(testo, range, right)));
}

#[comemo::memoize]
fn nei_discorsi(gruppo: &Gruppo<Discorso>) -> Trovati<(Range<usize>, &'static str)> {
    gruppo.trova(forme)
}

fn nei_dati(cx: &Cx<'_>, dup: &Spanned<Dup>) -> Option<Diagnostic> {
    let written = cx.sources.slice(dup.span);
    let quoted = written.starts_with(['"', '\'']);
    let inside = if quoted { written.get(1..written.len() - 1)? } else { written };
    let right: Vec<String> = dup.value.0.iter().map(ToString::to_string).collect();
    if right.is_empty() || right == [inside] {
        return None;
    }
    let problem = REGOLA
        .at(
            dup.span,
            format!("«{inside}»: un punto del DUP si scrive con i suoi soli numeri, {}", crate::rules::elenco(&right)),
        )
        .note("nel piano si stampano soltanto i numeri: scritti in un modo solo, si trovano e si confrontano");
    // Two points may be the ends of all those between them.
    let named = inside.to_ascii_lowercase().matches("dup").count();
    let values: Vec<String> = right.iter().map(|one| format!("\"{one}\"")).collect();
    if right.len() > 1 && named < right.len() && inside.contains(['-', '–', '—']) {
        let values = values.join(", ");
        return Some(problem.help(format!(
            "se sono i punti dall’uno all’altro, scrivili tutti; se sono questi soli, scrivi {values}"
        )));
    }
    let text = match (values.as_slice(), prima(cx, dup.span)) {
        ([one], _) => one.clone(),
        // Several in a list that is there already, or a list where there was one value.
        (all, Some('[' | ',')) => all.join(", "),
        (all, Some('=')) => format!("[{}]", all.join(", ")),
        (all, _) => return Some(problem.help(format!("scrivi {}, uno per uno", all.join(", ")))),
    };
    Some(problem.help(format!("scrivi {text}")).patch(dup.span, text))
}

/// The character before a value.
fn prima(cx: &Cx<'_>, span: Span) -> Option<char> {
    cx.sources.file(span.file)?.text().get(..span.range().start)?.trim_end().chars().next_back()
}

fn nel_testo(testo: &Discorso, range: Range<usize>, right: &'static str) -> Option<Diagnostic> {
    let words = testo.parole.get(range.clone())?;
    let problem = REGOLA
        .at(testo.span(range.clone())?, format!("«{words}» si scrive «{right}»"))
        .help(format!("scrivi «{right}», come negli altri punti del piano"));
    Some(match testo.esatto(range) {
        Some(span) => problem.patch(span, right),
        None => problem,
    })
}

/// Where `parole` writes «rif. DUP» in another way, with the right spelling.
fn forme(parole: &str) -> Vec<(Range<usize>, &'static str)> {
    let lower = parole.to_ascii_lowercase();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let one = |(at, _): (usize, &str)| {
        let (before, end) = (lower.get(..at)?, at + "dup".len());
        let head = before.trim_end();
        let head = head.strip_suffix('.').unwrap_or(head).trim_end();
        let start = head.strip_suffix("rif").or_else(|| head.strip_suffix("ref"))?.len();
        let written = parole.get(start..end)?;
        // A title in capitals is no slip.
        let shouted = written.chars().all(|c| !c.is_lowercase());
        if shouted || letter(lower.get(..start)?.chars().next_back()) || letter(lower.get(end..)?.chars().next()) {
            return None;
        }
        let right = if written.starts_with(char::is_uppercase) { "Rif. DUP" } else { "rif. DUP" };
        (written.replace('\u{a0}', " ") != right).then_some((start..end, right))
    };
    lower.match_indices("dup").filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::forme;

    #[test]
    fn spellings_of_the_reference() {
        for (text, found) in [
            ("(Rif. Dup 2.1.5)", "Rif. DUP"),
            ("vedi rif DUP 1.2.4", "rif. DUP"),
            ("ref. DUP 3.1.2", "rif. DUP"),
            ("Rif.DUP 3.1.2", "Rif. DUP"),
            ("è rif . dup", "rif. DUP"),
        ] {
            assert_eq!(forme(text).first().map(|(_, right)| *right), Some(found), "{text}");
        }
        for fine in
            ["rif. DUP 3.1.2", "Rif.\u{a0}DUP", "RIF. DUP", "il DUP e il PEG", "tarif dup", "rif dupont", "dup", ""]
        {
            assert_eq!(forme(fine), [], "{fine}");
        }
    }
}
