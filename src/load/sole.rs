//! Which units have one person, found before any record is read: the outcomes of such a unit must not be read at all.
//!
//! A unit says it (`dipendenti = 1`), or the rows of the staff do: those that name it or a unit under it. Whoever works there is
//! counted, however employed, but not who works elsewhere. The units and the rows are those of the plan: its own, and those that it takes
//! from the plans beside it. A unit that is taken has one person also where its own plan says so, with rows that are not taken.

use super::celle;
use super::inclusi::{Altri, Altro, nomi, risponde};
use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::piano::UnaPersona;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Decimale;
use crate::source::{File, Sources};
use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue};
use std::collections::{BTreeMap, BTreeSet};

/// The units of one person.
#[derive(Debug, Default, Clone)]
pub(super) struct Sole {
    /// The words that name them: ids, codes, names. The number is the same for the words of one unit.
    nomi: BTreeMap<String, usize>,
    /// Where their records begin, each with what says that it has one person.
    schede: BTreeMap<(FileId, u32), UnaPersona>,
}

/// The units of one person of a plan, and of the plans from which it takes records.
pub(super) struct Tutte {
    /// Those of the plan.
    pub(super) sole: Sole,
    /// Those of each plan from which it takes records, by its place in the list of the workspace: of a unit that is not taken its objectives may
    /// be.
    pub(super) altrui: BTreeMap<usize, Sole>,
}

/// A unit, as far as its people are asked.
#[derive(Clone)]
struct Unita {
    inizio: (FileId, u32),
    /// The words that name it.
    nomi: Vec<String>,
    padre: Option<String>,
    una: Option<UnaPersona>,
    scheda: Scheda,
}

/// A row of the staff: the word of its unit, and how many people it has, when that can be read.
#[derive(Clone)]
struct Riga {
    unita: String,
    numero: Option<u64>,
    scheda: Scheda,
}

/// By what a record is asked for, and the plan in the place of whose record it stands.
#[derive(Clone)]
struct Scheda {
    nomi: Vec<String>,
    al_posto_di: Option<String>,
}

impl Scheda {
    fn di(fields: &DeTable<'_>) -> Self {
        Scheda { nomi: nomi(fields), al_posto_di: parola(fields, "al_posto_di") }
    }

    /// Whether this record stands in the place of `other`, which is of the plan `nome`.
    fn prende_il_posto(&self, other: &Scheda, nome: &str) -> bool {
        self.al_posto_di.as_deref() == Some(nome) && self.nomi.iter().any(|name| other.nomi.contains(name))
    }
}

/// What the files of a plan say of units and staff, and which records they ask of the plans beside.
#[derive(Default)]
struct Detto {
    unita: Vec<Unita>,
    righe: Vec<Riga>,
    /// The words of the records that are asked for, by the name of the plan.
    chiesti: BTreeMap<String, Vec<String>>,
}

/// Looks for them in all the files: a unit may stand in a later one than its objectives. `fuori` are files that are not read as records.
pub(super) fn trova(sources: &Sources, fuori: &dyn Fn(&str) -> bool, altri: &Altri<'_>) -> Tutte {
    let mut giro = Giro { altri, aperti: sources.qui().into_iter().collect(), noti: BTreeMap::new() };
    giro.tutte(&Detto::di(sources, None, fuori))
}

/// The way through the plans that take records of each other.
struct Giro<'a, 's> {
    altri: &'a Altri<'s>,
    /// The plans whose units are being counted. One of them that comes again gives what its own files say.
    aperti: Vec<usize>,
    noti: BTreeMap<usize, Sole>,
}

impl Giro<'_, '_> {
    fn tutte(&mut self, detto: &Detto) -> Tutte {
        let (mut unita, mut righe) = (detto.unita.clone(), detto.righe.clone());
        let mut altrui = BTreeMap::new();
        for (nome, words) in &detto.chiesti {
            let Some(altro) = self.altri.chiamato(nome) else { continue };
            let suo = Detto::di(altro.sources, Some(altro.n), &|path| altro.fuori(path));
            let sue = self.sole(&altro, &suo);
            let asked = |kind: Kind, scheda: &Scheda| words.iter().any(|word| risponde(kind, &scheda.nomi, word));
            let own = |scheda: &Scheda| detto.unita.iter().any(|one| one.scheda.prende_il_posto(scheda, nome));
            unita.extend(
                suo.unita
                    .iter()
                    .filter(|one| asked(Kind::Unita, &one.scheda) && !own(&one.scheda))
                    .map(|one| Unita { una: one.una.or_else(|| sue.schede.get(&one.inizio).copied()), ..one.clone() }),
            );
            let own = |scheda: &Scheda| detto.righe.iter().any(|one| one.scheda.prende_il_posto(scheda, nome));
            let taken = suo.righe.iter().filter(|one| asked(Kind::Dotazione, &one.scheda) && !own(&one.scheda));
            righe.extend(taken.cloned());
            altrui.insert(altro.n, sue);
        }
        Tutte { sole: Sole::conta(unita, &righe), altrui }
    }

    /// The units of one person of `altro`, whose files say `suo`.
    fn sole(&mut self, altro: &Altro<'_>, suo: &Detto) -> Sole {
        if let Some(known) = self.noti.get(&altro.n) {
            return known.clone();
        }
        if self.aperti.contains(&altro.n) {
            return Sole::conta(suo.unita.clone(), &suo.righe);
        }
        self.aperti.push(altro.n);
        let sole = self.tutte(suo).sole;
        self.aperti.pop();
        self.noti.insert(altro.n, sole.clone());
        sole
    }
}

impl Sole {
    fn conta(unita: Vec<Unita>, righe: &[Riga]) -> Self {
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        for (n, one) in unita.iter().enumerate() {
            for name in &one.nomi {
                by_name.entry(name).or_insert(n);
            }
        }
        let find = |word: &String| by_name.get(word.as_str()).or_else(|| by_name.get(Id::slug(word).as_str())).copied();
        // The people of each unit and of those under it; none where a number cannot be read.
        let mut people: Vec<Option<Option<u64>>> = vec![None; unita.len()];
        for riga in righe {
            let mut here = find(&riga.unita);
            let mut above = BTreeSet::new();
            while let Some(n) = here.filter(|n| above.insert(*n)) {
                if let Some(sum) = people.get_mut(n) {
                    *sum = Some(match sum {
                        Some(sum) => sum.zip(riga.numero).map(|(sum, number)| sum.saturating_add(number)),
                        None => riga.numero,
                    });
                }
                here = unita.get(n).and_then(|unita| unita.padre.as_ref()).and_then(find);
            }
        }
        let mut out = Sole::default();
        for (n, (one, people)) in unita.into_iter().zip(people).enumerate() {
            let from = match (one.una, people) {
                (Some(from), _) => from,
                (None, Some(Some(1))) => UnaPersona::Dotazione,
                _ => continue,
            };
            out.schede.insert(one.inizio, from);
            out.nomi.extend(one.nomi.into_iter().map(|name| (name, n)));
        }
        out
    }

    /// These units and those of `altre`. A unit of both has one number.
    pub(super) fn con(&self, altre: Option<&Sole>) -> Self {
        let mut out = self.clone();
        let after = self.nomi.values().max().map_or(0, |n| n + 1);
        for (name, n) in altre.into_iter().flat_map(|altre| &altre.nomi) {
            let words = altre.into_iter().flat_map(|altre| &altre.nomi).filter(|(_, other)| *other == n);
            let known = words.filter_map(|(word, _)| self.nomi.get(word)).min().copied();
            out.nomi.entry(name.clone()).or_insert(known.unwrap_or(after + n));
        }
        out
    }

    /// Which unit of one person `word` names.
    pub(super) fn quale(&self, word: &str) -> Option<usize> {
        self.nomi.get(word).or_else(|| self.nomi.get(Id::slug(word).as_str())).copied()
    }

    /// Where their records begin, each with what says that it has one person.
    pub(super) fn schede(&self) -> &BTreeMap<(FileId, u32), UnaPersona> {
        &self.schede
    }
}

impl Detto {
    /// What is in `sources`, which are those of the plan beside at place `vicino`, or of this plan.
    fn di(sources: &Sources, vicino: Option<usize>, fuori: &dyn Fn(&str) -> bool) -> Self {
        let mut out = Detto::default();
        for (id, file) in sources.iter().filter(|(_, file)| legge(file) && !fuori(&file.path)) {
            out.aggiungi(vicino.map_or(id, |n| id.accanto(n)), file);
        }
        out
    }

    fn aggiungi(&mut self, id: FileId, file: &File) {
        let (table, celle) = match celle::kind(file) {
            Some(kind) => {
                let rows = celle::read(kind, id, file);
                (rows.table, Some(rows.celle))
            }
            None => (DeTable::parse_recoverable(file.text()).0.into_inner(), None),
        };
        for (da, words) in chiesti_in(&table) {
            self.chiesti.entry(da).or_default().extend(words);
        }
        for record in records(&table, Kind::Unita) {
            let DeValue::Table(fields) = record.get_ref() else { continue };
            let alias = fields.get("alias");
            let items = alias.and_then(|alias| celle.as_ref()?.elenco(alias.span().start));
            let others = match (alias.map(Spanned::get_ref), items) {
                (_, Some(all)) | (Some(DeValue::Array(all)), _) => {
                    all.iter().filter_map(|one| text(one.get_ref())).collect()
                }
                _ => vec![],
            };
            let names = ["id", "codice", "nome"].into_iter().filter_map(|field| parola(fields, field));
            let written: Vec<String> = names.chain(others).collect();
            let slugs: Vec<String> = written.iter().map(|name| Id::slug(name).to_string()).collect();
            let one = fields.get("dipendenti").and_then(|number| numero(number.get_ref())) == Some(1);
            self.unita.push(Unita {
                inizio: (id, Span::new(id, record.span()).start),
                nomi: written.into_iter().chain(slugs).collect(),
                padre: parola(fields, "padre"),
                una: one.then_some(UnaPersona::Scritta),
                scheda: Scheda::di(fields),
            });
        }
        for record in records(&table, Kind::Dotazione) {
            let DeValue::Table(fields) = record.get_ref() else { continue };
            let set_aside = matches!(fields.get("archiviato").map(Spanned::get_ref), Some(DeValue::Boolean(true)));
            let elsewhere = parola(fields, "rapporto").is_some_and(|word| Id::slug(&word).as_str() == "comando-uscita");
            let Some(unita) = parola(fields, "unita").filter(|_| !set_aside && !elsewhere) else { continue };
            let numero = fields.get("numero").and_then(|number| numero(number.get_ref()));
            self.righe.push(Riga { unita, numero, scheda: Scheda::di(fields) });
        }
    }
}

/// Whether a file may have units, rows of the staff or records that are asked of others. Most files of data have objectives: they are not
/// read for this.
fn legge(file: &File) -> bool {
    if !file.has_extension("toml") {
        return celle::kind(file).is_some_and(|kind| [Kind::Unita, Kind::Dotazione].contains(&kind));
    }
    file.text().lines().any(apre)
}

/// Whether a line opens a list of them: `[[unita]]`, or `unita = [`. A name that is written with escapes may be any.
fn apre(line: &str) -> bool {
    let line = line.trim_start();
    let name = match line.strip_prefix("[[") {
        Some(rest) => rest.split(']').next(),
        None => line.split_once('=').filter(|(_, value)| value.trim_start().starts_with('[')).map(|(name, _)| name),
    };
    let name = name.unwrap_or_default().trim().trim_matches(['"', '\'']);
    [Kind::Unita.info().table, Kind::Dotazione.info().table, "includi"].contains(&name) || name.contains('\\')
}

fn records<'t, 'a>(table: &'t DeTable<'a>, kind: Kind) -> impl Iterator<Item = &'t Spanned<DeValue<'a>>> {
    elenco(table, kind.info().table)
}

/// What `[[includi]]` asks for in a file of data: the name of each plan, and the words of the records.
pub(super) fn chiesti_in(table: &DeTable<'_>) -> Vec<(String, Vec<String>)> {
    let one = |fields: &DeTable<'_>| {
        let words = elenco(fields, "schede").filter_map(|word| text(word.get_ref())).collect();
        Some((parola(fields, "da")?, words))
    };
    lista(table, "includi").filter_map(one).collect()
}

fn elenco<'t, 'a>(table: &'t DeTable<'a>, name: &str) -> impl Iterator<Item = &'t Spanned<DeValue<'a>>> {
    let items = match table.get(name).map(Spanned::get_ref) {
        Some(DeValue::Array(items)) => Some(items),
        _ => None,
    };
    items.into_iter().flat_map(|items| items.iter())
}

fn lista<'t, 'a>(table: &'t DeTable<'a>, name: &str) -> impl Iterator<Item = &'t DeTable<'a>> {
    elenco(table, name).filter_map(|item| match item.get_ref() {
        DeValue::Table(fields) => Some(fields),
        _ => None,
    })
}

/// A whole number, as TOML or a cell has it.
fn numero(value: &DeValue<'_>) -> Option<u64> {
    match value {
        DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
        DeValue::String(words) => {
            let units = Decimale::parse(words)?.0;
            (units % Decimale::UNO.0 == 0).then(|| u64::try_from(units / Decimale::UNO.0).ok())?
        }
        _ => None,
    }
}

/// The word in a field, as records are named by it.
pub(super) fn parola(table: &DeTable<'_>, field: &str) -> Option<String> {
    text(table.get(field)?.get_ref())
}

fn text(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(key(text)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::apre;

    #[test]
    fn a_file_of_objectives_is_not_read_for_units() {
        for line in [
            "[[unita]]",
            "  [[ \"unita\" ]]  # gli uffici",
            "dotazione = [",
            "'unita'=[{",
            "[[includi]]",
            "[[\"\\u0075nita\"]]",
        ] {
            assert!(apre(line), "{line}");
        }
        for line in
            ["[[obiettivo]]", "unita = \"S1\"", "dotazione_organica = [", "# [[unita]]", "[[unita.ammetti]]", "[unita]"]
        {
            assert!(!apre(line), "{line}");
        }
    }
}
