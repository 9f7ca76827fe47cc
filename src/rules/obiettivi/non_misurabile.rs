//! What is expected can be found done or not done.

use crate::base::span::Span;
use crate::piano::element::target::Atteso;
use crate::piano::element::value::{Dovuto, Testo};
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::nota("P0333", "non-misurabile", include_str!("non_misurabile.md"), check).origine(&["NOT-MEASURABLE"]);

/// Expected results, each the whole of it, that nobody can find reached or missed.
const VAGHI: [&str; 26] = [
    "riscontro",
    "un riscontro",
    "riscontro positivo",
    "secondo disponibilita",
    "in base alle disponibilita",
    "secondo necessita",
    "al bisogno",
    "quando necessario",
    "ove possibile",
    "per quanto possibile",
    "nei tempi previsti",
    "rispetto dei tempi",
    "rispetto delle scadenze",
    "rispetto dei termini",
    "rispetto del cronoprogramma",
    "buon esito",
    "esito positivo",
    "miglioramento",
    "miglioramento del servizio",
    "mantenimento",
    "mantenimento del servizio",
    "attivita ordinaria",
    "attivita continuativa",
    "monitoraggio costante",
    "massimo impegno",
    "compatibilmente con le risorse",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in vivi_scritti(cx) {
        let o = &obiettivo.value;
        let whole = match o.risultato_atteso {
            Some(Dovuto::Valore(testo)) => Some(testo),
            Some(Dovuto::Assente(_)) | None => None,
        };
        // A result with a number or a day beside its words is measured by that.
        let results =
            o.risultati.iter().filter(|r| r.value.target.is_none() && r.value.entro.is_none()).map(|r| r.value.testo);
        let measured = !(o.indicatori.is_empty() && o.risultati.is_empty() && o.verifiche.is_empty());
        let texts = whole
            .filter(|_| !measured)
            .into_iter()
            .chain(results)
            .chain(o.verifiche.iter().flat_map(|v| v.value.righe()).filter_map(|riga| riga.atteso));
        for testo in texts {
            out.extend(vago_testo(cx, testo).map(|(span, words)| problem(span, &words)));
        }
        for (_, target) in o.indicatori.iter().flat_map(|i| i.value.ogni_target()) {
            if matches!(target.value.atteso, Atteso::Parole) && vago(&target.value.parola) {
                out.push(problem(target.span, target.value.parola.trim()));
            }
        }
    }
}

fn problem(span: Span, words: &str) -> Diagnostic {
    REGOLA
        .at(span, format!("«{words}» non si può misurare"))
        .note("alla fine dell’anno due persone devono poter dire allo stesso modo se è raggiunto")
        .help("scrivi che cosa si deve vedere, quanto e per quando: «almeno 80 % delle risposte entro 30 giorni», «relazione approvata entro ottobre»")
}

/// A text of one paragraph that says nothing to be measured.
fn vago_testo(cx: &Cx<'_>, testo: Testo) -> Option<(Span, String)> {
    let all = cx.discorsi(testo);
    let [one] = all.as_slice() else { return None };
    let words = one.parole.trim();
    let start = one.parole.len() - one.parole.trim_start().len();
    vago(words).then(|| Some((one.span(start..start + words.len())?, words.to_owned())))?
}

fn vago(words: &str) -> bool {
    let words = crate::base::text::flat(words);
    VAGHI.contains(&words.as_str())
}
