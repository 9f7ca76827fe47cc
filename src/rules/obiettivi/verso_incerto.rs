//! What was measured can be judged: the plan says whether more is better, or less.

use crate::conti::confronto::{Giudizio, tutti_dell_anno};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::nota("P0365", "verso-incerto", include_str!("verso_incerto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, indicatori) in cx.piano.elementi.indicatori() {
        for indicatore in indicatori.iter().filter(|indicatore| indicatore.intero).map(|indicatore| &indicatore.value) {
            for (_, (target, found, judged)) in tutti_dell_anno(cx.piano, indicatore, cx.anno) {
                if judged != Giudizio::SenzaVerso {
                    continue;
                }
                let (wanted, got) = (target.value.parola.trim(), found.value.parola.trim());
                out.push(
                    REGOLA
                        .at(found.span, format!("non si sa se «{got}» raggiunge «{wanted}»: può essere meglio di più, o di meno"))
                        .other(target.span, "il valore atteso")
                        .note(format!("l’indicatore è: {}", cx.parole(indicatore.testo)))
                        .help("aggiungi all’indicatore `polarita = \"aumenta\"` se è meglio un valore più alto, `polarita = \"diminuisce\"` se è meglio più basso, `polarita = \"mantiene\"` se deve restare com’è"),
                );
            }
        }
    }
}
