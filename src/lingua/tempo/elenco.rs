//! Lists of stretches: "5 e 6 novembre 2024", "13 o 20 giugno", "APRILE/AGOSTO/DICEMBRE", "Settembre 2024 (17-18, 24-25)".

use super::errori::{Dubbio, Illeggibile};
use super::lettore::Lettore;
use super::segni::Segno;
use super::{Momento, Periodo, Quando};
use std::ops::Range;

/// Stretches, and what stands between them.
#[derive(Default)]
pub(super) struct Elenco {
    pub(super) voci: Vec<Periodo>,
    /// "o": one of them.
    pub(super) scelta: bool,
    /// The bytes of the last "/", which leaves open whether two are the ends of one.
    aperto: Option<Range<usize>>,
}

impl Lettore<'_> {
    /// Stretches with something between them.
    pub(super) fn elenco(&mut self) -> Option<Elenco> {
        let mut elenco = Elenco::default();
        let mut da = self.pos;
        let mut letta = Some(self.periodo()?);
        loop {
            if let Some(voce) = letta.take() {
                self.add(&mut elenco, voce, da);
            }
            let prima = self.pos;
            let segno = self.separatore();
            let inizio = self.pos;
            let Some(seguente) = self.periodo() else {
                self.pos = prima;
                break;
            };
            match segno {
                Some("/") => elenco.aperto = Some(self.bytes(prima, inizio)),
                Some("o") => elenco.scelta = true,
                Some(_) => {}
                None => match (elenco.voci.as_slice(), seguente) {
                    // "GENNAIO APRILE"
                    ([Periodo::In(a)], Periodo::In(b)) if soli_mesi(*a, b) && a.posto() < b.posto() => {
                        let spazio = self.bytes(da, prima).end;
                        elenco.aperto = Some(spazio..spazio);
                    }
                    ([Periodo::In(a)], Periodo::In(b)) => {
                        let simili = std::mem::discriminant(&a.quando) == std::mem::discriminant(&b.quando);
                        let (prima, dopo) = (self.slice(da, prima), self.slice(inizio, self.pos));
                        self.errore(Illeggibile::due_valori(prima, dopo, simili));
                    }
                    _ => {
                        self.pos = prima;
                        break;
                    }
                },
            }
            da = inizio;
            let virgola = self.pezzi.get(prima).is_some_and(|p| p.segno == Segno::Punto(','));
            if segno != Some("/") && dell_anno(&mut elenco.voci, seguente, virgola) {
                continue;
            }
            // "entro aprile/luglio": two deadlines.
            letta = Some(match (elenco.voci.last(), seguente) {
                (Some(Periodo::Entro(_)), Periodo::In(m)) => Periodo::Entro(m),
                _ => seguente,
            });
        }
        self.close(&mut elenco);
        Some(elenco)
    }

    /// What stands between two stretches: "/", "o", or anything that joins.
    fn separatore(&mut self) -> Option<&'static str> {
        if self.parola(&["o", "oppure", "ovvero"]).is_some() {
            return Some("o");
        }
        if self.punto(&['/']).is_some() {
            return Some("/");
        }
        let virgola = self.punto(&[',', ';', '+', '&', '…']).is_some();
        let e = self.parola(&["e", "ed"]).is_some();
        (virgola || e).then_some("e")
    }

    /// Adds a stretch; a month with its days in brackets is those days. A stretch said twice is a revision.
    fn add(&mut self, elenco: &mut Elenco, voce: Periodo, da: usize) {
        if let Periodo::In(Momento { quando: Quando::Mese(mese), anno }) = voce
            && self.mese.is_none()
            && let Some(giorni) = self.attempt(|l| l.giorni_fra_parentesi(mese, anno))
        {
            elenco.voci.extend(giorni.voci);
            elenco.scelta |= giorni.scelta;
            return;
        }
        if elenco.voci.contains(&voce) && matches!(voce, Periodo::In(_)) {
            let detto = self.slice(da, self.pos);
            let prima = self.slice(0, da).trim_end_matches([',', ' ', ';']).trim_end_matches(" e");
            self.errore(Illeggibile::due_valori(prima, detto, true));
        }
        elenco.voci.push(voce);
    }

    /// `(17-18, 24-25)`, after a month.
    fn giorni_fra_parentesi(&mut self, mese: i8, anno: Option<i16>) -> Option<Elenco> {
        self.punto(&['('])?;
        self.mese = Some((mese, anno));
        let elenco = self.elenco()?;
        self.mese = None;
        // "marzo (aprile)" is another month, and no day of the first.
        let suo = |m: Momento| matches!(m.quando, Quando::Giorno { mese: of, .. } if of == mese);
        let days = |voce: &Periodo| match *voce {
            Periodo::In(m) => suo(m),
            Periodo::Fra(a, b) => suo(a) && suo(b),
            Periodo::Entro(_) | Periodo::Da(_) => false,
        };
        if !elenco.voci.iter().all(days) {
            return None;
        }
        self.punto(&[')'])?;
        Some(elenco)
    }

    /// Settles what "/" means, and the years said once for the whole list.
    fn close(&mut self, elenco: &mut Elenco) {
        if let ([a, b], Some(segno)) = (elenco.voci.as_slice(), &elenco.aperto) {
            match (*a, *b) {
                (Periodo::In(a), Periodo::In(b)) => {
                    // Two months beside each other are the same days in whichever way they are read.
                    let vicini = !segno.is_empty() && soli_mesi(a, b) && di_seguito(a, b);
                    if !vicini {
                        self.dubbio = Some(Dubbio::fra_due(self.text, segno, false));
                    }
                    if soli_mesi(a, b) {
                        elenco.voci = vec![Periodo::Fra(a, b)];
                    }
                }
                (Periodo::Entro(_), Periodo::Entro(_)) => self.dubbio = Some(Dubbio::fra_due(self.text, segno, true)),
                _ => {}
            }
        }
        // Beside whole years, what is only a part of one of them is of nobody knows which.
        let interi: Vec<(i16, i16)> = elenco.voci.iter().filter_map(|voce| anni_interi(*voce)).collect();
        let of_them = |m: Momento| m.anno.is_none_or(|anno| interi.iter().any(|(a, b)| (*a..=*b).contains(&anno)));
        let beside = || elenco.voci.iter().any(|voce| stretto(*voce) && of_them(fine(*voce)));
        // "settembre - dicembre / gennaio - aprile" may come back to the months before.
        let back = |pair: &[Periodo]| match pair {
            [Periodo::Fra(a, b), Periodo::Fra(c, d)] => {
                [a, b, c, d].iter().all(|m| m.anno.is_none()) && c.posto() < a.posto()
            }
            _ => false,
        };
        let years = elenco.aperto.is_none() && !interi.is_empty() && beside();
        if years || elenco.voci.windows(2).any(back) {
            self.errore(Illeggibile::anni(self.text));
        }
        completa(&mut elenco.voci);
    }
}

/// The first and the last of some whole years: `2028`, `2027-2029`.
fn anni_interi(voce: Periodo) -> Option<(i16, i16)> {
    let intero = |m: Momento| m.anno.filter(|_| m.quando == Quando::Anno);
    match voce {
        Periodo::In(m) => intero(m).zip(intero(m)),
        Periodo::Fra(da, a) => intero(da).zip(intero(a)),
        Periodo::Entro(_) | Periodo::Da(_) => None,
    }
}

/// Whether a stretch is of days or of parts of a year, and not of years.
fn stretto(voce: Periodo) -> bool {
    !matches!(fine(voce).quando, Quando::Anno | Quando::Anni(_) | Quando::AnnoScolastico)
}

/// The moment with which a stretch ends, which has its year.
fn fine(voce: Periodo) -> Momento {
    let (Periodo::In(m) | Periodo::Entro(m) | Periodo::Da(m) | Periodo::Fra(_, m)) = voce;
    m
}

/// Gives the years that follow a stretch to it, where it is certain that they are its years: "30 giugno 2027 e 2028" is that day of both,
/// "giugno, 2028" and "2028, giugno" are one month.
fn dell_anno(voci: &mut Vec<Periodo>, seguente: Periodo, virgola: bool) -> bool {
    let (Some(prima), Some(ultima)) = (voci.first().copied(), voci.last().copied()) else { return false };
    if let ([solo], None, true) = (voci.as_slice(), anni_interi(seguente), virgola)
        && let Some((anno, ultimo)) = anni_interi(*solo)
        && anno == ultimo
        && stretto(seguente)
        && fine(seguente).anno.is_none()
    {
        *voci = vec![nell_anno(seguente, anno)];
        return true;
    }
    let Some((primo, ultimo)) = anni_interi(seguente).filter(|_| voci.iter().all(|voce| stretto(*voce))) else {
        return false;
    };
    let Some(scritto) = fine(ultima).anno else {
        // "giugno, 2028", "giugno, luglio, 2028"
        let bare = voci.iter().all(|voce| fine(*voce).anno.is_none());
        if !(virgola && bare && primo == ultimo) {
            return false;
        }
        if let Some(voce) = voci.last_mut() {
            *voce = nell_anno(*voce, primo);
        }
        return true;
    };
    let Some(anno) = fine(prima).anno else { return false };
    let same = |voce: &Periodo| fine(*voce).anno.is_some_and(|year| *voce == nell_anno(prima, year));
    let begins = |voce| match voce {
        Periodo::Fra(da, _) => da.anno.is_none_or(|of| of == anno),
        _ => true,
    };
    if scritto >= primo || matches!(prima, Periodo::Da(_)) || !begins(prima) || !voci.iter().all(same) {
        return false;
    }
    voci.extend((primo..=ultimo).map(|anno| nell_anno(prima, anno)));
    true
}

/// A stretch in another year.
fn nell_anno(voce: Periodo, anno: i16) -> Periodo {
    let di = |m: Momento| Momento { anno: Some(anno), ..m };
    match voce {
        Periodo::In(m) => Periodo::In(di(m)),
        Periodo::Entro(m) => Periodo::Entro(di(m)),
        Periodo::Da(m) => Periodo::Da(di(m)),
        Periodo::Fra(da, a) => Periodo::Fra(Momento { anno: da.anno.map(|_| anno), ..da }, di(a)),
    }
}

/// Gives the year said once to the stretches around it: first backwards ("5 e 6 novembre 2024"), then forwards.
pub(super) fn completa(voci: &mut [Periodo]) {
    let mut momenti: Vec<&mut Momento> = voci.iter_mut().flat_map(Periodo::momenti).collect();
    let mut seguente: Option<Momento> = None;
    for momento in momenti.iter_mut().rev() {
        if let Some(seguente) = seguente {
            **momento = momento.prima(seguente);
        }
        seguente = Some(**momento);
    }
    let mut precedente: Option<Momento> = None;
    for momento in momenti {
        if let Some(precedente) = precedente {
            *momento = momento.dopo(precedente);
        }
        precedente = Some(*momento);
    }
    for voce in voci {
        // From January to December is the year.
        if let Periodo::Fra(da, a) = *voce
            && (da.quando, a.quando) == (Quando::Mese(1), Quando::Mese(12))
            && da.anno == a.anno
        {
            *voce = Periodo::In(Momento { quando: Quando::Anno, ..da });
        }
    }
}

/// Whether the month `b` is the one after `a`: "gennaio/febbraio", "dicembre 2028/gennaio 2029".
fn di_seguito(a: Momento, b: Momento) -> bool {
    let (prima, dopo) = (a.posto().0, b.posto().0);
    let oltre = i16::from(prima == 12);
    let anni = a.anno.zip(b.anno).is_none_or(|(primo, secondo)| primo.checked_add(oltre) == Some(secondo));
    prima % 12 + 1 == dopo && anni
}

fn soli_mesi(a: Momento, b: Momento) -> bool {
    matches!((a.quando, b.quando), (Quando::Mese(_), Quando::Mese(_)))
}
