//! Draws activities on a calendar. All days have one width. A period is a bar, and a single day or a deadline is a diamond with
//! its date. Bars of one activity that overlap stand in lanes, one under the other. Where the state of the work is known, bars
//! are full as far as they are done, and a line shows the day of the state. What is known only roughly is dashed, and what goes
//! on beyond the calendar ends in a point. A key explains the signs when it is needed.
//!
//! In a wide room the label is at the left of its bars, in a narrow one above them.

mod calendar;
mod key;
mod paint;

use self::calendar::{Calendar, Head, Shown};
use self::key::Key;
use super::canvas::{BLUE, Style};
use super::{Picture, Room, part_alt};
use crate::base::giorno::Giorno;
use crate::document::{Bar, Gantt, GanttRow};

/// The width, in ems, below which a column of labels would leave too little room for the calendar.
const NARROW: f64 = 30.0;

/// Half the width of a diamond, in heights of a bar.
const HALF: f64 = 0.56;

/// The most lanes of a row. Bars beyond them share the last, so that a row is never higher than a page.
const LANES: usize = 8;

/// A row, broken into lines.
struct Row<'a> {
    row: &'a GanttRow,
    code: Vec<String>,
    label: Vec<String>,
    /// Under the label.
    note: Vec<String>,
    /// In the place of bars.
    written: Vec<String>,
    /// The bars inside the calendar, each with its lane.
    lanes: Vec<(Shown, usize)>,
    /// Dates of the deadlines, with their left edges and lanes.
    dates: Vec<(f64, usize, String)>,
    /// Where its bars are, from its top.
    bars: f64,
    height: f64,
}

/// Everything that does not depend on which rows a picture shows.
struct Layout {
    room: Room,
    narrow: bool,
    /// Width of the labels, and inside it that of the codes.
    labels: f64,
    codes: f64,
    calendar: Calendar,
    head: Head,
    key: Vec<Key>,
    /// The day of the state, and where it ends on the calendar.
    stato: Option<(Giorno, f64)>,
    /// Whether the state of the work is told: then what is done is full, and the rest is empty.
    progress: bool,
}

/// The pictures of a Gantt chart. `in_card`: it is one of many that are read one after the other.
pub(super) fn draw(gantt: &Gantt, room: Room, in_card: bool, alt: &str) -> Vec<Picture> {
    let layout = Layout::new(gantt, room, in_card);
    let rows: Vec<Row<'_>> = gantt.rows.iter().map(|row| layout.row(row)).collect();
    let parts = layout.parts(&rows);
    let count = parts.len();
    parts
        .into_iter()
        .enumerate()
        .map(|(n, part)| {
            let words = || part.iter().map(|row| row.row.in_words()).collect::<Vec<_>>().join("; ");
            let alt = part_alt(alt, n, count, words);
            layout.draw(part, &alt)
        })
        .collect()
}

impl Layout {
    fn new(gantt: &Gantt, room: Room, in_card: bool) -> Self {
        let em = room.size;
        let narrow = room.width < NARROW * em;
        let codes = gantt.rows.iter().map(|row| Style::bold(em, BLUE).width(&row.code)).fold(0.0, f64::max);
        // About a third for what is done; less, when it is said in few words.
        let most = if narrow { room.width } else { room.width * 0.36 };
        // A long code stands above its label.
        let codes = if codes > most * 0.3 || codes == 0.0 { 0.0 } else { codes + 0.55 * em };
        let longest = gantt
            .rows
            .iter()
            .map(|row| {
                let code = if codes > 0.0 { 0.0 } else { Style::bold(em, BLUE).width(&row.code) };
                code.max(Style::text(em).width(&row.label))
            })
            .fold(0.0, f64::max);
        // In all cards the calendar begins in one place, however long the labels are, so that one card can be compared with the next.
        let labels = match (narrow, in_card) {
            (true, _) => room.width,
            (false, true) => room.width * 0.3,
            (false, false) => (codes + longest).clamp(room.width * 0.15, most),
        };
        // Half a diamond on each side: a deadline may fall on the first or on the last day.
        let x = if narrow { 0.6 * em } else { labels + 1.1 * em };
        let calendar = Calendar::new(gantt, x, room.width - x - 0.6 * em);
        let bars = || gantt.rows.iter().flat_map(|row| &row.bars).filter_map(|bar| calendar.shown(bar));
        let mut key = vec![];
        let progress = gantt.stato.is_some();
        let at = |day: Giorno| day.0.tomorrow().unwrap_or(day.0);
        let stato = gantt.stato.map(|day| (day, at(day)));
        let stato = stato.filter(|(_, end)| *end > calendar.first && *end <= calendar.end);
        let stato = stato.map(|(day, end)| (day, calendar.at(end)));
        for (one, found) in [
            (Key::Period, bars().any(|bar| bar.deadline.is_none() && !bar.about)),
            (Key::Deadline, bars().any(|bar| bar.deadline.is_some())),
            (Key::About, bars().any(|bar| bar.about)),
            (Key::Beyond, bars().any(|bar| bar.before || bar.after)),
            (Key::Done, gantt.rows.iter().any(|row| row.fatto.is_some())),
        ] {
            if found {
                key.push(one);
            }
        }
        key.extend(stato.map(|(day, _)| Key::State(day)));
        // A drawing with bars alone needs no key.
        if key == [Key::Period] {
            key.clear();
        }
        let head = Head { years: vec![], below: vec![] };
        let mut layout = Layout { room, narrow, labels, codes, calendar, head, key, stato, progress };
        layout.head = Head::new(&layout.calendar, layout.small());
        layout
    }

    fn em(&self) -> f64 {
        self.room.size
    }

    fn text(&self) -> Style {
        Style::text(self.em())
    }

    fn small(&self) -> Style {
        Style::soft(self.em() * 0.84)
    }

    fn note(&self) -> Style {
        Style::note(self.em() * 0.92)
    }

    fn pad(&self) -> f64 {
        self.em() * 0.42
    }

    fn bar(&self) -> f64 {
        self.em() * 0.92
    }

    fn row<'a>(&self, row: &'a GanttRow) -> Row<'a> {
        let most = (self.room.height / 3.0 / self.text().step()).clamp(1.0, 1000.0).floor() as usize;
        let room = self.labels - self.codes;
        let code = if row.code.trim().is_empty() {
            vec![]
        } else {
            Style::bold(self.em(), BLUE).lines(&row.code, if self.codes > 0.0 { self.codes } else { room }, 1)
        };
        let label = self.text().even_lines(&row.label, room, most);
        let lanes = self.lanes(row);
        let shown = !lanes.is_empty();
        let (mut note, mut written) = (vec![], vec![]);
        let mut dates = self.dates(&lanes);
        let mut words = match (&row.note, row.bars.is_empty()) {
            (Some(words), _) if !words.trim().is_empty() => words.clone(),
            (_, true) => "date non indicate".to_owned(),
            (_, false) if !shown => row.bars.iter().map(outside).collect::<Vec<_>>().join(", "),
            _ => String::new(),
        };
        let style = self.note();
        // Where there is no room for the dates of all the deadlines they are said together.
        if dates.is_none() {
            let days: Vec<String> =
                lanes.iter().filter_map(|(bar, _)| bar.deadline).map(|day| day.to_string()).collect();
            words = if words.is_empty() { days.join(", ") } else { format!("{}; {words}", days.join(", ")) };
        }
        if shown {
            note = style.lines(&words, room, most);
        } else {
            let room = if self.narrow { room } else { self.calendar.width() - 0.6 * self.em() };
            written = style.lines(&words, room, most);
        }
        let above = if self.codes > 0.0 { 0 } else { code.len() };
        let labels = (above + label.len()).max(1) as f64 * self.text().step() + note.len() as f64 * style.step();
        let deep = lanes.iter().map(|(_, lane)| lane + 1).max().unwrap_or_default();
        let bars = if shown { deep as f64 * self.lane() } else { written.len() as f64 * style.step() };
        let inner = if self.narrow { labels + bars + 0.1 * self.em() } else { labels.max(bars) };
        let bars = self.pad() + if self.narrow { labels + 0.1 * self.em() } else { 0.0 };
        let dates = dates.take().unwrap_or_default();
        Row { row, code, label, note, written, lanes, dates, bars, height: inner + 2.0 * self.pad() }
    }

    /// Height of a lane of bars.
    fn lane(&self) -> f64 {
        self.text().step()
    }

    /// The bars of a row inside the calendar. Each is in the first lane that is free where it stands.
    fn lanes(&self, row: &GanttRow) -> Vec<(Shown, usize)> {
        let half = self.bar() * HALF;
        let mut bars: Vec<Shown> = row.bars.iter().filter_map(|bar| self.calendar.shown(bar)).collect();
        bars.sort_by(|a, b| a.left.total_cmp(&b.left).then(a.right.total_cmp(&b.right)));
        // Where each lane is free again.
        let mut ends: Vec<f64> = vec![];
        let mut out = Vec::with_capacity(bars.len());
        for bar in bars {
            let (left, right) =
                if bar.deadline.is_some() { (bar.left - half, bar.right + half) } else { (bar.left, bar.right) };
            let free = ends.iter().position(|end| *end <= left + 0.01);
            // Diamonds that touch are still told apart.
            let free = free.or_else(|| bar.deadline.and(ends.iter().position(|end| *end <= left + half)));
            let lane = free.unwrap_or(ends.len()).min(LANES - 1);
            match ends.get_mut(lane) {
                Some(end) => *end = right,
                None => ends.push(right),
            }
            out.push((bar, lane));
        }
        out
    }

    /// The date of each deadline, beside its diamond. None if there is no room for one of them.
    fn dates(&self, bars: &[(Shown, usize)]) -> Option<Vec<(f64, usize, String)>> {
        let em = self.em();
        let small = self.small();
        let half = self.bar() * HALF;
        let mut taken: Vec<(f64, f64, usize)> = bars
            .iter()
            .map(|(bar, lane)| {
                let half = if bar.deadline.is_some() { half } else { 0.0 };
                (bar.left - half, bar.right + half, *lane)
            })
            .collect();
        let mut dates = vec![];
        for (bar, lane) in bars {
            let Some(day) = bar.deadline else { continue };
            let words = day.to_string();
            let wide = small.width(&words);
            let free = |left: &f64| {
                *left >= self.calendar.x
                    && left + wide <= self.calendar.right()
                    && taken.iter().all(|(from, to, at)| at != lane || *left >= *to || left + wide <= *from)
            };
            let places = [bar.left + half + 0.3 * em, bar.left - half - 0.3 * em - wide];
            let left = places.into_iter().find(free)?;
            taken.push((left - 0.2 * em, left + wide + 0.2 * em, *lane));
            dates.push((left, *lane, words));
        }
        Some(dates)
    }

    /// Height of the head of the calendar.
    fn top(&self) -> f64 {
        let rows = if self.head.below.is_empty() { 1.0 } else { 2.0 };
        rows * self.small().step() + 0.3 * self.em()
    }

    /// The rows of each picture: as few pictures as pages, of about one height.
    fn parts<'r, 'a>(&self, rows: &'r [Row<'a>]) -> Vec<&'r [Row<'a>]> {
        let free = self.room.height - self.top() - self.key_height();
        let fill = |limit: f64| {
            let mut ends = vec![];
            let mut high = 0.0;
            for (n, row) in rows.iter().enumerate() {
                if high > 0.0 && high + row.height > limit {
                    ends.push(n);
                    high = 0.0;
                }
                high += row.height;
            }
            ends.push(rows.len());
            ends
        };
        let mut ends = fill(free);
        let total: f64 = rows.iter().map(|row| row.height).sum();
        if ends.len() > 1 {
            let even = total / ends.len() as f64;
            let steps = (0..20).map(|n| even + (free - even) * f64::from(n) / 20.0);
            if let Some(better) = steps.map(fill).find(|other| other.len() == ends.len()) {
                ends = better;
            }
        }
        let mut from = 0;
        ends.into_iter().filter_map(|to| rows.get(std::mem::replace(&mut from, to)..to)).collect()
    }
}

/// `fuori dal calendario: 01/03/2024 – 30/06/2024`
fn outside(bar: &Bar) -> String {
    match bar.da {
        Some(da) => format!("fuori dal calendario: {da}\u{A0}– {}", bar.a),
        None => format!("fuori dal calendario: {}", bar.a),
    }
}
