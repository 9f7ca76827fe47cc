//! A value of a row in words, and what its change means.

use super::registri::{Riga, parola};
use super::{Scala, Senso, Verso};
use crate::base::giorno::Giorno;
use crate::conti::confronto::tondo;
use crate::lingua::numeri::lettere;
use crate::piano::element::misura::Decimale;
use serde_json::{Number, Value};

/// What is said where there is no value.
pub(super) const ASSENTE: &str = "–";

/// A number of JSON as a decimal. None when it has more digits than a plan writes.
pub(super) fn decimale(number: &Number) -> Option<Decimale> {
    let text = number.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if fraction.len() > 4 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let fraction: i64 = format!("{fraction:0<4}").parse().ok()?;
    Some(Decimale(sign * whole.parse::<i64>().ok()?.checked_mul(10_000)?.checked_add(fraction)?))
}

/// The decimal that stands in a column.
pub(super) fn numero(riga: &Riga, colonna: &str) -> Option<Decimale> {
    riga.get(colonna)?.as_number().and_then(decimale)
}

/// The day that stands in a column.
fn giorno(riga: &Riga, colonna: &str) -> Option<Giorno> {
    iso(riga.get(colonna)?.as_str()?)
}

/// A day in the form of the data, and in no other.
fn iso(text: &str) -> Option<Giorno> {
    let form = text.len() == 10
        && text.bytes().enumerate().all(|(n, b)| if n == 4 || n == 7 { b == b'-' } else { b.is_ascii_digit() });
    if form { Giorno::parse(text) } else { None }
}

/// The unit that the name of a column tells of its numbers, if it tells one.
fn unita_di(colonna: &str) -> &'static str {
    match colonna {
        name if name.ends_with("_percentuale") => "%",
        name if name.ends_with("_euro") => "euro",
        _ => "",
    }
}

/// Whether the numbers of a column are years, which have no point between their thousands and no difference worth saying.
fn di_anni(colonna: &str) -> bool {
    colonna == "anno" || colonna.ends_with("_anno")
}

/// A value that is no target and no time, in words.
pub(super) fn semplice(colonna: &str, value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => ASSENTE.to_owned(),
        Some(Value::String(words)) => iso(words).map_or_else(|| words.clone(), Giorno::lunga),
        Some(Value::Bool(yes)) => if *yes { "sì" } else { "no" }.to_owned(),
        Some(Value::Number(number)) if di_anni(colonna) => number.to_string(),
        Some(Value::Number(number)) => {
            let digits = decimale(number).map_or_else(|| number.to_string(), |number| number.to_string());
            match unita_di(colonna) {
                "" => digits,
                "euro" => format!("{digits} €"),
                unit => format!("{digits} {unit}"),
            }
        }
        Some(Value::Array(items)) => items.iter().map(|item| semplice("", Some(item))).collect::<Vec<_>>().join("; "),
        Some(Value::Object(fields)) => fields
            .iter()
            .map(|(name, item)| format!("{name}: {}", semplice(name, Some(item))))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

/// The unit of the numbers of a value: as it is printed after them.
fn unita(riga: &Riga, colonna: &str) -> String {
    parola(riga, &format!("{colonna}_unita")).unwrap_or_default()
}

/// The unit of two values that one number can compare. None for a range, for two units, and for a number without one that measures
/// nothing.
fn unita_comune(prima: &Riga, dopo: &Riga, colonna: &str, misura: bool) -> Option<String> {
    let range = [prima, dopo].iter().any(|riga| numero(riga, &format!("{colonna}_valore_massimo")).is_some());
    let unit = unita(dopo, colonna);
    (!range && unit == unita(prima, colonna) && (misura || !unit.is_empty())).then_some(unit)
}

/// A value to be reached, in the words of the plan: `almeno 60 %`, `€ 12,5 mila`. Only its signs are said, because a voice cannot read
/// them.
pub(super) fn valore(riga: &Riga, colonna: &str) -> String {
    let Some(written) = parola(riga, colonna) else { return ASSENTE.to_owned() };
    let signs = [
        (">=", "almeno "),
        ("<=", "al massimo "),
        ("≥", "almeno "),
        ("≤", "al massimo "),
        (">", "più di "),
        ("<", "meno di "),
    ];
    let words = signs.iter().fold(written, |words, (sign, said)| words.replace(sign, said));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The columns that say what the words of a value mean.
pub(super) const SENSI: [&str; 6] = ["confronto", "valore", "valore_massimo", "unita", "entro", "si_no"];

/// What a changed value means. `polarita`: where the better is, in the words of the plan, and empty where the two plans do not agree.
/// `misura`: whether both count in the same unit what has none of its own.
pub(super) fn senso_valore(prima: &Riga, dopo: &Riga, colonna: &str, polarita: Option<&str>, misura: bool) -> Senso {
    let part = |name: &str| format!("{colonna}_{name}");
    let read = |riga: &Riga| SENSI.map(|name| riga.get(&part(name)).filter(|value| !value.is_null()).cloned());
    let (before, after) = (read(prima), read(dopo));
    if before == after && before.iter().any(Option::is_some) && misura {
        let words = if giorno(prima, &part("entro")).is_some() {
            "lo stesso ultimo giorno, scritto diversamente"
        } else {
            "lo stesso valore, scritto diversamente"
        };
        return Senso::parole(words);
    }
    if let (Some(before), Some(after)) = (giorno(prima, &part("entro")), giorno(dopo, &part("entro"))) {
        return distanza(before, after);
    }
    let (Some(before), Some(after)) = (numero(prima, &part("valore")), numero(dopo, &part("valore"))) else {
        return comparsa(parola(prima, colonna).is_some(), parola(dopo, colonna).is_some());
    };
    let Some(unit) = unita_comune(prima, dopo, colonna, misura) else { return Senso::default() };
    let compared = |riga: &Riga| match parola(riga, &part("confronto")).as_deref() {
        Some("almeno" | "più di") => Some(true),
        Some("al massimo" | "meno di") => Some(false),
        _ => None,
    };
    // A least and a most are no two values of one scale.
    if matches!((compared(prima), compared(dopo)), (Some(before), Some(after)) if before != after) {
        return Senso::default();
    }
    // Whether more is better. The words of the value say it too: whoever reaches «almeno 75» has reached «almeno 60».
    let both = compared(prima).filter(|up| Some(*up) == compared(dopo));
    let declared = polarita.and_then(|words| match (words.contains("alto"), words.contains("basso")) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    });
    let up = match (polarita, declared, both) {
        (None, _, both) => both,
        (Some(_), Some(up), None) => Some(up).filter(|_| compared(prima).is_none() && compared(dopo).is_none()),
        (Some(_), Some(up), Some(both)) => Some(up).filter(|up| *up == both),
        (Some(_), None, _) => None,
    };
    let verso = match up {
        Some(up) if before != after => {
            Some(if (after > before) == up { Verso::PiuImpegnativo } else { Verso::MenoImpegnativo })
        }
        _ => None,
    };
    Senso { verso, parole: differenza(before, after, &unit) }
}

/// The two values on one line, where that is honest: two single numbers of one unit, from zero.
pub(super) fn scala(prima: &Riga, dopo: &Riga, colonna: &str, misura: bool) -> Option<Scala> {
    let unit = unita_comune(prima, dopo, colonna, misura)?;
    let value = |riga: &Riga| numero(riga, &format!("{colonna}_valore")).filter(|number| number.0 >= 0);
    let (before, after) = (value(prima)?, value(dopo)?);
    if before == after {
        return None;
    }
    let percento = unit.trim() == "%";
    let highest = before.max(after);
    let fine = if percento { highest.max(Decimale(100 * Decimale::UNO.0)) } else { tondo(highest) };
    Some(Scala { prima: before, dopo: after, fine, percento })
}

/// `15 giorni in più`, `5 punti in meno`; nothing between equal numbers.
pub(super) fn differenza(prima: Decimale, dopo: Decimale, unita: &str) -> String {
    let Some(change) = dopo.0.checked_sub(prima.0).filter(|change| *change != 0) else { return String::new() };
    let size = Decimale(change.saturating_abs());
    let one = size == Decimale::UNO;
    let unit = match unita {
        "%" if one => " punto",
        "%" => " punti",
        "euro" => " €",
        unit if one => match unit {
            "giorni" => " giorno",
            "mesi" => " mese",
            "ore" => " ora",
            "anni" => " anno",
            _ => "",
        },
        _ => "",
    };
    let unit = if unit.is_empty() && !unita.is_empty() { format!(" {unita}") } else { unit.to_owned() };
    format!("{size}{unit} in {}", if change > 0 { "più" } else { "meno" })
}

/// What the change of a value that is only in one of the plans means.
pub(super) fn comparsa(prima: bool, dopo: bool) -> Senso {
    match (prima, dopo) {
        (false, true) => Senso::parole("prima non c’era"),
        (true, false) => Senso::parole("non c’è più"),
        _ => Senso::default(),
    }
}

/// What the change of a time means. The columns are its words, its first day and its last.
pub(super) fn senso_tempo(prima: &Riga, dopo: &Riga, colonna: &str) -> Senso {
    let day = |riga, end: &str| giorno(riga, &format!("{colonna}_{end}"));
    match (day(prima, "al"), day(dopo, "al")) {
        (Some(before), Some(after)) if before != after => distanza(before, after),
        (Some(_), Some(_)) => match (day(prima, "dal"), day(dopo, "dal")) {
            (Some(before), Some(after)) if before != after => {
                Senso::parole(format!("comincia {}", distanza(before, after).parole))
            }
            _ => Senso::parole("gli stessi giorni, scritti diversamente"),
        },
        _ => comparsa(parola(prima, colonna).is_some(), parola(dopo, colonna).is_some()),
    }
}

/// What the change of a value that is no target and no time means.
pub(super) fn senso_semplice(colonna: &str, prima: Option<&Value>, dopo: Option<&Value>) -> Senso {
    let (Some(before), Some(after)) = (prima, dopo) else { return comparsa(prima.is_some(), dopo.is_some()) };
    match (before, after) {
        (Value::Null, after) => comparsa(false, !after.is_null()),
        (_, Value::Null) => comparsa(true, false),
        (Value::Number(before), Value::Number(after)) if !di_anni(colonna) => {
            match (decimale(before), decimale(after)) {
                (Some(before), Some(after)) => Senso::parole(differenza(before, after, unita_di(colonna))),
                _ => Senso::default(),
            }
        }
        (Value::String(before), Value::String(after)) => match (iso(before), iso(after)) {
            (Some(before), Some(after)) => distanza(before, after),
            _ => Senso::default(),
        },
        _ => Senso::default(),
    }
}

/// `nove mesi dopo`, `un giorno prima`.
fn distanza(prima: Giorno, dopo: Giorno) -> Senso {
    if prima == dopo {
        return Senso::parole("lo stesso giorno");
    }
    let (first, last, side) = if prima < dopo { (prima, dopo, "dopo") } else { (dopo, prima, "prima") };
    let end = |day: Giorno| day.0.last_of_month() == day.0;
    let months = i64::from(last.anno() - first.anno()) * 12 + i64::from(last.mese() - first.mese());
    let whole = first.giorno() == last.giorno() || end(first) && end(last);
    let days = first.0.until(last.0).map_or(0, |span| i64::from(span.get_days()));
    let (n, one, many) = match (whole && months > 0, months % 12) {
        (true, 0) => (months / 12, "anno", "anni"),
        (true, _) => (months, "mese", "mesi"),
        (false, _) => (days, "giorno", "giorni"),
    };
    // In words up to twenty, before a masculine noun.
    let said = match u64::try_from(n) {
        Ok(1) => "un".to_owned(),
        Ok(n @ 0..=20) => lettere(n),
        _ => n.to_string(),
    };
    let verso = if prima < dopo { Verso::Dopo } else { Verso::Prima };
    Senso { verso: Some(verso), parole: format!("{said} {} {side}", if n == 1 { one } else { many }) }
}
