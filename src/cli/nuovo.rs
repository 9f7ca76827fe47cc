//! `piao nuovo`: begins a plan, or adds to a plan the sections that it lacks. What is not typed as an option is asked, if there is
//! somebody to ask.

use super::args::Nuovo;
use super::{Outcome, out, quanti, read, say, show, stop};
use crate::base::giorno::Giorno;
use crate::diag::codes::P0903;
use crate::diag::{Diagnostic, nearest};
use crate::nuovo::{self, Area, Risposte};
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::ente::Tipo;
use crate::piano::element::incarico::Ruolo;
use crate::piano::element::value::Dovuto;
use crate::piano::piano_tipo::{Profilo, SEZIONI, titolo};
use crate::piano::settings::Impostazioni;
use crate::project::{Ask, Compiled};
use crate::publish;
use crate::report::terminal;
use crate::source::Sources;
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The kinds of bodies that are proposed.
const TIPI: [Tipo; 7] =
    [Tipo::Comune, Tipo::Unione, Tipo::Provincia, Tipo::CittaMetropolitana, Tipo::Asp, Tipo::Regione, Tipo::Altro];

pub(super) fn run(options: &Nuovo) -> Outcome {
    match begin(options) {
        Ok(_) => Outcome::Done,
        Err(outcome) => outcome,
    }
}

/// Begins a plan, or adds to one. Gives its folder.
pub(super) fn begin(options: &Nuovo) -> Result<PathBuf, Outcome> {
    let asks = io::stdin().is_terminal() && io::stdout().is_terminal();
    let mut stdin = io::stdin().lock();
    let mut stdout = io::stdout();
    let person: Option<(&mut dyn BufRead, &mut dyn Write)> = if asks { Some((&mut stdin, &mut stdout)) } else { None };
    let mut talk = Talk { typed: &options.answers, person };
    let made = match (&options.folder, &options.section) {
        (Some(folder), _) if folder.join("piao.toml").is_file() => add(folder, options, &mut talk),
        (None, Some(_)) if crate::project::here().join("piao.toml").is_file() => {
            add(&crate::project::here(), options, &mut talk)
        }
        // Who is in the folder of a plan means that plan: another one would be made inside it.
        (None, None) if Path::new("piao.toml").is_file() => add(Path::new("."), options, &mut talk),
        (folder, Some(_)) => Err(Stop::said(
            &format!("in `{}` non c’è un piano", folder.as_deref().unwrap_or(Path::new(".")).display()),
            "`--sezione` aggiunge una sezione a un piano che c’è già: indica la sua cartella, o togli `--sezione`",
        )),
        (folder, None) => from_nothing(folder.as_deref(), &mut talk),
    };
    made.map_err(|why| match why {
        Stop::Problem(problem) => stop(&problem),
        Stop::Words(words) => {
            say(&words);
            Outcome::CouldNotRun
        }
        Stop::Told(outcome) => outcome,
    })
}

/// Why a plan is not written.
enum Stop {
    /// A problem to show.
    Problem(Box<Diagnostic>),
    /// Words to print.
    Words(String),
    /// It was said already.
    Told(Outcome),
}

impl Stop {
    fn said(message: &str, help: &str) -> Self {
        Stop::Words(format!("errore: {message}\naiuto: {help}"))
    }
}

/// The answers: those typed as options, and those of the person at the terminal, if there is one.
struct Talk<'a> {
    typed: &'a BTreeMap<&'static str, String>,
    person: Option<(&'a mut dyn BufRead, &'a mut dyn Write)>,
}

impl Talk<'_> {
    /// The answer to `question`, which is also the option `name`. `read` says what is wrong with an answer. Enter, or nobody to ask,
    /// gives `default`, with the words in which it is shown.
    fn ask<T>(
        &mut self,
        name: &'static str,
        question: &str,
        default: Option<(&str, T)>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<T, Stop> {
        if let Some(text) = self.typed.get(name) {
            return read(text).map_err(|cure| Stop::said(&format!("`{text}` non va bene per `--{name}`"), &cure));
        }
        let Some((input, output)) = &mut self.person else {
            return default.map(|(_, value)| value).ok_or_else(|| {
                Stop::said(
                    &format!("manca `--{name}`"),
                    "senza un terminale le risposte si danno con le opzioni: `piao nuovo --aiuto`",
                )
            });
        };
        loop {
            let shown = default.as_ref().map(|(words, _)| format!(" [{words}]")).unwrap_or_default();
            let _ = write!(output, "{question}{shown} ").and_then(|()| output.flush());
            let mut line = String::new();
            if !input.read_line(&mut line).is_ok_and(|bytes| bytes > 0) {
                return Err(Stop::Words("\nNon è stato scritto niente.".to_owned()));
            }
            match (line.trim(), default.is_some()) {
                ("", true) => break,
                (text, _) => match read(text) {
                    Ok(value) => return Ok(value),
                    Err(cure) => {
                        let _ = writeln!(output, "  {cure}");
                    }
                },
            }
        }
        default.map(|(_, value)| value).ok_or(Stop::Told(Outcome::CouldNotRun))
    }
}

/// Begins a plan in `folder`, which has none.
fn from_nothing(folder: Option<&Path>, talk: &mut Talk<'_>) -> Result<PathBuf, Stop> {
    let risposte = answers(talk)?;
    let folder = match folder {
        Some(folder) => folder.to_owned(),
        None => {
            let usual = format!("piao-{}", risposte.primo);
            talk.ask("cartella", "In quale cartella, nuova?", Some((&usual, usual.clone())), |text| {
                if Path::new(text).join("piao.toml").is_file() {
                    Err("in quella c’è già un piano".to_owned())
                } else {
                    Ok(text.to_owned())
                }
            })?
            .into()
        }
    };
    let files = nuovo::files(&risposte, None).map_err(broken)?;
    write(&folder, files)?;
    out(&format!("\nIl piano {} è cominciato: è nella cartella {}.", risposte.profilo().label(), folder.display()));
    report(&folder)?;
    out(&format!("Si può già compilare, è una bozza: piao compila {}", quoted(&folder)));
    Ok(folder)
}

/// A folder as it is typed in a command.
fn quoted(folder: &Path) -> String {
    let name = folder.display().to_string();
    if name.contains(' ') { format!("\"{name}\"") } else { name }
}

fn broken(error: minijinja::Error) -> Stop {
    Stop::Problem(Box::new(
        Diagnostic::global(P0903, "un modello di piano non si può scrivere")
            .note(format!("{error:#}"))
            .help("segnalalo a chi mantiene piao"),
    ))
}

fn write(folder: &Path, files: BTreeMap<String, String>) -> Result<(), Stop> {
    let files = files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect();
    publish::create(&files, folder).map_err(|problem| Stop::Problem(Box::new(problem)))
}

/// Says what is still to be written in the plan of `folder`.
fn report(folder: &Path) -> Result<(), Stop> {
    let compiled = read(folder, Ask::default()).map_err(Stop::Told)?;
    let left: Vec<&Diagnostic> = compiled.diags.sorted().into_iter().filter(|one| one.code == "P1032").collect();
    if !left.is_empty() {
        out("Restano da scrivere:");
    }
    for problem in left {
        let file = problem.span.and_then(|span| compiled.sources.file(span.file)).map_or("", |file| file.path.as_str());
        let words = problem.message.strip_prefix("la sezione ").unwrap_or(&problem.message);
        out(&format!("  {}  ({file})", words.split(" è da compilare").next().unwrap_or(words)));
    }
    // What was true before the section was there: a duty that did not apply.
    let untrue = compiled.diags.sorted().into_iter().filter(|one| one.code == "P0628");
    for (n, problem) in untrue.enumerate() {
        if n == 0 {
            out("Ora non è più vero, e va cambiato:");
        }
        let place = problem.span.and_then(|span| terminal::place(&compiled.sources, span));
        let place = place.map_or_else(String::new, |(path, line, _)| format!("  ({path}:{line})"));
        out(&format!("  {}{place}", problem.message));
    }
    out("Ogni file dice in un commento che cosa va scritto; `piao controlla --completezza` dice che cosa manca.");
    Ok(())
}

/// Asks what a new plan needs to know.
fn answers(talk: &mut Talk<'_>) -> Result<Risposte, Stop> {
    let full =
        |text: &str| if text.is_empty() { Err("scrivi il nome per intero".to_owned()) } else { Ok(text.to_owned()) };
    let nome = talk.ask("nome", "Come si chiama l’ente, per intero?", None, full)?;
    let known = di_nome(&nome);
    let usual = known.unwrap_or(Tipo::Altro);
    let names = TIPI.map(Tipo::nome);
    let tipi = names.join(", ");
    let tipo = talk.ask("tipo", &format!("Che ente è? ({tipi})"), Some((&usual.nome(), usual)), |text| {
        let found = TIPI.into_iter().find(|tipo| tipo.nome() == text.to_lowercase().replace(' ', "-"));
        found.ok_or_else(|| match nearest(text, names.iter().map(String::as_str)) {
            Some(near) => format!("forse intendevi {near}"),
            None => format!("scrivi una di queste parole: {tipi}"),
        })
    })?;
    let abitanti = match tipo.territorio() {
        true => {
            talk.ask("abitanti", "Quanti abitanti ha?", Some(("lo scrivo dopo", None)), |text| numero(text).map(Some))?
        }
        false => None,
    };
    let data = talk.data()?;
    let first = if data.mese() >= 7 { data.anno() + 1 } else { data.anno() };
    let usual = format!("{first}-{}", first + 2);
    let dipendenti =
        talk.ask("dipendenti", "Quanti dipendenti aveva, o avrà, al 31 dicembre prima del piano?", None, numero)?;
    let primo = talk.ask("triennio", "Di quale triennio?", Some((&usual, first)), triennio)?;
    let piccolo = Profilo::di(dipendenti) == Profilo::Semplificato;
    let dirigenti = talk.ask(
        "dirigenti",
        "C’è personale dirigente?",
        Some(if piccolo { ("no", false) } else { ("si", true) }),
        si_no,
    )?;
    let unione = match tipo {
        Tipo::Comune => {
            talk.ask("unione", "Fa parte di un’Unione? Se sì, scrivi come si chiama.", Some(("no", None)), |text| {
                match si_no(text) {
                    Ok(false) => Ok(None),
                    Ok(true) => Err("scrivi il nome dell’Unione".to_owned()),
                    Err(_) => Ok(Some(text.to_owned())),
                }
            })?
        }
        _ => None,
    };
    let confermata = match piccolo {
        true => talk.ask(
            "anticorruzione",
            "La sezione 2.3, rischi corruttivi e trasparenza, è nuova o confermata?",
            Some(("nuova", false)),
            |text| match text.to_lowercase().as_str() {
                "nuova" => Ok(false),
                "confermata" => Ok(true),
                _ => Err("scrivi nuova o confermata".to_owned()),
            },
        )?,
        false => false,
    };
    let aree = talk.ask(
        "aree",
        "Quali sono le aree o i settori? Scrivi i nomi divisi da virgole, o quanti sono.",
        Some(("3", numbered(3))),
        aree,
    )?;
    let agile = talk.ask("agile", "Si usa il lavoro agile?", Some(("si", true)), si_no)?;
    Ok(Risposte { nome, tipo, abitanti, dipendenti, primo, data, dirigenti, unione, confermata, aree, agile })
}

impl Talk<'_> {
    /// The date of the plan: it is not asked. A draft bears the day on which it was begun, and this is the only place in which the
    /// program asks what day it is: from here on the plan says it.
    fn data(&self) -> Result<Giorno, Stop> {
        match self.typed.get("data") {
            Some(text) => Giorno::parse(text).ok_or_else(|| {
                Stop::said(
                    &format!("`{text}` non va bene per `--data`"),
                    "scrivi il giorno come 2027-01-15 o 15/01/2027",
                )
            }),
            None => Ok(Giorno(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date())),
        }
    }
}

/// The kind of a body, from its name.
fn di_nome(nome: &str) -> Option<Tipo> {
    let nome = nome.to_lowercase();
    let starts = [
        ("comune", Tipo::Comune),
        ("città metropolitana", Tipo::CittaMetropolitana),
        ("citta metropolitana", Tipo::CittaMetropolitana),
        ("unione", Tipo::Unione),
        ("provincia", Tipo::Provincia),
        ("asp", Tipo::Asp),
        ("azienda", Tipo::Asp),
        ("regione", Tipo::Regione),
    ];
    starts.into_iter().find(|(head, _)| nome.starts_with(head)).map(|(_, tipo)| tipo)
}

fn numero(text: &str) -> Result<u32, String> {
    // 6.240 is six thousand and more; 12.5 is no number of people.
    let mut groups = text.trim().split(['.', ' ', '\u{a0}', '’', '\'']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let thousands =
        rest.is_empty() || first.len() <= 3 && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3);
    let digits = format!("{first}{}", rest.concat());
    Some(digits)
        .filter(|_| thousands)
        .and_then(|digits| digits.parse().ok())
        .filter(|n| *n > 0)
        .ok_or_else(|| "scrivi un numero intero, per esempio 31".to_owned())
}

fn triennio(text: &str) -> Result<i16, String> {
    let years: Vec<Option<i16>> = text.split(['-', '/', '–']).map(|year| year.trim().parse().ok()).collect();
    let cure = || "scrivi il primo e l’ultimo dei tre anni, per esempio 2027-2029".to_owned();
    match years.as_slice() {
        [Some(first)] | [Some(first), None] if (2000..2100).contains(first) => Ok(*first),
        [Some(first), Some(last)] if (2000..2100).contains(first) && *last == first + 2 => Ok(*first),
        _ => Err(cure()),
    }
}

fn si_no(text: &str) -> Result<bool, String> {
    match text.to_lowercase().as_str() {
        "si" | "sì" | "s" => Ok(true),
        "no" | "n" => Ok(false),
        _ => Err("scrivi si o no".to_owned()),
    }
}

/// So many areas, each named by its number.
fn numbered(many: u32) -> Vec<Area> {
    (1..=many).map(|n| Area { codice: format!("A{n}"), nome: format!("Area {n}") }).collect()
}

fn aree(text: &str) -> Result<Vec<Area>, String> {
    const MOST: u32 = 60;
    if let Ok(many) = text.trim().parse::<u32>() {
        return match many {
            1..=MOST => Ok(numbered(many)),
            _ => Err(format!("scrivi un numero da 1 a {MOST}, o i nomi divisi da virgole")),
        };
    }
    let names: Vec<&str> = text.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err("scrivi i nomi divisi da virgole, o quante sono".to_owned());
    }
    let letter = if names.iter().all(|name| name.to_lowercase().starts_with("settore")) { 'S' } else { 'A' };
    Ok((1..).zip(names).map(|(n, name)| Area { codice: format!("{letter}{n}"), nome: name.to_owned() }).collect())
}

/// Adds to the plan of `folder` the section that was asked for, or those that it lacks.
fn add(folder: &Path, options: &Nuovo, talk: &mut Talk<'_>) -> Result<PathBuf, Stop> {
    let compiled = read(folder, Ask::default()).map_err(Stop::Told)?;
    let Some(set) = &compiled.piano.impostazioni else {
        for problem in compiled.diags.sorted() {
            show(problem, &compiled.sources);
        }
        return Err(Stop::said("il `piao.toml` di questo piano non si legge", "correggilo, poi ripeti il comando"));
    };
    let wanted = match &options.section {
        Some(numero) => vec![known(numero, &compiled)?],
        None => lacking(&compiled.piano, set),
    };
    if wanted.is_empty() {
        out("In questa cartella c’è già un piano, con tutte le sezioni del Piano-tipo che l’ente deve avere.");
        out("Per cominciarne un altro si dice in quale cartella: piao nuovo CARTELLA");
        return Ok(folder.to_owned());
    }
    if options.section.is_none() {
        out("In questa cartella c’è già un piano. Del Piano-tipo gli mancano:");
        wanted.iter().for_each(|numero| out(&format!("  {numero}  {}", titolo(numero).unwrap_or_default())));
        if talk.person.is_none() {
            out(&format!(
                "Per aggiungerne una: piao nuovo {} --sezione {}",
                quoted(folder),
                wanted.first().unwrap_or(&"3.3")
            ));
            return Ok(folder.to_owned());
        }
        if !talk.ask("aggiungi", "Le aggiungo, da compilare?", Some(("si", true)), si_no)? {
            return Ok(folder.to_owned());
        }
    }
    let mut files = BTreeMap::new();
    for numero in wanted {
        let made = nuovo::files(&of_plan(&compiled.piano, set), Some(numero)).map_err(broken)?;
        files.extend(placed(made, numero, &compiled)?);
    }
    let names: Vec<String> = files.keys().cloned().collect();
    write(folder, files)?;
    out(&format!("Scritti {} in {}:", quanti(names.len(), "file nuovo", "file nuovi"), folder.display()));
    names.iter().for_each(|name| out(&format!("  {name}")));
    report(folder)?;
    Ok(folder.to_owned())
}

/// The section that `numero` names, when the plan does not have it.
fn known(numero: &str, compiled: &Compiled) -> Result<&'static str, Stop> {
    let Some((known, title)) = SEZIONI.iter().find(|(known, _)| *known == numero.trim().trim_end_matches('.')) else {
        let all = SEZIONI.map(|(known, _)| known).join(", ");
        return Err(Stop::said(
            &format!("il Piano-tipo non ha una sezione {numero}"),
            &format!("le sezioni sono {all}"),
        ));
    };
    match compiled.piano.sezione(known) {
        None => Ok(known),
        Some(there) => {
            let file = compiled.sources.file(there.span.file).map_or("", |file| file.path.as_str());
            Err(Stop::said(&format!("la sezione {known} «{title}» c’è già: {file}"), "non è stato scritto niente"))
        }
    }
}

/// The sections that the plan owes and does not have. A chapter comes with its first section.
fn lacking(piano: &Piano, set: &Impostazioni) -> Vec<&'static str> {
    let owed = SEZIONI.iter().map(|(numero, _)| *numero).filter(|numero| set.profilo().asks(numero));
    owed.filter(|numero| !["2", "3"].contains(numero) && piano.sezione(numero).is_none()).collect()
}

/// What a plan that is there says of its body.
fn of_plan(piano: &Piano, set: &Impostazioni) -> Risposte {
    let unita = piano.elementi.unita.iter().map(|unita| &unita.value);
    let aree: Vec<Area> = unita
        .filter_map(|unita| {
            let codice = unita.codice.as_ref().or(unita.id.as_ref())?;
            Some(Area { codice: codice.value.clone(), nome: unita.nome.value.clone() })
        })
        .collect();
    Risposte {
        nome: set.ente.nome.value.clone(),
        tipo: set.ente.tipo,
        abitanti: match &set.ente.abitanti {
            Some(Dovuto::Valore(abitanti)) => Some(*abitanti),
            Some(Dovuto::Assente(_)) | None => None,
        },
        dipendenti: match (&set.ente.dipendenti, set.profilo()) {
            (Some(Dovuto::Valore(dipendenti)), _) => dipendenti.value,
            // The number is only used to tell the two plans apart.
            (_, Profilo::Ordinario) => Profilo::SOGLIA + 1,
            (_, Profilo::Semplificato) => Profilo::SOGLIA,
        },
        primo: set.anni().next().unwrap_or_else(|| set.anno()),
        data: set.data.value,
        dirigenti: piano.elementi.incarichi.iter().any(|incarico| incarico.value.ruolo.value == Ruolo::Dirigente),
        unione: None,
        confermata: false,
        aree: if aree.is_empty() { numbered(3) } else { aree },
        agile: true,
    }
}

/// The files of a section at the places that they have in this plan: in the folder of its chapter, and without what is there already.
fn placed(
    files: BTreeMap<String, String>,
    numero: &str,
    compiled: &Compiled,
) -> Result<BTreeMap<String, String>, Stop> {
    let chapter = numero.split('.').next().filter(|chapter| *chapter != numero);
    let there = chapter.and_then(|chapter| compiled.piano.sezione(chapter));
    let there = there.and_then(|there| compiled.sources.file(there.span.file)).map(|file| file.path.as_str());
    let home = match there.map(|path| (path, path.strip_suffix("/index.md"))) {
        None => None,
        Some((_, Some(folder))) => Some(folder),
        Some((path, None)) => {
            let folder = path.trim_end_matches(".md");
            return Err(Stop::said(
                &format!("il capitolo {} è un file solo, e non può avere altre sezioni", chapter.unwrap_or_default()),
                &format!("fai la cartella `{folder}`, spostaci `{path}` con il nome `index.md`, poi ripeti il comando"),
            ));
        }
    };
    let mut out = BTreeMap::new();
    for (path, text) in files {
        let path = match (home, path.split_once('/')) {
            (Some(_), Some((folder, "index.md"))) if folder.starts_with(char::is_numeric) => continue,
            (Some(home), Some((folder, rest))) if folder.starts_with(char::is_numeric) => format!("{home}/{rest}"),
            _ => path,
        };
        match already(&path, &text, &compiled.piano, &compiled.sources) {
            Some(why) => say(&format!("{path}: {why}, resta com’è.")),
            None => drop(out.insert(path, text)),
        }
    }
    Ok(out)
}

/// Why a data file need not be written: it is there, or the plan has records of its kinds in another file.
fn already(path: &str, text: &str, piano: &Piano, sources: &Sources) -> Option<String> {
    if !path.starts_with("dati/") {
        return None;
    }
    if sources.files.iter().any(|file| file.path == path) {
        return Some("c’è già".to_owned());
    }
    let table: toml::Table = text.parse().ok()?;
    let kind =
        Kind::ALL.iter().find(|kind| table.contains_key(kind.info().table) && !piano.elementi.of(**kind).is_empty())?;
    Some(format!("il piano ha già schede `{}` in un altro file", kind.info().table))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answers to what is typed at the terminal, and what is printed there.
    fn talked(typed: &[(&'static str, &str)], lines: &str) -> (Result<Risposte, Stop>, String) {
        let typed = typed.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        let (mut input, mut output) = (lines.as_bytes(), Vec::new());
        let made = answers(&mut Talk { typed: &typed, person: Some((&mut input, &mut output)) });
        (made, String::from_utf8(output).unwrap())
    }

    #[test]
    fn enter_takes_what_is_between_brackets() {
        let day = ("data", "2026-11-30");
        let (made, said) = talked(&[day], "Comune di Fontelieta\n\n6.240\ntrentuno\n31\n\n\n\n\n\n\n");
        let made = made.ok().unwrap();
        assert_eq!((made.tipo, made.abitanti, made.dipendenti, made.primo), (Tipo::Comune, Some(6240), 31, 2027));
        assert_eq!((made.dirigenti, made.unione, made.confermata, made.agile), (false, None, false, true));
        assert_eq!(made.aree.len(), 3);
        for words in ["[comune]", "scrivi un numero intero", "[2027-2029]", "dirigente? [no]", "[nuova]"] {
            assert!(said.contains(words), "no «{words}» in {said}");
        }
        // Over 50 there are managers, and nothing is asked of a confirmation; a province is in no union.
        let (made, said) =
            talked(&[day, ("dipendenti", "51")], "Provincia di Prova\n\n\n2028\n\nSettore Uno, Settore Due\nno\n");
        let made = made.ok().unwrap();
        assert!(made.dirigenti && !made.agile && made.primo == 2028 && made.tipo == Tipo::Provincia);
        assert_eq!(made.aree.first(), Some(&Area { codice: "S1".into(), nome: "Settore Uno".into() }));
        assert!(
            !said.contains("confermata") && !said.contains("Unione?") && !said.contains("dipendenti aveva"),
            "{said}"
        );
        // Who closes the window has written nothing.
        assert!(matches!(talked(&[day], "Comune di Prova\n").0, Err(Stop::Words(_))));
    }

    #[test]
    fn a_point_divides_thousands_or_makes_no_number() {
        for (text, number) in [("6.240", 6240), ("31", 31), ("1 234", 1234), ("1.000.000", 1_000_000)] {
            assert_eq!(numero(text), Ok(number), "{text}");
        }
        for text in ["15.5", "2.1", "1.2.3", "6.24.0", "0.310", "1234.567", "7,5"] {
            assert!(numero(text).is_err(), "{text}");
        }
    }

    #[test]
    fn answers_that_cannot_be_are_refused() {
        assert!(triennio("2027-2030").is_err() && triennio("27-29").is_err() && triennio("2027/2029") == Ok(2027));
        assert!(numero("0").is_err() && numero("-3").is_err() && numero("12.500") == Ok(12500));
        assert!(aree("0").is_err() && aree(" , ").is_err() && aree("7").map(|all| all.len()) == Ok(7));
        assert!(si_no("forse").is_err() && si_no("Sì") == Ok(true));
    }
}
