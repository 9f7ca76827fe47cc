//! The views of work away from the office: the five conditions, the numbers by year, what can be done from outside.

use super::super::quotes::straight;
use super::spesa::di_piu_enti;
use super::{Asked, Lower};
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::enti;
use crate::conti::rischi::{Chiamato, Rischi};
use crate::document::*;
use crate::piano::element::lavoro_agile::{CONDIZIONI, LavoroAgile};
use crate::piano::element::misura::{Decimale, PerAnno, Percento};
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Profile, Valore};
use crate::piano::element::target::Target;
use crate::piano::element::value::{Dovuto, Testo};
use std::collections::BTreeSet;

impl<'a> Lower<'a> {
    /// The five conditions, each with how it is met; then the other things that the record says, one a row.
    pub(super) fn lavoro_agile(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, mut anchor, caption, out } = asked;
        let span = vista.span;
        let shown = scelti::<LavoroAgile>(self.piano, self.index, vista);
        if shown.is_empty() {
            let caption = caption.unwrap_or_else(|| self.say("Il lavoro agile", span));
            self.nulla(Asked { vista, anchor, caption: Some(caption), out }, "Nessun dato sul lavoro agile.");
            return;
        }
        let named = di_piu_enti(shown.iter().map(|pos| &self.piano[*pos].value.ente));
        for pos in shown {
            let record = &self.piano[pos];
            let (agile, place) = (&record.value, record.span);
            let home = self.home(pos, span);
            let mut caption = caption.clone().unwrap_or_else(|| self.say("Le condizioni del lavoro agile", span));
            if named {
                caption.extend(self.say(&format!(": {}", self.nome_ente_di(agile.ente.as_ref())), span));
            }
            let fields = [
                "regolamento",
                "ccnl",
                "giorni",
                "esclusi",
                "priorita",
                "contattabilita",
                "salute_sicurezza",
                "formazione",
            ];
            let mut rows = Vec::new();
            if let Some(reason) = &agile.assente {
                rows.push(self.condizione(
                    "L’ente non usa il lavoro agile",
                    self.say(&straight(&reason.value), place),
                    place,
                ));
            }
            for ((_, words), said) in CONDIZIONI.iter().zip(agile.condizioni()) {
                let value = match said {
                    Some(Dovuto::Valore(testo)) => self.value(&Valore::Prosa(*testo), place),
                    Some(Dovuto::Assente(reason)) => self.value(&Valore::Assente(reason.clone()), place),
                    // Who does not use it owes nothing else.
                    None if agile.assente.is_some() => continue,
                    None => self.say("–", place),
                };
                rows.push(self.condizione(words, value, place));
            }
            for campo in self.fields(crate::piano::element::Kind::LavoroAgile, pos.n()) {
                if fields.contains(&campo.name) && !matches!(campo.value, Valore::Vuoto) {
                    let value = self.value(&campo.value, place);
                    rows.push(self.condizione(campo.label, value, place));
                }
            }
            if let Some(first) = rows.first_mut() {
                first.anchor = home;
            }
            let columns = self.columns(&[("Condizione", Profile::Testo), ("Come si rispetta", Profile::Testo)], span);
            self.push_table(
                Asked { vista, anchor: anchor.take(), caption: Some(caption), out: &mut *out },
                columns,
                rows,
            );
        }
    }

    fn condizione(&self, words: &str, value: Words, span: Span) -> Row {
        Row::new([self.say(words, span), value], span)
    }

    /// People, agreements and days by year, with what follows from them; then the indicators. Counts of people that are too small are not
    /// printed, nor is what would tell them.
    pub(super) fn indicatori_agile(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, mut anchor, caption, out } = asked;
        let span = vista.span;
        let shown = scelti::<LavoroAgile>(self.piano, self.index, vista);
        let named = di_piu_enti(shown.iter().map(|pos| &self.piano[*pos].value.ente));
        for pos in shown {
            let agile = &self.piano[pos].value;
            let all = [&agile.dipendenti, &agile.giornate, &agile.accordi];
            let mut years: BTreeSet<i16> = all.iter().filter_map(|of| of.as_ref()).flat_map(PerAnno::anni).collect();
            if years.is_empty() && all.iter().any(|of| of.is_some()) {
                years.insert(self.set.anno());
            }
            if !years.is_empty() {
                let first = self.set.anni().next().unwrap_or_default();
                let mut header = vec![("Che cosa".to_owned(), Profile::Testo)];
                header.extend(years.iter().map(|year| {
                    let words = if *year >= first { format!("{year} (atteso)") } else { year.to_string() };
                    (words, Profile::Numero)
                }));
                let columns = self.columns(&header, span);
                let rows = self.righe_agile(agile, &years, span);
                let mut caption = caption.clone().unwrap_or_else(|| self.say("Il lavoro agile, anno per anno", span));
                if named {
                    caption.extend(self.say(&format!(": {}", self.nome_ente_di(agile.ente.as_ref())), span));
                }
                self.push_table(
                    Asked { vista, anchor: anchor.take(), caption: Some(caption), out: &mut *out },
                    columns,
                    rows,
                );
            }
            if !agile.indicatori.is_empty() {
                let level = self.place.heading;
                self.indicatori(&agile.indicatori, level, span, out);
            }
        }
    }

    fn righe_agile(&self, agile: &LavoroAgile, years: &BTreeSet<i16>, span: Span) -> Vec<Row> {
        let riserbo = &self.set.riserbo;
        // A share is of the staff of the same body; of one that is not known nothing is computed.
        let ente = agile.ente.as_ref().map(|rif| self.index.rif(rif));
        let staff = |year: i16| match ente {
            Some(None) => None,
            Some(ente) => enti::dipendenti(self.piano, ente, year),
            None => enti::dipendenti(self.piano, None, year),
        };
        // What is computed from a count that is not printed would tell it, and of a bound nothing can be computed.
        let told =
            |year: i16| LavoroAgile::esatte(agile.dipendenti.as_ref(), year).filter(|_| !agile.pochi(year, riserbo));
        let cell = |words: Option<String>, value: Value| match words {
            Some(words) => Cell::new(self.say(&straight(&words), span), value),
            None => Cell::new(self.say("–", span), Value::Nothing),
        };
        let written = |all: &Option<PerAnno<Spanned<Target>>>, year: i16, persons: bool| {
            let Some(target) = all.as_ref().and_then(|all| all.di(year)).map(|target| &target.value) else {
                return cell(None, Value::Nothing);
            };
            let words = if persons { LavoroAgile::in_parole(target, riserbo) } else { target.to_string() };
            let hidden = persons && words != target.to_string();
            let value = LavoroAgile::esatto(all.as_ref(), year).filter(|_| !hidden);
            cell(Some(words), value.into())
        };
        let days = |year: i16| LavoroAgile::esatto(agile.giornate.as_ref(), year);
        let mut rows = Vec::new();
        let mut add = |name: &str, each: &dyn Fn(i16) -> Cell| {
            let cells: Vec<Cell> = years.iter().map(|year| each(*year)).collect();
            if cells.iter().any(|cell| plain(cell) != "–") {
                rows.push(Row::new(std::iter::once(Cell::from(self.say(name, span))).chain(cells), span));
            }
        };
        add("Persone in lavoro agile", &|year| written(&agile.dipendenti, year, true));
        add("Quota del personale", &|year| {
            let share = told(year).zip(staff(year)).and_then(|(count, staff)| Percento::parte(count, i64::from(staff)));
            cell(share.map(Percento::esteso), share.into())
        });
        add("Accordi", &|year| written(&agile.accordi, year, true));
        add("Giornate", &|year| match agile.pochi(year, riserbo) {
            true => cell(None, Value::Nothing),
            false => written(&agile.giornate, year, false),
        });
        add("Giornate a persona in un mese", &|year| {
            let mean = told(year).filter(|count| *count > 0).zip(days(year)).map(|(count, days)| {
                // Twelve months; to the hundredth, halves up.
                let hundredths = (days.0 * 2 / 100 + count * 12).div_euclid(count * 24);
                Decimale(hundredths * 100)
            });
            cell(mean.map(Decimale::esteso), mean.into())
        });
        rows
    }

    /// What can be done away from the office, by unit.
    pub(super) fn attivita_agili(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let rischi = Rischi::di(self.piano, self.index);
        let mut rows = Vec::new();
        let shown = scelti::<LavoroAgile>(self.piano, self.index, vista);
        let named = di_piu_enti(shown.iter().map(|pos| &self.piano[*pos].value.ente));
        for pos in shown {
            let whose = self.nome_ente_di(self.piano[pos].value.ente.as_ref());
            for attivita in &self.piano[pos].value.attivita {
                let Spanned { value: a, span: place, .. } = attivita;
                let chi: Vec<Chiamato> = a.unita.iter().filter_map(|chi| rischi.chiamato(chi)).collect();
                let who = rischi.valore(&chi, *place);
                let text = |testo: Option<Testo>| testo.map_or(Valore::Vuoto, Valore::Prosa);
                let said = capital(a.agile.label());
                let mut cells: Vec<Cell> = vec![
                    self.value(&Valore::Prosa(a.testo), *place).into(),
                    self.cella(&who, *place),
                    Cell::new(self.say(&said, *place), said.as_str()),
                    self.cella(&text(a.motivo), *place),
                ];
                if named {
                    cells.insert(1, Cell::new(self.say(&whose, *place), whose.as_str()));
                }
                rows.push(Row::new(cells, *place));
            }
        }
        let mut header = vec![
            ("Attività", Profile::Testo),
            ("Chi la svolge", Profile::Testo),
            ("Da fuori", Profile::Testo),
            ("Perché", Profile::Testo),
        ];
        if named {
            header.insert(1, ("Ente", Profile::Testo));
        }
        let columns = self.columns(&header, span);
        let caption = caption.unwrap_or_else(|| self.say("Che cosa si può fare da fuori", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// What the card of the record has under its fields.
    pub(super) fn parti_agile(&mut self, pos: Pos<LavoroAgile>, level: u8, span: Span, out: &mut Vec<Block>) {
        let agile = &self.piano[pos].value;
        if !agile.fattori.is_empty() {
            self.parte("Che cosa lo rende possibile", level, span, out);
            let names = [
                ("Fattore", Profile::Testo),
                ("Di che genere", Profile::Testo),
                ("Ora", Profile::Testo),
                ("Da raggiungere", Profile::Testo),
            ];
            let mut rows = Vec::with_capacity(agile.fattori.len());
            for fattore in &agile.fattori {
                let Spanned { value: f, span: place, .. } = fattore;
                let base = f.base.as_ref().map_or_else(|| "–".to_owned(), |base| straight(&base.value.to_string()));
                let target = f.target.as_ref().map(|target| target.parole(&|target| target.value.to_string()));
                let cells = [
                    self.value(&Valore::Prosa(f.testo), *place),
                    self.say(f.tipo.label(), *place),
                    self.say(&base, *place),
                    self.say(&straight(&target.unwrap_or_else(|| "–".to_owned())), *place),
                ];
                rows.push(Row::new(cells, *place));
            }
            let columns = self.columns(&names, span);
            self.bare_table(columns, rows, span, out);
        }
        self.indicatori(&agile.indicatori, level, span, out);
    }
}
