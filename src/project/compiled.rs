//! A plan as far as it is known before any output.

use super::{Phase, Progress, impronta, run};
use crate::base::giorno::Giorno;
use crate::conti::completezza::{Completezza, completezza};
use crate::conti::fatti::Fatti;
use crate::diag::{Diagnostics, Severity};
use crate::document::Document;
use crate::emit::{glyphs, stringhe};
use crate::index::{self, Index};
use crate::load;
use crate::lower;
use crate::piano::Piano;
use crate::piano::settings::Stato;
use crate::source::Sources;
use crate::{check, rules};

/// Bytes of stack for the work beside: deep lists are read by functions that call themselves.
const STACK: usize = 32 << 20;

/// What the sources say, and what is wrong with them.
#[derive(Debug)]
pub struct Compiled {
    /// The files.
    pub sources: Sources,
    /// What they say.
    pub piano: Piano,
    /// What each word names.
    pub index: Index,
    /// What the plan implies.
    pub fatti: Fatti,
    /// What a reader sees; none when `piao.toml` could not be read.
    pub document: Option<Document>,
    /// Everything that is wrong.
    pub diags: Diagnostics,
}

impl Compiled {
    /// How much of what the Piano-tipo asks for is there. None when the plan is no PIAO, or its settings could not be read.
    #[must_use]
    pub fn completezza(&self) -> Option<Completezza> {
        completezza(&self.piano)
    }

    /// The plan that `sources` are. Terms are reckoned from `today` (none: from the date of the plan); `diags` is what was
    /// wrong with the files themselves.
    #[must_use]
    pub fn of(sources: Sources, today: Option<Giorno>, mut diags: Diagnostics, progress: &mut Progress<'_>) -> Self {
        let (piano, index, fatti, document) = std::thread::scope(|scope| {
            // The document is made a second time for its fingerprint, beside the first.
            let beside = std::thread::Builder::new().stack_size(STACK);
            let content = beside.spawn_scoped(scope, || impronta::contenuto(&sources)).ok();
            let piano = run(progress, Phase::Plan, || load::load(&sources, &mut diags));
            let (index, fatti) = run(progress, Phase::Checks, || {
                let index = index::resolve(&piano, &sources, &mut diags);
                let fatti = Fatti::resolve(&piano, &index, &mut diags);
                check::check(&piano, &index, &sources, &mut diags);
                rules::check(&piano, &index, &sources, today, &mut diags);
                (index, fatti)
            });
            let document = run(progress, Phase::Words, || {
                let set = piano.impostazioni.as_ref()?;
                let mut document = lower::lower(&piano, set, &index, &fatti, &sources, &mut diags);
                glyphs::check(&document, &mut diags);
                stringhe::check(&document, &piano, set, &mut diags);
                let content = match content {
                    Some(content) => content.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                    None => impronta::contenuto(&sources),
                };
                document.meta.impronta = content.unwrap_or_default();
                Some(document)
            });
            (piano, index, fatti, document)
        });
        Compiled { sources, piano, index, fatti, document, diags }
    }

    /// The fingerprint of the content in its first form, which PDFs of earlier versions of the program carry.
    #[must_use]
    pub fn prima_forma(&self) -> String {
        impronta::prima_forma(&self.sources)
    }

    /// Whether what is wrong forbids to make the outputs. A structural error does always; a broken rule does when the plan is
    /// approved, or whatever its state where it is to be published (`publish`). A draft that breaks a rule is made, because
    /// its authors want to see it.
    #[must_use]
    pub fn broken(&self, publish: bool) -> bool {
        let approved = self.piano.impostazioni.as_ref().is_some_and(|set| set.stato == Stato::Approvato);
        let strict = approved || publish;
        self.document.is_none() || self.diags.has_blocking() || (strict && self.diags.count(Severity::Errore) > 0)
    }
}
