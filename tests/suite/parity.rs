//! The two outputs, read back from their bytes, say the same: references with their words, targets and pages, captions, numbers of
//! the tables. The reading is that of `piao verifica`; here it is proved on real plans, and proved able to say no.

use crate::project::{Outputs, Project, SETTINGS};
use piao::verifica::{Concordanza, compare};

/// A plan small enough to be read at a glance, with one citation of each kind.
fn small() -> Outputs {
    with("")
}

/// The same with more settings.
fn with(settings: &str) -> Outputs {
    let plan = Project::new()
        .file("piao.toml", &format!("{SETTINGS}{settings}"))
        .file(
            "1-prima.md",
            "+++\ntitolo = \"Prima\"\nid = \"prima\"\n+++\n\nSi vedano la [@seconda], la [@tab-costi], la [@fig-rete], \
             il [progetto *nuovo*](@progetto-rete), [@1.4.3], il [@cad] e di nuovo [questa stessa parte](@qui).[^1]\n\n\
             ## Un punto {#qui}\n\nTesto.\n\n[^1]: Anche una nota cita la [@tab-costi].\n",
        )
        .file(
            "2-seconda.md",
            "+++\ntitolo = \"Seconda\"\nid = \"seconda\"\n+++\n\nTabella: I costi, vedi [@prima] {#tab-costi}\n\n\
             | Voce | Euro |\n| --- | ---: |\n| Il [progetto](@progetto-rete) | 10 |\n\n\
             ![Una rete](immagini/r.svg \"La rete\"){#fig-rete}\n\n\
             ```piao:progetti\nforma = \"schede\"\n```\n\n```piao:misure-digitali\ndidascalia = \"Le misure\"\n```\n\n\
             ```piao:glossario\n```\n",
        )
        .file(
            "immagini/r.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><path d=\"M0 0h40v20z\"/></svg>",
        )
        .file(
            "dati/dati.toml",
            "[[progetto]]\nid = \"progetto-rete\"\nprogramma = \"PNRR\"\ntitolo = \"La rete\"\nimporto = \"10,00 €\"\n\
             richiesto = \"10,00 €\"\nfinanziato = \"non ancora finanziato\"\ndescrizione = \"Riguarda la [@1.4.3].\"\n\n\
             [[misura_digitale]]\nid = \"misura-io\"\ncodice = \"1.4.3\"\nlivello = \"misura\"\ntitolo = \"App IO\"\n\n\
             [[termine]]\nid = \"cad\"\nsigla = \"CAD\"\nnome = \"Codice\"\ndefinizione = \"Una norma.\"\n",
        );
    Outputs::of(plan.compile().clean())
}

/// What reading both outputs finds, the page `name` of the site in the form that `change` gives it.
pub(crate) fn letto(outputs: &Outputs, change: &dyn Fn(&str, String) -> String) -> Concordanza {
    let mut page = |name: &str| {
        let data = || piao::emit::dati::render(&outputs.document, true).unwrap().files.get(name).cloned();
        let text = String::from_utf8(outputs.site.get(name).cloned().or_else(data)?).unwrap();
        Some(change(name, text).into_bytes())
    };
    compare(&outputs.document, &outputs.pdf.bytes, &mut page).expect("our own PDF is read")
}

#[test]
fn both_outputs_of_a_small_plan_say_the_same() {
    let found = letto(&small(), &|_, html| html);
    // The comparison would pass on two empty lists.
    let expected =
        Concordanza { citazioni: 11, didascalie: 3, numeri: 4, etichette: 0, nei_dati: 1, disaccordi: vec![] };
    assert_eq!(found, expected);
    // Where paper has "Citato in" under each thing, those references are compared too.
    let found = letto(&with("\n[pdf]\ncitato_in = true\n"), &|_, html| html);
    assert_eq!(found, Concordanza { citazioni: 19, ..expected });
}

/// Of the numbers that are counted no more can be in the data, however their figures are grouped.
#[test]
fn the_numbers_in_the_data_are_some_of_those_of_the_tables() {
    let rows = "| Telefono | Comune |\n| --- | --- |\n| 051 000000 | Uno |\n| 051 111 222 | Due |\n";
    let outputs = Outputs::of(Project::new().section(&format!("Tabella: I telefoni\n\n{rows}")).compile().clean());
    let found = letto(&outputs, &|_, html| html);
    assert_eq!((found.numeri, found.nei_dati, found.disaccordi), (2, 2, vec![]));
}

#[test]
fn both_outputs_of_the_content_say_the_same() {
    let found = letto(Outputs::content(), &|_, html| html);
    assert_eq!(found.disaccordi, Vec::<String>::new());
    let enough = found.citazioni > 300 && found.didascalie > 15 && found.numeri > 200 && found.nei_dati > 20;
    assert!(enough, "the reading is broken, not the plan: {found:?}");
}

/// The plan that `piao esempio` gives: codes with points in cells that count, rows whose things stand on several pages.
#[test]
fn both_outputs_of_the_example_say_the_same() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/piani/piccolo-comune");
    let outputs = Outputs::of(crate::project::Compiled::folder(&root).document.unwrap());
    let found = letto(&outputs, &|_, html| html);
    assert_eq!(found.disaccordi, Vec::<String>::new());
    // What a cell counts is still compared with the data.
    let told = letto(&outputs, &|name, text| match name {
        "dati/tabella-2.csv" => text.replace(",5,true", ",6,true"),
        _ => text,
    });
    let told = told.disaccordi.join("\n");
    assert!(told.contains("il numero «5» è nella pagina e non nei dati dati/tabella-2.csv"), "{told}");
}

/// A reference to another place, with other words or another page, a caption, a number: each is told with its section.
#[test]
fn a_difference_of_any_kind_is_found() {
    let outputs = small();
    let changes = [
        ("prima.html", "href=\"seconda.html#tab-costi\"", "href=\"seconda.html#fig-rete\"", "il rimando «tabella1"),
        ("prima.html", "#progetto-rete\"", "#non-c-e\"", "non porta a niente"),
        ("prima.html", "progetto <em>nuovo</em>", "progetto <em>vecchio</em>", "è nel sito e non nel PDF"),
        ("prima.html", "pagina-pdf\"> (pag.\u{a0}", "pagina-pdf\"> (pag.\u{a0}9", "è un’altra"),
        ("seconda.html", "La rete", "La reticella", "la didascalia"),
        ("seconda.html", ">10<", ">11<", "il numero «10» è nel PDF e non nel sito"),
        ("seconda.html", "10,00", "10,01", "il numero «10,01» è nel sito e non nel PDF"),
        ("dati/tabella-1.csv", "10", "12", "il numero «10» è nella pagina e non nei dati dati/tabella-1.csv"),
    ];
    for (file, from, to, words) in changes {
        let found = letto(&outputs, &|name, html| {
            if name != file {
                return html;
            }
            assert!(html.contains(from), "{file} has no {from}:\n{html}");
            html.replace(from, to)
        });
        let section = if file == "prima.html" { "prima" } else { "seconda" };
        let told = found.disaccordi.iter().any(|told| told.starts_with(section) && told.contains(words));
        assert!(told, "«{from}» became «{to}»: no «{words}» in {:#?}", found.disaccordi);
    }
    let lost = compare(&outputs.document, &outputs.pdf.bytes, &mut |_| None).unwrap();
    assert!(lost.disaccordi.contains(&"prima: la pagina prima.html non si trova".to_owned()), "{lost:?}");
}

/// An annex is a file of its own, also when it is a page of HTML.
#[test]
fn an_annex_is_no_page_of_the_plan() {
    let plan = Project::new()
        .section("Il [modulo](allegati/modulo.html) da compilare.")
        .file("allegati/modulo.html", "<!doctype html>\n<title>Modulo</title>\n<p>Nome</p>\n");
    let outputs = Outputs::of(plan.compile().document.unwrap());
    assert!(outputs.site.keys().any(|path| path.ends_with("modulo.html")));
    assert_eq!(letto(&outputs, &|_, html| html).disaccordi, [""; 0]);
}

/// What the site calls by another name is found on paper under its own.
#[test]
fn the_labels_of_citizens_stand_for_those_of_paper() {
    let plan = Project::new().section("```piao:obiettivi\n```\n\n```piao:unita\n```").file(
        "dati/d.toml",
        "[[unita]]\nid = \"scuola\"\nnome = \"Scuola\"\n\n[[obiettivo]]\ntitolo = \"Aprire la mensa\"\nunita = \"scuola\"\ndup = [\"1.1.5\"]\n",
    );
    let outputs = Outputs::of(plan.compile().document.unwrap());
    let found = letto(&outputs, &|_, html| html);
    assert_eq!((found.etichette, found.disaccordi), (2, vec![]));
    let found = letto(&outputs, &|_, html| html.replace(">Nel Documento unico di programmazione<", ">Motivo<"));
    assert_eq!(found.disaccordi, ["prova: l’etichetta «Motivo» è nel sito e non nel PDF"]);
}

/// Whatever the bytes, no panic; what is not a tagged PDF is not read.
#[test]
fn a_broken_pdf_is_not_read() {
    let outputs = small();
    let pdf = &outputs.pdf.bytes;
    let read = |bytes: &[u8]| compare(&outputs.document, bytes, &mut |name| outputs.site.get(name).cloned());
    for bytes in
        [b"".as_slice(), b"%PDF-1.7", &pdf[..pdf.len() / 2], b"%PDF-1.7\ntrailer <</Root 1 0 R>>\nstartxref\n0\n%%EOF"]
    {
        assert_eq!(read(bytes), None);
    }
    // One byte in every thousand is another: broken or not, it is only read.
    for start in [0, 300, 700] {
        let mut other = pdf.clone();
        other.iter_mut().skip(start).step_by(1000).for_each(|byte| *byte ^= 0x5a);
        let _ = read(&other);
    }
}
