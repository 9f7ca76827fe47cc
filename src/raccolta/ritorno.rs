//! What came back, put where the plan has it. A value that the plan has already is no news; one that was changed on both sides is told and
//! stays; one that the plan does not accept is told at its cell and stays out.

use super::dovuti::Dovuti;
use super::fonti::{Campo, Nuovo, Parte, Valore, scrivi};
use super::illeggibile;
use super::letto::{self, Letta, Libro};
use super::moduli::{Aperta, Riga};
use super::parole::{in_parole, leggi, mostrato, piano, senso};
use crate::base::text::short;
use crate::diag::codes::{P1503, P1504, P1506, P1507};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::editor::cambia::{self, Change, Step};
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::fase::StatoFase;
use crate::piano::element::quanti;
use crate::piano::settings::Momento;
use crate::project::{Compiled, Plan};
use crate::source::File;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

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
    /// The number of the workbook of each cell that the collection waits for, and that has words that are no answer.
    rifiutate: Vec<usize>,
}

/// A value that a workbook would give to the plan.
struct Proposta {
    valore: Valore,
    /// Whether the plan does not say it already.
    nuova: bool,
    /// The number of its workbook.
    libro: usize,
    posto: String,
    chi: String,
    titolo: String,
    /// What the plan says now.
    prima: String,
    /// Whether the collection waits for it, and the plan has nothing.
    attesa: bool,
    /// Why it stays out.
    rifiutata: Option<Diagnostic>,
}

impl Proposta {
    /// Whether it is written.
    fn accolta(&self) -> bool {
        self.nuova && self.rifiutata.is_none()
    }
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
                Ok(record) => {
                    for cell in &riga.celle {
                        out.confronta(cell, record, (n, vince), &mut proposte);
                    }
                }
                Err(why) => out.sparita(riga, &why),
            }
        }
    }
    let (righe, originali) = (dovuti.righe().to_vec(), compiled.sources.files.clone());
    let before = compiled.diags.clone();
    // The plan decides: what it cannot read stays out, and the rest is tried again.
    let mut laid: BTreeSet<String> = BTreeSet::new();
    loop {
        senza_esito(&mut proposte, &righe);
        contraddette(&mut proposte, &righe);
        let (files, places) = prova(&mut proposte, &originali, momento);
        laid.iter().filter(|path| !files.contains_key(*path)).for_each(|path| plan.lift(path));
        files.iter().for_each(|(path, text)| plan.lay(path, text));
        laid = files.keys().cloned().collect();
        let after = plan.compile(&mut |_| {});
        if !giudica(&mut proposte, &places, after, &before)? {
            out.problemi.extend(avvisi(&proposte, &places, after));
            out.files = files;
            break;
        }
    }
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
        if !libro.e_di(compiled) {
            let what = format!("`{}` è della raccolta di un altro piano: {}", libro.file, libro.di_chi());
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

/// The row of the plan that a row of a workbook is of: the part with its words, of the record that is still called as it was.
///
/// # Errors
/// Why it is not known which one it is.
pub(super) fn ritrova<'r>(riga: &letto::Riga, libro: &Libro, righe: &'r [Riga]) -> Result<&'r Riga, String> {
    let title = libro.scritte.iter().find(|one| one.foglio.di_schede() && one.id == riga.id).map(|one| &one.testo);
    let record = righe.iter().find(|one| one.foglio.di_schede() && one.id == riga.id).map(|one| piano(&one.testo));
    match (title, record) {
        (Some(title), Some(record)) if *title != record => {
            return Err(format!("nel piano «{}» adesso è «{}»", short(title), short(&record)));
        }
        _ => {}
    }
    let own: Vec<&Riga> = righe
        .iter()
        .filter(|one| one.foglio == riga.foglio && one.id == riga.id && piano(&one.testo) == riga.testo)
        .collect();
    let same = |one: &&letto::Scritta| one.foglio == riga.foglio && one.id == riga.id && one.testo == riga.testo;
    let mut theirs: Vec<usize> = libro.scritte.iter().filter(same).map(|one| one.n).collect();
    theirs.sort_unstable();
    if own.is_empty() {
        return Err(format!("nel piano non c’è più «{}»", short(&riga.testo)));
    }
    // Of several with the same words, each is known by its place among them.
    let place = theirs.iter().position(|n| *n == riga.n).filter(|_| own.len() == theirs.len());
    place.and_then(|place| own.get(place).copied()).ok_or_else(|| {
        let (now, then) = (own.len(), theirs.len());
        format!("nel piano le righe «{}» sono {now}, e nel file erano {then}", short(&riga.testo))
    })
}

impl Ritorno {
    fn sparita(&mut self, riga: &letto::Riga, why: &str) {
        let all: Vec<&Letta> = riga.celle.iter().filter(|cell| cell.campo.is_some() && cell.cambiata()).collect();
        let Some(first) = all.first() else { return };
        let said: Vec<String> = all.iter().map(|cell| short(&cell.ora)).collect();
        let goes = if all.len() == 1 { "non si sa dove va" } else { "non si sa dove vanno" };
        let message = format!("{}: {why}: «{}» {goes}", first.posto, said.join("», «"));
        let help = format!("scrivilo a mano nel piano, se è della stessa cosa; la riga è {}", riga.posto);
        self.problemi.push(Diagnostic::global(P1506, message).help(help));
    }

    /// Compares what a cell says with what it said and with what the plan says now.
    fn confronta(&mut self, cell: &Letta, record: &Riga, (libro, vince): (usize, bool), proposte: &mut Vec<Proposta>) {
        if !cell.cambiata() {
            return;
        }
        let told = |what: String| Diagnostic::global(P1503, format!("{}: {what}", cell.posto));
        if cell.campo == Some(Campo::Nota) {
            self.note.push(format!("{}: «{}» ({})", record.chi, piano(&cell.ora), cell.posto));
            return;
        }
        let Some(open) = cell.campo.and_then(|campo| record.aperta(campo)) else {
            let decided = cell.campo.and_then(|campo| record.decisa(campo));
            let problem = match decided {
                // It went in the last time.
                Some(decided) if senso(decided, &cell.ora) == senso(decided, &mostrato(decided)) => return,
                Some(decided) => {
                    let what = format!("nel piano c’è già «{}»", short(&decided.valore));
                    told(format!("«{}» non è stato preso: {what}", short(&cell.ora)))
                        .help("un valore già deciso si cambia nel piano")
                }
                None => {
                    let said = short(&cell.ora);
                    told(format!("questa cella era da leggere, e adesso dice «{said}»: non è stata presa"))
                        .note(format!("prima diceva «{}»", short(&cell.prima)))
                        .help("se il piano dice una cosa sbagliata, si corregge nel piano")
                }
            };
            self.problemi.push(problem);
            return;
        };
        if cell.ora.is_empty() {
            if !open.valore.is_empty() {
                let what = format!("la cella è stata svuotata; nel piano resta «{}»", short(&open.valore));
                self.problemi.push(told(what).help("se quel valore non vale più, toglilo dal piano"));
            }
            return;
        }
        let (before, now) = (senso(open, &cell.prima), senso(open, &cell.ora));
        let plan = senso(open, &mostrato(open));
        // As it was, shown in another way.
        if now == before && !cell.prima.is_empty() {
            return;
        }
        if now == plan {
            return self.proponi(cell, record, (open, open.valore.clone(), false), libro, proposte);
        }
        let words = match leggi(open, &cell.ora) {
            Ok(words) => words,
            Err((what, cure)) => {
                self.rifiutate.extend((open.dovuta && open.valore.is_empty()).then_some(libro));
                self.problemi.push(Diagnostic::global(P1506, format!("{}: {what}", cell.posto)).help(cure));
                return;
            }
        };
        if plan != before && !vince {
            let message = format!(
                "{}: {}, «{}» è cambiato nel foglio e nel piano: «{}» e «{}»",
                cell.posto,
                record.chi,
                cell.titolo,
                short(&in_parole(open.campo, &words)),
                short(&in_parole(open.campo, &open.valore))
            );
            let help =
                "nel piano è rimasto il suo: scrivi lo stesso valore nei due posti, o ripeti con `--vince-il-foglio`";
            self.problemi.push(Diagnostic::global(P1504, message).help(help));
            return;
        }
        self.proponi(cell, record, (open, words, true), libro, proposte);
    }

    fn proponi(
        &mut self,
        cell: &Letta,
        record: &Riga,
        (open, parole, nuova): (&Aperta, String, bool),
        libro: usize,
        proposte: &mut Vec<Proposta>,
    ) {
        let valore = Valore { casa: record.casa, parte: record.parte, campo: open.campo, parole };
        let same = |other: &&mut Proposta| {
            (other.valore.casa, other.valore.parte, other.valore.campo) == (valore.casa, valore.parte, valore.campo)
        };
        if let Some(other) = proposte.iter_mut().find(same) {
            // Nobody can say which of the two is right.
            if senso(open, &other.valore.parole) != senso(open, &valore.parole) {
                let said = |words: &str| short(&in_parole(open.campo, words));
                let (a, b) = (said(&other.valore.parole), said(&valore.parole));
                let message =
                    format!("{} dice «{b}», {} dice «{a}»: nessuno dei due è stato preso", cell.posto, other.posto);
                other.rifiutata = Some(
                    Diagnostic::global(P1504, message)
                        .help("togli dalla cartella il file che non vale, o scrivi lo stesso valore nei due, e ripeti"),
                );
            }
            return;
        }
        proposte.push(Proposta {
            valore,
            nuova,
            libro,
            posto: cell.posto.clone(),
            chi: record.chi.clone(),
            titolo: cell.titolo.clone(),
            prima: open.valore.clone(),
            attesa: open.dovuta && open.valore.is_empty(),
            rifiutata: None,
        });
    }

    /// Says what became of each workbook.
    fn racconta(&mut self, libri: &[Libro], proposte: &[Proposta], plan: &mut Plan, momento: Momento) {
        self.problemi.extend(proposte.iter().filter_map(|one| one.rifiutata.clone()));
        let kept = || proposte.iter().filter(|one| one.accolta());
        self.cambiati = kept()
            .map(|one| {
                let said = |words: &str| short(&in_parole(one.valore.campo, words));
                let now = said(&one.valore.parole);
                match one.prima.is_empty() {
                    true => format!("{}, {}: «{now}»", one.chi, one.titolo),
                    false => format!("{}, {}: «{}» → «{now}»", one.chi, one.titolo, said(&one.prima)),
                }
            })
            .collect();
        let after = plan.compile(&mut |_| {});
        let moduli = Dovuti::of(after, Some(momento)).map(|dovuti| dovuti.moduli()).unwrap_or_default();
        for (n, libro) in libri.iter().enumerate() {
            let new = kept().filter(|one| one.libro == n).count();
            let rest = moduli.iter().find(|modulo| modulo.id == libro.unita).map(|modulo| modulo.conta());
            let wrong = proposte.iter().filter(|one| one.libro == n && one.attesa && one.rifiutata.is_some()).count();
            let wrong = wrong + self.rifiutate.iter().filter(|libro| **libro == n).count();
            let empty = |due: usize, full: usize| (due - full).saturating_sub(wrong);
            let mut rest = match rest {
                Some((due, full)) if due == full => "non manca niente".to_owned(),
                Some((due, full)) if empty(due, full) == 0 => format!("delle {due} celle da compilare nessuna è vuota"),
                Some((due, full)) if empty(due, full) == 1 => format!("resta vuota 1 cella delle {due} da compilare"),
                Some((due, full)) => format!("restano vuote {} celle delle {due} da compilare", empty(due, full)),
                None => "l’unità non ha più obiettivi".to_owned(),
            };
            if wrong > 0 {
                rest.push_str(&format!(", e {}", quanti(wrong, "risposta non è entrata", "risposte non sono entrate")));
            }
            let new = quanti(new, "valore nel piano", "valori nel piano");
            self.libri.push(format!("{} ({}): {new}; {rest}.", libro.file, libro.nome));
        }
    }
}

/// An outcome of an objective is read only with its state: what is said of one that has none stays out.
fn senza_esito(proposte: &mut [Proposta], righe: &[Riga]) {
    let has: BTreeSet<_> = proposte
        .iter()
        .filter(|one| one.valore.campo == Campo::Esito && one.accolta())
        .map(|one| (one.valore.casa, one.valore.parte))
        .collect();
    for one in proposte.iter_mut().filter(|one| one.valore.parte == Parte::Scheda && one.accolta()) {
        let other = one.valore.campo.di_esito().is_some() && one.valore.campo != Campo::Esito;
        let known = righe.iter().find(|row| row.casa == one.valore.casa && row.parte == one.valore.parte);
        let known = known.and_then(|row| row.aperta(Campo::Esito)).is_some_and(|cell| !cell.valore.is_empty());
        if other && !known && !has.contains(&(one.valore.casa, one.valore.parte)) {
            let what = format!("{}: «{}» c’è, e manca l’esito di {}", one.posto, short(&one.valore.parole), one.chi);
            one.rifiutata =
                Some(Diagnostic::global(P1506, what).help("scegli l’esito nella sua colonna, e rimanda il file"));
        }
    }
}

/// A phase that is not begun and is done in part, or that is completed and is not done in full: it is not known which of the two is right,
/// and neither goes in.
fn contraddette(proposte: &mut [Proposta], righe: &[Riga]) {
    for row in righe {
        let of = |campo: Campo| {
            move |one: &Proposta| {
                (one.valore.casa, one.valore.parte, one.valore.campo) == (row.casa, row.parte, campo) && one.accolta()
            }
        };
        let state = proposte.iter().position(of(Campo::Stato));
        let done = proposte.iter().position(of(Campo::Completamento));
        if state.is_none() && done.is_none() {
            continue;
        }
        let said = |n: Option<usize>, campo: Campo| {
            let new = n.and_then(|n| proposte.get(n)).map(|one| one.valore.parole.clone());
            new.or_else(|| row.aperta(campo).map(|open| open.valore.clone())).unwrap_or_default()
        };
        let (stato, fatto) = (said(state, Campo::Stato), said(done, Campo::Completamento));
        let Some(part) = Decimale::parse(fatto.trim_end_matches([' ', '%'])) else { continue };
        let wrong = stato == StatoFase::DaIniziare.nome() && part.0 > 0
            || stato == StatoFase::Completata.nome() && part != Decimale(100 * Decimale::UNO.0);
        if !wrong {
            continue;
        }
        let stato = in_parole(Campo::Stato, &stato);
        for one in [state, done].into_iter().flatten() {
            let Some(one) = proposte.get_mut(one) else { continue };
            let what = format!(
                "{}: la fase è «{stato}», e fatta al {fatto} %: uno dei due è sbagliato, e non è entrato",
                one.posto
            );
            let cure = "correggi l’uno o l’altro, e rimanda il file";
            one.rifiutata = Some(Diagnostic::global(P1506, what).help(cure));
        }
    }
}

/// A problem of the plan as who fills a sheet is told of it: what to do in the cell comes before what the sources would say.
fn per_chi_compila(problem: &Diagnostic, one: &Proposta) -> Diagnostic {
    let mut told = problem.altrove(&one.posto);
    if told.helps.iter().any(|help| help.contains('`')) {
        let cell = format!("scrivi in un altro modo la cella «{}», o lasciala vuota, e ripeti il comando", one.titolo);
        let others = told.helps.iter().map(|help| format!("o, a mano nel piano: {help}"));
        told.helps = std::iter::once(cell).chain(others).collect();
    }
    told
}

/// The place of a value in a new text: the path, the bytes, and the number of the value.
type Luogo = (String, Range<usize>, usize);

/// The texts of `originali` with the values that are not refused.
fn prova(
    proposte: &mut [Proposta],
    originali: &[Arc<File>],
    momento: Momento,
) -> (BTreeMap<String, String>, Vec<Luogo>) {
    let (mut files, mut places) = (BTreeMap::new(), Vec::new());
    let all: BTreeSet<_> = proposte.iter().map(|one| one.valore.casa.file()).collect();
    for id in all {
        loop {
            let which: Vec<usize> = (0..proposte.len())
                .filter(|n| proposte.get(*n).is_some_and(|one| one.accolta() && one.valore.casa.file() == id))
                .collect();
            let values: Vec<&Valore> = which.iter().filter_map(|n| proposte.get(*n)).map(|one| &one.valore).collect();
            let Some(file) = originali.get(id.0 as usize).filter(|_| !values.is_empty()) else { break };
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

/// Whether the plan refuses a value because of an error where it stands. Of an outcome an error says that something else is missing.
fn sbagliato(valore: &Valore, problem: &Diagnostic, before: &Diagnostics) -> bool {
    let own = !matches!(valore.campo, Campo::Esito | Campo::Stato | Campo::InQuanto | Campo::Narrativa);
    let known = |one: &Diagnostic| one.code == problem.code && one.message == problem.message;
    own && problem.severity == Severity::Errore && !before.iter().any(known)
}

/// Refuses the values that the plan cannot read, or says are wrong. Whether there were any.
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
    for problem in after.diags.sorted() {
        let Some(one) = luogo(problem, places, after).and_then(|n| proposte.get_mut(n)) else { continue };
        let wrong = problem.severity == Severity::Blocco || sbagliato(&one.valore, problem, before);
        if wrong && one.accolta() {
            one.rifiutata = Some(Diagnostic { code: P1506.name, ..per_chi_compila(problem, one) });
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

/// What the plan says of the new values that it accepts.
fn avvisi(proposte: &[Proposta], places: &[Luogo], after: &Compiled) -> Vec<Diagnostic> {
    let each = after.diags.sorted().into_iter().filter_map(|problem| {
        let one = luogo(problem, places, after).and_then(|n| proposte.get(n))?;
        (problem.severity != Severity::Blocco && one.accolta()).then(|| per_chi_compila(problem, one))
    });
    each.collect()
}
