//! The plan has its actions for gender equality.

use crate::base::text::flat;
use crate::piano::each_section;
use crate::piano::element::obiettivo::Etichetta;
use crate::piano::prose::{BlockKind, plain};
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1018", "azioni-positive", include_str!("azioni_positive.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DL80_2021_6_2_G)
    .origine(&["N61"]);

/// Words of a title under which equality is treated.
const TITOLI: [&str; 5] =
    ["azioni positive", "pari opportunita", "parita di genere", "equilibrio di genere", "uguaglianza di genere"];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() || !cx.lette_le_impostazioni() || !cx.lette_le_sezioni() || !cx.letti_gli_obiettivi() {
        return;
    }
    // The section in which the actions would stand is declared absent, with a reason, or is still to be written.
    if cx.sezione("2.2").is_some_and(|sezione| sezione.front.assente.is_some() || sezione.da_compilare()) {
        return;
    }
    let served = |etichetta: &Etichetta| *etichetta == Etichetta::PariOpportunita;
    let mut there = cx.scritti().any(|(_, o)| o.value.vivo() && o.value.etichette.iter().any(served));
    let titled = |title: &str| TITOLI.iter().any(|words| flat(title).contains(words));
    each_section(&cx.piano.sezioni, &mut |sezione| {
        there = there || titled(&sezione.titolo);
        sezione.prose.each_block(&mut |block| {
            if let BlockKind::Heading { content, .. } = &block.kind {
                there = there || titled(&plain(content));
            }
        });
    });
    if !there {
        out.push(
            REGOLA
                .at(cx.posto("2.2"), "il piano non ha azioni positive per la parità di genere")
                .note("nessun obiettivo ha `etichette = [\"pari-opportunita\"]`, e nessun titolo ne parla")
                .help(
                    "aggiungi l’etichetta all’obiettivo che se ne occupa, o una parte con il titolo «Azioni positive»",
                ),
        );
    }
}
