//! Vista: a fenced block ```` ```piao:NOME ```` that places something generated from the data. Here it is read and its keys
//! are checked; what it shows is made by `document::lower`.

use crate::diag::{Diagnostic, nearest};
use crate::element::{Forma, Kind};
use crate::load::{markdown, toml as data};
use crate::prose::Prose;
use crate::span::{FileId, Span, Spanned};
use serde::Deserialize;
use std::collections::BTreeMap;

/// A view, with the keys that every view has.
#[derive(Debug)]
pub struct Vista {
    /// What it shows.
    pub shows: Shows,
    /// Id of its table.
    pub id: Option<Spanned<String>>,
    /// Caption of its table.
    pub didascalia: Option<Prose>,
    /// Fields to show, in order; for a table of rows, the header cells.
    pub colonne: Option<Vec<Spanned<String>>>,
    /// Only the elements whose fields have these values.
    pub dove: Vec<Filtro>,
    /// How.
    pub forma: Option<Forma>,
    /// The CSV file of a table.
    pub dati: Option<Spanned<String>>,
    /// The rows of a table.
    pub righe: Vec<Vec<Spanned<String>>>,
    /// The word after `piao:`.
    pub name: Spanned<String>,
    /// The whole block.
    pub span: Span,
}

/// One condition of a filter.
#[derive(Debug)]
pub struct Filtro {
    /// Name of a field.
    pub campo: Spanned<String>,
    /// The value it must have, as written in the data or as printed.
    pub valore: Spanned<String>,
}

/// What a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Elements of a kind.
    Elements(Kind),
    /// The data of the body whose plan it is.
    SchedaAnagrafica,
    /// A table from a CSV file or from rows.
    Tabella,
}

impl Shows {
    /// All names, with what they show. `albero` is the strategic tree by its common name.
    pub fn names() -> impl Iterator<Item = (&'static str, Shows)> {
        let kinds = Kind::ALL.iter().map(|kind| (kind.info().plural, Shows::Elements(*kind)));
        let others = [
            ("albero", Shows::Elements(Kind::Nodo)),
            ("scheda-anagrafica", Shows::SchedaAnagrafica),
            ("tabella", Shows::Tabella),
        ];
        kinds.chain(others)
    }
}

#[derive(Deserialize)]
struct Keys {
    id: Option<Spanned<String>>,
    didascalia: Option<Spanned<String>>,
    colonne: Option<Vec<Spanned<String>>>,
    #[serde(default)]
    dove: BTreeMap<String, Spanned<String>>,
    forma: Option<Forma>,
    dati: Option<Spanned<String>>,
    #[serde(default)]
    righe: Vec<Vec<Spanned<String>>>,
}

/// Reads the view `name`, whose TOML is `body`, at byte `start` of `file`.
pub(crate) fn read(
    name: Spanned<String>,
    body: &str,
    file: FileId,
    start: usize,
    span: Span,
) -> (Option<Vista>, Vec<Diagnostic>) {
    let Some((_, shows)) = Shows::names().find(|(known, _)| *known == name.value) else {
        let error = Diagnostic::error("P0116", name.span, format!("la vista `{}` non esiste", name.value));
        let error = match nearest(&name.value, Shows::names().map(|(known, _)| known)) {
            Some(near) => error.help(format!("forse intendevi `piao:{near}`")),
            None => {
                let names: Vec<_> = Shows::names().map(|(known, _)| known).collect();
                error.help(format!("le viste sono: {}", names.join(", ")))
            }
        };
        return (None, vec![error]);
    };
    // The reader finds the text of a value from its place in the file; here the file begins `start` bytes earlier, and
    // prose is read below, so an empty source is enough.
    let mut cx = data::Cx::new(file, "", start, 0);
    let table = cx.parse(body);
    let value = toml::de::DeValue::Table(table);
    let keys: Option<Keys> = data::table(&value, 0..body.len(), &cx);
    let places = filter_keys(&value, &cx);
    let mut problems = cx.finish().problems;
    let Some(keys) = keys else { return (None, problems) };
    let didascalia = keys.didascalia.map(|text| {
        let place = match body.find(&text.value) {
            Some(n) => markdown::Place::Exact { file, start: start + n },
            None => markdown::Place::Whole(text.span),
        };
        let (prose, found) = markdown::fragment(&text.value, place);
        problems.extend(found);
        prose
    });
    if let (Some(id), None, true) = (&keys.id, &didascalia, problems.is_empty()) {
        problems.push(
            Diagnostic::error("P0120", id.span, "questa vista ha un id ma non una didascalia")
                .help("aggiungi `didascalia = \"…\"`: chi la cita ne legge il numero"),
        );
    }
    let vista = Vista {
        shows,
        id: keys.id,
        didascalia,
        colonne: keys.colonne,
        dove: keys
            .dove
            .into_iter()
            .map(|(name, valore)| {
                let span = places.get(&name).copied().unwrap_or(valore.span);
                Filtro { campo: Spanned::new(name, span), valore }
            })
            .collect(),
        forma: keys.forma,
        dati: keys.dati,
        righe: keys.righe,
        name,
        span,
    };
    (Some(vista), problems)
}

/// Where the keys of `dove` stand: serde gives keys without their place.
fn filter_keys(view: &toml::de::DeValue<'_>, cx: &data::Cx<'_>) -> BTreeMap<String, Span> {
    let toml::de::DeValue::Table(table) = view else { return BTreeMap::new() };
    let Some((_, filter)) = table.iter().find(|(key, _)| key.get_ref().as_ref() == "dove") else {
        return BTreeMap::new();
    };
    let toml::de::DeValue::Table(filter) = filter.get_ref() else { return BTreeMap::new() };
    filter.iter().map(|(key, _)| (key.get_ref().to_string(), cx.span(key.span()))).collect()
}
