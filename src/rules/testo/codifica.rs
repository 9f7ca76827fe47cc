//! Letters that another program left in the text: read in one encoding and written in another (`cittÃ ` for `città`,
//! `lâ€™ente` for `l’ente`), two letters joined in one sign (`ﬁ`, from a PDF), a hyphen that is not seen (U+00AD, from Word).
//! On paper the last two look right, and no search finds their word.

use crate::base::span::Span;
use crate::base::text::short;
use crate::rules::{Cx, Diagnostic, Gruppo, Regola, Stampato, Trovati};
use crate::source::Sources;
use encoding_rs::WINDOWS_1252;
use std::collections::BTreeMap;
use std::ops::Range;

pub static REGOLA: Regola = Regola::avviso("P0540", "codifica", include_str!("codifica.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (stampato, found) in cx.nei_stampati(guaste) {
        let text = &stampato.testo.parole;
        let (numeri, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| incerta(text, one));
        for (range, _) in numeri {
            let (head, tail) = (text.get(..range.start).unwrap_or_default(), text.get(range.end..).unwrap_or_default());
            let word = |text: &'_ str| text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            let (first, last) = (head.split_whitespace().next_back(), tail.split_whitespace().next());
            let (first, last) = (first.map(word).unwrap_or_default(), last.map(word).unwrap_or_default());
            if isolato(text, &range) {
                let cure = match (first.as_str(), last.as_str()) {
                    ("", _) | (_, "") => "cancella il trattino; se la parola è rimasta a metà, finiscila".to_owned(),
                    _ => format!("scrivi «{first}{last}» se è una parola sola, «{first} {last}» se sono due"),
                };
                out.extend(stampato.testo.span(range).map(|span| {
                    REGOLA
                        .at(span, "a un capo di una parola c’è un trattino di sillabazione che non si vede (U+00AD)")
                        .note("non si sa se la parola continua di là dallo spazio: il programma non lo tocca")
                        .help(cure)
                }));
                continue;
            }
            out.extend(stampato.testo.span(range).map(|span| {
                REGOLA
                    .at(span, "accanto a una cifra c’è un trattino di sillabazione che non si vede (U+00AD)")
                    .note("non si sa se separa due numeri o se è dentro uno solo: il programma non lo tocca")
                    .help(format!("scrivi «{first}-{last}» se è un intervallo, «{first}{last}» se è una parola sola"))
            }));
        }
        // Those that the file writes otherwise, as with an entity, are mended by hand: they hold back none of the others.
        let lettere = lettere(cx.sources, stampato, &found);
        let (esatte, altre): (Vec<_>, Vec<_>) = lettere.into_iter().partition(|lettera| lettera.esatta);
        out.extend([esatte, altre].iter().filter_map(|found| guasta(found)));
    }
}

/// A letter to write again.
struct Lettera {
    span: Span,
    scritta: String,
    giusta: String,
    /// Whether the file has it at that place as it is printed. Otherwise the place is that of the words around it.
    esatta: bool,
}

/// The letters of a text, with their places. Where an escape near them hides the place of each, they are looked for in the words of the
/// file, where those that are written as they are printed are found.
fn lettere(sources: &Sources, stampato: &Stampato, found: &[(Range<usize>, String)]) -> Vec<Lettera> {
    let testo = &stampato.testo;
    let mut out = Vec::new();
    let mut hidden: BTreeMap<Span, Vec<(&str, &str, &str)>> = BTreeMap::new();
    for (range, giusta) in found {
        let scritta = testo.parole.get(range.clone()).unwrap_or_default();
        let before = testo.parole.get(..range.start).unwrap_or_default();
        match (testo.esatto(range.clone()), testo.span(range.clone())) {
            (Some(span), _) => {
                out.push(Lettera { span, scritta: scritta.to_owned(), giusta: giusta.clone(), esatta: true })
            }
            (None, Some(span)) => hidden.entry(span).or_default().push((before, scritta, giusta)),
            (None, None) => {}
        }
    }
    for (around, letters) in hidden {
        let words = sources.slice(around);
        let mut raw = find(words);
        raw.retain(|one| !incerta(words, one));
        // More than are printed: some are no words of the text.
        if raw.len() > letters.len() {
            raw.clear();
        }
        let mut left = raw.iter().map(|(range, _)| words.get(..range.end).unwrap_or_default()).collect::<Vec<_>>();
        out.extend(raw.iter().map(|(range, right)| {
            let start = around.range().start;
            let scritta = words.get(range.clone()).unwrap_or_default().to_owned();
            let span = Span::new(around.file, start + range.start..start + range.end);
            Lettera { span, scritta, giusta: right.clone(), esatta: true }
        }));
        for (before, scritta, giusta) in letters {
            let word = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            match left.iter().position(|raw| raw.ends_with(&format!("{word}{scritta}"))) {
                Some(at) => drop(left.remove(at)),
                None => out.push(Lettera {
                    span: around,
                    scritta: scritta.to_owned(),
                    giusta: giusta.to_owned(),
                    esatta: false,
                }),
            }
        }
    }
    out
}

/// The problem of the letters of a text, at the first of them; with their correction, where the file has exactly those letters.
fn guasta(found: &[Lettera]) -> Option<Diagnostic> {
    let Lettera { span, scritta, giusta, esatta } = found.first()?;
    let message = match scritta.as_str() {
        SILLABA => "qui c’è un trattino di sillabazione che non si vede (U+00AD)".to_owned(),
        _ if unite(scritta).is_some() => format!("«{scritta}» è un segno solo al posto di «{giusta}»"),
        _ => format!("«{}» è una lettera letta con la codifica sbagliata: è «{giusta}»", short(scritta)),
    };
    let mut problem = REGOLA.at(*span, message);
    if unite(scritta).is_some() {
        problem = problem.note("viene da un PDF o da Word: chi cerca la parola non la trova");
    }
    if found.len() > 1 {
        problem = problem.note(format!("in questo testo ce ne sono {}", found.len()));
    }
    problem = problem.help(match (unite(scritta).is_some(), esatta) {
        (true, true) => "cancella la parola e riscrivila, o lascia fare a `piao controlla --correggi`",
        (true, false) => "cancella la parola e riscrivila: qui è scritta con un altro segno, come `&Atilde;`",
        (false, true) => "riscrivila, o apri il documento di origine come «UTF-8» e copialo di nuovo",
        (false, false) => "riscrivila: qui è scritta con un altro segno, come `&Atilde;`",
    });
    let exact = found.iter().filter(|lettera| lettera.esatta);
    Some(exact.fold(problem, |problem, lettera| problem.patch(lettera.span, lettera.giusta.clone())))
}

/// The letters of each text that has any.
#[comemo::memoize]
fn guaste(gruppo: &Gruppo<Stampato>) -> Trovati<Vec<(Range<usize>, String)>> {
    gruppo.trova(|text| Some(find(text)).filter(|found| !found.is_empty()))
}

/// Whether a sign stands beside a figure.
fn fra_cifre(text: &str, range: &Range<usize>) -> bool {
    let figure = |c: char| c.is_ascii_digit();
    text.get(..range.start).is_some_and(|head| head.ends_with(figure))
        || text.get(range.end..).is_some_and(|tail| tail.starts_with(figure))
}

/// Whether a sign is a hyphen that is not seen, of which nobody knows what it divides: it is told, and left there.
fn incerta(text: &str, (range, right): &(Range<usize>, String)) -> bool {
    right.is_empty() && (fra_cifre(text, range) || isolato(text, range))
}

/// Whether a sign stands at an end of a word: what it divided may be on the next line, or after a space.
fn isolato(text: &str, range: &Range<usize>) -> bool {
    let apart = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c == '\u{fffc}');
    apart(text.get(..range.start).and_then(|head| head.chars().next_back()))
        || apart(text.get(range.end..).and_then(|tail| tail.chars().next()))
}

/// The hyphen that shows only where a line is broken.
const SILLABA: &str = "\u{ad}";

/// The letters of a sign that joins some, and nothing for a hyphen that is not seen.
fn unite(sign: &str) -> Option<&'static str> {
    Some(match sign {
        SILLABA => "",
        "\u{fb00}" => "ff",
        "\u{fb01}" => "fi",
        "\u{fb02}" => "fl",
        "\u{fb03}" => "ffi",
        "\u{fb04}" => "ffl",
        "\u{fb05}" | "\u{fb06}" => "st",
        _ => return None,
    })
}

/// The signs to write again, each with what it stands for: the runs of characters that are the bytes of one in UTF-8, and the
/// letters that are joined.
fn find(text: &str) -> Vec<(Range<usize>, String)> {
    let mut out = Vec::new();
    let mut skip = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
        if at < skip {
            continue;
        }
        let end = at + c.len_utf8();
        if let Some(letters) = text.get(at..end).and_then(unite) {
            out.push((at..end, letters.to_owned()));
        }
        if !('Â'..='ð').contains(&c) {
            continue;
        }
        let count = match c {
            'Â'..='ß' => 2,
            'à'..='ï' => 3,
            _ => 4,
        };
        // The second byte of «à» is a no-break space, which many programs turn into a common one.
        let rest = text.get(end..).unwrap_or_default();
        let inside = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_lowercase);
        if c == 'Ã' && inside && (rest.is_empty() || rest.starts_with([' ', '\n', '.', ',', ';', ':', ')'])) {
            let blank = usize::from(rest.starts_with("  "));
            skip = end + blank;
            out.push((at..skip, "à".to_owned()));
            continue;
        }
        let Some((end, right)) = riletto(text.get(at..).unwrap_or_default(), count) else { continue };
        skip = at + end;
        out.push((at..skip, right));
    }
    out
}

/// The first `count` characters of `text` as bytes of Windows-1252, read as UTF-8: how many bytes of `text` they are, and the
/// character, where it is one that Italian texts have.
fn riletto(text: &str, count: usize) -> Option<(usize, String)> {
    let end = text.char_indices().nth(count).map_or(text.len(), |(n, _)| n);
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text.get(..end)?);
    if unmappable || bytes.len() != count {
        return None;
    }
    let right = std::str::from_utf8(&bytes).ok()?;
    let common =
        |c: char| matches!(c, 'À'..='ÿ' | '«' | '»' | '°' | '§' | '·' | '‐'..='‧' | '€' | '→' | '≤' | '≥' | '\u{a0}');
    (right.chars().count() == 1 && right.chars().all(common)).then(|| (end, right.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn letters_read_twice_are_read_back() {
        let read = |text: &str| find(text).into_iter().map(|(_, right)| right).collect::<String>();
        assert_eq!(read("cittÃ\u{a0} e perchÃ©"), "àé");
        assert_eq!(read("cittÃ  e qualitÃ, universitÃ."), "ààà");
        assert_eq!(read("lâ€™ente â€“ â‚¬ 5"), "’–€");
        assert_eq!(read("n. 5 Â° e Ã¨"), "°è");
        assert_eq!(read("e\u{fb03}cace, \u{fb01}ne, am\u{ad}mini"), "ffifi");
        for right in ["città, è così", "Âge d’or", "São Paulo", "château", "à la carte"] {
            assert_eq!(read(right), "", "{right}");
        }
    }
}
