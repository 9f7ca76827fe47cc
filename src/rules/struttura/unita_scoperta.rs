//! Somebody answers for each unit of the first level on the day of the plan.

use super::struttura;
use crate::conti::performance::copertura::tutti_i_titolari;
use crate::conti::struttura::Guida;
use crate::piano::element::unita::Tipo;
use crate::rules::confronti::abitudine;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0714", "unita-scoperta", include_str!("unita_scoperta.md"), check).fonte(fonti::TUEL_107_109);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(all) = struttura(cx) else { return };
    // `titolare-mancante` already reports the units that had somebody, and the few that have nobody where nearly all have.
    let holders: Vec<_> = tutti_i_titolari(cx.piano, cx.index).into_iter().collect();
    let told: Vec<_> =
        abitudine(holders, |(_, holders)| !holders.is_empty()).into_iter().map(|(unita, _)| unita).collect();
    for unita in all.primo_livello() {
        if all.tipo(unita) == Tipo::Staff || all.guida(unita) != Guida::NonDetta || told.contains(&unita) {
            continue;
        }
        let nome = &cx.piano[unita].value.nome;
        out.push(
            REGOLA
                .at(nome.span, format!("di «{}» non si dice chi la guida al {}", nome.value, all.giorno))
                .help("aggiungi un `[[incarico]]` con questa `unita` e il `ruolo` (`eq`, `dirigente`…), o l’unità in `altre_unita` di chi la guida"),
        );
    }
}
