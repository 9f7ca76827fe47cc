//! A copy for Word that comes back with more than words changed: paragraphs divided, joined and moved, rows, halves of moves.

use crate::cli::piao;
use crate::esporta::{AUTHOR, perso, replace, reviewed, revisions, run_of, said_of};
use crate::project::Project;
use std::ops::Range;

/// What a reviewer does to the text.
type Edit<'e> = &'e dyn Fn(&mut String);

fn del(words: &str) -> String {
    format!("<w:del w:id=\"900\" {AUTHOR}><w:r><w:delText xml:space=\"preserve\">{words}</w:delText></w:r></w:del>")
}

fn ins(words: &str) -> String {
    format!("<w:ins w:id=\"901\" {AUTHOR}>{}</w:ins>", run_of(words))
}

/// The mark of a paragraph, as it is when somebody put it there or took it away.
fn mark(change: &str) -> String {
    format!("<w:rPr><w:{change} w:id=\"902\" {AUTHOR}/></w:rPr></w:pPr>")
}

/// The innermost element called `name` around the last place that says `words`.
fn around(main: &str, name: &str, words: &str) -> Range<usize> {
    let at = main.rfind(words).unwrap_or_else(|| panic!("no {words}"));
    let start = main[..at].rfind(&format!("<{name}>")).unwrap();
    let end = format!("</{name}>");
    start..at + main[at..].find(&end).unwrap() + end.len()
}

/// What `--scrivi` leaves of the only section.
fn written(desk: &tempfile::TempDir) -> String {
    let run = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni", "--scrivi"]);
    assert_eq!(run.code, 0, "{run:?}");
    std::fs::read_to_string(desk.path().join("content/1-prova.md")).unwrap()
}

const FRASE: &str = "Negli ultimi anni i corsi sono raddoppiati.";

/// Words that are taken away in one place and put in another are one move: told once, and not written by half.
#[test]
fn no_half_of_a_move_is_written() {
    let text = format!("Alla formazione si dà valore. {FRASE}\n\nI corsi si fanno in sede.\n");
    let whole = run_of(&format!("Alla formazione si dà valore. {FRASE}"));
    let cut = |rest: &str| format!("{}{rest}", run_of("Alla formazione si dà valore. "));
    let edits: [Edit<'_>; 4] = [
        // To a paragraph of its own, tracked.
        &|main| {
            let at = around(main, "w:p", FRASE);
            main.insert_str(at.end, &format!("<w:p><w:pPr>{}{}</w:p>", mark("ins"), ins(FRASE)));
            replace(main, &whole, &cut(&del(FRASE)));
        },
        // The same with the tracking switched off.
        &|main| {
            let at = around(main, "w:p", FRASE);
            main.insert_str(at.end, &format!("<w:p>{}</w:p>", run_of(FRASE)));
            replace(main, &whole, &cut(""));
        },
        // Into another paragraph, as a move of Word.
        &|main| {
            replace(
                main,
                &whole,
                &cut(&del(FRASE).replace("w:del ", "w:moveFrom ").replace("/w:del>", "/w:moveFrom>")),
            );
            let put = ins(&format!(" {FRASE}")).replace("w:ins ", "w:moveTo ").replace("/w:ins>", "/w:moveTo>");
            let rest = run_of("I corsi si fanno in sede.");
            replace(main, &rest, &format!("{rest}{put}"));
        },
        // A whole paragraph, as a move of Word.
        &|main| {
            let at = around(main, "w:p", FRASE);
            let moved = whole.replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ");
            let here = format!("<w:p><w:pPr>{}<w:moveTo w:id=\"9\" {AUTHOR}>{whole}</w:moveTo></w:p>", mark("moveTo"));
            let end = around(main, "w:p", "I corsi si fanno in sede.").end;
            assert!(at.end <= end);
            main.insert_str(end, &here);
            *main = main.replacen(&whole, &format!("<w:moveFrom w:id=\"8\" {AUTHOR}>{moved}</w:moveFrom>"), 1);
            let own = main[at.start..].find("</w:pPr>").unwrap() + at.start;
            main.replace_range(own..own + "</w:pPr>".len(), &mark("moveFrom"));
        },
    ];
    let at_end = format!("I corsi si fanno in sede.\n\nAlla formazione si dà valore. {FRASE}\n");
    for (n, edit) in edits.iter().enumerate() {
        let (desk, said) = said_of(&text, edit);
        assert!(
            said.contains("spostare «") || said.contains("spostato senza che Word lo registrasse: «"),
            "{n}: {said}"
        );
        assert_eq!(said.matches("[P152").count(), 1, "{n}: {said}");
        assert!(said.contains(FRASE) && said.contains("va qui"), "{n}: {said}");
        // A whole paragraph, of which both places are known, may be moved.
        let after = if n == 3 { at_end.as_str() } else { text.as_str() };
        assert!(written(&desk).ends_with(after), "{n}: {said}");
    }
    // The plan that has moved them has nothing more to hear.
    let (desk, _) = said_of(&text, edits[0]);
    let moved = format!("Alla formazione si dà valore.\n\n{FRASE}\n\nI corsi si fanno in sede.\n");
    Project::new().section(&moved).write(&desk.path().join("content"));
    assert!(!revisions(desk.path()).contains("[P15"));
    let (desk, _) = said_of(&text, edits[3]);
    Project::new().section(&at_end).write(&desk.path().join("content"));
    assert!(!revisions(desk.path()).contains("[P15"));
}

/// Where nothing is told, the texts are the same, in the same order, in the same paragraphs.
#[test]
fn paragraphs_divided_joined_and_moved_are_told() {
    let text = "Il primo capoverso. Ha due frasi.\n\nIl secondo capoverso.\n\nIl terzo capoverso.\n\n\
                | Voce | Quanto |\n| --- | --- |\n| carta | dieci risme |\n| penne | venti scatole |\n| colla | tre tubi |\n";
    let whole = run_of("Il primo capoverso. Ha due frasi.");
    let split = |main: &mut String, mark: &str| {
        let at = around(main, "w:p", &whole);
        let props = main[at.start + "<w:p>".len()..].split("<w:bookmarkStart").next().unwrap().to_owned();
        let (one, two) = (run_of("Il primo capoverso. "), run_of("Ha due frasi."));
        replace(main, &whole, &format!("{one}</w:p><w:p>{props}{two}"));
        main.replace_range(
            at.start + "<w:p>".len()..at.start + "<w:p>".len() + props.len(),
            &props.replace("</w:pPr>", mark),
        );
    };
    let edits: [(Edit<'_>, &str); 6] = [
        (
            &|main| split(main, &mark("ins")),
            "propone di dividere il capoverso: il secondo comincia con «Ha due frasi.»",
        ),
        (
            &|main| split(main, "</w:pPr>"),
            "diviso in due capoversi senza che Word lo registrasse: il secondo comincia con «Ha",
        ),
        (
            &|main| {
                let at = around(main, "w:p", &whole);
                let own = main[at.start..].find("</w:pPr>").unwrap() + at.start;
                main.replace_range(own..own + "</w:pPr>".len(), &mark("del"));
            },
            "propone di unire al capoverso di prima quello che comincia con «Il secondo capoverso.»",
        ),
        (
            &|main| {
                let second = around(main, "w:p", "Il secondo capoverso.");
                let inside = main[second.clone()].to_owned();
                main.replace_range(second.clone(), "");
                let inside = &inside[inside.find("</w:pPr>").unwrap() + "</w:pPr>".len()..];
                let first = around(main, "w:p", &whole);
                main.replace_range(first.end - "</w:p>".len()..first.end, inside);
            },
            "unito al capoverso di prima senza che Word lo registrasse: quello che comincia con «Il secondo capoverso.»",
        ),
        (
            &|main| {
                let first = around(main, "w:p", &whole);
                let moved = main[first.clone()].to_owned();
                let end = around(main, "w:p", "Il terzo capoverso.").end;
                main.insert_str(end, &moved);
                main.replace_range(first, "");
            },
            "spostato senza che Word lo registrasse: «Il primo capoverso. Ha due frasi.»",
        ),
        (
            &|main| {
                let row = around(main, "w:tr", "venti scatole");
                let moved = main[row.clone()].to_owned();
                main.replace_range(row, "");
                let start = around(main, "w:tr", "dieci risme").start;
                main.insert_str(start, &moved);
            },
            "spostata senza che Word lo registrasse: la riga di tabella «",
        ),
    ];
    for (edit, words) in edits {
        let (desk, said) = said_of(text, edit);
        assert!(said.contains(words), "no «{words}» in {said}");
        assert_eq!(said.matches("[P152").count(), 1, "{words}: {said}");
        assert!(written(&desk).ends_with(text), "{words}: {said}");
    }
    // The plan that has divided it already has nothing more to hear.
    let (desk, _) = said_of(text, |main| split(main, &mark("ins")));
    let divided = text.replace("capoverso. Ha", "capoverso.\n\nHa");
    Project::new().section(&divided).write(&desk.path().join("content"));
    assert!(!revisions(desk.path()).contains("[P15"));
}

/// A row of a table is one thing, whoever takes it away or puts it there.
#[test]
fn a_row_is_told_as_one() {
    let text = "| Voce | Quanto |\n| --- | --- |\n| carta | dieci risme |\n| penne | venti scatole |\n";
    let (_desk, said) = said_of(text, |main| {
        let row = around(main, "w:tr", "dieci risme");
        let mut gone = main[row.clone()].to_owned();
        gone = gone.replacen("</w:trPr>", &format!("<w:del w:id=\"7\" {AUTHOR}/></w:trPr>"), 1);
        for words in ["carta", "dieci risme"] {
            let at = gone.find(&format!(">{words}</w:t>")).unwrap();
            let start = gone[..at].rfind("<w:r>").unwrap();
            let stop = at + gone[at..].find("</w:r>").unwrap() + "</w:r>".len();
            gone.replace_range(start..stop, &del(words));
        }
        let cell = |words: &str| format!("<w:tc><w:p>{}</w:p></w:tc>", ins(words));
        let new = format!("<w:tr><w:trPr><w:ins w:id=\"6\" {AUTHOR}/></w:trPr>{}{}</w:tr>", cell("colla"), cell("–"));
        main.replace_range(row, &format!("{gone}{new}"));
    });
    assert!(said.contains("propone di togliere la riga di tabella «carta | dieci risme»"), "{said}");
    assert!(said.contains("propone di aggiungere, dopo questo testo, una riga di tabella: «colla | –»"), "{said}");
    assert_eq!(said.matches("[P152").count(), 2, "{said}");
}

/// What one proposed and another took away again, and the number of the program before a text, are no changes that nobody tracked.
#[test]
fn nothing_is_told_that_nobody_did() {
    let (desk, said) =
        said_of("Si dà valore ai corsi.\n\nTabella: Le ore\n\n| Voce | Quanto |\n| --- | --- |\n| a | b |\n", |main| {
            let nested =
                format!("<w:ins w:id=\"1\" {AUTHOR}>{}</w:ins>", del("prestigio").replace("Anna Rossi", "Ugo Verdi"));
            let words = [
                run_of("Si dà "),
                del("valore"),
                nested,
                ins("lustro").replace("Anna Rossi", "Ugo Verdi"),
                run_of(" ai corsi."),
            ];
            replace(main, &run_of("Si dà valore ai corsi."), &words.concat());
            let at = main.find("Tabella 1. ").unwrap();
            let start = main[..at].rfind("<w:r>").unwrap();
            let stop = at + main[at..].find("</w:r>").unwrap() + "</w:r>".len();
            main.replace_range(start..stop, &format!("{}{}{}", del("Tabella 1"), ins("Tabella 2"), run_of(". ")));
        });
    assert!(!said.contains("senza che Word lo registrasse") && !said.contains("prestigio"), "{said}");
    assert!(said.contains("propone «Tabella 2» al posto di «Tabella 1»"), "{said}");
    assert!(said.contains("propone di togliere «valore»") && said.contains("propone di aggiungere «lustro»"), "{said}");
    // Of two changes that touch neither is written alone.
    assert!(written(&desk).contains("Si dà valore ai corsi."), "{said}");
}

/// What is typed at the head of a text, outside its mark, while nothing is tracked.
#[test]
fn words_typed_before_a_text_are_told() {
    let (_desk, said) = said_of("Gli uffici aprono alle nove.\n", |main| {
        let at = around(main, "w:p", "Gli uffici aprono");
        let own = at.start + main[at.start..].find("</w:pPr>").unwrap() + "</w:pPr>".len();
        main.insert_str(own, &run_of("Dal lunedì: "));
    });
    assert!(said.contains("aggiunto senza che Word lo registrasse: «Dal lunedì:»"), "{said}");
}

#[test]
fn a_comment_that_is_tied_to_no_text_is_told() {
    let (_desk, said) = said_of("Primo testo.\n", |main| main.push_str(&perso(1)));
    assert!(said.contains("Ufficio personale (15/01/2027) scrive: «Da confermare.»"), "{said}");
}

/// A word that comes from the data leads there, wherever the plan prints it.
#[test]
fn words_of_the_data_lead_to_the_data() {
    let desk = tempfile::tempdir().unwrap();
    let plan = desk.path().join("content");
    Project::new()
        .section("```piao:obiettivi-vp\n```\n\n```piao:obiettivi\n```\n")
        .file("dati/valore.toml", "[[obiettivo_vp]]\ncodice = \"VP1\"\ntitolo = \"Servizi più vicini\"\n")
        .file(
            "dati/obiettivi.toml",
            "[[obiettivo]]\ncodice = \"O1\"\ntitolo = \"Prenotare in rete l’anagrafe\"\nvalore = \"VP1\"\n",
        )
        .write(&plan);
    assert_eq!(piao(desk.path(), ["esporta", "content", "--docx"]).code, 0);
    let mut times = 0;
    reviewed(&desk.path().join("piao.docx"), |main| {
        let words = "Prenotare in rete l’anagrafe";
        times = main.matches(words).count();
        // The first is in the contents, or in the card of the goal.
        let at = main.find("Vi contribuiscono").unwrap();
        let at = at + main[at..].find(words).unwrap();
        let start = main[..at].rfind("<w:r>").unwrap();
        let stop = at + main[at..].find("</w:r>").unwrap() + "</w:r>".len();
        let run = main[start..stop].to_owned();
        let (head, tail) = run.split_once("in rete ").unwrap();
        let (open, _) = run.split_once("Prenotare").unwrap();
        let gone = format!("{open}in rete </w:t></w:r>").replace("w:t ", "w:delText ").replace("w:t>", "w:delText>");
        let new = format!("{head}</w:t></w:r><w:del w:id=\"5\" {AUTHOR}>{gone}</w:del>{open}{tail}");
        main.replace_range(start..stop, &new);
    });
    let said = revisions(desk.path());
    assert!(times > 1 && said.contains("propone di togliere «in rete»"), "{said}");
    assert!(said.contains("dati/obiettivi.toml:3:"), "{said}");
}

/// The command that is told works where it is told; and a number is that of a section, also where a record has it for a code.
#[test]
fn the_words_of_the_export_can_be_obeyed() {
    let desk = tempfile::tempdir().unwrap();
    Project::new()
        .section("Il testo.\n")
        .file("dati/obiettivi.toml", "[[obiettivo]]\ncodice = \"1\"\ntitolo = \"Prenotare in rete\"\n")
        .write(&desk.path().join("content"));
    let run = piao(desk.path(), ["esporta", "content", "--docx", "--sezione", "1", "--uscita", "piao.docx"]);
    assert!(run.code == 0 && run.out.contains("Quando torna: piao importa piao.docx content --revisioni"), "{run:?}");
    let told = piao(desk.path(), ["importa", "piao.docx", "content", "--revisioni"]);
    assert!(told.code == 0 && told.out.contains("0 commenti, 0 modifiche proposte"), "{told:?}");
    // Where there is no plan, that is all there is to say.
    std::fs::write(desk.path().join("altro.md"), "Un testo.\n").unwrap();
    std::fs::rename(desk.path().join("content"), desk.path().join("nascosto")).unwrap();
    std::fs::remove_file(desk.path().join("nascosto/piao.toml")).unwrap();
    let told = piao(desk.path(), ["importa", "piao.docx", "--revisioni"]);
    assert!(told.code == 2 && told.err.matches("[P").count() == 1 && told.err.contains("[P0113]"), "{told:?}");
}
