//! What an editor finds in a small plan in memory.

use super::{Caret, Editor, Place};
use crate::emit::layouts::Layouts;
use crate::project::{Driver, Plan};

const SETTINGS: &str = "tipo = \"piao\"\ntriennio = \"2027-2029\"\nmomento = \"approvazione\"\nstato = \"bozza\"\ndata = 2027-01-15\n\n\
                        [ente]\nnome = \"Comune di Borgoalto\"\ntipo = \"comune\"\nindirizzo = \"Piazza 1\"\ncodice_fiscale = \"80012345676\"\n\
                        pec = \"comune@pec.borgoalto.example\"\ndipendenti = 84\n";

const UNITS: &str = "[[unita]]\nid = \"sportello\"\ncodice = \"S1\"\nnome = \"Sportello\"\n\n[[unita]]\nid = \"archivio\"\nnome = \"Archivio\"\n";

fn plan(files: &[(&str, &str)]) -> Plan {
    let mut plan = Driver::new(Layouts::embedded()).memory(files.iter().copied());
    plan.compile(&mut |_| {});
    plan
}

/// The text of a file after the edits that rename what is at `‸` of the file at `path`.
fn renamed(files: &[(&str, &str)], path: &str, new: &str) -> Result<Vec<(String, String)>, String> {
    let marked = files.iter().find(|(known, _)| *known == path).expect("the file is there").1;
    let at = marked.find('‸').expect("the caret is marked");
    let clean: Vec<(&str, String)> = files.iter().map(|(path, text)| (*path, text.replace('‸', ""))).collect();
    let all: Vec<(&str, &str)> = clean.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let plan = plan(&all);
    let editor = Editor::of(&plan).expect("it is compiled");
    let text = marked.replace('‸', "");
    let edits = editor.rename(&Caret { path, text: &text, at }, new)?;
    let mut out: Vec<(String, String)> = clean.iter().map(|(path, text)| ((*path).to_owned(), text.clone())).collect();
    for edit in edits.iter().rev() {
        let Place { path, range, .. } = &edit.place;
        let (_, text) = out.iter_mut().find(|(known, _)| known == path).expect("the file is there");
        text.replace_range(range.clone(), &edit.text);
    }
    Ok(out)
}

fn text<'a>(all: &'a [(String, String)], path: &str) -> &'a str {
    all.iter().find(|(known, _)| known == path).map(|(_, text)| text.as_str()).expect("the file is there")
}

#[test]
fn an_id_is_renamed_in_every_version_and_in_what_is_set_aside() {
    let settings = format!(
        "{SETTINGS}\n[[versione]]\nnumero = 1\nmomento = \"approvazione\"\ndata = 2027-01-15\n\n\
         [[versione]]\nnumero = 2\nmomento = \"approvazione\"\ndata = 2027-06-15\n"
    );
    let data = "[[obiettivo]]\ncodice = \"S1.1\"\ntitolo = \"Uno\"\nunita = \"archivio\"\ndescrizione = \"Con [@sportello], e \\\"altro\\\".\"\n\n\
                [[obiettivo.revisione]]\nversione = 2\ncampo = \"unita\"\nprima = \"sportello\"\ndopo = \"archivio\"\nmotivo = \"così\"\n\n\
                [[obiettivo]]\narchiviato = true\ncodice = \"S1.2\"\ntitolo = \"sportello\"\nunita = \"sportello\"\n\n\
                [[obiettivo.fase]]\ntesto = \"Allo [@sportello].\"\n";
    let files = [
        ("piao.toml", settings.as_str()),
        (
            "1-prova.md",
            "+++\ntitolo = \"Prova\"\n+++\n\nSi veda [@spor‸tello]; [@S1] no, `[@sportello]` no.\n\n```piao:unita\n```\n",
        ),
        ("dati/a-unita.toml", UNITS),
        ("dati/b-obiettivi.toml", data),
    ];
    let out = renamed(&files, "1-prova.md", "sportello-unico").expect("it is renamed");
    assert!(text(&out, "1-prova.md").contains("Si veda [@sportello-unico]; [@S1] no, `[@sportello]` no.\n"));
    assert!(text(&out, "dati/a-unita.toml").starts_with("[[unita]]\nid = \"sportello-unico\"\n"));
    let data = text(&out, "dati/b-obiettivi.toml");
    assert!(data.contains("Con [@sportello-unico], e"), "{data}");
    assert!(data.contains("prima = \"sportello-unico\""), "{data}");
    assert!(data.contains("titolo = \"sportello\"\nunita = \"sportello-unico\""), "{data}");
    assert!(data.contains("Allo [@sportello-unico]."), "{data}");
    // The plan has versions, so it was published.
    assert!(
        text(&out, "piao.toml").contains("[sito.spostati]\nsportello = \"sportello-unico\""),
        "{}",
        text(&out, "piao.toml")
    );
}

#[test]
fn what_cannot_be_renamed_says_why() {
    let file = "1-prova.md";
    let why = |body: &str, new: &str| {
        let body = format!("+++\ntitolo = \"Prova\"\n+++\n\n{body}\n");
        renamed(&[("piao.toml", SETTINGS), (file, &body), ("dati/unita.toml", UNITS)], file, new)
            .expect_err("it is refused")
    };
    assert!(why("Parole ‸ e basta.", "altro").contains("non c’è un nome"));
    assert!(why("Si veda [@spor‸tello].", "archivio").contains("in dati/unita.toml riga 6"));
    assert!(why("Si veda [@spor‸tello].", "Lo Sportello").contains("`lo-sportello`"));
    // A row of a CSV has no place for an id that nobody wrote.
    let csv = [
        ("piao.toml", SETTINGS),
        (file, "+++\ntitolo = \"Prova\"\n+++\n\nSi veda [@S‸5].\n"),
        ("dati/unita.csv", "codice;nome\nS5;Scuola\n"),
    ];
    assert!(renamed(&csv, file, "scuola").expect_err("it is refused").contains("aggiungi tu"));
    let with = [
        ("piao.toml", SETTINGS),
        (file, "+++\ntitolo = \"Prova\"\n+++\n\nSi veda [@scu‸ola].\n"),
        ("dati/unita.csv", "id;codice;nome\nscuola;S5;Scuola\n"),
    ];
    let out = renamed(&with, file, "scuole").expect("it is renamed");
    assert_eq!(text(&out, "dati/unita.csv"), "id;codice;nome\nscuole;S5;Scuola\n");
}

#[test]
fn an_outline_has_what_a_file_holds() {
    let plan = plan(&[
        ("piao.toml", SETTINGS),
        (
            "1-prova.md",
            "+++\ntitolo = \"Prova\"\n+++\n\n## Perché {#perche}\n\nTesto.\n\n## Come\n\nTabella: I passi {#passi}\n\n| A | B |\n| --- | --- |\n| 1 | 2 |\n",
        ),
        ("dati/unita.toml", UNITS),
    ]);
    let editor = Editor::of(&plan).expect("it is compiled");
    let names = |path: &str| {
        editor.outline(path).iter().map(|one| format!("{} {} {}", one.noun, one.name, one.detail)).collect::<Vec<_>>()
    };
    assert_eq!(
        names("1-prova.md"),
        ["sezione Prova prova", "titolo Perché perche", "titolo Come ", "tabella I passi passi"]
    );
    assert_eq!(names("dati/unita.toml"), ["unità Sportello S1", "unità Archivio archivio"]);
    let units = editor.outline("dati/unita.toml");
    assert_eq!(UNITS.get(units[0].place.range.clone()), UNITS.split_inclusive("\n\n").next());
}
