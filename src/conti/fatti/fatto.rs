//! One fact, and the forms in which a text can ask for it.

use crate::base::giorno::Giorno;
use crate::lingua::articoli::ente_dopo;
use crate::lingua::numeri::{lettere, thousands};
use crate::piano::element::misura::Percento;
use crate::piano::element::value::Importo;
use crate::piano::element::{articolo, femminile};

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fatto {
    /// An amount in euro.
    Importo(Importo),
    /// A count, with the noun that agrees with one and with many.
    Conta {
        /// How many.
        numero: u64,
        /// `progetto`
        uno: &'static str,
        /// `progetti`
        molti: &'static str,
    },
    /// A number without a noun.
    Numero(u64),
    /// A percentage; `esteso` with two decimals, as totals are printed.
    Percento {
        /// The percentage.
        valore: Percento,
        /// Whether two decimals are always printed.
        esteso: bool,
    },
    /// A day.
    Data(Giorno),
    /// The words of a text field.
    Testo(String),
    /// The name of a body.
    Ente(String),
    /// An amount that nobody knows so far: a dash, as in the tables, which is not zero.
    Ignoto,
}

impl Fatto {
    /// The suffixes that make sense for it.
    #[must_use]
    pub fn forme(&self) -> &'static [&'static str] {
        match self {
            Fatto::Importo(_) | Fatto::Ignoto => &["breve", "numero"],
            Fatto::Conta { .. } => &["conta", "lettere", "parole"],
            Fatto::Numero(_) => &["lettere"],
            Fatto::Percento { .. } => &["lettere", "numero"],
            Fatto::Data(_) => &["anno", "lunga", "mese"],
            Fatto::Testo(_) => &[],
            Fatto::Ente(_) => &["a", "da", "di", "il", "in", "su"],
        }
    }

    /// The fact as it is printed, with or without a suffix. None for a suffix that it does not have.
    #[must_use]
    pub fn scritto(&self, forma: Option<&str>) -> Option<String> {
        Some(match (self, forma) {
            (Fatto::Importo(value), None) => value.to_string(),
            (Fatto::Importo(value), Some("breve")) => breve(*value),
            (Fatto::Importo(value), Some("numero")) => {
                value.to_string().trim_end_matches(['€', '\u{a0}', ' ']).to_owned()
            }
            (Fatto::Conta { numero, .. } | Fatto::Numero(numero), None) => thousands(*numero),
            // One thing without a number takes the gender of its noun: «una».
            (Fatto::Conta { numero: 1, uno, .. }, Some("lettere")) if femminile(uno) => "una".into(),
            (Fatto::Conta { numero, .. } | Fatto::Numero(numero), Some("lettere")) => lettere(*numero),
            (Fatto::Conta { numero, uno, molti }, Some("conta")) => {
                let noun = if *numero == 1 { uno } else { molti };
                format!("{}\u{a0}{noun}", thousands(*numero))
            }
            (Fatto::Conta { numero, uno, molti }, Some("parole")) => match numero {
                // «nessun progetto», «nessuna misura», «nessun’unità»: like the article.
                0 => format!("ness{}", articolo(uno)),
                1 => articolo(uno),
                many => format!("{} {molti}", lettere(*many)),
            },
            (Fatto::Percento { valore, esteso: true }, None) => valore.esteso(),
            (Fatto::Percento { valore, esteso: false }, None) => valore.to_string(),
            (Fatto::Percento { valore, esteso: true }, Some("numero")) => {
                valore.esteso().trim_end_matches(['%', '\u{a0}']).to_owned()
            }
            (Fatto::Percento { valore, esteso: false }, Some("numero")) => valore.numero(),
            (Fatto::Percento { valore, .. }, Some("lettere")) => per_cento(*valore),
            (Fatto::Data(data), None) => data.to_string(),
            (Fatto::Data(data), Some("lunga")) => data.lunga(),
            (Fatto::Data(data), Some("anno")) => data.anno().to_string(),
            (Fatto::Data(data), Some("mese")) => {
                let lunga = data.lunga();
                lunga.split_once(' ').map_or(lunga.clone(), |(_, mese)| mese.to_owned())
            }
            (Fatto::Testo(text) | Fatto::Ente(text), None) => text.clone(),
            (Fatto::Ente(name), Some(preposizione)) => ente_dopo(preposizione, name)?,
            (Fatto::Ignoto, None | Some("breve" | "numero")) => "–".to_owned(),
            _ => return None,
        })
    }
}

/// `1,9 milioni di euro`, `211.500 euro`. Less than half a euro is not said to be none: `0,49 euro`.
fn breve(value: Importo) -> String {
    let cents = value.0.unsigned_abs();
    let euro = (cents + 50) / 100;
    let sign = if value.0 < 0 { "−" } else { "" };
    if cents > 0 && euro == 0 {
        return format!("{sign}0,{cents:02}\u{a0}euro");
    }
    if euro < 1_000_000 {
        return format!("{sign}{}\u{a0}euro", thousands(euro));
    }
    let tenths = (cents / 100 + 50_000) / 100_000;
    let number = match tenths % 10 {
        0 => thousands(tenths / 10),
        rest => format!("{},{rest}", thousands(tenths / 10)),
    };
    let noun = if tenths == 10 { "milione" } else { "milioni" };
    format!("{sign}{number} {noun} di euro")
}

/// `ottantasette virgola cinque per cento`.
fn per_cento(value: Percento) -> String {
    let hundredths = value.0.unsigned_abs();
    let sign = if value.0 < 0 { "meno " } else { "" };
    let decimals = match (hundredths % 100 / 10, hundredths % 10) {
        (0, 0) => String::new(),
        (tenths, 0) => format!(" virgola {}", lettere(tenths)),
        (0, units) => format!(" virgola zero {}", lettere(units)),
        (tenths, units) => format!(" virgola {}", lettere(tenths * 10 + units)),
    };
    format!("{sign}{}{decimals} per cento", lettere(hundredths / 100))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_written_as_italians_write_its_kind() {
        let conta = |numero, uno, molti| Fatto::Conta { numero, uno, molti };
        let percento = |valore, esteso| Fatto::Percento { valore: Percento(valore), esteso };
        let giorno = |text: &str| Fatto::Data(Giorno::parse(text).expect(text));
        let cases = [
            (conta(1, "misura", "misure"), "lettere", "una"),
            (conta(1, "progetto", "progetti"), "lettere", "uno"),
            (conta(6, "misura", "misure"), "parole", "sei misure"),
            (conta(1, "misura", "misure"), "parole", "una misura"),
            (conta(1, "unità", "unità"), "parole", "un’unità"),
            (conta(1, "obiettivo", "obiettivi"), "parole", "un obiettivo"),
            (conta(0, "obiettivo", "obiettivi"), "parole", "nessun obiettivo"),
            (conta(0, "unità", "unità"), "parole", "nessun’unità"),
            (conta(1, "progetto", "progetti"), "conta", "1\u{a0}progetto"),
            (percento(8750, false), "", "87,5\u{a0}%"),
            (percento(8750, false), "numero", "87,5"),
            (percento(8750, true), "", "87,50\u{a0}%"),
            (percento(8750, true), "numero", "87,50"),
            (percento(8750, true), "lettere", "ottantasette virgola cinque per cento"),
            (percento(8705, true), "lettere", "ottantasette virgola zero cinque per cento"),
            (percento(10_000, false), "lettere", "cento per cento"),
            (giorno("2025-01-31"), "", "31/01/2025"),
            (giorno("2025-02-01"), "lunga", "1° febbraio 2025"),
            (giorno("2025-02-01"), "mese", "febbraio 2025"),
            (giorno("2025-02-01"), "anno", "2025"),
            (Fatto::Importo(Importo(21_150_049)), "numero", "211.500,49"),
            (Fatto::Ente("Comune di Argelato".into()), "", "Comune di Argelato"),
            (Fatto::Ente("Comune di Argelato".into()), "di", "del Comune di Argelato"),
        ];
        for (fatto, forma, words) in cases {
            assert_eq!(
                fatto.scritto(Some(forma).filter(|f| !f.is_empty())).as_deref(),
                Some(words),
                "{fatto:?}:{forma}"
            );
        }
        // Every suffix that the message offers gives a value, and any other suffix gives none.
        for fatto in [
            conta(2, "a", "b"),
            percento(1, false),
            giorno("2025-02-01"),
            Fatto::Importo(Importo(1)),
            Fatto::Numero(3),
            Fatto::Ente("Comune di Rio".into()),
            Fatto::Ignoto,
        ] {
            assert!(fatto.forme().iter().all(|forma| fatto.scritto(Some(forma)).is_some()), "{fatto:?}");
            assert_eq!(fatto.scritto(Some("altra")), None);
        }
    }

    #[test]
    fn short_amounts_round_to_the_tenth_of_a_million() {
        assert_eq!(breve(Importo(188_462_708)), "1,9 milioni di euro");
        assert_eq!(breve(Importo(100_000_000)), "1 milione di euro");
        assert_eq!(breve(Importo(21_150_049)), "211.500\u{a0}euro");
        assert_eq!(breve(Importo(-21_150_050)), "−211.501\u{a0}euro");
        assert_eq!(breve(Importo(49)), "0,49\u{a0}euro");
        assert_eq!([0, 50].map(|cents| breve(Importo(cents))), ["0\u{a0}euro", "1\u{a0}euro"]);
        assert_eq!(breve(Importo(99_999_949)), "999.999\u{a0}euro");
        assert_eq!(breve(Importo(99_999_950)), "1 milione di euro");
    }
}
