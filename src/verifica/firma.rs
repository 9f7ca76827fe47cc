//! Recognises our PDF after it was signed. A signature is added after our bytes (PAdES), or is an envelope around them (CAdES,
//! `.p7m`). Whose the signature is, and whether it is valid, must be asked of a program that knows certificates.

use super::busta;
use super::revisioni::{Additions, additions};

/// What a published PDF is, compared with the one that the sources make (ours).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pdf {
    /// It has the same bytes as ours.
    Uguale,
    /// It begins with our bytes. The bytes after them add signatures and nothing else.
    Firmato(Firmato),
    /// It begins with our bytes. The bytes after them change what a reader sees, or add no signature: each change in a sentence.
    Alterato(Vec<String>),
    /// It is an envelope. Inside it is a document, compared with ours.
    Busta(Box<Pdf>),
    /// It is an envelope that cannot be opened.
    BustaChiusa,
    /// It is another document.
    Diverso,
}

/// What was added to a PDF of ours by who signed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Firmato {
    /// How many bytes come after ours.
    pub oltre: usize,
    /// How many signatures and time stamps they hold.
    pub firme: usize,
    /// Pages on which a signature can be seen, from 1.
    pub visibili: Vec<u32>,
    /// Whether who signed also wrote his program and the day among the data of the document.
    pub dati: bool,
}

impl Pdf {
    /// Whether a reader of the published PDF reads what ours says.
    #[must_use]
    pub fn says_ours(&self) -> bool {
        match self {
            Pdf::Uguale | Pdf::Firmato(_) => true,
            Pdf::Busta(inside) => inside.says_ours(),
            Pdf::Alterato(_) | Pdf::BustaChiusa | Pdf::Diverso => false,
        }
    }
}

/// Compares `published` with `ours`.
#[must_use]
pub fn compare(published: &[u8], ours: &[u8]) -> Pdf {
    if published == ours {
        return Pdf::Uguale;
    }
    if let Some(rest) = published.strip_prefix(ours).filter(|_| !ours.is_empty()) {
        return match additions(published, ours) {
            None => Pdf::Alterato(vec!["ciò che è aggiunto in fondo non si può leggere come una firma".to_owned()]),
            Some(Additions { altro, .. }) if !altro.is_empty() => Pdf::Alterato(altro),
            Some(Additions { firme: 0, .. }) => {
                Pdf::Alterato(vec!["in fondo è aggiunto qualcosa, senza una firma".to_owned()])
            }
            Some(Additions { firme, visibili, dati, .. }) => {
                Pdf::Firmato(Firmato { oltre: rest.len(), firme, visibili: visibili.into_iter().collect(), dati })
            }
        };
    }
    if published.starts_with(b"%PDF-") {
        return Pdf::Diverso;
    }
    match busta::open_envelope(published) {
        Some(inside) => Pdf::Busta(Box::new(compare(&inside, ours))),
        None => Pdf::BustaChiusa,
    }
}

/// The version of piao that made a PDF, as its metadata say.
#[must_use]
pub fn version(pdf: &[u8]) -> Option<String> {
    let mark = b"CreatorTool>piao ";
    let at = pdf.windows(mark.len()).position(|window| window == mark)? + mark.len();
    let word: Vec<u8> = pdf.get(at..)?.iter().copied().take(20).take_while(|b| *b != b'<').collect();
    String::from_utf8(word).ok().map(|word| printable(&word))
}

/// `text` without what a terminal must not print, because a published file may hold anything.
#[must_use]
pub fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::content::{Content, Operation};
    use lopdf::{Document, IncrementalDocument, Object, Stream, dictionary};

    /// A PDF of one page, as good as ours for these tests.
    fn ours() -> Vec<u8> {
        let mut file = Document::with_version("1.7");
        let pages = file.new_object_id();
        let words = Content { operations: vec![Operation::new("BT", vec![]), Operation::new("ET", vec![])] };
        let contents = file.add_object(Stream::new(dictionary! {}, words.encode().unwrap()));
        let page = file.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => contents });
        let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
        file.objects.insert(pages, Object::Dictionary(tree));
        let root = file
            .add_object(dictionary! { "Type" => "Catalog", "Pages" => pages, "Lang" => Object::string_literal("it") });
        file.trailer.set("Root", root);
        let mut bytes = vec![];
        file.save_to(&mut bytes).unwrap();
        bytes.push(b'\n');
        bytes
    }

    /// A further revision of `bytes`, changed by `change`.
    fn revised(bytes: &[u8], change: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
        let file = Document::load_mem(bytes).unwrap();
        let mut next = IncrementalDocument::create_from(bytes.to_vec(), file);
        change(&mut next);
        let mut out = vec![];
        next.save_to(&mut out).unwrap();
        out
    }

    /// Signs: a field without a place, or in the place `rect` of the page.
    fn sign(next: &mut IncrementalDocument, rect: [i64; 4]) {
        let root = next.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
        let page = next.get_prev_documents().get_pages()[&1];
        let value = next.new_document.add_object(dictionary! {
            "Type" => "Sig", "ByteRange" => vec![0.into(), 1.into(), 2.into(), 3.into()], "Contents" => Object::string_literal("0"),
        });
        let rect: Vec<Object> = rect.into_iter().map(Object::from).collect();
        let field = next.new_document.add_object(dictionary! {
            "FT" => "Sig", "Type" => "Annot", "Subtype" => "Widget", "Rect" => rect, "V" => value, "P" => page,
        });
        next.opt_clone_object_to_new_document(root).unwrap();
        next.opt_clone_object_to_new_document(page).unwrap();
        let form = dictionary! { "Fields" => vec![field.into()], "SigFlags" => 3 };
        next.new_document.get_dictionary_mut(root).unwrap().set("AcroForm", form);
        next.new_document.get_dictionary_mut(page).unwrap().set("Annots", vec![Object::from(field)]);
    }

    #[test]
    fn a_signature_is_read_as_one() {
        let ours = ours();
        assert_eq!(compare(&ours, &ours), Pdf::Uguale);
        let signed = revised(&ours, |next| sign(next, [0; 4]));
        let expected = Firmato { oltre: signed.len() - ours.len(), firme: 1, visibili: vec![], dati: false };
        assert_eq!(compare(&signed, &ours), Pdf::Firmato(expected));
        let seen = revised(&ours, |next| sign(next, [70, 20, 270, 60]));
        let Pdf::Firmato(seen) = compare(&seen, &ours) else { panic!("a visible signature is a signature") };
        assert_eq!(seen.visibili, [1]);
        let mut other = signed;
        other[100] ^= 1;
        assert_eq!(compare(&other, &ours), Pdf::Diverso);
        assert_eq!(compare(&ours[..100], &ours), Pdf::Diverso);
    }

    /// The metadata of a document, as two programs write the same ones.
    fn xmp(title: &str, producer: &str, as_attributes: bool) -> Stream {
        let said = match as_attributes {
            true => format!("<rdf:Description rdf:about='' pdf:Producer='{producer}' xmp:CreatorTool='piao'>"),
            false => format!(
                "<rdf:Description rdf:about=''><pdf:Producer>{producer}</pdf:Producer><xmp:CreatorTool>piao</xmp:CreatorTool>"
            ),
        };
        let text = format!(
            "<?xpacket begin='' id='x'?><x:xmpmeta xmlns:x='adobe:ns:meta/' x:xmptk='{producer}'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:pdf='p' xmlns:xmp='x' xmlns:dc='d'>{said}<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>{title}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>"
        );
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, text.into_bytes())
    }

    #[test]
    fn who_signs_may_write_its_program_among_the_data_and_nothing_else() {
        let mut file = Document::load_mem(&ours()).unwrap();
        let info = file.add_object(dictionary! {
            "Title" => Object::string_literal("Piano"), "Producer" => Object::string_literal("piao"),
        });
        file.trailer.set("Info", info);
        let metadata = file.add_object(xmp("Piano", "piao", true));
        let root = file.trailer.get(b"Root").unwrap().as_reference().unwrap();
        file.get_dictionary_mut(root).unwrap().set("Metadata", metadata);
        let mut ours = vec![];
        file.save_to(&mut ours).unwrap();
        ours.push(b'\n');
        let signed = |title: &str, said: &str| {
            revised(&ours, |next| {
                sign(next, [0; 4]);
                // The same words in another encoding.
                let wide: Vec<u8> =
                    [0xfe, 0xff].into_iter().chain(title.encode_utf16().flat_map(u16::to_be_bytes)).collect();
                let data = dictionary! {
                    "Title" => Object::String(wide, lopdf::StringFormat::Hexadecimal),
                    "Producer" => Object::string_literal("altro"), "ModDate" => Object::string_literal("D:2027"),
                };
                next.new_document.set_object(info, Object::Dictionary(data));
                next.new_document.set_object(metadata, xmp(said, "altro", false));
            })
        };
        let Pdf::Firmato(found) = compare(&signed("Piano", "Piano"), &ours) else { panic!("it is only signed") };
        assert!(found.dati && found.firme == 1);
        for (title, said, words) in [
            ("Altro", "Piano", "cambia «Title» fra i dati del documento"),
            ("Piano", "Altro", "cambia «title» fra i metadati"),
        ] {
            assert_eq!(compare(&signed(title, said), &ours), Pdf::Alterato(vec![words.to_owned()]));
        }
    }

    #[test]
    fn what_changes_the_pages_is_named_signed_or_not() {
        let ours = ours();
        let words = |bytes: &[u8]| match compare(bytes, &ours) {
            Pdf::Alterato(words) => words.join("; "),
            other => panic!("{other:?}"),
        };
        let content = |next: &mut IncrementalDocument| {
            let file = next.get_prev_documents();
            let id = file.get_page_contents(file.get_pages()[&1])[0];
            next.new_document.set_object(id, Stream::new(dictionary! {}, b"0 0 9 9 re f".to_vec()));
        };
        let altered = revised(&ours, content);
        assert_eq!(words(&altered), "cambia il contenuto della pagina 1");
        // Signed afterwards it is still another text.
        assert_eq!(words(&revised(&altered, |next| sign(next, [0; 4]))), "cambia il contenuto della pagina 1");
        let opened = revised(&ours, |next| {
            let root = next.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
            next.opt_clone_object_to_new_document(root).unwrap();
            next.new_document.get_dictionary_mut(root).unwrap().set("OpenAction", dictionary! { "S" => "JavaScript" });
        });
        assert_eq!(words(&opened), "cambia «OpenAction» del catalogo");
        let covered = revised(&ours, |next| sign(next, [0, 300, 595, 600]));
        assert_eq!(words(&covered), "alla pagina 1 le firme coprono gran parte del foglio");
        let noted = revised(&ours, |next| {
            let page = next.get_prev_documents().get_pages()[&1];
            let note = next.new_document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "FreeText" });
            next.opt_clone_object_to_new_document(page).unwrap();
            next.new_document.get_dictionary_mut(page).unwrap().set("Annots", vec![Object::from(note)]);
        });
        assert_eq!(words(&noted), "alla pagina 1 è appuntata una cosa che non è una firma");
        // A word that looks like a signature is none.
        for tail in [
            b"% /ByteRange [0 1 2 3]\n".as_slice(),
            b"900 0 obj <</Type/Sig/ByteRange[0 1 2 3]>> endobj\n%%EOF\n",
            b"x",
        ] {
            assert!(matches!(compare(&[&ours, tail].concat(), &ours), Pdf::Alterato(_)));
        }
    }
}
