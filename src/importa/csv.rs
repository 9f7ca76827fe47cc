//! A CSV as a sheet: as spreadsheets write it, with what they leave in its cells.

use super::foglio::{Cella, Foglio, rifiuto};
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::load::csv::{delimiter, linea, open_quote};
use crate::source::{decode, utf_16};

/// A CSV as a sheet.
///
/// # Errors
/// P1501 when its text, or its cells, cannot be told.
pub(super) fn leggi(file: &str, bytes: &[u8]) -> Result<Foglio, Diagnostic> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, mixed) = match utf_16(bytes) {
        Some(encoding) => (encoding.decode_with_bom_removal(bytes).0.into_owned(), None),
        None => decode(bytes),
    };
    if text.contains('\0') {
        return Err(rifiuto(file, "non è un testo, o è in una codifica che non si legge")
            .help("aprilo con il foglio di calcolo e salvalo come «CSV UTF-8», o come `.xlsx`"));
    }
    // The lines inside a cell are counted by their last sign.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let delimiter = delimiter(&text);
    if let Some(line) = mixed {
        return Err(rifiuto(file, &format!("ha alla riga {line} una lettera che non è scritta come le altre"))
            .help("aprilo con il foglio di calcolo, riscrivi quella riga e salvalo come «CSV UTF-8», o come `.xlsx`"));
    }
    if let Some(line) = open_quote(&text, delimiter) {
        return Err(rifiuto(
            file,
            &format!("ha alla riga {line} una virgoletta aperta che non è chiusa dove finisce la cella"),
        )
        .help(
            "chiudi la virgoletta; una che fa parte del testo si scrive due volte, dentro una cella fra virgolette",
        ));
    }
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let nome = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
    let mut foglio = Foglio { nome, ..Foglio::default() };
    // Lines that stand inside the cells of the rows before.
    let mut inside = 0;
    for record in reader.records().map_while(Result::ok) {
        // As the spreadsheet numbers it: a blank row counts, the lines of a cell do not.
        let row = u32::try_from(linea(&text, &record).saturating_sub(1 + inside)).unwrap_or(u32::MAX);
        inside += record.iter().map(|cell| cell.matches('\n').count() as u64).sum::<u64>();
        for (column, cell) in (0..).zip(&record) {
            let cella = di_csv(cell);
            if cella != Cella::default() {
                foglio.celle.insert((row, column), cella);
            }
        }
    }
    Ok(foglio)
}

/// A cell of a CSV. `="0012"` is how a spreadsheet is made to keep the zeros of a code. Of a number that it wrote as a power of ten, some
/// figures are gone; and a formula says what it computes from, not what it gives.
fn di_csv(cell: &str) -> Cella {
    let text = cell.trim();
    let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    if let Some(words) = quoted.filter(|words| !words.replace("\"\"", "").contains('"')) {
        return Cella::di_parole(&words.replace("\"\"", "\""));
    }
    if text
        .strip_prefix('=')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || "(+-@".contains(c)))
    {
        return Cella::guasta(format!("la formula «{}», e non il suo risultato", short(text)));
    }
    if esponente(text) {
        let cure = "nel foglio di calcolo si dà alla cella il formato «Numero», e si salva di nuovo";
        return Cella::guasta(format!("«{text}», un numero a cui mancano delle cifre ({cure})"));
    }
    Cella::di_parole(cell)
}

/// Whether words are a number as a power of ten: `5,00E+03`.
fn esponente(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.trim_start_matches('-').split_once(['E', 'e']);
    number.is_some_and(|(figures, power)| {
        let whole = figures.replacen([',', '.'], "", 1);
        power.strip_prefix(['+', '-']).is_some_and(digits) && digits(&whole)
    })
}

#[cfg(test)]
mod tests {
    use super::{Cella, leggi};

    #[test]
    fn a_csv_is_the_same_however_its_lines_end() {
        let text = "Codice;Obiettivo\nA1;\"Uno\ndue\"\n\nA2;#RIF!\n";
        let read = |text: &str| leggi("a.csv", text.as_bytes()).unwrap().celle;
        let cells = read(text);
        assert_eq!(cells[&(1, 1)].testo, "Uno\ndue");
        assert_eq!(cells[&(3, 1)], Cella::guasta("#RIF!"));
        assert_eq!(read(&text.replace('\n', "\r\n")), cells);
        assert_eq!(read(&text.replace('\n', "\r")), cells);
        for words in ["#1 in classifica", "Err: 5", "#N/D e altro"] {
            assert_eq!(Cella::di_parole(words).testo, words);
        }
        assert_eq!(Cella::di_parole("Uno\u{b}due").testo, "Uno\ndue");
        // As Excel writes «Testo Unicode»: in UTF-16, with tabulations.
        let wide: Vec<u8> = text.replace(';', "\t").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [[&b"\xFF\xFE"[..], &wide].concat(), wide] {
            assert_eq!(leggi("a.csv", &bytes).unwrap().celle, cells);
        }
        assert!(leggi("a.csv", b"Codice;\0Obiettivo\n").is_err());
    }

    /// A spreadsheet leaves in a CSV what it makes of a cell, and not always what the cell says.
    #[test]
    fn a_cell_of_a_csv_says_what_was_typed_or_is_told() {
        let text = "=\"0012\";\"=\"\"0 \"\"\"\"x\"\"\";5,00E+03;1.23457E+12;=SOMMA(A1:A2);==;1E5;= 5\n";
        let cells = leggi("a.csv", text.as_bytes()).unwrap().celle;
        let said: Vec<&str> = cells.values().map(|cell| cell.testo.as_str()).collect();
        assert_eq!(said, ["0012", "0 \"x", "", "", "", "==", "1E5", "= 5"]);
        let broken = |n: u32| cells[&(0, n)].guasto.clone().unwrap_or_default();
        assert!(broken(2).contains("5,00E+03") && broken(3).contains("cifre") && broken(4).contains("formula"));
    }
}
