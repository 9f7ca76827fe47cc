//! The outcome of a unit of one person is in no output, however the plan says that it has one person, and nothing that is published
//! determines it.

use crate::project::{FRONT, Project, SETTINGS, driver};
use piao::project::{Format, Plan};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fmt::Write as _;

/// How many people a unit has, and where that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Persone {
    NonDette,
    Scritte(u8),
    /// In rows of the staff: a row for each person, or all in one.
    Righe(u8),
    InUnaRiga(u8),
    /// In a row, with one more person who works elsewhere.
    ConComandato(u8),
    /// In a unit under it.
    Sotto(u8),
}

impl Persone {
    fn una(self) -> bool {
        match self {
            Persone::NonDette => false,
            Persone::Scritte(n)
            | Persone::Righe(n)
            | Persone::InUnaRiga(n)
            | Persone::ConComandato(n)
            | Persone::Sotto(n) => n == 1,
        }
    }
}

/// How the units are named where their people and their outcomes are written.
fn parola(n: usize, how: usize) -> String {
    match how % 3 {
        0 => format!("S{n}"),
        1 => format!("Ufficio {n}"),
        _ => format!("Detto {n}"),
    }
}

/// What each unit reached, and what the whole did: no two numbers of a plan are alike.
const ESITI: [&str; 4] = ["41.13", "52.27", "63.39", "74.51"];
const VALORI: [&str; 4] = ["1301", "1402", "1503", "1604"];
const INTERO: &str = "57.91";
const VALORE_INTERO: &str = "5813";

#[derive(Debug, Clone)]
struct Piano {
    persone: Vec<Persone>,
    /// Whether the staff is a CSV.
    csv: bool,
    intero: bool,
    indicatore: bool,
    /// Whether it has phases, of which the outcome of the whole is the mean.
    fasi: bool,
    /// Whether the outcomes of the objectives are computed from the indicators.
    dagli_indicatori: bool,
    nomi: usize,
}

impl Piano {
    fn files(&self) -> Project {
        let head = SETTINGS
            .replace("esito-anticipato = \"ignora\"\n", "")
            .replace("momento = \"approvazione\"", "momento = \"consuntivo\"")
            .replace("data = 2025-01-31", "data = 2026-03-16");
        let calcolo = if self.dagli_indicatori { "indicatori" } else { "fasi" };
        let (mut unita, mut righe, mut tabella) =
            (String::new(), String::new(), "area;profilo;unita;numero;rapporto\n".to_owned());
        let mut riga = |unit: &str, numero: u8, rapporto: &str| {
            write!(righe, "[[dotazione]]\narea = \"istruttori\"\nprofilo = \"Profilo {}\"\nunita = \"{unit}\"\nnumero = {numero}\nrapporto = \"{rapporto}\"\n\n", righe.len()).unwrap();
            writeln!(tabella, "istruttori;Profilo {};{unit};{numero};{rapporto}", tabella.len()).unwrap();
        };
        for (at, persone) in self.persone.iter().enumerate() {
            let n = at + 1;
            write!(unita, "[[unita]]\ncodice = \"S{n}\"\nnome = \"Ufficio {n}\"\nalias = [\"Detto {n}\"]\n").unwrap();
            let word = parola(n, self.nomi + at);
            match *persone {
                Persone::NonDette => {}
                Persone::Scritte(people) => writeln!(unita, "dipendenti = {people}").unwrap(),
                Persone::Righe(people) => (0..people).for_each(|_| riga(&word, 1, "indeterminato")),
                Persone::InUnaRiga(people) => riga(&word, people, "determinato"),
                Persone::ConComandato(people) => {
                    riga(&word, people, "indeterminato");
                    riga(&word, 1, "comando-uscita");
                }
                Persone::Sotto(people) => {
                    write!(
                        unita,
                        "\n[[unita]]\ncodice = \"S{n}-sotto\"\nnome = \"Sportello {n}\"\npadre = \"{word}\"\n"
                    )
                    .unwrap();
                    riga(&format!("S{n}-sotto"), people, "indeterminato");
                }
            }
            unita.push('\n');
        }
        let mut obiettivo = "[[obiettivo]]\ncodice = \"S1.1\"\ntitolo = \"Pratiche in comune\"\nunita = \"S1\"\npeso = 100\nrisultato_atteso = \"Ogni pratica in un giorno\"\n\n".to_owned();
        for n in 2..=self.persone.len() {
            write!(obiettivo, "[[obiettivo.quota]]\nunita = \"{}\"\npeso = 100\n\n", parola(n, self.nomi)).unwrap();
        }
        let outcome = |percent: &str, unit: &str| {
            format!(
                "[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\n{unit}stato = \"parzialmente-raggiunto\"\npercentuale = {percent}\nin_quanto = \"MOTIVO {percent} dell’ufficio\"\n\n"
            )
        };
        for (at, percent) in ESITI.iter().enumerate().take(self.persone.len()) {
            obiettivo += &outcome(percent, &format!("unita = \"{}\"\n", parola(at + 1, self.nomi + 1)));
        }
        if self.intero {
            obiettivo += &outcome(INTERO, "");
        }
        if self.indicatore {
            write!(obiettivo, "[[obiettivo.indicatore]]\ntesto = \"Pratiche chiuse\"\nmisura = \"quantita\"\ntarget = \"≥ 6000\"\npolarita = \"aumenta\"\nfonte = \"Registro\"\ndimensione = \"efficacia\"\nrilevato = {{ consuntivo = \"{VALORE_INTERO}\" }}\n\n").unwrap();
            for (at, value) in VALORI.iter().enumerate().take(self.persone.len()) {
                write!(obiettivo, "[[obiettivo.indicatore.quota]]\nper = \"{}\"\ntarget = \"≥ 1500\"\nrilevato = {{ consuntivo = \"{value}\" }}\n\n", parola(at + 1, self.nomi + 2)).unwrap();
            }
        }
        if self.fasi {
            for percent in ["62.4", "53.42"] {
                write!(obiettivo, "[[obiettivo.fase]]\ntesto = \"Fase\"\ntempi = \"2025\"\npeso = 50\ncompletamento = {{ consuntivo = {percent} }}\n\n").unwrap();
            }
        }
        let plan = Project::new()
            .file("piao.toml", &format!("{head}\n[performance]\ncalcolo = \"{calcolo}\"\n"))
            .section("Il piano.\n\n```piao:esiti-in-breve\n```\n\n```piao:obiettivi\n```\n\n```piao:cruscotto\n```\n\n```piao:tabella-unita\n```\n\n```piao:totali-unita\n```\n\n```piao:unita\n```\n")
            .file("dati/unita.toml", &unita)
            .file("dati/obiettivi.toml", &obiettivo);
        match self.csv {
            true => plan.file("dati/dotazione.csv", &tabella),
            false => plan.file("dati/personale.toml", &righe),
        }
    }
}

/// The site with its search and all the data, as text; and the messages.
fn published(plan: &Project) -> (String, String) {
    printed(plan.open())
}

fn printed(mut open: Plan) -> (String, String) {
    open.compile(&mut |_| {});
    let compiled = open.into_compiled().unwrap();
    let messages = compiled.diags.sorted().iter().map(|d| format!("{} {}\n", d.code, d.message)).collect::<String>();
    assert!(!compiled.diags.has_blocking(), "{messages}");
    let document = compiled.document.unwrap();
    let mut typesetter = piao::emit::pdf::Typesetter::default();
    let made =
        piao::project::make(&document, driver().layouts(), &[Format::Site], &mut typesetter, &mut |_| {}).unwrap();
    let mut all = String::new();
    for (path, bytes) in made.site.iter().chain(made.data.iter().flat_map(|data| &data.files)) {
        if [".html", ".js", ".json", ".csv", ".xml", ".ttl"].iter().any(|end| path.ends_with(end)) {
            all.push_str(&String::from_utf8_lossy(bytes));
        }
    }
    (all.replace('\u{a0}', " "), messages)
}

/// The forms in which a percentage or a number is published.
fn forms(number: &str) -> [String; 3] {
    let thousands = if number.len() == 4 { format!("{}.{}", &number[..1], &number[1..]) } else { number.to_owned() };
    [number.to_owned(), number.replace('.', ","), thousands]
}

fn read(all: &str, number: &str) -> bool {
    forms(number).iter().any(|form| all.contains(form))
}

fn judge(plan: &Piano) {
    let (all, messages) = published(&plan.files());
    let private = plan.persone.iter().any(|persone| persone.una());
    for (at, persone) in plan.persone.iter().enumerate() {
        let (said, value) = (read(&all, ESITI[at]), plan.indicatore && read(&all, VALORI[at]));
        assert_eq!(said, !persone.una(), "the outcome {} in {plan:?}\n{messages}", ESITI[at]);
        // Where the first unit is of one person, its objective says nothing of how it ended.
        let first = plan.persone[0].una();
        assert_eq!(value, plan.indicatore && !persone.una() && !first, "the value {} in {plan:?}", VALORI[at]);
    }
    // Where the outcomes are computed from the phases, their table says it too.
    let computed = plan.fasi && !plan.dagli_indicatori;
    let whole = (plan.intero || computed) && !private;
    assert_eq!(read(&all, INTERO), whole, "the outcome of the whole in {plan:?}\n{messages}");
    if private && computed {
        assert!(!read(&all, "62.4") && !read(&all, "53.42"), "what its phases tell in {plan:?}");
    }
    assert_eq!(read(&all, VALORE_INTERO), plan.indicatore && !private, "the value of the whole in {plan:?}");
    let told = plan.intero && private && !plan.persone[0].una();
    assert_eq!(messages.contains("l’esito complessivo di S1.1 al consuntivo non si pubblica"), told, "{messages}");
}

#[test]
fn nothing_public_determines_what_is_private() {
    let people = 1..=3u8;
    let persone = prop_oneof![
        Just(Persone::NonDette),
        people.clone().prop_map(Persone::Scritte),
        people.clone().prop_map(Persone::Righe),
        people.clone().prop_map(Persone::InUnaRiga),
        people.clone().prop_map(Persone::ConComandato),
        people.prop_map(Persone::Sotto),
    ];
    let plans = (prop::collection::vec(persone, 2..=4), any::<[bool; 5]>(), 0..3usize);
    let config = Config { cases: 24, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    runner
        .run(&plans, |(persone, [csv, intero, indicatore, fasi, dagli_indicatori], nomi)| {
            judge(&Piano { persone, csv, intero, indicatore, fasi, dagli_indicatori, nomi });
            Ok(())
        })
        .unwrap_or_else(|problem| panic!("{problem}"));
}

/// The cards, the table of the unit and the first page say that something is not published, and where the plan publishes it all the same it is
/// told whose it is.
#[test]
fn what_is_withheld_is_said_in_words() {
    let plan = Piano {
        persone: vec![Persone::Scritte(3), Persone::InUnaRiga(1)],
        csv: true,
        intero: true,
        indicatore: false,
        fasi: false,
        dagli_indicatori: false,
        nomi: 0,
    };
    let (all, _) = published(&plan.files());
    for words in [
        "L’esito della parte di un’unità di una persona non si pubblica, e con lui quello complessivo che lo farebbe ricavare.",
        "«riservato»: è l’esito di un’unità di una persona, o lo farebbe ricavare",
        "Di uno non c’è un esito pubblico.",
    ] {
        assert!(all.contains(words), "no «{words}»");
    }
    let files = plan.files();
    let data = files.files().find(|(path, _)| *path == "dati/obiettivi.toml").unwrap().1.to_owned();
    let open = |after: &str| {
        files.clone().file("dati/obiettivi.toml", &data.replace(after, &format!("{after}\npubblico = true")))
    };
    let (all, messages) = published(&open("percentuale = 57.91"));
    assert!(read(&all, INTERO) && !read(&all, ESITI[1]), "{messages}");
    assert!(messages.contains("P1311") && messages.contains("farebbe ricavare quella di «Ufficio 2»"), "{messages}");
    let (all, messages) = published(&open("percentuale = 52.27"));
    assert!(read(&all, INTERO) && read(&all, ESITI[1]), "{messages}");
    assert!(messages.contains("«Ufficio 2» ha una persona sola, secondo la dotazione"), "{messages}");
}

/// Of an indicator that says nothing as a whole nothing is taken away, and nobody is told that something is.
#[test]
fn only_what_is_taken_away_is_told() {
    let plan = Piano {
        persone: vec![Persone::Scritte(3), Persone::Scritte(1)],
        csv: false,
        intero: false,
        indicatore: true,
        fasi: false,
        dagli_indicatori: false,
        nomi: 0,
    };
    let files = plan.files();
    let words = "l’esito complessivo di un indicatore di S1.1 al consuntivo non si pubblica";
    assert!(published(&files).1.contains(words));
    let data = files.files().find(|(path, _)| *path == "dati/obiettivi.toml").unwrap().1.to_owned();
    let without = data.replace(&format!("rilevato = {{ consuntivo = \"{VALORE_INTERO}\" }}\n"), "");
    assert_ne!(data, without);
    let messages = published(&files.clone().file("dati/obiettivi.toml", &without)).1;
    assert!(!messages.contains("P1315"), "{messages}");
    let part = "\n[[obiettivo.indicatore.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n\n[[obiettivo.indicatore.quota]]";
    let told = without.replacen("\n[[obiettivo.indicatore.quota]]", part, 1);
    let messages = published(&files.file("dati/obiettivi.toml", &told)).1;
    assert!(messages.contains(words), "{messages}");
}

/// The settings of a plan of a workspace, at the end of the year.
fn consuntivo(more: &str) -> String {
    let head = SETTINGS
        .replace("esito-anticipato = \"ignora\"\n", "")
        .replace("momento = \"approvazione\"", "momento = \"consuntivo\"")
        .replace("data = 2025-01-31", "data = 2026-03-16");
    format!("{head}\n{more}")
}

/// What a municipality publishes with these files, beside a union with those: each has its path and its text.
fn accanto(unione: &[(&str, &str)], comune: &[(&str, &str)]) -> (String, String) {
    let desk = tempfile::tempdir().unwrap();
    let views = "```piao:obiettivi\n```\n\n```piao:unita\n```\n\n```piao:lavoro-agile\n```\n";
    let plan = |files: &[(&str, &str)]| {
        let start = Project::new().file("piao.toml", &consuntivo("")).file("1-prova.md", &format!("{FRONT}{views}"));
        files.iter().fold(start, |plan, (path, text)| plan.file(path, text))
    };
    let list = "[[piano]]\ncartella = \"unione\"\n\n[[piano]]\ncartella = \"comune\"\n";
    Project::new().file("piao.toml", list).write(desk.path());
    plan(unione).write(&desk.path().join("unione"));
    plan(comune).write(&desk.path().join("comune"));
    printed(driver().open(&desk.path().join("comune")).unwrap())
}

const UFFICIO: &str = "[[unita]]\ncodice = \"U1\"\nnome = \"Ufficio comune\"\n";
const ALTRO: &str = "[[unita]]\ncodice = \"U2\"\nnome = \"Ufficio grande\"\ndipendenti = 9\n";

/// An objective of the unit `unit` with what it reached.
fn obiettivo(codice: &str, unit: &str, percent: &str) -> String {
    format!(
        "[[obiettivo]]\ncodice = \"{codice}\"\ntitolo = \"Pratiche {codice}\"\nunita = \"{unit}\"\npeso = 100\nrisultato_atteso = \"Ogni pratica\"\n\n\
         [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = {percent}\nin_quanto = \"MOTIVO\"\n\n"
    )
}

fn includi(words: &str) -> String {
    format!("[[includi]]\nda = \"unione\"\nschede = [{words}]\n\n")
}

/// However it is known that an included unit has one person: it says so, its owner counts it in rows that are not included, the plan that
/// includes it writes it in the place of the other, or adds the row that counts it.
#[test]
fn a_unit_of_one_person_of_another_plan_is_known() {
    let one = format!("{UFFICIO}dipendenti = 1\n\n{ALTRO}");
    let none = format!("{UFFICIO}\n{ALTRO}");
    let row =
        "[[dotazione]]\nid = \"riga\"\narea = \"istruttori\"\nprofilo = \"Agente\"\nunita = \"U1\"\nnumero = 1\n\n";
    let instead = "[[unita]]\ncodice = \"U1\"\nal_posto_di = \"unione\"\nnome = \"Ufficio comune\"\ndipendenti = 1\n\n";
    let mine = format!("{}{}", obiettivo("C.1", "U1", ESITI[0]), obiettivo("C.2", "U2", ESITI[1]));
    let theirs = format!("{}{}", obiettivo("D.1", "U1", ESITI[2]), obiettivo("D.2", "U2", ESITI[3]));
    let counted = format!("{none}\n{row}");
    let cases: [(&str, &str, String, [bool; 4]); 6] = [
        ("said there", &one, includi("\"unita\", \"obiettivo\""), [false, true, false, true]),
        ("counted there", &counted, includi("\"unita\", \"obiettivo\""), [false, true, false, true]),
        (
            "counted there, and the row too",
            &counted,
            includi("\"unita\", \"obiettivo\", \"riga\""),
            [false, true, false, true],
        ),
        (
            "written here",
            &none,
            format!("{}{instead}", includi("\"unita\", \"obiettivo\"")),
            [false, true, false, true],
        ),
        ("counted here", &none, format!("{}{row}", includi("\"unita\", \"obiettivo\"")), [false, true, false, true]),
        ("many", &none, includi("\"unita\", \"obiettivo\""), [true; 4]),
    ];
    for (name, units, asked, expected) in cases {
        let (all, messages) = accanto(
            &[("dati/u.toml", units), ("dati/o.toml", &theirs)],
            &[("dati/a.toml", &asked), ("dati/o.toml", &mine)],
        );
        let found = [0, 1, 2, 3].map(|n| read(&all, ESITI[n]));
        assert_eq!(found, expected, "{name}\n{messages}");
    }
    // An objective of a unit that is called as one of the other plan, which is not included.
    let own = "[[unita]]\ncodice = \"U1\"\nnome = \"Ragioneria\"\ndipendenti = 4\n\n".to_owned();
    let (all, messages) = accanto(
        &[("dati/u.toml", &one)],
        &[("dati/a.toml", &format!("{own}{}", includi("\"U2\""))), ("dati/o.toml", &mine)],
    );
    assert!(read(&all, ESITI[0]), "{messages}");
}

/// An included objective follows the settings of both plans: what either withholds is withheld.
#[test]
fn an_included_objective_is_as_private_as_in_its_plan() {
    let units = format!("{UFFICIO}dipendenti = 1\n\n{ALTRO}");
    let theirs = obiettivo("D.1", "U1", ESITI[2]);
    let asked = includi("\"unita\", \"obiettivo\"");
    let open = consuntivo("[performance]\npubblici = [\"esiti-individuali\"]\n");
    for (unione, comune, told) in [(true, true, true), (false, true, false), (true, false, false)] {
        let (mut a, mut b) = (
            vec![("dati/u.toml", units.as_str()), ("dati/o.toml", theirs.as_str())],
            vec![("dati/a.toml", asked.as_str())],
        );
        a.extend(unione.then_some(("piao.toml", open.as_str())));
        b.extend(comune.then_some(("piao.toml", open.as_str())));
        let (all, messages) = accanto(&a, &b);
        assert_eq!(read(&all, ESITI[2]), told, "{unione} {comune}\n{messages}");
    }
    // There the outcome of the whole is computed from the indicators, of which a share is of one person.
    let shared = format!(
        "{}[[obiettivo.indicatore]]\ntesto = \"Pratiche chiuse\"\nmisura = \"quantita\"\ntarget = \"≥ 6000\"\npolarita = \"aumenta\"\nfonte = \"Registro\"\ndimensione = \"efficacia\"\n\n\
         [[obiettivo.indicatore.quota]]\nper = \"U1\"\ntarget = \"≥ 1500\"\nrilevato = {{ consuntivo = \"{}\" }}\n\n\
         [[obiettivo.indicatore.quota]]\nper = \"U2\"\ntarget = \"≥ 1500\"\nrilevato = {{ consuntivo = \"{}\" }}\n\n",
        obiettivo("D.1", "U2", INTERO),
        VALORI[0],
        VALORI[1]
    );
    let indicators = consuntivo("[performance]\ncalcolo = \"indicatori\"\n");
    let (all, messages) = accanto(
        &[("dati/u.toml", &units), ("dati/o.toml", &shared), ("piao.toml", &indicators)],
        &[("dati/a.toml", &asked)],
    );
    assert!(!read(&all, INTERO) && !read(&all, VALORI[0]) && read(&all, VALORI[1]), "{messages}");
    // What the union does not tell yet.
    let early = SETTINGS.replace("esito-anticipato = \"ignora\"\n", "");
    let early = format!(
        "{early}\n[[versione]]\nnumero = 1\nmomento = \"approvazione\"\ndata = 2025-01-31\n\n[[versione]]\nnumero = 2\nmomento = \"consuntivo\"\ndata = 2026-03-16\n"
    );
    let many = format!("{UFFICIO}dipendenti = 4\n\n{ALTRO}");
    let (all, messages) =
        accanto(&[("dati/u.toml", &many), ("dati/o.toml", &theirs), ("piao.toml", &early)], &[("dati/a.toml", &asked)]);
    assert!(!read(&all, ESITI[2]), "{messages}");
}

/// Counts of people of another plan are as small as that plan says.
#[test]
fn the_higher_threshold_holds() {
    let agile = "[[lavoro_agile]]\nid = \"agile\"\ndipendenti = { 2025 = 4, 2026 = 23, 2027 = 23 }\n";
    let asked = includi("\"agile\"");
    let set = |soglia: u32| consuntivo(&format!("[riserbo]\nsoglia = {soglia}\n"));
    for (theirs, own, masked, told) in
        [(5, Some(3), Some(5), true), (5, None, Some(5), true), (5, Some(6), Some(6), false), (3, None, None, false)]
    {
        let (theirs, mine) = (set(theirs), own.map(&set));
        let mut comune = vec![("dati/a.toml", asked.as_str())];
        comune.extend(mine.as_deref().map(|text| ("piao.toml", text)));
        let (all, messages) = accanto(&[("dati/g.toml", agile), ("piao.toml", &theirs)], &comune);
        for soglia in [5, 6] {
            assert_eq!(
                all.contains(&format!("meno di {soglia}")),
                masked == Some(soglia),
                "{soglia} {own:?}\n{messages}"
            );
        }
        assert_eq!(messages.contains("P0177"), told, "{messages}");
    }
}
