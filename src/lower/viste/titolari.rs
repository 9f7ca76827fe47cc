//! The view of the units and of the persons who hold them, with the dates, and with the days of the year on which nobody
//! does.

use super::super::quotes::straight;
use super::{Asked, Lower, senza_colonne_vuote};
use crate::base::giorno::Giorno;
use crate::base::text::capital;
use crate::conti::campi::scelti;
use crate::conti::performance::copertura::scoperture;
use crate::document::*;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;

impl<'a> Lower<'a> {
    pub(super) fn titolari(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let mut rows = Vec::new();
        for unita in scelti::<Unita>(self.piano, self.index, vista) {
            let element = &self.piano[unita];
            let nome = straight(&element.value.nome.value);
            let words = match &element.value.codice {
                Some(code) => format!("{} – {nome}", code.value),
                None => nome.clone(),
            };
            let mut anchor = self.home(unita, span);
            // A unit whose home is this view does not link to itself.
            let words = if anchor.is_some() { self.say(&words, span) } else { self.listed(unita, &words, span) };
            let mut name = Cell::new(words, nome.as_str());
            if let Some(code) = &element.value.codice {
                name = name.and("codice", code.value.as_str());
            }
            let mut first = true;
            let mut add = |cells: [Cell; 4]| {
                let mut row = vec![if first { std::mem::take(&mut name) } else { Cell::default() }];
                row.extend(cells);
                rows.push(Row { anchor: anchor.take(), continues: usize::from(!first), ..Row::new(row, span) });
                first = false;
            };
            let holders = self.holders.get(&unita).cloned().unwrap_or_default();
            if holders.is_empty() {
                let dash = || self.say("–", span).into();
                add([vec![Inline::Strong(self.say("Nessun titolare indicato", span))].into(), dash(), dash(), dash()]);
            }
            for holder in &holders {
                let incarico = &self.piano[*holder].value;
                let who = incarico.persona.as_ref().map_or_else(|| "–".to_owned(), |p| straight(&p.value));
                let role = capital(incarico.ruolo.value.label());
                let mut ruolo = Cell::new(self.say(&role, span), role.as_str());
                if let Some(nota) = incarico.nota.as_ref().map(|nota| straight(&nota.value)) {
                    ruolo.words.push(Inline::Text { text: format!(" ({nota})"), span });
                    ruolo = ruolo.and("nota", nota.as_str());
                }
                let day = |day: Option<Giorno>| {
                    Cell::new(self.say(&day.map_or_else(|| "–".to_owned(), |day| day.to_string()), span), day)
                };
                let (dal, al) = (day(incarico.dal.map(|d| d.value)), day(incarico.al.map(|d| d.value)));
                add([self.say(&who, span).into(), ruolo, dal, al]);
            }
            for (from, to) in scoperture(self.piano, &holders, self.set.anno()) {
                let gap = vec![Inline::Strong(self.say("Scoperta", span))];
                let day = |day: Giorno| Cell::new(self.say(&day.to_string(), span), day);
                add([gap.into(), self.say("–", span).into(), day(from), day(to)]);
            }
        }
        // Who answers for the whole body, as a secretary, holds no unit.
        let whole: Vec<_> = match vista.dove.is_empty() {
            true => self.piano.elementi.each::<Incarico>().map(|(pos, record)| (pos, &record.value)).collect(),
            false => vec![],
        };
        let whole =
            whole.into_iter().filter(|(_, incarico)| incarico.unita.is_none() && incarico.ruolo.value.answers());
        for (pos, incarico) in whole {
            let place = self.piano[pos].span;
            let who = incarico.persona.as_ref().map_or_else(|| "–".to_owned(), |p| straight(&p.value));
            let role = capital(incarico.ruolo.value.label());
            let mut ruolo = Cell::new(self.say(&role, place), role.as_str());
            let shared = incarico.convenzione.as_ref().map(|with| format!("in convenzione {}", with.value.trim()));
            for (name, nota) in
                [("convenzione", shared), ("nota", incarico.nota.as_ref().map(|nota| nota.value.clone()))]
            {
                let Some(nota) = nota.map(|nota| straight(&nota)) else { continue };
                ruolo.words.push(Inline::Text { text: format!(" ({nota})"), span: place });
                ruolo = ruolo.and(name, nota.as_str());
            }
            let day = |day: Option<Giorno>| {
                Cell::new(self.say(&day.map_or_else(|| "–".to_owned(), |day| day.to_string()), place), day)
            };
            let (dal, al) = (day(incarico.dal.map(|d| d.value)), day(incarico.al.map(|d| d.value)));
            rows.push(Row::new(
                [self.say("Tutto l’ente", place).into(), self.say(&who, place).into(), ruolo, dal, al],
                place,
            ));
        }
        let header = [
            ("Unità", Profile::Testo),
            ("Titolare", Profile::Testo),
            ("Ruolo", Profile::Testo),
            ("Dal", Profile::Data),
            ("Al", Profile::Data),
        ];
        let mut columns = self.columns(&header, span);
        // A plan that names nobody, or tells no days, has no column for them. The register of the offices keeps them.
        senza_colonne_vuote(&mut columns, &mut rows);
        let caption = caption.unwrap_or_else(|| self.say("Unità organizzative e titolari", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }
}
