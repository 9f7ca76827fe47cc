//! The state of an outcome, or of a phase, and its percentage say the same.

use crate::base::span::interi;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::fase::{StatoFase, numeri};
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0351", "stato-e-percentuale", include_str!("stato_e_percentuale.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misurato in cx.piano.elementi.misurati().into_iter().filter(|misurato| misurato.intero) {
        for misurazione in interi(misurato.misurazioni).map(|m| &m.value) {
            let Some(percentuale) = &misurazione.percentuale else { continue };
            let p = percentuale.value;
            let (right, cure) = match misurazione.stato {
                Esito::Raggiunto => {
                    (p >= Percento::CENTO, "`stato = \"parzialmente-raggiunto\"` con il motivo in `in_quanto`")
                }
                Esito::ParzialmenteRaggiunto if p >= Percento::CENTO => (false, "`stato = \"raggiunto\"`"),
                Esito::ParzialmenteRaggiunto => (p > Percento(0), "`stato = \"non-raggiunto\"`"),
                Esito::NonRaggiunto => {
                    (p == Percento(0), "`stato = \"parzialmente-raggiunto\"` con il motivo in `in_quanto`")
                }
                // Its percentage says how far it was when another took its place.
                Esito::Sostituito => (true, ""),
            };
            if !right {
                let (when, state) = (misurazione.momento.label(), misurazione.stato.label());
                out.push(
                    REGOLA
                        .at(
                            percentuale.span,
                            format!(
                                "al {when} {} è «{state}» e la percentuale è {}",
                                cx.nome(misurato.quale),
                                p.numero()
                            ),
                        )
                        .help(format!("correggi la percentuale, oppure scrivi {cure}")),
                );
            }
        }
    }
    for (n, obiettivo) in cx.obiettivi() {
        let o = &obiettivo.value;
        for (fase, numero) in o.fasi.iter().zip(numeri(&o.fasi)) {
            let (Some(stato), Some(completamento)) = (fase.value.stato, &fase.value.completamento) else { continue };
            if !fase.intero {
                continue;
            }
            // The state is of today: the last percentage that was measured.
            let Some((momento, last)) = completamento.iter().last() else { continue };
            let right = match stato {
                StatoFase::Completata => last.value >= Percento::CENTO,
                StatoFase::DaIniziare => last.value == Percento(0),
                StatoFase::Iniziata
                | StatoFase::InCorso
                | StatoFase::Posticipata
                | StatoFase::Annullata
                | StatoFase::Confluita => true,
            };
            if !right {
                let (when, state) = (momento.label(), stato.label());
                out.push(
                    REGOLA
                        .at(
                            last.span,
                            format!(
                                "la fase {numero} di {} è «{state}» e il suo completamento al {when} è {}",
                                cx.nome(n),
                                last.value.numero()
                            ),
                        )
                        .help("correggi la percentuale, oppure lo `stato` della fase"),
                );
            }
        }
    }
}
