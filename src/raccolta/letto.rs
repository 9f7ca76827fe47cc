//! A workbook of a collection that came back: what each of its cells says now, and what it said when it was made. Rows are known by their
//! marks and columns by their heads, so both may have moved.

use super::fonti::Campo;
use super::moduli::Foglio;
use super::parole::piano;
use super::{MARCA, NASCOSTO, RIF};
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::diag::codes::{P1503, P1506, P1507};
use crate::importa::foglio::{self, nome};
use crate::piano::settings::Momento;
use crate::project::Compiled;
use std::collections::{BTreeMap, BTreeSet};

/// A cell of a row.
#[derive(Debug)]
pub(super) struct Letta {
    /// The field that is filled there. None for what is only read.
    pub(super) campo: Option<Campo>,
    /// The head of its column.
    pub(super) titolo: String,
    /// What the plan said when the workbook was made.
    pub(super) prima: String,
    /// What it says now.
    pub(super) ora: String,
    /// Its place, as messages name it: `raccolta-s1.xlsx, foglio Obiettivi, F14`.
    pub(super) posto: String,
}

/// A row, with the record that it is of.
#[derive(Debug)]
pub(super) struct Riga {
    pub(super) foglio: Foglio,
    /// The id of the objective.
    pub(super) id: String,
    /// The place of the part among those of its objective, and its words.
    pub(super) n: usize,
    pub(super) testo: String,
    /// The place of the row.
    pub(super) posto: String,
    pub(super) celle: Vec<Letta>,
}

/// A workbook that came back.
#[derive(Debug)]
pub(crate) struct Libro {
    /// The name of the file.
    pub(super) file: String,
    pub(super) ente: String,
    pub(super) triennio: String,
    pub(super) anno: String,
    pub(super) momento: Momento,
    /// The id and the name of the unit.
    pub(super) unita: String,
    pub(super) nome: String,
    pub(super) righe: Vec<Riga>,
    /// The rows that it was made with.
    pub(super) scritte: Vec<Scritta>,
    /// What was not understood.
    pub(super) problemi: Vec<Diagnostic>,
}

/// What the hidden sheet says of the columns of a sheet: head and field of each, in order.
type Colonne = Vec<(String, Option<Campo>)>;

/// A row of the hidden sheet.
#[derive(Debug)]
pub(super) struct Scritta {
    pub(super) foglio: Foglio,
    pub(super) id: String,
    pub(super) n: usize,
    pub(super) testo: String,
    celle: Vec<String>,
}

impl Letta {
    /// Whether it no longer says what it said.
    pub(super) fn cambiata(&self) -> bool {
        piano(&self.ora) != self.prima
    }
}

/// The heads of the columns that say whose a row is.
const CHI: [&str; 7] = ["Codice", "Obiettivo", "N.", "Fase", "Risultato", "Misura", "Indicatore"];
/// The sheet that nobody fills.
const ISTRUZIONI: &str = "Istruzioni";

/// The workbook of a collection that `fogli`, the sheets of the file called `file`, are; none where they are another thing.
///
/// # Errors
/// P1507 when it was one and has lost what tells its rows.
pub(crate) fn riconosci(file: &str, fogli: &[foglio::Foglio]) -> Option<Result<Libro, Diagnostic>> {
    let hidden = fogli.iter().find(|foglio| foglio.nome == NASCOSTO && foglio.testo((0, 0)) == MARCA);
    let Some(hidden) = hidden else {
        let mark =
            |foglio: &foglio::Foglio| foglio.celle.values().any(|cell| cell.testo.starts_with(&format!("{MARCA} 1")));
        let lost = || {
            Diagnostic::global(
                P1507,
                format!("`{file}` è di una raccolta, e non ha più il foglio nascosto che ne riconosce le righe"),
            )
            .note("succede se i fogli sono stati copiati in un file nuovo; non è stato scritto niente")
            .help("copia le risposte nel file che era stato mandato (`piao raccolta` lo rifà) e importa quello")
        };
        return fogli.iter().any(mark).then(|| Err(lost()));
    };
    Some(leggi(file, fogli, hidden))
}

fn leggi(file: &str, fogli: &[foglio::Foglio], hidden: &foglio::Foglio) -> Result<Libro, Diagnostic> {
    let damaged = || {
        Diagnostic::global(P1507, format!("`{file}`: il foglio nascosto che riconosce le righe non si legge"))
            .note("non è stato scritto niente")
            .help("copia le risposte nel file che era stato mandato (`piao raccolta` lo rifà) e importa quello")
    };
    let mut meta: BTreeMap<&str, &str> = BTreeMap::new();
    let mut columns: BTreeMap<Foglio, Colonne> = BTreeMap::new();
    let mut rows: BTreeMap<String, Scritta> = BTreeMap::new();
    let width = hidden.colonne();
    for row in hidden.righe() {
        let word = |column: u32| hidden.testo((row, column));
        let cells = || (5..width).map(|column| word(column).to_owned());
        let Some(foglio) = Foglio::ALL.into_iter().find(|foglio| foglio.nome() == word(1)) else {
            meta.insert(word(0), word(1));
            continue;
        };
        match word(0) {
            "colonne" => drop(columns.insert(foglio, cells().map(|title| (title, None)).collect())),
            "campi" => {
                for ((_, campo), name) in columns.entry(foglio).or_default().iter_mut().zip(cells()) {
                    *campo = Campo::per_nome(&name);
                }
            }
            mark => {
                let n = word(3).parse().map_err(|_| damaged())?;
                let celle = cells().collect();
                let (id, testo) = (word(2).to_owned(), word(4).to_owned());
                rows.insert(mark.to_owned(), Scritta { foglio, id, n, testo, celle });
            }
        }
    }
    let said = |key: &str| meta.get(key).map(|word| (*word).to_owned()).ok_or_else(damaged);
    let momento = said("momento")?;
    let momento = Momento::ALL.into_iter().find(|known| known.label() == momento).ok_or_else(damaged)?;
    let mut out = Libro {
        file: file.to_owned(),
        ente: said("ente")?,
        triennio: said("triennio")?,
        anno: said("anno")?,
        momento,
        unita: said("unita")?,
        nome: said("nome")?,
        righe: Vec::new(),
        scritte: Vec::new(),
        problemi: Vec::new(),
    };
    let known =
        |name: &str| [NASCOSTO, ISTRUZIONI].contains(&name) || columns.keys().any(|foglio| foglio.nome() == name);
    for sheet in fogli.iter().filter(|sheet| !known(&sheet.nome)) {
        if let Some((posto, cell)) = sheet.celle.iter().find(|(_, cell)| !cell.testo.is_empty()) {
            let at = format!("{file}, foglio {}, {}", sheet.nome, nome(*posto));
            out.dice(
                format!("{at}: il foglio non è della raccolta, e dice «{}»: non è stato letto", short(&cell.testo)),
                "se serve al piano, scrivilo nelle note di un obiettivo, o nel piano",
            );
        }
    }
    for (foglio, columns) in &columns {
        let own: BTreeMap<&String, &Scritta> = rows.iter().filter(|(_, row)| row.foglio == *foglio).collect();
        match fogli.iter().find(|sheet| sheet.nome == foglio.nome()) {
            Some(sheet) => out.foglio(sheet, *foglio, columns, &own),
            None => out.dice(
                format!("{file}: non c’è più il foglio «{}»", foglio.nome()),
                "rimetti il foglio, con il suo nome",
            ),
        }
    }
    out.scritte = rows.into_values().collect();
    Ok(out)
}

impl Libro {
    /// Whether it was made for the plan, and for the year that the plan is of.
    pub(crate) fn e_di(&self, compiled: &Compiled) -> bool {
        compiled.piano.impostazioni.as_ref().is_some_and(|set| {
            let anno = set.anno().to_string();
            (&self.ente, &self.triennio, &self.anno) == (&set.ente.nome.value, &set.triennio.value, &anno)
        })
    }

    /// The plan for which it was made: `Comune di Prova, 2027-2029, anno 2027`.
    pub(crate) fn di_chi(&self) -> String {
        format!("{}, {}, anno {}", self.ente, self.triennio, self.anno)
    }

    /// The name of its file.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    fn dice(&mut self, message: String, cure: &str) {
        self.problemi.push(Diagnostic::global(P1503, message).help(cure));
    }

    /// Reads a sheet.
    fn foglio(
        &mut self,
        sheet: &foglio::Foglio,
        foglio: Foglio,
        columns: &Colonne,
        rows: &BTreeMap<&String, &Scritta>,
    ) {
        let at = |posto: foglio::Posto| format!("{}, foglio {}, {}", self.file, sheet.nome, nome(posto));
        let head = sheet.celle.iter().find(|(_, cell)| cell.testo == RIF).map(|(posto, _)| *posto);
        let Some((head, marks)) = head else {
            let message = format!("{}, foglio {}: non c’è più la riga delle intestazioni", self.file, sheet.nome);
            return self.dice(message, "rimetti la riga con «Rif.» e i nomi delle colonne");
        };
        let place =
            |title: &str| (0..sheet.colonne()).find(|column| piano(sheet.testo((head, *column))) == piano(title));
        let mut lost: Vec<&str> = Vec::new();
        let found: Vec<Option<u32>> = columns
            .iter()
            .map(|(title, campo)| {
                let found = place(title).filter(|_| !title.is_empty());
                if found.is_none() && campo.is_some() {
                    lost.push(title);
                }
                found
            })
            .collect();
        let keys: Vec<(usize, u32)> = columns
            .iter()
            .zip(&found)
            .enumerate()
            .filter_map(|(n, ((title, _), column))| Some((n, (*column).filter(|_| CHI.contains(&title.as_str()))?)))
            .collect();
        if place(foglio.chiave()).is_none() {
            let message = format!("{}, foglio {}: non c’è più la colonna «{}»", self.file, sheet.nome, foglio.chiave());
            return self.dice(message, "rimettila: senza, non si sa di chi è ciascuna riga, e niente è stato preso");
        }
        let (mut told, mut seen, mut read) = (Vec::new(), BTreeSet::new(), Vec::new());
        told.extend(self.fuori(sheet, (head, marks), &found));
        let mut wrong: Vec<Diagnostic> = Vec::new();
        for row in sheet.righe().into_iter().filter(|row| *row > head) {
            let mark = sheet.testo((row, marks));
            let places = || found.iter().flatten().copied().chain(0..sheet.colonne()).map(|column| (row, column));
            let full = || places().find(|posto| !sheet.testo(*posto).is_empty());
            let Some(written) = rows.get(&mark.to_owned()) else {
                if let Some(posto) = full() {
                    let what = format!("«{}» è in una riga che non è della raccolta", short(sheet.testo(posto)));
                    told.push((
                        format!("{}: {what}", at(posto)),
                        "scrivila nelle note di un obiettivo: una riga nuova non si sa di che cosa è",
                    ));
                }
                continue;
            };
            if !seen.insert(mark.to_owned()) {
                told.push((
                    format!("{}: il segno «{mark}» c’è già in un’altra riga: vale la prima", at((row, marks))),
                    "togli la riga doppia",
                ));
                continue;
            }
            // The words are those of another row: it was sorted without its mark, or copied over.
            let said = |n: usize| written.celle.get(n).map(|words| piano(words)).unwrap_or_default();
            let other = keys.iter().rev().find(|(n, column)| piano(sheet.testo((row, *column))) != said(*n));
            if let Some((n, column)) = other {
                let (here, own) = (short(sheet.testo((row, *column))), short(&said(*n)));
                let message = format!(
                    "{}: qui si legge «{here}», e il segno {mark} è della riga «{own}»: le sue risposte non sono entrate",
                    at((row, *column))
                );
                wrong.push(Diagnostic::global(P1506, message).help(
                    "rimetti in ogni riga il segno e le parole che aveva: una tabella si riordina tutta intera, con la colonna «Rif.»",
                ));
                continue;
            }
            let cells =
                columns.iter().zip(&found).zip(&written.celle).filter_map(|(((titolo, campo), column), prima)| {
                    let posto = (row, (*column)?);
                    if let Some(guasto) = sheet.celle.get(&posto).and_then(|cell| cell.guasto.as_ref()) {
                        told.push((
                            format!("{}: il foglio di calcolo qui scrive {guasto}", at(posto)),
                            "scrivi il valore al posto della formula",
                        ));
                        return None;
                    }
                    let ora = sheet.testo(posto).to_owned();
                    Some(Letta { campo: *campo, titolo: titolo.clone(), prima: piano(prima), ora, posto: at(posto) })
                });
            read.push(Riga {
                foglio,
                id: written.id.clone(),
                n: written.n,
                testo: written.testo.clone(),
                posto: at((row, marks)),
                celle: cells.collect(),
            });
        }
        let gone: Vec<&str> = rows.keys().filter(|mark| !seen.contains(**mark)).map(|mark| mark.as_str()).collect();
        if !lost.is_empty() {
            let message =
                format!("{}, foglio {}: non ci sono più le colonne «{}»", self.file, sheet.nome, lost.join("», «"));
            told.push((message, "rimetti la colonna, con il suo nome: quello che c’era scritto non si trova"));
        }
        if !gone.is_empty() {
            let message = format!("{}, foglio {}: non ci sono più le righe {}", self.file, sheet.nome, gone.join(", "));
            told.push((message, "nel piano restano com’erano; se un obiettivo non c’è più, si toglie dal piano"));
        }
        self.righe.append(&mut read);
        self.problemi.append(&mut wrong);
        told.into_iter().for_each(|(message, cure)| self.dice(message, cure));
    }

    /// What somebody wrote where no answer goes: beside the table, or above it.
    fn fuori(
        &self,
        sheet: &foglio::Foglio,
        (head, marks): foglio::Posto,
        found: &[Option<u32>],
    ) -> Option<(String, &'static str)> {
        // Above the heads the workbook has a title and a line of instructions, each alone in its row.
        let above = sheet.righe().into_iter().filter(|row| *row < head).rev().take(2);
        let first = |row| sheet.celle.keys().find(|(r, _)| *r == row).copied();
        let own: BTreeSet<foglio::Posto> = above.filter_map(first).collect();
        let out = sheet.celle.iter().filter(|((row, column), cell)| {
            let asked = *row >= head && (*column == marks || found.contains(&Some(*column)));
            !cell.testo.is_empty() && !asked && !own.contains(&(*row, *column))
        });
        let all: Vec<(&foglio::Posto, &foglio::Cella)> = out.collect();
        let (posto, cell) = all.first()?;
        let at = format!("{}, foglio {}, {}", self.file, sheet.nome, nome(**posto));
        let rest = match all.len() {
            1 => String::new(),
            n => format!(" (le celle così sono {n})"),
        };
        Some((
            format!("{at}: «{}» sta fuori della tabella: non è stato letto{rest}", short(&cell.testo)),
            "scrivilo nelle note dell’obiettivo, o nella colonna a cui risponde",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::importa::foglio::{Cella, Foglio as Sheet};

    fn sheet(nome: &str, rows: &[&[&str]]) -> Sheet {
        let mut out = Sheet::default();
        nome.clone_into(&mut out.nome);
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells).filter(|(_, cell)| !cell.is_empty()) {
                out.celle.insert((row, column), Cella { testo: (*cell).to_owned(), guasto: None });
            }
        }
        out
    }

    fn book() -> Vec<Sheet> {
        let hidden: &[&[&str]] = &[
            &[MARCA, "1"],
            &["ente", "Comune"],
            &["triennio", "2027-2029"],
            &["anno", "2027"],
            &["momento", "consuntivo"],
            &["unita", "s1"],
            &["nome", "Tributi"],
            &["colonne", "Fasi", "", "", "", "Fase", "Fatta"],
            &["campi", "Fasi", "", "", "", "", "completamento"],
            &["F1", "Fasi", "o1", "0", "Prima", "Prima", ""],
            &["F2", "Fasi", "o1", "1", "Seconda", "Seconda", "50"],
        ];
        // The rows were sorted and the columns moved; a title, a blank row, a row of somebody else.
        let shown: &[&[&str]] = &[
            &["Fasi di Tributi"],
            &[],
            &["Fatta", RIF, "Fase"],
            &["60", "F2", "Seconda"],
            &["10 %", "F1", "Prima"],
            &["", "", ""],
            &["90", "F9", "Terza"],
            &["80", "F1", "Prima"],
        ];
        vec![sheet(NASCOSTO, hidden), sheet("Fasi", shown)]
    }

    #[test]
    fn a_row_is_known_by_its_mark_and_a_column_by_its_head() {
        let libro = riconosci("a.xlsx", &book()).unwrap().unwrap();
        let said: Vec<(usize, &str, &str, &str)> = libro
            .righe
            .iter()
            .flat_map(|riga| {
                riga.celle
                    .iter()
                    .filter(|cell| cell.campo.is_some())
                    .map(|cell| (riga.n, &*cell.prima, &*cell.ora, &*cell.posto))
            })
            .collect();
        assert_eq!(said, [(1, "50", "60", "a.xlsx, foglio Fasi, A4"), (0, "", "10 %", "a.xlsx, foglio Fasi, A5")]);
        let told: Vec<&str> = libro.problemi.iter().map(|problem| problem.message.as_str()).collect();
        assert!(told.len() == 2 && told[0].contains("C7") && told[1].contains("«F1» c’è già"), "{told:?}");
        assert!(riconosci("a.xlsx", &[sheet("Fasi", &[&["Codice"]])]).is_none());
    }

    #[test]
    fn a_workbook_that_somebody_spoilt_is_refused_or_read() {
        let places: Vec<(usize, (u32, u32))> =
            book().iter().enumerate().flat_map(|(n, sheet)| sheet.celle.keys().map(move |at| (n, *at))).collect();
        for (n, at) in places {
            for words in ["", "x", "99999999999999999999", RIF, MARCA, "Fasi"] {
                let mut book = book();
                book[n].celle.insert(at, Cella { testo: words.to_owned(), guasto: None });
                let _ = riconosci("a.xlsx", &book);
            }
            let mut book = book();
            book[n].celle.remove(&at);
            let _ = riconosci("a.xlsx", &book);
        }
    }
}
