//! `piao pubblica`: what is in the folder that the office uploads, what is refused, and what of others stays as it was.

use crate::cli::piao;
use crate::determinism::copy;
use crate::project::{Project, content};
use scraper::{Html, Selector};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Command;

/// Every file below `folder`, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    walk.map(|e| {
        let path = e.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (path, fs::read(e.path()).unwrap())
    })
    .collect()
}

fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The demonstration plan with the number and the date of its act, in `content/` of a folder.
pub(crate) fn approvato() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    copy(&content(), &plan);
    edit(&plan.join("piao.toml"), |text| {
        let lines = text.lines().map(|line| match line.split('=').next().unwrap_or_default().trim() {
            "stato" => "stato = \"approvato\"".to_owned(),
            "numero" => "numero = \"12\"".to_owned(),
            "data" if line.contains("assente") => "data = \"28/01/2025\"".to_owned(),
            _ => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n") + "\n"
    });
    desk
}

pub(crate) fn edit(path: &Path, change: impl Fn(&str) -> String) {
    let text = fs::read_to_string(path).unwrap();
    let new = change(&text);
    assert_ne!(text, new, "nothing to change in {}", path.display());
    fs::write(path, new).unwrap();
}

/// An edition made before piao, and one made by it.
fn edizioni(plan: &Path) {
    put(&plan.join("edizioni/2019/Piano della performance 2019.pdf"), "%PDF vecchio");
    put(&plan.join("edizioni/2024/piao.pdf"), "%PDF del 2024");
    put(&plan.join("edizioni/2024/sito/index.html"), "<!doctype html><title>2024</title>");
    put(&plan.join("edizioni/2024/sito/formazione.html"), "<!doctype html><title>Formazione 2024</title>");
}

#[test]
fn what_is_not_approved_is_refused_at_its_line() {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    copy(&content(), &plan);
    let run = piao(desk.path(), ["pubblica"]);
    assert_eq!(run.code, 1, "{run:?}");
    for words in [
        "errore bloccante[P1404]",
        "manca il numero",
        "piao.toml:48:",
        "manca la data",
        "piao.toml:49:",
        "numero = \"5\"",
        "--bozza",
    ] {
        assert!(run.err.contains(words), "no «{words}» in {}", run.err);
    }
    assert_eq!(fs::read_dir(desk.path()).unwrap().count(), 1, "something was written");
    // No table at all: the whole of it is what is to be written.
    edit(&plan.join("piao.toml"), |text| {
        let (head, tail) = text.split_once("[deliberazione]").unwrap();
        format!("{head}{}", &tail[tail.find("# --- Termini").unwrap()..])
    });
    let run = piao(desk.path(), ["publish"]);
    assert!(run.code == 1 && run.err.contains("[deliberazione]\n           organo = \"giunta\""), "{}", run.err);
    // With its act, but still a draft.
    let desk = approvato();
    edit(&desk.path().join("content/piao.toml"), |text| text.replace("stato = \"approvato\"", "stato = \"proposta\""));
    let run = piao(desk.path(), ["pubblica"]);
    assert!(
        run.code == 1 && run.err.contains("il piano è in stato di proposta") && run.err.contains("piao.toml:8:"),
        "{run:?}"
    );
    assert_eq!(piao(desk.path(), ["pubblica", "--bozza"]).code, 0);
}

#[test]
fn a_broken_rule_stops_a_draft_too() {
    let desk = approvato();
    put(
        &desk.path().join("content/dati/rotto.toml"),
        "[[obiettivo]]\ncodice = \"Z1\"\ntitolo = \"Uno\"\nunita = \"non-c-e\"\ninizio = 2025-03-01\nfine = 2025-02-01\n",
    );
    let run = piao(desk.path(), ["pubblica", "--bozza"]);
    assert!(run.code == 1 && run.err.contains("P0411"), "{run:?}");
    assert!(!desk.path().join("pubblicazione").exists());
}

#[test]
fn the_bundle_has_what_the_office_needs() {
    let desk = approvato();
    edizioni(&desk.path().join("content"));
    let run = piao(desk.path(), ["pubblica"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.err.contains("nota[P1408]: `edizioni/2019` non è più dovuta: i cinque anni sono finiti il 31/12/2024"),
        "{run:?}"
    );
    let out = files(&desk.path().join("pubblicazione"));
    for path in [
        "piao.pdf",
        "sito/index.html",
        "sito/edizioni.html",
        "edizioni/2025/piao.pdf",
        "edizioni/2025/sito/formazione.html",
        "edizioni/2024/sito/formazione.html",
        "edizioni/2019/Piano della performance 2019.pdf",
        "ufficio/scheda-cms.html",
        "ufficio/dove-pubblicare.html",
    ] {
        assert!(out.contains_key(path), "no {path}");
    }
    assert_eq!(out["piao.pdf"], out["edizioni/2025/piao.pdf"]);
    assert_eq!(out["edizioni/2024/sito/formazione.html"], b"<!doctype html><title>Formazione 2024</title>");
    // Every link of every page made now leads to a file of the bundle, from both addresses.
    let mut leads = 0;
    for (path, bytes) in
        out.iter().filter(|(p, _)| p.ends_with(".html") && !p.starts_with("edizioni/2024") && !p.starts_with("ufficio"))
    {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        for link in page.select(&Selector::parse("a[href], link[href], img[src], script[src]").unwrap()) {
            let href = link.attr("href").or(link.attr("src")).unwrap();
            let href = href.split('#').next().unwrap();
            if href.is_empty() || href.contains(':') {
                continue;
            }
            let mut at: Vec<&str> = path.split('/').collect();
            at.pop();
            for step in href.split('/') {
                match step {
                    ".." => drop(at.pop().unwrap()),
                    step => at.push(step),
                }
            }
            let target = at.join("/").replace("%20", " ");
            assert!(out.contains_key(&target), "{path} leads to {href}: no {target}");
            leads += 1;
        }
    }
    assert!(leads > 1000, "only {leads} links were found");
    // The switch stays on the page where that edition has it.
    let links = |path: &str| {
        let page = Html::parse_document(std::str::from_utf8(&out[path]).unwrap());
        let all = Selector::parse("nav.edizioni a").unwrap();
        page.select(&all).map(|a| a.attr("href").unwrap().to_owned()).collect::<Vec<_>>()
    };
    let old = "../edizioni/2019/Piano%20della%20performance%202019.pdf";
    assert_eq!(links("sito/formazione.html"), ["../edizioni/2024/sito/formazione.html", old, "edizioni.html"]);
    assert_eq!(links("sito/mandato.html"), ["../edizioni/2024/sito/index.html", old, "edizioni.html"]);
    assert_eq!(links("edizioni/2025/sito/mandato.html"), ["../../../sito/index.html", "../../../sito/edizioni.html"]);
    // The papers name the act, the places and the fields.
    let text = |path: &str| std::str::from_utf8(&out[path]).unwrap();
    for words in [
        "Descrizione breve",
        "Documento di programmazione e rendicontazione",
        "28/01/2025",
        &piao::base::hash::file(&out["piao.pdf"]),
        "CC BY 4.0",
    ] {
        assert!(text("ufficio/scheda-cms.html").contains(words), "no «{words}» in the sheet");
    }
    for words in [
        "Amministrazione trasparente › Performance › Piano della Performance",
        "Amministrazione trasparente › Disposizioni generali › Atti generali",
        "<code>sito/rischi-trasparenza.html</code>",
        "<code>sito/fabbisogni.html</code>",
        "piao.dfp.gov.it",
    ] {
        assert!(text("ufficio/dove-pubblicare.html").contains(words), "no «{words}» among the places");
    }
    for words in ["carica sul sito", "scheda-cms.html", "dove-pubblicare.html", "Impronta del contenuto"] {
        assert!(run.out.contains(words), "no «{words}» in {}", run.out);
    }
}

#[test]
fn the_archive_has_the_same_bytes_each_time() {
    let (one, two) = (approvato(), approvato());
    for desk in [&one, &two] {
        edizioni(&desk.path().join("content"));
        assert_eq!(piao(desk.path(), ["pubblica", "--uscita", "fuori"]).code, 0);
    }
    let bytes = fs::read(one.path().join("fuori.zip")).unwrap();
    assert!(bytes == fs::read(two.path().join("fuori.zip")).unwrap());
    // And has the bytes of the folder, in order, with the day of the plan.
    let out = files(&one.path().join("fuori"));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names, out.keys().cloned().collect::<Vec<_>>());
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut inside = Vec::new();
        file.read_to_end(&mut inside).unwrap();
        let name = file.name().unwrap();
        assert!(inside == out[name.as_ref()], "{name}");
        assert_eq!(file.last_modified().map(|t| (t.year(), t.month(), t.day(), t.hour())), Some((2025, 1, 31, 0)));
        assert_eq!(file.unix_mode().map(|mode| mode & 0o777), Some(0o644));
    }
    // A second run writes nothing again, neither files nor archive.
    let past = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    let aged = ["fuori.zip", "fuori/piao.pdf", "fuori/edizioni/2024/piao.pdf", "fuori/sito/index.html"];
    for path in aged {
        fs::File::options().write(true).open(one.path().join(path)).unwrap().set_modified(past).unwrap();
    }
    let run = piao(one.path(), ["pubblica", "--uscita", "fuori"]);
    assert!(run.code == 0 && run.out.contains("(nessuno cambiato)"), "{run:?}");
    for path in aged {
        assert_eq!(fs::metadata(one.path().join(path)).unwrap().modified().unwrap(), past, "{path} was written again");
    }
}

#[test]
fn editions_that_cannot_be_published_are_refused() {
    let desk = approvato();
    let plan = desk.path().join("content");
    put(&plan.join("edizioni/2025/piao.pdf"), "%PDF");
    put(&plan.join("edizioni/dello scorso anno/piao.pdf"), "%PDF");
    let run = piao(desk.path(), ["pubblica"]);
    assert_eq!(run.code, 1, "{run:?}");
    for words in ["P1406", "edizioni/2025-1", "P1405", "`edizioni/dello scorso anno` non è un’edizione"] {
        assert!(run.err.contains(words), "no «{words}» in {}", run.err);
    }
    // Compiling does not look at them.
    assert_eq!(piao(desk.path(), ["compila", "--solo", "sito"]).code, 0);
}

/// A command replaces what it makes. What another one made stays, and is named, because it may say something else by now.
#[test]
fn what_nobody_asked_to_make_again_stays_and_is_named() {
    let desk = piccolo();
    let out = desk.path().join("pubblicazione");
    assert_eq!(piao(desk.path(), ["pubblica", "--bozza"]).code, 0);
    assert_eq!(piao(desk.path(), ["compila", "--estratto", "prova"]).code, 0);
    put(&out.join("nota.txt"), "dell’ufficio");
    let names = || files(&out).into_keys().collect::<Vec<String>>();
    let before = names();
    let papers = ["edizioni/2025/piao.pdf", "piao-prova.pdf", "sito-in-un-file.html", "ufficio/scheda-cms.html"];
    for (command, told) in [
        (vec!["compila", "--solo", "pdf"], "edizioni/2025/ ("),
        (vec!["compila", "--solo", "sito"], "piao-prova.pdf"),
        (vec!["compila"], "ufficio/ ("),
        (vec!["pubblica", "--bozza"], "restano com’erano, e possono dire altro: piao-prova.pdf."),
    ] {
        let run = piao(desk.path(), command.clone());
        assert!(run.code == 0 && run.out.replace('\n', " ").contains(told), "{command:?}: {run:?}");
        let now = names();
        assert!(papers.iter().all(|path| now.iter().any(|name| name == path)), "{command:?}: {now:?}");
        // The pages of the site are those of the command that makes it.
        let gone: Vec<&String> =
            before.iter().filter(|path| !now.contains(path) && !path.starts_with("sito/")).collect();
        assert!(gone.is_empty(), "{command:?}: {gone:?}");
    }
}

/// The site is never published into the folder of the plan, where its pages and its editions would become sources.
#[test]
fn the_plan_is_no_site() {
    let desk = piccolo();
    let plan = desk.path().join("content");
    fs::create_dir_all(plan.join("web")).unwrap();
    let before = files(desk.path());
    for site in ["content", "content/web", "content/../content", "pubblicazione"] {
        let run = piao(desk.path(), ["pubblica", "--bozza", "--in", site]);
        assert!(run.code == 2 && run.err.contains("P1407"), "{site}: {run:?}");
    }
    let run = piao(&plan, ["pubblica", "--bozza", "--in", "."]);
    assert!(run.code == 2 && run.err.contains("`.` è nella cartella del piano"), "{run:?}");
    let run = piao(desk.path(), ["compila", "--uscita", "content/../content/allegati"]);
    assert!(run.code == 2 && run.err.contains("P1401"), "{run:?}");
    assert_eq!(files(desk.path()).into_keys().collect::<Vec<_>>(), before.into_keys().collect::<Vec<_>>());
    // A site that holds the plan's folder is another matter.
    assert_eq!(piao(desk.path(), ["pubblica", "--bozza", "--in", "."]).code, 0);
}

/// Last year's publication in this year's sources, as the program says to do: every link still leads somewhere.
#[test]
fn a_year_later_the_old_edition_is_where_it_was() {
    let desk = approvato();
    assert_eq!(piao(desk.path(), ["pubblica"]).code, 0);
    let before = files(&desk.path().join("pubblicazione/edizioni"));
    let plan = desk.path().join("content");
    copy(&desk.path().join("pubblicazione/edizioni"), &plan.join("edizioni"));
    edit(&plan.join("piao.toml"), |text| {
        text.replace("esercizio = 2025", "esercizio = 2026").replace("\"2025-2027\"", "\"2026-2028\"")
    });
    let run = piao(desk.path(), ["pubblica", "--bozza"]);
    assert_eq!(run.code, 0, "{run:?}");
    let after = files(&desk.path().join("pubblicazione/edizioni"));
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes), "the old edition changed");
    assert!(after.contains_key("2026/sito/index.html"));
    let site = files(&desk.path().join("pubblicazione/sito"));
    assert!(
        String::from_utf8_lossy(&site["formazione.html"]).contains("href=\"../edizioni/2025/sito/formazione.html\"")
    );
    // Its switch leads to the edition in force.
    assert!(
        String::from_utf8_lossy(&after["2025/sito/formazione.html"]).contains("href=\"../../../sito/edizioni.html\"")
    );
    // Who chooses an edition knows its act, until when it was in force, what is to be printed: as large as it said itself.
    let texts = |html: &[u8], of: &str| {
        let page = Html::parse_document(std::str::from_utf8(html).unwrap());
        let of = Selector::parse(of).unwrap();
        let said = page.select(&of).map(|one| one.text().collect::<Vec<_>>().join(" "));
        let said: Vec<String> = said.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        said
    };
    let cards = texts(&site["edizioni.html"], "ul.elenco > li");
    let size = texts(&before["2025/sito/index.html"], ".quanto");
    assert!(cards.len() == 2 && size[0].contains(" pagine, "), "{cards:?} {size:?}");
    assert!(cards[0].contains("2026–2028 Edizione 2026, indirizzo permanente"), "{cards:?}");
    for words in [
        "2025–2027 Edizione 2025 Approvata con deliberazione della Giunta n. 12 del 28/01/2025",
        "In vigore Fino al 28 gennaio 2025, quando è arrivata l’edizione 2026",
        &format!("Da stampare In PDF ({})", size[0]),
        "Resta pubblicata Almeno fino al 31 dicembre 2030",
    ] {
        assert!(cards[1].contains(words), "no «{words}» in {}", cards[1]);
    }
    // `compila` in the same folder does not take the editions away.
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    assert_eq!(files(&desk.path().join("pubblicazione/edizioni")), after);
}

/// An act approves one text, whatever the folder of its edition is called.
#[test]
fn another_text_is_not_published_with_the_act_of_an_edition() {
    let desk = approvato();
    let plan = desk.path().join("content");
    let first = piao(desk.path(), ["pubblica", "--uscita", "prima"]);
    assert_eq!(first.code, 0, "{first:?}");
    let edition = fs::read_dir(desk.path().join("prima/edizioni")).unwrap().next().unwrap().unwrap();
    let (from, name) = (edition.path(), edition.file_name().into_string().unwrap());
    let to = plan.join("edizioni").join(format!("{name}-1"));
    copy(&from, &to);
    // The same text may be published again.
    let run = piao(desk.path(), ["pubblica", "--uscita", "seconda"]);
    assert_eq!(run.code, 0, "{run:?}");
    edit(&plan.join("4-monitoraggio.md"), |text| format!("{text}\nUna frase in più.\n"));
    let run = piao(desk.path(), ["pubblica", "--uscita", "terza"]);
    assert!(run.code == 1 && run.err.contains("P1420") && run.err.contains(&format!("{name}-1")), "{run:?}");
    assert!(!desk.path().join("terza").exists());
    // Another act approves another text.
    edit(&plan.join("piao.toml"), |text| text.replace("numero = \"12\"", "numero = \"13\""));
    let run = piao(desk.path(), ["pubblica", "--uscita", "terza"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// What an act approved is not written over by another text, whatever the state of that. What readers do not see is no change.
#[test]
fn an_approved_edition_is_never_written_over() {
    let desk = approvato();
    let (plan, out) = (desk.path().join("content"), desk.path().join("pubblicazione"));
    fs::create_dir(desk.path().join("web")).unwrap();
    let first = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert!(first.code == 0 && first.out.contains("[[versione]]"), "{first:?}");
    edit(&plan.join("piao.toml"), |text| format!("# un commento\n{text}"));
    let run = piao(desk.path(), ["pubblica"]);
    assert!(run.code == 0 && !run.err.contains("P1417"), "{run:?}");
    let zip = |desk: &Path| fs::read(desk.join("pubblicazione.zip")).unwrap();
    let (before, packed) = (files(&out), zip(desk.path()));
    edit(&plan.join("4-monitoraggio.md"), |text| format!("{text}\nUna frase in più.\n"));
    let refused = |arguments: &[&str]| {
        let run = piao(desk.path(), arguments.iter());
        assert!(run.code == 1 && run.err.contains("P1420") && run.err.contains("Una frase in più"), "{run:?}");
        assert!(files(&out) == before && zip(desk.path()) == packed, "{arguments:?}");
        run
    };
    refused(&["pubblica"]);
    // Nor in the site that has it, from another folder.
    let run = refused(&["pubblica", "--uscita", "altra", "--in", "web"]);
    assert!(run.err.contains("web/edizioni/") && !desk.path().join("altra").exists(), "{run:?}");
    let text = fs::read_to_string(plan.join("piao.toml")).unwrap();
    fs::write(plan.join("piao.toml"), text.replace("stato = \"approvato\"", "stato = \"proposta\"")).unwrap();
    refused(&["pubblica", "--bozza"]);
    fs::write(plan.join("piao.toml"), &text).unwrap();
    // The cure that is told: what changed is a version, with its act.
    let said = refused(&["pubblica"]).err;
    let (_, cure) = said.split_once("[[versione]]").unwrap();
    let lines =
        cure.lines().map(str::trim).take_while(|line| line.is_empty() || line.starts_with('[') || line.contains(" = "));
    let lines = format!("\n[[versione]]\n{}\n", lines.collect::<Vec<_>>().join("\n"));
    let lines = lines.replace("GG/MM/AAAA", "10/06/2025").replace("id-dell-atto", "delibera-60");
    edit(&plan.join("piao.toml"), |text| format!("{text}{lines}"));
    let act = "\n[[atto]]\nid = \"delibera-60\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"60\"\ndata = 2025-06-10\noggetto = \"Aggiornamento del piano\"\n";
    edit(&plan.join("dati/atti.toml"), |text| format!("{text}{act}"));
    let run = piao(desk.path(), ["pubblica"]);
    assert_eq!(run.code, 0, "{lines}\n{run:?}");
    let after = files(&out.join("edizioni"));
    let kept = before.iter().filter_map(|(path, bytes)| Some((path.strip_prefix("edizioni/")?, bytes)));
    assert!(kept.clone().count() > 0 && kept.into_iter().all(|(path, bytes)| after[path] == *bytes));
    assert!(after.contains_key("2025-2-aggiornamento/piao.pdf"), "{:?}", after.keys());
}

/// A PDF that was signed in its place is no longer ours alone: it stays while the sources make the one under it, and no other takes its place.
#[test]
fn a_pdf_that_was_signed_in_its_place_is_not_lost() {
    let desk = approvato();
    let (plan, out, web) = (desk.path().join("content"), desk.path().join("pubblicazione"), desk.path().join("web"));
    fs::create_dir(&web).unwrap();
    assert_eq!(piao(desk.path(), ["pubblica", "--in", "web"]).code, 0);
    let signed = crate::verifica::signed(&fs::read(out.join("piao.pdf")).unwrap());
    let metadata = fs::read_to_string(out.join("ufficio/metadati-all5.xml")).unwrap() + "<!-- completato -->\n";
    fs::write(out.join("piao.pdf"), &signed).unwrap();
    fs::write(web.join("piao.pdf"), &signed).unwrap();
    fs::write(out.join("ufficio/metadati-all5.xml"), &metadata).unwrap();
    let kept = || {
        assert!(fs::read(out.join("piao.pdf")).unwrap() == signed && fs::read(web.join("piao.pdf")).unwrap() == signed);
        assert_eq!(fs::read_to_string(out.join("ufficio/metadati-all5.xml")).unwrap(), metadata);
    };
    // The same plan again.
    let again = piao(desk.path(), ["pubblica", "--in", "web"]);
    let told = again.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        again.code == 0 && told.contains("firmato o completato dopo: piao.pdf, ufficio/metadati-all5.xml."),
        "{again:?}"
    );
    kept();
    // A text that is another, by whatever command.
    edit(&plan.join("piao.toml"), |text| text.replace("stato = \"approvato\"", "stato = \"bozza\""));
    edit(&plan.join("4-monitoraggio.md"), |text| format!("{text}\nUna frase in più.\n"));
    let compiled = piao(desk.path(), ["compila"]);
    assert!(compiled.code == 2 && compiled.err.contains("P1412") && compiled.err.contains("piao.pdf"), "{compiled:?}");
    kept();
    fs::remove_dir_all(out.join("edizioni")).unwrap();
    fs::remove_dir_all(web.join("edizioni")).unwrap();
    fs::remove_dir_all(&out).unwrap();
    let published = piao(desk.path(), ["pubblica", "--bozza", "--in", "web"]);
    assert!(published.code == 2 && published.err.contains("P1407"), "{published:?}");
    assert_eq!(fs::read(web.join("piao.pdf")).unwrap(), signed);
    // The cure, obeyed.
    fs::rename(web.join("piao.pdf"), desk.path().join("firmato.pdf")).unwrap();
    assert_eq!(piao(desk.path(), ["pubblica", "--bozza", "--in", "web"]).code, 0);
}

/// Who publishes first, and writes the versions when there is a second one, still has the plan of the first. With another day it is
/// another document, and it is said how to mend it.
#[test]
fn a_version_written_later_is_the_plan_that_was_published() {
    let desk = approvato();
    let plan = desk.path().join("content");
    // The text is older than its act, which is of 28 January.
    edit(&plan.join("piao.toml"), |text| text.replacen("\ndata = 2025-01-31", "\ndata = 2025-01-10", 1));
    let run = piao(desk.path(), ["pubblica"]);
    assert_eq!(run.code, 0, "{run:?}");
    copy(&desk.path().join("pubblicazione/edizioni"), &plan.join("edizioni"));
    let act = "\n[[atto]]\nid = \"delibera-60\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"60\"\ndata = 2025-06-10\noggetto = \"Aggiornamento del piano\"\n";
    edit(&plan.join("dati/atti.toml"), |text| format!("{text}{act}"));
    let (_, first) = run.out.split_once("[[versione]]").unwrap();
    let first: Vec<&str> = first.lines().map(str::trim).skip(1).take(2).collect();
    let settings = fs::read_to_string(plan.join("piao.toml")).unwrap();
    let with = |first: &str| {
        let second =
            "[[versione]]\nnumero = 2\ndata = \"10/06/2025\"\nmotivo = \"Due corsi in più\"\natto = \"delibera-60\"\n";
        fs::write(plan.join("piao.toml"), format!("{settings}\n[[versione]]\n{first}\n\n{second}")).unwrap();
        piao(desk.path(), ["controlla", "--momento", "1"])
    };
    assert_eq!(first, ["numero = 1", "data = \"10/01/2025\""]);
    for first in [first.join("\n"), "numero = 1\ndata = \"28/01/2025\"".to_owned()] {
        let run = with(&first);
        assert!(run.code == 0 && !run.err.contains("P1417"), "{first:?} {run:?}");
    }
    let run = piao(desk.path(), ["verifica", "pubblicazione", "--fonti", "content", "--momento", "1"]);
    assert_eq!(run.code, 0, "{run:?}");
    // Who writes the second version is told that what was of the first is another.
    let text = fs::read_to_string(plan.join("4-monitoraggio.md")).unwrap();
    fs::write(plan.join("4-monitoraggio.md"), format!("{text}\nUna frase in più.\n")).unwrap();
    for arguments in [&["controlla"][..], &["pubblica", "--uscita", "altrove"]] {
        let run = piao(desk.path(), arguments.iter());
        assert!(run.code == 0 && run.err.contains("P1417") && run.err.contains("Una frase in più"), "{run:?}");
    }
    fs::write(plan.join("4-monitoraggio.md"), text).unwrap();
    let run = with("numero = 1\ndata = \"02/03/2025\"");
    assert!(run.err.contains("P1417") && run.err.contains("scrivi `data = \"28/01/2025\"`"), "{run:?}");
}

/// A text that was published before its act is no edition of an act: the approved one takes its place.
#[test]
fn a_draft_leaves_its_place_to_what_is_approved() {
    let desk = approvato();
    let plan = desk.path().join("content");
    let text = fs::read_to_string(plan.join("piao.toml")).unwrap();
    fs::write(plan.join("piao.toml"), text.replace("stato = \"approvato\"", "stato = \"proposta\"")).unwrap();
    assert_eq!(piao(desk.path(), ["pubblica", "--bozza"]).code, 0);
    fs::write(plan.join("piao.toml"), text).unwrap();
    edit(&plan.join("4-monitoraggio.md"), |text| format!("{text}\nUna frase in più.\n"));
    let run = piao(desk.path(), ["pubblica"]);
    assert!(run.code == 0 && run.err.contains("avviso[P1417]"), "{run:?}");
}

/// The plan in one file: whatever it needs is inside it, every link stays in it or leaves for the network, and a voice finds its way.
#[test]
fn the_plan_in_one_file_stands_alone() {
    let desk = approvato();
    let plan = desk.path().join("content");
    put(&plan.join("allegati/carta.pdf"), "%PDF carta");
    fs::create_dir(desk.path().join("web")).unwrap();
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = files(&desk.path().join("pubblicazione"));
    let text = std::str::from_utf8(&out["sito-in-un-file.html"]).unwrap();
    assert!(!files(&desk.path().join("web")).contains_key("sito-in-un-file.html"), "a second copy beside the site");
    assert!(!text.contains("<script") && !text.contains("url(\"..") && !text.contains("@import"));
    let page = Html::parse_document(text);
    let all = |selector: &str| page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    let mut ids = std::collections::BTreeSet::new();
    for element in all("[id]") {
        assert!(ids.insert(element.attr("id").unwrap()), "twice: {:?}", element.attr("id"));
    }
    let mut inside = 0;
    for element in all("[href], [src]") {
        let address = element.attr("href").or(element.attr("src")).unwrap();
        match address.strip_prefix('#') {
            Some(id) => {
                assert!(ids.contains(id), "a link to #{id}, which is not there");
                inside += 1;
            }
            None => assert!(
                ["data:", "https://", "http://", "mailto:", "tel:"].iter().any(|scheme| address.starts_with(scheme)),
                "needs another file: {address}"
            ),
        }
    }
    assert!(inside > 300, "only {inside} links inside");
    for name in all("[aria-labelledby]") {
        assert!(ids.contains(name.attr("aria-labelledby").unwrap()), "{:?}", name.attr("aria-labelledby"));
    }
    assert_eq!((all("h1").len(), all("main").len(), all("header").len(), all("footer").len()), (1, 1, 1, 1));
    assert!(all("nav").iter().all(|nav| nav.attr("aria-label").or(nav.attr("aria-labelledby")).is_some()));
    assert_eq!(all(".skiplinks a")[0].attr("href"), Some("#_contenuto"));
    let levels = all("h1, h2, h3, h4, h5, h6");
    let levels: Vec<u8> = levels.iter().map(|heading| heading.value().name().as_bytes()[1] - b'0').collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "a level is skipped");

    // The words of every section, in order: those of the site but what leads to its other files.
    let words = |page: &Html, selector: &str| {
        let mut words = String::new();
        for element in page.select(&Selector::parse(selector).unwrap()) {
            for node in element.descendants().filter_map(|node| Some((node, node.value().as_text()?))) {
                let led = node.0.ancestors().filter_map(scraper::ElementRef::wrap).any(|above| {
                    let led = ["dati", "filtra", "nel-pdf", "ingrandisci", "pagina-pdf"];
                    above.value().classes().any(|class| led.contains(&class))
                });
                if !led {
                    words.push_str(node.1);
                }
            }
        }
        crate::content::squeeze(&words).replace(' ', "")
    };
    let single = words(&page, "main");
    let mut compared = 0;
    for (path, bytes) in out.iter().filter(|(path, _)| path.starts_with("sito/") && path.ends_with(".html")) {
        let site = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        if site.select(&Selector::parse("body.pagina-sezione").unwrap()).next().is_none() {
            continue;
        }
        let section = words(&site, "main .testo");
        assert!(single.contains(&section), "{path} says something else");
        compared += 1;
    }
    assert!(compared > 15, "{compared}");

    // The office knows what it is for, and `verifica` knows it.
    let again = piao(desk.path(), ["pubblica"]);
    assert!(again.out.contains("sito-in-un-file.html"), "{again:?}");
    assert!(String::from_utf8_lossy(&out["ufficio/scheda-cms.html"]).contains("sito-in-un-file.html"));
    let lone = desk.path().join("scaricato.html");
    put(&lone, text);
    let verify = |path: &str| piao(desk.path(), ["verifica", path, "--fonti", "content"]);
    let run = verify("scaricato.html");
    assert!(run.code == 0 && run.out.contains("byte per byte"), "{run:?}");
    put(&lone, &text.replacen("Formazione", "Formazioni", 1));
    assert_eq!(verify("scaricato.html").code, 1);
    assert_eq!(verify("pubblicazione").code, 0);
}

/// Servers that do not know the files of data must be told of them, in their own words.
#[test]
fn the_types_of_the_files_are_told_to_servers() {
    let desk = approvato();
    assert_eq!(piao(desk.path(), ["pubblica"]).code, 0);
    let paper = fs::read_to_string(desk.path().join("pubblicazione/ufficio/dove-pubblicare.html")).unwrap();
    for words in [
        "AddType text/csv .csv",
        "AddType text/turtle .ttl",
        "AddType application/ld+json .jsonld",
        "AddCharset utf-8 .csv .ttl .jsonld",
        "text/turtle ttl;",
        "charset_types text/css text/csv",
        "&lt;mimeMap fileExtension=\".csv\" mimeType=\"text/csv; charset=utf-8\" /&gt;",
    ] {
        assert!(paper.contains(words), "no «{words}» in {paper}");
    }
    // No calendar is published with this plan.
    assert!(!paper.contains("text/calendar"));
}

#[test]
fn a_site_of_others_keeps_its_files() {
    let desk = approvato();
    let site = desk.path().join("web");
    put(&site.join("index.html"), "la pagina del Comune");
    put(&site.join("sito/logo.svg"), "il logo del Comune");
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = files(&site);
    assert_eq!(out["index.html"], "la pagina del Comune".as_bytes());
    assert_eq!(out["sito/logo.svg"], "il logo del Comune".as_bytes());
    assert!(out.contains_key("sito/index.html") && out.contains_key(".piao-sito"));
    assert!(
        !out.keys().any(|path| path.starts_with("ufficio") || path.ends_with(".piao-pubblicazione")),
        "{:?}",
        out.keys()
    );
    // A page of others with one of our names: nothing is written, neither there nor in the output.
    let other = desk.path().join("altro");
    put(&other.join("piao.pdf"), "il vecchio piano");
    fs::remove_dir_all(desk.path().join("pubblicazione")).unwrap();
    let run = piao(desk.path(), ["pubblica", "--in", "altro"]);
    assert!(run.code == 2 && run.err.contains("P1407") && run.err.contains("piao.pdf"), "{run:?}");
    assert_eq!(files(&other).len(), 1);
    assert!(!desk.path().join("pubblicazione").exists());
    assert_eq!(piao(desk.path(), ["pubblica", "--in", "non-c-e"]).code, 2);
}

/// What the sources no longer have is no longer published, except the editions of other years; and what `pubblica` writes
/// inside the folder of the plan is no part of the plan.
#[test]
fn what_is_withdrawn_is_not_published_again() {
    let desk = approvato();
    let plan = desk.path().join("content");
    put(&plan.join("allegati/ritirato.pdf"), "%PDF da togliere");
    put(&plan.join("allegati/cento%25 #1.pdf"), "%PDF con un nome strano");
    put(&plan.join("allegati/Thumbs.db"), "di Windows");
    fs::create_dir(desk.path().join("web")).unwrap();
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert_eq!(run.code, 0, "{run:?}");
    put(&desk.path().join("pubblicazione/edizioni/2019/piao.pdf"), "%PDF di allora");
    fs::remove_file(plan.join("allegati/ritirato.pdf")).unwrap();
    // What an act approved is withdrawn on purpose: whoever does takes its edition away, as the refusal says.
    for folder in ["pubblicazione/edizioni/2025", "web/edizioni/2025"] {
        let run = piao(desk.path(), ["pubblica", "--in", "web"]);
        assert!(run.code == 1 && run.err.contains(&format!("togli la cartella `{folder}`")), "{run:?}");
        fs::remove_dir_all(desk.path().join(folder)).unwrap();
    }
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert_eq!(run.code, 0, "{run:?}");
    for folder in ["pubblicazione", "web"] {
        let names: Vec<String> = files(&desk.path().join(folder)).into_keys().collect();
        let left: Vec<&String> = names.iter().filter(|n| n.contains("ritirato") || n.contains("Thumbs")).collect();
        assert!(left.is_empty(), "{folder}: {left:?}");
    }
    assert!(desk.path().join("pubblicazione/edizioni/2019/piao.pdf").is_file());
    assert!(!run.out.contains("2025: ") && !run.out.contains("che fra le fonti non ci sono: 2025"), "{run:?}");
    let pages = files(&desk.path().join("pubblicazione/sito"));
    let link = b"allegati/cento%2525%20%231.pdf";
    assert!(pages.values().any(|page| page.windows(link.len()).any(|part| part == link)), "a link that leads nowhere");

    // In the folder of the plan itself, twice.
    let bytes = |n: usize| {
        let run = piao(&plan, ["pubblica"]);
        assert_eq!(run.code, 0, "{n}: {run:?}");
        fs::read(plan.join("pubblicazione/piao.pdf")).unwrap()
    };
    assert_eq!(bytes(1), bytes(2), "the publication is a part of the plan");
    // An archive of somebody else is not replaced.
    put(&desk.path().join("zz.zip"), "l’archivio di un altro");
    let run = piao(desk.path(), ["pubblica", "--uscita", "zz"]);
    assert!(run.code == 2 && run.err.contains("P1401") && run.err.contains("zz.zip"), "{run:?}");
    assert!(!desk.path().join("zz").exists());
}

/// What stops after the first step says what is already done: "nothing was replaced" would send the office to the wrong place.
#[test]
fn what_was_done_before_a_refusal_is_said() {
    let desk = approvato();
    fs::create_dir(desk.path().join("web")).unwrap();
    let block = |name: &str| put(&desk.path().join(name), "un file al posto della cartella");
    block("web/.piao-lavoro");
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert!(run.code == 2 && run.err.contains("P1402"), "{run:?}");
    assert!(run.err.contains("`web` è rimasto com’era"), "{run:?}");
    assert!(!desk.path().join("pubblicazione").exists(), "something was written before the site was looked at");
    block(".pubblicazione.zip.piao-lavoro");
    let run = piao(desk.path(), ["pubblica"]);
    assert!(run.code == 2 && run.err.contains("P1402"), "{run:?}");
    for words in ["la cartella `pubblicazione` invece è già quella nuova", "`pubblicazione.zip` è rimasto com’era"]
    {
        assert!(run.err.contains(words), "no «{words}» in {run:?}");
    }
}

/// A small plan with two sections, an edition of the past, and the site of somebody with files of theirs.
fn piccolo() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    Project::new().section("Testo.").write(&plan);
    put(&plan.join("edizioni/2024/piao.pdf"), "%PDF del 2024");
    for (path, text) in LORO {
        put(&desk.path().join("web").join(path), text);
    }
    desk
}

/// Files of others in the site.
const LORO: [(&str, &str); 3] =
    [("index.html", "la pagina del Comune"), ("sito/loro.css", "il loro stile"), ("edizioni/leggimi.txt", "di altri")];

/// The site has their files as they were and, beside them, ours as our list says; nothing else.
fn intero(site: &Path, what: &str) {
    let mut found = files(site);
    for (path, text) in LORO {
        assert_eq!(found.remove(path).as_deref(), Some(text.as_bytes()), "{what}: {path}");
    }
    let list = found.remove(".piao-sito").map(|list| String::from_utf8(list).unwrap()).unwrap_or_default();
    let rows = list.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  "));
    let mut ours: BTreeMap<String, String> = rows.map(|(digest, path)| (path.to_owned(), digest.to_owned())).collect();
    for (path, bytes) in found {
        assert_eq!(ours.remove(&path), Some(piao::base::hash::file(&bytes)), "{what}: {path}");
    }
    assert!(ours.is_empty(), "{what}: no {ours:?}");
}

/// Whenever the program is stopped, the next run finds all that is of others, and leaves nothing of the one that stopped.
#[test]
fn a_publication_that_is_killed_loses_nothing() {
    let desk = piccolo();
    let run = ["pubblica", "content", "--bozza", "--in", "web"];
    let start = std::time::Instant::now();
    assert_eq!(piao(desk.path(), run).code, 0);
    let whole = start.elapsed();
    for n in 0..40_u32 {
        // Each time a page changes its words, one comes and one goes.
        let text = format!("+++\ntitolo = \"Altra {n}\"\n+++\n\nVersione {n}.\n");
        put(&desk.path().join(format!("content/2-altra-{n}.md")), &text);
        if let Some(before) = n.checked_sub(1) {
            fs::remove_file(desk.path().join(format!("content/2-altra-{before}.md"))).unwrap();
        }
        let mut running = Command::new(env!("CARGO_BIN_EXE_piao"))
            .args(run)
            .current_dir(desk.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // Most of it is compiling; what writes is at the end.
        std::thread::sleep(whole.mul_f64(0.5) + whole.mul_f64(0.6) * n / 40);
        let _ = running.kill();
        running.wait().unwrap();
        for (path, text) in LORO {
            let found = fs::read_to_string(desk.path().join("web").join(path)).unwrap_or_default();
            assert_eq!(found, text, "killed {n}: {path}");
        }
        let again = piao(desk.path(), run);
        assert_eq!(again.code, 0, "{again:?}");
        let what = format!("after the kill {n}");
        intero(&desk.path().join("web"), &what);
        let out = files(&desk.path().join("pubblicazione"));
        assert!(out.contains_key(&format!("sito/altra-{n}.html")), "{what}");
        assert_eq!(out["edizioni/2024/piao.pdf"], b"%PDF del 2024", "{what}");
        let beside: Vec<_> = fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 4, "{what}: {beside:?}");
    }
}

/// Of two runs at once one writes, and the other writes after it or says that it did not.
#[test]
fn two_publications_at_once_do_not_mix() {
    let desk = piccolo();
    Project::new()
        .section("Altro testo.")
        .file("2-altra.md", "+++\ntitolo = \"Altra\"\n+++\n\nAltra.\n")
        .write(&desk.path().join("altro"));
    for round in 0..8 {
        let start = |plan: &str| {
            Command::new(env!("CARGO_BIN_EXE_piao"))
                .args(["pubblica", plan, "--bozza", "--in", "web"])
                .current_dir(desk.path())
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        };
        let both = [start("content"), start("altro")].map(|run| run.wait_with_output().unwrap());
        let codes = both.each_ref().map(|run| run.status.code());
        assert!(codes.contains(&Some(0)), "{round}: {both:?}");
        for run in &both {
            let words = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.success() || words.contains("P1411") && words.contains("aspetta"), "{round}: {words}");
        }
        intero(&desk.path().join("web"), &format!("round {round}"));
        let beside: Vec<_> = fs::read_dir(desk.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(beside.len(), 5, "{round}: {beside:?}");
    }
}

/// The last page names the certified mail by its acronym, which keeps its capitals.
#[test]
fn the_contacts_on_the_last_page_keep_their_acronym() {
    let settings = crate::project::SETTINGS.replace(
        "tipo = \"comune\"\n",
        "tipo = \"comune\"\npec = \"comune@pec.prova.example\"\ntelefono = \"051 000000\"\n",
    );
    let plan = Project::new().file("piao.toml", &settings).section("Testo.");
    let pages = crate::project::Outputs::of(plan.compile().document.unwrap()).pages;
    let last = pages.last().unwrap().replace(['\u{a0}', '\u{200b}'], " ");
    let last = last.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(last.contains("Contatti: PEC comune@") && last.contains("telefono 051 000000"), "{last}");
}
