//! The plan lists the procedures that it means to make simpler.

use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1025", "procedure", include_str!("procedure.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_A_3)
    .origine(&["N20"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let missing = |place| {
        REGOLA
            .at(place, "il piano non elenca le procedure da semplificare")
            .help("scrivi nei dati una scheda `[[procedura]]` per ciascuna: `titolo`, `unita`, `tempo_attuale`, `tempo_obiettivo`")
            .help("in questa sezione le mostra la vista `piao:procedure`")
    };
    let hidden = "le procedure da semplificare sono nei dati, e nessuna sezione le mostra";
    out.extend(REGOLA.mostrate(cx, "2.1", Kind::Procedura, missing, hidden));
}
