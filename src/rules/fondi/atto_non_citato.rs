//! An act of the data is cited somewhere.

use crate::piano::element::Element;
use crate::piano::element::Kind;
use crate::piano::element::atto::Atto;
use crate::rules::vocabolario::citati;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::nota("P1213", "atto-non-citato", include_str!("atto_non_citato.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(mut cited) = citati(cx, Kind::Atto) else { return };
    let references = cx.piano.citazioni.iter().filter(|citation| citation.kinds == [Kind::Atto]);
    cited.extend(references.filter_map(|citation| cx.index.element(Kind::Atto, &citation.word.value)));
    for (n, atto) in cx.piano.elementi.each::<Atto>().filter(|(pos, _)| !cited.contains(&pos.n())) {
        let name = atto.value.label().unwrap_or_default();
        let cure = match cx.index.id(n) {
            Some(id) => format!("citalo dove serve con `[@{id}]`, o togli la scheda"),
            None => "citalo dove serve, o togli la scheda".to_owned(),
        };
        out.push(REGOLA.at(atto.value.oggetto.span, format!("nessuno cita questo atto: {name}")).help(cure));
    }
}
