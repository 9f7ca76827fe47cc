//! Lists of stretches: "5 e 6 novembre 2024", "13 o 20 giugno", "APRILE/AGOSTO/DICEMBRE", "Settembre 2024 (17-18, 24-25)".

use super::errori::{Dubbio, Illeggibile};
use super::lettore::Lettore;
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
        let mut voce = self.periodo()?;
        loop {
            self.add(&mut elenco, voce, da);
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
            // "entro aprile/luglio": two deadlines.
            voce = match (elenco.voci.last(), seguente) {
                (Some(Periodo::Entro(_)), Periodo::In(m)) => Periodo::Entro(m),
                _ => seguente,
            };
            da = inizio;
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
        completa(&mut elenco.voci);
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
