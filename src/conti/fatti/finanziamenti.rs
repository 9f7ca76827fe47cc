//! The facts of the amounts that projects and measures ask for and are granted.

use super::Fatto;
use crate::conti::finanziamenti::{self, Somme};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::vista::Shows;
use std::collections::BTreeMap;

/// Why there is no share of what was asked for.
const SPAIATO: &str = "di qualche scheda c’è il `richiesto` e non il `finanziato`, o il contrario: la quota sarebbe di schede diverse. Scrivi quello che manca, o richiama i due importi";

/// The amounts that projects and measures ask for and are granted: shares, and the totals of each group. A share that the data leave
/// uncertain goes into `incerti`, with the reason.
pub(super) fn fondi(
    piano: &Piano,
    index: &Index,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, &'static str>,
) {
    let kinds = [(Kind::Progetto, Shows::TotaliProgetti), (Kind::MisuraDigitale, Shows::TotaliMisure)];
    for (kind, view) in kinds {
        let info = kind.info();
        let all: Vec<usize> = (0..piano.elementi.of(kind).len()).collect();
        let mut add = |name: &str, sums: &Somme, group: bool| {
            let quota = format!("{name}.finanziato.quota");
            if let Some(share) = sums.quota() {
                fatti.insert(quota, Fatto::Testo(share.esteso()));
            } else if sums.spaiato {
                incerti.insert(quota, SPAIATO);
            } else if sums.richiesto.is_some() {
                // Nothing is granted so far: as in the table, a dash and not zero.
                fatti.insert(quota, Fatto::Ignoto);
            }
            if !group {
                return;
            }
            let numero = Fatto::Conta { numero: sums.conta as u64, uno: info.noun, molti: info.nouns };
            fatti.insert(format!("{name}.conta"), numero);
            let amounts = [("importo", sums.importo), ("richiesto", sums.richiesto), ("finanziato", sums.finanziato)];
            for (field, amount) in amounts {
                if let Some(amount) = amount {
                    fatti.insert(format!("{name}.{field}.totale"), Fatto::Importo(amount));
                }
            }
        };
        add(info.plural, &finanziamenti::totale(piano, kind, &all), false);
        for per in view.descrittore().per {
            for (gruppo, sums) in finanziamenti::totali(piano, index, kind, &all, *per) {
                add(&format!("{}.{}.{}", info.plural, per.nome(), gruppo.chiave), &sums, true);
            }
        }
        // A state that no project has is counted as zero: a sentence that prints the count must still compile on the day when the
        // last project leaves that state.
        let states: &[&str] = if kind == Kind::Progetto {
            &["finanziato", "non-ancora-finanziato", "non-finanziato"]
        } else {
            &["a", "r", "e"]
        };
        for state in states {
            let none = Fatto::Conta { numero: 0, uno: info.noun, molti: info.nouns };
            fatti.entry(format!("{}.stato.{state}.conta", info.plural)).or_insert(none);
        }
    }
}
