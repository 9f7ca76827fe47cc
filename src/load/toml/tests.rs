//! What the messages about TOML must keep: one problem for each slip, at its place, with a cure that fits.

use crate::diag::Diagnostics;
use crate::{index, load, source::Sources};

const PIAO: &str = "tipo = \"piao\"\ntriennio = \"2025-2027\"\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
    data = \"31/01/2025\"\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\n";

/// The problems of a plan, one a line: code, line, message, cures.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = files.to_vec();
    if !files.iter().any(|(path, _)| *path == "piao.toml") {
        all.push(("piao.toml", PIAO));
    }
    // A plan without sections is a problem of its own.
    if !files.iter().any(|(path, _)| path.ends_with(".md")) {
        all.push(("1-sezione.md", "# Sezione\n"));
    }
    let sources = Sources::memory(&all);
    let mut diags = Diagnostics::default();
    let piano = load::load(&sources, None, &mut diags);
    index::resolve(&piano, &sources, &mut diags);
    let line = |span: crate::base::span::Span| {
        sources
            .file(span.file)
            .and_then(|f| f.text().get(..span.range().start))
            .map_or(0, |t| t.matches('\n').count() + 1)
    };
    diags
        .sorted()
        .into_iter()
        .map(|d| {
            let others: String = d.others.iter().map(|(span, _)| format!(" (riga {})", line(*span))).collect();
            format!("{} {}: {}{others} | {}", d.code, d.span.map_or(0, line), d.message, d.helps.join(" | "))
        })
        .collect()
}

/// The problem of a plan that must have exactly one.
fn only(files: &[(&str, &str)]) -> String {
    let all = problems(files);
    assert_eq!(all.len(), 1, "{all:#?}");
    all.into_iter().next().unwrap_or_default()
}

/// A project with `line` in place of the line of the same field.
fn progetto(line: &str) -> String {
    let fields =
        ["id = \"p\"", "titolo = \"T\"", "programma = \"PNRR\"", "importo = 1", "richiesto = 1", "finanziato = 1"];
    let name = line.split('=').next().unwrap_or_default();
    let mut text = "[[progetto]]\n".to_owned();
    for field in fields.iter().filter(|f| f.split('=').next() != Some(name)) {
        text.push_str(&format!("{field}\n"));
    }
    text + line + "\n"
}

/// Each line, put in a project, gives exactly one problem, which contains the words beside it.
fn each(cases: &[(&str, &str)]) {
    for (line, words) in cases {
        let problem = only(&[("dati/p.toml", &progetto(line))]);
        assert!(problem.contains(words), "{line}\n  {problem}");
    }
}

#[test]
fn every_problem_of_nested_tables_comes_out_at_its_place() {
    let text = PIAO.replace(
        "nome = \"Comune\"\ntipo = \"comune\"",
        "nome = \"Comune\"\ntipo = \"comun\"\npecc = \"x\"\nabitanti = -3\n[pdf]\nelenco_tabelle = \"si\"\n\
         [albero]\nlivelli = [1, \"b\", 2]",
    );
    // The citation is checked even so, because ids do not come from the settings.
    let found = problems(&[("piao.toml", &text), ("1-a.md", "# A\n\n[=ente.pec] [=ente.nome] [@no-no-no]\n")]);
    assert_eq!(
        found,
        [
            "P0201 3: «no-no-no» non esiste nel piano | controlla l’id o il codice: deve essere quello di una sezione, di una tabella o di un dato; `piao elenco` li mostra tutti, con i loro titoli",
            "P0107 8: il valore «comun» non è ammesso | forse intendevi `comune`",
            "P0105 9: il campo `pecc` non è previsto | forse intendevi `pec`",
            "P0107 10: il numero -3 è negativo | scrivi un numero intero maggiore o uguale a zero",
            "P0107 12: trovato il testo «si», atteso `true` o `false` | scrivi `true` senza virgolette",
            "P0107 14: trovato il numero 1, atteso un testo fra virgolette | scrivi il valore fra virgolette: \"1\"",
            "P0107 14: trovato il numero 2, atteso un testo fra virgolette | scrivi il valore fra virgolette: \"2\"",
        ]
    );
    let without = PIAO.split("[ente]").next().unwrap_or_default();
    let found = only(&[("piao.toml", without), ("1-a.md", "# A\n\n[=ente.nome]\n")]);
    assert_eq!(found, "P0106 1: manca il campo `ente` | aggiungi una riga `[ente]` e sotto i suoi campi");
}

#[test]
fn broken_syntax_makes_one_problem_and_no_false_ones() {
    let md = ("1-a.md", "# A\n\n[@p] [@q] [=ente.nome] [=progetti.importo.somma]\n");
    let next =
        "\n[[progetto]]\nid = \"q\"\ntitolo = \"Q\"\nprogramma = \"x\"\nimporto = 1\nrichiesto = 1\nfinanziato = 1";
    for (line, words) in [
        ("importo = { assente = \"a\"", "P0104 7: questo gruppo non è chiuso: manca la parentesi `}`"),
        ("codice = [\"a\",", "P0104 8: questo elenco non è chiuso: manca la parentesi `]`"),
        ("descrizione = \"\"\"\nciao", "P0104 8: questo testo su più righe non è chiuso"),
        ("codice = \"x", "P0104 8: mancano le virgolette alla fine"),
        ("[[progetto]\nid = \"z\"\ntitolo = \"z\"", "P0104 8: mancano le parentesi `]]`"),
        ("codice = \"x\",", "togli la virgola: `codice = \"x\"`"),
        ("codice = \"a\"\ncodice = \"b\"", "P0104 9: il campo `codice` è già scritto sopra (riga 8) | tieni una sola"),
    ] {
        let problem = only(&[("dati/p.toml", &(progetto(line) + next)), md]);
        assert!(problem.contains(words), "{line}\n  {problem}");
    }
    // A broken line is not read: it gives no false id and no false duplicate.
    let text = progetto("codice = \"c\"");
    for (right, wrong, words) in [
        ("id = \"p\"", "id = p\"", "`id = \"p\"`"),
        ("[[progetto]]", "[progetto]]", "`[[progetto]]`"),
        ("[[progetto]]", "[[progetto]", "`[[progetto]]`"),
    ] {
        let all = text.replacen(right, wrong, 1) + next + next.replace("\"q\"", "\"r\"").as_str();
        let problem = only(&[("dati/p.toml", &all), md]);
        assert!(problem.starts_with("P0104") && problem.contains(words), "{problem}");
        let all = next.replace("\"q\"", "\"r\"") + "\n" + &text.replacen(right, wrong, 1) + next;
        let problem = only(&[("dati/p.toml", &all), md]);
        assert!(problem.starts_with("P0104") && problem.contains(words), "{problem}");
    }
    // What stands below a broken line is still read: its own slips are reported in the same run, and its names are known.
    let both = progetto("codice = \"x") + next + "\ncodice: \"y\"\npaesi = \"sei\"\n";
    let found = problems(&[("dati/p.toml", &both), ("1-a.md", "# A\n\n[@q]\n")]);
    let starts: Vec<&str> = found.iter().filter_map(|p| p.get(..8)).collect();
    assert_eq!(starts, ["P0104 8:", "P0104 17", "P0107 18"], "{found:#?}");
    // The opening marks of the second text close the first.
    let two = progetto("descrizione = \"\"\"\nciao") + next.trim_start() + "\ndescrizione = \"\"\"\naltro\n\"\"\"\n";
    assert!(only(&[("dati/p.toml", &two), md]).starts_with("P0104 8: questo testo"));
    let found = only(&[
        ("piao.toml", &PIAO.replace("nome = \"Comune\"", "nome = “Comune”")),
        ("1-a.md", "# A\n\n[=ente.nome]\n"),
    ]);
    assert!(found.contains("`nome = \"Comune\"`"), "{found}");
    let found = only(&[
        ("dati/p.toml", "[[progetti]]\nid = \"p\"\n[[progetti]]\nid = \"q\"\n"),
        ("1-a.md", "# A\n\n[@p] [@q]\n"),
    ]);
    assert_eq!(found, "P0108 1: `progetti` non è un tipo di scheda | forse intendevi `[[progetto]]`");
}

/// Rows of staff, of which the second is `row`.
fn righe(row: &str) -> String {
    format!(
        "cessazione = [\n  {{ anno = 2027, numero = 1, area = \"istruttori\", profilo = \"Uno\" }},\n{row}\n  \
         {{ anno = 2029, numero = 1, area = \"istruttori\", profilo = \"Tre\" }},\n]\n\n[[nodo]]\nid = \"n\"\ntitolo = \"N\"\n"
    )
}

#[test]
fn a_row_of_a_list_gives_its_own_mistake() {
    let md = ("1-a.md", "# A\n\n[@n]\n");
    for (row, words) in [
        (
            "  { anno = 2028, numero = 1, profilo = \"Due\" }",
            "P0104 3: manca una virgola fra due valori | alla fine di questa riga, dopo `}`, metti una virgola: `},`",
        ),
        (
            "  { anno = 2028, numero = 1, profilo = \"Due },",
            "P0104 3: mancano le virgolette alla fine del testo | chiudi le virgolette: `profilo = \"Due\"`",
        ),
        ("  { profilo = \"Due, anno = 2028, numero = 1 },", "chiudi le virgolette: `profilo = \"Due\"`"),
        (
            "  { anno = 2028, area = \"istruttori, profilo = \"Due\", numero = 1 },",
            "chiudi le virgolette: `area = \"istruttori\"`",
        ),
        ("  { anno = 2028, numero = 1, profilo = \"Due\",", "P0104 3: manca la parentesi `}` che chiude il gruppo"),
        ("  { anno = 2028, numero = 1, profilo = \"Due\"", "P0104 3: manca la parentesi `}` che chiude il gruppo"),
        ("  { anno = 2028 numero = 1, profilo = \"Due\" },", "P0104 3: prima del campo `numero` manca una virgola"),
        ("  { profilo = \"Due\" anno = 2028, numero = 1 },", "P0104 3: prima del campo `anno` manca una virgola"),
        ("  { anno = 2028, numero = 1,5, profilo = \"Due\" },", "scrivi `numero = 1.5`, oppure `numero = \"1,5\"`"),
        (
            "  { anno = 2028, numero = 1, risparmio = 1.234,56 },",
            "scrivi il valore fra virgolette: `risparmio = \"1.234,56\"`",
        ),
        ("  { anno = 2028, numero = 1, risparmio = 34.000,00 € },", "`risparmio = \"34.000,00 €\"`"),
        ("  { anno = 2028, numero = 1, dal = 31/12/2028 },", "scrivi il valore fra virgolette: `dal = \"31/12/2028\"`"),
        ("  { anno = 2028, numero = 1, dal = 2028-06-31 },", "l’ultimo giorno di quel mese è il 30/06/2028"),
        ("  { anno = 2028, numero = 1, profilo = “Due” },", "usa le virgolette diritte: `profilo = \"Due\"`"),
        ("  { anno = 2028, numero = 1, profilo = \"Il \"due\" di ieri\" },", "`profilo = \"Il «due» di ieri\"`"),
        (
            "  { anno = 2028, numero 1, profilo = \"Due\" },",
            "P0104 3: fra il campo `numero` e il valore manca `=` | scrivi `numero = 1`",
        ),
        ("  { anno = 2028, numero: 1, profilo = \"Due\" },", "ci vuole `=`, non `:` | scrivi `numero = 1`"),
        ("  { anno = 2028, numero == 1, profilo = \"Due\" },", "scrivi un solo `=`: `numero = 1`"),
        ("  { anno = 2028, numero = 1, profilo = \"Due\" tecnico },", "dopo il valore c’è un altro testo: «tecnico»"),
        (
            "  { anno = 2028, numero = 1, profilo = Tecnico },",
            "scrivi il valore fra virgolette: `profilo = \"Tecnico\"`",
        ),
        ("  { anno = 2028, numero = , profilo = \"Due\" },", "manca il valore dopo `=`"),
        ("  { anno = 2028, numero = 1,, profilo = \"Due\" },", "c’è una virgola di troppo"),
        ("  { anno = 2028; numero = 1 },", "fra i campi di un gruppo va la virgola, non il punto e virgola"),
        ("  { anno = 2028, modalità = \"x\", numero = 1 },", "scrivi `modalita = \"x\"`"),
        ("  { anno = 2028, numero = 1 };", "scrivi `,` al posto di `;`"),
        ("  anno = 2028, numero = 1 },", "P0104 3: manca la parentesi `{` che apre il gruppo"),
    ] {
        let problem = only(&[("dati/p.toml", &righe(row)), md]);
        assert!(problem.starts_with("P0104 ") && problem.contains(words), "{row}\n  {problem}");
    }
    // Each broken row is told in one run, and those between them are read.
    let text = righe(
        "  { anno = 2028, numero = 1, profilo = \"Due },\n  { anno = 2028, numero = uno },\n  { anno = 2028, numero = -1 },",
    );
    let found = problems(&[("dati/p.toml", &text), md]);
    let starts: Vec<&str> = found.iter().filter_map(|p| p.get(..8)).collect();
    assert_eq!(starts, ["P0104 3:", "P0104 4:", "P0107 5:"], "{found:#?}");
    // A list on one line.
    for (line, words) in [
        ("codice = [\"a\", \"b]", "chiudi le virgolette: `\"b\"`"),
        ("importo = { assente = \"a }", "chiudi le virgolette: `assente = \"a\"`"),
        ("importo = { assente \"a\" }", "scrivi `assente = \"a\"`"),
        ("paesi = 1,5", "scrivi `paesi = 1.5`, oppure `paesi = \"1,5\"`"),
        ("paesi = 6 paesi", "scrivi `paesi = 6`; se il valore è un testo"),
    ] {
        let problem = only(&[("dati/p.toml", &progetto(line))]);
        assert!(problem.contains(words), "{line}\n  {problem}");
    }
}

#[test]
fn brackets_of_any_kind_are_read_to_their_end() {
    let deep = format!("nodo = [\n{}", "{ a = [\n".repeat(3_000));
    let long = format!("nodo = [{}", "1 ".repeat(50_000));
    for text in [
        "nodo = [\n}\n]\n",
        "nodo = [\n{ \"\n]\n",
        "nodo = [\n{ è = “\n]\n",
        "nodo = [\n, ,\n{ } }\n",
        "nodo = [\n{ a = (1) }\n{ b\n",
        "nodo = {\n a = 1\n b 2\n}\n",
        "nodo = [ { a = \"\"\" }\n]\n",
        "nodo = [\n;\n;\n]\n",
        "nodo = [\n{ a = 'x }\n",
        &deep,
        &long,
    ] {
        let found = problems(&[("dati/p.toml", text)]);
        assert!(!found.is_empty(), "{text:.80}");
    }
}

#[test]
fn brackets_that_span_lines_are_no_slip() {
    let text = progetto("codice = \"a\"")
        + "[[obiettivo]]\ntitolo = \"O\"\nnodo = \"n\"\nunita = {\n  assente = \"a\"\n}\nscadenza = 2025-02-30\nprogetti = [\n  \"p\",\n]\n\
           risultato_atteso = \"\"\"\n[[x]]\na = [\n\"\"\"\n[[nodo]]\nid = \"n\"\ntitolo = \"N\"\n";
    let found = only(&[("dati/p.toml", &text)]);
    assert!(found.starts_with("P0104 15: «2025-02-30» non è una data del calendario"), "{found}");
}

#[test]
fn values_typed_bare_are_one_problem_with_its_cure() {
    each(&[
        (
            "importo = 211.500,00 €",
            "P0104 7: questo valore va scritto fra virgolette | scrivi il valore fra virgolette: `importo = \"211.500,00 €\"`",
        ),
        ("importo = 1.234.567", "`importo = \"1.234.567\"`"),
        ("livello = misura", "`livello = \"misura\"`"),
        ("descrizione = “Comune”", "`descrizione = \"Comune\"`"),
        ("descrizione: \"x\"", "ci vuole `=`, non `:`"),
        ("paesi =", "scrivi il valore dopo `paesi =`"),
        ("descrizione = \"C:\\Users\"", "scrivi `\\\\`"),
        (
            "descrizione = \"a\"codice = \"b\"",
            "due campi sono sulla stessa riga | vai a capo prima di `codice = \"b\"`",
        ),
        ("descrizione = \"a \"b\" c\"", "«…»"),
    ]);
    for (date, words) in [
        ("31-01-2025", "`data = \"31-01-2025\"`"),
        ("31/12/2026", "`data = \"31/12/2026\"`"),
        ("31 gennaio 2025", "`data = \"31 gennaio 2025\"`"),
        ("2025-02-30", "«2025-02-30» non è una data del calendario"),
        ("31/2/2025", "«31/2/2025» non è una data del calendario"),
        ("1/2/26", "`data = \"1/2/2026\"`"),
    ] {
        let found = only(&[("piao.toml", &PIAO.replace("\"31/01/2025\"", date))]);
        assert!(found.starts_with("P0104 5: ") && found.contains(words), "{found}");
    }
    let found = only(&[("dati/n.toml", "[[nodo]]\ntitolo = \"N\"\ntrasversale = si\n")]);
    assert!(found.contains("scrivi `trasversale = true`"), "{found}");
}

#[test]
fn a_value_of_the_wrong_type_comes_with_its_cure() {
    each(&[
        ("paesi = \"6\"", "senza virgolette: 6"),
        ("paesi = -1", "maggiore o uguale a zero"),
        ("paesi = 2.5", "senza decimali"),
        ("paesi = 99999999999", "fuori misura"),
        ("codice = 53", "fra virgolette: \"53\""),
        ("descrizione = 53", "fra virgolette: \"53\""),
        ("titolo = 2025", "fra virgolette: \"2025\""),
        ("livello = 3", "i valori ammessi sono: investimento"),
        ("importo = true", "\"211.500,00 €\""),
        ("titolo = { assente = \"x\" }", "solo per i dati dovuti"),
        ("finanziato = \"/\"", "\"non ancora finanziato\", o `{ assente = \"motivo\" }`"),
    ]);
    let text = "[[obiettivo]]\ntitolo = \"O\"\nnodo = \"n\"\nprogetti = \"p\"\n[[nodo]]\nid = \"n\"\ntitolo = \"N\"\ntrasversale = \"si\"\n";
    let found = problems(&[("dati/o.toml", text)]);
    assert!(found.iter().any(|p| p.ends_with("fra parentesi quadre: [\"p\"]")), "{found:#?}");
    assert!(found.iter().any(|p| p.ends_with("scrivi `true` senza virgolette")), "{found:#?}");
    assert_eq!(found.len(), 2, "{found:#?}");
    // Of missing fields, only those that are due get a message that proposes to declare an absence.
    let found =
        problems(&[("dati/p.toml", &progetto("").replace("importo = 1\n", "").replace("titolo = \"T\"\n", ""))]);
    assert!(
        found.iter().any(|p| p.contains("manca il campo `importo` | aggiungi `importo = …`, o `importo = { assente"))
    );
    assert!(found.iter().any(|p| p.ends_with("manca il campo `titolo` | aggiungi `titolo = …`")));
    assert_eq!(found.len(), 2, "{found:#?}");
}

#[test]
fn absence_is_offered_where_it_is_accepted() {
    for field in ["importo", "richiesto"] {
        for value in ["\"\"", "\"==\"", "\"*\"", "\"/\"", "\"assente\"", "\"  \""] {
            let found = only(&[("dati/p.toml", &progetto(&format!("{field} = {value}")))]);
            assert!(found.starts_with("P0107 7: ") && found.contains("{ assente = \"motivo\" }"), "{found}");
        }
    }
    each(&[
        ("importo = { assente = \"a\", nota = \"b\" }", "P0105 7: il campo `nota` non è previsto"),
        ("importo = { asente = \"a\" }", "P0105 7: il campo `asente` non è previsto"),
        ("titolo = \"\"", "P0107 7: il valore è vuoto | scrivi il valore: questo campo è obbligatorio"),
        ("codice = \"\"", "P0107 8: il valore è vuoto | scrivi il valore o togli la riga"),
        ("titollo = \"x\"", "P0105 8: il campo `titollo` non è previsto | forse intendevi `titolo`, che c’è già"),
    ]);
    let text = progetto("codice = \"c\"");
    let found = only(&[("dati/p.toml", &text.replace("titolo", "titollo"))]);
    assert!(found.ends_with("il campo `titollo` non è previsto | forse intendevi `titolo`"), "{found}");
    let found = only(&[("dati/p.toml", &text.replace("titolo = \"T\"\n", ""))]);
    assert!(found.ends_with("manca il campo `titolo` | aggiungi `titolo = …`"), "{found}");
    let dated = |scadenza: &str| {
        format!(
            "[[nodo]]\nid = \"n\"\ntitolo = \"N\"\n[[obiettivo]]\ntitolo = \"O\"\nnodo = \"n\"\n\
                 unita = {{ assente = \"a\" }}\nrisultato_atteso = \"r\"\nscadenza = {scadenza}\n"
        )
    };
    assert!(only(&[("dati/o.toml", &dated("\"assente\""))]).contains("«assente» non è un valore"));
    assert_eq!(problems(&[("dati/o.toml", &dated("\"entro aprile\""))]), [""; 0]);
}

#[test]
fn the_triennium_is_two_years() {
    for good in ["2025-2027", "2025/2027", "2025–2027", "2025 - 2027"] {
        assert_eq!(problems(&[("piao.toml", &PIAO.replace("2025-2027", good))]), [""; 0]);
    }
    for bad in ["pippo", "2025", "2025-27", "2025-2026-2027"] {
        let found = only(&[("piao.toml", &PIAO.replace("2025-2027", bad))]);
        assert!(
            found.starts_with("P0107 2: ") && found.ends_with("scrivi il primo e l’ultimo anno: \"2025-2027\""),
            "{found}"
        );
    }
}

#[test]
fn front_matter_that_fails_makes_one_problem() {
    for (text, start) in [
        ("+++\ntitolo = 2025\n+++\n\nx\n", "P0107 2"),
        ("+++\ntitolo = \"A\"\n\ntesto\n", "P0109 1"),
        ("---\ntitolo: A\n---\n\nx\n", "P0109 1"),
        ("# commento\n+++\ntitolo = \"A\"\n+++\n\nx\n", "P0109 2: `+++` deve essere la prima riga"),
        ("+++\ntitolo = \"A\nid = \"x\"\n+++\n\n[@x]\n", "P0104 2"),
        ("+++\ntitolo = \"\"\n+++\n\nx\n", "P0107 2"),
        ("+++ \ntitolo = \"A\"\nstatto = \"x\"\n+++\n\nx\n", "P0105 3"),
        ("x\n", "P0106 1"),
    ] {
        let found = only(&[("1-a.md", text)]);
        assert!(found.starts_with(start), "{text}\n  {found}");
    }
    let spaces = ("1-a.md", "+++  \ntitolo = \"A\"\n+++\n\nèè [@no-no]\n");
    assert!(only(&[spaces]).starts_with("P0201 5"), "places count the hidden spaces");
}

#[test]
fn a_view_that_cannot_be_read_takes_its_id_along() {
    let text = "# A\n\n```piao:progetti\nid = \"v\ndidascalia = \"D\"\n```\n\n[@v]\n";
    assert!(only(&[("1-a.md", text)]).starts_with("P0104 4"));
}

#[test]
fn a_correction_keeps_the_quotes() {
    let text = "[[nodo]]\nid = \"Valore Pubblico\"\ntitolo = \"N\"\n[[nodo]]\nid = \"primo\"\ntitolo = \"M\"\n[[nodo]]\ntitolo = \"O\"\npadre = 'prima'\n";
    let sources = Sources::memory(&[("piao.toml", PIAO), ("dati/n.toml", text)]);
    let mut diags = Diagnostics::default();
    let piano = load::load(&sources, None, &mut diags);
    index::resolve(&piano, &sources, &mut diags);
    let texts: Vec<_> = diags.sorted().into_iter().filter_map(|d| d.proposta.clone()).map(|(_, text)| text).collect();
    assert_eq!(texts, ["\"valore-pubblico\"", "\"primo\""]);
}

/// Which objectives of a plan were read whole, each with its phases.
fn interi(path: &str, text: &str) -> Vec<(bool, Vec<bool>)> {
    let sources = Sources::memory(&[("piao.toml", PIAO), ("1-sezione.md", "# Sezione\n"), (path, text)]);
    let piano = load::load(&sources, None, &mut Diagnostics::default());
    let fasi = |o: &crate::piano::element::obiettivo::Obiettivo| o.fasi.iter().map(|fase| fase.intero).collect();
    piano.elementi.obiettivi.iter().map(|o| (o.intero, fasi(&o.value))).collect()
}

#[test]
fn a_record_and_its_parts_know_whether_they_are_whole() {
    // The lines stand in the first objective, in its two phases and in the second objective. Then comes which of the four are
    // whole.
    let cases = [
        (["", "", "", ""], [true, true, true, true]),
        (["peso = \"molto\"", "", "", ""], [false, true, true, true]),
        (["colore = 3", "", "", ""], [false, true, true, true]),
        (["unita = { assente = \"x\", perche = \"y\" }", "", "", ""], [false, true, true, true]),
        (["", "pesso = 10", "", ""], [false, false, true, true]),
        (["", "", "peso = 12 %", ""], [false, true, false, true]),
        (["inizio = 1 gennaio", "", "", ""], [false, true, true, true]),
        (["", "", "", "fine = \"31/02/2026\""], [true, true, true, false]),
        // Inside a text, what looks like a header or a field is neither.
        (["descrizione = \"\"\"\n[[obiettivo]]\ncolore = 3\npeso = 12 %\n\"\"\"", "", "", ""], [true; 4]),
        (["finalita = \"\"\"\n[fine]\n\"\"\"\npeso = 12 %", "", "", ""], [false, true, true, true]),
    ];
    for ([own, one, two, other], [first, phase, last, second]) in cases {
        let text = format!(
            "[[obiettivo]]\ntitolo = \"Uno\"\n{own}\n\n[[obiettivo.fase]]\ntesto = \"A\"\n{one}\n\n\
             [[obiettivo.fase]]\ntesto = \"B\"\n{two}\n\n[[obiettivo]]\ntitolo = \"Due\"\n{other}\n"
        );
        assert_eq!(interi("dati/o.toml", &text), [(first, vec![phase, last]), (second, vec![])], "{text}");
    }
}

#[test]
fn a_broken_header_ends_what_stands_above_it() {
    let text = "[[obiettivo]]\ntitolo = \"Uno\"\n\n[[obiettivo\ntitolo = \"Due\"\n\n[[obiettivo]]\ntitolo = \"Tre\"\n";
    assert_eq!(interi("dati/o.toml", text), [(true, vec![]), (true, vec![])]);
    let text =
        "[[obiettivo]]\ntitolo = \"Uno\"\n\n[[obiettivo.fase\ntesto = \"A\"\n\n[[obiettivo]]\ntitolo = \"Tre\"\n";
    assert_eq!(interi("dati/o.toml", text), [(false, vec![]), (true, vec![])]);
}

#[test]
fn a_card_knows_whether_it_is_whole() {
    let card = |body: &str| interi("obiettivi/A1.md", &format!("+++\ntitolo = \"Uno\"\n+++\n\n{body}\n"));
    assert_eq!(card("## Qualità\n\nUn questionario."), [(true, vec![])]);
    assert_eq!(card("## Colore\n\nRosso."), [(false, vec![])]);
    assert_eq!(interi("obiettivi/A1.md", "+++\ntitolo = \"Uno\"\npeso = 12 %\n+++\n\nTesto.\n"), [(false, vec![])]);
}
