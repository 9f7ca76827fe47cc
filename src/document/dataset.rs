//! Tables for machines: one thing a row, one kind of value a column. [`super::lower`] makes the registers of a plan in this form,
//! and [`crate::emit::dati`] turns printed tables into it. The form of the files is decided elsewhere.

use crate::base::giorno::Giorno;
use crate::piano::element::misura::{Decimale, Percento};
use crate::piano::element::value::Importo;
use std::fmt;

/// A table of data with a public schema.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Public name, also of its files: `obiettivi`.
    pub nome: String,
    /// Title, in Italian, as readers see it.
    pub titolo: String,
    /// What a row stands for, in Italian.
    pub descrizione: String,
    /// The columns: at least one, all with different names.
    pub colonne: Vec<DataColumn>,
    /// The rows, in order. Each has as many values as there are columns, and each value has the type of its column or is
    /// [`Datum::Vuoto`].
    pub righe: Vec<Vec<Datum>>,
}

/// A column of the data.
#[derive(Debug, Clone)]
pub struct DataColumn {
    /// Public name: `importo_euro`. It has letters without accents, digits and `_`.
    pub nome: String,
    /// What the column says, in Italian.
    pub descrizione: String,
    /// The type of its values.
    pub tipo: DataType,
    /// The unit of its numbers: `euro`, `%`.
    pub unita: Option<&'static str>,
    /// The register that its values refer to: each value is an `id` there.
    pub rimanda: Option<&'static str>,
}

/// The type of the values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// Words or a code.
    Testo,
    /// Several words, as a list.
    Elenco,
    /// A whole number.
    Intero,
    /// A number, with or without decimals.
    Numero,
    /// A day.
    Data,
    /// Yes or no.
    SiNo,
}

impl DataType {
    /// The public name of the type.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            DataType::Testo => "testo",
            DataType::Elenco => "elenco",
            DataType::Intero => "intero",
            DataType::Numero => "numero",
            DataType::Data => "data",
            DataType::SiNo => "si_no",
        }
    }
}

/// A value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// No value. Neither words such as "nessuno" nor a dash are ever written for it.
    Vuoto,
    /// Words or a code, on one line.
    Testo(String),
    /// Several words, at least one.
    Elenco(Vec<String>),
    /// A number.
    Numero(Numero),
    /// A day.
    Data(Giorno),
    /// Yes or no.
    SiNo(bool),
}

/// An exact decimal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numero {
    /// All the digits, without the decimal point: 1234,50 is 123450.
    cifre: i64,
    /// How many of the digits are decimals.
    decimali: u32,
}

impl Numero {
    /// The nearest floating-point number, for spreadsheets and JSON. Fifteen digits are exact, more than any budget has.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.cifre as f64 / 10f64.powi(self.decimali.cast_signed())
    }

    /// The number as an integer, when it is whole.
    #[must_use]
    pub fn intero(self) -> Option<i64> {
        let scale = 10i64.pow(self.decimali);
        (self.cifre % scale == 0).then_some(self.cifre / scale)
    }
}

/// The number as computers read it: `-1234.50`.
impl fmt::Display for Numero {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (value, scale) = (self.cifre.unsigned_abs(), 10u64.pow(self.decimali));
        let sign = if self.cifre < 0 { "-" } else { "" };
        write!(f, "{sign}{}", value / scale)?;
        if self.decimali > 0 {
            write!(f, ".{:0width$}", value % scale, width = self.decimali as usize)?;
        }
        Ok(())
    }
}

impl From<i64> for Numero {
    fn from(cifre: i64) -> Self {
        Numero { cifre, decimali: 0 }
    }
}

/// An amount always has two decimals, the cents.
impl From<Importo> for Numero {
    fn from(importo: Importo) -> Self {
        Numero { cifre: importo.0, decimali: 2 }
    }
}

/// The number keeps as many decimals as it has.
impl From<Decimale> for Numero {
    fn from(decimale: Decimale) -> Self {
        short(decimale.0, 4)
    }
}

/// The percentage keeps as many decimals as it has.
impl From<Percento> for Numero {
    fn from(percento: Percento) -> Self {
        short(percento.0, 2)
    }
}

/// The number without the zeros that end its decimals.
fn short(mut cifre: i64, mut decimali: u32) -> Numero {
    while decimali > 0 && cifre % 10 == 0 {
        cifre /= 10;
        decimali -= 1;
    }
    Numero { cifre, decimali }
}

impl Datum {
    /// The words on one line with plain blanks, or [`Datum::Vuoto`]. The special blanks that keep a line together on paper would be
    /// noise in data.
    #[must_use]
    pub fn testo(words: &str) -> Self {
        let shown = |c: &char| {
            let invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
            let forbidden = c.is_control() && !c.is_whitespace()
                || matches!(c, '\u{fdd0}'..='\u{fdef}')
                || u32::from(*c) & 0xfffe == 0xfffe;
            !invisible && !forbidden
        };
        let shown: String = words.chars().filter(shown).collect();
        let line = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.is_empty() { Datum::Vuoto } else { Datum::Testo(line) }
    }

    /// A list of words, or [`Datum::Vuoto`] when there is none.
    pub fn elenco(words: impl IntoIterator<Item = String>) -> Self {
        let words = words.into_iter().filter_map(|words| match Datum::testo(&words) {
            Datum::Testo(line) => Some(line),
            _ => None,
        });
        let words: Vec<String> = words.collect();
        if words.is_empty() { Datum::Vuoto } else { Datum::Elenco(words) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_for_computers() {
        let said = [
            Numero::from(Importo(21_150_000)),
            Importo(-5).into(),
            Decimale(12_342_500).into(),
            Decimale(-70_000).into(),
            Percento(5725).into(),
            Percento(0).into(),
            Numero::from(-3),
        ]
        .map(|number| number.to_string());
        assert_eq!(said, ["211500.00", "-0.05", "1234.25", "-7", "57.25", "0", "-3"]);
        assert_eq!(Numero::from(Importo(21_150_000)).intero(), Some(211_500));
        assert_eq!(Numero::from(Importo(-5)).as_f64(), -0.05);
    }
}
