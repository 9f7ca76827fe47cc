//! The plan says which public value it gives.

use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1020", "valore-pubblico", include_str!("valore_pubblico.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_3_1_A)
    .origine(&["N15"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(place) = cx.richiesto_in("2.1") else { return };
    if cx.piano.elementi.obiettivi_vp.is_empty() {
        out.push(
            REGOLA
                .at(place, "nel piano non c’è nessun obiettivo di valore pubblico")
                .label("questa sezione ne vuole almeno uno")
                .help("scrivi nei dati una scheda `[[obiettivo_vp]]`: quale valore, con quale strategia, per chi, entro quando, e un indicatore")
                .help("in questa sezione la mostra la vista `piao:obiettivi-vp`"),
        );
    } else if !cx.mostrati(Kind::ObiettivoVp) {
        out.push(
            REGOLA
                .at(place, "gli obiettivi di valore pubblico sono nei dati, e nessuna sezione li mostra")
                .help("aggiungi a questa sezione la vista `piao:obiettivi-vp`"),
        );
    }
}
