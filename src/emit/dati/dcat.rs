//! The metadata of the data for the national catalogue, in the Italian profile of DCAT (DCAT-AP_IT). One list of statements
//! is written in two forms, Turtle and JSON-LD. If the plan gives the address of its site, all addresses are absolute,
//! because harvesters read the file without knowing where it came from. Otherwise they are relative to the folder of the
//! data.

use super::json::{Json, object, some};
use super::{CC_BY, FOLDER, Risorsa, slug};
use crate::document::{Dataset, Document, Meta};
use crate::emit::PDF;

/// The prefixes of the vocabularies, each with its address.
const PREFIXES: [(&str, &str); 11] = [
    ("adms", "http://www.w3.org/ns/adms#"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcatapit", "http://dati.gov.it/onto/dcatapit#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("locn", "http://www.w3.org/ns/locn#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("spdx", "http://spdx.org/rdf/terms#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub(super) const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
const THEME: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const ANNUAL: &str = "http://publications.europa.eu/resource/authority/frequency/ANNUAL";
pub(super) const ITALIAN: &str = "http://publications.europa.eu/resource/authority/language/ITA";
const FILE_TYPE: &str = "http://publications.europa.eu/resource/authority/file-type/";
const MEDIA_TYPE: &str = "https://www.iana.org/assignments/media-types/";
const LICENCE: &str = "https://w3id.org/italia/controlled-vocabulary/licences/A21_CCBY40";

/// The value of a property.
enum Value {
    /// Another resource, by its address.
    Iri(String),
    /// Words in Italian.
    Words(String),
    /// A value with its type, or a plain one.
    Typed(String, Option<&'static str>),
    /// A resource without an address, with its properties.
    Thing(Vec<(&'static str, Value)>),
}

use Value::{Iri, Thing, Typed, Words};

/// A resource with its address and its properties, in order. The first property is its type.
struct Subject {
    name: String,
    said: Vec<(&'static str, Value)>,
}

/// The metadata in both forms.
pub(super) struct Dcat {
    /// `dcat-ap_it.ttl`
    pub(super) turtle: Vec<u8>,
    /// `dcat-ap_it.jsonld`
    pub(super) json_ld: Vec<u8>,
}

/// Describes `files`. The files of the whole plan are one dataset. Those of each register are a dataset of their own, part
/// of the first. The tables of the text are no datasets here, because a national catalogue should not list them one by one.
/// They are in the files of the whole plan.
///
/// `pdf`: whether the PDF is published too, beside the folder of the site.
pub(super) fn metadata(document: &Document, files: &[Risorsa], pdf: bool) -> Dcat {
    let registers: Vec<&Dataset> = document.registri.iter().filter(|register| !register.righe.is_empty()).collect();
    let listed = |file: &&Risorsa| match &file.tabella {
        Some(name) => registers.iter().any(|register| register.nome == *name),
        None => true,
    };
    let files: Vec<&Risorsa> = files.iter().filter(listed).collect();
    let graph = graph(document, &registers, &files, pdf);
    Dcat { turtle: turtle(&graph).into_bytes(), json_ld: json_ld(&graph).file() }
}

fn iri(name: impl Into<String>) -> Value {
    Iri(name.into())
}

/// The address of the folder of the data, if the plan gives one. Only an absolute address can be the beginning of others.
struct Place<'a>(Option<&'a str>);

impl<'a> Place<'a> {
    fn of(meta: &'a Meta) -> Self {
        Place(meta.indirizzo.as_deref().filter(|address| is_iri(address)))
    }

    /// The address of a resource of ours: that of the folder followed by `name`. It is equal in the two files.
    fn own(&self, name: &str) -> String {
        match self.0 {
            Some(site) => format!("{site}{FOLDER}/#{name}"),
            None => format!("./#{name}"),
        }
    }

    /// The address of a file of the folder.
    fn file(&self, name: &str) -> String {
        self.0.map_or_else(|| name.to_owned(), |site| format!("{site}{FOLDER}/{name}"))
    }

    /// The address of a file of the site.
    fn site(&self, path: &str) -> String {
        self.0.map_or_else(|| format!("../{path}"), |site| format!("{site}{path}"))
    }

    /// The address of the PDF, which stands beside the folder of the site. None for a site at the root of its host.
    fn pdf(&self) -> Option<String> {
        let Some(site) = self.0 else { return Some(format!("../{PDF}")) };
        let (scheme, rest) = site.split_once("://")?;
        let (above, _) = rest.trim_end_matches('/').rsplit_once('/')?;
        Some(format!("{scheme}://{above}/{}", PDF.trim_start_matches("../")))
    }
}

fn words(text: impl Into<String>) -> Value {
    Words(text.into())
}

fn plain(text: impl Into<String>) -> Value {
    Typed(text.into(), None)
}

fn graph(document: &Document, datasets: &[&Dataset], files: &[&Risorsa], pdf: bool) -> Vec<Subject> {
    let meta = &document.meta;
    let place = Place::of(meta);
    let own = |name: &str| place.own(name);
    let modified = || Typed(meta.giorno().iso(), Some("xsd:date"));
    let title = format!("{}, {}", meta.nome(), meta.ente);
    let owner = own("titolare");

    let mut catalog = vec![
        ("rdf:type", iri("dcatapit:Catalog")),
        ("rdf:type", iri("dcat:Catalog")),
        ("dct:title", words(format!("Dati aperti: {title}"))),
        ("dct:description", words(format!("I dati di: {}", meta.descrizione))),
        ("dct:publisher", iri(&owner)),
        ("dct:issued", modified()),
        ("dct:modified", modified()),
        ("dct:language", iri(ITALIAN)),
        ("dcat:themeTaxonomy", iri(THEMES)),
        ("foaf:homepage", iri(place.site("index.html"))),
    ];
    let whole = Piece { name: own("piano"), nome: None, titolo: title.clone(), descrizione: &meta.descrizione };
    // A national catalogue lists the datasets of all bodies together, so a title such as «Atti» also has the title of the
    // plan.
    let pieces = datasets.iter().map(|dataset| Piece {
        name: own(&format!("dataset-{}", dataset.nome)),
        nome: Some(&dataset.nome),
        titolo: format!("{}: {title}", dataset.titolo),
        descrizione: &dataset.descrizione,
    });
    let pieces: Vec<Piece<'_>> = std::iter::once(whole).chain(pieces).collect();
    catalog.extend(pieces.iter().map(|piece| ("dcat:dataset", iri(&piece.name))));
    let mut out = vec![Subject { name: own("catalogo"), said: catalog }];

    let printed = place.pdf().filter(|_| pdf);
    for piece in &pieces {
        let held = || files.iter().filter(|file| file.tabella.as_deref() == piece.nome);
        let mut said = vec![
            ("rdf:type", iri("dcatapit:Dataset")),
            ("rdf:type", iri("dcat:Dataset")),
            ("dct:identifier", plain(identifier(meta, piece.nome))),
            ("dct:title", words(&piece.titolo)),
            ("dct:description", words(piece.descrizione)),
            ("dct:issued", modified()),
            ("dct:modified", modified()),
            ("dcat:theme", iri(THEME)),
            ("dct:rightsHolder", iri(&owner)),
            ("dct:publisher", iri(&owner)),
            ("dct:accrualPeriodicity", iri(ANNUAL)),
            ("dct:language", iri(ITALIAN)),
            ("dct:spatial", iri(own("territorio"))),
            ("owl:versionInfo", plain(meta.giorno().iso())),
        ];
        if meta.pec.is_some() {
            said.push(("dcat:contactPoint", iri(own("contatto"))));
        }
        let years: Vec<&str> = meta.triennio.split('–').collect();
        if let [first, last] = years.as_slice() {
            let day = |day: String| Typed(day, Some("xsd:date"));
            // Later versions of DCAT use the second pair. A program may know only one of the two.
            let (start, end) = (format!("{first}-01-01"), format!("{last}-12-31"));
            let period = vec![
                ("rdf:type", iri("dct:PeriodOfTime")),
                ("dcatapit:startDate", day(start.clone())),
                ("dcatapit:endDate", day(end.clone())),
                ("dcat:startDate", day(start)),
                ("dcat:endDate", day(end)),
            ];
            said.push(("dct:temporal", Thing(period)));
        }
        said.extend(meta.parole_chiave.iter().map(|word| ("dcat:keyword", words(word))));
        match piece.nome {
            Some(_) => said.push(("dct:isPartOf", iri(own("piano")))),
            None => {
                said.extend(pieces.iter().skip(1).map(|part| ("dct:hasPart", iri(&part.name))));
                said.push(("dcat:landingPage", iri(place.site("index.html"))));
                said.extend(printed.iter().map(|_| ("dcat:distribution", iri(own(CARTA)))));
            }
        }
        said.extend(held().map(|file| ("dcat:distribution", iri(own(file.nome())))));
        out.push(Subject { name: piece.name.clone(), said });
    }
    out.extend(files.iter().map(|file| distribution(file, &place, &modified)));
    out.extend(printed.map(|address| Subject { name: own(CARTA), said: carta(&title, address, &modified) }));
    out.push(agent(meta, owner));
    out.extend(meta.pec.as_ref().map(|pec| contact(meta, own("contatto"), pec)));
    // The territory that the plan is about, under the name of the body.
    out.push(Subject {
        name: own("territorio"),
        said: vec![("rdf:type", iri("dct:Location")), ("locn:geographicName", words(&meta.ente))],
    });
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
    titolo: String,
    descrizione: &'a str,
}

/// The identifier of a dataset, as in `c_f205:piao-2025-2027-obiettivi`. It begins with the code of the body, so that two
/// bodies never have the same.
fn identifier(meta: &Meta, table: Option<&str>) -> String {
    let body = meta.codice_ipa.as_ref().map(|code| format!("{code}:")).unwrap_or_default();
    let table = table.map(|name| format!("-{name}")).unwrap_or_default();
    format!("{body}{}{table}", slug(meta))
}

/// The name of the distribution that is the PDF.
const CARTA: &str = "piao.pdf";

/// The PDF as a distribution of the plan. It has no size and no digest, because the data do not wait for the PDF.
fn carta(title: &str, address: String, modified: &dyn Fn() -> Value) -> Vec<(&'static str, Value)> {
    vec![
        ("rdf:type", iri("dcatapit:Distribution")),
        ("rdf:type", iri("dcat:Distribution")),
        ("dct:title", words(format!("{title} (PDF)"))),
        (
            "dct:description",
            words("Il piano impaginato per la lettura e per la stampa, accessibile (PDF/UA-1 e PDF/A)."),
        ),
        ("dct:format", iri(format!("{FILE_TYPE}PDF"))),
        ("dcat:mediaType", iri(format!("{MEDIA_TYPE}application/pdf"))),
        ("dcat:accessURL", iri(&address)),
        ("dcat:downloadURL", iri(address)),
        ("dct:license", iri(LICENCE)),
        ("dct:issued", modified()),
        ("dct:modified", modified()),
    ]
}

fn distribution(file: &Risorsa, place: &Place<'_>, modified: &dyn Fn() -> Value) -> Subject {
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
        ("dcat:accessURL", iri(place.file(file.nome()))),
        ("dcat:downloadURL", iri(place.file(file.nome()))),
        ("dct:license", iri(LICENCE)),
        ("dcat:byteSize", Typed(file.bytes.to_string(), Some("xsd:nonNegativeInteger"))),
        ("spdx:checksum", Thing(checksum)),
        ("dct:issued", modified()),
        ("dct:modified", modified()),
    ];
    Subject { name: place.own(file.nome()), said }
}

fn agent(meta: &Meta, name: String) -> Subject {
    let mut said = vec![("rdf:type", iri("dcatapit:Agent")), ("rdf:type", iri("foaf:Agent"))];
    said.extend(meta.codice_ipa.as_ref().map(|code| ("dct:identifier", plain(code))));
    said.push(("foaf:name", words(&meta.ente)));
    said.extend(meta.sito.as_ref().filter(|site| is_iri(site)).map(|site| ("foaf:homepage", iri(site))));
    Subject { name, said }
}

fn contact(meta: &Meta, name: String, pec: &str) -> Subject {
    let mut said = vec![
        ("rdf:type", iri("dcatapit:Organization")),
        ("rdf:type", iri("vcard:Organization")),
        ("rdf:type", iri("vcard:Kind")),
        ("vcard:fn", words(&meta.ente)),
    ];
    let address = format!("mailto:{}", pec.trim());
    said.extend(is_iri(&address).then(|| ("vcard:hasEmail", iri(address))));
    Subject { name, said }
}

/// Whether an address needs no escapes in either form.
fn is_iri(address: &str) -> bool {
    let scheme = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    scheme && address.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"{}|^`\\".contains(c))
}

/// Whether a name is a short form of an address, such as `dct:title`.
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
