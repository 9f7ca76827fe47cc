//! A process says what could happen in it.

use crate::base::span::interi;
use crate::base::text::short;
use crate::rules::vocabolario::{Mancanza, insieme};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0603", "processo-senza-rischio", include_str!("processo_senza_rischio.md"), check)
        .fonte(fonti::PNA_2019_1)
        .origine(&["N39"])
        .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut bare = Vec::new();
    for processo in interi(&cx.piano.elementi.processi).filter(|processo| processo.value.rischi.is_empty()) {
        let title = &processo.value.titolo;
        bare.push(Mancanza {
            che_cosa: String::new(),
            nome: short(&title.value),
            problema: REGOLA
                .at(title.span, format!("del processo «{}» non si dice che cosa può accadere", short(&title.value)))
                .label("manca un rischio")
                .help("aggiungi sotto il processo `[[processo.rischio]]` con `evento = \"…\"`: una condotta, come «criteri applicati in modo diverso»"),
        });
    }
    insieme(bare, out);
}
