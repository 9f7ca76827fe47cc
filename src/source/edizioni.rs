//! The previous editions of a plan, kept as they were published in its folder `edizioni/`. Their files are copied and never
//! read: there may be hundreds of megabytes, and none of it is text of this plan.

use super::{MARKER, lasciato, natural, relative};
use crate::diag::codes::{P1405, P1426};
use crate::diag::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The ending of an envelope of a signature, which a browser does not open.
const BUSTA: &str = ".p7m";

/// An edition published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edizione {
    /// The name of its folder, which is its address for good: `2024`, or `2024-1` for one that another of the same year
    /// replaced.
    pub nome: String,
    /// The year with which its name begins.
    pub anno: i16,
    /// Its files: path inside the edition, with `/`, and place on disk.
    pub files: BTreeMap<String, PathBuf>,
}

impl Edizione {
    /// The last year in which it must stay published. The term is five years, counted from 1 January of the year after its own
    /// (D.Lgs 33/2013, art. 8, comma 3).
    #[must_use]
    pub fn fino(&self) -> i16 {
        self.anno + 5
    }

    /// The file to which a link to the edition leads: its home page or, for an edition made without piao, its only document.
    #[must_use]
    pub fn inizio(&self) -> &str {
        let known = ["sito/index.html", "index.html", "piao.pdf"];
        let first = known.into_iter().find(|path| self.files.contains_key(*path));
        let mut names: Vec<&str> = self.files.keys().map(String::as_str).collect();
        names.sort_by(|a, b| natural(a, b));
        let ends = |path: &str, ending: &str| path.to_lowercase().ends_with(ending);
        let pdf = names.iter().copied().find(|path| ends(path, ".pdf"));
        let open = names.iter().copied().find(|path| !ends(path, BUSTA));
        first.or(pdf).or(open).or(names.first().copied()).unwrap_or_default()
    }
}

/// The editions of the plan of folder `root`, the newest first. What cannot be an edition, or cannot be read, is reported: who
/// publishes must know that it would be missing.
#[must_use]
pub fn edizioni(root: &Path, diags: &mut Diagnostics) -> Vec<Edizione> {
    let folder = root.join("edizioni");
    let mut found = Vec::new();
    let entries = WalkDir::new(&folder).min_depth(1).max_depth(1).sort_by_file_name();
    for entry in entries.into_iter().flatten() {
        let nome = entry.file_name().to_string_lossy().into_owned();
        if lasciato(&nome) {
            continue;
        }
        match anno(&nome).filter(|_| entry.file_type().is_dir()) {
            Some(anno) => found.push(Edizione { files: files(root, &nome, diags), nome, anno }),
            None => diags.push(
                Diagnostic::global(P1405, format!("`edizioni/{nome}` non è un’edizione"))
                    .note("ogni edizione è una cartella, e il suo nome è l’anno: diventa il suo indirizzo per sempre")
                    .help("chiama la cartella con l’anno del piano, per esempio `edizioni/2024`; di due edizioni dello stesso anno, `edizioni/2024-1` è la prima"),
            ),
        }
    }
    for empty in found.iter().filter(|edizione| edizione.files.is_empty()) {
        diags.push(
            Diagnostic::global(P1405, format!("`edizioni/{}` è vuota", empty.nome))
                .help("mettici i file dell’edizione com’era pubblicata, o togli la cartella"),
        );
    }
    found.retain(|edizione| !edizione.files.is_empty());
    for closed in found.iter().filter(|edizione| edizione.inizio().to_lowercase().ends_with(BUSTA)) {
        let path = format!("edizioni/{}/{}", closed.nome, closed.inizio());
        diags.push(
            Diagnostic::global(
                P1426,
                format!("`{path}` è una busta firmata, e di quell’edizione non c’è altro da leggere"),
            )
            .note("chi la cerca nel sito non potrebbe aprirla senza un programma di firma")
            .help("apri la busta con il programma di firma e metti nella stessa cartella il PDF che c’è dentro"),
        );
    }
    found.sort_by(|a, b| b.anno.cmp(&a.anno).then_with(|| natural(&b.nome, &a.nome)));
    found
}

/// The year that begins the name of an edition; nothing for a name that would be a bad address.
fn anno(nome: &str) -> Option<i16> {
    let (year, rest) = nome.split_at_checked(4)?;
    let good = rest.is_empty()
        || rest.len() > 1 && rest.starts_with('-') && rest.bytes().all(|b| b == b'-' || b.is_ascii_alphanumeric());
    (good && year.bytes().all(|b| b.is_ascii_digit())).then(|| year.parse().ok())?
}

/// Whether the edition called `nome` came after the one called `altra`. The names say so: the year, then the number of the version that
/// `2027-2-aggiornamento` has. A name with another ending, `2027-1`, is of an edition that the one of the year replaced.
#[must_use]
pub fn viene_dopo(nome: &str, altra: &str) -> bool {
    let order = |nome: &str| {
        let year = anno(nome)?;
        let (number, moment) = match nome.get(5..).map(|rest| rest.split_once('-').unwrap_or((rest, ""))) {
            None => (1, 0),
            Some(("monitoraggio", "")) => (1, 1),
            Some(("consuntivo", "")) => (1, 2),
            Some((_, "")) => (0, 0),
            Some((number, _)) => (number.parse::<u32>().unwrap_or(0), 0),
        };
        Some((year, number, moment))
    };
    matches!((order(nome), order(altra)), (Some(a), Some(b)) if a > b)
}

/// The files of an edition. An office may have copied here the whole folder of last year's publication: then the edition is
/// the folder inside it that has the same name.
fn files(root: &Path, nome: &str, diags: &mut Diagnostics) -> BTreeMap<String, PathBuf> {
    let given = root.join("edizioni").join(nome);
    let inside = given.join("edizioni").join(nome);
    let base = if given.join(MARKER).is_file() && inside.is_dir() { inside } else { given };
    let mut files = BTreeMap::new();
    let walk = WalkDir::new(&base).min_depth(1).follow_links(false);
    for entry in walk.into_iter().filter_entry(|entry| !lasciato(&entry.file_name().to_string_lossy())) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.file_type().is_file() => {
                files.insert(relative(&base, entry.path()), entry.into_path());
            }
            Ok(entry) => {
                let name = relative(root, entry.path());
                diags.push(if entry.path_is_symlink() {
                    Diagnostic::global(P1405, format!("`{name}` è un collegamento, non un file"))
                        .help("copia il file al posto del collegamento")
                } else {
                    Diagnostic::global(P1405, format!("`{name}` non è un file"))
                        .note("è un dispositivo o un canale del sistema: leggerlo potrebbe non finire mai")
                        .help("toglilo dalla cartella dell’edizione")
                });
            }
            Err(error) => diags.push(
                Diagnostic::global(
                    P1405,
                    format!("`{}` non si può leggere", error.path().map(|p| relative(root, p)).unwrap_or_default()),
                )
                .help("controlla i permessi della cartella e che il disco sia collegato"),
            ),
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn put(root: &Path, path: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "x").expect("written");
    }

    /// A link leads to what a reader can open; where there is only an envelope it is told.
    #[test]
    fn an_edition_begins_with_what_can_be_opened() {
        let dir = tempfile::tempdir().expect("a folder");
        for path in ["2022/Piano.pdf.P7M", "2023/A.pdf.p7m", "2023/Piano.pdf", "2024/A.p7m", "2024/Piano.odt"] {
            put(dir.path(), &format!("edizioni/{path}"));
        }
        let mut diags = Diagnostics::default();
        let found = edizioni(dir.path(), &mut diags);
        let names: Vec<&str> = found.iter().map(Edizione::inizio).collect();
        assert_eq!(names, ["Piano.odt", "Piano.pdf", "Piano.pdf.P7M"]);
        let told: Vec<&str> = diags.iter().map(|problem| problem.code).collect();
        assert_eq!(told, ["P1426"]);
    }

    #[test]
    fn editions_are_read_by_year_and_what_is_none_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        for path in [
            "edizioni/2023/Piano 2023.pdf",
            "edizioni/2024/sito/index.html",
            "edizioni/2024/piao.pdf",
            "edizioni/2024/.DS_Store",
            "edizioni/2024-1/piao.pdf",
            "edizioni/vecchio/piao.pdf",
            "edizioni/2022.zip",
            "edizioni/.gitkeep",
        ] {
            put(dir.path(), path);
        }
        fs::create_dir(dir.path().join("edizioni/2021")).expect("made");
        let mut diags = Diagnostics::default();
        let found = edizioni(dir.path(), &mut diags);
        let names: Vec<(&str, &str)> = found.iter().map(|e| (e.nome.as_str(), e.inizio())).collect();
        assert_eq!(names, [("2024-1", "piao.pdf"), ("2024", "sito/index.html"), ("2023", "Piano 2023.pdf")]);
        assert_eq!(found.iter().map(Edizione::fino).collect::<Vec<_>>(), [2029, 2029, 2028]);
        assert!(found.iter().all(|e| !e.files.contains_key(".DS_Store")));
        let told: Vec<&str> = diags.iter().map(|d| d.message.as_str()).collect();
        let expected = [
            "`edizioni/2022.zip` non è un’edizione",
            "`edizioni/vecchio` non è un’edizione",
            "`edizioni/2021` è vuota",
        ];
        assert_eq!(told, expected);
        assert!(edizioni(Path::new("non-c-e"), &mut Diagnostics::default()).is_empty());
    }

    #[test]
    fn of_a_whole_publication_only_its_edition_is_taken() {
        let dir = tempfile::tempdir().expect("a folder");
        for path in [
            "edizioni/2024/.piao-pubblicazione",
            "edizioni/2024/ufficio/scheda-cms.html",
            "edizioni/2024/edizioni/2023/piao.pdf",
            "edizioni/2024/edizioni/2024/piao.pdf",
        ] {
            put(dir.path(), path);
        }
        let found = edizioni(dir.path(), &mut Diagnostics::default());
        let names: Vec<&String> = found.iter().flat_map(|e| e.files.keys()).collect();
        assert_eq!(names, ["piao.pdf"]);
    }

    #[test]
    fn a_name_says_which_edition_came_after() {
        for (nome, altra) in [
            ("2028", "2027"),
            ("2028", "2027-3-consuntivo"),
            ("2027-2-aggiornamento", "2027"),
            ("2027-10-monitoraggio", "2027-2-aggiornamento"),
            ("2027-consuntivo", "2027-monitoraggio"),
            ("2027", "2027-1"),
        ] {
            assert!(viene_dopo(nome, altra) && !viene_dopo(altra, nome), "{nome} {altra}");
        }
        for nome in ["2027", "2027-1", "2027-agg-2", "vecchio"] {
            assert!(!viene_dopo(nome, "2027"), "{nome}");
        }
    }

    #[test]
    fn a_name_is_an_address() {
        assert_eq!(anno("2024"), Some(2024));
        assert_eq!(anno("2024-agg-2"), Some(2024));
        for bad in ["24", "2024-", "2024/1", "2024 bis", "20è24", "duemila", "2024-é"] {
            assert_eq!(anno(bad), None, "{bad}");
        }
    }
}
