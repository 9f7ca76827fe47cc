//! What a plan means before any output: numbers, homes, filters, tables of data.

use crate::project::{Compiled, FRONT, Project};
use piao::document::{BlockKind, Document, Section, plain};

fn headings(document: &Document) -> Vec<String> {
    let mut out = vec![];
    document.walk(&mut |section, _| out.push(section.heading()));
    out
}

fn first(document: &Document) -> &Section {
    &document.sections[0]
}

/// The cells of each table of the first section, header first, joined by bars.
fn tables(document: &Document) -> Vec<String> {
    let mut out = vec![];
    for block in &first(document).blocks {
        let BlockKind::Table(table) = &block.kind else { continue };
        let header: Vec<String> = table.columns.iter().map(|column| plain(&column.header)).collect();
        out.push(header.join("|"));
        let row = |row: &piao::document::Row| row.cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join("|");
        out.extend(table.rows.iter().map(row));
    }
    out
}

#[test]
fn official_sections_keep_their_numbers_and_others_come_after() {
    let section = |number: &str| format!("+++\nsezione = \"{number}\"\n+++\n\nTesto.\n");
    let own = |title: &str| format!("+++\ntitolo = \"{title}\"\n+++\n\n## Uno\n\n### Dentro\n\nTesto.\n\n## Due\n");
    let document = Project::new()
        .file("0-premessa.md", "+++\ntitolo = \"Premessa\"\nnumerata = false\n+++\n\nPerché questo piano.\n")
        .file("1-scheda.md", &section("1"))
        // Section 2 is missing: 3 keeps its number.
        .file("3-organizzazione/index.md", &section("3"))
        .file("3-organizzazione/3-fabbisogni.md", &section("3.3"))
        .file("3-organizzazione/9-nostra.md", &own("Nostra"))
        .file("9-apparati.md", &own("Apparati"))
        .compile()
        .clean();
    let expected = [
        "Premessa",
        "1 Scheda anagrafica dell’amministrazione",
        "3 Organizzazione e capitale umano",
        "3.3 Piano triennale dei fabbisogni di personale",
        "3.4 Nostra",
        "5 Apparati",
    ];
    assert_eq!(headings(&document), expected);
    let numbers: Vec<_> = document.sections[3]
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { number, level, .. } => Some((number.clone().unwrap(), *level)),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [("5.1".to_owned(), 2), ("5.1.1".to_owned(), 3), ("5.2".to_owned(), 2)]);
}

#[test]
fn a_thing_cited_is_printed_once_as_a_card_before_a_row() {
    let data = "[[ente]]\nid = \"uno\"\nnome = \"Comune di Uno\"\ntipo = \"comune\"\n";
    let text = format!("{FRONT}Il [@uno].\n\n```piao:enti\n```\n\n```piao:enti\nforma = \"schede\"\n```\n");
    let document = Project::new().file("1-a.md", &text).file("dati/e.toml", data).compile().clean();
    let blocks = &first(&document).blocks;
    let row = blocks.iter().find_map(|block| match &block.kind {
        BlockKind::Table(table) => Some(table.rows[0].anchor.clone()),
        _ => None,
    });
    assert_eq!(row, Some(None), "the row is not the home");
    let card = blocks.iter().find(|block| matches!(block.kind, BlockKind::Card(_))).unwrap();
    assert_eq!(card.anchor.as_ref().map(ToString::to_string).as_deref(), Some("uno"));
}

#[test]
fn a_csv_of_an_office_becomes_a_table_with_the_columns_asked_for() {
    // As Excel saves it: a separator line, semicolons, CRLF, decimal commas.
    let csv = "sep=;\r\nNome;Data;Importo\r\nAlfa;31/12/2026;1.234,50 €\r\n\"Beta; C.\";1/1/2027;10,00 €\r\n";
    let view = "```piao:tabella\ndati = \"a.csv\"\ncolonne = [\"Importo\", \"Nome\"]\n```";
    let compiled = Project::new().section(view).file("dati/a.csv", csv).compile();
    assert_eq!(tables(&compiled.clean()), ["Importo|Nome", "1.234,50\u{a0}€|Alfa", "10,00\u{a0}€|Beta; C."]);
    let wrong = Project::new().section(&view.replace("Nome", "Nme")).file("dati/a.csv", csv).compile();
    let message = wrong.messages();
    assert!(message.contains("P0123") && message.contains("forse intendevi \"Nome\""), "{message}");
}

#[test]
fn amounts_are_added_and_what_is_not_an_amount_is_left_out() {
    let project = |id: &str, granted: &str| {
        format!(
            "[[progetto]]\nid = \"{id}\"\nprogramma = \"PNRR\"\ntitolo = \"{id}\"\nimporto = \"0,10 €\"\n\
             richiesto = {{ assente = \"non si sa\" }}\nfinanziato = \"{granted}\"\n\n"
        )
    };
    // Ten times ten cents make a euro: binary fractions would not.
    let data: String =
        (0..10).map(|n| project(&format!("p{n}"), if n < 2 { "0,10 €" } else { "non ancora finanziato" })).collect();
    let text = "[=progetti.importo.totale], [=progetti.finanziato.totale], [=progetti.finanziato.conta:conta], \
                [=progetti.conta:lettere].\n\n```piao:progetti\ncolonne = [\"titolo\", \"importo\", \"finanziato\"]\n```";
    let document = Project::new().section(text).file("dati/p.toml", &data).compile().clean();
    let BlockKind::Paragraph(content) = &first(&document).blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(plain(content), "1,00\u{a0}€, 0,20\u{a0}€, 2\u{a0}progetti, dieci.");
    assert_eq!(tables(&document).last().unwrap(), "Totale|1,00\u{a0}€|0,20\u{a0}€");
}

#[test]
fn a_filter_takes_what_is_written_or_what_is_printed() {
    let data = "[[ente]]\nid = \"a\"\nnome = \"Uno\"\ntipo = \"comune\"\n\n[[ente]]\nid = \"b\"\nnome = \"Due\"\ntipo = \"unione\"\n";
    let with = |filter: &str| -> Compiled {
        let view = format!("```piao:enti\ndove = {{ {filter} }}\n```");
        Project::new().section(&view).file("dati/e.toml", data).compile()
    };
    assert_eq!(tables(&with("nome = \"due\"").clean()), ["Ente|Tipo", "Due|Unione di Comuni"]);
    assert_eq!(tables(&with("tipo = \"Comune\"").clean()), ["Ente|Tipo", "Uno|Comune"]);
    let message = with("tipo = \"comume\"").messages();
    assert!(message.contains("P0125") && message.contains("forse intendevi \"Comune\""), "{message}");
}

#[test]
fn a_code_made_from_the_tree_can_be_filtered_like_a_written_one() {
    let data = "[[nodo]]\nid = \"a\"\ntitolo = \"Sopra\"\n\n[[nodo]]\nid = \"b\"\npadre = \"a\"\ntitolo = \"Sotto\"\n";
    let view = "```piao:nodi\ncolonne = [\"codice\", \"titolo\"]\ndove = { codice = \"1.1\" }\n```";
    let document = Project::new().section(view).file("dati/n.toml", data).compile().clean();
    assert_eq!(tables(&document), ["Codice|Titolo", "1.1|Sotto"]);
}

/// Every kind that has parents, not only the strategic tree.
#[test]
fn a_tree_of_units_cannot_turn_on_itself_nor_grow_out_of_the_page() {
    let unit = |id: usize, padre: Option<usize>| {
        let padre = padre.map_or(String::new(), |padre| format!("padre = \"u{padre}\"\n"));
        format!("[[unita]]\nid = \"u{id}\"\nnome = \"Unità {id}\"\n{padre}\n")
    };
    let codes = |data: &str| -> Vec<&'static str> {
        let view = "```piao:unita\nforma = \"albero\"\n```";
        let compiled = Project::new().section(view).file("dati/u.toml", data).compile();
        compiled.diags.sorted().into_iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes(&[unit(0, Some(1)), unit(1, Some(0)), unit(2, Some(0))].concat()), ["P0210", "P0210"]);
    let chain = |levels: usize| (0..levels).map(|n| unit(n, n.checked_sub(1))).collect::<String>();
    assert_eq!(codes(&chain(8)), [""; 0]);
    assert_eq!(codes(&chain(9)), ["P0111"]);
}

/// The links of a list of inlines: words and address.
fn links(list: &[piao::document::Inline], out: &mut Vec<(String, String)>) {
    use piao::document::Inline;
    for inline in list {
        match inline {
            Inline::Link { url, content } => out.push((plain(content).replace('\u{a0}', "~"), url.clone())),
            Inline::Strong(inner) | Inline::Emph(inner) | Inline::Strike(inner) => links(inner, out),
            _ => {}
        }
    }
}

#[test]
fn citations_of_law_are_links_in_running_text_and_nowhere_else() {
    let text = "Secondo l'art. 6 del\nD.L. 80/2021, il **D.Lgs. 165/2001** e l’*art. 1* della legge 190/2012. Il codice `d.lgs. 33/2013`, il \
                [d.lgs. 33/2013](https://esempio.it).\n\n## Il d.lgs. 33/2013\n\n| d.lgs. 33/2013 |\n| --- |\n| DPR 62/2013 |\n";
    let nir = |rest: &str| format!("https://www.normattiva.it/uri-res/N2Ls?urn:nir:{rest}");
    let found = |project: Project| {
        let document = project.compile().clean();
        let mut out = vec![];
        for block in &first(&document).blocks {
            match &block.kind {
                BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => links(content, &mut out),
                BlockKind::Table(table) => {
                    table.columns.iter().for_each(|column| links(&column.header, &mut out));
                    table.rows.iter().flat_map(|row| &row.cells).for_each(|cell| links(cell, &mut out));
                }
                _ => {}
            }
        }
        (
            out,
            first(&document).blocks.first().map(|block| match &block.kind {
                BlockKind::Paragraph(content) => plain(content),
                _ => String::new(),
            }),
        )
    };
    let (all, _) = found(Project::new().section(text));
    let expected = [
        ("art.~6 del d.l.~80/2021", nir("stato:decreto.legge:2021-06-09;80~art6")),
        ("d.lgs.~165/2001", nir("stato:decreto.legislativo:2001-03-30;165")),
        // Emphasis inside a citation stays, and its words stay as they are.
        ("art.~1 della legge 190/2012", nir("stato:legge:2012-11-06;190~art1")),
        ("d.lgs. 33/2013", "https://esempio.it".to_owned()),
        ("DPR~62/2013", nir("presidente.repubblica:decreto:2013-04-16;62")),
    ];
    assert_eq!(all, expected.map(|(words, url)| (words.to_owned(), url)));

    let glossary =
        "[[termine]]\nsigla = \"GDPR\"\nnome = \"regolamento sulla protezione dei dati\"\ndefinizione = \"X.\"\n";
    let text_of = |project: Project| found(project.section("Il GDPR.\n\n```piao:glossario\n```\n")).0.len();
    assert_eq!((text_of(Project::new()), text_of(Project::new().file("dati/g.toml", glossary))), (1, 0));

    let settings = format!("{}\n[norme]\ncollega = false\n", crate::project::SETTINGS);
    let (none, words) = found(Project::new().section(text).file("piao.toml", &settings));
    assert_eq!(none.len(), 1, "only the link of the author");
    assert!(words.is_some_and(|words| words.starts_with("Secondo l’art.\u{a0}6 del D.L. 80/2021, il D.Lgs. 165/2001")));
}

#[test]
fn the_norms_are_listed_once_each_from_the_highest_with_who_cites_them() {
    let record = "[[obiettivo]]\nid = \"uno\"\ntitolo = \"Uno\"\nrisultato_atteso = \"Il DM 132/2022 è attuato\"\nscadenza = \"31/12/2025\"\n";
    let document = Project::new()
        .section("```piao:norme\n```\n\n```piao:obiettivi\n```\n")
        .file("2-altra.md", "+++\ntitolo = \"Altra\"\nid = \"altra\"\n+++\n\nIl d.lgs. 33/2013, il DM 132/2022 e il decreto legislativo 14 marzo 2013, n. 33; la legge 99/2020.\n")
        .file("dati/dati.toml", record)
        .compile()
        .clean();
    let expected = [
        "Norma|Citata in",
        "legge n.~99 del~2020|sezione~2, Altra",
        "decreto legislativo 14~marzo 2013, n.~33 (trasparenza)|sezione~2, Altra",
        "decreto ministeriale 30~giugno 2022, n.~132 (contenuto del PIAO)|obiettivo «Uno»; sezione~2, Altra",
    ];
    let found: Vec<String> = tables(&document).into_iter().map(|row| row.replace('\u{a0}', "~")).collect();
    assert_eq!(found, expected);

    let none = Project::new().section("```piao:norme\n```\n").compile().clean();
    assert_eq!(tables(&none), ["Norma|Citata in", "Nessuna norma|–"]);
}

#[test]
fn acts_are_printed_in_one_form_and_by_day() {
    let act = |rest: &str| format!("[[atto]]\noggetto = \"X\"\n{rest}\n\n");
    let data = [
        "tipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"5\"\ndata = 2025-01-30",
        "tipo = \"direttiva_ue\"\norgano = \"ue\"\nnumero = \"2016/2102\"",
        "tipo = \"legge\"\norgano = \"regione\"\nnumero = \"21\"\nanno = 2012",
        "tipo = \"legge\"\norgano = \"stato\"\nnumero = \"190\"\ndata = 2012-11-06",
        "tipo = \"protocollo\"\nnumero = \"68058/2020\"\nanno = 2020",
        "tipo = \"dpcm\"\norgano = \"stato\"\ndata = 2021-01-21",
        "tipo = \"decreto\"\norgano = \"assemblea_sindaci\"\nnumero = \"3\"\nanno = 2021",
        "tipo = \"ccnl\"\ndata = 2022-11-16",
        "tipo = \"avviso\"",
    ];
    let document = Project::new()
        .section("```piao:atti\ncolonne = [\"atto\"]\n```\n")
        .file("dati/dati.toml", &data.map(act).concat())
        .compile();
    let document = document.document.expect("notes only");
    let expected = [
        "Atto",
        "legge n.~190 del~06/11/2012",
        "legge regionale n.~21/2012",
        "direttiva (UE)~2016/2102",
        "protocollo n.~68058/2020",
        "decreto del Presidente del Consiglio dei ministri del~21/01/2021",
        "decreto dell’Assemblea dei Sindaci n.~3/2021",
        "contratto collettivo nazionale di lavoro del~16/11/2022",
        "deliberazione della Giunta n.~5 del~30/01/2025",
        "avviso pubblico",
    ];
    let found: Vec<String> = tables(&document).into_iter().map(|row| row.replace('\u{a0}', "~")).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_card_in_markdown_is_the_record_that_it_would_be_in_the_data() {
    let parts = "[[PRE.fase]]\ntesto = \"Una\"\npeso = 60\ntempi = \"marzo\"\n\n[[PRE.fase]]\ntesto = \"Due\"\npeso = 40\n\
                 tempi = \"entro aprile\"\n\n[[PRE.indicatore]]\ntesto = \"Indice\"\ndimensione = \"efficacia\"\ntarget = 3\n";
    let fields = "titolo = \"Prova\"\npeso = \"==\"\nunita = \"u\"\n";
    let base = || {
        Project::new()
            .section("```piao:obiettivi\n```\n\n```piao:cruscotto\n```\n\n```piao:verifiche\n```")
            .file("dati/u.toml", "[[unita]]\nid = \"u\"\ncodice = \"S1\"\nnome = \"Ufficio\"\n")
    };
    let data = format!(
        "[[obiettivo]]\ncodice = \"S1.00001\"\n{fields}descrizione = \"Che cosa è.\"\nfinalita = \"\"\"\nA che **serve**:\n\n- uno\n- due\"\"\"\n\
         fattori_critici = \"### Rischi\\n\\nPochi.\"\n\n{}",
        parts.replace("PRE", "obiettivo")
    );
    let card = format!(
        "+++\n{fields}{}+++\n\nChe cosa è.\n\n## Finalità\n\nA che **serve**:\n\n- uno\n- due\n\n## Fattori critici\n\n### Rischi\n\nPochi.\n",
        parts.replace("PRE.", "")
    );
    let pages = |project: Project| {
        let layouts = piao::emit::layouts::Layouts::embedded();
        let document = project.compile().clean();
        let page = piao::emit::html::render(&document, &layouts, None).unwrap()["prova.html"].clone();
        // The same words written in other files are another content.
        String::from_utf8(page).unwrap().replace(&document.meta.impronta, "")
    };
    let one = pages(base().file("dati/o.toml", &data));
    // The code is the name of the file.
    let other = pages(base().file("obiettivi/S1.00001.md", &card));
    assert_eq!(one, other);
    // It is nowhere a section, and a wrong heading is told with the right ones.
    let wrong = base().file("obiettivi/S1.00001.md", &card.replace("## Finalità", "## Finalita attesa")).compile();
    let messages = wrong.messages();
    assert!(messages.contains("P0129") && messages.contains("Fattori critici"), "{messages}");
    let twice = base().file("obiettivi/S1.00001.md", &format!("{card}\n## Finalità\n\nAncora.\n")).compile().messages();
    assert!(twice.contains("«Finalità» è scritta due volte"), "{twice}");
    let hidden = format!("{}\nAltro testo.\n", card.replace("+++\ntitolo", "+++\ndescrizione = \"Prima.\"\ntitolo"));
    let hidden = base().file("obiettivi/S1.00001.md", &hidden).compile().messages();
    assert!(hidden.contains("la descrizione è scritta due volte"), "{hidden}");
    let bare = base().file("obiettivi/S1.00001.md", "Testo.\n").compile().messages();
    assert!(bare.contains("questa scheda non ha l’intestazione"), "{bare}");
}

#[test]
fn a_node_may_be_the_child_of_a_code() {
    let tree = "[[nodo]]\ntitolo = \"A\"\n\n[[nodo]]\ntitolo = \"B\"\n\n[[nodo]]\ntitolo = \"C\"\npadre = \"2.1\"\n\n[[nodo]]\ntitolo = \"D\"\npadre = \"2\"\n";
    let document = Project::new().section("```piao:raccordo\n```").file("dati/n.toml", tree).compile().clean();
    let cells = tables(&document).join("\n");
    assert!(cells.contains("2 – B 2.1 – D|\n2.1.1 – C"), "{cells}");
}

#[test]
fn what_is_written_without_a_year_is_of_the_year_of_the_plan() {
    let data = "[[obiettivo]]\nid = \"o\"\ntitolo = \"O\"\n[[obiettivo.fase]]\ntesto = \"A\"\ntempi = \"gennaio - marzo\"\npeso = 100\n\
                [[obiettivo.fase]]\ntesto = \"B\"\ntempi = { 2026 = \"aprile\" }\npeso = { 2026 = 100 }\n";
    let document = Project::new().section("```piao:obiettivi\n```").file("dati/o.toml", data).compile().clean();
    let BlockKind::Card(card) = &first(&document).blocks[0].kind else { panic!("a card") };
    let table =
        card.blocks.iter().find_map(|b| if let BlockKind::Table(t) = &b.kind { Some(t) } else { None }).unwrap();
    let header: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
    assert_eq!(header, ["N.", "Attività", "Peso 2025", "Tempi 2025", "Peso 2026", "Tempi 2026"]);
    let cells: Vec<String> = table.rows[0].cells.iter().map(|c| plain(c).replace('\u{a0}', " ")).collect();
    assert_eq!(cells, ["1", "A", "100 %", "gen–mar", "–", "–"]);
}

#[test]
fn a_unit_without_a_holder_to_the_end_of_the_year_is_uncovered() {
    let office = |from: &str, to: &str| {
        format!("[[incarico]]\nruolo = \"dirigente\"\nunita = \"u\"\npersona = \"P\"\ndal = {from}\n{to}\n")
    };
    let data = format!(
        "[[unita]]\nid = \"u\"\nnome = \"Ufficio\"\n{}{}",
        office(
            "2024-01-01",
            "al = 2025-04-30\n[[incarico.ammetti]]\nregola = \"titolare-mancante\"\nmotivo = \"il posto è a concorso\"",
        ),
        office("2026-01-01", "")
    );
    let document = Project::new().section("```piao:titolari\n```").file("dati/u.toml", &data).compile().clean();
    assert!(
        tables(&document).iter().any(|row| row.ends_with("Scoperta|–|01/05/2025|31/12/2025")),
        "{:#?}",
        tables(&document)
    );
}

/// Who answers for a unit beside their own covers its days as any holder does, in the view and for the rules.
#[test]
fn who_answers_for_other_units_is_their_holder() {
    let data = |more: &str| {
        format!(
            "unita = [ {{ codice = \"S1\", nome = \"Servizi\" }}, {{ codice = \"S2\", nome = \"Tributi\" }} ]\n\
             [[incarico]]\nruolo = \"dirigente\"\nunita = \"S1\"\naltre_unita = [\"S2\"]\ndal = 2024-01-01\n{more}"
        )
    };
    let rows = |more: &str| {
        let plan = Project::new().section("```piao:titolari\n```").file("dati/u.toml", &data(more));
        tables(&plan.compile().clean())
    };
    let alone = rows("");
    assert!(!alone.join(" ").contains("Nessun titolare"), "{alone:#?}");
    assert_eq!(alone.iter().filter(|row| row.contains("Dirigente|01/01/2024")).count(), 2, "{alone:#?}");
    let after = rows("[[incarico]]\nruolo = \"eq\"\nunita = \"S2\"\ndal = 2025-03-01\n");
    assert!(!after.join(" ").contains("Scoperta"), "{after:#?}");
}

#[test]
fn none_in_a_state_is_a_count() {
    let text = "In attesa: [=progetti.stato.non-ancora-finanziato.conta:conta]; misure erogate: [=misure-digitali.stato.e.conta].";
    let document = Project::new().section(text).compile().clean();
    let BlockKind::Paragraph(content) = &first(&document).blocks[0].kind else { panic!("a paragraph") };
    assert_eq!(plain(content).replace('\u{a0}', " "), "In attesa: 0 progetti; misure erogate: 0.");
}
