//! A report says how each objective that has a weight ended.

use crate::base::span::tutti_interi;
use crate::conti::performance::quadro::Quadro;
use crate::piano::element::misura::Momento;
use crate::piano::settings;
use crate::rules::vocabolario::{Mancanza, insieme};
use crate::rules::{Cx, Regola};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::avviso("P0364", "esito-mancante", include_str!("esito_mancante.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<crate::diag::Diagnostic>) {
    let report = cx.set.momento.value == settings::Momento::Consuntivo || cx.set.tipo == settings::Tipo::Relazione;
    // What seems to be missing may be in what was not read.
    if !report || cx.sources.partial || !cx.illeggibili.is_empty() || !cx.lette_le_impostazioni() {
        return;
    }
    let mut told = BTreeSet::new();
    let mut all = Vec::new();
    for (unita, quadro) in Quadro::tutti(cx.piano, cx.index) {
        if quadro.riservato(Momento::Consuntivo) {
            continue;
        }
        for riga in quadro.mancanti(Momento::Consuntivo) {
            let obiettivo = &cx.piano[riga.obiettivo];
            // An outcome without its percentage is told by a rule of its own.
            let measured = riga.esito(Momento::Consuntivo).is_some();
            let whole = obiettivo.intero && tutti_interi(&obiettivo.value.misurazioni);
            if measured || !whole || !told.insert(riga.obiettivo) {
                continue;
            }
            let unit = &cx.piano[unita].value.nome.value;
            all.push(Mancanza {
                che_cosa: "esito".to_owned(),
                nome: obiettivo.value.titolo.value.clone(),
                problema: REGOLA
                    .at(obiettivo.value.titolo.span, format!("{} ha un peso, e non si dice come è finito", cx.nome(riga.obiettivo)))
                    .note(format!("l’esito di «{unit}» non si può calcolare"))
                    .help("aggiungi sotto la sua scheda:\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"")
                    .help("se non è raggiunto, `stato = \"non-raggiunto\"` e il motivo in `in_quanto`; se quest’anno non si valuta, `peso = \"==\"`"),
            });
        }
    }
    insieme(all, out);
}
