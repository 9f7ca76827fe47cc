//! Where a unit has several holders, each of them says from when to when.

use crate::conti::performance::copertura::tutti_i_titolari;
use crate::piano::element::incarico::Incarico;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::nota("P0349", "responsabili-senza-date", include_str!("responsabili_senza_date.md"), check)
        .origine(&["RESP-MANY"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (unita, holders) in tutti_i_titolari(cx.piano, cx.index) {
        // Who answers for other units too may do so together with who holds one of them.
        let own = |incarico: &Incarico| incarico.unita.as_ref().and_then(|rif| cx.index.rif(rif)) == Some(unita);
        let holders: Vec<_> =
            holders.into_iter().map(|holder| &cx.piano[holder]).filter(|holder| own(&holder.value)).collect();
        let unita = &cx.piano[unita];
        let bare: Vec<_> =
            holders.iter().filter(|i| i.value.dal.is_none() && i.value.al.is_none() && i.intero).collect();
        let Some(first) = bare.first().filter(|_| holders.len() > 1) else { continue };
        let names: Vec<String> = holders
            .iter()
            .map(|i| match &i.value.persona {
                Some(persona) => format!("{} {}", i.value.ruolo.value.label(), persona.value.trim()),
                None => i.value.ruolo.value.label().to_owned(),
            })
            .collect();
        out.push(
            REGOLA
                .at(
                    first.value.ruolo.span,
                    format!(
                        "«{}» ha {} titolari e non si dice da quando a quando lo è ciascuno",
                        unita.value.nome.value,
                        holders.len()
                    ),
                )
                .note(format!("sono {}", elenco(&names)))
                .help("aggiungi a ciascun incarico `dal` e, se è finito, `al`"),
        );
    }
}
