//! The program as people run it: exit codes, words, and what is on disk afterwards.

use crate::project::{Project, content};
use piao::source::MARKER;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

/// How a run ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Runs `piao` in `folder`.
pub(crate) fn piao<A: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = A>) -> Run {
    run(Command::new(env!("CARGO_BIN_EXE_piao")), folder, arguments)
}

/// The same, for no more than so many seconds of processor time: the system ends a process that takes more. What else the machine
/// does takes nothing of them, so a slow machine and a loaded one give the same answer.
#[cfg(unix)]
pub(crate) fn piao_within<A: AsRef<OsStr>>(seconds: u64, folder: &Path, arguments: impl IntoIterator<Item = A>) -> Run {
    let mut limited = Command::new("sh");
    limited.args(["-c", &format!("ulimit -t {seconds} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_piao")]);
    run(limited, folder, arguments)
}

/// Windows has no such limit on its command line.
#[cfg(not(unix))]
pub(crate) fn piao_within<A: AsRef<OsStr>>(_: u64, folder: &Path, arguments: impl IntoIterator<Item = A>) -> Run {
    piao(folder, arguments)
}

fn run<A: AsRef<OsStr>>(mut program: Command, folder: &Path, arguments: impl IntoIterator<Item = A>) -> Run {
    let output = program
        .args(arguments)
        .current_dir(folder)
        // As on the machine of a clerk: no colours asked for, no variable of developers.
        .env_remove("RUST_BACKTRACE")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program runs");
    let run = Run {
        code: output.status.code().unwrap_or_else(|| panic!("{}", output.status)),
        out: String::from_utf8(output.stdout).expect("words"),
        err: String::from_utf8(output.stderr).expect("words"),
    };
    assert!(!run.err.contains("panicked") && !run.err.contains("P0903"), "{}", run.err);
    assert!(!run.err.contains('\u{1b}') && !run.out.contains('\u{1b}'), "colours where there is no terminal: {run:?}");
    run
}

/// Every file below `folder`, marker included.
fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            (e.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned(), std::fs::read(e.path()).unwrap())
        })
        .collect()
}

/// A folder with a small plan in `content/`.
fn desk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    plan().write(&folder.path().join("content"));
    folder
}

fn plan() -> Project {
    Project::new()
        .section("Si veda la [@seconda].")
        .file("2-seconda.md", "+++\ntitolo = \"Seconda\"\nid = \"seconda\"\n+++\n\nTesto.\n\n## Un punto\n\nAltro.\n")
}

#[test]
fn bare_piao_compiles_the_plan_beside_it() {
    let desk = desk();
    let run = piao(desk.path(), [""; 0]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err, "");
    let start = "Comune di Prova, Piano integrato di attività e organizzazione 2025–2027 (bozza): ";
    assert!(run.out.starts_with(start) && run.out.contains(" file in pubblicazione, "), "{run:?}");
    for path in ["piao.pdf", "sito/index.html", "sito/seconda.html", MARKER] {
        assert!(desk.path().join("pubblicazione").join(path).is_file(), "no {path}");
    }
    // From inside the plan too, and the output is not read back as a source.
    let inside = desk.path().join("content");
    assert_eq!(piao(&inside, [""; 0]).code, 0);
    let again = piao(&inside, ["compila"]);
    assert!(again.out.contains("niente è cambiato"), "{again:?}");
}

#[test]
fn bare_piao_without_a_plan_says_so_and_proposes_one() {
    let folder = tempfile::tempdir().unwrap();
    let run = piao(folder.path(), [""; 0]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("Qui non c’è un piano") && run.err.contains("piao nuovo"), "{run:?}");
    // The only plan below is the one that is meant; of two, none is.
    plan().write(&folder.path().join("piao-2027"));
    std::fs::create_dir(folder.path().join("altro")).unwrap();
    let run = piao(folder.path(), [""; 0]);
    assert!(run.code == 0 && folder.path().join("pubblicazione/piao.pdf").is_file(), "{run:?}");
    plan().write(&folder.path().join("piao-2028"));
    assert_eq!(piao(folder.path(), [""; 0]).code, 2);
}

#[test]
fn the_help_is_in_italian() {
    let folder = tempfile::tempdir().unwrap();
    let mut texts = vec![];
    for arguments in [&["--aiuto"][..], &["--help"], &["-h"], &["compila", "--aiuto"], &["compila", "--help"]] {
        let run = piao(folder.path(), arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        for english in ["Usage", "Options", "Commands", "Print", "Arguments", "possible values", "[default"] {
            assert!(!run.out.contains(english), "{arguments:?}: «{english}» in {}", run.out);
        }
        texts.push(run.out);
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[3], texts[4]);
    insta::assert_snapshot!(format!("{}\n========\n\n{}", texts[0], texts[3]));
}

#[test]
fn what_is_typed_wrong_is_said_in_italian() {
    let folder = tempfile::tempdir().unwrap();
    let mut out = String::new();
    for arguments in [
        &["conpila"][..],
        &["compila", "--usita", "x"],
        &["compila", "--solo", "word"],
        &["compila", "--solo"],
        &["compila", "--solo", "pdf", "--solo", "sito"],
        &["compila", "uno", "due"],
        &["compila", "non-c-e"],
        &["--niente"],
    ] {
        let run = piao(folder.path(), arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        out += &format!("$ piao {}\n{}\n", arguments.join(" "), run.err);
    }
    insta::assert_snapshot!(out);
    assert!(out.contains("forse intendevi `compila`") && out.contains("forse intendevi `--uscita`"), "{out}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was written");
}

#[test]
fn one_output_alone_keeps_the_other() {
    let desk = desk();
    let out = desk.path().join("pubblicazione");
    assert_eq!(piao(desk.path(), [""; 0]).code, 0);
    let before = snapshot(&out);
    let section = desk.path().join("content/1-prova.md");
    let text = std::fs::read_to_string(&section).unwrap();
    std::fs::write(&section, text + "\nParole nuove.\n").unwrap();

    assert_eq!(piao(desk.path(), ["compila", "--solo", "pdf"]).code, 0);
    let pdf = snapshot(&out);
    let changed = |a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>| {
        assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        let names = a.keys().filter(|path| *path != MARKER && a[*path] != b[*path]);
        names.cloned().collect::<Vec<_>>()
    };
    assert_eq!(changed(&before, &pdf), ["metadati-all5.xml", "piao.pdf"]);

    assert_eq!(piao(desk.path(), ["compila", "--solo", "sito"]).code, 0);
    let site = snapshot(&out);
    assert!(site["piao.pdf"] == pdf["piao.pdf"]);
    assert!(String::from_utf8_lossy(&site["sito/prova.html"]).contains("Parole nuove."));
}

#[test]
fn a_folder_of_others_is_refused_and_untouched() {
    let desk = desk();
    let theirs = desk.path().join("tesi");
    std::fs::create_dir(&theirs).unwrap();
    std::fs::write(theirs.join("capitolo.docx"), "anni di lavoro").unwrap();
    let before = snapshot(&theirs);
    let run = piao(desk.path(), ["compila", "--uscita", "tesi"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("errore bloccante[P1401]: `tesi` contiene file che non sono di piao"), "{run:?}");
    assert_eq!(snapshot(&theirs), before);
    // Nor the folder of the plan itself.
    let sources = snapshot(&desk.path().join("content"));
    assert_eq!(piao(desk.path(), ["compila", "--uscita", "content"]).code, 2);
    assert_eq!(snapshot(&desk.path().join("content")), sources);
}

/// Whether every file that the marker of `out` lists has the bytes that it says.
fn whole(out: &Path) -> bool {
    use sha2::{Digest, Sha256};
    let marker = std::fs::read_to_string(out.join(MARKER)).unwrap_or_default();
    let mut rows =
        marker.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  ")).peekable();
    rows.peek().is_some()
        && rows.all(|(digest, path)| {
            let bytes = std::fs::read(out.join(path)).unwrap_or_default();
            Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>() == digest
        })
}

#[test]
fn a_run_that_is_killed_leaves_the_old_or_the_new() {
    let folder = desk();
    let out = folder.path().join("pubblicazione");
    assert_eq!(piao(folder.path(), ["compila"]).code, 0);
    std::fs::write(out.join("appunti.txt"), "miei").unwrap();
    std::fs::create_dir(out.join("vuota")).unwrap();
    for n in 0..40_u64 {
        let text = format!("+++\ntitolo = \"Terza\"\nid = \"terza\"\n+++\n\nVersione {n}.\n");
        std::fs::write(folder.path().join("content/3-terza.md"), text).unwrap();
        let mut run = Command::new(env!("CARGO_BIN_EXE_piao"))
            .arg("compila")
            .current_dir(folder.path())
            .stderr(std::process::Stdio::null())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(n * 13));
        let _ = run.kill();
        run.wait().unwrap();
        // Where the system swaps folders in one step there is always one; elsewhere the next run puts it back.
        if cfg!(target_os = "linux") {
            assert!(whole(&out), "killed after {} ms", n * 13);
            assert!(out.join("appunti.txt").is_file(), "killed after {} ms", n * 13);
        }
    }
    let run = piao(folder.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(whole(&out) && out.join("appunti.txt").is_file() && out.join("vuota").is_dir());
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// What cannot be said is not done: the exit code says it, whatever the format.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_under_the_answer_is_an_error() {
    let folder = desk();
    for arguments in [
        &["controlla", "content", "--formato", "json"][..],
        &["controlla", "content", "--formato", "sarif"],
        &["elenco", "--cartella", "content"],
        &["spiega", "P0501"],
        &["compila", "content"],
    ] {
        let run = |out: std::process::Stdio| {
            let piao = env!("CARGO_BIN_EXE_piao");
            Command::new(piao).args(arguments).current_dir(folder.path()).stdout(out).output().unwrap()
        };
        let full = run(std::fs::File::options().write(true).open("/dev/full").unwrap().into());
        assert_eq!(full.status.code(), Some(2), "{arguments:?}");
        let words = String::from_utf8(full.stderr).unwrap();
        assert!(words.contains("non si è potuto scrivere tutto"), "{arguments:?}: {words}");
        assert!(!words.contains("rimasta com’era"), "{arguments:?}: {words}");
        // Who closes the pipe has read enough.
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let closed = run(writer.into());
        assert_eq!(closed.status.code(), Some(0), "{arguments:?}: {closed:?}");
    }
    assert!(whole(&folder.path().join("pubblicazione")));
}

/// A name is looked for among the facts as among the ids, and the PDF of the publication needs no name.
#[test]
fn what_is_typed_most_needs_little() {
    let folder = desk();
    let whole = piao(folder.path(), ["fatti", "content"]);
    let some = piao(folder.path(), ["fatti", "progetti", "--cartella", "content"]);
    assert!(
        whole.code == some.code && some.out.contains("[=progetti.") && some.out.len() < whole.out.len(),
        "{some:?}"
    );
    assert!(some.out.lines().filter(|line| line.contains("[=")).all(|line| line.contains("progetti")), "{some:?}");
    let none = piao(folder.path(), ["fatti", "dotazzione", "--cartella", "content"]);
    assert!(none.out.is_empty() && none.err.contains("«dotazzione»"), "{none:?}");
    // Both take the folder of a plan in the place of the word.
    let ids = [piao(folder.path(), ["elenco", "content"]), piao(folder.path(), ["elenco", "--cartella", "content"])];
    assert!(!ids[0].out.is_empty() && ids[0].out == ids[1].out);
    let missing = piao(folder.path(), ["impronta"]);
    assert!(missing.code == 2 && missing.err.contains("pubblicazione/piao.pdf"), "{missing:?}");
    assert_eq!(piao(folder.path(), ["compila", "content"]).code, 0);
    let found = piao(folder.path(), ["impronta"]);
    assert!(found.code == 0 && found.out.contains("SHA-256"), "{found:?}");
}

/// Reading a device or a pipe would never end.
#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_read() {
    let folder = desk();
    let plan = folder.path().join("content");
    let fifo = |path: &Path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    fifo(&folder.path().join("canale"));
    for arguments in [
        &["impronta", "canale"][..],
        &["impronta", "/dev/zero"],
        &["verifica", "canale", "--fonti", "content"],
        &["verifica", "/dev/zero", "--fonti", "content"],
    ] {
        let run = piao(folder.path(), arguments.iter().copied());
        assert!(run.code == 2 && run.err.contains("aiuto: "), "{arguments:?}: {run:?}");
    }
    std::fs::create_dir_all(plan.join("edizioni/2020")).unwrap();
    fifo(&plan.join("edizioni/2020/piano.pdf"));
    let run = piao(folder.path(), ["pubblica", "content", "--bozza"]);
    assert!(run.code == 1 && run.err.contains("P1405") && run.err.contains("dispositivo o un canale"), "{run:?}");
    fifo(&plan.join("2-canale.md"));
    let run = piao(folder.path(), ["controlla", "content"]);
    assert!(run.code == 1 && run.err.contains("P0103"), "{run:?}");
}

/// A text of the plan that moves the cursor or changes the colours of a terminal is shown, never obeyed.
#[test]
fn no_sign_of_the_plan_reaches_the_terminal_as_a_command() {
    let folder = desk();
    let plan = folder.path().join("content");
    std::fs::create_dir_all(plan.join("dati")).unwrap();
    let record = "[[progetto]]\nid = \"uno\"\ncodice = \"A\\u001b[2J\"\ntitolo = \"Uno \\u001b[31mrosso\\u0007\"\n";
    std::fs::write(plan.join("dati/progetti.toml"), record).unwrap();
    let section = "+++\ntitolo = \"Terza \\u001b]0;titolo\\u0007\"\n+++\n\nTesto \u{1b}[31mrosso.\n";
    std::fs::write(plan.join("3-terza.md"), section).unwrap();
    for arguments in [
        &["fatti", "content"][..],
        &["elenco", "--cartella", "content"],
        &["controlla", "content"],
        &["controlla", "content", "--formato", "breve"],
        &["controlla", "content", "--formato", "json"],
        &["controlla", "content", "--formato", "sarif"],
        &["controlla", "content", "--completezza"],
        &["compila", "content"],
    ] {
        let run = piao(folder.path(), arguments.iter().copied());
        let raw = |text: &str| text.chars().any(|c| c.is_control() && !"\n\r\t".contains(c));
        assert!(!raw(&run.out) && !raw(&run.err), "{arguments:?}: {run:?}");
    }
}

/// The folder that is named may be a link to the plan.
#[cfg(unix)]
#[test]
fn a_plan_may_be_a_link() {
    let folder = desk();
    std::os::unix::fs::symlink(folder.path().join("content"), folder.path().join("piano")).unwrap();
    let run = piao(folder.path(), ["compila", "piano"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(whole(&folder.path().join("pubblicazione")));
}

/// A view in the text of the record that it shows would show itself without end.
#[test]
fn a_view_inside_its_own_record_is_refused_and_nothing_else() {
    let folder = desk();
    std::fs::create_dir_all(folder.path().join("content/dati")).unwrap();
    let text = "[[procedura]]\ntitolo = \"Cambio di residenza\"\ndescrizione = \"\"\"\nQui sotto:\n\n~~~piao:procedure\n~~~\n\"\"\"\n";
    std::fs::write(folder.path().join("content/dati/procedure.toml"), text).unwrap();
    let section = "+++\ntitolo = \"Terza\"\n+++\n\n```piao:procedure\n```\n";
    std::fs::write(folder.path().join("content/3-terza.md"), section).unwrap();
    for command in ["compila", "controlla"] {
        let run = piao(folder.path(), [command]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!((run.err + &run.out).contains("P0122"), "{command}");
    }
}

#[test]
fn a_file_of_others_is_never_replaced() {
    let folder = desk();
    assert_eq!(piao(folder.path(), ["compila"]).code, 0);
    let theirs = folder.path().join("pubblicazione/sito/terza.html");
    std::fs::write(&theirs, "la mia pagina").unwrap();
    let before = snapshot(&folder.path().join("pubblicazione"));
    let text = "+++\ntitolo = \"Terza\"\nid = \"terza\"\n+++\n\nTesto.\n";
    std::fs::write(folder.path().join("content/3-terza.md"), text).unwrap();
    let run = piao(folder.path(), ["compila"]);
    assert!(run.code == 2 && run.err.contains("P1412") && run.err.contains("sito/terza.html"), "{run:?}");
    assert_eq!(snapshot(&folder.path().join("pubblicazione")), before);
}

#[test]
fn a_plan_with_errors_leaves_the_last_publication_whole() {
    let desk = desk();
    assert_eq!(piao(desk.path(), [""; 0]).code, 0);
    let before = snapshot(&desk.path().join("pubblicazione"));
    std::fs::write(desk.path().join("content/2-seconda.md"), "+++\ntitolo = \"Seconda\"\n+++\n\n[@niente] <b>\n")
        .unwrap();
    let run = piao(desk.path(), ["compila"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    for words in
        ["errore bloccante[P0110]", "errore bloccante[P0201]", "2-seconda.md:5:3", "errori", "è rimasta com’era"]
    {
        assert!(run.err.contains(words), "no «{words}» in {}", run.err);
    }
    assert_eq!(snapshot(&desk.path().join("pubblicazione")), before);
    // Nothing is left of the attempt.
    assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 2);
}

#[test]
fn an_extract_is_a_pdf_of_its_own() {
    let desk = desk();
    let run = piao(desk.path(), ["compila", "--estratto", "seconda"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = snapshot(&desk.path().join("pubblicazione"));
    assert_eq!(out.keys().collect::<Vec<_>>(), [MARKER, "piao-seconda.pdf"]);
    // It does not take the place of the whole publication, nor a later one its place… until that is asked for.
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    assert_eq!(piao(desk.path(), ["compila", "--estratto", "SECONDA"]).code, 0);
    let out = snapshot(&desk.path().join("pubblicazione"));
    for path in ["piao.pdf", "piao-seconda.pdf", "sito/index.html"] {
        assert!(out.contains_key(path), "no {path}");
    }
    let unknown = piao(desk.path(), ["compila", "--estratto", "secondda"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("forse intendevi `--estratto seconda`"), "{unknown:?}");
}

#[test]
fn timings_name_every_phase() {
    let desk = desk();
    let run = piao(desk.path(), ["compila", "--tempi"]);
    for phase in [
        "lettura dei file",
        "riferimenti",
        "controlli, numeri e parole",
        "composizione del PDF e dati aperti",
        "pagine del sito",
        "scrittura",
    ] {
        assert!(run.out.lines().any(|line| line.contains(" ms  ") && line.ends_with(phase)), "{run:?}");
    }
}

#[test]
fn a_designer_changes_the_look_without_a_compiler() {
    let desk = desk();
    let mine = desk.path().join("mia");
    std::fs::create_dir_all(mine.join("html")).unwrap();
    std::fs::write(mine.join("html/piao.css"), "body { color: rebeccapurple }").unwrap();
    let run = piao(desk.path(), ["compila", "--impaginazione", "mia"]);
    assert_eq!(run.code, 0, "{run:?}");
    let css = std::fs::read_to_string(desk.path().join("pubblicazione/sito/assets/piao.css")).unwrap();
    assert_eq!(css, "body { color: rebeccapurple }");

    // A layout that typst cannot read is said to be the layout's fault, and nothing is replaced.
    let before = snapshot(&desk.path().join("pubblicazione"));
    std::fs::create_dir_all(mine.join("pdf")).unwrap();
    std::fs::write(mine.join("pdf/scheda.typ"), "#let scheda( = 1").unwrap();
    let broken = piao(desk.path(), ["compila", "--impaginazione", "mia"]);
    assert!(broken.code != 0 && broken.err.contains("pdf/scheda.typ:1"), "{broken:?}");
    assert_eq!(snapshot(&desk.path().join("pubblicazione")), before);

    let none = piao(desk.path(), ["compila", "--impaginazione", "non-c-e"]);
    assert_eq!(none.code, 2, "{none:?}");
    std::fs::create_dir(desk.path().join("vuota")).unwrap();
    let empty = piao(desk.path(), ["compila", "--impaginazione", "vuota"]);
    assert!(empty.code == 2 && empty.err.contains("P0904"), "{empty:?}");
}

/// The program and the library are one: what the tests of the library prove is what is written.
#[test]
fn the_program_writes_what_the_library_makes() {
    let folder = tempfile::tempdir().unwrap();
    let run =
        piao(folder.path(), [OsStr::new("compila"), content().as_os_str(), OsStr::new("--uscita"), OsStr::new("p")]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let outputs = crate::project::Outputs::content();
    let written = snapshot(&folder.path().join("p"));
    assert!(written["piao.pdf"] == outputs.pdf.bytes);
    // Besides: the PDF with its metadata, and the list of what is ours. The page of the bodies is no output of one plan.
    let of_the_plan = written.keys().filter(|path| !path.starts_with("enti/")).count();
    assert_eq!(of_the_plan, outputs.site.len() + outputs.data.files.len() + 3);
    let site = outputs.site.iter().chain(&outputs.data.files);
    assert!(site.into_iter().all(|(path, bytes)| written[&format!("sito/{path}")] == *bytes));
}

/// Names are listed to be pasted: what is pasted is found.
#[test]
fn names_of_facts_and_of_things_are_listed() {
    let desk = desk();
    let data = "[[progetto]]\nid = \"rete\"\nprogramma = \"PNRR\"\ntitolo = \"Città in rete\"\nimporto = \"10,00 €\"\n\
                richiesto = \"10,00 €\"\nfinanziato = \"non ancora finanziato\"\n";
    std::fs::create_dir_all(desk.path().join("content/dati")).unwrap();
    std::fs::write(desk.path().join("content/dati/dati.toml"), data).unwrap();
    let fatti = piao(desk.path(), ["fatti"]);
    assert_eq!((fatti.code, fatti.err.as_str()), (0, ""));
    assert!(fatti.out.contains("\nrete – Città in rete\n") && fatti.out.contains("  [=rete.importo]"), "{}", fatti.out);
    assert_eq!(piao(desk.path(), ["facts", "content"]).out, fatti.out);
    let names: Vec<&str> =
        fatti.out.lines().filter_map(|l| l.trim().split("  ").next()).filter(|n| n.starts_with("[=")).collect();
    let elenco = piao(desk.path(), ["elenco"]);
    let ids: Vec<&str> =
        elenco.out.lines().filter_map(|l| l.trim().split("  ").next()).filter(|n| n.starts_with("[@")).collect();
    assert_eq!(ids, ["[@prova]", "[@seconda]", "[@rete]"], "{elenco:?}");
    let all = format!("{}\n\n{}\n\n```piao:progetti\n```\n", names.join(", "), ids[1..].join(", "));
    let pasted =
        plan().file("3-incolla.md", &format!("+++\ntitolo = \"Incolla\"\n+++\n\n{all}")).file("dati/dati.toml", data);
    let messages = pasted.compile().messages();
    assert!(messages.is_empty(), "{messages}");

    // Accents and case are forgiven; nothing found is no failure.
    for word in ["CITTA", "città", "reté"] {
        let found = piao(desk.path(), ["list", word]);
        assert_eq!((found.code, found.out.as_str()), (0, "progetti\n  [@rete]  Città in rete\n"), "{word}");
    }
    let none = piao(desk.path(), ["elenco", "secondda"]);
    assert_eq!((none.code, none.out.as_str()), (0, ""));
    assert!(none.err.contains("«secondda»") && none.err.contains("Forse intendevi «seconda»"), "{none:?}");

    // A plan with errors is listed all the same.
    std::fs::write(desk.path().join("content/3-rotta.md"), "+++\ntitolo = \"Rotta\"\n+++\n\n[@niente]\n").unwrap();
    for command in ["fatti", "elenco"] {
        let run = piao(desk.path(), [command]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.contains("rete") && run.err.contains("1 errore") && run.err.lines().count() < 4, "{run:?}");
    }
    for command in ["fatti", "elenco"] {
        assert_eq!(piao(desk.path(), [command, "--aiuto"]).code, 0);
    }
    assert_eq!(piao(desk.path(), ["fatti", "--cartella", "non-c-e"]).code, 2);
    assert_eq!(piao(desk.path(), ["elenco", "--cartella", "non-c-e"]).code, 2);
}

#[test]
fn problems_are_told_to_people_and_to_programs() {
    let folder = tempfile::tempdir().unwrap();
    let plan = crate::project::Project::new()
        .section("Testo.")
        .file("dati/ì d.toml", "[[obiettivo]]\ntitolo = \"È uno\"\ninizio = 2025-03-01\nfine = 2025-02-01\n");
    plan.write(folder.path());
    let run = |format: &str| piao(folder.path(), ["controlla", "--formato", format]);
    let brief = run("breve");
    assert_eq!(brief.code, 1);
    assert!(brief.out.contains("dati/ì d.toml:4:8: errore[P0411]: "), "{}", brief.out);
    let json: serde_json::Value = serde_json::from_str(&run("json").out).unwrap();
    let one = &json[0];
    let want = serde_json::json!({ "codice": "P0411", "regola": "date-in-ordine", "livello": "errore", "blocca": false, "file": "dati/ì d.toml",
        "riga": 4, "colonna": 8, "fine_riga": 4, "fine_colonna": 18 });
    for (key, value) in want.as_object().unwrap() {
        assert_eq!(&one[key], value, "{key}");
    }
    assert!(["messaggio", "aiuto", "norma"].iter().all(|key| one.get(key).is_some()), "{one}");
    let sarif: serde_json::Value = serde_json::from_str(&run("sarif").out).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "dati/%C3%AC%20d.toml");
    assert_eq!((&result["ruleId"], &result["level"]), (&"P0411".into(), &"error".into()));
    let text = run("testo");
    assert!(text.err.contains("prima di cominciare") && text.err.contains("1 errore"), "{}", text.err);
    // A draft that breaks a rule is compiled; an approved plan is not, and nothing is written.
    let output = folder.path().join("uscita");
    let compile = || piao(folder.path(), ["compila", "--solo", "sito", "--uscita", "uscita"]);
    assert_eq!(compile().code, 0);
    std::fs::remove_dir_all(&output).unwrap();
    let approved = crate::project::SETTINGS.replace("bozza", "approvato")
        + "\n[deliberazione]\norgano = \"giunta\"\nnumero = \"1\"\ndata = 2025-01-30\n";
    std::fs::write(folder.path().join("piao.toml"), approved).unwrap();
    assert_eq!(compile().code, 1);
    assert!(!output.exists());
    std::fs::write(folder.path().join("dati/ì d.toml"), "").unwrap();
    assert_eq!(run("testo").code, 0);
    assert_eq!(piao(folder.path(), ["check", "nessuna"]).code, 2);
}

/// A broken file may raise messages without end. Neither people nor programs are given more than they can use, and both are told.
#[test]
fn messages_without_end_are_cut_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let text: String = (0..10_020).map(|n| format!("[@n-{n}]\n")).collect();
    crate::project::Project::new().section(&text).write(folder.path());
    let run = |format: &str| piao(folder.path(), ["controlla", "--formato", format]);
    let brief = run("breve");
    assert!(brief.code == 1 && brief.out.lines().count() == 10_000, "{}", brief.err);
    let rest = brief.err.trim().strip_prefix("Questi sono i primi 10000 messaggi; ").unwrap();
    let more: usize = rest.split(' ').nth(1).unwrap().parse().unwrap();
    assert!(more >= 20 && rest == format!("altri {more} non sono scritti qui."), "{rest}");
    let json = run("json");
    let list: Vec<serde_json::Value> = serde_json::from_str(&json.out).unwrap();
    assert!(json.code == 1 && list.len() == 10_000 && json.err.contains(rest), "{}", json.err);
    let sarif = run("sarif");
    let log: serde_json::Value = serde_json::from_str(&sarif.out).unwrap();
    assert_eq!(log["runs"][0]["results"].as_array().unwrap().len(), 10_000);
    assert!(sarif.err.contains(rest) && run("testo").err.contains(&format!("E altri {} messaggi", more + 9_500)));
}
