//! The facts of the amounts that projects and measures ask for and are granted.

use super::omonimi::{self, Cosa};
use super::{Fatto, Incerto};
use crate::conti::finanziamenti::{self, Somme};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::vista::Shows;
use std::collections::BTreeMap;

/// Why there is no share of what was asked for.
const SPAIATO: &str = "di qualche scheda c’è il `richiesto` e non il `finanziato`, o il contrario: la quota sarebbe di schede diverse. Scrivi quello che manca, o richiama i due importi";

/// What to do about two groups whose names make one name of facts.
const OMONIMI: &str = "scrivi i due nomi in modo che differiscano per una lettera o una cifra, e non soltanto per i segni: \"FSE Plus\" al posto di \"FSE+\"; se sono la stessa cosa, scrivili uguali";

/// The amounts that projects and measures ask for and are granted: shares, and the totals of each group. A share that the data leave
/// uncertain goes into `incerti`, with the reason.
pub(super) fn fondi(
    piano: &Piano,
    index: &Index,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    let kinds = [(Kind::Progetto, Shows::TotaliProgetti), (Kind::MisuraDigitale, Shows::TotaliMisure)];
    for (kind, view) in kinds {
        let info = kind.info();
        let all: Vec<usize> = (0..piano.elementi.of(kind).len()).collect();
        let whole = finanziamenti::totale(piano, kind, &all);
        fatti.extend(quota(info.plural, &whole, incerti));
        // What was renounced is in no sum.
        if whole.rinunce > 0 {
            let sum = whole.finanziato.map_or(Fatto::Ignoto, Fatto::Importo);
            fatti.insert(format!("{}.finanziato.totale", info.plural), sum);
        }
        for per in view.descrittore().per {
            let mut places: BTreeMap<finanziamenti::Gruppo, usize> = BTreeMap::new();
            for n in &all {
                places.entry(finanziamenti::gruppo(piano, index, kind, *n, *per)).or_insert(*n);
            }
            let mut groups: BTreeMap<String, Vec<Cosa>> = BTreeMap::new();
            for (gruppo, sums) in finanziamenti::totali(piano, index, kind, &all, *per) {
                let name = format!("{}.{}.{}", info.plural, per.nome(), gruppo.chiave);
                let mut own = BTreeMap::from_iter(quota(&name, &sums, incerti));
                let numero = Fatto::Conta { numero: sums.conta as u64, uno: info.noun, molti: info.nouns };
                own.insert(format!("{name}.conta"), numero);
                let amounts =
                    [("importo", sums.importo), ("richiesto", sums.richiesto), ("finanziato", sums.finanziato)];
                for (field, amount) in amounts {
                    own.extend(amount.map(|amount| (format!("{name}.{field}.totale"), Fatto::Importo(amount))));
                }
                let first = places.get(&gruppo).and_then(|n| finanziamenti::Fondo::di(piano, kind, *n));
                let Some(span) = first.map(|fondo| fondo.titolo().span) else { continue };
                groups.entry(name).or_default().push(Cosa { span, nome: format!("«{}»", gruppo.nome), fatti: own });
            }
            for cose in groups.into_values() {
                omonimi::di_gruppi(&cose, OMONIMI, fatti, incerti);
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

/// The share granted of what was asked for, under `name`.
fn quota(name: &str, sums: &Somme, incerti: &mut BTreeMap<String, Incerto>) -> Option<(String, Fatto)> {
    let quota = format!("{name}.finanziato.quota");
    if let Some(share) = sums.quota() {
        return Some((quota, Fatto::Testo(share.esteso())));
    }
    if sums.spaiato {
        incerti.insert(quota, Incerto::Manca(SPAIATO));
        return None;
    }
    // Nothing is granted so far: as in the table, a dash and not zero.
    sums.richiesto.map(|_| (quota, Fatto::Ignoto))
}
