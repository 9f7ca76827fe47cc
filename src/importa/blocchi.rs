//! Sheets in which a block is a card: the name of a field in one cell, its value beside, and the same names again for the next card. A card
//! may have small tables inside, as one of its phases.

use super::aspetto::{accanto, di_aspetto, guasti, nascoste};
use super::campi::{Campi, testata};
use super::foglio::{Foglio, Posto, nome};
use super::fuori::{di_fuori, firma};
use super::letto::{Avviso, Letto};
use super::parti;
use super::righe::voce;
use super::tavola::{Riga, Scheda, Tavola, Voce};
use crate::base::text::{flat, short};
use crate::piano::element::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// A name with its value beside.
struct Coppia {
    etichetta: String,
    campo: String,
    voce: Voce,
}

/// A name that is of no field, with what stands beside it.
struct Ignota {
    posto: Posto,
    etichetta: String,
    accanto: String,
}

/// A row of a sheet, by what it is in a card.
enum Pezzo {
    /// Names of fields, each with its value beside.
    Coppie(Vec<Coppia>, Vec<Ignota>),
    /// The heads of a small table: the field of each column, none where it has no field.
    Testate(BTreeMap<u32, Option<String>>),
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
    let unknown = found.ignote.into_values().map(|ignota| {
        let beside = match ignota.accanto.as_str() {
            "" => String::new(),
            beside => format!(", con «{}»", short(beside)),
        };
        let che = format!("«{}» non è un campo che piao conosce: non è importato{beside}", short(&ignota.etichetta));
        Avviso::a(nome(ignota.posto), che, true)
    });
    let mut avvisi: Vec<Avviso> = found.avvisi.into_iter().chain(unknown).collect();
    let full: BTreeSet<u32> = foglio.celle.keys().map(|(_, column)| *column).collect();
    nascoste(foglio, full.into_iter(), &mut avvisi);
    di_aspetto(foglio, |_| true, &mut avvisi);
    let mut tavola = Tavola::con(fields);
    tavola.schede = found.schede;
    Some(Letto { kind, campi, teste: BTreeMap::new(), colonne: BTreeMap::new(), tavola, avvisi, girato: false })
}

/// What was found in a sheet that is read as cards of one kind.
#[derive(Default)]
struct Trovate {
    schede: Vec<Scheda>,
    /// The fields, in the order in which they are met, and the labels that name them.
    nomi: Vec<String>,
    etichette: BTreeSet<String>,
    /// The labels that name no field, each with the first place of it.
    ignote: BTreeMap<String, Ignota>,
    avvisi: Vec<Avviso>,
    /// The field with which the first card begins, and its label.
    prima: Option<(String, String)>,
    /// Whether a blank row stands between the card and what follows.
    staccata: bool,
    /// Whether it is not known any more of which card the rows are: the card has a field twice, and it is not one that begins a card.
    persa: bool,
}

impl Trovate {
    /// Puts a value in the present card; a new one begins where the card has its name already.
    fn metti(&mut self, campi: &Campi, coppia: Coppia) {
        let Coppia { etichetta, campo: field, voce } = coppia;
        if campi.di_parte(&field) {
            self.etichette.insert(etichetta);
            return self.metti_parte(field, voce);
        }
        let keys = campi.chiavi();
        let own = self.schede.last().and_then(|scheda| scheda.righe.first());
        let has = |field: &str| own.is_some_and(|riga| riga.contains_key(field));
        let key = keys.contains(&field.as_str());
        let begins = key || self.prima.as_ref().is_some_and(|(first, _)| *first == field);
        // The name of a card after a blank row is of the next one, where this one has a name.
        let next = self.staccata && key && keys.iter().any(|key| has(key));
        let again = has(&field);
        if self.schede.is_empty() || begins && (again || next || self.persa) {
            self.schede.push(Scheda { righe: vec![Riga::new()] });
            self.persa = false;
        } else if again && !self.persa {
            self.persa = true;
            let first = self.prima.as_ref().map_or("", |(_, label)| label.as_str());
            let che = format!(
                "«{}» c’è già in questa scheda, e una scheda comincia con «{}»: da qui alla scheda dopo non si sa di chi è ciò che è scritto, e non è importato",
                short(&etichetta),
                short(first)
            );
            self.avvisi.push(Avviso::a(voce.posto.map(nome).unwrap_or_default(), che, true));
        }
        self.staccata = false;
        if self.persa {
            return;
        }
        self.nota(&field);
        self.prima.get_or_insert_with(|| (field.clone(), etichetta.clone()));
        self.etichette.insert(etichetta);
        if let Some(riga) = self.schede.last_mut().and_then(|scheda| scheda.righe.first_mut()) {
            riga.insert(field, voce);
        }
    }

    /// Puts a value in a part of the present card. A part that has this field already is followed by another.
    fn metti_parte(&mut self, field: String, voce: Voce) {
        if self.persa {
            return;
        }
        self.nota(&field);
        if self.schede.is_empty() {
            self.schede.push(Scheda { righe: vec![Riga::new()] });
        }
        let Some(scheda) = self.schede.last_mut() else { return };
        if scheda.righe.last().is_some_and(|riga| riga.contains_key(&field)) {
            scheda.righe.push(Riga::new());
        }
        if let Some(riga) = scheda.righe.last_mut() {
            riga.insert(field, voce);
        }
    }

    fn nota(&mut self, field: &str) {
        if !self.nomi.iter().any(|known| known == field) {
            self.nomi.push(field.to_owned());
        }
    }

    fn ignora(&mut self, ignota: Ignota) {
        self.ignote.entry(ignota.etichetta.clone()).or_insert(ignota);
    }

    /// Puts a row of a small table in the present card, as a part of its own.
    fn metti_riga(
        &mut self,
        foglio: &Foglio,
        campi: &Campi,
        columns: &BTreeMap<u32, Option<String>>,
        cells: &[(Posto, String)],
    ) {
        let mut named: Vec<(String, Voce)> = Vec::new();
        for (posto, text) in cells {
            match columns.get(&posto.1) {
                Some(Some(field)) => named.extend(voce(foglio, campi, *posto, field)),
                Some(None) => {}
                None if text.is_empty() => {}
                None => self.avvisi.push(Avviso::a(
                    nome(*posto),
                    format!("«{}» sta in una colonna senza nome: non è importato", short(text)),
                    true,
                )),
            }
        }
        let has = |riga: &Riga| riga.keys().any(|key| named.iter().any(|(field, _)| key == field));
        if !self.persa
            && let Some(scheda) = self.schede.last_mut()
            && scheda.righe.last().is_some_and(has)
        {
            scheda.righe.push(Riga::new());
        }
        named.into_iter().for_each(|(field, voce)| self.metti_parte(field, voce));
    }

    /// Tells a row that is of no small table, and has no name of a field.
    fn sciolte(&mut self, campi: &Campi, teste: &Teste<'_>, cells: Vec<(Posto, String)>) {
        let mut cells = cells.into_iter().filter(|(_, text)| !text.is_empty());
        let Some((posto, text)) = cells.next() else { return };
        let rest: Vec<String> = cells.map(|(_, text)| text).collect();
        // A name that is not known, with its value beside.
        if !rest.is_empty() && !self.schede.is_empty() {
            let etichetta = text.trim_end_matches(':').trim().to_owned();
            return self.ignora(Ignota { posto, etichetta, accanto: rest.join("», «") });
        }
        let named = teste.get(text.as_str()).and_then(|head| campi.sotto(head)).is_some();
        let che = match (named, rest.is_empty()) {
            (true, true) => format!("accanto a «{}» non c’è un valore", short(&text)),
            // A title over the cards, or words below them.
            (_, true) => format!("«{}» non ha accanto il nome di un campo: non è importato", short(&text)),
            (_, false) => format!(
                "«{}» e «{}» non hanno accanto il nome di un campo: non sono importati",
                short(&text),
                rest.iter().map(|text| short(text)).collect::<Vec<_>>().join("», «")
            ),
        };
        // Words in the column of the values are of a card.
        let da_fare = posto.1 > 0 && !named && !self.schede.is_empty();
        self.avvisi.push(Avviso::a(nome(posto), che, da_fare));
    }
}

/// Whether a sheet has cards side by side: rows in which a name of a field comes again, with its value. The first such name.
pub(super) fn affiancate(foglio: &Foglio, kinds: &[Kind]) -> Option<Posto> {
    let all: Vec<Campi> = kinds.iter().map(|kind| Campi::di(*kind)).collect();
    let mut twice = foglio.righe().into_iter().filter_map(|row| {
        let cells: Vec<(Posto, &str)> = foglio.riga(row).filter(|(_, text)| !text.is_empty()).collect();
        let (_, first) = cells.first().filter(|_| cells.len() > 2)?;
        let other = cells.iter().skip(1).find(|(_, text)| flat(text) == flat(first)).map(|(posto, _)| *posto)?;
        let named = |campi: &Campi| campi.colonna(first).is_some_and(|field| !campi.di_parte(&field));
        all.iter().any(named).then_some(other)
    });
    let first = twice.next()?;
    twice.next().map(|_| first)
}

/// Whether a sheet has a card in each column: the names of the fields in the first, most of them known, and several values beside each.
pub(super) fn per_colonna(foglio: &Foglio, kinds: &[Kind]) -> Option<Posto> {
    let rows: Vec<Vec<(Posto, &str)>> =
        foglio.righe().into_iter().map(|row| foglio.riga(row).filter(|(_, text)| !text.is_empty()).collect()).collect();
    let many: Vec<&Vec<(Posto, &str)>> = rows.iter().filter(|cells| cells.len() > 2).collect();
    if many.len() < 3 || many.len() * 2 <= rows.len() {
        return None;
    }
    let of_kind = |campi: &Campi| {
        let Some(needed) = campi.necessari() else { return false };
        let first = many.iter().filter_map(|cells| cells.first());
        let names: BTreeSet<String> = first.filter_map(|(_, text)| campi.colonna(text)).collect();
        names.len() > 2
            && names.len() * 2 > many.len()
            && needed.iter().all(|name| names.contains(*name))
            && many.iter().all(|cells| cells.iter().skip(1).all(|(_, text)| campi.colonna(text).is_none()))
    };
    let found = kinds.iter().any(|kind| of_kind(&Campi::di(*kind)));
    many.first().and_then(|cells| cells.get(2)).map(|(posto, _)| *posto).filter(|_| found)
}

fn schede(foglio: &Foglio, campi: &Campi, teste: &Teste<'_>) -> Trovate {
    let mut out = Trovate::default();
    let mut heads: Option<BTreeMap<u32, Option<String>>> = None;
    let mut above = None;
    for row in foglio.righe() {
        // A blank row ends a small table.
        if above.is_some_and(|above| row > above + 1) {
            heads = None;
            out.staccata = true;
        }
        above = Some(row);
        if let Some(((_, first), _)) = foglio.riga(row).next() {
            guasti(foglio, row, foglio.riga(row).map(|((_, column), _)| column), &mut out.avvisi);
            accanto(foglio, row, first, &mut out.avvisi);
        }
        match pezzo(foglio, row, campi, teste, &mut out) {
            Pezzo::Vuota => {}
            Pezzo::Testate(found) => heads = Some(found),
            Pezzo::Coppie(pairs, lost) => {
                heads = None;
                pairs.into_iter().for_each(|pair| out.metti(campi, pair));
                lost.into_iter().for_each(|ignota| out.ignora(ignota));
            }
            Pezzo::Celle(cells) => {
                // Notes, signatures and days stand below a small table, and are no rows of it.
                let field = |text: &str| teste.get(text).and_then(|head| campi.sotto(head)).is_some();
                let below = cells.first().is_some_and(|(_, text)| {
                    let name = cells.len() == 1 && field(text);
                    name || di_fuori(text, false) || firma(text) || text.trim_end().ends_with(':')
                });
                heads = heads.filter(|_| !below);
                match heads.as_ref().filter(|_| !out.schede.is_empty()) {
                    Some(columns) => out.metti_riga(foglio, campi, columns, &cells),
                    None => out.sciolte(campi, teste, cells),
                }
            }
        }
    }
    out
}

/// The part of which a row has the heads of a small table: the part is named in its first cell, or after that of the numbers, and beside
/// it stands another name; or all its cells are fields of parts.
fn piccola<'c>(campi: &'c Campi, cells: &[(Posto, String)], fields: &[Option<String>]) -> Option<&'c str> {
    let of = |field: &str| parti::di(field, campi.parti());
    let found: Vec<&str> = fields.iter().flatten().filter_map(|field| of(field)).collect();
    if found.len() > 1 && found.len() == fields.len() {
        return found.first().copied();
    }
    let year = |text: &str| text.parse::<u16>().is_ok_and(|year| (2000..2100).contains(&year));
    if cells.iter().any(|(_, text)| text.starts_with(|c: char| c.is_ascii_digit()) && !year(text)) {
        return None;
    }
    let at = usize::from(cells.first().is_some_and(|(_, text)| numerazione(text)));
    let field = fields.get(at)?.as_deref()?;
    let part = of(field).filter(|_| parti::e_nome(field))?;
    let named = |n: usize| fields.get(n).is_some_and(Option::is_some);
    // Names and values alternate: a name at the end has no value.
    let dangling = (fields.len() - at) % 2 == 1 && named(fields.len() - 1);
    let known = fields.iter().flatten().count() + at;
    ((named(at + 1) || fields.len() > at + 2 && dangling) && known * 2 > fields.len()).then_some(part)
}

/// Whether the head of a column says that it numbers the rows.
fn numerazione(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    ["n", "nr", "num", "n°", "#", "numero", "id", "prog", "progressivo"].contains(&text.as_str())
}

/// The field of each column of a small table of `part`, whose heads are at `row`.
fn colonne(
    foglio: &Foglio,
    (campi, part, teste): (&Campi, &str, &Teste<'_>),
    (cells, fields): (&[(Posto, String)], Vec<Option<String>>),
    out: &mut Trovate,
) -> BTreeMap<u32, Option<String>> {
    let mut columns: BTreeMap<u32, Option<String>> = BTreeMap::new();
    for ((posto, text), field) in cells.iter().zip(fields) {
        // «Peso» in a table of phases is that of the phase.
        let of_part = || {
            let (head, year) = teste.get(text.as_str())?;
            campi.sotto(&(format!("{part} {head}"), *year)).filter(|field| campi.di_parte(field))
        };
        let number = columns.is_empty() && numerazione(text);
        let found = field.filter(|field| campi.di_parte(field)).or_else(of_part).filter(|_| !number);
        let twin = columns.iter().find(|(_, other)| found.is_some() && **other == found).map(|(column, _)| *column);
        // «Fase» over 1, 2, 3 and «Descrizione» over the words.
        let counted = twin.filter(|column| conta(foglio, (posto.0, *column)));
        if let Some(column) = counted {
            columns.insert(column, Some(format!("{part}.n")).filter(|field| campi.ha(field)));
        }
        if found.is_none() && !number || twin.is_some() && counted.is_none() {
            out.ignora(Ignota { posto: *posto, etichetta: text.clone(), accanto: String::new() });
        }
        columns.insert(posto.1, found.filter(|_| twin.is_none() || counted.is_some()));
    }
    columns
}

/// Whether the cells below the head of a column are whole numbers, as far as the next blank one.
fn conta(foglio: &Foglio, (row, column): Posto) -> bool {
    let below: Vec<&str> =
        (row + 1..).map(|row| foglio.testo((row, column))).take_while(|text| !text.is_empty()).take(2).collect();
    let whole = |text: &&str| text.bytes().all(|b| b.is_ascii_digit());
    below.first().is_some_and(whole)
}

/// What a row is.
fn pezzo(foglio: &Foglio, row: u32, campi: &Campi, teste: &Teste<'_>, out: &mut Trovate) -> Pezzo {
    let cells: Vec<(Posto, String)> = foglio.riga(row).map(|(posto, text)| (posto, text.to_owned())).collect();
    if cells.iter().all(|(_, text)| text.is_empty()) {
        return Pezzo::Vuota;
    }
    let field = |text: &str| campi.sotto(teste.get(text).filter(|_| !text.is_empty())?);
    let fields: Vec<Option<String>> = cells.iter().map(|(_, text)| field(text)).collect();
    if let Some(part) = piccola(campi, &cells, &fields) {
        return Pezzo::Testate(colonne(foglio, (campi, part, teste), (&cells, fields), out));
    }
    let (mut pairs, mut lost) = (Vec::new(), Vec::new());
    let ignota = |posto: Posto, label: &str, beside: &str| Ignota {
        posto,
        etichetta: label.trim_end_matches(':').trim().to_owned(),
        accanto: beside.to_owned(),
    };
    let mut n = 0;
    while let (Some((posto, label)), Some((at, beside))) = (cells.get(n), cells.get(n + 1)) {
        // What the spreadsheet could not compute names nothing.
        if label.is_empty() {
            n += 1;
            continue;
        }
        // «Il Responsabile» with a name beside is who signs.
        let named = fields.get(n).cloned().flatten().filter(|_| !firma(label));
        let last = foglio.gruppo(*posto).map_or(posto.1, |(_, last)| last.1);
        // A name with nothing beside: the next cell is another name, and not its value.
        if named.is_some() && at.1 > last + 1 && fields.get(n + 1).is_some_and(Option::is_some) {
            n += 1;
            continue;
        }
        match named {
            Some(campo) => {
                let found = voce(foglio, campi, *at, &campo);
                pairs.extend(found.map(|(campo, voce)| Coppia { etichetta: label.clone(), campo, voce }));
            }
            None => lost.push(ignota(*posto, label, beside)),
        }
        n += 2;
    }
    // A cell that stands alone at the end of the row.
    lost.extend(cells.get(n).map(|(posto, label)| ignota(*posto, label, "")));
    lost.retain(|ignota| !ignota.etichetta.is_empty());
    if pairs.is_empty() { Pezzo::Celle(cells) } else { Pezzo::Coppie(pairs, lost) }
}
