//! The area of a process is one of those of the plan.

use crate::base::text::short;
use crate::diag::nearest;
use crate::rules::rischi::rischi;
use crate::rules::{Cx, Diagnostic, Regola};

// A misspelt area would be one more area, with a process that the right one lacks.
pub static REGOLA: Regola = Regola::errore("P0625", "area-ignota", include_str!("area_ignota.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let rischi = rischi(cx);
    for processo in &cx.piano.elementi.processi {
        let area = &processo.value.area;
        // A blank one stands for what could not be read.
        if area.value.trim().is_empty() || rischi.regole.area(&area.value).is_some() {
            continue;
        }
        let problem =
            REGOLA.at(area.span, format!("«{}» non è un’area di rischio del piano", short(area.value.trim())));
        let keys: Vec<&str> = rischi.regole.chiavi().collect();
        out.push(match nearest(&area.value, keys.iter().copied()) {
            Some(near) => problem
                .help(format!("forse intendevi `{near}`"))
                .proposta(area.span, cx.scritto(area.span, near)),
            None => problem
                .note(format!("le aree sono: {}", keys.join(", ")))
                .help("scrivi una di quelle, o aggiungila in `[rischi.aree]` di `piao.toml`: `cimiteri = \"Servizi cimiteriali\"`"),
        });
    }
}
