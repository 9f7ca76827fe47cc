use crate::diag::Diagnostics;
use crate::{load, resolve, source::Sources};

const PIAO: &str = "tipo = \"piao\"\ntriennio = \"2025-2027\"\nmomento = \"approvazione\"\nstato = \"bozza\"\n\
    data = \"31/01/2025\"\n[ente]\nnome = \"Comune\"\ntipo = \"comune\"\n";

/// The problems of a plan, one a line: code, line, message, cures.
fn problems(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = files.to_vec();
    if !files.iter().any(|(path, _)| *path == "piao.toml") {
        all.push(("piao.toml", PIAO));
    }
    let sources = Sources::memory(&all);
    let mut diags = Diagnostics::default();
    let piano = load::load(&sources, &mut diags);
    resolve::resolve(&piano, &sources, &mut diags);
    let line = |span: crate::span::Span| {
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

#[test]
fn probe() {
    let progetto = |field: &str| {
        format!(
            "[[progetto]]\nid = \"p\"\ntitolo = \"T\"\nprogramma = \"PNRR\"\nimporto = 1\nrichiesto = 1\nfinanziato = 1\n{field}\n"
        )
    };
    let settings = |line: &str| PIAO.replace("stato = \"bozza\"", line);
    let mut cases: Vec<(String, Vec<(&str, String)>)> = vec![];
    for field in [
        "paesi = \"6\"",
        "paesi = -1",
        "paesi = 2.5",
        "descrizione = 53",
        "descrizione = \"\"",
        "titollo = \"x\"",
        "pippo = 1",
        "paesi = 99999999999",
        "paesi = si",
        "id2=\"t\",",
        "descrizione = “Comune”",
        "descrizione = \"a \"b\" c\"",
        "descrizione = \"C:\\Users\"",
        "descrizione = \"\"\"\nciao\n[[progetto]]\nid = \"z\"\n",
        "bando = { assente = \"x\" }",
        "bando = [\"x\"]",
        "descrizione: \"x\"",
        "paesi =",
        "codice = \"a\"\ncodice = \"b\"",
        "[ente]\nnome=\"x\"",
        "bando = 3",
        "livello = 3",
        "livello = \"misur\"",
        "descrizione = \"x",
        "descrizione = 'x",
        "codice = ''",
        "bando = ''",
        "= 3",
        "codice",
        "codice \"x\"",
        "[[progetto]\nid = \"q\"\ntitolo=\"q\"",
        "[[]]\nx=1",
        "codice = \"a\" codice",
        "codice = [\"a\", \"b\"",
        "codice = [\"a\", \"b\"\n[[progetto]]\nid=\"k\"\ntitolo=\"a\"\nprogramma=\"x\"",
    ] {
        cases.push((field.into(), vec![("dati/p.toml", progetto(field))]));
    }
    for (key, value) in [
        ("importo", "211.500,00 €"),
        ("importo", "{ assente = \"a\", nota = \"b\" }"),
        ("importo", "{ asente = \"a\" }"),
        ("importo", "\"\""),
        ("importo", "\"==\""),
        ("importo", "\"*\""),
        ("importo", "{ assente = \"a\""),
        ("importo", "{ assente = \"a\"\n[[progetto]]\nid = \"r\"\ntitolo=\"x\""),
        ("finanziato", "\"/\""),
        ("finanziato", "\"boh\""),
        ("importo", "true"),
        ("titolo", "\"\""),
        ("titolo", "2025"),
        ("importo", "{ assente = \" \" }"),
        ("importo", "{ }"),
        ("importo", "1.234.567"),
        ("titolo", "{ assente = \"x\" }"),
        ("importo", "12.50"),
        ("importo", "\"12.50\""),
        ("importo", "2025-02-30"),
    ] {
        let text = progetto("")
            .lines()
            .map(|l| if l.starts_with(&format!("{key} ")) { format!("{key} = {value}\n") } else { format!("{l}\n") })
            .collect();
        cases.push((format!("{key} = {value}"), vec![("dati/p.toml", text)]));
    }
    for line in [
        "stato = bozza",
        "stato = \"bozze\"",
        "",
        "stato = \"bozza\"\npdf = \"x\"",
        "stato = \"bozza\"\nparole_chiave = \"p\"",
        "stato = \"bozza\"\nparole_chiave = [1, 2]",
        "stato = \"bozza\"\nalbero.livelli = \"p\"",
        "stato=\"bozza\"\nesercizio = \"2025\"",
    ] {
        cases.push((
            line.into(),
            vec![("piao.toml", settings(line)), ("1-a.md", "# A\n\n[=ente.nome] [=ente.pec] [@ciao]\n".into())],
        ));
    }
    for date in [
        "31-01-2025",
        "31/01/2025",
        "2025-02-30",
        "31/12/26",
        "\"30/02/2025\"",
        "2025",
        "31.01.2025",
        "\"\"",
        "31 gennaio 2025",
    ] {
        cases.push((format!("data = {date}"), vec![("piao.toml", PIAO.replace("\"31/01/2025\"", date))]));
    }
    for ente in [
        "nome = \"Comune\"\ntipo = \"comun\"\npecc = \"x\"\ndipendenti = \"5\"\nabitanti = -3",
        "tipo = \"comune\"",
        "nome = “Comune”\ntipo = \"comune\"",
        "nome = \"C\"\ntipo=\"comune\"\n[pdf]\nelenco_tabelle = \"si\"\nelenco_figure = 1\n[albero]\nlivelli = \"p\"\n[deliberazione]\nnumero = 5\ndata = \"\"",
        "nome = \"C\"\ntipo=\"comune\"\npec = \"\"\nsito=\"assente\"",
        "nome = \"a\"\ntipo=\"comune\"\n[ente]\nnome=\"b\"",
    ] {
        let (head, _) = PIAO.split_at(PIAO.find("nome =").unwrap_or(0));
        cases.push((
            ente.into(),
            vec![("piao.toml", format!("{head}{ente}\n")), ("1-a.md", "# A\n\n[=ente.nome] [=ente.pec]\n".into())],
        ));
    }
    cases.push((
        "no ente".into(),
        vec![
            ("piao.toml", PIAO.split("[ente]").next().unwrap_or_default().into()),
            ("1-a.md", "# A\n\n[=ente.nome]\n".into()),
        ],
    ));
    cases.push(("triennio".into(), vec![("piao.toml", PIAO.replace("2025-2027", "pippo"))]));
    cases.push(("triennio ok".into(), vec![("piao.toml", PIAO.replace("2025-2027", "2025–2027"))]));
    cases.push((
        "plural".into(),
        vec![("dati/p.toml", "[[progetti]]\nid = \"a\"\n".into()), ("1-a.md", "# A\n\n[@a]\n".into())],
    ));
    let ob = |rest: &str| {
        format!("[[nodo]]\nid = \"n\"\ntitolo = \"N\"\n[[obiettivo]]\ntitolo = \"O\"\nnodo = \"n\"\n{rest}\n")
    };
    for rest in [
        "unita = \"\"\nscadenza = \"\"\nrisultato_atteso = \"\"",
        "unita = \"x\"\nscadenza = \"assente\"\nrisultato_atteso = \"r\"",
        "unita = { assente = \"x\" }\nscadenza = 31/12/2026\nrisultato_atteso = 3\nprogetti = \"p\"\nmisure = [\"\"]",
        "unita = { assente = \"x\" }\nscadenza = 2025\nrisultato_atteso = \"r\"\nidd = \"x\"",
        "",
    ] {
        cases.push((rest.into(), vec![("dati/o.toml", ob(rest))]));
    }
    cases.push(("id".into(), vec![("dati/o.toml", "[[nodo]]\nid = \"Valore Pubblico\"\ntitolo = \"N\"\ntrasversale = si\n[[nodo]]\ntitolo=\"x\"\ntrasversale = \"si\"\n".into())]));
    for md in [
        "+++\ntitolo = 2025\n+++\n\nx\n",
        "+++\ntitolo = \"A\"\n\ntesto\n",
        "+++ \ntitolo = \"A\"\nstatto=\"x\"\n+++\n\nx [@y]\n",
        "---\ntitolo: A\n---\n\nx\n",
        "# commento\n+++\ntitolo = \"A\"\n+++\n\nx\n",
        "+++\ntitolo = \"A\n+++\n\nx\n",
        "+++\ntitolo = \"\"\n+++\n\n# A\n",
        "x\n",
        "\n\n+++\ntitolo = \"A\"\n+++\nx",
    ] {
        cases.push((md.into(), vec![("1-a.md", md.into())]));
    }
    let mut out = String::new();
    for (name, files) in &cases {
        let files: Vec<(&str, &str)> = files.iter().map(|(p, t)| (*p, t.as_str())).collect();
        out += &format!("=== {name}\n");
        for p in problems(&files) {
            out += &format!("    {p}\n");
        }
    }
    std::fs::write("/tmp/toml_probe.txt", out).ok();
}
