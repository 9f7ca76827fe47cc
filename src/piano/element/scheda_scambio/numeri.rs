//! Numbers in the words of forms: "due", "2 o 3", "da un minimo di 2 a un massimo di 6". The caller decides what they count.

/// A number or a range found in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Quanti {
    /// The least, where the words say one.
    pub(super) min: Option<u32>,
    /// The most, where the words say one.
    pub(super) max: Option<u32>,
    /// Position, among the words, of the first one of the number.
    pub(super) da: usize,
    /// Position, among the words, of the one that follows the number.
    pub(super) dopo: usize,
}

/// The words of a text, in lower case, each with the range of its bytes. A dash between numbers is a word. "2^" and "1ª" keep their
/// sign, because they are ordinals and not counts.
pub(super) fn tokens(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let mut out: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let kind = if c.is_alphanumeric() || matches!(c, '^' | '°') {
            Some(c.is_ascii_digit())
        } else {
            if matches!(c, '-' | '–' | '—' | '/') {
                out.push(("-".into(), at..end));
            }
            None
        };
        // "3giorni": a number ends where letters begin, but "1ª" and "2^" are one word.
        let joined = open
            && out.last().is_some_and(|(last, _)| {
                let digits = last.chars().all(|c| c.is_ascii_digit());
                digits == c.is_ascii_digit() || digits && matches!(c, '^' | '°' | 'ª' | 'º')
            });
        match (kind, out.last_mut()) {
            (Some(_), Some((word, range))) if joined => {
                word.extend(c.to_lowercase());
                range.end = end;
            }
            (Some(_), _) => out.push((c.to_lowercase().collect(), at..end)),
            (None, _) => {}
        }
        open = kind.is_some();
    }
    out
}

/// The number that a word says. Longer figures are of a telephone, and count nothing.
pub(in crate::piano::element) fn numero(parola: &str) -> Option<u32> {
    crate::lingua::numeri::numero(parola).filter(|n| *n < 100_000)
}

/// The first number or range of the words.
pub(super) fn quanti(parole: &[(String, std::ops::Range<usize>)]) -> Option<Quanti> {
    let word = |n: usize| parole.get(n).map_or("", |(word, _)| word.as_str());
    let digits = |n: usize| word(n).starts_with(|c: char| c.is_ascii_digit());
    // "un" and "una" count only beside a noun of time or of persons, and a number in figures is preferred to them.
    let any_digit = (0..parole.len()).any(|n| digits(n) && numero(word(n)).is_some());
    let counts = |n: &usize| numero(word(*n)).is_some() && (!any_digit || digits(*n));
    let first = (0..parole.len()).find(counts)?;
    let value = numero(word(first))?;
    let before: Vec<&str> = (first.saturating_sub(4)..first).map(word).collect();
    let said = |words: &[&str]| before.iter().any(|word| words.contains(word));
    let next = |from: usize| (from..parole.len().min(from + 7)).find(counts);
    let second = |from: usize, joints: &[&str]| {
        let at = next(from)?;
        let between: Vec<&str> = (from..at).map(word).collect();
        let joined =
            between.iter().any(|word| joints.contains(word)) && !between.iter().any(|w| ["per", "totale"].contains(w));
        Some((numero(word(at))?, at)).filter(|_| joined)
    };
    let close =
        |from: usize| next(from).filter(|at| *at <= from + 1).and_then(|_| second(from, &["-", "o", "ad", "a"]));
    let near = |words: &[&str], first: &[&str], second: &[&str]| {
        words.windows(2).any(|w| matches!(w, [a, b] if first.contains(a) && second.contains(b)))
    };
    let pair = |first: &[&str], second: &[&str]| near(&before, first, second);
    // «meno di 10» are nine at most; «non meno di 10» are ten at least.
    let not = said(&["non"]);
    let more = pair(&["più", "piu"], &["di"])
        || pair(&["superiore", "superiori"], &["a", "ai", "alle"])
        || said(&["sopra"])
        || matches!(before.as_slice(), [.., "oltre"] | [.., "oltre", "i" | "gli" | "le"]);
    let less = pair(&["meno"], &["di"]) || pair(&["inferiore", "inferiori"], &["a", "ai", "alle"]) || said(&["sotto"]);
    let at_most = pair(&["al"], &["più", "piu"]);
    let after: Vec<&str> = (first + 1..parole.len().min(first + 5)).map(word).collect();
    let found = if said(&["da", "dai", "tra", "fra", "minimo", "min"]) {
        second(first + 1, &["a", "ad", "e", "massimo", "max", "ai", "agli", "-"])
    } else {
        close(first + 1)
    };
    let (min, max, last) = match found {
        Some((max, at)) => (Some(value), Some(max), at),
        None if at_most || more && not => (None, Some(value), first),
        None if less && not => (Some(value), None, first),
        None if more => (Some(value.saturating_add(1)), None, first),
        None if less => (None, Some(value.saturating_sub(1)), first),
        None if said(&["massimo", "max", "fino"]) => (None, Some(value), first),
        None if said(&["almeno", "minimo", "min"]) => (Some(value), None, first),
        None if near(&after, &["o", "e", "ed"], &["più", "piu", "oltre"])
            || after.iter().any(|w| ["almeno", "minimo", "min"].contains(w)) =>
        {
            (Some(value), None, first)
        }
        None => (Some(value), Some(value), first),
    };
    Some(Quanti { min, max, da: first, dopo: last + 1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(Option<u32>, Option<u32>)> {
        quanti(&tokens(text)).map(|q| (q.min, q.max))
    }

    #[test]
    fn numbers_and_ranges_are_read_as_forms_say_them() {
        let cases = [
            ("20 partecipanti", (Some(20), Some(20))),
            ("Massimo 10 persone", (None, Some(10))),
            ("al di sotto di 10 persone", (None, Some(9))),
            ("al di sopra di 10 persone", (Some(11), None)),
            ("oltre le 12 persone", (Some(13), None)),
            ("da un minimo di 2 persone a un massimo di 6", (Some(2), Some(6))),
            ("da 2 a 6 per sessione", (Some(2), Some(6))),
            ("2–6", (Some(2), Some(6))),
            ("1 o 2 persone", (Some(1), Some(2))),
            ("Una o due giornate", (Some(1), Some(2))),
            ("Da 3 a 5 giornate", (Some(3), Some(5))),
            ("almeno 4 giornate", (Some(4), None)),
            ("massimo 8 per la 2^ giornata", (None, Some(8))),
            ("per la 2ª giornata, massimo 8", (None, Some(8))),
            ("10 per ognuna delle due sessioni", (Some(10), Some(10))),
            ("meno di 8 persone", (None, Some(7))),
            ("sotto le 15 persone", (None, Some(14))),
            ("non inferiore a 6", (Some(6), None)),
            ("più di 20 persone", (Some(21), None)),
            ("non più di 20 persone", (None, Some(20))),
            ("al più 4", (None, Some(4))),
            ("oltre 12 partecipanti", (Some(13), None)),
            ("non oltre 12 partecipanti", (None, Some(12))),
            ("6 persone o più", (Some(6), None)),
            ("5 persone minimo", (Some(5), None)),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), Some(expected), "«{text}»");
        }
        assert_eq!(read("Tecnici dei settori urbanistica – ambiente"), None);
    }
}
