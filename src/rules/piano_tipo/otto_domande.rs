//! An objective of public value answers the eight questions of the Piano-tipo.

use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::errore("P1021", "otto-domande", include_str!("otto_domande.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_ALLEGATO_2_1)
    .origine(&["N16"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() {
        return;
    }
    for (n, obiettivo) in cx.piano.elementi.each::<ObiettivoVp>().filter(|(_, o)| o.intero) {
        let o = &obiettivo.value;
        let missing: Vec<&str> =
            o.domande().into_iter().filter(|(_, there)| !there).map(|(question, _)| question).collect();
        if missing.is_empty() {
            continue;
        }
        let nome = cx.nome(n);
        let mut problem = REGOLA
            .at(o.titolo.span, format!("l’obiettivo di valore pubblico {nome} non dice {}", missing.join(", né ")));
        let fields = [
            (o.valore.is_none(), "`valore = \"…\"`"),
            (o.strategia.is_none(), "`strategia = \"…\"`"),
            (o.destinatari.is_none(), "`destinatari = \"…\"`"),
            (o.scadenza.is_none(), "`scadenza = \"31/12/2029\"`"),
        ];
        let write: Vec<String> =
            fields.iter().filter(|(missing, _)| *missing).map(|(_, write)| (*write).to_owned()).collect();
        if !write.is_empty() {
            problem = problem.help(format!(
                "aggiungi all’obiettivo {}; se una risposta non c’è, `{{ assente = \"motivo\" }}`",
                elenco(&write)
            ));
        }
        if o.indicatori.is_empty() {
            problem = problem
                .help("aggiungi un `[[obiettivo_vp.indicatore]]` con `testo`, `formula`, `base`, `target` e `fonte`");
        }
        // The first two show what to do with the others.
        for indicatore in o.indicatori.iter().filter(|i| !campi(&i.value).is_empty()).take(2) {
            problem = problem.help(format!(
                "aggiungi all’indicatore «{}» {}",
                cx.parole(indicatore.value.testo),
                elenco(&campi(&indicatore.value))
            ));
        }
        out.push(problem);
    }
}

/// The fields that an indicator lacks, in the form in which they are written.
fn campi(indicatore: &Indicatore) -> Vec<String> {
    let all = [
        (indicatore.formula.is_none(), "`formula = { numeratore = \"…\", denominatore = \"…\" }`"),
        (indicatore.base.is_none(), "`base = { anno = 2026, valore = \"…\" }`"),
        (indicatore.target.is_none() && indicatore.scala.is_empty(), "`target = { 2027 = \"…\", 2029 = \"…\" }`"),
        (indicatore.fonte.is_none(), "`fonte = \"…\"`"),
    ];
    all.into_iter().filter(|(missing, _)| *missing).map(|(_, write)| write.to_owned()).collect()
}
