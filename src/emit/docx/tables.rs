//! Tables, and the facts and the fields of cards, which are tables too. Widths are those of paper.

use super::inlines::{Run, is_blank};
use super::styles::{self, FONDO, TENUE, hex, id};
use super::write::{Par, TWIPS, Writer};
use crate::document::{Cell, Field, Inline, Table, plain};
use crate::emit::pdf::measure::{self, WHOLE};
use crate::emit::text::unseen;
use crate::piano::element::row::Profile;
use std::ops::Range;

/// The grounds of cells that are read at a glance, from the lowest level.
const TINTE: [&str; 3] = ["EAF1F8", "CFE1F4", "A9CBEE"];

/// The most bytes of the fields of a card that stay on one page.
const INSIEME: usize = 700;

/// How a cell stands in its table.
#[derive(Default)]
struct Posto {
    /// Its first column, and the one after its last.
    columns: Range<usize>,
    /// Whether it begins a cell over several rows, or goes on with one.
    merged: Option<&'static str>,
    ground: Option<String>,
    /// Whether its words are at the right, or in the middle.
    align: Option<&'static str>,
    /// Whether its line below is left out: a cell under it goes on.
    open: bool,
    /// Whether its row stays on the page of the next.
    keep: bool,
}

/// How the words of a head look: white on a dark ground.
fn white(size: u32) -> Run<'static> {
    Run { bold: true, color: Some("FFFFFF"), size: Some(size), ..Run::default() }
}

fn align(profile: Profile) -> Option<&'static str> {
    match profile {
        Profile::Importo | Profile::Numero => Some("right"),
        Profile::Centrato => Some("center"),
        Profile::Testo | Profile::Codice | Profile::Data => None,
    }
}

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        if table.columns.is_empty() {
            return;
        }
        let room = if self.frame.in_card && table.caption.is_none() {
            measure::compact(table, self.frame.room, self.misure)
        } else {
            self.frame.room
        };
        let may_turn = self.frame.flow && !self.frame.in_card;
        let plan = measure::plan(table, room, may_turn, None, self.misure);
        if plan.landscape {
            self.on_its_side();
        } else {
            self.upright();
        }
        if let Some(caption) = &table.caption {
            let par = Par { keep: true, wide: true, ..Par::of(id::DIDASCALIA) };
            self.paragraph(&par, |w| w.caption("Tabella", table.number, caption));
        }
        let widths: Vec<u32> = plan.columns.iter().map(|width| (width * TWIPS).round() as u32).collect();
        let size = (plan.size * 2.0).round() as u32;
        // A short table stays whole, and of a long one the first rows and the last stay together.
        let (count, whole) = (table.rows.len(), plan.height <= self.misure.height() * WHOLE);
        self.grid(&widths, table.caption.as_deref(), table.row_headers, |w| {
            w.heads(table, &widths, size);
            for n in 0..count {
                let keep = n + 1 < count && (whole || n < 2 || n + 3 > count);
                w.table_row(table, n, &widths, size, keep);
            }
        });
    }

    /// A table with columns of these widths.
    fn grid(&mut self, widths: &[u32], caption: Option<&[Inline]>, row_headers: bool, rows: impl FnOnce(&mut Self)) {
        let frame = self.frame;
        self.table_begin(widths, caption, row_headers);
        (self.frame.left, self.frame.flow, self.frame.boxed) = (0.0, false, None);
        rows(self);
        self.xml.close();
        self.frame = frame;
        // Two tables that touch would be one, and a cell must end with a paragraph.
        self.gap(160);
    }

    /// The number of a table or a figure, and its caption.
    pub(super) fn caption(&mut self, kind: &str, number: Option<u32>, caption: &'a [Inline]) {
        let titoli = hex(self.document.meta.colori.titoli);
        if let Some(number) = number {
            let run = Run { bold: true, color: Some(&titoli), ..Run::default() };
            self.text(&format!("{kind} {number}. "), run);
        }
        self.words(caption, Run::default());
    }

    fn table_begin(&mut self, widths: &[u32], caption: Option<&[Inline]>, row_headers: bool) {
        let left = self.frame.left;
        let xml = &mut self.xml;
        let whole = widths.iter().sum::<u32>().to_string();
        xml.open("w:tbl", &[]);
        xml.open("w:tblPr", &[]);
        xml.val("w:tblStyle", id::TABELLA);
        xml.void("w:tblW", &[("w:w", &whole), ("w:type", "dxa")]);
        xml.void("w:tblInd", &[("w:w", &format!("{:.0}", left * TWIPS)), ("w:type", "dxa")]);
        xml.void("w:tblLayout", &[("w:type", "fixed")]);
        let first_column = if row_headers { "1" } else { "0" };
        xml.void(
            "w:tblLook",
            &[
                ("w:val", if row_headers { "06A0" } else { "0620" }),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", first_column),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ],
        );
        if let Some(caption) = caption {
            xml.val("w:tblCaption", &plain(caption));
        }
        xml.close();
        xml.open("w:tblGrid", &[]);
        for width in widths {
            xml.void("w:gridCol", &[("w:w", &width.to_string())]);
        }
        xml.close();
    }

    /// Begins a row. `head`: it is repeated on each page. `whole`: it does not break over two pages.
    fn row_begin(&mut self, head: bool, whole: bool) {
        self.xml.open("w:tr", &[]);
        self.xml.open("w:trPr", &[]);
        if whole {
            self.xml.void("w:cantSplit", &[]);
        }
        if head {
            self.xml.void("w:tblHeader", &[]);
        }
        self.xml.close();
    }

    fn cell(&mut self, widths: &[u32], posto: &Posto, inner: impl FnOnce(&mut Self)) {
        let width = widths.get(posto.columns.clone()).unwrap_or_default().iter().sum::<u32>().to_string();
        let xml = &mut self.xml;
        xml.open("w:tc", &[]);
        xml.open("w:tcPr", &[]);
        xml.void("w:tcW", &[("w:w", &width), ("w:type", "dxa")]);
        if posto.columns.len() > 1 {
            xml.val("w:gridSpan", &posto.columns.len().to_string());
        }
        if let Some(merged) = posto.merged {
            xml.val("w:vMerge", merged);
        }
        if posto.open {
            xml.open("w:tcBorders", &[]);
            xml.val("w:bottom", "nil");
            xml.close();
        }
        if let Some(ground) = &posto.ground {
            styles::shade(xml, ground);
        }
        xml.close();
        let par = Par { align: posto.align, keep: posto.keep, ..Par::of(id::CELLA) };
        self.paragraph(&par, inner);
        self.xml.close();
    }

    fn heads(&mut self, table: &'a Table, widths: &[u32], size: u32) {
        // A table of Markdown may have no header.
        if table.columns.iter().all(|column| is_blank(&column.header)) {
            return;
        }
        let ground = Some(hex(self.document.meta.colori.titoli));
        let years = table.anni();
        let over = |at: usize| years.iter().find(|(columns, _)| columns.contains(&at));
        let whole =
            |columns, merged, align| Posto { columns, merged, align, ground: ground.clone(), open: false, keep: true };
        // The bold of Word is wider than the half bold of paper.
        let run = white(size.saturating_sub(1));
        if !years.is_empty() {
            self.row_begin(true, true);
            for (at, column) in table.columns.iter().enumerate() {
                match over(at) {
                    Some((columns, words)) if columns.start == at => {
                        let posto = whole(columns.clone(), None, Some("center"));
                        self.cell(widths, &posto, |w| w.text(words, run));
                    }
                    Some(_) => {}
                    None => {
                        let posto = whole(at..at + 1, Some("restart"), align(column.profile));
                        self.cell(widths, &posto, |w| w.words(&column.header, run));
                    }
                }
            }
            self.xml.close();
        }
        self.row_begin(true, true);
        for (at, column) in table.columns.iter().enumerate() {
            let align = align(column.profile);
            match (years.is_empty(), over(at)) {
                (true, _) => {
                    self.cell(widths, &whole(at..at + 1, None, align), |w| w.words(&column.header, run));
                }
                (false, Some(_)) => {
                    // What is left of a header without its year.
                    let words = plain(&table.testa(at));
                    self.cell(widths, &whole(at..at + 1, None, align), |w| w.text(&words, run));
                }
                (false, None) => self.cell(widths, &whole(at..at + 1, Some("continue"), align), |_| {}),
            }
        }
        self.xml.close();
    }

    fn table_row(&mut self, table: &'a Table, n: usize, widths: &[u32], size: u32, keep: bool) {
        let Some(row) = table.rows.get(n) else { return };
        let run = Run { size: Some(size), bold: row.total, ..Run::default() };
        // A row of a whole page could not be set if it did not break.
        let long = row.cells.iter().map(|cell| plain(cell).len()).max().unwrap_or_default();
        self.row_begin(false, long < 1_500);
        self.anchor(row.anchor.as_ref());
        if row.heads {
            let ground = Some(FONDO.to_owned());
            let posto = Posto { columns: 0..widths.len(), ground, keep: true, ..Posto::default() };
            let head = row.cells.first().map(|cell| cell.words.as_slice()).unwrap_or_default();
            self.cell(widths, &posto, |w| w.words(head, Run { bold: true, ..run }));
            self.xml.close();
            return;
        }
        let apart = table.a_parte(row);
        for (at, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
            let merged = match (at < row.continues, table.height(n, at)) {
                (true, _) => Some("continue"),
                (false, 2..) => Some("restart"),
                (false, _) => (apart.is_some() && at == 0).then_some("restart"),
            };
            let ground = if row.total { Some(FONDO) } else { tint(cell) };
            let posto = Posto {
                columns: at..at + 1,
                merged,
                ground: ground.map(str::to_owned),
                align: align(column.profile),
                open: apart.is_some(),
                keep: keep || apart.is_some(),
            };
            let bold = row.total || table.names(row, at) && column.profile == Profile::Codice;
            self.cell(widths, &posto, |w| match apart {
                Some((name, _)) if at == 0 => w.words(name, Run { bold, ..run }),
                _ if at < row.continues => {}
                _ => w.words(cell, Run { bold, ..run }),
            });
        }
        self.xml.close();
        if let Some((_, details)) = apart {
            self.row_begin(false, true);
            let posto = Posto { columns: 0..1, merged: Some("continue"), keep, ..Posto::default() };
            self.cell(widths, &posto, |_| {});
            let posto = Posto { columns: 1..widths.len(), keep, ..Posto::default() };
            let soft = Run { color: Some(TENUE), size: Some(size.saturating_sub(1)), ..Run::default() };
            self.cell(widths, &posto, |w| w.words(details, soft));
            self.xml.close();
        }
    }

    /// The facts of a card, side by side: their names in the first row.
    pub(super) fn facts(&mut self, facts: &'a [Field]) {
        if facts.is_empty() {
            return;
        }
        let asks: Vec<f64> = facts
            .iter()
            .map(|fact| {
                let chars = plain(&fact.value).chars().count().max(fact.label.chars().count());
                (chars as f64).clamp(8.0, 40.0)
            })
            .collect();
        let all: f64 = asks.iter().sum();
        let room = self.frame.room;
        let widths: Vec<u32> = asks.iter().map(|ask| (room * ask / all * TWIPS).round() as u32).collect();
        self.grid(&widths, None, false, |w| {
            w.row_begin(false, true);
            for (at, fact) in facts.iter().enumerate() {
                let posto = Posto { columns: at..at + 1, open: true, keep: true, ..Posto::default() };
                let soft = Run { size: Some(17), color: Some(TENUE), ..Run::default() };
                w.cell(&widths, &posto, |w| w.text(&fact.label, soft));
            }
            w.xml.close();
            w.row_begin(false, true);
            for (at, fact) in facts.iter().enumerate() {
                let posto = Posto { columns: at..at + 1, ..Posto::default() };
                w.cell(&widths, &posto, |w| w.words(&fact.value, Run { size: Some(20), ..Run::default() }));
            }
            w.xml.close();
        });
    }

    /// Labels and values, one under the other.
    pub(super) fn fields(&mut self, fields: &'a [Field]) {
        if fields.is_empty() {
            return;
        }
        let label = self.misure.rientri.etichetta;
        let widths = [label, (self.frame.room - label).max(40.0)].map(|width| (width * TWIPS).round() as u32);
        let all: Vec<&Field> =
            fields.iter().filter(|field| !(unseen(&field.label) && is_blank(&field.value))).collect();
        // Few fields stay together, and of many the last two.
        let short = all.iter().map(|field| plain(&field.value).len()).sum::<usize>() < INSIEME;
        self.grid(&widths, None, true, |w| {
            for (n, field) in all.iter().enumerate() {
                let long = plain(&field.value).len();
                let keep = long < INSIEME && n + 1 < all.len() && (short || n + 2 == all.len());
                w.row_begin(false, long < 1_500);
                let soft = Run { bold: true, size: Some(18), color: Some(TENUE), ..Run::default() };
                let posto = Posto { columns: 0..1, keep, ..Posto::default() };
                w.cell(&widths, &posto, |w| w.text(&field.label, soft));
                let posto = Posto { columns: 1..2, keep, ..Posto::default() };
                w.cell(&widths, &posto, |w| w.words(&field.value, Run { size: Some(20), ..Run::default() }));
                w.xml.close();
            }
        });
    }
}

fn tint(cell: &Cell) -> Option<&'static str> {
    TINTE.get(usize::from(cell.tint).checked_sub(1)?).copied()
}
