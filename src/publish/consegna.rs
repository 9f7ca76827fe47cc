//! The workbooks of a collection in their folder. One that somebody has filled is never replaced: the folder remembers the digest of each as it
//! was written, and what has another one stays.

use super::{create, manifest, mend, negato, not_of_the_plan, segno};
use crate::base::hash;
use crate::diag::Diagnostic;
use crate::source::RACCOLTA;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// What the file that remembers them says to whoever opens it.
const AVVISO: &str = "# I file di questa cartella sono scritti da `piao raccolta`: quelli compilati non si toccano.\n\
                      # SHA-256 e nome di ciascuno, come è stato scritto.\n";

/// What became of the workbooks.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Consegna {
    /// How many are new, or took the place of one that nobody had touched.
    pub scritti: usize,
    /// How many were there already, the same.
    pub uguali: usize,
    /// Those that stayed because somebody has changed them.
    pub tenuti: Vec<String>,
}

/// Puts `files`, by name, in `folder`. `plan` is the folder of the plan, whose own folders are refused.
///
/// # Errors
/// P1401 when the folder is one of the plan, P1402 when the disk refuses.
pub fn consegna(files: &BTreeMap<String, Vec<u8>>, folder: &Path, plan: &Path) -> Result<Consegna, Diagnostic> {
    not_of_the_plan(folder, plan)?;
    let marker = folder.join(RACCOLTA);
    let mut known = manifest(&marker);
    let mut out = Consegna::default();
    let (mut new, mut changed) = (BTreeMap::new(), BTreeMap::new());
    for (name, bytes) in files {
        let place = folder.join(name);
        let digest = hash::file(bytes);
        match fs::symlink_metadata(&place).is_ok().then(|| hash::disco(&place)) {
            None => drop(new.insert(name.clone(), bytes.clone())),
            Some(Ok(found)) if found == digest => out.uguali += 1,
            Some(Ok(found)) if known.get(name) == Some(&found) => drop(changed.insert(name, bytes)),
            Some(_) => {
                out.tenuti.push(name.clone());
                continue;
            }
        }
        known.insert(name.clone(), digest);
    }
    out.scritti = new.len() + changed.len();
    let list = segno(AVVISO, None, &known).into_bytes();
    let there = marker.is_file();
    if !there {
        new.insert(RACCOLTA.to_owned(), list.clone());
    }
    if !new.is_empty() {
        create(&new, folder)?;
    }
    for (name, bytes) in changed {
        mend(&folder.join(name), bytes).map_err(|error| negato(&folder.join(name), &error))?;
    }
    if there {
        mend(&marker, &list).map_err(|error| negato(&marker, &error))?;
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_workbook_that_somebody_filled_stays() {
        let dir = tempfile::tempdir().unwrap();
        let (out, plan) = (dir.path().join("raccolta"), dir.path().join("piano"));
        let made = consegna(&files(&[("a.xlsx", "1"), ("b.xlsx", "1")]), &out, &plan).unwrap();
        assert_eq!(made, Consegna { scritti: 2, ..Consegna::default() });
        fs::write(out.join("a.xlsx"), "compilato").unwrap();
        let made = consegna(&files(&[("a.xlsx", "2"), ("b.xlsx", "2"), ("c.xlsx", "1")]), &out, &plan).unwrap();
        assert_eq!(made, Consegna { scritti: 2, uguali: 0, tenuti: vec!["a.xlsx".to_owned()] });
        assert_eq!(fs::read_to_string(out.join("a.xlsx")).unwrap(), "compilato");
        assert_eq!(fs::read_to_string(out.join("b.xlsx")).unwrap(), "2");
        // Again: the one that was kept is still not ours.
        let made = consegna(&files(&[("a.xlsx", "3"), ("b.xlsx", "2")]), &out, &plan).unwrap();
        assert_eq!(made, Consegna { scritti: 0, uguali: 1, tenuti: vec!["a.xlsx".to_owned()] });
        // A file of somebody else that has the name of one of ours.
        fs::write(out.join("d.xlsx"), "di altri").unwrap();
        assert_eq!(consegna(&files(&[("d.xlsx", "1")]), &out, &plan).unwrap().tenuti, ["d.xlsx"]);
        // A folder of the plan.
        assert_eq!(consegna(&files(&[("a.xlsx", "1")]), &plan.join("dati"), &plan).unwrap_err().code, "P1401");
    }
}
