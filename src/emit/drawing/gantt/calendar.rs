//! The days laid on the picture, the head that names them, and the part of each bar that falls on them.

use super::super::canvas::Style;
use crate::base::giorno::{Giorno, nome_mese};
use crate::document::{Bar, Gantt};
use jiff::civil::{Date, date};

/// The calendar, laid on the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Calendar {
    pub(super) first: Date,
    /// The day after the last.
    pub(super) end: Date,
    /// Left edge of the first day.
    pub(super) x: f64,
    /// Width of a day.
    pub(super) day: f64,
}

impl Calendar {
    pub(super) fn new(gantt: &Gantt, x: f64, width: f64) -> Self {
        let (da, a) = (gantt.da.0.min(gantt.a.0), gantt.da.0.max(gantt.a.0));
        let end = a.tomorrow().unwrap_or(a);
        Calendar { first: da, end, x, day: width / days(da, end).max(1.0) }
    }

    /// Left edge of a day.
    pub(super) fn at(&self, day: Date) -> f64 {
        self.x + days(self.first, day) * self.day
    }

    pub(super) fn right(&self) -> f64 {
        self.at(self.end)
    }

    pub(super) fn width(&self) -> f64 {
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
pub(super) struct Head {
    pub(super) years: Vec<(f64, f64, String)>,
    pub(super) below: Vec<(f64, f64, String)>,
}

impl Head {
    /// Chooses what the head shows: months up to two years, quarters up to eight, years alone beyond. It shows less if
    /// there is no room.
    pub(super) fn new(calendar: &Calendar, style: Style) -> Self {
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

/// A bar as it can be shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shown {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) deadline: Option<Giorno>,
    pub(super) about: bool,
    /// Whether it goes on before and after the calendar.
    pub(super) before: bool,
    pub(super) after: bool,
}

impl Calendar {
    /// The part of a bar that is inside the calendar. None if all of it is outside.
    pub(super) fn shown(&self, bar: &Bar) -> Option<Shown> {
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
