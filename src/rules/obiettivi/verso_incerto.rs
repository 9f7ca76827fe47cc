//! What was measured can be judged: the plan says whether more is better, or less.

use crate::conti::confronto::{Giudizio, tutti_dell_anno};
use crate::piano::element::obiettivo::indicatore::Polarita;
use crate::piano::element::target::{Atteso, Target};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::nota("P0365", "verso-incerto", include_str!("verso_incerto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, indicatori) in cx.piano.elementi.indicatori() {
        for indicatore in indicatori.iter().filter(|indicatore| indicatore.intero).map(|indicatore| &indicatore.value) {
            for (_, (target, found, judged)) in tutti_dell_anno(cx.piano, indicatore, cx.anno) {
                let (wanted, got) = (target.value.parola.trim(), found.value.parola.trim());
                let told = |why: &str| {
                    REGOLA
                        .at(found.span, format!("non si sa se «{got}» raggiunge «{wanted}»: {why}"))
                        .other(target.span, "il valore atteso")
                        .note(format!("l’indicatore è: {}", cx.parole(indicatore.testo)))
                };
                match judged {
                    Giudizio::Nessuno => out.extend(
                        non_confrontati(indicatore.polarita, &target.value, &found.value)
                            .map(|(why, cure)| told(why).help(cure)),
                    ),
                    Giudizio::SenzaVerso => out.push(
                        told("può essere meglio di più, o di meno")
                            .help("aggiungi all’indicatore `polarita = \"aumenta\"` se è meglio un valore più alto, `polarita = \"diminuisce\"` se è meglio più basso, `polarita = \"mantiene\"` se deve restare com’è"),
                    ),
                    Giudizio::Raggiunto | Giudizio::Mancato | Giudizio::AltraUnita => {}
                }
            }
        }
    }
}

/// Why two values that are both read are not compared, and what to write. None for words, of which another rule tells.
fn non_confrontati(
    polarita: Option<Polarita>,
    target: &Target,
    found: &Target,
) -> Option<(&'static str, &'static str)> {
    match (&target.atteso, &found.atteso) {
        (Atteso::Numero { .. }, Atteso::Numero { .. }) if polarita == Some(Polarita::Mantiene) => Some((
            "è da mantenere, e non dice fra quali valori",
            "scrivi nel target fra quali valori è mantenuto, per esempio \"tra 4 e 6\", o \"≥ 5\"; altrimenti l’esito dillo nella misurazione",
        )),
        (Atteso::Tempo(_), Atteso::Tempo(_)) => Some((
            "non dicono due giorni che si confrontano",
            "scrivi nel valore rilevato il giorno in cui è stato fatto, per esempio \"15/04/2027\", e nel target il termine, per esempio \"entro il 30/04/2027\"",
        )),
        (Atteso::Tempo(_), Atteso::Numero { .. }) => Some((
            "l’uno dice quando, l’altro quanto",
            "se si misura quanto tempo passa scrivi il target come un numero, per esempio \"≤ 30 giorni\"; se no, scrivi nel valore rilevato il giorno",
        )),
        _ => None,
    }
}
