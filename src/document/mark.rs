//! Shapes that stand among words: the sign of an outcome, a bar, a row of values on one line. They hold numbers and no lengths: the
//! outputs draw them. The words beside a shape say the same, so that nothing is told by a shape or by a colour alone.

use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::indicatore::Polarita;
use crate::piano::element::obiettivo::misurazione::Esito;

/// A shape among words.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// A sign of one letter.
    Sign(Sign),
    /// A step of a scale.
    Level(Level),
    /// A share of a hundred, as a bar.
    Bar(Strip),
    /// The ends and the middle of the bars of a column, in its head, on a line of its own.
    Scale {
        /// Whether the bars are wide ones.
        wide: bool,
    },
    /// Values of one measure on one line.
    Line {
        /// The value at the end of the line. The line begins at zero, or below it where some value is.
        end: f64,
        /// The value at the beginning of the line: zero or less.
        start: f64,
        /// The values, in the order of time.
        points: Vec<Place>,
    },
}

/// A sign of one letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// How an objective ended.
    Esito(Esito),
    /// Which values are better.
    Verso(Polarita),
    /// What a value is among those of an indicator.
    Valore(Stage),
}

/// A step of a scale, from the lowest: an empty circle, then circles more and more full, and for the highest a triangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Level {
    /// Which step, from 0.
    pub step: usize,
    /// How many there are.
    pub of: usize,
}

impl Level {
    /// How much of the circle is full, from 0 to 1. None for the highest step.
    #[must_use]
    pub fn full(self) -> Option<f64> {
        let last = self.of.saturating_sub(1);
        (self.step < last).then(|| self.step as f64 / last as f64)
    }

    /// The shade of a cell that says this step: 1, 2 or 3, the darkest for the highest.
    #[must_use]
    pub fn tint(self) -> u8 {
        match self.full() {
            None => 3,
            Some(0.0) => 1,
            Some(_) => 2,
        }
    }
}

/// A bar from zero to a hundred.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    /// How much of it is full. More than a hundred fills it.
    pub value: Percento,
    /// Where an earlier value stood.
    pub before: Option<Percento>,
    /// Whether it is a wide one, for a column of its own.
    pub wide: bool,
}

/// What a value of an indicator is in the cycle of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The value from which the plan starts.
    Base,
    /// The value that the plan promises.
    Target,
    /// The value that was measured.
    Rilevato,
}

/// A value on a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// What the value is.
    pub stage: Stage,
    /// The value.
    pub value: f64,
}

impl Sign {
    /// The name of the sign in the layouts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Sign::Esito(Esito::Raggiunto) => "raggiunto",
            Sign::Esito(Esito::ParzialmenteRaggiunto) => "in-parte",
            Sign::Esito(Esito::NonRaggiunto) => "non-raggiunto",
            Sign::Esito(Esito::Sostituito) => "sostituito",
            Sign::Verso(Polarita::Aumenta) => "su",
            Sign::Verso(Polarita::Diminuisce) => "giu",
            Sign::Verso(Polarita::Mantiene) => "pari",
            Sign::Valore(stage) => stage.name(),
        }
    }
}

impl Stage {
    /// The name of its shape in the layouts.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Stage::Base => "base",
            Stage::Target => "target",
            Stage::Rilevato => "rilevato",
        }
    }
}

impl Strip {
    /// How much of the bar is full, from 0 to 1.
    #[must_use]
    pub fn full(self) -> f64 {
        self.value.quota()
    }

    /// Where the earlier value stands, from 0 to 1.
    #[must_use]
    pub fn tick(self) -> Option<f64> {
        self.before.map(Percento::quota)
    }
}

/// A point of a line, where it is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Posto {
    /// What the value is.
    pub stage: Stage,
    /// Its place on the line, from 0 to 1.
    pub at: f64,
}

/// How far apart two values stand at least whose shapes are seen as two, as a share of the line.
const DISTINTI: f64 = 0.03;

/// The points of a line, all of them on it. `start` and `end`: the values at its two ends.
#[must_use]
pub fn places(start: f64, end: f64, points: &[Place]) -> Vec<Posto> {
    let span = if end > start { end - start } else { 1.0 };
    let at = |place: &Place| Posto { stage: place.stage, at: ((place.value - start) / span).clamp(0.0, 1.0) };
    points.iter().filter(|place| place.value.is_finite()).map(at).collect()
}

/// Whether the values of a line are seen as they are: those that differ stand apart, and at one place stand no two of one kind. Where
/// they are not, their numbers alone tell the truth.
#[must_use]
pub fn distinct(start: f64, end: f64, points: &[Place]) -> bool {
    let placed = places(start, end, points);
    let apart = |a: &Posto, b: &Posto| {
        let far = (a.at - b.at).abs();
        far > DISTINTI - 1e-9 || far < 1e-9 && a.stage != b.stage
    };
    placed.iter().enumerate().all(|(n, a)| placed.iter().skip(n + 1).all(|b| apart(a, b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_would_cover_each_other_are_not_drawn() {
        let of = |values: &[(Stage, f64)]| {
            let points: Vec<Place> =
                values.iter().map(|(stage, value)| Place { stage: *stage, value: *value }).collect();
            distinct(0.0, 100.0, &points)
        };
        let (base, target, found) = (Stage::Base, Stage::Target, Stage::Rilevato);
        assert!(of(&[(base, 54.0), (target, 60.0), (target, 68.0)]));
        assert!(of(&[(base, 85.0), (target, 88.0)]));
        assert!(!of(&[(base, 17.0), (target, 14.0), (target, 12.0)]));
        // What was promised and reached is one place with two shapes.
        assert!(of(&[(base, 40.0), (target, 60.0), (found, 60.0)]));
        assert!(!of(&[(target, 60.0), (target, 60.0)]));
    }
}
