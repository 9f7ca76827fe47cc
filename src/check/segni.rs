//! Finds signs that are printed as they are. Citations that lack their brackets: `@performance` in the text is taken for a citation only
//! when the word names something in the plan; otherwise it is an account of a social network. And the signs of Markdown in fields of plain
//! text, where none of them is read.

use crate::base::span::{Span, Spanned};
use crate::base::text::short;
use crate::diag::codes::P0507;
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::prose::{BlockKind, Inline, Prose};
use crate::piano::vista::Shows;
use crate::piano::{Piano, each_prose, each_section};
use crate::source::Sources;

/// Reports the citations without brackets in `prose`.
pub(super) fn check(prose: &Prose, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    prose.inlines(&mut |inline| {
        let Inline::Text { text, span } = inline else { return };
        for (at, _) in text.match_indices('@') {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            if before.is_some_and(|c| !(c.is_whitespace() || "(«“,;".contains(c))) {
                continue;
            }
            let rest = text.get(at + 1..).unwrap_or_default();
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "-._/".contains(c))).unwrap_or(rest.len());
            let word = rest.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '/']);
            // The address of a link, between round brackets, is checked where links are read.
            let link = text.get(..at).is_some_and(|t| t.ends_with("](") || t.ends_with("] ("));
            let told = link || before == Some('(') && rest.get(word.len()..).is_some_and(|t| t.starts_with(')'));
            let exact = span.range().len() == text.len();
            let start = span.range().start + at;
            // A backslash before it says that the author wants the sign printed.
            let above = Span::new(span.file, start.saturating_sub(1)..start);
            let meant = exact && at == 0 && sources.slice(above) == "\\";
            if word.is_empty() || told || meant || index.find(word).is_empty() {
                continue;
            }
            let place = if exact { Span::new(span.file, start..start + word.len() + 1) } else { *span };
            diags.push(
                Diagnostic::at(
                    P0507,
                    place,
                    format!("«@{word}» è stampato com’è: una citazione va fra parentesi quadre"),
                )
                .help(format!("scrivi `[@{word}]`")),
            );
        }
    });
}

/// Reports the signs of Markdown in the titles, the names, the values and the cells that are plain text: one problem a field, at the
/// first sign.
pub(super) fn semplici(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) {
    let mut look = |testo: &Spanned<String>| diags.extend(nel_campo(testo, sources));
    each_section(&piano.sezioni, &mut |sezione| sezione.front.titolo.iter().for_each(&mut look));
    piano.parole.iter().map(|parola| &parola.testo).chain(&piano.valori).for_each(&mut look);
    let mut files = Vec::new();
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            if vista.shows == Shows::Tabella {
                vista.righe.iter().flatten().chain(vista.colonne.iter().flatten()).for_each(&mut look);
                files.extend(&vista.dati);
            }
        });
    });
    // A cell of a CSV has no place: the line of its row is named.
    for path in files {
        let rows = piano.tabella(path).into_iter().flatten().enumerate();
        let Some((n, (at, len, cure), cell)) = rows
            .flat_map(|(n, row)| row.iter().map(move |cell| (n, cell)))
            .find_map(|(n, cell)| Some((n, segno(cell)?, cell)))
        else {
            continue;
        };
        let riga = piano.linea(path, n).map_or(String::new(), |line| format!(", alla riga {line}"));
        let sign = short(cell.get(at..at + len).unwrap_or_default());
        let message = format!("in questo file{riga}, `{sign}` si stampa com’è scritto: le celle sono testo semplice");
        diags.push(Diagnostic::at(P0507, path.span, message).help(cure));
    }
}

fn nel_campo(testo: &Spanned<String>, sources: &Sources) -> Option<Diagnostic> {
    let (at, len, cure) = segno(&testo.value)?;
    let sign = testo.value.get(at..at + len).unwrap_or_default();
    let exact = sources.parole(testo).map(|inside| {
        let start = inside.range().start + at;
        Span::new(inside.file, start..start + len)
    });
    Some(
        Diagnostic::at(
            P0507,
            exact.unwrap_or(testo.span),
            format!("`{}` si stampa com’è scritto: qui il testo è semplice, senza i segni di Markdown", short(sign)),
        )
        .help(cure),
    )
}

/// Entities of HTML that programs write in the place of a character.
const ENTITA: [&str; 26] = [
    "nbsp", "amp", "quot", "apos", "lt", "gt", "agrave", "egrave", "eacute", "igrave", "ograve", "ugrave", "Agrave",
    "Egrave", "rsquo", "lsquo", "ldquo", "rdquo", "laquo", "raquo", "ndash", "mdash", "hellip", "euro", "deg", "bull",
];

/// The first sign of Markdown that is certain in a plain text: where it begins, how long it is, and what to write instead.
fn segno(text: &str) -> Option<(usize, usize, &'static str)> {
    let name = |word: &str| {
        !word.is_empty() && word.len() < 80 && word.chars().all(|c| c.is_alphanumeric() || "-._/:°".contains(c))
    };
    for (at, c) in text.char_indices().filter(|(_, c)| "[]*&".contains(*c)) {
        let rest = text.get(at..).unwrap_or_default();
        let within = |open: &str| rest.strip_prefix(open).and_then(|rest| rest.split_once(']')).map(|(word, _)| word);
        let len = |word: &str| word.len() + 3;
        match c {
            '[' => {
                if let Some(word) = within("[=").filter(|word| name(word) && word.contains('.')) {
                    let cure = "scrivi qui le parole; un numero richiamato va in un testo ricco: una sezione, o un campo come `descrizione`";
                    return Some((at, len(word), cure));
                }
                if let Some(word) = within("[@").filter(|word| name(word)) {
                    let cure = "scrivi qui le parole; una citazione va in un testo ricco: una sezione, o un campo come `descrizione`";
                    return Some((at, len(word), cure));
                }
                if let Some(word) = within("[^").filter(|word| name(word)) {
                    let cure =
                        "toglilo: una nota va in un testo ricco, cioè in una sezione o in un campo come `descrizione`";
                    return Some((at, len(word), cure));
                }
            }
            ']' => {
                let target = rest.strip_prefix("](").and_then(|rest| rest.split_once(')')).map(|(target, _)| target);
                let link = |target: &&str| {
                    target.strip_prefix('@').is_some_and(name)
                        || ["http://", "https://", "mailto:"].iter().any(|scheme| target.starts_with(scheme))
                };
                if let Some(target) = target.filter(link) {
                    let cure = "scrivi soltanto le parole; un collegamento va in un testo ricco: una sezione, o un campo come `descrizione`";
                    return Some((at, target.len() + 3, cure));
                }
            }
            '*' => {
                let before = text.get(..at).and_then(|head| head.chars().next_back());
                let Some((inner, after)) = rest.strip_prefix("**").and_then(|rest| rest.split_once("**")) else {
                    continue;
                };
                let tight = inner.starts_with(char::is_alphanumeric)
                    && inner.ends_with(|c: char| !c.is_whitespace() && c != '*');
                let free = before.is_none_or(|c| !c.is_alphanumeric() && c != '*') && !after.starts_with('*');
                if tight && free {
                    return Some((at, inner.len() + 4, "togli gli asterischi: il grassetto qui non c’è"));
                }
            }
            _ => {
                let Some((word, _)) = rest.get(1..).and_then(|rest| rest.split_once(';')) else { continue };
                let number = word.strip_prefix('#').is_some_and(|digits| {
                    let digits = digits.trim_start_matches(['x', 'X']);
                    (1..=6).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_hexdigit())
                });
                if number || ENTITA.contains(&word) {
                    return Some((
                        at,
                        word.len() + 2,
                        "scrivi il carattere: `&`, una lettera accentata, le virgolette",
                    ));
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::segno;

    #[test]
    fn the_signs_of_a_plain_text_are_those_that_nobody_writes_for_themselves() {
        for (text, sign) in [
            ("Le pratiche di [=ente.nome], poi", "[=ente.nome]"),
            ("Il [=progetti.importo.totale:parole]", "[=progetti.importo.totale:parole]"),
            ("Come [@s1-1] e [@s1-2]", "[@s1-1]"),
            ("Con la nota[^1]", "[^1]"),
            ("Con **forza e cura** insieme", "**forza e cura**"),
            ("Ricerca &amp; sviluppo", "&amp;"),
            ("L&#39;ente", "&#39;"),
            ("Si veda [la scheda](@s1-1)", "](@s1-1)"),
            ("Si veda [il sito](https://www.example.org)", "](https://www.example.org)"),
        ] {
            let found = segno(text).map(|(at, len, _)| &text[at..at + len]);
            assert_eq!(found, Some(sign), "{text}");
        }
        for text in [
            "R&D; poi altro",
            "Nota **",
            "5** e 6**",
            "** da confermare **",
            "(**) dato stimato (**)",
            "[omissis] e [=]",
            "a [b](c)",
            "pec@[comune].example",
            "x[@]",
            "Dato***",
            "info@comune.example; altro",
            "a&b;c",
        ] {
            assert_eq!(segno(text), None, "{text}");
        }
    }
}
