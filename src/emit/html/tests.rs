//! The site of a small plan that holds one of everything, looked at as a browser and as an attacker would.
#![allow(clippy::disallowed_methods, reason = "a test may read and write what it needs")]

use super::{fragment, render};
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::document::{
    Block, BlockKind, Card, Cell, Column, Compreso, Definition, Document, Elenco, Field, Figure, Inline, Meta, Note,
    Row, Section, Stile, Table, Target, TreeNode, Voce,
};
use crate::emit::layouts::Layouts;
use crate::emit::{Artifacts, Carta, Pages};
use crate::piano::Asset;
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use crate::piano::prose::Callout;
use crate::piano::settings::Stato;
use scraper::{Html, Selector};
use std::collections::{BTreeMap, BTreeSet};

const SPAN: Span = Span { file: FileId(0), start: 0, end: 0 };

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn text(text: &str) -> Inline {
    Inline::Text { text: text.into(), span: SPAN }
}

fn words(words: &str) -> Vec<Inline> {
    vec![text(words)]
}

fn block(kind: BlockKind) -> Block {
    Block { anchor: None, span: SPAN, kind }
}

fn at(anchor: &str, kind: BlockKind) -> Block {
    Block { anchor: Some(id(anchor)), span: SPAN, kind }
}

fn p(text: &str) -> Block {
    block(BlockKind::Paragraph(words(text)))
}

fn xref(target: &str, content: &str, page: bool) -> Inline {
    Inline::Xref { target: id(target), content: words(content), page, listed: false }
}

fn link(url: &str, content: &str) -> Inline {
    Inline::Link { url: url.into(), content: words(content) }
}

fn heading(anchor: &str, level: u8, content: &str) -> Block {
    at(anchor, BlockKind::Heading { level, number: None, content: words(content) })
}

fn column(header: &str, profile: Profile) -> Column {
    Column { header: words(header), profile }
}

fn row(anchor: Option<&str>, cells: &[&str]) -> Row {
    let cells: Vec<Cell> = cells.iter().map(|cell| words(cell).into()).collect();
    Row { anchor: anchor.map(id), cells, continues: 0, total: false, heads: false, span: SPAN }
}

fn section(name: &str, number: &str, title: &str, level: u8, blocks: Vec<Block>) -> Section {
    Section {
        apart: false,
        piano_tipo: None,
        inclusa: None,
        scritto: None,
        id: id(name),
        number: (!number.is_empty()).then(|| number.into()),
        title: title.into(),
        level,
        frontespizio: false,
        referente: None,
        stato: None,
        blocks,
        children: vec![],
        notes: vec![],
        span: SPAN,
    }
}

fn target(label: &str, section: &str, citato_in: &[&str]) -> Target {
    Target {
        label: label.into(),
        title: None,
        section: id(section),
        citato_in: citato_in.iter().map(|name| id(name)).collect(),
        capitolo: None,
    }
}

const ORGANIGRAMMA: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="900" height="320" viewBox="0 0 900 320" font-family="Arial" font-size="20"><g fill="none" stroke="#17324d" stroke-width="2"><rect x="350" y="20" width="200" height="60"/><rect x="50" y="200" width="230" height="60"/><rect x="335" y="200" width="230" height="60"/><rect x="620" y="200" width="230" height="60"/><path d="M450 80v60M165 200v-60h570v60M450 140v60"/></g><g text-anchor="middle" fill="#17324d"><text x="450" y="57">Segretario</text><text x="165" y="237">Servizi alla persona</text><text x="450" y="237">Risorse umane</text><text x="735" y="237">Area tecnica</text></g></svg>"##;

fn voce(name: &str, codice: Option<&str>, titolo: &str, comprende: &[&str]) -> Voce {
    Voce {
        id: id(name),
        genere: "Obiettivo".into(),
        organo: false,
        codice: codice.map(Into::into),
        titolo: titolo.into(),
        aspetti: vec![],
        comprende: comprende.iter().map(|name| Compreso { id: id(name), aspetti: vec![] }).collect(),
    }
}

/// One of everything, with the words of a real plan.
fn sample() -> Document {
    let indicatori = Table {
        number: Some(1),
        caption: Some(words("Indicatori di performance dell'ente, valori di partenza e attesi")),
        columns: vec![
            column("Indicatore", Profile::Testo),
            column("Codice", Profile::Codice),
            column("Partenza 2024", Profile::Numero),
            column("Atteso 2025", Profile::Numero),
            column("Risorse", Profile::Importo),
            column("Scadenza", Profile::Data),
            column("Esito", Profile::Centrato),
        ],
        rows: vec![
            row(
                Some("ind-01"),
                &[
                    "Pratiche edilizie presentate in linea",
                    "IND.01",
                    "31,0 %",
                    "45,0 %",
                    "12.500,00 €",
                    "31/12/2025",
                    "in corso",
                ],
            ),
            row(
                Some("ind-02"),
                &[
                    "Giorni medi per il rilascio della carta d'identità elettronica",
                    "IND.02",
                    "12",
                    "7",
                    "0,00 €",
                    "30/06/2025",
                    "in corso",
                ],
            ),
            row(
                None,
                &[
                    "Sportelli digitali aperti nei Comuni dell'Unione",
                    "IND.03",
                    "4",
                    "8",
                    "1.250.000,00 €",
                    "31/12/2026",
                    "previsto",
                ],
            ),
            Row { continues: 0, total: true, ..row(None, &["Totale", "", "", "", "1.262.500,00 €", "", ""]) },
        ],
        row_headers: true,
        registro: None,
    };
    let albero = vec![TreeNode {
        anchor: Some(id("linea-6")),
        code: "6".into(),
        title: words("Un'amministrazione semplice e vicina"),
        flags: vec![],
        blocks: vec![],
        children: vec![
            TreeNode {
                anchor: Some(id("ob-62")),
                code: "6.2".into(),
                title: words("Portare in linea i servizi più richiesti"),
                flags: vec!["TRASVERSALE".into()],
                blocks: vec![p("Riguarda anagrafe, edilizia e servizi scolastici.")],
                children: vec![],
            },
            TreeNode {
                anchor: Some(id("ob-63")),
                code: "6.3".into(),
                title: words("Ridurre i tempi dei procedimenti"),
                flags: vec![],
                blocks: vec![],
                children: vec![],
            },
        ],
    }];
    let scheda = Card {
        kind: "Progetto finanziato".into(),
        role: "progetto",
        code: Some("PNRR 1.4.3".into()),
        title: words("Adozione della piattaforma pagoPA"),
        level: 3,
        above: vec![vec![text("Settore Innovazione")]],
        lead: vec![p("Migrazione di quaranta servizi di incasso, con riconciliazione automatica dei versamenti.")],
        facts: vec![Field { label: "Quando".into(), value: vec![Inline::Strong(vec![text("gen – dic 2025")])] }],
        fields: vec![
            Field { label: "Responsabile".into(), value: words("Settore Servizi informatici") },
            Field { label: "Importo del progetto".into(), value: words("211.500,00 €") },
            Field { label: "Scadenza".into(), value: words("31 dicembre 2026") },
            Field {
                label: "Obiettivo".into(),
                value: vec![xref("ob-62", "obiettivo 6.2, Portare in linea i servizi più richiesti", false)],
            },
        ],
        absent: vec![],
        blocks: vec![
            block(BlockKind::Heading { level: 4, number: None, content: words("Stato di avanzamento") }),
            p("Collaudo concluso per ventidue servizi."),
        ],
    };
    let mut performance = section(
        "performance",
        "2.2",
        "Performance",
        2,
        vec![
            block(BlockKind::Paragraph(vec![
                text("Questa sezione traduce le linee di mandato in obiettivi misurabili"),
                Inline::Note { number: 1 },
                text(". Gli indicatori sono nella "),
                xref("tab-indicatori", "tabella 1", false),
                text("; la struttura che ne risponde è descritta in "),
                xref("struttura", "sezione 3.1, Struttura organizzativa", true),
                text(". Il testo di legge è su "),
                link("https://www.normattiva.it/", "Normattiva"),
                text("; per domande si scrive a "),
                link("mailto:piao@ente.example.it", "piao@ente.example.it"),
                text("."),
            ])),
            block(BlockKind::Callout {
                kind: Callout::Attenzione,
                blocks: vec![p(
                    "I valori di partenza sono stati ricalcolati: non si confrontano con quelli del piano precedente.",
                )],
            }),
            heading("obiettivi", 3, "Obiettivi"),
            at("albero-mandato", BlockKind::Tree(albero)),
            heading("performance-indicatori", 3, "Indicatori"),
            at("tab-indicatori", BlockKind::Table(indicatori)),
            p("I valori attesi sono annuali."),
            heading("performance-progetti", 3, "Progetti"),
            at("pagopa", BlockKind::Card(scheda)),
            heading("performance-regole", 3, "Come si misura"),
            block(BlockKind::List {
                start: None,
                segni: vec![],
                tight: true,
                items: vec![
                    vec![p("gli indicatori hanno una fonte;")],
                    vec![
                        block(BlockKind::Paragraph(vec![
                            text("ogni obiettivo ha "),
                            Inline::Strong(words("un solo")),
                            text(" responsabile:"),
                        ])),
                        block(BlockKind::List {
                            start: Some(3),
                            segni: vec![],
                            tight: true,
                            items: vec![vec![p("dirigente;")], vec![p("posizione organizzativa.")]],
                        }),
                    ],
                ],
            }),
            block(BlockKind::List {
                start: Some(1),
                segni: vec![],
                tight: false,
                items: vec![vec![p("Primo passo."), p("Con una spiegazione.")], vec![p("Secondo passo.")]],
            }),
            block(BlockKind::Quote(vec![p(
                "La performance è il contributo che un soggetto apporta attraverso la propria azione.",
            )])),
            block(BlockKind::Absent(words("la relazione del Nucleo di valutazione è attesa per giugno"))),
            block(BlockKind::Code { lang: Some("toml".into()), text: "[[indicatore]]\nid = \"ind-01\"\n".into() }),
            block(BlockKind::Rule),
            block(BlockKind::Definitions(vec![
                Definition {
                    anchor: Some(id("dup")),
                    term: words("DUP"),
                    details: vec![vec![p("Documento unico di programmazione.")]],
                },
                Definition {
                    anchor: None,
                    term: words("PEG"),
                    details: vec![vec![p("Piano esecutivo di gestione.")], vec![p("Primo."), p("Secondo.")]],
                },
            ])),
            block(BlockKind::Paragraph(vec![
                Inline::Emph(words("Nota di metodo")),
                text(": "),
                Inline::Strike(words("quattro")),
                Inline::Revised { value: words("novembre"), version: 2, era: vec![Inline::Strike(words("settembre"))] },
                text(" cinque letture, come già detto"),
                Inline::Note { number: 1 },
                text("."),
                Inline::Break,
                text("Simbolo "),
                Inline::Image { asset: "immagini/pallino.svg".into(), alt: "pallino verde".into() },
                text(" e "),
                Inline::Code { text: "codice".into(), span: SPAN },
                text("; si veda anche "),
                xref("deliberazione-34", "deliberazione n. 34 del 29/10/2024", true),
                Inline::Note { number: 2 },
                text("."),
            ])),
        ],
    );
    performance.referente = Some("Settore Programmazione e controllo".into());
    performance.notes = vec![
        Note { number: 1, blocks: vec![p("Articolo 10 del decreto legislativo 150/2009.")] },
        Note {
            number: 2,
            blocks: vec![p("Pubblicata all'albo."), block(BlockKind::Code { lang: None, text: "n. 34\n".into() })],
        },
    ];
    let mut valore = section(
        "valore-pubblico",
        "2",
        "Valore pubblico, performance e anticorruzione",
        1,
        vec![p("Il capitolo espone i risultati attesi.")],
    );
    valore.children = vec![
        section(
            "valore",
            "2.1",
            "Valore pubblico",
            2,
            vec![block(BlockKind::Paragraph(vec![
                text("Si parte dagli indicatori: "),
                xref("ind-01", "indicatore IND.01", true),
                text("."),
            ]))],
        ),
        performance,
        section(
            "rischi",
            "2.3",
            "Rischi corruttivi e trasparenza",
            2,
            vec![block(BlockKind::Table(Table {
                number: None,
                caption: None,
                columns: vec![column("", Profile::Testo), column("Misura", Profile::Testo)],
                rows: vec![row(None, &["Appalti", "Rotazione"])],
                row_headers: true,
                registro: None,
            }))],
        ),
    ];
    let mut organizzazione = section("organizzazione", "3", "Organizzazione e capitale umano", 1, vec![]);
    organizzazione.children = vec![section(
        "struttura",
        "3.1",
        "Struttura organizzativa",
        2,
        vec![
            at(
                "fig-organigramma",
                BlockKind::Figure(Figure {
                    number: Some(1),
                    caption: Some(vec![text("Organigramma dell'ente, per "), xref("ob-62", "obiettivo 6.2", false)]),
                    asset: "immagini/organigramma.svg".into(),
                    alt: "Dal Segretario dipendono tre settori: Servizi alla persona, Risorse umane, Area tecnica."
                        .into(),
                }),
            ),
            block(BlockKind::Callout { kind: Callout::Nota, blocks: vec![p("Dotazione al 31 dicembre.")] }),
            block(BlockKind::Callout { kind: Callout::Suggerimento, blocks: vec![p("Si può scaricare la tabella.")] }),
            block(BlockKind::Callout { kind: Callout::Importante, blocks: vec![p("Vale per tutti i settori.")] }),
            block(BlockKind::Callout { kind: Callout::Pericolo, blocks: vec![p("Dati non ancora verificati.")] }),
            block(BlockKind::Paragraph(vec![link("allegati/dotazione.csv", "Dotazione organica (CSV)")])),
        ],
    )];
    let targets = [
        ("scheda", target("sezione 1", "scheda", &[])),
        ("valore-pubblico", target("sezione 2", "valore-pubblico", &[])),
        ("valore", target("sezione 2.1", "valore", &[])),
        ("performance", target("sezione 2.2", "performance", &["valore", "struttura"])),
        ("rischi", target("sezione 2.3", "rischi", &[])),
        ("organizzazione", target("sezione 3", "organizzazione", &[])),
        ("struttura", target("sezione 3.1", "struttura", &["performance"])),
        ("obiettivi", target("Obiettivi", "performance", &["valore"])),
        ("linea-6", target("linea di mandato 6", "performance", &[])),
        (
            "ob-62",
            target(
                "obiettivo 6.2",
                "performance",
                &["pagopa", "struttura", "valore", "rischi", "performance", "ind-01", "ind-02", "dup", "scheda"],
            ),
        ),
        ("ob-63", target("obiettivo 6.3", "performance", &["ind-02"])),
        ("tab-indicatori", target("tabella 1", "performance", &["performance"])),
        ("ind-01", target("indicatore IND.01", "performance", &["valore", "ob-62"])),
        ("ind-02", target("indicatore IND.02", "performance", &[])),
        ("pagopa", target("progetto PNRR 1.4.3", "performance", &["rischi"])),
        ("dup", target("DUP", "performance", &["valore"])),
        ("fig-organigramma", target("figura 1", "struttura", &["scheda"])),
        ("deliberazione-34", target("deliberazione n. 34 del 29/10/2024", "scheda", &["performance"])),
    ];
    let asset = |svg: &str, size| Asset { bytes: svg.as_bytes().into(), format: "svg", size };
    let pallino = r##"<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14"><circle cx="7" cy="7" r="6" fill="#008055"/></svg>"##;
    Document {
        meta: Meta {
            titolo: "Piano integrato di attività e organizzazione".into(),
            triennio: "2025-2027".into(),
            periodo: "2025-2027".into(),
            ente: "Unione dei Comuni di Prova".into(),
            momento: "approvazione".into(),
            stato: Stato::Bozza,
            bozza: true,
            tipo: crate::piano::settings::Tipo::Piao,
            data: Giorno(jiff::civil::date(2025, 1, 30)),
            deliberazione: Some("deliberazione della Giunta n. 5 del 30/01/2025".into()),
            organo: None,
            allegato: Some("Allegato A alla deliberazione della Giunta n. 5 del 30/01/2025".into()),
            versione: 1,
            modificato: None,
            approvato_il: None,
            stemma: None,
            colori: crate::base::colore::Colori::NOSTRI,
            avvertenza: Some("Questo piano è una dimostrazione: l'ente e i dati non esistono.".into()),
            descrizione: "Obiettivi, organizzazione e misure di trasparenza dell'ente per il triennio.".into(),
            parole_chiave: vec!["PIAO".into(), "performance".into()],
            sito: Some("https://www.ente.example.it/".into()),
            indirizzo: None,
            privacy: None,
            accessibilita: None,
            valutazione: None,
            contatti: vec![],
            impronta: "0123456789abcdef".repeat(4),
            elenco_tabelle: true,
            elenco_figure: true,
            citato_in: false,
            codice_ipa: None,
            pec: None,
            allega_dati: false,
        },
        sections: vec![
            section(
                "scheda",
                "1",
                "Scheda anagrafica dell'amministrazione",
                1,
                vec![p("Denominazione, indirizzo, recapiti.")],
            ),
            valore,
            organizzazione,
            section("index", "", "Allegati", 1, vec![p("Nessun allegato.")]),
        ],
        targets: targets.into_iter().map(|(name, target)| (id(name), target)).collect(),
        assets: [
            ("immagini/organigramma.svg".to_owned(), asset(ORGANIGRAMMA, (900.0, 320.0))),
            ("immagini/pallino.svg".to_owned(), asset(pallino, (14.0, 14.0))),
        ]
        .into(),
        calendario: vec![],
        registri: vec![],
        cifre: vec![],
        catalogo: vec![
            Elenco {
                nome: "obiettivi",
                titolo: "Obiettivi".into(),
                sole: true,
                colonne: vec![],
                colonne_comprese: vec![],
                voci: vec![
                    voce("ob-62", Some("6.2"), "Portare in linea i servizi più richiesti", &[]),
                    voce("ob-63", Some("6.3"), "Ridurre i tempi dei procedimenti", &[]),
                    voce("pagopa", Some("PNRR 1.4.3"), "Adozione della piattaforma pagoPA", &[]),
                    voce("ind-01", Some("IND.01"), "Pratiche edilizie presentate in linea", &[]),
                ],
            },
            Elenco {
                nome: "unita",
                titolo: "Unità".into(),
                sole: true,
                colonne: vec![],
                colonne_comprese: vec![],
                voci: vec![voce("servizi-informatici", Some("S5"), "Servizi informatici", &["ob-62", "pagopa"])],
            },
            Elenco {
                nome: "termini",
                titolo: "Termini".into(),
                sole: false,
                colonne: vec![],
                colonne_comprese: vec![],
                voci: vec![voce("dup", Some("DUP"), "Documento unico di programmazione", &[])],
            },
        ],
        stile: None,
        allegati: [("allegati/dotazione.csv".to_owned(), b"area;numero\n".as_slice().into())].into(),
        cambiato: None,
        prima: std::collections::BTreeMap::new(),
        edizioni: None,
        vicine: BTreeMap::new(),
        pagine_vicine: None,
        al_posto: vec![],
        radice: None,
    }
}

fn pages() -> Pages {
    [("performance", 21), ("struttura", 31), ("ind-01", 22), ("tab-indicatori", 22), ("deliberazione-34", 9)]
        .map(|(name, page)| (id(name), page))
        .into()
}

fn site() -> Artifacts {
    render(&sample(), &Layouts::embedded(), Some(Carta { pages: &pages(), count: 36, bytes: 305_000 })).unwrap()
}

fn html(artifacts: &Artifacts) -> BTreeMap<&str, &str> {
    let pages = artifacts.iter().filter(|(name, _)| name.ends_with(".html"));
    pages.map(|(name, bytes)| (name.as_str(), std::str::from_utf8(bytes).unwrap())).collect()
}

fn attributes<'a>(page: &'a Html, selector: &str, name: &str) -> Vec<&'a str> {
    page.select(&Selector::parse(selector).unwrap()).filter_map(|e| e.value().attr(name)).collect()
}

fn count(page: &Html, selector: &str) -> usize {
    page.select(&Selector::parse(selector).unwrap()).count()
}

/// Writes the sample where `PIAO_SAMPLE_SITE` says, to be looked at and given to axe and to the Nu checker.
#[test]
fn the_sample_can_be_looked_at() {
    let Some(folder) = std::env::var_os("PIAO_SAMPLE_SITE") else { return };
    for (name, bytes) in site() {
        let path = std::path::Path::new(&folder).join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

#[test]
fn every_page_is_well_formed_and_complete() {
    let site = site();
    let pages = html(&site);
    let expected = [
        "404.html",
        "elenchi.html",
        "elenco_dati.html",
        "elenco_obiettivi.html",
        "elenco_termini.html",
        "elenco_unita.html",
        "ind-01.html",
        "index.html",
        "index_.html",
        "ob-62.html",
        "ob-63.html",
        "organizzazione.html",
        "pagopa.html",
        "performance.html",
        "rischi.html",
        "scheda.html",
        "servizi-informatici.html",
        "struttura.html",
        "valore-pubblico.html",
        "valore.html",
    ];
    assert_eq!(pages.keys().copied().collect::<Vec<_>>(), expected);
    let mut titles = BTreeSet::new();
    for (name, source) in pages {
        let page = Html::parse_document(source);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert_eq!(count(&page, "html[lang=it]"), 1, "{name}");
        assert_eq!(count(&page, "h1"), 1, "{name}");
        assert_eq!(count(&page, "main"), 1, "{name}");
        assert_eq!(count(&page, "[style], script:not([src]), style"), 0, "{name}");
        assert_eq!(attributes(&page, "script", "src"), ["assets/cerca.js", "assets/pagina.js"], "{name}");
        assert_eq!(count(&page, "meta[http-equiv=Content-Security-Policy]"), 1, "{name}");
        assert_eq!(count(&page, "img:not([alt]), img[alt=\"\"]"), 0, "{name}");
        let title: String = page.select(&Selector::parse("title").unwrap()).flat_map(|e| e.text()).collect();
        assert!(title.contains("2025-2027") && titles.insert(title), "{name}");
        let ids = attributes(&page, "[id]", "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{name}: two things with one id");
        // Headings go down one level at a time.
        let levels: Vec<u8> = page
            .select(&Selector::parse("h1, h2, h3, h4, h5, h6").unwrap())
            .map(|e| e.value().name().as_bytes()[1] - b'0')
            .collect();
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

#[test]
fn every_link_is_relative_and_arrives() {
    let site = site();
    let pages = html(&site);
    let parsed: BTreeMap<&str, Html> =
        pages.iter().map(|(name, source)| (*name, Html::parse_document(source))).collect();
    for (name, page) in &parsed {
        let sources = attributes(page, "[src]", "src").into_iter().chain(attributes(page, "link", "href"));
        for source in sources {
            assert!(site.contains_key(source), "{name}: {source}");
        }
        for named in ["aria-labelledby", "aria-describedby"] {
            for id in attributes(page, &format!("[{named}]"), named) {
                assert!(attributes(page, "[id]", "id").contains(&id), "{name}: {id}");
            }
        }
        for href in attributes(page, "a", "href") {
            if href.starts_with("https://")
                || href.starts_with("mailto:")
                || [crate::emit::PDF, "dati/"].iter().any(|beside| href.starts_with(beside))
            {
                continue;
            }
            let (file, anchor) = href.split_once('#').unwrap_or((href, ""));
            let file = if file.is_empty() { name } else { file };
            assert!(site.contains_key(file), "{name}: {href}");
            if !anchor.is_empty() {
                assert!(attributes(&parsed[file], "[id]", "id").contains(&anchor), "{name}: {href}");
            }
        }
    }
    let css =
        ["assets/piao.css", "assets/base.css", "assets/stampa.css"].map(|css| std::str::from_utf8(&site[css]).unwrap());
    let css = css.concat();
    assert!(!css.contains("http:") && !css.contains("https:") && !css.contains("@import"));
    for font in css.split("url(\"../").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(site.contains_key(font), "{font}");
    }
}

#[test]
fn citations_say_where_the_pdf_has_them_and_who_cites() {
    let site = site();
    let page = html(&site)["performance.html"];
    for piece in [
        "<a href=\"struttura.html#struttura\">sezione 3.1, Struttura organizzativa</a><span class=\"pagina-pdf\"> (pag.\u{a0}31 del PDF)</span>",
        r##"<a href="#tab-indicatori">tabella 1</a>;"##,
        r##"<a class="nel-pdf" href="../piao.pdf#nameddest=performance">pag.&nbsp;21 del PDF</a>"##,
        "<a class=\"nel-pdf\" href=\"../piao.pdf#nameddest=tab-indicatori\" aria-label=\"pag.\u{a0}22 del PDF: Indicatori di performance",
        r##"<a href="scheda.html">deliberazione n. 34 del 29/10/2024</a>"##,
        "<summary>Citato in 2 punti</summary>\n<p><a href=\"valore.html#valore\">sezione 2.1</a>, <a href=\"struttura.html#struttura\">sezione 3.1</a></p>",
        r##"<li><a href="#ind-01">indicatore IND.01</a>. Citato in: <a href="valore.html#valore">sezione 2.1</a>, <a href="#ob-62">obiettivo 6.2</a></li>"##,
        "<summary>Citato in 9 punti</summary>",
        r##"<tr id="ind-01">"##,
        r##"<th scope="row" class="c-testo">Pratiche edilizie presentate in linea</th>"##,
        r##"<p class="assente"><strong>Dato assente:</strong> la relazione"##,
        r##"href="#_rif-1-2" aria-label="Torna al testo dalla nota 1, richiamo 2""##,
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    let alone = render(&sample(), &Layouts::embedded(), None).unwrap();
    for (name, page) in html(&alone) {
        assert!(!page.contains("piao.pdf") && !page.contains("del PDF)"), "{name}");
    }
}

#[test]
fn what_authors_write_is_inert() {
    let evil = "<script>alert(1)</script>\"'onclick=\"x\" {{ 7*7 }} {% raw %} \u{0}</title></style>";
    let mut document = sample();
    let meta = &mut document.meta;
    for text in [
        &mut meta.titolo,
        &mut meta.triennio,
        &mut meta.periodo,
        &mut meta.ente,
        &mut meta.momento,
        &mut meta.descrizione,
    ] {
        *text = evil.into();
    }
    (meta.deliberazione, meta.avvertenza, meta.sito) =
        (Some(evil.into()), Some(evil.into()), Some("javascript:alert(1)".into()));
    meta.parole_chiave = vec![evil.into()];
    for target in document.targets.values_mut() {
        target.label = evil.into();
    }
    let urls = [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JAVASCRIPT:x",
        "java\tscript:x",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/x",
        "\u{1}javascript:x",
    ];
    let links = urls.iter().map(|url| block(BlockKind::Paragraph(vec![link(url, "collegamento")])));
    let first = &mut document.sections[0];
    (first.title, first.number, first.referente) = (evil.into(), Some(evil.into()), Some(evil.into()));
    first.blocks.extend(links);
    first.blocks.extend([
        block(BlockKind::Paragraph(vec![
            link("https://a.example/\"onclick=\"x", evil),
            Inline::Code { text: evil.into(), span: SPAN },
        ])),
        block(BlockKind::Code { lang: Some(evil.into()), text: evil.into() }),
        at("male", BlockKind::Heading { level: 2, number: Some(evil.into()), content: words(evil) }),
        heading("male-due", 2, evil),
        at(
            "male-tab",
            BlockKind::Table(Table {
                number: Some(9),
                caption: Some(words(evil)),
                columns: vec![column(evil, Profile::Testo)],
                rows: vec![row(Some("ind-09"), &[evil])],
                row_headers: true,
                registro: None,
            }),
        ),
        block(BlockKind::Figure(Figure {
            number: None,
            caption: Some(words(evil)),
            asset: "immagini/pallino.svg".into(),
            alt: evil.into(),
        })),
        block(BlockKind::Card(Card {
            kind: evil.into(),
            role: "progetto",
            code: Some(evil.into()),
            title: words(evil),
            level: 3,
            above: vec![words(evil)],
            lead: vec![],
            facts: vec![Field { label: evil.into(), value: words(evil) }],
            fields: vec![Field { label: evil.into(), value: words(evil) }],
            absent: vec![],
            blocks: vec![],
        })),
        block(BlockKind::Tree(vec![TreeNode {
            anchor: None,
            code: evil.into(),
            title: words(evil),
            flags: vec![evil.into()],
            blocks: vec![],
            children: vec![],
        }])),
    ]);
    let svg = document.assets["immagini/pallino.svg"].clone();
    document.assets.insert("immagini/\"><script>.svg".into(), svg);
    let site = render(&document, &Layouts::embedded(), None).unwrap();
    for (name, source) in html(&site) {
        let page = Html::parse_document(source);
        assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
        assert_eq!(count(&page, "script:not([src]), style, [onclick]"), 0, "{name}");
        for href in attributes(&page, "a", "href") {
            assert!(
                !href.contains("script:") && !href.starts_with("data:") && !href.starts_with('/'),
                "{name}: {href}"
            );
        }
        assert!(source.contains("{{ 7*7 }}"), "{name}: a text was run as a template");
    }
    assert!(
        site.keys().all(|name| name.chars().all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c) || c == 'O')),
        "{:?}",
        site.keys()
    );
}

#[test]
fn same_document_same_bytes() {
    assert_eq!(site(), site());
}

#[test]
fn a_broken_layout_says_where() {
    let broken = |source: &str| {
        let mut layouts = Layouts::embedded();
        layouts.insert("html/laterale.html".into(), source.into());
        render(&sample(), &layouts, None).unwrap_err()
    };
    for (source, line) in
        [("\n{{ non_esiste.campo }}", 2), ("{% if %}", 1), ("\n\n{% include \"html/manca.html\" %}", 3)]
    {
        let problems = broken(source);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].code, "P0902");
        let place = format!("layouts/html/laterale.html, riga {line}");
        assert!(problems[0].message.contains(&place), "{:?}", problems[0]);
    }
}

#[test]
fn fragments_are_those_of_commonmark() {
    let item = |blocks: Vec<Block>| blocks;
    let cases = [
        (vec![p("a & \"b\" <c>")], "<p>a &amp; &quot;b&quot; &lt;c&gt;</p>\n"),
        (
            vec![block(BlockKind::List {
                start: None,
                segni: vec![],
                tight: true,
                items: vec![
                    item(vec![
                        p("a"),
                        block(BlockKind::List { start: None, tight: true, segni: vec![], items: vec![vec![p("b")]] }),
                    ]),
                    item(vec![block(BlockKind::Code { lang: None, text: "c\n".into() }), p("d")]),
                    item(vec![]),
                ],
            })],
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>\n<pre><code>c\n</code></pre>\nd</li>\n<li></li>\n</ul>\n",
        ),
        (
            vec![block(BlockKind::List {
                start: Some(7),
                segni: vec![],
                tight: false,
                items: vec![vec![p("a"), p("b")], vec![p("c")]],
            })],
            "<ol start=\"7\">\n<li>\n<p>a</p>\n<p>b</p>\n</li>\n<li>\n<p>c</p>\n</li>\n</ol>\n",
        ),
        (
            vec![block(BlockKind::Quote(vec![p("a")])), block(BlockKind::Rule)],
            "<blockquote>\n<p>a</p>\n</blockquote>\n<hr />\n",
        ),
        (vec![block(BlockKind::Quote(vec![]))], "<blockquote>\n</blockquote>\n"),
        (vec![at("x", BlockKind::Heading { level: 1, number: None, content: words("T") })], "<h1>T</h1>\n"),
        (
            vec![block(BlockKind::Code { lang: Some("rust".into()), text: "a\n".into() })],
            "<pre><code class=\"language-rust\">a\n</code></pre>\n",
        ),
        (
            vec![block(BlockKind::Paragraph(vec![
                Inline::Emph(vec![Inline::Strong(words("a"))]),
                Inline::Break,
                link("/uri ä\\[", "b"),
                link("javascript:x", "c"),
                Inline::Image { asset: "/u".into(), alt: "d".into() },
            ]))],
            "<p><em><strong>a</strong></em><br />\n<a href=\"/uri%20%C3%A4%5C%5B\">b</a>c<img src=\"/u\" alt=\"d\" /></p>\n",
        ),
    ];
    for (blocks, expected) in cases {
        assert_eq!(fragment(&blocks), expected);
    }
}

#[test]
fn a_thing_alone_says_what_the_text_says_of_it() {
    let site = site();
    let pages = html(&site);
    // A card: its fields and its prose, one level up; what it cites is elsewhere, what cites it is said.
    let card = pages["pagopa.html"];
    for piece in [
        "<h1><span class=\"codice\">PNRR 1.4.3</span> Adozione della piattaforma pagoPA</h1>",
        "<dt>Importo del progetto</dt>\n<dd>211.500,00 €</dd>",
        "<h2>Stato di avanzamento</h2>",
        "<a href=\"performance.html#pagopa\">2.2 Performance</a>",
        "<a href=\"performance.html#ob-62\">obiettivo 6.2",
        "<summary>Citato in un punto</summary>\n<p><a href=\"rischi.html#rischi\">sezione 2.3</a></p>",
    ] {
        assert!(card.contains(piece), "{piece}\n{card}");
    }
    assert!(pages["performance.html"].contains("<a class=\"permalink\" href=\"pagopa.html\""), "the address of a card");
    // A row: each cell under the name of its column.
    assert!(pages["ind-01.html"].contains("<dt>Atteso 2025</dt>\n<dd>45,0 %</dd>"), "{}", pages["ind-01.html"]);
    // A node of the tree: what stands under it, not the nodes below.
    assert!(pages["ob-62.html"].contains("Riguarda anagrafe") && !pages["ob-62.html"].contains("TRASVERSALE"));
    // A unit that no text shows has its objectives, and no place in the text.
    let unit = pages["servizi-informatici.html"];
    assert!(unit.contains("href=\"pagopa.html\"") && !unit.contains("Nel piano:"), "{unit}");
    assert!(pages["elenco_termini.html"].contains("<a href=\"performance.html#dup\">"));
}

#[test]
fn the_address_of_the_site_reaches_search_engines() {
    assert!(!site().contains_key("sitemap.xml"), "no address, no map");
    let mut document = sample();
    document.meta.indirizzo = Some("https://www.ente.example.it/piao/".into());
    let site = render(&document, &Layouts::embedded(), None).unwrap();
    let map = std::str::from_utf8(&site["sitemap.xml"]).unwrap();
    let all = html(&site);
    // The page of what is not there is in no list, and is not to be found.
    assert!(all["404.html"].contains("noindex") && !all["404.html"].contains("canonical"));
    assert_eq!(map.matches("<loc>").count(), all.len() - 1);
    for (name, page) in all.into_iter().filter(|(name, _)| *name != "404.html") {
        let address = format!("https://www.ente.example.it/piao/{name}");
        assert!(map.contains(&format!("<loc>{address}</loc><lastmod>2025-01-30</lastmod>")), "{name}");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{name}");
        assert!(!page.contains("noindex"), "{name}");
        assert!(page.contains(&format!("<meta property=\"og:url\" content=\"{address}\">")), "{name}");
    }
    // A text of the plan cannot end the script that tells search engines what the plan is.
    let mut document = sample();
    document.meta.indirizzo = Some("https://www.ente.example.it/piao/".into());
    document.meta.descrizione = "</script><script>alert(1)</script>".into();
    let site = render(&document, &Layouts::embedded(), Some(Carta { pages: &pages(), count: 36, bytes: 305_000 }));
    let home = String::from_utf8(site.unwrap()["index.html"].clone()).unwrap();
    let page = Html::parse_document(&home);
    assert_eq!(count(&page, "script:not([src])"), 1);
    let data = page.select(&Selector::parse("script[type='application/ld+json']").unwrap()).next().unwrap();
    let data: serde_json::Value = serde_json::from_str(&data.text().collect::<String>()).unwrap();
    assert_eq!(data["@type"], "Report");
    assert_eq!(data["description"], "</script><script>alert(1)</script>");
    assert_eq!(data["encoding"]["contentUrl"], "https://www.ente.example.it/piao.pdf");
    assert!(home.contains("36 pagine, 305\u{a0}KB"), "{home}");
}

#[test]
fn what_is_approved_is_called_by_its_name() {
    use crate::piano::settings::Tipo;
    let home = |tipo: Tipo, stato: Stato| {
        let mut document = sample();
        (document.meta.tipo, document.meta.stato, document.meta.bozza) = (tipo, stato, stato == Stato::Bozza);
        document.meta.approvato_il = Some(Giorno(jiff::civil::date(2025, 1, 30)));
        let paper = Some(Carta { pages: &pages(), count: 36, bytes: 305_000 });
        let site = render(&document, &Layouts::embedded(), paper).unwrap();
        String::from_utf8(site["index.html"].clone()).unwrap()
    };
    let plan = home(Tipo::Piao, Stato::Approvato);
    assert!(plan.contains("Piano approvato il 30 gennaio 2025") && plan.contains("Il piano in PDF"), "{plan}");
    assert!(plan.contains("I dati del piano") && !plan.contains("class=\"bozza\""), "{plan}");
    let report = home(Tipo::Relazione, Stato::Approvato);
    assert!(report.contains("Relazione approvata il 30 gennaio 2025"), "{report}");
    assert!(report.contains("La relazione in PDF") && report.contains("I dati della relazione"), "{report}");
    // What may still change says it on each page.
    assert!(home(Tipo::Piao, Stato::Proposta).contains("<strong>Proposta.</strong> Il piano non è ancora approvato."));
}

/// What the page script finds in the index of the sample: addresses, best first.
fn found(site: &Artifacts, query: &str) -> Option<Vec<String>> {
    let index = std::str::from_utf8(&site["cerca/indice.js"]).unwrap();
    let index = index.strip_prefix("self.PIAO_INDICE=").and_then(|s| s.strip_suffix(";\n")).unwrap();
    let input = serde_json::json!([serde_json::from_str::<serde_json::Value>(index).unwrap(), query]);
    let hrefs =
        super::cerca_tests::node("return c.search(c.open(input[0]), input[1]).found.map(f => f.voce.href);", &input)?;
    Some(serde_json::from_value(hrefs).unwrap())
}

#[test]
fn the_search_leads_to_the_place() {
    let site = site();
    let Some(_) = found(&site, "x") else { return };
    let find = |query: &str| found(&site, query).unwrap();
    // A title is worth more than the text; a card leads to its page, a table to its point, a definition to its own.
    assert_eq!(find("piattaforma")[0], "pagopa.html");
    assert_eq!(find("indicatore di performance")[0], "performance.html#tab-indicatori");
    assert_eq!(find("documento unico")[0], "performance.html#dup");
    assert_eq!(
        find("sportello")[0],
        "performance.html#tab-indicatori",
        "a row without a page of its own is of its table"
    );
    assert_eq!(find("informatico")[0], "servizi-informatici.html");
    // Accents, case and forms do not count; codes do.
    assert_eq!(find("ORGANIZZATIVE"), find("organizzativa "));
    assert_eq!(find("6.2")[0], "ob-62.html");
    // All words are wanted, the last one as far as it is typed.
    assert_eq!(find("collaudo servizi concl"), ["pagopa.html"]);
    assert!(find("collaudo concl servizi").is_empty(), "only the last word is unfinished");
    assert!(find("collaudo inesistente").is_empty() && find("").is_empty() && find("della").len() < 30);
    // Notes are part of their section.
    assert_eq!(find("legislativo 150"), ["performance.html"]);
    // Nothing is indexed twice: a card is found on its page and not in its section.
    assert_eq!(find("riconciliazione"), ["pagopa.html"]);
}

#[test]
fn the_body_has_its_arms_and_its_colours() {
    let mut document = sample();
    document.meta.stemma = Some("immagini/pallino.svg".into());
    let colore = |text: &str| crate::base::colore::Colore::parse(text).unwrap();
    document.meta.colori = crate::base::colore::Colori { primario: colore("#8a1538"), titoli: colore("#3a1020") };
    let site = render(&document, &Layouts::embedded(), None).unwrap();
    let css = std::str::from_utf8(&site["assets/colori.css"]).unwrap();
    assert!(css.contains("--collegamento: #8a1538;") && css.contains("--titoli: #3a1020;"), "{css}");
    // In the dark too: the colours of the body come after ours, and weigh as much.
    let dark = css.split_once("@media (prefers-color-scheme: dark) { html:root {").unwrap().1;
    assert!(dark.contains("--collegamento: color-mix(in srgb, #8a1538 45%, white)"), "{css}");
    for (name, page) in html(&site) {
        let page = Html::parse_document(page);
        let sheets = attributes(&page, "link[rel=stylesheet]", "href");
        let wanted = ["assets/piao.css", "assets/base.css", "assets/colori.css", "assets/stampa.css"];
        assert_eq!(sheets, wanted, "{name}");
        let arms = attributes(&page, "header img", "src");
        assert!(arms.len() == 1 && site.contains_key(arms[0]), "{name}: {arms:?}");
    }
    assert!(!self::site().contains_key("assets/colori.css"));
}

#[test]
fn the_style_sheet_of_the_body_takes_the_place_of_ours() {
    let mut document = sample();
    let file = [("assets/stile/css/a.css", "b{}"), ("assets/stile/fonts/c.woff2", "x")];
    document.stile = Some(Stile {
        foglio: "assets/stile/css/a.css".into(),
        file: file.map(|(path, bytes)| (path.to_owned(), bytes.as_bytes().into())).into(),
    });
    let site = render(&document, &Layouts::embedded(), None).unwrap();
    assert_eq!(site["assets/stile/fonts/c.woff2"], b"x");
    for (name, page) in html(&site) {
        let page = Html::parse_document(page);
        let sheets = attributes(&page, "link[rel=stylesheet]", "href");
        assert_eq!(sheets, ["assets/stile/css/a.css", "assets/base.css", "assets/stampa.css"], "{name}");
        assert_eq!(attributes(&page, "meta[name=color-scheme]", "content"), ["light"], "{name}: theirs has no dark");
    }
}
