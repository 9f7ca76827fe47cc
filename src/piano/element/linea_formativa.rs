//! Linea formativa: one line of the triennial training plan. Its fields follow the directive on training of 14 January 2025 (areas,
//! 40 hours) and the row that the portal of the PIAO asks for (recipients, hours, cost, provider).

use super::ente::Ente;
use super::misura::{Decimale, Parola, PerAnno, legge_parola};
use super::obiettivo::indicatore::{Indicatore, parole};
use super::obiettivo::quante;
use super::progetto::Progetto;
use super::value::{Dovuto, Importo, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::numeri::thousands;
use crate::lingua::unita::{orario, ore_e_minuti};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// A line of training.
#[derive(Debug, Deserialize)]
pub struct LineaFormativa {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// What the training is: see [`Tipo`].
    pub tipo: Tipo,
    /// Area of competence.
    pub area: Option<Area>,
    /// The mandatory topics that it covers.
    pub temi: Option<Dovuto<Vec<Tema>>>,
    /// The norm that makes it mandatory.
    pub norma: Option<Spanned<String>>,
    /// First year in which it is given, when it is not the first of the triennium.
    pub dal: Option<Spanned<i16>>,
    /// The years in which it is given, when they are not all those from the first on.
    #[serde(default)]
    pub anni: Vec<Spanned<i16>>,
    /// The people for whom it is meant, in words.
    pub destinatari: Option<Spanned<String>>,
    /// How many people take part each year, by category and by body.
    pub partecipanti: Option<Dovuto<Vec<Spanned<Partecipanti>>>>,
    /// Hours for each participant, each year.
    pub ore: Option<Dovuto<PerAnno<Spanned<Ore>>>>,
    /// Cost of each year, in euro.
    pub costo: Option<Dovuto<PerAnno<Spanned<Importo>>>>,
    /// The person or body that gives it.
    pub erogatore: Option<Spanned<String>>,
    /// The way of teaching: in a room, at a distance…
    pub modalita: Option<Modalita>,
    /// How the body checks that people have learnt.
    pub verifica: Option<Spanned<String>>,
    /// The bodies that it is for; empty when it is for all.
    #[serde(default)]
    pub enti: Vec<Rif<Ente>>,
    /// What it is about, in prose.
    pub descrizione: Option<Testo>,
    /// The funded project that it serves.
    pub progetto: Option<Rif<Progetto>>,
    /// Indicators of what it must bring about.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
}

/// A group of people who take part.
#[derive(Debug, Deserialize)]
pub struct Partecipanti {
    /// Their category of staff.
    pub categoria: Option<Categoria>,
    /// The body they work for.
    pub ente: Option<Rif<Ente>>,
    /// How many they are, each year.
    pub numero: PerAnno<Spanned<u32>>,
}

/// The kinds of training lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `tipo`")]
pub enum Tipo {
    Obbligatoria,
    Base,
    Linguistica,
    Trasversale,
    Piattaforma,
    Transizione,
    Proposte,
    Altro,
}

impl Tipo {
    /// All, in the order in which they are explained.
    pub const ALL: [Tipo; 8] = [
        Tipo::Obbligatoria,
        Tipo::Base,
        Tipo::Linguistica,
        Tipo::Trasversale,
        Tipo::Piattaforma,
        Tipo::Transizione,
        Tipo::Proposte,
        Tipo::Altro,
    ];

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Tipo::Obbligatoria => "obbligatoria",
            Tipo::Base => "di base",
            Tipo::Linguistica => "linguistica",
            Tipo::Trasversale => "trasversale",
            Tipo::Piattaforma => "su piattaforma",
            Tipo::Transizione => "per la transizione",
            Tipo::Proposte => "su proposta",
            Tipo::Altro => "altro",
        }
    }
}

parole! {
    /// The areas of competence (directive of 14 January 2025).
    Area {
        Leadership = "leadership e competenze trasversali",
        TransizioneAmministrativa = "transizione amministrativa",
        TransizioneDigitale = "transizione digitale",
        TransizioneEcologica = "transizione ecologica",
        Valori = "principi e valori della pubblica amministrazione",
    }
}

parole! {
    /// The topics on which training is due by law.
    Tema {
        Comunicazione = "informazione e comunicazione",
        Sicurezza = "salute e sicurezza sul lavoro",
        Anticorruzione = "prevenzione della corruzione",
        Etica = "etica, trasparenza e integrità",
        ContrattiPubblici = "contratti pubblici",
        LavoroAgile = "lavoro agile",
        PianificazioneStrategica = "pianificazione strategica",
        Cybersicurezza = "cybersicurezza",
        Privacy = "protezione dei dati personali",
        IntelligenzaArtificiale = "intelligenza artificiale",
    }
}

parole! {
    /// Categories of staff (CCNL Funzioni locali).
    Categoria {
        Segretari = "segretari",
        Dirigenti = "dirigenti",
        NonDirigenti = "non dirigenti",
        Funzionari = "funzionari ed elevate qualificazioni",
        Istruttori = "istruttori",
        OperatoriEsperti = "operatori esperti",
        Operatori = "operatori",
        Neoassunti = "neoassunti",
    }
}

parole! {
    /// Ways of teaching.
    Modalita {
        Presenza = "in presenza",
        Distanza = "a distanza, in diretta",
        Asincrona = "a distanza, in autonomia",
        Mista = "mista",
        Affiancamento = "affiancamento",
        Scambio = "scambio con altri enti",
    }
}

/// Hours of training, held exactly as a whole number of thirty-thousandths: both a minute and a ten-thousandth of an hour are so many
/// of them, so that neither is rounded before it is multiplied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ore(i64);

impl Ore {
    /// The parts of a minute.
    const MINUTO: i64 = 500;
    /// The parts of a ten-thousandth of an hour.
    const DECIMALE: i64 = 3;
    /// The parts of a hundredth of an hour.
    const CENTESIMO: i64 = 300;

    /// So many whole hours.
    #[must_use]
    pub const fn intere(hours: i64) -> Ore {
        Ore(hours * 60 * Self::MINUTO)
    }

    fn di(hours: Decimale) -> Ore {
        Ore(hours.0.saturating_mul(Self::DECIMALE))
    }

    /// The number of hours to the ten-thousandth, halves up.
    #[must_use]
    pub fn numero(self) -> Decimale {
        Decimale((self.0.saturating_mul(2) + Self::DECIMALE).div_euclid(2 * Self::DECIMALE))
    }

    /// The hours of `self` for each of `persone`, added up.
    #[must_use]
    pub fn per(self, persone: u32) -> Ore {
        Ore(self.0.saturating_mul(i64::from(persone)))
    }

    /// The hours of `self` divided among `persone`, rounded to the hundredth, halves up.
    #[must_use]
    pub fn fra(self, persone: u32) -> Option<Ore> {
        let people = i64::from(persone).saturating_mul(Self::CENTESIMO);
        (people > 0).then(|| {
            let hundredths = self.0.saturating_mul(2).saturating_add(people).div_euclid(people.saturating_mul(2));
            Ore(hundredths.saturating_mul(Self::CENTESIMO))
        })
    }

    /// What `self` lacks to be `due`: zero where it lacks nothing.
    #[must_use]
    pub fn mancanti(self, due: Ore) -> Ore {
        Ore((due.0 - self.0).max(0))
    }

    /// The number with two decimals, as averages are printed: `11,50`.
    #[must_use]
    pub fn esteso(self) -> String {
        self.numero().esteso()
    }
}

impl std::iter::Sum for Ore {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Ore(all.fold(0, |sum, ore| sum.saturating_add(ore.0)))
    }
}

/// The number with as many decimals as it has, without the word "ore": `12,5`. Minutes that no decimals say stay minutes: `8:20`.
impl fmt::Display for Ore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 >= 0 && self.0 % Self::DECIMALE != 0 && self.0 % Self::MINUTO == 0 {
            let minutes = self.0 / Self::MINUTO;
            return write!(
                f,
                "{}:{:02}",
                crate::lingua::numeri::thousands((minutes / 60).unsigned_abs()),
                minutes % 60
            );
        }
        self.numero().fmt(f)
    }
}

impl Parola for Ore {
    const ATTESO: &'static str = "un numero di ore come 8";
    fn read(text: &str) -> Result<Self, String> {
        if let Some(hours) = Ore::e_minuti(text) {
            return Ok(hours);
        }
        let OreInTutto(hours) = OreInTutto::read(text)?;
        match orario(text) {
            // «8.30» is half past eight as well.
            Some((whole, minutes)) => {
                let clock = ore_e_minuti(whole, minutes);
                Err(format!(
                    "«{}» può essere {clock}, oppure {hours} ore\nscrivi \"{clock}\", oppure \"{}\"",
                    crate::base::text::short(text),
                    hours.senza_dubbio()
                ))
            }
            None => Ok(hours),
        }
    }
    fn vuota() -> Self {
        Ore::default()
    }
}

impl Ore {
    /// `8 ore e 30 minuti`, `1 ora e 5 minuti`, `45 minuti`, `8h30`.
    fn e_minuti(text: &str) -> Option<Ore> {
        let mut words = Vec::new();
        for part in text.to_lowercase().split_whitespace() {
            let mut rest = part;
            // «8h30»: letters and digits touch.
            while let Some(c) = rest.chars().next() {
                let digit = c.is_ascii_digit();
                let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
                let (word, after) = rest.split_at_checked(end)?;
                words.push(word.to_owned());
                rest = after;
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != "e").collect();
        let (hours, minutes) = match words.as_slice() {
            [hours, "ora" | "ore" | "h", minutes]
            | [hours, "ora" | "ore" | "h", minutes, "minuto" | "minuti" | "min" | "min."] => {
                (hours.parse::<i64>().ok()?, minutes.parse::<i64>().ok().filter(|minutes| *minutes < 60)?)
            }
            [minutes, "minuto" | "minuti" | "min" | "min."] => (0, minutes.parse::<i64>().ok()?),
            _ => return None,
        };
        let all = hours.checked_mul(60)?.checked_add(minutes).filter(|all| *all <= 6_000_000)?;
        Some(Ore(all * Self::MINUTO))
    }

    /// The number in words that say no other: `8,3`, and `8 ore e 15 minuti` for 8,25.
    fn senza_dubbio(self) -> String {
        let number = self.to_string();
        match orario(&number) {
            Some((whole, _)) => {
                let minutes = (self.0 % (60 * Self::MINUTO) + Self::MINUTO / 2) / Self::MINUTO;
                ore_e_minuti(whole, u32::try_from(minutes).unwrap_or_default())
            }
            None => number,
        }
    }
}

/// Hours that were added up, as a plan says their total: never those of a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OreInTutto(pub Ore);

impl Parola for OreInTutto {
    const ATTESO: &'static str = "un numero di ore come 8";
    fn read(text: &str) -> Result<Self, String> {
        let number = text.trim_end_matches("ore").trim_end_matches('h').trim();
        let read = Decimale::parse(number).filter(|n| (0..=1_000_000_000).contains(&n.0));
        read.map(|hours| OreInTutto(Ore::di(hours))).ok_or_else(|| {
            let short = crate::base::text::short(text);
            format!("«{short}» non è un numero di ore\nscrivi un numero: 8 oppure \"7,5\"")
        })
    }
    fn vuota() -> Self {
        OreInTutto(Ore::default())
    }
}

legge_parola!(Ore, OreInTutto);

impl LineaFormativa {
    /// The groups that take part; empty when the plan does not say them.
    #[must_use]
    pub fn gruppi(&self) -> &[Spanned<Partecipanti>] {
        match &self.partecipanti {
            Some(Dovuto::Valore(groups)) => groups,
            _ => &[],
        }
    }

    /// The mandatory topics that it covers.
    #[must_use]
    pub fn temi(&self) -> &[Tema] {
        match &self.temi {
            Some(Dovuto::Valore(temi)) => temi,
            _ => &[],
        }
    }

    /// Hours for each participant in `anno`, when they are written.
    #[must_use]
    pub fn ore(&self, anno: i16) -> Option<Ore> {
        match &self.ore {
            Some(Dovuto::Valore(ore)) => ore.di(anno).map(|ore| ore.value),
            _ => None,
        }
    }

    /// Cost in `anno`, when it is written.
    #[must_use]
    pub fn costo(&self, anno: i16) -> Option<Importo> {
        match &self.costo {
            Some(Dovuto::Valore(costo)) => costo.di(anno).map(|costo| costo.value),
            _ => None,
        }
    }
}

/// `4 dirigenti, 40 istruttori`: written once if every year that has numbers has the same. The bodies are left out: the table of
/// hours has them.
pub(crate) fn partecipanti(groups: &[Spanned<Partecipanti>], anni: &[i16]) -> Valore {
    let words = |anno: i16| {
        // Those without a category come last.
        let mut sums: std::collections::BTreeMap<(bool, Option<Categoria>), u64> = std::collections::BTreeMap::new();
        for group in groups.iter().map(|group| &group.value) {
            if let Some(number) = group.numero.di(anno) {
                *sums.entry((group.categoria.is_none(), group.categoria)).or_default() += u64::from(number.value);
            }
        }
        let alone = sums.len() == 1;
        let each = sums.into_iter().map(|((_, categoria), number)| match categoria {
            Some(categoria) => match u32::try_from(number) {
                Ok(number) => quante(number, categoria.label()),
                Err(_) => format!("{} {}", thousands(number), categoria.label()),
            },
            None if alone => thousands(number),
            None if number == 1 => "1 altro".to_owned(),
            None => format!("{} altri", thousands(number)),
        });
        each.collect::<Vec<_>>().join(", ")
    };
    let years: Vec<(i16, String)> =
        anni.iter().map(|anno| (*anno, words(*anno))).filter(|(_, words)| !words.is_empty()).collect();
    match years.as_slice() {
        [] => Valore::Vuoto,
        [(_, first), rest @ ..] if rest.iter().all(|(_, words)| words == first) => Valore::Testo(first.clone()),
        _ => Valore::parole(years.iter().map(|(anno, words)| (anno.to_string(), format!("{anno}: {words}")))),
    }
}

impl Element for LineaFormativa {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.apart("titolo", "Linea formativa", &self.titolo);
        row.add("tipo", "Tipo", self.tipo.label());
        let area = self.area.map(|area| (area.nome(), area.label().to_owned()));
        row.add("area", "Area di competenza", Valore::parole(area));
        row.add(
            "temi",
            "Temi obbligatori",
            match &self.temi {
                Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
                _ => Valore::parole(self.temi().iter().map(|tema| (tema.nome(), tema.label().to_owned()))),
            },
        );
        row.add("norma", "Norma", &self.norma);
        row.add("dal", "Dal", self.dal.map_or(Valore::Vuoto, |dal| Valore::Anno(dal.value)));
        row.add("anni", "Anni", Valore::parole(self.anni.iter().map(|a| (a.value.to_string(), a.value.to_string()))));
        row.add("destinatari", "Destinatari", &self.destinatari);
        // Values that depend on the years of the plan are added by `campi::fields`, which knows them.
        row.add(
            "partecipanti",
            "Partecipanti",
            match &self.partecipanti {
                Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
                _ => Valore::Vuoto,
            },
        );
        row.add(
            "ore",
            "Ore per partecipante",
            match &self.ore {
                Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
                Some(Dovuto::Valore(ore)) => Valore::Testo(ore.parole(&|ore| ore.value.to_string())),
                None => Valore::Vuoto,
            },
        );
        row.importo(
            "costo",
            "Costo nel triennio",
            match &self.costo {
                Some(Dovuto::Assente(reason)) => Valore::Assente(reason.clone()),
                _ => Valore::Vuoto,
            },
        );
        row.add("erogatore", "Ente erogatore", &self.erogatore);
        let modalita = self.modalita.map(|m| (m.nome(), m.label().to_owned()));
        row.add("modalita", "Modalità", Valore::parole(modalita));
        row.add("verifica", "Verifica dell’apprendimento", &self.verifica);
        row.add("enti", "Vale per", &self.enti);
        row.add("progetto", "Progetto", &self.progetto);
        row.add("descrizione", "Descrizione", &self.descrizione);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_shared_to_the_hundredth() {
        let ore = |text: &str| Ore::read(text).unwrap_or_default();
        assert_eq!(ore("7,5 ore").to_string(), "7,5");
        assert_eq!(ore("40").per(3).fra(7).map(|o| o.to_string()).as_deref(), Some("17,14"));
        assert_eq!(ore("0,1").per(1).fra(20).map(|o| o.to_string()).as_deref(), Some("0,01"));
        assert_eq!(ore("40").fra(0), None);
        // A minute is no whole number of ten-thousandths.
        assert_eq!(ore("8 ore e 20 minuti").per(30), Ore::intere(250));
        assert_eq!(ore("50 minuti").per(7).to_string(), "5:50");
        assert_eq!(ore("50 minuti").per(300).fra(31).map(Ore::esteso).as_deref(), Some("8,06"));
        assert_eq!(["10 minuti", "20 minuti", "30 minuti"].map(ore).into_iter().sum::<Ore>(), Ore::intere(1));
        assert!(Ore::read("-3").is_err() && Ore::read("molte").is_err());
    }

    #[test]
    fn hours_that_may_be_of_a_clock_are_asked_for_again_and_the_cures_are_read() {
        for (text, said) in [
            ("7.5", "7,5"),
            ("12,75", "12,75"),
            ("6,00", "6"),
            ("0,125", "0,125"),
            ("3 ore e 45 minuti", "3,75"),
            ("1 ora e 5 minuti", "1:05"),
            ("4h20", "4:20"),
            ("90 min", "1,5"),
        ] {
            assert_eq!(Ore::read(text).map(|ore| ore.to_string()), Ok(said.to_owned()), "{text}");
        }
        for (text, cures) in [
            ("6.45", ["6,75", "6,45"]),
            ("9,30", ["9,5", "9,3"]),
            ("2.25 ore", ["2:25", "2,25"]),
            ("0,05", ["0:05", "0,05"]),
        ] {
            let told = Ore::read(text).unwrap_err();
            let quoted: Vec<&str> = told.split('\n').nth(1).unwrap().split('"').skip(1).step_by(2).collect();
            assert_eq!(quoted.len(), 2, "{told}");
            for (cure, hours) in quoted.iter().zip(cures) {
                let read = Ore::read(cure).map(|ore| ore.to_string());
                assert_eq!(read, Ok(hours.to_owned()), "{text}: {cure}");
            }
        }
        assert_eq!(OreInTutto::read("3.025,25").map(|all| all.0.to_string()), Ok("3.025,25".to_owned()));
        assert!(Ore::read("2 ore e 75 minuti").is_err());
    }
}
