//! What the pages of the rules on objectives and persons cannot show: where these rules are silent, and what they say once.

use crate::project::Project;

/// The messages of one code.
fn told(data: &str, code: &str) -> Vec<String> {
    let compiled = Project::new().section("Testo.").file("dati/dati.toml", data).compile();
    let here = compiled.diags.sorted().into_iter().filter(|problem| problem.code == code);
    here.map(|problem| problem.message.clone()).collect()
}

/// Six objectives, each with what `rest` says of it.
fn six(rest: impl Fn(usize) -> String) -> String {
    let one = |n: usize| format!("[[obiettivo]]\ntitolo = \"Lavoro {n}\"\nrisultato_atteso = \"Fatto\"\n{}\n", rest(n));
    format!(
        "[[unita]]\nid = \"u\"\nnome = \"Ufficio\"\n\n[[nodo]]\nid = \"n\"\ntitolo = \"Linea\"\n\n{}",
        (1..=6).map(one).collect::<String>()
    )
}

#[test]
fn what_nobody_says_is_told_once() {
    assert_eq!(told(&six(|_| String::new()), "P0323").len(), 1);
    assert_eq!(told(&six(|n| if n > 2 { "unita = \"u\"".into() } else { String::new() }), "P0323").len(), 2);
    assert_eq!(told(&six(|_| String::new()), "P0337"), ["nessun obiettivo ha un posto nell’albero strategico"]);
    let half = six(|n| if n > 3 { "nodo = \"n\"".into() } else { String::new() });
    assert_eq!(told(&half, "P0337"), ["3 obiettivi su 6 non hanno un posto nell’albero strategico"]);
}

#[test]
fn an_absence_that_is_declared_is_no_absence() {
    let absent = six(|_| "unita = { assente = \"non ancora deciso\" }".into());
    assert!(told(&absent, "P0323").is_empty());
    // One that was replaced has nothing to say.
    let gone = six(|n| if n > 1 { "unita = \"u\"".into() } else { "stato = \"annullato\"".into() });
    assert!(told(&gone, "P0323").is_empty());
}

#[test]
fn a_mobile_is_of_one_person() {
    let cards = |number: &str, name: &str| {
        let card = |n: u8, name: &str, number: &str| {
            format!(
                "[[scheda_scambio]]\nente = \"e\"\nnumero = {n}\ntitolo = \"Scambio {n}\"\ndisponibilita = [{{ quando = \"giugno\" }}]\n\
                 referente = {{ ruolo = \"Dirigente\", nome = \"{name}\", cellulare = \"{number}\" }}\n\n"
            )
        };
        let ente = "[[ente]]\nid = \"e\"\nnome = \"Comune di Prova\"\ntipo = \"comune\"\n\n";
        format!("{ente}{}{}", card(1, "Olga Cavallini", "333 0000001"), card(2, name, number))
    };
    assert_eq!(told(&cards("+39 333 0000001", "Ugo Campione"), "P0703").len(), 1);
    assert!(told(&cards("333 0000002", "Ugo Campione"), "P0703").is_empty());
    assert!(told(&cards("333 0000001", "dott.ssa Cavallini Olga"), "P0703").is_empty());
    // Names that are not public are not said.
    let spelt = told(&cards("333 0000002", "Olga Cavalini"), "P0703");
    assert_eq!(spelt, ["questo nome e un altro del piano sembrano della stessa persona"]);
}

#[test]
fn a_heading_is_nearly_a_title() {
    let data = "[[unita]]\nid = \"u\"\nnome = \"Ufficio\"\n\n[[obiettivo]]\ntitolo = \"Promozione e controllo della legalità\"\nunita = \"u\"\nrisultato_atteso = \"Fatto\"\n";
    let codes = |heading: &str| {
        let text = format!("## {heading}\n\nTesto.");
        let compiled = Project::new().section(&text).file("dati/dati.toml", data).compile();
        // How it is written is the matter of others.
        let codes = compiled.diags.iter().map(|problem| problem.code);
        codes.filter(|code| !["P0513", "P0519"].contains(code)).collect::<Vec<_>>()
    };
    assert_eq!(codes("Promozione e contollo della legalità"), ["P0343"]);
    for right in
        ["PROMOZIONE E CONTROLLO DELLA LEGALITA'", "Promozione e controlli della legalità", "Controllo della legalità"]
    {
        assert!(codes(right).is_empty(), "{right}");
    }
}
