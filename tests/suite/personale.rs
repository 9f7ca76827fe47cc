//! The staff plan: who is there, who leaves, who enters, in both outputs and in the data.

use crate::project::{FRONT, Outputs, Project, SETTINGS};
use piao::document::{BlockKind, Bridge, Document, DrawingKind, plain};

/// The staff of a small Comune: 31 people, who stay 31 for three years.
pub(crate) const PERSONALE: &str = r#"
dotazione = [
  { area = "funzionari", profilo = "Funzionario tecnico", unita = "A3", numero = 7 },
  { area = "istruttori", profilo = "Istruttore amministrativo-contabile", unita = "A1", numero = 12 },
  { area = "istruttori", profilo = "Istruttore tecnico", unita = "A3", numero = 3, posti = { 2026 = 3, 2027 = 4 } },
  { area = "operatori-esperti", profilo = "Operaio specializzato", unita = "A3", numero = 7, tempo = "18/36" },
  { area = "operatori", profilo = "Operatore dei servizi", unita = "A1", numero = 2 },
  { area = "segretari", profilo = "Segretario comunale", numero = 1, rapporto = "convenzione", conta = false },
]
cessazione = [
  { anno = 2027, area = "operatori-esperti", profilo = "Operaio specializzato", numero = 1, risparmio = "31.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, risparmio = "34.000,00 €" },
  { anno = 2028, area = "funzionari", profilo = "Funzionario tecnico", numero = 1, risparmio = "37.500,00 €" },
  { anno = 2029, numero = 0 },
]
assunzione = [
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, modalita = "graduatoria", costo = "34.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore tecnico", numero = 1, modalita = "concorso", costo = "34.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore amministrativo-contabile", numero = 1, modalita = "progressione", da = "operatori-esperti", costo = "2.300,00 €" },
  { anno = 2028, area = "funzionari", profilo = "Funzionario tecnico", numero = 1, modalita = "concorso", costo = "37.500,00 €" },
  { anno = 2029, numero = 0 },
]
"#;

const UNITA: &str = r#"
unita = [
  { codice = "A1", nome = "Area amministrativa" },
  { codice = "A3", nome = "Area tecnica" },
]
incarico = [{ ruolo = "eq", unita = "A1", altre_unita = ["A3"] }]
"#;

const VISTE: &str = r#"
Siamo [=dotazione.totale:parole] e nel 2029 saremo [=dotazione.totale.2029]; gli istruttori passano da [=dotazione.istruttori] a
[=dotazione.istruttori.2027]. Escono [=cessazioni.conta:parole], entrano [=assunzioni.conta:parole], con [=progressioni.conta:lettere] progressione, per
[=assunzioni.costo.2027].

```piao:dotazione
```

```piao:cessazioni
```

```piao:assunzioni
```

```piao:ponte-personale
```

```piao:ponte-personale
per = "area"
didascalia = "Il ponte di ogni area"
```

```piao:totali-dotazione
per = "unita"
```

```piao:totali-dotazione
per = "anno"
```
"#;

fn settings() -> String {
    SETTINGS
        .replace("2025-2027", "2027-2029")
        .replace("2025-01-31", "2027-01-31")
        .replace("tipo = \"comune\"", "tipo = \"comune\"\ndipendenti = 31")
}

pub(crate) fn plan(data: &str) -> Project {
    Project::new()
        .file("piao.toml", &(settings() + "capacita-assunzionale = \"ignora\"\n"))
        .file("dati/personale.toml", data)
        .file("dati/unita.toml", UNITA)
        .file("1-prova.md", &format!("{FRONT}{VISTE}"))
}

/// The tables of a document, each as its caption and its rows.
fn tables(document: &Document) -> Vec<(String, Vec<Vec<String>>)> {
    let mut found = Vec::new();
    document.walk(&mut |section, _| {
        found.extend(section.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        }));
    });
    let words = |table: &piao::document::Table| {
        let rows = table.rows.iter().map(|row| row.cells.iter().map(|cell| plain(cell)).collect()).collect();
        (table.caption.as_deref().map(plain).unwrap_or_default(), rows)
    };
    found.into_iter().map(words).collect()
}

#[test]
fn the_staff_is_summed_and_followed_for_three_years() {
    let document = plan(PERSONALE).compile().clean();
    let tables = tables(&document);
    let table = |caption: &str| {
        let found = tables.iter().find(|(known, _)| known.replace('\u{a0}', " ") == caption);
        &found.unwrap_or_else(|| panic!("{caption}: {:?}", tables.iter().map(|(c, _)| c).collect::<Vec<_>>())).1
    };
    let row = |rows: &[Vec<String>], first: &str| rows.iter().find(|row| row[0] == first).unwrap().join(" | ");
    let staff = table("Il personale in servizio al 31 dicembre 2026");
    assert_eq!(row(staff, "Istruttori: 15 persone"), "Istruttori: 15 persone |  |  |  |  |  | ");
    assert_eq!(row(staff, "Istruttore tecnico"), "Istruttore tecnico | Area tecnica | – | 3 | 3 | 0 | 4 nel 2027");
    assert_eq!(row(staff, "Totale"), "Totale |  |  | 31 | 31 | 0 | ");
    assert_eq!(
        staff.last().unwrap().join(" | "),
        "Segretario comunale (in convenzione con altri enti) | – | – | 1 | 1 | 0 | –"
    );
    let leave = table("Le cessazioni previste");
    assert_eq!(row(leave, "2027: 2 persone"), "2027: 2 persone |  |  | ");
    assert_eq!(row(leave, "Nessuna"), "Nessuna | – | – | –");
    assert_eq!(row(leave, "Totale"), "Totale |  | 3 | 102.500,00\u{a0}€");
    let enter = table("Le assunzioni previste");
    assert_eq!(row(enter, "2027: 2 persone, 1 progressione"), "2027: 2 persone, 1 progressione |  |  |  | ");
    assert_eq!(row(enter, "Totale"), "Totale |  |  | 3 | 105.500,00\u{a0}€");
    let bridge = table("Chi esce e chi entra nel triennio");
    assert_eq!(row(bridge, "2027"), "2027 | 31 | −2 | +2 | 1 | 31");
    assert_eq!(row(bridge, "Triennio"), "Triennio | 31 | −3 | +3 | 1 | 31");
    let areas = table("Il ponte di ogni area");
    assert!(areas.iter().any(|row| row.join(" | ") == "Operatori esperti | 2027 | 7 | −1 | 0 | −1 | 5"), "{areas:?}");
    let years = table("Il personale alla fine di ogni anno");
    assert_eq!(row(years, "Istruttori"), "Istruttori | 15 | 17 | 17 | 17");
    let units = table("Il personale in servizio al 31 dicembre 2026, per unità");
    assert_eq!(row(units, "Area amministrativa"), "Area amministrativa | 14");
}

/// The posts of a year are those that are written down to it: before the first nobody knows them.
#[test]
fn posts_of_later_years_are_printed_and_are_not_those_of_today() {
    let data = "dotazione = [ { area = \"istruttori\", profilo = \"Istruttore\", numero = 31, posti = { 2027 = 35, 2028 = 36 } } ]\n\
        cessazione = [ { anno = 2027, numero = 0 }, { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 } ]\n\
        assunzione = [ { anno = 2027, numero = 0 }, { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 } ]\n";
    let text = |words: &str| format!("{FRONT}{words}\n\n```piao:dotazione\n```\n\n```piao:totali-dotazione\n```\n");
    let found = plan(data).file("1-prova.md", &text("Testo.")).compile();
    let tables = tables(found.document.as_ref().unwrap());
    let rows = |n: usize| tables[n].1.iter().map(|row| row.join(" | ")).collect::<Vec<_>>();
    assert_eq!(
        rows(0),
        ["Istruttori: 31 persone |  | ", "Istruttore | 31 | 35 nel 2027, 36 nel 2028", "Totale | 31 | "],
        "{}",
        found.messages()
    );
    assert_eq!(rows(1), ["Istruttori | – | 31 | –", "Totale | – | 31 | –"]);
    for fact in ["dotazione.posti.totale", "dotazione.vacanti"] {
        let told = plan(data).file("1-prova.md", &text(&format!("Sono [={fact}]."))).compile().messages();
        assert!(told.contains("P0205") && told.contains("comincia da un anno dopo"), "{told}");
    }
    let known = data.replace("{ 2027 = 35", "{ 2026 = 33, 2027 = 35");
    let text = text("Sono [=dotazione.posti.totale], [=dotazione.vacanti] vuoti.");
    plan(&known).file("1-prova.md", &text).compile().clean();
}

/// A table of staff has a column for each field that some record has.
#[test]
fn every_field_of_the_staff_reaches_its_table() {
    let data = r#"
dotazione = [ { area = "istruttori", profilo = "Istruttore", unita = "A1", numero = 31, tempo = "30/36", costo = "31.234,00 €", famiglia = "Famiglia tecnica", nota = "Nota sulla riga" } ]
cessazione = [
  { anno = 2027, area = "istruttori", profilo = "Istruttore", unita = "A1", numero = 1, rapporto = "determinato", motivo = "mobilita", risparmio = "32.234,00 €", dal = "giugno 2027" },
  { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 },
]
assunzione = [
  { anno = 2027, area = "istruttori", profilo = "Istruttore", unita = "A3", numero = 1, modalita = "concorso", rapporto = "determinato", tempo = "18/36", costo = "33.234,00 €", irap = "2.890,00 €", etero = true, finanziamento = "Fondo sociale", scadenza = "entro settembre 2027", motivo = "Sostituisce **chi esce**." },
  { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 },
]
"#;
    let views = "```piao:dotazione\n```\n\n```piao:cessazioni\n```\n\n```piao:assunzioni\n```\n";
    let found = plan(data).file("1-prova.md", &format!("{FRONT}{views}")).compile();
    let tables = tables(found.document.as_ref().unwrap());
    let all = |n: usize| tables[n].1.concat().join(" | ").replace('\u{a0}', " ");
    for (table, words) in [
        (
            0,
            &[
                "Istruttori",
                "Istruttore",
                "Area amministrativa",
                "31",
                "31.234,00 €",
                "Famiglia tecnica",
                "Nota sulla riga",
            ][..],
        ),
        (
            1,
            &["istruttori", "Istruttore", "Area amministrativa", "tempo determinato", "mobilità", "32.234,00 €", "giu"],
        ),
        (
            2,
            &[
                "Area tecnica",
                "concorso",
                "tempo determinato",
                "33.234,00 €",
                "2.890,00 €",
                "Fondo sociale",
                "set",
                "Sostituisce chi esce.",
            ],
        ),
    ] {
        for word in words {
            assert!(all(table).contains(word), "{word}: {}", all(table));
        }
    }
    assert!(all(0).contains("83,33 %") || all(0).contains("30/36"), "{}", all(0));
    assert!(all(2).contains("50 %") || all(2).contains("18/36"), "{}", all(2));
}

/// The figure of an area counts whom the table counts, and says apart who passes to another area.
#[test]
fn a_bridge_by_area_tells_progressions_apart() {
    let document = plan(PERSONALE).compile().clean();
    let mut alts = Vec::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Drawing(drawing) = &block.kind
                && let DrawingKind::Bridges(bridges) = &drawing.kind
            {
                alts.extend(bridges.iter().map(Bridge::in_words));
            }
        });
    });
    let said = alts.iter().find(|alt| alt.contains("Operatori esperti")).unwrap();
    assert!(said.contains("nel 2027: 1 esce, 1 passa ad altra area, 0 entrano, 5 alla fine"), "{said}");
    let said = alts.iter().find(|alt| alt.contains("Istruttori")).unwrap();
    assert!(said.contains("1 viene da altra area"), "{said}");
}

/// What a text says of the staff is what the tables of the same plan print.
#[test]
fn the_numbers_of_the_staff_are_those_of_its_tables() {
    let data = r#"
dotazione = [
  { area = "funzionari", profilo = "Funzionario", numero = 4, posti = { 2026 = 6, 2028 = 9 } },
  { area = "istruttori", profilo = "Istruttore", numero = 8, posti = 7 },
  { area = "operatori", profilo = "Operatore", numero = 3 },
]
cessazione = [
  { anno = 2027, area = "operatori", profilo = "Operatore", numero = 1, risparmio = "28.000,00 €" },
  { anno = 2027, profilo = "Interinale", numero = 2, rapporto = "somministrazione", risparmio = "9.000,00 €" },
]
assunzione = [
  { anno = 2027, area = "istruttori", profilo = "Istruttore", numero = 3, modalita = "concorso", costo = "100.000,00 €" },
  { anno = 2027, area = "istruttori", profilo = "Istruttore", numero = 1, modalita = "progressione", da = "operatori", costo = "2.000,00 €" },
  { anno = 2028, profilo = "Interinale", numero = 2, modalita = "somministrazione", rapporto = "somministrazione", costo = "15.000,00 €" },
  { anno = 2029, area = "funzionari", profilo = "Funzionario", numero = 1, modalita = "mobilita", costo = "40.000,00 €" },
]
"#;
    let text = "[=assunzioni.conta]; [=assunzioni.numero.totale]; [=assunzioni.2028]; [=assunzioni.costo.totale]; [=assunzioni.costo.2027]; \
        [=assunzioni.costo.2029]; [=cessazioni.conta]; [=cessazioni.risparmio.totale]; [=dotazione.posti.totale]; [=dotazione.vacanti].\n\n\
        ```piao:dotazione\n```\n\n```piao:totali-dotazione\n```\n\n```piao:cessazioni\n```\n\n```piao:assunzioni\n```\n\n\
        ```piao:assunzioni\ndidascalia = \"Soltanto il costo\"\ncolonne = [\"profilo\", \"costo\"]\n```\n";
    let document = plan(data).file("1-prova.md", &format!("{FRONT}{text}")).compile().document.unwrap();
    let mut said = String::new();
    document.walk(&mut |section, _| {
        for block in &section.blocks {
            if let BlockKind::Paragraph(content) = &block.kind
                && said.is_empty()
            {
                said = plain(content).replace('\u{a0}', " ");
            }
        }
    });
    assert_eq!(said, "4; 4; 0; 140.000,00 €; 100.000,00 €; 40.000,00 €; 1; 28.000,00 €; 16; 2.");
    let tables = tables(&document);
    let row = |caption: &str, first: &str| {
        let (_, rows) = tables
            .iter()
            .find(|(known, _)| known.replace('\u{a0}', " ") == caption)
            .unwrap_or_else(|| panic!("{caption}"));
        let row = rows.iter().find(|row| row[0] == first).unwrap_or_else(|| panic!("{first}: {rows:?}"));
        row.join(" | ").replace('\u{a0}', " ")
    };
    assert_eq!(row("Le assunzioni previste", "Totale"), "Totale |  |  |  | 4 | 140.000,00 €");
    assert_eq!(row("Le assunzioni previste", "Interinale (2028)").split(" | ").last(), Some("15.000,00 €"));
    assert_eq!(row("Le cessazioni previste", "Totale"), "Totale |  | 1 | 28.000,00 € | ");
    assert_eq!(row("Il personale in servizio al 31 dicembre 2026", "Totale"), "Totale | 16 | 15 | 2 | ");
    assert_eq!(row("Il personale in servizio al 31 dicembre 2026, per area", "Totale"), "Totale | 16 | 15 | 2");
    // Columns that their author chose have the people who are outside the sums among the others, and so no total.
    let (_, chosen) = tables.iter().find(|(caption, _)| caption == "Soltanto il costo").unwrap();
    assert!(chosen.iter().all(|row| row[0] != "Totale"), "{chosen:?}");
}

#[test]
fn the_staff_reaches_the_pages_the_site_and_the_data() {
    let outputs = Outputs::of(plan(PERSONALE).compile().clean());
    let pages = outputs.pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    for words in
        ["Siamo trentuno persone e nel 2029 saremo 31", "Escono tre persone", "Operaio specializzato", "Triennio"]
    {
        assert!(pages.contains(words), "{words}: {pages}");
    }
    let site = String::from_utf8_lossy(&outputs.site["prova.html"]).into_owned();
    assert!(
        site.contains(
            "Grafico a ponte. Il personale al 31 dicembre 2026: 31; nel 2027: 2 escono, 2 entrano, 31 alla fine"
        ),
        "{site}"
    );
    let data = |name: &str| {
        let set = outputs.document.registri.iter().find(|set| set.nome == name).unwrap();
        set.righe.len()
    };
    assert_eq!((data("dotazione"), data("cessazioni"), data("assunzioni"), data("dotazione-anni")), (6, 4, 5, 12));
}

/// Above sixty people a person is no slice, and a step too small to be seen is not drawn at all.
#[test]
fn a_step_that_nobody_would_see_is_only_in_the_table() {
    let staff = |people: u32, leave: u32| {
        let data = format!(
            "dotazione = [{{ area = \"istruttori\", profilo = \"Istruttore tecnico\", numero = {people} }}]\n\
             cessazione = [\n  {{ anno = 2027, area = \"istruttori\", profilo = \"Istruttore tecnico\", numero = {leave}, risparmio = \"1.000,00 €\" }},\n  \
             {{ anno = 2028, numero = 0 }},\n  {{ anno = 2029, numero = 0 }},\n]\n\
             assunzione = [{{ anno = 2027, numero = 0 }}, {{ anno = 2028, numero = 0 }}, {{ anno = 2029, numero = 0 }}]\n"
        );
        let settings = settings().replace("dipendenti = 31", &format!("dipendenti = {people}"));
        let text = format!("{FRONT}```piao:ponte-personale\n```\n");
        let plan = Project::new().file("piao.toml", &settings).file("dati/p.toml", &data).file("1-prova.md", &text);
        let document = plan.compile().clean();
        let mut drawn = false;
        document.walk(&mut |section, _| {
            drawn |= section.blocks.iter().any(|block| matches!(block.kind, BlockKind::Drawing(_)));
        });
        drawn
    };
    assert!(staff(40, 1) && staff(95, 1) && staff(400, 8));
    assert!(!staff(96, 1) && !staff(400, 2));
}

/// A row that every kind of record can take: `dotazione = [ { … }, … ]`. The examples of all kinds are written so.
#[test]
fn every_kind_can_be_written_as_rows() {
    for kind in piao::piano::element::Kind::ALL {
        let (table, esempio) = (kind.info().table, kind.info().esempio);
        let parsed: toml::Table = esempio.parse().unwrap();
        let rows = parsed[table].as_array().unwrap().iter().map(|record| format!("  {},\n", inline(record)));
        let data = format!("{table} = [\n{}]\n", rows.collect::<String>());
        let of = |text: &str| {
            Project::new().file("dati/esempio.toml", text).compile().diags.iter().map(|d| d.code).collect::<Vec<_>>()
        };
        assert_eq!(of(&data), of(esempio), "{table}\n{data}");
    }
}

/// A value of TOML on one line.
fn inline(value: &toml::Value) -> String {
    match value {
        toml::Value::Table(table) => {
            let fields = table.iter().map(|(key, value)| format!("\"{key}\" = {}", inline(value)));
            format!("{{ {} }}", fields.collect::<Vec<_>>().join(", "))
        }
        toml::Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// The small Comune of the example: everything of its sections 3.1 and 3.3 in both outputs, and not a message.
#[test]
fn a_small_comune_has_a_whole_staff_plan() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune");
    let document = crate::project::Compiled::folder(&folder).clean();
    let tables = tables(&document);
    let all: Vec<String> = tables.iter().flat_map(|(_, rows)| rows.iter().map(|row| row.join(" | "))).collect();
    for row in [
        "Area | 4 | 31 | 7,75",
        "Entrate nette | 5.332.000,00\u{a0}€ | media meno FCDE",
        "Rapporto | 24,00\u{a0}% | spesa di personale diviso entrate nette",
        "Soglia | 26,90\u{a0}% | da 5.000 a 9.999 abitanti",
        "Spesa massima | 1.434.308,00\u{a0}€ | soglia per entrate nette",
        "Margine | 154.628,00\u{a0}€ | spesa massima meno spesa: entro la soglia",
        "Spesa prevista 2027 | 1.312.400,00\u{a0}€ | rapporto 24,61\u{a0}%, margine 121.908,00\u{a0}€",
        "Margine (D meno C) | 96.950,00\u{a0}€ | 90.450,00\u{a0}€ | 90.450,00\u{a0}€",
        "Margine | 24.600,00\u{a0}€ | 24.600,00\u{a0}€ | 24.600,00\u{a0}€",
        "2027 | 31 | −2 | +2 | 1 | 31",
    ] {
        assert!(all.contains(&row.to_owned()), "{row}\n{}", all.join("\n"));
    }
    let outputs = Outputs::of(document);
    let pages = outputs.pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["12 + 6 + 9 + 4 = 31", "trentuno persone", "Area tecnica (A3)", "lavori pubblici, edilizia, ambiente"]
    {
        assert!(pages.contains(words), "{words}: {pages}");
    }
    let site: String = outputs.site.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    assert!(site.contains("Organigramma: 4 unità, ciascuna sotto quella di cui fa parte"));
}

/// A count of women that would tell who somebody is stands in no output: not in a page, not in a table of the data, not in a fact.
#[test]
fn small_counts_by_sex_are_in_no_output() {
    let women = |settings: &str| {
        let data = "dotazione = [\n\
            { area = \"funzionari\", profilo = \"Funzionario tecnico\", numero = 7, donne = 1 },\n\
            { area = \"istruttori\", profilo = \"Istruttore tecnico\", numero = 24, donne = 14 },\n]\n\
            cessazione = [{ anno = 2027, numero = 0 }, { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 }]\n\
            assunzione = [{ anno = 2027, numero = 0 }, { anno = 2028, numero = 0 }, { anno = 2029, numero = 0 }]\n";
        let text = format!(
            "{FRONT}```piao:genere\n```\n\n```piao:dotazione\n```\n\n```piao:dotazione\nforma = \"schede\"\n```\n"
        );
        let settings = format!("{}{settings}", self::settings());
        Project::new()
            .file("piao.toml", &settings)
            .file("dati/p.toml", data)
            .file("1-prova.md", &text)
            .compile()
            .clean()
    };
    let document = women("");
    let table = &tables(&document)[0].1;
    let rows: Vec<String> = table.iter().map(|row| row.join(" | ")).collect();
    assert_eq!(
        rows,
        [
            "Funzionari ed elevate qualificazioni | meno di 3 | riservato | 7",
            "Istruttori | riservato | riservato | 24",
            "Totale | 15 | 16 | 31"
        ]
    );
    let set = document.registri.iter().find(|set| set.nome == "dotazione-genere").unwrap();
    let published = set.righe.iter().flatten().filter(|datum| **datum != piao::document::Datum::Vuoto).count();
    // Three names, three totals, the women and the men of the whole body.
    assert_eq!(published, 8, "{:?}", set.righe);
    let staff = document.registri.iter().find(|set| set.nome == "dotazione").unwrap();
    assert!(staff.colonne.iter().all(|column| !column.nome.contains("donne")));
    let document = women("\n[riserbo]\nsoglia = 0\n");
    assert_eq!(tables(&document)[0].1[0].join(" | "), "Funzionari ed elevate qualificazioni | 1 | 6 | 7");
}

/// A unit without a head since a day says so in the drawing and in the list, and with one is asked nothing.
#[test]
fn an_organisation_chart_says_who_is_missing() {
    let data = "unita = [\n\
        { codice = \"SG\", nome = \"Segretario comunale\", tipo = \"convenzione\" },\n\
        { codice = \"A1\", nome = \"Area amministrativa\", padre = \"SG\", dipendenti = 12 },\n\
        { codice = \"A2\", nome = \"Area tecnica\", padre = \"SG\", dipendenti = 19 },\n\
        { codice = \"A2.1\", nome = \"Lavori pubblici\", padre = \"A2\", dipendenti = 9 },\n\
        { codice = \"AC\", nome = \"Anticorruzione\", padre = \"SG\", tipo = \"staff\" },\n]\n\
        incarico = [\n\
        { ruolo = \"eq\", unita = \"A1\", fascia = \"A\", dal = 2026-01-01 },\n\
        { ruolo = \"eq\", unita = \"A2\", fascia = \"B\", dal = 2025-01-01, al = 2026-12-31 },\n]\n";
    let text = format!("{FRONT}```piao:organigramma\n```\n\n```piao:ampiezza\n```\n");
    let compiled = Project::new()
        .file("piao.toml", &(settings() + "titolare-mancante = \"ignora\"\n"))
        .file("dati/u.toml", data)
        .file("1-prova.md", &text)
        .compile();
    let codes: Vec<&str> = compiled.diags.iter().map(|problem| problem.code).collect();
    assert!(codes.is_empty(), "{}", compiled.messages());
    let outputs = Outputs::of(compiled.document.unwrap());
    let page = String::from_utf8_lossy(&outputs.site["prova.html"]).replace('\u{a0}', " ");
    assert!(page.contains("senza responsabile dal 1° gennaio 2027; 19 persone"), "{page}");
    assert!(page.contains("SENZA RESPONSABILE") && page.matches("senza responsabile").count() > 1);
    assert!(page.contains("in convenzione") && page.contains(">Lavori pubblici<"), "{page}");
    // Averages have two decimals, all of them.
    assert!(page.contains(">9,00<"), "{page}");
}

/// A list of records under a header belongs to the record of that header: the message says where it goes.
#[test]
fn a_list_of_records_under_a_header_is_told_where_it_goes() {
    let data = "[[procedura]]\ntitolo = \"Accesso\"\ndotazione = [{ area = \"istruttori\", numero = 1 }]\n";
    let compiled = Project::new().section("Testo.").file("dati/p.toml", data).compile();
    let told = compiled.diags.iter().find(|problem| problem.code == "P0105").unwrap();
    assert_eq!(
        told.helps,
        ["`dotazione = […]` è un elenco di schede `dotazione`: portalo in cima al file, prima di ogni `[[…]]`"]
    );
}
