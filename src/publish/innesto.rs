//! Publishes into the folder of a site that others own. Only our files are written, replaced and removed, one by one. All
//! new files are ready in a working folder before the first is moved. If a move fails, the files that were there are put
//! back.

use super::lavoro::{Lavoro, empty_out};
use super::{Fascicolo, Written, carry, completato, contesi, create_parent, manifest, negato, on_disk, rename, segno};
use crate::diag::Diagnostic;
use crate::diag::codes::P1407;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path};

/// The file that lists what is ours in a folder of others. Not the marker of our own folders: one that has that is replaced
/// whole.
pub const INNESTO: &str = ".piao-sito";

/// The working folder inside the folder of others.
const LAVORO: &str = ".piao-lavoro";

const NOTICE: &str = "# I file elencati qui sono di piao: `piao pubblica --in` li sostituisce. Gli altri non li tocca.\n\
                      # SHA-256 e nome di ciascuno.\n";

/// What was done in the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Innesto {
    /// The number of files of the publication, and of those that were written.
    pub scritti: Written,
    /// How many files of ours were removed because the plan no longer makes them.
    pub tolti: usize,
    /// Previous editions that are in the folder and not among the sources. They are never removed.
    pub rimaste: BTreeSet<String>,
}

/// Checks that the files can be put in `folder`: no path that they need may be taken by a file that is not ours. What a
/// stopped run left half done is put back first. Otherwise its files, not yet in our list, would be taken for those of
/// others.
///
/// # Errors
/// P1407, with the list; or when there is no such folder. P1411 while another run is writing there.
pub fn obstacles(fascicolo: &Fascicolo, folder: &Path) -> Result<(), Diagnostic> {
    if !folder.is_dir() {
        return Err(Diagnostic::global(P1407, format!("la cartella `{}` non c’è", folder.display()))
            .help("con `--in` indica la cartella del sito in cui pubblicare: deve esistere già"));
    }
    if fs::symlink_metadata(folder.join(LAVORO)).is_ok() {
        drop(Lavoro::take(folder.join(LAVORO), folder).map_err(|error| negato(folder, &error))?);
    }
    of_others(fascicolo, folder)
}

fn of_others(fascicolo: &Fascicolo, folder: &Path) -> Result<(), Diagnostic> {
    let mine = manifest(&folder.join(INNESTO));
    if let Some(problem) = contesi(fascicolo, folder, &mine, P1407) {
        return Err(problem);
    }
    let others: BTreeSet<String> = fascicolo.voci().filter_map(|(path, _)| obstacle(folder, path, &mine)).collect();
    if others.is_empty() {
        return Ok(());
    }
    let mut problem = Diagnostic::global(
        P1407,
        format!("in `{}` ci sono già file che non sono di piao, con i nomi di quelli da scrivere", folder.display()),
    );
    for path in others.iter().take(20) {
        problem = problem.note(path.clone());
    }
    if others.len() > 20 {
        problem = problem.note(format!("e altri {}", others.len() - 20));
    }
    Err(problem
        .note("non è stato scritto niente")
        .help("pubblica in una sottocartella nuova del sito, o sposta quei file se non servono più"))
}

/// The path that prevents writing `path`: itself, if it is not ours, or a folder above it that is a file or a link.
fn obstacle(folder: &Path, path: &str, mine: &BTreeMap<String, String>) -> Option<String> {
    let mut at = folder.to_owned();
    let mut steps = path.split('/').peekable();
    let mut walked = String::new();
    while let Some(step) = steps.next() {
        at.push(step);
        walked += step;
        let Ok(meta) = fs::symlink_metadata(&at) else { return None };
        if steps.peek().is_some() {
            if !meta.is_dir() {
                return (!mine.contains_key(&walked)).then_some(walked);
            }
            walked.push('/');
        } else if !(meta.is_file() && mine.contains_key(path)) {
            return Some(walked);
        }
    }
    None
}

/// Puts `fascicolo` in `folder`, which exists. Files whose bytes did not change are not touched; those of ours that are not
/// made any more are taken away, unless somebody changed them. Editions other than `questa`, which is being published, always
/// stay: they may be the only copy.
///
/// # Errors
/// P1407 when files of others are in the way, P1402 when the disk refuses: the folder is as it was.
pub fn graft_into(fascicolo: &Fascicolo, folder: &Path, questa: &str) -> Result<Innesto, Diagnostic> {
    let failed = |error: io::Error| negato(folder, &error);
    obstacles(fascicolo, folder)?;
    // On the same disk as the folder, so that each file arrives by a rename.
    let lavoro = Lavoro::take(folder.join(LAVORO), folder).map_err(failed)?;
    // Another run may have written there meanwhile.
    of_others(fascicolo, folder)?;
    graft(fascicolo, folder, questa, &lavoro).map_err(failed)
}

fn graft(fascicolo: &Fascicolo, folder: &Path, questa: &str, lavoro: &Lavoro) -> io::Result<Innesto> {
    let marker = folder.join(INNESTO);
    let before = manifest(&marker);
    let (new, old) = (lavoro.nuova(), lavoro.vecchia());
    let mut done = Innesto::default();
    let mut list = BTreeMap::new();
    let mut moves = Vec::new();
    for (path, voce) in fascicolo.voci() {
        let digest = voce.impronta()?;
        done.scritti.files += 1;
        let wrote = before.get(path) == Some(&digest);
        let there = voce.uguale(&digest, &folder.join(path)) || wrote && completato(folder, path, &digest);
        if !there {
            let ready = new.join(path);
            create_parent(&ready)?;
            voce.write_bytes(&ready)?;
            done.scritti.changed += 1;
            moves.push((Some(ready), path.to_owned()));
        }
        list.insert(path.to_owned(), digest);
    }
    for (path, digest) in before.iter().filter(|(path, _)| !list.contains_key(*path)).collect::<Vec<_>>() {
        // The list lies in a folder of others, who may have changed it. A file is ours only if its path is plain and its
        // bytes are as we left them.
        let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || obstacle(folder, path, &before).is_some() {
            continue;
        }
        let edizione = path.strip_prefix("edizioni/").and_then(|rest| rest.split('/').next());
        if let Some(edizione) = edizione.filter(|edizione| *edizione != questa) {
            done.rimaste.insert(edizione.to_owned());
            list.insert(path.clone(), digest.clone());
        } else if crate::base::hash::disco(&folder.join(path)).is_ok_and(|found| found == *digest) {
            moves.push((None, path.clone()));
            done.tolti += 1;
        }
    }
    // Removals come first: a file of ours may stand where a folder is needed.
    moves.sort_by_key(|(ready, _)| ready.is_some());
    let text = segno(NOTICE, None, &list);
    if moves.is_empty() && fs::read_to_string(&marker).is_ok_and(|found| found == text) {
        return Ok(done);
    }
    // The list is moved together with the files, so that a run which repairs a stopped one puts back both.
    let notes = new.join(INNESTO);
    create_parent(&notes)?;
    fs::write(&notes, text)?;
    moves.push((Some(notes), INNESTO.to_owned()));
    on_disk(&new)?;
    lavoro.note_down(moves.iter().map(|(_, path)| path.as_str()), folder)?;
    let result = moves.iter().try_for_each(|(ready, path)| step(ready.as_deref(), &folder.join(path), &old.join(path)));
    if let Err(error) = result {
        lavoro.recover(folder)?;
        return Err(error);
    }
    lavoro.close()?;
    for (_, path) in moves.iter().filter(|(ready, _)| ready.is_none()) {
        // Folders that were only ours go with their last file.
        empty_out(folder, path);
    }
    Ok(done)
}

/// One file to its place, the one that was there kept aside. At every moment one of the two is in the place.
fn step(ready: Option<&Path>, place: &Path, aside: &Path) -> io::Result<()> {
    let there = fs::symlink_metadata(place);
    if let Ok(meta) = &there {
        create_parent(aside)?;
        match ready {
            Some(_) if meta.is_file() => {
                // The copy is made under another name and then renamed: a copy cut in half must not be taken for the old
                // file.
                let mut whole = aside.as_os_str().to_owned();
                whole.push(".piao-parte");
                let whole = std::path::PathBuf::from(whole);
                carry(place, &whole)?;
                rename(&whole, aside)?;
            }
            _ => rename(place, aside)?,
        }
    }
    let Some(ready) = ready else { return Ok(()) };
    create_parent(place)?;
    rename(ready, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fascicolo(list: &[(&str, &str)]) -> Fascicolo {
        let made = list.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
        Fascicolo { fatti: made, ..Fascicolo::default() }
    }

    /// Every file but the list, with its words.
    fn files(folder: &Path) -> Vec<(String, String)> {
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|e| e.expect("the test made it"));
        walk.filter(|e| e.file_type().is_file() && e.file_name() != INNESTO)
            .map(|e| {
                let name = e.path().strip_prefix(folder).expect("below it").to_string_lossy().replace('\\', "/");
                (name, fs::read_to_string(e.path()).expect("text"))
            })
            .collect()
    }

    fn put(folder: &Path, path: &str, text: &str) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn only_our_files_change_and_only_when_they_do() {
        let dir = tempfile::tempdir().expect("a folder");
        put(dir.path(), "index.html", "loro");
        put(dir.path(), "sito/loro.css", "loro");
        let first = graft_into(
            &fascicolo(&[("piao.pdf", "a"), ("sito/index.html", "b"), ("sito/x/via.html", "c")]),
            dir.path(),
            "2027",
        );
        assert_eq!(first.expect("written").scritti, Written { files: 3, changed: 3 });
        // A day long past: a file that is written again cannot keep it.
        let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let pdf = fs::File::options().write(true).open(dir.path().join("piao.pdf")).expect("there");
        pdf.set_modified(past).expect("set");
        let second = graft_into(&fascicolo(&[("piao.pdf", "a"), ("sito/index.html", "nuovo")]), dir.path(), "2027")
            .expect("written");
        assert_eq!((second.scritti, second.tolti), (Written { files: 2, changed: 1 }, 1));
        assert_eq!(fs::metadata(dir.path().join("piao.pdf")).and_then(|m| m.modified()).expect("a time"), past);
        let expected =
            [("index.html", "loro"), ("piao.pdf", "a"), ("sito/index.html", "nuovo"), ("sito/loro.css", "loro")];
        assert_eq!(files(dir.path()), pairs(&expected));
        assert!(!dir.path().join("sito/x").exists(), "an empty folder of ours stays");
        let third = graft_into(&fascicolo(&[("piao.pdf", "a"), ("sito/index.html", "nuovo")]), dir.path(), "2027")
            .expect("written");
        assert_eq!((third.scritti, third.tolti), (Written { files: 2, changed: 0 }, 0));
    }

    #[test]
    fn files_of_others_are_listed_before_anything_is_written() {
        let dir = tempfile::tempdir().expect("a folder");
        put(dir.path(), "piao.pdf", "loro");
        put(dir.path(), "sito", "un file al posto della cartella");
        let problem =
            graft_into(&fascicolo(&[("a.html", "x"), ("piao.pdf", "a"), ("sito/index.html", "b")]), dir.path(), "2027")
                .expect_err("refused");
        assert_eq!(problem.code, "P1407");
        assert_eq!(problem.notes, ["piao.pdf", "sito", "non è stato scritto niente"]);
        assert_eq!(files(dir.path()), pairs(&[("piao.pdf", "loro"), ("sito", "un file al posto della cartella")]));
        assert_eq!(
            graft_into(&fascicolo(&[]), &dir.path().join("non-c-e"), "2027").expect_err("no folder").code,
            "P1407"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_elsewhere_is_not_followed() {
        let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(other.path(), dir.path().join("sito")).expect("linked");
        let problem = graft_into(&fascicolo(&[("sito/index.html", "b")]), dir.path(), "2027").expect_err("refused");
        assert_eq!(problem.notes.first().map(String::as_str), Some("sito"));
        assert!(files(other.path()).is_empty());
    }

    /// The list may have been written by anybody: it cannot make us delete what is outside, or what was changed.
    #[test]
    fn a_list_made_by_others_deletes_nothing_of_theirs() {
        let dir = tempfile::tempdir().expect("a folder");
        put(dir.path(), "fuori.txt", "fuori");
        let site = dir.path().join("site");
        put(&site, "cambiato.html", "da loro");
        let fuori = crate::base::hash::file(b"fuori");
        put(&site, INNESTO, &format!("{fuori}  ../fuori.txt\n{fuori}  cambiato.html\n"));
        let done = graft_into(&fascicolo(&[("piao.pdf", "a")]), &site, "2027").expect("written");
        assert_eq!(done.tolti, 0);
        assert_eq!(files(&site), pairs(&[("cambiato.html", "da loro"), ("piao.pdf", "a")]));
        assert!(dir.path().join("fuori.txt").exists());
    }

    #[test]
    fn an_edition_that_the_sources_lost_stays() {
        let dir = tempfile::tempdir().expect("a folder");
        graft_into(&fascicolo(&[("edizioni/2024/piao.pdf", "vecchia"), ("piao.pdf", "a")]), dir.path(), "2027")
            .expect("written");
        let done = graft_into(&fascicolo(&[("piao.pdf", "b")]), dir.path(), "2027").expect("written");
        assert_eq!(done.rimaste, BTreeSet::from(["2024".to_owned()]));
        assert_eq!(files(dir.path()), pairs(&[("edizioni/2024/piao.pdf", "vecchia"), ("piao.pdf", "b")]));
        // And is still ours: a later publication may replace it.
        assert!(graft_into(&fascicolo(&[("edizioni/2024/piao.pdf", "giusta")]), dir.path(), "2027").is_ok());
    }
}
