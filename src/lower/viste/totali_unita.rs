//! The view that compares the units: how many objectives each has, the sum of their weights, the weighted outcomes.

use super::super::quotes::straight;
use super::tabella_unita::{PERCHE_RISERVATO, RISERVATO};
use super::{Asked, Lower};
use crate::conti::campi::scelti;
use crate::conti::performance::parti;
use crate::conti::performance::quadro::Quadro;
use crate::conti::requisiti::di_ogni_sezione;
use crate::document::*;
use crate::lingua::numeri::lettere;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;

impl<'a> Lower<'a> {
    pub(super) fn totali_unita(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let shown = scelti::<Unita>(self.piano, self.index, vista);
        let tables = Quadro::tutti(self.piano, self.index);
        let quadri: Vec<_> =
            tables.iter().filter(|(unita, quadro)| shown.contains(unita) && !quadro.solo_di_tutte()).collect();
        // A moment of the year at which no unit has an outcome has no column.
        let measured: Vec<Momento> = Momento::ALL
            .into_iter()
            .filter(|momento| {
                quadri.iter().any(|(_, quadro)| quadro.esito(*momento).is_some() || quadro.riservato(*momento))
            })
            .collect();
        let mut header = vec![
            ("Unità".to_owned(), Profile::Testo),
            ("Obiettivi".into(), Profile::Numero),
            ("Di cui valutati".into(), Profile::Numero),
            ("Somma dei pesi".into(), Profile::Numero),
        ];
        header
            .extend(measured.iter().map(|m| (format!("Esito ponderato al {}", self.set.giorno(*m)), Profile::Numero)));
        let mut columns = self.columns(&header, span);
        let mut rows = Vec::with_capacity(quadri.len());
        let mut private = false;
        for (unita, quadro) in quadri {
            let element = &self.piano[*unita].value;
            let nome = straight(&element.nome.value);
            let code = element.codice.as_ref().map(|code| code.value.as_str());
            let words = code.map_or_else(|| nome.clone(), |code| format!("{code} – {nome}"));
            let name = Cell::new(self.listed(*unita, &words, span), nome.as_str());
            let mut cells = vec![code.into_iter().fold(name, |name, code| name.and("codice", code))];
            let counted = quadro.righe.iter().filter(|riga| riga.conta).count();
            for number in [quadro.vivi(self.piano), counted] {
                cells.push(Cell::new(self.say(&number.to_string(), span), number));
            }
            let percent = |total: Option<Percento>, words: Option<String>| {
                Cell::new(self.say(&words.unwrap_or_else(|| "–".into()), span), total)
            };
            cells.push(percent(quadro.peso(), quadro.peso().map(|peso| peso.to_string())));
            for (at, momento) in measured.iter().enumerate() {
                let total = quadro.esito(*momento);
                if quadro.riservato(*momento) {
                    private = true;
                    cells.push(self.say(RISERVATO, span).into());
                    continue;
                }
                // The last outcome is drawn as a bar, with a mark for the one before.
                if at + 1 < measured.len() {
                    cells.push(percent(total, total.map(Percento::esteso)));
                } else {
                    let before = measured.iter().rev().nth(1).and_then(|before| quadro.esito(*before));
                    cells.push(Cell::new(self.media(total, before, span), total));
                }
            }
            rows.push(Row::new(cells, span));
        }
        Self::con_scala(&mut columns, &rows);
        let caption = caption.unwrap_or_else(|| self.say("I totali delle unità", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        if private {
            self.nota_sotto(&format!("{PERCHE_RISERVATO}."), span, out);
        }
        // Those of other sections stand in the table of a unit only with a weight.
        let told =
            |pos: &Pos<Obiettivo>| tables.iter().flat_map(|(_, quadro)| &quadro.righe).any(|r| r.obiettivo == *pos);
        let theirs = |pos: &Pos<Obiettivo>| {
            parti(self.piano, self.index, *pos).iter().any(|parte| parte.in_tabella() && shown.contains(&parte.unita))
        };
        let others = di_ogni_sezione(self.piano).map(|(pos, _)| pos).filter(|pos| theirs(pos) && !told(pos));
        match others.count() {
            0 => {}
            1 => self.nota_sotto(
                "Un altro obiettivo, di un’altra sezione del piano, non ha un peso e non è contato.",
                span,
                out,
            ),
            n => {
                let words = format!(
                    "Altri {} obiettivi, di altre sezioni del piano, non hanno un peso e non sono contati.",
                    lettere(n as u64)
                );
                self.nota_sotto(&words, span, out);
            }
        }
    }
}
