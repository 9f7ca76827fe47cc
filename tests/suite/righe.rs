//! Records as the rows of a CSV: the same plan as in TOML, and what is wrong told at its row and column.

use crate::personale::{PERSONALE, plan};
use crate::project::{Compiled, FRONT, Outputs, Project, SETTINGS};

const DOTAZIONE: &str = "Area;Profilo;Unità;Numero;Posti 2026;Posti 2027;Tempo;Rapporto;Conta\r
funzionari;Funzionario tecnico;A3;7;;;;;\r
istruttori;Istruttore amministrativo-contabile;A1;12;;;;;\r
istruttori;Istruttore tecnico;A3;3;3;4;;;\r
operatori-esperti;Operaio specializzato;A3;7;;;18/36;;\r
operatori;Operatore dei servizi;A1;2;;;;;\r
segretari;Segretario comunale;;1;;;;convenzione;no\r
;;;;;;;;\r
";

const CESSAZIONI: &str = "anno;area;profilo;numero;risparmio
2027;operatori-esperti;Operaio specializzato;1;31.000,00 €
2027;istruttori;Istruttore amministrativo-contabile;1;34000
2028;funzionari;Funzionario tecnico;1;37.500,00
2029;;;0;
";

const ASSUNZIONI: &str = "anno;area;profilo;numero;modalita;da;costo
2027;istruttori;Istruttore amministrativo-contabile;1;graduatoria;;34.000,00 €
2027;istruttori;Istruttore tecnico;1;concorso;;34.000,00 €
2027;istruttori;Istruttore amministrativo-contabile;1;progressione;operatori-esperti;2.300,00 €
2028;funzionari;Funzionario tecnico;1;concorso;;37.500,00 €
2029;;;0;;;
";

/// What a reader sees of a plan.
fn pages(plan: &Project) -> Vec<(String, String)> {
    let compiled = plan.compile();
    let messages = compiled.messages();
    let Some(document) = compiled.document else { panic!("{messages}") };
    let outputs = Outputs::of(document);
    outputs.html().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn rows_of_a_csv_are_the_records_of_toml() {
    let rows = plan("")
        .without("dati/personale.toml")
        .file("dati/dotazione.csv", DOTAZIONE)
        .file("dati/2-cessazioni.csv", CESSAZIONI)
        .file("dati/Assunzioni.csv", ASSUNZIONI);
    let (toml, csv) = (pages(&plan(PERSONALE)), pages(&rows));
    assert!(toml.iter().any(|(_, text)| text.contains("Istruttore tecnico")));
    for (a, b) in toml.iter().zip(&csv) {
        assert_eq!(a, b);
    }
    assert_eq!(toml.len(), csv.len());
}

#[test]
fn lists_absences_prose_and_references_are_read_in_cells() {
    let settings = SETTINGS.replace("2025-2027", "2027-2029").replace("2025-01-31", "2027-01-31");
    let base = || {
        Project::new().file("piao.toml", &settings).file(
            "1-prova.md",
            &format!("{FRONT}Vedi [@s1].\n\n```piao:unita\nforma = \"schede\"\n```\n\n```piao:procedure\n```\n\n```piao:trasparenza\n```\n\n```piao:glossario\n```\n\n```piao:processi\nforma = \"schede\"\n```\n"),
        )
    };
    let toml = base().file(
        "dati/a.toml",
        r#"
unita = [
  { codice = "S1", nome = "Affari generali", alias = ["Segreteria", "Ufficio; con il punto e virgola"], descrizione = "Cura gli **atti**, con la [@s2]." },
  { codice = "S2", nome = "Servizi «alla persona»", funzioni = ["anagrafe", "scuola"] },
]
procedura = [
  { titolo = "Cambio di residenza", unita = "S1", descrizione = "Uno.\n\nDue.", tempo_attuale = 45, tempo_obiettivo = { 2027 = 40, 2028 = 30 }, scadenza = "31/12/2028" },
  { titolo = "Occupazione di suolo", unita = "S2", tempo_attuale = { assente = "mai misurato: si comincia" }, scadenza = "entro giugno 2028" },
]
obbligo = [
  { sezione = "Personale", contenuto = "Conto annuale", produce = "S1", pubblica = "S2", campione = [2027, 2029], scaduto = true },
  { sezione = "Bilanci", contenuto = "Bilancio", produce = "Segreteria", pubblica = "S2", campione = 2028 },
]
termine = [{ sigla = "SPID", nome = "Sistema pubblico di identità digitale", definizione = "Le credenziali.", espandi = true }]
processo = [{ codice = "A1", titolo = "Affidamenti", area = "contratti", unita = "S1", fasi = ["invito", "scelta"], criteri = { impatto = "alto" } }]
"#,
    );
    let csv = base()
        .file(
            "dati/unita.csv",
            "codice;nome;alias;descrizione;funzioni\nS1;Affari generali;\"Segreteria|Ufficio; con il punto e virgola\";Cura gli **atti**, con la [@s2].;\nS2;Servizi «alla persona»;;;\"anagrafe; scuola\"\n",
        )
        .file(
            "dati/procedure.csv",
            "titolo,unita,descrizione,tempo_attuale,tempo_obiettivo 2027,tempo_obiettivo 2028,scadenza\nCambio di residenza,S1,\"Uno.\n\nDue.\",45,40,30,31/12/2028\nOccupazione di suolo,S2,,assente: mai misurato: si comincia,,,entro giugno 2028\n",
        )
        .file(
            "dati/obblighi.csv",
            "sep=;\nSezione;Contenuto;Produce;Pubblica;Campione;Scaduto\nPersonale;Conto annuale;S1;S2;\"2027; 2029\";x\nBilanci;Bilancio;Segreteria;S2;2028;\n",
        )
        .file("dati/glossario.csv", "sigla;nome;definizione;espandi\nSPID;Sistema pubblico di identità digitale;Le credenziali.;sì\n")
        .file(
            "dati/processi.csv",
            "codice;titolo;area;unita;fasi;criteri.impatto\nA1;Affidamenti;contratti;S1;invito|scelta;alto\n",
        );
    let strip = |text: String| text.replace("dati/a.toml", "").replace(char::is_numeric, "");
    let (one, two) = (toml.compile(), csv.compile());
    let codes = |compiled: &Compiled| {
        let mut all: Vec<_> = compiled.diags.sorted().into_iter().map(|d| (d.code, strip(d.message.clone()))).collect();
        all.sort();
        all
    };
    assert_eq!(codes(&one), codes(&two), "{}\n\n{}", one.messages(), two.messages());
    for (a, b) in pages(&toml).iter().zip(pages(&csv)) {
        assert_eq!(*a, b);
    }
}

#[test]
fn a_record_has_a_row_for_each_of_its_parts() {
    let settings = SETTINGS.replace("2025-2027", "2027-2029").replace("2025-01-31", "2027-01-31");
    let base = || {
        Project::new()
            .file("piao.toml", &settings)
            .file(
                "1-prova.md",
                &format!("{FRONT}```piao:processi\nforma = \"schede\"\n```\n\n```piao:misure-prevenzione\nforma = \"schede\"\n```\n"),
            )
            .file("dati/u.toml", "unita = [{ codice = \"S1\", nome = \"Affari generali\" }]\n")
    };
    let toml = base().file(
        "dati/a.toml",
        r#"
processo = [
  { codice = "C1", titolo = "Contributi", area = "contributi", unita = "S1", esposizione = "medio", criteri = { impatto = "alto" }, rischio = [
    { evento = "Uno", fattori = ["opacita", "cultura"], misure = ["m1"] },
    { evento = "Due", misure = ["m2", "m1"] },
  ] },
  { codice = "C2", titolo = "Concorsi", area = "personale", unita = "S1", rischio = [{ evento = "Tre" }, { evento = "Quattro" }] },
  { codice = "C3", titolo = "Gare", area = "contratti", unita = "S1" },
]
misura_prevenzione = [
  { id = "m1", titolo = "Prima", tipo = "specifica", indicatore = [{ testo = "A", target = { 2027 = "10", 2028 = "12" } }, { testo = "B", target = { 2028 = "1" } }] },
  { id = "m2", titolo = "Seconda", tipo = "specifica" },
]
"#,
    );
    let csv = base()
        .file(
            "dati/processi.csv",
            "codice;titolo;area;unita;esposizione;criteri.impatto;rischio.evento;rischio.fattori;rischio.misure\n\
             C1;Contributi;contributi;S1;medio;alto;Uno;opacita|cultura;m1\n\
             C1;;;;;;Due;;m2|m1\n\
             C2;Concorsi;personale;S1;;;Tre;;\n\
             ;;;;;;Quattro;;\n\
             C3;Gare;contratti;S1;;;;;\n",
        )
        .file(
            "dati/misure-prevenzione.csv",
            "id;titolo;tipo;indicatore.testo;indicatore.target 2027;indicatore.target 2028\n\
             m1;Prima;specifica;A;10;12\nm1;Prima;specifica;B;;1\nm2;Seconda;specifica;;;\n",
        );
    let (one, two) = (toml.compile(), csv.compile());
    let codes = |compiled: &Compiled| {
        let mut all: Vec<_> = compiled.diags.iter().map(|d| (d.code, d.message.clone())).collect();
        all.sort();
        all
    };
    assert_eq!(codes(&one), codes(&two), "{}\n\n{}", one.messages(), two.messages());
    let all = pages(&toml);
    assert!(all.iter().any(|(_, text)| text.contains("Quattro")));
    for (a, b) in all.iter().zip(pages(&csv)) {
        assert_eq!(*a, b);
    }
    // A row that says something else of the same record, and a part without its field.
    let wrong = base()
        .file(
            "dati/processi.csv",
            "codice;titolo;area;unita;rischio.evento;rischio.controlli\n\
             C1;Contributi;contributi;S1;Uno;\nC1;Altro titolo;;;Due;\nC1;;;;;controlli a campione\n",
        )
        .compile();
    let words = wrong.messages();
    assert!(words.contains("questa riga continua la scheda «C1», e ne dice un altro `titolo`"), "{words}");
    assert!(words.contains("di questo `rischio` manca `evento`"), "{words}");
}

#[test]
fn what_is_wrong_is_told_at_its_row_and_column() {
    let compiled = Project::new()
        .section("Testo.\n")
        .file(
            "dati/dotazione.csv",
            "area;profilo;numero;quanti sono;costo;conta;tempo;posti;posti 2027\n\
             istruttori;Tecnico;dodici;1;1200.50;forse;;;\n\
             ;Operaio;3;1;;;;;\n\
             operatori;Autista;1;1;;;;2;3\n\
             operatori;Autista;1\n",
        )
        .file("dati/cessazioni.csv", "anno;profilo\n2027;Uno\n2028;Due\n")
        .file(
            "dati/processi.csv",
            "titolo;area;unita;rischio;rischio.evento\nUno;contratti;-;Un evento;\nDue;contratti;S9;;Altro\n",
        )
        .file("dati/processo.csv", "titolo\nUno\n")
        .compile();
    let mut found: Vec<String> = Vec::new();
    for d in compiled.diags.sorted() {
        let Some((span, file)) = d.span.and_then(|span| Some((span, compiled.sources.file(span.file)?))) else {
            continue;
        };
        if !file.path.ends_with(".csv") || d.code.starts_with("P07") {
            continue;
        }
        let (start, help) = (span.range().start, d.helps.first().cloned().unwrap_or_default());
        let name = file.path.trim_start_matches("dati/");
        found.push(format!("{name}:{}:{} {} {} → {help}", file.line(start), file.column(start), d.code, d.message));
    }
    insta::assert_snapshot!(found.join("\n"));
}

#[test]
fn a_csv_that_a_view_shows_is_a_table() {
    let view = "```piao:tabella\ndati = \"dotazione.csv\"\ndidascalia = \"Prova\"\n```\n";
    let document = Project::new().section(view).file("dati/dotazione.csv", "Area;Quanti\nUno;2\n").compile();
    assert!(!document.messages().contains("P0105"), "{}", document.messages());
}

#[test]
fn a_csv_of_excel_is_read_in_its_encoding_and_never_corrected() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, bytes: &[u8]| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    put("piao.toml", SETTINGS.as_bytes());
    put("1-prova.md", format!("{FRONT}```piao:unita\n```\n").as_bytes());
    // «Attività» in Windows-1252, and a text that a certain correction would mend in TOML.
    let rows = b"codice;nome;descrizione;dipendenti;padre\r\nS1;Attivit\xE0;Perch\xE8 s\xEC;2;S7\r\n";
    put("dati/unita.csv", rows);
    let compiled = Compiled::folder(folder.path());
    let lost =
        compiled.diags.iter().find(|d| d.message.contains("S7")).unwrap_or_else(|| panic!("{}", compiled.messages()));
    assert_eq!(compiled.sources.slice(lost.span.unwrap()), "S7");
    let run = crate::cli::piao(folder.path(), ["controlla", "--correggi", "--scrivi"]);
    assert_eq!(std::fs::read(folder.path().join("dati/unita.csv")).unwrap(), rows, "{}{}", run.out, run.err);
}

#[test]
fn the_outcomes_of_a_unit_of_one_person_stay_private_when_the_units_are_rows() {
    let objective = "[[obiettivo]]\ncodice = \"S1.1\"\ntitolo = \"Uno\"\nunita = \"S1\"\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\nnarrativa = \"Segretissimo\"\n";
    let plan = |units: &str| {
        let settings = SETTINGS.replace("\"approvazione\"", "\"consuntivo\"");
        Project::new()
            .file("piao.toml", &settings)
            .section("```piao:obiettivi\nforma = \"schede\"\n```\n")
            .file("dati/o.toml", objective)
            .file("dati/unita.csv", units)
    };
    let shown = |units: &str| pages(&plan(units)).iter().any(|(_, text)| text.contains("Segretissimo"));
    assert!(shown("codice;nome;dipendenti\nS1;Uno;2\n"));
    assert!(!shown("Codice;Nome;Dipendenti\nS1;Uno;1\n"));
}

/// A row that repeats, leaves empty or changes what a row above says of the same record: nothing of it is lost in silence.
#[test]
fn what_a_row_says_again_is_compared_cell_by_cell() {
    let messages = |rows: &str| {
        let head = "id;titolo;tipo;indicatore.testo;indicatore.target 2027;esiti 2026;esiti 2027\n";
        let found = Project::new().section("Testo.\n").file("dati/misure-prevenzione.csv", &format!("{head}{rows}"));
        let told = found.compile();
        told.diags.sorted().iter().filter(|d| d.code == "P0107").map(|d| d.message.clone()).collect::<Vec<_>>()
    };
    let other = ["questa riga continua la scheda «m1», e ne dice un altro `esiti`"];
    // The same again, or only a part of it.
    for again in ["1;2", "1;", ";2", ";"] {
        assert!(messages(&format!("m1;Prima;specifica;A;10;1;2\nm1;;;B;;{again}\n")).is_empty(), "{again}");
    }
    // Another value of a year, a year that the first row does not have.
    assert_eq!(messages("m1;Prima;specifica;A;10;1;2\nm1;;;B;;3;\n"), other);
    assert_eq!(messages("m1;Prima;specifica;A;10;1;\nm1;;;B;;;2\n"), other);
    // Two parts that are equal: one would be lost.
    assert_eq!(
        messages("m1;Prima;specifica;A;10;;\nm1;;;B;;;\nm1;;;A;10;;\n"),
        ["questa riga ripete una parte della scheda «m1», e non aggiunge niente"]
    );
    // A part under what the record says in one cell.
    let head = "titolo;area;unita;rischio;rischio.evento\nUno;contratti;-;Un evento;\nUno;;;;Altro\n";
    let told = Project::new().section("Testo.\n").file("dati/processi.csv", head).compile().messages();
    assert!(told.contains("questa riga continua la scheda «Uno», e ne dice un altro `rischio`"), "{told}");
}
