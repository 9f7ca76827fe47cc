//! A section is short: who reads it finds what it says.

use crate::piano::each_section;
use crate::piano::prose::{Brano, Inline, bare};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::nota("P0517", "sezione-lunga", include_str!("sezione_lunga.md"), check)
    .fonte(fonti::DM132_2022_2_1)
    .origine(&["N14"]);

/// The words of a section that is still short: an hour of reading is past them.
const PAROLE: usize = 5_000;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_section(&cx.piano.sezioni, &mut |sezione| {
        let words = lunghezza(&sezione.prose);
        if words <= PAROLE {
            return;
        }
        let front = &sezione.front;
        let place = front.titolo.as_ref().or(front.sezione.as_ref()).map_or(sezione.span, |title| title.span);
        let count = crate::lingua::numeri::thousands(u64::try_from(words).unwrap_or_default());
        out.push(
            REGOLA
                .at(place, format!("la sezione «{}» è lunga {count} parole", crate::base::text::short(&sezione.titolo)))
                .note("il decreto chiede sezioni sintetiche; oltre le 5.000 parole poche persone arrivano in fondo")
                .help("tieni qui l’essenziale e sposta il resto in sottosezioni, nelle schede o in un allegato"),
        );
    });
}

/// How many words a section has.
#[comemo::memoize]
fn lunghezza(brano: &Brano) -> usize {
    let mut words = 0;
    brano.each_block(&mut |block| words += block.kind.testi().into_iter().map(parole).sum::<usize>());
    words
}

/// How many words a text has. A citation, a fact, a piece of code counts as one.
fn parole(content: &[Inline]) -> usize {
    let (mut count, mut inside) = (0, false);
    bare(content, &mut |piece| {
        for c in piece.map_or("\u{fffc}", |(text, _)| text).chars() {
            let word = !c.is_whitespace();
            count += usize::from(word && !inside);
            inside = word;
        }
    });
    count
}
