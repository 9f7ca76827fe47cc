//! The views of the training plan: sums of its lines, and the hours of each person compared with those that the norms
//! require.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::formazione::{Chi, Conto, Formazione, ORE_DAL, ORE_DOVUTE, Somma};
use crate::document::drawing::{Chart, ChartPoint, DrawingKind, Role};
use crate::document::*;
use crate::lingua::numeri::thousands;
use crate::piano::element::linea_formativa::{Area, LineaFormativa, Ore, Tema, Tipo};
use crate::piano::element::row::Profile;
use crate::piano::vista::Per;

impl<'a> Lower<'a> {
    /// Lines, participants, hours and cost by area, kind, topic or year.
    pub(super) fn formazione(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let plan = Formazione::di(self.piano, self.index);
        let per = vista.per.unwrap_or(Per::Area);
        let caption = caption.unwrap_or_else(|| self.say(&format!("La formazione per {}", per.label()), span));
        let shown = scelti::<LineaFormativa>(self.piano, self.index, vista);
        let lines: Vec<&LineaFormativa> = shown.into_iter().map(|pos| &self.piano[pos].value).collect();
        if lines.is_empty() {
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, "Nessuna linea formativa.");
            return;
        }
        let sum = |keep: &dyn Fn(&LineaFormativa) -> bool, years: &[i16]| {
            let mut sum = Somma::default();
            let given = |line: &&&LineaFormativa| plan.anni_di(line).iter().any(|year| years.contains(year));
            lines.iter().filter(|line| keep(line)).filter(given).for_each(|line| plan.somma(&mut sum, line, years));
            sum
        };
        let mut groups: Vec<(String, Somma)> = match per {
            Per::Tipo => {
                Tipo::ALL.into_iter().map(|t| (capital(t.label()), sum(&|l| l.tipo == t, &plan.anni))).collect()
            }
            Per::Tema => {
                Tema::ALL.iter().map(|t| (capital(t.label()), sum(&|l| l.temi().contains(t), &plan.anni))).collect()
            }
            Per::Anno => plan.anni.iter().map(|year| (year.to_string(), sum(&|_| true, &[*year]))).collect(),
            _ => {
                let areas = Area::ALL.iter().map(|a| (capital(a.label()), sum(&|l| l.area == Some(*a), &plan.anni)));
                areas.chain([("Area non indicata".to_owned(), sum(&|l| l.area.is_none(), &plan.anni))]).collect()
            }
        };
        // Empty areas and kinds are left out. A mandatory topic without lines stays, because readers look for it.
        if matches!(per, Per::Area | Per::Tipo) {
            groups.retain(|(_, sum)| sum.linee > 0);
        }
        let all = sum(&|_| true, &plan.anni);
        // The years are added up, and the table of the lines gives the hours of one.
        let over = if plan.anni.len() > 1 && per != Per::Anno { " nel triennio" } else { "" };
        let hours: Vec<ChartPoint> = groups
            .iter()
            .filter(|(_, sum)| sum.con_ore > 0)
            .map(|(name, sum)| punto(name, Role::Valore, sum.ore))
            .collect();
        // A line can have several topics, and would be counted in the bar of each.
        if hours.len() > 1 && per != Per::Tema {
            let words = self.say(&format!("{} in grafico", plain(&caption)), span);
            let mut chart = grafico(&format!("Ore di formazione{over}"), hours);
            chart.alt.push_str(&self.nella_tabella("I valori", true));
            self.push_drawing(None, words, chart.alt.clone(), DrawingKind::Charts(vec![chart]), span, out);
        }
        let mut names = vec![(capital(per.label()), Profile::Testo), ("Linee".into(), Profile::Numero)];
        let has_hours = all.con_ore > 0;
        let has_cost = all.con_costo > 0;
        names.extend((all.partecipanti > 0).then(|| (format!("Partecipazioni{over}"), Profile::Numero)));
        names.extend(has_hours.then(|| (format!("Ore{over}"), Profile::Numero)));
        names.extend(has_cost.then(|| (format!("Costo{over}"), Profile::Importo)));
        let columns = self.columns(&names, span);
        let mut rows = Vec::with_capacity(groups.len() + 1);
        let total = (groups.len() > 1).then(|| ("Totale".to_owned(), all));
        let last = groups.len();
        for (at, (name, sum)) in groups.into_iter().chain(total).enumerate() {
            let lines = if sum.linee == 0 { "nessuna".to_owned() } else { sum.linee.to_string() };
            let mut cells: Vec<Cell> = vec![self.say(&name, span).into(), Cell::new(self.say(&lines, span), sum.linee)];
            let known = |known: bool, words: String, value: Value| match known {
                true => Cell::new(self.say(&words, span), value),
                false => self.say("–", span).into(),
            };
            let people = sum.partecipanti;
            cells.extend((all.partecipanti > 0).then(|| known(people > 0, thousands(people), people.into())));
            cells.extend(has_hours.then(|| known(sum.con_ore > 0, sum.ore.to_string(), sum.ore.numero().into())));
            cells.extend(has_cost.then(|| known(sum.con_costo > 0, sum.costo.to_string(), sum.costo.into())));
            rows.push(Row { total: at == last, ..Row::new(cells, span) });
        }
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        let mut notes = Vec::new();
        if per == Per::Tema && lines.iter().any(|line| line.temi().len() > 1) {
            notes.push("Una linea può trattare più temi: nel totale conta una volta sola.".to_owned());
        }
        let silent = |known: usize| lines.len().saturating_sub(known);
        if has_hours && silent(all.con_ore) > 0 {
            notes.push(format!(
                "Linee senza ore o partecipanti, che non entrano nella somma delle ore per {}: {}.",
                per.label().to_lowercase(),
                silent(all.con_ore)
            ));
        }
        if all.ore_parziali > 0 {
            notes.push(format!(
                "Linee senza ore o partecipanti in qualche anno, che entrano nella somma delle ore per gli altri: {}.",
                all.ore_parziali
            ));
        }
        if has_cost && silent(all.con_costo) > 0 {
            notes.push(format!("Linee senza costo, che non entrano nella somma dei costi: {}.", silent(all.con_costo)));
        }
        if all.costo_parziale > 0 {
            notes.push(format!(
                "Linee senza costo in qualche anno, che entrano nella somma dei costi per gli altri: {}.",
                all.costo_parziale
            ));
        }
        for words in notes {
            self.nota_sotto(&words, span, out);
        }
    }

    /// The hours of training of each person by body and year, compared with those that the norms require.
    pub(super) fn ore_formazione(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let plan = Formazione::di(self.piano, self.index);
        let caption = caption.unwrap_or_else(|| self.say("Ore di formazione a persona", span));
        let mut who: Vec<Chi> = plan.enti.iter().map(|n| Chi::Ente(*n)).collect();
        if who.len() != 1 {
            who.push(Chi::Tutti);
        }
        let counts: Vec<(Chi, Vec<(i16, Conto)>)> = who
            .into_iter()
            .map(|chi| (chi, plan.anni.iter().map(|anno| (*anno, plan.conto(chi, *anno))).collect()))
            .collect();
        if !counts.iter().flat_map(|(_, years)| years).any(|(_, c)| c.noto || c.offerte > Ore::default()) {
            self.nulla(
                Asked { vista, anchor, caption: Some(caption), out },
                "Le linee formative non dicono ancora ore e partecipanti.",
            );
            return;
        }
        let several = counts.len() > 1;
        let name = |lower: &Self, chi: Chi| match chi {
            Chi::Ente(n) => lower.label(n).0,
            Chi::Tutti if several => "Tutti gli enti".to_owned(),
            Chi::Tutti => straight(&lower.set.ente.nome.value),
        };
        let mut charts: Vec<Chart> = counts
            .iter()
            .filter_map(|(chi, years)| {
                let known = years.iter().filter_map(|(year, count)| Some((year, count.a_persona()?)));
                let mut points: Vec<ChartPoint> =
                    known.map(|(year, ore)| punto(&year.to_string(), Role::Valore, ore)).collect();
                if points.is_empty() {
                    return None;
                }
                points.push(punto("ore dovute", Role::Confronto, ORE_DOVUTE));
                Some(grafico(&name(self, *chi), points))
            })
            .collect();
        if !charts.is_empty() {
            let words = self.say("Le ore di formazione a persona in grafico", span);
            let bodies = match charts.len() {
                1 => "Un grafico a barre".to_owned(),
                many => format!("{many} grafici a barre, uno per ente e uno per tutti insieme"),
            };
            let there = self.nella_tabella("I valori", true);
            charts.iter_mut().for_each(|chart| chart.alt.push_str(&there));
            let alt = format!("{bodies}: le ore medie a persona di ogni anno accanto alle {ORE_DOVUTE} dovute.{there}");
            self.push_drawing(None, words, alt, DrawingKind::Charts(charts), span, out);
        }
        let header = [
            ("Ente", Profile::Testo),
            ("Anno", Profile::Data),
            ("Ore offerte a una persona", Profile::Numero),
            ("Ore in totale", Profile::Numero),
            ("Dipendenti", Profile::Numero),
            ("Ore a persona", Profile::Numero),
            ("Rispetto alle 40 ore", Profile::Testo),
        ];
        let columns = self.columns(&header, span);
        let mut rows = Vec::new();
        let mut partial = false;
        for (chi, years) in &counts {
            let words = name(self, *chi);
            for (at, (anno, conto)) in years.iter().enumerate() {
                let first = match chi {
                    _ if at > 0 => vec![],
                    Chi::Ente(n) => self.listed(*n, &words, span),
                    Chi::Tutti => self.say(&words, span),
                };
                let or_dash = |words: Option<String>| words.unwrap_or_else(|| "–".to_owned());
                let mark = if conto.noto && !conto.completo { "*" } else { "" };
                partial |= !mark.is_empty();
                let own = conto.a_persona();
                // The average is already of two decimals, as print shows it, and what lacks is counted from those.
                let verdict = own.filter(|_| *anno >= ORE_DAL).map(|ore| match ore.mancanti(ORE_DOVUTE) {
                    missing if missing == Ore::default() => "raggiunte".to_owned(),
                    // The hours are at least those: what is missing is no more than this.
                    missing if !mark.is_empty() => format!("mancano al massimo {}", missing.esteso()),
                    missing => format!("mancano {}", missing.esteso()),
                });
                // A person is not offered the lines of other bodies, so the row of all bodies together has no hours
                // offered.
                let offered = (!several || *chi != Chi::Tutti).then_some(conto.offerte);
                let least =
                    if offered.is_some_and(|ore| ore != Ore::default()) && !conto.offerte_note { "*" } else { "" };
                partial |= !least.is_empty();
                let hours = conto.noto.then_some(conto.ore);
                let people = conto.dipendenti.map(u64::from);
                let own_words = or_dash(own.map(Ore::esteso)) + if own.is_some() { mark } else { "" };
                let said: [(String, Value); 6] = [
                    (anno.to_string(), u64::try_from(*anno).ok().into()),
                    (or_dash(offered.map(|ore| ore.to_string())) + least, offered.map(Ore::numero).into()),
                    (or_dash(hours.map(|ore| ore.to_string())) + mark, hours.map(Ore::numero).into()),
                    (or_dash(people.map(thousands)), people.into()),
                    (own_words, own.map(Ore::numero).into()),
                    (or_dash(verdict.clone()), verdict.as_deref().into()),
                ];
                let mut cells: Vec<Cell> = vec![first.into()];
                for (words, value) in said {
                    // The asterisk says that the number is a minimum, and is not part of it.
                    let least = words.ends_with('*');
                    let cell = Cell::new(self.say(&words, span), value);
                    cells.push(if least { cell.and("nota", "almeno") } else { cell });
                }
                let total = several && *chi == Chi::Tutti;
                rows.push(Row { continues: usize::from(at > 0), total, ..Row::new(cells, span) });
            }
        }
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        let mut notes = vec!["Ore offerte: quelle di chi segue tutte le linee. Ore in totale: quelle di ogni linea moltiplicate per i suoi partecipanti. Ore a persona: le ore in totale divise per i dipendenti. Le 40 ore all’anno sono quelle della direttiva sulla formazione del 14 gennaio 2025.".to_owned()];
        if partial {
            notes.push(
                "* Almeno: qualche linea non dice le ore o i partecipanti, o non li divide fra gli enti.".to_owned(),
            );
        }
        for words in notes {
            self.nota_sotto(&words, span, out);
        }
    }
}

fn punto(label: &str, role: Role, ore: Ore) -> ChartPoint {
    ChartPoint { label: label.to_owned(), role, value: ore.numero().as_f64(), printed: ore.to_string() }
}

fn grafico(title: &str, points: Vec<ChartPoint>) -> Chart {
    let alt = format!("Grafico a barre. {}.", Chart::in_words(title, "ore", &points));
    Chart { title: title.to_owned(), unit: "ore".into(), points, alt }
}
