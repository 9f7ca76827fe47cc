//! Tables for machines: one thing a row, one kind of value a column. The registers of a plan are made as such by
//! [`super::lower`]; a printed table becomes one in [`crate::emit::dati`]. No form of file is known here.

use crate::base::giorno::Giorno;
use crate::piano::element::misura::{Decimale, Percento};
use crate::piano::element::value::Importo;
use std::fmt;

/// A table with a public schema.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Its public name, and that of its files: `obiettivi`.
    pub nome: String,
    /// Title, in Italian.
    pub titolo: String,
    /// What a row is.
    pub descrizione: String,
    /// At least one; no two with one name.
    pub colonne: Vec<DataColumn>,
    /// In order. Every row has as many values as there are columns, each of the type of its column or [`Datum::Vuoto`].
    pub righe: Vec<Vec<Datum>>,
}

/// A column.
#[derive(Debug, Clone)]
pub struct DataColumn {
    /// Its public name: `importo_euro`. Letters without accents, digits and `_`.
    pub nome: String,
    /// What it says, in Italian.
    pub descrizione: String,
    /// What its values are.
    pub tipo: DataType,
    /// In what its numbers are: `euro`, `%`.
    pub unita: Option<&'static str>,
    /// The register whose `id` its values are.
    pub rimanda: Option<&'static str>,
}

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataType {
    /// Words or a code.
    Testo,
    /// Several words.
    Elenco,
    /// A whole number.
    Intero,
    /// A number.
    Numero,
    /// A day.
    Data,
    /// Yes or no.
    SiNo,
}

impl DataType {
    /// Its public name.
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

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Datum {
    /// Nothing: never the words "nessuno" or a dash.
    Vuoto,
    /// Words or a code; one line.
    Testo(String),
    /// Several words; at least one.
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
    /// The number without its point.
    cifre: i64,
    /// How many of its digits are decimals.
    decimali: u32,
}

impl Numero {
    /// The nearest number that a spreadsheet or JSON can hold. Fifteen digits, more than any budget has, are kept exactly.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.cifre as f64 / 10f64.powi(self.decimali.cast_signed())
    }

    /// The number, when it is whole.
    #[must_use]
    pub fn intero(self) -> Option<i64> {
        let scale = 10i64.pow(self.decimali);
        (self.cifre % scale == 0).then_some(self.cifre / scale)
    }
}

/// `-1234.50`: as computers read it.
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

/// Always with cents.
impl From<Importo> for Numero {
    fn from(importo: Importo) -> Self {
        Numero { cifre: importo.0, decimali: 2 }
    }
}

/// As many decimals as there are.
impl From<Decimale> for Numero {
    fn from(decimale: Decimale) -> Self {
        short(decimale.0, 4)
    }
}

/// As many decimals as there are.
impl From<Percento> for Numero {
    fn from(percento: Percento) -> Self {
        short(percento.0, 2)
    }
}

/// A number without the zeros at its end.
fn short(mut cifre: i64, mut decimali: u32) -> Numero {
    while decimali > 0 && cifre % 10 == 0 {
        cifre /= 10;
        decimali -= 1;
    }
    Numero { cifre, decimali }
}

impl Datum {
    /// Words on one line with plain blanks, or nothing: what keeps a line together on paper would be noise in data.
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

    /// Several words, or nothing.
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
