//! The plan is approved by its term: 31 January, or thirty days after the term of the budget where a decree defers that.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::piano::settings::{Momento, Stato};
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::avviso("P1012", "termine-approvazione", include_str!("termine_approvazione.md"), check)
        .fonte(fonti::DM132_2022_7_8)
        .origine(&["N08"]);

/// From how many days before the term it is told.
const PREAVVISO: i32 = 30;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let set = cx.set;
    // A plan that is being monitored was approved already, and an update has no term.
    let updated = set.versioni.iter().any(|versione| versione.value.numero.value > 1);
    if !cx.intero() || set.momento.value != Momento::Approvazione || updated || !cx.lette_le_impostazioni() {
        return;
    }
    // A term of another year is told by another rule, and the days to it mean nothing.
    let other = |bilancio: &Spanned<Giorno>| Some(bilancio.value.anno()) != set.anni().next();
    let Some(termine) = set.termine().filter(|_| !set.termini.bilancio.as_ref().is_some_and(other)) else { return };
    let place = set.termini.bilancio.map_or(set.triennio.span, |bilancio| bilancio.span);
    let act = set.deliberazione.as_ref().and_then(|act| act.giorno());
    let (day, span, message) = match act {
        Some(day) if day > termine => {
            let late = giorni(termine, day);
            (
                day,
                cx.tabella("deliberazione"),
                format!("il piano è approvato il {day}, {late} dopo il termine del {termine}"),
            )
        }
        Some(_) => return,
        // An approved plan without its day is told by another rule.
        None if set.stato == Stato::Approvato => return,
        None => {
            let message = match distanza(cx.oggi, termine) {
                n if n > PREAVVISO => return,
                0 => format!("oggi, {termine}, è l’ultimo giorno per approvare il piano"),
                n if n > 0 => {
                    let verb = if n == 1 { "manca" } else { "mancano" };
                    format!("il piano va approvato entro il {termine}: {verb} {}", giorni(cx.oggi, termine))
                }
                _ => format!(
                    "il termine per approvare il piano, il {termine}, è passato da {}",
                    giorni(termine, cx.oggi)
                ),
            };
            (cx.oggi, place, message)
        }
    };
    let mut problem = REGOLA.at(span, message);
    problem = problem.note(match set.termini.bilancio {
        Some(bilancio) => format!("il termine è quello del bilancio, il {}, più 30 giorni", bilancio.value),
        None => "senza un rinvio del bilancio il termine è il 31 gennaio del primo anno".to_owned(),
    });
    if act.is_none() {
        problem = problem.note(format!("i giorni si contano dal {day}: la data del piano, o quella di `--oggi`"));
    }
    let deferred = "se un decreto ha rinviato il bilancio scrivi in `piao.toml`:\n[termini]\nbilancio = \"GG/MM/AAAA\"\ndecreto = \"DM Interno GG/MM/AAAA\"";
    out.push(match (set.termini.bilancio, day > termine) {
        (None, _) => problem.help(deferred),
        (Some(_), true) => problem.help(
            "controlla `bilancio` in `[termini]`; se il ritardo è vero, ammettilo con `[[ammetti]]` e il suo motivo",
        ),
        (Some(_), false) => problem.help("una volta approvato, scrivi la data nella tabella `[deliberazione]`"),
    });
}

/// Days from `from` to `to`; negative when it is past.
fn distanza(from: Giorno, to: Giorno) -> i32 {
    from.0.until(to.0).map_or(0, |span| span.get_days())
}

fn giorni(from: Giorno, to: Giorno) -> String {
    match distanza(from, to) {
        1 => "1 giorno".to_owned(),
        n => format!("{n} giorni"),
    }
}
