//! Sheets that have nothing but parts of records, as the phases of objectives that the plan has already. Each record is found by its code
//! or by its title, and its parts go where the plan has it.

use super::letto::Letto;
use super::tavola::{Scheda, Tavola, Voce};
use crate::base::text::flat;
use crate::piano::element::Kind;
use crate::project::Compiled;
use std::collections::{BTreeMap, BTreeSet};

/// A record of a CSV of the plan: its file, and the field by which that file tells it apart, with what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Casa {
    path: String,
    campo: String,
    nome: String,
}

/// The records of a kind in the CSV files of the plan, by all their names.
#[derive(Debug, Default)]
pub(super) struct Case(BTreeMap<String, Vec<Casa>>);

impl Case {
    /// Those of `kind`; `nuovi` are the texts that this import has written already, by their paths.
    pub(super) fn di(kind: Kind, chiavi: &[&str], compiled: &Compiled, nuovi: &BTreeMap<String, String>) -> Self {
        let sources = &compiled.sources;
        let records = compiled.piano.elementi.of(kind).into_iter().map(|record| record.span.file);
        let files: BTreeSet<_> = records.filter(|file| file.vicino().is_none()).collect();
        let old = files.into_iter().filter_map(|file| sources.file(file)).filter(|file| file.has_extension("csv"));
        let old = old.map(|file| (file.path.as_str(), file.text()));
        let new = nuovi.iter().filter(|(path, _)| path.ends_with(".csv"));
        let texts: BTreeMap<&str, &str> = old.chain(new.map(|(path, text)| (path.as_str(), text.as_str()))).collect();
        let mut out = Case::default();
        for (path, text) in texts {
            for scheda in Tavola::read(text, chiavi).schede {
                let said: Vec<(&str, &str)> = chiavi.iter().map(|campo| (*campo, scheda.dice(campo))).collect();
                let mut said = said.into_iter().filter(|(_, nome)| !nome.is_empty()).peekable();
                let Some((campo, nome)) = said.peek().copied() else { continue };
                let casa = Casa { path: path.to_owned(), campo: campo.to_owned(), nome: nome.to_owned() };
                for (_, name) in said {
                    out.0.entry(flat(name)).or_default().push(casa.clone());
                }
            }
        }
        out
    }

    /// The only record by that name.
    fn trova(&self, nome: &str) -> Option<&Casa> {
        let (first, others) = self.0.get(nome)?.split_first()?;
        others.iter().all(|other| other == first).then_some(first)
    }
}

/// Whether a sheet has the names of its records, and parts of them, and nothing else.
pub(super) fn di_sole_parti(letto: &Letto) -> bool {
    let keys = letto.campi.chiavi();
    let (parts, own): (Vec<&String>, Vec<&String>) =
        letto.tavola.campi.iter().partition(|campo| letto.campi.di_parte(campo));
    !parts.is_empty() && !own.is_empty() && own.iter().all(|campo| keys.contains(&campo.as_str()))
}

/// Takes out of a sheet the records that the plan has, each with the name by which its file knows it: the tables for those files.
pub(super) fn posa(letto: &mut Letto, case: &Case) -> BTreeMap<String, Tavola> {
    let keys = letto.campi.chiavi();
    let mut out: BTreeMap<String, Tavola> = BTreeMap::new();
    let parts: Vec<String> = letto.tavola.campi.iter().filter(|campo| letto.campi.di_parte(campo)).cloned().collect();
    for scheda in std::mem::take(&mut letto.tavola.schede) {
        let Some(casa) = scheda.chiave(&keys).and_then(|name| case.trova(&name)) else {
            letto.tavola.schede.push(scheda);
            continue;
        };
        let table = out.entry(casa.path.clone()).or_insert_with(|| Tavola::con(parts.clone()));
        if !table.campi.contains(&casa.campo) {
            table.campi.insert(0, casa.campo.clone());
        }
        let scheda = rinominata(scheda, &keys, &casa.campo, &casa.nome);
        // The rows of a record need not stand together.
        match table.schede.iter_mut().find(|known| known.dice(&casa.campo) == casa.nome) {
            Some(known) => known.righe.extend(scheda.righe),
            None => table.schede.push(scheda),
        }
    }
    out
}

/// A record of the sheet with the name that the plan gives it in `campo`.
pub(super) fn rinominata(mut scheda: Scheda, chiavi: &[&str], campo: &str, nome: &str) -> Scheda {
    let named = |campo: &str| chiavi.contains(&campo);
    let posto = scheda.righe.iter().flatten().find(|(campo, _)| named(campo)).and_then(|(_, voce)| voce.posto);
    for riga in &mut scheda.righe {
        riga.retain(|campo, _| !named(campo));
    }
    if let Some(first) = scheda.righe.first_mut() {
        first.insert(campo.to_owned(), Voce { testo: nome.to_owned(), posto });
    }
    scheda
}
