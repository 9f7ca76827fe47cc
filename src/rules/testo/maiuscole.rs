//! Titles are written as sentences.

use crate::base::span::{FileId, Span};
use crate::lingua::sigle::runs;
use crate::piano::element::Kind;
use crate::piano::prose::BlockKind;
use crate::piano::{each_prose, each_section};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::{BTreeMap, BTreeSet};

pub static REGOLA: Regola = Regola::nota("P0519", "maiuscole", include_str!("maiuscole.md"), check).origine(&["CASE"]);

/// Letters of a title that is more than an acronym or two.
const LETTERE: usize = 12;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut found: BTreeMap<FileId, Vec<(Span, String)>> = BTreeMap::new();
    let mut look = |text: &str, span: Span| {
        if gridato(text) {
            found.entry(span.file).or_default().push((span, text.to_owned()));
        }
    };
    each_section(&cx.piano.sezioni, &mut |sezione| {
        sezione.front.titolo.iter().for_each(|title| look(&title.value, title.span));
    });
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::Heading { content, .. } = &block.kind {
                look(&crate::piano::prose::plain(content), block.span);
            }
        });
    });
    for kind in Kind::ALL {
        for element in cx.piano.elementi.of(*kind) {
            let title = element.value.titolo();
            look(title.value, title.span);
        }
    }
    let known = sigle(cx);
    for titles in found.into_values() {
        let Some((span, text)) = titles.first() else { continue };
        let right = frase(text, &known);
        let message = match titles.len() {
            1 => "il titolo è tutto in maiuscolo".to_owned(),
            n => format!("{n} titoli di questo file sono tutti in maiuscolo"),
        };
        let problem = REGOLA.at(*span, message);
        let problem = if titles.len() > 1 { problem.label("il primo è qui") } else { problem };
        out.push(problem.note("in maiuscolo si legge più piano, e i nomi propri non si distinguono più").help(
            format!(
                "scrivi «{right}», con le maiuscole dei nomi propri; a far risaltare i titoli pensa l’impaginazione"
            ),
        ));
    }
}

/// Whether a title is shouted: all its words, and not only acronyms.
fn gridato(text: &str) -> bool {
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    let long = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 5).count();
    letters().count() >= LETTERE
        && letters().all(|c| !c.is_lowercase())
        && long > 0
        && text.contains(char::is_whitespace)
}

/// The acronyms of the glossary and of the codes.
fn sigle(cx: &Cx<'_>) -> BTreeSet<String> {
    let terms = cx.piano.elementi.termini.iter().filter_map(|t| t.value.sigla.as_ref()).map(|s| s.value.clone());
    terms.chain(["PNRR", "DUP", "PIAO", "PEG", "UE", "ANAC", "RPCT", "URP", "SUAP", "ICT"].map(str::to_owned)).collect()
}

/// The title written as a sentence. Acronyms and codes stay as they are.
fn frase(text: &str, known: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (start, word) in runs(text) {
        out.push_str(text.get(at..start).unwrap_or_default());
        let kept = known.contains(word) || word.chars().any(|c| c.is_ascii_digit());
        if kept {
            out.push_str(word)
        } else {
            out.push_str(&word.to_lowercase())
        }
        at = start + word.len();
    }
    out.push_str(text.get(at..).unwrap_or_default());
    crate::base::text::capital(crate::base::text::short(&out).trim())
}

#[cfg(test)]
mod tests {
    use super::{frase, gridato};

    #[test]
    fn shouted_titles_become_sentences() {
        assert!(gridato("PROMOZIONE E CONTROLLO DELLA LEGALITÀ"));
        for text in [
            "PNRR M5.C2.I1",
            "PIAO 2027-2029",
            "DUP, PEG e PIAO",
            "Alta formazione",
            "",
            "TRASVERSALE",
            "PNRR E DUP UE",
        ] {
            assert!(!gridato(text), "{text}");
        }
        let known = ["PNRR".to_owned()].into();
        assert_eq!(frase("I PROGETTI DEL PNRR (M5C2)", &known), "I progetti del PNRR (M5C2)");
    }
}
