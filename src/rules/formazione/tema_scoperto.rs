//! Every topic on which training is due has a line.

use crate::base::span::tutti_interi;
use crate::piano::element::linea_formativa::{Tema, Tipo as Linea};
use crate::piano::element::value::Dovuto;
use crate::piano::settings::Tipo;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P1123", "tema-scoperto", include_str!("tema_scoperto.md"), check)
    .dal(jiff::civil::date(2025, 1, 14))
    .fonte(fonti::TEMI_DELLA_FORMAZIONE)
    .origine(&["N58"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let lines = &cx.piano.elementi.linee_formative;
    // Only a whole plan must cover all topics. A line that declares its topics absent, with a reason, has answered for it.
    let declared = lines.iter().any(|line| matches!(line.value.temi, Some(Dovuto::Assente(_))));
    let unread = cx.piano.incompleto.fatti || !tutti_interi(lines);
    if cx.set.tipo != Tipo::Piao || declared || unread {
        return;
    }
    let due = lines.iter().find(|line| line.value.tipo == Linea::Obbligatoria).or(lines.first());
    let Some(line) = due else { return };
    let missing: Vec<Tema> =
        Tema::ALL.iter().copied().filter(|tema| !lines.iter().any(|line| line.value.temi().contains(tema))).collect();
    let Some(first) = missing.first() else { return };
    let none = missing.len() == Tema::ALL.len();
    let names: Vec<String> = missing.iter().map(|tema| tema.label().to_owned()).collect();
    let message = if none {
        "nessuna linea formativa dice quali temi obbligatori tratta".to_owned()
    } else if missing.len() == 1 {
        format!("nessuna linea formativa tratta il tema obbligatorio: {}", elenco(&names))
    } else {
        format!("nessuna linea formativa tratta i temi obbligatori: {}", elenco(&names))
    };
    out.push(REGOLA.at(line.value.titolo.span, message).help(format!(
        "aggiungi alla linea che ne parla `temi = [\"{}\"]`; se non si sa, `temi = {{ assente = \"motivo\" }}`",
        first.nome()
    )));
}
