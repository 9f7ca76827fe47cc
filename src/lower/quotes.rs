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
        // Most texts have none of them.
        if !text.contains(['"', '\'', '“', '”']) {
            self.last = text.chars().next_back().or(self.last);
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let pair = c == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
            let next = if pair { chars.clone().nth(1) } else { chars.peek().copied() };
            // After an apostrophe or a dash it opens before a word only: «l'"ambito"», «"a"-"b"», «"'annidate'"». What follows the last
            // character is in another inline, as in «l'"**ambito**"»: there it closes what is open.
            let word = next.map_or(!self.open, |(_, next)| next.is_alphanumeric());
            let opens = self
                .last
                .is_none_or(|last| last.is_whitespace() || "([{«“‘—–".contains(last) || "’-/".contains(last) && word);
            // Two apostrophes are the quotation mark of who finds no other. In «l''anno» they are a slip, and stay.
            let twice = pair && (opens || self.open);
            if twice {
                chars.next();
            }
            let c = match c {
                '"' if opens => '“',
                '\'' if twice && opens => '“',
                '"' => '”',
                '\'' if twice => '”',
                '\'' if opens && self.last != Some('’') && quotes(text.get(at + 1..).unwrap_or_default()) => '‘',
                // Between a blank and another inline, as in «'**Casa** sicura'».
                '\'' if opens && self.last != Some('’') && next.is_none() => '‘',
                '\'' => '’',
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

/// How many characters ahead the end of a quotation is looked for.
const LUNGA: usize = 1000;

/// Whether an apostrophe before these words opens a quotation: they begin with a word, and after a word another apostrophe closes them.
/// The one of «'90» and of «'ndrangheta» stands for letters.
fn quotes(rest: &str) -> bool {
    let rest = rest.char_indices().nth(LUNGA).map_or(rest, |(end, _)| rest.get(..end).unwrap_or_default());
    let begins =
        rest.starts_with(char::is_alphabetic) && !rest.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("ndr"));
    let closes = |(at, _): (usize, &str)| {
        let (before, after) = (rest.get(..at), rest.get(at + 1..).unwrap_or_default());
        let word = before.and_then(|before| before.rsplit(|c: char| !c.is_alphabetic()).next()).unwrap_or_default();
        // «un po' di tempo» goes on.
        let tronca = ["po", "mo", "be", "fa", "va", "sta", "da", "di"].contains(&word.to_lowercase().as_str());
        !after.starts_with(char::is_alphanumeric)
            && !before.is_none_or(|before| before.ends_with(char::is_whitespace))
            && !tronca
    };
    begins && rest.match_indices('\'').any(closes)
}

#[cfg(test)]
mod tests {
    use super::{Quotes, straight};

    #[test]
    fn quotes_open_before_words_and_close_after_them() {
        for (written, printed) in [
            ("\"sì\", \"no\"", "“sì”, “no”"),
            ("l'\"ambito\" del piano", "l’“ambito” del piano"),
            ("\"'annidate'\"", "“‘annidate’”"),
            ("i 'piccoli' comuni e l'anno", "i ‘piccoli’ comuni e l’anno"),
            ("'L eta di mezzo'", "‘L eta di mezzo’"),
            ("('sì'); 'no'.", "(‘sì’); ‘no’."),
            ("Il servizio ''Casa sicura'' resta", "Il servizio “Casa sicura” resta"),
            ("l''anno di ''Casa sicura'', l''altro", "l’’anno di “Casa sicura”, l’’altro"),
            ("gli anni '90 e l'estate '68", "gli anni ’90 e l’estate ’68"),
            ("la 'ndrangheta e l'usura, dell'eta'", "la ’ndrangheta e l’usura, dell’eta’"),
            ("'sto conto, un po' alto", "’sto conto, un po’ alto"),
            ("'un po' di tempo'", "‘un po’ di tempo’"),
            ("Citta' metropolitana", "Citta’ metropolitana"),
            ("\"a\"-\"b\"", "“a”-“b”"),
            ("(\"a\"/\"b\")", "(“a”/“b”)"),
            ("\"fine-\"", "“fine-”"),
        ] {
            assert_eq!(straight(written), printed, "{written}");
        }
        // The word may be in an inline of its own: `l'"**ambito**"`.
        let mut quotes = Quotes::default();
        assert_eq!(["l'\"", "ambito", "\""].map(|text| quotes.turn(text)).concat(), "l’“ambito”");
        // So may the first word of `il '**Casa** sicura'`.
        let mut quotes = Quotes::default();
        assert_eq!(
            ["il '", "Casa", " sicura', e '", "mare", "'"].map(|text| quotes.turn(text)).concat(),
            "il ‘Casa sicura’, e ‘mare’"
        );
    }
}
