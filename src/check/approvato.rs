//! Comments that are left in an approved plan.

use crate::base::decisioni::decisioni;
use crate::base::span::Span;
use crate::diag::codes::P0508;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Piano;
use crate::piano::settings::Stato;
use crate::source::Sources;
use std::collections::BTreeSet;

/// Reports the comments that are left in an approved plan. They are not printed, but its sources are kept and read.
pub(super) fn check(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) {
    if piano.impostazioni.as_ref().is_none_or(|set| set.stato != Stato::Approvato) {
        return;
    }
    let mut left = Vec::new();
    crate::piano::each_prose(piano, &mut |prose| {
        // What is still to be decided is told by a rule.
        let open = |span: Span| !decisioni("", sources.slice(span)).is_empty();
        left.extend(prose.comments.iter().copied().filter(|span| !open(*span)));
    });
    // Those of a whole skeleton are told once.
    let many = left.len() > COMMENTI;
    for span in left.iter().take(if many { 1 } else { COMMENTI }) {
        let message = match many {
            true => format!("in un piano approvato sono rimasti {} commenti: questo è il primo", left.len()),
            false => "in un piano approvato è rimasto un commento".to_owned(),
        };
        let mut problem = Diagnostic::at(P0508, *span, message);
        if many {
            let files: BTreeSet<&str> =
                left.iter().filter_map(|span| Some(sources.file(span.file)?.path.as_str())).collect();
            let files: Vec<String> = files.into_iter().map(|path| format!("`{path}`")).collect();
            problem = problem.note(format!("sono in {}", files.join(", ")));
        }
        diags.push(problem.note("i commenti non si stampano, ma restano nelle fonti che si conservano").help(
            if many {
                "rileggili, e togli quelli che non servono più"
            } else {
                "rileggilo, e toglilo se non serve più"
            },
        ));
    }
}

/// How many comments left in an approved plan are told one by one.
const COMMENTI: usize = 3;
