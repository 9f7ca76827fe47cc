//! The plan says which public value it gives.

use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1020", "valore-pubblico", include_str!("valore_pubblico.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_A)
    .origine(&["N15"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let missing = |place| {
        REGOLA
            .at(place, "nel piano non c’è nessun obiettivo di valore pubblico")
            .label("questa sezione ne vuole almeno uno")
            .help("scrivi nei dati una scheda `[[obiettivo_vp]]`: quale valore, con quale strategia, per chi, entro quando, e un indicatore")
            .help("in questa sezione la mostra la vista `piao:obiettivi-vp`")
    };
    let hidden = "gli obiettivi di valore pubblico sono nei dati, e nessuna sezione li mostra";
    out.extend(REGOLA.mostrate(cx, "2.1", Kind::ObiettivoVp, missing, hidden));
}
