//! Sources to [`Piano`]: what the plan says, with the place of every word. After this phase nothing can be malformed, misspelt or
//! of the wrong type. Whether a cited thing exists is checked later.

mod archiviati;
pub(crate) mod cards;
pub(crate) mod celle;
mod copie;
pub(crate) mod csv;
mod image;
mod inclusi;
mod momenti;
mod revisioni;
mod riservati;
mod sole;
pub(crate) mod markdown;
pub(crate) mod toml;
pub(crate) mod vista;
pub(crate) mod workspace;

pub(crate) use self::image::senza_file;
pub(crate) use revisioni::{BREVI, CON_VERSIONE};

use crate::base::hash;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::text::capital;
use crate::diag::codes::{
    P0104, P0106, P0108, P0109, P0111, P0113, P0114, P0116, P0119, P0124, P0126, P0128, P0132, P0141, P0165, P0166,
    P0350, P0504,
};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::lingua::ortografia::Dizionario;
use crate::piano::element::value::Citation;
use crate::piano::element::{Elementi, Kind, allegato::Allegato, articolo, each_kind};
use crate::piano::piano_tipo;
use crate::piano::prose::{self, BlockKind, Brano};
use crate::piano::settings::{Impostazioni, Scelta};
use crate::piano::{Ammessa, Ammetti, Front, Incompleto, Piano, Sezione, each_prose, each_section};
use crate::source::{File, Sources};
use ::toml::de::DeValue;
use std::{
    borrow::Cow,
    cell::OnceCell,
    collections::{BTreeMap, BTreeSet},
};

/// Reads one version of the whole plan: that of `scelta`, or the last of the moment that the plan writes. What is of a later version
/// or moment is left out. A file that cannot be read is left out and reported.
#[must_use]
pub fn load(sources: &Sources, scelta: Option<Scelta>, diags: &mut Diagnostics) -> Piano {
    // What an unread file says is as unknown as what is unreadable inside a file.
    let incompleto = Incompleto { nomi: sources.partial, fatti: sources.partial };
    let mut piano = Piano { incompleto, ..Piano::default() };
    // A file whose name Windows or a phone has changed is read all the same, because the rest of the plan needs what it says.
    let misnamed = || {
        let same = |f: &File| ["piao.toml", "piao.toml.txt", "piao.txt"].iter().any(|n| f.path.eq_ignore_ascii_case(n));
        sources.iter().find(|(_, file)| same(file))
    };
    let manifest = sources.find("piao.toml").or_else(misnamed);
    match manifest {
        Some((id, file)) => {
            if file.path != "piao.toml" {
                let message = format!("il file delle impostazioni si chiama `{}`", file.path);
                diags.push(
                    Diagnostic::at(P0113, Span::new(id, 0..0), message)
                        .help("rinominalo in `piao.toml`, tutto minuscolo e senza `.txt` in fondo"),
                );
            }
            // A file with another ending was not read as text.
            if !file.has_extension("toml") {
                piano.incompleto = Incompleto { nomi: true, fatti: true };
                return piano;
            }
            piano.impostazioni = match settings(id, file, scelta, &mut piano, diags) {
                Ok(settings) => settings,
                Err(FormatoIgnoto) => {
                    piano.incompleto = Incompleto { nomi: true, fatti: true };
                    return piano;
                }
            };
        }
        None if sources.manifesto_ignoto => {}
        None => {
            piano.incompleto = Incompleto { nomi: piano.incompleto.nomi, fatti: true };
            let inside = sources.iter().find_map(|(_, file)| file.path.strip_suffix("/piao.toml")).map(str::to_owned);
            diags.push(
                Diagnostic::global(
                    P0113,
                    format!("nella cartella `{}` manca il file `piao.toml`", sources.root.display()),
                )
                .help(match &inside {
                    Some(folder) => {
                        format!("il piano è nella cartella `{folder}`: indica quella, dopo il nome del comando")
                    }
                    None => "indica la cartella del piano, dopo il nome del comando".to_owned(),
                })
                .note("`piao.toml` dice di quale ente e di quale triennio è il piano"),
            );
            // Other files here belong to other plans, or to none.
            if inside.is_some() {
                piano.incompleto = Incompleto { nomi: true, fatti: true };
                return piano;
            }
        }
    }
    let manifest = manifest.map(|(id, _)| id);
    let copie = copie::find(sources);
    for copia in &copie {
        piano.incompleto |= Incompleto { nomi: copia.altro, fatti: copia.altro };
        diags.push(doppione(sources, copia));
    }
    let copied = |path: &str| copie.iter().any(|copia| copie::comprende(&copia.nome, path));
    // The sections come first: a CSV that one of them shows is a table, and holds no records.
    piano.sezioni = sections(sources, &copied, diags);
    let altri = inclusi::Altri::new(sources, piano.impostazioni.as_ref().and_then(Impostazioni::allora));
    inclusi::sezioni(&mut piano, &altri, diags);
    if let Some(set) = &piano.impostazioni {
        momenti::sezioni(&mut piano.sezioni, set.momento.value);
    }
    let tables = mostrati(&piano);
    let sole::Tutte { sole, altrui } = sole::trova(sources, &|path| copied(path) || tables.contains(path), &altri);
    piano.sole = sole.schede().clone();
    let riservati = riservati::Riservatezza::of(piano.impostazioni.as_ref(), sole);
    for (id, file) in sources.iter().filter(|(_, file)| !copied(&file.path)) {
        if Some(id) != manifest && file.has_extension("toml") {
            records(id, file, &riservati, &mut piano, diags);
        } else if let Some(kind) = cards::kind(&file.path) {
            cards::read(kind, id, file, &riservati, None, &mut piano, diags);
        }
    }
    let shown = mostrati(&piano);
    for (id, file) in sources.iter().filter(|(_, file)| !shown.contains(&file.path) && !copied(&file.path)) {
        if let Some(kind) = celle::kind(file) {
            righe(kind, id, file, &riservati, &mut piano, diags);
        }
    }
    inclusi::records(&mut piano, &altri, &riservati, &altrui, diags);
    momenti::senza_atti(&mut piano);
    cards::sort(&mut piano, sources);
    piano.elementi.procedure.iter_mut().for_each(|procedura| procedura.value.dubita());
    annexes(sources, &mut piano, diags);
    not_read(sources, &mut piano, diags);
    let mut excuses = Vec::new();
    each_section(&piano.sezioni, &mut |sezione| {
        let file = sezione.span.file;
        let end = sources.file(file).map_or(0, |file| file.text().len());
        let dove = Span::new(file, 0..end);
        excuses.extend(sezione.front.ammetti.iter().map(|ammetti| Ammessa { ammetti: ammetti.clone(), dove }));
        if let Some(inclusa) = &sezione.inclusa {
            excuses.extend(inclusa.ammetti.iter().map(|(file, ammetti)| {
                let end = sources.file(*file).map_or(0, |file| file.text().len());
                Ammessa { ammetti: ammetti.clone(), dove: Span::new(*file, 0..end) }
            }));
        }
    });
    piano.ammesse.extend(excuses);
    piano.incompleto |= unread(&piano.sezioni);
    // A view or table that cannot be read takes its id with it, and a text that is nested too deep takes all the ids inside it.
    let lost = |d: &Diagnostic| {
        let file = d.span.and_then(|span| sources.file(span.file));
        [P0104, P0111, P0116, P0119, P0126].into_iter().any(|code| d.is(code))
            && file.is_some_and(|f| f.has_extension("md"))
    };
    piano.incompleto.nomi |= diags.iter().any(lost);
    images(sources, &mut piano, diags);
    piano.dizionario = piano.impostazioni.as_ref().and_then(|set| dictionary(sources, set, diags));
    piano
}

/// The settings of a plan alone, as the version of `scelta` has them, or the last. None when they cannot be read.
pub(crate) fn impostazioni(sources: &Sources, scelta: Option<Scelta>) -> Option<Impostazioni> {
    inclusi::settings(sources.find("piao.toml").map(|(_, file)| file), scelta)
}

/// The message about a copy.
fn doppione(sources: &Sources, copia: &copie::Copia<'_>) -> Diagnostic {
    let (nome, originale) = (&copia.nome, &copia.originale);
    let span = sources.find(&copia.primo.path).map_or(FileId(0), |(id, _)| id);
    let (message, what) = match (nome.ends_with('/'), copia.primo.has_extension("toml")) {
        (true, _) => {
            (format!("la cartella `{nome}` sembra una copia di `{originale}`: dentro c’è lo stesso"), "questa cartella")
        }
        (false, true) => (format!("`{nome}` sembra una copia di `{originale}`: ha le stesse schede"), "questo file"),
        (false, false) => (format!("`{nome}` sembra una copia di `{originale}`: ha lo stesso testo"), "questo file"),
    };
    let note = match what {
        "questo file" => {
            "lette due volte, le stesse cose raddoppierebbero totali, codici e sezioni; questo file non è stato letto"
        }
        _ => {
            "lette due volte, le stesse cose raddoppierebbero totali, codici e sezioni; questa cartella non è stata letta"
        }
    };
    let error = Diagnostic::at(P0350, Span::new(span, 0..0), message).note(note);
    error.help(match copia.altro {
        true => format!("porta in `{originale}` ciò che c’è soltanto qui, poi togli {what} dalla cartella del piano"),
        false => format!("togli {what} dalla cartella del piano"),
    })
}

/// The dictionary of the office, with the `.aff` file of its endings beside it.
fn dictionary(sources: &Sources, set: &Impostazioni, diags: &mut Diagnostics) -> Option<Dizionario> {
    let path = set.ortografia.dizionario.as_ref()?;
    let words = path.value.trim().trim_start_matches("./");
    let endings = format!("{}.aff", words.strip_suffix(".dic").unwrap_or(words));
    let words = format!("{}.dic", words.strip_suffix(".dic").unwrap_or(words));
    let mut find = |name: &str| {
        let found = sources.find(name);
        if found.is_none() {
            diags.push(
                Diagnostic::at(P0114, path.span, format!("il file `{name}` non c’è"))
                    .note("un dizionario Hunspell è fatto di due file con lo stesso nome, uno `.dic` e uno `.aff`")
                    .help("copia i due file nella cartella `dati/`, per esempio da LibreOffice, o togli `dizionario`"),
            );
        }
        Some(&found?.1.bytes)
    };
    let (dic, aff) = (find(&words)?, find(&endings)?);
    Dizionario::read(aff, dic)
        .map_err(|error| {
            diags.push(
                Diagnostic::at(P0114, path.span, format!("`{words}` non è un dizionario che si possa leggere"))
                    .note(format!("in `{words}` o in `{endings}`: {error}"))
                    .help("prendi i due file dalla stessa versione del dizionario"),
            );
        })
        .ok()
}

/// What is unknown because the front matter of these sections could not be read.
fn unread(sezioni: &[Sezione]) -> Incompleto {
    let mut all = Incompleto::default();
    for sezione in sezioni {
        all |= sezione.front.incompleto;
        all |= unread(&sezione.children);
    }
    all
}

fn settings(
    id: FileId,
    file: &File,
    scelta: Option<Scelta>,
    piano: &mut Piano,
    diags: &mut Diagnostics,
) -> Result<Option<Impostazioni>, FormatoIgnoto> {
    let text = file.text();
    if let Some(problem) = senza_ente(id, text) {
        piano.incompleto.fatti = true;
        diags.push(problem);
        return Ok(None);
    }
    let mut cx = toml::Cx::new(id, text, 0, piano.testi.len());
    let spare = OnceCell::new();
    let mut table = cx.parse(text, &spare);
    let excuses = table.remove("ammetti");
    if let Some(value) = &excuses {
        excused(value, cx.span(0..text.len()), piano, &cx);
    }
    let formato = table.remove("formato");
    if let Some(value) = &formato
        && let Some(problem) = formato_ignoto(value.get_ref(), cx.span(value.span()))
    {
        diags.push(problem);
        return Err(FormatoIgnoto);
    }
    // Under a header the line is of that table, and would be told as unknown there.
    for (_, inner) in table.iter_mut() {
        if let DeValue::Table(inner) = inner.get_mut()
            && let Some((key, _)) = inner.remove_entry("formato")
        {
            let problem = Diagnostic::at(P0141, cx.span(key.span()), "`formato` va in cima a `piao.toml`");
            cx.report(problem.help("porta la riga sopra la prima intestazione fra parentesi quadre"));
        }
    }
    let value = DeValue::Table(table);
    let mut settings: Option<Impostazioni> = toml::table(&value, 0..0, &cx);
    if let (Some(settings), DeValue::Table(table)) = (&mut settings, &value) {
        let tables = table.iter().filter(|(_, value)| matches!(value.get_ref(), DeValue::Table(_)));
        let places = tables.map(|(key, value)| (key.get_ref().to_string(), cx.span(value.span())));
        settings.tabelle = places.collect();
    }
    if let (Some(settings), DeValue::Table(table)) = (&mut settings, &value)
        && let Some(DeValue::Table(levels)) = table.get("controlli").map(::toml::Spanned::get_ref)
    {
        // The name of the rule may be wrong, but serde gives keys without their place.
        for key in levels.keys() {
            if let Some(livello) = settings.controlli.get_mut(key.get_ref().as_ref()) {
                livello.span = cx.span(key.span());
            }
        }
    }
    if let Some(settings) = &mut settings {
        settings.choose(scelta);
        if scelta.is_some() && settings.seguito.mancante.is_some() {
            cx.report(momenti::mancante(settings));
        }
    }
    let noticed = cx.finish();
    piano.testi.extend(noticed.texts);
    piano.parole.extend(noticed.words);
    piano.valori.extend(noticed.valori);
    // An act of a later version is cited by nothing that is read.
    let later = |citation: &Citation| {
        let set = settings.as_ref();
        citation.kinds == [Kind::Atto]
            && set.is_some_and(|set| set.seguito.atti.contains(&citation.word.value.trim().to_lowercase()))
    };
    piano.citazioni.extend(noticed.citations.into_iter().filter(|citation| !later(citation)));
    piano.incompleto |= Incompleto { nomi: piano.incompleto.nomi, ..noticed.incompleto };
    diags.extend(noticed.problems);
    Ok(settings)
}

/// The problem of a `piao.toml` that has the fields of the body and not the line `[ente]` above them. Each of them would be an error,
/// and all for one line.
fn senza_ente(id: FileId, text: &str) -> Option<Diagnostic> {
    // Fields that the file has nowhere else; `nome` comes first, where the line is missing.
    const CAMPI: [&str; 8] =
        ["nome", "indirizzo", "codice_fiscale", "codice_ipa", "codice_istat", "pec", "abitanti", "dipendenti"];
    let header = |line: &str| line.trim_start().starts_with('[');
    if text.lines().any(|line| header(line) && line.to_lowercase().contains("ente")) {
        return None;
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n').take_while(|line| !header(line)) {
        let key = line.split('=').next().unwrap_or_default().trim();
        if line.contains('=') && CAMPI.contains(&key) {
            found.push(Span::new(id, at..at + line.trim_end().len()));
        }
        at += line.len();
    }
    let above = text.lines().take_while(|line| !header(line));
    let kinds = above.filter(|line| line.split('=').next().is_some_and(|key| key.trim() == "tipo")).count();
    let first = *found.first().filter(|_| found.len() > 1 || kinds > 1)?;
    Some(
        Diagnostic::at(P0106, first, "sopra i campi dell’ente manca la loro intestazione")
            .note("senza quella riga sembrano campi del piano; il resto del file non è stato letto")
            .help("metti sopra questa riga: `[ente]`"),
    )
}

/// The plan says that it has a form that this program does not know, so nothing else of it is read.
struct FormatoIgnoto;

/// The form of the sources that this program reads: `formato` in `piao.toml`. The number grows when a key or a mark of today would
/// be read differently or no longer be read. `tests/formato` keeps a plan of each form.
const FORMATO: i64 = 1;

fn formato_ignoto(value: &DeValue<'_>, span: Span) -> Option<Diagnostic> {
    let number = match value {
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
        _ => None,
    };
    match number {
        Some(FORMATO) => None,
        Some(newer) if newer > FORMATO => Some(
            Diagnostic::at(
                P0141,
                span,
                format!("questo piano è scritto nel formato {newer}, e questo programma legge il {FORMATO}"),
            )
            .note("un programma più vecchio del piano potrebbe leggerne una parte per un’altra: non si legge altro")
            .help("usa una versione più recente di piao: quella che avete è scritta da `piao --versione`"),
        ),
        _ => Some(
            Diagnostic::at(P0141, span, "`formato` è il numero di un formato che esiste")
                .help(format!("scrivi `formato = {FORMATO}`, o togli la riga")),
        ),
    }
}

/// Names that are no kind of record but a part of one, each with its full header.
const PARTI: [(&str, &str); 25] = [
    ("fase", "obiettivo.fase"),
    ("fasi", "obiettivo.fase"),
    ("azione", "obiettivo.fase"),
    ("azioni", "obiettivo.fase"),
    ("attivita", "obiettivo.fase"),
    ("indicatore", "obiettivo.indicatore"),
    ("indicatori", "obiettivo.indicatore"),
    ("target", "obiettivo.indicatore"),
    ("risultato", "obiettivo.risultato"),
    ("risultati", "obiettivo.risultato"),
    ("verifica", "obiettivo.verifica"),
    ("verifiche", "obiettivo.verifica"),
    ("misurazione", "obiettivo.misurazione"),
    ("misurazioni", "obiettivo.misurazione"),
    ("esito", "obiettivo.misurazione"),
    ("domanda", "obiettivo.domanda"),
    ("domande", "obiettivo.domanda"),
    ("proposta", "obiettivo.misurazione.proposta"),
    ("quota", "obiettivo.quota"),
    ("quote", "obiettivo.quota"),
    ("pacchetto", "progetto.pacchetto"),
    ("pacchetti", "progetto.pacchetto"),
    ("programma", "scheda_scambio.programma"),
    ("disponibilita", "scheda_scambio.disponibilita"),
    ("ammetti", "obiettivo.ammetti"),
];

/// Reads the records of a file of data: `[[obiettivo]]`, `[[progetto]]`… The name of each table is its kind.
fn records(id: FileId, file: &File, riservati: &riservati::Riservatezza, piano: &mut Piano, diags: &mut Diagnostics) {
    let mut cx = toml::Cx::new(id, file.text(), 0, piano.testi.len());
    let spare = OnceCell::new();
    let mut table = cx.parse(file.text(), &spare);
    inclusi::chiesti(&mut table, piano, &cx);
    inclusi::al_posto(&mut table, piano, &cx);
    schede(&mut table, file, riservati, None, piano, &cx);
    keep(cx, piano, diags);
}

/// Reads the records of `kind` that are the rows of a CSV.
fn righe(
    kind: Kind,
    id: FileId,
    file: &File,
    riservati: &riservati::Riservatezza,
    piano: &mut Piano,
    diags: &mut Diagnostics,
) {
    let celle::Righe { mut table, celle, problems, lost } = celle::read(kind, id, file);
    diags.extend(problems);
    let cx = toml::Cx::righe(id, file.text(), celle, piano.testi.len());
    if lost {
        cx.lost();
    }
    inclusi::al_posto(&mut table, piano, &cx);
    schede(&mut table, file, riservati, None, piano, &cx);
    keep(cx, piano, diags);
}

/// The paths of the CSV files of the plan that a view shows, as far as the plan is read. A view in a text of another plan shows a file of that
/// plan.
pub(crate) fn mostrati(piano: &Piano) -> BTreeSet<String> {
    mostrati_di(piano, None)
}

/// The same, for the files of the plan beside that is at place `n`.
fn mostrati_di(piano: &Piano, n: Option<usize>) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind
                && let Some(path) = vista.dati.as_ref().filter(|path| path.span.file.vicino() == n)
            {
                shown.extend([path.value.clone(), format!("dati/{}", path.value)]);
            }
        });
    });
    shown
}

/// Reads the records of a table that has a list of them for each kind. Those of another plan follow the versions of that plan
/// (`altrui`), and what these changed in them is no revision of this one.
fn schede<'a>(
    table: &mut ::toml::de::DeTable<'a>,
    file: &File,
    riservati: &riservati::Riservatezza,
    altrui: Option<&inclusi::Altrui>,
    piano: &mut Piano,
    cx: &'a toml::Cx<'_>,
) {
    let text = file.text();
    let mut starts: Vec<usize> = Vec::new();
    for value in table.values() {
        if let DeValue::Array(items) = value.get_ref() {
            starts.extend(items.iter().map(|item| item.span().start));
        }
    }
    starts.sort_unstable();
    archiviati::togli(table, piano, cx);
    let excuses = excuses(table);
    if let Some(momento) = inclusi::fino(piano, altrui) {
        momenti::record(table, momento);
    }
    let mut taciute = BTreeMap::new();
    if let Some(DeValue::Array(items)) = table.get_mut(Kind::Obiettivo.info().table).map(::toml::Spanned::get_mut) {
        for item in items.iter_mut() {
            let taken = riservati.record(Kind::Obiettivo, item, cx);
            taciute.insert(cx.span(item.span()), taken);
        }
    }
    if let Some(altrui) = altrui {
        revisioni::tutte(table, &altrui.versioni, cx);
    } else if let Some(set) = &piano.impostazioni {
        let versioni = revisioni::Versioni::of(set);
        piano.revisioni.extend(revisioni::tutte(table, &versioni, cx));
    }
    for (at, value) in &excuses {
        // A record, with its parts, ends where the next one begins.
        let next = starts.partition_point(|start| *start <= at.start);
        let end = starts.get(next).copied().unwrap_or(text.len());
        excused(value, cx.span(at.start..end), piano, cx);
    }
    let told = senza_scheda(table, &file.path, cx);
    let before = piano.elementi.obiettivi.len();
    for (key, value) in table.iter() {
        let name = key.get_ref().as_ref();
        if told.contains(name) {
            continue;
        }
        let Some(kind) = Kind::di_tabella(name) else {
            let error = Diagnostic::at(P0108, cx.span(key.span()), format!("`{name}` non è un tipo di scheda"));
            cx.lost();
            let part = PARTI.iter().find(|(part, _)| *part == name).map(|(_, whole)| *whole);
            if let Some(whole) = part {
                cx.report(
                    error
                        .note(format!("è una parte di `[[{}]]`", whole.split('.').next().unwrap_or_default()))
                        .help(format!("scrivi `[[{whole}]]`, sotto la scheda a cui appartiene")),
                );
                continue;
            }
            cx.report(match nearest(name, Kind::ALL.iter().map(|kind| kind.info().table)) {
                Some(near) => error.help(format!("forse intendevi `[[{near}]]`")),
                None => error.help(format!("i tipi sono: {}", tipi())),
            });
            continue;
        };
        match value.get_ref() {
            DeValue::Array(items) => {
                for item in items.iter() {
                    keep_record(&mut piano.elementi, kind, item, cx);
                }
            }
            _ => {
                cx.lost();
                let message = format!("`{name}` va scritto con due parentesi quadre");
                cx.report(
                    Diagnostic::at(P0108, cx.span(key.span()), message)
                        .help(format!("scrivi `[[{name}]]` sopra i campi di ogni scheda")),
                );
            }
        }
    }
    for obiettivo in piano.elementi.obiettivi.iter_mut().skip(before) {
        obiettivo.value.taciute = taciute.remove(&obiettivo.span).unwrap_or_default();
    }
}

/// Whether a value is that of a field, and not a record or several.
fn field(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(table) => table.contains_key("assente"),
        DeValue::Array(items) => !items.iter().any(|item| matches!(item.get_ref(), DeValue::Table(_))),
        _ => true,
    }
}

/// Reports the fields that stand above every header of a file of data, once for all: the header of their record is missing. It
/// returns the names of which nothing more is to be said.
fn senza_scheda(table: &::toml::de::DeTable<'_>, path: &str, cx: &toml::Cx<'_>) -> BTreeSet<String> {
    let kinds = || Kind::ALL.iter().copied();
    let known = |name: &str| {
        let near = || nearest(name, Kind::ALL.iter().map(|kind| kind.info().table)).is_some();
        PARTI.iter().any(|(part, _)| *part == name) || near()
    };
    let fields: Vec<(Kind, Vec<&str>)> = kinds().map(|kind| (kind, fields_of(kind))).collect();
    let of = |kind: &Kind, name: &str| fields.iter().any(|(of, names)| of == kind && names.contains(&name));
    let any = |name: &str| kinds().any(|kind| of(&kind, name));
    // A list of records from which the last was taken away.
    let rows = |name: &str, value: &DeValue<'_>| {
        matches!(value, DeValue::Array(items) if items.is_empty()) && kinds().any(|kind| kind.info().table == name)
    };
    let lost = table.iter().filter(|(key, value)| {
        let (name, value) = (key.get_ref(), value.get_ref());
        field(value) && !rows(name, value) && (any(name) || !known(name))
    });
    let mut lost: Vec<(Span, String)> = lost.map(|(key, _)| (cx.span(key.span()), key.get_ref().to_string())).collect();
    lost.sort();
    let Some((first, name)) = lost.first().cloned() else { return BTreeSet::new() };
    let stem = stem(path.rsplit('/').next().unwrap_or_default());
    let likely = |kind: &Kind| {
        let info = kind.info();
        let named = [info.table, info.plural, info.nouns].contains(&stem.as_str()) || table.contains_key(info.table);
        2 * lost.iter().filter(|(_, name)| of(kind, name)).count() + usize::from(named)
    };
    let kind = kinds().rev().max_by_key(likely).filter(|kind| likely(kind) > 0);
    let message = match lost.len() {
        1 => format!("il campo `{name}` non sta sotto nessuna scheda"),
        2 => format!("il campo `{name}` e un altro non stanno sotto nessuna scheda"),
        n => format!("il campo `{name}` e altri {} non stanno sotto nessuna scheda", n - 1),
    };
    let help = match kind {
        Some(kind) => {
            let info = kind.info();
            format!("metti una riga `[[{}]]` sopra i campi, se sono di {}", info.table, articolo(info.noun))
        }
        None => format!("metti sopra i campi una riga con il tipo della scheda: {}", tipi()),
    };
    cx.lost();
    cx.report(
        Diagnostic::at(P0108, first, message)
            .note("ogni scheda comincia con il suo tipo fra doppie parentesi quadre, anche la prima di un file")
            .help(help),
    );
    let mut told: BTreeSet<String> = lost.into_iter().map(|(_, name)| name).collect();
    // Its parts have headers, and make a table of what should be a list of records.
    let parts = kinds().map(|kind| kind.info().table).filter(|name| {
        let value = table.get(*name).map(::toml::Spanned::get_ref);
        matches!(value, Some(DeValue::Table(parts)) if parts.values().all(|part| matches!(part.get_ref(), DeValue::Array(_))))
    });
    told.extend(parts.map(str::to_owned));
    told
}

/// The names of the simple fields of a kind: its example has them all.
fn fields_of(kind: Kind) -> Vec<&'static str> {
    let lines = kind.info().esempio.lines().take_while(|line| !line.starts_with("[[") || !line.contains('.'));
    lines.filter_map(|line| Some(line.split_once('=')?.0.trim_matches(['#', ' ']))).collect()
}

/// The types of records, as their headers name them.
fn tipi() -> String {
    let names: Vec<_> = Kind::ALL.iter().map(|kind| format!("[[{}]]", kind.info().table)).collect();
    names.join(", ")
}

macro_rules! reader {
    ($($field:ident: $kind:ident = $module:ident, $info:expr;)*) => {
        /// Reads one record of `kind` and keeps it among the others.
        fn keep_record<'a>(all: &mut Elementi, kind: Kind, value: &'a ::toml::Spanned<DeValue<'a>>, cx: &'a toml::Cx<'_>) {
            match kind {
                $(Kind::$kind => all.$field.extend(toml::record(value, cx))),*
            }
        }
    };
}

each_kind!(reader);

macro_rules! tester {
    ($($field:ident: $kind:ident = $module:ident, $info:expr;)*) => {
        /// Reports what is wrong with a record of `kind` at the places that `here` accepts, and keeps nothing of it.
        fn try_read<'a>(
            kind: Kind,
            value: &'a ::toml::Spanned<DeValue<'a>>,
            cx: &'a toml::Cx<'_>,
            here: &dyn Fn(&std::ops::Range<usize>) -> bool,
        ) {
            match kind {
                $(Kind::$kind => toml::problems::<crate::piano::element::$module::$kind>(value, cx, here)),*
            }
        }
    };
}

each_kind!(tester);

/// Takes the excuses out of the records of a file, so that no element has to know them. Each comes with the place of its record.
fn excuses<'a>(table: &mut ::toml::de::DeTable<'a>) -> Vec<(std::ops::Range<usize>, ::toml::Spanned<DeValue<'a>>)> {
    let mut out = Vec::new();
    for (_, value) in table.iter_mut() {
        let DeValue::Array(items) = value.get_mut() else { continue };
        for item in items.iter_mut() {
            let at = item.span();
            if let DeValue::Table(record) = item.get_mut() {
                out.extend(record.remove("ammetti").map(|value| (at, value)));
            }
        }
    }
    out
}

/// Reads the excuses of one text and adds them to the plan.
fn excused<'a>(value: &'a ::toml::Spanned<DeValue<'a>>, dove: Span, piano: &mut Piano, cx: &'a toml::Cx<'_>) {
    let found: Option<Spanned<Vec<Ammetti>>> = toml::record(value, cx);
    piano.ammesse.extend(found.into_iter().flat_map(|found| found.value).map(|ammetti| Ammessa { ammetti, dove }));
}

/// Adds to the plan what was noticed while its records were read.
fn keep(cx: toml::Cx<'_>, piano: &mut Piano, diags: &mut Diagnostics) {
    let noticed = cx.finish();
    piano.testi.extend(noticed.texts);
    piano.parole.extend(noticed.words);
    piano.valori.extend(noticed.valori);
    piano.citazioni.extend(noticed.citations);
    piano.incompleto |= noticed.incompleto;
    diags.extend(noticed.problems);
}

/// The cure for a path that names no file: the file that other systems take for the same one, looked for inside `cartella` too;
/// otherwise `cure`.
fn altrimenti(error: Diagnostic, sources: &Sources, path: &Spanned<String>, cartella: &str, cure: &str) -> Diagnostic {
    match sources.simile(&path.value).or_else(|| sources.simile(&format!("{cartella}{}", path.value))) {
        Some(file) => {
            let right = sources.come_scritto(path.span, &file.path);
            error
                .note(
                    "un percorso si scrive con `/`, dalla cartella del piano, con le maiuscole e le minuscole del file",
                )
                .help(format!("scrivi `{}`", file.path))
                .proposta(path.span, right)
        }
        None => error.help(cure),
    }
}

/// Gives a record to each file of `allegati/` that has none, and reports each record without a file.
fn annexes(sources: &Sources, piano: &mut Piano, diags: &mut Diagnostics) {
    for allegato in &mut piano.elementi.allegati {
        match sources.find(&allegato.value.file.value).filter(|(_, f)| f.path.starts_with("allegati/")) {
            Some((_, file)) => allegato.value.impronta = hash::hex(file.digest()),
            // Its file may exist and be one that could not be read. So may any file below that is looked for by its path.
            None if sources.partial || allegato.value.file.value.is_empty() => {}
            None => {
                let file = &allegato.value.file;
                let error = Diagnostic::at(P0114, file.span, "questo allegato non c’è");
                let cure = "metti il file nella cartella `allegati/` e scrivi qui il percorso, per esempio `allegati/carta.pdf`";
                diags.push(altrimenti(error, sources, file, "allegati/", cure));
            }
        }
    }
    for (id, file) in sources.iter().filter(|(_, f)| f.path.starts_with("allegati/")) {
        if piano.elementi.allegati.iter().any(|a| a.value.file.value == file.path) {
            continue;
        }
        let span = Span::new(id, 0..0);
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let allegato = Allegato {
            id: None,
            codice: None,
            titolo: Spanned::new(title_of(&stem(name)), span),
            file: Spanned::new(file.path.clone(), span),
            impronta: hash::hex(file.digest()),
        };
        piano.elementi.allegati.push(Spanned::new(allegato, span));
    }
}

/// `2-valore-pubblico.md` → `valore-pubblico`.
fn stem(name: &str) -> String {
    senza_numero(name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

/// The name of a folder, which has no extension, or the stem of a file, without the number that orders it.
fn senza_numero(name: &str) -> String {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.trim_start_matches(['-', '–', '—', '_', '.', ')', ' ']);
    if rest.is_empty() { name.to_owned() } else { rest.to_owned() }
}

/// `valore-pubblico` → `Valore pubblico`.
fn title_of(stem: &str) -> String {
    capital(&stem.replace(['-', '_'], " "))
}

/// The files that are sections.
fn readable_sections(sources: &Sources) -> impl Iterator<Item = (FileId, &File)> {
    sources.iter().filter(|(_, file)| {
        let (first, name) = (file.path.split('/').next(), file.path.rsplit('/').next().unwrap_or_default());
        let other = file.path.contains('/') && first.is_some_and(|first| OTHER_FOLDERS.contains(&first));
        let readme = name.eq_ignore_ascii_case("readme.md");
        file.has_extension("md") && !other && !readme && cards::kind(&file.path).is_none()
    })
}

/// The sections made of the Markdown files, nested as the folders are.
fn sections(sources: &Sources, copied: &dyn Fn(&str) -> bool, diags: &mut Diagnostics) -> Vec<Sezione> {
    let files: Vec<(FileId, &File, Vec<&str>)> = readable_sections(sources)
        .filter(|(_, file)| !copied(&file.path))
        .map(|(id, file)| (id, file, file.path.split('/').collect()))
        .collect();
    if files.is_empty() && !sources.partial && sources.find("piao.toml").is_some() {
        diags.push(
            Diagnostic::global(P0113, "il piano non ha nessuna sezione")
                .help("scrivi almeno un file `.md` nella cartella del piano, per esempio `1-scheda-anagrafica.md`"),
        );
    }
    nest(&files, 0, diags)
}

/// Folders of the plan that have no sections in them.
pub(crate) const OTHER_FOLDERS: [&str; 4] = ["dati", "allegati", "immagini", "edizioni"];

/// Reports files that their author believes to be in the plan, but whose names keep them out.
fn not_read(sources: &Sources, piano: &mut Piano, diags: &mut Diagnostics) {
    let shown = mostrati(piano);
    for (id, file) in sources.iter() {
        let folder = file.path.split_once('/').map_or("", |(folder, _)| folder);
        let name = file.path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let span = Span::new(id, 0..0);
        // Windows hides the endings of names: `atti.toml` saved with Notepad becomes `atti.toml.txt`, and its author does not see
        // it.
        let read = folder == "dati" || !OTHER_FOLDERS.contains(&folder);
        if let Some(real) =
            name.strip_suffix(".txt").filter(|_| read && !file.path.eq_ignore_ascii_case("piao.toml.txt"))
            && [".toml", ".md", ".csv"].iter().any(|ext| real.ends_with(ext))
        {
            piano.incompleto = Incompleto { nomi: true, fatti: true };
            let ext = real.rsplit('.').next().unwrap_or_default();
            diags.push(
                Diagnostic::at(P0128, span, format!("`{}` non è letto: il suo nome finisce per `.txt`", file.path))
                    .help(format!("rinominalo in modo che finisca per `.{ext}`; se il computer nasconde la fine dei nomi, mostra le «estensioni dei file»")),
            );
            continue;
        }
        let sheet = ["xlsx", "xls", "ods"].iter().any(|ext| file.has_extension(ext));
        // The sheet may have been kept beside the CSV made from it.
        let kept = || {
            let stem = |path: &str| path.rsplit_once('.').map(|(stem, _)| stem.to_lowercase());
            sources.files.iter().any(|other| other.has_extension("csv") && stem(&other.path) == stem(&file.path))
        };
        if folder == "dati" && sheet && !kept() {
            diags.push(
                Diagnostic::at(P0132, span, format!("`{}` non è letto come dato", file.path))
                    .help("un file di dati finisce per `.toml`; un foglio di schede si salva come CSV con il nome del tipo, come `dati/processi.csv`; una tabella si salva come CSV e si mostra con la vista `piao:tabella`"),
            );
            continue;
        }
        // `processo.csv` for `processi.csv`. One that a view shows is a table under any name.
        let near = celle::nome(file).filter(|_| celle::kind(file).is_none() && !shown.contains(&file.path));
        let near = near.and_then(|name| {
            let same = |kind: &&Kind| {
                [kind.info().table.replace('_', "-"), kind.info().nouns.replace(' ', "-")].contains(&name)
            };
            Kind::ALL.iter().find(same)
        });
        if let Some(kind) = near {
            let right = format!("dati/{}.csv", kind.info().plural);
            diags.push(
                Diagnostic::at(P0132, span, format!("`{}` non è letto come dato", file.path))
                    .note("un CSV di schede ha il nome del suo tipo, al plurale")
                    .help(format!("rinominalo in `{right}`, o mostralo con la vista `piao:tabella`")),
            );
            continue;
        }
        let text = ["markdown", "mdown", "doc", "docx", "odt", "rtf"].iter().any(|ext| file.has_extension(ext));
        // The name of a section begins with a number: `appunti.txt` is a note, but `2-performance.txt` was meant to be read.
        let text = text || (file.has_extension("txt") && name.starts_with(|c: char| c.is_ascii_digit()));
        let lost = folder == "dati" && file.has_extension("md") && cards::kind(&file.path).is_none();
        if lost || (text && !OTHER_FOLDERS.contains(&folder)) {
            diags.push(
                Diagnostic::at(P0132, span, format!("`{}` non è letto come sezione", file.path))
                    .help("una sezione è un file il cui nome finisce per `.md`, salvato come testo in UTF-8, fuori dalla cartella `dati`"),
            );
        }
    }
}

/// Deepest level of a section. Below it, two of the six levels of headings are left for the headings inside a file.
const MAX_LEVEL: usize = 4;

fn nest(files: &[(FileId, &File, Vec<&str>)], depth: usize, diags: &mut Diagnostics) -> Vec<Sezione> {
    let mut out = Vec::new();
    let mut rest = files;
    same_number(files, depth, diags);
    while let Some(((id, file, path), after)) = rest.split_first() {
        let name = path.get(depth).copied().unwrap_or_default();
        if path.len() == depth + 1 {
            rest = after;
            // At the top, `index.md` is no introduction to a folder: it is a section like the others.
            if !name.eq_ignore_ascii_case("index.md") || depth == 0 {
                out.push(section(*id, file, stem(name), depth + 1, diags));
            }
            continue;
        }
        let end = rest.iter().position(|(_, _, p)| p.get(depth) != Some(&name)).unwrap_or(rest.len());
        let (folder, after) = rest.split_at(end);
        rest = after;
        if depth + 2 > MAX_LEVEL {
            diags.push(
                Diagnostic::at(P0111, Span::new(*id, 0..0), format!("`{}` è dentro troppe cartelle", file.path)).help(
                    format!("le sezioni possono stare al massimo a {MAX_LEVEL} livelli: sposta il file più in alto"),
                ),
            );
            continue;
        }
        let is_index = |p: &&str| p.eq_ignore_ascii_case("index.md");
        let index = folder.iter().find(|(_, _, p)| p.len() == depth + 2 && p.last().is_some_and(is_index));
        let same =
            |p: &Vec<&str>| p.len() == depth + 1 && p.last().is_some_and(|n| n.strip_suffix(".md") == Some(name));
        let twin = files.iter().find(|(_, _, p)| same(p));
        if let Some((twin, _, _)) = twin {
            diags.push(
                Diagnostic::at(
                    P0124,
                    Span::new(*twin, 0..0),
                    format!("`{name}.md` e la cartella `{name}/` sarebbero due sezioni con lo stesso nome"),
                )
                .help(format!("sposta il file in `{name}/index.md`")),
            );
        }
        let mut parent = match index {
            Some((id, file, _)) => section(*id, file, senza_numero(name), depth + 1, diags),
            None => {
                let titolo = title_of(&senza_numero(name));
                let place: String = path.get(..=depth).unwrap_or_default().join("/");
                // What is too deep is told as such, and so is the text of the folder that stands beside it.
                let told = twin.is_some() || folder.iter().all(|(_, _, path)| path.len() > MAX_LEVEL);
                diags.extend((!told).then(|| {
                    Diagnostic::at(P0166, Span::new(*id, 0..0), format!("la cartella `{place}` non ha un `index.md`"))
                        .note(format!("il titolo della sezione, «{titolo}», viene dal nome della cartella"))
                        .help(format!(
                            "scrivi il file `{place}/index.md`, con il titolo giusto:\n+++\ntitolo = \"{titolo}\"\n+++"
                        ))
                }));
                Sezione {
                    front: Front::default(),
                    titolo,
                    stem: senza_numero(name),
                    level: level(depth + 1),
                    prose: Brano::default(),
                    children: vec![],
                    span: Span::new(*id, 0..0),
                    inclusa: None,
                }
            }
        };
        parent.children = nest(folder, depth + 1, diags);
        out.push(parent);
    }
    out
}

/// Reports files and folders, beside each other, whose names begin with one number: which comes first, the rest of the name decides.
fn same_number(files: &[(FileId, &File, Vec<&str>)], depth: usize, diags: &mut Diagnostics) {
    let mut above: Option<(&str, &str)> = None;
    for (id, _, path) in files {
        let Some(name) = path.get(depth).copied() else { continue };
        let digits = name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number = name.get(..digits).unwrap_or_default().trim_start_matches('0');
        // A file and a folder of the same name are told otherwise.
        let bare = |name: &'_ str| name.strip_suffix(".md").unwrap_or(name).to_owned();
        if let Some((other, same)) = above
            && digits > 0
            && same == number
            && bare(other) != bare(name)
        {
            diags.push(
                Diagnostic::at(
                    P0165,
                    Span::new(*id, 0..0),
                    format!("`{name}` comincia con lo stesso numero di `{other}`"),
                )
                .note("le sezioni sono nell’ordine dei numeri; fra queste due decide il resto del nome")
                .help("dai a ciascuna un numero suo, nell’ordine in cui si leggono"),
            );
        }
        if digits > 0 && above.is_none_or(|(other, _)| other != name) {
            above = Some((name, number));
        }
    }
}

fn level(depth: usize) -> u8 {
    u8::try_from(depth).unwrap_or(u8::MAX)
}

/// The first line of `text`, without its end.
fn text_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The problem of a text whose front matter is not where it would be read as such.
fn misplaced_front_matter(text: &str, id: FileId) -> Option<Diagnostic> {
    let first = text_line(text);
    let span = |at: usize, line: &str| Span::new(id, at..at + line.len());
    if first.trim_end() == "---" {
        return Some(
            Diagnostic::at(P0109, span(0, first), "l’intestazione è fra righe `---`")
                .help("scrivila fra righe `+++`, con i campi come `titolo = \"…\"`"),
        );
    }
    // The line has one sign too few, or one too many.
    let signs = first.trim();
    let field =
        |line: &str| line.split_once('=').is_some_and(|(key, _)| !key.trim().is_empty() && !key.trim().contains(' '));
    if signs != "+++" && signs.len() > 1 && signs.chars().all(|c| c == '+') && text.lines().nth(1).is_some_and(field) {
        return Some(
            Diagnostic::at(P0109, span(0, first), "l’intestazione comincia e finisce con tre segni `+`")
                .help("scrivi `+++` nella riga sopra i campi e in quella sotto"),
        );
    }
    // Fields down to a line of signs: the line above them is missing.
    let quiet = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#') || field(line);
    if field(first) && text.lines().skip_while(quiet).take(1).any(|line| line.trim() == "+++") {
        return Some(
            Diagnostic::at(P0109, span(0, first.trim_end()), "manca la prima riga dell’intestazione")
                .help("metti una riga `+++` sopra questa"),
        );
    }
    let mut at = 0;
    for line in text.split_inclusive('\n').take(10) {
        if line.trim() == "+++" {
            return Some(match at {
                0 => Diagnostic::at(P0109, span(0, first), "l’intestazione `+++` non è chiusa")
                    .help("dopo i campi metti un’altra riga `+++`"),
                _ => Diagnostic::at(P0109, span(at, line.trim_end()), "`+++` deve essere la prima riga del file").help(
                    "sposta sotto l’intestazione ciò che sta sopra; un commento ai campi va fra le due righe `+++`",
                ),
            });
        }
        // Below a title or a paragraph, `+++` is no front matter. Only blanks and comments may stand above it.
        let above = line.trim();
        if !(above.is_empty() || above.starts_with('#') || above.starts_with("<!--")) {
            return None;
        }
        at += line.len();
    }
    None
}

/// The text of a Markdown file without the spaces after its first `+++`, which their author cannot see; and how many there were.
fn without_hidden(text: &str) -> (Cow<'_, str>, usize) {
    let first = text_line(text);
    match if first.trim_end() == "+++" { first.len() - 3 } else { 0 } {
        0 => (Cow::Borrowed(text), 0),
        hidden => (format!("+++{}", text.get(first.len()..).unwrap_or_default()).into(), hidden),
    }
}

fn section(id: FileId, file: &File, stem: String, depth: usize, diags: &mut Diagnostics) -> Sezione {
    let (clean, hidden) = without_hidden(file.text());
    let (front, mut body, start) = markdown::split_front_matter(&clean);
    let start = start + hidden;
    let start_span = Span::new(id, 0..text_line(file.text()).len());
    let mut settings = Front::default();
    match front {
        Some((front, offset)) => {
            let mut cx = toml::Cx::new(id, file.text(), offset + hidden, 0);
            let spare = OnceCell::new();
            let value = DeValue::Table(cx.parse(front, &spare));
            settings = toml::table(&value, 0..0, &cx).unwrap_or_default();
            let noticed = cx.finish();
            settings.incompleto = noticed.incompleto;
            diags.extend(noticed.problems);
        }
        None => {
            if let Some(error) = misplaced_front_matter(&clean, id) {
                diags.push(error);
                // The front matter and the headings are lost, so their names and values are unknown.
                settings.incompleto = Incompleto { nomi: true, fatti: true };
                body = "";
            }
        }
    }
    let (mut prose, problems) = markdown::brano(body, markdown::Place::Exact { file: id, start });
    diags.extend(problems);
    // As in any Markdown file, a first heading `# …` is the title when the front matter has none.
    let official = settings.sezione.as_ref().and_then(|s| piano_tipo::titolo(s.value.trim()));
    let heading = match prose.blocks.first() {
        Some(prose::Block { kind: BlockKind::Heading { level: 1, content, .. }, .. }) => Some(prose::plain(content)),
        _ => None,
    };
    let written = settings.titolo.as_ref().map(|t| t.value.trim().to_owned()).filter(|t| !t.is_empty());
    let titolo = match (written, official, heading) {
        (Some(titolo), _, _) => titolo,
        (None, Some(official), _) => official.to_owned(),
        (None, None, Some(heading)) if !heading.trim().is_empty() => {
            if let Some((prose::Block { kind: BlockKind::Heading { id, content, .. }, span }, rest)) =
                markdown::staccato(&prose)
            {
                prose = rest;
                settings.id = settings.id.take().or(id);
                let words = |inline: &prose::Inline| match inline {
                    prose::Inline::Text { span, .. } | prose::Inline::Code { span, .. } => Some(*span),
                    _ => None,
                };
                let pieces: Option<Vec<Span>> = content.iter().map(words).collect();
                // The rules read this title as that of a front matter.
                if let Some((first, last)) = pieces.as_ref().and_then(|all| all.first().zip(all.last())) {
                    let place = Span::new(first.file, first.range().start..last.range().end);
                    settings.titolo = Some(Spanned::new(heading.clone(), place));
                }
                if pieces.is_none() {
                    diags.push(
                        Diagnostic::at(P0504, span, "il titolo della sezione può contenere soltanto parole")
                            .help("togli grassetti, citazioni, fatti e note, o porta questa parte nel primo paragrafo"),
                    );
                }
            }
            heading
        }
        (None, None, _) => {
            settings.senza_titolo = true;
            if settings.incompleto == Incompleto::default() && settings.includi.is_none() {
                diags.push(
                    Diagnostic::at(P0106, start_span, "questa sezione non ha un titolo")
                        .help("scrivi in cima al file:\n+++\ntitolo = \"Titolo della sezione\"\n+++"),
                );
            }
            title_of(&stem)
        }
    };
    let level = level(depth);
    Sezione { front: settings, titolo, stem, level, prose, children: vec![], span: start_span, inclusa: None }
}

/// Finds, reads and checks all the images and CSV files that the prose names.
fn images(sources: &Sources, piano: &mut Piano, diags: &mut Diagnostics) {
    let mut found = BTreeMap::new();
    let mut tables = BTreeMap::new();
    let mut visit_image = |path: &Spanned<String>| {
        let file = path.span.file;
        let key = (file, path.value.clone());
        if !found.contains_key(&key)
            && let Some(asset) = image::find(sources, file, path, diags)
        {
            found.insert(key, asset);
        }
    };
    if let Some(stemma) = piano.impostazioni.as_ref().and_then(|set| set.ente.stemma.as_ref()) {
        visit_image(stemma);
    }
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let prose::Inline::Image(image) = inline {
                visit_image(&image.path);
            }
        });
        prose.each_block(&mut |block| {
            if let BlockKind::Figure { image, .. } = &block.kind {
                visit_image(&image.path);
            }
        });
    });
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind
                && let Some(path) = &vista.dati
                && let Some(rows) = csv::read(sources.casa(path.span.file), path, diags)
            {
                tables.insert((path.span.file.vicino(), path.value.clone()), rows);
            }
        });
    });
    piano.immagini = found;
    piano.tabelle = tables;
}
