//! An objective of public value answers the eight questions of the Piano-tipo.

use super::{Ambito, Cx, Fonte, Regola, elenco};
use crate::diag::{Diagnostic, Severity};
use crate::element::Kind;
use crate::element::obiettivo::indicatore::Indicatore;

pub(super) static REGOLA: Regola = Regola {
    codice: "P1021",
    nome: "otto-domande",
    livello: Severity::Errore,
    ambito: Ambito::Ordinario,
    fonte: Fonte::da_confermare("DM 30 giugno 2022, n. 132, allegato, sottosezione 2.1"),
    origine: &["N16"],
    check,
    ..Regola::BASE
};

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() {
        return;
    }
    for (n, obiettivo) in cx.piano.elementi.obiettivi_vp.iter().enumerate() {
        if !cx.letto_tutto(obiettivo.span) {
            continue;
        }
        let o = &obiettivo.value;
        let any = |lacks: &dyn Fn(&Indicatore) -> bool| {
            o.indicatori.is_empty() || o.indicatori.iter().any(|i| lacks(&i.value))
        };
        let fields = [
            (o.valore.is_none(), "quale valore pubblico crea", "valore = \"…\""),
            (o.strategia.is_none(), "con quale strategia", "strategia = \"…\""),
            (o.destinatari.is_none(), "a chi è rivolto", "destinatari = \"…\""),
            (o.scadenza.is_none(), "entro quando", "scadenza = \"31/12/2029\""),
        ];
        let parts = [
            (any(&|i| i.formula.is_none()), "come si misura"),
            (any(&|i| i.base.is_none()), "da dove si parte"),
            (any(&senza_target), "a quale traguardo si arriva"),
            (any(&|i| i.fonte.is_none()), "da dove vengono i dati"),
        ];
        let questions = fields.iter().map(|(missing, question, _)| (*missing, *question)).chain(parts);
        let missing: Vec<String> =
            questions.filter(|(missing, _)| *missing).map(|(_, question)| question.to_owned()).collect();
        if missing.is_empty() {
            continue;
        }
        let nome = cx.nome_di(Kind::ObiettivoVp, n);
        let mut problem =
            REGOLA.at(o.titolo.span, format!("l’obiettivo di valore pubblico {nome} non dice {}", missing.join(", né ")));
        let write: Vec<String> =
            fields.iter().filter(|(missing, ..)| *missing).map(|(.., write)| format!("`{write}`")).collect();
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
        // Two are enough to see what to do with the others.
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

/// A scale of terms is a target too.
fn senza_target(indicatore: &Indicatore) -> bool {
    indicatore.target.is_none() && indicatore.scala.is_empty()
}

/// What an indicator lacks, as it is written.
fn campi(indicatore: &Indicatore) -> Vec<String> {
    let all = [
        (indicatore.formula.is_none(), "`formula = { numeratore = \"…\", denominatore = \"…\" }`"),
        (indicatore.base.is_none(), "`base = { anno = 2026, valore = \"…\" }`"),
        (senza_target(indicatore), "`target = { 2027 = \"…\", 2029 = \"…\" }`"),
        (indicatore.fonte.is_none(), "`fonte = \"…\"`"),
    ];
    all.into_iter().filter(|(missing, _)| *missing).map(|(_, write)| write.to_owned()).collect()
}
