//! Same sources, same bytes: twice, with one thread or many, from another folder, from files listed in another order.

use crate::project::{Compiled, Outputs, Project, content};
use std::collections::BTreeMap;
use std::path::Path;

/// Every file that would be published.
fn bytes(outputs: &Outputs) -> BTreeMap<String, Vec<u8>> {
    let mut all = outputs.site.clone();
    all.extend(outputs.data.files.clone());
    all.insert("piao.pdf".into(), outputs.pdf.bytes.clone());
    all
}

fn made(root: &Path) -> BTreeMap<String, Vec<u8>> {
    bytes(&Outputs::of(Compiled::folder(root).clean()))
}

fn same(first: &BTreeMap<String, Vec<u8>>, second: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in first {
        assert!(*bytes == second[path], "{path} is not the same");
    }
}

#[test]
fn twice() {
    same(&bytes(Outputs::content()), &made(&content()));
}

#[test]
fn with_one_thread() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    // What typst remembers from the other tests would hide a difference.
    let one = pool.install(|| {
        comemo::evict(0);
        made(&content())
    });
    same(&bytes(Outputs::content()), &one);
}

#[test]
fn from_another_folder() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("un altro posto, più lontano");
    copy(content().parent().unwrap(), &root);
    same(&bytes(Outputs::content()), &made(&root.join("unione")));
}

/// The line ends of Windows and the mark that its editors put first change nothing.
#[test]
fn from_windows() {
    let folder = tempfile::tempdir().unwrap();
    copy(content().parent().unwrap(), folder.path());
    for entry in walkdir::WalkDir::new(folder.path()) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|ext| ext == "md" || ext == "toml") {
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n"))).unwrap();
        }
    }
    same(&bytes(Outputs::content()), &made(&folder.path().join("unione")));
}

/// A message has the same place and the same words whatever the line ends.
#[test]
fn messages_from_windows() {
    let faults =
        "Si veda [@niente].\n\n## Uno\n\n#### Due\n\n- a\n\n  <br>\n\n| a |\n| --- |\n| [@nulla] → |\n\nUna:\nb [@c]\n";
    let lf = Project::new()
        .section(faults)
        .file("dati/d.toml", "[[termine]]\nnome = 1\ndefinizione = \"\"\"\na\nb [@d]\n\"\"\"\n");
    let crlf = lf.files().fold(Project::new(), |plan, (path, text)| plan.file(path, &text.replace('\n', "\r\n")));
    assert_eq!(crlf.compile().messages(), lf.compile().messages());
}

pub(crate) fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(target).unwrap();
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
