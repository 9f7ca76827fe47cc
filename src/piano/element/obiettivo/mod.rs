//! Obiettivo: a leaf of the performance tree, with its expected results, how they are measured and who answers for them. Each part
//! of the record has a file beside this one.

pub mod contabile;
pub mod domanda;
pub mod fase;
pub mod indicatore;
pub mod misurazione;
pub mod quota;
pub mod racconto;
pub mod risultato;

use self::contabile::Contabile;
use self::domanda::Domanda;
use self::fase::Fase;
use self::indicatore::{Indicatore, parole};
use self::misurazione::{Misurazione, Taciuta};
use self::quota::Quota;
use self::risultato::{Risultato, Verifica};
use super::dup::Dup;
use super::incarico::Incarico;
use super::linea_formativa::LineaFormativa;
use super::misura::{Momento, Peso, UnoOMolti};
use super::misura_digitale::MisuraDigitale;
use super::nodo::Nodo;
use super::obiettivo_vp::ObiettivoVp;
use super::progetto::Progetto;
use super::sdg::Sdg;
use super::unita::Unita;
use super::value::{Dovuto, Rif, Testo};
use super::{
    Element, Parte,
    row::{Row, Valore},
    says,
};
use crate::base::giorno::Giorno;
use crate::base::span::Spanned;
use crate::lingua::tempo::{Durata, Tempo};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// An objective. Most of it may be left out: real plans go from a line of a table to a card of four pages.
#[derive(Debug, Deserialize)]
pub struct Obiettivo {
    /// Id as written. Without one, `index` makes it from the code or the title.
    pub id: Option<Spanned<String>>,
    /// Short code: `S5.00004`. The path before it (`05.02.01.S5.00004`) is computed from the tree. If an author writes the path
    /// too, it is checked.
    pub codice: Option<Spanned<String>>,
    /// Title, in plain words.
    pub titolo: Spanned<String>,
    /// A shorter title, for tables and drawings.
    pub titolo_breve: Option<Spanned<String>>,
    /// The section of the Piano-tipo that it is of, when it is not that of performance.
    pub sezione: Option<SezioneObiettivo>,
    /// Its place in the strategic tree.
    pub nodo: Option<Rif<Nodo>>,
    /// Other places in which it is listed as "RIF.".
    #[serde(default)]
    pub nodi_secondari: Vec<Rif<Nodo>>,
    /// The public values to which it contributes, or `funzionamento` where it serves the body itself.
    #[serde(default)]
    pub valore: UnoOMolti<Rif<ObiettivoVp>>,
    /// The unit that answers for it. Its whole card is printed with that unit.
    pub unita: Option<Dovuto<Rif<Unita>>>,
    /// Its weight in that unit.
    pub peso: Option<Spanned<Peso>>,
    /// The shares that other units have in it.
    #[serde(default, rename = "quota")]
    pub quote: Vec<Spanned<Quota>>,
    /// Whether every unit takes part in it.
    #[serde(default)]
    pub trasversale: bool,
    /// The offices that answer for it, when they are not the one that holds the unit.
    #[serde(default)]
    pub responsabili: Vec<Rif<Incarico>>,
    /// The political offices that answer for it, when they are not those of its place in the tree.
    #[serde(default)]
    pub assessori: Vec<Rif<Incarico>>,
    /// Priority: high, medium or low.
    pub priorita: Option<Priorita>,
    /// The first day of the work.
    pub inizio: Option<Spanned<Giorno>>,
    /// The last day of the work.
    pub fine: Option<Spanned<Giorno>>,
    /// How many years it lasts, where the two days are not known. Where they are, it is computed from them; if an author writes it
    /// too, it is checked.
    pub durata: Option<Spanned<Durata>>,
    /// The day or period by which it must be reached.
    pub scadenza: Option<Dovuto<Spanned<Tempo>>>,
    /// What became of it.
    pub stato: Option<Spanned<Stato>>,
    /// The objective that took its place.
    pub sostituito_da: Option<Rif<Obiettivo>>,
    /// Policies that it serves.
    #[serde(default)]
    pub etichette: Vec<Etichetta>,
    /// Labels that the body chooses in its own words.
    #[serde(default)]
    pub altre_etichette: Vec<Spanned<String>>,
    /// Goals of the Agenda 2030.
    #[serde(default)]
    pub sdg: Vec<Sdg>,
    /// Places of the DUP that it comes from: `3.1.2`.
    #[serde(default)]
    pub dup: UnoOMolti<Spanned<Dup>>,
    /// Funded projects that it carries out.
    #[serde(default)]
    pub progetti: Vec<Rif<Progetto>>,
    /// Digital measures that it carries out.
    #[serde(default)]
    pub misure: Vec<Rif<MisuraDigitale>>,
    /// Training lines that it carries out.
    #[serde(default)]
    pub linee: Vec<Rif<LineaFormativa>>,
    /// How many persons work on it, by category. Names are not written.
    #[serde(default)]
    pub personale: Personale,
    /// What the persons of each category do in it.
    #[serde(default)]
    pub contributi: BTreeMap<Categoria, UnoOMolti<Spanned<String>>>,
    /// The money that it moves in the budget.
    pub contabile: Option<Contabile>,
    /// What the objective is, in prose.
    pub descrizione: Option<Testo>,
    /// The purpose of the objective, in prose.
    pub finalita: Option<Testo>,
    /// How it is carried out, in prose.
    pub dettaglio: Option<Testo>,
    /// The critical factors: what success depends on.
    pub fattori_critici: Option<Testo>,
    /// The limits within which it must be carried out.
    pub vincoli: Option<Testo>,
    /// How its quality is verified: charters of services, surveys.
    pub qualita: Option<Testo>,
    /// What is expected of it, in words.
    pub risultato_atteso: Option<Dovuto<Testo>>,
    /// The results that are expected of it, one by one.
    #[serde(default, rename = "risultato")]
    pub risultati: Vec<Spanned<Risultato>>,
    /// The activities by which it is carried out, in order.
    #[serde(default, rename = "fase")]
    pub fasi: Vec<Spanned<Fase>>,
    /// How it is verified.
    #[serde(default, rename = "verifica")]
    pub verifiche: Vec<Spanned<Verifica>>,
    /// How its success is measured.
    #[serde(default, rename = "indicatore", deserialize_with = "indicatore::indicatori")]
    pub indicatori: Vec<Spanned<Indicatore>>,
    /// How far it was at the two moments of measure.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<Misurazione>>,
    /// What who evaluates asked about it.
    #[serde(default, rename = "domanda")]
    pub domande: Vec<Spanned<Domanda>>,
    /// The outcomes that are written and not published: `load::riservati` took them away.
    #[serde(skip)]
    pub taciute: Vec<Taciuta>,
}

/// The sections of the Piano-tipo that have objectives. The first is that of performance; those of the others do not count among the
/// weights of the units, unless they have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[expect(missing_docs, reason = "each is the section of that number")]
pub enum SezioneObiettivo {
    #[serde(rename = "2.2")]
    Performance,
    #[serde(rename = "2.3")]
    Rischi,
    #[serde(rename = "3.1")]
    Struttura,
    #[serde(rename = "3.2")]
    LavoroAgile,
    #[serde(rename = "3.3")]
    Fabbisogni,
}

impl SezioneObiettivo {
    /// Its number in the Piano-tipo.
    #[must_use]
    pub fn numero(self) -> &'static str {
        match self {
            SezioneObiettivo::Performance => "2.2",
            SezioneObiettivo::Rischi => "2.3",
            SezioneObiettivo::Struttura => "3.1",
            SezioneObiettivo::LavoroAgile => "3.2",
            SezioneObiettivo::Fabbisogni => "3.3",
        }
    }
}

parole! {
    /// How urgent an objective is.
    Priorita { Alta = "alta", Media = "media", Bassa = "bassa" }
}

parole! {
    /// Whether an objective still holds, is new, or has been replaced or cancelled.
    Stato { Attivo = "attivo", Nuovo = "nuovo", Sostituito = "sostituito", Annullato = "annullato" }
}

parole! {
    /// The policies that an objective can serve.
    Etichetta {
        PrevenzioneCorruzioneTrasparenza = "prevenzione della corruzione e trasparenza",
        Anticorruzione = "prevenzione della corruzione",
        Trasparenza = "trasparenza",
        Formazione = "formazione",
        PariOpportunita = "pari opportunità",
        Digitalizzazione = "digitalizzazione",
        TransizioneDigitale = "transizione digitale",
        Accessibilita = "accessibilità",
        AccessibilitaFisica = "accessibilità fisica",
        AccessibilitaDigitale = "accessibilità digitale",
        Semplificazione = "semplificazione",
        RisparmioEnergetico = "risparmio energetico",
        Miglioramento = "miglioramento",
        Pnrr = "PNRR",
        Intersettoriale = "intersettoriale",
        Covid = "emergenza COVID-19",
    }
}

impl Etichetta {
    /// The subjects that performance must cover (DM 132/2022, art. 3, par. 1, letter b). Each has the policies that belong to it;
    /// the first policy is the one that authors are told to write.
    pub const TEMI: [(&str, &[Etichetta]); 4] = [
        ("semplificazione", &[Etichetta::Semplificazione]),
        ("digitalizzazione", &[Etichetta::Digitalizzazione, Etichetta::TransizioneDigitale]),
        (
            "accessibilità",
            &[Etichetta::Accessibilita, Etichetta::AccessibilitaFisica, Etichetta::AccessibilitaDigitale],
        ),
        ("pari opportunità", &[Etichetta::PariOpportunita]),
    ];
}

impl Obiettivo {
    /// Whether the objective still counts: it is neither replaced nor cancelled.
    #[must_use]
    pub fn vivo(&self) -> bool {
        !matches!(self.stato.as_ref().map(|s| s.value), Some(Stato::Sostituito | Stato::Annullato))
    }

    /// The last year in which it lasts, as far as its last day, its term or its duration say it. `anno`: the year of the plan, which is
    /// that of a term without a year.
    #[must_use]
    pub fn ultimo_anno(&self, anno: i16) -> Option<i16> {
        let term = match &self.scadenza {
            Some(Dovuto::Valore(term)) => term.value.scadenza(anno),
            Some(Dovuto::Assente(_)) | None => None,
        };
        let one = self.durata.as_ref().is_some_and(|durata| durata.value.n == Some(1));
        let day = self.fine.as_ref().map(|fine| fine.value).or(term);
        day.map(Giorno::anno).or(one.then_some(anno))
    }

    /// The section of the Piano-tipo that it is of.
    #[must_use]
    pub fn sezione(&self) -> SezioneObiettivo {
        self.sezione.unwrap_or(SezioneObiettivo::Performance)
    }

    /// Whether it is an objective of performance, and not of another section.
    #[must_use]
    pub fn di_performance(&self) -> bool {
        self.sezione() == SezioneObiettivo::Performance
    }

    /// Whether an outcome of `momento` is not published, that of the whole or that of a share.
    #[must_use]
    pub fn taciuto(&self, momento: Momento) -> bool {
        self.taciute.iter().any(|taciuta| taciuta.momento == momento && !taciuta.indicatore)
    }

    /// The unit with which its card is printed, as written.
    #[must_use]
    pub fn unita_prima(&self) -> Option<&Rif<Unita>> {
        match &self.unita {
            Some(Dovuto::Valore(unita)) => Some(unita),
            Some(Dovuto::Assente(_)) | None => None,
        }
    }

    /// The title for narrow places: the shorter one where there is one.
    #[must_use]
    pub fn breve(&self) -> &Spanned<String> {
        self.titolo_breve.as_ref().unwrap_or(&self.titolo)
    }
}

/// How many persons of each category.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Personale(pub BTreeMap<Categoria, u32>);

/// A category of staff: `D1`, `istruttori`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Categoria(pub String);

/// `12 funzionari`, `1 funzionario`: how many persons of a category, by its name in the plural.
pub(crate) fn quante(n: u32, plural: &str) -> String {
    const SOLI: [(&str, &str); 7] = [
        ("segretari", "segretario"),
        ("dirigenti", "dirigente"),
        ("funzionari", "funzionario"),
        ("istruttori", "istruttore"),
        ("operatori", "operatore"),
        ("esperti", "esperto"),
        ("neoassunti", "neoassunto"),
    ];
    if n != 1 {
        return format!("{} {plural}", crate::lingua::numeri::thousands(u64::from(n)));
    }
    let one =
        |word: &str| SOLI.iter().find(|(many, _)| *many == word).map_or(word.to_owned(), |(_, one)| (*one).to_owned());
    // «funzionari ed elevate qualificazioni» is the name of an area of staff, so one person is "of" it.
    if plural.contains(" ed ") {
        return format!("1 persona dell’area {plural}");
    }
    let words: Vec<String> = plural.split(' ').map(one).collect();
    format!("1 {}", words.join(" "))
}

impl<'de> Deserialize<'de> for Categoria {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const AREE: [&str; 6] =
            ["operatori", "operatori-esperti", "istruttori", "funzionari", "dirigenti", "segretari"];
        let text = String::deserialize(deserializer)?;
        let step = |rest: &str| rest.is_empty() || matches!(rest, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8");
        let category = text.strip_prefix(['A', 'B', 'C', 'D']).is_some_and(step);
        if category || AREE.contains(&text.as_str()) {
            return Ok(Categoria(text));
        }
        let short = crate::base::text::short(&text);
        Err(serde::de::Error::custom(format!(
            "«{short}» non è una categoria di personale\nscrivi quante persone per categoria, mai i nomi: `{{ C1 = 2, D1 = 1 }}`; le categorie sono A…D con la posizione, oppure {}",
            AREE.join(", ")
        )))
    }
}

impl Element for Obiettivo {
    fn id(&self) -> Option<&Spanned<String>> {
        self.id.as_ref()
    }
    fn codice(&self) -> Option<&Spanned<String>> {
        self.codice.as_ref()
    }
    fn titolo(&self) -> Spanned<&str> {
        self.titolo.as_deref()
    }
    fn altri_codici(&self) -> Vec<&Spanned<String>> {
        self.quote.iter().filter_map(|quota| quota.value.codice.as_ref()).collect()
    }
    fn prose(&self) -> Option<Testo> {
        self.descrizione
    }
    fn flags(&self) -> Vec<String> {
        let state = self.stato.as_ref().map(|s| s.value).filter(|s| *s != Stato::Attivo);
        let mut flags: Vec<String> = state.map(|s| s.label().to_uppercase()).into_iter().collect();
        if self.trasversale {
            flags.push("TRASVERSALE".into());
        }
        flags.retain(|flag| !says(&self.titolo.value, flag));
        flags
    }
    fn parti() -> &'static [Parte<Self>] {
        const fn parte(
            [titolo, stampa, colonna, nome]: [&'static str; 4],
            testo: fn(&Obiettivo) -> Option<Testo>,
        ) -> Parte<Obiettivo> {
            let stampa = if stampa.is_empty() { None } else { Some(stampa) };
            let nome = if nome.is_empty() { None } else { Some(nome) };
            Parte { titolo, stampa, colonna, nome, testo }
        }
        const {
            &[
                parte(["Descrizione", "", "Che cosa è", "la descrizione"], |o| o.descrizione),
                parte(["Finalità", "Finalità", "A che cosa serve", ""], |o| o.finalita),
                parte(["Dettaglio", "Dettaglio", "Come si fa", "il dettaglio"], |o| o.dettaglio),
                parte(["Fattori critici", "Fattori critici", "Da che cosa dipende", "i fattori critici"], |o| {
                    o.fattori_critici
                }),
                parte(["Vincoli", "Vincoli", "Che cosa lo limita", "i vincoli"], |o| o.vincoli),
                parte(
                    ["Qualità", "Verifiche di qualità", "Come si verifica la qualità", "la verifica della qualità"],
                    |o| o.qualita,
                ),
                parte(["Risultato atteso", "", "Risultato atteso", ""], |o| match &o.risultato_atteso {
                    Some(Dovuto::Valore(testo)) => Some(*testo),
                    _ => None,
                }),
            ]
        }
    }
    fn row(&self, row: &mut Row) {
        row.apart("codice", "Codice", self.codice.as_ref().map_or(Valore::Vuoto, |c| Valore::Codice(c.value.clone())));
        row.apart("titolo", "Obiettivo", &self.titolo);
        row.apart("sezione", "Sezione del Piano-tipo", Valore::Codice(self.sezione().numero().to_owned()));
        row.add("nodo", "Dall’albero del mandato", &self.nodo);
        row.add("nodi_secondari", "Riguarda anche", &self.nodi_secondari);
        row.add("valore", "Contribuisce a", &self.valore.0);
        row.add("unita", "Unità responsabile", &self.unita);
        row.add("responsabili", "Responsabili", &self.responsabili);
        row.add("assessori", "Assessori di riferimento", &self.assessori);
        row.add("priorita", "Priorità", self.priorita.map(|p| Valore::Stato(p.label().to_owned())));
        row.add("peso", "Peso", &self.peso);
        row.add("inizio", "Data di inizio", &self.inizio);
        row.add("fine", "Data di fine", &self.fine);
        row.add("risultato_atteso", "Risultato atteso", &self.risultato_atteso);
        row.add("scadenza", "Termine", &self.scadenza);
        // That an objective is active needs no words, but tables that ask for its state say so.
        match self.stato.as_ref().map(|s| s.value).filter(|stato| *stato != Stato::Attivo) {
            Some(stato) => row.add("stato", "Stato", Valore::Stato(stato.label().to_owned())),
            None => row.apart("stato", "Stato", Valore::Stato(Stato::Attivo.label().to_owned())),
        }
        row.add("sostituito_da", "Sostituito da", &self.sostituito_da);
        row.add(
            "etichette",
            "Politiche",
            Valore::parole(
                self.etichette
                    .iter()
                    .map(|e| (e.nome(), e.label().to_owned()))
                    .chain(self.altre_etichette.iter().map(|e| (e.value.clone(), e.value.trim().to_owned()))),
            ),
        );
        row.add("sdg", "Agenda 2030", Valore::parole(self.sdg.iter().map(|sdg| (sdg.0.to_string(), sdg.to_string()))));
        row.add(
            "dup",
            "Riferimenti al DUP",
            Valore::parole(
                self.dup.0.iter().flat_map(|dup| &dup.value.0).map(|rif| (rif.to_string(), rif.to_string())),
            ),
        );
        row.add("progetti", "Progetti", &self.progetti);
        row.add("misure", "Misure digitali", &self.misure);
        row.add("linee", "Linee formative", &self.linee);
        let categories: BTreeSet<&Categoria> = self.personale.0.keys().chain(self.contributi.keys()).collect();
        let persons = categories.into_iter().map(|category| {
            let plural = category.0.replace('-', " ");
            let who = self.personale.0.get(category).map_or_else(|| plural.clone(), |n| quante(*n, &plural));
            let does = self
                .contributi
                .get(category)
                .map(|does| does.0.iter().map(|what| what.value.trim()).collect::<Vec<_>>());
            let words = does.map_or_else(|| who.clone(), |does| format!("{who} ({})", does.join("; ")));
            (category.0.clone(), words)
        });
        row.add("personale", "Personale coinvolto, per categoria", Valore::parole(persons));
    }
}

#[cfg(test)]
mod tests {
    use super::quante;

    #[test]
    fn one_person_is_one() {
        assert_eq!(quante(1, "funzionari"), "1 funzionario");
        assert_eq!(quante(1, "operatori esperti"), "1 operatore esperto");
        assert_eq!(quante(1, "C1"), "1 C1");
        assert_eq!(quante(1, "non dirigenti"), "1 non dirigente");
        assert_eq!(quante(1200, "funzionari"), "1.200 funzionari");
        assert_eq!(
            quante(1, "funzionari ed elevate qualificazioni"),
            "1 persona dell’area funzionari ed elevate qualificazioni"
        );
    }
}
