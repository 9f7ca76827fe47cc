//! `piao confronta`: what changed between two plans is told by its meaning, in the same words in every form.

#[path = "../../src/confronta/applica.rs"]
mod applica;

use crate::cli::{Run, piao};
use crate::project::Project;
use crate::pubblica::edit;
use applica::apply;
use pulldown_cmark::{Event, Options, Parser, Tag};
use scraper::{Html, Selector};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// A plan of the repository, copied where it can be edited.
fn copia(plan: &str, desk: &Path, name: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(plan);
    for entry in
        walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file())
    {
        let path = desk.join(name).join(entry.path().strip_prefix(&root).unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::copy(entry.path(), path).unwrap();
    }
}

/// The same plan twice, in `prima` and `dopo`.
fn due(plan: &str) -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    copia(plan, desk.path(), "prima");
    copia(plan, desk.path(), "dopo");
    desk
}

fn confronta(desk: &Path, form: &str) -> Run {
    let run = piao(desk, ["confronta", "prima", "dopo", "--formato", form]);
    assert_eq!(run.code, 0, "{run:?}");
    run
}

/// Replaces `old`, which must be there, in a file of `dopo`.
fn cambia(desk: &Path, path: &str, old: &str, new: &str) {
    edit(&desk.join("dopo").join(path), |text| {
        assert!(text.contains(old), "no «{old}» in {path}");
        text.replacen(old, new, 1)
    });
}

/// The answer in one line, so that sentences can be looked for.
fn line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(run: &Run, sentences: &[&str]) {
    let out = line(&run.out);
    for sentence in sentences {
        assert!(out.contains(sentence), "no «{sentence}» in\n{}", run.out);
    }
}

#[test]
fn a_plan_is_equal_to_itself_and_to_what_it_published() {
    let desk = due("content/unione");
    assert_eq!(confronta(desk.path(), "testo").out, "I due piani sono uguali: non è cambiato nulla.\n");
    let made = piao(desk.path(), ["compila", "prima", "--solo", "sito", "--uscita", "2025"]);
    assert_eq!(made.code, 0, "{made:?}");
    for published in ["2025", "2025/sito", "2025/sito/dati/piao.json"] {
        let run = piao(desk.path(), ["confronta", published, "dopo/piao.toml"]);
        assert_eq!((run.code, run.out.lines().count()), (0, 1), "{published}: {run:?}");
    }
    let json: Value = serde_json::from_str(&confronta(desk.path(), "json").out).unwrap();
    assert_eq!((&json["uguali"], &json["patch"]), (&json!(true), &json!([])));
}

#[test]
fn targets_times_and_places_are_told_by_what_they_mean() {
    let desk = due("tests/piani/cassano");
    let file = "dati/obiettivi-03.toml";
    cambia(desk.path(), file, "target = \"≤ 30\"", "target = \"≤ 20\"");
    cambia(desk.path(), file, "target = \"almeno 4\"", "target = \"almeno 3\"");
    cambia(desk.path(), file, "2026 = \"≥ 40 %\"", "2026 = \"≥ 45 %\"");
    cambia(desk.path(), file, "scadenza = \"31/12/2025\"", "scadenza = \"30/09/2026\"");
    cambia(desk.path(), file, "tempi = \"FEBBRAIO-MARZO\"", "tempi = \"MARZO-APRILE\"");
    cambia(desk.path(), file, "unita = \"03\"", "unita = \"04\"");
    cambia(desk.path(), file, "id = \"oo-13\"", "id = \"oo-13-bis\"");
    cambia(desk.path(), file, "cambia orari", "cambia i suoi orari");
    let phase = "[[obiettivo.fase]]\nn = \"0\"\ntesto = \"Bando per i volontari\"\ntempi = \"GENNAIO\"\n\n";
    let first = "[[obiettivo.fase]]\nn = \"1\"\ntesto = \"Ascolto delle famiglie\"";
    cambia(desk.path(), file, first, &format!("{phase}{first}"));
    let run = confronta(desk.path(), "testo");
    holds(
        &run,
        &[
            "- Obiettivi: 1 spostato, 1 cambiato.",
            "- Traguardi, pesi e scadenze: 1 voce aggiunta, 5 cambiate (2 traguardi più impegnativi, 1 meno impegnativo, 2 termini rinviati).",
            "→ OO.12 Casa Amica: alloggi per l’emergenza unità: da Servizi sociali a Istruzione, cultura e sport (spostato a un’altra unità)",
            "identificativo: prima oo-13, dopo oo-13-bis (ritrovato per codice e somiglianza)",
            "fase 0: Bando per i volontari",
            "scadenza: prima 31/12/2025, dopo 30/09/2026 (nove mesi dopo)",
            "fase 2, tempi: prima FEBBRAIO-MARZO, dopo MARZO-APRILE (un mese dopo)",
            "Famiglie accolte: prima almeno 4, dopo almeno 3 (▽ meno impegnativo; 1 in meno)",
            "2026: prima almeno 40 %, dopo almeno 45 % (▲ più impegnativo; 5 punti in più)",
            "prima al massimo 30, dopo al massimo 20 (▲ più impegnativo; 10 in meno)",
            "Il servizio a domicilio cambia [aggiunto: i suoi] orari",
            "Gli obiettivi sono gli stessi: 30. Di questi, 28 non sono cambiati in nulla.",
        ],
    );
    assert!(!run.out.contains(['≥', '≤']), "{}", run.out);
    // The cards say again what the records say: it is counted, and not told twice.
    assert!(!run.out.contains("Sistemazione degli alloggi"), "{}", run.out);
    assert!(run.out.contains("51 righe di schede e tabelle, che mostrano gli stessi valori"), "{}", run.out);
    let parts: Vec<usize> = ["OBIETTIVI:", "TRAGUARDI, PESI E SCADENZE:", "PAROLE:"]
        .iter()
        .map(|part| run.out.find(part).unwrap())
        .collect();
    assert!(parts.is_sorted(), "{parts:?}");
    assert!(!run.out.contains("SOLDI"), "a part with nothing in it: {}", run.out);
}

#[test]
fn objectives_money_and_words_are_told_with_the_sums_that_hold() {
    let desk = due("content/unione");
    let file = "dati/obiettivi.toml";
    cambia(desk.path(), file, "Prevenire il burn out degli operatori sociali", "Prevenire il burn out degli operatori");
    let new = "[[obiettivo]]\nid = \"ob-sabato\"\ncodice = \"OB.98\"\ntitolo = \"Lo sportello aperto il sabato\"\nnodo = \"persona\"\nunita = { assente = \"da decidere\" }\nscadenza = \"30 giugno 2027\"\nrisultato_atteso = { assente = \"da scrivere\" }\n\n";
    edit(&desk.path().join("dopo").join(file), |text| format!("{text}\n{new}"));
    edit(&desk.path().join("prima").join(file), |text| {
        format!(
            "{text}\n{}",
            new.replace("ob-sabato", "ob-fiera")
                .replace("OB.98", "OB.97")
                .replace("Lo sportello aperto il sabato", "La fiera in piazza")
        )
    });
    edit(&desk.path().join("prima").join(file), |text| {
        format!(
            "{text}\n{}",
            new.replace("ob-sabato", "ob-festa")
                .replace("OB.98", "OB.96")
                .replace("Lo sportello aperto il sabato", "Una festa ogni mese")
        )
    });
    cambia(desk.path(), "dati/progetti.toml", "importo = \"211.500,00 €\"", "importo = \"253.500,00 €\"");
    cambia(desk.path(), "1-scheda-anagrafica.md", "istituita nel 2008", "nata nel 2009");
    let run = confronta(desk.path(), "testo");
    holds(
        &run,
        &[
            "- Obiettivi: 1 aggiunto, 2 tolti, 1 cambiato.",
            "+ OB.98 Lo sportello aperto il sabato obiettivo aggiunto",
            "− OB.97 La fiera in piazza obiettivo tolto",
            "titolo: prima Prevenire il burn out degli operatori sociali, dopo Prevenire il burn out degli operatori",
            "importo: prima 211.500 €, dopo 253.500 € (42.000 € in più)",
            "[tolto: istituita] [aggiunto: nata] nel [tolto: 2008] [aggiunto: 2009] nella Città",
            "Prima c’erano 25 obiettivi, ora sono 24: 25 + 1 − 2 = 24. Di questi, 22 non sono cambiati in nulla.",
        ],
    );
    // The amounts in the text are the plan's own words: they are told there too.
    holds(&run, &["valgono nel complesso [tolto: 1.884.627,08] [aggiunto: 1.926.627,08] €"]);
    let markdown = confronta(desk.path(), "markdown").out;
    let row = "| M5.C2.I1.1.1 Sostegno alle capacità genitoriali e prevenzione della vulnerabilità delle famiglie e dei bambini – importo | 211.500 € | 253.500 € | 42.000 € in più |";
    assert!(
        markdown.contains("| Che cosa | Prima | Dopo | Che cosa vuol dire |") && markdown.contains(row),
        "{markdown}"
    );
    let html = Html::parse_document(&confronta(desk.path(), "html").out);
    let cells = |selector: &str| -> Vec<String> {
        html.select(&Selector::parse(selector).unwrap()).map(|cell| cell.text().collect()).collect()
    };
    assert!(cells("td").contains(&"42.000 € in più".to_owned()));
    assert!(
        cells("del").contains(&"tolto: istituita".to_owned()) && cells("ins").contains(&"aggiunto: nata".to_owned())
    );
    assert_eq!(cells("table").len(), cells("thead").len());
}

/// The two plans of one shape that share little: whatever is told, the sums hold and the patch makes one into the other.
#[test]
fn the_patch_makes_one_published_plan_into_the_other() {
    let desk = tempfile::tempdir().unwrap();
    copia("tests/piani/terre-argine", desk.path(), "prima");
    copia("tests/piani/terre-argine-variante", desk.path(), "dopo");
    let published = |name: &str| -> Value {
        let made = piao(desk.path(), ["compila", name, "--solo", "sito", "--uscita", &format!("{name}-fatto")]);
        assert_eq!(made.code, 0, "{made:?}");
        serde_json::from_slice(&fs::read(desk.path().join(format!("{name}-fatto/sito/dati/piao.json"))).unwrap())
            .unwrap()
    };
    let (a, b) = (published("prima"), published("dopo"));
    let told: Value = serde_json::from_str(&confronta(desk.path(), "json").out).unwrap();
    assert_eq!(apply(a.clone(), told["patch"].as_array().unwrap()), b);
    let count = |plan: &Value| plan["registri"]["obiettivi"].as_array().unwrap().len();
    let of = |what: &str| {
        let changes = told["voci"].as_array().unwrap().iter();
        changes.filter(|voce| voce["parte"] == "Obiettivi" && voce["cambia"] == what).count()
    };
    assert_eq!(count(&a) + of("aggiunto") - of("tolto"), count(&b));
    assert_ne!(of("aggiunto"), 0);
    let sum = format!("{} + {} − {} = {}.", count(&a), of("aggiunto"), of("tolto"), count(&b));
    assert!(told["chiusura"][0].as_str().unwrap().contains(&sum), "{}", told["chiusura"]);
}

#[test]
fn the_text_of_authors_acts_in_no_form() {
    let desk = tempfile::tempdir().unwrap();
    let hostile = "Testo con `<script>alert(1)</script> | **forte** [qui](javascript:x) ![](y) &lt;` e http://a.example e www.a.example.";
    Project::new().section("Testo di prima, breve.").write(&desk.path().join("prima"));
    Project::new().section(hostile).write(&desk.path().join("dopo"));
    let markdown = confronta(desk.path(), "markdown").out;
    assert!(markdown.contains("script"), "{markdown}");
    for event in Parser::new_ext(&markdown, Options::all()) {
        let acts = matches!(
            event,
            Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Code(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::CodeBlock(_))
        );
        assert!(!acts, "{event:?} in\n{markdown}");
    }
    let html = Html::parse_document(&confronta(desk.path(), "html").out);
    assert_eq!(html.select(&Selector::parse("script, a:not([href^='#']), b, code, img").unwrap()).count(), 0);
    let words: String = html.select(&Selector::parse("ins").unwrap()).flat_map(|part| part.text()).collect();
    assert!(words.contains("<script>alert(1)</script>"), "{words}");
}

/// A picture that was drawn again is told, and shown beside that of before, from sources and from a published edition.
#[test]
fn a_picture_that_changed_is_shown_beside_that_of_before() {
    let desk = due("content/unione");
    let made = piao(desk.path(), ["compila", "prima", "--solo", "sito", "--uscita", "2025"]);
    assert_eq!(made.code, 0, "{made:?}");
    cambia(desk.path(), "immagini/catena.svg", "<svg ", "<svg data-nuovo=\"\" ");
    for before in ["prima", "2025"] {
        let of = |form: &str| piao(desk.path(), ["confronta", before, "dopo", "--formato", form]);
        let text = line(&of("testo").out);
        for words in [
            "- Figure: 1 cambiata",
            "~ La catena della programmazione, dal mandato alla rendicontazione: al suo posto ce n’è un’altra",
            "Le parole, i numeri e le tabelle pubblicati nei dati sono gli stessi.",
        ] {
            assert!(text.contains(words), "{before}: no «{words}» in\n{text}");
        }
        assert!(!text.contains("può essere cambiata una figura"), "{text}");
        let html = Html::parse_document(&of("html").out);
        let pictures: Vec<_> = html.select(&Selector::parse("figure img").unwrap()).collect();
        let [old, new] = pictures.as_slice() else { panic!("{before}: {} pictures", pictures.len()) };
        assert_ne!(old.attr("src"), new.attr("src"), "{before}");
        assert!(old.attr("alt").unwrap().starts_with("Prima: La catena"), "{before}");
    }
}

/// The page of what changed keeps the picture of before in the site, which the next comparison does not take for one of the plan.
#[test]
fn a_picture_that_changes_twice_is_told_twice() {
    let desk = due("content/unione");
    let compila = |plan: &str, out: &str| {
        let made = piao(desk.path(), ["compila", plan, "--solo", "sito", "--uscita", out]);
        assert_eq!(made.code, 0, "{made:?}");
    };
    compila("prima", "dopo/edizioni/2024");
    cambia(desk.path(), "immagini/catena.svg", "<svg ", "<svg data-nuovo=\"\" ");
    compila("dopo", "2025");
    let page = fs::read_to_string(desk.path().join("2025/sito/che-cosa-e-cambiato.html")).unwrap();
    assert!(page.contains("src=\"immagini/prima/catena-"), "{page}");
    cambia(desk.path(), "immagini/catena.svg", "<svg ", "<svg data-altro=\"\" ");
    let run = piao(desk.path(), ["confronta", "2025", "dopo"]);
    holds(&run, &["- Figure: 1 cambiata"]);
}

/// A report says how each objective went on from the monitoring, and not that there is an outcome where there was none.
#[test]
fn an_outcome_is_compared_with_that_of_the_monitoring() {
    let desk = tempfile::tempdir().unwrap();
    copia("tests/piani/terre-argine", desk.path(), "piano");
    let made = piao(desk.path(), ["compila", "piano", "--solo", "sito", "--uscita", "2021"]);
    assert_eq!(made.code, 0, "{made:?}");
    let page = fs::read_to_string(desk.path().join("2021/sito/che-cosa-e-cambiato.html")).unwrap();
    let [row, cell] = ["tbody tr", "th, td"].map(|selector| Selector::parse(selector).unwrap());
    let page = Html::parse_document(&page);
    let words = |cell: scraper::ElementRef<'_>| line(&cell.text().collect::<String>());
    let rows: Vec<String> =
        page.select(&row).map(|row| row.select(&cell).map(words).collect::<Vec<_>>().join(" | ")).collect();
    let of = |name: &str| rows.iter().find(|row| row.contains(name)).unwrap();
    for (name, said) in [
        ("S1.00001", "esito | parzialmente raggiunto, 60 % | raggiunto, 100 % | 40 punti in più"),
        ("S1.00003", "esito | raggiunto, 100 % | raggiunto, 100 % | come al monitoraggio"),
    ] {
        assert!(of(name).contains(said), "{}", of(name));
    }
    assert!(!rows.iter().any(|row| row.contains("misurazione «consuntivo»")), "{rows:?}");
}

#[test]
fn what_cannot_be_compared_is_told() {
    let desk = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| fs::write(desk.path().join(name), text).unwrap();
    Project::new().section("Testo.").write(&desk.path().join("piano"));
    Project::new().section("Si veda [@nulla].").write(&desk.path().join("rotto"));
    fs::create_dir(desk.path().join("vuota")).unwrap();
    let good = r#"{"versione_schema":"1.0","sezioni":[],"registri":{}}"#;
    put("buono.json", good);
    put("mozzo.json", &good[..30]);
    put("altro.json", "[1, 2]");
    put("testo.json", "Piano integrato");
    put("nuovo.json", &good.replace("1.0", "2.0"));
    let of = |first: &str, second: &str| {
        let run = piao(desk.path(), ["confronta", first, second]);
        (run.code, run.out.clone() + &line(&run.err))
    };
    for (name, code, words) in [
        ("mozzo.json", "P1421", "finisce a metà"),
        ("altro.json", "P1421", "mancano `versione_schema`, `registri` o `sezioni`"),
        ("testo.json", "P1421", "non è JSON"),
        ("nuovo.json", "P1422", "è scritto con lo schema 2.0"),
        ("vuota", "P0113", "non c’è un piano da confrontare"),
        ("manca", "P0113", "la cartella `manca` non c’è"),
    ] {
        for (first, second) in [(name, "piano"), ("piano", name)] {
            let (exit, told) = of(first, second);
            assert!(exit == 2 && told.contains(code) && told.contains(words), "{first} {second}: {exit} {told}");
        }
    }
    let (exit, told) = of("rotto", "piano");
    assert!(exit == 1 && told.contains("P0201") && told.contains("Il piano è quello di `rotto`"), "{exit} {told}");
    assert_eq!(of("buono.json", "piano").0, 0);
}

/// Each change has the reason that its revision gives, whatever it changes, and no other.
#[test]
fn the_reasons_of_the_revisions_are_told_with_what_they_changed() {
    use crate::revisioni::{PRIMA, TUTTO, obiettivo, plan};
    let desk = tempfile::tempdir().unwrap();
    let mut then = plan(&obiettivo(PRIMA).replace("unita = \"S1\"", "unita = \"S2\""));
    let settings = format!("{}contributo-valore = \"ignora\"\n", crate::project::SETTINGS);
    then = then.file("piao.toml", &settings);
    then.write(&desk.path().join("prima"));
    let now = obiettivo(TUTTO)
        .replace("tipo = \"soppressione\"\n", "tipo = \"soppressione\"\nmotivo = \"Gli strumenti sono nuovi\"\n")
        .replace("tipo = \"aggiunta\"\n", "tipo = \"aggiunta\"\nmotivo = \"Lo chiedono i residenti\"\n")
        .replace("2.800 in un anno\"\n", "2.800 in un anno\"\nmotivo = \"Tre strade erano chiuse\"\n");
    plan(&now).write(&desk.path().join("dopo"));
    let told: Value = serde_json::from_str(&confronta(desk.path(), "json").out).unwrap();
    let said: Vec<String> = told["voci"]
        .as_array()
        .unwrap()
        .iter()
        .map(|voce| format!("{}: {}", voce["campo"].as_str().unwrap(), voce["vuol_dire"].as_str().unwrap()))
        .chain(told["parole"].as_array().unwrap().iter().map(|brano| brano["nota"].as_str().unwrap().to_owned()))
        .collect();
    let all = said.join("\n");
    for words in [
        "unità: spostato a un’altra unità; Lo sportello è passato all’anagrafe",
        "fase 2: fase tolta; Gli strumenti sono nuovi",
        "fase 3-bis: fase aggiunta; Lo chiedono i residenti",
        "Tre strade erano chiuse",
        "fase 3, peso: 10 punti in più; Più controlli dopo l’estate",
    ] {
        assert!(all.contains(words), "no «{words}» in\n{all}");
    }
    assert_eq!(all.matches("Lo chiedono i residenti").count(), 1, "{all}");
    assert_eq!(all.matches("Tre strade erano chiuse").count(), 1, "{all}");
}

/// The page of the command stands alone: its styles are inside, and a row says its columns where they are not seen.
#[test]
fn the_page_is_whole() {
    let desk = due("tests/piani/cassano");
    cambia(desk.path(), "dati/obiettivi-03.toml", "target = \"almeno 4\"", "target = \"almeno 3\"");
    let page = confronta(desk.path(), "html").out;
    assert!(page.contains("<meta name=\"viewport\"") && page.contains("@media print"), "{page}");
    assert!(!page.contains("url(") && !page.contains("<link") && !page.contains("<script"), "{page}");
    let html = Html::parse_document(&page);
    let of = |selector: &str| html.select(&Selector::parse(selector).unwrap()).count();
    let rows = of("tbody tr");
    assert!(rows > 0 && of("tbody th") == rows && of("td.prima[data-nome=Prima]") == rows, "{page}");
    // Two values of one measure are drawn on one line, and only those.
    assert!(of("td.senso .due-valori .vuoto") == 1 && page.contains("Il cerchio vuoto è il valore di prima"), "{page}");
    for link in html.select(&Selector::parse(".breve a").unwrap()) {
        assert_eq!(of(link.value().attr("href").unwrap()), 1, "{page}");
    }
}

/// What the public data do not say is not denied: only the fingerprint knows that a reader sees the same.
#[test]
fn what_a_reader_sees_otherwise_is_never_said_to_be_the_same() {
    let desk = due("tests/base");
    let extra = "+++\ntitolo = \"Altro\"\n+++\n\nTesto uno, con un [sito dell’ente](https://www.esempio.it/uno).\n\n1. primo\n2. secondo\n\n\
         Tabella: Spese {#spese}\n\n| Voce | Spesa 2027 |\n| --- | --- |\n| A | 10 |\n| B | 20 |\n";
    let write = |extra: &str| {
        for side in ["prima", "dopo"] {
            fs::write(desk.path().join(side).join("5-altro.md"), extra).unwrap();
        }
    };
    for (old, new) in [
        ("esempio.it/uno", "esempio.it/due"),
        ("1. primo\n2. secondo", "3. primo\n4. secondo"),
        ("Testo uno,", "~~Testo uno,~~"),
    ] {
        write(extra);
        cambia(desk.path(), "5-altro.md", old, new);
        let run = confronta(desk.path(), "testo");
        holds(&run, &["l’impronta del contenuto è un’altra: può essere cambiata una figura"]);
        assert!(!run.out.contains("Non è cambiato nulla"), "{run:?}");
    }
    write(extra);
    cambia(desk.path(), "5-altro.md", "Spesa 2027", "Spesa 2028");
    let run = confronta(desk.path(), "testo");
    holds(&run, &["Tabella «Spese»", "Voce | Spesa 2027", "Voce | Spesa 2028", "parola per parola, tabelle a parte"]);
    write(extra);
    fs::rename(desk.path().join("dopo/5-altro.md"), desk.path().join("dopo/0-altro.md")).unwrap();
    holds(&confronta(desk.path(), "testo"), &["sezione spostata: prima veniva dopo «4"]);
    // What nobody reads is no change.
    fs::remove_file(desk.path().join("dopo/0-altro.md")).unwrap();
    write(extra);
    cambia(desk.path(), "piao.toml", "triennio", "# un commento\ntriennio");
    assert_eq!(confronta(desk.path(), "testo").out, "I due piani sono uguali: non è cambiato nulla.\n");
}
