//! What makes a plan an act: the words on its cover in each state, its versions, its annexes with their fingerprints, the
//! metadata beside it, the coat of arms and the colours of the body.

use crate::project::{Outputs, Project, SETTINGS};
use piao::base::hash;
use piao::emit::metadati;
use usvg::roxmltree::{Document as Xml, Node};

const STEMMA: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"50\"><path d=\"M0 0h40v50H0z\"/></svg>";

/// The second version of the plan, with an act of its own.
const SECONDA: &str = "[[versione]]\nnumero = 2\ndata = 2025-06-10\nmotivo = \"Due assunzioni in più, si veda [@prova]\"\n\
     atto = \"delibera-9\"\nallegato = \"C\"\n";

/// A plan with an act, two versions and an annex.
fn plan(stato: &str, act: &str) -> Project {
    con(stato, act, SECONDA)
}

/// The same with `seconda` in the place of the second version.
fn con(stato: &str, act: &str, seconda: &str) -> Project {
    let settings = SETTINGS.replace("stato = \"bozza\"", &format!("stato = \"{stato}\"")).replace(
        "nome = \"Comune di Prova\"",
        "nome = \"Comune di Prova & <Figli>\"\nstemma = \"immagini/stemma.svg\"",
    );
    let more = format!(
        "\n[sito]\nprivacy = \"https://www.prova.example/privacy\"\naccessibilita = \"https://form.agid.gov.it/view/prova\"\n\n\
         [deliberazione]\norgano = \"giunta\"\n{act}\n[colori]\nprimario = \"#8a1538\"\n\n\
         [[versione]]\nnumero = 1\ndata = 2025-01-30\n\n\
         {seconda}"
    );
    let controlli = settings
        + "deliberazione = \"ignora\"\natto-dopo-inizio = \"ignora\"\npiede-del-sito = \"ignora\"\nallegato-non-citato = \"ignora\"\n";
    Project::new()
        .file("piao.toml", &(controlli + &more))
        .section("Testo, con la [@delibera-9].\n\n```piao:atti\n```\n")
        .file(
            "dati/atti.toml",
            "[[atto]]\nid = \"delibera-9\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\nnumero = \"9\"\ndata = 2025-06-09\n\
             oggetto = \"Aggiornamento del piano\"\n",
        )
        .file("immagini/stemma.svg", STEMMA)
        .file("allegati/tabella-dei-costi.csv", "voce;euro\nuno;2\n")
}

fn outputs(stato: &str, act: &str) -> Outputs {
    Outputs::of(plan(stato, act).compile().clean())
}

/// The outputs of the plan as it was before its second version.
fn prima(stato: &str, act: &str) -> Outputs {
    Outputs::of(con(stato, act, "").compile().clean())
}

#[test]
fn the_cover_says_what_the_plan_is_to_its_act() {
    let cover = |outputs: &Outputs| outputs.pages[0].replace('\u{a0}', " ");
    let draft = prima("bozza", "");
    assert!(!cover(&draft).contains("Allegato"), "{}", cover(&draft));
    let proposal = prima("proposta", "allegato = \"B\"");
    assert!(
        cover(&proposal).contains("Allegato B alla proposta di deliberazione della Giunta"),
        "{}",
        cover(&proposal)
    );
    assert!(!cover(&proposal).contains("BOZZA") && cover(&proposal).contains("PROPOSTA"));
    // Each page that is printed alone says it too.
    assert!(proposal.pages.iter().skip(1).all(|page| page.replace('\u{a0}', " ").contains("– proposta")));
    let approved = prima("approvato", "numero = \"12\"\ndata = 2025-01-30\nallegato = \"B\"");
    let words = "Allegato B alla deliberazione della Giunta n. 12 del 30/01/2025";
    assert!(cover(&approved).contains(words), "{}", cover(&approved));
    assert!(approved.pages.iter().all(|page| !page.replace('\u{a0}', " ").contains("– proposta")));
    let last = approved.pages.last().unwrap().replace(['\u{a0}', '\n'], " ");
    assert!(last.contains(words), "{last}");
    // What the approval adds is no part of the content.
    assert_eq!(proposal.document.meta.impronta, approved.document.meta.impronta);
    // A version is an annex of its own act.
    let updated = outputs("approvato", "numero = \"12\"\ndata = 2025-01-30\nallegato = \"B\"");
    assert!(
        cover(&updated).contains("Allegato C alla deliberazione della Giunta n. 9 del 09/06/2025"),
        "{}",
        cover(&updated)
    );
    assert!(!cover(&updated).contains("n. 12"), "{}", cover(&updated));
    let unsigned = SECONDA.replace("\"delibera-9\"", "{ assente = \"a giugno\" }");
    let proposed = Outputs::of(con("proposta", "", &unsigned).compile().clean());
    assert!(
        cover(&proposed).contains("Allegato C alla proposta di deliberazione della Giunta"),
        "{}",
        cover(&proposed)
    );
}

#[test]
fn versions_come_before_the_chapters_and_annexes_after_them() {
    let outputs = outputs("bozza", "");
    let titles: Vec<&str> = outputs.document.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["Versioni del piano", "Prova", "Allegati"]);
    let text = outputs.pages.join("\n").replace(['\n', '\u{a0}'], " ");
    assert!(text.contains("Due assunzioni in più, si veda sezione 1, Prova (pag. 2)"), "{text}");
    let hash = hash::file(b"voce;euro\nuno;2\n");
    // A long code is broken over lines.
    assert!(text.replace(' ', "").contains(&hash), "{text}");
    let site: String = outputs.html().map(|(_, text)| text).collect();
    assert!(site.contains(&hash));
    assert!(outputs.site.contains_key("versioni-del-piano.html"));
}

#[test]
fn a_view_of_the_annexes_takes_the_place_of_the_list() {
    let document = plan("bozza", "")
        .section("Testo, con la [@delibera-9].\n\n```piao:atti\n```\n\n```piao:allegati\n```\n")
        .compile()
        .clean();
    let titles: Vec<&str> = document.sections.iter().map(|section| section.title.as_str()).collect();
    assert_eq!(titles, ["Versioni del piano", "Prova"]);
}

#[test]
fn the_metadata_say_which_file_they_are_of_and_leave_the_registry_its_part() {
    let outputs = outputs("approvato", "numero = \"12\"\ndata = 2025-01-30");
    let bytes = metadati::all5(&outputs.document, &outputs.pdf.bytes);
    let text = std::str::from_utf8(&bytes).unwrap();
    let xml = Xml::parse(text).unwrap();
    let all = |name: &str| -> Vec<String> {
        let named = xml.descendants().filter(|node| node.has_tag_name(name));
        named.map(|node: Node<'_, '_>| node.text().unwrap_or_default().to_owned()).collect()
    };
    let hex = hash::file(&outputs.pdf.bytes);
    assert!(text.contains(&format!("<!-- in esadecimale: {hex} -->")), "{text}");
    // 32 bytes in base 64.
    assert_eq!(all("Impronta").iter().map(String::len).collect::<Vec<_>>(), [44, 44, 0, 0]);
    assert_eq!(all("NumeroAllegati"), ["1"]);
    // The file, its annex, the act and the version before: each has its element, filled by the registry.
    assert_eq!(all("Identificativo"), ["", "", "", ""]);
    assert_eq!((all("Segnatura").len(), all("TracciatureModificheDocumento").len()), (1, 1));
    // An annex is called by its title, or by the words of its name while nobody gives it one.
    assert!(all("Descrizione").contains(&"Tabella dei costi".to_owned()), "{text}");
    let titled = plan("bozza", "").file(
        "dati/allegati.toml",
        "[[allegato]]\ntitolo = \"Quanto costa il piano\"\nfile = \"allegati/tabella-dei-costi.csv\"\n",
    );
    let text = String::from_utf8(metadati::all5(&titled.compile().document.unwrap(), b"%PDF")).unwrap();
    assert!(text.contains("<Descrizione>Quanto costa il piano</Descrizione>"), "{text}");
    assert!(!text.contains("<Descrizione>tabella-dei-costi.csv"), "{text}");
    assert_eq!(all("VersioneDelDocumento"), ["2"]);
    assert_eq!(all("NumeroProtocolloDocumento"), [""]);
    assert!(all("Denominazione").contains(&"Comune di Prova & <Figli>".to_owned()), "{text}");
    let oggetto = all("Oggetto").remove(0).replace('\u{a0}', " ");
    assert!(oggetto.ends_with("Allegato C alla deliberazione della Giunta n. 9 del 09/06/2025"), "{oggetto}");
}

#[test]
fn the_coat_of_arms_and_the_colours_of_the_body_reach_the_pages() {
    let ours = Outputs::of(plan("bozza", "").file("immagini/stemma.svg", STEMMA).compile().clean());
    let without = plan("bozza", "")
        .files()
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .fold(Project::new(), |plan, (path, text)| {
            plan.file(&path, &text.replace("stemma = \"immagini/stemma.svg\"\n", ""))
        });
    let without = Outputs::of(without.compile().clean());
    let tree = |outputs: &Outputs| crate::pdf::Pdf::read(&outputs.pdf.bytes).outline_of_tags();
    assert!(tree(&ours).contains("Figure (Stemma del Comune di Prova & <Figli>)"), "{}", tree(&ours));
    assert!(!tree(&without).contains("Stemma"));
    let missing = plan("bozza", "").without("immagini/stemma.svg").compile();
    assert!(missing.messages().contains("piao.toml:"), "{}", missing.messages());
    assert!(missing.diags.has_blocking());
}

/// The last page says where the plan is; an address that is no page is no link.
#[test]
fn the_colophon_says_where_the_plan_is_published() {
    let last = |site: &str, ente: &str| {
        let settings = SETTINGS.replace("tipo = \"comune\"", &format!("tipo = \"comune\"\nsito = \"{ente}\""));
        let plan = Project::new().section("Testo.").file("piao.toml", &format!("{settings}\n{site}"));
        let outputs = Outputs::of(plan.compile().clean());
        outputs.pages.last().unwrap().replace(['\n', '\u{200b}'], "")
    };
    let words = last("", "https://www.prova.example");
    assert!(words.contains("www.prova.example") && words.contains("Amministrazione trasparente"), "{words}");
    let words = last("[sito]\nindirizzo = \"https://www.prova.example/piano\"\n", "https://www.prova.example");
    assert!(words.contains("https://www.prova.example/piano"), "{words}");
    let settings = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\nsito = \"javascript:alert(1)\"");
    let refused = Project::new().section("Testo.").file("piao.toml", &settings).compile();
    assert!(refused.diags.iter().any(|problem| problem.code == "P0208"), "{}", refused.messages());
}
