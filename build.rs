//! Embeds `layouts/` and `fonts/`: the binary needs no file beside it. Writes two tables of names and bytes, no code.
#![allow(clippy::disallowed_methods, reason = "the files that go into the program are read here")]

use std::{env, error::Error, fs, path::Path};
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    for folder in ["layouts", "fonts"] {
        println!("cargo::rerun-if-changed={folder}");
        let base = Path::new(&root).join(folder);
        let mut rows = String::new();
        for entry in WalkDir::new(&base).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            if !entry.file_type().is_file() || hidden || path.extension().is_some_and(|e| e == "md") {
                continue;
            }
            println!("cargo::rerun-if-changed={}", path.display());
            // Forward slashes, so that a binary built on Windows holds the same names.
            let key = path.strip_prefix(&base)?.to_string_lossy().replace('\\', "/");
            rows += &format!("({key:?}, include_bytes!({:?})),\n", path.display().to_string());
        }
        let table = format!("pub(super) static FILES: &[(&str, &[u8])] = &[\n{rows}];\n");
        fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{folder}.rs")), table)?;
    }
    Ok(())
}
