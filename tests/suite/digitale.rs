//! Training and digitalisation: a small plan that has everything, its sums in both outputs, and a breach of each rule.

use crate::catalogue::Catalogue;
use crate::project::{Compiled, FRONT, Outputs, Project, SETTINGS};
use piao::document::{BlockKind, Document, plain};

const ENTI: &str = r#"
[[ente]]
id = "unione"
nome = "Unione di Prova"
tipo = "unione"
dipendenti = { 2025 = 40, 2026 = 42, 2027 = 42 }

[[ente]]
id = "alfa"
nome = "Comune di Alfa"
tipo = "comune"
dipendenti = 10

[[ente]]
id = "ministero"
nome = "Ministero dell’interno"
tipo = "ministero"
"#;

const FORMAZIONE: &str = r#"
[[linea_formativa]]
id = "linea-valori"
titolo = "Etica e prevenzione della corruzione"
tipo = "obbligatoria"
area = "valori"
temi = ["anticorruzione", "etica", "comunicazione", "sicurezza", "contratti-pubblici", "lavoro-agile", "pianificazione-strategica"]
norma = "L. 190/2012"
ore = 8
partecipanti = [
  { categoria = "dirigenti", ente = "unione", numero = 4 },
  { categoria = "istruttori", ente = "unione", numero = 36 },
  { ente = "alfa", numero = 10 },
]
costo = "1.000,00 €"
erogatore = "Scuola nazionale dell’amministrazione"
modalita = "asincrona"
verifica = "prova finale"

[[linea_formativa.indicatore]]
testo = "Dipendenti che superano la prova"
misura = "percentuale"
target = "≥ 90 %"

[[linea_formativa]]
id = "linea-digitale"
titolo = "Competenze digitali"
tipo = "piattaforma"
area = "transizione-digitale"
temi = ["cybersicurezza", "privacy", "intelligenza-artificiale"]
anni = [2025, 2026]
ore = { 2025 = 32, 2026 = "7,5" }
partecipanti = [
  { ente = "unione", numero = { 2025 = 40, 2026 = 20 } },
  { ente = "alfa", numero = 10 },
]
costo = { 2025 = "2.500,50 €" }
"#;

const DIGITALE: &str = r#"
[[atto]]
id = "avviso"
tipo = "avviso"
numero = "1"
anno = 2022
oggetto = "Avviso di prova"

[[progetto]]
id = "sociale"
codice = "Missione 5 - Componente 2 - Sub investimento 1.1.1 - \"Sostegno\""
programma = "PNRR"
titolo = "Sostegno"
bando = "avviso"
cup = "H41F22002740006"
attuatore = "unione"
partner = ["alfa", "ministero"]
importo = "200.000,00 €"
richiesto = "150.000,00 €"
finanziato = "150.000,00 €"

[[progetto.pacchetto]]
titolo = "Avvio"
testo = "Si comincia."

[[progetto.pacchetto]]
titolo = "Chiusura"

[[progetto]]
id = "domicilio"
codice = "M5 C2 1.1.3"
programma = "PNRR"
titolo = "Domicilio"
capofila = "alfa"
importo = "50.000,00 €"
richiesto = "50.000,00 €"
finanziato = "non ancora finanziato"

[[progetto]]
id = "citta"
programma = "CERV"
titolo = "Città"
paesi = ["Italia", "Francia"]
partner = 6
importo = { assente = "non si sa" }
richiesto = { assente = "non si sa" }
finanziato = { assente = "non si sa" }

[[misura_digitale]]
id = "io-unione"
codice = "Misura 1.4.3"
livello = "misura"
titolo = "Adozione app IO"
avviso = "avviso"
ente = "unione"
cup = "H41F22002740007"
richiesto = "12.000,00 €"
finanziato = "12.000,00 €"
stato = "E"
candidatura = "10/05/2022"
contratto = "settembre 2022"
completamento = "31/03/2024"
verifica = "30/06/2024"
fornitore = "Una società"
piano_triennale = ["CAP4.PA.02"]

[[misura_digitale.servizi]]
previsti = 20
migrati = 20
quali = "anagrafe e tributi"

[[misura_digitale.servizi]]
ente = "alfa"
previsti = 10
migrati = 8

[[misura_digitale.indicatore]]
testo = "Servizi raggiungibili con l’app"
misura = "quantita"
target = { 2025 = 28, 2026 = 30 }

[[misura_digitale]]
id = "io-alfa"
codice = "1.4.3"
livello = "misura"
titolo = "Adozione app IO"
ente = "alfa"
richiesto = "8.000,00 €"
finanziato = "non ancora finanziato"

[[misura_digitale]]
id = "pagopa"
codice = "1.4.3"
livello = "misura"
titolo = "Adozione pagoPA"
ente = "alfa"
stato = "R"

[[nodo]]
id = "servizi"
titolo = "I servizi"

[[obiettivo]]
id = "ob-io"
titolo = "Portare i servizi nell’app"
nodo = "servizi"
misure = ["io-unione"]
risultato_atteso = "I servizi sono nell’app."
"#;

const TESTO: &str = r#"
Le ore sono [=formazione.ore], nel 2025 [=formazione.ore.2025], per [=formazione.partecipazioni.2025:conta] e
[=formazione.costo]; a persona [=unione.ore-a-persona.2025] e [=formazione.ore-a-persona.2026], in
[=formazione.enti:conta].

Dei progetti è finanziato il [=progetti.finanziato.quota]; della missione [=progetti.missione.m5.richiesto.totale]; delle
misure il [=misure-digitali.finanziato.quota].

```piao:linee-formative
forma = "schede"
```

```piao:ore-formazione
id = "tabella-ore"
didascalia = "Le ore"
```

```piao:formazione
per = "area"
totale = { ore = "3.025", costo = "5.500,50 €" }
```

```piao:formazione
per = "tema"
```

```piao:progetti
forma = "schede"
```

```piao:totali-progetti
per = "missione"
totale = { importo = "250.000,00 €", richiesto = 200000, finanziato = "150.000,00 €" }
```

```piao:totali-progetti
per = "ente"
```

```piao:misure-digitali
forma = "schede"
```

```piao:totali-misure
per = "misura"
```

```piao:totali-misure
per = "stato"
```

```piao:obiettivi
```

```piao:enti
```

```piao:atti
```
"#;

fn plan() -> Project {
    Project::new()
        .section(TESTO)
        .file("dati/enti.toml", ENTI)
        .file("dati/formazione.toml", FORMAZIONE)
        .file("dati/digitale.toml", DIGITALE)
}

/// Nothing is wrong with it but that one of its costs is missing, and its later years have few hours.
fn made() -> Document {
    let compiled = plan().compile();
    let codes: Vec<&str> = compiled.diags.sorted().iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["P0217", "P1121", "P1121"], "{}", compiled.messages());
    compiled.document.unwrap()
}

/// Every table under its caption, every drawing by its alternative, the paragraphs, and the cards with what is in them.
fn said(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.sections[0].blocks {
        block.each(&mut |block| match &block.kind {
            BlockKind::Table(table) => {
                let caption = table.caption.as_ref().map_or_else(String::new, |c| plain(c));
                let header: Vec<String> = table.columns.iter().map(|c| plain(&c.header)).collect();
                out += &format!("\n[{caption}]\n{}\n", header.join(" | "));
                for row in &table.rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
                    out += &format!("{}{}\n", if row.total { "= " } else { "" }, cells.join(" | "));
                }
            }
            BlockKind::Drawing(drawing) => {
                out += &format!("\n({}) {}\n", plain(drawing.caption.as_deref().unwrap_or_default()), drawing.alt)
            }
            BlockKind::Card(card) => {
                out += &format!("\n# {} {} {}\n", card.kind, card.code.as_deref().unwrap_or("-"), plain(&card.title));
                out.extend(card.above.iter().map(|words| plain(words) + "\n"));
                for fact in &card.facts {
                    out += &format!("| {}: {}\n", fact.label, plain(&fact.value));
                }
                for field in &card.fields {
                    out += &format!("{}: {}\n", field.label, plain(&field.value));
                }
                for field in &card.absent {
                    out += &format!("{} {} ({})\n", card.non_indicato(), field.label, plain(&field.value));
                }
            }
            BlockKind::Paragraph(content)
            | BlockKind::Remark(content)
            | BlockKind::Legend(content)
            | BlockKind::Heading { content, .. } => out += &format!("{}\n", plain(content)),
            _ => {}
        });
    }
    out
}

#[test]
fn training_and_projects_are_summed() {
    let text = said(&made());
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("suite__digitale__said", text);
    });
    // 4 + 36 + 10 people for 8 hours in each of three years; 50 people for 32 hours, then 30 for 7,5.
    for words in ["Le ore sono 3.025", "nel 2025 2.000, per 100\u{a0}partecipazioni", "a persona 40 e"] {
        assert!(text.contains(words), "{words}\n{text}");
    }
    assert!(text.contains("finanziato il 75,00\u{a0}%"), "{text}");
    assert!(text.contains("misure il 60,00\u{a0}%"), "{text}");
    assert!(text.contains("# Progetto finanziato M5.C2.I1.1.1 Sostegno"), "{text}");
    // What nobody has granted so far is not zero.
    assert!(
        !text.contains("finanziato 0,00")
            && text.contains("Comune di Alfa | 1 | 50.000,00\u{a0}€ | 50.000,00\u{a0}€ | – | –"),
        "{text}"
    );
    let cards: Vec<&str> = text.split("\n# ").collect();
    let paid = |title: &str| {
        let card = cards.iter().find(|card| card.lines().next().is_some_and(|line| line.ends_with(title))).unwrap();
        card.split("\n[").next().unwrap().contains("NextGenerationEU")
    };
    assert!(paid("Sostegno") && !paid("Domicilio") && !paid("Città") && !paid("pagoPA"));
}

#[test]
fn both_outputs_say_the_same_sums() {
    let outputs = Outputs::of(made());
    let paper: String = outputs.pages.concat();
    let site: String = outputs.html().map(|(_, text)| text).collect();
    for words in
        ["3.025", "Ore offerte a una persona", "75,00", "NextGenerationEU", "Missione 5, Inclusione e coesione"]
    {
        let bare = |text: &str| text.replace(|c: char| c.is_whitespace(), "");
        assert!(bare(&paper).contains(&bare(words)), "paper: {words}");
        assert!(bare(&site).contains(&bare(words)), "site: {words}");
    }
}

/// A plan with this in its data, and enough around it that nothing else is said.
fn with(data: &str) -> Project {
    Project::new().section("Testo.").file("dati/enti.toml", ENTI).file("dati/prova.toml", data)
}

fn fine(data: &str) {
    let messages = with(data).compile().messages();
    assert!(messages.is_empty(), "{data}\n{messages}");
}

fn cured(text: &str, right: &str) -> String {
    let (before, after) = text.split_once('⟦').expect("a mark");
    let (_, after) = after.split_once('⟧').expect("the end of the mark");
    format!("{before}{right}{after}")
}

const TEMI: &str = "temi = { assente = \"non detti\" }\n";

fn linea(rest: &str) -> String {
    format!("[[linea_formativa]]\ntitolo = \"Una linea\"\ntipo = \"base\"\n{TEMI}{rest}\n")
}

const ASSENTI: &str = "ore = { assente = \"non dette\" }\npartecipanti = { assente = \"non detti\" }\n";

#[test]
fn training_rules() {
    let mut all = Catalogue::default();
    let bare = |title: &str| format!("[[linea_formativa]]\ntitolo = {title}\ntipo = \"base\"\n{TEMI}");
    all.fault("a line without hours", &["P1120"], with(&bare("⟦\"Una linea\"⟧")));
    all.says("non dice le ore e i partecipanti");
    fine(&linea(ASSENTI));
    let topics = "[[linea_formativa]]\ntitolo = ⟦\"Sicurezza\"⟧\ntipo = \"obbligatoria\"\ntemi = [\"sicurezza\"]\n"
        .to_owned()
        + ASSENTI;
    all.fault("mandatory topics that no line has", &["P1123"], with(&topics));
    all.never_says("salute e sicurezza");
    let none = "[[linea_formativa]]\ntitolo = ⟦\"Sicurezza\"⟧\ntipo = \"obbligatoria\"\n".to_owned() + ASSENTI;
    all.fault("no line says its topics", &["P1123"], with(&none));
    // A part of a plan does not owe them.
    let part = SETTINGS.replace("tipo = \"piao\"", "tipo = \"sezione-piao\"");
    assert_eq!(with(&none.replace(['⟦', '⟧'], "")).file("piao.toml", &part).compile().messages(), "");
    for (name, wrong, right) in [
        ("a year after the triennium", "anni = [2025, ⟦2028⟧]", "2027"),
        ("a start after the triennium", "dal = ⟦2028⟧", "2024"),
    ] {
        let wrong = linea(&format!("{wrong}\n{ASSENTI}"));
        all.fault(name, &["P1124"], with(&wrong));
        fine(&cured(&wrong, right));
    }
    let late = linea("anni = [2025]\nore = { 2025 = 8, 2026 = ⟦4⟧ }\npartecipanti = { assente = \"non detti\" }\n");
    all.fault("hours of a year in which the line is not given", &["P1124"], with(&late));
    let crowd = |number: &str| {
        linea(&format!(
            "ore = 40\npartecipanti = [{{ ente = \"alfa\", numero = {number} }}, {{ ente = \"unione\", numero = {{ 2025 = 40, 2026 = 42, 2027 = 42 }} }}]\n"
        ))
    };
    all.fault("more participants than people", &["P1122"], with(&crowd("⟦11⟧")));
    fine(&crowd("10"));
    let few = |ente: &str, staff: &str, ore: &str| {
        format!("[[ente]]\nid = \"{ente}\"\nnome = \"Comune di Beta\"\ntipo = \"comune\"\ndipendenti = {staff}\n\n")
            + &linea(&format!("enti = [\"{ente}\"]\nore = {ore}\npartecipanti = [{{ numero = 10 }}]\n"))
    };
    all.fault(
        "fewer than forty hours",
        &["P1121"],
        with(&few("beta", "⟦10⟧", "{ 2025 = 40, 2026 = 39, 2027 = \"39,5\" }")),
    );
    all.says("39 nel 2026 e 39,5 nel 2027");
    fine(&few("beta", "10", "40"));
    // What a line does not say may be enough.
    fine(&(few("beta", "10", "4") + "\n" + &linea(&format!("enti = [\"beta\"]\n{ASSENTI}"))));
    all.data(
        "hours that are no hours",
        &["P0107"],
        &format!("{}ore = ⟦\"molte\"⟧\npartecipanti = {{ assente = \"x\" }}\n", linea("")),
    );
    let typed = |total: &str| {
        let view = format!("```piao:formazione\ntotale = {{ ore = {total} }}\n```");
        with(&linea("ore = 10\npartecipanti = [{ numero = 5 }]\n")).file("1-prova.md", &format!("{FRONT}{view}\n"))
    };
    all.fault("a total of hours", &["P1125"], typed("⟦100⟧"));
    assert_eq!(typed("150").compile().messages(), "");
    all.end("digitale__training");
}

fn misura(rest: &str) -> String {
    format!("[[misura_digitale]]\ncodice = \"1.4.3\"\nlivello = \"misura\"\ntitolo = \"App IO\"\n{rest}\n")
}

fn progetto(titolo: &str, rest: &str) -> String {
    format!("[[progetto]]\nprogramma = \"PNRR\"\ntitolo = {titolo}\n{rest}\n")
}

#[test]
fn digital_rules() {
    let mut all = Catalogue::default();
    let amounts = |cost: &str, asked: &str, granted: &str| {
        progetto("\"Uno\"", &format!("importo = {cost}\nrichiesto = {asked}\nfinanziato = {granted}"))
    };
    all.fault("granted above asked", &["P1201"], with(&amounts("\"100\"", "\"80\"", "⟦\"80,01\"⟧")));
    all.fault("asked above cost", &["P1202"], with(&amounts("\"100\"", "⟦\"100,01\"⟧", "\"non ancora finanziato\"")));
    fine(&amounts("\"100\"", "\"100\"", "\"100\""));
    // A text above, or a table between braces: the place is that of the field, wherever its name is written.
    let prose = "descrizione = \"\"\"\nCon questi fondi\nfinanziato = quello che resta\nrichiesto = tutto\n\"\"\"\n";
    let below = |cost: &str, asked: &str, granted: &str| {
        progetto("\"Due\"", &format!("{prose}importo = {cost}\nrichiesto = {asked}\nfinanziato = {granted}"))
    };
    all.fault("granted above asked, below a text", &["P1201"], with(&below("\"90\"", "\"70\"", "⟦\"71\"⟧")));
    all.fault("asked above cost, below a text", &["P1202"], with(&below("\"90\"", "⟦\"91\"⟧", "\"5\"")));
    let measure = |granted: &str| misura(&format!("{prose}importo = 90\nrichiesto = 70\nfinanziato = {granted}"));
    all.fault("a measure granted above asked", &["P1201"], with(&measure("⟦70.5⟧")));
    // The header of a part: what stands under it is not of the record, and what stands above it is.
    let inline =
        "[[progetto]]\nprogramma = \"PNRR\"\ntitolo = \"Tre\"\n\"finanziato\" = ⟦81⟧\nimporto = 100\nrichiesto = 80\n";
    all.fault(
        "a name between quotes",
        &["P1201"],
        with(&format!("{inline}\n[[progetto.pacchetto]]\ntitolo = \"finanziato = 1\"\n")),
    );
    for (name, wrong, right) in [
        ("a CUP that is short", "cup = ⟦\"H41F2200274000\"⟧", "\"H41F22002740006\""),
        ("a CUP with letters for figures", "cup = ⟦\"h41f22oo2740006\"⟧", "\"H41F22002740006\""),
    ] {
        let wrong = misura(wrong);
        all.fault(name, &["P1204"], with(&wrong));
        fine(&cured(&wrong, right));
    }
    all.fault("a CIG of a measure", &["P1212"], with(&misura("cig = ⟦\"8654321A0\"⟧")));
    let dates = |contract: &str| {
        misura(&format!("candidatura = \"10/05/2022\"\ncontratto = {contract}\ncompletamento = \"marzo 2024\""))
    };
    all.fault("a contract before the application", &["P1205"], with(&dates("⟦\"09/05/2022\"⟧")));
    all.fault("a day that does not exist", &["P1205"], with(&dates("⟦\"31/09/2022\"⟧")));
    all.fault(
        "a completion before the contract",
        &["P1205"],
        with(&dates("\"01/04/2024\"").replace("\"marzo 2024\"", "⟦\"marzo 2024\"⟧")),
    );
    for right in ["\"10/05/2022\"", "\"maggio 2022\"", "\"entro maggio 2022\"", "\"marzo 2024\""] {
        fine(&dates(right));
    }
    let twice = misura("ente = \"alfa\"") + &misura("ente = \"alfa\"").replace("\"App IO\"", "⟦\"APP IO\"⟧");
    all.fault("a measure written twice", &["P1206"], with(&twice));
    fine(&(misura("ente = \"alfa\"") + &misura("ente = \"unione\"") + &misura("").replace("App IO", "pagoPA")));
    let unknown =
        "importo = { assente = \"x\" }\nrichiesto = { assente = \"x\" }\nfinanziato = { assente = \"x\" }\ncodice = ";
    let path = |code: &str| progetto("\"Uno\"", &format!("{unknown}{code}"));
    all.fault("a code that is no path", &["P1207"], with(&path("⟦\"H41F22002740006\"⟧")));
    fine(&path("\"Missione 5, Componente 2, Investimento 1.2\""));
    all.fault("a line of the plan for informatics", &["P1208"], with(&misura("piano_triennale = [⟦\"cap 4 PA 1\"⟧]")));
    all.says("CAP4.PA.01");
    all.fault("a line that is none", &["P1208"], with(&misura("piano_triennale = [⟦\"linea 3\"⟧]")));
    all.fault("a state without its data", &["P1209"], with(&misura("stato = ⟦\"E\"⟧\nfinanziato = \"100\"")));
    fine(&misura("stato = \"R\""));
    all.fault("a completion after the end of the PNRR", &["P1230"], with(&misura("completamento = ⟦\"31/12/2026\"⟧")));
    fine(&misura("completamento = \"31/12/2026\"\nprograma = \"FESR\"").replace("programa", "programma"));
    // In a plan of later, a measure that is still only granted.
    let later = SETTINGS.replace("2025-2027", "2027-2029").replace("2025-01-31", "2027-01-31");
    let open = |rest: &str| {
        with(&misura(&format!("finanziato = \"100\"\ncup = \"H41F22002740006\"\n{rest}"))).file("piao.toml", &later)
    };
    all.fault("a measure open after the end of the PNRR", &["P1230"], open("stato = ⟦\"A\"⟧"));
    for right in ["stato = \"A\"\ncompletamento = \"31/05/2026\"", "stato = \"E\"\nverifica = \"01/07/2026\""] {
        assert_eq!(open(right).compile().messages(), "");
    }
    all.data("a state that is none", &["P0107"], &misura("stato = ⟦\"X\"⟧"));
    all.fault("a body that is not in the registry", &["P0201"], with(&misura("ente = ⟦\"gamma\"⟧")));
    let view = |view: &str| -> Project {
        let data = progetto("\"Uno\"", "importo = \"100\"\nrichiesto = \"100\"\nfinanziato = \"40\"");
        with(&data).file("1-prova.md", &format!("{FRONT}```{view}\n```\n"))
    };
    all.fault(
        "a total of amounts",
        &["P1203"],
        view("piao:totali-progetti\ntotale = { importo = \"100\", finanziato = ⟦\"50\"⟧ }"),
    );
    let right: Compiled = view("piao:totali-progetti\ntotale = { finanziato = \"40,00\" }").compile();
    assert_eq!(right.messages(), "");
    all.fault("totals by what they cannot be", &["P0120"], view("⟦piao:totali-progetti⟧\nper = \"area\""));
    all.fault("a total of another view", &["P0120"], view("⟦piao:totali-progetti⟧\ntotale = { peso = 100 }"));
    all.end("digitale__projects");
}

/// What all the cards of a view have is said once, above them, and two parts of one body in one line.
#[test]
fn what_all_cards_say_alike_is_said_once() {
    let project = |n: usize, rest: &str| {
        format!(
            "[[progetto]]\nid = \"p{n}\"\nprogramma = \"PNRR\"\ntitolo = \"Progetto {n}\"\nattuatore = \"rete\"\n{rest}\n\
             importo = 100\nrichiesto = 100\nfinanziato = 100\n"
        )
    };
    let body = "[[ente]]\nid = \"rete\"\nnome = \"Unione della Rete\"\ntipo = \"unione\"\n";
    let cards = |rests: [&str; 3]| {
        let data: String = rests.iter().enumerate().map(|(n, rest)| project(n, rest)).collect();
        let compiled = Project::new()
            .section("```piao:progetti\nforma = \"schede\"\n```\n")
            .file("dati/progetti.toml", &format!("{body}{data}"))
            .compile();
        let document = compiled.document.unwrap_or_else(|| panic!("{:?}", compiled.diags.sorted()));
        let (mut above, mut labels) = (String::new(), vec![]);
        document.sections[0].each_block(&mut |block| match &block.kind {
            BlockKind::Paragraph(words) if plain(words).starts_with("Uguali per tutti") => above = plain(words),
            BlockKind::Card(card) => {
                labels.push(card.fields.iter().map(|f| f.label.clone()).collect::<Vec<_>>().join(", "))
            }
            _ => {}
        });
        (above, labels)
    };
    let (above, labels) = cards(["capofila = \"rete\""; 3]);
    assert!(above.ends_with("ente attuatore e capofila: Unione della Rete."), "{above}");
    assert!(above.contains("Programma: PNRR; "), "{above}");
    assert_eq!(labels, [""; 3]);
    let (above, labels) = cards(["capofila = \"rete\"", "", ""]);
    assert!(!above.contains("nte attuatore"), "{above}");
    assert_eq!(labels, ["Ente attuatore e capofila", "Ente attuatore", "Ente attuatore"]);
}
