//! An act of the data is cited somewhere.

use crate::index::What;
use crate::piano::each_prose;
use crate::piano::element::Element;
use crate::piano::element::Kind;
use crate::piano::element::atto::Atto;
use crate::piano::prose::Inline;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::nota("P1213", "atto-non-citato", include_str!("atto_non_citato.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A part of the plan that could not be read may cite the act.
    if cx.piano.incompleto.nomi || !cx.illeggibili.is_empty() || cx.sources.partial {
        return;
    }
    let mut cited: BTreeSet<usize> = BTreeSet::new();
    each_prose(cx.piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Cite { name, .. } = inline {
                cited.extend(cx.index.find(&name.value).into_iter().filter_map(|thing| match thing.what {
                    What::Element(Kind::Atto, n) => Some(n),
                    _ => None,
                }));
            }
        });
    });
    let references = cx.piano.citazioni.iter().filter(|citation| citation.kind == Kind::Atto);
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
