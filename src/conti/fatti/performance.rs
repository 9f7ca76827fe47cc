//! The facts of the performance: what the tree adds up to, and what of it is not published.

use super::Fatto;
use crate::base::span::Spanned;
use crate::conti::performance::contatori::{contatori, plurale};
use crate::conti::performance::esito;
use crate::conti::performance::quadro::Quadro;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use std::collections::{BTreeMap, BTreeSet};

/// What the performance tree adds up to: the totals of each unit, the outcome of each objective, the parts of all.
pub(super) fn performance(
    piano: &Piano,
    index: &Index,
    quadri: &[(Pos<Unita>, Quadro<'_>)],
    fatti: &mut BTreeMap<String, Fatto>,
) {
    let obiettivi = &piano.elementi.obiettivi;
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let parts = [
        // As in the open data: of whatever is measured, and not of the objectives alone.
        ("indicatori", "indicatore", piano.elementi.indicatori().iter().map(|(.., list)| list.len()).sum::<usize>()),
        ("fasi", "fase", obiettivi.iter().map(|o| o.value.fasi.len()).sum()),
        ("verifiche", "verifica", obiettivi.iter().map(|o| o.value.verifiche.len()).sum()),
    ];
    for (many, one, number) in parts {
        fatti.insert(format!("{many}.conta"), count(number, one, many));
    }
    for (pos, obiettivo) in piano.elementi.each::<Obiettivo>() {
        let Some(id) = index.id(pos) else { continue };
        for momento in Momento::ALL {
            let whole = |m: &Spanned<Misurazione>| m.value.momento == momento && m.value.unita.is_none();
            let least =
                obiettivo.value.misurazioni.iter().any(whole).then(|| esito(&obiettivo.value, momento)).flatten();
            if let Some(valore) = least.and_then(Misurazione::percento) {
                fatti.insert(format!("{id}.{}", momento.label()), Fatto::Percento { valore, esteso: false });
            }
        }
    }
    let livelli: Vec<String> =
        piano.impostazioni.iter().flat_map(|set| &set.albero.livelli).map(|l| l.value.clone()).collect();
    for linea in contatori(piano, index, livelli.len()) {
        let Some(id) = index.id(linea.nodo) else { continue };
        fatti.insert(format!("{id}.obiettivi"), count(linea.obiettivi, "obiettivo", "obiettivi"));
        fatti.insert(
            format!("{id}.trasversali"),
            count(linea.trasversali, "obiettivo trasversale", "obiettivi trasversali"),
        );
        for (numero, livello) in linea.nodi.iter().zip(livelli.iter().skip(1)) {
            let name = Id::slug(&plurale(livello));
            fatti.insert(format!("{id}.{name}"), Fatto::Numero(*numero as u64));
        }
    }
    for (unita, quadro) in quadri {
        let Some(id) = index.id(*unita) else { continue };
        fatti.insert(format!("{id}.obiettivi"), count(quadro.vivi(piano), "obiettivo", "obiettivi"));
        if let Some(peso) = quadro.peso() {
            fatti.insert(format!("{id}.peso"), Fatto::Percento { valore: peso, esteso: false });
        }
        for momento in Momento::ALL {
            if let Some(esito) = quadro.esito(momento) {
                fatti.insert(format!("{id}.{}", momento.label()), Fatto::Percento { valore: esito, esteso: true });
            }
        }
    }
}

/// The names that the outcomes which are not published would have, with the reason and what to do.
pub(super) fn taciuti(
    piano: &Piano,
    index: &Index,
    quadri: &[(Pos<Unita>, Quadro<'_>)],
) -> BTreeMap<String, [String; 2]> {
    let mut out = BTreeSet::new();
    for (pos, obiettivo) in piano.elementi.each::<Obiettivo>() {
        let silent = Momento::ALL.into_iter().filter(|momento| obiettivo.value.taciuto(*momento));
        out.extend(silent.filter_map(|momento| Some(format!("{}.{}", index.id(pos)?, momento.label()))));
    }
    for (unita, quadro) in quadri {
        let silent = Momento::ALL.into_iter().filter(|momento| quadro.riservato(*momento));
        out.extend(silent.filter_map(|momento| Some(format!("{}.{}", index.id(*unita)?, momento.label()))));
    }
    let why = [
        "è l’esito di un’unità di una persona, o lo farebbe ricavare",
        "togli la citazione dal testo; se l’ente vuole pubblicarlo, scrivi `pubblico = true` nella sua misurazione",
    ];
    out.into_iter().map(|name| (name, why.map(str::to_owned))).collect()
}
