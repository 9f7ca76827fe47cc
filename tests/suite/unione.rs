//! Several plans made together (`tests/piani/unione-prova`): an invented union and two of its municipalities.

use crate::cli::piao;
use crate::pdf::{Kid, Pdf};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/unione-prova")
}

/// A folder with the three plans in `content/`.
pub(crate) fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    for entry in WalkDir::new(example()).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let to = desk.path().join("content").join(entry.path().strip_prefix(example()).unwrap());
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(entry.path(), to).unwrap();
    }
    desk
}

pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    all.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        (name, std::fs::read(entry.path()).unwrap())
    })
    .collect()
}

pub(crate) fn page(folder: &Path, path: &str) -> String {
    std::fs::read_to_string(folder.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The words of the text of a page, without its marks.
pub(crate) fn words(html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    let main = page.select(&scraper::Selector::parse("main").unwrap()).next().unwrap();
    main.text().collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn edit(desk: &tempfile::TempDir, path: &str, from: &str, to: &str) {
    let path = desk.path().join("content").join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}

/// A shared text says of each body the figures that the shared data have of it.
#[test]
fn a_shared_text_has_the_figures_of_who_includes_it() {
    let desk = desk();
    let bodies = [
        ("unione", "Unione Valle del Rio"),
        ("borgoalto", "Comune di Borgoalto"),
        ("fontelieta", "Comune di Fontelieta"),
    ];
    let rows = bodies
        .map(|(id, name)| format!("[[ente]]\nid = \"{id}\"\nnome = \"{name}\"\ntipo = \"comune\"\ndipendenti = 10\n"));
    std::fs::write(desk.path().join("content/unione/dati/enti.toml"), rows.join("\n")).unwrap();
    let of = |one: u32, other: u32| {
        let group = |ente, numero| format!("{{ categoria = \"funzionari\", numero = {numero}, ente = \"{ente}\" }}");
        format!("partecipanti = [{}, {}, {}]", group("unione", 2), group("borgoalto", one), group("fontelieta", other))
    };
    let all = "partecipanti = [{ categoria = \"funzionari\", numero = 120 }]";
    edit(&desk, "unione/dati/formazione.toml", all, &of(5, 4));
    let some = "partecipanti = [{ categoria = \"istruttori\", numero = 12 }]";
    edit(&desk, "unione/dati/formazione.toml", some, &of(1, 1));
    let said = "## Chi valuta\n\nNel 2027 sono [=ente.ore-a-persona.2027] ore a persona.\n";
    edit(&desk, "unione/1-formazione/index.md", "## Chi valuta", said);
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"unita\"", "\"unita\", \"ente\"");
    edit(&desk, "comuni/borgoalto/dati/unione.toml", "\"ufficio-comune\"", "\"ufficio-comune\", \"ente\"");
    let run = piao(desk.path(), ["compila", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    // 8 and 20 hours for each participant; of Borgoalto also the 10 of three in its own line, which do not say whose they are.
    for (place, hours) in [("", "5,6"), ("comuni/fontelieta/", "11,2"), ("comuni/borgoalto/", "14")] {
        let text = words(&page(&desk.path().join("pubblicazione"), &format!("{place}sito/formazione.html")));
        assert!(text.contains(&format!("Nel 2027 sono {hours} ore a persona.")), "{place} {hours}: {text}");
    }
}

/// What the shared data say of a body of which they have nothing is that there is none; of who is one of several it is not known.
#[test]
fn a_shared_text_says_none_of_who_has_none() {
    let desk = desk();
    let bodies = [("borgoalto", "Comune di Borgoalto"), ("fontelieta", "Comune di Fontelieta")];
    let rows = bodies.map(|(id, name)| format!("[[ente]]\nid = \"{id}\"\nnome = \"{name}\"\ntipo = \"comune\"\n"));
    std::fs::write(desk.path().join("content/unione/dati/enti.toml"), rows.join("\n")).unwrap();
    let measure = |id: &str, whose: &str| {
        format!(
            "[[misura_digitale]]\nid = \"{id}\"\ncodice = \"1.4.1\"\nlivello = \"misura\"\ntitolo = \"Misura {id}\"\n{whose}\nrichiesto = \"1.000,00 €\"\nstato = \"A\"\n"
        )
    };
    let data = "content/unione/dati/misure.toml";
    std::fs::write(desk.path().join(data), measure("sito", "ente = \"borgoalto\"")).unwrap();
    let said = "## Chi valuta\n\nLe sue misure sono [=ente.misure-digitali.conta] per [=ente.misure-digitali.richiesto.totale].\n";
    edit(&desk, "unione/1-formazione/index.md", "## Chi valuta", said);
    edit(&desk, "unione/piao.toml", "nome = \"Unione Valle del Rio\"", "nome = \"Comune di Borgoalto\"");
    let included = "\"unita\", \"ente\", \"misura_digitale\"";
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"unita\"", included);
    let fonte = || piao(desk.path(), ["compila", "--ente", "fontelieta", "--solo", "sito"]);
    let run = fonte();
    assert_eq!(run.code, 0, "{run:?}");
    let text = words(&page(&desk.path().join("pubblicazione"), "comuni/fontelieta/sito/formazione.html"));
    assert!(text.replace('\u{a0}', " ").contains("Le sue misure sono 0 per 0,00 €."), "{text}");
    let both = measure("sito", "ente = \"borgoalto\"") + &measure("rete", "enti = [\"borgoalto\", \"fontelieta\"]");
    std::fs::write(desk.path().join(data), both).unwrap();
    let run = fonte();
    assert!(run.code == 1 && run.err.contains("l’ente è fra quelli di una misura di più enti insieme"), "{run:?}");
    // Without its row among the bodies nothing is known of it, and the cure says which row.
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"ente\", ", "\"borgoalto\", ");
    let run = fonte();
    assert!(run.code == 1 && run.err.contains("`nome = \"Comune di Fontelieta\"`"), "{run:?}");
}

#[test]
fn the_plans_of_a_union_are_made_together() {
    let desk = desk();
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = desk.path().join("pubblicazione");
    for file in ["piao.pdf", "sito/index.html", "comuni/borgoalto/piao.pdf", "comuni/fontelieta/sito/formazione.html"] {
        assert!(out.join(file).is_file(), "{file}");
    }
    // The union tells of itself, and each municipality says whose the text is and speaks of itself.
    let own = words(&page(&out, "sito/formazione.html"));
    assert!(own.contains("riguarda anche il personale dell’Unione Valle del Rio"), "{own}");
    assert!(!own.contains("A cura"), "{own}");
    let theirs = words(&page(&out, "comuni/fontelieta/sito/formazione.html"));
    assert!(theirs.contains("A cura dell’Unione Valle del Rio, testo del 20/01/2027."), "{theirs}");
    assert!(theirs.contains("riguarda anche il personale del Comune di Fontelieta"), "{theirs}");
    assert!(theirs.contains("I bisogni sono stati raccolti"), "the note of the owner: {theirs}");
    assert!(out.join("comuni/fontelieta/sito/calendario-formazione.html").is_file());
    let picture = |name: &String| name.starts_with("comuni/fontelieta/sito/immagini/scala-");
    assert!(files(&out).keys().any(picture));
    // In print too.
    let pdf = Pdf::read(&std::fs::read(out.join("comuni/fontelieta/piao.pdf")).unwrap());
    let kids = pdf.nodes.iter().flat_map(|node| &node.kids);
    let said: String =
        kids.filter_map(|kid| if let Kid::Text(words, _) = kid { Some(words.as_str()) } else { None }).collect();
    assert!(said.contains("A cura dell’Unione Valle del Rio, testo del 20/01/2027."), "{said}");
}

#[test]
fn what_a_municipality_writes_instead_is_told() {
    let desk = desk();
    piao(desk.path(), ["compila", "--solo", "sito"]);
    let out = desk.path().join("pubblicazione/comuni/borgoalto/sito");
    let text = words(&page(&out, "formazione.html"));
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("«{words}» in: {text}"));
    let order = [
        "A cura dell’Unione Valle del Rio, testo del 20/01/2027.",
        "Testo del Comune di Borgoalto, al posto di quello dell’Unione Valle del Rio.",
        "Nel Comune di Borgoalto l’iscrizione passa per il segretario.",
        "Alla fine di ogni anno",
        "Testo del Comune di Borgoalto. Le ore si svolgono in orario di servizio.",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{text}");
    assert!(!text.contains("con il modulo dell’Ufficio comune"), "{text}");
    // Of the three lines of the union one is the municipality’s own.
    assert!(text.contains("Lingua tedesca") && !text.contains("Lingua inglese"), "{text}");
    assert!(text.contains("al posto di quello dell’Unione Valle del Rio: «Lingua tedesca»."), "{text}");
    let offices = words(&page(&out, "uffici.html"));
    assert!(offices.contains("testo del 20/01/2027: «Ufficio comune del personale»."), "{offices}");
}

/// What a municipality cites moves with the plan of the union: an approved plan that says something else by now is told so, with where and
/// from whom it may come.
#[test]
fn a_change_of_the_union_that_moves_a_citation_is_told() {
    let desk = desk();
    let content = desk.path().join("content");
    let section = "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici].\n";
    std::fs::write(content.join("comuni/fontelieta/3-rimandi.md"), section).unwrap();
    edit(&desk, "comuni/fontelieta/piao.toml", "stato = \"bozza\"", "stato = \"approvato\"");
    let settings = std::fs::read_to_string(content.join("comuni/fontelieta/piao.toml")).unwrap();
    let act = "\n[deliberazione]\norgano = \"giunta\"\nnumero = \"5\"\ndata = \"30/01/2027\"\n";
    std::fs::write(content.join("comuni/fontelieta/piao.toml"), settings + act).unwrap();
    let run = piao(desk.path(), ["pubblica", "content/comuni/fontelieta"]);
    assert_eq!(run.code, 0, "{run:?}");
    let told = || piao(desk.path(), ["compila", "--ente", "fontelieta"]);
    assert!(!told().err.contains("P1417"), "{:?}", told());
    std::fs::rename(content.join("unione/2-uffici.md"), content.join("unione/3-uffici.md")).unwrap();
    std::fs::write(content.join("unione/2-altro.md"), "+++\ntitolo = \"Altro\"\n+++\n\nTesto.\n").unwrap();
    let run = told();
    let all = [
        "P1417",
        "3 Rimandi, paragrafo 1 di 1: prima «2,», ora «3,»",
        "il cambiamento viene da un altro piano: questo cita o include «unione»",
    ];
    for words in all {
        assert!(run.err.contains(words), "{words}: {run:?}");
        assert!(piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err.contains(words), "{words}");
    }
    // The cure, obeyed, ends it: no revision of this plan could make the first version again as it was.
    let versions = "\n[[versione]]\nnumero = 1\ndata = \"30/01/2027\"\n\n[[versione]]\nnumero = 2\ndata = \"10/03/2027\"\nmotivo = \"il piano dell’Unione è cambiato\"\natto = \"aggiorna\"\n";
    let settings = std::fs::read_to_string(content.join("comuni/fontelieta/piao.toml")).unwrap();
    std::fs::write(content.join("comuni/fontelieta/piao.toml"), settings.clone() + versions).unwrap();
    let act = "[[atto]]\nid = \"aggiorna\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"9\"\ndata = 2027-03-10\noggetto = \"Aggiornamento\"\n";
    std::fs::write(content.join("comuni/fontelieta/dati/atti.toml"), act).unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.code == 0 && !run.err.contains("P1417"), "{run:?}");
    // What is changed here is told as before.
    edit(&desk, "comuni/fontelieta/3-rimandi.md", "Si veda la", "Si legga la");
    edit(&desk, "comuni/fontelieta/1-formazione.md", "La formazione con l’Unione", "La formazione insieme");
    std::fs::write(content.join("comuni/fontelieta/4-nostra.md"), "+++\ntitolo = \"Nostra\"\n+++\n\nTesto.\n").unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("P1417"), "{run:?}");
}

/// Between two bodies nothing changed: the words of a comparison in time are explained.
#[test]
fn two_bodies_are_compared_as_such() {
    let desk = desk();
    let (one, other) = ("content/comuni/borgoalto", "content/comuni/fontelieta");
    for form in ["testo", "markdown", "html"] {
        let run = piao(desk.path(), ["confronta", one, other, "--formato", form]);
        let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            run.code == 0 && said.contains("Sono i piani di due enti diversi, e nessuno dei due è cambiato"),
            "{said}"
        );
    }
    // The same body in another state.
    for (path, bytes) in files(&desk.path().join("content/unione")) {
        let path = desk.path().join("altro").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let path = desk.path().join("altro/piao.toml");
    let settings = std::fs::read_to_string(&path).unwrap().replace("stato = \"bozza\"", "stato = \"proposta\"");
    std::fs::write(&path, settings).unwrap();
    let run = piao(desk.path(), ["confronta", "content/unione", "altro"]);
    assert!(run.code == 0 && !run.out.contains("due enti diversi"), "{run:?}");
}

/// Two plans that cite each other do not wait for each other’s pages.
#[test]
fn plans_that_cite_each_other_say_no_page() {
    let desk = desk();
    let section = |cited: &str| format!("+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@{cited}].\n");
    let content = desk.path().join("content");
    std::fs::write(content.join("comuni/fontelieta/3-rimandi.md"), section("unione:uffici")).unwrap();
    std::fs::write(content.join("unione/3-rimandi.md"), section("borgoalto:collegamenti")).unwrap();
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = desk.path().join("pubblicazione");
    assert!(page(&out, "sito/rimandi.html").contains(" del PDF)"), "Borgoalto cites nobody");
    assert!(!page(&out, "comuni/fontelieta/sito/rimandi.html").contains(" del PDF)"));
}

/// A paragraph without a heading of its own is known by how it begins.
#[test]
fn a_municipality_writes_one_paragraph_otherwise() {
    let desk = desk();
    let path = "content/comuni/fontelieta/1-formazione.md";
    let with = |capoverso: &str, testo: &str| {
        let text = format!(
            "+++\ntitolo = \"La formazione con l’Unione\"\nincludi = \"unione:formazione\"\n\n[[al_posto_di]]\n\
             capoverso = \"{capoverso}\"\ntesto = \"{testo}\"\n+++\n"
        );
        std::fs::write(desk.path().join(path), text).unwrap();
        piao(desk.path(), ["compila", "--solo", "sito", "--ente", "fontelieta"])
    };
    let run = with(
        "Alla fine di ogni anno",
        "Qui i giudizi li raccoglie **il segretario** [=ente.nome:di].[^due]\\n\\n[^due]: Due volte.",
    );
    assert_eq!(run.code, 0, "{run:?}");
    let text = words(&page(&desk.path().join("pubblicazione/comuni/fontelieta/sito"), "formazione.html"));
    let place = |words: &str| text.find(words).unwrap_or_else(|| panic!("«{words}» in: {text}"));
    let order = [
        "A cura dell’Unione Valle del Rio, testo del 20/01/2027.",
        "Ci si iscrive con il modulo",
        "Testo del Comune di Fontelieta, al posto di quello dell’Unione Valle del Rio.",
        "Qui i giudizi li raccoglie il segretario del Comune di Fontelieta.",
        "Due volte.",
    ];
    assert!(order.windows(2).all(|pair| place(pair[0]) < place(pair[1])), "{text}");
    assert!(!text.contains("raccoglie i giudizi di chi ha partecipato"), "{text}");
    for (capoverso, testo, told) in [
        ("Alla fine del mese", "Altro.", "nessun capoverso comincia con «Alla fine del mese»"),
        ("Alla fine di ogni anno", "", "non c’è nessun testo"),
        ("Alla fine di ogni anno", "Altro[^due], poi.", "la nota «due» non è scritta in questo testo"),
        ("Alla fine di ogni anno", "Altro.[^bisogni]\\n\\n[^bisogni]: Altri.", "la nota «bisogni» c’è anche"),
    ] {
        let run = with(capoverso, testo);
        assert!(run.code == 1 && run.err.contains(told), "{capoverso}: {run:?}");
    }
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "Alla fine di ogni anno ci si iscrive con");
    let run = with("Alla fine di ogni anno", "Altro.");
    assert!(run.code == 1 && run.err.contains("più capoversi cominciano con"), "{run:?}");
    assert_eq!(with("Alla fine di ogni anno l’", "Altro.").code, 0);
    // Where nothing is included there is nothing to take the place of.
    let path = desk.path().join("content/comuni/fontelieta/2-uffici.md");
    let own = "+++\ntitolo = \"Uffici\"\n\n[[al_posto_di]]\ncapoverso = \"a\"\ntesto = \"b\"\n+++\n\nTesto.\n";
    std::fs::write(path, own).unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("qui non è incluso niente"), "{run:?}");
}

#[test]
fn all_the_plans_of_a_workspace_begin_their_next_year() {
    let desk = desk();
    let before = files(&desk.path().join("content"));
    let run = piao(desk.path(), ["nuovo-anno"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("I 3 piani nuovi, con il loro elenco, sono in content-2028"), "{run:?}");
    for words in ["  unione 2028-2030: ", "  comuni/borgoalto 2028-2030: ", "decisioni sono da prendere"] {
        assert!(run.out.contains(words), "{words}: {run:?}");
    }
    let new = files(&desk.path().join("content-2028"));
    assert_eq!(new["piao.toml"], before["piao.toml"]);
    assert!(
        String::from_utf8_lossy(&new["comuni/borgoalto/2-formazione.md"]).contains("includi = \"unione:formazione\"")
    );
    let compiled = piao(desk.path(), ["compila", "content-2028", "--solo", "sito", "--uscita", "nuova"]);
    assert_eq!(compiled.code, 0, "{compiled:?}");
    assert!(page(&desk.path().join("nuova/comuni/borgoalto/sito"), "formazione.html").contains("A cura dell’Unione"));
    assert_eq!(files(&desk.path().join("content")), before);
    // All or none: it never writes over what is there, nor when one of them cannot be read.
    let again = piao(desk.path(), ["nuovo-anno"]);
    assert!(again.code == 2 && again.err.contains("c’è già"), "{again:?}");
    edit(&desk, "comuni/fontelieta/piao.toml", "stato = \"bozza\"", "stato = \"bozz\"");
    let broken = piao(desk.path(), ["nuovo-anno", "content", "--uscita", "altri"]);
    assert!(broken.code == 1 && broken.err.contains("Nessun piano nuovo è stato scritto"), "{broken:?}");
    assert!(!desk.path().join("altri").exists());
}

/// What a plan cites may be over in the new plan of another: all are written, and that is told.
#[test]
fn a_plan_of_the_next_year_that_lacks_what_it_cites_is_told() {
    let desk = desk();
    let objective =
        "[[obiettivo]]\nid = \"sportello\"\ncodice = \"S1.1\"\ntitolo = \"Aprire lo sportello\"\nfine = 2027-06-30\n";
    std::fs::write(desk.path().join("content/unione/dati/sportello.toml"), objective).unwrap();
    let include = "\n[[includi]]\nda = \"unione\"\nschede = [\"sportello\"]\n";
    let path = desk.path().join("content/comuni/fontelieta/dati/altro.toml");
    std::fs::write(path, include).unwrap();
    assert_eq!(piao(desk.path(), ["controlla"]).code, 0, "{:?}", piao(desk.path(), ["controlla"]));
    let run = piao(desk.path(), ["nuovo-anno"]);
    assert!(run.out.contains("archiviato: "), "{run:?}");
    let compiled = piao(desk.path(), ["controlla", "content-2028"]);
    assert_eq!(run.code == 0, !compiled.err.contains("errore bloccante"), "{run:?}\n{compiled:?}");
}

#[test]
fn a_citation_reaches_the_publication_of_the_other() {
    let desk = desk();
    let section = "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici] e il [calendario](@unione:calendario-formazione).\n";
    std::fs::write(desk.path().join("content/comuni/fontelieta/3-rimandi.md"), section).unwrap();
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    let folder = desk.path().join("pubblicazione/comuni/fontelieta/sito");
    let text = page(&folder, "rimandi.html");
    let links: Vec<&str> =
        text.split("href=\"../../../sito/").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(links, ["uffici.html", "calendario-formazione.html"], "{text}");
    assert!(links.iter().all(|link| folder.join("../../../sito").join(link).is_file()));
    assert!(words(&text).contains("sezione 2, Uffici comuni (piano dell’Unione Valle del Rio"), "{}", words(&text));
    // With the page of the other PDF, which that publication says of itself.
    let there = words(&page(&desk.path().join("pubblicazione/sito"), "uffici.html")).replace('\u{a0}', " ");
    let number = there.split("pag. ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().to_owned();
    let said = format!("(piano dell’Unione Valle del Rio, pag. {number} del PDF)");
    assert!(words(&text).replace('\u{a0}', " ").contains(&said), "{said}: {}", words(&text));
    // After other words it stands in brackets.
    let worded = words(&text).replace('\u{a0}', " ");
    let worded = worded.split("il calendario (pag. ").nth(1).and_then(|rest| rest.split_once(" del PDF dell’Unione)"));
    assert!(worded.is_some_and(|(number, _)| number.parse::<u32>().is_ok()), "{}", words(&text));
    let pdf = Pdf::read(&std::fs::read(desk.path().join("pubblicazione/comuni/fontelieta/piao.pdf")).unwrap());
    let kids = pdf.nodes.iter().flat_map(|node| &node.kids);
    let printed: String =
        kids.filter_map(|kid| if let Kid::Text(words, _) = kid { Some(words.as_str()) } else { None }).collect();
    assert!(printed.replace('\u{a0}', " ").contains(&format!("pag. {number} del PDF")), "{printed}");
    let verify = ["verifica", "pubblicazione/comuni/fontelieta", "--fonti", "content/comuni/fontelieta"];
    let run = piao(desk.path(), verify);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("2 rimandi portano ad altre pubblicazioni"), "{run:?}");
    std::fs::remove_file(desk.path().join("pubblicazione/sito/uffici.html")).unwrap();
    let run = piao(desk.path(), verify);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("../../../sito/uffici.html: la pagina non c’è"), "{run:?}");
    // With an address of its own the union is reached there, from the PDF too.
    edit(
        &desk,
        "unione/piao.toml",
        "[controlli]",
        "[sito]\nindirizzo = \"https://unione.example/piao\"\n\n[controlli]",
    );
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    assert!(page(&folder, "rimandi.html").contains("href=\"https://unione.example/piao/uffici.html\""));
    // There too it is looked for where the two are published together.
    assert_eq!(piao(desk.path(), verify).code, 0);
    std::fs::remove_file(desk.path().join("pubblicazione/sito/uffici.html")).unwrap();
    let run = piao(desk.path(), verify);
    assert!(run.code == 1 && run.out.contains("https://unione.example/piao/uffici.html: la pagina non c’è"), "{run:?}");
    edit(&desk, "comuni/fontelieta/3-rimandi.md", "unione:uffici", "unione:ufici");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta", "--formato", "breve"]);
    assert!(run.out.contains("3-rimandi.md:5:"), "{run:?}");
    assert!(run.out.contains("P0212"), "{run:?}");
}

#[test]
fn a_plan_with_errors_does_not_stop_the_others() {
    let desk = desk();
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    let out = desk.path().join("pubblicazione");
    let before = files(&out);
    edit(&desk, "comuni/borgoalto/1-presentazione.md", "Il [=ente.nome]", "[@niente] Il [=ente.nome]");
    edit(&desk, "comuni/fontelieta/1-formazione.md", "La formazione con l’Unione", "La formazione insieme");
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("Non compilati 1 su 3: comuni/borgoalto."), "{run:?}");
    let after = files(&out);
    let of = |all: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        all.iter()
            .filter(|(path, _)| path.starts_with("comuni/borgoalto/"))
            .map(|(a, b)| (a.clone(), b.clone()))
            .collect()
    };
    assert_eq!(of(&before), of(&after));
    assert!(page(&out, "comuni/fontelieta/sito/formazione.html").contains("La formazione insieme"));
    assert!(page(&out, "enti/index.html").contains("Comune di Borgoalto"));
    // Its own version of a line of training is counted once in what all have.
    let json: serde_json::Value = serde_json::from_str(&page(&out, "comuni/borgoalto/sito/dati/piao.json")).unwrap();
    assert_eq!(json["al_posto"][0]["id"], "linea-lingue", "{}", json["al_posto"]);
}

/// One plan alone, asked for by its name or by its folder, has the bytes that it has with the others.
#[test]
fn one_of_the_plans_is_made_as_with_the_others() {
    let desk = desk();
    piao(desk.path(), ["compila", "content", "--uscita", "tutti"]);
    assert_eq!(piao(desk.path(), ["compila", "content", "--ente", "borgoalto", "--uscita", "uno"]).code, 0);
    assert_eq!(piao(desk.path(), ["compila", "content/comuni/borgoalto", "--uscita", "due"]).code, 0);
    let of = |name: &str| files(&desk.path().join(name).join("comuni/borgoalto"));
    assert!(of("tutti").len() > 10);
    assert_eq!(of("tutti"), of("uno"));
    assert_eq!(of("tutti"), of("due"));
    assert!(page(&desk.path().join("due"), "enti/index.html").contains("../comuni/borgoalto/sito/index.html"));
    let again = piao(desk.path(), ["compila", "content", "--uscita", "tutti"]);
    assert!(!again.out.contains("restano"), "{again:?}");
    // The page that lists them leads to what is there.
    let portal = page(&desk.path().join("tutti"), "enti/index.html");
    let links: Vec<&str> =
        portal.split("href=\"../").skip(1).map(|rest| rest.split(['"', '#']).next().unwrap()).collect();
    assert!(links.contains(&"comuni/borgoalto/piao.pdf"), "{links:?}");
    for link in links {
        assert!(desk.path().join("tutti").join(link).is_file(), "{link}");
    }
    // What was published can be verified, each by itself, although one stands in the folder of the other.
    for (published, sources) in [("tutti", "content/unione"), ("tutti/comuni/borgoalto", "content/comuni/borgoalto")] {
        let run = piao(desk.path(), ["verifica", published, "--fonti", sources]);
        assert_eq!(run.code, 0, "{published}: {run:?}");
    }
}

#[test]
fn what_cannot_be_taken_is_told_with_its_cure() {
    let cases: [(&str, &str, &str, &[&str]); 7] = [
        (
            "comuni/fontelieta/2-uffici.md",
            "unione:uffici",
            "unione:ufici",
            &["P0171", "forse intendevi `includi = \"unione:uffici\"`"],
        ),
        ("comuni/fontelieta/2-uffici.md", "unione:uffici", "uniona:uffici", &["P0171", "forse intendevi `unione`"]),
        ("comuni/fontelieta/2-uffici.md", "unione:uffici", "uffici", &["P0171", "due punti"]),
        ("comuni/fontelieta/2-uffici.md", "unione:uffici", "fontelieta:formazione", &["P0172", "questo stesso piano"]),
        (
            "comuni/borgoalto/dati/unione.toml",
            "\"ufficio-comune\"",
            "\"ufficio-commune\"",
            &["P0171", "forse intendevi `ufficio-comune`"],
        ),
        ("comuni/borgoalto/dati/unione.toml", "al_posto_di = \"unione\"\n", "", &["P0173", "al_posto_di"]),
        (
            "unione/2-uffici.md",
            "titolo = \"Uffici comuni\"",
            "includi = \"fontelieta:uffici\"",
            &["P0172", "torna a includere"],
        ),
    ];
    for (path, from, to, expected) in cases {
        let desk = desk();
        edit(&desk, path, from, to);
        let run = piao(desk.path(), ["controlla"]);
        assert_eq!(run.code, 1, "{to}: {run:?}");
        for words in expected {
            assert!(run.err.contains(words), "{to}: «{words}»\n{}", run.err);
        }
        assert!(run.err.contains(path), "{to}: {}", run.err);
    }
}

/// A figure and a table are computed on the records of the plan in which they stand: in a shared text they must not change in silence.
#[test]
fn what_a_shared_text_says_otherwise_is_told() {
    let desk = desk();
    edit(
        &desk,
        "unione/1-formazione/index.md",
        "## Chi valuta",
        "Le linee sono [=linee-formative.conta:lettere].\n\n## Chi valuta",
    );
    let run = piao(desk.path(), ["controlla", "--formato", "breve"]);
    assert!(!run.out.contains("P0175") && !run.out.contains("P0176"), "{run:?}");
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"linea_formativa\"", "\"linea-sicurezza\"");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    for words in [
        "avviso[P0175]",
        "qui ha 1 scheda delle 3",
        "nota[P0176]",
        "qui vale «1»",
        "vale «3»",
        "unione/1-formazione/index.md:",
    ] {
        assert!(run.err.contains(words), "«{words}»\n{}", run.err);
    }
    // A record of another plan that names what is not here.
    edit(
        &desk,
        "unione/dati/formazione.toml",
        "titolo = \"Sicurezza sul lavoro\"",
        "titolo = \"Sicurezza sul lavoro\"\nprogetto = \"sicuri\"",
    );
    let path = desk.path().join("content/unione/dati/progetti.toml");
    let project = "[[progetto]]\nid = \"sicuri\"\ntitolo = \"Sicuri\"\nprogramma = \"PNRR\"\nimporto = \"1,00 €\"\nrichiesto = \"1,00 €\"\nfinanziato = \"1,00 €\"\n";
    std::fs::write(path, project).unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    for words in ["errore bloccante[P0171]", "«sicuri»", "comuni/fontelieta/dati/unione.toml:", "aggiungi `\"sicuri\"`"]
    {
        assert!(run.err.contains(words), "«{words}»\n{}", run.err);
    }
}

/// A plan that takes a text of another is mended only in its own files, and is followed by a plan that takes it too.
#[test]
fn the_files_of_the_owner_are_left_to_it() {
    let desk = desk();
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "Dal 1 di Gennaio ci si iscrive perchè serve con");
    let before = files(&desk.path().join("content"));
    piao(desk.path(), ["controlla", "content/comuni/fontelieta", "--correggi", "--scrivi"]);
    assert_eq!(files(&desk.path().join("content")), before);
    let run =
        piao(desk.path(), ["nuovo-anno", "content/comuni/borgoalto", "--uscita", "content/comuni/borgoalto-2028"]);
    assert_eq!(run.code, 0, "{run:?}");
    let section = page(&desk.path().join("content/comuni/borgoalto-2028"), "2-formazione.md");
    assert!(section.contains("includi = \"unione:formazione\""), "{section}");
}

/// An approved plan says of a text of another body that it is not approved yet.
#[test]
fn a_draft_in_an_approved_plan_is_told() {
    let desk = desk();
    edit(&desk, "comuni/fontelieta/piao.toml", "stato = \"bozza\"", "stato = \"approvato\"");
    piao(desk.path(), ["compila", "--solo", "sito", "--ente", "fontelieta"]);
    let text = words(&page(&desk.path().join("pubblicazione/comuni/fontelieta/sito"), "formazione.html"));
    assert!(text.contains("testo del 20/01/2027 (bozza)."), "{text}");
}

#[test]
fn a_wrong_list_of_plans_is_told() {
    let cases = [
        ("cartella = \"unione\"", "cartella = \"../unione\"", "non è una cartella dentro questa"),
        ("cartella = \"comuni/fontelieta\"", "cartella = \"comuni/borgoalto\"", "è già quella di un altro piano"),
        ("cartella = \"comuni/fontelieta\"", "cartella = \"comuni\"", "stanno una nell’altra"),
        ("cartella = \"comuni/fontelieta\"", "cartella = \"sito/fontelieta\"", "si chiama `sito`"),
        ("cartella = \"comuni/fontelieta\"", "cartella = \"comuni/rioverde\"", "manca il file `piao.toml`"),
        (
            "cartella = \"comuni/fontelieta\"",
            "cartella = \"comuni/fontelieta\"\nnome = \"unione\"",
            "due piani si chiamano `unione`",
        ),
        (
            "cartella = \"comuni/fontelieta\"",
            "cartella = \"comuni/fontelieta\"\nprincipale = true",
            "il piano principale è uno solo",
        ),
        ("cartella = \"comuni/fontelieta\"", "cartela = \"comuni/fontelieta\"", "cartela"),
        ("[[piano]]", "[[pianoo]]", "scrivi `[[piano]]`"),
        ("[[piano]]\ncartella = \"unione\"", "[[piani]]\ncartella = \"unione\"", "scrivi `[[piano]]`"),
    ];
    for (from, to, expected) in cases {
        let desk = desk();
        edit(&desk, "piao.toml", from, to);
        let run = piao(desk.path(), ["compila"]);
        assert_eq!(run.code, 1, "{to}: {run:?}");
        assert!(run.err.contains(expected), "{to}: {}", run.err);
        assert!(run.err.contains("piao.toml:"), "{to}: {}", run.err);
        assert!(!desk.path().join("pubblicazione").exists(), "{to}");
    }
}

#[test]
fn a_command_for_one_plan_asks_which() {
    let desk = desk();
    let run = piao(desk.path(), ["raccolta"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("content/unione"), "{run:?}");
    // Those that are not named are counted.
    let many: String = (0..9).map(|n| format!("[[piano]]\ncartella = \"ente-{n}\"\n")).collect();
    let list = desk.path().join("content/piao.toml");
    let before = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, many).unwrap();
    let run = piao(desk.path(), ["raccolta"]);
    assert!(run.err.contains("ente-3`, e le altre 5 che il suo `piao.toml` elenca"), "{run:?}");
    std::fs::write(&list, before).unwrap();
    let run = piao(desk.path(), ["pubblica", "--bozza", "--in", "sito"]);
    assert!(run.code == 2 && run.err.contains("`--in` è di un piano solo"), "{run:?}");
    let run = piao(desk.path(), ["compila", "--ente", "borgoalt"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("forse intendevi `--ente borgoalto`"), "{run:?}");
    let run = piao(desk.path(), ["controlla", "content/unione", "--ente", "unione"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("togli `--ente`"), "{run:?}");
}

/// What is wrong with a text that three plans show is told once, at its place in the plan of its owner.
#[test]
fn a_problem_of_a_shared_text_is_told_once() {
    let desk = desk();
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "[@niente] Ci si iscrive con");
    let run = piao(desk.path(), ["controlla", "--formato", "breve"]);
    let told: Vec<&str> = run.out.lines().filter(|line| line.contains("niente")).collect();
    assert_eq!(told.len(), 1, "{run:?}");
    assert!(told[0].starts_with("unione/1-formazione/index.md:18:3: errore[P0201]"), "{told:?}");
}

/// Where the list has an error nobody knows whose place a plan has: made alone it would take that of the principal one.
#[test]
fn a_broken_list_stops_who_makes_one_plan() {
    let cases = [
        ("cartella = \"comuni/fontelieta\"", "cartela = \"comuni/fontelieta\"", "cartela"),
        ("cartella = \"comuni/fontelieta\"", "cartella = \"comuni/borgoalto\"", "è già quella di un altro piano"),
        ("[[piano]]\ncartella = \"comuni/fontelieta\"", "[[piano]\ncartella = \"comuni/fontelieta\"", "piao.toml"),
        ("[[piano]]\ncartella = \"unione\"", "[piano]\ncartella = \"unione\"", "piao.toml"),
    ];
    for (from, to, expected) in cases {
        let desk = desk();
        assert_eq!(piao(desk.path(), ["compila", "--solo", "sito"]).code, 0);
        let before = files(&desk.path().join("pubblicazione"));
        edit(&desk, "piao.toml", from, to);
        for command in [&["compila"][..], &["pubblica", "--bozza"], &["controlla"]] {
            let run = piao(desk.path(), command.iter().copied().chain(["content/comuni/borgoalto"]));
            assert_eq!(run.code, 2, "{to}: {run:?}");
            for words in ["P0170", "riga ", expected] {
                assert!(run.err.contains(words), "{to}: «{words}»\n{}", run.err);
            }
        }
        assert_eq!(before, files(&desk.path().join("pubblicazione")), "{to}");
    }
}

/// A plan under a list that does not name it does not take the place of those on it.
#[test]
fn a_plan_out_of_the_list_has_a_publication_of_its_own() {
    let desk = desk();
    assert_eq!(piao(desk.path(), ["compila", "--solo", "sito"]).code, 0);
    let before = files(&desk.path().join("pubblicazione"));
    let (from, to) = (desk.path().join("content/comuni/borgoalto"), desk.path().join("content/comuni/altro"));
    std::fs::create_dir_all(&to).unwrap();
    std::fs::copy(from.join("piao.toml"), to.join("piao.toml")).unwrap();
    std::fs::write(to.join("1-prova.md"), "+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\nIl piano.\n").unwrap();
    let run = piao(desk.path(), ["compila", "content/comuni/altro", "--solo", "sito"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("P0174") && run.err.contains("cartella = \"comuni/altro\""), "{run:?}");
    assert_eq!(before, files(&desk.path().join("pubblicazione")));
    let run = piao(desk.path(), ["compila", "content/comuni/altro", "--solo", "sito", "--uscita", "prova"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// However the path of a plan is written, its place in the publication is the same.
#[cfg(unix)]
#[test]
fn a_plan_is_found_in_the_list_by_its_folder() {
    let desk = desk();
    let folder = |path: &str| desk.path().join("content").join(path);
    // On a disk of a Mac an accent stands apart from its letter.
    std::fs::create_dir_all(folder("comuni/a/b/c/d")).unwrap();
    std::fs::rename(folder("comuni/borgoalto"), folder("comuni/a/b/c/d/citta\u{300}")).unwrap();
    edit(&desk, "piao.toml", "comuni/borgoalto\"", "comuni/a/b/c/d/città\"\nnome = \"borgoalto\"");
    std::os::unix::fs::symlink(folder("comuni/fontelieta"), desk.path().join("collegamento")).unwrap();
    let typed = [
        ("content/comuni/a/b/c/d/citta\u{300}", "comuni/a/b/c/d/città"),
        ("content/unione/../comuni/fontelieta", "comuni/fontelieta"),
        ("collegamento", "comuni/fontelieta"),
        ("content/comuni/fontelieta/piao.toml", "comuni/fontelieta"),
    ];
    for (path, place) in typed {
        let out = desk.path().join("fatta");
        let _ = std::fs::remove_dir_all(&out);
        let run = piao(desk.path(), ["compila", path, "--solo", "sito", "--uscita", "fatta"]);
        assert_eq!(run.code, 0, "{path}: {run:?}");
        assert!(
            out.join(place).join("sito/index.html").is_file(),
            "{path}: {:?}",
            files(&out).keys().take(9).collect::<Vec<_>>()
        );
    }
    let run = piao(desk.path(), ["compila", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
}

/// In the publication of all, only what the workspace knows is verified elsewhere.
#[test]
fn what_stands_below_a_publication_is_known_or_told() {
    let desk = desk();
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    let verify = || piao(desk.path(), ["verifica", "pubblicazione", "--fonti", "content/unione"]);
    assert_eq!(verify().code, 0);
    let put = |path: &str| {
        let path = desk.path().join("pubblicazione").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "x").unwrap();
    };
    for (path, more) in [("sito/falso/pagina.html", Some("sito/falso/.piao-pubblicazione")), ("enti/altro.html", None)]
    {
        put(path);
        more.into_iter().for_each(put);
        let run = verify();
        assert_eq!(run.code, 1, "{path}: {run:?}");
        assert!(run.out.contains(path), "{path}: {run:?}");
        std::fs::remove_file(desk.path().join("pubblicazione").join(path)).unwrap();
        more.into_iter().for_each(|path| std::fs::remove_file(desk.path().join("pubblicazione").join(path)).unwrap());
        assert_eq!(verify().code, 0, "{path}");
    }
}

/// `al_posto_di` is read in a row of a CSV and in a card too, and takes the place of a record of its own kind alone.
#[test]
fn a_record_in_the_place_of_another_may_stand_anywhere() {
    let desk = desk();
    let data = desk.path().join("content/comuni/borgoalto/dati");
    edit(
        &desk,
        "comuni/borgoalto/dati/unione.toml",
        "id = \"linea-lingue\"\nal_posto_di = \"unione\"\ntitolo = \"Lingua tedesca\"",
        "id = \"linea-cinese\"\ntitolo = \"Lingua cinese\"",
    );
    let table = "Id;Titolo;Tipo;Dal;Al posto di\nlinea-lingue;Lingua tedesca;linguistica;2027;unione\n";
    std::fs::write(data.join("linee-formative.csv"), table).unwrap();
    assert_eq!(piao(desk.path(), ["compila", "--solo", "sito"]).code, 0);
    let text = words(&page(&desk.path().join("pubblicazione/comuni/borgoalto/sito"), "formazione.html"));
    assert!(text.contains("Lingua tedesca") && !text.contains("Lingua inglese"), "{text}");
    assert!(text.contains("al posto di quello dell’Unione Valle del Rio: «Lingua tedesca»."), "{text}");
    // A third plan takes it from the second, where it is a record as the others.
    let from = "[[includi]]\nda = \"unione\"\nschede = [\"linea-sicurezza\", \"unita\"]\n\n[[includi]]\nda = \"borgoalto\"\nschede = [\"linea-lingue\"]\n";
    std::fs::write(desk.path().join("content/comuni/fontelieta/dati/unione.toml"), from).unwrap();
    let run = piao(desk.path(), ["compila", "--ente", "fontelieta", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    let text = words(&page(&desk.path().join("pubblicazione/comuni/fontelieta/sito"), "formazione.html"));
    assert!(text.contains("A cura del Comune di Borgoalto, testo del 28/01/2027: «Lingua tedesca»."), "{text}");
    // A unit that is called as a line of training is not in its place.
    std::fs::write(
        data.join("linee-formative.csv"),
        table.replace(";unione", ";").replace("linea-lingue", "linea-altra"),
    )
    .unwrap();
    std::fs::write(
        data.join("u.toml"),
        "[[unita]]\nid = \"linea-lingue\"\nal_posto_di = \"unione\"\nnome = \"Lingue\"\n",
    )
    .unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "borgoalto"]);
    assert!(run.err.contains("P0171") && run.err.contains("non ha un’unità `linea-lingue`"), "{run:?}");
}

/// A table of the owner takes nothing away from a file of the same name here, and is no list of records for who includes.
#[test]
fn a_table_of_another_plan_hides_no_records_of_this_one() {
    let desk = desk();
    let put = |path: &str, text: &str| {
        let path = desk.path().join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    edit(
        &desk,
        "unione/2-uffici.md",
        "```piao:unita",
        "```piao:tabella\ndati = \"atti.csv\"\ndidascalia = \"Gli atti di tutti\"\n```\n\n```piao:unita",
    );
    put("unione/dati/atti.csv", "Atto;Giorno\nConvenzione;1\n");
    put(
        "comuni/fontelieta/dati/atti.csv",
        "Id;Tipo;Organo;Numero;Data;Oggetto\nregolamento;regolamento;consiglio;3;2026-05-04;Il regolamento di Fontelieta\n",
    );
    put("comuni/fontelieta/3-atti.md", "+++\ntitolo = \"Atti\"\nid = \"atti\"\n+++\n\nSi veda [@regolamento].\n");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(!run.err.contains("P0201"), "{run:?}");
    // The rows of that table are no records for who includes all the acts.
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "schede = [", "schede = [\"atto\", ");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("nel piano `unione` non c’è la scheda `atto`"), "{run:?}");
}

/// What of the owner cannot be read is told where something is taken from it, and nothing is said to be missing that may be there.
#[test]
fn what_cannot_be_read_of_the_owner_is_told() {
    let desk = desk();
    let path = desk.path().join("content/unione/dati/rotto.toml");
    std::fs::write(&path, "[[linea_formativa]\nid = \"linea-rotta\"\ntitolo = \"Rotta\n").unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("P0104") && run.err.contains("unione/dati/rotto.toml:"), "{run:?}");
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"linea_formativa\"", "\"linea-rotta\"");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("P0104") && !run.err.contains("non c’è la scheda"), "{run:?}");
    std::fs::remove_file(&path).unwrap();
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("non c’è la scheda `linea-rotta`"), "{run:?}");
}

/// What a section says of its place in the year and on the page holds also where it is included.
#[test]
fn an_included_section_keeps_its_moment_and_its_first_page() {
    for (momento, there) in [("approvazione", true), ("consuntivo", false)] {
        let desk = desk();
        let text = format!(
            "+++\ntitolo = \"Com’è andata\"\nid = \"andata\"\nmomento = \"{momento}\"\nfrontespizio = true\n+++\n\nBene.\n"
        );
        std::fs::write(desk.path().join("content/unione/9-andata.md"), text).unwrap();
        let text = "+++\nincludi = \"unione:andata\"\n+++\n";
        std::fs::write(desk.path().join("content/comuni/fontelieta/9-andata.md"), text).unwrap();
        let run = piao(desk.path(), ["compila", "--ente", "fontelieta"]);
        assert_eq!(run.code, 0, "{run:?}");
        let out = desk.path().join("pubblicazione/comuni/fontelieta");
        assert_eq!(out.join("sito/andata.html").is_file(), there, "{momento}");
        if there {
            let has = |file: &str| page(&out, file).contains("frontespizio");
            assert!(has("sito/andata.html") && !has("sito/formazione.html"));
        }
    }
}

fn names(zip: &Path) -> Vec<String> {
    let zip = zip::ZipArchive::new(std::fs::File::open(zip).unwrap()).unwrap();
    zip.file_names().map(|name| name.unwrap().into_owned()).collect()
}

/// One command prepares what all the bodies publish: together, with the page that lists them, and each alone.
#[test]
fn all_the_plans_are_delivered_by_one_command() {
    let desk = desk();
    let run = piao(desk.path(), ["pubblica", "--bozza"]);
    assert_eq!(run.code, 0, "{run:?}");
    let all = names(&desk.path().join("pubblicazione.zip"));
    let has = |all: &[String], path: &str| all.iter().any(|name| name == path);
    for path in
        ["piao.pdf", "enti/index.html", "comuni/borgoalto/sito/index.html", "comuni/fontelieta/edizioni/2027/piao.pdf"]
    {
        assert!(has(&all, path), "{path}: {all:?}");
    }
    // The foot of each site leads to what is delivered with it, and the papers of the offices stay.
    let foot = page(&desk.path().join("pubblicazione"), "comuni/borgoalto/sito/index.html");
    assert!(foot.contains("href=\"../../../enti/index.html\""), "{foot}");
    assert!(!all.iter().any(|name| name.contains("ufficio/") || name.contains("sito-in-un-file")), "{all:?}");
    for (nome, path) in [("unione", "ufficio/scheda-cms.html"), ("borgoalto", "sito/formazione.html")] {
        let own = names(&desk.path().join(format!("pubblicazione-{nome}.zip")));
        assert!(has(&own, path) && has(&own, "piao.pdf") && !has(&own, "enti/index.html"), "{own:?}");
    }
    for words in ["scompatta pubblicazione.zip", "pubblicazione-NOME.zip", "enti/index.html"] {
        assert!(run.out.contains(words), "{words}: {run:?}");
    }
    // All of it is verified by one command too, and the page of the bodies with it.
    for published in ["pubblicazione", "pubblicazione.zip"] {
        let run = piao(desk.path(), ["verifica", published, "--fonti", "content"]);
        assert_eq!(run.code, 0, "{published}: {run:?}");
        assert!(run.out.contains("gli stessi che fanno ciò che i piani pubblicano"), "{run:?}");
        assert!(run.out.contains("file a cui porta ci sono"), "{run:?}");
    }
    let portal = desk.path().join("pubblicazione/enti/index.html");
    let text = std::fs::read_to_string(&portal).unwrap();
    std::fs::write(&portal, text.replace("../comuni/borgoalto/piao.pdf", "../comuni/borgoalto/altro.pdf")).unwrap();
    let run = piao(desk.path(), ["verifica", "pubblicazione", "--fonti", "content"]);
    assert_eq!(run.code, 1, "{run:?}");
    for words in ["Diversi da quelli che fanno le fonti:\n  index.html", "../comuni/borgoalto/altro.pdf"] {
        assert!(run.out.contains(words), "{words}: {run:?}");
    }
    // One alone is told its place; the archive of all is of before.
    let run = piao(desk.path(), ["pubblica", "content/comuni/borgoalto", "--bozza"]);
    let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "il suo posto sul sito è in comuni/borgoalto",
        "carica anche la cartella enti/",
        "pubblicazione.zip ha i piani di tutti com’erano prima",
    ] {
        assert!(said.contains(words), "{words}: {run:?}");
    }
    // A plan that cannot be published stops the archive of all, not the others.
    edit(&desk, "comuni/fontelieta/1-formazione.md", "titolo", "titol");
    let before = std::fs::read(desk.path().join("pubblicazione.zip")).unwrap();
    let run = piao(desk.path(), ["pubblica", "--bozza"]);
    assert!(run.code == 1 && run.err.contains("Non pubblicati 1 su 3: comuni/fontelieta."), "{run:?}");
    assert_eq!(before, std::fs::read(desk.path().join("pubblicazione.zip")).unwrap());
}

/// From the site of a plan that is published elsewhere no relative link leads to the others.
#[test]
fn a_site_elsewhere_is_joined_by_addresses_alone() {
    let desk = desk();
    let section = "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici].\n";
    std::fs::write(desk.path().join("content/comuni/fontelieta/3-rimandi.md"), section).unwrap();
    let address = |body: &str, address: &str| {
        let path = desk.path().join("content").join(body).join("piao.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("\n[sito]").next().unwrap().to_owned();
        std::fs::write(&path, format!("{text}\n[sito]\nindirizzo = \"{address}\"\n")).unwrap();
    };
    let folder = desk.path().join("pubblicazione/comuni/fontelieta/sito");
    address("comuni/fontelieta", "https://fontelieta.example/piao");
    let run = piao(desk.path(), ["compila"]);
    assert!(run.code == 0 && run.err.contains("avviso[P0179]"), "{run:?}");
    assert!(run.err.contains("content/comuni/fontelieta/piao.toml") || run.err.contains("piao.toml:"), "{run:?}");
    let text = page(&folder, "rimandi.html");
    assert!(!text.contains("href=\"../../"), "{text}");
    assert!(
        words(&text).contains("sezione 2, Uffici comuni (piano dell’Unione Valle del Rio, pag. 3 del PDF)"),
        "{}",
        words(&text)
    );
    // Its place in the folder of all: the others are beside, and the page of the bodies is at its address.
    address("comuni/fontelieta", "https://rio.example/piani/comuni/fontelieta/sito/");
    let run = piao(desk.path(), ["compila"]);
    assert!(!run.err.contains("P0179"), "{run:?}");
    let text = page(&folder, "rimandi.html");
    assert!(text.contains("href=\"../../../sito/uffici.html\""), "{text}");
    assert!(text.contains("href=\"https://rio.example/piani/enti/index.html\""), "{text}");
    // The cure of the warning.
    address("comuni/fontelieta", "https://fontelieta.example/piao");
    address("unione", "https://rio.example/piao/sito");
    let run = piao(desk.path(), ["compila"]);
    assert!(!run.err.contains("P0179"), "{run:?}");
    assert!(page(&folder, "rimandi.html").contains("href=\"https://rio.example/piao/sito/uffici.html\""));
}

/// What is left of a body that was taken off the list is said, and never taken away; the same files are counted the same each time.
#[test]
fn a_body_taken_off_the_list_leaves_its_folder() {
    let desk = desk();
    let counted =
        |out: &str| out.split(" file in pubblicazione,").next().unwrap().rsplit(' ').next().unwrap().to_owned();
    let first = piao(desk.path(), ["compila"]);
    let again = piao(desk.path(), ["compila"]);
    assert!(again.out.contains("niente è cambiato"), "{again:?}");
    assert_eq!(counted(&first.out), counted(&again.out), "{first:?}{again:?}");
    assert!(!again.out.contains("non è nell’elenco"), "{again:?}");
    edit(&desk, "piao.toml", "[[piano]]\ncartella = \"comuni/fontelieta\"\n", "");
    let run = piao(desk.path(), ["compila"]);
    let said = run.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("In pubblicazione/comuni/fontelieta c’è la pubblicazione di un piano che non è nell’elenco"),
        "{run:?}"
    );
    assert!(desk.path().join("pubblicazione/comuni/fontelieta/piao.pdf").is_file());
    assert!(!page(&desk.path().join("pubblicazione"), "enti/index.html").contains("Comune di Fontelieta"));
}

/// An earlier version says where the others had things when it was made.
#[test]
fn an_earlier_version_cites_the_pages_of_its_day() {
    let desk = desk();
    let content = desk.path().join("content");
    let section = "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici].\n";
    std::fs::write(content.join("comuni/fontelieta/3-rimandi.md"), section).unwrap();
    let cited = |momento: &[&str]| {
        let run = piao(desk.path(), ["compila", "--ente", "fontelieta"].iter().chain(momento).copied());
        assert_eq!(run.code, 0, "{run:?}");
        let text = words(&page(&desk.path().join("pubblicazione/comuni/fontelieta/sito"), "rimandi.html"));
        text.replace('\u{a0}', " ").split("Si veda la").nth(1).unwrap().to_owned()
    };
    let before = cited(&[]);
    assert!(before.contains("pag. "), "{before}");
    let versions = |body: &str, first: &str, second: &str| {
        let path = content.join(body).join("piao.toml");
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.replace("momento = \"approvazione\"", "momento = \"monitoraggio\"");
        let more = format!(
            "\n[[versione]]\nnumero = 1\ndata = {first}\n\n[[versione]]\nnumero = 2\nmomento = \"monitoraggio\"\ndata = {second}\n"
        );
        std::fs::write(path, text + &more).unwrap();
    };
    versions("unione", "2027-01-20", "2027-07-01");
    versions("comuni/fontelieta", "2027-01-30", "2027-07-10");
    let long = "Una riga del monitoraggio, che da sola non dice molto.\n\n".repeat(200);
    let text = format!("+++\ntitolo = \"Andamento\"\nmomento = \"monitoraggio\"\n+++\n\n{long}");
    std::fs::write(content.join("unione/1-formazione/2-andamento.md"), text).unwrap();
    assert_ne!(cited(&[]), before);
    std::fs::remove_dir_all(desk.path().join("pubblicazione")).unwrap();
    assert_eq!(cited(&["--momento", "1"]), before);
}
