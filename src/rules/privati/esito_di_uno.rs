//! A public outcome that can be led back to one person is the appraisal of that person.

use crate::base::span::interi;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola, fonti};
use std::collections::BTreeSet;

pub static REGOLA: Regola =
    Regola::avviso("P1311", "esito-di-uno", include_str!("esito_di_uno.md"), check).fonte(fonti::GDPR_5);

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
            let (who, cure) = match unita.filter(|unita| cx.piano[*unita].value.una_persona()) {
                Some(unita) => (
                    format!("«{}» ha una persona sola", cx.piano[unita].value.nome.value.trim()),
                    "togli `pubblico` da questa misurazione, o `esiti-individuali` da `pubblici` in `piao.toml`",
                ),
                None if m.unita.is_none() && uno(o) => (
                    "in `personale` ne ha una sola".to_owned(),
                    "togli il numero da `personale`, o scrivi tutti quelli che vi lavorano",
                ),
                None => continue,
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

/// Whether one person alone works on the objective.
fn uno(obiettivo: &Obiettivo) -> bool {
    obiettivo.personale.0.values().sum::<u32>() == 1
}
