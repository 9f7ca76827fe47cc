//! A CUP has the form of a CUP: a letter, two figures, a letter, eleven figures.

use crate::base::span::Spanned;
use crate::index::like_source;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1204", "cup", include_str!("cup.md"), check).fonte(fonti::L3_2003_11).origine(&["N62"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let projects = cx.piano.elementi.progetti.iter().filter_map(|p| p.value.cup.as_ref());
    let measures = cx.piano.elementi.misure_digitali.iter().filter_map(|m| m.value.cup.as_ref());
    let acts = cx.piano.elementi.atti.iter().filter_map(|a| a.value.cup.as_ref());
    // Small letters are printed as capitals, so they are no problem.
    let wrong = |cup: &&Spanned<String>| !cup.value.is_empty() && !giusto(&cup.value.trim().to_uppercase());
    for cup in projects.chain(measures).chain(acts).filter(wrong) {
        let problem = REGOLA.at(cup.span, format!("«{}» non è un CUP", crate::base::text::short(&cup.value)));
        let form = "un CUP ha 15 caratteri: una lettera, due cifre, una lettera, undici cifre";
        let problem = match cup.value.trim().chars().count() {
            // There are fifteen of them, so one is wrong and none is missing.
            15 => problem.note(form),
            count => problem.note(format!("{form}; qui sono {count}")),
        };
        out.push(match mended(cup) {
            Some(right) => {
                let text = like_source(cx.sources, cup, &right);
                // A letter taken for a figure is a guess; blanks and points are no part of a CUP.
                if cup.value.to_uppercase().replace(|c: char| !c.is_alphanumeric(), "").ends_with(&right) {
                    problem.help(format!("scrivi \"{right}\"")).patch(cup.span, text)
                } else {
                    problem
                        .help(format!("forse è {right}: controllalo sull’atto che lo assegna"))
                        .proposta(cup.span, text)
                }
            }
            None => problem.help("ricopialo dall’atto che lo assegna: per esempio \"H41F22002740006\""),
        });
    }
}

fn giusto(cup: &str) -> bool {
    cup.len() == 15
        && cup
            .bytes()
            .enumerate()
            .all(|(n, b)| if n == 0 || n == 3 { b.is_ascii_uppercase() } else { b.is_ascii_digit() })
}

/// The CUP that was meant, when only case, blanks or letters that look like figures are wrong.
fn mended(cup: &Spanned<String>) -> Option<String> {
    let bare = cup.value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase);
    let bare: String = bare
        .enumerate()
        .map(|(n, c)| match c {
            'O' if n != 0 && n != 3 => '0',
            'I' | 'L' if n != 0 && n != 3 => '1',
            c => c,
        })
        .collect();
    // Some write "CUP H41…" in the field of the CUP.
    let bare = bare.strip_prefix("CUP").filter(|rest| rest.len() == 15).map_or(bare.clone(), str::to_owned);
    giusto(&bare).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::span::{FileId, Span};

    #[test]
    fn what_only_looks_wrong_is_mended() {
        let cup = |text: &str| mended(&Spanned::new(text.to_owned(), Span::new(FileId(0), 0..0)));
        assert!(giusto("H41F22002740006") && !giusto("h41F22002740006") && !giusto("H41F2200274000"));
        assert_eq!(cup("h41f 2200 2740 006").as_deref(), Some("H41F22002740006"));
        assert_eq!(cup("H41F22OO2740006").as_deref(), Some("H41F22002740006"));
        assert_eq!(cup("H41F2200274"), None);
    }
}
