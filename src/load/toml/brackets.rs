//! What is wrong inside brackets, as in the rows of `x = [ { … }, { … } ]`. The parser stops far from the mistake there, because a
//! quotation mark or a bracket that lacks takes what follows along. Here the brackets are read item by item, as their author meant
//! them, and each row gives its own mistake. What is right is right for the parser too: only where it found errors is anything said.

use super::cure::{CURLY, plain_name, typed_bare};
use super::syntax::{Slip, header, key, line, long_text, without};
use crate::base::text::short;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// The longest line that is read, in bytes.
const LONGEST: usize = 20_000;

/// How many brackets may stand one inside the other.
const DEEPEST: usize = 32;

/// The mistakes of the brackets of `text` that span lines, each with the lines that it spoils. `errors` is where the parser found
/// something wrong.
pub(super) fn slips(text: &str, errors: &[Range<usize>]) -> Vec<(Slip, Range<usize>)> {
    let mut out = Vec::new();
    // Nobody writes such a line by hand, and the reader goes over its line once for each value.
    if text.lines().any(|line| line.len() > LONGEST) {
        return out;
    }
    let mut at = 0;
    while at < text.len() {
        let here = line(text, at);
        let words = text.get(here.clone()).unwrap_or_default();
        at = here.end + 1;
        let Some(start) = value(words).map(|start| here.start + start) else { continue };
        let rest = text.get(start..).unwrap_or_default();
        if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes)) {
            at = long_text(rest, quotes).map_or(at, |end| line(text, start + end).end + 1);
            continue;
        }
        if !rest.starts_with(['[', '{']) {
            continue;
        }
        let mut reader = Reader { text, at: start, end: start, depth: 0 };
        let (mut found, closed) = reader.whole();
        let end = line(text, reader.end.max(start)).end;
        at = end + 1;
        let region = here.start..end;
        let wrong = errors.iter().any(|error| region.start <= error.start && error.start <= region.end);
        // Brackets that close on their own line are read in `cure`, which can show the whole line mended.
        if !wrong || found.is_empty() || closed && region.end == here.end {
            continue;
        }
        // Where the other rows cannot be read without those that are wrong, all of them are left out.
        let shift = |range: &Range<usize>| range.start - region.start..range.end.min(region.end) - region.start;
        let ranges: Vec<Range<usize>> = found.iter().map(|(_, lines)| shift(lines)).collect();
        let others = text.get(region.clone()).map(|text| without(text, &ranges));
        if closed && others.is_none_or(|others| DeTable::parse(&others).is_err()) {
            found.iter_mut().for_each(|(_, lines)| *lines = region.clone());
        }
        out.extend(found);
    }
    out
}

/// The first mistake of the brackets that open at byte `start` of `text` and stand on one line.
pub(super) fn first(text: &str, start: usize) -> Option<Slip> {
    if line(text, start).len() > LONGEST {
        return None;
    }
    let (found, _) = Reader { text, at: start, end: start, depth: 0 }.whole();
    found.into_iter().next().map(|(slip, _)| slip)
}

/// The byte at which the value of a line `key = value` begins.
fn value(line: &str) -> Option<usize> {
    key(line)?;
    let after = line.find('=')? + 1;
    let rest = line.get(after..)?;
    Some(after + rest.len() - rest.trim_start().len())
}

/// The name of the field in `, name = …`, with the byte of the comma: where a text that is not closed was meant to end.
fn next_field(text: &str) -> Option<usize> {
    text.match_indices(',').map(|(at, _)| at).find(|at| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.split_once('=').is_some_and(|(name, _)| bare_key(name.trim()))
    })
}

fn bare_key(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// Why a value cannot be read to its end.
enum Broken {
    /// A mistake.
    Slip(Slip),
    /// Something new begins before it ends: who opened it says so.
    Open,
}

type Read = Result<(), Broken>;

fn broken(range: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Read {
    Err(Broken::Slip(Slip::new(range, message.into(), help.into())))
}

/// A cursor over the text.
struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where the last thing that was read ends: what lacks belongs there.
    end: usize,
    /// In how many brackets it is.
    depth: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What follows on this line.
    fn line(&self) -> &'t str {
        self.rest().split('\n').next().unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Past `length` bytes, which are something.
    fn take(&mut self, length: usize) {
        self.at += length;
        self.end = self.at;
    }

    /// Past blanks, ends of lines and comments.
    fn skip(&mut self) {
        loop {
            let rest = self.rest();
            self.at += rest.len() - rest.trim_start().len();
            if !self.rest().starts_with('#') {
                return;
            }
            self.at += self.line().len();
        }
    }

    /// The last character that was read.
    fn last(&self) -> Range<usize> {
        let before = self.text.get(..self.end).unwrap_or_default();
        self.end - before.chars().next_back().map_or(0, char::len_utf8)..self.end
    }

    /// Whether a header or a field of a record begins here, at the beginning of a line.
    fn new_thing(&self, bracket: char) -> bool {
        let here = line(self.text, self.at);
        let fresh = self.text.get(here.start..self.at).is_some_and(|before| before.trim().is_empty());
        let words = self.text.get(here).unwrap_or_default();
        let after = self.text.get(self.last()).unwrap_or_default();
        fresh && (header(words).is_some() || key(words).is_some() && (bracket == '[' || !matches!(after, "," | "{")))
    }

    /// Reads the outer brackets to their end: the mistakes of their items, each with its lines, and whether they are closed.
    fn whole(&mut self) -> (Vec<(Slip, Range<usize>)>, bool) {
        let mut found = Vec::new();
        if self.peek() == Some('{') {
            let start = self.at;
            let Err(problem) = self.group() else { return (found, true) };
            let Broken::Slip(slip) = problem else { return (found, false) };
            self.resume('}');
            let closed = self.peek() == Some('}');
            self.take(usize::from(closed));
            found.push((slip, line(self.text, start).start..line(self.text, self.end).end));
            return (found, closed);
        }
        self.take(1);
        loop {
            self.skip();
            let item = self.at;
            match self.peek() {
                None => return (found, false),
                Some(_) if let Some(slip) = self.lacks_brace() => {
                    let here = line(self.text, item);
                    found.push((slip, here.clone()));
                    self.at = here.end;
                    continue;
                }
                Some(_) if self.new_thing('[') => return (found, false),
                Some(']') => {
                    self.take(1);
                    return (found, true);
                }
                Some(_) => {}
            }
            let read = self.value(None).and_then(|()| self.separator());
            if let Err(problem) = read {
                let (slip, fresh) = match problem {
                    // The item is right, and the next one begins.
                    Broken::Slip(slip) if slip.range.end <= self.end && self.end <= self.at && self.begins_item() => {
                        (slip, true)
                    }
                    Broken::Slip(slip) => (slip, false),
                    Broken::Open => return (found, false),
                };
                let last = self.end.max(slip.range.start).max(item);
                if !fresh {
                    self.at = last;
                    self.resume(']');
                }
                // The lines of a broken item go on to where the next thing begins.
                let next = line(self.text, self.at).start;
                let to = if fresh || self.at >= self.text.len() {
                    line(self.text, last).end
                } else {
                    next.saturating_sub(1)
                };
                let from = line(self.text, item).start;
                found.push((slip, from..to));
            }
        }
    }

    /// The mistake of a row that closes a group and does not open it.
    fn lacks_brace(&self) -> Option<Slip> {
        let here = line(self.text, self.at);
        let words = self.text.get(here.clone())?;
        let ends = words.trim_end().trim_end_matches(',').trim_end().ends_with('}');
        let closes = words.matches('}').count() > words.matches('{').count();
        (key(words).is_some() && ends && closes).then(|| {
            let range = here.start + words.len() - words.trim_start().len()..here.end;
            let help = "scrivi `{` all’inizio di questa riga";
            Slip::new(range, "manca la parentesi `{` che apre il gruppo".into(), help.into())
        })
    }

    /// Whether an item of a list begins here, on a line of its own.
    fn begins_item(&self) -> bool {
        let here = line(self.text, self.at);
        let fresh = self.text.get(here.start..self.at).is_some_and(|before| before.trim().is_empty());
        fresh && self.rest().starts_with(['{', '[', '"', '\''])
    }

    /// Past what follows a mistake, up to the next line that begins an item, closes with `close`, or is something new.
    fn resume(&mut self, close: char) {
        loop {
            let end = line(self.text, self.at).end;
            if end >= self.text.len() {
                self.at = self.text.len();
                return;
            }
            self.at = end + 1;
            let words = self.line();
            self.at += words.len() - words.trim_start().len();
            let starts =
                words.trim_start().starts_with(|c| c == close || close == ']' && matches!(c, '{' | '"' | '\''));
            if starts || header(words).is_some() || close == ']' && key(words).is_some() {
                return;
            }
        }
    }

    /// The comma after an item, or what closes the list.
    fn separator(&mut self) -> Read {
        self.skip();
        match self.peek() {
            Some(',') => {
                self.take(1);
                self.skip();
                let here = self.at..self.at + 1;
                if self.peek() == Some(',') {
                    broken(here, "c’è una virgola di troppo", "togli una delle due virgole")
                } else {
                    Ok(())
                }
            }
            Some(']') => Ok(()),
            None => Err(Broken::Open),
            Some(_) if self.new_thing('[') => Err(Broken::Open),
            Some(';') => broken(
                self.at..self.at + 1,
                "fra i valori di un elenco va la virgola, non il punto e virgola",
                "scrivi `,` al posto di `;`",
            ),
            Some('}') => broken(self.at..self.at + 1, "c’è una parentesi `}` di troppo", "togli `}`"),
            Some(_) => {
                let written = self.text.get(self.last()).unwrap_or_default();
                let help = if self.begins_item() {
                    format!("alla fine di questa riga, dopo `{written}`, metti una virgola: `{written},`")
                } else {
                    "fra un valore e l’altro va una virgola: `\"uno\", \"due\"`".to_owned()
                };
                broken(self.last(), "manca una virgola fra due valori", help)
            }
        }
    }

    /// A value: of the field `name`, or an item of a list.
    fn value(&mut self, name: Option<&str>) -> Read {
        if self.depth == DEEPEST {
            return Err(Broken::Open);
        }
        self.depth += 1;
        let read = match self.peek() {
            Some('"' | '\'') => self.text(name),
            Some('[') => self.list(),
            Some('{') => self.group(),
            _ => self.bare(name),
        };
        self.depth -= 1;
        read
    }

    /// A list inside the outer brackets.
    fn list(&mut self) -> Read {
        let start = self.at;
        self.take(1);
        loop {
            self.skip();
            let lacks = |reader: &Self| {
                broken(
                    reader.last(),
                    "manca la parentesi `]` che chiude l’elenco",
                    "metti `]` dopo l’ultimo valore dell’elenco",
                )
            };
            let word = self.line().split(['=', ',', '}', ']']).next().unwrap_or_default();
            let field =
                bare_key(word.trim()) && self.line().get(word.len()..).is_some_and(|rest| rest.starts_with('='));
            match self.peek() {
                None => return Err(Broken::Open),
                Some(']') => {
                    self.take(1);
                    return Ok(());
                }
                Some('}') => return lacks(self),
                Some(_) if field => return lacks(self),
                Some(_) if self.new_thing('[') && line(self.text, start).end < self.at => return Err(Broken::Open),
                Some(_) => {}
            }
            self.value(None)?;
            self.skip();
            if self.peek() == Some('}') {
                return lacks(self);
            }
            self.separator()?;
        }
    }

    /// `{ name = value, name = value }`
    fn group(&mut self) -> Read {
        self.take(1);
        let mut first = true;
        loop {
            self.skip();
            match self.peek() {
                Some('}') => {
                    self.take(1);
                    return Ok(());
                }
                Some(',') => {
                    let help = if first { "togli la virgola" } else { "togli una delle due virgole" };
                    return broken(self.at..self.at + 1, "c’è una virgola di troppo", help);
                }
                _ => self.still_open()?,
            }
            first = false;
            let name = self.name()?;
            self.skip();
            self.value(Some(name))?;
            self.skip();
            match self.peek() {
                Some(',') => self.take(1),
                Some('}') => {}
                Some(';') => {
                    return broken(
                        self.at..self.at + 1,
                        "fra i campi di un gruppo va la virgola, non il punto e virgola",
                        "scrivi `,` al posto di `;`",
                    );
                }
                _ => {
                    self.still_open()?;
                    return self.after_value();
                }
            }
        }
    }

    /// Refuses what can only stand after the end of a group that is not closed.
    fn still_open(&self) -> Read {
        match self.peek() {
            None => Err(Broken::Open),
            Some(_) if self.new_thing('{') => Err(Broken::Open),
            Some(c @ ('{' | ']' | '[')) => {
                let close = if c == '{' { "`},`" } else { "`}`" };
                broken(
                    self.last(),
                    "manca la parentesi `}` che chiude il gruppo",
                    format!("metti {close} alla fine di questa riga"),
                )
            }
            Some(_) => Ok(()),
        }
    }

    /// What stands after a value where a comma should be.
    fn after_value(&self) -> Read {
        let words = self.line();
        let name = words.split('=').next().unwrap_or_default().trim();
        if words.contains('=') && bare_key(name) {
            return broken(
                self.last(),
                format!("prima del campo `{}` manca una virgola", short(name)),
                format!("metti una virgola prima di `{}`: `, {} = …`", short(name), short(name)),
            );
        }
        let other = words.split([',', '}', ']', '#']).next().unwrap_or_default().trim_end();
        broken(
            self.at..self.at + other.len().max(1),
            format!("dopo il valore c’è un altro testo: «{}»", short(other)),
            "toglilo, o mettilo fra le virgolette del valore",
        )
    }

    /// The name of a field and its `=`.
    fn name(&mut self) -> Result<&'t str, Broken> {
        let words = self.line();
        let from = self.at;
        let quoted = words.starts_with(['"', '\'']);
        let length = if quoted {
            let quote = words.get(..1).unwrap_or_default();
            words.get(1..).and_then(|rest| rest.find(quote)).map_or(words.len(), |end| end + 2)
        } else {
            words.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))).unwrap_or(words.len())
        };
        let name = words.get(..length).unwrap_or_default();
        let after = words.get(length..).unwrap_or_default().trim_start();
        let start = self.at;
        let slip = |end: usize, message: String, help: String| Broken::Slip(Slip::new(start..end, message, help));
        if let Some(value) = after.strip_prefix('=').filter(|_| !name.is_empty()) {
            let plain = value.trim_start().trim_start_matches(['=', '>', ':', '~']);
            if plain.len() < value.trim_start().len() {
                let help = format!("scrivi un solo `=`: `{name} = {}`", short(until_comma(plain.trim())));
                return Err(slip(from + length, "fra campo e valore ci vuole un solo `=`".into(), help));
            }
            let equals = words.len() - after.len() + 1;
            self.take(equals);
            return Ok(name);
        }
        if let Some(value) = after.strip_prefix(':').filter(|_| !name.is_empty()) {
            let value = value.trim_start_matches('=').trim();
            let help = format!("scrivi `{name} = {}`", short(until_comma(value)));
            return Err(slip(from + length, "fra campo e valore ci vuole `=`, non `:`".into(), help));
        }
        // A name of several words, or with an accent, before its `=`.
        let whole = until_comma(words);
        if let Some((written, value)) =
            whole.split_once('=').filter(|(written, _)| written.split_whitespace().count() <= 4)
            && let plain = plain_name(written.trim())
            && bare_key(&plain)
            && plain != written.trim()
        {
            let message = match written.trim().contains(char::is_whitespace) {
                true => "il nome di un campo non ha spazi",
                false => "il nome di un campo non ha accenti né apostrofi",
            };
            let end = from + written.trim_end().len();
            return Err(slip(end, message.into(), format!("scrivi `{plain} = {}`", short(value.trim()))));
        }
        if !name.is_empty()
            && after.starts_with(['"', '\'', '[', '{', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        {
            let help = format!("scrivi `{name} = {}`", short(until_comma(after.trim())));
            return Err(slip(from + length, format!("fra il campo `{}` e il valore manca `=`", short(name)), help));
        }
        let end = from + whole.trim_end().len().max(1);
        let message = match whole.trim() {
            "" => "qui manca un campo".to_owned(),
            words => format!("«{}» non è un campo con il suo valore", short(words)),
        };
        Err(slip(end, message, "dentro le graffe ogni campo è `campo = valore`, con i testi fra virgolette".into()))
    }

    /// A text between quotation marks.
    fn text(&mut self, name: Option<&str>) -> Read {
        let (rest, words, start) = (self.rest(), self.line(), self.at);
        if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| rest.starts_with(quotes)) {
            let Some(length) = long_text(rest, quotes) else { return Err(Broken::Open) };
            self.take(length);
            return Ok(());
        }
        let quote = if words.starts_with('"') { '"' } else { '\'' };
        let shown = |text: &str| match name {
            Some(name) => format!("`{name} = \"{}\"`", short(text)),
            None => format!("`\"{}\"`", short(text)),
        };
        let lacks = |text: &str| {
            let text = text.trim_end();
            broken(
                start..start + 1 + text.len(),
                "mancano le virgolette alla fine del testo",
                format!("chiudi le virgolette: {}", shown(text.trim_end_matches(CURLY))),
            )
        };
        let inner = words.get(1..).unwrap_or_default();
        let Some(length) = closing(words, quote) else {
            // It was meant to end before the next field, or before what closes the row.
            let row = inner.trim_end().trim_end_matches(',').trim_end();
            let meant = next_field(inner)
                .and_then(|at| inner.get(..at))
                .unwrap_or_else(|| row.trim_end_matches(['}', ']', ' ']));
            return lacks(meant);
        };
        let text = words.get(1..length - 1).unwrap_or_default();
        let after = words.get(length..).unwrap_or_default();
        let follows = after.trim_start();
        // The mark that seems to close it opens the text of the next field.
        if text.trim_end().ends_with('=')
            && !follows.is_empty()
            && !follows.starts_with([',', '}', ']', '#'])
            && let Some(at) = next_field(text)
        {
            return lacks(text.get(..at).unwrap_or_default());
        }
        // `"uno" "due"`: between two texts a comma is missing, and no mark is inside a text.
        let apart = follows.starts_with(quote) && after.len() > follows.len();
        if follows.starts_with(|c: char| c.is_alphanumeric() || c == quote || CURLY.contains(&c))
            && !apart
            && !field_follows(follows)
        {
            let limit = next_field(after).unwrap_or(after.len());
            let inside = after.get(..limit).unwrap_or_default();
            let ends = |at: &usize| {
                let rest = after.get(at + 1..).unwrap_or_default().trim_start();
                rest.is_empty() || rest.starts_with([',', '}', ']', '#'])
            };
            if let Some(end) = inside.match_indices(quote).map(|(at, _)| at).find(ends) {
                let whole = words.get(1..length + end).unwrap_or_default();
                return broken(
                    start + length - 1..start + length,
                    "dentro il testo ci sono altre virgolette",
                    format!("dentro un testo usa le virgolette «…»: {}", shown(&guillemets(whole, quote))),
                );
            }
        }
        self.take(length);
        Ok(())
    }

    /// A value without quotation marks: a number, a date, `true`, or what should have them.
    fn bare(&mut self, name: Option<&str>) -> Read {
        let (words, start) = (self.line(), self.at);
        if words.starts_with(CURLY) {
            let from = words.chars().next().map_or(0, char::len_utf8);
            let end = words.get(from..).and_then(|rest| rest.find(|c| CURLY.contains(&c) && c != '’'));
            let text = end
                .and_then(|end| words.get(from..from + end))
                .unwrap_or_else(|| until_comma(words.get(from..).unwrap_or_default()));
            let mended =
                name.map_or_else(|| format!("\"{}\"", short(text)), |name| format!("{name} = \"{}\"", short(text)));
            let range = start..start + from + text.len();
            return broken(
                range,
                "il testo è fra virgolette tipografiche",
                format!("usa le virgolette diritte: `{mended}`"),
            );
        }
        if words.starts_with('(') {
            let end = words.find(')').map_or(words.len(), |end| end + 1);
            let help = "un elenco va fra parentesi quadre `[ ]`, un gruppo di campi fra graffe `{ }`";
            return broken(start..start + end, "le parentesi tonde non sono quelle di un valore", help);
        }
        let mut text = words.split([',', ']', '}', '#', ';']).next().unwrap_or_default();
        // In a group a comma before figures that name no field is that of decimals.
        if name.is_some()
            && text.trim_start_matches(['€', ' ', '-', '+']).starts_with(|c: char| c.is_ascii_digit())
            && let Some(rest) = words.get(text.len()..).and_then(|rest| rest.strip_prefix(','))
            && rest.starts_with(|c: char| c.is_ascii_digit())
        {
            let decimals = rest.split([',', ']', '}', '#', ';']).next().unwrap_or_default();
            if !decimals.contains('=') {
                text = words.get(..text.len() + 1 + decimals.len()).unwrap_or(text);
            }
        }
        let text = text.trim_end();
        if text.is_empty() {
            return match name {
                Some(name) => broken(
                    self.last(),
                    "manca il valore dopo `=`",
                    format!("scrivi il valore dopo `{name} =`, o togli il campo"),
                ),
                None => {
                    let sign = self.peek().unwrap_or(' ');
                    let message = format!("qui `{sign}` non va: manca un valore");
                    broken(start..start + sign.len_utf8(), message, "scrivi il valore che manca, o togli questo segno")
                }
            };
        }
        if DeValue::parse(text).is_ok() {
            self.take(text.len());
            return Ok(());
        }
        // The comma before the next field lacks: `numero = 12 tempo = "…"`.
        let (word, more) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if DeValue::parse(word).is_ok() && field_follows(more.trim_start()) {
            self.take(word.len());
            return Ok(());
        }
        let (message, help) = match name {
            Some(name) => typed_bare(name, text, "questo valore va scritto fra virgolette"),
            None => {
                let plain = text.trim_matches(|c: char| CURLY.contains(&c) || matches!(c, '"' | '\''));
                (
                    "questo valore va scritto fra virgolette".into(),
                    format!("scrivilo fra virgolette: `\"{}\"`", short(plain)),
                )
            }
        };
        broken(start..start + text.len(), message, help)
    }
}

/// Whether `name = …` stands at the start of `text`.
fn field_follows(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, _)| bare_key(name.trim_end()))
}

/// The part of a row before the next comma or the bracket that closes it.
fn until_comma(words: &str) -> &str {
    words.split([',', '}', ']', '#']).next().unwrap_or_default().trim_end()
}

/// The byte after the mark that closes the text at the start of `words`.
fn closing(words: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (n, c) in words.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            c if c == quote => return Some(n + 1),
            _ => {}
        }
    }
    None
}

/// A text with its inner quotation marks in pairs, as print has them.
pub(super) fn guillemets(text: &str, quote: char) -> String {
    let mut open = false;
    let marks = |c: char| match c {
        c if c == quote => {
            open = !open;
            if open { '«' } else { '»' }
        }
        c => c,
    };
    text.chars().map(marks).collect()
}
