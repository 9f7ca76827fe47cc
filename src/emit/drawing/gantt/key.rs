//! The key of a Gantt chart: what its signs mean.

use super::super::canvas::{Anchor, Canvas, middle};
use super::Layout;
use super::calendar::Shown;
use crate::base::giorno::Giorno;

/// What the key explains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
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

impl Layout {
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

    pub(super) fn key_height(&self) -> f64 {
        match self.key_places().last() {
            Some((line, ..)) => 0.6 * self.em() + (*line + 1) as f64 * self.small().step() * 1.15,
            None => 0.0,
        }
    }

    pub(super) fn draw_key(&self, canvas: &mut Canvas, top: f64) {
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
