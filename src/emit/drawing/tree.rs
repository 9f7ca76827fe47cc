//! Draws a tree as an indented list with its branches. It reads from top to bottom on a page and on a phone, takes titles
//! of any length, and can be divided between any two nodes.

use super::canvas::{Anchor, BLUE, Canvas, GRID, GROUND, INK, LINE, Paint, Rect, SOFT, Style, WHITE, middle, path};
use super::{Picture, Room, part_alt};
use crate::document::DrawnNode;

/// A node, broken into lines.
struct Row<'a> {
    node: &'a DrawnNode,
    /// 0 for a root.
    level: usize,
    /// For each level from 1 up to this one, whether a sibling follows below: its branch goes on.
    open: Vec<bool>,
    /// Where text begins, and the title beside the code.
    x: f64,
    title_x: f64,
    title: Vec<String>,
    /// The line on which the title begins: 1 under a long code.
    first: usize,
    /// Flags with their place, counted in lines of the title.
    flags: Vec<(usize, f64, String)>,
    height: f64,
}

/// Lengths, from the size of the text.
struct Measure {
    room: Room,
    /// The distance from a branch to its text, and from a text to the branch under it.
    arm: f64,
    drop: f64,
    /// Above and below the text of a node, of a root.
    pad: f64,
    pad_root: f64,
    /// Above a root that is not the first.
    gap: f64,
    /// No node has more lines of title.
    most: usize,
}

impl Measure {
    fn new(nodes: &[DrawnNode], room: Room) -> Self {
        let em = room.size;
        // However deep the tree is, more than half of the width stays for words.
        let levels = depth(nodes).max(1) as f64;
        let step = (1.5 * em).min(room.width * 0.4 / levels);
        let third = room.height / 3.0 / (1.3 * em);
        Measure {
            room,
            arm: step * 0.68,
            drop: step * 0.32,
            pad: 0.22 * em,
            pad_root: 0.45 * em,
            gap: 0.9 * em,
            most: if third < 1000.0 { third.max(1.0).floor() as usize } else { 1000 },
        }
    }

    /// Where the branch of a level comes down; level 1 hangs from the boxes.
    fn trunk(&self, level: usize) -> f64 {
        0.8 * self.room.size + (level.saturating_sub(1)) as f64 * (self.arm + self.drop)
    }

    fn style(&self, level: usize) -> Style {
        if level == 0 { Style::bold(self.room.size * 1.04, INK) } else { Style::text(self.room.size) }
    }

    fn code(&self, level: usize) -> Style {
        Style::bold(self.style(level).size, BLUE)
    }

    fn flag(&self) -> Style {
        Style::bold(self.room.size * 0.74, SOFT)
    }

    /// Blank inside a flag, on each side.
    fn flag_pad(&self) -> f64 {
        self.room.size * 0.36
    }

    /// Space above and below the lines of a node.
    fn pads(&self, level: usize) -> f64 {
        2.0 * if level == 0 { self.pad_root } else { self.pad }
    }
}

fn depth(nodes: &[DrawnNode]) -> usize {
    nodes.iter().map(|node| 1 + depth(&node.children)).max().unwrap_or(0)
}

/// The pictures of a tree.
pub(super) fn draw(nodes: &[DrawnNode], room: Room, alt: &str) -> Vec<Picture> {
    let measure = Measure::new(nodes, room);
    let mut rows = vec![];
    flatten(nodes, 0, &mut vec![], &measure, &mut rows);
    let parts = parts(&rows, &measure);
    let count = parts.len();
    let mut from = 0;
    parts
        .into_iter()
        .enumerate()
        .map(|(n, to)| {
            let words = |row: &Row<'_>| row.node.name();
            let alt = part_alt(alt, n, count, || {
                rows.get(from..to).unwrap_or_default().iter().map(words).collect::<Vec<_>>().join("; ")
            });
            let picture = part(&rows, from, to, &measure, &alt);
            from = to;
            picture
        })
        .collect()
}

/// Nodes in reading order, parents first.
fn flatten<'a>(nodes: &'a [DrawnNode], level: usize, open: &mut Vec<bool>, measure: &Measure, rows: &mut Vec<Row<'a>>) {
    // Titles of siblings begin at one height, beside the widest of their codes.
    let codes = nodes.iter().map(|node| measure.code(level).width(&node.code)).fold(0.0, f64::max);
    for (n, node) in nodes.iter().enumerate() {
        if level > 0 {
            open.push(n + 1 < nodes.len());
        }
        rows.push(row(node, level, open.clone(), codes, measure));
        flatten(&node.children, level + 1, open, measure, rows);
        if level > 0 {
            open.pop();
        }
    }
}

fn row<'a>(node: &'a DrawnNode, level: usize, open: Vec<bool>, codes: f64, measure: &Measure) -> Row<'a> {
    let em = measure.room.size;
    let (x, right) = if level == 0 {
        (0.8 * em, measure.room.width - 0.8 * em)
    } else {
        (measure.trunk(level) + measure.arm, measure.room.width)
    };
    // A code as long as a title has a line for itself.
    let beside = codes > 0.0 && codes < (right - x) * 0.35;
    let title_x = if beside { x + codes + 0.55 * em } else { x };
    let first = usize::from(!beside && !node.code.trim().is_empty());
    let style = measure.style(level);
    let title = style.lines(&node.title, right - title_x, measure.most);
    let mut line = first + title.len().saturating_sub(1);
    let mut at = title.last().map_or(title_x, |last| title_x + style.width(last) + 0.6 * em);
    let mut flags = vec![];
    for flag in &node.flags {
        let Some(text) = measure.flag().lines(flag, right - title_x - 2.0 * measure.flag_pad(), 1).pop() else {
            continue;
        };
        let wide = measure.flag().width(&text) + 2.0 * measure.flag_pad();
        if at + wide > right && at > title_x {
            (line, at) = (line + 1, title_x);
        }
        flags.push((line, at, text));
        at += wide + 0.4 * em;
    }
    let height = (line + 1) as f64 * style.step() + measure.pads(level);
    Row { node, level, open, x, title_x, title, first, flags, height }
}

/// Height of rows `from..to` as a picture, the repeated ancestors included.
fn high(rows: &[Row<'_>], from: usize, to: usize, measure: &Measure) -> f64 {
    let mut total = above(rows, from).len() as f64 * again(measure);
    for (n, row) in rows.iter().enumerate().take(to).skip(from) {
        total += row.height + if row.level == 0 && n > from { measure.gap } else { 0.0 };
    }
    total
}

/// Height of the line that says of an ancestor that it goes on.
fn again(measure: &Measure) -> f64 {
    Style::note(measure.room.size * 0.9).step()
}

/// The ancestors of a row, from above.
fn above<'r, 'a>(rows: &'r [Row<'a>], of: usize) -> Vec<&'r Row<'a>> {
    let mut found = vec![];
    let mut level = rows.get(of).map_or(0, |row| row.level);
    for row in rows.iter().take(of).rev() {
        if row.level < level {
            level = row.level;
            found.push(row);
        }
    }
    // The four nearest ancestors are enough to tell where a deep node is.
    found.truncate(4);
    found.reverse();
    found
}

/// The row at which each picture ends. A tree that fits is one picture. A higher one is divided into pictures smaller than
/// a page, so that they fill the pages. A picture begins at a root if possible, and then needs to say nothing again. Otherwise
/// it begins at the highest node that does not leave the picture before it half empty.
fn parts(rows: &[Row<'_>], measure: &Measure) -> Vec<usize> {
    if high(rows, 0, rows.len(), measure) <= measure.room.height {
        return vec![rows.len()];
    }
    let limit = measure.room.height * 0.5;
    let mut ends = vec![];
    let mut from = 0;
    while from < rows.len() {
        let mut to = from + 1;
        while to < rows.len() && high(rows, from, to + 1, measure) <= limit {
            to += 1;
        }
        if to < rows.len() {
            let full = high(rows, from, to, measure);
            let root = (from + 1..=to).rev().find(|end| rows.get(*end).is_some_and(|row| row.level == 0));
            let best = (from + 1..=to)
                .filter(|end| high(rows, from, *end, measure) >= full * 0.45)
                // The highest level, and of those the last.
                .min_by_key(|end| (rows.get(*end).map_or(0, |row| row.level), rows.len() - end));
            to = root.or(best).unwrap_or(to);
        }
        ends.push(to);
        from = to;
    }
    ends
}

fn part(rows: &[Row<'_>], from: usize, to: usize, measure: &Measure, alt: &str) -> Picture {
    let thick = measure.room.size * 0.075;
    let mut canvas = Canvas::new(measure.room.colori);
    let mut y = 0.0;
    for (n, row) in rows.iter().enumerate().take(to).skip(from) {
        if row.level == 0 && n > from {
            y += measure.gap;
        }
        node(&mut canvas, row, y, measure, thick);
        y += row.height;
    }
    let again = opened(rows, from, measure, thick).map(Box::new);
    // Branches that go on do so in the next picture, which begins where this one ends.
    let edge = if rows.get(to).is_some_and(|row| row.level > 0) { 0.0 } else { thick };
    Picture { again, ..canvas.finish(measure.room.width, y + edge, alt) }
}

/// The ancestors of a part that begins inside a tree.
fn opened(rows: &[Row<'_>], from: usize, measure: &Measure, thick: f64) -> Option<Picture> {
    let ancestors = above(rows, from);
    let mut canvas = Canvas::new(measure.room.colori);
    let mut y = 0.0;
    let small = Style::note(measure.room.size * 0.9);
    for ancestor in &ancestors {
        let words = format!("{} {} (segue)", ancestor.node.code, ancestor.node.title);
        let room = measure.room.width - ancestor.x;
        let mut line = small.lines(words.trim(), room, 1);
        if line.iter().any(|line| line.ends_with('…')) {
            let tail = " (segue)";
            let title = format!("{} {}", ancestor.node.code, ancestor.node.title);
            line = small.lines(title.trim(), room - small.width(tail), 1);
            line.iter_mut().for_each(|line| line.push_str(tail));
        }
        branches(&mut canvas, ancestor, y, y + small.step(), measure, thick, false);
        y = canvas.lines(ancestor.x, y, small, &line);
    }
    let alt = ancestors.last().map(|ancestor| format!("{} (segue)", ancestor.node.name()))?;
    Some(canvas.finish(measure.room.width, y, &alt))
}

/// The branches that pass beside a node, and its own.
fn branches(canvas: &mut Canvas, row: &Row<'_>, top: f64, bottom: f64, measure: &Measure, thick: f64, elbow: bool) {
    let em = measure.room.size;
    for (n, open) in row.open.iter().enumerate() {
        let level = n + 1;
        let x = measure.trunk(level);
        if *open && (level < row.level || elbow) {
            canvas.line((x, top), (x, bottom), LINE, thick);
        }
    }
    if elbow && row.level > 0 {
        let x = measure.trunk(row.level);
        let y = top + measure.pad + measure.style(row.level).step() / 2.0;
        let bend = (0.35 * em).min(measure.arm / 2.0);
        let end = x + measure.arm - 0.28 * em;
        let corner = path(&[
            ('M', &[(x, top)]),
            ('L', &[(x, y - bend)]),
            ('Q', &[(x, y), (x + bend, y)]),
            ('L', &[(end.max(x + bend), y)]),
        ]);
        canvas.path(&corner, Paint::stroke(LINE, thick));
    }
}

fn node(canvas: &mut Canvas, row: &Row<'_>, top: f64, measure: &Measure, thick: f64) {
    let em = measure.room.size;
    let style = measure.style(row.level);
    let pad = measure.pads(row.level) / 2.0;
    if row.level == 0 {
        let frame =
            Rect { x: thick / 2.0, y: top + thick / 2.0, w: measure.room.width - thick, h: row.height - thick / 2.0 };
        let paint = Paint { stroke: Some((GRID, thick)), ..Paint::fill(GROUND) };
        canvas.rect(frame, 0.25 * em, paint);
    }
    branches(canvas, row, top, top + row.height, measure, thick, true);
    let text = top + pad;
    if !row.node.code.trim().is_empty() {
        let code = measure.code(row.level);
        let shown = code.lines(&row.node.code, measure.room.width - row.x, 1);
        canvas.lines(row.x, text, code, &shown);
    }
    canvas.lines(row.title_x, text + row.first as f64 * style.step(), style, &row.title);
    for (line, x, flag) in &row.flags {
        let ink = measure.flag();
        let center = text + (*line as f64 + 0.5) * style.step();
        let wide = ink.width(flag) + 2.0 * measure.flag_pad();
        let high = ink.size * 1.42;
        let frame = Rect { x: *x, y: center - high / 2.0, w: wide, h: high };
        let paint = Paint { stroke: Some((SOFT, em * 0.065)), ..Paint::fill(WHITE) };
        canvas.rect(frame, 0.18 * em, paint);
        canvas.text(x + measure.flag_pad(), middle(center, ink), ink, Anchor::Start, flag);
    }
}
