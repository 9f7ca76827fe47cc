//! How long `piao controlla` takes as a plan grows: a figure per object at each size, which must not grow with the plan, and
//! the share of each rule. `cargo bench --bench controlli`; see README.md beside this file.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a bench measures time and prints it")]

use piao::diag::Diagnostics;
use piao::emit::layouts::Layouts;
use piao::project::{Ask, Compiled, Driver};
use piao::rules::{Cx, REGOLE};
use piao::source::Sources;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Files of each size: each holds ten objects.
const FILES: [usize; 4] = [125, 250, 500, 1000];
const GIRI: usize = 5;

/// A plan of `files` files: objectives with phases and indicators, and prose that cites them.
fn plan(files: usize) -> Vec<(String, String)> {
    let mut out = vec![(
        "piao.toml".to_owned(),
        "tipo = \"piao\"\ntriennio = \"2027-2029\"\nmomento = \"approvazione\"\nstato = \"bozza\"\ndata = 2027-01-15\n\n\
         [ente]\nnome = \"Comune di Prova\"\ntipo = \"comune\"\ndipendenti = 900\n"
            .to_owned(),
    )];
    let units = files.div_ceil(10);
    let mut text = String::new();
    for unit in 0..units {
        let _ = writeln!(text, "[[unita]]\ncodice = \"S{unit}\"\nnome = \"Settore {}\"\n", word(unit));
    }
    out.push(("dati/unita.toml".to_owned(), text));
    for file in 0..files / 2 {
        let mut text = String::new();
        for n in 0..10 {
            let id = file * 10 + n;
            let (unit, year) = (id % units, 2027 + id % 3);
            let _ = writeln!(
                text,
                "[[obiettivo]]\nid = \"ob-{id}\"\ntitolo = \"{} {} {id}\"\nunita = \"S{unit}\"\npeso = 10\n\
                 scadenza = \"entro giugno {year}\"\nfinalita = \"Portare {} più vicino a chi lo usa, con {}.\"\n\
                 risultato_atteso = \"Almeno {} domande trattate entro giugno {year}\"\n\n\
                 [[obiettivo.fase]]\ntesto = \"Studio di {}\"\npeso = 40\ntempi = \"gennaio - marzo\"\n\n\
                 [[obiettivo.fase]]\ntesto = \"Avvio di {}\"\npeso = 60\ntempi = \"aprile - giugno\"\n\n\
                 [[obiettivo.indicatore]]\ntesto = \"Domande trattate per {}\"\ndimensione = \"efficacia\"\n\
                 target = {{ 2027 = \"≥ {}\", 2028 = \"≥ {}\", 2029 = \"≥ {}\" }}\n",
                word(id),
                word(id / 7),
                word(id / 3),
                word(id / 5),
                id % 900 + 100,
                word(id / 2),
                word(id / 11),
                word(id / 13),
                id % 50 + 10,
                id % 50 + 20,
                id % 50 + 30,
            );
        }
        out.push((format!("dati/obiettivi/{file}.toml"), text));
        let mut text = format!("+++\ntitolo = \"Sezione {file}\"\n+++\n\n");
        for n in 0..10 {
            let id = file * 10 + n;
            let _ = writeln!(
                text,
                "Il settore {} cura {} e ne risponde alla Giunta: si veda [@ob-{id}]. La spesa è di {} € nel 2027.\n",
                word(id),
                word(id / 4),
                id % 90 * 1000 + 500
            );
        }
        out.push((format!("{}-sezione.md", file + 1), text));
    }
    out
}

/// A word, or two, that no other number has.
fn word(n: usize) -> String {
    const SILLABE: [&str; 16] =
        ["ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "zo", "tra", "ste"];
    let mut out = String::new();
    let mut n = n + 17;
    while n > 0 {
        out += SILLABE.get(n % 16).unwrap_or(&"a");
        n /= 16;
    }
    out
}

/// The least of some runs: what the machine adds is noise.
fn least<T>(mut run: impl FnMut() -> T) -> Duration {
    (0..GIRI)
        .map(|_| {
            let start = Instant::now();
            std::hint::black_box(run());
            start.elapsed()
        })
        .min()
        .unwrap_or_default()
}

/// As `piao controlla` does.
fn compile(files: &[(&str, &str)]) -> Compiled {
    Compiled::of(Sources::memory(files), Ask::default(), Diagnostics::default(), &mut |_| {})
}

/// A rule: its code, its name, and how long it took.
type Share = (&'static str, &'static str, Duration);

/// How long each rule takes.
fn of_rules(compiled: &Compiled) -> Vec<Share> {
    let Compiled { piano, index, fatti, sources, diags, .. } = compiled;
    let cx = Cx::of(piano, index, fatti, sources, None, diags);
    let share = |cx: &Cx<'_>| REGOLE.iter().map(|r| (r.codice, r.nome, least(|| r.breaches(cx)))).collect();
    cx.as_ref().map(share).unwrap_or_default()
}

fn print(mut shares: Vec<Share>) {
    shares.sort_by_key(|(.., time)| std::cmp::Reverse(*time));
    let total: Duration = shares.iter().map(|(.., time)| *time).sum();
    println!("{} regole, {:.1} ms in tutto", shares.len(), total.as_secs_f64() * 1e3);
    for (code, name, time) in shares {
        println!(
            "{code} {name:<28} {:>8.3} ms {:>5.1} %",
            time.as_secs_f64() * 1e3,
            100.0 * time.as_secs_f64() / total.as_secs_f64().max(f64::MIN_POSITIVE)
        );
    }
}

fn main() {
    // `cargo bench` adds an option of its own.
    let plans: Vec<PathBuf> = std::env::args_os().skip(1).filter(|arg| arg != "--bench").map(Into::into).collect();
    if plans.is_empty() {
        return generated();
    }
    for root in plans {
        println!("\n{}", root.display());
        match Driver::new(Layouts::embedded()).open(&root) {
            Ok(mut plan) => print(of_rules(plan.compile(&mut |_| {}))),
            Err(problem) => println!("{}", problem.message),
        }
    }
}

/// Times plans that are made here, and tells how the time of an object grows with the plan.
fn generated() {
    println!("{:>8} {:>9} {:>10} {:>12}", "file", "oggetti", "ms", "µs/oggetto");
    let mut per_object = Vec::new();
    let mut shares = Vec::new();
    for files in FILES {
        let plan = plan(files);
        let files_: Vec<(&str, &str)> = plan.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        // Objectives, their phases and indicators, the paragraphs and their citations.
        let objects = files / 2 * 10 * 4 + files / 2 * 10;
        let whole = least(|| {
            let compiled = compile(&files_);
            compiled.diags.count(piao::diag::Severity::Blocco)
        });
        let each = whole.as_secs_f64() * 1e6 / objects as f64;
        per_object.push(each);
        println!("{:>8} {objects:>9} {:>10.1} {each:>12.2}", plan.len(), whole.as_secs_f64() * 1e3);
        if FILES.last() == Some(&files) {
            shares = of_rules(&compile(&files_));
        }
    }
    let first = per_object.first().copied().unwrap_or_default();
    let last = per_object.last().copied().unwrap_or_default();
    println!("\nper oggetto, il piano più grande sul più piccolo: {:.2}\n", last / first);
    print(shares);
}
