//! The parts of a Word file in their package, a zip: text, notes, styles, lists, headers and footers, pictures, fonts, properties, and what
//! leads from one to the other.

use super::lists::Liste;
use super::places::Memoria;
use super::styles::{self, GRAZIATO};
use super::write::{Writer, stamp};
use super::xml::{SPAZI, Xml};
use crate::base::fonts::{self, MONO, TEXT};
use crate::base::hash;
use crate::diag::Diagnostic;
use crate::diag::codes::P0901;
use crate::document::{Document, Meta};
use crate::emit::stringhe;
use crate::load::senza_file;
use rayon::prelude::*;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, fontdb};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};
use std::sync::{Arc, LazyLock};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// The relationships of the text to its header and its footer.
pub(super) const TESTATA: &str = "testata";
pub(super) const PIEDE: &str = "piede";

/// Where the kinds of relationships are defined.
const UFFICIO: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACCHETTO: &str = "http://schemas.openxmlformats.org/package/2006";
const PAROLE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Dots of a picture in a point: enough for print.
const PUNTI: f64 = 2.5;
/// The most dots of a picture.
const MASSIMO: f64 = 24e6;

/// What a part leads to.
#[derive(Default)]
pub(super) struct Rels {
    /// Each with its kind, and whether it is outside the file.
    all: Vec<(String, &'static str, String, bool)>,
    known: BTreeMap<String, String>,
}

impl Rels {
    /// The name of the link to an address.
    pub(super) fn link(&mut self, address: &str) -> String {
        self.add("hyperlink", address, true)
    }

    /// The name of the link to a picture of the file.
    pub(super) fn image(&mut self, name: &str) -> String {
        self.add("image", &format!("media/{name}"), false)
    }

    fn add(&mut self, kind: &'static str, target: &str, outside: bool) -> String {
        if let Some(known) = self.known.get(target) {
            return known.clone();
        }
        let id = format!("rId{}", self.all.len() + 1);
        self.known.insert(target.to_owned(), id.clone());
        self.all.push((id.clone(), kind, target.to_owned(), outside));
        id
    }

    fn part(&self, more: &[(&str, &str, &str)]) -> Vec<u8> {
        let mut xml = Xml::new("Relationships", &[("xmlns", &format!("{PACCHETTO}/relationships"))]);
        for (id, kind, target, outside) in &self.all {
            let kind = format!("{UFFICIO}/{kind}");
            let mut of = vec![("Id", id.as_str()), ("Type", &kind), ("Target", target)];
            of.extend(outside.then_some(("TargetMode", "External")));
            xml.void("Relationship", &of);
        }
        for (id, kind, target) in more {
            // The properties of the package are of another family.
            let kind = if kind.contains(':') { (*kind).to_owned() } else { format!("{UFFICIO}/{kind}") };
            xml.void("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
        }
        xml.end()
    }
}

/// A picture of the file.
pub(super) enum Immagine {
    /// As it is.
    Pronta { bytes: Arc<[u8]>, format: &'static str },
    /// A drawing, to be made of dots. It is so many points wide.
    Disegno { svg: Arc<[u8]>, wide: f64 },
}

/// The pictures of the file, each once.
#[derive(Default)]
pub(super) struct Media {
    all: Vec<(String, Immagine)>,
    known: BTreeMap<String, String>,
}

impl Media {
    /// The name of the picture in the file.
    pub(super) fn add(&mut self, image: Immagine) -> String {
        let (bytes, format) = match &image {
            Immagine::Pronta { bytes, format } => (bytes, *format),
            Immagine::Disegno { svg, .. } => (svg, "png"),
        };
        let digest = hash::file(bytes);
        if let Some(known) = self.known.get(&digest) {
            return known.clone();
        }
        let name = format!("immagine{}.{format}", self.all.len() + 1);
        self.known.insert(digest, name.clone());
        self.all.push((name.clone(), image));
        name
    }

    fn files(self) -> Result<Vec<(String, Vec<u8>)>, Diagnostic> {
        let made = self.all.into_par_iter().map(|(name, image)| {
            let bytes = match image {
                Immagine::Pronta { bytes, .. } => bytes.to_vec(),
                Immagine::Disegno { svg, wide } => dots(&svg, wide).ok_or_else(|| {
                    Diagnostic::global(P0901, "un disegno non si può fare di punti per il file di Word")
                })?,
            };
            Ok((format!("word/media/{name}"), bytes))
        });
        made.collect()
    }
}

/// The fonts of the program, for the words in drawings.
static CARATTERI: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut all = fontdb::Database::new();
    for (name, bytes) in fonts::files() {
        if name.ends_with(".ttf") {
            all.load_font_source(fontdb::Source::Binary(Arc::new(*bytes)));
        }
    }
    Arc::new(all)
});

/// The drawing as PNG.
fn dots(svg: &[u8], wide: f64) -> Option<Vec<u8>> {
    let options = usvg::Options {
        fontdb: CARATTERI.clone(),
        font_family: TEXT.to_owned(),
        image_href_resolver: senza_file(),
        ..usvg::Options::default()
    };
    let tree = usvg::Tree::from_data(svg, &options).ok()?;
    let size = tree.size();
    let natural = (f64::from(size.width()), f64::from(size.height()));
    let scale = wide * PUNTI / natural.0;
    let scale = scale.min((MASSIMO / (natural.0 * natural.1)).sqrt());
    let dots = |length: f64| (length * scale).ceil().clamp(1.0, 20_000.0) as u32;
    let mut pixmap = Pixmap::new(dots(natural.0), dots(natural.1))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixmap.as_mut());
    pixmap.encode_png().ok()
}

/// The faces that the file carries: family, which of its four faces, file. Word and LibreOffice use them on machines that do not have them.
const FACCE: [(&str, &str, &str); 6] = [
    (TEXT, "w:embedRegular", "titillium-web/TitilliumWeb_400Regular.ttf"),
    (TEXT, "w:embedBold", "titillium-web/TitilliumWeb_700Bold.ttf"),
    (TEXT, "w:embedItalic", "titillium-web/TitilliumWeb_400Regular_Italic.ttf"),
    (TEXT, "w:embedBoldItalic", "titillium-web/TitilliumWeb_700Bold_Italic.ttf"),
    (MONO, "w:embedRegular", "roboto-mono/RobotoMono_400Regular.ttf"),
    (GRAZIATO, "w:embedBold", "lora/Lora_700Bold.ttf"),
];

/// The families of the file, each with what takes its place where it is not there.
const FAMIGLIE: [(&str, &str, &str); 3] =
    [(TEXT, "Calibri", "swiss"), (MONO, "Consolas", "modern"), (GRAZIATO, "Georgia", "roman")];

/// A font as Word carries it: its first bytes are mixed with a key, so that nobody installs it by chance. The key is of its content.
fn obfuscated(font: &[u8]) -> (String, Vec<u8>) {
    let digest = Sha256::digest(font);
    let key = digest.get(..16).unwrap_or_default();
    let hex = hash::hex(key).to_uppercase();
    let mut bytes = font.to_vec();
    bytes.iter_mut().take(32).zip(key.iter().rev().cycle()).for_each(|(byte, key)| *byte ^= key);
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    (format!("{{{}-{}-{}-{}-{}}}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)), bytes)
}

/// The file.
pub(super) fn pack(writer: Writer<'_>) -> Result<Vec<u8>, Diagnostic> {
    let document = writer.document;
    let meta = &document.meta;
    let prosa = writer.misure.width() - writer.misure.testo.giustezza;
    let prosa = (prosa * super::write::TWIPS).round() as u32;
    let (notes, note_rels) = writer.other;
    let mut files: Vec<(String, Vec<u8>)> = vec![];
    let mut add = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    add("[Content_Types].xml", types());
    add(
        "_rels/.rels",
        Rels::default().part(&[
            ("documento", "officeDocument", "word/document.xml"),
            ("nucleo", &format!("{PACCHETTO}/relationships/metadata/core-properties"), "docProps/core.xml"),
            ("programma", "extended-properties", "docProps/app.xml"),
        ]),
    );
    add("docProps/core.xml", core(meta));
    add("docProps/app.xml", app(meta));
    add("word/document.xml", writer.xml.end());
    add(
        "word/_rels/document.xml.rels",
        writer.rels.part(&[
            ("stili", "styles", "styles.xml"),
            ("elenchi", "numbering", "numbering.xml"),
            ("impostazioni", "settings", "settings.xml"),
            ("caratteri", "fontTable", "fontTable.xml"),
            ("note", "footnotes", "footnotes.xml"),
            ("memoria", "customXml", "../customXml/item1.xml"),
            (TESTATA, "header", "header1.xml"),
            (PIEDE, "footer", "footer1.xml"),
        ]),
    );
    add("word/styles.xml", styles::styles(meta.colori, prosa));
    add("word/numbering.xml", Liste::part(&writer.liste));
    add("word/settings.xml", settings(writer.counted.map(|(first, _)| first)));
    add("word/footnotes.xml", notes.end());
    add("word/_rels/footnotes.xml.rels", note_rels.part(&[]));
    add("customXml/item1.xml", memoria(&writer.memoria));
    add("customXml/_rels/item1.xml.rels", Rels::default().part(&[("proprieta", "customXmlProps", "itemProps1.xml")]));
    add("customXml/itemProps1.xml", memoria_props());
    add("word/header1.xml", header(document));
    add("word/footer1.xml", footer(meta));
    let mut table = Xml::new("w:fonts", SPAZI.get(..2).unwrap_or_default());
    let mut leads = vec![];
    for (family, other, kind) in FAMIGLIE {
        table.open("w:font", &[("w:name", family)]);
        table.val("w:altName", other);
        table.val("w:family", kind);
        table.val("w:pitch", if kind == "modern" { "fixed" } else { "variable" });
        for (n, (_, face, path)) in FACCE.iter().enumerate().filter(|(_, (of, ..))| *of == family) {
            let Some((_, font)) = fonts::files().iter().find(|(name, _)| name == path) else { continue };
            let (key, bytes) = obfuscated(font);
            let id = format!("faccia{n}");
            table.void(face, &[("r:id", &id), ("w:fontKey", &key)]);
            let name = format!("fonts/font{n}.odttf");
            add(&format!("word/{name}"), bytes);
            leads.push((id, name));
        }
        table.close();
    }
    add("word/fontTable.xml", table.end());
    let leads: Vec<(&str, &str, &str)> = leads.iter().map(|(id, name)| (id.as_str(), "font", name.as_str())).collect();
    add("word/_rels/fontTable.xml.rels", Rels::default().part(&leads));
    files.extend(writer.media.files()?);
    zipped(&files).map_err(|error| Diagnostic::global(P0901, format!("il file di Word non si può comporre: {error}")))
}

/// The zip. Its files have no day of the clock, and no system.
fn zipped(files: &[(String, Vec<u8>)]) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in files {
        // A picture is compressed already.
        let method = if name.ends_with(".png") || name.ends_with(".jpg") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .system(System::Unix);
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types() -> Vec<u8> {
    let mut xml = Xml::new("Types", &[("xmlns", &format!("{PACCHETTO}/content-types"))]);
    let relationships = "application/vnd.openxmlformats-package.relationships+xml";
    let font = "application/vnd.openxmlformats-officedocument.obfuscatedFont";
    for (extension, kind) in [
        ("rels", relationships),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpg", "image/jpeg"),
        ("odttf", font),
    ] {
        xml.void("Default", &[("Extension", extension), ("ContentType", kind)]);
    }
    for (part, kind) in [
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("settings", "settings"),
        ("fontTable", "fontTable"),
        ("footnotes", "footnotes"),
        ("header1", "header"),
        ("footer1", "footer"),
    ] {
        let (part, kind) = (format!("/word/{part}.xml"), format!("{PAROLE}.{kind}+xml"));
        xml.void("Override", &[("PartName", &part), ("ContentType", &kind)]);
    }
    let data = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml";
    xml.void("Override", &[("PartName", "/customXml/itemProps1.xml"), ("ContentType", data)]);
    let core = "application/vnd.openxmlformats-package.core-properties+xml";
    let app = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
    xml.void("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)]);
    xml.void("Override", &[("PartName", "/docProps/app.xml"), ("ContentType", app)]);
    xml.end()
}

fn core(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::new(
        "cp:coreProperties",
        &[
            ("xmlns:cp", &format!("{PACCHETTO}/metadata/core-properties")),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    let time = format!("{}T00:00:00Z", meta.giorno().iso());
    xml.leaf("dc:title", &[], &meta.nome());
    xml.leaf("dc:subject", &[], stringhe::tagliata(&meta.descrizione));
    xml.leaf("dc:creator", &[], &meta.ente);
    xml.leaf("cp:keywords", &[], &meta.parole_chiave.join(", "));
    xml.leaf("dc:language", &[], "it-IT");
    for name in ["dcterms:created", "dcterms:modified"] {
        xml.leaf(name, &[("xsi:type", "dcterms:W3CDTF")], &time);
    }
    xml.end()
}

fn app(meta: &Meta) -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    let mut xml = Xml::new("Properties", &[("xmlns", space)]);
    xml.leaf("Application", &[], "piao");
    xml.leaf("Company", &[], &meta.ente);
    xml.end()
}

/// What the file keeps of itself.
fn memoria(memoria: &Memoria) -> Vec<u8> {
    let mut xml = Xml::new("copia", &[("xmlns", Memoria::SPAZIO)]);
    xml.words(&memoria.scritta());
    xml.end()
}

/// What Word asks for beside it: without this LibreOffice does not carry it along.
fn memoria_props() -> Vec<u8> {
    let space = "http://schemas.openxmlformats.org/officeDocument/2006/customXml";
    let id = "{5B1F0C3E-7A52-4D5C-9E0B-2C6A8D41F7A9}";
    let mut xml = Xml::new("ds:datastoreItem", &[("xmlns:ds", space), ("ds:itemID", id)]);
    xml.open("ds:schemaRefs", &[]);
    xml.void("ds:schemaRef", &[("ds:uri", Memoria::SPAZIO)]);
    xml.close();
    xml.end()
}

/// What Word does with the file: it tracks the changes, and counts the notes from the first of the plan that is here.
fn settings(first: Option<u32>) -> Vec<u8> {
    let mut xml = Xml::new("w:settings", SPAZI.get(..1).unwrap_or_default());
    xml.void("w:zoom", &[("w:percent", "100")]);
    xml.void("w:embedTrueTypeFonts", &[]);
    xml.void("w:trackRevisions", &[]);
    xml.val("w:defaultTabStop", "708");
    xml.open("w:footnotePr", &[]);
    if let Some(first) = first.filter(|first| *first > 1) {
        xml.val("w:numStart", &first.to_string());
    }
    xml.void("w:footnote", &[("w:id", "-1")]);
    xml.void("w:footnote", &[("w:id", "0")]);
    xml.close();
    xml.open("w:compat", &[]);
    let word = "http://schemas.microsoft.com/office/word";
    xml.void("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")]);
    xml.close();
    xml.void("w:themeFontLang", &[("w:val", "it-IT")]);
    xml.val("w:decimalSymbol", ",");
    xml.val("w:listSeparator", ";");
    xml.end()
}

fn header(document: &Document) -> Vec<u8> {
    let meta = &document.meta;
    let mut xml = Xml::text_part("w:hdr");
    xml.open("w:p", &[]);
    paragraph_style(&mut xml, styles::id::TESTATA);
    run(&mut xml, &meta.ente, true);
    run(&mut xml, &format!("  ·  {}", meta.corrente()), false);
    xml.close();
    xml.end()
}

fn footer(meta: &Meta) -> Vec<u8> {
    let mut xml = Xml::text_part("w:ftr");
    xml.open("w:p", &[]);
    paragraph_style(&mut xml, styles::id::PIEDE);
    run(&mut xml, "pag. ", false);
    field(&mut xml, "PAGE");
    run(&mut xml, " di ", false);
    field(&mut xml, "NUMPAGES");
    if let Some(word) = stamp(meta.bozza, meta.stato) {
        run(&mut xml, &format!(" – {}", word.to_lowercase()), false);
    }
    xml.close();
    xml.end()
}

fn paragraph_style(xml: &mut Xml, style: &str) {
    xml.open("w:pPr", &[]);
    xml.val("w:pStyle", style);
    xml.close();
}

fn run(xml: &mut Xml, words: &str, bold: bool) {
    xml.open("w:r", &[]);
    if bold {
        xml.open("w:rPr", &[]);
        xml.void("w:b", &[]);
        xml.close();
    }
    xml.leaf("w:t", &[("xml:space", "preserve")], words);
    xml.close();
}

/// A number that Word computes on each page.
fn field(xml: &mut Xml, name: &str) {
    xml.open("w:fldSimple", &[("w:instr", &format!(" {name} "))]);
    run(xml, "1", false);
    xml.close();
}
