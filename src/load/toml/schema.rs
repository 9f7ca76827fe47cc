//! What the reader of records knows of its fields, for editors and forms: their names, the shape of their values, the words that they
//! take. It is not written a second time: a deserializer walks through the type of a record, as serde would read it, and notes
//! what each field asks for. Every value that it gives is the harmless one that stands for what could not be read.

use super::error::Error;
use crate::base::span::SPANNED;
use crate::diag::codes::P0107;
use crate::piano::element::misura;
use crate::piano::element::value::{self, Chi};
use crate::piano::element::{Kind, each_kind};
use serde::de::value::{BoolDeserializer, StrDeserializer, U32Deserializer};
use serde::de::{self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The value that a field takes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Form {
    /// Whatever its reader understands: several shapes, or none that is known.
    #[default]
    Free,
    /// Words between quotation marks.
    Words,
    /// A text in Markdown.
    Prose,
    /// An amount in euro.
    Amount,
    /// A day.
    Day,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// An id, a code or a name of an element of one of these kinds.
    Reference(Vec<Kind>),
    /// Fields of its own.
    Table(Vec<Field>),
    /// A value, such as this, under each name that the author chooses.
    Named(Box<Field>),
}

/// A field of a record, of a part of it, of a view or of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key.
    pub name: &'static str,
    /// The value that it takes; of a list, each item; of values by year, each of them.
    pub form: Form,
    /// Whether it takes a list.
    pub many: bool,
    /// Whether it takes a value for each year: `{ 2026 = …, 2027 = … }`.
    pub by_year: bool,
    /// Whether it may be declared absent: `{ assente = "motivo" }`.
    pub due: bool,
    /// What the example of its record says of it. Whoever shows it to an author looks for it.
    pub help: Option<String>,
    /// A value, as the example writes it.
    pub example: Option<String>,
}

impl Field {
    /// Its own fields.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match &self.form {
            Form::Table(fields) => fields,
            Form::Named(any) => std::slice::from_ref(any),
            _ => &[],
        }
    }

    /// Whether it has fields of its own, and there is one of it.
    #[must_use]
    pub fn is_part(&self) -> bool {
        matches!(self.form, Form::Table(_)) && !self.many && !self.by_year
    }

    /// A field that the reader takes out of a record before its type reads it.
    #[must_use]
    pub fn new(name: &'static str, form: Form) -> Self {
        Field { name, form, many: false, by_year: false, due: false, help: None, example: None }
    }
}

/// The name that stands for any.
pub const ANY: &str = "*";

/// The deepest part of a record that is looked into.
const DEEPEST: usize = 6;

/// How many fields, at most, may refuse the value that they are given before the walk is given up.
const MOST: usize = 200;

/// The fields of `T`, in the order in which its file lists them.
pub(crate) fn fields<T: de::DeserializeOwned>() -> Vec<Field> {
    let seen = Seen::default();
    for _ in 0..MOST {
        match T::deserialize(Tracer { path: String::new(), seen: &seen }) {
            Ok(_) => break,
            // A field whose reader takes no harmless value is left out of the next walk.
            Err(error) if error.path.clone().is_some_and(|path| seen.closed.borrow_mut().insert(path)) => {}
            Err(_) => break,
        }
    }
    let notes = seen.notes.into_inner();
    tree(&notes, "")
}

fn tree(notes: &BTreeMap<String, Note>, path: &str) -> Vec<Field> {
    let Some(names) = notes.get(path).and_then(|note| note.fields) else { return vec![] };
    names.iter().map(|name| field(notes, path, name)).collect()
}

fn field(notes: &BTreeMap<String, Note>, above: &str, name: &'static str) -> Field {
    let path = format!("{above}/{name}");
    let note = notes.get(&path);
    let form = match note {
        Some(Note { fields: Some(_), .. }) => Form::Table(tree(notes, &path)),
        _ if notes.contains_key(&format!("{path}/{ANY}")) => Form::Named(Box::new(field(notes, &path, ANY))),
        note => note.map(|note| note.form.clone()).unwrap_or_default(),
    };
    let told = |said: fn(&Note) -> bool| note.is_some_and(said);
    let (many, by_year, due) = (told(|n| n.many), told(|n| n.by_year), told(|n| n.due));
    Field { name, form, many, by_year, due, help: None, example: None }
}

macro_rules! schemas {
    ($($field:ident: $kind:ident = $module:ident, $info:expr;)*) => {
        /// The fields of the records of a kind.
        pub(crate) fn of(kind: Kind) -> Vec<Field> {
            match kind { $(Kind::$kind => fields::<crate::piano::element::$module::$kind>()),* }
        }
    };
}

each_kind!(schemas);

/// What is known of the value at a path.
#[derive(Debug, Default)]
struct Note {
    form: Form,
    fields: Option<&'static [&'static str]>,
    many: bool,
    by_year: bool,
    due: bool,
}

#[derive(Debug, Default)]
struct Seen {
    notes: RefCell<BTreeMap<String, Note>>,
    /// The paths whose readers refused a harmless value.
    closed: RefCell<BTreeSet<String>>,
}

/// The value at a path, of which only what is asked of it is looked at.
#[derive(Clone)]
struct Tracer<'s> {
    path: String,
    seen: &'s Seen,
}

impl Tracer<'_> {
    fn note(&self, set: impl FnOnce(&mut Note)) {
        set(self.seen.notes.borrow_mut().entry(self.path.clone()).or_default());
    }

    fn form(&self, form: Form) {
        self.note(|note| {
            if note.form == Form::Free {
                note.form = form;
            }
        });
    }

    fn is_closed(&self) -> bool {
        self.seen.closed.borrow().contains(&self.path) || self.path.matches('/').count() > DEEPEST
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $value:expr, $form:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.form($form);
            visitor.$visit($value)
        }
    )* };
}

impl<'de> de::Deserializer<'de> for Tracer<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    scalars! {
        deserialize_bool visit_bool false, Form::Truth;
        deserialize_i8 visit_i8 0, Form::Number;
        deserialize_i16 visit_i16 0, Form::Number;
        deserialize_i32 visit_i32 0, Form::Number;
        deserialize_i64 visit_i64 0, Form::Number;
        deserialize_u8 visit_u8 0, Form::Number;
        deserialize_u16 visit_u16 0, Form::Number;
        deserialize_u32 visit_u32 0, Form::Number;
        deserialize_u64 visit_u64 0, Form::Number;
        deserialize_f32 visit_f32 0.0, Form::Number;
        deserialize_f64 visit_f64 0.0, Form::Number;
        deserialize_str visit_borrowed_str "", Form::Words;
        deserialize_string visit_borrowed_str "", Form::Words;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_closed() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.note(|note| note.many = true);
        let item = (!self.is_closed()).then_some(self);
        visitor.visit_seq(One(item))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let names: &[&str] = if self.is_closed() { &[] } else { &[ANY] };
        visitor.visit_map(Entries { names: names.iter(), value: None, of: self })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.note(|note| note.fields = Some(fields));
        visitor.visit_map(Entries { names: fields.iter(), value: None, of: self })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            value::TESTO => {
                self.form(Form::Prose);
                visitor.visit_u32(u32::MAX)
            }
            value::IMPORTO | value::FINANZIAMENTO => {
                self.form(Form::Amount);
                visitor.visit_i64(0)
            }
            value::DATA => {
                self.form(Form::Day);
                visitor.visit_unit()
            }
            value::QUANTI => {
                self.note(|note| note.many = true);
                visitor.visit_seq(One((!self.is_closed()).then_some(self)))
            }
            misura::PAROLA => {
                self.form(Form::Words);
                visitor.visit_unit()
            }
            name => {
                let kinds =
                    if name == value::CHI { Chi::KINDS.to_vec() } else { Vec::from_iter(value::rif_kind(name)) };
                if !kinds.is_empty() {
                    self.form(Form::Reference(kinds));
                }
                visitor.visit_newtype_struct(self)
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let variant = match name {
            value::DOVUTO => {
                self.note(|note| note.due = true);
                "valore"
            }
            misura::PER_ANNO => {
                self.note(|note| {
                    note.by_year = true;
                    note.due |= variants.contains(&"assente");
                });
                "uno"
            }
            misura::UNO_O_MOLTI => {
                self.note(|note| note.many = true);
                "uno"
            }
            _ => {
                self.form(Form::OneOf(variants));
                let first = variants.first().copied().unwrap_or_default();
                return visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(first));
            }
        };
        visitor.visit_enum(Named { variant, of: self })
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        debug_assert_eq!(name, SPANNED, "only spans are read as tuples");
        visitor.visit_seq(Parts { next: 0, of: self })
    }

    serde::forward_to_deserialize_any! {
        i128 u128 char bytes byte_buf unit unit_struct tuple identifier ignored_any
    }
}

/// A list of one item, or of none.
struct One<'s>(Option<Tracer<'s>>);

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(item) = self.0.take() else { return Ok(None) };
        let path = item.path.clone();
        seed.deserialize(item).map(Some).map_err(|error| error.hole(&path))
    }
}

/// The parts of a value with its place: file, start, end, the value, and whether it is whole.
struct Parts<'s> {
    next: usize,
    of: Tracer<'s>,
}

impl<'de> SeqAccess<'de> for Parts<'_> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.next += 1;
        match self.next {
            1..=3 => seed.deserialize(U32Deserializer::new(0)).map(Some),
            4 => seed.deserialize(self.of.clone()).map(Some),
            _ => seed.deserialize(BoolDeserializer::new(true)).map(Some),
        }
    }
}

/// The fields of a struct, each given once.
struct Entries<'s> {
    names: std::slice::Iter<'static, &'static str>,
    value: Option<&'static str>,
    of: Tracer<'s>,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.value = self.names.next().copied();
        let Some(name) = self.value else { return Ok(None) };
        let path = &self.of.path;
        seed.deserialize(StrDeserializer::<Error>::new(name)).map(Some).map_err(|error| error.hole(path))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let Some(name) = self.value.take() else { return Err(Error::new(P0107, "valore senza nome", None)) };
        let path = format!("{}/{name}", self.of.path);
        seed.deserialize(Tracer { path: path.clone(), seen: self.of.seen }).map_err(|error| error.hole(&path))
    }
}

/// A value under the name of the variant that its reader is to take.
struct Named<'s> {
    variant: &'static str,
    of: Tracer<'s>,
}

impl<'de, 's> EnumAccess<'de> for Named<'s> {
    type Error = Error;
    type Variant = Held<'s>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Held<'s>), Error> {
        Ok((seed.deserialize(StrDeserializer::<Error>::new(self.variant))?, Held(self.of)))
    }
}

/// The contents of that variant.
struct Held<'s>(Tracer<'s>);

impl<'de> VariantAccess<'de> for Held<'_> {
    type Error = Error;
    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(self.0)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _len: usize, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
    fn struct_variant<V: Visitor<'de>>(self, _fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that an example uses, with those in its comments: `fase/peso`.
    fn used(example: &str, table: &str) -> BTreeSet<String> {
        let mut header = String::new();
        let mut out = BTreeSet::new();
        for line in example.lines() {
            let line = line.trim_start_matches(['#', ' ']);
            if let Some(name) = line.strip_prefix('[') {
                let name = name.trim_start_matches('[').split(']').next().unwrap_or_default();
                header = name.strip_prefix(table).unwrap_or_default().trim_start_matches('.').replace('.', "/");
            } else if let Some((key, _)) = line.split_once(" = ")
                && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
            {
                out.insert(format!("{header}/{key}").trim_start_matches('/').to_owned());
            }
        }
        out
    }

    fn names(fields: &[Field], above: &str, out: &mut BTreeMap<String, Form>) {
        for field in fields {
            let path = format!("{above}{}", field.name);
            names(field.fields(), &format!("{path}/"), out);
            out.insert(path, field.form.clone());
        }
    }

    #[test]
    fn each_field_of_an_example_is_known() {
        for kind in Kind::ALL {
            let info = kind.info();
            let mut known = BTreeMap::new();
            names(&of(*kind), "", &mut known);
            let lost: Vec<String> = used(info.esempio, info.table)
                .into_iter()
                .filter(|name| {
                    !known.contains_key(name) && name != "archiviato" && name != info.table && !name.contains("ammetti")
                })
                .collect();
            assert_eq!(lost, Vec::<String>::new(), "{}: {:?}", info.table, known.keys());
            let free: Vec<&String> =
                known.iter().filter(|(_, form)| **form == Form::Free).map(|(name, _)| name).collect();
            assert!(free.len() * 4 <= known.len(), "{}: too little is known of {free:?}", info.table);
        }
    }

    #[test]
    fn the_shape_of_a_value_is_that_which_its_reader_wants() {
        let fields = of(Kind::Obiettivo);
        let find = |path: &str| {
            let mut steps = path.split('/');
            let first = steps.next().and_then(|name| fields.iter().find(|field| field.name == name));
            let found = steps.fold(first, |at, name| at?.fields().iter().find(|field| field.name == name));
            found.unwrap_or_else(|| panic!("{path} is not there")).clone()
        };
        assert_eq!(find("nodo").form, Form::Reference(vec![Kind::Nodo]));
        assert_eq!(find("priorita").form, Form::OneOf(&["alta", "media", "bassa"]));
        assert_eq!(find("descrizione").form, Form::Prose);
        assert_eq!(find("trasversale").form, Form::Truth);
        assert_eq!(find("inizio").form, Form::Day);
        assert!(find("fase").many && find("fase/peso").by_year);
        assert!(find("progetti").many && find("progetti").form == Form::Reference(vec![Kind::Progetto]));
        assert!(find("unita").due);
        assert_eq!(find("contabile/voce/importo").form, Form::Amount);
        assert_eq!(find("verifica/risultato/atteso").form, Form::Prose);
        assert_eq!(find("titolo").form, Form::Words);
    }
}
