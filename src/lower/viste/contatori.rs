//! The view that counts, for every line of the tree, the nodes of each level and the objectives.

use super::{Asked, Lower};
use crate::base::text::capital;
use crate::conti::performance::contatori::{contatori, plurale};
use crate::conti::performance::tolti;
use crate::document::*;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::row::Profile;

impl<'a> Lower<'a> {
    pub(super) fn contatori(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let livelli = &self.set.albero.livelli;
        let counts = contatori(self.piano, self.index, livelli.len());
        let below = counts.iter().map(|count| count.nodi.len()).max().unwrap_or_default();
        let level = |n: usize| livelli.get(n).map_or("livello", |name| name.value.as_str());
        let mut header = vec![(capital(level(0)), Profile::Testo)];
        header.extend((1..=below).map(|n| (capital(&plurale(level(n))), Profile::Numero)));
        header.push((capital(&plurale(&self.nome_obiettivo())), Profile::Numero));
        // Beside lines that are themselves transversal a column of zeros would deny it.
        let several = counts.iter().any(|count| count.trasversali > 0);
        header.extend(several.then(|| ("Di cui trasversali".to_owned(), Profile::Numero)));
        let columns = self.columns(&header, span);
        let mut rows = Vec::with_capacity(counts.len() + 1);
        let mut totals = vec![0usize; header.len() - 1];
        for count in &counts {
            let mut cells: Vec<Cell> = vec![self.luogo(count.nodo, span)];
            let nodes = (0..below).map(|n| count.nodi.get(n).copied().unwrap_or_default());
            for (n, number) in nodes.chain([count.obiettivi]).chain(several.then_some(count.trasversali)).enumerate() {
                cells.push(Cell::new(self.say(&number.to_string(), span), number));
                if let Some(total) = totals.get_mut(n) {
                    *total += number;
                }
            }
            rows.push(Row::new(cells, span));
        }
        let mut cells: Vec<Cell> = vec![self.say("Totale", span).into()];
        cells.extend(totals.iter().map(|total| Cell::new(self.say(&total.to_string(), span), *total)));
        rows.push(Row { total: true, ..Row::new(cells, span) });
        let count =
            |(number, (words, _)): (&usize, &(String, Profile))| Counter::new(number.to_string(), words.to_lowercase());
        let first = [(counts.len(), (plurale(level(0)), Profile::Numero))];
        let others = totals.iter().zip(header.iter().skip(1));
        let shown = first.iter().map(|(number, name)| (number, name)).chain(others).map(count).collect();
        self.push_counters(shown, "I conti di ogni ramo", true, span, out);
        let caption = caption.unwrap_or_else(|| self.say("L’albero in numeri", span));
        self.push_table(Asked { vista, anchor, caption: Some(caption), out: &mut *out }, columns, rows);
        let placed = self.piano.elementi.each::<Obiettivo>().map(|(_, o)| &o.value).filter(|o| o.nodo.is_some());
        if let Some(gone) = tolti(placed) {
            self.nota_sotto(&format!("Non contati: {gone}."), span, out);
        }
    }
}
