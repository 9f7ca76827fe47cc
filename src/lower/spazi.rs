//! Sets no-break spaces where a line must not end: "art. 6", "n. 12", "30 %", "€ 500", "31 dicembre". It is done once, for both outputs.

use crate::base::giorno::MESI;

/// Words that must not end a line when a number follows (or a letter, for the first two).
const PRIMA: [&str; 26] = [
    "lett.", "lettera", "art.", "artt.", "articolo", "articoli", "comma", "commi", "co.", "n.", "nn.", "n°", "pag.",
    "pagg.", "p.", "pp.", "tab.", "fig.", "cap.", "par.", "sez.", "all.", "punto", "reg.", "€", "§",
];

/// Words that must not begin a line when a number comes before.
const DOPO: [&str; 30] = [
    "%", "‰", "€", "°C", "euro", "mila", "kW", "kWh", "MW", "MWh", "W", "mm", "cm", "m", "km", "m²", "m³", "mq", "mc",
    "ha", "kg", "t", "l", "h", "kB", "MB", "GB", "TB", "Mbit/s", "Gbit/s",
];

/// Makes no-break the spaces between a number and its unit, and between a number and the word that announces it.
pub(super) fn fissi(text: &mut String) {
    if !text.contains(' ') {
        return;
    }
    let mut fixed = Vec::new();
    for (at, _) in text.match_indices(' ') {
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
        if joined(last_word(before), first_word(after)) {
            fixed.push(at);
        }
    }
    // Replaced from the last to the first: a no-break space is two bytes long, and moves what follows.
    for at in fixed.into_iter().rev() {
        text.replace_range(at..=at, "\u{A0}");
    }
}

fn joined(before: &str, after: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digit(before.chars().next_back()) && digit(before.chars().find(|c| *c != '−' && *c != '-')) {
        let unit = after.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '»', '”']);
        if DOPO.contains(&unit) {
            return true;
        }
    }
    // `31 dicembre`, `1º marzo`
    let day = before.trim_end_matches(['º', '°']);
    if !day.is_empty() && day.len() <= 2 && day.bytes().all(|byte| byte.is_ascii_digit()) {
        let month = after.trim_end_matches([',', '.', ';', ':', ')', '!', '?', '»', '”']);
        if MESI.iter().any(|name| month.eq_ignore_ascii_case(name)) {
            return true;
        }
    }
    // `lett. a)`
    let letter = after.trim_end_matches([',', ';', '.', ')']).len() == 1;
    // Most words are followed by neither a letter nor a number, and need no search in the list.
    if !letter && !digit(after.chars().next()) {
        return false;
    }
    match PRIMA.iter().position(|word| before.eq_ignore_ascii_case(word)) {
        Some(0 | 1) => letter,
        Some(_) => digit(after.chars().next()),
        None => false,
    }
}

fn last_word(text: &str) -> &str {
    text.rsplit([' ', '\u{A0}', '\n', '(', '«', '“', '’', '[']).next().unwrap_or_default()
}

fn first_word(text: &str) -> &str {
    text.split([' ', '\u{A0}', '\n']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::fissi;

    #[test]
    fn a_number_stays_with_its_unit_and_with_its_name() {
        let turned = |text: &str| {
            let mut text = text.to_owned();
            fissi(&mut text);
            text.replace('\u{A0}', "~")
        };
        for (written, printed) in [
            ("l’art. 6, comma 2, lett. a) del decreto", "l’art.~6, comma~2, lett.~a) del decreto"),
            ("(n. 12 del 2025)", "(n.~12 del 2025)"),
            ("il 30 % in più, 12,5 km e 1.200 kWh.", "il 30~% in più, 12,5~km e 1.200~kWh."),
            ("€ 500 oppure 500 € (500 euro)", "€~500 oppure 500~€ (500~euro)"),
            ("Art. 3 e ARTT. 4 e 5", "Art.~3 e ARTT.~4 e 5"),
            (
                "l’articolo di 30 mesi, n. civico, lettera di 5 metri, S5.1 m",
                "l’articolo di 30 mesi, n. civico, lettera di 5 metri, S5.1 m",
            ),
            ("entro il 31 dicembre 2025, dal 1º marzo", "entro il 31~dicembre 2025, dal 1º~marzo"),
            ("nel 2025 dicembre, in 12 mesi", "nel 2025 dicembre, in 12 mesi"),
            (" ", " "),
            ("", ""),
        ] {
            assert_eq!(turned(written), printed);
            assert_eq!(turned(&turned(written).replace('~', "\u{A0}")), printed);
        }
    }
}
