//! How much a body may spend for its staff: the thresholds of the law with the days in which they hold, and the arithmetic that
//! compares them with the accounts. Amounts are whole cents; a mean of three years is kept as three times itself, so that
//! nothing is rounded before it is compared.

use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::numeri::thousands;
use crate::piano::Piano;
use crate::piano::element::ente::Tipo;
use crate::piano::element::misura::{PerAnno, Percento};
use crate::piano::element::spesa_personale::{Flessibile, Limite, SpesaPersonale};
use crate::piano::element::value::{Dovuto, Importo};
use crate::piano::settings::Impostazioni;
use jiff::civil::{Date, date};

/// A band of inhabitants, with its thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fascia {
    /// The least inhabitants.
    pub da: u32,
    /// The first number of inhabitants of the next band. None for the last.
    pub sotto: Option<u32>,
    /// The highest ratio of spending to revenue within which the body may spend more.
    pub soglia: Percento,
    /// The ratio above which it must spend less.
    pub rientro: Option<Percento>,
}

/// The thresholds of a kind of body, from one day to another.
struct Tabella {
    tipo: Tipo,
    dal: Date,
    al: Option<Date>,
    /// The norm, as it is printed.
    fonte: &'static str,
    /// The first inhabitants of each band, its threshold, and that of return, in hundredths of a point.
    fasce: &'static [(u32, i64, Option<i64>)],
}

/// The tables. A decree may change them every five years: the old ones stay, with the day on which they end. The thresholds of return
/// are those of the bands plus four points, as commonly said: their table was not read.
static TABELLE: &[Tabella] = &[
    Tabella {
        tipo: Tipo::Comune,
        dal: date(2020, 4, 20),
        al: None,
        fonte: "DM 17 marzo 2020, tabelle 1 e 3",
        fasce: &[
            (0, 2950, Some(3350)),
            (1_000, 2860, Some(3260)),
            (2_000, 2760, Some(3160)),
            (3_000, 2720, Some(3120)),
            (5_000, 2690, Some(3090)),
            (10_000, 2700, Some(3100)),
            (60_000, 2760, Some(3160)),
            (250_000, 2880, Some(3280)),
            (1_500_000, 2530, Some(2930)),
        ],
    },
    Tabella {
        tipo: Tipo::Provincia,
        dal: date(2022, 1, 1),
        al: None,
        fonte: "DM 11 gennaio 2022, art. 4",
        fasce: &[
            (0, 2080, None),
            (250_000, 1910, None),
            (350_000, 1910, None),
            (450_000, 1970, None),
            (700_000, 1390, None),
        ],
    },
    Tabella {
        tipo: Tipo::CittaMetropolitana,
        dal: date(2022, 1, 1),
        al: None,
        fonte: "DM 11 gennaio 2022, art. 4",
        fasce: &[(0, 2530, None), (750_000, 1420, None), (1_500_000, 1620, None)],
    },
];

/// The band of a body on a day, with the norm. None for a body that has no thresholds.
#[must_use]
pub fn fascia(tipo: Tipo, abitanti: u32, giorno: Giorno) -> Option<(Fascia, &'static str)> {
    let holds = |t: &&Tabella| t.tipo == tipo && t.dal <= giorno.0 && t.al.is_none_or(|al| giorno.0 <= al);
    let tabella = TABELLE.iter().find(holds)?;
    let at = tabella.fasce.iter().rposition(|(from, ..)| *from <= abitanti)?;
    let (da, soglia, rientro) = tabella.fasce.get(at).copied()?;
    let sotto = tabella.fasce.get(at + 1).map(|(from, ..)| *from);
    Some((Fascia { da, sotto, soglia: Percento(soglia), rientro: rientro.map(Percento) }, tabella.fonte))
}

/// Whether bodies of this kind have thresholds.
#[must_use]
pub fn ha_soglie(tipo: Tipo) -> bool {
    TABELLE.iter().any(|tabella| tabella.tipo == tipo)
}

impl Fascia {
    /// The band in words: `da 5.000 a 9.999 abitanti`.
    #[must_use]
    pub fn parole(&self) -> String {
        let from = thousands(u64::from(self.da));
        match self.sotto {
            Some(next) if self.da == 0 => format!("sotto i {} abitanti", thousands(u64::from(next))),
            Some(next) => format!("da {from} a {} abitanti", thousands(u64::from(next - 1))),
            None => format!("da {from} abitanti"),
        }
    }
}

/// Where a body stands between the two thresholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posizione {
    /// It may spend up to the threshold.
    Entro,
    /// It may not raise the ratio.
    Intermedia,
    /// It must spend less.
    Sopra,
}

impl Posizione {
    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Posizione::Entro => "entro la soglia",
            Posizione::Intermedia => "fra la soglia e quella di rientro",
            Posizione::Sopra => "sopra la soglia di rientro",
        }
    }
}

/// What a body may spend for its staff, computed from its accounts.
#[derive(Debug)]
pub struct Capacita<'a> {
    /// The record.
    pub dati: &'a SpesaPersonale,
    /// The years of the accounts with their revenue, in order.
    pub entrate: Vec<(i16, Importo)>,
    /// Three times the mean revenue, net of the fund for doubtful revenue. Above zero.
    nette_per_tre: i128,
    /// The spending of the last account.
    pub spesa: Importo,
    /// The band that the law gives to the body, with its norm.
    pub fascia: Option<(Fascia, &'static str)>,
}

impl<'a> Capacita<'a> {
    /// What follows from `dati`. None while the accounts are not all there, or the revenue is not above zero.
    #[must_use]
    pub fn di(set: &Impostazioni, dati: &'a SpesaPersonale) -> Option<Self> {
        let entrate: Vec<(i16, Importo)> =
            dati.entrate.as_ref()?.iter().filter_map(|(year, amount)| Some((year?, amount.value))).collect();
        let fcde = dati.fcde?.value;
        if entrate.len() != 3 {
            return None;
        }
        let sum: i128 = entrate.iter().map(|(_, amount)| i128::from(amount.0)).sum();
        let nette_per_tre = sum - 3 * i128::from(fcde.0);
        // A record of another body says nothing of how many inhabitants that has.
        let fascia = match &set.ente.abitanti {
            Some(Dovuto::Valore(abitanti)) if dati.ente.is_none() => fascia(set.ente.tipo, *abitanti, set.data.value),
            _ => None,
        };
        (nette_per_tre > 0).then_some(Capacita { dati, entrate, nette_per_tre, spesa: dati.spesa()?, fascia })
    }

    /// The mean of the three accounts.
    #[must_use]
    pub fn media(&self) -> Importo {
        terzo(self.entrate.iter().map(|(_, amount)| i128::from(amount.0)).sum())
    }

    /// The mean, net of the fund for doubtful revenue.
    #[must_use]
    pub fn nette(&self) -> Importo {
        terzo(self.nette_per_tre)
    }

    /// The ratio of an amount to the net revenue, to the hundredth of a point.
    #[must_use]
    pub fn rapporto(&self, spesa: Importo) -> Percento {
        let part = i128::from(spesa.0) * 3 * 10_000;
        let rounded = (2 * part + self.nette_per_tre).div_euclid(2 * self.nette_per_tre);
        Percento(i64::try_from(rounded).unwrap_or(i64::MAX))
    }

    /// The threshold: as typed, or that of the band.
    #[must_use]
    pub fn soglia(&self) -> Option<Percento> {
        self.dati.soglia.map(|typed| typed.value).or_else(|| self.fascia.map(|(fascia, _)| fascia.soglia))
    }

    /// The threshold of return: as typed, or that of the band.
    #[must_use]
    pub fn rientro(&self) -> Option<Percento> {
        self.dati.soglia_rientro.map(|typed| typed.value).or_else(|| self.fascia.and_then(|(fascia, _)| fascia.rientro))
    }

    /// Whether a spending is above a share of the net revenue. Exact.
    #[must_use]
    pub fn oltre(&self, spesa: Importo, soglia: Percento) -> bool {
        i128::from(spesa.0) * 3 * 10_000 > i128::from(soglia.0) * self.nette_per_tre
    }

    /// The highest spending within the threshold, to the cent.
    #[must_use]
    pub fn massima(&self) -> Option<Importo> {
        let most = i128::from(self.soglia()?.0) * self.nette_per_tre;
        let rounded = (2 * most + 30_000).div_euclid(60_000);
        i64::try_from(rounded).ok().map(Importo)
    }

    /// What is left up to the threshold; below zero when it is passed.
    #[must_use]
    pub fn margine(&self, spesa: Importo) -> Option<Importo> {
        self.massima().map(|most| Importo(most.0.saturating_sub(spesa.0)))
    }

    /// Where the body stands, from its last account.
    #[must_use]
    pub fn posizione(&self) -> Option<Posizione> {
        let soglia = self.soglia()?;
        Some(match self.rientro() {
            _ if !self.oltre(self.spesa, soglia) => Posizione::Entro,
            Some(rientro) if !self.oltre(self.spesa, rientro) => Posizione::Intermedia,
            _ => Posizione::Sopra,
        })
    }
}

/// A third of a number of cents, halves up.
fn terzo(sum: i128) -> Importo {
    Importo(i64::try_from((2 * sum + 3).div_euclid(6)).unwrap_or(i64::MAX))
}

/// The records of spending of a plan, each with what follows from it.
pub fn tutte(piano: &Piano) -> impl Iterator<Item = (&Spanned<SpesaPersonale>, Option<Capacita<'_>>)> {
    let set = piano.impostazioni.as_ref();
    piano.elementi.spese_personale.iter().map(move |dati| (dati, set.and_then(|set| Capacita::di(set, &dati.value))))
}

fn del(amounts: Option<&PerAnno<Spanned<Importo>>>, anno: i16) -> Option<Importo> {
    amounts?.di(anno).map(|amount| amount.value)
}

/// The mean of the years of a base, and how many they are.
fn media(base: Option<&PerAnno<Spanned<Importo>>>) -> Option<Importo> {
    let all: Vec<i128> = base?.iter().map(|(_, amount)| i128::from(amount.value.0)).collect();
    let n = i128::try_from(all.len()).ok().filter(|n| *n > 0)?;
    let sum: i128 = all.iter().sum();
    i64::try_from((2 * sum + n).div_euclid(2 * n)).ok().map(Importo)
}

impl Limite {
    /// The limit: the mean of the years of the past, or the one year.
    #[must_use]
    pub fn limite(&self) -> Option<Importo> {
        media(self.base.as_ref())
    }

    /// The spending under the limit in `anno`: as written, or the whole without what is left out.
    #[must_use]
    pub fn soggetta(&self, anno: i16) -> Option<Importo> {
        let written = del(self.soggetta.as_ref(), anno);
        written.or_else(|| {
            let whole = del(self.totale.as_ref(), anno)?;
            let out = del(self.escluse.as_ref(), anno).unwrap_or_default();
            Some(Importo(whole.0.saturating_sub(out.0)))
        })
    }

    /// What is left of the limit in `anno`; below zero when it is passed.
    #[must_use]
    pub fn residuo(&self, anno: i16) -> Option<Importo> {
        Some(Importo(self.limite()?.0.saturating_sub(self.soggetta(anno)?.0)))
    }
}

impl Flessibile {
    /// How much may be spent for flexible work.
    #[must_use]
    pub fn limite(&self) -> Option<Importo> {
        let base = i128::from(media(self.base.as_ref())?.0);
        let part = i128::from(self.percento.map_or(Percento::CENTO, |typed| typed.value).0);
        i64::try_from((2 * base * part + 10_000).div_euclid(20_000)).ok().map(Importo)
    }

    /// The spending expected in `anno`.
    #[must_use]
    pub fn prevista(&self, anno: i16) -> Option<Importo> {
        del(self.prevista.as_ref(), anno)
    }

    /// What is left in `anno`; below zero when the limit is passed.
    #[must_use]
    pub fn residuo(&self, anno: i16) -> Option<Importo> {
        Some(Importo(self.limite()?.0.saturating_sub(self.prevista(anno)?.0)))
    }
}

impl SpesaPersonale {
    /// The spending expected in `anno`.
    #[must_use]
    pub fn prevista(&self, anno: i16) -> Option<Importo> {
        del(self.prevista.as_ref(), anno)
    }

    /// What the DUP gives to staff in `anno`.
    #[must_use]
    pub fn dup(&self, anno: i16) -> Option<Importo> {
        del(self.dup.as_ref(), anno)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(tipo: &str, abitanti: u32, spesa: &str) -> Piano {
        let piao = format!(
            "tipo = \"piao\"\ntriennio = \"2027-2029\"\nmomento = \"approvazione\"\nstato = \"bozza\"\ndata = \"31/01/2027\"\n\
             [ente]\nnome = \"Ente\"\ntipo = \"{tipo}\"\nabitanti = {abitanti}\n"
        );
        let data = format!("[[spesa_personale]]\nanno = 2027\nrendiconto = 2025\n{spesa}");
        let sources = crate::source::Sources::memory(&[("piao.toml", piao.as_str()), ("dati/p.toml", data.as_str())]);
        let mut diags = crate::diag::Diagnostics::default();
        let piano = crate::load::load(&sources, None, &mut diags);
        // The plan has no sections.
        assert!(diags.iter().all(|problem| problem.code == "P0113"), "{diags:?}");
        piano
    }

    fn words(amount: Option<Importo>) -> String {
        amount.map(|amount| amount.to_string().replace('\u{a0}', " ")).unwrap_or_default()
    }

    /// The body of § 7.1 of the design: 6.240 inhabitants, 31 people.
    #[test]
    fn a_small_town_has_what_the_design_worked_out() {
        let piano = plan(
            "comune",
            6240,
            "spesa = \"1.279.680,00 €\"\nentrate = { 2023 = \"5.412.300,00 €\", 2024 = \"5.590.100,00 €\", 2025 = \"5.701.900,00 €\" }\n\
             fcde = \"236.100,00 €\"\nprevista = { 2027 = \"1.312.400,00 €\", 2028 = \"1.318.900,00 €\" }\n\
             [spesa_personale.limite]\ncomma = 557\n\
             base = { 2011 = \"1.310.000,00 €\", 2012 = \"1.302.500,00 €\", 2013 = \"1.291.250,00 €\" }\n\
             soggetta = { 2027 = \"1.204.300,00 €\" }\n\
             [spesa_personale.flessibile]\nbase = { 2009 = \"42.600,00 €\" }\nprevista = { 2027 = \"18.000,00 €\" }\n",
        );
        let (dati, capacita) = tutte(&piano).next().unwrap();
        let capacita = capacita.unwrap();
        assert_eq!(words(Some(capacita.media())), "5.568.100,00 €");
        assert_eq!(words(Some(capacita.nette())), "5.332.000,00 €");
        assert_eq!(capacita.rapporto(capacita.spesa).esteso(), "24,00\u{a0}%");
        let (fascia, _) = capacita.fascia.unwrap();
        assert_eq!(fascia.parole(), "da 5.000 a 9.999 abitanti");
        assert_eq!((fascia.soglia, fascia.rientro), (Percento(2690), Some(Percento(3090))));
        assert_eq!(words(capacita.massima()), "1.434.308,00 €");
        assert_eq!(words(capacita.margine(capacita.spesa)), "154.628,00 €");
        assert_eq!(capacita.posizione(), Some(Posizione::Entro));
        let next = dati.value.prevista(2027).unwrap();
        assert_eq!(capacita.rapporto(next).esteso(), "24,61\u{a0}%");
        assert_eq!(words(capacita.margine(next)), "121.908,00 €");
        let limite = &dati.value.limite.as_ref().unwrap().value;
        assert_eq!(words(limite.limite()), "1.301.250,00 €");
        assert_eq!(words(limite.residuo(2027)), "96.950,00 €");
        assert_eq!(limite.residuo(2028), None);
        assert_eq!(words(dati.value.flessibile.as_ref().unwrap().value.residuo(2027)), "24.600,00 €");
    }

    /// A real town of nearly 50.000 inhabitants: what its council approved in February 2026.
    #[test]
    fn a_town_of_fifty_thousand_has_what_its_council_approved() {
        let revenue = "42.740.310,93 €";
        let piano = plan(
            "comune",
            49_000,
            &format!(
                "spesa = \"8.624.994,75 €\"\nentrate = {{ 2023 = \"{revenue}\", 2024 = \"{revenue}\", 2025 = \"{revenue}\" }}\nfcde = \"0,00 €\"\n"
            ),
        );
        let capacita = tutte(&piano).next().unwrap().1.unwrap();
        assert_eq!(capacita.rapporto(capacita.spesa).esteso(), "20,18\u{a0}%");
        assert_eq!(capacita.soglia().map(|soglia| soglia.to_string()).as_deref(), Some("27\u{a0}%"));
        assert_eq!(words(capacita.massima()), "11.539.883,95 €");
    }

    #[test]
    fn a_ratio_is_compared_before_it_is_rounded() {
        let of = |spesa: &str| {
            let text = format!(
                "spesa = \"{spesa}\"\nentrate = {{ 2023 = \"100,00 €\", 2024 = \"100,00 €\", 2025 = \"100,00 €\" }}\nfcde = \"0,00 €\"\n"
            );
            let piano = plan("comune", 6240, &text);
            let capacita = tutte(&piano).next().unwrap().1.unwrap();
            (capacita.rapporto(capacita.spesa).esteso(), capacita.posizione().unwrap())
        };
        assert_eq!(of("26,90 €"), ("26,90\u{a0}%".into(), Posizione::Entro));
        assert_eq!(of("26,91 €"), ("26,91\u{a0}%".into(), Posizione::Intermedia));
        assert_eq!(of("30,90 €").1, Posizione::Intermedia);
        assert_eq!(of("30,91 €").1, Posizione::Sopra);
    }

    #[test]
    fn each_band_begins_where_the_one_before_ends() {
        let day = Giorno(date(2027, 1, 31));
        let soglia = |tipo, abitanti| fascia(tipo, abitanti, day).map(|(fascia, _)| fascia.soglia.0);
        assert_eq!([999, 1_000, 1_999, 2_000].map(|n| soglia(Tipo::Comune, n)), [2950, 2860, 2860, 2760].map(Some));
        assert_eq!(
            [9_999, 10_000, 59_999, 60_000].map(|n| soglia(Tipo::Comune, n)),
            [2690, 2700, 2700, 2760].map(Some)
        );
        assert_eq!([1_499_999, 1_500_000].map(|n| soglia(Tipo::Comune, n)), [2880, 2530].map(Some));
        assert_eq!([249_999, 700_000].map(|n| soglia(Tipo::Provincia, n)), [2080, 1390].map(Some));
        assert_eq!(soglia(Tipo::CittaMetropolitana, 800_000), Some(1420));
        assert_eq!(soglia(Tipo::Unione, 6_240), None);
        assert_eq!(fascia(Tipo::Comune, 6_240, Giorno(date(2019, 1, 1))), None);
        let last = fascia(Tipo::Comune, 2_000_000, day).unwrap().0;
        assert_eq!((last.parole(), last.da), ("da 1.500.000 abitanti".to_owned(), 1_500_000));
    }
}
