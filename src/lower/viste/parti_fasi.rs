//! The phases of an objective: their table, with weights, times, what is done and the points, and their drawing.

use super::super::quotes::straight;
use super::Lower;
use super::in_breve::punti;
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::performance::fasi::Fasi;
use crate::document::*;
use crate::lingua::tempo::Tempo;
use crate::piano::element::misura::{AlMomento, Momento, PerAnno, Percento, Peso};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::fase::{Fase, numeri};
use crate::piano::element::row::{Profile, Valore};
use crate::piano::settings;
use std::collections::BTreeSet;

/// What the column of points says.
const PUNTI: &str = "I punti sono il peso della fase per la parte fatta, e la loro somma è l’esito calcolato.";

impl<'a> Lower<'a> {
    pub(super) fn fasi(&mut self, obiettivo: &'a Obiettivo, level: u8, span: Span, out: &mut Vec<Block>) {
        let fasi = &obiettivo.fasi;
        if fasi.is_empty() {
            return;
        }
        self.parte("Fasi", level, span, out);
        // The years that have columns of their own. If no phase names a year, there is one pair of columns.
        let mut years: BTreeSet<i16> = fasi
            .iter()
            .flat_map(|fase| {
                let tempi = fase.value.tempi.iter().flat_map(PerAnno::anni);
                tempi.chain(fase.value.peso.iter().flat_map(PerAnno::anni))
            })
            .collect();
        // What has no year belongs to the year of the plan, which then needs a column.
        let bare = |fase: &Spanned<Fase>| {
            matches!(fase.value.tempi, Some(PerAnno::Uno(_))) || matches!(fase.value.peso, Some(PerAnno::Uno(_)))
        };
        if !years.is_empty() && fasi.iter().any(bare) {
            years.insert(self.set.anno());
        }
        // Beside the columns of several years the state stands under the words of the phase, or nothing could be read.
        let states = fasi.iter().any(|fase| fase.value.stato.is_some());
        let has_state = states && years.len() < 2;
        // The last moment at which each thing was measured heads its column.
        let moment = |at: fn(&Fase) -> Option<&AlMomento<Spanned<Percento>>>| {
            let all =
                fasi.iter().filter_map(|fase| at(&fase.value)).flat_map(|al| al.iter().map(|(momento, _)| momento));
            all.max()
        };
        let (done, given) = (moment(|f| f.completamento.as_ref()), moment(|f| f.realizzazione.as_ref()));
        let periods: Vec<Option<i16>> =
            if years.is_empty() { vec![None] } else { years.into_iter().map(Some).collect() };
        // A year has a column of times only if some phase has one, and of weights only if some phase counts. A note tells of a year
        // in which none does.
        let anno = self.set.anno();
        let pesi = |period| fasi.iter().filter_map(move |fase| peso_nel(&fase.value, period, anno));
        let weighs = |period| pesi(period).any(|peso| peso != Peso::NonValutato);
        let idle: Vec<String> = periods
            .iter()
            .filter(|period| pesi(**period).next().is_some() && !weighs(**period))
            .map(|period| period.map_or_else(String::new, |year| format!(" nel {year}")))
            .collect();
        let timed = |period| fasi.iter().any(|fase| tempo_nel(&fase.value, period, anno).is_some());
        let periods: Vec<(Option<i16>, bool, bool)> =
            periods.into_iter().map(|period| (period, weighs(period), timed(period))).collect();
        // Two columns for each of three years would leave hardly any room for the words of the phases.
        let insieme = periods.len() > 2;
        let mut names = vec![("N.".to_owned(), Profile::Codice), ("Attività".into(), Profile::Testo)];
        for (period, has_weight, has_time) in &periods {
            let name = |word: &str| period.map_or_else(|| word.to_owned(), |year| format!("{word} {year}"));
            if insieme && *has_weight && *has_time {
                names.push((name("Peso e tempi"), Profile::Testo));
                continue;
            }
            names.extend(has_weight.then(|| (name("Peso"), Profile::Numero)));
            names.extend(has_time.then(|| (name("Tempi"), Profile::Testo)));
        }
        names.extend(has_state.then(|| ("Stato".into(), Profile::Testo)));
        names.extend(done.map(|momento| (format!("Fatto al {}", self.set.giorno(momento)), Profile::Numero)));
        names.extend(given.map(|momento| (format!("Dell’obiettivo al {}", self.set.giorno(momento)), Profile::Numero)));
        // What each phase adds to the outcome, where all that it needs is known and the table has room for it.
        let counted = Fasi::of(obiettivo, anno).filter(|_| self.set.performance.calcolo == settings::Calcolo::Fasi);
        let points = counted.as_ref().filter(|_| given.is_none() && names.len() < 7);
        let points = points.zip(done).and_then(|(fasi, momento)| Some((fasi.punti(momento)?, fasi.esito(momento)?.0)));
        names.extend(points.as_ref().map(|_| ("Punti".to_owned(), Profile::Numero)));
        let names: Vec<(&str, Profile)> = names.iter().map(|(name, profile)| (name.as_str(), *profile)).collect();
        let mut columns = self.columns(&names, span);
        // Beside the columns of three years a bar would leave too little room for the words.
        let bars = names.len() < 9 && !insieme;
        // Points with decimals stand over points with decimals.
        let each = points.iter().flat_map(|(all, total)| all.iter().map(|(_, own)| own).chain([total]));
        let whole = each.into_iter().all(|one| one.0 % 100 == 0);
        let say_points = |points: Percento| if whole { points.numero() } else { punti(points) };
        let mut rows = Vec::with_capacity(fasi.len());
        for (fase, numero) in fasi.iter().zip(numeri(fasi)) {
            let f = &fase.value;
            let what = self.value(&Valore::Prosa(f.testo), fase.span);
            let mut what = self.aggiunto(fase.span, "fase", self.rivisto(fase.span, &["testo"], what));
            if let Some(result) = f.risultato_atteso {
                what.push(Inline::Break);
                let mut words = self.say("Risultato atteso: ", span);
                words.extend(self.value(&Valore::Prosa(result), fase.span));
                what.push(Inline::Small(words));
            }
            if !f.soggetti.is_empty() {
                let who: Vec<String> = f.soggetti.iter().map(|s| straight(&s.value)).collect();
                what.push(Inline::Break);
                what.push(Inline::Small(self.say(&format!("Soggetti: {}", who.join("; ")), span)));
            }
            if let Some(stato) = f.stato.filter(|_| !has_state) {
                what.push(Inline::Break);
                what.push(Inline::Small(self.say(&format!("Stato: {}", stato.label()), span)));
            }
            let mut cells = vec![self.say(&numero, span), what];
            for (period, has_weight, has_time) in &periods {
                let mut both = Vec::new();
                if *has_weight {
                    let peso = peso_nel(f, *period, anno);
                    let words = self.say(&peso.map_or_else(|| "–".to_owned(), |peso| peso.to_string()), span);
                    both.push(self.rivisto(fase.span, &campi("peso", *period, anno), words));
                }
                if *has_time {
                    let words = tempo_nel(f, *period, anno).map(|tempo| self.tempo(&tempo.value));
                    let words = self.say(&words.unwrap_or_else(|| "–".into()), span);
                    both.push(self.rivisto(fase.span, &campi("tempi", *period, anno), words));
                }
                match both.as_mut_slice() {
                    [peso, tempi] if insieme => {
                        let mut words = std::mem::take(peso);
                        // A phase without times in that year says its weight alone.
                        if plain(tempi) != "–" {
                            words.extend([Inline::Break, Inline::Small(std::mem::take(tempi))]);
                        }
                        cells.push(words);
                    }
                    _ => cells.extend(both),
                }
            }
            if has_state {
                cells.push(self.say(&f.stato.map_or_else(|| "–".into(), |stato| capital(stato.label())), span));
            }
            cells.extend(done.map(|momento| self.al_momento(f.completamento.as_ref(), momento, bars, span)));
            cells.extend(given.map(|momento| self.al_momento(f.realizzazione.as_ref(), momento, false, span)));
            cells.extend(points.as_ref().map(|(all, _)| {
                let own = all.iter().find(|(name, _)| *name == numero).map(|(_, points)| say_points(*points));
                self.say(own.as_deref().unwrap_or("–"), span)
            }));
            rows.push(Row::new(cells, fase.span));
        }
        // The sum of the weights of each year, and of what the phases give to the objective.
        let weights: Vec<Vec<Percento>> = periods
            .iter()
            .map(|(period, ..)| fasi.iter().filter_map(|fase| peso_nel(&fase.value, *period, anno)?.numero()).collect())
            .collect();
        if weights.iter().any(|column| column.len() > 1) {
            let sum = |column: &[Percento]| match column.is_empty() {
                true => "–".to_owned(),
                false => column.iter().copied().sum::<Percento>().to_string(),
            };
            let mut cells = vec![vec![], self.say("Totale", span)];
            for (column, (_, has_weight, has_time)) in weights.iter().zip(&periods) {
                cells.extend(has_weight.then(|| self.say(&sum(column), span)));
                cells.extend((*has_time && !(insieme && *has_weight)).then(Vec::new));
            }
            cells.extend(has_state.then(Vec::new));
            cells.extend(done.map(|_| vec![]));
            cells.extend(given.map(|momento| {
                let at = |fase: &Spanned<Fase>| Some(fase.value.realizzazione.as_ref()?.al(momento)?.value);
                // The sum without a phase that counts would not be of the objective.
                let counts = |fase: &&Spanned<Fase>| peso_nel(&fase.value, Some(anno), anno) != Some(Peso::NonValutato);
                let all: Option<Vec<Percento>> = fasi.iter().filter(counts).map(at).collect();
                self.say(&sum(&all.unwrap_or_default()), span)
            }));
            cells.extend(points.as_ref().map(|(_, total)| self.say(&say_points(*total), span)));
            rows.push(Row { total: true, ..Row::new(cells, span) });
        }
        Self::con_scala(&mut columns, &rows);
        let mut table = Table { number: None, caption: None, columns, rows, row_headers: true, registro: None };
        if fasi.iter().any(|fase| fase.value.gruppo.is_some()) {
            table.columns.insert(0, Column { header: self.say("Gruppo", span), profile: Profile::Testo });
            for (row, fase) in table.rows.iter_mut().zip(fasi) {
                let words = fase.value.gruppo.map(|words| self.value(&Valore::Prosa(words), fase.span));
                row.cells.insert(0, words.unwrap_or_default().into());
            }
            table.rows.iter_mut().filter(|row| row.total).for_each(|row| row.cells.insert(0, Cell::default()));
            table.raggruppa(&[0]);
        }
        // Before the table: under it they could be alone at the top of a page.
        let marked = periods
            .iter()
            .any(|(period, has_weight, _)| *has_weight && pesi(*period).any(|peso| peso == Peso::NonValutato));
        let mark = "«==»: la fase non conta in quell’anno";
        let mut notes: Vec<String> = marked.then(|| mark.to_owned()).into_iter().collect();
        notes.extend((!idle.is_empty()).then(|| format!("nessuna fase ha un peso{}", idle.join(", né"))));
        if !notes.is_empty() {
            self.nota_sotto(&format!("{}.", capital(&notes.join("; "))), span, out);
        }
        if points.is_some() {
            self.nota_sotto(PUNTI, span, out);
        }
        out.push(Block { anchor: None, span, kind: BlockKind::Table(table) });
        // A drawing of one bar would only repeat its row of the table.
        let drawn = self.righe_fasi(obiettivo);
        if drawn.iter().filter(|row| !row.bars.is_empty()).count() > 1 {
            self.push_gantt(None, None, drawn, self.stato_dei_lavori(), span, out);
        }
    }

    /// What a phase had reached at `momento`, and under it what it had reached before.
    fn al_momento(
        &self,
        values: Option<&AlMomento<Spanned<Percento>>>,
        momento: Momento,
        bar: bool,
        span: Span,
    ) -> Words {
        let at = |wanted: Momento| Some(values?.al(wanted)?.value);
        let before: Vec<(Momento, Percento)> =
            Momento::ALL.into_iter().filter(|one| *one < momento).filter_map(|one| Some((one, at(one)?))).collect();
        let now = at(momento);
        let mut words = match now {
            Some(now) if bar => self.barra(Some(now), before.last().map(|(_, value)| *value), span),
            _ => self.say(&now.map_or_else(|| "–".to_owned(), |now| now.to_string()), span),
        };
        for (one, value) in before {
            words.push(Inline::Break);
            words.push(Inline::Small(self.say(&format!("{value} al {}", self.set.giorno(one)), span)));
        }
        words
    }
}

/// Whether what is said of `year` holds in `period`. What has no year belongs to the year of the plan, `anno`.
fn nel(year: Option<i16>, period: Option<i16>, anno: i16) -> bool {
    year == period || (year.is_none() && period == Some(anno))
}

/// The time of a phase in a year, or the one that has no year.
fn tempo_nel(fase: &Fase, period: Option<i16>, anno: i16) -> Option<&Spanned<Tempo>> {
    let mut all = fase.tempi.iter().flat_map(PerAnno::iter);
    all.find(|(year, _)| nel(*year, period, anno)).map(|(_, tempo)| tempo)
}

/// The weight of a phase in a year, or the one that has no year.
fn peso_nel(fase: &Fase, period: Option<i16>, anno: i16) -> Option<Peso> {
    let mut all = fase.peso.iter().flat_map(PerAnno::iter);
    all.find(|(year, _)| nel(*year, period, anno)).map(|(_, peso)| peso.value)
}

/// The names under which a revision may speak of a field in a column of phases: with the year, and without it where what has no year
/// stands.
fn campi(campo: &str, period: Option<i16>, anno: i16) -> Vec<String> {
    let bare = nel(None, period, anno).then(|| campo.to_owned());
    bare.into_iter().chain(period.map(|year| format!("{campo}.{year}"))).collect()
}
