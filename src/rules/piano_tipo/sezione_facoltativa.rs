//! A body with at most 50 employees may leave out some sections: worth knowing before writing them.

use crate::base::span::Spanned;
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::SEZIONI;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::nota("P1006", "sezione-facoltativa", include_str!("sezione_facoltativa.md"), check)
    .ambito(Ambito::Semplificato)
    .fonte(fonti::DM132_2022_6_4)
    .origine(&["N02"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let written: Vec<&Spanned<String>> = SEZIONI
        .into_iter()
        .filter(|(numero, _)| !cx.set.profilo().asks(numero))
        .filter_map(|(numero, _)| cx.sezione(numero))
        .filter(|sezione| sezione.front.assente.is_none())
        .filter_map(|sezione| sezione.front.sezione.as_ref())
        .collect();
    let ([first, rest @ ..], true) = (written.as_slice(), cx.intero() && cx.lette_le_impostazioni()) else { return };
    let numbers: Vec<String> = written.iter().map(|numero| numero.value.trim().to_owned()).collect();
    let staff = match &cx.set.ente.dipendenti {
        Some(Dovuto::Valore(dipendenti)) => format!("con {} dipendenti", dipendenti.value),
        Some(Dovuto::Assente(_)) | None => "nel piano semplificato".to_owned(),
    };
    let message = match numbers.as_slice() {
        [one] => format!("{staff} la sezione {one} è facoltativa"),
        all => format!("{staff} le sezioni {} sono facoltative", elenco(all)),
    };
    let mut problem = REGOLA.at(first.span, message);
    for other in rest {
        problem = problem.other(other.span, "anche questa");
    }
    out.push(
        problem.help("non è uno sbaglio averle: se le tieni per scelta, dillo in `piao.toml` con `profilo = \"ordinario\"`, e la nota non torna"),
    );
}
