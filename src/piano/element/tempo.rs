//! Times and durations as values of the data. Words that say no time are kept, and a rule reports them where they stand. A number
//! typed without quotation marks is refused, because its author meant a date.

use crate::lingua::tempo::{Durata, Tempo};
use crate::piano::element::misura::{Parola, legge_parola};
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use std::fmt;

impl<'de> Deserialize<'de> for Tempo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Term;
        impl<'de> Visitor<'de> for Term {
            type Value = Tempo;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un termine come \"31/12/2026\" o \"entro aprile\"")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tempo, D::Error> {
                deserializer.deserialize_any(self)
            }
            fn visit_unit<E: Error>(self) -> Result<Tempo, E> {
                Ok(Tempo::parse(""))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Tempo, E> {
                Ok(Tempo::parse(text))
            }
        }
        deserializer.deserialize_newtype_struct(crate::piano::element::value::DATA, Term)
    }
}

impl Parola for Durata {
    const ATTESO: &'static str = "una durata come \"pluriennale (1/3)\"";
    fn read(text: &str) -> Result<Self, String> {
        Durata::leggi(text).ok_or_else(|| {
            let short = crate::base::text::short(text);
            format!("«{short}» non è una durata\nscrivi \"annuale\" o \"pluriennale (1/3)\": primo anno di tre")
        })
    }
    fn vuota() -> Self {
        Durata::ANNUALE
    }
}

legge_parola!(Durata);
