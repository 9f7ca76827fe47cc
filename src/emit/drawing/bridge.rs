//! Draws how a number of people changes from year to year: a full bar for the people at the end of a year, and between two of
//! them those who leave, hollow, and those who enter, solid, hung from the level before. Heights begin at zero.

use super::canvas::{Anchor, BLUE, Canvas, GRID, INK, LINE, Paint, Rect, Style, WHITE, middle, path};
use super::{Picture, Room};
use crate::document::drawing::{Bridge, BridgeYear};
use crate::lingua::numeri::thousands;

/// The height of a person in ems, until there are so many that all of them share [`HIGH`].
const PERSON: f64 = 0.36;
const HIGH: f64 = 21.6;

/// The widths of a bar and of a step, as parts of the space that each has.
const BAR: f64 = 0.74;

/// The most lines under the name of the staff.
const MOST: usize = 3;

/// The picture of a bridge. Its numbers are few, so that one picture always holds them.
pub(super) fn draw(bridge: &Bridge, room: Room) -> Picture {
    let em = room.size;
    let mut canvas = Canvas::new(room.colori);
    let title = Style::bold(em, INK);
    let lines = title.lines(&bridge.titolo, room.width, MOST);
    let below = canvas.lines(0.0, 0.0, title, &lines);
    let most = bridge.massimo();
    let unit = if most <= Bridge::FETTE { PERSON * em } else { HIGH * em / f64::from(most.max(1)) };
    let number = Style::bold(em * 1.1, INK);
    // A bar, and two steps for each year with the bar at its end; a picture wider than that would be mostly blank.
    let columns = 1 + 3 * bridge.anni.len();
    let wide = (room.width / columns as f64).min(5.0 * em);
    // Of a year that changes nothing the words stand under its level, or over it where the bars are too low for them.
    let words = Style::soft(em * 0.86);
    let still = words.even_lines("nessuna variazione", 2.0 * wide, MOST);
    let tall = 0.3 * em + still.len() as f64 * words.step();
    let over = |people: u32| unit * f64::from(people) < tall;
    let flat = bridge.anni.iter().filter(|year| year.in_meno() == 0 && year.in_piu() == 0 && over(year.fine));
    let more = flat.map(|year| tall - unit * f64::from(most - year.fine)).fold(0.0, f64::max);
    let top = below + number.step() + 0.3 * em + more;
    let floor = top + unit * f64::from(most);
    let level = |people: u32| floor - unit * f64::from(people);
    let center = |n: usize| (n as f64 + 0.5) * wide;
    let thick = 0.08 * em;
    let bar = |canvas: &mut Canvas, n: usize, people: u32| {
        let w = wide * BAR;
        let rect = Rect { x: center(n) - w / 2.0, y: level(people), w, h: floor - level(people) };
        canvas.rect(rect, 0.0, Paint::fill(BLUE));
        above(canvas, center(n), level(people), number, &thousands(u64::from(people)));
    };
    bar(&mut canvas, 0, bridge.inizio);
    let mut people = bridge.inizio;
    for (at, year) in bridge.anni.iter().enumerate() {
        let first = 1 + 3 * at;
        let lower = people.saturating_sub(year.in_meno());
        let half = wide * BAR / 2.0;
        // From the bar to those who leave, to those who enter, to the next bar.
        let dash = |canvas: &mut Canvas, from: f64, to: f64, people: u32| {
            let line = path(&[('M', &[(from, level(people))]), ('L', &[(to, level(people))])]);
            canvas.path(&line, Paint { dash: Some(0.25 * em), ..Paint::stroke(LINE, thick) });
        };
        if year.in_meno() == 0 && year.in_piu() == 0 {
            dash(&mut canvas, center(first - 1) + half, center(first + 2) - half, people);
            let x = center(first) + wide / 2.0;
            above(&mut canvas, x, level(people), number, "0");
            let from = if over(people) { level(people) - number.step() - tall } else { level(people) };
            centered(&mut canvas, x, from + 0.3 * em, words, &still);
        } else {
            dash(&mut canvas, center(first - 1) + half, center(first) - half, people);
            dash(&mut canvas, center(first) + half, center(first + 1) - half, lower);
            dash(&mut canvas, center(first + 1) + half, center(first + 2) - half, year.fine);
            step(&mut canvas, year, people, (center(first), wide), unit, &level, em, true);
            step(&mut canvas, year, lower, (center(first + 1), wide), unit, &level, em, false);
        }
        bar(&mut canvas, first + 2, year.fine);
        people = year.fine;
    }
    let right = center(columns - 1) + wide / 2.0;
    canvas.line((0.0, floor), (right, floor), GRID, thick);
    let small = Style::soft(em * 0.86);
    let year = Style::bold(em * 0.86, INK);
    let under = floor + 0.35 * em;
    let mut dates = vec![(0, bridge.dal)];
    dates.extend(bridge.anni.iter().enumerate().map(|(at, year)| (3 * (at + 1), year.anno)));
    // The day stands over its year where it fits.
    let long = small.width("31 dic.") <= wide;
    for (n, anno) in dates {
        let x = center(n);
        if long {
            canvas.text(x, middle(under + small.step() / 2.0, small), small, Anchor::Middle, "31 dic.");
        }
        let at = under + if long { small.step() } else { 0.0 };
        canvas.text(x, middle(at + year.step() / 2.0, year), year, Anchor::Middle, &anno.to_string());
    }
    for (at, one) in bridge.anni.iter().enumerate() {
        let x = center(1 + 3 * at) + wide / 2.0;
        let words = format!("nel {}", one.anno);
        if small.width(&words) <= 2.0 * wide {
            canvas.text(x, middle(under + small.step() / 2.0, small), small, Anchor::Middle, &words);
        }
    }
    let high = under + small.step() * if long { 2.0 } else { 1.0 };
    canvas.finish(room.width, high + 0.2 * em, &bridge.alt)
}

/// Those who leave or enter: a slice for each while they are few, with their number above and a word below.
#[expect(clippy::too_many_arguments, reason = "lengths of one drawing")]
fn step(
    canvas: &mut Canvas,
    year: &BridgeYear,
    from: u32,
    (x, wide): (f64, f64),
    unit: f64,
    level: &dyn Fn(u32) -> f64,
    em: f64,
    leaves: bool,
) {
    let (people, said) = if leaves { (year.in_meno(), year.chi_in_meno()) } else { (year.in_piu(), year.chi_in_piu()) };
    let (upper, lower) = if leaves { (from, from.saturating_sub(people)) } else { (from.saturating_add(people), from) };
    let w = wide * BAR;
    let thick = 0.08 * em;
    let number = Style::bold(em * 1.1, INK);
    let sign = match (people, leaves) {
        (0, _) => "0".to_owned(),
        (n, true) => format!("−{}", thousands(u64::from(n))),
        (n, false) => format!("+{}", thousands(u64::from(n))),
    };
    above(canvas, x, level(upper), number, &sign);
    let paint = match leaves {
        true => Paint { stroke: Some((INK, thick)), ..Paint::fill(WHITE) },
        false => Paint::fill(INK),
    };
    let slices = if unit >= 0.3 * em { people } else { people.min(1) };
    let gap = if slices > 1 { 0.06 * em } else { 0.0 };
    let whole = level(lower) - level(upper);
    for n in 0..slices {
        let h = whole / f64::from(slices);
        let y = level(upper) + h * f64::from(n);
        canvas.rect(Rect { x: x - w / 2.0, y: y + gap, w, h: h - gap }, 0.0, paint);
    }
    let word = Style::soft(em * 0.8);
    // One way of leaving has the number above: only several say how many each.
    let said: Vec<String> = match said.as_slice() {
        [one] => vec![one.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').to_owned()],
        _ => said,
    };
    let lines: Vec<String> = said.iter().flat_map(|says| word.even_lines(says, wide, MOST)).collect();
    // Where a word does not fit, the shape and the sign say it, and the note under the picture says of the progressions.
    let fits = said.iter().flat_map(|says| says.split_whitespace()).all(|one| word.width(one) <= wide)
        && !lines.iter().any(|line| line.ends_with('…'));
    if fits && level(lower) + 0.15 * em + lines.len() as f64 * word.step() <= level(0) {
        centered(canvas, x, level(lower) + 0.15 * em, word, &lines);
    }
}

/// A number over a level.
fn above(canvas: &mut Canvas, x: f64, level: f64, style: Style, text: &str) {
    canvas.text(x, middle(level - style.step() / 2.0, style), style, Anchor::Middle, text);
}

/// Lines under a level.
fn centered(canvas: &mut Canvas, x: f64, top: f64, style: Style, lines: &[String]) {
    for (n, line) in lines.iter().enumerate() {
        let at = top + (n as f64 + 0.5) * style.step();
        canvas.text(x, middle(at, style), style, Anchor::Middle, line);
    }
}
