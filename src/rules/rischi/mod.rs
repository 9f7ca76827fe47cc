pub mod alto_senza_specifica;
pub mod area_ignota;
pub mod aree_obbligatorie;
pub mod blocchi_rischi;
pub mod campione_trasparenza;
pub mod codice_ripetuto;
pub mod conferma;
pub mod conferma_contraddetta;
pub mod conferma_scaduta;
pub mod livello_ignoto;
pub mod misura_generica;
pub mod misura_incompleta;
pub mod misura_inutile;
pub mod misure_generali;
pub mod norma_superata;
pub mod numeri_del_rischio;
pub mod obbligo_contraddetto;
pub mod obbligo_non_dovuto;
pub mod obbligo_senza_ufficio;
pub mod processi_assenti;
pub mod processo_senza_rischio;
pub mod punteggi_senza_giudizio;
pub mod rischi_nella_performance;
pub mod rischio_senza_misura;
pub mod rotazione_impossibile;
pub mod rpct_incarico;
pub mod sezioni_trasparenza;
pub mod valutazione_mancante;

use super::Cx;
use crate::base::span::{Span, tutti_interi};
use crate::conti::requisiti::{conferma, primo_anno_dei_rischi};
use crate::conti::rischi::Rischi;

/// The risks of the plan as the data say them.
fn rischi<'a>(cx: &Cx<'a>) -> Rischi<'a> {
    Rischi::di(cx.piano, cx.index)
}

/// Whether all processes and measures were read: a sum over them, or what seems to be missing, can be judged only then.
fn letti(cx: &Cx<'_>) -> bool {
    let elementi = &cx.piano.elementi;
    !cx.piano.incompleto.nomi && tutti_interi(&elementi.processi) && tutti_interi(&elementi.misure_prevenzione)
}

/// The place at which to report what the processes and the measures of the plan lack all together. None when nothing is asked of
/// section 2.3, and where the plan has neither: then its section is prose, which nobody can count.
fn nell_insieme(cx: &Cx<'_>) -> Option<Span> {
    let elementi = &cx.piano.elementi;
    let some = !elementi.processi.is_empty() || !elementi.misure_prevenzione.is_empty();
    cx.richiesto_in("2.3").filter(|_| some && letti(cx))
}

/// Whether section 2.3 is confirmed when it should be made anew: three years after it was made.
fn scaduta(cx: &Cx<'_>) -> bool {
    conferma(cx.piano, cx.set).is_some() && cx.anno > primo_anno_dei_rischi(cx.set) + 2
}
