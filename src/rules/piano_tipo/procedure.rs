//! The plan lists the procedures that it means to make simpler.

use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1025", "procedure", include_str!("procedure.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_A_3)
    .origine(&["N20"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.1") else { return };
    if cx.piano.elementi.procedure.is_empty() {
        out.push(
            REGOLA
                .at(place, "il piano non elenca le procedure da semplificare")
                .help("scrivi nei dati una scheda `[[procedura]]` per ciascuna: `titolo`, `unita`, `tempo_attuale`, `tempo_obiettivo`")
                .help("in questa sezione le mostra la vista `piao:procedure`"),
        );
    } else if !cx.mostrati(Kind::Procedura) {
        out.push(
            REGOLA
                .at(place, "le procedure da semplificare sono nei dati, e nessuna sezione le mostra")
                .help("aggiungi a questa sezione la vista `piao:procedure`"),
        );
    }
}
