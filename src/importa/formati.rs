//! The formats of the numbers of a sheet: a cell says its number with the words that its format shows around it, so that «non più di 5
//! giorni» does not become 5. A format that says more than is understood gives no text.

use calamine::ExcelDateTimeType;

/// A part of a format: a sheet has one for the numbers above zero, one for those below, one for zero.
#[derive(Debug, Default)]
struct Sezione {
    /// What is written before the figures, and after them.
    prima: String,
    dopo: String,
    /// The signs of the figures: `#,##0.00`.
    cifre: String,
    percento: bool,
    /// `General`, or `@`: the number as it is.
    generale: bool,
    /// Words among the figures: a number that is not written as numbers are.
    rotta: bool,
    /// The numbers that it is for: `[>3]`.
    condizione: Option<(String, f64)>,
}

impl Sezione {
    fn parola(&mut self, words: &str) {
        match self.cifre.is_empty() && !self.generale {
            true => self.prima.push_str(words),
            false => self.dopo.push_str(words),
        }
    }

    fn cifra(&mut self, sign: char) {
        self.rotta |= !self.dopo.trim().is_empty() || self.percento;
        self.cifre.push(sign);
    }

    /// Takes what stands in square brackets: a currency, a condition, a colour.
    fn parentesi(&mut self, words: &str) {
        if let Some(sign) = words.strip_prefix('$') {
            let sign = sign.split('-').next().unwrap_or_default().to_owned();
            self.parola(&sign);
        } else if words.starts_with(['<', '>', '=']) {
            let at = words.find(|c: char| !"<>=".contains(c)).unwrap_or(words.len());
            let (sign, number) = words.split_at_checked(at).unwrap_or_default();
            match number.trim().parse() {
                Ok(number) => self.condizione = Some((sign.to_owned(), number)),
                Err(_) => self.rotta = true,
            }
        }
    }

    fn vale(&self, value: f64) -> bool {
        self.condizione.as_ref().is_none_or(|(sign, number)| match sign.as_str() {
            "<" => value < *number,
            ">" => value > *number,
            "<=" => value <= *number,
            ">=" => value >= *number,
            "<>" => value != *number,
            _ => value == *number,
        })
    }

    /// Whether the figures are shown by the thousand, or the million.
    fn in_migliaia(&self) -> bool {
        self.cifre.ends_with(',') || self.cifre.contains(",.")
    }

    /// How many figures the whole part has at least, and the decimals at least and at most.
    fn zeri(&self) -> (usize, usize, usize) {
        let (whole, decimals) = self.cifre.split_once('.').unwrap_or((&self.cifre, ""));
        let least = if whole.bytes().all(|b| b == b'0') { whole.len() } else { 1 };
        let decimals = decimals.trim_end_matches(',');
        (least, decimals.matches('0').count(), decimals.len())
    }

    /// Without the signs with which the numbers below zero, and zero, are shown.
    fn senza_segno(&mut self) {
        self.prima.retain(|c| !"-–()".contains(c));
        self.dopo.retain(|c| !"-–()".contains(c));
    }
}

/// Whether a format shows a day or an hour, or a length of time, `[h]:mm`: its first part says it.
pub(super) fn tempo(format: &str) -> Option<ExcelDateTimeType> {
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => return None,
            '"' => chars.by_ref().take_while(|c| *c != '"').for_each(drop),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if !inside.is_empty() && inside.chars().all(|c| "hmsHMS".contains(c)) {
                    return Some(ExcelDateTimeType::TimeDelta);
                }
            }
            c if "dmyhsDMYHS".contains(c) => return Some(ExcelDateTimeType::DateTime),
            _ => {}
        }
    }
    None
}

/// How much of a day a format shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mostrati {
    Giorno,
    /// The day and the month: `d-mmm`.
    SenzaAnno,
    /// The month and the year: `mmm-yy`.
    Mese,
    /// The year alone.
    Anno,
}

/// How much of a day a format shows. One that shows hours shows the day they are of, or nobody knows which.
pub(super) fn mostrati(format: &str) -> Mostrati {
    let mut signs = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => chars.by_ref().take_while(|c| *c != '"').for_each(drop),
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => chars.by_ref().take_while(|c| *c != ']').for_each(drop),
            c => signs.extend(c.to_lowercase()),
        }
    }
    if signs.contains(['d', 'g']) && signs.contains('m') && !signs.contains(['y', 'a', 'h', 's']) {
        return Mostrati::SenzaAnno;
    }
    match (signs.contains(['d', 'h', 's', 'g']), signs.contains('m'), signs.contains('y')) {
        (false, true, true) => Mostrati::Mese,
        (false, false, true) => Mostrati::Anno,
        _ => Mostrati::Giorno,
    }
}

/// The parts of a format.
fn sezioni(format: &str) -> Vec<Sezione> {
    let mut out = vec![Sezione::default()];
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c == ';' {
            out.push(Sezione::default());
            continue;
        }
        let Some(now) = out.last_mut() else { break };
        match c {
            '"' => now.parola(&chars.by_ref().take_while(|c| *c != '"').collect::<String>()),
            '\\' => now.parola(&chars.next().map(String::from).unwrap_or_default()),
            // A blank as wide as the next sign, or that sign over and over.
            '_' | '*' => drop(chars.next()),
            '[' => now.parentesi(&chars.by_ref().take_while(|c| *c != ']').collect::<String>()),
            '0' | '#' | '?' => now.cifra(c),
            '.' | ',' if now.dopo.trim().is_empty() && !now.generale => now.cifra(c),
            // A fraction, or a power of ten.
            '/' | 'E' if !now.cifre.is_empty() && chars.peek().is_some_and(|next| "0#?+-".contains(*next)) => {
                now.cifra(c);
                chars.next().into_iter().for_each(|next| now.cifra(next));
            }
            '%' => {
                now.rotta |= now.cifre.is_empty() || !now.dopo.trim().is_empty() || now.percento;
                now.percento = true;
            }
            '@' => now.generale = true,
            'G' | 'g' if chars.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                now.generale = true;
                chars.by_ref().take(6).for_each(drop);
            }
            _ => now.parola(&String::from(c)),
        }
    }
    out
}

/// The part of a format that shows a number.
fn scelta(format: &str, value: f64) -> Option<Sezione> {
    let mut all = sezioni(format);
    if all.iter().any(|one| one.condizione.is_some()) {
        return all.into_iter().find(|one| one.vale(value));
    }
    let n = match all.len() {
        2.. if value < 0.0 => 1,
        3.. if value == 0.0 => 2,
        _ => 0,
    };
    let mut one = (n < all.len()).then(|| all.swap_remove(n))?;
    if n > 0 {
        one.senza_segno();
        // A dash, or nothing, in the place of zero.
        let only_dash = one.cifre.is_empty() && !one.generale && one.prima.trim().is_empty();
        if n == 2 && only_dash {
            return all.into_iter().find(|one| !one.cifre.is_empty() || one.generale);
        }
    }
    Some(one)
}

/// A number as its cell shows it: a percentage, an amount of money, a number with the words of its format, words alone. Its figures are
/// all those that it has. None where the format says something else, that is not understood.
pub(super) fn mostra(value: f64, format: &str) -> Option<String> {
    if format.is_empty() {
        return Some(numero(value));
    }
    let one = scelta(format, value).filter(|one| !one.rotta)?;
    if one.cifre.is_empty() && !one.generale {
        let words = one.prima.trim();
        return (!words.is_empty()).then(|| words.to_owned());
    }
    if one.in_migliaia() {
        // The words are of the number that is shown, and here stands the whole one.
        let rest = senza_migliaia(&one.dopo)?;
        return (one.prima.trim().is_empty() || euro(&one.prima)).then(|| detta(&one.prima, value, false, rest));
    }
    let shown = if one.percento { value * 100.0 } else { value };
    let (least, ..) = one.zeri();
    let said = detta(&one.prima, shown, one.percento, &one.dopo);
    // Zeros before the number are there on purpose: it is a code.
    let figures = numero(shown);
    let whole = figures.split(',').next().unwrap_or_default().len();
    let zeros = if shown >= 0.0 && !one.generale { least.saturating_sub(whole) } else { 0 };
    Some(match said.find(&figures).filter(|_| zeros > 0).and_then(|at| said.split_at_checked(at)) {
        Some((before, after)) => format!("{before}{}{after}", "0".repeat(zeros)),
        None => said,
    })
}

/// The words of a number that is shown by the thousand, without those that say so. None where they say something else.
pub(super) fn senza_migliaia(words: &str) -> Option<&'static str> {
    let words = words.to_lowercase().replace("euro", "€");
    let money = words.contains('€');
    let rest = words.replace('€', " ");
    let rest = rest.trim().trim_end_matches(" di").trim_end_matches('.');
    let known = ["", "k", "mila", "migliaia", "m", "mln", "milioni", "mil", "mld", "miliardi"];
    known.contains(&rest).then_some(if money { "€" } else { "" })
}

fn euro(words: &str) -> bool {
    ["€", "eur", "euro"].contains(&words.trim().to_lowercase().as_str())
}

/// A number with the words before it and after it.
pub(super) fn detta(prima: &str, value: f64, percento: bool, dopo: &str) -> String {
    let (mut before, mut after) = (prima.trim(), dopo.trim());
    // They say that a number follows.
    if ["n.", "nr.", "nr", "n°", "num."].contains(&before.to_lowercase().as_str()) {
        before = "";
    }
    let mut text = numero(value);
    if percento {
        text.push_str(" %");
    }
    if euro(before) || euro(after) {
        match text.split_once(',').map(|(_, cents)| cents.len()) {
            None => text.push_str(",00"),
            Some(1) => text.push('0'),
            Some(_) => {}
        }
        text.push_str(" €");
        before = if euro(before) { "" } else { before };
        after = if euro(after) { "" } else { after };
    }
    let joined = before.is_empty() || before.ends_with(['-', '+', '(']);
    let apart = if joined { "" } else { " " };
    let close = after.is_empty() || after.starts_with(['/', ')']);
    let end = if close { "" } else { " " };
    format!("{before}{apart}{text}{end}{after}")
}

/// A number as a code: with the zeros that its format shows, at its beginning and at its end. None where it shows nothing more.
pub(super) fn codice(value: f64, format: &str) -> Option<String> {
    let one = scelta(format, value).filter(|one| {
        let alone = one.prima.trim().is_empty() && one.dopo.trim().is_empty() && !one.percento && !one.generale;
        alone && !one.rotta && !one.cifre.contains(['E', '/', '?']) && !one.in_migliaia()
    })?;
    let (least, min, max) = one.zeri();
    let text = format!("{value:.max$}");
    // A format that rounds shows another code.
    text.parse::<f64>().ok().filter(|shown| *shown == value)?;
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let kept = decimals.trim_end_matches('0').len().max(min);
    let decimals = decimals.get(..kept)?;
    let comma = if decimals.is_empty() { "" } else { "," };
    Some(format!("{}{whole}{comma}{decimals}", "0".repeat(least.saturating_sub(whole.len()))))
}

/// A number with a decimal comma, to the 15 digits that a spreadsheet keeps.
pub(super) fn numero(value: f64) -> String {
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    rounded.to_string().replace('.', ",")
}

#[cfg(test)]
mod tests {
    use super::{Mostrati, codice, mostra, mostrati, tempo};
    use calamine::ExcelDateTimeType;

    #[test]
    fn a_number_says_what_its_cell_shows() {
        let money = "_-* #,##0.00\\ \"€\"_-;\\-* #,##0.00\\ \"€\"_-;_-* \"-\"??\\ \"€\"_-;_-@_-";
        for (value, format, said) in [
            (0.25, "0%", "25 %"),
            (0.07, "0.00%", "7 %"),
            // The sign is a word: the number is already the percentage.
            (40.0, "0\"%\"", "40 %"),
            (40.0, "0\\%", "40 %"),
            (1234.5, "#,##0.00 \"€\"", "1234,50 €"),
            (1234.0, "_-* #,##0.00 [$€-410]_-;-* #,##0.00 [$€-410]_-", "1234,00 €"),
            (1234.5, money, "1234,50 €"),
            (-1234.5, money, "-1234,50 €"),
            (0.0, money, "0,00 €"),
            (1500.0, "\"€\" #,##0", "1500,00 €"),
            (1500.0, "[$€-410] #,##0.00", "1500,00 €"),
            (1500.0, "[$$-409]#,##0.00", "$ 1500"),
            (1500.0, "$#,##0.00", "$ 1500"),
            (12.0, "0\" €/mq\"", "12 €/mq"),
            (12.0, "0\" ore\"", "12 ore"),
            (12.0, "\"n. \"0", "12"),
            (12.0, "General\" mq\"", "12 mq"),
            (0.1 + 0.2, "General", "0,3"),
            (0.8, "\"≥ \"0%", "≥ 80 %"),
            (0.8, "≥0%", "≥ 80 %"),
            (0.8, "0%\" circa\"", "80 % circa"),
            (5.0, "\"max \"0", "max 5"),
            (5.0, "\"non più di \"0\" giorni\"", "non più di 5 giorni"),
            (15.0, "\"entro \"0\" gg\"", "entro 15 gg"),
            (8.0, "0\"/10\"", "8/10"),
            (1.0, "\"sì\";\"no\";\"no\"", "sì"),
            (0.0, "\"sì\";\"no\";\"no\"", "no"),
            (5.0, "[>3]\"alto\";\"basso\"", "alto"),
            (2.0, "[>3]\"alto\";\"basso\"", "basso"),
            // Shown as «1,2 mila»: the number is the whole one.
            (1234.0, "0.0,\" mila\"", "1234"),
            (1500.0, "0.0,\"k\"", "1500"),
            (1_234_567.0, "#,##0.0,,\"M\"", "1234567"),
            (2_500_000.0, "0.0,,\"mln €\"", "2500000,00 €"),
            (-7.5, "0.0", "-7,5"),
            (-1234.5, "#,##0.00;(#,##0.00)", "-1234,5"),
            (0.0123, "0.00E+00", "0,0123"),
            (0.5, "# ?/?", "0,5"),
            (7.0, "000", "007"),
            (3.0, "00\"a\"", "03 a"),
            (0.0, "0;-0;;@", "0"),
            (-5.0, "#,##0;[Red]-#,##0", "-5"),
        ] {
            assert_eq!(mostra(value, format).as_deref(), Some(said), "{format}");
        }
        // What is not understood is not said.
        for (value, format) in [(12.0, "0\"h\"00"), (5.0, ";;;"), (12_345.0, "0.0,\" posti\""), (5.0, "[>x]0")] {
            assert_eq!(mostra(value, format), None, "{format}");
        }
    }

    #[test]
    fn a_format_of_days_is_told_from_one_of_numbers() {
        for format in ["dd/mm/yyyy", "[$-410]d mmmm yyyy", "h:mm", "\\d\\aY"] {
            assert!(matches!(tempo(format), Some(ExcelDateTimeType::DateTime)), "{format}");
        }
        assert!(matches!(tempo("[h]:mm:ss"), Some(ExcelDateTimeType::TimeDelta)));
        for format in ["", "General", "0%", "0\" mesi\"", "[Red]0", "_-* #,##0.00", "0\\d", "#,##0;[Red]-#,##0 \"d\""] {
            assert!(tempo(format).is_none(), "{format}");
        }
    }

    #[test]
    fn a_format_says_how_much_of_a_day_is_shown() {
        for (format, shown) in [
            ("mmm-yy", Mostrati::Mese),
            ("[$-410]mmmm\\ yyyy;@", Mostrati::Mese),
            ("yyyy", Mostrati::Anno),
            ("dd/mm/yyyy", Mostrati::Giorno),
            ("\"dal \"mm/yyyy", Mostrati::Mese),
            ("d-mmm", Mostrati::SenzaAnno),
            ("d/m h:mm", Mostrati::Giorno),
            ("mm:ss", Mostrati::Giorno),
            ("", Mostrati::Giorno),
        ] {
            assert_eq!(mostrati(format), shown, "{format}");
        }
    }

    #[test]
    fn a_code_keeps_its_zeros() {
        for (value, format, said) in [
            (1.1, "0.00", Some("1,10")),
            (7.0, "000", Some("007")),
            (1.1, "0.0#", Some("1,1")),
            (1.123, "0.00", None),
            (1.1, "General", None),
            (0.5, "0%", None),
        ] {
            assert_eq!(codice(value, format).as_deref(), said, "{format}");
        }
    }
}
