//! Moments: "31/12/2021", "I trim. 2025", "5" in "5 e 6 novembre", "aprile", "A.S. 2022/2023".

use super::errori::{Dubbio, Illeggibile};
use super::lettore::Lettore;
use super::segni::{self, Segno};
use super::{Momento, Parte, Quando, Terzo};
use crate::base::giorno::Giorno;
use jiff::civil::Date;

/// How far a bare number looks for the name of its month: "7, 8, 9 e 10 ottobre".
const LONTANO: usize = 40;

const SCUOLA: [&str; 6] = ["scolastico", "scolastici", "educativo", "educativi", "accademico", "accademici"];

pub(super) const SETTIMANA: [&str; 7] = ["lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"];

/// What a bare number counts.
#[derive(Clone, Copy)]
enum Nome {
    Mese(i8),
    Parte(Parte),
}

impl Lettore<'_> {
    /// A piece of the calendar.
    pub(super) fn momento(&mut self) -> Option<Momento> {
        self.attempt(|l| {
            l.articoli();
            l.uno_di(&[
                Self::giorno_in_cifre,
                Self::mese_in_cifre,
                Self::anno_scolastico,
                Self::parte,
                Self::trimestre_inglese,
                Self::meta_anno,
                Self::giorno_e_mese,
                Self::mese_di_foglio,
                Self::giorno_del_mese,
                Self::terzo,
                Self::solo_mese,
                Self::solo_anno,
            ])
        })
    }

    /// Words that add nothing to the moment they introduce.
    pub(super) fn articoli(&mut self) {
        const ARTICOLI: [&str; 19] = [
            "il", "lo", "la", "l", "gli", "le", "di", "del", "dell", "della", "mese", "mesi", "giorno", "giorni",
            "giornata", "giornate", "periodo", "tempi", "compreso",
        ];
        const BREVI: [&str; 7] = ["lun", "mar", "mer", "gio", "ven", "sab", "dom"];
        // "Il trim": what stands before a part of the year is its number.
        while let Some(parola) = self.parola_a(0)
            && !matches!(self.nome(1), Some(Nome::Parte(_)))
        {
            if let Some(n) = SETTIMANA.iter().position(|g| *g == parola) {
                self.settimana = Some(n);
            } else if let Some(n) = BREVI.iter().position(|g| *g == parola)
                && self.numero_a(1).is_some_and(|(_, cifre)| cifre <= 2)
                && (segni_di_mese(self.parola_a(2)) || matches!(self.punto_a(2), Some('/' | '.')))
            {
                // "mar 5 set": a Tuesday, not March.
                self.settimana = Some(n);
            } else if parola == "i" {
                // The article before a noun, not the first of "I-II trim".
                if !self.parola_a(1).is_some_and(|p| p == "primi" || ARTICOLI.contains(&p)) {
                    return;
                }
            } else if !ARTICOLI.contains(&parola) {
                return;
            }
            self.pos += 1;
        }
    }

    /// `31/12/2021`, `31.12.21`, `1-11-2021`, `2025-03-01`, `1/06`.
    fn giorno_in_cifre(&mut self) -> Option<Momento> {
        let inizio = self.pos;
        let ((a, a_cifre), sep, (b, b_cifre)) = (self.numero_a(0)?, self.punto_a(1)?, self.numero_a(2)?);
        let terzo = self.numero_a(4).filter(|(_, cifre)| self.punto_a(3) == Some(sep) && [2, 4].contains(cifre));
        let (giorno, mese, anno, segni) = match (a_cifre, b_cifre, terzo) {
            (4, 1 | 2, Some((c, 2))) => (c, b, Some((a, 4)), 5),
            (1 | 2, 1 | 2, Some(anno)) => (a, b, Some(anno), 5),
            // "1/2" of a sentence is half, "15/30" is a choice, "1.5" is a measure, but "entro il 30.6" is a day.
            (1 | 2, 2, None) | (1 | 2, 1, None)
                if sep != '-'
                    && (1..=12).contains(&b)
                    && (b_cifre == 2 || !self.prosa && (sep == '/' || self.dopo_un_articolo())) =>
            {
                (a, b, None, 3)
            }
            _ => return None,
        };
        // "5/6 settembre" is two days.
        if !['/', '.', '-'].contains(&sep) || segni_di_mese(self.parola_a(segni)) {
            return None;
        }
        self.pos += segni;
        let anno = match anno {
            Some((anno, 2)) => i16::try_from(2000 + anno).ok(),
            Some((anno, _)) => Some(self.anno_valido(anno)?),
            None => None,
        };
        let anno = match anno {
            // "31/12 2027"
            None if !self.prosa => self.anno().or_else(|| {
                self.parola(&["pv", "ca"]);
                None
            }),
            anno => anno,
        };
        let giorno_in = if segni == 5 && a_cifre == 4 { inizio + 4 } else { inizio };
        self.giorno(anno, mese, giorno, inizio, giorno_in)
    }

    /// Whether the article or the preposition of a day stands before the cursor: "il 30.6", "dal 1.3".
    fn dopo_un_articolo(&self) -> bool {
        let before = self.pos.checked_sub(1).and_then(|n| self.pezzi.get(n)).map(|p| &p.segno);
        matches!(before, Some(Segno::Parola(parola)) if ["il", "l", "al", "dal", "del", "entro"].contains(&parola.as_str()))
    }

    /// `12/2028`, `06-2028`: a month. In prose it may be the number of an act, and is one only after "entro".
    fn mese_in_cifre(&mut self) -> Option<Momento> {
        let ((mese, cifre), sep, (anno, 4)) = (self.numero_a(0)?, self.punto_a(1)?, self.numero_a(2)?) else {
            return None;
        };
        let mese = i8::try_from(mese).ok().filter(|mese| (1..=12).contains(mese) && cifre <= 2)?;
        if !['/', '-', '.'].contains(&sep) || self.prosa && !self.brevi {
            return None;
        }
        self.pos += 3;
        Some(Momento { anno: Some(self.anno_valido(anno)?), quando: Quando::Mese(mese) })
    }

    /// `Dic-28`, `dic/28`: a month and its year, as spreadsheets show them. "28 dic" is a day.
    fn mese_di_foglio(&mut self) -> Option<Momento> {
        let mese = segni::mese(self.parola_a(0)?)?;
        let (anno, 2) = self.numero_a(2).filter(|_| matches!(self.punto_a(1), Some('-' | '/')))? else {
            // «giugno/2028»
            let (anno, 4) = self.numero_a(2).filter(|_| self.punto_a(1) == Some('/'))? else { return None };
            self.pos += 3;
            return Some(Momento { anno: Some(self.anno_valido(anno)?), quando: Quando::Mese(mese) });
        };
        // "dic-28 feb" ends on a day; a day of the month is no year.
        if anno <= 12 || segni_di_mese(self.parola_a(3)) || self.punto_a(3).is_some() && self.numero_a(4).is_some() {
            return None;
        }
        self.pos += 3;
        Some(Momento { anno: i16::try_from(2000 + anno).ok(), quando: Quando::Mese(mese) })
    }

    /// A day that must exist. When it does not, the last day of the month is read, and the error is reported.
    fn giorno(&mut self, anno: Option<i16>, mese: u32, giorno: u32, da: usize, cifre: usize) -> Option<Momento> {
        let tutto = self.bytes(da, self.pos);
        // Without a year, 29 February may exist.
        let primo = i8::try_from(mese).ok().and_then(|mese| Date::new(anno.unwrap_or(2024), mese, 1).ok());
        let Some(primo) = primo else {
            self.errore(Illeggibile::mese(self.text, &tutto));
            return Some(Momento { anno, quando: Quando::Anno });
        };
        let ultimo = primo.last_of_month().day();
        let giorno = match i8::try_from(giorno) {
            Ok(giorno) if (1..=ultimo).contains(&giorno) => giorno,
            _ => {
                let cifre = self.bytes(cifre, cifre + 1);
                self.errore(Illeggibile::giorno(self.text, &tutto, &cifre, ultimo));
                ultimo
            }
        };
        if let (Some(detto), Some(_), Ok(data)) = (self.settimana.take(), anno, primo.with().day(giorno).build()) {
            let vero = usize::try_from(data.weekday().to_monday_zero_offset()).unwrap_or_default();
            if vero != detto {
                self.errore(Illeggibile::settimana(Giorno(data), vero));
            }
        }
        Some(Momento { anno, quando: Quando::Giorno { mese: primo.month(), giorno } })
    }

    /// A year of this century; another one is an error, in prose simply no year.
    fn anno_valido(&mut self, anno: u32) -> Option<i16> {
        if !(2000..=2099).contains(&anno) {
            if self.prosa {
                return None;
            }
            self.errore(Illeggibile::anno(anno));
        }
        i16::try_from(anno).ok()
    }

    /// A year in four digits.
    pub(super) fn anno(&mut self) -> Option<i16> {
        self.attempt(|l| {
            let (anno, _) = l.numero_a(0).filter(|(_, cifre)| *cifre == 4)?;
            l.pos += 1;
            l.anno_valido(anno)
        })
    }

    /// The year that follows a moment: `2025`, `del 2025`, `dell’anno 2025`; `dell’anno` alone is that of the exercise.
    pub(super) fn anno_dopo(&mut self) -> Option<i16> {
        let anno = self.attempt(|l| {
            l.parola(&["del", "dell", "di"]);
            l.parola(&["anno"]);
            l.anno()
        });
        if anno.is_none() && self.phrase(&["dell", "anno"]).is_none() {
            // "p.v.", "c.a.": the one that comes, the current year.
            self.parola(&["pv", "ca"]);
        }
        anno
    }

    /// `A.S. 2022/2023`, `A.E. 2024/25`, `anno scolastico 2021-2022`, `Anni Accademici 2023/2024`.
    fn anno_scolastico(&mut self) -> Option<Momento> {
        if self.parola(&["as", "ae", "aa"]).is_none() {
            let detto = self.attempt(|l| {
                l.parola(&["anno", "anni"])?;
                l.parola(&SCUOLA)
            });
            if detto.is_none() && !self.scolastico {
                return None;
            }
        }
        self.scolastico = true;
        let anno = self.anno()?;
        let seguente = self.attempt(|l| {
            l.punto(&['/', '-'])?;
            l.anno_seguente(anno)
        });
        // "a.s. 2027/2029" is no school year, nor a list of them.
        if seguente.is_some_and(|seguente| Some(seguente) != anno.checked_add(1)) && !self.prosa {
            self.errore(Illeggibile::anni(self.text));
        }
        Some(Momento { anno: Some(anno), quando: Quando::AnnoScolastico })
    }

    /// The later of two years: `2027`, or `27` after `2025`.
    pub(super) fn anno_seguente(&mut self, primo: i16) -> Option<i16> {
        let anno = match self.numero_a(0)? {
            (anno, 4) => i16::try_from(anno).ok()?,
            (anno, 2) => i16::try_from(2000 + anno).ok()?,
            _ => return None,
        };
        if anno <= primo || anno > 2099 {
            return None;
        }
        self.pos += 1;
        Some(anno)
    }

    /// `I trim`, `1trim`, `2 semestre 2025`, `primo trimestre dell’anno`; "Il trim" is read as `II trim`, with a doubt.
    fn parte(&mut self) -> Option<Momento> {
        let da = self.pos;
        let n = match self.segno_a(0)? {
            Segno::Numero(n, 1) => *n,
            // A scanner takes "I" for "l".
            Segno::Parola(parola) if ["l", "il", "ll", "lll"].contains(&parola.as_str()) => {
                if self.prosa || !matches!(self.nome(1), Some(Nome::Parte(_))) {
                    return None;
                }
                let n = parola.len();
                let giusto = ["I", "II", "III"].get(n - 1).copied().unwrap_or_default();
                self.dubbio = Some(Dubbio::scanner(self.text, &self.bytes(da, da + 1), giusto));
                u32::try_from(n).ok()?
            }
            Segno::Parola(parola) => segni::ordinale(parola)?,
            Segno::Numero(..) | Segno::Punto(_) => return None,
        };
        self.pos += 1;
        let Nome::Parte(parte) = self.nome_che_segue()? else { return None };
        if let Some(Nome::Parte(_)) = self.nome(0) {
            self.pos += 1;
        }
        self.punto(&['.']);
        let nome = self.slice(da, self.pos);
        let quante = 12 / parte.mesi();
        let n = match i8::try_from(n) {
            Ok(n) if (1..=quante).contains(&n) => n,
            _ => {
                self.errore(Illeggibile::parte(nome, quante));
                quante
            }
        };
        Some(Momento { anno: self.anno_dopo(), quando: Quando::Parte(parte, n) })
    }

    /// `Q1 2027`: the quarter, as English calls it.
    fn trimestre_inglese(&mut self) -> Option<Momento> {
        if self.prosa {
            return None;
        }
        self.parola(&["q"])?;
        let (n, _) = self.numero_a(0).filter(|(n, cifre)| *cifre == 1 && (1..=4).contains(n))?;
        self.pos += 1;
        Some(Momento { anno: self.anno_dopo(), quando: Quando::Parte(Parte::Trimestre, i8::try_from(n).ok()?) })
    }

    /// `prima metà del 2026`; `primi mesi del 2022`; `tarda primavera 2021`: what the words leave open is noted.
    fn meta_anno(&mut self) -> Option<Momento> {
        let n = i8::try_from(segni::ordinale(self.parola_a(0)?)?).ok().filter(|n| *n <= 2)?;
        self.pos += 1;
        self.parola(&["meta"])?;
        self.impreciso = true;
        let anno = self.anno_dopo();
        (!segni_di_mese(self.parola_a(0)) && !segni_di_mese(self.parola_a(1)))
            .then_some(Momento { anno, quando: Quando::Parte(Parte::Semestre, n) })
    }

    /// `5 settembre 2024`, `1° marzo`, `31Dicembre 2021`.
    fn giorno_e_mese(&mut self) -> Option<Momento> {
        let da = self.pos;
        let (giorno, _) = self.numero_a(0).filter(|(_, cifre)| *cifre <= 2)?;
        self.pos += 1;
        // "31-dic-28" and "31-dic", as spreadsheets show them.
        let foglio = self.attempt(|l| {
            let sep = l.punto(&['-', '/'])?;
            let mese = l.nome_di_mese()?;
            Some((mese, l.anno_di_foglio(sep)))
        });
        let (mese, anno) = match foglio {
            Some((mese, Some(anno))) => (mese, Some(anno)),
            Some((mese, None)) => (mese, self.anno_dopo()),
            None => (self.nome_di_mese()?, self.anno_dopo()),
        };
        self.giorno(anno, u32::try_from(mese).ok()?, giorno, da, da)
    }

    /// The `-28` after "31-dic". The `-20` of "15-mar-20-apr" and of "15-mar - 20-apr" is a day.
    fn anno_di_foglio(&mut self, sep: char) -> Option<i16> {
        self.attempt(|l| {
            let glued = |l: &Self, n: usize| {
                let before = n.checked_sub(1).and_then(|n| l.pezzi.get(n));
                before.zip(l.pezzi.get(n)).is_some_and(|(a, b)| a.dove.end == b.dove.start)
            };
            let near = glued(l, l.pos) && glued(l, l.pos + 1);
            l.punto(&[sep])?;
            let (anno, cifre) = l.numero_a(0)?;
            l.pos += 1;
            if cifre == 4 {
                return l.anno_valido(anno);
            }
            let mark = l.punto_a(0).is_some_and(|c| ['-', '/'].contains(&c));
            let month = segni_di_mese(l.parola_a(0)) || mark && segni_di_mese(l.parola_a(1));
            if cifre != 2 || month && !(near && mark && !glued(l, l.pos)) {
                return None;
            }
            i16::try_from(2000 + anno).ok()
        })
    }

    /// The `5` of "5 e 6 novembre", of "dal 5 al 16 maggio", of "Settembre 2024 (5, 12)".
    fn giorno_del_mese(&mut self) -> Option<Momento> {
        let da = self.pos;
        let (giorno, _) = self.numero_a(0).filter(|(_, cifre)| *cifre <= 2)?;
        let (mese, anno) = match self.mese {
            Some(mese) => mese,
            None => {
                self.pos += 1;
                let Nome::Mese(mese) = self.nome_che_segue()? else { return None };
                self.pos = da;
                (mese, None)
            }
        };
        self.pos += 1;
        self.giorno(anno, u32::try_from(mese).ok()?, giorno, da, da)
    }

    /// `inizio ottobre 2025`, `fine anno`, `metà 2028`.
    fn terzo(&mut self) -> Option<Momento> {
        let terzo = match self.parola(&["inizio", "inizi", "meta", "fine"])? {
            "fine" => Terzo::Fine,
            "meta" => Terzo::Meta,
            _ => Terzo::Inizio,
        };
        self.articoli();
        self.impreciso = true;
        let Some(mese) = self.nome_di_mese() else {
            let anno = match self.anno() {
                Some(anno) => Some(anno),
                None => self.parola(&["anno"]).map(|_| self.anno_dopo())?,
            };
            let quando = match terzo {
                Terzo::Fine => Quando::Terzo(12, terzo),
                Terzo::Meta => Quando::Mese(6),
                // As wide as "primi mesi".
                Terzo::Inizio => Quando::Parte(Parte::Quadrimestre, 1),
            };
            return Some(Momento { anno, quando });
        };
        Some(Momento { anno: self.anno_dopo(), quando: Quando::Terzo(mese, terzo) })
    }

    /// `aprile`, `Ottobre 2021`.
    fn solo_mese(&mut self) -> Option<Momento> {
        let mese = self.nome_di_mese()?;
        Some(Momento { anno: self.anno_dopo(), quando: Quando::Mese(mese) })
    }

    /// `2025`, `anno 2025`, `annualità 2025`, `tutto il 2025`, `annuale`, `tutto l’anno`, `esercizio 2025`.
    fn solo_anno(&mut self) -> Option<Momento> {
        let quando = Quando::Anno;
        if let Some(anno) = self.anno() {
            return Some(Momento { anno: Some(anno), quando });
        }
        if self.parola(&["tutto", "intero"]).is_some()
            && let Some(anno) = self.attempt(|l| {
                l.parola(&["il"]);
                l.anno()
            })
        {
            return Some(Momento { anno: Some(anno), quando });
        }
        self.parola(&["l"]);
        self.parola(&["annuale", "anno", "anni", "annualita", "esercizio"])?;
        self.phrase(&["in", "corso"]);
        // "l’anno scolastico", "l’anno successivo": another year.
        const ALTRI: [&str; 6] = ["successivo", "seguente", "prossimo", "precedente", "solare", "finanziario"];
        if self.parola_a(0).is_some_and(|p| SCUOLA.contains(&p) || ALTRI.contains(&p)) {
            return None;
        }
        Some(Momento { anno: self.anno(), quando })
    }

    /// The name of a month.
    pub(super) fn nome_di_mese(&mut self) -> Option<i8> {
        let parola = self.parola_a(0)?;
        let mese = segni::mese(parola).filter(|_| self.brevi || parola.len() > 3)?;
        self.pos += 1;
        Some(mese)
    }

    /// The month or the part of the year named so many signs ahead.
    fn nome(&self, avanti: usize) -> Option<Nome> {
        let parola = self.parola_a(avanti)?;
        match parola {
            // "in 2 trimestri" is how long.
            "trimestri" | "semestri" | "quadrimestri" | "bimestri" if self.prosa => None,
            "trim" | "trimestre" | "trimestri" => Some(Nome::Parte(Parte::Trimestre)),
            "sem" | "semestre" | "semestri" => Some(Nome::Parte(Parte::Semestre)),
            "quadr" | "quadrim" | "quadrimestre" | "quadrimestri" => Some(Nome::Parte(Parte::Quadrimestre)),
            "bim" | "bimestre" | "bimestri" => Some(Nome::Parte(Parte::Bimestre)),
            _ => segni::mese(parola).filter(|_| self.brevi || parola.len() > 3).map(Nome::Mese),
        }
    }

    /// The name that ends the list of numbers in which the cursor is.
    fn nome_che_segue(&self) -> Option<Nome> {
        let passa = |avanti: &usize| match self.segno_a(*avanti) {
            Some(Segno::Numero(_, cifre)) => *cifre <= 2,
            Some(Segno::Parola(parola)) => {
                ["e", "ed", "o", "oppure", "a", "al", "il", "l", "di", "i", "ii", "iii", "iv"]
                    .contains(&parola.as_str())
                    // "giovedì 5 e venerdì 6 settembre"
                    || SETTIMANA.contains(&parola.as_str())
            }
            Some(Segno::Punto(c)) => ['-', ',', '/'].contains(c),
            None => false,
        };
        let avanti = (0..LONTANO).take_while(|n| self.nome(*n).is_none() && passa(n)).count();
        self.nome(avanti)
    }
}

fn segni_di_mese(parola: Option<&str>) -> bool {
    parola.is_some_and(|p| segni::mese(p).is_some())
}
