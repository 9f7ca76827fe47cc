//! The pages of «Amministrazione trasparente» have their names, and none is left out.

use crate::base::span::tutti_interi;
use crate::base::text::short;
use crate::diag::nearest;
use crate::piano::element::ente::Tipo;
use crate::piano::element::obbligo::{SANITARIE, SEZIONI};
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0619", "sezioni-trasparenza", include_str!("sezioni_trasparenza.md"), check)
        .fonte(fonti::DLGS33_2013_ALLEGATO);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let obblighi = &cx.piano.elementi.obblighi;
    let mut unknown = false;
    for obbligo in obblighi.iter().filter(|obbligo| obbligo.value.pagina().is_none()) {
        let sezione = &obbligo.value.sezione;
        if sezione.value.trim().is_empty() {
            continue;
        }
        unknown = true;
        let problem = REGOLA.at(
            sezione.span,
            format!("«{}» non è una sezione di Amministrazione trasparente", short(sezione.value.trim())),
        );
        out.push(match nearest(&sezione.value, SEZIONI) {
            Some(near) => problem
                .help(format!("forse intendevi \"{near}\""))
                .proposta(sezione.span, cx.scritto(sezione.span, near)),
            None => {
                problem.note(format!("le sezioni sono: {}", SEZIONI.join("; "))).help("scrivi il nome di una di quelle")
            }
        });
    }
    // A page with a wrong name may be the one that seems to be missing.
    let Some(place) = cx.richiesto_in("2.3").filter(|_| !unknown && !obblighi.is_empty() && tutti_interi(obblighi))
    else {
        return;
    };
    // Of other bodies it is not known which pages they have.
    let whole = matches!(cx.set.ente.tipo, Tipo::Comune | Tipo::Unione | Tipo::Regione);
    let due = |page: &str| whole && (page != SANITARIE || cx.set.ente.tipo == Tipo::Regione);
    let there = |page: &str| obblighi.iter().any(|obbligo| obbligo.value.pagina() == Some(page));
    let missing = SEZIONI.into_iter().filter(|page| due(page) && !there(page));
    let missing: Vec<String> = missing.map(|page| format!("«{page}»")).collect();
    if !missing.is_empty() {
        out.push(
            REGOLA
                .at(place, format!("fra gli obblighi di pubblicazione non ce n’è nessuno di {}", elenco(&missing)))
                .help("aggiungi le righe che mancano; di ciò che l’ente non ha, una sola con `assente = \"…\"` e il motivo"),
        );
    }
}
