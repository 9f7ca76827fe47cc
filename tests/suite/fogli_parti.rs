//! `piao importa` of the sheets that have nothing but parts of objectives: each goes where the plan has its objective.

use crate::cli::Run;
use crate::importa::{csv, desk, importa, row, save};
use std::fs;
use std::path::Path;

/// A sheet: its name, and its rows.
type Foglio<'a> = (&'a str, &'a [&'a [&'a str]]);

/// A workbook with these sheets.
fn fogli(desk: &Path, file: &str, sheets: &[Foglio<'_>]) {
    save(desk, file, |book| {
        for (name, rows) in sheets {
            let sheet = book.add_worksheet().set_name(*name).unwrap();
            (0..).zip(*rows).for_each(|(n, cells)| row(sheet, n, cells));
        }
    });
}

fn detto(run: &Run, words: &[&str]) {
    let said = format!("{} {}", run.err, run.out).split_whitespace().collect::<Vec<_>>().join(" ");
    for words in words {
        assert!(said.contains(words), "{words}: {said}");
    }
}

const OBIETTIVI: Foglio<'_> = (
    "Obiettivi",
    &[&["Codice", "Obiettivo", "Settore", "Peso"], &["A1", "Uno", "S1", "40"], &["A2", "Due", "S1", "60"]],
);

#[test]
fn phases_and_indicators_go_into_the_objectives_that_they_name() {
    let (desk, plan) = desk();
    fogli(desk.path(), "o.xlsx", &[OBIETTIVI]);
    importa(desk.path(), &["o.xlsx", "piano"]);
    // By code: what may be of the objective or of its phases is of the phases.
    let fasi: Foglio<'_> = (
        "Fasi",
        &[
            &["Codice obiettivo", "Fase", "Tempi", "Peso", "Colore"],
            &["A1", "Analisi", "marzo 2027", "40", "blu"],
            &["A2", "Bando", "maggio 2027", "100", ""],
            &["A1", "Avvio", "giugno 2027", "60", ""],
            &["A9", "Altro", "maggio 2027", "100", ""],
        ],
    );
    fogli(desk.path(), "f.xlsx", &[fasi]);
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    let text = "codice;titolo;unita;peso;fase.testo;fase.tempi;fase.peso\n\
                A1;Uno;S1;40;Analisi;marzo 2027;40\nA1;Uno;;;Avvio;giugno 2027;60\nA2;Due;S1;60;Bando;maggio 2027;100\n";
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), text, "{run:?}");
    detto(&run, &["A5: nel piano non c’è «A9» (obiettivo)", "E: «Colore» non è un campo"]);
    // By title.
    let indicatori: Foglio<'_> =
        ("Indicatori", &[&["Obiettivo", "Indicatore", "Target 2027"], &["UNO", "Ore", "14"], &["Nove", "Boh", "2"]]);
    fogli(desk.path(), "i.xlsx", &[indicatori]);
    let run = importa(desk.path(), &["i.xlsx", "piano"]);
    let text = csv(&plan, "dati/obiettivi.csv");
    assert!(text.contains("\nA1;Uno;S1;40;Analisi;marzo 2027;40;Ore;14\n") && !text.contains("Nove"), "{text}{run:?}");
    detto(&run, &["A3: nel piano non c’è «Nove» (obiettivo)"]);
    // All of them say the same again.
    for file in ["o.xlsx", "f.xlsx", "i.xlsx"] {
        let run = importa(desk.path(), &[file, "piano"]);
        assert_eq!(csv(&plan, "dati/obiettivi.csv"), text, "{run:?}");
        assert!(!run.err.contains("P1504") && !run.err.contains("sparita"), "{run:?}");
    }
    // What changes in the sheet changes in its objective.
    let second: Foglio<'_> =
        ("Fasi", &[&["Codice obiettivo", "Fase", "Tempi", "Peso", "Colore"], &["A1", "Analisi", "aprile 2027", "40"]]);
    fogli(desk.path(), "f.xlsx", &[second]);
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert!(csv(&plan, "dati/obiettivi.csv").contains("Analisi;aprile 2027;40"), "{run:?}");
    detto(&run, &["fase «Avvio» è sparita dal foglio", "non c’è più «A2»"]);
}

#[test]
fn a_workbook_has_its_objectives_in_a_sheet_and_their_parts_in_others() {
    let (desk, plan) = desk();
    let indicatori: Foglio<'_> =
        ("Indicatori", &[&["Cod. obiettivo", "Indicatore", "2026", "2027"], &["A1", "Ore", "10", "12"]]);
    let fasi: Foglio<'_> = ("Attività", &[&["Obiettivo", "Fase", "Tempi"], &["A2", "Bando", "maggio 2027"]]);
    fogli(desk.path(), "t.xlsx", &[fasi, indicatori, OBIETTIVI]);
    let run = importa(desk.path(), &["t.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;peso;fase.testo;fase.tempi;indicatore.testo\nA1;Uno;S1;40;;;Ore\nA2;Due;S1;60;Bando;maggio 2027;\n",
        "{run:?}"
    );
    // Years that do not say of what they are: the lines that say it are told, and obeyed.
    let line = "la sua riga sia `\"2027\" = \"indicatore.target.2027\"` se è il valore atteso";
    detto(&run, &["D: «2027» è un anno", line, "`\"2026\" = \"indicatore.base.valore\"` se è quello di partenza"]);
    let memory = plan.join("importa/t.toml");
    let text = fs::read_to_string(&memory).unwrap();
    let said = text
        .replace("\"2027\" = \"\"", "\"2027\" = \"indicatore.target.2027\"")
        .replace("\"2026\" = \"\"", "\"2026\" = \"indicatore.base.valore\"");
    fs::write(&memory, said).unwrap();
    let run = importa(desk.path(), &["t.xlsx", "piano"]);
    assert!(csv(&plan, "dati/obiettivi.csv").contains("\nA1;Uno;S1;40;;;Ore;10;12\n"), "{run:?}");
    assert!(!run.err.contains("è un anno"), "{run:?}");
}

/// Years alone are those of the targets where the title says so, and of no other values; else the file of the columns asks.
#[test]
fn years_alone_are_targets_where_the_title_says_so() {
    for (title, read) in
        [("Valori attesi degli indicatori", true), ("Indicatori", false), ("Target e consuntivo", false)]
    {
        let (desk, plan) = desk();
        fogli(desk.path(), "o.xlsx", &[OBIETTIVI]);
        importa(desk.path(), &["o.xlsx", "piano"]);
        let rows: Vec<Vec<&str>> =
            vec![vec![title], vec!["Codice obiettivo", "Indicatore", "2027", "2028"], vec!["A1", "Ore", "10", "12"]];
        save(desk.path(), "i.xlsx", |book| {
            let sheet = book.add_worksheet().set_name("Foglio1").unwrap();
            (0..).zip(&rows).for_each(|(n, cells)| row(sheet, n, cells));
        });
        let run = importa(desk.path(), &["i.xlsx", "piano"]);
        let text = csv(&plan, "dati/obiettivi.csv");
        assert_eq!(
            text.contains("indicatore.target.2027;indicatore.target.2028\nA1;Uno;S1;40;Ore;10;12\n"),
            read,
            "{text}{run:?}"
        );
        assert_eq!(run.err.contains("«2027» è un anno"), !read, "{run:?}");
        let memory = fs::read_to_string(plan.join("importa/i.toml")).unwrap();
        let asked = "\"2027\" = \"\" # \"indicatore.target.2027\" se è il valore atteso di quell’anno, \"indicatore.base.valore\" se è quello di partenza\n";
        assert_eq!(memory.contains(asked), !read, "{memory}");
    }
}

/// Parts go also into the records that a person writes, and touch nothing else there.
#[test]
fn the_parts_of_an_objective_in_toml_are_written_in_it() {
    let (desk, plan) = desk();
    let file = plan.join("dati/obiettivi.toml");
    let text = "# I nostri.\n[[obiettivo]]\ncodice = \"T1\"   # il primo\ntitolo = 'Tre'\nunita = \"S1\"\n\n\
                [[obiettivo.fase]]\ntesto = \"Analisi\"\ntempi = \"marzo 2027\" # certo\n\n\
                [[obiettivo]]\ncodice = \"T2\"\ntitolo = \"Quattro\"\nunita = \"S2\"\nindicatore = [\n  { testo = \"Ore\", target = \"12\" },\n]\n";
    fs::write(&file, text).unwrap();
    let sheets = |tempi: &'static str| -> [Foglio<'static>; 2] {
        let fasi: &'static [&'static [&'static str]] = match tempi {
            "maggio 2027" => &[
                &["Codice obiettivo", "Fase", "Tempi", "Peso"],
                &["T1", "Analisi", "marzo 2027", "40"],
                &["T1", "Avvio «pilota» \\ 2*3", "maggio 2027", "60"],
                &["T9", "Altro", "maggio 2027", "100"],
            ],
            _ => &[
                &["Codice obiettivo", "Fase", "Tempi", "Peso"],
                &["T1", "Analisi", "aprile 2027", "40"],
                &["T1", "Avvio «pilota» \\ 2*3", "maggio 2027", "60"],
            ],
        };
        let indicatori: &'static [&'static [&'static str]] = &[
            &["Codice obiettivo", "Indicatore", "Target 2027", "Target 2028"],
            &["T1", "Ore", "10", "max 8"],
            &["T2", "Giorni", "30", "20"],
        ];
        [("Fasi", fasi), ("Indicatori", indicatori)]
    };
    fogli(desk.path(), "f.xlsx", &sheets("maggio 2027"));
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    let now = text
        .replace("tempi = \"marzo 2027\" # certo\n", "tempi = \"marzo 2027\" # certo\npeso = 40\n\n[[obiettivo.fase]]\ntesto = 'Avvio «pilota» \\ 2*3'\ntempi = \"maggio 2027\"\npeso = 60\n\n[[obiettivo.indicatore]]\ntesto = \"Ore\"\ntarget = { 2027 = \"10\", 2028 = \"max 8\" }\n");
    assert_eq!(fs::read_to_string(&file).unwrap(), now, "{run:?}");
    assert!(!plan.join("dati/obiettivi.csv").exists(), "{run:?}");
    detto(&run, &["T1, fase «Avvio", "in più", "1 obiettivo in `dati/obiettivi.toml`", "A4: nel piano non c’è «T9»"]);
    // A value for all the years has no room for that of one.
    detto(&run, &["A3: «T2» è già nel piano, in dati/obiettivi.toml:", "`piao esempio obiettivo` mostra come"]);
    // Again, nothing moves; and what changes in the sheet changes there.
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), now, "{run:?}");
    fogli(desk.path(), "f.xlsx", &sheets("aprile 2027"));
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    let then = now.replace("\"marzo 2027\" # certo", "\"aprile 2027\" # certo");
    assert_eq!(fs::read_to_string(&file).unwrap(), then, "{run:?}");
    detto(&run, &["«marzo 2027» → «aprile 2027»"]);
    // Changed on both sides: told, and the words of who wrote them stay.
    let mine = then.replace("aprile 2027", "luglio 2027");
    fs::write(&file, &mine).unwrap();
    fogli(desk.path(), "f.xlsx", &sheets("maggio 2027"));
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), mine, "{run:?}");
    assert!(run.err.contains("P1504") && run.err.contains("C2: T1, fase «Analisi», `fase.tempi`"), "{run:?}");
    // Nor is a value that says what it was written over, whoever has its way.
    let revised = then.replace("\"aprile 2027\"", "\"aprile 2027 -> luglio 2027\"");
    fs::write(&file, &revised).unwrap();
    let run = importa(desk.path(), &["f.xlsx", "piano", "--vince-il-foglio"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), revised, "{run:?}");
    detto(&run, &["A2: «T1» è già nel piano, in dati/obiettivi.toml:"]);
}

/// A card has its parts at its head. What the plan could not read there stays out, and is told.
#[test]
fn the_parts_of_a_card_are_written_at_its_head() {
    let (desk, plan) = desk();
    let file = plan.join("obiettivi/T1.md");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    let text = "+++\ntitolo = \"Tre\"\nunita = \"S1\"\n+++\n\nUn testo.\n";
    fs::write(&file, text).unwrap();
    let fasi = |peso: &'static str| -> Vec<Vec<&'static str>> {
        vec![vec!["Codice obiettivo", "Fase", "Peso fase"], vec!["T1", "Analisi", peso]]
    };
    let scrivi = |peso: &'static str| {
        let rows = fasi(peso);
        save(desk.path(), "f.xlsx", |book| {
            let sheet = book.add_worksheet().set_name("Fasi").unwrap();
            (0..).zip(&rows).for_each(|(n, cells)| row(sheet, n, cells));
        });
        importa(desk.path(), &["f.xlsx", "piano"])
    };
    let run = scrivi("molto");
    assert_eq!(fs::read_to_string(&file).unwrap(), text, "{run:?}");
    detto(&run, &["A2: «T1» è già nel piano, in obiettivi/T1.md"]);
    let run = scrivi("100");
    assert_eq!(
        fs::read_to_string(&file).unwrap(),
        text.replace("\n+++\n\nUn", "\n\n[[fase]]\ntesto = \"Analisi\"\npeso = 100\n+++\n\nUn"),
        "{run:?}"
    );
}

/// A code may be that of the phase: where nothing says that it is of the objective, its author says it.
#[test]
fn a_code_that_may_be_of_the_part_is_asked_for() {
    let (desk, plan) = desk();
    let heads: &[&str] = &["Codice", "Obiettivo", "Settore"];
    fogli(desk.path(), "o.xlsx", &[("Obiettivi", &[heads, &["1", "Uno", "S1"], &["2", "Due", "S1"]])]);
    importa(desk.path(), &["o.xlsx", "piano"]);
    let before = csv(&plan, "dati/obiettivi.csv");
    let fasi: Foglio<'_> = ("Fasi", &[&["Codice", "Fase", "2027"], &["1", "Analisi", "x"], &["2", "Avvio", "x"]]);
    fogli(desk.path(), "f.xlsx", &[fasi]);
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), before, "{run:?}");
    let lines = "[[foglio]]\nnome = \"Fasi\"\ntipo = \"obiettivi\"\n[foglio.colonne]\n\"Codice\" = \"codice\"\n\"Fase\" = \"fase.testo\"\n\"2027\" = \"\"\n";
    detto(&run, &[&lines.split_whitespace().collect::<Vec<_>>().join(" ")]);
    fs::write(plan.join("importa/f.toml"), lines).unwrap();
    let run = importa(desk.path(), &["f.xlsx", "piano"]);
    assert_eq!(
        csv(&plan, "dati/obiettivi.csv"),
        "codice;titolo;unita;fase.testo\n1;Uno;S1;Analisi\n2;Due;S1;Avvio\n",
        "{run:?}"
    );
}

/// A sheet with its cards in columns is read so the next time too, when one is left; and its cells keep their names.
#[test]
fn a_sheet_of_columns_comes_back_as_it_was() {
    let (desk, plan) = desk();
    let two: Foglio<'_> = (
        "Obiettivi",
        &[&["Codice", "A1", "A2"], &["Obiettivo", "Uno", "Due"], &["Settore", "S1", "S9"], &["Peso", "100", "idem"]],
    );
    fogli(desk.path(), "g.xlsx", &[two]);
    let run = importa(desk.path(), &["g.xlsx", "piano"]);
    let text = "codice;titolo;unita;peso\nA1;Uno;S1;100\nA2;Due;S9;\n";
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), text, "{run:?}");
    detto(&run, &["C3: «S9» non esiste nel piano", "C4: «idem» rimanda"]);
    let one: Foglio<'_> =
        ("Obiettivi", &[&["Codice", "A1"], &["Obiettivo", "Uno"], &["Settore", "S1"], &["Peso", "90"]]);
    fogli(desk.path(), "g.xlsx", &[one]);
    let run = importa(desk.path(), &["g.xlsx", "piano"]);
    assert_eq!(csv(&plan, "dati/obiettivi.csv"), text.replace("S1;100", "S1;90"), "{run:?}");
    detto(&run, &["non c’è più «A2»"]);
}
