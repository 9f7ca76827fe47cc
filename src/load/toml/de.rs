//! One value on its way to a Rust type, and the four shapes that serde visits: tables, lists, values with their place, and values
//! that are due.

use super::error::{Error, intended, truth, unknown};
use super::{Asked, Cx};
use crate::base::span::{SPANNED, Spanned as OurSpanned};
use crate::base::text::short;
use crate::diag::codes::P0107;
use crate::diag::{Diagnostic, nearest};
use crate::piano::element::Kind;
use crate::piano::element::misura::{self, Decimale};
use crate::piano::element::value::{self, Chi, Citation, Finanziamento};
use serde::de::value::{BoolDeserializer, StrDeserializer, U32Deserializer};
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeString, DeValue};

/// What a blank text means where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blank {
    /// Nothing is wrong: a cell of a table of rows may be blank.
    Fine,
    /// The field must be there.
    Required,
    /// The field may be left out.
    Optional,
    /// The field may be declared absent.
    Due,
}

/// One value of the parse tree. Without a node it is a hole.
#[derive(Clone)]
pub(super) struct De<'a, 's> {
    node: Option<&'a DeValue<'a>>,
    range: Range<usize>,
    cx: &'a Cx<'s>,
    /// The keys and positions that lead from the record to this value: `/ente/nome`.
    path: String,
    blank: Blank,
}

impl<'a, 's> De<'a, 's> {
    /// The value of a whole record.
    pub(super) fn new(value: &'a DeValue<'a>, range: Range<usize>, cx: &'a Cx<'s>) -> Self {
        De { node: Some(value), range, cx, path: String::new(), blank: Blank::Fine }
    }

    /// The words of a cell of a CSV, which are read as its field wants.
    fn cella(&self) -> Option<&'a str> {
        match self.node {
            Some(DeValue::String(text)) if self.cx.celle.is_some() => Some(text.as_ref()),
            _ => None,
        }
    }

    /// The items of a cell of a CSV.
    fn elenco(&self) -> Option<&'a DeArray<'a>> {
        self.cella()?;
        self.cx.celle.as_ref()?.elenco(self.range.start)
    }

    /// The error of a cell where several fields, or several values, should be.
    fn parti(&self) -> Error {
        let name = self.path.split('/').nth(1).unwrap_or_default();
        let repeated = self.path.bytes().filter(|b| *b == b'/').count() > 1;
        let (message, help) = if repeated {
            let help = format!(
                "scrivi una colonna per campo, con il suo nome dopo il punto: `{name}.…`; e una riga per ogni `{name}`"
            );
            (format!("ogni `{name}` ha più campi, e non sta in una cella"), help)
        } else {
            let help = format!("scrivi una colonna per campo, con il suo nome dopo il punto: `{name}.…`");
            (format!("`{name}` ha più campi, e non sta in una cella"), help)
        };
        Error::new(P0107, message, Some(help)).at(&self.range)
    }

    fn asked(&self, asked: Asked) {
        if self.node.is_none() {
            self.cx.asked.borrow_mut().insert(self.path.clone(), asked);
        }
    }

    /// Refuses a text that says nothing. In due values it also refuses the marks, such as a dash, that plans use for nothing,
    /// because readers need the reason. `or` names another state that the value may have.
    fn not_blank(&self, or: &str) -> Result<(), Error> {
        let Some(DeValue::String(text)) = self.node else { return Ok(()) };
        let text = text.trim();
        let mark = !text.contains(char::is_alphanumeric) || text.eq_ignore_ascii_case("assente");
        let (message, help) = match self.blank {
            Blank::Due if mark => {
                let message = match text {
                    "" => "il valore è vuoto".to_owned(),
                    mark => format!("«{}» non è un valore", short(mark)),
                };
                (message, format!("scrivi il valore{or}, o `{{ assente = \"motivo\" }}` se non c’è"))
            }
            Blank::Required if text.is_empty() => {
                ("il valore è vuoto".into(), "scrivi il valore: questo campo è obbligatorio".into())
            }
            Blank::Optional if text.is_empty() => {
                ("il valore è vuoto".into(), "scrivi il valore o togli la riga".into())
            }
            Blank::Fine | Blank::Required | Blank::Optional | Blank::Due => return Ok(()),
        };
        Err(Error::new(P0107, message, Some(help)).at(&self.range))
    }
}

/// `node`, under the name by which serde reports what it found.
fn unexpected<'a>(node: Option<&'a DeValue<'a>>) -> Unexpected<'a> {
    match node {
        None => Unexpected::Unit,
        Some(DeValue::String(text)) => Unexpected::Str(text.as_ref()),
        Some(DeValue::Integer(n)) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Unexpected::Other("un numero"), Unexpected::Signed)
        }
        Some(DeValue::Float(n)) => n.as_str().parse().map_or(Unexpected::Other("un numero"), Unexpected::Float),
        Some(DeValue::Boolean(value)) => Unexpected::Bool(*value),
        Some(DeValue::Datetime(_)) => Unexpected::Other("una data"),
        Some(DeValue::Array(_)) => Unexpected::Seq,
        Some(DeValue::Table(_)) => Unexpected::Map,
    }
}

/// Corrects the error of `14.210`: to its author it is a whole number with a point between thousands.
fn thousands(mut error: Error, written: &str) -> Error {
    let groups = written.split_once('.').filter(|(head, tail)| head.len() <= 3 && tail.len() == 3);
    if let (Some((head, tail)), true) = (groups, error.help.as_deref() == Some(super::error::WHOLE)) {
        error.message = format!("«{written}» non è un numero intero: in TOML il punto è quello dei decimali");
        error.help = Some(format!("scrivi il numero senza il punto delle migliaia: {head}{tail}"));
    }
    error
}

/// The cure of one value where a group of fields should be: the field that it is, as far as the fields tell.
fn gruppo(written: &str, fields: &[&'static str]) -> Option<String> {
    let has = |name: &str| fields.contains(&name);
    if has("numeratore") && has("denominatore") {
        let (above, below) = written.trim_matches('"').split_once('/')?;
        return Some(format!(
            "scrivi così: `{{ numeratore = \"{}\", denominatore = \"{}\" }}`",
            above.trim(),
            below.trim()
        ));
    }
    if has("monitoraggio") && has("consuntivo") {
        return Some(format!(
            "scrivi di quale momento è: `{{ monitoraggio = {written} }}`, o `{{ consuntivo = {written} }}` a fine anno"
        ));
    }
    has("valore").then(|| format!("scrivi così: `{{ valore = {written} }}`"))
}

/// The cure of a cell that holds several years, where each would be an item: `2027-2029`, `2027, 2028`.
fn anni(text: &str) -> Option<String> {
    let years: Vec<i16> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().filter(|year| (2000..2100).contains(year)))
        .collect::<Option<_>>()?;
    let all: Vec<i16> = match years.as_slice() {
        [first, last] if first < last && last - first < 6 && !text.contains([',', ';', '/']) => {
            (*first..=*last).collect()
        }
        [_, _, ..] => years,
        _ => return None,
    };
    let all: Vec<String> = all.iter().map(ToString::to_string).collect();
    Some(format!("scrivi gli anni uno per uno, divisi da una barra: {}", all.join(" | ")))
}

/// The whole number that a cell of a CSV says, with points between thousands or without.
fn intero(text: &str) -> Result<i64, Error> {
    let number = Decimale::parse(text).filter(|number| number.0 % Decimale::UNO.0 == 0);
    number.map(|number| number.0 / Decimale::UNO.0).ok_or_else(|| {
        let message = format!("«{}» non è un numero intero", short(text));
        Error::new(P0107, message, Some("scrivi il numero in cifre, per esempio 6".to_owned()))
    })
}

macro_rules! scalars {
    ($($method:ident $visit:ident $hole:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.cella() {
                _ if self.node.is_none() => visitor.$visit($hole),
                Some(text) => intero(text).and_then(|n| visitor.visit_i64(n)).map_err(|mut e| {
                    let item = self.path.rsplit('/').next().is_some_and(|last| last.bytes().all(|b| b.is_ascii_digit()));
                    e.help = anni(text).filter(|_| item).or(e.help);
                    e.at(&self.range)
                }),
                None => self.deserialize_any(visitor),
            }
        }
    )* };
}

impl<'de, 'a: 'de, 's> de::Deserializer<'de> for De<'a, 's> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let big = || Error::new(P0107, "il numero è troppo grande", Some("controlla le cifre del numero".into()));
        let range = self.range.clone();
        match self.node {
            None => visitor.visit_unit(),
            Some(DeValue::String(text)) => visitor.visit_borrowed_str(text.as_ref()),
            Some(DeValue::Integer(n)) => match i64::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => visitor.visit_i64(n),
                Err(_) => Err(big()),
            },
            Some(DeValue::Float(n)) => match n.as_str().parse::<f64>() {
                Ok(value) => visitor.visit_f64(value).map_err(|error| thousands(error, n.as_str())),
                Err(_) => Err(big()),
            },
            Some(DeValue::Boolean(value)) => visitor.visit_bool(*value),
            Some(DeValue::Datetime(date)) => visitor.visit_string(date.to_string()),
            Some(DeValue::Array(items)) => visitor.visit_seq(Items { items: items.iter().enumerate(), de: self }),
            Some(DeValue::Table(table)) => {
                visitor.visit_map(Entries { entries: table.iter(), next: None, holes: vec![], fields: None, de: self })
            }
        }
        .map_err(|e| e.at(&range))
    }

    scalars! {
        deserialize_i8 visit_i8 0;
        deserialize_i16 visit_i16 0;
        deserialize_i32 visit_i32 0;
        deserialize_i64 visit_i64 0;
        deserialize_u8 visit_u8 0;
        deserialize_u16 visit_u16 0;
        deserialize_u32 visit_u32 0;
        deserialize_u64 visit_u64 0;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() { visitor.visit_f32(0.0) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() { visitor.visit_f64(0.0) } else { self.deserialize_any(visitor) }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cella() {
            _ if self.node.is_none() => visitor.visit_bool(false),
            Some(text) => match truth(text) {
                Some(value) => visitor.visit_bool(value),
                None => {
                    let message = format!("«{}» non è né sì né no", short(text));
                    Err(Error::new(P0107, message, Some("scrivi sì o no".to_owned())).at(&self.range))
                }
            },
            None => self.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() {
            return visitor.visit_borrowed_str("");
        }
        self.not_blank("")?;
        self.deserialize_any(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if let Some(DeValue::String(text)) = self.node {
            self.cx.word(&self.path, text.as_ref(), self.range.clone());
        }
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() {
            visitor.visit_seq(Items { items: [].iter().enumerate(), de: self })
        } else if let Some(items) = self.elenco() {
            visitor.visit_seq(Items { items: items.iter().enumerate(), de: self })
        } else if let (Some(_), Some(DeValue::Table(_))) = (&self.cx.celle, self.node) {
            let path = format!("{}/0", self.path);
            visitor.visit_seq(One { de: Some(De { path, blank: Blank::Fine, ..self }) })
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() {
            visitor.visit_map(Entries {
                entries: std::iter::empty(),
                next: None,
                holes: vec![],
                fields: None,
                de: self,
            })
        } else if self.cella().is_some() {
            Err(self.parti())
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() {
            return visitor.visit_none();
        }
        let blank = if self.blank == Blank::Required { Blank::Optional } else { self.blank };
        visitor.visit_some(De { blank, ..self })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        let range = self.range.clone();
        if matches!(name, value::TESTO | value::IMPORTO | value::DATA | misura::PAROLA) {
            self.not_blank("")?;
        }
        if name == value::FINANZIAMENTO {
            self.not_blank(&format!(", o \"{}\"", Finanziamento::NON_ANCORA))?;
        }
        if let (misura::PAROLA | value::DATA, Some(DeValue::String(text))) = (name, self.node) {
            self.cx.valore(text.as_ref(), range.clone());
        }
        let wrong = |expected: &str| <Error as de::Error>::invalid_type(unexpected(self.node), &expected);
        match (name, self.node) {
            (value::TESTO, Some(DeValue::String(text))) => {
                let index = self.cx.prose(&self.path, text.as_ref(), range.clone());
                visitor.visit_u32(index)
            }
            (value::TESTO, None) => visitor.visit_u32(u32::MAX),
            (value::TESTO, Some(_)) => Err(wrong("un testo fra virgolette")),
            // Amounts are decimals, so a TOML number is read from its digits and never as a binary fraction.
            (value::IMPORTO | value::FINANZIAMENTO, Some(DeValue::Integer(n))) => {
                visitor.visit_string(format!("{},00", n.as_str()))
            }
            (value::IMPORTO | value::FINANZIAMENTO, Some(DeValue::Float(n))) => {
                visitor.visit_string(n.as_str().replace('.', ","))
            }
            (value::IMPORTO | value::FINANZIAMENTO, Some(DeValue::String(text))) => {
                visitor.visit_borrowed_str(text.as_ref())
            }
            (value::IMPORTO | value::FINANZIAMENTO, None) => visitor.visit_i64(0),
            (value::IMPORTO | value::FINANZIAMENTO, Some(_)) => {
                let mut error = wrong("un importo");
                error.help = Some("scrivi per esempio \"211.500,00 €\"".into());
                Err(error)
            }
            // In a cell of a CSV a count is in figures, and any other words are the things themselves.
            (value::QUANTI, Some(DeValue::String(text))) if self.cella().is_some() => match intero(text.as_ref()) {
                Ok(n) => visitor.visit_i64(n),
                Err(_) => de::Deserializer::deserialize_seq(self, visitor),
            },
            (value::QUANTI, _) => self.deserialize_any(visitor),
            (value::DATA | misura::PAROLA, None) => visitor.visit_unit(),
            // The digits are read as they are written, so a weight of 12.5 is never a binary fraction.
            (misura::PAROLA, Some(DeValue::Integer(n))) => visitor.visit_string(n.as_str().to_owned()),
            (misura::PAROLA, Some(DeValue::Float(n))) => visitor.visit_string(n.as_str().replace('.', ",")),
            (misura::PAROLA, Some(DeValue::Boolean(value))) => visitor.visit_str(if *value { "sì" } else { "no" }),
            (misura::PAROLA, Some(DeValue::String(text))) => visitor.visit_borrowed_str(text.as_ref()),
            (misura::PAROLA, Some(DeValue::Datetime(date))) => visitor.visit_string(date.to_string()),
            (value::DATA, Some(DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_))) => {
                let mut error = wrong("una data");
                error.help = Some("scrivi la data fra virgolette: \"31/12/2026\"".into());
                Err(error)
            }
            (name, node) => {
                let kinds =
                    if name == value::CHI { Chi::KINDS.to_vec() } else { Vec::from_iter(value::rif_kind(name)) };
                if let (false, Some(DeValue::String(word))) = (kinds.is_empty(), node) {
                    // A blank id in a list would be lost without a message.
                    if word.trim().is_empty() && self.blank == Blank::Fine {
                        return Err(Error::new(
                            P0107,
                            "l’id è vuoto",
                            Some("scrivi un id o togli le virgolette vuote".into()),
                        )
                        .at(&range));
                    }
                    self.not_blank("")?;
                    let span = self.cx.span(range.clone());
                    let word = OurSpanned::new(word.to_string(), span);
                    let all = name == value::CHI && Chi::tutte(&word.value);
                    if !all && kinds.iter().all(|kind| kind.altro(&word.value).is_none()) {
                        self.cx.citations.borrow_mut().push(Citation { kinds, word });
                    }
                }
                visitor.visit_newtype_struct(self)
            }
        }
        .map_err(|e| e.at(&range))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let range = self.range.clone();
        if name == value::DOVUTO {
            self.asked(Asked::Due);
            return visitor.visit_enum(Due { de: self }).map_err(|e| e.at(&range));
        }
        if name == misura::PER_ANNO {
            let word = match self.node {
                Some(DeValue::Table(table)) if variants.contains(&"assente") && table.contains_key("assente") => {
                    "assente"
                }
                Some(DeValue::Table(_)) => "anni",
                _ => "uno",
            };
            return visitor.visit_enum(Named { name: word, de: self }).map_err(|e| e.at(&range));
        }
        if name == misura::UNO_O_MOLTI {
            let several = self.elenco().is_some_and(|items| items.iter().count() > 1);
            let word = if several || matches!(self.node, Some(DeValue::Array(_))) { "molti" } else { "uno" };
            return visitor.visit_enum(Named { name: word, de: self }).map_err(|e| e.at(&range));
        }
        self.asked(Asked::OneOf(variants));
        let word = match self.node {
            None => variants.first().copied().unwrap_or_default(),
            Some(DeValue::String(text)) => text.as_ref(),
            Some(_) => {
                let mut error = <Error as de::Error>::invalid_type(unexpected(self.node), &"un testo fra virgolette");
                error.help = Some(format!("i valori ammessi sono: {}", variants.join(", ")));
                return Err(error.at(&range));
            }
        };
        let listed = self.cella().filter(|text| text.contains(',')).map(|text| {
            let items: Vec<&str> = text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect();
            format!("se sono più valori, fra l’uno e l’altro va una barra: {}", short(&items.join(" | ")))
        });
        visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(word)).map_err(|mut e| {
            e.help = listed.or(e.help);
            e.at(&range)
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (range, path) = (self.range.clone(), self.path.clone());
        // Only the struct knows which field is missing, so the path is added on the way out.
        let outward = |mut e: Error| {
            if let (Some(field), None) = (e.missing, &e.path) {
                e.path = Some(format!("{path}/{field}"));
            }
            e.at(&range)
        };
        self.asked(Asked::Table);
        let cx = self.cx;
        let table = match self.node {
            Some(DeValue::Table(table)) => table,
            Some(DeValue::Array(items)) if items.iter().any(|item| matches!(item.get_ref(), DeValue::Table(_))) => {
                let name = self.path.rsplit('/').next().unwrap_or_default();
                let message = format!("di «{name}» ce n’è uno solo, e qui è scritto come un elenco");
                let help = format!("scrivi `[{name}]`, con una sola parentesi quadra per parte");
                return Err(Error::new(P0107, message, Some(help)).at(&self.range));
            }
            Some(_) if self.cella().is_some() => return Err(self.parti()),
            Some(node) => {
                let written = match node {
                    DeValue::String(text) => Some(format!("\"{}\"", short(text.as_ref()))),
                    DeValue::Integer(n) => Some(n.as_str().to_owned()),
                    DeValue::Float(n) => Some(n.as_str().to_owned()),
                    _ => None,
                };
                let cure = written.and_then(|written| gruppo(&written, fields));
                return self.deserialize_any(visitor).map_err(|mut e| {
                    e.help = cure.or(e.help);
                    e
                });
            }
            // The hole of a struct yields a struct whose fields are holes.
            None => {
                let entries = Entries {
                    entries: std::iter::empty(),
                    next: None,
                    holes: fields.to_vec(),
                    fields: Some(fields),
                    de: self,
                };
                return visitor.visit_map(entries).map_err(outward);
            }
        };
        if path.is_empty() {
            cx.fields.set(fields);
        }
        for (key, value) in table.iter().filter(|(k, _)| !fields.contains(&k.get_ref().as_ref())) {
            // What is typed under a header belongs to its table up to the next header, even where the author meant the record.
            let above = cx.fields.get().iter().copied().find(|field| *field == key.get_ref().as_ref());
            let near = intended(key.get_ref(), fields).filter(|_| above.is_none());
            let mut error = unknown(key.get_ref(), fields, near);
            // The same is true of a whole list of records: `dotazione = [{ … }]`.
            let kind = Kind::ALL.iter().any(|kind| kind.info().table == key.get_ref().as_ref());
            let rows = matches!(value.get_ref(), DeValue::Array(rows)
                if rows.iter().next().is_some_and(|row| matches!(row.get_ref(), DeValue::Table(_))));
            match near {
                _ if kind && rows => {
                    let message = format!("`{0} = […]` è un elenco di schede `{0}`", key.get_ref());
                    error.help = Some(format!("{message}: portalo in cima al file, prima di ogni `[[…]]`"));
                }
                None if above.is_some() && path.starts_with('/') => {
                    let part = path.split('/').nth(1).unwrap_or_default();
                    let message = format!("`{}` va più su: qui si è già dentro `{part}`", key.get_ref());
                    error.help = Some(format!("{message}; porta la riga sopra l’intestazione che apre `{part}`"));
                }
                // A revision names its field in a value, and there is no second line of it.
                Some(near) if table.contains_key(near) && !cx.a_value(&key.span()) => {
                    error.help = Some(format!("forse intendevi `{near}`, che c’è già: tieni una sola delle due righe"));
                }
                // A field that is written under a wrong name is not missing.
                Some(near) => {
                    cx.holes.borrow_mut().insert(format!("{path}/{near}"));
                }
                None => {}
            }
            cx.unread(format!("{path}/{}", key.get_ref()));
            let mut diagnostic = Diagnostic::at(error.code, cx.span(key.span()), error.message);
            diagnostic.helps.extend(error.help);
            cx.report(diagnostic);
        }
        let holes = fields.iter().copied().filter(|f| cx.holes.borrow().contains(&format!("{path}/{f}"))).collect();
        let entries = Entries { entries: table.iter(), next: None, holes, fields: Some(fields), de: self };
        visitor.visit_map(entries).map_err(outward)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        debug_assert_eq!(name, SPANNED, "only spans are read as tuples");
        let span = self.cx.span(self.range.clone());
        let (cx, path, range) = (self.cx, self.path.clone(), self.range.clone());
        let numbers = [span.file.0, span.start, span.end];
        visitor.visit_seq(SpannedParts { numbers, next: 0, de: Some(self), cx, path, range })
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple identifier ignored_any
    }
}

impl<'de, 'a: 'de, 's> IntoDeserializer<'de, Error> for De<'a, 's> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

/// The parts of a `Spanned` value as serde visits them: file, start, end, the value, then whether it is whole.
struct SpannedParts<'a, 's> {
    numbers: [u32; 3],
    next: usize,
    de: Option<De<'a, 's>>,
    cx: &'a Cx<'s>,
    path: String,
    range: Range<usize>,
}

impl<'de, 'a: 'de, 's> SeqAccess<'de> for SpannedParts<'a, 's> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if let Some(number) = self.numbers.get(self.next) {
            self.next += 1;
            return seed.deserialize(U32Deserializer::new(*number)).map(Some);
        }
        match self.de.take() {
            Some(de) => seed.deserialize(de).map(Some),
            None => seed.deserialize(BoolDeserializer::new(self.cx.intero(&self.path, &self.range))).map(Some),
        }
    }
}

/// A due value: either the value or `{ assente = "motivo" }`.
struct Due<'a, 's> {
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's> EnumAccess<'de> for Due<'a, 's> {
    type Error = Error;
    type Variant = Held<'a, 's>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Error> {
        let Due { de } = self;
        if let Some(reason) = de.cella().and_then(|_| de.cx.celle.as_ref()?.assente(de.range.start)) {
            let path = format!("{}/assente", de.path);
            let de = De { node: Some(reason.get_ref()), range: reason.span(), path, blank: Blank::Fine, ..de };
            return Ok((seed.deserialize(StrDeserializer::<Error>::new("assente"))?, Held { de }));
        }
        let (name, de) = match de.node {
            // A table whose keys are years is a value: `{ 2025 = 8, 2026 = 4 }`.
            Some(DeValue::Table(table)) if !table.is_empty() && table.iter().all(|(k, _)| is_year(k.get_ref())) => {
                ("valore", De { blank: Blank::Due, ..de })
            }
            // The columns of a part that repeats, in one row of a CSV: `partecipanti.numero`.
            Some(DeValue::Table(table)) if de.cx.celle.is_some() && !table.contains_key("assente") => {
                ("valore", De { blank: Blank::Due, ..de })
            }
            // No other due value is a table, so a table can only declare an absence.
            Some(DeValue::Table(table)) => {
                let mut others = table.iter().filter(|(k, _)| k.get_ref().as_ref() != "assente");
                match table.iter().find(|(k, _)| k.get_ref().as_ref() == "assente") {
                    Some((_, reason)) => {
                        for (key, _) in others {
                            let error = unknown(key.get_ref(), &["assente"], None);
                            de.cx.unread(format!("{}/{}", de.path, key.get_ref()));
                            let diagnostic = Diagnostic::at(error.code, de.cx.span(key.span()), error.message);
                            de.cx.report(
                                diagnostic.help("un dato assente ha solo il motivo: `{ assente = \"motivo\" }`"),
                            );
                        }
                        if !matches!(reason.get_ref(), DeValue::String(_)) {
                            let help = "scrivi il motivo a parole: `{ assente = \"motivo\" }`";
                            let error = Error::new(P0107, "il motivo dell’assenza non è un testo", Some(help.into()));
                            return Err(error.at(&reason.span()));
                        }
                        let path = format!("{}/assente", de.path);
                        // An empty reason gets a message of its own.
                        let blank = Blank::Fine;
                        ("assente", De { node: Some(reason.get_ref()), range: reason.span(), path, blank, ..de })
                    }
                    None => {
                        let help = "per un dato che non c’è scrivi `{ assente = \"motivo\" }`";
                        return Err(match others.next() {
                            Some((key, _)) => {
                                let mut error =
                                    unknown(key.get_ref(), &["assente"], nearest(key.get_ref(), ["assente"]));
                                error.help = Some(help.into());
                                error.at(&key.span())
                            }
                            None => Error::new(P0107, "il gruppo di campi è vuoto", Some(help.into())),
                        });
                    }
                }
            }
            _ => ("valore", De { blank: Blank::Due, ..de }),
        };
        let variant = seed.deserialize(StrDeserializer::<Error>::new(name))?;
        Ok((variant, Held { de }))
    }
}

/// Whether a key is a year.
fn is_year(key: &str) -> bool {
    key.len() == 4 && key.bytes().all(|b| b.is_ascii_digit())
}

/// A value presented to serde as an enum, under the name of the variant that its shape chooses.
struct Named<'a, 's> {
    name: &'static str,
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's> EnumAccess<'de> for Named<'a, 's> {
    type Error = Error;
    type Variant = Held<'a, 's>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Held<'a, 's>), Error> {
        Ok((seed.deserialize(StrDeserializer::<Error>::new(self.name))?, Held { de: self.de }))
    }
}

/// The contents of that variant.
struct Held<'a, 's> {
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's> VariantAccess<'de> for Held<'a, 's> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.de)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_any(self.de, visitor)
    }
    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        de::Deserializer::deserialize_any(self.de, visitor)
    }
}

/// The items of a list. An item that is a hole is skipped.
struct Items<'a, 's, I: Iterator<Item = (usize, &'a Spanned<DeValue<'a>>)>> {
    items: I,
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's, I: Iterator<Item = (usize, &'a Spanned<DeValue<'a>>)>> SeqAccess<'de> for Items<'a, 's, I> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        for (n, value) in self.items.by_ref() {
            let path = format!("{}/{n}", self.de.path);
            let range = value.span();
            if self.de.cx.holes.borrow().contains(&path) {
                continue;
            }
            let de = De {
                node: Some(value.get_ref()),
                range: range.clone(),
                cx: self.de.cx,
                path: path.clone(),
                blank: Blank::Fine,
            };
            return seed.deserialize(de).map(Some).map_err(|e| e.at(&range).hole(&path));
        }
        Ok(None)
    }
}

/// The only item of a list: the columns of one row of a CSV that give a part.
struct One<'a, 's> {
    de: Option<De<'a, 's>>,
}

impl<'de, 'a: 'de, 's> SeqAccess<'de> for One<'a, 's> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(de) = self.de.take().filter(|de| !de.cx.holes.borrow().contains(&de.path)) else { return Ok(None) };
        let (range, path) = (de.range.clone(), de.path.clone());
        seed.deserialize(de).map(Some).map_err(|e| e.at(&range).hole(&path))
    }
}

type Entry<'a> = (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>);

/// The fields of a table, followed by those that are holes.
struct Entries<'a, 's, I: Iterator<Item = Entry<'a>>> {
    entries: I,
    next: Option<(String, Option<Entry<'a>>)>,
    holes: Vec<&'static str>,
    /// The fields of the struct. None for a map, which accepts any key.
    fields: Option<&'static [&'static str]>,
    /// The value whose table this is.
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's, I: Iterator<Item = Entry<'a>>> MapAccess<'de> for Entries<'a, 's, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let (name, entry) = loop {
            match self.entries.next() {
                Some(entry) => {
                    let name: &str = entry.0.get_ref().as_ref();
                    let known = self.fields.is_none_or(|fields| fields.contains(&name));
                    if known && !self.de.cx.holes.borrow().contains(&format!("{}/{name}", self.de.path)) {
                        break (name.to_owned(), Some(entry));
                    }
                }
                None => match self.holes.pop() {
                    Some(hole) => break (hole.to_owned(), None),
                    None => return Ok(None),
                },
            }
        };
        let key = seed.deserialize(StrDeserializer::<Error>::new(&name)).map_err(|e| match &entry {
            Some((key, _)) => e.at(&key.span()),
            None => e,
        })?;
        self.next = Some((name, entry));
        Ok(Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let Some((name, entry)) = self.next.take() else {
            return Err(Error::new(P0107, "valore senza nome", None));
        };
        // A hole has no place of its own, so it gets that of its table.
        let range = entry.map_or_else(|| self.de.range.start..self.de.range.start, |(_, value)| value.span());
        let path = format!("{}/{name}", self.de.path);
        let blank = if self.fields.is_some() { Blank::Required } else { Blank::Fine };
        let node = entry.map(|(_, value)| value.get_ref());
        let de = De { node, range: range.clone(), cx: self.de.cx, path: path.clone(), blank };
        seed.deserialize(de).map_err(|e| e.at(&range).hole(&path))
    }
}
