//! A sheet that is imported again: what changed in it since the last time goes into the plan, what was changed in the plan stays.
//! Where both changed, nothing is overwritten and it is told.

use super::foglio::Posto;
use super::parti;
use super::tavola::{Riga, Scheda, Tavola, Voce};
use std::collections::{BTreeMap, BTreeSet};

/// Something that an import did, or did not do.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Detto {
    /// A record that the plan did not have.
    Nuova,
    /// A field that has another value.
    Cambiata { chi: String, campo: String, prima: String, ora: String },
    /// A field that was changed both in the sheet and in the plan, or of which the sheet had said nothing before: the value of the plan
    /// stays. `prima` is what the sheet said the last time.
    Conflitto { chi: String, campo: String, prima: String, piano: String, foglio: String, posto: Option<Posto> },
    /// A field that the sheet no longer says: the value of the plan stays. `riga` is the row of the sheet.
    Svuotata { chi: String, campo: String, piano: String, riga: Option<u32> },
    /// A part, as a phase, that the plan did not have.
    ParteNuova { chi: String, parte: String },
    /// A part that the sheet no longer has: it stays in the plan.
    ParteSparita { chi: String, parte: String },
    /// A part that was taken out of the plan, and is still in the sheet: it stays out.
    ParteTolta { chi: String, parte: String, posto: Option<Posto> },
    /// A record that the sheet no longer has: it stays in the plan.
    Sparita { chi: String },
    /// A record that was taken out of the plan, and is still in the sheet: it stays out.
    Tolta { chi: String },
    /// Rows without a name, as those of staff, that took the place of those of the last time; with those that only the plan had, in words.
    Rifatte { tolte: Vec<String> },
    /// Rows without a name that were changed both in the sheet and in the plan: those of the plan stay. `nominate` says that the plan has
    /// records with a name too, and nobody knows which of these are the same.
    Contese { nominate: bool },
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

/// How records are told apart, and who has its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Modo<'a> {
    /// The fields that tell records apart.
    pub(super) chiavi: &'a [&'a str],
    /// The parts of which a record may have many.
    pub(super) parti: &'a [&'a str],
    /// Whether the sheet has its way where both changed.
    pub(super) vince: bool,
}

/// The plan after the import. `ultima` is what the sheet said the last time, `piano` what the plan says, `foglio` what the sheet says
/// now.
pub(super) fn unisci(ultima: &Tavola, piano: &Tavola, foglio: &Tavola, modo: Modo<'_>) -> Unione {
    let Modo { chiavi, vince, .. } = modo;
    let (last, new) = (nominate(ultima, chiavi), nominate(foglio, chiavi));
    let (by_name, sheet): (BTreeMap<&Nome, &Scheda>, BTreeMap<&Nome, &Scheda>) = (
        last.iter().map(|(name, scheda)| (name, *scheda)).collect(),
        new.iter().map(|(name, scheda)| (name, *scheda)).collect(),
    );
    let Sole { rifatte, ricordo, detti } = senza_nome(ultima, piano, foglio, modo);
    let mut campi = piano.campi.clone();
    if rifatte.is_some() || !new.is_empty() {
        campi.extend(foglio.campi.iter().filter(|campo| !piano.campi.contains(campo)).cloned());
    }
    let mut out = Unione { piano: piano.vuota(campi), ricordo: Tavola::con(foglio.campi.clone()), detti };
    let mut seen = BTreeSet::new();
    let mut remembered: BTreeMap<Nome, Scheda> = BTreeMap::new();
    let mut named = nominate(piano, chiavi).into_iter();
    for scheda in &piano.schede {
        if scheda.chiave(chiavi).is_none() {
            out.piano.schede.extend(rifatte.is_none().then(|| scheda.clone()));
            continue;
        }
        let Some((name, scheda)) = named.next() else { continue };
        if let Some(theirs) = sheet.get(&name) {
            let empty = Scheda::default();
            let before = by_name.get(&name).copied().unwrap_or(&empty);
            let (joined, kept) = scheda_unita([before, scheda, theirs], modo, &mut out.detti);
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
    out.piano.schede.extend(rifatte.unwrap_or_default());
    let more: Vec<String> = ultima.campi.iter().filter(|campo| !foglio.campi.contains(campo)).cloned().collect();
    let said = |campo: &String| ricordo.iter().flat_map(|scheda| &scheda.righe).any(|riga| riga.contains_key(campo));
    out.ricordo.campi.extend(more.into_iter().filter(said));
    out.ricordo.schede.extend(ricordo);
    out
}

/// The name of a record, and which of those with that name it is.
type Nome = (String, usize);

/// The records that have a name, each with it, in order.
fn nominate<'t>(tavola: &'t Tavola, chiavi: &[&str]) -> Vec<(Nome, &'t Scheda)> {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let each = tavola.schede.iter().filter_map(|scheda| {
        let name = scheda.chiave(chiavi)?;
        let n = times.entry(name.clone()).and_modify(|n| *n += 1).or_insert(1);
        Some(((name, *n), scheda))
    });
    each.collect()
}

/// What becomes of the rows that have no name.
struct Sole {
    /// Those that take the place of the rows of the plan. None where these stay.
    rifatte: Option<Vec<Scheda>>,
    /// What the next import takes as said by the sheet.
    ricordo: Vec<Scheda>,
    detti: Vec<Detto>,
}

/// Rows that have no name cannot be followed one by one: all those of the sheet take the place of all those of the plan, if nobody has
/// touched them there. Where the plan has records with a name, some may be the same: then nothing is done, whoever has its way.
fn senza_nome(ultima: &Tavola, piano: &Tavola, foglio: &Tavola, modo: Modo<'_>) -> Sole {
    let unnamed = |tavola: &Tavola| -> Vec<Scheda> {
        tavola.schede.iter().filter(|scheda| scheda.chiave(modo.chiavi).is_none()).cloned().collect()
    };
    let [last, plan, sheet] = [ultima, piano, foglio].map(unnamed);
    let same = |a: &[Scheda], b: &[Scheda]| detto(a) == detto(b);
    let named = plan.len() < piano.schede.len();
    let rows = |all: &[Scheda]| all.to_vec();
    match () {
        () if piano.schede.is_empty() => {
            Sole { detti: sheet.iter().map(|_| Detto::Nuova).collect(), rifatte: Some(rows(&sheet)), ricordo: sheet }
        }
        // Also where nothing changed: the cells of the sheet are known again.
        () if same(&plan, &sheet) => Sole { rifatte: (!named).then(|| rows(&sheet)), ricordo: sheet, detti: vec![] },
        () if same(&sheet, &last) => Sole { rifatte: None, ricordo: sheet, detti: vec![] },
        () if same(&plan, &last) && !plan.is_empty() || modo.vince && !named => {
            let (old, new) = (detto(&last), detto(&sheet));
            let gone = detto(&plan).into_iter().filter(|row| !old.contains(row) && !new.contains(row));
            let tolte = gone.map(|row| row.into_values().collect::<Vec<_>>().join("; ")).collect();
            Sole { rifatte: Some(rows(&sheet)), ricordo: sheet, detti: vec![Detto::Rifatte { tolte }] }
        }
        () => Sole { rifatte: None, ricordo: last, detti: vec![Detto::Contese { nominate: named }] },
    }
}

/// What records say, wherever their cells stand.
fn detto(schede: &[Scheda]) -> Vec<BTreeMap<&str, &str>> {
    let rows = schede.iter().flat_map(|scheda| &scheda.righe);
    let said = |riga: &Riga| riga.values().any(|voce| !voce.testo.is_empty());
    let rows = rows.filter(|riga| said(riga)).map(|riga| {
        let cells = riga.iter().map(|(campo, voce)| (campo.as_str(), voce.testo.as_str()));
        cells.filter(|(_, words)| !words.is_empty()).collect()
    });
    rows.collect()
}

/// A record as a message names it.
pub(super) fn chi(scheda: &Scheda, chiavi: &[&str]) -> String {
    chiavi.iter().map(|campo| scheda.dice(campo)).find(|said| !said.is_empty()).unwrap_or_default().to_owned()
}

/// A record of the plan with what the sheet changed in it, and what of the sheet is to be remembered. Of the three records, the first is
/// what the sheet said the last time, then come that of the plan and that of the sheet.
fn scheda_unita(tre: [&Scheda; 3], modo: Modo<'_>, said: &mut Vec<Detto>) -> (Scheda, Scheda) {
    let [last, piano, foglio] = tre;
    let chi = chi(piano, modo.chiavi);
    let (mut out, mut ricordo) = (piano.clone(), foglio.clone());
    let own = |campo: &&String| parti::di(campo, modo.parti).is_none();
    let fields: BTreeSet<&String> =
        piano.righe.iter().chain(&foglio.righe).flat_map(|riga| riga.keys()).filter(own).collect();
    let of = |scheda: &Scheda, campo: &str| {
        let found = scheda.righe.iter().filter_map(|riga| riga.get(campo));
        found.max_by_key(|voce| !voce.testo.is_empty()).cloned()
    };
    let row = foglio.righe.first().and_then(|riga| riga.values().find_map(|voce| voce.posto)).map(|posto| posto.0);
    for campo in fields {
        let three = [of(last, campo), of(piano, campo), of(foglio, campo)];
        let esito = valore(&chi, campo, three, row, modo.vince, said);
        if let Some(voce) = esito.piano {
            // Where several rows say it, all say the same.
            let says: Vec<usize> =
                (0..).zip(&out.righe).filter(|(_, riga)| riga.contains_key(campo)).map(|(n, _)| n).collect();
            let rows = if says.is_empty() { vec![0] } else { says };
            for (n, riga) in out.righe.iter_mut().enumerate().filter(|(n, _)| rows.contains(n)) {
                let posto = voce.posto.filter(|_| n == 0);
                riga.insert(campo.clone(), Voce { testo: voce.testo.clone(), posto });
            }
        }
        if let (Some(voce), Some(riga)) = (esito.ricordo, ricordo.righe.first_mut()) {
            riga.insert(campo.clone(), voce);
        }
    }
    for parte in modo.parti {
        parti::unisci(&chi, parte, tre, [&mut out, &mut ricordo], modo.vince, said);
    }
    out.righe.iter_mut().chain(&mut ricordo.righe).for_each(|riga| riga.retain(|_, voce| !voce.testo.is_empty()));
    out.righe.retain(|riga| !riga.is_empty());
    (out, ricordo)
}

/// What becomes of a value: what is to be written in the plan, and what is to be remembered, where it is not what is there.
#[derive(Default)]
pub(super) struct Esito {
    pub(super) piano: Option<Voce>,
    pub(super) ricordo: Option<Voce>,
}

/// What becomes of the value of `campo`, of which the sheet said the last time the first of the three, the plan says the second, and the
/// sheet says now the third. A value is never taken out of the plan because a cell is empty, not even where the sheet has its way.
pub(super) fn valore(
    chi: &str,
    campo: &str,
    tre: [Option<Voce>; 3],
    riga: Option<u32>,
    vince: bool,
    said: &mut Vec<Detto>,
) -> Esito {
    // A cell that could not be read is in the sheet, and says nothing.
    let unread = tre.last().is_some_and(|now| now.as_ref().is_some_and(|voce| voce.testo.is_empty()));
    let posto = tre.last().and_then(|now| now.as_ref()?.posto);
    let [was, is, comes] = tre.map(|voce| voce.map(|voce| voce.testo).unwrap_or_default());
    let (chi, campo) = (chi.to_owned(), campo.to_owned());
    let kept = |was: String| Some(Voce { testo: was, posto: None });
    if comes == is {
        return Esito { piano: (!is.is_empty()).then_some(Voce { testo: is, posto }), ricordo: None };
    }
    if comes == was {
        return Esito::default();
    }
    if unread {
        return Esito { piano: None, ricordo: kept(was) };
    }
    if comes.is_empty() {
        if !is.is_empty() {
            said.push(Detto::Svuotata { chi, campo, piano: is, riga });
        }
        return Esito { piano: None, ricordo: kept(was) };
    }
    if is == was || vince {
        said.push(Detto::Cambiata { chi, campo, prima: is, ora: comes.clone() });
        return Esito { piano: Some(Voce { testo: comes, posto }), ricordo: None };
    }
    said.push(Detto::Conflitto { chi, campo, prima: was.clone(), piano: is, foglio: comes, posto });
    Esito { piano: None, ricordo: kept(was) }
}

#[cfg(test)]
mod tests {
    use super::{Detto, Modo, Unione, unisci};
    use crate::importa::tavola::Tavola;

    const CODICE: [&str; 1] = ["codice"];
    const MODO: Modo<'static> = Modo { chiavi: &CODICE, parti: &["fase", "indicatore"], vince: false };

    fn tavola(text: &str) -> Tavola {
        Tavola::read(text, &CODICE)
    }

    /// The three tables joined: the text of the plan, the kinds of what is said, and all the rest.
    fn uniti(last: &str, plan: &str, sheet: &str) -> (String, Vec<String>, Unione) {
        let out = unisci(&tavola(last), &tavola(plan), &tavola(sheet), MODO);
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
        let again = unisci(&out.ricordo, &out.piano, &tavola(sheet), MODO);
        assert!(matches!(again.detti.first(), Some(Detto::Conflitto { .. })), "{:?}", again.detti);
        let again = unisci(&out.ricordo, &out.piano, &tavola(sheet), Modo { vince: true, ..MODO });
        assert!(again.piano.write(&CODICE).0.contains("B;Due;35"), "{:?}", again.detti);
    }

    #[test]
    fn the_same_sheet_again_changes_nothing() {
        let text = "codice;titolo;fase.testo\nA;Uno;prima\nA;;seconda\n";
        let (plan, kinds, _) = uniti(text, text, text);
        assert_eq!((plan.as_str(), kinds.len()), (text, 0));
    }

    #[test]
    fn an_empty_cell_takes_nothing_out_of_the_plan() {
        let (last, sheet) = ("codice;peso;nota\nA;10;x\n", "codice;peso;nota\nA;;x\n");
        let (plan, kinds, out) = uniti(last, last, sheet);
        assert_eq!((plan.as_str(), &kinds[..]), (last, &["Svuotata".to_owned()][..]));
        // Not even where the sheet has its way: who asks for that has a conflict in mind, and not each empty cell.
        let again = unisci(&out.ricordo, &out.piano, &tavola(sheet), Modo { vince: true, ..MODO });
        assert_eq!(again.piano.write(&CODICE).0, last);
    }

    #[test]
    fn parts_are_followed_by_their_words_and_not_by_their_place() {
        let head = "codice;fase.testo;fase.tempi;fase.peso\n";
        let last = format!("{head}A;F a;gennaio;30\nA;F b;marzo;30\nA;F c;maggio;40\n");
        let mine = last.replace("F b;marzo;30", "F b;marzo;35");
        // One is new, one is gone, the others have changed places.
        let sheet = format!("{head}A;F nuova;gennaio;10\nA;F c;maggio;50\nA;F a;febbraio;40\n");
        let (plan, kinds, _) = uniti(&last, &mine, &sheet);
        assert_eq!(plan, format!("{head}A;F nuova;gennaio;10\nA;F a;febbraio;40\nA;F b;marzo;35\nA;F c;maggio;50\n"));
        assert_eq!(kinds, ["Cambiata", "Cambiata", "ParteSparita", "Cambiata", "ParteNuova"]);
        // The first is gone: the second keeps its own place, and nothing is lost.
        let (plan, kinds, out) = uniti(&last, &last, &format!("{head}A;F b;marzo;30\nA;F c;maggio;40\n"));
        assert_eq!((plan, &kinds[..]), (last.clone(), &["ParteSparita".to_owned()][..]));
        assert!(matches!(&out.detti[0], Detto::ParteSparita { parte, .. } if parte == "fase «F a»"));
        // Taken out of the plan, it stays out, and is told.
        let (plan, kinds, _) = uniti(&last, &last.replace("A;F b;marzo;30\n", ""), &last);
        assert!(!plan.contains("F b") && kinds == ["ParteTolta"], "{plan}{kinds:?}");
        // Its words were mended, in the sheet or in the plan.
        let mended = last.replace("F b;", "F b, meglio;");
        let (plan, kinds, _) = uniti(&last, &last, &mended);
        assert_eq!((plan, &kinds[..]), (mended.clone(), &["Cambiata".to_owned()][..]));
        let (plan, kinds, _) = uniti(&last, &mended, &last.replace("marzo", "aprile"));
        assert_eq!((plan, &kinds[..]), (mended.replace("marzo", "aprile"), &["Cambiata".to_owned()][..]));
        // Two with the same words are told apart by the rest.
        let twice = format!("{head}A;Monitoraggio;giugno;50\nA;Monitoraggio;dicembre;50\n");
        let (plan, kinds, _) = uniti(&twice, &twice, &format!("{head}A;Monitoraggio;dicembre;50\n"));
        assert_eq!((plan, &kinds[..]), (twice, &["ParteSparita".to_owned()][..]));
    }

    #[test]
    fn parts_of_two_kinds_share_the_rows() {
        let text = "codice;fase.testo;indicatore.testo\nA;uno;I\nA;due;\nA;;II\n";
        let (plan, kinds, _) = uniti(text, text, "codice;fase.testo;indicatore.testo\nA;uno;II\nA;due;I\nA;tre;III\n");
        assert_eq!(plan, "codice;fase.testo;indicatore.testo\nA;uno;I\nA;due;\nA;tre;III\nA;;II\n");
        assert_eq!(kinds, ["ParteNuova", "ParteNuova"]);
    }

    #[test]
    fn records_with_one_name_are_followed_in_their_order() {
        let text = "codice;peso\nA;1\nB;2\nA;3\n";
        let (plan, kinds, _) = uniti(text, text, "codice;peso\nA;1\nB;2\nA;4\n");
        assert_eq!((plan.as_str(), &kinds[..]), ("codice;peso\nA;1\nB;2\nA;4\n", &["Cambiata".to_owned()][..]));
    }

    /// A record without a name is of who wrote it: the sheet, which has none such, says nothing of it, whoever has its way.
    #[test]
    fn a_record_without_a_name_is_never_lost() {
        let plan = "codice;fase.testo;nota\n;;di nessuno\nA;prima;mia\n";
        for vince in [false, true] {
            let sheet = tavola("codice;fase.testo\nA;seconda\nB;altra\n");
            let out = unisci(&tavola(""), &tavola(plan), &sheet, Modo { vince, ..MODO });
            assert_eq!(
                out.piano.write(&CODICE).0,
                "codice;fase.testo;nota\n;;di nessuno\nA;seconda;mia\nA;prima;\nB;altra;\n",
                "{:?}",
                out.detti
            );
        }
        // Rows without a name beside others that have one may be the same: nobody is replaced.
        for vince in [false, true] {
            let plan = "codice;numero\nA;1\n";
            let out = unisci(&tavola(""), &tavola(plan), &tavola("numero\n2\n"), Modo { vince, ..MODO });
            assert_eq!(out.piano.write(&CODICE).0, plan);
            assert_eq!(out.detti, [Detto::Contese { nominate: true }]);
        }
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
                let vince = unisci(&out.ricordo, &out.piano, &tavola(sheet), Modo { vince: true, ..MODO });
                assert_eq!(vince.piano.write(&CODICE).0, theirs);
                assert_eq!(vince.detti, [Detto::Rifatte { tolte: vec!["B; 3".to_owned()] }]);
            }
        }
    }
}
