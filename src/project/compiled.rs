//! A plan with everything that is computed of it before an output is made.

use super::{Phase, Progress, esterne, impronta, run};
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::conti::completezza::{Completezza, completezza};
use crate::conti::fatti::Fatti;
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::document::Document;
use crate::emit::{glyphs, stringhe};
use crate::index::{self, Index};
use crate::load;
use crate::lower;
use crate::piano::Piano;
use crate::piano::settings::{Scelta, Stato};
use crate::source::Sources;
use crate::{check, rules};
use std::thread::Scope;

/// Bytes of stack of a thread that works beside. Deeply nested lists are read by recursive functions.
const STACK: usize = 32 << 20;

/// Begins `work` on another thread. What it returns waits for it. Where no thread can be had, the work is done then.
fn beside<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Copy + Send + 'scope,
) -> impl FnOnce() -> T + 'scope {
    let begun = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
    move || match begun {
        Some(begun) => begun.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
        None => work(),
    }
}

/// What was `told` of a plan, and after it what the rules find.
fn broken_rules(
    (piano, index, fatti): (&Piano, &Index, &Fatti),
    sources: &Sources,
    today: Option<Giorno>,
    told: &Diagnostics,
) -> Diagnostics {
    let mut all = told.clone();
    rules::check(piano, index, fatti, sources, today, &mut all);
    // Advice about the texts of another plan is for its authors, who are given it there.
    let theirs = |span: Span| span.file.vicino().is_some();
    let advice = |d: &Diagnostic| matches!(d.severity, Severity::Avviso | Severity::Nota);
    all.retain_after(told.quanti(), |d| {
        !(advice(d) && d.span.is_some_and(theirs) && d.others.iter().all(|(span, _)| theirs(*span)))
    });
    all
}

/// What is asked of a compile, beside the sources.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ask {
    /// The day as of which deadlines are judged. None: the date of the plan.
    pub today: Option<Giorno>,
    /// Which version of the plan is made. None: the last one of the moment that the plan writes.
    pub version: Option<Scelta>,
    /// Whether the registers of the open data and the fingerprint wait until an output asks for them. The document is made a second time
    /// for the fingerprint, and who shows problems and pages after each letter needs neither.
    pub dati_dopo: bool,
}

/// A compiled plan: the result of each phase, from the sources to the document, and all the problems.
#[derive(Debug)]
pub struct Compiled {
    /// The files of the plan.
    pub sources: Sources,
    /// What the files say, as typed records and sections.
    pub piano: Piano,
    /// What each id, code and name refers to.
    pub index: Index,
    /// The figures that texts may cite by name.
    pub fatti: Fatti,
    /// The plan as its readers see it, from which all outputs are made. None when `piao.toml` could not be read.
    pub document: Option<Document>,
    /// All the problems that the phases reported.
    pub diags: Diagnostics,
}

/// Says of a problem in a text of another plan where this one includes it.
fn da_dove(problem: &mut Diagnostic, piano: &Piano) {
    // Where it says a place of this plan, that leads there already.
    let own = problem.others.iter().any(|(there, _)| there.file.vicino().is_none());
    if !own && let Some(from) = problem.span.and_then(|span| piano.preso_da(span)) {
        problem.others.push((from, "questo piano lo include da qui".to_owned()));
    }
}

impl Compiled {
    /// How much of what the Piano-tipo asks for is in the plan. None when the plan is no PIAO, or its settings could not be
    /// read.
    #[must_use]
    pub fn completezza(&self) -> Option<Completezza> {
        completezza(&self.piano, &self.index)
    }

    /// Compiles `sources`. `diags` holds the problems that were found while the files were read.
    #[must_use]
    pub fn of(sources: Sources, ask: Ask, mut diags: Diagnostics, progress: &mut Progress<'_>) -> Self {
        let (piano, index, fatti, document) = std::thread::scope(|scope| {
            // The document is made a second time for its fingerprint, beside the first.
            let content = (!ask.dati_dopo).then(|| beside(scope, || impronta::content(&sources, ask.version)));
            let piano = run(progress, Phase::Plan, || {
                let mut piano = load::load(&sources, ask.version, &mut diags);
                esterne::attach(&mut piano, &sources);
                piano
            });
            let (index, fatti) = run(progress, Phase::References, || {
                let index = index::resolve(&piano, &sources, &mut diags);
                let fatti = Fatti::resolve(&piano, &index, &mut diags);
                check::check(&piano, &index, &sources, &mut diags);
                check::inclusi(&piano, &fatti, &mut diags);
                (index, fatti)
            });
            let document = run(progress, Phase::RulesAndWords, || {
                // Neither needs what the other finds.
                let set = piano.impostazioni.as_ref()?;
                let plan = (&piano, &index, &fatti);
                let (with_rules, (mut document, found)) = std::thread::scope(|scope| {
                    let rules = beside(scope, || broken_rules(plan, &sources, ask.today, &diags));
                    let document = lower::lower(&piano, set, &index, &fatti, &sources, &diags);
                    (rules(), document)
                });
                diags = with_rules;
                diags.extend(found);
                glyphs::check(&document, &mut diags);
                stringhe::check(&document, &piano, set, &mut diags);
                if let Some(content) = content {
                    document.registri = lower::registri(&piano, set, &index, &fatti, &document);
                    document.meta.impronta = content().unwrap_or_default();
                }
                Some(document)
            });
            (piano, index, fatti, document)
        });
        diags.adding(|problem| da_dove(problem, &piano));
        Compiled { sources, piano, index, fatti, document, diags }
    }

    /// Makes what was to wait until an output asks for it.
    pub(super) fn completa(&mut self, version: Option<Scelta>) {
        let Compiled { sources, piano, index, fatti, document: Some(document), .. } = self else { return };
        let Some(set) = piano.impostazioni.as_ref().filter(|_| document.meta.impronta.is_empty()) else { return };
        document.registri = lower::registri(piano, set, index, fatti, document);
        document.meta.impronta = impronta::content(sources, version).unwrap_or_default();
    }

    /// The fingerprint of the content in its first form, which PDFs of earlier versions of the program carry.
    #[must_use]
    pub fn first_form(&self) -> String {
        impronta::first_form(&self.sources)
    }

    /// Whether every name of the plan is known: no part that may define one was unreadable.
    pub(super) fn whole(&self) -> bool {
        self.document.is_some() && !self.piano.incompleto.nomi
    }

    /// Whether the problems forbid making the outputs. A `Blocco` always does. An `Errore` does when the plan is approved, or
    /// when it is about to be published (`publish`). A draft that breaks a rule is made all the same, because its authors
    /// want to see it.
    #[must_use]
    pub fn broken(&self, publish: bool) -> bool {
        let approved = self.piano.impostazioni.as_ref().is_some_and(|set| set.stato == Stato::Approvato);
        let strict = approved || publish;
        self.document.is_none() || self.diags.has_blocking() || (strict && self.diags.count(Severity::Errore) > 0)
    }
}
