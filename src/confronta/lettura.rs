//! Reads a `piao.json`: of a published edition, or a file that somebody kept. What cannot be one is told, and no bytes make it panic.

use super::figure::{self, Figura, Figure};
use crate::diag::Diagnostic;
use crate::diag::codes::{P0113, P1421, P1422};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The most bytes that are read. The `piao.json` of a plan of five hundred pages has about three million.
const MASSIMO: u64 = 64 << 20;

/// The most bytes of a picture.
const FIGURA: u64 = 32 << 20;

/// The first number of the schema that is understood here.
const SCHEMA: &str = "1";

/// Where a publication has the data of its plan.
pub(crate) const PIAO_JSON: &str = "sito/dati/piao.json";

/// Where the `piao.json` of the edition published in `folder` is, if one is there: in the whole publication, in its site, or in the
/// folder of its data.
pub(crate) fn pubblicato(folder: &Path) -> Option<PathBuf> {
    [PIAO_JSON, "dati/piao.json", "piao.json"].iter().map(|path| folder.join(path)).find(|path| path.is_file())
}

/// The plan in the file at `path`.
///
/// # Errors
/// `P0113` when the file cannot be read; otherwise those of [`da_bytes`].
#[expect(clippy::disallowed_methods, reason = "an edition that was published is not of a plan's folder")]
pub(crate) fn da_file(path: &Path) -> Result<Value, Box<Diagnostic>> {
    let name = path.display().to_string();
    let cannot = || {
        Box::new(Diagnostic::global(P0113, format!("il file `{name}` non si può leggere")).help(
            "controlla il percorso: è la cartella di un piano, quella di un’edizione pubblicata, o un `piao.json`",
        ))
    };
    // A device or a pipe has no end to be read to.
    let meta = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).ok_or_else(cannot)?;
    if meta.len() > MASSIMO {
        return Err(Box::new(
            Diagnostic::global(P1421, format!("`{name}` è troppo grande per essere un `piao.json`"))
                .note(format!("ha {} milioni di byte; se ne leggono al massimo {}", meta.len() >> 20, MASSIMO >> 20))
                .help("indica il file `sito/dati/piao.json` dell’edizione"),
        ));
    }
    da_bytes(&name, &std::fs::read(path).map_err(|_| cannot())?)
}

/// The pictures of the site whose data have the `piao.json` at `json`. None of a file that stands alone.
#[expect(clippy::disallowed_methods, reason = "an edition that was published is not of a plan's folder")]
pub(crate) fn del_sito(json: &Path) -> Figure {
    let Some(dati) = json.parent().filter(|folder| folder.ends_with("dati")) else { return Figure::new() };
    let Ok(entries) = std::fs::read_dir(dati.with_file_name("immagini")) else { return Figure::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let small = |path: &Path| std::fs::metadata(path).is_ok_and(|meta| meta.is_file() && meta.len() <= FIGURA);
    let read = |path: PathBuf| {
        let bytes = small(&path).then(|| std::fs::read(&path).ok()).flatten()?;
        Some((path.file_name()?.to_str()?.to_owned(), bytes))
    };
    figure_in(paths.into_iter().filter_map(read))
}

/// The pictures among the files of the folder of pictures of a site, each with its name.
pub(crate) fn figure_in(files: impl Iterator<Item = (String, Vec<u8>)>) -> Figure {
    let mut all = Figure::new();
    for (name, bytes) in files {
        let Some((stem, formato)) = name.rsplit_once('.') else { continue };
        let Some((nome, _)) = stem.rsplit_once('-').filter(|(_, hash)| hash.len() == 8) else { continue };
        let figura = Figura { titolo: None, formato: formato.to_owned(), bytes: bytes.into() };
        figure::aggiungi(&mut all, nome.to_owned(), figura);
    }
    all
}

/// The plan in the bytes of a file called `name`.
///
/// # Errors
/// `P1421` when they are no `piao.json`, `P1422` when a later version of the program made them.
pub(crate) fn da_bytes(name: &str, bytes: &[u8]) -> Result<Value, Box<Diagnostic>> {
    let no = |why: &str, cure: &str| {
        Box::new(Diagnostic::global(P1421, format!("`{name}` non è un `piao.json`")).note(why).help(cure))
    };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let json: Value = serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("riga {}, colonna {}", error.line(), error.column());
        if error.is_eof() {
            no(
                &format!("finisce a metà ({place}): la copia o lo scaricamento si è interrotto"),
                "copia di nuovo il file dall’edizione pubblicata",
            )
        } else {
            no(
                &format!("non è JSON: si ferma a {place}"),
                "indica il file `sito/dati/piao.json` dell’edizione, o la sua cartella",
            )
        }
    })?;
    let whole = json.get("registri").is_some_and(Value::is_object) && json.get("sezioni").is_some_and(Value::is_array);
    let Some(schema) = json.get("versione_schema").and_then(Value::as_str).filter(|_| whole) else {
        return Err(no(
            "mancano `versione_schema`, `registri` o `sezioni`, che ogni `piao.json` ha",
            "indica il file `sito/dati/piao.json` dell’edizione: gli altri file della cartella `dati` sono una tabella sola",
        ));
    };
    let major = schema.split('.').next().unwrap_or_default();
    if major != SCHEMA {
        return Err(Box::new(
            Diagnostic::global(P1422, format!("`{name}` è di un formato che questa versione di piao non conosce"))
                .note(format!("è scritto con lo schema {schema}; questo piao legge gli schemi {SCHEMA}.x"))
                .help("usa la versione di piao con cui è fatto, o una più nuova"),
        ));
    }
    Ok(json)
}
