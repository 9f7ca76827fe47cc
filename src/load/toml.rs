//! TOML to Rust: a serde `Deserializer` over toml's parse tree that reports *every* problem of a record in one run, in
//! Italian, each at its key or value. Serde stops at the first error; here a wrong field becomes a *hole* that yields a
//! harmless value, and the record is read again to its end. A record with holes still gives its id, so that citations of
//! it do not cascade into false errors.
//!
//! Three things are noticed here so that no element can forget to announce them: prose ([`Testo`](crate::element::value::Testo)), references
//! ([`Rif`](crate::element::value::Rif)) and declared absences. Which records exist is not decided here but in `element`.

use crate::diag::{Diagnostic, clamp, nearest};
use crate::element::value::{self, Citation};
use crate::load::markdown;
use crate::prose::Prose;
use crate::span::{FileId, SPANNED, Span, Spanned as OurSpanned};
use serde::de::value::{StrDeserializer, U32Deserializer};
use serde::de::{
    self, DeserializeSeed, EnumAccess, Expected, IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess,
    Visitor,
};
use std::{cell::RefCell, collections::BTreeSet, fmt, ops::Range};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// Where the values of one file go, apart from the records themselves.
#[derive(Debug)]
pub(crate) struct Cx<'s> {
    file: FileId,
    source: &'s str,
    /// Added to every position: the start of a view's fence inside its Markdown file.
    offset: usize,
    problems: RefCell<Vec<Diagnostic>>,
    holes: RefCell<BTreeSet<String>>,
    texts: RefCell<Vec<Prose>>,
    citations: RefCell<Vec<Citation>>,
    /// Number of texts loaded before: makes the handles of this file unique over the plan.
    first_text: usize,
    /// After a syntax error, what is lost is not "missing".
    broken: bool,
}

/// What was noticed while reading, beside the records.
#[derive(Debug, Default)]
pub(crate) struct Noticed {
    pub(crate) problems: Vec<Diagnostic>,
    pub(crate) texts: Vec<Prose>,
    pub(crate) citations: Vec<Citation>,
}

impl<'s> Cx<'s> {
    /// `source` is the whole text of `file`; `offset` is where the TOML begins in it.
    pub(crate) fn new(file: FileId, source: &'s str, offset: usize, first_text: usize) -> Self {
        Cx {
            file,
            source,
            offset,
            problems: RefCell::default(),
            holes: RefCell::default(),
            texts: RefCell::default(),
            citations: RefCell::default(),
            first_text,
            broken: false,
        }
    }

    pub(crate) fn finish(self) -> Noticed {
        Noticed {
            problems: self.problems.into_inner(),
            texts: self.texts.into_inner(),
            citations: self.citations.into_inner(),
        }
    }

    /// A range of the TOML as a place in the file.
    pub(crate) fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.file, range.start + self.offset..range.end + self.offset)
    }

    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Parses `text`, the slice of the file that starts at `offset`, and reports its syntax errors.
    pub(crate) fn parse<'a>(&mut self, text: &'a str) -> DeTable<'a> {
        let (table, errors) = DeTable::parse_recoverable(text);
        self.broken = !errors.is_empty();
        let mut last_line = None;
        for error in errors {
            let range = clamp(text, error.span().unwrap_or(0..0));
            let start = text.get(..range.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
            // One mistake makes a dozen errors down its line.
            if last_line.replace(start) == Some(start) {
                continue;
            }
            let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default();
            self.report(syntax(error.message(), line, self.span(range)));
        }
        table.into_inner()
    }

    fn prose(&self, text: &str, range: Range<usize>) -> u32 {
        // Escapes and folded lines make the value differ from the source; then every message points to the whole value.
        let written = self.source.get(range.start + self.offset..range.end + self.offset).unwrap_or_default();
        let exact = written.find(text).filter(|_| !text.is_empty()).map(|n| range.start + self.offset + n);
        let place = match exact {
            Some(start) => markdown::Place::Exact { file: self.file, start },
            None => markdown::Place::Whole(self.span(range)),
        };
        let (prose, problems) = markdown::fragment(text, place);
        self.problems.borrow_mut().extend(problems);
        let mut texts = self.texts.borrow_mut();
        texts.push(prose);
        u32::try_from(self.first_text + texts.len() - 1).unwrap_or(u32::MAX)
    }
}

/// The Italian of a syntax error, with the cure when the line shows it.
fn syntax(message: &str, line: &str, span: Span) -> Diagnostic {
    let said = [
        ("duplicate key", "questa chiave è già scritta sopra"),
        ("invalid table header", "l’intestazione fra parentesi quadre non è valida"),
        ("invalid array", "l’elenco fra parentesi quadre non è chiuso o non è valido"),
        ("unclosed array", "manca la parentesi `]` che chiude l’elenco"),
        ("unclosed inline table", "manca la parentesi `}` che chiude il gruppo"),
        ("unclosed table", "manca la parentesi `]` che chiude l’intestazione"),
        ("invalid basic string", "il testo fra virgolette non è valido"),
        ("invalid literal string", "il testo fra apostrofi non è valido"),
        ("invalid multi-line", "il testo su più righe non è chiuso"),
        ("invalid escape", "dopo `\\` c’è un carattere non ammesso"),
        ("missing escape", "dopo `\\` c’è un carattere non ammesso"),
        ("missing value", "manca il valore dopo `=`"),
        ("missing opening quote", "il testo va scritto fra virgolette"),
        ("string values must be quoted", "il testo va scritto fra virgolette"),
        ("missing key", "manca il nome del campo prima di `=`"),
        ("key with no value", "manca `=` con il valore"),
        ("recursion limit", "troppi livelli annidati"),
    ];
    let message = message.to_lowercase();
    let text = said.iter().find(|(en, _)| message.contains(en)).map_or("questa riga non è TOML valido", |(_, it)| it);
    let diagnostic = Diagnostic::error("P0104", span, text);
    let Some((key, value)) = line.split_once('=').map(|(k, v)| (k.trim(), v.trim())) else {
        return diagnostic
            .help("ogni riga è `campo = valore`; un testo va fra virgolette, un’intestazione è `[[tipo]]`");
    };
    let bare = value.split('#').next().unwrap_or_default().trim();
    if bare.is_empty() {
        return diagnostic.help(format!("scrivi il valore, o `{key} = {{ assente = \"motivo\" }}` se non esiste"));
    }
    // A date or an amount typed as Italians write it, without quotes: the commonest slip of all.
    if !bare.starts_with(['"', '\'', '[', '{']) {
        return diagnostic.help(format!("scrivi il valore fra virgolette: `{key} = \"{}\"`", bare.replace('"', "")));
    }
    if bare.starts_with('"') && bare.matches('"').count() == 1 {
        return diagnostic.help(format!("chiudi le virgolette: `{key} = {bare}\"`"));
    }
    diagnostic.help("controlla virgolette, parentesi e virgole di questa riga")
}

/// An error on its way through serde. `field` names the key of the record that is to become a hole.
#[derive(Debug)]
pub(crate) struct Error {
    message: String,
    help: Option<String>,
    code: &'static str,
    range: Option<Range<usize>>,
    field: Option<String>,
}

impl Error {
    fn new(code: &'static str, message: String, help: Option<String>) -> Self {
        Error { message, help, code, range: None, field: None }
    }

    fn at(mut self, range: &Range<usize>) -> Self {
        self.range.get_or_insert_with(|| range.clone());
        self
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl de::Error for Error {
    /// The types of `element::value` put their cure on a second line.
    fn custom<T: fmt::Display>(text: T) -> Self {
        let text = text.to_string();
        let (message, help) = match text.split_once('\n') {
            Some((message, help)) => (message.to_owned(), Some(help.to_owned())),
            None => (text, None),
        };
        Error::new("P0107", message, help)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match found {
            Unexpected::Str(text) => format!("il testo «{}»", short(text)),
            Unexpected::Seq => "un elenco".into(),
            Unexpected::Map => "un gruppo di campi".into(),
            Unexpected::Bool(value) => format!("`{value}`"),
            Unexpected::Signed(value) => format!("il numero {value}"),
            Unexpected::Unsigned(value) => format!("il numero {value}"),
            Unexpected::Float(value) => format!("il numero {value}"),
            _ => "un valore di altro tipo".into(),
        };
        let expected = match expected.to_string().as_str() {
            "a string" | "a borrowed string" => "un testo fra virgolette".to_owned(),
            "a boolean" => "`true` o `false`".to_owned(),
            "a sequence" => "un elenco fra parentesi quadre".to_owned(),
            "i64" | "i32" | "i16" | "u32" | "u64" | "u16" | "u8" => "un numero intero".to_owned(),
            other if other.starts_with("struct") => "un gruppo di campi fra graffe".to_owned(),
            other => other.to_owned(),
        };
        Error::new("P0107", format!("trovato {found}, atteso {expected}"), None)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(found, expected)
    }

    fn unknown_variant(value: &str, allowed: &'static [&'static str]) -> Self {
        let help = match nearest(value, allowed.iter().copied()) {
            Some(near) => format!("forse intendevi `{near}`"),
            None => format!("i valori ammessi sono: {}", allowed.join(", ")),
        };
        Error::new("P0107", format!("il valore «{}» non è ammesso", short(value)), Some(help))
    }

    fn unknown_field(field: &str, allowed: &'static [&'static str]) -> Self {
        let help = match nearest(field, allowed.iter().copied()) {
            Some(near) => format!("forse intendevi `{near}`"),
            None => format!("i campi previsti sono: {}", allowed.join(", ")),
        };
        Error::new("P0105", format!("il campo `{}` non è previsto", short(field)), Some(help))
    }

    fn missing_field(field: &'static str) -> Self {
        let help = format!("aggiungi `{field} = …`, o `{field} = {{ assente = \"motivo\" }}` se il dato non esiste");
        Error { field: Some(field.into()), ..Error::new("P0106", format!("manca il campo `{field}`"), Some(help)) }
    }
}

/// At most forty characters of `text`, for a message.
pub(crate) fn short(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((n, _)) => format!("{}…", text.get(..n).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// The record at `value`, with all its problems reported. None when not even a harmless one can be made.
pub(crate) fn record<'a, T: de::Deserialize<'a>>(value: &'a Spanned<DeValue<'a>>, cx: &'a Cx<'_>) -> Option<T> {
    table(value.get_ref(), value.span(), cx)
}

/// Like [`record`], for a whole file or a view.
pub(crate) fn table<'a, T: de::Deserialize<'a>>(
    value: &'a DeValue<'a>,
    range: Range<usize>,
    cx: &'a Cx<'_>,
) -> Option<T> {
    cx.holes.borrow_mut().clear();
    let (texts, citations) = (cx.texts.borrow().len(), cx.citations.borrow().len());
    let problems = cx.problems.borrow().len();
    let mut found = Vec::new();
    loop {
        // Each turn reads the record from its beginning: what earlier turns noticed would be noticed twice.
        cx.texts.borrow_mut().truncate(texts);
        cx.citations.borrow_mut().truncate(citations);
        cx.problems.borrow_mut().truncate(problems);
        let result = T::deserialize(De { node: Some(value), range: range.clone(), cx, top: true });
        let done = match result {
            Ok(record) => Some(Some(record)),
            Err(error) => {
                if !(cx.broken && error.code == "P0106") {
                    let span = cx.span(error.range.clone().unwrap_or_else(|| range.clone()));
                    let mut diagnostic = Diagnostic::error(error.code, span, error.message);
                    diagnostic.helps.extend(error.help);
                    found.push(diagnostic);
                }
                let again = error.field.is_some_and(|field| cx.holes.borrow_mut().insert(field));
                if again { None } else { Some(None) }
            }
        };
        if let Some(record) = done {
            cx.problems.borrow_mut().extend(found);
            return record;
        }
    }
}

/// One value on its way to a Rust type. No node is a hole.
#[derive(Clone)]
struct De<'a, 's> {
    node: Option<&'a DeValue<'a>>,
    range: Range<usize>,
    cx: &'a Cx<'s>,
    top: bool,
}

impl<'a, 's> De<'a, 's> {
    fn child(&self, value: &'a Spanned<DeValue<'a>>) -> Self {
        De { node: Some(value.get_ref()), range: value.span(), cx: self.cx, top: false }
    }
}

macro_rules! scalars {
    ($($method:ident $visit:ident $hole:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            if self.node.is_none() { visitor.$visit($hole) } else { self.deserialize_any(visitor) }
        }
    )* };
}

impl<'de, 'a: 'de, 's> de::Deserializer<'de> for De<'a, 's> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let big = || Error::new("P0107", "il numero è troppo grande".into(), None);
        match self.node {
            None => visitor.visit_unit(),
            Some(DeValue::String(text)) => visitor.visit_borrowed_str(text.as_ref()),
            Some(DeValue::Integer(n)) => match i64::from_str_radix(n.as_str(), n.radix()) {
                Ok(n) => visitor.visit_i64(n),
                Err(_) => Err(big()),
            },
            Some(DeValue::Float(n)) => match n.as_str().parse::<f64>() {
                Ok(n) => visitor.visit_f64(n),
                Err(_) => Err(big()),
            },
            Some(DeValue::Boolean(value)) => visitor.visit_bool(*value),
            Some(DeValue::Datetime(date)) => visitor.visit_string(date.to_string()),
            Some(DeValue::Array(items)) => visitor.visit_seq(Items { items: items.iter(), cx: self.cx }),
            Some(DeValue::Table(table)) => visitor.visit_map(Entries {
                entries: table.iter(),
                next: None,
                holes: vec![],
                fields: None,
                cx: self.cx,
                top: false,
            }),
        }
        .map_err(|e| e.at(&self.range))
    }

    scalars! {
        deserialize_str visit_borrowed_str "";
        deserialize_string visit_borrowed_str "";
        deserialize_i16 visit_i16 0;
        deserialize_i64 visit_i64 0;
        deserialize_u32 visit_u32 0;
        deserialize_bool visit_bool false;
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() {
            visitor.visit_seq(Items { items: [].iter(), cx: self.cx })
        } else {
            self.deserialize_any(visitor)
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.node.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        let range = self.range.clone();
        match (name, self.node) {
            (value::TESTO, Some(DeValue::String(text))) => {
                let index = self.cx.prose(text.as_ref(), range.clone());
                visitor.visit_u32(index)
            }
            (value::TESTO, None) => visitor.visit_u32(u32::MAX),
            (value::TESTO, Some(_)) => {
                Err(Error::new("P0107", "atteso un testo fra virgolette".into(), None).at(&range))
            }
            // Amounts are decimals: a TOML number is read from its digits, never through binary fractions.
            (value::IMPORTO, Some(DeValue::Integer(n))) => visitor.visit_string(format!("{},00", n.as_str())),
            (value::IMPORTO, Some(DeValue::Float(n))) => visitor.visit_string(n.as_str().replace('.', ",")),
            (value::IMPORTO, Some(DeValue::String(text))) => visitor.visit_borrowed_str(text.as_ref()),
            (value::IMPORTO, None) => visitor.visit_i64(0),
            (value::IMPORTO, Some(_)) => {
                Err(Error::new("P0107", "atteso un importo".into(), Some("scrivi per esempio \"211.500,00 €\"".into())))
            }
            (value::DATA, None) => visitor.visit_unit(),
            (name, node) => {
                if let (Some(kind), Some(DeValue::String(word))) = (value::rif_kind(name), node) {
                    let span = self.cx.span(range.clone());
                    let word = OurSpanned::new(word.to_string(), span);
                    self.cx.citations.borrow_mut().push(Citation { kind, word });
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
            return visitor.visit_enum(Due { de: self }).map_err(|e| e.at(&range));
        }
        let word = match self.node {
            None => variants.first().copied().unwrap_or_default(),
            Some(DeValue::String(text)) => text.as_ref(),
            Some(_) => {
                let help = format!("i valori ammessi sono: {}", variants.join(", "));
                return Err(Error::new("P0107", "atteso un testo fra virgolette".into(), Some(help)).at(&range));
            }
        };
        visitor.visit_enum(IntoDeserializer::<Error>::into_deserializer(word)).map_err(|e| e.at(&range))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let Some(DeValue::Table(table)) = self.node else {
            return self.deserialize_any(visitor);
        };
        let cx = self.cx;
        for (key, _) in table.iter().filter(|(k, _)| !fields.contains(&k.get_ref().as_ref())) {
            let error = <Error as de::Error>::unknown_field(key.get_ref(), fields);
            let mut diagnostic = Diagnostic::error(error.code, cx.span(key.span()), error.message);
            diagnostic.helps.extend(error.help);
            cx.report(diagnostic);
        }
        let holes = match self.top {
            true => fields.iter().copied().filter(|f| cx.holes.borrow().contains(*f)).collect(),
            false => vec![],
        };
        let entries = Entries { entries: table.iter(), next: None, holes, fields: Some(fields), cx, top: self.top };
        visitor.visit_map(entries).map_err(|e| e.at(&self.range))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        debug_assert_eq!(name, SPANNED, "only spans are read as tuples");
        let span = self.cx.span(self.range.clone());
        visitor.visit_seq(SpannedParts { numbers: [span.file.0, span.start, span.end], next: 0, de: Some(self) })
    }

    serde::forward_to_deserialize_any! {
        i8 i32 i128 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple map identifier ignored_any
    }
}

impl<'de, 'a: 'de, 's> IntoDeserializer<'de, Error> for De<'a, 's> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

/// File, start, end, then the value.
struct SpannedParts<'a, 's> {
    numbers: [u32; 3],
    next: usize,
    de: Option<De<'a, 's>>,
}

impl<'de, 'a: 'de, 's> SeqAccess<'de> for SpannedParts<'a, 's> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        if let Some(number) = self.numbers.get(self.next) {
            self.next += 1;
            return seed.deserialize(U32Deserializer::new(*number)).map(Some);
        }
        self.de.take().map(|de| seed.deserialize(De { top: false, ..de })).transpose()
    }
}

/// A due value: itself, or `{ assente = "motivo" }`.
struct Due<'a, 's> {
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's> EnumAccess<'de> for Due<'a, 's> {
    type Error = Error;
    type Variant = DueValue<'a, 's>;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), Error> {
        let absent = match self.de.node {
            Some(DeValue::Table(table)) => table.iter().find(|(k, _)| k.get_ref().as_ref() == "assente"),
            _ => None,
        };
        let (name, de) = match absent {
            Some((_, reason)) => ("assente", self.de.child(reason)),
            None => ("valore", self.de),
        };
        let variant = seed.deserialize(StrDeserializer::<Error>::new(name))?;
        Ok((variant, DueValue { de }))
    }
}

struct DueValue<'a, 's> {
    de: De<'a, 's>,
}

impl<'de, 'a: 'de, 's> VariantAccess<'de> for DueValue<'a, 's> {
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

struct Items<'a, 's, I: Iterator<Item = &'a Spanned<DeValue<'a>>>> {
    items: I,
    cx: &'a Cx<'s>,
}

impl<'de, 'a: 'de, 's, I: Iterator<Item = &'a Spanned<DeValue<'a>>>> SeqAccess<'de> for Items<'a, 's, I> {
    type Error = Error;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(value) = self.items.next() else { return Ok(None) };
        seed.deserialize(De { node: Some(value.get_ref()), range: value.span(), cx: self.cx, top: false }).map(Some)
    }
}

type Entry<'a> = (&'a Spanned<DeString<'a>>, &'a Spanned<DeValue<'a>>);

struct Entries<'a, 's, I: Iterator<Item = Entry<'a>>> {
    entries: I,
    next: Option<(String, Option<Entry<'a>>)>,
    holes: Vec<&'static str>,
    fields: Option<&'static [&'static str]>,
    cx: &'a Cx<'s>,
    top: bool,
}

impl<'de, 'a: 'de, 's, I: Iterator<Item = Entry<'a>>> MapAccess<'de> for Entries<'a, 's, I> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let (name, entry) = loop {
            match self.entries.next() {
                Some(entry) => {
                    let name: &str = entry.0.get_ref().as_ref();
                    let known = self.fields.is_none_or(|fields| fields.contains(&name));
                    if known && !self.holes.contains(&name) {
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
            return Err(Error::new("P0107", "valore senza chiave".into(), None));
        };
        let range = entry.map_or(0..0, |(_, value)| value.span());
        let de = De { node: entry.map(|(_, value)| value.get_ref()), range, cx: self.cx, top: false };
        seed.deserialize(de).map_err(|mut e| {
            if self.top {
                e.field = Some(name);
            }
            e
        })
    }
}
