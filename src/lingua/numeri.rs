//! Numbers in words: written, `ventitré`, and read; and in roman figures, written.

use crate::base::text::fold;

/// The numbers below twenty.
const UNITS: [&str; 20] = [
    "zero",
    "uno",
    "due",
    "tre",
    "quattro",
    "cinque",
    "sei",
    "sette",
    "otto",
    "nove",
    "dieci",
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
];

const TENS: [&str; 10] =
    ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

/// The whole number with a point between thousands: `1.884.627`.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

/// The figures of words that were read as a number, set as the program sets its own: a point between thousands where nobody wrote one,
/// a true minus. `-2600,5 euro` → `−2.600,5 euro`.
#[must_use]
pub fn composto(words: &str) -> String {
    let figure = |c: char| c.is_ascii_digit() || ".,".contains(c);
    let mut out = String::with_capacity(words.len() + 4);
    let mut rest = words;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(at);
        let (number, after) = from.split_at(from.find(|c| !figure(c)).unwrap_or(from.len()));
        match before.strip_suffix('-').filter(|before| !before.ends_with(char::is_alphanumeric)) {
            Some(before) => out.extend([before, "−"]),
            None => out.push_str(before),
        }
        let whole = number.split([',', '.']).next().unwrap_or_default();
        let bare = !number.trim_end_matches('.').contains('.') && !whole.starts_with('0');
        match whole.parse::<u64>().ok().filter(|_| bare && whole.len() > 3 && !before.ends_with(char::is_alphabetic)) {
            Some(value) => out.extend([thousands(value).as_str(), number.get(whole.len()..).unwrap_or_default()]),
            None => out.push_str(number),
        }
        rest = after;
    }
    out + rest
}

/// Whether a number is written as `3,400`: the comma of three decimals, or of the thousands where English wrote it.
#[must_use]
pub fn virgola_dubbia(number: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    number.trim_start_matches(['-', '−']).split_once(',').is_some_and(|(whole, rest)| {
        digits(whole) && whole.len() <= 3 && !whole.starts_with('0') && rest.len() == 3 && digits(rest)
    })
}

/// The values of the roman figures, and of those that stand before a greater one.
const CIFRE_ROMANE: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

/// A number from 1 to 3999 in roman figures: `xiv`.
#[must_use]
pub fn romano(number: u32) -> String {
    let mut left = number;
    let mut out = String::new();
    for (value, sign) in CIFRE_ROMANE {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// The number from 1 to 3999 that small roman figures say. None where they are not written as they should be, as `iiii`.
#[must_use]
pub fn da_romano(word: &str) -> Option<u32> {
    let (mut rest, mut number) = (word, 0_u32);
    for (value, sign) in CIFRE_ROMANE {
        while let Some(after) = rest.strip_prefix(sign) {
            (rest, number) = (after, number.checked_add(value)?);
        }
    }
    (rest.is_empty() && (1..4000).contains(&number) && romano(number) == word).then_some(number)
}

/// A number in words: `nove`, `ventuno`, `trecentoventitré`.
#[must_use]
pub fn lettere(number: u64) -> String {
    let unit = |n: u64| usize::try_from(n).ok().and_then(|n| UNITS.get(n)).copied().unwrap_or_default();
    let below_thousand = |n: u64| {
        let (hundreds, rest) = (n / 100, n % 100);
        let mut out = match hundreds {
            0 => String::new(),
            1 => "cento".to_owned(),
            n => format!("{}cento", unit(n)),
        };
        if rest < 20 {
            if rest > 0 {
                out += unit(rest);
            }
        } else {
            let tens = usize::try_from(rest / 10).ok().and_then(|n| TENS.get(n)).copied().unwrap_or_default();
            let ones = rest % 10;
            // ventuno, ventotto: the vowel falls.
            out += if ones == 1 || ones == 8 { tens.get(..tens.len() - 1).unwrap_or(tens) } else { tens };
            if ones > 0 {
                out += unit(ones);
            }
        }
        out
    };
    if number == 0 {
        return "zero".into();
    }
    // «un milione», «due miliardi duecentomila»: these are nouns, apart from the rest.
    for (one, many, value) in [("miliardo", "miliardi", 1_000_000_000), ("milione", "milioni", 1_000_000)] {
        if number >= value {
            let head = match number / value {
                1 => format!("un {one}"),
                n => format!("{} {many}", lettere(n)),
            };
            let rest = number % value;
            return if rest == 0 { head } else { format!("{head} {}", lettere(rest)) };
        }
    }
    let (thousand, rest) = (number / 1000, number % 1000);
    let mut out = match thousand {
        0 => String::new(),
        1 => "mille".to_owned(),
        n => format!("{}mila", below_thousand(n)),
    };
    out += &below_thousand(rest);
    // A compound that ends with tre takes the accent.
    match out.strip_suffix("tre") {
        Some(head) if !head.is_empty() => format!("{head}tré"),
        _ => out,
    }
}

/// The number that a word says, in figures without points or in letters, without regard to capitals and accents: `12`, `Ventitré`, `mille`.
/// One is also the article, `un` and `una`: the caller knows whether an article counts.
#[must_use]
pub fn numero(word: &str) -> Option<u32> {
    if !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()) {
        return word.parse().ok();
    }
    in_lettere(word)
}

/// The number that a word says in letters.
#[must_use]
pub fn in_lettere(word: &str) -> Option<u32> {
    let word = fold(word);
    match word.as_str() {
        "un" | "una" => return Some(1),
        "zero" => return Some(0),
        _ => {}
    }
    let (thousands, rest) = match word.split_once("mila") {
        Some((head, rest)) => (under_thousand(head).filter(|n| *n > 1)?, rest),
        None => word.strip_prefix("mille").map_or((0, word.as_str()), |rest| (1, rest)),
    };
    let rest = if rest.is_empty() && thousands > 0 { 0 } else { under_thousand(rest)? };
    Some(thousands * 1000 + rest)
}

/// A number from 1 to 999 in letters.
fn under_thousand(word: &str) -> Option<u32> {
    let Some((head, rest)) = word.split_once("cent") else { return under_hundred(word) };
    let hundreds = if head.is_empty() { 1 } else { unit(head).filter(|n| (2..=9).contains(n))? };
    let whole = rest.strip_prefix('o');
    let rest = match whole {
        Some("") => 0,
        // `centootto`, `centouno`; and `centotto`, `centottanta`, where one of the two vowels falls.
        _ => whole.and_then(under_hundred).or_else(|| under_hundred(rest).filter(|_| rest.starts_with("ott")))?,
    };
    Some(hundreds * 100 + rest)
}

/// A number from 1 to 99 in letters.
fn under_hundred(word: &str) -> Option<u32> {
    if let Some(n) = unit(word) {
        return Some(n);
    }
    let (tens, name) = (2..)
        .zip(TENS.iter().skip(2))
        .find(|(_, name)| name.get(..name.len() - 1).is_some_and(|stem| word.starts_with(stem)))?;
    let ones = match (word.strip_prefix(name), name.get(..name.len() - 1).and_then(|stem| word.strip_prefix(stem))) {
        (Some(""), _) => 0,
        // `ventun anni`.
        (None, Some("uno" | "un")) => 1,
        (None, Some("otto")) => 8,
        (Some(rest), _) => unit(rest).filter(|n| (2..=9).contains(n) && *n != 8)?,
        (None, _) => return None,
    };
    Some(tens * 10 + ones)
}

/// A number from 1 to 19 in letters.
fn unit(word: &str) -> Option<u32> {
    UNITS.iter().skip(1).position(|name| *name == word).and_then(|n| u32::try_from(n + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::{in_lettere, lettere, numero};

    #[test]
    fn numbers_in_words_are_correct_italian() {
        let cases = [
            (0, "zero"),
            (9, "nove"),
            (21, "ventuno"),
            (23, "ventitré"),
            (28, "ventotto"),
            (100, "cento"),
            (108, "centootto"),
            (180, "centoottanta"),
            (321, "trecentoventuno"),
            (1000, "mille"),
            (1003, "milletré"),
            (2000, "duemila"),
            (21_000, "ventunomila"),
            (999_999, "novecentonovantanovemilanovecentonovantanove"),
            (1_000_000, "un milione"),
            (2_300_003, "due milioni trecentomilatré"),
            (21_000_000, "ventuno milioni"),
            (1_001_000_000, "un miliardo un milione"),
        ];
        for (number, words) in cases {
            assert_eq!(lettere(number), words);
        }
    }

    #[test]
    fn what_is_written_in_words_is_read_back() {
        for n in (0..=12_345).chain([99_999, 100_000, 321_888, 999_999]) {
            assert_eq!(in_lettere(&lettere(u64::from(n))), Some(n), "{}", lettere(u64::from(n)));
        }
        for (word, n) in [
            ("Una", 1),
            ("VENTITRÉ", 23),
            ("ventitrè", 23),
            ("ventitre", 23),
            ("ventun", 21),
            ("centotto", 108),
            ("centottanta", 180),
            ("duecentotto", 208),
            ("0012", 12),
            ("400", 400),
        ] {
            assert_eq!(numero(word), Some(n), "{word}");
        }
        for word in [
            "",
            "milleproroghe",
            "centro",
            "venti2",
            "ventiotto",
            "ventiuno",
            "mila",
            "unomila",
            "12.5",
            "99999999999",
            "seidue",
            "trentadieci",
        ] {
            assert_eq!(numero(word), None, "{word}");
        }
    }
}
