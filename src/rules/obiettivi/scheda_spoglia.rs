//! A card has the parts that nearly all the other cards have.

use crate::piano::element::Element;
use crate::piano::element::obiettivo::Obiettivo;
use crate::rules::confronti::{abitudine, vivi_scritti};
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::nota("P0348", "scheda-spoglia", include_str!("scheda_spoglia.md"), check).origine(&["SECTION-MISSING"]);

/// A thing that a card has: what it is called, how it is written, whether it is there.
type Cosa<'a> = (&'static str, String, Box<dyn Fn(&Obiettivo) -> bool + 'a>);
type Fissa = (&'static str, &'static str, fn(&Obiettivo) -> bool);

/// The things to look for beside the texts of the card. Those that have a rule of their own are left out.
const ALTRE: [Fissa; 6] = [
    ("la priorità", "priorita", |o| o.priorita.is_some()),
    ("i responsabili", "responsabili", |o| !o.responsabili.is_empty()),
    ("la rilevanza contabile", "[obiettivo.contabile]", |o| o.contabile.is_some()),
    ("le date", "inizio", |o| o.inizio.is_some() || o.fine.is_some()),
    ("le fasi", "[[obiettivo.fase]]", |o| !o.fasi.is_empty()),
    ("gli indicatori", "[[obiettivo.indicatore]]", |o| !o.indicatori.is_empty()),
];

/// The texts of the card, then the other things.
fn cose() -> impl Iterator<Item = Cosa<'static>> {
    let testi = Obiettivo::parti().iter().filter_map(|parte| {
        let ha: Box<dyn Fn(&Obiettivo) -> bool> = Box::new(|o| (parte.testo)(o).is_some());
        Some((parte.nome?, parte.campo(), ha))
    });
    testi.chain(ALTRE.into_iter().map(|(nome, key, ha)| {
        let ha: Box<dyn Fn(&Obiettivo) -> bool> = Box::new(ha);
        (nome, key.to_owned(), ha)
    }))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all: Vec<_> = vivi_scritti(cx).collect();
    let usual: Vec<Cosa<'_>> = cose().filter(|(.., ha)| !abitudine(&all, |(_, o)| ha(&o.value)).is_empty()).collect();
    for (n, obiettivo) in all.iter().filter(|_| !usual.is_empty()) {
        let missing: Vec<&Cosa<'_>> = usual.iter().filter(|(.., ha)| !ha(&obiettivo.value)).collect();
        if missing.is_empty() || !obiettivo.intero {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|(nome, ..)| (*nome).to_owned()).collect();
        let keys: Vec<String> = missing.iter().map(|(_, key, _)| format!("`{key}`")).collect();
        out.push(
            REGOLA
                .at(
                    obiettivo.value.titolo.span,
                    format!("nella scheda di {} mancano {}", cx.nome(*n), elenco(&names))
                        .replace("mancano la ", "manca la "),
                )
                .note("le altre schede del piano hanno quasi tutte queste parti")
                .help(format!("aggiungi {}", elenco(&keys))),
        );
    }
}
