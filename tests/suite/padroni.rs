//! Whose is what a plan shows and cites: a text that comes through another plan, records by other bodies, publications outside the workspace
//! (the invented union of `unione.rs`).

use crate::cli::piao;
use crate::pdf::{Kid, Pdf};
use crate::unione::{desk, edit, page, words};
use std::path::Path;

pub(crate) fn put(desk: &tempfile::TempDir, path: &str, text: &str) {
    let path = desk.path().join("content").join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub(crate) fn add(desk: &tempfile::TempDir, path: &str, text: &str) {
    let before = std::fs::read_to_string(desk.path().join("content").join(path)).unwrap_or_default();
    put(desk, path, &(before + text));
}

/// The words of a PDF.
fn printed(path: &Path) -> String {
    let pdf = Pdf::read(&std::fs::read(path).unwrap());
    let kids = pdf.nodes.iter().flat_map(|node| &node.kids);
    let said: String =
        kids.filter_map(|kid| if let Kid::Text(words, _) = kid { Some(words.as_str()) } else { None }).collect();
    said.replace('\u{a0}', " ")
}

const PROVINCIA: &str = "\n[[pubblicazione]]\nnome = \"provincia\"\nente = \"Provincia del Rio\"\ntitolo = \"PIAO 2027-2029\"\n\
    indirizzo = \"https://www.provincia.rio.example/piao.pdf\"\ndata = 2027-01-15\n";

const DETTA: &str = "PIAO 2027-2029 della Provincia del Rio, testo del 15/01/2027";

/// The title is a node of its own.
const SULLA_CARTA: &str = " della Provincia del Rio, testo del 15/01/2027";

/// A publication outside the workspace is named with body, day and address, from an own text and from one that is included.
#[test]
fn a_publication_of_another_body_is_cited() {
    let desk = desk();
    add(&desk, "unione/piao.toml", PROVINCIA);
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "Si veda il [@provincia]. Ci si iscrive con");
    let cites = "+++\ntitolo = \"La Provincia\"\n+++\n\nDelle strade parla il [@provincia]; delle scuole la [sua sezione 2](@provincia).\n";
    put(&desk, "unione/3-provincia.md", cites);
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.err.contains("P0215"), "{run:?}");
    let out = desk.path().join("pubblicazione");
    // `[@provincia]` is the publication, and the section of that name yields.
    let own = page(&out, "sito/provincia-2.html");
    assert!(words(&own).contains(DETTA), "{}", words(&own));
    assert_eq!(
        own.matches(">https://www.provincia.rio.example/piao.pdf<").count(),
        1,
        "the address is said once: {own}"
    );
    assert!(own.matches("href=\"https://www.provincia.rio.example/piao.pdf\"").count() >= 3, "{own}");
    let theirs = words(&page(&out, "comuni/fontelieta/sito/formazione.html"));
    assert!(theirs.contains(DETTA), "{theirs}");
    for pdf in ["piao.pdf", "comuni/fontelieta/piao.pdf"] {
        let said = printed(&out.join(pdf));
        assert!(
            said.contains(SULLA_CARTA) && said.contains("https://www.provincia.rio.example/piao.pdf"),
            "{pdf}: {said}"
        );
    }
    let run = piao(desk.path(), ["verifica", "pubblicazione", "--fonti", "content/unione"]);
    assert_eq!(run.code, 0, "{run:?}");
    // It stays in the plan of the next year, which asks whether there is a new one.
    let run = piao(desk.path(), ["nuovo-anno"]);
    assert_eq!(run.code, 0, "{run:?}");
    let settings = page(&desk.path().join("content-2028/unione"), "piao.toml");
    assert!(settings.contains("`provincia`: quella del 15/01/2027 è ancora l’ultima?"), "{settings}");
    assert!(settings.contains("indirizzo = \"https://www.provincia.rio.example/piao.pdf\""), "{settings}");
    assert_eq!(piao(desk.path(), ["compila", "content-2028", "--solo", "sito", "--uscita", "nuova"]).code, 0);
}

#[test]
fn what_is_wrong_with_a_publication_is_told_with_its_cure() {
    let cites = "+++\ntitolo = \"La Provincia\"\n+++\n\nSi veda il [@provincia].\n";
    let cases: [(&str, &str, &str, &[&str]); 10] = [
        ("[@provincia]", "[@provincia:strade]", "", &["P0212", "scrivi `[@provincia]`"]),
        ("[@provincia]", "[@provinca]", "", &["P0201", "forse intendevi `[@provincia]`"]),
        ("[@provincia]", "[@provinca:strade]", "", &["P0212", "forse intendevi `[@provincia]`"]),
        ("[@provincia]", "niente", "", &["nota[P0215]"]),
        ("https://www", "www", "", &["P0208", "indirizzo = \"https://www.provincia.rio.example"]),
        ("2027-01-15", "2027-03-15", "", &["avviso[P0216]", "30/01/2027"]),
        ("\"provincia\"", "\"unione\"", "[@provincia]", &["P0203", "nome di un piano dell’elenco"]),
        ("\"provincia\"", "\"uffici\"", "[@provincia]", &["P0203", "nome di una cosa del piano"]),
        ("\"provincia\"", "\"La Provincia\"", "[@provincia]", &["P0115", "nome = \"la-provincia\""]),
        ("titolo = \"PIAO", "titollo = \"PIAO", "", &["P0105", "forse intendevi `titolo`"]),
    ];
    for (from, to, gone, expected) in cases {
        let desk = desk();
        add(&desk, "comuni/fontelieta/piao.toml", &PROVINCIA.replace(from, to));
        put(
            &desk,
            "comuni/fontelieta/3-provincia.md",
            &cites.replace(from, to).replace(gone, if gone.is_empty() { "" } else { "niente" }),
        );
        let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
        for words in expected {
            assert!(run.err.contains(words), "{to}: «{words}»\n{}", run.err);
        }
    }
    // A plan that stands alone, and the list of several.
    let desk = desk();
    add(&desk, "piao.toml", PROVINCIA);
    let run = piao(desk.path(), ["controlla"]);
    assert!(run.code == 1 && run.err.contains("sposta queste righe"), "{run:?}");
    let alone = desk.path().join("solo");
    std::fs::create_dir_all(&alone).unwrap();
    let settings = std::fs::read_to_string(desk.path().join("content/comuni/fontelieta/piao.toml")).unwrap();
    std::fs::write(alone.join("piao.toml"), format!("{settings}{PROVINCIA}{PROVINCIA}")).unwrap();
    std::fs::write(alone.join("1-provincia.md"), cites).unwrap();
    let run = piao(desk.path(), ["controlla", "solo"]);
    assert!(run.err.contains("due pubblicazioni si chiamano `provincia`"), "{run:?}");
    std::fs::write(alone.join("piao.toml"), format!("{settings}{PROVINCIA}")).unwrap();
    assert_eq!(piao(desk.path(), ["compila", "solo", "--uscita", "sola"]).code, 0);
    assert!(printed(&desk.path().join("sola/piao.pdf")).contains(SULLA_CARTA));
    let run = piao(desk.path(), ["elenco", "provincia", "--cartella", "solo"]);
    assert!(run.out.contains("[@provincia]  Provincia del Rio, PIAO 2027-2029"), "{run:?}");
}

/// What comes through a second plan is still of whoever wrote it, and what that plan says otherwise is told.
#[test]
fn a_text_that_comes_through_another_plan_keeps_its_owner() {
    let desk = desk();
    edit(&desk, "comuni/fontelieta/1-formazione.md", "unione:formazione", "borgoalto:formazione");
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = desk.path().join("pubblicazione/comuni/fontelieta");
    let order = [
        "A cura dell’Unione Valle del Rio, testo del 20/01/2027.",
        "vale per il triennio",
        "A cura del Comune di Borgoalto, testo del 28/01/2027, al posto di quello dell’Unione Valle del Rio.",
        "l’iscrizione passa per il segretario",
        "A cura dell’Unione Valle del Rio, testo del 20/01/2027.",
        "Alla fine di ogni anno",
        "A cura del Comune di Borgoalto, testo del 28/01/2027. Le ore si svolgono",
    ];
    let (text, paper) = (words(&page(&out, "sito/formazione.html")), printed(&out.join("piao.pdf")));
    let mut from = 0;
    for said in order {
        let at = text[from..].find(said).unwrap_or_else(|| panic!("«{said}» after {from} in: {text}"));
        from += at + said.len();
        assert!(
            !said.starts_with("A cura") || paper.contains(said.split(" Le ore").next().unwrap()),
            "{said}: {paper}"
        );
    }
    // A record is taken from whoever wrote it.
    edit(
        &desk,
        "comuni/fontelieta/dati/unione.toml",
        "da = \"unione\"\nschede = [\"linea_formativa\", \"unita\"]",
        "da = \"borgoalto\"\nschede = [\"ufficio-comune\"]",
    );
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("includila con `da = \"unione\"`"), "{run:?}");
}

/// A record that is read alone says whose it is, and so do the glossary and the list of the site.
#[test]
fn records_of_another_body_say_whose_they_are() {
    let desk = desk();
    put(
        &desk,
        "unione/dati/altro.toml",
        "[[obiettivo]]\nid = \"sportello\"\ntitolo = \"Aprire lo sportello\"\nunita = \"ufficio-comune\"\n\n\
         [[termine]]\nid = \"spid\"\nnome = \"Identità digitale\"\nsigla = \"SPID\"\ndefinizione = \"Si entra con questa.\"\n",
    );
    put(
        &desk,
        "unione/3-obiettivi.md",
        "+++\ntitolo = \"Obiettivi\"\n+++\n\n```piao:obiettivi\n```\n\nSi usa lo [@spid].\n",
    );
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"unita\"", "\"unita\", \"obiettivo\", \"termine\"");
    add(&desk, "comuni/fontelieta/dati/nostri.toml", "[[obiettivo]]\nid = \"piazza\"\ntitolo = \"Rifare la piazza\"\n");
    put(
        &desk,
        "comuni/fontelieta/3-obiettivi.md",
        "+++\ntitolo = \"Obiettivi\"\n+++\n\n```piao:obiettivi\n```\n\nSi usa lo [SPID](@spid).\n",
    );
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = desk.path().join("pubblicazione/comuni/fontelieta");
    let said = "A cura dell’Unione Valle del Rio, testo del 20/01/2027.";
    for file in ["sportello.html", "obiettivi.html", "glossario.html"] {
        let text = words(&page(&out.join("sito"), file));
        assert_eq!(text.matches(said).count(), 1, "{file}: {text}");
    }
    assert!(!words(&page(&out.join("sito"), "piazza.html")).contains("A cura"));
    for file in ["elenco_obiettivi.html", "elenco_unita.html", "ufficio-comune.html"] {
        let text = words(&page(&out.join("sito"), file));
        assert!(text.contains("A cura di") && text.contains("Unione Valle del Rio"), "{file}: {text}");
    }
    assert!(printed(&out.join("piao.pdf")).matches(said).count() >= 3);
    let own = desk.path().join("pubblicazione/sito");
    // The home of each counts what that body writes.
    let (home, theirs) = (words(&page(&out.join("sito"), "index.html")), words(&page(&own, "index.html")));
    assert!(home.contains("1 obiettivo ") && !home.contains("2 obiettivi"), "{home}");
    assert!(theirs.contains("linee formative per il personale"), "{theirs}");
    assert!(!home.contains("linee formative per il personale"), "{home}");
    assert!(!words(&page(&own, "sportello.html")).contains("A cura"));
}

/// One mistake has one message, that says what to do in the plan that includes.
#[test]
fn a_mistake_of_who_includes_is_told_once() {
    let told = |desk: &tempfile::TempDir, code: &str| -> Vec<String> {
        let run = piao(desk.path(), ["controlla", "--ente", "fontelieta", "--formato", "breve"]);
        run.out.lines().filter(|line| line.contains(code)).map(str::to_owned).collect()
    };
    let section = |id: &str| format!("+++\ntitolo = \"Mia\"\nid = \"{id}\"\n+++\n\nTesto.\n");
    let desk = desk();
    // Twice, whole or in part.
    for included in ["unione:formazione", "unione:calendario-formazione"] {
        put(&desk, "comuni/fontelieta/5-mia.md", &format!("+++\ntitolo = \"Mia\"\nincludi = \"{included}\"\n+++\n"));
        let found = told(&desk, "P0");
        assert!(
            found.len() == 1 && found[0].starts_with("comuni/fontelieta/5-mia.md:3:") && found[0].contains("P0203"),
            "{found:?}"
        );
        assert!(piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err.contains("togli `includi`"));
    }
    // A section is no record: the cure of records would not work.
    put(&desk, "comuni/fontelieta/5-mia.md", &section("calendario-formazione"));
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("inclusa dal piano `unione`") && run.err.contains("cambia questo id"), "{run:?}");
    assert!(!run.err.contains("al_posto_di ="), "{run:?}");
    // What nobody prints, and a plan that is not there, cited twice.
    put(
        &desk,
        "comuni/fontelieta/5-mia.md",
        &section("mia").replace("Testo.", "[@ufficio-comune] e [@ufficio-comune]."),
    );
    std::fs::remove_file(desk.path().join("content/comuni/fontelieta/2-uffici.md")).unwrap();
    assert_eq!(told(&desk, "P0206").len(), 1, "{:?}", told(&desk, "P0206"));
    put(&desk, "comuni/fontelieta/5-mia.md", &section("mia").replace("Testo.", "[@regione:a] e [@regione:b]."));
    assert_eq!(told(&desk, "P0212").len(), 1, "{:?}", told(&desk, "P0212"));
    std::fs::remove_file(desk.path().join("content/comuni/fontelieta/5-mia.md")).unwrap();
    // Two owners of one record.
    let taken = "\n[[includi]]\nda = \"borgoalto\"\nschede = [\"linea-lingue\"]\n";
    add(&desk, "comuni/fontelieta/dati/unione.toml", taken);
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(
        run.err.contains("una da `borgoalto` e una da `unione`")
            || run.err.contains("una da `unione` e una da `borgoalto`"),
        "{run:?}"
    );
    assert!(run.err.contains(" --> comuni/fontelieta/dati/unione.toml:"), "{run:?}");
    edit(&desk, "comuni/fontelieta/dati/unione.toml", taken, "");
    // A fact whose records are not taken.
    edit(&desk, "unione/1-formazione/index.md", "## Chi valuta", "Una è [=linea-digitale.titolo].\n\n## Chi valuta");
    edit(&desk, "comuni/fontelieta/dati/unione.toml", "\"linea_formativa\"", "\"linea-sicurezza\"");
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta"]);
    assert!(run.err.contains("P0205") && run.err.contains("aggiungi `\"linea-digitale\"`"), "{run:?}");
    // A section of the Piano-tipo is out of its place in the file that includes it.
    edit(&desk, "unione/1-formazione/index.md", "id = \"formazione\"", "id = \"formazione\"\nsezione = \"3.3\"");
    let found = told(&desk, "P1003");
    assert!(found.len() == 1 && found[0].starts_with("comuni/fontelieta/1-formazione.md:1:1"), "{found:?}");
}

/// The ids that things had before still lead to them.
#[test]
fn a_plan_is_cited_by_the_ids_of_before() {
    let desk = desk();
    put(&desk, "comuni/fontelieta/3-rimandi.md", "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:personale].\n");
    edit(&desk, "comuni/fontelieta/1-formazione.md", "unione:formazione", "unione:corsi");
    add(&desk, "unione/piao.toml", "\n[sito.spostati]\npersonale = \"uffici\"\ncorsi = \"formazione\"\n");
    let run = piao(desk.path(), ["compila", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    let out = desk.path().join("pubblicazione/comuni/fontelieta/sito");
    assert!(page(&out, "rimandi.html").contains("../../../sito/uffici.html"));
    assert!(out.join("formazione.html").is_file());
}

/// Each problem stands under the body whose it is, and what was told before is counted apart.
#[test]
fn the_problems_of_each_body_stand_under_its_name() {
    let desk = desk();
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "[@niente] Ci si iscrive con");
    let run = piao(desk.path(), ["controlla"]);
    assert!(run.err.contains("Già detto sopra, in ciò che il piano include: 1 errore bloccante."), "{run:?}");
    assert_eq!(run.err.matches("errore bloccante[P0201]").count(), 1, "{run:?}");
    let run = piao(desk.path(), ["compila"]);
    let place = |words: &str| run.err.find(words).unwrap_or_else(|| panic!("«{words}» in: {}", run.err));
    assert!(
        place("Unione Valle del Rio:") < place("P0201") && place("P0201") < place("Comune di Fontelieta:"),
        "{run:?}"
    );
}

/// With one plan nothing was told of another before.
#[test]
fn what_is_told_twice_of_one_plan_is_not_of_another() {
    let desk = desk();
    put(&desk, "unione/dati/rotto.toml", "[[linea_formativa]\nid = \"linea-rotta\"\n");
    put(&desk, "comuni/fontelieta/dati/altro.toml", "[[includi]]\nda = \"unione\"\nschede = [\"linea-rotta\"]\n");
    let run = piao(desk.path(), ["controlla", "content/comuni/fontelieta"]);
    assert!(run.err.contains("P0104") && !run.err.contains("Già detto sopra"), "{run:?}");
}

/// What the others lose while a plan is in error is told, and the page of all calls the body by its name.
#[test]
fn a_plan_in_error_is_told_to_who_cites_it() {
    let desk = desk();
    put(&desk, "comuni/fontelieta/3-rimandi.md", "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@unione:uffici].\n");
    edit(&desk, "unione/2-uffici.md", "```piao:unita", "[@niente]\n\n```piao:unita");
    std::fs::remove_file(desk.path().join("content/comuni/fontelieta/2-uffici.md")).unwrap();
    let run = piao(desk.path(), ["compila"]);
    assert_eq!(run.code, 1);
    let said = "Il piano dell’Unione Valle del Rio è citato da un altro, che per questo non dice a che pagina del PDF: i collegamenti non si aprono finché";
    assert!(run.err.contains(said), "{run:?}");
    let portal = words(&page(&desk.path().join("pubblicazione"), "enti/index.html"));
    assert!(portal.contains("Unione Valle del Rio"), "{portal}");
    edit(&desk, "unione/2-uffici.md", "[@niente]\n\n", "");
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    edit(&desk, "unione/2-uffici.md", "```piao:unita", "[@niente]\n\n```piao:unita");
    let run = piao(desk.path(), ["compila"]);
    assert!(run.err.contains("i collegamenti portano alla sua pubblicazione di prima"), "{run:?}");
}

/// Brackets inside brackets, a page said twice, and the page of a word of the glossary are not written.
#[test]
fn the_page_of_another_pdf_is_said_where_it_helps() {
    let desk = desk();
    put(
        &desk,
        "unione/dati/altro.toml",
        "[[termine]]\nid = \"spid\"\nnome = \"Identità digitale\"\nsigla = \"SPID\"\ndefinizione = \"Così.\"\n",
    );
    put(
        &desk,
        "comuni/fontelieta/3-rimandi.md",
        "+++\ntitolo = \"Rimandi\"\n+++\n\nGli uffici ([dell’Unione](@unione:uffici)) e ancora [gli uffici](@unione:uffici), con lo [SPID](@unione:spid).\n",
    );
    assert_eq!(piao(desk.path(), ["compila"]).code, 0);
    let text = printed(&desk.path().join("pubblicazione/comuni/fontelieta/piao.pdf"));
    let at = text.find("Gli uffici (dell’Unione, pag. ").unwrap_or_else(|| panic!("{text}"));
    let said = text[at..].split("SPID.").next().unwrap();
    assert!(said.ends_with(" del PDF dell’Unione) e ancora gli uffici, con lo "), "{said}");
}

/// A section that comes through a second plan: a mistake is told where it is, with where this plan takes it, and once.
#[test]
fn a_mistake_of_a_second_plan_is_told_with_the_way_to_it() {
    let through = || {
        let desk = desk();
        edit(&desk, "comuni/fontelieta/1-formazione.md", "unione:formazione", "borgoalto:formazione");
        desk
    };
    let told = |desk: &tempfile::TempDir| piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err;
    // Where the text is written, and not the file that only includes it.
    let desk = through();
    let front =
        "+++\nincludi = \"borgoalto:formazione\"\n\n[[al_posto_di]]\ncapoverso = \"Niente\"\ntesto = \"Altro.\"\n+++\n";
    put(&desk, "comuni/fontelieta/1-formazione.md", front);
    let said = told(&desk);
    let other = said.split("nessun capoverso comincia con «Niente»").nth(1).unwrap();
    assert!(other.contains("unione/1-formazione/index.md:") && !other.contains("borgoalto/2-formazione.md"), "{said}");
    // What the second plan cannot take is one mistake, and nothing else of this plan is empty or lost.
    for (from, to) in [("unione:formazione", "unione:formazzione"), ("unione:formazione", "uniona:formazione")] {
        let desk = through();
        put(&desk, "comuni/fontelieta/1-formazione.md", &front.replace("Niente", "Ci si iscrive con"));
        edit(&desk, "comuni/borgoalto/2-formazione.md", from, to);
        put(
            &desk,
            "comuni/borgoalto/2-formazione.md",
            &format!("+++\ntitolo = \"Formazione\"\nid = \"formazione\"\nincludi = \"{to}\"\n+++\n"),
        );
        let said = told(&desk);
        assert!(
            said.contains("comuni/borgoalto/2-formazione.md:") && said.contains("questo piano lo include da qui"),
            "{said}"
        );
        assert!(said.contains("comuni/fontelieta/1-formazione.md:2:"), "{said}");
        assert_eq!(said.matches("P0171").count(), 1, "{said}");
        assert!(!said.contains("P0550"), "{said}");
    }
    // A loop is told once in each plan, and no section is called empty for it.
    let desk = through();
    put(
        &desk,
        "comuni/borgoalto/2-formazione.md",
        "+++\ntitolo = \"Formazione\"\nid = \"formazione\"\nincludi = \"fontelieta:la-formazione\"\n+++\n",
    );
    put(
        &desk,
        "comuni/fontelieta/1-formazione.md",
        "+++\ntitolo = \"La formazione\"\nid = \"la-formazione\"\nincludi = \"borgoalto:formazione\"\n+++\n",
    );
    let said = told(&desk);
    assert!(said.contains("P0172") && !said.contains("P0550"), "{said}");
    // How deep a text stands is decided by the plan that is made, through whatever others.
    let desk = through();
    std::fs::remove_file(desk.path().join("content/comuni/fontelieta/1-formazione.md")).unwrap();
    let deep = "comuni/fontelieta/1-a/1-b/1-c/1-d.md";
    put(&desk, deep, "+++\nincludi = \"borgoalto:formazione\"\n+++\n");
    for above in ["1-a", "1-a/1-b", "1-a/1-b/1-c"] {
        put(&desk, &format!("comuni/fontelieta/{above}/index.md"), "+++\ntitolo = \"Sopra\"\n+++\n\nTesto.\n");
    }
    let run = piao(desk.path(), ["controlla", "--ente", "fontelieta", "--formato", "breve"]);
    let lines: Vec<&str> = run.out.lines().filter(|line| line.contains("P0111")).collect();
    assert!(lines.len() == 1 && lines[0].starts_with(deep), "{run:?}");
    // What is wrong in the text of the second plan.
    let desk = through();
    edit(&desk, "comuni/borgoalto/2-formazione.md", "Nel [=ente.nome]", "[@niente] Nel [=ente.nome]");
    let run = piao(desk.path(), ["compila", "--ente", "fontelieta"]);
    let said = run.err.split("«niente» non esiste nel piano").nth(1).unwrap();
    assert!(
        said.contains("comuni/fontelieta/1-formazione.md:3:") && said.contains("questo piano lo include da qui"),
        "{run:?}"
    );
}

/// What a second plan has from a third is found there, or the message says where it is.
#[test]
fn what_a_second_plan_has_from_a_third_is_found() {
    let desk = desk();
    let content = desk.path().join("content");
    // A section that includes another has its id, whatever its file is called.
    std::fs::rename(content.join("comuni/borgoalto/2-formazione.md"), content.join("comuni/borgoalto/2-corsi.md"))
        .unwrap();
    let include = |id: &str| {
        put(&desk, "comuni/fontelieta/1-formazione.md", &format!("+++\nincludi = \"borgoalto:{id}\"\n+++\n"));
        piao(desk.path(), ["controlla", "--ente", "fontelieta"])
    };
    for id in ["formazione", "corsi"] {
        assert_eq!(include(id).code, 0, "{:?}", include(id));
    }
    // One that stands under it is taken from whoever wrote it.
    let run = include("calendario-formazione");
    assert!(run.err.contains("scrivi `includi = \"unione:calendario-formazione\"`"), "{run:?}");
    assert!(run.err.contains("unione/1-formazione/1-calendario.md:"), "{run:?}");
    // So is a record that one of the second plan names.
    put(&desk, "comuni/fontelieta/1-formazione.md", "+++\ntitolo = \"Niente\"\n+++\n\nTesto.\n");
    put(&desk, "comuni/fontelieta/2-uffici.md", "+++\ntitolo = \"Niente\"\nid = \"altro\"\n+++\n\nTesto.\n");
    add(
        &desk,
        "comuni/borgoalto/dati/unione.toml",
        "\n[[obiettivo]]\nid = \"sportello\"\ntitolo = \"Aprire lo sportello\"\nunita = \"ufficio-comune\"\n",
    );
    put(&desk, "comuni/fontelieta/dati/unione.toml", "[[includi]]\nda = \"borgoalto\"\nschede = [\"sportello\"]\n");
    let said = piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err;
    assert!(said.contains("da = \"unione\"\n") && said.contains("schede = [\"ufficio-comune\"]"), "{said}");
}

/// The day and the name that are printed over an included text are never ones that nobody wrote.
#[test]
fn settings_of_the_owner_that_cannot_be_read_are_told() {
    for (from, to) in [("data = 2027-01-20", "data = \"boh\""), ("nome = \"Unione Valle del Rio\"", "nome = 3")] {
        let desk = desk();
        edit(&desk, "unione/piao.toml", from, to);
        let run = piao(desk.path(), ["compila", "--ente", "fontelieta", "--solo", "sito"]);
        assert!(run.code == 1 && run.err.contains("il `piao.toml` di `unione` non si legge"), "{to}: {run:?}");
        assert!(run.err.contains("unione/piao.toml:"), "{to}: {run:?}");
    }
}

/// The hints of a citation of nothing name what other plans have, the plans, and publications outside.
#[test]
fn the_hint_of_a_citation_knows_other_plans() {
    let desk = desk();
    let file = "comuni/fontelieta/3-rimandi.md";
    let told = |text: &str| {
        put(&desk, file, &format!("+++\ntitolo = \"Rimandi\"\n+++\n\n{text}\n"));
        piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err
    };
    std::fs::remove_file(desk.path().join("content/comuni/fontelieta/2-uffici.md")).unwrap();
    assert!(told("Si veda [@uffici].").contains("scrivi `[@unione:uffici]`"), "{}", told("Si veda [@uffici]."));
    assert!(told("[@ufici]").contains("forse intendevi `[@unione:uffici]`"), "{}", told("[@ufici]"));
    let said = told("[@tutt-altro]");
    assert!(said.contains("scrivi prima il nome di quel piano: `[@unione:tutt-altro]`"), "{said}");
    for word in ["unione", "uniona"] {
        let said = told(&format!("Si veda [@{word}]."));
        assert!(said.contains("`unione` è il nome di un piano") && said.contains("`[@unione:…]`"), "{said}");
    }
    add(&desk, "comuni/fontelieta/piao.toml", PROVINCIA);
    assert!(told("Si veda [@provinca].").contains("forse intendevi `[@provincia]`"));
    // In an included text the publications are those of who wrote it.
    add(&desk, "unione/piao.toml", &PROVINCIA.replace("\"provincia\"", "\"regione\""));
    edit(&desk, "unione/1-formazione/index.md", "Ci si iscrive con", "Lo dice la [@regone]. Ci si iscrive con");
    assert!(told("Niente.").contains("forse intendevi `[@regione]`"), "{}", told("Niente."));
}

/// A figure that the data leave uncertain here is not one whose records are not taken.
#[test]
fn an_uncertain_fact_of_an_included_text_has_its_own_cure() {
    let desk = desk();
    let project = |id: &str, asked: &str| {
        format!(
            "[[progetto]]\nid = \"{id}\"\ntitolo = \"Uno\"\nprogramma = \"PNRR\"\nimporto = \"2,00 €\"\nrichiesto = {asked}\nfinanziato = \"1,00 €\"\n\n"
        )
    };
    put(&desk, "unione/dati/progetti.toml", &project("uno", "\"2,00 €\""));
    let absent = "{ assente = \"non si sa\" }";
    put(&desk, "comuni/fontelieta/dati/progetti.toml", &(project("due", "\"2,00 €\"") + &project("tre", absent)));
    edit(
        &desk,
        "unione/1-formazione/index.md",
        "Ci si iscrive con",
        "La quota è [=progetti.finanziato.quota]. Ci si iscrive con",
    );
    assert!(!piao(desk.path(), ["controlla", "content/unione"]).err.contains("P0205"));
    let said = piao(desk.path(), ["controlla", "--ente", "fontelieta"]).err;
    assert!(said.contains("la quota sarebbe di schede diverse") && !said.contains("aggiungi `\"progetto\"`"), "{said}");
    assert!(said.contains("completa le schede"), "{said}");
}

/// The list and its plans: what stops a command for one plan, and what is only told.
#[test]
fn a_list_that_lacks_a_plan_is_told_to_who_needs_it() {
    let desk = desk();
    // A folder of the list that is not there stops nobody who does not need it.
    edit(
        &desk,
        "piao.toml",
        "cartella = \"unione\"\nprincipale = true",
        "cartella = \"rioverde\"\nprincipale = true\n\n[[piano]]\ncartella = \"unione\"",
    );
    assert_eq!(piao(desk.path(), ["controlla", "content/comuni/fontelieta"]).code, 0);
    let run = piao(desk.path(), ["compila", "content/comuni/fontelieta", "--solo", "sito"]);
    assert!(run.code == 0 && run.err.contains("La pagina degli enti è rimasta com’era"), "{run:?}");
    assert!(desk.path().join("pubblicazione/comuni/fontelieta/sito/index.html").is_file());
    let cite = "+++\ntitolo = \"Rimandi\"\n+++\n\nSi veda la [@rioverde:uffici].\n";
    put(&desk, "comuni/fontelieta/3-rimandi.md", cite);
    put(&desk, "comuni/fontelieta/4-altro.md", "+++\nincludi = \"rioverde:altro\"\n+++\n");
    let said = piao(desk.path(), ["controlla", "content/comuni/fontelieta"]).err;
    assert_eq!(said.matches("lì non c’è un `piao.toml`").count(), 2, "{said}");
    assert!(!said.contains("ne dice gli errori"), "{said}");
    // A plan that the list does not name is read, and that is told with the lines to add; who includes something is not told to write a list.
    let said = |command: &[&str]| piao(desk.path(), command.iter().copied().chain(["content/comuni/altro"]));
    put(&desk, "comuni/altro/piao.toml", &page(&desk.path().join("content"), "comuni/borgoalto/piao.toml"));
    put(&desk, "comuni/altro/1-prova.md", "+++\ntitolo = \"Prova\"\nid = \"prova\"\n+++\n\nIl piano.\n");
    for command in [&["controlla"][..], &["fatti"], &["esporta", "--docx"]] {
        let run = said(command);
        let all = ["nota[P0181]", "non è nell’elenco", "cartella = \"comuni/altro\""];
        assert!(run.code == 0 && all.iter().all(|words| run.err.contains(words)), "{run:?}");
    }
    put(&desk, "comuni/altro/2-formazione.md", "+++\nincludi = \"unione:formazione\"\n+++\n");
    let data = page(&desk.path().join("content"), "comuni/fontelieta/dati/unione.toml");
    put(&desk, "comuni/altro/dati/unione.toml", &data);
    let run = said(&["controlla"]);
    assert_eq!(run.err.matches("P0171").count(), 1, "{run:?}");
    assert!(run.err.contains("nessun `piao.toml` delle cartelle sopra lo nomina nel suo elenco"), "{run:?}");
    edit(
        &desk,
        "piao.toml",
        "[[piano]]\ncartella = \"rioverde\"\nprincipale = true\n",
        "[[piano]]\ncartella = \"comuni/altro\"\n",
    );
    let run = said(&["controlla"]);
    assert!(run.code == 0 && !run.err.contains("P0181") && !run.err.contains("P0171"), "{run:?}");
}

/// The name of a body is read with its article, in each plan that shows the text.
#[test]
fn a_body_is_named_in_a_sentence() {
    let desk = desk();
    edit(&desk, "comuni/fontelieta/2-uffici.md", "+++\nincludi", "+++\ntitolo = \"Uffici di tutti\"\nincludi");
    add(
        &desk,
        "comuni/fontelieta/2-uffici.md",
        "\nSono uffici di [=ente.nome]. Si scrive [=ente.nome:a], non dal [=ente.nome].\n",
    );
    let run = piao(desk.path(), ["compila", "--ente", "fontelieta", "--solo", "sito"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.err.matches("P0213").count(), 1, "{run:?}");
    assert!(run.err.contains("si legge «di Comune di Fontelieta»") && run.err.contains("`[=ente.nome:di]`"), "{run:?}");
    let text = words(&page(&desk.path().join("pubblicazione/comuni/fontelieta/sito"), "uffici.html"));
    assert!(text.contains("Si scrive al Comune di Fontelieta,"), "{text}");
    // A shared text is right for its owner, and has to be for the others.
    edit(&desk, "unione/1-formazione/index.md", "## Chi valuta", "Decide l’[=ente.nome].\n\n## Chi valuta");
    let run = piao(desk.path(), ["controlla", "content/unione"]);
    assert!(!run.err.contains("P0213"), "{run:?}");
    let run = piao(desk.path(), ["controlla", "content/comuni/fontelieta"]);
    assert!(run.err.contains("si legge «l’Comune di Fontelieta»") && run.err.contains("`[=ente.nome:il]`"), "{run:?}");
    assert!(run.err.contains("unione/1-formazione/index.md:"), "{run:?}");
}
