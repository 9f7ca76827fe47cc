//! `piao verifica`: what is published is what the sources make, or it is said what is not; and nothing that others publish can
//! do harm.

use crate::cli::{Run, piao};
use crate::pubblica::{approvato, edit};
use lopdf::{Document, IncrementalDocument, Object, Stream, dictionary};
use std::fs;
use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn verifica(desk: &Path, published: &str) -> Run {
    piao(desk, ["verifica", published, "--fonti", "content"])
}

/// A plan published in `pubblicazione/`, in its archive and in the site of others `web/`.
fn pubblicato() -> tempfile::TempDir {
    let desk = approvato();
    let old = desk.path().join("content/edizioni/2024");
    fs::create_dir_all(&old).unwrap();
    fs::write(old.join("piao.pdf"), "%PDF del 2024").unwrap();
    fs::create_dir(desk.path().join("web")).unwrap();
    fs::write(desk.path().join("web/index.html"), "la pagina del Comune").unwrap();
    let run = piao(desk.path(), ["pubblica", "--in", "web"]);
    assert_eq!(run.code, 0, "{run:?}");
    desk
}

#[test]
fn what_the_sources_make_is_recognised_in_every_form() {
    let desk = pubblicato();
    for published in ["pubblicazione", "pubblicazione.zip", "web"] {
        let run = verifica(desk.path(), published);
        assert_eq!(run.code, 0, "{published}: {run:?}");
        for words in ["gli stessi che fanno queste fonti, byte per byte", "PDF e sito, riletti, dicono lo stesso: "] {
            assert!(run.out.contains(words), "{published}: no «{words}» in {}", run.out);
        }
        assert!(!run.out.contains("le fonti non li fanno"), "{published}: {}", run.out);
    }
    for pdf in ["pubblicazione/piao.pdf", "web/edizioni/2025/piao.pdf"] {
        let run = verifica(desk.path(), pdf);
        assert!(run.code == 0 && run.out.contains("byte per byte"), "{pdf}: {run:?}");
    }
    // What `compila` makes too.
    assert_eq!(piao(desk.path(), ["compila", "--uscita", "prova"]).code, 0);
    let run = verifica(desk.path(), "prova");
    assert!(run.code == 0 && run.out.contains("dicono lo stesso"), "{run:?}");
}

#[test]
fn what_is_not_from_the_sources_is_named() {
    let desk = pubblicato();
    let out = desk.path().join("pubblicazione");
    edit(&out.join("sito/formazione.html"), |html| html.replacen("Formazione", "Informazione", 1));
    fs::remove_file(out.join("ufficio/scheda-cms.html")).unwrap();
    fs::write(out.join("edizioni/2024/piao.pdf"), "%PDF un altro").unwrap();
    fs::write(out.join("sito/aggiunta.html"), "<p>di un altro").unwrap();
    let run = verifica(desk.path(), "pubblicazione");
    assert_eq!(run.code, 1, "{run:?}");
    let expected = [
        "Diversi da quelli che fanno le fonti:\n  edizioni/2024/piao.pdf\n  sito/formazione.html\n",
        "Mancano:\n  ufficio/scheda-cms.html\n",
        "Ci sono, e le fonti non li fanno:\n  sito/aggiunta.html\n",
    ];
    for words in expected {
        assert!(run.out.contains(words), "no «{words}» in {}", run.out);
    }
    // The archive is as it was; then the sources change by a word.
    assert_eq!(verifica(desk.path(), "pubblicazione.zip").code, 0);
    edit(&desk.path().join("content/4-monitoraggio.md"), |text| format!("{text}\nUna frase in più.\n"));
    let run = verifica(desk.path(), "pubblicazione.zip");
    // Every page carries the fingerprint of the whole.
    for words in ["Le fonti non sono le stesse", "  edizioni/2025/piao.pdf\n", "e altri "] {
        assert!(run.code == 1 && run.out.contains(words), "no «{words}» in {run:?}");
    }
    let run = verifica(desk.path(), "pubblicazione/piao.pdf");
    assert!(run.code == 1 && run.out.contains("non è quello che fanno queste fonti"), "{run:?}");
}

/// A folder in which nothing is of a publication gets one answer, with the way to the right one, and no list of all that is missing.
#[test]
fn a_folder_that_is_no_publication_is_said_to_be_none() {
    let desk = pubblicato();
    fs::create_dir(desk.path().join("foto")).unwrap();
    fs::write(desk.path().join("foto/una.jpg"), "x").unwrap();
    for (name, words) in [
        ("foto", "né `piao.pdf`, né la cartella `sito`"),
        ("content", "il piano si indica con `--fonti`"),
        (".", "sembra essere dentro, in `pubblicazione`"),
    ] {
        let run = verifica(desk.path(), name);
        let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            run.code == 2 && said.contains("P1409") && said.contains(words) && run.out.is_empty(),
            "{name}: {run:?}"
        );
    }
}

#[test]
fn the_proposal_is_told_from_another_plan() {
    let desk = pubblicato();
    edit(&desk.path().join("content/piao.toml"), |text| text.replace("numero = \"12\"", "numero = \"13\""));
    let run = verifica(desk.path(), "pubblicazione/piao.pdf");
    assert!(
        run.code == 1 && run.out.contains("L’impronta del contenuto che porta scritta è però la stessa"),
        "{run:?}"
    );
}

/// The PDF with a revision after it, made by `change`.
fn revised(pdf: &[u8], change: impl FnOnce(&mut IncrementalDocument)) -> Vec<u8> {
    let mut next = IncrementalDocument::create_from(pdf.to_vec(), Document::load_mem(pdf).unwrap());
    change(&mut next);
    let mut out = vec![];
    next.save_to(&mut out).unwrap();
    out
}

/// The same with a signature that is not seen.
pub(crate) fn signed(pdf: &[u8]) -> Vec<u8> {
    revised(pdf, |next| {
        let root = next.get_prev_documents().trailer.get(b"Root").unwrap().as_reference().unwrap();
        let page = next.get_prev_documents().get_pages()[&1];
        let value = next.new_document.add_object(dictionary! {
            "Type" => "Sig", "ByteRange" => vec![0.into(), 9.into(), 20.into(), 30.into()], "Contents" => Object::string_literal("x"),
        });
        let field = next.new_document.add_object(dictionary! {
            "FT" => "Sig", "Type" => "Annot", "Subtype" => "Widget", "Rect" => vec![Object::from(0); 4], "V" => value, "P" => page,
        });
        next.opt_clone_object_to_new_document(root).unwrap();
        let form = dictionary! { "Fields" => vec![field.into()], "SigFlags" => 3 };
        next.new_document.get_dictionary_mut(root).unwrap().set("AcroForm", form);
        next.opt_clone_object_to_new_document(page).unwrap();
        let mut pinned = match next
            .get_prev_documents()
            .get_dictionary(page)
            .unwrap()
            .get_deref(b"Annots", next.get_prev_documents())
        {
            Ok(list) => list.as_array().unwrap().clone(),
            Err(_) => vec![],
        };
        pinned.push(field.into());
        next.new_document.get_dictionary_mut(page).unwrap().set("Annots", pinned);
    })
}

/// A value of ASN.1 with a long length.
fn asn1(tag: u8, data: &[u8]) -> Vec<u8> {
    [&[tag, 0x84], u32::try_from(data.len()).unwrap().to_be_bytes().as_slice(), data].concat()
}

/// A signed message (`.p7m`) around a file.
fn p7m(content: &[u8]) -> Vec<u8> {
    let kind = [0x06, 0x01, 0x2a];
    let inside = asn1(0x30, &[kind.as_slice(), &asn1(0xA0, &asn1(0x04, content))].concat());
    let data = [[0x02, 0x01, 0x01].as_slice(), &asn1(0x31, b""), &inside].concat();
    asn1(0x30, &[kind.as_slice(), &asn1(0xA0, &asn1(0x30, &data))].concat())
}

#[test]
fn a_signed_pdf_is_ours_and_the_rest_is_said() {
    let desk = pubblicato();
    let path = desk.path().join("pubblicazione/piao.pdf");
    let ours = fs::read(&path).unwrap();
    assert!(ours.ends_with(b"%%EOF\n"), "a signature begins a line");
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path().join(name), bytes).unwrap();
    let good = signed(&ours);
    put("firmato.pdf", &good);
    let run = verifica(desk.path(), "firmato.pdf");
    assert!(run.code == 0 && run.out.contains("con 1 firma, e"), "{run:?}");
    put("due-volte.pdf", &signed(&good));
    let run = verifica(desk.path(), "due-volte.pdf");
    assert_eq!(run.code, 0, "{run:?}");
    for (name, tail) in
        [("aggiunto.pdf", b"\nqualcosa".as_slice()), ("commento.pdf", b"% /ByteRange [0 1 2 3]\n%%EOF\n")]
    {
        put(name, &[ours.as_slice(), tail].concat());
        let run = verifica(desk.path(), name);
        assert!(run.code == 1 && run.out.contains("quello che si legge è altro"), "{name}: {run:?}");
    }
    // Another text on page 3, signed afterwards as if nothing had happened.
    let altered = revised(&ours, |next| {
        let file = next.get_prev_documents();
        let content = file.get_page_contents(file.get_pages()[&3])[0];
        next.new_document.set_object(content, Stream::new(dictionary! {}, b"1 0 0 rg 60 300 400 250 re f".to_vec()));
    });
    for (name, bytes) in [("coperto.pdf", altered.clone()), ("coperto-firmato.pdf", signed(&altered))] {
        put(name, &bytes);
        let run = verifica(desk.path(), name);
        assert!(run.code == 1 && run.out.contains("cambia il contenuto della pagina 3"), "{name}: {run:?}");
    }
    for (name, bytes) in [("piao.pdf.p7m", p7m(&ours)), ("due.p7m", p7m(&p7m(&ours))), ("firmato.p7m", p7m(&good))] {
        put(name, &bytes);
        let run = verifica(desk.path(), name);
        assert!(run.code == 0 && run.out.contains("entro la busta firmata"), "{name}: {run:?}");
    }
    put("coperto.p7m", &p7m(&altered));
    let run = verifica(desk.path(), "coperto.p7m");
    assert!(run.code == 1 && run.out.contains("cambia il contenuto della pagina 3"), "{run:?}");
    put("altro.p7m", b"MIIGvgYJKoZIhvcNAQcCoII");
    assert_eq!(verifica(desk.path(), "altro.p7m").code, 1);
    // Signed in its place.
    fs::write(&path, &good).unwrap();
    let run = verifica(desk.path(), "pubblicazione");
    assert!(run.code == 0 && run.out.contains("piao.pdf: i primi byte sono"), "{run:?}");
    assert!(run.out.contains("e 1 PDF firmato."), "{run:?}");
    fs::write(&path, &altered).unwrap();
    let run = verifica(desk.path(), "pubblicazione");
    assert!(run.code == 1 && run.out.contains("cambia il contenuto della pagina 3"), "{run:?}");
}

/// What other programs would unpack or serve besides what is verified is never passed over.
#[test]
fn what_is_added_beside_is_named() {
    let desk = pubblicato();
    let whole: Vec<(String, Vec<u8>)> = {
        let mut zip = zip::ZipArchive::new(fs::File::open(desk.path().join("pubblicazione.zip")).unwrap()).unwrap();
        (0..zip.len())
            .map(|n| {
                let mut file = zip.by_index(n).unwrap();
                let mut bytes = vec![];
                std::io::copy(&mut file, &mut bytes).unwrap();
                (file.name().unwrap().into_owned(), bytes)
            })
            .collect()
    };
    let false_pdf = b"%PDF-1.7 un altro".to_vec();
    // Written under another name of the same length, which is then changed in the bytes: no library writes a name twice.
    for (name, real) in
        [("./piao.pdf", "./piao.pdf"), ("sito/./index.html", "sito/./index.html"), ("piao.pd_", "piao.pdf")]
    {
        let path = desk.path().join("altro.zip");
        let mut zip = ZipWriter::new(fs::File::create(&path).unwrap());
        for (name, bytes) in std::iter::once((name.to_owned(), false_pdf.clone())).chain(whole.clone()) {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.finish().unwrap();
        let mut bytes = fs::read(&path).unwrap();
        if name != real {
            let places: Vec<usize> = bytes
                .windows(name.len())
                .enumerate()
                .filter(|(_, w)| *w == name.as_bytes())
                .map(|(at, _)| at)
                .collect();
            assert_eq!(places.len(), 2);
            places.iter().for_each(|at| bytes[*at..at + real.len()].copy_from_slice(real.as_bytes()));
            fs::write(&path, bytes).unwrap();
        }
        let run = verifica(desk.path(), "altro.zip");
        assert!(run.code == 1 && run.out.contains(real), "{real}: {run:?}");
    }
    for name in ["sito/evil.html", ".htaccess", "edizioni/2025/sito/evil.html"] {
        let path = desk.path().join("pubblicazione").join(name);
        fs::write(&path, "x").unwrap();
        let run = verifica(desk.path(), "pubblicazione");
        assert!(run.code == 1 && run.out.contains(name), "{name}: {run:?}");
        fs::remove_file(path).unwrap();
    }
    // In the site of others theirs are told, and are not a fault.
    fs::write(desk.path().join("web/sito/loro.html"), "x").unwrap();
    let run = verifica(desk.path(), "web");
    assert!(run.code == 0 && run.out.contains("Sono del sito che ospita il piano"), "{run:?}");
}

#[test]
fn another_version_of_piao_is_said() {
    let desk = pubblicato();
    let marker = desk.path().join("pubblicazione").join(piao::source::MARKER);
    let version = format!("# piao {}", env!("CARGO_PKG_VERSION"));
    edit(&marker, |text| text.replace(&version, "# piao 0.0.9\u{1b}[2J"));
    let run = verifica(desk.path(), "pubblicazione");
    assert!(run.out.contains("È fatta con piao 0.0.9\u{fffd}[2J, e questo è piao"), "{run:?}");
}

#[test]
fn hostile_files_are_only_read() {
    let desk = pubblicato();
    let options = SimpleFileOptions::default();
    let make = |name: &str, files: &[(&str, &[u8])]| {
        let mut zip = ZipWriter::new(fs::File::create(desk.path().join(name)).unwrap());
        for (path, bytes) in files {
            zip.start_file(*path, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
    };
    // Names that lead outside, and that move the cursor: shown, never written.
    make(
        "fuori.zip",
        &[("../fuori.txt", b"x"), ("/tmp/piao-fuori.txt", b"x"), ("a\u{1b}[2J", b"x"), ("sito/index.html", b"x")],
    );
    let run = verifica(desk.path(), "fuori.zip");
    assert!(run.code == 1 && run.out.contains("../fuori.txt") && run.out.contains("Mancano"), "{run:?}");
    assert!(!desk.path().join("fuori.txt").exists() && !Path::new("/tmp/piao-fuori.txt").exists());
    // Two hundred megabytes where a page is expected, in a file of two hundred kilobytes.
    make("bomba.zip", &[("sito/index.html", &vec![0; 200 << 20]), ("piao.pdf", &vec![b' '; 1 << 20])]);
    assert!(fs::metadata(desk.path().join("bomba.zip")).unwrap().len() < 1 << 20);
    let run = verifica(desk.path(), "bomba.zip");
    assert!(run.code == 1 && run.out.contains("  sito/index.html\n"), "{run:?}");
    // Broken, and nothing at all.
    let whole = fs::read(desk.path().join("pubblicazione.zip")).unwrap();
    let mut other = whole.clone();
    let middle = other.len() / 3;
    other[middle..middle + 64].fill(0xff);
    let broken: [(&str, &[u8], i32); 6] = [
        ("mezzo.zip", &whole[..whole.len() / 2], 2),
        ("guasto.zip", &other, 1),
        ("vuoto.pdf", b"", 2),
        ("rotto.pdf", b"%PDF-1.7\ntrailer <</Root 1 0 R>>", 1),
        ("testo.txt", b"ciao", 2),
        ("vuoto.p7m", b"", 1),
    ];
    for (name, bytes, code) in broken {
        fs::write(desk.path().join(name), bytes).unwrap();
        let run = verifica(desk.path(), name);
        assert_eq!(run.code, code, "{name}: {run:?}");
        assert!(code != 2 || run.err.contains("P1409"), "{name}: {run:?}");
    }
    assert_eq!(verifica(desk.path(), "non-c-e").code, 2);
    let run = piao(desk.path(), ["verifica", "pubblicazione"]);
    assert!(run.code == 2 && run.err.contains("--fonti"), "{run:?}");
}
