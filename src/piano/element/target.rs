//! Target: the value that an indicator must reach, read from the words in which plans write it.

use super::misura::{Decimale, Parola, legge_parola};
use crate::lingua::tempo::Tempo;
use serde::de::{Deserialize, Deserializer};
use std::fmt;

/// A target: the words that were written, and their meaning.
#[derive(Debug, Clone)]
pub struct Target {
    /// The words, as written.
    pub parola: String,
    /// The meaning of the words.
    pub atteso: Atteso,
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
        /// `%`, `ore`, `€`; empty when there is none.
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
const OPERATORI: [(&str, Operatore); 26] = [
    ("non inferiore a", Operatore::Almeno),
    ("non inferiori a", Operatore::Almeno),
    ("maggiore o uguale a", Operatore::Almeno),
    ("almeno", Operatore::Almeno),
    ("minimo", Operatore::Almeno),
    ("min.", Operatore::Almeno),
    ("≥", Operatore::Almeno),
    (">=", Operatore::Almeno),
    ("superiore a", Operatore::PiuDi),
    ("superiori a", Operatore::PiuDi),
    ("maggiore di", Operatore::PiuDi),
    ("più di", Operatore::PiuDi),
    ("oltre", Operatore::PiuDi),
    (">", Operatore::PiuDi),
    ("non superiore a", Operatore::AlMassimo),
    ("non superiori a", Operatore::AlMassimo),
    ("non oltre", Operatore::AlMassimo),
    ("al massimo", Operatore::AlMassimo),
    ("massimo", Operatore::AlMassimo),
    ("max.", Operatore::AlMassimo),
    ("≤", Operatore::AlMassimo),
    ("<=", Operatore::AlMassimo),
    ("inferiore a", Operatore::MenoDi),
    ("meno di", Operatore::MenoDi),
    ("<", Operatore::MenoDi),
    ("=", Operatore::Uguale),
];

impl Target {
    /// Reads a target. Words that say no measure are kept as [`Atteso::Parole`].
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let parola = text.trim().to_owned();
        let lower = parola.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
        let words = lower.trim().trim_end_matches('.');
        let atteso = match words {
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
        Target { parola, atteso }
    }

    fn numero(words: &str) -> Option<Atteso> {
        if let Some(rest) = words.strip_prefix("tra ").or_else(|| words.strip_prefix("fra ")) {
            let (from, rest) = rest.split_once(" e ")?;
            let (to, unita) = split(rest)?;
            let (valore, _) = split(from)?;
            return Some(Atteso::Numero { operatore: Operatore::Tra, valore, fino: Some(to), unita });
        }
        let (operatore, rest) = OPERATORI
            .iter()
            .find_map(|(word, operatore)| Some((*operatore, words.strip_prefix(word)?)))
            .unwrap_or((Operatore::Uguale, words));
        let rest = rest.trim_start();
        let rest = ["n. ", "n° ", "€ "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest);
        let (valore, unita) = split(rest)?;
        Some(Atteso::Numero { operatore, valore, fino: None, unita })
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

/// `84,9 %` → the number, and what follows if it can be a unit: no digit and few words.
fn split(text: &str) -> Option<(Decimale, String)> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || ".,-−".contains(c))).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    // Text that touches the number makes it a code or a date: `30/11`, `M5`.
    if unit.starts_with(['/', '-', ':', '°', 'ª', '^']) || unit.chars().next().is_some_and(char::is_alphabetic) {
        return None;
    }
    let unit = unit.trim();
    if unit.contains(|c: char| c.is_ascii_digit()) || unit.split_whitespace().count() > 4 {
        return None;
    }
    // `5 maggio` is a day.
    if unit.split_whitespace().next().is_some_and(|word| crate::base::giorno::MESI.contains(&word)) {
        return None;
    }
    Some((Decimale::parse(number.trim_end_matches(['.', ',']))?, unit.to_owned()))
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
        Target { parola: String::new(), atteso: Atteso::Parole }
    }
}

legge_parola!(Target);

/// As written; a bare percentage with its no-break space.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parola.replace(" %", "\u{a0}%").replace("≥ ", "≥\u{a0}").replace("≤ ", "≤\u{a0}"))
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
            ("≥ 80 %", "Almeno 80 %"),
            ("almeno 80 illeciti", "Almeno 80 illeciti"),
            ("> 50", "PiuDi 50 "),
            ("non inferiori a 4", "Almeno 4 "),
            ("≥ 3.500.000", "Almeno 3.500.000 "),
            ("tra 130 e 145 segnalazioni", "Tra 130–145 segnalazioni"),
            ("€ 252.118", "Uguale 252.118 "),
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
            ("n. post sui social", "parole"),
            ("Determina di aggiudicazione", "parole"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
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
