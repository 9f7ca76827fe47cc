//! The papers for the office that publishes: a sheet to paste in the CMS, field by field, and the places of its site that
//! must link to the plan. They are not public and not part of the site.
//!
//! The fields are those of the type *Documento pubblico* in the model of municipal sites (Designers Italia, theme for
//! WordPress; the theme for Plone has them under similar names). The names of the places are those in the tree of ANAC
//! (delibera 1310/2016, annex 1) and in the vocabulary that AgID made of it.

use super::frame::UN_FILE;
use super::places::{HOME, file};
use super::templates::Templates;
use crate::base::hash;
use crate::diag::Diagnostic;
use crate::document::{Document, Meta, Section};
use crate::emit::Artifacts;
use crate::emit::dati::Formato;
use crate::emit::layouts::Layouts;
use crate::piano::element::quanti;
use crate::piano::settings::{Impostazioni, Stato, Tipo};
use minijinja::{Value, context};
use std::collections::BTreeSet;

/// The folder of the papers of the office, in the publication.
pub const UFFICIO: &str = "ufficio/";

/// Longest short description, in characters, as the model asks.
const BREVE: usize = 160;

/// The papers for the publication of `document`, whose other files are `fatti`.
///
/// # Errors
/// A layout that cannot be read or rendered: `P0902`.
pub fn ufficio(
    document: &Document,
    set: &Impostazioni,
    fatti: &Artifacts,
    layouts: &Layouts,
) -> Result<Artifacts, Vec<Diagnostic>> {
    let templates = Templates::new(layouts)?;
    let meta = &document.meta;
    let head = context! {
        titolo => meta.nome(),
        ente => meta.ente.as_str(),
        approvato => meta.stato == Stato::Approvato,
        stato => meta.stato.label(),
    };
    let page = |template: &str, content: Value| -> Result<Vec<u8>, Vec<Diagnostic>> {
        let html =
            templates.render(template, context! { ..content, ..head.clone() }).map_err(|problem| vec![problem])?;
        Ok(html.into_bytes())
    };
    Ok(Artifacts::from([
        (
            format!("{UFFICIO}scheda-cms.html"),
            page("html/scheda-cms.html", context! { campi => scheda(document, set, fatti) })?,
        ),
        (
            format!("{UFFICIO}dove-pubblicare.html"),
            page("html/dove-pubblicare.html", context! { posti => posti(document, set.tipo), tipi => tipi(fatti) })?,
        ),
    ]))
}

/// A field of the sheet: its name in the CMS, the text to paste, and a remark on what only the office knows.
fn campo(nome: &str, valore: impl Into<String>, nota: &str) -> Value {
    context! { nome => nome, valore => valore.into(), nota => nota }
}

fn scheda(document: &Document, set: &Impostazioni, fatti: &Artifacts) -> Vec<Value> {
    let meta = &document.meta;
    let title = meta.nome();
    let approved = meta.deliberazione.as_ref().map(|act| format!("Approvato con {act}."));
    let mut long = vec![meta.descrizione.trim().to_owned()];
    long.extend(approved.clone());
    let annexes: Vec<&str> =
        document.allegati.keys().map(|path| path.strip_prefix("allegati/").unwrap_or(path)).collect();
    let of_act = set.deliberazione.as_ref().filter(|_| set.della_deliberazione()).and_then(|act| act.giorno());
    let day = of_act.unwrap_or(meta.giorno());
    let pdf = fatti.get("piao.pdf").map(|bytes| hash::file(bytes)).unwrap_or_default();
    let mut more: Vec<String> = approved.into_iter().collect();
    more.push(format!("Impronta SHA-256 di piao.pdf: {pdf}."));
    more.push(format!("Impronta SHA-256 del contenuto: {}.", meta.impronta));
    if meta.stato != Stato::Approvato {
        more.push(format!("Il documento è in stato di {}.", meta.stato.label()));
    }
    let mut fields = vec![
        campo("Titolo", title, ""),
        campo("Tipo di documento", "Documento di programmazione e rendicontazione", ""),
        campo(
            "Argomenti",
            "Trasparenza amministrativa",
            "È una voce dell’elenco del CMS: se nel vostro ha un altro nome, scegliete la più vicina.",
        ),
        campo("Descrizione breve", breve(meta, set.tipo), "Al massimo 160 caratteri, spazi compresi."),
        campo("Descrizione estesa", long.join(" "), ""),
        campo(
            "Ufficio responsabile del documento",
            "",
            "Da scegliere fra le schede degli uffici: è quello che cura il piano.",
        ),
        campo("Autore/i", meta.ente.as_str(), ""),
        campo("Formati disponibili", formati(fatti), ""),
        campo("Licenza di distribuzione", "CC BY 4.0", "Quella scritta in fondo a ogni pagina del sito."),
        campo(
            "Documento: URL",
            meta.indirizzo.as_deref().map_or_else(String::new, |url| format!("{url}index.html")),
            "L’indirizzo a cui avete caricato sito/index.html.",
        ),
        campo("Documento: Carica file", "piao.pdf", "Il file che sta accanto alla cartella sito."),
        campo(
            "Documento: Carica file, se il CMS non accetta cartelle",
            UN_FILE,
            "È il testo del sito in una pagina sola, con stili e figure dentro. Si carica accanto a piao.pdf; gli allegati e i file di sito/dati, uno per uno.",
        ),
        campo("Numero di protocollo", "", "Lo dà il protocollo dell’ente."),
        campo("Data protocollo", "", "Lo dà il protocollo dell’ente."),
        campo(
            "Data inizio",
            day.to_string(),
            if of_act.is_some() { "La data della deliberazione." } else { "La data del documento." },
        ),
        campo("Data fine", "", "Resta vuota: il piano si tiene pubblicato cinque anni dal 1° gennaio dell’anno dopo."),
        campo(
            "Identificativo del documento",
            format!("SHA-256 {pdf}"),
            "L’impronta del PDF: la dà anche il comando piao impronta. Se lo firmate, cambia.",
        ),
    ];
    if set.tipo == Tipo::Piao {
        fields.push(campo(
            "Riferimenti normativi",
            "D.L. 9 giugno 2021, n. 80, art. 6; DM 30 giugno 2022, n. 132; D.Lgs 14 marzo 2013, n. 33, art. 10",
            "",
        ));
    }
    if !annexes.is_empty() {
        let note = format!("{}, nella cartella sito/allegati.", quanti(annexes.len(), "file", "file"));
        fields.push(campo("Allegati", annexes.join("; "), &note));
    }
    if fatti.keys().any(|path| path.starts_with("sito/dati/")) {
        fields.push(campo("Dataset", "", "Se il CMS ha le schede Dataset: i dati stanno nella cartella sito/dati."));
    }
    fields.push(campo("Ulteriori informazioni", more.join(" "), ""));
    fields
}

/// A short description of the plan, for readers who have never heard of it.
fn breve(meta: &Meta, tipo: Tipo) -> String {
    let given = meta.descrizione.trim();
    if given.chars().count() <= BREVE {
        return given.to_owned();
    }
    if tipo == Tipo::Piao {
        return format!(
            "Che cosa farà l’ente nel triennio {}: obiettivi, organizzazione, personale, formazione e prevenzione della corruzione.",
            meta.triennio
        );
    }
    let cut: String = given.chars().take(BREVE - 1).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut.get(..end).unwrap_or_default().trim_end_matches([',', ';', ':', '.']))
}

/// The files of data whose type servers often do not know, each with the media type to declare. Without it a browser shows
/// them as text in the wrong encoding, or the server refuses them. What follows the type is the encoding of a text.
fn tipi(fatti: &Artifacts) -> Vec<Value> {
    let known = [
        ("csv", Formato::Csv.media(), true),
        ("ttl", Formato::Turtle.media(), true),
        ("jsonld", Formato::JsonLd.media(), true),
        ("ics", "text/calendar", true),
        ("xlsx", Formato::Xlsx.media(), false),
        ("woff2", "font/woff2", false),
    ];
    let there = |ext: &str| fatti.keys().any(|path| path.rsplit_once('.').is_some_and(|(_, found)| found == ext));
    let known = known.into_iter().filter(|(ext, ..)| there(ext));
    known.map(|(est, tipo, testo)| context! { est, tipo, testo }).collect()
}

/// The formats that are there.
fn formati(fatti: &Artifacts) -> String {
    let there: BTreeSet<&str> = fatti.keys().filter_map(|path| path.rsplit_once('.').map(|(_, ext)| ext)).collect();
    let known = [("csv", "CSV"), ("json", "JSON"), ("xlsx", "XLSX"), ("ttl", "RDF"), ("ics", "iCalendar")];
    let mut all = vec!["PDF/A accessibile", "HTML"];
    all.extend(known.iter().filter(|(ext, _)| there.contains(ext)).map(|(_, name)| *name));
    all.join(", ")
}

/// A page of the site.
#[derive(Clone, Copy)]
enum Pagina {
    Prima,
    /// The page of the section with that official number. If there is none, the first page.
    Sezione(&'static str),
    /// The page of the innermost section whose title has that word. If there are several, the first of them; if there is
    /// none, the first page.
    Titolo(&'static str),
    Nessuna,
}

/// A place of the site of the body that must link to the plan.
struct Posto {
    /// The names from the root of the tree, in order.
    nomi: &'static [&'static str],
    /// What must be there.
    che_cosa: &'static str,
    /// What to link.
    pagina: Pagina,
    /// When it is to be done.
    quando: &'static str,
    /// What asks for it, usually a norm.
    fonte: &'static str,
    /// What the office should know or confirm.
    nota: &'static str,
}

const AT: &str = "Amministrazione trasparente";
const ALTRI: &str = "Altri contenuti";
const PERFORMANCE: &str = "Performance";
const TEMPESTIVO: &str = "appena approvato, e a ogni aggiornamento";

/// The places for a plan.
const PIANO: [Posto; 9] = [
    Posto {
        nomi: &[AT, "Disposizioni generali", "Atti generali", "Documenti di programmazione strategico-gestionale"],
        che_cosa: "il piano intero",
        pagina: Pagina::Prima,
        quando: TEMPESTIVO,
        fonte: "D.Lgs 33/2013, art. 12; delibera ANAC 495/2024, allegato 5",
        nota: "",
    },
    Posto {
        nomi: &[AT, "Disposizioni generali", "Piano triennale per la prevenzione della corruzione e della trasparenza"],
        che_cosa: "la sezione sui rischi corruttivi e la trasparenza",
        pagina: Pagina::Sezione("2.3"),
        quando: "ogni anno",
        fonte: "D.Lgs 33/2013, art. 10, comma 8, lettera a)",
        nota: "",
    },
    Posto {
        nomi: &[AT, PERFORMANCE, "Piano della Performance"],
        che_cosa: "il piano intero",
        pagina: Pagina::Prima,
        quando: TEMPESTIVO,
        fonte: "D.Lgs 33/2013, art. 10, comma 8, lettera b)",
        nota: "In qualche sito la voce si chiama «Piano delle Performance».",
    },
    Posto {
        nomi: &[AT, "Personale", "Dotazione organica"],
        che_cosa: "la sezione sui fabbisogni di personale",
        pagina: Pagina::Sezione("3.3"),
        quando: "ogni anno",
        fonte: "D.Lgs 33/2013, art. 16 (da confermare)",
        nota: "È un uso di molti enti: confermate con il responsabile della trasparenza se è anche il vostro.",
    },
    Posto {
        nomi: &[
            AT,
            ALTRI,
            "Prevenzione della Corruzione",
            "Piano triennale per la prevenzione della corruzione e della trasparenza",
        ],
        che_cosa: "la sezione sui rischi corruttivi e la trasparenza, con quelle degli anni precedenti",
        pagina: Pagina::Sezione("2.3"),
        quando: "ogni anno",
        fonte: "Legge 190/2012, art. 1, comma 8 (da confermare)",
        nota: "Chi ha già il collegamento in «Disposizioni generali» può rimandare a quello: confermate con il responsabile della trasparenza.",
    },
    Posto {
        nomi: &[AT, ALTRI, "Accessibilità e Catalogo dei dati, metadati e banche dati", "Obiettivi di accessibilità"],
        che_cosa: "gli obiettivi di accessibilità dell’anno",
        pagina: Pagina::Titolo("accessibilità"),
        quando: "entro il 31 marzo",
        fonte: "D.L. 179/2012, art. 9, comma 7",
        nota: "Gli obiettivi si pubblicano anche con il modulo di AgID.",
    },
    Posto {
        nomi: &[
            AT,
            "Controlli e rilievi sull’amministrazione",
            "Organismi indipendenti di valutazione, nuclei di valutazione o altri organismi con funzioni analoghe",
        ],
        che_cosa: "non il piano: l’attestazione dell’organismo di valutazione sugli obblighi di pubblicazione, quando c’è",
        pagina: Pagina::Nessuna,
        quando: "nei termini che ANAC dà ogni anno",
        fonte: "D.Lgs 33/2013, art. 31",
        nota: "",
    },
    Posto {
        nomi: &["Albo pretorio"],
        che_cosa: "la deliberazione con il piano allegato, per quindici giorni",
        pagina: Pagina::Nessuna,
        quando: "dopo l’approvazione",
        fonte: "D.Lgs 267/2000, art. 124 (da confermare)",
        nota: "Non sostituisce la pubblicazione in «Amministrazione trasparente».",
    },
    Posto {
        nomi: &["Portale PIAO del Dipartimento della Funzione pubblica (piao.dfp.gov.it)"],
        che_cosa: "piao.pdf e i dati chiesti dalla procedura; conservate la ricevuta",
        pagina: Pagina::Nessuna,
        quando: "nel termine di approvazione",
        fonte: "D.L. 80/2021, art. 6, comma 4; DM 132/2022, art. 7",
        nota: "",
    },
];

/// The places for a report.
const RELAZIONE: [Posto; 2] = [
    Posto {
        nomi: &[AT, PERFORMANCE, "Relazione sulla Performance"],
        che_cosa: "la relazione",
        pagina: Pagina::Prima,
        quando: TEMPESTIVO,
        fonte: "D.Lgs 33/2013, art. 10, comma 8, lettera b)",
        nota: "In qualche sito la voce si chiama «Relazioni sulle Performance».",
    },
    Posto {
        nomi: &["Albo pretorio"],
        che_cosa: "l’atto che la approva, per quindici giorni",
        pagina: Pagina::Nessuna,
        quando: "dopo l’approvazione",
        fonte: "D.Lgs 267/2000, art. 124 (da confermare)",
        nota: "Non sostituisce la pubblicazione in «Amministrazione trasparente».",
    },
];

/// The place for documents that no norm asks to publish.
const ALTRO: [Posto; 1] = [Posto {
    nomi: &[AT, ALTRI, "Dati ulteriori"],
    che_cosa: "il documento",
    pagina: Pagina::Prima,
    quando: TEMPESTIVO,
    fonte: "D.Lgs 33/2013, art. 7-bis, comma 3",
    nota: "Se il documento è allegato a un piano, va accanto al piano: confermate con il responsabile della trasparenza.",
}];

fn posti(document: &Document, tipo: Tipo) -> Vec<Value> {
    let all: &[Posto] = match tipo {
        Tipo::Piao | Tipo::SezionePiao | Tipo::Allegato => &PIANO,
        Tipo::Relazione => &RELAZIONE,
        Tipo::CatalogoScambi | Tipo::CollegamentoUnione => &ALTRO,
    };
    all.iter()
        .map(|posto| {
            let mut found: Option<&Section> = None;
            document.walk(&mut |section, _| {
                let better = match posto.pagina {
                    Pagina::Sezione(number) => section.number.as_deref() == Some(number),
                    Pagina::Titolo(word) => {
                        let deeper = found.is_none_or(|other| other.level < section.level);
                        deeper && section.title.to_lowercase().contains(word)
                    }
                    Pagina::Prima | Pagina::Nessuna => false,
                };
                if better {
                    found = Some(section);
                }
            });
            let page = found.map_or_else(|| HOME.to_owned(), |section| file(&section.id));
            let pagina = (!matches!(posto.pagina, Pagina::Nessuna)).then(|| format!("sito/{page}"));
            context! {
                nomi => posto.nomi.join(" › "),
                che_cosa => posto.che_cosa,
                pagina => pagina,
                quando => posto.quando,
                fonte => posto.fonte,
                nota => posto.nota,
            }
        })
        .collect()
}
