//! The numbers of the performance tree in the forms in which Italians write them: percentages, weights, values by year and by
//! moment. Decimals are held as whole numbers of small parts, so that printed totals are exact.

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::collections::BTreeMap;
use std::{fmt, marker::PhantomData};

/// Name by which these types ask the TOML deserializer for a scalar as it is written: `12.5`, `"12,5 %"`, `"=="`.
pub(crate) const PAROLA: &str = "$piao::Parola";
/// Name by which [`PerAnno`] tells the TOML deserializer that it has a reading of its own.
pub(crate) const PER_ANNO: &str = "$piao::PerAnno";

/// Name by which [`UnoOMolti`] tells the TOML deserializer that it has a reading of its own.
pub(crate) const UNO_O_MOLTI: &str = "$piao::UnoOMolti";

/// A type that is read from the written form of any scalar.
pub(crate) trait Parola: Sized {
    /// What the error says was expected: `un peso come 15`.
    const ATTESO: &'static str;

    /// The value that `text` says. An error holds a message, a line break and its cure.
    fn read(text: &str) -> Result<Self, String>;

    /// A harmless value, used in the place of one that could not be read.
    fn vuota() -> Self;
}

/// Reads a [`Parola`].
pub(crate) fn parola<'de, T: Parola, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Word<T>(PhantomData<T>);
    impl<T: Parola> Visitor<'_> for Word<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::ATTESO)
        }
        fn visit_unit<E: Error>(self) -> Result<T, E> {
            Ok(T::vuota())
        }
        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            T::read(text.trim()).map_err(E::custom)
        }
    }
    deserializer.deserialize_newtype_struct(PAROLA, Word(PhantomData))
}

macro_rules! legge_parola {
    ($($type:ty),*) => { $(
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                crate::piano::element::misura::parola(deserializer)
            }
        }
    )* };
}
pub(crate) use legge_parola;

/// A decimal number, held exactly as a whole number of ten-thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Decimale(pub i64);

impl Decimale {
    const SCALA: i64 = 10_000;

    /// One.
    pub const UNO: Decimale = Decimale(Self::SCALA);

    /// Reads `12,5`, `1.234,25`, `3.500.000`, `−7`. A point between groups of three digits separates thousands. A single point with
    /// at most two digits after it, as in `84.9`, is a decimal point. None for `0.250`: no thousands begin with a zero, and who wrote it
    /// may have meant a quarter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().replace(['\u{a0}', '\u{202f}'], "");
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, text.as_str()),
        };
        let groups: Vec<&str> = digits.split(',').next().unwrap_or_default().split('.').collect();
        let thousands = groups.iter().skip(1).all(|g| g.len() == 3)
            && groups.first().is_some_and(|g| g.len() <= 3 && (groups.len() == 1 || !g.starts_with('0')));
        let (whole, fraction) = match digits.split_once(',') {
            Some((whole, fraction)) if groups.len() == 1 || thousands => (whole.replace('.', ""), fraction),
            Some(_) => return None,
            None if groups.len() == 1 || thousands => (digits.replace('.', ""), ""),
            None => match digits.split_once('.') {
                Some((whole, fraction)) if fraction.len() <= 2 => (whole.to_owned(), fraction),
                _ => return None,
            },
        };
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !all_digits(&whole) || !all_digits(fraction) || fraction.len() > 4 {
            return None;
        }
        let fraction: i64 = format!("{fraction:0<4}").parse().ok()?;
        let value = whole.parse::<i64>().ok()?.checked_mul(Self::SCALA)?.checked_add(fraction)?;
        Some(Decimale(if negative { -value } else { value }))
    }

    /// Whether this number, written with one point as in `2.500`, may be a thousand times too large: one of `decimals` is nearer to two
    /// and a half than to two thousand five hundred.
    pub(crate) fn mille_o_uno(self, decimals: &[Decimale]) -> bool {
        decimals.iter().any(|other| self.0.saturating_abs() > other.0.saturating_abs().saturating_mul(31))
    }

    /// The number with two decimals, cut, as averages are printed: `11,50`.
    #[must_use]
    pub fn esteso(self) -> String {
        let hundredths = self.0 / 100;
        format!("{},{:02}", Decimale(hundredths / 100 * 10_000), hundredths % 100)
    }

    /// The number as a float, for drawings, where rounding is finer than a pixel.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / Self::SCALA as f64
    }
}

/// Prints all the decimals that there are, and no more: `1.234,25`.
impl fmt::Display for Decimale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.0.unsigned_abs();
        let scale = Self::SCALA.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        let fraction = format!("{:04}", value % scale);
        let fraction = fraction.trim_end_matches('0');
        let comma = if fraction.is_empty() { "" } else { "," };
        write!(f, "{sign}{}{comma}{fraction}", crate::lingua::numeri::thousands(value / scale))
    }
}

/// A percentage, in hundredths of a point: 5725 is 57,25 %.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Percento(pub i64);

impl Percento {
    /// 100 %.
    pub const CENTO: Percento = Percento(10_000);

    /// `self` per cent of `of`, rounded to the hundredth of a point, halves up: 15 % of 98 % is 14,70 %.
    #[must_use]
    pub fn di(self, of: Percento) -> i64 {
        self.0.saturating_mul(of.0)
    }

    /// A sum of products of [`Percento::di`], as a percentage.
    #[must_use]
    pub fn da_prodotti(sum: i64) -> Self {
        Percento((sum + Self::CENTO.0 / 2).div_euclid(Self::CENTO.0))
    }

    /// `part` per cent of `whole`, to the hundredth, halves up. None of nothing, and of less than nothing.
    #[must_use]
    pub fn parte(part: i64, whole: i64) -> Option<Self> {
        let hundredths = i128::from(part) * 20_000 + i128::from(whole);
        (whole > 0 && part >= 0)
            .then(|| hundredths.div_euclid(2 * i128::from(whole)))
            .and_then(|share| i64::try_from(share).ok())
            .map(Percento)
    }

    /// The percentage as a share of a whole, from 0 to 1. More than a hundred is the whole.
    #[must_use]
    pub fn quota(self) -> f64 {
        (self.0 as f64 / Self::CENTO.0 as f64).clamp(0.0, 1.0)
    }

    /// The number without the sign `%`: `57,25`.
    #[must_use]
    pub fn numero(self) -> String {
        let value = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        match value % 100 {
            0 => format!("{sign}{}", value / 100),
            cents if cents % 10 == 0 => format!("{sign}{},{}", value / 100, cents / 10),
            cents => format!("{sign}{},{cents:02}", value / 100),
        }
    }

    /// `57,25 %`, `100,00 %`: always two decimals, as totals are printed.
    #[must_use]
    pub fn esteso(self) -> String {
        let value = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "−" } else { "" };
        format!("{sign}{},{:02}\u{a0}%", value / 100, value % 100)
    }
}

impl std::iter::Sum for Percento {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Percento(all.fold(0, |sum, p| sum.saturating_add(p.0)))
    }
}

/// `57,25 %`, with a no-break space.
impl fmt::Display for Percento {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\u{a0}%", self.numero())
    }
}

impl Percento {
    /// The number that `text` says, with or without its sign.
    fn letto(text: &str) -> Option<Self> {
        Decimale::parse(text.trim_end_matches('%').trim())
            .filter(|n| n.0 % 100 == 0 && (0..=1_000_000_000).contains(&n.0))
            .map(|n| Percento(n.0 / 100))
    }
}

impl Parola for Percento {
    const ATTESO: &'static str = "una percentuale come 60";
    fn read(text: &str) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        let Some(percento) = Self::letto(text) else {
            return Err(format!(
                "«{short}» non è una percentuale\nscrivi un numero, al massimo con due decimali: 60 oppure \"57,25\""
            ));
        };
        // A sheet holds ninety per cent as 0,9, and nobody can say that less than one per cent is not meant.
        if (1..100).contains(&percento.0) && !text.ends_with('%') {
            return Err(format!(
                "«{short}» può essere {} oppure {percento}\nscrivi \"{}\" oppure \"{percento}\", con il segno",
                Percento(percento.0 * 100),
                Percento(percento.0 * 100)
            ));
        }
        Ok(percento)
    }
    fn vuota() -> Self {
        Percento(0)
    }
}

/// A part of a whole, as two numbers: `18/36`, eighteen hours of thirty-six.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frazione {
    /// The part.
    pub parte: u32,
    /// The whole, never zero.
    pub intero: u32,
}

/// The whole of a percentage with its decimals.
const DECIMILLESIMI: u32 = 10_000;

impl Frazione {
    /// The part of `number` things, rounded to the ten-thousandth, halves up: half of three people is 1.5.
    #[must_use]
    pub fn di(self, number: u32) -> Decimale {
        let product = i64::from(self.parte) * i64::from(number).saturating_mul(Decimale::SCALA);
        Decimale(product.saturating_mul(2).saturating_add(i64::from(self.intero)) / (i64::from(self.intero) * 2))
    }
}

/// As it is written: `18/36`, `75 %`.
impl fmt::Display for Frazione {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.intero == 100 {
            return write!(f, "{}\u{a0}%", self.parte);
        }
        if self.intero == DECIMILLESIMI {
            return write!(f, "{}", Percento(i64::from(self.parte)));
        }
        write!(f, "{}/{}", self.parte, self.intero)
    }
}

impl Parola for Frazione {
    const ATTESO: &'static str = "una parte dell’orario come \"18/36\"";
    fn read(text: &str) -> Result<Self, String> {
        // «50 %» is how offices call half of the time, «83,33 %» thirty hours out of thirty-six.
        let text = text.trim();
        let decimals = text.strip_suffix('%').and_then(|percent| percent.trim().split_once([',', '.']));
        if let Some((whole, cents)) = decimals
            && (1..=2).contains(&cents.len())
            && let (Ok(whole), Ok(cents)) = (whole.parse::<u32>(), format!("{cents:0<2}").parse::<u32>())
            && let Some(parte) = whole.checked_mul(100).and_then(|whole| whole.checked_add(cents))
            && (1..=DECIMILLESIMI).contains(&parte)
        {
            return Ok(Frazione { parte, intero: DECIMILLESIMI });
        }
        let (part, whole) = match text.strip_suffix('%') {
            Some(percent) => (percent, "100"),
            None => text.split_once('/').unwrap_or((text, "")),
        };
        let read = |words: &str| words.trim().parse::<u32>().ok().filter(|n| (1..=10_000).contains(n));
        match (read(part), read(whole)) {
            (Some(parte), Some(intero)) if parte <= intero => Ok(Frazione { parte, intero }),
            _ => Err(format!(
                "«{}» non è una parte dell’orario\nscrivi le ore alla settimana su quelle dell’orario pieno: \"18/36\"",
                crate::base::text::short(text)
            )),
        }
    }
    fn vuota() -> Self {
        Frazione { parte: 1, intero: 1 }
    }
}

/// The weight of an objective, a phase or an indicator among its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Peso {
    /// A share, out of 100.
    Numero(Percento),
    /// `==`: it is followed during the year but not evaluated.
    NonValutato,
    /// `*`: it is paid by incentives of its own, so it is not evaluated here.
    Incentivato,
}

impl Peso {
    /// The share, when it is a number.
    #[must_use]
    pub fn numero(self) -> Option<Percento> {
        match self {
            Peso::Numero(value) => Some(value),
            Peso::NonValutato | Peso::Incentivato => None,
        }
    }
}

/// `15 %`, `==`, `*`.
impl fmt::Display for Peso {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Peso::Numero(value) => value.fmt(f),
            Peso::NonValutato => f.write_str("=="),
            Peso::Incentivato => f.write_str("*"),
        }
    }
}

impl Parola for Peso {
    const ATTESO: &'static str = "un peso come 15";
    fn read(text: &str) -> Result<Self, String> {
        match text {
            "==" | "=" => Ok(Peso::NonValutato),
            "*" => Ok(Peso::Incentivato),
            // Weights add up to a hundred, which says what one of less than one is.
            _ => Percento::letto(text).map(Peso::Numero).ok_or_else(|| {
                format!(
                    "«{}» non è un peso\nscrivi un numero come 15, \"==\" se l’obiettivo non si valuta, \"*\" se è remunerato con incentivi",
                    crate::base::text::short(text)
                )
            }),
        }
    }
    fn vuota() -> Self {
        Peso::NonValutato
    }
}

legge_parola!(Percento, Peso, Frazione);

/// One value for the whole time, or one for each year: `30`, `{ 2025 = 30, 2026 = "==" }`.
#[derive(Debug, Clone)]
pub enum PerAnno<T> {
    /// One value, for the year of the plan or for all years.
    Uno(T),
    /// A value for each year that is written.
    Anni(BTreeMap<i16, T>),
}

impl<T> PerAnno<T> {
    /// The value for `anno`.
    #[must_use]
    pub fn di(&self, anno: i16) -> Option<&T> {
        match self {
            PerAnno::Uno(value) => Some(value),
            PerAnno::Anni(years) => years.get(&anno),
        }
    }

    /// All the values, each with its year where it has one.
    pub fn iter(&self) -> impl Iterator<Item = (Option<i16>, &T)> {
        let (one, years) = match self {
            PerAnno::Uno(value) => (Some((None, value)), None),
            PerAnno::Anni(years) => (None, Some(years.iter().map(|(year, value)| (Some(*year), value)))),
        };
        one.into_iter().chain(years.into_iter().flatten())
    }

    /// As printed: the value alone, or `8 nel 2025, 4 nel 2026`.
    #[must_use]
    pub fn parole(&self, say: &dyn Fn(&T) -> String) -> String {
        self.parole_di(&|_, value| Some(say(value)))
    }

    /// As [`PerAnno::parole`], without the values of which `say` says nothing.
    #[must_use]
    pub fn parole_di(&self, say: &dyn Fn(Option<i16>, &T) -> Option<String>) -> String {
        let words = self.iter().filter_map(|(year, value)| {
            let said = say(year, value)?;
            Some(match year {
                Some(year) => format!("{said} nel {year}"),
                None => said,
            })
        });
        words.collect::<Vec<_>>().join(", ")
    }

    /// The years that have a value of their own.
    pub fn anni(&self) -> impl Iterator<Item = i16> {
        self.iter().filter_map(|(year, _)| year)
    }
}

impl<'de, T: Deserialize<'de>> PerAnno<T> {
    /// Reads the form called `name`: one value, or values by year.
    pub(crate) fn variant<V: serde::de::VariantAccess<'de>>(name: &str, value: V) -> Result<Self, V::Error> {
        if name == "uno" {
            return value.newtype_variant().map(PerAnno::Uno);
        }
        let years: BTreeMap<Anno, T> = value.newtype_variant()?;
        Ok(PerAnno::Anni(years.into_iter().map(|(year, value)| (year.0, value)).collect()))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for PerAnno<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::EnumAccess;
        struct Years<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Years<T> {
            type Value = PerAnno<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un valore, o un valore per anno fra graffe")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<PerAnno<T>, A::Error> {
                let (name, value) = data.variant::<String>()?;
                PerAnno::variant(&name, value)
            }
        }
        deserializer.deserialize_enum(PER_ANNO, &["uno", "anni"], Years(PhantomData))
    }
}

/// One value, or a list of them: `"3.1.2"`, `["1.1.1", "1.1.5"]`.
#[derive(Debug, Clone)]
pub struct UnoOMolti<T>(pub Vec<T>);

impl<T> Default for UnoOMolti<T> {
    fn default() -> Self {
        UnoOMolti(vec![])
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for UnoOMolti<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::{EnumAccess, VariantAccess};
        struct Some<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Some<T> {
            type Value = UnoOMolti<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un valore, o un elenco fra parentesi quadre")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<UnoOMolti<T>, A::Error> {
                let (name, value) = data.variant::<String>()?;
                if name == "uno" {
                    return value.newtype_variant().map(|one| UnoOMolti(vec![one]));
                }
                value.newtype_variant().map(UnoOMolti)
            }
        }
        deserializer.deserialize_enum(UNO_O_MOLTI, &["uno", "molti"], Some(PhantomData))
    }
}

/// A year, read from a key of TOML.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Anno(i16);

impl<'de> Deserialize<'de> for Anno {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let year = text.parse().ok().filter(|year| (1990..2100).contains(year));
        year.map(Anno).ok_or_else(|| {
            let short = crate::base::text::short(&text);
            D::Error::custom(format!("«{short}» non è un anno\nscrivi un valore per anno: `{{ 2025 = …, 2026 = … }}`"))
        })
    }
}

/// A value at each of the two moments at which a plan is measured. Either may be missing.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct AlMomento<T> {
    /// At the monitoring in the course of the year.
    pub monitoraggio: Option<T>,
    /// At the end of the year.
    pub consuntivo: Option<T>,
}

impl<T> AlMomento<T> {
    /// The values that are written, in order of time.
    pub fn iter(&self) -> impl Iterator<Item = (Momento, &T)> {
        let both = [(Momento::Monitoraggio, &self.monitoraggio), (Momento::Consuntivo, &self.consuntivo)];
        both.into_iter().filter_map(|(momento, value)| Some((momento, value.as_ref()?)))
    }

    /// The value at `momento`.
    #[must_use]
    pub fn al(&self, momento: Momento) -> Option<&T> {
        self.iter().find(|(m, _)| *m == momento).map(|(_, value)| value)
    }
}

/// The two moments at which a plan is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Momento {
    /// The monitoring, in the course of the year.
    Monitoraggio,
    /// The final report, at the end of the year.
    Consuntivo,
}

impl Momento {
    /// Both moments, in order of time.
    pub const ALL: [Momento; 2] = [Momento::Monitoraggio, Momento::Consuntivo];

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Momento::Monitoraggio => "monitoraggio",
            Momento::Consuntivo => "consuntivo",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_time_is_a_part_of_the_whole() {
        let of = |text: &str, people| Frazione::read(text).map(|part| part.di(people).to_string());
        assert_eq!(of("18/36", 1).as_deref(), Ok("0,5"));
        assert_eq!(of("50 %", 3).as_deref(), Ok("1,5"));
        assert_eq!(of("12 / 36", 2).as_deref(), Ok("0,6667"));
        assert_eq!(of("83,33 %", 3).as_deref(), Ok("2,4999"));
        let said = |text: &str| Frazione::read(text).map(|part| part.to_string());
        assert_eq!([said("75%"), said("18 / 36")], [Ok("75\u{a0}%".to_owned()), Ok("18/36".to_owned())]);
        assert_eq!([said("83,33 %"), said("37.5%")], [Ok("83,33\u{a0}%".to_owned()), Ok("37,5\u{a0}%".to_owned())]);
        for wrong in ["36/18", "18", "18/0", "0/36", "metà", "-1/2", "100,01 %", "83,333 %"] {
            assert!(Frazione::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn decimals_are_read_as_italians_write_them() {
        for (text, value) in [
            ("12,5", 125_000),
            ("1.234,25", 12_342_500),
            ("3.500.000", 35_000_000_000),
            ("84.9", 849_000),
            ("−7", -70_000),
            ("0,0001", 1),
        ] {
            assert_eq!(Decimale::parse(text), Some(Decimale(value)), "{text}");
        }
        for wrong in [
            "",
            ",5",
            "1,2,3",
            "1.23,4",
            "12.5.1",
            "1.2345",
            "0.250",
            "00.250",
            "dodici",
            "9".repeat(30).as_str(),
            "1,23456",
        ] {
            assert_eq!(Decimale::parse(wrong), None, "{wrong}");
        }
        assert_eq!(Decimale(12_342_500).to_string(), "1.234,25");
        assert_eq!(Decimale(-70_000).to_string(), "−7");
    }

    #[test]
    fn percentages_print_what_they_are() {
        assert_eq!(Percento(5725).to_string(), "57,25\u{a0}%");
        assert_eq!(Percento(1250).to_string(), "12,5\u{a0}%");
        assert_eq!(Percento(10_000).esteso(), "100,00\u{a0}%");
        assert_eq!(Percento::read("12,5 %"), Ok(Percento(1250)));
        assert!(Percento::read("-3").is_err() && Percento::read("12,555").is_err());
        // 95 % of 87 % and 5 % of 100 %: the total printed for a sector of 2021.
        let sum = Percento(9500).di(Percento(8700)) + Percento(500).di(Percento(10_000));
        assert_eq!(Percento::da_prodotti(sum).esteso(), "87,65\u{a0}%");
    }

    #[test]
    fn a_weight_is_a_number_or_one_of_two_marks() {
        assert_eq!(Peso::read("15%"), Ok(Peso::Numero(Percento(1500))));
        assert_eq!(Peso::read("=="), Ok(Peso::NonValutato));
        assert_eq!(Peso::read("*"), Ok(Peso::Incentivato));
        assert!(Peso::read("alto").is_err());
    }
}
