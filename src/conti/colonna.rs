//! Finds the values in a column that an author typed. The cells of a table in Markdown, in a CSV file or in a view are words, and
//! nothing says what they measure: `0.250` may be a quarter or a code, `8.30` an hour, `1.234` a thousand or a decimal. So a
//! column has values only when its author declares its type, or when every cell can be read in only one way.

use crate::base::giorno::Giorno;
use crate::lingua::numeri::virgola_dubbia;
use crate::lingua::unita::{di_durate, moltiplicatore, orario};
use crate::piano::element::misura::Decimale;
use crate::piano::element::value::Importo;
use crate::piano::vista::Tipo;

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letto {
    /// A number.
    Numero(Decimale),
    /// An amount in euro.
    Importo(Importo),
    /// A percentage.
    Percentuale(Decimale),
    /// A day.
    Data(Giorno),
}

/// A column with the values of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonna {
    /// What it holds: [`Tipo::Testo`] where that is not certain.
    pub tipo: Tipo,
    /// What each cell holds, in order. Nothing for a cell that is empty or says its value in words.
    pub celle: Vec<Option<Letto>>,
    /// The positions of the cells that can be read in more than one way, or not at all although they have digits: the reason
    /// why the column is text, or (in a declared column) what its author has to write otherwise.
    pub dubbie: Vec<usize>,
}

/// Reads the cells of a column, whose type its author may have declared, or said with a sign in its title: «Importo €», «% assenze».
#[must_use]
pub fn leggi(titolo: &str, cells: &[&str], declared: Option<Tipo>) -> Colonna {
    let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
    let text = |tipo, dubbie| Colonna { tipo, celle: vec![None; cells.len()], dubbie };
    match declared {
        Some(tipo @ (Tipo::Testo | Tipo::Codice)) => text(tipo, vec![]),
        Some(tipo) => as_declared(&cells, tipo),
        None => {
            let kinds = [Tipo::Importo, Tipo::Percentuale, Tipo::Data, Tipo::Numero];
            if let Some(dubbie) = minuti(titolo, &cells) {
                return text(Tipo::Testo, dubbie);
            }
            let (said, separatori) = (segno(titolo), (thousands(&cells), decimals(&cells)));
            let certain = kinds.into_iter().find_map(|tipo| as_written(&cells, tipo, said == Some(tipo), separatori));
            certain.unwrap_or_else(|| text(Tipo::Testo, doubtful(&cells)))
        }
    }
}

/// The words of a number that the program wrote, so that they have one reading: without the points of the thousands, with a fourth
/// decimal after three.
#[must_use]
pub fn senza_dubbi(words: &str) -> String {
    let figure = |c: char| c.is_ascii_digit() || ".,".contains(c);
    let start = words.find(|c: char| c.is_ascii_digit()).unwrap_or(words.len());
    let (head, rest) = words.split_at_checked(start).unwrap_or((words, ""));
    let (number, tail) = rest.split_at_checked(rest.find(|c| !figure(c)).unwrap_or(rest.len())).unwrap_or((rest, ""));
    let whole = number.replace('.', "");
    match whole.split_once(',') {
        Some((whole, part)) if part.len() == 3 => format!("{head}{whole},{part}0{tail}"),
        Some((whole, part)) => format!("{head}{whole},{part}{tail}"),
        None => format!("{head}{whole}{tail}"),
    }
}

/// The column as one of `tipo`, if each of its cells can be read in that way and in no other. Cells of words, which have no
/// digit, may stand among the others, as long as they are fewer: `non ancora finanziato`. So may values with a note beside them. `said`: the title of the column has the
/// sign that its cells then need not have. `thousands`, `decimals`: whether a point before three figures is certainly that of the thousands, and
/// a comma before three that of the decimals.
fn as_written(cells: &[&str], tipo: Tipo, said: bool, (thousands, decimals): (bool, bool)) -> Option<Colonna> {
    let mut celle = Vec::with_capacity(cells.len());
    let (mut read, mut words) = (0, 0);
    for cell in cells {
        let digits = if said { bare(cell, tipo) } else { number_of(cell, tipo) };
        let letto = match (tipo, digits.map(shape)) {
            (Tipo::Data, _) => Giorno::parse(cell).map(Letto::Data),
            // An amount has no three decimals: the point can only be that of the thousands.
            (Tipo::Importo, Some(Shape::Certain | Shape::Thousands)) => Importo::parse(cell).map(Letto::Importo),
            (Tipo::Numero | Tipo::Percentuale, Some(Shape::Certain)) => valore(digits?, tipo),
            (Tipo::Numero | Tipo::Percentuale, Some(Shape::Thousands)) if thousands => valore(digits?, tipo),
            (Tipo::Numero, Some(Shape::Comma)) if decimals => valore(digits?, tipo),
            // No share is of thousands.
            (Tipo::Percentuale, Some(Shape::Comma)) => valore(digits?, tipo),
            _ => None,
        };
        if letto.is_some() {
            read += 1;
        } else if has_digits(cell) && !annotata(cell, tipo, said) {
            return None;
        } else if !vuota(cell) {
            words += 1;
        }
        celle.push(letto);
    }
    (read > 0 && read >= words).then_some(Colonna { tipo, celle, dubbie: vec![] })
}

/// Whether a cell is a value of `tipo` with words of its own beside it: `50,00 € (stima)`, `5*`. It is read as words are: what it counts
/// may be less certain than the others.
fn annotata(cell: &str, tipo: Tipo, said: bool) -> bool {
    let bracket = cell.strip_suffix(')').and_then(|cell| cell.rsplit_once(" (")).map(|(value, _)| value);
    let star = cell.strip_suffix('*').map(|value| value.trim_end_matches('*'));
    let Some(value) = bracket.or(star).map(str::trim) else { return false };
    let digits = if said { bare(value, tipo) } else { number_of(value, tipo) };
    match tipo {
        Tipo::Data => Giorno::parse(value).is_some(),
        _ => digits.is_some_and(|digits| !matches!(shape(digits), Shape::Other | Shape::Point)),
    }
}

/// The column as its author declares it. A point that cannot separate thousands is read as a decimal point.
fn as_declared(cells: &[&str], tipo: Tipo) -> Colonna {
    let shapes: Vec<Option<Shape>> = cells.iter().map(|cell| bare(cell, tipo).map(shape)).collect();
    // When other cells of the column have decimal points, `2.500` may be two and a half.
    let decimals = tipo != Tipo::Importo && shapes.contains(&Some(Shape::Point));
    let mut column = Colonna { tipo, celle: Vec::with_capacity(cells.len()), dubbie: vec![] };
    for (n, (cell, shape)) in cells.iter().zip(shapes).enumerate() {
        let digits = bare(cell, tipo).unwrap_or_default();
        let letto = match (tipo, shape) {
            (Tipo::Data, _) => Giorno::parse(cell).map(Letto::Data),
            (Tipo::Importo, Some(Shape::Certain | Shape::Thousands)) => Importo::parse(digits).map(Letto::Importo),
            (Tipo::Importo, Some(Shape::Point)) => Importo::parse(&digits.replace('.', ",")).map(Letto::Importo),
            (Tipo::Importo, _) => None,
            (_, Some(Shape::Certain | Shape::Comma)) => valore(digits, tipo),
            (_, Some(Shape::Thousands)) if !decimals => valore(digits, tipo),
            (_, Some(Shape::Point)) => valore(&digits.replace('.', ","), tipo),
            _ => None,
        };
        if letto.is_none() && has_digits(cell) {
            column.dubbie.push(n);
        }
        column.celle.push(letto);
    }
    column
}

/// The cells of a column of times, «Ora», «Tempo (ore)», «Durata», whose comma may stand before minutes: `8,30`. None where some cell shows
/// that two figures after it are decimals, as `8,75` does. One figure, `7,5`, shows nothing of the cells that have two.
fn minuti(titolo: &str, cells: &[&str]) -> Option<Vec<usize>> {
    if !di_durate(titolo) || segno(titolo).is_some() {
        return None;
    }
    let comma = |cell: &str| shape(cell) == Shape::Certain && cell.contains(',');
    let clock = |cell: &str| comma(cell) && orario(cell).is_some();
    let two = |cell: &str| cell.split_once(',').is_some_and(|(_, part)| part.len() > 1);
    let decimals = |cell: &&str| comma(cell) && two(cell) && orario(cell).is_none() && !cell.ends_with(",00");
    let doubtful: Vec<usize> = cells.iter().enumerate().filter(|(_, cell)| clock(cell)).map(|(n, _)| n).collect();
    (!doubtful.is_empty() && !cells.iter().any(decimals)).then_some(doubtful)
}

/// The cells whose point or comma can be read in two ways, in a column that is otherwise of numbers. The author can settle it by
/// declaring the type.
fn doubtful(cells: &[&str]) -> Vec<usize> {
    let shapes: Vec<Option<Shape>> = cells.iter().map(|cell| bare(cell, Tipo::Percentuale).map(shape)).collect();
    let number = |(cell, shape): (&&str, &Option<Shape>)| {
        !has_digits(cell) || matches!(shape, Some(Shape::Certain | Shape::Thousands | Shape::Comma))
    };
    if !cells.iter().zip(&shapes).all(number) {
        return vec![];
    }
    let two = |shape: &Option<Shape>| matches!(shape, Some(Shape::Thousands | Shape::Comma));
    shapes.iter().enumerate().filter(|(_, shape)| two(shape)).map(|(n, _)| n).collect()
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// In a way that has one reading: `1234`, `12,5`, `1.234,50`, `1.234.567`.
    Certain,
    /// `1.234`: the point may separate thousands or decimals.
    Thousands,
    /// `3,400`: the comma may separate decimals or, in English, thousands.
    Comma,
    /// `12.5`, `0.250`, `1234.567`: a decimal point, if the cell is a number at all. Codes, hours and days look the same.
    Point,
    /// It is no number, or one that begins with a zero as codes do.
    Other,
}

/// The most digits of a number that JSON and spreadsheets keep exactly.
const DIGITS: usize = 15;

fn shape(number: &str) -> Shape {
    let digits = number.strip_prefix(['-', '−']).unwrap_or(number);
    let all_digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = match digits.split_once(',') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let coded = first.len() > 1 && first.starts_with('0');
    let long = digits.bytes().filter(u8::is_ascii_digit).count() > DIGITS;
    if coded
        || long
        || !all_digits(first)
        || !rest.iter().all(|g| all_digits(g))
        || fraction.is_some_and(|f| !all_digits(f))
    {
        return Shape::Other;
    }
    let grouped = first.len() <= 3 && first != "0" && rest.iter().all(|group| group.len() == 3);
    match (rest.len(), fraction) {
        (0, _) if virgola_dubbia(number) => Shape::Comma,
        (0, _) => Shape::Certain,
        (1, None) if grouped => Shape::Thousands,
        (1, None) => Shape::Point,
        _ if grouped => Shape::Certain,
        _ => Shape::Other,
    }
}

/// Whether the points in a column separate thousands. Some cell must show it (`1.234,50`, `1.234.567`, or a decimal comma), and
/// no cell may have a point that cannot separate thousands. Beside a far smaller decimal, as `3,2` is beside `2.500`, a comma shows
/// nothing: two and a half is nearer to it.
fn thousands(cells: &[&str]) -> bool {
    let (mut shown, mut commas, mut points) = (false, Vec::new(), Vec::new());
    for number in cells.iter().filter_map(|cell| bare(cell, Tipo::Percentuale)) {
        match shape(number) {
            Shape::Certain if number.contains('.') => shown = true,
            Shape::Certain if number.contains(',') => commas.extend(Decimale::parse(number)),
            Shape::Thousands => points.extend(Decimale::parse(number)),
            Shape::Point => return false,
            Shape::Certain | Shape::Comma | Shape::Other => {}
        }
    }
    let doubt = points.iter().any(|number| number.mille_o_uno(&commas));
    shown || !commas.is_empty() && !doubt
}

/// Whether the commas in a column separate decimals, as some cell must show: `3,5`, `0,250`, `1.234,567`.
fn decimals(cells: &[&str]) -> bool {
    let shown = |number: &str| shape(number) == Shape::Certain && number.contains(',');
    cells.iter().filter_map(|cell| bare(cell, Tipo::Percentuale)).any(shown)
}

/// The digits of a cell whose sign shows that it is of `tipo`: an amount has the euro sign, a percentage the per cent sign, and
/// a number neither.
fn number_of(cell: &str, tipo: Tipo) -> Option<&str> {
    let number = bare(cell, tipo)?;
    let signed = number.len() < cell.len();
    (signed == matches!(tipo, Tipo::Importo | Tipo::Percentuale)).then_some(number)
}

/// A cell without the sign of its type: the euro or the per cent sign.
fn bare(cell: &str, tipo: Tipo) -> Option<&str> {
    let blank = |c: char| c.is_whitespace();
    let number = match tipo {
        Tipo::Importo => {
            let cell = cell.strip_prefix('€').unwrap_or(cell);
            ["€", "euro", "EUR"].iter().find_map(|sign| cell.strip_suffix(sign)).unwrap_or(cell)
        }
        Tipo::Percentuale => cell.strip_suffix('%').unwrap_or(cell),
        _ => cell,
    };
    Some(number.trim_matches(blank)).filter(|number| !number.is_empty())
}

fn valore(number: &str, tipo: Tipo) -> Option<Letto> {
    let value = Decimale::parse(number)?;
    Some(if tipo == Tipo::Percentuale { Letto::Percentuale(value) } else { Letto::Numero(value) })
}

fn has_digits(cell: &str) -> bool {
    cell.chars().any(char::is_numeric)
}

/// Whether a cell is empty, or holds only dashes: `–`, `--`.
#[must_use]
pub fn vuota(cell: &str) -> bool {
    cell.trim().chars().all(|c| "-–—−".contains(c))
}

/// What the sign in a title says of the cells below it. Thousands of euro, and euro for something, are no amounts.
fn segno(titolo: &str) -> Option<Tipo> {
    let lower = titolo.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || "()[],:;".contains(c)).collect();
    const VOLTE: [&str; 8] = ["k€", "m€", "k", "m", "x", "×", "*", "000"];
    // «€ x 1.000»: a power of ten is how many times as much; a year, «Spesa 2028 €», is not.
    let power = |word: &str| {
        let digits = word.trim_start_matches(['x', '×', '*']).replace(['.', '\'', '’'], "");
        digits.len() > 1 && digits.starts_with('1') && digits.bytes().skip(1).all(|b| b == b'0')
    };
    let other = words.iter().any(|word| {
        word.contains('/')
            || moltiplicatore(word).is_some()
            || VOLTE.contains(word)
            || power(word)
            || ["punt", "centes", "centinai", "decin", "migliai"].iter().any(|root| word.starts_with(root))
    });
    let has = |signs: &[&str]| words.iter().any(|word| signs.contains(word));
    // «Part time 50 %» names what is counted.
    let share =
        words.windows(2).any(|pair| matches!(pair, [number, "%"] if number.ends_with(|c: char| c.is_ascii_digit())));
    match (has(&["€", "euro"]), has(&["%"]) && !share) {
        (true, false) if !other => Some(Tipo::Importo),
        (false, true) if !other => Some(Tipo::Percentuale),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(cells: &[&str], declared: Option<Tipo>) -> (Tipo, Vec<String>, Vec<usize>) {
        let column = leggi("", cells, declared);
        let words = column.celle.iter().map(|cell| match cell {
            Some(Letto::Numero(n)) => n.to_string(),
            Some(Letto::Importo(n)) => n.to_string(),
            Some(Letto::Percentuale(n)) => format!("{n} %"),
            Some(Letto::Data(day)) => day.iso(),
            None => String::new(),
        });
        (column.tipo, words.collect(), column.dubbie)
    }

    #[test]
    fn what_can_be_read_in_one_way_is_a_value() {
        for (cells, tipo, values) in [
            (&["12", "−3", "0", "–", "--"][..], Tipo::Numero, &["12", "−3", "0", "", ""][..]),
            (&["1.234,50", "2.500", "7"], Tipo::Numero, &["1.234,5", "2.500", "7"]),
            (&["1.234.567", "12.000"], Tipo::Numero, &["1.234.567", "12.000"]),
            (&["0,250", "0,125"], Tipo::Numero, &["0,25", "0,125"]),
            (&["57,25\u{a0}%", "100 %", "n.d."], Tipo::Percentuale, &["57,25 %", "100 %", ""]),
            (&["1.234 €", "€ 5", "non ancora finanziato"], Tipo::Importo, &["1.234,00\u{a0}€", "5,00\u{a0}€", ""]),
            (&["01/03/2025", "31 dicembre 2026"], Tipo::Data, &["2025-03-01", "2026-12-31"]),
        ] {
            assert_eq!(
                read(cells, None),
                (tipo, values.iter().map(|v| (*v).to_owned()).collect(), vec![]),
                "{cells:?}"
            );
        }
    }

    #[test]
    fn the_sign_of_a_title_is_that_of_its_cells() {
        let tipo = |titolo: &str, cells: &[&str]| leggi(titolo, cells, None).tipo;
        for titolo in ["Importo €", "Importo (€)", "€ stanziati", "Importo in euro"] {
            assert_eq!(tipo(titolo, &["1.200", "850,50", "--"]), Tipo::Importo, "{titolo}");
        }
        for titolo in ["% assenze", "Tasso %", "Tasso (%)"] {
            assert_eq!(tipo(titolo, &["4,5", "12 %"]), Tipo::Percentuale, "{titolo}");
        }
        for titolo in ["Spesa 2028 €", "Euro 2027", "Centro estivo: importo €"] {
            assert_eq!(tipo(titolo, &["1.200", "850,50"]), Tipo::Importo, "{titolo}");
        }
        for titolo in [
            "Importo (migliaia di €)",
            "Costo €/mq",
            "€ o %",
            "Iscritti",
            "Spesa (€ × 1.000)",
            "€ x1000",
            "Importo in centesimi di euro",
            "Spesa, 000 €",
            "Centinaia di €",
            "€ (k)",
            "Valore in 1.000.000 €",
            "Part time 50 %",
        ] {
            assert_eq!(tipo(titolo, &["4,5", "12"]), Tipo::Numero, "{titolo}");
        }
        assert_eq!(tipo("Importo €", &["12 %", "5 %"]), Tipo::Percentuale);
    }

    #[test]
    fn what_has_two_readings_stays_as_it_is_written() {
        for cells in [
            &["0.250", "0.125"][..],
            &["1234.5", "1500.25", "2.500"],
            &["1.1", "1.10", "1.2"],
            &["8.30", "9.00"],
            &["31.12", "1.3"],
            &["1", "3.1.1"],
            &["007", "12"],
            &["40010", "00184"],
            &["10 %", "5"],
            &["10 €", "5 %"],
            &["0.250 €", "1 €"],
            &["3", "da 2 a 5"],
            &["≥ 5", "7"],
            &["+3", "4"],
            &["vedi nota", "si", "3"],
            &["123456789012345678901", "1"],
            &["0,12345", "1"],
            &["–", ""],
            &[],
        ] {
            let (tipo, values, _) = read(cells, None);
            assert_eq!(tipo, Tipo::Testo, "{cells:?}");
            assert!(values.iter().all(String::is_empty), "{cells:?}: {values:?}");
        }
    }

    #[test]
    fn a_value_with_a_note_beside_it_leaves_the_others_their_numbers() {
        for (cells, tipo, values) in [
            (&["10,00 €", "20,00 €", "50,00 € (stima)"][..], Tipo::Importo, &["10,00\u{a0}€", "20,00\u{a0}€", ""][..]),
            (&["12", "8", "5*"], Tipo::Numero, &["12", "8", ""]),
            (&["40 %", "50 % (provvisorio)"], Tipo::Percentuale, &["40 %", ""]),
            // Where most have one, the column is of words.
            (&["12 (di cui 3 a termine)", "8", "5*"], Tipo::Testo, &["", "", ""]),
            (&["12", "A1 (stima)"], Tipo::Testo, &["", ""]),
        ] {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(read(cells, None), (tipo, values, vec![]), "{cells:?}");
        }
    }

    #[test]
    fn a_point_that_may_be_of_thousands_is_told() {
        assert_eq!(read(&["3,2", "2.500"], None).2, [1usize]);
        assert_eq!(read(&["950,5", "1.200"], None).0, Tipo::Numero);
        assert_eq!(read(&["7", "1.200", "850", "3.400"], None).2, [1usize, 3]);
        assert_eq!(read(&["3,400", "12,500", "15,900"], None), (Tipo::Testo, vec![String::new(); 3], vec![0, 1, 2]));
        assert_eq!(read(&["3,400", "12,5"], None).1, ["3,4", "12,5"]);
        assert_eq!(read(&["3,400", "950"], None).2, [0usize]);
        assert_eq!(read(&["3,125 %", "12,500 %"], None).1, ["3,125 %", "12,5 %"]);
        assert!(read(&["1.1", "1.200"], None).2.is_empty());
        assert!(read(&["A1", "1.200"], None).2.is_empty());
    }

    #[test]
    fn hours_with_two_figures_after_the_comma_may_have_minutes() {
        let of = |titolo: &str, cells: &[&str]| {
            let column = leggi(titolo, cells, None);
            (column.tipo, column.dubbie)
        };
        for titolo in
            ["Ora", "Orario di inizio", "Ore settimanali", "Tot. ore", "Durata ore", "Tempo (ore)", "Presenza (h.m)"]
        {
            assert_eq!(of(titolo, &["8,30", "9,15", "10,00", "7"]), (Tipo::Testo, vec![0, 1]), "{titolo}");
        }
        assert_eq!(of("Ore", &["8,30", "5,5"]), (Tipo::Testo, vec![0]));
        for (titolo, cells) in [
            ("Ore", &["8,75", "9,15"][..]),
            ("Ore", &["8", "9,00"]),
            ("Costo orario", &["8,30", "9,15"]),
            ("Ore (€)", &["8,30"]),
        ] {
            assert!(of(titolo, cells).0 != Tipo::Testo, "{titolo} {cells:?}");
        }
        // Who declares it settles it.
        assert_eq!(leggi("Ora", &["8,30"], Some(Tipo::Numero)).celle, [Some(Letto::Numero(Decimale(83_000)))]);
    }

    #[test]
    fn a_number_of_the_program_has_one_reading() {
        for (words, expected) in [
            ("6.240", "6240"),
            ("1.234.567,50\u{a0}€", "1234567,50\u{a0}€"),
            ("3,125\u{a0}%", "3,1250\u{a0}%"),
            ("1.200 progetti", "1200 progetti"),
            ("trentuno", "trentuno"),
        ] {
            assert_eq!(senza_dubbi(words), expected);
        }
        assert_eq!(read(&["12", &senza_dubbi("6.240")], None).1, ["12", "6.240"]);
        assert_eq!(read(&[&senza_dubbi("1.234,50\u{a0}€"), "5 €"], None).0, Tipo::Importo);
    }

    #[test]
    fn a_declared_column_is_read_as_it_is_declared() {
        let numero = Some(Tipo::Numero);
        assert_eq!(read(&["0.250", "84.9", "3"], numero).1, ["0,25", "84,9", "3"]);
        assert_eq!(read(&["1.200", "7"], numero).1, ["1.200", "7"]);
        // With a point of decimals beside it, 2.500 has two readings still.
        let (_, values, doubtful) = read(&["1234.5", "1500.25", "2.500"], numero);
        assert_eq!((values, doubtful), (vec!["1.234,5".to_owned(), "1.500,25".into(), String::new()], vec![2]));
        assert_eq!(
            read(&["12.50", "1.234", "3 €"], Some(Tipo::Importo)).1,
            ["12,50\u{a0}€", "1.234,00\u{a0}€", "3,00\u{a0}€"]
        );
        assert_eq!(read(&["12.5", "7 %"], Some(Tipo::Percentuale)).1, ["12,5 %", "7 %"]);
        assert_eq!(read(&["n.d.", "circa 12"], numero).2, [1usize]);
        assert_eq!(read(&["1", "2"], Some(Tipo::Codice)), (Tipo::Codice, vec![String::new(); 2], vec![]));
    }
}
