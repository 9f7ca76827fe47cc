//! The plan says which public value it gives.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1020",
    pagina: include_str!("valore_pubblico.md"),
    nome: "valore-pubblico",
    livello: Severity::Errore,
    ambito: Ambito::Ordinario,
    fonte: Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a)"),
    origine: &["N15"],
    check,
    ..Regola::BASE
};

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
