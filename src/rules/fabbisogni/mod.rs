pub mod anni_dei_valori;
pub mod anno_del_triennio;
pub mod assunzioni_per_anno;
pub mod cessazioni_per_anno;
pub mod consistenza_al;
pub mod consistenza_negativa;
pub mod donne_oltre_numero;
pub mod personale_per_area;
pub mod profilo_ignoto;
pub mod progressione;
pub mod quota_progressioni;
pub mod riserva_esterno;
pub mod scheda_unica;
pub mod totale_dipendenti;
pub mod totale_personale;

use super::Cx;
use crate::base::span::tutti_interi;
use crate::conti::organico::Organico;

/// The staff plan, where there is one and it was read whole: otherwise no sum of it can be judged.
fn organico<'a>(cx: &Cx<'a>) -> Option<Organico<'a>> {
    let all = &cx.piano.elementi;
    let read = tutti_interi(&all.dotazione) && tutti_interi(&all.cessazioni) && tutti_interi(&all.assunzioni);
    let read = read && !cx.sources.partial && !cx.piano.incompleto.fatti;
    Organico::di(cx.piano).filter(|plan| read && plan.scritto())
}

/// The place at which to report what the staff plan lacks: its first record.
fn posto(cx: &Cx<'_>) -> crate::base::span::Span {
    let all = &cx.piano.elementi;
    let first = all.dotazione.first().map(|riga| riga.value.numero.span);
    let first = first.or_else(|| all.cessazioni.first().map(|record| record.value.anno.span));
    first.or_else(|| all.assunzioni.first().map(|record| record.value.anno.span)).unwrap_or_else(|| cx.impostazioni())
}
