//! One plan through its year: approval, update, monitoring, report. Each version has its own title, day, act and address, and what
//! came later changes no earlier one.

use crate::cli::piao;
use crate::project::{Compiled, Outputs, Project, SETTINGS};
use crate::pubblica::edit;
use piao::piano::settings::{Momento, Scelta};
use piao::project::Ask;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Settings of an approved plan, whose moment is `momento`, with `versioni` at the end.
fn settings(momento: &str, versioni: &str) -> String {
    let head = SETTINGS
        .replace("esito-anticipato = \"ignora\"\n", "")
        .replace("momento = \"approvazione\"", &format!("momento = \"{momento}\""))
        .replace("stato = \"bozza\"", "stato = \"approvato\"");
    format!(
        "{head}piede-del-sito = \"ignora\"\natto-dopo-inizio = \"ignora\"\ncontributo-valore = \"ignora\"\n\n\
         [sito]\nprivacy = \"https://www.prova.example/p\"\naccessibilita = \"https://form.agid.gov.it/x\"\n\n\
         [deliberazione]\norgano = \"giunta\"\nnumero = \"12\"\ndata = 2025-01-30\n\n{versioni}"
    )
}

const PRIMA: &str = "[[versione]]\nnumero = 1\ndata = 2025-01-30\n\n";

const MONITORAGGIO: &str = "[[versione]]\nnumero = 2\nmomento = \"monitoraggio\"\ndata = 2025-10-20\n\
     motivo = \"A che punto sono gli obiettivi\"\natto = \"delibera-97\"\n\n";

const CONSUNTIVO: &str = "[[versione]]\nnumero = 3\nmomento = \"consuntivo\"\ndata = 2026-03-16\n\
     motivo = \"Che cosa si è fatto\"\natto = \"delibera-31\"\n\n";

const ATTI: &str = "[[atto]]\nid = \"regolamento\"\ntipo = \"regolamento\"\nnumero = \"4\"\ndata = 2020-05-05\noggetto = \"Uffici\"\n\n";

const DEL_MONITORAGGIO: &str = "[[atto]]\nid = \"delibera-97\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"97\"\n\
     data = 2025-10-20\noggetto = \"Monitoraggio del piano\"\n\n";

const DEL_CONSUNTIVO: &str = "[[atto]]\nid = \"delibera-31\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"31\"\n\
     data = 2026-03-16\noggetto = \"Relazione sulla performance\"\n\n";

const OBIETTIVO: &str = "[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\n\n\
     [[obiettivo]]\ncodice = \"S1.1\"\ntitolo = \"Pratiche su appuntamento\"\nunita = \"S1\"\npeso = 100\n\
     risultato_atteso = \"Ogni pratica si può prenotare entro dicembre 2025\"\n\n\
     [[obiettivo.fase]]\ntesto = \"Scelta del programma\"\ntempi = \"marzo - giugno\"\npeso = 40\n";

const SECONDA_FASE: &str =
    "\n[[obiettivo.fase]]\ntesto = \"Avvio del servizio\"\ntempi = \"settembre - dicembre\"\npeso = 60\n";

const ESITI: [&str; 2] = [
    "\n[[obiettivo.misurazione]]\nmomento = \"monitoraggio\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 40\n\
     in_quanto = \"Il servizio non è ancora partito\"\n",
    "\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\npercentuale = 100\n",
];

/// The sources as they are at `momento`, the later the longer.
fn fonti(momento: Momento) -> Project {
    let at = momento as usize;
    let versioni = [PRIMA, MONITORAGGIO, CONSUNTIVO][..=at].concat();
    let atti = [ATTI, DEL_MONITORAGGIO, DEL_CONSUNTIVO][..=at].concat();
    let fatto = |n: usize, all: [u32; 2]| match n {
        0 => String::new(),
        1 => format!("completamento = {{ monitoraggio = {} }}\n", all[0]),
        _ => format!("completamento = {{ monitoraggio = {}, consuntivo = {} }}\n", all[0], all[1]),
    };
    let obiettivo =
        [OBIETTIVO, &fatto(at, [100, 100]), SECONDA_FASE, &fatto(at, [0, 100]), &ESITI[..at].concat()].concat();
    let plan = Project::new()
        .file("piao.toml", &settings(momento.label(), &versioni))
        .section("Il piano dell’anno, con il [@regolamento].\n\n```piao:obiettivi\n```\n\n```piao:atti\n```\n\n```piao:unita\n```\n")
        .file("dati/atti.toml", &atti)
        .file("dati/obiettivi.toml", &obiettivo);
    match momento {
        Momento::Approvazione => plan,
        Momento::Monitoraggio | Momento::Consuntivo => plan.file(
            "2-andamento.md",
            "+++\ntitolo = \"Come sta andando\"\nid = \"andamento\"\nmomento = \"monitoraggio\"\n+++\n\nL’[@S1.1] al \
             monitoraggio è al [=s1-1.monitoraggio].\n",
        ),
    }
}

fn compiled(plan: &Project, version: Option<Scelta>) -> Compiled {
    let mut open = plan.open();
    open.ask(Ask { version, ..Ask::default() });
    open.compile(&mut |_| {});
    let piao::project::Compiled { sources, diags, document, .. } = open.into_compiled().unwrap();
    Compiled { sources, diags, document }
}

/// Everything that readers have of a version.
fn outputs(plan: &Project, version: Option<Scelta>) -> Outputs {
    Outputs::of(compiled(plan, version).clean())
}

fn words(outputs: &Outputs) -> (String, String) {
    let pages = outputs.pages.join("\n").replace(['\u{a0}', '\n'], " ");
    (pages, outputs.html().map(|(_, text)| text).collect::<String>().replace('\u{a0}', " "))
}

/// The codes that a plan raises.
fn codes(plan: &Project, version: Option<Scelta>) -> Vec<String> {
    let compiled = compiled(plan, version);
    compiled.diags.sorted().into_iter().map(|d| format!("{} {}", d.code, d.message)).collect()
}

#[test]
fn each_version_has_its_own_title_day_act_and_year() {
    let of = |momento| outputs(&fonti(momento), None);
    let plan = of(Momento::Approvazione);
    let (pages, site) = words(&plan);
    assert!(plan.pages[0].contains("Piano integrato") && plan.pages[0].contains("2025–2027"), "{}", plan.pages[0]);
    // Of the only version there is no list: its day and its act are on the cover.
    assert!(!site.contains("Versioni del piano"));
    assert!(
        pages.contains("30 gennaio 2025") && site.contains("Versione conforme alla deliberazione della Giunta n. 12")
    );
    let monitoring = of(Momento::Monitoraggio);
    let (pages, site) = words(&monitoring);
    // The first version was approved with the act of the plan.
    assert!(site.contains(">deliberazione della Giunta n. 12 del 30/01/2025</td>"));
    let cover = monitoring.pages[0].replace(['\u{a0}', '\n'], " ");
    assert!(cover.contains("Monitoraggio al 30/09/2025: Piano integrato"), "{cover}");
    assert!(cover.contains("Allegato alla deliberazione della Giunta n. 97 del 20/10/2025"), "{cover}");
    assert!(site.contains("Versione conforme alla deliberazione della Giunta n. 97 del 20/10/2025"));
    for act in ["conforme alla deliberazione della Giunta n. 12", "Allegato alla deliberazione della Giunta n. 12"] {
        assert!(!site.contains(act) && !pages.contains(act), "the monitoring has the act of the approval");
    }
    assert!(pages.contains("20 ottobre 2025"));
    let report = of(Momento::Consuntivo);
    let cover = report.pages[0].replace(['\u{a0}', '\n'], " ");
    assert!(cover.contains("Relazione sulla performance 2025") && !cover.contains("2025–2027"), "{cover}");
    // The year stands in the head of every page too.
    for page in &report.pages[2..report.pages.len() - 1] {
        assert!(page.replace(['\u{a0}', '\n'], " ").contains("Relazione sulla performance 2025"), "{page}");
    }
    let data: serde_json::Value = serde_json::from_slice(&report.data.files["dati/piao.json"]).unwrap();
    assert_eq!(
        (data["momento"].as_str(), data["data"].as_str(), data["triennio"].as_str()),
        (Some("consuntivo"), Some("2026-03-16"), Some("2025-2027"))
    );
    assert!(data["deliberazione"].as_str().unwrap().contains("31"), "{}", data["deliberazione"]);
}

/// A total that is typed in a view for a later moment is no fault of the plan as it was approved.
#[test]
fn a_typed_total_waits_for_its_moment() {
    let view = "+++\ntitolo = \"Totali\"\nid = \"totali\"\n+++\n\n```piao:tabella-unita\nunita = \"S1\"\n\
                totale = { peso = \"100\", monitoraggio = \"40\", consuntivo = \"99\" }\n```\n";
    let plan = fonti(Momento::Consuntivo).file("3-totali.md", view);
    let told =
        |momento| codes(&plan, Some(Scelta::Momento(momento))).iter().filter(|said| said.starts_with("P0304")).count();
    assert_eq!([Momento::Approvazione, Momento::Monitoraggio, Momento::Consuntivo].map(told), [0, 0, 1]);
}

/// What came later is in the sources, and in none of the outputs of what came before.
#[test]
fn an_earlier_version_is_made_again_as_it_was() {
    for (momento, scelta) in [
        (Momento::Approvazione, Scelta::Momento(Momento::Approvazione)),
        (Momento::Approvazione, Scelta::Versione(1)),
        (Momento::Monitoraggio, Scelta::Momento(Momento::Monitoraggio)),
    ] {
        let then = outputs(&fonti(momento), None);
        let now = outputs(&fonti(Momento::Consuntivo), Some(scelta));
        assert_eq!(then.document.meta.impronta, now.document.meta.impronta, "{scelta:?}");
        let same = |outputs: &Outputs| -> BTreeMap<String, Vec<u8>> {
            outputs.site.clone().into_iter().chain(outputs.data.files.clone()).collect()
        };
        let (before, after) = (same(&then), same(&now));
        assert!(before.keys().eq(after.keys()), "{:?}", after.keys());
        for (path, bytes) in &before {
            assert!(after[path] == *bytes, "{scelta:?}: {path}");
        }
        assert!(then.pdf.bytes == now.pdf.bytes, "{scelta:?}: the PDF");
    }
    let report = words(&outputs(&fonti(Momento::Consuntivo), None)).0;
    assert!(report.contains("al monitoraggio è al 40") && report.contains("100"), "{report}");
    // A text that was changed since is another text.
    let changed = fonti(Momento::Consuntivo).section("Il piano di quest’anno, con il [@regolamento].\n\n```piao:obiettivi\n```\n\n```piao:atti\n```\n\n```piao:unita\n```\n");
    let now = compiled(&changed, Some(Scelta::Versione(1))).clean().meta.impronta;
    assert_ne!(now, compiled(&fonti(Momento::Approvazione), None).clean().meta.impronta);
}

/// A citizen reads what the document is and that it is done; the running head of a monitoring has one line.
#[test]
fn each_document_says_what_it_is() {
    for (momento, says) in [
        (Momento::Approvazione, "Piano approvato il 30 gennaio 2025"),
        (Momento::Monitoraggio, "Monitoraggio approvato il 20 ottobre 2025"),
        (Momento::Consuntivo, "Relazione approvata il 16 marzo 2026"),
    ] {
        let plan = fonti(momento).file("3-fine.md", "+++\ntitolo = \"Ultima\"\nstato = \"compilata\"\n+++\n\nTesto.\n");
        let outputs = Outputs::of(compiled(&plan, None).document.unwrap());
        let (_, site) = words(&outputs);
        assert!(site.contains(says), "no «{says}»");
        assert!(!site.contains("Stato della sezione") && !site.contains(">compilata<"), "{momento:?}");
        if momento == Momento::Monitoraggio {
            let head = "Monitoraggio al 30/09/2025, 2025–2027";
            assert!(
                outputs.pages[2..].iter().any(|page| page.replace('\u{a0}', " ").contains(head)),
                "{:?}",
                outputs.pages
            );
        }
    }
    // While the plan is not approved the state of the work is of interest.
    let plan = fonti(Momento::Approvazione)
        .file("3-fine.md", "+++\ntitolo = \"Ultima\"\nstato = \"compilata\"\n+++\n\nTesto.\n");
    let plan =
        plan.file("piao.toml", &settings("approvazione", PRIMA).replace("stato = \"approvato\"", "stato = \"bozza\""));
    let (_, site) = words(&Outputs::of(compiled(&plan, None).document.unwrap()));
    assert!(site.contains("Stato della sezione: compilata"));
}

#[test]
fn what_does_not_agree_is_told_at_its_place() {
    // A monitoring that is no version would have the act of the approval.
    let alone =
        fonti(Momento::Monitoraggio).file("piao.toml", &settings("monitoraggio", PRIMA)).file("dati/atti.toml", ATTI);
    assert_eq!(codes(&alone, None), ["P1030 il documento è un monitoraggio, ma nessuna versione del piano lo è"]);
    let alone = compiled(&alone, None);
    assert!(alone.messages().contains("piao.toml:3:"), "{}", alone.messages());
    assert_eq!(alone.document.unwrap().meta.deliberazione, None);
    // A version that is not there.
    let plan = fonti(Momento::Monitoraggio);
    assert_eq!(codes(&plan, Some(Scelta::Versione(7))), ["P1031 il piano non ha una versione 7"]);
    let missing = codes(&plan, Some(Scelta::Momento(Momento::Consuntivo)));
    assert_eq!(missing, ["P1031 il piano non ha una versione di consuntivo"]);
    // Outcomes in the plan that is approved.
    let early = fonti(Momento::Consuntivo)
        .without("2-andamento.md")
        .file("piao.toml", &settings("approvazione", PRIMA))
        .file("dati/atti.toml", ATTI);
    assert_eq!(
        codes(&early, None),
        ["P0360 di S1.1 c’è l’esito al monitoraggio, e il documento è il piano che si approva"]
    );
    // A report before its day, and after it a monitoring.
    let told = |versioni: &str, momento: &str| {
        codes(&fonti(Momento::Consuntivo).file("piao.toml", &settings(momento, versioni)), None)
    };
    let early = [PRIMA, MONITORAGGIO, &CONSUNTIVO.replace("2026-03-16", "2025-11-02")].concat();
    let early = told(&early, "consuntivo");
    assert!(
        early.contains(
            &"P1030 la versione 3 (consuntivo) misura il piano al 31/12/2025, ed è del 02/11/2025".to_owned()
        ),
        "{early:?}"
    );
    let late =
        [PRIMA, &CONSUNTIVO.replace("numero = 3", "numero = 2"), &MONITORAGGIO.replace("numero = 2", "numero = 3")]
            .concat();
    let late = told(&late, "monitoraggio");
    assert!(late.contains(&"P1030 la versione 3 (monitoraggio) viene dopo il consuntivo".to_owned()), "{late:?}");
}

/// An update is written before its act: the cure that is told lets it be a proposal.
#[test]
fn an_update_may_wait_for_its_act() {
    let update = "[[versione]]\nnumero = 2\ndata = 2025-06-10\nmotivo = \"Un corso in più\"\natto = { assente = \"la Giunta delibera a luglio\" }\n";
    let plan = |versioni: &str| fonti(Momento::Approvazione).file("piao.toml", &settings("approvazione", versioni));
    let told = compiled(&plan(&[PRIMA, update].concat()), None).messages();
    assert!(told.contains("P1019") && told.contains("scrivi `stato = \"proposta\"`"), "{told}");
    let cured = update.replace("numero = 2\n", "numero = 2\nstato = \"proposta\"\n");
    let told = compiled(&plan(&[PRIMA, &cured].concat()), None).messages();
    assert!(!told.contains("P1019"), "{told}");
}

/// Every file below `folder`, by path.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    let path = |e: &walkdir::DirEntry| e.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
    walk.map(|e| (path(&e), fs::read(e.path()).unwrap())).collect()
}

/// The year as the office lives it, in one folder: each publication adds its edition and touches no other.
#[test]
fn a_plan_goes_through_its_year_and_no_edition_is_touched() {
    let desk = tempfile::tempdir().unwrap();
    let (plan, out) = (desk.path().join("content"), desk.path().join("pubblicazione"));
    let mut before: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for (momento, edition) in [
        (Momento::Approvazione, "2025"),
        (Momento::Monitoraggio, "2025-2-monitoraggio"),
        (Momento::Consuntivo, "2025-3-consuntivo"),
    ] {
        fonti(momento).write(&plan);
        let run = piao(desk.path(), ["pubblica"]);
        assert_eq!(run.code, 0, "{momento:?}: {run:?}");
        let after = files(&out.join("edizioni"));
        assert!(before.iter().all(|(path, bytes)| after[path] == *bytes), "{momento:?} changed an edition");
        assert!(after.contains_key(&format!("{edition}/sito/index.html")), "{:?}", after.keys());
        // As the program says: the editions go into the sources before the next publication.
        crate::determinism::copy(&out.join("edizioni"), &plan.join("edizioni"));
        before = after;
    }
    let list = fs::read_to_string(out.join("sito/edizioni.html")).unwrap().replace('\u{a0}', " ");
    for words in ["2025, monitoraggio (versione 2)", "2025, consuntivo (versione 3)"] {
        assert!(list.contains(words), "no «{words}» in {list}");
    }
    // A report is of one year.
    let run = piao(desk.path(), ["confronta", "pubblicazione/edizioni/2025", "pubblicazione"]);
    let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Relazione sulla performance 2025, consuntivo, approvato, 16 marzo 2026"), "{said}");
    // Where the report is published no earlier version takes its place, and the cure that is told works as it is.
    let whole = files(&out);
    for command in ["pubblica", "compila"] {
        let run = piao(desk.path(), [command, "--momento", "approvazione"]);
        assert!(run.code == 1 && run.err.contains("P1423"), "{run:?}");
        let cure = format!("piao {command} content --momento approvazione --uscita 2025-rifatta");
        assert!(run.err.contains(&cure), "no «{cure}» in {}", run.err);
    }
    crate::determinism::copy(&out, &desk.path().join("web"));
    fs::remove_file(desk.path().join("web/.piao-pubblicazione")).unwrap();
    let run = piao(desk.path(), ["pubblica", "--momento", "1", "--uscita", "altra", "--in", "web"]);
    assert!(run.code == 1 && run.err.contains("P1423") && !desk.path().join("altra").exists(), "{run:?}");
    assert_eq!(files(&out), whole);
    // The approved plan, made again apart from the sources of the report, is the one that is published.
    let run = piao(desk.path(), ["pubblica", "content", "--momento", "approvazione", "--uscita", "2025-rifatta"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("cartella edizioni/2025 di 2025-rifatta, e nient’altro"), "{}", run.out);
    let again = files(&desk.path().join("2025-rifatta/edizioni"));
    assert!(again.keys().all(|path| path.starts_with("2025/")), "{:?}", again.keys());
    assert!(again.iter().all(|(path, bytes)| before[path] == *bytes), "{run:?}");
    // It is verified as what it is, and who verifies it as something else is told so.
    for published in ["2025-rifatta", "2025-rifatta/piao.pdf", "2025-rifatta/sito-in-un-file.html"] {
        let run = piao(desk.path(), ["verifica", published, "--fonti", "content"]);
        let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        let cure = format!("piao verifica {published} --fonti content --momento 1");
        assert!(run.code == 1 && said.contains("è la versione 1 (approvazione, del 30/01/2025)"), "{said}");
        assert!(said.contains(&cure) && !run.err.contains("pubblicazione precedente"), "no «{cure}» in {run:?}");
        let run = piao(desk.path(), ["verifica", published, "--fonti", "content", "--momento", "1"]);
        assert_eq!(run.code, 0, "{run:?}");
    }
    // While the sources say the same nobody is told anything; with another text who checks or compiles that version reads where.
    let both = [&["controlla"][..], &["compila", "--uscita", "a-parte"]];
    for arguments in both {
        let run = piao(desk.path(), arguments.iter().copied().chain(["--momento", "approvazione"]));
        assert!(run.code == 0 && !run.err.contains("P1417"), "{run:?}");
    }
    edit(&plan.join("1-prova.md"), |text| text.replace("dell’anno", "di quest’anno"));
    for arguments in both {
        let run = piao(desk.path(), arguments.iter().copied().chain(["--momento", "approvazione"]));
        assert!(run.code == 0 && run.err.contains("avviso[P1417]"), "{run:?}");
        assert!(
            run.err.contains("1 Prova, paragrafo 1 di") && run.err.contains("quest’anno"),
            "it says where: {run:?}"
        );
    }
    // It is refused, and nothing is written.
    let run = piao(desk.path(), ["pubblica", "--momento", "1", "--uscita", "nuova"]);
    assert!(run.code == 1 && run.err.contains("P1420") && !desk.path().join("nuova").exists(), "{run:?}");
    assert!(run.err.contains("1 Prova, paragrafo 1 di") && run.err.contains("quest’anno"), "it says where: {run:?}");
    let run = piao(desk.path(), ["verifica", "2025-rifatta", "--fonti", "content"]);
    assert!(run.out.contains("dice di essere la versione 1 (approvazione, del 30/01/2025)"), "{run:?}");
    // What is no version is no answer.
    let run = piao(desk.path(), ["compila", "--momento", "bilancio"]);
    assert!(run.code == 2 && run.err.contains("scrivi approvazione, monitoraggio, consuntivo"), "{run:?}");
}
