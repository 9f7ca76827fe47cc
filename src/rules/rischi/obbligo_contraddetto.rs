//! A duty that is declared not to apply is not contradicted by the plan itself.

use crate::base::span::{Span, Spanned, interi};
use crate::base::text::flat_words;
use crate::piano::element::incarico::{Incarico, Ruolo};
use crate::piano::settings::{Momento, Tipo};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0628", "obbligo-contraddetto", include_str!("obbligo_contraddetto.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for obbligo in interi(&cx.piano.elementi.obblighi) {
        let o = &obbligo.value;
        let Some(reason) = &o.assente else { continue };
        let page = o.sottosezione.as_ref().map_or_else(String::new, |page| flat_words(&page.value).join(" "));
        let Some((there, what)) = nel_piano(cx, &page) else { continue };
        let name = o.sottosezione.as_ref().map_or(o.contenuto.value.trim(), |page| page.value.trim());
        out.push(
            REGOLA
                .at(reason.span, format!("«{name}»: si dice che l’obbligo non si applica, ma {what}"))
                .other(there, "è qui")
                .help("al posto di `assente` scrivi chi produce i dati, chi li pubblica ed entro quando: `produce = \"…\"`, `pubblica = \"…\"`, `termine = \"…\"`"),
        );
    }
}

/// What of the plan is published in that page of «Amministrazione trasparente», and where the plan has it.
fn nel_piano(cx: &Cx<'_>, page: &str) -> Option<(Span, &'static str)> {
    let performance = || {
        let section = cx.sezione("2.2").filter(|section| section.front.assente.is_none())?;
        section.front.sezione.as_ref().map(|numero| numero.span)
    };
    let report = cx.set.momento.value == Momento::Consuntivo || cx.set.tipo == Tipo::Relazione;
    match page {
        "piano della performance" => Some((performance()?, "il piano ha la sezione 2.2, «Performance»")),
        "relazione sulla performance" if report => Some((cx.set.momento.span, "questo documento è la relazione")),
        "relazione sulla performance" => {
            Some((performance()?, "il piano ha la sezione 2.2, «Performance», e a fine anno se ne rende conto"))
        }
        page if page.starts_with("titolari di incarichi dirigenziali") => {
            let is_one = |incarico: &&Spanned<Incarico>| incarico.value.ruolo.value == Ruolo::Dirigente;
            let manager = interi(&cx.piano.elementi.incarichi).find(is_one)?;
            Some((manager.value.ruolo.span, "fra gli incarichi c’è un dirigente"))
        }
        _ => None,
    }
}
