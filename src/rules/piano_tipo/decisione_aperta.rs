//! Nothing is left to be decided in a plan that is approved. In a draft the decisions are counted.

use crate::base::decisioni::{decisioni, domanda};
use crate::base::span::Span;
use crate::base::text::at_most;
use crate::diag::Severity;
use crate::piano::element::quanti;
use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P1037", "decisione-aperta", include_str!("decisione_aperta.md"), check);

/// The most characters of a decision that are shown.
const PAROLE: usize = 90;

/// How many decisions of a file are told one by one.
const DETTE: usize = 5;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (id, file) in cx.sources.iter() {
        let csv = file.has_extension("csv");
        if !csv && !file.has_extension("toml") && !file.has_extension("md") {
            continue;
        }
        let all = decisioni(&file.path, file.text());
        let Some(first) = all.first() else { continue };
        let message = match all.len() {
            1 => "qui resta una decisione da prendere".to_owned(),
            n => format!("in questo file restano {} da prendere", quanti(n, "decisione", "decisioni")),
        };
        let mut problem = REGOLA.at(Span::new(id, first.clone()), message);
        if cx.set.stato != Stato::Approvato {
            problem.severity = Severity::Nota;
        }
        for range in all.iter().skip(1).take(DETTE) {
            let words = domanda(file.text().get(range.clone()).unwrap_or_default());
            problem = problem.note(format!("riga {}: {}", file.line(range.start), at_most(words, PAROLE)));
        }
        if all.len() > DETTE + 1 {
            problem = problem.note(format!("e altre {}", all.len() - DETTE - 1));
        }
        out.push(problem.help(match csv {
            true => "decidi, scrivi il valore, e svuota la cella della colonna `DECIDERE`",
            false => "decidi, scrivi il valore o il testo, e togli il commento `DECIDERE:`",
        }));
    }
}
