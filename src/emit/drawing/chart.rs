//! Draws a small chart of one measure: a bar for each value, from zero, with the value at its end. The bar of a value with which the
//! others are compared is hollow.

use super::canvas::{Anchor, BLUE, Canvas, INK, Paint, Rect, SOFT, Style, WHITE, middle};
use super::{Picture, Room, part_alt};
use crate::document::{Chart, ChartPoint, Role};

/// A value ready to be drawn.
struct Row<'a> {
    point: &'a ChartPoint,
    /// Value to draw: a value that is no number has no bar.
    value: f64,
    /// Lines of its label.
    label: Vec<String>,
    /// Width of what is written at the end of the bar.
    printed: f64,
}

/// The space between a bar and the words above it, in ems.
const NEAR: f64 = 0.12;

/// The most lines that a text may have. The table of the data has the whole text.
const MOST: usize = 6;

/// Where zero is, and how many units of length one unit of the value takes.
#[derive(Debug, Clone, Copy)]
struct Scale {
    zero: f64,
    unit: f64,
}

/// The pictures of a chart: one, unless its values are too many for a page.
pub(super) fn draw(chart: &Chart, room: Room) -> Vec<Picture> {
    let em = room.size;
    let whole = layout(chart, &chart.points, room);
    let head = whole.head(room);
    if head + whole.body(room) <= room.height || chart.points.len() < 2 {
        return vec![whole.draw(room, &chart.alt)];
    }
    let each = whole.body(room) / chart.points.len() as f64;
    let most = ((room.height - head - 2.0 * em) / each).floor().max(1.0) as usize;
    let count = chart.points.len().div_ceil(most);
    chart
        .points
        .chunks(most)
        .enumerate()
        .map(|(n, points)| {
            let alt = part_alt(&chart.alt, n, count, || Chart::in_words(&chart.title, &chart.unit, points));
            layout(chart, points, room).draw(room, &alt)
        })
        .collect()
}

struct Layout<'a> {
    title: Vec<String>,
    unit: Vec<String>,
    rows: Vec<Row<'a>>,
    /// Where bars begin; 0 when labels stand above them.
    plot: f64,
    scale: Scale,
}

fn bold(room: Room) -> Style {
    Style::bold(room.size, INK)
}

fn small(room: Room) -> Style {
    Style::soft(room.size * 0.86)
}

fn layout<'a>(chart: &'a Chart, points: &'a [ChartPoint], room: Room) -> Layout<'a> {
    let em = room.size;
    let text = Style::text(em);
    let mut rows: Vec<Row<'a>> = points
        .iter()
        .map(|point| Row {
            point,
            value: if point.value.is_finite() { point.value } else { 0.0 },
            label: vec![],
            printed: Style::bold(em, INK).width(&point.printed) + 0.4 * em,
        })
        .collect();
    let labels = points.iter().map(|point| text.width(&point.label)).fold(0.0, f64::max);
    let beside = labels + 0.7 * em;
    let scale = scale(&rows, room.width - beside);
    // Bars shorter than a third of the width cannot be compared. Labels and values then go above them.
    let widest = rows.iter().map(|row| row.value.abs() * scale.unit).fold(0.0, f64::max);
    let flat = rows.iter().all(|row| row.value == 0.0);
    let (plot, scale) = if beside <= room.width * 0.45 && (flat || widest >= room.width * 0.3) {
        (beside, scale)
    } else {
        (0.0, scale_without_words(&rows, room.width))
    };
    for row in &mut rows {
        row.label = if plot > 0.0 {
            vec![row.point.label.clone()]
        } else {
            Style::text(em).lines(&row.point.in_words(), room.width, MOST)
        };
    }
    let said = points.iter().all(|point| point.printed.contains(chart.unit.trim()));
    Layout {
        title: bold(room).lines(&chart.title, room.width, MOST),
        unit: if said { vec![] } else { small(room).lines(&chart.unit, room.width, MOST) },
        rows,
        plot,
        scale,
    }
}

/// The greatest scale at which every bar and what is written at its end fit: above zero to the right, below to the left.
fn scale(rows: &[Row<'_>], room: f64) -> Scale {
    let mut unit = f64::INFINITY;
    let ends = |below: bool| {
        rows.iter()
            .filter(move |row| (row.value < 0.0) == below)
            .map(|row| (row.value.abs(), row.printed))
            .chain(std::iter::once((0.0, 0.0)))
            .collect::<Vec<_>>()
    };
    let (below, above) = (ends(true), ends(false));
    for (down, left) in &below {
        for (up, right) in &above {
            if down + up > 0.0 {
                unit = unit.min((room - left - right) / (down + up));
            }
        }
    }
    let unit = if unit.is_finite() { unit.max(0.0) } else { 0.0 };
    let zero = below.iter().map(|(value, printed)| value * unit + printed).fold(0.0, f64::max);
    Scale { zero, unit }
}

/// The scale when only the bars must fit, without the words at their ends.
fn scale_without_words(rows: &[Row<'_>], room: f64) -> Scale {
    let up = rows.iter().map(|row| row.value).fold(0.0, f64::max);
    let down = rows.iter().map(|row| -row.value).fold(0.0, f64::max);
    let unit = if up + down > 0.0 { room / (up + down) } else { 0.0 };
    Scale { zero: down * unit, unit: if unit.is_finite() { unit } else { 0.0 } }
}

impl Layout<'_> {
    fn bar(room: Room) -> f64 {
        room.size * 1.05
    }

    /// Between two bars; more when each has its words above, so that they are seen to be its own.
    fn gap(&self, room: Room) -> f64 {
        room.size * if self.plot > 0.0 { 0.5 } else { 0.9 }
    }

    fn head(&self, room: Room) -> f64 {
        self.title.len() as f64 * bold(room).step() + self.unit.len() as f64 * small(room).step() + 0.5 * room.size
    }

    fn body(&self, room: Room) -> f64 {
        self.rows.iter().map(|row| self.row(row, room)).sum::<f64>() + small(room).step()
    }

    fn row(&self, row: &Row<'_>, room: Room) -> f64 {
        let label = if self.plot > 0.0 {
            0.0
        } else {
            row.label.len() as f64 * Style::text(room.size).step() + NEAR * room.size
        };
        label + Self::bar(room) + self.gap(room)
    }

    fn draw(&self, room: Room, alt: &str) -> Picture {
        let em = room.size;
        let thick = em * 0.09;
        let mut canvas = Canvas::new(room.colori);
        let mut y = canvas.lines(0.0, 0.0, bold(room), &self.title);
        y = canvas.lines(0.0, y, small(room), &self.unit) + 0.5 * em;
        let zero = self.plot + self.scale.zero;
        let zero = zero.max(thick / 2.0);
        for row in &self.rows {
            y += self.gap(room) / 2.0;
            let text = Style::text(em);
            if self.plot == 0.0 {
                y = canvas.lines(0.0, y, text, &row.label) + NEAR * em;
            }
            let center = y + Self::bar(room) / 2.0;
            // Between words the line of zero would cross them: there it goes along the bars only.
            let beyond = if self.plot > 0.0 { self.gap(room) / 2.0 } else { 0.08 * em };
            let length = row.value.abs() * self.scale.unit;
            let left = if row.value < 0.0 { zero - length } else { zero };
            bar(&mut canvas, row.point.role, Rect { x: left, y, w: length, h: Self::bar(room) }, thick);
            if self.plot > 0.0 {
                let label = row.label.first().map_or("", String::as_str);
                canvas.text(0.0, middle(center, text), text, Anchor::Start, label);
                self.printed(&mut canvas, row, zero, center, room);
            }
            canvas.line((zero, y - beyond), (zero, y + Self::bar(room) + beyond), INK, thick);
            y += Self::bar(room) + self.gap(room) / 2.0;
        }
        if !self.rows.is_empty() {
            let style = small(room);
            let half = style.width("0") / 2.0;
            canvas.text(zero.max(half), middle(y + style.step() / 2.0, style), style, Anchor::Middle, "0");
        }
        canvas.finish(room.width, self.head(room) + self.body(room), alt)
    }

    /// The value, at the end of the bar.
    fn printed(&self, canvas: &mut Canvas, row: &Row<'_>, zero: f64, center: f64, room: Room) {
        let em = room.size;
        let value = Style::bold(em, INK);
        let end = zero + row.value * self.scale.unit;
        let start = if row.value < 0.0 { end - row.printed } else { end + 0.4 * em };
        canvas.text(start, middle(center, value), value, Anchor::Start, &row.point.printed);
    }
}

/// A bar in the look of its role: hollow or full.
fn bar(canvas: &mut Canvas, role: Role, rect: Rect, thick: f64) {
    if rect.w <= 0.0 {
        return;
    }
    let inner = Rect { x: rect.x + thick / 2.0, y: rect.y + thick / 2.0, w: rect.w - thick, h: rect.h - thick };
    match role {
        Role::Confronto => canvas.rect(inner, 0.0, Paint { stroke: Some((SOFT, thick)), ..Paint::fill(WHITE) }),
        Role::Valore => canvas.rect(rect, 0.0, Paint::fill(BLUE)),
    }
}
