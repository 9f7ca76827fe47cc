//! One indicator has one expected value in each year, wherever it is written.

use crate::base::span::Span;
use crate::base::text::flat;
use crate::lingua::unita::stessa;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::target::{Atteso, Target};
use crate::piano::element::unita::Unita;
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeMap;

pub static REGOLA: Regola =
    Regola::avviso("P0525", "fatto-doppio", include_str!("fatto_doppio.md"), check).origine(&["SAME-FACT-TWICE"]);

/// From how many words on an indicator says by itself what it measures. Shorter ones are repeated by many units, each for
/// itself.
const PROPRIO: usize = 8;

/// What two indicators must have in common to be the same one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Chi {
    /// The number of the indicator in the DUP.
    Dup(u32),
    /// Its words and its unit of measure; when the words are few, also the organisational unit that is responsible for it.
    Parole(String, String, Option<Pos<Unita>>),
}

/// Where a value was first met: the objective, the place, the value.
type Primo<'a> = (Pos<Obiettivo>, Span, &'a Target);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<(Chi, i16), Primo<'_>> = BTreeMap::new();
    for (n, obiettivo) in cx.scritti().filter(|(_, o)| o.value.vivo()) {
        let unit = obiettivo.value.unita_prima().and_then(|rif| cx.index.rif(rif));
        for indicatore in obiettivo.value.indicatori.iter().map(|i| &i.value) {
            let words: Vec<String> = cx.discorsi(indicatore.testo).iter().map(|d| flat(&d.parole)).collect();
            let words = words.join(" ");
            let size = indicatore.unita_misura.as_ref().map(|u| flat(&u.value)).unwrap_or_default();
            let short = words.split(' ').count() < PROPRIO;
            let named = words.split(' ').count() > 2 && (!short || unit.is_some());
            let names = indicatore.dup.map(Chi::Dup).into_iter();
            let names = names.chain(named.then_some(Chi::Parole(words, size, unit.filter(|_| short))));
            let names: Vec<Chi> = names.collect();
            for (anno, target) in indicatore.attesi() {
                if crate::rules::obiettivi::valore_atteso::vuoto(&target.value) {
                    continue;
                }
                let year = anno.unwrap_or(cx.anno);
                let mut told = false;
                for name in &names {
                    let key = (name.clone(), year);
                    let Some((other, there, theirs)) = first.get(&key) else {
                        first.insert(key, (n, target.span, &target.value));
                        continue;
                    };
                    if *other == n || told || uguali(theirs, &target.value) {
                        continue;
                    }
                    told = true;
                    let what = match name {
                        Chi::Dup(number) => format!("l’indicatore {number} del DUP"),
                        Chi::Parole(..) => format!("l’indicatore «{}»", cx.parole(indicatore.testo)),
                    };
                    out.push(
                        REGOLA
                            .at(target.span, format!("{what} ha due valori attesi per il {year}: «{}» e «{}»", theirs.parola, target.value.parola))
                            .label(format!("qui, in {}", cx.nome(n)))
                            .other(*there, format!("l’altro è in {}", cx.nome(*other)))
                            .help("scrivi lo stesso valore nei due obiettivi; se misurano cose diverse, dillo nel testo di uno dei due"),
                    );
                }
            }
        }
    }
}

/// Whether two targets ask for the same.
fn uguali(a: &Target, b: &Target) -> bool {
    match (&a.atteso, &b.atteso) {
        (
            Atteso::Numero { operatore, valore, fino, unita },
            Atteso::Numero { operatore: o, valore: v, fino: f, unita: u },
        ) => (operatore, valore, fino) == (o, v, f) && stessa(unita, u),
        (Atteso::SiNo(a), Atteso::SiNo(b)) => a == b,
        (Atteso::Tempo(a), Atteso::Tempo(b)) => match (&a.lettura, &b.lettura) {
            (Ok(a), Ok(b)) => a.forma == b.forma,
            _ => true,
        },
        _ => flat(&a.parola) == flat(&b.parola),
    }
}
