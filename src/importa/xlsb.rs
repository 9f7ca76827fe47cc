//! The workbooks that Excel calls «cartella di lavoro binaria»: an archive as those of today, whose parts are streams of records, as
//! Microsoft describes them in `[MS-XLSB]`. They are read here as far as cells, formats, merged cells, hidden rows and columns, struck
//! words and comments.
//!
//! calamine reads these files too, and is not used for them, for the same reasons as those of old Excel: see `xls`.

use super::archivio::{self, Archivio, MAX_UNPACKED, nominate};
use super::foglio::{Foglio, MAX_CELLS, MAX_COLUMNS, Peso, Posto, TroppeCelle};
use super::xls::{Byte, logico, noto, quando, rk};
use calamine::DataRef;
use std::collections::{BTreeMap, BTreeSet};

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rifiuto {
    Guasto,
    TroppeCelle,
}

impl From<TroppeCelle> for Rifiuto {
    fn from(_: TroppeCelle) -> Self {
        Rifiuto::TroppeCelle
    }
}

const CARTELLA: &str = "xl/workbook.bin";

// The records that are read, by their numbers.
const ROW_HDR: u16 = 0;
const CELL_RK: u16 = 2;
const CELL_ERROR: u16 = 3;
const CELL_BOOL: u16 = 4;
const CELL_REAL: u16 = 5;
const CELL_ST: u16 = 6;
const CELL_ISST: u16 = 7;
const FMLA_STRING: u16 = 8;
const FMLA_NUM: u16 = 9;
const FMLA_BOOL: u16 = 10;
const FMLA_ERROR: u16 = 11;
const SST_ITEM: u16 = 19;
const FONT: u16 = 43;
const FMT: u16 = 44;
const XF: u16 = 47;
const COL_INFO: u16 = 60;
const CELL_R_STRING: u16 = 62;
const END_SHEET_DATA: u16 = 146;
const WB_PROP: u16 = 153;
const BUNDLE_SH: u16 = 156;
const MERGE_CELL: u16 = 176;
const BEGIN_CELL_XFS: u16 = 617;
const END_CELL_XFS: u16 = 618;
const BEGIN_COMMENT: u16 = 635;

/// The records of a part.
struct Stream<'s> {
    rest: &'s [u8],
}

impl Stream<'_> {
    /// A number in groups of seven bits, the lowest first, in `most` bytes at most.
    fn numero(&mut self, most: u32) -> Option<u32> {
        let mut out = 0;
        for n in 0..most {
            let (byte, rest) = self.rest.split_first()?;
            self.rest = rest;
            out |= u32::from(byte & 0x7F) << (7 * n);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(out)
    }
}

impl<'s> Iterator for Stream<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let tipo = u16::try_from(self.numero(2)?).ok()?;
        let many = usize::try_from(self.numero(4)?).ok()?;
        // One that is longer than what is left is cut, and says less than it must.
        let (data, rest) = self.rest.split_at_checked(many).unwrap_or((self.rest, &[]));
        self.rest = rest;
        Some((tipo, data))
    }
}

/// Words with how many letters they have before them. None also where they lie.
fn parole(bytes: &mut Byte<'_, '_>) -> Option<String> {
    let many = bytes.u32()?;
    let letters: Vec<u16> = (0..many).map_while(|_| bytes.u16()).collect();
    (letters.len() == usize::try_from(many).ok()?).then(|| String::from_utf16_lossy(&letters))
}

/// A sheet as the workbook names it.
struct Nominato {
    nome: String,
    relazione: String,
    nascosto: bool,
}

/// A text of the workbook, and whether some of its words are struck.
struct Testo {
    parole: String,
    barrato: bool,
}

/// What the workbook says besides its sheets.
#[derive(Default)]
struct Libro {
    fogli: Vec<Nominato>,
    testi: Vec<Testo>,
    /// The formats that the workbook defines, by number.
    formati: BTreeMap<u16, String>,
    /// The format and the font of each look of a cell, by number.
    aspetti: Vec<(u16, u16)>,
    /// Whether each font strikes its words through.
    barrati: Vec<bool>,
    dal_1904: bool,
}

/// The sheets of the workbook.
pub(super) fn leggi(archive: &mut Archivio<'_>) -> Result<Vec<Foglio>, Rifiuto> {
    let mut libro = Libro::default();
    let book = parte(archive, CARTELLA).ok_or(Rifiuto::Guasto)?;
    libro.cartella(&book).ok_or(Rifiuto::Guasto)?;
    for part in nominate(archive, CARTELLA, "styles").into_values() {
        let bytes = parte(archive, &part).ok_or(Rifiuto::Guasto)?;
        libro.stili(&bytes).ok_or(Rifiuto::Guasto)?;
    }
    for part in nominate(archive, CARTELLA, "sharedStrings").into_values() {
        let bytes = parte(archive, &part).ok_or(Rifiuto::Guasto)?;
        libro.testi(&bytes).ok_or(Rifiuto::Guasto)?;
    }
    let sheets = nominate(archive, CARTELLA, "worksheet");
    let mut peso = Peso::default();
    let mut out = Vec::new();
    for named in &libro.fogli {
        // A chart has a sheet of its own.
        let Some(part) = sheets.get(&named.relazione) else { continue };
        let bytes = parte(archive, part).ok_or(Rifiuto::Guasto)?;
        let mut foglio = Foglio { nome: named.nome.clone(), nascosto: named.nascosto, ..Foglio::default() };
        libro.foglio(&bytes, &mut foglio, &mut peso)?;
        for comments in nominate(archive, part, "comments").into_values() {
            foglio.commenti.extend(commenti(&parte(archive, &comments).unwrap_or_default()));
        }
        out.push(foglio);
    }
    if out.is_empty() { Err(Rifiuto::Guasto) } else { Ok(out) }
}

fn parte(archive: &mut Archivio<'_>, name: &str) -> Option<Vec<u8>> {
    archivio::parte(archive, name, MAX_UNPACKED)
}

/// The cells that have a comment.
fn commenti(bytes: &[u8]) -> BTreeSet<Posto> {
    let all = Stream { rest: bytes }.filter(|(tipo, _)| *tipo == BEGIN_COMMENT);
    let each = all.filter_map(|(_, data)| {
        let parti = [data];
        let mut bytes = Byte::di(&parti);
        bytes.u32()?;
        let (row, _, column) = (bytes.u32()?, bytes.u32()?, bytes.u32()?);
        Some((row, column))
    });
    each.take(MAX_CELLS).collect()
}

impl Libro {
    /// Takes the names of the sheets. None where they cannot be read.
    fn cartella(&mut self, bytes: &[u8]) -> Option<()> {
        for (tipo, data) in (Stream { rest: bytes }) {
            let parti = [data];
            let mut bytes = Byte::di(&parti);
            match tipo {
                WB_PROP => self.dal_1904 = bytes.u32()? & 1 == 1,
                BUNDLE_SH => {
                    let state = bytes.u32()?;
                    bytes.u32()?;
                    let (relazione, nome) = (parole(&mut bytes)?, parole(&mut bytes)?);
                    self.fogli.push(Nominato { nome, relazione, nascosto: state != 0 });
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Takes the formats of the cells, and which fonts strike their words through.
    fn stili(&mut self, bytes: &[u8]) -> Option<()> {
        // The looks of the named styles are no looks of cells.
        let mut of_cells = false;
        for (tipo, data) in (Stream { rest: bytes }) {
            let parti = [data];
            let mut bytes = Byte::di(&parti);
            match tipo {
                BEGIN_CELL_XFS => of_cells = true,
                END_CELL_XFS => of_cells = false,
                FMT => drop(self.formati.insert(bytes.u16()?, parole(&mut bytes)?)),
                FONT => {
                    bytes.u16()?;
                    self.barrati.push(bytes.u16()? & 8 == 8);
                }
                XF if of_cells => {
                    bytes.u16()?;
                    self.aspetti.push((bytes.u16()?, bytes.u16()?));
                }
                _ => {}
            }
        }
        Some(())
    }

    /// Takes the texts that cells name by number.
    fn testi(&mut self, bytes: &[u8]) -> Option<()> {
        for (_, data) in (Stream { rest: bytes }).filter(|(tipo, _)| *tipo == SST_ITEM) {
            let parti = [data];
            let text = self.ricco(&mut Byte::di(&parti))?;
            self.testi.push(text);
        }
        Some(())
    }

    /// Words whose parts may have looks of their own.
    fn ricco(&self, bytes: &mut Byte<'_, '_>) -> Option<Testo> {
        let rich = bytes.one()? & 1 == 1;
        let parole = parole(bytes)?;
        let runs = if rich { bytes.u32()? } else { 0 };
        let fonts = (0..runs).map_while(|_| bytes.u16().and_then(|_| bytes.u16()));
        let barrato = fonts.filter_map(|font| self.barrati.get(usize::from(font))).any(|struck| *struck);
        Some(Testo { parole, barrato })
    }

    /// The format of a cell that has the look number `n`, and whether it is struck through.
    fn aspetto(&self, n: u32) -> (&str, bool) {
        let found = usize::try_from(n).ok().and_then(|n| self.aspetti.get(n));
        let Some((format, font)) = found else { return ("", false) };
        let text = self.formati.get(format).map_or_else(|| noto(*format), String::as_str);
        (text, self.barrati.get(usize::from(*font)).copied().unwrap_or_default())
    }

    /// Reads a sheet.
    fn foglio(&self, bytes: &[u8], out: &mut Foglio, peso: &mut Peso) -> Result<(), Rifiuto> {
        let mut groups: Vec<(Posto, Posto)> = Vec::new();
        let mut row = 0;
        let mut cells = true;
        for (tipo, data) in (Stream { rest: bytes }) {
            let parti = [data];
            let mut bytes = Byte::di(&parti);
            match tipo {
                END_SHEET_DATA => cells = false,
                ROW_HDR if cells => row = riga(&mut bytes, out).ok_or(Rifiuto::Guasto)?,
                CELL_RK..=FMLA_ERROR | CELL_R_STRING if cells => {
                    self.cella((tipo, row), &mut bytes, out, peso).ok_or(Rifiuto::Guasto)??;
                }
                COL_INFO => out.colonne_nascoste.extend(colonne(&mut bytes).ok_or(Rifiuto::Guasto)?),
                MERGE_CELL if groups.len() < MAX_CELLS => {
                    groups.push(unite(&mut bytes).ok_or(Rifiuto::Guasto)?);
                }
                _ => {}
            }
        }
        out.unisci(groups.into_iter());
        Ok(())
    }

    /// Puts a cell in its sheet. None where its record is not whole.
    fn cella(
        &self,
        (tipo, row): (u16, u32),
        bytes: &mut Byte<'_, '_>,
        out: &mut Foglio,
        peso: &mut Peso,
    ) -> Option<Result<(), TroppeCelle>> {
        let column = bytes.u32()?;
        let look = bytes.u32()? & 0x00FF_FFFF;
        // No sheet has more rows and columns: the record lies.
        if row >= 1 << 20 || column >= MAX_COLUMNS {
            return None;
        }
        let (format, mut struck) = self.aspetto(look);
        let number = |n: f64| quando(n, format, self.dal_1904);
        let value = match tipo {
            CELL_RK => number(rk(bytes.u32()?)),
            CELL_REAL | FMLA_NUM => number(bytes.f64()?),
            CELL_ERROR | FMLA_ERROR => logico(bytes.one()?, true),
            CELL_BOOL | FMLA_BOOL => logico(bytes.one()?, false),
            CELL_ISST => {
                let text = self.testi.get(usize::try_from(bytes.u32()?).ok()?)?;
                struck |= text.barrato;
                DataRef::SharedString(&text.parole)
            }
            CELL_ST | FMLA_STRING => DataRef::String(parole(bytes)?),
            _ => {
                let text = self.ricco(bytes)?;
                struck |= text.barrato;
                DataRef::String(text.parole)
            }
        };
        out.barrate.extend(struck.then_some((row, column)));
        Some(out.metti((row, column), &value, format, self.dal_1904, peso))
    }
}

/// The number of a row. One that is hidden is taken note of.
fn riga(bytes: &mut Byte<'_, '_>, out: &mut Foglio) -> Option<u32> {
    let row = bytes.u32()?;
    // Its look, how high it is, and where its lines are.
    bytes.skip(7)?;
    out.nascoste.extend((bytes.one()? & 0x10 != 0).then_some(row));
    Some(row)
}

/// The columns that a record says are hidden.
fn colonne(bytes: &mut Byte<'_, '_>) -> Option<std::ops::Range<u32>> {
    let (first, last) = (bytes.u32()?, bytes.u32()?);
    bytes.skip(8)?;
    let hidden = bytes.u16()? & 1 == 1;
    Some(if hidden { first..last.saturating_add(1).min(MAX_COLUMNS) } else { 0..0 })
}

/// The first and the last of cells that are merged.
fn unite(bytes: &mut Byte<'_, '_>) -> Option<(Posto, Posto)> {
    let (top, bottom, left, right) = (bytes.u32()?, bytes.u32()?, bytes.u32()?, bytes.u32()?);
    Some(((top, left), (bottom, right)))
}

#[cfg(test)]
mod tests {
    use super::{Rifiuto, Stream, archivio, leggi};
    use std::io::{Cursor, Write};

    /// A workbook as Excel writes it, with what a plan needs of one.
    const LIBRO: &[u8] = include_bytes!("../../tests/fogli/obiettivi.xlsb");

    /// The parts of the workbook.
    fn parti() -> Vec<(String, Vec<u8>)> {
        let mut archive = archivio::apri(LIBRO).unwrap();
        let names: Vec<String> = archive.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect();
        names.into_iter().map(|name| (name.clone(), archivio::parte(&mut archive, &name, 1 << 20).unwrap())).collect()
    }

    /// How many cells there are in a workbook with these parts.
    fn celle(parts: &[(String, Vec<u8>)]) -> Result<usize, Rifiuto> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (name, bytes) in parts {
            writer.start_file(name.as_str(), stored).unwrap();
            writer.write_all(bytes).unwrap();
        }
        let bytes = writer.finish().unwrap().into_inner();
        leggi(&mut archivio::apri(&bytes).unwrap()).map(|fogli| fogli.iter().map(|foglio| foglio.celle.len()).sum())
    }

    #[test]
    fn records_have_numbers_and_lengths_in_groups_of_seven_bits() {
        let bytes = [0x9C, 0x01, 0x02, 7, 8, 0x05, 0x80, 0x01, 1];
        let all: Vec<(u16, usize)> = Stream { rest: &bytes }.map(|(tipo, data)| (tipo, data.len())).collect();
        // The last one is shorter than it says.
        assert_eq!(all, [(156, 2), (5, 1)]);
    }

    #[test]
    fn what_is_no_such_workbook_is_refused() {
        let parts = parti();
        assert_eq!(celle(&parts), Ok(30));
        for gone in ["xl/workbook.bin", "xl/sharedStrings.bin", "xl/worksheets/sheet1.bin", "xl/styles.bin"] {
            let rest: Vec<_> = parts.iter().filter(|(name, _)| name != gone).cloned().collect();
            assert_eq!(celle(&rest), Err(Rifiuto::Guasto), "{gone}");
        }
    }

    /// Bytes that were damaged anywhere, or lengths that lie, are refused or read: nothing else.
    #[test]
    fn no_bytes_bring_it_down() {
        let parts = parti();
        for (n, (name, bytes)) in parts.iter().enumerate().filter(|(_, (name, _))| name.ends_with(".bin")) {
            for at in (0..bytes.len()).step_by(2) {
                let mut damaged = parts.clone();
                damaged[n].1[at] ^= if at % 4 == 0 { 0xFF } else { 0x81 };
                let _ = celle(&damaged);
                damaged[n].1.truncate(at);
                let _ = celle(&damaged);
            }
            assert!(!name.is_empty());
        }
    }
}
