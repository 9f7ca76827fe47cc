//! A card has the parts that nearly all the other cards have.

use crate::piano::element::obiettivo::Obiettivo;
use crate::rules::confronti::{abitudine, vivi};
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::nota("P0348", "scheda-spoglia", include_str!("scheda_spoglia.md"), check).origine(&["SECTION-MISSING"]);

/// A part of a card: what it is called, how it is written, whether it is there.
type Parte = (&'static str, &'static str, fn(&Obiettivo) -> bool);

/// Those of which no other rule speaks.
const PARTI: [Parte; 11] = [
    ("la descrizione", "descrizione", |o| o.descrizione.is_some()),
    ("il dettaglio", "dettaglio", |o| o.dettaglio.is_some()),
    ("i fattori critici", "fattori_critici", |o| o.fattori_critici.is_some()),
    ("i vincoli", "vincoli", |o| o.vincoli.is_some()),
    ("la verifica della qualità", "qualita", |o| o.qualita.is_some()),
    ("la priorità", "priorita", |o| o.priorita.is_some()),
    ("i responsabili", "responsabili", |o| !o.responsabili.is_empty()),
    ("la rilevanza contabile", "[obiettivo.contabile]", |o| o.contabile.is_some()),
    ("le date", "inizio", |o| o.inizio.is_some() || o.fine.is_some()),
    ("le fasi", "[[obiettivo.fase]]", |o| !o.fasi.is_empty()),
    ("gli indicatori", "[[obiettivo.indicatore]]", |o| !o.indicatori.is_empty()),
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all: Vec<_> = vivi(cx).collect();
    let usual = PARTI.iter().filter(|(.., ha)| !abitudine(&all, |(_, o)| ha(&o.value)).is_empty());
    let usual: Vec<&Parte> = usual.collect();
    for (n, obiettivo) in all.iter().filter(|_| !usual.is_empty()) {
        let missing: Vec<&&Parte> = usual.iter().filter(|(.., ha)| !ha(&obiettivo.value)).collect();
        if missing.is_empty() || !cx.letto_tutto(obiettivo.span) {
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
