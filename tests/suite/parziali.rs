//! What is counted of a part alone, and what a version changed, is told where it is printed.

use crate::project::{Compiled, Project, SETTINGS};
use piao::document::{BlockKind, Document, Inline, plain};
use piao::emit::dati;

/// The words of the paragraphs, of the tables and of the notes of the first section, one a line.
fn words(document: &Document) -> String {
    let mut out = String::new();
    let mut line = |content: &[Inline]| out.push_str(&format!("{}\n", plain(content).replace('\u{a0}', " ")));
    document.sections[0].each_block(&mut |block| match &block.kind {
        BlockKind::Paragraph(content)
        | BlockKind::Remark(content)
        | BlockKind::Legend(content)
        | BlockKind::Heading { content, .. } => line(content),
        BlockKind::Table(table) => {
            for row in &table.rows {
                let cells: Vec<Inline> =
                    row.cells.iter().flat_map(|cell| cell.words.iter().cloned().chain(bar())).collect();
                line(&cells);
            }
        }
        _ => {}
    });
    out
}

fn bar() -> [Inline; 1] {
    [Inline::Text { text: " | ".to_owned(), span: piao::base::span::Span::new(piao::base::span::FileId(0), 0..0) }]
}

fn codes(compiled: &Compiled) -> Vec<String> {
    compiled.diags.sorted().into_iter().map(|d| format!("{}: {}", d.code, d.message)).collect()
}

/// A report whose objectives are `obiettivi`.
fn report(obiettivi: &str) -> Document {
    let head =
        SETTINGS.replace("momento = \"approvazione\"", "momento = \"consuntivo\"").replace("2025-01-31", "2026-03-16");
    let units = "[[unita]]\ncodice = \"A1\"\nnome = \"Anagrafe\"\n\n[[unita]]\ncodice = \"A4\"\nnome = \"Strade\"\n";
    let plan = Project::new()
        .file("piao.toml", &format!("{head}\n[performance]\n"))
        .section("```piao:esiti-in-breve\n```\n\nObiettivi: [=obiettivi.conta]; di A1: [=a1.obiettivi].\n")
        .file("dati/unita.toml", units)
        .file("dati/obiettivi.toml", obiettivi);
    plan.compile().document.unwrap()
}

fn objective(codice: &str, fields: &str, outcome: &str) -> String {
    let outcome = match outcome {
        "" => String::new(),
        stato => format!("[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"{stato}\"\n"),
    };
    format!("[[obiettivo]]\ncodice = \"{codice}\"\ntitolo = \"Titolo di {codice}\"\n{fields}\n{outcome}\n")
}

#[test]
fn what_slipped_is_told_whoever_it_is_of() {
    let reached = objective("A1.1", "unita = \"A1\"\npeso = 100", "raggiunto");
    const PARTLY: &str = "parzialmente-raggiunto\"\npercentuale = 33\nin_quanto = \"mancava il personale";
    for slipped in [
        objective("A4.1", "unita = \"A4\"\ntrasversale = true", PARTLY),
        objective("X.1", "", PARTLY),
        objective("A4.2", "unita = \"A4\"", PARTLY),
        objective("A4.3", "unita = \"A4\"", "parzialmente-raggiunto\"\nin_quanto = \"mancava il personale"),
    ] {
        let said = words(&report(&(reached.clone() + &slipped)));
        assert!(!said.contains("Niente:") && said.contains("mancava il personale"), "{slipped}\n{said}");
        assert_eq!(said.matches("Titolo di ").count(), 1, "{said}");
    }
    let said = words(&report(&reached));
    assert!(said.contains("Niente: ogni obiettivo che ha un esito è raggiunto per intero."), "{said}");
}

#[test]
fn what_was_annulled_is_not_counted() {
    let all = [
        objective("A1.1", "unita = \"A1\"\npeso = 100", "raggiunto"),
        objective("A1.2", "unita = \"A1\"\npeso = 20\nstato = \"annullato\"", ""),
    ];
    let said = words(&report(&all.concat()));
    assert!(said.contains("aveva un obiettivo.") && said.contains("1 su 1") && !said.contains("su 2"), "{said}");
    assert!(said.contains("Obiettivi: 1; di A1: 1."), "{said}");
}

#[test]
fn signs_that_vanish_from_a_number_are_told() {
    let told = |text: &str| codes(&Project::new().section(text).compile());
    for text in [
        "La soglia è\n\n> 100\n",
        "1. > 100\n2. resto\n",
        "> € 5.000\n",
        ">= 80%\n",
        "> -3\n",
        "- # 5 posti\n",
        "> # 5 posti\n",
    ] {
        let all = told(text);
        assert!(all.iter().any(|one| one.starts_with("P0134") && one.contains("non si stampa")), "{text}: {all:?}");
    }
    for text in [
        "> Una citazione.\n",
        "> 1. Primo\n> 2. Secondo\n",
        "# 5 Anticorruzione\n\nTesto.\n",
        "> 3 luglio\n> era un giorno\n",
    ] {
        assert!(!told(text).iter().any(|one| one.starts_with("P0134")), "{text}: {:?}", told(text));
    }
    let field = |value: &str| {
        let data = format!("[[obiettivo]]\ntitolo = \"T\"\nrisultato_atteso = \"{value}\"\n");
        codes(&Project::new().section("Testo.").file("dati/o.toml", &data).compile())
    };
    for value in ["> 100", "# 5 posti"] {
        assert!(field(value).iter().any(|one| one.starts_with("P0134")), "{value}: {:?}", field(value));
    }
    assert!(!field("oltre 100").iter().any(|one| one.starts_with("P0134")));
}

#[test]
fn rows_written_in_a_view_are_added_up_as_the_others() {
    let view = "```piao:tabella\ndidascalia = \"Le ore\"\ncolonne = [\"Misura\", \"Ore\"]\nrighe = [[\"M1\", \"3\"], [\"M2\", \"4\"], [\"Totale\", \"8\"]]\n```\n";
    let all = codes(&Project::new().section(view).compile());
    assert!(all.iter().any(|one| one.starts_with("P0551") && one.contains("«8»") && one.contains('7')), "{all:?}");
    let right = codes(&Project::new().section(&view.replace("\"8\"", "\"7\"")).compile());
    assert!(!right.iter().any(|one| one.starts_with("P0551")), "{right:?}");
}

#[test]
fn a_column_of_its_share_has_a_name_of_its_own() {
    let text = "Tabella: Genere\n\n| Anno | Donne | % donne |\n| --- | --- | --- |\n| 2024 | 12 | 54,5 |\n";
    let compiled = Project::new().section(text).compile();
    assert!(!codes(&compiled).iter().any(|one| one.starts_with("P0802")), "{:?}", codes(&compiled));
    let data = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
    let csv = String::from_utf8(data.files["dati/tabella-1.csv"].clone()).unwrap();
    assert!(csv.starts_with("anno,donne,donne_percentuale"), "{csv}");
    let twice = text.replace("% donne", "Donne");
    assert!(codes(&Project::new().section(&twice).compile()).iter().any(|one| one.starts_with("P0802")));
}

#[test]
fn numbers_that_may_be_english_are_published_as_they_are_printed() {
    let text = "Tabella: I musei\n\n| Museo | Visitatori | Ora |\n| --- | --- | --- |\n| Arte | 3,400 | 8,30 |\n| Storia | 12,500 | 9,15 |\n";
    let compiled = Project::new().section(text).compile();
    let data = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
    let csv = String::from_utf8(data.files["dati/tabella-1.csv"].clone()).unwrap().replace("\r\n", "\n");
    assert_eq!(csv, "museo,visitatori,ora\nArte,\"3,400\",\"8,30\"\nStoria,\"12,500\",\"9,15\"\n");
    let told = codes(&compiled);
    assert_eq!(told.iter().filter(|one| one.starts_with("P0803")).count(), 2, "{told:?}");
    let indicator = "[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.indicatore]]\ntesto = \"Visitatori\"\ntarget = \"1200\"\nrilevato = { consuntivo = \"VALORE\" }\n";
    for (value, uncertain) in [("1,200", true), ("–12", true), ("una decina", true), ("1.200", false), ("n.d.", false)]
    {
        let plan = Project::new().section("Testo.").file("dati/o.toml", &indicator.replace("VALORE", value));
        let all = codes(&plan.compile());
        assert_eq!(all.iter().any(|one| one.starts_with("P0358")), uncertain, "{value}: {all:?}");
    }
}

#[test]
fn the_data_compare_a_target_as_its_judgement_does() {
    let published = |fields: &str| {
        let data = format!("[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.indicatore]]\n{fields}\n");
        let document = Project::new().section("Testo.").file("dati/o.toml", &data).compile().document.unwrap();
        let data = dati::render(&document, true).unwrap();
        let csv = String::from_utf8(data.files["dati/target.csv"].clone()).unwrap();
        let names: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
        let values: Vec<&str> = csv.lines().nth(1).unwrap().split(',').collect();
        let of = |name: &str| values[names.iter().position(|one| *one == name).unwrap()].to_owned();
        (of("target_confronto"), of("target_unita"))
    };
    let both = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(published("testo = \"Corsi svolti\"\ntarget = \"10 mila euro\""), both("almeno", "€"));
    assert_eq!(published("testo = \"Reclami\"\ntarget = \"10\"\npolarita = \"diminuisce\""), both("al massimo", ""));
    assert_eq!(published("testo = \"Numero di reclami\"\ntarget = \"10 per cento\""), both("uguale", "%"));
    assert_eq!(published("testo = \"Utenti\"\ntarget = \"> 10\""), both("più di", ""));
}

const VERSIONI: &str = "\n[[versione]]\nnumero = 1\ndata = 2025-01-30\n\n[[versione]]\nnumero = 2\ndata = 2025-06-10\nmotivo = \"Aggiornamento\"\n";

/// How many values of the view `vista` have the mark of a version, and what they were.
fn revised(vista: &str, data: &str) -> (usize, String) {
    let plan = Project::new()
        .file("piao.toml", &format!("{SETTINGS}{VERSIONI}"))
        .section(&format!("```piao:{vista}\n```\n"))
        .file("dati/dati.toml", data);
    let document = plan.compile().document.unwrap();
    let (mut marks, mut was) = (0, String::new());
    // The page of what changed stands before it.
    let mut look = |block: &piao::document::Block| {
        let BlockKind::Table(table) = &block.kind else { return };
        let all = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.words);
        // The codes of the heat map are small.
        fn inner(inline: &Inline) -> Vec<&Inline> {
            match inline {
                Inline::Small(inner) => inner.iter().collect(),
                other => vec![other],
            }
        }
        for inline in all.flat_map(inner) {
            if let Inline::Revised { version: 2, era, .. } = inline {
                marks += 1;
                was += &plain(era).replace('\u{a0}', " ");
            }
        }
    };
    document.walk(&mut |section, _| {
        if section.heading().contains("Prova") {
            section.each_block(&mut look);
        }
    });
    (marks, was)
}

#[test]
fn what_a_version_changed_is_marked_in_every_table() {
    let hired = "[[assunzione]]\nanno = 2025\narea = \"istruttori\"\nprofilo = \"Istruttore\"\nnumero = 3\ncosto = \"99.000,00 €\"\n";
    let was = |campo: &str, prima: &str| {
        format!("[[RECORD.revisione]]\nversione = 2\ncampo = \"{campo}\"\nprima = \"{prima}\"\n")
    };
    for (vista, record, data, field, before) in [
        ("assunzioni", "assunzione", hired, "costo", "33.000,00 €"),
        ("assunzioni", "assunzione", hired, "numero", "1"),
        (
            "cessazioni",
            "cessazione",
            "[[cessazione]]\nanno = 2025\narea = \"istruttori\"\nprofilo = \"Istruttore\"\nnumero = 2\n",
            "numero",
            "1",
        ),
        (
            "dotazione",
            "dotazione",
            "[[dotazione]]\narea = \"istruttori\"\nprofilo = \"Istruttore\"\nnumero = 3\n",
            "numero",
            "1",
        ),
        (
            "rischi",
            "processo",
            "[[processo]]\ncodice = \"Z.01\"\ntitolo = \"Zeta\"\narea = \"contributi\"\nesposizione = \"alto\"\n[[processo.rischio]]\nevento = \"E\"\n",
            "esposizione",
            "basso",
        ),
        (
            "mappa-rischi",
            "processo",
            "[[processo]]\ncodice = \"Z.01\"\ntitolo = \"Zeta\"\narea = \"contributi\"\nesposizione = \"alto\"\n",
            "esposizione",
            "basso",
        ),
        (
            "trasparenza",
            "obbligo",
            "[[obbligo]]\nsezione = \"Bilanci\"\ncontenuto = \"C\"\ntermine = \"entro 30 giorni\"\n",
            "termine",
            "entro 10 giorni",
        ),
        (
            "calendario-monitoraggio",
            "monitoraggio",
            "[[monitoraggio]]\ntitolo = \"M\"\nsezioni = [\"3.2\"]\ntempi = \"entro il 30/09\"\n",
            "tempi",
            "entro il 30/06",
        ),
    ] {
        let (marks, before_said) = revised(vista, &(data.to_owned() + &was(field, before).replace("RECORD", record)));
        assert!(marks > 0, "{vista}, {field}: no mark");
        let read = if field == "tempi" { "30/06" } else { before };
        assert!(before_said.contains(read), "{vista}, {field}: {before_said}");
    }
    for (vista, record, data) in [
        ("assunzioni", "assunzione", hired),
        (
            "progetti\nforma = \"tabella\"",
            "progetto",
            "[[progetto]]\nprogramma = \"CERV\"\ntitolo = \"P\"\nimporto = \"1,00 €\"\nrichiesto = \"1,00 €\"\nfinanziato = \"1,00 €\"\n",
        ),
    ] {
        let (marks, said) =
            revised(vista, &format!("{data}[[{record}.revisione]]\nversione = 2\ntipo = \"aggiunta\"\n"));
        assert_eq!((marks, said.starts_with("aggiunt")), (1, true), "{vista}: {said}");
    }
}

/// A total of what is said alone says that it is the least.
#[test]
fn a_total_of_some_rows_says_that_it_is_partial() {
    let hired = |costo: &str| {
        format!("[[assunzione]]\nanno = 2025\narea = \"istruttori\"\nprofilo = \"Uno\"\nnumero = 1\n{costo}\n")
    };
    let said = |data: &str| {
        words(
            &Project::new().section("```piao:assunzioni\n```\n").file("dati/a.toml", data).compile().document.unwrap(),
        )
    };
    let whole = said(&(hired("costo = \"30.000,00 €\"") + &hired("costo = \"40.000,00 €\"")));
    assert!(whole.contains("70.000,00 €") && !whole.contains('*'), "{whole}");
    let part = said(&(hired("costo = \"30.000,00 €\"") + &hired("")));
    assert!(
        part.contains("30.000,00 €*") && part.contains("* Almeno: di qualche assunzione il costo non è indicato."),
        "{part}"
    );
    // The cost of those who go up is no cost of those who enter, of which nobody says one.
    let up = "[[assunzione]]\nanno = 2025\narea = \"funzionari\"\nprofilo = \"Due\"\nnumero = 1\nmodalita = \"progressione\"\nda = \"istruttori\"\ncosto = \"3.000,00 €\"\n";
    let silent = said(&(hired("") + up));
    assert!(silent.contains("3.000,00 €") && silent.contains("Totale |") && !silent.contains("| 0,00 €"), "{silent}");
    // The same of the tables of any kind of record. What was granted nothing so far says so.
    let project = |titolo: &str, importo: &str| {
        format!(
            "[[progetto]]\nprogramma = \"CERV\"\ntitolo = \"{titolo}\"\nimporto = {importo}\nrichiesto = {{ assente = \"no\" }}\nfinanziato = \"non ancora finanziato\"\n\n"
        )
    };
    let two = project("Uno", "\"100,00 €\"") + &project("Due", "\"30,00 €\"");
    let listed = |data: &str| {
        let plan = Project::new().section(
            "```piao:progetti\nforma = \"tabella\"\ncolonne = [\"titolo\", \"importo\", \"finanziato\"]\n```\n",
        );
        words(&plan.file("dati/p.toml", data).compile().document.unwrap())
    };
    assert!(listed(&two).contains("Totale | 130,00 €"), "{}", listed(&two));
    let part = listed(&(two + &project("Tre", "{ assente = \"si definisce con il bando\" }")));
    assert!(part.contains("Totale di ciò che è indicato | 130,00 €"), "{part}");
}

#[test]
fn a_time_without_its_unit_beside_one_in_hours_is_told() {
    let small = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\ndipendenti = 20");
    let told = |now: &str, then: &str| {
        let data =
            format!("[[procedura]]\ntitolo = \"Rilascio\"\ntempo_attuale = \"{now}\"\ntempo_obiettivo = \"{then}\"\n");
        let all =
            codes(&Project::new().file("piao.toml", &small).section("Testo.").file("dati/p.toml", &data).compile());
        all.into_iter().filter(|one| one.starts_with("P0358")).collect::<Vec<_>>()
    };
    assert_eq!(told("48 ore", "3"), ["P0358: questo tempo si stampa «3 giorni», e quello attuale è «48 ore»"]);
    for (now, then) in [("48 ore", "3 ore"), ("45", "30"), ("45 giorni", "30"), ("45", "30 giorni")] {
        assert_eq!(told(now, then), [""; 0], "{now} {then}");
    }
}

/// A total that a text calls by name is of all the records, or the text is told that it is not.
#[test]
fn a_total_in_a_text_that_leaves_some_records_out_is_told() {
    let told = |text: &str, data: &str| {
        let all = codes(&Project::new().section(text).file("dati/a.toml", data).compile());
        all.into_iter().filter(|one| one.starts_with("P0217")).collect::<Vec<_>>()
    };
    let hired = |anno: i16, numero: usize, costo: &str| {
        format!("[[assunzione]]\nanno = {anno}\narea = \"istruttori\"\nprofilo = \"Uno\"\nnumero = {numero}\n{costo}\n")
    };
    let costo = "costo = \"30.000,00 €\"";
    let part = hired(2025, 1, costo) + &hired(2025, 1, "") + &hired(2026, 1, costo);
    let message =
        |n: usize| format!("P0217: questo totale è di una parte sola: «Costo annuo» manca in 1 assunzione su {n}");
    assert_eq!(told("Il costo è di [=assunzioni.costo.totale].\n", &part), [message(3)]);
    assert_eq!(told("Nel 2025 il costo è di [=assunzioni.costo.2025].\n", &part), [message(2)]);
    assert_eq!(told("Inoltre [=assunzioni.costo.totale] di costo.\n", &part), [message(3)]);
    for text in ["Nel 2026: [=assunzioni.costo.2026].\n", "Il costo è di almeno [=assunzioni.costo.totale].\n"] {
        assert_eq!(told(text, &part), [""; 0], "{text}");
    }
    let whole = hired(2025, 1, costo) + &hired(2026, 0, "");
    assert_eq!(told("Il costo è di [=assunzioni.costo.totale].\n", &whole), [""; 0]);
    // Nothing granted so far is zero, and what is declared absent is printed.
    let granted = "[[progetto]]\nprogramma = \"CERV\"\ntitolo = \"P\"\nimporto = \"1,00 €\"\nrichiesto = \"1,00 €\"\nfinanziato = \"1,00 €\"\n";
    let waiting = granted
        .replace("importo = \"1,00 €\"", "importo = { assente = \"da stimare\" }")
        .replace("finanziato = \"1,00 €\"", "finanziato = \"non ancora finanziato\"");
    let text = "Valgono [=progetti.importo.totale], finanziati [=progetti.finanziato.totale].\n";
    assert_eq!(told(text, &format!("{granted}{waiting}")), [""; 0]);
    // Of a measure the amount need not be there.
    let measure = |fields: &str| {
        format!("[[misura_digitale]]\ncodice = \"1.4.3\"\nlivello = \"misura\"\ntitolo = \"pagoPA\"\n{fields}\n")
    };
    let both = measure("importo = \"1,00 €\"") + &measure("");
    let message = "P0217: questo totale è di una parte sola: «Importo della misura» manca in 1 misura su 2";
    assert_eq!(told("Valgono [=misure-digitali.importo.totale].\n", &both), [message]);
    // A group whose number is not said for a year leaves hours of the line out, as its table says.
    let half = "[[linea_formativa]]\ntitolo = \"Corso\"\ntipo = \"base\"\nore = 8\npartecipanti = [{ categoria = \"funzionari\", numero = 10 }, { categoria = \"istruttori\", numero = { 2025 = 5 } }]\n";
    let message = "P0217: questo totale è di una parte sola: «Ore» manca in 1 linea formativa su 1";
    assert_eq!(told("Sono [=formazione.ore] ore.\n", half), [message]);
    // The same in the hours of the year, and in the data, which have no sum of the groups that say it.
    let text = "```piao:ore-formazione\n```\n";
    let staffed = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\ndipendenti = 20");
    let document =
        Project::new().file("piao.toml", &staffed).section(text).file("dati/a.toml", half).compile().document.unwrap();
    let said = words(&document);
    assert!(said.contains("120") && said.contains("80*") && said.contains("* Almeno: "), "{said}");
    let csv = dati::render(&document, true).unwrap().files["dati/linee-formative-anni.csv"].clone();
    let csv = String::from_utf8(csv).unwrap();
    let silent = format!("{half}\n[[linea_formativa]]\ntitolo = \"Altro\"\ntipo = \"base\"\n");
    let compiled = Project::new().file("piao.toml", &staffed).section(text).file("dati/a.toml", &silent).compile();
    let said = words(compiled.document.as_ref().unwrap());
    assert!(said.contains("| 2025 | 8* | 120* |"), "{said}");
    let row = |anno: &str| csv.lines().find(|line| line.contains(&format!(",{anno},"))).unwrap().to_owned();
    assert!(row("2025").contains(",8,15,120,") && row("2026").contains(",8,,,"), "{csv}");
    // What a line costs in one year is not what it costs in the triennium.
    let year =
        "[[linea_formativa]]\nid = \"corso\"\ntitolo = \"Corso\"\ntipo = \"base\"\ncosto = { 2025 = \"100,00 €\" }\n";
    let text = "```piao:linee-formative\nforma = \"schede\"\n```\n\nUna linea costa [=corso.costo].\n";
    let compiled = Project::new().section(text).file("dati/a.toml", year).compile();
    assert!(
        words(compiled.document.as_ref().unwrap()).contains("Una linea costa 100,00 € nel 2025."),
        "{}",
        compiled.messages()
    );
    let message = "P0217: questo totale è di una parte sola: «Costo nel triennio» manca in 1 linea formativa su 1";
    let whole = "[[linea_formativa]]\ntitolo = \"Altro\"\ntipo = \"base\"\ncosto = \"5,00 €\"\n";
    assert_eq!(
        told("Costano [=linee-formative.costo.totale].\n", &format!("{year}{whole}")),
        [message.replace("su 1", "su 2")]
    );
}
