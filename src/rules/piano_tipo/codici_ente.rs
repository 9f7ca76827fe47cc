//! The codes of the body have the form that each of them has.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::piano::element::ente::Tipo;
use crate::piano::element::value::Dovuto;
use crate::rules::{Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola = Regola::errore("P1010", "codici-ente", include_str!("codici_ente.md"), check)
    .fonte(fonti::DM132_2022_SCHEMA_1)
    .origine(&["N06"]);

/// A kind of code: its name, a note on its form, whether a text has that form, and the text without blanks and the like.
type Forma = (&'static str, &'static str, fn(&str, Tipo) -> bool, fn(&str) -> String);

const CODICE_FISCALE: Forma = (
    "il codice fiscale di un ente",
    "ha 11 cifre, e l’ultima si ricava dalle altre: una cifra sbagliata si vede",
    |text, _| codice_fiscale(text),
    |text| {
        let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        bare.trim_start_matches(|c: char| c.is_alphabetic()).to_owned()
    },
);
const CODICE_IPA: Forma = (
    "un codice IPA",
    "è quello dell’Indice dei domicili digitali; per un Comune è «c_» con il codice catastale, per esempio \"c_a944\"",
    codice_ipa,
    |text| text.chars().filter(|c| !c.is_whitespace()).collect(),
);
const CODICE_ISTAT: Forma = (
    "un codice ISTAT",
    "quello di un Comune ha 6 cifre, con gli zeri davanti: le prime tre sono della provincia",
    codice_istat,
    |text| text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect(),
);
const PEC: Forma = (
    "un indirizzo di posta elettronica certificata",
    "un indirizzo ha una sola chiocciola, e nessuno spazio",
    |text, _| posta(text),
    |text| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().trim_start_matches("mailto:").to_owned(),
);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let ente = &cx.set.ente;
    let codes = [
        (&ente.codice_fiscale, CODICE_FISCALE),
        (&ente.codice_ipa, CODICE_IPA),
        (&ente.codice_istat, CODICE_ISTAT),
        (&ente.pec, PEC),
    ];
    for (value, (nome, nota, giusto, ripulito)) in codes {
        let Some(Dovuto::Valore(code)) = value else { continue };
        if code.value.trim().is_empty() || giusto(code.value.trim(), ente.tipo) {
            continue;
        }
        out.push(sbagliato(cx, code, nome, nota, Some(ripulito(&code.value)).filter(|bare| giusto(bare, ente.tipo))));
    }
}

fn sbagliato(cx: &Cx<'_>, code: &Spanned<String>, nome: &str, nota: &str, mended: Option<String>) -> Diagnostic {
    let problem = REGOLA.at(code.span, format!("«{}» non è {nome}", short(&code.value))).note(nota);
    match mended {
        Some(right) => problem.help(format!("scrivi \"{right}\"")).patch(code.span, cx.scritto(code.span, &right)),
        None => problem.help("ricopialo da indicepa.gov.it, dalla pagina dell’ente"),
    }
}

/// Eleven figures of which the last is the check of the others, as in VAT numbers.
fn codice_fiscale(text: &str) -> bool {
    let figures: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = figures
        .iter()
        .enumerate()
        .map(|(n, figure)| match (n % 2, figure * 2) {
            (0, _) => *figure,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    text.len() == 11 && figures.len() == 11 && figures.iter().any(|figure| *figure > 0) && sum.is_multiple_of(10)
}

/// Letters, figures, underscores and hyphens; after the `c_` of a Comune its cadastral code.
fn codice_ipa(text: &str, tipo: Tipo) -> bool {
    let lower = text.to_ascii_lowercase();
    match lower.strip_prefix("c_").filter(|_| tipo == Tipo::Comune) {
        Some(code) => {
            let letter = code.starts_with(|c: char| c.is_ascii_lowercase());
            letter && code.len() == 4 && code.bytes().skip(1).all(|b| b.is_ascii_digit())
        }
        None => {
            let known = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
            (2..=20).contains(&lower.len()) && lower.bytes().all(known)
        }
    }
}

/// Six figures for a Comune; other bodies have codes of other lengths.
fn codice_istat(text: &str, tipo: Tipo) -> bool {
    let length = if tipo == Tipo::Comune { 6..=6 } else { 2..=13 };
    let figures = text.bytes().all(|b| b.is_ascii_digit()) && text.bytes().any(|b| b != b'0');
    figures && length.contains(&text.len())
}

/// `comune@pec.comune.it`.
fn posta(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else { return false };
    let fits = |part: &str, marks: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || marks.contains(c))
    };
    let labels = || domain.split('.');
    fits(name, "+_.-'") && labels().count() > 1 && labels().all(|label| fits(label, "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_bodies() {
        // Public codes: the city of Bologna, the Comune of Roma, the INPS.
        for right in ["01232710374", "02438750586", "80078750587"] {
            assert!(codice_fiscale(right), "{right}");
        }
        for wrong in ["01232710375", "1232710374", "00000000000", "RSSMRA80A01H501U", "0123271037a", ""] {
            assert!(!codice_fiscale(wrong), "{wrong}");
        }
        assert_eq!((CODICE_FISCALE.3)("IT 0123 2710 374"), "01232710374");
        for right in ["c_a944", "C_H501", "cmbo"] {
            assert!(codice_ipa(right, Tipo::Comune), "{right}");
        }
        for wrong in ["c_944", "c_a9444", "c a944", "c_è123", ""] {
            assert!(!codice_ipa(wrong, Tipo::Comune), "{wrong}");
        }
        assert!(codice_istat("037006", Tipo::Comune) && !codice_istat("37006", Tipo::Comune));
        assert!(codice_istat("37006", Tipo::Unione) && !codice_istat("000000", Tipo::Comune));
        for right in ["comune@pec.comune.bologna.it", "protocollo.generale@cert.ente.it"] {
            assert!(posta(right), "{right}");
        }
        for wrong in ["comune", "a@b", "a@@b.it", "a b@c.it", "a@c..it", "@c.it", "a@c.it.", "a@b@c.it"] {
            assert!(!posta(wrong), "{wrong}");
        }
    }
}
