//! The views of the duties to publish: who does what by when, and what is looked at in each year.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::obbligo::Obbligo;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;

impl<'a> Lower<'a> {
    /// The duties by their page of «Amministrazione trasparente»; under them, those that do not apply, with the reason.
    pub(super) fn trasparenza(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let shown = scelti::<Obbligo>(self.piano, self.index, vista);
        let (due, others): (Vec<_>, Vec<_>) = shown.into_iter().partition(|pos| self.piano[*pos].value.dovuto());
        let caption = caption.unwrap_or_else(|| self.say("Gli obblighi di pubblicazione", span));
        let control = due.iter().any(|pos| self.piano[*pos].value.controllo.is_some());
        let mut header = vec![
            ("Pagina", Profile::Testo),
            ("Che cosa si pubblica", Profile::Testo),
            ("Chi produce i dati", Profile::Testo),
            ("Chi li pubblica", Profile::Testo),
            ("Termine", Profile::Testo),
        ];
        header.extend(control.then_some(("Come si controlla", Profile::Testo)));
        let mut rows = Vec::new();
        for (page, here) in self.per_pagina(&due) {
            rows.push(self.testa_pagina(&page, header.len(), span));
            for pos in here {
                rows.push(self.riga_obbligo(pos, control, span));
            }
        }
        let columns = self.columns(&header, span);
        if !rows.is_empty() || others.is_empty() {
            self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
        }
        if others.is_empty() {
            return;
        }
        let header = [
            ("Pagina", Profile::Testo),
            ("Che cosa si pubblica", Profile::Testo),
            ("Perché non si applica", Profile::Testo),
        ];
        let mut rows = Vec::with_capacity(others.len());
        for pos in others {
            let obbligo = &self.piano[pos];
            let (o, place) = (&obbligo.value, obbligo.span);
            let anchor = self.home(pos, span);
            let reason = o.assente.as_ref().map_or_else(String::new, |reason| straight(reason.value.trim()));
            // Two duties of one page are told apart by its part.
            let page = match o.sottosezione.as_ref().map(|words| words.value.trim()) {
                Some(under) if !under.is_empty() => format!("{}, {under}", o.nome_della_pagina()),
                _ => o.nome_della_pagina().to_owned(),
            };
            let cells = [
                self.say(&straight(&page), place),
                self.say(&straight(&o.contenuto.value), place),
                self.say(&reason, place),
            ];
            rows.push(Row { anchor, ..Row::new(cells, place) });
        }
        let columns = self.columns(&header, span);
        let caption = self.say("Gli obblighi che non si applicano", span);
        self.push_table(Asked { vista, anchor: None, caption: Some(caption), out }, columns, rows);
    }

    fn riga_obbligo(&mut self, pos: Pos<Obbligo>, control: bool, view: crate::base::span::Span) -> Row {
        let obbligo = &self.piano[pos];
        let (o, span) = (&obbligo.value, obbligo.span);
        let anchor = self.home(pos, view);
        let under = o.sottosezione.as_ref().map_or_else(|| "–".to_owned(), |words| straight(&words.value));
        let what = self.rivisto(span, &["contenuto"], self.say(&straight(&o.contenuto.value), span));
        let mut what = self.aggiunto(span, Kind::Obbligo.info().noun, what);
        if let Some(norma) = &o.norma {
            what.push(Inline::Break);
            let words = self.link_norms(self.say(&straight(&norma.value), span));
            what.push(Inline::Small(self.rivisto(span, &["norma"], words)));
        }
        let under = self.rivisto(span, &["sottosezione"], self.say(&under, span));
        let mut cells: Vec<Cell> = vec![under.into(), Cell::from(what)];
        for name in
            ["produce", "pubblica", "termine", "controllo"].into_iter().filter(|name| control || *name != "controllo")
        {
            let value = self.campo_di(pos, name);
            let cell = self.cella(&value, span);
            cells.push(self.rivista(span, &[name], cell));
        }
        Row { anchor, ..Row::new(cells, span) }
    }

    /// The duties by page, in the order in which the pages come.
    fn per_pagina(&self, all: &[Pos<Obbligo>]) -> Vec<(String, Vec<Pos<Obbligo>>)> {
        let mut out: Vec<(String, Vec<Pos<Obbligo>>)> = Vec::new();
        for pos in all {
            let page = straight(self.piano[*pos].value.nome_della_pagina());
            match out.iter_mut().find(|(known, _)| *known == page) {
                Some((_, here)) => here.push(*pos),
                None => out.push((page, vec![*pos])),
            }
        }
        out
    }

    /// A row that heads those below it.
    fn testa_pagina(&self, words: &str, columns: usize, span: crate::base::span::Span) -> Row {
        let mut head = Cell::from(self.say(&capital(words), span));
        head.values.push(("Sezione di Amministrazione trasparente".into(), words.into()));
        let cells = std::iter::once(head).chain(std::iter::repeat_with(Cell::default)).take(columns);
        Row { heads: true, ..Row::new(cells, span) }
    }

    /// How many duties of each page are looked at in each year of the triennium. The number says more than the year again would.
    pub(super) fn campione(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let years: Vec<i16> = self.set.anni().collect();
        let shown: Vec<_> = scelti::<Obbligo>(self.piano, self.index, vista)
            .into_iter()
            .filter(|pos| self.piano[*pos].value.dovuto())
            .collect();
        let caption = caption.unwrap_or_else(|| self.say("Quanti obblighi si controllano, anno per anno", span));
        let mut header = vec![("Sezione di Amministrazione trasparente".to_owned(), Profile::Testo)];
        header.extend(years.iter().map(|year| (year.to_string(), Profile::Numero)));
        header.push(("Obblighi".into(), Profile::Numero));
        let counts = |here: &[Pos<Obbligo>]| -> Vec<usize> {
            let of = |year: &i16| {
                let sampled = |pos: &&Pos<Obbligo>| self.piano[**pos].value.campione.0.iter().any(|a| a.value == *year);
                here.iter().filter(sampled).count()
            };
            years.iter().map(of).chain([here.len()]).collect()
        };
        let groups = self.per_pagina(&shown);
        let row = |name: &str, counts: Vec<usize>| {
            let number = |n: usize| {
                let words = if n == 0 { "–".to_owned() } else { n.to_string() };
                Cell::new(self.say(&words, span), n)
            };
            let cells = std::iter::once(Cell::new(self.say(name, span), name)).chain(counts.into_iter().map(number));
            Row::new(cells, span)
        };
        let mut rows: Vec<Row> = groups.iter().map(|(page, here)| row(page, counts(here))).collect();
        if rows.len() > 1 {
            rows.push(Row { total: true, ..row("In tutto", counts(&shown)) });
        }
        let columns = self.columns(&header, span);
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }
}
