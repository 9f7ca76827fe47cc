//! Target: the value that an indicator must reach, read from the words in which plans write it.

use super::misura::{Decimale, Parola, legge_parola};
use super::scheda_scambio::numeri;
use crate::base::giorno::MESI;
use crate::lingua::numeri::composto;
use crate::lingua::tempo::Tempo;
use crate::lingua::unita::{di_ore, moltiplicatore, orario, stessa};
use serde::de::{Deserialize, Deserializer};
use std::fmt;

/// A target: the words that were written, and their meaning.
#[derive(Debug, Clone)]
pub struct Target {
    /// The words, as written.
    pub parola: String,
    /// The meaning of the words.
    pub atteso: Atteso,
    /// Why a number that alone would be read is kept as words.
    pub dubbio: Option<Dubbio>,
}

/// Why the number of a value is not certain beside the other values of its indicator, or beside its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dubbio {
    /// `2.500` beside `3,2`: its point may divide thousands or decimals.
    Migliaia,
    /// `1.30` of hours: after the point may be minutes.
    Ore,
    /// `1,6 milioni` of thousands of euro: it is multiplied twice.
    Volte,
    /// `-1.000 €` after `20.000 €`: it may be a level or a change.
    Livello,
    /// `0,98` of a percentage: it may be ninety-eight per cent, or less than one.
    Frazione,
}

/// What a target asks for.
#[derive(Debug, Clone)]
pub enum Atteso {
    /// A number: `≥ 80 %`, `480`, `tra 130 e 145`.
    Numero {
        /// How the value is compared.
        operatore: Operatore,
        /// The number, or the first of two.
        valore: Decimale,
        /// The second, for [`Operatore::Tra`].
        fino: Option<Decimale>,
        /// `%`, `ore`, `€`, `MW`, in the letters of who wrote it; empty when there is none.
        unita: String,
    },
    /// A day or a period: when something must be done.
    Tempo(Tempo),
    /// Yes or no: whether a thing must be done.
    SiNo(bool),
    /// Words in which no measure was found.
    Parole,
}

/// How a value is compared with its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operatore {
    Uguale,
    Almeno,
    PiuDi,
    AlMassimo,
    MenoDi,
    Tra,
}

/// Words that stand before a number, longest first where one begins another.
const OPERATORI: [(&str, Operatore); 32] = [
    ("non inferiore a", Operatore::Almeno),
    ("non inferiori a", Operatore::Almeno),
    ("maggiore o uguale a", Operatore::Almeno),
    ("non meno di", Operatore::Almeno),
    ("almeno", Operatore::Almeno),
    ("minimo", Operatore::Almeno),
    ("min.", Operatore::Almeno),
    ("≥", Operatore::Almeno),
    (">=", Operatore::Almeno),
    ("superiore a", Operatore::PiuDi),
    ("superiori a", Operatore::PiuDi),
    ("maggiore di", Operatore::PiuDi),
    ("più di", Operatore::PiuDi),
    ("piu di", Operatore::PiuDi),
    ("oltre", Operatore::PiuDi),
    (">", Operatore::PiuDi),
    ("non superiore a", Operatore::AlMassimo),
    ("non superiori a", Operatore::AlMassimo),
    ("non oltre", Operatore::AlMassimo),
    ("non più di", Operatore::AlMassimo),
    ("al massimo", Operatore::AlMassimo),
    ("massimo", Operatore::AlMassimo),
    ("max.", Operatore::AlMassimo),
    ("max ", Operatore::AlMassimo),
    ("≤", Operatore::AlMassimo),
    ("<=", Operatore::AlMassimo),
    ("inferiore a", Operatore::MenoDi),
    ("meno di", Operatore::MenoDi),
    ("<", Operatore::MenoDi),
    ("=", Operatore::Uguale),
    ("pari a", Operatore::Uguale),
    ("uguale a", Operatore::Uguale),
];

/// Words that stand after a number, or after its unit, and say how it is compared.
const DOPO: [(&str, Operatore); 17] = [
    ("o più", Operatore::Almeno),
    ("o piu", Operatore::Almeno),
    ("e più", Operatore::Almeno),
    ("o superiore", Operatore::Almeno),
    ("o superiori", Operatore::Almeno),
    ("o maggiore", Operatore::Almeno),
    ("e oltre", Operatore::Almeno),
    ("ed oltre", Operatore::Almeno),
    ("o oltre", Operatore::Almeno),
    ("minimo", Operatore::Almeno),
    ("+", Operatore::Almeno),
    ("o meno", Operatore::AlMassimo),
    ("o inferiore", Operatore::AlMassimo),
    ("o inferiori", Operatore::AlMassimo),
    ("o minore", Operatore::AlMassimo),
    ("al massimo", Operatore::AlMassimo),
    ("massimo", Operatore::AlMassimo),
];

/// What stands before a number and is no comparison, with the unit that it says.
const SEGNI: [(&str, &str); 10] = [
    ("€", "€"),
    ("k€", "k€"),
    ("euro ", "€"),
    ("eur ", "€"),
    ("n.", ""),
    ("n°", ""),
    ("nr.", ""),
    ("nr ", ""),
    ("n ", ""),
    ("numero ", ""),
];

impl Target {
    /// Reads a target. Words that say no measure, or more than a number and its unit, are kept as [`Atteso::Parole`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let parola = text.trim().to_owned();
        let plain = parola.replace(['\u{a0}', '\u{202f}'], " ");
        let words = plain.trim().trim_end_matches('.');
        let atteso = match words.to_lowercase().as_str() {
            "si" | "sì" | "si'" | "fatto" => Some(Atteso::SiNo(true)),
            "no" => Some(Atteso::SiNo(false)),
            // A share of a whole, or a day without its year: nobody can say which.
            words if is_fraction(words) => Some(Atteso::Parole),
            _ => Self::numero(words),
        };
        let atteso = atteso.unwrap_or_else(|| {
            let tempo = Tempo::parse(&parola);
            if tempo.lettura.is_ok() { Atteso::Tempo(tempo) } else { Atteso::Parole }
        });
        Target { parola, atteso, dubbio: None }
    }

    fn numero(words: &str) -> Option<Atteso> {
        if let Some(rest) = after(words, "tra ").or_else(|| after(words, "fra ")) {
            let at = rest.to_lowercase().find(" e ")?;
            let (from, to) = (Misurata::parse(nudo(rest.get(..at)?))?, Misurata::parse(nudo(rest.get(at + 3..)?))?);
            // «tra 2 e 3 mila» may begin at two or at two thousand, «tra 5 giorni e 2 settimane» has no one unit.
            let one = from.unita.is_empty() && !to.volte || stessa(&from.unita, &to.unita) && from.volte == to.volte;
            let plain = from.operatore.is_none() && to.operatore.is_none();
            return (one && plain && from.valore <= to.valore).then_some(Atteso::Numero {
                operatore: Operatore::Tra,
                valore: from.valore,
                fino: Some(to.valore),
                unita: to.unita,
            });
        }
        let (before, rest) = confronto(words).map_or((None, words), |(operatore, rest)| (Some(operatore), nudo(rest)));
        let Misurata { valore, unita, operatore, .. } = Misurata::parse(rest)?;
        let operatore = match (before, operatore) {
            (Some(a), Some(b)) if a != b => return None,
            (a, b) => a.or(b).unwrap_or(Operatore::Uguale),
        };
        Some(Atteso::Numero { operatore, valore, fino: None, unita })
    }

    /// Whether a number stands at the head of words that are not read as one: `12 (dodici)`, `11 su 12`, `circa 100`, `0.250`.
    #[must_use]
    pub fn numero_non_letto(&self) -> bool {
        const VAGHI: [&str; 24] = [
            "circa ",
            "ca. ",
            "quasi ",
            "intorno a ",
            "da ",
            "dal ",
            "dall'",
            "dall’",
            "fino a ",
            "fino al ",
            "fino all'",
            "fino all’",
            "meno ",
            "tra ",
            "fra ",
            "+",
            "-",
            "−",
            "–",
            "—",
            "~",
            "≈",
            "±",
            "(",
        ];
        let mut words = self.parola.trim();
        while let Some(rest) = (confronto(words).map(|(_, rest)| nudo(rest)))
            .or_else(|| VAGHI.iter().find_map(|word| after(words, word)).map(nudo))
            .or_else(|| SEGNI.iter().find_map(|(sign, _)| after(words, sign)))
            .or_else(|| ["il ", "l'", "l’"].iter().find_map(|article| after(words, article)))
        {
            words = rest.trim();
        }
        self.dubbio.is_some()
            || matches!(self.atteso, Atteso::Parole) && words.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Keeps the number as words, because of `dubbio`.
    pub(super) fn dubita(&mut self, dubbio: Dubbio) {
        self.atteso = Atteso::Parole;
        self.dubbio = Some(dubbio);
    }

    /// Whether a word multiplies the number: `12,5 mila`.
    pub(super) fn moltiplicato(&self) -> bool {
        self.parola.split_whitespace().any(|word| moltiplicatore(word).is_some())
    }

    /// The numbers of this value that have decimals.
    pub(super) fn decimali(&self) -> Vec<Decimale> {
        let Atteso::Numero { valore, fino, .. } = &self.atteso else { return vec![] };
        let both = std::iter::once(*valore).chain(*fino);
        both.filter(|number| number.0 % Decimale::UNO.0 != 0).collect()
    }

    /// Whether this value has a number such as `2.500`, and one of `decimals` is so much smaller that its point may stand before
    /// decimals too.
    pub(super) fn migliaia_dubbie(&self, decimals: &[Decimale]) -> bool {
        let Atteso::Numero { valore, fino, .. } = &self.atteso else { return false };
        let numbers = self.parola.split(|c: char| !(c.is_ascii_digit() || ".,".contains(c)));
        let one_point = |number: &str| {
            number.split_once('.').is_some_and(|(whole, rest)| {
                (1..=3).contains(&whole.len()) && rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit())
            })
        };
        numbers.map(|number| number.trim_end_matches(['.', ','])).any(one_point)
            && std::iter::once(*valore).chain(*fino).any(|number| number.mille_o_uno(decimals))
    }

    /// The number of this value, where it counts hours in a way that may be of hours and minutes: `1.30` of «≤ 1.30 ore». `unita`: the unit
    /// of a value that names none.
    #[must_use]
    pub fn ore_dubbie(&self, unita: &str) -> Option<&str> {
        let figure = |c: char| c.is_ascii_digit() || ".,".contains(c);
        // Of words that are no number, what follows the last figures is the unit.
        let own = match &self.atteso {
            Atteso::Numero { unita, .. } => unita.as_str(),
            _ => self.parola.rsplit(figure).next().unwrap_or_default().trim(),
        };
        let mut numbers = self.parola.split(|c: char| !figure(c));
        di_ore(if own.is_empty() { unita } else { own }).then(|| numbers.find(|number| orario(number).is_some()))?
    }

    /// Whether `valore` reaches the target; none where the two cannot be compared.
    #[must_use]
    pub fn raggiunto(&self, valore: &Target) -> Option<bool> {
        let Atteso::Numero { operatore, valore: atteso, fino, .. } = &self.atteso else { return None };
        let Atteso::Numero { valore, .. } = &valore.atteso else { return None };
        Some(match operatore {
            // No operator is written: a plan that asks for 480 is content with 500.
            Operatore::Uguale | Operatore::Almeno => valore >= atteso,
            Operatore::PiuDi => valore > atteso,
            Operatore::AlMassimo => valore <= atteso,
            Operatore::MenoDi => valore < atteso,
            Operatore::Tra => valore >= atteso && fino.is_none_or(|fino| *valore <= fino),
        })
    }

    /// The number and its unit, for drawings and comparisons.
    #[must_use]
    pub fn valore(&self) -> Option<(Decimale, &str)> {
        match &self.atteso {
            Atteso::Numero { valore, unita, .. } => Some((*valore, unita)),
            Atteso::Tempo(_) | Atteso::SiNo(_) | Atteso::Parole => None,
        }
    }
}

/// What follows `word` at the head of `text`, in whatever case it is written.
fn after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    (head.to_lowercase() == word).then(|| text.get(word.len()..).unwrap_or_default())
}

/// Words without the article before their number: `il 50 %`, `l’85 %`.
fn nudo(words: &str) -> &str {
    let words = words.trim();
    let articles = ["il ", "lo ", "l'", "l’", "la ", "i ", "gli ", "le "];
    articles.iter().find_map(|article| after(words, article)).unwrap_or(words)
}

/// The comparison that words before a number say, and the words after it. Its preposition may hold an article: `non meno dell’85 %`,
/// `superiore al 5 %`.
fn confronto(words: &str) -> Option<(Operatore, &str)> {
    const DI: [&str; 9] = [" del ", " dello ", " dell'", " dell’", " della ", " dei ", " degli ", " delle ", " di "];
    const A: [&str; 9] = [" al ", " allo ", " all'", " all’", " alla ", " ai ", " agli ", " alle ", " a "];
    OPERATORI.iter().find_map(|(word, operatore)| {
        let stem = [(" di", DI), (" a", A)].into_iter().find_map(|(end, all)| Some((word.strip_suffix(end)?, all)));
        let with_article = |(stem, all): (&str, [&str; 9])| {
            let rest = after(words, stem)?;
            all.iter().find_map(|preposition| after(rest, preposition))
        };
        Some((*operatore, stem.and_then(with_article).or_else(|| after(words, word))?))
    })
}

/// A number with what stands around it.
struct Misurata {
    valore: Decimale,
    unita: String,
    /// How it is compared, when words after it say so: `100 o più`.
    operatore: Option<Operatore>,
    /// Whether a word multiplies it: `12,5 mila`.
    volte: bool,
}

impl Misurata {
    /// `84,9 %`, `€ 12,5 mila`, `n. 4 verbali`, `100 o più`. None when more is said than a number, its unit and how it is compared.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sign = SEGNI.iter().find_map(|(sign, unit)| Some((*unit, after(text, sign)?)));
        let (sign, text) = sign.unwrap_or(("", text));
        let text = text.trim_start();
        let end = text.find(|c: char| !(c.is_ascii_digit() || ".,-−".contains(c))).unwrap_or(text.len());
        let (number, rest) = text.split_at_checked(end)?;
        let number = number.trim_end_matches(['.', ',']);
        // Text that touches the number makes it a code or a date: `30/11`, `M5`.
        if rest.starts_with(['/', '-', ':', '°', 'ª', '^']) || rest.chars().next().is_some_and(char::is_alphabetic) {
            return None;
        }
        let mut valore = Decimale::parse(number)?;
        let mut rest = rest.trim();
        let mut volte = false;
        let first = rest.split(' ').next().unwrap_or_default();
        if let Some(times) = moltiplicatore(first) {
            // «1.500 mila» may be one and a half thousand, or a thousand times as much.
            if valore.0 >= 1_000 * Decimale::UNO.0 && number.contains('.') {
                return None;
            }
            valore = Decimale(valore.0.checked_mul(times)?);
            rest = rest.get(first.len()..).unwrap_or_default().trim_start();
            rest = ["di ", "d’", "d'"].iter().find_map(|of| after(rest, of)).unwrap_or(rest).trim_start();
            volte = true;
        }
        let (operatore, rest) = compared(rest);
        let unita = unita(sign, rest)?;
        // «1,200» may be more than a thousand, where English wrote it. Of a share nobody asks so much.
        if crate::lingua::numeri::virgola_dubbia(number) && unita != "%" {
            return None;
        }
        // «1.30 ore» are an hour and a half as well.
        if di_ore(&unita) && orario(number).is_some() {
            return None;
        }
        Some(Misurata { valore, unita, operatore, volte })
    }
}

/// The comparison that words after a number say, at their head or at their end, and the other words.
fn compared(text: &str) -> (Option<Operatore>, &str) {
    for (word, operatore) in DOPO {
        let apart = |rest: &str| word == "+" || rest.is_empty() || rest.starts_with([' ', '%']);
        if let Some(rest) = after(text, word).filter(|rest| apart(rest)) {
            return (Some(operatore), rest.trim());
        }
        let cut = text.len().saturating_sub(word.len());
        if let (Some(rest), Some(tail)) = (text.get(..cut), text.get(cut..))
            && tail.to_lowercase() == word
            && (word == "+" || rest.ends_with(' '))
        {
            return (Some(operatore), rest.trim());
        }
    }
    (None, text)
}

/// The words after a number as its unit: few words, none of which says something else of the number. `sign`: the unit that stands
/// before it.
fn unita(sign: &str, text: &str) -> Option<String> {
    // Of these nobody can say that the number alone is the value: «12 circa», «5 punti in più», «11 su dodici», «3 entro aprile».
    const ALTRO: &str = "circa ca ca. più meno oltre almeno massimo minimo max min rispetto su sul sulla sui sulle entro oppure \
        ovvero salvo escluso esclusi escluse tranne mezzo mezza fino";
    let marks = |c: char| c.is_alphabetic() || " %‰€/.'’-°²³".contains(c);
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    // «µg/m3», «kWh/m2», «tCO2».
    let square = |word: &str| {
        let letters = word.trim_end_matches(['2', '3']);
        ["m2", "m3", "co2"].iter().any(|end| word.ends_with(end))
            && word.len() == letters.len() + 1
            && letters.chars().all(|c| c.is_alphabetic() || c == '/')
    };
    let says_more = |word: &&str| {
        if square(word) {
            return false;
        }
        ALTRO.split(' ').any(|other| other == *word)
            || MESI.contains(word)
            // «12 per mille», «80 per cento» are units.
            || numeri::numero(word).is_some() && !["cento", "mille"].contains(word)
            || !word.contains(|c: char| c.is_alphabetic() || "%‰€".contains(c))
            || word.starts_with('-')
            || word.ends_with('-')
            || word.contains('%') && *word != "%"
            || !word.chars().all(marks)
    };
    if words.len() > 4 || words.iter().any(says_more) {
        return None;
    }
    if words.first().is_some_and(|word| ["e", "ed", "o", "da", "in"].contains(word)) {
        return None;
    }
    Some(match (sign, text) {
        (sign, "") => sign.to_owned(),
        ("", unit) => unit.to_owned(),
        (sign, unit) if stessa(sign, unit) => sign.to_owned(),
        (sign, unit) => format!("{sign} {unit}"),
    })
}

/// Whether a bare number may be a year, which has no points: `2027`.
fn un_anno(operatore: Operatore, valore: Decimale, unita: &str) -> bool {
    operatore == Operatore::Uguale && unita.is_empty() && (20_100_000..20_600_000).contains(&valore.0)
}

/// Whether `words` are two numbers with a bar between them and nothing else: `10/12`.
fn is_fraction(words: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    words.split_once('/').is_some_and(|(a, b)| digits(a) && digits(b))
}

impl Parola for Target {
    const ATTESO: &'static str = "un valore come \"≥ 80 %\"";
    fn read(text: &str) -> Result<Self, String> {
        Ok(Target::parse(text))
    }
    fn vuota() -> Self {
        Target { parola: String::new(), atteso: Atteso::Parole, dubbio: None }
    }
}

legge_parola!(Target);

/// As written; a percentage has its no-break space, and a number that was read whole the points and the minus of all the others.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = match &self.atteso {
            Atteso::Numero { operatore, valore, unita, .. } if !un_anno(*operatore, *valore, unita) => {
                composto(&self.parola)
            }
            _ => self.parola.clone(),
        };
        let mut words = words.replace(" %", "\u{a0}%");
        // A sign stays on the line of its number.
        for sign in ["≥", "≤", ">", "<"] {
            words = words.replace(&format!("{sign} "), &format!("{sign}\u{a0}"));
        }
        f.write_str(&words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_as_plans_write_them() {
        let read = |text: &str| match Target::parse(text).atteso {
            Atteso::Numero { operatore, valore, fino, unita } => {
                format!("{operatore:?} {valore}{} {unita}", fino.map(|f| format!("–{f}")).unwrap_or_default())
            }
            Atteso::Tempo(tempo) => format!("tempo {}", tempo.parola),
            Atteso::SiNo(value) => format!("{value}"),
            Atteso::Parole => "parole".into(),
        };
        let cases = [
            ("70%", "Uguale 70 %"),
            ("100%%", "parole"),
            ("100 m2", "Uguale 100 m2"),
            ("almeno il 50 %", "Almeno 50 %"),
            ("tra il 10% e il 20%", "Tra 10–20 %"),
            ("non meno di 3", "Almeno 3 "),
            ("non più di 3", "AlMassimo 3 "),
            ("circa 100", "parole"),
            ("≥ 80 %", "Almeno 80 %"),
            ("almeno 80 illeciti", "Almeno 80 illeciti"),
            ("> 50", "PiuDi 50 "),
            ("non inferiori a 4", "Almeno 4 "),
            ("≥ 3.500.000", "Almeno 3.500.000 "),
            ("tra 130 e 145 segnalazioni", "Tra 130–145 segnalazioni"),
            ("€ 252.118", "Uguale 252.118 €"),
            ("€ 12,5 mila", "Uguale 12.500 €"),
            ("12,5 mila euro", "Uguale 12.500 euro"),
            ("≥ 2 milioni di euro", "Almeno 2.000.000 euro"),
            ("1.500 mila", "parole"),
            ("3 mln", "Uguale 3.000.000 "),
            ("€ 12 al mese", "Uguale 12 € al mese"),
            ("5 MW", "Uguale 5 MW"),
            ("5 mW", "Uguale 5 mW"),
            ("120 kWh/mq", "Uguale 120 kWh/mq"),
            ("100 o più", "Almeno 100 "),
            ("100+", "Almeno 100 "),
            ("100 + utenti", "Almeno 100 utenti"),
            ("80%+", "Almeno 80 %"),
            ("30 giorni o meno", "AlMassimo 30 giorni"),
            ("80 % o superiore", "Almeno 80 %"),
            ("Almeno 100 o più", "Almeno 100 "),
            ("al massimo 100 o più", "parole"),
            ("TRA 130 E 145", "Tra 130–145 "),
            ("tra 5 giorni e 2 settimane", "parole"),
            ("tra 2 e 3 mila", "parole"),
            ("tra € 5.000 e € 10.000", "Tra 5.000–10.000 €"),
            ("tra 10 e 5", "parole"),
            ("12 (dodici)", "parole"),
            ("100 %*", "parole"),
            ("80 % (media)", "parole"),
            ("almeno l'85%", "Almeno 85 %"),
            ("non meno dell’85 %", "Almeno 85 %"),
            ("superiore al 5 %", "PiuDi 5 %"),
            ("non superiore ai 30 giorni", "AlMassimo 30 giorni"),
            ("meno del 5 %", "MenoDi 5 %"),
            ("k€ 35", "Uguale 35 k€"),
            ("≤ 35 µg/m3", "AlMassimo 35 µg/m3"),
            ("1.000 kWh/m2", "Uguale 1.000 kWh/m2"),
            ("(1.200,00) €", "parole"),
            ("n. 11 su 12", "parole"),
            ("n. 11 su dodici", "parole"),
            ("12 circa", "parole"),
            ("5 punti in più", "parole"),
            ("3 entro aprile", "parole"),
            ("4 incontri e due laboratori", "parole"),
            ("1,5 ore-uomo", "Uguale 1,5 ore-uomo"),
            ("3 non conformità", "Uguale 3 non conformità"),
            ("n. 4 verbali", "Uguale 4 verbali"),
            ("2,5", "Uguale 2,5 "),
            ("30/11/2025", "tempo 30/11/2025"),
            ("entro aprile", "tempo entro aprile"),
            ("5 maggio 2025", "tempo 5 maggio 2025"),
            ("Sì", "true"),
            ("Riscontro", "parole"),
            ("10/12", "parole"),
            ("3/4", "parole"),
            ("0.250", "parole"),
            ("1,200", "parole"),
            ("tra 1,200 e 2", "parole"),
            ("12,500 %", "Uguale 12,5 %"),
            ("0,125", "Uguale 0,125 "),
            ("–12", "parole"),
            ("n. post sui social", "parole"),
            ("Determina di aggiudicazione", "parole"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_number_that_was_read_is_set_as_all_the_others() {
        for (written, printed) in [
            ("≥ 1300", "≥\u{a0}1.300"),
            ("2000", "2.000"),
            ("-4", "−4"),
            ("≤ -10 giorni", "≤\u{a0}−10 giorni"),
            ("tra 1200 e 1500 ore-uomo", "tra 1.200 e 1.500 ore-uomo"),
            ("12500,50 €", "12.500,50 €"),
            ("€ 3.500.000", "€ 3.500.000"),
            ("0,125", "0,125"),
            ("1000 m2", "1.000 m2"),
            ("80 %", "80\u{a0}%"),
            // A year, or words of the author.
            ("2027", "2027"),
            ("Determina n. 1045", "Determina n. 1045"),
            ("circa 2000", "circa 2000"),
            ("-5-10", "-5-10"),
            ("31/12/2027", "31/12/2027"),
        ] {
            assert_eq!(Target::parse(written).to_string(), printed, "{written}");
        }
    }

    #[test]
    fn a_number_that_is_not_read_is_known() {
        for text in [
            "12 (dodici)",
            "circa 100",
            "+10 %",
            "da 20 a 30",
            "almeno il 50 % circa",
            "n. 11 su 12",
            "€ 12,5 e più o meno",
            "(1.200,00) €",
            "quasi l’85 %",
            "fino al 20 %",
            "1,200",
            "–12",
            "tra 2 e 3 mila",
        ] {
            assert!(Target::parse(text).numero_non_letto(), "{text}");
        }
        for text in ["12", "Determina n. 45", "≥ quanto nel 2026", "entro aprile", "Sì", "dieci"] {
            assert!(!Target::parse(text).numero_non_letto(), "{text}");
        }
    }

    #[test]
    fn a_value_is_compared_as_the_target_says() {
        let reached = |target: &str, value: &str| Target::parse(target).raggiunto(&Target::parse(value));
        assert_eq!(reached("> 87 %", "84,9 %"), Some(false));
        assert_eq!(reached("≥ 65 %", "65 %"), Some(true));
        assert_eq!(reached("tra 130 e 145", "146"), Some(false));
        assert_eq!(reached("al massimo 30 giorni", "28 giorni"), Some(true));
        assert_eq!(reached("Determina", "80"), None);
    }
}
