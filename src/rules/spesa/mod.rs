pub mod adempimenti_mancanti;
pub mod assunzioni_e_dup;
pub mod asseverazione;
pub mod capacita_assunzionale;
pub mod categorie_protette;
pub mod cessazione_senza_risparmio;
pub mod comma_giusto;
pub mod costo_assunzione;
pub mod eccedenze;
pub mod lavoro_flessibile;
pub mod limite_spesa;
pub mod parere_revisori;
pub mod rapporto_in_crescita;
pub mod rientro;
pub mod soglia_digitata;
pub mod spesa_oltre_soglia;
pub mod tre_rendiconti;
pub mod unione_e_soglia;
pub mod utilizzo_condiviso;

use super::Cx;
use crate::base::span::{Span, Spanned};
use crate::conti::soglie::{Capacita, tutte};
use crate::piano::element::adempimento::Oggetto;
use crate::piano::element::misura::PerAnno;
use crate::piano::element::spesa_personale::SpesaPersonale;
use crate::piano::element::value::Importo;

/// The records of spending that were read whole, each with what follows from its accounts.
fn spese<'a>(cx: &Cx<'a>) -> impl Iterator<Item = (&'a Spanned<SpesaPersonale>, Option<Capacita<'a>>)> {
    tutte(cx.piano).filter(|(dati, _)| dati.intero)
}

/// The place of the amount of `anno`.
fn posto(amounts: Option<&PerAnno<Spanned<Importo>>>, anno: i16) -> Option<Span> {
    amounts?.di(anno).map(|amount| amount.span)
}

/// Whether the plan hires permanent staff, and where it says so first.
fn assume(cx: &Cx<'_>) -> Option<Span> {
    use crate::piano::element::dotazione::Rapporto;
    let hires = cx.piano.elementi.assunzioni.iter().map(|record| &record.value);
    let mut hires = hires.filter(|a| a.numero.value > 0 && !a.progressione() && !a.etero);
    hires.find(|a| a.rapporto.unwrap_or(Rapporto::Indeterminato) == Rapporto::Indeterminato).map(|a| a.numero.span)
}

/// Whether the plan says how something ended.
fn dichiarato(cx: &Cx<'_>, oggetto: Oggetto) -> bool {
    cx.piano.elementi.adempimenti.iter().any(|record| record.value.oggetto.value == oggetto)
}

/// Whether what seems to be missing may stand in something that could not be read.
fn letto(cx: &Cx<'_>) -> bool {
    !cx.sources.partial && !cx.piano.incompleto.fatti
}
