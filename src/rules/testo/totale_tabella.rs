//! A row or a column of totals in a typed table gives the sum of the others, where no other way of making it is possible.

use crate::base::span::{Span, Spanned};
use crate::conti::totali::{Cella, Errore, Griglia, errori};
use crate::piano::each_prose;
use crate::piano::prose::{BlockKind, Brano, Inline, Table};
use crate::rules::{Cx, Diagnostic, Discorso, Regola};
use std::sync::Arc;

pub static REGOLA: Regola = Regola::avviso("P0551", "totale-tabella", include_str!("totale_tabella.md"), check)
    .origine(&["SUM-IN-TEXT", "TOT-DERIVED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |brano| {
        for (span, errore) in scritti(brano).iter() {
            told(*span, errore, None, out);
        }
        brano.each_block(&mut |block| match &block.kind {
            BlockKind::View(vista) if vista.dati.is_none() => {
                let cell = |cell: &Spanned<String>| Cella::new(cell.value.clone(), false, !cell.value.contains("[="));
                // Without names of its own the first row has those of the columns.
                let skip = usize::from(vista.colonne.is_none());
                let names = vista.colonne.as_ref().or(vista.righe.first());
                let titoli = names.into_iter().flatten().map(|titolo| titolo.value.clone()).collect();
                let righe = vista.righe.iter().skip(skip).map(|row| row.iter().map(cell).collect()).collect();
                for errore in errori(&Griglia::new(titoli, righe)).iter() {
                    let row = vista.righe.get(errore.riga + skip);
                    let span = row.and_then(|row| row.get(errore.colonna)).map(|cell| cell.span);
                    told(span.unwrap_or(block.span), errore, None, out);
                }
            }
            BlockKind::View(vista) => {
                let Some((path, rows)) = vista.dati.as_ref().and_then(|path| Some((path, cx.piano.tabella(path)?)))
                else {
                    return;
                };
                let plain = |rows: &[String]| rows.iter().map(|cell| Cella::new(cell.clone(), false, true)).collect();
                let titoli = rows.first().cloned().unwrap_or_default();
                let grid = Griglia::new(titoli, rows.iter().skip(1).map(|row| plain(row)).collect());
                for errore in errori(&grid).iter() {
                    // The first row has the names of the columns.
                    let line = cx.piano.linea(path, errore.riga + 1).unwrap_or_default();
                    told(path.span, errore, Some((&path.value, line)), out);
                }
            }
            _ => {}
        });
    });
}

/// `file`: its path, and the line of the row in it.
fn told(span: Span, errore: &Errore, file: Option<(&str, u64)>, out: &mut Vec<Diagnostic>) {
    let place = file.map(|(file, line)| {
        format!("in `{file}`, riga {line}, colonna «{}»: ", crate::base::text::short(&errore.titolo))
    });
    let place = place.unwrap_or_default();
    out.push(
        REGOLA
            .at(
                span,
                format!("{place}{} «{}» non torna: {} {}", errore.cosa, errore.scritto, errore.come, errore.giusto),
            )
            .help(format!("scrivi {}, o correggi i numeri che si sommano", errore.giusto)),
    );
}

/// The cells of a table of the text, and their places.
fn scritta(table: &Table) -> (Griglia, Vec<Vec<Option<Span>>>) {
    let titoli = table.header.iter().map(|cell| Discorso::of(cell).parole.trim().to_owned()).collect();
    let mut righe = Vec::new();
    let mut spans = Vec::new();
    for (_, cells) in &table.rows {
        let mut row = Vec::new();
        let mut places = Vec::new();
        for cell in cells {
            let words = Discorso::of(cell);
            let plain = |inline: &Inline| {
                matches!(inline, Inline::Text { .. } | Inline::Strong(_) | Inline::Emph(_) | Inline::Note { .. })
            };
            let (start, end) = (words.parole.len() - words.parole.trim_start().len(), words.parole.trim_end().len());
            places.push(if start < end { words.span(start..end) } else { None });
            let strong = !cell.is_empty() && cell.iter().all(|inline| matches!(inline, Inline::Strong(_)));
            row.push(Cella::new(words.parole.trim().to_owned(), strong, cell.iter().all(plain)));
        }
        righe.push(row);
        spans.push(places);
    }
    (Griglia::new(titoli, righe), spans)
}

/// The wrong totals of the tables of a text, each with its place.
#[comemo::memoize]
fn scritti(brano: &Brano) -> Arc<[(Span, Errore)]> {
    let mut out = Vec::new();
    brano.each_block(&mut |block| {
        let BlockKind::Table(table) = &block.kind else { return };
        let (grid, spans) = scritta(table);
        out.extend(errori(&grid).iter().map(|errore| {
            let span = spans.get(errore.riga).and_then(|row| *row.get(errore.colonna)?);
            (span.unwrap_or(block.span), errore.clone())
        }));
    });
    out.into()
}
