//! A row or a column of totals in a typed table gives the sum of the others. A total that may be made in another way (a mean, the
//! sum of the rows in bold or of the least deep, the rows twice over) is not judged.

use crate::base::span::{Span, Spanned};
use crate::base::text::flat_words;
use crate::lingua::totali::{parziale, totale};
use crate::lingua::unita::singolare;
use crate::piano::each_prose;
use crate::piano::element::misura::Decimale;
use crate::piano::prose::{BlockKind, Brano, Inline, Table};
use crate::rules::{Cx, Diagnostic, Discorso, Regola};
use std::sync::Arc;

pub static REGOLA: Regola = Regola::avviso("P0551", "totale-tabella", include_str!("totale_tabella.md"), check)
    .origine(&["SUM-IN-TEXT", "TOT-DERIVED"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |brano| {
        for (span, errore) in scritti(brano).iter() {
            told(*span, errore, None, out);
        }
        brano.each_block(&mut |block| match &block.kind {
            BlockKind::View(vista) if vista.dati.is_none() => {
                let cell = |cell: &Spanned<String>| Cella::new(cell.value.clone(), false, !cell.value.contains("[="));
                // Without names of its own the first row has those of the columns.
                let skip = usize::from(vista.colonne.is_none());
                let names = vista.colonne.as_ref().or(vista.righe.first());
                let titoli = names.into_iter().flatten().map(|titolo| titolo.value.clone()).collect();
                let righe = vista.righe.iter().skip(skip).map(|row| row.iter().map(cell).collect()).collect();
                for errore in errori(&Griglia::new(titoli, righe)).iter() {
                    let row = vista.righe.get(errore.riga + skip);
                    let span = row.and_then(|row| row.get(errore.colonna)).map(|cell| cell.span);
                    told(span.unwrap_or(block.span), errore, None, out);
                }
            }
            BlockKind::View(vista) => {
                let Some((path, rows)) = vista.dati.as_ref().and_then(|path| Some((path, cx.piano.tabella(path)?)))
                else {
                    return;
                };
                let plain = |rows: &[String]| rows.iter().map(|cell| Cella::new(cell.clone(), false, true)).collect();
                let titoli = rows.first().cloned().unwrap_or_default();
                let grid = Griglia::new(titoli, rows.iter().skip(1).map(|row| plain(row)).collect());
                for errore in errori(&grid).iter() {
                    // The first row has the names of the columns.
                    let line = cx.piano.linea(path, errore.riga + 1).unwrap_or_default();
                    told(path.span, errore, Some((&path.value, line)), out);
                }
            }
            _ => {}
        });
    });
}

/// `file`: its path, and the line of the row in it.
fn told(span: Span, errore: &Errore, file: Option<(&str, u64)>, out: &mut Vec<Diagnostic>) {
    let place = file.map(|(file, line)| {
        format!("in `{file}`, riga {line}, colonna «{}»: ", crate::base::text::short(&errore.titolo))
    });
    let place = place.unwrap_or_default();
    out.push(
        REGOLA
            .at(
                span,
                format!("{place}{} «{}» non torna: {} {}", errore.cosa, errore.scritto, errore.come, errore.giusto),
            )
            .help(format!("scrivi {}, o correggi i numeri che si sommano", errore.giusto)),
    );
}

/// A cell, with what matters for finding totals.
#[derive(Debug, Hash)]
struct Cella {
    parole: String,
    /// Whether all of it is in bold.
    forte: bool,
    /// Whether all its words are the author’s: a fact is computed.
    certa: bool,
    contenuto: Contenuto,
}

impl Cella {
    /// A cell that is not in a table yet: what it holds depends on its column.
    fn new(parole: String, forte: bool, certa: bool) -> Self {
        Cella { parole, forte, certa, contenuto: Contenuto::Altro }
    }
}

#[derive(Debug, Hash)]
struct Griglia {
    titoli: Vec<String>,
    righe: Vec<Vec<Cella>>,
}

impl Griglia {
    fn new(titoli: Vec<String>, mut righe: Vec<Vec<Cella>>) -> Self {
        let percent =
            |title: &String| title.contains('%') || flat_words(title).iter().any(|word| word.starts_with("percentual"));
        for column in 0..larghezza(&righe) {
            let (unita, percento) = (unita(&righe, column), titoli.get(column).is_some_and(percent));
            for cell in righe.iter_mut().filter_map(|row| row.get_mut(column)) {
                cell.contenuto = letta(cell, &unita, percento);
            }
        }
        Griglia { titoli, righe }
    }

    fn titolo(&self, column: usize) -> String {
        self.titoli.get(column).cloned().unwrap_or_default()
    }

    /// The number in a cell.
    fn numero(&self, row: usize, column: usize) -> Option<Numero> {
        contenuto(self.righe.get(row)?, column).numero()
    }
}

/// How many columns the longest row has.
fn larghezza(rows: &[Vec<Cella>]) -> usize {
    rows.iter().map(Vec::len).max().unwrap_or(0)
}

/// A total that differs from the sum.
#[derive(Debug, Clone, PartialEq)]
struct Errore {
    riga: usize,
    colonna: usize,
    titolo: String,
    /// What is wrong: `il totale`.
    cosa: &'static str,
    scritto: String,
    /// `le righe sopra danno`
    come: &'static str,
    giusto: String,
}

/// The cells of a table of the text, and their places.
fn scritta(table: &Table) -> (Griglia, Vec<Vec<Option<Span>>>) {
    let titoli = table.header.iter().map(|cell| Discorso::of(cell).parole.trim().to_owned()).collect();
    let mut righe = Vec::new();
    let mut spans = Vec::new();
    for (_, cells) in &table.rows {
        let mut row = Vec::new();
        let mut places = Vec::new();
        for cell in cells {
            let words = Discorso::of(cell);
            let plain = |inline: &Inline| {
                matches!(inline, Inline::Text { .. } | Inline::Strong(_) | Inline::Emph(_) | Inline::Note { .. })
            };
            let (start, end) = (words.parole.len() - words.parole.trim_start().len(), words.parole.trim_end().len());
            places.push(if start < end { words.span(start..end) } else { None });
            let strong = !cell.is_empty() && cell.iter().all(|inline| matches!(inline, Inline::Strong(_)));
            row.push(Cella::new(words.parole.trim().to_owned(), strong, cell.iter().all(plain)));
        }
        righe.push(row);
        spans.push(places);
    }
    (Griglia::new(titoli, righe), spans)
}

/// A number as a table prints it.
#[derive(Debug, Clone, Copy, PartialEq, Hash)]
struct Numero {
    /// In ten-thousandths.
    valore: i128,
    decimali: u32,
    percento: bool,
    /// Whether the sign of the per cent is written after it, and not in the title alone.
    segno: bool,
}

impl Numero {
    /// `1.234,50`, `€ 200`, `33 %`, `n. 3`, `1.000,00=`; none for what may be read in another way. `unita`: the word that may follow it.
    fn parse(text: &str, unita: &str) -> Option<Numero> {
        let text = text.trim().replace(['\u{a0}', '\u{202f}'], " ");
        let (text, percento) = text.strip_suffix('%').map_or((text.as_str(), false), |rest| (rest, true));
        let lower = text.to_lowercase();
        let lower = lower.trim();
        let signs = ["n.", "nr.", "n°", "euro", "€.", "€"];
        let text = signs.iter().find_map(|sign| lower.strip_prefix(sign)).unwrap_or(lower).trim_start();
        let text =
            text.strip_suffix(parola(text)).filter(|_| singolare(parola(text)) == unita).unwrap_or(text).trim_end();
        let text = text.trim_end_matches('€').trim_end_matches('=').trim();
        let text = text.strip_suffix(",--").or_else(|| text.strip_suffix(",-")).unwrap_or(text);
        let (whole, cents) = text.split_once(',').unwrap_or((text, ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let groups: Vec<&str> = whole.split('.').collect();
        let grouped = match groups.as_slice() {
            [one] => !one.is_empty(),
            // "0.250" is no thousands.
            [first, rest @ ..] => {
                (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
            }
            [] => false,
        };
        // "007" is a code.
        let code = groups.len() == 1 && whole.len() > 1 && whole.starts_with('0');
        if !grouped || code || !digits(&groups.concat()) || !digits(cents) || cents.len() > 4 || text.contains(",,") {
            return None;
        }
        let valore = Decimale::parse(text)?.0;
        let decimali = u32::try_from(cents.len()).ok()?;
        Some(Numero { valore: i128::from(valore), decimali, percento, segno: percento })
    }

    /// Half of its last figure, in ten-thousandths.
    fn mezzo(self) -> i128 {
        10_000 / 10i128.pow(self.decimali.min(4)) / 2
    }

    fn scritto(valore: i128, decimali: u32, percento: bool) -> String {
        let step = 10_000 / 10i128.pow(decimali.min(4));
        let rounded = (valore + step / 2).div_euclid(step) * step;
        let number = i64::try_from(rounded).map_or_else(|_| String::new(), |n| Decimale(n).to_string());
        let number = match (number.split_once(',').map(|(_, d)| d.len()), decimali) {
            (_, 0) => number,
            (None, d) => format!("{number},{}", "0".repeat(d as usize)),
            (Some(have), d) => format!("{number}{}", "0".repeat((d as usize).saturating_sub(have))),
        };
        if percento { format!("{number} %") } else { number }
    }
}

/// The word at the end of a cell that begins with something else, as `ore` in `3 ore`.
fn parola(cell: &str) -> &str {
    let number = cell.trim_end_matches(|c: char| c.is_alphabetic()).len();
    cell.get(number..).filter(|_| number > 0).unwrap_or_default()
}

/// The one word that follows the numbers of a column, in the singular. Where there are several, none.
fn unita(rows: &[Vec<Cella>], column: usize) -> String {
    let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.parole.trim().to_lowercase());
    let cells: Vec<String> = cells.filter(|cell| cell.contains(|c: char| c.is_ascii_digit())).collect();
    let mut words = cells.iter().map(|cell| singolare(parola(cell))).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    if words.all(|word| word == first) { first.to_owned() } else { String::new() }
}

/// Whether the title of a column says that its numbers are not added: «Età media», «Costo unitario», «Tasso».
fn di_medie(grid: &Griglia, column: usize) -> bool {
    const MEDIE: [&str; 18] = [
        "media",
        "medio",
        "medi",
        "medie",
        "eta",
        "tasso",
        "tassi",
        "indice",
        "indici",
        "rapporto",
        "unitario",
        "unitaria",
        "unitari",
        "prezzo",
        "capite",
        "procapite",
        "voto",
        "punteggio",
    ];
    let title = grid.titoli.get(column).map(String::as_str).unwrap_or_default();
    flat_words(title).iter().any(|word| MEDIE.contains(&word.as_str()))
}

/// Whether a row is a part of the one above, «di cui donne», or is counted from the others, «Media»: a total may add it or not.
fn a_parte(words: &str) -> bool {
    const CONTATE: [&str; 10] = [
        "media",
        "medie",
        "mediana",
        "minimo",
        "massimo",
        "percentuale",
        "incidenza",
        "variazione",
        "differenza",
        "scostamento",
    ];
    let words = words.trim().to_lowercase();
    let words = words.trim_start_matches(['-', '–', '—', '•', ' ']);
    let first =
        words.strip_prefix("in ").unwrap_or(words).split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    words.starts_with("di cui") || CONTATE.contains(&first)
}

/// What a total finds in the cell of a row.
#[derive(Debug, Clone, Copy, Hash)]
enum Contenuto {
    Numero(Numero),
    Vuota,
    Altro,
}

impl Contenuto {
    fn numero(self) -> Option<Numero> {
        match self {
            Contenuto::Numero(number) => Some(number),
            Contenuto::Vuota | Contenuto::Altro => None,
        }
    }
}

/// What is in a cell of a column. `unita`: the word that may follow its numbers; `percento`: whether its title says that they are percentages.
fn letta(cell: &Cella, unita: &str, percento: bool) -> Contenuto {
    if cell.certa && cell.parole.chars().all(|c| "-–—/= ".contains(c)) {
        return Contenuto::Vuota;
    }
    match Numero::parse(&cell.parole, unita).filter(|_| cell.certa) {
        Some(number) => Contenuto::Numero(Numero { percento: number.percento || percento, ..number }),
        None => Contenuto::Altro,
    }
}

fn contenuto(row: &[Cella], column: usize) -> Contenuto {
    row.get(column).map_or(Contenuto::Vuota, |cell| cell.contenuto)
}

/// The first words of a row.
fn nome(row: &[Cella]) -> &str {
    row.iter().map(|cell| cell.parole.as_str()).find(|words| !words.is_empty()).unwrap_or_default()
}

/// How deep the code of a row is: `1.2.1` is three.
fn profondita(row: &[Cella]) -> usize {
    let code = nome(row).split_whitespace().next().unwrap_or_default();
    let steps = code.trim_end_matches('.').split('.');
    if steps.clone().all(|step| !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit())) {
        steps.count()
    } else {
        0
    }
}

/// The wrong totals of the tables of a text, each with its place.
#[comemo::memoize]
fn scritti(brano: &Brano) -> Arc<[(Span, Errore)]> {
    let mut out = Vec::new();
    brano.each_block(&mut |block| {
        let BlockKind::Table(table) = &block.kind else { return };
        let (grid, spans) = scritta(table);
        out.extend(errori(&grid).iter().map(|errore| {
            let span = spans.get(errore.riga).and_then(|row| *row.get(errore.colonna)?);
            (span.unwrap_or(block.span), errore.clone())
        }));
    });
    out.into()
}

/// The wrong totals of a table. They are remembered by what the table says: after an edit only the one that changed is added up again.
#[comemo::memoize]
fn errori(grid: &Griglia) -> Arc<[Errore]> {
    let columns = larghezza(&grid.righe);
    let mut out = Vec::new();
    for column in 0..columns {
        righe(grid, column, &mut out);
    }
    for column in 0..columns {
        if grid.titoli.get(column).is_some_and(|title| totale(title)) {
            colonne(grid, column, &mut out);
        }
        parti(grid, column, &mut out);
    }
    // A total that is right once the cells that it adds are mended is right.
    let value = |text: &str| Numero::parse(text, "").map(|number| number.valore);
    let mended = |total: &Errore| {
        let above: Option<Vec<i128>> = out
            .iter()
            .filter(|one| {
                one.colonna == total.colonna
                    && if total.come == SOTTO { one.riga > total.riga } else { one.riga < total.riga }
            })
            .map(|one| Some(value(&one.scritto)? - value(&one.giusto)?))
            .collect();
        let above: i128 = above.unwrap_or_default().iter().sum();
        above != 0 && value(&total.giusto).zip(value(&total.scritto)).is_some_and(|(sum, typed)| sum - above == typed)
    };
    let right: Vec<(usize, usize)> = out.iter().filter(|one| mended(one)).map(|one| (one.riga, one.colonna)).collect();
    out.retain(|one| !right.contains(&(one.riga, one.colonna)));
    out.into()
}

/// A column of percentages that are the shares of another column in its total: the one row that is not is told.
fn parti(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let totals: Vec<usize> =
        (0..grid.righe.len()).filter(|row| grid.righe.get(*row).is_some_and(|row| totale(nome(row)))).collect();
    let [total] = totals.as_slice() else { return };
    // A total in the first row stands above the rows that it adds.
    let around = if *total == 0 { 1..grid.righe.len() } else { 0..*total };
    let all = around.len();
    let rows: Vec<usize> =
        around.filter(|row| grid.numero(*row, column).is_some_and(|number| number.percento)).collect();
    // Fewer might be shares by chance.
    if rows.len() < 4 || rows.len() != all {
        return;
    }
    let width = grid.righe.get(*total).map_or(0, Vec::len);
    let mut found: Option<(usize, Numero, i128)> = None;
    // The rows that are no share of `other`; none where it cannot be the whole.
    let wrong = |other: usize| -> Option<Vec<(usize, Numero, i128)>> {
        let all = grid.numero(*total, other).filter(|all| all.valore > 0 && !all.percento)?;
        let shares = rows.iter().map(|row| {
            let (part, written) = (grid.numero(*row, other)?, grid.numero(*row, column)?);
            Some((*row, written, part.valore * 1_000_000 / all.valore))
        });
        let shares: Vec<_> = shares.collect::<Option<_>>()?;
        Some(
            shares.into_iter().filter(|(_, written, share)| (share - written.valore).abs() > written.mezzo()).collect(),
        )
    };
    for wrong in (0..width).filter(|other| *other != column).filter_map(wrong) {
        match wrong.as_slice() {
            // Another column explains all of them.
            [] => return,
            [one] if found.is_none() => found = Some(*one),
            [_] => return,
            _ => {}
        }
    }
    if let Some((riga, written, share)) = found {
        out.push(Errore {
            riga,
            colonna: column,
            titolo: grid.titolo(column),
            cosa: "la percentuale",
            scritto: Numero::scritto(written.valore, written.decimali, written.segno),
            come: "come parte del totale, come nelle altre righe, viene",
            giusto: Numero::scritto(share, written.decimali, written.segno),
        });
    }
}

/// Said of a total that stands above the rows that it adds.
const SOTTO: &str = "le righe sotto danno";

/// A row that a total adds up.
struct Addendo {
    riga: usize,
    numero: Numero,
    forte: bool,
    parte: bool,
    profondita: usize,
}

/// A row of totals, in a column.
struct Totale {
    riga: usize,
    scritto: Numero,
    /// Whether it is of a part alone.
    parziale: bool,
    /// How many rows that are no totals stand above it.
    sopra: usize,
}

/// The sum of the rows, those that are a part of the one above aside.
fn somma(rows: &[Addendo]) -> i128 {
    rows.iter().filter(|riga| !riga.parte).map(|riga| riga.numero.valore).sum()
}

/// The rows of totals, in a column.
fn righe(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let titolo = grid.titoli.get(column).map(|titolo| titolo.to_lowercase()).unwrap_or_default();
    // A year is no quantity.
    if ["anno", "anni", "codice", "cod.", "capitolo"].contains(&titolo.trim()) {
        return;
    }
    // «N.» counts the rows or what is in them.
    if titolo.trim() == "n." && (column == 0 || progressivo(grid, column)) {
        return;
    }
    let mut all: Vec<Addendo> = Vec::new();
    let mut totals: Vec<Totale> = Vec::new();
    for (n, row) in grid.righe.iter().enumerate() {
        let name = nome(row);
        let part = column != 1 && row.get(1).is_some_and(|cell| parziale(&cell.parole));
        let is_total = totale(name) && !matches!(row.get(column), Some(cell) if cell.parole == name) || part;
        match (contenuto(row, column), is_total) {
            (Contenuto::Vuota, _) => {}
            // A cell that is no number may stand for one that is missing from the sum, so the totals after it are not judged, nor those
            // that stand above the rows that they add.
            (Contenuto::Altro, _) if totals.first().is_some_and(|total| total.sopra == 0) => return,
            (Contenuto::Altro, _) => break,
            (Contenuto::Numero(numero), false) => all.push(Addendo {
                riga: n,
                numero,
                forte: row.iter().filter(|cell| !cell.parole.is_empty()).all(|cell| cell.forte),
                parte: a_parte(name),
                profondita: profondita(row),
            }),
            (Contenuto::Numero(scritto), true) => {
                totals.push(Totale { riga: n, scritto, parziale: part || parziale(name), sopra: all.len() });
            }
        }
    }
    if totals.first().is_some_and(|total| total.sopra == 0) {
        sopra(grid, column, (&all, &totals), out);
        return;
    }
    let mut last = 0;
    // Whether all the totals so far are of a part.
    let mut parts = true;
    for (place, total) in totals.iter().enumerate() {
        let (all, since) = (all.get(..total.sopra).unwrap_or_default(), all.get(last..total.sopra).unwrap_or_default());
        let general = grid.righe.get(total.riga).is_some_and(|row| nome(row).to_lowercase().contains("general"));
        let of_all = general || parts && !total.parziale;
        let rows = if since.is_empty() || place > 0 && of_all { all } else { since };
        let others = totals.iter().take(place).map(|other| other.scritto.valore).sum();
        let sums = [somma(all), somma(since), others];
        out.extend(sbagliato(grid, (total.riga, column), total.scritto, rows, &sums, "le righe sopra danno"));
        parts &= total.parziale;
        last = total.sopra;
    }
}

/// Whether the rows of a column are numbered one after the other from one.
fn progressivo(grid: &Griglia, column: usize) -> bool {
    let rows = grid.righe.iter().filter(|row| !totale(nome(row)));
    let numbers = rows.filter_map(|row| contenuto(row, column).numero());
    (1..).zip(numbers).all(|(n, number)| number.valore == n * i128::from(Decimale::UNO.0))
}

/// The totals of a column whose first row is one: each adds the rows below it, down to the next total or to the end.
fn sopra(grid: &Griglia, column: usize, (all, totals): (&[Addendo], &[Totale]), out: &mut Vec<Errore>) {
    let mut wrong = Vec::new();
    let mut right = 0;
    for (place, total) in totals.iter().enumerate() {
        let next = totals.get(place + 1).map_or(all.len(), |next| next.sopra);
        let (below, after) =
            (all.get(total.sopra..next).unwrap_or_default(), all.get(total.sopra..).unwrap_or_default());
        // The last row may say the total once more.
        let rows = if below.is_empty() && after.is_empty() {
            all
        } else if below.is_empty() {
            after
        } else {
            below
        };
        let others = totals.iter().skip(place + 1).map(|other| other.scritto.valore).sum();
        let since = all.get(..total.sopra).unwrap_or_default();
        let sums = [somma(all), somma(after), somma(since), others];
        match sbagliato(grid, (total.riga, column), total.scritto, rows, &sums, SOTTO) {
            Some(errore) => wrong.push(errore),
            None => right += 1,
        }
    }
    // Of several totals, one that is right shows that they stand above their rows.
    if totals.len() == 1 || right > 0 {
        out.extend(wrong);
    }
}

/// What is wrong with a total of `rows`, which may also be one of `altre`; none if some way of adding gives it.
fn sbagliato(
    grid: &Griglia,
    (riga, colonna): (usize, usize),
    written: Numero,
    rows: &[Addendo],
    altre: &[i128],
    come: &'static str,
) -> Option<Errore> {
    let sum = |keep: &dyn Fn(&Addendo) -> bool| -> i128 {
        rows.iter().filter(|riga| keep(riga)).map(|riga| riga.numero.valore).sum()
    };
    let least = rows.iter().map(|riga| riga.profondita).min().unwrap_or(0);
    let whole = somma(rows);
    let count = i128::try_from(rows.iter().filter(|riga| !riga.parte).count()).unwrap_or(0);
    let ways = [
        whole,
        sum(&|_| true),
        sum(&|riga| riga.forte),
        sum(&|riga| riga.profondita == least),
        // Parts and wholes one after the other.
        whole / 2,
        if count > 0 { whole / count } else { whole },
    ];
    // Numbers that were rounded one by one may miss a figure.
    let slack = rows.iter().map(|riga| riga.numero.mezzo()).max().unwrap_or(0).max(written.mezzo());
    let decimals = rows.iter().any(|riga| riga.numero.decimali > 0) || written.decimali > 0;
    let slack = if written.percento {
        slack * (count + 1)
    } else if decimals {
        slack
    } else {
        0
    };
    let percents = rows.iter().all(|riga| riga.numero.percento) && written.percento;
    let fits = ways.iter().chain(altre).any(|way| (way - written.valore).abs() <= slack);
    if fits {
        return None;
    }
    // A total of percentages is a sum only where it is about the whole.
    let hundred = !percents || (whole - 1_000_000).abs() <= 50_000 || written.valore == 1_000_000;
    // A mean, however it is weighed, lies between the least and the greatest.
    let lies = |n: i128| {
        rows.iter().any(|r| r.numero.valore <= n + slack) && rows.iter().any(|r| r.numero.valore >= n - slack)
    };
    if di_medie(grid, colonna) && lies(written.valore) || pesata(grid, colonna, written, rows) {
        return None;
    }
    let share = percents.then(|| quota(grid, colonna, riga)).flatten();
    let hundred = hundred || !lies(written.valore) && share.is_none();
    let mixed = rows.iter().any(|riga| riga.numero.percento != written.percento);
    let errore = |come, giusto| Errore {
        riga,
        colonna,
        titolo: grid.titolo(colonna),
        cosa: "il totale",
        scritto: Numero::scritto(written.valore, written.decimali, written.segno),
        come,
        giusto,
    };
    if count >= 2 && hundred && !mixed {
        let decimals = rows.iter().map(|riga| riga.numero.decimali).max().unwrap_or(0).max(written.decimali);
        return Some(errore(come, Numero::scritto(whole, decimals, written.segno)));
    }
    let right = share?;
    let come = "dalle altre colonne, come nelle altre righe, viene";
    Some(errore(come, Numero::scritto(right, written.decimali, written.segno)))
}

/// Whether a total is the mean of its rows, weighed with the numbers of another column: the mean age of people counted beside it.
fn pesata(grid: &Griglia, colonna: usize, written: Numero, rows: &[Addendo]) -> bool {
    let rows = || rows.iter().filter(|riga| !riga.parte);
    (0..larghezza(&grid.righe)).filter(|other| *other != colonna).any(|other| {
        let weights = rows().map(|riga| Some(grid.numero(riga.riga, other)?.valore).filter(|weight| *weight >= 0));
        let Some(weights) = weights.collect::<Option<Vec<i128>>>() else { return false };
        let all: i128 = weights.iter().sum();
        let sum: i128 = weights.iter().zip(rows()).map(|(weight, riga)| weight * riga.numero.valore).sum();
        all > 0 && (sum / all - written.valore).abs() <= written.mezzo()
    })
}

/// The percentage of the row of totals `at`, when in all the other rows the column is the share of one other column in another:
/// at least three rows, and one way only. None also when the written one is that.
fn quota(grid: &Griglia, column: usize, at: usize) -> Option<i128> {
    // A total in the first row stands above the rows that it adds.
    let around = if at == 0 { 1..grid.righe.len() } else { 0..at };
    let rows: Vec<usize> = around.filter(|row| grid.righe.get(*row).is_some_and(|row| !totale(nome(row)))).collect();
    if rows.len() < 3 {
        return None;
    }
    let share = |row: usize, part: usize, all: usize| {
        let (part, all) = (grid.numero(row, part)?, grid.numero(row, all)?);
        (all.valore > 0 && !part.percento && !all.percento).then(|| part.valore * 1_000_000 / all.valore)
    };
    let width = grid.righe.get(at)?.len();
    let mut found: Vec<i128> = Vec::new();
    for part in (0..width).filter(|n| *n != column) {
        for all in (0..width).filter(|n| *n != column && *n != part) {
            let fits = rows.iter().all(|row| {
                let (Some(share), Some(written)) = (share(*row, part, all), grid.numero(*row, column)) else {
                    return false;
                };
                (share - written.valore).abs() <= written.mezzo()
            });
            if fits {
                found.extend(share(at, part, all));
            }
        }
    }
    let written = grid.numero(at, column)?;
    match found.as_slice() {
        [right] if (right - written.valore).abs() > written.mezzo() => Some(*right),
        _ => None,
    }
}

/// A column of totals: it adds up some columns before it, as most of its rows show. The first column of numbers adds those after it.
fn colonne(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let first = (0..column).all(|n| grid.righe.iter().all(|row| contenuto(row, n).numero().is_none()));
    let beside: Vec<usize> =
        if first { (column + 1..larghezza(&grid.righe)).collect() } else { (0..column).rev().collect() };
    let numbers = |row: &[Cella]| -> Option<(Vec<Numero>, Numero)> {
        let written = contenuto(row, column).numero()?;
        let mut before = Vec::new();
        for n in &beside {
            match contenuto(row, *n) {
                // A percentage is not added to what it is of.
                Contenuto::Numero(number) if number.percento != written.percento => {}
                Contenuto::Numero(number) => before.push(number),
                Contenuto::Vuota => before.push(Numero { valore: 0, decimali: 0, segno: false, ..written }),
                Contenuto::Altro => break,
            }
        }
        Some((before, written))
    };
    let rows: Vec<(usize, Vec<Numero>, Numero)> = grid
        .righe
        .iter()
        .enumerate()
        // The sum of sums is told by its column.
        .filter(|(_, row)| !totale(nome(row)))
        .filter_map(|(n, row)| numbers(row).map(|(before, written)| (n, before, written)))
        .collect();
    let sum = |before: &[Numero], width: usize| -> Option<i128> {
        Some(before.get(..width)?.iter().map(|number| number.valore).sum())
    };
    let fits = |(_, before, written): &(usize, Vec<Numero>, Numero), width: usize| {
        let slack = before.iter().map(|number| number.mezzo()).max().unwrap_or(0);
        let slack = if written.decimali > 0 { slack } else { 0 };
        sum(before, width).is_some_and(|sum| (sum - written.valore).abs() <= slack)
    };
    let widest = rows.iter().map(|(_, before, _)| before.len()).min().unwrap_or(0);
    let best = (2..=widest).map(|width| (rows.iter().filter(|row| fits(row, width)).count(), width)).max();
    let Some((right, width)) = best else { return };
    // The column is a total only when two thirds of its rows add up, or one of two in which there is something to add.
    let added = |(_, before, _): &&(usize, Vec<Numero>, Numero)| {
        before.get(..width).is_some_and(|all| all.iter().filter(|number| number.valore != 0).count() > 1)
    };
    let one_of_two = rows.len() == 2 && rows.iter().filter(added).any(|row| fits(row, width));
    if !(right >= 2 && right * 3 >= rows.len() * 2 || one_of_two) {
        return;
    }
    for row in rows.iter().filter(|row| !fits(row, width)) {
        let (n, before, written) = row;
        let Some(sum) = sum(before, width) else { continue };
        // A cell may already have been reported as the total of its column.
        if out.iter().any(|errore| (errore.riga, errore.colonna) == (*n, column)) {
            continue;
        }
        out.push(Errore {
            riga: *n,
            colonna: column,
            titolo: grid.titolo(column),
            cosa: "il totale",
            scritto: Numero::scritto(written.valore, written.decimali, written.segno),
            come: if first { "le colonne dopo danno" } else { "le colonne prima danno" },
            giusto: Numero::scritto(sum, written.decimali, written.segno),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(text: &str) -> Griglia {
        let mut rows = text.lines().map(|line| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>());
        let titoli = rows.next().unwrap_or_default();
        let cell = |parole: String| {
            let forte = parole.starts_with("**");
            Cella::new(parole.trim_matches('*').to_owned(), forte, true)
        };
        Griglia::new(titoli, rows.map(|row| row.into_iter().map(cell).collect()).collect())
    }

    fn wrong(text: &str) -> Vec<(usize, usize, String)> {
        errori(&grid(text)).iter().map(|e| (e.riga, e.colonna, e.giusto.clone())).collect()
    }

    #[test]
    fn totals_that_do_not_add_up_are_found() {
        for (text, row, column, right) in [
            ("Area | Dipendenti\nA | 12\nB | 10\nC | 9\nTotale | 33", 3, 1, "31"),
            ("Voce | Ore\nA | 6.000\nB | 280\nTotale | 6.290", 2, 1, "6.280"),
            ("Voce | %\nA | 10,00 %\nB | 12,41 %\nTotale | 25,10 %", 2, 1, "22,41 %"),
            ("Voce | Ore\nA | 10\nB | 21\nSomma | 30", 2, 1, "31"),
            ("Area | Uomini | Donne | Totale\nA | 10 | 5 | 16\nB | 2 | 3 | 5", 0, 3, "15"),
            ("Voce | Euro\nA | € 1.200,50\nB | € 300,25\nTotale | € 1.500,80", 2, 1, "1.500,75"),
            ("Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 10", 5, 1, "9"),
            ("Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 9\nTotale generale | 13", 6, 1, "12"),
            ("Voce | N\na | 12\nb | 17\nSubtotale | 29\nc | 1\nTotale | 31", 4, 1, "30"),
            (
                "Area | N | %\nA | 10 | 25,0 %\nB | 6 | 15,0 %\nC | 20 | 55,0 %\nD | 4 | 10,0 %\nTotale | 40 | 100 %",
                2,
                2,
                "50,0 %",
            ),
            ("Voce | %\nx | 40 %\ny | 35 %\nz | 20 %\nTotale | 100 %", 3, 1, "95 %"),
            (
                "Area | Uomini | Donne | Totale\nA | 3 | 4 | 7\nB | 1 | 2 | 3\nC | 5 | 5 | 11\nTotale | 9 | 11 | 21",
                2,
                3,
                "10",
            ),
            ("Area | Persone\nTotale | 28\nNord | 11\nSud | 9\nOvest | 7", 0, 1, "27"),
            ("Voce | Ore | %\nTotale generale | 40 | 90 %\nA | 30 | 75 %\nB | 10 | 25 %", 0, 2, "100 %"),
            ("Voce | N\nTotale entrate | 100\nA | 60\nB | 40\nTotale spese | 90\nC | 50\nD | 45", 3, 1, "95"),
            (
                "Voce | N\nComplessivo | 50\nSubtotale x | 20\na | 12\nb | 8\nSubtotale y | 31\nc | 20\nd | 11",
                0,
                1,
                "51",
            ),
            (
                "Area | Smart | Tutti | %\nA | 10 | 40 | 25,00 %\nB | 6 | 30 | 20,00 %\nC | 9 | 45 | 20,00 %\nTotale | 25 | 115 | 25,10 %",
                3,
                3,
                "21,74 %",
            ),
            ("Profilo | N.\nA | 3\nB | 4\nTotale | 8", 2, 1, "7"),
            ("Profilo | n.\nA | 1\nB | 4\nTotale | 8", 2, 1, "5"),
            ("Voce | Durata\nA | 1 ora\nB | 4 ore\nTotale | 8 ore", 2, 1, "5"),
            ("Voce | Importo\nA | 1.000,00 euro\nB | 2.000,00 euro\nTotale | 4.000,00 euro", 2, 1, "3.000,00"),
            ("Voce | Importo\nA | € 1.000,00=\nB | € 2.000,-\nTotale | € 4.000,00", 2, 1, "3.000,00"),
            ("Voce | Posti\nA | n. 3\nB | n. 4\nTotale | n. 8", 2, 1, "7"),
            ("Voce | N\nA | 3\nB | 4\nNumero totale dipendenti | 8", 2, 1, "7"),
            ("Voce | N\nA | 3\nB | 4\nComplessivamente | 8", 2, 1, "7"),
            ("Area | Totale | Uomini | Donne\nA | 16 | 10 | 5\nB | 5 | 2 | 3\nC | 4 | 2 | 2", 0, 1, "15"),
            (
                "Area | Uomini | Donne | % donne | Totale\nA | 10 | 12 | 54,5 | 22\nB | 1 | 1 | 50 | 3\nC | 2 | 3 | 60 | 5",
                1,
                4,
                "2",
            ),
        ] {
            assert!(wrong(text).contains(&(row, column, right.to_owned())), "{text}\n{:?}", wrong(text));
        }
    }

    #[test]
    fn totals_that_may_be_right_are_left_alone() {
        for text in [
            "Area | Dipendenti\nA | 12\nB | 10\nC | 9\nTotale | 31",
            "Area | N\nA | 12\ndi cui donne | 7\nB | 10\nTotale | 22",
            "Area | N\nA | 12\ndi cui donne | 7\nB | 10\nTotale | 29",
            "Cod | N\n1 Correnti | 100\n1.1 Tributi | 60\n1.2 Altro | 40\nTotale | 100",
            "Voce | N\n**A** | **10**\nb | 7\nc | 3\nTotale | 10",
            "Voce | Costo medio\nA | 10\nB | 20\nTotale | 15",
            "Voce | Tasso\nA | 10 %\nB | 20 %\nTotale | 13 %",
            "Area | Uomini | Donne | Totale\nA | 10 | 0 | 10\nB | 2 | 3 | 6",
            "Voce | N\nA | 0.250\nB | 0.125\nTotale | 9",
            "Voce | N\nA | 10\nB | circa 20\nTotale | 99",
            "Voce | N\nA | 10\nTotale | 99",
            "Voce | N\nA | 10\nB | –\nC | 5\nTotale | 15",
            "Voce | %\nA | 33,3 %\nB | 33,3 %\nC | 33,3 %\nTotale | 100 %",
            "Voce | %\nA | 90 %\nB | 70 %\nTotale | 82 %",
            "Anno | N\n2025 | 3\n2026 | 4\nTotale | 7",
            "Voce | A\nx | 1\ny | 2\nTotale x | 3\nz | 4\nw | 5\nTotale z | 9\nTotale | 12",
            "Area | Uomini | Donne | Totale\nA | 3 | 4 | 20",
            "Voce | N\na | 12\nb | 17\nSubtotale | 29\nc | 1\nTotale | 30",
            "Area | N | %\nA | 10 | 25,0 %\nB | 6 | 15,0 %\nC | 20 | 50,0 %\nD | 4 | 10,0 %\nTotale | 40 | 100 %",
            "Area | N | Donne | % donne\nA | 10 | 5 | 50 %\nB | 6 | 3 | 50 %\nC | 20 | 5 | 25 %\nD | 4 | 1 | 25 %\nTotale | 40 | 14 | 35 %",
            "Totale | N\nA | 1\nB | 2",
            "Voce | N\nTotale | 27\nNord | 11\nSud | 9\nOvest | 7",
            "Voce | N\nTotale | 27\nNord | 11\ndi cui donne | 4\nSud | 9\nOvest | 7\nTotale | 27",
            "Voce | N\nTotale | 27\nNord | 11\nSud | circa 9",
            "Voce | N\nTotale entrate | 100\nA | 60\nB | 40\nTotale spese | 95\nC | 50\nD | 45",
            "Voce | N\nTotale | 51\nSubtotale x | 20\na | 12\nb | 8\nSubtotale y | 31\nc | 20\nd | 11",
            "Voce | N\nTotale x | 9\nA | 60\nB | 40\nTotale y | 12\nC | 50\nD | 45",
            "Voce | Media\nTotale | 15\nA | 10\nB | 20",
            "Mese | N\nGen | 3\nFeb | 5\nMedia | 4\nTotale | 8",
            "Plesso | N\nScuole medie | 3\nMedie | 4\nTotale | 7",
            "Voce | Importo | IVA | Totale\nB | 200,00 | 10 % | 220,00\nC | 100,00 | 4 % | 104,00",
            "Voce | Importo | IVA % | Totale\nB | 200,00 | 10 | 220,00\nC | 100,00 | 4 | 104,00",
            "Area | Persone | Età media\nA | 10 | 50\nB | 20 | 47\nTotale | 30 | 48",
            "Area | Persone | Anzianità\nA | 10 | 50\nB | 20 | 47\nTotale | 30 | 48",
            "Voce | % assenze\nA | 4\nB | 6\nTotale | 5",
            "N. | Voce | Posti\n1 | A | 3\n2 | B | 4\nTotale | | 7",
            "Voce | N.\nA | 1\nB | 2\nC | 3\nTotale | 9",
            "Voce | Durata\nA | 3 ore\nB | 2 giorni\nTotale | 9 ore",
            "Area | Totale | di cui donne | di cui precari\nA | 16 | 10 | 5\nB | 5 | 2 | 1\nC | 4 | 2 | 0",
            "",
        ] {
            assert!(wrong(text).is_empty(), "{text}\n{:?}", wrong(text));
        }
    }
}
