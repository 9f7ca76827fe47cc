//! Embeds `layouts/`, `fonts/`, the models of a new plan and a whole small one: the binary needs no file beside it. Writes tables of names and bytes,
//! no code.
//! It also gives the program the digest of its own sources: outputs that another program made are made again.
//! For Windows it also gives `piao.exe` its icon, its version and its manifest.
#![allow(clippy::disallowed_methods, reason = "the files that go into the program are read here")]

use sha2::{Digest, Sha256};
use std::{env, error::Error, fs, path::Path};
use walkdir::WalkDir;

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    // In the first two folders a `.md` speaks to who changes them; in the others it is a section of a plan.
    for (table, folder, sections) in [
        ("layouts", "layouts", false),
        ("fonts", "fonts", false),
        ("modelli", "src/nuovo/modelli", true),
        ("esempio", "tests/piani/piccolo-comune", true),
    ] {
        println!("cargo::rerun-if-changed={folder}");
        let base = Path::new(&root).join(folder);
        let mut rows = String::new();
        for entry in WalkDir::new(&base).sort_by_file_name() {
            let entry = entry?;
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            let note = !sections && path.extension().is_some_and(|e| e == "md");
            if !entry.file_type().is_file() || hidden || note {
                continue;
            }
            println!("cargo::rerun-if-changed={}", path.display());
            // Forward slashes, so that a binary built on Windows holds the same names.
            let key = path.strip_prefix(&base)?.to_string_lossy().replace('\\', "/");
            rows += &format!("({key:?}, include_bytes!({:?})),\n", path.display().to_string());
        }
        let rows = format!("pub(super) static FILES: &[(&str, &[u8])] = &[\n{rows}];\n");
        fs::write(Path::new(&env::var("OUT_DIR")?).join(format!("{table}.rs")), rows)?;
    }
    println!("cargo::rustc-env=PIAO_SORGENTI={}", sources(Path::new(&root))?);
    // The target, not the machine that builds: `cfg!(windows)` would say the second.
    if env::var("CARGO_CFG_TARGET_OS")? == "windows" { exe() } else { Ok(()) }
}

/// The digest of what the program is made of: two programs with the same one make the same bytes of a plan.
fn sources(root: &Path) -> Result<String, Box<dyn Error>> {
    let mut all = Sha256::new();
    for place in ["Cargo.lock", "fonts", "layouts", "src"] {
        println!("cargo::rerun-if-changed={place}");
        for entry in WalkDir::new(root.join(place)).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                let key = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
                all.update(key.as_bytes());
                all.update(Sha256::digest(fs::read(entry.path())?));
            }
        }
    }
    Ok(all.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// What Windows shows of the program, and how it should treat it: paths longer than 260 characters, texts in UTF-8.
const MANIFEST: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
</assembly>
"#;

fn exe() -> Result<(), Box<dyn Error>> {
    const ICON: &str = "docs/immagini/icona.ico";
    println!("cargo::rerun-if-changed={ICON}");
    let mut resource = winresource::WindowsResource::new();
    resource.set("ProductName", "piao").set("FileDescription", "piao, compilatore del PIAO");
    // 0x0410: Italian.
    resource.set_icon(ICON).set_language(0x0410).set_manifest(MANIFEST);
    Ok(resource.compile_for("piao")?)
}
