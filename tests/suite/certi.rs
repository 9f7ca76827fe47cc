//! What is published as a number and what is put on one axis is so only when it is certain.

use crate::project::{Compiled, Project, SETTINGS};
use piao::document::{BlockKind, Document, Inline, Mark, Posto, Stage, places, plain};
use piao::emit::dati;

/// The CSV of the first numbered table.
fn csv(compiled: &Compiled) -> String {
    let data = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
    String::from_utf8(data.files["dati/tabella-1.csv"].clone()).unwrap().replace("\r\n", "\n")
}

/// Code, words underlined and message of every problem.
fn told(compiled: &Compiled) -> Vec<String> {
    let words = |d: &piao::diag::Diagnostic| {
        let span = d.span.expect("a place");
        compiled.sources.file(span.file).unwrap().text()[span.range()].to_owned()
    };
    compiled.diags.sorted().into_iter().map(|d| format!("{} {}: {}", d.code, words(d), d.message)).collect()
}

const CODES: &str = "| Misura | Orario | Giorno |\n| --- | --- | --- |\n| 1.1 | 8.30 | 31.12 |\n| 1.10 | 9.00 | 1.3 |\n| 3.1.1 | 12.45 | 15.6 |\n";

#[test]
fn codes_hours_and_days_are_published_as_they_are_printed() {
    let compiled = Project::new().section(&format!("Tabella: Le misure\n\n{CODES}")).compile();
    assert_eq!(csv(&compiled), "misura,orario,giorno\n1.1,8.30,31.12\n1.10,9.00,1.3\n3.1.1,12.45,15.6\n");
    assert_eq!(told(&compiled), [""; 0]);
}

#[test]
fn a_number_that_may_be_a_thousand_is_text_until_its_column_is_declared() {
    let rows = "| Nido | Posti | Retta |\n| --- | --- | --- |\n| Arcobaleno | 1.200 | 512,50 € |\n| Girotondo | 75 | 1.040,00 € |\n";
    let undeclared = Project::new().section(&format!("Tabella: I nidi\n\n{rows}")).compile();
    assert_eq!(csv(&undeclared), "nido,posti,retta_euro\nArcobaleno,1.200,512.50\nGirotondo,75,1040.00\n");
    assert_eq!(
        told(&undeclared),
        ["P0803 1.200: la colonna «Posti» ha numeri che si leggono in due modi: nei dati aperti resta testo"]
    );
    // The cure, obeyed, with an id and without.
    for attributes in ["{#nidi tipi=\"testo, numero, importo\"}", "{tipi=\"testo, numero, importo\"}"] {
        let declared = Project::new().section(&format!("Tabella: I nidi {attributes}\n\n{rows}")).compile();
        assert_eq!(csv(&declared), "nido,posti,retta_euro\nArcobaleno,1200,512.50\nGirotondo,75,1040.00\n");
        assert_eq!(told(&declared), [""; 0], "{attributes}");
        let document = declared.document.unwrap();
        let BlockKind::Table(table) = &document.sections[0].blocks[0].kind else { panic!("no table") };
        assert_eq!(table.caption.as_deref().map(plain).as_deref(), Some("I nidi"));
    }
}

#[test]
fn a_sign_in_a_title_is_the_unit_of_the_column() {
    let rows = "| Voce | Importo € | % assenze | Migliaia di € |\n| --- | --- | --- | --- |\n| Carta | 1.200 | 4,5 | 12 |\n| Luce | -- | 3 | 7 |\n";
    let compiled = Project::new().section(&format!("Tabella: Le spese\n\n{rows}")).compile();
    assert_eq!(
        csv(&compiled),
        "voce,importo_euro,assenze_percentuale,migliaia_di_euro\nCarta,1200.00,4.5,12\nLuce,,3,7\n"
    );
    assert_eq!(told(&compiled), [""; 0]);
    let document = compiled.document.unwrap();
    let BlockKind::Table(table) = &document.sections[0].blocks[0].kind else { panic!("no table") };
    assert!(matches!(table.columns[1].profile, piao::piano::element::row::Profile::Numero), "dashes move no column");
}

#[test]
fn totals_are_known_by_their_words_and_blank_rows_are_no_data() {
    let rows = "| Voce | Posti |\n| --- | --- |\n| A | 7 |\n| | |\n| Subtotale | 7 |\n| B | 5 |\n| In totale | 12 |\n";
    let compiled = Project::new().section(&format!("Tabella: I posti\n\n{rows}")).compile();
    assert_eq!(
        csv(&compiled),
        "voce,posti,riga_di_totale\nA,7,false\nSubtotale,7,true\nB,5,false\nIn totale,12,true\n"
    );
    let view = "```piao:tabella\ndati = \"posti.csv\"\ndidascalia = \"I posti\"\ngruppi = \"Area\"\n```\n";
    let grouped = |rows: &str| {
        csv(&Project::new().section(view).file("dati/posti.csv", &format!("Area;Voce;Posti\n{rows}")).compile())
    };
    assert_eq!(
        grouped("Nord;A;7\nNord;Subtotale;7\nSud;B;5\n;Tot.;12\n"),
        "area,voce,posti,riga_di_totale\nNord,A,7,false\nNord,Subtotale,7,true\nSud,B,5,false\n,Tot.,12,true\n"
    );
    assert_eq!(grouped("Nord;A;7\nTotale;;7\n"), "area,voce,posti,riga_di_totale\nNord,A,7,false\nTotale,,7,true\n");
    // Each group has its own total, whatever it is called; the last one is of all.
    assert_eq!(
        grouped("Nord;A;7\nNord;B;1\nNord;Totale;8\nSud;C;5\nSud;Totale;5\n;Totale;13\n"),
        "area,voce,posti,riga_di_totale\nNord,A,7,false\nNord,B,1,false\nNord,Totale,8,true\n\
         Sud,C,5,false\nSud,Totale,5,true\n,Totale,13,true\n"
    );
    assert_eq!(
        grouped("Nord;A;7\nNord;Totale;7\nSud;C;5\n;Totale;12\n"),
        "area,voce,posti,riga_di_totale\nNord,A,7,false\nNord,Totale,7,true\nSud,C,5,false\n,Totale,12,true\n"
    );
    // Only the second of two groups changes.
    let view = "```piao:tabella\ndidascalia = \"Le misure\"\ncolonne = [\"Chi\", \"Attuazione\", \"Misura\", \"Ore\"]\ngruppi = [\"Chi\", \"Attuazione\"]\n\
                righe = [[\"Anna\", \"92 %\", \"M1\", \"3\"], [\"\", \"94 %\", \"M2\", \"4\"], [\"Ugo\", \"\", \"M3\", \"5\"]]\n```\n";
    let two = Project::new().section(view).compile();
    assert_eq!(csv(&two), "chi,attuazione_percentuale,misura,ore\nAnna,92,M1,3\nAnna,94,M2,4\nUgo,,M3,5\n");
    let BlockKind::Table(table) = &two.document.as_ref().unwrap().sections[0].blocks[0].kind else {
        panic!("no table")
    };
    let heads: Vec<String> = table.rows.iter().filter(|row| row.heads).map(|row| plain(&row.cells[0])).collect();
    assert_eq!(heads, ["Anna – Attuazione: 92\u{a0}%", "Anna – Attuazione: 94\u{a0}%", "Ugo"]);
}

#[test]
fn a_declared_column_tells_the_cell_that_it_cannot_read() {
    let compiled = Project::new()
        .section("Tabella: Le soglie {tipi=\"testo, numero\"}\n\n| Voce | Soglia |\n| --- | --- |\n| Prima | 1234.5 |\n| Seconda | 2.500 |\n| Terza | non prevista |\n")
        .compile();
    assert_eq!(csv(&compiled), "voce,soglia,soglia_nota\nPrima,1234.5,\nSeconda,,2.500\nTerza,,non prevista\n");
    assert_eq!(told(&compiled), ["P0804 2.500: «2.500» sta in una colonna di tipo numero e non si legge con certezza"]);
}

#[test]
fn types_are_as_many_as_the_columns_and_exist() {
    let of = |tipi: &str| {
        let text =
            format!("Tabella: Le soglie {{tipi=\"{tipi}\"}}\n\n| Voce | Soglia |\n| --- | --- |\n| Prima | 7 |\n");
        told(&Project::new().section(&text).compile())
    };
    assert_eq!(of("numero"), ["P0805 tipi=\"numero\": `tipi` ha 1 voce e le colonne sono 2"]);
    assert_eq!(of("testo, numeri"), ["P0805 tipi=\"testo, numeri\": «numeri» non è un tipo di colonna"]);
    let view = |keys: &str| {
        let view = format!("```piao:tabella\ndidascalia = \"Prova\"\n{keys}\n```\n");
        Project::new().section(&view).file("dati/posti.csv", "Nido;Posti\nUno;1.200\nDue;0.250\n").compile()
    };
    let few = view("colonne = [\"A\", \"B\"]\nrighe = [[\"x\", \"1\"]]\ntipi = [\"testo\"]");
    assert_eq!(told(&few), ["P0805 \"testo\": `tipi` ha 1 voce e le colonne sono 2"]);
    // Of a file only the columns that are printed are declared.
    let one = view("dati = \"posti.csv\"\ncolonne = [\"Posti\"]\ntipi = [\"testo\"]");
    assert_eq!((csv(&one), told(&one)), ("posti\n1.200\n0.250\n".to_owned(), vec![]));
}

/// The lines on which values are drawn, each as the stages of its values and where they are, in hundredths of the line.
fn lines(document: &Document) -> Vec<Vec<(Stage, i64)>> {
    let mut out = vec![];
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            for inline in table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.words) {
                if let Inline::Mark(Mark::Line { start, end, points }) = inline {
                    let at = |posto: Posto| (posto.stage, (posto.at * 100.0).round() as i64);
                    out.push(places(*start, *end, points).into_iter().map(at).collect());
                }
            }
        });
    });
    out
}

fn dashboard(indicatore: &str) -> Document {
    let text = if indicatore.starts_with("testo") { "" } else { "testo = \"Utenti\"\n" };
    let objective = format!("[[obiettivo]]\ntitolo = \"Più utenti\"\n\n[[obiettivo.indicatore]]\n{text}{indicatore}\n");
    let plan = Project::new().section("```piao:cruscotto\n```\n").file("dati/obiettivi.toml", &objective);
    plan.compile().document.unwrap()
}

#[test]
fn what_starts_from_a_number_and_asks_for_a_change_is_not_drawn() {
    let change = "misura = \"percentuale\"\nformula = { numeratore = \"utenti\", tipo = \"variazione\" }\n";
    for (indicatore, drawn) in [
        (format!("{change}base = {{ anno = 2023, valore = \"10\" }}\ntarget = \"30\""), 0),
        ("base = { anno = 2023, valore = \"51.008,28 €\" }\ntarget = \"10\"".to_owned(), 0),
        ("base = { anno = 2023, valore = \"5\" }\ntarget = \"100 %\"".to_owned(), 0),
        // The advice of P0331, obeyed, makes no chart.
        ("formula = { numeratore = \"utenti\", tipo = \"variazione\" }\nbase = { valore = \"54,42 %\" }\ntarget = \"2,5\"".to_owned(), 0),
        ("base = { anno = 2023, valore = \"54,42 %\" }\ntarget = \"67 %\"".to_owned(), 1),
    ] {
        assert_eq!(lines(&dashboard(&indicatore)).len(), drawn, "{indicatore}");
    }
}

/// A share stands on 0–100 whatever it is, another measure on a round number that is written.
#[test]
fn values_stand_on_an_honest_line() {
    use Stage::{Base, Rilevato, Target};
    for (indicatore, line, ends) in [
        (
            "base = { valore = \"41 %\" }\ntarget = { 2025 = \"60 %\", 2027 = \"90 %\" }",
            vec![(Base, 41), (Target, 60), (Target, 90)],
            "0  100 %",
        ),
        ("base = { valore = \"80 %\" }\ntarget = \"160 %\"", vec![(Base, 50), (Target, 100)], "0  160 %"),
        (
            "unita_misura = \"giorni\"\nbase = { valore = \"35\" }\ntarget = \"20\"\nrilevato = { consuntivo = \"10\" }",
            vec![(Base, 88), (Target, 50), (Rilevato, 25)],
            "0  40",
        ),
        (
            "unita_misura = \"giorni\"\nbase = { valore = \"4\" }\ntarget = \"-4\"",
            vec![(Base, 100), (Target, 0)],
            "−4  4",
        ),
    ] {
        let document = dashboard(indicatore);
        assert_eq!(lines(&document), [line], "{indicatore}");
        let mut said = String::new();
        document.sections[0].each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                said.extend(table.rows.iter().flat_map(|row| &row.cells).map(|cell| plain(cell) + "|"));
            }
        });
        assert!(said.replace('\u{a0}', " ").contains(&format!("|{ends}|")), "{said}");
    }
}

/// The heads over the columns of the first table, its headers, and the cells of its first row of data.
fn table(document: &Document) -> (Vec<String>, Vec<String>, Vec<String>) {
    let mut found = None;
    document.sections[0].each_block(&mut |block| {
        if let BlockKind::Table(table) = &block.kind {
            let over = table.anni().into_iter().map(|(_, words)| words.to_owned()).collect();
            let heads = (0..table.columns.len()).map(|at| plain(&table.testa(at))).collect();
            let row = table.rows.iter().find(|row| !row.heads).unwrap();
            found.get_or_insert((
                over,
                heads,
                row.cells.iter().map(|cell| plain(cell).replace('\u{a0}', " ")).collect(),
            ));
        }
    });
    found.unwrap()
}

#[test]
fn the_values_of_years_have_a_column_each_and_a_mark_stands_before_its_number() {
    let (over, heads, cells) = table(&dashboard(
        "misura = \"percentuale\"\nbase = { valore = \"41 %\" }\ntarget = { 2025 = \"≥ 60 %\", 2026 = \"≥ 75 %\" }",
    ));
    assert_eq!(over, ["% prevista"]);
    assert_eq!(heads, ["Indicatore", "Partenza", "Scala", "2025", "2026"]);
    assert_eq!(cells[1..], ["41 %", "0  100 %", "≥ 60 %", "≥ 75 %"]);
    let (over, heads, cells) = table(&dashboard(
        "testo = \"Voto medio, su 10\"\nunita_misura = \"voto\"\nbase = { valore = \"6,2\" }\ntarget = \"> 7\"",
    ));
    assert_eq!((over.len(), heads[3].as_str()), (0, "Valore atteso"));
    assert_eq!(cells[1..], ["voto 6,2", "0  10", "voto > 7"]);
}

#[test]
fn a_year_that_missed_its_target_says_so_and_numbers_have_one_spelling() {
    let of = |found: &str| {
        let text = format!(
            "misura = \"quantita\"\npolarita = \"aumenta\"\ntarget = {{ 2025 = \"2600\" }}\nrilevato = {{ consuntivo = \"{found}\" }}"
        );
        let document = dashboard(&text);
        let mut cells = vec![];
        document.sections[0].each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                let row = table.rows.iter().find(|row| !row.heads).unwrap();
                let words = row.cells.iter().map(|cell| plain(cell).split_whitespace().collect::<Vec<_>>().join(" "));
                cells.extend(words.filter(|words| words.contains("al 31/12/2025")));
            }
        });
        cells
    };
    let of = |found: &str| of(found).into_iter().map(|cell| cell.replace('\u{a0}', " ")).collect::<Vec<_>>();
    assert_eq!(of("2523"), ["2.523 al 31/12/2025 (target mancato)"]);
    assert_eq!(of("2.601"), ["2.601 al 31/12/2025 target raggiunto"]);
    // Two days with «al» between them would be a period.
    assert_eq!(of("12 su 14"), ["12 su 14 (rilevato al 31/12/2025)"]);
}

#[test]
fn a_value_that_says_more_than_a_number_is_published_in_words_and_told() {
    let of = |indicatore: &str| {
        let text = format!(
            "[[obiettivo]]\ntitolo = \"Più utenti\"\n\n[[obiettivo.indicatore]]\ntesto = \"Utenti\"\ndimensione = \"output\"\n{indicatore}\n"
        );
        let compiled = Project::new().section("```piao:cruscotto\n```\n").file("dati/obiettivi.toml", &text).compile();
        let data = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
        let target = String::from_utf8(data.files["dati/target.csv"].clone()).unwrap();
        let rows = csv::Reader::from_reader(target.as_bytes())
            .records()
            .map(Result::unwrap)
            .map(|row| {
                let cells: Vec<String> = row.iter().skip(6).take(5).map(str::to_owned).collect();
                cells.join("|")
            })
            .collect::<Vec<_>>();
        (rows, told(&compiled).into_iter().filter(|words| words.starts_with("P0358")).count())
    };
    for (indicatore, row, told) in [
        ("target = \"€ 12,5 mila\"", "€ 12,5 mila|uguale|12500||€", 0),
        ("target = \"100 o più\"", "100 o più|almeno|100||", 0),
        ("target = \"5 MW\"", "5 MW|uguale|5||MW", 0),
        ("target = \"12 (dodici)\"", "12 (dodici)||||", 1),
        ("target = \"100 %*\"", "100 %*||||", 1),
        ("base = { valore = \"3,2\" }\ntarget = \"2.500\"", "2.500||||", 1),
        ("target = \"≤ 2.45 ore\"", "≤ 2.45 ore||||", 1),
        ("unita_misura = \"h\"\ntarget = \"1,20\"", "1,20||||", 1),
        ("target = \"7,75 ore\"", "7,75 ore|uguale|7.75||ore", 0),
        ("unita_misura = \"punti\"\ntarget = \"1,20\"", "1,20|uguale|1.2||", 0),
        ("base = { valore = \"1.234,5\" }\ntarget = \"2.500\"", "2.500|almeno|2500||", 0),
    ] {
        assert_eq!(of(indicatore), (vec![row.to_owned()], told), "{indicatore}");
    }
}

/// A time that can be read in two ways is printed as it is, and its days are not published; an amount is what its words say.
#[test]
fn days_and_amounts_are_published_only_when_certain() {
    let objective = |time: &str| {
        let data = format!("[[obiettivo]]\nid = \"ob\"\ntitolo = \"Uno\"\nscadenza = \"{time}\"\n");
        let document =
            Project::new().section("```piao:obiettivi\n```\n").file("dati/o.toml", &data).compile().document.unwrap();
        let register = document.registri.iter().find(|register| register.nome == "obiettivi").unwrap();
        let cell = |name: &str| {
            let column = register.colonne.iter().position(|column| column.nome == name).unwrap();
            register.righe[0][column].clone()
        };
        (cell("scadenza_dal"), cell("scadenza_al"))
    };
    let (from, to) = objective("giugno/2025");
    assert_eq!(
        format!("{from:?} {to:?}"),
        format!("{:?} {:?}", objective("giugno 2025").0, objective("giugno 2025").1)
    );
    // Words that leave the days open.
    for time in [
        "inizio 2026",
        "metà 2026",
        "primavera 2026",
        "presumibilmente entro giugno 2026",
        // What comes back every year has no last day.
        "31/12 di ogni anno",
        "ogni 6 mesi",
    ] {
        assert_eq!(format!("{:?}", objective(time)), "(Vuoto, Vuoto)", "{time}");
    }
    let (from, to) = objective("giugno / novembre");
    assert_eq!(format!("{from:?} {to:?}"), "Vuoto Vuoto", "a doubt is not a day");
    let amount = |text: &str| {
        let data = format!(
            "[[progetto]]\nid = \"p\"\nprogramma = \"PNRR\"\ntitolo = \"Rete\"\nrichiesto = {{ assente = \"no\" }}\nfinanziato = \"non ancora finanziato\"\nimporto = \"{text}\"\n"
        );
        let found = Project::new().section("[=p.importo]").file("dati/p.toml", &data).compile();
        let printed = found.document.as_ref().map(|document| {
            let mut words = String::new();
            document.sections[0].each_block(&mut |block| {
                if let BlockKind::Paragraph(content) = &block.kind {
                    words = plain(content).replace('\u{a0}', " ");
                }
            });
            words
        });
        (printed.unwrap_or_default(), found.messages())
    };
    for (text, right) in [
        ("1.500,00 €", "1.500,00 €"),
        ("€. 1.500,00=", "1.500,00 €"),
        ("Euro 1.500,--", "1.500,00 €"),
        ("1.500,00 €.", "1.500,00 €"),
    ] {
        assert_eq!(amount(text).0, right, "{text}");
    }
    for (text, cure) in [
        ("0.250", "centesimi con la virgola"),
        ("1,5 mln €", "scrivilo intero: \"1.500.000,00 €\""),
        ("2 milioni di euro", "\"2.000.000,00 €\""),
        ("€ 1.500,00 (IVA compresa)", "scrivi qui soltanto la cifra, \"1.500,00 €\""),
        ("circa 1.500 €", "scrivi qui soltanto la cifra, \"1.500,00 €\""),
    ] {
        let said = amount(text).1;
        assert!(said.contains("P0107") && said.contains(cure), "{text}\n{said}");
    }
}

/// Code and message of every problem.
fn problems(compiled: &Compiled) -> Vec<String> {
    compiled.diags.sorted().into_iter().map(|d| format!("{} {}", d.code, d.message)).collect()
}

/// The words of the paragraphs of the first section.
fn paragrafi(document: &Document) -> String {
    let mut words = String::new();
    document.sections[0].each_block(&mut |block| {
        if let BlockKind::Paragraph(content) = &block.kind {
            words.push_str(&plain(content));
        }
    });
    words
}

/// The cells of a column of a register, as they are published.
fn column(document: &Document, register: &str, name: &str) -> Vec<String> {
    let files = dati::render(document, true).unwrap().files;
    let text = String::from_utf8(files[&format!("dati/{register}.csv")].clone()).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let at = reader.headers().unwrap().iter().position(|head| head == name).unwrap_or_else(|| panic!("{name}"));
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// A day that does not say its year is in the one under which it is written, and not in that of the plan.
#[test]
fn the_days_of_another_year_are_published_in_that_year() {
    let data = r#"
[[obiettivo]]
id = "ob"
titolo = "Uno"

[[obiettivo.fase]]
testo = "Prima"
tempi = { 2025 = "marzo", 2026 = "dal 10/02 al 20/02", 2027 = "entro ottobre 2028" }

[[obiettivo.fase]]
testo = "Sempre"
tempi = "maggio"
peso = { 2025 = 40, 2026 = 60 }

[[obiettivo.risultato]]
testo = "Il regolamento"
anno = 2026
entro = "settembre"
target = "entro il 15/05"

[[obiettivo.indicatore]]
testo = "Giorno della delibera"
misura = "data"
base = { anno = 2024, valore = "30 novembre" }
target = { 2026 = "entro marzo", 2027 = "28 febbraio" }

[[cessazione]]
anno = 2027
area = "istruttori"
numero = 1
dal = "1° luglio"

[[assunzione]]
anno = 2026
area = "istruttori"
numero = 1
scadenza = "entro giugno"

[[procedura]]
titolo = "Licenze"
tempo_attuale = "30 giorni"
tempo_obiettivo = { 2026 = "entro aprile" }
"#;
    let document =
        Project::new().section("```piao:obiettivi\n```\n").file("dati/o.toml", data).compile().document.unwrap();
    let of = |register: &str, name: &str| column(&document, register, name);
    assert_eq!(of("fasi", "tempi_dal"), ["2025-03-01", "2026-02-10", "", "2025-05-01", ""]);
    assert_eq!(of("fasi", "tempi_al"), ["2025-03-31", "2026-02-20", "2028-10-31", "2025-05-31", ""]);
    assert_eq!(of("risultati-attesi", "entro_al"), ["2026-09-30"]);
    assert_eq!(of("risultati-attesi", "target_entro"), ["2026-05-15"]);
    assert_eq!(of("target", "target_entro"), ["2026-03-31", "2027-02-28"]);
    assert_eq!(of("indicatori", "base_entro"), ["2024-11-30"]);
    assert_eq!(of("cessazioni", "quando_dal"), ["2027-07-01"]);
    assert_eq!(of("assunzioni", "scadenza_al"), ["2026-06-30"]);
    assert_eq!(of("procedure", "tempo_obiettivo_entro"), ["2026-04-30"]);
}

/// A day that the year has not is no other day, and is told.
#[test]
fn the_29_february_of_a_common_year_is_told_and_never_another_day() {
    let of = |body: &str| {
        let data = format!("[[obiettivo]]\nid = \"ob\"\ntitolo = \"Uno\"\n{body}\n");
        let compiled = Project::new().section("```piao:obiettivi\n```\n").file("dati/o.toml", &data).compile();
        problems(&compiled).iter().filter(|told| told.starts_with("P0403") && told.contains("bisestile")).count()
    };
    for wrong in [
        "scadenza = \"29/02\"",
        "scadenza = \"entro il 29 febbraio\"",
        "[[obiettivo.fase]]\ntesto = \"F\"\ntempi = \"dal 29/02 al 15/04\"",
        "[[obiettivo.fase]]\ntesto = \"F\"\ntempi = { 2025 = \"marzo\", 2026 = \"29/02\" }",
        "[[obiettivo.fase]]\ntesto = \"Invio entro il 29 febbraio\"",
        "[[obiettivo.risultato]]\ntesto = \"R\"\nanno = 2027\nentro = \"29/02\"",
    ] {
        assert_eq!(of(wrong), 1, "{wrong}");
    }
    for right in [
        "scadenza = \"28/02\"",
        "scadenza = \"29/02/2028\"",
        "[[obiettivo.fase]]\ntesto = \"F\"\ntempi = { 2028 = \"29/02\" }",
        "[[obiettivo.risultato]]\ntesto = \"R\"\nanno = 2028\nentro = \"29/02\"",
    ] {
        assert_eq!(of(right), 0, "{right}");
    }
}

/// The rows of the last table of a plan, and the alternative text of its first drawing.
fn sums(data: &str, view: &str) -> (Vec<String>, String) {
    let document = Project::new().section(view).file("dati/p.toml", data).compile().document.unwrap();
    let (mut rows, mut alt) = (vec![], String::new());
    document.sections[0].each_block(&mut |block| match &block.kind {
        BlockKind::Table(table) => {
            let head = table.columns.iter().map(|column| plain(&column.header)).collect::<Vec<_>>().join(" | ");
            let cells =
                |row: &piao::document::Row| row.cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | ");
            rows = std::iter::once(head)
                .chain(table.rows.iter().map(cells))
                .map(|row| row.replace('\u{a0}', " "))
                .collect();
        }
        BlockKind::Drawing(drawing) if alt.is_empty() => alt = drawing.alt.replace('\u{a0}', " "),
        _ => {}
    });
    (rows, alt)
}

fn project(name: &str, programme: &str, [importo, richiesto, finanziato]: [&str; 3]) -> String {
    let amount = |field: &str, value: &str| match value {
        "" => format!("{field} = {{ assente = \"non ancora detto\" }}\n"),
        value => format!("{field} = \"{value}\"\n"),
    };
    format!(
        "[[progetto]]\ntitolo = \"{name}\"\nprogramma = \"{programme}\"\n{}{}{}\n",
        amount("importo", importo),
        amount("richiesto", richiesto),
        amount("finanziato", finanziato)
    )
}

/// Each share is a part of the same whole, and the drawing says what its table says.
#[test]
fn shares_are_of_one_amount_in_the_table_and_in_the_drawing() {
    let all = [
        project("A", "CERV", ["300,00 €", "200,00 €", "80,00 €"]),
        project("B", "LIFE", ["40,00 €", "120,00 €", "20,00 €"]),
        project("C", "LIFE", ["60,00 €", "", "7,00 €"]),
    ]
    .concat();
    let view = "```piao:totali-progetti\nper = \"programma\"\n```\n";
    let (rows, _) = sums(&all, view);
    assert!(rows[0].ends_with("Finanziato su richiesto | Parte dell’importo"), "{rows:?}");
    let last = |row: &String| row.rsplit(" | ").next().unwrap().to_owned();
    assert_eq!(rows[1..].iter().map(last).collect::<Vec<_>>(), ["75,00 %", "25,00 %", "100,00 %"]);
    // Of a sum that lacks an amount nobody knows the parts: it is the least, and has none.
    let two = [project("A", "CERV", ["300,00 €", "200,00 €", ""]), project("B", "LIFE", ["", "120,00 €", ""])].concat();
    let (rows, alt) = sums(&two, view);
    assert!(rows[0].ends_with("Importo | Richiesto") && rows[3].contains("300,00 €* | 320,00 €"), "{rows:?}");
    assert!(!alt.contains("come si divide l’importo"), "{alt}");
    let asked = [project("A", "CERV", ["", "60,00 €", ""]), project("B", "LIFE", ["", "20,00 €", ""])].concat();
    let (rows, _) = sums(&asked, view);
    assert!(rows[0].ends_with("Parte del totale") && last(&rows[1]) == "75,00 %", "{rows:?}");
    // One programme: how much of what was asked for is funded.
    let (rows, alt) = sums(&project("A", "CERV", ["", "200,00 €", "80,00 €"]), view);
    assert_eq!(last(&rows[1]), "40,00 %");
    assert!(
        alt.contains("Finanziato 80,00 €, 40,00 %") && alt.contains("Resto del richiesto 120,00 €, 60,00 %"),
        "{alt}"
    );
}

/// What some projects were given is no share of what others asked for.
#[test]
fn a_share_is_of_the_amounts_that_are_printed_beside_it() {
    let view = "```piao:totali-progetti\nper = \"programma\"\n```\n";
    let given = |a: [&str; 3], b: [&str; 3]| {
        let data = [project("A", "CERV", a), project("B", "CERV", b), project("C", "LIFE", ["", "10,00 €", "5,00 €"])];
        let rows = sums(&data.concat(), view).0;
        rows[1..].iter().map(|row| row.split(" | ").nth(5).unwrap().to_owned()).collect::<Vec<_>>()
    };
    let granted = ["20,00 €", "20,00 €", "12,00 €"];
    assert_eq!(given(["8,00 €", "8,00 €", ""], granted), ["–", "50,00 %", "–"]);
    assert_eq!(given(["8,00 €", "", "8,00 €"], granted), ["–", "50,00 %", "–"]);
    // «Not so far» is known, and so is a project of which neither is said.
    assert_eq!(given(["4,00 €", "4,00 €", "non ancora finanziato"], granted), ["50,00 %", "50,00 %", "50,00 %"]);
    assert_eq!(given(["4,00 €", "", ""], granted), ["60,00 %", "50,00 %", "56,67 %"]);
    let text = |data: &str| {
        Project::new()
            .section(
                "[=progetti.finanziato.totale], [=progetti.finanziato.totale:breve], [=progetti.finanziato.quota].\n",
            )
            .file("dati/p.toml", data)
            .compile()
    };
    let told = text(&[project("A", "CERV", ["", "8,00 €", ""]), project("B", "CERV", granted)].concat()).messages();
    assert!(told.contains("P0205") && told.contains("di schede diverse"), "{told}");
    // Nothing is granted so far: a dash, as in the tables.
    let none = text(&project("A", "CERV", ["", "8,00 €", "non ancora finanziato"]));
    assert_eq!(paragrafi(none.document.as_ref().unwrap()), "–, –, –.");
}

/// A project that asked and was given nothing is not funded, by the Union least of all.
#[test]
fn what_was_given_nothing_is_not_funded() {
    let data = [
        project("A", "PNRR", ["300,00 €", "200,00 €", "0,00 €"]),
        project("B", "PNRR", ["100,00 €", "50,00 €", "non ancora finanziato"]),
    ]
    .concat();
    let view = "Sono [=progetti.stato.finanziato.conta] e [=progetti.stato.non-finanziato.conta].\n\n```piao:totali-progetti\nper = \"stato\"\n```\n";
    let compiled = Project::new().section(view).file("dati/p.toml", &data).compile();
    let document = compiled.document.unwrap();
    let words = paragrafi(&document);
    assert_eq!(words, "Sono 0 e 1.");
    let (rows, _) = sums(&data, view);
    let names: Vec<&str> = rows[1..].iter().map(|row| row.split(" | ").next().unwrap()).collect();
    assert_eq!(names, ["Non ancora finanziato", "Non finanziato", "Totale"]);
    assert!(!format!("{document:?}").contains("NextGenerationEU"));
    let granted = data.replace("\"0,00 €\"", "\"1,00 €\"");
    let shown = Project::new().section(view).file("dati/p.toml", &granted).compile().document.unwrap();
    assert!(format!("{shown:?}").contains("NextGenerationEU"));
}

/// The number of indicators in a text is that of the open data.
#[test]
fn the_indicators_that_are_counted_are_those_that_are_published() {
    let data = r#"
[[obiettivo]]
titolo = "Uno"
[[obiettivo.indicatore]]
testo = "Utenti"
target = "12"

[[obiettivo_vp]]
titolo = "Una città che legge"
[[obiettivo_vp.indicatore]]
testo = "Lettori"
target = "400"
[[obiettivo_vp.indicatore]]
testo = "Prestiti"
target = "900"
"#;
    let compiled = Project::new().section("Sono [=indicatori.conta:parole].\n").file("dati/o.toml", data).compile();
    let document = compiled.document.unwrap();
    let words = paragrafi(&document);
    assert_eq!(words.replace('\u{a0}', " "), "Sono tre indicatori.");
    assert_eq!(column(&document, "indicatori", "id").len(), 3);
}

/// Who is in a unit under another is counted once, and a number for each year makes no sum with those of one.
#[test]
fn people_are_summed_only_once_and_only_when_all_are_known() {
    let of = |data: &str, text: &str| {
        let compiled = Project::new().section(text).file("dati/u.toml", data).compile();
        let words = compiled.document.as_ref().map(paragrafi).unwrap_or_default();
        (words, problems(&compiled).iter().any(|told| told.starts_with("P0205")))
    };
    let units = "[[unita]]\ncodice = \"A\"\nnome = \"Area\"\ndipendenti = 9\n\n[[unita]]\ncodice = \"A1\"\nnome = \"Ufficio\"\npadre = \"A\"\ndipendenti = 4\n\n\
        [[unita]]\ncodice = \"B\"\nnome = \"Biblioteca\"\ndipendenti = 3\n";
    assert_eq!(of(units, "[=unita.dipendenti.totale]"), ("12".to_owned(), false));
    let bodies = |second: &str| {
        format!(
            "[[ente]]\nid = \"uno\"\nnome = \"Comune di Uno\"\ntipo = \"comune\"\ndipendenti = 20\n\n\
             [[ente]]\nid = \"due\"\nnome = \"Comune di Due\"\ntipo = \"comune\"\ndipendenti = {second}\n"
        )
    };
    assert_eq!(of(&bodies("30"), "[=enti.dipendenti.totale]"), ("50".to_owned(), false));
    assert!(of(&bodies("{ 2025 = 30, 2026 = 31 }"), "[=enti.dipendenti.totale]").1);
}

/// No value of a later moment is printed in a plan that is being approved, whatever it measures.
#[test]
fn a_value_of_a_later_moment_is_told_of_every_record() {
    let of = |table: &str, fields: &str, moment: &str| {
        let data = format!(
            "[[{table}]]\n{fields}\n[[{table}.indicatore]]\ntesto = \"Lettori\"\ntarget = {{ 2025 = \"6\" }}\nrilevato = {{ {moment} = \"8\" }}\n"
        );
        let settings = SETTINGS.replace("esito-anticipato = \"ignora\"\n", "");
        let plan = Project::new().file("piao.toml", &settings).section("Testo.\n").file("dati/v.toml", &data);
        problems(&plan.compile()).iter().filter(|told| told.starts_with("P0360")).count()
    };
    for (table, fields) in [
        ("obiettivo", "titolo = \"Uno\""),
        ("obiettivo_vp", "titolo = \"Leggere\""),
        ("lavoro_agile", "massimo_giorni_mese = 8"),
        ("linea_formativa", "titolo = \"Corso\""),
    ] {
        assert_eq!(of(table, fields, "consuntivo"), 1, "{table}");
    }
    assert_eq!(of("obiettivo_vp", "titolo = \"Leggere\"", "monitoraggio"), 1);
}

/// The words beside a term are printed with it, also when its day is the last of the objective.
#[test]
fn a_term_on_the_last_day_keeps_its_other_words() {
    let of = |scadenza: &str| {
        let data = format!(
            "[[obiettivo]]\nid = \"ob\"\ntitolo = \"Uno\"\ninizio = 2025-02-01\nfine = 2025-10-31\nscadenza = \"{scadenza}\"\n"
        );
        let compiled =
            Project::new().section("```piao:obiettivi\nforma = \"schede\"\n```\n").file("dati/o.toml", &data).compile();
        format!("{:?}", compiled.document.unwrap().sections)
    };
    assert!(of("entro ottobre (se la Regione paga)").contains("se la Regione paga"));
    assert!(!of("entro ottobre").contains("entro ottobre"));
}

/// Half past eight and eight hours and three tenths are written alike, whatever the title of the column says of hours.
#[test]
fn hours_that_may_have_minutes_are_published_as_they_are_printed() {
    for title in ["Durata ore", "Tempo (ore)", "Tempo in ore", "Presenza (h.m)", "Durata", "Straordinari", "Ore"] {
        let rows = format!("| Corso | {title} |\n| --- | --- |\n| Uno | 8,30 |\n| Due | 9,15 |\n| Tre | 5,5 |\n");
        let compiled = Project::new().section(&format!("Tabella: I corsi\n\n{rows}")).compile();
        assert!(csv(&compiled).ends_with("\nUno,\"8,30\"\nDue,\"9,15\"\nTre,\"5,5\"\n"), "{}", csv(&compiled));
        assert!(told(&compiled)[0].starts_with("P0803 8,30"), "{:?}", told(&compiled));
    }
    let data = "[[procedura]]\nid = \"a\"\ntitolo = \"SCIA\"\nunita_misura = \"ore\"\ntempo_attuale = \"8,30\"\ntempo_obiettivo = 7\n";
    let compiled = Project::new().section("```piao:procedure\n```").file("dati/p.toml", data).compile();
    let all = dati::render(compiled.document.as_ref().unwrap(), true).unwrap();
    let csv = String::from_utf8(all.files["dati/procedure.csv"].clone()).unwrap();
    assert!(csv.contains("\"8,30\"") && !csv.contains("8.3"), "{csv}");
    assert!(told(&compiled).iter().any(|one| one.starts_with("P0358 \"8,30\"")), "{:?}", told(&compiled));
    let printed = format!("{:?}", compiled.document).replace("\\u{a0}", " ");
    assert!(printed.contains("8,30 ore"), "the unit is printed");
}

/// What a fact says is no word of the author.
#[test]
fn a_fact_in_a_cell_is_a_number() {
    let settings = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\nabitanti = 6240");
    let rows = "| Voce | Numero |\n| --- | --- |\n| Abitanti | [=ente.abitanti] |\n| Sedi | 3 |\n";
    let compiled =
        Project::new().file("piao.toml", &settings).section(&format!("Tabella: I numeri\n\n{rows}")).compile();
    assert_eq!(csv(&compiled), "voce,numero\nAbitanti,6240\nSedi,3\n");
    assert_eq!(told(&compiled), [""; 0]);
}

/// Who adds up the rows that are left finds their sum.
#[test]
fn rows_that_are_not_added_are_marked_and_columns_named_by_what_they_hold() {
    let rows = "| Area | €/000 | Part time 50% | 31-40 |\n| --- | --- | --- | --- |\n| Nord | 7 | 3 | 4 |\n| di cui part-time | 2 | 1 | 1 |\n\
        | Sud | 5 | 4 | 4 |\n| Totale | 12 | 7 | 8 |\n| Media | 6 | 3,5 | 4 |\n";
    let compiled = Project::new().section(&format!("Tabella: Le aree\n\n{rows}")).compile();
    assert_eq!(
        csv(&compiled),
        "area,valori_migliaia_di_euro,part_time_50,colonna_31_40,riga_di_totale\nNord,7,3,4,false\ndi cui part-time,2,1,1,true\n\
         Sud,5,4,4,false\nTotale,12,7,8,true\nMedia,6,3.5,4,true\n"
    );
}

/// A total above its parts alone is what they are parts of: without it nothing would be left to add.
#[test]
fn a_total_with_its_parts_alone_is_no_row_of_totals() {
    let data = |rows: &str| {
        csv(&Project::new().section(&format!("Tabella: Il personale\n\n| Voce | N |\n| --- | --- |\n{rows}")).compile())
    };
    assert_eq!(
        data("| Totale dipendenti | 62 |\n| di cui donne | 40 |\n| di cui uomini | 22 |\n"),
        "voce,n,riga_di_totale\nTotale dipendenti,62,false\ndi cui donne,40,true\ndi cui uomini,22,true\n"
    );
    assert_eq!(
        data(
            "| Totale A | 10 |\n| di cui donne | 4 |\n| Totale B | 20 |\n| di cui donne | 5 |\n| Totale generale | 30 |\n"
        ),
        "voce,n,riga_di_totale\nTotale A,10,false\ndi cui donne,4,true\nTotale B,20,false\ndi cui donne,5,true\n\
         Totale generale,30,true\n"
    );
}

/// What is struck is on the page, and is no value of the data.
#[test]
fn struck_words_are_no_data() {
    let rows = "| Voce | Importo | Nota |\n| --- | --- | --- |\n| Uno | ~~1.000,00 €~~ 1.200,00 € | ~~no~~ sì |\n| Due | 5,00 € | **~~a~~ b** |\n";
    let compiled = Project::new().section(&format!("Tabella: Gli importi\n\n{rows}")).compile();
    assert_eq!(csv(&compiled), "voce,importo_euro,nota\nUno,1200.00,sì\nDue,5.00,b\n");
}

/// A note says what becomes of a cell that is not read, also where none is.
#[test]
fn a_column_of_which_nothing_is_read_is_told_as_text() {
    let compiled = Project::new()
        .section("Tabella: Le soglie {tipi=\"testo, numero\"}\n\n| Voce | Soglia |\n| --- | --- |\n| Prima | 12 o 13 |\n| Seconda | 5 mila |\n")
        .compile();
    assert_eq!(csv(&compiled), "voce,soglia\nPrima,12 o 13\nSeconda,5 mila\n");
    let messages = compiled.messages();
    assert!(messages.contains("resta tutta di testo") && !messages.contains("colonna di note"), "{messages}");
}
