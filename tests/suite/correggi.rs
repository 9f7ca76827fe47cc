//! `piao controlla --correggi [--scrivi]`: what it shows, what it writes, and all that it leaves alone.

use crate::cli::{Run, piao};
use crate::project::{Compiled, SETTINGS};
use std::collections::BTreeMap;
use std::path::Path;

/// Every file of a folder.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    walk.map(|e| {
        let path = e.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (path, std::fs::read(e.path()).unwrap())
    })
    .collect()
}

/// A folder with these files.
fn desk(list: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let settings = ("piao.toml", SETTINGS.as_bytes());
    for (path, bytes) in std::iter::once(&settings).chain(list) {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn correggi(folder: &Path, more: &[&str]) -> Run {
    piao(folder, ["controlla", "--correggi"].iter().chain(more))
}

/// A list out of order, in the text of a section with Windows line endings and the mark of the Blocco note.
const LIST: &[u8] =
    b"\xEF\xBB\xBF+++\r\ntitolo = \"Prova\"\r\n+++\r\n\r\n1. Uno\xC3\xA8.\r\n2. Due.  \r\n2. Tre.\r\n4. Quattro.\r\n\r\n\r\n";
const CARD: &str = "# una nota\n[[obiettivo]]\ntitolo   = \"Scuola\"\ndup = \"Rif. Dup 1.1.1.\"   # da rivedere\nrisultato_atteso = \"12 sedi\"";

#[test]
fn shown_and_not_written() {
    let folder = desk(&[("1-prova.md", LIST), ("dati/o.toml", CARD.as_bytes())]);
    let before = files(folder.path());
    let run = correggi(folder.path(), &[]);
    assert_eq!(files(folder.path()), before);
    insta::assert_snapshot!(format!("{}{}", run.out, run.err), @r#"
    1-prova.md
      riga 7 (numerazione-elenco)
        prima  2. Tre.
        dopo   3. Tre.

    dati/o.toml
      riga 4 (dup-forma)
        prima  dup = "Rif. Dup 1.1.1."   # da rivedere
        dopo   dup = "1.1.1"   # da rivedere

    2 correzioni in 2 file.
    Nessun file è stato toccato. Per scriverle: piao controlla --correggi --scrivi
    Il piano ha 2 avvisi. Per vederli: piao controlla
    "#);
}

#[test]
fn nothing_else_is_touched_and_the_second_run_finds_nothing() {
    let folder = desk(&[("1-prova.md", LIST), ("dati/o.toml", CARD.as_bytes())]);
    let mut expected = files(folder.path());
    let change = |bytes: &[u8], old: &str, new: &str| {
        let at = bytes.windows(old.len()).position(|w| w == old.as_bytes()).unwrap();
        [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
    };
    for (path, old, new) in [("1-prova.md", "2. Tre", "3. Tre"), ("dati/o.toml", "\"Rif. Dup 1.1.1.\"", "\"1.1.1\"")] {
        let mended = change(&expected[path], old, new);
        expected.insert(path.into(), mended);
    }
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = files(folder.path());
    assert!(
        now == expected,
        "{run:?}\n{:#?}",
        now.iter().map(|(p, b)| (p, String::from_utf8_lossy(b))).collect::<Vec<_>>()
    );
    assert!(run.err.contains("1-prova.md: 1 correzione scritta."), "{run:?}");
    let again = correggi(folder.path(), &["--scrivi"]);
    assert!(again.err.contains("Nessuna correzione è certa.") && again.out.is_empty(), "{again:?}");
    assert_eq!((files(folder.path()), again.code), (expected, run.code));
}

#[test]
fn what_is_excused_or_ignored_stays() {
    let excused = format!("{CARD}\n\n[[obiettivo.ammetti]]\nregola = \"dup-forma\"\nmotivo = \"è la forma del DUP\"\n");
    let ignored = format!("{SETTINGS}numerazione-elenco = \"ignora\"\n");
    let folder = desk(&[("piao.toml", ignored.as_bytes()), ("1-prova.md", LIST), ("dati/o.toml", excused.as_bytes())]);
    let before = files(folder.path());
    let run = correggi(folder.path(), &["--scrivi"]);
    assert!(run.err.contains("Nessuna correzione è certa."), "{run:?}");
    assert_eq!(files(folder.path()), before);
}

/// Words that are likely, and no more: a date that does not exist, a name misspelt.
#[test]
fn what_is_only_likely_is_not_written() {
    let data = "[[unita]]\nnome = \"Servizi sociali\"\n\n[[unita]]\nnome = \"Tributi\"\n\n[[obiettivo]]\ntitolo = \"A\"\nrisultato_atteso = \"12 sedi\"\nscadenza = \"31/11/2025\"\n\n[[obiettivo.fase]]\ntesto = \"Prima\"\nsoggetti = [\"Servizi socali\", \"ai Servizi Sociali\", \"Ufficio Tributi\"]\n";
    let folder = desk(&[("1-prova.md", b"+++\ntitolo = \"Prova\"\n+++\n\nTesto.\n"), ("dati/o.toml", data.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("dati/o.toml")).unwrap();
    assert_eq!(now, data.replace("ai Servizi Sociali", "Servizi sociali"), "{run:?}");
}

/// A correction that brings another problem to light is left out and named; the others are made, in its file too.
#[test]
fn what_would_raise_a_new_problem_is_left_out_alone() {
    let text = "+++\ntitolo = \"Prova\"\n+++\n\nSi veda il rif dup 1.1.1, il rif dup 1.1.2 e il rif dup 1.1.3.\n\nLe attivita sono tre.\n";
    let folder = desk(&[("1-prova.md", text.as_bytes()), ("dati/o.toml", CARD.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    assert!(run.err.contains("1-prova.md, riga 5: «") && run.err.contains("P0511"), "{run:?}");
    let now = files(folder.path());
    let written = String::from_utf8_lossy(&now["1-prova.md"]);
    assert!(written.contains("attività") && written.contains("rif dup"), "{written}");
    assert_eq!(now["dati/o.toml"], CARD.replace("Rif. Dup 1.1.1.", "1.1.1").as_bytes());
    let again = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(files(folder.path()), now, "{again:?}");
}

/// The names of units are what other records cite: they are told and not touched, and what else is wrong is mended.
#[test]
fn names_and_aliases_of_units_stay() {
    let data = "[[unita]]\ncodice = \"S1\"\nnome = \"Servizio Qualita e Citta'\"\nalias = [\"Uff. Qualita\"]\n\n[[obiettivo]]\ntitolo = \"Le attivita del 2025\"\nunita = \"Uff. Qualita\"\nrisultato_atteso = \"12 sedi\"\n\n[[obiettivo.fase]]\ntesto = \"Prima\"\nsoggetti = [\"Servizio Qualita e Citta'\"]\n";
    let folder = desk(&[("1-prova.md", b"+++\ntitolo = \"Prova\"\n+++\n\nTesto.\n"), ("dati/o.toml", data.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("dati/o.toml")).unwrap();
    assert_eq!(now, data.replace("attivita", "attività"), "{run:?}");
    let told = piao(folder.path(), ["controlla"]);
    let told = told.out + &told.err;
    assert!(told.contains("«Qualita» ha perso l’accento") && told.contains("è il nome di un’unità"), "{told}");
}

/// A computer may write the accent apart from its letter: it is the same letter, and the lines that stay keep their bytes.
#[test]
fn an_accent_apart_from_its_letter_is_an_accent() {
    let text =
        "+++\ntitolo = \"Prova\"\n+++\n\nPerche\u{301} la citta\u{300} resta.\n\nLe attivita e la citta\u{300}.\n";
    let folder = desk(&[("1-prova.md", text.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    let mended = text.replace("Le attivita e la citta\u{300}", "Le attività e la città");
    assert_eq!(now, mended, "{run:?}");
}

/// Whatever is written, corrections add no problem, and a second run has nothing to write.
#[test]
fn corrections_settle() {
    use proptest::prelude::*;
    let piece = prop::sample::select(vec![
        "le attivita",
        "la citta'",
        "''Casa sicura''",
        "«Italia'»",
        "Perche\u{301}",
        "perchè",
        "E' cosi'",
        "`eta`",
        "eta",
        "motivoEsclusioneTracciabilita",
        "www.attivita.example",
        "[Universita](@prova)",
        "qual'è",
        "un pò",
        "la  la citta",
        "rif dup 1.1.1",
        "€ 1.000,5",
        "10.000,00 euro",
        "1. uno\n3. due\n",
        "\n\n",
        "| eta | Citta' |\n| --- | --- |\n| a | priorita |\n\n",
        "info@citta.example",
        "{#attivita}",
        "[the quality of the utilita]{en}",
        "n. 5/2o20",
        "’’",
        "di di",
    ]);
    let unit = prop::sample::select(vec!["Servizio Qualita", "Ufficio Citta'", "Area Societa e Eta", "Perche\u{301}"]);
    let mut runner = proptest::test_runner::TestRunner::new_with_rng(
        ProptestConfig { failure_persistence: None, cases: 16, ..ProptestConfig::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let plan = (prop::collection::vec(piece, 1..14), unit);
    runner
        .run(&plan, |(pieces, unit)| {
            let text = format!("+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\n{}\n", pieces.join(" "));
            let data = format!("[[unita]]\nnome = \"{unit}\"\n\n[[obiettivo]]\ntitolo = \"{}\"\nunita = \"{unit}\"\ndescrizione = \"\"\"\n{}\n\"\"\"\n",
                pieces[0].trim().replace(['\n', '"', '\\'], " "), pieces.join("\n\n").replace('\\', ""));
            let folder = desk(&[("1-prova.md", text.as_bytes()), ("dati/o.toml", data.as_bytes())]);
            let codes = |folder: &Path| {
                let mut codes: BTreeMap<String, usize> = BTreeMap::new();
                for problem in Compiled::folder(folder).diags.sorted() {
                    *codes.entry(problem.code.to_owned()).or_default() += 1;
                }
                codes
            };
            let before = codes(folder.path());
            correggi(folder.path(), &["--scrivi"]);
            let after = codes(folder.path());
            for (code, count) in &after {
                prop_assert!(*count <= before.get(code).copied().unwrap_or_default(), "{code}: {before:?} {after:?}");
            }
            let now = files(folder.path());
            let again = correggi(folder.path(), &["--scrivi"]);
            prop_assert_eq!(&files(folder.path()), &now, "{:?}", again);
            let written = String::from_utf8_lossy(&now["1-prova.md"]).into_owned();
            for kept in ["''Casa sicura''", "«Italia'»", "motivoEsclusioneTracciabilita", "`eta`", "www.attivita.example", "{#attivita}"] {
                prop_assert_eq!(text.matches(kept).count(), written.matches(kept).count(), "{}", kept);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn options_that_do_not_go_together() {
    let folder = desk(&[]);
    let mut out = String::new();
    for arguments in [&["controlla", "--scrivi"][..], &["controlla", "--correggi", "--formato", "json"]] {
        let run = piao(folder.path(), arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        out += &run.err;
    }
    insta::assert_snapshot!(out, @r"
    errore: `--scrivi` da solo non si può usare
    aiuto: scrivi `--correggi --scrivi`; con `--correggi` da solo vedi prima che cosa cambia
    errore: `--correggi` e `--formato` non si usano insieme
    aiuto: togli `--formato`: le correzioni si mostrano in un modo solo
    ");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = desk(&[("1-prova.md", LIST), ("dati/o.toml", CARD.as_bytes())]);
    let file = folder.path().join("dati/o.toml");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("P1403") && run.err.contains("sola lettura"), "{run:?}");
    let now = files(folder.path());
    assert_eq!(now["dati/o.toml"], CARD.as_bytes());
    // The other is written, with the rights that it had, and nothing is left beside it.
    assert_ne!(now["1-prova.md"], LIST);
    assert_eq!(now.len(), 3, "{:?}", now.keys());
}

/// How often each code is said of each file.
fn codes(folder: &Path) -> BTreeMap<(String, &'static str), usize> {
    let compiled = Compiled::folder(folder);
    let mut out = BTreeMap::new();
    for problem in compiled.diags.sorted() {
        let file = problem.span.and_then(|span| compiled.sources.file(span.file)).map_or("", |file| &file.path);
        *out.entry((file.to_owned(), problem.code)).or_default() += 1;
    }
    out
}

/// On plans made from real documents: no code is said more often than before, and nothing is left to correct.
#[test]
fn corrections_of_whole_plans_raise_nothing() {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani");
    let mut written = 0;
    for plan in std::fs::read_dir(plans)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|path| path.is_dir() && !crate::dati::insieme(path))
    {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in files(&plan) {
            let to = folder.path().join(path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::write(to, bytes).unwrap();
        }
        let (before, old) = (codes(folder.path()), files(folder.path()));
        let run = correggi(folder.path(), &["--scrivi"]);
        let after = codes(folder.path());
        for (key, count) in &after {
            assert!(count <= before.get(key).unwrap_or(&0), "{key:?} in {}\n{run:?}", plan.display());
        }
        let now = files(folder.path());
        assert_eq!(old.keys().collect::<Vec<_>>(), now.keys().collect::<Vec<_>>());
        written += old.iter().filter(|(path, bytes)| now[*path] != **bytes).count();
        let again = correggi(folder.path(), &[]);
        assert!(again.err.contains("Nessuna correzione è certa."), "{}\n{run:?}\n{again:?}", plan.display());
    }
    assert!(written >= 5, "the plans have slips that are certain: {written} files were corrected");
}

/// Names, cited letters, lists that begin again, quotations, accents typed as backticks: all of it may be meant, and is left as it is.
#[test]
fn what_may_be_meant_is_never_corrected() {
    let text = "+++\ntitolo = \"Prova\"\n+++\n\n\
        Il decreto di Di Marco e la nota di Di Stefano; la La Spezia di ieri; il Il Resto del Carlino; a A Torino.\n\n\
        Le lettere d, e e f; dalla lettera a a quella b; il punto e e il seguente; da a a c; che che se ne dica.\n\n\
        1. iscrizione\n2. frequenza\n\n1. per i minori, iscrizione\n2. per i minori, frequenza\n\nTesto.\n\n\
        3) primo\n4) secondo\n\n3) terzo\n4) quarto\n\n\
        Il centro 'Anziani e citta'' e il centro 'Nuova citta'. Un po' di cose.\n\n\
        La citta` e` bella perche` e` qui, e l'attivita` e` utile.\n";
    let data = "[[obiettivo]]\nid = \"a\"\ntitolo = \"Il lascito di Di Giovanni\"\nunita = \"S1\"\n";
    let folder = desk(&[("1-prova.md", text.as_bytes()), ("dati/o.toml", data.as_bytes())]);
    let before = files(folder.path());
    let run = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(files(folder.path()), before, "{run:?}");
    // What is certain beside it is corrected still.
    let folder =
        desk(&[("1-prova.md", "# Prova\n\nIl il decreto di di Marco, con con la citta' di Forli'.\n".as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = String::from_utf8_lossy(&files(folder.path())["1-prova.md"]).into_owned();
    assert_eq!(now, "# Prova\n\nIl decreto di Marco, con la città di Forlì.\n", "{run:?}");
}

/// A problem that a correction raises does not hide behind one that another correction takes away.
#[test]
fn what_a_correction_raises_is_seen_beside_what_another_mends() {
    let folder = desk(&[("1-prova.md", "# Prova\n\nSi va piu' piu' del del paese.\n".as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = String::from_utf8_lossy(&files(folder.path())["1-prova.md"]).into_owned();
    assert!(now.contains("del paese") && !now.contains("più più"), "{now}{run:?}");
    assert!(run.err.contains("non si corregge, perché il piano avrebbe un problema in più"), "{run:?}");
}

/// Figures that stand apart, and a hyphen that is not seen beside a figure, may mean two things: nothing of them is touched.
#[test]
fn figures_that_may_be_one_number_or_two_are_left_as_they_are() {
    let text = "+++\ntitolo = \"Prova\"\n+++\n\nCosta 20 000€ e 3\u{a0}050€, poi 20'000€ nel 2027\u{ad}2029.\n\nLa attivita\u{ad}zione costa 12000 euro; qual'e' la sede?\n";
    let folder = desk(&[("1-prova.md", text.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    assert!(now.contains("Costa 20 000€ e 3\u{a0}050€, poi 20'000€ nel 2027\u{ad}2029."), "{run:?}\n{now}");
    assert!(now.contains("La attivitazione costa 12.000 euro; qual è la sede?"), "{run:?}\n{now}");
    let told = piao(folder.path(), ["controlla"]);
    for words in ["scrivi «20.000 €»", "«3\u{a0}050€»", "scrivi «2027-2029»"] {
        assert!(told.err.contains(words) || told.out.contains(words), "{words}\n{told:?}");
    }
}

/// A letter that the file writes otherwise is told by itself, and holds back none of the others.
#[test]
fn a_letter_that_cannot_be_mended_holds_back_none_of_the_others() {
    let text = "+++\ntitolo = \"Prova\"\n+++\n\nLa cittÃ© nuova, la cittÃ© vecchia e la citt&Atilde;&copy; di mezzo.\n";
    let folder = desk(&[("1-prova.md", text.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    assert!(now.contains("La citté nuova, la citté vecchia e la citt&Atilde;&copy; di mezzo."), "{now}{run:?}");
    let run = piao(folder.path(), ["controlla"].iter());
    assert!(run.err.matches("[P0540]").count() == 1 && run.err.contains("come `&Atilde;`"), "{run:?}");
    // So does an escape, which hides where each letter stands.
    let text = text.replace("di mezzo", "di mezzo \\*").replace("citt&Atilde;&copy;", "cittÃ©");
    std::fs::write(folder.path().join("1-prova.md"), text).unwrap();
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    assert!(now.contains("La citté nuova, la citté vecchia e la citté di mezzo \\*."), "{now}{run:?}");
    // A hyphen at the end of a word stays there too, and holds back nothing.
    let text = "+++\ntitolo = \"Prova\"\n+++\n\nLa cittÃ© nuova \\* e il lavo\u{ad} rare.\n";
    std::fs::write(folder.path().join("1-prova.md"), text).unwrap();
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    assert!(now.contains("La citté nuova \\* e il lavo\u{ad} rare."), "{now}{run:?}");
}

/// A word is taken away only where no sentence can say it twice: a verb may stand once in each of two clauses, and the first of two
/// words may be a name.
#[test]
fn only_articles_prepositions_and_conjunctions_are_surely_said_once() {
    let kept = "Prova con i posti.\n\nI dipendenti che ci sono sono 31. I posti che ci sono sono sufficienti. Se ne ha ha diritto.\n\n\
        Quel che ha ha valore. Quello che fa fa bene. Chi viene viene iscritto. Quanto è è scritto.\n\n\
        Ne fa una una volta l’anno. L’uso della AI ai cittadini. Il la la banda. Il log in in ufficio. Dopo di che che cosa resta?\n";
    let text = format!("+++\ntitolo = \"Prova\"\n+++\n\n{kept}");
    let folder = desk(&[("1-prova.md", text.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap(), text, "{run:?}");
    let told = piao(folder.path(), ["controlla"]);
    let told = told.out + &told.err;
    for right in ["sono sono", "ha ha", "fa fa", "viene viene", "è è", "AI ai", "che che"] {
        assert!(!told.contains(&format!("«{right}»")), "{told}");
    }
    // Advice, and no correction.
    let doubtful = "+++\ntitolo = \"Prova\"\n+++\n\nI posti sono sono trenta, e il Comune che cura la formazione del personale personale la estende.\n";
    let folder = desk(&[("1-prova.md", doubtful.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap(), doubtful, "{run:?}");
    let told = piao(folder.path(), ["controlla"]);
    let told = told.out + &told.err;
    assert!(told.contains("«sono sono»") && told.contains("«personale personale»"), "{told}");
    // These are sure.
    let sure = "+++\ntitolo = \"Prova\"\n+++\n\nLa sede di di Bologna e il il piano, con con cura.\n";
    let folder = desk(&[("1-prova.md", sure.as_bytes())]);
    correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    assert!(now.ends_with("La sede di Bologna e il piano, con cura.\n"), "{now}");
}

/// Two points of the DUP with something else than a comma between them may be a range, or one in the place of the other.
#[test]
fn points_of_the_dup_that_are_not_surely_a_list_stay() {
    for dup in [
        "\"DUP 1.1.1 - DUP 1.1.5\"",
        "\"1.1.1…1.1.5\"",
        "\"DUP 1.1.1 ÷ 1.1.5\"",
        "\"DUP 1.1.1 → 1.1.2\"",
        "\"Rif. DUP 01.01.01 (anche 1.1.1)\"",
        "\"SeO 1.1.1\"",
        "[\"Rif DUP 5.1.2 - DUP 5.1.4\"]",
    ] {
        let data = CARD.replace("\"Rif. Dup 1.1.1.\"", dup);
        let folder =
            desk(&[("1-prova.md", b"+++\ntitolo = \"Prova\"\n+++\n\nTesto.\n"), ("dati/o.toml", data.as_bytes())]);
        let run = correggi(folder.path(), &["--scrivi"]);
        assert_eq!(std::fs::read_to_string(folder.path().join("dati/o.toml")).unwrap(), data, "{run:?}");
        let told = piao(folder.path(), ["controlla"]);
        assert!((told.out + &told.err).contains("P0342"), "{dup}");
    }
    let data = CARD.replace("\"Rif. Dup 1.1.1.\"", "\"Rif. DUP 01.01.01 e 1.1.5\"");
    let folder = desk(&[("dati/o.toml", data.as_bytes())]);
    correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("dati/o.toml")).unwrap();
    assert!(now.contains("dup = [\"1.1.1\", \"1.1.5\"]"), "{now}");
}

/// A hyphen that is not seen at the end of a line or beside a space may part one word or two. In the title of a section it is seen.
#[test]
fn a_hyphen_that_is_not_seen_is_not_lost_between_two_pieces_of_a_word() {
    let text = "# Il pia\u{ad}no\n\nIl caso è pre\u{ad}\nvisto, e il lavo\u{ad} rare resta. Am\u{ad}mini.\n";
    let folder = desk(&[("1-prova.md", text.as_bytes())]);
    let told = piao(folder.path(), ["controlla"]);
    let told = told.out + &told.err;
    assert!(told.contains("«previsto» se è una parola sola, «pre visto»"), "{told}");
    let run = correggi(folder.path(), &["--scrivi"]);
    let now = std::fs::read_to_string(folder.path().join("1-prova.md")).unwrap();
    let mended = text.replace("pia\u{ad}no", "piano").replace("Am\u{ad}mini", "Ammini");
    assert_eq!(now, mended, "{run:?}");
}

/// The code of an objective is cited elsewhere: it is told, and who wrote it changes it.
#[test]
fn the_codes_of_objectives_stay() {
    let data = "[[unita]]\ncodice = \"S2\"\nnome = \"Servizi\"\n\n[[obiettivo]]\ncodice = \"S2.00001\"\ntitolo = \"A\"\nunita = \"S2\"\n\n[[obiettivo]]\ncodice = \"S2.0002\"\ntitolo = \"B\"\nunita = \"S2\"\n";
    let folder = desk(&[("1-prova.md", b"+++\ntitolo = \"Prova\"\n+++\n\nTesto.\n"), ("dati/o.toml", data.as_bytes())]);
    let run = correggi(folder.path(), &["--scrivi"]);
    assert_eq!(std::fs::read_to_string(folder.path().join("dati/o.toml")).unwrap(), data, "{run:?}");
}
