//! From a sheet to records: which rows are records, which add to the one above, which are titles, totals or blank.

use super::aspetto::{accanto, di_aspetto, guasti, nascoste, taciuta};
use super::blocchi;
use super::campi::{self, Campi, testata};
use super::fianco::{altra_tabella, estranee};
use super::foglio::{Foglio, Posto, lettere, nome};
use super::fuori::{self, di_fuori, firma, media, solo_numero};
use super::letto::{Avviso, Ignota, Letto};
use super::mappa::{Mappa, nomi};
use super::tavola::{Riga, Scheda, Tavola, Voce};
use super::testate::{Prova, cima, indovina, note, ripete, secondo, teste};
use crate::base::text::short;
use crate::lingua::totali::totale;
use crate::lingua::unita;
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// The fields that name something: a number there is a code.
const NOMI: [&str; 5] = ["id", "codice", "unita", "padre", "nodo"];

/// Why a sheet is not imported.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Rinuncia {
    /// No head of a table was found.
    NonRiconosciuto,
    /// It may be of any of these kinds.
    Incerto(Vec<Kind>),
    /// It has a card in each column; the first of the cells that would be lost.
    PerColonna(Posto),
    /// It has cards side by side; the name of a field that is in its row a second time.
    Affiancate(Posto),
    /// Its author says that it is not to be imported.
    NonSiImporta,
}

/// Understands a sheet, as `mappa` says or else by its words. `unita` are the names of the units of the plan.
pub(super) fn leggi(foglio: &Foglio, mappa: Option<&Mappa>, unita: &BTreeSet<String>) -> Result<Letto, Rinuncia> {
    // A row of a card may look like the head of a table. Of a table that is read as cards every other head is taken for a value, so the
    // reading that knows more fields is the right one.
    let either = |kinds: &[Kind]| match (indovina(foglio, kinds), blocchi::leggi(foglio, kinds)) {
        (Ok(prova), Some(cards)) if cards.tavola.campi.len() <= prova.colonne.len() => Ok(schede(foglio, prova, unita)),
        (Ok(prova), None) => Ok(schede(foglio, prova, unita)),
        (prova, cards) => match (blocchi::affiancate(foglio, kinds), prova) {
            (Some(posto), _) => Err(Rinuncia::Affiancate(posto)),
            (None, Ok(_)) => cards.ok_or(Rinuncia::NonRiconosciuto),
            (None, Err(why)) => match blocchi::per_colonna(foglio, kinds) {
                Some(posto) => girate(&foglio.girato(), kinds, unita).map_err(|why| match why {
                    Rinuncia::Incerto(_) => why,
                    _ => Rinuncia::PerColonna(posto),
                }),
                None => cards.ok_or(why),
            },
        },
    };
    let letto = match mappa {
        Some(Mappa { tipo: None, .. }) => Err(Rinuncia::NonSiImporta),
        // Its author says what it is of, and not yet how its columns are read.
        Some(Mappa { tipo: Some(kind), colonne, .. }) if colonne.is_empty() => either(&[*kind]),
        Some(Mappa { tipo: Some(kind), colonne, .. }) => {
            let here = note(foglio, colonne);
            // Where all the heads are in one row there is nothing to turn.
            let girato = (here < colonne.len()).then(|| foglio.girato());
            let girato = girato.filter(|girato| note(girato, colonne) > here);
            let prova = secondo(girato.as_ref().unwrap_or(foglio), *kind, colonne).ok_or(Rinuncia::NonRiconosciuto)?;
            Ok(match girato {
                Some(girato) => schede(&girato, prova, unita).girate(),
                None => schede(foglio, prova, unita),
            })
        }
        None => either(Kind::ALL),
    };
    letto.map(Letto::in_markdown)
}

/// A sheet of cards in columns, `foglio` when its rows are taken for columns: where all of it is one table, and nothing stands before it or
/// beside.
fn girate(foglio: &Foglio, kinds: &[Kind], unita: &BTreeSet<String>) -> Result<Letto, Rinuncia> {
    let prova = indovina(foglio, kinds)?;
    if foglio.righe().first() != Some(&prova.row) {
        return Err(Rinuncia::NonRiconosciuto);
    }
    let letto = schede(foglio, prova, unita);
    // Of what stands beside it the message names places, which are others in the sheet.
    let beside = letto.avvisi.iter().any(|avviso| avviso.che.contains("altra tabella"));
    if beside || letto.tavola.schede.is_empty() { Err(Rinuncia::NonRiconosciuto) } else { Ok(letto.girate()) }
}

/// Reads the rows under the head.
fn schede(foglio: &Foglio, prova: Prova, unita: &BTreeSet<String>) -> Letto {
    let Prova { kind, campi, row: testata, mut colonne, mut ignote, altrui, .. } = prova;
    let mut avvisi = Vec::new();
    let mut heads = teste(foglio, testata);
    let tutti: Vec<Campi> = Kind::ALL.iter().map(|kind| Campi::di(*kind)).collect();
    let needed = campi.necessari().unwrap_or_default();
    let key = needed.iter().find_map(|field| colonne.iter().find(|(_, known)| known == field));
    let key = key.or_else(|| colonne.first_key_value()).map_or(0, |(column, _)| *column);
    let mut gruppo = fuori::sopra(foglio, cima(foglio, testata, &heads), (&campi, unita), &mut avvisi);
    let fuori = estranee(foglio, (testata, key), &heads, (&campi, &tutti), &mut avvisi);
    colonne.retain(|column, _| !fuori.contains(column));
    ignote.retain(|column, _| !fuori.contains(column));
    let mut out = Tavola::default();
    let place = |key: &str| colonne.iter().find(|(_, field)| *field == key).map(|(column, _)| *column);
    let keys: Vec<(u32, &str)> = campi.chiavi().into_iter().filter_map(|key| Some((place(key)?, key))).collect();
    let con_codici = con_codici(foglio, testata, &keys);
    let titoli = Titoli::di(foglio, testata, &keys, &fuori, unita);
    let takes_unit = campi.ha("unita");
    let mut above_row = testata;
    // All the columns: at the top of another page a table may have more, or fewer.
    let mut tutte = colonne.clone();
    // The record above ended, or it is not known which one it is.
    let mut persa = false;
    // Below a signature only whole rows are of the table.
    let mut firmata = false;
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
        let mut tell = |che: String, da_fare: bool| avvisi.push(Avviso::a(nome((row, first)), che, da_fare));
        if totale(words) || media(words) {
            // «Totale trasparenza del sito», with an office beside it, may be the title of something.
            let title =
                cells.iter().skip(1).any(|(_, text)| !solo_numero(text)) && words.split_whitespace().count() > 2;
            match title {
                true => tell(
                    format!(
                        "«{}» comincia come una riga di totali, e non è importata: se è una scheda, cambia la prima parola",
                        short(words)
                    ),
                    true,
                ),
                false => tell(format!("riga di totali, non importata: «{}»", short(words)), false),
            }
            continue;
        }
        // The head again, at the top of another page.
        let again = |(column, text): &&(u32, &str)| {
            heads.get(column).is_some_and(|head| head.starts_with(text) || head.ends_with(text))
        };
        if cells.iter().filter(again).count() > 1 {
            let qui: BTreeMap<u32, String> =
                teste(foglio, row).into_iter().filter(|(column, _)| !fuori.contains(column)).collect();
            if ripete(&heads, &qui) {
                for (column, words) in qui.iter().filter(|(column, _)| !heads.contains_key(*column)) {
                    match campi.colonna(words).filter(|field| !tutte.values().any(|known| known == field)) {
                        Some(field) => drop(tutte.insert(*column, field)),
                        None => drop(ignote.insert(*column, words.clone())),
                    }
                }
                colonne =
                    tutte.iter().filter(|(column, _)| qui.contains_key(column)).map(|(n, f)| (*n, f.clone())).collect();
                heads.extend(qui.into_iter().filter(|(column, _)| !heads.contains_key(column)).collect::<Vec<_>>());
                (persa, firmata) = (persa || apart, false);
                continue;
            }
        }
        // Where nothing parts it from the rows above, all its cells say that it is a head.
        let heading = apart || cells.len() > 2 && cells.iter().all(|(_, words)| campi.colonna(words).is_some());
        if heading && altra_tabella(&cells, &tutti) {
            let che = format!(
                "qui comincia un’altra tabella, con la colonna «{}»: da questa riga in giù non è importato niente; mettila in un foglio suo, o con gli stessi nomi di colonna, nello stesso ordine",
                short(words)
            );
            tell(che, true);
            break;
        }
        let signs = cells.iter().filter(|(_, words)| firma(words)).count();
        if signs > 0 && (signs == cells.len() || cells.len() * 2 <= colonne.len()) {
            tell(format!("«{}» sembra una firma o una data: la riga non è importata", short(words)), false);
            firmata = true;
            continue;
        }
        if firmata && cells.len() < colonne.len() {
            tell(format!("«{}» sta sotto la firma: la riga non è importata", short(words)), true);
            continue;
        }
        firmata = false;
        let wide = foglio.gruppo((row, first)).is_some_and(|(a, b)| b.1 > a.1);
        let field = colonne.get(&first);
        // A phase may have the name of an office.
        let part = field.is_some_and(|field| campi.di_parte(field)) && !wide;
        let known = fuori::unita(words, unita).filter(|_| takes_unit && !part);
        let key = keys.iter().find(|(column, _)| *column == first).map(|(_, key)| *key);
        // A record has at least its title, and its code where the others have one.
        let named = match key {
            Some("id" | "codice") => keys.len() == 1 || keys.iter().all(|(_, key)| ["id", "codice"].contains(key)),
            Some(_) => !con_codici && !apart && !di_fuori(words, takes_unit),
            None => field.is_some() && !(apart && di_fuori(words, false)),
        };
        let alone = cells.len() == 1 && colonne.len() > 1 && !unita_sopra(foglio, (testata, row), colonne.keys());
        let doubtful = alone && key.is_some() && named && titoli.dubbio(words, gruppo.is_some());
        if cells.len() == 1 && colonne.len() > 1 && (known.is_some() || colonne.len() > 2 && wide || !named || doubtful)
        {
            persa = true;
            if let Some(unit) = known {
                gruppo = Some((unit.to_owned(), (row, first)));
                continue;
            }
            let lost = gruppo.take().map_or("", |_| ", e le righe sotto restano senza unità");
            let noun = kind.info().noun;
            let che = match (doubtful, takes_unit) {
                (true, true) => format!(
                    "«{}» sta da sola nella sua riga: può essere il nome di un ufficio, che fra le unità del piano non c’è, una nota, o un {noun} di cui non si dice altro. Non è importata{lost}; se è un {noun}, scrivi accanto un altro suo valore",
                    short(words)
                ),
                (true, false) => format!(
                    "«{}» sta da sola nella sua riga: può essere una nota. Non è importata; se è una scheda ({noun}), scrivi accanto un altro suo valore",
                    short(words)
                ),
                (false, true) => {
                    format!(
                        "«{}» non è il nome di un’unità del piano, né una riga della tabella: non è importato{lost}",
                        short(words)
                    )
                }
                (false, false) => format!("«{}» non è una riga della tabella: non è importato", short(words)),
            };
            tell(che, true);
            continue;
        }
        for (column, text) in &cells {
            if !heads.contains_key(column) && !colonne.contains_key(column)
                || tutte.contains_key(column) && !colonne.contains_key(column)
            {
                senza_nome.entry(*column).or_insert_with(|| (row, (*text).to_owned()));
            }
            let over = foglio.gruppo((row, *column)).map_or(*column, |(_, last)| last.1);
            let others = colonne.range(*column..=over).count();
            if others > 1 {
                let che = format!(
                    "«{}» è in una cella unita sopra {others} colonne: vale soltanto per la prima",
                    short(text)
                );
                avvisi.push(Avviso::a(nome((row, *column)), che, true));
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
        let above = out.schede.last().filter(|_| !persa);
        let parts = colonne.iter().filter(|(_, field)| campi.di_parte(field)).map(|(column, _)| column);
        let joined = unita_sopra(foglio, (testata, row), parts);
        if let Some(why) = di_nessuno(foglio, row, (&riga, joined), (&campi, &keys, &heads), above) {
            persa = true;
            avvisi.push(Avviso::a(nome((row, first)), format!("{why}: «{}»", short(words)), true));
            continue;
        }
        persa = false;
        di_sopra(foglio, row, &colonne, &campi, &mut riga);
        let above = out.schede.last_mut().filter(|above| stessa(foglio, row, &keys, above));
        if let Some(above) = above {
            con_unita(&heads, &colonne, &mut riga, &mut avvisi);
            aggiunta(above, riga, &campi, kind, &mut avvisi);
            continue;
        }
        divise(row, &mut riga, &mut avvisi);
        con_unita(&heads, &colonne, &mut riga, &mut avvisi);
        if let Some((unit, posto)) = gruppo.as_ref().filter(|_| !riga.contains_key("unita")) {
            riga.insert("unita".to_owned(), Voce { testo: unit.clone(), posto: Some(*posto) });
        }
        out.schede.push(Scheda { righe: vec![riga] });
    }
    for (column, (first, words)) in senza_nome {
        let che = format!("la colonna non ha un nome: «{}» e quello che c’è sotto non è importato", short(&words));
        avvisi.push(Avviso::a(nome((first, column)), che, true));
    }
    nascoste(foglio, tutte.keys().copied(), &mut avvisi);
    di_aspetto(foglio, |(row, column)| row > testata && tutte.contains_key(&column), &mut avvisi);
    out.campi = tutte.values().cloned().collect();
    let of_group = out.schede.iter().any(|scheda| !scheda.dice("unita").is_empty());
    if of_group && !out.campi.iter().any(|field| field == "unita") {
        out.campi.push("unita".to_owned());
    }
    // The fields of the record, then those of its parts, each as the sheet has them.
    out.campi.sort_by_key(|field| campi.di_parte(field));
    let nomi = nomi(&heads);
    for (column, words) in &ignote {
        let full = foglio.celle.keys().filter(|(row, c)| *row > testata && c == column).count();
        if full > 0 {
            let che = ignota(words, &campi, &tutte, altrui.get(column));
            let colonna = nomi.get(column).map(|nome| Ignota::di(nome, words, &campi));
            avvisi.push(Avviso { colonna, ..Avviso::a(lettere(*column), che, true) });
        }
    }
    Letto { kind, campi, teste: heads, colonne: tutte, tavola: out, avvisi, girato: false }
}

/// Why a column is not imported. `altrui` is the head of the thing that it says something of.
fn ignota(words: &str, campi: &Campi, colonne: &BTreeMap<u32, String>, altrui: Option<&String>) -> String {
    let told = short(words);
    if let Some(thing) = altrui {
        let thing = short(thing);
        return format!("«{told}» viene dopo «{thing}», e sembra detto di quello: la colonna non è importata");
    }
    if campi.costo_di_chi(words) {
        return format!(
            "«{told}» può essere di una persona o di tutte quelle della riga: la colonna non è importata; se è di una, chiamala «Costo unitario»"
        );
    }
    if campi.colonna(words).is_some_and(|field| colonne.values().any(|known| *known == field)) {
        return format!("«{told}» dice la stessa cosa di un’altra colonna, che vale: questa colonna non è importata");
    }
    match (testata(words), campi.con_anno()) {
        ((head, Some(year)), Some(field)) if head.is_empty() => format!(
            "«{told}» è un anno, e non si dice di che cosa: la colonna non è importata; chiamala per esempio «{field} {year}»"
        ),
        ((head, Some(_)), None) if head.is_empty() => format!(
            "«{told}» è un anno, e queste schede ne hanno una colonna, «Anno»: la colonna non è importata; scrivi una riga per anno"
        ),
        _ => format!("«{told}» non è un campo che piao conosce: la colonna non è importata"),
    }
}

/// The titles of a table: how many have something beside them, and how many stand alone.
struct Titoli {
    soli: usize,
    pieni: usize,
    gridati: usize,
}

impl Titoli {
    fn di(
        foglio: &Foglio,
        testata: u32,
        keys: &[(u32, &str)],
        fuori: &BTreeSet<u32>,
        unita: &BTreeSet<String>,
    ) -> Self {
        let mut out = Titoli { soli: 0, pieni: 0, gridati: 0 };
        let Some((column, _)) = keys.iter().find(|(_, key)| !["id", "codice"].contains(key)) else { return out };
        for row in foglio.righe().into_iter().filter(|row| *row > testata) {
            let words = foglio.testo((row, *column));
            if words.is_empty() || foglio.prima((row, *column)).0 != row {
                continue;
            }
            let beside = foglio
                .riga(row)
                .any(|((_, other), text)| other != *column && !text.is_empty() && !fuori.contains(&other));
            match beside {
                true => {
                    out.pieni += 1;
                    out.gridati += usize::from(gridato(words));
                }
                false if fuori::unita(words, unita).is_some() || di_fuori(words, true) => {}
                false => out.soli += 1,
            }
        }
        out
    }

    /// Whether a title that stands alone may be something else. `gruppi` says that there are headings among the rows.
    fn dubbio(&self, words: &str, gruppi: bool) -> bool {
        self.pieni > 0 && (gruppi || self.soli < self.pieni || gridato(words) && self.gridati < self.pieni)
    }
}

/// Whether words are all in capitals.
fn gridato(words: &str) -> bool {
    words.split_whitespace().count() > 1 && !words.chars().any(char::is_lowercase)
}

/// Whether a cell of a row, in those columns, is merged with one above that has words.
fn unita_sopra<'c>(foglio: &Foglio, (testata, row): (u32, u32), mut colonne: impl Iterator<Item = &'c u32>) -> bool {
    colonne.any(|column| {
        let first = foglio.prima((row, *column));
        first.0 < row && first.0 > testata && !foglio.testo(first).is_empty()
    })
}

/// Why it is not known whose a row is; none where it is known. `above` is the record above it, where it has not ended. A row that does not
/// say whose it is goes on with that one only if it has nothing but parts, or what that one says already.
/// `joined` says that one of its parts stands in a cell merged with the one above.
fn di_nessuno(
    foglio: &Foglio,
    row: u32,
    (riga, joined): (&Riga, bool),
    (campi, keys, heads): (&Campi, &[(u32, &str)], &BTreeMap<u32, String>),
    above: Option<&Scheda>,
) -> Option<String> {
    const TOTALE: &str = "la riga ha soltanto numeri, come un totale: non è importata";
    let own = riga.iter().filter(|(_, voce)| voce.posto.is_some_and(|posto| posto.0 == row) && !voce.testo.is_empty());
    let own: Vec<(&String, &Voce)> = own.collect();
    let numbers = own.iter().all(|(_, voce)| solo_numero(&voce.testo));
    if keys.is_empty() {
        let said = |field: &str| riga.get(field).is_some_and(|voce| !voce.testo.is_empty());
        let missing = !campi.necessari().unwrap_or_default().iter().all(|field| said(field));
        return (numbers && missing).then(|| TOTALE.to_owned());
    }
    let unknown = |column: u32| taciuta(foglio, (row, column));
    if keys.iter().any(|(column, _)| !foglio.codice((row, *column)).is_empty() && !unknown(*column)) {
        return None;
    }
    let (column, _) = keys.iter().find(|(_, key)| !["id", "codice"].contains(key)).or_else(|| keys.first())?;
    let head = heads.get(column).map_or_else(|| lettere(*column), |head| short(head));
    if keys.iter().any(|(column, _)| unknown(*column)) {
        return Some(format!("di questa riga non si legge «{head}», e non è importata"));
    }
    if numbers && !joined {
        return Some(TOTALE.to_owned());
    }
    let Some(above) = above else {
        return Some(format!("in questa riga manca «{head}», e non si sa di chi è: non è importata"));
    };
    let foreign = own.iter().any(|(field, voce)| !campi.di_parte(field) && above.dice(field) != voce.testo);
    foreign.then(|| {
        format!(
            "in questa riga manca «{head}», e non si sa di chi è: non è importata; se è della scheda sopra, ripeti «{head}» o unisci le due celle"
        )
    })
}

/// What may be done with a sheet in which no table is known, where its heads say what it is: in words, and in the lines of the file of the
/// columns, each a head with its field.
pub(super) fn cure(foglio: &Foglio) -> (Vec<&'static str>, Vec<(String, String)>) {
    let campi = Campi::di(Kind::Obiettivo);
    let (mut parts, mut years) = (false, false);
    let mut lines = Vec::new();
    for row in foglio.righe().into_iter().take(5) {
        let heads = teste(foglio, row);
        let year = |words: &String| match testata(words) {
            (head, Some(year)) if head.is_empty() => Some(year),
            _ => None,
        };
        let fields: Vec<String> = heads.values().filter_map(|words| campi.colonna(words)).collect();
        let indicators = fields.iter().any(|field| field == "indicatore.testo");
        let target = |words: &String| Some(format!("{}.{}", campi.per_anno().filter(|_| indicators)?, year(words)?));
        years |= heads.values().filter_map(year).count() > 1;
        if !fields.iter().any(|field| campi.di_parte(field)) {
            continue;
        }
        parts = true;
        if lines.is_empty() && fields.iter().any(|field| ["id", "codice"].contains(&field.as_str())) {
            let named = nomi(&heads);
            let field = |words: &String| campi.colonna(words).or_else(|| target(words)).unwrap_or_default();
            lines.extend(heads.iter().filter_map(|(column, words)| Some((named.get(column)?.clone(), field(words)))));
        }
    }
    let mut out = Vec::new();
    if parts {
        out.push(
            "fasi e indicatori entrano negli obiettivi che il piano ha già: in ogni riga una colonna, «Codice obiettivo» o «Obiettivo», dice di quale sono",
        );
    }
    if years {
        out.push(
            "una colonna che si chiama soltanto «2027» non dice di che cosa è: chiamala «Target 2027» o «Posti 2027»; di assunzioni e cessazioni si scrive una riga per anno, con le colonne «Anno» e «Numero»",
        );
    }
    (out, lines)
}

/// Whether all the titles of a table have a code beside.
fn con_codici(foglio: &Foglio, testata: u32, keys: &[(u32, &str)]) -> bool {
    let find = |names: &[&str]| keys.iter().find(|(_, key)| names.contains(key)).map(|(column, _)| *column);
    let others: Vec<u32> = keys.iter().filter(|(_, key)| !["id", "codice"].contains(key)).map(|(n, _)| *n).collect();
    let (Some(code), Some(title)) = (find(&["codice", "id"]), others.first()) else { return false };
    let rows = foglio.righe().into_iter().filter(|row| *row > testata);
    rows.filter(|row| !foglio.testo((*row, *title)).is_empty()).any(|row| !foglio.testo((row, code)).is_empty())
}

/// What a row says of a field. What stands in a cell merged with those below is said of each of their records.
pub(super) fn voce(foglio: &Foglio, campi: &Campi, here: Posto, field: &str) -> Option<(String, Voce)> {
    let posto = foglio.prima(here);
    if posto.1 != here.1 || posto.0 != here.0 && campi.di_parte(field) {
        return None;
    }
    // Of a cell that is not imported it is not known what it says.
    let taciuta = taciuta(foglio, posto);
    let testo = if taciuta {
        ""
    } else if NOMI.contains(&field) {
        foglio.codice(posto)
    } else {
        foglio.testo(posto)
    };
    (taciuta || !testo.is_empty()).then(|| (field.to_owned(), Voce { testo: testo.to_owned(), posto: Some(posto) }))
}

/// Gives the bare values of an indicator the unit that the head of their column says: «Target 2027 (%)». A part of one, as a value or as a
/// weight, may be a percentage that lost its form.
fn con_unita(
    heads: &BTreeMap<u32, String>,
    colonne: &BTreeMap<u32, String>,
    riga: &mut Riga,
    avvisi: &mut Vec<Avviso>,
) {
    let percent = riga.get("indicatore.unita_misura").is_some_and(|voce| unita::stessa(&voce.testo, "%"));
    for (column, field) in colonne {
        let head = heads.get(column).and_then(|head| ['%', '€'].into_iter().find(|sign| head.contains(*sign)));
        let sign = head.or(Some('%').filter(|_| percent));
        let value = campi::e_un_valore(field);
        let weight = field.split('.').any(|part| part == "peso");
        // A weight has no unit of its own in the rest of the row.
        let sign = if weight { head.filter(|sign| *sign == '%') } else { sign };
        let (Some(sign), true) = (sign, value || weight) else { continue };
        let figures = |voce: &Voce| voce.testo.trim_start_matches(['≥', '≤', '<', '>', '=', ' ']).to_owned();
        let bare = |voce: &Voce| solo_numero(&figures(voce)) && !voce.testo.contains(['%', '€']);
        let Some(voce) = riga.get_mut(field).filter(|voce| bare(voce)) else { continue };
        let number = figures(voce).replace(',', ".").parse::<f64>();
        if sign == '%' && number.is_ok_and(|number| number != 0.0 && number.abs() <= 1.0) {
            let che = format!(
                "«{}» può essere una percentuale o una parte di uno: la cella non è importata; scrivila con il segno %",
                short(&voce.testo)
            );
            avvisi.push(Avviso::a(voce.posto.map(nome).unwrap_or_default(), che, true));
            voce.testo.clear();
            continue;
        }
        // Where the unit of the row says it, the value needs none.
        if head.is_some() && value {
            voce.testo = format!("{} {sign}", voce.testo);
        }
    }
}

/// A number in a cell merged over several records may be of all of them together: it stays with the first.
fn divise(row: u32, riga: &mut Riga, avvisi: &mut Vec<Avviso>) {
    riga.retain(|field, voce| {
        let above = voce.posto.filter(|posto| posto.0 != row);
        let number = !NOMI.contains(&field.as_str())
            && voce.testo.starts_with(|c: char| c.is_ascii_digit() || "-<>≥≤€".contains(c));
        let Some(posto) = above.filter(|_| number) else { return true };
        let che = format!("«{}» è in una cella unita sopra più righe: vale soltanto per la prima", short(&voce.testo));
        avvisi.push(Avviso::a(nome(posto), che, true));
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
        words.is_empty() || taciuta(foglio, (row, *column)) || words == above.dice(field)
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
        avvisi.push(Avviso::a(voce.posto.map(nome).unwrap_or_default(), che, true));
    }
    if parts.values().any(|voce| !voce.testo.is_empty()) {
        above.righe.push(parts);
    }
}
