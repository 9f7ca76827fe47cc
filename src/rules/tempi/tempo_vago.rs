//! A time says when. «Quando possibile» is no day that anybody can find passed.

use crate::base::text::{flat, short};
use crate::rules::{Cx, Diagnostic, Regola, e_un_giorno};

pub static REGOLA: Regola = Regola::avviso("P0414", "tempo-vago", include_str!("tempo_vago.md"), check);

/// Times, each the whole of what is written, that name no moment, no interval and no event.
const VAGHI: [&str; 25] = [
    "quando possibile",
    "appena possibile",
    "ove possibile",
    "prima possibile",
    "il prima possibile",
    "quanto prima",
    "al piu presto",
    "se possibile",
    "nei tempi previsti",
    "nei termini previsti",
    "a breve",
    "in futuro",
    "prossimamente",
    "periodicamente",
    "periodico",
    "periodica",
    "saltuariamente",
    "di tanto in tanto",
    "spesso",
    "regolarmente",
    "costantemente",
    "al bisogno",
    "all occorrenza",
    "se necessario",
    "quando necessario",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // Where a time of the calendar is due, P0401 tells whatever is none.
    for tempo in cx.tempi_dei_fatti().filter(|tempo| !e_un_giorno(tempo)) {
        if VAGHI.contains(&flat(&tempo.value.parola).as_str()) {
            out.push(
                REGOLA
                    .at(tempo.span, format!("«{}» non dice quando", short(tempo.value.parola.trim())))
                    .note("chi controlla deve poter dire se il momento è passato")
                    .help("scrivi un giorno, ogni quanto, o il fatto che lo fa cominciare: \"31/12/2027\", \"ogni tre mesi\", \"entro 20 giorni dalla nomina\""),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_are_in_the_form_in_which_they_are_looked_for() {
        assert!(VAGHI.iter().all(|words| flat(words) == **words));
    }
}
