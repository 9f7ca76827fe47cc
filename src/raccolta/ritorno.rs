//! What came back, put where the plan has it. A value that the plan has already is no news; one that was changed on both sides is told and
//! stays; one that the plan does not accept is told at its cell and stays out.

use super::dovuti::Dovuti;
use super::fonti::{Campo, Nuovo, Parte, Valore, scrivi};
use super::illeggibile;
use super::letto::{self, Letta, Libro};
use super::moduli::{Aperta, Riga};
use super::parole::{leggi, piano};
use crate::base::text::short;
use crate::diag::codes::{P1503, P1504, P1506, P1507};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::editor::cambia::{self, Change, Step};
use crate::piano::element::quanti;
use crate::piano::settings::Momento;
use crate::project::{Compiled, Plan};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The settings of a plan.
const SETTINGS: &str = "piao.toml";

/// What the workbooks change, and what there is to say of them.
#[derive(Debug, Default)]
pub(crate) struct Ritorno {
    /// The new texts, by their paths in the folder of the plan.
    pub(crate) files: BTreeMap<String, String>,
    /// What became of each workbook, a sentence each.
    pub(crate) libri: Vec<String>,
    /// The values that changed, a line each.
    pub(crate) cambiati: Vec<String>,
    /// What the offices write to who collects, a line each.
    pub(crate) note: Vec<String>,
    /// What was not understood, or not done.
    pub(crate) problemi: Vec<Diagnostic>,
}

/// A value that a workbook would give to the plan.
struct Proposta {
    valore: Valore,
    /// The number of its workbook.
    libro: usize,
    posto: String,
    chi: String,
    titolo: String,
    /// What the plan says now.
    prima: String,
    /// Where the plan accepts it, what to say of it; where it does not, why.
    rifiutata: Option<Diagnostic>,
}

/// Puts what `libri` say into the plan. With `vince` the workbook has its way where a value was changed on both sides.
///
/// # Errors
/// P1507 when a workbook is of another plan, or the workbooks are of different moments.
pub(crate) fn ritorno(libri: &[Libro], plan: &mut Plan, vince: bool) -> Result<Ritorno, Diagnostic> {
    let momento = uno(libri, plan.compile(&mut |_| {}))?;
    al_momento(plan, momento);
    let compiled = plan.compile(&mut |_| {});
    let dovuti = Dovuti::of(compiled, Some(momento)).ok_or_else(illeggibile)?;
    let mut out = Ritorno::default();
    let mut proposte: Vec<Proposta> = Vec::new();
    for (n, libro) in libri.iter().enumerate() {
        out.problemi.extend(libro.problemi.iter().cloned());
        for riga in &libro.righe {
            match ritrova(riga, libro, dovuti.righe()) {
                Some(record) => {
                    for cell in &riga.celle {
                        out.confronta(cell, record, (n, vince), &mut proposte);
                    }
                }
                None => out.sparita(riga),
            }
        }
    }
    senza_esito(&mut proposte, &dovuti);
    let before = compiled.diags.clone();
    // The plan decides: what it cannot read stays out, and the rest is tried again.
    let (mut files, mut places) = prova(&mut proposte, &dovuti, momento);
    loop {
        let laid: Vec<String> = files.keys().cloned().collect();
        for (path, text) in &files {
            plan.lay(path, text);
        }
        let after = plan.compile(&mut |_| {});
        let refused = giudica(&mut proposte, &places, after, &before)?;
        if !refused {
            out.problemi.extend(avvisi(&proposte, &places, after));
            break;
        }
        laid.iter().for_each(|path| plan.lift(path));
        let compiled = plan.compile(&mut |_| {});
        let dovuti = Dovuti::of(compiled, Some(momento)).ok_or_else(illeggibile)?;
        (files, places) = prova(&mut proposte, &dovuti, momento);
    }
    out.files = files;
    out.racconta(libri, &proposte, plan, momento);
    Ok(out)
}

/// Makes the plan one of that moment, as it will be when what came back is published: so an outcome is judged now, and not on the day on
/// which somebody writes the moment in the settings.
fn al_momento(plan: &mut Plan, momento: Momento) {
    let settings = plan.on_disk(SETTINGS).filter(|file| file.only_read().is_none());
    let steps = [Step::Key("momento".to_owned())];
    let what = Change::Testo(momento.label().to_owned());
    let changed = settings.and_then(|file| cambia::change(SETTINGS, file.text(), "", 0, &steps, &what).ok());
    if let Some(text) = changed {
        plan.lay(SETTINGS, &text);
    }
}

/// The one moment of the workbooks, all of this plan.
fn uno(libri: &[Libro], compiled: &Compiled) -> Result<Momento, Diagnostic> {
    let set = compiled.piano.impostazioni.as_ref().ok_or_else(illeggibile)?;
    let own = (&set.ente.nome.value, &set.triennio.value, set.anno().to_string());
    for libro in libri {
        if (&libro.ente, &libro.triennio, libro.anno.clone()) != own {
            let what = format!(
                "`{}` è della raccolta di un altro piano: {}, {}, anno {}",
                libro.file, libro.ente, libro.triennio, libro.anno
            );
            let here = format!("questo piano è di {}, {}, anno {}; non è stato scritto niente", own.0, own.1, own.2);
            return Err(Diagnostic::global(P1507, what)
                .note(here)
                .help("indica la cartella di quel piano dopo il nome del file"));
        }
    }
    let mut moments: Vec<(Momento, &str)> = libri.iter().map(|libro| (libro.momento, libro.file.as_str())).collect();
    moments.sort_unstable();
    match (moments.first(), moments.last()) {
        (Some((first, _)), Some((last, _))) if first == last => Ok(*first),
        (Some((first, a)), Some((last, b))) => {
            let what = format!("i file sono di due momenti: `{a}` di {}, `{b}` di {}", first.label(), last.label());
            Err(Diagnostic::global(P1507, what)
                .note("non è stato scritto niente")
                .help("importali in due volte, con due comandi"))
        }
        _ => Err(Diagnostic::global(P1507, "non c’è nessun file di una raccolta")
            .help("indica un file che `piao raccolta` ha scritto")),
    }
}

/// The row of the plan that a row of a workbook is of: the part with its words, or the one in its place where its words were changed.
fn ritrova<'r>(riga: &letto::Riga, libro: &Libro, righe: &'r [Riga]) -> Option<&'r Riga> {
    let own: Vec<&Riga> = righe.iter().filter(|one| one.foglio == riga.foglio && one.id == riga.id).collect();
    let same = |one: &&&Riga| piano(&one.testo) == riga.testo;
    // Of several with the same words, the one in its place.
    if let Some(found) = own.iter().filter(same).find(|one| one.n == riga.n).or_else(|| own.iter().find(same)) {
        return Some(found);
    }
    let taken = |one: &&&Riga| {
        let theirs = libro.righe.iter().filter(|other| other.foglio == riga.foglio && other.id == riga.id);
        theirs.into_iter().any(|other| other.testo == piano(&one.testo))
    };
    own.iter().find(|one| one.n == riga.n && !taken(one)).copied()
}

impl Ritorno {
    fn sparita(&mut self, riga: &letto::Riga) {
        let changed = |cell: &&Letta| cell.campo.is_some() && cell.ora != cell.prima;
        let Some(first) = riga.celle.iter().find(changed) else { return };
        let message = format!(
            "{}: nel piano non c’è più «{}»: «{}» non si sa dove va",
            first.posto,
            short(&riga.testo),
            short(&first.ora)
        );
        self.problemi.push(
            Diagnostic::global(P1503, message).help(format!("scrivilo a mano, se serve; la riga è {}", riga.posto)),
        );
    }

    /// Compares what a cell says with what it said and with what the plan says now.
    fn confronta(&mut self, cell: &Letta, record: &Riga, (libro, vince): (usize, bool), proposte: &mut Vec<Proposta>) {
        if cell.ora == cell.prima {
            return;
        }
        let told = |what: String| Diagnostic::global(P1503, format!("{}: {what}", cell.posto));
        if cell.campo == Some(Campo::Nota) {
            self.note.push(format!("{}: «{}» ({})", record.chi, cell.ora, cell.posto));
            return;
        }
        let Some(open) = cell.campo.and_then(|campo| record.aperta(campo)) else {
            let what = format!("questa cella era da leggere, e adesso dice «{}»: non è stata presa", short(&cell.ora));
            let was = format!("prima diceva «{}»", short(&cell.prima));
            self.problemi.push(told(what).note(was).help("se il piano dice una cosa sbagliata, si corregge nel piano"));
            return;
        };
        if cell.ora.is_empty() {
            if !open.valore.is_empty() {
                let what = format!("la cella è stata svuotata; nel piano resta «{}»", short(&open.valore));
                self.problemi.push(told(what).help("se quel valore non vale più, toglilo dal piano"));
            }
            return;
        }
        let canonical = |words: &str| leggi(open, words).unwrap_or_else(|_| piano(words));
        let before = canonical(&cell.prima);
        let now = match leggi(open, &cell.ora) {
            // As it was, shown in another way.
            _ if canonical(&cell.ora) == before && !cell.prima.is_empty() => return,
            Ok(words) => words,
            Err((what, cure)) => {
                self.problemi.push(Diagnostic::global(P1506, format!("{}: {what}", cell.posto)).help(cure));
                return;
            }
        };
        let plan = canonical(&open.valore);
        if piano(&plan) == piano(&now) {
            return;
        }
        if piano(&plan) != piano(&before) && !vince {
            let message = format!(
                "{}: {}, «{}» è cambiato nel foglio e nel piano: «{}» e «{}»",
                cell.posto,
                record.chi,
                cell.titolo,
                short(&now),
                short(&plan)
            );
            let help =
                "nel piano è rimasto il suo: scrivi lo stesso valore nei due posti, o ripeti con `--vince-il-foglio`";
            self.problemi.push(Diagnostic::global(P1504, message).help(help));
            return;
        }
        self.proponi(cell, record, open, now, libro, proposte);
    }

    fn proponi(
        &mut self,
        cell: &Letta,
        record: &Riga,
        open: &Aperta,
        parole: String,
        libro: usize,
        proposte: &mut Vec<Proposta>,
    ) {
        let valore = Valore { casa: record.casa, parte: record.parte, campo: open.campo, parole };
        let same = |other: &&Proposta| {
            (other.valore.casa, other.valore.parte, other.valore.campo) == (valore.casa, valore.parte, valore.campo)
        };
        if let Some(other) = proposte.iter().find(same) {
            if other.valore.parole != valore.parole {
                let message = format!(
                    "{}: {} dice un altro valore, «{}»: resta quello",
                    cell.posto,
                    other.posto,
                    short(&other.valore.parole)
                );
                self.problemi.push(Diagnostic::global(P1504, message).help("tieni un file solo per ciascuna unità"));
            }
            return;
        }
        proposte.push(Proposta {
            valore,
            libro,
            posto: cell.posto.clone(),
            chi: record.chi.clone(),
            titolo: cell.titolo.clone(),
            prima: open.valore.clone(),
            rifiutata: None,
        });
    }

    /// Says what became of each workbook.
    fn racconta(&mut self, libri: &[Libro], proposte: &[Proposta], plan: &mut Plan, momento: Momento) {
        self.problemi.extend(proposte.iter().filter_map(|one| one.rifiutata.clone()));
        let kept = || proposte.iter().filter(|one| one.rifiutata.is_none());
        self.cambiati = kept()
            .map(|one| {
                let now = short(&one.valore.parole);
                match one.prima.is_empty() {
                    true => format!("{}, {}: «{now}»", one.chi, one.titolo),
                    false => format!("{}, {}: «{}» → «{now}»", one.chi, one.titolo, short(&one.prima)),
                }
            })
            .collect();
        let after = plan.compile(&mut |_| {});
        let moduli = Dovuti::of(after, Some(momento)).map(|dovuti| dovuti.moduli()).unwrap_or_default();
        for (n, libro) in libri.iter().enumerate() {
            let new = kept().filter(|one| one.libro == n).count();
            let rest = moduli.iter().find(|modulo| modulo.id == libro.unita).map(|modulo| modulo.conta());
            let rest = match rest {
                Some((due, full)) if due == full => "non manca niente".to_owned(),
                Some((due, full)) if due - full == 1 => format!("resta vuota 1 cella delle {due} da compilare"),
                Some((due, full)) => format!("restano vuote {} celle delle {due} da compilare", due - full),
                None => "l’unità non ha più obiettivi".to_owned(),
            };
            let new = quanti(new, "valore nel piano", "valori nel piano");
            self.libri.push(format!("{} ({}): {new}; {rest}.", libro.file, libro.nome));
        }
    }
}

/// An outcome of an objective is read only with its state: what is said of one that has none stays out.
fn senza_esito(proposte: &mut [Proposta], dovuti: &Dovuti<'_>) {
    let has: BTreeSet<_> = proposte
        .iter()
        .filter(|one| one.valore.campo == Campo::Esito)
        .map(|one| (one.valore.casa, one.valore.parte))
        .collect();
    for one in proposte.iter_mut().filter(|one| one.valore.parte == Parte::Scheda) {
        let other = one.valore.campo.di_esito().is_some() && one.valore.campo != Campo::Esito;
        let known = dovuti.righe().iter().find(|row| row.casa == one.valore.casa && row.parte == one.valore.parte);
        let known = known.and_then(|row| row.aperta(Campo::Esito)).is_some_and(|cell| !cell.valore.is_empty());
        if other && !known && !has.contains(&(one.valore.casa, one.valore.parte)) {
            let what = format!("{}: «{}» c’è, e manca l’esito di {}", one.posto, short(&one.valore.parole), one.chi);
            one.rifiutata =
                Some(Diagnostic::global(P1506, what).help("scegli l’esito nella sua colonna, e rimanda il file"));
        }
    }
}

/// The place of a value in a new text: the path, the bytes, and the number of the value.
type Luogo = (String, Range<usize>, usize);

/// The texts with the values that are not refused.
fn prova(proposte: &mut [Proposta], dovuti: &Dovuti<'_>, momento: Momento) -> (BTreeMap<String, String>, Vec<Luogo>) {
    let (mut files, mut places) = (BTreeMap::new(), Vec::new());
    let all: BTreeSet<_> = proposte.iter().map(|one| one.valore.casa.file()).collect();
    for id in all {
        loop {
            let which: Vec<usize> = (0..proposte.len())
                .filter(|n| proposte.get(*n).is_some_and(|one| one.rifiutata.is_none() && one.valore.casa.file() == id))
                .collect();
            let values: Vec<&Valore> = which.iter().filter_map(|n| proposte.get(*n)).map(|one| &one.valore).collect();
            let Some(file) = values.first().and_then(|value| dovuti.file(value.casa)) else { break };
            let outcome = match file.only_read() {
                Some(why) => Err((0, format!("`{}` {why}", file.path))),
                None => scrivi(file, &values, momento),
            };
            match outcome {
                Ok(Nuovo { testo, posti }) => {
                    let own =
                        posti.into_iter().zip(&which).filter_map(|(range, n)| Some((file.path.clone(), range?, *n)));
                    places.extend(own);
                    if testo != file.text() {
                        files.insert(file.path.clone(), testo);
                    }
                    break;
                }
                Err((n, why)) => {
                    let Some(one) = which.get(n).and_then(|n| proposte.get_mut(*n)) else { break };
                    let what = format!("{}: «{}» non si può scrivere nel piano", one.posto, short(&one.valore.parole));
                    one.rifiutata = Some(
                        Diagnostic::global(P1506, what)
                            .note(format!("{}: {why}", file.path))
                            .help(format!("scrivilo a mano in `{}`, per {}", file.path, one.chi)),
                    );
                }
            }
        }
    }
    (files, places)
}

/// Refuses the values that the plan cannot read. Whether there were any.
///
/// # Errors
/// What the plan cannot read and no value explains: then nothing is written.
fn giudica(
    proposte: &mut [Proposta],
    places: &[Luogo],
    after: &Compiled,
    before: &Diagnostics,
) -> Result<bool, Diagnostic> {
    let blocking = |problem: &&&Diagnostic| problem.severity == Severity::Blocco;
    let new = after.diags.new_since(before);
    let mut refused = false;
    for problem in after.diags.sorted().iter().filter(blocking) {
        let Some(one) = luogo(problem, places, after).and_then(|n| proposte.get_mut(n)) else { continue };
        if one.rifiutata.is_none() {
            one.rifiutata = Some(in_cella(one, problem, P1506.name));
            refused = true;
        }
    }
    match new.iter().find(blocking) {
        Some(problem) if !refused => Err((**problem)
            .clone()
            .note("con questi valori il piano non si leggerebbe più: non è stato scritto niente")),
        _ => Ok(refused),
    }
}

/// The value that a problem is about: it stands there, or the problem stands in it.
fn luogo(problem: &Diagnostic, places: &[Luogo], after: &Compiled) -> Option<usize> {
    let span = problem.span?;
    let file = after.sources.file(span.file).filter(|_| span.file.vicino().is_none())?;
    let range = span.range();
    let here = |(path, place, _): &&Luogo| {
        *path == file.path && place.start <= range.start && range.start < place.end.max(place.start + 1)
    };
    places.iter().find(here).map(|(.., n)| *n)
}

/// A problem of the plan, told at the cell that has it.
fn in_cella(one: &Proposta, problem: &Diagnostic, code: &'static str) -> Diagnostic {
    Diagnostic {
        code,
        message: format!("{}: {}", one.posto, problem.message),
        span: None,
        label: None,
        others: vec![],
        patch: vec![],
        proposta: None,
        ..problem.clone()
    }
}

/// What the plan says of the new values that it accepts.
fn avvisi(proposte: &[Proposta], places: &[Luogo], after: &Compiled) -> Vec<Diagnostic> {
    let each = after.diags.sorted().into_iter().filter_map(|problem| {
        let one = luogo(problem, places, after).and_then(|n| proposte.get(n))?;
        (problem.severity != Severity::Blocco && one.rifiutata.is_none()).then(|| in_cella(one, problem, problem.code))
    });
    each.collect()
}
