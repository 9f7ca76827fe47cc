//! A percentage of what the objectives of a unit reached, typed in the section that shows them, is the computed one.

use crate::conti::performance::quadro::Quadro;
use crate::piano::each_section;
use crate::piano::element::misura::{Momento, Parola, Percento};
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::piano::prose::BlockKind;
use crate::rules::{Cx, Diagnostic, Discorso, Regola, testi_nudi};
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0355", "esito-nel-testo", include_str!("esito_nel_testo.md"), check).origine(&["SAME-FACT-TWICE"]);

/// Two percentages farther apart than this (in hundredths of a point) measure different things.
const VICINI: i64 = 500;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.letti_gli_obiettivi() {
        return;
    }
    each_section(&cx.piano.sezioni, &mut |sezione| {
        let mut units: Vec<Pos<Unita>> = Vec::new();
        sezione.prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind
                && let Some(word) = &vista.unita
                && let Some(unita) = cx.index.named::<Unita>(&word.value)
                && !units.contains(&unita)
            {
                units.push(unita);
            }
        });
        // When the section shows two units, the words may be about either.
        let [unita] = units.as_slice() else { return };
        let mut texts: Vec<Discorso> = Vec::new();
        sezione.prose.each_block(&mut |block| texts.extend(testi_nudi(&block.kind)));
        let quadro = Quadro::of(cx.piano, cx.index, *unita);
        let right: Vec<(Momento, Percento)> =
            Momento::ALL.into_iter().filter_map(|momento| Some((momento, quadro.esito(momento)?))).collect();
        for testo in &texts {
            for (range, written) in raggiunti(&testo.parole) {
                let far = |(_, right): &(Momento, Percento)| (right.0 - written.0).abs();
                let Some(nearest) = right.iter().min_by_key(|right| far(right)) else { continue };
                if far(nearest) == 0 || far(nearest) > VICINI {
                    continue;
                }
                let Some(span) = testo.span(range) else { continue };
                let id = cx.index.id(*unita).map(|id| format!("[={id}.{}]", nearest.0.label()));
                let cure = id.map_or_else(String::new, |id| format!(", o richiama il numero con `{id}`"));
                out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "qui gli obiettivi sono raggiunti al {}, la tabella dell’unità dà {} al {}",
                                written.esteso(),
                                nearest.1.esteso(),
                                nearest.0.label()
                            ),
                        )
                        .help(format!("scrivi {}{cure}", nearest.1.esteso())),
                );
            }
        }
    });
}

/// «raggiunti al 94,40 %», «realizzati per il 90%»: the numbers, and where they are.
fn raggiunti(text: &str) -> Vec<(Range<usize>, Percento)> {
    const PAROLE: [&str; 3] = ["raggiunti", "realizzati", "conseguiti"];
    let mut out = Vec::new();
    for (at, _) in text.match_indices('%') {
        let before = text.get(..at).unwrap_or_default().trim_end();
        let start = before
            .rfind(|c: char| !(c.is_ascii_digit() || c == ','))
            .map_or(0, |n| n + before.get(n..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8));
        let number = before.get(start..).unwrap_or_default();
        let words: Vec<String> = before
            .get(..start)
            .unwrap_or_default()
            .split(|c: char| !c.is_alphabetic())
            .rev()
            .filter(|w| !w.is_empty())
            .take(5)
            .map(str::to_lowercase)
            .collect();
        let near = words.iter().position(|word| PAROLE.contains(&word.as_str()));
        let joint = ["al", "all", "per", "il", "del", "pari", "complessivamente", "nella", "misura", "dell"];
        let close =
            near.is_some_and(|n| words.get(..n).is_some_and(|words| words.iter().all(|w| joint.contains(&w.as_str()))));
        if close && let Ok(percent) = Percento::read(number) {
            out.push((start..at + 1, percent));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_reached_is_found_in_words() {
        let found = |text: &str| raggiunti(text).into_iter().map(|(_, p)| p.0).collect::<Vec<_>>();
        assert_eq!(found("OBIETTIVI RAGGIUNTI AL 94,40 %"), [9440]);
        assert_eq!(found("Gli obiettivi sono stati raggiunti per il 90%, il resto nel 2028."), [9000]);
        assert_eq!(found("realizzati nella misura dell’85,5 %"), [8550]);
        assert!(found("Raggiunti gli utenti, con il 40 % di presenze.").is_empty());
        assert!(found("il 94 % dei cittadini").is_empty());
    }
}
