//! The facts of risks, measures and duties of transparency.

use super::omonimi::{self, Cosa};
use super::{Fatto, Incerto};
use crate::conti::rischi::{Chiamato, Rischi};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Percento;
use crate::piano::element::misura_prevenzione::{self, MisuraPrevenzione};
use crate::piano::element::obbligo::Obbligo;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::Processo;
use crate::piano::element::unita::Unita;
use std::collections::BTreeMap;

/// The processes of each area, level and unit, the events, the measures by kind and state.
pub(super) fn rischi(
    piano: &Piano,
    index: &Index,
    fatti: &mut BTreeMap<String, Fatto>,
    incerti: &mut BTreeMap<String, Incerto>,
) {
    let rischi = Rischi::di(piano, index);
    let (processi, misure) = (Kind::Processo.info(), Kind::MisuraPrevenzione.info());
    let count = |numero: usize, uno, molti| Fatto::Conta { numero: numero as u64, uno, molti };
    let processes = |numero: usize| count(numero, processi.noun, processi.nouns);
    let measures = |numero: usize| count(numero, misure.noun, misure.nouns);
    let all: Vec<Pos<Processo>> = piano.elementi.each::<Processo>().map(|(pos, _)| pos).collect();
    // Areas and levels without processes are counted too: a sentence that says how many must still compile when the last one goes.
    for key in rischi.regole.chiavi() {
        fatti.insert(format!("{}.area.{}.conta", processi.plural, Id::slug(key)), processes(0));
    }
    let mut areas: BTreeMap<String, Vec<Cosa>> = BTreeMap::new();
    for area in rischi.aree(&all) {
        let name = format!("{}.area.{}.conta", processi.plural, Id::slug(area.chiave));
        let Some(first) = area.processi.first() else { continue };
        let own = BTreeMap::from([(name.clone(), processes(area.processi.len()))]);
        let cosa = Cosa { span: piano[*first].value.area.span, nome: format!("«{}»", area.nome), fatti: own };
        areas.entry(name).or_default().push(cosa);
    }
    for cose in areas.into_values() {
        let cura = "scrivi le due aree in modo che differiscano per una lettera o una cifra; se sono la stessa, scrivile uguali";
        omonimi::di_gruppi(&cose, cura, fatti, incerti);
    }
    for (step, word) in rischi.regole.livelli().into_iter().enumerate() {
        let here = all.iter().filter(|pos| rischi.livello(&piano[**pos].value) == Some(step)).count();
        fatti.insert(format!("{}.livello.{}.conta", processi.plural, Id::slug(word)), processes(here));
    }
    let events = all.iter().map(|pos| piano[*pos].value.rischi.len()).sum::<usize>();
    fatti.insert("rischi.conta".into(), count(events, "rischio", "rischi"));
    let of = |keep: &dyn Fn(&MisuraPrevenzione) -> bool| {
        piano.elementi.misure_prevenzione.iter().filter(|misura| keep(&misura.value)).count()
    };
    let whole = piano.elementi.misure_prevenzione.len();
    for tipo in misura_prevenzione::Tipo::ALL {
        let name = format!("{}.{}.conta", misure.plural, tipo.nome());
        fatti.insert(name, measures(of(&|misura| misura.tipo == *tipo)));
    }
    for stato in misura_prevenzione::Stato::ALL {
        let here = of(&|misura| misura.stato() == *stato);
        fatti.insert(format!("{}.{}.conta", misure.plural, stato.nome()), measures(here));
        if let Some(valore) = Percento::parte(here as i64, whole as i64) {
            let name = format!("{}.{}.quota", misure.plural, stato.nome());
            fatti.insert(name, Fatto::Percento { valore, esteso: false });
        }
    }
    let due: Vec<&Obbligo> = piano.elementi.obblighi.iter().map(|obbligo| &obbligo.value).collect();
    let info = Kind::Obbligo.info();
    let duties = |numero: usize| count(numero, info.noun, info.nouns);
    fatti.insert("obblighi.non-dovuti".into(), duties(due.iter().filter(|o| !o.dovuto()).count()));
    for anno in piano.impostazioni.iter().flat_map(|set| set.anni()) {
        let sampled = |o: &&&Obbligo| o.campione.0.iter().any(|campione| campione.value == anno);
        fatti.insert(format!("obblighi.campione.{anno}"), duties(due.iter().filter(sampled).count()));
    }
    for (unita, _) in piano.elementi.each::<Unita>().filter(|_| !due.is_empty()) {
        let Some(id) = index.id(unita) else { continue };
        let named = |o: &&&Obbligo| {
            let all = [&o.produce, &o.pubblica].into_iter().flatten().filter_map(|chi| rischi.chiamato(chi));
            all.into_iter().any(|chi| chi == Chiamato::Tutte || rischi.unita(chi) == Some(unita))
        };
        fatti.insert(format!("{id}.obblighi"), duties(due.iter().filter(named).count()));
    }
    for (unita, _) in piano.elementi.each::<Unita>() {
        let Some(id) = index.id(unita).filter(|_| !all.is_empty()) else { continue };
        let here = rischi.dell_unita(unita);
        let mut measured: Vec<_> = here.iter().flat_map(|pos| rischi.misure(&piano[*pos].value)).collect();
        measured.sort();
        measured.dedup();
        fatti.insert(format!("{id}.processi"), processes(here.len()));
        fatti.insert(format!("{id}.misure"), measures(measured.len()));
    }
}
