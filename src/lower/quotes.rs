//! Makes quotes and apostrophes typographic, once for both outputs. It changes the author's text alone: codes and code stay
//! as they are.

/// A title of the data with typographic quotes.
pub(super) fn straight(text: &str) -> String {
    Quotes::default().turn(text.trim())
}

/// Straight quotes and apostrophes become typographic ones, once for both outputs. What opens and what closes depends on
/// the character before, which may be in another inline.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Quotes {
    pub(super) last: Option<char>,
}

impl Quotes {
    pub(super) fn turn(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let opens = self.last.is_none_or(|last| last.is_whitespace() || "([{«“—–’".contains(last));
            let c = match c {
                '\'' => '’',
                '"' if opens => '“',
                '"' => '”',
                c => c,
            };
            out.push(c);
            self.last = Some(c);
        }
        out
    }
}
