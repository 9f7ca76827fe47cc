//! The styles of a Word file. Those that Word has itself keep its names, so that an Italian Word calls them «Titolo 1», «Didascalia»,
//! «Sommario 1» and its tools find them. Colours and sizes are those of `layouts/pdf/stile.typ` and `testo.typ`.

use super::xml::{SPAZI, Xml};
use crate::base::colore::Colori;
use crate::base::fonts::{MONO, TEXT};

/// The family of the title on the cover.
pub(super) const GRAZIATO: &str = "Lora";

/// The ids of the styles that the writer names.
pub(super) mod id {
    pub const CORPO: &str = "Corpotesto";
    pub const TITOLO: &str = "Titolo";
    pub const SOTTOTITOLO: &str = "Sottotitolo";
    pub const FRONTESPIZIO: &str = "Frontespizio";
    pub const DIDASCALIA: &str = "Didascalia";
    pub const FIGURA: &str = "Figura";
    pub const OSSERVAZIONE: &str = "Osservazione";
    pub const ELENCO: &str = "Paragrafoelenco";
    pub const AVVISO: &str = "Avviso";
    pub const CODICE: &str = "Codice";
    pub const TERMINE: &str = "Termine";
    pub const ASSENTE: &str = "Datoassente";
    /// A label and its value, in one paragraph.
    pub const CAMPO: &str = "Campo";
    pub const NODO: &str = "Nodo";
    pub const SOPRA: &str = "Soprailtitolo";
    pub const REFERENTE: &str = "Referente";
    pub const CELLA: &str = "Testotabella";
    pub const NOTA: &str = "Testonotaapidipagina";
    pub const RIMANDO_NOTA: &str = "Rimandonotaapidipagina";
    pub const COLLEGAMENTO: &str = "Collegamentoipertestuale";
    pub const TITOLO_INDICE: &str = "Titolosommario";
    pub const COPERTINA: &str = "Copertina";
    pub const TESTATA: &str = "Intestazione";
    pub const PIEDE: &str = "Pidipagina";
    pub const TABELLA: &str = "Tabelladelpiano";
    pub const SEPARATORE: &str = "Separatore";

    /// The heading of that level, of a chapter or a section.
    pub fn titolo(level: u8) -> String {
        format!("Titolo{}", level.clamp(1, 6))
    }

    /// The title of a card: the outline has it, and the contents do not.
    pub fn scheda(level: u8) -> String {
        format!("Titoloscheda{}", level.clamp(1, 6))
    }

    /// A heading inside a card.
    pub fn minore(level: u8) -> String {
        format!("Titolonellascheda{}", level.clamp(1, 6))
    }

    /// An entry of the contents.
    pub fn sommario(level: u8) -> String {
        format!("Sommario{}", level.clamp(1, 3))
    }
}

/// Lengths in twentieths of a point, sizes in half points.
#[derive(Clone, Copy, Default)]
struct Look<'a> {
    based: &'a str,
    next: &'a str,
    size: u32,
    bold: bool,
    color: &'a str,
    font: &'a str,
    before: u32,
    after: u32,
    left: u32,
    right: u32,
    hanging: u32,
    keep: bool,
    outline: Option<u8>,
    /// A line below, or at the left: which, colour, thickness in eighths of a point.
    line: Option<(&'a str, &'a str, u32)>,
    ground: &'a str,
    tab: u32,
    center: bool,
    /// Only the writer uses it: it is not proposed to who writes.
    hidden: bool,
}

/// Words that one may pass over.
pub(super) const TENUE: &str = "455B71";
/// The ground of groups and totals.
pub(super) const FONDO: &str = "EEF3F8";
/// Lines between rows.
pub(super) const FILETTO: &str = "C5D0DB";
pub(super) const INCHIOSTRO_TESTO: &str = "1A1A1A";

/// A colour as Word writes it.
pub(super) fn hex(color: impl ToString) -> String {
    color.to_string().trim_start_matches('#').to_uppercase()
}

/// `word/styles.xml`. `prosa`: how much narrower than the page the running text is.
pub(super) fn styles(colori: Colori, prosa: u32) -> Vec<u8> {
    let (primario, titoli) = (hex(colori.primario), hex(colori.titoli));
    let mut xml = Xml::new("w:styles", SPAZI.get(..1).unwrap_or_default());
    defaults(&mut xml);
    let plain = Look { based: "Normale", ..Look::default() };
    style(&mut xml, "Normale", "Normal", Look { size: 21, ..Look::default() });
    style(&mut xml, id::CORPO, "Body Text", Look { right: prosa, after: 88, ..plain });
    let levels: [(u32, u32, u32); 6] =
        [(40, 480, 280), (31, 480, 200), (26, 400, 168), (23, 340, 148), (21, 300, 136), (21, 280, 136)];
    for (level, (size, before, after)) in (1..).zip(levels) {
        let color = if level > 5 { TENUE } else { &titoli };
        let look = Look { next: id::CORPO, size, bold: true, color, before, after, keep: true, ..plain };
        let line = (level == 1).then_some(("bottom", primario.as_str(), 11));
        let outline = Some(level - 1);
        style(&mut xml, &id::titolo(level), &format!("heading {level}"), Look { line, outline, ..look });
    }
    for level in 1..=6 {
        let look = Look { next: id::CORPO, bold: true, keep: true, outline: Some(level - 1), ..plain };
        let card = Look { size: 28, color: &titoli, before: 40, after: 160, ..look };
        style(&mut xml, &id::scheda(level), &format!("Titolo scheda {level}"), card);
        let minor = Look { size: 20, color: TENUE, before: 260, after: 120, ..look };
        style(&mut xml, &id::minore(level), &format!("Titolo nella scheda {level}"), minor);
    }
    let soft = Look { color: TENUE, ..plain };
    let rows = [
        (
            id::TITOLO,
            "Title",
            Look { size: 66, bold: true, color: &titoli, font: GRAZIATO, before: 2400, after: 240, ..plain },
        ),
        (id::SOTTOTITOLO, "Subtitle", Look { size: 44, bold: true, color: &primario, after: 1600, ..plain }),
        (
            id::FRONTESPIZIO,
            "Frontespizio",
            Look { based: "Titolo1", next: id::CORPO, size: 52, color: "FFFFFF", ground: &titoli, ..Look::default() },
        ),
        (id::DIDASCALIA, "caption", Look { size: 18, before: 240, after: 120, ..plain }),
        (id::FIGURA, "Figura", Look { before: 240, after: 80, ..plain }),
        (id::OSSERVAZIONE, "Osservazione", Look { size: 18, before: 100, after: 240, right: prosa, ..soft }),
        (id::ELENCO, "List Paragraph", Look { based: id::CORPO, ..Look::default() }),
        (id::AVVISO, "Avviso", Look { based: id::CORPO, ..Look::default() }),
        (
            id::CODICE,
            "HTML Preformatted",
            Look { font: MONO, size: 18, ground: FONDO, before: 120, after: 160, ..plain },
        ),
        (id::TERMINE, "Termine", Look { based: id::CORPO, left: 320, hanging: 320, after: 120, ..Look::default() }),
        (
            id::ASSENTE,
            "Dato assente",
            Look { based: id::CORPO, left: 200, line: Some(("left", TENUE, 12)), ..Look::default() },
        ),
        (id::CAMPO, "Campo", Look { based: id::CORPO, ..Look::default() }),
        (id::NODO, "Nodo", Look { before: 120, after: 80, keep: true, ..plain }),
        (
            id::SOPRA,
            "Sopra il titolo",
            Look {
                size: 18,
                color: TENUE,
                before: 480,
                after: 40,
                keep: true,
                line: Some(("top", &primario, 19)),
                ..plain
            },
        ),
        (id::REFERENTE, "Referente", Look { size: 18, after: 200, keep: true, ..soft }),
        (id::CELLA, "Testo tabella", Look { size: 18, ..plain }),
        (id::NOTA, "footnote text", Look { size: 18, after: 40, ..plain }),
        (
            id::TITOLO_INDICE,
            "TOC Heading",
            Look {
                next: "Normale",
                size: 40,
                bold: true,
                color: &titoli,
                after: 280,
                keep: true,
                line: Some(("bottom", &primario, 11)),
                ..plain
            },
        ),
        (id::COPERTINA, "Copertina", Look { size: 22, after: 80, left: 1360, hanging: 1360, hidden: true, ..plain }),
        (id::TESTATA, "header", Look { size: 16, line: Some(("bottom", FILETTO, 4)), ..soft }),
        (id::PIEDE, "footer", Look { size: 16, center: true, ..soft }),
        (id::SEPARATORE, "Separatore", Look { size: 2, hidden: true, ..plain }),
        ("Sommario1", "toc 1", Look { bold: true, color: &titoli, before: 140, after: 0, tab: 9185, ..plain }),
        ("Sommario2", "toc 2", Look { before: 40, after: 0, left: 400, tab: 9185, ..plain }),
        ("Sommario3", "toc 3", Look { before: 40, after: 0, left: 940, tab: 9185, ..plain }),
    ];
    for (id, name, look) in rows {
        style(&mut xml, id, name, look);
    }
    character(&mut xml, id::RIMANDO_NOTA, "footnote reference", |xml| xml.val("w:vertAlign", "superscript"));
    character(&mut xml, id::COLLEGAMENTO, "Hyperlink", |xml| {
        xml.val("w:color", &primario);
        xml.val("w:u", "single");
    });
    table(&mut xml);
    xml.end()
}

fn defaults(xml: &mut Xml) {
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    fonts(xml, TEXT);
    xml.val("w:color", INCHIOSTRO_TESTO);
    xml.val("w:sz", "21");
    xml.val("w:szCs", "21");
    xml.void("w:lang", &[("w:val", "it-IT"), ("w:eastAsia", "it-IT"), ("w:bidi", "ar-SA")]);
    xml.close();
    xml.close();
    xml.open("w:pPrDefault", &[]);
    xml.open("w:pPr", &[]);
    xml.void("w:spacing", &[("w:before", "0"), ("w:after", "0"), ("w:line", "240"), ("w:lineRule", "auto")]);
    xml.close();
    xml.close();
    xml.close();
}

/// The family of a text, for all the kinds of characters that Word tells apart.
pub(super) fn fonts(xml: &mut Xml, family: &str) {
    xml.void("w:rFonts", &[("w:ascii", family), ("w:hAnsi", family), ("w:cs", family), ("w:eastAsia", family)]);
}

fn style(xml: &mut Xml, id: &str, name: &str, look: Look<'_>) {
    let mut attributes = vec![("w:type", "paragraph"), ("w:styleId", id)];
    match look.based {
        "" => attributes.insert(1, ("w:default", "1")),
        // A style of ours is told from those of Word.
        _ if name.starts_with(char::is_uppercase) && !WORD.contains(&name) => {
            attributes.push(("w:customStyle", "1"));
        }
        _ => {}
    }
    xml.open("w:style", &attributes);
    xml.val("w:name", name);
    if !look.based.is_empty() {
        xml.val("w:basedOn", look.based);
    }
    if !look.next.is_empty() {
        xml.val("w:next", look.next);
    }
    if look.hidden {
        xml.void("w:semiHidden", &[]);
    } else {
        xml.void("w:qFormat", &[]);
    }
    xml.open("w:pPr", &[]);
    if look.keep {
        xml.void("w:keepNext", &[]);
        xml.void("w:keepLines", &[]);
    }
    if let Some((side, color, thick)) = look.line {
        xml.open("w:pBdr", &[]);
        border(xml, &format!("w:{side}"), color, thick, 6);
        xml.close();
    }
    if !look.ground.is_empty() {
        shade(xml, look.ground);
    }
    if look.tab > 0 {
        xml.open("w:tabs", &[]);
        xml.void("w:tab", &[("w:val", "right"), ("w:leader", "dot"), ("w:pos", &look.tab.to_string())]);
        xml.close();
    }
    if look.before + look.after > 0 {
        xml.void("w:spacing", &[("w:before", &look.before.to_string()), ("w:after", &look.after.to_string())]);
    }
    if look.left + look.right + look.hanging > 0 {
        let (left, right, hanging) = (look.left.to_string(), look.right.to_string(), look.hanging.to_string());
        let mut of = vec![("w:left", left.as_str())];
        // A style takes from the one below it what it does not say.
        of.extend((look.right > 0).then_some(("w:right", right.as_str())));
        of.extend((look.hanging > 0).then_some(("w:hanging", hanging.as_str())));
        xml.void("w:ind", &of);
    }
    if look.center {
        xml.val("w:jc", "center");
    }
    if let Some(level) = look.outline {
        xml.val("w:outlineLvl", &level.to_string());
    }
    xml.close();
    xml.open("w:rPr", &[]);
    if !look.font.is_empty() {
        fonts(xml, look.font);
    }
    if look.bold {
        xml.void("w:b", &[]);
        xml.void("w:bCs", &[]);
    }
    if !look.color.is_empty() {
        xml.val("w:color", look.color);
    }
    if look.size > 0 {
        xml.val("w:sz", &look.size.to_string());
        xml.val("w:szCs", &look.size.to_string());
    }
    xml.close();
    xml.close();
}

/// The names with a capital that are Word's own.
const WORD: [&str; 7] =
    ["Normal", "HTML Preformatted", "Body Text", "Title", "Subtitle", "List Paragraph", "TOC Heading"];

fn character(xml: &mut Xml, id: &str, name: &str, look: impl FnOnce(&mut Xml)) {
    xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
    xml.val("w:name", name);
    xml.open("w:rPr", &[]);
    look(xml);
    xml.close();
    xml.close();
}

fn table(xml: &mut Xml) {
    xml.open("w:style", &[("w:type", "table"), ("w:default", "1"), ("w:styleId", "Tabellanormale")]);
    xml.val("w:name", "Normal Table");
    xml.void("w:semiHidden", &[]);
    xml.close();
    xml.open("w:style", &[("w:type", "table"), ("w:customStyle", "1"), ("w:styleId", id::TABELLA)]);
    xml.val("w:name", "Tabella del piano");
    xml.val("w:basedOn", "Tabellanormale");
    xml.void("w:qFormat", &[]);
    xml.open("w:tblPr", &[]);
    xml.open("w:tblBorders", &[]);
    border(xml, "w:bottom", FILETTO, 4, 0);
    border(xml, "w:insideH", FILETTO, 4, 0);
    xml.close();
    xml.open("w:tblCellMar", &[]);
    for (side, width) in [("w:top", "70"), ("w:left", "100"), ("w:bottom", "90"), ("w:right", "100")] {
        xml.void(side, &[("w:w", width), ("w:type", "dxa")]);
    }
    xml.close();
    xml.close();
    xml.close();
}

/// A line of a paragraph, a table or a cell. `thick` is in eighths of a point.
pub(super) fn border(xml: &mut Xml, side: &str, color: &str, thick: u32, space: u32) {
    let (thick, space) = (thick.to_string(), space.to_string());
    xml.void(side, &[("w:val", "single"), ("w:sz", &thick), ("w:space", &space), ("w:color", color)]);
}

/// The ground of a paragraph or a cell.
pub(super) fn shade(xml: &mut Xml, color: &str) {
    xml.void("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", color)]);
}
