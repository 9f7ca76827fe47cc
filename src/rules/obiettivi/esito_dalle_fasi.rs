//! The outcome of an objective is what its phases give.

use crate::base::span::{interi, tutti_interi};
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::rules::obiettivi::realizzazione;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::avviso("P0307", "esito-dalle-fasi", include_str!("esito_dalle_fasi.md"), check)
    .origine(&["OUTCOME-FROM-PHASES"]);

/// How far apart, in hundredths of a point, the two may be: outcomes are rounded to a point.
const PUNTO: i64 = 100;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        if !tutti_interi(&obiettivo.value.fasi) {
            continue;
        }
        let Some(fasi) = Fasi::of(&obiettivo.value, cx.anno) else { continue };
        // The outcome of one share says nothing of the whole.
        for misurazione in interi(&obiettivo.value.misurazioni).filter(|m| m.value.unita.is_none()) {
            let momento = misurazione.value.momento;
            let Some(detto) = misurazione.value.percento() else { continue };
            let span = misurazione.value.percentuale.as_ref().map_or(misurazione.span, |p| p.span);
            if realizzazione::troppo(&obiettivo.value, momento, cx.anno) {
                continue;
            }
            let (at, nome) = (momento.label(), cx.nome(n));
            let least = fasi.peso < Percento::CENTO;
            let limit = format!(
                "i pesi delle fasi del {} danno {} in tutto: di più non si può raggiungere",
                cx.anno,
                fasi.peso.numero()
            );
            match fasi.outcome_at(momento) {
                Some((danno, words)) if (danno.0 - detto.0).abs() > PUNTO => {
                    let mut problem = REGOLA
                        .at(
                            span,
                            format!(
                                "al {at} l’esito di {nome} è {}, ma le fasi danno {}",
                                detto.numero(),
                                danno.numero()
                            ),
                        )
                        .note(format!("si sommano: {}", elenco(&words)));
                    if least && detto.0 > fasi.peso.0 + PUNTO {
                        problem = problem.note(limit);
                    }
                    out.push(problem.help(format!(
                        "scrivi `percentuale = {}`, o correggi quanto è stato fatto nelle fasi",
                        danno.numero().replace(',', ".")
                    )));
                }
                None if least && detto.0 > fasi.peso.0 + PUNTO => out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "al {at} l’esito di {nome} è {}, ma le fasi arrivano al massimo a {}",
                                detto.numero(),
                                fasi.peso.numero()
                            ),
                        )
                        .note(limit)
                        .help(format!(
                            "correggi i pesi delle fasi, che insieme devono dare 100, o scrivi un esito fino a {}",
                            fasi.peso.numero()
                        )),
                ),
                Some(_) | None => {}
            }
        }
    }
}

/// The phases of a year that have a number for weight.
struct Fasi {
    peso: Percento,
    righe: Vec<FasePesata>,
}

struct FasePesata {
    numero: String,
    peso: Percento,
    /// How much of the phase was done, at the two moments.
    fatto: [Option<Percento>; 2],
    /// How many points of the objective's outcome the phase gives, at the two moments.
    dato: [Option<Percento>; 2],
}

impl Fasi {
    /// The phases of `anno`. `None` when the weight of one is not known, or when no weight is a number.
    fn of(obiettivo: &Obiettivo, anno: i16) -> Option<Self> {
        let mut righe = Vec::new();
        for (fase, numero) in obiettivo.fasi.iter().zip(numeri(&obiettivo.fasi)) {
            let Some(peso) = &fase.value.peso else {
                // Phase 0 is the link to the plan of the year before, and its weight counts nothing.
                if numero == "0" { continue } else { return None }
            };
            let Some(peso) = peso.di(anno).and_then(|peso| peso.value.numero()) else { continue };
            let at =
                |values: &Option<crate::piano::element::misura::AlMomento<crate::base::span::Spanned<Percento>>>| {
                    Momento::ALL.map(|momento| values.as_ref().and_then(|v| v.al(momento)).map(|v| v.value))
                };
            let (fatto, dato) = (at(&fase.value.completamento), at(&fase.value.realizzazione));
            righe.push(FasePesata { numero, peso, fatto, dato });
        }
        let peso = righe.iter().map(|riga| riga.peso).sum();
        (!righe.is_empty()).then_some(Fasi { peso, righe })
    }

    /// The outcome that the phases add up to at `momento`, and how it is computed. None when one of them was not measured.
    fn outcome_at(&self, momento: Momento) -> Option<(Percento, Vec<String>)> {
        let at = momento as usize;
        let shares: Option<Vec<Percento>> =
            self.righe.iter().map(|riga| riga.dato.get(at).copied().flatten()).collect();
        if let Some(shares) = shares {
            let words =
                self.righe.iter().zip(&shares).map(|(riga, dato)| format!("fase {}: {}", riga.numero, dato.numero()));
            return Some((shares.iter().copied().sum(), words.collect()));
        }
        let mut sum = 0i64;
        let mut words = Vec::new();
        for riga in &self.righe {
            let fatto = riga.fatto.get(at).copied().flatten()?;
            sum = sum.saturating_add(riga.peso.di(fatto));
            words.push(format!("fase {}: {} × {fatto}", riga.numero, riga.peso.numero()));
        }
        Some((Percento::da_prodotti(sum), words))
    }
}
