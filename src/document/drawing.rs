//! Drawings made from the data, described by what they say: days, values, codes. They hold no coordinates: `emit::drawing`, which
//! knows how much room there is, decides how wide a day is and where a line breaks.

use super::Inline;
use crate::base::giorno::Giorno;
use crate::base::span::Span;
use crate::base::text::at_most;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::misurazione::Esito;

/// A drawing made from the data. It is a vector drawing, with a text alternative.
#[derive(Debug)]
pub struct Drawing {
    /// Number in the one series that drawings and figures share, from 1 over the whole plan. None without a caption.
    pub number: Option<u32>,
    /// Caption, without "Figura N".
    pub caption: Option<Vec<Inline>>,
    /// Text alternative, never empty. Its first sentence says what is drawn. What follows says the data, or names the table that
    /// has them.
    pub alt: String,
    /// What is drawn.
    pub kind: DrawingKind,
}

/// The kinds of drawing.
#[derive(Debug)]
pub enum DrawingKind {
    /// Activities over a calendar.
    Gantt(Gantt),
    /// A tree of things, each with those that belong to it. These are its roots.
    Tree(Vec<DrawnNode>),
    /// A calendar with months as rows and days as columns.
    Calendar(Calendar),
    /// Small charts of one measure each, side by side as the room allows.
    Charts(Vec<Chart>),
    /// The parts of one whole, in one bar.
    Stack(Vec<StackPart>),
    /// Counts, a box each.
    Counters(Vec<Counter>),
    /// How a number of people changes from year to year, one picture each.
    Bridges(Vec<Bridge>),
    /// The units of a body, from the top.
    Organization(Vec<OrgUnit>),
}

/// A unit of a body, with those that belong to it.
#[derive(Debug)]
pub struct OrgUnit {
    /// The unit, where the plan prints it.
    pub id: Option<Id>,
    /// Code of the unit: `A1`. May be empty.
    pub code: String,
    /// Its name.
    pub title: String,
    /// Who answers for it: the role, and the name where the plan has it. May be empty.
    pub head: String,
    /// Since when nobody answers for it, in words.
    pub vacant: Option<String>,
    /// How many people it has, with those of the units that belong to it.
    pub people: Option<u32>,
    /// How it stands in the body.
    pub look: OrgLook,
    /// The units that belong to it.
    pub children: Vec<OrgUnit>,
}

/// How a unit stands in its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrgLook {
    /// It carries out the work.
    Line,
    /// It helps the unit above it.
    Staff,
    /// It is run together with other bodies.
    Shared,
    /// It is an organ of the body, without staff.
    Organ,
}

impl OrgLook {
    /// The word that the look alone must not say. None for a unit like the others.
    #[must_use]
    pub fn word(self) -> Option<&'static str> {
        match self {
            OrgLook::Line => None,
            OrgLook::Staff => Some("staff"),
            OrgLook::Shared => Some("in convenzione"),
            OrgLook::Organ => Some("organo"),
        }
    }
}

/// The words that stand in the place of who answers for a unit.
pub const SCOPERTA: &str = "senza responsabile";

impl OrgUnit {
    /// The word of its look, unless who answers for it is said with the same.
    #[must_use]
    pub fn word(&self) -> Option<&'static str> {
        self.look.word().filter(|word| !self.head.contains(word))
    }

    /// The unit in the words of a list: `Area tecnica (A3): titolare di incarico di EQ; 9 persone`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let code = if self.code.trim().is_empty() { String::new() } else { format!(" ({})", self.code.trim()) };
        let vacant = self.vacant.as_ref().map(|since| format!("{SCOPERTA} {since}"));
        let head = Some(self.head.clone()).filter(|head| !head.is_empty());
        let people = self.people.map(|n| if n == 1 { "1 persona".to_owned() } else { format!("{n} persone") });
        let said: Vec<String> = [self.word().map(str::to_owned), head, vacant, people].into_iter().flatten().collect();
        let said = if said.is_empty() { String::new() } else { format!(": {}", said.join("; ")) };
        format!("{}{code}{said}", self.title)
    }

    /// The unit as a node of a tree, where there is no room for boxes. What a box says beside the title becomes a tag.
    #[must_use]
    pub fn as_node(&self) -> DrawnNode {
        let people = self.people.map(|n| if n == 1 { "1 PERSONA".to_owned() } else { format!("{n} PERSONE") });
        let flags = self.look.word().map(str::to_uppercase).into_iter().chain(people);
        let flags = flags.chain(self.vacant.as_ref().map(|_| SCOPERTA.to_uppercase())).collect();
        DrawnNode {
            id: self.id.clone(),
            code: self.code.clone(),
            title: self.title.clone(),
            flags,
            children: self.children.iter().map(OrgUnit::as_node).collect(),
        }
    }

    fn texts<'a>(&'a self, visit: &mut dyn FnMut(&'a str)) {
        visit(&self.code);
        visit(&self.title);
        visit(&self.head);
        self.vacant.iter().for_each(|words| visit(words));
        self.children.iter().for_each(|child| child.texts(visit));
    }
}

/// How a number of people changes from year to year.
#[derive(Debug)]
pub struct Bridge {
    /// Whose number it is; empty for the whole staff.
    pub titolo: String,
    /// The people at the beginning.
    pub inizio: u32,
    /// The year at whose end they are counted.
    pub dal: i16,
    /// The years, in order.
    pub anni: Vec<BridgeYear>,
    /// The text alternative of this picture, with its numbers.
    pub alt: String,
}

/// A year of a bridge.
#[derive(Debug, Clone, Copy)]
pub struct BridgeYear {
    /// The year.
    pub anno: i16,
    /// The people who leave the body.
    pub escono: u32,
    /// The people whom a progression takes to another area.
    pub passano: u32,
    /// The people who are hired.
    pub entrano: u32,
    /// The people whom a progression brings from another area.
    pub arrivano: u32,
    /// The people at its end.
    pub fine: u32,
}

impl BridgeYear {
    /// All those who are no longer here at the end of the year.
    #[must_use]
    pub fn in_meno(&self) -> u32 {
        self.escono.saturating_add(self.passano)
    }

    /// All those who were not here at its beginning.
    #[must_use]
    pub fn in_piu(&self) -> u32 {
        self.entrano.saturating_add(self.arrivano)
    }

    /// Those who are no longer here, in words: `3 escono`, `1 passa ad altra area`.
    #[must_use]
    pub fn chi_in_meno(&self) -> Vec<String> {
        detti([(self.escono, "esce", "escono"), (self.passano, "passa ad altra area", "passano ad altra area")])
    }

    /// Those who were not here, in words: `2 entrano`, `1 viene da altra area`.
    #[must_use]
    pub fn chi_in_piu(&self) -> Vec<String> {
        detti([(self.entrano, "entra", "entrano"), (self.arrivano, "viene da altra area", "vengono da altra area")])
    }
}

/// How many people do what, those of whom there are none left out unless there are none at all.
fn detti(all: [(u32, &str, &str); 2]) -> Vec<String> {
    let said = |(n, uno, molti): &(u32, &str, &str)| format!("{n} {}", if *n == 1 { uno } else { molti });
    let some: Vec<String> = all.iter().filter(|(n, ..)| *n > 0).map(said).collect();
    if some.is_empty() { all.iter().take(1).map(said).collect() } else { some }
}

/// A part of a whole.
#[derive(Debug)]
pub struct StackPart {
    /// What it is.
    pub label: String,
    /// How much it is, as it is printed: `85.000,00 €, 40 %`.
    pub printed: String,
    /// How much it is, which says how long it is drawn. Not below zero.
    pub value: f64,
}

/// A count.
#[derive(Debug)]
pub struct Counter {
    /// The number as it is printed.
    pub number: String,
    /// What it counts.
    pub words: String,
    /// The shape of the outcome that it counts.
    pub sign: Option<Esito>,
    /// What is said under it, in small print.
    pub note: Option<String>,
}

impl Counter {
    /// A number with what it counts.
    #[must_use]
    pub fn new(number: impl Into<String>, words: impl Into<String>) -> Self {
        Counter { number: number.into(), words: words.into(), sign: None, note: None }
    }

    /// The count in words: `15 raggiunti (al 30 settembre: 4)`.
    #[must_use]
    pub fn in_words(&self) -> String {
        let note = self.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
        format!("{} {}{note}", self.number, self.words)
    }
}

/// Activities over a calendar.
#[derive(Debug)]
pub struct Gantt {
    /// First day shown.
    pub da: Giorno,
    /// Last day shown.
    pub a: Giorno,
    /// The day at which the work is told, if it is.
    pub stato: Option<Giorno>,
    /// The activities, from the top.
    pub rows: Vec<GanttRow>,
}

/// An activity of a chart over a calendar.
#[derive(Debug)]
pub struct GanttRow {
    /// Code of the activity: `F1`. May be empty.
    pub code: String,
    /// What is done.
    pub label: String,
    /// When it is done: periods and deadlines.
    pub bars: Vec<Bar>,
    /// How much of it is done at the day of the state, if it is known.
    pub fatto: Option<Percento>,
    /// When it is done, in words, if that cannot be drawn ("ogni 15 giorni") or if something must be added to what is drawn.
    pub note: Option<String>,
    /// Where it is written.
    pub span: Span,
}

/// A period or a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// First day. None for a deadline, which is only the day `a`.
    pub da: Option<Giorno>,
    /// Last day, included; or the day of the deadline.
    pub a: Giorno,
    /// Whether the plan says the days only roughly ("metà 2026").
    pub impreciso: bool,
}

/// A calendar with months as rows and days as columns.
#[derive(Debug)]
pub struct Calendar {
    /// The months, in order of time.
    pub months: Vec<Month>,
}

/// A month of the calendar.
#[derive(Debug)]
pub struct Month {
    /// The year of the month.
    pub anno: i16,
    /// Month, 1–12.
    pub mese: i8,
    /// The things that have days in the month.
    pub rows: Vec<CalendarRow>,
}

/// Something that has days in a month.
#[derive(Debug)]
pub struct CalendarRow {
    /// The name of the thing, as printed.
    pub label: String,
    /// How sure its days are.
    pub sure: Sure,
    /// Its days, as first and last day of each stretch. A stretch may begin before the month or end after it.
    pub days: Vec<(Giorno, Giorno)>,
}

/// How sure a day of a calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// It will be on that day.
    Fixed,
    /// It will be on that day or on another.
    Tentative,
    /// It will be on one of those days.
    Open,
}

impl Sure {
    /// The words by which the key of the calendar explains the look.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Sure::Fixed => "data fissata",
            Sure::Tentative => "data alternativa da confermare",
            Sure::Open => "giorni fra i quali sarà fissata",
        }
    }

    /// The words printed after a label, because the look alone must never tell how sure a day is. None for a day that is fixed.
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
    /// The thing, where the plan prints it. On the site the node leads there.
    pub id: Option<Id>,
    /// Code of the thing: `6.2`. May be empty.
    pub code: String,
    /// Title, in plain words.
    pub title: String,
    /// Flags, each in a small tag after the title: `TRASVERSALE`.
    pub flags: Vec<String>,
    /// The things that belong to it, one level below.
    pub children: Vec<DrawnNode>,
}

/// A small chart of one measure.
#[derive(Debug)]
pub struct Chart {
    /// The name of the measure.
    pub title: String,
    /// Unit of its values: `giorni`, `%`. May be empty.
    pub unit: String,
    /// The values, in the order in which they are drawn.
    pub points: Vec<ChartPoint>,
    /// The text alternative of this chart, with its values.
    pub alt: String,
}

/// A value of a measure.
#[derive(Debug)]
pub struct ChartPoint {
    /// When the value holds: `2024`, `31/12/2025`.
    pub label: String,
    /// What the value is in the chart.
    pub role: Role,
    /// The value as a number, which says where or how long it is drawn.
    pub value: f64,
    /// The value as it is printed: `31,5 %`.
    pub printed: String,
}

/// What a value is among those of a chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// One of the values that are compared.
    Valore,
    /// The value with which the others are compared.
    Confronto,
}

/// Most characters of a title, and most periods of one row, that a text alternative says.
const DETTO: usize = 400;
const PERIODI: usize = 12;

impl Drawing {
    /// Calls `visit` with every text that is drawn. The caption and the alternatives are not drawn, so they are left out.
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
            DrawingKind::Stack(parts) => {
                for part in parts {
                    visit(&part.label);
                    visit(&part.printed);
                }
            }
            DrawingKind::Bridges(bridges) => bridges.iter().for_each(|bridge| visit(&bridge.titolo)),
            DrawingKind::Organization(units) => units.iter().for_each(|unit| unit.texts(visit)),
            DrawingKind::Counters(counters) => {
                for counter in counters {
                    visit(&counter.number);
                    visit(&counter.words);
                    counter.note.iter().for_each(|note| visit(note));
                }
            }
        }
    }
}

impl Gantt {
    /// The whole drawing in words.
    #[must_use]
    pub fn in_words(&self) -> String {
        let stato = self.stato.map(|day| format!(", stato al {day}")).unwrap_or_default();
        let rows: Vec<String> = self.rows.iter().map(GanttRow::in_words).collect();
        format!("Cronoprogramma dal {} al {}{stato}. {}.", self.da, self.a, rows.join("; "))
    }
}

impl GanttRow {
    /// The activity in words: `1 Analisi: dal 01/03/2025 al 30/06/2025, fatto il 60 %`. Periods of which one begins where the other
    /// ends are said as one, because they are seen as one.
    #[must_use]
    pub fn in_words(&self) -> String {
        let mut bars = self.bars.clone();
        bars.sort_by_key(|bar| (bar.impreciso, bar.da.is_none(), bar.da, bar.a));
        bars.dedup_by(|bar, before| {
            let next = bar.da.is_some() && before.da.is_some() && before.a.0.tomorrow().ok() == bar.da.map(|da| da.0);
            let one = next && bar.impreciso == before.impreciso;
            if one {
                before.a = bar.a;
            }
            one || bar == before
        });
        let words = bars.iter().map(|bar| match (bar.da, bar.impreciso) {
            (Some(da), false) if da == bar.a => format!("il {da}"),
            (Some(da), false) => format!("dal {da} al {}", bar.a),
            (Some(da), true) => format!("dal {da} al {} (date indicative)", bar.a),
            (None, false) => format!("entro il {}", bar.a),
            (None, true) => format!("entro il {} (data indicativa)", bar.a),
        });
        let more = bars.len().saturating_sub(PERIODI);
        let more = (more > 0).then(|| format!("altre {more} volte"));
        let note = self.note.as_deref().map(|note| at_most(note, DETTO));
        let fatto = self.fatto.map(|fatto| format!("fatto il {fatto}"));
        let words: Vec<String> = words.take(PERIODI).chain(more).chain(fatto).chain(note).collect();
        format!("{} {}: {}", self.code, at_most(&self.label, DETTO), words.join(", ")).trim().to_owned()
    }
}

impl Chart {
    /// The chart in words: `Ore a persona (ore): 2025: 31; ore dovute: 40`.
    #[must_use]
    pub fn in_words(title: &str, unit: &str, points: &[ChartPoint]) -> String {
        let said = points.iter().all(|point| point.printed.contains(unit.trim()));
        let unit = if said { String::new() } else { format!(" ({unit})") };
        let points: Vec<String> = points.iter().map(ChartPoint::in_words).collect();
        format!("{title}{unit}: {}", points.join("; "))
    }
}

impl ChartPoint {
    /// The value in words: `2024: 40`.
    #[must_use]
    pub fn in_words(&self) -> String {
        format!("{}: {}", self.label, self.printed)
    }
}

impl Bridge {
    /// Above this number of people one person is no longer a slice of its own.
    pub const FETTE: u32 = 60;
    /// The part of the highest bar below which a step would be a hair line.
    const MINIMO: f64 = 1.0 / 95.0;

    /// The most people that there are at any time.
    #[must_use]
    pub fn massimo(&self) -> u32 {
        self.anni
            .iter()
            .flat_map(|year| [year.fine, year.fine.saturating_add(year.in_meno())])
            .fold(self.inizio, u32::max)
    }

    /// Whether each step can be seen beside the highest bar, from zero.
    #[must_use]
    pub fn drawable(&self) -> bool {
        let steps = self.anni.iter().flat_map(|year| [year.in_meno(), year.in_piu()]).filter(|step| *step > 0);
        let most = f64::from(self.massimo());
        most > 0.0 && steps.map(f64::from).all(|step| step / most >= Self::MINIMO)
    }

    /// The whole picture in words: `Al 31 dicembre 2026: 31. Nel 2027: 2 escono, 2 entrano, 31 alla fine.`
    #[must_use]
    pub fn in_words(&self) -> String {
        let title = if self.titolo.is_empty() { "Il personale" } else { &self.titolo };
        let years = self.anni.iter().map(|year| {
            if year.in_meno() == 0 && year.in_piu() == 0 {
                return format!("nel {}: nessuna variazione", year.anno);
            }
            let moved = [year.chi_in_meno(), year.chi_in_piu()].concat().join(", ");
            format!("nel {}: {moved}, {} alla fine", year.anno, year.fine)
        });
        let years: Vec<String> = years.collect();
        format!("Grafico a ponte. {title} al 31 dicembre {}: {}; {}.", self.dal, self.inizio, years.join("; "))
    }
}

impl DrawnNode {
    /// Code and title with the flags: `6.2 Servizi digitali`.
    #[must_use]
    pub fn name(&self) -> String {
        let flags = self.flags.iter().map(|flag| format!(", {}", flag.to_lowercase())).collect::<String>();
        format!("{} {}{flags}", self.code, at_most(&self.title, DETTO)).trim().to_owned()
    }

    /// The thing and all that belongs to it, in words: `6 Innovazione: 6.1 Reti; 6.2 Servizi (OB.01 Sportello; OB.02 App)`.
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
