//! Capienza: how many people an exchange can host, in the words of the offices. The words are printed as they are. The numbers in
//! them are read, so that seats can be added up; a number is not added where the words leave doubt about what it counts.

use super::numeri::{numero, quanti, tokens};
use crate::piano::element::misura::{Parola, legge_parola};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// How many people can be hosted, in words and in numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capienza {
    /// The words, as written.
    pub parola: String,
    /// The numbers found in the words.
    pub conti: Vec<Conteggio>,
    /// Whether the words leave no doubt about what each number counts.
    pub certa: bool,
}

/// A number in the words, and what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conteggio {
    /// The least, where the words say one.
    pub min: Option<u32>,
    /// The most, where the words say one.
    pub max: Option<u32>,
    /// Whether it is the number of each session, of all together, and so on.
    pub per: Per,
    /// What is counted.
    pub cosa: Cosa,
}

/// What a number of seats refers to: one session, one day, the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// The words do not say: it refers to the only session that there is.
    NonDetto,
    /// Each session, as the words say.
    Sessione,
    /// Each of something that the words do not name again: "10 persone ciascuna".
    Ciascuno,
    /// Each day of the exchange.
    Giornata,
    /// Each date in the calendar.
    Data,
    /// All the sessions together.
    Totale,
    /// Each body, or each of its offices, that takes part.
    Ente,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cosa {
    /// Persons, whoever they are.
    Persone,
    /// Persons of a role: "1 Responsabile di sportello".
    Ruolo,
    /// Bodies.
    Enti,
    /// Sessions.
    Sessioni,
}

/// Words with the range of their bytes, as [`tokens`] gives them.
type Parole = [(String, std::ops::Range<usize>)];

const PERSONE: [&str; 16] = [
    "person",
    "partecipant",
    "posti",
    "posto",
    "collegh",
    "dipendent",
    "iscritt",
    "corsist",
    "allievi",
    "discent",
    "ospit",
    "visitator",
    "utent",
    "lavorator",
    "presenz",
    "unità",
];

const RUOLI: [&str; 32] = [
    "responsabil",
    "dirigent",
    "funzionar",
    "tecnic",
    "amministrativ",
    "istruttor",
    "operator",
    "referent",
    "assistent",
    "educator",
    "educatric",
    "insegnant",
    "agent",
    "segretar",
    "impiegat",
    "coordinator",
    "coordinatric",
    "geometr",
    "architett",
    "ingegner",
    "assessor",
    "sindac",
    "collaborator",
    "addett",
    "espert",
    "ufficial",
    "ispettor",
    "tutor",
    "psicolog",
    "bibliotecar",
    "informatic",
    "contabil",
];

const ENTI: [&str; 3] = ["ent", "amministrazion", "comun"];

const SESSIONI: [&str; 4] = ["session", "edizion", "turn", "grupp"];

/// Bodies and offices of which each may send as many persons: "3 dipendenti per settore".
const CHI_MANDA: [&str; 25] = [
    "ente",
    "amministrazione",
    "comune",
    "settore",
    "ufficio",
    "servizio",
    "area",
    "unità",
    "direzione",
    "dipartimento",
    "sede",
    "struttura",
    "organizzazione",
    "azienda",
    "provincia",
    "regione",
    "scuola",
    "istituto",
    "sportello",
    "plesso",
    "reparto",
    "ambito",
    "distretto",
    "biblioteca",
    "museo",
];

const TEMPI: [&str; 10] = ["giorn", "ora", "ore", "minut", "settiman", "mes", "ann", "mattin", "pomerigg", "semestr"];

fn comincia(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

/// "per", "tra": a preposition shows that the noun of the number is not here.
fn preposizione(word: &str) -> bool {
    const PAROLE: [&str; 22] = [
        "per",
        "a",
        "in",
        "al",
        "alla",
        "-",
        "di",
        "da",
        "su",
        "tra",
        "fra",
        "con",
        "nel",
        "nella",
        "nelle",
        "ogni",
        "o",
        "e",
        "totali",
        "complessivi",
        "ciascuno",
        "ciascuna",
    ];
    PAROLE.contains(&word) || comincia(word, &["massim", "max", "minim"])
}

/// Whether the words leave it open how many people they make: «circa 10», «3 alla settimana», «gruppi di 5» of nobody knows how many,
/// «una ventina», «illimitati online».
fn aperta(words: &Parole) -> bool {
    const QUANTI: [&str; 6] = ["dozzin", "decin", "ventin", "trentin", "centinai", "illimitat"];
    const CIRCA: [&str; 5] = ["circa", "ca", "indicativamente", "orientativamente", "approssimativamente"];
    const OGNI: [&str; 9] = ["a", "al", "alla", "all", "per", "ogni", "ciascun", "ciascuna", "ciascuno"];
    const QUANDO: [&str; 11] = [
        "giorno",
        "giornata",
        "settimana",
        "mese",
        "bimestre",
        "trimestre",
        "quadrimestre",
        "semestre",
        "anno",
        "ora",
        "volta",
    ];
    const GRUPPI: [&str; 5] = ["gruppi", "turni", "sessioni", "edizioni", "gruppetti"];
    let rate = words
        .windows(2)
        .any(|w| matches!(w, [(a, _), (b, _)] if OGNI.contains(&a.as_str()) && QUANDO.contains(&b.as_str())));
    let groups = words.windows(2).any(
        |w| matches!(w, [(a, _), (b, _)] if GRUPPI.contains(&a.as_str()) && ["di", "da", "con"].contains(&b.as_str())),
    );
    let free = words.windows(2).any(|w| {
        matches!(w, [(a, _), (b, _)] if ["senza", "nessun"].contains(&a.as_str()) && b.starts_with("limit")
            || ["accesso", "ingresso"].contains(&a.as_str()) && b.starts_with("liber"))
    });
    let loose = |word: &str| CIRCA.contains(&word) || comincia(word, &QUANTI);
    rate || groups || free || altri(words) || words.iter().any(|(word, _)| loose(word))
}

/// Whether the words let choose between two numbers: «2 dirigenti e/o 3 funzionari», «10 o 12 persone», «5/6 persone».
fn scelta(clause: &str, words: &Parole) -> bool {
    let number = |n: usize| words.get(n).is_some_and(|(word, _)| numero(word).is_some());
    let or = |n: usize| words.get(n).is_some_and(|(word, _)| ["o", "oppure", "ovvero"].contains(&word.as_str()));
    let slash = clause.match_indices('/').any(|(at, _)| {
        let figure = |c: char| c.is_ascii_digit();
        clause.get(..at).is_some_and(|head| head.trim_end().ends_with(figure))
            && clause.get(at + 1..).is_some_and(|tail| tail.trim_start().starts_with(figure))
    });
    slash || (1..words.len()).any(|n| or(n) && number(n + 1) && (0..n).any(number))
}

/// Whether others are there beside those that are counted, nobody knows how many: «10 persone più accompagnatori», «oltre al docente».
fn altri(words: &Parole) -> bool {
    const IN_MEZZO: [&str; 17] = [
        "a",
        "al",
        "allo",
        "alla",
        "ai",
        "agli",
        "alle",
        "all",
        "il",
        "lo",
        "la",
        "i",
        "gli",
        "le",
        "l",
        "eventuali",
        "altri",
    ];
    const OLTRE: [&str; 5] = ["accompagnator", "accompagnatric", "relator", "relatric", "uditor"];
    const ALTRI: [&str; 4] = ["docent", "formator", "volontari", "autist"];
    let word = |n: usize| words.get(n).map_or("", |(word, _)| word.as_str());
    (0..words.len()).any(|n| {
        let beside = ["più", "piu", "oltre"].contains(&word(n));
        if !beside && !["e", "ed", "con"].contains(&word(n)) {
            return false;
        }
        let one = |word: &str| IN_MEZZO.contains(&word) || ["un", "uno", "una"].contains(&word);
        let who = (n + 1..words.len()).map(word).find(|word| !one(word)).unwrap_or_default();
        let person = comincia(who, &PERSONE) || comincia(who, &RUOLI) || comincia(who, &ALTRI);
        comincia(who, &OLTRE) || beside && person
    })
}

/// Whether the words say how many without a number of people: «8 mattina e 8 pomeriggio».
fn vaga(words: &Parole) -> bool {
    words
        .windows(2)
        .any(|w| matches!(w, [(a, _), (b, _)] if numero(a).is_some() && comincia(b, &["mattin", "pomerigg", "sera"])))
}

/// Takes out of the words the numbers of sessions, which it adds to `conti`, and those of hours and days, which count no people.
fn senza_tempi(words: &mut Parole, conti: &mut Vec<Conteggio>, certa: &mut bool) {
    let each = words.iter().any(|(word, _)| comincia(word, &["ciascun", "ognun", "cadaun", "ogni"]));
    for n in 1..words.len() {
        // "2 gruppi da 10": the number that follows is that of each group.
        let of = words.get(n + 1).is_some_and(|(word, _)| ["da", "di"].contains(&word.as_str()));
        let Some([(number, _), (noun, _)]) = words.get_mut(n - 1..=n) else { continue };
        let Some(value) = numero(number) else { continue };
        let sessions = comincia(noun, &SESSIONI);
        if sessions {
            conti.push(Conteggio { min: Some(value), max: Some(value), per: Per::NonDetto, cosa: Cosa::Sessioni });
        } else if comincia(noun, &TEMPI) {
            // "4 in ciascuna delle 2 giornate" may mean the same persons on both days, or others.
            *certa &= !(each && value > 1);
        } else {
            continue;
        }
        number.clear();
        noun.clear();
        noun.push_str(if of && sessions { "ciascuno" } else { "" });
    }
}

/// Whether the number is of each body or office that takes part: «3 per settore», «2 per ciascun ufficio». «A scuola» is a place.
fn per_ufficio(words: &Parole) -> bool {
    const OGNI: [&str; 6] = ["ogni", "ciascun", "ciascuno", "ciascuna", "singolo", "singola"];
    let each = |noun: &str| {
        !(noun.is_empty()
            || preposizione(noun)
            || numero(noun).is_some()
            || ["data", "date", "dei", "delle", "degli", "volta"].contains(&noun)
            || comincia(noun, &SESSIONI)
            || comincia(noun, &TEMPI)
            || comincia(noun, &PERSONE) && noun != "unità")
    };
    words.windows(2).any(|w| {
        let [(a, _), (b, _)] = w else { return false };
        match a.as_str() {
            "per" => CHI_MANDA.contains(&b.as_str()),
            "a" => ["ente", "comune", "settore", "ufficio"].contains(&b.as_str()),
            a => OGNI.contains(&a) && each(b),
        }
    })
}

/// Reads the numbers of a clause; one that is left over splits it where a word joins two.
fn clausola(words: &Parole, conti: &mut Vec<Conteggio>) -> Result<bool, ()> {
    let Some(found) = quanti(words) else { return Ok(true) };
    let (min, max) = (found.min, found.max);
    if max == Some(0) || min.zip(max).is_some_and(|(min, max)| min > max) {
        return Err(());
    }
    let number = |n: &usize| {
        words.get(*n).is_some_and(|(word, _)| numero(word).is_some() && !["un", "una", "uno"].contains(&word.as_str()))
    };
    if (0..found.da).any(|n| number(&n)) {
        return Ok(false);
    }
    if let Some(other) = (found.dopo..words.len()).find(number) {
        let joint = |n: &usize| {
            words.get(*n).is_some_and(|(word, _)| ["e", "ed", "più", "con", "oltre"].contains(&word.as_str()))
        };
        let Some(joint) = (found.dopo..other).find(joint) else { return Ok(false) };
        let (before, after) = (words.get(..joint).unwrap_or_default(), words.get(joint..).unwrap_or_default());
        return Ok(clausola(before, conti)? & clausola(after, conti)?);
    }
    let has = |stems: &[&str]| words.iter().any(|(word, _)| comincia(word, stems));
    let pair = |first: &[&str], stems: &[&str]| {
        words.windows(2).any(|w| matches!(w, [(a, _), (b, _)] if first.contains(&a.as_str()) && comincia(b, stems)))
    };
    let per = if has(&["total", "complessiv"]) || pair(&["in"], &["tutto"]) {
        Per::Totale
    } else if per_ufficio(words) {
        Per::Ente
    } else if words.iter().any(|(word, _)| word == "data" || word == "date") {
        Per::Data
    } else if has(&["giornat", "giorn"]) {
        Per::Giornata
    } else if pair(&["a", "per", "ogni", "ciascun", "ciascuna", "ognuna"], &SESSIONI) {
        Per::Sessione
    } else if has(&["ciascun", "ognun", "cadaun"]) || pair(&["l"], &["uno", "una"]) || pair(&["a"], &["testa"]) {
        Per::Ciascuno
    } else {
        Per::NonDetto
    };
    // "di cui": the number is a part of persons who are already counted.
    if pair(&["di"], &["cui"]) {
        return Ok(true);
    }
    let after: Vec<&str> = words
        .get(found.dopo..)
        .unwrap_or_default()
        .iter()
        .map(|(word, _)| word.as_str())
        .take_while(|w| !preposizione(w))
        .collect();
    let before = || words.get(..found.da).unwrap_or_default().iter().map(|(word, _)| word.as_str());
    let kind = |word: &str| {
        if comincia(word, &PERSONE) {
            Some(Cosa::Persone)
        } else if comincia(word, &ENTI) {
            Some(Cosa::Enti)
        } else if comincia(word, &RUOLI) {
            Some(Cosa::Ruolo)
        } else {
            None
        }
    };
    let cosa = match after.as_slice() {
        // "Enti accoglibili: 4"
        [] | [""] => before().find_map(kind).or(Some(Cosa::Persone)),
        nouns => nouns.iter().find_map(|noun| kind(noun)),
    };
    let Some(cosa) = cosa else { return Ok(false) };
    conti.push(Conteggio { min, max, per, cosa });
    Ok(true)
}

/// The clauses of the text. Each usually has one number.
fn clausole(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let next = text.get(at + c.len_utf8()..).unwrap_or_default();
        let digits = next.starts_with(|c: char| c.is_ascii_digit());
        let ends = match c {
            ';' | '(' | ')' | '\n' => true,
            ',' => !digits,
            // The point of an abbreviation, "n. 10" or "max. 10", does not end a clause.
            '.' => next.trim_start().starts_with(char::is_uppercase),
            _ => false,
        };
        if ends {
            out.extend(text.get(from..at));
            from = at + c.len_utf8();
        }
    }
    out.extend(text.get(from..));
    out
}

impl Parola for Capienza {
    const ATTESO: &'static str = "quante persone, come \"massimo 10 persone\"";
    fn read(text: &str) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        if !text.chars().any(char::is_alphanumeric) {
            return Err(format!(
                "«{short}» non dice quante persone\nscrivi per esempio \"massimo 10 persone per sessione\""
            ));
        }
        let mut conti = Vec::new();
        let mut certa = true;
        let mut vague = false;
        for clause in clausole(text) {
            let mut words = tokens(clause);
            certa &= !scelta(clause, &words);
            vague |= vaga(&words);
            senza_tempi(&mut words, &mut conti, &mut certa);
            certa &= !aperta(&words);
            match clausola(&words, &mut conti) {
                Ok(sure) => certa &= sure,
                Err(()) => {
                    return Err(format!(
                        "«{short}» non è una capienza possibile\nscrivi prima il numero minore: \"da 2 a 6 persone\""
                    ));
                }
            }
        }
        certa &= !(vague && conti.is_empty());
        // "10 per ognuna delle due sessioni": where only sessions are counted, it is each of them.
        let counts = |cosa: Cosa| conti.iter().any(|c: &Conteggio| c.cosa == cosa);
        if counts(Cosa::Sessioni) && !counts(Cosa::Enti) {
            for conto in conti.iter_mut().filter(|c| c.per == Per::Ciascuno) {
                conto.per = Per::Sessione;
            }
        }
        // A number alone is printed with the noun of what it counts.
        let bare = text.chars().all(|c| c.is_ascii_digit());
        let parola = match conti.as_slice() {
            [Conteggio { max: Some(1), .. }] if bare => "1 persona".to_owned(),
            [Conteggio { max: Some(n), .. }] if bare => format!("{n} persone"),
            _ => text.to_owned(),
        };
        Ok(Capienza { parola, conti, certa })
    }
    fn vuota() -> Self {
        Capienza { parola: String::new(), conti: Vec::new(), certa: true }
    }
}

legge_parola!(Capienza);

/// The seats of one edition of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posti {
    /// No number in the words counts persons.
    NonDetti,
    /// The number of seats, which is sure.
    Contati(u32),
    /// There are numbers, but they do not say surely how many persons they make.
    Incerti,
}

impl Posti {
    /// The number of seats, when it is sure.
    #[must_use]
    pub fn certi(self) -> Option<u32> {
        match self {
            Posti::Contati(n) => Some(n),
            Posti::NonDetti | Posti::Incerti => None,
        }
    }
}

/// The seats of one edition of an exchange. A total is taken where one is written. Otherwise the number of persons is taken, times
/// the sessions where it is that of each. Otherwise the roles are added up. Numbers that do not agree give no count.
#[must_use]
pub fn posti<'a>(capienze: impl Iterator<Item = &'a Capienza> + Clone) -> Posti {
    let most = |c: &Conteggio| c.max;
    let conti = || capienze.clone().flat_map(|c| &c.conti);
    let persons = || conti().filter(|c| matches!(c.cosa, Cosa::Persone | Cosa::Ruolo));
    // "almeno 5 persone": how many at most, nobody knows.
    if persons().any(|c| c.per != Per::Ente && c.max.is_none()) {
        return Posti::Incerti;
    }
    let totals: BTreeSet<u32> = persons().filter(|c| c.per == Per::Totale).filter_map(most).collect();
    match (totals.first(), totals.len()) {
        (Some(total), 1) => return Posti::Contati(*total),
        (Some(_), _) => return Posti::Incerti,
        (None, _) => {}
    }
    if !capienze.clone().all(|c| c.certa) {
        return Posti::Incerti;
    }
    // "3 enti con 2 partecipanti ciascuno": each may be a body or a session.
    if conti().any(|c| c.cosa == Cosa::Enti) && persons().any(|c| c.per == Per::Ciascuno) {
        return Posti::Incerti;
    }
    // The same number said again may be of the same persons, but not in one breath, nor of other hours or days.
    let several = |capienza: &Capienza| {
        let some = |c: &&Conteggio| c.cosa == Cosa::Persone && c.per != Per::Ente;
        capienza.conti.iter().filter(some).count() > 1
    };
    let days = persons().filter(|c| matches!(c.per, Per::Giornata | Per::Data)).count();
    let hours = capienze.clone().filter(|c| {
        let words = c.parola.to_lowercase();
        ["mattin", "pomerig", "sera"].iter().any(|part| words.contains(part)) && !c.conti.is_empty()
    });
    if capienze.clone().any(several) || days > 1 || hours.count() > 1 {
        return Posti::Incerti;
    }
    let sessions: BTreeSet<u32> = conti().filter(|c| c.cosa == Cosa::Sessioni).filter_map(most).collect();
    let times = match (sessions.first(), sessions.len()) {
        (Some(n), 1) => *n,
        (Some(_), _) => return Posti::Incerti,
        (None, _) => 1,
    };
    let said: BTreeSet<u32> =
        persons().filter(|c| c.cosa == Cosa::Persone && c.per != Per::Ente).filter_map(most).collect();
    let roles: Vec<u32> = persons().filter(|c| c.cosa == Cosa::Ruolo && c.per != Per::Ente).filter_map(most).collect();
    let one = match (said.first(), said.len(), roles.len()) {
        (Some(n), 1, 0) => *n,
        (None, _, 1..) => roles.iter().fold(0_u32, |sum, n| sum.saturating_add(*n)),
        (None, _, 0) if persons().next().is_none() => return Posti::NonDetti,
        _ => return Posti::Incerti,
    };
    let each = persons().filter(|c| c.per != Per::Ente).all(|c| matches!(c.per, Per::Sessione | Per::Ciascuno));
    match (times, each, one.checked_mul(times)) {
        (0 | 1, ..) => Posti::Contati(one),
        (_, true, Some(all)) => Posti::Contati(all),
        _ => Posti::Incerti,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The least, the most, what the number refers to, and what it counts.
    type Read = (Option<u32>, Option<u32>, Per, Cosa);

    #[test]
    fn every_form_of_capacity_is_read() {
        use Cosa::{Enti, Persone, Ruolo, Sessioni};
        let cases: [(&str, &[Read]); 16] = [
            ("20 partecipanti", &[(Some(20), Some(20), Per::NonDetto, Persone)]),
            (
                "Massimo 10 persone, tra personale tecnico e/o amministrativo",
                &[(None, Some(10), Per::NonDetto, Persone)],
            ),
            ("2 persone a sessione", &[(Some(2), Some(2), Per::Sessione, Persone)]),
            ("da un minimo di 2 persone a un massimo di 6", &[(Some(2), Some(6), Per::NonDetto, Persone)]),
            ("1 Responsabile di Sportello/URP", &[(Some(1), Some(1), Per::NonDetto, Ruolo)]),
            ("massimo 4 per ogni data della 1^ giornata", &[(None, Some(4), Per::Data, Persone)]),
            ("massimo 8 in totale", &[(None, Some(8), Per::Totale, Persone)]),
            ("massimo 8 per la 2^ giornata", &[(None, Some(8), Per::Giornata, Persone)]),
            ("4 enti", &[(Some(4), Some(4), Per::NonDetto, Enti)]),
            ("Enti accoglibili: 4", &[(Some(4), Some(4), Per::NonDetto, Enti)]),
            ("2 persone per ente", &[(Some(2), Some(2), Per::Ente, Persone)]),
            ("Tecnici dei settori urbanistica – ambiente", &[]),
            (
                "massimo 4 per ogni data, per un totale di massimo 8",
                &[(None, Some(4), Per::Data, Persone), (None, Some(8), Per::Totale, Persone)],
            ),
            (
                "nelle 2 sessioni, 10 persone ciascuna",
                &[(Some(2), Some(2), Per::NonDetto, Sessioni), (Some(10), Some(10), Per::Sessione, Persone)],
            ),
            (
                "1 dirigente e 2 funzionari",
                &[(Some(1), Some(1), Per::NonDetto, Ruolo), (Some(2), Some(2), Per::NonDetto, Ruolo)],
            ),
            ("12 persone, di cui 3 dirigenti", &[(Some(12), Some(12), Per::NonDetto, Persone)]),
        ];
        for (text, conti) in cases {
            let conti =
                conti.iter().map(|(min, max, per, cosa)| Conteggio { min: *min, max: *max, per: *per, cosa: *cosa });
            let expected = Capienza { parola: text.to_owned(), conti: conti.collect(), certa: true };
            assert_eq!(Capienza::read(text), Ok(expected), "«{text}»");
        }
        assert_eq!(Capienza::read("20").map(|c| c.parola), Ok("20 persone".into()));
        for wrong in ["da 6 a 2", "0", "--"] {
            assert!(Capienza::read(wrong).is_err(), "«{wrong}»");
        }
    }

    #[test]
    fn seats_of_an_edition_are_counted_only_when_sure() {
        use Posti::{Contati, Incerti, NonDetti};
        let cases: [(&[&str], Posti); 69] = [
            (&["massimo 4 per data", "massimo 8 in totale"], Contati(8)),
            (&["massimo 4 per ogni data, per un totale di massimo 8"], Contati(8)),
            (&["3 persone per sessione, 12 in tutto"], Contati(12)),
            (
                &["10 partecipanti per sessione", "Enti accoglibili: 4, con il vincolo complessivo di 10 partecipanti"],
                Contati(10),
            ),
            (&["nelle 2 sessioni, 10 persone ciascuna"], Contati(20)),
            (&["10 per ognuna delle due sessioni"], Contati(20)),
            (&["3 gruppi da 5 persone"], Contati(15)),
            (&["4 edizioni", "6 persone per edizione"], Contati(24)),
            (&["10 persone per 2 giornate"], Contati(10)),
            (&["1 Responsabile di sportello", "1 Responsabile dell’organizzazione"], Contati(2)),
            (&["2 tecnici e 3 amministrativi"], Contati(5)),
            (&["10 partecipanti per sessione", "4 enti"], Contati(10)),
            (&["12 persone, di cui 3 dirigenti"], Contati(12)),
            (&["Tecnici dell’urbanistica"], NonDetti),
            (&["4 enti"], NonDetti),
            (&["10 persone in 2 sessioni"], Incerti),
            (&["5 persone al mattino", "8 persone al pomeriggio"], Incerti),
            (&["4 in ciascuna delle 2 giornate"], Incerti),
            (&["2 persone per ente", "4 enti"], Incerti),
            (&["6 persone", "1 responsabile"], Incerti),
            (&["2 classi"], Incerti),
            (&["da 10 a 20 persone, oltre a 2 accompagnatori"], Incerti),
            (&["max 3 enti con 2 partecipanti ciascuno"], Incerti),
            (&["4 enti", "2 partecipanti ciascuno"], Incerti),
            (&["5 Comuni, 2 persone l'uno"], Incerti),
            (&["4 persone al mattino e 4 al pomeriggio"], Incerti),
            (&["4 persone al mattino", "4 persone al pomeriggio"], Incerti),
            (&["almeno 5 persone"], Incerti),
            (&["massimo 8 per la 1^ giornata", "massimo 8 per la 2^ giornata"], Incerti),
            (&["10 partecipanti per ciascuna sessione", "4 enti"], Contati(10)),
            (&["10 partecipanti per ognuna delle due sessioni", "4 enti"], Contati(20)),
            (&["4 persone, mattina e pomeriggio"], Contati(4)),
            (&["10 partecipanti", "massimo 10 persone"], Contati(10)),
            (&["6 persone a giornata, 3 giornate"], Incerti),
            (&["4 persone al giorno per 2 giorni"], Incerti),
            (&["2 persone alla settimana"], Incerti),
            (&["6 persone al mese per 4 mesi"], Incerti),
            (&["1 persona per volta"], Incerti),
            (&["gruppi di 8 persone"], Incerti),
            (&["2 gruppi di 8 persone"], Contati(16)),
            (&["un gruppo di 8 persone"], Contati(8)),
            (&["circa 8 persone"], Incerti),
            (&["più di 6 persone"], Incerti),
            (&["6 persone o più"], Incerti),
            (&["meno di 6 persone"], Contati(5)),
            (&["non oltre 6 persone"], Contati(6)),
            (&["2 tecnici oltre a 3 amministrativi"], Contati(5)),
            (&["2 dirigenti e/o 3 funzionari"], Incerti),
            (&["10 o 12 persone"], Incerti),
            (&["1 o 2 persone"], Incerti),
            (&["10/12"], Incerti),
            (&["massimo 5 o 6"], Incerti),
            (&["da 2 a 6 persone"], Contati(6)),
            (&["3 dipendenti per Settore"], Incerti),
            (&["5 persone per Comune"], Incerti),
            (&["2 funzionari per ciascun Settore"], Incerti),
            (&["20 persone, massimo 2 per ufficio"], Contati(20)),
            (&["10 persone a scuola"], Contati(10)),
            (&["10 in presenza, illimitati online"], Incerti),
            (&["10 in presenza e una ventina online"], Incerti),
            (&["10 in presenza, online senza limiti"], Incerti),
            (&["10 persone più accompagnatori"], Incerti),
            (&["10 persone oltre al docente e al responsabile"], Incerti),
            (&["10 persone, con un accompagnatore"], Incerti),
            (&["10 tra tecnici e amministrativi"], Contati(10)),
            (&["8 mattina e 8 pomeriggio"], Incerti),
            (&["mezza dozzina"], Incerti),
            (&["illimitata"], Incerti),
            (&["Tecnici con 2 anni di servizio"], NonDetti),
        ];
        for (texts, expected) in cases {
            let all: Vec<Capienza> = texts.iter().map(|text| Capienza::read(text).expect("a capacity")).collect();
            assert_eq!(posti(all.iter()), expected, "{texts:?}");
        }
    }
}
