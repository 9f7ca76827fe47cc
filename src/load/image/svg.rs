//! A drawing in SVG. What would not be printed as its author sees it is reported, with what the author can do. The printed page
//! looks for no file, runs no script, has only the fonts of the plan and shows no web page inside the drawing.

use super::Guasto;
use crate::base::fonts::has_glyph;
use crate::piano::Asset;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use data_url::DataUrl;
use flate2::read::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;
use usvg::roxmltree::{Document, Node, ParsingOptions};

/// Largest drawing, in bytes.
const LUNGO: u64 = 32 << 20;

/// The drawing, unpacked when it is compressed, because a browser does not open a compressed one that is called `.svg`.
pub(super) fn decode(bytes: &Arc<[u8]>) -> Result<Asset, Guasto> {
    let plain: Cow<'_, [u8]> = if bytes.starts_with(b"\x1f\x8b") {
        let mut out = Vec::new();
        let read = MultiGzDecoder::new(bytes.as_ref()).take(LUNGO + 1).read_to_end(&mut out);
        read.map_err(|_| Guasto::Illeggibile)?;
        Cow::Owned(out)
    } else {
        Cow::Borrowed(bytes)
    };
    if plain.len() as u64 > LUNGO {
        return Err(disegno("è troppo lungo", "salvalo come immagine PNG"));
    }
    let text = std::str::from_utf8(&plain).map_err(|_| Guasto::Illeggibile)?;
    let document = legge(text)?;
    guarda(&document, ANNIDATI)?;
    if let Some(clean) = senza(text, &document, ANNIDATI) {
        let other = legge(&clean)?;
        // What is written by way of an entity cannot be taken out of its place.
        if senza(&clean, &other, ANNIDATI).is_some() {
            return Err(disegno(
                "ha dentro i dati di chi lo ha fatto, e non si possono togliere",
                "nel programma di disegno salvalo come SVG semplice, o come immagine PNG",
            ));
        }
        let bytes: Arc<[u8]> = Arc::from(clean.into_bytes());
        return decode(&bytes);
    }
    let options = usvg::Options { image_href_resolver: senza_file(), ..usvg::Options::default() };
    let tree = usvg::Tree::from_xmltree(&document, &options).map_err(|_| Guasto::Illeggibile)?;
    let size = (tree.size().width().into(), tree.size().height().into());
    if lavoro(tree.root(), scala(size)) > LAVORO {
        return Err(disegno(
            "ha sfumature ed effetti (`filter`) che per la stampa chiederebbero minuti",
            "togli ombre, sfocature e trame nel programma di disegno, o salvalo come immagine PNG",
        ));
    }
    let bytes = match plain {
        Cow::Borrowed(_) => bytes.clone(),
        Cow::Owned(plain) => Arc::from(plain),
    };
    Ok(Asset { bytes, format: "svg", size })
}

/// A drawing may name files by path. They are never looked for, inside the plan or outside it.
pub(crate) fn senza_file() -> usvg::ImageHrefResolver<'static> {
    let resolve_string = Box::new(|_: &str, _: &usvg::Options<'_>| None);
    usvg::ImageHrefResolver { resolve_string, ..usvg::ImageHrefResolver::default() }
}

/// The elements of a drawing.
fn legge(text: &str) -> Result<Document<'_>, Guasto> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|_| Guasto::Illeggibile)
}

/// How deep drawings inside drawings are cleaned.
const ANNIDATI: u8 = 4;

/// The drawing without what its programs wrote beside it: metadata, comments, the path of the file on the machine of its author, and the
/// place, the time and the author of the photographs inside it. None when there is nothing of the kind.
fn senza(text: &str, document: &Document<'_>, depth: u8) -> Option<String> {
    let mut cuts: Vec<(Range<usize>, String)> = Vec::new();
    for node in document.descendants() {
        let aside = node.is_comment() || node.is_element() && node.tag_name().name() == "metadata";
        if aside {
            cuts.push((node.range(), String::new()));
            continue;
        }
        for one in node.attributes() {
            let path = ["docname", "export-filename"].contains(&one.name());
            if path && one.namespace().is_some() {
                cuts.push((one.range(), String::new()));
            } else if one.name() == "href"
                && let Some(clean) = immagine_pulita(one.value(), depth)
            {
                cuts.push((one.range_value(), clean));
            }
        }
    }
    let mut out = String::new();
    let mut at = 0;
    cuts.sort_by_key(|(range, _)| range.start);
    for (range, new) in cuts {
        // What stands inside something that goes, goes with it.
        if range.start >= at {
            // A place that cannot be cut leaves no drawing, rather than one with something in it.
            let Some(before) = text.get(at..range.start) else { return Some(String::new()) };
            out.push_str(before);
            out.push_str(&new);
            at = range.end;
        }
    }
    (at > 0).then(|| out + text.get(at..).unwrap_or_default())
}

/// A picture that stands in an attribute, `data:image/jpeg;base64,…`, without what it says of its author. None when it says nothing.
fn immagine_pulita(value: &str, depth: u8) -> Option<String> {
    let (kind, bytes) = incorporata(value)?;
    let bytes: Arc<[u8]> = Arc::from(bytes);
    let clean: Arc<[u8]> = if kind.starts_with("image/svg") {
        let text = std::str::from_utf8(&bytes).ok()?;
        let inside = legge(text).ok()?;
        Arc::from(senza(text, &inside, depth.checked_sub(1)?)?.into_bytes())
    } else {
        super::metadati::senza(&bytes).filter(|clean| clean != &bytes)?
    };
    Some(format!("data:{kind};base64,{}", STANDARD.encode(clean)))
}

/// The kind and the bytes of what stands whole in an attribute, in base64 or in plain letters.
fn incorporata(value: &str) -> Option<(String, Vec<u8>)> {
    let url = DataUrl::process(value.trim()).ok()?;
    let (bytes, _) = url.decode_to_vec().ok()?;
    Some((url.mime_type().to_string(), bytes))
}

/// Most work that the effects of a drawing may ask for, in pixels, each weighed by its cost. It takes some seconds.
const LAVORO: f64 = 30e6;

/// How many pixels a unit of the drawing becomes. Effects are printed as pictures, with four pixels for each point of a page whose
/// text is some 480 by 720 points.
fn scala((width, height): (f64, f64)) -> f64 {
    (1920.0 / width.max(1e-3)).min(2880.0 / height.max(1e-3)).min(4.0)
}

/// The work that the effects inside `group` ask for, in pixels weighed by their cost.
fn lavoro(group: &usvg::Group, scale: f64) -> f64 {
    let (x, y) = group.abs_transform().get_scale();
    let (x, y) = (f64::from(x) * scale, f64::from(y) * scale);
    let own = group.filters().iter().map(|filter| {
        let rect = filter.rect();
        // The printer makes no picture with a longer side.
        let side = |long: f32, scale: f64| (f64::from(long) * scale).min(5000.0);
        let each: f64 = filter.primitives().iter().map(|one| costo(one.kind(), x.max(y))).sum();
        side(rect.width(), x) * side(rect.height(), y) * each
    });
    let mut all: f64 = own.sum();
    for node in group.children() {
        node.subroots(|inside| all += lavoro(inside, scale));
        match node {
            usvg::Node::Group(inside) => all += lavoro(inside, scale),
            usvg::Node::Image(image) => {
                if let usvg::ImageKind::SVG(tree) = image.kind() {
                    all += lavoro(tree.root(), scale);
                }
            }
            usvg::Node::Path(_) | usvg::Node::Text(_) => {}
        }
    }
    all
}

/// The cost of an effect for each of its pixels.
fn costo(kind: &usvg::filter::Kind, scale: f64) -> f64 {
    use usvg::filter::Kind;
    match kind {
        Kind::Turbulence(noise) => f64::from(noise.num_octaves()),
        Kind::ConvolveMatrix(matrix) => f64::from(matrix.matrix().columns()) * f64::from(matrix.matrix().rows()),
        Kind::Morphology(growth) => {
            let side = |radius: f32| 1.0 + 2.0 * f64::from(radius) * scale;
            side(growth.radius_x().get()) * side(growth.radius_y().get())
        }
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 8.0,
        Kind::GaussianBlur(_) | Kind::DropShadow(_) => 3.0,
        _ => 1.0,
    }
}

fn disegno(cosa: &str, rimedio: &str) -> Guasto {
    Guasto::Disegno { cosa: cosa.to_owned(), rimedio: rimedio.to_owned() }
}

/// Refuses a drawing that would not be printed as its author sees it.
fn guarda(document: &Document<'_>, depth: u8) -> Result<(), Guasto> {
    for node in document.descendants().filter(Node::is_element) {
        match node.tag_name().name() {
            "foreignObject" => {
                return Err(disegno(
                    "ha dei testi che non sono SVG, e al loro posto si stamperebbe altro",
                    "in draw.io togli «Testo formattato» dalle proprietà dei testi prima di esportare, in Mermaid scrivi `htmlLabels: false`; oppure salvalo come PNG",
                ));
            }
            "script" => {
                return Err(disegno("ha dentro un programma (`script`)", "togli il programma: un disegno si guarda"));
            }
            "image" | "feImage" => immagine(&node, depth)?,
            // A link leads away and shows nothing.
            "a" => {}
            _ => altrove(&node)?,
        }
        if node.attributes().any(|one| one.name().to_ascii_lowercase().starts_with("on") && one.name().len() > 4)
            || node.attributes().any(|one| one.value().trim_start().to_ascii_lowercase().starts_with("javascript:"))
        {
            return Err(disegno("fa qualcosa quando lo si tocca", "togli il programma: un disegno si guarda"));
        }
    }
    for node in document.descendants().filter(Node::is_text) {
        if !node.ancestors().any(|above| above.tag_name().name() == "text") {
            continue;
        }
        let missing = node.text().unwrap_or_default().chars().find(|c| !c.is_whitespace() && !has_glyph(*c));
        if let Some(c) = missing {
            return Err(disegno(
                &format!(
                    "ha un testo con il carattere «{c}» (U+{:04X}), che manca nei caratteri di stampa",
                    u32::from(c)
                ),
                "scrivilo in un altro modo, o nel programma di disegno trasforma i testi in tracciati",
            ));
        }
    }
    Ok(())
}

/// Refuses an element that takes its shape or its colour from another file: on the page it would not be there.
fn altrove(node: &Node<'_, '_>) -> Result<(), Guasto> {
    let here = |name: &str| name.is_empty() || name.starts_with('#') || name.starts_with("data:");
    let href = node.attributes().find(|one| one.name() == "href").map(|one| one.value().trim());
    let urls = node.attributes().flat_map(|one| one.value().split("url(").skip(1));
    let urls = urls.map(|rest| rest.split(')').next().unwrap_or_default().trim_matches(['"', '\'', ' ']));
    let Some(name) = href.into_iter().chain(urls).find(|name| !here(name)) else { return Ok(()) };
    let short: String = name.chars().take(60).collect();
    Err(disegno(
        &format!("prende qualcosa da un altro file, `{short}`, che qui non si cerca"),
        "nel programma di disegno mettilo dentro al disegno, o salva tutto come immagine PNG",
    ))
}

/// The names of the pictures that the page does not show inside a drawing, by how their files begin, after some bytes.
const ALTRE: [(&[u8], usize, &str); 7] = [
    (b"GIF8", 0, "GIF"),
    (b"WEBP", 8, "WebP"),
    (b"BM", 0, "BMP"),
    (b"II*\0", 0, "TIFF"),
    (b"MM\0*", 0, "TIFF"),
    (b"ftypavif", 4, "AVIF"),
    (b"ftyp", 4, "HEIC"),
];

/// Refuses a picture inside the drawing, unless all of it is in the file, of a kind that the page shows, and in the colours of a screen.
fn immagine(node: &Node<'_, '_>, depth: u8) -> Result<(), Guasto> {
    let name = node.attributes().find(|one| one.name() == "href").map(|one| one.value().trim()).unwrap_or_default();
    if !name.starts_with("data:") {
        // It refers to a part of this same drawing, or to nothing.
        if name.is_empty() || name.starts_with('#') {
            return Ok(());
        }
        let short: String = name.chars().take(60).collect();
        return Err(disegno(
            &format!("mostra un altro file, `{short}`, che qui non si cerca"),
            "nel programma di disegno incorpora l’immagine (in Inkscape: Estensioni, Immagini, Incorpora)",
        ));
    }
    let (_, bytes) = incorporata(name).unwrap_or_default();
    let photo = bytes.starts_with(&[0xff, 0xd8]) || bytes.starts_with(b"\x89PNG");
    if !photo {
        let inside = std::str::from_utf8(&bytes).ok().and_then(|text| legge(text).ok());
        // A drawing inside this one has the same limits.
        if let (Some(inside), Some(depth)) = (&inside, depth.checked_sub(1)) {
            return guarda(inside, depth);
        }
        let known = ALTRE.iter().find(|(head, at, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(head)));
        let cosa = match known {
            Some((.., kind)) => format!("ha dentro un’immagine {kind}, che nel PDF non si vedrebbe"),
            None => "ha dentro un’immagine che non si legge, e nel PDF non si vedrebbe".to_owned(),
        };
        return Err(disegno(
            &cosa,
            "apri l’immagine con un programma di grafica, salvala come PNG o JPEG e incorporala di nuovo",
        ));
    }
    if super::metadati::gonfio(&bytes) {
        return Err(disegno(
            "ha dentro una fotografia con un profilo dei colori smisurato",
            "salva la fotografia senza profilo dei colori, e incorporala di nuovo",
        ));
    }
    super::misurata(&bytes)?;
    if super::metadati::senza(&Arc::from(bytes.as_slice())).is_none() {
        return Err(disegno(
            "ha dentro una fotografia che non è intera",
            "apri la fotografia con un programma di grafica, salvala di nuovo e incorporala",
        ));
    }
    if super::metadati::quadricromia(&bytes) {
        return Err(disegno(
            "ha dentro una fotografia con i colori di tipografia (CMYK)",
            "convertila nei colori dello schermo (RGB) con un programma di grafica, e incorporala di nuovo",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn drawing(inside: &str) -> Arc<[u8]> {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='30' height='20'>";
        Arc::from(format!("{head}{inside}</svg>").into_bytes())
    }

    fn told(inside: &str) -> String {
        match decode(&drawing(inside)) {
            Ok(_) => String::new(),
            Err(Guasto::Disegno { cosa, .. }) => cosa,
            Err(_) => "altro".to_owned(),
        }
    }

    #[test]
    fn what_would_not_be_printed_is_told() {
        let cases = [
            ("<text>Più avanti ➜ sì</text>", "«➜»"),
            ("<text><tspan>汉</tspan></text>", "«汉»"),
            (
                "<switch><foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Ufficio</p></foreignObject></switch>",
                "non sono SVG",
            ),
            ("<image xlink:href='foto.png' width='3' height='3'/>", "`foto.png`"),
            ("<use xlink:href='simboli.svg#albero'/>", "`simboli.svg#albero`"),
            ("<rect width='3' height='3' fill='url(tinte.svg#verde)'/>", "`tinte.svg#verde`"),
            ("<script>alert(1)</script>", "un programma"),
            ("<rect onclick='x()' width='3' height='3'/>", "lo si tocca"),
            ("<a href=' JavaScript:x()'><rect width='3' height='3'/></a>", "lo si tocca"),
        ];
        for (inside, words) in cases {
            assert!(told(inside).contains(words), "{inside}: {}", told(inside));
        }
        // Effects over the whole drawing, then over one small part of it.
        let filter = |inside: &str, size: u32| {
            format!("<filter id='a'>{inside}</filter><rect width='{size}' height='{size}' filter='url(#a)'/>")
        };
        for heavy in [
            filter("<feTurbulence baseFrequency='.5' numOctaves='9'/>", 30),
            filter("<feMorphology radius='9'/>", 30),
            filter(&format!("<feConvolveMatrix order='30' kernelMatrix='{}'/>", "1 ".repeat(900)), 30),
            filter("<feGaussianBlur stdDeviation='1'/>", 20)
                + &"<rect width='20' height='20' filter='url(#a)'/>".repeat(900),
        ] {
            let wide = drawing(&heavy).iter().map(|byte| *byte as char).collect::<String>();
            let wide = wide.replace("width='30' height='20'>", "width='3000' height='2000' viewBox='0 0 30 20'>");
            let told = decode(&Arc::from(wide.into_bytes())).err();
            assert!(matches!(told, Some(Guasto::Disegno { cosa, .. }) if cosa.contains("`filter`")), "{heavy}");
        }
        assert_eq!(told(&filter("<feDropShadow stdDeviation='2' dx='1'/>", 15)), "");
        for good in [
            "<title>➜</title><rect width='3' height='3'/>",
            "<text>Uno → due</text>",
            "<text>Città, 50 € – «sì»</text>",
            "<image href='#a'/>",
            "<defs><g id='b'><path d='M0 0h9'/></g></defs><use href='#b' fill='url(#c)'/>",
            "<a href='https://www.example.it'><rect width='3' height='3'/></a>",
        ] {
            assert_eq!(told(good), "", "{good}");
        }
    }

    #[test]
    fn a_picture_that_the_page_would_not_show_is_named() {
        let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
        let image =
            |kind: &str, bytes: &[u8]| format!("<image href='data:image/{kind};base64,{}'/>", STANDARD.encode(bytes));
        for (inside, words) in [
            (image("gif", gif), "un’immagine GIF"),
            // The bytes say what it is, whatever it is called.
            (image("png", gif), "un’immagine GIF"),
            (image("webp", b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0"), "un’immagine WebP"),
            (image("heic", b"\0\0\0\x18ftypheic"), "un’immagine HEIC"),
            (image("jpeg", b""), "non si legge"),
            ("<image href='data:image/png;base64,@@'/>".into(), "non si legge"),
            ("<filter id='a'>".to_owned() + &image("gif", gif).replace("image ", "feImage ") + "</filter>", "GIF"),
            // Inside a drawing that is inside this one, in base64 or in plain letters.
            (image("svg+xml", &drawing(&image("gif", gif))), "un’immagine GIF"),
            (image("svg+xml", &drawing("<text>汉</text>")), "«汉»"),
            (
                "<image href=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>\"/>"
                    .replace('<', "%3C")
                    .replace("%3Cimage", "<image"),
                "un programma",
            ),
        ] {
            assert!(told(&inside).contains(words), "{inside}: {}", told(&inside));
        }
        assert_eq!(told(&image("svg+xml", &drawing("<path d='M0 0h9'/>"))), "");
    }

    #[test]
    fn what_is_said_of_its_author_goes() {
        let mut photo = std::io::Cursor::new(vec![]);
        ::image::RgbImage::new(8, 8).write_to(&mut photo, ::image::ImageFormat::Jpeg).unwrap();
        let plain = photo.into_inner();
        let said = b"Mario Rossi Fotografo, GPS 45.1 N";
        let mut full = plain[..2].to_vec();
        full.extend([0xff, 0xe1, 0, said.len() as u8 + 2]);
        full.extend(said);
        full.extend(&plain[2..]);
        let image = |bytes: &[u8], kind: &str| {
            format!("<image width='3' height='3' href='data:image/{kind};base64,{}'/>", STANDARD.encode(bytes))
        };
        let inner = |inside: &str| {
            let head = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='30' height='20'>";
            format!("{head}{inside}</svg>").into_bytes()
        };
        for (dirty, clean) in [
            (image(&full, "jpeg"), image(&plain, "jpeg")),
            (image(&inner(&image(&full, "jpeg")), "svg+xml"), image(&inner(&image(&plain, "jpeg")), "svg+xml")),
            // In plain letters.
            (
                format!(
                    "<image width='3' height='3' href=\"data:image/svg+xml,{}\"/>",
                    String::from_utf8(inner("<metadata>Anna</metadata><path d='M0 0h9'/>"))
                        .unwrap()
                        .replace('<', "%3C")
                ),
                image(&inner("<path d='M0 0h9'/>"), "svg+xml").replace("href='", "href=\"").replace("'/>", "\"/>"),
            ),
            ("<metadata>Autore: Anna <b>x</b></metadata><path d='M0 0h9'/>".into(), "<path d='M0 0h9'/>".into()),
            ("<!-- di Anna --><path d='M0 0h9'/>".to_owned(), "<path d='M0 0h9'/>".to_owned()),
            (
                "<g xmlns:s='http://sodipodi.example' s:docname='C:/anna/a.svg' id='g'/>".to_owned(),
                "<g xmlns:s='http://sodipodi.example'  id='g'/>".to_owned(),
            ),
        ] {
            let found = decode(&drawing(&dirty)).ok().unwrap().bytes;
            assert_eq!(String::from_utf8_lossy(&found), String::from_utf8_lossy(&drawing(&clean)));
        }
        let already = drawing(&image(&plain, "jpeg"));
        assert!(Arc::ptr_eq(&decode(&already).ok().unwrap().bytes, &already), "a clean drawing is left as it is");
        assert!(told(&image(&plain[..plain.len() / 2], "jpeg")).contains("non è intera"));
        // By way of an entity.
        let odd = "<!DOCTYPE svg [<!ENTITY m '<metadata>Anna</metadata>'>]><svg xmlns='http://www.w3.org/2000/svg' width='3' height='3'>&m;</svg>";
        let read = decode(&Arc::from(odd.as_bytes()));
        assert!(read.is_err() || !String::from_utf8_lossy(&read.ok().unwrap().bytes).contains("Anna"));
    }

    #[test]
    fn a_packed_drawing_is_unpacked() {
        let plain = drawing("<rect width='3' height='3'/>");
        let mut packer = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
        packer.write_all(&plain).unwrap();
        let packed: Arc<[u8]> = Arc::from(packer.finish().unwrap());
        assert_eq!(decode(&packed).ok().unwrap().bytes, plain);
        let mut bomb = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
        bomb.write_all(&vec![b' '; 40 << 20]).unwrap();
        assert!(decode(&Arc::from(bomb.finish().unwrap())).is_err());
    }
}
