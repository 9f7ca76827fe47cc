pub mod agile_oltre_organico;
pub mod agile_vuoto;
pub mod condizioni_agile;
pub mod giorni_oltre_prevalenza;
pub mod indicatori_agile;
pub mod prevalenza_presenza;
pub mod regolamento_agile;

use super::Cx;
use crate::base::span::Spanned;
use crate::conti::requisiti::agile_usato;
use crate::piano::element::lavoro_agile::LavoroAgile;

/// The records of those who use it, each read whole.
fn usato<'a>(cx: &Cx<'a>) -> impl Iterator<Item = &'a Spanned<LavoroAgile>> {
    agile_usato(cx.piano).filter(|agile| agile.intero)
}
