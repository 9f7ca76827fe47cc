//! The facts of the exchanges between public bodies.

use super::Fatto;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// What each public body offers to the others: how many exchanges, and how many seats in one edition of each.
pub(super) fn scambi(piano: &Piano, index: &Index, fatti: &mut BTreeMap<String, Fatto>) {
    #[derive(Default)]
    struct Offerte {
        schede: u64,
        posti: u64,
        /// Cards that are left out of the seats, because their words leave the number in doubt.
        esclusi: u64,
    }
    let mut bodies: BTreeMap<&str, Offerte> = BTreeMap::new();
    let mut esclusi = 0;
    for scheda in piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value) {
        let posti = scheda.posti().certi();
        esclusi += u64::from(posti.is_none());
        // An exchange that several bodies offer together counts for each of them.
        let ids = scheda.ente.0.iter().filter_map(|rif| index.id(index.rif(rif)?));
        for id in ids.collect::<BTreeSet<_>>() {
            let sum = bodies.entry(id.as_str()).or_default();
            sum.schede += 1;
            sum.posti += u64::from(posti.unwrap_or_default());
            sum.esclusi += u64::from(posti.is_none());
        }
    }
    let info = Kind::SchedaScambio.info();
    if !bodies.is_empty() {
        let numero = bodies.len() as u64;
        fatti.insert(format!("{}.enti", info.plural), Fatto::Conta { numero, uno: "ente", molti: "enti" });
    }
    let schede = |numero| Fatto::Conta { numero, uno: "scheda", molti: "schede" };
    if !piano.elementi.schede_scambio.is_empty() {
        fatti.insert(format!("{}.posti.esclusi", info.plural), schede(esclusi));
    }
    for (id, sum) in bodies {
        fatti.insert(format!("{id}.schede"), schede(sum.schede));
        let posti = Fatto::Conta { numero: sum.posti, uno: "posto", molti: "posti" };
        fatti.insert(format!("{id}.posti"), posti);
        fatti.insert(format!("{id}.posti.esclusi"), schede(sum.esclusi));
    }
}
