//! The values that the fields of a plan hold, read from the forms in which Italians write them. The name of a field, and whether it
//! must be there, are decided by the element that has it.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::numeri::thousands;
use crate::lingua::unita::moltiplicatore;
use crate::piano::element::{Kind, Record};
use serde::de::{Deserialize, Deserializer, Error, Unexpected, Visitor};
use std::{fmt, marker::PhantomData};

/// Names by which these types tell the TOML deserializer that it must read them in a way of their own.
pub(crate) const TESTO: &str = "$piao::Testo";
pub(crate) const IMPORTO: &str = "$piao::Importo";
pub(crate) const FINANZIAMENTO: &str = "$piao::Finanziamento";
pub(crate) const DATA: &str = "$piao::Data";
pub(crate) const DOVUTO: &str = "$piao::Dovuto";
pub(crate) const QUANTI: &str = "$piao::Quanti";
pub(crate) const CHI: &str = "$piao::Chi";

/// A field of prose (Markdown): a handle into [`crate::piano::Piano::testi`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Testo(pub u32);

impl<'de> Deserialize<'de> for Testo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Handle;
        impl Visitor<'_> for Handle {
            type Value = Testo;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un testo fra virgolette")
            }
            fn visit_u32<E: Error>(self, index: u32) -> Result<Testo, E> {
                Ok(Testo(index))
            }
        }
        deserializer.deserialize_newtype_struct(TESTO, Handle)
    }
}

/// An amount in euro, as whole cents: sums are exact and never pass through binary fractions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Importo(pub i64);

impl Importo {
    /// Reads `211.500,00 €`, `€ 1.200`, `1200,5`, `1.884.627,08`. A point separates thousands. One that cannot, as in `12.50`, is
    /// refused: its author may mean a decimal point or have lost a digit.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let words = [text.trim().strip_prefix("euro"), text.trim().strip_suffix("euro")].into_iter().flatten().next();
        let text = words.unwrap_or(&text).replace("eur", "").replace(['€', '\u{a0}', '\u{202f}', ' '], "");
        // «€. 1.500», «1.500,00=», «1.500,--»: signs that keep others from writing more.
        let text = text.trim_start_matches('.').trim_end_matches(['=', '.']);
        let text = text.strip_suffix(",--").or_else(|| text.strip_suffix(",-")).unwrap_or(text).to_owned();
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let (whole, cents) = digits.split_once(',').unwrap_or((digits, ""));
        let groups: Vec<&str> = whole.split('.').collect();
        let grouped = groups.len() == 1
            // "0.250" is a quarter of something, not 250.
            || !whole.starts_with('0')
                && groups.iter().enumerate().all(|(n, g)| if n == 0 { (1..=3).contains(&g.len()) } else { g.len() == 3 });
        let number = groups.concat();
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !grouped || number.is_empty() || !all_digits(&number) || cents.len() > 2 || !all_digits(cents) {
            return None;
        }
        let cents: i64 = format!("{cents:0<2}").parse().ok()?;
        let value = number.parse::<i64>().ok()?.checked_mul(100)?.checked_add(cents)?;
        Some(Importo(if negative { -value } else { value }))
    }
}

/// The message and, on its second line, the cure of words that are no amount.
fn rifiuto(text: &str) -> String {
    let shown = |right: Importo| right.to_string().replace('\u{a0}', " ");
    // The English write points and commas the other way round, and so do the files of banks.
    let turned: String = text
        .chars()
        .map(|c| {
            if c == ',' {
                '.'
            } else if c == '.' {
                ','
            } else {
                c
            }
        })
        .collect();
    let turned = Importo::parse(&turned).filter(|_| text.contains(',') && text.contains('.'));
    // Of words that multiply a figure, the figure alone is another amount.
    if multiplied(text) {
        let cure = match milioni(text) {
            Some(right) => format!("scrivilo intero: \"{}\"", shown(right)),
            None => "scrivilo intero, con tutte le cifre: \"1.500.000,00 €\" e non «1,5 milioni»".to_owned(),
        };
        return format!("«{text}» non è un importo in cifre\n{cure}");
    }
    // An amount with words around it.
    let mut inside = text.split([' ', '\u{a0}', '(', ')', '~', '+']).filter_map(Importo::parse);
    if let (None, Some(right), None) = (turned, inside.next(), inside.next())
        && text.contains(|c: char| c.is_alphabetic() || "~+".contains(c))
    {
        return format!(
            "«{text}» non è soltanto un importo\nscrivi qui soltanto la cifra, \"{}\", e il resto nella descrizione",
            shown(right)
        );
    }
    if ["gratis", "gratuito", "gratuita", "nessuno", "nessun costo", "a costo zero", "senza costi"]
        .contains(&text.trim().to_lowercase().as_str())
    {
        return format!("«{text}» non è un importo\nse non costa niente scrivi \"0\"");
    }
    let right = turned.map_or_else(|| "211.500,00 €".to_owned(), shown);
    format!("«{text}» non è un importo\nscrivi le migliaia con il punto e i centesimi con la virgola: \"{right}\"")
}

/// Figures and words apart, wherever they touch: `1,5M€` is `1,5`, `m`, `€`.
fn pieces(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.to_lowercase().chars() {
        let figure = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
        let joined = if figure(c) { figure(before) } else { c.is_alphabetic() && before.is_alphabetic() };
        match out.last_mut().filter(|_| joined) {
            Some(last) => last.push(c),
            None if c.is_whitespace() || c == '.' => {}
            None => out.push(c.to_string()),
        }
        before = c;
    }
    out
}

/// Words that multiply a figure, and may mean thousands, millions or metres.
const INCERTE: [&str; 6] = ["m", "ml", "mil", "mio", "b", "bn"];

/// How many times more a figure is worth before these words: `mila`, `milioni`, `k`, `M€`.
fn volte(words: &[String]) -> Option<i64> {
    let euro = |word: &String| ["€", "eur", "euro"].contains(&word.as_str());
    match words {
        [m, sign, ..] if m == "m" && euro(sign) => Some(1_000_000),
        [k, ..] if k == "k" || k == "mille" => Some(1_000),
        [word, ..] => moltiplicatore(word),
        [] => None,
    }
}

/// Whether a word multiplies a figure.
fn multiplied(text: &str) -> bool {
    let pieces = pieces(text);
    let figure = |word: &String| word.starts_with(|c: char| c.is_ascii_digit());
    pieces.iter().any(figure)
        && pieces.iter().enumerate().any(|(n, word)| {
            let after = n.checked_sub(1).and_then(|n| pieces.get(n)).is_some_and(figure);
            moltiplicatore(word).is_some()
                || word == "mezzo"
                || after && (["k", "mille"].contains(&word.as_str()) || INCERTE.contains(&word.as_str()))
        })
}

/// `1,5 mln €`, `2 milioni e 300 mila euro`, `1 milione e mezzo`: the amount in figures. None where a word is left over, or a point may
/// be of thousands and of decimals.
fn milioni(text: &str) -> Option<Importo> {
    let words = pieces(text);
    let mut words: &[String] = words.as_slice();
    let (mut cents, mut least) = (0_i64, i64::MAX);
    loop {
        words = match words {
            [sign, rest @ ..] if ["€", "euro", "eur", "di", "e"].contains(&sign.as_str()) => rest,
            [half, rest @ ..] if half == "mezzo" && (1_000_000..i64::MAX).contains(&least) => {
                cents = cents.checked_add(least.checked_mul(50)?)?;
                least = 0;
                rest
            }
            [figure, rest @ ..] => {
                let times = volte(rest);
                let rest = if times.is_some() { rest.get(1..)? } else { rest };
                let times = times.unwrap_or(1);
                let here = centesimi(figure, times)?;
                // «2 milioni e 300 mila»: each part is less than the one before. «2 milioni e 300» may be thousands.
                if times >= least || here / 100 >= least || times == 1 && least > 1_000 && here < 100_000 && cents > 0 {
                    return None;
                }
                least = times;
                cents = cents.checked_add(here)?;
                rest
            }
            [] => return (cents > 0).then_some(Importo(cents)),
        };
    }
}

/// The cents of a figure that many times.
fn centesimi(figure: &str, times: i64) -> Option<i64> {
    if times == 1 {
        return Importo::parse(figure).map(|importo| importo.0);
    }
    let (whole, part) = figure.split_once([',', '.']).unwrap_or((figure, ""));
    // «12.500 mila» may be twelve and a half, or twelve thousand five hundred.
    if part.len() > 2 && figure.contains('.') {
        return None;
    }
    let scale = 10_i64.checked_pow(u32::try_from(part.len()).ok().filter(|n| *n <= 6)?)?;
    let digits: i64 = format!("{whole}{part}").parse().ok()?;
    let cents = digits.checked_mul(times)?.checked_mul(100)?;
    (cents % scale == 0).then_some(cents / scale)
}

/// `769.666,08 €`, with a no-break space.
impl fmt::Display for Importo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cents = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        write!(f, "{sign}{},{:02}\u{a0}€", thousands(cents / 100), cents % 100)
    }
}

impl<'de> Deserialize<'de> for Importo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Amount;
        impl Visitor<'_> for Amount {
            type Value = Importo;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un importo come \"211.500,00 €\"")
            }
            fn visit_i64<E: Error>(self, cents: i64) -> Result<Importo, E> {
                Ok(Importo(cents))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Importo, E> {
                Importo::parse(text).ok_or_else(|| E::custom(rifiuto(text)))
            }
        }
        deserializer.deserialize_newtype_struct(IMPORTO, Amount)
    }
}

/// What was funded: an amount, or the state "non ancora finanziato", which is neither zero nor blank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finanziamento {
    /// The amount granted.
    Importo(Importo),
    /// Asked for and not granted so far.
    NonAncora,
}

impl Finanziamento {
    /// The words of the second state, in the sources and in print.
    pub const NON_ANCORA: &'static str = "non ancora finanziato";
}

impl<'de> Deserialize<'de> for Finanziamento {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Granted;
        impl Visitor<'_> for Granted {
            type Value = Finanziamento;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un importo o \"non ancora finanziato\"")
            }
            fn visit_i64<E: Error>(self, cents: i64) -> Result<Finanziamento, E> {
                Ok(Finanziamento::Importo(Importo(cents)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Finanziamento, E> {
                if text.trim().eq_ignore_ascii_case(Finanziamento::NON_ANCORA) {
                    return Ok(Finanziamento::NonAncora);
                }
                Importo::parse(text).map(Finanziamento::Importo).ok_or_else(|| {
                    E::custom(format!(
                        "{}; se non è ancora finanziato: \"{}\"",
                        rifiuto(text),
                        Finanziamento::NON_ANCORA
                    ))
                })
            }
        }
        deserializer.deserialize_newtype_struct(FINANZIAMENTO, Granted)
    }
}

/// The value of a field that must be filled: a value, or the declaration that there is none, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dovuto<T> {
    /// The value of the field.
    Valore(T),
    /// `{ assente = "motivo" }`
    Assente(Spanned<String>),
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Dovuto<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::{EnumAccess, VariantAccess};
        struct Due<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Due<T> {
            type Value = Dovuto<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un valore o { assente = \"motivo\" }")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Dovuto<T>, A::Error> {
                let (name, value) = data.variant::<String>()?;
                if name == "valore" {
                    return value.newtype_variant().map(Dovuto::Valore);
                }
                let reason: Spanned<String> = value.newtype_variant()?;
                if reason.trim().is_empty() {
                    return Err(A::Error::custom("manca il motivo dell’assenza\nscrivi perché il dato non c’è"));
                }
                Ok(Dovuto::Assente(reason))
            }
        }
        deserializer.deserialize_enum(DOVUTO, &["valore", "assente"], Due(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Giorno {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Day;
        impl<'de> Visitor<'de> for Day {
            type Value = Giorno;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("una data come \"31/12/2026\"")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Giorno, D::Error> {
                deserializer.deserialize_any(self)
            }
            fn visit_unit<E: Error>(self) -> Result<Giorno, E> {
                Ok(Giorno(jiff::civil::Date::ZERO))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Giorno, E> {
                Giorno::parse(text)
                    .ok_or_else(|| E::custom(format!("«{text}» non è una data del calendario\n{}", data_giusta(text))))
            }
        }
        deserializer.deserialize_newtype_struct(DATA, Day)
    }
}

/// How to write a date that could not be read, where its words show which day is meant.
fn data_giusta(text: &str) -> String {
    let written = |day: Giorno| format!("\"{day}\"");
    let text = text.trim();
    let parts: Vec<&str> = text.split(['/', '.', '-', ' ']).filter(|p| !p.is_empty()).collect();
    let numbers: Option<Vec<i16>> = parts.iter().map(|p| p.parse().ok()).collect();
    let parse = |day: i16, month: i16, year: i16| Giorno::parse(&format!("{day}/{month}/{year:04}"));
    if let Some([day, month, year]) = numbers.as_deref() {
        if let (0..=99, Some(right)) = (*year, parse(*day, *month, 2000_i16.saturating_add(*year))) {
            return format!("scrivi l’anno con quattro cifre: {}", written(right));
        }
        if let Some(right) = parse(*month, *day, *year) {
            return format!("scrivi prima il giorno e poi il mese: {}", written(right));
        }
        if let Some(last) = (28..=31).rev().find_map(|last| parse(last, *month, *year).filter(|_| *day > last)) {
            let (giorno, right) = (last.giorno(), written(last));
            return format!("l’ultimo giorno di quel mese è il {giorno}: scrivi {right} oppure il mese giusto");
        }
    }
    match text.split_whitespace().next().and_then(Giorno::parse) {
        Some(right) => format!("scrivi soltanto la data: {}", written(right)),
        None => "scrivi giorno, mese e anno come in \"31/12/2026\"".to_owned(),
    }
}

/// A count of things, or the list of them: `6`, or `["Italia", "Francia"]`.
#[derive(Debug, Clone)]
pub enum Quanti<T> {
    /// The count alone: the sources do not list the things.
    Numero(u32),
    /// The things, one by one.
    Elenco(Vec<T>),
}

impl<T> Quanti<T> {
    /// The count: the number written, or the length of the list.
    #[must_use]
    pub fn numero(&self) -> u32 {
        match self {
            Quanti::Numero(number) => *number,
            Quanti::Elenco(list) => u32::try_from(list.len()).unwrap_or(u32::MAX),
        }
    }

    /// The things, where the sources list them.
    #[must_use]
    pub fn elenco(&self) -> &[T] {
        match self {
            Quanti::Numero(_) => &[],
            Quanti::Elenco(list) => list,
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Quanti<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Many<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Many<T> {
            type Value = Quanti<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un numero come 6, o un elenco fra parentesi quadre")
            }
            fn visit_unit<E: Error>(self) -> Result<Quanti<T>, E> {
                Ok(Quanti::Numero(0))
            }
            // A number that is no `u32` gets the message that any other count gets.
            fn visit_i64<E: Error>(self, number: i64) -> Result<Quanti<T>, E> {
                let wrong = || E::invalid_value(Unexpected::Signed(number), &"u32");
                u32::try_from(number).map(Quanti::Numero).map_err(|_| wrong())
            }
            fn visit_f64<E: Error>(self, number: f64) -> Result<Quanti<T>, E> {
                Err(E::invalid_type(Unexpected::Float(number), &"u32"))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Quanti<T>, E> {
                Err(E::invalid_type(Unexpected::Str(text), &"u32"))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Quanti<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = seq.next_element()? {
                    list.push(item);
                }
                Ok(Quanti::Elenco(list))
            }
        }
        deserializer.deserialize_newtype_struct(QUANTI, Many(PhantomData))
    }
}

/// A reference by id or code to an element of one kind. The kind is part of the type, so a field of acts cannot point to a project.
/// Whether the element exists is checked by `resolve`, which sees every [`Citation`] of the sources.
#[derive(Debug, Clone)]
pub struct Rif<T> {
    /// The word as written: an id, a code, or a spelling of a name in the kinds that accept it.
    pub word: Spanned<String>,
    kind: PhantomData<fn() -> T>,
}

impl<T> std::ops::Deref for Rif<T> {
    type Target = Spanned<String>;
    fn deref(&self) -> &Self::Target {
        &self.word
    }
}

impl<'de, T: Record> Deserialize<'de> for Rif<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word<T>(PhantomData<T>);
        impl<'de, T: Record> Visitor<'de> for Word<T> {
            type Value = Rif<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un id fra virgolette")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Rif<T>, D::Error> {
                let word = Spanned::<UnId<T>>::deserialize(deserializer)?;
                Ok(Rif { word: Spanned::new(word.value.0, word.span), kind: PhantomData })
            }
        }
        deserializer.deserialize_newtype_struct(T::KIND.info().rif, Word::<T>(PhantomData))
    }
}

/// The one word of a reference. Authors who have several things to refer to write a list here: the error tells them where the
/// others go.
struct UnId<T>(String, PhantomData<fn() -> T>);

impl<'de, T: Record> Deserialize<'de> for UnId<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word<T>(PhantomData<T>);
        impl<'de, T: Record> Visitor<'de> for Word<T> {
            type Value = UnId<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un id fra virgolette")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<UnId<T>, E> {
                Ok(UnId(text.to_owned(), PhantomData))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, _: A) -> Result<UnId<T>, A::Error> {
                let (message, cure) = match T::KIND {
                    Kind::Nodo => (
                        "un obiettivo ha un solo posto principale, e un nodo un solo padre",
                        "lascia qui quello principale, senza parentesi quadre; gli altri posti di un obiettivo vanno in `nodi_secondari`",
                    ),
                    Kind::Unita => (
                        "qui va una sola unità, non un elenco",
                        "lascia quella che ne risponde, senza parentesi quadre; le altre che hanno parte in un obiettivo vanno in `[[obiettivo.quota]]`",
                    ),
                    _ => ("qui va un solo id, non un elenco", "lascia un id solo, senza parentesi quadre"),
                };
                Err(A::Error::custom(format!("{message}\n{cure}")))
            }
        }
        deserializer.deserialize_string(Word(PhantomData))
    }
}

/// Who does something: a unit or an office, by id, code or name, or all the units. In a small body what the secretary does belongs to no
/// unit, so wherever a unit answers an office may too.
#[derive(Debug, Clone)]
pub struct Chi(pub Spanned<String>);

impl Chi {
    /// The word for all the units.
    pub const TUTTE: &str = "tutte";
    /// The kinds of element that it may name.
    pub const KINDS: [Kind; 2] = [Kind::Unita, Kind::Incarico];

    /// Whether these words stand for all the units.
    #[must_use]
    pub fn tutte(words: &str) -> bool {
        words.trim().eq_ignore_ascii_case(Chi::TUTTE)
    }
}

impl<'de> Deserialize<'de> for Chi {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Word;
        impl<'de> Visitor<'de> for Word {
            type Value = Chi;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("l’id di un’unità o di un incarico, fra virgolette")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Chi, D::Error> {
                Spanned::<String>::deserialize(deserializer).map(Chi)
            }
        }
        deserializer.deserialize_newtype_struct(CHI, Word)
    }
}

/// The kind that a reference asks for, from the name under which it is read.
pub(crate) fn rif_kind(name: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.info().rif == name)
}

/// A reference found in the data: a word that must name an element of that kind.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The kinds of element of which the word must name one.
    pub kinds: Vec<Kind>,
    /// Id or code as written.
    pub word: Spanned<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_italians_write_them() {
        let cents = |text| Importo::parse(text).map(|i| i.0);
        assert_eq!(cents("211.500,00 €"), Some(21_150_000));
        assert_eq!(cents("€ 1.200"), Some(120_000));
        assert_eq!(cents("1200,5"), Some(120_050));
        assert_eq!(cents("-3,07"), Some(-307));
        for wrong in ["12.50", "1.20,00", "", "€", "1,234", "12a", "1.2345", ",50", "9".repeat(30).as_str()] {
            assert_eq!(cents(wrong), None, "{wrong}");
        }
        assert_eq!(Importo(76_966_608).to_string(), "769.666,08\u{a0}€");
        assert_eq!(Importo(-5).to_string(), "−0,05\u{a0}€");
    }

    #[test]
    fn the_cure_of_an_amount_in_words_is_that_amount_or_none() {
        for (text, right) in [
            ("1 milione e mezzo", Some("1.500.000,00 €")),
            ("2 milioni e 300 mila euro", Some("2.300.000,00 €")),
            ("2 milioni e 300.000 €", Some("2.300.000,00 €")),
            ("5 mila e 500 euro", Some("5.500,00 €")),
            ("1,5 M€", Some("1.500.000,00 €")),
            ("3 M€", Some("3.000.000,00 €")),
            ("€ 1,5 mln", Some("1.500.000,00 €")),
            ("1.5 mln", Some("1.500.000,00 €")),
            ("250 k€", Some("250.000,00 €")),
            ("250k", Some("250.000,00 €")),
            ("12,5 mila", Some("12.500,00 €")),
            ("circa 5.000 euro", Some("5.000,00 €")),
            // More than one amount can be meant.
            ("12.500 mila", None),
            ("2 milioni e 300", None),
            ("circa 2 milioni", None),
            ("3 m", None),
            ("2 milioni all’anno", None),
            ("mezzo milione, cioè 500", None),
        ] {
            let said = rifiuto(text);
            let cure = said.split_once('\n').unwrap().1;
            match right {
                Some(right) => assert!(cure.contains(&format!("\"{right}\"")), "{text}: {cure}"),
                None => assert!(cure.starts_with("scrivilo intero, con tutte le cifre"), "{text}: {cure}"),
            }
        }
        for text in ["", "1,", "€", "999999999999999999 milioni", "1,5,5 mln", "e e e", "9e9 mila mezzo"] {
            let _ = rifiuto(text);
        }
    }

    #[test]
    fn days_are_read_as_italians_write_them() {
        let iso = |text| Giorno::parse(text).map(Giorno::iso);
        for text in ["01/03/2025", "1.3.2025", "1-3-2025", "1° marzo 2025", "2025-03-01"] {
            assert_eq!(iso(text).as_deref(), Some("2025-03-01"), "{text}");
        }
        for wrong in ["31/09/2025", "31.2.2021", "1/13/2025", "31/12/26", "domani", ""] {
            assert_eq!(iso(wrong), None, "{wrong}");
        }
    }
}
