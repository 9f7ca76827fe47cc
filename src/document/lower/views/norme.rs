//! The norms that the plan cites, each with its address and with where it is cited. Its rows come when all the plan is
//! lowered: see `lower::norme`.

use super::Lower;
use crate::document::*;
use crate::view::Vista;

impl<'a> Lower<'a> {
    pub(super) fn norme(&mut self, vista: &'a Vista, anchor: Option<Id>, caption: Option<Cell>, out: &mut Vec<Block>) {
        let span = vista.span;
        let header = ["Norma", "Citata in"];
        let columns = header.map(|name| Column { header: self.say(name, span), profile: Profile::Testo }).into();
        let caption = caption.unwrap_or_else(|| self.say("Norme citate nel piano", span));
        self.push_table(vista, anchor, caption, columns, vec![], out);
        self.norme.viste.insert(span);
    }
}
