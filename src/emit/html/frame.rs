//! The values given to the templates: one function for each kind of page, and the values that are equal on all pages.

use super::blocks::{self, Entry};
use super::inline::{Writer, encode, is_safe};
use super::places::{
    CAMBIATO, COLORI, DATI, ELENCHI, ESITI, HOME, NON_TROVATA, NOTIZIE, Page, Pagina, Site, TEMI, elenco, file,
    numbered,
};
use super::{edizioni, estratto, liste};
use crate::base::colore::Colori;
use crate::base::text::capital;
use crate::document::impronta::FORMA;
use crate::document::{Block, BlockKind, Edizioni, Elenco, Meta, Section, Voce, etichette, plain};
use crate::emit::{PDF, dati};
use crate::lingua::articoli::davanti;
use crate::piano::Lavorazione;
use crate::piano::element::id::Id;
use crate::piano::settings::{Momento, Stato, Tipo};
use minijinja::{Value, context};
use serde_json::json;

/// A page to make.
pub(super) enum Job<'a> {
    /// The page of a section, by its position in reading order.
    Section(usize),
    Home,
    /// The lists of tables and figures.
    Elenchi,
    /// The page that lists the elements of a kind.
    Elenco(&'a Elenco),
    /// The page of one element of such a list.
    Voce(&'a Elenco, &'a Voce),
    /// The page of the open data.
    Dati,
    /// What changed since the version before.
    Cambiato(&'a str),
    /// The list of the editions.
    Edizioni(&'a Edizioni),
    /// The objectives by line and by subject.
    Temi,
    /// How the objectives ended.
    Esiti,
    /// The page of an id that a thing had before, which leads to the present one.
    Spostata(&'a Id, &'a Id),
    /// The page for an address that does not exist.
    NonTrovata,
}

/// The values of a page, before its template is filled.
pub(super) struct Made {
    pub(super) file: String,
    pub(super) template: &'static str,
    pub(super) content: Value,
}

/// The name of the file with the whole plan as one page, in the folder of the publication.
pub const UN_FILE: &str = "sito-in-un-file.html";

/// The values that are equal on every page.
pub(super) struct Frame<'a> {
    pub(super) site: &'a Site<'a>,
    /// The sections in reading order, each with those above it.
    order: &'a [(&'a Section, Vec<&'a Section>)],
    pub(super) sito: Value,
}

impl<'a> Frame<'a> {
    pub(super) fn new(site: &'a Site<'a>, order: &'a [(&'a Section, Vec<&'a Section>)]) -> Self {
        let meta = &site.document.meta;
        let (articolo, nome, femminile) = che_cosa(meta);
        let safe = |url: &'a Option<String>| url.as_deref().filter(|url| is_safe(url));
        let sito = context! {
            titolo => meta.titolo.as_str(),
            periodo => meta.periodo.as_str(),
            ente => meta.ente.as_str(),
            stato => capital(meta.stato.label()),
            come_sta => come_sta(meta),
            nome => format!("{articolo} {nome}"),
            del_nome => format!("{} {nome}", davanti("del", nome, femminile).unwrap_or("del")),
            femminile,
            bozza => meta.bozza,
            data => meta.giorno().lunga(),
            data_iso => meta.giorno().iso(),
            approvato => meta.stato == Stato::Approvato,
            deliberazione => meta.deliberazione.as_deref(),
            impronta => meta.impronta.as_str(),
            forma => FORMA,
            avvertenza => meta.avvertenza.as_deref(),
            descrizione => meta.descrizione.as_str(),
            parole_chiave => meta.parole_chiave.join(", "),
            istituzionale => safe(&meta.sito),
            privacy => safe(&meta.privacy),
            accessibilita => safe(&meta.accessibilita),
            contatti => meta.contatti.iter().map(|(nome, valore)| format!("{nome}: {valore}")).collect::<Vec<_>>(),
            indirizzo => site.canonical(),
            valutazione => safe(&meta.valutazione),
            colore => meta.colori.primario.to_string(),
            notizie => site.address().and(site.document.edizioni.as_ref().filter(|e| !e.permanente)).map(|_| NOTIZIE),
            stemma => meta.stemma.as_deref().and_then(|name| site.images.get(name)).map(|image| image.path.as_str()),
            colori => (meta.colori != Colori::NOSTRI).then_some(COLORI),
            foglio_proprio => site.document.stile.as_ref().map(|stile| stile.foglio.as_str()),
            pdf => site.carta.map(|_| PDF),
            portale => site.portale(),
            indici => indexes(site),
            elenchi => has_lists(meta).then_some(ELENCHI),
            home => HOME,
        };
        Frame { site, order, sito }
    }

    /// All pages, in their order.
    pub(super) fn jobs(&self) -> Vec<Job<'a>> {
        let mut jobs: Vec<Job<'a>> = (0..self.order.len()).map(Job::Section).collect();
        jobs.push(Job::Home);
        jobs.push(Job::Dati);
        if has_lists(&self.site.document.meta) {
            jobs.push(Job::Elenchi);
        }
        for elenco in &self.site.document.catalogo {
            jobs.push(Job::Elenco(elenco));
            jobs.extend(elenco.voci.iter().filter(|_| elenco.sole).map(|voce| Job::Voce(elenco, voce)));
        }
        jobs.extend(self.site.document.cambiato.as_ref().map(|cambiato| Job::Cambiato(&cambiato.corpo)));
        // At its permanent address an edition has no list of editions: it links to that of the edition in force, which is
        // always complete.
        let edizioni = self.site.document.edizioni.iter().filter(|edizioni| !edizioni.permanente);
        jobs.extend(edizioni.map(Job::Edizioni));
        jobs.extend((!liste::gruppi(self.site).is_empty()).then_some(Job::Temi));
        jobs.extend(liste::ha_esiti(self.site).then_some(Job::Esiti));
        let before = self.site.document.prima.iter();
        jobs.extend(before.flat_map(|(now, all)| all.iter().map(move |before| Job::Spostata(before, now))));
        jobs.push(Job::NonTrovata);
        jobs
    }

    pub(super) fn page(&self, job: &Job<'a>) -> Made {
        let made = match job {
            Job::Section(n) => self.section(*n),
            Job::Home => self.home(),
            Job::Elenchi => self.elenchi(),
            Job::Elenco(elenco) => self.elenco(elenco),
            Job::Voce(elenco, voce) => self.voce(elenco, voce),
            Job::Dati => self.dati(),
            Job::Cambiato(corpo) => self.cambiato(corpo),
            Job::Edizioni(edizioni) => self.edizioni(edizioni),
            Job::Temi => self.temi(),
            Job::Esiti => self.esiti(),
            Job::Spostata(before, now) => self.spostata(before, now),
            Job::NonTrovata => self.non_trovata(),
        };
        let barra = edizioni::barra(self.site.document.edizioni.as_ref(), &made.file);
        Made { content: context! { edizioni => barra, ..made.content }, ..made }
    }

    fn home(&self) -> Made {
        let meta = &self.site.document.meta;
        let carta = self.site.carta.map(edizioni::di_questa);
        let content = context! {
            sito => self.sito.clone(),
            qui => HOME,
            titolo_pagina => format!("{} — {}", meta.nome(), meta.ente),
            descrizione => meta.descrizione.as_str(),
            contenuti => self.contents(None),
            cifre => self.site.document.cifre.iter().map(|cifra| self.cifra(cifra)).collect::<Vec<_>>(),
            porte => liste::porte(self.site),
            carta,
            dati => DATI.file,
            scheda => self.scheda(),
        };
        Made { file: HOME.to_owned(), template: "html/home.html", content }
    }

    /// All sections on one page, which has its styles inside.
    pub(super) fn one_file(&self, stile: &str, stampa: &str) -> Made {
        let sections = self.order.iter().map(|(section, _)| {
            let page = Page::of(self.site, section);
            let mut writer = Writer::new(Some(&page));
            writer.cited(&section.id);
            let citata = std::mem::take(&mut writer.out);
            writer.section(section);
            context! {
                livello => page.level(section.level),
                id => section.id.as_str(),
                numero => section.number.as_deref(),
                titolo => section.title.as_str(),
                frontespizio => section.frontespizio,
                referente => section.referente.as_deref(),
                stato => stato(self.site, section),
                citata => Value::from_safe_string(citata),
                corpo => Value::from_safe_string(writer.out),
            }
        });
        let none = || Value::from(());
        let figures = self.site.document.cifre.iter().map(|cifra| context! { href => none(), ..self.cifra(cifra) });
        let content = context! {
            // The office decides the address of this file, so the site says none.
            sito => context! { indirizzo => none(), foglio_proprio => none(), notizie => none(), ..self.sito.clone() },
            edizioni => none(),
            porte => Vec::<Value>::new(),
            cifre => figures.collect::<Vec<_>>(),
            dati => none(),
            scheda => none(),
            sezioni => sections.collect::<Vec<_>>(),
            stile => Value::from_safe_string(stile.to_owned()),
            stampa => Value::from_safe_string(stampa.to_owned()),
            ..self.home().content
        };
        Made { file: UN_FILE.to_owned(), template: "html/un-file.html", content }
    }

    fn section(&self, n: usize) -> Made {
        let Some((section, above)) = self.order.get(n) else { return self.home() };
        let page = Page::of(self.site, section);
        let mut writer = Writer::new(Some(&page));
        writer.cited(&section.id);
        let citata = std::mem::take(&mut writer.out);
        writer.section(section);
        let near = |n: Option<usize>| n.and_then(|n| self.order.get(n)).map(|(section, _)| line(self.site, section));
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(&section.heading(), &self.site.document.meta),
            descrizione => self.descrizione(&section.heading(), estratto::di_sezione(section)),
            qui => file(&section.id),
            id => section.id.as_str(),
            numero => section.number.as_deref(),
            titolo => section.title.as_str(),
            frontespizio => section.frontespizio,
            referente => section.referente.as_deref(),
            stato => stato(self.site, section),
            pdf_pagina => page.printed(&section.id),
            pdf_href => page.in_pdf(&section.id),
            percorso => above.iter().map(|section| line(self.site, section)).collect::<Vec<_>>(),
            contenuti => self.contents(Some(&section.id)),
            in_pagina => inner(section),
            sottosezioni => section.children.iter().map(|section| line(self.site, section)).collect::<Vec<_>>(),
            precedente => near(n.checked_sub(1)),
            successiva => near(Some(n + 1)),
            citata => Value::from_safe_string(citata),
            corpo => Value::from_safe_string(writer.out),
        };
        Made { file: file(&section.id), template: "html/sezione.html", content }
    }

    /// The files of data, with the place of each printed table.
    fn dati(&self) -> Made {
        let forms = |nome: &str| {
            let [(_, csv), (_, json)] = dati::forme(nome);
            context! { csv, json }
        };
        let registers = self.site.document.registri.iter().filter(|register| !register.righe.is_empty());
        let registers = registers.map(|register| {
            let href = None::<String>;
            context! { titolo => register.titolo.as_str(), righe => register.righe.len(), href, ..forms(&register.nome) }
        });
        let mut tables = Vec::new();
        self.each_block(&mut |section, block| {
            let BlockKind::Table(table) = &block.kind else { return };
            let (Some(number), Some(caption), Some(nome)) = (table.number, &table.caption, dati::nome_di(table)) else {
                return;
            };
            if table.registro.is_some() {
                return;
            }
            let id = numbered(block.anchor.as_ref(), "tab", Some(number));
            tables.push(context! {
                titolo => format!("Tabella\u{a0}{number}. {}", plain(caption)),
                righe => table.rows.iter().filter(|row| !row.heads).count(),
                href => id.map(|id| format!("{}#{id}", file(&section.id))),
                ..forms(&nome)
            });
        });
        let whole = |name: &str, descrizione: &str| {
            context! { titolo => name, descrizione, href => format!("{}/{name}", dati::FOLDER) }
        };
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(DATI.titolo, &self.site.document.meta),
            descrizione => DATI.descrizione,
            contenuti => self.contents(None),
            qui => DATI.file,
            licenza => dati::CC_BY,
            insieme => [
                whole("piao.xlsx", "tutte le tabelle in una cartella di lavoro, una per foglio"),
                whole("piao.json", "il piano intero: sezioni, testi e registri"),
                whole("piao.schema.json", "come è fatto piao.json (JSON Schema)"),
                whole("datapackage.json", "che cosa dice ogni colonna di ogni tabella (Data Package)"),
                whole("csv-metadata.json", "di che tipo è ogni colonna dei CSV (CSV on the Web)"),
                whole("dcat-ap_it.ttl", "i metadati per i cataloghi di dati (DCAT-AP_IT)"),
                whole("SHA256SUMS", "le impronte di tutti i file"),
            ],
            registri => registers.collect::<Vec<_>>(),
            tabelle => tables,
        };
        Made { file: DATI.file.to_owned(), template: "html/dati.html", content }
    }

    /// Every block of the sections and of their notes, in reading order.
    fn each_block(&self, visit: &mut dyn FnMut(&'a Section, &'a Block)) {
        for (section, _) in self.order {
            section.each_block(&mut |block| visit(section, block));
        }
    }

    fn elenchi(&self) -> Made {
        let page = Page::new(self.site);
        let (mut tabelle, mut figure) = (Vec::new(), Vec::new());
        self.each_block(&mut |section, block| {
            let (list, word, prefix, number, caption) = if let BlockKind::Table(table) = &block.kind {
                (&mut tabelle, "Tabella", "tab", table.number, &table.caption)
            } else if let BlockKind::Figure(figura) = &block.kind {
                (&mut figure, "Figura", "fig", figura.number, &figura.caption)
            } else if let BlockKind::Drawing(disegno) = &block.kind {
                (&mut figure, "Figura", "fig", disegno.number, &disegno.caption)
            } else {
                return;
            };
            let (Some(number), Some(caption)) = (number, caption) else { return };
            let Some(id) = numbered(block.anchor.as_ref(), prefix, Some(number)) else { return };
            list.push(context! {
                etichetta => format!("{word}\u{a0}{number}"),
                titolo => plain(caption),
                href => format!("{}#{id}", file(&section.id)),
                sezione => section.heading(),
                pagina => block.anchor.as_ref().and_then(|id| page.printed(id)),
            });
        });
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title("Elenchi delle tabelle e delle figure", &self.site.document.meta),
            descrizione => "Elenchi delle tabelle e delle figure del piano, con i collegamenti alle pagine.",
            contenuti => self.contents(None),
            qui => ELENCHI,
            tabelle => if self.site.document.meta.elenco_tabelle { tabelle } else { vec![] },
            figure => if self.site.document.meta.elenco_figure { figure } else { vec![] },
        };
        Made { file: ELENCHI.to_owned(), template: "html/elenchi.html", content }
    }

    /// A page at an old address. Where the thing is on no page, it leads to the first one.
    fn spostata(&self, before: &Id, now: &Id) -> Made {
        let meta = &self.site.document.meta;
        let href = self.site.alone(now.as_str()).or_else(|| Page::new(self.site).href(now));
        let name = self.site.target(now).map_or_else(|| meta.nome(), crate::document::Target::name);
        let content = context! {
            // Search engines are to keep the new address.
            sito => context! { indirizzo => Value::from(()), ..self.sito.clone() },
            titolo_pagina => page_title("Indirizzo cambiato", meta),
            descrizione => "Questa pagina ha cambiato indirizzo.",
            nuovo => href.unwrap_or_else(|| HOME.to_owned()),
            nome => name,
            qui => file(before),
        };
        Made { file: file(before), template: "html/spostata.html", content }
    }

    fn non_trovata(&self) -> Made {
        let content = context! {
            // It stands at addresses that nobody knows beforehand.
            sito => context! { indirizzo => Value::from(()), ..self.sito.clone() },
            titolo_pagina => page_title("Pagina non trovata", &self.site.document.meta),
            descrizione => "La pagina cercata non è in questo piano.",
            contenuti => self.contents(None),
            qui => NON_TROVATA,
        };
        Made { file: NON_TROVATA.to_owned(), template: "html/non-trovata.html", content }
    }

    /// The description of a page, for search engines: its own words, or its name with those of the plan.
    pub(super) fn descrizione(&self, nome: &str, own: Option<String>) -> String {
        match own {
            Some(words) => estratto::breve(&words),
            None => format!("{nome}. {}", self.site.document.meta.descrizione),
        }
    }

    /// The plan as data for search engines (schema.org `Report`). It needs the address of the site.
    fn scheda(&self) -> Option<Value> {
        let meta = &self.site.document.meta;
        let address = encode(&self.site.canonical()?);
        let above = address.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| above);
        let mut publisher = json!({ "@type": "GovernmentOrganization", "name": meta.ente });
        let add = |of: &mut serde_json::Value, name: &str, value: serde_json::Value| {
            if let Some(fields) = of.as_object_mut() {
                fields.insert(name.to_owned(), value);
            }
        };
        if let Some(url) = meta.sito.as_deref().filter(|url| is_safe(url)) {
            add(&mut publisher, "url", json!(url));
        }
        let mut report = json!({
            "@context": "https://schema.org",
            "@type": "Report",
            "name": meta.nome(),
            "description": meta.descrizione,
            "url": format!("{address}{HOME}"),
            "inLanguage": "it",
            "dateModified": meta.giorno().iso(),
            "temporalCoverage": meta.triennio.replace('–', "/"),
            "license": dati::CC_BY,
            "creativeWorkStatus": meta.stato.label(),
            "keywords": meta.parole_chiave.join(", "),
            "publisher": publisher,
        });
        if let Some(day) = meta.approvato_il {
            add(&mut report, "datePublished", json!(day.iso()));
        }
        if self.site.carta.is_some() {
            let file = format!("{above}/piao.pdf");
            let encoding = json!({ "@type": "MediaObject", "encodingFormat": "application/pdf", "contentUrl": file });
            add(&mut report, "encoding", encoding);
        }
        // `</script>` in a text would end the element.
        Some(Value::from_safe_string(report.to_string().replace('<', "\\u003c")))
    }

    fn cambiato(&self, corpo: &str) -> Made {
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(CAMBIATO.titolo, &self.site.document.meta),
            descrizione => CAMBIATO.descrizione,
            contenuti => self.contents(None),
            qui => CAMBIATO.file,
            titolo => CAMBIATO.titolo,
            corpo => Value::from_safe_string(corpo.to_owned()),
            altri => self.site.document.edizioni.as_ref().map(|edizioni| edizioni::con_la_pagina(edizioni, CAMBIATO.file)),
        };
        Made { file: CAMBIATO.file.to_owned(), template: "html/cambiato.html", content }
    }

    fn edizioni(&self, edizioni: &Edizioni) -> Made {
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title("Edizioni del piano", &self.site.document.meta),
            descrizione => "L’edizione in vigore del piano e quelle precedenti.",
            contenuti => self.contents(None),
            ..edizioni::elenco(edizioni, self.site)
        };
        Made { file: edizioni::ELENCO.to_owned(), template: "html/edizioni.html", content }
    }

    /// The contents of the plan as seen from the page of `current`.
    pub(super) fn contents(&self, current: Option<&Id>) -> Vec<Value> {
        let all = current.is_none() || self.order.len() <= WHOLE;
        self.site.document.sections.iter().map(|section| branch(self.site, section, current, all)).collect()
    }
}

/// The number of sections up to which every page lists all of them. In a longer list readers would not see where they are,
/// and the size of the site would grow with the square of the plan. Then a page lists only its own branch, and the home
/// page lists the rest.
const WHOLE: usize = 40;

/// The pages that are of no section and of no list, which who searches finds by their names.
pub(super) fn proprie(site: &Site<'_>) -> impl Iterator<Item = Pagina> {
    let all = [
        (TEMI, !liste::gruppi(site).is_empty()),
        (ESITI, liste::ha_esiti(site)),
        (CAMBIATO, site.document.cambiato.is_some()),
        (DATI, true),
    ];
    all.into_iter().filter(|(_, there)| *there).map(|(pagina, _)| pagina)
}

/// Whether the site has a page of lists.
fn has_lists(meta: &Meta) -> bool {
    meta.elenco_tabelle || meta.elenco_figure
}

/// The lists that the site has, for the head of every page.
fn indexes(site: &Site<'_>) -> Vec<Value> {
    let lists = site.document.catalogo.iter().map(|list| (etichette::elenco(&list.titolo), elenco(list.nome)));
    let drawn = has_lists(&site.document.meta).then(|| ("Tabelle e figure", ELENCHI.to_owned()));
    lists
        .chain(drawn)
        .chain(site.document.cambiato.as_ref().map(|_| (CAMBIATO.titolo, CAMBIATO.file.to_owned())))
        .chain([(DATI.titolo, DATI.file.to_owned())])
        .map(|(titolo, href)| context! { titolo, href })
        .collect()
}

/// What the site calls the document: its article, the noun, and whether it is feminine. Of one plan there may be a monitoring and a report,
/// from the same sources.
fn che_cosa(meta: &Meta) -> (&'static str, &'static str, bool) {
    let (nome, femminile) = match meta.momento.as_str() {
        momento if momento == Momento::Consuntivo.label() => Tipo::Relazione.nome(),
        momento if momento == Momento::Monitoraggio.label() => ("monitoraggio", false),
        _ => meta.tipo.nome(),
    };
    (davanti("il", nome, femminile).unwrap_or("il"), nome, femminile)
}

/// The state of the plan as a citizen asks for it: `Piano approvato il 30 gennaio 2025`, `Relazione approvata il 27 aprile 2022`.
fn come_sta(meta: &Meta) -> String {
    let (_, nome, femminile) = che_cosa(meta);
    let nome = capital(nome);
    let approvato = if femminile { "approvata" } else { "approvato" };
    match (meta.stato, meta.approvato_il) {
        (Stato::Approvato, Some(day)) => format!("{nome} {approvato} il {}", day.lunga()),
        (Stato::Approvato, None) => format!("{nome} {approvato}"),
        (Stato::Proposta, _) => "Proposta, non ancora approvata".into(),
        (Stato::Bozza, _) => "Bozza, non ancora approvata".into(),
    }
}

/// How far the work on a section is. Of an approved plan the reader knows that it is done, and is told only what is not.
fn stato<'a>(site: &Site<'_>, section: &'a Section) -> Option<&'a str> {
    let done = [Lavorazione::Compilata, Lavorazione::Validata].map(Lavorazione::label);
    let approved = site.document.meta.stato == Stato::Approvato;
    section.stato.as_deref().filter(|stato| !approved || !done.contains(stato))
}

/// A line of a contents list, without those below it.
fn line(site: &Site<'_>, section: &Section) -> Value {
    context! {
        numero => section.number.as_deref(),
        titolo => section.title.as_str(),
        href => site.page_of(&section.id),
        referente => section.referente.as_deref(),
        stato => stato(site, section),
    }
}

/// A line of the contents with those below it: all, or those on the way to `current` and just under it.
fn branch(site: &Site<'_>, section: &Section, current: Option<&Id>, all: bool) -> Value {
    let open = all || current.is_some_and(|current| holds(section, current));
    let below = section.children.iter().filter(|_| open);
    context! {
        corrente => current == Some(&section.id),
        voci => below.map(|child| branch(site, child, current, all)).collect::<Vec<_>>(),
        ..line(site, section)
    }
}

fn holds(section: &Section, id: &Id) -> bool {
    section.id == *id || section.children.iter().any(|child| holds(child, id))
}

/// The headings of a section as a tree of two levels. Deeper ones are left out.
fn inner(section: &Section) -> Vec<Value> {
    let entries = blocks::entries(section);
    let top = entries.iter().map(|entry| entry.level).min().unwrap_or_default();
    let mut tree: Vec<(Entry<'_>, Vec<Value>)> = Vec::new();
    let line = |entry: &Entry<'_>, below: Vec<Value>| {
        context! { titolo => entry.title.as_str(), href => format!("#{}", entry.id), voci => below }
    };
    for entry in entries.into_iter().filter(|entry| entry.level <= top + 1) {
        match tree.last_mut() {
            Some((_, below)) if entry.level > top => below.push(line(&entry, vec![])),
            _ => tree.push((entry, vec![])),
        }
    }
    tree.into_iter().map(|(entry, below)| line(&entry, below)).collect()
}

/// The title of a page in tabs, bookmarks and search engines: the most particular words first.
pub(super) fn page_title(heading: &str, meta: &Meta) -> String {
    format!("{heading} — {} — {}", meta.nome(), meta.ente)
}
