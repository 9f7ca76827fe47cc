//! How long a session of an exchange is: "2 giornate", "Da 3 a 5 giornate", "1 giorno e mezzo", "almeno 3 ore", "1 ora e 30
//! minuti". A text is read only when every word of it is understood. Any other is printed as it was written, is left out of every
//! total, and is reported by a rule.

use super::numeri::numero;
use crate::lingua::unita::ore_e_minuti;
use crate::piano::element::misura::{Parola, legge_parola};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A length of time in words, and what it means when all of its words were understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurataSessione {
    /// The words, as printed.
    pub parola: String,
    /// What they mean. None when some of the words were not understood.
    pub lettura: Option<Lunghezza>,
}

/// A length of time. Its numbers are sixtieths of the unit: half a day is 30, an hour and twenty minutes are 80.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lunghezza {
    /// The least, in sixtieths of the unit.
    pub min: Option<u32>,
    /// The most, in sixtieths of the unit.
    pub max: Option<u32>,
    /// The unit of both numbers.
    pub unita: Unita,
}

/// The unit in which a session is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unita {
    Minuti,
    Ore,
    Mattine,
    Pomeriggi,
    Giornate,
    Settimane,
    Mesi,
}

/// The days of a working week: no session of an exchange is longer, unless its length says its unit.
const SETTIMANA: u32 = 5 * INTERO;

/// One whole unit, in the sixtieths of a [`Lunghezza`].
pub const INTERO: u32 = 60;

impl Unita {
    fn parse(word: &str) -> Option<Unita> {
        Some(match word {
            "minuto" | "minuti" | "min" => Unita::Minuti,
            "ora" | "ore" | "h" => Unita::Ore,
            "mattina" | "mattine" | "mattinata" | "mattinate" => Unita::Mattine,
            "pomeriggio" | "pomeriggi" => Unita::Pomeriggi,
            "giorno" | "giorni" | "giornata" | "giornate" | "gg" => Unita::Giornate,
            "settimana" | "settimane" => Unita::Settimane,
            "mese" | "mesi" => Unita::Mesi,
            _ => return None,
        })
    }

    /// Its name in the singular and in the plural.
    #[must_use]
    pub fn nomi(self) -> (&'static str, &'static str) {
        match self {
            Unita::Minuti => ("minuto", "minuti"),
            Unita::Ore => ("ora", "ore"),
            Unita::Mattine => ("mattina", "mattine"),
            Unita::Pomeriggi => ("pomeriggio", "pomeriggi"),
            Unita::Giornate => ("giornata", "giornate"),
            Unita::Settimane => ("settimana", "settimane"),
            Unita::Mesi => ("mese", "mesi"),
        }
    }

    fn mezza(self) -> &'static str {
        if matches!(self, Unita::Pomeriggi | Unita::Mesi | Unita::Minuti) { "mezzo" } else { "mezza" }
    }
}

impl DurataSessione {
    /// Reads a length. Where the text names no unit, `unita` is meant.
    fn di(text: &str, unita: Unita) -> Result<Self, String> {
        let short = crate::base::text::short(text);
        let wrong = |why: &str| {
            Err(format!(
                "«{short}» {why}\nscrivi per esempio \"2 giornate\", \"da 3 a 5 giornate\", \"almeno 3 ore\", \"1 ora e 30 minuti\""
            ))
        };
        if !text.chars().any(char::is_alphanumeric) {
            return wrong("non è una durata");
        }
        let mut lettore = Lettore { segni: segni(text), pos: 0, parole: false, nominata: false };
        let read = lettore.durata(unita).filter(|_| lettore.finito());
        if read.is_some_and(|l| l.max == Some(0) || l.min.zip(l.max).is_some_and(|(min, max)| min > max)) {
            return wrong("non è una durata possibile");
        }
        // The form of exchanges asks for a number of days, so «2» are days. Ten may be hours, and two numbers may be of the clock.
        let few = |read: &Lunghezza| unita == Unita::Ore || read.max.is_some_and(|n| n <= SETTIMANA);
        let read = read.filter(|read| lettore.nominata || read.min == read.max && few(read));
        let parola = match read {
            Some(lunghezza) if !lettore.parole => lunghezza.to_string(),
            _ => text.trim().to_owned(),
        };
        Ok(DurataSessione { parola, lettura: read })
    }
}

/// A token of the text: a word, a number or a punctuation mark.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Segno {
    /// A number, in sixtieths. None for one that has no exact value in sixtieths.
    Numero(Option<u32>),
    /// `8.30`, `9,00`: a number of units, or an hour with its minutes.
    Orario(u32),
    Parola(String),
    Punto(char),
}

/// The signs of minutes.
const APICI: [char; 3] = ['\'', '’', '′'];

fn segni(text: &str) -> Vec<Segno> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut number = String::from(c);
            while let Some(next) = chars.peek().copied() {
                let after = chars.clone().nth(1).is_some_and(|c| c.is_ascii_digit());
                if next.is_ascii_digit() || matches!(next, ',' | '.') && after {
                    number.push(if next == ',' { '.' } else { next });
                    chars.next();
                } else {
                    break;
                }
            }
            let half = chars.next_if_eq(&'½').is_some();
            let clock = number.split_once('.').is_some_and(|(_, part)| part.len() == 2 && part < "60");
            out.push(match sessantesimi(&number, half) {
                Some(n) if clock => Segno::Orario(n),
                n => Segno::Numero(n),
            });
            // «90'» are minutes, «90''» and «9'30» are nobody knows what.
            if chars.next_if(|c| APICI.contains(c)).is_some() {
                let more = chars.peek().is_some_and(|c| APICI.contains(c) || c.is_alphanumeric());
                out.push(if more { Segno::Punto('\'') } else { Segno::Parola("minuti".into()) });
            }
        } else if c == '½' {
            out.push(Segno::Numero(Some(INTERO / 2)));
        } else if c.is_alphabetic() {
            let mut word: String = c.to_lowercase().collect();
            while let Some(next) = chars.next_if(|c| c.is_alphabetic()) {
                word.extend(next.to_lowercase());
            }
            // "gg." and "min." are abbreviations, not ends of sentences.
            if ["gg", "min", "h", "max"].contains(&word.as_str()) {
                chars.next_if_eq(&'.');
            }
            out.push(match numero(&word) {
                Some(n) => Segno::Numero(n.checked_mul(INTERO)),
                None => Segno::Parola(word),
            });
        } else if matches!(c, '-' | '–' | '—') {
            out.push(Segno::Punto('-'));
        } else if !c.is_whitespace() && !matches!(c, '\'' | '’') {
            out.push(Segno::Punto(c));
        }
    }
    // A full stop at the end has no meaning.
    if out.last() == Some(&Segno::Punto('.')) {
        out.pop();
    }
    out
}

/// `2`, `2.5`, `0.25`; more than two decimals are thousands, or a mistake.
fn sessantesimi(number: &str, half: bool) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let whole = whole.parse::<u32>().ok()?.checked_mul(INTERO)?;
    let part = match (part.len(), half) {
        (0, half) => u32::from(half) * INTERO / 2,
        (1, false) => part.parse::<u32>().ok()? * INTERO / 10,
        (2, false) => {
            let hundredths = part.parse::<u32>().ok()? * INTERO;
            hundredths.is_multiple_of(100).then_some(hundredths / 100)?
        }
        _ => return None,
    };
    whole.checked_add(part)
}

/// A reader that goes through the tokens of a text.
struct Lettore {
    segni: Vec<Segno>,
    pos: usize,
    /// True when the reading says less than the words do, so that the words are printed as written.
    parole: bool,
    /// Whether the text names the unit of what it counts.
    nominata: bool,
}

/// A number, in sixtieths, with its unit where the text names one.
type Quanto = (u32, Option<Unita>);

impl Lettore {
    fn finito(&self) -> bool {
        self.pos >= self.segni.len()
    }

    fn parola(&mut self, words: &[&str]) -> bool {
        let found = matches!(self.segni.get(self.pos), Some(Segno::Parola(word)) if words.contains(&word.as_str()));
        self.pos += usize::from(found);
        found
    }

    fn parole(&mut self, words: &[&str]) -> bool {
        let before = self.pos;
        let found = words.iter().all(|word| self.parola(&[word]));
        if !found {
            self.pos = before;
        }
        found
    }

    fn punto(&mut self, marks: &[char]) -> bool {
        let found = matches!(self.segni.get(self.pos), Some(Segno::Punto(c)) if marks.contains(c));
        self.pos += usize::from(found);
        found
    }

    fn numero(&mut self) -> Option<u32> {
        let Some(Segno::Numero(n)) = self.segni.get(self.pos) else { return None };
        self.pos += 1;
        *n
    }

    /// A number that may be of the clock, where its unit says that it is not: `1,25 giornate`, but not `1,25 ore`.
    fn orario(&mut self) -> Option<u32> {
        let Some(Segno::Orario(n)) = self.segni.get(self.pos) else { return None };
        let unit = self.segni.get(self.pos + 1);
        let Some(Segno::Parola(word)) = unit else { return None };
        let hours = matches!(Unita::parse(word)?, Unita::Ore | Unita::Minuti);
        if hours && !n.is_multiple_of(INTERO) {
            return None;
        }
        self.pos += 1;
        Some(*n)
    }

    fn unita(&mut self) -> Option<Unita> {
        let Some(Segno::Parola(word)) = self.segni.get(self.pos) else { return None };
        let unita = Unita::parse(word)?;
        self.pos += 1;
        self.nominata = true;
        // "una giornata intera"
        if self.parola(&[
            "intero",
            "intera",
            "interi",
            "intere",
            "lavorativo",
            "lavorativa",
            "lavorativi",
            "lavorative",
        ]) {
            self.parole = true;
        }
        Some(unita)
    }

    /// The length that the whole text says: one length, or a number of times one length.
    fn durata(&mut self, unita: Unita) -> Option<Lunghezza> {
        let before = self.pos;
        if let Some(found) = self.volte(unita) {
            self.parole = true;
            return Some(found);
        }
        (self.pos, self.nominata) = (before, false);
        self.lunghezza(unita)
    }

    /// `3 incontri di 2 ore`, `2 giornate da 6 ore ciascuna`, `Modulo da 3 ore`.
    fn volte(&mut self, unita: Unita) -> Option<Lunghezza> {
        const COSE: [&str; 30] = [
            "incontro",
            "incontri",
            "modulo",
            "moduli",
            "sessione",
            "sessioni",
            "lezione",
            "lezioni",
            "appuntamento",
            "appuntamenti",
            "laboratorio",
            "laboratori",
            "visita",
            "visite",
            "webinar",
            "workshop",
            "seminario",
            "seminari",
            "giorno",
            "giorni",
            "giornata",
            "giornate",
            "mattina",
            "mattine",
            "mattinata",
            "mattinate",
            "pomeriggio",
            "pomeriggi",
            "edizione",
            "edizioni",
        ];
        let times = if matches!(self.segni.get(self.pos), Some(Segno::Numero(_))) { self.numero()? } else { INTERO };
        if !self.parola(&COSE) || !times.is_multiple_of(INTERO) {
            return None;
        }
        self.parola(&["di", "da"]).then_some(())?;
        let one = self.lunghezza(unita)?;
        // «2 giornate da 6»: six of what, it does not say.
        if !self.nominata && unita != Unita::Ore {
            return None;
        }
        self.parola(&["ciascuno", "ciascuna", "cadauno", "cadauna", "ognuno", "ognuna", "luno", "luna"]);
        let all = |n: Option<u32>| match n {
            Some(n) => n.checked_mul(times / INTERO).map(Some),
            None => Some(None),
        };
        Some(Lunghezza { min: all(one.min)?, max: all(one.max)?, unita: one.unita })
    }

    fn lunghezza(&mut self, unita: Unita) -> Option<Lunghezza> {
        let exact = |(n, said): Quanto| Lunghezza { min: Some(n), max: Some(n), unita: said.unwrap_or(unita) };
        let range = |(min, first): Quanto, (max, second): Quanto| {
            let said = second.or(first);
            (first.is_none() || first == said).then_some(Lunghezza {
                min: Some(min),
                max: Some(max),
                unita: said.unwrap_or(unita),
            })
        };
        if self.parola(&["da", "tra", "fra"]) {
            self.minimo();
            let min = self.quanto()?;
            if !self.parola(&["a", "ad", "e"]) && !self.punto(&['-']) {
                return None;
            }
            self.massimo();
            return range(min, self.quanto()?);
        }
        if self.minimo() {
            return Some(Lunghezza { max: None, ..exact(self.quanto()?) });
        }
        if self.massimo() {
            return Some(Lunghezza { min: None, ..exact(self.quanto()?) });
        }
        let first = self.quanto()?;
        // "1/2 giornata" may be a half, "2/3 giornate" two or three: neither can be read surely.
        if self.parola(&["o", "ad", "a"]) {
            return range(first, self.quanto()?);
        }
        if self.punto(&['-']) {
            let found = range(first, self.quanto()?)?;
            // «9-13 ore» is a morning, «2-4 ore» are two to four.
            let clock =
                found.unita == Unita::Ore && found.min.is_some_and(|from| (7 * INTERO..24 * INTERO).contains(&from));
            return (!clock).then_some(found);
        }
        if self.massimo() {
            return Some(Lunghezza { min: None, ..exact(first) });
        }
        if self.minimo() {
            return Some(Lunghezza { max: None, ..exact(first) });
        }
        Some(exact(first))
    }

    fn minimo(&mut self) -> bool {
        // "un" and "uno" are numbers.
        let before = self.pos;
        if self.numero() == Some(INTERO) && self.parole(&["minimo", "di"]) {
            return true;
        }
        self.pos = before;
        self.parole(&["non", "meno", "di"])
            || self.parole(&["al", "minimo"])
            || self.parole(&["come", "minimo"])
            || self.parole(&["minimo", "di"])
            || self.parola(&["almeno", "minimo", "min"])
    }

    fn massimo(&mut self) -> bool {
        let before = self.pos;
        if self.numero() == Some(INTERO) && self.parole(&["massimo", "di"]) {
            return true;
        }
        self.pos = before;
        self.parole(&["non", "più", "di"])
            || self.parole(&["al", "massimo"])
            || self.parole(&["fino", "a"])
            || self.parole(&["massimo", "di"])
            || self.parola(&["massimo", "max"])
    }

    /// `2`, `2 ore`, `mezza giornata`, `mezz’ora`, `1 giorno e mezzo`, `1 ora e 30 minuti`, `2h30`.
    fn quanto(&mut self) -> Option<Quanto> {
        let before = self.pos;
        // "una mezza giornata"
        if self.numero() != Some(INTERO) {
            self.pos = before;
        }
        if self.parola(&["mezzora"]) {
            self.nominata = true;
            return Some((INTERO / 2, Some(Unita::Ore)));
        }
        if self.parola(&["mezza", "mezzo", "mezz"]) {
            return Some((INTERO / 2, Some(self.unita()?)));
        }
        self.pos = before;
        let mut n = match self.orario() {
            Some(n) => n,
            None => self.numero()?,
        };
        let unita = self.unita();
        let half = self.pos;
        if unita.is_some() && self.parola(&["e"]) && self.parola(&["mezza", "mezzo"]) {
            return Some((n.checked_add(INTERO / 2)?, unita));
        }
        self.pos = half;
        if unita == Some(Unita::Ore) {
            self.parola(&["e"]);
            // Minutes need no conversion: they are sixtieths of an hour.
            match self.numero() {
                Some(minutes) if minutes.is_multiple_of(INTERO) && minutes / INTERO < 60 => {
                    let said = self.unita();
                    if said != Some(Unita::Minuti) && !(said.is_none() && self.finito()) {
                        return None;
                    }
                    n = n.checked_add(minutes / INTERO)?;
                }
                _ => self.pos = half,
            }
        }
        Some((n, unita))
    }
}

/// `2 giornate`, `da 3 a 5 giornate`, `almeno 3 ore`, `1 giornata e mezza`, `1 ora e 20 minuti`.
impl fmt::Display for Lunghezza {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (uno, molti) = self.unita.nomi();
        let noun = |n: u32| if n / INTERO == 1 { uno } else { molti };
        let mezza = self.unita.mezza();
        let exact = |n: u32| match (n / INTERO, n % INTERO) {
            (0, 30) if self.unita == Unita::Ore => "mezz’ora".to_owned(),
            (0, 30) => format!("{mezza} {uno}"),
            (whole, 0) => format!("{whole} {}", noun(n)),
            (whole @ 1.., 30) => format!("{whole} {} e {mezza}", noun(n)),
            (whole, minutes) if self.unita == Unita::Ore => ore_e_minuti(whole, minutes),
            _ => format!("{} {molti}", decimale(n)),
        };
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => f.write_str(&exact(min)),
            (Some(60), Some(120)) => write!(f, "1 o 2 {molti}"),
            (Some(min), Some(max)) if self.unita == Unita::Ore && (min % 30, max % 30) != (0, 0) => {
                write!(f, "da {} a {}", exact(min), exact(max))
            }
            (Some(min), Some(max)) => write!(f, "da {} a {} {}", decimale(min), decimale(max), noun(max)),
            (Some(min), None) => write!(f, "almeno {}", exact(min)),
            (None, Some(max)) => write!(f, "fino a {}", exact(max)),
            (None, None) => Ok(()),
        }
    }
}

/// Sixtieths as a decimal number of units: `2`, `2,5`, `0,75`.
fn decimale(n: u32) -> String {
    let hundredths = n % INTERO * 100 / INTERO;
    let part = format!("{hundredths:02}");
    match part.trim_end_matches('0') {
        "" => (n / INTERO).to_string(),
        part => format!("{},{part}", n / INTERO),
    }
}

impl Lunghezza {
    /// The same length, in a unit in which its numbers need at most two decimals: hours may have to become minutes.
    #[must_use]
    pub fn in_decimali(self) -> Lunghezza {
        let uneven = |n: Option<u32>| n.is_some_and(|n| !(n % INTERO * 100).is_multiple_of(INTERO));
        if self.unita == Unita::Ore && (uneven(self.min) || uneven(self.max)) {
            let minutes = |n: Option<u32>| n.and_then(|n| n.checked_mul(INTERO));
            return Lunghezza { min: minutes(self.min), max: minutes(self.max), unita: Unita::Minuti };
        }
        self
    }
}

impl Parola for DurataSessione {
    const ATTESO: &'static str = "una durata come \"2 giornate\"";
    fn read(text: &str) -> Result<Self, String> {
        // The form asks for a number of days, so a number without a unit is days.
        Self::di(text, Unita::Giornate)
    }
    fn vuota() -> Self {
        DurataSessione {
            parola: String::new(),
            lettura: Some(Lunghezza { min: None, max: None, unita: Unita::Giornate }),
        }
    }
}

/// How long a part of a session is. A number without a unit is hours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ore(pub DurataSessione);

impl Parola for Ore {
    const ATTESO: &'static str = "quante ore, come \"3 ore\"";
    fn read(text: &str) -> Result<Self, String> {
        DurataSessione::di(text, Unita::Ore).map(Ore)
    }
    fn vuota() -> Self {
        Ore(DurataSessione::vuota())
    }
}

legge_parola!(DurataSessione, Ore);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_duration_is_read_and_said_back() {
        let cases = [
            ("1", "1 giornata"),
            ("1 giornata", "1 giornata"),
            ("2 giornate.", "2 giornate"),
            ("1 o 2 giornate", "1 o 2 giornate"),
            ("Una o due giornate", "1 o 2 giornate"),
            ("Da 3 a 5 giornate", "da 3 a 5 giornate"),
            ("da un minimo di 2 a un massimo di 4 ore", "da 2 a 4 ore"),
            ("almeno 4 giornate", "almeno 4 giornate"),
            ("non più di 4 ore", "fino a 4 ore"),
            ("5 ore al massimo", "fino a 5 ore"),
            ("3 giorni", "3 giornate"),
            ("2 settimane", "2 settimane"),
            ("1 giorno e mezzo", "1 giornata e mezza"),
            ("2 giornate e mezza", "2 giornate e mezza"),
            ("mezza giornata", "mezza giornata"),
            ("mezz’ora", "mezz’ora"),
            ("45'", "45 minuti"),
            ("un incontro di 90’", "un incontro di 90’"),
            ("1,75 ore", "1 ora e 45 minuti"),
            ("1,25 giornate", "1,25 giornate"),
            ("2-4 ore", "da 2 a 4 ore"),
            ("almeno 3 ore", "almeno 3 ore"),
            ("1 ora e 30 minuti", "1 ora e mezza"),
            ("2 ore e 45 minuti", "2 ore e 45 minuti"),
            ("1h20", "1 ora e 20 minuti"),
            ("2,5 ore", "2 ore e mezza"),
            ("1.5 giorni", "1 giornata e mezza"),
            ("2½ ore", "2 ore e mezza"),
            ("90 minuti", "90 minuti"),
            ("una mattinata", "1 mattina"),
            ("2 pomeriggi", "2 pomeriggi"),
        ];
        for (text, said) in cases {
            let read = DurataSessione::read(text);
            assert!(read.as_ref().is_ok_and(|d| d.lettura.is_some()), "«{text}»");
            assert_eq!(read.map(|d| d.parola), Ok(said.to_owned()), "«{text}»");
        }
        assert_eq!(Ore::read("3").map(|ore| ore.0.parola), Ok("3 ore".to_owned()));
        assert_eq!(Ore::read("90’").map(|ore| ore.0.parola), Ok("90 minuti".to_owned()));
        assert!(["3.45", "9-12", "1,20"].iter().all(|text| Ore::read(text).is_ok_and(|ore| ore.0.lettura.is_none())));
        for wrong in ["da 5 a 3 giornate", "0", "--", "0 ore"] {
            assert!(DurataSessione::read(wrong).is_err(), "«{wrong}»");
        }
    }

    #[test]
    fn meetings_are_multiplied_and_printed_as_written() {
        let cases = [
            ("3 incontri di 2 ore", Some(360), Some(360), Unita::Ore),
            ("2 giornate da 6 ore ciascuna", Some(720), Some(720), Unita::Ore),
            ("4 moduli da 3 a 5 ore", Some(720), Some(1200), Unita::Ore),
            ("Modulo da 3 ore", Some(180), Some(180), Unita::Ore),
            ("2 webinar di 90 minuti", Some(10_800), Some(10_800), Unita::Minuti),
            ("una giornata intera", Some(60), Some(60), Unita::Giornate),
        ];
        for (text, min, max, unita) in cases {
            let expected = DurataSessione { parola: text.into(), lettura: Some(Lunghezza { min, max, unita }) };
            assert_eq!(DurataSessione::read(text), Ok(expected), "«{text}»");
        }
    }

    #[test]
    fn what_is_not_understood_keeps_its_words_and_has_no_number() {
        let texts = [
            "2 giorni, con attività per 1 giorno e mezzo",
            "almeno 3 ore per tema, almeno 2 giornate in tutto",
            "3 ore e un sopralluogo di 2 giorni",
            "circa 3 ore",
            "presto",
            "2 moduli",
            "2 giorni a 3 settimane",
            "1/2 giornata",
            "1,333 ore",
            // Of the clock, or of nobody knows what.
            "8.30-12.30",
            "9,15",
            "3.20 ore",
            "1,40 h",
            "0,30 ore",
            "8-13 ore",
            "10-12",
            "2 o 3",
            "almeno 2",
            "30",
            "20''",
            "20\"",
            "1'30",
            "3 incontri di 1.30 ore",
            "3 incontri di 2.30",
            "2 giornate da 6",
        ];
        for text in texts {
            let kept = DurataSessione { parola: text.into(), lettura: None };
            assert_eq!(DurataSessione::read(text), Ok(kept), "«{text}»");
        }
    }

    #[test]
    fn hours_that_are_no_decimal_are_published_in_minutes() {
        let read = |text| DurataSessione::read(text).ok().and_then(|d| d.lettura).map(Lunghezza::in_decimali);
        assert_eq!(
            read("1 ora e 20 minuti"),
            Some(Lunghezza { min: Some(4800), max: Some(4800), unita: Unita::Minuti })
        );
        assert_eq!(read("1 ora e 15 minuti"), Some(Lunghezza { min: Some(75), max: Some(75), unita: Unita::Ore }));
    }
}
