//! Functions over the letters of a text: shortening, capitals, comparing without accents. They do not look at the meaning.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// At most forty characters of `text`, for a message.
pub fn short(text: &str) -> String {
    at_most(text, 40)
}

/// At most `most` characters of `text`; a longer text is cut, and an ellipsis shows it.
pub fn at_most(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((n, _)) => format!("{}…", text.get(..n).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `text` as a value of TOML, between quotation marks.
pub fn in_toml(text: &str) -> String {
    let inner =
        text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t");
    format!("\"{inner}\"")
}

/// `text` with its first letter in upper case: `progetti` becomes `Progetti`.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `text` without case and accents.
#[must_use]
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Lower case, byte for byte, so that a place in it is a place in `words`: a letter that would change its length stays.
#[must_use]
pub fn minuscolo(words: &str) -> String {
    words
        .chars()
        .map(|c| {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
                _ => c,
            }
        })
        .collect()
}

/// The words of `text` as written: runs of letters and figures.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The words of `text` without case and accents.
#[must_use]
pub fn flat_words(text: &str) -> Vec<String> {
    words(&fold(text)).map(str::to_owned).collect()
}

/// The words of `text` without case, accents and signs, in one line: `L’Attività, n. 5` is `l attivita n 5`.
#[must_use]
pub fn flat(text: &str) -> String {
    words(&fold(text)).collect::<Vec<_>>().join(" ")
}

/// Whether a character is invisible and still changes what is read, searched or copied: it has no width, or it turns the
/// direction of the text round.
#[must_use]
pub fn nascosto(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}

/// Whether `stem` is a name that Windows keeps for a device, such as `con` or `nul`. A file with that name cannot exist there,
/// whatever its extension.
#[must_use]
pub fn riservato(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let port =
        |kind: &str| stem.strip_prefix(kind).is_some_and(|n| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || port("com") || port("lpt")
}

/// `text` padded so that its numbers sort as numbers: S2 before S10.
#[must_use]
pub fn padded(text: &str) -> String {
    let mut key = String::new();
    let mut digits = String::new();
    for c in text.chars().chain(['\u{0}']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                key.push_str(&format!("{:0>12}", std::mem::take(&mut digits)));
            }
            key.push(c);
        }
    }
    key
}

/// A name of a file or of a folder as it is typed in a command.
#[must_use]
pub fn in_shell(name: &str) -> String {
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name.to_owned() }
}

/// A name as it is compared with others: without regard to case, and to how its accents are stored.
#[must_use]
pub fn key(word: &str) -> String {
    word.trim().nfc().flat_map(char::to_lowercase).collect()
}
