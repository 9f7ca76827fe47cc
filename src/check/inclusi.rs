//! What a text taken from another plan says here otherwise than there, without a word of it being changed: a view that shows fewer
//! records, a figure that is another because it is computed on the records of this plan.

use crate::conti::fatti::Fatti;
use crate::diag::codes::{P0175, P0176};
use crate::diag::{Diagnostic, Diagnostics};
use crate::lingua::articoli::di_ente;
use crate::piano::element::quanti;
use crate::piano::prose::{BlockKind, Inline};
use crate::piano::vista::Shows;
use crate::piano::{Piano, each_prose};

/// Facts that are of the body or of the plan that shows them: they are meant to be others here.
const PROPRI: [&str; 2] = ["ente.", "piano."];

/// Reports it.
pub fn inclusi(piano: &Piano, fatti: &Fatti, diags: &mut Diagnostics) {
    if piano.padroni.is_empty() || piano.incompleto.fatti {
        return;
    }
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let (Some(n), BlockKind::View(vista)) = (block.span.file.vicino(), &block.kind) else { return };
            let (Some(padrone), Shows::Elements(kind)) = (piano.padroni.get(&n), vista.shows) else { return };
            let Some((esterna, _)) = piano.esterne.piani.get(&padrone.nome) else { return };
            let info = kind.info();
            let there = esterna.schede.get(info.plural).copied().unwrap_or_default();
            let all = piano.elementi.of(kind);
            let instead = |span| piano.al_posto_di(span).is_some_and(|other| other.nome == padrone.nome);
            let here = all.iter().filter(|e| e.span.file.vicino() == Some(n) || instead(e.span)).count();
            if here >= there {
                return;
            }
            let (few, plan) = (quanti(here, "scheda", "schede"), &padrone.nome);
            let message =
                format!("la vista inclusa `piao:{}` qui ha {few} delle {there} del piano `{plan}`", info.plural);
            let mut problem = Diagnostic::at(P0175, vista.span, message)
                .note("una vista mostra le schede del piano in cui sta")
                .help(format!(
                    "in un file di dati scrivi:\n[[includi]]\nda = \"{}\"\nschede = [\"{}\"]",
                    padrone.nome, info.table
                ));
            if let Some(place) = padrone.includi {
                problem = problem.other(place, "da qui il piano include le schede");
            }
            diags.push(problem);
        });
        prose.inlines(&mut |inline| {
            let Inline::Fact { name } = inline else { return };
            let Some(padrone) = piano.padrone(name.span) else { return };
            let Some((esterna, _)) = piano.esterne.piani.get(&padrone.nome) else { return };
            let base = Fatti::base(&name.value);
            let here = fatti.get(&base).and_then(|fatto| fatto.scritto(None));
            let (Some(here), Some(there)) = (here, esterna.fatti.get(&base)) else { return };
            if here != *there && !PROPRI.iter().any(|own| base.starts_with(own)) {
                diags.push(
                    Diagnostic::at(P0176, name.span, format!("nel testo incluso `[={base}]` qui vale «{here}»"))
                        .note(format!("nel piano {} vale «{there}»: il fatto si calcola sulle schede del piano in cui sta", di_ente(&esterna.ente)))
                        .help("se parla di questo ente va bene così; altrimenti includi tutte le schede da cui si calcola"),
                );
            }
        });
    });
}
