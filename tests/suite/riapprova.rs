//! A Union that approves its plan again, and the Comuni that approved theirs with what it said before: what they approved stays.

use crate::cli::{Run, piao};
use crate::unione::{desk, edit, files, page, words};
use std::path::Path;

fn add(desk: &tempfile::TempDir, path: &str, text: &str) {
    let path = desk.path().join("content").join(path);
    let old = std::fs::read_to_string(&path).unwrap_or_default();
    std::fs::write(path, old + text).unwrap();
}

/// The plan in `folder` with its act.
fn approve(desk: &tempfile::TempDir, folder: &str) {
    let settings = format!("{folder}/piao.toml");
    edit(desk, &settings, "stato = \"bozza\"", "stato = \"approvato\"");
    add(desk, &settings, "\n[deliberazione]\norgano = \"giunta\"\nnumero = \"5\"\ndata = \"30/01/2027\"\n");
}

/// The plan of the Union with a second version, which another act approved, and another text in it.
fn approve_again(desk: &tempfile::TempDir) {
    add(
        desk,
        "unione/piao.toml",
        "\n[[versione]]\nnumero = 1\ndata = \"20/01/2027\"\n\n[[versione]]\nnumero = 2\ndata = \"10/03/2027\"\nmotivo = \"Nuovo modo di iscriversi\"\natto = \"aggiorna\"\n",
    );
    add(
        desk,
        "unione/dati/atti.toml",
        "[[atto]]\nid = \"aggiorna\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"9\"\ndata = 2027-03-10\noggetto = \"Aggiornamento\"\n",
    );
    edit(desk, "unione/1-formazione/index.md", "Ci si iscrive con", "Da marzo ci si iscrive con");
}

fn run(desk: &tempfile::TempDir, arguments: &[&str]) -> Run {
    piao(desk.path(), arguments.iter())
}

/// What is read of a run, on one line.
fn said(run: &Run) -> String {
    format!("{} {}", run.out, run.err).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn in_zip(zip: &Path, path: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name(path).unwrap_or_else(|_| panic!("no {path}")), &mut bytes).unwrap();
    bytes
}

#[test]
fn what_a_comune_approved_stays_when_the_union_approves_again() {
    let desk = desk();
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0, "{:?}", run(&desk, &["pubblica"]));
    let out = desk.path().join("pubblicazione");
    let towns = || (files(&out.join("comuni/borgoalto")), files(&out.join("comuni/fontelieta")));
    let before = towns();
    approve_again(&desk);
    // Who writes looks at the pages, and these stand where the publication was.
    assert_eq!(run(&desk, &["compila"]).code, 0);
    assert_ne!(towns(), before);
    let published = run(&desk, &["pubblica"]);
    let told = said(&published);
    assert!(published.code == 0 && told.contains("P1417") && !told.contains("P1420"), "{published:?}");
    for words in [
        "Comune di Borgoalto, Collegamenti",
        "resta l’edizione pubblicata, in pubblicazione/comuni/borgoalto e in pubblicazione-borgoalto.zip.",
        "le edizioni approvate di chi non ha un atto nuovo (Comune di Borgoalto, Comune di Fontelieta)",
    ] {
        assert!(told.contains(words), "{words}: {published:?}");
    }
    assert!(towns() == before, "the editions of the Comuni changed");
    // All that is uploaded, in one archive: the Union as it is now, the Comuni as they approved their plans.
    let zip = desk.path().join("pubblicazione.zip");
    assert_eq!(in_zip(&zip, "comuni/borgoalto/piao.pdf"), before.0["piao.pdf"]);
    assert_eq!(in_zip(&zip, "edizioni/2027-2-aggiornamento/piao.pdf"), in_zip(&zip, "piao.pdf"));
    assert!(words(&page(&out, "sito/formazione.html")).contains("Da marzo"));
    assert!(!words(&page(&out, "comuni/fontelieta/sito/formazione.html")).contains("Da marzo"));
    // Again: nothing is to be done, and nothing is wrong.
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    for published in ["pubblicazione", "pubblicazione.zip"] {
        let verified = run(&desk, &["verifica", published, "--fonti", "content"]);
        assert!(verified.code == 0, "{published}: {verified:?}");
        assert_eq!(said(&verified).matches("È l’edizione che l’organo ha approvato.").count(), 2, "{verified:?}");
    }
    // A signature that was added to the PDF changes nothing of it.
    let pdf = out.join("comuni/borgoalto/piao.pdf");
    std::fs::write(&pdf, crate::verifica::signed(&before.0["piao.pdf"])).unwrap();
    let verified = run(&desk, &["verifica", "pubblicazione", "--fonti", "content"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    std::fs::write(&pdf, &before.0["piao.pdf"]).unwrap();
    let html = out.join("comuni/borgoalto/sito/formazione.html");
    let text = std::fs::read_to_string(&html).unwrap();
    std::fs::write(&html, text.replace("segretario", "sindaco")).unwrap();
    std::fs::write(out.join("comuni/fontelieta/sito/altro.html"), "x").unwrap();
    let verified = run(&desk, &["verifica", "pubblicazione", "--fonti", "content"]);
    assert_eq!(verified.code, 1, "{verified:?}");
    for words in [
        "Diversi da come sono stati pubblicati:\n  sito/formazione.html\n",
        "Ci sono, e non sono stati pubblicati:\n  sito/altro.html\n",
    ] {
        assert!(verified.out.contains(words), "{words}: {verified:?}");
    }
    // What this body writes is another matter: that has no act.
    edit(&desk, "comuni/fontelieta/1-formazione.md", "La formazione con l’Unione", "La formazione insieme");
    let refused = run(&desk, &["pubblica", "content/comuni/fontelieta"]);
    assert!(refused.code == 1 && refused.err.contains("P1420"), "{refused:?}");
}

/// Who copies the editions into the sources, as the steps say, publishes as before; and where the publication is not there, that copy is
/// the proof of what was approved, which no cure may throw away.
#[test]
fn the_copy_of_an_approved_edition_is_no_mistake() {
    let desk = desk();
    let towns = ["borgoalto", "fontelieta"];
    approve(&desk, "unione");
    towns.iter().for_each(|town| approve(&desk, &format!("comuni/{town}")));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    let out = desk.path().join("pubblicazione");
    crate::determinism::copy(&out.join("edizioni"), &desk.path().join("content/unione/edizioni"));
    for town in towns {
        let sources = desk.path().join(format!("content/comuni/{town}/edizioni"));
        crate::determinism::copy(&out.join(format!("comuni/{town}/edizioni")), &sources);
    }
    let before = files(&out.join("comuni"));
    approve_again(&desk);
    let published = run(&desk, &["pubblica"]);
    assert!(published.code == 0 && !said(&published).contains("P1406"), "{published:?}");
    assert_eq!(files(&out.join("comuni")), before);
    // On another machine the publication is not there, and neither are the archives.
    std::fs::rename(&out, desk.path().join("altrove")).unwrap();
    for town in towns {
        std::fs::remove_file(desk.path().join(format!("pubblicazione-{town}.zip"))).unwrap();
    }
    let refused = run(&desk, &["pubblica", "content/comuni/borgoalto"]);
    assert!(refused.code == 1 && refused.err.contains("P1420") && !refused.err.contains("P1406"), "{refused:?}");
}

#[test]
fn an_approved_edition_that_was_lost_is_taken_from_its_archive_or_asked_for() {
    let desk = desk();
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    let out = desk.path().join("pubblicazione/comuni/borgoalto");
    let before = files(&out);
    approve_again(&desk);
    assert_eq!(run(&desk, &["compila"]).code, 0);
    let (zip, away) = (desk.path().join("pubblicazione-borgoalto.zip"), desk.path().join("via.zip"));
    std::fs::rename(&zip, &away).unwrap();
    let lost = run(&desk, &["pubblica"]);
    let told = said(&lost);
    assert!(lost.code == 1 && told.contains("Non pubblicati 1 su 3: comuni/borgoalto."), "{lost:?}");
    for words in [
        "P1420",
        "l’edizione approvata non è più in `pubblicazione/comuni/borgoalto`, e non si può rifare",
        "rimetti al suo posto `pubblicazione-borgoalto.zip`",
    ] {
        assert!(told.contains(words), "{words}: {lost:?}");
    }
    // The cure, obeyed.
    std::fs::rename(&away, &zip).unwrap();
    let back = run(&desk, &["pubblica", "content/comuni/borgoalto"]);
    assert!(back.code == 0 && said(&back).contains("resta l’edizione pubblicata"), "{back:?}");
    assert_eq!(files(&out), before);
    // The whole folder is gone.
    std::fs::remove_dir_all(desk.path().join("pubblicazione")).unwrap();
    let again = run(&desk, &["pubblica"]);
    assert!(again.code == 0 && said(&again).contains("(Comune di Borgoalto, Comune di Fontelieta)"), "{again:?}");
    assert_eq!(files(&out), before);
    // With the folder whole, the archive is made of it.
    std::fs::remove_file(&zip).unwrap();
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    assert_eq!(in_zip(&zip, "piao.pdf"), before["piao.pdf"]);
}

/// A page of another PDF is printed, and is no part of the text: who cites it is told, and what was approved keeps its bytes.
#[test]
fn a_page_that_moved_in_another_plan_is_told() {
    let desk = desk();
    for file in ["1-formazione.md", "2-uffici.md", "dati/unione.toml"] {
        std::fs::remove_file(desk.path().join("content/comuni/fontelieta").join(file)).unwrap();
    }
    add(&desk, "comuni/fontelieta/1-rimandi.md", "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici].\n");
    approve(&desk, "comuni/fontelieta");
    let first = run(&desk, &["pubblica", "content/comuni/fontelieta"]);
    assert_eq!(first.code, 0, "{first:?}");
    let out = desk.path().join("pubblicazione/comuni/fontelieta");
    let before = files(&out);
    let json: serde_json::Value = serde_json::from_slice(&before["sito/dati/piao.json"]).unwrap();
    assert_eq!(json["pagine_citate"][0]["rimando"], "unione:uffici.html", "{}", json["pagine_citate"]);
    add(&desk, "unione/1-formazione/index.md", &"\nUna riga che da sola non dice molto.\n".repeat(200));
    let compiled = run(&desk, &["compila", "--ente", "fontelieta"]);
    let told = said(&compiled);
    assert!(compiled.code == 0 && told.contains("nota[P1427]") && !told.contains("P1417"), "{compiled:?}");
    assert!(told.contains("di «unione», `uffici.html`: prima pag. "), "{compiled:?}");
    assert_ne!(files(&out)["piao.pdf"], before["piao.pdf"]);
    let again = run(&desk, &["compila", "--ente", "fontelieta"]);
    assert!(said(&again).contains("niente è cambiato") && said(&again).contains("P1427"), "{again:?}");
    let published = run(&desk, &["pubblica", "content/comuni/fontelieta"]);
    assert!(published.code == 0 && said(&published).contains("P1427"), "{published:?}");
    assert_eq!(files(&out), before);
    let verified = run(&desk, &["verifica", "pubblicazione/comuni/fontelieta", "--fonti", "content/comuni/fontelieta"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    // Nor is it written again, here or elsewhere, when a version has come after it.
    add(
        &desk,
        "comuni/fontelieta/piao.toml",
        "\n[[versione]]\nnumero = 1\ndata = \"30/01/2027\"\n\n[[versione]]\nnumero = 2\nstato = \"proposta\"\ndata = \"20/03/2027\"\nmotivo = \"Altro\"\natto = { assente = \"non ancora adottato\" }\n",
    );
    let refused = run(&desk, &["pubblica", "content/comuni/fontelieta", "--momento", "1"]);
    let told = said(&refused);
    assert!(
        refused.code == 1 && told.contains("P1420") && told.contains("con altre pagine di ciò che cita"),
        "{refused:?}"
    );
    assert!(told.contains("`uffici.html`: prima pag. ") && told.contains("non c’è niente da fare"), "{refused:?}");
    assert_eq!(files(&out), before);
}

/// A body that has not published yet is no fault of the others, and the page of the bodies says so too.
#[test]
fn a_body_that_never_published_is_told_as_such() {
    let desk = desk();
    for body in ["unione", "comuni/borgoalto"] {
        assert_eq!(run(&desk, &["pubblica", &format!("content/{body}"), "--bozza"]).code, 0);
    }
    let verify = || run(&desk, &["verifica", "pubblicazione", "--fonti", "content"]);
    let verified = verify();
    assert!(verified.code == 0 && !verified.err.contains("P1409"), "{verified:?}");
    let words =
        "comuni/fontelieta:\nNon è ancora pubblicato. Per pubblicarlo: piao pubblica content/comuni/fontelieta\n";
    assert!(verified.out.contains(words), "{verified:?}");
    // One that was published and is lost is another matter: the page of the bodies still leads to it.
    std::fs::remove_dir_all(desk.path().join("pubblicazione/comuni/borgoalto")).unwrap();
    assert_eq!(verify().code, 1, "{:?}", verify());
}

/// A page that the Union takes away is told, and is no fault of who approved a link to it.
#[test]
fn a_link_that_an_approved_edition_lost_is_told() {
    let desk = desk();
    add(&desk, "comuni/borgoalto/1-presentazione.md", "\nSi veda la [@unione:uffici].\n");
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    approve_again(&desk);
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    let verify = || run(&desk, &["verifica", "pubblicazione", "--fonti", "content"]);
    assert!(!verify().out.contains("Nelle altre pubblicazioni non c’è più"), "{:?}", verify());
    std::fs::remove_file(desk.path().join("pubblicazione/sito/uffici.html")).unwrap();
    let verified = verify().out;
    let (_, town) = verified.split_once("comuni/borgoalto:").unwrap();
    assert!(town.contains("Nelle altre pubblicazioni non c’è più:\n  ../../../sito/uffici.html\n"), "{verified}");
    assert!(town.contains("`[sito.spostati]`"), "{verified}");
}

/// The folder of a Comune with another name, in the sources and in the list.
fn rename(desk: &tempfile::TempDir, town: &str, new: &str) {
    let towns = desk.path().join("content/comuni");
    std::fs::rename(towns.join(town), towns.join(new)).unwrap();
    edit(desk, "piao.toml", &format!("comuni/{town}"), &format!("comuni/{new}"));
}

/// What is published is recognised by what it is, whatever the folder of the sources is called by now.
#[test]
fn a_folder_of_another_name_has_the_edition_that_was_approved() {
    let desk = desk();
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    let out = desk.path().join("pubblicazione");
    let before = files(&out.join("comuni/borgoalto"));
    approve_again(&desk);
    // Here the edition in force is only in the archive, which bears the name of then.
    assert_eq!(run(&desk, &["compila"]).code, 0);
    rename(&desk, "borgoalto", "comune-di-borgoalto");
    let published = run(&desk, &["pubblica"]);
    let told = said(&published);
    assert!(published.code == 0, "{published:?}");
    for words in [
        "Comune di Borgoalto: era pubblicato in pubblicazione/comuni/borgoalto, e l’elenco dei piani ora dice pubblicazione/comuni/comune-di-borgoalto.",
        "le edizioni approvate di chi non ha un atto nuovo (Comune di Borgoalto, Comune di Fontelieta)",
    ] {
        assert!(told.contains(words), "{words}: {published:?}");
    }
    let now = out.join("comuni/comune-di-borgoalto");
    assert!(files(&now) == before, "the edition changed");
    for zip in ["pubblicazione.zip", "pubblicazione-comune-di-borgoalto.zip"] {
        let head = if zip == "pubblicazione.zip" { "comuni/comune-di-borgoalto/" } else { "" };
        assert_eq!(in_zip(&desk.path().join(zip), &format!("{head}piao.pdf")), before["piao.pdf"], "{zip}");
    }
    // Nothing of before is taken away, and nobody is told to.
    assert!(out.join("comuni/borgoalto/edizioni/2027/piao.pdf").is_file());
    let again = run(&desk, &["pubblica"]);
    assert!(again.code == 0 && !said(&again).contains("cancella quella cartella"), "{again:?}");
    assert!(said(&again).contains("è anche in pubblicazione/comuni/comune-di-borgoalto"), "{again:?}");
    let verified = run(&desk, &["verifica", "pubblicazione", "--fonti", "content"]);
    assert_eq!(verified.code, 0, "{verified:?}");
    // Two editions of one name that are not the same: which was approved is for who reads the act to say.
    std::fs::write(out.join("comuni/borgoalto/edizioni/2027/piao.pdf"), &before["piao.pdf"][..99]).unwrap();
    let refused = run(&desk, &["pubblica", "content/comuni/comune-di-borgoalto"]);
    assert!(refused.code == 1 && refused.err.contains("è in due cartelle, e non è la stessa"), "{refused:?}");
    std::fs::remove_dir_all(out.join("comuni/borgoalto")).unwrap();
    assert_eq!(run(&desk, &["pubblica", "content/comuni/comune-di-borgoalto"]).code, 0);
    assert!(files(&now) == before);
}

/// A body that has another name too, and no code that says which it is, is asked for.
#[test]
fn a_publication_that_may_be_of_the_plan_is_asked_for() {
    let desk = desk();
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    let out = desk.path().join("pubblicazione");
    let before = files(&out.join("comuni/borgoalto"));
    rename(&desk, "borgoalto", "borgo");
    edit(&desk, "comuni/borgo/piao.toml", "nome = \"Comune di Borgoalto\"", "nome = \"Comune di Borgo\"");
    let refused = run(&desk, &["pubblica"]);
    let told = said(&refused);
    assert!(refused.code == 1 && told.contains("Non pubblicati 1 su 3: comuni/borgo."), "{refused:?}");
    for words in [
        "P1420",
        "non si sa se `pubblicazione/comuni/borgoalto` è la pubblicazione di questo piano, che ora va in `pubblicazione/comuni/borgo`",
        "cambia nome a `pubblicazione/comuni/borgoalto` in `pubblicazione/comuni/borgo`",
    ] {
        assert!(told.contains(words), "{words}: {refused:?}");
    }
    assert!(!out.join("comuni/borgo").exists());
    // The cure, obeyed: the name is in the text that was approved.
    std::fs::rename(out.join("comuni/borgoalto"), out.join("comuni/borgo")).unwrap();
    let refused = run(&desk, &["pubblica", "content/comuni/borgo"]);
    assert!(refused.code == 1 && refused.err.contains("P1420"), "{refused:?}");
    edit(&desk, "comuni/borgo/piao.toml", "nome = \"Comune di Borgo\"", "nome = \"Comune di Borgoalto\"");
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    assert!(files(&out.join("comuni/borgo")) == before);
    // At another depth its links would lead nowhere.
    std::fs::rename(desk.path().join("content/comuni/borgo"), desk.path().join("content/borgo")).unwrap();
    edit(&desk, "piao.toml", "comuni/borgo\"", "borgo\"");
    let refused = run(&desk, &["pubblica", "content/borgo"]);
    assert!(refused.code == 1 && said(&refused).contains("per esempio `comuni/borgo`"), "{refused:?}");
}

/// The page of what changed tells what was published, and not what the other plans say by now; where that is not at hand it says so.
#[test]
fn what_changed_is_told_of_what_was_published() {
    let desk = desk();
    ["unione", "comuni/borgoalto", "comuni/fontelieta"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica"]).code, 0);
    approve_again(&desk);
    edit(&desk, "unione/1-formazione/index.md", "raccoglie i giudizi", "chiede i giudizi");
    add(
        &desk,
        "comuni/borgoalto/piao.toml",
        "\n[[versione]]\nnumero = 1\ndata = \"28/01/2027\"\n\n[[versione]]\nnumero = 2\ndata = \"20/03/2027\"\nmotivo = \"Il testo nuovo dell’Unione\"\natto = \"aggiorna-qui\"\n",
    );
    add(
        &desk,
        "comuni/borgoalto/dati/atti.toml",
        "[[atto]]\nid = \"aggiorna-qui\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"19\"\ndata = 2027-03-20\noggetto = \"Aggiornamento\"\n",
    );
    let changed = |out: &str| words(&page(&desk.path().join(out), "sito/che-cosa-e-cambiato.html"));
    assert_eq!(run(&desk, &["compila", "--uscita", "altrove"]).code, 0);
    let blind = changed("altrove/comuni/borgoalto");
    assert!(blind.contains("non è a portata di mano") && !blind.contains("chiede"), "{blind}");
    let published = run(&desk, &["pubblica"]);
    assert_eq!(published.code, 0, "{published:?}");
    let seen = changed("pubblicazione/comuni/borgoalto");
    assert!(seen.contains("chiede") && !seen.contains("non è a portata di mano"), "{seen}");
    // Who verifies finds it where it is published, in a folder and in an archive.
    for published in ["pubblicazione", "pubblicazione.zip"] {
        let verified = run(&desk, &["verifica", published, "--fonti", "content"]);
        assert_eq!(verified.code, 0, "{published}: {verified:?}");
    }
    let town = ["verifica", "pubblicazione-borgoalto.zip", "--fonti", "content/comuni/borgoalto"];
    assert_eq!(run(&desk, &town).code, 0, "{:?}", run(&desk, &town));
}

/// An earlier version shows what it includes with the day of then, so it is known for what it is.
#[test]
fn an_earlier_version_is_known_by_the_day_of_what_it_includes() {
    let desk = desk();
    ["unione", "comuni/borgoalto"].iter().for_each(|folder| approve(&desk, folder));
    assert_eq!(run(&desk, &["pubblica", "content/unione"]).code, 0);
    assert_eq!(run(&desk, &["pubblica", "content/comuni/borgoalto", "--uscita", "gennaio"]).code, 0);
    approve_again(&desk);
    edit(&desk, "unione/1-formazione/index.md", "Da marzo ci si iscrive con", "Ci si iscrive con");
    add(
        &desk,
        "comuni/borgoalto/piao.toml",
        "\n[[versione]]\nnumero = 1\ndata = \"28/01/2027\"\n\n[[versione]]\nnumero = 2\nstato = \"proposta\"\ndata = \"20/03/2027\"\nmotivo = \"Altri uffici\"\natto = { assente = \"non ancora adottato\" }\n",
    );
    let verify = |more: &[&str]| {
        let command = ["verifica", "gennaio/comuni/borgoalto", "--fonti", "content/comuni/borgoalto"];
        run(&desk, &[&command[..], more].concat())
    };
    let now = verify(&[]);
    assert!(now.code == 1 && said(&now).contains("Ciò che è pubblicato è la versione 1"), "{now:?}");
    assert_eq!(verify(&["--momento", "1"]).code, 0, "{:?}", verify(&["--momento", "1"]));
}
