//! Something is done about each event of corruption.

use crate::base::span::interi;
use crate::base::text::short;
use crate::conti::requisiti::senza_misura;
use crate::rules::vocabolario::{Mancanza, insieme};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P0604", "rischio-senza-misura", include_str!("rischio_senza_misura.md"), check)
        .fonte(fonti::PNA_2019_1)
        .origine(&["N39"])
        .contenuto("2.3");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut none = Vec::new();
    for processo in interi(&cx.piano.elementi.processi) {
        let p = &processo.value;
        let bare = senza_misura(p);
        let title = short(&p.titolo.value);
        match bare.as_slice() {
            [] => {}
            // A process without any measure is one mistake, however many its events.
            all if all.len() == p.rischi.len() => none.push(Mancanza {
                che_cosa: String::new(),
                problema: REGOLA
                    .at(p.titolo.span, format!("il processo «{title}» ha dei rischi e nessuna misura"))
                    .label("manca `misure`")
                    .help("aggiungi `misure = [\"…\"]` con gli id di `[[misura_prevenzione]]`, qui o sotto ciascun rischio"),
                nome: title,
            }),
            some => out.extend(some.iter().map(|rischio| {
                let event = cx.parole(rischio.value.evento);
                REGOLA
                    .at(rischio.span, format!("per il rischio «{event}» non c’è una misura"))
                    .other(p.titolo.span, "è di questo processo")
                    .help("aggiungi `misure = [\"…\"]` al rischio, o al processo se valgono per tutti i suoi rischi")
            })),
        }
    }
    insieme(none, out);
}
