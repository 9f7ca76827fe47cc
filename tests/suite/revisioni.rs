//! What the versions of a plan changed: read, checked, printed beside the value in force, listed and given as data.

use crate::project::{Compiled, Outputs, Project, SETTINGS};
use piao::piano::settings::Scelta;
use piao::project::Ask;

/// Three versions: the plan, an update, another update.
const VERSIONI: &str = "\n[[versione]]\nnumero = 1\ndata = 2025-01-30\n\n\
     [[versione]]\nnumero = 2\ndata = 2025-06-10\nmotivo = \"Più controlli dopo l’estate\"\natto = \"delibera-97\"\n\n\
     [[versione]]\nnumero = 3\ndata = 2025-11-12\nmotivo = \"I dati arrivano a dicembre\"\natto = \"delibera-112\"\n";

const ATTI: &str = "[[atto]]\nid = \"delibera-97\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"97\"\n\
     data = 2025-06-10\noggetto = \"Primo aggiornamento\"\n\n\
     [[atto]]\nid = \"delibera-112\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"112\"\n\
     data = 2025-11-12\noggetto = \"Secondo aggiornamento\"\n\n";

const UNITA: &str =
    "[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\n\n[[unita]]\ncodice = \"S2\"\nnome = \"Sportello\"\n\n";

/// A plan with those versions, whose objectives are `obiettivi`.
pub(crate) fn plan(obiettivi: &str) -> Project {
    Project::new()
        .file(
            "piao.toml",
            &format!("{SETTINGS}contributo-valore = \"ignora\"\natto-dopo-inizio = \"ignora\"\n{VERSIONI}"),
        )
        .section("Il piano.\n\n```piao:obiettivi\n```\n\n```piao:unita\n```\n\n```piao:atti\n```\n")
        .file("dati/altri.toml", &format!("{UNITA}{ATTI}"))
        .file("dati/obiettivi.toml", obiettivi)
}

/// The head of an objective, then `rest`.
pub(crate) fn obiettivo(rest: &str) -> String {
    format!(
        "[[obiettivo]]\ncodice = \"S1.1\"\ntitolo = \"Strade più sicure\"\nunita = \"S1\"\n\
         risultato_atteso = \"I controlli dell’anno sono fatti\"\n{rest}"
    )
}

fn compiled(plan: &Project, versione: u32) -> Compiled {
    let mut open = plan.open();
    open.ask(Ask { version: Some(Scelta::Versione(versione)), ..Ask::default() });
    open.compile(&mut |_| {});
    let piao::project::Compiled { sources, diags, document, .. } = open.into_compiled().unwrap();
    Compiled { sources, diags, document }
}

/// Code, line and message of each problem, but for what is not of the revisions.
fn told(obiettivi: &str) -> Vec<String> {
    let compiled = plan(obiettivi).compile();
    let all = compiled.diags.sorted();
    let line = |d: &piao::diag::Diagnostic| {
        d.span.map_or(0, |span| {
            let text = compiled.sources.file(span.file).unwrap().text();
            text[..span.range().start].matches('\n').count() + 1
        })
    };
    all.iter().filter(|d| d.code != "P0301").map(|d| format!("{} {} {}", d.code, line(d), d.message)).collect()
}

/// A whole example: everything that can be revised in an objective, in both forms.
pub(crate) const TUTTO: &str = "peso = \"80 -> 100 (v2)\"\nfine = \"31/12/2025\"\n\n\
     [[obiettivo.revisione]]\nversione = 2\ncampo = \"unita\"\nprima = \"S2\"\nmotivo = \"Lo sportello è passato all’anagrafe\"\n\n\
     [[obiettivo.revisione]]\nversione = 3\ncampo = \"fine\"\nprima = \"30/11/2025\"\n\n\
     [[obiettivo.fase]]\ntesto = \"Scelta dei tratti\"\ntempi = \"gennaio - febbraio\"\npeso = 30\n\n\
     [[obiettivo.fase]]\ntesto = \"Taratura degli strumenti\"\ntempi = \"marzo\"\npeso = 20\n\n\
     [[obiettivo.fase.revisione]]\nversione = 2\ntipo = \"soppressione\"\n\n\
     [[obiettivo.fase]]\ntesto = \"Controlli: 2.600 in un anno\"\n\
     tempi = \"aprile - ottobre -> aprile - novembre (v2) -> aprile - dicembre (v3)\"\npeso = \"50 -> 60 (v2)\"\n\n\
     [[obiettivo.fase.revisione]]\nversione = 2\ncampo = \"testo\"\nprima = \"Controlli: 2.800 in un anno\"\n\n\
     [[obiettivo.fase]]\nn = \"3-bis\"\ntesto = \"Prova del nuovo orario\"\ntempi = \"novembre\"\npeso = 10\n\n\
     [[obiettivo.fase.revisione]]\nversione = 2\ntipo = \"aggiunta\"\n";

/// The weights of the phases that stay make 100 at every version.
pub(crate) const PRIMA: &str = "peso = 80\nfine = \"30/11/2025\"\n\n\
     [[obiettivo.fase]]\ntesto = \"Scelta dei tratti\"\ntempi = \"gennaio - febbraio\"\npeso = 30\n\n\
     [[obiettivo.fase]]\ntesto = \"Taratura degli strumenti\"\ntempi = \"marzo\"\npeso = 20\n\n\
     [[obiettivo.fase]]\ntesto = \"Controlli: 2.800 in un anno\"\ntempi = \"aprile - ottobre\"\npeso = 50\n";

#[test]
fn the_plan_before_its_revisions_is_the_one_that_was_approved() {
    let now = plan(&obiettivo(TUTTO));
    let then = plan(&obiettivo(PRIMA).replace("unita = \"S1\"", "unita = \"S2\""))
        .file("piao.toml", &format!("{SETTINGS}contributo-valore = \"ignora\"\natto-dopo-inizio = \"ignora\"\n\n[[versione]]\nnumero = 1\ndata = 2025-01-30\n"))
        .file("dati/altri.toml", UNITA);
    let (before, again) = (then.compile(), compiled(&now, 1));
    let impronta = |compiled: Compiled| compiled.document.unwrap().meta.impronta;
    assert_eq!(impronta(before), impronta(again));
    // Each version is another plan.
    let all: Vec<String> = (1..=3).map(|n| impronta(compiled(&now, n))).collect();
    assert!(all[0] != all[1] && all[1] != all[2], "{all:?}");
}

#[test]
fn a_revised_value_is_printed_with_what_it_was_in_both_outputs() {
    let outputs = Outputs::of(plan(&obiettivo(TUTTO)).compile().document.unwrap());
    let pages = outputs.pages.join("\n").replace(['\u{a0}', '\n'], " ");
    let pages: String = pages.split_whitespace().collect::<Vec<_>>().join(" ");
    // The mark is read with its brackets, and what it was is said in words and not by the stroke alone.
    for words in [
        "60 % [v2] era: 50 %",
        "apr–dic [v3] era: apr–nov, prima apr–ott",
        "Controlli: 2.600 in un anno [v2] era: Controlli: 2.800 in un anno",
        "Prova del nuovo orario [v2] aggiunta",
        "31/12/2025 [v3] era: 30/11/2025",
        "[v2] Fase 2 tolta dal piano: Taratura degli strumenti",
        "[v2]: aggiornamento n. 2, deliberazione della Giunta n. 97 del 10/06/2025",
    ] {
        assert!(pages.contains(words), "no «{words}» in {pages}");
    }
    let site: String = outputs.html().map(|(_, text)| text).collect::<String>().replace('\u{a0}', " ");
    for words in [
        "60 % <span class=\"versione\" role=\"img\" aria-label=\"cambiato con la versione 2\"><i>[</i>v2<i>]</i></span> <span class=\"era\">era: <del>50 %</del></span>",
        "<span class=\"era\">era: <del>apr–nov</del>, prima <del>apr–ott</del></span>",
    ] {
        assert!(site.contains(words), "no «{words}»");
    }
    // The phases keep the numbers by which the act knew them.
    assert!(pages.contains("3 Controlli: 2.600"), "{pages}");
}

#[test]
fn the_register_lists_every_revision_by_version() {
    let all = plan(&obiettivo(TUTTO));
    let document = all.compile().document.unwrap();
    let titles: Vec<&str> = document.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["Versioni del piano", "Che cosa è cambiato", "Prova"]);
    let outputs = Outputs::of(document);
    let data: serde_json::Value = serde_json::from_slice(&outputs.data.files["dati/piao.json"]).unwrap();
    let rows = data["registri"]["revisioni"].as_array().unwrap();
    let said: Vec<String> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or("–").to_owned();
            format!(
                "v{} {} {} {}: {} → {}",
                row["versione"],
                text("codice"),
                text("parte"),
                text("campo"),
                text("prima"),
                text("dopo")
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            "v2 S1.1 – unita: S2 → S1",
            "v2 S1.1 – peso: 80 → 100",
            "v2 S1.1 fase 2 –: – → –",
            "v2 S1.1 fase 3 testo: Controlli: 2.800 in un anno → Controlli: 2.600 in un anno",
            "v2 S1.1 fase 3 peso: 50 → 60",
            "v2 S1.1 fase 3 tempi: aprile - ottobre → aprile - novembre",
            "v2 S1.1 fase 3-bis –: – → –",
            "v3 S1.1 – fine: 30/11/2025 → 31/12/2025",
            "v3 S1.1 fase 3 tempi: aprile - novembre → aprile - dicembre",
        ]
    );
    assert_eq!(rows[0]["motivo"], "Lo sportello è passato all’anagrafe");
    assert_eq!(rows[1]["motivo"], "Più controlli dopo l’estate");
    assert_eq!(rows[1]["data"], "2025-06-10");
    // A view takes the place of the section, for one unit too; the data of the others are then still told.
    let shown = |view: &str| {
        let text = format!(
            "Il piano.\n\n```piao:obiettivi\n```\n\n```piao:unita\n```\n\n```piao:atti\n```\n\n```piao:revisioni\n{view}```\n"
        );
        let document = all.clone().section(&text).compile().document.unwrap();
        let titles: Vec<String> = document.sections.iter().map(|section| section.title.clone()).collect();
        titles.join(", ")
    };
    assert_eq!(shown(""), "Versioni del piano, Prova");
    assert_eq!(shown("unita = \"S1\"\n"), "Versioni del piano, Prova");
    assert_eq!(shown("unita = \"S2\"\n"), "Versioni del piano, Che cosa è cambiato, Prova");
}

/// The value in force is the one of the data, wherever they are.
#[test]
fn the_data_of_a_printed_table_are_the_values_in_force() {
    let outputs = Outputs::of(plan(&obiettivo(TUTTO)).compile().document.unwrap());
    let json = std::str::from_utf8(&outputs.data.files["dati/piao.json"]).unwrap();
    let data: serde_json::Value = serde_json::from_str(json).unwrap();
    assert!(!data["tabelle"].to_string().contains("[v2]"), "{}", data["tabelle"]);
    let fasi = data["registri"]["fasi"].as_array().unwrap();
    let weights: Vec<f64> = fasi.iter().filter_map(|fase| fase["peso_percentuale"].as_f64()).collect();
    assert_eq!(weights.iter().sum::<f64>(), 100.0, "{fasi:?}");
}

#[test]
fn a_revision_that_says_what_is_not_so_is_refused_at_its_place() {
    let revisione = |lines: &str| told(&obiettivo(&format!("peso = 100\n\n[[obiettivo.revisione]]\n{lines}")));
    // A field that does not exist.
    assert_eq!(
        revisione("versione = 2\ncampo = \"pesso\"\nprima = 80\n"),
        ["P0105 10 il campo `pesso` non è previsto"]
    );
    // The cure is for the revision: there is no second line to take away.
    let lines = "peso = 100\n\n[[obiettivo.revisione]]\nversione = 2\ncampo = \"pesso\"\nprima = 80\n";
    let messages = plan(&obiettivo(lines)).compile().messages();
    assert!(messages.contains("forse intendevi `peso`") && !messages.contains("tieni una sola"), "{messages}");
    // A value that the field cannot have.
    let wrong = revisione("versione = 2\ncampo = \"peso\"\nprima = \"quaranta\"\n");
    assert_eq!(wrong, ["P0107 11 «quaranta» non è un peso"]);
    // The value before is the one in force.
    assert_eq!(
        revisione("versione = 2\ncampo = \"peso\"\nprima = \"100 %\"\n"),
        ["P0362 11 prima di questa revisione `peso` era già «100»"]
    );
    assert_eq!(
        revisione("versione = 2\ncampo = \"peso\"\nprima = 80\ndopo = 90\n"),
        ["P0362 12 qui `peso` diventa «90», ma nella scheda è «100»"]
    );
    // Two revisions of one field: the first must end where the second begins.
    let twice = |dopo: &str, n: u32| {
        revisione(&format!(
            "versione = 2\ncampo = \"peso\"\nprima = 60\n{dopo}\n[[obiettivo.revisione]]\nversione = {n}\ncampo = \"peso\"\nprima = 80\n"
        ))
    };
    assert_eq!(twice("", 3), [""; 0]);
    assert_eq!(twice("dopo = 80\n", 3), [""; 0]);
    assert_eq!(twice("dopo = 70\n", 3), ["P0362 12 qui `peso` diventa «70», ma prima della versione 3 è «80»"]);
    assert_eq!(twice("", 2), ["P0362 13 la versione 2 cambia `peso` due volte"]);
    // Versions that change nothing.
    assert_eq!(revisione("versione = 7\ncampo = \"peso\"\nprima = 80\n"), ["P0361 9 la versione 7 non c’è"]);
    assert_eq!(
        revisione("versione = 1\ncampo = \"peso\"\nprima = 80\n"),
        ["P0361 9 la versione 1 è la prima: non ha cambiato niente"]
    );
    assert_eq!(revisione("versione = 2\n"), ["P0361 8 non si capisce che cosa cambia questa revisione"]);
    assert_eq!(revisione("versione = 2\ncampo = \"priorita\"\n"), ["P0362 10 `priorita` non c’è, né prima né dopo"]);
    // The arrow does not say by which version, where two could be.
    assert_eq!(
        told(&obiettivo("peso = \"80 -> 100\"\n")),
        ["P0361 6 di «80 -> 100» non si sa quale versione l’ha cambiato"]
    );
    // One message for the whole chain, and one for a value that is wrong at two versions.
    let chain = obiettivo("peso = \"70 -> 80 -> 100\"\n");
    assert_eq!(told(&chain), ["P0361 6 di «70 -> 80 -> 100» non si sa quale versione l’ha cambiato"]);
    let messages = plan(&chain).compile().messages();
    assert!(messages.contains("una fra `(v2)`, `(v3)`: per esempio `\"70 -> 80 (v2)\"`"), "{messages}");
    let twice = "peso = 100\nfine = \"31/12/2025 -> 30/12/2025 (v2)\"\n\n[[obiettivo.revisione]]\nversione = 3\ncampo = \"peso\"\nprima = \"tanto\"\n";
    let count = plan(&obiettivo(twice)).compile().diags.iter().filter(|d| d.code == "P0107").count();
    assert_eq!(count, 1);
    assert_eq!(
        told(&obiettivo("peso = \"-> 100 (v2)\"\n")),
        ["P0361 6 in «-> 100 (v2)» manca un valore accanto alla freccia"]
    );
    // In a text an arrow is text.
    assert_eq!(told(&obiettivo("peso = 100\nfinalita = \"Da carta -> a digitale\"\n")), [""; 0]);
}

/// What a value was is said in the words of the plan, and a sentence ends with one full stop.
#[test]
fn what_was_is_said_as_the_plan_says_it() {
    let rest = "peso = 100\nvincoli = \"Il bando è pubblicato.\"\n\n[[obiettivo.revisione]]\nversione = 2\ncampo = \"vincoli\"\nprima = \"Il bando è da fare.\"\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Strisce rifatte\"\nunita_misura = \"m\"\nbase = { anno = 2024, valore = \"14 m\" }\ntarget = { 2025 = \"20 m\" }\n\n\
         [[obiettivo.indicatore.revisione]]\nversione = 2\ncampo = \"base\"\nprima = { anno = 2023, valore = \"12 m\" }\n";
    let outputs = Outputs::of(plan(&obiettivo(rest)).compile().document.unwrap());
    let pages = outputs.pages.join(" ").replace(['\u{a0}', '\n'], " ");
    let pages = pages.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(pages.contains("valore di partenza: era 12 m (2023)."), "{pages}");
    assert!(!pages.contains("anno: 2023") && !pages.contains(".. "), "{pages}");
}

/// The value to be reached takes the short form only with its version: an arrow alone may go from where it starts to where it is to arrive.
#[test]
fn the_arrow_of_a_target_names_its_version() {
    let with = |target: &str| {
        obiettivo(&format!(
            "peso = 100\n\n[[obiettivo.indicatore]]\ntesto = \"Tempo medio\"\ndimensione = \"efficienza\"\ntarget = \"{target}\"\n"
        ))
    };
    let arrow = |compiled: Compiled| {
        let all: Vec<_> = compiled.diags.iter().filter(|d| d.message.contains("dice due valori")).cloned().collect();
        all.iter().map(|d| format!("{} {}", d.code, d.helps.join(" "))).collect::<Vec<_>>()
    };
    let alone = arrow(plan(&with("< 30 giorni -> < 28 giorni")).compile());
    assert!(alone.len() == 1 && alone[0].starts_with("P0358"), "{alone:?}");
    assert!(alone[0].contains("«< 30 giorni -> < 28 giorni (v3)»"), "{alone:?}");
    // The cure, obeyed.
    let named = plan(&with("< 30 giorni -> < 28 giorni (v3)"));
    assert!(arrow(named.compile()).is_empty());
    let json = |compiled: Compiled| {
        let data = piao::emit::dati::render(&compiled.document.unwrap(), false).unwrap();
        String::from_utf8(data.files["dati/piao.json"].clone()).unwrap()
    };
    let (before, now) = (json(compiled(&named, 2)), json(compiled(&named, 3)));
    assert!(before.contains("< 30 giorni") && !before.contains("< 28 giorni"), "{before}");
    assert!(now.contains("< 28 giorni") && !now.contains("->"), "{now}");
}

/// The cells of the tables of a plan, one a line, with what each was marked with.
fn celle(plan: &Project) -> Vec<String> {
    let document = plan.compile().document.unwrap();
    let mut out = Vec::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let piao::document::BlockKind::Table(table) = &block.kind {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                out.extend(cells.map(|cell| piao::document::plain(cell).replace('\u{a0}', " ")));
            }
        });
    });
    out.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// What has no year is of the year of the plan: in the column of another year it was nothing before.
#[test]
fn a_revision_without_a_year_is_told_in_the_year_of_the_plan() {
    let found = celle(&plan(&obiettivo(
        "peso = 100\n\n[[obiettivo.fase]]\ntesto = \"Analisi\"\ntempi = \"aprile\"\npeso = \"70 -> 100 (v2)\"\n\n\
         [[obiettivo.fase]]\ntesto = \"Avvio\"\ntempi = { 2026 = \"I trim\" }\npeso = { 2026 = 100 }\n",
    )));
    let marked = found.iter().filter(|cell| cell.contains("era: 70 %")).collect::<Vec<_>>();
    assert!(marked.len() == 1 && marked[0].starts_with("100 %"), "{found:?}");
}

/// Each value is marked with what it was itself, also where several share a cell.
#[test]
fn a_value_is_marked_with_what_it_was_and_not_with_what_another_was() {
    let head = "dimensione = \"efficacia\"\nfonte = \"Registro\"\n";
    let indicators = format!(
        "peso = 100\n\n[[obiettivo.indicatore]]\ntesto = \"Quota\"\n{head}target = \"80 % -> 90 % (v2)\"\n\n\
         [[obiettivo.indicatore.quota]]\nper = \"S2\"\ntarget = \"20 % -> 25 % (v2)\"\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Giorni\"\n{head}unita_misura = \"giorni\"\npolarita = \"diminuisce\"\n\
         target = {{ 2025 = \"8 -> 9 (v2)\", 2026 = \"7\", 2027 = \"5 -> 4 (v3)\" }}\n\n\
         [[obiettivo.indicatore]]\ntesto = \"Utenti\"\n{head}target = \"100\"\n"
    );
    let project = plan(&obiettivo(&indicators));
    let found = celle(&project);
    for pieces in [["90 %", "era: 80 %", "Sportello: 25 %", "era: 20 %"], ["9 giorni", "era: 8", "4 giorni", "era: 5"]]
    {
        let cell = found.iter().find(|cell| cell.contains(pieces[0]) && cell.contains(pieces[2]));
        let cell = cell.unwrap_or_else(|| panic!("{pieces:?} {found:?}"));
        let places: Vec<Option<usize>> = pieces.iter().map(|piece| cell.find(piece)).collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{cell}");
    }
}

/// A thing that a later version took away keeps its name where an earlier one changed one of its parts.
#[test]
fn a_part_of_what_is_gone_is_told_under_the_name_of_its_record() {
    let text = format!(
        "{}\n[[obiettivo]]\nid = \"tolto\"\ncodice = \"S1.4\"\ntitolo = \"Tolto\"\nunita = \"S1\"\nrisultato_atteso = \"Fatto\"\n\
         [[obiettivo.revisione]]\nversione = 3\ntipo = \"soppressione\"\n\
         [[obiettivo.indicatore]]\ntesto = \"Utenti\"\ndimensione = \"outcome\"\nfonte = \"Registro\"\ntarget = \"100 -> 120 (v2)\"\n",
        obiettivo("peso = 100\n")
    );
    let project = plan(&text);
    let found = celle(&project);
    assert!(found.iter().any(|cell| cell == "obiettivo S1.4 «Tolto», indicatore 1"), "{found:?}");
    let data = piao::emit::dati::render(&project.compile().document.unwrap(), false).unwrap();
    let csv = String::from_utf8(data.files["dati/revisioni.csv"].clone()).unwrap();
    let row = csv.lines().find(|row| row.contains("indicatore 1")).unwrap();
    assert!(row.contains(",tolto,S1.4,"), "{csv}");
}
