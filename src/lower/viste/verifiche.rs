//! The long table of objectives with how they are verified: one objective, up to as many rows as it has verifications.

use super::super::quotes::straight;
use super::{Asked, Lower};
use crate::conti::campi::scelti;
use crate::document::*;
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
            for (at, verifica) in obiettivo.verifiche.iter().enumerate() {
                let first = at == 0;
                let tempi = verifica.value.tempi.as_ref().map(|tempo| Valore::Testo(tempo.value.parola.clone()));
                let cells = vec![
                    if first { std::mem::take(&mut title) } else { vec![] },
                    self.value(&Valore::Prosa(verifica.value.strumento), verifica.span),
                    self.value(&(&verifica.value.atteso).into(), verifica.span),
                    self.value(&tempi.unwrap_or(Valore::Vuoto), verifica.span),
                ];
                rows.push(Row {
                    anchor: anchor.clone().filter(|_| first),
                    continues: usize::from(!first),
                    ..Row::new(cells, verifica.span)
                });
            }
        }
        let columns = ["Obiettivo", "Strumento di verifica", "Risultato atteso", "Tempi"]
            .map(|name| Column { header: self.say(name, span), profile: Profile::Testo })
            .into();
        let caption = caption.unwrap_or_else(|| self.say("Obiettivi e strumenti di verifica", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out }, columns, rows);
    }
}
