//! A person has one name and one number, whoever writes them.

use crate::base::span::{Span, Spanned};
use crate::base::text::flat_words;
use crate::rules::confronti::is_slip;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::{BTreeMap, BTreeSet};

pub static REGOLA: Regola = Regola::avviso("P0703", "persona-due-grafie", include_str!("persona_due_grafie.md"), check)
    .origine(&["STAFF-CATEGORY"]);

/// A name as it is written in one place.
struct Nome<'a> {
    /// Its words, in the order of the alphabet: some write the surname first.
    parole: Vec<String>,
    scritto: &'a Spanned<String>,
    /// Whether it is public and can stand in a message.
    pubblico: bool,
    /// The mails beside it.
    email: Vec<String>,
}

/// How many names with one key are compared.
const VICINI: usize = 50;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let holders = cx.piano.elementi.incarichi.iter().filter_map(|i| i.value.persona.as_ref());
    let mut names: Vec<Nome<'_>> =
        holders.map(|scritto| Nome { parole: nome(&scritto.value), scritto, pubblico: true, email: vec![] }).collect();
    let contacts = || {
        let cards = cx.piano.elementi.schede_scambio.iter();
        cards.flat_map(|scheda| [&scheda.value.referente, &scheda.value.segreteria].into_iter().flatten())
    };
    for contatto in contacts() {
        let email: Vec<String> = contatto.grafie().map(|(email, _)| email).collect();
        names.extend(contatto.nomi().map(|scritto| Nome {
            parole: nome(&scritto.value),
            scritto,
            pubblico: false,
            email: email.clone(),
        }));
    }
    spellings(&names, out);
    // One number, the names of its first contact.
    let mut numbers: BTreeMap<String, (BTreeSet<Vec<String>>, Span)> = BTreeMap::new();
    for contatto in contacts() {
        let who: BTreeSet<Vec<String>> = contatto.nomi().map(|scritto| nome(&scritto.value)).collect();
        for written in contatto.cellulari() {
            let digits: String = written.value.chars().filter(char::is_ascii_digit).collect();
            // With and without the prefix of the country.
            let key = digits.get(digits.len().saturating_sub(9)..).unwrap_or_default().to_owned();
            if who.is_empty() || key.is_empty() {
                continue;
            }
            let Some((others, first)) = numbers.get(&key) else {
                numbers.insert(key, (who.clone(), written.span));
                continue;
            };
            if others.is_disjoint(&who) && !who.iter().any(|a| others.iter().any(|b| vicini(a, b))) {
                out.push(
                    REGOLA
                        .at(written.span, "questo cellulare è già di un’altra persona")
                        .other(*first, "qui è di un altro nome")
                        .help("scrivi il numero giusto di ciascuno; un numero di tutto l’ufficio va in `telefono`"),
                );
            }
        }
    }
}

/// Pairs of names that differ by a slip.
fn spellings(names: &[Nome<'_>], out: &mut Vec<Diagnostic>) {
    let mut by_key: BTreeMap<Vec<&str>, Vec<&Nome<'_>>> = BTreeMap::new();
    let mut told = BTreeSet::new();
    for name in names.iter().filter(|name| (2..=6).contains(&name.parole.len())) {
        for skip in 0..name.parole.len() {
            let rest = name.parole.iter().enumerate().filter(|(n, _)| *n != skip).map(|(_, word)| word.as_str());
            let same = by_key.entry(rest.collect()).or_default();
            // One mail with two names is told by `scambio-contatto`.
            let near = same.iter().find(|other| {
                vicini(&name.parole, &other.parole) && !other.email.iter().any(|email| name.email.contains(email))
            });
            if let Some(other) = near
                && told.insert((&other.parole, &name.parole))
            {
                let message = if name.pubblico && other.pubblico {
                    format!(
                        "«{}» e «{}» sembrano la stessa persona",
                        name.scritto.value.trim(),
                        other.scritto.value.trim()
                    )
                } else {
                    "questo nome e un altro del piano sembrano della stessa persona".to_owned()
                };
                out.push(
                    REGOLA
                        .at(name.scritto.span, message)
                        .other(other.scritto.span, "l’altro è qui")
                        .help("scrivi il nome nello stesso modo dappertutto; se sono due persone, ammetti la regola qui con `[[ammetti]]`"),
                );
            }
            if same.len() < VICINI && !same.iter().any(|other| other.parole == name.parole) {
                same.push(name);
            }
        }
    }
}

/// The words of a name without titles, in the order of the alphabet.
fn nome(text: &str) -> Vec<String> {
    const TITOLI: [&str; 14] = [
        "dott",
        "dottor",
        "dottoressa",
        "ssa",
        "dr",
        "ing",
        "arch",
        "avv",
        "geom",
        "rag",
        "sig",
        "ra",
        "prof",
        "comandante",
    ];
    let mut words: Vec<String> = flat_words(text).into_iter().filter(|word| !TITOLI.contains(&word.as_str())).collect();
    words.sort_unstable();
    words
}

/// Whether two names have all their words in common but one, and that one differs by a slip.
fn vicini(a: &[String], b: &[String]) -> bool {
    let left: Vec<&String> = a.iter().filter(|word| !b.contains(word)).collect();
    let right: Vec<&String> = b.iter().filter(|word| !a.contains(word)).collect();
    match (left.as_slice(), right.as_slice()) {
        ([a], [b]) => is_slip(a, b),
        _ => false,
    }
}
