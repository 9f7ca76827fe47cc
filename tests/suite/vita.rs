//! The life of a plan in one folder, and the plan that follows it in another: approval, update by a new act, monitoring, report, new year.
//! What each publication says is read in the PDF, in the site and in the data, and no earlier edition is touched.

use crate::cli::piao;
use crate::determinism::copy;
use crate::momenti::files;
use crate::project::{Compiled, Outputs, SETTINGS};
use crate::pubblica::edit;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const OBIETTIVI: &str = "[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\n\n\
     [[obiettivo]]\nid = \"sportello\"\ncodice = \"S1.00001\"\ntitolo = \"Sportello su appuntamento\"\nunita = \"S1\"\npeso = 60\n\
     inizio = 2025-01-01\nfine = 2026-12-31\nrisultato_atteso = \"Ogni pratica si prenota da casa\"\n\n\
     [[obiettivo.indicatore]]\ntesto = \"Pratiche prenotate\"\ndimensione = \"efficacia\"\nformula = { numeratore = \"pratiche prenotate\", denominatore = \"pratiche\" }\n\
     base = { anno = 2024, valore = \"10 %\" }\ntarget = { 2025 = \"≥ 30 %\", 2026 = \"≥ 50 %\", 2027 = \"≥ 60 %\" }\n\
     polarita = \"aumenta\"\nfonte = \"Registro dello sportello\"\n\n\
     [[obiettivo]]\nid = \"archivio\"\ncodice = \"S1.00002\"\ntitolo = \"Archivio in ordine\"\nunita = \"S1\"\npeso = 40\n\
     inizio = 2025-01-01\nfine = 2025-12-31\nrisultato_atteso = \"Le carte sono riordinate\"\n";

/// A unit of one person, as the rows of the staff say, with an objective of its own and an outcome at each moment.
const UNA_PERSONA: &str = "[[unita]]\ncodice = \"S2\"\nnome = \"Protocollo\"\n\n\
     [[dotazione]]\narea = \"istruttori\"\nprofilo = \"Addetto alla posta\"\nunita = \"S2\"\nnumero = 1\n\n\
     [[obiettivo]]\nid = \"posta\"\ncodice = \"S2.00001\"\ntitolo = \"Posta registrata in un giorno\"\nunita = \"S2\"\npeso = 100\n\
     inizio = 2025-01-01\nfine = 2025-12-31\nrisultato_atteso = \"Ogni lettera è registrata in un giorno\"\n";

/// What no publication of the year says: the outcomes of one person, and the proposal and the question of the monitoring.
const RISERVATO: [&str; 7] = ["GIUDIZIO", "37,5", "PROPOSTA", "SCARTO", "DOMANDA", "RISPOSTA", "92 %"];

const TESTO: &str = "+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\nLo sportello è [@sportello], l’archivio è [@archivio].\n\n\
     ```piao:obiettivi\n```\n\n```piao:unita\n```\n";

/// A field that the update changed, with the reason.
const REVISIONE: &str = "[[obiettivo.revisione]]\nversione = 2\ncampo = \"risultato_atteso\"\nprima = \"Le carte sono riordinate\"\n\
     dopo = \"Le carte dal 1998 sono riordinate\"\nmotivo = \"Le carte più vecchie sono in un altro deposito\"\n";

/// What is told at the monitoring, with a table of its own.
const RACCONTO: &str = "narrativa = \"\"\"\nLe prime stanze sono in ordine.\n\n| Stanza | Faldoni |\n| --- | ---: |\n| Terza | 1.234 |\n\"\"\"\n";

/// The proposal and the question of the monitoring are the office's.
const PROPOSTA_RISERVATA: &str = "proposta = { stato = \"parzialmente-raggiunto\", percentuale = 92, data = 2025-10-01, differenza = \"SCARTO da spiegare\", in_quanto = \"PROPOSTA dell’unità\" }\n\n\
     [[obiettivo.domanda]]\nmomento = \"monitoraggio\"\ndata = 2025-10-05\ntesto = \"DOMANDA sui faldoni\"\nrisposta = \"RISPOSTA sui faldoni\"\n";

/// Those of the report are declared public.
const PROPOSTA_PUBBLICA: &str = "pubblico = true\nproposta = { stato = \"parzialmente-raggiunto\", percentuale = 85, data = 2026-02-10, differenza = \"Due scaffali non si sono trovati\" }\n\n\
     [[obiettivo.domanda]]\nmomento = \"consuntivo\"\ndata = 2026-02-12\ntesto = \"Quali scaffali mancano?\"\nrisposta = \"Quelli del 2003 e del 2004\"\nrisposta_data = 2026-02-14\npubblico = true\n";

/// The weight that the rules of a whole plan have in this small one.
fn controlli() -> String {
    let (_, levels) = SETTINGS.split_once("[controlli]\n").unwrap();
    let more = [
        "piede-del-sito",
        "atto-dopo-inizio",
        "esito-mancante",
        "contributo-valore",
        "atto-non-citato",
        "triennio",
        "unita-scoperta",
        "cessazioni-per-anno",
        "assunzioni-per-anno",
    ];
    let more: String = more.iter().map(|name| format!("{name} = \"ignora\"\n")).collect();
    format!("[controlli]\n{levels}{more}\n")
}

fn atto(id: &str, numero: u8, data: &str, oggetto: &str) -> String {
    format!(
        "[[atto]]\nid = \"{id}\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"{numero}\"\ndata = {data}\noggetto = \"{oggetto}\"\n\n"
    )
}

fn versione(numero: u8, momento: &str, data: &str, atto: &str) -> String {
    let momento = if momento.is_empty() { String::new() } else { format!("momento = \"{momento}\"\n") };
    format!(
        "\n[[versione]]\nnumero = {numero}\n{momento}data = {data}\nmotivo = \"Che cosa è cambiato nell’anno\"\natto = \"{atto}\"\n"
    )
}

/// What a publication is asked to say.
struct Detto {
    edizione: &'static str,
    /// In the PDF and in the site.
    si: &'static [&'static str],
    /// In neither, nor in the data.
    no: &'static [&'static str],
    /// In the page of the site that says what changed. None where there is no such page.
    cambiato: Option<&'static [&'static str]>,
}

/// Publishes the plan in `plan`, and reads what is published.
fn pubblica(desk: &Path, plan: &Path, before: &mut BTreeMap<String, Vec<u8>>, detto: &Detto) {
    let out = desk.join("pubblicazione");
    let run = piao(desk, [std::ffi::OsStr::new("pubblica"), plan.as_os_str()]);
    assert_eq!(run.code, 0, "{}: {run:?}", detto.edizione);
    let after = files(&out.join("edizioni"));
    assert!(before.iter().all(|(path, bytes)| after[path] == *bytes), "{} changed an edition", detto.edizione);
    assert!(after.contains_key(&format!("{}/piao.pdf", detto.edizione)), "{}: {:?}", detto.edizione, after.keys());
    let text = |path: &Path| fs::read_to_string(path).unwrap().replace('\u{a0}', " ");
    let site: String = files(&out.join("sito"))
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && *path != "che-cosa-e-cambiato.html")
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).replace('\u{a0}', " "))
        .collect();
    let data = text(&out.join("sito/dati/piao.json"));
    let rest: String = files(&out.join("sito"))
        .iter()
        .filter(|(path, _)| [".json", ".csv", ".js", ".xml", ".ics"].iter().any(|end| path.ends_with(end)))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).replace('\u{a0}', " "))
        .collect();
    let pdf = Outputs::of(Compiled::folder(plan).clean()).pages.join("\n").replace(['\u{a0}', '\n'], " ");
    for words in detto.si {
        assert!(
            pdf.contains(words) && site.contains(words),
            "{}: no «{words}» in the PDF or in the site",
            detto.edizione
        );
    }
    for words in detto.no {
        for (where_, all) in [("PDF", &pdf), ("site", &site), ("data", &data)] {
            assert!(!all.contains(words), "{}: «{words}» in the {where_}", detto.edizione);
        }
    }
    for words in RISERVATO {
        for (where_, all) in [("PDF", &pdf), ("site", &site), ("data or the search", &rest)] {
            assert!(!all.contains(words), "{}: «{words}» in the {where_}", detto.edizione);
        }
    }
    let page = out.join("sito/che-cosa-e-cambiato.html");
    match detto.cambiato {
        None => assert!(!page.exists(), "{}: nothing came before", detto.edizione),
        Some(words) => {
            let page = text(&page);
            for words in words {
                assert!(page.contains(words), "{}: no «{words}» in {page}", detto.edizione);
            }
            assert!(text(&out.join("sito/index.html")).contains("che-cosa-e-cambiato.html"));
        }
    }
    // As the program says: the editions go into the sources before the next publication.
    copy(&out.join("edizioni"), &plan.join("edizioni"));
    *before = after;
}

#[test]
fn a_plan_lives_its_year_and_the_next_one_begins() {
    let desk = tempfile::tempdir().unwrap();
    let (desk, plan) = (desk.path(), desk.path().join("piano-2025"));
    let mut before = BTreeMap::new();
    fs::create_dir_all(plan.join("dati")).unwrap();
    let head = SETTINGS.split_once("[controlli]").unwrap().0.replace("stato = \"bozza\"", "stato = \"approvato\"");
    let settings = format!(
        "{head}{}[sito]\nprivacy = \"https://www.prova.example/p\"\naccessibilita = \"https://form.agid.gov.it/x\"\n\n\
         [deliberazione]\norgano = \"giunta\"\nnumero = \"12\"\ndata = 2025-01-30\n\n[[versione]]\nnumero = 1\ndata = 2025-01-30\n",
        controlli()
    );
    fs::write(plan.join("piao.toml"), settings).unwrap();
    fs::write(plan.join("1-prova.md"), TESTO).unwrap();
    fs::write(plan.join("dati/obiettivi.toml"), OBIETTIVI).unwrap();
    fs::write(plan.join("dati/protocollo.toml"), UNA_PERSONA).unwrap();
    fs::write(plan.join("dati/atti.toml"), "# Gli atti.\n").unwrap();
    let add = |path: &str, more: String| edit(&plan.join(path), |text| format!("{text}{more}"));

    // Approval.
    let approvazione = Detto {
        edizione: "2025",
        si: &["Sportello su appuntamento", "30 gennaio 2025"],
        no: &["n. 60", "raggiunto"],
        cambiato: None,
    };
    pubblica(desk, &plan, &mut before, &approvazione);

    // An update, by a new act.
    add("piao.toml", versione(2, "", "2025-06-10", "delibera-60"));
    add("dati/atti.toml", atto("delibera-60", 60, "2025-06-10", "Nuovi pesi"));
    edit(&plan.join("dati/obiettivi.toml"), |text| {
        let text =
            text.replace("peso = 60", "peso = \"60 -> 70 (v2)\"").replace("peso = 40", "peso = \"40 -> 30 (v2)\"");
        let now = "Le carte dal 1998 sono riordinate";
        text.replace("Le carte sono riordinate\"\n", &format!("{now}\"\n\n{REVISIONE}"))
    });
    let aggiornamento = Detto {
        edizione: "2025-2-aggiornamento",
        si: &["n. 60", "era:", "Le carte dal 1998 sono riordinate", "Le carte più vecchie sono in un altro deposito"],
        no: &["parzialmente raggiunto"],
        cambiato: Some(&["Sportello su appuntamento", "60", "70", "1998", "in un altro deposito"]),
    };
    pubblica(desk, &plan, &mut before, &aggiornamento);

    // The monitoring.
    edit(&plan.join("piao.toml"), |text| text.replace("momento = \"approvazione\"", "momento = \"monitoraggio\""));
    add("piao.toml", versione(3, "monitoraggio", "2025-10-20", "delibera-97"));
    add("dati/atti.toml", atto("delibera-97", 97, "2025-10-20", "Monitoraggio"));
    let misura = |momento: &str, stato: &str, percentuale: u8| {
        format!(
            "\n[[obiettivo.misurazione]]\nmomento = \"{momento}\"\nstato = \"{stato}\"\npercentuale = {percentuale}\nin_quanto = \"Mancano le ultime carte\"\n"
        )
    };
    let di_una = |momento: &str| {
        format!(
            "{}in_quanto = \"GIUDIZIO al {momento}\"\n",
            misura(momento, "parzialmente-raggiunto", 37)
                .replace("37\nin_quanto = \"Mancano le ultime carte\"\n", "37.5\n")
        )
    };
    add("dati/obiettivi.toml", misura("monitoraggio", "parzialmente-raggiunto", 40) + RACCONTO + PROPOSTA_RISERVATA);
    add("dati/protocollo.toml", di_una("monitoraggio"));
    let monitoraggio = Detto {
        edizione: "2025-3-monitoraggio",
        si: &[
            "n. 97",
            "arzialmente raggiunto",
            "Monitoraggio al 30/09/2025",
            "Le prime stanze",
            "1.234",
            "L’esito di un’unità di una persona non si pubblica.",
        ],
        no: &["n. 31"],
        cambiato: Some(&["Archivio in ordine", "arzialmente raggiunto"]),
    };
    pubblica(desk, &plan, &mut before, &monitoraggio);

    // The report.
    edit(&plan.join("piao.toml"), |text| {
        text.replace("\nmomento = \"monitoraggio\"\nstato", "\nmomento = \"consuntivo\"\nstato")
    });
    add("piao.toml", versione(4, "consuntivo", "2026-03-16", "delibera-31"));
    add("dati/atti.toml", atto("delibera-31", 31, "2026-03-16", "Relazione"));
    add("dati/obiettivi.toml", misura("consuntivo", "parzialmente-raggiunto", 80) + PROPOSTA_PUBBLICA);
    add("dati/protocollo.toml", di_una("consuntivo"));
    let consuntivo = Detto {
        edizione: "2025-4-consuntivo",
        si: &[
            "n. 31",
            "Relazione sulla performance 2025",
            "80",
            "Proposto dall’unità il 10/02/2026",
            "parte, 85 %",
            "Accettato da chi valuta",
            "parte, 80 %",
            "Due scaffali non si sono trovati",
            "Quali scaffali mancano?",
            "Quelli del 2003 e del 2004",
            "1.234",
        ],
        no: &[],
        cambiato: Some(&["Archivio in ordine", "80"]),
    };
    pubblica(desk, &plan, &mut before, &consuntivo);

    // The new year.
    let sources = files(&plan);
    let run = piao(desk, ["nuovo-anno", "piano-2025"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("Il piano 2026-2028 è in piano-2026.")
            && run.out.contains("1 obiettivo continua, 2 schede sono archiviate"),
        "{run:?}"
    );
    assert_eq!(files(&plan), sources, "the plan that ends was touched");
    let next = desk.join("piano-2026");
    let begun = files(&next);
    assert!(begun.keys().all(|path| !path.starts_with("edizioni/")), "{:?}", begun.keys());
    // It is never written over.
    let again = piao(desk, ["nuovo-anno", "piano-2025"]);
    assert!(again.code == 2 && again.err.contains("P1401"), "{again:?}");
    let inside = piao(desk, ["nuovo-anno", "piano-2025", "--uscita", "piano-2025/nuovo"]);
    assert!(inside.code == 2 && inside.err.contains("è nella cartella del piano"), "{inside:?}");
    assert_eq!(files(&next), begun);
    // As a draft it compiles, and says how much is to be decided.
    edit(&next.join("piao.toml"), |text| format!("{text}\n{}", controlli()));
    let run = piao(desk, ["controlla", "piano-2026"]);
    assert!(run.code == 0 && run.err.contains("nota[P1037]"), "{run:?}");
    let run = piao(desk, ["compila", "piano-2026", "--uscita", "prova"]);
    assert_eq!(run.code, 0, "{run:?}");
    let draft = fs::read_to_string(desk.join("prova/sito/dati/piao.json")).unwrap();
    for old in ["Archivio in ordine", "parzialmente raggiunto", "delibera-60", "30 %", "Mancano le ultime carte"] {
        assert!(!draft.contains(old), "«{old}» is in the new plan");
    }
    // Nobody approves it with a decision still open.
    edit(&next.join("piao.toml"), |text| {
        text.replace("stato = \"bozza\"", "stato = \"approvato\"")
            .replace("numero = { assente = \"il piano del 2026 non è ancora approvato\" }", "numero = \"8\"")
            .replace("data = { assente = \"il piano del 2026 non è ancora approvato\" }", "data = 2026-01-29")
            .replace("data = 2026-01-30", "data = 2026-01-29")
    });
    let run = piao(desk, ["pubblica", "piano-2026"]);
    assert!(run.code == 1 && run.err.contains("errore[P1037]"), "{run:?}");
    for path in ["piao.toml", "dati/obiettivi.toml", "dati/protocollo.toml"] {
        let decided = |line: &&str| !line.contains("DECIDERE:");
        edit(&next.join(path), |text| text.lines().filter(decided).map(|line| format!("{line}\n")).collect());
    }
    edit(&next.join("dati/obiettivi.toml"), |text| {
        text.replace("titolo = \"Sportello su appuntamento\"", "titolo = \"Sportello su appuntamento\"\npeso = 100")
            .replace("2027 = \"≥ 60 %\" }", "2027 = \"≥ 60 %\", 2028 = \"≥ 70 %\" }")
    });
    fs::write(next.join("1-prova.md"), TESTO.replace(", l’archivio è [@archivio]", "")).unwrap();
    copy(&plan.join("edizioni"), &next.join("edizioni"));
    let nuovo = Detto {
        edizione: "2026",
        si: &["2026–2028", "Sportello su appuntamento", "≥ 70 %", "pluriennale (2/2)"],
        no: &["Archivio in ordine", "arzialmente raggiunto", "delibera-60", "era:"],
        cambiato: Some(&["Archivio in ordine", "Sportello su appuntamento"]),
    };
    pubblica(desk, &next, &mut before, &nuovo);
}

/// Two moments of one folder are compared without a copy of it.
#[test]
fn two_moments_of_one_folder_are_compared() {
    let desk = tempfile::tempdir().unwrap();
    let (desk, plan) = (desk.path(), desk.path().join("content"));
    fs::create_dir_all(plan.join("dati")).unwrap();
    let head = SETTINGS.split_once("[controlli]").unwrap().0;
    let versions = versione(2, "", "2025-06-10", "delibera-60");
    let settings = format!(
        "{head}{}[deliberazione]\norgano = \"giunta\"\nnumero = \"12\"\ndata = 2025-01-30\n\n\
         [[versione]]\nnumero = 1\ndata = 2025-01-30\n{versions}",
        controlli()
    );
    fs::write(plan.join("piao.toml"), settings).unwrap();
    fs::write(plan.join("1-prova.md"), TESTO).unwrap();
    let weights = OBIETTIVI.replace("peso = 60", "peso = \"60 -> 70\"").replace("peso = 40", "peso = \"40 -> 30\"");
    fs::write(plan.join("dati/obiettivi.toml"), weights).unwrap();
    fs::write(plan.join("dati/atti.toml"), atto("delibera-60", 60, "2025-06-10", "Nuovi pesi")).unwrap();
    let said = |arguments: &[&str]| piao(desk, arguments);
    let both = said(&["confronta", "content", "content", "--momento", "1,2"]);
    assert!(both.code == 0 && both.out.contains("70") && both.out.contains("Sportello su appuntamento"), "{both:?}");
    assert_eq!(said(&["confronta", "content", "--momento", "1,2"]).out, both.out);
    let same = said(&["confronta", "content", "content", "--momento", "1"]);
    assert_eq!(same.out.trim(), "I due piani sono uguali: non è cambiato nulla.", "{same:?}");
    let alone = said(&["confronta", "content", "--momento", "2"]);
    assert!(alone.code == 2 && alone.err.contains("manca DOPO"), "{alone:?}");
    let none = said(&["confronta", "content", "--momento", "1,sette"]);
    assert!(none.code == 2 && none.err.contains("scrivi approvazione, monitoraggio, consuntivo"), "{none:?}");
    // An edition has one moment only.
    assert_eq!(said(&["compila", "content"]).code, 0);
    let json = "pubblicazione/sito/dati/piao.json";
    let published = said(&["confronta", json, json, "--momento", "1"]);
    assert!(
        published.code == 2 && published.err.contains("un’edizione pubblicata è già di un momento solo"),
        "{published:?}"
    );
}

/// Every plan of the repository is followed by one that can be compiled, and that nobody can approve before deciding.
#[test]
fn every_plan_is_followed_by_a_draft_that_compiles() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let plans = fs::read_dir(root.join("tests/piani")).unwrap().map(|entry| entry.unwrap().path());
    // A folder of several plans is followed plan by plan.
    let one = |path: &std::path::PathBuf| {
        fs::read_to_string(path.join("piao.toml")).is_ok_and(|text| text.contains("[ente]"))
    };
    let plans = plans.filter(one);
    for plan in plans.chain([root.join("content/unione"), root.join("tests/base")]) {
        let desk = tempfile::tempdir().unwrap();
        let next = desk.path().join("nuovo");
        let run = piao(
            desk.path(),
            [std::ffi::OsStr::new("nuovo-anno"), plan.as_os_str(), "--uscita".as_ref(), next.as_os_str()],
        );
        assert_eq!(run.code, 0, "{}: {run:?}", plan.display());
        let made = Compiled::folder(&next);
        assert!(made.document.is_some() && !made.diags.has_blocking(), "{}: {}", plan.display(), made.messages());
        assert!(made.diags.iter().any(|problem| problem.code == "P1037"), "{}", plan.display());
        // What is set aside is in no data.
        let data = piao::emit::dati::render(&made.document.unwrap(), false).unwrap();
        let json = String::from_utf8(data.files["dati/piao.json"].clone()).unwrap();
        let named = run.out.lines().filter_map(|line| line.trim().strip_prefix("archiviato: "));
        let codes =
            named.filter_map(|name| name.split(' ').next()).filter(|code| code.contains(|c: char| c.is_ascii_digit()));
        for code in codes {
            assert!(!json.contains(&format!("\"{code}\"")), "{}: {code} is in the data", plan.display());
        }
    }
}

/// The records of the staff, of the risks and of the duties to publish in the plan that follows: rows of lists, as offices write them.
#[test]
fn the_records_of_a_small_body_go_on() {
    let plan = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune");
    let desk = tempfile::tempdir().unwrap();
    let next = desk.path().join("nuovo");
    let run = piao(
        desk.path(),
        [std::ffi::OsStr::new("nuovo-anno"), plan.as_os_str(), "--uscita".as_ref(), next.as_os_str()],
    );
    assert_eq!(run.code, 0, "{run:?}");
    let read = |path: &str| fs::read_to_string(next.join(path)).unwrap();
    let says = |path: &str, yes: &[&str], no: &[&str]| {
        let text = read(path);
        yes.iter().for_each(|words| assert!(text.contains(words), "{words}\n{text}"));
        no.iter().for_each(|words| assert!(!text.contains(words), "{words}\n{text}"));
    };
    says(
        "dati/personale.toml",
        &[
            "  # DECIDERE: conta al 31/12/2027 e togli `archiviato`\n  { area = \"funzionari\", profilo = \"Assistente sociale\", unita = \"A1\", numero = 1, donne = 1, archiviato = true },",
            "  # DECIDERE: erano 3, e il piano prevedeva 1 uscita e 1 ingresso: conta al 31/12/2027 e togli `archiviato`\n",
            "profilo = \"Operaio specializzato\", unita = \"A3\", numero = 3, donne = 0, archiviato = true }",
            "posti = { 2027 = 4 }, archiviato = true }",
            "\n  { anno = 2028, area = \"funzionari\"",
            "# DECIDERE: è avvenuta? Se sì, togli la scheda; se no, e si farà, cambia `anno` e togli `archiviato`\n  { anno = 2027, area = \"istruttori\", profilo = \"Istruttore tecnico\"",
            "# DECIDERE: nel 2027 era così: riscrivi `esito`, l’atto o la data del 2028 e togli `archiviato`\n  { oggetto = \"parere-revisori\", esito = \"favorevole\", archiviato = true },",
        ],
        &["risparmio = \"31.000,00 €\"", "data = 2027-01-20"],
    );
    says(
        "dati/spesa.toml",
        &[
            "anno = 2028\nrendiconto = 2026\n",
            "# DECIDERE: `spesa` del 2028; nel 2027 era \"1.279.680,00 €\"",
            "# DECIDERE: di `entrate` manca il valore del 2026",
            "base = { 2011 = \"1.310.000,00 €\"",
            "base = { 2009 = ",
            "# DECIDERE: di `prevista` manca il valore del 2030",
        ],
        &["2023 = "],
    );
    says(
        "piao.toml",
        &[
            "# DECIDERE: la sezione 2.3 è rifatta, o si conferma quella del 2027?",
            "# DECIDERE: contati i dipendenti al 31 dicembre 2027, togli `profilo`\nprofilo = \"semplificato\"",
        ],
        &[],
    );
    says("dati/trasparenza.toml", &["campione = 2030"], &["campione = 2027"]);
    says("dati/organizzazione.toml", &["# DECIDERE: `al`: finisce nel 2028; chi ha l’incarico dopo?"], &[]);
    says(
        "dati/agile.toml",
        &[
            "# DECIDERE: di `dipendenti` manca il valore del 2027; era previsto 9",
            "dipendenti = { 2028 = 9, 2029 = 9 }",
            "# DECIDERE: `giornate` del 2028; prima era { 2026 = 310, 2027 = \"≤ 450\" }",
        ],
        &["2026 = 7,", "giornate = "],
    );
    says(
        "dati/rischi.toml",
        &[
            "# DECIDERE: `esposizione`: con le misure attuate il livello è ancora questo?",
            "scadenza = \"annuale\"",
            "# DECIDERE: `scadenza` del 2028; nel 2027 era \"31/03/2027\"",
            "tempi = [\"entro il 30/06\", \"entro il 30/11\"]",
        ],
        &["# DECIDERE: `scadenza` del 2028; nel 2027 era \"annuale\""],
    );
    says("dati/trasparenza.toml", &["campione = [2028, 2029, 2030]"], &["DECIDERE"]);
    // Nothing of the staff of the year before is printed or summed, and the body still owes the simplified plan.
    let run = piao(desk.path(), ["controlla", "nuovo"]);
    assert!(!run.out.contains("P1005") && !run.err.contains("P1005"), "{run:?}");
    let run = piao(desk.path(), ["compila", "nuovo", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// The same records in a CSV: there are no comments in it, so what is to be decided stands in a column.
#[test]
fn the_rows_of_a_spreadsheet_go_on() {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("piano");
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune");
    for entry in walkdir::WalkDir::new(&small).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file()) {
        let to = plan.join(entry.path().strip_prefix(&small).unwrap());
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(entry.path(), to).unwrap();
    }
    fs::write(
        plan.join("dati/personale.toml"),
        "assunzione = [\n  { anno = 2028, area = \"funzionari\", profilo = \"Funzionario tecnico\", unita = \"A3\", numero = 1, modalita = \"concorso\", costo = \"37.500,00 €\" },\n]\n",
    )
    .unwrap();
    fs::write(
        plan.join("dati/dotazione.csv"),
        "Area;Profilo;Unità;Numero;Posti 2026;Posti 2027\r\nistruttori;Istruttore tecnico;A3;30;31;32\r\noperatori;Operatore;A1;1;;\r\n",
    )
    .unwrap();
    fs::write(
        plan.join("dati/cessazioni.csv"),
        "anno,area,profilo,unita,numero\n2027,istruttori,Istruttore tecnico,A3,2\n2028,,,,0\n2029,,,,0\n",
    )
    .unwrap();
    fs::write(plan.join("dati/adempimenti.csv"), "oggetto;esito;data\neccedenze;\"nessuna; verificato\";10/12/2026\n")
        .unwrap();
    let run = piao(desk.path(), ["nuovo-anno", "piano", "--uscita", "nuovo"]);
    assert_eq!(run.code, 0, "{run:?}");
    let read = |path: &str| fs::read_to_string(desk.path().join("nuovo/dati").join(path)).unwrap();
    assert_eq!(
        read("dotazione.csv"),
        "Area;Profilo;Unità;Numero;Posti 2027;archiviato;DECIDERE\r\n\
         istruttori;Istruttore tecnico;A3;28;32;sì;DECIDERE: erano 30, e il piano prevedeva 2 uscite: conta al 31/12/2027 e togli `archiviato`\r\n\
         operatori;Operatore;A1;1;;sì;DECIDERE: conta al 31/12/2027 e togli `archiviato`\r\n"
    );
    assert_eq!(read("cessazioni.csv"), "anno,area,profilo,unita,numero\n2028,,,,0\n2029,,,,0\n");
    assert_eq!(
        read("adempimenti.csv"),
        "oggetto;esito;data;archiviato;DECIDERE\n\
         eccedenze;\"nessuna; verificato\";;sì;DECIDERE: nel 2027 era così: riscrivi `esito`, l’atto o la data del 2028 e togli `archiviato`\n"
    );
    // A row of a list whose office is over is set aside as one with a header is, and somebody says who comes after.
    let units = fs::read_to_string(plan.join("dati/organizzazione.toml")).unwrap();
    let units = units.replace(
        "unita = \"A4\", dal = 2026-01-01, al = 2028-12-31",
        "unita = \"A4\", dal = 2026-01-01, al = 2027-12-31",
    );
    let units = units.replace("nome = \"Polizia locale\"", "nome = \"Polizia locale\", dipendenti = 4");
    fs::write(plan.join("dati/organizzazione.toml"), units).unwrap();
    let run = piao(desk.path(), ["nuovo-anno", "piano", "--uscita", "altro"]);
    assert_eq!(run.code, 0, "{run:?}");
    let units = fs::read_to_string(desk.path().join("altro/dati/organizzazione.toml")).unwrap();
    for words in [
        "  # DECIDERE: `dipendenti` del 2028; nel 2027 era 4\n  { codice = \"A4\", nome = \"Polizia locale\" },\n",
        "  # DECIDERE: concluso nel 2027: chi lo ha dopo? Aggiungi il suo `incarico`\n  { id = \"eq-a4\"",
        "al = 2027-12-31, archiviato = true },\n",
    ] {
        assert!(units.contains(words), "{words}\n{units}");
    }
    // They are counted, and count for nothing else.
    let run = piao(desk.path(), ["controlla", "nuovo"]);
    let said = run.out + &run.err;
    assert!(said.contains("dati/dotazione.csv:2:") && said.contains("in questo file restano 2 decisioni"), "{said}");
    assert!(said.contains("svuota la cella della colonna `DECIDERE`"), "{said}");
    assert_eq!(piao(desk.path(), ["compila", "nuovo", "--solo", "sito"]).code, 0);
}

/// The comments with which a plan began speak of the new year, and a line of training has no year that is over.
#[test]
fn the_comments_of_a_new_plan_go_on() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let begin =
        ["nuovo", "piano", "--data=2026-11-30", "--triennio=2027-2029", "--nome=Comune di Prova", "--dipendenti=30"];
    assert_eq!(piao(desk, begin.iter()).code, 0);
    let settings = fs::read_to_string(desk.join("piano/piao.toml")).unwrap();
    fs::write(desk.join("piano/piao.toml"), format!("# Nel 2027 cambia la sede.\n{settings}")).unwrap();
    let lines = "linea_formativa = [\n  { id = \"uno\", titolo = \"Contabilità\", tipo = \"altro\", anni = [2027, 2028] },\n  { id = \"due\", titolo = \"Anagrafe\", tipo = \"altro\", anni = [2027] },\n]\n";
    fs::write(desk.join("piano/dati/formazione.toml"), lines).unwrap();
    let run = piao(desk, ["nuovo-anno", "piano", "--uscita", "nuovo"]);
    assert_eq!(run.code, 0, "{run:?}");
    let settings = fs::read_to_string(desk.join("nuovo/piao.toml")).unwrap();
    for words in
        ["approvare è il 31 gennaio 2028", "# al 31/12/2027", "# bilancio = 2028-02-28", "# Nel 2027 cambia la sede."]
    {
        assert!(settings.contains(words), "no «{words}» in {settings}");
    }
    assert!(!settings.contains("31 gennaio 2027") && !settings.contains("31/12/2026"), "{settings}");
    let lines = fs::read_to_string(desk.join("nuovo/dati/formazione.toml")).unwrap();
    assert!(lines.contains("anni = [2028]") && !lines.contains("anni = [2027, 2028]"), "{lines}");
    let made = Compiled::folder(&desk.join("nuovo"));
    assert!(made.diags.iter().all(|problem| problem.code != "P1124"), "{}", made.messages());
}
