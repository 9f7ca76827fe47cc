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
    let values: Vec<String> = right.iter().map(|one| format!("\"{one}\"")).collect();
    let all = values.join(", ");
    let text = match (values.len(), prima(cx, dup.span)) {
        // Several in a list that is there already, or a list where there was one value.
        (1, _) | (_, Some('[' | ',')) => Ok(all),
        (_, Some('=')) => Ok(format!("[{all}]")),
        _ => Err(format!("{all}, uno per uno")),
    };
    let write = match &text {
        Ok(text) | Err(text) => format!("scrivi {text}"),
    };
    Some(match (dubbio(inside, &right), text) {
        (None, Ok(text)) => problem.help(write).patch(dup.span, text),
        (None, Err(_)) => problem.help(write),
        (Some(Dubbio::Parole), _) => problem.help(format!("{write}; le altre parole vanno in `descrizione`")),
        (Some(Dubbio::Doppi), _) => {
            problem.help("lo stesso punto c’è due volte: scrivilo una volta sola, o correggi l’altro")
        }
        (Some(Dubbio::Legame), _) => problem.help(format!(
            "se sono i punti dall’uno all’altro, scrivili tutti; se uno ha preso il posto dell’altro, scrivi soltanto quello; se sono questi soli, {write}"
        )),
    })
}

/// Why the points that a text names are not certainly what its author means by it.
#[derive(Debug, PartialEq)]
enum Dubbio {
    /// It has words that would be lost: `SeO 1.1.1`.
    Parole,
    /// It names one point twice.
    Doppi,
    /// Something else than a list joins the points: `1.1.1 - 1.1.5`, `1.1.1 → 1.1.2`.
    Legame,
}

/// What is not certain of a text that names the points `right`.
fn dubbio(text: &str, right: &[String]) -> Option<Dubbio> {
    let lower = text.to_lowercase();
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || ".,;:()".contains(c);
    let word = |c: char| c.is_alphanumeric() || c == '.';
    let point = |word: &str| word.contains(|c: char| c.is_ascii_digit());
    // What stands between two points.
    let mut joints: Vec<String> = Vec::new();
    let mut known = true;
    for piece in lower.split_inclusive(|c: char| !word(c)) {
        let name = piece.trim_end_matches(|c: char| !word(c));
        if point(name) {
            joints.push(piece.get(name.len()..).unwrap_or_default().to_owned());
            continue;
        }
        known &= ["", "rif", "ref", "dup", "e", "ed", "anche"].contains(&name.trim_matches('.'));
        if let Some(joint) = joints.last_mut() {
            joint.push_str(piece);
        }
    }
    joints.pop();
    let list = |joint: &String| {
        joint.contains([',', ';']) || joint.split(|c: char| !word(c)).any(|word| ["e", "ed", "anche"].contains(&word))
    };
    if !lower.chars().all(plain) || !joints.iter().all(list) {
        Some(Dubbio::Legame).filter(|_| right.len() > 1).or(Some(Dubbio::Parole))
    } else if right.iter().collect::<std::collections::BTreeSet<_>>().len() < right.len() {
        Some(Dubbio::Doppi)
    } else {
        (!known).then_some(Dubbio::Parole)
    }
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
    use super::{Dubbio, dubbio, forme};

    #[test]
    fn only_what_is_a_list_is_one() {
        let of = |text: &str, right: &[&str]| dubbio(text, &right.iter().map(|r| (*r).to_owned()).collect::<Vec<_>>());
        for (text, right) in [
            ("Rif. Dup 01.01.01.", &["1.1.1"][..]),
            ("DUP: 1.1.1", &["1.1.1"]),
            ("Rif. DUP (03.01.02 e 3.01.04)", &["3.1.2", "3.1.4"]),
            ("2.1.5 (anche 2.5.1 e 2.5.2)", &["2.1.5", "2.5.1", "2.5.2"]),
            ("1.1.1, DUP 1.1.5", &["1.1.1", "1.1.5"]),
        ] {
            assert_eq!(of(text, right), None, "{text}");
        }
        let two = &["1.1.1", "1.1.5"][..];
        for text in [
            "DUP 1.1.1 - DUP 1.1.5",
            "1.1.1…1.1.5",
            "DUP 1.1.1 ÷ 1.1.5",
            "DUP 1.1.1 → 1.1.5",
            "DUP 1.1.1 DUP 1.1.5",
            "1.1.1 (1.1.5)",
            "1.1.1/1.1.5",
        ] {
            assert_eq!(of(text, two), Some(Dubbio::Legame), "{text}");
        }
        assert_eq!(of("Rif. DUP 01.01.01 (anche 1.1.1)", &["1.1.1", "1.1.1"]), Some(Dubbio::Doppi));
        for text in ["SeO 1.1.1", "DUP, SeS 1.1.1", "ob. 1.1.1", "cfr. 1.1.1"] {
            assert_eq!(of(text, &["1.1.1"]), Some(Dubbio::Parole), "{text}");
        }
    }

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
