//! `piao importa` of documents: made here, part by part, in the shapes that Word writes.

use crate::cli::{Run, piao};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;

const NS: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main""#
);

const STYLES: &str = r#"<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="T2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="T3"><w:name w:val="heading 3"/></w:style>
<w:style w:type="paragraph" w:styleId="P1"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="P2"><w:name w:val="List Bullet 2"/><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="P3"><w:name w:val="List Bullet 3"/><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Did"><w:name w:val="caption"/></w:style>"#;

/// Three levels: numbers, letters, points.
const NUMBERING: &str = r#"<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="2"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>"#;

/// A document as it grows.
#[derive(Default)]
struct Docx {
    body: String,
    notes: String,
    comments: String,
    media: Vec<Vec<u8>>,
    count: usize,
}

fn xml(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(words))
}

impl Docx {
    fn p(&mut self, props: &str, inside: &str) -> &mut Self {
        self.body.push_str(&format!("<w:p><w:pPr>{props}</w:pPr>{inside}</w:p>"));
        self
    }

    fn heading(&mut self, level: u8, words: &str) -> &mut Self {
        self.p(&format!("<w:pStyle w:val=\"T{level}\"/>"), &run(words))
    }

    fn text(&mut self, words: &str) -> &mut Self {
        self.p("", &run(words))
    }

    fn item(&mut self, level: u8, words: &str) -> &mut Self {
        self.p(&format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>"), &run(words))
    }

    /// The sign of a note, whose text is this.
    fn note(&mut self, words: &str) -> String {
        self.count += 1;
        let n = self.count;
        self.notes.push_str(&format!(
            "<w:footnote w:id=\"{n}\"><w:p><w:r><w:footnoteRef/></w:r>{}</w:p></w:footnote>",
            run(words)
        ));
        format!("<w:r><w:footnoteReference w:id=\"{n}\"/></w:r>")
    }

    /// Words with a comment.
    fn commented(&mut self, words: &str, comment: &str) -> String {
        self.count += 1;
        let n = self.count;
        self.comments.push_str(&format!(
            "<w:comment w:id=\"{n}\" w:author=\"Anna Verdi\" w:date=\"2026-11-30T09:00:00Z\"><w:p>{}</w:p></w:comment>",
            run(comment)
        ));
        format!(
            "<w:commentRangeStart w:id=\"{n}\"/>{}<w:commentRangeEnd w:id=\"{n}\"/><w:r><w:commentReference w:id=\"{n}\"/></w:r>",
            run(words)
        )
    }

    fn table(&mut self, rows: &[&[&str]]) -> &mut Self {
        self.body.push_str("<w:tbl>");
        for row in rows {
            self.body.push_str("<w:tr>");
            for cell in *row {
                self.body.push_str(&format!("<w:tc><w:p>{}</w:p></w:tc>", run(cell)));
            }
            self.body.push_str("</w:tr>");
        }
        self.body.push_str("</w:tbl>");
        self
    }

    fn image(&mut self, bytes: Vec<u8>, alt: &str) -> &mut Self {
        self.media.push(bytes);
        let n = self.media.len();
        let drawing = format!(
            "<w:r><w:drawing><wp:inline><wp:docPr id=\"{n}\" name=\"x\" descr=\"{alt}\"/><a:blip r:embed=\"m{n}\"/></wp:inline></w:drawing></w:r>"
        );
        self.p("", &drawing)
    }

    fn bytes(&self) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let mut part = |name: &str, bytes: &[u8]| {
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(bytes).unwrap();
        };
        let named =
            [("styles", STYLES), ("numbering", NUMBERING), ("footnotes", &self.notes), ("comments", &self.comments)];
        let mut relations = String::new();
        for (name, text) in named {
            part(&format!("word/{name}.xml"), format!("<w:{name} {NS}>{text}</w:{name}>").as_bytes());
            relations
                .push_str(&format!("<Relationship Id=\"{name}\" Type=\"http://x/{name}\" Target=\"{name}.xml\"/>"));
        }
        for (n, bytes) in self.media.iter().enumerate() {
            part(&format!("word/media/image{}.png", n + 1), bytes);
            relations.push_str(&format!(
                "<Relationship Id=\"m{0}\" Type=\"http://x/image\" Target=\"media/image{0}.png\"/>",
                n + 1
            ));
        }
        relations.push_str("<Relationship Id=\"sito\" Type=\"http://x/hyperlink\" Target=\"https://www.example.it/piano\" TargetMode=\"External\"/>");
        part("word/_rels/document.xml.rels", format!("<Relationships>{relations}</Relationships>").as_bytes());
        part("word/document.xml", format!("<w:document {NS}><w:body>{}</w:body></w:document>", self.body).as_bytes());
        out.finish().unwrap().into_inner()
    }
}

/// A desk with a new plan, `piano`.
fn desk() -> (tempfile::TempDir, PathBuf) {
    let desk = tempfile::tempdir().unwrap();
    let run = piao(
        desk.path(),
        ["nuovo", "piano", "--data=2026-11-30", "--triennio=2027-2029", "--nome=Comune di Prova", "--dipendenti=80"]
            .iter(),
    );
    assert_eq!(run.code, 0, "{run:?}");
    let plan = desk.path().join("piano");
    (desk, plan)
}

fn importa(desk: &Path, name: &str, docx: &Docx) -> Run {
    fs::write(desk.join(name), docx.bytes()).unwrap();
    piao(desk, ["importa", name, "piano"].iter())
}

fn read(plan: &Path, path: &str) -> String {
    fs::read_to_string(plan.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn all(plan: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(plan).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
    files
        .map(|e| {
            (e.path().strip_prefix(plan).unwrap().to_string_lossy().replace('\\', "/"), fs::read(e.path()).unwrap())
        })
        .collect()
}

fn png() -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 20, image::Rgb([10, 90, 60])).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

const PERFORMANCE: &str = "2-valore-pubblico-performance-anticorruzione/2-performance/index.md";
const AGILE: &str = "3-organizzazione-capitale-umano/2-lavoro-agile.md";

/// What an office has: a cover, chapters under their official titles, a list, a table, a note, a change and a comment.
fn piano() -> Docx {
    let mut docx = Docx::default();
    docx.text("Comune di Prova").text("Piano 2026-2028");
    docx.heading(1, "Premessa").text("Il piano nasce dal programma di mandato.");
    docx.heading(1, "SEZIONE 2. VALORE PUBBLICO, PERFORMANCE E ANTICORRUZIONE");
    docx.heading(2, "2.2 Performance");
    let note = docx.note("Lo dice il *regolamento*.");
    docx.p(
        "",
        &[
            run("Gli obiettivi sono nella "),
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF _Ref1 \\h </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>".into(),
            run("Tabella 3"),
            "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>".into(),
            run(" e nel "),
            "<w:hyperlink r:id=\"sito\"><w:r><w:t>sito</w:t></w:r></w:hyperlink>".into(),
            run(", entro "),
            "<w:del w:id=\"90\" w:author=\"Ugo Rossi\" w:date=\"2026-11-30T10:00:00Z\"><w:r><w:delText>aprile</w:delText></w:r></w:del>".into(),
            "<w:ins w:id=\"91\" w:author=\"Ugo Rossi\" w:date=\"2026-11-30T10:00:00Z\"><w:r><w:t>maggio</w:t></w:r></w:ins>".into(),
            run("."),
            note,
        ]
        .concat(),
    );
    let commented = docx.commented("Si misurano i tempi", "Quali tempi?");
    docx.p("", &format!("{commented}{}", run(" di risposta: 2*3 [x] e <b>.")));
    docx.item(0, "la prima azione")
        .item(1, "il primo passo")
        .item(1, "il secondo passo")
        .item(2, "un punto")
        .item(0, "la seconda azione");
    docx.p("", "<w:r><w:rPr><w:b/></w:rPr><w:t>Come si misura</w:t></w:r>").text("Ogni tre mesi.");
    docx.p(
        "<w:pStyle w:val=\"Did\"/>",
        "<w:bookmarkStart w:id=\"5\" w:name=\"_Ref1\"/><w:r><w:t xml:space=\"preserve\">Tabella </w:t></w:r><w:fldSimple w:instr=\" SEQ Tabella \"><w:r><w:t>3</w:t></w:r></w:fldSimple><w:bookmarkEnd w:id=\"5\"/><w:r><w:t xml:space=\"preserve\"> – I tempi</w:t></w:r>",
    );
    docx.table(&[&["Servizio", "Giorni"], &["Anagrafe", "12"], &["Tributi | cassa", "8"]]);
    docx.image(png(), "Un istogramma dei tempi").image(png(), "");
    docx.heading(1, "Sezione 3 – Organizzazione e capitale umano")
        .heading(2, "3.2 Lavoro agile")
        .text("Si lavora da casa due giorni.");
    docx.heading(1, "Allegati").text("L’elenco degli allegati.");
    docx
}

#[test]
fn a_document_becomes_sections_of_the_piano_tipo() {
    let (desk, plan) = desk();
    let run = importa(desk.path(), "Piano 2026.docx", &piano());
    let text = read(&plan, PERFORMANCE);
    let expected = "+++\nsezione = \"2.2\"\nstato = \"in-compilazione\"\n+++\n\n\
        Gli obiettivi sono nella [@tabella-i-tempi] e nel [sito](https://www.example.it/piano), entro maggio.[^1]\n\n\
        Si misurano i tempi di risposta: 2\\*3 \\[x\\] e \\<b>.\n\n\
        1. la prima azione\n   a) il primo passo\n   b) il secondo passo\n      - un punto\n2. la seconda azione\n\n\
        ## Come si misura\n\nOgni tre mesi.\n\n\
        Tabella: I tempi {#tabella-i-tempi}\n\n\
        | Servizio | Giorni |\n| --- | --- |\n| Anagrafe | 12 |\n| Tributi \\| cassa | 8 |\n\n\
        ![Un istogramma dei tempi](immagini/piano-2026-1.png)\n\n\
        <!-- ![](immagini/piano-2026-2.png) -->\n\n\
        [^1]: Lo dice il \\*regolamento\\*.\n\n\
        <!-- Che cosa chiede la norma";
    assert!(text.starts_with(expected), "{text}\n{run:?}");
    // The views of the skeleton stay.
    assert!(text.contains("```piao:raccordo") && text.contains("```piao:totali-unita"), "{text}");
    assert!(read(&plan, AGILE).contains("+++\n\nSi lavora da casa due giorni.\n"), "{}", read(&plan, AGILE));
    let foreword = "+++\ntitolo = \"Premessa\"\nnumerata = false\nstato = \"in-compilazione\"\n+++\n\nIl piano nasce dal programma di mandato.\n";
    assert_eq!(read(&plan, "0-premessa.md"), foreword);
    assert!(read(&plan, "5-allegati.md").contains("titolo = \"Allegati\""));
    assert_eq!(read(&plan, "importa/piano-2026/prima-dei-titoli.md"), "Comune di Prova\n\nPiano 2026-2028\n");
    assert!(plan.join("immagini/piano-2026-1.png").exists());
    // What was done, by whom, at which line.
    let line = |words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    for words in [
        format!(
            "({PERFORMANCE}:{}): Ugo Rossi (30/11/2026) ha scritto «maggio» al posto di «aprile»",
            line("entro maggio")
        ),
        format!(
            "({PERFORMANCE}:{}): Anna Verdi (30/11/2026) commenta «Si misurano i tempi»: «Quali tempi?»",
            line("Si misurano")
        ),
        "«Come si misura»: un capoverso breve e in grassetto".into(),
        "`immagini/piano-2026-2.png` non ha un testo alternativo".into(),
        "ciò che sta prima del primo titolo".into(),
    ] {
        assert!(run.err.contains(&words), "{words}\n{}", run.err);
        assert!(read(&plan, "importa/piano-2026/da-vedere.md").contains(&words), "{words}");
    }
    // The plan compiles, with the words of the document.
    let made = piao(desk.path(), ["compila", "piano", "--solo", "sito", "--uscita", "fuori"].iter());
    assert_eq!(made.code, 0, "{made:?}");
    // No private name of a reviewer is in it.
    assert!(!all(&plan).iter().any(|(path, bytes)| path.ends_with(".md")
        && !path.starts_with("importa/")
        && String::from_utf8_lossy(bytes).contains("Rossi")));
}

#[test]
fn a_second_import_changes_what_changed_and_nothing_of_others() {
    let (desk, plan) = desk();
    importa(desk.path(), "p.docx", &piano());
    let before = all(&plan);
    let run = importa(desk.path(), "p.docx", &piano());
    assert_eq!(before, all(&plan), "{run:?}");
    assert!(run.out.contains("nulla di cambiato"), "{run:?}");
    // Somebody mends a section, and the document changes in two.
    let mended = read(&plan, AGILE).replace("due giorni", "tre giorni");
    fs::write(plan.join(AGILE), &mended).unwrap();
    let mut docx = piano();
    docx.body =
        docx.body.replace("da casa due giorni", "da casa ogni giorno").replace("Ogni tre mesi", "Ogni sei mesi");
    let run = importa(desk.path(), "p.docx", &docx);
    assert_eq!(read(&plan, AGILE), mended, "what somebody wrote stays");
    assert!(read(&plan, PERFORMANCE).contains("Ogni sei mesi"), "{run:?}");
    let aside = "importa/p/da-unire/3-organizzazione-capitale-umano/2-lavoro-agile.md";
    assert!(read(&plan, aside).contains("ogni giorno") && run.err.contains(aside), "{run:?}");
    // Another document finds the sections written, and writes in none.
    let before: BTreeMap<String, Vec<u8>> =
        all(&plan).into_iter().filter(|(path, _)| !path.starts_with("importa/")).collect();
    let mut other = Docx::default();
    other.heading(1, "Organizzazione e capitale umano").heading(2, "Lavoro agile").text("Nessuno lavora da casa.");
    let run = importa(desk.path(), "altro.docx", &other);
    assert!(run.err.contains("P1512"), "{run:?}");
    let after: BTreeMap<String, Vec<u8>> =
        all(&plan).into_iter().filter(|(path, _)| !path.starts_with("importa/")).collect();
    assert_eq!(before, after);
    assert!(
        read(&plan, "importa/altro/da-unire/3-organizzazione-capitale-umano/2-lavoro-agile.md").contains("Nessuno")
    );
}

/// The document had nothing for a section the first time; then somebody wrote it, and then the document has its text.
#[test]
fn a_section_that_was_imported_empty_and_written_by_hand_stays() {
    let (desk, plan) = desk();
    let section = "5-allegati.md";
    let document = |words: &[&str]| {
        let mut docx = Docx::default();
        docx.heading(1, "Organizzazione e capitale umano").heading(2, "Lavoro agile").text("Si lavora da casa.");
        docx.heading(1, "Allegati");
        for words in words {
            docx.text(words);
        }
        docx
    };
    importa(desk.path(), "p.docx", &document(&[]));
    let empty = read(&plan, section);
    assert!(empty.trim_end().ends_with("+++") && plan.join("importa/p").join(section).exists(), "{empty}");
    let by_hand = format!("{}\n\nLo scrive l’ufficio.\n", empty.trim_end());
    fs::write(plan.join(section), &by_hand).unwrap();
    let run = importa(desk.path(), "p.docx", &document(&["L’elenco degli allegati."]));
    assert_eq!(read(&plan, section), by_hand, "what somebody wrote stays: {run:?}");
    let aside = "importa/p/da-unire/5-allegati.md";
    assert_eq!(read(&plan, aside), "L’elenco degli allegati.\n");
    assert!(run.err.contains("P1512") && run.err.contains(aside), "{run:?}");
    // Where nobody wrote, the text goes in.
    fs::write(plan.join(section), &empty).unwrap();
    let run = importa(desk.path(), "p.docx", &document(&["L’elenco degli allegati."]));
    assert!(read(&plan, section).ends_with("+++\n\nL’elenco degli allegati.\n"), "{run:?}");
}

/// The state of a section is read as the rest of the program reads it.
#[test]
fn a_section_to_be_written_is_at_work_once_it_has_a_text() {
    let (desk, plan) = desk();
    let before = read(&plan, AGILE).replace("stato = \"da-compilare\"", "stato = 'da compilare'");
    fs::write(plan.join(AGILE), before).unwrap();
    importa(desk.path(), "p.docx", &piano());
    let text = read(&plan, AGILE);
    assert!(text.contains("\nstato = \"in-compilazione\"\n") && !text.contains("da compilare'"), "{text}");
}

#[test]
fn what_could_be_data_is_told_and_not_written() {
    let (desk, plan) = desk();
    let before = read(&plan, "dati/obiettivi.toml");
    let mut docx = Docx::default();
    docx.heading(1, "Organizzazione e capitale umano").heading(2, "Struttura organizzativa");
    docx.text("L’ente ha 3 unità, e 13 unità locali.").text("Vi lavorano 80 dipendenti.");
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    docx.table(&[
        &["Codice", "Obiettivo", "Peso"],
        &["S1.1", "Recupero dell’evasione", "40 %"],
        &["S1.2", "Sportello in linea", "60 %"],
    ]);
    let run = importa(desk.path(), "p.docx", &docx);
    assert!(
        run.err.contains("«3 unità» è anche nei dati del piano: se è lo stesso numero, scrivi `[=unita.conta:conta]`"),
        "{run:?}"
    );
    assert!(
        run.err.contains(
            "«80 dipendenti» è anche nei dati del piano: se è lo stesso numero, scrivi `[=ente.dipendenti] dipendenti`"
        ),
        "{run:?}"
    );
    assert_eq!(run.err.matches("è anche nei dati").count(), 2, "{run:?}");
    assert!(
        run.err.contains("la tabella sembra di obiettivi: è pronta in `importa/p/tabella-1-obiettivi.csv`"),
        "{run:?}"
    );
    let csv = read(&plan, "importa/p/tabella-1-obiettivi.csv");
    assert!(csv.contains("codice;titolo;peso\nS1.1;Recupero dell’evasione;40 %\n"), "{csv}");
    // The text has the table and the words, and the data are as they were.
    assert!(read(&plan, PERFORMANCE).contains("| S1.2 | Sportello in linea | 60 % |"));
    assert_eq!(read(&plan, "dati/obiettivi.toml"), before);
    assert!(!plan.join("dati/obiettivi.csv").exists());
}

/// A table is proposed as records only where that is certain; what its columns hold and the records do not is told, and no proposal is laid
/// over another.
#[test]
fn a_table_is_proposed_as_records_only_where_it_is_certain() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Organizzazione e capitale umano").heading(2, "Struttura organizzativa");
    let caption = |docx: &mut Docx, words: &str| {
        docx.p("<w:pStyle w:val=\"Did\"/>", &run(&format!("Tabella 1 – {words}")));
    };
    caption(&mut docx, "Misure di prevenzione");
    docx.table(&[
        &["Codice", "Misura", "Chi ne risponde", "Termine", "Come si misura"],
        &["MG1", "Rotazione", "Segretario", "30/06/2027", "sì o no"],
        &["MG2", "Formazione", "Segretario", "31/12/2027", "ore"],
    ]);
    docx.text("Poi.");
    caption(&mut docx, "I totali delle unità");
    docx.table(&[&["Unità", "Obiettivi"], &["S1", "2"], &["S2", "1"]]);
    docx.text("Poi ancora.");
    caption(&mut docx, "Le cessazioni previste");
    docx.table(&[
        &["Profilo", "Area", "Unità", "Numero"],
        &["2027: 4 persone", "", "", ""],
        &["Istruttore", "istruttori", "S1", "4"],
        &["Funzionario", "funzionari", "S1", "1"],
    ]);
    docx.text("E infine.");
    caption(&mut docx, "Misure di prevenzione specifiche");
    docx.table(&[&["Codice", "Misura"], &["MS1", "Doppia firma"], &["MS2", "Sorteggio"]]);
    let told = importa(desk.path(), "p.docx", &docx);
    assert_eq!(told.err.matches("la tabella sembra di").count(), 2, "{told:?}");
    assert!(told.err.contains("tieni la tabella nel testo: ciò che sta sotto «Chi ne risponde»"), "{told:?}");
    assert!(told.err.contains("aggiungi le sue righe a quelle di `dati/misure-prevenzione.csv`"), "{told:?}");
    let proposed = all(&plan).into_keys().filter(|path| path.starts_with("importa/p/tabella-")).count();
    assert_eq!(proposed, 2, "{told:?}");
}

/// What reviewers did to rows and to the ends of paragraphs is told, with its words and its author.
#[test]
fn tracked_rows_and_paragraphs_are_listed() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    let by = "w:id=\"7\" w:author=\"Ugo Rossi\" w:date=\"2026-11-30T10:00:00Z\"";
    let row = |change: &str, a: &str, b: &str| {
        let words = |words: &str| match change {
            "" => run(words),
            "del" => format!(
                "<w:del {by}>{}</w:del>",
                run(words).replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
            ),
            _ => format!("<w:ins {by}>{}</w:ins>", run(words)),
        };
        let props = if change.is_empty() { String::new() } else { format!("<w:trPr><w:{change} {by}/></w:trPr>") };
        format!("<w:tr>{props}<w:tc><w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr>", words(a), words(b))
    };
    docx.body.push_str(&format!(
        "<w:tbl>{}{}{}{}</w:tbl>",
        row("", "Servizio", "Giorni"),
        row("", "Anagrafe", "12"),
        row("ins", "Sport", "9"),
        row("del", "Scuola", "30")
    ));
    let mark = |change: &str| format!("<w:rPr><w:{change} {by}/></w:rPr>");
    docx.p(&mark("del"), &run("Prima parte, ")).text("seconda parte.");
    docx.p(&mark("ins"), &run("Un capoverso. ")).text("Che era uno solo.");
    let told = importa(desk.path(), "p.docx", &docx);
    for words in [
        "tabella 1, riga 4, cella 1 (2-valore-pubblico-performance-anticorruzione/2-performance/index.md",
        "Ugo Rossi (30/11/2026) ha tolto la riga «Scuola | 30»",
        "Ugo Rossi (30/11/2026) ha aggiunto la riga «Sport | 9»",
        "Ugo Rossi (30/11/2026) ha tolto un a capo dopo «Prima parte,»",
        "Ugo Rossi (30/11/2026) ha diviso un capoverso",
    ] {
        assert!(told.err.contains(words), "no «{words}» in {told:?}");
    }
    assert!(!told.err.contains("ha aggiunto «Sport»"), "{told:?}");
    let list = read(&plan, "importa/p/da-vedere.md");
    assert!(list.contains("## Commenti e revisioni") && list.contains("ha tolto la riga «Scuola | 30»"), "{list}");
    let text = read(&plan, PERFORMANCE);
    assert!(text.contains("| Sport | 9 |") && !text.contains("Scuola"), "{text}");
    assert!(text.contains("Prima parte, seconda parte.") && text.contains("Un capoverso.\n\nChe era"), "{text}");
}

/// The styles of lists stand one inside the other, though each is a list of its own.
#[test]
fn items_of_the_styles_of_lists_stand_inside_each_other() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    for (style, words) in [("P1", "uno"), ("P2", "uno punto uno"), ("P3", "più dentro"), ("P1", "due")] {
        docx.p(&format!("<w:pStyle w:val=\"{style}\"/>"), &run(words));
    }
    importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    assert!(text.contains("- uno\n  - uno punto uno\n    - più dentro\n- due\n"), "{text}");
}

/// The number of a heading and that of a page are those of the document: the plan has others.
#[test]
fn numbers_of_another_document_are_told() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    let field = |instruction: &str, words: &str| {
        format!("<w:fldSimple w:instr=\" {instruction} \">{}</w:fldSimple>", run(words))
    };
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    let words = [
        run("Si veda il paragrafo "),
        field("REF _RefA \\r \\h", "7"),
        run(" a pagina "),
        field("PAGEREF _RefA \\h", "17"),
        run("."),
    ];
    docx.p("", &words.concat());
    docx.p(
        "<w:pStyle w:val=\"T3\"/>",
        &format!("<w:bookmarkStart w:id=\"1\" w:name=\"_RefA\"/>{}<w:bookmarkEnd w:id=\"1\"/>", run("Le società")),
    );
    docx.text("Sono tre.");
    let told = importa(desk.path(), "p.docx", &docx);
    assert!(told.err.contains("«7» è un numero che un titolo o una voce ha nel documento"), "{told:?}");
    assert!(told.err.contains("scrivi `[@le-societa]` al posto"), "{told:?}");
    assert!(told.err.contains("«17» è il numero di una pagina del documento"), "{told:?}");
    assert!(read(&plan, PERFORMANCE).contains("Si veda il paragrafo [7](@le-societa) a pagina 17."));
}

/// Columns that are drawn with tabs are told; a great first letter is a part of its word.
#[test]
fn columns_of_tabs_and_great_letters() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    docx.p("<w:framePr w:dropCap=\"drop\" w:lines=\"3\"/>", &run("C")).text("apolettera grande.");
    let tab = "<w:r><w:tab/></w:r>";
    for (a, b) in [("Nome", "Ruolo"), ("Anna", "dirigente")] {
        docx.p("", &format!("{}{tab}{}", run(a), run(b)));
    }
    let told = importa(desk.path(), "p.docx", &docx);
    assert!(read(&plan, PERFORMANCE).contains("Capolettera grande."), "{told:?}");
    assert_eq!(told.err.matches("da qui le parole stavano in colonne").count(), 1, "{told:?}");
}

/// A caption that was typed by hand, and looks bold, is no heading.
#[test]
fn a_bold_caption_is_a_caption() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance").text("Prima.");
    let bold = |words: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    docx.p("<w:pStyle w:val=\"Did\"/>", &bold("Tabella 1 – I tempi"))
        .table(&[&["Voce", "Giorni"], &["Anagrafe", "12"]]);
    docx.text("Poi.").p("", &bold("Tabella 2. Le ore")).table(&[&["Voce", "Ore"], &["Anagrafe", "36"]]);
    importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    assert!(
        text.contains("Tabella: I tempi\n") && text.contains("Tabella: Le ore\n") && !text.contains("## Tab"),
        "{text}"
    );
}

/// Who writes the titles in bold writes those of the Piano-tipo one under the other, and above any that has a style.
#[test]
fn a_bold_title_of_the_piano_tipo_is_a_heading_wherever_it_stands() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    let bold = |words: &str| format!("<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{words}</w:t></w:r>");
    docx.p("", &bold("PIANO INTEGRATO")).p("", &bold("Comune di Prova"));
    docx.p("", &bold("SEZIONE 2. VALORE PUBBLICO, PERFORMANCE E ANTICORRUZIONE")).p("", &bold("2.2 Performance"));
    docx.text("Gli obiettivi sono tre.").heading(3, "Un titolo vero").text("In fondo.");
    let told = importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    assert!(text.contains("Gli obiettivi sono tre.\n\n## Un titolo vero\n\nIn fondo."), "{text}\n{told:?}");
    let cover = read(&plan, "importa/p/prima-dei-titoli.md");
    assert_eq!(cover, "**PIANO INTEGRATO**\n\n**Comune di Prova**\n", "{told:?}");
}

/// A part that waits for its text is found also under the longer name that everybody uses.
#[test]
fn a_part_is_known_under_its_usual_name() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Organizzazione e capitale umano");
    docx.heading(2, "3.3 Piano triennale dei fabbisogni di personale").text("Servono due vigili.");
    docx.heading(3, "Piano delle azioni positive").text("Le azioni sono quattro.");
    let told = importa(desk.path(), "p.docx", &docx);
    let part = read(&plan, "3-organizzazione-capitale-umano/3-fabbisogni/3-azioni-positive.md");
    assert!(part.contains("Le azioni sono quattro."), "{told:?}");
}

/// A section that the document calls otherwise the second time is told: the plan would say its text twice.
#[test]
fn a_section_that_is_no_longer_in_the_document_is_told() {
    let (desk, plan) = desk();
    let with = |title: &str| {
        let mut docx = Docx::default();
        docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance").text("Sono due.");
        docx.heading(1, title).text("Il testo delle novità.");
        docx
    };
    importa(desk.path(), "p.docx", &with("Novità"));
    let told = importa(desk.path(), "p.docx", &with("Novità bis"));
    assert!(plan.join("5-novita.md").exists() && plan.join("6-novita-bis.md").exists(), "{told:?}");
    assert!(told.err.contains("la sezione `5-novita.md`, che l’altra volta veniva da questo documento"), "{told:?}");
    assert!(told.err.contains("ora è anche in `6-novita-bis.md`"), "{told:?}");
}

/// The years under a head that is merged over them; a title over the table; a column without a name.
#[test]
fn heads_that_are_merged_are_names_of_columns() {
    let (desk, plan) = desk();
    let cell = |props: &str, words: &str| format!("<w:tc><w:tcPr>{props}</w:tcPr><w:p>{}</w:p></w:tc>", run(words));
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    docx.body.push_str(&format!(
        "<w:tbl>{}{}{}{}</w:tbl><w:p/>",
        row(&[cell("<w:gridSpan w:val=\"4\"/>", "I valori attesi")]),
        row(&[
            cell("<w:vMerge w:val=\"restart\"/>", "Indicatore"),
            cell("<w:gridSpan w:val=\"2\"/>", "Valore"),
            cell("<w:vMerge w:val=\"restart\"/>", "")
        ]),
        row(&[cell("<w:vMerge/>", ""), cell("", "2027"), cell("", "2028"), cell("<w:vMerge/>", "")]),
        row(&[cell("", "Domande"), cell("", "40"), cell("", "60"), cell("", "in linea")]),
    ));
    let run = importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    let table = "Tabella: I valori attesi\n\n| Indicatore | Valore – 2027 | Valore – 2028 | Colonna 4 |\n| --- | --- | --- | --- |\n| Domande | 40 | 60 | in linea |\n";
    assert!(text.contains(table), "{text}\n{run:?}");
    assert!(run.err.contains("queste non lo avevano: «Colonna 4»"), "{run:?}");
    assert!(!run.err.contains("non dice le stesse parole"), "{run:?}");
    let made = piao(desk.path(), ["compila", "piano", "--solo", "sito", "--uscita", "fuori"].iter());
    assert_eq!(made.code, 0, "{made:?}");
}

/// Signs of Markdown that an office typed as words: they are printed, and the plan is made.
#[test]
fn signs_that_are_words_do_not_stop_the_plan() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    docx.heading(3, "Il *forte* e {.classe}");
    let lines = [
        "testo [@y] fine",
        "<!-- x -->",
        "[testo](url) e ![img](x.png) e [vedi] (http://x.it)",
        "si scrive {{x}} o {.classe}",
        "::: div",
        "[^1] e [^nota]: finta",
        "[ ] da fare",
        "{tabella-ore} e [dotazione.totale]",
    ];
    for line in lines {
        docx.text(line);
    }
    docx.table(&[&["Segno", "Nome"], &["{{y}}", "[@z] e <!-- z -->"]]);
    let raised =
        |words: &str| format!("<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>{words}</w:t></w:r>");
    let body = [
        run("Il 1"),
        raised("o"),
        run(" e la 2"),
        raised("a"),
        run(" fascia, 10"),
        raised("-3"),
        run(" e nota"),
        raised("(1)"),
        run(" e x"),
        raised("n"),
    ];
    docx.p("", &body.concat());
    let told = importa(desk.path(), "p.docx", &docx);
    assert!(!told.err.contains("non dice le stesse parole"), "{told:?}");
    assert!(told.err.contains("«n» era scritto in piccolo e in alto"), "{told:?}");
    let text = read(&plan, PERFORMANCE);
    assert!(text.contains("Il 1º e la 2ª fascia, 10^-3 e nota(1) e xn"), "{text}");
    let made = piao(desk.path(), ["compila", "piano", "--solo", "sito", "--uscita", "fuori"].iter());
    assert_eq!(made.code, 0, "{made:?}");
    for code in ["P0204", "P0110", "P0512", "P0507", "P0522", "P0501", "P0209"] {
        assert!(!told.err.contains(code) && !made.err.contains(code), "{code}: {told:?} {made:?}");
    }
}

/// Boxes, ticks, faces and hyphens of Word: what an import writes can be printed, and what changed is told.
#[test]
fn signs_that_no_font_has_do_not_stop_the_plan() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    docx.heading(3, "Le e\u{2011}mail \u{2709} da 10 m");
    let sdt = "<w:sdt><w:sdtPr><w14:checkbox xmlns:w14=\"x\"><w14:checked w14:val=\"1\"/></w14:checkbox></w:sdtPr><w:sdtContent>BOX</w:sdtContent></w:sdt>";
    docx.p(
        "",
        &[sdt.replace("BOX", &run("\u{2612}")), run(" sì "), sdt.replace("BOX", &run("\u{2610}")), run(" no")].concat(),
    );
    docx.text("Un pre\u{2011}accordo \u{279c} un accordo, bene \u{1f600}.");
    docx.table(&[&["Voce", "Fatta"], &["Uno", "\u{2713}"], &["Due", "\u{2718}"]]);
    docx.text("* Dato stimato dagli uffici.");
    let told = importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    for words in [
        "Le e-mail",
        "\\[x\\] sì \\[ \\] no",
        "Un pre-accordo → un accordo, bene .",
        "| Uno | sì |",
        "| Due | no |",
        "- Dato stimato",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let list = read(&plan, "importa/p/da-vedere.md");
    for words in ["il segno «☒», che il piano non può stampare, è diventato «[x]»", "«😀» (U+1F600): qui non c’è più"]
    {
        assert!(list.contains(words), "{words}: {list}");
    }
    let made = piao(desk.path(), ["compila", "piano", "--solo", "sito", "--uscita", "fuori"].iter());
    assert!(made.code == 0 && !made.err.contains("P0501") && !made.err.contains("P0522"), "{told:?} {made:?}");
}

/// In a heading raised figures have letters of their own; a link has no place there, and it is told.
#[test]
fn what_a_heading_cannot_hold_is_told() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance");
    let raised = "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r>";
    let link = format!("<w:hyperlink r:id=\"sito\">{}</w:hyperlink>", run("del sito"));
    docx.p("<w:pStyle w:val=\"T3\"/>", &[run("I m"), raised.to_owned(), run(" "), link].concat()).text("Testo.");
    let told = importa(desk.path(), "p.docx", &docx);
    let text = read(&plan, PERFORMANCE);
    assert!(text.contains("I m² del sito"), "{text} {told:?}");
    let list = read(&plan, "importa/p/da-vedere.md");
    assert!(list.contains("resta «del sito»") && list.contains("https://www.example.it/piano"), "{list}");
}

/// A copy for Word that comes back has the words of the plan already.
#[test]
fn a_copy_of_the_plan_is_not_imported_as_a_document() {
    let (desk, plan) = desk();
    let made = piao(desk.path(), ["esporta", "piano", "--docx", "--uscita", "copia.docx"].iter());
    assert_eq!(made.code, 0, "{made:?}");
    let before = all(&plan);
    let run = piao(desk.path(), ["importa", "copia.docx", "piano"].iter());
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("`piao importa copia.docx CARTELLA --revisioni`"), "{run:?}");
    assert_eq!(before, all(&plan), "nothing was written");
}

#[test]
fn words_that_stand_too_deep_are_an_error() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "Valore pubblico, performance e anticorruzione").heading(2, "Performance").text("In piano.");
    let (open, close) = ("<w:sdt><w:sdtContent>".repeat(200), "</w:sdtContent></w:sdt>".repeat(200));
    docx.body.push_str(&format!("{open}<w:p>{}</w:p>{close}", run("in fondo")));
    let told = importa(desk.path(), "p.docx", &docx);
    assert_eq!(told.code, 1, "{told:?}");
    assert!(told.err.contains("P1501") && told.err.contains("quelle parole non sono nel piano"), "{told:?}");
    assert!(read(&plan, PERFORMANCE).contains("In piano."));
}

/// The number says which section it is when a word of its title is missing; when the title is another, it is told.
#[test]
fn a_heading_with_an_official_number_is_that_section_or_is_told() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    docx.heading(1, "SEZIONE 3. ORGANIZZAZIONE E CAPITALE UMANO").text("Sez 3.");
    docx.heading(2, "3.2 Telelavoro").text("Da casa.");
    docx.heading(2, "3.3 Piano triennale fabbisogni di personale").text("Servono due vigili.");
    let told = importa(desk.path(), "p.docx", &docx);
    assert_eq!(told.code, 0, "{told:?}");
    assert!(read(&plan, "3-organizzazione-capitale-umano/3-fabbisogni/index.md").contains("due vigili"), "{told:?}");
    assert!(told.err.contains("«Telelavoro» ha il numero 3.2"), "{told:?}");
    // At the level of chapters too, and under a chapter that has no such section.
    let mut docx = Docx::default();
    docx.heading(1, "2.3 Rischi")
        .text("I rischi.")
        .heading(1, "Sezione IV – Monitoraggio del piano")
        .text("Chi controlla.");
    docx.heading(1, "2.2 Piano degli obiettivi di performance").text("Gli obiettivi.");
    docx.heading(1, "Sezione 3 – Le persone").text("Chi lavora.");
    let again = importa(desk.path(), "q.docx", &docx);
    let risks = "2-valore-pubblico-performance-anticorruzione/3-rischi-trasparenza/index.md";
    assert!(
        read(&plan, risks).contains("I rischi.") && read(&plan, "4-monitoraggio.md").contains("Chi controlla."),
        "{again:?}"
    );
    for words in ["«Piano degli obiettivi di performance» ha il numero 2.2", "«Le persone» ha il numero 3,"] {
        assert!(again.err.contains(words), "no «{words}» in {again:?}");
    }
    assert!(!told.err.contains("ha il numero 3.3"), "{told:?}");
}

#[test]
fn what_is_no_document_is_refused_with_the_cure() {
    let (desk, plan) = desk();
    let before = all(&plan);
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    bomb.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    bomb.write_all(&vec![b' '; 64 << 20]).unwrap();
    let bomb = bomb.finish().unwrap().into_inner();
    for (name, bytes, words) in [
        ("piano.odt", &b"PK"[..], "salvalo come `.docx`"),
        ("piano.doc", b"\xD0\xCF\x11\xE0", "salvalo come `.docx`"),
        ("piano.docx", b"\xD0\xCF\x11\xE0", "password"),
        ("piano.docx", b"", "guasto"),
        ("piano.docx", &bomb, "si gonfia"),
    ] {
        fs::write(desk.path().join(name), bytes).unwrap();
        let run = piao(desk.path(), ["importa", name, "piano"].iter());
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(words) && run.err.contains("P1501"), "{words}: {run:?}");
    }
    assert_eq!(before, all(&plan), "nothing was written");
}

/// Forty pages as offices write them: nothing of it is lost, and the plan is made.
#[test]
fn a_long_document_keeps_every_word() {
    let (desk, plan) = desk();
    let mut docx = Docx::default();
    let titles = [
        (1, "Scheda anagrafica dell’amministrazione"),
        (1, "Valore pubblico, performance e anticorruzione"),
        (2, "Valore pubblico"),
        (2, "Performance"),
        (2, "Rischi corruttivi e trasparenza"),
        (1, "Organizzazione e capitale umano"),
        (2, "Struttura organizzativa"),
        (2, "Organizzazione del lavoro agile"),
        (2, "Piano triennale dei fabbisogni di personale"),
        (1, "Monitoraggio"),
    ];
    let mut n = 0;
    let mut word = || {
        n += 1;
        format!("parola{n}q")
    };
    let mut words = |many: usize| (0..many).map(|_| word()).collect::<Vec<_>>().join(" ");
    for (level, title) in titles {
        docx.heading(level, title);
        for part in 0..3 {
            docx.heading(level + 1, &format!("Parte {}", words(2)));
            for turn in 0..4 {
                let note = words(12);
                let mark = docx.note(&note);
                let body = format!(
                    "{}{mark}<w:del w:id=\"7{n}\" w:author=\"Ugo Rossi\" w:date=\"2026-11-30T10:00:00Z\"><w:r><w:delText>tolta</w:delText></w:r></w:del>{}",
                    run(&format!("{} ", words(60))),
                    run(&words(20)),
                    n = part * 10 + turn
                );
                docx.p("", &body);
                docx.item(0, &words(8)).item(1, &words(8)).item(2, &words(6)).item(1, &words(6)).item(0, &words(9));
                docx.text(&words(40));
            }
            let cells: Vec<String> = (0..12).map(|_| words(3)).collect();
            let rows: Vec<Vec<&str>> = cells.chunks(3).map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            docx.table(&rows);
        }
    }
    let run = importa(desk.path(), "lungo.docx", &docx);
    assert!(!run.err.contains("non dice le stesse parole"), "{}", run.err);
    assert_eq!(run.err.matches("ha tolto «tolta»").count(), 120, "{}", run.err);
    let mut found: Vec<String> = Vec::new();
    for (_, bytes) in all(&plan).iter().filter(|(path, _)| path.ends_with(".md") && !path.starts_with("importa/")) {
        let text = String::from_utf8_lossy(bytes).into_owned();
        found.extend(
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.starts_with("parola")).map(str::to_owned),
        );
    }
    let mut sorted: Vec<usize> = found.iter().map(|word| word[6..word.len() - 1].parse().unwrap()).collect();
    sorted.sort_unstable();
    assert_eq!(sorted, (1..=n).collect::<Vec<_>>(), "each word is there once");
    let made = piao(desk.path(), ["compila", "piano", "--uscita", "fuori"].iter());
    assert_eq!(made.code, 0, "{made:?}");
    assert!(desk.path().join("fuori/piao.pdf").exists());
}
