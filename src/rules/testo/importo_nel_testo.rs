//! Amounts in running text are written as amounts are.

use crate::base::span::Span;
use crate::lingua::numeri::thousands;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::nota("P0521", "importo-nel-testo", include_str!("importo_nel_testo.md"), check).origine(&["MONEY-FORMAT"]);

/// Words of money.
const MONETA: [&str; 5] = ["euro", "Euro", "EURO", "EUR", "€"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A plan that never writes cents has chosen so. One that writes them elsewhere has forgotten them here.
    let mut cents = false;
    let mut bare: Vec<(Span, String)> = Vec::new();
    for (testo, importo) in cx.nei_testi(tutti) {
        if importo.rotto {
            out.extend(rotto(testo, &importo));
            continue;
        }
        cents |= importo.decimali;
        if let Some(right) = &importo.giusto {
            out.extend(told(testo, &importo, right));
        }
        // A round amount needs no cents.
        if !importo.staccato
            && !importo.decimali
            && importo.intero % 100 != 0
            && importo.intero > 999
            && !importo.migliaia
        {
            bare.extend(testo.span(importo.dove.clone()).map(|span| (span, thousands(importo.intero))));
        }
    }
    let Some((span, amount)) = bare.first() else { return };
    let message = match bare.len() {
        1 => format!("l’importo di {amount} euro è senza i centesimi"),
        n => format!("{n} importi sono senza i centesimi: il primo è di {amount} euro"),
    };
    let note = if cents {
        "altri importi del testo li hanno"
    } else {
        "un importo che non è tondo si scrive con due decimali"
    };
    out.push(
        REGOLA.at(*span, message).note(note).help(format!("scrivi per esempio «{amount},00 €», o i centesimi giusti")),
    );
}

/// Tells an amount whose marks say no number.
fn rotto(testo: &Discorso, importo: &Importo) -> Option<Diagnostic> {
    let wrong = testo.parole.get(importo.dove.clone())?;
    Some(
        REGOLA
            .at(testo.span(importo.dove.clone())?, format!("di «{wrong}» non si capisce quanti euro sono"))
            .note("i punti e la virgola non dividono migliaia e centesimi: il programma non lo tocca")
            .help("scrivi le migliaia con il punto e i centesimi con la virgola, come in «1.500,00 €» o «12,34 €»"),
    )
}

fn told(testo: &Discorso, importo: &Importo, right: &str) -> Option<Diagnostic> {
    let wrong = testo.parole.get(importo.dove.clone())?;
    let problem =
        REGOLA.at(testo.span(importo.dove.clone())?, format!("«{wrong}» non è scritto come si scrivono gli importi"));
    if importo.staccato {
        return Some(problem.help(format!("se è un importo solo, scrivi «{right}»")));
    }
    let problem = problem.help(format!("scrivi «{right}»"));
    Some(match testo.esatto(importo.dove.clone()) {
        Some(exact) => problem.patch(exact, right),
        None => problem,
    })
}

/// An amount in a text.
#[derive(Debug, Clone)]
struct Importo {
    dove: Range<usize>,
    /// Its euros.
    intero: u64,
    /// Whether it has cents.
    decimali: bool,
    /// Whether words follow that make it larger: `1,5 milioni`.
    migliaia: bool,
    /// Whether its figures are apart, as in `20 500€`: they may be two numbers.
    staccato: bool,
    /// Whether its marks leave it uncertain how much it is: `€ 10.00,00`.
    rotto: bool,
    /// The right spelling, when this is another.
    giusto: Option<String>,
}

#[comemo::memoize]
fn tutti(gruppo: &Gruppo<Discorso>) -> Trovati<Importo> {
    gruppo.trova(importi)
}

/// The amounts of `text`.
fn importi(text: &str) -> Vec<Importo> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find(|c: char| c.is_ascii_digit())).map(|n| n + at) {
        let rest = text.get(start..).unwrap_or_default();
        let mut len = rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).unwrap_or(rest.len());
        let word = rest.get(..len).unwrap_or_default().trim_end_matches(['.', ',']);
        len = len.max(1);
        at = start + len;
        let end = start + word.len();
        let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        if before.ends_with(|c: char| c.is_alphanumeric() || c == '/' || c == '-' || c == '.') {
            continue;
        }
        let head = testa(before);
        if head < start {
            let Some(joined) = text.get(head..end).and_then(uniti) else { continue };
            let before = text.get(..head).unwrap_or_default();
            // Spaces are one way to write thousands, other signs are none.
            let signs = text.get(head..end).is_some_and(|all| all.contains(|c: char| stacca(c) && !c.is_whitespace()));
            out.extend(
                importo(&joined, head..end, before, after, signs).filter(|importo| importo.giusto.is_some()).map(
                    |importo| {
                        at = at.max(importo.dove.end);
                        Importo { staccato: true, ..importo }
                    },
                ),
            );
            continue;
        }
        if let Some(importo) = importo(word, start..end, before, after, false) {
            at = at.max(importo.dove.end);
            out.push(importo);
        }
    }
    out
}

/// Whether `c` stands between the thousands of those who write neither point nor comma there: `20 000`, `20'000`.
fn stacca(c: char) -> bool {
    c.is_whitespace() || "'’‘´`·:".contains(c)
}

/// Where the number begins whose last figures follow `before`: `before` ends with its other figures and a sign that sets them apart.
fn testa(before: &str) -> usize {
    let mut rest = before;
    while let Some(head) = rest.strip_suffix(stacca) {
        let figures = head.trim_end_matches(|c: char| c.is_ascii_digit());
        if figures.len() == head.len() {
            break;
        }
        rest = figures;
    }
    rest.len()
}

/// The number of figures that stand apart, with the points of Italy; none where they are no thousands: `n. 51 123456€`.
fn uniti(written: &str) -> Option<String> {
    let (whole, cents) = written.split_once(',').map_or((written, None), |(whole, cents)| (whole, Some(cents)));
    let groups: Vec<&str> = whole.split(stacca).collect();
    let figures = |group: &&str| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    if !(1..=3).contains(&first.len()) || first.starts_with('0') || !rest.iter().all(figures) {
        return None;
    }
    let cents = cents.map_or(String::new(), |cents| format!(",{cents}"));
    Some(format!("{}{cents}", groups.join(".")))
}

/// The amount `word` with its sign. `mended`: its marks were already put right.
fn importo(word: &str, dove: Range<usize>, before: &str, after: &str, mended: bool) -> Option<Importo> {
    let blank = |text: &str| {
        text.chars().take_while(|c| *c == ' ' || *c == '\u{a0}' || *c == '\u{202f}').map(char::len_utf8).sum::<usize>()
    };
    let head = before.trim_end_matches([' ', '\u{a0}', '\u{202f}']);
    let sign =
        |text: &str, mark: &str| text.strip_suffix(mark).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    let (gap, tail) = (blank(after), after.get(blank(after)..)?);
    // `€20 000`: more figures follow.
    if after.strip_prefix(stacca).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let first = MONETA.iter().find(|mark| sign(head, mark));
    let last = MONETA
        .iter()
        .find(|mark| tail.strip_prefix(**mark).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
    // No more than the longest of the words: a paragraph may have thousands of amounts.
    let follows: String = tail.trim_start_matches(|c: char| "€ \u{a0}".contains(c)).chars().take(4).collect();
    let follows = follows.to_lowercase();
    let migliaia = ["mil", "mld", "mln", "mila"].iter().any(|word| follows.starts_with(word));
    let place = || match (first, last) {
        (Some(mark), _) => Some(dove.start - (before.len() - head.len()) - mark.len()..dove.end),
        (None, Some(mark)) => Some(dove.start..dove.end + gap + mark.len()),
        (None, None) => None,
    };
    // `21.739,15`: its parts, and whether the marks are those of Italy.
    let Some((euros, cents, mut wrong)) = parti(word) else {
        let rotto =
            |dove| Importo { dove, intero: 0, decimali: false, migliaia, staccato: false, rotto: true, giusto: None };
        return place().filter(|_| !migliaia && rotta(word, first.is_some())).map(rotto);
    };
    let digits: String = euros.chars().filter(char::is_ascii_digit).collect();
    // `001`: a code, or a part of a number.
    if digits.len() > 1 && digits.starts_with('0') {
        return None;
    }
    let intero: u64 = digits.parse().ok()?;
    if digits.len() > 4 && !euros.contains('.') {
        wrong = true;
    }
    let glued = if first.is_some() { before.len() == head.len() } else { gap == 0 };
    let number = match cents {
        Some(cents) => format!("{},{cents}", thousands(intero)),
        None => thousands(intero),
    };
    // Four figures without a point are as right as with it.
    let number = if digits.len() == 4 && !euros.contains('.') && !wrong { word.to_owned() } else { number };
    let right = match (first, last) {
        (Some(mark), _) => format!("{mark} {number}"),
        (None, Some(mark)) => format!("{number} {mark}"),
        (None, None) => return None,
    };
    Some(Importo {
        dove: place()?,
        intero,
        decimali: cents.is_some(),
        migliaia,
        staccato: false,
        rotto: false,
        giusto: (wrong || glued || mended).then_some(right),
    })
}

/// Whether the marks of a number beside the sign of money, which is no amount, are wrong, and not those of a date, of a code or of the
/// price of a unit: `10.00,00`, `280.932.00`. `after`: it stands after the sign, where nothing else does.
fn rotta(word: &str, after: bool) -> bool {
    let (whole, cents) = word.split_once(',').map_or((word, None), |(whole, cents)| (whole, Some(cents)));
    let groups: Vec<&str> = whole.split('.').collect();
    match (groups.as_slice(), cents) {
        // `0,0125 €/kWh`
        (_, Some(cents)) if cents.contains([',', '.']) => true,
        ([_], _) => false,
        ([_, last], None) => after || last.len() == 2,
        (groups, None) => after || groups.iter().any(|group| group.len() == 3),
        (_, Some(_)) => true,
    }
}

/// The euros and the cents of a number, and whether its marks are not the Italian ones; none for what is no amount.
fn parti(word: &str) -> Option<(&str, Option<&str>, bool)> {
    let thousands = |text: &str, mark: char| {
        let mut groups = text.split(mark);
        groups.next().is_some_and(|g| !g.is_empty() && g.len() <= 3) && groups.all(|g| g.len() == 3)
    };
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match (word.split_once(','), word.split_once('.')) {
        (None, None) => Some((word, None, false)),
        (None, Some(_)) if thousands(word, '.') => Some((word, None, false)),
        // `21739.15`, typed on a keypad.
        (None, Some((euros, cents))) => {
            (plain(euros) && euros.len() > 3 && cents.len() == 2).then_some((euros, Some(cents), true))
        }
        (Some((euros, cents)), _) if plain(cents) && cents.len() <= 2 => {
            (plain(euros) || thousands(euros, '.')).then_some((euros, Some(cents), false))
        }
        // `1,234.56`
        (Some(_), _) => {
            let (euros, cents) = word.split_once('.')?;
            (thousands(euros, ',') && cents.len() == 2 && plain(cents)).then_some((euros, Some(cents), true))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::importi;

    fn mended(text: &str) -> Vec<String> {
        importi(text).into_iter().filter_map(|i| i.giusto).collect()
    }

    #[test]
    fn amounts_are_mended() {
        for (text, right) in [
            ("erogato: €280.932", "€ 280.932"),
            ("costa 21739,15 euro", "21.739,15 euro"),
            ("costa 12000 euro l’anno", "12.000 euro"),
            ("costa 1.200,50€", "1.200,50 €"),
            ("€ 21739.15", "€ 21.739,15"),
            ("€ 1,234.56", "€ 1.234,56"),
            ("EUR 21739,15.", "EUR 21.739,15"),
        ] {
            assert_eq!(mended(text), [right], "{text}");
        }
    }

    #[test]
    fn what_is_well_written_or_no_amount_is_left_alone() {
        for text in [
            "€ 252.118",
            "1.200,50 €",
            "€ 1500",
            "1500 euro",
            "1,5 milioni di euro",
            "il PNRR, 12000 europei",
            "nel 2025 euro e dollaro",
            "art. 12000",
            "",
            "€",
            "12345",
            "n. 3/12345 euro",
            "€ 10,00, € 20,00",
            "20 000 €",
            "tel. 051 123456€",
            "001 002€",
            "15€uro",
            "2€3",
        ] {
            assert!(mended(text).is_empty(), "{text}: {:?}", mended(text));
        }
    }

    #[test]
    fn figures_that_stand_apart_are_one_amount_or_none() {
        for (text, right) in [
            ("costa 20 000€", "20.000 €"),
            ("costa 20\u{a0}000€", "20.000 €"),
            ("costa 20\u{202f}000,50€", "20.000,50 €"),
            ("costa 20'000€", "20.000 €"),
            ("costa 3 000 000€", "3.000.000 €"),
            ("costa 20 050€", "20.050 €"),
            ("costa 20\n000€", "20.000 €"),
            ("costa €20 000", "€ 20.000"),
        ] {
            let found = importi(text);
            assert!(found.iter().all(|i| i.staccato), "{text}");
            assert_eq!(found.into_iter().filter_map(|i| i.giusto).collect::<Vec<_>>(), [right], "{text}");
        }
        assert!(importi("nel 2027 000€").is_empty());
    }

    #[test]
    fn an_amount_of_nobody_knows_how_much_is_told() {
        for text in ["€ 10.00,00", "€ 1,500,00", "€280.932.00", "1.500.00 €", "€ 12.34", "costa 12.34 euro"] {
            let found = importi(text);
            assert!(matches!(found.as_slice(), [one] if one.rotto && one.giusto.is_none()), "{text}: {found:?}");
        }
        for text in
            ["0,0125 €/kWh", "€ 1,578 milioni", "€ 3.5 mln", "il 31.12.2027 € 500", "cap. 1.04.02 € 500", "al 4.2 €"]
        {
            assert!(importi(text).iter().all(|one| !one.rotto), "{text}");
        }
        assert_eq!(mended("costa 1'500 €"), ["1.500 €"]);
        assert_eq!(mended("costa 1 500 €"), [] as [String; 0]);
    }

    #[test]
    fn cents_and_millions_are_known() {
        let all = importi("€ 252.118 e 1.200,50 € e 3 milioni di euro");
        assert_eq!(all.iter().map(|i| (i.intero, i.decimali)).collect::<Vec<_>>(), [(252_118, false), (1_200, true)]);
        assert!(importi("€ 1.234 mila").iter().all(|i| i.migliaia));
    }
}
