//! Drawings as SVG, for both outputs: who calls says how much room there is, and gets pictures that fit it with the text at
//! the size that was asked for. Text is measured with the real widths of the fonts and broken into lines; nothing is ever
//! scaled down to fit, rows grow instead.
//!
//! What holds for every drawing: only presentation attributes (the policy of the site forbids styles), no ids (a page may
//! hold many drawings), author's text only through [`canvas`], meaning never by colour alone.

mod calendar;
mod canvas;
mod chart;
mod gantt;
#[cfg(test)]
mod tests;
mod tree;

use crate::base::colore::Colori;
use crate::document::{Drawing, DrawingKind};

/// What a drawing has to fit in. The unit is that of the output: points on paper, CSS pixels on screen.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Width of each picture, exactly.
    pub width: f64,
    /// Height that no picture may exceed: a higher drawing becomes several. Infinite on a screen.
    pub height: f64,
    /// Size of the text. Every other length is made from it.
    pub size: f64,
    /// With which colours.
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
}

/// `drawing` in `room`: one picture, several if it is too high; one for each chart.
#[must_use]
pub fn draw(drawing: &Drawing, room: Room) -> Vec<Picture> {
    // A drawing inside lists inside quotations may be left with no room: it sticks out, but the words are there.
    let room = Room { width: room.width.max(room.size * 8.0), height: room.height.max(room.size * 20.0), ..room };
    match &drawing.kind {
        DrawingKind::Gantt(gantt) => gantt::draw(gantt, room, &drawing.alt),
        DrawingKind::Calendar(months) => calendar::draw(months, room, &drawing.alt),
        DrawingKind::Tree(nodes) => tree::draw(nodes, room, &drawing.alt),
        DrawingKind::Charts(charts) => charts.iter().flat_map(|chart| chart::draw(chart, room)).collect(),
    }
}

/// The alternative of the `n`th of `count` pictures. The first says all, or what it holds when the alternative is made of what
/// the pictures hold (`own`); the others say which part they are, from where to where, and what they hold. A string of a PDF has
/// an end, and a list of hundreds of rows is not listened to: each picture says its own.
fn part_alt(alt: &str, n: usize, count: usize, own: Option<Own>, ends: impl FnOnce() -> (String, String)) -> String {
    if count < 2 {
        return alt.to_owned();
    }
    if n == 0 {
        let first = own.map_or_else(|| alt.to_owned(), |own| format!("{} {}", own.head, own.words));
        return format!("{} (parte 1 di {count}).", first.trim_end().trim_end_matches('.'));
    }
    let (first, last) = ends();
    let words = own.map(|own| own.words).filter(|words| !words.is_empty());
    let words = words.map(|words| format!(" {words}")).unwrap_or_default();
    format!("Segue la figura, parte {} di {count}: da {first} a {last}.{words}", n + 1)
}

/// What one of several pictures says of itself.
struct Own {
    /// What the whole drawing is.
    head: String,
    /// What this picture holds.
    words: String,
}
