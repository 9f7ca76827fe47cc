//! Deadlines and days said in running prose. It is better to miss one than to invent one: only what a preposition introduces is
//! found, and bare years, dates of laws and numbers of acts are not.

use super::elenco::completa;
use super::lettore::Lettore;
use super::segni::{self, Segno};
use super::{Forma, Lettura, Periodo, Quando, Tempo};
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

/// The deadlines and the days said in a text, in order.
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
        Introdotto::Dal | Introdotto::Nel => !matches!(m.quando, Quando::Anno | Quando::AnnoScolastico),
    }
}
