//! Which units have one person, found before any record is read: the outcomes of such a unit must not be read at all.
//!
//! A unit says it (`dipendenti = 1`), or the rows of the staff do: those that name it or a unit under it. Whoever works there is
//! counted, however employed, but not who works elsewhere.

use super::celle;
use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::piano::UnaPersona;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Decimale;
use crate::source::{File, Sources};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::collections::{BTreeMap, BTreeSet};

/// The units of one person.
#[derive(Debug, Default)]
pub(super) struct Sole {
    /// The words that name them: ids, codes, names. The number is the same for the words of one unit.
    nomi: BTreeMap<String, usize>,
    /// Where their records begin, each with what says that it has one person.
    schede: BTreeMap<(FileId, u32), UnaPersona>,
}

/// A unit, as far as its people are asked.
struct Unita {
    inizio: (FileId, u32),
    nomi: Vec<String>,
    padre: Option<String>,
    una: bool,
}

/// A row of the staff: the word of its unit, and how many people it has, when that can be read.
struct Riga {
    unita: String,
    numero: Option<u64>,
}

impl Sole {
    /// Looks for them in all the files: a unit may stand in a later one than its objectives. `copied` are files that are not read.
    pub(super) fn of(sources: &Sources, copied: &dyn Fn(&str) -> bool) -> Self {
        let (mut unita, mut righe) = (Vec::new(), Vec::new());
        for (id, file) in sources.iter().filter(|(_, file)| !copied(&file.path)) {
            in_file(id, file, &mut unita, &mut righe);
        }
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, one) in unita.iter().enumerate() {
            for name in &one.nomi {
                by_name.entry(name).or_insert(n);
            }
        }
        let find = |word: &String| by_name.get(word.as_str()).or_else(|| by_name.get(Id::slug(word).as_str())).copied();
        // The people of each unit and of those under it; none where a number cannot be read.
        let mut people: Vec<Option<Option<u64>>> = vec![None; unita.len()];
        for riga in &righe {
            let mut here = find(&riga.unita);
            let mut above = BTreeSet::new();
            while let Some(n) = here.filter(|n| above.insert(*n)) {
                if let Some(sum) = people.get_mut(n) {
                    *sum = Some(match sum {
                        Some(sum) => sum.zip(riga.numero).map(|(sum, number)| sum.saturating_add(number)),
                        None => riga.numero,
                    });
                }
                here = unita.get(n).and_then(|unita| unita.padre.as_ref()).and_then(find);
            }
        }
        let mut out = Sole::default();
        for (n, (one, people)) in unita.into_iter().zip(people).enumerate() {
            let from = match (one.una, people) {
                (true, _) => UnaPersona::Scritta,
                (false, Some(Some(1))) => UnaPersona::Dotazione,
                _ => continue,
            };
            out.schede.insert(one.inizio, from);
            out.nomi.extend(one.nomi.into_iter().map(|name| (name, n)));
        }
        out
    }

    /// Which unit of one person `word` names.
    pub(super) fn quale(&self, word: &str) -> Option<usize> {
        self.nomi.get(word).or_else(|| self.nomi.get(Id::slug(word).as_str())).copied()
    }

    /// Where their records begin, each with what says that it has one person.
    pub(super) fn schede(&self) -> &BTreeMap<(FileId, u32), UnaPersona> {
        &self.schede
    }
}

/// Adds the units and the rows of the staff of a file.
fn in_file(id: FileId, file: &File, unita: &mut Vec<Unita>, righe: &mut Vec<Riga>) {
    let kinds = [Kind::Unita, Kind::Dotazione];
    let (table, celle) = if file.has_extension("toml") {
        if !kinds.iter().any(|kind| file.text().contains(kind.info().table)) {
            return;
        }
        (DeTable::parse_recoverable(file.text()).0.into_inner(), None)
    } else if let Some(kind) = celle::kind(file).filter(|kind| kinds.contains(kind)) {
        let rows = celle::read(kind, id, file);
        (rows.table, Some(rows.celle))
    } else {
        return;
    };
    let records = |kind: Kind| match table.get(kind.info().table).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => items.iter().collect::<Vec<_>>(),
        _ => vec![],
    };
    for record in records(Kind::Unita) {
        let DeValue::Table(fields) = record.get_ref() else { continue };
        let alias = fields.get("alias");
        let items = alias.and_then(|alias| celle.as_ref()?.elenco(alias.span().start));
        let others = match (alias.map(Spanned::get_ref), items) {
            (_, Some(all)) | (Some(DeValue::Array(all)), _) => {
                all.iter().filter_map(|one| text(one.get_ref())).collect()
            }
            _ => vec![],
        };
        let names = ["id", "codice", "nome"].into_iter().filter_map(|field| parola(fields, field));
        let written: Vec<String> = names.chain(others).collect();
        let slugs: Vec<String> = written.iter().map(|name| Id::slug(name).to_string()).collect();
        unita.push(Unita {
            inizio: (id, Span::new(id, record.span()).start),
            nomi: written.into_iter().chain(slugs).collect(),
            padre: parola(fields, "padre"),
            una: fields.get("dipendenti").and_then(|number| numero(number.get_ref())) == Some(1),
        });
    }
    for record in records(Kind::Dotazione) {
        let DeValue::Table(fields) = record.get_ref() else { continue };
        let set_aside = matches!(fields.get("archiviato").map(Spanned::get_ref), Some(DeValue::Boolean(true)));
        let elsewhere = parola(fields, "rapporto").is_some_and(|word| Id::slug(&word).as_str() == "comando-uscita");
        let Some(unit) = parola(fields, "unita").filter(|_| !set_aside && !elsewhere) else { continue };
        righe.push(Riga { unita: unit, numero: fields.get("numero").and_then(|number| numero(number.get_ref())) });
    }
}

/// A whole number, as TOML or a cell has it.
fn numero(value: &DeValue<'_>) -> Option<u64> {
    match value {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
        DeValue::String(words) => {
            let units = Decimale::parse(words)?.0;
            (units % Decimale::UNO.0 == 0).then(|| u64::try_from(units / Decimale::UNO.0).ok())?
        }
        _ => None,
    }
}

/// The word in a field, as records are named by it.
pub(super) fn parola(table: &DeTable<'_>, field: &str) -> Option<String> {
    text(table.get(field)?.get_ref())
}

fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(key(text)),
        _ => None,
    }
}
