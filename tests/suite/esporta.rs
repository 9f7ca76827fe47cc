//! `piao esporta --docx`: the copy for Word says what the plan says, is made of what Word has, and brings back what reviewers wrote in it.

use crate::cli::piao;
use crate::project::{Compiled, Project, content, driver};
use piao::document::{Block, BlockKind, Document, Inline, Part, Section, plain};
use piao::emit::docx::{Oggi, Segno};
use roxmltree::{Document as Xml, Node};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::sync::OnceLock;
use zip::write::SimpleFileOptions;

/// The parts of a Word file, by their names.
type Parts = BTreeMap<String, Vec<u8>>;

fn parts(docx: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().into_owned()).collect();
    names
        .into_iter()
        .map(|name| {
            let mut bytes = vec![];
            zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
            (name, bytes)
        })
        .collect()
}

fn zipped(parts: &Parts) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn text<'p>(parts: &'p Parts, name: &str) -> &'p str {
    std::str::from_utf8(&parts[name]).unwrap()
}

/// The plan of the Union and its copy, made once.
fn union() -> &'static (Document, Parts) {
    static UNION: OnceLock<(Document, Parts)> = OnceLock::new();
    UNION.get_or_init(|| {
        let mut plan = driver().open(&content()).unwrap();
        plan.compile(&mut |_| {});
        let docx = plan.docx(None).unwrap();
        assert_eq!(docx, plan.docx(None).unwrap(), "the same sources, other bytes");
        (Compiled::folder(&content()).document.unwrap(), parts(&docx))
    })
}

fn of(project: &Project) -> Parts {
    let mut plan = project.open();
    plan.compile(&mut |_| {});
    parts(&plan.docx(None).unwrap())
}

/// The letters and digits of a text: blanks are told apart by no paragraph.
fn solid(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The words below an element, with those of the notes where their marks are.
fn words(node: Node<'_, '_>, notes: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    for node in node.descendants().filter(|node| node.is_element()) {
        match node.tag_name().name() {
            "t" => out.push_str(node.text().unwrap_or_default()),
            "footnoteReference" => {
                let id = node.attributes().find(|a| a.name() == "id").unwrap().value();
                out.push_str(notes.get(id).map_or("", String::as_str));
            }
            _ => {}
        }
    }
    out
}

/// All that the file says, in its order.
fn said(parts: &Parts) -> String {
    let notes = Xml::parse(text(parts, "word/footnotes.xml")).unwrap();
    let none = BTreeMap::new();
    let notes: BTreeMap<String, String> = notes
        .root_element()
        .children()
        .filter_map(|note| {
            let id = note.attributes().find(|a| a.name() == "id")?.value();
            Some((id.to_owned(), words(note, &none)))
        })
        .collect();
    let document = Xml::parse(text(parts, "word/document.xml")).unwrap();
    solid(&words(document.root_element(), &notes))
}

/// The words of a plan in reading order; those of a note where its mark is, the first time.
struct Expected<'d> {
    notes: BTreeMap<u32, &'d [Block]>,
    told: BTreeSet<u32>,
    all: Vec<String>,
}

impl<'d> Expected<'d> {
    fn section(&mut self, section: &'d Section) {
        self.notes = section.notes.iter().map(|note| (note.number, note.blocks.as_slice())).collect();
        self.all.push(section.heading());
        self.blocks(&section.blocks);
        section.children.iter().for_each(|child| self.section(child));
    }

    fn blocks(&mut self, blocks: &'d [Block]) {
        for block in blocks {
            // The words of a drawing are in its picture, and the flags of a tree come after its title.
            if matches!(block.kind, BlockKind::Drawing(_)) {
                continue;
            }
            if let BlockKind::Table(table) = &block.kind {
                table.caption.iter().for_each(|words| self.words(words));
                // What stands over two columns is told once.
                if table.anni().is_empty() {
                    table.columns.iter().for_each(|column| self.words(&column.header));
                }
                for row in &table.rows {
                    // The details of a row stand under its cells.
                    let apart = table.a_parte(row);
                    let first = apart.map_or(row.cells[0].words.as_slice(), |(name, _)| name);
                    self.words(first);
                    row.cells.iter().skip(1).for_each(|cell| self.words(&cell.words));
                    apart.iter().for_each(|(_, details)| self.words(details));
                }
                continue;
            }
            // The kind of a card and what is above it come before its title.
            if let BlockKind::Card(card) = &block.kind {
                self.all.push(card.kind.clone());
                card.above.iter().for_each(|words| self.words(words));
                self.words(&card.title);
                self.blocks(&card.lead);
                // The facts stand side by side: names first.
                card.facts.iter().for_each(|fact| self.all.push(fact.label.clone()));
                card.facts.iter().for_each(|fact| self.words(&fact.value));
                for field in card.fields.iter().chain(&card.absent) {
                    self.all.push(field.label.clone());
                    self.words(&field.value);
                }
                self.blocks(&card.blocks);
                continue;
            }
            block.parts(&mut |_, part| match part {
                Part::Words(words) => self.words(words),
                Part::Plain(text) => self.all.push(text.to_owned()),
                Part::Blocks(blocks) => self.blocks(blocks),
            });
        }
    }

    fn words(&mut self, words: &'d [Inline]) {
        for inline in words {
            match inline {
                Inline::Note { number } => {
                    if self.told.insert(*number) {
                        let blocks = self.notes[number];
                        self.blocks(blocks);
                    }
                }
                Inline::Image { .. } => {}
                Inline::Text { .. } | Inline::Code { .. } | Inline::Abbr { .. } => {
                    self.all.push(plain(std::slice::from_ref(inline)));
                }
                _ => inline.inner().into_iter().for_each(|inner| self.words(inner)),
            }
        }
    }
}

/// The words of a plan that are not in its copy, in their order.
fn compare(document: &Document, parts: &Parts) -> usize {
    let said = said(parts);
    let mut expected = Expected { notes: BTreeMap::new(), told: BTreeSet::new(), all: vec![] };
    document.sections.iter().for_each(|section| expected.section(section));
    let first = solid(&document.sections[0].heading());
    // The first title is in the contents too.
    let start = said.match_indices(&first).nth(1).expect("the first title").0;
    let mut rest = &said[start..];
    let mut before = String::new();
    for words in expected.all.iter().map(|words| solid(words)).filter(|words| !words.is_empty()) {
        let at = rest.find(&words).unwrap_or_else(|| {
            panic!("«{words}» is not there after «{before}»: {:?}", rest.chars().take(300).collect::<String>())
        });
        // What the copy says between two texts of the plan is little: «Tabella 3», the kind of a card.
        assert!(at < 250, "«{words}» is {at} bytes after «{before}»: {}", &rest[..at]);
        rest = &rest[at + words.len()..];
        before = words;
    }
    expected.told.len()
}

#[test]
fn every_word_of_the_plan_is_in_the_copy_in_its_order() {
    let (document, parts) = union();
    assert_eq!(compare(document, parts), 2);
}

/// A plan of `tests/piani`, and its copy.
fn copied(name: &str) -> (Compiled, Parts) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani").join(name);
    let mut plan = driver().open(&root).unwrap();
    plan.compile(&mut |_| {});
    let parts = parts(&plan.docx(None).unwrap());
    (Compiled::folder(&root), parts)
}

/// A plan with cards, years and details of rows, and its copy.
fn variante() -> (Compiled, Parts) {
    copied("terre-argine-variante")
}

/// A tree higher than a page comes in pieces. Word alone knows where a page ends, so each piece says from what it goes on.
#[test]
fn a_piece_of_a_tree_says_from_what_it_goes_on() {
    let (_, parts) = copied("terre-argine");
    let main = text(&parts, "word/document.xml");
    assert!(main.contains("descr=\"03 Politiche della sicurezza (segue)\""));
}

#[test]
fn so_is_every_word_of_a_plan_with_cards_years_and_details_of_rows() {
    let (compiled, parts) = variante();
    // It has no notes: what a row adds to the plan of its unit is in the row.
    assert_eq!(compare(&compiled.document.unwrap(), &parts), 0);
}

#[test]
fn every_mark_of_the_copy_is_of_a_text_of_the_plan() {
    let (compiled, parts) = variante();
    let document = compiled.document.unwrap();
    let mut apart = 0;
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            if let BlockKind::Table(table) = &block.kind {
                apart += table.rows.iter().filter(|row| table.a_parte(row).is_some()).count();
            }
        });
    });
    assert!(apart > 3, "no row has its details apart: {apart}");
    let oggi = Oggi::of(&document, &compiled.sources);
    let mut marks = 0;
    for part in ["word/document.xml", "word/footnotes.xml"] {
        let xml = Xml::parse(text(&parts, part)).unwrap();
        for node in xml.descendants().filter(|node| node.tag_name().name() == "bookmarkStart") {
            let name = node.attributes().find(|a| a.name() == "name").unwrap().value();
            if let Some(segno) = Segno::read(name) {
                let said: String = node.parent().unwrap().descendants().filter_map(|node| node.text()).collect();
                assert!(oggi.conosce(&segno), "{name}: the plan has no such text: «{said}»");
                marks += 1;
            }
        }
    }
    assert!(marks > 100, "{marks}");
}

#[test]
fn the_copy_is_made_as_word_wants_it() {
    let (document, parts) = union();
    let mut names = BTreeSet::new();
    let mut ids = BTreeSet::new();
    let mut pictures = BTreeSet::new();
    let mut anchors = BTreeSet::new();
    for (part, rels) in [("document", "document"), ("footnotes", "footnotes")] {
        let rels = text(parts, &format!("word/_rels/{rels}.xml.rels")).to_owned();
        let xml = Xml::parse(text(parts, &format!("word/{part}.xml"))).unwrap();
        for node in xml.descendants().filter(Node::is_element) {
            let get = |name: &str| node.attributes().find(|a| a.name() == name).map(|a| a.value().to_owned());
            match node.tag_name().name() {
                "bookmarkStart" => {
                    let name = get("name").unwrap();
                    // LibreOffice reads 40 characters too, and Word refuses the file for one more.
                    assert!(name.len() <= 40 && name.starts_with('_'), "{name}");
                    assert!(name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{name}");
                    assert!(names.insert(name.clone()), "{name} is there twice");
                    assert!(ids.insert(get("id").unwrap()), "the number of {name} is there twice");
                }
                "hyperlink" => {
                    anchors.extend(get("anchor"));
                    if let Some(id) = node.attributes().find(|a| a.name() == "id") {
                        assert!(rels.contains(&format!("Id=\"{}\"", id.value())), "{}", id.value());
                    }
                    assert!(node.ancestors().filter(|above| above.tag_name().name() == "hyperlink").count() == 1);
                }
                "docPr" => {
                    assert!(pictures.insert(get("id").unwrap()), "two pictures have one number");
                    let ornament = node.descendants().any(|node| node.tag_name().name() == "decorative");
                    assert!(ornament == get("descr").unwrap().trim().is_empty(), "a picture without words");
                }
                "blip" => assert!(rels.contains(&format!("Id=\"{}\"", get("embed").unwrap()))),
                // Word refuses a cell without a paragraph at its end, and a row without cells.
                "tc" => {
                    assert_eq!(node.last_element_child().unwrap().tag_name().name(), "p");
                }
                "tbl" => {
                    let grid = node.descendants().filter(|n| n.tag_name().name() == "gridCol").count();
                    for row in node.children().filter(|n| n.tag_name().name() == "tr") {
                        let cells = row.children().filter(|n| n.tag_name().name() == "tc");
                        let wide: usize = cells
                            .map(|cell| {
                                let span = cell.descendants().find(|n| n.tag_name().name() == "gridSpan");
                                span.map_or(1, |n| n.attributes().next().unwrap().value().parse().unwrap())
                            })
                            .sum();
                        assert_eq!(wide, grid, "a row of other columns");
                    }
                }
                _ => {}
            }
        }
    }
    for anchor in &anchors {
        assert!(names.contains(anchor), "a link to {anchor}, which is nowhere");
    }
    assert!(
        names.len() > 600 && anchors.len() > 100 && pictures.len() > 5,
        "{} {} {}",
        names.len(),
        anchors.len(),
        pictures.len()
    );
    let main = text(parts, "word/document.xml");
    // As many heads that are repeated as tables with a head, at least.
    let mut tables = 0;
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            let headed =
                |table: &piao::document::Table| table.columns.iter().any(|c| !plain(&c.header).trim().is_empty());
            tables += usize::from(matches!(&block.kind, BlockKind::Table(table) if headed(table)));
        });
    });
    assert!(tables > 10 && main.matches("<w:tblHeader/>").count() >= tables, "{tables}");
    assert!(text(parts, "word/styles.xml").contains("w:val=\"it-IT\""));
    assert!(text(parts, "docProps/core.xml").contains("<dc:language>it-IT</dc:language>"));
    // A picture is a PNG, whatever it was.
    for (name, bytes) in parts.iter().filter(|(name, _)| name.ends_with(".png")) {
        assert!(bytes.starts_with(b"\x89PNG") && bytes.len() > 500, "{name}");
    }
}

#[test]
fn a_section_alone_has_the_numbers_of_the_plan() {
    let mut plan = driver().open(&content()).unwrap();
    let document = Compiled::folder(&content()).document.unwrap();
    plan.compile(&mut |_| {});
    // The first section whose notes are not the first of the plan.
    let mut found = None;
    document.walk(&mut |section, _| {
        if let Some(note) = section.notes.iter().map(|note| note.number).min().filter(|n| *n > 1)
            && found.is_none()
        {
            found = Some((section.id.clone(), section.heading(), note));
        }
    });
    let (id, heading, note) = found.expect("a plan with notes");
    let parts = parts(&plan.docx(Some(&id)).unwrap());
    let said = said(&parts);
    assert!(said.starts_with(&solid(&heading)), "{}", &said[..200.min(said.len())]);
    assert!(text(&parts, "word/settings.xml").contains(&format!("<w:numStart w:val=\"{note}\"/>")));
    assert!(!text(&parts, "word/document.xml").contains("TOC \\o"));
}

#[test]
fn lists_notes_and_what_word_counts() {
    let parts = of(&Project::new().section(
        "Un testo[^a] e un altro[^b], e di nuovo il primo[^a].\n\n\
         3. terzo\n4. quarto\n\n- uno\n  - dentro\n\nFine.\n\n\
         [^a]: La prima nota, con un [indirizzo](https://esempio.it/perché?a=b&c=[d]).\n[^b]: La seconda.\n",
    ));
    let main = text(&parts, "word/document.xml");
    assert_eq!(main.matches("<w:footnoteReference ").count(), 2, "the third mark is a number");
    let numbering = text(&parts, "word/numbering.xml");
    assert!(numbering.contains("<w:start w:val=\"3\"/><w:numFmt w:val=\"decimal\"/>"), "{numbering}");
    assert_eq!(numbering.matches("<w:numFmt w:val=\"bullet\"/>").count(), 2);
    // Word refuses a file with an address that is not well formed.
    let rels = text(&parts, "word/_rels/footnotes.xml.rels");
    assert!(rels.contains("https://esempio.it/"), "{rels}");
    Xml::parse(rels).unwrap();
}

#[test]
fn a_copy_is_never_written_over() {
    let desk = tempfile::tempdir().unwrap();
    Project::new().section("Testo.").write(&desk.path().join("content"));
    let run = piao(desk.path(), ["esporta", "content", "--docx"]);
    assert_eq!(run.code, 0, "{run:?}");
    let first = std::fs::read(desk.path().join("piao.docx")).unwrap();
    std::fs::write(desk.path().join("piao.docx"), b"commentata").unwrap();
    let run = piao(desk.path(), ["esporta", "content", "--docx"]);
    assert!(run.code == 2 && run.err.contains("P1425"), "{run:?}");
    assert_eq!(std::fs::read(desk.path().join("piao.docx")).unwrap(), b"commentata");
    let run = piao(desk.path(), ["esporta", "content", "--docx", "--uscita", "altra.docx"]);
    assert_eq!((run.code, std::fs::read(desk.path().join("altra.docx")).unwrap()), (0, first));
    let run = piao(desk.path(), ["esporta", "content", "--docx", "--sezione", "non-c-e"]);
    assert!(run.code == 2 && run.err.contains("P0201"), "{run:?}");
}

// --- What comes back ---

/// What a reviewer does to a file, as Word writes it.
pub(crate) fn reviewed(docx: &Path, edit: impl FnOnce(&mut String)) {
    let mut parts = parts(&std::fs::read(docx).unwrap());
    let mut main = text(&parts, "word/document.xml").to_owned();
    edit(&mut main);
    parts.insert("word/document.xml".into(), main.clone().into_bytes());
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let comment = |id: u32, author: &str, words: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{author}\" w:date=\"2027-01-15T10:00:00Z\"><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>"
        )
    };
    // Those that the text has, or that it has lost.
    let has = |id: u32| main.contains(&format!("<w:commentRangeStart w:id=\"{id}\"/>")) || main.contains(&perso(id));
    let all = [
        has(0).then(|| comment(0, "Anna Rossi", "Sono quaranta dal 2025.")),
        has(1).then(|| comment(1, "Ufficio personale", "Da confermare.")),
    ];
    let comments =
        format!("<w:comments xmlns:w=\"{space}\">{}</w:comments>", all.into_iter().flatten().collect::<String>());
    parts.insert("word/comments.xml".into(), comments.into_bytes());
    let rels = text(&parts, "word/_rels/document.xml.rels").replace(
        "</Relationships>",
        "<Relationship Id=\"commenti\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>",
    );
    parts.insert("word/_rels/document.xml.rels".into(), rels.into_bytes());
    let types = text(&parts, "[Content_Types].xml").replace(
        "</Types>",
        "<Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml\"/></Types>",
    );
    parts.insert("[Content_Types].xml".into(), types.into_bytes());
    std::fs::write(docx, zipped(&parts)).unwrap();
}

/// What stands in the text for a comment that is tied to none of its words.
pub(crate) fn perso(id: u32) -> String {
    format!("<!--commento {id}-->")
}

/// The run that says `words`, which the copy has once.
pub(crate) fn run_of(words: &str) -> String {
    format!("<w:r><w:rPr></w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
        .replace("<w:rPr></w:rPr>", "<w:rPr/>")
}

pub(crate) fn replace(main: &mut String, old: &str, new: &str) {
    assert_eq!(main.matches(old).count(), 1, "{old} in {main}");
    *main = main.replace(old, new);
}

pub(crate) const AUTHOR: &str = "w:author=\"Anna Rossi\" w:date=\"2027-01-15T10:00:00Z\"";

#[test]
fn what_reviewers_wrote_comes_back_at_the_lines_of_today() {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    let text = "Gli uffici aprono alle nove.\n\nLe ore di **formazione** sono trenta e i corsi sono due.\n\n\
                - primo punto\n- secondo punto\n\nQuesto capoverso sarà tolto.\n\nQuesto sarà riscritto da tutti e due gli uffici, e ha parole in comune.\n\nFine.\n";
    Project::new().section(text).write(&plan);
    assert_eq!(piao(desk.path(), ["esporta", "content", "--docx"]).code, 0);
    let docx = desk.path().join("piao.docx");
    reviewed(&docx, |main| {
        let del = |words: &str| {
            format!(
                "<w:del w:id=\"900\" {AUTHOR}><w:r><w:delText xml:space=\"preserve\">{words}</w:delText></w:r></w:del>"
            )
        };
        let ins = |words: &str| format!("<w:ins w:id=\"901\" {AUTHOR}>{}</w:ins>", run_of(words));
        replace(
            main,
            &run_of("Gli uffici aprono alle nove."),
            &format!("{}{}{}{}", run_of("Gli uffici aprono alle "), del("nove"), ins("otto e mezza"), run_of(".")),
        );
        let formazione = "<w:r><w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">formazione</w:t></w:r>";
        replace(
            main,
            formazione,
            &format!(
                "<w:commentRangeStart w:id=\"0\"/>{formazione}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>"
            ),
        );
        // With the tracking switched off.
        replace(main, "secondo punto", "secondo caso");
        // A paragraph that is new, and tracked.
        let end = "Fine.</w:t></w:r><w:bookmarkEnd";
        let at = main.find(end).unwrap();
        let close = at + main[at..].find("</w:p>").unwrap() + "</w:p>".len();
        main.insert_str(
            close,
            &format!(
                "<w:p><w:pPr><w:rPr><w:ins w:id=\"902\" {AUTHOR}/></w:rPr></w:pPr>{}</w:p>",
                ins("Un capoverso nuovo.")
            ),
        );
        // A paragraph that is gone.
        let gone = main.find("Questo capoverso").unwrap();
        let start = main[..gone].rfind("<w:p>").unwrap();
        let stop = gone + main[gone..].find("</w:p>").unwrap() + "</w:p>".len();
        main.replace_range(start..stop, "");
        replace(main, "e ha parole in comune.", "e ha altre parole in comune.");
    });
    // Meanwhile the plan has new lines above, and one text is another.
    let later = format!(
        "Un capoverso nuovo in cima.\n\n{}",
        text.replace("Questo sarà riscritto da", "Questo è stato riscritto da")
    );
    Project::new().section(&later).write(&plan);
    let before = std::fs::read(plan.join("1-prova.md")).unwrap();
    let run = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--elenco"]);
    assert_eq!(run.code, 0, "{run:?}");
    // The front matter takes five lines, and the new paragraph two.
    for (words, place) in [
        ("Anna Rossi (15/01/2027) propone «otto e mezza» al posto di «nove»", "1-prova.md:8:24"),
        ("Anna Rossi (15/01/2027) scrive di «formazione»: «Sono quaranta dal 2025.»", "1-prova.md:10:"),
        ("cambiato senza che Word lo registrasse: «caso» al posto di «punto»", "1-prova.md:13:"),
        ("tolto senza che Word lo registrasse: «Questo capoverso sarà tolto.»", "1-prova.md:15:"),
        ("un testo non è più quello della copia, né nella copia né nel piano", "1-prova.md:17:"),
        ("propone di aggiungere, dopo questo testo: «Un capoverso nuovo.»", "1-prova.md:19:"),
    ] {
        let at = run.err.find(words).unwrap_or_else(|| panic!("no «{words}» in:\n{}", run.err));
        let rest: String = run.err[at..].lines().take(3).collect::<Vec<_>>().join("\n");
        assert!(rest.contains(place), "«{words}» is not at {place}:\n{rest}");
    }
    assert_eq!(std::fs::read(plan.join("1-prova.md")).unwrap(), before, "the sources are left as they are");
    let list = std::fs::read_to_string(plan.join("importa/revisioni-piao.csv")).unwrap();
    assert!(list.contains("commento,Anna Rossi,15/01/2027,1-prova.md,10,"), "{list}");
    // The list may have notes by now.
    let again = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--elenco"]);
    assert!(again.code == 2 && again.err.contains("P1425"), "{again:?}");
    // What is certain is written when it is asked, and nothing else; the rest is told as before.
    let wrote = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--scrivi"]);
    let expected = later.replace("alle nove.", "alle otto e mezza.").replace("secondo punto", "secondo caso");
    assert!(std::fs::read_to_string(plan.join("1-prova.md")).unwrap().ends_with(&expected), "{wrote:?}");
    assert!(wrote.out.contains("Nel piano 2 modifiche sono state scritte"), "{wrote:?}");
    assert!(wrote.out.contains("scritta: 1-prova.md:8: Anna Rossi (15/01/2027) propone «otto e mezza»"), "{wrote:?}");
    for words in ["«formazione»", "Questo capoverso sarà tolto", "Un capoverso nuovo.", "non è più quello della copia"]
    {
        assert!(wrote.err.contains(words), "{words}: {wrote:?}");
    }
    assert!(!wrote.err.contains("otto e mezza"), "{wrote:?}");
    let before = std::fs::read(plan.join("1-prova.md")).unwrap();
    let wrote = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--scrivi"]);
    assert!(wrote.out.contains("non è stato cambiato niente"), "{wrote:?}");
    assert_eq!(std::fs::read(plan.join("1-prova.md")).unwrap(), before);
}

/// Words that the source would not say as they are, in more places than one, or in a value that ends there, are told and not written.
#[test]
fn a_change_that_the_source_would_read_otherwise_is_not_written() {
    let (desk, _) = said_of("Primo testo.\n\nTesto con una parola.\n", |main| {
        let change = |words: &str, old: &str, new: &str| {
            let (head, tail) = words.split_once(old).unwrap();
            format!(
                "{}<w:del w:id=\"900\" {AUTHOR}><w:r><w:delText xml:space=\"preserve\">{old}</w:delText></w:r></w:del>\
                 <w:ins w:id=\"901\" {AUTHOR}>{}</w:ins>{}",
                run_of(head),
                run_of(new),
                run_of(tail)
            )
        };
        replace(main, &run_of("Primo testo."), &change("Primo testo.", "Primo", "Secondo"));
        replace(main, &run_of("Testo con una parola."), &change("Testo con una parola.", "una", "[una] *sola*"));
    });
    let path = desk.path().join("content/1-prova.md");
    let run = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--scrivi"]);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.ends_with("Secondo testo.\n\nTesto con una parola.\n"), "{text:?} {run:?}");
    assert!(run.err.contains("«[una] *sola*»") && run.out.contains("1 modifica è stata scritta"), "{run:?}");
}

#[test]
fn a_text_whose_mark_is_lost_is_found_by_its_words() {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    Project::new().section("Primo testo.\n\nUn testo con sei parole intere.\n\nUltimo.\n").write(&plan);
    assert_eq!(piao(desk.path(), ["esporta", "content", "--docx"]).code, 0);
    reviewed(&desk.path().join("piao.docx"), |main| {
        let words = run_of("Un testo con sei parole intere.");
        let at = main.find(&words).unwrap();
        let start = main[..at].rfind("<w:bookmarkStart").unwrap();
        main.replace_range(start..at, &format!("<w:ins w:id=\"900\" {AUTHOR}>{}</w:ins>", run_of("Ecco. ")));
        // A comment on words of the program: the title of the contents.
        let title = run_of("Indice");
        let commented = format!("<w:commentRangeStart w:id=\"1\"/>{title}<w:commentRangeEnd w:id=\"1\"/>");
        replace(main, &title, &commented);
    });
    let run = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("propone di aggiungere «Ecco.»") && run.err.contains("1-prova.md:8:1"), "{run:?}");
    assert!(run.err.contains("Ufficio personale (15/01/2027) scrive di «Indice»: «Da confermare.»"), "{run:?}");
    assert!(!run.err.contains("P1522") && !run.err.contains("P1523"), "{run:?}");
}

/// A plan with its copy, which a reviewer then edits: what `--revisioni` says of it.
pub(crate) fn said_of(text: &str, edit: impl FnOnce(&mut String)) -> (tempfile::TempDir, String) {
    let desk = tempfile::tempdir().unwrap();
    Project::new().section(text).write(&desk.path().join("content"));
    assert_eq!(piao(desk.path(), ["esporta", "content", "--docx"]).code, 0);
    reviewed(&desk.path().join("piao.docx"), edit);
    let said = revisions(desk.path());
    (desk, said)
}

pub(crate) fn revisions(desk: &Path) -> String {
    let run = piao(desk, ["importa", "piao.docx", "content", "--revisioni"]);
    assert_eq!(run.code, 0, "{run:?}");
    run.err
}

/// Takes out the innermost element called `name` around `words`.
fn without(main: &mut String, name: &str, words: &str) {
    let at = main.find(words).unwrap();
    let start = main[..at].rfind(&format!("<{name}>")).unwrap();
    let end = format!("</{name}>");
    let stop = at + main[at..].find(&end).unwrap() + end.len();
    main.replace_range(start..stop, "");
}

#[test]
fn what_is_gone_with_its_mark_is_told_also_at_the_end() {
    let text = "Resta.\n\n| Voce | Quanto |\n| --- | --- |\n| carta | dieci risme |\n| penne | venti scatole |\n\n\
                Ultimo capoverso, che sarà tolto.\n";
    let (_desk, said) = said_of(text, |main| {
        without(main, "w:p", "Ultimo capoverso");
        without(main, "w:tr", "dieci risme");
    });
    assert!(said.contains("tolto senza che Word lo registrasse: «Ultimo capoverso, che sarà tolto.»"), "{said}");
    assert!(said.contains("tolta senza che Word lo registrasse la riga di tabella «carta | dieci risme»"), "{said}");
    assert!(said.contains("1-prova.md:13:1") && !said.contains("venti scatole»"), "{said}");
}

#[test]
fn a_paragraph_of_any_style_that_nobody_tracked_is_told() {
    let (_desk, said) = said_of("Primo.\n\nSecondo.\n", |main| {
        let at = main.find("Primo.").unwrap();
        let close = at + main[at..].find("</w:p>").unwrap() + "</w:p>".len();
        main.insert_str(close, &format!("<w:p>{}</w:p>", run_of("Senza stile.")));
    });
    assert!(said.contains("aggiunto senza che Word lo registrasse, dopo questo testo: «Senza stile.»"), "{said}");
    assert_eq!(said.matches("P1522").count(), 1, "{said}");
}

#[test]
fn a_note_taken_out_is_told_with_its_words() {
    let (_desk, said) = said_of("Un testo[^a] con una nota.\n\n[^a]: Le parole della nota.\n", |main| {
        let at = main.find("<w:footnoteReference").unwrap();
        let start = main[..at].rfind("<w:r>").unwrap();
        let stop = at + main[at..].find("</w:r>").unwrap() + "</w:r>".len();
        main.insert_str(stop, "</w:del>");
        main.insert_str(start, &format!("<w:del w:id=\"900\" {AUTHOR}>"));
    });
    assert!(said.contains("propone di togliere la nota «Le parole della nota.»"), "{said}");
}

#[test]
fn a_mark_that_ends_too_early_changes_nothing() {
    let (_desk, said) = said_of("Mostra il percorso.\n", |main| {
        let words = run_of("Mostra il percorso.");
        let at = main.find(&words).unwrap();
        let stop = at + words.len();
        let end = stop + main[stop..].find("/>").unwrap() + "/>".len();
        let mark = main[stop..end].to_owned();
        assert!(mark.starts_with("<w:bookmarkEnd"), "{mark}");
        main.replace_range(at..end, &format!("{}{mark}{}", run_of("Mostra il percorso"), run_of(".")));
    });
    assert!(!said.contains("P152"), "{said}");
}

#[test]
fn a_copy_of_another_plan_is_refused_once() {
    let (desk, _) = said_of("Primo testo.\n\nSecondo testo.\n", |_| {});
    let docx = desk.path().join("piao.docx");
    let mut all = parts(&std::fs::read(&docx).unwrap());
    let memory = text(&all, "customXml/item1.xml");
    let start = memory.find("urn:piao:copia\">").unwrap() + "urn:piao:copia\">".len();
    let stop = start + memory[start..].find('|').unwrap();
    let memory = format!("{}Comune di Altrove 2027–2029{}", &memory[..start], &memory[stop..]);
    all.insert("customXml/item1.xml".into(), memory.into_bytes());
    std::fs::write(&docx, zipped(&all)).unwrap();
    // The same texts are the same plan, though its body has another name.
    assert!(!revisions(desk.path()).contains("P1524"));
    Project::new().section("Tutt’altro.\n").write(&desk.path().join("content"));
    let run = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni"]);
    assert!(run.code == 2 && run.err.contains("Comune di Altrove 2027–2029"), "{run:?}");
    assert_eq!(run.err.matches("[P15").count(), 1, "{run:?}");
}

#[test]
fn what_the_plan_has_taken_already_is_not_told_again() {
    let (desk, said) = said_of("Gli uffici aprono alle nove di ogni giorno.\n", |main| {
        let change = |old: &str, new: &str| {
            format!(
                "<w:del w:id=\"900\" {AUTHOR}><w:r><w:delText xml:space=\"preserve\">{old}</w:delText></w:r></w:del>\
                 <w:ins w:id=\"901\" {AUTHOR}>{}</w:ins>",
                run_of(new)
            )
        };
        let words = [
            run_of("Gli uffici aprono alle "),
            change("nove", "otto"),
            run_of(" di ogni "),
            change("giorno", "mattina"),
            run_of("."),
        ];
        replace(main, &run_of("Gli uffici aprono alle nove di ogni giorno."), &words.concat());
    });
    assert_eq!(said.matches("P1521").count(), 2, "{said}");
    Project::new().section("Gli uffici aprono alle otto di ogni giorno.\n").write(&desk.path().join("content"));
    let said = revisions(desk.path());
    assert!(said.contains("«mattina»") && !said.contains("«otto» al posto"), "{said}");
    Project::new().section("Gli uffici aprono alle otto di ogni mattina.\n").write(&desk.path().join("content"));
    assert!(!revisions(desk.path()).contains("P1521"));
}

#[test]
fn a_text_that_took_very_many_changes_is_found() {
    let words = |with: &str| (0..70).map(|n| format!("{with}{n}")).collect::<Vec<_>>();
    let (old, new) = (words("prima"), words("dopo"));
    let (desk, _) = said_of(&format!("{}\n", old.join(" ")), |main| {
        let change = |(old, new): (&String, &String)| {
            format!(
                "<w:del w:id=\"900\" {AUTHOR}><w:r><w:delText xml:space=\"preserve\">{old}</w:delText></w:r></w:del>\
                 <w:ins w:id=\"901\" {AUTHOR}>{}</w:ins>",
                run_of(new)
            )
        };
        let changes: Vec<String> = old.iter().zip(&new).map(change).collect();
        replace(main, &run_of(&old.join(" ")), &changes.join(&run_of(" ")));
    });
    Project::new().section(&format!("Un capoverso nuovo.\n\n{}\n", new.join(" "))).write(&desk.path().join("content"));
    let said = revisions(desk.path());
    // The front matter takes five lines, and the new paragraph two.
    assert!(said.contains("1-prova.md:8:") && said.contains("il testo è cambiato dopo l’esportazione"), "{said}");
    assert!(!said.contains("non è più nel piano"), "{said}");
}

#[test]
fn words_of_the_cover_are_told_to_be_of_the_program() {
    let (_desk, said) = said_of("Testo.\n", |main| {
        let title = run_of("Copia per la revisione").replace("<w:rPr/>", "<w:rPr><w:b/><w:bCs/></w:rPr>");
        let new = format!("{title}<w:ins w:id=\"900\" {AUTHOR}>{}</w:ins>", run_of(" bella"));
        replace(main, &title, &new);
    });
    assert!(said.contains("«bella»") && said.contains("parole che scrive il programma"), "{said}");
    assert!(!said.contains("non è più nel piano"), "{said}");
}

/// How many times each word is in a text. A word that Markdown divides with its marks is one all the same.
fn counted(text: &str) -> BTreeMap<String, usize> {
    let mut all = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *all.entry(word.to_owned()).or_default() += 1;
    }
    all
}

/// From the plan to Word and back into a plan that is empty: no word, no list, no table, no note is lost. The numbers of sections, the
/// titles of the Piano-tipo and «Tabella», «Figura» are given by the program.
#[test]
fn a_copy_that_is_imported_has_every_word() {
    let desk = tempfile::tempdir().unwrap();
    let (document, parts) = union();
    // With its marks it is known as a copy, and refused: without them it is a document as others.
    let mut unmarked = parts.clone();
    for bytes in unmarked.values_mut().filter(|bytes| std::str::from_utf8(bytes).is_ok()) {
        *bytes = String::from_utf8(bytes.clone()).unwrap().replace("\"_piao", "\"nota").into_bytes();
    }
    std::fs::write(desk.path().join("copia.docx"), zipped(&unmarked)).unwrap();
    let new =
        ["nuovo", "piano", "--data=2026-11-30", "--triennio=2027-2029", "--nome=Unione di Prova", "--dipendenti=80"];
    assert_eq!(piao(desk.path(), new).code, 0);
    let run = piao(desk.path(), ["importa", "copia.docx", "piano"]);
    assert!(run.code < 2, "{run:?}");
    let mut text = String::new();
    for entry in walkdir::WalkDir::new(desk.path().join("piano")).sort_by_file_name() {
        let entry = entry.unwrap();
        let memory = entry.path().components().any(|part| part.as_os_str() == "importa");
        if entry.path().extension().is_some_and(|end| end == "md") && !memory {
            text.push_str(&std::fs::read_to_string(entry.path()).unwrap());
        }
    }
    let there = counted(&text);
    let mut expected = Expected { notes: BTreeMap::new(), told: BTreeSet::new(), all: vec![] };
    document.sections.iter().for_each(|section| expected.section(section));
    let titles: Vec<String> = expected_titles(document);
    let given = counted(&titles.join(" "));
    let mut lost = vec![];
    for (word, n) in counted(&expected.all.join(" ")) {
        let given = given.get(&word).copied().unwrap_or_default();
        let found = there.get(&word).copied().unwrap_or_default();
        if found + given < n {
            lost.push(format!("{word} ({found} of {n})"));
        }
    }
    assert!(lost.is_empty(), "{lost:?}");
    let imported = Compiled::folder(&desk.path().join("piano")).document.unwrap();
    let count = |document: &Document, wanted: &dyn Fn(&BlockKind) -> bool| {
        let mut n = 0;
        document.walk(&mut |section, _| section.each_block(&mut |block| n += usize::from(wanted(&block.kind))));
        n
    };
    let list = |kind: &BlockKind| matches!(kind, BlockKind::List { .. });
    let table = |kind: &BlockKind| matches!(kind, BlockKind::Table(_));
    assert!(count(&imported, &list) >= count(document, &list), "a list is lost");
    assert!(count(&imported, &table) >= count(document, &table), "a table is lost");
    let notes = |document: &Document| {
        let mut n = 0;
        document.walk(&mut |section, _| n += section.notes.len());
        n
    };
    assert_eq!(notes(&imported), notes(document), "a note is lost");
}

/// The words that the import leaves out, because the program gives them again: titles and numbers of sections.
fn expected_titles(document: &Document) -> Vec<String> {
    let mut all = vec![];
    document.walk(&mut |section, _| {
        all.push(section.heading());
        section.each_block(&mut |block| {
            if let BlockKind::Heading { number: Some(number), .. } = &block.kind {
                all.push(number.clone());
            }
        });
    });
    all
}

#[test]
fn a_copy_that_nobody_touched_says_nothing() {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(desk.path(), [Path::new("esporta"), &content(), Path::new("--docx")]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = piao(desk.path(), [Path::new("importa"), Path::new("piao.docx"), &content(), Path::new("--revisioni")]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.out.contains("0 commenti, 0 modifiche proposte, 0 modifiche non registrate"), "{run:?}");
    // Another document is refused.
    std::fs::write(desk.path().join("nudo.docx"), b"PK").unwrap();
    let run = piao(desk.path(), [Path::new("importa"), Path::new("nudo.docx"), &content(), Path::new("--revisioni")]);
    assert!(run.code == 2 && run.err.contains("P1501"), "{run:?}");
}
