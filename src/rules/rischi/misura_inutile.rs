//! A specific measure is named by a process, and a general one says which it is.

use crate::base::text::short;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tipo};
use crate::rules::rischi::{letti, rischi};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0611", "misura-inutile", include_str!("misura_inutile.md"), check).contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !letti(cx) {
        return;
    }
    let rischi = rischi(cx);
    for (pos, misura) in cx.piano.elementi.each::<MisuraPrevenzione>() {
        let m = &misura.value;
        let title = short(&m.titolo.value);
        let id = cx.index.id(pos).map(ToString::to_string).unwrap_or_default();
        match m.tipo {
            Tipo::Specifica if rischi.trattati(pos).is_empty() => out.push(
                REGOLA
                    .at(m.titolo.span, format!("nessun processo ha la misura «{title}»"))
                    .note("una misura specifica è di alcuni processi, e sono loro a nominarla")
                    .help(format!("aggiungi `misure = [\"{id}\"]` ai processi che tratta; se è di tutto l’ente, `tipo = \"generale\"`")),
            ),
            Tipo::Generale if m.tema.is_none() => out.push(
                REGOLA
                    .at(m.titolo.span, format!("la misura generale «{title}» non dice quale è"))
                    .label("manca `tema`")
                    .help("aggiungi `tema = \"…\"`: `codice-comportamento`, `whistleblowing`, `formazione` e gli altri che elenca la guida"),
            ),
            Tipo::Generale | Tipo::Specifica => {}
        }
    }
}
