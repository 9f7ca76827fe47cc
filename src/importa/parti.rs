//! The parts of a record that is imported again, as its phases: each is followed by its words, wherever it stands, and never by its place.

use super::tavola::{Riga, Scheda};
use super::unione::{Detto, valore};
use crate::base::text::{at_most, flat, flat_words, short};
use std::collections::{BTreeMap, BTreeSet};

/// The fields that say which part it is, the surest first.
const NOMI: [&str; 6] = ["testo", "evento", "strumento", "titolo", "nome", "descrizione"];

/// The part, of `parti`, of which a column has a field.
pub(super) fn di<'p>(campo: &str, parti: &[&'p str]) -> Option<&'p str> {
    let (part, _) = campo.split_once('.')?;
    parti.iter().copied().find(|known| *known == part)
}

/// Whether a field says which part it is.
pub(super) fn e_nome(campo: &str) -> bool {
    campo.split_once('.').is_some_and(|(_, field)| NOMI.contains(&field))
}

/// A part of a record, with the row of the record that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Parte {
    n: usize,
    riga: Riga,
}

impl Parte {
    /// The words that say which it is: all of them, where no field does.
    fn parole(&self, parte: &str) -> String {
        let said = |field: &str| self.riga.get(&format!("{parte}.{field}")).filter(|voce| !voce.testo.is_empty());
        let name = NOMI.iter().find_map(|field| said(field)).map(|voce| voce.testo.clone());
        name.unwrap_or_else(|| self.riga.values().map(|voce| voce.testo.as_str()).collect::<Vec<_>>().join(" "))
    }

    /// Whether it says the same, wherever it is written.
    fn dice_come(&self, other: &Parte) -> bool {
        let said = |parte: &Parte| {
            let cells = parte.riga.iter().filter(|(_, voce)| !voce.testo.is_empty());
            cells.map(|(campo, voce)| (campo.clone(), voce.testo.clone())).collect::<BTreeMap<_, _>>()
        };
        said(self) == said(other)
    }
}

/// The parts of a record.
fn parti(scheda: &Scheda, parte: &str) -> Vec<Parte> {
    let each = scheda.righe.iter().enumerate().map(|(n, riga)| {
        let own = riga.iter().filter(|(campo, _)| di(campo, &[parte]).is_some());
        Parte { n, riga: own.map(|(campo, voce)| (campo.clone(), voce.clone())).collect() }
    });
    each.filter(|part| part.riga.values().any(|voce| !voce.testo.is_empty())).collect()
}

/// For each of `a`, the one of `b` that is the same part. Parts with the same words are told apart by the rest of them, or by their order
/// where there are as many.
fn coppie(a: &[Parte], b: &[Parte], parte: &str) -> Vec<Option<usize>> {
    let mut out: Vec<Option<usize>> = vec![None; a.len()];
    let names = |all: &[Parte]| -> Vec<String> { all.iter().map(|part| flat(&part.parole(parte))).collect() };
    let (mine, theirs) = (names(a), names(b));
    for name in mine.iter().collect::<BTreeSet<_>>() {
        let with =
            |all: &[String]| -> Vec<usize> { (0..).zip(all).filter(|(_, one)| *one == name).map(|(n, _)| n).collect() };
        let (mut left, mut right) = (with(&mine), with(&theirs));
        left.retain(|n| {
            let same = |m: &usize| a.get(*n).zip(b.get(*m)).is_some_and(|(one, other)| one.dice_come(other));
            let found = right.iter().position(same).map(|at| right.remove(at));
            if let Some(slot) = out.get_mut(*n) {
                *slot = found;
            }
            found.is_none()
        });
        if left.len() == right.len() {
            for (n, m) in left.into_iter().zip(right) {
                out.get_mut(n).into_iter().for_each(|slot| *slot = Some(m));
            }
        }
    }
    out
}

/// The same, of what the sheet said the last time: there a part whose words were mended is the same one, where all the others are known
/// and half of its words stay.
fn dalla_volta_scorsa(now: &[Parte], last: &[Parte], parte: &str) -> Vec<Option<usize>> {
    let mut out = coppie(now, last, parte);
    let alone: Vec<usize> = (0..).zip(&out).filter(|(_, found)| found.is_none()).map(|(n, _)| n).collect();
    if let ([n], true) = (alone.as_slice(), now.len() == last.len())
        && !out.contains(&Some(*n))
        && let (Some(mine), Some(before), Some(slot)) = (now.get(*n), last.get(*n), out.get_mut(*n))
    {
        let words = |part: &Parte| flat_words(&part.parole(parte)).into_iter().collect::<BTreeSet<_>>();
        let (mine, before) = (words(mine), words(before));
        *slot = Some(*n).filter(|_| 2 * mine.intersection(&before).count() >= mine.len().max(before.len()));
    }
    out
}

/// A part of a record of the plan after an import.
pub(super) struct Dopo {
    /// The row of the record in which it stands; none for one that the plan did not have.
    pub(super) riga: Option<usize>,
    pub(super) voci: Riga,
    /// Which part of the sheet it is.
    foglio: Option<usize>,
}

/// Puts into the record of the plan, `out`, what the sheet changed in its parts of one kind; the rest is as [`confronta`] says.
pub(super) fn unisci(
    chi: &str,
    parte: &str,
    tre: [&Scheda; 3],
    [out, ricordo]: [&mut Scheda; 2],
    vince: bool,
    said: &mut Vec<Detto>,
) {
    let now = confronta(chi, parte, tre, ricordo, vince, said);
    metti(out, parte, now);
}

/// The parts of one kind of a record, in their order, with what the sheet changed in them. `ricordo`, which is what the sheet says, is
/// given what it said before where nobody has decided yet. Of the three records, the first is what the sheet said the last time, then
/// come that of the plan and that of the sheet.
pub(super) fn confronta(
    chi: &str,
    parte: &str,
    tre: [&Scheda; 3],
    ricordo: &mut Scheda,
    vince: bool,
    said: &mut Vec<Detto>,
) -> Vec<Dopo> {
    let [last, piano, foglio] = tre.map(|scheda| parti(scheda, parte));
    let (before, sheet_before) = (dalla_volta_scorsa(&piano, &last, parte), dalla_volta_scorsa(&foglio, &last, parte));
    // The part of the sheet that each of the plan is: as it was the last time, or by its words.
    let by_words = coppie(&piano, &foglio, parte);
    let mut same: Vec<Option<usize>> =
        before.iter().map(|k| k.and_then(|k| sheet_before.iter().position(|other| *other == Some(k)))).collect();
    for (n, m) in by_words.into_iter().enumerate() {
        if let (Some(m), Some(slot)) = (m, same.get(n).copied())
            && slot.is_none()
            && !same.contains(&Some(m))
        {
            same.get_mut(n).into_iter().for_each(|slot| *slot = Some(m));
        }
    }
    let label = |part: &Parte| format!("{parte} «{}»", short(&part.parole(parte)));
    // Where there are several, a value says of which it is.
    let owner = |part: &Parte| match piano.len().max(foglio.len()) {
        0 | 1 => chi.to_owned(),
        _ => format!("{chi}, {parte} «{}»", at_most(&part.parole(parte), 20)),
    };
    let mut now: Vec<Dopo> = Vec::new();
    for (n, mine) in piano.iter().enumerate() {
        let m = same.get(n).copied().flatten();
        let k = m.and_then(|m| sheet_before.get(m).copied().flatten()).or_else(|| before.get(n).copied().flatten());
        let Some((m, theirs)) = m.and_then(|m| Some((m, foglio.get(m)?))) else {
            if k.is_some() {
                said.push(Detto::ParteSparita { chi: chi.to_owned(), parte: label(mine) });
            }
            now.push(Dopo { riga: Some(mine.n), voci: mine.riga.clone(), foglio: None });
            continue;
        };
        let was = k.and_then(|k| last.get(k)).map(|part| part.riga.clone()).unwrap_or_default();
        let mut riga = mine.riga.clone();
        let row = theirs.riga.values().find_map(|voce| voce.posto).map(|posto| posto.0);
        let fields: BTreeSet<&String> = mine.riga.keys().chain(theirs.riga.keys()).collect();
        for campo in fields {
            let three = [was.get(campo).cloned(), mine.riga.get(campo).cloned(), theirs.riga.get(campo).cloned()];
            let esito = valore(&owner(mine), campo, three, row, vince, said);
            riga.extend(esito.piano.map(|voce| (campo.clone(), voce)));
            if let (Some(voce), Some(remembered)) = (esito.ricordo, ricordo.righe.get_mut(theirs.n)) {
                remembered.insert(campo.clone(), voce);
            }
        }
        now.push(Dopo { riga: Some(mine.n), voci: riga, foglio: Some(m) });
    }
    for (m, theirs) in foglio.iter().enumerate().filter(|(m, _)| !same.contains(&Some(*m))) {
        if sheet_before.get(m).copied().flatten().is_some() && !vince {
            let posto = theirs.riga.values().find_map(|voce| voce.posto);
            said.push(Detto::ParteTolta { chi: chi.to_owned(), parte: label(theirs), posto });
            continue;
        }
        said.push(Detto::ParteNuova { chi: chi.to_owned(), parte: label(theirs) });
        // After the one that it follows in the sheet.
        let after = (0..m).rev().find_map(|above| now.iter().position(|other| other.foglio == Some(above)));
        let at = after.map_or(if m == 0 { 0 } else { now.len() }, |at| at + 1);
        now.insert(at, Dopo { riga: None, voci: theirs.riga.clone(), foglio: Some(m) });
    }
    now
}

/// Writes the parts in the rows that have some, and the others in those below.
fn metti(out: &mut Scheda, parte: &str, now: Vec<Dopo>) {
    for riga in &mut out.righe {
        riga.retain(|campo, _| di(campo, &[parte]).is_none());
    }
    let rows: Vec<usize> = now.iter().filter_map(|part| part.riga).collect();
    let mut rows = rows.into_iter();
    let mut next = 0;
    for part in now {
        let n = rows.next().unwrap_or(next);
        next = n + 1;
        while out.righe.len() <= n {
            out.righe.push(Riga::new());
        }
        if let Some(row) = out.righe.get_mut(n) {
            row.extend(part.voci);
        }
    }
}
