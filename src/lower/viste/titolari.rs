//! The units with who holds them, from when to when, and the days of the year on which nobody does.

use super::super::quotes::straight;
use super::Lower;
use crate::base::text::capital;
use crate::conti::campi::select;
use crate::conti::performance::copertura::{scoperture, titolari};
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use crate::piano::vista::Vista;

impl<'a> Lower<'a> {
    pub(super) fn titolari(
        &mut self,
        vista: &'a Vista,
        anchor: Option<Id>,
        caption: Option<Cell>,
        out: &mut Vec<Block>,
    ) {
        let span = vista.span;
        let mut rows = Vec::new();
        for unita in select(self.piano, self.index, vista, Kind::Unita) {
            let Some(element) = self.piano.elementi.unita.get(unita) else { continue };
            let nome = straight(&element.value.nome.value);
            let name = match &element.value.codice {
                Some(code) => format!("{} – {nome}", code.value),
                None => nome,
            };
            let mut anchor = self.home(Kind::Unita, unita, span);
            // In its home a thing is not a link to itself.
            let mut name =
                if anchor.is_some() { self.say(&name, span) } else { self.listed(Kind::Unita, unita, &name, span) };
            let mut first = true;
            let mut add = |cells: [Cell; 4]| {
                let mut all = vec![if first { std::mem::take(&mut name) } else { vec![] }];
                all.extend(cells);
                rows.push(Row {
                    anchor: anchor.take(),
                    cells: all,
                    continues: usize::from(!first),
                    total: false,
                    span,
                });
                first = false;
            };
            let holders = titolari(self.piano, self.index, unita);
            if holders.is_empty() {
                let dash = || self.say("–", span);
                add([vec![Inline::Strong(self.say("Nessun titolare indicato", span))], dash(), dash(), dash()]);
            }
            for n in &holders {
                let Some(incarico) = self.piano.elementi.incarichi.get(*n) else { continue };
                let incarico = &incarico.value;
                let who = incarico.persona.as_ref().map_or_else(|| "–".to_owned(), |p| straight(&p.value));
                let mut ruolo = self.say(&capital(incarico.ruolo.value.label()), span);
                if let Some(nota) = &incarico.nota {
                    ruolo.push(Inline::Text { text: format!(" ({})", straight(&nota.value)), span });
                }
                let day = |day: Option<crate::base::giorno::Giorno>| match day {
                    Some(day) => day.to_string(),
                    None => "–".to_owned(),
                };
                let dal = self.say(&day(incarico.dal.map(|d| d.value)), span);
                let al = self.say(&day(incarico.al.map(|d| d.value)), span);
                add([self.say(&who, span), ruolo, dal, al]);
            }
            for (from, to) in scoperture(self.piano, &holders, self.set.anno()) {
                let gap = vec![Inline::Strong(self.say("Scoperta", span))];
                add([gap, self.say("–", span), self.say(&from.to_string(), span), self.say(&to.to_string(), span)]);
            }
        }
        let header = [
            ("Unità", Profile::Testo),
            ("Titolare", Profile::Testo),
            ("Ruolo", Profile::Testo),
            ("Dal", Profile::Data),
            ("Al", Profile::Data),
        ];
        let columns = self.columns(&header, span);
        let caption = caption.unwrap_or_else(|| self.say("Unità organizzative e titolari", span));
        self.push_table(vista, anchor, caption, columns, rows, out);
    }
}
