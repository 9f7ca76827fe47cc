//! No objective is written twice, nor any of its verifications and indicators.

use crate::base::span::Span;
use crate::base::text::{flat, flat_words};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::value::{Dovuto, Testo};
use crate::rules::somiglia::{coppie, differenza};
use crate::rules::{Cx, Diagnostic, Regola, elenco};
use std::collections::BTreeMap;
use std::sync::Arc;

pub static REGOLA: Regola =
    Regola::avviso("P0516", "obiettivi-simili", include_str!("obiettivi_simili.md"), check).origine(&["DUP-OBJ"]);

/// How much of their text, in per cent, two objectives with titles alike must share to be reported.
const SIMILI: usize = 60;
/// How much of it two objectives with other titles must share.
const UGUALI: usize = 90;
/// Words under which a text is too short to be told from another; and those under which it is too short to be a copy under
/// another title, since works of one kind are verified in one way.
const CORTO: usize = 12;
const LUNGO: usize = 60;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for gruppo in gruppi(cx) {
        out.extend(simili(cx, &gruppo));
    }
    for (n, obiettivo) in cx.scritti() {
        doppi(cx, n, &obiettivo.value, out);
    }
}

/// The words of an objective: its title, and what it says.
fn testo(cx: &Cx<'_>, o: &Obiettivo) -> String {
    let atteso = match &o.risultato_atteso {
        Some(Dovuto::Valore(testo)) => Some(*testo),
        _ => None,
    };
    let own = [o.descrizione, o.finalita, o.dettaglio, atteso].into_iter().flatten();
    let results = o.risultati.iter().map(|r| r.value.testo);
    let phases = o.fasi.iter().flat_map(|f| [Some(f.value.testo), f.value.risultato_atteso]).flatten();
    let checks = o.verifiche.iter().flat_map(|v| [Some(v.value.strumento), v.value.atteso]).flatten();
    let measures = o.indicatori.iter().map(|i| i.value.testo);
    let all: Vec<Testo> = own.chain(results).chain(phases).chain(checks).chain(measures).collect();
    let words: Vec<String> = all.into_iter().flat_map(|t| cx.discorsi(t)).map(|d| d.parole).collect();
    words.join(" ")
}

/// The objectives that say almost the same, each group in order.
pub fn gruppi(cx: &Cx<'_>) -> Vec<Vec<Pos<Obiettivo>>> {
    let all: Vec<(Pos<Obiettivo>, &Obiettivo)> =
        cx.scritti().map(|(n, o)| (n, &o.value)).filter(|(_, o)| o.vivo()).collect();
    let words: Vec<(String, String)> = all.iter().map(|(_, o)| (o.titolo.value.clone(), testo(cx, o))).collect();
    let at = |n: &usize| all.get(*n).map(|(pos, _)| *pos);
    alike(&words).iter().map(|group| group.iter().filter_map(at).collect()).collect()
}

/// The groups of those, of which each has a title and a text, that say almost the same. Two rules ask for them, and most edits leave the
/// objectives as they are.
#[comemo::memoize]
fn alike(words: &[(String, String)]) -> Arc<[Vec<usize>]> {
    let titles: Vec<Vec<String>> = words.iter().map(|(title, _)| flat_words(title)).collect();
    let texts: Vec<Vec<String>> = words.iter().map(|(_, text)| flat_words(text)).collect();
    let mut head: Vec<usize> = (0..words.len()).collect();
    let mut join = |later: usize, first: usize| {
        let first = head.get(first).copied().unwrap_or(first);
        if let Some(slot) = head.get_mut(later).filter(|slot| **slot == later) {
            *slot = first;
        }
    };
    let mut known: BTreeMap<&[String], usize> = BTreeMap::new();
    for (n, title) in titles.iter().enumerate().filter(|(_, title)| !title.is_empty()) {
        if let Some(first) = known.get(title.as_slice()) {
            join(n, *first);
        } else {
            known.insert(title, n);
        }
    }
    let long = |n: usize| texts.get(n).is_some_and(|words| words.len() >= CORTO);
    for (later, first, share) in coppie(&texts, SIMILI) {
        let alike = titles.get(later).zip(titles.get(first)).is_some_and(|(a, b)| {
            let both = a.iter().filter(|word| b.contains(word)).count();
            both * 3 >= a.len().max(b.len()) * 2
        });
        let near = alike && share >= SIMILI || share >= UGUALI && texts.get(later).is_some_and(|w| w.len() >= LUNGO);
        if near && long(later) && long(first) {
            join(later, first);
        }
    }
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, first) in head.into_iter().enumerate() {
        groups.entry(first).or_default().push(n);
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// One word for a whole group: the second is marked, the others are shown.
fn simili(cx: &Cx<'_>, gruppo: &[Pos<Obiettivo>]) -> Option<Diagnostic> {
    let get = |pos: &Pos<Obiettivo>| &cx.piano[*pos].value;
    let [first, second, rest @ ..] = gruppo else { return None };
    let (a, b) = (get(first), get(second));
    let same = flat(&a.titolo.value) == flat(&b.titolo.value);
    let names: Vec<String> = gruppo.iter().take(6).map(|n| cx.nome(*n)).collect();
    let message = match (rest.is_empty(), same) {
        // Without codes both are called by the same title, so the message cannot name them apart.
        (true, true) => {
            format!("due obiettivi hanno lo stesso titolo, «{}»", crate::base::text::short(&b.titolo.value))
        }
        (true, false) => format!("{} è quasi uguale a {}", cx.nome(*second), cx.nome(*first)),
        (false, true) => format!(
            "{} obiettivi hanno lo stesso titolo, «{}»",
            gruppo.len(),
            crate::base::text::short(&b.titolo.value)
        ),
        (false, false) => format!("{} obiettivi sono quasi uguali: {}", gruppo.len(), elenco(&names)),
    };
    let mut problem = REGOLA.at(b.titolo.span, message).other(a.titolo.span, "il primo è qui");
    for other in rest.iter().take(4).map(get) {
        problem = problem.other(other.titolo.span, "e anche qui");
    }
    let titles = differenza(&a.titolo.value, &b.titolo.value);
    let (mine, theirs) = (testo(cx, a), testo(cx, b));
    let changed = titles.into_iter().chain(differenza(&mine, &theirs)).map(|(a, b)| match (a.as_str(), b.as_str()) {
        ("", b) => format!("«{b}» c’è soltanto nel secondo"),
        (a, "") => format!("«{a}» c’è soltanto nel primo"),
        (a, b) => format!("il primo dice «{a}», il secondo «{b}»"),
    });
    for note in changed {
        problem = problem.note(note);
    }
    if flat(&mine) == flat(&theirs) {
        problem =
            problem.note(if mine.trim().is_empty() { "nessuno dei due dice altro" } else { "i testi sono uguali" });
    }
    let unit = |o: &Obiettivo| {
        let unita = cx.index.rif(o.unita_prima()?)?;
        Some(cx.piano[unita].value.nome.value.clone())
    };
    if let (Some(mine), Some(theirs)) = (unit(a), unit(b))
        && mine != theirs
    {
        problem = problem.note(format!("il primo è di «{mine}», il secondo di «{theirs}»"));
    }
    Some(problem.help("se è uno solo, tieni quello giusto e dai una quota alle altre unità con `[[obiettivo.quota]]`; se sono due, scrivi nei titoli che cosa li distingue"))
}

/// Verifications and indicators written twice in one objective.
fn doppi(cx: &Cx<'_>, n: Pos<Obiettivo>, o: &Obiettivo, out: &mut Vec<Diagnostic>) {
    let place = |testo: Testo, whole: Span| {
        let own = cx.discorsi(testo);
        own.first().and_then(|d| d.span(0..d.parole.len())).unwrap_or(whole)
    };
    let joined = |text: &str| flat(text).replace(' ', "");
    let mut seen: BTreeMap<(String, String, String), Span> = BTreeMap::new();
    for verifica in &o.verifiche {
        let v = &verifica.value;
        let words = |testo: Testo| cx.discorsi(testo).into_iter().map(|d| joined(&d.parole)).collect::<String>();
        let when = v.tempi.as_ref().map(|t| joined(&t.value.parola)).unwrap_or_default();
        let key = (words(v.strumento), v.atteso.map(words).unwrap_or_default(), when);
        let here = place(v.strumento, verifica.span);
        let Some(first) = seen.get(&key).filter(|_| !key.0.is_empty()) else {
            seen.insert(key, here);
            continue;
        };
        out.push(
            REGOLA
                .at(
                    here,
                    format!("«{}» è scritto due volte fra le verifiche di {}", cx.parole(v.strumento), cx.nome(n)),
                )
                .other(*first, "la prima volta è qui")
                .note("strumento, risultato atteso e tempi sono gli stessi")
                .help("togli una delle due verifiche, o correggi ciò che doveva essere diverso"),
        );
    }
    let mut seen: BTreeMap<(String, String, String), (Span, String)> = BTreeMap::new();
    for indicatore in &o.indicatori {
        let i = &indicatore.value;
        let words: String = cx.discorsi(i.testo).into_iter().map(|d| flat(&d.parole)).collect();
        let formula = i.formula.as_ref().map(|f| flat(&f.parole())).unwrap_or_default();
        let unit = i.unita_misura.as_ref().map(|u| flat(&u.value)).unwrap_or_default();
        let targets = i.attesi().map(|(_, t)| t.value.parola.clone());
        let targets = targets.collect::<Vec<_>>().join(", ");
        let here = place(i.testo, indicatore.span);
        let key = (words, formula, unit);
        let Some((first, theirs)) = seen.get(&key).filter(|_| !key.0.is_empty()) else {
            seen.insert(key, (here, targets));
            continue;
        };
        let problem = REGOLA
            .at(here, format!("l’indicatore «{}» è scritto due volte in {}", cx.parole(i.testo), cx.nome(n)))
            .other(*first, "la prima volta è qui");
        let problem = if *theirs == targets {
            problem
        } else {
            problem.note(format!("il primo vuole «{theirs}», il secondo «{targets}»"))
        };
        out.push(problem.help("togli uno dei due, o scrivi nel testo che cosa li distingue"));
    }
}
