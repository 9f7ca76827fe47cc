//! An acronym stands for one thing.

use crate::rules::vocabolario::doppi;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0509", "sigla-doppia", include_str!("sigla_doppia.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let termini = cx.piano.elementi.termini.iter().map(|termine| &termine.value);
    let sigle = termini.filter_map(|termine| Some((termine.sigla.as_ref()?, &termine.nome.value)));
    for doppio in doppi(sigle.map(|(sigla, nome)| (sigla.value.trim(), sigla.span, (sigla.value.trim(), nome)))) {
        let (sigla, nome) = doppio.ancora.1;
        out.push(
            REGOLA
                .doppio(&doppio, format!("la sigla «{sigla}» è di due termini: «{}» e «{nome}»", doppio.prima.1.1))
                .note("nel testo la sigla resta sola: nessuno dei due nomi le è messo accanto")
                .help("unisci i due termini, o togli la `sigla` a quello che nel testo si scrive per esteso"),
        );
    }
}
