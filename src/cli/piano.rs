//! The plan that a command is about: which folder is meant, and what is in it.

use crate::base::giorno::Giorno;
use crate::conti::fatti::Fatti;
use crate::diag::codes::P0113;
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::load;
use crate::piano::Piano;
use crate::source::{self, Sources};
use std::path::{Path, PathBuf};

/// The folder that is meant when none is named: this one, or the one below where people compile from.
pub(super) fn qui() -> PathBuf {
    let here = Path::new("piao.toml").is_file();
    if !here && Path::new("content/piao.toml").is_file() { "content".into() } else { ".".into() }
}

/// The folder of the plan that `typed` names.
pub(super) fn cartella(typed: &Path) -> Result<&Path, Diagnostic> {
    // The file instead of its folder: what is meant is clear.
    let folder = match typed.file_name() {
        Some(name) if name == "piao.toml" => {
            typed.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
        }
        _ => typed,
    };
    if folder.is_dir() {
        return Ok(folder);
    }
    Err(Diagnostic::global(P0113, format!("la cartella `{}` non c’è", folder.display()))
        .help("indica la cartella del piano, quella che contiene `piao.toml`"))
}

/// A plan with the names of its things, as far as it can be read.
pub(super) struct Letto {
    pub(super) sources: Sources,
    pub(super) piano: Piano,
    pub(super) index: Index,
    pub(super) fatti: Fatti,
    pub(super) diags: Diagnostics,
}

/// Reads the plan that `typed` names; terms are reckoned from `oggi`, by default its date.
pub(super) fn leggi(typed: &Path, oggi: Option<Giorno>) -> Result<Letto, Diagnostic> {
    let folder = cartella(typed)?;
    let mut diags = Diagnostics::default();
    let sources = source::discover(folder, &mut diags);
    Ok(di(sources, oggi, diags))
}

/// The plan that these files are, with what reading them reported.
pub(super) fn di(sources: Sources, oggi: Option<Giorno>, mut diags: Diagnostics) -> Letto {
    let piano = load::load(&sources, &mut diags);
    let (index, fatti, _) = crate::analyse(&piano, &sources, oggi, &mut diags);
    Letto { sources, piano, index, fatti, diags }
}
