//! What `ARCHITECTURE.md` says of the folders of `src/`, kept true: `lib.rs` lists them in order, and a file uses only what
//! stands above it.

use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The folders that `name` uses though they stand below it, each with the line that does.
fn uses_of_what_is_below(order: &[&str], name: &str) -> Vec<String> {
    let above = order.iter().position(|folder| *folder == name).unwrap();
    let mut wrong = Vec::new();
    for entry in WalkDir::new(Path::new("src").join(name)).sort_by_file_name() {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|ext| ext != "rs") {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        for (n, line) in text.lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            for used in code.split("crate::").skip(1) {
                let used = used.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
                if order.iter().position(|folder| *folder == used).is_some_and(|at| at > above) {
                    wrong.push(format!("{}:{}: {}", entry.path().display(), n + 1, line.trim()));
                }
            }
        }
    }
    wrong
}

#[test]
fn a_folder_uses_only_those_above_it() {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    let order: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.trim_start_matches("pub ").strip_prefix("mod ")?.strip_suffix(';'))
        .collect();
    assert!(order.len() > 10, "the list of folders in `lib.rs` was not found: {order:?}");
    let wrong: Vec<String> = order.iter().flat_map(|name| uses_of_what_is_below(&order, name)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
