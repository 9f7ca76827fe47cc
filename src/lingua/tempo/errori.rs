//! The messages for times that cannot be read or that can be read in two ways, each with its cure.

use super::segni::{self, Pezzo, Segno};
use super::{Momento, Quando};
use crate::base::giorno::Giorno;
use std::ops::Range;

/// A time that can be read in more than one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dubbio {
    /// Why, in Italian.
    pub messaggio: String,
    /// The whole text written without doubts, one for each reading; the first is the reading taken.
    pub riscritture: Vec<String>,
    /// Whether the first reading is certain: nobody could mean another.
    pub certo: bool,
}

/// A text that should be a time and cannot be read as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Illeggibile {
    /// What is wrong.
    pub genere: Genere,
    /// What is wrong, in Italian.
    pub messaggio: String,
    /// What to do, in Italian.
    pub rimedio: String,
    /// The whole text as it probably should be, when there is one good guess; who writes confirms it.
    pub proposta: Option<String>,
}

/// Why words cannot be read as a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genere {
    /// A day or a part of the year that does not exist ("31/09"), or an end before its beginning.
    Impossibile,
    /// A date under the name of another day of the week.
    GiornoDellaSettimana,
    /// A year of another century ("anno 2855").
    AnnoFuori,
    /// How many, instead of when ("2 iniziative nell’anno").
    Conteggio,
    /// An old and a revised value together ("31/08 31/10").
    DueValori,
    /// A part of a year beside whole years, of which it may be a part ("30 giugno 2027-2028").
    Anni,
    /// A mark that stands where a number was ("] trimestre").
    Segno,
    /// A sentence.
    Frase,
    /// A word that is not of time ("gennnaio").
    ParolaIgnota,
}

impl Illeggibile {
    fn new(genere: Genere, messaggio: String, rimedio: impl Into<String>) -> Illeggibile {
        Illeggibile { genere, messaggio, rimedio: rimedio.into(), proposta: None }
    }

    /// A day that is not in its month; `giorno` is where its digits are.
    pub(super) fn giorno(text: &str, tutto: &Range<usize>, giorno: &Range<usize>, ultimo: i8) -> Illeggibile {
        let (anno, mese) = (text.get(tutto.start..giorno.start), text.get(giorno.end..tutto.end));
        let (anno, mese) = (anno.unwrap_or_default(), mese.unwrap_or_default());
        // Of a day zero nobody knows which day was meant.
        if text.get(giorno.clone()).is_some_and(|digits| digits.bytes().all(|digit| digit == b'0')) {
            return Self::new(
                Genere::Impossibile,
                format!("«{}» non è un giorno del calendario", text.get(tutto.clone()).unwrap_or_default()),
                format!("il giorno zero non c’è: scrivi un giorno da 1 a {ultimo}"),
            );
        }
        Illeggibile {
            proposta: replace(text, giorno, &ultimo.to_string()),
            ..Self::new(
                Genere::Impossibile,
                format!("«{}» non è un giorno del calendario", text.get(tutto.clone()).unwrap_or_default()),
                format!(
                    "l’ultimo giorno di quel mese è il {ultimo}: scrivi «{anno}{ultimo}{mese}» oppure il mese giusto"
                ),
            )
        }
    }

    /// A month that does not exist.
    pub(super) fn mese(text: &str, tutto: &Range<usize>) -> Illeggibile {
        Self::new(
            Genere::Impossibile,
            format!("«{}» non è un giorno del calendario", text.get(tutto.clone()).unwrap_or_default()),
            "scrivi giorno, mese e anno come in «31/12/2026»",
        )
    }

    /// A part of the year that does not exist.
    pub(super) fn parte(nome: &str, quante: i8) -> Illeggibile {
        Self::new(
            Genere::Impossibile,
            format!("un anno ha solo {quante} periodi come il «{nome}»"),
            format!("scrivi un numero da 1 a {quante}"),
        )
    }

    /// A year of another century.
    pub(super) fn anno(anno: u32) -> Illeggibile {
        Self::new(
            Genere::AnnoFuori,
            format!("l’anno {anno} non è di questo secolo"),
            "controlla le cifre dell’anno: deve stare fra il 2000 e il 2099",
        )
    }

    /// A stretch that ends before it begins.
    pub(super) fn inverso(da: Momento, a: Momento) -> Illeggibile {
        Self::new(
            Genere::Impossibile,
            format!("il periodo finisce ({a}) prima di cominciare ({da})"),
            "scrivi prima l’inizio e poi la fine",
        )
    }

    /// A part of a year beside whole years.
    pub(super) fn anni(text: &str) -> Illeggibile {
        Self::new(
            Genere::Anni,
            format!("in «{}» gli anni si possono leggere in più modi", text.trim()),
            "scrivi l’anno di ogni giorno o periodo: «30/06/2027 e 30/06/2028», «da giugno 2027 a dicembre 2028», «a.s. 2027/2028»",
        )
    }

    /// A day with the name of another day of the week, Monday first.
    pub(super) fn settimana(data: Giorno, vero: usize) -> Illeggibile {
        const NOMI: [&str; 7] = ["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"];
        let vero = NOMI.get(vero).copied().unwrap_or_default();
        Self::new(
            Genere::GiornoDellaSettimana,
            format!("il {data} è {vero}"),
            format!("scrivi «{vero}», oppure correggi la data"),
        )
    }

    /// Two values in one field; `simili`: of one kind, so that the second may be the first one revised.
    pub(super) fn due_valori(prima: &str, dopo: &str, simili: bool) -> Illeggibile {
        let rivisto = if simili { format!(": il rivisto sembra «{dopo}»") } else { String::new() };
        Self::new(
            Genere::DueValori,
            format!("ci sono due valori in un campo solo: «{prima}» e «{dopo}»"),
            format!("scrivi soltanto quello in vigore{rivisto}"),
        )
    }

    /// A length of time counted from an event: "tre mesi dall’avvio". `entro`: the same, as a term.
    pub(super) fn da_un_fatto(detto: &str, entro: String) -> Illeggibile {
        Illeggibile {
            rimedio: format!(
                "se è il termine, scrivi «{entro}»; se il giorno si sa già, scrivilo: «entro il 30 settembre»"
            ),
            proposta: Some(entro),
            ..Self::new(Genere::ParolaIgnota, format!("«{detto}» dice quanto tempo passa, non quando"), "")
        }
    }

    /// The reason for which a text is no time.
    pub(super) fn diagnosi(text: &str, pezzi: &[Pezzo]) -> Illeggibile {
        let detto = text.trim();
        match pezzi {
            [Pezzo { segno: Segno::Numero(..), .. }, Pezzo { segno: Segno::Parola(cosa), .. }, ..]
                if segni::mese(cosa).is_none() && vicina(cosa).is_none() =>
            {
                return Self::new(
                    Genere::Conteggio,
                    format!("«{detto}» dice quanti, non quando"),
                    "scrivi qui il periodo (per esempio «annuale») e sposta la quantità nel valore atteso",
                );
            }
            [Pezzo { segno: Segno::Parola(parte), .. }] if TRIMESTRI.contains(&parte.as_str()) => {
                return Self::new(
                    Genere::Segno,
                    format!("manca il numero davanti a «{detto}»"),
                    format!("scrivi quale: per esempio «II {parte}»"),
                );
            }
            _ => {}
        }
        let segno = pezzi.iter().find_map(|p| match p.segno {
            Segno::Punto(c) if !"-/,.;:()…&+=".contains(c) => Some(c),
            _ => None,
        });
        let parole = pezzi.iter().filter(|p| matches!(p.segno, Segno::Parola(_))).count();
        if let Some(segno) = segno
            && parole < FRASE
        {
            return Self::new(
                Genere::Segno,
                format!("in «{detto}» il segno «{segno}» non si legge"),
                "guarda l’originale e scrivi il numero che sta al posto del segno, per esempio «II trimestre»",
            );
        }
        if parole >= FRASE {
            let (inizio, resto) = detto.char_indices().nth(40).map_or((detto, ""), |(n, _)| detto.split_at(n));
            let taglio = if resto.is_empty() { "" } else { "…" };
            return Self::new(
                Genere::Frase,
                format!("«{inizio}{taglio}» è una frase, non un tempo"),
                "scrivi qui soltanto quando (per esempio «annuale», «II trim», «entro il 30 settembre») e sposta la frase nel testo",
            );
        }
        let mut ignote = pezzi.iter().filter_map(|p| match &p.segno {
            Segno::Parola(parola) if NOTE.split(' ').all(|nota| nota != parola) && segni::mese(parola).is_none() => {
                Some((p, parola))
            }
            _ => None,
        });
        match ignote.find_map(|(p, parola)| Some((p, vicina(parola)?))) {
            Some((p, giusta)) => Illeggibile {
                proposta: replace(text, &p.dove, giusta),
                ..Self::new(
                    Genere::ParolaIgnota,
                    format!("«{}» non è una parola di tempo", text.get(p.dove.clone()).unwrap_or_default()),
                    format!("forse volevi scrivere «{giusta}»"),
                )
            },
            None => Self::ignota(text, pezzi),
        }
    }

    /// Words of which no other reason can be said.
    pub(super) fn ignota(text: &str, pezzi: &[Pezzo]) -> Illeggibile {
        let settimana =
            pezzi.iter().any(|p| matches!(&p.segno, Segno::Parola(parola) if parola.starts_with("settiman")));
        Self::new(
            Genere::ParolaIgnota,
            format!("«{}» non è un tempo che si sappia leggere", text.trim()),
            if settimana {
                "scrivi i giorni della settimana, per esempio «dal 1° al 7 marzo», o il mese in cui cade"
            } else {
                "scrivi per esempio «annuale», «II trim», «gennaio-marzo», «entro aprile», «31/12/2026»"
            },
        )
    }
}

/// From this many words on, it is a sentence.
const FRASE: usize = 7;

const TRIMESTRI: [&str; 6] = ["trim", "trimestre", "sem", "semestre", "quadrimestre", "bimestre"];

/// Words that a misspelt one may be, besides months.
const NOTE: &str = "annuale anno trimestre semestre quadrimestre bimestre trim entro triennio biennio biennale \
    mensile trimestrale quadrimestrale semestrale bimestrale settimanale settimanalmente \
    mensilmente annualmente cadenza ogni giorni primavera estate autunno inverno mese inizio fine";

/// The known word that differs least, when it differs little.
fn vicina(parola: &str) -> Option<&'static str> {
    let errori = parola.chars().count() / 4;
    crate::base::giorno::MESI
        .into_iter()
        .chain(NOTE.split(' '))
        .map(|nota| (strsim::damerau_levenshtein(parola, nota), nota))
        .filter(|(distanza, _)| (1..=errori.min(2)).contains(distanza))
        .min_by_key(|(distanza, _)| *distanza)
        .map(|(_, nota)| nota)
}

/// The text with other words in one place.
pub(super) fn replace(text: &str, dove: &Range<usize>, con: &str) -> Option<String> {
    Some(format!("{}{con}{}", text.get(..dove.start)?, text.get(dove.end..)?))
}

impl Dubbio {
    /// "/" between two moments (or nothing between two months), at these bytes.
    pub(super) fn fra_due(text: &str, segno: &Range<usize>, entro: bool) -> Dubbio {
        let words = |dove: Option<&str>| dove.unwrap_or_default().trim().to_lowercase();
        let (prima, dopo) = (words(text.get(..segno.start)), words(text.get(segno.end..)));
        let detto = format!("{prima}{}{dopo}", if segno.is_empty() { " " } else { "/" });
        let (messaggio, riscritture) = if entro {
            (
                format!("«{detto}» dice due scadenze: quale vale?"),
                vec![format!("{prima}, {dopo}"), prima, format!("entro {dopo}")],
            )
        } else if segno.is_empty() {
            (
                format!(
                    "«{detto}»: manca il trattino di un periodo, oppure sono due valori (il previsto e il rivisto)"
                ),
                vec![format!("{prima}-{dopo}"), dopo],
            )
        } else {
            (
                format!("«{detto}» può dire un periodo, due momenti distinti o una scelta"),
                vec![format!("{prima}-{dopo}"), format!("{prima}, {dopo}"), format!("{prima} o {dopo}")],
            )
        };
        Dubbio { messaggio, riscritture, certo: false }
    }

    /// A time with another one in the note after it. `dura`: the first is a length, and the note alone says when.
    pub(super) fn piu_tempi(text: &str, nota: &str, dura: bool) -> Dubbio {
        let prima = text.trim().strip_suffix(nota).unwrap_or(text).trim_end_matches([' ', ',', ';', '.']);
        let prima = if dura { nota.trim_matches(['(', ')', ' ']) } else { prima };
        Dubbio {
            messaggio: format!("«{}» dice più di un tempo: quale vale?", text.trim()),
            riscritture: vec![prima.to_owned()],
            certo: false,
        }
    }

    /// "ott 27 - mar 28", that is read as months with their years and may be two days. None where no days are so high.
    pub(super) fn mesi_o_giorni(da: Momento, a: Momento) -> Option<Dubbio> {
        let giorno = |momento: Momento| match (momento.quando, momento.anno.map(|anno| anno % 100)) {
            (Quando::Mese(mese), Some(giorno @ 1..=31)) => Some(format!("{giorno:02}/{mese:02}")),
            _ => None,
        };
        let giorni = format!("{} - {}", giorno(da)?, giorno(a)?);
        let mesi = format!("{da} - {a}");
        Some(Dubbio {
            messaggio: format!("può dire due mesi con il loro anno, «{mesi}», o due giorni"),
            riscritture: vec![mesi, giorni],
            certo: false,
        })
    }

    /// "Il trim", that a scanner makes of "II trim".
    pub(super) fn scanner(text: &str, dove: &Range<usize>, giusto: &str) -> Dubbio {
        let letto = text.get(dove.clone()).unwrap_or_default();
        Dubbio {
            messaggio: format!("«{letto}» sembra «{giusto}» letto male da uno scanner"),
            riscritture: replace(text, dove, giusto).into_iter().collect(),
            // «il trim» may be the article.
            certo: !letto.starts_with('i'),
        }
    }
}
