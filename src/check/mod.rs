//! Finds what an output cannot show, and what the standards for accessible documents refuse (PDF/UA-1, WCAG 2.1). It is
//! reported at the author's line, before any page is set. No setting excuses it.

mod alberi;
mod approvato;
mod impostazioni;
mod inclusi;
mod indirizzi;
mod prosa;
mod pubblicazioni;
mod segni;
mod sezioni;
mod viste;
mod vuoti;

pub use inclusi::inclusi;

use crate::diag::codes::{P0122, P1003, P1035};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::prose::BlockKind;
use crate::source::Sources;
use std::collections::BTreeSet;

/// Reports all that the outputs cannot show and the standards refuse.
pub fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    sezioni::sections(&piano.sezioni, piano, index, sources, diags);
    // These alone may have tables and figures: they are printed in a card, never in a cell.
    let racconti = piano.elementi.obiettivi.iter().flat_map(|obiettivo| obiettivo.value.racconti());
    let racconti: BTreeSet<u32> = racconti.map(|racconto| racconto.testo.0).collect();
    for (n, prose) in piano.testi.iter().enumerate() {
        prosa::check(prose, index, sources, diags);
        let told = u32::try_from(n).is_ok_and(|n| racconti.contains(&n));
        prose.each_block(&mut |block| {
            let fits = match &block.kind {
                BlockKind::Table(table) => told && table.id.is_none(),
                BlockKind::Figure { id, .. } => told && id.is_none(),
                BlockKind::View(_) => false,
                _ => true,
            };
            if !fits {
                let (message, help) = match block.kind {
                    BlockKind::Table(_) | BlockKind::Figure { .. } if told => (
                        "una tabella o una figura di un racconto non ha un id",
                        "togli l’id: la scheda può essere stampata in più posti; per citarla, citate l’obiettivo",
                    ),
                    _ => (
                        "un campo dei dati non può contenere tabelle, figure o viste",
                        "sposta questa parte in una sezione, e qui citala con `[@id]`",
                    ),
                };
                diags.push(Diagnostic::at(P0122, block.span, message).help(help));
            }
        });
    }
    // A section that could not be read may be the parent of the others, so their places are not judged.
    let mut places = Diagnostics::default();
    sezioni::official(piano, &mut places);
    sezioni::tratta(&piano.sezioni, &mut places);
    let of_a_place = |d: &Diagnostic| d.is(P1003) || d.is(P1035);
    diags.extend(places.iter().filter(|d| !of_a_place(d) || !sources.partial).cloned());
    approvato::check(piano, sources, diags);
    impostazioni::check(piano, index, sources, diags);
    pubblicazioni::check(piano, index, sources, diags);
    indirizzi::check(piano, diags);
    alberi::check(piano, index, diags);
    segni::semplici(piano, sources, diags);
}
