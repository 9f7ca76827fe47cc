//! The area of a process is one of those of the plan.

use crate::base::text::{flat, short};
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
        // The name in which the plan prints it.
        let named = |key: &&str| rischi.regole.area(key).is_some_and(|name| flat(name) == flat(&area.value));
        if let Some(key) = keys.iter().copied().find(named) {
            let right = cx.scritto(area.span, key);
            out.push(problem.help(format!("scrivi la sua chiave: `{key}`")).patch(area.span, right));
            continue;
        }
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
