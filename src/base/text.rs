//! Small things done to words, whatever they mean.

/// At most forty characters of `text`, for a message.
pub fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((n, _)) => format!("{}…", text.get(..n).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// `progetti` → `Progetti`.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Characters that show nothing and change what is read, sought or copied: of no width, or that turn the order round.
#[must_use]
pub fn nascosto(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}')
}
