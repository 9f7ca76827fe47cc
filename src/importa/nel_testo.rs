//! Parts of records that a person writes, in TOML or at the head of a card: a sheet of phases or of indicators alone adds them there, and
//! changes those that it changed. Only the bytes of what changes are touched. What is not certain stays out, with the whole record.

use super::casa::rinominata;
use super::foglio::Posto;
use super::letto::Letto;
use super::parti::{self, e_nome};
use super::tavola::{Riga, Scheda, Tavola, Voce};
use super::unione::Detto;
use crate::base::text::flat;
use crate::editor::cambia::{self, Change, Step};
use crate::editor::modulo::{self, Scritto};
use crate::editor::schema::{self, Field};
use crate::piano::element::Kind;
use crate::project::Compiled;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A record in a file: its table, and its place among those of its table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Record {
    pub(super) path: String,
    tabella: &'static str,
    n: usize,
}

/// A record, and the field by which it is told apart, with what that says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Noto {
    record: Record,
    campo: &'static str,
    nome: String,
}

/// The records of a kind that a person writes, by all their names.
#[derive(Debug, Default)]
pub(super) struct Noti(BTreeMap<String, Vec<Noto>>);

impl Noti {
    pub(super) fn di(kind: Kind, chiavi: &[&'static str], compiled: &Compiled) -> Self {
        let mut letti = BTreeMap::new();
        let mut out = Noti::default();
        for element in compiled.piano.elementi.of(kind) {
            let id = element.span.file;
            let file = compiled.sources.file(id).filter(|file| id.vicino().is_none() && !file.has_extension("csv"));
            let Some(file) = file.filter(|file| file.only_read().is_none()) else { continue };
            let letto = letti.entry(id).or_insert_with(|| modulo::Letto::of(&file.path, file.text()));
            let found = letto.as_ref().and_then(|letto| letto.record(element.span.start as usize));
            let (Some((tabella, n)), title) = (found, element.value.titolo().value) else { continue };
            let named = |campo: &&&'static str| !["id", "codice"].contains(*campo);
            let (campo, nome) = match (element.value.codice(), chiavi.iter().find(named)) {
                (Some(code), _) => ("codice", code.value.as_str().to_owned()),
                (None, Some(campo)) => (*campo, title.to_owned()),
                (None, None) => continue,
            };
            let noto = Noto { record: Record { path: file.path.clone(), tabella, n }, campo, nome };
            let codes = [element.value.id(), element.value.codice()].into_iter().flatten();
            let names: BTreeSet<String> = codes.map(|name| flat(name.value.as_str())).chain([flat(title)]).collect();
            for name in names {
                out.0.entry(name).or_default().push(noto.clone());
            }
        }
        out
    }

    /// The only record by that name.
    fn trova(&self, nome: &str) -> Option<&Noto> {
        match self.0.get(nome)?.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

/// A value of a record that a cell says.
pub(super) struct Valore {
    pub(super) record: Record,
    passi: Vec<Step>,
    posto: Posto,
}

impl Valore {
    /// The cell, and the bytes of the file, which has that text now, in which it is written.
    pub(super) fn scritto(&self, testo: &str) -> Option<(Range<usize>, Posto)> {
        let Record { path, tabella, n } = &self.record;
        let range = modulo::Letto::of(path, testo)?.posto(tabella, *n, &self.passi)?;
        Some((range, self.posto))
    }
}

/// A file with parts of its records that a sheet says.
pub(super) struct Fatto {
    pub(super) testo: String,
    pub(super) schede: usize,
    pub(super) detti: Vec<Detto>,
}

/// What a sheet says of records that a person writes.
#[derive(Default)]
pub(super) struct Posati {
    pub(super) file: BTreeMap<String, Fatto>,
    pub(super) valori: Vec<Valore>,
    /// What the next import takes as said by the sheet of these records.
    pub(super) ricordo: Tavola,
}

/// Takes out of a sheet the records that a person writes, but for `esclusi`, and puts what it says of their parts in their files, whose
/// texts `testo` gives. `ultima` is what the sheet said the last time. What is not certain is left in the sheet.
pub(super) fn posa(
    letto: &mut Letto,
    (noti, esclusi): (&Noti, &BTreeSet<Record>),
    testo: impl Fn(&str) -> Option<String>,
    ultima: &Tavola,
    vince: bool,
) -> Posati {
    let keys = letto.campi.chiavi();
    let mut out = Posati { ricordo: Tavola::con(letto.tavola.campi.clone()), ..Posati::default() };
    let mut found: Vec<(&Noto, Scheda)> = Vec::new();
    for scheda in std::mem::take(&mut letto.tavola.schede) {
        let noto = scheda.chiave(&keys).and_then(|name| noti.trova(&name));
        match noto.map(|noto| (noto, found.iter_mut().find(|(known, _)| known.record == noto.record))) {
            None => letto.tavola.schede.push(scheda),
            // The rows of a record need not stand together.
            Some((_, Some((_, known)))) => known.righe.extend(scheda.righe),
            Some((noto, None)) => found.push((noto, scheda)),
        }
    }
    let before = |noto: &Noto| ultima.schede.iter().find(|one| one.chiave(&keys) == Some(flat(&noto.nome))).cloned();
    for scheda in &ultima.schede {
        let noto = scheda.chiave(&keys).and_then(|name| noti.trova(&name));
        let gone = noto.filter(|noto| !found.iter().any(|(known, _)| known.record == noto.record));
        let known = gone.and_then(|noto| Some((noto, testo(&noto.record.path)?)));
        if let Some((noto, testo)) = known {
            let file = out.file.entry(noto.record.path.clone());
            let fatto = file.or_insert_with(|| Fatto { testo, schede: 0, detti: Vec::new() });
            fatto.detti.push(Detto::Sparita { chi: noto.nome.clone() });
        }
    }
    for (noto, scheda) in found {
        let path = &noto.record.path;
        let text = out.file.get(path).map(|fatto| fatto.testo.clone()).or_else(|| testo(path));
        let last = before(noto);
        let here = text.filter(|_| !esclusi.contains(&noto.record));
        let sheet = rinominata(scheda.clone(), &keys, noto.campo, &noto.nome);
        let made = here.and_then(|text| un_record(letto, noto, text, [last.as_ref(), Some(&sheet)], vince));
        if !out.ricordo.campi.iter().any(|campo| campo == noto.campo) {
            out.ricordo.campi.insert(0, noto.campo.to_owned());
        }
        let Some(made) = made else {
            // What the sheet said of it the last time is still what is known of it.
            out.ricordo.schede.extend(last);
            letto.tavola.schede.push(scheda);
            continue;
        };
        let file = out.file.entry(path.clone());
        let fatto = file.or_insert_with(|| Fatto { testo: String::new(), schede: 0, detti: Vec::new() });
        fatto.testo = made.testo;
        fatto.schede += 1;
        fatto.detti.extend(made.detti);
        out.valori.extend(made.valori);
        out.ricordo.schede.push(made.ricordo);
    }
    out
}

/// A record with the parts that a sheet says of it.
struct Unito {
    testo: String,
    detti: Vec<Detto>,
    valori: Vec<Valore>,
    ricordo: Scheda,
}

/// The steps that lead to the value of a column, of the part in that row of its list.
fn passi(campo: &str, riga: usize) -> Vec<Step> {
    let mut keys = campo.split('.').map(|key| Step::Key(key.to_owned()));
    keys.next().into_iter().chain([Step::Row(riga)]).chain(keys).collect()
}

/// The text of the file, which is `testo`, with what the sheet says of a record of it. The two records are what the sheet said the last
/// time, and what it says now. None where something is not certain.
fn un_record(letto: &Letto, noto: &Noto, testo: String, due: [Option<&Scheda>; 2], vince: bool) -> Option<Unito> {
    let Record { path, tabella, n } = &noto.record;
    let empty = Scheda::default();
    let [last, sheet] = due.map(|scheda| scheda.unwrap_or(&empty));
    let mut out = Unito { testo, detti: Vec::new(), valori: Vec::new(), ricordo: sheet.clone() };
    let columns: Vec<&str> = letto.tavola.campi.iter().map(String::as_str).collect();
    for parte in letto.campi.parti().iter().copied() {
        let own: Vec<&str> = columns.iter().copied().filter(|campo| parti::di(campo, &[parte]).is_some()).collect();
        if own.is_empty() {
            continue;
        }
        let field = schema::of(letto.kind).iter().find(|field| field.name == parte)?;
        let plan = scritte(&modulo::Letto::of(path, &out.testo)?, &noto.record, parte, &own)?;
        let many = plan.righe.len();
        let tre = [last, &plan, sheet];
        let now = parti::confronta(&noto.nome, parte, tre, &mut out.ricordo, vince, &mut out.detti).into_iter();
        let (old, new): (Vec<_>, Vec<_>) = now.partition(|part| part.riga.is_some());
        for (row, part) in old.into_iter().filter_map(|part| Some((part.riga?, part.voci))) {
            let before = plan.righe.get(row)?;
            for (campo, voce) in part {
                let steps = passi(&campo, row);
                let was = before.get(&campo).map_or("", |voce| voce.testo.as_str());
                if was != voce.testo {
                    // A value that was revised says also what it was: nobody else writes over it.
                    if was.contains("->") || was.contains('→') {
                        return None;
                    }
                    let change = cambio(field, &campo, &voce.testo)?;
                    out.testo = cambia::change(path, &out.testo, tabella, *n, &steps, &change).ok()?;
                }
                out.annota(&noto.record, steps, &voce);
            }
        }
        for (row, part) in (many..).zip(new) {
            out.aggiungi(&noto.record, (field, row), &part.voci)?;
        }
    }
    out.ricordo.righe.iter_mut().for_each(|riga| riga.retain(|_, voce| !voce.testo.is_empty()));
    out.ricordo.righe.retain(|riga| !riga.is_empty());
    Some(out)
}

impl Unito {
    fn annota(&mut self, record: &Record, passi: Vec<Step>, voce: &Voce) {
        self.valori.extend(voce.posto.map(|posto| Valore { record: record.clone(), passi, posto }));
    }

    /// Adds a part to its list, where it is the row number `row`.
    fn aggiungi(&mut self, record: &Record, (field, row): (&Field, usize), voci: &Riga) -> Option<()> {
        let Record { path, tabella, n } = record;
        let inner = field.fields();
        let of = |name: &str| voci.get(&format!("{}.{name}", field.name)).filter(|voce| !voce.testo.is_empty());
        let single = inner.iter().filter(|inner| !inner.many);
        // A part without a name may be one that the plan has.
        if !voci.iter().any(|(campo, voce)| e_nome(campo) && !voce.testo.is_empty()) {
            return None;
        }
        let words = single.filter_map(|inner| Some((inner.name, of(inner.name)?.testo.clone()))).collect();
        let list = [Step::Key(field.name.to_owned())];
        self.testo = cambia::change(path, &self.testo, tabella, *n, &list, &Change::Parte(words)).ok()?;
        for (campo, voce) in voci.iter().filter(|(_, voce)| !voce.testo.is_empty()) {
            let steps = passi(campo, row);
            let written = inner.iter().any(|inner| !inner.many && *campo == format!("{}.{}", field.name, inner.name));
            if !written {
                let change = cambio(field, campo, &voce.testo)?;
                self.testo = cambia::change(path, &self.testo, tabella, *n, &steps, &change).ok()?;
            }
            self.annota(record, steps, voce);
        }
        Some(())
    }
}

/// How the words of a column are written. A field that may have many values has them one after the other in its cell.
fn cambio(parte: &Field, campo: &str, words: &str) -> Option<Change> {
    let path: Vec<&str> = campo.split('.').skip(1).collect();
    let own = path.first().and_then(|name| parte.fields().iter().find(|field| field.name == *name))?;
    Some(match path.len() == 1 && own.many {
        true => Change::Elenco(words.split('|').map(|word| word.trim().to_owned()).collect()),
        false => Change::Testo(words.to_owned()),
    })
}

/// The parts of a record as they are written, a row each, with what they say in these columns. None where something of it cannot be told:
/// a part without a name, a value that has parts of its own, one for all the years where a column has that of a year.
fn scritte(letto: &modulo::Letto<'_>, record: &Record, parte: &str, columns: &[&str]) -> Option<Scheda> {
    let Record { tabella, n, .. } = record;
    let list = [Step::Key(parte.to_owned())];
    let many = letto.righe(tabella, *n, &list);
    if many == 0 && letto.valore(tabella, *n, &list) != Scritto::Manca {
        return None;
    }
    let mut out = Scheda::default();
    for row in 0..many {
        let mut riga = Riga::new();
        for campo in columns {
            let steps = passi(campo, row);
            // The part is followed by its name: what leads to a value may be a value itself, or declare that there is none.
            for long in 3..steps.len() {
                let above = steps.get(..long)?;
                let absent = [above, &[Step::Key("assente".to_owned())]].concat();
                let whole = matches!(letto.valore(tabella, *n, above), Scritto::Parole(_));
                if whole || letto.valore(tabella, *n, &absent) != Scritto::Manca {
                    return None;
                }
            }
            match letto.valore(tabella, *n, &steps) {
                Scritto::Manca => {}
                Scritto::Parole(testo) => drop(riga.insert((*campo).to_owned(), Voce { testo, posto: None })),
                Scritto::Altro => return None,
            }
        }
        let named = riga.keys().any(|campo| e_nome(campo));
        out.righe.push(riga);
        if !named {
            return None;
        }
    }
    Some(out)
}
