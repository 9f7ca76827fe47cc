pub mod due_guide;
pub mod fasce_incarichi;
pub mod genitore_e_figli;
pub mod interim_lungo;
pub mod livelli_unita;
pub mod organico_e_uffici;
pub mod organigramma;
pub mod ruolo_eq;
pub mod unita_e_dotazione;
pub mod unita_scoperta;

use super::Cx;
use crate::base::span::tutti_interi;
use crate::conti::struttura::Struttura;
use crate::piano::element::Kind;

/// The structure of the body, where the plan says how many people its units have and all of it was read: a plan that has units only
/// to give objectives to them is asked nothing.
fn struttura<'a>(cx: &Cx<'a>) -> Option<Struttura<'a>> {
    let all = &cx.piano.elementi;
    let read = tutti_interi(&all.unita) && tutti_interi(&all.incarichi) && tutti_interi(&all.dotazione);
    let read = read && !cx.sources.partial && !cx.piano.incompleto.nomi;
    let told = all.unita.iter().any(|unita| unita.value.dipendenti.is_some())
        || all.dotazione.iter().any(|riga| riga.value.unita.is_some());
    Struttura::di(cx.piano, cx.index).filter(|_| read && told && !cx.piano.elementi.of(Kind::Unita).is_empty())
}
