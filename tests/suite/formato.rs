//! Plans of every form of the sources (`formato` in `piao.toml`) are still read as on the day that they were written. The folders
//! of `tests/formato` are never edited: each has every key and every mark of its form.

use crate::project::{Compiled, Project};
use piao::diag::Severity;
use std::path::Path;

#[test]
fn a_plan_of_the_first_form_is_still_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formato/1");
    let compiled = Compiled::folder(&folder);
    let blocking = compiled.diags.iter().any(|problem| problem.severity == Severity::Blocco);
    // Rules come and go: what must not change is that everything is read.
    assert!(
        !blocking,
        "a plan of form 1 is no longer read: mend the reader, or raise `FORMATO`\n{}",
        compiled.messages()
    );
    let said = compiled.messages();
    assert!(!said.contains("non è previsto"), "{said}");
    let read = compiled.document.unwrap().meta.impronta;
    assert_eq!(
        read, "d9c929e787eeca32a6237668d3551682871e23a893d4d07b540d8bfd7ce1d4af",
        "the plan of form 1 is printed with other words: if that is meant, write the new fingerprint here and say it in the \
         changelog; if only the way of computing it changed, raise `FORMA` in `document/impronta.rs` too"
    );
}

/// Of a plan of tomorrow one thing is said, and nothing of it is guessed.
#[test]
fn a_newer_form_is_told_alone() {
    let newer = |line: &str| {
        let project = Project::new();
        let manifest = project.files().find(|(path, _)| *path == "piao.toml").unwrap().1.to_owned();
        let text = format!("{line}\nchiave_di_domani = 3\n{manifest}");
        let compiled = project.file("piao.toml", &text).file("dati/nuovi.toml", "[[domani]]\nnome = 3\n").compile();
        let codes: Vec<&str> = compiled.diags.iter().map(|problem| problem.code).collect();
        (codes.join(" "), compiled.messages())
    };
    for line in ["formato = 2", "formato = 0", "formato = \"1\"", "formato = 99999999999999999999"] {
        let (codes, messages) = newer(line);
        assert_eq!(codes, "P0141", "{line}\n{messages}");
    }
    assert!(newer("formato = 2").1.contains("versione più recente"));
    let project = Project::new();
    let manifest = project.files().find(|(path, _)| *path == "piao.toml").unwrap().1.to_owned();
    project.section("Testo.").file("piao.toml", &format!("formato = 1\n{manifest}")).compile().clean();
}
