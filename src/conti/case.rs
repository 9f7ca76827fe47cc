//! The home of each element: the view to which the citations of the element link.

use crate::base::span::Span;
use crate::conti::campi::{forma, select};
use crate::conti::performance::{Parte, parti};
use crate::index::Index;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::unita::Unita;
use crate::piano::element::{Forma, Kind};
use crate::piano::prose;
use crate::piano::vista::{Casa, Descrittore, Shows, Vista};
use crate::piano::{Piano, each_prose};
use std::collections::BTreeMap;

/// For each element, the view that is its home: the first that shows it as a card, or else the first that shows it at all.
pub fn homes(piano: &Piano, index: &Index) -> BTreeMap<(Kind, usize), Span> {
    let mut homes: BTreeMap<(Kind, usize), (bool, Span)> = BTreeMap::new();
    let mut shown = |kind: Kind, n: usize, card: bool, vista: &Vista| {
        let home = homes.entry((kind, n)).or_insert((card, vista.span));
        if card && !home.0 {
            *home = (true, vista.span);
        }
    };
    let mut visit = |vista: &Vista| {
        let Descrittore { casa, filtra, .. } = vista.shows.descrittore();
        match (casa, filtra) {
            (Casa::Mostrati, Some(kind)) => {
                let card = matches!(vista.shows, Shows::Elements(_)) && forma(vista, kind) == Forma::Schede;
                select(piano, index, vista, kind).into_iter().for_each(|n| shown(kind, n, card, vista));
            }
            (Casa::ObiettiviUnita, _) => {
                let wanted = vista.unita.as_ref().map(|name| index.named::<Unita>(&name.value));
                for (pos, _) in piano.elementi.each::<Obiettivo>() {
                    let first = parti(piano, index, pos).into_iter().find(Parte::prima).map(|parte| parte.unita);
                    if first.is_some() && wanted.is_none_or(|wanted| wanted == first) {
                        shown(Kind::Obiettivo, pos.n(), false, vista);
                    }
                }
            }
            (Casa::Mostrati, None) | (Casa::Nessuna, _) => {}
        }
    };
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let prose::BlockKind::View(vista) = &block.kind {
                visit(vista);
            }
        });
    });
    homes.into_iter().map(|(key, (_, span))| (key, span)).collect()
}
