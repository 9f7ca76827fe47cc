//! A section that its authors have still to write is told once, with what it lacks.

use crate::base::span::Span;
use crate::conti::completezza::completezza;
use crate::piano::piano_tipo::titolo;
use crate::piano::settings::Stato;
use crate::piano::{Lavorazione, Sezione};
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::nota("P1032", "sezione-da-compilare", include_str!("sezione_da_compilare.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if cx.set.stato == Stato::Approvato || !cx.del_piao() {
        return;
    }
    let all = da_compilare(cx);
    // Of what could not be read nobody knows whether it lacks.
    let read = !all.is_empty() && !cx.piano.incompleto.fatti;
    let table = if read { completezza(cx.piano, cx.index) } else { None };
    for gruppo in all {
        let Some(mut problem) = problem(cx, &REGOLA, &gruppo) else { continue };
        let numero = gruppo.sezione.front.sezione.as_ref().map(|numero| numero.value.trim());
        let examined = table.iter().flat_map(|table| &table.sezioni).find(|one| Some(one.numero) == numero);
        // The first evidence is its text, which is not there.
        let lacks = examined.iter().flat_map(|one| one.evidenze.iter().skip(1)).filter(|one| !one.mancano.is_empty());
        problem = lacks.fold(problem, |problem, one| problem.note(one.detta()));
        out.push(problem.help(format!(
            "quando la cominci scrivi `stato = \"{}\"`, e da lì si controlla anche ciò che le manca",
            Lavorazione::InCompilazione.nome()
        )));
    }
}

/// A section of the Piano-tipo with the files, its own or under it, that are still to be written.
pub struct Gruppo<'a> {
    /// The section: one without a number, and under none that has, stands alone.
    pub sezione: &'a Sezione,
    /// The place of `stato` in each of those files.
    pub places: Vec<Span>,
}

/// The sections that are still to be written, in order.
pub fn da_compilare<'a>(cx: &Cx<'a>) -> Vec<Gruppo<'a>> {
    fn go<'a>(sezione: &'a Sezione, above: Option<&'a Sezione>, out: &mut Vec<Gruppo<'a>>) {
        let head = if sezione.front.sezione.is_some() { sezione } else { above.unwrap_or(sezione) };
        if let (Some(stato), Some(Lavorazione::DaCompilare)) = (&sezione.front.stato, sezione.front.lavorazione()) {
            match out.last_mut().filter(|last| std::ptr::eq(last.sezione, head)) {
                Some(last) => last.places.push(stato.span),
                None => out.push(Gruppo { sezione: head, places: vec![stato.span] }),
            }
        }
        // Only a section with a number gathers those under it.
        let above = if head.front.sezione.is_some() { Some(head) } else { None };
        sezione.children.iter().for_each(|child| go(child, above, out));
    }
    let mut out = Vec::new();
    cx.piano.sezioni.iter().for_each(|sezione| go(sezione, None, &mut out));
    out
}

/// The message that a section is to be written, at the first of its files.
pub fn problem(cx: &Cx<'_>, regola: &Regola, gruppo: &Gruppo<'_>) -> Option<Diagnostic> {
    let (first, rest) = gruppo.places.split_first()?;
    let name = match gruppo.sezione.front.sezione.as_ref().map(|numero| numero.value.trim()) {
        Some(numero) => format!("{numero} «{}»", titolo(numero).unwrap_or(&gruppo.sezione.titolo)),
        None => format!("«{}»", crate::base::text::short(&gruppo.sezione.titolo)),
    };
    let problem = regola.at(*first, format!("la sezione {name} è da compilare"));
    let others: Vec<String> =
        rest.iter().filter_map(|place| Some(format!("`{}`", cx.sources.file(place.file)?.path))).collect();
    Some(if others.is_empty() { problem } else { problem.note(format!("lo sono anche {}", elenco(&others))) })
}
