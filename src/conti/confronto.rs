//! Decides which values of an indicator can be compared, in a chart or with each other. When the plan leaves it in doubt there is
//! no chart, and the values stand only in the table, as the office wrote them.

use super::verso::{Verso, verso};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::{Forma, Tempo};
use crate::lingua::unita::{di_tempo, grado, simbolo, stessa};
use crate::piano::Piano;
use crate::piano::element::misura::{Decimale, Momento};
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura, Polarita, QuotaIndicatore, TipoFormula};
use crate::piano::element::target::{Atteso, Dubbio, Operatore, Target};

/// Values of one indicator that measure the same thing in the same unit, in the order of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scala {
    /// `%`, `giorni`; may be empty.
    pub unita: String,
    /// At least two.
    pub valori: Vec<Misurato>,
}

/// A value, and the moment of the indicator to which it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misurato {
    /// The moment.
    pub quando: Quando,
    /// The number.
    pub numero: Decimale,
    /// The number as the office wrote it.
    pub cifre: String,
}

/// The moments of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quando {
    /// The value from which the indicator starts, with its year where that is written.
    Base(Option<i16>),
    /// The value that it must reach, with its year where that is written.
    Target(Option<i16>),
    /// The value that was measured.
    Rilevato(Momento),
}

/// The values of an indicator that can stand on one axis. None unless it is certain that they are of one measure:
///
/// - a formula of change, or words that say one («Variazione percentuale degli utenti»), makes a percentage out of two values, so that the value from which it starts is on another scale;
/// - a value without a unit is of the unit of the indicator, or of no unit like all the others; only in a measure of quantity
///   it counts the things that its neighbour names;
/// - a percentage below zero is a change, and is not put beside a share;
/// - days, a yes, a range, a number that may be a year are no length.
#[must_use]
pub fn scala(indicatore: &Indicatore, testo: &str) -> Option<Scala> {
    let misura = indicatore.misura.as_ref().map(|misura| misura.value);
    if matches!(misura, Some(Misura::SiNo | Misura::Data)) {
        return None;
    }
    let change = indicatore.formula.as_ref().is_some_and(|formula| formula.tipo == Some(TipoFormula::Variazione));
    let base = indicatore.base.iter().filter(|_| !change).map(|base| (Quando::Base(base.anno), &base.valore));
    // Several values in one year measure different things.
    if indicatore.traguardo().is_some_and(|years| years.iter().any(|(_, targets)| targets.0.len() > 1)) {
        return None;
    }
    let target = indicatore.attesi().map(|(year, value)| (Quando::Target(year), value));
    let found = indicatore.rilevato.iter().flat_map(|found| found.iter());
    let found = found.map(|(momento, value)| (Quando::Rilevato(momento), value));
    let all: Vec<(Quando, &Spanned<Target>)> = base.chain(target).chain(found).collect();

    let declared = indicatore.unita_misura.as_ref().map(|unit| unit.value.trim());
    let mut units: Vec<&str> = Vec::new();
    let mut valori = Vec::with_capacity(all.len());
    for (quando, target) in all {
        // What may be a change says that the others may be of another measure.
        if target.value.dubbio == Some(Dubbio::Livello) {
            return None;
        }
        // A target in words or a day cannot be drawn and is skipped. The other targets can still be compared.
        let Atteso::Numero { operatore, valore, unita, .. } = &target.value.atteso else { continue };
        let year = unita.is_empty() && (19_000_000..21_000_000).contains(&valore.0);
        if *operatore == Operatore::Tra || year && declared.is_none() && misura != Some(Misura::Quantita) {
            return None;
        }
        units.push(unita);
        valori.push(Misurato { quando, numero: *valore, cifre: digits_of(&target.value, *valore) });
    }
    let written = units.iter().copied().find(|unit| !unit.is_empty());
    let bare = units.iter().any(|unit| unit.is_empty());
    let unita = match (written, declared) {
        (None, Some(declared)) => declared,
        // A change is written with the per cent sign. Without it, the number may be the value that was reached.
        (None, None) if change => return None,
        (None, None) if misura == Some(Misura::Percentuale) => "%",
        (None, None) => "",
        (Some(written), Some(declared)) if stessa(written, declared) => declared,
        // «da 40 a 130 aree»: the thing that is counted is named after one of the two values only.
        (Some(written), None) if !bare || misura == Some(Misura::Quantita) && names_a_thing(written) => written,
        (Some(_), _) => return None,
    };
    let percent = stessa(unita, "%");
    // Whether the percentages are of the change or of the value before it, words do not say.
    if percent && indicatore.base.is_some() && !change && di_variazione(testo) {
        return None;
    }
    let same = units.iter().all(|unit| unit.is_empty() || stessa(unit, unita));
    let fits = match misura {
        Some(Misura::Percentuale) => percent,
        Some(Misura::Quantita) => !percent,
        _ => true,
    };
    let signs = percent && valori.iter().any(|v| v.numero.0 < 0) && valori.iter().any(|v| v.numero.0 > 0);
    (valori.len() > 1 && same && fits && (!change || percent) && !signs)
        .then(|| Scala { unita: unita.to_owned(), valori })
}

/// Whether the words of an indicator say a change: «Incremento percentuale degli iscritti».
fn di_variazione(testo: &str) -> bool {
    const RADICI: [&str; 8] =
        ["variazion", "increment", "aument", "riduzion", "diminuzion", "scostament", "crescita", "decrement"];
    crate::base::text::flat_words(testo).iter().any(|word| RADICI.iter().any(|root| word.starts_with(root)))
}

/// The round number at which a scale that holds `number` ends: the lowest of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of
/// ten that is not below it. Zero and less give zero.
#[must_use]
pub fn tondo(number: Decimale) -> Decimale {
    if number.0 <= 0 {
        return Decimale(0);
    }
    let mut power: i128 = 10;
    loop {
        for tenths in [10, 12, 15, 20, 25, 30, 40, 50, 60, 80] {
            let round = power * tenths / 10;
            if round >= i128::from(number.0) {
                return Decimale(i64::try_from(round).unwrap_or(i64::MAX));
            }
        }
        power *= 10;
    }
}

/// Whether a unit is the name of what is counted, and not of money, of a share, of a time or of another measure.
fn names_a_thing(unit: &str) -> bool {
    unit.chars().all(|c| c.is_alphabetic() || c == ' ')
        && !unit.split_whitespace().any(|word| stessa(word, "€"))
        && !unit.split_whitespace().next().is_some_and(simbolo)
        && !stessa(unit, "%")
        && !di_tempo(unit)
        && !grado(unit)
}

/// Whether numbers of `indicatore` with these units of their own are certainly of one measure. A number without a unit, where the indicator
/// has none, counts the things that the other names.
#[must_use]
pub fn stessa_misura(indicatore: &Indicatore, a: &str, b: &str) -> bool {
    match (indicatore.unita_di(a), indicatore.unita_di(b)) {
        ("", named) | (named, "") => named.is_empty() || names_a_thing(named),
        (a, b) => stessa(a, b),
    }
}

/// Whether numbers with these units of their own can be put beside each other, as where an indicator starts and where it goes: of one measure,
/// and not one written with the sign of per cent and one without, which may count what the other is a share of.
#[must_use]
pub fn stessa_scala(indicatore: &Indicatore, a: &str, b: &str) -> bool {
    let bare = a.is_empty() != b.is_empty() && indicatore.unita_misura.is_none();
    stessa_misura(indicatore, a, b) && !(bare && (stessa(a, "%") || stessa(b, "%")))
}

/// The number of a target as it is printed: `≥ 2600 giorni` → `2.600`. One that a word multiplies is written whole: `12,5 mila` →
/// `12.500`.
fn digits_of(target: &Target, valore: Decimale) -> String {
    let digits = |c: char| c.is_ascii_digit() || ".,-−".contains(c);
    let words = target.to_string();
    let begins = words.find(|c: char| c.is_ascii_digit()).unwrap_or_default();
    let (before, rest) = words.split_at_checked(begins).unwrap_or_default();
    let sign: String = before.chars().rev().take_while(|c| ['-', '−'].contains(c)).collect();
    let number: String = rest.chars().take_while(|c| digits(*c)).collect();
    let number = format!("{sign}{}", number.trim_end_matches(['.', ',', '-', '−']));
    if Decimale::parse(&number) == Some(valore) { number } else { valore.to_string() }
}

/// How a measured value stands to its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Giudizio {
    /// The target is reached.
    Raggiunto,
    /// It is missed.
    Mancato,
    /// Both are numbers of one measure, but nothing says whether more is better or less: a `polarita` would.
    SenzaVerso,
    /// Both are numbers, in units that are not certainly the same: hours and days, a bare number and a share.
    AltraUnita,
    /// The two cannot be compared.
    Nessuno,
}

/// To whom a target belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parte {
    /// To the whole indicator.
    Tutto,
    /// To a unit or a body that has a share of it.
    Quota,
}

/// How `valore` stands to a target of `indicatore`. A time without a year is taken to be in `anno`.
#[must_use]
pub fn giudizio(
    piano: &Piano,
    (indicatore, parte): (&Indicatore, Parte),
    target: &Target,
    valore: &Target,
    anno: i16,
) -> Giudizio {
    let missed = match (&target.atteso, &valore.atteso) {
        (Atteso::Numero { operatore, valore: wanted, unita, .. }, Atteso::Numero { valore: got, unita: other, .. }) => {
            if !stessa_misura(indicatore, unita, other) {
                return Giudizio::AltraUnita;
            }
            let unit = if unita.is_empty() { other } else { unita };
            match (operatore, inteso(piano, (indicatore, parte), *operatore, (*wanted, unit))) {
                // How far from it still keeps it, nobody says.
                (_, Operatore::Uguale) if indicatore.polarita == Some(Polarita::Mantiene) => {
                    (got == wanted).then_some(false)
                }
                (_, Operatore::Uguale) => return Giudizio::SenzaVerso,
                (Operatore::Uguale, Operatore::AlMassimo) => Some(got > wanted),
                (Operatore::Uguale, _) => Some(got < wanted),
                _ => target.raggiunto(valore).map(|reached| !reached),
            }
        }
        (Atteso::SiNo(true), Atteso::SiNo(done)) => Some(!done),
        (Atteso::Tempo(by), Atteso::Tempo(when)) => {
            by.scadenza_nell_anno(anno).and_then(|by| in_ritardo(when, by, anno))
        }
        _ => None,
    };
    match missed {
        Some(true) => Giudizio::Mancato,
        Some(false) => Giudizio::Raggiunto,
        None => Giudizio::Nessuno,
    }
}

/// Whether what was done at `when` came after the day `by`: «giugno 2027» did not after its last day, and «entro maggio» may or may not
/// after the end of April.
fn in_ritardo(when: &Tempo, by: Giorno, anno: i16) -> Option<bool> {
    let stretches = when.lettura.as_ref().is_ok_and(|lettura| matches!(lettura.forma, Forma::Periodi(_)));
    let days = when.intervalli(anno);
    let [day] = days.as_slice() else { return None };
    if !stretches || !when.certo() {
        return None;
    }
    match (day.da, day.a) {
        (_, Some(last)) if last <= by => Some(false),
        (Some(first), _) if first > by => Some(true),
        _ => None,
    }
}

/// How a value is compared with a target of `indicatore`, in its judgement: as the words of the target say, else as the sense of the
/// indicator does. «Uguale» where nothing says whether more is better or less. None for what is no number.
#[must_use]
pub fn operatore(piano: &Piano, of: (&Indicatore, Parte), target: &Target) -> Option<Operatore> {
    match &target.atteso {
        Atteso::Numero { operatore, valore, unita, .. } => Some(inteso(piano, of, *operatore, (*valore, unita))),
        _ => None,
    }
}

fn inteso(
    piano: &Piano,
    (indicatore, parte): (&Indicatore, Parte),
    operatore: Operatore,
    (wanted, unita): (Decimale, &str),
) -> Operatore {
    match (operatore, indicatore.polarita) {
        (Operatore::Uguale, Some(Polarita::Aumenta)) => Operatore::Almeno,
        (Operatore::Uguale, Some(Polarita::Diminuisce)) => Operatore::AlMassimo,
        // The start is that of the whole: a share goes where the whole goes.
        (Operatore::Uguale, None) if parte == Parte::Quota && indicatore.target.is_some() => {
            let whole = indicatore.attesi().next();
            let goes = whole.and_then(|(_, target)| self::operatore(piano, (indicatore, Parte::Tutto), &target.value));
            match goes {
                Some(Operatore::Almeno | Operatore::PiuDi) => Operatore::Almeno,
                Some(Operatore::AlMassimo | Operatore::MenoDi) => Operatore::AlMassimo,
                Some(Operatore::Uguale | Operatore::Tra) | None => Operatore::Uguale,
            }
        }
        (Operatore::Uguale, None) if parte == Parte::Quota && indicatore.base.is_some() => Operatore::Uguale,
        (Operatore::Uguale, None) => match verso(piano, indicatore, wanted, unita) {
            Some(Verso::Alto) => Operatore::Almeno,
            Some(Verso::Basso) => Operatore::AlMassimo,
            None => Operatore::Uguale,
        },
        _ => operatore,
    }
}

/// What was to be reached, what was found, and how the one stands to the other.
pub type Confronto<'a> = (&'a Spanned<Target>, &'a Spanned<Target>, Giudizio);

/// The target of the year `anno`, the value found at its end, and how the one stands to the other. None where either is missing.
#[must_use]
pub fn dell_anno<'a>(piano: &Piano, indicatore: &'a Indicatore, anno: i16) -> Option<Confronto<'a>> {
    let found = indicatore.rilevato.as_ref()?.al(Momento::Consuntivo)?;
    let target = indicatore.atteso_nel(anno)?;
    Some((target, found, giudizio(piano, (indicatore, Parte::Tutto), &target.value, &found.value, anno)))
}

/// The target of a share of `indicatore`, the value found in it at the end of the year `anno`, and how the one stands to the other. None
/// where none was found.
#[must_use]
pub fn della_quota<'a>(
    piano: &Piano,
    indicatore: &'a Indicatore,
    quota: &'a QuotaIndicatore,
    anno: i16,
) -> Option<Confronto<'a>> {
    let found = quota.rilevato.as_ref()?.al(Momento::Consuntivo)?;
    Some((&quota.target, found, giudizio(piano, (indicatore, Parte::Quota), &quota.target.value, &found.value, anno)))
}

/// What was found at the end of the year `anno` beside what was to be reached: of the whole, then of each share, which is named.
pub fn tutti_dell_anno<'a>(
    piano: &Piano,
    indicatore: &'a Indicatore,
    anno: i16,
) -> impl Iterator<Item = (Option<&'a QuotaIndicatore>, Confronto<'a>)> {
    let whole = dell_anno(piano, indicatore, anno).map(|found| (None, found));
    let shares = indicatore.quote.iter().map(|quota| &quota.value);
    let shares = shares.filter_map(move |quota| Some((Some(quota), della_quota(piano, indicatore, quota, anno)?)));
    whole.into_iter().chain(shares)
}

/// Whether the value found at the end of the year `anno` misses the target of that year. None when nobody can tell: also where the whole
/// reached it and one of its shares did not.
#[must_use]
pub fn year_outcome(piano: &Piano, indicatore: &Indicatore, anno: i16) -> Option<bool> {
    let missed = |(_, (.., judged)): (_, Confronto<'_>)| judged == Giudizio::Mancato;
    match dell_anno(piano, indicatore, anno)?.2 {
        Giudizio::Raggiunto if tutti_dell_anno(piano, indicatore, anno).any(missed) => None,
        Giudizio::Raggiunto => Some(false),
        Giudizio::Mancato => Some(true),
        Giudizio::SenzaVerso | Giudizio::AltraUnita | Giudizio::Nessuno => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PIAO: &str = "tipo = \"piao\"\ntriennio = \"2025-2027\"\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
        data = \"31/01/2025\"\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\n";

    fn plan(testo: &str, toml: &str) -> Piano {
        let source = format!("[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.indicatore]]\ntesto = \"{testo}\"\n{toml}\n");
        let sources = crate::source::Sources::memory(&[("piao.toml", PIAO), ("dati/o.toml", &source)]);
        crate::load::load(&sources, None, &mut crate::diag::Diagnostics::default())
    }

    fn of(toml: &str) -> Indicatore {
        plan("Prova", toml).elementi.obiettivi.remove(0).value.indicatori.remove(0).value
    }

    /// Whether an indicator misses its target of 2025.
    fn outcome(testo: &str, toml: &str) -> Option<bool> {
        let piano = plan(testo, toml);
        let indicatore = &piano.elementi.obiettivi.first().unwrap().value.indicatori.first().unwrap().value;
        year_outcome(&piano, indicatore, 2025)
    }

    fn scale(toml: &str) -> Option<(String, Vec<String>)> {
        scala(&of(toml), "Prova").map(|scala| (scala.unita, scala.valori.into_iter().map(|v| v.cifre).collect()))
    }

    #[test]
    fn values_of_one_measure_stand_on_one_axis() {
        for (toml, unit, values) in [
            ("base = { anno = 2023, valore = \"84 %\" }\ntarget = \"≥ 92 %\"", "%", &["84", "92"][..]),
            ("misura = \"percentuale\"\nbase = { valore = \"10\" }\ntarget = \"30\"", "%", &["10", "30"]),
            (
                "unita_misura = \"giorni\"\nbase = { valore = \"45\" }\ntarget = \"≤ 30 giorni\"",
                "giorni",
                &["45", "30"],
            ),
            (
                "target = { 2025 = \"2.600\", 2026 = \"2.700\" }\nrilevato = { consuntivo = \"2523\" }\nmisura = \"quantita\"",
                "",
                &["2.600", "2.700", "2.523"],
            ),
            (
                "formula = { numeratore = \"utenti\", tipo = \"variazione\" }\nbase = { valore = \"10\" }\ntarget = \"30 %\"\nrilevato = { consuntivo = \"12 %\" }",
                "%",
                &["30", "12"],
            ),
            ("misura = \"quantita\"\nbase = { valore = \"40\" }\ntarget = \"≥ 130 aree\"", "aree", &["40", "130"]),
            ("misura = \"quantita\"\nbase = { valore = \"1950\" }\ntarget = \"2026\"", "", &["1.950", "2026"]),
        ] {
            let values = values.iter().map(|v| (*v).to_owned()).collect();
            assert_eq!(scale(toml), Some((unit.to_owned(), values)), "{toml}");
        }
    }

    #[test]
    fn words_of_change_give_no_axis() {
        let shares = of("misura = \"percentuale\"\nbase = { valore = \"40\" }\ntarget = \"15\"");
        assert!(scala(&shares, "Quota degli utenti soddisfatti").is_some());
        assert!(scala(&shares, "Variazione percentuale degli utenti rispetto al 2023").is_none());
        let days = of("unita_misura = \"giorni\"\nbase = { valore = \"40\" }\ntarget = \"15\"");
        assert!(scala(&days, "Riduzione dei tempi di risposta").is_some());
    }

    #[test]
    fn values_of_different_measures_have_no_axis() {
        for toml in [
            // +30 % from 10 is 13, not 30.
            "misura = \"percentuale\"\nformula = { numeratore = \"utenti\", tipo = \"variazione\" }\nbase = { anno = 2023, valore = \"10\" }\ntarget = \"30\"",
            "misura = \"percentuale\"\nformula = { numeratore = \"utenti\", tipo = \"variazione\" }\nbase = { valore = \"10\" }\ntarget = \"30\"\nrilevato = { consuntivo = \"13\" }",
            "base = { valore = \"51.008,28 €\" }\ntarget = \"10\"",
            "unita_misura = \"€\"\nbase = { valore = \"51.008,28 €\" }\ntarget = \"10 %\"",
            "misura = \"percentuale\"\nbase = { valore = \"51.008,28 €\" }\ntarget = \"−10\"",
            "base = { valore = \"5\" }\ntarget = \"100 %\"",
            "misura = \"percentuale\"\nbase = { valore = \"5 iniziative\" }\ntarget = \"100\"",
            "misura = \"percentuale\"\nbase = { valore = \"5\" }\ntarget = \"100 %\"",
            "base = { valore = \"12\" }\ntarget = \"15 giorni\"",
            "base = { valore = \"3 ore\" }\ntarget = \"15 minuti\"",
            "base = { valore = \"40 %\" }\ntarget = \"−10 %\"",
            "base = { valore = \"120\" }\ntarget = \"tra 130 e 145\"",
            "base = { valore = \"2024\" }\ntarget = \"2026\"",
            "misura = \"quantita\"\nbase = { valore = \"51.008,28 €\" }\ntarget = \"10\"",
            "misura = \"si-no\"\nbase = { valore = \"0\" }\ntarget = \"1\"",
            "misura = \"quantita\"\nbase = { valore = \"10 %\" }\ntarget = \"20 %\"",
            "target = \"30\"",
        ] {
            assert_eq!(scale(toml), None, "{toml}");
        }
    }

    #[test]
    fn a_scale_ends_at_a_round_number() {
        let round = |text: &str| tondo(Decimale::parse(text).unwrap()).to_string();
        for (number, end) in [
            ("2.523", "3.000"),
            ("2.500", "2.500"),
            ("101", "120"),
            ("7", "8"),
            ("0,35", "0,4"),
            ("9", "10"),
            ("0", "0"),
        ] {
            assert_eq!(round(number), end, "{number}");
        }
        assert_eq!(tondo(Decimale(i64::MAX)).0, i64::MAX);
    }

    #[test]
    fn a_closed_year_that_misses_its_target_is_known() {
        let missed = |toml: &str| outcome("Prova", toml) == Some(true);
        assert!(missed("polarita = \"aumenta\"\ntarget = { 2025 = \"2600\" }\nrilevato = { consuntivo = \"2523\" }"));
        assert!(missed("polarita = \"diminuisce\"\ntarget = \"30\"\nrilevato = { consuntivo = \"31\" }"));
        assert!(!missed("target = { 2025 = \"2600\" }\nrilevato = { consuntivo = \"2600\" }"));
        assert!(!missed("target = { 2025 = \"2600\" }\nrilevato = { monitoraggio = \"1300\" }"));
        assert!(!missed("target = { 2026 = \"2600\" }\nrilevato = { consuntivo = \"2523\" }"));
        assert!(!missed("target = \"90 %\"\nrilevato = { consuntivo = \"12\" }"));
        // Without a sign and a direction, a target below the start may be one to go down to.
        assert!(missed(
            "base = { valore = \"30 giorni\" }\ntarget = \"45 giorni\"\nrilevato = { consuntivo = \"40 giorni\" }"
        ));
        for uncertain in [
            "base = { valore = \"60 giorni\" }\ntarget = \"45 giorni\"\nrilevato = { consuntivo = \"40 giorni\" }",
            "base = { valore = \"45 giorni\" }\ntarget = \"45 giorni\"\nrilevato = { consuntivo = \"40 giorni\" }",
            "target = \"-10 %\"\nrilevato = { consuntivo = \"-15 %\" }",
            "target = \"0.250\"\nrilevato = { consuntivo = \"0,2\" }",
            "target = \"10/12\"\nrilevato = { consuntivo = \"9/12\" }",
        ] {
            assert!(!missed(uncertain), "{uncertain}");
        }
    }
    #[test]
    fn a_term_is_met_before_it_and_a_length_alone_tells_no_direction() {
        let value =
            |target: &str, found: &str| format!("target = \"{target}\"\nrilevato = {{ consuntivo = \"{found}\" }}\n");
        let term = |target: &str, found: &str| {
            outcome("Prova", &format!("misura = \"tempestivita\"\n{}", value(target, found)))
        };
        assert_eq!([term("60 giorni", "12 giorni"), term("60 giorni", "61 giorni")], [Some(false), Some(true)]);
        assert_eq!([term("4 ore", "4 h"), term("-5 giorni", "-2 giorni")], [Some(false), Some(true)]);
        // A share of what was done in time, and a number of nobody knows what.
        assert_eq!(term("95 %", "97 %"), None);
        let declared = format!("misura = \"tempestivita\"\nunita_misura = \"gg\"\n{}", value("20", "31"));
        assert_eq!(outcome("Prova", &declared), Some(true));
        let grows = format!(
            "misura = \"tempestivita\"\nbase = {{ valore = \"10 giorni\" }}\n{}",
            value("20 giorni", "15 giorni")
        );
        assert_eq!(outcome("Prova", &grows), None);
        let falls = format!(
            "misura = \"tempestivita\"\nbase = {{ valore = \"50 giorni\" }}\n{}",
            value("20 giorni", "25 giorni")
        );
        assert_eq!(outcome("Prova", &falls), Some(true));
        // Without the measure, a length may be one to reach or one to stay below.
        for testo in ["Ore di apertura", "Prova"] {
            assert_eq!(outcome(testo, &value("36 ore", "30 ore")), None, "{testo}");
        }
        let up = format!("polarita = \"aumenta\"\n{}", value("36 ore", "30 ore"));
        assert_eq!(outcome("Ore di apertura", &up), Some(true));
        assert_eq!(outcome("Ore di apertura", &value("≥ 36 ore", "40 ore")), Some(false));
        // Two units of one length tell no direction.
        let months = format!("base = {{ valore = \"2 mesi\" }}\n{}", value("30 giorni", "25 giorni"));
        assert_eq!(outcome("Prova", &months), None);
    }

    #[test]
    fn values_in_different_units_are_not_judged() {
        let of = |unita: &str, target: &str, found: &str| {
            let unit = if unita.is_empty() { String::new() } else { format!("unita_misura = \"{unita}\"\n") };
            let values = format!("target = \"{target}\"\nrilevato = {{ consuntivo = \"{found}\" }}\n");
            outcome("Prova", &format!("polarita = \"aumenta\"\n{unit}{values}"))
        };
        for (unita, target, found) in [
            ("giorni", "30", "2 mesi"),
            ("giorni", "30", "720 ore"),
            ("giorni lavorativi", "30", "30 giorni"),
            ("km", "2", "800 m"),
            ("migliaia di euro", "400", "390.000 €"),
            ("corsi", "3", "60 ore"),
            ("%", "80", "81 punti"),
            ("", "2 mesi", "45"),
            ("", "12.000 €", "11500"),
            ("", "95", "98 %"),
        ] {
            assert_eq!(of(unita, target, found), None, "{unita} {target} {found}");
        }
        for (unita, target, found) in [
            ("gg", "30", "31 giorni"),
            ("ore", "≥ 1 ora", "2 h"),
            ("n.", "3 corsi", "4"),
            ("", "≥ 2.600 utenti", "2601"),
            ("%", "80", "81"),
        ] {
            assert_eq!(of(unita, target, found), Some(false), "{unita} {target} {found}");
        }
    }

    #[test]
    fn a_share_goes_where_the_whole_goes() {
        let text = "base = { valore = \"80\" }\ntarget = \"100\"\nquota = [{ per = \"A\", target = \"50\", rilevato = { consuntivo = \"60\" } }, { per = \"B\", target = \"50\", rilevato = { consuntivo = \"30\" } }]";
        let piano = plan("Utenti", text);
        let indicatore = &piano.elementi.obiettivi.first().unwrap().value.indicatori.first().unwrap().value;
        let found = indicatore.quote.iter().map(|quota| della_quota(&piano, indicatore, &quota.value, 2025));
        let found = found.map(|found| found.map(|(.., judged)| judged));
        assert_eq!(found.collect::<Vec<_>>(), [Some(Giudizio::Raggiunto), Some(Giudizio::Mancato)]);
    }

    #[test]
    fn a_bare_number_of_things_of_which_less_is_better_is_not_judged() {
        let value = "target = \"40\"\nrilevato = { consuntivo = \"25\" }\n";
        for testo in
            ["Numero di reclami ricevuti", "Tempo medio di rilascio", "N. ritardi", "Costo del servizio", "Arretrato"]
        {
            assert_eq!(outcome(testo, value), None, "{testo}");
            assert_eq!(outcome(testo, &format!("polarita = \"diminuisce\"\n{value}")), Some(false), "{testo}");
        }
        // Nor one of which nothing says that more is better.
        for testo in [
            "Pratiche arretrate",
            "I60 Tempo medio di attesa",
            "Utenti in lista di attesa",
            "Posti vacanti",
            "Straordinari effettuati",
            "Grado di raggiungimento del limite di spesa",
            "Indice di tempestività dei pagamenti",
            "Riduzione dei reclami",
            "Utenti",
        ] {
            assert_eq!(outcome(testo, value), None, "{testo}");
        }
        for testo in ["Grado di attuazione", "N. incontri svolti", "Dipendenti formati", "Stato di avanzamento"] {
            assert_eq!(outcome(testo, value), Some(true), "{testo}");
        }
        // More than at the start, of what is better when there is less, may be all that is allowed.
        let above = format!("base = {{ valore = \"30\" }}\n{value}");
        assert_eq!([outcome("Iscritti", &above), outcome("Pratiche arretrate", &above)], [Some(true), None]);
    }

    #[test]
    fn the_whole_of_a_share_is_no_limit() {
        let whole = "target = \"100 %\"\nrilevato = { consuntivo = \"90 %\" }\n";
        assert_eq!(outcome("Percentuale di pratiche concluse", whole), Some(true));
        for testo in ["Percentuale di pratiche inevase", "Percentuale di carta rispetto al 2024", "Pratiche"] {
            assert_eq!(outcome(testo, whole), None, "{testo}");
        }
    }

    #[test]
    fn what_is_kept_is_equal_and_a_stretch_is_judged_by_its_ends() {
        let kept = |found: &str| {
            outcome(
                "Sedi",
                &format!("polarita = \"mantiene\"\ntarget = \"5\"\nrilevato = {{ consuntivo = \"{found}\" }}"),
            )
        };
        assert_eq!([kept("5"), kept("6")], [Some(false), None]);
        let done = |by: &str, when: &str| {
            outcome("Prova", &format!("target = \"{by}\"\nrilevato = {{ consuntivo = \"{when}\" }}"))
        };
        assert_eq!(done("30/06/2025", "giugno 2025"), Some(false));
        assert_eq!(done("30/06/2025", "luglio 2025"), Some(true));
        assert_eq!([done("15/06/2025", "giugno 2025"), done("entro aprile", "entro maggio")], [None, None]);
    }
}
