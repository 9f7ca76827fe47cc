//! Sheets in which a block is a card: the name of a field in one cell, its value beside, and the same names again for the next card. A card
//! may have small tables inside, as one of its phases.

use super::campi::{Campi, testata};
use super::foglio::{Foglio, Posto, nome};
use super::righe::{Avviso, Letto, accanto, guasti, nascoste, voce};
use super::tavola::{Riga, Scheda, Tavola, Voce};
use crate::base::text::{flat, short};
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// A row of a sheet, by what it is in a card.
enum Pezzo {
    /// Names of fields, each with its value beside.
    Coppie(Vec<(String, Voce)>, Vec<(Posto, String)>),
    /// The heads of a small table: the field of each column.
    Testate(BTreeMap<u32, String>),
    /// Cells without a name.
    Celle(Vec<(Posto, String)>),
    Vuota,
}

/// What each text of a sheet says as the head of a column. It is worked out once, and asked of each kind.
type Teste<'f> = BTreeMap<&'f str, (String, Option<i16>)>;

/// The cards of a sheet, of the one of `kinds` that most of its names are of. None where no card is seen, or they may be of several kinds.
pub(super) fn leggi(foglio: &Foglio, kinds: &[Kind]) -> Option<Letto> {
    let texts = foglio.celle.values().map(|cell| cell.testo.as_str());
    let teste: Teste<'_> = texts.map(|text| (text, testata(text))).collect();
    let each = kinds.iter().filter_map(|kind| {
        let campi = Campi::di(*kind);
        let needed = campi.necessari()?;
        let found = schede(foglio, &campi, &teste);
        let known: BTreeSet<&str> = found.nomi.iter().map(String::as_str).collect();
        let whole = needed.iter().all(|field| known.contains(field));
        let noun = flat(kind.info().noun);
        let named = found.etichette.iter().any(|label| flat(label).contains(&noun));
        // What is not understood weighs against: a list of contacts has names beside values too.
        let worth = 2 * known.len() as i64 - found.ignote.len() as i64 + if named { 3 } else { 0 };
        (whole && known.len() > 2 && worth > 2).then_some((worth, *kind, campi, found))
    });
    let mut best: Vec<(i64, Kind, Campi, Trovate)> = each.collect();
    let most = best.iter().map(|(worth, ..)| *worth).max()?;
    best.retain(|(worth, ..)| *worth == most);
    let alone = best.len() == 1;
    let (_, kind, campi, found) = best.into_iter().next().filter(|_| alone)?;
    // As the record lists them: the fields of the record, then those of its parts.
    let mut fields = found.nomi;
    fields.sort_by_key(|field| campi.di_parte(field));
    let unknown = found.ignote.into_iter().map(|(label, posto)| Avviso {
        dove: nome(posto),
        che: format!("«{}» non è un campo che piao conosce: non è importato", short(&label)),
        da_fare: true,
    });
    let mut avvisi: Vec<Avviso> = found.avvisi.into_iter().chain(unknown).collect();
    let full: BTreeSet<u32> = foglio.celle.keys().map(|(_, column)| *column).collect();
    nascoste(foglio, full.into_iter(), &mut avvisi);
    let mut tavola = Tavola::con(fields);
    tavola.schede = found.schede;
    Some(Letto { kind, campi, teste: BTreeMap::new(), colonne: BTreeMap::new(), tavola, avvisi })
}

/// What was found in a sheet that is read as cards of one kind.
#[derive(Default)]
struct Trovate {
    schede: Vec<Scheda>,
    /// The fields, in the order in which they are met, and the labels that name them.
    nomi: Vec<String>,
    etichette: BTreeSet<String>,
    /// The labels that name no field, each with the first place of it.
    ignote: BTreeMap<String, Posto>,
    avvisi: Vec<Avviso>,
}

impl Trovate {
    /// Puts a value in the present card; a new one begins where the card has its name already.
    fn metti(&mut self, campi: &Campi, field: String, voce: Voce) {
        if !self.nomi.contains(&field) {
            self.nomi.push(field.clone());
        }
        let first = self.schede.last().and_then(|scheda| scheda.righe.first());
        let again = first.is_some_and(|riga| riga.contains_key(&field)) && !campi.di_parte(&field);
        if self.schede.is_empty() || again {
            self.schede.push(Scheda { righe: vec![Riga::new()] });
        }
        let Some(scheda) = self.schede.last_mut() else { return };
        // A part that has this field already is followed by another.
        let full = |riga: &Riga| riga.contains_key(&field);
        if campi.di_parte(&field) && scheda.righe.last().is_some_and(full) {
            scheda.righe.push(Riga::new());
        }
        let own = if campi.di_parte(&field) { scheda.righe.last_mut() } else { scheda.righe.first_mut() };
        if let Some(riga) = own {
            riga.insert(field, voce);
        }
    }
}

fn schede(foglio: &Foglio, campi: &Campi, teste: &Teste<'_>) -> Trovate {
    let mut out = Trovate::default();
    let mut heads: Option<BTreeMap<u32, String>> = None;
    let mut above = None;
    for row in foglio.righe() {
        // A blank row ends a small table.
        if above.is_some_and(|above| row > above + 1) {
            heads = None;
        }
        above = Some(row);
        if let Some(((_, first), _)) = foglio.riga(row).next() {
            guasti(foglio, row, foglio.riga(row).map(|((_, column), _)| column), &mut out.avvisi);
            accanto(foglio, row, first, &mut out.avvisi);
        }
        match pezzo(foglio, row, campi, teste, &mut out.etichette) {
            Pezzo::Vuota => {}
            Pezzo::Testate(found) => heads = Some(found),
            Pezzo::Coppie(pairs, lost) => {
                heads = None;
                pairs.into_iter().for_each(|(field, voce)| out.metti(campi, field, voce));
                for (posto, label) in lost {
                    out.ignote.entry(label).or_insert(posto);
                }
            }
            Pezzo::Celle(mut cells) => match &heads {
                Some(columns) if !out.schede.is_empty() => {
                    let named: Vec<(String, Voce)> = cells
                        .iter()
                        .filter_map(|(posto, _)| voce(foglio, campi, *posto, columns.get(&posto.1)?))
                        .collect();
                    // Each row of a small table is a part of its own.
                    if let Some(scheda) = out.schede.last_mut()
                        && scheda
                            .righe
                            .last()
                            .is_some_and(|riga| riga.keys().any(|key| named.iter().any(|(field, _)| key == field)))
                    {
                        scheda.righe.push(Riga::new());
                    }
                    named.into_iter().for_each(|(field, voce)| out.metti(campi, field, voce));
                }
                _ => {
                    cells.retain(|(_, text)| !text.is_empty());
                    let many = cells.len() > 1 && !out.schede.is_empty();
                    match cells.into_iter().next() {
                        // A name that is not known, with its value beside.
                        Some((posto, label)) if many => {
                            out.ignote.entry(label.trim_end_matches(':').trim().to_owned()).or_insert(posto);
                        }
                        // A title over the cards, or words below them.
                        Some((posto, text)) => out.avvisi.push(Avviso {
                            dove: nome(posto),
                            che: format!("«{}» non ha accanto il nome di un campo: non è importato", short(&text)),
                            da_fare: false,
                        }),
                        None => {}
                    }
                }
            },
        }
    }
    out
}

/// What a row is.
fn pezzo(foglio: &Foglio, row: u32, campi: &Campi, teste: &Teste<'_>, labels: &mut BTreeSet<String>) -> Pezzo {
    let cells: Vec<(Posto, String)> = foglio.riga(row).map(|(posto, text)| (posto, text.to_owned())).collect();
    if cells.iter().all(|(_, text)| text.is_empty()) {
        return Pezzo::Vuota;
    }
    let field = |text: &str| campi.sotto(teste.get(text).filter(|_| !text.is_empty())?);
    let fields: Vec<Option<String>> = cells.iter().map(|(_, text)| field(text)).collect();
    let parts = fields.iter().flatten().filter(|field| campi.di_parte(field)).count();
    if cells.len() > 1 && parts > 1 && parts == fields.len() {
        let heads = cells.iter().zip(fields).filter_map(|((posto, _), field)| Some((posto.1, field?)));
        return Pezzo::Testate(heads.collect());
    }
    let (mut pairs, mut lost) = (Vec::new(), Vec::new());
    let mut n = 0;
    while let (Some((posto, label)), Some((at, _))) = (cells.get(n), cells.get(n + 1)) {
        // What the spreadsheet could not compute names nothing.
        if label.is_empty() {
            n += 1;
            continue;
        }
        let named = fields.get(n).cloned().flatten();
        let last = foglio.gruppo(*posto).map_or(posto.1, |(_, last)| last.1);
        // A name with nothing beside: the next cell is another name, and not its value.
        if named.is_some() && at.1 > last + 1 && fields.get(n + 1).is_some_and(Option::is_some) {
            n += 1;
            continue;
        }
        match named {
            Some(field) => {
                labels.insert(label.clone());
                pairs.extend(voce(foglio, campi, *at, &field));
            }
            None => lost.push((*posto, label.trim_end_matches(':').trim().to_owned())),
        }
        n += 2;
    }
    // A cell that stands alone at the end of the row.
    lost.extend(cells.get(n).cloned());
    lost.retain(|(_, label)| !label.is_empty());
    if pairs.is_empty() { Pezzo::Celle(cells) } else { Pezzo::Coppie(pairs, lost) }
}
