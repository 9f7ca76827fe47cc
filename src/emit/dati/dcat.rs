//! The metadata of the data for the national catalogue, in the Italian profile of DCAT (DCAT-AP_IT): one list of statements,
//! written twice, as Turtle and as JSON-LD. Addresses are relative to the folder of the data, because the plan does not know
//! where it is put: whoever reads the file from the web has them whole.

use super::json::{Json, object, some};
use super::{CC_BY, Risorsa, slug};
use crate::document::{Dataset, Document, Meta};

/// Prefixes, by their address.
const PREFIXES: [(&str, &str); 10] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatapit", "http://dati.gov.it/onto/dcatapit#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const ANNUAL: &str = "http://publications.europa.eu/resource/authority/frequency/ANNUAL";
const ITALIAN: &str = "http://publications.europa.eu/resource/authority/language/ITA";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPE: &str = "https://www.iana.org/assignments/media-types/";
const LICENCE: &str = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40";

/// What is said of a thing.
enum Value {
    /// Another thing, by its address.
    Iri(String),
    /// Words in Italian.
    Words(String),
    /// A value with its type, or a plain one.
    Typed(String, Option<&'static str>),
    /// A thing without a name.
    Thing(Vec<(&'static str, Value)>),
}

use Value::{Iri, Thing, Typed, Words};

/// A thing with its name and what is said of it, in order. The first property is its type.
struct Subject {
    name: String,
    said: Vec<(&'static str, Value)>,
}

/// Both forms.
pub(super) struct Dcat {
    /// `dcat-ap_it.ttl`
    pub(super) turtle: Vec<u8>,
    /// `dcat-ap_it.jsonld`
    pub(super) json_ld: Vec<u8>,
}

/// The metadata of `files`: those of the whole plan as one dataset, those of each register as another, part of it. The tables
/// of the text are no datasets that a national catalogue should list one by one: they are in the files of the whole.
pub(super) fn metadata(document: &Document, files: &[Risorsa]) -> Dcat {
    let registers: Vec<&Dataset> = document.registri.iter().filter(|register| !register.righe.is_empty()).collect();
    let listed = |file: &&Risorsa| match &file.tabella {
        Some(name) => registers.iter().any(|register| register.nome == *name),
        None => true,
    };
    let files: Vec<&Risorsa> = files.iter().filter(listed).collect();
    let graph = graph(document, &registers, &files);
    Dcat { turtle: turtle(&graph).into_bytes(), json_ld: json_ld(&graph).file() }
}

fn iri(name: impl Into<String>) -> Value {
    Iri(name.into())
}

/// The address of a thing of ours: that of the folder with its name, the same from whichever of the two files it is read.
fn own(name: &str) -> String {
    format!("./#{name}")
}

fn words(text: impl Into<String>) -> Value {
    Words(text.into())
}

fn plain(text: impl Into<String>) -> Value {
    Typed(text.into(), None)
}

fn graph(document: &Document, datasets: &[&Dataset], files: &[&Risorsa]) -> Vec<Subject> {
    let meta = &document.meta;
    let modified = || Typed(meta.data.iso(), Some("xsd:date"));
    let title = format!("{} {}, {}", meta.titolo, meta.triennio, meta.ente);
    let owner = own("titolare");

    let mut catalog = vec![
        ("rdf:type", iri("dcatapit:Catalog")),
        ("rdf:type", iri("dcat:Catalog")),
        ("dct:title", words(format!("Dati aperti: {title}"))),
        ("dct:description", words(format!("I dati di: {}", meta.descrizione))),
        ("dct:publisher", iri(&owner)),
        ("dct:modified", modified()),
        ("dct:language", iri(ITALIAN)),
    ];
    let whole = Piece { name: own("piano"), nome: None, titolo: &title, descrizione: &meta.descrizione };
    let pieces = datasets.iter().map(|dataset| Piece {
        name: own(&format!("dataset-{}", dataset.nome)),
        nome: Some(&dataset.nome),
        titolo: &dataset.titolo,
        descrizione: &dataset.descrizione,
    });
    let pieces: Vec<Piece<'_>> = std::iter::once(whole).chain(pieces).collect();
    catalog.extend(pieces.iter().map(|piece| ("dcat:dataset", iri(&piece.name))));
    let mut out = vec![Subject { name: own("catalogo"), said: catalog }];

    for piece in &pieces {
        let held = || files.iter().filter(|file| file.tabella.as_deref() == piece.nome);
        let mut said = vec![
            ("rdf:type", iri("dcatapit:Dataset")),
            ("rdf:type", iri("dcat:Dataset")),
            ("dct:identifier", plain(identifier(meta, piece.nome))),
            ("dct:title", words(piece.titolo)),
            ("dct:description", words(piece.descrizione)),
            ("dct:modified", modified()),
            ("dcat:theme", iri(THEME)),
            ("dct:rightsHolder", iri(&owner)),
            ("dct:publisher", iri(&owner)),
            ("dct:accrualPeriodicity", iri(ANNUAL)),
            ("dct:language", iri(ITALIAN)),
            ("owl:versionInfo", plain(meta.data.iso())),
        ];
        if meta.pec.is_some() {
            said.push(("dcat:contactPoint", iri(own("contatto"))));
        }
        let years: Vec<&str> = meta.triennio.split('-').collect();
        if let [first, last] = years.as_slice() {
            let day = |day: String| Typed(day, Some("xsd:date"));
            let period = vec![
                ("rdf:type", iri("dct:PeriodOfTime")),
                ("dcat:startDate", day(format!("{first}-01-01"))),
                ("dcat:endDate", day(format!("{last}-12-31"))),
            ];
            said.push(("dct:temporal", Thing(period)));
        }
        said.extend(meta.parole_chiave.iter().map(|word| ("dcat:keyword", words(word))));
        match piece.nome {
            Some(_) => said.push(("dct:isPartOf", iri(own("piano")))),
            None => {
                said.extend(pieces.iter().skip(1).map(|part| ("dct:hasPart", iri(&part.name))));
                said.push(("dcat:landingPage", iri("../index.html")));
            }
        }
        said.extend(held().map(|file| ("dcat:distribution", iri(own(file.nome())))));
        out.push(Subject { name: piece.name.clone(), said });
    }
    out.extend(files.iter().map(|file| distribution(file, &modified)));
    out.push(agent(meta, owner));
    out.extend(meta.pec.as_ref().map(|pec| contact(meta, pec)));
    out.push(Subject {
        name: LICENCE.to_owned(),
        said: vec![
            ("rdf:type", iri("dcatapit:LicenseDocument")),
            ("rdf:type", iri("dct:LicenseDocument")),
            ("dct:type", iri("http://purl.org/adms/licencetype/Attribution")),
            ("foaf:name", words("Creative Commons Attribuzione 4.0 Internazionale (CC BY 4.0)")),
            ("owl:versionInfo", plain("4.0")),
            ("foaf:page", iri(CC_BY)),
        ],
    });
    out
}

/// A dataset of the catalogue: the plan, or one of its tables.
struct Piece<'a> {
    name: String,
    nome: Option<&'a str>,
    titolo: &'a str,
    descrizione: &'a str,
}

/// `c_f205:piao-2025-2027-obiettivi`: the code of the body, so that no two bodies have one name.
fn identifier(meta: &Meta, table: Option<&str>) -> String {
    let body = meta.codice_ipa.as_ref().map(|code| format!("{code}:")).unwrap_or_default();
    let table = table.map(|name| format!("-{name}")).unwrap_or_default();
    format!("{body}{}{table}", slug(meta))
}

fn distribution(file: &Risorsa, modified: &dyn Fn() -> Value) -> Subject {
    let checksum = vec![
        ("rdf:type", iri("spdx:Checksum")),
        ("spdx:algorithm", iri("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", Typed(file.sha256.clone(), Some("xsd:hexBinary"))),
    ];
    let said = vec![
        ("rdf:type", iri("dcatapit:Distribution")),
        ("rdf:type", iri("dcat:Distribution")),
        ("dct:title", words(format!("{} ({})", file.titolo, file.formato.sigla()))),
        ("dct:description", words(&file.descrizione)),
        ("dct:format", iri(format!("{FILE_TYPE}{}", file.formato.eu()))),
        ("dcat:mediaType", iri(format!("{MEDIA_TYPE}{}", file.formato.media()))),
        ("dcat:accessURL", iri(file.nome())),
        ("dcat:downloadURL", iri(file.nome())),
        ("dct:license", iri(LICENCE)),
        ("dcat:byteSize", Typed(file.bytes.to_string(), Some("xsd:decimal"))),
        ("spdx:checksum", Thing(checksum)),
        ("dct:modified", modified()),
    ];
    Subject { name: own(file.nome()), said }
}

fn agent(meta: &Meta, name: String) -> Subject {
    let mut said = vec![("rdf:type", iri("dcatapit:Agent")), ("rdf:type", iri("foaf:Agent"))];
    said.extend(meta.codice_ipa.as_ref().map(|code| ("dct:identifier", plain(code))));
    said.push(("foaf:name", words(&meta.ente)));
    said.extend(meta.sito.as_ref().filter(|site| is_iri(site)).map(|site| ("foaf:homepage", iri(site))));
    Subject { name, said }
}

fn contact(meta: &Meta, pec: &str) -> Subject {
    let mut said = vec![
        ("rdf:type", iri("dcatapit:Organization")),
        ("rdf:type", iri("vcard:Organization")),
        ("rdf:type", iri("vcard:Kind")),
        ("vcard:fn", words(&meta.ente)),
    ];
    let address = format!("mailto:{}", pec.trim());
    said.extend(is_iri(&address).then(|| ("vcard:hasEmail", iri(address))));
    Subject { name: own("contatto"), said }
}

/// Whether an address can stand as it is in both forms.
fn is_iri(address: &str) -> bool {
    let scheme = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    scheme && address.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"{}|^`\\".contains(c))
}

/// Whether a name is short for an address: `dct:title`.
fn is_short(name: &str) -> bool {
    name.split_once(':').is_some_and(|(prefix, _)| PREFIXES.iter().any(|(known, _)| *known == prefix))
}

// --- Turtle ---

fn turtle(graph: &[Subject]) -> String {
    let mut out = String::new();
    for (prefix, address) in PREFIXES {
        out += &format!("@prefix {prefix}: <{address}> .\n");
    }
    for subject in graph {
        out += &format!("\n<{}>", subject.name);
        out += &statements(&subject.said, "\n    ");
        out += " .\n";
    }
    out
}

/// `a dcat:Dataset ; dct:title "…"@it`
fn statements(said: &[(&str, Value)], indent: &str) -> String {
    let one = |(property, value): &(&str, Value)| {
        let property = if *property == "rdf:type" { "a" } else { property };
        format!("{indent}{property} {}", term(value))
    };
    said.iter().map(one).collect::<Vec<_>>().join(" ;")
}

fn term(value: &Value) -> String {
    match value {
        Iri(name) if is_short(name) => name.clone(),
        Iri(name) => format!("<{name}>"),
        Words(text) => format!("{}@it", quoted(text)),
        Typed(text, Some(tipo)) => format!("{}^^{tipo}", quoted(text)),
        Typed(text, None) => quoted(text),
        Thing(said) => format!("[{} ]", statements(said, " ")),
    }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

// --- JSON-LD ---

fn json_ld(graph: &[Subject]) -> Json {
    let context = PREFIXES.iter().map(|(prefix, address)| ((*prefix).to_owned(), Json::from(*address))).collect();
    let subjects = graph.iter().map(|subject| {
        let mut fields = vec![("@id".to_owned(), Json::from(&subject.name))];
        fields.extend(properties(&subject.said));
        Json::Object(fields)
    });
    object([("@context", Some(Json::Object(context))), ("@graph", Some(Json::List(subjects.collect())))])
}

/// One key for each property, with all its values.
fn properties(said: &[(&'static str, Value)]) -> Vec<(String, Json)> {
    let mut out: Vec<(String, Vec<Json>)> = Vec::new();
    for (property, value) in said {
        let (key, value) = match (*property, value) {
            ("rdf:type", Iri(name)) => ("@type", Json::from(name)),
            (property, value) => (property, node(value)),
        };
        match out.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) => values.push(value),
            None => out.push((key.to_owned(), vec![value])),
        }
    }
    out.into_iter().map(|(key, values)| (key, Json::List(values))).collect()
}

fn node(value: &Value) -> Json {
    match value {
        Iri(name) => object([("@id", some(name))]),
        Words(text) => object([("@value", some(text)), ("@language", some("it"))]),
        Typed(text, tipo) => object([("@value", some(text)), ("@type", tipo.map(Json::from))]),
        Thing(said) => Json::Object(properties(said)),
    }
}
