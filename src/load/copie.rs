//! Copies that the system made of a file or of a folder: `obiettivi - Copia.toml`, `2-performance (1).md`, `Copia di
//! 3-organizzazione/`. What they say is what the original says, so reading both would double every sum, every code and every
//! section.

use crate::source::{File, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// What is known of a copy.
#[derive(Debug)]
pub(super) struct Copia<'s> {
    /// The file or the folder that is the copy. A folder ends with `/`.
    pub(super) nome: String,
    /// The file or the folder that was copied.
    pub(super) originale: String,
    /// The first file of the copy.
    pub(super) primo: &'s File,
    /// Whether the copy has something that the original lacks.
    pub(super) altro: bool,
}

/// The copies among the files that are read as data or as sections. Those of a folder are told as one.
pub(super) fn find(sources: &Sources) -> Vec<Copia<'_>> {
    let mut out: BTreeMap<String, Copia<'_>> = BTreeMap::new();
    let paths: BTreeMap<String, &File> = sources.files.iter().map(|file| (file.path.to_lowercase(), &**file)).collect();
    for file in &sources.files {
        let Some((nome, plain)) = originale(&file.path) else { continue };
        let Some(other) = paths.get(&plain) else { continue };
        let (here, there) = (segni(file), segni(other));
        let same = here.intersection(&there).count();
        if same == 0 || same * 2 < here.len() {
            continue;
        }
        let altro = same < here.len();
        // As many of its parts as the name of the copy has.
        let parts = other.path.split('/').take(nome.trim_end_matches('/').split('/').count());
        let originale = parts.collect::<Vec<_>>().join("/") + if nome.ends_with('/') { "/" } else { "" };
        let found = out.entry(nome.clone()).or_insert(Copia { nome, originale, primo: file, altro: false });
        found.altro |= altro;
    }
    out.into_values().collect()
}

/// Whether the file at `path` is the copy `nome`, or stands in it when that is a folder.
pub(super) fn comprende(nome: &str, path: &str) -> bool {
    path == nome || nome.ends_with('/') && path.starts_with(nome)
}

/// What tells a file of data or a text from another: the lines that give a record its name, or the lines of the text.
fn segni(file: &File) -> BTreeSet<&str> {
    let naming = |line: &&str| {
        ["id", "codice", "titolo", "nome", "oggetto", "sigla"]
            .iter()
            .any(|field| line.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with('=')))
    };
    let lines = file.text().lines().map(str::trim);
    match file.has_extension("toml") {
        true => lines.filter(naming).collect(),
        false => lines.filter(|line| !line.is_empty() && *line != "+++").collect(),
    }
}

/// The file or folder in `path` that has the name of a copy, and the path in lower case without what Windows, a browser or a shared
/// folder adds to such a name. None when nothing in the path says that it is a copy.
fn originale(path: &str) -> Option<(String, String)> {
    let mut plain = Vec::new();
    let mut nome = None;
    let parts: Vec<&str> = path.split('/').collect();
    for (n, part) in parts.iter().enumerate() {
        let last = n + 1 == parts.len();
        let low = part.to_lowercase();
        let (stem, ext) = match [".toml", ".md"].iter().find_map(|ext| Some((low.strip_suffix(ext)?, *ext))) {
            Some(cut) if last => cut,
            _ if last => return None,
            _ => (low.as_str(), ""),
        };
        let bare = senza_segno(stem);
        if nome.is_none() && bare.is_some() {
            let upto = parts.get(..=n).unwrap_or_default().join("/");
            nome = Some(if last { upto } else { upto + "/" });
        }
        plain.push(format!("{}{ext}", bare.unwrap_or(stem)));
    }
    Some((nome?, plain.join("/")))
}

/// The name without the sign of a copy, all in lower case. None when it has no such sign.
fn senza_segno(stem: &str) -> Option<&str> {
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
    (plain != stem && !plain.is_empty()).then_some(plain)
}

#[cfg(test)]
mod tests {
    use super::originale;

    #[test]
    fn the_names_of_copies_are_known() {
        for (name, found) in [
            ("dati/obiettivi - Copia.toml", Some(("dati/obiettivi - Copia.toml", "dati/obiettivi.toml"))),
            ("dati/obiettivi - Copia (2).toml", Some(("dati/obiettivi - Copia (2).toml", "dati/obiettivi.toml"))),
            ("dati/Obiettivi (1).toml", Some(("dati/Obiettivi (1).toml", "dati/obiettivi.toml"))),
            ("obiettivi-copia.toml", Some(("obiettivi-copia.toml", "obiettivi.toml"))),
            ("dati/Copia di obiettivi.toml", Some(("dati/Copia di obiettivi.toml", "dati/obiettivi.toml"))),
            ("dati/obiettivi copy.toml", Some(("dati/obiettivi copy.toml", "dati/obiettivi.toml"))),
            ("2-valore - Copia/1-a.md", Some(("2-valore - Copia/", "2-valore/1-a.md"))),
            ("3-b/Copia di 1-a.md", Some(("3-b/Copia di 1-a.md", "3-b/1-a.md"))),
            ("dati (1)/obiettivi (1).toml", Some(("dati (1)/", "dati/obiettivi.toml"))),
            ("dati/obiettivi.toml", None),
            ("dati/fotocopia.toml", None),
            ("dati/(1).toml", None),
            ("dati/obiettivi (S1).toml", None),
            ("dati/tabella - Copia.csv", None),
        ] {
            let expected = found.map(|(copy, plain)| (copy.to_owned(), plain.to_owned()));
            assert_eq!(originale(name), expected, "{name}");
        }
    }
}
