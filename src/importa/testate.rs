//! Where the head of a table is, and what its columns are: by the words of the offices, or as the file of the last import says.

use super::campi::{Campi, testata};
use super::foglio::{Foglio, Posto};
use super::mappa::nomi;
use super::parti;
use super::righe::Rinuncia;
use crate::base::text::{flat, flat_words};
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many rows from the top the head of a table is looked for.
const PRIME: usize = 40;

/// A reading of the head of a table, with its worth.
pub(super) struct Prova {
    worth: i64,
    pub(super) kind: Kind,
    pub(super) campi: Campi,
    pub(super) row: u32,
    pub(super) colonne: BTreeMap<u32, String>,
    pub(super) ignote: BTreeMap<u32, String>,
    /// Whether the sheet has the name of the kind.
    chiamato: bool,
    /// The columns that say something of a thing of another kind, which stands in a column at their left: the head of that one.
    pub(super) altrui: BTreeMap<u32, String>,
}

/// The heads of the columns at a row: with what stands merged above them, and with the years below it.
pub(super) fn teste(foglio: &Foglio, row: u32) -> BTreeMap<u32, String> {
    let second = seconda(foglio, row);
    if let Some(all) = a_gruppi(foglio, row).filter(|_| !second) {
        return all;
    }
    // Heads on two rows: others are merged with what is above them.
    let joined = |column: &u32| foglio.prima((row, *column)).0 < row && !foglio.testo((row, *column)).is_empty();
    let double = (0..foglio.colonne()).filter(joined).count() > 1;
    let all = (0..foglio.colonne()).filter_map(|column| {
        let own = foglio.testo((row, column));
        let Some(above) = row.checked_sub(1).filter(|_| second) else {
            // A head that is not merged with the empty cell below it.
            let (at, own) = match row.checked_sub(1).filter(|_| double && own.is_empty()) {
                Some(above) => ((above, column), foglio.testo((above, column))),
                None => ((row, column), own),
            };
            return (!own.is_empty()).then(|| (column, sotto(foglio, at, own)));
        };
        let words = match (own.is_empty(), foglio.prima((row, column)).0 < row) {
            (true, _) => sotto(foglio, (above, column), foglio.testo((above, column))),
            (false, true) => sotto(foglio, (row, column), own),
            // What stands over the first of several columns stands over those that have nothing above them.
            (false, false) => {
                let mut left = (0..=column).rev().map(|left| (above, left));
                let over = left.find(|over| !foglio.testo(*over).is_empty());
                let over = over.map_or_else(String::new, |over| sotto(foglio, over, foglio.testo(over)));
                insieme(&over, own)
            }
        };
        (!words.is_empty()).then_some((column, words))
    });
    all.collect()
}

/// The head of a column with the words that stand over it and its neighbours: «Indicatori» over «Descrizione» and «Target».
fn sotto(foglio: &Foglio, posto: Posto, words: &str) -> String {
    let above = foglio.prima(posto).0.checked_sub(1).map(|row| (row, posto.1)).filter(|above| {
        // A title over the whole table says nothing of a column.
        sopra_alcune(foglio, *above)
    });
    match above.map(|above| (above, foglio.testo(above))) {
        Some((above, over)) if !over.is_empty() && !words.is_empty() => sotto(foglio, above, &insieme(over, words)),
        _ => words.to_owned(),
    }
}

/// The head of a column under another: «Target» over «2027». What says all of the other has no need of it: «Target 2027».
fn insieme(over: &str, own: &str) -> String {
    let (above, words) = (flat_words(over), flat_words(own));
    if above.iter().all(|word| words.contains(word)) { own.to_owned() } else { format!("{over} {own}") }
}

/// A head of the first of two rows, and the columns over which it stands.
struct Gruppo<'f> {
    parole: &'f str,
    colonne: Range<u32>,
}

/// The heads of a row under one that names groups of them, where nothing is merged: people write «Target» over the first of its columns,
/// and leave blank the others. None where that is not certain: each group is a part or a field of some record, or has one column and
/// nothing below; and some column has no group, or there are several, for a name over all of them is the title of the table.
fn a_gruppi(foglio: &Foglio, row: u32) -> Option<BTreeMap<u32, String>> {
    let above = row.checked_sub(1)?;
    let full =
        |row: u32| foglio.riga(row).filter(|(_, words)| !words.is_empty()).map(|((_, column), words)| (column, words));
    let (over, names): (Vec<(u32, &str)>, BTreeMap<u32, &str>) = (full(above).collect(), full(row).collect());
    if over.is_empty() || names.len() < 2 || names.values().any(|words| e_un_numero(words)) {
        return None;
    }
    let last = names.keys().chain(over.iter().map(|(column, _)| column)).max()? + 1;
    let mut groups: Vec<Gruppo<'_>> = Vec::new();
    for (n, (first, parole)) in over.iter().enumerate() {
        let next = over.get(n + 1).map_or(last, |(column, _)| *column);
        let merged = foglio.gruppo((above, *first)).map(|(_, end)| end);
        // A head that is merged downwards is of its own column.
        if merged.is_some_and(|end| end.0 >= row) {
            groups.push(Gruppo { parole, colonne: *first..*first });
            continue;
        }
        let next = merged.filter(|end| end.1 > *first).map_or(next, |end| end.1 + 1);
        let width = (*first..next).take_while(|column| names.contains_key(column)).count();
        // Names after a blank one are of nobody knows what.
        if width == 0 && names.range(*first..next).next().is_some() {
            return None;
        }
        groups.push(Gruppo { parole, colonne: *first..*first + u32::try_from(width).ok()? });
    }
    let wide = |group: &Gruppo<'_>| group.colonne.len() > 1 && foglio.gruppo((above, group.colonne.start)).is_none();
    let of_group = |column: &u32| groups.iter().find(|group| group.colonne.contains(column));
    let title = groups.len() == 1 && names.keys().all(|column| of_group(column).is_some());
    let known: Vec<Campi> = Kind::ALL.iter().map(|kind| Campi::di(*kind)).collect();
    let certain = |group: &Gruppo<'_>| {
        let named = |campi: &Campi| campi.gruppo(group.parole);
        group.colonne.is_empty() || !group.parole.ends_with(':') && known.iter().any(named)
    };
    if title || !groups.iter().any(wide) || !groups.iter().all(certain) {
        return None;
    }
    let alone = over.iter().filter(|(column, _)| !names.contains_key(column));
    let mut out: BTreeMap<u32, String> =
        alone.map(|(column, words)| (*column, sotto(foglio, (above, *column), words))).collect();
    out.extend(names.iter().map(|(column, words)| {
        let over = of_group(column).map_or("", |group| group.parole);
        (*column, if over.is_empty() { (*words).to_owned() } else { insieme(over, words) })
    }));
    Some(out)
}

/// Whether words are a number, and not a year.
fn e_un_numero(words: &str) -> bool {
    let figures = words.trim_end_matches(['%', '€', ' ']);
    figures.starts_with(|c: char| c.is_ascii_digit())
        && figures.bytes().all(|b| b.is_ascii_digit() || b",./:".contains(&b))
        && !figures.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year))
}

/// Whether a cell is merged over some of the columns, and not over the whole table.
fn sopra_alcune(foglio: &Foglio, posto: Posto) -> bool {
    foglio.gruppo(posto).is_some_and(|(first, last)| {
        let width = last.1 - first.1 + 1;
        width > 1 && width < foglio.colonne().saturating_sub(1)
    })
}

/// Whether a row goes on with the heads of the row above: the years under «Valore atteso», with nothing under the other heads. The other
/// heads need not be merged with what is below them.
fn seconda(foglio: &Foglio, row: u32) -> bool {
    let Some(above) = row.checked_sub(1) else { return false };
    let columns = || 0..foglio.colonne();
    let heads = columns().filter(|column| foglio.celle.contains_key(&(above, *column))).count();
    let own: Vec<u32> = columns().filter(|column| foglio.celle.contains_key(&(row, *column))).collect();
    if heads < 2 || own.is_empty() || !columns().any(|column| foglio.testo((row, column)).is_empty()) {
        return false;
    }
    let one = |words: &&str| words.bytes().filter(u8::is_ascii_digit).count() == 4;
    let words = own.iter().map(|column| foglio.testo((row, *column))).filter(one);
    let years: Vec<i16> = words.filter_map(|words| testata(words).1).collect();
    let in_a_row = years.windows(2).all(|pair| matches!(pair, [a, b] if b - a == 1));
    years.len() == own.len() && in_a_row
}

/// The reading, as a table of one of `kinds`, that says most of the sheet.
pub(super) fn indovina(foglio: &Foglio, kinds: &[Kind]) -> Result<Prova, Rinuncia> {
    let mut all: Vec<Prova> = Vec::new();
    let name = flat(&foglio.nome);
    let rows = foglio.righe().into_iter().take(PRIME).map(|row| (row, teste(foglio, row)));
    let rows: Vec<(u32, BTreeMap<u32, String>)> = rows.filter(|(_, heads)| heads.len() > 1).collect();
    let rows = senza_dati(rows);
    // What each head says without its year, worked out once for all kinds.
    let lette: Vec<BTreeMap<u32, (String, Option<i16>)>> =
        rows.iter().map(|(_, heads)| heads.iter().map(|(n, words)| (*n, testata(words))).collect()).collect();
    for kind in kinds.iter().copied() {
        let campi = Campi::di(kind);
        let Some(needed) = campi.necessari() else { continue };
        let info = kind.info();
        let noun = flat(info.noun);
        let called = [info.noun, info.nouns, info.plural]
            .iter()
            .filter_map(|noun| flat_words(noun).into_iter().next())
            .any(|first| name.contains(&first));
        let exact = [info.noun, info.nouns, info.plural].iter().any(|noun| flat(noun) == name);
        for ((row, heads), lette) in rows.iter().zip(&lette) {
            let (mut colonne, mut ignote) = (BTreeMap::new(), BTreeMap::new());
            for ((column, words), head) in heads.iter().zip(lette.values()) {
                match campi.sotto(head) {
                    Some(field) if !colonne.values().any(|other| *other == field) => {
                        drop(colonne.insert(*column, field))
                    }
                    _ => drop(ignote.insert(*column, words.clone())),
                }
            }
            per_contenuto(foglio, *row, &campi, &mut colonne);
            della_verifica(&campi, &mut colonne);
            let altrui = di_altri(kind, heads, &mut colonne, &mut ignote);
            senza_parola(&campi, heads, &mut colonne, &mut ignote);
            anni_soli(foglio, &campi, (*row, heads), (&mut colonne, &mut ignote));
            livelli(&campi, heads, &mut colonne, &mut ignote);
            let whole = needed.iter().all(|field| colonne.values().any(|known| known == field));
            let whole = whole || di_sole_parti(foglio, &campi, (*row, heads), (&mut colonne, &mut ignote));
            if colonne.len() < 2 || !whole {
                continue;
            }
            // The heads that name the kind itself weigh more than those that all kinds have.
            let named = lette.values().any(|(head, _)| *head == noun);
            let worth = 2 * i64::try_from(colonne.len()).unwrap_or_default()
                - i64::try_from(ignote.len()).unwrap_or_default()
                + if exact {
                    6
                } else if called {
                    3
                } else {
                    0
                }
                + if named { 3 } else { 0 };
            all.push(Prova {
                worth,
                kind,
                campi: Campi::di(kind),
                row: *row,
                colonne,
                ignote,
                altrui,
                chiamato: called,
            });
        }
    }
    let most = all.iter().map(|prova| prova.worth).max();
    let (mut best, others): (Vec<Prova>, Vec<Prova>) = all.into_iter().partition(|prova| Some(prova.worth) == most);
    // Who gives a sheet the name of a kind says what it is of.
    let called: BTreeSet<Kind> = best.iter().filter(|prova| prova.chiamato).map(|prova| prova.kind).collect();
    if called.len() == 1 {
        best.retain(|prova| prova.chiamato);
    }
    let kinds: BTreeSet<Kind> = best.iter().map(|prova| prova.kind).collect();
    let mut best = best.into_iter();
    match (kinds.len(), best.next()) {
        (0, _) | (_, None) => Err(Rinuncia::NonRiconosciuto),
        (1, Some(prova)) => {
            let heads = |row: u32| rows.iter().find(|(known, _)| *known == row).map(|(_, heads)| heads);
            let first =
                others.into_iter().chain(best).filter(|other| other.kind == prova.kind && other.row < prova.row);
            let first = first.filter(|other| {
                heads(other.row)
                    .zip(heads(prova.row))
                    .is_some_and(|(first, own)| in_cima(foglio, (other.row, first), (prova.row, own)))
            });
            Ok(first.min_by_key(|other| other.row).unwrap_or(prova))
        }
        (_, Some(_)) => Err(Rinuncia::Incerto(kinds.into_iter().collect())),
    }
}

/// The rows that may be a head: not those with numbers in them under a row of words that fills as many columns. A cell of a record may
/// be a word that heads columns elsewhere.
fn senza_dati(rows: Vec<(u32, BTreeMap<u32, String>)>) -> Vec<(u32, BTreeMap<u32, String>)> {
    let mut widest = 0;
    let mut out = Vec::new();
    for (row, heads) in rows {
        let numbers = heads.values().filter(|words| e_un_numero(words)).count();
        // A title over the whole table is one word.
        let wide = heads.values().collect::<BTreeSet<_>>().len();
        if numbers > 0 && wide <= widest {
            continue;
        }
        if numbers == 0 {
            widest = widest.max(wide);
        }
        out.push((row, heads));
    }
    out
}

/// The times of a sheet of processes that follow a column of measures are those of the measures: of a process they would say how long
/// it lasts. They are not imported, and told.
fn di_altri(
    kind: Kind,
    heads: &BTreeMap<u32, String>,
    colonne: &mut BTreeMap<u32, String>,
    ignote: &mut BTreeMap<u32, String>,
) -> BTreeMap<u32, String> {
    let mut out = BTreeMap::new();
    if kind != Kind::Processo {
        return out;
    }
    let measures = Campi::di(Kind::MisuraPrevenzione);
    let measure = |words: &String| measures.colonna(words).is_some_and(|field| field == "titolo");
    let Some((first, named)) = ignote.iter().find(|(_, words)| measure(words)).map(|(n, words)| (*n, words.clone()))
    else {
        return out;
    };
    let theirs: Vec<u32> =
        colonne.range(first..).filter(|(_, field)| *field == "tempi").map(|(column, _)| *column).collect();
    for column in theirs {
        colonne.remove(&column);
        ignote.extend(heads.get(&column).map(|words| (column, words.clone())));
        out.insert(column, named.clone());
    }
    out
}

/// «Tempi» and «Peso» may be of phases: where no column has the words of a phase, they are of none.
fn senza_parola(
    campi: &Campi,
    heads: &BTreeMap<u32, String>,
    colonne: &mut BTreeMap<u32, String>,
    ignote: &mut BTreeMap<u32, String>,
) {
    const FASE: &str = "fase";
    if !campi.parti().contains(&FASE) || colonne.values().any(|field| field == "fase.testo") {
        return;
    }
    let theirs: Vec<u32> =
        colonne.iter().filter(|(_, field)| parti::di(field, &[FASE]).is_some()).map(|(column, _)| *column).collect();
    for column in theirs {
        colonne.remove(&column);
        ignote.extend(heads.get(&column).map(|head| (column, head.clone())));
    }
}

/// «Settore» at the left of «Servizio» is where the service belongs, in a sheet of units: the rest of the row is said of the service.
fn livelli(
    campi: &Campi,
    heads: &BTreeMap<u32, String>,
    colonne: &mut BTreeMap<u32, String>,
    ignote: &mut BTreeMap<u32, String>,
) {
    const LIVELLI: [&str; 6] = ["dipartimento", "direzione", "area", "settore", "servizio", "ufficio"];
    if campi.kind() != Kind::Unita || colonne.values().any(|field| field == "padre") {
        return;
    }
    let level = |words: &String| LIVELLI.iter().position(|level| *level == testata(words).0);
    let Some(first) = colonne.iter().find(|(_, field)| *field == "nome").map(|(column, _)| *column) else { return };
    let Some(outer) = heads.get(&first).and_then(level) else { return };
    let below = |words: &String| level(words).is_some_and(|level| level > outer);
    let inner: Vec<u32> = ignote.range(first..).filter(|(_, words)| below(words)).map(|(n, _)| *n).collect();
    let [only] = inner.as_slice() else { return };
    colonne.insert(first, "padre".to_owned());
    colonne.insert(*only, "nome".to_owned());
    ignote.remove(only);
}

/// Years that head columns alone are those of the targets, where the sheet has indicators and no other targets, and its title, or its
/// name, speaks of targets and of no other values.
fn anni_soli(
    foglio: &Foglio,
    campi: &Campi,
    (row, heads): (u32, &BTreeMap<u32, String>),
    (colonne, ignote): (&mut BTreeMap<u32, String>, &mut BTreeMap<u32, String>),
) {
    let has = |part: &str| colonne.values().any(|field| field.starts_with(part));
    let Some(target) = campi.target().filter(|target| has("indicatore.testo") && !has(target)) else { return };
    let years: Vec<(u32, i16)> = ignote
        .iter()
        .filter_map(|(column, words)| match testata(words) {
            (head, Some(year)) if head.is_empty() => Some((*column, year)),
            _ => None,
        })
        .collect();
    let single: BTreeSet<i16> = years.iter().map(|(_, year)| *year).collect();
    if years.is_empty() || single.len() < years.len() {
        return;
    }
    let top = cima(foglio, row, heads);
    let above = foglio.celle.range(..(top, 0)).map(|(_, cell)| cell.testo.as_str());
    let titles: Vec<String> = std::iter::once(foglio.nome.as_str()).chain(above).flat_map(flat_words).collect();
    let says = |words: &[&str]| titles.iter().any(|word| words.contains(&word.as_str()));
    let expected = titles.windows(2).any(|pair| {
        matches!(pair, [a, b] if ["valore", "valori"].contains(&a.as_str()) && ["atteso", "attesi"].contains(&b.as_str()))
    });
    if (says(&["target"]) || expected) && !says(&ALTRI_VALORI) {
        for (column, year) in years {
            ignote.remove(&column);
            colonne.insert(column, format!("{target}.{year}"));
        }
    }
}

/// The words of values of an indicator that are no targets.
const ALTRI_VALORI: [&str; 22] = [
    "consuntivo",
    "consuntivi",
    "rendiconto",
    "rendicontazione",
    "monitoraggio",
    "risultato",
    "risultati",
    "raggiunto",
    "raggiunti",
    "rilevato",
    "rilevati",
    "misurato",
    "misurati",
    "storico",
    "storici",
    "storica",
    "partenza",
    "iniziale",
    "iniziali",
    "baseline",
    "base",
    "attuali",
];

/// Whether the heads are those of the parts of records that are named by their code alone: «Codice obiettivo», «Fase», «Tempi». There what
/// may be of the record or of the part, as «Peso», is of the part, and what is of the record alone is not imported. A code may be that of
/// the part: its head says of what it is, or it has letters, as those of objectives have.
fn di_sole_parti(
    foglio: &Foglio,
    campi: &Campi,
    (row, heads): (u32, &BTreeMap<u32, String>),
    (colonne, ignote): (&mut BTreeMap<u32, String>, &mut BTreeMap<u32, String>),
) -> bool {
    let keys = campi.chiavi();
    let code = colonne.iter().find(|(_, field)| ["id", "codice"].contains(&field.as_str())).map(|(column, _)| *column);
    let parts = campi.parti();
    let part = colonne.values().find(|field| parti::e_nome(field)).and_then(|field| parti::di(field, parts));
    let (Some(code), Some(part)) = (code.filter(|_| keys.contains(&"codice")), part) else { return false };
    let noun = flat(campi.kind().info().noun);
    let says = heads.get(&code).is_some_and(|head| flat_words(head).contains(&noun));
    let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit() || b".,".contains(&b));
    let mut below = foglio.righe().into_iter().filter(|below| *below > row);
    if !says && (campi.kind() != Kind::Obiettivo || below.any(|row| digits(foglio.testo((row, code))))) {
        return false;
    }
    let own: Vec<(u32, String)> = colonne
        .iter()
        .filter(|(_, field)| !campi.di_parte(field) && !keys.contains(&field.as_str()))
        .map(|(column, field)| (*column, field.clone()))
        .collect();
    for (column, field) in own {
        let of_part = format!("{part}.{field}");
        if campi.ammette(&of_part) && !colonne.values().any(|known| *known == of_part) {
            colonne.insert(column, of_part);
        } else {
            colonne.remove(&column);
            ignote.extend(heads.get(&column).map(|head| (column, head.clone())));
        }
    }
    true
}

/// «Risultato atteso» and «Tempi» at the right of «Strumento di verifica» are those of the verification, and not of the whole record.
fn della_verifica(campi: &Campi, colonne: &mut BTreeMap<u32, String>) {
    let Some(first) = colonne.iter().find(|(_, field)| *field == "verifica.strumento").map(|(column, _)| *column)
    else {
        return;
    };
    let phases = colonne.values().any(|field| field == "fase.testo");
    for (from, to) in
        [("risultato_atteso", "verifica.atteso"), ("fase.tempi", "verifica.tempi"), ("tempi", "verifica.tempi")]
    {
        let taken = colonne.values().any(|field| field == to) || from == "fase.tempi" && phases;
        let column = colonne.range(first..).find(|(_, field)| *field == from).map(|(column, _)| *column);
        if let Some(column) = column.filter(|_| !taken && campi.ha(to)) {
            colonne.insert(column, to.to_owned());
        }
    }
}

/// «Unità» heads the offices in some sheets and the persons in others: where all the cells are whole numbers, they are persons.
fn per_contenuto(foglio: &Foglio, row: u32, campi: &Campi, colonne: &mut BTreeMap<u32, String>) {
    let counts = campi.ha("numero") && !colonne.values().any(|field| field == "numero");
    let Some(column) =
        colonne.iter().find(|(_, field)| *field == "unita").map(|(column, _)| *column).filter(|_| counts)
    else {
        return;
    };
    let below = foglio.celle.iter().filter(|((r, c), _)| *r > row && *c == column);
    let (numbers, others): (Vec<_>, Vec<_>) =
        below.partition(|(_, cell)| cell.testo.bytes().all(|b| b.is_ascii_digit()));
    if !numbers.is_empty() && others.is_empty() {
        colonne.insert(column, "numero".to_owned());
    }
}

/// Whether a row has the heads of a table again, as at the top of another page: two of its columns have the head that they have there,
/// and none has another. `prima` are the heads of the table, `qui` those of the row.
pub(super) fn ripete(prima: &BTreeMap<u32, String>, qui: &BTreeMap<u32, String>) -> bool {
    let both: Vec<bool> = qui.iter().filter_map(|(column, words)| Some(stesso(prima.get(column)?, words))).collect();
    both.len() > 1 && both.iter().all(|same| *same)
}

/// Whether the words of a row say the head of a column: all of it, or the first of the rows on which it stands.
fn stesso(head: &str, words: &str) -> bool {
    head == words
        || testata(head) == testata(words)
        || head.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether two rows have heads of one table, the first at its top and the second at that of another page: it may have more columns there.
fn in_cima(
    foglio: &Foglio,
    (first, prima): (u32, &BTreeMap<u32, String>),
    (second, qui): (u32, &BTreeMap<u32, String>),
) -> bool {
    // The rows of one head follow each other, and are merged.
    let apart = |column: &u32| foglio.prima((second, *column)).0 > first;
    second > first + 1 && qui.keys().all(apart) && ripete(prima, qui)
}

/// How many of the columns that `mappa` names have their heads in one row.
pub(super) fn note(foglio: &Foglio, mappa: &BTreeMap<String, String>) -> usize {
    let rows = foglio.righe().into_iter().take(PRIME).map(|row| nomi(&teste(foglio, row)));
    rows.map(|heads| heads.values().filter(|words| mappa.contains_key(*words)).count()).max().unwrap_or_default()
}

/// The reading that the file of the last import says: the field of each column, by its head. The heads are the row with most of them.
pub(super) fn secondo(foglio: &Foglio, kind: Kind, mappa: &BTreeMap<String, String>) -> Option<Prova> {
    let campi = Campi::di(kind);
    let rows = foglio.righe().into_iter().take(PRIME).map(|row| (row, nomi(&teste(foglio, row))));
    let rows: Vec<(u32, BTreeMap<u32, String>)> = rows.collect();
    let known = |heads: &BTreeMap<u32, String>| heads.values().filter(|words| mappa.contains_key(*words)).count();
    // Of two rows that have as many, the first.
    let (row, heads) = rows.iter().rev().max_by_key(|(_, heads)| known(heads))?;
    // All were given another name.
    if known(heads) == 0 {
        return indovina(foglio, &[kind]).ok();
    }
    let first = rows
        .iter()
        .find(|(above, first)| above < row && known(first) > 1 && in_cima(foglio, (*above, first), (*row, heads)));
    let (row, heads) = first.map_or((*row, heads), |(row, heads)| (*row, heads));
    // A head that the sheet no longer has leaves its field to the one that took its place.
    let here: BTreeSet<&String> = heads.values().filter_map(|words| mappa.get(words)).collect();
    let (mut colonne, mut ignote) = (BTreeMap::new(), BTreeMap::new());
    for (column, words) in heads {
        match mappa.get(words) {
            Some(field) if field.is_empty() => {}
            Some(field) => drop(colonne.insert(*column, field.clone())),
            // A column that was not there the last time.
            None => match campi.colonna(words).filter(|field| !here.contains(field)) {
                Some(field) => drop(colonne.insert(*column, field)),
                None => drop(ignote.insert(*column, words.clone())),
            },
        }
    }
    let altrui = BTreeMap::new();
    (!colonne.is_empty()).then_some(Prova { worth: 0, kind, campi, row, colonne, ignote, altrui, chiamato: false })
}

/// The first row of the head that ends at `row`.
pub(super) fn cima(foglio: &Foglio, row: u32, heads: &BTreeMap<u32, String>) -> u32 {
    let top = heads.keys().map(|column| foglio.prima((row, *column)).0).min().unwrap_or(row).min(row);
    let two = seconda(foglio, row) || a_gruppi(foglio, row).is_some();
    let top = if two { top.min(row.saturating_sub(1)) } else { top };
    // What is merged over some of the columns is of them.
    let over = |row: u32| {
        let mut all = (0..foglio.colonne()).map(|column| (row, column));
        all.any(|posto| sopra_alcune(foglio, posto) && !foglio.testo(posto).is_empty())
    };
    (0..top).rev().take(2).take_while(|row| over(*row)).last().unwrap_or(top)
}
