//! Copies that a system made of a file of data: `obiettivi - Copia.toml`, `obiettivi (1).toml`. Their records are those of the
//! file from which they were copied: read twice, they would double every sum and every code.

use crate::source::{File, Sources};
use std::collections::BTreeSet;

/// A file, and that of which it is a copy.
#[derive(Debug)]
pub(super) struct Copia<'s> {
    /// The file that was copied.
    pub(super) originale: &'s File,
    /// Whether the copy has records that the other has not.
    pub(super) altro: bool,
}

/// The file of which `file` is a copy: its name says so, and most of its records are there.
pub(super) fn di<'s>(file: &File, sources: &'s Sources) -> Option<Copia<'s>> {
    let name = senza_segno(&file.path)?;
    let originale = sources.files.iter().find(|other| other.path.to_lowercase() == name)?;
    let (here, there) = (schede(file), schede(originale));
    let same = here.intersection(&there).count();
    (same > 0 && same * 2 >= here.len()).then_some(Copia { originale, altro: same < here.len() })
}

/// The lines that name records.
fn schede(file: &File) -> BTreeSet<&str> {
    let naming = |line: &&str| {
        ["id", "codice", "titolo", "nome", "oggetto", "sigla"]
            .iter()
            .any(|field| line.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with('=')))
    };
    file.text().lines().map(str::trim).filter(naming).collect()
}

/// The path without what Windows, a browser or a shared folder adds to the name of a copy, in small letters.
fn senza_segno(path: &str) -> Option<String> {
    let path = path.to_lowercase();
    let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(folder, name)| (folder, name));
    let stem = name.strip_suffix(".toml")?;
    let numbered = stem
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once('('))
        .filter(|(_, n)| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    let bare = numbered.map_or(stem, |(rest, _)| rest).trim_end();
    let before = ["copia di ", "copy of "].iter().find_map(|head| bare.strip_prefix(head));
    let after = ["copia", "copy"].iter().find_map(|tail| {
        let rest = bare.strip_suffix(tail)?;
        let cut = rest.trim_end_matches([' ', '-', '_']);
        (cut.len() < rest.len()).then_some(cut)
    });
    let plain = before.or(after).unwrap_or(bare);
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    (plain != stem && !plain.is_empty()).then(|| format!("{folder}{plain}.toml"))
}

#[cfg(test)]
mod tests {
    use super::senza_segno;

    #[test]
    fn the_names_of_copies_are_known() {
        for (name, original) in [
            ("dati/obiettivi - Copia.toml", Some("dati/obiettivi.toml")),
            ("dati/obiettivi - Copia (2).toml", Some("dati/obiettivi.toml")),
            ("dati/Obiettivi (1).toml", Some("dati/obiettivi.toml")),
            ("obiettivi-copia.toml", Some("obiettivi.toml")),
            ("dati/Copia di obiettivi.toml", Some("dati/obiettivi.toml")),
            ("dati/obiettivi copy.toml", Some("dati/obiettivi.toml")),
            ("dati/obiettivi.toml", None),
            ("dati/fotocopia.toml", None),
            ("dati/(1).toml", None),
            ("dati/obiettivi (S1).toml", None),
            ("dati/obiettivi - Copia.md", None),
        ] {
            assert_eq!(senza_segno(name).as_deref(), original, "{name}");
        }
    }
}
