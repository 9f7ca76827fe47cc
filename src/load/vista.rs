//! A fenced block ```` ```piao:NOME ```` to [`Vista`]: its name is looked up, its keys are read and checked.

use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{P0116, P0120, P0805};
use crate::diag::{Diagnostic, nearest};
use crate::load::{markdown, toml as data};
use crate::piano::element::Forma;
use crate::piano::element::misura::UnoOMolti;
use crate::piano::vista::{Filtro, Per, Shows, Tipo, Totale, Vista};
use serde::Deserialize;
use std::cell::OnceCell;
use std::collections::BTreeMap;

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
    tipi: Option<Vec<Spanned<Tipo>>>,
    #[serde(default)]
    gruppi: UnoOMolti<Spanned<String>>,
    unita: Option<Spanned<String>>,
    obiettivo: Option<Spanned<String>>,
    radice: Option<Spanned<String>>,
    profondita: Option<Spanned<u8>>,
    per: Option<Per>,
    totale: Option<Totale>,
}

/// The keys that a view may have; not every view takes each of them.
pub(crate) fn chiavi() -> Vec<data::schema::Field> {
    data::schema::fields::<Keys>()
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
        let error = Diagnostic::at(P0116, name.span, format!("la vista `{}` non esiste", name.value));
        let error = match nearest(&name.value, Shows::names().map(|(known, _)| known)) {
            Some(near) => error.help(format!("forse intendevi `piao:{near}`")),
            None => {
                let names: Vec<_> = Shows::names().map(|(known, _)| known).collect();
                error.help(format!("le viste sono: {}", names.join(", ")))
            }
        };
        return (None, vec![error]);
    };
    // The reader finds the text of a value by its place in the file. This text begins at byte `start` of the file, and its prose is
    // read below, so an empty source is enough.
    let mut cx = data::Cx::new(file, "", start, 0);
    let spare = OnceCell::new();
    let table = cx.parse(body, &spare);
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
            Diagnostic::at(P0120, id.span, "questa vista ha un id ma non una didascalia")
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
        tipi: keys.tipi,
        gruppi: keys.gruppi.0,
        unita: keys.unita,
        obiettivo: keys.obiettivo,
        radice: keys.radice,
        profondita: keys.profondita,
        per: keys.per,
        totale: keys.totale,
        name,
        span,
    };
    (Some(vista), problems)
}

/// Reports that types are declared for more or fewer columns than the table has.
pub(crate) fn quanti_tipi(span: Span, tipi: usize, columns: usize) -> Diagnostic {
    let found = if tipi == 1 { "1 voce".to_owned() } else { format!("{tipi} voci") };
    let due = if columns == 1 { "la colonna è 1".to_owned() } else { format!("le colonne sono {columns}") };
    Diagnostic::at(P0805, span, format!("`tipi` ha {found} e {due}"))
        .help("scrivi un tipo per ogni colonna, nell’ordine: `testo` per quelle di parole")
}

/// The place of each key of `dove`: serde gives the keys without their places.
fn filter_keys(view: &toml::de::DeValue<'_>, cx: &data::Cx<'_>) -> BTreeMap<String, Span> {
    let toml::de::DeValue::Table(table) = view else { return BTreeMap::new() };
    let Some((_, filter)) = table.iter().find(|(key, _)| key.get_ref().as_ref() == "dove") else {
        return BTreeMap::new();
    };
    let toml::de::DeValue::Table(filter) = filter.get_ref() else { return BTreeMap::new() };
    filter.iter().map(|(key, _)| (key.get_ref().to_string(), cx.span(key.span()))).collect()
}
