//! Documents made here, part by part, in the shapes that Word and LibreOffice write.

use super::albero::{Blocco, Cosa, Documento, Formato, Meta, Paragrafo};
use super::{leggi, parole_di};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

const NS: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml""#
);

/// An archive of these parts.
fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A document with this body, and these other parts of the folder `word`, each with its kind.
fn docx(body: &str, others: &[(&str, &str, &str)]) -> Vec<u8> {
    let relations: String = others
        .iter()
        .map(|(kind, name, text)| {
            let mode = if text.is_empty() { " TargetMode=\"External\"" } else { "" };
            format!(
                "<Relationship Id=\"{kind}\" Type=\"http://x/relationships/{}\" Target=\"{name}\"{mode}/>",
                kind.split('-').next().unwrap()
            )
        })
        .collect();
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
    );
    let document = format!("<?xml version=\"1.0\"?><w:document {NS}><w:body>{body}</w:body></w:document>");
    let named: Vec<(String, String)> = others
        .iter()
        .filter(|(.., text)| !text.is_empty())
        .map(|(_, name, text)| (format!("word/{name}"), (*text).replace("NS", NS)))
        .collect();
    let mut parts: Vec<(&str, &[u8])> =
        vec![("word/document.xml", document.as_bytes()), ("word/_rels/document.xml.rels", relations.as_bytes())];
    parts.extend(named.iter().map(|(name, text)| (name.as_str(), text.as_bytes())));
    zip(&parts)
}

fn read(body: &str, others: &[(&str, &str, &str)]) -> Documento {
    leggi("prova.docx", &docx(body, others)).unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn paragraphs(documento: &Documento) -> Vec<&Paragrafo> {
    let each = documento.corpo.iter().filter_map(|block| match block {
        Blocco::Paragrafo(paragraph) => Some(paragraph),
        Blocco::Tabella(_) => None,
    });
    each.collect()
}

fn refused(bytes: &[u8]) -> String {
    let problem = leggi("prova.docx", bytes).expect_err("it is refused");
    assert_eq!(problem.code, "P1501");
    assert!(!problem.helps.is_empty());
    problem.message
}

const STYLES: &str = r#"<w:styles NS>
  <w:style w:type="paragraph" w:default="1" w:styleId="Normale"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="Titolo1"><w:name w:val="heading 1"/><w:basedOn w:val="Normale"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
  <w:style w:type="paragraph" w:styleId="Mio"><w:name w:val="Capitolo mio"/><w:basedOn w:val="Titolo1"/></w:style>
  <w:style w:type="paragraph" w:styleId="Piano"><w:name w:val="Piano"/><w:basedOn w:val="Titolo1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
  <w:style w:type="character" w:styleId="Forte"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
</w:styles>"#;

#[test]
fn styles_say_what_a_heading_is_and_what_is_bold() {
    let body = r#"
      <w:p><w:pPr><w:pStyle w:val="Mio"/></w:pPr><w:r><w:t>Valore </w:t></w:r><w:r><w:t>pubblico</w:t></w:r></w:p>
      <w:p><w:pPr><w:pStyle w:val="Piano"/></w:pPr><w:r><w:t>Non è un titolo</w:t></w:r></w:p>
      <w:p><w:r><w:t xml:space="preserve">Prima </w:t></w:r><w:r><w:rPr><w:rStyle w:val="Forte"/></w:rPr><w:t>forte</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Forte"/><w:b w:val="0"/></w:rPr><w:t xml:space="preserve"> piano</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>segreto</w:t></w:r></w:p>"#;
    let documento = read(body, &[("styles", "styles.xml", STYLES)]);
    let all = paragraphs(&documento);
    assert_eq!(all.iter().map(|p| p.livello).collect::<Vec<_>>(), [Some(1), None, None]);
    assert_eq!((all[0].stile.as_str(), all[0].pezzi.len()), ("capitolo mio", 1), "runs that look the same are one");
    assert_eq!(all[2].parole(), "Prima forte piano");
    let bold: Vec<bool> = all[2]
        .pezzi
        .iter()
        .filter_map(|p| match &p.cosa {
            Cosa::Testo(t) => Some(t.forma.grassetto),
            _ => None,
        })
        .collect();
    assert_eq!(bold, [false, true, false]);
    assert_eq!(all[2].luogo.to_string(), "capoverso 3, «Prima forte piano»");
    assert!(documento.avvisi.iter().any(|avviso| avviso.che.contains("nascoste")), "{:?}", documento.avvisi);
}

#[test]
fn a_list_has_the_marks_that_word_prints() {
    let numbering = r#"<w:numbering NS><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
        <w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let item = |level: u8, words: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"#
        )
    };
    let body = [item(0, "uno"), item(1, "dentro"), item(0, ""), item(0, "due")].concat();
    let documento = read(&body, &[("numbering", "numbering.xml", numbering)]);
    let marks: Vec<Option<(String, u8)>> =
        paragraphs(&documento).iter().map(|p| p.voce.as_ref().map(|voce| (voce.segno.clone(), voce.livello))).collect();
    assert_eq!(marks, [Some(("a)".into(), 0)), Some(("•".into(), 1)), None, Some(("b)".into(), 0))]);
    assert_eq!(paragraphs(&documento)[0].voce.as_ref().unwrap().formato, Formato::Lettera { maiuscola: false });
}

#[test]
fn changes_and_comments_stay_where_they_are() {
    let body = r#"<w:p><w:commentRangeStart w:id="3"/><w:r><w:t xml:space="preserve">Entro </w:t></w:r><w:del w:id="1" w:author="Rossi" w:date="2026-11-30T10:00:00Z"><w:r><w:delText>aprile</w:delText></w:r></w:del><w:ins w:id="2" w:author="Bianchi"><w:r><w:t>maggio</w:t></w:r></w:ins><w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r></w:p><w:p><w:r><w:t>Poi</w:t></w:r><w:r><w:commentReference w:id="4"/></w:r></w:p>"#;
    let comments = r#"<w:comments NS><w:comment w:id="3" w:author="Verdi" w:date="2026-11-30T11:00:00Z"><w:p w14:paraId="AA"><w:r><w:t>Perché?</w:t></w:r></w:p></w:comment><w:comment w:id="4" w:author="Rossi"><w:p w14:paraId="BB"><w:r><w:t>Per il bilancio.</w:t></w:r></w:p></w:comment></w:comments>"#;
    let extended = r#"<w15:commentsEx NS><w15:commentEx w15:paraId="AA" w15:done="1"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA" w15:done="0"/></w15:commentsEx>"#;
    let documento =
        read(body, &[("comments", "comments.xml", comments), ("commentsExtended", "commentsExtended.xml", extended)]);
    let paragraph = paragraphs(&documento)[0];
    assert_eq!(paragraph.parole(), "Entro maggio");
    let said: Vec<String> = paragraph
        .pezzi
        .iter()
        .map(|pezzo| match (&pezzo.cosa, &pezzo.revisione) {
            (Cosa::Testo(text), Some(by)) => {
                format!("{}{}:{}", if by.tolta { '-' } else { '+' }, text.testo, by.autore)
            }
            (Cosa::Testo(text), None) => text.testo.clone(),
            (Cosa::Commento(id), _) => format!("<{id}"),
            (Cosa::FineCommento(id), _) => format!("{id}>"),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(said, ["<3", "Entro ", "-aprile:Rossi", "+maggio:Bianchi", "3>"]);
    assert!(
        paragraphs(&documento)[1].pezzi.iter().any(|pezzo| matches!(&pezzo.cosa, Cosa::FineCommento(id) if id == "4"))
    );
    let comment = &documento.commenti["3"];
    assert_eq!((comment.autore.as_str(), comment.testo.as_str(), comment.risolto), ("Verdi", "Perché?", true));
    assert_eq!(documento.commenti["4"].risponde_a.as_deref(), Some("3"));
}

#[test]
fn fields_links_notes_and_bookmarks_are_what_they_lead_to() {
    let body = r#"
      <w:p><w:bookmarkStart w:id="0" w:name="_Ref1"/><w:r><w:t xml:space="preserve">Tabella </w:t></w:r><w:fldSimple w:instr=" SEQ Tabella \* ARABIC "><w:r><w:t>3</w:t></w:r></w:fldSimple><w:bookmarkEnd w:id="0"/></w:p>
      <w:p><w:r><w:t xml:space="preserve">Si veda </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> REF _Ref1 \h </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Tabella 3</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink r:id="hyperlink-1"><w:r><w:t>sito</w:t></w:r></w:hyperlink><w:hyperlink w:anchor="_Ref1"><w:r><w:t>sopra</w:t></w:r></w:hyperlink><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
      <w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \o "1-3"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Valore pubblico 4</w:t></w:r></w:p>
      <w:p><w:r><w:t>Performance 9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>
      <w:p><w:r><w:t>Dopo</w:t></w:r></w:p>"#;
    let notes = r#"<w:footnotes NS><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Si veda il DUP.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let documento =
        read(body, &[("hyperlink-1", "https://www.example.it/", ""), ("footnotes", "footnotes.xml", notes)]);
    let metas: Vec<Vec<(String, Option<Meta>)>> = paragraphs(&documento)
        .iter()
        .map(|p| {
            p.pezzi
                .iter()
                .filter_map(|pezzo| match &pezzo.cosa {
                    Cosa::Testo(t) => Some((t.testo.clone(), t.meta.clone())),
                    _ => None,
                })
                .collect()
        })
        .collect();
    assert_eq!(metas[0], [("Tabella ".into(), None), ("3".into(), Some(Meta::Conto("Tabella".into())))]);
    assert_eq!(
        metas[1],
        [
            ("Si veda ".into(), None),
            ("Tabella 3".into(), Some(Meta::Rimando("_Ref1".into()))),
            ("sito".into(), Some(Meta::Indirizzo("https://www.example.it/".into()))),
            ("sopra".into(), Some(Meta::Interno("_Ref1".into())))
        ]
    );
    assert!(metas[2..4].iter().flatten().all(|(_, meta)| *meta == Some(Meta::Indice)), "{metas:?}");
    assert_eq!(metas[4], [("Dopo".into(), None)]);
    assert_eq!(parole_di(&documento.note["2"]), "Si veda il DUP.");
    assert!(!documento.note.contains_key("0"));
    let marks = paragraphs(&documento)[0]
        .pezzi
        .iter()
        .filter(|p| matches!(&p.cosa, Cosa::Segnalibro(name) | Cosa::FineSegnalibro(name) if name == "_Ref1"));
    assert_eq!(marks.count(), 2);
}

#[test]
fn a_table_keeps_its_grid_and_what_is_merged() {
    let cell = |props: &str, words: &str| {
        format!("<w:tc><w:tcPr>{props}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>")
    };
    let row = |props: &str, cells: &[String]| format!("<w:tr><w:trPr>{props}</w:trPr>{}</w:tr>", cells.concat());
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("<w:tblHeader/>", &[cell("<w:gridSpan w:val=\"2\"/>", "Titolo"), cell("", "Peso")]),
        row("", &[cell("<w:vMerge w:val=\"restart\"/>", "Area"), cell("", "uno"), cell("", "10")]),
        row("", &[cell("<w:vMerge/>", ""), cell("", "due"), cell("", "20")]),
    );
    let documento = read(&body, &[]);
    let Some(Blocco::Tabella(table)) = documento.corpo.first() else { panic!("{documento:?}") };
    let shape: Vec<Vec<(usize, usize, bool)>> =
        table.righe.iter().map(|riga| riga.celle.iter().map(|c| (c.colonna, c.larghezza, c.sopra)).collect()).collect();
    assert_eq!(
        shape,
        [
            vec![(0, 2, false), (2, 1, false)],
            vec![(0, 1, false), (1, 1, false), (2, 1, false)],
            vec![(0, 1, true), (1, 1, false), (2, 1, false)]
        ]
    );
    assert_eq!(
        (table.numero, table.colonne, table.righe[0].intestazione, table.righe[1].intestazione),
        (1, 3, true, false)
    );
    let Some(Blocco::Paragrafo(words)) = table.righe[2].celle[1].blocchi.first() else { panic!() };
    assert_eq!(words.luogo.to_string(), "tabella 1, riga 3, cella 2, «due»");
}

#[test]
fn pictures_boxes_and_signs_are_read_once_and_what_has_no_words_is_told() {
    let body = r#"
      <w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:docPr id="1" name="x"/><wps:txbx><w:txbxContent><w:p><w:r><w:t>Nel riquadro</w:t></w:r></w:p></w:txbxContent></wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>Nel riquadro</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>
      <w:p><w:r><w:drawing><wp:inline><wp:docPr id="2" name="Immagine 2" descr="Un ponte
        sul fiume"/><a:blip r:embed="image-1"/></wp:inline></w:drawing></w:r></w:p>
      <w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:t xml:space="preserve"> fat</w:t><w:softHyphen/><w:t>to</w:t><w:noBreakHyphen/><w:t>2</w:t><w:sym w:font="Webdings" w:char="F061"/></w:r><w:smartTag><w:r><w:t>via Roma</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>, qui</w:t></w:r></w:sdtContent></w:sdt></w:p>
      <w:p><m:oMath><m:f><m:num><m:r><m:t>12</m:t></m:r></m:num><m:den><m:r><m:t>a+b</m:t></m:r></m:den></m:f><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>3</m:t></m:r></m:sup></m:sSup></m:oMath><w:r><w:object><w:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>"#;
    let documento = read(body, &[("image-1", "media/ponte.png", "bytes"), ("vbaProject", "vbaProject.bin", "x")]);
    let all = paragraphs(&documento);
    let boxes: Vec<String> = all[0]
        .pezzi
        .iter()
        .filter_map(|p| match &p.cosa {
            Cosa::Riquadro(b) => Some(parole_di(b)),
            _ => None,
        })
        .collect();
    assert_eq!(boxes, ["Nel riquadro"]);
    let Some(Cosa::Immagine(image)) = all[1].pezzi.first().map(|p| &p.cosa) else { panic!("{:?}", all[1]) };
    assert_eq!((image.parte.as_str(), image.alternativa.as_str()), ("word/media/ponte.png", "Un ponte sul fiume"));
    assert_eq!(documento.immagini["word/media/ponte.png"], b"bytes");
    assert_eq!(all[2].parole(), "✓ fatto-2via Roma, qui");
    let told: Vec<&str> = documento.avvisi.iter().map(|avviso| avviso.che.as_str()).collect();
    for words in ["Webdings", "formula", "Excel.Sheet.12", "macro"] {
        assert!(told.iter().any(|one| one.contains(words)), "{words}: {told:?}");
    }
    assert_eq!(all[3].parole(), "12/(a+b)10^3");
}

#[test]
fn what_could_do_harm_is_refused_in_words() {
    assert!(refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1").contains("password"));
    assert!(refused(b"ciao").contains("guasto"));
    assert!(refused(&zip(&[("altro.xml", b"<a/>")])).contains("guasto"));
    let dtd = b"<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>";
    assert!(refused(&zip(&[("word/document.xml", dtd)])).contains("definizione di entità"));
    assert!(refused(&zip(&[("word/document.xml", &vec![b' '; 40 << 20])])).contains("si gonfia"));
    assert!(refused(&zip(&[("word/document.xml", b"<a><b></a>")])).contains("guasto"));
    for (name, cure) in
        [("piano.doc", "`.docx`"), ("piano.odt", "`.docx`"), ("piano.rtf", "`.docx`"), ("piano.pdf", "`.docx`")]
    {
        let problem = leggi(name, b"").expect_err("no document of Word");
        assert!(problem.helps.iter().any(|help| help.contains(cure)), "{problem:?}");
    }
}

#[test]
fn a_deep_document_does_not_fill_the_stack() {
    for (open, close) in
        [("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")]
    {
        let body = format!(
            "<w:p><w:r><w:t>prima</w:t></w:r></w:p>{}<w:p><w:r><w:t>in fondo</w:t></w:r></w:p>{}",
            open.repeat(20_000),
            close.repeat(20_000)
        );
        let documento = read(&body, &[]);
        assert!(
            documento.avvisi.iter().any(|avviso| avviso.che.contains("una dentro l’altra")),
            "{:?}",
            documento.avvisi
        );
    }
    let inline = format!(
        "<w:p>{}<w:r><w:t>in fondo</w:t></w:r>{}</w:p>",
        "<w:ins w:id=\"1\">".repeat(20_000),
        "</w:ins>".repeat(20_000)
    );
    assert!(!read(&inline, &[]).avvisi.is_empty());
}

/// Any byte of a document may be wrong: something is read, or it is refused.
#[test]
fn no_bytes_make_it_fail() {
    let body = r#"<w:p><w:pPr><w:pStyle w:val="Mio"/><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>uno</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999999999"/></w:tcPr></w:tc></w:tr></w:tbl>"#;
    let whole = docx(body, &[("styles", "styles.xml", STYLES)]);
    let mut seed = 7_u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    for _ in 0..400 {
        let mut bytes = whole.clone();
        for _ in 0..=random() % 4 {
            let at = random() % bytes.len();
            bytes[at] = random() as u8;
        }
        let cut = if random() % 5 == 0 { random() % bytes.len() } else { bytes.len() };
        let _ = leggi("prova.docx", &bytes[..cut]);
    }
    // In the text itself, where the archive does not notice.
    let text = format!("<w:document {NS}><w:body>{body}</w:body></w:document>");
    for _ in 0..400 {
        let mut bytes = text.clone().into_bytes();
        let at = random() % bytes.len();
        let end = (at + random() % 40).min(bytes.len());
        match random() % 3 {
            0 => drop(bytes.drain(at..end)),
            1 => bytes[at] = random() as u8,
            _ => bytes.splice(at..at, text.as_bytes()[at..end].to_vec()).for_each(drop),
        }
        let _ = leggi("prova.docx", &zip(&[("word/document.xml", &bytes)]));
    }
}
