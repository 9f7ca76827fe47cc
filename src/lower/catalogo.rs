//! The catalogue of a plan lists its objectives, units, acts and terms one by one, for readers who look for one of them and
//! do not read the plan from its beginning. It says where each is and what belongs to it. It adds nothing that the text
//! does not print.

use super::*;
use crate::conti::performance::parti;
use crate::piano::element::obiettivo::Obiettivo;

impl Lower<'_> {
    /// The lists that are not empty.
    pub(super) fn catalogo(&self) -> Vec<Elenco> {
        let lists = [Kind::Obiettivo, Kind::Unita, Kind::Atto, Kind::Termine].map(|kind| {
            let mut under = if kind == Kind::Unita { self.obiettivi_di() } else { BTreeMap::new() };
            let all = 0..self.piano.elementi.of(kind).len();
            let mut voci: Vec<Voce> =
                all.filter_map(|n| self.voce(kind, n, under.remove(&n).unwrap_or_default())).collect();
            let sole = matches!(kind, Kind::Obiettivo | Kind::Unita);
            if !sole {
                // As an Italian dictionary sorts them: accents and case do not count.
                voci.sort_by_cached_key(|voce| (Id::slug(&voce.nome()).to_string(), voce.id.clone()));
            }
            // In Italian «termini» also means deadlines, so the list of terms is called «glossario».
            let titolo = if kind == Kind::Termine { "glossario" } else { kind.info().nouns };
            Elenco { nome: kind.info().plural, titolo: capital(titolo), sole, voci }
        });
        lists.into_iter().filter(|elenco| !elenco.voci.is_empty()).collect()
    }

    /// The objectives that the text shows, by unit, in the order of the data.
    fn obiettivi_di(&self) -> BTreeMap<usize, Vec<Id>> {
        let mut under: BTreeMap<usize, Vec<Id>> = BTreeMap::new();
        for (pos, _) in self.piano.elementi.each::<Obiettivo>() {
            let shown = self.names.homes.contains_key(&<(Kind, usize)>::from(pos));
            let Some(id) = self.index.id(pos).filter(|_| shown) else { continue };
            for parte in parti(self.piano, self.index, pos) {
                let list = under.entry(parte.unita.n()).or_default();
                if !list.contains(id) {
                    list.push(id.clone());
                }
            }
        }
        under
    }

    /// An element, if the text shows it or something belongs to it.
    fn voce(&self, kind: Kind, n: usize, comprende: Vec<Id>) -> Option<Voce> {
        let element = self.piano.elementi.get(kind, n)?;
        let shown = self.names.homes.contains_key(&(kind, n));
        let id = self.index.id_of(kind, n).filter(|_| shown || !comprende.is_empty())?.clone();
        let titolo = match kind {
            Kind::Atto => capital(&element.value.label().unwrap_or_default()),
            _ => element.value.titolo().value.to_owned(),
        };
        let codice = self.index.code(kind, n).map(str::to_owned);
        let genere = capital(&self.noun_or_title(kind, n));
        Some(Voce { id, genere, codice, titolo: straight(&titolo), comprende })
    }
}
