//! One breach at a time: for each rule the characters that it marks, the words that an author reads, and the same plan
//! mended, of which nothing is said.

use crate::catalogue::Catalogue;
use crate::project::{Compiled, Project, SETTINGS};

/// A unit, a tree of two levels and an objective; `rest` goes on with the objective.
fn card(rest: &str) -> String {
    format!(
        "[[unita]]\ncodice = \"S1\"\nnome = \"Affari generali\"\nalias = [\"1° Settore Affari generali\"]\n\n\
         [[unita]]\ncodice = \"S2\"\nnome = \"Servizi educativi ed istruzione\"\n\n\
         [[nodo]]\nid = \"ente\"\ntitolo = \"L’ente\"\n\n[[nodo]]\nid = \"risorse\"\ntitolo = \"Le risorse\"\npadre = \"ente\"\n\n\
         [[obiettivo]]\nid = \"uno\"\ntitolo = \"Uno\"\n{rest}"
    )
}

fn plan(rest: &str) -> Project {
    Project::new().section("Testo.").file("dati/dati.toml", &card(rest))
}

/// A breach of `code`, and the same with each of `mended` instead of what is marked.
fn breach(all: &mut Catalogue, name: &str, code: &str, rest: &str, mended: &[&str]) {
    all.fault(name, &[code], plan(rest));
    for right in mended {
        fine(&cured(rest, right));
    }
}

/// `text` with `right` where it is marked.
fn cured(text: &str, right: &str) -> String {
    let (before, after) = text.split_once('⟦').expect("a mark");
    let (_, after) = after.split_once('⟧').expect("the end of the mark");
    format!("{before}{right}{after}")
}

/// Of such a card nothing is said.
fn fine(rest: &str) {
    let messages = plan(rest).compile().messages();
    assert!(messages.is_empty(), "{rest}\n{messages}");
}

/// The patches of a breach mend it.
fn patched(rest: &str) {
    let text = card(rest).replace(['⟦', '⟧'], "");
    let compiled = Project::new().section("Testo.").file("dati/dati.toml", &text).compile();
    let mut patches: Vec<_> = compiled.diags.iter().flat_map(|d| d.patch.iter().chain(&d.proposta).cloned()).collect();
    assert!(!patches.is_empty(), "no patch\n{}", compiled.messages());
    patches.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut text = text;
    for (span, right) in patches {
        text.replace_range(span.range(), &right);
    }
    let messages = Project::new().section("Testo.").file("dati/dati.toml", &text).compile().messages();
    assert!(messages.is_empty(), "{text}\n{messages}");
}

#[test]
fn weights() {
    let mut all = Catalogue::default();
    let weights = |last: &str| {
        format!(
            "[[obiettivo.risultato]]\ntesto = \"A\"\npeso = 60\n\n[[obiettivo.risultato]]\ntesto = \"B\"\npeso = 20\n\n\
             [[obiettivo.risultato]]\ntesto = \"C\"\npeso = {last}\n"
        )
    };
    breach(&mut all, "results of less than 100", "P0303", &weights("⟦10⟧"), &["20"]);
    breach(&mut all, "results of more than 100", "P0303", &weights("⟦32.5⟧"), &["20"]);
    fine("[[obiettivo.risultato]]\ntesto = \"A\"\npeso = 60\n\n[[obiettivo.risultato]]\ntesto = \"B\"\n");
    breach(
        &mut all,
        "results of one year",
        "P0303",
        "[[obiettivo.risultato]]\ntesto = \"A\"\npeso = 60\nanno = 2025\n\n[[obiettivo.risultato]]\ntesto = \"B\"\npeso = ⟦30⟧\n\
         anno = 2025\n\n[[obiettivo.risultato]]\ntesto = \"C\"\npeso = 100\nanno = 2026\n",
        &["40"],
    );
    let unit = |code: &str, totals: &str| {
        let data = card("unita = \"S1\"\ncodice = \"S1.00001\"\npeso = 95\nrisultato_atteso = \"Una cosa\"\n")
            + "\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 87\n\
               in_quanto = \"mancava una parte\"\n\n\
               [[obiettivo]]\ntitolo = \"Due\"\nunita = \"S1\"\ncodice = \"S1.00002\"\npeso = 5\nrisultato_atteso = \"Una cosa\"\n\n\
               [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n\n\
               [[obiettivo]]\ntitolo = \"Tre\"\nunita = \"S2\"\npeso = \"==\"\nrisultato_atteso = \"Una cosa\"\n";
        Project::new()
            .section(&format!("```piao:tabella-unita\nunita = \"{code}\"\ntotale = {{ {totals} }}\n```\n\n```piao:obiettivi\n```\n\n```piao:unita\n```"))
            .file("dati/dati.toml", &data)
    };
    let totals = |project: &Project, right: &[&str]| {
        let wrong = project.files().find(|(path, _)| *path == "1-prova.md").map(|(_, text)| text.to_owned()).unwrap();
        for right in right {
            let messages = project.clone().file("1-prova.md", &cured(&wrong, right)).compile().messages();
            assert!(messages.is_empty(), "{right}\n{messages}");
        }
    };
    let wrong = unit("S1", "consuntivo = ⟦\"85,75\"⟧, peso = 100");
    all.fault("a total that is not the one computed", &["P0304"], wrong.clone());
    totals(&wrong, &["\"87,65\"", "87.65"]);
    let wrong = unit("S1", "peso = ⟦110⟧");
    all.fault("a total of weights", &["P0304"], wrong.clone());
    totals(&wrong, &["100", "\"100,00\""]);
    all.fault("a total of what was not measured", &["P0304"], unit("S1", "monitoraggio = ⟦50⟧"));
    all.says("manca l’esito di S1.00001 e S1.00002");
    all.fault("a total of nothing", &["P0305"], unit("S2", "consuntivo = ⟦100⟧"));
    all.end("rules__weights");
}

/// Three phases of 50, 30 and 20.
fn phases(one: &str, two: &str, three: &str, rest: &str) -> String {
    format!(
        "[[obiettivo.fase]]\ntesto = \"A\"\npeso = 50\n{one}\n\n[[obiettivo.fase]]\ntesto = \"B\"\npeso = 30\n{two}\n\n\
         [[obiettivo.fase]]\ntesto = \"C\"\npeso = 20\n{three}\n\n{rest}"
    )
}

#[test]
fn outcomes() {
    let mut all = Catalogue::default();
    let given = |values: [&str; 3]| {
        let [a, b, c] = values.map(|v| format!("realizzazione = {{ consuntivo = {v} }}"));
        phases(&a, &b, &c, "")
    };
    breach(&mut all, "a phase that gives more than its weight", "P0306", &given(["20", "30", "⟦30⟧"]), &["20"]);
    breach(&mut all, "the same, and the sum", "P0306", &given(["50", "30", "⟦30⟧"]), &["20"]);
    let unweighted = "[[obiettivo.fase]]\ntesto = \"A\"\nrealizzazione = { consuntivo = 70 }\n\n\
                      [[obiettivo.fase]]\ntesto = \"B\"\nrealizzazione = { consuntivo = ⟦40⟧ }\n";
    breach(&mut all, "phases that give more than 100", "P0306", unweighted, &["30"]);

    let outcome = |value: &str| {
        let stato = if value.contains("100") { "raggiunto" } else { "parzialmente-raggiunto" };
        format!(
            "[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"{stato}\"\npercentuale = {value}\nin_quanto = \"tardi\"\n"
        )
    };
    let done = |values: [&str; 3], value: &str| {
        let [a, b, c] = values.map(|v| format!("completamento = {{ consuntivo = {v} }}"));
        phases(&a, &b, &c, &outcome(value))
    };
    breach(
        &mut all,
        "an outcome that is not what the phases give",
        "P0307",
        &done(["100", "100", "50"], "⟦99⟧"),
        &["90", "89", "90.75", "91"],
    );
    fine(&phases("completamento = { consuntivo = 100 }", "", "", &outcome("100")));
    let shares = phases(
        "realizzazione = { consuntivo = 50 }",
        "realizzazione = { consuntivo = 20 }",
        "realizzazione = { consuntivo = 0 }",
        &outcome("⟦60⟧"),
    );
    breach(&mut all, "an outcome that is not the sum of the shares", "P0307", &shares, &["70"]);
    let short = format!("[[obiettivo.fase]]\ntesto = \"A\"\npeso = ⟦90⟧\n\n{}", outcome("⟦100⟧"));
    all.fault("an outcome that cannot be", &["P0302", "P0307"], plan(&short));
    // Who gave too much is told so, not that the sum is another.
    fine(&phases("", "", "", &outcome("100")));
    let too_much = phases(
        "realizzazione = { consuntivo = 50 }",
        "realizzazione = { consuntivo = 30 }",
        "realizzazione = { consuntivo = ⟦30⟧ }",
        &outcome("100"),
    );
    breach(&mut all, "too much, and an outcome", "P0306", &too_much, &["20"]);

    let indicator = |target: &str, found: &str| {
        format!(
            "[[obiettivo.indicatore]]\ntesto = \"Domande valutate in tempo\"\ndimensione = \"efficacia\"\ntarget = \"{target}\"\n\
             rilevato = {{ consuntivo = \"{found}\" }}\n\n\
             [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\npercentuale = 100\n"
        )
    };
    let marked = |target: &str, found: &str| {
        indicator(target, found).replace(&format!("\"{found}\""), &format!("⟦\"{found}\"⟧"))
    };
    breach(&mut all, "reached, and an indicator was not", "P0308", &marked("> 87 %", "84,9 %"), &["\"87,1 %\""]);
    breach(&mut all, "reached, and not done", "P0308", &marked("sì", "no"), &["\"sì\""]);
    breach(&mut all, "reached, and late", "P0308", &marked("30/11/2025", "15/12/2025"), &["\"30/11/2025\""]);
    breach(&mut all, "found in another unit", "P0358", &marked("> 87 %", "84,9 ore"), &["\"87,1 %\""]);
    fine(&indicator("entro un tempo ragionevole", "84,9 %"));
    all.end("rules__outcomes");
}

/// An outcome is held against the shares of an indicator as against its whole: that of all, that of the unit of the share, that of the
/// indicator alone.
#[test]
fn outcomes_and_the_shares_of_indicators() {
    let reached = "[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n";
    let own = "[[obiettivo.indicatore.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n";
    let told = |found: &str, outcome: &str| {
        let compiled = plan(&format!(
            "[[obiettivo.indicatore]]\ntesto = \"Domande valutate in tempo\"\ndimensione = \"efficacia\"\n\
             quota = [{{ per = \"S1\", target = \"> 87 %\", rilevato = {{ consuntivo = \"{found}\" }} }}]\n\n{outcome}"
        ))
        .compile();
        let all = compiled.diags.iter().filter(|problem| problem.code == "P0308");
        all.map(|problem| compiled.sources.slice(problem.span.unwrap()).to_owned()).collect::<Vec<_>>()
    };
    for outcome in [reached, &format!("{reached}unita = \"S1\"\n"), own] {
        assert_eq!(told("84,9 %", outcome), ["\"84,9 %\""], "{outcome}");
        assert_eq!(told("87,1 %", outcome), [""; 0], "{outcome}");
    }
    assert_eq!(told("84,9 %", &format!("{reached}unita = \"S2\"\n")), [""; 0]);
    // A measure against corruption and a monitoring have outcomes and indicators too.
    for table in ["misura_prevenzione", "monitoraggio"] {
        let head = if table == "monitoraggio" { "sezioni = [\"2.3\"]" } else { "tipo = \"generale\"" };
        let data = format!(
            "[[{table}]]\nid = \"x\"\ntitolo = \"Controlli\"\n{head}\n\n[[{table}.indicatore]]\ntesto = \"Atti controllati\"\n\
             target = \"> 87 %\"\nrilevato = {{ consuntivo = \"84,9 %\" }}\n\n[[{table}.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n"
        );
        let compiled = Project::new().section("Testo.").file("dati/x.toml", &data).compile();
        let found: Vec<_> = compiled.diags.iter().filter(|problem| problem.code == "P0308").collect();
        assert_eq!(found.len(), 1, "{table}: {}", compiled.messages());
        assert!(found[0].helps.iter().any(|cure| cure.contains(&format!("[[{table}.ammetti]]"))), "{found:?}");
    }
}

#[test]
fn codes() {
    let mut all = Catalogue::default();
    let coded = |code: &str| format!("codice = {code}\nnodo = \"risorse\"\nunita = \"S1\"\n");
    let others = "\n[[obiettivo]]\ntitolo = \"Due\"\ncodice = \"S1.00007\"\nunita = \"S1\"\n\n[[obiettivo]]\ntitolo = \"Tre\"\ncodice = \"S1.00008\"\nunita = \"S1\"\n";
    for (name, code) in [
        ("a path that is of another place", "⟦\"02.01.S1.00001\"⟧"),
        ("a code that lost a zero", "⟦\"S1.0001\"⟧"),
        ("a code that lost its point", "⟦'1.1.S100001'⟧"),
    ] {
        let rest = coded(code) + others;
        breach(&mut all, name, "P0309", &rest, &["\"S1.00001\"", "\"1.1.S1.00001\"", "\"01.01.S1.00001\""]);
        patched(&rest);
    }
    let quota = coded("\"1.1.S1.00001\"") + "\n[[obiettivo.quota]]\nunita = \"S2\"\ncodice = ⟦\"1.2.S2.00003\"⟧\n";
    breach(&mut all, "a path of a share", "P0309", &quota, &["\"1.1.S2.00003\"", "\"S2.00003\""]);
    patched(&quota);
    let node = "\n[[nodo]]\ntitolo = \"Le persone\"\npadre = \"ente\"\ncodice = ⟦\"01.03\"⟧\n";
    breach(&mut all, "a code of a node", "P0309", node, &["\"01.02\"", "\"1.2\""]);
    patched(node);
    let both = coded("⟦\"2.1.S1.00001/S2.00003\"⟧");
    let both = both + others;
    breach(&mut all, "a path of two codes", "P0309", &both, &["\"1.1.S1.00001/S2.00003\""]);
    patched(&both);
    // Codes of another make are left as they are.
    fine(&coded("\"OB.1/25\""));

    let two = |code: &str| {
        coded("\"S1.00001\"") + &format!("\n[[obiettivo]]\ntitolo = \"Due\"\ncodice = {code}\nunita = \"S1\"\n")
    };
    breach(&mut all, "two objectives with one code", "P0310", &two("⟦\"S1.00001\"⟧"), &["\"S1.00002\""]);
    breach(
        &mut all,
        "two objectives with one code, one of them with its path",
        "P0310",
        &two("⟦\"1.1.S1.00001\"⟧"),
        &["\"S1.00002\""],
    );
    let twice = coded("\"S1.00001\"") + "\n[[obiettivo.quota]]\nunita = \"S2\"\ncodice = ⟦\"S1.00001\"⟧\n";
    breach(&mut all, "one objective with one code twice", "P0310", &twice, &["\"S2.00001\""]);
    let pair = two("⟦\"1.1.S1.00001 1.1.S1.00012\"⟧");
    breach(&mut all, "two codes of one objective", "P0310", &pair, &["\"S1.00012\""]);
    all.end("rules__codes");
}

#[test]
fn values() {
    let mut all = Catalogue::default();
    let kind = |misura: &str, target: &str| {
        format!(
            "[[obiettivo.indicatore]]\ntesto = \"Domande valutate\"\ndimensione = \"efficacia\"\nmisura = \"{misura}\"\ntarget = {target}\n"
        )
    };
    for (name, misura, target, right) in [
        ("yes or no as a percentage", "si-no", "⟦\"100 %\"⟧", "\"sì\""),
        ("yes or no as a number", "si-no", "⟦100⟧", "\"sì\""),
        ("a date that is a number", "data", "⟦\"480\"⟧", "\"30/11/2025\""),
        ("a date in words", "data", "⟦\"dopo la gara\"⟧", "\"entro novembre\""),
        ("a percentage of hours", "percentuale", "⟦\"12 ore\"⟧", "\"≥ 80 %\""),
        ("a percentage that is a day", "percentuale", "⟦\"30/11/2025\"⟧", "\"80\""),
        ("a quantity in words", "quantita", "⟦\"un buon numero\"⟧", "\"almeno 12 incontri\""),
        (
            "three values in one",
            "percentuale",
            "⟦\"target 100% delle pratiche; target 0 reclami; target 4 incontri\"⟧",
            "\"100 %\"",
        ),
    ] {
        breach(&mut all, name, "P0311", &kind(misura, target), &[right]);
    }
    patched(&kind("si-no", "\"100 %\""));
    patched(&kind("si-no", "100"));
    fine(&kind("tempestivita", "\"30 giorni\""));
    fine(&kind("tempestivita", "\"≤ 30\"\nunita_misura = \"giorni\""));
    breach(
        &mut all,
        "a term without its unit",
        "P0311",
        &kind("tempestivita", "⟦\"≤ 30\"⟧"),
        &["\"≤ 30 giorni\"", "\"entro aprile\""],
    );
    fine(&kind("quantita", "\"70 %\""));

    let expected = |words: &str| format!("[[obiettivo.verifica]]\nstrumento = \"Sito\"\natteso = \"{words}\"\n");
    breach(
        &mut all,
        "a count without its number",
        "P0312",
        &expected("⟦n. post sui social⟧"),
        &["n. 12 post sui social"],
    );
    breach(
        &mut all,
        "a count in words",
        "P0312",
        &expected("⟦Numero di adesioni al servizio⟧"),
        &["almeno 12 adesioni"],
    );
    fine(&expected("Riscontro del ministero"));
    fine(&expected("n. iniziative pari o superiori a 2"));
    all.fault(
        "two counts in a list",
        &["P0312", "P0312"],
        plan("[[obiettivo.verifica]]\nstrumento = \"Sito\"\natteso = \"\"\"\n1. ⟦n. post sui social⟧\n2. ⟦n. affissioni⟧\"\"\"\n"),
    );
    breach(
        &mut all,
        "an indicator without its target",
        "P0312",
        "⟦[[obiettivo.indicatore]]⟧\ntesto = \"Domande valutate\"\ndimensione = \"efficacia\"\n",
        &["[[obiettivo.indicatore]]\ntarget = 12"],
    );
    breach(
        &mut all,
        "a mark for a target",
        "P0312",
        "[[obiettivo.indicatore]]\ntesto = \"Domande valutate\"\ndimensione = \"efficacia\"\ntarget = ⟦\"(-----)\"⟧\n",
        &["12"],
    );
    breach(
        &mut all,
        "a verification without what is expected",
        "P0312",
        "⟦[[obiettivo.verifica]]⟧\nstrumento = \"Determina\"\n",
        &["[[obiettivo.verifica]]\natteso = \"sì\""],
    );
    let nothing = "risultato_atteso = \"Una cosa\"\n\n[[obiettivo]]\ntitolo = ⟦\"Due\"⟧\n";
    all.fault("an objective of which nothing is expected", &["P0312"], plan(nothing));
    fine(
        "risultato_atteso = \"Una cosa\"\n\n[[obiettivo]]\ntitolo = \"Due\"\nrisultato_atteso = { assente = \"non deciso\" }\n",
    );
    fine("\n[[obiettivo]]\ntitolo = \"Due\"\n");

    breach(
        &mut all,
        "an indicator without its dimension",
        "P0313",
        "⟦[[obiettivo.indicatore]]⟧\ntesto = \"Domande valutate\"\ntarget = 12\n",
        &["[[obiettivo.indicatore]]\ndimensione = \"outcome\""],
    );
    let indicator = "[[obiettivo.indicatore]]\ntesto = \"Domande valutate\"\ntarget = 12\n";
    let other = indicator.replace("Domande valutate", "Domande accolte");
    all.fault(
        "no indicator has one",
        &["P0313"],
        plan(&format!("{}{other}", indicator.replace("[[obiettivo.indicatore]]", "⟦[[obiettivo.indicatore]]⟧"))),
    );
    // What could not be read is not missing.
    all.fault(
        "a dimension that is none, a target under a wrong name",
        &["P0107", "P0105"],
        plan("[[obiettivo.indicatore]]\ntesto = \"Domande valutate\"\ndimensione = ⟦\"efficaccia\"⟧\n⟦tarjet⟧ = 12\n"),
    );
    all.end("rules__values");
}

#[test]
fn places_and_numbers() {
    let mut all = Catalogue::default();
    let places = |list: &str| format!("nodo = \"risorse\"\nnodi_secondari = [{list}]\n");
    breach(&mut all, "the primary place among the others", "P0314", &places("\"ente\", ⟦\"risorse\"⟧"), &[""]);
    breach(&mut all, "a place listed twice", "P0314", &places("\"ente\", ⟦\"1\"⟧"), &[""]);

    let numbers = |last: &str| {
        format!(
            "[[obiettivo.fase]]\ntesto = \"A\"\n\n[[obiettivo.fase]]\nn = \"2\"\ntesto = \"B\"\n\n[[obiettivo.fase]]\nn = {last}\ntesto = \"C\"\n"
        )
    };
    breach(&mut all, "two phases with one number", "P0315", &numbers("⟦\"2\"⟧"), &["\"3\"", "\"2-bis\""]);
    patched(&numbers("\"2\""));
    let middle = numbers("⟦\"1\"⟧") + "\n[[obiettivo.fase]]\nn = \"3\"\ntesto = \"D\"\n";
    breach(&mut all, "two phases with one number, in the middle", "P0315", &middle, &["\"1-bis\""]);
    all.end("rules__places_and_numbers");
}

#[test]
fn parts_that_are_there_twice_or_nowhere() {
    let mut all = Catalogue::default();
    let outcome = |head: &str, rest: &str| {
        format!(
            "risultato_atteso = \"Una cosa\"\n\n[[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n\n\
             {head}\nmomento = \"consuntivo\"\n{rest}\n"
        )
    };
    let second = "⟦[[obiettivo.misurazione]]⟧";
    all.fault(
        "two outcomes at one moment",
        &["P0316"],
        plan(&outcome(second, "stato = \"non-raggiunto\"\nin_quanto = \"tardi\"")),
    );
    fine(&outcome("[[obiettivo.misurazione]]", "stato = \"non-raggiunto\"\nin_quanto = \"tardi\"\nunita = \"S2\""));
    let share = "unita = \"S1\"\npeso = \"==\"\nrisultato_atteso = \"Una cosa\"\n\n[[obiettivo.quota]]\nunita = ⟦\"S1\"⟧\npeso = \"==\"\n";
    breach(&mut all, "a share of the unit that shows the objective", "P0317", share, &["\"S2\""]);
    let phases = "[[obiettivo.fase]]\ntesto = \"A\"\n\n[[obiettivo.fase]]\nn = \"1-bis\"\ntesto = \"B\"\n\n\
                  [[obiettivo.risultato]]\ntesto = \"R\"\nfasi = [\"1\", ⟦\"1-bs\"⟧]\n";
    breach(&mut all, "a result of a phase that is not there", "P0318", phases, &["\"1-bis\""]);
    patched(phases);
    all.fault(
        "reached in part, without a figure",
        &["P0320"],
        plan("risultato_atteso = \"Una cosa\"\n\n⟦[[obiettivo.misurazione]]⟧\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\n"),
    );
    all.data(
        "two nodes with one number",
        &["P0321"],
        "[[nodo]]\ntitolo = \"A\"\nnumero = 2\n\n[[nodo]]\ntitolo = \"B\"\nnumero = ⟦2⟧\n",
    );
    let settings = format!("{SETTINGS}\n[albero]\nlivelli = [\"linea\"]\n");
    let tree = "[[nodo]]\nid = \"a\"\ntitolo = \"A\"\n\n[[nodo]]\ntitolo = \"B\"\npadre = ⟦\"a\"⟧\n";
    all.fault(
        "a level that the tree does not declare",
        &["P0321"],
        Project::new().section("Testo.").file("piao.toml", &settings).file("dati/dati.toml", tree),
    );
    breach(
        &mut all,
        "an objective that ends before it begins",
        "P0411",
        "risultato_atteso = \"Una cosa\"\ninizio = 2025-03-01\nfine = ⟦2025-02-01⟧\n",
        &["2025-04-01"],
    );
    all.data(
        "an office that ends before it begins",
        &["P0411"],
        "[[incarico]]\nruolo = \"sindaco\"\ndal = 2025-03-01\nal = ⟦2025-02-01⟧\n",
    );
    all.data(
        "one name for two units",
        &["P0702"],
        "[[unita]]\nnome = \"Tributi\"\n\n[[unita]]\nnome = \"Entrate\"\nalias = [⟦\"tributi\"⟧]\n",
    );
    all.end("rules__parts_that_are_there_twice_or_nowhere");
}

#[test]
fn times() {
    let mut all = Catalogue::default();
    let check = |atteso: &str, tempi: &str| {
        format!("[[obiettivo.verifica]]\nstrumento = \"Determina\"\natteso = \"{atteso}\"\ntempi = {tempi}\n")
    };
    for (name, tempi, right) in [
        ("how many, instead of when", "⟦\"2 iniziative nell'anno\"⟧", "\"annuale\""),
        ("a mark for a number", "⟦\"] trimestre\"⟧", "\"I trimestre\""),
        ("a sentence", "⟦\"Graduale raggiungimento degli obiettivi che il piano approvato prevede\"⟧", "\"annuale\""),
        ("a slip in a month", "⟦\"gennnaio\"⟧", "\"gennaio\""),
    ] {
        breach(&mut all, name, "P0401", &check("Approvazione", tempi), &[right]);
    }
    patched(&check("Approvazione", "\"gennnaio\""));
    for (name, tempi, right) in [
        ("two months with a bar", "⟦\"MAGGIO/AGOSTO\"⟧", "\"maggio-agosto\""),
        ("a number read by a scanner", "⟦\"Il trim\"⟧", "\"II trim\""),
    ] {
        breach(&mut all, name, "P0402", &check("Approvazione", tempi), &[right]);
    }
    patched(&check("Approvazione", "\"Il trim\""));
    fine(&check("Approvazione", "\"APRILE/AGOSTO/DICEMBRE\""));

    for (name, rest) in [
        ("a term on a day that is not", "risultato_atteso = \"Una cosa\"\nscadenza = ⟦\"31/09/2025\"⟧\n".to_owned()),
        ("a period to a day that is not", check("Approvazione", "⟦\"31/09/2025\"⟧")),
        ("a day that is not, in an expected result", check("Approvazione entro il ⟦31/09/2025⟧", "\"annuale\"")),
        (
            "a target on a day that is not",
            "[[obiettivo.indicatore]]\ntesto = \"Approvazione\"\ndimensione = \"output\"\nmisura = \"data\"\ntarget = ⟦\"31/09/2025\"⟧\n".to_owned(),
        ),
        ("a phase with a day that is not", "[[obiettivo.fase]]\ntesto = \"Avvio, entro il ⟦31/09/2025⟧, dei lavori\"\n".to_owned()),
    ] {
        let right = if rest.contains("⟦\"") { "\"30/09/2025\"" } else { "30/09/2025" };
        breach(&mut all, name, "P0403", &rest, &[right]);
        patched(&rest);
    }

    breach(
        &mut all,
        "a term before the year",
        "P0404",
        &check("Avviso ⟦entro ottobre 2024⟧", "\"annuale\""),
        &["entro ottobre 2025"],
    );
    breach(
        &mut all,
        "a term after the year of the row",
        "P0404",
        &check("Voucher ⟦entro gennaio 2026⟧", "\"annuale\""),
        &["entro ottobre"],
    );
    let term = |value: &str| format!("risultato_atteso = \"Una cosa\"\nscadenza = {value}\n");
    breach(&mut all, "a term after the triennium", "P0404", &term("⟦\"31/12/2029\"⟧"), &["\"31/12/2027\""]);
    breach(
        &mut all,
        "a term of the year before",
        "P0404",
        &term("⟦\"31/12/2024\"⟧"),
        &["\"31/12/2025\"", "\"a.s. 2024/2025\""],
    );

    breach(
        &mut all,
        "a deadline after the period",
        "P0405",
        &check("Convenzione ⟦entro luglio 2025⟧", "\"1sem\""),
        &["entro giugno 2025", "entro maggio"],
    );
    breach(
        &mut all,
        "two deadlines after the period",
        "P0405",
        &check("Coprogettazione ⟦entro agosto⟧; servizio attivato entro ottobre", "\"1 sem\""),
        &[],
    );
    breach(
        &mut all,
        "an event out of the period",
        "P0405",
        &check("⟦A giugno⟧ la settimana dei giovani", "\"3 trim\""),
        &["A luglio", "Nel 2025"],
    );
    breach(
        &mut all,
        "a result after its term",
        "P0405",
        "[[obiettivo.risultato]]\ntesto = \"Il piano è approvato ⟦entro luglio⟧\"\nentro = \"giugno\"\n",
        &["entro giugno"],
    );
    breach(
        &mut all,
        "a period after the deadline",
        "P0406",
        &check("Accreditamento entro aprile", "⟦\"4 trim\"⟧"),
        &["\"2 trim\"", "\"annuale\"", "\"aprile\""],
    );
    fine("[[obiettivo.risultato]]\ntesto = \"Il piano è approvato entro luglio\"\nentro = \"dicembre\"\n");
    fine(&check("Domanda entro gennaio; atti entro agosto", "\"3 trim\""));
    fine(&check("Schema in Giunta entro 30 giorni dall’istruttoria", "\"1 trim\""));

    let dated = |tempi: &str| {
        format!("inizio = 2025-08-01\nfine = 2026-03-31\n\n[[obiettivo.fase]]\ntesto = \"Avvio\"\ntempi = {tempi}\n")
    };
    breach(
        &mut all,
        "a phase before its objective",
        "P0407",
        &dated("⟦\"gennaio - settembre\"⟧"),
        &["\"agosto - settembre\"", "\"annuale\"", "{ 2026 = \"gennaio - marzo\" }"],
    );
    breach(
        &mut all,
        "a phase after its objective",
        "P0407",
        &dated("{ 2025 = \"agosto\", 2026 = ⟦\"gennaio - maggio\"⟧ }"),
        &["\"gennaio - marzo\""],
    );
    fine(&dated("\"agosto\"").replace("2025-08-01", "2025-08-15"));

    let phase = |testo: &str, tempi: &str| format!("[[obiettivo.fase]]\ntesto = \"{testo}\"\ntempi = {tempi}\n");
    breach(
        &mut all,
        "months out of the time of a phase",
        "P0408",
        &phase("Laboratori nei mesi di giugno e ⟦luglio⟧", "\"aprile - giugno\""),
        &["maggio"],
    );
    fine(&phase("Laboratori nei mesi di giugno e luglio", "{ 2025 = \"giugno - luglio\", 2026 = \"gennaio\" }"));

    let lasts = |durata: &str| format!("inizio = 2025-01-01\nfine = 2026-12-31\ndurata = {durata}\n");
    breach(
        &mut all,
        "one year, and two in the dates",
        "P0409",
        &lasts("⟦\"annuale\"⟧"),
        &["\"pluriennale (1/2)\"", "\"biennale\""],
    );
    breach(
        &mut all,
        "the second year, and it is the first",
        "P0409",
        &lasts("⟦'Pluriennale (2/2)'⟧"),
        &["\"pluriennale (1/2)\"", "\"pluriennale\""],
    );
    patched(&lasts("\"annuale\""));
    breach(
        &mut all,
        "a phase of nobody knows how many",
        "P0410",
        "durata = ⟦\"pluriennale (fase 1)\"⟧\n",
        &["\"pluriennale (1/3)\""],
    );
    all.fault(
        "a phase in a title",
        &["P0410"],
        plan("risultato_atteso = \"Una cosa\"\n\n[[obiettivo]]\ntitolo = \"Un bilancio sano (⟦FASE 1⟧)\"\nrisultato_atteso = \"Una cosa\"\n"),
    );
    all.end("rules__times");
}

#[test]
fn names_and_references() {
    let mut all = Catalogue::default();
    let who = |words: &str| format!("[[obiettivo.fase]]\ntesto = \"A\"\nsoggetti = [{words}, \"Comuni aderenti\"]\n");
    for (name, words) in [
        ("a slip in the name of a unit", "⟦\"Afari generali\"⟧"),
        ("a part of the name of a unit", "⟦\"Settore Istruzione\"⟧"),
        ("the name with the number of the sector", "⟦\"Settore 1. Affari Generali\"⟧"),
        ("a code with a blank", "⟦\"S 1\"⟧"),
    ] {
        breach(
            &mut all,
            name,
            "P0701",
            &who(words),
            &[
                "\"S1\"",
                "\"Affari generali\"",
                "\"affari generali\"",
                "\"1° Settore Affari generali\"",
                "\"tutti i settori\"",
                "\"Servizi sociali\"",
            ],
        );
    }
    all.fault(
        "a slip in who answers for a section",
        &["P0701"],
        plan("").file("1-prova.md", "+++\ntitolo = \"Prova\"\nreferente = ⟦\"Affari Generalli\"⟧\n+++\n\nTesto.\n"),
    );

    let prose = |text: &str| plan("").section(text);
    all.fault(
        "a publication without a link",
        &["P0211"],
        prose("Per gli indirizzi ⟦si rimanda al Programma di mandato⟧ del Sindaco."),
    );
    all.fault("the plan of another body", &["P0211"], prose("Per il resto **⟦si rimanda** al PIAO⟧ dell’Unione."));
    for right in [
        "Per gli indirizzi si rimanda al [Programma di mandato](https://esempio.it/mandato).",
        "Per gli indirizzi si rimanda al piano, nella [@prova].",
        "Si rimanda alle sezioni che seguono, e il piano continua.",
        "Si rimanda al presente piano.",
    ] {
        let messages = prose(right).compile().messages();
        assert!(messages.is_empty(), "{right}\n{messages}");
    }
    all.end("rules__names_and_references");
}

#[test]
fn acts_and_norms() {
    let mut all = Catalogue::default();
    // Each act is cited, so that only what is marked is wrong.
    let data =
        |rest: &str| Project::new().section("Si veda la [@uno].\n\n```piao:atti\n```").file("dati/dati.toml", rest);
    let act = |rest: &str| {
        format!("[[atto]]\nid = \"uno\"\ntipo = \"deliberazione\"\norgano = \"giunta\"\noggetto = \"Nomina\"\n{rest}")
    };
    let mut breach = |name: &str, code: &str, rest: &str, mended: &[&str]| {
        all.fault(name, &[code], data(&act(rest)));
        for right in mended {
            let messages = data(&act(&cured(rest, right))).compile().messages();
            assert!(messages.is_empty(), "{rest}\n{messages}");
        }
    };
    breach(
        "the year of the number is not that of the date",
        "P1210",
        "numero = ⟦\"68058/2020\"⟧\ndata = 2019-11-30\n",
        &["\"68058/2019\"", "\"68058\"", "\"12/bis\""],
    );
    breach(
        "the year is not that of the date",
        "P1210",
        "numero = \"5\"\nanno = 2024\ndata = ⟦2025-01-30⟧\n",
        &["2024-01-30"],
    );
    breach("a short CIG", "P1212", "cig = ⟦\"8654321A0\"⟧\n", &["\"8654321A0F\"", "\"z1a2b3c4d5\""]);
    breach("a CIG of zeros", "P1212", "cig = ⟦\"0000000000\"⟧\n", &[]);
    breach("a CUP with blanks", "P1204", "cup = ⟦\"H41F 2200 2740 006\"⟧\n", &["\"H41F22002740006\""]);
    breach("a CUP with a letter for a digit", "P1204", "cup = ⟦\"H41F2200274O006\"⟧\n", &[]);
    let office = |day: &str| {
        format!("numero = \"7\"\ndata = 2021-12-24\n\n[[incarico]]\nruolo = \"sindaco\"\natto = \"uno\"\ndal = {day}\n")
    };
    breach("an office before its act", "P1211", &office("⟦2021-11-01⟧"), &["2021-12-24", "2022-01-01"]);
    let project = "[[progetto]]\ntitolo = \"P\"\nprogramma = \"PNRR\"\nimporto = \"1,00 €\"\nrichiesto = \"1,00 €\"\nfinanziato = \"1,00 €\"\ncup = ⟦\"H41\"⟧\n";
    all.fault("a CUP of a project", &["P1204"], Project::new().section("Testo.").file("dati/dati.toml", project));
    all.fault(
        "an act that nobody cites",
        &["P1213"],
        Project::new().section("Testo.").file(
            "dati/dati.toml",
            "[[atto]]\ntipo = \"legge\"\nnumero = \"190\"\nanno = 2012\noggetto = ⟦\"Anticorruzione\"⟧\n",
        ),
    );

    let prose = |text: &str| Project::new().section(text);
    for (name, text, mended) in [
        ("the year before the number", "Vale il d.lgs. ⟦2001/165⟧.", Some("165/2001")),
        ("the number before the year, in Europe", "Il regolamento (UE) ⟦679/2016⟧ vale.", Some("2016/679")),
        ("another kind", "- Il **⟦d.lgs.⟧** 80/2021 lo dice", Some("d.l.")),
        ("another kind, and the article would change", "Lo dice la ⟦legge⟧ 80/2021.", None),
        ("another day", "La legge ⟦6 dicembre 2012⟧, n. 190.", Some("6 novembre 2012")),
        ("a day that does not exist", "| A |\n| --- |\n| d.l. ⟦31 giugno 2021⟧, n. 80 |", Some("9 giugno 2021")),
        ("a year to come", "Il d.lgs. 36/⟦2032⟧.", Some("2023")),
        ("a year that may be two", "La legge 45/⟦30⟧.", Some("1930")),
        ("an article without a number", "L’⟦art.⟧ del d.l. 80/2021.", Some("art. 6")),
        ("an article that is none", "L’⟦art. xx⟧ del d.l. 80/2021.", Some("art. 6")),
        ("an article too high", "L’art. ⟦65535⟧ del d.l. 80/2021.", Some("6")),
        ("in a heading", "## Il d.lgs. ⟦2001/165⟧\n\nTesto.", Some("165/2001")),
        ("over two lines", "Lo dice il d.lgs.\n⟦2001/165⟧.", Some("165/2001")),
    ] {
        all.fault(name, &["P1214"], prose(text));
        let Some(right) = mended else { continue };
        let messages = prose(&cured(text, right)).compile().messages();
        assert!(messages.is_empty(), "{text}\n{messages}");
    }
    all.fault("an act in prose", &["P1210"], prose("Vedi il Protocollo ⟦68058/2020 del 30/11/2019⟧."));
    all.fault("a norm in a title", &["P1214"], plan("risultato_atteso = \"Una cosa\"\n\n[[obiettivo]]\ntitolo = ⟦\"Attuare il d.lgs. 2001/165\"⟧\nrisultato_atteso = \"Una cosa\"\n"));
    for right in [
        "Il codice `d.lgs. 2001/165` e il [d.lgs. 2001/165](https://esempio.it) sono di altri.",
        "La legge regionale 24/2003, la legge di bilancio, via Rossi L. 12/24, l’art. 5 del presente piano.",
        "Anni 2024/2025, delibera n. 5/2025 del 30/01/2025, 80/2021.",
    ] {
        let messages = prose(right).compile().messages();
        assert!(messages.is_empty(), "{right}\n{messages}");
    }
    all.end("rules__acts_and_norms");
}

#[test]
fn exchanges() {
    let mut all = Catalogue::default();
    let one = |rest: &str| {
        format!(
            "\n[[ente]]\nid = \"monza\"\nnome = \"Comune di Monza\"\ntipo = \"comune\"\n\n[[scheda_scambio]]\nid = \"patti\"\n\
             ente = \"Comune di Monza\"\nnumero = 1\ntitolo = ⟦\"Patti\"⟧\n{rest}"
        )
    };
    let other = |rest: &str| one(rest).replace(['⟦', '⟧'], "");
    let dates = |dates: &str| other("disponibilita = [DATES]\n").replace("DATES", dates);
    all.fault("an exchange without dates", &["P1102"], plan(&one("")));
    fine(&dates("{ quando = \"da fissare\" }"));
    for (name, code, wrong, right) in [
        ("a day that is over", "P1101", "{ quando = ⟦\"16 gennaio 2025\"⟧ }", "\"16 aprile 2025\""),
        ("some days that are over", "P1101", "{ quando = ⟦\"30 gennaio, 4 febbraio\"⟧ }", "\"4 febbraio\""),
        ("a month that is over", "P1101", "{ quando = ⟦\"dicembre 2024\"⟧ }", "\"febbraio\""),
        ("a day that does not exist", "P0403", "{ quando = ⟦\"31 aprile\"⟧ }", "\"30 aprile\""),
        (
            "a day of a window that does not exist",
            "P0403",
            "{ finestra = ⟦\"dal 17 al 31 giugno\"⟧ }",
            "\"dal 17 al 30 giugno\"",
        ),
        (
            "another day of the week, with its year",
            "P0403",
            "{ quando = ⟦\"giovedì 5 settembre 2025\"⟧ }",
            "\"venerdì 5 settembre 2025\"",
        ),
        ("another day of the week", "P1103", "{ quando = ⟦\"giovedì 5 settembre\"⟧ }", "\"venerdì 5 settembre\""),
        (
            "another day of the week in a list",
            "P1103",
            "{ quando = ⟦\"giovedì 4 e sabato 5 settembre\"⟧ }",
            "\"giovedì 4 e venerdì 5 settembre\"",
        ),
        ("a range that begins on a Sunday", "P1104", "{ quando = ⟦\"dal 4 al 9 maggio\"⟧ }", "\"dal 5 al 9 maggio\""),
        (
            "a month that is said to be fixed",
            "P1105",
            "{ quando = \"giugno\", stato = ⟦\"fissata\"⟧ }",
            "\"da-fissare\"",
        ),
        ("a period or a choice", "P0402", "{ quando = ⟦\"Ottobre/Dicembre\"⟧ }", "\"ottobre o dicembre\""),
        ("words that are no time", "P0401", "{ quando = ⟦\"quando volete\"⟧ }", "\"da fissare\""),
    ] {
        breach(&mut all, name, code, &dates(wrong), &[right]);
    }
    patched(&dates("{ quando = \"giovedì 5 settembre\" }"));
    patched(&dates("{ quando = \"giugno\", stato = \"fissata\" }"));
    fine(&dates("{ quando = \"dal 4 al 9 maggio\", nota = \"si comincia di domenica\" }"));
    let programme = other(
        "disponibilita = [{ quando = \"5 settembre\" }]\n\n[[scheda_scambio.programma]]\ngiorno = 1\ndata = ⟦\"giovedì 5 settembre\"⟧\n",
    );
    let programme = programme.replace("data = \"giovedì 5 settembre\"", "data = ⟦\"giovedì 5 settembre\"⟧");
    breach(&mut all, "another day of the week in a programme", "P1103", &programme, &["\"venerdì 5 settembre\""]);
    let two = |numero: &str, referente: &str| {
        other(
            "disponibilita = [{ quando = \"giugno\" }]\nreferente = { ruolo = \"Dirigente\", nome = \"Anna Prova\", email = \"anna@example.it\" }\n",
        ) + &format!(
            "\n[[scheda_scambio]]\nente = \"monza\"\nnumero = {numero}\ntitolo = \"Altri\"\ndisponibilita = [{{ quando = \"giugno\" }}]\n\
                 referente = {{ ruolo = \"Dirigente\", nome = {referente}, email = \"Anna@example.it\" }}\n"
        )
    };
    breach(&mut all, "two cards with one number", "P1106", &two("⟦1⟧", "\"Anna Prova\""), &["2"]);
    breach(&mut all, "one person in two spellings", "P1107", &two("2", "⟦\"Ana Prova\"⟧"), &["\"Anna Prova\""]);
    all.fault(
        "a body that nobody knows",
        &["P0201"],
        plan(&dates("{ quando = \"giugno\" }").replace("ente = \"Comune di Monza\"", "ente = ⟦\"Comune di Monsa\"⟧")),
    );
    // A misspelt field is no missing date.
    let misspelt = dates("{ quando = \"giugno\" }").replace("disponibilita =", "⟦disponibilità⟧ =");
    let codes: Vec<&str> = plan(&misspelt.replace(['⟦', '⟧'], "")).compile().diags.iter().map(|d| d.code).collect();
    assert!(!codes.contains(&"P1102") && !codes.is_empty(), "{codes:?}");
    all.end("rules__exchanges");
}

/// A word that cannot be read is told once: the rules that would need it say nothing.
#[test]
fn what_was_not_read_breaks_no_rule() {
    let whole = "codice = \"1.1.S1.00001\"\nnodo = \"risorse\"\nunita = \"S1\"\npeso = 100\n\n\
                 [[obiettivo.risultato]]\ntesto = \"A\"\npeso = 100\nanno = 2025\n\n\
                 [[obiettivo.risultato]]\ntesto = \"B\"\npeso = 100\nanno = 2026\n\n\
                 [[obiettivo.fase]]\nn = \"2\"\ntesto = \"A\"\ntempi = \"marzo\"\npeso = 50\ncompletamento = { consuntivo = 100 }\n\n\
                 [[obiettivo.fase]]\nn = \"1\"\ntesto = \"B\"\ntempi = \"marzo\"\npeso = 50\ncompletamento = { consuntivo = 0 }\n\n\
                 [[obiettivo.fase]]\ntesto = \"C\"\npeso = \"==\"\nn = \"3\"\n\n\
                 [[obiettivo.indicatore]]\ntesto = \"A\"\ndimensione = \"output\"\nmisura = \"tempestivita\"\nunita_misura = \"giorni\"\n\
                 target = 30\n\n\
                 [[obiettivo.verifica]]\nstrumento = \"A\"\natteso = \"Atti entro marzo\"\ntempi = \"1 trim\"\n\n\
                 [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 50\n\
                 in_quanto = \"mancava una parte\"\n";
    fine(whole);
    let text = card(whole);
    let lines: Vec<&str> = text.lines().collect();
    for (n, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        for wrong in
            [line.replacen(key, &format!("{key}zzq"), 1), format!("{key} = {{ zzq = 1 }}"), format!("{key} = zzq zzq")]
        {
            let mut lines = lines.clone();
            lines[n] = &wrong;
            let compiled =
                Project::new().section("Testo.").file("dati/dati.toml", &(lines.join("\n") + "\n")).compile();
            let rule =
                compiled.diags.iter().find(|d| ["P03", "P04", "P07"].iter().any(|head| d.code.starts_with(head)));
            assert!(rule.is_none(), "{wrong}\n{}", compiled.messages());
        }
    }
    // Two outcomes that both lack their moment are not two of one moment.
    let both = whole.replace("momento = \"consuntivo\"\n", "") + "\n[[obiettivo.misurazione]]\nstato = \"raggiunto\"\n";
    let compiled = Project::new().section("Testo.").file("dati/dati.toml", &card(&both)).compile();
    assert!(compiled.diags.iter().all(|d| d.code != "P0316"), "{}", compiled.messages());
}

/// What the rules say of the plan in the folder `PIANO`, to be judged by eye.
#[test]
#[ignore = "looks at a folder of the reader's"]
fn a_folder() {
    let folder = std::env::var("PIANO").expect("PIANO=folder");
    eprintln!("{}", Compiled::folder(folder.as_ref()).messages());
}

#[test]
fn offices_set_the_level_of_a_rule() {
    use piao::diag::Severity;
    let levels = |text: &str| {
        let project = plan("risultato_atteso = \"Una cosa\"\ninizio = 2025-03-01\nfine = 2025-02-01\n");
        let compiled = project.file("piao.toml", &format!("{SETTINGS}{text}")).compile();
        let found: Vec<(&str, Severity)> = compiled.diags.iter().map(|d| (d.code, d.severity)).collect();
        found
    };
    assert_eq!(levels(""), [("P0411", Severity::Errore)]);
    assert_eq!(levels("date-in-ordine = \"avviso\""), [("P0411", Severity::Avviso)]);
    assert_eq!(levels("date-in-ordine = \"nota\""), [("P0411", Severity::Nota)]);
    assert_eq!(levels("date-in-ordine = \"ignora\""), []);
    let mut all = Catalogue::default();
    let settings = |text: &str| Project::new().section("Testo.").file("piao.toml", &format!("{SETTINGS}{text}\n"));
    all.fault("a rule that is not there", &["P0130"], settings("⟦date-in-ordin⟧ = \"avviso\""));
    all.fault("a level that is not there", &["P0107"], settings("date-in-ordine = ⟦\"alto\"⟧"));
    all.end("rules__offices_set_the_level_of_a_rule");
}

#[test]
fn one_breach_is_excused_where_it_is() {
    let excuse = |rule: &str| format!("[[obiettivo.ammetti]]\nregola = {rule}\nmotivo = \"il piano precedente\"\n");
    let wrong = "risultato_atteso = \"Una cosa\"\ninizio = 2025-03-01\nfine = 2025-02-01\n\n";
    let another = "\n[[obiettivo]]\ntitolo = \"Due\"\nrisultato_atteso = \"Una cosa\"\ninizio = 2025-03-01\nfine = ⟦2025-02-01⟧\n";
    let compiled = plan(&format!("{wrong}{}", excuse("\"date-in-ordine\""))).compile();
    assert_eq!(compiled.messages(), "");
    let excused: Vec<(&str, &str)> =
        compiled.diags.excused().iter().map(|(d, reason)| (d.code, reason.as_str())).collect();
    assert_eq!(excused, [("P0411", "il piano precedente")]);
    let mut all = Catalogue::default();
    let both = format!("{wrong}{}{another}", excuse("\"date-in-ordine\""));
    all.fault("an excuse holds for its record alone", &["P0411"], plan(&both));
    // Neither a point in a comment nor a bracket in a text moves the end of a record.
    let dotted = format!(
        "{wrong}{}{}",
        excuse("\"date-in-ordine\""),
        another.replace("[[obiettivo]]", "[[obiettivo]]  # v. nota")
    );
    all.fault("an excuse ends at the next record, whatever its header says", &["P0411"], plan(&dotted));
    let text = format!("{wrong}descrizione = \"\"\"\nVedi\n[la nota]\n\"\"\"\n\n{}", excuse("\"date-in-ordine\""));
    assert_eq!(plan(&text).compile().messages(), "");
    let kept = format!("risultato_atteso = \"Una cosa\"\n\n{}", excuse("⟦\"date-in-ordine\"⟧"));
    all.fault("an excuse of nothing", &["P0131"], plan(&kept));
    let unknown = format!("risultato_atteso = \"Una cosa\"\n\n{}", excuse("⟦\"date-in-disordine\"⟧"));
    all.fault("an excuse of a rule that is not there", &["P0130"], plan(&unknown));
    let blank = format!("{wrong}[[obiettivo.ammetti]]\nregola = \"date-in-ordine\"\nmotivo = ⟦\"\"⟧\n");
    all.fault("an excuse without its reason", &["P0107"], plan(&blank));
    let section = "+++\ntitolo = \"Prova\"\n\n[[ammetti]]\nregola = \"rimando-esterno\"\nmotivo = \"il programma non è in rete\"\n+++\n\n\
                   Per il resto si rimanda al Programma di mandato.\n";
    let compiled = Project::new().file("1-prova.md", section).compile();
    assert_eq!(compiled.messages(), "");
    assert_eq!(compiled.diags.excused().len(), 1);
    all.end("rules__one_breach_is_excused_where_it_is");
}

/// An annex is named by a record or by a citation; by neither it is told. Two names that differ in a capital are one on Windows.
#[test]
fn annexes_are_named_and_can_be_written_everywhere() {
    let codes = |section: &str, data: &str, files: &[&str]| {
        let plan = Project::new().section(section).file("dati/d.toml", data);
        let plan = files.iter().fold(plan, |plan, file| plan.file(&format!("allegati/{file}"), "Testo."));
        let compiled = plan.compile();
        let mut codes: Vec<&str> =
            compiled.diags.iter().map(|d| d.code).filter(|code| code.starts_with("P14")).collect();
        codes.sort_unstable();
        codes
    };
    let record = "[[allegato]]\nid = \"carta\"\ntitolo = \"Carta\"\nfile = \"allegati/carta.txt\"\n";
    assert_eq!(codes("Testo.", "", &["carta.txt"]), ["P1415"]);
    assert_eq!(codes("Testo.", "", &["vecchi/a.txt", "vecchi/b.txt"]), ["P1415", "P1415"]);
    assert!(codes("Testo.", record, &["carta.txt"]).is_empty());
    // The file has an id of its own, made from its name.
    assert!(codes("Si veda la [@carta].", "", &["carta.txt"]).is_empty());
    // A part of the plan that could not be read may name it.
    assert!(codes("Testo.", "[[allegato]]\ntitolo = ", &["carta.txt"]).is_empty());
    let named = |file: &str| record.replace("carta.txt", file);
    for bad in ["con.txt", "nul", "Aux.tar.gz", "lpt1/a.txt", "fine.", "ore 8:30.txt"] {
        assert_eq!(codes("Testo.", &named(bad), &[bad]), ["P1416"], "{bad}");
    }
    assert!(codes("Testo.", &named("contratto.con.txt"), &["contratto.con.txt"]).is_empty());
    // A signed envelope opens for nobody who has no program for it.
    assert_eq!(codes("Testo.", &named("carta.pdf.p7m"), &["carta.pdf.p7m"]), ["P1418"]);
    let twins = record.to_owned() + &named("Carta.txt").replace("\"carta\"", "\"altra\"");
    assert_eq!(codes("Testo.", &twins, &["carta.txt", "Carta.txt"]), ["P1416"]);
}

/// The same for the pages of the site, whose names are made from ids: no page has the name of a device.
#[test]
fn no_page_has_the_name_of_a_device() {
    let plan = ["con", "aux", "com1", "index", "elenchi"].iter().fold(Project::new().section("Testo."), |plan, id| {
        plan.file(
            &format!("2-{id}.md"),
            &format!("+++\ntitolo = \"Una {id}\"\nid = \"{id}\"\n+++\n\nSi veda la [@{id}] e la [@con].\n"),
        )
    });
    let outputs = crate::project::Outputs::of(plan.compile().document.unwrap());
    let names: Vec<&str> = outputs.site.keys().map(String::as_str).collect();
    for id in ["con", "aux", "com1", "index", "elenchi"] {
        assert!(names.contains(&format!("{id}_.html").as_str()), "{id}: {names:?}");
    }
    assert!(!names.iter().any(|name| ["con.html", "aux.html", "com1.html"].contains(name)), "{names:?}");
    let page = String::from_utf8_lossy(&outputs.site["aux_.html"]);
    assert!(page.contains("href=\"con_.html#con\"") && !page.contains("href=\"con.html"), "{page}");
}
