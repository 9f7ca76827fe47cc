//! From a sheet to records: where the head of the table is, what its columns are, which rows are records, which add to the one above,
//! which are titles, totals or blank.

use super::blocchi;
use super::campi::{Campi, testata};
use super::fianco::{altra_tabella, estranee};
use super::foglio::{Foglio, Posto, lettere, nome};
use super::mappa::{Mappa, nomi};
use super::tavola::{Riga, Scheda, Tavola, Voce};
use crate::base::text::{flat, flat_words, short};
use crate::lingua::totali::totale;
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// How many rows from the top the head of a table is looked for.
const PRIME: usize = 40;
/// The fields that name something: a number there is a code.
const NOMI: [&str; 5] = ["id", "codice", "unita", "padre", "nodo"];

/// Something to say of a cell, or of a column, of the sheet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Avviso {
    /// The cell as spreadsheets name it, or the letters of the column.
    pub(super) dove: String,
    pub(super) che: String,
    /// Whether somebody has something to do: a row of totals is left out on purpose.
    pub(super) da_fare: bool,
}

/// A sheet that was understood.
#[derive(Debug)]
pub(super) struct Letto {
    pub(super) kind: Kind,
    pub(super) campi: Campi,
    /// The head of each column.
    pub(super) teste: BTreeMap<u32, String>,
    /// The field of each column that is imported.
    pub(super) colonne: BTreeMap<u32, String>,
    pub(super) tavola: Tavola,
    pub(super) avvisi: Vec<Avviso>,
}

/// Why a sheet is not imported.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rinuncia {
    /// No head of a table was found.
    NonRiconosciuto,
    /// It may be of any of these kinds.
    Incerto(Vec<Kind>),
    /// Its author says that it is not to be imported.
    NonSiImporta,
}

/// A reading of the head of a table, with its worth.
struct Prova {
    worth: i64,
    kind: Kind,
    campi: Campi,
    row: u32,
    colonne: BTreeMap<u32, String>,
    ignote: BTreeMap<u32, String>,
    /// Whether the sheet has the name of the kind.
    chiamato: bool,
    /// The columns that say something of a thing of another kind, which stands in a column at their left: the head of that one.
    altrui: BTreeMap<u32, String>,
}

/// Understands a sheet, as `mappa` says or else by its words. `unita` are the names of the units of the plan.
pub(super) fn leggi(foglio: &Foglio, mappa: Option<&Mappa>, unita: &BTreeSet<String>) -> Result<Letto, Rinuncia> {
    // A row of a card may look like the head of a table. Of a table that is read as cards every other head is taken for a value, so the
    // reading that knows more fields is the right one.
    let either = |kinds: &[Kind]| match (indovina(foglio, kinds), blocchi::leggi(foglio, kinds)) {
        (Ok(prova), Some(cards)) if cards.tavola.campi.len() > prova.colonne.len() => Ok(cards),
        (Ok(prova), _) => Ok(schede(foglio, prova, unita)),
        (Err(why), cards) => cards.ok_or(why),
    };
    match mappa {
        Some(Mappa { tipo: None, .. }) => Err(Rinuncia::NonSiImporta),
        // Its author says what it is of, and not yet how its columns are read.
        Some(Mappa { tipo: Some(kind), colonne, .. }) if colonne.is_empty() => either(&[*kind]),
        Some(Mappa { tipo: Some(kind), colonne, .. }) => {
            let prova = secondo(foglio, *kind, colonne).ok_or(Rinuncia::NonRiconosciuto)?;
            Ok(schede(foglio, prova, unita))
        }
        None => either(Kind::ALL),
    }
}

/// The heads of the columns at a row: with what stands merged above them, and with the years below it.
fn teste(foglio: &Foglio, row: u32) -> BTreeMap<u32, String> {
    let second = seconda(foglio, row);
    let all = (0..foglio.colonne()).filter_map(|column| {
        let own = foglio.testo((row, column));
        let Some(above) = row.checked_sub(1).filter(|_| second) else {
            return (!own.is_empty()).then(|| (column, sotto(foglio, (row, column), own)));
        };
        let words = match (own.is_empty(), foglio.prima((row, column)).0 < row) {
            (true, _) => sotto(foglio, (above, column), foglio.testo((above, column))),
            (false, true) => sotto(foglio, (row, column), own),
            // What stands over the first of several columns stands over those that have nothing above them.
            (false, false) => {
                let mut left = (0..=column).rev().map(|left| (above, left));
                let over = left.find(|over| !foglio.testo(*over).is_empty());
                let over = over.map_or_else(String::new, |over| sotto(foglio, over, foglio.testo(over)));
                format!("{over} {own}").trim().to_owned()
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
        foglio.gruppo(*above).is_some_and(|(first, last)| {
            let width = last.1 - first.1 + 1;
            width > 1 && width < foglio.colonne().saturating_sub(1)
        })
    });
    match above.map(|above| (above, foglio.testo(above))) {
        Some((above, over)) if !over.is_empty() && !words.is_empty() => {
            sotto(foglio, above, &format!("{over} {words}"))
        }
        _ => words.to_owned(),
    }
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
fn indovina(foglio: &Foglio, kinds: &[Kind]) -> Result<Prova, Rinuncia> {
    let mut best: Vec<Prova> = Vec::new();
    let name = flat(&foglio.nome);
    let rows = foglio.righe().into_iter().take(PRIME).map(|row| (row, teste(foglio, row)));
    let rows: Vec<(u32, BTreeMap<u32, String>)> = rows.filter(|(_, heads)| heads.len() > 1).collect();
    let rows = senza_dati(rows);
    for kind in kinds.iter().copied() {
        let info = kind.info();
        let noun = flat(info.noun);
        let called = [info.noun, info.nouns, info.plural]
            .iter()
            .filter_map(|noun| flat_words(noun).into_iter().next())
            .any(|first| name.contains(&first));
        let exact = [info.noun, info.nouns, info.plural].iter().any(|noun| flat(noun) == name);
        for (row, heads) in &rows {
            let campi = Campi::di(kind);
            let Some(needed) = campi.necessari() else { continue };
            let (mut colonne, mut ignote) = (BTreeMap::new(), BTreeMap::new());
            for (column, words) in heads {
                match campi.colonna(words) {
                    Some(field) if !colonne.values().any(|other| *other == field) => {
                        drop(colonne.insert(*column, field))
                    }
                    _ => drop(ignote.insert(*column, words.clone())),
                }
            }
            per_contenuto(foglio, *row, &campi, &mut colonne);
            della_verifica(&campi, &mut colonne);
            let altrui = di_altri(kind, heads, &mut colonne, &mut ignote);
            if colonne.len() < 2 || !needed.iter().all(|field| colonne.values().any(|known| known == field)) {
                continue;
            }
            // The heads that name the kind itself weigh more than those that all kinds have.
            let named = heads.values().any(|words| testata(words).0 == noun);
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
            let known = best.first().map_or(i64::MIN, |prova| prova.worth);
            if worth > known {
                best.clear();
            }
            if worth >= known {
                best.push(Prova { worth, kind, campi, row: *row, colonne, ignote, altrui, chiamato: called });
            }
        }
    }
    // Who gives a sheet the name of a kind says what it is of.
    let called: BTreeSet<Kind> = best.iter().filter(|prova| prova.chiamato).map(|prova| prova.kind).collect();
    if called.len() == 1 {
        best.retain(|prova| prova.chiamato);
    }
    let kinds: BTreeSet<Kind> = best.iter().map(|prova| prova.kind).collect();
    match (kinds.len(), best.into_iter().next()) {
        (0, _) | (_, None) => Err(Rinuncia::NonRiconosciuto),
        (1, Some(prova)) => Ok(prova),
        (_, Some(_)) => Err(Rinuncia::Incerto(kinds.into_iter().collect())),
    }
}

/// The rows that may be a head: not those with numbers in them under a row of words that fills as many columns. A cell of a record may
/// be a word that heads columns elsewhere.
fn senza_dati(rows: Vec<(u32, BTreeMap<u32, String>)>) -> Vec<(u32, BTreeMap<u32, String>)> {
    let number = |words: &String| {
        let figures = words.trim_end_matches(['%', '€', ' ']);
        figures.starts_with(|c: char| c.is_ascii_digit())
            && figures.bytes().all(|b| b.is_ascii_digit() || b",./:".contains(&b))
            && !figures.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year))
    };
    let mut widest = 0;
    let mut out = Vec::new();
    for (row, heads) in rows {
        let numbers = heads.values().filter(|words| number(words)).count();
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

/// The reading that the file of the last import says: the field of each column, by its head. The heads are the row with most of them.
fn secondo(foglio: &Foglio, kind: Kind, mappa: &BTreeMap<String, String>) -> Option<Prova> {
    let campi = Campi::di(kind);
    let rows = foglio.righe().into_iter().take(PRIME).map(|row| (row, nomi(&teste(foglio, row))));
    let rows: Vec<(u32, BTreeMap<u32, String>)> = rows.collect();
    let known = |heads: &BTreeMap<u32, String>| heads.values().filter(|words| mappa.contains_key(*words)).count();
    // Of two rows that have as many, the first.
    let (row, heads) = rows.into_iter().rev().max_by_key(|(_, heads)| known(heads))?;
    let (mut colonne, mut ignote) = (BTreeMap::new(), BTreeMap::new());
    for (column, words) in heads {
        match mappa.get(&words) {
            Some(field) if field.is_empty() => {}
            Some(field) => drop(colonne.insert(column, field.clone())),
            // A column that was not there the last time.
            None => match campi.colonna(&words).filter(|field| !mappa.values().any(|other| other == field)) {
                Some(field) => drop(colonne.insert(column, field)),
                None => drop(ignote.insert(column, words)),
            },
        }
    }
    let altrui = BTreeMap::new();
    (!colonne.is_empty()).then_some(Prova { worth: 0, kind, campi, row, colonne, ignote, altrui, chiamato: false })
}

/// Reads the rows under the head.
fn schede(foglio: &Foglio, prova: Prova, unita: &BTreeSet<String>) -> Letto {
    let Prova { kind, campi, row: testata, mut colonne, mut ignote, altrui, .. } = prova;
    let mut avvisi = Vec::new();
    let heads = teste(foglio, testata);
    let tutti: Vec<Campi> = Kind::ALL.iter().map(|kind| Campi::di(*kind)).collect();
    let needed = campi.necessari().unwrap_or_default();
    let key = needed.iter().find_map(|field| colonne.iter().find(|(_, known)| known == field));
    let key = key.or_else(|| colonne.first_key_value()).map_or(0, |(column, _)| *column);
    let fuori = estranee(foglio, (testata, key), &heads, (&campi, &tutti), &mut avvisi);
    colonne.retain(|column, _| !fuori.contains(column));
    ignote.retain(|column, _| !fuori.contains(column));
    let mut out = Tavola::default();
    let place = |key: &str| colonne.iter().find(|(_, field)| *field == key).map(|(column, _)| *column);
    let keys: Vec<(u32, &str)> = campi.chiavi().into_iter().filter_map(|key| Some((place(key)?, key))).collect();
    let con_codici = con_codici(foglio, testata, &keys);
    let takes_unit = campi.ha("unita");
    let mut gruppo: Option<(String, Posto)> = None;
    let mut above_row = testata;
    // The columns without a head, each with its first cell.
    let mut senza_nome: BTreeMap<u32, (u32, String)> = BTreeMap::new();
    for row in foglio.righe().into_iter().filter(|row| *row > testata) {
        let apart = row > above_row + 1;
        above_row = row;
        let cells: Vec<(u32, &str)> = foglio
            .riga(row)
            .map(|((_, column), text)| (column, text))
            .filter(|(column, text)| !text.is_empty() && !fuori.contains(column))
            .collect();
        guasti(foglio, row, colonne.keys().copied(), &mut avvisi);
        let Some((first, words)) = cells.first().copied() else { continue };
        accanto(foglio, row, first, &mut avvisi);
        if totale(words) || media(words) {
            let che = format!("riga di totali, non importata: «{}»", short(words));
            avvisi.push(Avviso { dove: nome((row, first)), che, da_fare: false });
            continue;
        }
        // The head again, at the top of another page.
        if cells.iter().filter(|(column, text)| heads.get(column).is_some_and(|head| head == text)).count() > 1 {
            continue;
        }
        if apart && altra_tabella(&cells, &tutti) {
            let che = format!(
                "qui comincia un’altra tabella, con la colonna «{}»: da questa riga in giù non è importato niente; mettila in un foglio suo",
                short(words)
            );
            avvisi.push(Avviso { dove: nome((row, first)), che, da_fare: true });
            break;
        }
        let wide = foglio.gruppo((row, first)).is_some_and(|(a, b)| b.1 > a.1);
        let field = colonne.get(&first);
        // A phase may have the name of an office.
        let part = field.is_some_and(|field| campi.di_parte(field)) && !wide;
        let known = takes_unit && !part && unita.contains(&flat(words));
        let key = keys.iter().find(|(column, _)| *column == first).map(|(_, key)| *key);
        // A record has at least its title, and its code where the others have one.
        let named = match key {
            Some("id" | "codice") => keys.len() == 1 || keys.iter().all(|(_, key)| ["id", "codice"].contains(key)),
            Some(_) => !con_codici && !apart && !di_fuori(words, takes_unit),
            None => field.is_some() && !(apart && di_fuori(words, false)),
        };
        if cells.len() == 1 && colonne.len() > 1 && (known || colonne.len() > 2 && wide || !named) {
            if known {
                gruppo = Some((words.to_owned(), (row, first)));
                continue;
            }
            let lost = gruppo.take().map_or("", |_| ", e le righe sotto restano senza unità");
            let what = if takes_unit { "non è il nome di un’unità del piano, né" } else { "non è" };
            let che = format!("«{}» {what} una riga della tabella: non è importato{lost}", short(words));
            avvisi.push(Avviso { dove: nome((row, first)), che, da_fare: true });
            continue;
        }
        for (column, text) in &cells {
            if !heads.contains_key(column) && !colonne.contains_key(column) {
                senza_nome.entry(*column).or_insert_with(|| (row, (*text).to_owned()));
            }
            let over = foglio.gruppo((row, *column)).map_or(*column, |(_, last)| last.1);
            let others = colonne.range(*column..=over).count();
            if others > 1 {
                let che = format!(
                    "«{}» è in una cella unita sopra {others} colonne: vale soltanto per la prima",
                    short(text)
                );
                avvisi.push(Avviso { dove: nome((row, *column)), che, da_fare: true });
            }
        }
        let mut riga: Riga = colonne
            .iter()
            .filter(|(column, _)| foglio.prima((row, **column)).0 > testata)
            .filter_map(|(column, field)| voce(foglio, &campi, (row, *column), field))
            .collect();
        let own = |voce: &Voce| !voce.testo.is_empty() && voce.posto.is_some_and(|posto| posto.0 == row);
        if !riga.values().any(own) {
            continue;
        }
        di_sopra(foglio, row, &colonne, &campi, &mut riga);
        let above = out.schede.last_mut().filter(|above| stessa(foglio, row, &keys, above));
        if let Some(above) = above {
            aggiunta(above, riga, &campi, kind, &mut avvisi);
            continue;
        }
        divise(row, &mut riga, &mut avvisi);
        if let Some((unit, posto)) = gruppo.as_ref().filter(|_| !riga.contains_key("unita")) {
            riga.insert("unita".to_owned(), Voce { testo: unit.clone(), posto: Some(*posto) });
        }
        out.schede.push(Scheda { righe: vec![riga] });
    }
    for (column, (first, words)) in senza_nome {
        let che = format!("la colonna non ha un nome: «{}» e quello che c’è sotto non è importato", short(&words));
        avvisi.push(Avviso { dove: nome((first, column)), che, da_fare: true });
    }
    nascoste(foglio, colonne.keys().copied(), &mut avvisi);
    out.campi = colonne.values().cloned().collect();
    let of_group = out.schede.iter().any(|scheda| !scheda.dice("unita").is_empty());
    if of_group && !out.campi.iter().any(|field| field == "unita") {
        out.campi.push("unita".to_owned());
    }
    // The fields of the record, then those of its parts, each as the sheet has them.
    out.campi.sort_by_key(|field| campi.di_parte(field));
    for (column, words) in &ignote {
        let full = foglio.celle.keys().filter(|(row, c)| *row > testata && c == column).count();
        let twice = campi.colonna(words).is_some_and(|field| colonne.values().any(|known| *known == field));
        if full > 0 {
            let che = match altrui.get(column) {
                Some(thing) => format!(
                    "«{}» viene dopo «{}», e sembra detto di quello: la colonna non è importata",
                    short(words),
                    short(thing)
                ),
                None if twice => format!(
                    "«{}» dice la stessa cosa di un’altra colonna, che vale: questa colonna non è importata",
                    short(words)
                ),
                None => format!("«{}» non è un campo che piao conosce: la colonna non è importata", short(words)),
            };
            avvisi.push(Avviso { dove: lettere(*column), che, da_fare: true });
        }
    }
    Letto { kind, campi, teste: heads, colonne, tavola: out, avvisi }
}

/// Tells the cells of a row, at those columns, of which the spreadsheet does not know the value.
pub(super) fn guasti(foglio: &Foglio, row: u32, colonne: impl Iterator<Item = u32>, avvisi: &mut Vec<Avviso>) {
    for column in colonne {
        if let Some(guasto) = foglio.celle.get(&(row, column)).and_then(|cell| cell.guasto.as_ref()) {
            let che = format!("il foglio di calcolo qui scrive {guasto}: la cella non è importata");
            avvisi.push(Avviso { dove: nome((row, column)), che, da_fare: true });
        }
    }
}

/// Tells the columns that are read, and that the spreadsheet hides.
pub(super) fn nascoste(foglio: &Foglio, colonne: impl Iterator<Item = u32>, avvisi: &mut Vec<Avviso>) {
    for column in colonne.filter(|column| foglio.colonne_nascoste.contains(column)) {
        let che = "la colonna è nascosta, ed è letta come le altre".to_owned();
        avvisi.push(Avviso { dove: lettere(column), che, da_fare: false });
    }
}

/// Tells what is beside the cells of a row, and is no data.
pub(super) fn accanto(foglio: &Foglio, row: u32, first: u32, avvisi: &mut Vec<Avviso>) {
    let mut tell = |dove: String, che: &str| avvisi.push(Avviso { dove, che: che.to_owned(), da_fare: false });
    if foglio.nascoste.contains(&row) {
        tell(nome((row, first)), "la riga è nascosta, ed è letta come le altre");
    }
    if foglio.commenti.is_empty() {
        return;
    }
    for cell in (0..foglio.colonne()).map(|column| nome((row, column))).filter(|cell| foglio.commenti.contains(cell)) {
        tell(cell, "il commento della cella non è importato");
    }
}

/// Whether all the titles of a table have a code beside.
fn con_codici(foglio: &Foglio, testata: u32, keys: &[(u32, &str)]) -> bool {
    let find = |names: &[&str]| keys.iter().find(|(_, key)| names.contains(key)).map(|(column, _)| *column);
    let others: Vec<u32> = keys.iter().filter(|(_, key)| !["id", "codice"].contains(key)).map(|(n, _)| *n).collect();
    let (Some(code), Some(title)) = (find(&["codice", "id"]), others.first()) else { return false };
    let rows = foglio.righe().into_iter().filter(|row| *row > testata);
    rows.filter(|row| !foglio.testo((*row, *title)).is_empty()).any(|row| !foglio.testo((row, code)).is_empty())
}

/// Whether the words that stand alone in a row are those of a note, or of the heading of an office, and not a title.
fn di_fuori(words: &str, uffici: bool) -> bool {
    const NOTE: [&str; 4] = ["fonte", "nota", "note", "nb"];
    const UFFICI: [&str; 8] =
        ["settore", "area", "servizio", "servizi", "ufficio", "uffici", "direzione", "dipartimento"];
    let first = flat_words(words).into_iter().next().unwrap_or_default();
    NOTE.contains(&first.as_str()) || uffici && UFFICI.contains(&first.as_str()) || words.starts_with(['(', '*', '['])
}

/// Whether a row is the mean of the others.
fn media(words: &str) -> bool {
    let words = flat_words(words);
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["media" | "medie"] => true,
        ["media" | "medie", next, ..] => ["generale", "complessiva", "ponderata", "aritmetica"].contains(next),
        _ => false,
    }
}

/// What a row says of a field. What stands in a cell merged with those below is said of each of their records.
pub(super) fn voce(foglio: &Foglio, campi: &Campi, here: Posto, field: &str) -> Option<(String, Voce)> {
    let posto = foglio.prima(here);
    if posto.1 != here.1 || posto.0 != here.0 && campi.di_parte(field) {
        return None;
    }
    let testo = if NOMI.contains(&field) { foglio.codice(posto) } else { foglio.testo(posto) };
    // Of a cell that is not imported it is not known what it says.
    let guasto = foglio.celle.get(&posto).is_some_and(|cell| cell.guasto.is_some());
    (guasto || !testo.is_empty()).then(|| (field.to_owned(), Voce { testo: testo.to_owned(), posto: Some(posto) }))
}

/// A number in a cell merged over several records may be of all of them together: it stays with the first.
fn divise(row: u32, riga: &mut Riga, avvisi: &mut Vec<Avviso>) {
    riga.retain(|field, voce| {
        let above = voce.posto.filter(|posto| posto.0 != row);
        let number = !NOMI.contains(&field.as_str())
            && voce.testo.starts_with(|c: char| c.is_ascii_digit() || "-<>≥≤€".contains(c));
        let Some(posto) = above.filter(|_| number) else { return true };
        let che = format!("«{}» è in una cella unita sopra più righe: vale soltanto per la prima", short(&voce.testo));
        avvisi.push(Avviso { dove: nome(posto), che, da_fare: true });
        false
    });
}

/// Adds to a row what a cell merged with that of the row above says of the same part: one tool over two results is the tool of both.
fn di_sopra(foglio: &Foglio, row: u32, colonne: &BTreeMap<u32, String>, campi: &Campi, riga: &mut Riga) {
    let parts: BTreeSet<String> = riga
        .keys()
        .filter(|field| campi.di_parte(field))
        .filter_map(|field| Some(field.split_once('.')?.0.to_owned()))
        .collect();
    for (column, field) in colonne.iter().filter(|(_, field)| campi.di_parte(field)) {
        let first = foglio.prima((row, *column));
        let same = field.split_once('.').is_some_and(|(part, _)| parts.contains(part));
        let words = foglio.testo(first);
        if first.0 < row && first.1 == *column && same && !words.is_empty() {
            riga.insert(field.clone(), Voce { testo: words.to_owned(), posto: Some(first) });
        }
    }
}

/// Whether a row goes on with the record above: it does not say which it is, or it says the same.
fn stessa(foglio: &Foglio, row: u32, keys: &[(u32, &str)], above: &Scheda) -> bool {
    let same = |(column, field): &(u32, &str)| {
        let words = if NOMI.contains(field) { foglio.codice((row, *column)) } else { foglio.testo((row, *column)) };
        words.is_empty() || words == above.dice(field)
    };
    !keys.is_empty() && keys.iter().all(same)
}

/// Adds to a record a row that holds further parts of it. What it says again of the record itself must be the same.
fn aggiunta(above: &mut Scheda, riga: Riga, campi: &Campi, kind: Kind, avvisi: &mut Vec<Avviso>) {
    let (parts, own): (Riga, Riga) = riga.into_iter().partition(|(field, _)| campi.di_parte(field));
    for (field, voce) in own {
        let said = above.dice(&field).to_owned();
        if said == voce.testo || voce.testo.is_empty() {
            continue;
        }
        if said.is_empty() {
            if let Some(first) = above.righe.first_mut() {
                first.insert(field, voce);
            }
            continue;
        }
        let che = format!(
            "«{}»: di questa scheda ({}) un’altra riga dice «{}», che resta; questa cella non è importata",
            short(&voce.testo),
            kind.info().noun,
            short(&said)
        );
        avvisi.push(Avviso { dove: voce.posto.map(nome).unwrap_or_default(), che, da_fare: true });
    }
    if parts.values().any(|voce| !voce.testo.is_empty()) {
        above.righe.push(parts);
    }
}
