//! Who has answered: for each unit what is due, what the plan has, what its workbook has that was not taken yet, what is missing.

use super::chiesti;
use super::dovuti::Dovuti;
use super::letto::Libro;
use super::moduli::Modulo;
use super::ritorno::ritrova;
use crate::diag::Diagnostic;
use crate::piano::settings::Momento;
use crate::project::Compiled;

/// How far a unit is.
#[derive(Debug)]
pub(crate) struct Unita {
    pub(crate) id: String,
    pub(crate) nome: String,
    /// How many cells are due.
    pub(crate) dovute: usize,
    /// How many of them the plan has.
    pub(crate) piene: usize,
    /// How many answers its workbooks have that the plan does not, and the files.
    pub(crate) nei_file: usize,
    pub(crate) file: Vec<String>,
    /// What the plan does not have yet: the objective or the part of one, and the column.
    pub(crate) mancano: Vec<String>,
}

/// How far a collection is.
#[derive(Debug)]
pub(crate) struct Stato {
    /// What is collected: `consuntivo 2027`.
    pub(crate) titolo: String,
    pub(crate) unita: Vec<Unita>,
    /// What is in no workbook, a sentence each.
    pub(crate) fuori: Vec<String>,
}

/// How far the collection of `momento` is, with the workbooks that came back and may not have been taken yet.
///
/// # Errors
/// P1507 when the plan cannot be read, or has no unit by that name.
pub(crate) fn stato(
    compiled: &Compiled,
    momento: Option<Momento>,
    unita: Option<&str>,
    libri: &[Libro],
) -> Result<Stato, Diagnostic> {
    let (dovuti, moduli) = chiesti(compiled, momento, unita)?;
    let unita = moduli.iter().map(|modulo| una(modulo, &dovuti, libri)).collect();
    Ok(Stato { titolo: dovuti.titolo(), unita, fuori: dovuti.fuori.clone() })
}

fn una(modulo: &Modulo, dovuti: &Dovuti<'_>, libri: &[Libro]) -> Unita {
    let (dovute, piene) = modulo.conta();
    let mut mancano = Vec::new();
    for (_, columns, rows) in &modulo.fogli {
        for row in rows {
            let empty = row.dovute().filter(|cell| cell.valore.is_empty());
            let heads = empty.filter_map(|cell| columns.iter().find(|column| column.campo == Some(cell.campo)));
            mancano.extend(heads.map(|column| format!("{}: {}", row.chi, column.titolo)));
        }
    }
    let own: Vec<&Libro> =
        libri.iter().filter(|libro| libro.unita == modulo.id && libro.momento == dovuti.momento).collect();
    let rows = own.iter().flat_map(|libro| libro.righe.iter().map(|riga| (*libro, riga)));
    let answered = rows.flat_map(|(libro, riga)| {
        let record = ritrova(riga, libro, dovuti.righe()).ok();
        riga.celle.iter().filter(move |cell| {
            let open = record.and_then(|row| cell.campo.and_then(|campo| row.aperta(campo)));
            cell.cambiata() && !cell.ora.is_empty() && open.is_some_and(|open| open.dovuta && open.valore.is_empty())
        })
    });
    Unita {
        id: modulo.id.clone(),
        nome: modulo.nome.clone(),
        dovute,
        piene,
        nei_file: answered.count(),
        file: own.iter().map(|libro| libro.file.clone()).collect(),
        mancano,
    }
}
