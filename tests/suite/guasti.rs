//! Faults planted at known places in clean plans, one at a time and many together: what piao says of each must name the file,
//! the line and the cure. The faults are in `tests/guasti/*.toml`, one file a kind; its README says how to add one.
//!
//! `GUASTO=words` plants only the faults whose name has those words, and shows what is said of them.

use crate::project::Compiled;
use piao::diag::Diagnostic;
use piao::report::terminal;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One file of `tests/guasti`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Genere {
    /// What its faults have in common, for the figures.
    genere: String,
    /// The plan of the faults that do not name theirs.
    #[serde(default)]
    piano: String,
    /// The file of the faults that do not name theirs.
    #[serde(default)]
    file: String,
    #[serde(default)]
    guasto: Vec<Voce>,
    /// What looks like a fault and is accepted in silence.
    #[serde(default)]
    innocuo: Vec<Voce>,
    /// Many faults in one run.
    #[serde(default)]
    insieme: Vec<Insieme>,
    /// What makes a plan of `tests/piani` clean, besides the faults that it has already.
    #[serde(default)]
    pulizia: Vec<Voce>,
}

/// A change of one file of a plan, and what is to be said of it.
#[derive(Deserialize, Clone, Default)]
#[serde(deny_unknown_fields, default)]
struct Voce {
    nome: String,
    piano: String,
    file: String,
    /// A text that stands once in the file, and what stands there instead.
    trova: Option<String>,
    metti: Option<String>,
    /// What is added at the end of the file, after a blank line.
    aggiungi: Option<String>,
    /// The whole text of the file.
    contenuto: Option<String>,
    togli: bool,
    rinomina: Option<String>,
    /// How the bytes of the file are kept.
    byte: Option<String>,
    /// The plan as it stands in the repository has the fault already.
    gia: bool,
    /// What the plan needs before, for the fault to have a place: nothing wrong.
    prepara: Vec<Voce>,
    /// The codes that must come out: the first is the one that must be at the line.
    codici: Vec<String>,
    /// Codes that may come out elsewhere because of it.
    rumore: Vec<String>,
    /// The file that is to blame, when it is not the one that was changed.
    dove: Option<String>,
    /// Words of the line that is to blame, when it is not where the change begins.
    riga: Option<String>,
    /// The whole file is at fault: it has no line.
    intero: bool,
    /// Words that the cure must have.
    rimedio: String,
    /// Why the line cannot be known.
    impossibile: Option<String>,
    /// To make a plan clean: the corrections that piao itself has for these codes are applied.
    correggi: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Insieme {
    nome: String,
    piano: String,
    #[serde(default)]
    prepara: Vec<Voce>,
    guasto: Vec<Voce>,
}

type Files = BTreeMap<String, Vec<u8>>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(piano: &str) -> PathBuf {
    match piano {
        "content" => root().join("content/unione"),
        "base" => root().join("tests/base"),
        name => root().join("tests/piani").join(name),
    }
}

fn read(folder: &Path) -> Files {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            let bytes = std::fs::read(entry.path()).unwrap();
            // A checkout on Windows may have put carriage returns that the faults do not speak of.
            let text = String::from_utf8(bytes).map(|text| text.replace("\r\n", "\n").into_bytes());
            (path, text.unwrap_or_else(|error| error.into_bytes()))
        })
        .filter(|(path, _)| path != "atteso.txt")
        .collect()
}

/// All the files of `tests/guasti`, by name.
fn generi() -> Vec<Genere> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("tests/guasti"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "toml"))
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            let mut genere: Genere = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let defaults = |voce: &mut Voce, piano: &str, file: &str| {
                for (own, default) in [(&mut voce.piano, piano), (&mut voce.file, file)] {
                    if own.is_empty() {
                        default.clone_into(own);
                    }
                }
                let (piano, file) = (voce.piano.clone(), voce.file.clone());
                for before in &mut voce.prepara {
                    before.piano.clone_from(&piano);
                    if before.file.is_empty() {
                        before.file.clone_from(&file);
                    }
                }
            };
            let Genere { piano, file, guasto, innocuo, insieme, pulizia, .. } = &mut genere;
            for voce in guasto.iter_mut().chain(innocuo).chain(pulizia) {
                defaults(voce, piano, file);
            }
            for group in insieme {
                let (piano, voci) = (&group.piano, group.prepara.iter_mut().chain(&mut group.guasto));
                voci.for_each(|voce| defaults(voce, piano, file));
            }
            genere
        })
        .collect()
}

/// The only place of `words` in `text`.
fn once(text: &str, words: &str, whose: &str) -> usize {
    let mut places = text.match_indices(words);
    let (Some((at, _)), None) = (places.next(), places.next()) else {
        panic!("«{whose}»: «{words}» stands {} times in the file", text.matches(words).count());
    };
    at
}

/// A plan with its changes, and where each begins.
struct Campo {
    files: Files,
    places: Vec<(String, usize)>,
}

impl Campo {
    fn text(&self, file: &str, whose: &str) -> String {
        let bytes = self.files.get(file).unwrap_or_else(|| panic!("«{whose}»: no file {file}"));
        String::from_utf8(bytes.clone()).unwrap_or_else(|_| panic!("«{whose}»: {file} is not text"))
    }

    /// Makes the change, and keeps the place where it begins.
    fn apply(&mut self, voce: &Voce) {
        let Voce { nome, file, .. } = voce;
        let at = match (&voce.trova, &voce.metti, &voce.aggiungi, &voce.contenuto) {
            (Some(old), Some(new), None, None) => {
                let text = self.text(file, nome);
                let at = once(&text, old, nome);
                self.files.insert(file.clone(), text.replacen(old, new, 1).into_bytes());
                for (_, place) in self.places.iter_mut().filter(|(other, place)| other == file && *place > at) {
                    *place = *place + new.len() - old.len();
                }
                let same = old.char_indices().zip(new.chars()).find(|((_, a), b)| a != b);
                let same = same.map_or(old.len().min(new.len()), |((n, _), _)| n);
                // What is put under the words that were found begins on its own line.
                let blank = new.get(same..).unwrap_or_default();
                at + same + blank.len() - blank.trim_start_matches('\n').len()
            }
            (None, None, Some(new), None) => {
                let text = self.text(file, nome);
                let before = format!("{}\n\n", text.trim_end());
                self.files.insert(file.clone(), format!("{before}{}\n", new.trim_end()).into_bytes());
                before.len()
            }
            (None, None, None, Some(whole)) => {
                self.files.insert(file.clone(), whole.clone().into_bytes());
                0
            }
            (None, None, None, None) => 0,
            _ => panic!("«{nome}»: one change at a time"),
        };
        let mut path = file.clone();
        if voce.togli {
            self.files.remove(file).unwrap_or_else(|| panic!("«{nome}»: no file {file}"));
        }
        if let Some(name) = &voce.rinomina {
            let bytes = self.files.remove(file).unwrap_or_else(|| panic!("«{nome}»: no file {file}"));
            self.files.insert(name.clone(), bytes);
            path.clone_from(name);
        }
        self.places.push((path, at));
    }

    /// The line that is to blame for the change `n`.
    fn line(&self, n: usize, voce: &Voce) -> (String, usize) {
        let (file, at) = &self.places[n];
        let file = voce.dove.clone().unwrap_or_else(|| file.clone());
        let line = |text: &str, at: usize| text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count() + 1;
        let line = match &voce.riga {
            Some(words) => {
                let text = self.text(&file, &voce.nome);
                line(&text, once(&text, words, &voce.nome))
            }
            None if voce.intero || voce.dove.is_some() => 1,
            None => {
                let text = self.text(&file, &voce.nome);
                line(&text, *at)
            }
        };
        (file, line)
    }

    /// The bytes as the editor of the author would keep them.
    fn encode(&mut self, voce: &Voce) {
        let Some(byte) = &voce.byte else { return };
        let text = self.text(&voce.file, &voce.nome);
        let bytes = match byte.as_str() {
            "bom" => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            "crlf" => text.replace('\n', "\r\n").into_bytes(),
            "bom-crlf" => [b"\xef\xbb\xbf", text.replace('\n', "\r\n").as_bytes()].concat(),
            "cr" => text.replace('\n', "\r").into_bytes(),
            "windows-1252" => encoding_rs::WINDOWS_1252.encode(&text).0.into_owned(),
            "utf-16" => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect(),
            "utf-16-be" => std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect(),
            "meta" => text.as_bytes()[..text.len() / 2].to_vec(),
            other => panic!("«{}»: nobody knows what «{other}» means", voce.nome),
        };
        self.files.insert(voce.file.clone(), bytes);
    }

    /// Applies the corrections that piao has for `codes`.
    fn correct(&mut self, codes: &[String]) {
        if codes.is_empty() {
            return;
        }
        let said = self.compile().unwrap_or_default();
        let chosen = said.iter().filter(|p| codes.iter().any(|code| code == p.diagnostic.code));
        let mut patches: Vec<_> = chosen
            .filter_map(|p| Some((&p.place.as_ref()?.0, &p.diagnostic.patch)))
            .flat_map(|(file, patch)| patch.iter().map(move |part| (file.clone(), part.clone())))
            .collect();
        // From the last, so that places keep.
        patches.sort_by_key(|(_, (span, _))| std::cmp::Reverse(span.start));
        for (file, (span, text)) in patches {
            let mut whole = self.text(&file, "correggi");
            whole.replace_range(span.range(), &text);
            self.files.insert(file, whole.into_bytes());
        }
    }

    /// What piao says of the plan; none when it panics.
    fn compile(&self) -> Option<Detto> {
        let folder = tempfile::tempdir().unwrap();
        for (path, bytes) in &self.files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        let compiled = catch_unwind(AssertUnwindSafe(|| Compiled::folder(folder.path()))).ok()?;
        let root = folder.path().display().to_string();
        let said = compiled.diags.sorted().into_iter().map(|problem| {
            let place = problem.span.and_then(|span| terminal::place(&compiled.sources, span));
            Problema {
                diagnostic: problem.clone(),
                place: place.map(|(file, line, _)| (file.to_owned(), line)),
                printed: compiled.message(problem).replace(&root, "piano"),
            }
        });
        Some(said.collect())
    }
}

type Detto = Vec<Problema>;

/// One thing that piao says.
struct Problema {
    diagnostic: Diagnostic,
    place: Option<(String, usize)>,
    printed: String,
}

impl Problema {
    /// What makes it the same when lines move.
    fn key(&self) -> (&'static str, Option<&str>, &str) {
        (self.diagnostic.code, self.place.as_ref().map(|(file, _)| file.as_str()), &self.diagnostic.message)
    }

    fn names(&self, file: &str) -> bool {
        match &self.place {
            Some((named, _)) => named == file,
            None => self.diagnostic.message.contains(&format!("`{file}`")),
        }
    }
}

/// The plans, clean, and what is said of them all the same.
struct Piani(BTreeMap<String, (Files, Detto)>);

impl Piani {
    fn new(generi: &[Genere]) -> Self {
        let voci = || generi.iter().flat_map(|g| g.guasto.iter().chain(&g.innocuo));
        let groups = generi.iter().flat_map(|g| &g.insieme).map(|group| &group.piano);
        let names: BTreeSet<&String> = voci().map(|voce| &voce.piano).chain(groups).collect();
        let plans = names.into_iter().map(|name| {
            let mut campo = Campo { files: read(&folder(name)), places: vec![] };
            for voce in voci().filter(|voce| voce.piano == *name && voce.gia) {
                campo.apply(&Voce { trova: voce.metti.clone(), metti: voce.trova.clone(), ..voce.clone() });
            }
            generi.iter().flat_map(|g| &g.pulizia).filter(|v| v.piano == *name).for_each(|v| {
                campo.apply(v);
                campo.correct(&v.correggi);
            });
            let said = campo.compile().unwrap_or_else(|| panic!("{name} panics"));
            (name.clone(), (campo.files, said))
        });
        Piani(plans.collect())
    }

    /// The faults and the plans, made once for all the tests.
    fn get() -> &'static (Vec<Genere>, Piani) {
        static ALL: OnceLock<(Vec<Genere>, Piani)> = OnceLock::new();
        ALL.get_or_init(|| {
            let generi = generi();
            let piani = Piani::new(&generi);
            (generi, piani)
        })
    }

    fn campo(&self, piano: &str) -> Campo {
        Campo { files: self.0[piano].0.clone(), places: vec![] }
    }

    /// What `campo` says and the clean plan does not.
    fn new_problems(&self, piano: &str, campo: &Campo) -> Option<Detto> {
        let mut said = campo.compile()?;
        for old in &self.0[piano].1 {
            if let Some(n) = said.iter().position(|new| new.key() == old.key()) {
                said.remove(n);
            }
        }
        Some(said)
    }
}

/// How a fault was told.
#[derive(Default)]
struct Esito {
    file: bool,
    line: bool,
    cure: bool,
    /// Diagnostics beyond those that were expected.
    extra: usize,
    /// What is wrong, for a person to read.
    wrong: Vec<String>,
}

/// What a tired reader is owed by every message.
fn manners(problem: &Problema, wrong: &mut Vec<String>) {
    let text = &problem.diagnostic.message;
    // A code may begin a sentence.
    let mut letters = text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    if text.ends_with('.') || capital {
        wrong.push(format!("a full stop or a capital: {text}"));
    }
}

/// What was said of the fault `voce`, whose place is `file` and `line`.
fn judge(voce: &Voce, (file, line): (&str, usize), said: &Detto) -> Esito {
    let mut esito = Esito::default();
    let expected = |p: &&Problema| voce.codici.iter().any(|code| code == p.diagnostic.code);
    for code in &voce.codici {
        if !said.iter().any(|p| p.diagnostic.code == code) {
            esito.wrong.push(format!("{code} is not said"));
        }
    }
    let main = |p: &&Problema| p.diagnostic.code == voce.codici[0];
    let here = |p: &&Problema| p.names(file);
    let exact = |p: &&Problema| match &p.place {
        Some((_, at)) => *at == line,
        None => voce.intero,
    };
    let best = said.iter().filter(main).filter(here);
    let best = best.clone().find(exact).or_else(|| best.clone().next()).or_else(|| said.iter().find(main));
    if let Some(best) = best {
        esito.file = here(&best);
        esito.line = esito.file && exact(&best);
        let cure = best.diagnostic.helps.join("\n");
        esito.cure = !cure.is_empty() && cure.contains(&voce.rimedio);
        manners(best, &mut esito.wrong);
        if !esito.file {
            esito.wrong.push(format!("it does not name {file}"));
        } else if !esito.line {
            esito.wrong.push(format!("it names line {:?} and not {line}", best.place.as_ref().map(|(_, n)| n)));
        }
        if !esito.cure {
            esito.wrong.push(format!("the cure does not say «{}»: «{cure}»", voce.rimedio));
        }
    }
    for other in said.iter().filter(|p| !expected(p)) {
        esito.extra += 1;
        let noise = voce.rumore.iter().any(|code| code == other.diagnostic.code);
        if !noise && !other.names(file) {
            esito.wrong.push(format!("an alarm elsewhere: {} {:?}", other.diagnostic.code, other.place));
        }
    }
    esito
}

/// Runs `work` on each item, on all the cores, in order.
fn all<T: Sync, R: Send + Sync>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let slots: Vec<OnceLock<R>> = items.iter().map(|_| OnceLock::new()).collect();
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(n) else { break };
                    assert!(slots[n].set(work(item)).is_ok());
                }
            });
        }
    });
    slots.into_iter().map(|slot| slot.into_inner().expect("every item is worked")).collect()
}

fn printed(said: &Detto) -> String {
    said.iter().map(|p| p.printed.clone() + "\n").collect()
}

/// The fault alone in its plan: how it was told, and the words.
fn plant(voce: &Voce, piani: &Piani) -> (Esito, String) {
    let mut campo = piani.campo(&voce.piano);
    for before in &voce.prepara {
        campo.apply(before);
    }
    let ready = if voce.prepara.is_empty() { Some(vec![]) } else { piani.new_problems(&voce.piano, &campo) };
    let ready = ready.map_or("panic".to_owned(), |said| printed(&said));
    if !ready.is_empty() {
        return (
            Esito { wrong: vec![format!("the plan is not clean before the fault:\n{ready}")], ..Esito::default() },
            String::new(),
        );
    }
    campo.places.clear();
    campo.apply(voce);
    let place = campo.line(0, voce);
    campo.encode(voce);
    match piani.new_problems(&voce.piano, &campo) {
        Some(said) => (judge(voce, (&place.0, place.1), &said), printed(&said)),
        None => (Esito { wrong: vec!["panic".to_owned()], ..Esito::default() }, String::new()),
    }
}

/// Figures of a kind, or of all.
#[derive(Default, Clone)]
struct Conto {
    guasti: usize,
    file: usize,
    /// How many have a line, and of how many it was told.
    lines: usize,
    line: usize,
    cure: usize,
    extra: usize,
    noisy: usize,
}

impl Conto {
    fn add(&mut self, voce: &Voce, esito: &Esito) {
        self.guasti += 1;
        self.file += usize::from(esito.file);
        self.lines += usize::from(!voce.intero);
        self.line += usize::from(!voce.intero && esito.line);
        self.cure += usize::from(esito.cure);
        self.extra += esito.extra;
        self.noisy += usize::from(esito.extra > 0);
    }

    fn row(&self, name: &str) -> String {
        let percent = |n: usize, of: usize| match of {
            0 => "–".to_owned(),
            _ => format!("{:.1} %", 100.0 * n as f64 / of as f64).replace('.', ","),
        };
        format!(
            "{name:<42} {:>6} {:>9} {:>9} {:>9} {:>6}",
            self.guasti,
            percent(self.file, self.guasti),
            percent(self.line, self.lines),
            percent(self.cure, self.guasti),
            self.extra
        )
    }
}

#[test]
fn every_fault_is_told_with_its_file_its_line_and_its_cure() {
    let (generi, piani) = Piani::get();
    let only = std::env::var("GUASTO").ok();
    let chosen = |voce: &&Voce| only.as_ref().is_none_or(|words| voce.nome.contains(words.as_str()));
    let voci: Vec<(&str, &Voce)> =
        generi.iter().flat_map(|g| g.guasto.iter().filter(chosen).map(|voce| (g.genere.as_str(), voce))).collect();
    let names: BTreeSet<(&str, &str)> = voci.iter().map(|(genere, voce)| (*genere, voce.nome.as_str())).collect();
    assert_eq!(names.len(), voci.len(), "two faults of a kind have one name");
    let told = all(&voci, |(_, voce)| {
        let planted = catch_unwind(AssertUnwindSafe(|| plant(voce, piani)));
        let broken = |_| {
            (Esito { wrong: vec!["it cannot be planted: see above".to_owned()], ..Esito::default() }, String::new())
        };
        planted.unwrap_or_else(broken)
    });

    let mut conti: BTreeMap<&str, Conto> = BTreeMap::new();
    let (mut total, mut wrong, mut book) = (Conto::default(), String::new(), String::new());
    let mut codes = BTreeSet::new();
    for ((genere, voce), (esito, words)) in voci.iter().zip(&told) {
        conti.entry(genere).or_default().add(voce, esito);
        total.add(voce, esito);
        codes.extend(&voce.codici);
        let _ = writeln!(book, "######## {genere}: {}\n\n{words}", voce.nome);
        if !esito.wrong.is_empty() && voce.impossibile.is_none() {
            let _ = writeln!(wrong, "{genere}: {}\n    {}\n{words}", voce.nome, esito.wrong.join("\n    "));
        }
    }
    eprintln!("\n{:<42} {:>6} {:>9} {:>9} {:>9} {:>6}", "genere", "guasti", "file", "riga", "cura", "in più");
    for (genere, conto) in &conti {
        eprintln!("{}", conto.row(genere));
    }
    eprintln!("{}", total.row("tutti"));
    eprintln!(
        "{} piani puliti, {} codici diversi, {} guasti di un file intero (senza riga); {:.2} diagnostici in più per guasto, in {} guasti\n",
        piani.0.len(),
        codes.len(),
        total.guasti - total.lines,
        total.extra as f64 / total.guasti.max(1) as f64,
        total.noisy,
    );
    for (_, voce) in voci.iter().filter(|(_, voce)| voce.impossibile.is_some()) {
        eprintln!("riga impossibile: {} ({})", voce.nome, voce.impossibile.as_deref().unwrap_or_default());
    }
    // The words of all, for a person to judge: `GUASTI_LIBRO=file`.
    if let Some(path) = std::env::var_os("GUASTI_LIBRO") {
        std::fs::write(path, &book).unwrap();
    }
    if only.is_some() {
        eprintln!("{book}");
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    if only.is_none() {
        assert!(total.guasti >= 450, "{} faults", total.guasti);
        assert_eq!((total.file, total.cure), (total.guasti, total.guasti), "each has its file and its cure");
        assert!(total.line * 100 >= total.lines * 99, "{} of {} lines", total.line, total.lines);
    }
}

#[test]
fn of_clean_plans_nothing_is_said() {
    let (_, piani) = Piani::get();
    let said: String = piani
        .0
        .iter()
        .map(|(name, (_, said))| (name, printed(said)))
        .filter(|(_, said)| !said.is_empty())
        .map(|(name, said)| format!("{name} (mend it in tests/guasti/piani.toml)\n{said}\n"))
        .collect();
    assert!(said.is_empty(), "\n{said}");
}

#[test]
fn what_is_no_fault_is_accepted_in_silence() {
    let (generi, piani) = Piani::get();
    let voci: Vec<&Voce> = generi.iter().flat_map(|g| &g.innocuo).collect();
    let said = all(&voci, |voce| {
        let mut campo = piani.campo(&voce.piano);
        for change in voce.prepara.iter().chain([*voce]) {
            campo.apply(change);
        }
        campo.encode(voce);
        piani.new_problems(&voce.piano, &campo).map_or("panic".to_owned(), |said| printed(&said))
    });
    let wrong: String = voci
        .iter()
        .zip(&said)
        .filter(|(_, said)| !said.is_empty())
        .map(|(voce, said)| format!("{}\n{said}\n", voce.nome))
        .collect();
    eprintln!("{} cose che non sono guasti, accettate in silenzio", voci.len());
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// Whatever the phase that finds them, and however many in one file.
#[test]
fn many_faults_come_out_in_one_run() {
    let (generi, piani) = Piani::get();
    let mut wrong = String::new();
    for group in generi.iter().flat_map(|g| &g.insieme) {
        let mut campo = piani.campo(&group.piano);
        group.prepara.iter().for_each(|voce| campo.apply(voce));
        campo.places.clear();
        group.guasto.iter().for_each(|voce| campo.apply(voce));
        let places: Vec<(String, usize)> = group.guasto.iter().enumerate().map(|(n, v)| campo.line(n, v)).collect();
        group.guasto.iter().for_each(|voce| campo.encode(voce));
        let said = piani.new_problems(&group.piano, &campo).unwrap_or_else(|| panic!("«{}» panics", group.nome));
        let mut found = 0;
        for (voce, (file, line)) in group.guasto.iter().zip(&places) {
            let here = said.iter().any(|p| {
                voce.codici.iter().any(|code| code == p.diagnostic.code)
                    && p.names(file)
                    && p.place.as_ref().map_or(voce.intero, |(_, at)| at == line)
                    && p.diagnostic.helps.join("\n").contains(&voce.rimedio)
                    && !p.diagnostic.helps.is_empty()
            });
            found += usize::from(here);
            if !here {
                let _ = writeln!(wrong, "{}: {:?} is not said at {file}:{line}\n", group.nome, voce.codici);
            }
        }
        let files: BTreeSet<&String> = places.iter().map(|(file, _)| file).collect();
        let extra = said.len().saturating_sub(group.guasto.len());
        eprintln!(
            "{}: {found} di {} in una volta, in {} file, con {extra} diagnostici in più",
            group.nome,
            group.guasto.len(),
            files.len()
        );
        if found < group.guasto.len() {
            wrong += &printed(&said);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
