//! The file that remembers how the columns of a workbook were read, for the next time, and that who imports may correct. Columns are
//! named by their heads: a column that moves keeps its meaning, one that takes the place of another does not get it.

use super::campi::Campi;
use super::letto::Letto;
use crate::base::text::in_toml;
use crate::piano::element::Kind;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use toml::Spanned;

/// How a sheet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mappa {
    /// The kind of its records. None for a sheet that is not imported.
    pub(super) tipo: Option<Kind>,
    /// The field of each column, by its head; an empty one is not imported.
    pub(super) colonne: BTreeMap<String, String>,
    /// The CSV of the plan that has its records.
    pub(super) file: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Scritta {
    #[serde(default)]
    foglio: Vec<Foglio>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Foglio {
    nome: String,
    tipo: String,
    file: Option<String>,
    #[serde(default)]
    colonne: BTreeMap<String, Spanned<String>>,
}

/// The word for a sheet that is not imported.
pub(super) const NESSUNO: &str = "nessuno";

/// The heads of the columns of a table as the file names them: in one line, each different from those before it.
pub(super) fn nomi(heads: &BTreeMap<u32, String>) -> BTreeMap<u32, String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let each = heads.iter().map(|(column, words)| {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let times = seen.entry(words.clone()).and_modify(|times| *times += 1).or_insert(1);
        (*column, if *times == 1 { words } else { format!("{words} ({times})") })
    });
    each.collect()
}

/// Reads the file. The error is what is wrong with it, in words.
pub(super) fn read(text: &str) -> Result<BTreeMap<String, Mappa>, String> {
    let found: Scritta = toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let each = found.foglio.into_iter().map(|foglio| {
        let tipo = match foglio.tipo.as_str() {
            NESSUNO => None,
            word => Some(Kind::ALL.iter().copied().find(|kind| kind.info().plural == word).ok_or_else(|| {
                let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.info().plural).collect();
                format!("«{word}» non è un tipo di schede: scegli fra {}, o {NESSUNO}", known.join(", "))
            })?),
        };
        // Nothing is written outside the data.
        let wrong = |file: &&String| {
            !file.starts_with("dati/") || file.split(['/', '\\']).any(|part| part == ".." || part.is_empty())
        };
        if let Some(file) = foglio.file.as_ref().filter(wrong) {
            return Err(format!("«{file}» non è un file della cartella `dati/` del piano"));
        }
        let campi = tipo.map(Campi::di);
        let mut colonne = BTreeMap::new();
        for (words, field) in foglio.colonne {
            let line = text.get(..field.span().start).unwrap_or_default().matches('\n').count() + 1;
            let field = field.into_inner();
            if let Some(campi) = campi.as_ref().filter(|campi| !field.is_empty() && !campi.ammette(&field)) {
                let known = campi.nomi().join(", ");
                return Err(format!(
                    "alla riga {line} «{field}», per la colonna «{words}», non è un campo di {}: i campi sono {known}",
                    foglio.tipo
                ));
            }
            colonne.insert(words, field);
        }
        Ok((foglio.nome, Mappa { tipo, colonne, file: foglio.file }))
    });
    each.collect()
}

/// The first lines of the file for the workbook `file`.
pub(super) fn inizio(file: &str) -> String {
    format!(
        "# Come sono state lette le colonne di {file}. La prossima volta si leggono così: si può correggere.\n\
         # Una colonna con \"\" non si importa; un foglio con tipo = \"{NESSUNO}\" nemmeno.\n"
    )
}

/// What the file says of a sheet: how it was read, and the CSV that has its records, where they are its own.
pub(super) fn foglio(nome: &str, letto: &Letto, csv: Option<&str>) -> String {
    let tipo = letto.kind.info().plural;
    let file = csv.map_or_else(String::new, |csv| format!("file = {}\n", in_toml(csv)));
    format!("\n[[foglio]]\nnome = {}\ntipo = \"{tipo}\"\n{file}{}", in_toml(nome), colonne(letto))
}

/// The fields of the columns of a sheet; nothing for one of cards, which has no columns.
fn colonne(letto: &Letto) -> String {
    let field = |column: &u32| letto.colonne.get(column).cloned().unwrap_or_default();
    let unknown = |words: &str| {
        let mut all = letto.avvisi.iter().filter_map(|avviso| avviso.colonna.as_ref());
        all.find(|ignota| ignota.si_chiama(words)).map(|ignota| ignota.domanda(&letto.campi)).unwrap_or_default()
    };
    let all: Vec<Colonna> = nomi(&letto.teste)
        .into_iter()
        .map(|(column, nome)| Colonna { domanda: unknown(&nome), campo: field(&column), nome })
        .collect();
    if all.is_empty() { String::new() } else { format!("\n{}", righe(&all)) }
}

/// A column as the file has it: its head, its field, and what is asked of it.
pub(super) struct Colonna {
    pub(super) nome: String,
    pub(super) campo: String,
    pub(super) domanda: String,
}

/// The lines that say of which field each column is.
pub(super) fn righe(colonne: &[Colonna]) -> String {
    let mut out = "[foglio.colonne]\n".to_owned();
    for Colonna { nome, campo, domanda } in colonne {
        let asked = if domanda.is_empty() { String::new() } else { format!(" # {domanda}") };
        let _ = writeln!(out, "{} = {}{asked}", in_toml(nome), in_toml(campo));
    }
    out
}

/// The text of the file with the columns of a sheet of which somebody wrote the kind alone.
pub(super) fn completa(text: &str, nome: &str, letto: &Letto, csv: Option<&str>) -> String {
    const INIZIO: &str = "[[foglio]]";
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        // As far as the next sheet.
        let next = rest
            .match_indices(INIZIO)
            .map(|(at, _)| at)
            .find(|at| *at > 0 && rest.get(..*at).is_some_and(|before| before.ends_with('\n')));
        let (block, after) = rest.split_at_checked(next.unwrap_or(rest.len())).unwrap_or((rest, ""));
        let own = toml::from_str::<Scritta>(block).ok().and_then(|read| read.foglio.into_iter().next());
        match own.filter(|one| one.nome == nome && !block.contains("[foglio.colonne]")) {
            Some(one) => {
                out.push_str(block.trim_end());
                out.push('\n');
                if let Some(csv) = csv.filter(|_| one.file.is_none()) {
                    let _ = writeln!(out, "file = {}", in_toml(csv));
                }
                out.push_str(&colonne(letto));
                out.push_str(if after.is_empty() { "" } else { "\n" });
            }
            None => out.push_str(block),
        }
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{completa, read};
    use crate::importa::campi::Campi;
    use crate::importa::letto::Letto;
    use crate::importa::tavola::Tavola;
    use crate::piano::element::Kind;
    use std::collections::BTreeMap;

    #[test]
    fn a_kind_that_was_written_by_hand_is_given_its_columns() {
        let letto = Letto {
            kind: Kind::Processo,
            campi: Campi::di(Kind::Processo),
            teste: BTreeMap::from([(0, "Processo".to_owned()), (1, "Colore".to_owned())]),
            colonne: BTreeMap::from([(0, "titolo".to_owned())]),
            tavola: Tavola::default(),
            avvisi: Vec::new(),
            girato: false,
        };
        let hand =
            "# mio\n[[foglio]]\nnome = \"A\"\ntipo = \"processi\"\n\n[[foglio]]\nnome = \"B\"\ntipo = \"nessuno\"\n";
        let whole = completa(hand, "A", &letto, Some("dati/processi.csv"));
        assert_eq!(
            whole,
            "# mio\n[[foglio]]\nnome = \"A\"\ntipo = \"processi\"\nfile = \"dati/processi.csv\"\n\n[foglio.colonne]\n\"Processo\" = \"titolo\"\n\"Colore\" = \"\"\n\n[[foglio]]\nnome = \"B\"\ntipo = \"nessuno\"\n"
        );
        assert_eq!(read(&whole).unwrap()["A"].colonne["Processo"], "titolo");
        assert_eq!(completa(&whole, "A", &letto, Some("x")), whole);
        let wrong = read(&whole.replace("\"titolo\"", "\"genere\"")).unwrap_err();
        assert!(wrong.contains("alla riga 8 «genere», per la colonna «Processo»"), "{wrong}");
    }
}
