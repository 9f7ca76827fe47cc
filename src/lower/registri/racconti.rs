//! The tables that stand in what is told of an objective: what was done of it and of its parts, what was asked and answered. The words
//! around them are in the registers of those parts; here is a row for each cell, because each table has columns of its own.

use super::{Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::numeri;
use crate::piano::element::obiettivo::misurazione::MisurazioneParte;
use crate::piano::element::value::Testo;
use crate::piano::prose::{BlockKind, Table};

/// A text of an objective.
struct Racconto {
    obiettivo: usize,
    momento: Momento,
    parte: String,
    testo: Testo,
}

/// A cell of a table in it.
struct Casella {
    obiettivo: usize,
    momento: Momento,
    parte: String,
    tabella: usize,
    didascalia: Option<String>,
    riga: usize,
    posto: usize,
    colonna: String,
    testo: String,
}

pub(super) fn tabelle(plan: &Plan<'_>) -> Dataset {
    let number = |n: usize| i64::try_from(n).ok();
    let rows: Vec<Casella> = voci(&plan.piano.elementi.obiettivi)
        .flat_map(|(n, obiettivo)| racconti(plan, n, obiettivo))
        .flat_map(|racconto| caselle(plan, &racconto))
        .collect();
    Registro::new(
        "tabelle-dei-racconti",
        "Tabelle dei racconti degli obiettivi",
        "Una riga è una cella di una tabella che sta nel racconto di un obiettivo, di una sua parte, di una domanda o di una risposta.",
    )
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |row: &Casella| Some(row.obiettivo))
    .testo("obiettivo_codice", "Codice dell’obiettivo", |row| plan.codice(Kind::Obiettivo, row.obiettivo))
    .testo("momento", "Monitoraggio o consuntivo", |row| Some(row.momento.label()))
    .testo("parte", "Di che cosa è il racconto: obiettivo, unità, fase, risultato, indicatore, domanda, risposta", |row| {
        Some(row.parte.clone())
    })
    .intero("tabella", "Posto della tabella nel racconto, da 1", move |row| number(row.tabella))
    .testo("didascalia", "Titolo della tabella", |row| row.didascalia.clone())
    .intero("riga", "Posto della riga nella tabella, da 1", move |row| number(row.riga))
    .intero("posto", "Posto della cella nella riga, da 1", move |row| number(row.posto))
    .testo("colonna", "Intestazione della colonna", |row| detto(&row.colonna))
    .testo("testo", "Che cosa dice la cella, come è scritto", |row| detto(&row.testo))
    .righe(rows)
}

/// The words, where there are any.
fn detto(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

/// The texts of an objective that may have tables, in the order in which its card prints them.
fn racconti(plan: &Plan<'_>, n: usize, obiettivo: &Obiettivo) -> Vec<Racconto> {
    let mut out = Vec::new();
    let mut add = |momento, parte: String, testo: Option<Testo>| {
        out.extend(testo.map(|testo| Racconto { obiettivo: n, momento, parte, testo }));
    };
    for misura in obiettivo.misurazioni.iter().map(|misura| &misura.value) {
        let unit = misura.unita.as_ref().and_then(|rif| plan.nome(Kind::Unita, plan.rif(rif)?));
        let parte = unit.map_or_else(|| "obiettivo".to_owned(), |name| format!("unità {name}"));
        add(misura.momento, parte, misura.narrativa);
    }
    for (fase, numero) in obiettivo.fasi.iter().zip(numeri(&obiettivo.fasi)) {
        narrati(&fase.value.misurazioni).for_each(|(momento, testo)| add(momento, format!("fase {numero}"), testo));
    }
    for (at, risultato) in obiettivo.risultati.iter().enumerate() {
        let parte = format!("risultato {}", at + 1);
        narrati(&risultato.value.misurazioni).for_each(|(momento, testo)| add(momento, parte.clone(), testo));
    }
    for (at, indicatore) in obiettivo.indicatori.iter().enumerate() {
        let parte = format!("indicatore {}", at + 1);
        narrati(&indicatore.value.misurazioni).for_each(|(momento, testo)| add(momento, parte.clone(), testo));
    }
    for (at, domanda) in obiettivo.domande.iter().map(|domanda| &domanda.value).enumerate() {
        add(domanda.momento, format!("domanda {}", at + 1), Some(domanda.testo));
        add(domanda.momento, format!("risposta {}", at + 1), domanda.risposta);
    }
    out
}

fn narrati<S>(all: &[Spanned<MisurazioneParte<S>>]) -> impl Iterator<Item = (Momento, Option<Testo>)> {
    all.iter().map(|misura| (misura.value.momento, misura.value.narrativa))
}

/// The cells of the tables of a text.
fn caselle(plan: &Plan<'_>, racconto: &Racconto) -> Vec<Casella> {
    let mut tables: Vec<&Table> = Vec::new();
    if let Some(prose) = plan.piano.testi.get(racconto.testo.0 as usize) {
        prose.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                tables.push(table);
            }
        });
    }
    let mut out = Vec::new();
    for (tabella, table) in tables.into_iter().enumerate() {
        let names: Vec<String> = table.header.iter().map(|cell| straight(&plan.inline(cell))).collect();
        let didascalia = table.caption.as_ref().map(|caption| straight(&plan.inline(caption)));
        for (riga, (_, cells)) in table.rows.iter().enumerate() {
            for (posto, cell) in cells.iter().enumerate() {
                out.push(Casella {
                    obiettivo: racconto.obiettivo,
                    momento: racconto.momento,
                    parte: racconto.parte.clone(),
                    tabella: tabella + 1,
                    didascalia: didascalia.clone(),
                    riga: riga + 1,
                    posto: posto + 1,
                    colonna: names.get(posto).cloned().unwrap_or_default(),
                    testo: straight(&plan.inline(cell)),
                });
            }
        }
    }
    out
}
