//! Draws the parts of a whole in one bar, with a key that says each part. The parts differ by their filling and not by colour
//! alone, and stand in the bar and in the key in one order.

use super::canvas::{Anchor, BLUE, Canvas, GROUND, INK, LINE, Paint, Rect, Style, Tint, WHITE, hatch, middle};
use super::{Picture, Room};
use crate::document::StackPart;

/// Height of the bar and of a sign of the key, in ems.
const HIGH: f64 = 1.7;
const SIGN: f64 = 0.95;

/// The most lines of a part in the key.
const MOST: usize = 3;

/// The picture of a whole.
pub(super) fn draw(parts: &[StackPart], room: Room, alt: &str) -> Picture {
    let em = room.size;
    let text = Style::text(em);
    let amount = Style::bold(em, INK);
    let mut canvas = Canvas::new(room.colori);
    let value = |part: &StackPart| if part.value.is_finite() { part.value.max(0.0) } else { 0.0 };
    let whole: f64 = parts.iter().map(value).sum();
    let mut x = 0.0;
    for (n, part) in parts.iter().enumerate() {
        let wide = if whole > 0.0 { room.width * value(part) / whole } else { 0.0 };
        fill(&mut canvas, n, Rect { x, y: 0.0, w: wide, h: HIGH * em }, em);
        x += wide;
        if n + 1 < parts.len() && wide > 0.0 {
            canvas.line((x, 0.0), (x, HIGH * em), WHITE, 0.14 * em);
        }
    }
    let mut y = (HIGH + 0.7) * em;
    let left = (SIGN + 0.6) * em;
    // Amounts end on one line at the right where there is room for them beside the names.
    let widest = parts.iter().map(|part| amount.width(&part.printed)).fold(0.0, f64::max);
    let beside = left + widest + 10.0 * em <= room.width;
    for (n, part) in parts.iter().enumerate() {
        let top = y + (text.step() - SIGN * em) / 2.0;
        fill(&mut canvas, n, Rect { x: 0.0, y: top, w: SIGN * em, h: SIGN * em }, em);
        let names = if beside { room.width - left - widest - em } else { room.width - left };
        let lines = text.lines(&part.label, names, MOST);
        let below = canvas.lines(left, y, text, &lines);
        if beside {
            let at = room.width - amount.width(&part.printed);
            canvas.text(at, middle(y + text.step() / 2.0, amount), amount, Anchor::Start, &part.printed);
            y = below.max(y + text.step());
        } else {
            let lines = amount.lines(&part.printed, names, MOST);
            y = canvas.lines(left, below, amount, &lines);
        }
        y += 0.25 * em;
    }
    canvas.finish(room.width, y, alt)
}

/// A part in its look.
fn fill(canvas: &mut Canvas, n: usize, rect: Rect, em: f64) {
    if rect.w <= 0.0 {
        return;
    }
    let thick = 0.09 * em;
    let inner = Rect { x: rect.x + thick / 2.0, y: rect.y + thick / 2.0, w: rect.w - thick, h: rect.h - thick };
    let outlined = |ground: Tint, line: Tint| Paint { stroke: Some((line, thick)), ..Paint::fill(ground) };
    match n % 5 {
        0 => canvas.rect(rect, 0.0, Paint::fill(BLUE)),
        1 => canvas.rect(inner, 0.0, outlined(GROUND, LINE)),
        2 => canvas.rect(rect, 0.0, Paint::fill(INK)),
        3 => {
            canvas.rect(inner, 0.0, outlined(WHITE, BLUE));
            canvas.path(&hatch(inner, 0.45 * em), Paint::stroke(BLUE, thick));
        }
        _ => canvas.rect(inner, 0.0, outlined(WHITE, INK)),
    }
}
