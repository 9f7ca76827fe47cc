//! Draws counts: a box each, with a large number and what it counts. As many boxes stand in a row as there is room for.

use super::canvas::{Anchor, BLUE, Canvas, GROUND, INK, Paint, Rect, Style, middle, path};
use super::{Picture, Room};
use crate::document::Counter;
use crate::piano::element::obiettivo::misurazione::Esito;

/// The least width of a box, the space between two and the space inside, in ems.
const LEAST: f64 = 9.0;
const GAP: f64 = 0.9;
const PAD: f64 = 0.8;

/// The size of a number, in ems of the text.
const LARGE: f64 = 2.6;

/// Half of the size of a shape, in ems.
const SIGN: f64 = 0.65;

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
        let small = Style::soft(0.85 * em);
        let notes: Vec<Vec<String>> = row
            .iter()
            .map(|counter| small.lines(counter.note.as_deref().unwrap_or_default(), wide - 2.0 * PAD * em, 2))
            .collect();
        let deep = words.iter().map(Vec::len).max().unwrap_or_default() as f64;
        let below = notes.iter().map(Vec::len).max().unwrap_or_default() as f64;
        let high = (2.0 * PAD + LARGE) * em + deep * text.step() + below * small.step();
        for (n, (counter, lines)) in row.iter().zip(&words).enumerate() {
            let x = n as f64 * (wide + GAP * em);
            canvas.rect(Rect { x, y, w: wide, h: high }, 0.0, Paint::fill(GROUND));
            canvas.rect(Rect { x, y, w: wide, h: 0.22 * em }, 0.0, Paint::fill(BLUE));
            // A number as long as an amount is set smaller, so that it stays in its box.
            let center = y + (PAD + LARGE / 2.0) * em;
            let aside = counter.sign.map_or(0.0, |sign| {
                shape(&mut canvas, sign, x + (PAD + SIGN) * em, center, SIGN * em);
                (2.0 * SIGN + 0.5) * em
            });
            let inner = wide - 2.0 * PAD * em - aside;
            let full = Style::bold(LARGE * em, INK);
            let large = Style { size: full.size * (inner / full.width(&counter.number).max(1.0)).min(1.0), ..full };
            canvas.text(x + PAD * em + aside, middle(center, large), large, Anchor::Start, &counter.number);
            let top = y + (PAD + LARGE) * em;
            canvas.lines(x + PAD * em, top, text, lines);
            if let Some(lines) = notes.get(n) {
                canvas.lines(x + PAD * em, top + deep * text.step(), small, lines);
            }
        }
        y += high + GAP * em;
    }
    canvas.finish(room.width, (y - GAP * em).max(em), alt)
}

/// The shape of an outcome around a point, as it stands among words.
fn shape(canvas: &mut Canvas, esito: Esito, x: f64, y: f64, half: f64) {
    let circle = circle(x, y, half, false);
    let edge = Paint::stroke(INK, half * 0.24);
    match esito {
        Esito::Raggiunto => canvas.path(&circle, Paint::fill(INK)),
        Esito::ParzialmenteRaggiunto => {
            canvas.path(&self::circle(x, y, half, true), Paint::fill(INK));
            canvas.path(&circle, edge);
        }
        Esito::NonRaggiunto => canvas.path(&circle, edge),
        Esito::Sostituito => {
            let corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)];
            let [top, right, bottom, left] = corners;
            canvas.path(&path(&[('M', &[top]), ('L', &[right, bottom, left, top])]), edge);
        }
    }
}

/// A circle, or its left half, as four curves, or two.
fn circle(x: f64, y: f64, r: f64, half: bool) -> String {
    // How far the points that bend a quarter of a circle stand from its ends.
    let k = r * 0.5523;
    let left: [(f64, f64); 6] =
        [(x - k, y + r), (x - r, y + k), (x - r, y), (x - r, y - k), (x - k, y - r), (x, y - r)];
    let right: [(f64, f64); 6] =
        [(x + k, y - r), (x + r, y - k), (x + r, y), (x + r, y + k), (x + k, y + r), (x, y + r)];
    let start = [(x, y + r)];
    if half {
        return path(&[('M', &start), ('C', &left), ('L', &start)]);
    }
    path(&[('M', &start), ('C', &left), ('C', &right)])
}
