//! A sheet that is imported again: what changed in it since the last time goes into the plan, what was changed in the plan stays.
//! Where both changed, nothing is overwritten and it is told.

use super::foglio::Posto;
use super::tavola::{Riga, Scheda, Tavola, Voce};
use std::collections::BTreeMap;

/// Something that the second import did, or did not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Detto {
    /// A record that the plan did not have.
    Nuova { chi: String },
    /// A field that has another value.
    Cambiata { chi: String, campo: String, prima: String, ora: String, posto: Option<Posto> },
    /// A field that was changed both in the sheet and in the plan: the value of the plan stays.
    Conflitto { chi: String, campo: String, piano: String, foglio: String, posto: Option<Posto> },
    /// A record that the sheet no longer has: it stays in the plan.
    Sparita { chi: String },
    /// A record that was taken out of the plan, and is still in the sheet: it stays out.
    Tolta { chi: String },
}

/// What an import makes of the plan.
pub(super) struct Unita {
    /// The records of the plan.
    pub(super) piano: Tavola,
    /// What the next import takes as said by the sheet this time. Where both changed it is what was said before, so that it is told again
    /// until somebody decides.
    pub(super) ricordo: Tavola,
    pub(super) detti: Vec<Detto>,
}

/// The plan after the import. `ultima` is what the sheet said the last time, `piano` what the plan says, `foglio` what the sheet says
/// now. With `vince` the sheet has its way where both changed.
pub(super) fn unisci(ultima: &Tavola, piano: &Tavola, foglio: &Tavola, chiavi: &[String], vince: bool) -> Unita {
    let by_key = |tavola: &Tavola| -> BTreeMap<String, Scheda> {
        tavola.schede.iter().filter_map(|scheda| Some((scheda.chiave(chiavi)?, scheda.clone()))).collect()
    };
    let (last, new) = (by_key(ultima), by_key(foglio));
    let mut out = Tavola { campi: piano.campi.clone(), schede: Vec::new() };
    out.campi.extend(foglio.campi.iter().filter(|campo| !piano.campi.contains(campo)).cloned());
    let mut said = Vec::new();
    let mut ricordo = foglio.clone();
    let mut seen = Vec::new();
    for scheda in &piano.schede {
        let key = scheda.chiave(chiavi).unwrap_or_default();
        match new.get(&key) {
            Some(sheet) => {
                let empty = Scheda::default();
                let before = last.get(&key).unwrap_or(&empty);
                let remembered = ricordo.schede.iter_mut().find(|one| one.chiave(chiavi).as_ref() == Some(&key));
                out.schede.push(scheda_unita(before, scheda, sheet, chiavi, vince, &mut said, remembered));
            }
            None => {
                if last.contains_key(&key) {
                    said.push(Detto::Sparita { chi: chi(scheda, chiavi) });
                }
                out.schede.push(scheda.clone());
            }
        }
        seen.push(key);
    }
    for scheda in &foglio.schede {
        let key = scheda.chiave(chiavi).unwrap_or_default();
        if seen.contains(&key) {
            continue;
        }
        if last.contains_key(&key) && !vince {
            said.push(Detto::Tolta { chi: chi(scheda, chiavi) });
        } else {
            said.push(Detto::Nuova { chi: chi(scheda, chiavi) });
            out.schede.push(scheda.clone());
        }
    }
    Unita { piano: out, ricordo, detti: said }
}

/// A record as a message names it.
fn chi(scheda: &Scheda, chiavi: &[String]) -> String {
    chiavi.iter().map(|campo| scheda.dice(campo)).find(|said| !said.is_empty()).unwrap_or_default().to_owned()
}

fn scheda_unita(
    last: &Scheda,
    piano: &Scheda,
    foglio: &Scheda,
    chiavi: &[String],
    vince: bool,
    said: &mut Vec<Detto>,
    mut ricordo: Option<&mut Scheda>,
) -> Scheda {
    let chi = chi(piano, chiavi);
    let none = Riga::new();
    let rows = piano.righe.len().max(foglio.righe.len());
    let row = |scheda: &Scheda, n: usize| scheda.righe.get(n).cloned().unwrap_or_else(|| none.clone());
    let mut out = Scheda::default();
    for n in 0..rows {
        let (before, mine, theirs) = (row(last, n), row(piano, n), row(foglio, n));
        let mut riga = mine.clone();
        let fields: Vec<&String> =
            mine.keys().chain(theirs.keys().filter(|campo| !mine.contains_key(*campo))).collect();
        for campo in fields {
            let word = |riga: &Riga| riga.get(campo).map_or(String::new(), |voce| voce.testo.clone());
            let (was, is, comes) = (word(&before), word(&mine), word(&theirs));
            let posto = theirs.get(campo).and_then(|voce| voce.posto);
            // A repeated key is no news.
            if comes == is || comes == was || (n > 0 && chiavi.contains(campo)) {
                if let Some(voce) = riga.get_mut(campo).filter(|_| comes == is) {
                    voce.posto = posto;
                }
                continue;
            }
            if is == was || vince {
                let (chi, campo, prima) = (chi.clone(), campo.clone(), is);
                if comes.is_empty() {
                    riga.remove(&campo);
                } else {
                    riga.insert(campo.clone(), Voce { testo: comes.clone(), posto });
                }
                said.push(Detto::Cambiata { chi, campo, prima, ora: comes, posto });
            } else {
                if let Some(row) = ricordo.as_mut().and_then(|scheda| scheda.righe.get_mut(n)) {
                    row.insert(campo.clone(), Voce { testo: was, posto: None });
                }
                said.push(Detto::Conflitto { chi: chi.clone(), campo: campo.clone(), piano: is, foglio: comes, posto });
            }
        }
        if !riga.is_empty() {
            out.righe.push(riga);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Detto, Unita, unisci};
    use crate::importa::tavola::Tavola;

    fn tavola(text: &str) -> Tavola {
        Tavola::read(text, &["codice".to_owned()])
    }

    #[test]
    fn only_what_changed_in_the_sheet_moves() {
        let last = tavola("codice;titolo;peso\nA;Uno;10\nB;Due;20\nC;Tre;30\nD;Quattro;40\n");
        let plan = tavola("codice;titolo;peso\nA;Uno, meglio;10\nB;Due;25\nC;Tre;30\nE;Scritto qui;5\n");
        let sheet = tavola("codice;titolo;peso\nA;Uno;15\nB;Due;35\nD;Quattro;40\nF;Nuovo;1\n");
        let keys = ["codice".to_owned()];
        let Unita { piano: out, ricordo, detti: said } = unisci(&last, &plan, &sheet, &keys, false);
        assert_eq!(
            out.write(&keys).0,
            "codice;titolo;peso\nA;Uno, meglio;15\nB;Due;25\nC;Tre;30\nE;Scritto qui;5\nF;Nuovo;1\n"
        );
        let kinds: Vec<String> =
            said.iter().map(|detto| format!("{detto:?}").chars().take_while(|c| c.is_alphabetic()).collect()).collect();
        assert_eq!(kinds, ["Cambiata", "Conflitto", "Sparita", "Tolta", "Nuova"]);
        assert!(matches!(&said[1], Detto::Conflitto { piano, foglio, .. } if piano == "25" && foglio == "35"));
        // Once more with the result: nothing moves, and what was not solved is told again.
        let again = unisci(&ricordo, &out, &sheet, &keys, false);
        assert!(matches!(again.detti.first(), Some(Detto::Conflitto { .. })), "{:?}", again.detti);
        let again = unisci(&ricordo, &out, &sheet, &keys, true);
        assert!(again.piano.write(&keys).0.contains("B;Due;35"), "{:?}", again.detti);
    }

    #[test]
    fn the_same_sheet_again_changes_nothing() {
        let sheet = tavola("codice;titolo;fase.testo\nA;Uno;prima\nA;;seconda\n");
        let out = unisci(&sheet, &sheet, &sheet, &["codice".to_owned()], false);
        assert_eq!(out.detti, []);
        assert_eq!(out.piano.schede[0].righe.len(), 2);
    }
}
