//! The reader of citations: words and figures, and a small grammar over them.
//!
//! ```text
//! citazione = [parti ["," ] [di]] norma ["," parti]  |  (parti [di] nome | nome "," parti | nome)
//! parti     = articolo {[","] (comma | lettera | numero)}
//! norma     = tipo (data [","] "n." N | ["n."] N "/" anno | "n." N "del" (data | anno))
//! ```

use super::{Articolo, Norma, Tipo, famosa};
use crate::base::giorno::{Giorno, MESI};
use std::ops::Range;

/// A citation found in a text.
#[derive(Debug, Clone)]
pub struct Citazione {
    /// Where it stands in the text, in bytes.
    pub dove: Range<usize>,
    /// The norm.
    pub norma: Norma,
    /// The words as they are printed: those of the author, with abbreviations, number and year in the uniform spelling.
    pub forma: String,
    /// The address of the text of the norm. None when it is not known.
    pub indirizzo: Option<String>,
    /// The errors in it. A citation with errors is printed as it was written, and is no link.
    pub errori: Vec<Errore>,
}

/// An error in a citation.
#[derive(Debug, Clone)]
pub struct Errore {
    /// The wrong bytes.
    pub dove: Range<usize>,
    /// The message, in Italian.
    pub messaggio: String,
    /// How to mend it, in Italian.
    pub rimedio: String,
    /// The right text for those bytes, when it is certain.
    pub proposta: Option<String>,
}

/// The citations of `testo`, in order. No norm is later than the year `ultimo`.
#[must_use]
pub fn find(testo: &str, ultimo: i16) -> Vec<Citazione> {
    let lettore = Lettore { testo, segni: segni(testo), ultimo };
    let mut out: Vec<Citazione> = Vec::new();
    let mut at = 0;
    while at < lettore.segni.len() {
        at = match lettore.citazione(at) {
            Some((found, next)) if next > at => {
                let elenco = lettore.altre(&found, next);
                out.push(found);
                let end = elenco.last().map_or(next, |(_, end)| *end);
                out.extend(elenco.into_iter().map(|(found, _)| found));
                end
            }
            _ => at + 1,
        };
    }
    out
}

/// The acts of `testo` whose number has a year and whose date another: `Protocollo 68058/2020 del 30/11/2019`.
#[must_use]
pub fn anni_diversi(testo: &str) -> Vec<(Range<usize>, i16, i16)> {
    const ATTI: [&str; 17] = [
        "protocollo",
        "prot",
        "deliberazione",
        "delibera",
        "determinazione",
        "determina",
        "decreto",
        "ordinanza",
        "convenzione",
        "repertorio",
        "rep",
        "consiglio",
        "giunta",
        "dirigenziale",
        "sindacale",
        "dgc",
        "dcc",
    ];
    let lettore = Lettore { testo, segni: segni(testo), ultimo: i16::MAX };
    let mut out = Vec::new();
    for at in 0..lettore.segni.len() {
        if !lettore.una(at, &ATTI) {
            continue;
        }
        let start = lettore.skip(lettore.skip(at + 1, "."), ",");
        let start = lettore.enne(start).unwrap_or(start);
        let Some((_, _, slash)) = lettore.numero(start) else { continue };
        let Some((anno, 4, next)) = lettore.e(slash, "/").then(|| lettore.numero(slash + 1)).flatten() else {
            continue;
        };
        if !lettore.una(next, &["del"]) {
            continue;
        }
        let Some((data, end)) = lettore.data(next + 1) else { continue };
        if let Some(anno) = i16::try_from(anno).ok().filter(|anno| (1900..=2100).contains(anno) && *anno != data.anno) {
            out.push((lettore.byte(start..end), anno, data.anno));
        }
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genere {
    Parola,
    Cifre,
    Altro,
}

/// A word, a run of digits, or another character; spaces only keep them apart.
#[derive(Debug, Clone, Copy)]
struct Segno<'t> {
    testo: &'t str,
    da: usize,
    genere: Genere,
    /// Whether there is a space before it.
    staccato: bool,
}

fn segni(testo: &str) -> Vec<Segno<'_>> {
    let genere = |c: char| match c {
        c if c.is_ascii_digit() => Genere::Cifre,
        c if c.is_alphabetic() && !matches!(c, 'º' | 'ª') => Genere::Parola,
        _ => Genere::Altro,
    };
    let mut out: Vec<Segno<'_>> = Vec::new();
    let mut staccato = true;
    for (da, c) in testo.char_indices() {
        if c.is_whitespace() {
            staccato = true;
            continue;
        }
        let kind = genere(c);
        let end = da + c.len_utf8();
        match out.last_mut() {
            Some(last) if !staccato && kind == last.genere && kind != Genere::Altro => {
                last.testo = testo.get(last.da..end).unwrap_or(last.testo);
            }
            _ => out.push(Segno { testo: testo.get(da..end).unwrap_or_default(), da, genere: kind, staccato }),
        }
        staccato = false;
    }
    out
}

/// The parts of a norm that are cited.
#[derive(Debug, Default)]
struct Parti {
    forma: String,
    /// The article, to which the address of the norm can lead. None when several are cited.
    articolo: Option<Articolo>,
    errori: Vec<Errore>,
}

/// A day as written, which may not exist.
#[derive(Debug, Clone, Copy)]
struct QuandoLetto {
    anno: i16,
    data: Option<Giorno>,
}

/// What was read of a norm.
#[derive(Debug)]
struct Letta {
    norma: Norma,
    forma: String,
    errori: Vec<Errore>,
}

/// Latin numerals after the number of an article.
const BIS: [&str; 12] = [
    "bis",
    "ter",
    "quater",
    "quinquies",
    "sexies",
    "septies",
    "octies",
    "novies",
    "decies",
    "undecies",
    "duodecies",
    "terdecies",
];

/// No law of the State has more articles than the codice civile: 2969.
const ARTICOLI: u32 = 2969;

struct Lettore<'t> {
    testo: &'t str,
    segni: Vec<Segno<'t>>,
    ultimo: i16,
}

impl<'t> Lettore<'t> {
    fn segno(&self, at: usize) -> Option<&Segno<'t>> {
        self.segni.get(at)
    }

    /// The bytes of the signs `range`.
    fn byte(&self, range: Range<usize>) -> Range<usize> {
        let start = self.segno(range.start).map_or(self.testo.len(), |s| s.da);
        let end = range.end.checked_sub(1).and_then(|last| self.segno(last)).map_or(start, |s| s.da + s.testo.len());
        start..end.max(start)
    }

    /// Whether the sign is `text`, whatever its case.
    fn e(&self, at: usize, text: &str) -> bool {
        self.segno(at).is_some_and(|s| s.testo.eq_ignore_ascii_case(text))
    }

    fn una(&self, at: usize, words: &[&str]) -> bool {
        words.iter().any(|word| self.e(at, word))
    }

    fn skip(&self, at: usize, text: &str) -> usize {
        if self.e(at, text) { at + 1 } else { at }
    }

    /// The words `words`, one after the other.
    fn phrase(&self, at: usize, words: &str) -> Option<usize> {
        words.split(' ').try_fold(at, |at, word| {
            let same = match word {
                "’" => self.una(at, &["’", "'"]),
                word => self.e(at, word),
            };
            same.then_some(at + 1)
        })
    }

    /// A number, how many digits it has, and what follows.
    fn numero(&self, at: usize) -> Option<(u32, usize, usize)> {
        let segno = self.segno(at).filter(|s| s.genere == Genere::Cifre)?;
        // Digits of thousands, `1.092`, are no part of the number of a norm.
        Some((segno.testo.parse().ok()?, segno.testo.len(), at + 1))
    }

    /// An acronym with or without points: `d.lgs.`, `DLgs`, `D. Lgs`.
    fn sigla(&self, at: usize, parts: &[&str]) -> Option<usize> {
        if self.e(at, &parts.concat()) && parts.len() > 1 {
            return Some(self.skip(at + 1, "."));
        }
        let mut at = at;
        for (n, part) in parts.iter().enumerate() {
            if !self.e(at, part) {
                return None;
            }
            at += 1;
            let last = n + 1 == parts.len();
            if self.e(at, ".") {
                at += 1;
            } else if !last || parts.len() == 1 {
                return None;
            }
        }
        Some(at)
    }

    /// `n.`, `n°`, `nr.`, `numero`.
    fn enne(&self, at: usize) -> Option<usize> {
        if self.e(at, "numero") {
            return Some(at + 1);
        }
        if !self.una(at, &["n", "nr", "num"]) {
            return None;
        }
        let next = at + 1;
        if self.una(next, &[".", "°", "º"]) {
            return Some(self.skip(next + 1, "."));
        }
        // «n 163/2006», the point forgotten.
        self.numero(next).map(|_| next)
    }

    /// `9 giugno 2021`, `1° marzo 2025`, `31/12/2024`.
    fn data(&self, at: usize) -> Option<(QuandoLetto, usize)> {
        let (giorno, digits, next) = self.numero(at)?;
        let next = if self.una(next, &["°", "º"]) { next + 1 } else { next };
        if digits > 2 {
            return None;
        }
        let month = |word: &str| MESI.iter().position(|mese| word.eq_ignore_ascii_case(mese));
        let (mese, anno, next) = match self.segno(next).and_then(|s| month(s.testo)) {
            Some(mese) => {
                let (anno, 4, next) = self.numero(next + 1)? else { return None };
                (u32::try_from(mese + 1).ok()?, anno, next)
            }
            None => {
                let sep = self.segno(next).filter(|s| ["/", ".", "-"].contains(&s.testo) && !s.staccato)?.testo;
                let (mese, 1..=2, next) = self.numero(next + 1)? else { return None };
                let (anno, 4, next) = self.e(next, sep).then(|| self.numero(next + 1)).flatten()? else { return None };
                (mese, anno, next)
            }
        };
        let anno = i16::try_from(anno).ok()?;
        let day = |n: u32| i8::try_from(n).ok();
        let data = day(mese).zip(day(giorno)).and_then(|(m, g)| jiff::civil::Date::new(anno, m, g).ok()).map(Giorno);
        Some((QuandoLetto { anno, data }, next))
    }

    /// A date in its one spelling.
    fn forma_data(&self, range: Range<usize>, giorno: QuandoLetto) -> String {
        let written = self.testo.get(self.byte(range)).unwrap_or_default();
        match giorno.data {
            Some(data) if written.contains(char::is_alphabetic) => super::stretta(&data.lunga()),
            Some(data) => data.to_string(),
            None => written.to_owned(),
        }
    }

    /// The kind of a norm, in words or shortened: its bytes are kept in the one spelling.
    fn tipo(&self, at: usize) -> Option<(Tipo, String, usize)> {
        const PAROLE: [(&str, Tipo); 10] = [
            ("legge costituzionale", Tipo::LeggeCostituzionale),
            ("legge cost .", Tipo::LeggeCostituzionale),
            ("regio decreto", Tipo::RegioDecreto),
            ("decreto - legge", Tipo::DecretoLegge),
            ("decreto legge", Tipo::DecretoLegge),
            ("decreto legislativo", Tipo::DecretoLegislativo),
            ("decreto del Presidente della Repubblica", Tipo::Dpr),
            ("decreto del Presidente del Consiglio dei ministri", Tipo::Dpcm),
            ("decreto ministeriale", Tipo::Dm),
            ("legge", Tipo::Legge),
        ];
        const SIGLE: [(&[&str], Tipo); 10] = [
            (&["r", "d"], Tipo::RegioDecreto),
            (&["l", "cost"], Tipo::LeggeCostituzionale),
            (&["d", "lgs"], Tipo::DecretoLegislativo),
            (&["d", "lg"], Tipo::DecretoLegislativo),
            (&["d", "leg"], Tipo::DecretoLegislativo),
            (&["d", "l"], Tipo::DecretoLegge),
            (&["d", "p", "r"], Tipo::Dpr),
            (&["d", "p", "c", "m"], Tipo::Dpcm),
            (&["d", "m"], Tipo::Dm),
            (&["l"], Tipo::Legge),
        ];
        // A letter alone after an apostrophe or a point is the end of something else: `all’l.`, `a.l.`.
        if self.segno(at).is_some_and(|s| s.genere != Genere::Parola) {
            return None;
        }
        let upper = self.inizio(at);
        let set = |text: &str| if upper { crate::base::text::capital(text) } else { text.to_owned() };
        if let Some((tipo, next)) = PAROLE.iter().find_map(|(words, tipo)| Some((*tipo, self.phrase(at, words)?))) {
            return Some((tipo, set(tipo.nome()), next));
        }
        let joined = at
            .checked_sub(1)
            .and_then(|before| self.segno(before))
            .is_some_and(|before| before.testo == "." && self.segno(at).is_some_and(|s| !s.staccato));
        if joined {
            return None;
        }
        let (tipo, next) = SIGLE.iter().find_map(|(parts, tipo)| Some((*tipo, self.sigla(at, parts)?)))?;
        let next = if tipo == Tipo::DecretoLegislativo && self.e(next, "vo") { self.skip(next + 1, ".") } else { next };
        Some((tipo, set(tipo.sigla()), next))
    }

    /// Whether a sentence, or a line, begins at `at`, and with a capital.
    fn inizio(&self, at: usize) -> bool {
        let capital = self.segno(at).is_some_and(|s| s.testo.starts_with(char::is_uppercase));
        let before = at.checked_sub(1).and_then(|before| self.segno(before));
        capital && before.is_none_or(|s| [".", ":", "!", "?", "\u{fffc}"].contains(&s.testo))
    }

    /// The year of a norm as written, with two or four digits.
    fn anno(&self, written: u32, digits: usize) -> Option<i16> {
        let written = i16::try_from(written).ok()?;
        match digits {
            4 => Some(written).filter(|anno| (1861..=self.ultimo).contains(anno)),
            // The Republic numbers its laws since 1946.
            2 if written >= 46 => Some(1900 + written),
            2 => Some(2000 + written).filter(|anno| *anno <= self.ultimo),
            _ => None,
        }
    }

    /// A norm of the State from `at`.
    fn stato(&self, at: usize) -> Option<(Letta, usize)> {
        let (tipo, name, start) = self.tipo(at)?;
        let next = self.skip(start, ",");
        let abbreviated = !name.eq_ignore_ascii_case(tipo.nome());
        let mut errori = Vec::new();
        // «legge 6 novembre 2012, n. 190», «DPCM 21 gennaio 2021»
        let date_start = if self.e(next, "del") { next + 1 } else { next };
        if let Some((giorno, after)) = self.data(date_start) {
            let gap = if date_start > next { " del " } else { " " };
            let day = self.forma_data(date_start..after, giorno);
            let comma = self.skip(after, ",");
            let number = self.enne(comma).and_then(|n| self.numero(n));
            let (forma, numero, end) = match number {
                Some((numero, _, end)) => (format!("{name}{gap}{day}, n.\u{a0}{numero}"), Some(numero), end),
                None if matches!(tipo, Tipo::Dpcm | Tipo::Dm) => (format!("{name}{gap}{day}"), None, after),
                None => return None,
            };
            let norma = Norma { tipo, anno: giorno.anno, numero, data: giorno.data };
            let norma = self.judge(norma, at..start, (date_start..after, Some(giorno)), abbreviated, &mut errori);
            return Some((Letta { norma, forma, errori }, end));
        }
        let marked = self.enne(next);
        let first = marked.unwrap_or(next);
        let (numero, digits, after) = self.numero(first)?;
        let enne = if marked.is_some() { "n.\u{a0}" } else { "" };
        // «n. 190 del 2012», «n. 209 del 31/12/2024»
        if self.e(after, "del") {
            if let Some((giorno, end)) = self.data(after + 1) {
                let day = self.forma_data(after + 1..end, giorno);
                let forma = format!("{name} {enne}{numero} del\u{a0}{day}");
                let norma = Norma { tipo, anno: giorno.anno, numero: Some(numero), data: giorno.data };
                let norma = self.judge(norma, at..start, (after + 1..end, Some(giorno)), abbreviated, &mut errori);
                return Some((Letta { norma, forma, errori }, end));
            }
            let (written, digits @ 4, end) = self.numero(after + 1)? else { return None };
            let anno = self.anno(written, digits);
            if anno.is_none() {
                errori.push(self.fuori_anno(after + 1..end, written));
            }
            let norma = Norma { tipo, anno: anno.unwrap_or_default(), numero: Some(numero), data: None };
            let norma = self.judge(norma, at..start, (after + 1..end, None), abbreviated, &mut errori);
            let forma = format!("{name} {enne}{numero} del\u{a0}{written}");
            return Some((Letta { norma, forma, errori }, end));
        }
        // «33/2013»
        let joined = |at: usize| self.segno(at).is_some_and(|s| !s.staccato);
        if !self.e(after, "/") || !joined(after) || !joined(after + 1) {
            return None;
        }
        let (written, year_digits, end) = self.numero(after + 1)?;
        // `12/10/2025` and `2021/2023-1` are no number and year.
        let goes_on = self.una(end, &["/", "-", "–"])
            && joined(end)
            && self.segno(end + 1).is_some_and(|s| s.genere == Genere::Cifre && !s.staccato);
        // An initial and a day, «L. 12/24».
        let initial = abbreviated && tipo == Tipo::Legge && year_digits < 3 && numero <= 31;
        if goes_on || initial || year_digits > 4 {
            return None;
        }
        let swapped = digits == 4 && year_digits <= 3 && self.anno(numero, 4).is_some() && numero >= 1946;
        let mut anno = self.anno(written, year_digits);
        if swapped {
            anno = None;
            errori.push(Errore {
                dove: self.byte(first..end),
                messaggio: format!("«{numero}/{written}»: l’anno sta prima del numero"),
                rimedio: format!("nelle norme dello Stato si scrive il numero e poi l’anno: {written}/{numero}"),
                proposta: Some(format!("{written}/{numero}")),
            });
        } else if anno.is_none() && year_digits == 2 {
            errori.push(Errore {
                dove: self.byte(after + 1..end),
                messaggio: format!("di questa norma non si capisce l’anno: «{written:02}» può essere il 19{written:02} o il 20{written:02}"),
                rimedio: "scrivi l’anno con quattro cifre".into(),
                proposta: None,
            });
        } else if anno.is_none() {
            errori.push(self.fuori_anno(after + 1..end, written));
        }
        let gap = if abbreviated { "\u{a0}" } else { " " };
        let mut forma = format!("{name}{gap}{enne}{numero}/{}", anno.unwrap_or_default());
        let norma = Norma { tipo, anno: anno.unwrap_or_default(), numero: Some(numero), data: None };
        let mut norma = self.judge(norma, at..start, (first..end, None), abbreviated, &mut errori);
        // «n. 80/2021 del 9 giugno 2021»
        if self.e(end, "del")
            && let Some((giorno, last)) = self.data(end + 1)
        {
            forma = format!("{forma} del\u{a0}{}", self.forma_data(end + 1..last, giorno));
            norma.data = giorno.data;
            norma = self.judge(norma, at..start, (end + 1..last, Some(giorno)), abbreviated, &mut errori);
            return Some((Letta { norma, forma, errori }, last));
        }
        Some((Letta { norma, forma, errori }, end))
    }

    fn fuori_anno(&self, range: Range<usize>, written: u32) -> Errore {
        let rimedio = match written {
            year if year > u32::try_from(self.ultimo).unwrap_or_default() => {
                format!("una norma che il piano cita è al più del {}: controlla l’anno", self.ultimo)
            }
            _ => "scrivi l’anno con quattro cifre, dal 1861 in poi".into(),
        };
        Errore {
            dove: self.byte(range),
            messaggio: format!("{written} non è l’anno di una norma"),
            rimedio,
            proposta: None,
        }
    }

    /// What is known of a norm: its day, and whether kind and day are right. `tipo` and `quando` are where they are written.
    fn judge(
        &self,
        mut norma: Norma,
        tipo: Range<usize>,
        quando: (Range<usize>, Option<QuandoLetto>),
        abbreviated: bool,
        errori: &mut Vec<Errore>,
    ) -> Norma {
        let (quando, giorno) = quando;
        let nota = norma.numero.and_then(|numero| famosa(numero, norma.anno)).map(|nota| nota.norma);
        let written = |range: Range<usize>| self.testo.get(self.byte(range)).unwrap_or_default();
        let same = nota.filter(|nota| nota.tipo == norma.tipo);
        // The day of the norm that we know, as days are written there.
        let right = same.and_then(|nota| nota.data).map(|data| {
            if written(quando.clone()).contains(char::is_alphabetic) { data.lunga() } else { data.to_string() }
        });
        if norma.numero == Some(0) {
            errori.push(Errore {
                dove: self.byte(tipo.start..quando.end),
                messaggio: "una norma non ha il numero 0".into(),
                rimedio: "scrivi il numero della norma".into(),
                proposta: None,
            });
        }
        if let Some(giorno) = giorno {
            if giorno.data.is_none() {
                errori.push(Errore {
                    dove: self.byte(quando.clone()),
                    messaggio: format!("il {} non è un giorno del calendario", written(quando.clone())),
                    rimedio: match &right {
                        Some(right) => format!("la data di questa norma è il {right}"),
                        None => "controlla la data della norma".into(),
                    },
                    proposta: right.clone(),
                });
            } else if giorno.anno > self.ultimo || giorno.anno < 1861 {
                errori.push(self.fuori_anno(quando.clone(), u32::try_from(giorno.anno).unwrap_or_default()));
            } else if let Some(nota) = same
                && nota.data != giorno.data
            {
                errori.push(Errore {
                    dove: self.byte(quando.clone()),
                    messaggio: format!(
                        "{} {}/{} è di un altro giorno: il {}",
                        nota.tipo.articolo(),
                        nota.numero.unwrap_or_default(),
                        nota.anno,
                        right.clone().unwrap_or_default()
                    ),
                    rimedio: format!("scrivi «{}»", right.clone().unwrap_or_default()),
                    proposta: right.clone(),
                });
            }
        }
        if let Some(nota) =
            nota.filter(|nota| nota.tipo != norma.tipo && nota.tipo.di_raccolta() && norma.tipo.di_raccolta())
        {
            let name = if abbreviated { nota.tipo.sigla() } else { nota.tipo.nome() };
            // «della legge» does not become «della decreto-legge».
            let fits = nota.tipo != Tipo::Legge && norma.tipo != Tipo::Legge;
            errori.push(Errore {
                dove: self.byte(tipo.clone()),
                messaggio: format!(
                    "{} {}/{} non c’è: quel numero è {} {}",
                    norma.tipo.articolo(),
                    norma.numero.unwrap_or_default(),
                    norma.anno,
                    if nota.tipo == Tipo::Legge { "della" } else { "del" },
                    nota.nome()
                ),
                rimedio: format!("scrivi «{name}»"),
                proposta: fits.then(|| name.to_owned()),
            });
        }
        if norma.data.is_none() {
            norma.data = same.and_then(|nota| nota.data);
        }
        norma
    }

    /// An act of the European Union from `at`.
    fn europa(&self, at: usize) -> Option<(Letta, usize)> {
        const ENTI: [&str; 3] = ["UE", "CE", "CEE"];
        let (tipo, kind, mut next) = if self.e(at, "regolamento") {
            (Tipo::RegolamentoUe, "regolamento", at + 1)
        } else if self.e(at, "direttiva") {
            (Tipo::DirettivaUe, "direttiva", at + 1)
        } else {
            (Tipo::RegolamentoUe, "regolamento", self.sigla(at, &["reg"])?)
        };
        let mut ente = None;
        let bracket = self.e(next, "(");
        let word = if bracket { next + 1 } else { next };
        if let Some(found) = ENTI.iter().find(|ente| self.segno(word).is_some_and(|s| s.testo == **ente)) {
            ente = Some(*found);
            next = word + 1;
            if bracket {
                next = self.e(next, ")").then_some(next + 1)?;
            }
        } else if self.una(next, &["europeo", "europea"]) {
            ente = Some("UE");
            next += 1;
        }
        let marked = self.enne(next);
        let first = marked.unwrap_or(next);
        let (a, a_digits, slash) = self.numero(first)?;
        let (b, b_digits, mut end) = self.e(slash, "/").then(|| self.numero(slash + 1)).flatten()?;
        let mut tail = None;
        if self.e(end, "/")
            && let Some(found) = ENTI.iter().find(|ente| self.segno(end + 1).is_some_and(|s| s.testo == **ente))
        {
            tail = Some(*found);
            end += 2;
        }
        ente.or(tail)?;
        let mut errori = Vec::new();
        let year = |n: u32, digits: usize| self.anno(n, digits).filter(|anno| *anno >= 1952);
        // Since 2015 the year comes first; before, it did in directives and not in regulations.
        let (anno, numero) = match (year(a, a_digits), year(b, b_digits)) {
            (Some(anno), other) if anno >= 2015 || tipo == Tipo::DirettivaUe && a_digits == 4 => {
                if other.is_some_and(|other| other >= 2015 && other < anno) { (other?, a) } else { (anno, b) }
            }
            (Some(anno), _) if tipo == Tipo::DirettivaUe => (anno, b),
            (_, Some(anno)) if tipo == Tipo::RegolamentoUe && anno < 2015 => (anno, a),
            (None, Some(anno)) => {
                errori.push(Errore {
                    dove: self.byte(first..slash + 2),
                    messaggio: format!("«{a}/{b}»: l’anno sta dopo il numero"),
                    rimedio: format!("negli atti dell’Unione europea si scrive l’anno e poi il numero: {b}/{a}"),
                    proposta: Some(format!("{b}/{a}")),
                });
                (anno, a)
            }
            _ => return None,
        };
        let upper = self.inizio(at);
        let kind = if upper { crate::base::text::capital(kind) } else { kind.to_owned() };
        let ente = ente.map_or_else(String::new, |ente| format!(" ({ente})"));
        let tail = tail.map_or_else(String::new, |ente| format!("/{ente}"));
        let enne = if marked.is_some() { "n.\u{a0}" } else { "" };
        let written = |at: usize| self.segno(at).map_or("", |s| s.testo);
        let forma = format!("{kind}{ente}\u{a0}{enne}{}/{}{tail}", written(first), written(slash + 1));
        let norma = Norma { tipo, anno, numero: Some(numero), data: None };
        Some((Letta { norma, forma, errori }, end))
    }

    /// A norm by its name, and whether it is known by the name alone.
    fn nominata(&self, at: usize) -> Option<(Norma, String, bool, usize)> {
        const NOMI: [(&str, &str, bool); 11] = [
            ("TUEL", "TUEL", true),
            ("T . U . E . L .", "TUEL", true),
            ("GDPR", "GDPR", true),
            ("RGPD", "RGPD", true),
            // Also a «centro di assistenza» and a kind of drawing.
            ("CAD", "CAD", false),
            ("codice dell ’ amministrazione digitale", "codice dell’amministrazione digitale", true),
            ("testo unico degli enti locali", "testo unico degli enti locali", true),
            ("Costituzione", "Costituzione", false),
            ("Cost .", "Cost.", false),
            ("codice civile", "codice civile", false),
            ("codice penale", "codice penale", false),
        ];
        let (words, name, alone, next) =
            NOMI.iter().find_map(|(words, name, alone)| Some((*words, *name, *alone, self.phrase(at, words)?)))?;
        let written = self.testo.get(self.byte(at..next)).unwrap_or_default();
        // Acronyms have capitals; «costituzione dei fondi» is another thing.
        let cased = match words {
            "CAD" | "Costituzione" | "Cost ." => written == name || written == "Cost .",
            "TUEL" | "GDPR" | "RGPD" => written.starts_with(char::is_uppercase),
            _ => true,
        };
        if !cased {
            return None;
        }
        let of = |numero: u32, anno: i16| famosa(numero, anno).map(|nota| nota.norma);
        let day = |tipo, numero, anno, mese, giorno| {
            let data = jiff::civil::Date::new(anno, mese, giorno).ok().map(Giorno);
            Some(Norma { tipo, anno, numero, data })
        };
        let norma = match name {
            "TUEL" | "testo unico degli enti locali" => of(267, 2000)?,
            "CAD" | "codice dell’amministrazione digitale" => of(82, 2005)?,
            "GDPR" | "RGPD" => day(Tipo::RegolamentoUe, Some(679), 2016, 4, 27)?,
            "codice civile" => day(Tipo::CodiceCivile, Some(262), 1942, 3, 16)?,
            "codice penale" => day(Tipo::CodicePenale, Some(1398), 1930, 10, 19)?,
            _ => day(Tipo::Costituzione, None, 1947, 12, 27)?,
        };
        let forma = match words.contains(' ') && written.starts_with(char::is_uppercase) {
            true => crate::base::text::capital(name),
            false => name.to_owned(),
        };
        Some((norma, forma, alone, next))
    }

    /// Numbers of articles or of commi: `6`, `13 e 14`, `6-bis`, `4 e ss.`; how many they are and the first.
    fn numeri(&self, at: usize) -> Option<(String, usize, Articolo, usize)> {
        let one = |at: usize| {
            let (number, _, mut next) = self.numero(at)?;
            let mut forma = number.to_string();
            let mut name = number.to_string();
            let suffix = if self.una(next, &["-", "–"]) { next + 1 } else { next };
            if let Some(latin) = BIS.iter().find(|latin| self.e(suffix, latin)) {
                forma = format!("{number}-{latin}");
                name.push_str(latin);
                next = suffix + 1;
            }
            Some((forma, Articolo(name), next))
        };
        // «commi da 1 a 4»
        if self.e(at, "da")
            && let Some((from, first, middle)) = one(at + 1)
            && self.e(middle, "a")
            && let Some((to, _, end)) = one(middle + 1)
        {
            return Some((format!("da\u{a0}{from} a\u{a0}{to}"), 2, first, end));
        }
        let (mut forma, first, mut next) = one(at)?;
        let mut count = 1;
        loop {
            let comma = self.e(next, ",");
            let and = self.una(next, &["e", "ed"]);
            let dash = self.una(next, &["-", "–"]);
            if and && self.una(next + 1, &["ss", "seguenti"]) {
                forma.push_str(if self.e(next + 1, "ss") { " e\u{a0}ss." } else { " e seguenti" });
                next = if self.e(next + 1, "ss") { self.skip(next + 2, ".") } else { next + 2 };
                count += 1;
                break;
            }
            if !comma && !and && !dash {
                break;
            }
            let Some((other, _, end)) = one(next + 1) else { break };
            // «art. 6, 2 comma»: the second is another kind of number; «33/2013» is a norm.
            if self.una(end, &["comma", "commi", "/", "°", "º"]) {
                break;
            }
            forma.push_str(if comma {
                ", "
            } else if and {
                " e "
            } else {
                "-"
            });
            forma.push_str(&other);
            count += 1;
            next = end;
        }
        Some((forma, count, first, next))
    }

    /// `art. 6, comma 2, lett. a)`
    fn parti(&self, at: usize) -> Option<(Parti, usize)> {
        const ORDINALI: [&str; 10] =
            ["primo", "secondo", "terzo", "quarto", "quinto", "sesto", "settimo", "ottavo", "nono", "decimo"];
        let word = self.segno(at).filter(|s| s.genere == Genere::Parola)?.testo.to_lowercase();
        let name = match word.as_str() {
            "art" | "artt" => format!("{word}."),
            "articolo" | "articoli" => word.clone(),
            _ => return None,
        };
        let upper = self.inizio(at);
        let name = if upper { crate::base::text::capital(&name) } else { name };
        let mut next = if word.len() < 5 { self.skip(at + 1, ".") } else { at + 1 };
        let mut parti = Parti::default();
        let Some((numbers, count, first, after)) = self.numeri(next) else {
            return self.senza_numero(at, next, name);
        };
        if let Some((number, ..)) = self.numero(next).filter(|(n, ..)| *n == 0 || *n > ARTICOLI) {
            parti.errori.push(Errore {
                dove: self.byte(next..next + 1),
                messaggio: format!("{number} non è il numero di un articolo"),
                rimedio: "scrivi il numero dell’articolo".into(),
                proposta: None,
            });
        }
        parti.forma = format!("{name}\u{a0}{numbers}");
        parti.articolo = (count == 1).then_some(first);
        next = after;
        loop {
            let start = self.skip(next, ",");
            if let Some(at) = self.marca(start, &["comma", "commi"], &["c", "co", "cc", "cm"])
                && let Some((numbers, _, _, end)) = self.numeri(at)
            {
                let word = if self.una(start, &["commi", "cc"]) { "commi" } else { "comma" };
                parti.forma.push_str(&format!(", {word}\u{a0}{numbers}"));
                next = end;
            } else if let Some(ordinal) =
                ORDINALI.iter().find(|word| self.e(start, word)).filter(|_| self.e(start + 1, "comma"))
            {
                parti.forma.push_str(&format!(", {ordinal} comma"));
                next = start + 2;
            } else if let Some(at) = self.marca(start, &["lettera", "lettere"], &["lett", "let", "ll"])
                && let Some((letters, end)) = self.lettere(at)
            {
                let word = match self.segno(start).map(|s| s.testo.to_lowercase()).unwrap_or_default().as_str() {
                    "lettera" => "lettera",
                    "lettere" => "lettere",
                    _ => "lett.",
                };
                parti.forma.push_str(&format!(", {word}\u{a0}{letters}"));
                next = end;
            } else if let Some((number, _, end)) = self.enne(start).and_then(|at| self.numero(at))
                && !self.una(end, &["/", "del"])
                && parti.forma.contains(')')
            {
                parti.forma.push_str(&format!(", n.\u{a0}{number})"));
                next = self.skip(end, ")");
            } else {
                return Some((parti, next));
            }
        }
    }

    /// An article without its number, before a norm: «art. xx del d.lgs. …».
    fn senza_numero(&self, at: usize, next: usize, name: String) -> Option<(Parti, usize)> {
        let connects = |at: usize| {
            let after = self.di(at);
            after > at && (self.stato(after).is_some() || self.europa(after).is_some())
        };
        let (end, messaggio) = if connects(next) {
            (next, "manca il numero dell’articolo".to_owned())
        } else {
            let word =
                self.segno(next).filter(|s| s.genere == Genere::Parola || s.testo == "…" || s.testo == "_")?.testo;
            if !connects(next + 1) || self.una(next, &["successivo", "precedente", "unico"]) {
                return None;
            }
            (next + 1, format!("«{word}» non è il numero di un articolo"))
        };
        let errore = Errore {
            dove: self.byte(at..end),
            messaggio,
            rimedio: "scrivi il numero dell’articolo, in cifre".into(),
            proposta: None,
        };
        Some((Parti { forma: name, articolo: None, errori: vec![errore] }, end))
    }

    /// A mark in full, or shortened with its point.
    fn marca(&self, at: usize, words: &[&str], short: &[&str]) -> Option<usize> {
        if self.una(at, words) {
            return Some(at + 1);
        }
        (self.una(at, short) && self.e(at + 1, ".")).then_some(at + 2)
    }

    /// `a)`, `a), b) e c-bis)`; the bracket is put where it is missing.
    fn lettere(&self, at: usize) -> Option<(String, usize)> {
        let one = |at: usize| {
            let letter =
                self.segno(at).filter(|s| s.genere == Genere::Parola && s.testo.len() <= 2)?.testo.to_lowercase();
            let mut next = at + 1;
            let mut forma = letter;
            if self.e(next, "-")
                && let Some(latin) = BIS.iter().find(|latin| self.e(next + 1, latin))
            {
                forma = format!("{forma}-{latin}");
                next += 2;
            }
            let closed = self.e(next, ")");
            Some((format!("{forma})"), closed, self.skip(next, ")")))
        };
        let (mut forma, _, mut next) = one(at)?;
        while self.e(next, ",") || self.una(next, &["e", "ed"]) {
            // Without its bracket a short word is a word: «lett. a) e di».
            let Some((other, true, end)) = one(next + 1) else { break };
            forma.push_str(if self.e(next, ",") { ", " } else { " e " });
            forma.push_str(&other);
            next = end;
        }
        Some((forma, next))
    }

    /// `del`, `della`, `dell’` between the parts and the norm, with a comma before it or not.
    fn di(&self, at: usize) -> usize {
        let start = self.skip(at, ",");
        if self.una(start, &["del", "della", "dello"]) {
            start + 1
        } else if self.e(start, "dell") && self.una(start + 1, &["’", "'"]) {
            start + 2
        } else {
            start
        }
    }

    fn citazione(&self, at: usize) -> Option<(Citazione, usize)> {
        if let Some((parti, next)) = self.parti(at) {
            let link = self.di(next);
            let words = self.testo.get(self.byte(next..link)).unwrap_or_default();
            let words: Vec<&str> = words.trim_start_matches(',').split_whitespace().collect();
            let comma = if self.e(next, ",") { "," } else { "" };
            let said = !words.is_empty();
            let gap = match words.join(" ") {
                words if words.is_empty() => format!("{comma} "),
                words if words.ends_with(['’', '\'']) => format!("{comma} {}", words.replace('\'', "’")),
                words => format!("{comma} {} ", words.to_lowercase()),
            };
            if let Some((letta, end)) = self.stato(link).or_else(|| self.europa(link)) {
                let forma = format!("{}{gap}{}", parti.forma, letta.forma);
                return Some(self.fatta(at..end, letta, forma, Some(parti)));
            }
            // «art. 7-bis, GDPR art. 5» are two; «ART. 2 Costituzione del fondo» is the heading of a regulation.
            let own = |name: &str| said || comma.is_empty() && ["TUEL", "GDPR", "RGPD", "CAD", "Cost."].contains(&name);
            if let Some((norma, name, _, end)) = self.nominata(link).filter(|(_, name, ..)| own(name)) {
                let letta = Letta { norma, forma: String::new(), errori: vec![] };
                let forma = format!("{}{gap}{name}", parti.forma);
                return Some(self.fatta(at..end, letta, forma, Some(parti)));
            }
            return None;
        }
        if let Some((letta, end)) = self.stato(at).or_else(|| self.europa(at)) {
            return Some(self.seguita(at, end, letta));
        }
        let (norma, name, alone, end) = self.nominata(at)?;
        let letta = Letta { norma, forma: name, errori: vec![] };
        let (found, last) = self.seguita(at, end, letta);
        (alone || last > end).then_some((found, last))
    }

    /// A norm with the parts that follow it, if they are its own: «d.lgs. 33/2013, art. 8».
    fn seguita(&self, at: usize, end: usize, letta: Letta) -> (Citazione, usize) {
        let start = self.skip(end, ",");
        if let Some((parti, last)) = self.parti(start) {
            let after = self.di(last);
            let other = after > last
                && (self.stato(after).is_some() || self.europa(after).is_some() || self.nominata(after).is_some());
            // «…, art. 6 del presente piano» is of another text.
            let elsewhere = self.una(last, &["del", "della", "dello", "dell"]);
            if !other && !elsewhere && parti.errori.is_empty() {
                let forma = format!("{}, {}", letta.forma, parti.forma);
                return self.fatta(at..last, letta, forma, Some(parti));
            }
        }
        let forma = letta.forma.clone();
        self.fatta(at..end, letta, forma, None)
    }

    fn fatta(&self, range: Range<usize>, letta: Letta, forma: String, parti: Option<Parti>) -> (Citazione, usize) {
        let end = range.end;
        let mut errori = letta.errori;
        let mut articolo = None;
        if let Some(parti) = parti {
            errori.splice(0..0, parti.errori);
            articolo = parti.articolo;
        }
        let indirizzo = if errori.is_empty() { letta.norma.indirizzo(articolo.as_ref()) } else { None };
        let mut forma = forma;
        let dove = self.byte(range);
        // A citation set as written keeps its bytes.
        if !errori.is_empty() {
            forma = self.testo.get(dove.clone()).unwrap_or_default().to_owned();
        }
        (Citazione { dove, norma: letta.norma, forma, indirizzo, errori }, end)
    }

    /// The other norms of a list that says the kind once: «d.lgs. 33/2013 e 39/2013».
    fn altre(&self, prima: &Citazione, from: usize) -> Vec<(Citazione, usize)> {
        let mut out = Vec::new();
        let mut next = from;
        let short =
            self.testo.get(prima.dove.clone()).is_some_and(|text| text.contains('/')) && !prima.norma.tipo.europea();
        while short && (self.e(next, ",") || self.una(next, &["e", "ed"])) {
            let first = self.enne(next + 1).unwrap_or(next + 1);
            let Some((numero, _, slash)) = self.numero(first) else { break };
            let Some((written, 4, end)) = self.e(slash, "/").then(|| self.numero(slash + 1)).flatten() else { break };
            let Some(anno) = self.anno(written, 4).filter(|_| !self.e(end, "/")) else { break };
            let data =
                famosa(numero, anno).map(|nota| nota.norma).filter(|n| n.tipo == prima.norma.tipo).and_then(|n| n.data);
            let norma = Norma { tipo: prima.norma.tipo, anno, numero: Some(numero), data };
            let enne = if first > next + 1 { "n.\u{a0}" } else { "" };
            let found = Citazione {
                dove: self.byte(next + 1..end),
                norma,
                forma: format!("{enne}{numero}/{anno}"),
                indirizzo: norma.indirizzo(None),
                errori: vec![],
            };
            out.push((found, end));
            next = end;
        }
        out
    }
}
