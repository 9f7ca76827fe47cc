//! The fields of one element, each with its name and its value. Cards, tables, filters and facts read them here. `lower` decides
//! how a value is printed.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::Peso;
use crate::piano::element::value::{Chi, Dovuto, Finanziamento, Importo, Quanti, Rif, Testo};
use crate::piano::element::{Element, Kind, Record};

/// One field of an element.
#[derive(Debug, Clone)]
pub struct Campo {
    /// Name in the sources, in filters and in facts: `finanziato`.
    pub name: &'static str,
    /// The label in print: `Importo finanziato`.
    pub label: &'static str,
    /// How a table sets a column of this field.
    pub profile: Profile,
    /// Whether a card lists it. It does not when the heading, or the parts of the card, already say it.
    pub in_card: bool,
    /// The value of the field.
    pub value: Valore,
}

impl Campo {
    /// Whether the field has neither a value nor a reason for having none.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match &self.value {
            Valore::Vuoto => true,
            Valore::Testo(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// The value of a field.
#[derive(Debug, Clone)]
pub enum Valore {
    /// Plain words, without citations.
    Testo(String),
    /// Prose with citations.
    Prosa(Testo),
    /// A code, such as `S5.00004`.
    Codice(String),
    /// An amount in euro.
    Importo(Importo),
    /// A count.
    Numero(u32),
    /// A year: printed without the point of thousands.
    Anno(i16),
    /// A day.
    Data(Giorno),
    /// One of a few words: `non ancora finanziato`.
    Stato(String),
    /// Several words, each as written in the sources and as printed. A filter may use either form.
    Parole(Vec<(String, String)>),
    /// A weight among siblings.
    Peso(Peso),
    /// References to other elements, each with its kind and the word that names it.
    Rif(Vec<(Kind, Spanned<String>)>),
    /// An address on the web.
    Indirizzo(String),
    /// Declared absent: the reason.
    Assente(Spanned<String>),
    /// No value, in a field that may be left out.
    Vuoto,
}

impl Valore {
    /// A list of words, each as written and as printed; `Vuoto` when there is none.
    pub fn parole(words: impl IntoIterator<Item = (String, String)>) -> Self {
        let words: Vec<(String, String)> = words.into_iter().collect();
        if words.is_empty() { Valore::Vuoto } else { Valore::Parole(words) }
    }
}

/// The fields of one element, in the order of print.
#[derive(Debug, Default)]
pub struct Row(pub Vec<Campo>);

impl Row {
    /// The fields of `element`.
    #[must_use]
    pub fn of(element: &dyn Element) -> Self {
        let mut row = Row::default();
        element.row(&mut row);
        row
    }

    /// The field called `name`, if the element has it.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Campo> {
        self.0.iter().find(|campo| campo.name == name)
    }

    /// Adds a field. It stays blank when the element does not have it.
    pub fn add(&mut self, name: &'static str, label: &'static str, value: impl Into<Valore>) {
        let value = value.into();
        let profile = match &value {
            Valore::Codice(_) => Profile::Codice,
            Valore::Importo(_) => Profile::Importo,
            Valore::Numero(_) | Valore::Peso(_) => Profile::Numero,
            Valore::Anno(_) | Valore::Data(_) => Profile::Data,
            Valore::Testo(_)
            | Valore::Prosa(_)
            | Valore::Stato(_)
            | Valore::Parole(_)
            | Valore::Rif(_)
            | Valore::Indirizzo(_)
            | Valore::Assente(_)
            | Valore::Vuoto => Profile::Testo,
        };
        self.0.push(Campo { name, label, profile, in_card: true, value });
    }

    /// Adds a field that a card does not list, because its heading or one of its parts already says it.
    pub fn apart(&mut self, name: &'static str, label: &'static str, value: impl Into<Valore>) {
        self.add(name, label, value);
        if let Some(campo) = self.0.last_mut() {
            campo.in_card = false;
        }
    }

    /// Adds an amount. Its column is set as one of amounts even in a row where the amount is missing.
    pub fn importo(&mut self, name: &'static str, label: &'static str, value: impl Into<Valore>) {
        self.0.push(Campo { name, label, profile: Profile::Importo, in_card: true, value: value.into() });
    }
}

impl From<&str> for Valore {
    fn from(text: &str) -> Self {
        Valore::Testo(text.to_owned())
    }
}
impl From<&Spanned<String>> for Valore {
    fn from(text: &Spanned<String>) -> Self {
        Valore::Testo(text.value.clone())
    }
}
impl From<&Testo> for Valore {
    fn from(text: &Testo) -> Self {
        Valore::Prosa(*text)
    }
}
impl From<&Spanned<Importo>> for Valore {
    fn from(value: &Spanned<Importo>) -> Self {
        Valore::Importo(value.value)
    }
}
impl From<&Spanned<Finanziamento>> for Valore {
    fn from(value: &Spanned<Finanziamento>) -> Self {
        match &value.value {
            Finanziamento::Importo(value) => Valore::Importo(*value),
            Finanziamento::NonAncora => Valore::Stato(Finanziamento::NON_ANCORA.to_owned()),
        }
    }
}
impl From<&Giorno> for Valore {
    fn from(value: &Giorno) -> Self {
        Valore::Data(*value)
    }
}
impl From<&Spanned<Tempo>> for Valore {
    fn from(value: &Spanned<Tempo>) -> Self {
        match value.giorno() {
            Some(giorno) => Valore::Data(giorno),
            None => Valore::Testo(value.parola.clone()),
        }
    }
}
impl From<&Spanned<Giorno>> for Valore {
    fn from(value: &Spanned<Giorno>) -> Self {
        Valore::Data(value.value)
    }
}
impl From<&Spanned<Peso>> for Valore {
    fn from(value: &Spanned<Peso>) -> Self {
        Valore::Peso(value.value)
    }
}
impl From<Option<Valore>> for Valore {
    fn from(value: Option<Valore>) -> Self {
        value.unwrap_or(Valore::Vuoto)
    }
}
impl From<&u32> for Valore {
    fn from(value: &u32) -> Self {
        Valore::Numero(*value)
    }
}
impl From<&Spanned<u32>> for Valore {
    fn from(value: &Spanned<u32>) -> Self {
        Valore::Numero(value.value)
    }
}
impl<T> From<&Quanti<T>> for Valore {
    fn from(value: &Quanti<T>) -> Self {
        Valore::Numero(value.numero())
    }
}
impl<T: Record> From<&Rif<T>> for Valore {
    fn from(value: &Rif<T>) -> Self {
        Valore::Rif(vec![(T::KIND, value.word.clone())])
    }
}
impl<T: Record> From<&Vec<Rif<T>>> for Valore {
    fn from(values: &Vec<Rif<T>>) -> Self {
        match values.is_empty() {
            true => Valore::Vuoto,
            false => Valore::Rif(values.iter().map(|rif| (T::KIND, rif.word.clone())).collect()),
        }
    }
}
/// What names units and offices alike is here as if all were units: `campi::fields`, which can look them up, tells them apart.
impl From<&Chi> for Valore {
    fn from(value: &Chi) -> Self {
        Valore::Rif(vec![(Kind::Unita, value.0.clone())])
    }
}
impl From<&Vec<Chi>> for Valore {
    fn from(values: &Vec<Chi>) -> Self {
        match values.is_empty() {
            true => Valore::Vuoto,
            false => Valore::Rif(values.iter().map(|chi| (Kind::Unita, chi.0.clone())).collect()),
        }
    }
}
impl<'a, T> From<&'a Option<T>> for Valore
where
    &'a T: Into<Valore>,
{
    fn from(value: &'a Option<T>) -> Self {
        value.as_ref().map_or(Valore::Vuoto, Into::into)
    }
}
impl<'a, T> From<&'a Dovuto<T>> for Valore
where
    &'a T: Into<Valore>,
{
    fn from(value: &'a Dovuto<T>) -> Self {
        match value {
            Dovuto::Valore(value) => value.into(),
            Dovuto::Assente(reason) => Valore::Assente(reason.clone()),
        }
    }
}

/// The kind of content of a column, which decides how it is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Profile {
    /// Words: to the left, wraps, takes the room that is left.
    Testo,
    /// A code: to the left, never broken inside if it can be helped.
    Codice,
    /// An amount in euro: to the right, tabular figures, never wraps.
    Importo,
    /// A number or a percentage: to the right, never wraps.
    Numero,
    /// A date: to the left, never wraps.
    Data,
    /// Words, centred (asked for by `:---:` in Markdown).
    Centrato,
}
