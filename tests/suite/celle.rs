//! What is said of a cell of a CSV file says which cell it is: the file is marked where the plan names it, far from the cell.

use crate::project::Project;

#[test]
fn a_cell_of_a_file_is_named() {
    let view = "```piao:tabella\ndati = \"x.csv\"\ndidascalia = \"Prova\"\n```\n";
    for (cell, code, words) in [
        // As long as the path with its quotation marks, so that a place in the cell would seem one in the source.
        ("due 中", "P0501", "è nella riga del file che comincia con «B», colonna «Note»"),
        ("#RIF!", "P0541", "in `x.csv`: riga 3, colonna «Note»"),
        ("2027-02-30", "P0403", "in `x.csv`: riga 3, colonna «Note»"),
        ("31/04/2027", "P0403", "in `x.csv`: riga 3, colonna «Note»"),
        ("cittÃ©", "P0540", "in `x.csv`: riga 3, colonna «Note»"),
        ("mario.rossi@gmail.com", "P1304", "in `x.csv`: riga 3, colonna «Note»"),
    ] {
        let found = Project::new().section(view).file("dati/x.csv", &format!("Area;Note\nA;uno\nB;{cell}\n")).compile();
        let problem = found.diags.iter().find(|problem| problem.code == code);
        let problem = problem.unwrap_or_else(|| panic!("no {code}\n{}", found.messages()));
        assert!(problem.notes.iter().any(|note| note == words), "{code}: {:?}", problem.notes);
        assert_eq!(found.sources.slice(problem.span.unwrap()), "\"x.csv\"");
    }
    // A file with one row.
    let found = Project::new().section(view).file("dati/x.csv", "Area;Note\nA;due 中\n").compile();
    let problem = found.diags.iter().find(|problem| problem.code == "P0501").unwrap();
    assert_eq!(problem.notes, ["è nella riga del file che comincia con «A», colonna «Note»"]);
    // Blank rows, and cells of several lines: the line is that of the file.
    for (text, line) in
        [("Area;Note\n\n\nA;\"uno\ndue\"\n;\nB;#RIF!\n", 7), ("sep=;\r\nArea;Note\r\nA;uno\r\n\r\nB;#RIF!\r\n", 5)]
    {
        let found = Project::new().section(view).file("dati/x.csv", text).compile().messages();
        assert!(found.contains(&format!("in `x.csv`: riga {line}, colonna «Note»")), "{line}: {found}");
    }
    let total = "Area;Ore\nA;1\n\nB;2\n\nTotale;4\n";
    let found = Project::new().section(view).file("dati/x.csv", total).compile().messages();
    assert!(found.contains("in `x.csv`, riga 6, colonna «Ore»: il totale «4» non torna"), "{found}");
    let twice = Project::new().section(view).file("dati/x.csv", "Area;Note\nA;#N/D\nB;#N/D\n").compile();
    assert!(
        twice.messages().contains("in `x.csv`: riga 2, colonna «Note», e in 1 altra cella"),
        "{}",
        twice.messages()
    );
}
