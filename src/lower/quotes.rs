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
    /// Whether a quote is open.
    open: bool,
}

impl Quotes {
    pub(super) fn turn(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            // After an apostrophe or a dash it opens before a word only: «l'"ambito"», «"a"-"b"», «"'annidate'"». What follows the last
            // character is in another inline, as in «l'"**ambito**"»: there it closes what is open.
            let word = chars.peek().map_or(!self.open, |next| next.is_alphanumeric());
            let opens = self
                .last
                .is_none_or(|last| last.is_whitespace() || "([{«“—–".contains(last) || "’-/".contains(last) && word);
            let c = match c {
                '\'' => '’',
                '"' if opens => '“',
                '"' => '”',
                c => c,
            };
            if matches!(c, '“' | '”') {
                self.open = c == '“';
            }
            out.push(c);
            self.last = Some(c);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::{Quotes, straight};

    #[test]
    fn quotes_open_before_words_and_close_after_them() {
        for (written, printed) in [
            ("\"sì\", \"no\"", "“sì”, “no”"),
            ("l'\"ambito\" del piano", "l’“ambito” del piano"),
            ("\"'annidate'\"", "“’annidate’”"),
            ("\"a\"-\"b\"", "“a”-“b”"),
            ("(\"a\"/\"b\")", "(“a”/“b”)"),
            ("\"fine-\"", "“fine-”"),
        ] {
            assert_eq!(straight(written), printed, "{written}");
        }
        // The word may be in an inline of its own: `l'"**ambito**"`.
        let mut quotes = Quotes::default();
        assert_eq!(["l'\"", "ambito", "\""].map(|text| quotes.turn(text)).concat(), "l’“ambito”");
    }
}
