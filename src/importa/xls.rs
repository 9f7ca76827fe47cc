//! The workbooks of Excel 97–2003: a compound file, which `cfb` opens, with a stream of records, which are read here as far as cells,
//! formats, merged cells, hidden rows and columns and comments. The stream is BIFF8, as Microsoft describes it in `[MS-XLS]`.
//!
//! calamine reads these files too, and is not used for them: it keeps of a format only whether it is a date, so that 25 % would be 0,25; and on
//! bytes that were damaged it panics, or asks for more memory than there is, which ends the program.

use super::archivio::MAX_UNPACKED;
use super::foglio::{Foglio, MAX_CELLS, Peso, Posto, TroppeCelle};
use super::formati::tempo;
use calamine::{CellErrorType, DataRef, ExcelDateTime};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rifiuto {
    Password,
    /// It is of Excel 95, or of a version before.
    Vecchio,
    Guasto,
    TroppeCelle,
}

impl From<TroppeCelle> for Rifiuto {
    fn from(_: TroppeCelle) -> Self {
        Rifiuto::TroppeCelle
    }
}

/// The first bytes of a compound file.
pub(super) const INIZIO: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

// The records that are read, by their numbers.
const EOF: u16 = 0x000A;
const FONT: u16 = 0x0031;
const FORMULA: u16 = 0x0006;
const NOTE: u16 = 0x001C;
const DATEMODE: u16 = 0x0022;
const FILEPASS: u16 = 0x002F;
const CONTINUE: u16 = 0x003C;
const COLINFO: u16 = 0x007D;
const BOUNDSHEET: u16 = 0x0085;
const MULRK: u16 = 0x00BD;
const RSTRING: u16 = 0x00D6;
const XF: u16 = 0x00E0;
const MERGEDCELLS: u16 = 0x00E5;
const SST: u16 = 0x00FC;
const LABELSST: u16 = 0x00FD;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOLERR: u16 = 0x0205;
const STRING: u16 = 0x0207;
const ROW: u16 = 0x0208;
const RK: u16 = 0x027E;
const FORMAT: u16 = 0x041E;
const BOF: u16 = 0x0809;

/// The last column that such a sheet has.
const ULTIMA: u32 = 255;

/// The version that a stream of BIFF8 says.
const BIFF8: u16 = 0x0600;

/// The sheets of the workbook.
pub(super) fn leggi(bytes: &[u8]) -> Result<Vec<Foglio>, Rifiuto> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Rifiuto::Guasto)?;
    if file.is_stream("EncryptedPackage") {
        return Err(Rifiuto::Password);
    }
    if !file.is_stream("Workbook") {
        return Err(if file.is_stream("Book") { Rifiuto::Vecchio } else { Rifiuto::Guasto });
    }
    let mut stream = Vec::new();
    let opened = file.open_stream("Workbook").map_err(|_| Rifiuto::Guasto)?;
    opened.take(MAX_UNPACKED).read_to_end(&mut stream).map_err(|_| Rifiuto::Guasto)?;
    let libro = Libro::di(&stream)?;
    let sheets = libro.fogli.iter().filter(|sheet| sheet.tipo == 0);
    let mut peso = Peso::default();
    sheets.map(|sheet| libro.foglio(sheet, &stream, &mut peso)).collect()
}

/// A record, with those that go on with it.
struct Record<'s> {
    tipo: u16,
    parti: Vec<&'s [u8]>,
}

impl<'s> Record<'s> {
    fn byte(&self) -> Byte<'_, 's> {
        Byte::di(&self.parti)
    }
}

/// The records of a stream.
struct Stream<'s> {
    rest: &'s [u8],
}

impl<'s> Stream<'s> {
    fn one(&self) -> Option<(u16, &'s [u8], &'s [u8])> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        let [a, b, c, d] = *head;
        let (data, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([c, d])))?;
        Some((u16::from_le_bytes([a, b]), data, rest))
    }
}

impl<'s> Iterator for Stream<'s> {
    type Item = Record<'s>;

    fn next(&mut self) -> Option<Record<'s>> {
        let (tipo, data, rest) = self.one()?;
        self.rest = rest;
        let mut parti = vec![data];
        while let Some((CONTINUE, more, rest)) = self.one() {
            parti.push(more);
            self.rest = rest;
        }
        Some(Record { tipo, parti })
    }
}

/// The bytes of a record, one after the other. None at the end.
pub(super) struct Byte<'r, 's> {
    parti: &'r [&'s [u8]],
    /// How many bytes of the first part were read.
    at: usize,
}

impl<'r, 's> Byte<'r, 's> {
    /// Those of a record in these parts.
    pub(super) fn di(parti: &'r [&'s [u8]]) -> Self {
        Byte { parti, at: 0 }
    }

    pub(super) fn one(&mut self) -> Option<u8> {
        loop {
            let (first, rest) = self.parti.split_first()?;
            if let Some(byte) = first.get(self.at) {
                self.at += 1;
                return Some(*byte);
            }
            (self.parti, self.at) = (rest, 0);
        }
    }

    fn some<const N: usize>(&mut self) -> Option<[u8; N]> {
        let mut out = [0; N];
        for byte in &mut out {
            *byte = self.one()?;
        }
        Some(out)
    }

    pub(super) fn u16(&mut self) -> Option<u16> {
        self.some().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&mut self) -> Option<u32> {
        self.some().map(u32::from_le_bytes)
    }

    pub(super) fn f64(&mut self) -> Option<f64> {
        self.some().map(f64::from_le_bytes)
    }

    fn posto(&mut self) -> Option<Posto> {
        Some((u32::from(self.u16()?), u32::from(self.u16()?)))
    }

    pub(super) fn skip(&mut self, many: u32) -> Option<()> {
        (0..many).try_for_each(|_| self.one().map(drop))
    }

    /// `many` letters. A part that goes on with the letters of another one says first how wide they are.
    fn lettere(&mut self, many: u16, mut wide: bool) -> Option<String> {
        let mut out = Vec::with_capacity(usize::from(many));
        for _ in 0..many {
            if self.parti.first().is_some_and(|part| self.at >= part.len()) {
                wide = self.one()? & 1 == 1;
            }
            out.push(if wide { self.u16()? } else { u16::from(self.one()?) });
        }
        Some(String::from_utf16_lossy(&out))
    }

    /// Words with how many letters they have before them, in two bytes.
    fn parole(&mut self) -> Option<String> {
        let many = self.u16()?;
        let wide = self.one()? & 1 == 1;
        self.lettere(many, wide)
    }

    /// Words that may have looks of their own, and how they are read aloud: neither is kept.
    fn ricche(&mut self) -> Option<String> {
        let many = self.u16()?;
        let flags = self.one()?;
        let runs = if flags & 8 == 8 { self.u16()? } else { 0 };
        let more = if flags & 4 == 4 { self.u32()? } else { 0 };
        let words = self.lettere(many, flags & 1 == 1)?;
        self.skip(u32::from(runs) * 4)?;
        self.skip(more)?;
        Some(words)
    }
}

/// A sheet as the beginning of the stream names it.
struct Nominato {
    nome: String,
    at: usize,
    nascosto: bool,
    /// 0 for a sheet of cells.
    tipo: u8,
}

/// What the stream says before its sheets.
#[derive(Default)]
struct Libro {
    fogli: Vec<Nominato>,
    parole: Vec<String>,
    /// The formats that the workbook defines, by number; and the number of that of each look of a cell.
    formati: BTreeMap<u16, String>,
    aspetti: Vec<u16>,
    /// Whether each font strikes its words through; and the font of each look.
    barrati: Vec<bool>,
    caratteri: Vec<u16>,
    dal_1904: bool,
}

impl Libro {
    fn di(stream: &[u8]) -> Result<Self, Rifiuto> {
        let mut out = Libro::default();
        let mut records = Stream { rest: stream };
        let first = records.next().filter(|first| first.tipo == BOF).ok_or(Rifiuto::Guasto)?;
        if first.byte().u16() != Some(BIFF8) {
            return Err(Rifiuto::Vecchio);
        }
        for record in records {
            match record.tipo {
                FILEPASS => return Err(Rifiuto::Password),
                EOF => break,
                _ => out.globale(&record).ok_or(Rifiuto::Guasto)?,
            }
        }
        Ok(out)
    }

    /// Takes what a record says of the whole workbook.
    fn globale(&mut self, record: &Record<'_>) -> Option<()> {
        let mut bytes = record.byte();
        match record.tipo {
            DATEMODE => self.dal_1904 = bytes.u16()? == 1,
            FORMAT => drop(self.formati.insert(bytes.u16()?, bytes.parole()?)),
            FONT => {
                bytes.u16()?;
                self.barrati.push(bytes.u16()? & 8 == 8);
            }
            XF => {
                self.caratteri.push(bytes.u16()?);
                self.aspetti.push(bytes.u16()?);
            }
            BOUNDSHEET => {
                let at = usize::try_from(bytes.u32()?).ok()?;
                let (hidden, tipo, many) = (bytes.one()? & 3, bytes.one()?, bytes.one()?);
                let wide = bytes.one()? & 1 == 1;
                let nome = bytes.lettere(u16::from(many), wide)?;
                self.fogli.push(Nominato { nome, at, nascosto: hidden != 0, tipo });
            }
            SST => {
                bytes.u32()?;
                let many = bytes.u32()?;
                // As many as there are, whatever it declares.
                self.parole.extend((0..many).map_while(|_| bytes.ricche()));
            }
            _ => {}
        }
        Some(())
    }

    /// The format of a cell that has the look number `n`.
    fn formato(&self, n: u16) -> &str {
        let Some(n) = self.aspetti.get(usize::from(n)) else { return "" };
        self.formati.get(n).map_or_else(|| noto(*n), String::as_str)
    }

    /// Whether a cell that has the look number `n` is struck through. The fifth font has the number 5: there is no number 4.
    fn barrato(&self, n: u16) -> bool {
        let font = self.caratteri.get(usize::from(n)).map(|font| usize::from(*font - u16::from(*font > 4)));
        font.and_then(|font| self.barrati.get(font)).copied().unwrap_or_default()
    }

    /// A sheet.
    fn foglio(&self, sheet: &Nominato, stream: &[u8], peso: &mut Peso) -> Result<Foglio, Rifiuto> {
        let mut out = Foglio { nome: sheet.nome.clone(), nascosto: sheet.nascosto, ..Foglio::default() };
        let mut groups: Vec<(Posto, Posto)> = Vec::new();
        // The cell whose formula gave the words that follow.
        let mut formula: Option<Posto> = None;
        // A drawing stands in the stream as another stream.
        let mut inside = 0_usize;
        let rest = stream.get(sheet.at..).ok_or(Rifiuto::Guasto)?;
        let mut records = Stream { rest };
        records.next().filter(|first| first.tipo == BOF).ok_or(Rifiuto::Guasto)?;
        for record in records {
            match record.tipo {
                BOF => inside += 1,
                EOF if inside == 0 => break,
                EOF => inside -= 1,
                _ if inside > 0 => {}
                _ => {
                    let cells = self.celle(&record, &mut out, &mut groups, &mut formula).ok_or(Rifiuto::Guasto)?;
                    for (posto, value, format) in cells {
                        out.metti(posto, &value, format, self.dal_1904, peso)?;
                    }
                }
            }
        }
        out.unisci(groups.into_iter());
        Ok(out)
    }

    /// The cells of a record, each with its value and its format. What it says of the sheet goes into `out`.
    fn celle<'l>(
        &'l self,
        record: &Record<'_>,
        out: &mut Foglio,
        groups: &mut Vec<(Posto, Posto)>,
        formula: &mut Option<Posto>,
    ) -> Option<Vec<(Posto, DataRef<'l>, &'l str)>> {
        let mut bytes = record.byte();
        let number = |n: f64, look: u16| {
            let format = self.formato(look);
            (quando(n, format, self.dal_1904), format)
        };
        let words = |posto: Posto, words: String| vec![(posto, DataRef::String(words), "")];
        let mut looks = |posto: Posto, look: u16| out.barrate.extend(self.barrato(look).then_some(posto));
        Some(match record.tipo {
            NUMBER | RK => {
                let (posto, look) = (bytes.posto()?, bytes.u16()?);
                looks(posto, look);
                let n = if record.tipo == RK { rk(bytes.u32()?) } else { bytes.f64()? };
                let (value, format) = number(n, look);
                vec![(posto, value, format)]
            }
            MULRK => {
                let (row, first) = bytes.posto()?;
                // Two bytes at the end say which column is the last.
                let many = record.parti.first()?.len().saturating_sub(6) / 6;
                let mut cells = Vec::with_capacity(many);
                for column in (first..).take(many) {
                    let look = bytes.u16()?;
                    looks((row, column), look);
                    let (value, format) = number(rk(bytes.u32()?), look);
                    cells.push(((row, column), value, format));
                }
                cells
            }
            LABELSST => {
                let posto = bytes.posto()?;
                looks(posto, bytes.u16()?);
                let n = usize::try_from(bytes.u32()?).ok()?;
                vec![(posto, DataRef::SharedString(self.parole.get(n)?), "")]
            }
            LABEL | RSTRING => {
                let posto = bytes.posto()?;
                looks(posto, bytes.u16()?);
                words(posto, bytes.parole()?)
            }
            BOOLERR => {
                let posto = bytes.posto()?;
                looks(posto, bytes.u16()?);
                let (value, error) = (bytes.one()?, bytes.one()?);
                vec![(posto, logico(value, error == 1), "")]
            }
            FORMULA => {
                let (posto, look) = (bytes.posto()?, bytes.u16()?);
                looks(posto, look);
                let value: [u8; 8] = bytes.some()?;
                *formula = None;
                match value {
                    // Words: they are in the record that follows.
                    [0, .., 0xFF, 0xFF] => {
                        *formula = Some(posto);
                        vec![]
                    }
                    [kind @ (1 | 2), _, said, .., 0xFF, 0xFF] => {
                        vec![(posto, logico(said, kind == 2), "")]
                    }
                    [.., 0xFF, 0xFF] => vec![],
                    _ => {
                        let (value, format) = number(f64::from_le_bytes(value), look);
                        vec![(posto, value, format)]
                    }
                }
            }
            STRING => match formula.take() {
                Some(posto) => words(posto, bytes.parole()?),
                None => vec![],
            },
            ROW => {
                let row = bytes.u16()?;
                bytes.skip(10)?;
                out.nascoste.extend((bytes.u16()? & 0x20 != 0).then_some(u32::from(row)));
                vec![]
            }
            COLINFO => {
                let (first, last) = bytes.posto()?;
                bytes.skip(4)?;
                if bytes.u16()? & 1 == 1 {
                    out.colonne_nascoste.extend(first..=last.min(ULTIMA));
                }
                vec![]
            }
            NOTE => {
                out.commenti.insert(bytes.posto()?);
                vec![]
            }
            MERGEDCELLS => {
                for _ in 0..bytes.u16()? {
                    let (top, bottom) = bytes.posto()?;
                    let (left, right) = bytes.posto()?;
                    if groups.len() < MAX_CELLS {
                        groups.push(((top, left), (bottom, right)));
                    }
                }
                vec![]
            }
            _ => vec![],
        })
    }
}

/// A number, or the day or the hour that its format makes of it.
pub(super) fn quando<'d>(n: f64, format: &str, dal_1904: bool) -> DataRef<'d> {
    match tempo(format) {
        Some(kind) => DataRef::DateTime(ExcelDateTime::new(n, kind, dal_1904)),
        None => DataRef::Float(n),
    }
}

/// Yes and no, or what could not be computed.
pub(super) fn logico<'d>(value: u8, error: bool) -> DataRef<'d> {
    if !error {
        return DataRef::Bool(value != 0);
    }
    DataRef::Error(match value {
        0x07 => CellErrorType::Div0,
        0x0F => CellErrorType::Value,
        0x17 => CellErrorType::Ref,
        0x1D => CellErrorType::Name,
        0x24 => CellErrorType::Num,
        0x2A => CellErrorType::NA,
        _ => CellErrorType::Null,
    })
}

/// A number in the short form: an integer, or the first half of a number; maybe in hundredths.
pub(super) fn rk(word: u32) -> f64 {
    let n = if word & 2 == 2 { f64::from(word.cast_signed() >> 2) } else { f64::from_bits(u64::from(word & !3) << 32) };
    if word & 1 == 1 { n / 100.0 } else { n }
}

/// The formats that every workbook has without saying so. Those of money it always says.
pub(super) fn noto(n: u16) -> &'static str {
    match n {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        16 => "d-mmm",
        17 => "mmm-yy",
        14 | 15 | 27..=31 | 36 | 50..=54 | 57 | 58 => "dd/mm/yyyy",
        18..=21 | 32..=35 | 55 | 56 => "h:mm",
        22 => "dd/mm/yyyy h:mm",
        37 | 38 => "#,##0;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        45 | 47 => "mm:ss",
        46 => "[h]:mm:ss",
        48 => "##0.0E+0",
        49 => "@",
        _ => "General",
    }
}

#[cfg(test)]
mod tests {
    use super::{Libro, Rifiuto, Stream, leggi, rk};
    use std::io::{Cursor, Read, Write};

    /// A workbook that LibreOffice wrote.
    const LIBRO: &[u8] = include_bytes!("../../tests/fogli/obiettivi.xls");

    /// The stream of the workbook.
    fn stream() -> Vec<u8> {
        let mut out = Vec::new();
        let mut file = cfb::CompoundFile::open(Cursor::new(LIBRO)).unwrap();
        file.open_stream("Workbook").unwrap().read_to_end(&mut out).unwrap();
        out
    }

    /// A compound file with a stream of this name.
    fn file(name: &str, stream: &[u8]) -> Vec<u8> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(name).unwrap().write_all(stream).unwrap();
        file.into_inner().into_inner()
    }

    #[test]
    fn numbers_in_the_short_form_are_whole_or_in_hundredths() {
        for (word, n) in [(0x3FF0_0000, 1.0), (0x004B_5646, 1_234_321.0), (0x004B_5647, 12_343.21), (0xFFFF_FFFE, -1.0)]
        {
            assert!((rk(word) - n).abs() < 1e-9, "{word:x}: {}", rk(word));
        }
    }

    #[test]
    fn what_is_no_such_workbook_is_refused() {
        let stream = stream();
        assert_eq!(leggi(&file("Workbook", &stream)).unwrap().len(), 3);
        assert_eq!(leggi(&file("Book", &stream)).unwrap_err(), Rifiuto::Vecchio);
        assert_eq!(leggi(&file("EncryptedPackage", b"x")).unwrap_err(), Rifiuto::Password);
        assert_eq!(leggi(&file("WordDocument", b"x")).unwrap_err(), Rifiuto::Guasto);
        // The first record says that it is of Excel 95.
        let mut old = stream.clone();
        old[5] = 5;
        assert_eq!(leggi(&file("Workbook", &old)).unwrap_err(), Rifiuto::Vecchio);
        // A password is the second record.
        let first = 4 + usize::from(stream[2]);
        let locked = [&stream[..first], &[0x2F, 0, 2, 0, 1, 0], &stream[first..]].concat();
        assert_eq!(leggi(&file("Workbook", &locked)).unwrap_err(), Rifiuto::Password);
    }

    /// Bytes that were damaged anywhere, or lengths that lie, are refused or read: nothing else.
    #[test]
    fn no_bytes_bring_it_down() {
        for at in (0..LIBRO.len()).step_by(3) {
            let mut bytes = LIBRO.to_vec();
            bytes[at] ^= if at % 2 == 0 { 0x55 } else { 0xFF };
            let _ = leggi(&bytes);
        }
        let stream = stream();
        let read = |stream: &[u8]| {
            if let Ok(libro) = Libro::di(stream) {
                for sheet in &libro.fogli {
                    let _ = libro.foglio(sheet, stream, &mut super::Peso::default());
                }
            }
        };
        for at in (0..stream.len()).step_by(3) {
            read(&stream[..at]);
            let mut bytes = stream.clone();
            bytes[at] ^= if at % 2 == 0 { 0x81 } else { 0xFF };
            read(&bytes);
        }
        assert!(Stream { rest: &stream }.count() > 50);
    }
}
