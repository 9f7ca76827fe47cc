//! What a plan writes in the place of a part of another (the invented union of `unione.rs`): what takes a place, what is added, and what
//! is told where one may be meant for the other.

use crate::cli::piao;
use crate::padroni::{add, put};
use crate::unione::{desk, edit, page, words};

const OWNER: &str = "unione/1-formazione/index.md";
const FILE: &str = "comuni/borgoalto/2-formazione.md";

/// What is said of Borgoalto.
fn told(desk: &tempfile::TempDir) -> String {
    let run = piao(desk.path(), ["controlla", "--ente", "borgoalto"]);
    assert!(run.code < 2, "{run:?}");
    run.err
}

/// The text of the section in the site of Borgoalto.
fn shown(desk: &tempfile::TempDir) -> String {
    let run = piao(desk.path(), ["compila", "--solo", "sito", "--ente", "borgoalto"]);
    assert_eq!(run.code, 0, "{run:?}");
    words(&page(&desk.path().join("pubblicazione/comuni/borgoalto/sito"), "formazione.html"))
}

/// A heading that was meant for one of the owner's is told, whoever changed the id, and one that is honestly added is not.
#[test]
fn a_heading_that_is_added_where_it_seems_to_replace_is_told() {
    let desk = desk();
    assert!(!told(&desk).contains("P0178"), "{}", told(&desk));
    // The includer misspells it.
    edit(&desk, FILE, "{#iscrizione}", "{#iscrizoine}");
    let said = told(&desk);
    for words in [
        "avviso[P0178]: «Come ci si iscrive» si aggiunge al testo incluso",
        "comuni/borgoalto/2-formazione.md:5:",
        "unione/1-formazione/index.md:16:",
        "scrivi `## Come ci si iscrive {#iscrizione}`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // Also under other words, and obeyed.
    edit(&desk, FILE, "## Come ci si iscrive", "## Iscriversi");
    assert!(told(&desk).contains("scrivi `{#iscrizione}`"), "{}", told(&desk));
    edit(&desk, FILE, "{#iscrizoine}", "{#iscrizione}");
    assert!(!told(&desk).contains("P0178"), "{}", told(&desk));
    // Without an id at all, where the owner has one and where it has none.
    edit(&desk, FILE, "## Iscriversi {#iscrizione}", "## Come ci si iscrive");
    assert!(told(&desk).contains("scrivi `## Come ci si iscrive {#iscrizione}`"), "{}", told(&desk));
    edit(&desk, OWNER, "{#iscrizione}", "");
    edit(&desk, "unione/1-formazione/1-calendario.md", ", dopo l’iscrizione descritta in [@iscrizione]", "");
    assert!(told(&desk).contains("di dare un id a quel titolo"), "{}", told(&desk));
}

/// The owner renames the id and says it: who has replaced the part goes on replacing it, and is told.
#[test]
fn a_heading_is_replaced_by_the_id_of_before() {
    let desk = desk();
    edit(&desk, OWNER, "## Come ci si iscrive {#iscrizione}", "## I moduli {#moduli}");
    edit(&desk, "unione/1-formazione/1-calendario.md", "[@iscrizione]", "[@moduli]");
    add(&desk, "unione/piao.toml", "\n[sito.spostati]\niscrizione = \"moduli\"\n");
    let said = told(&desk);
    assert!(said.contains("avviso[P0178]: nel testo incluso `iscrizione` ora si chiama `moduli`"), "{said}");
    assert!(said.contains("scrivi `{#moduli}`"), "{said}");
    let text = shown(&desk);
    assert!(text.contains("passa per il segretario") && !text.contains("con il modulo dell’Ufficio comune"), "{text}");
    // Who cites the part in the included text finds it here.
    let calendar = page(&desk.path().join("pubblicazione/comuni/borgoalto/sito"), "calendario-formazione.html");
    assert!(calendar.contains("href=\"formazione.html#iscrizione\""), "{calendar}");
    edit(&desk, FILE, "{#iscrizione}", "{#moduli}");
    assert!(!told(&desk).contains("P0178"), "{}", told(&desk));
    // Both ids: the one of before adds, and that is told.
    add(&desk, FILE, "\n## Altro {#iscrizione}\n\nAncora.\n");
    assert!(told(&desk).contains("«Altro» si aggiunge al testo incluso"), "{}", told(&desk));
}

/// The titles under one that is replaced go with it: they are named.
#[test]
fn what_goes_with_a_replaced_heading_is_named() {
    let desk = desk();
    let under = "### I termini {#termini}\n\nEntro marzo.\n\n### Le deroghe\n\nNessuna.\n\n## Chi valuta";
    edit(&desk, OWNER, "## Chi valuta", under);
    let said = told(&desk);
    let all = "nota[P0180]: «Come ci si iscrive» prende il posto anche di ciò che nel testo incluso gli sta sotto: «I termini», «Le deroghe»";
    assert!(said.contains(all), "{said}");
    // What is written again is not lost.
    edit(&desk, FILE, "## In Comune", "### I termini di qui {#termini}\n\nEntro aprile.\n\n## In Comune");
    let said = told(&desk);
    assert!(said.contains("gli sta sotto: «Le deroghe»"), "{said}");
    // The cure keeps them.
    edit(
        &desk,
        FILE,
        "includi = \"unione:formazione\"\n",
        "includi = \"unione:formazione\"\n\n[[al_posto_di]]\ncapoverso = \"Ci si iscrive con\"\ntesto = \"Nel [=ente.nome] l’iscrizione passa per il segretario.\"\n",
    );
    edit(
        &desk,
        FILE,
        "## Come ci si iscrive {#iscrizione}\n\nNel [=ente.nome] l’iscrizione passa per il segretario.\n\n### I termini di qui {#termini}\n\nEntro aprile.\n\n",
        "",
    );
    let said = told(&desk);
    assert!(!said.contains("P0180") && !said.contains("P0171"), "{said}");
    assert!(shown(&desk).contains("Le deroghe ¶ Nessuna."), "{}", shown(&desk));
}

/// What begins with the words of `capoverso` and is no paragraph of the text is told as what it is, with a cure that works.
#[test]
fn what_is_no_paragraph_of_its_own_is_told_as_what_it_is() {
    let desk = desk();
    edit(&desk, OWNER, "## Chi valuta", "> [!ATTENZIONE]\n> Senza firma non vale.\n\n## Chi valuta");
    let front = |words: &str| {
        format!(
            "+++\nincludi = \"unione:formazione\"\n\n[[al_posto_di]]\ncapoverso = \"{words}\"\ntesto = \"Altro.\"\n+++\n"
        )
    };
    put(&desk, FILE, &front("Senza firma"));
    let said = told(&desk);
    for words in ["sta dentro un riquadro, e da solo non si sostituisce", "`## Come ci si iscrive {#iscrizione}`"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    put(&desk, FILE, &front("Chi valuta"));
    assert!(told(&desk).contains("«Chi valuta» è un titolo, e non un capoverso"), "{}", told(&desk));
    put(&desk, FILE, &(front("Ci si iscrive con") + "\n## Come ci si iscrive {#iscrizione}\n\nAltrove.\n"));
    assert!(told(&desk).contains("sta in una parte che questo file sostituisce già"), "{}", told(&desk));
}

/// A record in the place of one that is not there under that id: the id that is near, or that of now.
#[test]
fn a_record_in_the_place_of_another_has_its_id() {
    let desk = desk();
    let data = "comuni/borgoalto/dati/unione.toml";
    edit(&desk, data, "id = \"linea-lingue\"", "id = \"linea-lingua\"");
    assert!(told(&desk).contains("forse intendevi `linea-lingue`"), "{}", told(&desk));
    edit(&desk, data, "id = \"linea-lingua\"", "id = \"corsi-stranieri\"");
    add(&desk, "unione/piao.toml", "\n[sito.spostati]\ncorsi-stranieri = \"linea-lingue\"\n");
    let said = told(&desk);
    assert!(said.contains("in quel piano ciò che si chiamava `corsi-stranieri` ora è `linea-lingue`"), "{said}");
    edit(&desk, data, "id = \"corsi-stranieri\"", "id = \"linea-lingue\"");
    assert!(!told(&desk).contains("P0171"), "{}", told(&desk));
    edit(&desk, data, "\"ufficio-comune\"", "\"ufficio-di-prima\"");
    edit(&desk, "unione/piao.toml", "corsi-stranieri = ", "ufficio-di-prima = \"ufficio-comune\"\ncorsi-stranieri = ");
    let said = told(&desk);
    assert!(said.contains("in quel piano ora si chiama `ufficio-comune`"), "{said}");
    // One mistake, one message: what stands in the place of what is not found is not told again.
    edit(&desk, data, "\"ufficio-di-prima\"", "\"ufficio-comune\"");
    for (from, to) in [("\"linea_formativa\"", "\"linea_formativaa\""), ("da = \"unione\"", "da = \"uniona\"")] {
        edit(&desk, data, from, to);
        assert_eq!(told(&desk).matches("P0171").count(), 1, "{}", told(&desk));
        edit(&desk, data, to, from);
    }
    for (from, to) in [("schede = ", "shede = "), ("[[includi]]", "[[inclui]]")] {
        edit(&desk, data, from, to);
        assert!(!told(&desk).contains("P0171"), "{}", told(&desk));
        edit(&desk, data, to, from);
    }
    edit(&desk, data, "al_posto_di = \"unione\"", "al_posto_di = \"uniona\"");
    assert!(told(&desk).contains("forse intendevi `al_posto_di = \"unione\"`"), "{}", told(&desk));
}

/// Nothing stands under no name: a title alone, a section without a text, a body that only adds.
#[test]
fn nobody_signs_what_is_not_there() {
    let desk = desk();
    // All the words under a title of the owner are written otherwise.
    let front = "+++\nincludi = \"unione:formazione\"\n\n[[al_posto_di]]\ncapoverso = \"Alla fine di ogni anno\"\ntesto = \"Valuta il segretario.\"\n+++\n\n## Come ci si iscrive {#iscrizione}\n\nAltrove.\n";
    put(&desk, FILE, front);
    let text = shown(&desk);
    let own = "Testo del Comune di Borgoalto, al posto di quello dell’Unione Valle del Rio.";
    assert!(text.contains(&format!("Chi valuta ¶ {own} Valuta il segretario.")), "{text}");
    // A section that has only others under it.
    put(&desk, OWNER, "+++\ntitolo = \"Formazione del personale\"\nid = \"formazione\"\n+++\n");
    edit(&desk, "unione/1-formazione/1-calendario.md", ", dopo l’iscrizione descritta in [@iscrizione]", "");
    put(&desk, FILE, "+++\nincludi = \"unione:formazione\"\n+++\n");
    assert!(!shown(&desk).contains("A cura"), "{}", shown(&desk));
    put(&desk, FILE, "+++\nincludi = \"unione:formazione\"\n+++\n\nQui si comincia in aprile.\n");
    let text = shown(&desk);
    assert!(text.contains("Qui si comincia in aprile.") && !text.contains("Testo del Comune"), "{text}");
    let calendar = page(&desk.path().join("pubblicazione/comuni/borgoalto/sito"), "calendario-formazione.html");
    assert!(words(&calendar).contains("A cura dell’Unione Valle del Rio"), "{calendar}");
}

/// A title alone would take away the words of a part, and a section cannot be missing and be there.
#[test]
fn nothing_takes_the_place_of_no_text() {
    let desk = desk();
    for under in ["", "\n<!-- da scrivere -->\n", "\n### Sotto {#sotto}\n"] {
        put(
            &desk,
            FILE,
            &format!("+++\nincludi = \"unione:formazione\"\n+++\n\n## Iscriversi {{#iscrizione}}\n{under}"),
        );
        assert!(
            told(&desk).contains("«Iscriversi» prende il posto di una parte del testo incluso, e sotto non ha testo"),
            "{}",
            told(&desk)
        );
    }
    put(&desk, FILE, "+++\nincludi = \"unione:formazione\"\n+++\n\n## Iscriversi {#iscrizione}\n\nAltrove.\n");
    assert!(!told(&desk).contains("P0171"), "{}", told(&desk));
    put(&desk, FILE, "+++\nincludi = \"unione:formazione\"\nassente = \"non serve\"\n+++\n");
    assert!(told(&desk).contains("si dichiara assente, e include il testo di un altro piano"), "{}", told(&desk));
    // Two for one paragraph: the second says what stands in its place.
    let two = "[[al_posto_di]]\ncapoverso = \"Alla fine\"\ntesto = \"Uno.\"\n\n[[al_posto_di]]\ncapoverso = \"Alla fine di ogni anno\"\ntesto = \"Due.\"\n";
    put(&desk, FILE, &format!("+++\nincludi = \"unione:formazione\"\n\n{two}+++\n"));
    assert!(
        told(&desk).contains("il capoverso che comincia con «Alla fine di ogni anno» è già sostituito"),
        "{}",
        told(&desk)
    );
}

/// A note under the head of the file is for the paragraphs that it writes otherwise too.
#[test]
fn a_note_of_the_file_is_for_a_paragraph_in_the_place_of_another() {
    let desk = desk();
    let front = "+++\nincludi = \"unione:formazione\"\n\n[[al_posto_di]]\ncapoverso = \"Ci si iscrive con\"\ntesto = \"In segreteria[^orari].\"\n+++\n";
    put(&desk, FILE, &format!("{front}\n[^orari]: Di mattina.\n"));
    assert!(!told(&desk).contains("P0209"), "{}", told(&desk));
    let text = shown(&desk);
    assert!(text.contains("In segreteria") && text.contains("Di mattina."), "{text}");
    // Nobody wrote it.
    put(&desk, FILE, front);
    assert!(told(&desk).contains("P0209") && told(&desk).contains("la nota «orari» non è scritta"), "{}", told(&desk));
}

/// A heading under one that takes the place of a part is a piece of that: it takes no other place, and it is said how it would.
#[test]
fn a_heading_under_another_takes_no_place_of_its_own() {
    let desk = desk();
    edit(&desk, FILE, "## In Comune {#in-comune}", "### Chi valuta {#valutazione}");
    let said = told(&desk);
    for words in [
        "P0173",
        "questo titolo sta sotto di lui, ed è un pezzo della parte di cui lui prende il posto",
        "scrivilo allo stesso livello, con `## … {#valutazione}`",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // The cure, obeyed.
    edit(&desk, FILE, "### Chi valuta {#valutazione}", "## Chi valuta {#valutazione}");
    assert!(!told(&desk).contains("P0173"), "{}", told(&desk));
}
