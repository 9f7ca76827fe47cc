//! Many plans: what did not change is not made again, and the plans made in shares are the same as those made together.

use crate::cli::{Run, piao};
use crate::unione::{desk, edit, files};
use std::fs;

/// The bodies whose pages a run made, as it tells them.
fn made(run: &Run) -> Vec<&str> {
    run.out.lines().filter(|line| line.contains(" pagine, ")).filter_map(|line| line.split(',').next()).collect()
}

#[test]
fn only_what_changed_is_set_again() {
    let desk = desk();
    let compila = || piao(desk.path(), ["compila"]);
    let first = compila();
    assert_eq!(made(&first), ["Unione Valle del Rio", "Comune di Borgoalto", "Comune di Fontelieta"]);
    let out = desk.path().join("pubblicazione");
    let before = files(&out);
    let second = compila();
    assert_eq!((second.code, made(&second)), (0, vec![]), "{second:?}");
    assert!(second.out.contains("Comune di Borgoalto: niente è cambiato"), "{second:?}");
    assert_eq!(second.err, first.err, "the problems are told each time");
    assert_eq!(files(&out), before);

    // A change in one plan, and a file of the outputs that somebody has touched.
    edit(&desk, "comuni/borgoalto/1-presentazione.md", "\n+++\n\n", "\n+++\n\nUn capoverso di più.\n\n");
    assert_eq!(made(&compila()), ["Comune di Borgoalto"]);
    let page = out.join("comuni/fontelieta/sito/formazione.html");
    let right = fs::read(&page).unwrap();
    fs::write(&page, "ritoccata").unwrap();
    assert_eq!(made(&compila()), ["Comune di Fontelieta"]);
    assert_eq!(fs::read(&page).unwrap(), right);

    // What the municipalities show of the union is a part of theirs.
    edit(&desk, "unione/1-formazione/index.md", "\n+++\n\n", "\n+++\n\nUn capoverso per tutti.\n\n");
    assert_eq!(made(&compila()).len(), 3);
    assert!(String::from_utf8(fs::read(&page).unwrap()).unwrap().contains("Un capoverso per tutti."));
    // One output alone leaves the other as it was: it is not known to be of the same sources any more.
    assert_eq!(piao(desk.path(), ["compila", "--solo", "pdf"]).code, 0);
    assert_eq!(made(&compila()).len(), 3);
}

#[test]
fn the_shares_together_are_the_whole() {
    let desk = desk();
    assert_eq!(piao(desk.path(), ["compila", "--uscita", "insieme"]).code, 0);
    let mut all = Vec::new();
    for share in ["1/2", "2/2", "1/2"] {
        let run = piao(desk.path(), ["compila", "--parte", share, "--uscita", "parti"]);
        assert_eq!(run.code, 0, "{run:?}");
        all.extend(made(&run).iter().map(|name| (*name).to_owned()));
    }
    // Each once, the one that was made twice too; the principal plan is of no share, and so is the page that lists them all.
    all.sort();
    assert_eq!(all, ["Comune di Borgoalto", "Comune di Fontelieta"]);
    let (together, parts) = (desk.path().join("insieme"), desk.path().join("parti"));
    assert!(!parts.join("piao.pdf").exists() && !parts.join("enti").exists());
    let last = piao(desk.path(), ["compila", "--uscita", "parti"]);
    assert_eq!(made(&last), ["Unione Valle del Rio"]);
    assert_eq!(files(&together), files(&parts));

    let wrong = piao(desk.path(), ["compila", "--parte", "3/2"]);
    assert!(wrong.code == 2 && wrong.err.contains("per esempio 2/3"), "{wrong:?}");
    let both = piao(desk.path(), ["compila", "--parte", "1/2", "--ente", "unione"]);
    assert!(both.code == 2 && both.err.contains("non vanno insieme"), "{both:?}");
    let alone = piao(&desk.path().join("content/unione"), ["compila", "--parte", "1/2"]);
    assert!(alone.code == 2 && alone.err.contains("P0174"), "{alone:?}");
}
