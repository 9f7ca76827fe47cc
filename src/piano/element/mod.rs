//! The kinds of record that a plan is made of. Each kind is one file; this file lists them and says what they have in common.
//!
//! An element lists its fields once, in [`Element::row`]: cards, tables, facts and filters read that list. The registers of the
//! open data choose their columns separately, in `lower::registri`. An element never asks for which output it is read.

pub mod adempimento;
pub mod allegato;
pub mod assunzione;
pub mod atto;
pub mod bes;
pub mod cessazione;
pub mod dotazione;
pub mod dup;
pub mod ente;
pub mod id;
pub mod incarico;
pub mod lavoro_agile;
pub mod linea_formativa;
pub mod misura;
pub mod misura_digitale;
pub mod misura_prevenzione;
pub mod monitoraggio;
pub mod nodo;
pub mod obiettivo;
pub mod obiettivo_vp;
pub mod obbligo;
pub mod percorso;
pub mod pos;
pub mod procedura;
pub mod processo;
pub mod progetto;
pub mod row;
pub(crate) mod scelta;
pub mod scheda_scambio;
pub mod sdg;
pub mod spesa_personale;
pub mod target;
mod tempo;
pub mod termine;
pub mod unita;
pub mod value;

use crate::base::span::Spanned;
use obiettivo::indicatore::Indicatore;
use obiettivo::misurazione::Misurazione;
use row::Row;
use value::Testo;

/// The names of a kind of element and what all its elements have in common, wherever they are read or shown.
#[derive(Debug)]
pub struct KindInfo {
    /// Name of the table in the data, singular: `[[progetto]]`.
    pub table: &'static str,
    /// Name of the view, and family of facts: `progetti`.
    pub plural: &'static str,
    /// The heading of a card: `Progetto finanziato`.
    pub title: &'static str,
    /// The noun in running text, before a code: `progetto`.
    pub noun: &'static str,
    /// The noun after a number other than one: `progetti`.
    pub nouns: &'static str,
    /// How a view shows the elements when its author does not say.
    pub forma: Forma,
    /// The columns of a table of elements when its view names none.
    pub colonne: &'static [&'static str],
    /// A record of it with every field, commented: what `piao esempio` prints.
    pub esempio: &'static str,
    /// Name under which references of this kind are read (see `load::toml`).
    pub(crate) rif: &'static str,
}

/// How a view shows elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Forma {
    /// One row each.
    Tabella,
    /// One card each.
    Schede,
    /// One line each.
    Elenco,
    /// A tree: each element under its parent.
    Albero,
    /// Terms with their definitions.
    Glossario,
}

/// A record that says how it ended.
#[derive(Debug, Clone, Copy)]
pub struct Misurato<'a> {
    /// Its kind and position.
    pub quale: (Kind, usize),
    /// Whether it was read whole.
    pub intero: bool,
    /// How far it was at the moments of measure.
    pub misurazioni: &'a [Spanned<Misurazione>],
    /// How it is measured.
    pub indicatori: &'a [Spanned<Indicatore>],
}

/// A kind of record.
pub trait Element: std::fmt::Debug {
    /// The id, when its author wrote one.
    fn id(&self) -> Option<&Spanned<String>>;

    /// The code by which offices know it, when it is written in the data.
    fn codice(&self) -> Option<&Spanned<String>> {
        None
    }

    /// Title or name.
    fn titolo(&self) -> Spanned<&str>;

    /// Other codes by which it can be cited: those of its shares.
    fn altri_codici(&self) -> Vec<&Spanned<String>> {
        vec![]
    }

    /// Other spellings of its name. They are accepted only where an element of this kind is expected.
    fn alias(&self) -> Vec<&Spanned<String>> {
        vec![]
    }

    /// What it is called in running text, when that is not noun, code and title. An act, for example, has a printed form of its
    /// own.
    fn label(&self) -> Option<String> {
        None
    }

    /// The key by which lists sort it, in kinds that are not listed in the order of the data.
    fn ordine(&self) -> Option<String> {
        None
    }

    /// Its description, printed under the fields of a card.
    fn prose(&self) -> Option<Testo> {
        None
    }

    /// Words printed in a tag after the title: `TRASVERSALE`. A word that the title says is no tag.
    fn flags(&self) -> Vec<String> {
        vec![]
    }

    /// The id or code of the element above it, in kinds that form a tree.
    fn padre(&self) -> Option<&Spanned<String>> {
        None
    }

    /// Its fields, in the order of print.
    fn row(&self, row: &mut Row);

    /// The texts that have a heading of their own, in the order of print. A kind that has any can also be written as cards, one
    /// Markdown file each.
    fn parti() -> &'static [Parte<Self>]
    where
        Self: Sized + 'static,
    {
        &[]
    }
}

/// A text of an element that has a heading of its own, with its names in the sources, in print and in the data.
#[derive(Debug)]
pub struct Parte<T> {
    /// The heading in a Markdown card: `Qualità`. Turned into an id, it is the name of the field.
    pub titolo: &'static str,
    /// The heading in print. None for a text that is printed under the title of the card, or among the fields.
    pub stampa: Option<&'static str>,
    /// The description of its column in the public data: `Come si verifica la qualità`.
    pub colonna: &'static str,
    /// How a sentence names it: `la verifica della qualità`. None for a text that has a rule of its own, or that nobody misses.
    pub nome: Option<&'static str>,
    /// Reads the text from the element.
    pub testo: fn(&T) -> Option<Testo>,
}

impl<T> Parte<T> {
    /// The name of its field: `fattori_critici`.
    #[must_use]
    pub fn campo(&self) -> String {
        id::Id::slug(self.titolo).as_str().replace('-', "_")
    }
}

/// The link from a type of records to its kind. The macro `elements!` writes it, so no file can claim the kind of another.
pub trait Record: Element + Sized + 'static {
    /// The kind of the records of this type.
    const KIND: Kind;

    /// All the records of this type in a plan, in the order of the sources.
    fn tutti(elementi: &Elementi) -> &[Spanned<Self>];
}

macro_rules! elements {
    ($($field:ident: $kind:ident = $module:ident, $info:expr;)*) => {
        /// A kind of element.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each is the type of that name")]
        pub enum Kind { $($kind),* }

        impl Kind {
            /// All kinds, in the order in which they are explained to authors.
            pub const ALL: &[Kind] = &[$(Kind::$kind),*];

            /// Its names.
            #[must_use]
            pub fn info(self) -> &'static KindInfo {
                match self { $(Kind::$kind => { static INFO: KindInfo = $info; &INFO })* }
            }

            /// The headings that a Markdown card of this kind may have; none for kinds that have no such cards.
            #[must_use]
            pub fn parti(self) -> Vec<&'static str> {
                match self { $(Kind::$kind => $module::$kind::parti().iter().map(|parte| parte.titolo).collect()),* }
            }
        }

        $(impl Record for $module::$kind {
            const KIND: Kind = Kind::$kind;
            fn tutti(elementi: &Elementi) -> &[Spanned<Self>] {
                &elementi.$field
            }
        })*

        /// All records of a plan, by kind, in the order of the sources.
        #[derive(Debug, Default)]
        #[expect(missing_docs, reason = "each holds the records of that kind")]
        pub struct Elementi { $(pub $field: Vec<Spanned<$module::$kind>>),* }

        impl Elementi {
            /// The records of one kind.
            #[must_use]
            pub fn of(&self, kind: Kind) -> Vec<Spanned<&dyn Element>> {
                match kind { $(Kind::$kind => self.$field.iter().map(|e| Spanned::new(&e.value as &dyn Element, e.span)).collect()),* }
            }

            /// One record, by its position in [`Elementi::of`].
            #[must_use]
            pub fn get(&self, kind: Kind, n: usize) -> Option<Spanned<&dyn Element>> {
                match kind {
                    $(Kind::$kind => self.$field.get(n).map(|e| Spanned::new(&e.value as &dyn Element, e.span))),*
                }
            }
        }
    };
}

impl Elementi {
    /// The acronym of each term of the glossary, in order; none for a term without one.
    pub fn sigle(&self) -> impl Iterator<Item = Option<&str>> + Clone {
        self.termini.iter().map(|termine| termine.value.sigla.as_ref().map(|sigla| sigla.value.as_str()))
    }

    /// The indicators of each record that may have some, with its kind and position.
    #[must_use]
    pub fn indicatori(&self) -> Vec<(Kind, usize, &[Spanned<Indicatore>])> {
        type Tutti<'a> = Vec<(Kind, usize, &'a [Spanned<Indicatore>])>;
        fn add<'a, T>(
            all: &mut Tutti<'a>,
            kind: Kind,
            records: &'a [Spanned<T>],
            of: fn(&T) -> &[Spanned<Indicatore>],
        ) {
            all.extend(records.iter().enumerate().map(|(n, record)| (kind, n, of(&record.value))));
        }
        let mut all = Vec::new();
        add(&mut all, Kind::Obiettivo, &self.obiettivi, |e| &e.indicatori);
        add(&mut all, Kind::ObiettivoVp, &self.obiettivi_vp, |e| &e.indicatori);
        add(&mut all, Kind::MisuraDigitale, &self.misure_digitali, |e| &e.indicatori);
        add(&mut all, Kind::LineaFormativa, &self.linee_formative, |e| &e.indicatori);
        add(&mut all, Kind::LavoroAgile, &self.lavoro_agile, |e| &e.indicatori);
        add(&mut all, Kind::Monitoraggio, &self.monitoraggi, |e| &e.indicatori);
        add(&mut all, Kind::MisuraPrevenzione, &self.misure_prevenzione, |e| &e.indicatori);
        all
    }

    /// The records that say how they ended: each with its kind and position, what it says, and the indicators that measure it.
    #[must_use]
    pub fn misurati(&self) -> Vec<Misurato<'_>> {
        let mut all = vec![];
        let mut add = |quale, intero, misurazioni, indicatori| {
            all.push(Misurato { quale, intero, misurazioni, indicatori });
        };
        for (n, one) in self.obiettivi.iter().enumerate() {
            add((Kind::Obiettivo, n), one.intero, &*one.value.misurazioni, &*one.value.indicatori);
        }
        for (n, one) in self.misure_prevenzione.iter().enumerate() {
            add((Kind::MisuraPrevenzione, n), one.intero, &one.value.misurazioni, &one.value.indicatori);
        }
        for (n, one) in self.monitoraggi.iter().enumerate() {
            add((Kind::Monitoraggio, n), one.intero, &one.value.misurazioni, &one.value.indicatori);
        }
        all
    }
}

impl Kind {
    /// The kind whose table in the data has this name: `obiettivo`.
    #[must_use]
    pub fn di_tabella(table: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.info().table == table)
    }

    /// Whether a citation on paper adds the page. A word of the glossary, a body, a duty to publish or a row of staff is found by its name, and in
    /// running text the page would only disturb.
    #[must_use]
    pub fn pagina(self) -> bool {
        !matches!(
            self,
            Kind::Termine
                | Kind::Ente
                | Kind::Dotazione
                | Kind::Cessazione
                | Kind::Assunzione
                | Kind::SpesaPersonale
                | Kind::Adempimento
                | Kind::Obbligo
        )
    }

    /// Words accepted where an element of this kind is expected although they name none, each with its meaning: an objective that
    /// serves the body itself has no public value, and some objectives belong to all the managers.
    #[must_use]
    pub fn altro(self, word: &str) -> Option<&'static str> {
        const ALTRI: [(Kind, &str, &str); 4] = [
            (Kind::ObiettivoVp, "funzionamento", "funzionamento dell’ente"),
            (Kind::Incarico, "tutti i direttori", "tutti i direttori"),
            (Kind::Incarico, "tutti i dirigenti", "tutti i dirigenti"),
            (Kind::Incarico, "tutti i responsabili", "tutti i responsabili"),
        ];
        let same = |words: &str| words.eq_ignore_ascii_case(word.trim());
        ALTRI.iter().find(|(kind, words, _)| *kind == self && same(words)).map(|(.., said)| *said)
    }
}

/// Whether a title says `word` itself, in small or capital letters.
#[must_use]
pub fn says(title: &str, word: &str) -> bool {
    title.to_lowercase().contains(&word.to_lowercase())
}

/// Whether the noun of a kind, or of a part of an element, is feminine.
#[must_use]
pub fn femminile(noun: &str) -> bool {
    let first = noun.split(' ').next().unwrap_or_default();
    [
        "linea",
        "misura",
        "unità",
        "voce",
        "fase",
        "verifica",
        "procedura",
        "scheda",
        "riga",
        "cessazione",
        "assunzione",
        "spesa",
        "persona",
    ]
    .contains(&first)
}

/// The noun with its indefinite article: `un progetto`, `una misura`, `un’unità`.
#[must_use]
pub fn articolo(noun: &str) -> String {
    match (femminile(noun), noun.starts_with(['a', 'e', 'i', 'o', 'u'])) {
        (true, true) => format!("un’{noun}"),
        (true, false) => format!("una {noun}"),
        (false, _) => format!("un {noun}"),
    }
}

/// The number with its noun: `1 file`, `3 errori`.
#[must_use]
pub fn quanti(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

macro_rules! info {
    ($table:literal, $plural:literal, $title:literal, $noun:literal, $nouns:literal, $forma:ident, $colonne:expr) => {
        KindInfo {
            table: $table,
            plural: $plural,
            title: $title,
            noun: $noun,
            nouns: $nouns,
            forma: Forma::$forma,
            colonne: &$colonne,
            esempio: include_str!(concat!("esempi/", $table, ".toml")),
            rif: concat!("$piao::Rif/", $table),
        }
    };
}

/// Passes the list of the kinds to a macro: here to make their types, in `load` to read them.
macro_rules! each_kind {
    ($made:ident) => {
        $made! {
            nodi: Nodo = nodo, info!("nodo", "nodi", "Nodo dell’albero", "nodo", "nodi", Albero, ["codice", "titolo"]);
            obiettivi: Obiettivo = obiettivo,
                info!("obiettivo", "obiettivi", "Obiettivo", "obiettivo", "obiettivi", Schede, ["codice", "titolo", "nodo", "scadenza"]);
            obiettivi_vp: ObiettivoVp = obiettivo_vp,
                info!("obiettivo_vp", "obiettivi-vp", "Obiettivo di valore pubblico", "obiettivo di valore pubblico", "obiettivi di valore pubblico", Schede, ["codice", "titolo", "destinatari", "scadenza"]);
            procedure: Procedura = procedura,
                info!("procedura", "procedure", "Procedura da semplificare", "procedura", "procedure", Tabella, ["codice", "titolo", "unita", "descrizione", "tempo_attuale", "tempo_obiettivo", "scadenza"]);
            processi: Processo = processo,
                info!("processo", "processi", "Processo", "processo", "processi", Tabella, ["codice", "titolo", "unita", "avvio", "prodotto"]);
            misure_prevenzione: MisuraPrevenzione = misura_prevenzione,
                info!("misura_prevenzione", "misure-prevenzione", "Misura di prevenzione", "misura di prevenzione", "misure di prevenzione", Tabella, ["codice", "titolo", "tipo", "responsabili", "scadenza", "indicatore"]);
            obblighi: Obbligo = obbligo,
                info!("obbligo", "obblighi", "Obbligo di pubblicazione", "obbligo di pubblicazione", "obblighi di pubblicazione", Tabella, ["sottosezione", "contenuto", "norma", "produce", "pubblica", "aggiornamento", "termine"]);
            lavoro_agile: LavoroAgile = lavoro_agile,
                info!("lavoro_agile", "lavoro-agile", "Lavoro agile", "scheda del lavoro agile", "schede del lavoro agile", Tabella, ["ente", "regolamento", "giorni"]);
            monitoraggi: Monitoraggio = monitoraggio,
                info!("monitoraggio", "monitoraggi", "Monitoraggio", "monitoraggio", "monitoraggi", Tabella, ["sezioni", "titolo", "strumento", "servizi", "responsabili", "tempi", "documento", "campione"]);
            linee_formative: LineaFormativa = linea_formativa,
                info!("linea_formativa", "linee-formative", "Linea formativa", "linea formativa", "linee formative", Tabella, ["titolo", "tipo", "destinatari", "partecipanti", "ore", "periodo", "descrizione"]);
            misure_digitali: MisuraDigitale = misura_digitale,
                info!("misura_digitale", "misure-digitali", "Misura digitale", "misura", "misure", Tabella, ["codice", "livello", "titolo", "descrizione"]);
            schede_scambio: SchedaScambio = scheda_scambio,
                info!("scheda_scambio", "schede-scambio", "Scheda di scambio", "scheda di scambio", "schede di scambio", Tabella, ["ente", "numero", "titolo", "aree", "durata"]);
            progetti: Progetto = progetto,
                info!("progetto", "progetti", "Progetto finanziato", "progetto", "progetti", Tabella, ["codice", "titolo", "importo", "richiesto", "finanziato"]);
            atti: Atto = atto, info!("atto", "atti", "Atto", "atto", "atti", Tabella, ["atto", "ente", "oggetto"]);
            enti: Ente = ente, info!("ente", "enti", "Ente", "ente", "enti", Tabella, ["nome", "tipo"]);
            unita: Unita = unita, info!("unita", "unita", "Unità organizzativa", "unità", "unità", Tabella, ["nome", "descrizione"]);
            incarichi: Incarico = incarico, info!("incarico", "incarichi", "Incarico", "incarico", "incarichi", Tabella, ["ruolo", "persona", "unita", "dal", "al"]);
            dotazione: Dotazione = dotazione,
                info!("dotazione", "dotazione", "Personale in servizio", "riga della dotazione", "righe della dotazione", Tabella, ["area", "profilo", "unita", "posti", "numero"]);
            cessazioni: Cessazione = cessazione,
                info!("cessazione", "cessazioni", "Cessazione", "cessazione", "cessazioni", Tabella, ["anno", "area", "profilo", "numero", "motivo", "risparmio"]);
            assunzioni: Assunzione = assunzione,
                info!("assunzione", "assunzioni", "Assunzione", "assunzione", "assunzioni", Tabella, ["anno", "area", "profilo", "numero", "modalita", "finanziamento", "costo"]);
            spese_personale: SpesaPersonale = spesa_personale,
                info!("spesa_personale", "spese-personale", "Spesa di personale", "spesa di personale", "spese di personale", Schede, ["anno", "rendiconto", "spesa", "fcde"]);
            adempimenti: Adempimento = adempimento,
                info!("adempimento", "adempimenti", "Adempimento", "adempimento", "adempimenti", Tabella, ["oggetto", "norma", "esito", "atto", "data"]);
            allegati: Allegato = allegato, info!("allegato", "allegati", "Allegato", "allegato", "allegati", Tabella, ["titolo", "file", "impronta"]);
            termini: Termine = termine, info!("termine", "glossario", "Termine", "termine", "termini", Glossario, ["sigla", "nome", "definizione"]);
        }
    };
}
pub(crate) use each_kind;

each_kind!(elements);
