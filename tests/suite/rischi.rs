//! Section 2.3: a small plan with processes, risks and measures, shown in every view, in both outputs and in the data; what is derived
//! and never typed; the two ways of judging; what the rules leave alone.

use crate::project::{Compiled, Outputs, Project, SETTINGS};
use piao::document::{BlockKind, Document, plain};

const UNITA: &str = r#"
unita = [
  { codice = "A1", nome = "Area amministrativa" },
  { codice = "A2", nome = "Area finanziaria" },
]
incarico = [
  { id = "segretario", ruolo = "segretario-generale", dal = 2024-10-01 },
  { id = "capo-a1", ruolo = "responsabile", unita = "A1", dal = 2024-01-01, al = 2027-12-31 },
]
"#;

const RISCHI: &str = r#"
processo = [
  { codice = "B.01", titolo = "Affidamenti diretti", area = "contratti", unita = "tutte", esposizione = "alto", motivazione = "Ampia scelta.", rischio = [{ evento = "Spesa divisa per restare sotto soglia" }, { evento = "Invito ripetuto allo stesso operatore", misure = ["registro"] }], misure = ["controlli"] },
  { codice = "C.01", titolo = "Contributi ad associazioni", area = "contributi", unita = "A1", motivazione = "Criteri generici.", rischio = [{ evento = "Criteri diversi", fattori = ["discrezionalita", "pochi richiedenti"], esposizione = "basso" }, { evento = "Rendiconto non letto", esposizione = "medio", motivazione = "È già accaduto." }], misure = ["criteri"] },
  { codice = "C.02", titolo = "Patrocini", area = "contributi", unita = "segretario", esposizione = "basso", motivazione = "Pochi.", rischio = [{ evento = "Patrocinio a chi non ha i requisiti" }], misure = ["criteri"] },
  { codice = "D.01", titolo = "Sgravi", area = "entrate-spese", unita = "A2", altre_unita = ["A1"], esposizione = "basso", motivazione = "Due all’anno.", rischio = [{ evento = "Sgravio senza titolo" }], misure = ["controlli"] },
]
misura_prevenzione = [
  { id = "controlli", codice = "M1", titolo = "Controllo di un atto su dieci", tipo = "specifica", natura = "controllo", stato = "in-atto", responsabili = ["segretario"], scadenza = "trimestrale", verifica = [{ strumento = "verbali", atteso = "10 % degli atti" }] },
  { id = "criteri", codice = "M2", titolo = "Punteggi pubblicati prima dell’avviso", tipo = "specifica", natura = "trasparenza", scadenza = "31/03/2025", indicatore = [{ testo = "Avvisi con i punteggi", misura = "percentuale", target = { 2025 = "100 %" } }] },
  { id = "registro", codice = "M3", titolo = "Registro degli operatori invitati", tipo = "specifica", natura = "rotazione", scadenza = "prima di ogni invito", verifica = [{ strumento = "registro" }] },
  { id = "canale", codice = "M4", titolo = "Canale per le segnalazioni", tipo = "generale", tema = "whistleblowing", natura = "segnalazione", scadenza = "annuale", verifica = [{ strumento = "relazione annuale" }] },
]
"#;

const TESTO: &str = r#"
Ci sono [=processi.conta:parole] e [=rischi.conta:parole]: [=processi.livello.alto.conta] alto, [=processi.area.contributi.conta] di
contributi, [=processi.area.personale.conta:parole] di personale. Misure generali [=misure-prevenzione.generale.conta], in atto il
[=misure-prevenzione.in-atto.quota]. L’area A1 ha [=a1.processi:conta] e [=a1.misure:conta].

```piao:mappa-rischi
```

```piao:mappa-rischi
per = "unita"
didascalia = "Per ufficio"
```

```piao:rischi
```

```piao:rischi
didascalia = "In breve"
per = "unita"
colonne = ["evento", "fattori", "motivazione"]
dove = { area = "contributi" }
```

```piao:processi
```

```piao:misure-prevenzione
forma = "schede"
```

```piao:misure-prevenzione
didascalia = "Che cosa trattano"
colonne = ["codice", "tratta", "responsabili", "indicatore"]
```

```piao:unita
```

```piao:incarichi
```
"#;

fn plan() -> Project {
    let settings = SETTINGS.replace("[controlli]", "rpct = \"Il Segretario comunale\"\n\n[controlli]");
    Project::new()
        .file("piao.toml", &settings)
        .section(TESTO)
        .file("dati/unita.toml", UNITA)
        .file("dati/rischi.toml", RISCHI)
}

fn made(plan: &Project) -> Document {
    let compiled = plan.compile();
    assert!(compiled.diags.sorted().is_empty(), "{}", compiled.messages());
    compiled.document.unwrap()
}

/// The rows of the table with this caption, a line each.
fn table(document: &Document, caption: &str) -> Vec<String> {
    let mut out = Vec::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind
                && table.caption.as_ref().is_some_and(|words| plain(words).starts_with(caption))
            {
                out.extend(table.rows.iter().map(|row| {
                    let cells: Vec<String> = row
                        .cells
                        .iter()
                        .map(|cell| plain(cell).split_whitespace().collect::<Vec<_>>().join(" "))
                        .collect();
                    cells.join(" | ").trim().to_owned()
                }));
            }
        });
    });
    out
}

#[test]
fn levels_measures_and_who_answers_are_derived() {
    let document = made(&plan());
    assert_eq!(
        table(&document, "Quanti processi, per area"),
        [
            "Contratti pubblici | – | – | 1 alto B.01 | 1",
            // The level of a process without one is the highest of its events.
            "Sovvenzioni, contributi, sussidi e vantaggi economici | 1 basso C.02 | 1 medio C.01 | – | 2",
            "Gestione delle entrate, delle spese e del patrimonio | 1 basso D.01 | – | – | 1",
            "In tutto | 2 | 1 | 1 | 4",
        ]
    );
    assert_eq!(
        table(&document, "Per ufficio"),
        [
            "Tutte le unità | – | – | 1 alto B.01 | 1",
            "Area amministrativa | – | 1 medio C.01 | – | 1",
            "Segretario generale | 1 basso C.02 | – | – | 1",
            "Area finanziaria | 1 basso D.01 | – | – | 1",
            "In tutto | 2 | 1 | 1 | 4",
        ]
    );
    assert_eq!(
        table(&document, "I processi, i loro rischi"),
        [
            "Contratti pubblici |  |  |  |  |",
            "B.01 Affidamenti diretti | Spesa divisa per restare sotto soglia | alto | M1 Controllo di un atto su dieci | segretario generale | trimestrale",
            // The measures of an event come before those of its process. Of the process of all the units all of them answer.
            "| Invito ripetuto allo stesso operatore | alto | M3 Registro degli operatori invitati | tutte le unità | prima di ogni invito",
            "|  |  | M1 Controllo di un atto su dieci | segretario generale | trimestrale",
            "Sovvenzioni, contributi, sussidi e vantaggi economici |  |  |  |  |",
            "C.01 Contributi ad associazioni | Criteri diversi | basso | M2 Punteggi pubblicati prima dell’avviso | responsabile (Area amministrativa); segretario generale | 31/03/2025",
            "| Rendiconto non letto | medio | M2 Punteggi pubblicati prima dell’avviso | responsabile (Area amministrativa); segretario generale | 31/03/2025",
            "C.02 Patrocini | Patrocinio a chi non ha i requisiti | basso | M2 Punteggi pubblicati prima dell’avviso | responsabile (Area amministrativa); segretario generale | 31/03/2025",
            "Gestione delle entrate, delle spese e del patrimonio |  |  |  |  |",
            "D.01 Sgravi | Sgravio senza titolo | basso | M1 Controllo di un atto su dieci | segretario generale | trimestrale",
        ]
    );
    assert_eq!(
        table(&document, "In breve"),
        [
            "Area amministrativa |  |",
            "Criteri diversi | discrezionalità; pochi richiedenti | Criteri generici.",
            "Rendiconto non letto | – | È già accaduto.",
            "Segretario generale |  |",
            "Patrocinio a chi non ha i requisiti | – | Pochi.",
        ]
    );
    assert_eq!(
        table(&document, "Che cosa trattano").last().unwrap(),
        // Nobody is written and no process names it: it is the officer of [ente].
        "M4 | – | RPCT | relazione annuale"
    );
    let words = document.sections[0].blocks.first().map(|block| match &block.kind {
        BlockKind::Paragraph(words) => plain(words).replace('\u{a0}', " "),
        _ => String::new(),
    });
    assert_eq!(
        words.unwrap(),
        "Ci sono quattro processi e sei rischi: 1 alto, 2 di contributi, nessun processo di personale. Misure generali 1, in atto il 25 %. \
         L’area A1 ha 3 processi e 3 misure di prevenzione."
    );
}

#[test]
fn both_outputs_and_the_data_have_them() {
    let outputs = Outputs::of(made(&plan()));
    let (_, page) = outputs.html().find(|(path, _)| path.ends_with("prova.html")).unwrap();
    // The ground of a cell repeats its word, and the shape is not read aloud.
    assert!(page.contains("tinta-3") && page.contains("tinta-1"), "no shade");
    assert!(page.contains("<strong>1</strong></span>\u{a0}alto"), "no words beside the shape");
    let paper = outputs.pages.join("\n");
    for words in ["Quanti processi, per area", "Spesa divisa", "Registro degli operatori", "RPCT"] {
        assert!(paper.contains(words), "{words} is not in the PDF");
    }
    let register = |nome: &str| {
        let found = outputs.document.registri.iter().find(|register| register.nome == nome);
        format!("{:?}", found.unwrap().righe)
    };
    for (nome, words) in [
        ("processi", "segretario generale"),
        ("processi", "Sovvenzioni"),
        ("rischi", "discrezionalità"),
        ("misure-prevenzione", "RPCT"),
        ("indicatori", "misura di prevenzione"),
    ] {
        assert!(register(nome).contains(words), "{nome}: {words}");
    }
}

#[test]
fn with_numbers_the_map_is_a_grid() {
    let settings = SETTINGS.to_owned()
        + "\n[rischi]\nmetodo = \"probabilita-impatto\"\nmassimo = 3\nsoglie = [2, 4, 9]\n[rischi.aree]\ncimiteri = \"Servizi cimiteriali\"\n";
    let data = r#"
[[processo]]
codice = "Z1"
titolo = "Concessione di loculi"
area = "cimiteri"
unita = { assente = "si decide quest’anno" }
motivazione = "Poche l’anno."

[[processo.rischio]]
evento = "Ordine delle domande non rispettato"
probabilita = 2
impatto = 3
"#;
    let plan = Project::new()
        .file("piao.toml", &settings)
        .section("```piao:mappa-rischi\n```\n\n```piao:processi\n```\n")
        .file("dati/rischi.toml", data);
    let compiled = plan.compile();
    let document = compiled.document.unwrap();
    assert_eq!(
        table(&document, "I rischi per probabilità"),
        ["3 | – | – | –", "2 | – | – | 1 alto Z1", "1 | – | – | –"]
    );
    assert_eq!(table(&document, "Processi").first().unwrap(), "Servizi cimiteriali – 1 processo |  |");
}

/// The codes of what is wrong with the plan, with its data changed.
fn codes(from: &str, to: &str) -> Vec<&'static str> {
    assert!(RISCHI.contains(from), "{from}");
    let compiled: Compiled = plan().file("dati/rischi.toml", &RISCHI.replacen(from, to, 1)).compile();
    compiled.diags.sorted().iter().map(|problem| problem.code).collect()
}

#[test]
fn a_word_that_names_nothing_is_told_once() {
    // A unit, an office or all the units; nothing else.
    assert_eq!(codes("unita = \"A2\"", "unita = \"A7\""), ["P0201"]);
    assert_eq!(codes("responsabili = [\"segretario\"]", "responsabili = [\"criteri\"]"), ["P0207"]);
    // A process that was read by half is not said to lack anything.
    assert_eq!(codes("area = \"entrate-spese\"", "area = 3"), ["P0107"]);
    assert_eq!(codes("area = \"entrate-spese\"", "area = \"entrate\""), ["P0625"]);
    // A term tied to an event is no mistake, a day that does not exist is one.
    assert_eq!(codes("prima di ogni invito", "entro il 31/02/2025"), ["P0403"]);
}

#[test]
fn objectives_of_other_sections_do_not_weigh() {
    let data = |more: &str| {
        format!(
            "[[obiettivo]]\ntitolo = \"Uno\"\nunita = \"A1\"\npeso = 100\nrisultato_atteso = \"Fatto.\"\n\n\
             [[obiettivo]]\ntitolo = \"Formare chi affida\"\nunita = \"A1\"\nsezione = \"2.3\"\nrisultato_atteso = \"Formati.\"\n{more}"
        )
    };
    let text = "```piao:tabella-unita\nunita = \"A1\"\n```\n\n```piao:obiettivi\nforma = \"tabella\"\ndidascalia = \"Della 2.3\"\ndove = { sezione = \"2.3\" }\n```\n\nIn A1 ce ne sono [=a1.obiettivi].\n\n```piao:unita\n```\n";
    let plan = |more: &str| {
        Project::new().section(text).file("dati/unita.toml", UNITA).file("dati/obiettivi.toml", &data(more))
    };
    let compiled = plan("").compile();
    let document = compiled.document.as_ref().unwrap();
    assert_eq!(table(document, "Della 2.3"), ["Formare chi affida"], "{}", compiled.messages());
    assert!(!compiled.diags.iter().any(|problem| problem.code == "P0301"), "{}", compiled.messages());
    // With a weight it counts as the others, and the sum is no longer 100.
    let compiled = plan("peso = 20\n").compile();
    assert!(compiled.diags.iter().any(|problem| problem.code == "P0301"), "{}", compiled.messages());
    // Another number is refused.
    let wrong = data("").replace("\"2.3\"", "\"2.1\"");
    let compiled = plan("").file("dati/obiettivi.toml", &wrong).compile();
    assert!(compiled.messages().contains("il valore «2.1» non è ammesso"), "{}", compiled.messages());
}

const TRASPARENZA: &str = r#"
obbligo = [
  { sezione = "Personale", sottosezione = "Dotazione organica", contenuto = "Conto annuale", norma = "art. 16 d.lgs. 33/2013", produce = "A2", pubblica = "A1", aggiornamento = "annuale", termine = "entro 30 giorni dalla certificazione", campione = [2025, 2026] },
  { sezione = "Bilanci", contenuto = "Bilancio di previsione", produce = "tutte", pubblica = "segretario", aggiornamento = "tempestivo", termine = "entro 10 giorni", campione = 2027 },
  { sezione = "strutture sanitarie private accreditate", contenuto = "Accreditamenti", assente = "L’obbligo non è applicabile all’amministrazione" },
]
monitoraggio = [
  { titolo = "Attuazione delle misure", sezioni = ["2.3"], strumento = "scheda", tempi = ["entro il 30/06", "entro il 30/11/2026"], responsabili = ["segretario"], documento = "relazione annuale" },
  { titolo = "Gradimento", sezioni = ["4"], tipo = "soddisfazione", strumento = "questionario", tempi = "dopo ogni servizio", servizi = ["anagrafe"], risposte = { 2024 = 180, 2025 = "≥ 200" } },
]
lavoro_agile = [
  { servizi = "Sportelli presidiati.", presenza = "La presenza prevale.", piattaforma = "Rete protetta.", arretrato = { assente = "non ce n’è" }, dispositivi = "Portatili.", regolamento = { assente = "si scrive quest’anno" }, dipendenti = { 2024 = 2, 2025 = 10, 2026 = 12, 2027 = 12 }, giornate = { 2024 = 90, 2025 = 600, 2026 = 600, 2027 = 600 }, attivita = [{ testo = "Istruttoria", unita = "A2", agile = "si" }, { testo = "Sportello", unita = "A1", agile = "no", motivo = "Chi arriva trova qualcuno." }] },
]
"#;

const ALTRO: &str = r#"
Gli obblighi sono [=obblighi.conta], non dovuti [=obblighi.non-dovuti], nel 2025 se ne controlla [=obblighi.campione.2025]; in A1
[=a1.obblighi]. Da fuori lavorano [=lavoro-agile.dipendenti.2024], poi [=lavoro-agile.quota.2025].

```piao:trasparenza
```

```piao:campione
```

```piao:lavoro-agile
```

```piao:indicatori-agile
```

```piao:attivita-agili
```

```piao:calendario-monitoraggio
```

```piao:monitoraggi
forma = "schede"
```

```piao:unita
```

```piao:incarichi
```
"#;

#[test]
fn duties_monitoring_and_agile_work_are_shown() {
    let settings = SETTINGS.replace("[controlli]", "dipendenti = 60\n\n[controlli]\nindicatori-agile = \"errore\"");
    let plan = Project::new()
        .file("piao.toml", &settings)
        .section(ALTRO)
        .file("dati/unita.toml", UNITA)
        .file("dati/trasparenza.toml", TRASPARENZA);
    let document = made(&plan);
    assert_eq!(
        table(&document, "Gli obblighi di pubblicazione"),
        [
            "Personale |  |  |  |",
            "Dotazione organica | Conto annuale art. 16 d.lgs. 33/2013 | Area finanziaria | Area amministrativa | entro 30 giorni dalla certificazione",
            "Bilanci |  |  |  |",
            "– | Bilancio di previsione | tutte le unità | segretario generale | entro 10 giorni",
        ]
    );
    assert_eq!(
        table(&document, "Gli obblighi che non"),
        ["Strutture sanitarie private accreditate | Accreditamenti | L’obbligo non è applicabile all’amministrazione"]
    );
    assert_eq!(
        table(&document, "Quanti obblighi si controllano"),
        ["Personale | 1 | 1 | – | 1", "Bilanci | – | – | 1 | 1", "In tutto | 1 | 1 | 1 | 2"]
    );
    let agile = table(&document, "Le condizioni del lavoro agile");
    assert_eq!(agile.len(), 6, "{agile:?}");
    // Two persons are not printed, nor what would tell how many they are.
    assert_eq!(
        table(&document, "Il lavoro agile, anno per anno"),
        [
            "Persone in lavoro agile | meno di 3 | 10 | 12 | 12",
            "Quota del personale | – | 16,67 % | 20,00 % | 20,00 %",
            "Giornate | – | 600 | 600 | 600",
            "Giornate a persona in un mese | – | 5,00 | 4,17 | 4,17",
        ]
    );
    assert_eq!(
        table(&document, "Che cosa si può fare da fuori")[1],
        "Sportello | Area amministrativa | No | Chi arriva trova qualcuno."
    );
    assert_eq!(
        table(&document, "Il monitoraggio, in ordine"),
        [
            "31/01/2025 | Approvazione del piano del nuovo triennio, se il bilancio non è rinviato (termine di legge) | – | – | –",
            "30/06/2025 | Relazione sulla performance dell’anno prima (termine di legge) | – | – | –",
            "30/06/2025 | Attuazione delle misure | 2.3 | segretario generale | relazione annuale",
            "30/11/2026 | Attuazione delle misure | 2.3 | segretario generale | relazione annuale",
            "dopo ogni servizio | Gradimento | 4 | – | –",
        ]
    );
    // Of every year of the triennium, with the day that names its year once.
    let days: Vec<String> = document.calendario.iter().map(|event| event.da.iso()).collect();
    assert_eq!(days, ["2025-06-30", "2026-06-30", "2026-11-30", "2027-06-30"]);
    let register = |nome: &str| {
        let found = document.registri.iter().find(|register| register.nome == nome);
        format!("{:?}", found.unwrap().righe)
    };
    assert!(
        register("lavoro-agile-anni").contains("meno di 3 persone")
            && !register("lavoro-agile-anni").contains("Numero(2)")
    );
    assert!(register("obblighi").contains("2026") && register("monitoraggi").contains("2027-06-30"));
    let outputs = Outputs::of(document);
    assert!(outputs.pages.join(" ").contains("Strutture sanitarie"));
    assert!(outputs.html().any(|(_, page)| page.contains("Accreditamenti")));
}

/// In a plan of several bodies each table of agile work says whose it is, and a share is of the staff of that body.
#[test]
fn agile_work_of_several_bodies_is_told_apart() {
    let agile = |ente: &str, people: u32| {
        format!(
            "[[lavoro_agile]]\n{ente}servizi = \"Sportelli presidiati.\"\npresenza = \"La presenza prevale.\"\npiattaforma = \"Rete protetta.\"\narretrato = \"Niente.\"\ndispositivi = \"Portatili.\"\ndipendenti = {{ 2025 = {people} }}\nattivita = [{{ testo = \"Istruttoria\", agile = \"si\" }}]\n\n"
        )
    };
    let enti = "[[ente]]\nid = \"borgo\"\nnome = \"Comune di Borgo\"\ntipo = \"comune\"\ndipendenti = 10\n\n[[ente]]\nid = \"rio\"\nnome = \"Comune di Rio\"\ntipo = \"comune\"\n";
    let data = format!("{}{}{}", agile("", 12), agile("ente = \"borgo\"\n", 5), agile("ente = \"rio\"\n", 4));
    let plan = |data: &str| {
        Project::new()
            .section("```piao:lavoro-agile\n```\n\n```piao:indicatori-agile\n```\n\n```piao:attivita-agili\n```\n")
            .file("dati/enti.toml", enti)
            .file("dati/agile.toml", data)
            .compile()
    };
    let compiled = plan(&data);
    let messages = compiled.messages();
    let document = compiled.document.unwrap_or_else(|| panic!("{messages}"));
    let share = |caption: &str| table(&document, caption).into_iter().find(|row| row.starts_with("Quota"));
    assert_eq!(
        share("Il lavoro agile, anno per anno: Comune di Borgo").as_deref(),
        Some("Quota del personale | 50,00 %")
    );
    assert_eq!(table(&document, "Il lavoro agile, anno per anno: Comune di Rio"), ["Persone in lavoro agile | 4"]);
    assert_eq!(table(&document, "Le condizioni del lavoro agile: ").len(), 15);
    assert!(table(&document, "Che cosa si può fare da fuori").iter().any(|row| row.contains("Comune di Rio")));
    let messages = plan(&agile("ente = \"borgo\"\n", 11)).messages();
    assert!(messages.contains("in lavoro agile ci sono 11 persone, e l’ente ne ha 10"), "{messages}");
}

#[test]
fn what_recurs_without_a_day_is_told_in_words() {
    let monitoring = |times: &str| {
        let data = format!("[[monitoraggio]]\ntitolo = \"Controlli\"\nsezioni = [\"2.3\"]\ntempi = {times}\n");
        let plan = Project::new()
            .section("```piao:calendario-monitoraggio\n```\n\n```piao:monitoraggi\n```")
            .file("dati/m.toml", &data);
        let document = made(&plan);
        let mut rows = table(&document, "Il monitoraggio, in ordine");
        rows.retain(|row| row.contains("Controlli"));
        let events = document.calendario.iter().filter(|event| event.titolo == "Controlli").count();
        (rows.into_iter().map(|row| row.split(" | ").next().unwrap().to_owned()).collect::<Vec<_>>(), events)
    };
    for words in ["ogni sei mesi", "semestrale", "trimestrale", "due volte l’anno", "annuale"] {
        assert_eq!(monitoring(&format!("\"{words}\"")), (vec![words.to_owned()], 0), "{words}");
    }
    // One certain and one that recurs; a recurrence that says its days.
    assert_eq!(monitoring("[\"30/09/2025\", \"trimestrale\"]").0, ["30/09/2025", "trimestrale"]);
    assert_eq!(monitoring("\"ogni sei mesi (giugno e dicembre)\"").0, ["30/06/2025", "31/12/2025"]);
    assert_eq!(monitoring("\"entro il 31 ottobre di ogni anno\""), (vec!["31/10/2025".to_owned()], 3));
}

#[test]
fn the_reason_of_a_risk_is_printed_where_nobody_asks_for_columns() {
    let document = made(&plan());
    let why = table(&document, "Perché ogni rischio ha quel livello");
    for words in ["Ampia scelta.", "È già accaduto.", "pochi richiedenti"] {
        assert!(why.iter().any(|row| row.contains(words)), "{words}: {why:?}");
    }
    // An event has one row, however many measures it has.
    assert_eq!(why.iter().filter(|row| row.contains("Spesa divisa")).count(), 1, "{why:?}");
    // What no view prints is not counted as said.
    let complete = |view: &str| {
        let front = "+++\nsezione = \"2.3\"\n+++\n\n";
        let plan = plan().file("2-rischi.md", &format!("{front}Testo.\n\n```piao:rischi\n{view}\n```\n"));
        let plan = plan.section("Testo.");
        let mut plan = plan.open();
        plan.compile(&mut |_| {});
        let table = plan.into_compiled().unwrap().completezza().unwrap();
        let section = table.sezioni.iter().find(|one| one.numero == "2.3").unwrap();
        section.evidenze.iter().find(|one| one.parole.contains("perché")).unwrap().parole.clone()
    };
    assert!(complete("").starts_with("4 processi su 4"), "{}", complete(""));
    assert!(
        complete("colonne = [\"processo\", \"evento\"]").starts_with("0 processi su 4"),
        "{}",
        complete("colonne = [\"processo\"]")
    );
}

/// What an event and a measure say of themselves reaches the tables where nobody asks for columns.
#[test]
fn the_fields_of_events_measures_and_monitoring_reach_their_tables() {
    let data = r#"
processo = [
  { codice = "B.01", titolo = "Affidamenti", area = "contratti", unita = "A1", esposizione = "alto", motivazione = "Ampia scelta.", rischio = [{ evento = "Spesa divisa", fase = "Scelta del contraente", controlli = "Verifica del segretario" }], misure = ["inviti"] },
]
misura_prevenzione = [
  { id = "inviti", codice = "M1", titolo = "Rotazione", tipo = "specifica", natura = "rotazione", scadenza = "31/03/2025", indicatore = [{ testo = "Inviti ripetuti", base = { anno = 2024, valore = "30 %" }, target = { 2025 = "≤ 10 %", 2026 = "≤ 5 %", 2027 = "0 %" } }], verifica = [{ strumento = "estrazione", atteso = "nessuna inversione", tempi = "semestrale" }] },
]
monitoraggio = [ { titolo = "Attuazione", sezioni = ["2.3"], strumento = "scheda", tempi = "ogni anno", campione = "30 % dei processi" } ]
"#;
    let views = "```piao:rischi\n```\n\n```piao:misure-prevenzione\n```\n\n```piao:monitoraggi\n```\n";
    let found = plan().section(views).file("dati/rischi.toml", data).compile();
    let document = found.document.as_ref().unwrap();
    let has = |caption: &str, words: &str| {
        let rows = table(document, caption).join("\n");
        assert!(rows.contains(words), "{words}: {rows}\n{}", found.messages());
    };
    has("Perché ogni rischio ha quel livello", "Scelta del contraente");
    has("Perché ogni rischio ha quel livello", "Verifica del segretario");
    has(
        "Misure di prevenzione",
        "Inviti ripetuti: partenza 30 % nel 2024; ≤ 10 % nel 2025, ≤ 5 % nel 2026, 0 % nel 2027",
    );
    has("Misure di prevenzione", "nessuna inversione (estrazione, semestrale)");
    has("Monitoraggi", "30 % dei processi");
}
