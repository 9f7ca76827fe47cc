//! Draws what was laid out: the lines of the calendar, the rows, their bars.

use super::super::canvas::{
    Anchor, BLUE, Canvas, FAINT, GRID, GROUND, INK, LINE, Paint, Rect, Style, WHITE, middle, path,
};
use super::super::{self as drawing, Picture};
use super::calendar::Shown;
use super::{HALF, Layout, Row};
use crate::base::span::Span;

impl Layout {
    pub(super) fn draw(&self, rows: &[Row<'_>], alt: &str) -> Picture {
        let em = self.em();
        let mut canvas = Canvas::new(self.room.colori);
        self.grid(&mut canvas, rows);
        let mut y = self.top();
        let mut places = vec![];
        for row in rows {
            places.push((y, row.height, row.row.span));
            self.draw_row(&mut canvas, row, y);
            if let Some((_, x)) = self.stato.filter(|_| self.narrow && row.written.is_empty()) {
                self.state(&mut canvas, x, y + row.bars, y + row.height - self.pad());
            }
            y += row.height;
            canvas.line((0.0, y), (self.edge(), y), FAINT, em * 0.07);
        }
        if let Some((_, x)) = self.stato.filter(|_| !self.narrow) {
            self.state(&mut canvas, x, self.top(), y);
        }
        self.draw_key(&mut canvas, y);
        let height = y + self.key_height().max(em * 0.1);
        let place = |(top, high, span): (f64, f64, Span)| drawing::Row {
            top: top / height,
            bottom: (top + high) / height,
            span,
        };
        let rows = places.into_iter().map(place).collect();
        Picture { rows, ..canvas.finish(self.room.width, height, alt) }
    }

    /// The head of the calendar and its lines, which in a narrow room are seen only where bars are.
    fn grid(&self, canvas: &mut Canvas, rows: &[Row<'_>]) {
        let thin = self.em() * 0.07;
        let small = self.small();
        let years = Style::bold(small.size, INK);
        let line = small.step();
        let top = self.top();
        let mut strips = vec![];
        let mut y = top;
        for row in rows {
            if self.narrow && row.written.is_empty() {
                strips.push((y + row.bars, y + row.height));
            }
            y += row.height;
        }
        if !self.narrow {
            strips.push((top, y));
        }
        // One path for all the lines of a kind: on a phone they are cut at each row, and a page may have a hundred calendars.
        let upright = |out: &mut String, x: f64, from: f64| {
            for (from, to) in std::iter::once((from, top)).chain(strips.iter().copied()) {
                out.push_str(&path(&[('M', &[(x, from)]), ('L', &[(x, to)])]));
            }
        };
        let inside = |left: f64| left > self.calendar.x + 0.1;
        let (mut faint, mut strong) = (String::new(), String::new());
        for (left, ..) in self.head.below.iter().filter(|(left, ..)| inside(*left)) {
            upright(&mut faint, *left, line);
        }
        for (left, ..) in self.head.years.iter().filter(|(left, ..)| inside(*left)) {
            upright(&mut strong, *left, 0.0);
        }
        upright(&mut strong, self.calendar.x, 0.0);
        upright(&mut strong, self.calendar.right(), 0.0);
        canvas.path(&faint, Paint::stroke(FAINT, thin));
        canvas.path(&strong, Paint::stroke(GRID, thin));
        for (columns, style, center) in [(&self.head.years, years, line / 2.0), (&self.head.below, small, line * 1.5)] {
            for (left, right, label) in columns.iter().filter(|(left, right, l)| style.width(l) <= right - left) {
                canvas.text((left + right) / 2.0, middle(center, style), style, Anchor::Middle, label);
            }
        }
        canvas.line((0.0, top), (self.edge(), top), LINE, self.em() * 0.09);
    }

    /// Right end of the lines between rows.
    fn edge(&self) -> f64 {
        if self.narrow { self.room.width } else { self.calendar.right() }
    }

    fn draw_row(&self, canvas: &mut Canvas, row: &Row<'_>, top: f64) {
        let em = self.em();
        let text = self.text();
        let first = top + self.pad();
        let below = canvas.lines(0.0, first, Style::bold(em, BLUE), &row.code);
        let label = if self.codes > 0.0 { first } else { below };
        let below = canvas.lines(self.codes, label, text, &row.label);
        canvas.lines(self.codes, below, self.note(), &row.note);
        let center = top + row.bars + text.step() / 2.0;
        let x = if self.narrow { self.codes } else { self.calendar.x + 0.5 * em };
        for (n, line) in row.written.iter().enumerate() {
            self.words(canvas, x, center + n as f64 * self.note().step(), self.note(), line);
        }
        let center = |lane: usize| top + row.bars + (lane as f64 + 0.5) * self.lane();
        // What is done fills the bars from the first. Those that begin after the day of the state are of later, and were not measured.
        let begun = |bar: &Shown| self.stato.is_none_or(|(_, day)| bar.left < day);
        let mut done = row.row.fatto.map(|fatto| {
            let begun = row.lanes.iter().map(|(bar, _)| bar).filter(|bar| begun(bar));
            begun.map(|bar| bar.right - bar.left).sum::<f64>() * fatto.quota()
        });
        for (bar, lane) in &row.lanes {
            match bar.deadline {
                None => {
                    let fill = match &mut done {
                        Some(left) if begun(bar) => {
                            let fill = left.min(bar.right - bar.left);
                            *left -= fill;
                            Some(fill)
                        }
                        _ => self.progress.then_some(0.0),
                    };
                    self.period(canvas, *bar, center(*lane), fill);
                }
                Some(_) => self.diamond(canvas, bar.left, center(*lane), bar.about),
            }
        }
        for (left, lane, words) in &row.dates {
            self.words(canvas, *left, center(*lane), self.small(), words);
        }
    }

    /// Words over the calendar: its lines must not cross them.
    fn words(&self, canvas: &mut Canvas, x: f64, center: f64, style: Style, words: &str) {
        let high = style.size * 1.15;
        let pad = style.size * 0.15;
        if !self.narrow {
            let rect = Rect { x: x - pad, y: center - high / 2.0, w: style.width(words) + 2.0 * pad, h: high };
            canvas.rect(rect, 0.0, Paint::fill(WHITE));
        }
        canvas.text(x, middle(center, style), style, Anchor::Start, words);
    }

    /// A period. Where it goes on beyond the calendar it ends in a point. `done`: how far it is full, where the state of the work
    /// is known.
    pub(super) fn period(&self, canvas: &mut Canvas, bar: Shown, center: f64, done: Option<f64>) {
        let em = self.em();
        let high = self.bar();
        // On a calendar of years a day is thinner than a line, so bars have a least width.
        let (left, right) = (bar.left, bar.right.max(bar.left + em * 0.18));
        let paint = match (bar.about, done) {
            (true, _) => Paint { fill: Some(GROUND), stroke: Some((BLUE, em * 0.1)), dash: Some(em * 0.28) },
            (false, Some(_)) => Paint { stroke: Some((BLUE, em * 0.1)), ..Paint::fill(GROUND) },
            (false, None) => Paint::fill(BLUE),
        };
        let inset = if bar.about || done.is_some() { em * 0.05 } else { 0.0 };
        if !bar.before && !bar.after {
            let rect = Rect {
                x: left + inset,
                y: center - high / 2.0 + inset,
                w: right - left - 2.0 * inset,
                h: high - 2.0 * inset,
            };
            canvas.rect(rect, (em * 0.14).min(rect.w / 2.0), paint);
            self.done(canvas, bar, center, done);
            return;
        }
        let (up, down) = (center - high / 2.0 + inset, center + high / 2.0 - inset);
        let point = (high * 0.5).min((right - left) / 2.0);
        let (a, b) = (left + inset, right - inset);
        let mut points = vec![(a + if bar.before { point } else { 0.0 }, up)];
        points.push((b - if bar.after { point } else { 0.0 }, up));
        if bar.after {
            points.push((b, center));
        }
        points.push((b - if bar.after { point } else { 0.0 }, down));
        points.push((a + if bar.before { point } else { 0.0 }, down));
        if bar.before {
            points.push((a, center));
        }
        polygon(canvas, &points, paint);
        self.done(canvas, bar, center, done);
    }

    /// The part of a period that is done.
    fn done(&self, canvas: &mut Canvas, bar: Shown, center: f64, done: Option<f64>) {
        let high = self.bar();
        if let Some(wide) = done.filter(|wide| *wide > 0.0) {
            // A bar that ends in a point is full between its points.
            let point = high * 0.5;
            let left = bar.left + if bar.before { point } else { 0.0 };
            let right = (bar.left + wide).min(bar.right - if bar.after { point } else { 0.0 });
            let rect = Rect { x: left, y: center - high / 2.0, w: (right - left).max(0.0), h: high };
            canvas.rect(rect, 0.0, Paint::fill(BLUE));
        }
    }

    /// The day of the state, over the rows from `top` to `bottom`.
    pub(super) fn state(&self, canvas: &mut Canvas, x: f64, top: f64, bottom: f64) {
        let em = self.em();
        canvas.line((x, top), (x, bottom), WHITE, em * 0.36);
        canvas.line((x, top), (x, bottom), INK, em * 0.16);
    }

    pub(super) fn diamond(&self, canvas: &mut Canvas, x: f64, y: f64, about: bool) {
        let em = self.em();
        let half = self.bar() * HALF;
        let paint = if about {
            Paint { fill: Some(WHITE), stroke: Some((INK, em * 0.1)), dash: Some(em * 0.2) }
        } else {
            Paint { stroke: Some((WHITE, em * 0.07)), ..Paint::fill(INK) }
        };
        polygon(canvas, &[(x, y - half), (x + half, y), (x, y + half), (x - half, y)], paint);
    }

    // --- The key ---
}

fn polygon(canvas: &mut Canvas, points: &[(f64, f64)], paint: Paint) {
    if let Some((first, rest)) = points.split_first() {
        canvas.path(&path(&[('M', &[*first]), ('L', rest), ('Z', &[])]), paint);
    }
}
