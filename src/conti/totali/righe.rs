//! The rows of totals.

use super::numeri::{Contenuto, Numero};
use super::{Cella, Errore, Griglia, contenuto, larghezza, nome, parole};
use crate::base::text::flat_words;
use crate::lingua::totali::{parziale, totale};
use crate::piano::element::misura::Decimale;
use std::collections::BTreeSet;

/// Said of a total that stands above the rows that it adds.
pub(super) const SOTTO: &str = "le righe sotto danno";

/// A row that a total adds up.
struct Addendo {
    riga: usize,
    numero: Numero,
    /// Whether its words say that it is taken away: «Cessazioni», «a detrarre».
    toglie: bool,
    /// What it counts, where its name begins with that: «Persone coinvolte».
    misura: Option<&'static str>,
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
pub(super) fn righe(grid: &Griglia, column: usize, out: &mut Vec<Errore>) {
    let titolo = grid.titoli.get(column).map(|titolo| titolo.to_lowercase()).unwrap_or_default();
    // A year is no quantity.
    if ["anno", "anni", "codice", "cod.", "capitolo"].contains(&titolo.trim()) {
        return;
    }
    // «N.» counts the rows or what is in them.
    if titolo.trim() == "n." && (column == 0 || progressivo(grid, column)) {
        return;
    }
    if parole::di_livelli(&titolo) {
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
                toglie: parole::toglie(name),
                misura: parole::misura(name),
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
    let name = grid.righe.get(riga).map(|row| nome(row)).unwrap_or_default();
    if fits || non_somma(rows, written, name) {
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
    let rate = parole::di_rapporti(grid.titoli.get(colonna).map(String::as_str).unwrap_or_default());
    let hundred = hundred || !lies(written.valore) && share.is_none() && !rate;
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

/// Whether a total named `name` may be something else than the sum of its rows: some of them are taken away from the others, or they
/// count different things; or it repeats one of them, as what is there at the end of a year does, the least of them or the greatest.
fn non_somma(rows: &[Addendo], written: Numero, name: &str) -> bool {
    let rows = || rows.iter().filter(|riga| !riga.parte);
    let value = |riga: &Addendo| riga.numero.valore;
    let mixed = rows().any(|riga| riga.toglie) && !rows().all(|riga| riga.toglie);
    let measures: BTreeSet<&str> = rows().filter_map(|riga| riga.misura).collect();
    let repeated = [rows().map(value).min(), rows().map(value).max(), rows().next_back().map(value)];
    mixed
        || measures.len() > 1
        || parole::non_di_tutte(name)
        || rows().count() > 1 && repeated.contains(&Some(written.valore))
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
