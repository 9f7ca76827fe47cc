//! What a newcomer wrote and the program understood wrongly, or cured in a way that did not cure: a column, a word, a number, a name.

use crate::project::{Project, SETTINGS};

/// The messages about a plan with this file.
fn told(path: &str, text: &str) -> String {
    Project::new().section("Testo.").file(path, text).compile().messages()
}

#[test]
fn the_people_who_take_part_are_columns_of_a_csv() {
    let csv = "titolo;tipo;ore;anni;temi;partecipanti.categoria;partecipanti.numero\n\
        Etica;obbligatoria;4;2025 | 2026;anticorruzione | etica;istruttori;10\n\
        Etica;obbligatoria;4;2025 | 2026;anticorruzione | etica;dirigenti;2\n\
        Appalti;obbligatoria;8;;;;6\n";
    let plan = Project::new()
        .section("Le persone: [=formazione.partecipazioni.2025].\n\n```piao:linee-formative\n```")
        .file("dati/linee-formative.csv", csv);
    let compiled = plan.compile();
    let messages = compiled.messages();
    assert!(!messages.contains("P0105") && !messages.contains("P0107"), "{messages}");
    let document = compiled.document.unwrap_or_else(|| panic!("{messages}"));
    let words = format!("{document:?}");
    assert!(words.contains("2 dirigenti, 10 istruttori"), "{messages}");
}

#[test]
fn a_fact_of_another_thing_is_never_proposed() {
    let data = "unita = [{ codice = \"A1\", nome = \"Area affari generali\", dipendenti = 13 }]\n\
        dotazione = [{ area = \"istruttori\", profilo = \"P\", unita = \"A1\", numero = 13 }]\n";
    let settings = SETTINGS.replace("tipo = \"comune\"", "tipo = \"comune\"\ndipendenti = 30");
    let about = |fact: &str| {
        let plan = Project::new().file("piao.toml", &settings).section(&format!("Sono [={fact}]."));
        plan.file("dati/unita.toml", data).compile().messages()
    };
    assert!(about("dipendenti").contains("forse intendevi `[=ente.dipendenti]`"), "{}", about("dipendenti"));
    assert!(about("dotazione.tot").contains("forse intendevi `[=dotazione.totale]`"), "{}", about("dotazione.tot"));
    let other = about("a2.dipendenti");
    assert!(other.contains("P0205") && !other.contains("forse intendevi"), "{other}");
    // Of a cost that is not sure there is no sum, and it is told why.
    let cost = about("dotazione.costo.totale");
    assert!(cost.contains("P0205") && cost.contains("costo di un posto per persone"), "{cost}");
}

#[test]
fn a_name_with_another_figure_is_another_thing() {
    let data = "unita = [{ codice = \"A1\", nome = \"Area affari generali\" }, { codice = \"A2\", nome = \"Area tecnica\" }]\n";
    let messages = Project::new().section("Si veda [@a4].").file("dati/unita.toml", data).compile().messages();
    assert!(messages.contains("P0201") && !messages.contains("forse intendevi"), "{messages}");
}

#[test]
fn a_value_may_be_written_as_it_is_printed() {
    let incarichi = "incarico = [\n  { id = \"s\", ruolo = \"segretario comunale\" },\n  { id = \"n\", ruolo = \"Nucleo di valutazione\" },\n]\n";
    assert!(!told("dati/incarichi.toml", incarichi).contains("P0107"), "{}", told("dati/incarichi.toml", incarichi));
    let other = told("dati/incarichi.toml", "[[incarico]]\nruolo = \"segretario provinciale\"\n");
    assert!(other.contains("P0107") && !other.contains("forse intendevi"), "{other}");
    let hires = "anno;area;profilo;numero;modalita;costo\n2025;Area dei Funzionari e dell’Elevata Qualificazione;P;1;mobilità;gratis\n";
    let messages = told("dati/assunzioni.csv", hires);
    assert!(messages.contains("se non costa niente scrivi «0»"), "{messages}");
    assert!(!messages.contains("mobilità») non è ammesso") && !messages.contains("non è un’area"), "{messages}");
    let leave = told(
        "dati/cessazioni.toml",
        "[[cessazione]]\nanno = 2025\narea = \"istruttori\"\nnumero = 1\nmotivo = \"pensione\"\n",
    );
    assert!(leave.contains("forse intendevi `pensionamento`"), "{leave}");
    let course =
        told("dati/linee.toml", "[[linea_formativa]]\ntitolo = \"Etica\"\ntipo = \"base\"\nmodalita = \"on line\"\n");
    assert!(course.contains("forse intendevi `distanza` o `asincrona`"), "{course}");
    let column = told("dati/assunzioni.csv", "anno;area;profilo;numero;Costo annuo\n2025;istruttori;P;1;100\n");
    assert!(column.contains("forse intendevi `costo`"), "{column}");
    let area = "[[processo]]\ntitolo = \"P\"\narea = \"Autorizzazioni e concessioni\"\nunita = \"tutte\"\n";
    assert!(
        told("dati/processi.toml", area).contains("scrivi la sua chiave: `autorizzazioni`"),
        "{}",
        told("dati/processi.toml", area)
    );
}

#[test]
fn one_value_is_cured_with_the_field_that_it_is() {
    let of = |line: &str| {
        told(
            "dati/o.toml",
            &format!("[[obiettivo]]\ntitolo = \"O\"\n\n[[obiettivo.indicatore]]\ntesto = \"I\"\n{line}\n"),
        )
    };
    for (line, cure) in [
        ("base = \"20%\"", "scrivi così: `{ valore = \"20%\" }`"),
        ("formula = \"fatti / chiesti\"", "scrivi così: `{ numeratore = \"fatti\", denominatore = \"chiesti\" }`"),
        ("rilevato = \"35%\"", "`{ monitoraggio = \"35%\" }`"),
    ] {
        assert!(of(line).contains(cure), "{line}: {}", of(line));
    }
    let list = "linea_formativa = [\n  { titolo = \"Etica\", tipo = \"base\" },\n]\n\n[[linea_formativa.indicatore]]\ntesto = \"I\"\n";
    let messages = told("dati/l.toml", list);
    assert!(messages.contains("`indicatore = [{ … }]` dentro la riga della sua scheda"), "{messages}");
}

#[test]
fn cells_with_several_values_and_rows_of_totals_are_cured() {
    let lines = "titolo;tipo;temi;anni\nEtica;base;anticorruzione, etica;2025-2027\n";
    let messages = told("dati/linee-formative.csv", lines);
    assert!(messages.contains("anticorruzione | etica") && messages.contains("2025 | 2026 | 2027"), "{messages}");
    let staff = "area;profilo;numero\nistruttori;P;3\nTotale;;3\n";
    let messages = told("dati/dotazione.csv", staff);
    assert!(messages.contains("«Totale» è la riga dei totali") && messages.contains("togli questa riga"), "{messages}");
    assert!(!messages.contains("non è un’area"), "{messages}");
}

#[test]
fn a_record_written_twice_is_to_be_kept_once() {
    let toml =
        "[[processo]]\ncodice = \"A.01\"\ntitolo = \"Suolo pubblico\"\narea = \"autorizzazioni\"\nunita = \"tutte\"\n";
    let csv = "codice;titolo;area;unita\nA.01;Suolo pubblico;autorizzazioni;tutte\n";
    let plan = Project::new().section("Testo.").file("dati/rischi.toml", toml).file("dati/processi.csv", csv);
    let messages = plan.compile().messages();
    assert!(messages.contains("P0626") && messages.contains("la stessa scheda scritta due volte"), "{messages}");
}

#[test]
fn a_body_that_controls_is_an_office() {
    let data =
        "[[monitoraggio]]\ntitolo = \"Relazione\"\nsezioni = [\"2.2\"]\nresponsabili = [\"Nucleo di valutazione\"]\n";
    let messages = told("dati/m.toml", data);
    assert!(messages.contains("ruolo = \"nucleo-valutazione\""), "{messages}");
}

#[test]
fn a_name_between_brackets_without_its_sign_is_told() {
    for (text, cure) in [
        ("Sono [dotazione.totale].", "scrivi `[=dotazione.totale]`"),
        ("Sono {dotazione.totale}.", "scrivi `[=dotazione.totale]`"),
        ("Si veda [tabella-ore].", "scrivi `[@tabella-ore]`"),
        ("Ecco: [piao:linee-formative]", "```piao:linee-formative"),
    ] {
        let messages = Project::new().section(text).compile().messages();
        assert!(messages.contains("P0507") && messages.contains(cure), "{text}: {messages}");
    }
    for text in ["Scrivere a [omissis].", "Una [nota](https://www.example.it/a-b) e la e-mail [e-mail]."] {
        let messages = Project::new().section(text).compile().messages();
        assert!(!messages.contains("P0507"), "{text}: {messages}");
    }
}

#[test]
fn a_citation_of_a_file_is_one_of_its_record() {
    for path in ["allegati/carta.pdf", "./allegati/Carta.PDF"] {
        let plan = Project::new().section(&format!("Si veda [@{path}].")).file("allegati/carta.pdf", "%PDF-1.7");
        let messages = plan.compile().messages();
        assert!(messages.contains("è l’allegato `allegati/carta.pdf`"), "{path}: {messages}");
    }
}

#[test]
fn the_signs_of_other_programs_are_told() {
    for (text, words) in [
        ("La ^^mensa scolastica^^ apre.", "`^^mensa scolastica^^` non sottolinea"),
        ("Sono 30 m^^2^^ di sala.", "`^^2^^` non è un apice"),
        ("Sono 30 m^2^ di sala.", "`^2^` non è un apice"),
        ("La ++mensa scolastica++ apre.", "`++mensa scolastica++` non sottolinea"),
    ] {
        let messages = Project::new().section(text).compile().messages();
        assert!(messages.contains("P0507") && messages.contains(words), "{text}: {messages}");
    }
    for text in ["La 1^ e la 2^ giornata.", "La 1^^ e la 2^^ giornata.", "Il 5^^ anno."] {
        let messages = Project::new().section(text).compile().messages();
        assert!(!messages.contains("P0507"), "{text}: {messages}");
    }
}

#[test]
fn the_priority_in_agile_work_names_nobody() {
    let of = |words: &str| {
        let plan = Project::new().section("```piao:lavoro-agile\n```");
        let agile = format!("[[lavoro_agile]]\npriorita = \"{words}\"\n");
        plan.file("dati/agile.toml", &agile).compile().messages()
    };
    assert!(of("Maria Rossi, con figli piccoli.").contains("P1305"), "{}", of("Maria Rossi, con figli piccoli."));
    let named = of("Ha la precedenza Maria Rossi, che abita lontano.");
    assert!(named.contains("P1314") && !named.contains("P1305"), "{named}");
    for words in ["Prima Maria Rossi, che abita lontano.", "Con Mario Bianchi si concorda.", "Poi Anna De Luca."] {
        assert!(of(words).contains("P1314"), "{words}: {}", of(words));
    }
    let kinds = of("Chi ha figli piccoli, chi abita lontano.");
    assert!(!kinds.contains("P1305") && !kinds.contains("P1314"), "{kinds}");
}

/// Each slip with the words that tell it, and the text that its cure makes: with that nothing is told.
#[test]
fn what_would_be_printed_otherwise_is_told_and_its_cure_holds() {
    let table = "\n\n| A | B |\n| --- | --- |\n| 1 | 2 |";
    let below = "\n\n  | A | B |\n  | --- | --- |\n  | 1 | 2 |";
    for (wrong, words, right) in [
        ("La citta` e` bella.", "i segni ` non sono accenti", "La città è bella."),
        (
            "E` vero che l'attivita` cresce.",
            "scrivi le lettere accentate: «È», «attività»",
            "È vero che l'attività cresce.",
        ),
        (
            &format!("Un capoverso.\nTabella: Le ore {{#ore}}{table}"),
            "lascia una riga vuota prima di `Tabella:`",
            &format!("Un capoverso.\n\nTabella: Le ore {{#ore}}{table}"),
        ),
        (
            &format!("Si legge qui.\nTabella: Le ore{table}"),
            "sta attaccata al testo che ha sopra",
            &format!("Si legge qui.\n\nTabella: Le ore{table}"),
        ),
        (
            &format!("- voce\n  Tabella: Le ore {{#ore}}{below}"),
            "lascia una riga vuota prima di `Tabella:`",
            &format!("- voce\n\n  Tabella: Le ore {{#ore}}{below}"),
        ),
        (
            "<!-- da rivedere --> Il Comune apre.\nE chiude.",
            "«Il Comune apre.» sta sulla riga di un commento",
            "<!-- da rivedere -->\nIl Comune apre.\nE chiude.",
        ),
        (
            "Testo.\n\n<!-- uno --> due <!-- tre -->",
            "vai a capo dopo `-->`",
            "Testo.\n\n<!-- uno -->\ndue <!-- tre -->",
        ),
        ("Testo <!-- appunto --&gt; e altro.", "al posto di `--&gt;`", "Testo <!-- appunto --> e altro."),
    ] {
        let of = |text: &str| Project::new().section(text).compile().messages();
        assert!(of(wrong).contains(words), "{wrong}: {}", of(wrong));
        let mended = of(right);
        assert!(
            ["P0110", "P0138", "P0507", "P0513", "P0523"].iter().all(|code| !mended.contains(code)),
            "{right}: {mended}"
        );
    }
    for text in [
        "Il comando`x` e `y`, dell'`uso`.",
        "Nella Tabella: niente.\nNella tabella: altro.",
        "La voce `citta` e la voce `e`.",
    ] {
        let messages = Project::new().section(text).compile().messages();
        assert!(!messages.contains("P0507") && !messages.contains("P0138"), "{text}: {messages}");
    }
}

/// In a field of plain text no sign of Markdown is read: it is told once, at its place; what only looks like one is not.
#[test]
fn signs_in_plain_fields_are_told() {
    let data = "[[obiettivo]]\nid = \"a\"\ntitolo = \"Le pratiche di [=ente.nome] e [@b]\"\nunita = \"S1\"\n\
        [[obiettivo.indicatore]]\ntesto = \"Giorni\"\nfonte = \"[@b-1]\"\ntarget = \"[=b.peso]\"\n\n\
        [[progetto]]\nid = \"p\"\ntitolo = \"Ricerca &amp; sviluppo\"\nrichiesto = { assente = \"la **giunta** decide\" }\n\n\
        [[termine]]\nsigla = \"XYZ\"\nnome = \"Nome[^a]\"\ndefinizione = \"Un **testo** di [=ente.nome].\"\n";
    let csv = "Ufficio;Cosa\nAnagrafe;Le **carte**\n";
    let view = "```piao:tabella\ndidascalia = \"Gli **uffici** di [=ente.nome]\"\ndati = \"dati/t.csv\"\n```\n\n\
        ```piao:tabella\ncolonne = [\"A\"]\nrighe = [[\"[@a]\"]]\n```";
    let plan = Project::new().section(view).file("dati/a.toml", data).file("dati/t.csv", csv);
    let messages = plan.compile().messages();
    for sign in ["[=ente.nome]", "[@b-1]", "[=b.peso]", "&amp;", "**giunta**", "[^a]"] {
        assert!(
            messages.contains(&format!("`{sign}` si stampa com’è scritto: qui il testo è semplice")),
            "{sign}: {messages}"
        );
    }
    assert!(
        messages.contains("alla riga 2, `**carte**` si stampa") && messages.contains("`[@a]` si stampa"),
        "{messages}"
    );
    assert_eq!(messages.matches("P0507").count(), 8, "{messages}");
    let plain = "[[obiettivo]]\nid = \"a\"\ntitolo = \"R&D; nota (**) e [omissis]\"\nunita = \"S1\"\n";
    let messages = Project::new().section("Testo.").file("dati/a.toml", plain).compile().messages();
    assert!(!messages.contains("P0507"), "{messages}");
}

/// Words with escapes have no exact place, and their signs are read all the same; what stands after a backslash is meant.
#[test]
fn signs_are_told_in_texts_with_escapes() {
    let of = |text: &str| {
        let data = format!("[[obiettivo]]\nid = \"a\"\ntitolo = \"A\"\nunita = \"S1\"\ndescrizione = \"{text}\"\n");
        Project::new().section("Testo.").file("dati/a.toml", &data).compile().messages()
    };
    let said = of("Con \\\"virgolette\\\" e una nota[^x] qui.");
    assert!(said.contains("P0209"), "{said}");
    let said = of("Con \\\"virgolette\\\" e **grassetto aperto.");
    assert!(said.contains("P0507"), "{said}");
    let said = of("Con \\\"virgolette\\\", \\\\[^x] e \\\\*\\\\*segni\\\\*\\\\*.\\n\\n[^y]: Nota.\\n\\nQui[^y].");
    assert!(!said.contains("P0209") && !said.contains("P0507"), "{said}");
}
