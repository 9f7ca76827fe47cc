//! The sheets of an OpenDocument workbook. The reader of the other forms does not say which numbers are percentages; here each cell says the
//! type of its value, so the document itself is read.

use super::archivio::{self, Archivio, MAX_UNPACKED};
use super::foglio::{
    Cella, Foglio, MAX_CELLS, MAX_COLUMNS, Peso, Posto, SENZA_VALORE, TroppeCelle, con_ora, in_due, ora, pulito,
};
use super::formati::{detta, numero, senza_migliaia};
use crate::base::giorno::Giorno;
use crate::base::text::flat_words;
use roxmltree::{Document, Node};
use std::collections::BTreeSet;

const OFFICE: &str = "urn:oasis:names:tc:opendocument:xmlns:office:1.0";
const TABLE: &str = "urn:oasis:names:tc:opendocument:xmlns:table:1.0";
const TEXT: &str = "urn:oasis:names:tc:opendocument:xmlns:text:1.0";
const STYLE: &str = "urn:oasis:names:tc:opendocument:xmlns:style:1.0";
const CALC: &str = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0";

/// The most parts of the document.
const MAX_NODES: u32 = 20_000_000;
/// The most rows or columns of a sheet.
const MAX_SIDE: u32 = 1 << 20;

/// Why a document cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rifiuto {
    Password,
    Guasto,
    TroppeCelle,
}

impl From<TroppeCelle> for Rifiuto {
    fn from(_: TroppeCelle) -> Self {
        Rifiuto::TroppeCelle
    }
}

/// The sheets of the document.
pub(super) fn leggi(archive: &mut Archivio<'_>) -> Result<Vec<Foglio>, Rifiuto> {
    let mut part = |name: &str| archivio::testo(archive, name, MAX_UNPACKED);
    if part("META-INF/manifest.xml").unwrap_or_default().contains("encryption-data") {
        return Err(Rifiuto::Password);
    }
    let text = part("content.xml").ok_or(Rifiuto::Guasto)?;
    // External entities are not read: a document that declares any is refused.
    let document = archivio::albero(&text, MAX_NODES).map_err(|_| Rifiuto::Guasto)?;
    let (hidden, struck) = (nascoste(&document), barrati(&document));
    let sheets = document.descendants().filter(|node| node.has_tag_name((OFFICE, "spreadsheet")));
    let tables = sheets.flat_map(|sheet| sheet.children().filter(|node| node.has_tag_name((TABLE, "table"))));
    let mut peso = Peso::default();
    tables.map(|table| foglio(table, (&hidden, &struck), &mut peso)).collect()
}

/// The styles of the sheets that are not shown.
fn nascoste<'d>(document: &'d Document<'_>) -> BTreeSet<&'d str> {
    let styles = document.descendants().filter(|node| node.has_tag_name((STYLE, "style")));
    let hidden = styles.filter(|style| {
        let properties = style.children().filter(|node| node.has_tag_name((STYLE, "table-properties")));
        properties.filter_map(|node| node.attribute((TABLE, "display"))).any(|display| display == "false")
    });
    hidden.filter_map(|style| style.attribute((STYLE, "name"))).collect()
}

/// The styles of the cells whose words are struck through.
fn barrati<'d>(document: &'d Document<'_>) -> BTreeSet<&'d str> {
    let styles = document.descendants().filter(|node| node.has_tag_name((STYLE, "style")));
    let struck = styles.filter(|style| {
        let properties = style.children().filter(|node| node.has_tag_name((STYLE, "text-properties")));
        properties.filter_map(|node| node.attribute((STYLE, "text-line-through-style"))).any(|line| line != "none")
    });
    struck.filter_map(|style| style.attribute((STYLE, "name"))).collect()
}

fn volte(node: Node<'_, '_>, name: &str) -> u32 {
    node.attribute((TABLE, name)).and_then(|n| n.parse().ok()).unwrap_or(1).clamp(1, MAX_SIDE)
}

fn foglio(
    table: Node<'_, '_>,
    (hidden, struck): (&BTreeSet<&str>, &BTreeSet<&str>),
    peso: &mut Peso,
) -> Result<Foglio, Rifiuto> {
    let mut out = Foglio {
        nome: table.attribute((TABLE, "name")).unwrap_or_default().to_owned(),
        nascosto: table.attribute((TABLE, "style-name")).is_some_and(|style| hidden.contains(style)),
        ..Foglio::default()
    };
    // Rows and columns may stand in groups and in headers; those of a table inside a cell are none of this one.
    let of_table = |node: &Node<'_, '_>| {
        node.ancestors().skip(1).find(|above| above.has_tag_name((TABLE, "table"))) == Some(table)
    };
    let mut groups: Vec<(Posto, Posto)> = Vec::new();
    let mut column = 0u32;
    for node in table.descendants().filter(|node| node.has_tag_name((TABLE, "table-column")) && of_table(node)) {
        let next = column.saturating_add(volte(node, "number-columns-repeated")).min(MAX_COLUMNS);
        if nascosta(node) {
            out.colonne_nascoste.extend(column..next);
        }
        column = next;
    }
    let mut row = 0u32;
    for line in table.descendants().filter(|node| node.has_tag_name((TABLE, "table-row")) && of_table(node)) {
        let times = volte(line, "number-rows-repeated");
        let mut column = 0u32;
        let mut cells: Vec<(u32, Cella)> = Vec::new();
        for cell in line.children().filter(Node::is_element) {
            let wide = volte(cell, "number-columns-repeated");
            if cell.has_tag_name((TABLE, "table-cell")) {
                let said = cella(cell);
                let (across, down) = (volte(cell, "number-columns-spanned"), volte(cell, "number-rows-spanned"));
                if across > 1 || down > 1 {
                    groups.push(((row, column), (row.saturating_add(down - 1), column.saturating_add(across - 1))));
                }
                if cell.children().any(|node| node.has_tag_name((OFFICE, "annotation"))) {
                    out.commenti.insert((row, column));
                }
                let barrata = cell.attribute((TABLE, "style-name")).is_some_and(|style| struck.contains(style));
                let oraria = matches!(cell.attribute((OFFICE, "value-type")), Some("date" | "time"));
                let (code, breve) = (codice(cell), oraria && senza_anno(cell));
                if said != Cella::default() {
                    for column in (0..wide).map(|n| column.saturating_add(n)) {
                        out.codici.extend(code.clone().map(|code| ((row, column), code)));
                        out.barrate.extend(barrata.then_some((row, column)));
                        out.orarie.extend(oraria.then_some((row, column)));
                        out.senza_anno.extend(breve.then_some((row, column)));
                        peso.con(&said)?;
                        cells.push((column, said.clone()));
                        if cells.len() > MAX_CELLS {
                            return Err(Rifiuto::TroppeCelle);
                        }
                    }
                }
            }
            column = column.saturating_add(wide);
        }
        if !cells.is_empty() {
            let hidden = nascosta(line);
            for n in 0..times {
                cells.iter().filter(|_| n > 0).try_for_each(|(_, cell)| peso.con(cell))?;
                for (column, _) in cells.iter().filter(|_| n > 0) {
                    let (from, to) = ((row, *column), (row.saturating_add(n), *column));
                    for marked in [&mut out.barrate, &mut out.orarie, &mut out.senza_anno] {
                        let too = marked.contains(&from).then_some(to);
                        marked.extend(too);
                    }
                    let code = out.codici.get(&from).cloned();
                    out.codici.extend(code.map(|code| (to, code)));
                }
                out.nascoste.extend(hidden.then_some(row.saturating_add(n)));
                out.celle.extend(cells.iter().map(|(column, cell)| ((row.saturating_add(n), *column), cell.clone())));
                if out.celle.len() > MAX_CELLS {
                    return Err(Rifiuto::TroppeCelle);
                }
            }
        }
        row = row.saturating_add(times);
    }
    out.unisci(groups.into_iter());
    Ok(out)
}

/// Whether a row, or a column, is not shown.
fn nascosta(node: Node<'_, '_>) -> bool {
    node.attribute((TABLE, "visibility")).is_some_and(|word| word != "visible")
}

/// What a cell says.
fn cella(cell: Node<'_, '_>) -> Cella {
    let shown = mostrato(cell);
    if cell.attribute((CALC, "value-type")) == Some("error") {
        return Cella::guasta(shown);
    }
    let kind = cell.attribute((OFFICE, "value-type"));
    if kind.is_none() && shown.is_empty() && cell.has_attribute((TABLE, "formula")) {
        return Cella::guasta(SENZA_VALORE);
    }
    let testo = match kind {
        Some("percentage" | "currency" | "float") => match valore(cell) {
            Some(value) => {
                let euro =
                    kind == Some("currency") && cell.attribute((OFFICE, "currency")).is_none_or(|one| one == "EUR");
                return match detto(&shown, value, kind == Some("percentage"), euro) {
                    Some(testo) => Cella { testo, guasto: None },
                    None => Cella::guasta(format!("{} e mostra «{shown}»", numero(value))),
                };
            }
            None => None,
        },
        Some("date") => cell.attribute((OFFICE, "date-value")).and_then(|value| giorno(value, &shown)),
        Some("time") => cell.attribute((OFFICE, "time-value")).and_then(durata),
        Some("boolean") => {
            cell.attribute((OFFICE, "boolean-value")).map(|value| if value == "true" { "sì" } else { "no" }.to_owned())
        }
        _ => return Cella::di_parole(&shown),
    };
    Cella { testo: testo.unwrap_or(shown), guasto: None }
}

fn valore(cell: Node<'_, '_>) -> Option<f64> {
    cell.attribute((OFFICE, "value")).and_then(|value| value.parse().ok())
}

/// A number that is shown with zeros that it does not need, as codes are.
fn codice(cell: Node<'_, '_>) -> Option<String> {
    let value = valore(cell).filter(|_| cell.attribute((OFFICE, "value-type")) == Some("float"))?;
    let shown = mostrato(cell).replace('.', ",");
    let plain = shown.bytes().all(|b| b.is_ascii_digit() || b == b',');
    let same = plain && shown.replace(',', ".").parse() == Ok(value);
    (same && shown != numero(value)).then_some(shown)
}

/// The text that a cell shows, a line a paragraph. Comments are none of it.
fn mostrato(cell: Node<'_, '_>) -> String {
    fn add(node: Node<'_, '_>, out: &mut String) {
        for inner in node.children() {
            if let Some(text) = inner.text().filter(|_| inner.is_text()) {
                out.push_str(text);
            } else if inner.has_tag_name((TEXT, "s")) {
                let many = inner.attribute((TEXT, "c")).and_then(|n| n.parse().ok()).unwrap_or(1usize);
                out.push_str(&" ".repeat(many.min(1000)));
            } else if inner.has_tag_name((TEXT, "tab")) {
                out.push(' ');
            } else if inner.has_tag_name((TEXT, "line-break")) {
                out.push('\n');
            } else if !inner.has_tag_name((OFFICE, "annotation")) {
                add(inner, out);
            }
        }
    }
    let lines = cell.children().filter(|node| node.has_tag_name((TEXT, "p"))).map(|line| {
        let mut text = String::new();
        add(line, &mut text);
        text
    });
    pulito(&lines.collect::<Vec<_>>().join("\n"))
}

/// A number with the words that its cell shows around it: `max 12 ore`. None where what is shown is not that number.
fn detto(shown: &str, value: f64, percento: bool, euro: bool) -> Option<String> {
    let money = if euro { "€" } else { "" };
    if shown.is_empty() {
        return Some(if percento { detta("", value * 100.0, true, "") } else { detta("", value, false, money) });
    }
    // `1/2`, `3 1/4`: another way to write the number, where it is not the number of something.
    if !percento
        && let Some(said) = frazione(shown)
        && (said - value).abs() <= 0.05
    {
        return Some(numero(value));
    }
    let Some(start) = shown.find(|c: char| c.is_ascii_digit()) else {
        return match shown.to_uppercase().as_str() {
            "VERO" | "TRUE" => Some("sì".to_owned()),
            "FALSO" | "FALSE" => Some("no".to_owned()),
            // A dash stands for zero.
            _ if value == 0.0 && shown.starts_with(['-', '–']) => {
                Some(detta("", 0.0, percento, shown.trim_start_matches(['-', '–'])))
            }
            _ => (!shown.contains("###")).then(|| shown.to_owned()),
        };
    };
    let (before, rest) = shown.split_at_checked(start)?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ".,’'".contains(c))).unwrap_or(rest.len());
    let (figures, _) = rest.split_at_checked(end)?;
    // A full stop after them may be of the words.
    let figures = figures.trim_end_matches(['.', ',', '’', '\'']);
    let after = rest.get(figures.len()..)?;
    let sign = |words: &str| words.replace(['-', '–', '(', ')'], "");
    let (before, after) = if value < 0.0 { (sign(before), sign(after)) } else { (before.to_owned(), after.to_owned()) };
    let readings = letture(figures);
    let same = |value: f64| readings.iter().any(|(said, half)| (said - value.abs()).abs() <= *half);
    if percento {
        let after = after.trim_start().strip_prefix('%').filter(|_| same(value * 100.0))?;
        return Some(detta(&before, value * 100.0, true, after));
    }
    if same(value) {
        let said = before.contains('€') || after.contains('€');
        return Some(detta(&before, value, false, if said || !after.trim().is_empty() { &after } else { money }));
    }
    // As a power of ten, or by the thousand.
    let power = shown.replace(',', ".").parse::<f64>().is_ok_and(|said| (said - value).abs() <= value.abs() * 0.1);
    let scale = [1e3, 1e6, 1e9]
        .iter()
        .any(|scale| readings.iter().any(|(said, half)| (said * scale - value.abs()).abs() <= half * scale));
    match senza_migliaia(&after).filter(|_| scale) {
        Some(words) => Some(detta(&before, value, false, words)),
        None => power.then(|| numero(value)),
    }
}

/// The number that a fraction is: `3 1/4` is 3,25.
fn frazione(shown: &str) -> Option<f64> {
    let (sign, shown) = shown.strip_prefix(['-', '−']).map_or((1.0, shown), |rest| (-1.0, rest));
    let (whole, parts) = shown.trim().rsplit_once(' ').unwrap_or(("0", shown.trim()));
    let (above, below) = parts.split_once('/')?;
    let number = |text: &str| text.trim().parse::<u32>().ok().map(f64::from);
    let (whole, above, below) = (number(whole)?, number(above)?, number(below)?);
    (below > 0.0).then_some(sign * (whole + above / below))
}

/// Whether a cell shows the day and the month of a day, and not its year: «31-dic».
fn senza_anno(cell: Node<'_, '_>) -> bool {
    let day = cell.attribute((OFFICE, "date-value")).and_then(|value| Giorno::parse(value.get(..10)?));
    let words = flat_words(&mostrato(cell));
    matches!((day, words.as_slice()), (Some(day), [first, _]) if first.parse() == Ok(day.giorno()))
        && !day.is_some_and(|day| words.last().is_some_and(|last| day.anno().to_string().ends_with(last.as_str())))
}

/// The numbers that figures may be, with the comma for the decimals and with the full stop; each with what may be lost in rounding.
fn letture(figures: &str) -> Vec<(f64, f64)> {
    let each = [('.', ','), (',', '.')].into_iter().filter_map(|(thousands, comma)| {
        let plain = figures.replace([thousands, '’', '\''], "").replace(comma, ".");
        let decimals = plain.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let half = 0.5 * 10f64.powi(-i32::try_from(decimals).ok()?) + 1e-9;
        Some((plain.parse().ok()?, half))
    });
    each.collect()
}

/// A day, as far as the cell shows it, with its hour when it has one: `2027-12-31T09:30:00`.
fn giorno(text: &str, shown: &str) -> Option<String> {
    let (day, hour) = in_due(text)?;
    // «dic-27», «2027»: what is not shown was put there by the spreadsheet.
    let words = flat_words(shown);
    let year = day.anno().to_string();
    let last = words.last().is_some_and(|word| *word == year || year.ends_with(word.as_str()) && word.len() == 2);
    match words.as_slice() {
        [_, _] if last => return Some(day.mese_e_anno()),
        [_] if last => return Some(year),
        _ => {}
    }
    Some(con_ora(day, hour))
}

/// A length of time: `PT01H30M00S` is `1:30`.
fn durata(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix("PT")?;
    let mut take = |mark: char| -> Option<f64> {
        let Some((number, after)) = rest.split_once(mark) else { return Some(0.0) };
        rest = after;
        number.replace(',', ".").parse().ok()
    };
    let (hours, minutes, seconds) = (take('H')?, take('M')?, take('S')?);
    ora((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::{Foglio, Rifiuto, archivio, detto, durata, giorno};
    use std::io::Cursor;

    fn leggi(bytes: &[u8]) -> Result<Vec<Foglio>, Rifiuto> {
        super::leggi(&mut archivio::apri(bytes).map_err(|_| Rifiuto::Guasto)?)
    }

    #[test]
    fn a_cell_says_its_value_and_not_its_look() {
        for (value, shown, said) in [
            ("2027-12-31", "31/12/27", "31/12/2027"),
            ("2027-12-31", "", "31/12/2027"),
            ("2027-12-31", "31 dic", "31/12/2027"),
            ("2027-12-01", "dic-27", "dicembre 2027"),
            ("2027-12-01", "12/2027", "dicembre 2027"),
            ("2027-12-31T12:00:00", "2027", "2027"),
            ("2027-12-31T09:30:00", "31/12/2027 09:30", "31/12/2027 09:30"),
        ] {
            assert_eq!(giorno(value, shown).as_deref(), Some(said), "{shown}");
        }
        assert_eq!(durata("PT01H30M00S").as_deref(), Some("1:30"));
        assert_eq!(durata("PT25H30M00S").as_deref(), Some("25:30"));
        for (shown, value, percent, said) in [
            ("12 ore", 12.0, false, Some("12 ore")),
            ("1.250,5 mq", 1250.5, false, Some("1250,5 mq")),
            ("12", 12.0, false, Some("12")),
            ("n. 12", 12.0, false, Some("12")),
            ("33,3 giorni", 33.333, false, Some("33,333 giorni")),
            ("non più di 5 giorni", 5.0, false, Some("non più di 5 giorni")),
            ("≥ 80%", 0.8, true, Some("≥ 80 %")),
            ("80% circa", 0.8, true, Some("80 % circa")),
            // A document in English.
            ("12.5%", 12.5, false, Some("12,5 %")),
            ("1,234.50 €", 1234.5, false, Some("1234,50 €")),
            ("€ 1.234,50", 1234.5, false, Some("1234,50 €")),
            ("(1,234.50)", -1234.5, false, Some("-1234,5")),
            ("-   €", 0.0, false, Some("0,00 €")),
            ("VERO", 1.0, false, Some("sì")),
            ("alto", 5.0, false, Some("alto")),
            // By the thousand: the number is the whole one.
            ("1,2 mila", 1234.0, false, Some("1234")),
            ("1.5k", 1500.0, false, Some("1500")),
            ("1,23E+03", 1234.0, false, Some("1234")),
            ("40%", 40.0, false, Some("40 %")),
            // A fraction is its number; eight out of ten are not.
            ("1/2", 0.5, false, Some("0,5")),
            ("3 1/4", 3.25, false, Some("3,25")),
            ("8/10", 8.0, false, Some("8/10")),
            // What is shown is another number.
            ("12 posti", 12_345.0, false, None),
            ("###", 5.0, false, None),
        ] {
            assert_eq!(detto(shown, value, percent, false).as_deref(), said, "{shown}");
        }
        assert_eq!(detto("1.500,00", 1500.0, false, true).as_deref(), Some("1500,00 €"));
    }

    /// Bytes that were damaged anywhere, or lengths that lie, are refused or read: nothing else.
    #[test]
    fn no_bytes_bring_it_down() {
        use std::io::Write;
        let content = "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
             xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
             <office:body><office:spreadsheet><table:table table:name=\"A\"><table:table-row table:number-rows-repeated=\"3\">\
             <table:table-cell office:value-type=\"float\" office:value=\"1.5\" table:number-columns-repeated=\"4294967295\" \
             table:number-rows-spanned=\"99999999999\"/><table:table-cell office:value-type=\"date\" office:date-value=\"2027-13-99T\"/>\
             <table:table-cell><text:p>a<text:s text:c=\"-1\"/></text:p></table:table-cell></table:table-row></table:table>\
             </office:spreadsheet></office:body></office:document-content>";
        let packed = |content: &str| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            writer.start_file("content.xml", zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(content.as_bytes()).unwrap();
            writer.finish().unwrap().into_inner()
        };
        assert_eq!(leggi(&packed(content)).unwrap_err(), Rifiuto::TroppeCelle);
        let small = content.replace("4294967295", "2");
        let bytes = packed(&small);
        assert_eq!(leggi(&bytes).unwrap()[0].celle.len(), 9);
        for at in 0..bytes.len() {
            let mut bytes = bytes.clone();
            bytes[at] ^= 0x55;
            let _ = leggi(&bytes);
        }
        for at in (0..small.len()).filter(|at| small.is_char_boundary(*at)) {
            let _ = leggi(&packed(&small[..at]));
            let _ = leggi(&packed(&format!("{}9{}", &small[..at], &small[at..])));
        }
    }
}
