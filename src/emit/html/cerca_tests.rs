//! The two writings of the search, in Rust and in the page script, are one.
#![allow(clippy::disallowed_methods, reason = "a test may read and write what it needs")]

use super::cerca::{stem, words};
use serde_json::Value;
use std::fmt::Write;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Runs `program` in node, with the page script as `c` and what is given as `input`; none where there is no node.
pub(super) fn node(program: &str, input: &Value) -> Option<Value> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/layouts/html/cerca.js");
    // Not `require`: a `package.json` in some folder above may say that scripts are of another kind.
    let mut source = String::from("const fs = require('fs'), page = { exports: {} };\n");
    writeln!(source, "new Function('module', fs.readFileSync({}, 'utf8'))(page);", Value::from(script)).unwrap();
    source.push_str("const c = page.exports, input = JSON.parse(fs.readFileSync(0, 'utf8'));\n");
    write!(source, "process.stdout.write(JSON.stringify((() => {{ {program} }})()));").unwrap();
    let child = Command::new("node").args(["-e", &source]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut child) = child else {
        assert!(std::env::var_os("CI").is_none(), "saltato: manca node, che in CI deve esserci");
        eprintln!("saltato: manca node, e la ricerca della pagina non è stata confrontata con l’indice");
        return None;
    };
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    Some(serde_json::from_slice(&out.stdout).unwrap())
}

/// Words that could part the two: accents in both forms, apostrophes, short words, codes, other writings.
const HARD: &str = "L’attività dell'ente; perché è così, PERCHÉ È COSÌ, cosi\u{300}, città citta' banche banca laghi lago poche poco \
    servizio servizi uffici ufficio PIAO IND.01 S5.00004 n. 1.250.000,00 € 45 % 2025-2027 d.lgs. 33/2013 art. 14-bis àèìòù \
    ÀÈÌÒÙ straße Ελλάς ΟΔΟΣ οδος İstanbul café_noir naïve œuvre ²½ ①② ª º e-mail x y zia zie chi ghi ich aahh 中文 \u{1f600}";

#[test]
fn words_and_stems_are_the_same_in_rust_and_in_the_page() {
    let mut texts = vec![HARD.to_owned()];
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/content"))];
    folders.push(concat!(env!("CARGO_MANIFEST_DIR"), "/src").into());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
                texts.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }
    let Some(there) = node("return input.map(t => c.words(t).map(w => [w, c.stem(w)]));", &texts.clone().into()) else {
        return;
    };
    let mut count = 0;
    for (text, there) in texts.iter().zip(there.as_array().unwrap()) {
        let here: Vec<(String, String)> =
            words(text).into_iter().map(|w| (stem(&w).to_owned(), w)).map(|(s, w)| (w, s)).collect();
        let there: Vec<(String, String)> = serde_json::from_value(there.clone()).unwrap();
        count += here.len();
        assert_eq!(here, there);
    }
    assert!(count > 30_000, "{count} words were compared");
}

#[test]
fn forms_of_a_word_meet() {
    for forms in [
        "formazione formazioni",
        "attività attivita ATTIVITÀ",
        "servizio servizi",
        "ufficio uffici",
        "banca banche",
        "lago laghi",
        "dirigente dirigenti",
        "obiettivo obiettivi",
        "energia energie",
        "verifica verifiche",
        "strategico strategici strategica strategiche",
    ] {
        let stems: std::collections::BTreeSet<String> = words(forms).iter().map(|word| stem(word).to_owned()).collect();
        assert_eq!(stems.len(), 1, "{stems:?}");
    }
    for apart in ["piano piena", "casa caso", "ente anno", "2025 2026", "s5 s6"] {
        let stems: std::collections::BTreeSet<String> = words(apart).iter().map(|word| stem(word).to_owned()).collect();
        // «casa» and «caso» do meet: a light stemmer has a price, and it is known.
        assert_eq!(stems.len(), if apart.starts_with("casa") { 1 } else { 2 }, "{stems:?}");
    }
}

#[test]
fn what_has_that_title_or_code_comes_first_and_pages_before_their_points() {
    // Each with its address in the page, empty for the page itself.
    let things = [
        ("La formazione del personale", "#tabella"),
        ("Formazione", "#parola"),
        ("2.2 Formazione", ""),
        ("Piano della formazione", "piano.html"),
        ("S5 Settore", "s5.html"),
        ("S5.00004 Servizi per anziani", "s5-4.html"),
        ("S5.00014 Altri servizi", "s5-14.html"),
    ];
    let mut lists: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
    let mut last: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (n, (title, _)) in things.iter().enumerate() {
        for word in words(title) {
            let stem = stem(&word).to_owned();
            let before = last.insert(stem.clone(), n).unwrap_or_default();
            lists.entry(stem).or_default().push(format!("{}!", n - before));
        }
    }
    let parole: Vec<String> = lists.iter().map(|(word, list)| format!("{word}\t{}", list.join(" "))).collect();
    let voci: Vec<Value> = things.iter().map(|(title, to)| serde_json::json!([title, to, "Cosa"])).collect();
    let index = serde_json::json!({
        "pagine": [["Sezione", "pagina.html", voci]], "vuote": "la del della per", "sinonimi": {}, "parole": parole.join("\n"),
    });
    let asked = ["formazione", "formaz", "la formazione", "s5", "S5.00004", "servizi anziani"];
    let program = "const index = c.open(input.index);
        return input.asked.map(q => c.search(index, q).found.map(f => f.voce.title).join('; '));";
    let Some(found) = node(program, &serde_json::json!({ "index": index, "asked": asked })) else { return };
    let found: Vec<String> = serde_json::from_value(found).unwrap();
    assert_eq!(
        found,
        [
            "2.2 Formazione; Formazione; Piano della formazione; La formazione del personale",
            "2.2 Formazione; Formazione; Piano della formazione; La formazione del personale",
            "La formazione del personale; 2.2 Formazione; Piano della formazione; Formazione",
            "S5 Settore; S5.00004 Servizi per anziani; S5.00014 Altri servizi",
            "S5.00004 Servizi per anziani",
            "S5.00004 Servizi per anziani",
        ]
    );
}

/// What several sites have in common is shown once, at the place of the best, for the first site that has it.
#[test]
fn what_several_sites_share_is_found_once() {
    let program = "const all = input.sites.map((ente) => ({ ente })); \
         const found = input.found.map(([site, href, title], n) => ({ n, site: all[site], voce: { href, title, kind: 'sezione' } })); \
         return c.together(found, all).map((one) => [one.site.ente, one.voce.title, one.others.map((site) => site.ente)]);";
    let input = serde_json::json!({
        "sites": ["Unione", "Borgo", "Fonte"],
        "found": [
            [2, "formazione.html", "Formazione"],
            [1, "sede.html", "Sede"],
            [0, "formazione.html", "3.3.2 Formazione"],
            [1, "formazione.html", "Formazione"],
            [1, "formazione.html", "Formazione"],
        ],
    });
    let Some(found) = node(program, &input) else { return };
    let expected = serde_json::json!([
        ["Unione", "3.3.2 Formazione", ["Borgo", "Fonte"]],
        ["Borgo", "Sede", []],
        ["Borgo", "Formazione", []],
    ]);
    assert_eq!(found, expected);
}
