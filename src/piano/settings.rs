//! `piao.toml`: the plan itself, its body, its triennium, its act, and the choices of layout.

use crate::base::colore::{Colore, Colori};
use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::piano::element::atto::{self, Atto, Organo};
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::row::{Campo, Row, Valore};
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Rif, Testo};
use crate::piano::piano_tipo::Profilo;
use serde::de::{Deserialize, Deserializer, Error};
use std::collections::BTreeMap;

/// All of `piao.toml`.
#[derive(Debug, serde::Deserialize)]
pub struct Impostazioni {
    /// What the plan is.
    pub tipo: Tipo,
    /// Its title, when it is not the one of its kind.
    pub titolo: Option<Spanned<String>>,
    /// `2025-2027`.
    #[serde(deserialize_with = "triennio")]
    pub triennio: Spanned<String>,
    /// Which plan it is, when it is not the one that follows from the number of employees.
    pub profilo: Option<Spanned<Profilo>>,
    /// The year whose plan it is, when it is not the first of the triennium.
    pub esercizio: Option<Spanned<i16>>,
    /// The moment in the cycle of the plan.
    pub momento: Momento,
    /// How far the approval is.
    pub stato: Stato,
    /// Date of every output: no clock is ever read.
    pub data: Spanned<Giorno>,
    /// A sentence in evidence on the cover.
    pub avvertenza: Option<Spanned<String>>,
    /// A sentence for the metadata.
    pub descrizione: Option<Spanned<String>>,
    /// Keywords for the metadata.
    #[serde(default)]
    pub parole_chiave: Vec<Spanned<String>>,
    /// The body.
    pub ente: Titolare,
    /// The act that approves the plan.
    pub deliberazione: Option<Deliberazione>,
    /// The days by which the plan is due.
    #[serde(default)]
    pub termini: Termini,
    /// The versions of the plan, the first approved and its updates, in order.
    #[serde(default, rename = "versione")]
    pub versioni: Vec<Spanned<Versione>>,
    /// The strategic tree.
    #[serde(default)]
    pub albero: Albero,
    /// The measures of the year.
    #[serde(default)]
    pub performance: Performance,
    /// Citations of law.
    #[serde(default)]
    pub norme: Norme,
    /// The words of the body, and its dictionary.
    #[serde(default)]
    pub ortografia: Ortografia,
    /// How much the breach of a rule weighs here, by the name of the rule; at the place of the name.
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
    /// Where each table that is written has its header: the place of what it lacks.
    #[serde(skip)]
    pub tabelle: BTreeMap<String, Span>,
}

/// Two years, as `2025-2027`, `2025/2027` or with a dash of print. Which years is not asked here.
fn triennio<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<String>, D::Error> {
    let text = Spanned::<String>::deserialize(deserializer)?;
    let years: Vec<&str> = text.value.split(['-', '/', '–']).map(str::trim).collect();
    let two = years.len() == 2 && years.iter().all(|y| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()));
    // What could not be read is blank, and was reported.
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
}

/// The moments of the cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `momento`")]
pub enum Momento {
    Approvazione,
    Monitoraggio,
    Consuntivo,
}

impl Momento {
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Momento::Approvazione => "approvazione",
            Momento::Monitoraggio => "monitoraggio",
            Momento::Consuntivo => "consuntivo",
        }
    }
}

/// How far the approval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are the values of the field `stato`")]
pub enum Stato {
    Bozza,
    Proposta,
    Approvato,
}

impl Stato {
    /// As printed.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Stato::Bozza => "bozza",
            Stato::Proposta => "proposta",
            Stato::Approvato => "approvato",
        }
    }
}

/// The first day on which a body owes an officer for accessibility (D.Lgs 222/2023).
pub const RESPONSABILE_DAL: jiff::civil::Date = jiff::civil::date(2024, 1, 13);

/// The body whose plan it is: section 1 of the Piano-tipo.
#[derive(Debug, serde::Deserialize)]
pub struct Titolare {
    /// Name.
    pub nome: Spanned<String>,
    /// Kind.
    pub tipo: crate::piano::element::ente::Tipo,
    /// The coat of arms, as a picture in the folder of the plan: `immagini/stemma.svg`.
    pub stemma: Option<Spanned<String>>,
    /// Street, number, town.
    pub indirizzo: Option<Dovuto<Spanned<String>>>,
    /// Tax code.
    pub codice_fiscale: Option<Dovuto<Spanned<String>>>,
    /// Code in the index of public administrations.
    pub codice_ipa: Option<Dovuto<Spanned<String>>>,
    /// ISTAT code.
    pub codice_istat: Option<Dovuto<Spanned<String>>>,
    /// Certified mail.
    pub pec: Option<Dovuto<Spanned<String>>>,
    /// Telephone.
    pub telefono: Option<Dovuto<Spanned<String>>>,
    /// Address of the site.
    pub sito: Option<Dovuto<Spanned<String>>>,
    /// Mayor or president.
    pub rappresentante_legale: Option<Dovuto<Spanned<String>>>,
    /// Officer for the prevention of corruption and for transparency.
    pub rpct: Option<Dovuto<Spanned<String>>>,
    /// The manager, or who is put in that place, who answers for the inclusion of persons with disabilities and for
    /// accessibility (D.Lgs 222/2023).
    pub responsabile_accessibilita: Option<Dovuto<Spanned<String>>>,
    /// Staff at 31 December of the year before.
    pub dipendenti: Option<Dovuto<Spanned<u32>>>,
    /// Inhabitants at 31 December of the year before.
    pub abitanti: Option<Dovuto<u32>>,
}

impl Titolare {
    /// The fields, as those of an element are given.
    pub fn row(&self, row: &mut Row) {
        row.add("nome", "Denominazione", &self.nome);
        row.add("tipo", "Tipologia", self.tipo.label());
        row.add("indirizzo", "Indirizzo", &self.indirizzo);
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
    /// The fields that are due to the registry: the codes of the territory and its inhabitants only where there is one. The
    /// officer for accessibility is asked by a rule of its own.
    #[must_use]
    pub fn dovuti(&self) -> Vec<Campo> {
        use crate::piano::element::ente::Tipo::{Ambito, Comune, Regione, Unione};
        let mut row = Row::default();
        self.row(&mut row);
        let territory = matches!(self.tipo, Comune | Unione | Ambito | Regione);
        let due = |campo: &Campo| match campo.name {
            "codice_istat" | "abitanti" => territory,
            name => name != "responsabile_accessibilita",
        };
        row.0.into_iter().filter(due).collect()
    }
}

/// The approving act. Blank while the plan is not approved.
#[derive(Debug, serde::Deserialize)]
pub struct Deliberazione {
    /// By which letter or number the act names the plan among its annexes: `A`.
    pub allegato: Option<Spanned<String>>,
    /// Who approves; in local bodies the Giunta (DM 132/2022, art. 11).
    pub organo: Option<Spanned<Organo>>,
    /// Number.
    pub numero: Option<Dovuto<Spanned<String>>>,
    /// Date.
    pub data: Option<Dovuto<Spanned<Giorno>>>,
}

impl Deliberazione {
    /// `deliberazione della Giunta n. 5 del 30/01/2025`, once it has a number.
    #[must_use]
    pub fn printed(&self) -> Option<String> {
        let Some(Dovuto::Valore(numero)) = &self.numero else { return None };
        let organo = self.organo.map(|organo| organo.value);
        Some(atto::printed("deliberazione", organo, Some(numero), None, self.giorno()))
    }

    /// `Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025`, or to its proposal while there is no number and the
    /// plan is `stato`; none while it is being written.
    #[must_use]
    pub fn allegato(&self, stato: Stato) -> Option<String> {
        let act = match (self.printed(), stato) {
            (Some(act), _) => act,
            (None, Stato::Bozza) => return None,
            (None, Stato::Proposta | Stato::Approvato) => {
                atto::printed("proposta di deliberazione", self.organo.map(|organo| organo.value), None, None, None)
            }
        };
        let code = self.allegato.as_ref().map(|code| format!(" {}", code.value.trim())).unwrap_or_default();
        Some(format!("Allegato{code} alla {act}"))
    }

    /// The day of the act.
    #[must_use]
    pub fn giorno(&self) -> Option<Giorno> {
        match &self.data {
            Some(Dovuto::Valore(data)) => Some(data.value),
            Some(Dovuto::Assente(_)) | None => None,
        }
    }
}

/// What the term of approval depends on (DM 132/2022, artt. 7 and 8). A decree defers it nearly every year: it is for the
/// plan to say, and no constant of the program.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Termini {
    /// The day to which the term of the budget is deferred, one for all local bodies.
    pub bilancio: Option<Spanned<Giorno>>,
    /// The decree that defers it.
    pub decreto: Option<Spanned<String>>,
}

/// `[[versione]]`: an edition of the plan, and why the one before was not left as it was.
#[derive(Debug, serde::Deserialize)]
pub struct Versione {
    /// Number: 1 is the plan as first approved.
    pub numero: Spanned<u32>,
    /// Date.
    pub data: Option<Spanned<Giorno>>,
    /// Why it was made.
    pub motivo: Option<Testo>,
    /// The act that approves it.
    pub atto: Option<Dovuto<Rif<Atto>>>,
}

impl Versione {
    /// The fields, as those of an element are given.
    pub fn row(&self, row: &mut Row) {
        row.add("numero", "Versione", Valore::Codice(self.numero.value.to_string()));
        row.add("data", "Data", &self.data);
        row.add("motivo", "Che cosa cambia", &self.motivo);
        row.add("atto", "Atto", &self.atto);
    }
}

/// The strategic tree.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Albero {
    /// What the nodes of each level are called, from the top: `["indirizzo", "obiettivo strategico"]`.
    pub livelli: Vec<Spanned<String>>,
    /// What the leaves are called: `obiettivo esecutivo`.
    pub obiettivi: Option<Spanned<String>>,
    /// With how many digits each step of a path code is printed: 2 gives `05.02.01`; a list gives those of each level, and the
    /// last is of all that follow: `[2, 1]` gives `01.1`.
    pub cifre: UnoOMolti<Spanned<u8>>,
}

impl Albero {
    /// Digits of each step of a path code, from the top; the last are those of all steps that follow.
    #[must_use]
    pub fn cifre(&self) -> Vec<usize> {
        self.cifre.0.iter().map(|cifre| usize::from(cifre.value.clamp(1, 4))).collect()
    }
}

/// The days at which the plan is measured.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Performance {
    /// Of the monitoring: 30 September where none is written.
    pub monitoraggio: Option<Spanned<Giorno>>,
    /// Of the final report: 31 December.
    pub consuntivo: Option<Spanned<Giorno>>,
    /// Whether the code of a unit is printed before its name: `01 – Affari generali`.
    pub codici_unita: bool,
}

impl Impostazioni {
    /// What a unit is called in this plan: its name, with its code before it where the plan asks for that.
    #[must_use]
    pub fn nome(&self, unita: &Unita) -> String {
        match unita.codice.as_ref().filter(|_| self.performance.codici_unita) {
            Some(code) => format!("{} – {}", code.value.trim(), unita.nome.value),
            None => unita.nome.value.clone(),
        }
    }

    /// The year whose plan it is: `esercizio`, or the first of the triennium.
    #[must_use]
    pub fn anno(&self) -> i16 {
        self.esercizio.map(|anno| anno.value).or_else(|| self.anni().next()).unwrap_or_default()
    }

    /// Which plan it is: the one declared, or the one that follows from the number of employees. Who does not say how many
    /// they are owes the whole plan.
    #[must_use]
    pub fn profilo(&self) -> Profilo {
        match (&self.profilo, &self.ente.dipendenti) {
            (Some(declared), _) => declared.value,
            (None, Some(Dovuto::Valore(dipendenti))) => Profilo::di(dipendenti.value),
            (None, Some(Dovuto::Assente(_)) | None) => Profilo::Ordinario,
        }
    }

    /// The last day to approve the plan: 31 January of its first year, or thirty days after the term of the budget where
    /// that is deferred (DM 132/2022, artt. 7 and 8).
    #[must_use]
    pub fn termine(&self) -> Option<Giorno> {
        match self.termini.bilancio {
            Some(bilancio) => bilancio.value.0.checked_add(jiff::Span::new().days(30)).ok().map(Giorno),
            None => jiff::civil::Date::new(self.anni().next()?, 1, 31).ok().map(Giorno),
        }
    }

    /// The last year of which the plan can cite a norm: it knows nothing after its date, or after the year whose plan it is.
    #[must_use]
    pub fn ultimo_anno(&self) -> i16 {
        self.anno().max(self.data.anno())
    }

    /// The years of the triennium; none when it could not be read.
    pub fn anni(&self) -> impl Iterator<Item = i16> + use<> {
        let mut years = self.triennio.value.split(['-', '/', '–']).filter_map(|year| year.trim().parse::<i16>().ok());
        // A typing error must not ask for ten thousand years.
        match years.next() {
            Some(first) => first..=years.next().unwrap_or(first).clamp(first, first.saturating_add(10)),
            #[expect(clippy::reversed_empty_ranges, reason = "no years")]
            None => 1..=0,
        }
    }

    /// The day of a moment of measure.
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

/// Citations of law.
#[derive(Debug, serde::Deserialize)]
#[serde(default)]
pub struct Norme {
    /// Whether they are set in one spelling and led to the text of the norm.
    pub collega: bool,
}

impl Default for Norme {
    fn default() -> Self {
        Norme { collega: true }
    }
}

/// The words that are right here.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Ortografia {
    /// A Hunspell dictionary in the folder of the plan: `dati/it_IT.dic`, with its `.aff` beside it.
    pub dizionario: Option<Spanned<String>>,
    /// Words that no dictionary has.
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

/// `[colori]`: those that the body has instead of ours.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Tinte {
    /// Codes, links and lines.
    pub primario: Option<Spanned<Colore>>,
    /// Titles and headers of tables.
    pub titoli: Option<Spanned<Colore>>,
}

impl Tinte {
    /// The colours of the outputs.
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
    /// A list of the tables after the contents.
    pub elenco_tabelle: bool,
    /// A list of the figures after the contents.
    pub elenco_figure: bool,
    /// The open data inside the file, which then is PDF/A-3a and no longer PDF/A-2a.
    pub allega_dati: bool,
}

impl Default for Pdf {
    fn default() -> Self {
        Pdf { elenco_tabelle: true, elenco_figure: true, allega_dati: false }
    }
}

/// Choices for the site.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct Sito {
    /// Where the site will be published: what search engines and printed pages are told.
    #[serde(deserialize_with = "indirizzo")]
    pub indirizzo: Option<Spanned<String>>,
    /// The privacy notice of the body: due on every page (AgID, Linee guida di design).
    #[serde(deserialize_with = "indirizzo")]
    pub privacy: Option<Spanned<String>>,
    /// The accessibility statement of the site that will hold these pages (L. 4/2004, art. 3-quater).
    #[serde(deserialize_with = "indirizzo")]
    pub accessibilita: Option<Spanned<String>>,
    /// A style sheet in the folder of the plan, in the place of ours: `stile/bootstrap-italia.min.css`. All its folder goes with
    /// it.
    pub foglio_di_stile: Option<Spanned<String>>,
}

/// An address that a browser can be sent to.
fn indirizzo<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Spanned<String>>, D::Error> {
    let text = Spanned::<String>::deserialize(deserializer)?;
    // What could not be read is blank, and was reported.
    if text.value.is_empty() || ["https://", "http://"].iter().any(|scheme| text.value.starts_with(scheme)) {
        return Ok(Some(text).filter(|text| !text.value.is_empty()));
    }
    let short = crate::base::text::short(&text.value);
    Err(D::Error::custom(format!(
        "«{short}» non è l’indirizzo di una pagina\nscrivilo per intero, con https:// all’inizio"
    )))
}
