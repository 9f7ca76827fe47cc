//! How long an author waits after an edit, in the preview: until the problems are told, and until the new pages are set. Each time is a
//! fraction of setting the same plan from nothing in the same run. `cargo bench --bench modifiche -- PIANO …`; see README.md beside this
//! file.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a bench measures time and prints it"
)]

use piao::emit::layouts::Layouts;
use piao::project::{Ask, Driver, Plan};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// How many times the plan is set from nothing.
const COLD: usize = 5;
/// How many edits of each kind.
const EDITS: usize = 40;

/// A kind of edit: its name, what it adds at the end of a paragraph, and the limits of its times, as fractions of a plan from nothing.
struct Kind {
    name: &'static str,
    added: &'static str,
    /// Whether the edits are made at the beginning of the plan, so that all pages follow, and not all over it.
    first: bool,
    limit: f64,
}

const KINDS: [Kind; 2] = [
    Kind { name: "una parola in un capoverso", added: " così", first: false, limit: 1.0 / 30.0 },
    Kind {
        name: "un capoverso di dieci righe all’inizio",
        added: "\n\nQuesto capoverso sposta le pagine che seguono. ",
        first: true,
        limit: 1.0 / 10.0,
    },
];

/// The limit of the time until the problems are told.
const PROBLEMS: f64 = 1.0 / 80.0;

/// A paragraph of the plan: its file, and the byte at which it ends.
struct Place {
    path: String,
    text: String,
    end: usize,
}

/// The paragraphs of the Markdown of `root`, in the order of the files.
fn places(root: &Path) -> Vec<Place> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for path in entries.flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|ext| ext == "md") => files.push(path),
                false => {}
            }
        }
    }
    files.sort();
    let place = |file: PathBuf| {
        let text = std::fs::read_to_string(&file).ok()?;
        let path = file.strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
        let mut end = 0;
        let mut found = None;
        for line in text.split_inclusive('\n') {
            let prose = line.len() > 120 && line.starts_with(char::is_alphabetic) && !line.contains(" = ");
            if prose && found.is_none() {
                found = Some(end + line.trim_end().len());
            }
            end += line.len();
        }
        Some(Place { path, end: found?, text })
    };
    files.into_iter().filter_map(place).collect()
}

/// Times in seconds.
#[derive(Default)]
struct Times(Vec<f64>);

impl Times {
    /// The time under which a share `of` of all is.
    fn share(&self, of: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * of).ceil() as usize).copied().unwrap_or_default()
    }
}

/// Runs `work`, and gives how long it took.
fn timed<T>(work: impl FnOnce() -> T) -> f64 {
    let start = Instant::now();
    std::hint::black_box(work());
    start.elapsed().as_secs_f64()
}

/// Prints a row, and says whether the time at the 95th percentile is within the limit.
fn row(name: &str, times: &Times, cold: f64, limit: f64) -> bool {
    let worst = times.share(0.95);
    let fraction = |time: f64| cold / time.max(f64::MIN_POSITIVE);
    println!(
        "{name:<44} {:>7.1} ms  1/{:<5.1} al 95°: {:>7.1} ms  1/{:<5.1} limite 1/{:.0}",
        times.share(0.5) * 1e3,
        fraction(times.share(0.5)),
        worst * 1e3,
        fraction(worst),
        1.0 / limit
    );
    worst <= cold * limit
}

/// Measures the plan in `root`. None when it cannot be set.
fn measure(root: &Path) -> Option<bool> {
    let places = places(root);
    // As the preview opens it.
    let open = || {
        let mut plan = Driver::new(Layouts::embedded()).open(root).ok()?;
        plan.ask(Ask { dati_dopo: true, ..Ask::default() });
        Some(plan)
    };
    let whole = |plan: &mut Plan| {
        plan.compile(&mut |_| {});
        plan.pages().ok().map(|pages| pages.whole().count())
    };
    let mut cold = Times::default();
    let mut kept = None;
    let mut count = None;
    for _ in 0..COLD {
        drop(kept.take());
        comemo::evict(0);
        let mut plan = open()?;
        cold.0.push(timed(|| count = whole(&mut plan)));
        kept = Some(plan);
    }
    let mut plan = kept?;
    let from_nothing = cold.share(0.5);
    println!(
        "{}: {} pagine, da niente {:.2} s ({:.2}–{:.2})",
        root.display(),
        count?,
        from_nothing,
        cold.share(0.0),
        cold.share(1.0)
    );
    let mut within = true;
    let mut problems = Times::default();
    let mut whole_plan = Times::default();
    for kind in &KINDS {
        let mut times = Times::default();
        let mut alone = 0;
        for n in 0..EDITS {
            let step = if kind.first { 0 } else { n * 7 };
            let place = places.get(step % places.len().max(1))?;
            // Nothing is taken back: each edit changes one paragraph and leaves those before it.
            let added = kind.added.repeat(if kind.first { n + 1 } else { n / places.len() + 1 });
            let text = format!("{}{added}{}", place.text.get(..place.end)?, place.text.get(place.end..)?);
            plan.lay(&place.path, &text);
            let told = timed(|| plan.compile(&mut |_| {}).diags.quanti());
            problems.0.push(told);
            // The author sees the pages around the word before the others are set.
            let mut seen = false;
            let first = timed(|| seen = !kind.first && plan.changed_pages().is_some());
            let all = timed(|| plan.pages().is_ok());
            alone += usize::from(seen);
            times.0.push(told + first + if seen { 0.0 } else { all });
            whole_plan.0.push(told + first + all);
        }
        within &= row(kind.name, &times, from_nothing, kind.limit);
        if !kind.first {
            println!("  le sue pagine prima delle altre: {alone} volte su {EDITS}");
        }
    }
    within &= row("i problemi, dopo ciascuna", &problems, from_nothing, PROBLEMS);
    row("tutte le pagine, dopo ciascuna", &whole_plan, from_nothing, 1.0);
    Some(within)
}

fn main() -> ExitCode {
    // `cargo bench` adds an option of its own.
    let plans: Vec<PathBuf> = std::env::args_os().skip(1).filter(|arg| arg != "--bench").map(Into::into).collect();
    if plans.is_empty() {
        eprintln!("scrivi le cartelle dei piani: cargo bench --bench modifiche -- CARTELLA …");
        return ExitCode::from(2);
    }
    let mut within = true;
    for root in plans {
        match measure(&root) {
            Some(good) => within &= good,
            None => {
                eprintln!("il piano di {} non si può comporre", root.display());
                return ExitCode::from(2);
            }
        }
    }
    if within { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
