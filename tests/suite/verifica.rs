//! `piao verifica`: what is published is what the sources make, or it is said what is not; and nothing that others publish can
//! do harm.

use crate::cli::{Run, piao};
use crate::pubblica::{approvato, edit};
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

#[test]
fn a_signed_pdf_is_ours_and_the_rest_is_said() {
    let desk = pubblicato();
    let path = desk.path().join("pubblicazione/piao.pdf");
    let ours = fs::read(&path).unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(desk.path().join(name), bytes).unwrap();
    let signed = [ours.as_slice(), b"\n900 0 obj <</Type/Sig /ByteRange [0 10 20 30]>> endobj\n%%EOF\n"].concat();
    put("firmato.pdf", &signed);
    let run = verifica(desk.path(), "firmato.pdf");
    assert!(run.code == 0 && run.out.contains("con 1 firma."), "{run:?}");
    put("aggiunto.pdf", &[ours.as_slice(), b"\nqualcosa"].concat());
    let run = verifica(desk.path(), "aggiunto.pdf");
    assert!(run.out.contains("senza una firma"), "{run:?}");
    put("piao.pdf.p7m", &[b"\x30\x80\x04\x84\x00\x00\x00\x00", ours.as_slice(), b"certificato"].concat());
    let run = verifica(desk.path(), "piao.pdf.p7m");
    assert!(run.code == 0 && run.out.contains("Dentro la busta firmata"), "{run:?}");
    put("altro.p7m", b"MIIGvgYJKoZIhvcNAQcCoII");
    assert_eq!(verifica(desk.path(), "altro.p7m").code, 1);
    // Signed in its place.
    fs::write(&path, &signed).unwrap();
    let run = verifica(desk.path(), "pubblicazione");
    assert!(run.code == 0 && run.out.contains("piao.pdf: i primi byte sono") && run.out.contains("1 firma"), "{run:?}");
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
