//! What begins does not end before: objectives and offices.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0411", "date-in-ordine", include_str!("date_in_ordine.md"), check).origine(&["DATE-VALID"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut pair = |from: Option<Spanned<Giorno>>, to: Option<Spanned<Giorno>>, what: &str, names: [&str; 2]| {
        let (Some(from), Some(to)) = (from, to) else { return };
        if from.value > to.value {
            out.push(
                REGOLA
                    .at(to.span, format!("{what} finisce il {}, prima di cominciare", to.value))
                    .other(from.span, format!("qui comincia il {}", from.value))
                    .help(format!("correggi `{}` o `{}`", names[0], names[1])),
            );
        }
    };
    for (n, obiettivo) in cx.scritti() {
        pair(obiettivo.value.inizio, obiettivo.value.fine, &cx.nome(n), ["inizio", "fine"]);
    }
    for incarico in &cx.piano.elementi.incarichi {
        pair(incarico.value.dal, incarico.value.al, "l’incarico", ["dal", "al"]);
    }
}
