//! Misura digitale: a measure or investment of the PNRR for the digital transition. Its code does not identify it, because two
//! measures share 1.4.3. Its fields are those of the open data of PA digitale 2026, and those that a plan adds: dates, services,
//! indicators, lines of the Piano triennale per l’informatica.

use super::atto::Atto;
use super::ente::Ente;
use super::misura::{Parola, legge_parola};
use super::obiettivo::indicatore::Indicatore;
use super::percorso::{Percorso, codice};
use super::progetto::missione;
use super::unita::Unita;
use super::value::{Dovuto, Finanziamento, Importo, Rif, Testo};
use super::{
    Element,
    row::{Row, Valore},
};
use crate::base::span::Spanned;
use crate::lingua::tempo::Tempo;
use serde::{Deserialize, Deserializer};

/// A digital measure.
#[derive(Debug, Deserialize)]
pub struct MisuraDigitale {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Code: `1.4.3`.
    #[serde(deserialize_with = "codice")]
    pub codice: Spanned<String>,
    /// Whether it is an investment, a sub-investment or a measure of the PNRR.
    pub livello: Livello,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// Programme, when it is not the PNRR.
    pub programma: Option<Spanned<String>>,
    /// The act that calls for applications.
    pub avviso: Option<Rif<Atto>>,
    /// The body that takes part.
    pub ente: Option<Rif<Ente>>,
    /// The bodies that take part, where one record says it of several.
    #[serde(default)]
    pub enti: Vec<Rif<Ente>>,
    /// Codice unico di progetto (CUP), the code of the public investment.
    pub cup: Option<Spanned<String>>,
    /// Cost of the measure, in euro.
    pub importo: Option<Dovuto<Spanned<Importo>>>,
    /// Amount asked for, in euro.
    pub richiesto: Option<Dovuto<Spanned<Importo>>>,
    /// Amount granted, in euro, or the statement that none is granted so far.
    pub finanziato: Option<Dovuto<Spanned<Finanziamento>>>,
    /// State of the application.
    pub stato: Option<Spanned<StatoCandidatura>>,
    /// The day or period in which the body applied.
    pub candidatura: Option<Spanned<Tempo>>,
    /// The day or period in which the supplier was engaged.
    pub contratto: Option<Spanned<Tempo>>,
    /// When the work was, or must be, complete.
    pub completamento: Option<Spanned<Tempo>>,
    /// When it was, or will be, verified.
    pub verifica: Option<Spanned<Tempo>>,
    /// Who does the work.
    pub fornitore: Option<Spanned<String>>,
    /// Codice identificativo di gara (CIG), the code of the tender.
    pub cig: Option<Spanned<String>>,
    /// The unit that answers for it.
    pub responsabile: Option<Rif<Unita>>,
    /// The lines of the Piano triennale per l’informatica that it carries out: `CAP4.PA.01`.
    #[serde(default)]
    pub piano_triennale: Vec<Spanned<String>>,
    /// The services that the measure concerns, for each body.
    #[serde(default)]
    pub servizi: Vec<Spanned<Servizi>>,
    /// What it aims at, in prose.
    pub descrizione: Option<Testo>,
    /// How its success is measured.
    #[serde(default, rename = "indicatore", deserialize_with = "super::obiettivo::indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
}

/// The services of one body.
#[derive(Debug, Deserialize)]
pub struct Servizi {
    /// The body that has the services.
    pub ente: Option<Rif<Ente>>,
    /// How many services are due.
    pub previsti: Spanned<u32>,
    /// How many services are done.
    pub migrati: Option<Spanned<u32>>,
    /// The services, in plain words.
    pub quali: Option<Spanned<String>>,
}

/// State of an application, by the letter of PA digitale 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum StatoCandidatura {
    /// `A`: granted.
    Assegnata,
    /// `R`: renounced.
    Rinuncia,
    /// `E`: paid, after the verification.
    Erogata,
}

impl StatoCandidatura {
    /// All the states: granted, paid, renounced.
    pub const ALL: [StatoCandidatura; 3] =
        [StatoCandidatura::Assegnata, StatoCandidatura::Erogata, StatoCandidatura::Rinuncia];

    /// The letter by which PA digitale 2026 writes it.
    #[must_use]
    pub fn lettera(self) -> &'static str {
        match self {
            StatoCandidatura::Assegnata => "A",
            StatoCandidatura::Rinuncia => "R",
            StatoCandidatura::Erogata => "E",
        }
    }

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            StatoCandidatura::Assegnata => "finanziamento assegnato",
            StatoCandidatura::Rinuncia => "rinuncia",
            StatoCandidatura::Erogata => "finanziamento erogato",
        }
    }
}

impl Parola for StatoCandidatura {
    const ATTESO: &'static str = "lo stato della candidatura: \"A\", \"R\" o \"E\"";
    fn read(text: &str) -> Result<Self, String> {
        match text.to_lowercase().as_str() {
            "a" | "assegnata" | "assegnato" => Ok(StatoCandidatura::Assegnata),
            "r" | "rinuncia" => Ok(StatoCandidatura::Rinuncia),
            "e" | "erogata" | "erogato" => Ok(StatoCandidatura::Erogata),
            _ => Err(format!(
                "«{}» non è lo stato di una candidatura\nscrivi \"A\" (assegnata), \"R\" (rinuncia) o \"E\" (erogata, dopo la verifica)",
                crate::base::text::short(text)
            )),
        }
    }
    fn vuota() -> Self {
        StatoCandidatura::Assegnata
    }
}

legge_parola!(StatoCandidatura);

/// The level of a measure in the PNRR.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `livello`")]
pub enum Livello {
    Investimento,
    Subinvestimento,
    Misura,
}

impl Livello {
    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Livello::Investimento => "investimento",
            Livello::Subinvestimento => "sub-investimento",
            Livello::Misura => "misura",
        }
    }
}

impl MisuraDigitale {
    /// The dates that it has, in their order in time, each with its name.
    pub fn date(&self) -> impl Iterator<Item = (&'static str, &Spanned<Tempo>)> {
        let dates = [
            ("candidatura", &self.candidatura),
            ("contratto", &self.contratto),
            ("completamento", &self.completamento),
            ("verifica", &self.verifica),
        ];
        dates.into_iter().filter_map(|(name, date)| Some((name, date.as_ref()?)))
    }
}

impl Element for MisuraDigitale {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        Some(&self.codice)
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", Valore::Codice(self.codice.value.clone()));
        row.add("livello", "Livello", self.livello.label());
        row.apart("titolo", "Misura", &self.titolo);
        row.add("programma", "Programma", &self.programma);
        row.add("missione", "Missione", missione(Percorso::parse(&self.codice.value).as_ref()));
        row.add("avviso", "Avviso", &self.avviso);
        row.add("ente", "Ente", &self.ente);
        row.add("enti", "Enti che partecipano", &self.enti);
        row.add(
            "cup",
            "CUP",
            self.cup.as_ref().map_or(Valore::Vuoto, |cup| Valore::Codice(cup.value.trim().to_uppercase())),
        );
        row.importo("importo", "Importo della misura", &self.importo);
        row.importo("richiesto", "Finanziamento richiesto", &self.richiesto);
        row.importo("finanziato", "Importo finanziato", &self.finanziato);
        let stato = self.stato.map(|s| (s.value.lettera().to_owned(), s.value.label().to_owned()));
        row.add("stato", "Stato", Valore::parole(stato));
        row.add("candidatura", "Candidatura", &self.candidatura);
        row.add("contratto", "Contratto", &self.contratto);
        row.add("completamento", "Completamento", &self.completamento);
        row.add("verifica", "Verifica", &self.verifica);
        row.add("fornitore", "Fornitore", &self.fornitore);
        row.add(
            "cig",
            "CIG",
            self.cig.as_ref().map_or(Valore::Vuoto, |cig| Valore::Codice(cig.value.trim().to_uppercase())),
        );
        row.add("responsabile", "Responsabile", &self.responsabile);
        let lines = self.piano_triennale.iter().map(|line| (line.value.clone(), line.value.clone()));
        row.add("piano_triennale", "Piano triennale per l’informatica", Valore::parole(lines));
        let sum = |of: &dyn Fn(&Servizi) -> Option<u32>| {
            let known: Vec<u32> = self.servizi.iter().filter_map(|s| of(&s.value)).collect();
            (!known.is_empty()).then(|| Valore::Numero(known.iter().fold(0, |sum: u32, n| sum.saturating_add(*n))))
        };
        row.add("servizi", "Servizi previsti", sum(&|s| Some(s.previsti.value)));
        row.add("migrati", "Servizi migrati", sum(&|s| s.migrati.map(|n| n.value)));
        row.add("descrizione", "Che cosa prevede", &self.descrizione);
    }
}
