//! What the plan says as a cell shows it, and what is written in a cell as the plan says it. A value that may mean two things is refused,
//! with the words that mean one.

use super::fonti::Campo;
use super::moduli::{Aperta, Forma};
use crate::base::giorno::Giorno;
use crate::base::text::{flat, short};
use crate::importa::markdown::{capoversi, disteso};
use crate::index::What;
use crate::lingua::unita::stessa;
use crate::piano::element::misura::Decimale;
use crate::piano::element::obiettivo::fase::StatoFase;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::target::{Atteso, Operatore, Target};
use crate::piano::element::value::Testo;
use crate::piano::prose::{BlockKind, Inline, dette};
use crate::project::Compiled;

/// What a cell shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mostra {
    Vuota,
    Parole(String),
    /// A number; of a percentage, its hundredth part.
    Numero(f64),
    Giorno(Giorno),
}

/// A text of the plan in plain words, a line a paragraph. What a citation names is written out.
pub(super) fn testo(compiled: &Compiled, testo: Testo) -> String {
    let mut lines: Vec<String> = Vec::new();
    let Some(prose) = compiled.piano.testi.get(testo.0 as usize) else { return String::new() };
    let mut add = |content: &[Inline]| {
        let line = dette(content, &|name| chiamato(compiled, name), &|fact| {
            compiled.fatti.words(&fact.value, fact.span).unwrap_or_default()
        });
        let line = line.replace(['\u{a0}', '\u{202f}'], " ");
        lines.extend(Some(line.trim().to_owned()).filter(|line| !line.is_empty()));
    };
    prose.each_block(&mut |block| match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => add(content),
        BlockKind::Table(table) => {
            table.header.iter().chain(table.rows.iter().flat_map(|(_, cells)| cells)).for_each(|cell| add(cell));
        }
        _ => {}
    });
    lines.join("\n")
}

/// What a citation says to who reads it.
fn chiamato(compiled: &Compiled, name: &str) -> String {
    let element = compiled.index.find(name).into_iter().find_map(|thing| match thing.what {
        What::Element(kind, n) => compiled.piano.elementi.get(kind, n),
        _ => None,
    });
    element.map_or_else(|| name.to_owned(), |element| element.value.titolo().value.to_owned())
}

/// A text in lines without blanks at their ends, and without blank lines: as two texts are compared.
pub(super) fn piano(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\u{a0}', '\u{202f}'], " ");
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The value of the plan as a cell shows it: of a text, the lines that are printed as lines.
pub(super) fn mostrato(cell: &Aperta) -> String {
    match &cell.forma {
        Forma::Testo => disteso(&cell.valore),
        _ => piano(&cell.valore),
    }
}

/// What the cell shows of the value that the plan has.
pub(super) fn mostra(cell: &Aperta) -> Mostra {
    let words = mostrato(cell);
    if words.is_empty() {
        return Mostra::Vuota;
    }
    let as_words = || Mostra::Parole(words.clone());
    match &cell.forma {
        Forma::Scelta(choices) => match scelta(&words, choices) {
            Some((_, label)) => Mostra::Parole(label.to_owned()),
            None => as_words(),
        },
        Forma::Percento => match percento(&words) {
            Some(value) => Mostra::Numero(value.as_f64() / 100.0),
            None => as_words(),
        },
        Forma::Numero(unit) => match numero(&words, unit) {
            Some(value) => Mostra::Numero(value.as_f64()),
            None => as_words(),
        },
        Forma::Giorno => Giorno::parse(&words).map_or_else(as_words, Mostra::Giorno),
        Forma::Breve | Forma::Testo => as_words(),
    }
}

/// What the words of a cell mean: two that mean the same are no change.
pub(super) fn senso(cell: &Aperta, words: &str) -> String {
    let words = piano(words);
    let said = match &cell.forma {
        Forma::Scelta(choices) => scelta(&words, choices).map(|(name, _)| name.to_owned()),
        Forma::Percento => percento(&words).map(cifre),
        Forma::Numero(unit) => numero(&words, unit).map(cifre),
        Forma::Giorno => Giorno::parse(&words).map(|day| day.to_string()),
        Forma::Breve | Forma::Testo => None,
    };
    said.unwrap_or(words)
}

/// A value of the plan in the words of the sheet: an outcome by the name that people read.
pub(super) fn in_parole(campo: Campo, words: &str) -> String {
    let outcome = Esito::ALL.iter().find(|esito| esito.nome() == words).map(|esito| esito.label());
    let state = StatoFase::ALL.iter().find(|stato| stato.nome() == words).map(|stato| stato.label());
    match campo {
        Campo::Esito => outcome.unwrap_or(words).to_owned(),
        Campo::Stato => state.unwrap_or(words).to_owned(),
        Campo::InQuanto | Campo::Narrativa => disteso(words),
        _ => words.to_owned(),
    }
}

/// Why words are no answer, and the cure: they say that there is none, in one of the ways in which a source says it.
fn senza_valore(words: &str) -> Option<(String, String)> {
    let told = short(words);
    let cure = "lascia vuota la cella; il perché si scrive nella colonna del motivo, o nelle note".to_owned();
    if !words.contains(char::is_alphanumeric) {
        return Some((format!("«{told}» non dice niente"), cure));
    }
    let plain = words.trim_start_matches(['{', ' ']);
    let absent = plain.get(..7).is_some_and(|head| head.eq_ignore_ascii_case("assente"));
    let after = plain.get(7..).unwrap_or_default().trim_start();
    if absent && (after.is_empty() || after.starts_with([':', '='])) {
        return Some((format!("«{told}» è il segno di un valore che manca, e non è un valore"), cure));
    }
    let open = plain.strip_prefix("DECIDERE").is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    open.then(|| (format!("«{told}» è il segno di una decisione da prendere, e non è un valore"), cure))
}

/// The words of the plan for what is written in a cell: as they are typed.
///
/// # Errors
/// What is wrong, and the cure.
pub(super) fn leggi(cell: &Aperta, typed: &str) -> Result<String, (String, String)> {
    let words = piano(typed);
    if let Some(none) = senza_valore(&words) {
        return Err(none);
    }
    let told = short(&words);
    let refuse = |what: &str, cure: &str| Err((format!("«{told}» {what}"), cure.to_owned()));
    match &cell.forma {
        Forma::Scelta(choices) => match scelta(&words, choices) {
            Some((name, _)) => Ok(name.to_owned()),
            None => {
                let labels: Vec<&str> = choices.iter().map(|(_, label)| *label).collect();
                refuse("non è fra le risposte dell’elenco", &format!("scegli fra: {}", labels.join(", ")))
            }
        },
        Forma::Percento => {
            let Some(value) = percento(&words) else {
                // What a formula gave, as a third: the cell shows fewer decimals than it has.
                let number = words.trim().trim_end_matches('%').trim().replace(',', ".").parse::<f64>();
                return match number.ok().filter(|number| (0.01..1e6).contains(number)) {
                    Some(number) => {
                        let whole = format!("{number:.2}");
                        let whole = whole.trim_end_matches('0').trim_end_matches('.').replace('.', ",");
                        refuse(
                            "ha più di due decimali",
                            &format!("scrivi {whole} % nella cella, al posto della formula"),
                        )
                    }
                    None => refuse("non è una percentuale", "scrivi 60 %, o 57,25 %: al massimo due decimali"),
                };
            };
            parte_di_uno(&words)?;
            let own = matches!(cell.campo, Campo::Percentuale | Campo::Completamento);
            if own && !(0..=100 * Decimale::UNO.0).contains(&value.0) {
                let mut cure = "scrivi quanta parte è fatta: 100 % se è fatta tutta".to_owned();
                if (1..=100 * 100 * Decimale::UNO.0).contains(&value.0) {
                    cure.push_str(&format!(", {} % se mancava il segno", cifre(Decimale(value.0 / 100))));
                }
                return refuse("non sta fra 0 e 100 %", &cure);
            }
            let target = Target::parse(&cell.come).valore().map(|(target, _)| target.0);
            let shown = words.contains('%');
            // Of 0,85 typed in a cell of percentages spreadsheets make 0,85 %: Excel multiplies by a hundred only ,85 (Microsoft, Q215203).
            let tiny = (1..Decimale::UNO.0).contains(&value.0) && target.is_none_or(|target| target >= 10 * value.0);
            if shown && tiny {
                let whole = cifre(Decimale(value.0.saturating_mul(100)));
                return refuse(
                    &format!("è meno di uno su cento: può essere {whole} %, scritto come parte di uno"),
                    &format!("scrivi {whole} % se è quella; se è proprio {}, scrivilo nel piano", told.trim()),
                );
            }
            // A cell of percentages takes 63,5 for 6350 %, where it is pasted; and 1,5 for 150 %.
            let whole = 100 * Decimale::UNO.0;
            let most = target.map_or(2 * whole, |target| {
                target.max(whole).saturating_mul(2).min(whole.max(target.saturating_mul(10)))
            });
            if !own && value.0 > most {
                let small = cifre(Decimale(value.0 / 100));
                return refuse(
                    "è molto più di quanto si aspetta: nella cella, che mostra percentuali, può essere stato scritto il numero senza il segno",
                    &format!("scrivi {small} %; se è proprio {}, scrivilo nel piano", told.trim()),
                );
            }
            Ok(match own {
                true => cifre(value),
                false if shown => words,
                false => format!("{words} %"),
            })
        }
        Forma::Numero(unit) => match numero(&words, unit) {
            Some(_) if unit.is_empty() || Decimale::parse(&words).is_none() => Ok(words),
            Some(_) => Ok(format!("{words} {unit}")),
            None if numero(&words, "").is_none() && matches!(Target::parse(&words).atteso, Atteso::Parole) => {
                let example = if unit.is_empty() { "12".to_owned() } else { format!("12 {unit}") };
                refuse("non è un numero", &format!("scrivi il valore in cifre, per esempio {example}"))
            }
            // In another unit, or with a comparison: as it is written.
            None => Ok(words),
        },
        Forma::Giorno => match Giorno::parse(&words) {
            Some(day) => Ok(day.to_string()),
            None if matches!(Target::parse(&words).atteso, Atteso::Tempo(_)) => Ok(words),
            None => refuse("non è un giorno", "scrivi una data, per esempio 31/12/2027"),
        },
        Forma::Breve => breve(cell, &words),
        Forma::Testo => Ok(capoversi(typed, &cell.valore)),
    }
}

/// Refuses a number that may be a percentage, or its hundredth part: a cell that has lost its form holds 0,6 for 60 %.
fn parte_di_uno(words: &str) -> Result<(), (String, String)> {
    match Decimale::parse(words).filter(|value| value.0 > 0 && *value <= Decimale::UNO) {
        None => Ok(()),
        Some(value) => {
            let (told, whole) = (short(words), cifre(Decimale(value.0.saturating_mul(100))));
            Err((
                format!("«{told}» può essere una percentuale o una parte di uno"),
                format!("scrivi {whole} % se è quella la percentuale, o {told} % se è molto piccola"),
            ))
        }
    }
}

/// A value to reach is written as those of the other years: a bare number beside «≤ 10 giorni» says less than they do.
fn breve(cell: &Aperta, words: &str) -> Result<String, (String, String)> {
    if cell.unita == "%" {
        parte_di_uno(words)?;
    }
    if !matches!(cell.campo, Campo::Target(_)) || cell.come.is_empty() {
        return Ok(words.to_owned());
    }
    let (new, other) = (Target::parse(words).atteso, Target::parse(&cell.come));
    let bare = matches!(&new, Atteso::Numero { operatore: Operatore::Uguale, unita, .. } if unita.is_empty());
    match &other.atteso {
        Atteso::Numero { operatore, unita, valore, .. }
            if bare && (*operatore != Operatore::Uguale || !unita.is_empty()) =>
        {
            let as_other = cell.come.replacen(&cifre(*valore), words, 1);
            let cure = if as_other == cell.come { cell.come.clone() } else { as_other };
            Err((
                format!("«{}» non dice tutto: l’altro anno il piano dice «{}»", short(words), cell.come),
                format!("scrivi allo stesso modo, per esempio «{cure}»"),
            ))
        }
        _ => Ok(words.to_owned()),
    }
}

/// The choice that the words are, in whatever letters: its name, and its label.
fn scelta(words: &str, choices: &[(&'static str, &'static str)]) -> Option<(&'static str, &'static str)> {
    let words = flat(words);
    choices.iter().find(|(name, label)| flat(name) == words || flat(label) == words).copied()
}

/// The number of a percentage, to the hundredth.
fn percento(words: &str) -> Option<Decimale> {
    let number = words.trim().trim_end_matches('%').trim();
    Decimale::parse(number).filter(|value| value.0 % 100 == 0)
}

/// A number alone, or in that unit.
fn numero(words: &str, unit: &str) -> Option<Decimale> {
    Decimale::parse(words).or_else(|| match Target::parse(words).atteso {
        Atteso::Numero { operatore: Operatore::Uguale, valore, unita, .. } if stessa(&unita, unit) => Some(valore),
        _ => None,
    })
}

/// A number in figures, with no mark between thousands: after «3,2», «2.500» would be read in two ways.
fn cifre(value: Decimale) -> String {
    value.to_string().replace('.', "").replace('−', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(campo: Campo, forma: Forma) -> Aperta {
        let (valore, come, unita) = (String::new(), String::new(), String::new());
        Aperta { campo, valore, forma, dovuta: true, come, unita }
    }

    #[test]
    fn what_is_written_in_a_cell_is_said_as_the_plan_says_it() {
        let days = || Forma::Numero("giorni".to_owned());
        let outcomes = || Forma::Scelta(Esito::ALL.map(|esito| (esito.nome(), esito.label())).to_vec());
        for (campo, forma, words, said) in [
            (Campo::Esito, outcomes(), "Parzialmente raggiunto", Some("parzialmente-raggiunto")),
            (Campo::Esito, outcomes(), "parzialmente-raggiunto", Some("parzialmente-raggiunto")),
            (Campo::Esito, outcomes(), "quasi", None),
            (Campo::Percentuale, Forma::Percento, "60 %", Some("60")),
            (Campo::Percentuale, Forma::Percento, "57,25 %", Some("57,25")),
            (Campo::Percentuale, Forma::Percento, "0,6", None),
            (Campo::Percentuale, Forma::Percento, "1", None),
            (Campo::Percentuale, Forma::Percento, "0", Some("0")),
            (Campo::Percentuale, Forma::Percento, "0 %", Some("0")),
            (Campo::Percentuale, Forma::Percento, "0,85 %", None),
            (Campo::Percentuale, Forma::Percento, "1,5 %", Some("1,5")),
            (Campo::Percentuale, Forma::Percento, "150 %", None),
            (Campo::Rilevato, Forma::Percento, "150 %", Some("150 %")),
            (Campo::Rilevato, Forma::Percento, "0,85 %", None),
            (Campo::Percentuale, Forma::Percento, "6000 %", None),
            (Campo::Percentuale, Forma::Percento, "tutto", None),
            (Campo::Percentuale, Forma::Percento, "33,3333333333333 %", None),
            (Campo::Rilevato, Forma::Percento, "104,5 %", Some("104,5 %")),
            (Campo::Rilevato, Forma::Percento, "54", Some("54 %")),
            (Campo::Rilevato, days(), "12", Some("12 giorni")),
            (Campo::Rilevato, days(), "1250,5", Some("1250,5 giorni")),
            (Campo::Rilevato, days(), "1.234,50", Some("1.234,50 giorni")),
            (Campo::Rilevato, Forma::Numero(String::new()), "1.500", Some("1.500")),
            (Campo::Rilevato, Forma::Percento, "82,50 %", Some("82,50 %")),
            (Campo::Rilevato, Forma::Percento, "6350 %", None),
            (Campo::Rilevato, days(), ".", None),
            (Campo::Narrativa, Forma::Testo, "—", None),
            (Campo::Target(2028), Forma::Breve, "assente: non si sa", None),
            (Campo::Target(2028), Forma::Breve, "{ assente = \"boh\" }", None),
            (Campo::Target(2028), Forma::Breve, "DECIDERE", None),
            (Campo::Narrativa, Forma::Testo, "Assenteismo in calo.", Some("Assenteismo in calo.")),
            (Campo::Rilevato, days(), "12 giorni", Some("12 giorni")),
            (Campo::Rilevato, days(), "3 settimane", Some("3 settimane")),
            (Campo::Rilevato, days(), "boh", None),
            (Campo::Rilevato, Forma::Giorno, "31/12/2027", Some("31/12/2027")),
            (Campo::Rilevato, Forma::Giorno, "domani", None),
            (Campo::Narrativa, Forma::Testo, "uno\ndue\n- a\n- b", Some("uno  \ndue\n\n- a\n- b")),
            (Campo::Narrativa, Forma::Testo, "uno\n\ndue", Some("uno\n\ndue")),
        ] {
            assert_eq!(leggi(&cell(campo, forma), words).ok().as_deref(), said, "{words}");
        }
    }

    /// What a spreadsheet keeps of 0,85 and of 1,5 depends on how they were typed: the value to reach says which are likely.
    #[test]
    fn a_percentage_that_may_be_another_is_told() {
        for (come, words, taken) in [
            ("≥ 80 %", "85 %", true),
            ("≥ 80 %", "0,85 %", false),
            ("≥ 80 %", "1,5 %", true),
            ("≥ 80 %", "150 %", true),
            ("2 %", "1,5 %", true),
            ("2 %", "150 %", false),
            ("0,5 %", "0,4 %", true),
            ("0,5 %", "0,01 %", false),
            ("100 %", "104,5 %", true),
            ("100 %", "210 %", false),
        ] {
            let open = Aperta { come: come.to_owned(), ..cell(Campo::Rilevato, Forma::Percento) };
            let read = leggi(&open, words);
            assert_eq!(read.is_ok(), taken, "{come}: {words}: {read:?}");
        }
    }

    #[test]
    fn a_value_to_reach_says_as_much_as_those_of_the_other_years() {
        let like = |come: &str| Aperta { come: come.to_owned(), ..cell(Campo::Target(2028), Forma::Breve) };
        assert_eq!(leggi(&like("80 %"), "≥ 85 %"), Ok("≥ 85 %".to_owned()));
        let (what, cure) = leggi(&like("≤ 10 giorni"), "9").unwrap_err();
        assert!(what.contains("≤ 10 giorni") && cure.contains("«≤ 9 giorni»"), "{what}: {cure}");
        assert_eq!(leggi(&like("10"), "9"), Ok("9".to_owned()));
        let percent = Aperta { unita: "%".to_owned(), ..like("") };
        assert!(leggi(&percent, "0,6").is_err());
        assert_eq!(leggi(&percent, "≥ 60 %"), Ok("≥ 60 %".to_owned()));
    }

    #[test]
    fn what_a_cell_shows_is_read_again_as_the_same() {
        for (campo, forma, valore, shown) in [
            (Campo::Percentuale, Forma::Percento, "57,25", Mostra::Numero(0.5725)),
            (Campo::Rilevato, Forma::Numero("giorni".to_owned()), "1.250 giorni", Mostra::Numero(1250.0)),
            (Campo::Rilevato, Forma::Giorno, "31/12/2027", Mostra::Giorno(Giorno::parse("31/12/2027").unwrap())),
            (
                Campo::Esito,
                Forma::Scelta(vec![("non-raggiunto", "non raggiunto")]),
                "non-raggiunto",
                Mostra::Parole("non raggiunto".into()),
            ),
            (Campo::Percentuale, Forma::Percento, "quasi", Mostra::Parole("quasi".into())),
        ] {
            let cell = Aperta { valore: valore.to_owned(), ..cell(campo, forma) };
            assert_eq!(mostra(&cell), shown, "{valore}");
        }
    }
}
