//! What real documents have: each construct as it is written, as both outputs print it, and as the data publish it.

use crate::project::{Outputs, Project};
use scraper::{Html, Selector};

/// A plan of one section, with its data.
fn plan(section: &str, data: &str) -> Project {
    Project::new().section(section).file("dati/dati.toml", data)
}

/// The outputs of a plan in which nothing is refused.
fn made(project: &Project) -> Outputs {
    let compiled = project.compile();
    let messages = compiled.messages();
    Outputs::of(compiled.document.unwrap_or_else(|| panic!("{messages}")))
}

fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of all that `selector` finds in the page of the section.
fn found(outputs: &Outputs, selector: &str) -> Vec<String> {
    let (_, page) = outputs.html().find(|(path, _)| *path == "prova.html").unwrap();
    let html = Html::parse_document(page);
    let selector = Selector::parse(selector).unwrap();
    html.select(&selector).map(|e| tidy(&e.text().collect::<String>())).collect()
}

/// The words of the PDF, without blanks: a line of a page may end anywhere.
fn printed(outputs: &Outputs) -> String {
    outputs.pages.join("\n").chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// Whether the PDF says `words`.
fn says(outputs: &Outputs, words: &str) -> bool {
    printed(outputs).contains(&words.chars().filter(|c| !c.is_whitespace()).collect::<String>())
}

/// A file of data as text.
fn csv(outputs: &Outputs, name: &str) -> String {
    let bytes = outputs.data.files.get(&format!("dati/{name}.csv")).unwrap_or_else(|| panic!("no {name}.csv"));
    String::from_utf8(bytes.clone()).unwrap()
}

/// One column of a file of data.
pub(crate) fn column(outputs: &Outputs, name: &str, column: &str) -> Vec<String> {
    let text = csv(outputs, name);
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let at = reader.headers().unwrap().iter().position(|header| header == column);
    let at = at.unwrap_or_else(|| panic!("no column {column} in\n{text}"));
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

const UNITS: &str = r#"
[[unita]]
id = "dg"
codice = "DG"
nome = "Direzione generale"

[[unita]]
id = "s1"
codice = "S1"
nome = "Affari generali"

[[unita]]
id = "s4"
codice = "S4"
nome = "Servizi informativi"

[[unita]]
id = "archivio"
nome = "Archivio"
padre = "s1"
"#;

fn objective(code: &str, unit: &str, rest: &str) -> String {
    format!(
        "[[obiettivo]]\ncodice = \"{code}\"\ntitolo = \"Lavoro {code}\"\nunita = \"{unit}\"\nrisultato_atteso = \"Fatto.\"\n{rest}\n"
    )
}

#[test]
fn a_unit_reads_its_table_in_the_order_of_its_own_codes() {
    let share = "peso = \"==\"\n[[obiettivo.quota]]\nunita = \"S4\"\ncodice = \"S4.00002\"\npeso = 25\nnota = \"la parte tecnica\"\n\
                 [[obiettivo.quota]]\nunita = \"S1\"\nruolo = \"collabora\"\nnota = \"le gare\"";
    let data = [
        UNITS.to_owned(),
        objective("DG.00005", "DG", share),
        objective("S4.00001", "S4", "peso = 50"),
        objective("S4.00003", "S4", "peso = 25"),
        objective("S1.00001", "S1", "peso = 100"),
        objective("DG.00009", "DG", "peso = \"==\"\ntrasversale = true"),
    ]
    .join("\n");
    let views = "```piao:obiettivi\ndove = { codice = \"DG.00005\" }\n```\n\n```piao:tabella-unita\nid = \"t\"\ndidascalia = \"Obiettivi\"\n```\n";
    let outputs = made(&plan(views, &data));
    let codes = found(&outputs, "table.table tbody th[scope=row]:first-child");
    assert_eq!(
        codes,
        [
            "DG.00005 / S4.00002",
            "DG.00009",
            "S1.00001",
            "DG.00009",
            "Totale",
            "S4.00001",
            "DG.00005 / S4.00002",
            "S4.00003",
            "DG.00009",
            "Totale"
        ],
        "no table for the archive, which has nothing of its own; S1 only lends a hand to DG.00005"
    );
    let titles = found(&outputs, "table.table tbody tr :nth-child(2)");
    assert_eq!(titles.iter().filter(|title| title.contains("Lavoro DG.00005 (CONDIVISO)")).count(), 2, "{titles:#?}");
    assert_eq!(titles.iter().filter(|title| title.contains("Lavoro DG.00009 (TRASVERSALE)")).count(), 3);
    let fields = found(&outputs, "article.card-obiettivo dd").join("\n");
    let fields = tidy(&fields.replace('\u{a0}', " "));
    let labels = found(&outputs, "article.card-obiettivo dt").join("\n");
    // Who only lends a hand is not among those that share it.
    for (label, words) in [
        ("Condiviso con", "Servizi informativi (S4.00002, 25 %: la parte tecnica)"),
        ("Con la collaborazione di", "Affari generali (le gare)"),
    ] {
        assert!(fields.contains(words) && labels.contains(label), "{labels}\n{fields}");
        assert!(says(&outputs, words) && says(&outputs, label));
    }
    assert!(!fields.contains("tecnica); Affari") && says(&outputs, "Lavoro DG.00005 (CONDIVISO)"));
    assert_eq!(
        column(&outputs, "obiettivi-unita", "ruolo"),
        ["", "condivide", "collabora", "", "", "", "", "condivide", "condivide", "condivide"]
    );
    // The code of the row is that of the unit; the other is beside it.
    let last = outputs.document.sections.iter().map(|s| s.id.as_str().to_owned()).next().unwrap();
    assert_eq!(last, "prova");
    assert_eq!(column(&outputs, "tabella-3", "codice"), ["S4.00001", "S4.00002", "S4.00003", "DG.00009", "Totale"]);
    assert_eq!(column(&outputs, "tabella-3", "codice_altre_unita"), ["", "DG.00005", "", "", ""]);
    assert_eq!(column(&outputs, "tabella-3", "obiettivo_partecipazione"), ["", "condiviso", "", "trasversale", ""]);
}

#[test]
fn shares_say_which_units_have_an_objective_of_all() {
    let quote = "trasversale = true\npeso = \"==\"\n[[obiettivo.quota]]\nunita = \"S4\"\npeso = 5";
    let data =
        [UNITS.to_owned(), objective("DG.00001", "DG", quote), objective("S1.00001", "S1", "peso = 100")].join("\n");
    let outputs = made(&plan(
        "```piao:tabella-unita\nunita = \"S1\"\n```\n\n```piao:tabella-unita\nunita = \"S4\"\n```\n",
        &data,
    ));
    assert_eq!(
        found(&outputs, "table.table tbody th[scope=row]:first-child"),
        ["S1.00001", "Totale", "DG.00001", "Totale"]
    );
}

#[test]
fn units_are_summed_side_by_side() {
    let measured = |n: u8| {
        format!(
            "peso = {n}\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = {n}\nin_quanto = \"tardi\""
        )
    };
    let data = [
        UNITS.to_owned(),
        objective("S1.00001", "S1", &measured(60)),
        objective("S1.00002", "S1", &measured(40)),
        objective("S1.00003", "S1", "peso = \"==\""),
        objective("S4.00001", "S4", "peso = 100"),
    ]
    .join("\n");
    let outputs = made(&plan("```piao:totali-unita\nid = \"t\"\ndidascalia = \"I totali\"\n```\n", &data));
    let rows = found(&outputs, "table.table tbody tr");
    assert_eq!(
        rows.iter().map(|row| row.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        ["S1 – Affari generali 3 2 100 % 52,00 %", "S4 – Servizi informativi 1 1 100 % –"]
    );
    assert!(says(&outputs, "S1 – Affari generali") && says(&outputs, "52,00 %"));
    assert_eq!(column(&outputs, "tabella-1", "esito_ponderato_al_31_12_2025_percentuale"), ["52", ""]);
    assert_eq!(column(&outputs, "tabella-1", "di_cui_valutati"), ["2", "1"]);
}

const TREE: &str = r#"
[[nodo]]
id = "linea-a"
titolo = "Linea A"

[[nodo]]
id = "a-uno"
padre = "linea-a"
titolo = "Uno"

[[nodo]]
id = "linea-b"
titolo = "Linea B"
"#;

#[test]
fn the_raccordo_says_what_became_of_objectives_and_the_fields_that_are_asked_for() {
    let data = [
        UNITS.to_owned(),
        TREE.to_owned(),
        objective("S1.00001", "S1", "nodo = \"a-uno\"\npeso = 100\nscadenza = \"entro giugno\"\nstato = \"sostituito\"\nsostituito_da = \"S1.00002\"\ndup = [\"1.1.5\"]"),
        objective("S1.00002", "S1", "nodo = \"a-uno\"\npeso = 100\nscadenza = \"31/12/2025\"\nstato = \"nuovo\"\netichette = [\"formazione\"]"),
        objective("S4.00001", "S4", "nodo = \"linea-b\"\npeso = 100\nscadenza = \"entro luglio\""),
    ]
    .join("\n");
    let view = "```piao:raccordo\nid = \"r\"\ndidascalia = \"Raccordo\"\ncolonne = [\"unita\", \"scadenza\", \"etichette\", \"dup\"]\ndove = { nodo = \"linea-a\" }\n```\n";
    let outputs = made(&plan(view, &data));
    assert_eq!(
        found(&outputs, "table.table thead th")[1..],
        ["Obiettivo", "Ufficio responsabile", "Termine", "Temi", "Nel Documento unico di programmazione"]
    );
    let rows = found(&outputs, "table.table tbody tr");
    assert_eq!(rows.len(), 3, "the other line is of another table: {rows:#?}");
    // The upper level heads the rows, across the table.
    assert_eq!(found(&outputs, "tr.gruppo th"), ["1 – Linea A"]);
    assert!(rows[1].contains("Lavoro S1.00001 (SOSTITUITO) Affari generali entro giugno – 1.1.5"), "{rows:#?}");
    assert!(rows[2].starts_with("S1.00002 – Lavoro S1.00002 (NUOVO)"), "{rows:#?}");
    assert!(says(&outputs, "Lavoro S1.00001 (SOSTITUITO)") && says(&outputs, "formazione"));
    assert_eq!(column(&outputs, "tabella-1", "obiettivo_stato"), ["sostituito", "nuovo"]);
    assert_eq!(column(&outputs, "tabella-1", "termine"), ["", "2025-12-31"]);
    assert_eq!(column(&outputs, "tabella-1", "termine_nota"), ["entro giugno", ""]);
}

#[test]
fn who_holds_an_office_for_a_part_of_the_year_has_its_days() {
    let data = [
        UNITS.to_owned(),
        "[[incarico]]\nid = \"prima\"\nruolo = \"dirigente\"\nunita = \"S1\"\npersona = \"Ada Esempio\"\nal = 2025-04-30\n\
         [[incarico]]\nid = \"dopo\"\nruolo = \"interim\"\nunita = \"S1\"\npersona = \"Ugo Campione\"\ndal = 2025-05-01\nal = 2026-06-30\n\
         [[incarico]]\nid = \"vecchio\"\nruolo = \"dirigente\"\nunita = \"S1\"\npersona = \"Tea Modello\"\ndal = 2020-01-01\nal = 2023-12-31\n"
            .to_owned(),
        objective("S1.00001", "S1", "peso = 50"),
        objective("S1.00002", "S1", "peso = 50\nresponsabili = [\"dopo\"]"),
    ]
    .join("\n");
    let outputs = made(&plan("```piao:obiettivi\n```\n", &data));
    let fields = found(&outputs, "article.card-obiettivo dl > div, article.card-obiettivo dl");
    let all = fields.join("\n");
    let holders = "dirigente Ada Esempio (fino al 30/04/2025); responsabile ad interim Ugo Campione (dal 01/05/2025)";
    assert!(all.contains(holders) && !all.contains("Tea Modello"), "{all}");
    assert_eq!(
        all.matches("Chi guida l’ufficio").count(),
        all.matches(holders).count(),
        "the second names who answers: {all}"
    );
    assert!(says(&outputs, holders));
}

#[test]
fn amounts_of_two_bodies_stand_in_one_grid() {
    let item = |ente: &str, amount: &str| {
        format!(
            "[[obiettivo.contabile.voce]]\nverso = \"spesa\"\nparte = \"corrente\"\nimporto = \"{amount}\"\n{ente}\n"
        )
    };
    let data = [
        "[[ente]]\nid = \"carpi\"\nnome = \"Comune di Carpi\"\ntipo = \"comune\"\n".to_owned(),
        UNITS.to_owned(),
        objective("S1.00001", "S1", "peso = 100"),
        item("", "1.342.675,00 €"),
        item("ente = \"carpi\"", "1.028.140,55 €"),
    ]
    .join("\n");
    let outputs = made(&plan("```piao:obiettivi\n```\n", &data));
    let rows: Vec<String> =
        found(&outputs, "article table tbody tr").iter().map(|row| row.replace('\u{a0}', " ")).collect();
    for row in [
        "Spese, Comune di Prova 1.342.675,00 € –",
        "Spese, Comune di Carpi 1.028.140,55 € –",
        "Spese, in tutto 2.370.815,55 € –",
    ] {
        assert!(rows.iter().any(|r| r == row), "{row}: {rows:#?}");
    }
    assert!(says(&outputs, "Spese, in tutto") && says(&outputs, "2.370.815,55 €"));
    assert_eq!(column(&outputs, "voci-contabili", "ente_id"), ["", "carpi"]);
}

const MEASURES: &str = "```piao:tabella\nid = \"m\"\ndidascalia = \"Le misure\"\n\
colonne = [\"Responsabile\", \"Attuazione\", \"Misura\", \"Tempi\", \"Esito\"]\n\
gruppi = [\"Responsabile\", \"Attuazione\"]\nrighe = [\n\
[\"Dirigente Risorse umane\", \"92 %\", \"Rotazione\", \"entro giugno\", \"100 %\"],\n\
[\"\", \"\", \"Formazione\", \"entro ottobre\", \"84 %\"],\n\
[\"Dirigente Lavori pubblici\", \"100 %\", \"Controlli\", \"entro luglio\", \"100 %\"],\n]\n```\n";

#[test]
fn the_rows_of_a_table_stand_under_the_heads_of_their_groups() {
    let outputs = made(&Project::new().section(MEASURES));
    let heads = found(&outputs, "table.table tbody th[scope=rowgroup]");
    assert_eq!(
        heads.iter().map(|h| h.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        ["Dirigente Risorse umane – Attuazione: 92 %", "Dirigente Lavori pubblici – Attuazione: 100 %"]
    );
    assert_eq!(found(&outputs, "table.table thead th"), ["Misura", "Tempi", "Esito"]);
    assert_eq!(found(&outputs, "table.table tbody").len(), 2, "a body for each group");
    assert!(says(&outputs, "Dirigente Risorse umane – Attuazione: 92 %"));
    assert_eq!(
        column(&outputs, "tabella-1", "responsabile"),
        ["Dirigente Risorse umane", "Dirigente Risorse umane", "Dirigente Lavori pubblici"]
    );
    assert_eq!(column(&outputs, "tabella-1", "attuazione_percentuale"), ["92", "92", "100"]);
    assert_eq!(column(&outputs, "tabella-1", "esito_percentuale"), ["100", "84", "100"]);
}

/// A last group of one row takes with it the row before its head: no page begins with a head and one row.
#[test]
fn a_last_group_of_one_row_is_not_alone_on_a_page() {
    let mut broken = 0;
    for n in 27..=34 {
        let rows: String = (1..=n).map(|at| format!("[\"Uno\", \"Riga {at:02}\", \"{at}\"],\n")).collect();
        let table = format!(
            "```piao:tabella\ndidascalia = \"Le righe\"\ncolonne = [\"Gruppo\", \"Voce\", \"Ore\"]\ngruppi = [\"Gruppo\"]\nrighe = [\n{rows}[\"Due\", \"Riga ultima\", \"1\"],\n]\n```\n"
        );
        let outputs = made(&Project::new().section(&table));
        let page = outputs.pages.iter().find(|page| page.contains("Riga ultima")).unwrap();
        assert!(page.contains(&format!("Riga {n:02}")), "{n}: {page}");
        broken += usize::from(!page.contains("Riga 01"));
    }
    assert!(broken > 3, "the table goes on to another page");
}

#[test]
fn a_group_is_a_column_of_the_table_and_leaves_it_others() {
    let told = |from: &str, to: &str| {
        let compiled = Project::new().section(&MEASURES.replace(from, to)).compile();
        compiled.diags.iter().map(|d| (d.code, d.message.clone())).collect::<Vec<_>>()
    };
    let wrong = told("gruppi = [\"Responsabile\", \"Attuazione\"]", "gruppi = \"Responsabili\"");
    assert_eq!(wrong, [("P0123", "la tabella non ha una colonna «Responsabili»".to_owned())]);
    let all = told("gruppi = [", "gruppi = [\"Misura\", \"Tempi\", \"Esito\", ");
    assert_eq!(all.first().map(|(code, _)| *code), Some("P0120"), "{all:?}");
}

/// The same plan with more in its settings.
fn with(project: Project, settings: &str) -> Project {
    let text = format!("{}\n{settings}", crate::project::SETTINGS);
    project.file("piao.toml", &text)
}

#[test]
fn each_level_of_the_tree_has_its_digits_and_each_unit_its_code() {
    let data = [
        UNITS.to_owned(),
        TREE.to_owned(),
        objective("S1.00001", "S1", "nodo = \"a-uno\"\npeso = 100\ntrasversale = true"),
        objective(
            "S4.00001",
            "S4",
            "nodo = \"linea-b\"\npeso = 100\n[[obiettivo.quota]]\nunita = \"DG\"\nruolo = \"coordina\"",
        ),
    ]
    .join("\n");
    let text = "La linea A ha [=linea-a.obiettivi-strategici] obiettivi strategici, [=linea-a.obiettivi:conta] e [=linea-a.trasversali:conta].\n\n\
                ```piao:obiettivi\n```\n\n```piao:contatori\n```\n";
    let settings = "[albero]\nlivelli = [\"linea\", \"obiettivo strategico\"]\ncifre = [2, 1]\n\n[performance]\ncodici_unita = true\n";
    let outputs = made(&with(plan(text, &data), settings));
    let all = found(&outputs, "main").join("\n");
    assert!(all.contains("La linea A ha 1 obiettivi strategici, 1 obiettivo e 1 obiettivo trasversale."), "{all}");
    assert!(all.contains("Obiettivo · S1 – Affari generali · 01 Linea A › 01.1 Uno"), "{all}");
    assert!(found(&outputs, "article dd").iter().any(|field| field == "DG – Direzione generale (coordina)"), "{all}");
    assert!(says(&outputs, "S1 – Affari generali · 01 Linea A"));
    // Other plans name their units as before, and count their steps with one digit.
    let outputs = made(&plan("```piao:obiettivi\n```\n", &data));
    assert!(
        found(&outputs, "article .card-kind").iter().any(|line| line.starts_with("Obiettivo · Affari generali · "))
    );
    assert!(says(&outputs, "1.1 Uno") && !says(&outputs, "01.1 Uno"));
    let wrong = with(Project::new().section("Testo."), "[albero]\ncifre = [2, 5]\n").compile();
    assert_eq!(wrong.diags.iter().map(|d| d.code).collect::<Vec<_>>(), ["P0107"], "{}", wrong.messages());
}

#[test]
fn phases_stand_under_the_sentence_of_their_group() {
    let phases = "[[obiettivo.fase]]\ntesto = \"Bando\"\npeso = 40\ngruppo = \"**Azione 1**: scegliere chi lo fa.\"\n\
                  [[obiettivo.fase]]\ntesto = \"Gara\"\npeso = 20\n\
                  [[obiettivo.fase]]\ntesto = \"Lavori\"\npeso = 40\ngruppo = \"Azione 2: farlo.\"\n";
    let data = [UNITS.to_owned(), objective("S1.00001", "S1", "peso = 100"), phases.to_owned()].join("\n");
    let outputs = made(&plan("```piao:obiettivi\n```\n", &data));
    let rows = found(&outputs, "article table tbody tr");
    assert_eq!(
        rows.iter().map(|row| row.replace('\u{a0}', " ")).collect::<Vec<_>>(),
        [
            "Azione 1: scegliere chi lo fa.",
            "1 Bando 40 %",
            "2 Gara 20 %",
            "Azione 2: farlo.",
            "3 Lavori 40 %",
            "Totale 100 %"
        ]
    );
    assert!(says(&outputs, "Azione 1: scegliere chi lo fa.") && says(&outputs, "Azione 2: farlo."));
    assert_eq!(
        column(&outputs, "fasi", "gruppo"),
        ["Azione 1: scegliere chi lo fa.", "Azione 1: scegliere chi lo fa.", "Azione 2: farlo."]
    );
}

#[test]
fn a_year_in_which_no_phase_counts_has_a_note_and_no_column_of_weights() {
    let phases = "[[obiettivo.fase]]\ntesto = \"Bando\"\npeso = { 2025 = 60, 2026 = \"==\" }\ntempi = { 2025 = \"marzo\", 2026 = \"maggio\" }\n\
                  [[obiettivo.fase]]\ntesto = \"Gara\"\npeso = { 2025 = 40, 2026 = \"==\" }\ntempi = { 2025 = \"aprile\" }\n";
    let data = [UNITS.to_owned(), objective("S1.00001", "S1", "peso = 100"), phases.to_owned()].join("\n");
    let outputs = made(&plan("```piao:obiettivi\n```\n", &data));
    assert_eq!(
        found(&outputs, "section article thead th, main article thead th"),
        ["N.", "Attività", "2025", "Tempi 2026", "Peso", "Tempi"]
    );
    assert!(says(&outputs, "Nessuna fase ha un peso nel 2026."));
}

#[test]
fn the_staff_is_said_by_what_it_does_and_a_body_has_labels_of_its_own() {
    let rest = "peso = 100\npersonale = { C1 = 2, D1 = 1 }\ncontributi = { C1 = [\"raccoglie i dati\", \"scrive la relazione\"], D3 = \"coordina\" }\n\
                etichette = [\"formazione\"]\naltre_etichette = [\"obiettivo di mandato\"]\ndurata = \"pluriennale 2023-2025 – FASE 2\"";
    let data = [UNITS.to_owned(), objective("S1.00001", "S1", rest)].join("\n");
    let text = "```piao:obiettivi\ndove = { etichette = \"obiettivo di mandato\" }\n```\n\n```piao:indice\nper = \"etichetta\"\n```\n";
    let outputs = made(&plan(text, &data));
    let fields = found(&outputs, "article dd");
    for field in [
        "2 C1 (raccoglie i dati; scrive la relazione); 1 D1; D3 (coordina)",
        "formazione; obiettivo di mandato",
        "pluriennale 2023–2025, fase 2",
    ] {
        assert!(fields.iter().any(|f| f == field), "{field}: {fields:#?}");
        assert!(says(&outputs, field), "{field}");
    }
    assert!(found(&outputs, "tr.gruppo th").iter().any(|entry| entry == "Obiettivo di mandato"));
    assert_eq!(column(&outputs, "obiettivi", "politiche"), ["formazione; obiettivo di mandato"]);
    assert_eq!(
        column(&outputs, "obiettivi", "contributi"),
        ["C1: raccoglie i dati; C1: scrive la relazione; D3: coordina"]
    );
}

#[test]
fn an_indicator_has_several_targets_or_one_for_each_unit_or_the_reason_for_none() {
    let indicators = r#"
[[obiettivo.indicatore]]
testo = "Pratiche chiuse, reclami, incontri"
dimensione = "efficacia"
target = ["100 %", "0 reclami", "4 incontri"]

[[obiettivo.indicatore]]
testo = "Segnalazioni"
dimensione = "efficacia"
misura = "quantita"

[[obiettivo.indicatore.quota]]
per = "S1"
target = "tra 130 e 145"
rilevato = { consuntivo = "140" }

[[obiettivo.indicatore.quota]]
per = "Comune di Novi"
target = "≤ 50"

[[obiettivo.indicatore]]
testo = "Fondi del bando"
dimensione = "economicita"
target = { assente = "il bando esce a marzo" }
"#;
    let data = [UNITS.to_owned(), objective("S1.00001", "S1", "peso = 100"), indicators.to_owned()].join("\n");
    let project = plan("```piao:obiettivi\n```\n\n```piao:cruscotto\n```\n", &data);
    assert!(project.compile().diags.iter().all(|d| d.code != "P0312" && d.code != "P0331"), "a share is a target");
    let outputs = made(&project);
    let cells = found(&outputs, "article table td");
    for words in [
        "100 %; 0 reclami; 4 incontri",
        "Dimensione attesa Affari generali: tra 130 e 145 Comune di Novi: ≤ 50",
        "Affari generali: 140 al 31/12/2025 target raggiunto",
        "non c’è (il bando esce a marzo)",
    ] {
        assert!(cells.iter().any(|cell| cell.replace('\u{a0}', " ") == words), "{words}: {cells:#?}");
    }
    assert!(says(&outputs, "Affari generali: tra 130 e 145") && says(&outputs, "Comune di Novi: ≤ 50"));
    assert_eq!(column(&outputs, "target", "per"), ["", "", "", "Affari generali", "Comune di Novi"]);
    assert_eq!(column(&outputs, "target", "target_valore"), ["100", "0", "4", "130", "50"]);
    assert_eq!(column(&outputs, "target", "rilevato_consuntivo"), ["", "", "", "140", ""]);
    // Nobody has two of them.
    let twice = plan("Testo.", &data.replace("Comune di Novi", "affari generali")).compile();
    assert!(twice.diags.iter().any(|d| d.code == "P0317"), "{}", twice.messages());
    // One whose share is of the wrong kind is told like any other.
    let wrong = data.replace("tra 130 e 145", "entro aprile");
    let told = plan("Testo.", &wrong).compile();
    assert!(told.diags.iter().any(|d| d.code == "P0311"), "{}", told.messages());
}

#[test]
fn a_tool_stands_over_its_results_and_a_result_has_its_scale() {
    let checks = r#"
[[obiettivo.verifica]]
strumento = "Relazione annuale"
atteso = "Approvata dalla Giunta"
tempi = "entro giugno"

[[obiettivo.verifica.risultato]]
atteso = "Pubblicata nel sito"
tempi = "entro luglio"

[[obiettivo.verifica.risultato]]
tempi = "aprile, dicembre"
scala = [{ entro = "aprile", punteggio = 100 }, { entro = "dicembre", punteggio = 90 }]

[[obiettivo.verifica]]
strumento = "Registro"
atteso = "Almeno 80 controlli"
tempi = "annuale"
"#;
    let title = "[[obiettivo]]\ntitolo = \"Controllare il territorio\"\nresponsabili = [\"tutti i direttori\"]\n";
    let data = [UNITS, title, checks].join("\n");
    let text = "```piao:verifiche\nid = \"v\"\ndidascalia = \"Verifiche\"\ndove = { responsabili = \"tutti i direttori\" }\n```\n\n```piao:obiettivi\n```\n\n```piao:indice\nper = \"unita\"\n```\n";
    let project = plan(text, &data);
    let compiled = project.compile();
    assert!(compiled.diags.iter().all(|d| !["P0312", "P0323"].contains(&d.code)), "{}", compiled.messages());
    assert!(compiled.diags.iter().all(|d| d.code != "P0334"), "the scale goes on to December");
    let short = plan("Testo.", &data.replace("{ entro = \"dicembre\", punteggio = 90 }", "")).compile();
    assert!(short.diags.iter().any(|d| d.code == "P0334"), "{}", short.messages());
    let outputs = made(&project);
    let (_, page) = outputs.html().find(|(path, _)| *path == "prova.html").unwrap();
    let html = Html::parse_document(page);
    let tall: Vec<(String, String)> = html
        .select(
            &Selector::parse("section#prova table.table [rowspan], #tab-v ~ * [rowspan], table[id] [rowspan]").unwrap(),
        )
        .map(|e| (e.attr("rowspan").unwrap().to_owned(), tidy(&e.text().collect::<String>())))
        .collect();
    assert!(tall.contains(&("4".into(), "Controllare il territorio".into())), "{tall:#?}");
    assert!(tall.contains(&("3".into(), "Relazione annuale".into())), "{tall:#?}");
    let cells = found(&outputs, "table td");
    assert!(
        cells.iter().any(|cell| cell.replace('\u{a0}', " ") == "entro aprile: 100 % entro dicembre: 90 %"),
        "{cells:#?}"
    );
    assert!(says(&outputs, "entro aprile: 100 %") && says(&outputs, "Pubblicata nel sito"));
    assert!(found(&outputs, "article dd").iter().any(|field| field == "tutti i direttori"));
    assert!(
        found(&outputs, "tr.gruppo th").iter().any(|entry| entry == "Tutti i direttori"),
        "the index misses nobody"
    );
    assert_eq!(column(&outputs, "verifiche", "verifica"), ["1", "1", "1", "2"]);
    assert_eq!(
        column(&outputs, "verifiche", "strumento"),
        ["Relazione annuale", "Relazione annuale", "Relazione annuale", "Registro"]
    );
    assert_eq!(column(&outputs, "verifiche", "scala")[2], "aprile: 100 %; dicembre: 90 %");
}

#[test]
fn an_exchange_is_of_several_bodies_and_its_programme_goes_by_days() {
    let data = r#"
[[ente]]
id = "unione"
nome = "Unione della Valle"
nome_breve = "Valle"
tipo = "unione"

[[ente]]
id = "carpi"
nome = "Comune di Carpi"
tipo = "comune"

[[scheda_scambio]]
id = "sportello"
ente = ["unione", "carpi"]
titolo = "Uno sportello solo"
referente = { nome = "Nome Riservato", email = "sportello@example.it", pubblici = ["email"] }
segreteria = { telefono = "051 000001" }
descrizione = "Domande ⇒ risposte."
capienza = "4 persone"
disponibilita = [{ quando = "5 e 6 novembre" }]

[[scheda_scambio.programma]]
giorno = 1
parte = "mattina"
tema = "Il banco"
voci = ["Le code", "Gli orari"]
nota = "Il pranzo è libero."

[[scheda_scambio.programma]]
giorno = 1
parte = "pomeriggio"
tema = "Il retro"

[[scheda_scambio.programma]]
giorno = 2
tema = "Prove"
"#;
    let text = "## Dal banco → al retro\n\nCon [=unione.schede:conta] e [=carpi.posti:conta].\n\n```piao:schede-scambio\nforma = \"schede\"\ndove = { ente = \"carpi\" }\n```\n\n```piao:calendario\n```\n";
    let outputs = made(&plan(text, data));
    let fields = found(&outputs, "article dd");
    for field in ["Unione della Valle; Comune di Carpi", "sportello@example.it", "recapiti riservati"] {
        assert!(fields.iter().any(|f| f == field), "{field}: {fields:#?}");
    }
    let all = found(&outputs, "main").join("\n");
    assert!(all.contains("Con 1 scheda e 4 posti.") && all.contains("Domande ⇒ risposte."), "{all}");
    assert!(!all.contains("Nome Riservato") && !printed(&outputs).contains("051000001"));
    assert_eq!(
        found(&outputs, "article ul > li"),
        [
            "Giorno 1 Mattina – Il banco Le code Gli orari Il pranzo è libero. Pomeriggio – Il retro",
            "Mattina – Il banco Le code Gli orari Il pranzo è libero.",
            "Le code",
            "Gli orari",
            "Pomeriggio – Il retro",
            "Giorno 2 – Prove",
        ]
    );
    assert!(says(&outputs, "Il pranzo è libero.") && says(&outputs, "Domande ⇒ risposte."));
    assert!(found(&outputs, "table td").iter().any(|cell| cell == "Unione della Valle e Comune di Carpi"));
    let drawn = found(&outputs, ".disegno-largo text").join(" ");
    assert!(drawn.contains("Valle e Carpi: Uno sportello solo"), "{drawn}");
    assert!(says(&outputs, "Dal banco → al retro"), "in bold too");
    assert_eq!(column(&outputs, "schede-scambio", "ente_id"), ["unione"]);
    assert_eq!(column(&outputs, "schede-scambio", "altri_enti_id"), ["carpi"]);
    assert_eq!(column(&outputs, "schede-scambio-programma", "nota")[0], "Il pranzo è libero.");
    let none = plan("Testo.", &data.replace("[\"unione\", \"carpi\"]", "[]")).compile();
    assert!(none.diags.iter().any(|d| d.code == "P0107" && d.message.contains("vuoto")), "{}", none.messages());
}

#[test]
fn the_records_of_a_table_stand_under_what_they_have_in_common() {
    let project = |id: &str, programme: &str, amount: &str| {
        format!(
            "[[progetto]]\nid = \"{id}\"\ntitolo = \"Progetto {id}\"\nprogramma = \"{programme}\"\nimporto = \"{amount}\"\n"
        )
    };
    let data =
        [project("a", "PNRR", "100,00 €"), project("b", "CERV", "50,00 €"), project("c", "PNRR", "10,00 €")].join("\n");
    let view = "```piao:progetti\nid = \"p\"\ndidascalia = \"Progetti\"\ncolonne = [\"titolo\", \"importo\"]\ngruppi = \"programma\"\n```\n";
    let outputs = made(&plan(view, &data));
    let rows: Vec<String> =
        found(&outputs, "table.table tbody tr").iter().map(|row| row.replace('\u{a0}', " ")).collect();
    assert_eq!(
        rows,
        ["PNRR", "Progetto a 100,00 €", "Progetto c 10,00 €", "CERV", "Progetto b 50,00 €", "Totale 160,00 €"]
    );
    assert!(says(&outputs, "Progetto c"));
    let codes = |view: &str| plan(view, &data).compile().diags.iter().map(|d| d.code).collect::<Vec<_>>();
    assert!(codes(&view.replace("\"programma\"", "\"programa\"")).contains(&"P0123"));
    assert!(codes("```piao:progetti\nforma = \"schede\"\ngruppi = \"programma\"\n```\n").contains(&"P0120"));
    assert!(codes("```piao:totali-progetti\ngruppi = \"programma\"\n```\n").contains(&"P0120"));
}

/// The columns of a year stand together under it, and one column of a year alone keeps it in its name. The data name them whole.
#[test]
fn the_columns_of_a_year_stand_under_it() {
    let outputs = made(&plan(
        "Tabella: Prove {#prove}\n\n| Ufficio | Spese 2026 | Posti 2026 | Spese 2027 | Posti 2027 | Spese 2028 |\n\
         | --- | --- | --- | --- | --- | --- |\n| Uno | 1 | 2 | 3 | 4 | 5 |\n| Due | 6 | 7 | 8 | 9 | 10 |\n",
        "",
    ));
    assert_eq!(found(&outputs, "thead tr:first-child th"), ["Ufficio", "2026", "2027", "Spese 2028"]);
    assert_eq!(found(&outputs, "thead tr:last-child th"), ["Spese", "Posti", "Spese", "Posti"]);
    // On the page a cell of two rows stands between the words of both.
    assert!(says(&outputs, "2026 2027 Ufficio Spese 2028 Spese Posti Spese Posti"));
    assert_eq!(column(&outputs, "tabella-1", "posti_2027"), ["4", "9"]);
}

/// The title of a chapter that asks for it stands on a band, at the head of a new page.
#[test]
fn a_chapter_may_open_a_page() {
    let words = |front: &str| {
        let plan = Project::new()
            .file("1-uno.md", "+++\ntitolo = \"Uno\"\n+++\n\nPoche parole.\n")
            .file("2-due.md", &format!("+++\ntitolo = \"Settore Due\"\nid = \"prova\"\n{front}+++\n\nAltre parole.\n"));
        made(&plan)
    };
    let (alone, plain) = (words("frontespizio = true\n"), words(""));
    let page = |outputs: &Outputs, words: &str| outputs.pages.iter().position(|page| page.contains(words));
    assert_eq!(page(&plain, "Poche parole"), page(&plain, "Altre parole"));
    assert_eq!(page(&alone, "Poche parole").map(|n| n + 1), page(&alone, "Altre parole"));
    assert_eq!(found(&alone, ".frontespizio h1").len(), 1);
    assert_eq!(found(&plain, ".frontespizio h1").len(), 0);
}
