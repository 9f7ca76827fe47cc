//! The records of the plan as they are written, whatever file they live in: what stands in a field of one, and the same text with other
//! values in it. Only the bytes of a value change.

use super::griglia::Griglia;
use crate::base::span::{FileId, Span};
use crate::editor::cambia::{self, Change, Step};
use crate::editor::modulo::{Letto, Scritto};
use crate::load::{cards, celle};
use crate::piano::settings::Momento;
use crate::source::{File, Sources};
use std::collections::BTreeMap;
use std::ops::Range;

/// A part of a record, by its place in the list that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Parte {
    /// The record itself.
    Scheda,
    Fase(usize),
    Risultato(usize),
    Indicatore(usize),
    /// The share of an indicator: the indicator, and the share.
    Quota(usize, usize),
}

impl Parte {
    /// Its row in a CSV; none for the record itself, which may have several.
    pub(super) fn riga(self) -> Option<usize> {
        match self {
            Parte::Scheda => None,
            Parte::Fase(row) | Parte::Risultato(row) | Parte::Indicatore(row) | Parte::Quota(_, row) => Some(row),
        }
    }
}

/// A field that a collection asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Campo {
    Esito,
    Percentuale,
    InQuanto,
    Narrativa,
    /// The state of a phase.
    Stato,
    Completamento,
    Rilevato,
    /// The value to reach in a year.
    Target(i16),
    Base,
    Scadenza,
    Tempi,
    /// What the office writes to who collects. It is no field of the plan.
    Nota,
}

impl Campo {
    /// The key of the field in an outcome, for those that are in one.
    pub(super) fn di_esito(self) -> Option<&'static str> {
        Some(match self {
            Campo::Esito | Campo::Stato => "stato",
            Campo::Percentuale => "percentuale",
            Campo::InQuanto => "in_quanto",
            Campo::Narrativa => "narrativa",
            _ => return None,
        })
    }

    /// Its name in the hidden sheet of a workbook.
    pub(super) fn nome(self) -> String {
        match self {
            Campo::Target(anno) => format!("target.{anno}"),
            campo => format!("{campo:?}").to_lowercase(),
        }
    }

    /// The field by that name.
    pub(super) fn per_nome(nome: &str) -> Option<Self> {
        const ALL: [Campo; 11] = [
            Campo::Esito,
            Campo::Percentuale,
            Campo::InQuanto,
            Campo::Narrativa,
            Campo::Stato,
            Campo::Completamento,
            Campo::Rilevato,
            Campo::Base,
            Campo::Scadenza,
            Campo::Tempi,
            Campo::Nota,
        ];
        let year = nome.strip_prefix("target.").and_then(|year| year.parse().ok());
        year.map(Campo::Target).or_else(|| ALL.into_iter().find(|campo| campo.nome() == nome))
    }
}

/// The steps that lead to a part from its record.
fn passi(parte: Parte) -> Vec<Step> {
    let list = |name: &str, n: usize| vec![Step::Key(name.to_owned()), Step::Row(n)];
    match parte {
        Parte::Scheda => vec![],
        Parte::Fase(n) => list("fase", n),
        Parte::Risultato(n) => list("risultato", n),
        Parte::Indicatore(n) => list("indicatore", n),
        Parte::Quota(n, quota) => [list("indicatore", n), list("quota", quota)].concat(),
    }
}

/// The steps that lead to a field that is in no outcome.
pub(super) fn campo(parte: Parte, campo: Campo, momento: Momento) -> Vec<Step> {
    let key = |name: &str| Step::Key(name.to_owned());
    let own = match campo {
        Campo::Completamento => vec![key("completamento"), key(momento.label())],
        Campo::Rilevato => vec![key("rilevato"), key(momento.label())],
        Campo::Target(anno) => vec![key("target"), key(&anno.to_string())],
        Campo::Base => vec![key("base"), key("valore")],
        Campo::Scadenza => vec![key("scadenza")],
        Campo::Tempi => vec![key("tempi")],
        _ => vec![],
    };
    [passi(parte), own].concat()
}

/// The steps that lead to what a part is to reach, for all the years together.
pub(super) fn intero(parte: Parte) -> Vec<Step> {
    [passi(parte), vec![Step::Key("target".to_owned())]].concat()
}

/// The state of a phase as it is today, where the phase says it beside its outcomes.
fn oggi(parte: Parte) -> Vec<Step> {
    [passi(parte), vec![Step::Key("stato".to_owned())]].concat()
}

/// The list of the outcomes of a part.
pub(super) fn esiti(parte: Parte) -> Vec<Step> {
    [passi(parte), vec![Step::Key("misurazione".to_owned())]].concat()
}

/// The steps that lead to a field of an outcome of a part, by its row in their list.
pub(super) fn in_esito(parte: Parte, row: usize, key: &str) -> Vec<Step> {
    [esiti(parte), vec![Step::Row(row), Step::Key(key.to_owned())]].concat()
}

/// Where a record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Casa {
    /// In TOML: its table, and its place among those of its table.
    Toml(FileId, &'static str, usize),
    /// In a CSV: its first row.
    Csv(FileId, usize),
}

impl Casa {
    pub(super) fn file(self) -> FileId {
        match self {
            Casa::Toml(file, ..) | Casa::Csv(file, _) => file,
        }
    }
}

enum Aperto<'s> {
    Toml(Letto<'s>),
    Csv(Griglia),
}

/// The files of a plan, those that have records read.
pub(super) struct Fonti<'s> {
    sources: &'s Sources,
    aperti: BTreeMap<FileId, Aperto<'s>>,
}

impl<'s> Fonti<'s> {
    /// Reads the files in which one of `spans` is.
    pub(super) fn of(sources: &'s Sources, spans: impl Iterator<Item = Span>) -> Self {
        let mut aperti = BTreeMap::new();
        for span in spans.filter(|span| span.file.vicino().is_none()) {
            if aperti.contains_key(&span.file) {
                continue;
            }
            let found = sources.file(span.file).and_then(|file| {
                if celle::kind(file).is_some() {
                    return Some(Aperto::Csv(Griglia::of(file.text())));
                }
                Letto::of(&file.path, file.text()).map(Aperto::Toml)
            });
            aperti.extend(found.map(|found| (span.file, found)));
        }
        Fonti { sources, aperti }
    }

    /// Where the record at `span` is written; none where its values cannot be changed one by one.
    pub(super) fn casa(&self, span: Span) -> Option<Casa> {
        match self.aperti.get(&span.file)? {
            Aperto::Toml(letto) => {
                let (table, n) = letto.record(span.start as usize)?;
                Some(Casa::Toml(span.file, table, n))
            }
            Aperto::Csv(griglia) => Some(Casa::Csv(span.file, griglia.riga(span.start as usize)?)),
        }
    }

    /// The place in the list `name` of the record of what is written at `span`.
    pub(super) fn riga(&self, casa: Casa, list: &str, above: Option<Parte>, span: Span) -> Option<usize> {
        match (self.aperti.get(&span.file)?, casa) {
            (Aperto::Toml(letto), Casa::Toml(_, table, n)) => {
                let mut steps = above.map(passi).unwrap_or_default();
                steps.push(Step::Key(list.to_owned()));
                letto.riga(table, n, &steps, span.start as usize)
            }
            (Aperto::Csv(griglia), Casa::Csv(..)) => griglia.riga(span.start as usize),
            _ => None,
        }
    }

    /// What stands in a field.
    pub(super) fn scritto(&self, casa: Casa, parte: Parte, che: Campo, momento: Momento) -> Scritto {
        if che == Campo::Nota {
            return Scritto::Manca;
        }
        if (parte, che) == (Parte::Scheda, Campo::Narrativa) && self.nel_corpo(casa, momento) {
            return Scritto::Altro;
        }
        match (self.aperti.get(&casa.file()), casa) {
            (Some(Aperto::Toml(letto)), Casa::Toml(_, table, n)) => {
                let steps = verso(letto, (table, n), parte, che, momento);
                match steps.map_or(Scritto::Manca, |steps| letto.valore(table, n, &steps)) {
                    Scritto::Manca if che == Campo::Stato => letto.valore(table, n, &oggi(parte)),
                    said => said,
                }
            }
            (Some(Aperto::Csv(griglia)), Casa::Csv(_, row)) => griglia.scritto(row, parte, che, momento),
            _ => Scritto::Manca,
        }
    }

    /// Whether a card says what was done at a moment under a heading of its own: `## Consuntivo`.
    fn nel_corpo(&self, casa: Casa, momento: Momento) -> bool {
        let card = self.sources.file(casa.file()).filter(|file| file.has_extension("md"));
        card.is_some_and(|file| cards::racconta(file.text(), momento.label()))
    }

    /// Whether a field can be given a value where it has none: a target for the whole time has no room for that of one year.
    pub(super) fn ha_posto(&self, casa: Casa, parte: Parte, che: Campo) -> bool {
        let Campo::Target(_) = che else { return true };
        match (self.aperti.get(&casa.file()), casa) {
            (Some(Aperto::Toml(letto)), Casa::Toml(_, table, n)) => {
                let whole = intero(parte);
                let absent = [whole.clone(), vec![Step::Key("assente".to_owned())]].concat();
                !matches!(letto.valore(table, n, &whole), Scritto::Parole(_))
                    && letto.righe(table, n, &whole) == 0
                    && letto.valore(table, n, &absent) == Scritto::Manca
            }
            (Some(Aperto::Csv(griglia)), Casa::Csv(..)) => griglia.senza_intero(parte),
            _ => false,
        }
    }
}

/// The row of the outcome of a part at a moment: of the whole, and not of the share of a unit.
fn esito(letto: &Letto<'_>, table: &str, n: usize, parte: Parte, momento: Momento) -> Option<usize> {
    let word = |row: usize, key: &str| letto.valore(table, n, &in_esito(parte, row, key));
    (0..letto.righe(table, n, &esiti(parte))).find(|row| {
        word(*row, "momento") == Scritto::Parole(momento.label().to_owned()) && word(*row, "unita") == Scritto::Manca
    })
}

/// The steps that lead to a field of a part of a record; none for what is said in an outcome that is not there.
fn verso(
    letto: &Letto<'_>,
    (table, n): (&str, usize),
    parte: Parte,
    che: Campo,
    momento: Momento,
) -> Option<Vec<Step>> {
    match che.di_esito() {
        Some(key) => esito(letto, table, n, parte, momento).map(|row| in_esito(parte, row, key)),
        None => Some(campo(parte, che, momento)),
    }
}

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Valore {
    pub(super) casa: Casa,
    pub(super) parte: Parte,
    pub(super) campo: Campo,
    pub(super) parole: String,
}

/// A text with new values in it, and the place of each.
pub(super) struct Nuovo {
    pub(super) testo: String,
    pub(super) posti: Vec<Option<Range<usize>>>,
}

/// The text of a file with those values of `momento` in it.
///
/// # Errors
/// The number of the value that cannot be written, and why.
pub(super) fn scrivi(file: &File, valori: &[&Valore], momento: Momento) -> Result<Nuovo, (usize, String)> {
    if celle::kind(file).is_some() {
        return Griglia::of(file.text())
            .scrivi(valori, momento)
            .map_err(|n| (n, "nel CSV non c’è un posto per questo valore: scrivilo a mano".to_owned()));
    }
    // What is asked of it does not change while the values are written, each in its place.
    let letto = Letto::of(&file.path, file.text()).ok_or_else(|| (0, "il file non si legge".to_owned()))?;
    let mut text = file.text().to_owned();
    let mut done = vec![false; valori.len()];
    for (n, valore) in valori.iter().enumerate() {
        if done.get(n).copied().unwrap_or(true) {
            continue;
        }
        let Casa::Toml(_, table, record) = valore.casa else { continue };
        let words = || Change::Testo(valore.parole.clone());
        // A phase that says its state is given the new one there, so that all the pages say the same.
        let today = Some(oggi(valore.parte)).filter(|steps| letto.valore(table, record, steps) != Scritto::Manca);
        let today = today.filter(|_| matches!(valore.parte, Parte::Fase(_)));
        let of_today = |other: &Valore| other.campo == Campo::Stato && today.is_some();
        let mut changes: Vec<(Vec<Step>, Change)> = Vec::new();
        match verso(&letto, (table, record), valore.parte, valore.campo, momento) {
            Some(own) => {
                if !of_today(valore) || letto.valore(table, record, &own) != Scritto::Manca {
                    changes.push((own, words()));
                }
            }
            None if of_today(valore) => {}
            // The outcome is not there yet: it is written whole, with all that is said of it.
            None => {
                let same =
                    |other: &Valore| other.casa == valore.casa && other.parte == valore.parte && !of_today(other);
                let mut fields = vec![("momento", momento.label().to_owned())];
                for key in ["stato", "percentuale", "in_quanto", "narrativa"] {
                    let found =
                        valori.iter().enumerate().find(|(_, other)| same(other) && other.campo.di_esito() == Some(key));
                    if let Some((at, other)) = found {
                        fields.push((key, other.parole.clone()));
                        done.get_mut(at).into_iter().for_each(|done| *done = true);
                    }
                }
                changes.push((esiti(valore.parte), Change::Parte(fields)));
            }
        }
        changes.extend(today.filter(|_| valore.campo == Campo::Stato).map(|steps| (steps, words())));
        for (steps, change) in changes {
            text = cambia::change(&file.path, &text, table, record, &steps, &change).map_err(|_| {
                (n, "è scritto in una forma che il programma non sa cambiare: scrivilo a mano".to_owned())
            })?;
        }
    }
    let places = Letto::of(&file.path, &text).map(|letto| {
        let place = |valore: &&Valore| {
            let Casa::Toml(_, table, record) = valore.casa else { return None };
            let own = verso(&letto, (table, record), valore.parte, valore.campo, momento);
            let there = own.filter(|steps| letto.valore(table, record, steps) != Scritto::Manca);
            let steps = there.or_else(|| (valore.campo == Campo::Stato).then(|| oggi(valore.parte)))?;
            letto.posto(table, record, &steps)
        };
        valori.iter().map(place).collect()
    });
    Ok(Nuovo { testo: text, posti: places.unwrap_or_default() })
}
