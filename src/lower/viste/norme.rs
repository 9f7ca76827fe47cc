//! The view of the norms that the plan cites, each with its address and the places that cite it. Its rows are added after
//! the whole plan is lowered: see `lower::norme`.

use super::{Asked, Lower};
use crate::document::*;
use crate::piano::element::row::Profile;

impl<'a> Lower<'a> {
    pub(super) fn norme(&mut self, asked: Asked<'a, '_>) {
        let Asked { vista, anchor, caption, out } = asked;
        let span = vista.span;
        let header = ["Norma", "Citata in"];
        let columns = header.map(|name| Column { header: self.say(name, span), profile: Profile::Testo }).into();
        let caption = caption.unwrap_or_else(|| self.say("Norme citate nel piano", span));
        // The table gets its number now, before its rows are known, because the numbers of the tables below depend on it.
        let number = self.table_number(true, anchor.as_ref());
        let table = Table { number, caption: Some(caption), columns, rows: vec![], row_headers: true, registro: None };
        out.push(Block { anchor, span: vista.span, kind: BlockKind::Table(table) });
        self.language.norme.viste.insert(span);
    }
}
