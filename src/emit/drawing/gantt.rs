//! Draws activities on a calendar. All days have one width. A period is a bar, and a single day or a deadline is a diamond with
//! its date. Bars of one activity that overlap stand in lanes, one under the other. Where the state of the work is known, bars
//! are full as far as they are done, and a line shows the day of the state. What is known only roughly is dashed, and what goes
//! on beyond the calendar ends in a point. A key explains the signs when it is needed.
//!
//! In a wide room the label is at the left of its bars, in a narrow one above them.

use super::canvas::{Anchor, BLUE, Canvas, FAINT, GRID, GROUND, INK, LINE, Paint, Rect, Style, WHITE, middle, path};
use super::{Picture, Room, part_alt};
use crate::base::giorno::{Giorno, nome_mese};
use crate::base::span::Span;
use crate::document::{Bar, Gantt, GanttRow};
use jiff::civil::{Date, date};

/// The width, in ems, below which a column of labels would leave too little room for the calendar.
const NARROW: f64 = 30.0;

/// Half the width of a diamond, in heights of a bar.
const HALF: f64 = 0.56;

/// The most lanes of a row. Bars beyond them share the last, so that a row is never higher than a page.
const LANES: usize = 8;

/// The calendar, laid on the picture.
#[derive(Debug, Clone, Copy)]
struct Calendar {
    first: Date,
    /// The day after the last.
    end: Date,
    /// Left edge of the first day.
    x: f64,
    /// Width of a day.
    day: f64,
}

impl Calendar {
    fn new(gantt: &Gantt, x: f64, width: f64) -> Self {
        let (da, a) = (gantt.da.0.min(gantt.a.0), gantt.da.0.max(gantt.a.0));
        let end = a.tomorrow().unwrap_or(a);
        Calendar { first: da, end, x, day: width / days(da, end).max(1.0) }
    }

    /// Left edge of a day.
    fn at(&self, day: Date) -> f64 {
        self.x + days(self.first, day) * self.day
    }

    fn right(&self) -> f64 {
        self.at(self.end)
    }

    fn width(&self) -> f64 {
        self.right() - self.x
    }

    /// The columns that begin at `starts`: left edge, right edge, label. Columns that the calendar cuts keep the part
    /// inside it.
    fn columns(&self, starts: &[(Date, String)]) -> Vec<(f64, f64, String)> {
        let ends = starts.iter().skip(1).map(|(day, _)| *day).chain(std::iter::once(self.end));
        let column = |((day, label), end): (&(Date, String), Date)| {
            (self.at((*day).max(self.first)), self.at(end.min(self.end)), label.clone())
        };
        starts.iter().zip(ends).map(column).filter(|(left, right, _)| right > left).collect()
    }

    /// The beginnings of every `step`th month, counted from January, with the month.
    fn months(&self, step: i8) -> Vec<(Date, i8)> {
        let mut found = vec![];
        let (mut year, mut month) = (self.first.year(), (self.first.month() - 1) / step * step + 1);
        loop {
            let day = date_or(year, month, self.first);
            if day >= self.end || found.len() > 1200 {
                return found;
            }
            found.push((day, month));
            month += step;
            if month > 12 {
                (year, month) = (year.saturating_add(1), 1);
                if year > 9998 {
                    return found;
                }
            }
        }
    }

    fn years(&self, step: i16) -> Vec<(Date, String)> {
        let last = self.end.yesterday().unwrap_or(self.end).year();
        (self.first.year()..=last)
            .filter(|year| step == 1 || year % step == 0 || *year == self.first.year())
            .map(|year| (date_or(year, 1, self.first), year.to_string()))
            .collect()
    }
}

/// The first of a month. Years come from days that exist, so that the other day is never needed.
fn date_or(year: i16, month: i8, other: Date) -> Date {
    if (-9999..=9999).contains(&year) && (1..=12).contains(&month) { date(year, month, 1) } else { other }
}

fn days(from: Date, to: Date) -> f64 {
    from.duration_until(to).as_hours() as f64 / 24.0
}

/// The head of the calendar: years, and under them months or quarters.
struct Head {
    years: Vec<(f64, f64, String)>,
    below: Vec<(f64, f64, String)>,
}

impl Head {
    /// Chooses what the head shows: months up to two years, quarters up to eight, years alone beyond. It shows less if
    /// there is no room.
    fn new(calendar: &Calendar, style: Style) -> Self {
        let months = calendar.months(1);
        let count = months.len();
        let pad = 0.35 * style.size;
        let fits = |columns: &[(f64, f64, String)]| {
            // The first and the last may be cut, and then go without a label.
            let inner = columns.iter().skip(1).take(columns.len().saturating_sub(2));
            columns.len() < 3 || inner.clone().all(|(left, right, label)| style.width(label) + pad <= right - left)
        };
        let named = |name: &dyn Fn(&str) -> String| -> Vec<(f64, f64, String)> {
            let starts: Vec<(Date, String)> =
                months.iter().map(|(day, month)| (*day, name(nome_mese(*month)))).collect();
            calendar.columns(&starts)
        };
        let mut tiers = vec![];
        if count <= 24 {
            tiers.push(named(&|month| month.chars().take(3).collect()));
            tiers.push(named(&|month| month.chars().take(1).flat_map(char::to_uppercase).collect()));
        }
        if count <= 96 {
            let quarters = calendar.months(3);
            for words in [["I trim.", "II trim.", "III trim.", "IV trim."], ["I", "II", "III", "IV"]] {
                let starts: Vec<(Date, String)> = quarters
                    .iter()
                    .map(|(day, month)| {
                        let n = usize::try_from((*month - 1) / 3).unwrap_or(0);
                        (*day, words.get(n).copied().unwrap_or("").to_owned())
                    })
                    .collect();
                tiers.push(calendar.columns(&starts));
            }
        }
        let below = tiers.into_iter().find(|columns| fits(columns)).unwrap_or_default();
        let wide = style.width("2025") + 2.0 * pad;
        let steps = [1, 2, 5, 10, 20, 50, 100, 500, 1000];
        let step = steps.into_iter().find(|step| f64::from(*step) * 365.0 * calendar.day >= wide).unwrap_or(2000);
        Head { years: calendar.columns(&calendar.years(step)), below }
    }
}

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

/// What the key explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Period,
    Deadline,
    About,
    Beyond,
    Done,
    State(Giorno),
}

impl Key {
    fn label(self) -> String {
        match self {
            Key::Period => "periodo".into(),
            Key::Deadline => "giorno o scadenza".into(),
            Key::About => "date indicative".into(),
            Key::Beyond => "continua oltre".into(),
            Key::Done => "parte fatta".into(),
            Key::State(day) => format!("stato al {day}"),
        }
    }
}

/// A bar as it can be shown.
#[derive(Debug, Clone, Copy)]
struct Shown {
    left: f64,
    right: f64,
    deadline: Option<Giorno>,
    about: bool,
    /// Whether it goes on before and after the calendar.
    before: bool,
    after: bool,
}

impl Calendar {
    /// The part of a bar that is inside the calendar. None if all of it is outside.
    fn shown(&self, bar: &Bar) -> Option<Shown> {
        let Some(da) = bar.da.filter(|da| *da != bar.a) else {
            let inside = bar.a.0 >= self.first && bar.a.0 < self.end;
            let center = self.at(bar.a.0) + self.day / 2.0;
            return inside.then_some(Shown {
                left: center,
                right: center,
                deadline: Some(bar.a),
                about: bar.impreciso,
                before: false,
                after: false,
            });
        };
        let (da, a) = (da.0.min(bar.a.0), da.0.max(bar.a.0));
        let end = a.tomorrow().unwrap_or(a);
        (da < self.end && end > self.first).then(|| Shown {
            left: self.at(da.max(self.first)),
            right: self.at(end.min(self.end)),
            deadline: None,
            about: bar.impreciso,
            before: da < self.first,
            after: end > self.end,
        })
    }
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

    // --- Drawing ---

    fn draw(&self, rows: &[Row<'_>], alt: &str) -> Picture {
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
        let place =
            |(top, high, span): (f64, f64, Span)| super::Row { top: top / height, bottom: (top + high) / height, span };
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
    fn period(&self, canvas: &mut Canvas, bar: Shown, center: f64, done: Option<f64>) {
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
    fn state(&self, canvas: &mut Canvas, x: f64, top: f64, bottom: f64) {
        let em = self.em();
        canvas.line((x, top), (x, bottom), WHITE, em * 0.36);
        canvas.line((x, top), (x, bottom), INK, em * 0.16);
    }

    fn diamond(&self, canvas: &mut Canvas, x: f64, y: f64, about: bool) {
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

    /// Where each sign of the key begins: line and place.
    fn key_places(&self) -> Vec<(usize, f64, Key)> {
        let (left, right) = (self.calendar.x, self.room.width);
        let (mut line, mut at) = (0, left);
        let mut places = vec![];
        for key in &self.key {
            let wide = self.sign() + 0.45 * self.em() + self.small().width(&key.label());
            if at > left && at + wide > right {
                (line, at) = (line + 1, left);
            }
            places.push((line, at, *key));
            at += wide + 1.4 * self.em();
        }
        places
    }

    /// Width of a sign.
    fn sign(&self) -> f64 {
        1.7 * self.em()
    }

    fn key_height(&self) -> f64 {
        match self.key_places().last() {
            Some((line, ..)) => 0.6 * self.em() + (*line + 1) as f64 * self.small().step() * 1.15,
            None => 0.0,
        }
    }

    fn draw_key(&self, canvas: &mut Canvas, top: f64) {
        let small = self.small();
        for (line, x, key) in self.key_places() {
            let center = top + 0.6 * self.em() + (line as f64 + 0.5) * small.step() * 1.15;
            let bar = Shown {
                left: x,
                right: x + self.sign(),
                deadline: None,
                about: key == Key::About,
                before: false,
                after: key == Key::Beyond,
            };
            match key {
                Key::Deadline => self.diamond(canvas, x + self.sign() / 2.0, center, false),
                Key::State(_) => {
                    let half = self.bar() / 2.0 + 0.1 * self.em();
                    self.state(canvas, x + self.sign() / 2.0, center - half, center + half);
                }
                Key::Done => self.period(canvas, bar, center, Some(self.sign() * 0.6)),
                Key::Period | Key::About | Key::Beyond => {
                    self.period(canvas, bar, center, self.progress.then_some(0.0));
                }
            }
            let words = x + self.sign() + 0.45 * self.em();
            canvas.text(words, middle(center, small), small, Anchor::Start, &key.label());
        }
    }
}

/// `fuori dal calendario: 01/03/2024 – 30/06/2024`
fn outside(bar: &Bar) -> String {
    match bar.da {
        Some(da) => format!("fuori dal calendario: {da}\u{A0}– {}", bar.a),
        None => format!("fuori dal calendario: {}", bar.a),
    }
}

fn polygon(canvas: &mut Canvas, points: &[(f64, f64)], paint: Paint) {
    if let Some((first, rest)) = points.split_first() {
        canvas.path(&path(&[('M', &[*first]), ('L', rest), ('Z', &[])]), paint);
    }
}
