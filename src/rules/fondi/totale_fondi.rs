//! Totals of projects and measures are computed: one that is typed must be the same.

use crate::conti::campi::select;
use crate::conti::finanziamenti;
use crate::piano::element::Kind;
use crate::piano::prose::BlockKind;
use crate::piano::vista::Shows;
use crate::piano::{Incompleto, each_prose};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P1203", "totale-fondi", include_str!("totale_fondi.md"), check)
    .origine(&["TOT-DERIVED", "FUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::View(vista) = &block.kind else { return };
            let kind = match vista.shows {
                Shows::TotaliProgetti => Kind::Progetto,
                Shows::TotaliMisure => Kind::MisuraDigitale,
                _ => return,
            };
            let Some(totale) = &vista.totale else { return };
            // A record that could not be read is missing from every sum, so no total can be judged.
            if cx.piano.incompleto != Incompleto::default() {
                return;
            }
            let shown = select(cx.piano, cx.index, vista, kind);
            let sums = finanziamenti::totale(cx.piano, kind, &shown);
            let all = [
                ("degli importi", totale.importo, sums.importo),
                ("dei richiesti", totale.richiesto, sums.richiesto),
                ("dei finanziati", totale.finanziato, sums.finanziato),
            ];
            for (what, typed, right) in all {
                let right = right.unwrap_or_default();
                let Some(typed) = typed.filter(|typed| typed.value != right) else { continue };
                let cure = format!("\"{}\"", right.to_string().replace('\u{a0}', " "));
                out.push(
                    REGOLA
                        .at(typed.span, format!("il totale {what} è {right}, non {}", typed.value))
                        .note(format!(
                            "{} {} {}",
                            if shown.len() == 1 { "si somma" } else { "si sommano" },
                            shown.len(),
                            if shown.len() == 1 { kind.info().noun } else { kind.info().nouns }
                        ))
                        .help(format!("scrivi {cure}, o togli il totale: si calcola da solo"))
                        .proposta(typed.span, cure),
                );
            }
        });
    });
}
