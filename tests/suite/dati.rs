//! Open data, read back from their bytes: every form says the same, and what the document says.

use crate::project::{Compiled, Outputs, Project, content};
use piao::document::{BlockKind, Document, plain};
use piao::emit::dati;
use piao::piano::element::Kind;
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Whether the folder holds several plans.
pub(crate) fn insieme(path: &Path) -> bool {
    std::fs::read_to_string(path.join("piao.toml")).is_ok_and(|text| text.contains("[[piano]]"))
}

/// The documents of all the plans that the repository carries.
fn documents() -> Vec<(String, Document)> {
    let plans = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani");
    let mut folders: Vec<_> = std::fs::read_dir(plans).unwrap().map(|entry| entry.unwrap().path()).collect();
    // Of plans made together each is a folder of its own.
    folders.retain(|path| path.join("piao.toml").exists() && !insieme(path));
    folders.push(content());
    folders.sort();
    let document = |path: &Path| Compiled::folder(path).document.unwrap();
    folders.iter().map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), document(path))).collect()
}

/// Rows of cells, the header first.
type Rows = Vec<Vec<String>>;

fn read_csv(bytes: &[u8]) -> Rows {
    assert!(!bytes.starts_with(b"\xef\xbb\xbf") && bytes.ends_with(b"\r\n"));
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The rows of a sheet: by column, the kind of a cell and what it holds.
type Sheet = Vec<BTreeMap<usize, (String, String)>>;

/// The sheets of a workbook by the name of their data, which the first sheet says. Cells as the file holds them: no cell is a
/// formula.
fn read_xlsx(bytes: &[u8]) -> BTreeMap<String, Sheet> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        // As HTML an element without content would stay open.
        assert!(!text.contains("<f>") && !text.contains("<f "), "a formula in {name}");
        Html::parse_fragment(&text)
    };
    let select = |css: &str| Selector::parse(css).unwrap();
    let (si, sheet, row, cell, v) = (select("si"), select("sheet"), select("row"), select("c"), select("v"));
    let strings: Vec<String> = part("xl/sharedStrings.xml").select(&si).map(|si| si.text().collect()).collect();
    let book = part("xl/workbook.xml");
    let names: Vec<String> = book.select(&sheet).map(|s| s.value().attr("name").unwrap().to_owned()).collect();
    let column = |place: &str| {
        place.bytes().take_while(u8::is_ascii_uppercase).fold(0, |n, c| n * 26 + usize::from(c - b'A') + 1) - 1
    };
    let mut out = BTreeMap::new();
    for (n, name) in names.iter().enumerate() {
        assert!(name.chars().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']), "{name}");
        let page = part(&format!("xl/worksheets/sheet{}.xml", n + 1));
        let rows = page.select(&row).map(|row| {
            let cells = row.select(&cell).map(|c| {
                let kind = c.value().attr("t").unwrap_or("n").to_owned();
                let value: String = c.select(&v).next().map(|v| v.text().collect()).unwrap_or_default();
                let value = if kind == "s" { strings[value.parse::<usize>().unwrap()].clone() } else { value };
                (column(c.value().attr("r").unwrap()), (kind, value))
            });
            cells.collect::<BTreeMap<_, _>>()
        });
        assert!(out.insert(name.clone(), rows.collect()).is_none(), "two sheets named {name}");
        // What a spreadsheet needs to be worked with and printed.
        assert!(page.select(&select("pageSetup, pagesetup")).next().is_some(), "{name} is not ready for paper");
        let tables = page.select(&select("tableParts, tableparts")).count();
        assert_eq!(tables, usize::from(name != "indice"), "{name}");
    }
    let index: Sheet = out.remove("indice").unwrap();
    let links = part("xl/worksheets/sheet1.xml").select(&select("hyperlink")).count();
    assert_eq!((links, index.len()), (out.len(), out.len() + 1));
    for row in index.iter().skip(1) {
        let sheet: Sheet = out.remove(&row[&0].1).unwrap();
        out.insert(row[&4].1.clone(), sheet);
    }
    out
}

/// Days since 30/12/1899, as spreadsheets count them, to `2025-01-31`.
fn day(serial: &str) -> String {
    let start = jiff::civil::date(1899, 12, 30);
    (start + jiff::Span::new().days(serial.parse::<i64>().unwrap())).to_string()
}

#[test]
fn csv_json_and_xlsx_say_the_same_with_the_types_of_the_package() {
    let mut tables = 0;
    for (plan, document) in documents() {
        let data = dati::render(&document, true).unwrap();
        let file = |name: &str| &data.files[&format!("dati/{name}")];
        let package: Value = serde_json::from_slice(file("datapackage.json")).unwrap();
        let sheets = read_xlsx(file("piao.xlsx"));
        for resource in package["resources"].as_array().unwrap() {
            tables += 1;
            let name = resource["name"].as_str().unwrap();
            let rows = read_csv(file(&format!("{name}.csv")));
            let objects: Value = serde_json::from_slice(file(&format!("{name}.json"))).unwrap();
            let objects = objects.as_array().unwrap();
            let sheet = &sheets[name];
            assert_eq!((rows.len(), rows.len()), (objects.len() + 1, sheet.len()), "{plan} {name}");
            let fields = resource["schema"]["fields"].as_array().unwrap();
            let header: Vec<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
            assert_eq!(rows[0], header, "{plan} {name}");
            for ((row, object), cells) in rows.iter().skip(1).zip(objects).zip(sheet.iter().skip(1)) {
                for (n, (cell, field)) in row.iter().zip(fields).enumerate() {
                    let at = format!("{plan} {name} {}", header[n]);
                    let json = &object[header[n]];
                    let xlsx = cells.get(&n).map(|(kind, value)| (kind.as_str(), value.as_str()));
                    if cell.is_empty() {
                        assert!(json.is_null() && xlsx.is_none(), "{at}: {json}, {xlsx:?}");
                        continue;
                    }
                    let (kind, sheet) = xlsx.unwrap();
                    match field["type"].as_str().unwrap() {
                        "string" => {
                            let list = json
                                .as_array()
                                .map(|list| list.iter().map(|w| w.as_str().unwrap()).collect::<Vec<_>>());
                            let words = list.map_or_else(|| json.as_str().unwrap().to_owned(), |list| list.join("; "));
                            // Only before what would be run.
                            assert!(*cell == words || *cell == format!("'{words}"), "{at}: {cell}, {words}");
                            assert_eq!((kind, sheet), ("s", words.as_str()), "{at}");
                        }
                        "integer" | "number" => {
                            let number: f64 = cell.parse().unwrap();
                            assert_eq!(json.as_f64(), Some(number), "{at}");
                            assert_eq!((kind, sheet.parse()), ("n", Ok(number)), "{at}");
                            assert!(field["type"] == "number" || json.is_i64(), "{at}: {json}");
                        }
                        "boolean" => {
                            assert_eq!(json.as_bool().map(|b| b.to_string()).as_deref(), Some(cell.as_str()), "{at}");
                            assert_eq!((kind, sheet), ("b", if cell == "true" { "1" } else { "0" }), "{at}");
                        }
                        "date" => {
                            assert!(cell.parse::<jiff::civil::Date>().is_ok(), "{at}: {cell}");
                            assert_eq!(json.as_str(), Some(cell.as_str()), "{at}");
                            assert_eq!((kind, day(sheet)), ("n", cell.clone()), "{at}");
                        }
                        other => panic!("{at}: {other}"),
                    }
                }
            }
        }
    }
    assert!(tables > 50, "{tables}");
}

/// The sum of a column of amounts, in cents.
fn cents(rows: &Rows, column: &str) -> i64 {
    let n = rows[0].iter().position(|name| name == column).unwrap_or_else(|| panic!("no {column} in {:?}", rows[0]));
    let amounts = rows.iter().skip(1).map(|row| row[n].as_str()).filter(|cell| !cell.is_empty());
    amounts.map(|cell| cell.replace('.', "").parse::<i64>().unwrap()).sum()
}

#[test]
fn sums_of_the_data_are_the_totals_that_are_printed() {
    let outputs = Outputs::content();
    let projects = read_csv(&outputs.data.files["dati/progetti.csv"]);
    let mut found = 0;
    outputs.document.walk(&mut |section, _| {
        for block in &section.blocks {
            block.each(&mut |block| {
                let BlockKind::Table(table) = &block.kind else { return };
                if table.registro != Some("progetti") {
                    return;
                }
                let total = table.rows.iter().find(|row| row.total).expect("the totals of the projects");
                for (column, cell) in table.columns.iter().zip(&total.cells) {
                    let name = match plain(&column.header).as_str() {
                        "Importo del progetto" => "importo_euro",
                        "Finanziamento richiesto" => "richiesto_euro",
                        "Importo finanziato" => "finanziato_euro",
                        _ => continue,
                    };
                    // The printed total is of the projects of that view; one view has them all.
                    let printed = piao::piano::element::value::Importo::parse(&plain(cell)).unwrap().0;
                    found += usize::from(printed == cents(&projects, name));
                }
            });
        }
    });
    assert!(found >= 3, "{found} of the printed totals are sums of the data");
}

#[test]
fn every_target_of_the_plan_is_a_row() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/cassano");
    let data = dati::render(&Compiled::folder(&folder).document.unwrap(), true).unwrap();
    let rows = read_csv(&data.files["dati/target.csv"]);
    let texts: String = std::fs::read_dir(folder.join("dati"))
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    // One for `target = "…"`, one for each year of `target = { 2025 = …, 2026 = … }`.
    let written: usize = texts
        .lines()
        .filter(|line| line.starts_with("target ="))
        .map(|line| if line.contains('{') { line.matches(" = ").count() - 1 } else { 1 })
        .sum();
    assert_eq!(rows.len() - 1, written);
    let column = |name: &str| rows[0].iter().position(|n| n == name).unwrap();
    let (words, number) = (column("target"), column("target_valore"));
    let numbers = rows.iter().skip(1).filter(|row| row[words].starts_with("≥ ")).inspect(|row| {
        let said = row[words].trim_start_matches("≥ ").trim_end_matches(" %").replace('.', "").replace(',', ".");
        let first = said.split(' ').next().unwrap();
        assert_eq!(first, row[number], "{row:?}");
    });
    assert!(numbers.count() > 5);
}

/// Each printed table has its data; what its data are called is in the list of the files.
#[test]
fn a_button_beside_a_table_leads_to_a_file() {
    for (plan, document) in documents() {
        let data = dati::render(&document, true).unwrap();
        document.walk(&mut |section, _| {
            for block in &section.blocks {
                block.each(&mut |block| {
                    if let BlockKind::Table(table) = &block.kind {
                        let file = dati::file_of(table);
                        assert_eq!(file.is_some(), table.number.is_some(), "{plan} {}", section.id);
                        assert!(file.is_none_or(|file| data.files.contains_key(&file)), "{plan} {}", section.id);
                    }
                });
            }
        });
        let listed: Vec<&str> = data.risorse.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(listed.len(), data.files.len());
        for file in &data.risorse {
            assert_eq!(data.files[&file.path].len(), file.bytes, "{}", file.path);
            assert_eq!(file.righe.is_some(), file.tabella.is_some());
        }
    }
}

#[test]
fn checksums_and_metadata_are_those_of_the_files() {
    let data = &Outputs::content().data;
    let sums = String::from_utf8(data.files["dati/SHA256SUMS"].clone()).unwrap();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(sum, piao::base::hash::file(&data.files[&format!("dati/{name}")]), "{name}");
    }
    assert_eq!(sums.lines().count() + 1, data.files.len());
    let graph: Value = serde_json::from_slice(&data.files["dati/dcat-ap_it.jsonld"]).unwrap();
    let turtle = String::from_utf8(data.files["dati/dcat-ap_it.ttl"].clone()).unwrap();
    let things = graph["@graph"].as_array().unwrap();
    let of = |class: &str| {
        things.iter().filter(|thing| thing["@type"].as_array().unwrap().iter().any(|t| t == class)).collect::<Vec<_>>()
    };
    // What DCAT-AP_IT asks of each.
    let due = [
        (
            "dcatapit:Catalog",
            "dct:title dct:description dct:publisher dct:issued dct:modified dcat:dataset dcat:themeTaxonomy foaf:homepage",
        ),
        (
            "dcatapit:Dataset",
            "dct:identifier dct:title dct:description dct:modified dcat:theme dct:rightsHolder dct:accrualPeriodicity dcat:distribution dct:issued dct:spatial dct:temporal",
        ),
        ("dcatapit:Distribution", "dct:format dcat:accessURL dct:license"),
        ("dcatapit:Agent", "foaf:name"),
    ];
    for (class, properties) in due {
        assert!(!of(class).is_empty(), "{class}");
        for thing in of(class) {
            for property in properties.split(' ') {
                assert!(thing.get(property).is_some(), "{property} of {thing}");
            }
        }
    }
    let registers = Outputs::content().document.registri.iter().filter(|register| !register.righe.is_empty()).count();
    assert!(registers > 5);
    assert_eq!(of("dcatapit:Dataset").len(), registers + 1);
    let titles: Vec<&str> =
        of("dcatapit:Dataset").iter().map(|set| set["dct:title"][0]["@value"].as_str().unwrap()).collect();
    assert!(titles.iter().all(|title| title.ends_with("Unione Reno Galliera")), "{titles:?}");
    let paper = |file: &&&Value| file["dcat:downloadURL"][0]["@id"] == "../../piao.pdf";
    assert_eq!(of("dcatapit:Distribution").iter().filter(paper).count(), 1);
    for file in of("dcatapit:Distribution").into_iter().filter(|file| !paper(&file)) {
        let name = file["dcat:downloadURL"][0]["@id"].as_str().unwrap();
        let bytes = &data.files[&format!("dati/{name}")];
        assert_eq!(file["spdx:checksum"][0]["spdx:checksumValue"][0]["@value"], piao::base::hash::file(bytes).as_str());
        assert_eq!(file["dcat:byteSize"][0]["@value"], bytes.len().to_string().as_str());
        assert!(turtle.contains(&format!("dcat:downloadURL <{name}>")), "{name}");
    }
}

/// Harvesters read the catalogue without knowing where it came from: every address is whole where the site has one.
#[test]
fn the_catalogue_has_whole_addresses_where_the_site_has_one() {
    let catalogue = |site: &str, pdf: bool| {
        let set = format!("{}\n[sito]\nindirizzo = \"{site}\"\n", crate::project::SETTINGS);
        let plan = Project::new().section("Testo.\n").file("piao.toml", &set);
        let data = dati::render(&plan.compile().document.unwrap(), pdf).unwrap();
        let text = |name: &str| String::from_utf8(data.files[name].clone()).unwrap();
        (text("dati/dcat-ap_it.ttl"), text("dati/dcat-ap_it.jsonld"))
    };
    let (turtle, json) = catalogue("https://www.comune.example/piao/sito", true);
    for text in [&turtle, &json] {
        assert!(
            !text.contains("<./") && !text.contains("<../") && !text.contains("\"./") && !text.contains("\"../"),
            "{text}"
        );
        for address in [
            "https://www.comune.example/piao/sito/dati/#piano",
            "https://www.comune.example/piao/sito/dati/piao.json",
            "https://www.comune.example/piao/sito/index.html",
            "https://www.comune.example/piao/piao.pdf",
        ] {
            assert!(text.contains(address), "no {address} in {text}");
        }
    }
    assert!(
        turtle.contains("dcatapit:startDate \"2025-01-01\"^^xsd:date") && turtle.contains("^^xsd:nonNegativeInteger")
    );
    // Nobody can say where the PDF of a site at the root of its host is, and nobody lists a PDF that was not made.
    assert!(!catalogue("https://piao.comune.example", true).0.contains(".pdf"));
    assert!(!catalogue("https://www.comune.example/piao/sito", false).0.contains(".pdf"));
}

/// *CSV on the Web*: the columns that the file has, and codes as words.
#[test]
fn the_types_of_the_columns_are_told_beside_the_csv() {
    let data = &Outputs::content().data;
    let said: Value = serde_json::from_slice(&data.files["dati/csv-metadata.json"]).unwrap();
    let tables = said["tables"].as_array().unwrap();
    assert_eq!(tables.len(), data.files.keys().filter(|path| path.ends_with(".csv")).count());
    for table in tables {
        let name = table["url"].as_str().unwrap();
        let columns = table["tableSchema"]["columns"].as_array().unwrap();
        let names: Vec<&str> = columns.iter().map(|column| column["titles"].as_str().unwrap()).collect();
        assert_eq!(read_csv(&data.files[&format!("dati/{name}")])[0], names, "{name}");
        if name.starts_with("tabella-") {
            continue;
        }
        for column in columns.iter().filter(|column| column["name"] == "codice" || column["name"] == "codice_istat") {
            assert_eq!(column["datatype"], "string", "{name}");
        }
    }
}

/// Words that a spreadsheet would run, that RDF or JSON would misread, that a sheet could not be called.
#[test]
fn hostile_words_stay_words() {
    let wild = "=HYPERLINK(\\\"http://x\\\";\\\"y\\\"), a \\\\ \\\"b\\\" <c> & d";
    let data = format!(
        "[[atto]]\ntipo = \"avviso\"\noggetto = \"{wild}\"\n\n[[ente]]\nnome = \"+cmd|' /C calc'!A0\"\ntipo = \"altro\"\n\
         [[progetto]]\ntitolo = \"-1+1\"\nprogramma = \"@SUM(A1)\"\nimporto = \"-3,00 €\"\nrichiesto = {{ assente = \"x\" }}\nfinanziato = \"non ancora finanziato\"\n"
    );
    let document = Project::new()
        .section("Tabella: =1+1 \"prova\"\n\n| =A | B |\n| --- | ---: |\n| =2+2 | -7 |\n| \\@x | 3 |\n")
        .file("dati/d.toml", &data)
        .compile()
        .document
        .unwrap();
    let data = dati::render(&document, true).unwrap();
    let sheets = read_xlsx(&data.files["dati/piao.xlsx"]);
    assert_eq!(
        sheets["atti"][1].values().filter(|(kind, words)| kind == "s" && words.starts_with("=HYPERLINK")).count(),
        1
    );
    let signs = ['=', '+', '@', '-'];
    for (path, bytes) in data.files.iter().filter(|(path, _)| path.ends_with(".csv")) {
        for cell in read_csv(bytes).iter().flatten() {
            let number = cell.parse::<f64>().is_ok();
            assert!(number || !cell.starts_with(signs), "{path}: {cell}");
        }
    }
    let table = read_csv(&data.files["dati/tabella-1.csv"]);
    assert_eq!(table, [["a", "b"], ["'=2+2", "-7"], ["'@x", "3"]]);
    let projects = read_csv(&data.files["dati/progetti.csv"]);
    assert_eq!(cents(&projects, "importo_euro"), -300);
    let graph: Value = serde_json::from_slice(&data.files["dati/dcat-ap_it.jsonld"]).unwrap();
    assert!(graph.to_string().contains("Atti"), "{graph}");
    let package: Value = serde_json::from_slice(&data.files["dati/datapackage.json"]).unwrap();
    assert!(package.to_string().contains("=1+1 “prova”"), "{package}");
}

#[test]
fn the_pdf_carries_the_data_when_it_is_asked() {
    let set = format!("{}\n[pdf]\nallega_dati = true\n", crate::project::SETTINGS);
    let plan = Project::new()
        .section("Tabella: Costi\n\n| Voce | Euro |\n| --- | ---: |\n| A | 10 |\n")
        .file("piao.toml", &set);
    let outputs = Outputs::of(plan.compile().clean());
    let pdf = lopdf::Document::load_mem(&outputs.pdf.bytes).unwrap();
    let mut inside = BTreeMap::new();
    for object in pdf.objects.values() {
        let Ok(spec) = object.as_dict() else { continue };
        if !spec.has_type(b"Filespec") {
            continue;
        }
        assert!(spec.has(b"Desc") && spec.has(b"AFRelationship"), "{spec:?}");
        let name = String::from_utf8_lossy(spec.get(b"F").unwrap().as_str().unwrap()).into_owned();
        let file = spec.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap();
        let stream = pdf.get_object(file).unwrap().as_stream().unwrap();
        assert!(stream.dict.has(b"Subtype") && stream.dict.get(b"Params").unwrap().as_dict().unwrap().has(b"ModDate"));
        inside.insert(name, stream.decompressed_content().unwrap_or_else(|_| stream.content.clone()));
    }
    assert_eq!(inside.keys().collect::<Vec<_>>(), ["ente.csv", "piao.json", "piao.schema.json", "piao.xlsx"]);
    for (name, bytes) in &inside {
        assert!(outputs.data.files[&format!("dati/{name}")] == *bytes, "{name} is not that of the site");
    }
    let claims = |outputs: &Outputs| {
        let pdf = lopdf::Document::load_mem(&outputs.pdf.bytes).unwrap();
        let meta = pdf.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
        let stream = pdf.get_object(meta).unwrap().as_stream().unwrap();
        String::from_utf8_lossy(&stream.content).into_owned()
    };
    let three = claims(&outputs);
    assert!(three.contains("<pdfaid:part>3<") && three.contains("<pdfuaid:part>1<"), "{three}");
    assert!(claims(Outputs::content()).contains("<pdfaid:part>2<"));
}

/// `docs/dati.md` is the public schema: a name that changes is seen, and asked about. `PIAO_UPDATE=1` writes it.
/// A kind of record without a register would be printed and never published.
#[test]
fn every_kind_of_record_has_its_register() {
    let document = Project::new().section("Testo.").compile().clean();
    for kind in Kind::ALL {
        let name = kind.info().plural;
        let registers = document.registri.iter().filter(|register| register.nome == name);
        assert_eq!(registers.count(), 1, "`[[{}]]` has no register `{name}` in src/lower/registri", kind.info().table);
    }
}

#[test]
fn the_public_schema_is_the_one_that_is_published() {
    let document = Project::new().section("Testo.").compile().clean();
    let mut made = String::from(
        "# I dati aperti di piao, colonna per colonna\n\n\
         I registri che ogni piano può pubblicare: un file CSV e un file JSON per ciascuno, se ha almeno una riga. La guida dice come si leggono.\n\
         Questa pagina è fatta dal programma: `PIAO_UPDATE=1 cargo test --test suite dati`.\n",
    );
    for register in &document.registri {
        made += &format!(
            "\n## {}\n\n`{}.csv`. {}\n\n| Colonna | Tipo | Che cosa dice |\n| --- | --- | --- |\n",
            register.titolo, register.nome, register.descrizione
        );
        for column in &register.colonne {
            let unit = column.unita.map(|unit| format!(", {unit}")).unwrap_or_default();
            made += &format!("| `{}` | {}{unit} | {} |\n", column.nome, column.tipo.nome(), column.descrizione);
            let amount = column.unita == Some("euro");
            assert_eq!(amount, column.nome.ends_with("_euro"), "{}", column.nome);
            assert_eq!(column.unita == Some("%"), column.nome.ends_with("_percentuale"), "{}", column.nome);
        }
        let names: std::collections::BTreeSet<&str> =
            register.colonne.iter().map(|column| column.nome.as_str()).collect();
        assert_eq!(names.len(), register.colonne.len(), "{}: two columns of one name", register.nome);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dati.md");
    if std::env::var_os("PIAO_UPDATE").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(there == made, "docs/dati.md is not up to date: PIAO_UPDATE=1 cargo test --test suite dati");
}
