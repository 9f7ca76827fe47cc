//! A procedure to be made simpler says how long it takes and how long it will take, which is less.

use crate::piano::element::misura::Decimale;
use crate::piano::element::procedura::Procedura;
use crate::piano::element::target::Target;
use crate::piano::element::value::Dovuto;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::avviso("P1026", "tempi-procedura", include_str!("tempi_procedura.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DL80_2021_6_2_E)
    .origine(&["N21"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    if !cx.intero() {
        return;
    }
    let all = &cx.piano.elementi.procedure;
    let without = |p: &Procedura| p.tempo_attuale.is_none() || p.tempo_obiettivo.is_none();
    let missing: Vec<_> =
        cx.piano.elementi.each::<Procedura>().filter(|(_, p)| without(&p.value) && p.intero).collect();
    // When no procedure of the plan says them, one message is given for the whole plan.
    let never = missing.len() == all.len() && missing.len() > 1;
    for (pos, procedura) in missing.iter().take(if never { 1 } else { usize::MAX }) {
        let p = &procedura.value;
        let (what, write) = match (p.tempo_attuale.is_none(), p.tempo_obiettivo.is_none()) {
            (true, true) => {
                ("quanto dura oggi né quanto dovrà durare", "`tempo_attuale = 45` e `tempo_obiettivo = 30`, in giorni")
            }
            (true, false) => ("quanto dura oggi", "`tempo_attuale = 45`, in giorni"),
            _ => ("quanto dovrà durare", "`tempo_obiettivo = 30`, in giorni"),
        };
        let mut problem = REGOLA.at(p.titolo.span, format!("della procedura {} non si dice {what}", cx.nome(*pos)));
        if never {
            problem = problem.note(format!("nessuna delle {} procedure ha i due tempi", all.len()));
        }
        out.push(
            problem.help(format!("aggiungi {write}; se il tempo non è stato misurato, `{{ assente = \"motivo\" }}`")),
        );
    }
    for (pos, procedura) in cx.piano.elementi.each::<Procedura>() {
        let p = &procedura.value;
        let (Some(Dovuto::Valore(now)), Some(Dovuto::Valore(then))) = (&p.tempo_attuale, &p.tempo_obiettivo) else {
            continue;
        };
        let Some((before, unit)) = misura(p, &now.value) else { continue };
        // The last year is the goal: a year on the way may still be as it is now.
        let Some((_, last)) = then.iter().last() else { continue };
        let Some((after, other)) = misura(p, &last.value) else { continue };
        if other != unit {
            out.push(
                REGOLA
                    .at(last.span, format!("i due tempi della procedura {} non sono nella stessa unità", cx.nome(pos)))
                    .label(format!("{after} {other}"))
                    .other(now.span, format!("{before} {unit}"))
                    .help(format!(
                        "scrivi i due tempi nella stessa unità, per esempio in {unit}: così si vede se si accorciano"
                    )),
            );
            continue;
        }
        if after >= before {
            let how = if after == before { "uguale al" } else { "più lungo del" };
            out.push(
                REGOLA
                    .at(last.span, format!("il tempo obiettivo della procedura {} è {how} tempo attuale", cx.nome(pos)))
                    .label(format!("{after} {unit}"))
                    .other(now.span, format!("{before} {unit}"))
                    .help("scrivi in `tempo_obiettivo` un tempo più breve; se i due sono scambiati, scambiali"),
            );
        }
    }
}

/// A time as a number and its unit, written one way.
fn misura(procedura: &Procedura, target: &Target) -> Option<(Decimale, String)> {
    let (value, unit) = target.valore()?;
    let unit = if unit.is_empty() { procedura.unita_misura() } else { unit };
    let unit = unit.to_lowercase();
    Some((
        value,
        match unit.as_str() {
            "giorno" | "gg" | "gg." | "g" => "giorni".to_owned(),
            "mese" => "mesi".to_owned(),
            "ora" => "ore".to_owned(),
            _ => unit,
        },
    ))
}
