//! A phase gives to its objective no more than its weight, and all of them no more than 100.

use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::errore("P0306", "realizzazione", include_str!("realizzazione.md"), check).origine(&["REAL-GT-WEIGHT"]);

/// The points that a phase gave to its objective, and its weight, which is the most that it could give.
struct Dato {
    fase: String,
    dato: Percento,
    peso: Option<Percento>,
}

impl Dato {
    fn troppo(&self) -> bool {
        self.peso.is_some_and(|peso| self.dato > peso)
    }
}

/// Whether the phases gave more than they could at `momento`: their sum means nothing, and this rule says why.
pub fn troppo(obiettivo: &Obiettivo, momento: Momento, anno: i16) -> bool {
    let dati = dati(obiettivo, momento, anno);
    dati.iter().any(|(dato, _)| dato.troppo())
        || dati.iter().map(|(dato, _)| dato.dato).sum::<Percento>() > Percento::CENTO
}

fn dati(obiettivo: &Obiettivo, momento: Momento, anno: i16) -> Vec<(Dato, crate::base::span::Span)> {
    let numeri = numeri(&obiettivo.fasi);
    let phases = obiettivo.fasi.iter().zip(numeri);
    phases
        .filter_map(|(fase, numero)| {
            let dato = fase.value.realizzazione.as_ref()?.al(momento)?;
            let peso = fase.value.peso.as_ref().and_then(|peso| peso.di(anno)?.value.numero());
            Some((Dato { fase: numero, dato: dato.value, peso }, dato.span))
        })
        .collect()
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        for momento in Momento::ALL {
            let dati = dati(&obiettivo.value, momento, cx.anno);
            let sum: Percento = dati.iter().map(|(dato, _)| dato.dato).sum();
            // The sum when each phase gives no more than its weight. When that sum is right, only the phases are wrong.
            let could: Percento = dati.iter().map(|(d, _)| d.peso.map_or(d.dato, |peso| peso.min(d.dato))).sum();
            let at = momento.label();
            for (dato, span) in &dati {
                let Some(peso) = dato.peso.filter(|_| dato.troppo()) else { continue };
                let mut problem = REGOLA.at(
                    *span,
                    format!(
                        "la fase {} di {} pesa {} e al {at} dà {}: più del suo peso",
                        dato.fase,
                        cx.nome(n),
                        peso.numero(),
                        dato.dato.numero()
                    ),
                );
                if sum > Percento::CENTO {
                    problem = problem.note(format!("così le fasi danno in tutto {}, più di 100", sum.numero()));
                }
                out.push(
                    problem
                        .note("`realizzazione` è la parte dell’obiettivo che la fase ha dato; quanto è fatta la fase si scrive in `completamento`")
                        .help(format!("scrivi al massimo {}, o correggi il peso della fase", peso.numero())),
                );
            }
            let Some((_, last)) = dati.last().filter(|_| could > Percento::CENTO) else { continue };
            let words: Vec<String> =
                dati.iter().map(|(d, _)| format!("fase {}: {}", d.fase, d.dato.numero())).collect();
            out.push(
                REGOLA
                    .at(*last, format!("al {at} le fasi di {} danno in tutto {}, più di 100", cx.nome(n), sum.numero()))
                    .note(format!("si sommano: {}", elenco(&words)))
                    .help(format!(
                        "togli {} da quanto le fasi hanno dato",
                        Percento(sum.0 - Percento::CENTO.0).numero()
                    )),
            );
        }
    }
}
