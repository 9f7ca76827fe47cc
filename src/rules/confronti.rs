//! Comparisons that several rules make: of a record with nearly all the others in the plan, and of two words that may be one
//! word misspelt.

use super::Cx;
use crate::base::span::Spanned;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::pos::Pos;

/// How many records must have a thing before one without it is an exception.
pub(super) const ALTRI: usize = 5;

/// Whether the `senza` records out of `tutti` that lack a thing are exceptions: at least five others have it, and they are at
/// least eight in ten.
pub(super) fn eccezione(senza: usize, tutti: usize) -> bool {
    let con = tutti.saturating_sub(senza);
    senza > 0 && con >= ALTRI && con.saturating_mul(5) >= tutti.saturating_sub(1).saturating_mul(4)
}

/// The objectives that still count and were read whole.
pub(super) fn vivi<'a>(cx: &Cx<'a>) -> impl Iterator<Item = (Pos<Obiettivo>, &'a Spanned<Obiettivo>)> + use<'a> {
    vivi_scritti(cx).filter(|(_, obiettivo)| obiettivo.intero)
}

/// The objectives that still count, also those of which something could not be read.
pub(super) fn vivi_scritti<'a>(
    cx: &Cx<'a>,
) -> impl Iterator<Item = (Pos<Obiettivo>, &'a Spanned<Obiettivo>)> + use<'a> {
    cx.scritti().filter(|(_, obiettivo)| obiettivo.value.vivo())
}

/// The indicators of the objectives that still count, each read whole.
pub(super) fn indicatori<'a>(cx: &Cx<'a>) -> impl Iterator<Item = (&'a Obiettivo, &'a Spanned<Indicatore>)> + use<'a> {
    indicatori_scritti(cx).filter(|(_, indicatore)| indicatore.intero)
}

/// The indicators of the objectives that still count, also those of which something could not be read.
pub(super) fn indicatori_scritti<'a>(
    cx: &Cx<'a>,
) -> impl Iterator<Item = (&'a Obiettivo, &'a Spanned<Indicatore>)> + use<'a> {
    vivi_scritti(cx).flat_map(|(_, o)| o.value.indicatori.iter().map(|indicatore| (&o.value, indicatore)))
}

/// The members of `tutti` without a thing that nearly all the others have. Empty when the thing is not that common.
pub(super) fn abitudine<T>(tutti: impl IntoIterator<Item = T>, ha: impl Fn(&T) -> bool) -> Vec<T> {
    let (con, senza): (Vec<T>, Vec<T>) = tutti.into_iter().partition(|cosa| ha(cosa));
    if eccezione(senza.len(), con.len() + senza.len()) { senza } else { vec![] }
}

/// The objectives without a thing that nearly all the others have.
pub(super) fn senza<'a>(cx: &Cx<'a>, ha: impl Fn(&Obiettivo) -> bool) -> Vec<(Pos<Obiettivo>, &'a Spanned<Obiettivo>)> {
    let mut senza = abitudine(vivi_scritti(cx), |(_, o)| ha(&o.value));
    senza.retain(|(_, o)| o.intero);
    senza
}

/// `a, b, c e altri 12`: no more than five names.
pub(super) fn at_most_five(names: &[String]) -> String {
    match names.get(..5) {
        Some(first) if names.len() > 6 => format!("{} e altri {}", first.join(", "), names.len() - 5),
        _ => super::elenco(names),
    }
}

/// Whether two words differ only by a slip: by a letter or two, but not at the end, where words are inflected.
pub(super) fn is_slip(a: &str, b: &str) -> bool {
    const VOCALI: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
    let len = a.chars().count().min(b.chars().count());
    let max = a.chars().count().max(b.chars().count());
    if len < 4 || max > 40 || [a, b].iter().any(|word| word.contains(|c: char| c.is_ascii_digit())) {
        return false;
    }
    let stem = |word: &str| word.trim_end_matches(VOCALI).to_owned();
    stem(a) != stem(b) && strsim::damerau_levenshtein(a, b) <= if len < 8 { 1 } else { 2 }
}

/// The two spellings of the only word in which two names differ, when it is a slip. The names must have at least three words.
pub(super) fn nearly_equal<'w>(a: &'w [String], b: &'w [String]) -> Option<(&'w str, &'w str)> {
    if a.len() != b.len() || a.len() < 3 {
        return None;
    }
    let mut other = a.iter().zip(b).filter(|(a, b)| a != b);
    let (x, y) = other.next()?;
    (other.next().is_none() && is_slip(x, y)).then_some((x, y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_enough_others() {
        assert!(eccezione(1, 6) && eccezione(2, 10) && eccezione(1, 100));
        assert!(!eccezione(0, 10) && !eccezione(1, 5) && !eccezione(3, 10) && !eccezione(6, 6));
    }

    #[test]
    fn a_slip_is_no_inflection() {
        for (a, b) in [("altra", "alta"), ("ammnistrativo", "amministrativo"), ("oviedo", "ovieto")] {
            assert!(is_slip(a, b), "{a} {b}");
        }
        for (a, b) in
            [("servizio", "servizi"), ("sociale", "sociali"), ("2025", "2026"), ("di", "da"), ("alta", "nuova")]
        {
            assert!(!is_slip(a, b), "{a} {b}");
        }
        let words = crate::base::text::flat_words;
        assert!(
            nearly_equal(&words("Funzioni ad altra integrazione"), &words("FUNZIONI AD ALTA INTEGRAZIONE")).is_some()
        );
        assert!(nearly_equal(&words("Servizio CD"), &words("Servizio CED")).is_none());
    }
}
