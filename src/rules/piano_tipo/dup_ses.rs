//! In Comuni and their unions, public value comes from the strategic section of the DUP.

use crate::piano::element::Kind;
use crate::piano::element::ente::Tipo;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1022", "dup-ses", include_str!("dup_ses.md"), check)
    .ambito(Ambito::EntiLocali)
    .fonte(fonti::DM132_2022_3_2)
    .origine(&["N17"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // The bodies that Comuni make for their services have no DUP, and a simplified plan owes no section 2.1.
    let owes = matches!(cx.set.ente.tipo, Tipo::Comune | Tipo::Unione) && cx.set.profilo() == Profilo::Ordinario;
    if !cx.intero() || !owes {
        return;
    }
    let all = &cx.piano.elementi.obiettivi_vp;
    let missing: Vec<usize> = all
        .iter()
        .enumerate()
        .filter(|(_, o)| o.value.dup.is_none() && cx.letto_tutto(o.span))
        .map(|(n, _)| n)
        .collect();
    // When no record of the plan says it, one message is given for the whole plan.
    let never = missing.len() == all.len() && missing.len() > 1;
    for n in missing.iter().take(if never { 1 } else { usize::MAX }) {
        let Some(obiettivo) = all.get(*n) else { continue };
        let nome = cx.nome_di(Kind::ObiettivoVp, *n);
        let mut problem = REGOLA
            .at(
                obiettivo.value.titolo.span,
                format!("l’obiettivo di valore pubblico {nome} non dice da quale punto del DUP viene"),
            )
            .label("manca `dup`");
        if never {
            problem = problem.note(format!("nessuno dei {} obiettivi di valore pubblico lo dice", all.len()));
        }
        out.push(problem.help(
            "aggiungi il numero dell’obiettivo nella sezione strategica del DUP: `dup = \"SeS 3.1\"`; se non c’è, `dup = { assente = \"motivo\" }`",
        ));
    }
}
