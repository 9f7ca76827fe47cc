//! Broken TOML, in Italian: one problem for each mistake. The parser goes on after an error, so one slip makes a dozen errors down
//! its line or, when a bracket stays open, down the file. Here only the first is kept. The ranges that it spoils are returned too,
//! so that nobody reports on their contents.

use super::brackets;
use super::cure::{UNSURE, cured, nuda};
use crate::diag::clamp;
use std::ops::Range;
use toml::de::DeTable;

/// One mistake of a text: its place, its message and its cure.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
    /// A second place that explains the mistake.
    pub(super) other: Option<(Range<usize>, &'static str)>,
    /// The name of the field, when the mistake is that it is written twice.
    doppio: Option<String>,
}

impl Slip {
    pub(super) fn new(range: Range<usize>, message: String, help: String) -> Self {
        Slip { range, message, help, other: None, doppio: None }
    }
}

/// Most times that a text is read again without the lines found broken. One reading finds all the broken lines up to a bracket or a
/// text that is left open, or up to a line without `=`, where the parser gives up.
const MAX_ROUNDS: usize = 16;

/// The mistakes of `text`, from the errors of its parser; the ranges whose values mean nothing; and the text with those ranges
/// blanked, byte for byte, which can be read to its end.
pub(super) fn slips(text: &str, errors: Vec<toml::de::Error>) -> (Vec<Slip>, Vec<Range<usize>>, String) {
    let mut clean = text.to_owned();
    let (mut slips, mut spoiled, mut headers) = (Vec::new(), Vec::new(), Vec::new());
    let mut errors = errors;
    for _ in 0..MAX_ROUNDS {
        let found = round(text, &clean, &errors, &mut slips, &mut headers);
        if found.is_empty() {
            break;
        }
        clean = without(&clean, &found);
        spoiled.extend(found);
        errors = DeTable::parse_recoverable(&clean).1;
        if errors.is_empty() {
            break;
        }
    }
    slips.sort_by_key(|slip| slip.range.start);
    (together(text, slips), spoiled, clean)
}

/// The mistakes, with those of one cause told once: where the header of a record is missing, all its fields are written twice.
fn together(text: &str, slips: Vec<Slip>) -> Vec<Slip> {
    let mut out: Vec<(Slip, Vec<String>)> = Vec::new();
    for slip in slips {
        let above = out.last_mut().filter(|(first, _)| {
            let between = text.get(first.range.start..slip.range.start).unwrap_or_default();
            first.doppio.is_some() && !between.lines().any(|line| header(line).is_some())
        });
        match (above, &slip.doppio) {
            (Some((_, others)), Some(name)) => others.push(format!("`{name}`")),
            _ => out.push((slip, vec![])),
        }
    }
    let told = |(mut slip, others): (Slip, Vec<String>)| {
        if let Some(name) = slip.doppio.as_ref().filter(|_| !others.is_empty()) {
            let all = short_list(&others);
            slip.message = format!("il campo `{name}` è già scritto sopra, e anche {all}");
            slip.help = slip.help.replacen("tieni una sola delle due righe", "tieni una sola riga per ciascuno", 1);
        }
        slip
    };
    out.into_iter().map(told).collect()
}

/// Some names in a row, not more than a line holds.
fn short_list(names: &[String]) -> String {
    let shown = names.get(..5).unwrap_or(names);
    match names.len() - shown.len() {
        0 => shown.join(", "),
        rest => format!("{} e altri {rest}", shown.join(", ")),
    }
}

/// One reading of `clean`, which is `text` without the lines that earlier readings found broken. It adds to the mistakes and
/// returns the lines that it finds broken.
fn round(
    text: &str,
    clean: &str,
    errors: &[toml::de::Error],
    slips: &mut Vec<Slip>,
    headers: &mut Vec<String>,
) -> Vec<Range<usize>> {
    let mut errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|e| (clamp(clean, e.span().unwrap_or(0..0)), e.message())).collect();
    errors.sort_by_key(|(range, _)| range.start);
    // The rows of a list first: one that is broken makes errors, and brackets that seem open, far below it.
    let places: Vec<Range<usize>> = errors.iter().map(|(range, _)| range.clone()).collect();
    let inside = brackets::slips(clean, &places);
    if !inside.is_empty() {
        let (told, lines): (Vec<Slip>, Vec<Range<usize>>) = inside.into_iter().unzip();
        slips.extend(told);
        return lines;
    }
    let open = if errors.is_empty() { None } else { unclosed(clean) };
    let limit = open.as_ref().map_or(usize::MAX, |(open, _)| line(clean, open.range.start).start);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (range, message) in errors {
        if range.start >= limit {
            break;
        }
        let at = line(clean, range.start);
        // One mistake makes many errors down its line.
        if found.last().is_some_and(|s| at.start < s.end.max(s.start + 1)) {
            continue;
        }
        let words = clean.get(at.clone()).unwrap_or_default();
        if words.trim().is_empty() && !found.is_empty() {
            continue;
        }
        if goes_on(text, clean, &found, at.start, words) {
            carried(text, slips, at.start);
            found.push(at);
            continue;
        }
        // Under a broken header the fields have no owner, so the next field of the same name is no duplicate.
        let header = (words.trim_start().starts_with(['[', '(']) || nuda(words).is_some())
            .then(|| header_name(words).to_owned());
        let end = if header.is_some() { next_header(clean, at.end) } else { at.end };
        found.push(at.start..end);
        if let Some(name) = header {
            if headers.contains(&name) {
                continue;
            }
            headers.push(name);
        }
        slips.push(slip(clean, message, range, at, words));
    }
    if let Some((open, end)) = open {
        let at = line(clean, limit);
        let words = clean.get(at.clone()).unwrap_or_default();
        if goes_on(text, clean, &found, at.start, words) {
            carried(text, slips, at.start);
            found.push(at);
        } else {
            found.push(limit..end.max(at.end));
            slips.push(open);
        }
    }
    found
}

/// Whether these broken lines could have named something. A code and a title count, because ids are made from them.
pub(super) fn names(lines: &str) -> bool {
    let names = ["id", "codice", "sigla", "titolo", "nome", "alias", "persona"];
    lines.lines().map(str::trim_start).any(|line| {
        let word: String =
            line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').flat_map(char::to_lowercase).collect();
        line.starts_with(|c: char| !c.is_alphanumeric() && c != '#') || names.iter().any(|name| word.starts_with(name))
    })
}

/// `text` with each byte of these ranges replaced by a blank. Ends of lines are kept.
pub(super) fn without(text: &str, ranges: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    for range in ranges {
        let start = range.start.max(out.len());
        let (Some(before), Some(inside)) = (text.get(out.len()..start), text.get(start..range.end)) else { continue };
        out.push_str(before);
        for c in inside.chars() {
            match c {
                '\n' | '\r' => out.push(c),
                c => out.extend(std::iter::repeat_n(' ', c.len_utf8())),
            }
        }
    }
    out.push_str(text.get(out.len()..).unwrap_or_default());
    out
}

/// Whether the broken line `words`, at byte `at`, only continues a broken one above it, as in a text over several lines.
fn goes_on(text: &str, clean: &str, found: &[Range<usize>], at: usize, words: &str) -> bool {
    if words.trim().is_empty() || header(words).is_some() || key(words).is_some() {
        return false;
    }
    let mut above = line(text, at.saturating_sub(1));
    let blank = |range: &Range<usize>| text.get(range.clone()).is_some_and(|l| l.trim().is_empty());
    for _ in 0..8 {
        if above.start == 0 || !blank(&above) {
            break;
        }
        above = line(text, above.start - 1);
    }
    let gone = clean.get(above.clone()).is_some_and(|l| l.trim().is_empty());
    at > 0 && !blank(&above) && (gone || found.last().is_some_and(|s| s.start <= above.start && above.end <= s.end))
}

/// Makes the mistake above `at` say that its text goes on at `at`.
fn carried(text: &str, slips: &mut [Slip], at: usize) {
    let Some(slip) = slips.iter_mut().filter(|slip| slip.range.start < at).max_by_key(|slip| slip.range.start) else {
        return;
    };
    let line = text.get(line(text, slip.range.start)).unwrap_or_default();
    let Some((key, value)) = line.split_once('=') else { return };
    if !value.contains("{") && value.trim().starts_with(['"', '\'', '“', '”', '„', '«', '‘', '’']) {
        slip.message = "il testo continua nella riga sotto, e non è fra tre virgolette".into();
        slip.help =
            format!("un testo su più righe comincia e finisce con tre virgolette diritte: `{} = \"\"\"`", key.trim());
    }
}

/// The line that holds byte `at`, without its end.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let end = text.get(at..).and_then(|t| t.find('\n')).map_or(text.len(), |n| at + n);
    start..end
}

fn next_header(text: &str, from: usize) -> usize {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        if header(line).is_some() {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// The name in `[name]` or `[[name]]`, when nothing else is on the line.
pub(super) fn header(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let name = inner.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(inner).trim();
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !["true", "false", "inf", "nan"].contains(&name);
    bare.then_some(name)
}

/// The name in a header, even if a bracket is missing.
pub(super) fn header_name(line: &str) -> &str {
    let line = line.split('#').next().unwrap_or_default();
    line.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')') || c.is_whitespace())
}

/// The key of a line `key = value`.
pub(super) fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    bare.then_some(key)
}

fn slip(text: &str, message: &str, range: Range<usize>, at: Range<usize>, line: &str) -> Slip {
    // After "expected" come the names of everything that could follow.
    let message = message.split(", expected").next().unwrap_or_default().to_lowercase();
    let broken_header = line.trim_start().starts_with('[') && header(line).is_none();
    if !broken_header && message.contains("duplicate key") || message.contains("cannot extend value") {
        return duplicate(text, range, at, line);
    }
    let said = [
        ("unclosed array table", "mancano le parentesi `]]` che chiudono l’intestazione"),
        ("unclosed array", "manca la parentesi `]` che chiude l’elenco"),
        ("unclosed inline table", "manca la parentesi `}` che chiude il gruppo"),
        ("unclosed table", "manca la parentesi `]` che chiude l’intestazione"),
        ("missing comma", "manca una virgola fra due valori"),
        ("extra comma", "c’è una virgola di troppo"),
        ("missing escaped", "dopo `\\` c’è un carattere non ammesso"),
        ("unicode", "dopo `\\` c’è un carattere non ammesso"),
        ("escape", "dopo `\\` c’è un carattere non ammesso"),
        ("basic string", "il testo fra virgolette non è valido"),
        ("literal string", "il testo fra apostrofi non è valido"),
        ("missing value", "manca il valore dopo `=`"),
        ("missing opening quote", "il testo va scritto fra virgolette"),
        ("string values must be quoted", "il testo va scritto fra virgolette"),
        ("missing key", "manca il nome del campo prima di `=`"),
        ("unquoted keys cannot be empty", "manca il nome del campo prima di `=`"),
        ("key with no value", "manca `=` con il valore"),
        ("recursion", "troppi livelli annidati"),
    ];
    let said = said.iter().find(|(en, _)| message.contains(en)).map_or("questa riga non è TOML valido", |(_, it)| it);
    let (message, help) = cured(line.trim(), said);
    if help.starts_with(UNSURE)
        && let Some(start) = line.find('=').and_then(|n| Some(n + line.get(n..)?.find(['[', '{'])?))
        && let Some(inside) = brackets::first(text, at.start + start).filter(|slip| slip.range.start <= at.end)
    {
        return inside;
    }
    // A value typed without quotes is wrong as a whole, not only where the parser stopped.
    let bare = line.split_once('=').map(|(key, value)| (key.len() + 1, value.split('#').next().unwrap_or_default()));
    let range = match bare {
        Some((start, value)) if help.starts_with("scrivi il valore fra virgolette") => {
            let begin = at.start + start + (value.len() - value.trim_start().len());
            begin..begin + value.trim().len()
        }
        _ => range,
    };
    Slip::new(range, message, help)
}

/// The mistake of a key, or a header, that is written twice.
fn duplicate(text: &str, range: Range<usize>, at: Range<usize>, line: &str) -> Slip {
    let quoted = || line.split('=').next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    let name = header(line).or_else(|| key(line)).unwrap_or_else(quoted);
    let before = text.get(..at.start).unwrap_or_default();
    let mut first = None;
    let mut above = None;
    let mut from = 0;
    for line in before.split_inclusive('\n') {
        let place = from..from + line.trim_end().len();
        from += line.len();
        match header(line) {
            Some(h) => {
                // Two equal keys are duplicates only under the same header.
                if header(text.get(at.clone()).unwrap_or_default()).is_none() {
                    first = None;
                } else if h == name {
                    first.get_or_insert(place);
                }
                above = line.trim_start().starts_with("[[").then_some(h);
            }
            None if !line.trim_start().starts_with('#') && key(line) == Some(name) => {
                first.get_or_insert(place);
            }
            None => {}
        }
    }
    // `obiettivo = [ … ]` above `[[obiettivo.indicatore]]`: the records of a list in brackets take no part after it.
    let list = name.split_once('.').filter(|(kind, _)| {
        header(line).is_some() && before.lines().any(|line| key(line) == Some(*kind) && line.contains('['))
    });
    let (message, help) = match (header(line), above) {
        (Some(_), _) if list.is_some() => {
            let (kind, part) = list.unwrap_or_default();
            (
                format!(
                    "sopra, le schede `{kind}` sono in un elenco fra parentesi quadre: `[[{name}]]` non può seguirlo"
                ),
                format!(
                    "scrivi `{part} = [{{ … }}]` dentro la riga della sua scheda, o scrivi quella scheda a parte sotto `[[{kind}]]`, in un altro file"
                ),
            )
        }
        (Some(_), _) => (
            format!("l’intestazione `{name}` è già scritta sopra"),
            match (line.trim().starts_with("[["), before.contains(&format!("[[{name}]]"))) {
                (false, false) => format!("unisci i campi sotto una sola riga `[{name}]`"),
                _ => format!("scrivi `[[{name}]]`, con due parentesi quadre, sopra ogni scheda"),
            },
        ),
        (None, Some(kind)) => (
            format!("il campo `{name}` è già scritto sopra"),
            format!(
                "tieni una sola delle due righe; se qui comincia un’altra scheda, metti prima una riga `[[{kind}]]`"
            ),
        ),
        (None, None) => (format!("il campo `{name}` è già scritto sopra"), "tieni una sola delle due righe".to_owned()),
    };
    let doppio = header(line).is_none().then(|| name.to_owned());
    Slip { range, message, help, other: first.map(|range| (range, "qui per la prima volta")), doppio }
}

/// The first bracket or long text that is never closed, reported where it was opened, because the parser notices only at the end of
/// the file. Brackets may span lines, so a line that can only start something new counts as the end; its place is returned too.
fn unclosed(text: &str) -> Option<(Slip, usize)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    // The last character that is neither blank nor in a comment.
    let mut last = '\n';
    let mut at = 0;
    while at < text.len() {
        let rest = text.get(at..)?;
        let c = rest.chars().next()?;
        let fresh = at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n');
        if fresh && let Some((start, bracket)) = open.last().copied() {
            let line = rest.lines().next().unwrap_or_default();
            let new = header(line).is_some() || key(line).is_some() && (bracket == '[' || !matches!(last, ',' | '{'));
            if new {
                return Some((unclosed_bracket(start, bracket), at));
            }
        }
        let long = ["\"\"\"", "\'\'\'"].into_iter().find(|quotes| rest.starts_with(quotes));
        let length = match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let end = match long {
                    Some(quotes) => match long_text(rest, quotes) {
                        Some(end) => end,
                        None => return Some((unclosed_text(at, quotes), next_header(text, line(text, at).end))),
                    },
                    None => short_text(rest, c),
                };
                last = c;
                end
            }
            _ => {
                match c {
                    '[' | '{' => open.push((at, c)),
                    ']' | '}' => {
                        open.pop();
                    }
                    _ => {}
                }
                if !c.is_whitespace() {
                    last = c;
                }
                c.len_utf8()
            }
        };
        // A header that lacks its bracket is left to the parser, which reports it at its line.
        if c == '\n' && open.iter().all(|(start, _)| header_starts(text, *start)) {
            open.clear();
        }
        at += length;
    }
    open.first().map(|(start, bracket)| (unclosed_bracket(*start, *bracket), text.len()))
}

/// Whether the bracket at `at` is the first character of its line.
fn header_starts(text: &str, at: usize) -> bool {
    text.get(line(text, at).start..at).is_some_and(|before| before.trim_matches(['[', ' ', '\t']).is_empty())
}

/// Length of the one-line text at the start of `rest`. It ends with its line even when it is not closed.
fn short_text(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (n, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return n,
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return n + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Length of the text over several lines at the start of `rest`. None when it is not closed, or when the marks that close it are
/// those that open the next one.
pub(super) fn long_text(rest: &str, quotes: &str) -> Option<usize> {
    let body = rest.get(3..)?;
    let mut from = 0;
    let end = loop {
        let end = from + body.get(from..)?.find(quotes)?;
        let slashes = body.get(..end)?.bytes().rev().take_while(|b| *b == b'\\').count();
        if quotes.starts_with('\'') || slashes.is_multiple_of(2) {
            break end;
        }
        from = end + 1;
    };
    let inside = body.get(..end)?;
    let before = inside.rsplit('\n').next().unwrap_or_default();
    let opens = inside.contains('\n') && before.trim_end().ends_with('=') && key(before).is_some();
    if opens {
        return None;
    }
    // Quotation marks that belong to the text may touch those that close it.
    let extra = body.get(end + 3..)?.chars().take_while(|c| quotes.starts_with(*c)).count().min(2);
    Some(3 + end + 3 + extra)
}

fn unclosed_bracket(at: usize, bracket: char) -> Slip {
    let (close, what) = if bracket == '{' { ('}', "questo gruppo") } else { (']', "questo elenco") };
    let message = format!("{what} non è chiuso: manca la parentesi `{close}`");
    Slip::new(at..at + 1, message, format!("metti `{close}` dove finisce {what}"))
}

fn unclosed_text(at: usize, quotes: &str) -> Slip {
    let message = format!("questo testo su più righe non è chiuso: mancano le virgolette `{quotes}`");
    Slip::new(at..at + quotes.len(), message, format!("metti `{quotes}` dopo l’ultima riga del testo"))
}
