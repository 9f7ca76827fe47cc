//! What there is to say of a cell besides its words: that it has no value, that it is hidden or struck, that it says what another one says.

use super::foglio::{Foglio, Posto, lettere, nome};
use super::letto::Avviso;
use crate::base::text::{flat_words, short};

/// Tells the cells of a row, at those columns, of which the spreadsheet does not know the value.
pub(super) fn guasti(foglio: &Foglio, row: u32, colonne: impl Iterator<Item = u32>, avvisi: &mut Vec<Avviso>) {
    for column in colonne {
        let at = (row, column);
        if let Some(guasto) = foglio.celle.get(&at).and_then(|cell| cell.guasto.as_ref()) {
            let che = format!("il foglio di calcolo qui scrive {guasto}: la cella non è importata");
            avvisi.push(Avviso::a(nome(at), che, true));
        } else if foglio.prima(at) == at && rimanda(foglio.testo(at)) {
            let che = format!(
                "«{}» rimanda a un’altra cella, e nel piano non si capirebbe a quale: la cella non è importata; scrivi le parole",
                short(foglio.testo(at))
            );
            avvisi.push(Avviso::a(nome(at), che, true));
        }
    }
}

/// Whether a cell is not imported: the spreadsheet does not know its value, or it says what another one says.
pub(super) fn taciuta(foglio: &Foglio, posto: Posto) -> bool {
    let first = foglio.prima(posto);
    foglio.celle.get(&first).is_some_and(|cell| cell.guasto.is_some()) || rimanda(foglio.testo(first))
}

/// Whether a cell says that it says what another one does: «idem», «come sopra», a ditto mark.
fn rimanda(text: &str) -> bool {
    if text.len() > 40 {
        return false;
    }
    let words = flat_words(text);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => {
            !text.is_empty()
                && text.chars().all(|c| "\"'“”″〃’‘«»-– ".contains(c))
                && text.contains(['"', '“', '”', '″', '〃'])
        }
        ["idem", ..] => words.len() < 4,
        ["c" | "vedi" | "come" | "ut", "s" | "sopra" | "supra"] => true,
        _ => false,
    }
}

/// Tells the columns that are read, and that the spreadsheet hides.
pub(super) fn nascoste(foglio: &Foglio, colonne: impl Iterator<Item = u32>, avvisi: &mut Vec<Avviso>) {
    for column in colonne.filter(|column| foglio.colonne_nascoste.contains(column)) {
        let che = "la colonna è nascosta, ed è letta come le altre".to_owned();
        avvisi.push(Avviso::a(lettere(column), che, false));
    }
}

/// Tells the cells that are read, and that look otherwise: struck words, which somebody took out; a day without its year, which the
/// spreadsheet put there.
pub(super) fn di_aspetto(foglio: &Foglio, di_qui: impl Fn(Posto) -> bool, avvisi: &mut Vec<Avviso>) {
    let full = |posto: &Posto| di_qui(*posto) && !foglio.testo(*posto).is_empty();
    for posto in foglio.barrate.iter().copied().filter(full) {
        let text = short(foglio.testo(posto));
        let che = format!(
            "«{text}» è barrato, in tutto o in parte, ed è letto come le altre celle: ciò che non vale più, toglilo dalla cella"
        );
        avvisi.push(Avviso::a(nome(posto), che, true));
    }
    for posto in foglio.senza_anno.iter().copied().filter(full) {
        let text = foglio.testo(posto);
        let che =
            format!("la cella mostra il giorno senza l’anno, ed è letta come «{text}»: guarda che l’anno sia quello");
        avvisi.push(Avviso::a(nome(posto), che, true));
    }
}

/// Tells what is beside the cells of a row, and is no data.
pub(super) fn accanto(foglio: &Foglio, row: u32, first: u32, avvisi: &mut Vec<Avviso>) {
    let mut tell = |dove: String, che: &str| avvisi.push(Avviso::a(dove, che.to_owned(), false));
    if foglio.nascoste.contains(&row) {
        tell(nome((row, first)), "la riga è nascosta, ed è letta come le altre");
    }
    for posto in foglio.commenti.range((row, 0)..=(row, u32::MAX)) {
        tell(nome(*posto), "il commento della cella non è importato");
    }
}
