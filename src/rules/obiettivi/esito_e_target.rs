//! An objective is not reached while one of its indicators missed the value that it had to reach.

use crate::conti::confronto::{Giudizio, dell_anno};
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0308", "esito-e-target", include_str!("esito_e_target.md"), check).origine(&["OUTCOME-VS-TARGET"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let full = obiettivo.value.misurazioni.iter().find(|m| {
            let m = &m.value;
            m.momento == Momento::Consuntivo
                && m.unita.is_none()
                && m.stato == Esito::Raggiunto
                && m.percento() == Some(Percento::CENTO)
        });
        let Some(full) = full else { continue };
        for indicatore in &obiettivo.value.indicatori {
            let judged = dell_anno(cx.piano, &indicatore.value, cx.anno);
            let Some((target, rilevato, Giudizio::Mancato)) = judged else { continue };
            let outcome = full.value.percentuale.as_ref().map_or(full.span, |p| p.span);
            out.push(
                REGOLA
                    .at(
                        rilevato.span,
                        format!(
                            "{} è dato per raggiunto al 100 %, ma un indicatore si è fermato a «{}» e doveva arrivare a «{}»",
                            cx.nome(n),
                            rilevato.value.parola,
                            target.value.parola
                        )
                        .replace(" %", "\u{a0}%"),
                    )
                    .label("il valore rilevato")
                    .other(target.span, "il valore atteso")
                    .other(outcome, "l’esito")
                    .note(format!("l’indicatore è: {}", cx.parole(indicatore.value.testo)))
                    .help("correggi il valore o l’esito: se l’obiettivo è raggiunto in parte scrivi `stato = \"parzialmente-raggiunto\"` con `percentuale` e `in_quanto`; se è raggiunto lo stesso, spiegalo in `[[obiettivo.ammetti]]` con `regola = \"esito-e-target\"` e il `motivo`"),
            );
        }
    }
}
