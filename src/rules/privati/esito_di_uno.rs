//! A public outcome that can be led back to one person is the appraisal of that person.

use crate::base::span::interi;
use crate::piano::UnaPersona;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Taciuta;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola, fonti};
use std::collections::BTreeSet;

pub static REGOLA: Regola =
    Regola::avviso("P1311", "esito-di-uno", include_str!("esito_di_uno.md"), check).fonte(fonti::GDPR_5);

/// The cure for an outcome that is published because the plan says so.
const TOGLI: &str = "togli `pubblico` da questa misurazione, o `esiti-individuali` da `pubblici` in `piao.toml`";

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        let own = o.unita_prima().and_then(|rif| cx.index.rif(rif));
        // Of each unit the first outcome tells it.
        let mut told: BTreeSet<Option<Pos<Unita>>> = BTreeSet::new();
        for misura in interi(&o.misurazioni) {
            let m = &misura.value;
            let share = m.unita.as_ref().and_then(|rif| cx.index.rif(rif));
            let unita = if m.unita.is_some() { share } else { own };
            let nome = |unita: Pos<Unita>| cx.piano[unita].value.nome.value.trim();
            let other = m.unita.is_none().then(|| taciuta(cx, o, m.momento)).flatten();
            let alone = unita.and_then(|unita| Some((unita, cx.piano.una_persona(unita)?)));
            let (who, cure) = match (alone, other) {
                (Some((unita, UnaPersona::Scritta)), _) => (format!("«{}» ha una persona sola", nome(unita)), TOGLI),
                (Some((unita, UnaPersona::Dotazione)), _) => {
                    (format!("«{}» ha una persona sola, secondo la dotazione", nome(unita)), TOGLI)
                }
                (None, Some(unita)) => (
                    format!("con le altre parti farebbe ricavare quella di «{}», che ha una persona sola", nome(unita)),
                    "togli `pubblico` da questa misurazione",
                ),
                (None, None) if m.unita.is_none() && uno(o) => (
                    "in `personale` ne ha una sola".to_owned(),
                    "togli il numero da `personale`, o scrivi tutti quelli che vi lavorano",
                ),
                (None, None) => continue,
            };
            if told.insert(share) {
                let message = format!("l’esito di {} è la valutazione di una persona: {who}", cx.nome(n));
                out.push(REGOLA.at(misura.span, message).help(format!(
                    "{cure}; se l’esito si deve pubblicare, scrivi perché in `[[obiettivo.ammetti]]`, con `regola = \"esito-di-uno\"` e il `motivo`"
                )));
            }
        }
    }
}

/// The unit of one person whose share of an objective is not published.
fn taciuta(cx: &Cx<'_>, obiettivo: &Obiettivo, momento: Momento) -> Option<Pos<Unita>> {
    let here = |taciuta: &&Taciuta| taciuta.momento == momento && !taciuta.indicatore;
    obiettivo.taciute.iter().filter(here).find_map(|taciuta| cx.index.named(taciuta.unita.as_ref()?))
}

/// Whether one person alone works on the objective.
fn uno(obiettivo: &Obiettivo) -> bool {
    obiettivo.personale.0.values().sum::<u32>() == 1
}
