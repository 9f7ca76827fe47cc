//! Draws counts: a box each, with a large number and what it counts. As many boxes stand in a row as there is room for.

use super::canvas::{Anchor, BLUE, Canvas, GROUND, INK, Paint, Rect, Style, middle};
use super::{Picture, Room};
use crate::document::Counter;

/// The least width of a box, the space between two and the space inside, in ems.
const LEAST: f64 = 9.0;
const GAP: f64 = 0.9;
const PAD: f64 = 0.8;

/// The size of a number, in ems of the text.
const LARGE: f64 = 2.6;

/// The most lines under a number.
const MOST: usize = 4;

/// The picture of the counts. Their number is small, so that one picture always holds them.
pub(super) fn draw(counters: &[Counter], room: Room, alt: &str) -> Picture {
    let em = room.size;
    let most = ((room.width + GAP * em) / ((LEAST + GAP) * em)).floor().max(1.0) as usize;
    let rows = counters.len().div_ceil(most).max(1);
    // The rows have about as many boxes each.
    let each = counters.len().div_ceil(rows).max(1);
    let wide = (room.width - GAP * em * (each - 1) as f64) / each as f64;
    let text = Style::bold(em, INK);
    let mut canvas = Canvas::new(room.colori);
    let mut y = 0.0;
    for row in counters.chunks(each) {
        let words: Vec<Vec<String>> =
            row.iter().map(|counter| text.lines(&counter.words, wide - 2.0 * PAD * em, MOST)).collect();
        let deep = words.iter().map(Vec::len).max().unwrap_or_default() as f64;
        let high = (2.0 * PAD + LARGE) * em + deep * text.step();
        for (n, (counter, lines)) in row.iter().zip(&words).enumerate() {
            let x = n as f64 * (wide + GAP * em);
            canvas.rect(Rect { x, y, w: wide, h: high }, 0.0, Paint::fill(GROUND));
            canvas.rect(Rect { x, y, w: wide, h: 0.22 * em }, 0.0, Paint::fill(BLUE));
            // A number as long as an amount is set smaller, so that it stays in its box.
            let inner = wide - 2.0 * PAD * em;
            let full = Style::bold(LARGE * em, INK);
            let large = Style { size: full.size * (inner / full.width(&counter.number).max(1.0)).min(1.0), ..full };
            let center = y + (PAD + LARGE / 2.0) * em;
            canvas.text(x + PAD * em, middle(center, large), large, Anchor::Start, &counter.number);
            canvas.lines(x + PAD * em, y + (PAD + LARGE) * em, text, lines);
        }
        y += high + GAP * em;
    }
    canvas.finish(room.width, (y - GAP * em).max(em), alt)
}
