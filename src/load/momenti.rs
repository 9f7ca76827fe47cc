//! One version out of sources that hold several: what is of a later moment is taken away before it is read, so that nothing after
//! this can print, count or check it.

use super::toml;
use crate::diag::Diagnostic;
use crate::diag::codes::P1031;
use crate::piano::settings::{Impostazioni, Momento, Scelta};
use crate::piano::{Piano, Sezione};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};

/// Takes out of `table` what is of a moment later than `fino`: the values under the name of the moment (`completamento = { consuntivo =
/// 90 }`) and the parts that say it (`[[obiettivo.misurazione]]` with `momento = "consuntivo"`). A field that is left without values goes.
pub(super) fn record(table: &mut DeTable<'_>, fino: Momento) {
    let mut emptied: Vec<String> = Vec::new();
    for (key, value) in table.iter_mut() {
        let empty = match value.get_mut() {
            DeValue::Table(inner) => {
                let full = !inner.is_empty();
                Momento::ALL.iter().filter(|momento| **momento > fino).for_each(|momento| {
                    inner.remove(momento.label());
                });
                record(inner, fino);
                full && inner.is_empty()
            }
            DeValue::Array(items) => {
                let full = !items.is_empty();
                toml::retain(items, |mut item| {
                    let DeValue::Table(inner) = item.get_mut() else { return Some(item) };
                    record(inner, fino);
                    (!di_dopo(inner, fino)).then_some(item)
                });
                full && items.is_empty()
            }
            _ => false,
        };
        if empty {
            emptied.push(key.get_ref().to_string());
        }
    }
    for key in emptied {
        table.remove(key.as_str());
    }
}

fn di_dopo(table: &DeTable<'_>, fino: Momento) -> bool {
    match table.get("momento").map(Spanned::get_ref) {
        Some(DeValue::String(word)) => {
            Momento::ALL.into_iter().any(|momento| momento.label() == *word && momento > fino)
        }
        _ => false,
    }
}

/// Takes away the sections that begin at a moment later than `fino`, with those below them.
pub(super) fn sezioni(all: &mut Vec<Sezione>, fino: Momento) {
    all.retain(|sezione| sezione.front.momento.is_none_or(|momento| momento.value <= fino));
    all.iter_mut().for_each(|sezione| sezioni(&mut sezione.children, fino));
}

/// Takes away the acts that only later versions cite.
pub(super) fn senza_atti(piano: &mut Piano) {
    let Some(set) = piano.impostazioni.as_ref().filter(|set| !set.seguito.atti.is_empty()) else { return };
    let later = |word: &Option<crate::base::span::Spanned<String>>| {
        word.as_ref().is_some_and(|word| set.seguito.atti.contains(&word.value.trim().to_lowercase()))
    };
    piano.elementi.atti.retain(|atto| !later(&atto.value.id));
}

/// The version that was asked for is not there.
pub(super) fn mancante(set: &Impostazioni) -> Diagnostic {
    let (message, lines) = match set.seguito.mancante {
        Some(Scelta::Versione(numero)) => (format!("il piano non ha una versione {numero}"), String::new()),
        Some(Scelta::Momento(momento)) => (
            format!("il piano non ha una versione di {}", momento.label()),
            format!(
                "in `piao.toml` scrivi in fondo:\n[[versione]]\nnumero = {}\nmomento = \"{}\"\ndata = \"GG/MM/AAAA\"\n",
                set.versioni.iter().map(|versione| versione.value.numero.value).max().unwrap_or(1) + 1,
                momento.label()
            ),
        ),
        None => return Diagnostic::global(P1031, "il piano non ha questa versione"),
    };
    let mut there: Vec<String> =
        set.versioni.iter().map(|v| format!("{} ({})", v.value.numero.value, v.value.che_cosa())).collect();
    there.dedup();
    let known = match there.as_slice() {
        [] => format!("il piano dice soltanto `momento = \"{}\"`, senza `[[versione]]`", set.momento.value.label()),
        all => format!("le versioni scritte in `piao.toml` sono: {}", all.join(", ")),
    };
    let problem = Diagnostic::global(P1031, message).note(known);
    if lines.is_empty() { problem.help("scegli una di quelle") } else { problem.help(lines) }
}
