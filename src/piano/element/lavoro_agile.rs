//! Lavoro agile: how the body organises work away from the office (section 3.2 of the Piano-tipo). A plan has one; a union may have one
//! for each of its bodies.

use super::atto::Atto;
use super::ente::Ente;
use super::misura::{Decimale, PerAnno};
use super::obiettivo::indicatore::{Indicatore, parole};
use super::target::{Atteso, Operatore, Target};
use super::value::{Chi, Dovuto, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::{FileId, Span, Spanned};
use crate::piano::settings::Riserbo;
use serde::Deserialize;

/// How work away from the office is organised.
#[derive(Debug, Deserialize)]
pub struct LavoroAgile {
    /// Id as written. Without one, `index` makes it.
    pub id: Option<Spanned<String>>,
    /// The public body that it is of, when it is not the one whose plan it is.
    pub ente: Option<Rif<Ente>>,
    /// Why the body does not use it.
    pub assente: Option<Spanned<String>>,
    /// The act that rules it.
    pub regolamento: Option<Dovuto<Rif<Atto>>>,
    /// The contract that rules it.
    pub ccnl: Option<Rif<Atto>>,
    /// How the services do not suffer: the first of the five conditions.
    pub servizi: Option<Dovuto<Testo>>,
    /// How people turn, and work in the office most of the time.
    pub presenza: Option<Dovuto<Testo>>,
    /// The platform on which they work, and how what they see stays private.
    pub piattaforma: Option<Dovuto<Testo>>,
    /// How work in arrears is caught up.
    pub arretrato: Option<Dovuto<Testo>>,
    /// The devices with which they work.
    pub dispositivi: Option<Dovuto<Testo>>,
    /// How many days, in words.
    pub giorni: Option<Spanned<String>>,
    /// The most days of a month away from the office.
    pub massimo_giorni_mese: Option<Spanned<u32>>,
    /// How many people work so, by year.
    pub dipendenti: Option<PerAnno<Spanned<Target>>>,
    /// How many days in all, by year.
    pub giornate: Option<PerAnno<Spanned<Target>>>,
    /// How many agreements, by year.
    pub accordi: Option<PerAnno<Spanned<Target>>>,
    /// What cannot be done away from the office, and who is left out.
    pub esclusi: Option<Testo>,
    /// Who comes first, by kind and never by person.
    pub priorita: Option<Testo>,
    /// When people can be reached.
    pub contattabilita: Option<Testo>,
    /// How health and safety are looked after.
    pub salute_sicurezza: Option<Testo>,
    /// How people learn to work so.
    pub formazione: Option<Testo>,
    /// What can be done away from the office.
    #[serde(default, rename = "attivita")]
    pub attivita: Vec<Spanned<Attivita>>,
    /// What makes it possible.
    #[serde(default, rename = "fattore")]
    pub fattori: Vec<Spanned<Abilitante>>,
    /// How it is measured.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
}

/// Something that the offices do, and whether it can be done away from the office.
#[derive(Debug, Deserialize)]
pub struct Attivita {
    /// What is done, in prose.
    pub testo: Testo,
    /// Who does it.
    pub unita: Option<Chi>,
    /// Whether it can be done away from the office.
    pub agile: Agile,
    /// Why not, or why only in part.
    pub motivo: Option<Testo>,
}

/// Something that makes it possible, with where it stands and where it must arrive.
#[derive(Debug, Deserialize)]
pub struct Abilitante {
    /// What kind of thing it is.
    pub tipo: TipoFattore,
    /// What it is, in prose.
    pub testo: Testo,
    /// The value from which it starts.
    pub base: Option<Spanned<Target>>,
    /// The value to reach, by year.
    pub target: Option<PerAnno<Spanned<Target>>>,
}

parole! {
    /// Whether something can be done away from the office.
    Agile { Si = "sì", InParte = "in parte", No = "no" }
}

parole! {
    /// The kinds of things that make it possible.
    TipoFattore {
        Organizzativo = "organizzativo",
        Professionale = "professionale",
        Digitale = "digitale",
        Finanziario = "finanziario",
    }
}

/// The five conditions (DM 132/2022, art. 4, par. 1, letter b), each with the name of its field and its words.
pub const CONDIZIONI: [(&str, &str); 5] = [
    ("servizi", "Il lavoro agile non pregiudica i servizi agli utenti"),
    ("presenza", "Le persone si alternano, e il lavoro in presenza prevale"),
    ("piattaforma", "C’è una piattaforma digitale o un cloud, con riservatezza dei dati"),
    ("arretrato", "C’è un piano per smaltire il lavoro arretrato, se ce n’è"),
    ("dispositivi", "Ciascuno ha apparati adatti al lavoro che fa"),
];

impl LavoroAgile {
    /// The five conditions, in the order of [`CONDIZIONI`].
    #[must_use]
    pub fn condizioni(&self) -> [Option<&Dovuto<Testo>>; 5] {
        [&self.servizi, &self.presenza, &self.piattaforma, &self.arretrato, &self.dispositivi].map(Option::as_ref)
    }

    /// A count of people of a year, when it is a whole number.
    #[must_use]
    pub fn persone(all: Option<&PerAnno<Spanned<Target>>>, anno: i16) -> Option<i64> {
        let (number, _) = all?.di(anno)?.value.valore()?;
        (number.0 % 10_000 == 0).then_some(number.0 / 10_000)
    }

    /// A number of a year, when it is that and no bound: of `≤ 450` nothing can be computed.
    #[must_use]
    pub fn esatto(all: Option<&PerAnno<Spanned<Target>>>, anno: i16) -> Option<Decimale> {
        match &all?.di(anno)?.value.atteso {
            Atteso::Numero { operatore: Operatore::Uguale, valore, .. } => Some(*valore),
            _ => None,
        }
    }

    /// A count of people of a year, when it is a whole number and no bound.
    #[must_use]
    pub fn esatte(all: Option<&PerAnno<Spanned<Target>>>, anno: i16) -> Option<i64> {
        Self::esatto(all, anno).and_then(|_| Self::persone(all, anno))
    }

    /// Whether the people of a year are too few for what is said of them to be printed.
    #[must_use]
    pub fn pochi(&self, anno: i16, riserbo: &Riserbo) -> bool {
        Self::persone(self.dipendenti.as_ref(), anno).is_some_and(|count| Self::riservato(count, riserbo))
    }

    /// The days by year in words. Those of few people are left out, and those of all years where in some of them they are few.
    #[must_use]
    pub fn giornate_in_parole(&self, riserbo: &Riserbo) -> Valore {
        let Some(all) = &self.giornate else { return Valore::Vuoto };
        let years: Vec<i16> = self.dipendenti.iter().flat_map(PerAnno::anni).collect();
        let few = |year: Option<i16>| match year {
            Some(year) => self.pochi(year, riserbo),
            // One number of people holds for any year.
            None if years.is_empty() => self.pochi(0, riserbo),
            None => years.iter().any(|year| self.pochi(*year, riserbo)),
        };
        let words = all.parole_di(&|year, days| (!few(year)).then(|| days.value.to_string()));
        if words.is_empty() { Valore::Vuoto } else { Valore::Testo(words) }
    }

    /// Whether a count of people is too small to be printed. That nobody works so says nothing of anybody.
    #[must_use]
    pub fn riservato(count: i64, riserbo: &Riserbo) -> bool {
        (1..i64::from(riserbo.soglia)).contains(&count)
    }

    /// A count of people in words, as it may be printed.
    #[must_use]
    pub fn in_parole(target: &Target, riserbo: &Riserbo) -> String {
        let count = target.valore().map(|(number, _)| number.0 / 10_000);
        match count.is_some_and(|count| Self::riservato(count, riserbo)) {
            true => format!("meno di {}", riserbo.soglia),
            false => target.to_string(),
        }
    }

    /// Counts of people by year in words, as they may be printed.
    #[must_use]
    pub fn persone_in_parole(all: Option<&PerAnno<Spanned<Target>>>, riserbo: &Riserbo) -> Valore {
        all.map(|all| Valore::Testo(all.parole(&|target| LavoroAgile::in_parole(&target.value, riserbo)))).into()
    }
}

impl Element for LavoroAgile {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        // It has no title of its own: its place is that of the first thing that it says.
        let place = self.ente.as_ref().map(|ente| ente.word.span).or(self.giorni.as_ref().map(|giorni| giorni.span));
        let place = place.or(self.assente.as_ref().map(|reason| reason.span));
        Spanned::new("Lavoro agile", place.unwrap_or(Span::new(FileId(0), 0..0)))
    }
    fn row(&self, row: &mut Row) {
        // `campi::fields` knows which counts the body does not print, and writes these three again.
        let people =
            |all: &Option<PerAnno<Spanned<Target>>>| LavoroAgile::persone_in_parole(all.as_ref(), &Riserbo::default());
        row.add("ente", "Ente", &self.ente);
        row.add("assente", "Perché non c’è", &self.assente);
        row.add("regolamento", "Regolamento", &self.regolamento);
        row.add("ccnl", "Contratto", &self.ccnl);
        row.add("servizi", "Servizi agli utenti", &self.servizi);
        row.add("presenza", "Alternanza e presenza", &self.presenza);
        row.add("piattaforma", "Piattaforma", &self.piattaforma);
        row.add("arretrato", "Lavoro arretrato", &self.arretrato);
        row.add("dispositivi", "Apparati", &self.dispositivi);
        row.add("giorni", "Giorni", &self.giorni);
        row.add("massimo_giorni_mese", "Giorni al mese, al massimo", &self.massimo_giorni_mese);
        row.add("dipendenti", "Persone in lavoro agile", people(&self.dipendenti));
        row.add("giornate", "Giornate", self.giornate_in_parole(&Riserbo::default()));
        row.add("accordi", "Accordi", people(&self.accordi));
        row.add("esclusi", "Che cosa resta escluso", &self.esclusi);
        row.add("priorita", "Chi ha la precedenza", &self.priorita);
        row.add("contattabilita", "Quando si è raggiungibili", &self.contattabilita);
        row.add("salute_sicurezza", "Salute e sicurezza", &self.salute_sicurezza);
        row.add("formazione", "Formazione", &self.formazione);
    }
}
