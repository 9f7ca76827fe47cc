//! `piao importa`: what an office has becomes a plan. `word` reads its documents; the rest of this folder reads its workbooks.
//!
//! The sheets of a workbook become records of the plan, as CSV files of its data. A CSV leaves the meaning of each cell to
//! the reader of records, so what a sheet says is understood, and refused, as anything else that is written in the plan.
//!
//! `foglio` reads the workbook (`ods`, `xls` and `xlsb` those of LibreOffice, of old Excel and of its binary form, `csv` the text of one,
//! `formati` its numbers, `accanto` what is beside its cells), `testate` finds the heads of its tables (`campi` and `parole` what they
//! say) and `righe` their records (`fianco` where two tables stand side by side, `fuori` what is around them, `aspetto` how their cells
//! look, `blocchi` where they are cards and not rows, `markdown` their words: all of it is a `letto`), `unione` puts them beside those of
//! the plan (`parti` their phases and indicators, `casa` and `nel_testo` those of records that the plan has elsewhere), `mappa` remembers
//! how the columns were read. Here the new data are compiled with the plan, and each problem is told at the cell of the sheet that has it.

mod accanto;
mod archivio;
mod aspetto;
mod blocchi;
mod campi;
mod casa;
mod csv;
mod fianco;
pub(crate) mod foglio;
mod formati;
mod fuori;
mod letto;
mod mappa;
pub(crate) mod markdown;
mod nel_testo;
mod ods;
mod parole;
mod parti;
mod revisioni;
mod righe;
mod segni;
mod tavola;
mod testate;
mod unione;
pub(crate) mod word;
mod xls;
mod xlsb;

use crate::base::text::{flat, in_toml, short};
use crate::diag::codes::{P0107, P1502, P1503, P1504, P1505};
use crate::diag::{Diagnostic, Diagnostics, Severity};
use crate::piano::Piano;
use crate::piano::element::id::Id;
use crate::piano::element::{Kind, quanti};
use crate::project::{Compiled, Plan};
use crate::report::terminal;
use crate::source::{IMPORTA, Sources, ricordato};
use casa::Case;
use foglio::{Foglio, Posto};
use letto::Letto;
use mappa::Mappa;
use nel_testo::{Noti, Posati, Record, Valore};
pub(crate) use revisioni::{Lista, Scritte, revisioni, scrivi};
use righe::Rinuncia;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use tavola::Tavola;
use unione::{Detto, Modo};

/// The cell of a sheet behind each place of a CSV.
type Celle = Vec<(Range<usize>, Posto)>;

/// What a sheet says in a file: how it was read, and its cells.
struct Luogo<'f> {
    foglio: &'f Foglio,
    letto: &'f Letto,
    celle: Celle,
    /// Whether all that the file says is of the sheet, as in a CSV, and not those cells alone.
    intero: bool,
}

/// The new texts, by their paths. Of several sheets in a CSV, the last.
type Luoghi<'f> = BTreeMap<String, Vec<Luogo<'f>>>;

/// What an import would write, and what there is to say of it.
#[derive(Debug, Default)]
pub(crate) struct Importato {
    /// The new texts, by their paths in the folder of the plan.
    pub(crate) files: BTreeMap<String, String>,
    /// What became of each sheet, a sentence each.
    pub(crate) fogli: Vec<String>,
    /// The values that changed, a line each.
    pub(crate) cambiati: Vec<String>,
    /// What was not understood, or not done.
    pub(crate) problemi: Vec<Diagnostic>,
    /// The images, by their paths.
    pub(crate) binari: BTreeMap<String, Vec<u8>>,
}

/// Reads `fogli`, the sheets of the workbook called `file`, into the plan. With `vince`, the sheet has its way where a value was changed both in the
/// sheet and in the plan.
///
/// # Errors
/// P1505 when the file that remembers its columns cannot be read.
pub(crate) fn importa(file: &str, fogli: &[Foglio], plan: &mut Plan, vince: bool) -> Result<Importato, Diagnostic> {
    let mut esclusi = BTreeSet::new();
    loop {
        let Prova { importato, stesi, illeggibili } = prova(file, fogli, plan, vince, &esclusi)?;
        if illeggibili.is_empty() {
            return Ok(importato);
        }
        // With what the sheet says the plan could not read what somebody wrote: it stays as it is.
        stesi.iter().for_each(|path| plan.lift(path));
        esclusi.extend(illeggibili);
    }
}

/// An import as it would be.
struct Prova {
    importato: Importato,
    /// The paths of the texts that were laid over the plan.
    stesi: Vec<String>,
    /// The records that a person writes, and that the plan could not read with what the sheet says of them.
    illeggibili: BTreeSet<Record>,
}

/// The import, but for what the sheet says of the records `esclusi`.
fn prova(
    file: &str,
    fogli: &[Foglio],
    plan: &mut Plan,
    vince: bool,
    esclusi: &BTreeSet<Record>,
) -> Result<Prova, Diagnostic> {
    let compiled = plan.compile(&mut |_| {});
    let before = compiled.diags.clone();
    let stem = Id::slug(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).as_str().to_owned();
    let memory = format!("{stem}.toml");
    let written = ricordato(&compiled.sources.root, &memory);
    let mappe = written.as_deref().map_or(Ok(BTreeMap::new()), mappa::read).map_err(|wrong| {
        Diagnostic::global(P1505, format!("`{IMPORTA}/{memory}` non si legge: {wrong}"))
            .note("non è stato scritto niente")
            .help("correggi quel file; o cancellalo: le colonne si riconoscono di nuovo dai loro nomi")
    })?;
    let unita = unita(&compiled.piano);
    let mut out = Importato::default();
    let mut remembered = written.clone().unwrap_or_else(|| mappa::inizio(file));
    let mut letti: Vec<(&Foglio, Letto)> = Vec::new();
    for foglio in fogli.iter().filter(|foglio| !foglio.celle.is_empty()) {
        let mappa = mappe.get(&foglio.nome);
        if foglio.nascosto && mappa.is_none() {
            out.fogli.push(format!("Il foglio «{}» è nascosto: non è stato letto.", foglio.nome));
            continue;
        }
        match righe::leggi(foglio, mappa, &unita) {
            Ok(letto) => letti.push((foglio, letto)),
            Err(why) => rinuncia(file, foglio, &memory, &why, &mut out),
        }
    }
    let paths = paths(&letti, &mappe);
    out.problemi.extend(senza_foglio(file, fogli, &mappe, &memory));
    // Sheets of parts come after those of the records that have them.
    let mut in_ordine: Vec<(&Foglio, Letto, String)> =
        letti.into_iter().zip(paths).map(|((foglio, letto), path)| (foglio, letto, path)).collect();
    in_ordine.sort_by_key(|(_, letto, _)| casa::di_sole_parti(letto));
    let mut posti: Vec<(String, usize, Celle)> = Vec::new();
    let mut valori: Vec<(usize, Valore)> = Vec::new();
    let mut laid: BTreeMap<String, String> = BTreeMap::new();
    for (n, (foglio, letto, path)) in in_ordine.iter_mut().enumerate() {
        let here = Dove { file, foglio: &foglio.nome };
        let mappa = mappe.get(&foglio.nome);
        let keys = letto.campi.chiavi();
        let last_name = format!("{stem}/{}.csv", Id::slug(&foglio.nome).as_str());
        let last =
            ricordato(&compiled.sources.root, &last_name).map(|text| Tavola::read(&text, &keys)).unwrap_or_default();
        let mut tavole: BTreeMap<String, Tavola> = BTreeMap::new();
        let mut posati = Posati::default();
        if casa::di_sole_parti(letto) {
            tavole = casa::posa(letto, &Case::di(letto.kind, &keys, compiled, &laid));
            let noti = Noti::di(letto.kind, &keys, compiled);
            let text = |path: &str| {
                let own = || compiled.sources.find(path).map(|(_, file)| file.text().to_owned());
                laid.get(path).cloned().or_else(own)
            };
            posati = nel_testo::posa(letto, (&noti, esclusi), text, &last, vince);
        }
        let trovate = !tavole.is_empty() || !posati.file.is_empty();
        out.problemi.extend(gia_scritte(letto, path, compiled, &keys, &here));
        let nuove = nuove(letto, mappa, trovate);
        if !nuove {
            out.problemi.extend(senza_casa(letto, &keys, &here, trovate));
        }
        if nuove {
            tavole.entry(path.clone()).or_default().aggiungi(std::mem::take(&mut letto.tavola));
        }
        out.avvisa(&here, letto, &memory);
        if tavole.is_empty() && posati.file.is_empty() {
            continue;
        }
        let mut ricordo = posati.ricordo;
        let mut done = false;
        for (path, fatto) in posati.file {
            out.racconta(&here, letto, (&path, fatto.schede), &fatto.detti);
            // A file in which nothing changed stays as it is written.
            if compiled.sources.find(&path).is_none_or(|(_, file)| file.text() != fatto.testo) {
                out.files.insert(path.clone(), fatto.testo.clone());
            }
            laid.insert(path, fatto.testo);
            done = true;
        }
        valori.extend(posati.valori.into_iter().map(|valore| (n, valore)));
        for (path, tavola) in tavole {
            let known = laid.get(&path).map(String::as_str);
            let known = known.or_else(|| compiled.sources.find(&path).map(|(_, file)| file.text()));
            let before = known.map(|text| Tavola::read(text, &keys)).unwrap_or_default();
            if before.in_perdita {
                let message = format!(
                    "il foglio «{}» non è importato: `{path}` ha celle che nel riscriverlo si perderebbero",
                    foglio.nome
                );
                let cure =
                    "in quel file dai un nome diverso a ogni colonna che ha qualcosa scritto, e ripeti il comando";
                out.problemi.push(Diagnostic::global(P1503, format!("{file}: {message}")).help(cure));
                // What the sheet said of its records the last time is still what is known of them.
                let names: BTreeSet<Option<String>> = tavola.schede.iter().map(|scheda| scheda.chiave(&keys)).collect();
                let mut kept = Tavola::con(last.campi.clone());
                let mine = last.schede.iter().filter(|scheda| names.contains(&scheda.chiave(&keys)));
                kept.schede.extend(mine.cloned());
                ricordo.aggiungi(kept);
                continue;
            }
            let modo = Modo { chiavi: &keys, parti: letto.campi.parti(), vince };
            let new = unione::unisci(&last, &before, &tavola, modo);
            out.racconta(&here, letto, (&path, tavola.schede.len()), &new.detti);
            let (text, at) = new.piano.write(&keys);
            ricordo.aggiungi(new.ricordo);
            // A file that says the same stays as it is written.
            if text != before.write(&keys).0 {
                out.files.insert(path.clone(), text.clone());
            }
            laid.insert(path.clone(), text);
            posti.push((path, n, at));
            done = true;
        }
        if !done {
            continue;
        }
        out.files.insert(format!("{IMPORTA}/{last_name}"), ricordo.write(&keys).0);
        let own = Some(path.as_str()).filter(|_| nuove);
        match mappa {
            None => remembered.push_str(&mappa::foglio(&foglio.nome, letto, own)),
            Some(mappa) if mappa.colonne.is_empty() => {
                remembered = mappa::completa(&remembered, &foglio.nome, letto, own);
            }
            Some(_) => {}
        }
    }
    laid.iter().for_each(|(path, text)| plan.lay(path, text));
    let after = plan.compile(&mut |_| {});
    let mut luoghi: Luoghi<'_> = BTreeMap::new();
    for (path, n, celle) in posti {
        let Some((foglio, letto, _)) = in_ordine.get(n) else { continue };
        luoghi.insert(path, vec![Luogo { foglio, letto, celle, intero: true }]);
    }
    let written_at = |valore: &Valore| laid.get(&valore.record.path).and_then(|text| valore.scritto(text));
    for (n, valore) in &valori {
        let (Some((foglio, letto, _)), Some(cella)) = (in_ordine.get(*n), written_at(valore)) else { continue };
        let there = luoghi.entry(valore.record.path.clone()).or_default();
        match there.iter_mut().find(|luogo| std::ptr::eq(luogo.letto, letto)) {
            Some(luogo) => luogo.celle.push(cella),
            None => there.push(Luogo { foglio, letto, celle: vec![cella], intero: false }),
        }
    }
    let illeggibili = illeggibili(&valori, written_at, &before, after);
    out.problemi.extend(problemi(file, &luoghi, after));
    if written.as_deref() != Some(remembered.as_str()) && !out.files.is_empty() {
        out.files.insert(format!("{IMPORTA}/{memory}"), remembered);
    }
    Ok(Prova { importato: out, stesi: laid.into_keys().collect(), illeggibili })
}

/// The records that a person writes, and that with what the sheet says of them the plan cannot read: those in which the problem is, or all
/// those of its file.
fn illeggibili(
    valori: &[(usize, Valore)],
    scritto: impl Fn(&Valore) -> Option<(Range<usize>, Posto)>,
    before: &Diagnostics,
    after: &Compiled,
) -> BTreeSet<Record> {
    let mut out = BTreeSet::new();
    let new = after.diags.new_since(before);
    for problem in new.iter().filter(|problem| problem.severity == Severity::Blocco) {
        let Some(span) = problem.span else { continue };
        let Some(source) = after.sources.file(span.file) else { continue };
        let of_file = valori.iter().map(|(_, valore)| valore).filter(|valore| valore.record.path == source.path);
        let all: Vec<&Valore> = of_file.collect();
        let inside = |valore: &&&Valore| {
            scritto(valore)
                .is_some_and(|(range, _)| range.contains(&span.range().start) || span.range().contains(&range.start))
        };
        let here: Vec<&Valore> = all.iter().filter(inside).copied().collect();
        let which = if here.is_empty() { all } else { here };
        out.extend(which.into_iter().map(|valore| valore.record.clone()));
    }
    out
}

/// Whether the records of a sheet that the plan does not have are new ones. Of a sheet of parts they are where it has their titles, and
/// made them itself, or none of its records is in the plan. `trovate` says that some are.
fn nuove(letto: &Letto, mappa: Option<&Mappa>, trovate: bool) -> bool {
    if !casa::di_sole_parti(letto) {
        return true;
    }
    let needed = letto.campi.necessari().unwrap_or_default();
    let whole = needed.iter().all(|campo| letto.tavola.campi.iter().any(|known| known == campo));
    whole && !letto.tavola.schede.is_empty() && (!trovate || mappa.is_some_and(|mappa| mappa.file.is_some()))
}

/// Tells the records of which a sheet has the parts, and that the plan does not have: together, where it has none of them, as `trovate` says.
fn senza_casa(letto: &Letto, keys: &[&str], here: &Dove<'_>, trovate: bool) -> Vec<Diagnostic> {
    let info = letto.kind.info();
    let other = "se ci sono con un altro codice o un altro titolo, scrivi nel foglio quello del piano";
    let named = letto.tavola.schede.iter().map(|scheda| {
        let key = |key: &&str| scheda.righe.iter().find_map(|riga| riga.get(*key)?.posto);
        let posto = keys.iter().find_map(key);
        (short(&unione::chi(scheda, keys)), posto.map(|posto| letto.nome(posto)).unwrap_or_default())
    });
    let named: Vec<(String, String)> = named.collect();
    if let (Some((first, rest)), false) = (named.split_first(), trovate) {
        let more = if rest.is_empty() { String::new() } else { format!(" e altri {}", rest.len()) };
        let message = format!(
            "{}: il foglio ha parti di {} che nel piano non ci sono: «{}»{more}",
            here.cella(&first.1),
            info.nouns,
            first.0
        );
        let help = format!(
            "prima importa il foglio dei loro dati ({}), con gli stessi codici; poi ripeti il comando",
            info.nouns
        );
        return vec![Diagnostic::global(P1502, message).help(help).help(other)];
    }
    let each = named.into_iter().map(|(name, cell)| {
        let what = format!("nel piano non c’è «{name}» ({}): ciò che il foglio ne dice non è importato", info.noun);
        Diagnostic::global(P1503, format!("{}: {what}", here.cella(&cell)))
            .help(format!("prima importa il foglio di «{name}», o aggiungilo al piano; poi ripeti il comando"))
            .help(other)
    });
    each.collect()
}

/// The names of the units of a plan.
fn unita(piano: &Piano) -> BTreeSet<String> {
    let units = piano.elementi.of(Kind::Unita);
    let names = units.iter().flat_map(|unit| {
        let codes = [unit.value.id(), unit.value.codice()].into_iter().flatten().map(|name| flat(name.value.as_str()));
        unit.value.alias().into_iter().map(|name| flat(&name.value)).chain(codes).collect::<Vec<_>>()
    });
    names.collect()
}

/// A sheet of a workbook, as messages name it.
struct Dove<'a> {
    file: &'a str,
    foglio: &'a str,
}

impl Dove<'_> {
    fn cella(&self, cell: &str) -> String {
        let comma = if cell.is_empty() { "" } else { ", " };
        format!("{}, foglio {}{comma}{cell}", self.file, self.foglio)
    }

    fn dice(&self, cell: &str, what: &str) -> Diagnostic {
        Diagnostic::global(P1503, format!("{}: {what}", self.cella(cell)))
            .help("correggi il foglio e ripeti il comando; o scrivi a mano nel piano ciò che manca")
    }
}

/// Tells the sheets that were imported the last time, and that the workbook no longer has.
fn senza_foglio(file: &str, fogli: &[Foglio], mappe: &BTreeMap<String, Mappa>, memory: &str) -> Vec<Diagnostic> {
    let gone = mappe.iter().filter(|(name, mappa)| {
        mappa.tipo.is_some() && !fogli.iter().any(|foglio| foglio.nome == **name && !foglio.celle.is_empty())
    });
    let each = gone.map(|(name, mappa)| {
        let stays = mappa.file.as_ref().map_or_else(String::new, |path| format!(", in `{path}`"));
        let message =
            format!("{file}: non c’è più il foglio «{name}», o è vuoto; ciò che ne era stato importato resta nel piano{stays}");
        Diagnostic::global(P1503, message)
            .help("se ha soltanto cambiato nome, ridagli quello di prima e ripeti il comando: così si vede che cosa è cambiato")
            .help(format!("se non serve più, togli le sue righe da `{IMPORTA}/{memory}`"))
    });
    each.collect()
}

/// Why a sheet is left out.
fn rinuncia(file: &str, foglio: &Foglio, memory: &str, why: &Rinuncia, out: &mut Importato) {
    let says = format!("oppure dillo in `{IMPORTA}/{memory}`, con queste righe, e ripeti il comando");
    let lines = |kind: &str| format!("[[foglio]]\nnome = {}\ntipo = \"{kind}\"", in_toml(&foglio.nome));
    let cella = |posto| Dove { file, foglio: &foglio.nome }.cella(&foglio::nome(posto));
    let problem = match why {
        Rinuncia::NonSiImporta => {
            out.fogli.push(format!("Il foglio «{}» non si importa, come dice `{IMPORTA}/{memory}`.", foglio.nome));
            return;
        }
        Rinuncia::PerColonna(posto) => {
            let message = format!("{}: il foglio ha una scheda per colonna, e non è importato", cella(*posto));
            Diagnostic::global(P1502, message)
                .help("gira la tabella: copiala, e incollala in un foglio nuovo con «Incolla speciale», «Trasponi»; poi ripeti il comando")
                .help("se è una scheda sola, lascia accanto a ogni nome un valore soltanto")
        }
        Rinuncia::Affiancate(posto) => {
            let message = format!("{}: il foglio ha schede una accanto all’altra, e non è importato", cella(*posto));
            Diagnostic::global(P1502, message).help("metti le schede una sotto l’altra, o ciascuna in un foglio suo")
        }
        Rinuncia::NonRiconosciuto => {
            let message =
                format!("{file}: nel foglio «{}» non si riconosce una tabella di schede del piano", foglio.nome);
            let (cures, colonne) = righe::cure(foglio);
            let problem = cures.into_iter().fold(Diagnostic::global(P1502, message), Diagnostic::help);
            let problem = match colonne.is_empty() {
                true => problem,
                false => problem.help(format!(
                    "{says}, corrette dove serve (`\"\"` se la colonna non serve):\n{}\n{}",
                    lines(Kind::Obiettivo.info().plural),
                    mappa::righe(&colonne).trim_end()
                )),
            };
            problem
                .note("una tabella ha una riga con i nomi delle colonne, come «Codice», «Obiettivo», «Peso», e sotto una riga per scheda")
                .help("dai alle colonne i nomi dei campi (`piao esempio obiettivo` li elenca), o togli il foglio")
                .help(format!("{says}, perché non se ne parli più:\n{}", lines(mappa::NESSUNO)))
        }
        Rinuncia::Incerto(kinds) => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.info().plural).collect();
            let message = format!("{file}: il foglio «{}» può essere di {}", foglio.nome, names.join(" o di "));
            let (first, others) = names.split_first().map_or(("", &[][..]), |(first, others)| (*first, others));
            let others = others.iter().map(|kind| format!("\"{kind}\"")).collect::<Vec<_>>().join(" o ");
            Diagnostic::global(P1502, message)
                .help(format!("rinomina il foglio: «{}», e nient’altro", names.join("» o «")))
                .help("se ha colonne degli uni e degli altri, copia quelle degli altri in un foglio loro: di un foglio entrano le colonne di un tipo solo")
                .help(format!("{says}; il tipo è quello giusto fra i due:\n{} # oppure {others}", lines(first)))
        }
    };
    out.problemi.push(problem);
}

/// The CSV of each sheet: the one of the last time, or one named after the kind; in a folder of its own, when several sheets have it.
fn paths(letti: &[(&Foglio, Letto)], mappe: &BTreeMap<String, Mappa>) -> Vec<String> {
    let each = letti.iter().map(|(foglio, letto)| {
        let known = mappe.get(&foglio.nome).and_then(|mappa| mappa.file.clone());
        known.unwrap_or_else(|| {
            let kind = letto.kind.info().plural;
            // Those of parts go elsewhere.
            let others = letti.iter().filter(|(_, other)| other.kind == letto.kind && !casa::di_sole_parti(other));
            let alone = others.count() <= usize::from(!casa::di_sole_parti(letto));
            match alone {
                true => format!("dati/{kind}.csv"),
                false => format!("dati/{}/{kind}.csv", Id::slug(&foglio.nome).as_str()),
            }
        })
    });
    each.collect()
}

/// Takes out of a sheet the records that other files of the plan already have, and tells of them: the plan has one home for each.
fn gia_scritte(letto: &mut Letto, path: &str, compiled: &Compiled, keys: &[&str], here: &Dove<'_>) -> Vec<Diagnostic> {
    let sources = &compiled.sources;
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for record in compiled.piano.elementi.of(letto.kind) {
        let Some(file) = sources.file(record.span.file).filter(|file| file.path != path) else { continue };
        let at = format!("{}:{}", file.path, file.line(record.span.start as usize));
        let names = [record.value.id(), record.value.codice()].into_iter().flatten().map(|name| name.value.as_str());
        for name in names.chain([record.value.titolo().value]) {
            known.entry(flat(name)).or_insert_with(|| at.clone());
        }
    }
    let mut told = Vec::new();
    let (parts, table) = (casa::di_sole_parti(letto), letto.kind.info().table);
    for scheda in std::mem::take(&mut letto.tavola.schede) {
        let Some(at) = scheda.chiave(keys).and_then(|key| known.get(&key)) else {
            letto.tavola.schede.push(scheda);
            continue;
        };
        let cell = scheda.righe.first().and_then(|riga| riga.values().find_map(|voce| voce.posto));
        let cell = cell.map(|posto| letto.nome(posto)).unwrap_or_default();
        let (rest, cure) = match parts {
            true => (
                "ciò che il foglio ne dice non è importato",
                format!(
                    "scrivilo in quel file (`piao esempio {table}` mostra come), o porta la scheda in un CSV della cartella `dati/`"
                ),
            ),
            false => {
                ("resta quella", "correggila lì; o, se vale il foglio, toglila di lì e ripeti il comando".to_owned())
            }
        };
        let what = format!("«{}» è già nel piano, in {at}: {rest}", short(&unione::chi(&scheda, keys)));
        told.push(Diagnostic::global(P1503, format!("{}: {what}", here.cella(&cell))).help(cure));
    }
    told
}

impl Importato {
    /// Tells what was not understood of a sheet, and what was left out of it on purpose.
    fn avvisa(&mut self, here: &Dove<'_>, letto: &Letto, memory: &str) {
        let (told, left): (Vec<_>, Vec<_>) = letto.avvisi.iter().partition(|avviso| avviso.da_fare);
        self.problemi.extend(told.into_iter().map(|avviso| {
            let problem = here.dice(&avviso.dove, &avviso.che);
            match &avviso.colonna {
                Some(colonna) => problem.help(colonna.cura(letto, memory)),
                None => problem,
            }
        }));
        self.fogli.extend(
            left.into_iter().map(|avviso| format!("Foglio «{}», {}: {}.", here.foglio, avviso.dove, avviso.che)),
        );
    }

    /// Tells what became of a sheet, in the CSV where its records are.
    fn racconta(&mut self, here: &Dove<'_>, letto: &Letto, (path, quante): (&str, usize), said: &[Detto]) {
        let info = letto.kind.info();
        let new = said.iter().filter(|detto| matches!(detto, Detto::Nuova)).count();
        let changed =
            said.iter().filter(|detto| matches!(detto, Detto::Cambiata { .. } | Detto::ParteNuova { .. })).count();
        self.fogli.push(format!(
            "Foglio «{}»: {} in `{path}`, di cui {new} in più; {}.",
            here.foglio,
            quanti(quante, info.noun, info.nouns),
            quanti(changed, "valore cambiato", "valori cambiati"),
        ));
        for detto in said {
            let at = |posto: &Option<Posto>| posto.map(|posto| letto.nome(posto)).unwrap_or_default();
            match detto {
                Detto::Nuova => {}
                Detto::Cambiata { chi, campo, prima, ora, .. } => {
                    self.cambiati.push(format!("{}, {campo}: «{}» → «{}»", short(chi), short(prima), short(ora)));
                }
                Detto::Conflitto { chi, campo, prima, piano, foglio, posto } => {
                    // Of what the sheet had not said yet, it is not known who is right.
                    let how = if prima.is_empty() { "non è lo stesso" } else { "è cambiato" };
                    let message = format!(
                        "{}: {}, `{campo}` {how} nel foglio e nel piano: «{}» e «{}»",
                        here.cella(&at(posto)),
                        short(chi),
                        short(foglio),
                        short(piano)
                    );
                    let help = "nel piano è rimasto il suo: scrivi lo stesso valore nei due posti, o ripeti con `--vince-il-foglio`";
                    self.problemi.push(Diagnostic::global(P1504, message).help(help));
                }
                Detto::Svuotata { chi, campo, piano, riga } => {
                    let column = letto.colonne.iter().find(|(_, field)| *field == campo).map(|(column, _)| *column);
                    let cell = riga.zip(column).map(|posto| letto.nome(posto)).unwrap_or_default();
                    let message = format!(
                        "{}: {}, `{campo}` nel foglio non c’è più; nel piano resta «{}»",
                        here.cella(&cell),
                        short(chi),
                        short(piano)
                    );
                    let help = format!("rimettilo nel foglio; o, se non serve, toglilo da `{path}`");
                    self.problemi.push(Diagnostic::global(P1503, message).help(help));
                }
                Detto::ParteNuova { chi, parte } => self.cambiati.push(format!("{}, {parte}: in più", short(chi))),
                Detto::ParteSparita { chi, parte } => {
                    let message = format!(
                        "{}, foglio {}: {}, {parte} è sparita dal foglio; nel piano resta",
                        here.file,
                        here.foglio,
                        short(chi)
                    );
                    self.problemi
                        .push(Diagnostic::global(P1503, message).help(format!("se non serve, toglila da `{path}`")));
                }
                Detto::ParteTolta { chi, parte, posto } => {
                    let message = format!(
                        "{}: {}, {parte} non è nel piano, dove era stata importata: resta fuori",
                        here.cella(&at(posto)),
                        short(chi)
                    );
                    let help = "toglila anche dal foglio; o, per riaverla, ripeti con `--vince-il-foglio`";
                    self.problemi.push(Diagnostic::global(P1503, message).help(help));
                }
                Detto::Sparita { chi } => {
                    let message =
                        format!("{}, foglio {}: non c’è più «{}»; nel piano resta", here.file, here.foglio, short(chi));
                    self.problemi
                        .push(Diagnostic::global(P1503, message).help(format!("se non serve, toglila da `{path}`")));
                }
                Detto::Rifatte { tolte } => {
                    self.cambiati.push(format!(
                        "foglio {}: le righe, che non hanno un nome, sono tutte quelle di ora",
                        here.foglio
                    ));
                    let gone = tolte
                        .iter()
                        .map(|row| format!("foglio {}: nel piano non c’è più la riga «{}»", here.foglio, short(row)));
                    self.cambiati.extend(gone);
                }
                Detto::Contese { nominate } => {
                    let message = format!(
                        "{}, foglio {}: le righe sono cambiate nel foglio e in `{path}`",
                        here.file, here.foglio
                    );
                    let help = match nominate {
                        true => {
                            "sono rimaste quelle del piano, che hanno un nome: scrivi nel foglio la colonna «id», con i nomi del piano, o cambia a mano le righe"
                        }
                        false => {
                            "sono rimaste quelle del piano: rendi uguali i due posti, o ripeti con `--vince-il-foglio`"
                        }
                    };
                    self.problemi.push(
                        Diagnostic::global(P1504, message)
                            .note("queste righe non hanno un codice o un titolo da cui riconoscerle una per una")
                            .help(help),
                    );
                }
                Detto::Tolta { chi } => {
                    let message = format!(
                        "{}, foglio {}: «{}» è stata tolta dal piano, e resta fuori",
                        here.file,
                        here.foglio,
                        short(chi)
                    );
                    let help = "toglila anche dal foglio; o, per riaverla, ripeti con `--vince-il-foglio`";
                    self.problemi.push(Diagnostic::global(P1503, message).help(help));
                }
            }
        }
    }
}

/// The problems of the new data, each at the cell of the sheet that has it.
fn problemi(file: &str, places: &Luoghi<'_>, after: &Compiled) -> Vec<Diagnostic> {
    let sources: &Sources = &after.sources;
    let mut out = Vec::new();
    for problem in after.diags.sorted() {
        let Some(span) = problem.span else { continue };
        let Some((source, all)) = sources.file(span.file).and_then(|file| Some((file, places.get(&file.path)?))) else {
            continue;
        };
        let range = span.range();
        let of_cell = all.iter().find(|luogo| luogo.cella(&range).is_some());
        let Some(luogo) = of_cell.or_else(|| all.iter().find(|luogo| luogo.intero)) else { continue };
        let (cells, cell) = (&luogo.celle, luogo.cella(&range));
        let here = Dove { file, foglio: &luogo.foglio.nome };
        // An empty cell says nothing of itself: those beside it say in which row it is.
        let line = |at: usize| source.line(at);
        let row = || cells.iter().find(|(cell, _)| line(cell.start) == line(range.start)).map(|(_, posto)| *posto);
        let place = match (cell, row()) {
            (Some((_, posto)), _) => here.cella(&luogo.letto.nome(*posto)),
            (None, Some(posto)) if range.start > 0 => here.cella(&luogo.letto.riga(posto.0)),
            // What the plan says without the sheet stands in the CSV alone.
            _ => terminal::place(sources, span).map_or_else(String::new, |(path, line, _)| format!("{path}:{line}")),
        };
        let mut told = problem.altrove(&place);
        if cell.is_some_and(|(_, posto)| luogo.foglio.orarie.contains(&luogo.letto.vero(*posto))) && problem.is(P0107) {
            told = told.help(
                "la cella mostra un’ora o una data, e mostrerà così anche un numero: prima dalle il formato «Numero»",
            );
        }
        out.push(luogo.in_colonna(told));
    }
    // First what stops the plan.
    out.sort_by_key(|problem| problem.severity != Severity::Blocco);
    out
}

impl Luogo<'_> {
    /// The cell that says what stands there. Of a CSV also the first of the row to which a problem points.
    fn cella(&self, range: &Range<usize>) -> Option<&(Range<usize>, Posto)> {
        let mut cells = self.celle.iter();
        let own = cells.find(|(cell, _)| cell.start <= range.start && range.start < cell.end.max(cell.start + 1));
        let mut row = self.celle.iter().filter(|_| self.intero);
        own.or_else(|| row.find(|(cell, _)| range.start <= cell.start && cell.start < range.end))
    }

    /// A problem whose cure is a field of the plan says also in which column of the sheet it is written.
    fn in_colonna(&self, problem: Diagnostic) -> Diagnostic {
        // «aggiungi `fonte`», «aggiungi a ciascuno `fonte = "…"`», «nella colonna `fase.testo`»: and not «in `target` `2028 = "…"`».
        let named = problem.helps.iter().find_map(|help| {
            let (before, rest) = help.split_once('`')?;
            let (code, _) = rest.split_once('`')?;
            let field = code.split(" = ").next().unwrap_or_default();
            let asked = code.contains(" = ") || before == "aggiungi " || before.ends_with("nella colonna ");
            let plain = field.bytes().all(|b| b.is_ascii_lowercase() || b == b'_' || b == b'.');
            (asked && plain && !field.is_empty()).then(|| field.to_owned())
        });
        let Some(field) = named else { return problem };
        let of = |known: &String| {
            let known = known.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('.');
            known == field || known.strip_suffix(field.as_str()).is_some_and(|part| part.ends_with('.'))
        };
        let column = self.letto.colonne.iter().find(|(_, known)| of(known)).map(|(column, _)| *column);
        let help = match (column, self.letto.campi.chiamata(&field, self.letto.colonne.values())) {
            (Some(column), _) => {
                let head = self.letto.teste.get(&column).map_or("", String::as_str);
                format!(
                    "nel foglio è {}, «{}»: vi si scrive il valore, senza virgolette",
                    self.letto.colonna(column),
                    short(head)
                )
            }
            // Cards have no columns.
            (None, Some(head)) if !self.letto.colonne.is_empty() => {
                let what = if self.letto.girato { "riga" } else { "colonna" };
                format!("nel foglio non c’è una {what} per questo: aggiungila, con il nome «{head}»")
            }
            _ => return problem,
        };
        problem.help(help)
    }
}
