//! The plans that the PIAO took the place of are no longer acts of their own. A note: their names still stand for their
//! sub-section in many offices, and only a person can say which of the two is meant.

use crate::base::span::{FileId, Span};
use crate::piano::Sezione;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati, fonti};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

pub static REGOLA: Regola = Regola::nota("P1016", "piano-assorbito", include_str!("piano_assorbito.md"), check)
    .fonte(fonti::DPR81_2022_1)
    .origine(&["N13"]);

/// The sub-section that took the place of each plan, and the names of the plan, the longer first.
const PIANI: [(&str, &[&str]); 5] = [
    ("2.2", &["piano della performance", "piano delle performance"]),
    (
        "2.3",
        &[
            "piano triennale per la prevenzione della corruzione",
            "piano triennale di prevenzione della corruzione",
            "piano triennale della prevenzione della corruzione",
            "piano triennale anticorruzione",
            "piano anticorruzione",
            "ptpct",
            "ptpc",
        ],
    ),
    ("3.2", &["piano organizzativo del lavoro agile", "pola"]),
    ("3.3", &["piano triennale dei fabbisogni", "piano triennale del fabbisogno", "ptfp"]),
    (
        "2.2",
        &[
            "piano triennale delle azioni positive",
            "piano triennale di azioni positive",
            "piano delle azioni positive",
            "piano di azioni positive",
        ],
    ),
];

/// Words of a paragraph that speaks of what was, or of how the plans were joined, or of a page of the site.
const STORIA: [&str; 18] = [
    "assorb",
    "conflu",
    "sostitui",
    "ricompres",
    "ricompren",
    "soppress",
    "abrog",
    "fino al ",
    "in passato",
    "non più",
    "ex ",
    "precedent",
    "sottosezione",
    "sotto-sezione",
    "sezione del piao",
    "amministrazione trasparente",
    "integrato nel",
    "oggi nel",
];

/// The first year of which no plan of these was due as an act of its own.
const DAL: i16 = 2023;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.del_piao() || cx.anno < DAL {
        return;
    }
    let proprie = proprie(cx);
    // Titles of acts and entries of the glossary call things by the name that they had.
    let elementi = &cx.piano.elementi;
    let acts = elementi.atti.iter().map(|atto| atto.span.file);
    let altrui: BTreeSet<FileId> = acts.chain(elementi.termini.iter().map(|termine| termine.span.file)).collect();
    let mut found: BTreeMap<usize, Vec<(Span, String)>> = BTreeMap::new();
    for (discorso, (n, range)) in cx.nei_testi(nominati) {
        let name = discorso.parole.get(range.clone()).unwrap_or_default().to_owned();
        let Some((span, (sezione, _))) = discorso.span(range).zip(PIANI.get(n)) else { continue };
        let own = proprie.get(&span.file).is_some_and(|own| own == dove(cx, n, sezione));
        if !own && !altrui.contains(&span.file) {
            found.entry(n).or_default().push((span, name));
        }
    }
    // Each plan is reported once, because an author who uses the old name uses it in the whole document.
    for (n, places) in found {
        let (Some((sezione, _)), Some((span, name))) = (PIANI.get(n), places.first()) else { continue };
        let sezione = &dove(cx, n, sezione);
        let title = crate::piano::piano_tipo::titolo(sezione).unwrap_or_default();
        let mut problem =
            REGOLA.at(*span, format!("«{name}» non è più un atto a sé: è la sottosezione {sezione} «{title}»"));
        if let Some((other, _)) = places.get(1) {
            problem = match places.len() - 1 {
                1 => problem.other(*other, "anche qui"),
                more => problem.other(*other, format!("anche qui, e altrove: {more} volte in tutto oltre alla prima")),
            };
        }
        let id = cx.sezione(sezione).and_then(|sezione| cx.index.id_at(sezione.span));
        out.push(match id {
            Some(id) => problem.help(format!("se parli di questo piano, cita la sottosezione: `[@{id}]`")),
            None => problem.help(format!("se parli di questo piano, scrivi «sottosezione {sezione}»")),
        });
    }
}

/// The sub-section that took the place of a plan. A small body has no 2.2: there the actions for equality are of the staff.
fn dove<'s>(cx: &Cx<'_>, n: usize, sezione: &'s str) -> &'s str {
    let equality = n + 1 == PIANI.len();
    if equality && (cx.sezione("2.2").is_none() && !cx.set.profilo().asks("2.2")) { "3.3" } else { sezione }
}

/// The sub-section to which each file belongs.
fn proprie(cx: &Cx<'_>) -> BTreeMap<FileId, String> {
    fn go(sezione: &Sezione, above: &str, out: &mut BTreeMap<FileId, String>) {
        let own = sezione.front.sezione.as_ref().map_or(above, |numero| numero.value.trim());
        out.insert(sezione.span.file, own.to_owned());
        sezione.children.iter().for_each(|child| go(child, own, out));
    }
    let mut out = BTreeMap::new();
    cx.piano.sezioni.iter().for_each(|sezione| go(sezione, "", &mut out));
    out
}

/// The plans that each paragraph names as acts, by their place in the list, and where.
#[comemo::memoize]
fn nominati(gruppo: &Gruppo<Discorso>) -> Trovati<(usize, Range<usize>)> {
    gruppo.trova(tutti)
}

/// The plans that a text names as acts. The section 3.3 still has the name of its plan: there the plan is an act only where an act is said
/// to approve it.
fn tutti(words: &str) -> Vec<(usize, Range<usize>)> {
    // Only letters whose lower case has as many bytes are changed, so the places stay right.
    let text = words.to_ascii_lowercase();
    let named = PIANI.iter().enumerate().filter_map(|(n, (sezione, nomi))| {
        let (start, name) = nomi.iter().find_map(|name| Some((parola(&text, name)?, *name)))?;
        let range = start..start + name.len();
        // Pola is also a town.
        let town = name == "pola" && words.get(range.clone()) != Some("POLA");
        let act = || ["approvat", "adottat", "allegat"].iter().any(|word| text.contains(word));
        (!town && (*sezione != "3.3" || act())).then_some((n, range))
    });
    let named: Vec<_> = named.collect();
    let history = || STORIA.iter().any(|word| parola_iniziale(&text, word));
    let past = || anni(&text).any(|year| (1990..DAL).contains(&year));
    if named.is_empty() || history() || past() { vec![] } else { named }
}

/// Where `name` stands in `text` as a whole word.
fn parola(text: &str, name: &str) -> Option<usize> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).map(|(at, _)| at).find(|at| {
        let (before, after) = (text.get(..*at), text.get(at + name.len()..));
        edge(before.and_then(|text| text.chars().next_back())) && edge(after.and_then(|text| text.chars().next()))
    })
}

/// Whether a word of `text` begins with `root`.
fn parola_iniziale(text: &str, root: &str) -> bool {
    text.match_indices(root)
        .any(|(at, _)| text.get(..at).and_then(|text| text.chars().next_back()).is_none_or(|c| !c.is_alphanumeric()))
}

/// The years of `text`.
fn anni(text: &str) -> impl Iterator<Item = i16> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|word| word.len() == 4).filter_map(|word| word.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_and_titles_are_left_alone() {
        let says = |text: &str| !tutti(text).is_empty();
        for act in [
            "Gli obiettivi sono nel Piano della performance 2027-2029.",
            "Si veda il PTPCT, approvato a gennaio.",
            "Il POLA regola le giornate in presenza.",
            "Come dice il Piano triennale dei fabbisogni approvato con deliberazione n. 5.",
            "Il Piano delle azioni positive è allegato.",
        ] {
            assert!(says(act), "{act}");
        }
        for fine in [
            "Il PIAO ha assorbito il Piano della performance.",
            "Fino al 2021 il Comune approvava il PTPCT.",
            "Il PTPCT 2020-2022 era un atto distinto.",
            "Il convegno di Pola, la Napola e il ptpctx.",
            "Il Piano triennale dei fabbisogni di personale guarda ai tre anni.",
            "In Amministrazione trasparente, alla voce Piano della Performance.",
            "La sottosezione 2.3 sostituisce il PTPCT.",
            "Il piano operativo.",
        ] {
            assert!(!says(fine), "{fine}");
        }
    }
}
