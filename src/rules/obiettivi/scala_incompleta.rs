//! A graded scale says the score of every day on which a thing can be done.

use crate::base::giorno::Giorno;
use crate::rules::confronti::{indicatori, vivi_scritti};
use crate::rules::{Cx, Diagnostic, Regola};
use jiff::civil::Date;

pub static REGOLA: Regola =
    Regola::avviso("P0334", "scala-incompleta", include_str!("scala_incompleta.md"), check).origine(&["SCALE-GAP"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(year_end) = Date::new(cx.anno, 12, 31).ok().map(Giorno) else { return };
    let of_indicators = indicatori(cx).map(|(o, i)| (o, "l’indicatore", i.value.testo, i.value.scala.as_slice()));
    let of_tools = vivi_scritti(cx).flat_map(|(_, o)| {
        let tools = o.value.verifiche.iter().filter(|verifica| verifica.intero).map(|verifica| &verifica.value);
        let rows = tools.flat_map(|v| v.righe().into_iter().map(move |riga| (v.strumento, riga.scala)));
        rows.map(move |(strumento, scala)| (&o.value, "lo strumento di verifica", strumento, scala))
    });
    for (obiettivo, what, testo, scala) in of_indicators.chain(of_tools) {
        let steps = scala.iter().map(|g| Some((g.entro.value.scadenza(cx.anno)?, g)));
        let Some(steps) = steps.collect::<Option<Vec<_>>>() else { continue };
        let Some((day, last)) = steps.into_iter().max_by_key(|(day, _)| *day) else { continue };
        let end = obiettivo.fine.as_ref().map_or(year_end, |fine| fine.value.min(year_end));
        // A step with score zero says what happens after the last day.
        if day >= end || (day.anno(), day.mese()) == (end.anno(), end.mese()) || last.punteggio.0 == 0 {
            continue;
        }
        out.push(
            REGOLA
                .at(last.entro.span, format!("la scala finisce il {day}: di quello che si fa dopo non dice il punteggio"))
                .note(format!("{what} è: {}; l’obiettivo si misura fino al {end}", cx.parole(testo)))
                .help(format!("aggiungi un ultimo gradino: `{{ entro = \"{end}\", punteggio = 50 }}` se dopo vale ancora qualcosa, `punteggio = 0` se non vale più niente")),
        );
    }
}
