//! The tables that stand in what is told of an objective: what was done of it and of its parts, what was asked and answered. The words
//! around them are in the registers of those parts; here is a row for each cell, because each table has columns of its own.

use super::{Plan, Registro, straight, voci};
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::racconto::{Racconto, Soggetto};
use crate::piano::prose::{BlockKind, Table};

/// A cell of a table in a text of an objective.
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
        .flat_map(|(n, obiettivo)| obiettivo.racconti().into_iter().map(move |racconto| (n, racconto)))
        .flat_map(|(n, racconto)| caselle(plan, n, &racconto))
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

/// Of what a text is.
fn parte(plan: &Plan<'_>, soggetto: &Soggetto<'_>) -> String {
    match soggetto {
        Soggetto::Intero => "obiettivo".to_owned(),
        Soggetto::Unita(rif) => {
            let unit = plan.rif(rif).and_then(|unit| plan.nome(Kind::Unita, unit));
            format!("unità {}", unit.unwrap_or_else(|| rif.word.value.clone()))
        }
        Soggetto::Fase(numero) => format!("fase {numero}"),
        Soggetto::Risultato(n) => format!("risultato {n}"),
        Soggetto::Indicatore(n) => format!("indicatore {n}"),
        Soggetto::Domanda(n) => format!("domanda {n}"),
        Soggetto::Risposta(n) => format!("risposta {n}"),
    }
}

/// The cells of the tables of a text.
fn caselle(plan: &Plan<'_>, obiettivo: usize, racconto: &Racconto<'_>) -> Vec<Casella> {
    let mut tables: Vec<&Table> = Vec::new();
    if let Some(prose) = plan.piano.testi.get(racconto.testo.0 as usize) {
        prose.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                tables.push(table);
            }
        });
    }
    let parte = parte(plan, &racconto.soggetto);
    let mut out = Vec::new();
    for (tabella, table) in tables.into_iter().enumerate() {
        let names: Vec<String> = table.header.iter().map(|cell| straight(&plan.inline(cell))).collect();
        let didascalia = table.caption.as_ref().map(|caption| straight(&plan.inline(caption)));
        for (riga, (_, cells)) in table.rows.iter().enumerate() {
            for (posto, cell) in cells.iter().enumerate() {
                out.push(Casella {
                    obiettivo,
                    momento: racconto.momento,
                    parte: parte.clone(),
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
