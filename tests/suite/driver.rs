//! Plans held in memory: what an editor has not saved, what several plans share, and the way from an output to the line that
//! made it.

use crate::project::{Project, content, driver};
use piao::base::span::Span;
use piao::project::{Compiled, Format, OUTPUTS, Phase, Step};
use std::collections::BTreeMap;
use std::sync::Arc;

/// File and line (from 1) of a place.
fn line(compiled: &Compiled, span: Span) -> (String, usize) {
    let file = compiled.sources.file(span.file).unwrap();
    (file.path.clone(), file.line(span.start as usize))
}

const TEXT: &str = "Il primo capoverso, breve.\n\nIl secondo dice **altro** e non finisce sulla prima riga, \
                    perché è lungo abbastanza da andare a capo nella pagina stampata, una volta almeno.\n\n## Un titolo {#qui}\n\n\
                    | Voce | Valore |\n| --- | --- |\n| prima | uno |\n| seconda | due |\n";

#[test]
fn what_is_not_saved_is_compiled_over_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    Project::new().section("Testo sul disco.\n").write(folder.path());
    let mut plan = driver().open(folder.path()).unwrap();
    assert!(!plan.compile(&mut |_| {}).diags.has_blocking());
    // A fault that nobody has saved, told at its line; then a section that is on no disk.
    plan.lay("1-prova.md", &format!("{}Si veda [@niente].\n", crate::project::FRONT));
    let compiled = plan.compile(&mut |_| {});
    let problem = compiled.diags.iter().find(|problem| problem.code == "P0201").unwrap();
    assert_eq!(line(compiled, problem.span.unwrap()), ("1-prova.md".to_owned(), 6));
    plan.lay("2-nuova.md", "+++\ntitolo = \"Nuova\"\nid = \"niente\"\n+++\n\nC’è.\n");
    let compiled = plan.compile(&mut |_| {});
    assert!(!compiled.diags.has_blocking());
    assert_eq!(compiled.document.as_ref().unwrap().sections.len(), 2);
    plan.lift("1-prova.md");
    plan.lift("2-nuova.md");
    let compiled = plan.compile(&mut |_| {});
    assert_eq!(compiled.document.as_ref().unwrap().sections.len(), 1);
    assert_eq!(
        compiled.sources.find("1-prova.md").unwrap().1.text(),
        format!("{}Testo sul disco.\n", crate::project::FRONT)
    );
}

#[test]
fn what_did_not_change_is_not_compiled_again_and_plans_share_their_files() {
    let (driver, mut seen) = (driver(), vec![]);
    let mut one = driver.open(&content()).unwrap();
    let mut two = driver.open(&content()).unwrap();
    one.compile(&mut |step| seen.push(step));
    let phases = [Phase::Files, Phase::Plan, Phase::References, Phase::RulesAndWords];
    assert_eq!(seen, phases.map(|phase| [Step::Begins(phase), Step::Ends(phase)]).concat());
    seen.clear();
    one.compile(&mut |step| seen.push(step));
    assert_eq!(seen, [Step::Begins(Phase::Files), Step::Ends(Phase::Files)]);
    two.lay("4-monitoraggio.md", "+++\ntitolo = \"Monitoraggio\"\n+++\n\nAltro.\n");
    two.compile(&mut |_| {});
    let files = |plan: &piao::project::Plan| plan.compiled().unwrap().sources.files.clone();
    let pairs = files(&one).into_iter().zip(files(&two));
    let apart: Vec<String> = pairs.filter(|(a, b)| !Arc::ptr_eq(a, b)).map(|(a, _)| a.path.clone()).collect();
    assert_eq!(apart, ["4-monitoraggio.md"]);
}

#[test]
fn a_point_of_a_page_leads_to_its_line_and_back() {
    let mut plan = Project::new().section(TEXT).open();
    plan.compile(&mut |_| {});
    plan.outputs(&OUTPUTS, &mut |_| {}).unwrap();
    // The section begins after four lines of front matter and a blank one.
    for (number, words) in [(6, "Il primo capoverso, breve."), (10, "Un titolo"), (14, "prima")] {
        let spots = plan.on_pages("1-prova.md", number);
        // A title stands in the contents too, which come first.
        let word = words.split(' ').next().unwrap();
        let says = |spot: &&piao::emit::pdf::Spot| plan.compiled().unwrap().sources.slice(spot.span).contains(word);
        let spot = *spots.iter().rev().find(says).unwrap_or_else(|| panic!("{words}: {spots:?}"));
        let [left, top, right, bottom] = spot.rect;
        assert!(left >= 60.0 && right <= 535.0 && top > 60.0 && bottom < 790.0, "{words}: {spot:?}");
        let span = plan.at_point(spot.page, (left + right) / 2.0, (top + bottom) / 2.0).unwrap();
        let compiled = plan.compiled().unwrap();
        assert_eq!(line(compiled, span), ("1-prova.md".to_owned(), number), "{words}");
        assert!(compiled.sources.slice(span).contains(word), "{words}");
    }
    // A paragraph of several lines stands in as many places, one under the other, and each is that part of the words.
    let spots = plan.on_pages("1-prova.md", 8);
    assert!(spots.len() > 2 && spots.windows(2).all(|pair| pair[0].rect[1] <= pair[1].rect[1] + 1.0), "{spots:?}");
    let compiled = plan.compiled().unwrap();
    let parts: Vec<&str> = spots.iter().map(|spot| compiled.sources.slice(spot.span)).collect();
    assert!(parts[0].starts_with("Il secondo dice") && parts.contains(&"altro"), "{parts:?}");
    assert!(parts.last().unwrap().ends_with("almeno."), "{parts:?}");
    // The cover has no words of a file, and a page that is not there none at all.
    assert_eq!(plan.at_point(99, 10.0, 10.0), None);
}

#[test]
fn a_bar_of_a_drawing_leads_to_its_phase_and_back() {
    let objective = "[[obiettivo]]\nid = \"uno\"\ntitolo = \"Un obiettivo\"\n";
    let phase = |n: usize, when: &str| format!("[[obiettivo.fase]]\ntesto = \"Fase {n}\"\ntempi = \"{when}\"\n");
    let records = format!("{objective}{}{}", phase(1, "gennaio - marzo"), phase(2, "aprile - giugno"));
    let project = Project::new()
        .section("```piao:cronoprogramma\nobiettivo = \"uno\"\n```\n")
        .file("dati/obiettivi.toml", &records);
    let mut plan = project.open();
    plan.compile(&mut |_| {});
    plan.outputs(&OUTPUTS, &mut |_| {}).unwrap();
    // The head of each phase is on a line: 4 and 7.
    for number in [4, 7] {
        let spot = *plan.on_pages("dati/obiettivi.toml", number).first().unwrap_or_else(|| panic!("line {number}"));
        let [left, top, right, bottom] = spot.rect;
        assert!(right - left > 200.0 && bottom - top < 60.0, "{spot:?}");
        let span = plan.at_point(spot.page, right - 20.0, (top + bottom) / 2.0).unwrap();
        assert_eq!(line(plan.compiled().unwrap(), span).1, number);
    }
}

#[test]
fn an_anchor_of_the_site_leads_to_its_line_and_back() {
    let data = "[[obiettivo]]\nid = \"ob-1\"\ntitolo = \"Uno\"\nfinalita = \"Fare.\"\n\n[[obiettivo]]\nid = \"ob-2\"\ntitolo = \"Due\"\n";
    let views = "\n```piao:obiettivi\nforma = \"tabella\"\n```\n";
    let mut plan = Project::new().section(&format!("{TEXT}{views}")).file("dati/o.toml", data).open();
    let compiled = plan.compile(&mut |_| {});
    let lead = |page: &str, id: Option<&str>| compiled.at_anchor(page, id).map(|span| line(compiled, span));
    assert_eq!(lead("prova.html", None).unwrap().0, "1-prova.md");
    assert_eq!(lead("prova.html", Some("qui")), Some(("1-prova.md".to_owned(), 10)));
    assert_eq!(lead("prova.html", Some("ob-2")).unwrap().0, "dati/o.toml");
    assert!(lead("prova.html", Some("ob-2")).unwrap().1 >= 6);
    assert_eq!(lead("prova.html", Some("nulla")), None);
    let back = |path: &str, number: usize| {
        let anchor = compiled.on_site(path, number).unwrap();
        (anchor.page, anchor.id.map(|id| id.to_string()))
    };
    assert_eq!(back("1-prova.md", 6), ("prova.html".to_owned(), None));
    assert_eq!(back("1-prova.md", 10), ("prova.html".to_owned(), Some("qui".to_owned())));
    assert_eq!(back("dati/o.toml", 4), ("prova.html".to_owned(), Some("ob-1".to_owned())));
    assert_eq!(back("dati/o.toml", 8), ("prova.html".to_owned(), Some("ob-2".to_owned())));
    assert_eq!(compiled.on_site("dati/altro.toml", 1), None);
}

/// What `--solo` and the two lists of files rest on: a form alone makes files, all its own, and none is lost when they are taken.
#[test]
fn each_form_alone_makes_files_of_its_own() {
    let mut plan = Project::new().section(TEXT).open();
    plan.compile(&mut |_| {});
    for form in OUTPUTS {
        let mut made = plan.outputs(&[form], &mut |_| {}).unwrap();
        let listed: Vec<(String, Vec<u8>)> = made.files().map(|(path, bytes)| (path, bytes.clone())).collect();
        assert!(!listed.is_empty(), "{form:?}");
        for (path, _) in &listed {
            assert_eq!(Format::of(path), Some(form), "{path}");
        }
        let taken: Vec<(String, Vec<u8>)> = made.take_files().into_iter().collect();
        assert_eq!(listed.into_iter().collect::<BTreeMap<_, _>>(), taken.into_iter().collect());
    }
}
