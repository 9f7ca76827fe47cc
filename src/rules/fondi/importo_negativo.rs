//! What something costs, and what is saved or given, is not less than nothing.

use crate::base::span::{Span, Spanned};
use crate::piano::element::Kind;
use crate::piano::element::misura::PerAnno;
use crate::piano::element::row::{Row, Valore};
use crate::piano::element::target::Target;
use crate::piano::element::value::Importo;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P1215", "importo-negativo", include_str!("importo_negativo.md"), check);

const CURA: &str = "togli il segno meno; se la spesa diminuisce, dillo con l’importo di ogni anno";

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for kind in Kind::ALL.iter().copied() {
        for element in cx.piano.elementi.of(kind).into_iter().filter(|element| element.intero) {
            let mut row = Row::default();
            element.value.row(&mut row);
            for campo in &row.0 {
                let Valore::Importo(amount) = campo.value else { continue };
                if amount.0 < 0 {
                    let title = element.value.titolo();
                    let message = format!("`{}` è {amount}, e non può essere negativo", campo.name);
                    let note = format!("è di: {}", crate::base::text::short(title.value));
                    out.push(REGOLA.at(title.span, message).note(note).help(CURA));
                }
            }
        }
    }
    for record in &cx.piano.elementi.spese_personale {
        let s = &record.value;
        let limite = s.limite.as_ref().map(|limite| &limite.value);
        let flessibile = s.flessibile.as_ref().map(|flessibile| &flessibile.value);
        for (campo, amounts) in [
            ("entrate", s.entrate.as_ref()),
            ("prevista", s.prevista.as_ref()),
            ("dup", s.dup.as_ref()),
            ("etero", s.etero.as_ref()),
            ("base", limite.and_then(|l| l.base.as_ref())),
            ("totale", limite.and_then(|l| l.totale.as_ref())),
            ("soggetta", limite.and_then(|l| l.soggetta.as_ref())),
            ("base", flessibile.and_then(|f| f.base.as_ref())),
            ("prevista", flessibile.and_then(|f| f.prevista.as_ref())),
        ] {
            for (_, amount) in amounts.iter().flat_map(|all| all.iter()) {
                out.extend(importo(campo, *amount));
            }
        }
    }
    for record in &cx.piano.elementi.lavoro_agile {
        let a = &record.value;
        for (campo, counts) in [("dipendenti", &a.dipendenti), ("giornate", &a.giornate), ("accordi", &a.accordi)] {
            for span in conti(counts.as_ref()) {
                out.push(
                    REGOLA
                        .at(span, format!("`{campo}` conta persone o giorni, e non può essere negativo"))
                        .help("togli il segno meno"),
                );
            }
        }
    }
}

fn importo(campo: &str, amount: Spanned<Importo>) -> Option<Diagnostic> {
    let message = format!("`{campo}` è {}, e non può essere negativo", amount.value);
    (amount.value.0 < 0).then(|| REGOLA.at(amount.span, message).help(CURA))
}

/// The places of the counts that are less than nothing.
fn conti(counts: Option<&PerAnno<Spanned<Target>>>) -> Vec<Span> {
    let all = counts.into_iter().flat_map(|all| all.iter());
    all.filter(|(_, count)| count.value.valore().is_some_and(|(number, _)| number.0 < 0))
        .map(|(_, count)| count.span)
        .collect()
}
