//! What the data leave in doubt has no verdict, no chart and no figure, and it is told: values in two units, numbers with two readings, names that
//! two things have, sums that lack something.

use crate::project::{Compiled, Project, SETTINGS};
use piao::document::{BlockKind, Document, Inline, Mark, plain};
use piao::emit::dati;

/// The words of the paragraphs, of the rows and of the notes of all sections, one a line.
fn words(document: &Document) -> String {
    let mut out = String::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Remark(content) => {
                out.push_str(&format!("{}\n", plain(content)))
            }
            BlockKind::Table(table) => {
                for row in &table.rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| plain(cell)).collect();
                    out.push_str(&format!("{}\n", cells.join("|")));
                }
            }
            _ => {}
        });
    });
    out.replace('\u{a0}', " ")
}

/// How many lines of values are drawn.
fn lines(document: &Document) -> usize {
    let mut count = 0;
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            let all = table.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.words);
            count += all.filter(|inline| matches!(inline, Inline::Mark(Mark::Line { .. }))).count();
        });
    });
    count
}

/// The messages that have this code, each with its cures.
fn told(compiled: &Compiled, code: &str) -> Vec<String> {
    let all = compiled.diags.sorted().into_iter().filter(|d| d.code == code);
    all.map(|d| format!("{} | {}", d.message, d.helps.join(" | ")).replace('\u{a0}', " ")).collect()
}

/// A plan whose section is `text` and whose data are `data`.
fn plan(text: &str, data: &str) -> Compiled {
    Project::new().section(text).file("dati/dati.toml", data).compile()
}

/// The dashboard of one indicator.
fn indicator(fields: &str) -> Compiled {
    let data = format!("[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.indicatore]]\ntesto = \"Prova\"\n{fields}\n");
    plan("```piao:cruscotto\n```\n", &data)
}

#[test]
fn values_in_two_units_have_no_verdict_and_it_is_told() {
    for (fields, cure) in [
        (
            "unita_misura = \"giorni\"\nmisura = \"tempestivita\"\ntarget = \"30\"\nrilevato = { consuntivo = \"2 mesi\" }",
            "«giorni»",
        ),
        ("unita_misura = \"km\"\ntarget = \"2\"\nrilevato = { consuntivo = \"800 m\" }", "«km»"),
        (
            "unita_misura = \"migliaia di euro\"\ntarget = \"400\"\nrilevato = { consuntivo = \"390.000 €\" }",
            "«migliaia di euro»",
        ),
        ("target = \"2 mesi\"\nrilevato = { consuntivo = \"45\" }", "«45 mesi»"),
        (
            "unita_misura = \"%\"\nmisura = \"percentuale\"\ntarget = \"80\"\nrilevato = { consuntivo = \"81 punti\" }",
            "«%»",
        ),
    ] {
        let compiled = indicator(fields);
        let said = words(compiled.document.as_ref().unwrap());
        assert!(!said.contains("target raggiunto") && !said.contains("target mancato"), "{fields}\n{said}");
        let found = told(&compiled, "P0358");
        assert!(
            found.len() == 1 && found[0].contains("non si confronta") && found[0].contains(cure),
            "{fields} {found:?}"
        );
        assert_eq!(told(&compiled, "P0328"), [""; 0], "{fields}");
    }
    let same = indicator(
        "unita_misura = \"giorni\"\nmisura = \"tempestivita\"\ntarget = \"30\"\nrilevato = { consuntivo = \"28 gg\" }",
    );
    assert!(words(same.document.as_ref().unwrap()).contains("target raggiunto"));
    assert_eq!(told(&same, "P0358"), [""; 0]);
}

#[test]
fn each_share_has_its_own_verdict() {
    let quota = |per: &str, found: &str| {
        format!("{{ per = \"{per}\", target = \"50\", rilevato = {{ consuntivo = \"{found}\" }} }}")
    };
    let compiled = indicator(&format!(
        "polarita = \"aumenta\"\ntarget = \"100\"\nrilevato = {{ consuntivo = \"90\" }}\nquota = [{}, {}]",
        quota("Affari", "60"),
        quota("Strade", "30")
    ));
    let said = words(compiled.document.as_ref().unwrap());
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Affari: 60 al 31/12/2025 target raggiunto"), "{said}");
    assert!(said.contains("Strade: 30 al 31/12/2025 (target mancato)"), "{said}");
    assert!(said.contains("90 al 31/12/2025 (target mancato)"), "{said}");
}

#[test]
fn numbers_with_two_readings_have_no_verdict_and_no_chart() {
    for (fields, cure) in [
        (
            "unita_misura = \"migliaia di €\"\ntarget = \"1.500\"\nrilevato = { consuntivo = \"1,6 milioni\" }",
            "senza quella parola",
        ),
        (
            "polarita = \"diminuisce\"\nbase = { valore = \"20.000 €\" }\ntarget = \"-1.000 €\"\nrilevato = { consuntivo = \"18.500 €\" }",
            "a cui arrivare",
        ),
        (
            "polarita = \"diminuisce\"\nbase = { valore = \"20 %\" }\ntarget = \"-5%\"\nrilevato = { consuntivo = \"18 %\" }",
            "a cui arrivare",
        ),
        ("polarita = \"diminuisce\"\ntarget = \"almeno -5%\"\nrilevato = { consuntivo = \"-6%\" }", "a cui arrivare"),
        ("misura = \"percentuale\"\ntarget = \"95\"\nrilevato = { consuntivo = \"0,98\" }", "«98 %» o «0,98 %»"),
        ("misura = \"percentuale\"\nbase = { valore = \"0,10\" }\ntarget = \"90\"", "«10 %» o «0,1 %»"),
    ] {
        let compiled = indicator(fields);
        let document = compiled.document.as_ref().unwrap();
        let said = words(document);
        assert!(!said.contains("raggiunto") && !said.contains("mancato"), "{fields}\n{said}");
        assert!(!said.contains("milioni migliaia") && lines(document) == 0, "{fields}\n{said}");
        let found = told(&compiled, "P0358");
        assert!(found.len() == 1 && found[0].contains(cure), "{fields} {found:?}");
    }
    // Days may be below zero, and a change that is declared too.
    for fields in [
        "unita_misura = \"giorni\"\npolarita = \"diminuisce\"\nbase = { valore = \"4\" }\ntarget = \"-4\"\nrilevato = { consuntivo = \"-5\" }",
        "polarita = \"diminuisce\"\nformula = { numeratore = \"consumi\", tipo = \"variazione\" }\nbase = { valore = \"20 %\" }\ntarget = \"-5 %\"\nrilevato = { consuntivo = \"-6 %\" }",
    ] {
        let compiled = indicator(fields);
        assert!(words(compiled.document.as_ref().unwrap()).contains("target raggiunto"), "{fields}");
        assert_eq!(told(&compiled, "P0358"), [""; 0], "{fields}");
    }
}

#[test]
fn whatever_is_measured_is_doubted_in_the_same_way() {
    let doubtful = "misura = \"percentuale\"\ntarget = \"0,98\"\n";
    for (kind, fields) in [
        ("lavoro_agile", "giorni = \"due\""),
        ("monitoraggio", "titolo = \"M\"\nsezioni = [\"3.2\"]\ntempi = \"entro il 30/09\""),
        ("misura_prevenzione", "titolo = \"M\"\ntipo = \"specifica\""),
    ] {
        let data = format!("[[{kind}]]\n{fields}\n[[{kind}.indicatore]]\ntesto = \"Prova\"\n{doubtful}");
        let compiled = plan("Testo.", &data);
        assert_eq!(told(&compiled, "P0358").len(), 1, "{kind}\n{}", compiled.messages());
    }
}

#[test]
fn a_number_that_is_not_read_has_the_cure_of_its_form() {
    for (value, cure) in [
        ("20–30", "«tra 20 e 30»"),
        ("da 8 a 10", "«tra 8 e 10»"),
        ("1 000", "«1000»"),
        ("12mila", "«12 mila»"),
        ("(1.200,00) €", "«-1.200,00 €»"),
        ("quasi l’85%", "soltanto il numero"),
    ] {
        let found = told(&indicator(&format!("target = \"{value}\"")), "P0358");
        assert!(found.len() == 1 && found[0].contains(cure), "{value} {found:?}");
    }
    for value in ["almeno l'85%", "non meno dell’85 %", "k€ 35", "≤ 35 µg/m3", "1.000 kWh/m2"] {
        assert_eq!(told(&indicator(&format!("target = \"{value}\"")), "P0358"), [""; 0], "{value}");
    }
    let term = indicator("misura = \"data\"\ntarget = \"30 gg dall'approvazione\"");
    let found = told(&term, "P0311");
    assert!(found.len() == 1 && found[0].contains("`misura = \"tempestivita\"`"), "{found:?}");
    assert_eq!(told(&indicator("misura = \"tempestivita\"\ntarget = \"30 gg dall'approvazione\""), "P0311"), [""; 0]);
}

#[test]
fn the_cure_of_a_time_without_its_unit_keeps_what_is_printed() {
    let small = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\ndipendenti = 20");
    let data = "[[procedura]]\ntitolo = \"Rilascio\"\ntempo_attuale = \"2 mesi\"\ntempo_obiettivo = 70\n";
    let compiled = Project::new().file("piao.toml", &small).section("Testo.").file("dati/p.toml", data).compile();
    let found = told(&compiled, "P0358");
    assert!(found.len() == 1 && found[0].contains("«70 giorni» se è così, «70 mesi»"), "{found:?}");
}

#[test]
fn an_objective_measured_apart_stands_as_the_share_that_reached_least() {
    let head =
        SETTINGS.replace("momento = \"approvazione\"", "momento = \"consuntivo\"").replace("2025-01-31", "2026-03-16");
    let units = "[[unita]]\ncodice = \"S1\"\nnome = \"Anagrafe\"\n\n[[unita]]\ncodice = \"S2\"\nnome = \"Strade\"\n\n";
    let data = "[[obiettivo]]\nid = \"ob\"\ntitolo = \"Sportello\"\nunita = \"S1\"\npeso = 100\n\
        [[obiettivo.quota]]\nunita = \"S2\"\npeso = 100\n\
        [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"raggiunto\"\n\
        [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nunita = \"S2\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 50\nin_quanto = \"manca il personale\"\n";
    let compiled = Project::new()
        .file("piao.toml", &format!("{head}\n[performance]\n"))
        .section("```piao:esiti-in-breve\n```\n\nL’esito è [=ob.consuntivo].\n")
        .file("dati/dati.toml", &format!("{units}{data}"))
        .compile();
    let said = words(compiled.document.as_ref().unwrap());
    assert!(said.contains("L’obiettivo è raggiunto in parte.") && said.contains("L’esito è 50 %."), "{said}");
    assert!(!said.contains("L’obiettivo è raggiunto."), "{said}");
}

fn project(programma: &str, importo: &str) -> String {
    format!(
        "[[progetto]]\nprogramma = \"{programma}\"\ntitolo = \"Per {programma} {}\"\nimporto = {importo}\nrichiesto = {{ assente = \"no\" }}\nfinanziato = \"non ancora finanziato\"\n\n",
        importo.len()
    )
}

#[test]
fn a_fact_of_two_things_is_an_error_that_names_both() {
    let two = project("FSE", "\"100,00 €\"") + &project("FSE+", "\"30,00 €\"");
    let found = told(&plan("Sono [=progetti.programma.fse.importo.totale].", &two), "P0202");
    assert!(found.len() == 1 && found[0].contains("più di una cosa") && found[0].contains("FSE Plus"), "{found:?}");
    assert_eq!(told(&plan("Sono [=progetti.programma.fse.conta].", &two), "P0202").len(), 1);
    // One programme in two spellings is one.
    let one = project("PNRR", "\"100,00 €\"") + &project("pnrr", "\"30,00 €\"");
    let sum = plan("Sono [=progetti.programma.pnrr.importo.totale].", &one);
    assert!(words(sum.document.as_ref().unwrap()).contains("Sono 130,00 €."), "{}", sum.messages());

    let opinion = |esito: &str| format!("[[adempimento]]\noggetto = \"parere-revisori\"\nesito = \"{esito}\"\n\n");
    let text = "Il parere è [=adempimenti.parere-revisori].";
    let found = told(&plan(text, &(opinion("favorevole") + &opinion("contrario"))), "P0202");
    assert!(found.len() == 1 && found[0].contains(".esito]`"), "{found:?}");
    let same = plan(text, &(opinion("favorevole") + &opinion("favorevole")));
    assert!(words(same.document.as_ref().unwrap()).contains("Il parere è favorevole."));

    let staff = |year: i16, people: u32| {
        format!("[[lavoro_agile]]\nid = \"agile-{year}\"\ndipendenti = {{ 2025 = {people} }}\n\n")
    };
    let found = told(&plan("Sono [=lavoro-agile.dipendenti.2025].", &(staff(2025, 12) + &staff(2026, 14))), "P0202");
    assert!(found.len() == 1 && found[0].contains("una sola scheda `[[lavoro_agile]]`"), "{found:?}");

    let spending = |year: i16, spesa: &str| {
        format!(
            "[[spesa_personale]]\nanno = {year}\nspesa = \"{spesa}\"\nlimite = {{ comma = 557, base = {{ 2011 = \"{spesa}\" }} }}\n\n"
        )
    };
    let both = spending(2025, "100,00 €") + &spending(2026, "90,00 €");
    let found = told(&plan("Il limite è [=spesa-personale.limite].", &both), "P0202");
    assert!(found.len() == 1 && found[0].contains("una sola scheda `[[spesa_personale]]`"), "{found:?}");
}

#[test]
fn bounds_and_few_people_give_no_days_a_person() {
    let view = "```piao:indicatori-agile\n```\n\n```piao:lavoro-agile\nforma = \"schede\"\n```\n";
    let data = |people: &str, days: &str| {
        format!(
            "[[lavoro_agile]]\ngiorni = \"due\"\ndipendenti = {{ 2025 = {people} }}\ngiornate = {{ 2025 = {days} }}\n"
        )
    };
    let compiled = plan(view, &data("4", "\"≤ 450\""));
    let document = compiled.document.as_ref().unwrap();
    let said = words(document);
    assert!(said.contains("Giornate|≤ 450") && !said.contains("9,38"), "{said}");
    let csv = |document: &Document| {
        let data = dati::render(document, true).unwrap();
        String::from_utf8(data.files["dati/lavoro-agile-anni.csv"].clone()).unwrap()
    };
    assert!(csv(document).contains("giornate: ≤ 450"), "{}", csv(document));
    let compiled = plan(&format!("{view}\nSono [=lavoro-agile.giornate].\n"), &data("2", "310"));
    assert!(compiled.messages().contains("`lavoro-agile.giornate` non esiste"), "{}", compiled.messages());
    let compiled = plan(view, &data("2", "310"));
    let document = compiled.document.as_ref().unwrap();
    assert!(!format!("{}{}", words(document), csv(document)).contains("310"));
}

#[test]
fn sums_of_a_part_have_no_shares_and_say_so() {
    let view = "```piao:totali-progetti\nper = \"programma\"\n```\n";
    let whole = project("CERV", "\"100,00 €\"") + &project("FESR", "\"300,00 €\"");
    let said = words(plan(view, &whole).document.as_ref().unwrap());
    assert!(said.contains("25,00 %") && !said.contains('*'), "{said}");
    let part = whole.clone() + &project("FESR", "{ assente = \"si definisce con il bando\" }");
    let compiled = plan(view, &part);
    let said = words(compiled.document.as_ref().unwrap());
    assert!(said.contains("400,00 €*") && !said.contains('%'), "{said}");
    assert!(said.contains("* Almeno: di qualche scheda questo importo non è indicato."), "{said}");
    let mut drawings = 0;
    compiled.document.as_ref().unwrap().walk(&mut |section, _| {
        section.each_block(&mut |block| drawings += usize::from(matches!(block.kind, BlockKind::Drawing(_))));
    });
    assert_eq!(drawings, 0);

    let measure = |titolo: &str, stato: &str, euro: &str| {
        format!(
            "[[misura_digitale]]\ncodice = \"1.4.3\"\nlivello = \"misura\"\ntitolo = \"{titolo}\"\nstato = \"{stato}\"\nfinanziato = \"{euro}\"\n\n"
        )
    };
    let two = measure("App IO", "A", "12.000,00 €") + &measure("pagoPA", "R", "3.000,00 €");
    let compiled =
        plan("```piao:totali-misure\nper = \"programma\"\n```\n\nSono [=misure-digitali.finanziato.totale].\n", &two);
    let said = words(compiled.document.as_ref().unwrap());
    assert!(said.contains("12.000,00 €") && said.contains("Sono 12.000,00 €.") && !said.contains("15.000"), "{said}");
    assert!(said.contains("ha rinunciato"), "{said}");
}

#[test]
fn what_training_lacks_is_told() {
    let line = |titolo: &str, more: &str| {
        format!(
            "[[linea_formativa]]\ntitolo = \"{titolo}\"\ntipo = \"obbligatoria\"\narea = \"transizione-digitale\"\n{more}\n\n"
        )
    };
    let whole = "ore = 4\ncosto = \"100,00 €\"\npartecipanti = [{ numero = 10 }]";
    let data = line("Uno", whole)
        + &line("Due", "ore = { 2025 = 2, 2026 = 2 }\ncosto = { 2025 = \"10,00 €\" }\npartecipanti = [{ numero = 5 }]")
        + &line("Tre", "ore = 1\npartecipanti = [{ numero = 5 }]");
    let compiled = plan("```piao:formazione\n```\n\n```piao:ore-formazione\n```\n", &data);
    let said = words(compiled.document.as_ref().unwrap_or_else(|| panic!("{}", compiled.messages())));
    for note in [
        "Linee senza ore o partecipanti in qualche anno, che entrano nella somma delle ore per gli altri: 1.",
        "Linee senza costo, che non entrano nella somma dei costi: 1.",
        "Linee senza costo in qualche anno, che entrano nella somma dei costi per gli altri: 1.",
    ] {
        assert!(said.contains(note), "{note}\n{said}");
    }
}

#[test]
fn a_process_with_a_risk_without_level_has_none() {
    let process = |more: &str| {
        format!(
            "[[processo]]\ncodice = \"A.01\"\ntitolo = \"Gare\"\narea = \"contratti\"\nunita = \"tutte\"\nmotivazione = \"M.\"\n{more}\n"
        )
    };
    let view = "Bassi: [=processi.livello.basso.conta].\n\n```piao:mappa-rischi\n```\n";
    let compiled =
        plan(view, &process("rischio = [{ evento = \"tre\", esposizione = \"basso\" }, { evento = \"quattro\" }]"));
    let said = words(compiled.document.as_ref().unwrap());
    assert!(said.contains("Bassi: 0.") && said.contains("non valutato"), "{said}");
    let found = told(&compiled, "P0606");
    assert!(found.len() == 1 && found[0].contains("un rischio del processo «Gare» non ha un livello"), "{found:?}");
    // No risk may be higher than the highest level.
    let high =
        plan(view, &process("rischio = [{ evento = \"tre\", esposizione = \"alto\" }, { evento = \"quattro\" }]"));
    assert!(!words(high.document.as_ref().unwrap()).contains("non valutato"));
    assert_eq!(told(&high, "P0606"), [""; 0]);

    let numbers = format!("{SETTINGS}\n[rischi]\nmetodo = \"probabilita-impatto\"\n");
    let of = |more: &str| {
        Project::new()
            .file("piao.toml", &numbers)
            .section("```piao:mappa-rischi\n```\n")
            .file("dati/r.toml", &process(more))
            .compile()
    };
    let grid = of("rischio = [{ evento = \"tre\", probabilita = 1, impatto = 1 }, { evento = \"quattro\" }]");
    let said = words(grid.document.as_ref().unwrap_or_else(|| panic!("{}", grid.messages())));
    assert!(said.contains("Un rischio non è nella griglia, perché non ha probabilità e impatto: è di A.01."), "{said}");
    let found =
        told(&of("esposizione = \"alto\"\nrischio = [{ evento = \"tre\", probabilita = 1, impatto = 1 }]"), "P0608");
    assert!(found.len() == 1 && found[0].contains("il livello scritto del processo è «alto»"), "{found:?}");
}

/// The words that stand for the drawings of a document.
fn drawn(document: &Document) -> String {
    let mut alt = String::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Drawing(drawing) = &block.kind {
                alt.push_str(&drawing.alt);
            }
        });
    });
    alt
}

/// What comes back is marked on all its days in the years of the plan, or on none: one day would be read as its last.
#[test]
fn a_time_that_comes_back_has_all_its_days_or_none() {
    let of = |fields: &str| {
        let data = format!(
            "[[obiettivo]]\ncodice = \"A.1\"\ntitolo = \"Bilancio\"\n{fields}\n\n\
             [[obiettivo]]\ncodice = \"A.2\"\ntitolo = \"Scuola\"\nscadenza = \"31/12/2026\"\n"
        );
        let alt = drawn(plan("```piao:cronoprogramma\n```\n", &data).document.as_ref().unwrap());
        alt.split("A.2").next().unwrap().split("A.1").nth(1).unwrap_or_default().to_owned()
    };
    for (fields, said) in [
        (
            "scadenza = \"entro il 31/01 di ogni anno\"",
            "entro il 31/01/2025, entro il 31/01/2026, entro il 31/01/2027, entro il 31/01 di ogni anno",
        ),
        (
            "scadenza = \"entro il 31/01 di ogni anno\"\nfine = 2026-06-30",
            "entro il 31/01/2025, entro il 31/01/2026, entro il 31/01 di ogni anno",
        ),
        (
            "scadenza = \"entro il 31/01 di ogni anno\"\ndurata = \"annuale\"",
            "entro il 31/01/2025, entro il 31/01 di ogni anno",
        ),
        ("scadenza = \"ogni trimestre\"", "Bilancio: ogni trimestre"),
        ("fase = [{ testo = \"Report\", tempi = \"mensile\" }]", "Bilancio: mensile"),
        (
            "fase = [{ testo = \"Report\", tempi = \"15/11 di ogni anno\" }]",
            "il 15/11/2025, il 15/11/2026, il 15/11/2027",
        ),
    ] {
        assert!(of(fields).contains(said), "{fields}: {}", of(fields));
        let days = said.matches("/20").count();
        assert_eq!(of(fields).matches("/20").count(), days, "{fields}: {}", of(fields));
    }
}

/// Where terms are counted, compared and published, one that comes back is neither the last day of the year nor its one day in it.
#[test]
fn a_time_that_comes_back_is_no_last_day() {
    let objective = |term: &str| {
        let data = format!(
            "[[obiettivo]]\ncodice = \"A.1\"\ntitolo = \"Bilancio\"\nscadenza = \"{term}\"\n\n\
             [[obiettivo.fase]]\ntesto = \"Report\"\ntempi = \"{term}\"\ncompletamento = {{ consuntivo = 50 }}\n\n\
             [[obiettivo.misurazione]]\nmomento = \"consuntivo\"\nstato = \"parzialmente-raggiunto\"\npercentuale = 50\nin_quanto = \"manca\"\n"
        );
        let text = "```piao:indice\nper = \"scadenza\"\n```\n\n```piao:esiti-in-breve\n```\n";
        words(plan(text, &data).document.as_ref().unwrap())
    };
    for term in ["ogni trimestre", "entro il 31/01 di ogni anno"] {
        let said = objective(term);
        assert!(!said.contains("icembre 2025") && !said.contains("ennaio 2025"), "{term}: {said}");
        assert!(!said.contains("n ritardo"), "{term}: {said}");
        // The index has a group for its words.
        assert!(said.contains(term.get(1..).unwrap()), "{term}: {said}");
    }
    let verdict = |target: &str, found: &str| {
        let compiled =
            indicator(&format!("misura = \"data\"\ntarget = \"{target}\"\nrilevato = {{ consuntivo = \"{found}\" }}"));
        let document = compiled.document.as_ref().unwrap();
        let published = dati::render(document, true).unwrap().files["dati/target.csv"].clone();
        (words(document), String::from_utf8(published).unwrap())
    };
    let (said, published) = verdict("ogni trimestre", "20/12/2025");
    assert!(!said.contains("raggiunto") && !said.contains("mancato"), "{said}");
    assert!(!published.contains("2025-12-31"), "{published}");
    // Of what comes once a year the day of that year is certain.
    let (said, _) = verdict("entro il 31/10 di ogni anno", "20/12/2025");
    assert!(said.contains("target mancato"), "{said}");
}

/// The calendar of the monitoring, the calendar file and the data have the same days.
#[test]
fn the_days_of_the_monitoring_are_the_same_everywhere() {
    let of = |tempi: &str| {
        let data = format!("[[monitoraggio]]\nid = \"m\"\ntitolo = \"Esame\"\nsezioni = [\"2.2\"]\ntempi = {tempi}\n");
        let text = "```piao:monitoraggi\n```\n\n```piao:calendario-monitoraggio\n```\n";
        let document = plan(text, &data).document.unwrap();
        let files = dati::render(&document, true).unwrap().files;
        let csv = String::from_utf8(files["dati/monitoraggi.csv"].clone()).unwrap();
        let days: Vec<String> = document.calendario.iter().map(|evento| evento.da.iso()).collect();
        assert!(csv.contains(&days.join("; ")) || days.is_empty(), "{csv}");
        (words(&document), days)
    };
    let (said, days) = of("\"entro il 31/01 di ogni anno\"");
    assert_eq!(days, ["2025-01-31", "2026-01-31", "2027-01-31"]);
    assert!(said.contains("31/01/2025|Esame"), "{said}");
    assert!(said.contains("torna negli stessi giorni anche nel 2026 e nel 2027"), "{said}");
    let (said, days) = of("[\"31/03/2025\", \"15/05/2027\"]");
    assert_eq!(days, ["2025-03-31", "2027-05-15"]);
    assert!(said.contains("31/03/2025|Esame") && said.contains("15/05/2027|Esame"), "{said}");
    assert!(!said.contains("torna negli stessi giorni"), "{said}");
    let (said, days) = of("\"trimestrale\"");
    assert_eq!(days, [""; 0]);
    assert!(said.contains("trimestrale|Esame"), "{said}");
}

/// What less is better of, or nobody knows, has no verdict until its author says where the better values are.
#[test]
fn a_number_is_missed_only_where_more_is_certainly_better() {
    let of = |testo: &str, polarita: &str| {
        let data = format!(
            "[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.indicatore]]\ntesto = \"{testo}\"\n{polarita}target = \"50\"\nrilevato = {{ consuntivo = \"40\" }}\n"
        );
        plan("```piao:cruscotto\n```\n", &data)
    };
    for testo in ["Pratiche arretrate", "I60 Tempo medio di attesa", "Utenti in lista di attesa", "Fogli stampati"] {
        let compiled = of(testo, "");
        assert!(!words(compiled.document.as_ref().unwrap()).contains("target mancato"), "{testo}");
        assert_eq!(told(&compiled, "P0365").len(), 1, "{testo}");
        let declared = of(testo, "polarita = \"diminuisce\"\n");
        assert!(words(declared.document.as_ref().unwrap()).contains("target raggiunto"), "{testo}");
    }
    let certain = of("Grado di attuazione", "");
    assert!(words(certain.document.as_ref().unwrap()).contains("target mancato"));
    assert_eq!(told(&certain, "P0365"), [""; 0]);
}

/// Two values that are read and not compared are told, each with its cure.
#[test]
fn what_is_not_judged_is_told() {
    for (fields, cure) in [
        ("target = \"entro aprile\"\nrilevato = { consuntivo = \"entro maggio\" }", "il giorno in cui è stato fatto"),
        ("polarita = \"mantiene\"\ntarget = \"5\"\nrilevato = { consuntivo = \"6\" }", "\"tra 4 e 6\""),
        (
            "misura = \"tempestivita\"\ntarget = \"entro 30 giorni\"\nrilevato = { consuntivo = \"25 giorni\" }",
            "\"≤ 30 giorni\"",
        ),
    ] {
        let compiled = indicator(fields);
        let found = told(&compiled, "P0365");
        assert!(found.len() == 1 && found[0].contains(cure), "{fields} {found:?}");
        assert_eq!(told(&compiled, "P0311"), [""; 0], "{fields}");
    }
    let kept = indicator("polarita = \"mantiene\"\ntarget = \"5\"\nrilevato = { consuntivo = \"5\" }");
    assert!(words(kept.document.as_ref().unwrap()).contains("target raggiunto"));
    assert_eq!(told(&kept, "P0365"), [""; 0]);
}

/// A number without a sign is no share, and is not compared with one.
#[test]
fn a_count_is_not_compared_with_a_share() {
    let compiled = indicator(
        "misura = \"percentuale\"\npolarita = \"aumenta\"\nbase = { anno = 2024, valore = \"1.200\" }\ntarget = \"30 %\"",
    );
    assert_eq!(told(&compiled, "P0328"), [""; 0]);
    assert_eq!(told(&compiled, "P0331").len(), 1, "{}", compiled.messages());
}

/// While the last day of an objective cannot be read, nobody knows of which years a target is due.
#[test]
fn no_year_is_asked_of_a_day_that_is_not_read() {
    let of = |term: &str| {
        let data = format!(
            "[[obiettivo]]\ntitolo = \"T\"\nscadenza = \"{term}\"\n[[obiettivo.indicatore]]\ntesto = \"Prova\"\ntarget = {{ 2025 = \"3\" }}\n"
        );
        told(&plan("Testo.\n", &data), "P0327").len()
    };
    assert_eq!([of("31/06/2025"), of("30/06/2025"), of("30/06/2026")], [0, 0, 1]);
}

/// A share that few people make is told as what it is.
#[test]
fn a_share_that_is_withheld_says_why() {
    let data = "[[lavoro_agile]]\ngiorni = \"due\"\ndipendenti = { 2025 = 2 }\n";
    let found = told(&plan("Sono [=lavoro-agile.quota.2025].\n", data), "P0205");
    assert!(found.len() == 1 && found[0].contains("non si pubblica"), "{found:?}");
    assert!(found[0].contains("`[=lavoro-agile.dipendenti.2025]`"), "{found:?}");
}

/// The number of a chapter or of a lot is no day, and a day after a preposition is.
#[test]
fn the_code_of_a_thing_is_no_day() {
    for text in ["capitolo 31.09.2025", "classe 31/06/26", "CPV 30.02.2000", "Lotto 31/11/2027", "prot. n. 30/02/2027"]
    {
        assert_eq!(told(&plan(&format!("È il {text}.\n"), ""), "P0403"), [""; 0], "{text}");
    }
    assert_eq!(told(&plan("Scade il 31.09.2025.\n", ""), "P0403").len(), 1);
}

/// The stretch that a phase names is compared with its times, whatever words introduce it.
#[test]
fn a_stretch_in_the_words_of_a_phase_is_compared_with_its_times() {
    let of = |testo: &str| {
        let data = format!(
            "[[obiettivo]]\ntitolo = \"T\"\n[[obiettivo.fase]]\ntesto = \"{testo}\"\ntempi = \"maggio - giugno\"\n"
        );
        told(&plan("Testo.\n", &data), "P0408").len()
    };
    assert_eq!(of("Analisi da gennaio a marzo"), 1);
    assert_eq!([of("Analisi da maggio a giugno"), of("Analisi dal 5 maggio")], [0, 0]);
}

/// A phase that is one of several is said in the words that mean it, and not as a year of several.
#[test]
fn the_cure_of_a_phase_is_a_phase() {
    let compiled = plan("Testo.\n", "[[obiettivo]]\ntitolo = \"T\"\ndurata = \"fase 2\"\n");
    let found = told(&compiled, "P0410");
    assert!(found.len() == 1 && found[0].contains("`durata = \"fase 2 di 3\"`"), "{found:?}");
}

/// Part-time with decimals is a share of the time, as a round one is.
#[test]
fn a_share_of_the_time_may_have_decimals() {
    let data = "[[dotazione]]\narea = \"istruttori\"\nprofilo = \"Vigile\"\nnumero = 3\ntempo = \"83,33 %\"\n";
    let compiled = plan("```piao:dotazione\n```\n", data);
    assert!(!compiled.messages().contains("83,33"), "{}", compiled.messages());
    assert!(compiled.document.is_some(), "{}", compiled.messages());
}
