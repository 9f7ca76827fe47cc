//! A word of the glossary is a word of the plan.

use crate::base::text::flat;
use crate::index::What;
use crate::lingua::sigle::Sigle;
use crate::piano::element::row::{Row, Valore};
use crate::piano::element::{Element, Kind};
use crate::piano::prose::{Inline, plain};
use crate::piano::{Sezione, each_prose};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::{BTreeMap, BTreeSet};

pub static REGOLA: Regola = Regola::nota("P0510", "termine-inutile", include_str!("termine_inutile.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let termini = &cx.piano.elementi.termini;
    // A part of the plan that could not be read may use the word.
    if termini.is_empty() || cx.piano.incompleto.nomi || !cx.illeggibili.is_empty() || cx.sources.partial {
        return;
    }
    let mut cited: BTreeSet<usize> = BTreeSet::new();
    let mut texts = Vec::new();
    each_prose(cx.piano, &mut |prose| {
        // The definition of a term does not count as a use of it.
        let own = termini
            .iter()
            .position(|t| cx.piano.testi.get(t.value.definizione.0 as usize).is_some_and(|p| std::ptr::eq(p, prose)));
        let mut words = String::new();
        prose.inlines(&mut |inline| match inline {
            Inline::Cite { name, .. } => {
                cited.extend(cx.index.find(&name.value).iter().filter_map(|thing| match thing.what {
                    What::Element(Kind::Termine, n) => Some(n),
                    _ => None,
                }));
            }
            Inline::Text { .. } | Inline::Code { .. } | Inline::Break => {
                words.push_str(&plain(std::slice::from_ref(inline)));
            }
            _ => words.push(' '),
        });
        texts.push((own, words));
    });
    titoli(&cx.piano.sezioni, &mut texts);
    for kind in Kind::ALL.iter().filter(|kind| **kind != Kind::Termine) {
        for element in cx.piano.elementi.of(*kind) {
            texts.push((None, element.value.titolo().value.to_owned()));
            texts.extend(Row::of(element.value).0.into_iter().filter_map(|campo| match campo.value {
                Valore::Testo(words) | Valore::Codice(words) => Some((None, words)),
                _ => None,
            }));
        }
    }
    texts.extend(
        cx.piano.tabelle.values().flat_map(|tabella| tabella.righe.iter().flatten()).map(|cell| (None, cell.clone())),
    );
    let known = Sigle::of(cx.piano.elementi.sigle());
    let mut used = cited;
    let folded: Vec<(Option<usize>, String)> =
        texts.iter().map(|(own, text)| (*own, format!(" {}", flat(text)))).collect();
    for (own, text) in &texts {
        used.extend(known.find(text).into_iter().map(|(_, n)| n).filter(|n| Some(*n) != *own));
    }
    // An acronym of two terms is told by its own rule.
    let mut sigle: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, termine) in termini.iter().enumerate() {
        if let Some(sigla) = &termine.value.sigla {
            sigle.entry(sigla.value.trim()).or_default().push(n);
        }
    }
    let twice: BTreeSet<usize> = sigle.into_values().filter(|all| all.len() > 1).flatten().collect();
    let words: BTreeSet<&str> = folded.iter().flat_map(|(_, text)| text.split(' ')).collect();
    let begins = |stem: &str| words.range(stem..).next().is_some_and(|word| word.starts_with(stem));
    for (n, termine) in termini.iter().enumerate().filter(|(n, _)| !used.contains(n)) {
        let stems = radici(&termine.value.nome.value);
        let named = |(own, text): &(Option<usize>, String)| {
            *own != Some(n) && stems.iter().all(|stem| text.contains(&format!(" {stem}")))
        };
        // A quick search for the stem first: plans have many terms and many texts, and most unused terms are found at once.
        let somewhere = stems.iter().all(|stem| begins(stem)) && folded.iter().any(named);
        if stems.is_empty() || somewhere || twice.contains(&n) {
            continue;
        }
        let word = termine.value.label().unwrap_or_default();
        out.push(
            REGOLA
                .at(termine.value.titolo().span, format!("«{word}» è nel glossario e in nessun’altra parte del piano"))
                .help("togli il termine, o controlla che nel testo sia scritto allo stesso modo"),
        );
    }
}

/// The words of a name as they remain in the plural and in what derives from them.
fn radici(nome: &str) -> Vec<String> {
    let words = flat(nome);
    let stem = |word: &str| word.chars().take(6.min(word.chars().count() - 1)).collect();
    let long: Vec<String> = words.split(' ').filter(|word| word.chars().count() > 3).map(stem).collect();
    if long.is_empty() { words.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect() } else { long }
}

fn titoli(sezioni: &[Sezione], out: &mut Vec<(Option<usize>, String)>) {
    for sezione in sezioni {
        out.push((None, sezione.titolo.clone()));
        titoli(&sezione.children, out);
    }
}
