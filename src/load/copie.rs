//! Copies of a file of data that the system made: `obiettivi - Copia.toml`, `obiettivi (1).toml`. Their records are those of the
//! original, so reading both would double every sum and every code.

use crate::source::{File, Sources};
use std::collections::BTreeSet;

/// What is known of a copy.
#[derive(Debug)]
pub(super) struct Copia<'s> {
    /// The file that was copied.
    pub(super) originale: &'s File,
    /// Whether the copy has records that the original lacks.
    pub(super) altro: bool,
}

/// The file of which `file` is a copy: the name says so, and most of the records of the copy are in it.
pub(super) fn di<'s>(file: &File, sources: &'s Sources) -> Option<Copia<'s>> {
    let name = senza_segno(&file.path)?;
    let originale = sources.files.iter().find(|other| other.path.to_lowercase() == name)?;
    let (here, there) = (schede(file), schede(originale));
    let same = here.intersection(&there).count();
    (same > 0 && same * 2 >= here.len()).then_some(Copia { originale, altro: same < here.len() })
}

/// The lines that give a record its name.
fn schede(file: &File) -> BTreeSet<&str> {
    let naming = |line: &&str| {
        ["id", "codice", "titolo", "nome", "oggetto", "sigla"]
            .iter()
            .any(|field| line.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with('=')))
    };
    file.text().lines().map(str::trim).filter(naming).collect()
}

/// The path in lower case, without what Windows, a browser or a shared folder adds to the name of a copy.
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
