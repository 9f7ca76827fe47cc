//! `piao.toml`: the plan itself, its body, its triennium, its act, and the choices of layout.

use crate::base::colore::{Colore, Colori};
use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::piano::element::atto::{self, Atto, Organo};
use crate::piano::element::dotazione::Rapporto;
use crate::piano::element::misura::{Percento, UnoOMolti};
use crate::piano::element::row::{Campo, Row, Valore};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Rif, Testo};
use crate::piano::piano_tipo::Profilo;
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::rischi::Rischi;
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::BTreeMap;

/// All that `piao.toml` says.
#[derive(Debug, serde::Deserialize)]
pub struct Impostazioni {
    /// The kind of publication: plan, report…
    pub tipo: Tipo,
    /// Title, when it is not the usual one of its kind.
    pub titolo: Option<Spanned<String>>,
    /// The three years of the plan, first and last: `2025-2027`.
    #[serde(deserialize_with = "triennio")]
    pub triennio: Spanned<String>,
    /// Whether the plan is the whole or the simplified one, when the number of employees does not decide it.
    pub profilo: Option<Spanned<Profilo>>,
    /// The year that the plan is about, when it is not the first of the triennium.
    pub esercizio: Option<Spanned<i16>>,
    /// The moment in the yearly cycle of the plan.
    pub momento: Spanned<Momento>,
    /// How far this version is on its way to approval.
    pub stato: Stato,
    /// Date printed in every output. The program never reads a clock.
    pub data: Spanned<Giorno>,
    /// A sentence printed in evidence on the cover.
    pub avvertenza: Option<Spanned<String>>,
    /// A sentence that describes the plan, for the metadata.
    pub descrizione: Option<Spanned<String>>,
    /// Keywords for the metadata.
    #[serde(default)]
    pub parole_chiave: Vec<Spanned<String>>,
    /// The body whose plan it is.
    pub ente: Titolare,
    /// The act that approves the plan.
    pub deliberazione: Option<Deliberazione>,
    /// The deadlines on which the term of approval depends.
    #[serde(default)]
    pub termini: Termini,
    /// The versions of the plan, in order, down to the one that is being made: the first approved, its updates, its monitoring, its
    /// report. The later ones are in `seguito`.
    #[serde(default, rename = "versione")]
    pub versioni: Vec<Spanned<Versione>>,
    /// What the sources hold that is later than the version being made.
    #[serde(skip)]
    pub seguito: Seguito,
    /// The publications of other bodies that texts cite, when they are not plans of the same workspace.
    #[serde(default, rename = "pubblicazione")]
    pub pubblicazioni: Vec<Spanned<Pubblicazione>>,
    /// Names and numbering of the strategic tree.
    #[serde(default)]
    pub albero: Albero,
    /// The days at which the plan is measured.
    #[serde(default)]
    pub performance: Performance,
    /// The levels of the units.
    #[serde(default)]
    pub organizzazione: Organizzazione,
    /// Who is counted as staff, and how it is divided.
    #[serde(default)]
    pub fabbisogni: Fabbisogni,
    /// Which counts of people are too small to be printed.
    #[serde(default)]
    pub riserbo: Riserbo,
    /// How the risk of corruption is judged.
    #[serde(default)]
    pub rischi: Rischi,
    /// How citations of law are printed.
    #[serde(default)]
    pub norme: Norme,
    /// The body's own words, and its dictionary.
    #[serde(default)]
    pub ortografia: Ortografia,
    /// The weight that a breach of each rule has here, by the name of the rule, with the place of that name.
    #[serde(default)]
    pub controlli: BTreeMap<String, Spanned<Livello>>,
    /// Choices for the PDF.
    #[serde(default)]
    pub pdf: Pdf,
    /// The colours of the body, for both outputs.
    #[serde(default)]
    pub colori: Tinte,
    /// Choices for the site.
    #[serde(default)]
    pub sito: Sito,
    /// Place of the header of each table in the file. What a table lacks is reported there.
    #[serde(skip)]
    pub tabelle: BTreeMap<String, Span>,
}

/// Reads two years, `2025-2027`, `2025/2027` or with a typographic dash. Another rule judges whether the years are right.
fn triennio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<String>, D::Error> {
    let text = Spanned::<String>::deserialize(deserializer)?;
    let years: Vec<&str> = text.value.split(['-', '/', '–']).map(str::trim).collect();
    let two = years.len() == 2 && years.iter().all(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    // A blank text stands for one that could not be read, which is already reported.
    if two || text.value.is_empty() {
        return Ok(text);
    }
    let short = crate::base::text::short(&text.value);
    Err(D::Error::custom(format!("«{short}» non è un triennio\nscrivi il primo e l’ultimo anno: \"2025-2027\"")))
}

/// Kinds of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names are the values of the field `tipo`")]
pub enum Tipo {
    Piao,
    SezionePiao,
    Allegato,
    Relazione,
    CatalogoScambi,
    CollegamentoUnione,
}

impl Tipo {
    /// The title that a publication of this kind has when it is not given one.
    #[must_use]
    pub fn titolo(self) -> &'static str {
        match self {
            Tipo::Piao => "Piano integrato di attività e organizzazione",
            Tipo::SezionePiao => "Sezione del Piano integrato di attività e organizzazione",
            Tipo::Allegato => "Allegato al Piano integrato di attività e organizzazione",
            Tipo::Relazione => "Relazione sulla performance",
            Tipo::CatalogoScambi => "Catalogo degli scambi formativi",
            Tipo::CollegamentoUnione => "Collegamenti con il Piano integrato dell’Unione",
        }
    }

    /// What the site calls a publication of this kind, and whether the name is feminine.
    #[must_use]
    pub fn nome(self) -> (&'static str, bool) {
        match self {
            Tipo::Piao | Tipo::SezionePiao => ("piano", false),
            Tipo::Relazione => ("relazione", true),
            Tipo::CatalogoScambi => ("catalogo", false),
            Tipo::Allegato | Tipo::CollegamentoUnione => ("documento", false),
        }
    }
}

/// The moments of the yearly cycle of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `momento`")]
pub enum Momento {
    Approvazione,
    Monitoraggio,
    Consuntivo,
}

impl Momento {
    /// All, in the order in which they come in a year.
    pub const ALL: [Momento; 3] = [Momento::Approvazione, Momento::Monitoraggio, Momento::Consuntivo];

    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Momento::Approvazione => "approvazione",
            Momento::Monitoraggio => "monitoraggio",
            Momento::Consuntivo => "consuntivo",
        }
    }
}

impl From<super::element::misura::Momento> for Momento {
    fn from(momento: super::element::misura::Momento) -> Self {
        match momento {
            super::element::misura::Momento::Monitoraggio => Momento::Monitoraggio,
            super::element::misura::Momento::Consuntivo => Momento::Consuntivo,
        }
    }
}

/// The steps on the way to approval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `stato`")]
pub enum Stato {
    Bozza,
    Proposta,
    Approvato,
}

impl Stato {
    /// The words in which it is printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Stato::Bozza => "bozza",
            Stato::Proposta => "proposta",
            Stato::Approvato => "approvato",
        }
    }
}

/// The first day on which a body must have an officer for accessibility (D.Lgs 222/2023).
pub const RESPONSABILE_DAL: jiff::civil::Date = jiff::civil::date(2024, 1, 13);

/// The body whose plan it is: section 1 of the Piano-tipo.
#[derive(Debug, serde::Deserialize)]
pub struct Titolare {
    /// Official name of the body.
    pub nome: Spanned<String>,
    /// The kind of body: Comune, Unione…
    pub tipo: crate::piano::element::ente::Tipo,
    /// The coat of arms, as a picture in the folder of the plan: `immagini/stemma.svg`.
    pub stemma: Option<Spanned<String>>,
    /// Street, number, town.
    pub indirizzo: Option<Dovuto<Spanned<String>>>,
    /// The province or metropolitan city in which it is.
    pub provincia: Option<Dovuto<Spanned<String>>>,
    /// Codice fiscale, the tax code.
    pub codice_fiscale: Option<Dovuto<Spanned<String>>>,
    /// Codice IPA, the code in the index of public administrations.
    pub codice_ipa: Option<Dovuto<Spanned<String>>>,
    /// Code that ISTAT gives to the territory.
    pub codice_istat: Option<Dovuto<Spanned<String>>>,
    /// Address of certified mail (PEC).
    pub pec: Option<Dovuto<Spanned<String>>>,
    /// Telephone number, as it is to be printed.
    pub telefono: Option<Dovuto<Spanned<String>>>,
    /// Address of the site.
    pub sito: Option<Dovuto<Spanned<String>>>,
    /// Name of the mayor or president.
    pub rappresentante_legale: Option<Dovuto<Spanned<String>>>,
    /// Officer for the prevention of corruption and for transparency (RPCT).
    pub rpct: Option<Dovuto<Spanned<String>>>,
    /// The officer for accessibility: the manager, or whoever acts as one, who answers for the inclusion of persons with
    /// disabilities and for accessibility (D.Lgs 222/2023).
    pub responsabile_accessibilita: Option<Dovuto<Spanned<String>>>,
    /// Number of employees at 31 December of the year before.
    pub dipendenti: Option<Dovuto<Spanned<u32>>>,
    /// Number of inhabitants at 31 December of the year before.
    pub abitanti: Option<Dovuto<u32>>,
}

impl Titolare {
    /// The fields that are printed, as [`Row`] lists those of an element.
    pub fn row(&self, row: &mut Row) {
        row.add("nome", "Denominazione", &self.nome);
        row.add("tipo", "Tipologia", self.tipo.label());
        row.add("indirizzo", "Indirizzo", &self.indirizzo);
        row.add("provincia", "Provincia o città metropolitana", &self.provincia);
        row.add("codice_fiscale", "Codice fiscale", &self.codice_fiscale);
        row.add("codice_ipa", "Codice IPA", &self.codice_ipa);
        row.add("codice_istat", "Codice ISTAT", &self.codice_istat);
        row.add("pec", "Posta elettronica certificata", &self.pec);
        row.add("telefono", "Telefono", &self.telefono);
        row.add("sito", "Sito istituzionale", &self.sito);
        row.add("rappresentante_legale", "Rappresentante legale", &self.rappresentante_legale);
        row.add("rpct", "Responsabile della prevenzione della corruzione e della trasparenza", &self.rpct);
        row.add(
            "responsabile_accessibilita",
            "Responsabile per l’inclusione e l’accessibilità",
            &self.responsabile_accessibilita,
        );
        row.add("dipendenti", "Dipendenti al 31 dicembre", &self.dipendenti);
        row.add("abitanti", "Abitanti al 31 dicembre", &self.abitanti);
    }
}

impl Titolare {
    /// The fields that must be filled for the registry. The code of the territory and the inhabitants are due only where the body
    /// has a territory. A rule of its own asks for the officer for accessibility; the province is not asked for by the scheme.
    #[must_use]
    pub fn dovuti(&self) -> Vec<Campo> {
        let mut row = Row::default();
        self.row(&mut row);
        let territory = self.tipo.territorio();
        let due = |campo: &Campo| match campo.name {
            "codice_istat" | "abitanti" => territory,
            name => !["provincia", "responsabile_accessibilita"].contains(&name),
        };
        row.0.into_iter().filter(due).collect()
    }
}

/// `Allegato`, with its letter or number where it has one: `Allegato B`.
#[must_use]
pub fn annex(code: Option<&Spanned<String>>) -> String {
    code.map_or_else(|| "Allegato".to_owned(), |code| format!("Allegato {}", code.value.trim()))
}

/// The act that approves the plan. Blank until there is one.
#[derive(Debug, serde::Deserialize)]
pub struct Deliberazione {
    /// The letter or number that the plan has among the annexes of the act: `A`.
    pub allegato: Option<Spanned<String>>,
    /// The organ that approves; in local bodies the Giunta (DM 132/2022, art. 11).
    pub organo: Option<Spanned<Organo>>,
    /// Number of the act.
    pub numero: Option<Dovuto<Spanned<String>>>,
    /// Date of the act.
    pub data: Option<Dovuto<Spanned<Giorno>>>,
}

impl Deliberazione {
    /// The act as printed, `deliberazione della Giunta n. 5 del 30/01/2025`, once it has a number.
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        let Some(Dovuto::Valore(numero)) = &self.numero else { return None };
        let organo = self.organo.map(|organo| organo.value);
        Some(atto::printed("deliberazione", organo, Some(numero), None, self.giorno()))
    }

    /// The plan as an annex of its act: `Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025`. While the act has no
    /// number, it is an annex of the proposal.
    #[must_use]
    pub fn allegato(&self) -> String {
        let act = self.printed().unwrap_or_else(|| self.proposta());
        format!("{} alla {act}", annex(self.allegato.as_ref()))
    }

    /// The act while it has no number: `proposta di deliberazione della Giunta`.
    #[must_use]
    pub fn proposta(&self) -> String {
        atto::printed("proposta di deliberazione", self.organo.map(|organo| organo.value), None, None, None)
    }

    /// The day of the act, when it is written.
    #[must_use]
    pub fn giorno(&self) -> Option<Giorno> {
        match &self.data {
            Some(Dovuto::Valore(data)) => Some(data.value),
            Some(Dovuto::Assente(_)) | None => None,
        }
    }
}

/// The deadlines on which the term of approval depends (DM 132/2022, artt. 7 and 8). A decree defers the budget nearly every year,
/// so the plan says the day and the program has no constant for it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Termini {
    /// The day to which the budget is deferred; it is the same for all local bodies.
    pub bilancio: Option<Spanned<Giorno>>,
    /// The decree that defers the budget.
    pub decreto: Option<Spanned<String>>,
}

/// `[[versione]]`: a version of the plan, with the reason for changing the one before.
#[derive(Debug, serde::Deserialize)]
pub struct Versione {
    /// Number: 1 is the plan as first approved.
    pub numero: Spanned<u32>,
    /// The moment of the year that it is about. Without it the version is the plan, as first approved or as updated.
    pub momento: Option<Spanned<Momento>>,
    /// How far it is on its way to approval. Without it the last version has the state of the plan, and the others are approved.
    pub stato: Option<Spanned<Stato>>,
    /// Title of the document, when it is not the usual one of its moment.
    pub titolo: Option<Spanned<String>>,
    /// The day of the version.
    pub data: Option<Spanned<Giorno>>,
    /// Why it was made.
    pub motivo: Option<Testo>,
    /// The act that approves it. The first version has that of `[deliberazione]`.
    pub atto: Option<Dovuto<Rif<Atto>>>,
    /// The letter or number that the version has among the annexes of its act: `B`.
    pub allegato: Option<Spanned<String>>,
}

impl Versione {
    /// The moment of the year that it is about.
    #[must_use]
    pub fn momento(&self) -> Momento {
        self.momento.map_or(Momento::Approvazione, |momento| momento.value)
    }

    /// What it is, in a word: `approvazione`, `aggiornamento`, `monitoraggio`, `consuntivo`.
    #[must_use]
    pub fn che_cosa(&self) -> &'static str {
        match self.momento() {
            Momento::Approvazione if self.numero.value > 1 => "aggiornamento",
            momento => momento.label(),
        }
    }

    /// The fields that are printed, as [`Row`] lists those of an element. `momenti`: whether it says which moment it is of, which
    /// means nothing while the plan has only been approved and updated.
    pub fn row(&self, momenti: bool, row: &mut Row) {
        row.add("numero", "Versione", Valore::Codice(self.numero.value.to_string()));
        if momenti {
            row.add("momento", "Che cosa è", self.che_cosa());
        }
        row.add("data", "Data", &self.data);
        row.add("motivo", "Che cosa cambia", &self.motivo);
        row.add("atto", "Atto", &self.atto);
    }
}

/// Which version of a plan is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scelta {
    /// The last version of a moment.
    Momento(Momento),
    /// The version with that number.
    Versione(u32),
}

/// As it is typed after `--momento`.
impl std::fmt::Display for Scelta {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scelta::Momento(momento) => f.write_str(momento.label()),
            Scelta::Versione(numero) => write!(f, "{numero}"),
        }
    }
}

/// What the sources hold that is later than the version being made, and is not read or not printed.
#[derive(Debug, Default)]
pub struct Seguito {
    /// The latest moment that the sources tell about, when it is later than that of this version.
    pub momento: Option<Momento>,
    /// The later versions: the number of each, and its moment.
    pub versioni: Vec<(u32, Momento)>,
    /// The acts of the later versions, as they cite them, that no version down to this one cites.
    pub atti: Vec<String>,
    /// The later version that was asked for and is not there: its number, or its moment.
    pub mancante: Option<Scelta>,
}

impl Impostazioni {
    /// Makes these the settings of one version: the one of `scelta`, or the last of the moment written in `momento`. Its moment,
    /// state and day take the place of those of the plan, and the later versions are put aside.
    pub fn choose(&mut self, scelta: Option<Scelta>) {
        let scelta = scelta.unwrap_or(Scelta::Momento(self.momento.value));
        let momenti = self.versioni.iter().map(|versione| versione.value.momento());
        let latest = momenti.chain([self.momento.value]).max().unwrap_or(self.momento.value);
        let chosen = self.versioni.iter().rposition(|versione| match scelta {
            Scelta::Momento(momento) => versione.value.momento() == momento,
            Scelta::Versione(numero) => versione.value.numero.value == numero,
        });
        match (chosen, scelta) {
            (Some(at), _) => {
                let later = self.versioni.split_off(at + 1);
                let Some(versione) = self.versioni.last() else { return };
                let versione = &versione.value;
                self.momento.value = versione.momento();
                match (versione.stato, later.is_empty()) {
                    (Some(stato), _) => self.stato = stato.value,
                    (None, true) => {}
                    (None, false) => self.stato = Stato::Approvato,
                }
                // Of the plan as first approved the day of the version is that of its act, and the text keeps its own: so who writes this
                // version after publishing has still the same plan.
                let of_the_act = self.deliberazione.as_ref().and_then(Deliberazione::giorno);
                let first = versione.numero.value == 1 && versione.atto.is_none();
                let text =
                    |day: &Spanned<Giorno>| first && of_the_act == Some(day.value) && self.data.value < day.value;
                self.data = versione.data.filter(|day| !text(day)).unwrap_or(self.data);
                let cited = |versione: &Versione| match &versione.atto {
                    Some(Dovuto::Valore(atto)) => Some(atto.word.value.trim().to_lowercase()),
                    Some(Dovuto::Assente(_)) | None => None,
                };
                let kept: Vec<String> = self.versioni.iter().filter_map(|versione| cited(&versione.value)).collect();
                let acts = later.iter().filter_map(|versione| cited(&versione.value));
                self.seguito.atti = acts.filter(|atto| !kept.contains(atto)).collect();
                self.seguito.versioni =
                    later.iter().map(|versione| (versione.value.numero.value, versione.value.momento())).collect();
            }
            // A plan of which no version is written is the first, and it is what `momento` says.
            (None, Scelta::Versione(1)) if self.versioni.is_empty() => {}
            (None, Scelta::Momento(momento)) if momento == self.momento.value => {
                if !self.versioni.is_empty() {
                    self.seguito.mancante = Some(scelta);
                }
            }
            (None, _) => self.seguito.mancante = Some(scelta),
        }
        self.seguito.momento = Some(latest).filter(|latest| *latest > self.momento.value);
    }

    /// The version that is being made. None where the plan has no `[[versione]]`, or none for its moment.
    #[must_use]
    pub fn versione(&self) -> Option<&Spanned<Versione>> {
        self.versioni.last().filter(|versione| versione.value.momento() == self.momento.value)
    }

    /// The day of the version that is made, when another came after it: then what it shows or cites of other plans is what they said by that
    /// day.
    #[must_use]
    pub fn allora(&self) -> Option<Giorno> {
        let own = self.versione().and_then(|versione| versione.value.data.as_ref());
        (!self.seguito.versioni.is_empty()).then(|| own.map_or(self.data.value, |day| day.value))
    }

    /// Which version was in force on `day`, of a plan as it is now: none inside for the one that it says now. None when it cannot be known,
    /// because its first version came later.
    #[must_use]
    pub fn in_vigore(&self, day: Giorno) -> Option<Option<Scelta>> {
        let on = |versione: &Spanned<Versione>| versione.value.data.as_ref().map_or(self.data.value, |day| day.value);
        match self.versioni.iter().rposition(|versione| on(versione) <= day) {
            None if self.versioni.is_empty() && self.data.value <= day => Some(None),
            None => None,
            Some(at) if at + 1 == self.versioni.len() => Some(None),
            Some(at) => self.versioni.get(at).map(|versione| Some(Scelta::Versione(versione.value.numero.value))),
        }
    }

    /// The name of this version among the editions, which is part of its address for good: the year for the plan as first approved,
    /// `2027-3-monitoraggio` for what came later.
    #[must_use]
    pub fn edizione(&self) -> String {
        let anno = self.anno();
        match self.versione().map(|versione| &versione.value) {
            Some(v) => self.edizione_di(v),
            None if self.momento.value > Momento::Approvazione && self.tipo != Tipo::Relazione => {
                format!("{anno}-{}", self.momento.value.label())
            }
            None => anno.to_string(),
        }
    }

    /// The name of a version among the editions.
    #[must_use]
    pub fn edizione_di(&self, versione: &Versione) -> String {
        match versione.numero.value {
            0 | 1 => self.anno().to_string(),
            n => format!("{}-{n}-{}", self.anno(), versione.che_cosa()),
        }
    }

    /// Whether the act of this version is the one of `[deliberazione]`: that of the plan as first approved, or of a report that
    /// stands alone.
    #[must_use]
    pub fn della_deliberazione(&self) -> bool {
        match self.versione().map(|versione| &versione.value) {
            Some(versione) => versione.atto.is_none() && versione.numero.value == 1,
            None => self.momento.value == Momento::Approvazione || self.tipo == Tipo::Relazione,
        }
    }
}

/// The strategic tree.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Albero {
    /// The name of a node of each level, from the top: `["indirizzo", "obiettivo strategico"]`.
    pub livelli: Vec<Spanned<String>>,
    /// The name of the leaves: `obiettivo esecutivo`.
    pub obiettivi: Option<Spanned<String>>,
    /// How many digits each step of a path code has: 2 gives `05.02.01`. A list gives the digits of each level, and its last number
    /// holds for all the levels below: `[2, 1]` gives `01.1`.
    pub cifre: UnoOMolti<Spanned<u8>>,
}

impl Albero {
    /// Digits of each step of a path code, from the top. The last number holds for all the steps below.
    #[must_use]
    pub fn cifre(&self) -> Vec<usize> {
        self.cifre.0.iter().map(|cifre| usize::from(cifre.value.clamp(1, 4))).collect()
    }
}

/// The days at which the plan is measured.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Performance {
    /// The day of the monitoring: 30 September where none is written.
    pub monitoraggio: Option<Spanned<Giorno>>,
    /// The day of the final report: 31 December where none is written.
    pub consuntivo: Option<Spanned<Giorno>>,
    /// Whether the code of a unit is printed before its name: `01 – Affari generali`.
    pub codici_unita: bool,
    /// What is published of the appraisal although it is private by itself.
    pub pubblici: Vec<Riservato>,
    /// From what the outcome of an objective is computed, to be compared with the declared one.
    pub calcolo: Calcolo,
}

/// From what the outcome of an objective is computed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Calcolo {
    /// Its phases: the weight of each, times how much of it is done.
    #[default]
    Fasi,
    /// Its indicators: the weight of those that reached their target.
    Indicatori,
}

/// What of the appraisal of a plan is private unless the body says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Riservato {
    /// The outcomes that the units proposed.
    Proposte,
    /// The questions of who evaluates, with their answers.
    Domande,
    /// The outcomes of the units of one person.
    EsitiIndividuali,
}

impl Impostazioni {
    /// The name of a unit as this plan prints it. The code stands before it where `codici_unita` asks for that.
    #[must_use]
    pub fn nome(&self, unita: &Unita) -> String {
        match unita.codice.as_ref().filter(|_| self.performance.codici_unita) {
            Some(code) => format!("{} – {}", code.value.trim(), unita.nome.value),
            None => unita.nome.value.clone(),
        }
    }

    /// The year that the plan is about: `esercizio`, or the first year of the triennium.
    #[must_use]
    pub fn anno(&self) -> i16 {
        self.esercizio.map(|anno| anno.value).or_else(|| self.anni().next()).unwrap_or_default()
    }

    /// The plan that the body owes: the one declared, or the one that follows from the number of employees. Without that number, it
    /// is the whole plan.
    #[must_use]
    pub fn profilo(&self) -> Profilo {
        match (&self.profilo, &self.ente.dipendenti) {
            (Some(declared), _) => declared.value,
            (None, Some(Dovuto::Valore(dipendenti))) => Profilo::di(dipendenti.value),
            (None, Some(Dovuto::Assente(_)) | None) => Profilo::Ordinario,
        }
    }

    /// The last day to approve the plan: 31 January of its first year, or thirty days after the budget where that is deferred (DM
    /// 132/2022, artt. 7 and 8).
    #[must_use]
    pub fn termine(&self) -> Option<Giorno> {
        match self.termini.bilancio {
            Some(bilancio) => bilancio.value.0.checked_add(jiff::Span::new().days(30)).ok().map(Giorno),
            None => jiff::civil::Date::new(self.anni().next()?, 1, 31).ok().map(Giorno),
        }
    }

    /// The last year whose norms the plan can cite: the year of its date or the year that it is about, whichever is later.
    #[must_use]
    pub fn ultimo_anno(&self) -> i16 {
        self.anno().max(self.data.anno())
    }

    /// The years as they are printed: `2025–2027`, with the dash that stands between two numbers.
    #[must_use]
    pub fn triennio_stampato(&self) -> String {
        let years: Vec<&str> = self.triennio.value.split(['-', '/', '–', '—']).map(str::trim).collect();
        years.join("–")
    }

    /// The years of the triennium; none when it could not be read.
    pub fn anni(&self) -> impl Iterator<Item = i16> + use<> {
        let mut years = self.triennio.value.split(['-', '/', '–']).filter_map(|year| year.trim().parse::<i16>().ok());
        // A typing error must not produce ten thousand years.
        match years.next() {
            Some(first) => first..=years.next().unwrap_or(first).clamp(first, first.saturating_add(10)),
            #[expect(clippy::reversed_empty_ranges, reason = "no years")]
            None => 1..=0,
        }
    }

    /// The day at which the plan is measured for that moment.
    #[must_use]
    pub fn giorno(&self, momento: crate::piano::element::misura::Momento) -> Giorno {
        use crate::piano::element::misura::Momento::{Consuntivo, Monitoraggio};
        let day =
            |mese, giorno| Giorno(jiff::civil::Date::new(self.anno(), mese, giorno).unwrap_or(jiff::civil::Date::ZERO));
        match momento {
            Monitoraggio => self.performance.monitoraggio.map_or_else(|| day(9, 30), |day| day.value),
            Consuntivo => self.performance.consuntivo.map_or_else(|| day(12, 31), |day| day.value),
        }
    }
}

/// The structure of the body. What the body thinks of its own organisation is prose of the section, and whether it has managers is
/// said by its offices: the design had keys for both.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Organizzazione {
    /// The names of the levels of the units, from the top: `["area", "servizio"]`.
    pub livelli: Vec<Spanned<String>>,
    /// How many employees belong to no unit.
    pub fuori_unita: u32,
}

/// The staff plan. The design of this table had also the name of the contract: the list of the areas alone says it.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Fabbisogni {
    /// The day of the headcount: 31 December of the year before the triennium where none is written.
    pub al: Option<Spanned<Giorno>>,
    /// The ways of being employed of the people who are counted as employees; where none is written, those with a contract of the
    /// body, permanent or not.
    pub conta: Vec<Rapporto>,
    /// The areas of the contract, from the lowest, where they are not those of the CCNL Funzioni locali.
    pub aree: Vec<Spanned<String>>,
    /// The share of the posts that is kept for progressions between areas.
    pub progressioni: Option<Dovuto<Spanned<Percento>>>,
}

impl Impostazioni {
    /// The day of the headcount.
    #[must_use]
    pub fn consistenza_al(&self) -> Giorno {
        let before = self.anni().next().unwrap_or_default().saturating_sub(1);
        let usual = || Giorno(jiff::civil::Date::new(before, 12, 31).unwrap_or(jiff::civil::Date::ZERO));
        self.fabbisogni.al.map_or_else(usual, |day| day.value)
    }
}

/// Counts of people by sex, age, way of working or disability that may tell who they are.
#[derive(Debug, serde::Deserialize)]
#[serde(default)]
pub struct Riserbo {
    /// Counts under this number are not printed. Zero prints them all.
    pub soglia: u32,
}

impl Default for Riserbo {
    fn default() -> Self {
        Riserbo { soglia: 3 }
    }
}

/// Citations of law.
#[derive(Debug, serde::Deserialize)]
#[serde(default)]
pub struct Norme {
    /// Whether citations of law are printed in one spelling, with a link to the text of the norm.
    pub collega: bool,
}

impl Default for Norme {
    fn default() -> Self {
        Norme { collega: true }
    }
}

/// Words that the spelling check must accept.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Ortografia {
    /// A Hunspell dictionary in the folder of the plan: `dati/it_IT.dic`, with its `.aff` beside it.
    pub dizionario: Option<Spanned<String>>,
    /// Words to accept that are in no dictionary.
    pub parole: Vec<Spanned<String>>,
}

/// The weight that a body gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the fields of `[controlli]`")]
pub enum Livello {
    Errore,
    Avviso,
    Nota,
    Ignora,
}

/// `[colori]`: the colours of the body, in place of those of the program.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Tinte {
    /// The colour of codes, links and lines.
    pub primario: Option<Spanned<Colore>>,
    /// The colour of titles and of headers of tables.
    pub titoli: Option<Spanned<Colore>>,
}

impl Tinte {
    /// The colours to print with, those of the program where the body chooses none.
    #[must_use]
    pub fn colori(&self) -> Colori {
        let ours = Colori::NOSTRI;
        Colori {
            primario: self.primario.as_ref().map_or(ours.primario, |colour| colour.value),
            titoli: self.titoli.as_ref().map_or(ours.titoli, |colour| colour.value),
        }
    }
}

/// Choices for the PDF.
#[derive(Debug, serde::Deserialize)]
#[serde(default)]
pub struct Pdf {
    /// Whether a list of the tables follows the contents.
    pub elenco_tabelle: bool,
    /// Whether a list of the figures follows the contents.
    pub elenco_figure: bool,
    /// Whether each thing is followed by the places that cite it. Otherwise one index at the end tells them.
    pub citato_in: bool,
    /// Whether the PDF carries the open data inside. If it does, it is PDF/A-3a instead of PDF/A-2a.
    pub allega_dati: bool,
}

impl Default for Pdf {
    fn default() -> Self {
        Pdf { elenco_tabelle: true, elenco_figure: true, citato_in: false, allega_dati: false }
    }
}

/// Choices for the site.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sito {
    /// Address at which the site will be published. Search engines and printed pages give it.
    #[serde(deserialize_with = "indirizzo")]
    pub indirizzo: Option<Spanned<String>>,
    /// Address of the privacy notice of the body, which every page must link (AgID, Linee guida di design).
    #[serde(deserialize_with = "indirizzo")]
    pub privacy: Option<Spanned<String>>,
    /// Address of the accessibility statement of the site that will hold these pages (L. 4/2004, art. 3-quater).
    #[serde(deserialize_with = "indirizzo")]
    pub accessibilita: Option<Spanned<String>>,
    /// Address where readers say how clear a page is, such as the survey of the body.
    #[serde(deserialize_with = "indirizzo")]
    pub valutazione: Option<Spanned<String>>,
    /// A style sheet in the folder of the plan, in place of that of the program: `stile/bootstrap-italia.min.css`. The whole folder
    /// that holds it is published with it.
    pub foglio_di_stile: Option<Spanned<String>>,
    /// The ids that things had before, each with the present one: the old address leads to the new one. They stand here and not in the
    /// records, because a section, a table or a heading has no record.
    pub spostati: BTreeMap<String, Spanned<String>>,
}

/// Reads a web address that a browser can open.
fn indirizzo<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Spanned<String>>, D::Error> {
    let text = Spanned::<String>::deserialize(deserializer)?;
    // An address copied from an example ends in dots and leads nowhere.
    if text.value.contains('…') || text.value.contains("...") {
        let short = crate::base::text::short(&text.value);
        return Err(D::Error::custom(format!(
            "«{short}» è un esempio e non un indirizzo\nscrivi quello vero, per intero"
        )));
    }
    // A blank text stands for one that could not be read, which is already reported.
    if text.value.is_empty() || ["https://", "http://"].iter().any(|scheme| text.value.starts_with(scheme)) {
        return Ok(Some(text).filter(|text| !text.value.is_empty()));
    }
    let short = crate::base::text::short(&text.value);
    Err(D::Error::custom(format!(
        "«{short}» non è l’indirizzo di una pagina\nscrivilo per intero, con https:// all’inizio"
    )))
}
