//! Section 3.1 has the organisation chart, which can be read also by who does not see it.

use super::struttura;
use crate::conti::requisiti;
use crate::piano::prose::BlockKind;
use crate::piano::vista::Shows;
use crate::piano::{Sezione, each_section};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P0715", "organigramma", include_str!("organigramma.md"), check)
    .fonte(fonti::DM132_2022_4_1_A)
    .origine(&["N45"]);

/// The least length of an alternative that tells what a chart shows.
const DETTA: usize = 40;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if struttura(cx).is_none() || requisiti::is_shown(cx.piano, Shows::Organigramma) {
        return;
    }
    let (Some(place), Some(sezione)) = (cx.richiesto_in("3.1"), cx.sezione("3.1")) else { return };
    if in_figura(sezione) {
        return;
    }
    out.push(
        REGOLA
            .at(place, "la sezione 3.1 non ha l’organigramma")
            .help("aggiungi la vista `piao:organigramma`: stampa la figura e, sotto, l’elenco che dice le stesse cose"),
    );
}

/// Whether a section has a figure whose alternative tells something, and a list.
fn in_figura(sezione: &Sezione) -> bool {
    let (mut figure, mut list) = (false, false);
    each_section(std::slice::from_ref(sezione), &mut |sezione| {
        sezione.prose.each_block(&mut |block| match &block.kind {
            BlockKind::Figure { image, .. } => figure |= image.alt.chars().count() > DETTA,
            BlockKind::List { .. } => list = true,
            _ => {}
        });
    });
    figure && list
}
