//! Whatever the input, words and an exit code: never a panic, a signal or a trace. What may exhaust the stack goes through
//! the program, in a process of its own.

use crate::cli::{piao, piao_within};
use crate::project::{Compiled, FRONT, Outputs, Project, SETTINGS, content};
use piao::emit::html;
use piao::emit::layouts::Layouts;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};
use std::fs;
use std::path::Path;

/// Compiles the folder with the program: done, errors or could not run, in Italian, and in a reasonable time.
fn survive(name: &str, folder: &Path) -> crate::cli::Run {
    survive_within(60, name, folder)
}

/// The same, in so many seconds of processor time.
fn survive_within(seconds: u64, name: &str, folder: &Path) -> crate::cli::Run {
    let run = piao_within(seconds, folder, ["compila", ".", "--uscita", "../pubblicazione-di-prova"]);
    assert!((0..=2).contains(&run.code), "{name}: {run:?}");
    if run.code != 0 {
        assert!((run.err.contains("errore[P") || run.err.contains("errore bloccante[P")), "{name}: {run:?}");
    }
    // A typesetter that stops on an author's text is a check that is missing. Words that would leave the page (P0910) are told
    // at the place where the author wrote them.
    assert!(!run.err.replace("[P0910]", "").contains("[P09"), "{name}: {}", run.err);
    run
}

/// Several inputs, and all that go wrong.
#[derive(Default)]
struct Trials(Vec<String>);

impl Trials {
    fn survive(&mut self, name: &str, plan: &Project) {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("piano");
        plan.write(&root);
        if let Err(reason) = std::panic::catch_unwind(|| survive(name, &root)) {
            let words = reason.downcast_ref::<String>().map(String::as_str).or(reason.downcast_ref::<&str>().copied());
            self.0.push(format!("{name}: {}", words.unwrap_or_default().chars().take(600).collect::<String>()));
        }
    }

    fn end(self) {
        assert!(self.0.is_empty(), "\n{}", self.0.join("\n"));
    }
}

/// The same, of a plan with one more file of any bytes.
fn survive_file(path: &str, bytes: impl AsRef<[u8]>) -> crate::cli::Run {
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("piano");
    Project::new().section("Testo.").write(&plan);
    let target = plan.join(path);
    fs::create_dir_all(target.parent().unwrap()).unwrap();
    fs::write(target, bytes).unwrap();
    survive(path, &plan)
}

#[test]
fn empty_files() {
    for path in
        ["2-vuoto.md", "dati/vuoto.toml", "immagini/vuota.svg", "allegati/vuoto.pdf", "dati/vuoto.csv", "piao.toml"]
    {
        let run = survive_file(path, "");
        let expected = i32::from(path.ends_with(".md") || path == "piao.toml");
        assert_eq!(run.code, expected, "{path}: {run:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(survive("an empty folder", folder.path()).code, 1);
}

#[test]
fn files_that_are_not_text() {
    for path in ["2-binario.md", "dati/binario.toml", "piao.toml"] {
        let run = survive_file(path, b"+++\ntitolo = \"Citt\xe0\"\n+++\n\xff\xfe\x00");
        assert_eq!(run.code, 1, "{path}");
        assert!(run.err.contains(&format!("`{path}` non è in UTF-8")), "{run:?}");
    }
    let utf16: Vec<u8> = "+++\ntitolo = \"Città\"\n+++\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(survive_file("2-utf16.md", utf16).code, 1);
    // Text with the name of a picture, and the other way round.
    let image = format!("{FRONT}![Una](immagini/f.png)\n");
    for bytes in
        [&b"testo"[..], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"<svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
    {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("piano");
        Project::new().file("1-prova.md", &image).file("immagini/x", "").write(&plan);
        fs::write(plan.join("immagini/f.png"), bytes).unwrap();
        survive("a picture", &plan);
    }
}

#[test]
fn a_byte_order_mark_hides_nothing() {
    let run = survive_file("2-bom.md", "\u{feff}+++\ntitolo = \"Con il segno\"\n+++\n\nTesto.\n");
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(survive_file("piao.toml", format!("\u{feff}{SETTINGS}")).code, 0);
}

/// Long paths, as shared folders have them: nothing that is published has a longer name for it, so that it can be copied to a disk whose
/// paths end at 260 characters.
#[test]
fn a_long_path_is_read_and_gives_short_names() {
    let folder = tempfile::tempdir().unwrap();
    let deep = ["Ufficio personale, organizzazione e performance dell’ente"; 6].join("/");
    let plan = folder.path().join(deep).join("piano");
    assert!(plan.as_os_str().len() > 300);
    let name = "Come si organizza il lavoro degli uffici ".repeat(4);
    Project::new()
        .section("Testo.")
        .file(&format!("2-{}.md", name.trim()), "+++\ntitolo = \"Lunga\"\n+++\n\nUna sezione.\n")
        .file(&format!("allegati/{}.pdf", name.trim()), "%PDF-1.7")
        .write(&plan);
    let run = survive("a long path", &plan);
    assert_eq!(run.code, 0, "{run:?}");
    let out = crate::unione::files(&plan.join("../pubblicazione-di-prova"));
    assert!(out.keys().any(|path| path.ends_with(".html") && path.contains("come-si-organizza")), "{:?}", out.keys());
    // An annex keeps its name, which others may have linked.
    for path in out.keys().filter(|path| !path.contains("allegati/")) {
        assert!(path.len() <= 120, "{path}");
    }
}

/// Fifty megabytes in one line: refused by size before any parser, and not echoed.
#[test]
fn fifty_megabytes_in_a_line() {
    let mut line = FRONT.as_bytes().to_vec();
    line.resize(50 << 20, b'a');
    for path in ["2-lunga.md", "dati/lunga.toml"] {
        let run = survive_file(path, &line);
        assert_eq!(run.code, 1);
        assert!(run.err.contains("P0102") && run.err.len() < 2000, "{} bytes", run.err.len());
    }
    // Just under the limit it is read; a message about it must show a few words of it.
    // BUG: the cure repeats the seven megabytes.
    let mut line = "titolo = \"".to_owned() + &"a".repeat(7 << 20);
    line.insert_str(0, "[[termine]]\n");
    let run = survive_file("dati/lunga.toml", line);
    assert!(run.code == 1 && run.err.len() < 4000, "{} bytes", run.err.len());
}

#[test]
fn control_characters() {
    let all: String = (0u32..0x20)
        .chain(0x7f..0xa0)
        .chain([0xad, 0x200b, 0x200e, 0x202e, 0x2028, 0x2029, 0xfeff, 0xfffd, 0xfffe])
        .chain([0xe000, 0x1f600, 0x1f1ee, 0x10ffff])
        .filter_map(char::from_u32)
        .collect();
    survive_file(
        "2-segni.md",
        format!(
            "{}Testo {all} fine.\n\n## Titolo {all}\n\n`{all}`\n\n| {all} |\n| --- |\n| {all} |\n",
            FRONT.replace("prova", "segni")
        ),
    );
    for c in all.chars().filter(|c| *c != '\n') {
        let plan = Project::new()
            .section(&format!(
                "Testo {c} fine. [@{c}] [x](@{c}) [={c}] `{c}`\n\n## Titolo {c}\n\n- {c}\n\n| {c} |\n| --- |\n| {c} |"
            ))
            .file("dati/d.toml", &format!("[[termine]]\nnome = \"{c}\"\ndefinizione = \"Una {c} cosa.\"\n"));
        plan.compile().messages();
    }
}

/// Ten thousand of each thing that can hold itself. Past twelve levels all are errors at most.
#[test]
fn ten_thousand_levels() {
    const N: usize = 10_000;
    let repeat = |text: &str| text.repeat(N);
    let prose = [
        ("quotations", repeat("> ") + "a"),
        ("lists", repeat("- ") + "a"),
        ("numbered lists", repeat("1. ") + "a"),
        ("quotations and lists", repeat("> - ") + "a"),
        ("emphasis", repeat("*a ") + &repeat("a* ")),
        ("strong emphasis", repeat("**a ") + &repeat("a** ")),
        ("emphasis by underscore", repeat("_a ") + &repeat("a_ ")),
        ("struck words", repeat("~~a ") + &repeat("a~~ ")),
        ("open brackets", repeat("[")),
        ("brackets", repeat("[") + "a" + &repeat("]")),
        ("links in links", repeat("[a ") + &repeat("](http://a.it)")),
        ("pictures in pictures", repeat("![a ") + &repeat("](f.svg)")),
        ("citations", "[@prova] ".repeat(N / 10)),
        ("citations in citations", repeat("[a ") + &repeat("](@prova)")),
        ("broken citations", repeat("[@")),
        // BUG: each note cites the next, and the walk from one to the other ends the stack.
        ("notes", (0..N).map(|n| format!("[^{n}]\n\n[^{n}]: a")).collect()),
        ("backquotes", repeat("`a ``b ")),
        ("fences", repeat("```piao:\n")),
        ("angles", repeat("<a ")),
        ("comments", repeat("<!-- ")),
        ("entities", repeat("&amp")),
        ("escapes", repeat("\\")),
        ("definitions", "a\n".to_owned() + &repeat(": ") + "a"),
        ("columns", format!("{}\n{}\n{}", repeat("|a"), repeat("|-"), repeat("|b"))),
        // Fewer: ids of equal titles are found one by one, and ten thousand take minutes.
        ("headings", "## a\n\n".repeat(N / 20)),
        ("alerts", "> [!NOTA]\n>\n".repeat(N / 10)),
        ("ids", "# a {".to_owned() + &repeat("#a ") + "}"),
        ("line ends", repeat("\r\n\r")),
        ("blanks before a word", repeat(" ") + "a"),
        ("a long word", repeat("parola")),
    ];
    let mut trials = Trials::default();
    for (name, text) in prose {
        trials.survive(name, &Project::new().section(&text));
    }
    let data = [
        ("arrays", "a = ".to_owned() + &repeat("[")),
        ("closed arrays", "a = ".to_owned() + &repeat("[") + &repeat("]")),
        ("groups", "a = ".to_owned() + &repeat("{a=")),
        ("dots", repeat("a.") + "a = 1"),
        ("dotted headers", format!("[{}a]", repeat("a."))),
        ("quotation marks", "a = ".to_owned() + &repeat("\"")),
        // Fewer: each message counts the lines from the first of the file.
        ("records", "[[termine]]\n".repeat(N / 10)),
    ];
    for (name, text) in data {
        trials.survive(&format!("{name} in the data"), &Project::new().section("Testo.").file("dati/d.toml", &text));
        trials.survive(&format!("{name} in piao.toml"), &Project::new().section("Testo.").file("piao.toml", &text));
        let front = format!("+++\n{text}\n+++\n");
        trials.survive(&format!("{name} in the front matter"), &Project::new().file("1-prova.md", &front));
        let view = format!("```piao:tabella\n{text}\n```");
        trials.survive(&format!("{name} in a view"), &Project::new().section(&view));
    }
    let groups = format!("{}{}", repeat("<g>"), repeat("</g>"));
    let drawing = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">{groups}</svg>");
    trials.survive("groups of a drawing", &Project::new().section("![Una](f.svg)").file("f.svg", &drawing));
    trials.end();
}

/// A tree of the mandate in which each node is below the one before.
#[test]
fn a_tree_as_deep_as_a_well() {
    const N: usize = 500;
    let node = |n: usize| match n {
        0 => "[[nodo]]\nid = \"n0\"\ntitolo = \"Zero\"\n".to_owned(),
        n => format!("[[nodo]]\nid = \"n{n}\"\ntitolo = \"Nodo\"\npadre = \"n{}\"\n", n - 1),
    };
    let nodes: String = (0..N).map(node).collect();
    let mut trials = Trials::default();
    // BUG: typst refuses it ("maximum parsing depth exceeded"); it is the author's, to be said before the pages are set.
    trials.survive("a deep tree", &Project::new().section("```piao:albero\n```").file("dati/d.toml", &nodes));
    trials.end();
}

/// A PDF has an end to its strings. What the plan makes of many records is said in parts; what an author writes is told.
#[test]
fn strings_that_a_pdf_cannot_hold() {
    let objective = |n: usize| {
        format!(
            "[[obiettivo]]\nid = \"o{n}\"\ncodice = \"O{n}\"\ntitolo = \"Obiettivo {n} che dura a lungo e ha un titolo di parole \
             comuni\"\ninizio = 2025-01-01\nfine = 2025-12-31\n"
        )
    };
    let phase = |n: usize| {
        format!(
            "[[obiettivo.fase]]\ntesto = \"Fase {n} con un testo di alcune parole che occupano per intero una riga di testo \
             comune\"\ntempi = \"marzo\"\n"
        )
    };
    let node = |n: usize| {
        format!(
            "[[nodo]]\nid = \"n{n}\"\ntitolo = \"Nodo {n}, con un titolo di parole comuni che occupa una riga intera\"\n"
        )
    };
    let all = |count: usize, make: &dyn Fn(usize) -> String| (0..count).map(make).collect::<String>();
    let plans = [
        ("```piao:cronoprogramma\n```", all(300, &objective)),
        ("```piao:cronoprogramma\nobiettivo = \"o1\"\n```", objective(1) + &all(300, &phase)),
        ("```piao:albero-disegnato\n```", all(400, &node)),
    ];
    for (view, data) in plans {
        let folder = tempfile::tempdir().unwrap();
        Project::new().section(view).file("dati/d.toml", &data).write(&folder.path().join("piano"));
        let run = survive(view, &folder.path().join("piano"));
        assert_eq!(run.code, 0, "{view}: {run:?}");
    }
    let long = "Àncora ".repeat(2200);
    let told = |plan: Project, words: &str| {
        let folder = tempfile::tempdir().unwrap();
        plan.write(&folder.path().join("piano"));
        let run = survive(words, &folder.path().join("piano"));
        assert!(run.code == 1 && run.err.contains("[P0570]") && run.err.contains(words), "{words}: {run:?}");
    };
    told(Project::new().file("1-prova.md", &FRONT.replace("Prova", &long)), "1-prova.md:2:");
    told(Project::new().section(&format!("## {long}\n\nTesto.")), "1-prova.md:6:");
    let record =
        format!("[[termine]]\nnome = \"Uno\"\ndefinizione = \"Due.\"\n[[progetto]]\nid = \"p\"\ntitolo = \"{long}\"\n");
    told(
        Project::new().section("```piao:progetti\nforma = \"schede\"\n```").file("dati/d.toml", &record),
        "dati/d.toml",
    );
    let settings = SETTINGS.replace("Comune di Prova", &long);
    told(Project::new().section("Testo.").file("piao.toml", &settings), "il nome dell’ente ha");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    let image = Project::new().section(&format!("![{long}](f.svg)")).file("f.svg", svg);
    told(image, "il testo alternativo di questa immagine");
}

/// Pictures that are small in the folder and large when opened, and drawings that keep the printer busy for minutes: told, or made
/// at once.
#[test]
fn pictures_that_open_to_more_than_they_are() {
    use std::io::Write;
    let packed = |long: usize| {
        let mut packer = flate2::write::ZlibEncoder::new(vec![], flate2::Compression::best());
        packer.write_all(&vec![0; long]).unwrap();
        packer.finish().unwrap()
    };
    let chunk = |kind: &[u8], data: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], kind, data, &crc.sum().to_be_bytes()].concat()
    };
    let png = |side: u32, beside: &[u8]| {
        let head = [&side.to_be_bytes()[..], &side.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
        let points = packed(side as usize * (side as usize + 1));
        [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            chunk(b"IHDR", &head),
            beside.to_vec(),
            chunk(b"IDAT", &points),
            chunk(b"IEND", b""),
        ]
        .concat()
    };
    let profile = chunk(b"iCCP", &[b"p\0\0".to_vec(), packed(400 << 20)].concat());
    let svg = |inside: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4000\" height=\"4000\">{inside}</svg>").into_bytes()
    };
    let effect = |inside: &str| {
        svg(&format!("<filter id=\"a\">{inside}</filter><rect width=\"4000\" height=\"4000\" filter=\"url(#a)\"/>"))
    };
    let kernel = format!("<feConvolveMatrix order=\"100\" kernelMatrix=\"{}\"/>", "1 ".repeat(10_000));
    for (name, file, bytes, expected) in [
        ("a large photograph", "f.png", png(9000, b""), "[P0163]"),
        ("a profile without end", "f.png", png(9, &profile), ""),
        ("noise", "f.svg", effect("<feTurbulence baseFrequency=\"0.5\" numOctaves=\"9\"/>"), "[P0163]"),
        ("growth", "f.svg", effect("<feMorphology radius=\"300\"/>"), "[P0163]"),
        ("a matrix", "f.svg", effect(&kernel), "[P0163]"),
        ("a shadow", "f.svg", effect("<feDropShadow stdDeviation=\"20\"/>"), ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let plan = folder.path().join("piano");
        Project::new().section(&format!("![Una figura]({file})")).write(&plan);
        fs::write(plan.join(file), bytes).unwrap();
        let run = survive_within(30, name, &plan);
        assert_eq!(
            (run.code, run.err.contains("[P0163]")),
            (i32::from(!expected.is_empty()), !expected.is_empty()),
            "{name}: {run:?}"
        );
    }
}

/// A link over two pages beside a struck mark of a note, wherever the page ends.
#[test]
fn links_and_struck_notes_over_the_end_of_a_page() {
    let long = "un collegamento che prosegue con molte altre parole diverse, e poi ancora altre ".repeat(6);
    let forms = [
        format!("~~prima [{long}](https://a.it) dopo[^1]~~\n\n[^1]: Nota [con un link](https://b.it)."),
        format!("[{long}~~x~~](https://a.it)[^1]\n\n[^1]: ~~Nota [{long}](https://b.it)~~"),
        format!("~~**[{long}](@prova)**[^1] e *{long}*~~\n\n[^1]: Nota [@prova]. {long}"),
    ];
    for form in forms {
        for lines in (24..34).step_by(2) {
            let before: String = (0..lines).map(|n| format!("Riga {n} che sta su una riga sola.\n\n")).collect();
            let document = Project::new().section(&(before + &form)).compile().document.unwrap();
            let pdf = piao::emit::pdf::render(&document, &Layouts::embedded(), None);
            assert!(pdf.is_ok(), "{lines}: {form}\n{:#?}", pdf.map(|pdf| pdf.count));
        }
    }
}

/// typst keeps the place of a letter inside its line in 16 bits: what has no width makes a line without end.
#[test]
fn lines_without_end() {
    let mut trials = Trials::default();
    for (name, text) in [
        ("no-break spaces", "\u{a0}".repeat(40_000) + "Testo."),
        ("references to no-break spaces", "&nbsp;".repeat(40_000) + "Testo."),
        ("em spaces", "a".to_owned() + &"\u{2003}".repeat(40_000) + "Testo."),
        ("soft hyphens", "a".to_owned() + &"\u{ad}".repeat(40_000) + "Testo."),
        ("signs on one letter", "\u{237}".to_owned() + &"\u{308}".repeat(40_000)),
        ("signs on each letter", ("\u{237}".to_owned() + &"\u{308}".repeat(900)).repeat(100)),
        ("signs in code", format!("`a{}`", "\u{303}".repeat(40_000))),
        ("no-break spaces in code", format!("```\n{}a\n```", "\u{a0}".repeat(70_000))),
        ("no-break spaces in a heading", format!("## a{}b", "\u{a0}".repeat(14_000))),
        ("no-break spaces in a cell", format!("| a |\n| --- |\n| {}b |", "\u{a0}".repeat(40_000))),
    ] {
        trials.survive(name, &Project::new().section(&text));
    }
    trials.end();
}

/// Four times as much takes about four times as long: what grows with the square takes sixteen.
#[test]
fn time_grows_with_the_plan() {
    let table = |rows: usize, columns: usize| {
        let row = |n: usize| format!("|{}\n", (0..columns).map(|at| format!("{}|", n * at % 97)).collect::<String>());
        let head = format!("|{}\n|{}\n", "c|".repeat(columns), "-|".repeat(columns));
        Project::new().section(&(head + &(0..rows).map(row).collect::<String>()))
    };
    let amounts = |n: usize| {
        let all: Vec<String> = (1..=n).map(|n| format!("{n}.{},00 €", n % 900 + 100)).collect();
        Project::new().section(&all.join(" "))
    };
    let notes = |n: usize| {
        let marks: Vec<String> = (0..n).map(|n| format!("parola[^{n}]")).collect();
        let texts: String = (0..n).map(|n| format!("[^{n}]: Nota {n}.\n\n")).collect();
        Project::new().section(&format!("{}\n\n{texts}", marks.join(" ")))
    };
    let errors = |n: usize| {
        let all: Vec<String> = (0..n).map(|n| format!("[@nessuno{n}]")).collect();
        Project::new().section(&all.join(" "))
    };
    let units = |n: usize| {
        let unit = |n: usize| {
            format!(
                "[[unita]]\nid = \"u{n}\"\nnome = \"Ufficio {n} dei servizi\"\n[[incarico]]\nunita = \"u{n}\"\n\
                 ruolo = \"responsabile\"\npersona = \"Nome{n} Cognome{n}\"\n"
            )
        };
        let data = (0..n).map(unit).collect::<String>();
        Project::new().section("```piao:unita\n```\n\n```piao:titolari\n```").file("dati/d.toml", &data)
    };
    let read = |plan: &Project| {
        let compiled = plan.compile();
        // As many as the program prints.
        compiled.diags.sorted().into_iter().take(500).for_each(|problem| drop(compiled.message(problem)));
    };
    let lines = |plan: &Project| {
        let compiled = plan.compile();
        drop(piao::report::machine::json(&[(&compiled.diags.sorted(), &compiled.sources)]));
    };
    let site = |plan: &Project| {
        let document = plan.compile().document;
        drop(html::render(&document.unwrap(), &Layouts::embedded(), None));
    };
    let pages = |plan: &Project| {
        let document = plan.compile().document;
        drop(piao::emit::pdf::typeset(&document.unwrap(), &Layouts::embedded(), None));
    };
    type Work<'w> = &'w dyn Fn(&Project);
    type Plan<'p> = &'p dyn Fn(usize) -> Project;
    let cases: [(&str, usize, Plan<'_>, Work<'_>); 7] = [
        ("amounts in a paragraph", 1500, &amounts, &read),
        ("notes", 1500, &notes, &site),
        ("errors on a line", 2000, &errors, &lines),
        ("units and who holds them", 200, &units, &read),
        ("rows", 8, &|n| table(n, 200), &read),
        ("columns", 100, &|n| table(20, n), &read),
        ("cells that leave the page", 5, &|n| table(n, 250), &pages),
    ];
    for (name, n, plan, work) in cases {
        // The least of some runs: what else the machine does only adds. The rules run on threads of their own, and would remember the texts.
        let time = |n: usize| {
            let plan = plan(n);
            let run = |_| {
                comemo::evict(0);
                let start = std::time::Instant::now();
                work(&plan);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(run).fold(f64::INFINITY, f64::min)
        };
        let (one, four) = (time(n), time(4 * n));
        eprintln!("{name}: {one:.3} s, {four:.3} s, {:.1}", four / one);
        assert!(four < 9.0 * one, "{name}: {n} take {one:.3} s, {} take {four:.3} s", 4 * n);
    }
}

#[test]
fn paths_that_leave_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("segreto.svg"),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    )
    .unwrap();
    fs::write(folder.path().join("segreto.csv"), "a;b\n1;2\n").unwrap();
    let plan = folder.path().join("piano");
    let absolute = folder.path().display().to_string();
    for path in [
        "../segreto.svg",
        "immagini/../../segreto.svg",
        "..\\segreto.svg",
        "./.././segreto.svg",
        "%2e%2e/segreto.svg",
        "/../segreto.svg",
        &format!("{absolute}/segreto.svg"),
        &format!("file://{absolute}/segreto.svg"),
    ] {
        let text = format!("![Una]({path})\n\n```piao:tabella\ndati = '{}'\n```", path.replace("svg", "csv"));
        Project::new().section(&text).write(&plan);
        let run = survive(path, &plan);
        assert_eq!(run.code, 1, "{path} was read: {run:?}");
        assert_eq!(run.err.matches("[P0114]").count(), 2, "{path}: {run:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_of_the_disk_are_not_followed() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let plan = folder.path().join("piano");
    Project::new().section("Testo.").write(&plan);
    fs::write(folder.path().join("segreto.md"), "+++\ntitolo = \"Segreto\"\n+++\n").unwrap();
    symlink(&plan, plan.join("ancora")).unwrap();
    symlink("me-stesso.md", plan.join("me-stesso.md")).unwrap();
    symlink(folder.path().join("segreto.md"), plan.join("2-segreto.md")).unwrap();
    let run = survive("links", &plan);
    assert_eq!((run.code, run.err.matches("è un collegamento, non un file").count()), (1, 3), "{run:?}");
    // An output that is a link to somebody's folder.
    let theirs = folder.path().join("loro");
    fs::create_dir(&theirs).unwrap();
    symlink(&theirs, folder.path().join("uscita")).unwrap();
    let run = piao(folder.path(), ["compila", "piano", "--uscita", "uscita"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 0);
}

/// Text of an author is inert in both outputs: neither typst, nor minijinja, nor HTML.
#[test]
fn texts_are_inert() {
    let evil = "#panic() $x$ @prova <x> {{ 7*7 }} {% raw %} \\u{41} // */ #\"a\" `` & ' end";
    let plain = evil.replace('<', "\\<").replace('`', "\\`").replace('*', "\\*").replace("\\u", "\\\\u");
    let plain = plain.replace('@', "\\@");
    let plan = Project::new()
        .file("piao.toml", &SETTINGS.replace("Comune di Prova", "Comune # $x$ {{ 7*7 }} <script>"))
        .section(&format!("{plain}\n\n```typst\n{evil}\n```"));
    let outputs = Outputs::of(plan.compile().clean());
    let paper = crate::content::squeeze(&outputs.pages.join(" "));
    assert!(paper.contains("#panic() $x$ @prova <x> {{ 7*7 }} {% raw %}"), "{paper}");
    assert!(paper.contains("Comune # $x$ {{ 7*7 }} <script>"), "{paper}");
    for (path, html) in outputs.html() {
        // A fingerprint may have any figures.
        let html = html.replace(&outputs.document.meta.impronta, "");
        assert!(!html.contains("<script>") && !html.contains("49") && !html.contains("<x>"), "{path}");
    }
}

#[test]
fn texts_are_inert_in_drawings_and_cells_over_rows() {
    let evil = "#panic() $x$ <script>alert(1)</script> ]]> & \" onload=x";
    let quoted = evil.replace('"', "\\\"");
    let data = format!(
        "[[unita]]\nid = \"u\"\nnome = \"{quoted}\"\n[[nodo]]\nid = \"n\"\ntitolo = \"{quoted}\"\n\
         [[incarico]]\nunita = \"u\"\nruolo = \"dirigente\"\npersona = \"{quoted}\"\n\
         [[obiettivo]]\nid = \"o\"\ntitolo = \"{quoted}\"\nnodo = \"n\"\nunita = \"u\"\npeso = 100\n\
         [[obiettivo.fase]]\ntesto = \"Uno\"\ntempi = \"marzo\"\n[[obiettivo.fase]]\ntesto = \"Due\"\ntempi = \"maggio\"\n\
         [[obiettivo.verifica]]\nstrumento = \"A\"\natteso = \"B\"\n[[obiettivo.verifica]]\nstrumento = \"C\"\natteso = \"D\"\n\
         [[obiettivo.indicatore]]\ntesto = \"Indice\"\ndimensione = \"output\"\nunita_misura = \"{quoted}\"\n\
         base = {{ anno = 2024, valore = 1 }}\ntarget = 2\n"
    );
    let views =
        ["albero-disegnato", "raccordo", "verifiche", "cruscotto", "titolari", "tabella-unita", "cronoprogramma"];
    let section: String = views.iter().map(|view| format!("```piao:{view}\n```\n\n")).collect();
    let plan = Project::new().section(&format!("{section}```piao:obiettivi\n```\n")).file("dati/d.toml", &data);
    let outputs = Outputs::of(plan.compile().clean());
    assert!(crate::content::squeeze(&outputs.pages.join(" ")).contains("#panic() $x$ <script>"));
    for (path, html) in outputs.html() {
        assert!(!html.contains("<script>alert") && !html.contains("\" onload=x"), "{path}");
    }
}

// --- Random plans ---

/// What breaks parsers, and what authors paste.
const NASTY: &[&str] = &[
    "\0",
    "\r",
    "\n",
    "\n\n",
    "\t",
    " ",
    "\u{a0}",
    "\u{feff}",
    "\u{202e}",
    "\u{301}",
    "à",
    "→",
    "😀",
    "[",
    "]",
    "(",
    ")",
    "[@",
    "](@",
    "[=",
    "[^",
    "[!",
    "{#",
    "}",
    "```piao:",
    "```",
    "> ",
    "- ",
    "1. ",
    "|",
    "| --- |",
    "Tabella: ",
    "+++\n",
    "+++",
    "---\n",
    "<",
    "<!--",
    "-->",
    "</b>",
    "&",
    "\\",
    "`",
    "*",
    "**",
    "_",
    "~~",
    "#",
    "## ",
    ": ",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "=",
    "[[",
    "]]",
    "{",
    ",",
    ".",
    "-",
    "0",
    "99999999999999999999",
    "assente",
    "€",
    "31/12/2026",
    "1.4.3",
    "http://",
    "data:",
    "../",
];

/// One change to a text: at a thousandth of its length, over some characters.
#[derive(Debug, Clone)]
enum Change {
    Cut(usize, usize),
    Repeat(usize, usize),
    Insert(usize, usize),
    Swap(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (0..1000usize, 1..200usize).prop_map(|(at, len)| Change::Cut(at, len)),
        (0..1000usize, 1..200usize).prop_map(|(at, len)| Change::Repeat(at, len)),
        (0..1000usize, 0..NASTY.len()).prop_map(|(at, what)| Change::Insert(at, what)),
        (0..1000usize, 0..1000usize).prop_map(|(a, b)| Change::Swap(a, b)),
    ]
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for change in changes {
        let place = |n: usize| n * text.len() / 1000;
        match *change {
            Change::Cut(at, len) => {
                let at = place(at);
                text.drain(at..(at + len).min(text.len()));
            }
            Change::Repeat(at, len) => {
                let at = place(at);
                let part: Vec<char> = text[at..(at + len).min(text.len())].to_vec();
                text.splice(at..at, part);
            }
            Change::Insert(at, what) => {
                let at = place(at);
                text.splice(at..at, NASTY[what].chars());
            }
            Change::Swap(a, b) => {
                let (a, b) = (place(a), place(b));
                if a < text.len() && b < text.len() {
                    text.swap(a, b);
                }
            }
        }
    }
    text.into_iter().collect()
}

/// The text files of `content/`.
fn texts() -> Vec<(String, String)> {
    texts_of(&content())
}

fn texts_of(folder: &Path) -> Vec<(String, String)> {
    let compiled = Compiled::folder(folder);
    compiled.sources.files.iter().map(|f| (f.path.clone(), String::from_utf8(f.bytes.to_vec()).unwrap())).collect()
}

/// The same plans in every run: a failure here is a failure everywhere.
fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]))
}

/// All phases, the messages as text, the site, and for the first `papers` sound plans the pages.
fn endure(plan: &Project, papers: &std::cell::Cell<u32>) -> Result<(), TestCaseError> {
    let compiled = plan.compile();
    compiled.messages();
    if let Some(document) = compiled.document.filter(|_| !compiled.diags.has_blocking()) {
        let layouts = Layouts::embedded();
        prop_assert!(html::render(&document, &layouts, None).is_ok());
        if papers.get() > 0 {
            papers.set(papers.get() - 1);
            let pdf = piao::emit::pdf::render(&document, &layouts, None);
            prop_assert!(pdf.is_ok(), "{:#?}", pdf.map(|pdf| pdf.count));
        }
    }
    Ok(())
}

#[test]
fn random_changes_to_the_whole_plan() {
    wear_out(&texts(), 100);
}

/// Phases, weights, dates, shares, drawings: what a performance tree adds.
#[test]
fn random_changes_to_a_performance_tree() {
    wear_out(&texts_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/terre-argine-variante")), 120);
}

/// Random changes to a few files of a plan, `cases` times.
fn wear_out(files: &[(String, String)], cases: u32) {
    let changes = (0..files.len(), proptest::collection::vec(change(), 1..4));
    let papers = std::cell::Cell::new(8);
    let result = runner(cases).run(&proptest::collection::vec(changes, 1..4), |list| {
        let mut plan = files.iter().fold(Project::new(), |plan, (path, text)| plan.file(path, text));
        for (n, changes) in &list {
            let (path, text) = &files[*n];
            plan = plan.file(path, &changed(text, changes));
        }
        endure(&plan, &papers)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}

/// One file alone is quick, so there can be many.
#[test]
fn random_changes_to_one_file() {
    let files = texts();
    let papers = std::cell::Cell::new(8);
    let result = runner(600).run(&(0..files.len(), proptest::collection::vec(change(), 1..12)), |(n, changes)| {
        let (path, text) = &files[n];
        endure(&Project::new().file(path, &changed(text, &changes)), &papers)
    });
    result.unwrap_or_else(|failure| panic!("{failure}"));
}
