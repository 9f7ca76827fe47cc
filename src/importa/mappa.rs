//! The file that remembers how the columns of a workbook were read, for the next time, and that who imports may correct. Columns are
//! named by their heads: a column that moves keeps its meaning, one that takes the place of another does not get it.

use super::righe::Letto;
use crate::base::text::in_toml;
use crate::piano::element::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;

/// How a sheet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mappa {
    /// The kind of its records. None for a sheet that is not imported.
    pub(super) tipo: Option<Kind>,
    /// The field of each column, by its head; an empty one is not imported.
    pub(super) colonne: BTreeMap<String, String>,
    /// The CSV of the plan that has its records.
    pub(super) file: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scritta {
    #[serde(default)]
    foglio: Vec<Foglio>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foglio {
    nome: String,
    tipo: String,
    file: Option<String>,
    #[serde(default)]
    colonne: BTreeMap<String, String>,
}

/// The word for a sheet that is not imported.
pub(super) const NESSUNO: &str = "nessuno";

/// The heads of the columns of a table as the file names them: in one line, each different from those before it.
pub(super) fn nomi(heads: &BTreeMap<u32, String>) -> BTreeMap<u32, String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let each = heads.iter().map(|(column, words)| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let times = seen.entry(words.clone()).and_modify(|times| *times += 1).or_insert(1);
        (*column, if *times == 1 { words } else { format!("{words} ({times})") })
    });
    each.collect()
}

/// Reads the file. The error is what is wrong with it, in words.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Mappa>, String> {
    let found: Scritta = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let each = found.foglio.into_iter().map(|foglio| {
        let tipo = match foglio.tipo.as_str() {
            NESSUNO => None,
            word => Some(Kind::ALL.iter().copied().find(|kind| kind.info().plural == word).ok_or_else(|| {
                let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.info().plural).collect();
                format!("«{word}» non è un tipo di schede: scegli fra {}, o {NESSUNO}", known.join(", "))
            })?),
        };
        // Nothing is written outside the data.
        let wrong = |file: &&String| {
            !file.starts_with("dati/") || file.split(['/', '\\']).any(|part| part == ".." || part.is_empty())
        };
        if let Some(file) = foglio.file.as_ref().filter(wrong) {
            return Err(format!("«{file}» non è un file della cartella `dati/` del piano"));
        }
        Ok((foglio.nome, Mappa { tipo, colonne: foglio.colonne, file: foglio.file }))
    });
    each.collect()
}

/// The first lines of the file for the workbook `file`.
pub(super) fn inizio(file: &str) -> String {
    format!(
        "# Come sono state lette le colonne di {file}. La prossima volta si leggono così: si può correggere.\n\
         # Una colonna con \"\" non si importa; un foglio con tipo = \"{NESSUNO}\" nemmeno.\n"
    )
}

/// What the file says of a sheet: how it was read, and the CSV that has its records.
pub(super) fn foglio(nome: &str, letto: &Letto, csv: &str) -> String {
    let mut out = format!("\n[[foglio]]\nnome = {}\n", in_toml(nome));
    let _ = writeln!(out, "tipo = \"{}\"\nfile = {}\n", letto.kind.info().plural, in_toml(csv));
    out.push_str("[foglio.colonne]\n");
    for (column, words) in nomi(&letto.teste) {
        let field = letto.colonne.get(&column).map_or("", String::as_str);
        let _ = writeln!(out, "{} = {}", in_toml(&words), in_toml(field));
    }
    out
}
