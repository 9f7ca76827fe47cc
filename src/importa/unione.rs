//! A sheet that is imported again: what changed in it since the last time goes into the plan, what was changed in the plan stays.
//! Where both changed, nothing is overwritten and it is told.

use super::foglio::Posto;
use super::tavola::{Riga, Scheda, Tavola, Voce};
use std::collections::{BTreeMap, BTreeSet};

/// Something that an import did, or did not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Detto {
    /// A record that the plan did not have.
    Nuova,
    /// A field that has another value.
    Cambiata { chi: String, campo: String, prima: String, ora: String },
    /// A field that was changed both in the sheet and in the plan: the value of the plan stays.
    Conflitto { chi: String, campo: String, piano: String, foglio: String, posto: Option<Posto> },
    /// A record that the sheet no longer has: it stays in the plan.
    Sparita { chi: String },
    /// A record that was taken out of the plan, and is still in the sheet: it stays out.
    Tolta { chi: String },
    /// Rows without a name, as those of staff, that took the place of those of the last time.
    Rifatte,
    /// Rows without a name that were changed both in the sheet and in the plan: those of the plan stay.
    Contese,
}

/// What an import makes of the plan.
pub(super) struct Unione {
    /// The records of the plan.
    pub(super) piano: Tavola,
    /// What the next import takes as said by the sheet this time. Where both changed it is what was said before, so that it is told again
    /// until somebody decides.
    pub(super) ricordo: Tavola,
    pub(super) detti: Vec<Detto>,
}

/// The plan after the import. `ultima` is what the sheet said the last time, `piano` what the plan says, `foglio` what the sheet says
/// now. With `vince` the sheet has its way where both changed.
pub(super) fn unisci(ultima: &Tavola, piano: &Tavola, foglio: &Tavola, chiavi: &[&str], vince: bool) -> Unione {
    let unnamed = |tavola: &Tavola| tavola.schede.iter().any(|scheda| scheda.chiave(chiavi).is_none());
    if unnamed(piano) || unnamed(foglio) {
        return senza_nome(ultima, piano, foglio, vince);
    }
    let (last, new) = (nominate(ultima, chiavi), nominate(foglio, chiavi));
    let (by_name, sheet): (BTreeMap<&Nome, &Scheda>, BTreeMap<&Nome, &Scheda>) = (
        last.iter().map(|(name, scheda)| (name, *scheda)).collect(),
        new.iter().map(|(name, scheda)| (name, *scheda)).collect(),
    );
    let mut campi = piano.campi.clone();
    campi.extend(foglio.campi.iter().filter(|campo| !piano.campi.contains(campo)).cloned());
    let mut out = Unione {
        piano: Tavola { campi, schede: Vec::new() },
        ricordo: Tavola { campi: foglio.campi.clone(), schede: Vec::new() },
        detti: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    let mut remembered: BTreeMap<Nome, Scheda> = BTreeMap::new();
    for (name, scheda) in nominate(piano, chiavi) {
        if let Some(theirs) = sheet.get(&name) {
            let empty = Scheda::default();
            let before = by_name.get(&name).copied().unwrap_or(&empty);
            let (joined, kept) = scheda_unita([before, scheda, theirs], chiavi, vince, &mut out.detti);
            out.piano.schede.push(joined);
            remembered.insert(name.clone(), kept);
        } else {
            if by_name.contains_key(&name) {
                out.detti.push(Detto::Sparita { chi: chi(scheda, chiavi) });
            }
            out.piano.schede.push(scheda.clone());
        }
        seen.insert(name);
    }
    for (name, scheda) in &new {
        out.ricordo.schede.push(remembered.remove(name).unwrap_or_else(|| (*scheda).clone()));
        if seen.contains(name) {
            continue;
        }
        if by_name.contains_key(name) && !vince {
            out.detti.push(Detto::Tolta { chi: chi(scheda, chiavi) });
        } else {
            out.detti.push(Detto::Nuova);
            out.piano.schede.push((*scheda).clone());
        }
    }
    out
}

/// The name of a record, and which of those with that name it is.
type Nome = (String, usize);

/// The records with their names, in order.
fn nominate<'t>(tavola: &'t Tavola, chiavi: &[&str]) -> Vec<(Nome, &'t Scheda)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let each = tavola.schede.iter().map(|scheda| {
        let name = scheda.chiave(chiavi).unwrap_or_default();
        let n = times.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        ((name, *n), scheda)
    });
    each.collect()
}

/// Rows that have no name cannot be followed one by one: all those of the sheet take the place of all those of the plan, if nobody has
/// touched them there.
fn senza_nome(ultima: &Tavola, piano: &Tavola, foglio: &Tavola, vince: bool) -> Unione {
    let same = |a: &Tavola, b: &Tavola| detto(a) == detto(b);
    let (kept, ricordo, detti) = match () {
        () if piano.schede.is_empty() => (foglio, foglio, foglio.schede.iter().map(|_| Detto::Nuova).collect()),
        // Also where nothing changed: the cells of the sheet are known again.
        () if same(piano, foglio) => (foglio, foglio, vec![]),
        () if same(foglio, ultima) => (piano, foglio, vec![]),
        () if same(piano, ultima) || vince => (foglio, foglio, vec![Detto::Rifatte]),
        () => (piano, ultima, vec![Detto::Contese]),
    };
    Unione { piano: kept.clone(), ricordo: ricordo.clone(), detti }
}

/// What a table says, wherever its cells stand.
fn detto(tavola: &Tavola) -> Vec<BTreeMap<&str, &str>> {
    let rows = tavola.schede.iter().flat_map(|scheda| &scheda.righe);
    rows.map(|riga| riga.iter().map(|(campo, voce)| (campo.as_str(), voce.testo.as_str())).collect()).collect()
}

/// A record as a message names it.
fn chi(scheda: &Scheda, chiavi: &[&str]) -> String {
    chiavi.iter().map(|campo| scheda.dice(campo)).find(|said| !said.is_empty()).unwrap_or_default().to_owned()
}

/// A record of the plan with what the sheet changed in it, and what of the sheet is to be remembered. Of the three records, the first is
/// what the sheet said the last time, then come that of the plan and that of the sheet.
fn scheda_unita(
    [last, piano, foglio]: [&Scheda; 3],
    chiavi: &[&str],
    vince: bool,
    said: &mut Vec<Detto>,
) -> (Scheda, Scheda) {
    let chi = chi(piano, chiavi);
    let row = |scheda: &Scheda, n: usize| scheda.righe.get(n).cloned().unwrap_or_default();
    let (mut out, mut ricordo) = (Scheda::default(), foglio.clone());
    for n in 0..piano.righe.len().max(foglio.righe.len()) {
        let (before, mine, theirs): (Riga, Riga, Riga) = (row(last, n), row(piano, n), row(foglio, n));
        let mut riga = mine.clone();
        let fields = mine.keys().chain(theirs.keys().filter(|campo| !mine.contains_key(*campo)));
        for campo in fields {
            let word = |riga: &Riga| riga.get(campo).map_or(String::new(), |voce| voce.testo.clone());
            let (was, is, comes) = (word(&before), word(&mine), word(&theirs));
            let posto = theirs.get(campo).and_then(|voce| voce.posto);
            // A repeated key is no news.
            if comes == is || comes == was || (n > 0 && chiavi.contains(&campo.as_str())) {
                if let Some(voce) = riga.get_mut(campo).filter(|_| comes == is) {
                    voce.posto = posto;
                }
            } else if is == was || vince {
                if comes.is_empty() {
                    riga.remove(campo);
                } else {
                    riga.insert(campo.clone(), Voce { testo: comes.clone(), posto });
                }
                said.push(Detto::Cambiata { chi: chi.clone(), campo: campo.clone(), prima: is, ora: comes });
            } else {
                if let Some(row) = ricordo.righe.get_mut(n) {
                    row.insert(campo.clone(), Voce { testo: was, posto: None });
                }
                said.push(Detto::Conflitto { chi: chi.clone(), campo: campo.clone(), piano: is, foglio: comes, posto });
            }
        }
        if !riga.is_empty() {
            out.righe.push(riga);
        }
    }
    (out, ricordo)
}

#[cfg(test)]
mod tests {
    use super::{Detto, Unione, unisci};
    use crate::importa::tavola::Tavola;

    const CODICE: [&str; 1] = ["codice"];

    fn tavola(text: &str) -> Tavola {
        Tavola::read(text, &CODICE)
    }

    /// The three tables joined: the text of the plan, the kinds of what is said, and all the rest.
    fn uniti(last: &str, plan: &str, sheet: &str) -> (String, Vec<String>, Unione) {
        let out = unisci(&tavola(last), &tavola(plan), &tavola(sheet), &CODICE, false);
        let kind = |detto: &Detto| format!("{detto:?}").chars().take_while(|c| c.is_alphabetic()).collect();
        (out.piano.write(&CODICE).0, out.detti.iter().map(kind).collect(), out)
    }

    #[test]
    fn only_what_changed_in_the_sheet_moves() {
        let sheet = "codice;titolo;peso\nA;Uno;15\nB;Due;35\nD;Quattro;40\nF;Nuovo;1\n";
        let (plan, kinds, out) = uniti(
            "codice;titolo;peso\nA;Uno;10\nB;Due;20\nC;Tre;30\nD;Quattro;40\n",
            "codice;titolo;peso\nA;Uno, meglio;10\nB;Due;25\nC;Tre;30\nE;Scritto qui;5\n",
            sheet,
        );
        assert_eq!(plan, "codice;titolo;peso\nA;Uno, meglio;15\nB;Due;25\nC;Tre;30\nE;Scritto qui;5\nF;Nuovo;1\n");
        assert_eq!(kinds, ["Cambiata", "Conflitto", "Sparita", "Tolta", "Nuova"]);
        assert!(matches!(&out.detti[1], Detto::Conflitto { piano, foglio, .. } if piano == "25" && foglio == "35"));
        // Once more: what nobody has decided is told again, and the sheet can have its way.
        let again = unisci(&out.ricordo, &out.piano, &tavola(sheet), &CODICE, false);
        assert!(matches!(again.detti.first(), Some(Detto::Conflitto { .. })), "{:?}", again.detti);
        let again = unisci(&out.ricordo, &out.piano, &tavola(sheet), &CODICE, true);
        assert!(again.piano.write(&CODICE).0.contains("B;Due;35"), "{:?}", again.detti);
    }

    #[test]
    fn the_same_sheet_again_changes_nothing() {
        let text = "codice;titolo;fase.testo\nA;Uno;prima\nA;;seconda\n";
        let (plan, kinds, _) = uniti(text, text, text);
        assert_eq!((plan.as_str(), kinds.len()), (text, 0));
    }

    #[test]
    fn records_with_one_name_are_followed_in_their_order() {
        let text = "codice;peso\nA;1\nB;2\nA;3\n";
        let (plan, kinds, _) = uniti(text, text, "codice;peso\nA;1\nB;2\nA;4\n");
        assert_eq!((plan.as_str(), &kinds[..]), ("codice;peso\nA;1\nB;2\nA;4\n", &["Cambiata".to_owned()][..]));
    }

    #[test]
    fn rows_without_a_name_move_all_together() {
        let (last, mine, theirs) =
            ("area;numero\nA;1\nB;2\n", "area;numero\nA;1\nB;3\n", "area;numero\nA;5\nB;2\nC;1\n");
        for (plan, sheet, now, kind) in [
            ("area;numero\n", last, last, Some("Nuova")),
            (last, last, last, None),
            (last, theirs, theirs, Some("Rifatte")),
            (mine, last, mine, None),
            (mine, theirs, mine, Some("Contese")),
        ] {
            let (text, kinds, out) = uniti(last, plan, sheet);
            assert_eq!((text.as_str(), kinds.first().map(String::as_str)), (now, kind), "{plan}{sheet}");
            if kind == Some("Contese") {
                let vince = unisci(&out.ricordo, &out.piano, &tavola(sheet), &CODICE, true);
                assert_eq!(vince.piano.write(&CODICE).0, theirs);
            }
        }
    }
}
