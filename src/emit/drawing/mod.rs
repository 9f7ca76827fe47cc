//! Drawings as SVG, for both outputs. The caller says how much room there is and how large the text is, and gets pictures
//! that fit. Text is measured with the widths of the fonts and broken into lines. Nothing is scaled down to fit: rows grow
//! instead.
//!
//! Rules for all drawings: only presentation attributes, because the policy of the site forbids styles; no ids, because a
//! page may hold many drawings; author's text only through [`canvas`]; no meaning told by colour alone.

mod bridge;
mod calendar;
mod canvas;
mod chart;
mod counters;
mod gantt;
mod organization;
mod stack;
#[cfg(test)]
mod tests;
mod tree;

use crate::base::colore::Colori;
use crate::base::span::Span;
use crate::document::{Drawing, DrawingKind};

/// What a drawing has to fit in. The unit is that of the output: points on paper, CSS pixels on screen.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Width of each picture, exactly.
    pub width: f64,
    /// Height that no picture may exceed: a higher drawing becomes several. Infinite on a screen.
    pub height: f64,
    /// Size of the text. All other lengths depend on it.
    pub size: f64,
    /// The colours of the drawing.
    pub colori: Colori,
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// An element `svg`, with its name for screen readers.
    pub svg: String,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Its text alternative.
    pub alt: String,
    /// What stands above it at the head of a page, where it goes on from another picture. On the same page the two are one drawing.
    pub again: Option<Box<Picture>>,
    /// The parts of it that are written at a place of their own, from the top.
    pub rows: Vec<Row>,
}

/// A part of a picture, as wide as the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Row {
    /// Its top, in parts of the height of the picture.
    pub top: f64,
    /// Its bottom.
    pub bottom: f64,
    /// Where it is written.
    pub span: Span,
}

/// `drawing` in `room`: one picture, several if it is too high; one for each chart.
#[must_use]
pub fn draw(drawing: &Drawing, room: Room) -> Vec<Picture> {
    // A drawing deep inside lists and quotations may have no room left. It is then drawn wider than its room, so that its
    // words can be read.
    let room = Room { width: room.width.max(room.size * 8.0), height: room.height.max(room.size * 20.0), ..room };
    match &drawing.kind {
        DrawingKind::Gantt(gantt) => gantt::draw(gantt, room, drawing.caption.is_none(), &drawing.alt),
        DrawingKind::Calendar(months) => calendar::draw(months, room, &drawing.alt),
        DrawingKind::Tree(nodes) => tree::draw(nodes, room, &drawing.alt),
        DrawingKind::Stack(parts) => vec![stack::draw(parts, room, &drawing.alt)],
        DrawingKind::Bridges(bridges) => bridges.iter().map(|bridge| bridge::draw(bridge, room)).collect(),
        DrawingKind::Organization(units) => organization::draw(units, room, &drawing.alt),
        DrawingKind::Counters(counters) => vec![counters::draw(counters, room, &drawing.alt)],
        DrawingKind::Charts(charts) => charts.iter().flat_map(|chart| chart::draw(chart, room)).collect(),
    }
}

/// The alternative of the `n`th of `count` pictures: what is drawn, which part it is, and what is in this part.
fn part_alt(alt: &str, n: usize, count: usize, words: impl FnOnce() -> String) -> String {
    if count < 2 {
        return alt.to_owned();
    }
    let what = alt.split_once(". ").map_or(alt, |(what, _)| what).trim_end().trim_end_matches('.');
    let again = if n > 0 { ", segue" } else { "" };
    format!("{what}{again} (parte {} di {count}). {}.", n + 1, words().trim_end().trim_end_matches('.'))
}
