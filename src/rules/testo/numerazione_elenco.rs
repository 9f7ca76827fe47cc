//! The numbers of a list are those that are printed: a list is counted, whatever its author typed.

use crate::base::span::Span;
use crate::piano::each_prose;
use crate::piano::prose::{Block, BlockKind};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0527", "numerazione-elenco", include_str!("numerazione_elenco.md"), check).origine(&["NUMBERING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::List { items, numeri, .. } = &block.kind {
                out.extend(list(cx, items, numeri));
            }
        });
    });
}

/// From here on a number at the head of a paragraph is a year.
const ANNI: u64 = 1900;

fn list(cx: &Cx<'_>, items: &[Vec<Block>], numeri: &[Span]) -> Option<Diagnostic> {
    let typed: Option<Vec<u64>> = numeri.iter().map(|span| cx.sources.slice(*span).parse().ok()).collect();
    let typed = typed?;
    let first = *typed.first()?;
    // An author who types the same number for every item lets the program count.
    if typed.len() != items.len() || typed.iter().all(|n| *n == first) {
        return None;
    }
    let due = |n: usize| first.saturating_add(u64::try_from(n).unwrap_or(u64::MAX));
    let wrong: Vec<(usize, Span)> =
        numeri.iter().copied().enumerate().filter(|(n, _)| typed.get(*n) != Some(&due(*n))).collect();
    let (n, span) = *wrong.first()?;
    let number = typed.get(n)?;
    // A larger number may be meant: of an item that is left out, or a year at the head of a paragraph.
    let jump = typed.iter().enumerate().any(|(n, number)| *number > due(n));
    // So may a number that begins again: of another list, of which other texts cite the points.
    let again = typed.iter().zip(typed.iter().skip(1)).any(|(before, number)| number < before || *number == first);
    let another = format!("metti una riga di testo fra i due elenchi, e il secondo comincerà da {number}");
    let problem = REGOLA
        .at(span, format!("questo punto dell’elenco ha il numero {number}, ma si stampa {}", due(n)))
        .note("i punti di un elenco si contano: vale il numero del primo, gli altri li mette il programma")
        .help(if *number > due(n) && *number >= ANNI {
            format!("se è un capoverso che comincia con l’anno scrivi `{number}\\.`, o «Nel {number}»")
        } else if *number > due(n) {
            format!("scrivi {}; se il salto è voluto, {another}", due(n))
        } else if again {
            format!("se l’elenco è uno solo scrivi {}; se qui ne comincia un altro, {another}", due(n))
        } else {
            format!("scrivi {}", due(n))
        });
    // A number with more figures moves the beginning of the text, and the indented lines under it would leave the item.
    let safe = |(n, span): &(usize, Span)| {
        let alone = items
            .get(*n)
            .is_some_and(|item| matches!(item.as_slice(), [] | [Block { kind: BlockKind::Paragraph(_), .. }]));
        alone || due(*n).to_string().len() == span.range().len()
    };
    if jump || again || !wrong.iter().all(safe) {
        return Some(problem);
    }
    Some(wrong.iter().fold(problem, |problem, (n, span)| problem.patch(*span, due(*n).to_string())))
}
