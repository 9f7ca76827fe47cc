//! `piao nuovo-anno`: the sources of the plan of the next triennium, made of those of the plan that ends.
//!
//! Ids stay. What is over is set aside, what goes on is carried, what was measured, changed and excused stays with the plan that ends.
//! What somebody has to decide is a comment at its place (`base::decisioni`). `campi` says what becomes of each field; the form of a
//! value says the rest. TOML is edited in place, and Markdown is changed only where a comment goes in.
//!
//! At the end the new sources are read. What cites a thing that is no longer there is put into a comment too, so that they compile.

mod anni;
mod annuali;
mod campi;
mod celle;
mod commenti;
mod forme;
mod impostazioni;
mod record;
mod scheda;
mod termine;
#[cfg(test)]
mod tests;
mod testo;
mod vigore;

use crate::base::decisioni::decisioni;
use crate::base::span::FileId;
use crate::check;
use crate::conti::fatti::Fatti;
use crate::diag::codes::{P0106, P0205, P0212};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::index;
use crate::load;
use crate::load::cards;
use crate::piano::element::Kind;
use crate::piano::prose::Inline;
use crate::piano::settings::{Impostazioni, Scelta};
use crate::piano::{Piano, each_prose};
use crate::source::{File, Sources};
use anni::Anni;
use annuali::Attesi;
use record::Passo;
use scheda::Scheda;
use std::collections::{BTreeMap, BTreeSet};
use testo::Diviso;
use toml_edit::{Array, ArrayOfTables, Document, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// How many times the new sources are read, at most, to find what cites things that are gone.
const GIRI: usize = 6;

/// The plan of the next year.
#[derive(Debug)]
pub(crate) struct Nuovo {
    /// Its sources, with the same files on the disk behind them: those that changed have another text.
    pub(crate) sources: Sources,
    /// The year that it is about.
    pub(crate) anno: i16,
    /// Its years.
    pub(crate) triennio: (i16, i16),
    /// How many objectives go on.
    pub(crate) portati: usize,
    /// The records that are set aside, as they are called.
    pub(crate) archiviati: Vec<String>,
    /// How many decisions are to be taken.
    pub(crate) decisioni: usize,
    /// The files that stay with the plan that ends.
    pub(crate) lasciati: Vec<String>,
    /// The problems for which the new plan cannot be compiled, if any is left.
    pub(crate) problemi: Diagnostics,
}

impl Nuovo {
    /// The files of the new folder.
    pub(crate) fn files(&self) -> BTreeMap<String, Vec<u8>> {
        self.sources.files.iter().map(|file| (file.path.clone(), file.disk_bytes())).collect()
    }
}

/// The last version that the sources hold: what is in force at the end of the year.
pub(crate) fn ultima(set: &Impostazioni) -> Option<Scelta> {
    let own = set.versioni.iter().map(|versione| versione.value.numero.value);
    own.chain(set.seguito.versioni.iter().map(|(numero, _)| *numero)).max().map(Scelta::Versione)
}

/// Makes the plan of the year after that of `piano`, whose sources are `sources`. None when its triennium cannot be read.
pub(crate) fn nuovo(sources: &Sources, piano: &Piano) -> Option<Nuovo> {
    let set = piano.impostazioni.as_ref()?;
    let anni = Anni::of(set)?;
    let shown = load::mostrati(piano);
    let files: Vec<Fonte> = sources.iter().filter_map(|(id, file)| Fonte::of(id, file, &shown)).collect();
    let mut new = Nuovo {
        sources: Sources::default(),
        anno: anni.nuovo,
        triennio: (anni.primo, anni.ultimo),
        portati: 0,
        archiviati: Vec::new(),
        decisioni: 0,
        lasciati: Vec::new(),
        problemi: Diagnostics::default(),
    };
    let spariti = spariti(&files, anni, piano, &mut new);
    let attesi = Attesi::di(piano, anni);
    let mut texts: BTreeMap<FileId, String> = BTreeMap::new();
    let nel_file = |path: &str| sources.find(path).and_then(|(_, file)| anni.nominato(file.text()));
    for fonte in &files {
        let passo = Passo::new(anni, &spariti).con(&attesi);
        match fonte.nuova(passo, set, &nel_file, &mut new.portati) {
            Some(text) => {
                let before = sources.file(fonte.id).map_or("", |file| file.text());
                let text = if before.contains("\r\n") { text.replace('\n', "\r\n") } else { text };
                if text != before {
                    texts.insert(fonte.id, text);
                }
            }
            None => new.lasciati.push(fonte.path.clone()),
        }
    }
    let mut next = sources.con(&texts);
    next.files.retain(|file| !new.lasciati.contains(&file.path));
    for _ in 0..GIRI {
        new.problemi = problemi(&next);
        let edits = rimedi(&next, &new.problemi, &spariti);
        if edits.is_empty() {
            break;
        }
        next = next.con(&edits);
    }
    new.decisioni = next.files.iter().map(|file| decisioni(&file.path, file.text()).len()).sum();
    new.sources = next;
    Some(new)
}

/// A text of the plan that ends.
struct Fonte {
    id: FileId,
    path: String,
    text: String,
    come: Come,
}

/// How a text is made over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Come {
    Impostazioni,
    Dati,
    /// A CSV with a record a row.
    Righe(Kind),
    Scheda(Kind),
    Sezione,
}

impl Fonte {
    fn of(id: FileId, file: &File, shown: &BTreeSet<String>) -> Option<Self> {
        let (path, text) = (file.path.as_str(), file.text());
        let lower = path.to_lowercase();
        let come = match cards::kind(path) {
            _ if path == "piao.toml" => Come::Impostazioni,
            _ if lower.ends_with(".toml") => Come::Dati,
            // A CSV that a view shows is a table of its author.
            _ if lower.ends_with(".csv") => Come::Righe(load::celle::kind(file).filter(|_| !shown.contains(path))?),
            Some(kind) => Come::Scheda(kind),
            None if lower.ends_with(".md") => Come::Sezione,
            None => return None,
        };
        Some(Fonte { id, path: path.to_owned(), text: text.replace("\r\n", "\n"), come })
    }

    /// The TOML in it.
    fn toml(&self) -> Option<DocumentMut> {
        match self.come {
            Come::Impostazioni | Come::Dati => self.text.parse().ok(),
            Come::Scheda(_) | Come::Sezione => Diviso::di(&self.text).fronte.unwrap_or_default().parse().ok(),
            Come::Righe(_) => None,
        }
    }

    /// Calls `each` on every record in it.
    fn schede(&self, doc: &mut DocumentMut, each: &mut dyn FnMut(Kind, Scheda<'_>) -> Cosa) {
        match self.come {
            Come::Scheda(kind) => drop(each(kind, Scheda::Tavola(doc.as_table_mut()))),
            Come::Dati => {
                for kind in Kind::ALL.iter().copied() {
                    match doc.get_mut(kind.info().table) {
                        Some(Item::ArrayOfTables(all)) => tavole(all, &mut |table| each(kind, Scheda::Tavola(table))),
                        Some(Item::Value(Value::Array(all))) => righe(all, &mut |row| each(kind, Scheda::Riga(row))),
                        _ => continue,
                    }
                    let empty = match doc.get(kind.info().table) {
                        Some(Item::ArrayOfTables(all)) => all.is_empty(),
                        Some(Item::Value(Value::Array(all))) => all.is_empty(),
                        _ => false,
                    };
                    if empty {
                        doc.remove(kind.info().table);
                    }
                }
            }
            Come::Righe(kind) => {
                celle::leggi(&self.text, kind.info().table, &mut |row| drop(each(kind, Scheda::Riga(row))))
            }
            Come::Impostazioni | Come::Sezione => {}
        }
    }

    /// Its text in the plan of the next year. None when the whole file stays with the plan that ends.
    fn nuova(
        &self,
        mut passo: Passo<'_>,
        set: &Impostazioni,
        nel_file: &dyn Fn(&str) -> Option<i16>,
        portati: &mut usize,
    ) -> Option<String> {
        if let Come::Righe(kind) = self.come {
            let mut each = |row: &mut InlineTable| una_scheda(&mut passo, kind, &mut Scheda::Riga(row), portati);
            return Some(celle::nuove(&self.text, kind.info().table, &mut each).unwrap_or_else(|| self.text.clone()));
        }
        let Some(mut doc) = self.toml().filter(|doc| self.come != Come::Dati || !doc.is_empty()) else {
            return Some(self.text.clone());
        };
        if self.come == Come::Impostazioni {
            impostazioni::piao_toml(doc.as_table_mut(), set, &mut passo);
            let anni = passo.anni;
            return Some(impostazioni::commenti(&passo.scrivi(&doc), anni));
        }
        let markdown = matches!(self.come, Come::Scheda(_) | Come::Sezione);
        if markdown && testo::di_un_momento(doc.as_table()) {
            return None;
        }
        self.schede(&mut doc, &mut |kind, mut scheda| match una_scheda(&mut passo, kind, &mut scheda, portati) {
            None => Cosa::Via,
            Some(asked) => Cosa::Resta(asked),
        });
        if !markdown {
            // A file that had nothing but acts of the year stays with them.
            return Some(passo.scrivi(&doc)).filter(|_| !doc.is_empty());
        }
        if self.come == Come::Sezione {
            doc.remove("ammetti");
            doc.remove("stato");
            let year = doc.get("titolo").and_then(|title| passo.anni.nominato(&title.to_string()));
            Passo::sopra(doc.as_table_mut(), "titolo", &year.map(commenti::nomina).into_iter().collect::<Vec<_>>());
        }
        let diviso = Diviso::di(&self.text);
        let set_aside = doc.get("archiviato").is_some();
        let corpo = match set_aside {
            true => diviso.corpo.to_owned(),
            false => testo::corpo(diviso.corpo, &passo, self.come != Come::Sezione, nel_file),
        };
        Some(diviso.con(&passo.scrivi(&doc), &corpo))
    }
}

/// Makes one record over. None when it stays with the plan that ends; else what is asked of it, apart from what stands beside its fields.
fn una_scheda(passo: &mut Passo<'_>, kind: Kind, scheda: &mut Scheda<'_>, portati: &mut usize) -> Option<Vec<String>> {
    let name = kind.info().table;
    let nuovo = passo.anni.nuovo;
    let table = scheda.campi();
    if scheda::archiviata(table) {
        // What was set aside because it was of one year is two years old by now.
        return campi::annuale(name).is_none().then(Vec::new);
    }
    if kind == Kind::Atto {
        let gone = names(table).iter().any(|name| passo.spariti.contains(name));
        return (!gone).then(Vec::new);
    }
    if let Some((perche, open)) = passo.conclusa(name, table) {
        vigore::in_vigore(table);
        vigore::spoglia(table);
        scheda.archivia(&perche);
        let ask = || match kind {
            Kind::Incarico => format!("{perche}: chi lo ha dopo? Aggiungi il suo `incarico`"),
            _ => format!("{perche}, ma non del tutto raggiunto: se nel {nuovo} continua, togli `archiviato`"),
        };
        return Some(scheda.chiede(passo, open.then(ask).into_iter().collect()));
    }
    if let Some(annuale) = passo.di_un_anno(name, table) {
        let question = annuale?;
        vigore::in_vigore(scheda.campi());
        let counted = campi::annuale(name) == Some(campi::Annuale::Contato);
        let mut asked = if counted { scheda.rifai(passo, name) } else { vec![] };
        scheda.archivia("");
        asked.extend(scheda.sopra("archiviato", question));
        return Some(asked);
    }
    *portati += usize::from(kind == Kind::Obiettivo);
    let open_ended = kind == Kind::Obiettivo && !passo.ha_termine(table);
    vigore::in_vigore(table);
    let mut asked = scheda.rifai(passo, name);
    let ask = || format!("non dice quando finisce: se nel {nuovo} non continua, `archiviato = true`");
    asked.extend(scheda.chiede(passo, open_ended.then(ask).into_iter().collect()));
    Some(asked)
}

/// Makes over the records that have a header of their own.
fn tavole(all: &mut ArrayOfTables, each: &mut dyn FnMut(&mut Table) -> Cosa) {
    let stays: Vec<bool> = all.iter_mut().map(|table| each(table) != Cosa::Via).collect();
    // What stands above the first record, and apart from it, is of the whole file.
    let above = |table: &Table| table.decor().prefix().and_then(|raw| raw.as_str()).map(str::to_owned);
    let head = all.get(0).and_then(above).and_then(|text| Some(text.rsplit_once("\n\n")?.0.to_owned()));
    let first = stays.iter().position(|stays| *stays);
    let mut at = stays.into_iter();
    all.retain(|_| at.next().unwrap_or(true));
    if let (Some(head), Some(1..), Some(table)) = (head, first, all.get_mut(0)) {
        let own = above(table).unwrap_or_default();
        table.decor_mut().set_prefix(format!("{head}\n{own}"));
    }
}

/// Makes over the records that are rows of a list: `dotazione = [{ … }]`. What they ask stands above them.
fn righe(all: &mut Array, each: &mut dyn FnMut(&mut InlineTable) -> Cosa) {
    let mut stays = Vec::with_capacity(all.len());
    for value in all.iter_mut() {
        let Value::InlineTable(row) = value else {
            stays.push(true);
            continue;
        };
        let cosa = each(row);
        if let Cosa::Resta(asked) = &cosa {
            scheda::sopra_la_riga(value, asked);
        }
        stays.push(cosa != Cosa::Via);
    }
    let mut at = stays.into_iter();
    all.retain(|_| at.next().unwrap_or(true));
}

/// What becomes of a record.
#[derive(PartialEq, Eq)]
enum Cosa {
    /// It stays; of a row of a list, with these questions above it.
    Resta(Vec<String>),
    Via,
}

/// The names by which a record is cited, in lower case.
fn names(table: &dyn TableLike) -> Vec<String> {
    let written = ["id", "codice"].into_iter().filter_map(|key| table.get(key).and_then(Item::as_str));
    let shares = table.get("quota").and_then(Item::as_array_of_tables).into_iter().flat_map(|all| all.iter());
    let shares = shares.filter_map(|share| share.get("codice").and_then(Item::as_str));
    written.chain(shares).map(|word| word.trim().to_lowercase()).collect()
}

/// The names of what the new plan does not have: the records that are over, and the acts that only the versions of the plan that ends
/// cite.
fn spariti(files: &[Fonte], anni: Anni, piano: &Piano, new: &mut Nuovo) -> BTreeSet<String> {
    let none = BTreeSet::new();
    let passo = Passo::new(anni, &none);
    let mut gone = BTreeSet::new();
    for fonte in files {
        let righe = matches!(fonte.come, Come::Righe(_));
        let Some(mut doc) = fonte.toml().or_else(|| righe.then(DocumentMut::new)) else { continue };
        if fonte.come == Come::Impostazioni {
            let versions =
                doc.get("versione").and_then(Item::as_array_of_tables).into_iter().flat_map(|all| all.iter());
            let acts = versions.filter_map(|versione| versione.get("atto").and_then(Item::as_str));
            gone.extend(acts.map(|act| act.trim().to_lowercase()).filter(|act| !citato(piano, act, fonte.id)));
        }
        // A card without a code has that of its file.
        let stem = fonte.path.rsplit('/').next().and_then(|name| name.strip_suffix(".md")).map(str::to_lowercase);
        fonte.schede(&mut doc, &mut |kind, mut scheda| {
            let table: &dyn TableLike = scheda.campi();
            if table.get("archiviato").is_none() && passo.conclusa(kind.info().table, table).is_some() {
                let mut all = names(table);
                if all.is_empty() {
                    all.extend(stem.clone());
                }
                let title = ["codice", "titolo", "ruolo", "id"]
                    .into_iter()
                    .filter_map(|key| table.get(key).and_then(Item::as_str));
                new.archiviati.push(title.take(2).collect::<Vec<_>>().join(" "));
                gone.extend(all);
            }
            Cosa::Resta(vec![])
        });
    }
    gone
}

/// Whether something other than the settings, which are the file `manifest`, cites the act.
fn citato(piano: &Piano, act: &str, manifest: FileId) -> bool {
    let same = |word: &str| word.trim().to_lowercase() == act;
    let mut cited = piano
        .citazioni
        .iter()
        .any(|c| c.kinds.contains(&Kind::Atto) && same(&c.word.value) && c.word.span.file != manifest);
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Cite { name, .. } = inline {
                cited |= same(&name.value);
            }
        });
    });
    cited
}

/// What keeps `sources` from being compiled.
fn problemi(sources: &Sources) -> Diagnostics {
    let mut diags = Diagnostics::default();
    let piano = load::load(sources, None, &mut diags);
    let index = index::resolve(&piano, sources, &mut diags);
    let _ = Fatti::resolve(&piano, &index, &mut diags);
    check::check(&piano, &index, sources, &mut diags);
    let mut out = Diagnostics::default();
    // The texts of another plan, and what is cited of it, are judged when both are compiled: its new year may not be there yet.
    let theirs = |problem: &Diagnostic| problem.is(P0212) || problem.span.is_some_and(|s| s.file.vicino().is_some());
    out.extend(diags.iter().filter(|problem| problem.severity == Severity::Blocco && !theirs(problem)).cloned());
    out
}

/// The files in which what raises `problems` is put into a comment.
fn rimedi(sources: &Sources, problems: &Diagnostics, spariti: &BTreeSet<String>) -> BTreeMap<FileId, String> {
    let mut out: BTreeMap<FileId, String> = BTreeMap::new();
    // Whether a field must be there, by the way to it.
    let mut due: BTreeMap<String, bool> = BTreeMap::new();
    let missing = |problems: &Diagnostics| problems.iter().filter(|problem| problem.is(P0106)).count();
    let before = missing(problems);
    let mut all = problems.sorted();
    // From the last place of each file to the first, so that the places before stay what they are.
    all.reverse();
    for problem in all {
        let Some(span) = problem.span else { continue };
        // A CSV has no comments: what is wrong in it is told and left.
        let Some(file) = sources.file(span.file).filter(|file| !file.has_extension("csv")) else { continue };
        let text = out.get(&span.file).map_or_else(|| file.text(), String::as_str);
        let at = span.start as usize;
        let fixed = match file.has_extension("toml") || in_front(text, at) {
            true => Campo::di(text, at).and_then(|campo| {
                let gone = campo.commentato(problem, spariti)?;
                let Some(kept) = campo.senza_citazioni(problem) else { return Some(gone) };
                let must = *due.entry(campo.via()).or_insert_with(|| {
                    missing(&problemi(&sources.con(&BTreeMap::from([(span.file, gone.clone())])))) > before
                });
                Some(if must { kept } else { gone })
            }),
            false => nel_testo(text, at, problem),
        };
        if let Some(fixed) = fixed {
            out.insert(span.file, fixed);
        }
    }
    out
}

/// Why a text is put into a comment.
fn perche(problem: &Diagnostic) -> String {
    if problem.code == P0205.name {
        let name = problem.message.split('`').nth(1).unwrap_or_default();
        return format!("richiama un numero che nel piano nuovo non c’è, o non ancora: `{name}`");
    }
    format!("nel piano nuovo non si può leggere così ({})", problem.message)
}

/// Whether byte `at` is in the front matter.
fn in_front(text: &str, at: usize) -> bool {
    at < text.len().saturating_sub(Diviso::di(text).corpo.len())
}

fn nel_testo(text: &str, at: usize, problem: &Diagnostic) -> Option<String> {
    let diviso = Diviso::di(text);
    let start = text.len() - diviso.corpo.len();
    let corpo = testo::commenta(diviso.corpo, at.checked_sub(start)?, &perche(problem))?;
    Some(format!("{}{corpo}", text.get(..start)?))
}

/// A field of a text, in its TOML or in its front matter.
struct Campo<'t> {
    diviso: Diviso<'t>,
    toml: &'t str,
    /// The way to it: each key, with the place in its list.
    path: Vec<(String, Option<usize>)>,
}

impl<'t> Campo<'t> {
    /// The field at byte `at`.
    fn di(text: &'t str, at: usize) -> Option<Self> {
        let diviso = Diviso::di(text);
        let (toml, start) = match diviso.fronte {
            Some(front) => (front, text.find(front)?),
            None => (text, 0),
        };
        let parsed = Document::parse(toml).ok()?;
        let path = cammino(parsed.as_table(), at.checked_sub(start)?)?;
        Some(Campo { diviso, toml, path })
    }

    /// Its keys, from the outermost.
    fn via(&self) -> String {
        self.path.iter().map(|(key, _)| key.as_str()).collect::<Vec<_>>().join(".")
    }

    /// The text after `change`, which gets the table of the field and its key.
    fn cambiato(
        &self,
        passo: &mut Passo<'_>,
        change: impl FnOnce(&mut Passo<'_>, &mut dyn TableLike, &str) -> Option<()>,
    ) -> Option<String> {
        let mut doc: DocumentMut = self.toml.parse().ok()?;
        let mut here: &mut dyn TableLike = doc.as_table_mut();
        let ((last, _), above) = self.path.split_last()?;
        for (key, n) in above {
            here = match here.get_mut(key)? {
                Item::ArrayOfTables(all) => all.get_mut((*n)?)?,
                other => other.as_table_like_mut()?,
            };
        }
        change(passo, here, last)?;
        let new = passo.scrivi(&doc);
        Some(match self.diviso.fronte {
            Some(_) => self.diviso.con(&new, self.diviso.corpo),
            None => new,
        })
    }

    /// The text with the field put into a comment.
    fn commentato(&self, problem: &Diagnostic, spariti: &BTreeSet<String>) -> Option<String> {
        let mut passo = Passo::new(Anni { vecchio: 0, nuovo: 0, primo: 0, ultimo: 0 }, spariti);
        self.cambiato(&mut passo, |passo, table, key| {
            passo.toglie(table, key, &perche(problem));
            Some(())
        })
    }

    /// The text with the field as it is without its citations of what is gone.
    fn senza_citazioni(&self, problem: &Diagnostic) -> Option<String> {
        let none = BTreeSet::new();
        let mut passo = Passo::new(Anni { vecchio: 0, nuovo: 0, primo: 0, ultimo: 0 }, &none);
        self.cambiato(&mut passo, |_, table, key| {
            commenti::senza_citazioni(table, key, &perche(problem), &problem.message)
        })
    }
}

/// The way to the field with a line of its own in which byte `at` is.
fn cammino(table: &Table, at: usize) -> Option<Vec<(String, Option<usize>)>> {
    for (key, item) in table.iter() {
        match item {
            Item::Value(value)
                if value.span().is_some_and(|range| range.start <= at && at < range.end.max(range.start + 1)) =>
            {
                return Some(vec![(key.to_owned(), None)]);
            }
            Item::Table(inner) => {
                if let Some(mut rest) = cammino(inner, at) {
                    rest.insert(0, (key.to_owned(), None));
                    return Some(rest);
                }
            }
            Item::ArrayOfTables(all) => {
                for (n, inner) in all.iter().enumerate() {
                    if let Some(mut rest) = cammino(inner, at) {
                        rest.insert(0, (key.to_owned(), Some(n)));
                        return Some(rest);
                    }
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
    None
}
