//! What was moved: texts that stand in another order than they had, and words that are taken away in one place and put in another. Half of
//! a move would take words out of the plan, or double them: a move is told as one. It may be written where Word tracked it, and a whole
//! paragraph goes after another of its file.

use super::copia::Copia;
use super::lista::RigaDiLista;
use crate::base::span::Span;
use crate::diag::Diagnostic;
use crate::diag::codes::{P1521, P1522};
use crate::emit::docx::{Oggi, sole};
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Fewer letters than these may be in two places by chance.
const UGUALI: usize = 12;
/// The same for words that are a part of others.
const DENTRO: usize = 40;

/// Texts of the copy that stand one after the other, in another place than they had.
pub(super) struct Spostato {
    /// Their places among those of the copy.
    pub(super) texts: Range<usize>,
    /// Whether the copy has them in their place too.
    pub(super) ripetuto: bool,
}

/// The texts that are not where they were: as few as they can be. By the place of the first.
pub(super) fn fuori_posto(copia: &Copia) -> BTreeMap<usize, Spostato> {
    let mut parts: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let mut out: Vec<(usize, usize, bool)> = vec![];
    for (n, unit) in copia.unita.iter().enumerate() {
        let Some(segno) = &unit.segno else { continue };
        if unit.portata().is_some_and(|_| copia.tolta_altrove(unit)) {
            continue;
        }
        if seen.insert(segno.numero) {
            parts.entry(unit.parte).or_default().push((n, segno.numero));
        } else {
            out.push((n, segno.numero, true));
        }
    }
    for all in parts.values() {
        let numbers: Vec<usize> = all.iter().map(|(_, number)| *number).collect();
        let still = crescente(&numbers);
        let moved = all.iter().enumerate().filter(|(at, _)| !still.contains(at));
        out.extend(moved.map(|(_, (n, number))| (*n, *number, false)));
    }
    out.sort_unstable();
    let mut groups: Vec<(Spostato, usize)> = vec![];
    for (n, number, ripetuto) in out {
        match groups.last_mut() {
            Some((last, before)) if last.texts.end == n && *before < number && last.ripetuto == ripetuto => {
                last.texts.end = n + 1;
                *before = number;
            }
            _ => groups.push((Spostato { texts: n..n + 1, ripetuto }, number)),
        }
    }
    groups.into_iter().map(|(group, _)| (group.texts.start, group)).collect()
}

/// The places of the longest run of numbers that grow, others left out between them.
fn crescente(numbers: &[usize]) -> BTreeSet<usize> {
    // For each length, the place of the smallest number with which a run of it ends.
    let mut ends: Vec<usize> = vec![];
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    let of = |at: usize| numbers.get(at).copied().unwrap_or_default();
    for (at, number) in numbers.iter().enumerate() {
        let long = ends.partition_point(|end| of(*end) < *number);
        before.push(long.checked_sub(1).and_then(|n| ends.get(n)).copied());
        match ends.get_mut(long) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    std::iter::successors(ends.last().copied(), |at| before.get(*at).copied().flatten()).collect()
}

/// A comment or a change, ready to be told.
pub(super) struct Detto {
    pub(super) problema: Diagnostic,
    pub(super) riga: RigaDiLista,
    pub(super) mezza: Option<Mezza>,
}

/// The words that a change takes away and those that it puts in their place.
#[derive(Debug, Default, Clone)]
pub(super) struct Mezza {
    pub(super) tolte: String,
    pub(super) messe: String,
    /// Who, where Word tracked it.
    pub(super) chi: Option<String>,
    /// Whether Word says that it is a half of a move.
    pub(super) spostata: bool,
    /// Which text of the plan is taken away whole; and after which text something is put.
    pub(super) posto: Option<usize>,
    pub(super) dopo: Option<usize>,
}

/// Tells as one what takes words away and what puts the same words elsewhere. Where that is only likely, neither is to be written.
pub(super) fn accoppia(mut detti: Vec<Detto>, oggi: &Oggi, sources: &Sources) -> Vec<(Diagnostic, RigaDiLista)> {
    let halves: Vec<(usize, Mezza, [String; 2])> = detti
        .iter()
        .enumerate()
        .filter_map(|(n, detto)| Some((n, detto.mezza.clone()?)))
        .map(|(n, half)| (n, half.clone(), [sole(&half.tolte), sole(&half.messe)]))
        .collect();
    let mut by_words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, _, [gone, put]) in halves.iter().rev() {
        if gone.is_empty() && !put.is_empty() {
            by_words.entry(put).or_default().push(*n);
        }
    }
    let half = |n: usize| halves.iter().find(|(at, ..)| *at == n).map(|(_, half, _)| half);
    // The second half of each first one.
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (n, one, [gone, put]) in &halves {
        let Some(others) = by_words.get_mut(gone.as_str()).filter(|_| put.is_empty()) else { continue };
        let long = gone.chars().count() >= UGUALI;
        let fits = |other: &usize| long || one.spostata && half(*other).is_some_and(|other| other.spostata);
        if let Some(other) = others.last().copied().filter(fits) {
            others.pop();
            pairs.insert(*n, other);
        }
    }
    let seconds: BTreeSet<usize> = pairs.values().copied().collect();
    // The shorter stands in the longer, and is no shorter than this.
    let enough = |words: &String| words.chars().count() >= UGUALI.min(DENTRO);
    let puts: Vec<_> = halves.iter().filter(|(n, _, [_, new])| !seconds.contains(n) && enough(new)).collect();
    for (n, _, [gone, put]) in halves.iter().filter(|(n, _, [gone, _])| !pairs.contains_key(n) && enough(gone)) {
        for (other, _, [theirs, new]) in puts.iter().filter(|(other, ..)| other != n) {
            let (short, long) = if gone.len() < new.len() { (gone, new) } else { (new, gone) };
            let least = if short == long { UGUALI } else { DENTRO };
            if short.chars().count() >= least
                && long.contains(short.as_str())
                && !put.contains(short.as_str())
                && !theirs.contains(short.as_str())
            {
                for (which, says) in [
                    (*n, "le parole tolte qui sono aggiunte altrove"),
                    (*other, "le parole aggiunte qui sono tolte altrove"),
                ] {
                    let Some(detto) = detti.get_mut(which) else { continue };
                    detto.problema.proposta = None;
                    if !detto.problema.notes.iter().any(|note| note.starts_with(says)) {
                        detto.problema.notes.push(format!("{says}: se è uno spostamento, scrivi l’uno e l’altro"));
                    }
                }
            }
        }
    }
    let mut out = vec![];
    for (n, detto) in detti.iter().enumerate().filter(|(n, _)| !seconds.contains(n)) {
        let Some(second) = pairs.get(&n).and_then(|other| detti.get(*other)) else {
            out.push((detto.problema.clone(), detto.riga.clone()));
            continue;
        };
        let (Some(from), Some(to)) = (&detto.mezza, &second.mezza) else { continue };
        // The plan has moved it already: it stands where the copy has it.
        if from.posto.zip(to.dopo).is_some_and(|(posto, dopo)| posto == dopo + 1) {
            continue;
        }
        let (mut problem, row) = uno(detto, second, from, to, oggi);
        problem.proposta = mossa(from, to, oggi, sources);
        out.push((problem, row));
    }
    out
}

/// A move, of its two halves.
fn uno(detto: &Detto, second: &Detto, from: &Mezza, to: &Mezza, oggi: &Oggi) -> (Diagnostic, RigaDiLista) {
    let words = super::detto(&from.tolte);
    let (code, message) = match from.chi.as_ref().or(to.chi.as_ref()) {
        Some(who) => (P1521, format!("{who} propone di spostare «{words}»")),
        None => (P1522, format!("spostato senza che Word lo registrasse: «{words}»")),
    };
    let mut problem = match detto.problema.span {
        Some(span) => Diagnostic::at(code, span, message),
        None => Diagnostic::global(code, message),
    };
    problem.notes.clone_from(&detto.problema.notes);
    if let Some(span) = second.problema.span {
        problem = problem.other(span, "va qui");
    }
    if let Some(before) = to.dopo.and_then(|dopo| oggi.testo(dopo)) {
        problem =
            problem.note(format!("nella copia è un capoverso, o una riga, dopo «{}»", super::detto(&before.parole)));
    }
    let mut row = detto.riga.clone();
    row.che = if code.name == P1521.name { "modifica" } else { "modifica non registrata" };
    if row.autore.is_empty() {
        row.autore.clone_from(&second.riga.autore);
        row.data.clone_from(&second.riga.data);
    }
    row.dopo = match second.riga.file.as_str() {
        "" => "spostate".to_owned(),
        file => format!("spostate: {file}:{}", second.riga.riga),
    };
    (problem, row)
}

/// A move that Word tracked as one change of the source, from the first of the two places to the last: where a paragraph goes whole, with
/// the words that it has, after another paragraph of its file or after a heading.
fn mossa(from: &Mezza, to: &Mezza, oggi: &Oggi, sources: &Sources) -> Option<(Span, String)> {
    let (gone, before) = (oggi.testo(from.posto?)?, oggi.testo(to.dopo?)?);
    let id = gone.span.file;
    let file = sources.file(id).filter(|file| file.has_extension("md") && id.vicino().is_none())?;
    let same = from.tolte.trim() == to.messe.trim() && before.span.file == id;
    if from.chi.is_none() || to.chi.is_none() || !same || gone.riga.is_some() || before.riga.is_some() {
        return None;
    }
    let text = file.text();
    let own = blocco(text, &gone.span.range()).filter(|own| *own == gone.span.range())?;
    let above = blocco(text, &before.span.range())
        .filter(|above| *above == before.span.range() || text.get(above.clone()).is_some_and(titolo))?;
    let words = text.get(own.clone())?;
    if own.end <= above.start {
        let next = above.start - text.get(own.end..above.start)?.trim_start().len();
        let rest = text.get(next..above.end)?;
        Some((Span::new(id, own.start..above.end), format!("{rest}\n\n{words}")))
    } else if above.end <= own.start {
        let rest = text.get(above.end..own.start)?.trim_end();
        Some((Span::new(id, above.end..own.end), format!("\n\n{words}{rest}")))
    } else {
        None
    }
}

/// The lines around a place, as far as blank ones, without the blanks at their end.
fn blocco(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..range.start)?.rfind("\n\n").map_or(0, |at| at + 2);
    let end = text.get(range.end..)?.find("\n\n").map_or(text.len(), |at| range.end + at);
    let long = text.get(start..end)?.trim_end().len();
    Some(start..start + long)
}

/// Whether a block is a heading.
fn titolo(block: &str) -> bool {
    block.starts_with('#') && !block.contains('\n')
}

#[cfg(test)]
mod tests {
    use super::crescente;

    #[test]
    fn what_moved_is_as_little_as_it_can_be() {
        let still = |numbers: &[usize]| crescente(numbers).into_iter().collect::<Vec<_>>();
        assert_eq!(still(&[1, 2, 3]), [0, 1, 2]);
        assert_eq!(still(&[1, 4, 2, 3, 5]), [0, 2, 3, 4]);
        assert_eq!(still(&[3, 1, 2]), [1, 2]);
        assert!(still(&[]).is_empty());
    }
}
