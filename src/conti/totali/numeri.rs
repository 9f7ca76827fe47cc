//! The numbers of a table, as they are printed.

use super::Cella;
use crate::lingua::unita::singolare;
use crate::piano::element::misura::Decimale;

/// A number as a table prints it.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
pub(super) struct Numero {
    /// In ten-thousandths.
    pub(super) valore: i128,
    pub(super) decimali: u32,
    pub(super) percento: bool,
    /// Whether the sign of the per cent is written after it, and not in the title alone.
    pub(super) segno: bool,
}

impl Numero {
    /// `1.234,50`, `€ 200`, `33 %`, `n. 3`, `1.000,00=`; none for what may be read in another way. `unita`: the word that may follow it.
    pub(super) fn parse(text: &str, unita: &str) -> Option<Numero> {
        let text = text.trim().replace(['\u{a0}', '\u{202f}'], " ");
        let (text, percento) = text.strip_suffix('%').map_or((text.as_str(), false), |rest| (rest, true));
        let lower = text.to_lowercase();
        let lower = lower.trim();
        let signs = ["n.", "nr.", "n°", "euro", "€.", "€"];
        let text = signs.iter().find_map(|sign| lower.strip_prefix(sign)).unwrap_or(lower).trim_start();
        let text =
            text.strip_suffix(parola(text)).filter(|_| singolare(parola(text)) == unita).unwrap_or(text).trim_end();
        let text = text.trim_end_matches('€').trim_end_matches('=').trim();
        let text = text.strip_suffix(",--").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
        let (whole, cents) = text.split_once(',').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let groups: Vec<&str> = whole.split('.').collect();
        let grouped = match groups.as_slice() {
            [one] => !one.is_empty(),
            // "0.250" is no thousands.
            [first, rest @ ..] => {
                (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
            }
            [] => false,
        };
        // "007" is a code.
        let code = groups.len() == 1 && whole.len() > 1 && whole.starts_with('0');
        if !grouped || code || !digits(&groups.concat()) || !digits(cents) || cents.len() > 4 || text.contains(",,") {
            return None;
        }
        let valore = Decimale::parse(text)?.0;
        let decimali = u32::try_from(cents.len()).ok()?;
        Some(Numero { valore: i128::from(valore), decimali, percento, segno: percento })
    }

    /// Half of its last figure, in ten-thousandths.
    pub(super) fn mezzo(self) -> i128 {
        10_000 / 10i128.pow(self.decimali.min(4)) / 2
    }

    pub(super) fn scritto(valore: i128, decimali: u32, percento: bool) -> String {
        let step = 10_000 / 10i128.pow(decimali.min(4));
        let rounded = (valore + step / 2).div_euclid(step) * step;
        let number = i64::try_from(rounded).map_or_else(|_| String::new(), |n| Decimale(n).to_string());
        let number = match (number.split_once(',').map(|(_, d)| d.len()), decimali) {
            (_, 0) => number,
            (None, d) => format!("{number},{}", "0".repeat(d as usize)),
            (Some(have), d) => format!("{number}{}", "0".repeat((d as usize).saturating_sub(have))),
        };
        if percento { format!("{number} %") } else { number }
    }
}

/// The word at the end of a cell that begins with something else, as `ore` in `3 ore`.
fn parola(cell: &str) -> &str {
    let number = cell.trim_end_matches(|c: char| c.is_alphabetic()).len();
    cell.get(number..).filter(|_| number > 0).unwrap_or_default()
}

/// The one word that follows the numbers of a column, in the singular. Where there are several, none.
pub(super) fn unita(rows: &[Vec<Cella>], column: usize) -> String {
    let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.parole.trim().to_lowercase());
    let cells: Vec<String> = cells.filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).collect();
    let mut words = cells.iter().map(|cell| singolare(parola(cell))).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    if words.all(|word| word == first) { first.to_owned() } else { String::new() }
}

/// What a total finds in the cell of a row.
#[derive(Debug, Clone, Copy, Hash)]
pub(super) enum Contenuto {
    Numero(Numero),
    Vuota,
    Altro,
}

impl Contenuto {
    pub(super) fn numero(self) -> Option<Numero> {
        match self {
            Contenuto::Numero(number) => Some(number),
            Contenuto::Vuota | Contenuto::Altro => None,
        }
    }
}

/// What is in a cell of a column. `unita`: the word that may follow its numbers; `percento`: whether its title says that they are percentages.
pub(super) fn letta(cell: &Cella, unita: &str, percento: bool) -> Contenuto {
    if cell.certa && cell.parole.chars().all(|c| "-–—/= ".contains(c)) {
        return Contenuto::Vuota;
    }
    match Numero::parse(&cell.parole, unita).filter(|_| cell.certa) {
        Some(number) => Contenuto::Numero(Numero { percento: number.percento || percento, ..number }),
        None => Contenuto::Altro,
    }
}
