//! Drawings made from the data, in words of the field: days, values, codes. No coordinates: how wide a day is, and where a
//! line breaks, is decided by whoever draws (`emit::drawing`), who knows the room.

use super::Inline;
use crate::base::giorno::Giorno;
use crate::base::text::at_most;

/// A drawing made from the data: vector, with its text alternative.
#[derive(Debug)]
pub struct Drawing {
    /// From 1 over the whole plan, in one series with the figures; none without caption.
    pub number: Option<u32>,
    /// Caption, without "Figura N".
    pub caption: Option<Vec<Inline>>,
    /// Text alternative, never empty. Its first sentence says what is drawn; then it says the data, or the table that has them.
    pub alt: String,
    /// What is drawn.
    pub kind: DrawingKind,
}

/// The kinds of drawing.
#[derive(Debug)]
pub enum DrawingKind {
    /// Activities over a calendar.
    Gantt(Gantt),
    /// Things of which one belongs to another. The first level are the roots.
    Tree(Vec<DrawnNode>),
    /// Months as rows, days as columns.
    Calendar(Calendar),
    /// Small charts of one measure each, side by side as the room allows.
    Charts(Vec<Chart>),
}

/// Activities over a calendar.
#[derive(Debug)]
pub struct Gantt {
    /// First day shown.
    pub da: Giorno,
    /// Last day shown.
    pub a: Giorno,
    /// In order, from the top.
    pub rows: Vec<GanttRow>,
}

/// An activity.
#[derive(Debug)]
pub struct GanttRow {
    /// `F1`; may be empty.
    pub code: String,
    /// What is done.
    pub label: String,
    /// When: one or more periods, and deadlines.
    pub bars: Vec<Bar>,
    /// When, in words, if it cannot be plotted ("ogni 15 giorni") or if something has to be added to what is.
    pub note: Option<String>,
}

/// A period or a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// First day; none for a deadline, which is only the day `a`.
    pub da: Option<Giorno>,
    /// Last day, included.
    pub a: Giorno,
    /// Whether the plan gives the days only about ("metà 2026").
    pub impreciso: bool,
}

/// Months as rows, days as columns.
#[derive(Debug)]
pub struct Calendar {
    /// In order.
    pub months: Vec<Month>,
}

/// A month.
#[derive(Debug)]
pub struct Month {
    /// Year.
    pub anno: i16,
    /// Month, 1–12.
    pub mese: i8,
    /// What has days in it.
    pub rows: Vec<CalendarRow>,
}

/// Something that has days in a month.
#[derive(Debug)]
pub struct CalendarRow {
    /// What it is.
    pub label: String,
    /// How sure its days are.
    pub sure: Sure,
    /// Its days, from the first to the last of each stretch; they may begin before the month and end after it.
    pub days: Vec<(Giorno, Giorno)>,
}

/// How sure a day of a calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// It will be that day.
    Fixed,
    /// It will be that day or another.
    Tentative,
    /// It will be one of those days.
    Open,
}

impl Sure {
    /// The words in the key.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Sure::Fixed => "data fissata",
            Sure::Tentative => "data alternativa da confermare",
            Sure::Open => "giorni fra i quali sarà fissata",
        }
    }

    /// The words after a label: how sure a day is, is never told by the look alone. None for a day that is fixed.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Sure::Fixed => "",
            Sure::Tentative => " (da confermare)",
            Sure::Open => " (da fissare)",
        }
    }
}

/// A thing in a tree, with those that belong to it.
#[derive(Debug)]
pub struct DrawnNode {
    /// `6.2`; may be empty.
    pub code: String,
    /// Title.
    pub title: String,
    /// Flags, each in a small tag after the title: `TRASVERSALE`.
    pub flags: Vec<String>,
    /// One level below.
    pub children: Vec<DrawnNode>,
}

/// A small chart of one measure.
#[derive(Debug)]
pub struct Chart {
    /// The name of the measure.
    pub title: String,
    /// `giorni`, `%`; may be empty.
    pub unit: String,
    /// In order.
    pub points: Vec<ChartPoint>,
    /// The text alternative of this chart, with its values.
    pub alt: String,
}

/// A value of a measure.
#[derive(Debug)]
pub struct ChartPoint {
    /// When: `2024`, `31/12/2025`.
    pub label: String,
    /// Which of the three.
    pub role: Role,
    /// The value, as it is drawn.
    pub value: f64,
    /// The value, as it is written: `31,5 %`.
    pub printed: String,
}

/// What a value is: in the cycle of a plan, or beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Where the plan starts from.
    Base,
    /// What it promises.
    Target,
    /// What was measured.
    Rilevato,
    /// What was measured at the end of a year, and is not what the plan promised for it.
    Mancato,
    /// A value that its label says: no word of its own.
    Valore,
    /// What other values are compared with; its label says it.
    Confronto,
}

impl Role {
    /// The word printed beside the value, when its label is not enough: the role is never told by the look alone.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Role::Base => "base",
            Role::Target => "target",
            Role::Rilevato => "rilevato",
            Role::Mancato => "rilevato, target mancato",
            Role::Valore | Role::Confronto => "",
        }
    }
}

/// Up to how many characters a title is said in a text alternative, and how many periods of one row.
const DETTO: usize = 400;
const PERIODI: usize = 12;

impl Drawing {
    /// Every text that is drawn; not the caption, nor the alternatives, which are not.
    pub fn texts<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        match &self.kind {
            DrawingKind::Gantt(gantt) => {
                for row in &gantt.rows {
                    visit(&row.code);
                    visit(&row.label);
                    row.note.iter().for_each(|note| visit(note));
                }
            }
            DrawingKind::Tree(nodes) => nodes.iter().for_each(|node| node.texts(visit)),
            DrawingKind::Calendar(calendar) => {
                calendar.months.iter().flat_map(|month| &month.rows).for_each(|row| visit(&row.label));
            }
            DrawingKind::Charts(charts) => {
                for chart in charts {
                    visit(&chart.title);
                    visit(&chart.unit);
                    for point in &chart.points {
                        visit(&point.label);
                        visit(&point.printed);
                    }
                }
            }
        }
    }
}

impl GanttRow {
    /// `1 Analisi: dal 01/03/2025 al 30/06/2025`. Periods that overlap are one: that is how they are seen.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut bars = self.bars.clone();
        bars.sort_by_key(|bar| (bar.impreciso, bar.da.is_none(), bar.da, bar.a));
        bars.dedup_by(|bar, before| {
            let (Some(da), Some(_)) = (bar.da, before.da) else { return bar == before };
            let one = bar.impreciso == before.impreciso && da.0 <= before.a.0.tomorrow().unwrap_or(before.a.0);
            if one {
                before.a = before.a.max(bar.a);
            }
            one
        });
        let words = bars.iter().map(|bar| {
            let about = if bar.impreciso { " (data indicativa)" } else { "" };
            match bar.da {
                Some(da) => format!("dal {da} al {}{}", bar.a, about.replace("data indicativa", "date indicative")),
                None => format!("entro il {}{about}", bar.a),
            }
        });
        let more = bars.len().saturating_sub(PERIODI);
        let more = (more > 0).then(|| format!("altre {more} volte"));
        let note = self.note.as_deref().map(|note| at_most(note, DETTO));
        let words: Vec<String> = words.take(PERIODI).chain(more).chain(note).collect();
        format!("{} {}: {}", self.code, at_most(&self.label, DETTO), words.join(", ")).trim().to_owned()
    }
}

impl Chart {
    /// `Giorni di attesa (giorni): base 2024 40, target 2026 30`.
    #[must_use]
    pub fn in_words(title: &str, unit: &str, points: &[ChartPoint]) -> String {
        let said = points.iter().all(|point| point.printed.contains(unit.trim()));
        let unit = if said { String::new() } else { format!(" ({unit})") };
        let points: Vec<String> = points.iter().map(ChartPoint::in_words).collect();
        format!("{title}{unit}: {}", points.join("; "))
    }
}

impl ChartPoint {
    /// `base 2024: 40`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let role = if self.label.to_lowercase().contains(self.role.label()) { "" } else { self.role.label() };
        format!("{role} {}: {}", self.label, self.printed).trim_start().to_owned()
    }
}

impl DrawnNode {
    /// `6.2 Servizi digitali`, with its flags.
    #[must_use]
    pub fn name(&self) -> String {
        let flags = self.flags.iter().map(|flag| format!(", {}", flag.to_lowercase())).collect::<String>();
        format!("{} {}{flags}", self.code, at_most(&self.title, DETTO)).trim().to_owned()
    }

    /// It and all that belongs to it: `6 Innovazione: 6.1 Reti; 6.2 Servizi (OB.01 Sportello; OB.02 App)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let below: Vec<String> = self
            .children
            .iter()
            .map(|child| {
                let below: Vec<String> = child.children.iter().map(Self::in_words).collect();
                let below = if below.is_empty() { String::new() } else { format!(" ({})", below.join("; ")) };
                child.name() + &below
            })
            .collect();
        let below = if below.is_empty() { String::new() } else { format!(": {}", below.join("; ")) };
        self.name() + &below
    }

    fn texts<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        visit(&self.code);
        visit(&self.title);
        self.flags.iter().for_each(|flag| visit(flag));
        self.children.iter().for_each(|child| child.texts(visit));
    }
}
