//! The grid of probability and impact, for a plan that judges its risks with numbers.

use super::super::quotes::straight;
use super::Lower;
use crate::base::span::Span;
use crate::conti::rischi::Rischi;
use crate::document::*;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::{Processo, Rischio};
use crate::piano::element::row::Profile;
use std::collections::BTreeMap;

impl<'a> Lower<'a> {
    /// The grid of probability and impact, with the codes of the processes whose events are in each cell.
    pub(super) fn griglia(
        &mut self,
        rischi: &Rischi<'a>,
        shown: &[Pos<Processo>],
        span: Span,
    ) -> (Vec<Column>, Vec<Row>) {
        let massimo = rischi.regole.massimo().clamp(1, 10);
        let mut places: BTreeMap<(u32, u32), Vec<Pos<Processo>>> = BTreeMap::new();
        for pos in shown {
            for rischio in self.piano[*pos].value.rischi.iter().map(|rischio| &rischio.value) {
                let (Some(p), Some(i)) = (rischio.probabilita, rischio.impatto) else { continue };
                let here = places.entry((p.value, i.value)).or_default();
                if !here.contains(pos) {
                    here.push(*pos);
                }
            }
        }
        let mut header = vec![("Probabilità".to_owned(), Profile::Testo)];
        header.extend((1..=massimo).map(|i| (format!("Impatto {i}"), Profile::Testo)));
        let mut rows = Vec::new();
        for p in (1..=massimo).rev() {
            let mut cells = vec![Cell::new(self.say(&p.to_string(), span), u64::from(p))];
            for i in 1..=massimo {
                let here = places.remove(&(p, i)).unwrap_or_default();
                let step = rischi.regole.dal_prodotto(p * i);
                let word = step.map_or_else(String::new, |step| straight(rischi.parola(step)));
                cells.push(self.cella_mappa(rischi, step, &here, &word, span));
            }
            rows.push(Row::new(cells, span));
        }
        (self.columns(&header, span), rows)
    }

    /// Tells the risks that have no place in the grid.
    pub(super) fn fuori_dalla_griglia(
        &mut self,
        rischi: &Rischi<'a>,
        shown: &[Pos<Processo>],
        span: Span,
        out: &mut Vec<Block>,
    ) {
        let massimo = rischi.regole.massimo().clamp(1, 10);
        let placed = |rischio: &Rischio| {
            let numbers = rischio.probabilita.zip(rischio.impatto);
            numbers.is_some_and(|(p, i)| [p, i].iter().all(|n| (1..=massimo).contains(&n.value)))
        };
        let outside = |pos: &Pos<Processo>| self.piano[*pos].value.rischi.iter().filter(|r| !placed(&r.value)).count();
        let found = shown.iter().map(|pos| (*pos, outside(pos))).filter(|(_, many)| *many > 0);
        let (of, many): (Vec<Pos<Processo>>, Vec<usize>) = found.unzip();
        let count: usize = many.iter().sum();
        if count == 0 {
            return;
        }
        let lead = match count {
            1 => "Un rischio non è nella griglia, perché non ha probabilità e impatto: è di ".to_owned(),
            many => format!("{many} rischi non sono nella griglia, perché non hanno probabilità e impatto: sono di "),
        };
        let mut words = self.say(&lead, span);
        words.extend(self.codici_di(&of, span));
        words.extend(self.say(".", span));
        self.nota_con(words, span, out);
    }
}
