//! Broken TOML, in Italian: one problem for one mistake. The parser goes on after an error, and one slip makes a dozen
//! errors down its line or, when a bracket stays open, down the file: here only the first is kept, and what it spoils is
//! given back so that nobody reports on garbage.

use super::error::{short, truth};
use crate::data::Data;
use crate::diag::clamp;
use std::ops::Range;
use toml::de::DeValue;

/// One mistake.
#[derive(Debug)]
pub(super) struct Slip {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
    /// Another place that explains it.
    pub(super) other: Option<(Range<usize>, &'static str)>,
}

/// The mistakes of `text`, from the errors of its parser, and the ranges whose values mean nothing.
pub(super) fn slips(text: &str, errors: &[toml::de::Error]) -> (Vec<Slip>, Vec<Range<usize>>) {
    let mut errors: Vec<(Range<usize>, &str)> =
        errors.iter().map(|e| (clamp(text, e.span().unwrap_or(0..0)), e.message())).collect();
    errors.sort_by_key(|(range, _)| range.start);
    let open = if errors.is_empty() { None } else { unclosed(text) };
    let limit = open.as_ref().map_or(usize::MAX, |open| line(text, open.range.start).start);
    let (mut slips, mut spoiled) = (Vec::new(), Vec::<Range<usize>>::new());
    let mut headers = Vec::new();
    for (range, message) in errors {
        if range.start >= limit {
            break;
        }
        let at = line(text, range.start);
        // An error at the end of a file belongs to the last line that says something.
        if spoiled.iter().any(|s| s.start <= at.start && at.start < s.end.max(s.start + 1)) {
            continue;
        }
        let words = text.get(at.clone()).unwrap_or_default();
        // Under a broken header the fields belong to nobody, and the next of the same name is not its double.
        let header = words.trim_start().starts_with('[').then(|| header_name(words));
        let end = if header.is_some() { next_header(text, at.end) } else { at.end };
        spoiled.push(at.start..end);
        if let Some(name) = header {
            if headers.contains(&name) {
                continue;
            }
            headers.push(name);
        }
        slips.push(slip(text, message, range, at, words));
    }
    if let Some(open) = open {
        spoiled.push(limit..text.len());
        slips.push(open);
    }
    (slips, spoiled)
}

/// The line that holds byte `at`, without its end.
fn line(text: &str, at: usize) -> Range<usize> {
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

/// The name in `[name]` or `[[name]]`, when that is all the line.
fn header(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    let name = inner.strip_prefix('[').and_then(|n| n.strip_suffix(']')).unwrap_or(inner).trim();
    let bare = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        && !["true", "false", "inf", "nan"].contains(&name);
    bare.then_some(name)
}

/// The name in a header that may lack a bracket.
fn header_name(line: &str) -> &str {
    let line = line.split('#').next().unwrap_or_default();
    line.trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace())
}

/// The key of a line `key = value`.
fn key(line: &str) -> Option<&str> {
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
    let (message, help) = cured(&short(line.trim()), said);
    // A value typed without quotes is all wrong, not only where the parser stopped.
    let bare = line.split_once('=').map(|(key, value)| (key.len() + 1, value.split('#').next().unwrap_or_default()));
    let range = match bare {
        Some((start, value)) if help.starts_with("scrivi il valore fra virgolette") => {
            let begin = at.start + start + (value.len() - value.trim_start().len());
            begin..begin + value.trim().len()
        }
        _ => range,
    };
    Slip { range, message, help, other: None }
}

/// The same key, or the same header, twice.
fn duplicate(text: &str, range: Range<usize>, at: Range<usize>, line: &str) -> Slip {
    let name = header(line).or_else(|| key(line)).unwrap_or_default();
    let before = text.get(..at.start).unwrap_or_default();
    let mut first = None;
    let mut above = None;
    let mut from = 0;
    for line in before.split_inclusive('\n') {
        let place = from..from + line.trim_end().len();
        from += line.len();
        match header(line) {
            Some(h) => {
                // A key is the same only under the same header.
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
    let (message, help) = match (header(line), above) {
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
    Slip { range, message, help, other: first.map(|range| (range, "qui per la prima volta")) }
}

const NOT_A_LINE: &str = "ogni riga è `campo = valore`; un testo va fra virgolette, un’intestazione è `[[tipo]]`";

/// What to say of a broken line and how to mend it, when the line itself shows it; `said` is what the parser says.
fn cured(line: &str, said: &str) -> (String, String) {
    let same = |help: String| (said.to_owned(), help);
    if line.starts_with('[') && !line.contains('=') {
        let name = header_name(line);
        let (open, close) = if line.contains("[[") || line.contains("]]") { ("[[", "]]") } else { ("[", "]") };
        if name.is_empty() {
            return ("l’intestazione è vuota".into(), "fra le parentesi va un nome, per esempio `[[progetto]]`".into());
        }
        let message =
            if said.starts_with("manc") { said } else { "l’intestazione fra parentesi quadre non è valida" };
        return (message.to_owned(), format!("scrivi la riga così: `{open}{name}{close}`"));
    }
    let Some((key, value)) = line.split_once('=').map(|(k, v)| (k.trim(), v.trim())) else {
        return match line.split_once(':') {
            Some((key, value)) if self::key(&format!("{key}=")).is_some() => {
                same(format!("fra campo e valore ci vuole `=`, non `:`: `{key} = {}`", value.trim()))
            }
            _ => same(NOT_A_LINE.to_owned()),
        };
    };
    let bare = value.split('#').next().unwrap_or_default().trim();
    if key.is_empty() {
        return same(format!("scrivi il nome del campo prima di `=`: `campo = {value}`"));
    }
    if bare.is_empty() {
        return ("manca il valore dopo `=`".into(), format!("scrivi il valore dopo `{key} =`, o togli la riga"));
    }
    // A line of JSON or of an inline table, on its own.
    if let Some(rest) = value.strip_suffix(',')
        && DeValue::parse(rest.trim()).is_ok()
    {
        return ("c’è una virgola alla fine della riga".into(), format!("togli la virgola: `{key} = {}`", rest.trim()));
    }
    let curly = ['“', '”', '„', '«', '»', '‘', '’', '‟'];
    if bare.starts_with(curly) {
        let inner = bare.trim_matches(curly).trim_matches('"');
        return (
            "il testo è fra virgolette tipografiche".into(),
            format!("usa le virgolette diritte: `{key} = \"{inner}\"`"),
        );
    }
    if !bare.starts_with(['"', '\'', '[', '{']) {
        return typed_bare(key, bare, said);
    }
    if bare.starts_with('\'') && bare.matches('\'').count() == 1 {
        return ("manca l’apostrofo alla fine".into(), format!("chiudi il testo: `{key} = {bare}'`"));
    }
    if let Some(end) = bare.strip_prefix('"').and_then(|rest| rest.find('"'))
        && let Some(rest) = bare.get(end + 2..)
        && self::key(rest).is_some()
    {
        return ("due campi sono sulla stessa riga".into(), format!("vai a capo prima di `{}`", rest.trim()));
    }
    if bare.starts_with('"') && !bare.starts_with("\"\"\"") {
        match bare.matches('"').count() {
            1 => {
                return ("mancano le virgolette alla fine".into(), format!("chiudi le virgolette: `{key} = {bare}\"`"));
            }
            n if n > 2 && n.is_multiple_of(2) && !bare.contains("\\") => {
                return (
                    "dentro il testo ci sono altre virgolette".into(),
                    "dentro un testo usa le virgolette «…», o scrivi `\\\"` al posto di `\"`".into(),
                );
            }
            _ if said.starts_with("dopo `\\`") => return same("scrivi `\\\\` per una barra rovesciata".into()),
            _ => {}
        }
    }
    same("controlla virgolette, parentesi e virgole di questa riga".into())
}

/// A value without quotes: a date or an amount typed as Italians write it, the commonest slip of all, or a sì.
fn typed_bare(key: &str, bare: &str, said: &str) -> (String, String) {
    // One letter is rather a code.
    if bare.len() > 1
        && let Some(value) = truth(bare)
    {
        let message = format!("«{bare}» non è un valore: sì e no si scrivono `true` e `false`");
        return (message, format!("scrivi `{key} = {value}`; se è un testo, mettilo fra virgolette: \"{bare}\""));
    }
    let parts: Vec<&str> = bare.split(['-', '/', '.']).collect();
    let digits = parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let year = parts.first().is_some_and(|p| p.len() == 4) || parts.last().is_some_and(|p| p.len() == 4);
    // `1.234.567` is an amount: a date has a year of four digits, or is no date at all.
    if digits && year && parts.iter().all(|p| p.len() != 3) && Data::parse(bare).is_none() {
        return (
            format!("«{bare}» non è una data del calendario"),
            format!("controlla giorno e mese, e scrivi la data così: `{key} = \"31/12/2026\"`"),
        );
    }
    if digits
        && let [day, month, year] = parts.as_slice()
        && [day, month, year].iter().all(|p| p.len() <= 2)
    {
        return (
            "nella data mancano le virgolette e l’anno non ha quattro cifre".into(),
            format!("scrivi la data così: `{key} = \"{day}/{month}/20{year:0>2}\"`"),
        );
    }
    let quoted = bare.replace(['"', '“', '”'], "");
    let message = match said {
        "questa riga non è TOML valido" | "manca una virgola fra due valori" => {
            "questo valore va scritto fra virgolette"
        }
        said => said,
    };
    (message.to_owned(), format!("scrivi il valore fra virgolette: `{key} = \"{quoted}\"`"))
}

/// The first bracket or long text that is never closed, said where it was opened: the parser only notices at the end of
/// the file. A line that can only start something new counts as the end, since brackets may span lines.
fn unclosed(text: &str) -> Option<Slip> {
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
                return Some(unclosed_bracket(start, bracket));
            }
        }
        let long = ["\"\"\"", "\'\'\'"].into_iter().find(|quotes| rest.starts_with(quotes));
        let length = match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => {
                let end = match long {
                    Some(quotes) => match long_text(rest, quotes) {
                        Some(end) => end,
                        None => return Some(unclosed_text(at, quotes)),
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
        // A header that lacks its bracket is the parser's: it says so at its line.
        if c == '\n' && open.iter().all(|(start, _)| header_starts(text, *start)) {
            open.clear();
        }
        at += length;
    }
    open.first().map(|(start, bracket)| unclosed_bracket(*start, *bracket))
}

/// Whether the bracket at `at` is the first thing on its line.
fn header_starts(text: &str, at: usize) -> bool {
    text.get(line(text, at).start..at).is_some_and(|before| before.trim_matches(['[', ' ', '\t']).is_empty())
}

/// Length of the text on one line that starts `rest`; it ends with its line even when it is not closed.
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

/// Length of the text on many lines that starts `rest`. None when it is not closed, or when what closes it is the
/// opening of the next one.
fn long_text(rest: &str, quotes: &str) -> Option<usize> {
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
    // Quotes that belong to the text may touch those that close it.
    let extra = body.get(end + 3..)?.chars().take_while(|c| quotes.starts_with(*c)).count().min(2);
    Some(3 + end + 3 + extra)
}

fn unclosed_bracket(at: usize, bracket: char) -> Slip {
    let (close, what) = if bracket == '{' { ('}', "questo gruppo") } else { (']', "questo elenco") };
    Slip {
        range: at..at + 1,
        message: format!("{what} non è chiuso: manca la parentesi `{close}`"),
        help: format!("metti `{close}` dove finisce {what}"),
        other: None,
    }
}

fn unclosed_text(at: usize, quotes: &str) -> Slip {
    Slip {
        range: at..at + quotes.len(),
        message: format!("questo testo su più righe non è chiuso: mancano le virgolette `{quotes}`"),
        help: format!("metti `{quotes}` dopo l’ultima riga del testo"),
        other: None,
    }
}
