//! Names of facts that several things have: two programmes that differ by a sign alone, two records of one body. Such a name has a value only
//! where records agree on it; otherwise who cites it is told which they are.

use super::{Fatto, Incerto};
use crate::base::span::Span;
use crate::diag::Diagnostic;
use crate::diag::codes::P0202;
use std::collections::{BTreeMap, BTreeSet};

/// The most things that a message shows.
const MOSTRATI: usize = 4;

/// The things that have one name.
#[derive(Debug, Clone)]
pub(super) struct Omonimi {
    /// Where each is written, with its words.
    cose: Vec<(Span, String)>,
    /// How to tell them apart.
    cura: String,
}

/// A thing, with the facts that it makes by name.
pub(super) struct Cosa {
    /// Where it is written.
    pub(super) span: Span,
    /// What it is, in a few words: `«FSE+»`.
    pub(super) nome: String,
    /// Its facts.
    pub(super) fatti: BTreeMap<String, Fatto>,
}

impl Omonimi {
    fn of(cose: &[Cosa], cura: &str) -> Self {
        let cose = cose.iter().map(|cosa| (cosa.span, cosa.nome.clone())).collect();
        Omonimi { cose, cura: cura.to_owned() }
    }

    /// The problem of a text that cites `name` at `span`.
    pub(super) fn problema(&self, name: &str, span: Span) -> Diagnostic {
        let error = Diagnostic::at(P0202, span, format!("il fatto `{name}` può essere di più di una cosa"));
        let shown = self.cose.iter().take(MOSTRATI);
        shown.fold(error, |error, (span, words)| error.other(*span, format!("è di {words}"))).help(self.cura.clone())
    }

    /// What they are: `«FSE», «FSE+»`.
    pub(super) fn parole(&self) -> String {
        self.cose.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join(", ")
    }
}

/// Adds the facts of records that may be of one thing. A name on which they do not all agree has no value.
pub(super) fn di_record(
    cose: &[Cosa],
    cura: &str,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    let names: BTreeSet<&String> = cose.iter().flat_map(|cosa| cosa.fatti.keys()).collect();
    for name in names {
        let mut values = cose.iter().map(|cosa| cosa.fatti.get(name));
        let first = values.next().flatten();
        match first.filter(|first| values.all(|other| other == Some(*first))) {
            Some(value) => {
                fatti.insert(name.clone(), value.clone());
            }
            None => {
                fatti.remove(name);
                incerti.insert(name.clone(), Incerto::Omonimi(Omonimi::of(cose, cura)));
            }
        }
    }
}

/// Adds the facts of groups. Those of two groups with one name have no value, also where they are the same: they are of different things.
pub(super) fn di_gruppi(
    cose: &[Cosa],
    cura: &str,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    if cose.len() < 2 {
        return di_record(cose, cura, fatti, incerti);
    }
    for name in cose.iter().flat_map(|cosa| cosa.fatti.keys()) {
        fatti.remove(name);
        incerti.insert(name.clone(), Incerto::Omonimi(Omonimi::of(cose, cura)));
    }
}
