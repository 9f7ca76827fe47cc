//! Terminations and hires are of a year of the triennium.

use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0735", "anno-del-triennio", include_str!("anno_del_triennio.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let anni: Vec<i16> = cx.set.anni().collect();
    let (Some(first), Some(last)) = (anni.first(), anni.last()) else { return };
    let all = &cx.piano.elementi;
    let leave = all.cessazioni.iter().map(|record| ("questa cessazione", record.value.anno));
    let enter = all.assunzioni.iter().map(|record| ("questa assunzione", record.value.anno));
    for (what, anno) in leave.chain(enter).filter(|(_, anno)| !anni.contains(&anno.value)) {
        out.push(
            REGOLA
                .at(anno.span, format!("{what} è del {}, fuori dal triennio", anno.value))
                .help(format!("gli anni del piano vanno dal {first} al {last}")),
        );
    }
}
