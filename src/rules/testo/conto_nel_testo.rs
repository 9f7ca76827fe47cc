//! A calculation that is written out gives the result that is written beside it.

use crate::lingua::unita::moltiplicatore;
use crate::piano::element::misura::Decimale;
use crate::piano::element::target::Atteso;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::ops::Range;

pub static REGOLA: Regola = Regola::avviso("P0520", "conto-nel-testo", include_str!("conto_nel_testo.md"), check)
    .origine(&["SUM-IN-TEXT", "ESTIMATE-CALC", "ROUNDING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (testo, errore) in cx.nei_testi(sbagliati) {
        let Some(span) = testo.span(errore.dove) else { continue };
        out.push(
            REGOLA
                .at(span, format!("{} fa {}, non {}", errore.conto, errore.giusto, errore.scritto))
                .help(format!("scrivi {}, o correggi i numeri del conto", errore.giusto)),
        );
    }
    // An estimate whose steps are in the words of the indicator, and whose result is its expected value.
    for (_, obiettivo) in cx.scritti() {
        for i in obiettivo.value.indicatori.iter().map(|i| &i.value) {
            let formula = i.formula.as_ref().map(|f| f.numeratore.value.clone());
            let testi = cx.discorsi(i.testo).into_iter().map(|d: Discorso| d.parole).chain(formula);
            let conti: Vec<Conto> = testi.filter_map(|text| solo(&text)).collect();
            let [conto] = conti.as_slice() else { continue };
            for (_, target) in i.attesi() {
                let Atteso::Numero { valore, fino: None, .. } = &target.value.atteso else { continue };
                let decimals = target.value.parola.split_once(',').map_or(0, |(_, after)| {
                    u32::try_from(after.chars().take_while(char::is_ascii_digit).count()).unwrap_or(0)
                });
                if conto.valore.circa(Frazione::di(*valore), decimals) {
                    continue;
                }
                let right = conto.valore.scritta(decimals);
                out.push(
                    REGOLA
                        .at(
                            target.span,
                            format!("{} fa {right}, e il valore atteso è {}", conto.parole, target.value.parola),
                        )
                        .note(format!("il conto è nell’indicatore «{}»", cx.parole(i.testo)))
                        .help(format!("scrivi {right}, o correggi i numeri del conto")),
                );
            }
        }
    }
}

#[comemo::memoize]
fn sbagliati(gruppo: &Gruppo<Discorso>) -> Trovati<Errore> {
    gruppo.trova(|text| if text.bytes().filter(u8::is_ascii_digit).count() > 2 { errori(text) } else { vec![] })
}

/// The most numbers of a calculation.
const TERMINI: usize = 40;

/// A calculation with the wrong result.
#[derive(Debug, Clone, PartialEq)]
struct Errore {
    dove: Range<usize>,
    /// `15 × 75`
    conto: String,
    giusto: String,
    scritto: String,
}

/// A calculation without its result.
struct Conto {
    parole: String,
    valore: Frazione,
}

/// A number without rounding: numerator and denominator, the latter above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Frazione(i128, i128);

impl Frazione {
    fn di(n: Decimale) -> Self {
        Frazione(i128::from(n.0), 10_000).ridotta()
    }

    fn ridotta(self) -> Self {
        let (mut a, mut b) = (self.0.unsigned_abs(), self.1.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let by = i128::try_from(a.max(1)).unwrap_or(1);
        Frazione(self.0 / by, self.1 / by)
    }

    fn piu(self, other: Self, sign: i128) -> Option<Self> {
        let sum = self.0.checked_mul(other.1)?.checked_add(other.0.checked_mul(self.1)?.checked_mul(sign)?)?;
        Some(Frazione(sum, self.1.checked_mul(other.1)?).ridotta())
    }

    fn per(self, other: Self) -> Option<Self> {
        Some(Frazione(self.0.checked_mul(other.0)?, self.1.checked_mul(other.1)?).ridotta())
    }

    fn diviso(self, other: Self) -> Option<Self> {
        let other = if other.0 < 0 { Frazione(-other.1, -other.0) } else { Frazione(other.1, other.0) };
        if other.1 == 0 { None } else { self.per(other) }
    }

    /// Whether `written`, with so many decimals, is this number rounded: a half goes either way.
    fn circa(self, written: Self, decimals: u32) -> bool {
        let far = self.piu(written, -1).and_then(|d| {
            d.0.checked_abs()?.checked_mul(2)?.checked_mul(10i128.checked_pow(decimals)?).map(|n| (n, d.1))
        });
        // Numbers that are too large for the computation are not judged.
        far.is_none_or(|(n, d)| n <= d)
    }

    /// With so many decimals, or with two where it has more.
    fn scritta(self, decimals: u32) -> String {
        self.arrotondata(decimals.max(if self.1 == 1 { 0 } else { 2 }))
    }

    /// With at most so many decimals, halves up.
    fn arrotondata(self, decimals: u32) -> String {
        let scale = 10i128.pow(decimals.min(4));
        let twice = self.0.checked_mul(scale * 2).and_then(|n| n.checked_add(self.1)).zip(self.1.checked_mul(2));
        let whole = twice.map_or(0, |(n, d)| n.div_euclid(d));
        let tenths = whole.checked_mul(10_000 / scale).and_then(|n| i64::try_from(n).ok());
        tenths.map_or_else(String::new, |n| Decimale(n).to_string())
    }
}

/// A piece of a text, for who looks for calculations.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Segno<'t> {
    Numero(Decimale, u32),
    Operazione(char),
    Barra,
    Su,
    Uguale,
    Aperta,
    Chiusa,
    Percento,
    Euro,
    Virgola,
    Parola(&'t str),
    Altro,
}

/// The pieces of `text`, each with its bytes.
fn segni(text: &str) -> Vec<(Segno<'_>, Range<usize>)> {
    let mut out: Vec<(Segno<'_>, Range<usize>)> = Vec::new();
    let mut at = 0;
    let mut blank = true;
    while let Some(rest) = text.get(at..)
        && let Some(c) = rest.chars().next()
    {
        let size = c.len_utf8();
        if c.is_whitespace() {
            blank = true;
            at += size;
            continue;
        }
        let next = rest.get(size..).unwrap_or_default();
        let spaced = blank && next.starts_with(char::is_whitespace);
        let (sign, len) = match c {
            '0'..='9' => numero(rest),
            'x' | 'X' if volte(&out, next) => (Segno::Operazione('×'), size),
            _ if c.is_alphabetic() => {
                let len = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                let word = rest.get(..len).unwrap_or_default();
                (if word == "su" { Segno::Su } else { Segno::Parola(word) }, len)
            }
            '×' | '·' | '*' => (Segno::Operazione('×'), size),
            '÷' => (Segno::Operazione('÷'), size),
            '+' => (Segno::Operazione('+'), size),
            '-' if next.starts_with('>') => (Segno::Uguale, size + 1),
            '-' | '−' | '–' if spaced => (Segno::Operazione('−'), size),
            '=' | '→' | '⇒' => (Segno::Uguale, size),
            '/' => (Segno::Barra, size),
            '(' => (Segno::Aperta, size),
            ')' => (Segno::Chiusa, size),
            '%' => (Segno::Percento, size),
            '€' => (Segno::Euro, size),
            ',' => (Segno::Virgola, size),
            _ => (Segno::Altro, size),
        };
        out.push((sign, at..at + len));
        at += len;
        blank = false;
    }
    out
}

/// Whether an `x` stands between two numbers.
fn volte(before: &[(Segno<'_>, Range<usize>)], after: &str) -> bool {
    matches!(before.last(), Some((Segno::Numero(..) | Segno::Parola(_) | Segno::Euro | Segno::Percento, _)))
        && after.trim_start().trim_start_matches('€').trim_start().starts_with(|c: char| c.is_ascii_digit())
}

/// The number with which `text` begins, and its length.
fn numero(text: &str) -> (Segno<'static>, usize) {
    let mut len = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = matches!(c, '.' | ',') && chars.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        if !(c.is_ascii_digit() || inside) {
            break;
        }
        len = at + 1;
    }
    let word = text.get(..len).unwrap_or_default();
    let after = text.get(len..).unwrap_or_default();
    let mut letters = after.chars().take_while(|c| c.is_alphanumeric());
    let glued = match (letters.next(), letters.next()) {
        // `15x75`
        (Some('x' | 'X'), Some(c)) => !c.is_ascii_digit(),
        (Some('x' | 'X'), None) => false,
        (Some(_), _) => true,
        (None, _) => false,
    };
    // A number of a list or of an article, a code, an hour: `3.1.2`, `2025-2027`, `5a`, `8:30`.
    let code = glued
        || after.starts_with(['-', ':', '°', 'ª', '^'])
        || word.starts_with('0') && word.len() > 1 && !word.starts_with("0,");
    let decimals = word.split_once(',').map_or(0, |(_, d)| u32::try_from(d.len()).unwrap_or(9));
    // A point that is not of thousands is of a date or of a code.
    let italian = word.split(',').next().unwrap_or_default().split('.').skip(1).all(|g| g.len() == 3);
    let (times, more) = volte_tanto(after);
    let number = Decimale::parse(word).filter(|_| !code && italian);
    match number.and_then(|number| number.0.checked_mul(times)) {
        Some(number) => (Segno::Numero(Decimale(number), decimals), len + more),
        None => (Segno::Altro, len),
    }
}

/// How many times as much the number is that stands before `text`, and the length of the words that say it: ` mila`, ` M€`.
fn volte_tanto(text: &str) -> (i64, usize) {
    let rest = text.trim_start();
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (word, after) = rest.split_at_checked(end).unwrap_or_default();
    let times = match word {
        "k" | "K" if after.starts_with('€') => Some(1_000),
        "M" if after.starts_with('€') => Some(1_000_000),
        _ => moltiplicatore(word),
    };
    times.map_or((1, 0), |times| (times, text.len() - after.len()))
}

/// A cursor over the pieces of a text.
struct Testo<'t> {
    text: &'t str,
    segni: Vec<(Segno<'t>, Range<usize>)>,
}

/// A calculation as written: its value, and the piece after it.
struct Espressione {
    valore: Frazione,
    /// Whether it only adds and multiplies.
    somma: bool,
    /// Whether its parts are percentages, each rounded on its own.
    percentuali: usize,
    primo: Frazione,
    fine: usize,
}

impl<'t> Testo<'t> {
    fn of(text: &'t str) -> Self {
        Testo { text, segni: segni(text) }
    }

    fn get(&self, n: usize) -> Option<Segno<'t>> {
        self.segni.get(n).map(|(segno, _)| *segno)
    }

    fn numero(&self, n: usize) -> Option<(Frazione, u32)> {
        match self.get(n)? {
            Segno::Numero(number, decimals) => Some((Frazione::di(number), decimals)),
            _ => None,
        }
    }

    /// Past the unit of a number: the sign of money, or two words.
    fn unita(&self, mut n: usize) -> usize {
        for _ in 0..2 {
            match self.get(n) {
                Some(Segno::Euro | Segno::Parola(_)) => n += 1,
                _ => break,
            }
        }
        n
    }

    /// The unit of a number between two pieces: the words after it, or the sign of money before it.
    fn detta(&self, numero: usize, fine: usize) -> String {
        let euro = numero.checked_sub(1).is_some_and(|n| self.get(n) == Some(Segno::Euro));
        if euro { "€".to_owned() } else { self.words(numero + 1, fine).1.to_lowercase() }
    }

    /// Whether what begins here is the rest of something that an operation joins to a number before: «1 h € 70 - 6 ore × 30».
    fn resto(&self, n: usize) -> bool {
        let n = if n > 0 && self.get(n - 1) == Some(Segno::Euro) { n - 1 } else { n };
        let Some(op) = n.checked_sub(1).filter(|op| matches!(self.get(*op), Some(Segno::Operazione(_)))) else {
            return false;
        };
        let mut before = (op.saturating_sub(3)..op).rev();
        before
            .find(|n| !matches!(self.get(*n), Some(Segno::Euro | Segno::Parola(_) | Segno::Percento)))
            .is_some_and(|n| matches!(self.get(n), Some(Segno::Numero(..))))
    }

    fn euro(&self, n: usize) -> usize {
        if self.get(n) == Some(Segno::Euro) { n + 1 } else { n }
    }

    fn words(&self, from: usize, to: usize) -> (Range<usize>, &'t str) {
        let start = self.segni.get(from).map_or(0, |(_, r)| r.start);
        let end = to.checked_sub(1).and_then(|n| self.segni.get(n)).map_or(start, |(_, r)| r.end);
        (start..end, self.text.get(start..end).unwrap_or_default())
    }

    /// `1.200 + 5.455`, `15 giorni × 75 €`.
    fn espressione(&self, from: usize) -> Option<Espressione> {
        let (first, _) = self.numero(from)?;
        let percent = |n: usize| self.get(n) == Some(Segno::Percento);
        let mut at = from + 1;
        let mut percentuali = usize::from(percent(at));
        at = if percentuali > 0 { at + 1 } else { self.unita(at) };
        let mut unit = self.detta(from, at);
        let (mut total, mut term, mut sign) = (Frazione(0, 1), first, 1);
        let (mut count, mut sum) = (1, true);
        while let Some(Segno::Operazione(op)) = self.get(at) {
            let start = self.euro(at + 1);
            let Some((number, _)) = self.numero(start) else { break };
            let number = if percent(start + 1) && op == '×' { number.per(Frazione(1, 100))? } else { number };
            let next = if percent(start + 1) { start + 2 } else { self.unita(start + 1) };
            let this = self.detta(start, next);
            match op {
                '×' => term = term.per(number)?,
                '÷' => (term, sum) = (term.diviso(number)?, false),
                _ => {
                    // Hours and minutes are not added so.
                    let euro = |unit: &str| ["€", "euro", "eur"].contains(&unit);
                    let same = this == unit || euro(&this) && euro(&unit);
                    if !(this.is_empty() || unit.is_empty() || same) {
                        return None;
                    }
                    unit = if this.is_empty() { unit } else { this };
                    percentuali += usize::from(percent(start + 1));
                    total = total.piu(term, sign)?;
                    (term, sign, sum) = (number, if op == '+' { 1 } else { -1 }, sum && op == '+');
                }
            }
            count += 1;
            at = next;
            // Whoever adds so many numbers does it in a table.
            if count > TERMINI {
                return None;
            }
        }
        if count < 2 {
            return None;
        }
        Some(Espressione { valore: total.piu(term, sign)?, somma: sum, percentuali, primo: first, fine: at })
    }

    /// What is wrong when `written`, at the pieces `there`, is said of the calculation at the pieces `conto`.
    fn judge(&self, e: &Espressione, conto: (usize, usize), there: usize, whole: (usize, usize)) -> Option<Errore> {
        let (written, decimals) = self.numero(there)?;
        // «2,5 mila» is rounded to the hundreds.
        let words = self.segni.get(there).and_then(|(_, range)| self.text.get(range.start..)).unwrap_or_default();
        let times = volte_tanto(words.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c))).0;
        let part = Frazione(1, i128::from(times));
        if e.valore.per(part)?.circa(written.per(part)?, decimals) {
            return None;
        }
        // Shares that were rounded one by one may miss the hundred.
        let slack = Frazione(i128::try_from(e.percentuali).ok()?, 2);
        let far = e.valore.piu(written, -1)?;
        if e.percentuali > 1 && far.0.abs().checked_mul(slack.1)? <= slack.0.checked_mul(far.1)? {
            return None;
        }
        Some(Errore {
            dove: self.words(whole.0, whole.1).0,
            conto: self.words(conto.0, conto.1).1.trim().to_owned(),
            giusto: e.valore.scritta(decimals),
            scritto: self.words(there, there + 1).1.to_owned(),
        })
    }

    /// `a su b`, `a/b`: the share in hundredths, and the piece after it.
    fn rapporto(&self, from: usize) -> Option<(Frazione, usize)> {
        let (part, _) = self.numero(from)?;
        let after = self.unita(from + 1);
        let (at, slash) = match (self.get(from + 1), self.get(after)) {
            (Some(Segno::Barra), _) => (from + 2, true),
            (_, Some(Segno::Su)) => (after + 1, false),
            _ => return None,
        };
        let (all, _) = self.numero(at)?;
        // A day and a month.
        let date = slash && part.1 == 1 && all.1 == 1 && part.0 <= 31 && all.0 <= 12;
        // The number of an act and its year.
        let act = slash && all.1 == 1 && (1900..=2100).contains(&all.0);
        if date || act || self.get(at + 1) == Some(Segno::Barra) {
            return None;
        }
        Some((part.diviso(all)?.per(Frazione(100, 1))?, at + 1))
    }
}

/// The only calculation of a text that has no result.
fn solo(text: &str) -> Option<Conto> {
    let testo = Testo::of(text);
    if testo.segni.iter().any(|(s, _)| matches!(s, Segno::Uguale)) {
        return None;
    }
    let (from, e) = (0..testo.segni.len()).find_map(|n| Some((n, testo.espressione(n)?)))?;
    let more = (e.fine..testo.segni.len()).any(|n| matches!(testo.get(n), Some(Segno::Numero(..))));
    let before = (0..from).any(|n| matches!(testo.get(n), Some(Segno::Numero(..))));
    (!more && !before && e.somma)
        .then(|| Conto { parole: testo.words(from, e.fine).1.trim().to_owned(), valore: e.valore })
}

/// Every calculation of `text` whose result is another.
fn errori(text: &str) -> Vec<Errore> {
    let testo = Testo::of(text);
    let mut out: Vec<Errore> = Vec::new();
    let mut n = 0;
    while n < testo.segni.len() {
        let found = conto(&testo, n).or_else(|| fra_parentesi(&testo, n)).or_else(|| percentuale(&testo, n));
        match found {
            Some((error, end)) => {
                out.extend(error);
                n = end.max(n + 1);
            }
            None => n += 1,
        }
    }
    out
}

/// `15 × 75 = 1.100`, and `1.200 + 5.455, per un totale di 6.665`.
fn conto(testo: &Testo<'_>, n: usize) -> Option<(Option<Errore>, usize)> {
    if testo.resto(n) {
        return None;
    }
    let e = testo.espressione(n)?;
    let mut at = e.fine;
    if testo.get(at) == Some(Segno::Uguale) {
        at = testo.euro(at + 1);
    } else {
        let words = (at..at + 7).take_while(|n| matches!(testo.get(*n), Some(Segno::Parola(_) | Segno::Virgola)));
        let end = words.clone().last()? + 1;
        let total = words.filter_map(|n| match testo.get(n) {
            Some(Segno::Parola(word)) => Some(word.to_lowercase()),
            _ => None,
        });
        let total: Vec<String> = total.collect();
        let near = |word: &&String| ["circa", "quasi", "oltre", "almeno"].contains(&word.as_str());
        if !e.somma
            || total.iter().any(|w| near(&w))
            || !total.iter().any(|w| w == "totale" || w == "complessivi" || w == "tutto")
        {
            return None;
        }
        at = testo.euro(end);
    }
    testo.numero(at)?;
    Some((testo.judge(&e, (n, e.fine), at, (n, at + 1)), at + 1))
}

/// `6.665 (3.000 + 3.655)`
fn fra_parentesi(testo: &Testo<'_>, n: usize) -> Option<(Option<Errore>, usize)> {
    let (written, _) = testo.numero(n)?;
    let open = testo.unita(n + 1);
    if testo.get(open) != Some(Segno::Aperta) {
        return None;
    }
    let e = testo.espressione(open + 1)?;
    // «4 anni (4 + 4)»: a term that can be renewed.
    if testo.get(e.fine) != Some(Segno::Chiusa) || !e.somma || written == e.primo {
        return None;
    }
    Some((testo.judge(&e, (open + 1, e.fine), n, (n, e.fine + 1)), e.fine + 1))
}

/// `70/90 → 77 %`, `70 su 90 (77 %)`, `il 77 % (70 su 90)`.
fn percentuale(testo: &Testo<'_>, n: usize) -> Option<(Option<Errore>, usize)> {
    if testo.get(n + 1) == Some(Segno::Percento) && testo.get(n + 2) == Some(Segno::Aperta) {
        let (share, end) = testo.rapporto(n + 3)?;
        let close = testo.unita(end);
        if testo.get(close) != Some(Segno::Chiusa) {
            return None;
        }
        return Some((quota(testo, share, (n + 3, end), n, (n, close + 1)), close + 1));
    }
    let (share, end) = testo.rapporto(n)?;
    let mut at = testo.unita(end);
    let at_once = testo.get(end);
    let link = if matches!(at_once, Some(Segno::Uguale)) { at_once } else { testo.get(at) };
    match link {
        Some(Segno::Uguale) => at = if link == at_once { end + 1 } else { at + 1 },
        Some(Segno::Aperta) => at += 1,
        Some(Segno::Virgola) => at += 1,
        _ => at = end,
    }
    let mut pari = matches!(link, Some(Segno::Uguale | Segno::Aperta));
    while let Some(Segno::Parola(word)) = testo.get(at) {
        match word {
            "pari" | "cioè" | "ossia" | "ovvero" => pari = true,
            "al" | "all" | "allo" | "il" | "l" | "lo" | "a" | "allʼ" => {}
            _ => return None,
        }
        at += 1;
        // «all’80 %»
        if testo.segni.get(at).is_some_and(|(s, r)| {
            *s == Segno::Altro && testo.text.get(r.clone()).is_some_and(|t| matches!(t, "'" | "’"))
        }) {
            at += 1;
        }
    }
    testo.numero(at)?;
    let bracket = link == Some(Segno::Aperta) && testo.get(at + 2) != Some(Segno::Chiusa);
    if !pari || bracket || testo.get(at + 1) != Some(Segno::Percento) {
        return None;
    }
    Some((quota(testo, share, (n, end), at, (n, at + 2)), at + 2))
}

fn quota(
    testo: &Testo<'_>,
    share: Frazione,
    conto: (usize, usize),
    there: usize,
    whole: (usize, usize),
) -> Option<Errore> {
    let (written, decimals) = testo.numero(there)?;
    if share.circa(written, decimals) {
        return None;
    }
    Some(Errore {
        dove: testo.words(whole.0, whole.1).0,
        conto: testo.words(conto.0, conto.1).1.trim().to_owned(),
        giusto: format!("{} %", share.arrotondata(decimals)),
        scritto: format!("{} %", testo.words(there, there + 1).1),
    })
}

#[cfg(test)]
mod tests {
    use super::errori;

    fn wrong(text: &str) -> Vec<(String, String)> {
        errori(text).into_iter().map(|e| (e.conto, e.giusto)).collect()
    }

    #[test]
    fn wrong_results_are_found() {
        for (text, conto, giusto) in [
            ("15 × 75 = 1.100", "15 × 75", "1.125"),
            ("si stima 15 x 75 = 1.100 euro", "15 x 75", "1.125"),
            ("15x75=1.100", "15x75", "1.125"),
            ("1.200 + 5.455 = 6.665", "1.200 + 5.455", "6.655"),
            ("un totale di 6.665 (3.000 + 3.655)", "3.000 + 3.655", "6.655"),
            ("un totale di 6.665 domande (3.000 + 3.655)", "3.000 + 3.655", "6.655"),
            ("3.000 + 3.655, per un totale di 6.665", "3.000 + 3.655", "6.655"),
            ("70/90 → 77 %", "70/90", "78 %"),
            ("70/90 = 77%", "70/90", "78 %"),
            ("70 su 90 (77 %)", "70 su 90", "78 %"),
            ("70 pratiche su 90 (77 %)", "70 pratiche su 90", "78 %"),
            ("70 su 90, pari al 77 %", "70 su 90", "78 %"),
            ("70 su 90, pari all’80 %", "70 su 90", "78 %"),
            ("il 77 % (70 su 90)", "70 su 90", "78 %"),
            ("il 77,5 % (70 su 90 pratiche)", "70 su 90", "77,8 %"),
            ("€ 1.200,50 + € 300,25 = € 1.500,80", "1.200,50 + € 300,25", "1.500,75"),
            ("20 giorni × 3 ore = 50 ore", "20 giorni × 3 ore", "60"),
            ("100 - 30 = 60", "100 - 30", "70"),
            ("32 × 1,1 = 36", "32 × 1,1", "35,2"),
            ("1.000 × 5 % = 60", "1.000 × 5 %", "50"),
            ("€ 100 - € 30 = € 60", "100 - € 30", "70"),
            ("100 euro - € 30 = 60", "100 euro - € 30", "70"),
            ("Stima - 15 × 75 = 1.100", "15 × 75", "1.125"),
            ("1.000 + 2.000 = 4 mila", "1.000 + 2.000", "3.000"),
            ("1,5 mila + 2.000 = 3.600", "1,5 mila + 2.000", "3.500"),
        ] {
            assert_eq!(wrong(text), [(conto.to_owned(), giusto.to_owned())], "{text}");
        }
    }

    #[test]
    fn right_results_and_other_figures_are_left_alone() {
        for text in [
            "15 × 75 = 1.125",
            "294 × 1,05 = 309",
            "67 × 1,1 = 74",
            "3.000 + 3.655 = 6.655",
            "70/90 → 78 %",
            "70 su 90 (77,8 %)",
            "2 su 3 (67 %)",
            "2 su 3, pari al 66,67 %",
            "1 su 8 (12 %) e 1 su 8 (13 %)",
            "voto di almeno 7 su 10, entro dicembre",
            "7 su 10 (30 % donne)",
            "entro il 30/06 → 50 %",
            "il 50 % (30/06)",
            "nel triennio 2025-2027 = 3 anni",
            "contratto di 4 anni (4 + 4)",
            "dall’8 al 15 (lunedì + martedì)",
            "art. 3.1.2 + 5 = x",
            "33,3 % + 33,3 % + 33,3 % = 100 %",
            "1 ora + 30 minuti = 90 minuti",
            "M5C2 + 3",
            "8:30 - 12:30 = mattina",
            "10 − 3 = 7",
            "1.000 + 2.000 = 3 mila",
            "1.234 + 1.300 = 2,5 mila euro",
            "700.000 + 1.330.000 = 2,0 M€",
            "700.000 + 1.300.000 = 2 M€",
            "1 mila + 2.000 + 3.000 = 6.000",
            "2 × 3 × 4 = 24",
            "1 + 2 × 3 = 7",
            "totale circa 6.000 (2.950 e 3.010)",
            "n. 6/2025 = 24 %",
            // The dash divides two facts: it takes nothing away.
            "1 h € 70,00 - 6 ore x 30 dipendenti = € 12.600,00",
            "Docente 50 euro - 4 ore x 12 classi = 2.400 euro",
            "€ 90 – 3 incontri × 5 scuole = € 1.350",
        ] {
            assert!(wrong(text).is_empty(), "{text}: {:?}", wrong(text));
        }
    }

    #[test]
    fn any_text_is_read() {
        let nines = "9".repeat(15);
        let huge = format!("{nines} × {nines} × {nines} × {nines} = 1");
        for text in [
            "",
            "+",
            "1 +",
            "= 3",
            "1 + 1 =",
            "1/0 = 5 %",
            "1 ÷ 0 = 3",
            "(1 + 2",
            "5 (",
            "è × 3 = 2",
            "1,",
            "1. + 2. = 5",
            &huge,
        ] {
            let _ = wrong(text);
        }
        let long = "1 + ".repeat(5_000);
        let _ = wrong(&long);
    }
}
