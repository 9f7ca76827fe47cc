//! The view of how objectives are verified: a long table in which an objective has a row for each result of each
//! verification.

use super::super::quotes::straight;
use super::cruscotto::gradini;
use super::{Asked, Lower};
use crate::base::span::Spanned;
use crate::conti::campi::scelti;
use crate::document::*;
use crate::piano::element::obiettivo::risultato::Verifica;
use crate::piano::element::row::Profile;
use crate::piano::element::row::Valore;

impl<'a> Lower<'a> {
    pub(super) fn verifiche(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let mut rows = Vec::new();
        for pos in scelti(self.piano, self.index, vista) {
            let obiettivo = self.obiettivo(pos);
            let anchor = self.home(pos, span);
            let mut title: Words = Vec::new();
            if let Some(code) = self.index.codice(pos) {
                title.push(Inline::Strong(self.say(code, span)));
                title.push(Inline::Text { text: " ".into(), span });
            }
            title.push(Inline::Text { text: straight(&obiettivo.titolo.value), span: obiettivo.titolo.span });
            if obiettivo.verifiche.is_empty() {
                let atteso: Valore = (&obiettivo.risultato_atteso).into();
                let term: Valore = (&obiettivo.scadenza).into();
                let cells = vec![title, self.say("–", span), self.value(&atteso, span), self.value(&term, span)];
                rows.push(Row { anchor, ..Row::new(cells, obiettivo.titolo.span) });
                continue;
            }
            for (at, mut row) in obiettivo.verifiche.iter().flat_map(|v| self.righe_verifica(v)).enumerate() {
                let first = at == 0;
                row.cells.insert(0, std::mem::take(&mut title).into());
                let anchor = anchor.clone().filter(|_| first);
                // The cell of a tool stands over several rows only inside the rows of one objective.
                rows.push(Row { anchor, continues: if first { 0 } else { row.continues + 1 }, ..row });
            }
        }
        let columns = ["Obiettivo", "Strumento di verifica", "Risultato atteso", "Tempi"]
            .map(|name| Column { header: self.say(name, span), profile: Profile::Testo })
            .into();
        let caption = caption.unwrap_or_else(|| self.say("Obiettivi e strumenti di verifica", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }

    /// The rows of a verification, three cells each, one row for each result. The cell of the tool stands over all of them.
    pub(super) fn righe_verifica(&mut self, verifica: &Spanned<Verifica>) -> Vec<Row> {
        let span = verifica.span;
        let mut rows = Vec::new();
        for (at, riga) in verifica.value.righe().into_iter().enumerate() {
            let tool = if at == 0 { self.value(&Valore::Prosa(verifica.value.strumento), span) } else { vec![] };
            let mut atteso = match riga.atteso {
                None if !riga.scala.is_empty() => vec![],
                atteso => self.value(&atteso.map_or(Valore::Vuoto, Valore::Prosa), span),
            };
            let steps: Vec<String> = gradini(riga.scala).collect();
            if !steps.is_empty() {
                atteso.extend((!atteso.is_empty()).then_some(Inline::Break));
                atteso.extend(self.righe(steps, span));
            }
            let tempi = riga.tempi.map_or_else(|| "–".to_owned(), |tempo| self.tempo(&tempo.value));
            let tempi = self.say(&tempi, span);
            rows.push(Row { continues: usize::from(at > 0), ..Row::new([tool, atteso, tempi], span) });
        }
        rows
    }
}
