//! The message and the cure of a broken line of TOML, when the line itself shows what was meant. A mended line is proposed only
//! when it can be read.

use super::brackets::guillemets;
use super::error::truth;
use super::syntax::{header_name, key};
use crate::base::giorno::Giorno;
use crate::base::text::short;
use crate::lingua::tempo::Tempo;
use crate::piano::element::Kind;
use std::borrow::Cow;
use toml::de::{DeTable, DeValue};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

const NOT_A_LINE: &str = "ogni riga è `campo = valore`, con i testi fra virgolette; un’intestazione è `[[tipo]]`; una nota per \
                          chi scrive comincia con `#`";

/// Quotation marks that a word processor writes.
pub(super) const CURLY: [char; 9] = ['“', '”', '„', '‟', '«', '»', '‘', '’', '‚'];

/// How a cure begins when the line does not show what was meant.
pub(super) const UNSURE: &str = "controlla virgolette, parentesi e virgole";

/// The message and the cure of a broken line. `said` is the message of the parser.
pub(super) fn cured(line: &str, said: &str) -> (String, String) {
    let same = |help: String| (said.to_owned(), help);
    if line.starts_with('[') && !line.contains('=') || line.starts_with("((") {
        return header(line, said);
    }
    if let Some((message, mended)) = outside(line) {
        return (message.into(), format!("scrivi la riga così: `{}`", shown(&mended)));
    }
    let Some((name, value)) = line.split_once('=').map(|(k, v)| (k.trim(), v.trim())) else {
        return without_equals(line, said);
    };
    let bare = value.split('#').next().unwrap_or_default().trim();
    if name.is_empty() {
        return same(format!("scrivi il nome del campo prima di `=`: `campo = {}`", short(value)));
    }
    // `==`, `=>`, `:=`: signs of other languages in the place of `=`.
    let after = bare.trim_start_matches(['=', '>', ':', '~']).trim_start();
    let before = name.trim_end_matches([':', '=', '<']).trim_end();
    if (after, before) != (bare, name) && readable(before, after) {
        let help = format!("scrivi un solo `=`: `{before} = {}`", shown(after));
        return ("fra campo e valore ci vuole un solo `=`".into(), help);
    }
    if key(&format!("{name}=")).is_none() {
        return wrong_name(name, bare, said);
    }
    if bare.is_empty() {
        return ("manca il valore dopo `=`".into(), format!("scrivi il valore dopo `{name} =`, o togli la riga"));
    }
    // The line ends with a comma as in JSON, or with a full stop as a sentence does.
    if let Some(sign) = value.chars().next_back().filter(|c| matches!(c, ',' | ';' | '.'))
        && let rest = value.trim_end_matches([',', ';', '.']).trim_end()
        && readable(name, rest)
    {
        let (message, help) = match sign {
            ',' => ("c’è una virgola alla fine della riga", "togli la virgola"),
            ';' => ("c’è un punto e virgola alla fine della riga", "togli il punto e virgola"),
            _ => ("c’è un punto alla fine della riga", "togli il punto"),
        };
        return (message.into(), format!("{help}: `{name} = {}`", shown(rest)));
    }
    if bare.starts_with(CURLY) {
        let inner = bare.trim_matches(CURLY).trim_matches('"');
        return (
            "il testo è fra virgolette tipografiche".into(),
            format!("usa le virgolette diritte: `{name} = \"{}\"`", short(inner)),
        );
    }
    match bare.chars().next() {
        Some('"') if !bare.starts_with("\"\"\"") => quoted(name, value, said),
        Some('\'') if !bare.starts_with("'''") => apostrophes(name, bare, said),
        Some('[') => list(name, bare, said),
        Some('{') => group(name, bare, said),
        Some('(') => {
            let inner = bare.trim_matches(['(', ')']).trim();
            let (message, mended) = match inner.contains('=') {
                true => ("un gruppo di campi va fra parentesi graffe", format!("{{ {inner} }}")),
                false => ("un elenco va fra parentesi quadre", listed(inner)),
            };
            match readable(name, &mended) {
                true => (message.into(), format!("scrivi `{name} = {}`", shown(&mended))),
                false => typed_bare(name, bare, said),
            }
        }
        Some('"') => same("controlla le virgolette: un testo su più righe comincia e finisce con `\"\"\"`".into()),
        _ => typed_bare(name, bare, said),
    }
}

/// Whether `name = value` can be read.
fn readable(name: &str, value: &str) -> bool {
    !value.is_empty() && DeTable::parse(&format!("{name} = {value}")).is_ok()
}

/// A value as messages show it. A long text keeps its quotation marks.
fn shown(value: &str) -> Cow<'_, str> {
    match value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        Some(inner) => format!("\"{}\"", short(inner)).into(),
        None => match value.char_indices().nth(80) {
            Some((n, _)) => format!("{}…", value.get(..n).unwrap_or_default()).into(),
            None => value.into(),
        },
    }
}

/// The name of a field in the form that TOML accepts: no accents, no blanks.
pub(super) fn plain_name(name: &str) -> String {
    let name = name.replace(['’', '\'', '`', '"', '´'], "");
    name.split_whitespace().collect::<Vec<_>>().join("_").nfd().filter(|c| !is_combining_mark(*c)).collect()
}

fn header(line: &str, said: &str) -> (String, String) {
    let name = header_name(line);
    let double = ["[[", "]]", "(("].iter().any(|brackets| line.contains(brackets));
    let (open, close) = if double { ("[[", "]]") } else { ("[", "]") };
    if name.is_empty() {
        return ("l’intestazione è vuota".into(), "fra le parentesi va un nome, per esempio `[[progetto]]`".into());
    }
    let plain = plain_name(name);
    let message = if plain != name {
        "il nome fra parentesi quadre ha accenti, spazi o apostrofi"
    } else if said.starts_with("manc") {
        said
    } else {
        "l’intestazione fra parentesi quadre non è valida"
    };
    (message.to_owned(), format!("scrivi la riga così: `{open}{}{close}`", short(&plain)))
}

/// A line that is right except for invisible characters pasted before it or inside it: what is wrong, and the mended line.
fn outside(line: &str) -> Option<(&'static str, String)> {
    let hidden = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' | '\u{ad}' | '\0');
    let blank = |c: char| c.is_whitespace() && c != ' ' && c != '\t';
    let plain: String = line.chars().filter(|c| !hidden(*c)).map(|c| if blank(c) { ' ' } else { c }).collect();
    let right = |text: &str| text.contains('=') && DeTable::parse(text).is_ok();
    if plain != line && right(plain.trim()) {
        return Some(("in questa riga c’è uno spazio speciale, forse incollato da Word", plain.trim().to_owned()));
    }
    let bare = plain.trim_start_matches(['-', '–', '—', '•', '·', '*', '>', '▪', '●', ' ']);
    (bare != plain && right(bare)).then(|| ("davanti al campo c’è un segno di elenco", bare.to_owned()))
}

/// The tables of `piao.toml`, whose name alone on a line is a header that lacks its brackets.
const TABELLE: [&str; 11] = [
    "ente",
    "deliberazione",
    "termini",
    "albero",
    "performance",
    "norme",
    "ortografia",
    "controlli",
    "pdf",
    "colori",
    "sito",
];

/// The name of a table, when nothing else is on the line: it is a header without its brackets.
pub(super) fn nuda(line: &str) -> Option<&'static str> {
    let word = line.split('#').next().unwrap_or_default().trim().trim_end_matches([':', '.']);
    let kinds = Kind::ALL.iter().map(|kind| kind.info().table);
    TABELLE.into_iter().chain(kinds).find(|table| table.eq_ignore_ascii_case(word))
}

fn without_equals(line: &str, said: &str) -> (String, String) {
    if let Some(table) = nuda(line) {
        let (message, data) = ("all’intestazione mancano le parentesi quadre", format!("`[[{table}]]`"));
        let settings = TABELLE.contains(&table);
        return (
            message.into(),
            match (settings, Kind::ALL.iter().any(|kind| kind.info().table == table)) {
                (true, true) => format!("scrivi `[{table}]` in `piao.toml`, {data} in un file di dati"),
                (true, false) => format!("scrivi `[{table}]`"),
                (false, _) => format!("scrivi {data}"),
            },
        );
    }
    if let Some((name, value)) = line.split_once(':')
        && key(&format!("{name}=")).is_some()
    {
        let value = value.trim();
        return (said.to_owned(), format!("fra campo e valore ci vuole `=`, non `:`: `{name} = {}`", shown(value)));
    }
    if let Some((name, value)) = line.split_once(char::is_whitespace)
        && value.trim().starts_with(['"', '[', '{', '\''])
        && readable(name, value.trim())
    {
        return (
            "manca `=` fra il campo e il valore".into(),
            format!("scrivi la riga così: `{name} = {}`", shown(value.trim())),
        );
    }
    let message = match line.chars().filter(|c| c.is_whitespace()).count() {
        0 => said,
        _ => "questa riga è un testo, e non un campo",
    };
    (message.to_owned(), NOT_A_LINE.to_owned())
}

fn wrong_name(name: &str, value: &str, said: &str) -> (String, String) {
    let plain = plain_name(name);
    if name.split_whitespace().count() <= 4 && readable(&plain, value) {
        let message = match name.contains(char::is_whitespace) {
            true => "il nome di un campo non ha spazi",
            false => "il nome di un campo non ha accenti né apostrofi",
        };
        return (message.into(), format!("scrivi la riga così: `{plain} = {}`", shown(value)));
    }
    (said.to_owned(), NOT_A_LINE.to_owned())
}

/// A value that begins with a quotation mark.
fn quoted(name: &str, value: &str, said: &str) -> (String, String) {
    let Some(end) = closing(value) else {
        return match value.chars().next_back() {
            Some(c) if CURLY.contains(&c) => (
                "le virgolette alla fine sono tipografiche".into(),
                format!(
                    "usa le virgolette diritte: `{name} = \"{}\"`",
                    short(value.trim_matches(CURLY).trim_matches('"'))
                ),
            ),
            _ => {
                let inner = value.strip_prefix('"').unwrap_or(value);
                (
                    "mancano le virgolette alla fine".into(),
                    format!("chiudi le virgolette: `{name} = \"{}\"`", short(inner)),
                )
            }
        };
    };
    let (text, rest) = (value.get(..end).unwrap_or(value), value.get(end..).unwrap_or_default().trim());
    let next = rest.trim_start_matches([',', ';', ' ']);
    if key(next).is_some() {
        return ("due campi sono sulla stessa riga".into(), format!("vai a capo prima di `{}`", short(next)));
    }
    let whole = value.split(" #").next().unwrap_or_default().trim();
    if let Some(inner) = whole.strip_prefix('"').and_then(|t| t.strip_suffix('"'))
        && inner.contains('"')
        && !inner.contains('\\')
    {
        let middle = inner.trim_matches('"');
        if inner.starts_with('"') && inner.ends_with('"') && !middle.contains('"') {
            let help = format!("bastano due virgolette: `{name} = \"{}\"`", short(middle));
            return ("le virgolette sono scritte due volte".into(), help);
        }
        if inner.matches('"').count().is_multiple_of(2) {
            let mended = guillemets(inner, '"');
            return (
                "dentro il testo ci sono altre virgolette".into(),
                format!("dentro un testo usa le virgolette «…»: `{name} = \"{}\"`", short(&mended)),
            );
        }
    }
    if said.starts_with("dopo `\\`") || text.contains('\\') {
        // A path as Windows shows it.
        let path = text.trim_matches('"');
        let right = path.replace('\\', "/");
        let file = right.rsplit_once('.').is_some_and(|(_, end)| (2..=5).contains(&end.len()));
        if file && !right.contains(' ') && readable(name, &format!("\"{right}\"")) {
            return (
                "in un percorso la barra rovesciata non va bene".into(),
                format!("scrivi il percorso con `/`: `{name} = \"{right}\"`"),
            );
        }
        return (said.to_owned(), "scrivi `\\\\` per una barra rovesciata".into());
    }
    if !rest.is_empty() && !rest.contains('"') {
        let note = rest.trim_start_matches(['/', '-', '–', ' ']);
        return (
            "dopo il valore c’è un altro testo".into(),
            format!("una nota si scrive dopo `#`: `{name} = {} # {}`", shown(text), short(note)),
        );
    }
    (said.to_owned(), "controlla le virgolette di questa riga: ne vanno due, una prima e una dopo il testo".into())
}

/// The byte at which the text at the start of `value` ends, its closing mark included.
fn closing(value: &str) -> Option<usize> {
    let mut escaped = false;
    for (n, c) in value.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(n + 1),
            _ => {}
        }
    }
    None
}

/// A value that begins with an apostrophe: TOML reads it as a quotation mark.
fn apostrophes(name: &str, bare: &str, said: &str) -> (String, String) {
    let inner = bare.trim_matches('\'');
    if bare.matches('\'').count() == 1 {
        return ("manca l’apostrofo alla fine".into(), format!("chiudi il testo: `{name} = \"{}\"`", short(inner)));
    }
    if inner.contains('"') {
        return (said.to_owned(), "controlla gli apostrofi: un testo va fra virgolette diritte `\"`".into());
    }
    let message = match bare.starts_with("''") {
        true => "due apostrofi non sono una virgoletta",
        false => "in un testo fra apostrofi non ci può essere un apostrofo",
    };
    (message.into(), format!("usa le virgolette: `{name} = \"{}\"`", short(inner)))
}

/// The items of a list, each in a form that can be read: words get quotation marks.
fn listed(inner: &str) -> String {
    let inner = inner.trim_matches(['[', ']', ' ']);
    let items = inner.split([',', ';']).map(str::trim).filter(|item| !item.is_empty());
    let items = items.map(|item| match DeValue::parse(item) {
        Ok(_) => item.to_owned(),
        Err(_) => format!("\"{}\"", item.trim_matches(CURLY).trim_matches(['"', '\''])),
    });
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn list(name: &str, bare: &str, said: &str) -> (String, String) {
    let mended = listed(bare);
    if bare.ends_with(']') && readable(name, &mended) {
        let message = match () {
            () if bare.contains(';') => "fra i valori di un elenco va la virgola, non il punto e virgola",
            () if bare.contains(CURLY) => "in questo elenco ci sono virgolette tipografiche",
            () => said,
        };
        return (message.into(), format!("scrivi la riga così: `{name} = {}`", shown(&mended)));
    }
    let help = match said.starts_with("manca una virgola") {
        true => "fra un valore e l’altro va una virgola: `[\"uno\", \"due\"]`".to_owned(),
        false => format!("{UNSURE} di questo elenco: `[\"uno\", \"due\"]`"),
    };
    (said.to_owned(), help)
}

fn group(name: &str, bare: &str, said: &str) -> (String, String) {
    let mended = bare.replacen(": ", " = ", 1);
    if mended != bare && readable(name, &mended) {
        return (
            "dentro le graffe, fra campo e valore, ci vuole `=`, non `:`".into(),
            format!("scrivi la riga così: `{name} = {}`", shown(&mended)),
        );
    }
    let straight = bare.replace(['“', '”', '„'], "\"");
    if straight != bare && readable(name, &straight) {
        return (
            "il testo è fra virgolette tipografiche".into(),
            format!("usa le virgolette diritte: `{name} = {}`", shown(&straight)),
        );
    }
    (said.to_owned(), format!("{UNSURE} di questo gruppo: `{{ campo = \"valore\" }}`"))
}

/// The last day of the month of a day that does not exist: `2027-06-31`, `31/6/2027`.
fn last_day(parts: &[&str]) -> Option<Giorno> {
    let [first, month, last] = parts else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let month = jiff::civil::Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
    (day.parse::<u8>().ok()? <= 31).then(|| Giorno(month.last_of_month()))
}

/// A value without quotes: a date or an amount as Italians write it, which is the commonest slip of all, or a "sì".
pub(super) fn typed_bare(key: &str, bare: &str, said: &str) -> (String, String) {
    // A single letter is more likely a code.
    if bare.len() > 1
        && let Some(value) = truth(bare)
    {
        let message = format!("«{bare}» non è un valore: sì e no si scrivono `true` e `false`");
        return (message, format!("scrivi `{key} = {value}`; se è un testo, mettilo fra virgolette: \"{bare}\""));
    }
    let parts: Vec<&str> = bare.split(['-', '/', '.']).collect();
    let digits = parts.len() == 3 && parts.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    let year = parts.first().is_some_and(|p| p.len() == 4) || parts.last().is_some_and(|p| p.len() == 4);
    // `1.234.567` is an amount: a date has a year of four digits.
    if digits && year && parts.iter().all(|p| p.len() != 3) && Giorno::parse(bare).is_none() {
        let message = format!("«{bare}» non è una data del calendario");
        let last = last_day(&parts).map(|day| day.to_string());
        return match last {
            // Which day was meant is not known.
            Some(last) => {
                let help = format!(
                    "controlla giorno e mese: l’ultimo giorno di quel mese è il {last}; la data si scrive così: `{key} = \"31/12/2026\"`"
                );
                (message, help)
            }
            None => (message, format!("controlla giorno e mese, e scrivi la data così: `{key} = \"31/12/2026\"`")),
        };
    }
    // `1,5`: the comma of decimals. With a point between thousands, or with a sign of money, it is an amount in words.
    let (whole, decimals) = bare.split_once(',').unwrap_or((bare, ""));
    let figures = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if figures(whole.trim_start_matches('-')) && figures(decimals) {
        return (
            "un numero con la virgola va scritto con il punto, o fra virgolette".into(),
            format!("scrivi `{key} = {whole}.{decimals}`, oppure `{key} = \"{bare}\"`"),
        );
    }
    // A number and its unit: which of the two the field wants is not known here.
    if let Some((number, word)) = bare.split_once(char::is_whitespace)
        && figures(number)
        && word.trim().starts_with(char::is_alphabetic)
        && !word.contains('=')
        && Tempo::parse(bare).lettura.is_err()
    {
        return (
            format!("dopo il numero {number} c’è un altro testo"),
            format!(
                "scrivi `{key} = {number}`; se il valore è un testo, mettilo fra virgolette: `{key} = \"{}\"`",
                short(bare)
            ),
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
    // Another field follows a number on the same line.
    if let Some((first, rest)) = bare.split_once([',', ' '])
        && readable(key, first)
        && super::syntax::key(rest).is_some()
    {
        return ("due campi sono sulla stessa riga".into(), format!("vai a capo prima di `{}`", short(rest.trim())));
    }
    // The mark of an absence without its braces: `telefono = assente = "non c'è"`.
    if let Some(reason) = bare.strip_prefix("assente") {
        let reason = reason.trim_start_matches(|c: char| c == '=' || c.is_whitespace());
        let reason = reason.trim_matches(|c: char| "\"“”'’".contains(c) || c.is_whitespace());
        let reason = if reason.is_empty() { "motivo" } else { reason };
        return (
            "a questo valore mancano le graffe".into(),
            format!("scrivi così: `{key} = {{ assente = \"{}\" }}`", short(reason)),
        );
    }
    let quoted = bare.replace(['"', '“', '”'], "");
    let message = match said {
        "questa riga non è TOML valido" | "manca una virgola fra due valori" => {
            "questo valore va scritto fra virgolette"
        }
        said => said,
    };
    (message.to_owned(), format!("scrivi il valore fra virgolette: `{key} = \"{}\"`", short(&quoted)))
}
