//! The plan lists the procedures that it means to make simpler.

use crate::diag::{Diagnostic, Severity};
use crate::piano::element::Kind;
use crate::rules::{Ambito, Cx, Fonte, Regola};

pub static REGOLA: Regola = Regola {
    codice: "P1025",
    pagina: include_str!("procedure.md"),
    nome: "procedure",
    livello: Severity::Errore,
    ambito: Ambito::Ordinario,
    fonte: Fonte::letta("DM 30 giugno 2022, n. 132, art. 3, comma 1, lett. a), n. 3)"),
    origine: &["N20"],
    check,
    ..Regola::BASE
};

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
