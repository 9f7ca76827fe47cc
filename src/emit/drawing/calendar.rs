//! Draws a calendar, with months as rows and days as columns. A month has as many columns as days, and its Saturdays and
//! Sundays have a different ground. Each event is on a line, with its name beside its days. How certain a day is, is told
//! by the shape of its mark (full, dashed and empty, or hatched), by the key, and by words after the name.
//!
//! In a wide room the name of the month is at the left of its days, in a narrow one above them.

use super::canvas::{Anchor, BLUE, Canvas, FAINT, GRID, GROUND, INK, LINE, Paint, Rect, Style, WHITE, hatch, middle};
use super::{Picture, Room, part_alt};
use crate::base::giorno::nome_mese;
use crate::document::{Calendar, CalendarRow, Month, Sure};
use jiff::civil::{Date, Weekday, date};

/// The width, in ems, below which a column for the names of months would leave too little room for the days.
const NARROW: f64 = 30.0;

/// A line of a month: its marks, and where its name stands.
struct Line<'a> {
    row: &'a CalendarRow,
    /// Left, right and words of each mark.
    marks: Vec<(f64, f64, String)>,
    /// The name beside the marks: its left edge.
    beside: Option<(f64, String)>,
    /// The name above them, when there is no room beside.
    above: Vec<String>,
    height: f64,
}

/// A month, or a part of a month that is higher than a page.
struct Piece<'a> {
    month: &'a Month,
    /// Whether it continues the piece before.
    again: bool,
    lines: Vec<Line<'a>>,
}

struct Layout {
    room: Room,
    narrow: bool,
    /// Left edge of the first day.
    x: f64,
    /// Width of a day.
    day: f64,
    key: Vec<Sure>,
}

/// The pictures of a calendar.
pub(super) fn draw(calendar: &Calendar, room: Room, alt: &str) -> Vec<Picture> {
    let layout = Layout::new(calendar, room);
    let parts = layout.parts(calendar);
    let count = parts.len();
    let name = |piece: Option<&Piece<'_>>| piece.map_or_else(String::new, |piece| title(piece.month, false));
    parts
        .iter()
        .enumerate()
        .map(|(n, part)| {
            let alt = part_alt(alt, n, count, || format!("Da {} a {}", name(part.first()), name(part.last())));
            layout.draw(part, &alt)
        })
        .collect()
}

/// `settembre 2024`
fn title(month: &Month, again: bool) -> String {
    format!("{} {}{}", nome_mese(month.mese), month.anno, if again { " (segue)" } else { "" })
}

/// The first day of a month, and how many it has.
fn days(month: &Month) -> (Date, i8) {
    let first = if (-9999..=9999).contains(&month.anno) && (1..=12).contains(&month.mese) {
        date(month.anno, month.mese, 1)
    } else {
        date(2000, 1, 1)
    };
    (first, first.days_in_month())
}

impl Layout {
    fn new(calendar: &Calendar, room: Room) -> Self {
        let em = room.size;
        let narrow = room.width < NARROW * em;
        let names = Style::bold(em, INK);
        let word = |month: &Month| title(month, true).split(' ').map(|w| names.width(w)).fold(0.0, f64::max);
        let months = calendar.months.iter().map(word).fold(0.0, f64::max);
        let x = if narrow { 0.0 } else { months + 0.9 * em };
        let rows = || calendar.months.iter().flat_map(|month| &month.rows);
        let key =
            [Sure::Fixed, Sure::Tentative, Sure::Open].into_iter().filter(|s| rows().any(|r| r.sure == *s)).collect();
        Layout { room, narrow, x, day: (room.width - x) / 31.0, key }
    }

    fn em(&self) -> f64 {
        self.room.size
    }

    fn small(&self) -> Style {
        Style::soft(self.em() * 0.78)
    }

    fn label(&self) -> Style {
        Style::text(self.em() * 0.92)
    }

    /// Left edge of a day of a month, from 1.
    fn at(&self, day: i8) -> f64 {
        self.x + f64::from(day - 1) * self.day
    }

    /// Height of a mark.
    fn mark(&self) -> f64 {
        self.em() * 1.05
    }

    fn line<'a>(&self, month: &Month, row: &'a CalendarRow) -> Line<'a> {
        let em = self.em();
        let (first, count) = days(month);
        let last = first.last_of_month();
        let inset = 0.05 * em;
        let marks: Vec<(f64, f64, String)> = row
            .days
            .iter()
            .filter(|(da, a)| da.0 <= last && a.0 >= first)
            .map(|(da, a)| {
                let (from, to) = (da.0.max(first).day(), a.0.min(last).day());
                let words = if from == to { from.to_string() } else { format!("{from}–{to}") };
                (self.at(from) + inset, self.at(to) + self.day - inset, words)
            })
            .collect();
        let words = format!("{}{}", row.label, row.sure.suffix());
        let wide = self.label().width(&words);
        let gap = 0.45 * em;
        // The days end where the month ends; a name may go on to the edge.
        let edge = self.at(31) + self.day;
        let left = marks.first().map_or(self.x, |(left, ..)| *left);
        let right = marks.last().map_or(self.at(count), |(_, right, _)| *right);
        let between = marks.windows(2).filter_map(|pair| match pair {
            [(_, a, _), (b, ..)] if b - a >= wide + 2.0 * gap => Some(a + gap),
            _ => None,
        });
        let places = [
            (right + gap + wide <= edge).then_some(right + gap),
            (left - gap - wide >= self.x).then_some(left - gap - wide),
        ];
        let beside = if self.narrow { None } else { places.into_iter().flatten().chain(between).next() };
        let above = match beside {
            Some(_) => vec![],
            None => self.label().lines(&words, self.room.width - self.x, 4),
        };
        let height = above.len() as f64 * self.label().step() + self.mark() + 0.34 * em;
        Line { row, marks, beside: beside.map(|x| (x, words)), above, height }
    }

    /// Height of what stands above the lines of a month.
    fn head(&self) -> f64 {
        let name = if self.narrow { Style::bold(self.em(), INK).step() } else { 0.0 };
        name + self.small().step() + 0.25 * self.em()
    }

    fn height(&self, lines: &[Line<'_>]) -> f64 {
        // A month without days says so on a line.
        let inner: f64 = lines.iter().map(|line| line.height).sum();
        let least = if lines.is_empty() { self.label().step() } else { 0.0 };
        let name = if self.narrow { 0.0 } else { 2.0 * Style::bold(self.em(), INK).step() - self.small().step() };
        self.head() + inner.max(least).max(name) + 0.45 * self.em()
    }

    /// The pieces of each picture. A month that does not fit goes to the next picture. It is divided only if it is higher
    /// than a page.
    fn parts<'a>(&self, calendar: &'a Calendar) -> Vec<Vec<Piece<'a>>> {
        let free = self.room.height - self.key_height();
        let mut parts: Vec<Vec<Piece<'a>>> = vec![vec![]];
        let mut used = 0.0;
        for month in &calendar.months {
            let mut lines: Vec<Line<'a>> = month.rows.iter().map(|row| self.line(month, row)).collect();
            let mut again = false;
            loop {
                let mut rest = vec![];
                // Two thirds of a page are filled before a month that would fit on the next is parted.
                let whole = self.height(&lines);
                if used + whole > free {
                    if used > 0.0 && (whole <= free && used > free * 0.66 || used + self.height(&[]) > free * 0.9) {
                        parts.push(vec![]);
                        used = 0.0;
                        continue;
                    }
                    let mut fit = lines.len();
                    while fit > 1 && used + self.height(lines.get(..fit).unwrap_or_default()) > free {
                        fit -= 1;
                    }
                    rest = lines.split_off(fit);
                }
                used += self.height(&lines);
                if let Some(part) = parts.last_mut() {
                    part.push(Piece { month, again, lines });
                }
                if rest.is_empty() {
                    break;
                }
                parts.push(vec![]);
                (lines, again, used) = (rest, true, 0.0);
            }
        }
        parts.retain(|part| !part.is_empty());
        if parts.is_empty() { vec![vec![]] } else { parts }
    }

    // --- Drawing ---

    fn draw(&self, pieces: &[Piece<'_>], alt: &str) -> Picture {
        let em = self.em();
        let mut canvas = Canvas::new(self.room.colori);
        let mut y = 0.0;
        for piece in pieces {
            let height = self.height(&piece.lines);
            self.month(&mut canvas, piece, y, height);
            y += height;
            canvas.line((0.0, y), (self.room.width, y), LINE, em * 0.07);
        }
        self.draw_key(&mut canvas, y);
        canvas.finish(self.room.width, y + self.key_height().max(em * 0.1), alt)
    }

    fn month(&self, canvas: &mut Canvas, piece: &Piece<'_>, top: f64, height: f64) {
        let em = self.em();
        let (first, count) = days(piece.month);
        let bold = Style::bold(em, INK);
        let small = self.small();
        let mut y = top + 0.15 * em;
        if self.narrow {
            y = canvas.lines(0.0, y, bold, &[title(piece.month, piece.again)]);
        } else {
            let words: Vec<String> = title(piece.month, piece.again).split(' ').map(str::to_owned).collect();
            canvas.lines(0.0, y, bold, &words);
        }
        let bottom = top + height;
        // Every day where there is room for its number, else every fifth.
        let every = small.width("30") + 0.1 * em <= self.day;
        for n in 1..=count {
            let day = first.with().day(n).build().unwrap_or(first);
            let x = self.at(n);
            if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                canvas.rect(Rect { x, y, w: self.day, h: bottom - y }, 0.0, Paint::fill(GROUND));
            }
            if every || n == 1 || n % 5 == 0 {
                let center = middle(y + small.step() / 2.0, small);
                canvas.text(x + self.day / 2.0, center, small, Anchor::Middle, &n.to_string());
            }
        }
        for n in 1..=count + 1 {
            let x = self.at(n);
            let week = first.with().day(n).build().is_ok_and(|day| day.weekday() == Weekday::Monday);
            let color = if week || n == 1 || n > count { GRID } else { FAINT };
            if every || color == GRID {
                canvas.line((x, y), (x, bottom), color, em * 0.06);
            }
        }
        y = top + self.head();
        if piece.lines.is_empty() {
            let note = Style::note(em * 0.92);
            self.words(canvas, self.x + 0.5 * em, y + note.step() / 2.0, note, "nessuna data fissata");
        }
        for line in &piece.lines {
            let style = self.label();
            for words in &line.above {
                self.words(canvas, self.x + 0.15 * em, y + style.step() / 2.0, style, words);
                y += style.step();
            }
            let center = y + self.mark() / 2.0 + 0.05 * em;
            if let Some((x, words)) = &line.beside {
                self.words(canvas, *x, center, style, words);
            }
            for (left, right, words) in &line.marks {
                self.sign(canvas, (*left, *right), center, line.row.sure, words);
            }
            y += self.mark() + 0.34 * em;
        }
    }

    /// Writes words across the days on a white ground, so that the lines of the days do not cross them.
    fn words(&self, canvas: &mut Canvas, x: f64, center: f64, style: Style, words: &str) {
        let (high, pad) = (style.size * 1.2, style.size * 0.15);
        let rect = Rect { x: x - pad, y: center - high / 2.0, w: style.width(words) + 2.0 * pad, h: high };
        canvas.rect(rect, 0.0, Paint::fill(WHITE));
        canvas.text(x, middle(center, style), style, Anchor::Start, words);
    }

    fn sign(&self, canvas: &mut Canvas, (left, right): (f64, f64), center: f64, sure: Sure, words: &str) {
        let em = self.em();
        let high = self.mark();
        let thin = em * 0.09;
        let rect = |inset: f64| Rect {
            x: left + inset,
            y: center - high / 2.0 + inset,
            w: right - left - 2.0 * inset,
            h: high - 2.0 * inset,
        };
        let radius = em * 0.12;
        let (paint, color) = match sure {
            Sure::Fixed => (Paint::fill(BLUE), WHITE),
            Sure::Tentative => (Paint { fill: Some(WHITE), stroke: Some((BLUE, thin)), dash: Some(em * 0.22) }, INK),
            Sure::Open => (Paint { fill: Some(WHITE), stroke: Some((LINE, thin)), dash: None }, INK),
        };
        let inset = if sure == Sure::Fixed { 0.0 } else { thin / 2.0 };
        canvas.rect(rect(inset), radius, paint);
        if sure == Sure::Open {
            canvas.path(&hatch(rect(inset), em * 0.35), Paint::stroke(GRID, thin * 0.8));
        }
        // The number of the day inside, where there is room.
        let style = Style::bold(em * 0.74, color);
        if words.is_empty() || style.width(words) + 0.15 * em > right - left {
            return;
        }
        if sure == Sure::Open {
            let wide = style.width(words) + 0.2 * em;
            let rect = Rect { x: (left + right - wide) / 2.0, y: center - em * 0.4, w: wide, h: em * 0.8 };
            canvas.rect(rect, 0.0, Paint::fill(WHITE));
        }
        canvas.text((left + right) / 2.0, middle(center, style), style, Anchor::Middle, words);
    }

    // --- The key ---

    /// Where each sign of the key begins: line and place.
    fn key_places(&self) -> Vec<(usize, f64, Sure)> {
        let (mut line, mut at) = (0, self.x);
        let mut places = vec![];
        for sure in &self.key {
            let wide = 2.1 * self.em() + self.label().width(sure.label());
            if at > self.x && at + wide > self.room.width {
                (line, at) = (line + 1, self.x);
            }
            places.push((line, at, *sure));
            at += wide + 1.3 * self.em();
        }
        places
    }

    fn key_height(&self) -> f64 {
        match self.key_places().last() {
            Some((line, ..)) => 0.7 * self.em() + (*line + 1) as f64 * 1.5 * self.em(),
            None => 0.0,
        }
    }

    fn draw_key(&self, canvas: &mut Canvas, top: f64) {
        let em = self.em();
        let style = self.label();
        for (line, x, sure) in self.key_places() {
            let center = top + 0.7 * em + (line as f64 + 0.5) * 1.5 * em;
            self.sign(canvas, (x, x + 1.6 * em), center, sure, "");
            canvas.text(x + 2.1 * em, middle(center, style), style, Anchor::Start, sure.label());
        }
    }
}
