//! Draws the units of a body as boxes: those at the top one under the other, then a row of boxes, each with its own units in a list
//! under it. Where the row has too many boxes for the room, the units are a tree that reads from top to bottom.

use super::canvas::{Anchor, BLUE, Canvas, GRID, GROUND, INK, LINE, Paint, Rect, Style, Tint, WHITE, middle, path};
use super::{Picture, Room, tree};
use crate::document::drawing::SCOPERTA;
use crate::document::{OrgLook, OrgUnit};

/// The most boxes in a row, and in a picture of boxes.
const ABREAST: usize = 6;
const BOXES: usize = 40;

/// The least width of a box, the space between two and the space inside, in ems.
const LEAST: f64 = 8.5;
const GAP: f64 = 1.0;
const PAD: f64 = 0.6;

/// The most lines of a name and of who answers.
const MOST: usize = 5;

/// Marks that nobody answers for a unit; words and a dashed frame say it too.
const ALERT: Tint = Tint::Fixed("#b3242f");

/// The pictures of the units.
pub(super) fn draw(units: &[OrgUnit], room: Room, alt: &str) -> Vec<Picture> {
    let em = room.size;
    let (chain, row) = divide(units);
    let least = LEAST * em;
    let wide = (room.width - GAP * em * row.len().saturating_sub(1) as f64) / row.len().max(1) as f64;
    let staff = chain.iter().any(|(_, staff)| !staff.is_empty());
    // Beside the box of the chain there must be room for those of its staff.
    let narrow = !row.is_empty() && wide < least || staff && room.width < 4.0 * least;
    let tree = || tree::draw(&units.iter().map(OrgUnit::as_node).collect::<Vec<_>>(), room, alt);
    if row.len() > ABREAST || narrow || count(units) > BOXES {
        return tree();
    }
    let mut canvas = Canvas::new(room.colori);
    // Without units there is nothing to draw, and a picture has a height all the same.
    let high = boxes(&mut canvas, &chain, &row, wide, room).max(em);
    if high > room.height {
        return tree();
    }
    vec![canvas.finish(room.width, high, alt)]
}

fn count(units: &[OrgUnit]) -> usize {
    units.iter().map(|unit| 1 + count(&unit.children)).sum()
}

/// A unit at the top, with the units that help it.
type Link<'a> = (&'a OrgUnit, Vec<&'a OrgUnit>);

/// The units at the top, one under the other, each with those that help it; then the first row that has several, or none.
fn divide(units: &[OrgUnit]) -> (Vec<Link<'_>>, Vec<&OrgUnit>) {
    let mut chain: Vec<Link<'_>> = Vec::new();
    let mut level: Vec<&OrgUnit> = units.iter().collect();
    loop {
        let (staff, line): (Vec<&OrgUnit>, Vec<&OrgUnit>) =
            level.iter().copied().partition(|unit| unit.look == OrgLook::Staff && unit.children.is_empty());
        match (chain.last_mut(), line.as_slice()) {
            // Units that help nobody above them stand with the others.
            (None, _) if !staff.is_empty() => return (chain, level),
            (Some((_, below)), _) => below.extend(staff),
            (None, _) => {}
        }
        match line.as_slice() {
            [one] => {
                chain.push((one, vec![]));
                level = one.children.iter().collect();
            }
            _ => return (chain, line),
        }
    }
}

/// Draws the boxes. Returns the height of the picture.
fn boxes(canvas: &mut Canvas, chain: &[Link<'_>], row: &[&OrgUnit], wide: f64, room: Room) -> f64 {
    let em = room.size;
    let thick = 0.09 * em;
    let mut y = thick;
    let top = (room.width * 0.34).max(13.0 * em).min(room.width);
    let center = room.width / 2.0;
    let mut below = 0.0;
    for (at, (unit, staff)) in chain.iter().enumerate() {
        if at > 0 {
            canvas.line((center, below), (center, y), LINE, thick);
        }
        let high = Lines::of(unit, top, em).high(em);
        let side = (room.width - top) / 2.0 - 2.0 * em;
        let staffs: Vec<Lines> = staff.iter().map(|unit| Lines::of(unit, side, em)).collect();
        let beside: f64 =
            staffs.iter().map(|one| one.high(em)).sum::<f64>() + 0.5 * em * staffs.len().saturating_sub(1) as f64;
        let frame = Rect { x: center - top / 2.0, y, w: top, h: high };
        let mut at = y + ((high - beside) / 2.0).max(0.0);
        for (unit, one) in staff.iter().zip(&staffs) {
            let rect = Rect { x: room.width - side - thick / 2.0, y: at, w: side, h: one.high(em) };
            // The branch leaves the box of the chain at the height of the first, and goes down to the others.
            let from = (frame.x + frame.w, y + high / 2.0);
            let bend = frame.x + frame.w + em;
            let to = rect.y + rect.h / 2.0;
            let line = path(&[('M', &[from]), ('L', &[(bend, from.1)]), ('L', &[(bend, to)]), ('L', &[(rect.x, to)])]);
            canvas.path(&line, Paint { dash: Some(0.3 * em), ..Paint::stroke(LINE, thick) });
            one.draw(canvas, unit, rect, em);
            at += one.high(em) + 0.5 * em;
        }
        Lines::of(unit, top, em).draw(canvas, unit, frame, em);
        below = y + high;
        y = (y + high.max(beside)) + 1.6 * em;
    }
    if row.is_empty() {
        return y - 1.6 * em + thick;
    }
    let place = |n: usize| n as f64 * (wide + GAP * em);
    if !chain.is_empty() {
        let bus = y - 0.8 * em;
        canvas.line((center, below), (center, bus), LINE, thick);
        canvas.line((place(0) + wide / 2.0, bus), (place(row.len() - 1) + wide / 2.0, bus), LINE, thick);
        for n in 0..row.len() {
            canvas.line((place(n) + wide / 2.0, bus), (place(n) + wide / 2.0, y), LINE, thick);
        }
    }
    let all: Vec<Lines> = row.iter().map(|unit| Lines::of(unit, wide, em)).collect();
    let high = all.iter().map(|one| one.high(em)).fold(0.0, f64::max);
    let mut lowest = y + high;
    for (n, (unit, one)) in row.iter().zip(&all).enumerate() {
        one.draw(canvas, unit, Rect { x: place(n), y, w: wide, h: high }, em);
        let mut list = Vec::new();
        flatten(&unit.children, 0, &mut list);
        let mut at = y + high + 0.5 * em;
        for (child, level) in list {
            at = small(canvas, child, (place(n), y + high), at, wide, level, em);
        }
        lowest = lowest.max(at);
    }
    lowest + thick
}

/// The units under a box, in reading order, each with its depth.
fn flatten<'a>(units: &'a [OrgUnit], level: usize, out: &mut Vec<(&'a OrgUnit, usize)>) {
    for unit in units {
        out.push((unit, level));
        flatten(&unit.children, level + 1, out);
    }
}

/// A unit in the list under a box: its name, and how many people at the right. Returns where the next begins.
fn small(
    canvas: &mut Canvas,
    unit: &OrgUnit,
    (left, top): (f64, f64),
    y: f64,
    wide: f64,
    level: usize,
    em: f64,
) -> f64 {
    let thick = 0.07 * em;
    let text = Style::text(em * 0.92);
    let number = Style::bold(em * 0.92, INK);
    let indent = (0.9 + 0.8 * level.min(3) as f64) * em;
    let x = left + indent;
    let w = wide - indent;
    let people = unit.people.map(|n| n.to_string()).unwrap_or_default();
    let room = w - 0.8 * em - number.width(&people) - if people.is_empty() { 0.0 } else { 0.4 * em };
    let mut lines = text.lines(&unit.title, room, MOST);
    let extra = unit.look.word().into_iter().chain(unit.vacant.as_ref().map(|_| SCOPERTA));
    let soft = Style::soft(em * 0.84);
    let notes: Vec<String> = extra.flat_map(|word| soft.lines(word, room, 2)).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    let high = lines.len() as f64 * text.step() + notes.len() as f64 * soft.step() + 0.5 * em;
    // The branch of the list, from the box or from the unit above.
    let trunk = left + 0.4 * em + 0.8 * level.min(3) as f64 * em;
    let from = if level == 0 { top } else { y - 0.35 * em };
    canvas.path(
        &path(&[('M', &[(trunk, from)]), ('L', &[(trunk, y + high / 2.0)]), ('L', &[(x, y + high / 2.0)])]),
        Paint::stroke(LINE, thick),
    );
    frame(canvas, unit, Rect { x, y, w, h: high }, WHITE, thick, em);
    let below = canvas.lines(x + 0.4 * em, y + 0.25 * em, text, &lines);
    canvas.lines(x + 0.4 * em, below, soft, &notes);
    if !people.is_empty() {
        let at = x + w - 0.4 * em - number.width(&people);
        canvas.text(at, middle(y + 0.25 * em + text.step() / 2.0, number), number, Anchor::Start, &people);
    }
    y + high + 0.35 * em
}

/// A frame in the look of its unit: round ends for an organ, a double line for a unit shared with others, a broken one where nobody
/// answers.
fn frame(canvas: &mut Canvas, unit: &OrgUnit, rect: Rect, ground: Tint, thick: f64, em: f64) {
    let inner = Rect { x: rect.x + thick / 2.0, y: rect.y + thick / 2.0, w: rect.w - thick, h: rect.h - thick };
    let line = |color: Tint| Paint { stroke: Some((color, thick)), ..Paint::fill(ground) };
    if unit.vacant.is_some() {
        canvas.rect(inner, 0.0, Paint { stroke: Some((ALERT, 0.16 * em)), dash: Some(0.5 * em), ..Paint::fill(WHITE) });
        return;
    }
    match unit.look {
        OrgLook::Organ => {
            canvas.rect(inner, rect.h / 2.0, Paint { stroke: Some((INK, thick * 1.4)), ..Paint::fill(WHITE) })
        }
        OrgLook::Shared => {
            canvas.rect(inner, 0.0, line(INK));
            let d = 0.28 * em;
            let second = Rect { x: inner.x + d, y: inner.y + d, w: inner.w - 2.0 * d, h: inner.h - 2.0 * d };
            canvas.rect(second, 0.0, line(INK));
        }
        OrgLook::Staff => canvas.rect(inner, 0.0, Paint { stroke: Some((INK, thick)), ..Paint::fill(WHITE) }),
        OrgLook::Line => canvas.rect(inner, 0.0, line(GRID)),
    }
}

/// The lines of a box.
struct Lines {
    code: Vec<String>,
    people: Option<(String, &'static str)>,
    title: Vec<String>,
    head: Vec<String>,
    vacant: Vec<String>,
}

impl Lines {
    fn of(unit: &OrgUnit, wide: f64, em: f64) -> Self {
        let room = wide - 2.0 * (PAD + 0.3) * em;
        let people = unit.people.map(|n| (n.to_string(), if n == 1 { " persona" } else { " persone" }));
        let beside = people.as_ref().map_or(0.0, |(n, word)| number(em).width(n) + soft(em).width(word) + 0.5 * em);
        let word = unit.word().map(str::to_owned);
        let head = Some(unit.head.clone()).filter(|head| !head.is_empty());
        let said: Vec<String> = [word, head].into_iter().flatten().collect();
        let mark = if unit.vacant.is_some() { 1.4 * em } else { 0.0 };
        let vacant = unit.vacant.iter().flat_map(|since| {
            [alert(em, true).lines(SCOPERTA, room - mark, 2), alert(em, false).lines(since, room - mark, 2)].concat()
        });
        Lines {
            // The round ends of an organ leave no corner for a code.
            code: match unit.look {
                OrgLook::Organ => vec![],
                _ => code(em).lines(unit.code.trim(), (room - beside).max(em), 1),
            },
            people,
            title: title(em).lines(&unit.title, room, MOST),
            head: soft(em).lines(&said.join(" · "), room, MOST),
            vacant: vacant.collect(),
        }
    }

    /// The height of the line that has the code and the people.
    fn first(&self, em: f64) -> f64 {
        if self.code.is_empty() && self.people.is_none() { 0.0 } else { number(em).step() }
    }

    fn high(&self, em: f64) -> f64 {
        2.0 * PAD * em
            + self.first(em)
            + self.title.len() as f64 * title(em).step()
            + self.head.len() as f64 * soft(em).step()
            + if self.vacant.is_empty() { 0.0 } else { 0.3 * em + self.vacant.len() as f64 * soft(em).step() }
    }

    fn draw(&self, canvas: &mut Canvas, unit: &OrgUnit, rect: Rect, em: f64) {
        frame(canvas, unit, rect, GROUND, 0.09 * em, em);
        if unit.look == OrgLook::Line && unit.vacant.is_none() {
            canvas.rect(Rect { h: 0.22 * em, ..rect }, 0.0, Paint::fill(BLUE));
        }
        // Units without code and people are titles, and stand in the middle.
        let centered = self.code.is_empty() && self.people.is_none() && unit.look != OrgLook::Staff;
        let x = rect.x + (PAD + 0.3) * em;
        let first = rect.y + PAD * em + number(em).step() / 2.0;
        if let Some(text) = self.code.first() {
            canvas.text(x, middle(first, code(em)), code(em), Anchor::Start, text);
        }
        if let Some((n, word)) = &self.people {
            let end = rect.x + rect.w - (PAD + 0.3) * em;
            let at = end - soft(em).width(word);
            canvas.text(at, middle(first, number(em)), soft(em), Anchor::Start, word.trim_start());
            canvas.text(at - number(em).width(n) - 0.25 * em, middle(first, number(em)), number(em), Anchor::Start, n);
        }
        let mut y = rect.y + PAD * em + self.first(em);
        let mut lines = |canvas: &mut Canvas, style: Style, lines: &[String]| {
            for line in lines {
                let baseline = middle(y + style.step() / 2.0, style);
                match centered {
                    true => canvas.text(rect.x + rect.w / 2.0, baseline, style, Anchor::Middle, line),
                    false => canvas.text(x, baseline, style, Anchor::Start, line),
                }
                y += style.step();
            }
        };
        lines(canvas, title(em), &self.title);
        lines(canvas, soft(em), &self.head);
        if self.vacant.is_empty() {
            return;
        }
        let mut y = y + 0.3 * em;
        let (a, b) = (x, x + 1.1 * em);
        let (top, foot) = (y + 0.1 * em, y + 1.05 * em);
        let sign = path(&[('M', &[((a + b) / 2.0, top)]), ('L', &[(b, foot)]), ('L', &[(a, foot)]), ('Z', &[])]);
        canvas.path(&sign, Paint::fill(ALERT));
        for (n, line) in self.vacant.iter().enumerate() {
            let style = alert(em, n == 0);
            canvas.text(x + 1.4 * em, middle(y + soft(em).step() / 2.0, style), style, Anchor::Start, line);
            y += soft(em).step();
        }
    }
}

fn code(em: f64) -> Style {
    Style::bold(em, BLUE)
}

fn number(em: f64) -> Style {
    Style::bold(em * 1.35, INK)
}

fn title(em: f64) -> Style {
    Style::bold(em * 1.04, INK)
}

fn soft(em: f64) -> Style {
    Style::soft(em * 0.9)
}

fn alert(em: f64, bold: bool) -> Style {
    let style = soft(em);
    if bold { Style::bold(style.size, ALERT) } else { Style { color: ALERT, ..style } }
}
