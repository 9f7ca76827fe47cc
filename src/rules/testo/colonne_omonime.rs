//! In the open data a column is known by its name: two with one name are told apart by a number, which says nothing.

use crate::piano::element::id::Id;
use crate::rules::{Cx, Diagnostic, Regola, Tabella};
use std::collections::BTreeMap;

pub static REGOLA: Regola = Regola::avviso("P0802", "colonne-omonime", include_str!("colonne_omonime.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    out.extend(cx.tabelle().filter_map(look));
}

fn look(tabella: &Tabella) -> Option<Diagnostic> {
    let mut seen: BTreeMap<(Id, bool), usize> = BTreeMap::new();
    // A title of signs alone gets the number of its column.
    let named = tabella.intestazione.iter().filter(|head| Id::keeps(&head.parole));
    let heads: Vec<_> = named.collect();
    let twice = heads.iter().find(|head| {
        // «Donne» and «% donne» have two names in the data.
        let times = seen.entry((Id::slug(head.parole.trim()), head.parole.contains('%'))).or_default();
        *times += 1;
        *times == 2
    })?;
    let name = twice.parole.trim();
    let at = twice.parole.find(name)?;
    let span = twice.span(at..at + name.len())?;
    Some(
        REGOLA
            .at(span, format!("due colonne della tabella si chiamano «{name}»"))
            .note("nei dati aperti la seconda avrà un numero nel nome, e chi li usa non saprà che cosa dice")
            .help("di’ nell’intestazione che cosa distingue le due colonne, per esempio l’anno o l’ente"),
    )
}
