//! `piao raccolta`: one workbook for each unit, with what the offices have to say of their objectives, and the way back. `dovuti` says what
//! is due of each record at a moment of the year, as tables (`moduli`, `colonne`); `libro` writes them as a workbook, `letto` reads one that
//! came back, `ritorno` puts what it says into the sources, `stato` says who has not answered yet. `fonti` and `griglia` find the values
//! where they are written.
//!
//! A row of a workbook is known by a mark in its first column and by the words of its record. The hidden sheet says which record each
//! mark is of and what the plan said when the workbook was made: a row whose words are no longer those of its mark is told and not taken,
//! and so is what was changed on both sides.

mod colonne;
mod dovuti;
mod fonti;
mod griglia;
mod letto;
mod libro;
mod moduli;
mod parole;
mod ritorno;
mod stato;

pub(crate) use letto::{Libro, riconosci};
pub(crate) use ritorno::{Ritorno, ritorno};
pub(crate) use stato::stato;

use crate::base::giorno::Giorno;
use crate::diag::Diagnostic;
use crate::diag::codes::P1507;
use crate::piano::settings::Momento;
use crate::project::Compiled;
use dovuti::Dovuti;
use moduli::Modulo;
use std::collections::BTreeMap;

/// What who sends the workbooks says in them.
#[derive(Debug, Default)]
pub(crate) struct Invio {
    /// The last day to send them back.
    pub(crate) entro: Option<Giorno>,
    /// Who to ask.
    pub(crate) referente: Option<String>,
}

/// A workbook that was made.
#[derive(Debug)]
pub(crate) struct Fatto {
    /// The unit that fills it, by name.
    pub(crate) unita: String,
    /// What it has: `2 obiettivi e 1 misura`.
    pub(crate) che_cosa: String,
    /// How many cells are due.
    pub(crate) dovute: usize,
    /// How many of them the plan has already.
    pub(crate) piene: usize,
    pub(crate) bytes: Vec<u8>,
}

/// The workbooks of a plan.
#[derive(Debug, Default)]
pub(crate) struct Raccolta {
    /// By the name of the file.
    pub(crate) libri: BTreeMap<String, Fatto>,
    /// What stays out, a sentence each.
    pub(crate) fuori: Vec<String>,
}

/// The name of the hidden sheet of a workbook.
const NASCOSTO: &str = "piao";
/// The words by which a workbook of a collection is known.
const MARCA: &str = "piao raccolta";
/// The head of the column with the marks of the rows.
const RIF: &str = "Rif.";

/// The name of the workbook of a unit.
fn nome_file(unita: &str) -> String {
    format!("raccolta-{unita}.xlsx")
}

/// The workbooks of the plan for a moment of the year, or the one of the unit that `unita` names.
///
/// # Errors
/// P1507 when nothing is to be collected, or there is no such unit.
pub(crate) fn raccolta(
    compiled: &Compiled,
    momento: Option<Momento>,
    unita: Option<&str>,
    invio: &Invio,
) -> Result<Raccolta, Diagnostic> {
    let (dovuti, moduli) = chiesti(compiled, momento, unita)?;
    let mut out = Raccolta { fuori: dovuti.fuori.clone(), ..Raccolta::default() };
    for modulo in moduli {
        let (dovute, piene) = modulo.conta();
        let bytes = libro::file(&dovuti, &modulo, invio).map_err(|error| {
            Diagnostic::global(P1507, format!("il file di {} non si può fare: {error}", modulo.nome))
        })?;
        let fatto = Fatto { unita: modulo.nome.clone(), che_cosa: modulo.che_cosa(), dovute, piene, bytes };
        out.libri.insert(nome_file(&modulo.id), fatto);
    }
    if out.libri.is_empty() {
        let problem = Diagnostic::global(P1507, "non c’è niente da raccogliere");
        let problem = out.fuori.iter().fold(problem, |problem, why| problem.note(why.clone()));
        return Err(problem.help("un obiettivo si raccoglie se ha la sua unità: `unita = \"S1\"`"));
    }
    Ok(out)
}

/// What is due at a moment, and the tables of each unit, or of the one that `unita` names.
///
/// # Errors
/// P1507 when the plan cannot be read, or has no such unit.
fn chiesti<'c>(
    compiled: &'c Compiled,
    momento: Option<Momento>,
    unita: Option<&str>,
) -> Result<(Dovuti<'c>, Vec<Modulo>), Diagnostic> {
    let dovuti = Dovuti::of(compiled, momento).ok_or_else(illeggibile)?;
    let mut moduli = dovuti.moduli();
    if let Some(word) = unita {
        let id = dovuti.unita(word, &moduli)?;
        moduli.retain(|modulo| modulo.id == id);
    }
    Ok((dovuti, moduli))
}

fn illeggibile() -> Diagnostic {
    Diagnostic::global(P1507, "il piano non si legge").help("correggi prima `piao.toml`: `piao controlla` dice dove")
}
