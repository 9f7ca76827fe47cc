//! Finds deadlines and days in running prose. Only those after a preposition («entro», «dal») are taken, because a bare year
//! may be the date of a law or the number of an act. Some are missed, so that none is invented.

use super::elenco::completa;
use super::lettore::Lettore;
use super::momento::SETTIMANA;
use super::segni::{self, Segno};
use super::{Forma, Genere, Illeggibile, Lettura, Periodo, Quando, Tempo};
use std::ops::Range;

/// A time found in prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trovato {
    /// Its bytes in the text.
    pub dove: Range<usize>,
    /// The word that introduces it.
    pub come: Introdotto,
    /// What it says.
    pub tempo: Tempo,
}

/// How prose introduces a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Introdotto {
    /// "entro", "fino a": a deadline.
    Entro,
    /// "nel mese di", "a giugno", "tra il 15 e il 31": when it happens.
    Nel,
    /// "dal", "a partire da", "dal 5 al 16 maggio".
    Dal,
    /// "al": a deadline, or the day of a reading.
    Al,
}

/// The deadlines and the days said in a text, in order. Several rules ask it of the same texts, so what is found is remembered.
#[comemo::memoize]
#[must_use]
pub fn find(text: &str) -> Vec<Trovato> {
    let pezzi = segni::segni(text);
    let mut trovati = Vec::new();
    let mut pos = 0;
    while let Some(pezzo) = pezzi.get(pos) {
        let mut lettore = Lettore::new(text, &pezzi);
        lettore.pos = pos;
        pos += 1;
        let Segno::Parola(parola) = &pezzo.segno else { continue };
        let come = match parola.as_str() {
            "entro" | "fino" | "presumibilmente" => Introdotto::Entro,
            "al" => Introdotto::Al,
            "dal" | "dall" | "dalla" | "da" => Introdotto::Dal,
            "nel" | "nei" | "nella" | "nell" | "in" | "a" | "ad" | "durante" | "tra" | "fra" => Introdotto::Nel,
            _ => continue,
        };
        lettore.prosa = true;
        lettore.brevi = come == Introdotto::Entro;
        if let Some(fine) = read(&mut lettore, come, &mut trovati) {
            pos = fine;
        }
    }
    trovati
}

/// Words before the number of an act, or before the code of something that is no day.
const NUMERATI: [&str; 32] = [
    "n",
    "nr",
    "num",
    "numero",
    "prot",
    "protocollo",
    "rep",
    "art",
    "articolo",
    "capitolo",
    "cap",
    "classe",
    "cl",
    "class",
    "classifica",
    "titolario",
    "fascicolo",
    "fasc",
    "cpv",
    "lotto",
    "cig",
    "cup",
    "codice",
    "cod",
    "voce",
    "conto",
    "missione",
    "programma",
    "foglio",
    "mappale",
    "particella",
    "ateco",
];

/// The days of a text that no calendar has, whatever stands before them: `31/09/2017`, `30 febbraio`. Those without a year in
/// figures may be fractions or numbers of acts, and are left alone.
#[must_use]
pub fn impossibili(text: &str) -> Vec<(Range<usize>, Illeggibile)> {
    let pezzi = segni::segni(text);
    let mut out = Vec::new();
    for (pos, pezzo) in pezzi.iter().enumerate() {
        let (giorno, iso) = match pezzo.segno {
            Segno::Numero(giorno @ 0..=99, 1 | 2) => (giorno, false),
            // `2027-02-30`
            Segno::Numero(2000..=2099, 4) => (0, true),
            _ => continue,
        };
        let beside = |a: Option<&segni::Pezzo>, b: Option<&segni::Pezzo>| {
            a.zip(b).is_some_and(|(a, b)| a.dove.end == b.dove.start)
        };
        let before = pos.checked_sub(1).and_then(|n| pezzi.get(n));
        // A part of a longer number.
        if beside(before, Some(pezzo)) && before.is_some_and(|p| matches!(p.segno, Segno::Punto('/' | '.' | '-' | ',')))
        {
            continue;
        }
        let next = pezzi.get(pos + 1..).unwrap_or_default();
        let figures = match next {
            [a, b, c, d, rest @ ..] => {
                let whole = beside(Some(pezzo), Some(a)) && beside(Some(a), Some(b)) && beside(Some(c), Some(d));
                let longer = beside(Some(d), rest.first())
                    && rest.first().is_some_and(|p| matches!(p.segno, Segno::Punto('/') | Segno::Numero(..)) || iso && p.segno == Segno::Punto('-'))
                    // "31.2.2021.4" is a number of something else; a full stop ends a sentence.
                    || matches!(rest, [p, n, ..] if matches!((&p.segno, &n.segno), (Segno::Punto('.'), Segno::Numero(..)))
                        && beside(Some(d), Some(p)) && beside(Some(p), Some(n)));
                let sign = matches!(a.segno, Segno::Punto('/' | '.' | '-')) && a.segno == c.segno;
                // The number of an act, «prot. 31/04/2027», of a chapter, «capitolo 31.09.2025».
                let named = || {
                    let above = before.into_iter().chain(pos.checked_sub(2).and_then(|n| pezzi.get(n)));
                    above.into_iter().any(|p| matches!(&p.segno, Segno::Parola(w) if NUMERATI.contains(&w.as_str())))
                };
                let date = match (&b.segno, &d.segno) {
                    (Segno::Numero(1..=12, 2), Segno::Numero(1..=31, 2)) if iso => true,
                    _ if iso => false,
                    (Segno::Numero(1..=12, 1 | 2), Segno::Numero(_, 4)) if (1..=31).contains(&giorno) => !named(),
                    // Out of the calendar, or with a short year: with bars, and not the number of an act.
                    (Segno::Numero(_, 2), Segno::Numero(2000..=2099, 4))
                    | (Segno::Numero(1..=12, _), Segno::Numero(20..=39, 2)) => a.segno == Segno::Punto('/') && !named(),
                    _ => false,
                };
                whole && sign && date && !longer
            }
            _ => false,
        };
        let words = !iso
            && matches!(next.first(), Some(segni::Pezzo { segno: Segno::Parola(p), .. })
            if p.len() > 3 && segni::mese(p).is_some());
        if !figures && !words {
            continue;
        }
        let mut lettore = Lettore::new(text, &pezzi);
        lettore.pos = pos;
        lettore.prosa = true;
        // «giovedì 5 marzo 2027»
        lettore.settimana = before.and_then(|p| match &p.segno {
            Segno::Parola(parola) => SETTIMANA.iter().position(|giorno| giorno == parola),
            _ => None,
        });
        let read = lettore.momento();
        if let (Some(_), Some(errore)) = (read, lettore.errore.take())
            && matches!(errore.genere, Genere::Impossibile | Genere::GiornoDellaSettimana)
        {
            out.push((lettore.bytes(pos, lettore.pos), errore));
        }
    }
    out
}

/// Reads the times that follow one introduction, and says where they end.
fn read(lettore: &mut Lettore, come: Introdotto, trovati: &mut Vec<Trovato>) -> Option<usize> {
    let da = lettore.pos;
    let primo = lettore.periodo().filter(|p| ammesso(come, *p))?;
    // "a partire da"
    let come = if matches!(primo, Periodo::Da(_)) { Introdotto::Dal } else { come };
    let mut voci = vec![primo];
    let mut luoghi = vec![lettore.bytes(da, lettore.pos)];
    // "entro maggio … agosto … ottobre", "nei mesi di giugno e luglio"
    loop {
        let prima = lettore.pos;
        let altro = lettore.attempt(|l| {
            let segno = l.punto(&[',', '/', '…']).is_some();
            let e = l.parola(&["e", "ed", "o"]).is_some();
            let da = l.pos;
            let momento = l.momento().filter(|_| segno || e)?;
            if !matches!(momento.quando, Quando::Mese(_) | Quando::Giorno { .. }) {
                return None;
            }
            let voce = if come == Introdotto::Entro { Periodo::Entro(momento) } else { Periodo::In(momento) };
            Some((voce, l.bytes(da, l.pos)))
        });
        let Some((voce, luogo)) = altro else {
            lettore.pos = prima;
            break;
        };
        voci.push(voce);
        luoghi.push(luogo);
    }
    completa(&mut voci);
    let mut errore = lettore.errore.take();
    for (voce, dove) in voci.into_iter().zip(luoghi) {
        let parola = lettore.text.get(dove.clone()).unwrap_or_default().to_owned();
        let lettura = match errore.take() {
            Some(errore) => Err(errore),
            None => Ok(Lettura { impreciso: lettore.impreciso, ..Lettura::certa(Forma::Periodi(vec![voce])) }),
        };
        trovati.push(Trovato { dove, come, tempo: Tempo { parola, lettura } });
    }
    Some(lettore.pos)
}

/// Whether an introduction and what follows it make a time, and not the year of a fund or of a law.
fn ammesso(come: Introdotto, periodo: Periodo) -> bool {
    let (Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) | Periodo::Fra(m, _)) = periodo;
    match come {
        Introdotto::Entro => true,
        Introdotto::Al => matches!(m.quando, Quando::Giorno { .. }),
        Introdotto::Dal | Introdotto::Nel => {
            !matches!(m.quando, Quando::Anno | Quando::Anni(_) | Quando::AnnoScolastico)
        }
    }
}
