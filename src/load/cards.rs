//! Cards written as Markdown files, one a file: `obiettivi/S5.00004.md`. The front matter has the fields that a record of the data
//! has, and the prose under each heading is the field of that name. The prose is put into the table of the front matter, so that
//! both forms are read by the same reader of records.

use super::inclusi::{self, Altrui};
use super::riservati::Riservatezza;
use super::{excused, keep, keep_record, markdown, stem, toml, without_hidden};
use crate::base::span::{FileId, Span};
use crate::base::text::short;
use crate::diag::codes::{P0107, P0109, P0129};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::lingua::codici::Uso;
use crate::piano::element::id::Id;
use crate::piano::element::misura::Momento;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::{Element, Kind};
use crate::piano::{Incompleto, Piano};
use crate::source::{File, Sources, natural};
use ::toml::Spanned;
use ::toml::de::{DeString, DeTable, DeValue};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use std::cell::OnceCell;
use std::ops::Range;

/// The kind of the card at `path`. The folder says it: it has the name of the view that lists that kind.
pub(crate) fn kind(path: &str) -> Option<Kind> {
    let (folder, name) = path.rsplit_once('/')?;
    let folder = folder.rsplit('/').next().unwrap_or(folder);
    let card =
        name.to_lowercase().ends_with(".md") && !["index.md", "readme.md"].contains(&name.to_lowercase().as_str());
    let kept = ["allegati", "immagini", "edizioni"].contains(&path.split('/').next().unwrap_or_default());
    Kind::ALL.iter().copied().find(|kind| card && !kept && !kind.parti().is_empty() && kind.info().plural == folder)
}

/// The id or the code of a card, which is that of its front matter or the name of its file.
pub(super) fn nome(file: &File) -> String {
    let (clean, _) = without_hidden(file.text());
    let front =
        markdown::split_front_matter(&clean).0.map(|(front, _)| DeTable::parse_recoverable(front).0.into_inner());
    let written = front.as_ref().and_then(|front| front.get("id").or_else(|| front.get("codice")));
    match written.map(Spanned::get_ref) {
        Some(DeValue::String(words)) => words.trim().to_owned(),
        _ => stem_of(file.path.rsplit('/').next().unwrap_or(&file.path)),
    }
}

/// Reads one card and adds it to the plan, following the versions of the plan that owns it where that is another (`altrui`).
pub(super) fn read(
    kind: Kind,
    id: FileId,
    file: &File,
    riservati: &Riservatezza,
    altrui: Option<&Altrui>,
    piano: &mut Piano,
    diags: &mut Diagnostics,
) {
    let (clean, hidden) = without_hidden(file.text());
    let (front, body, start) = markdown::split_front_matter(&clean);
    let Some((front, offset)) = front else {
        piano.incompleto = Incompleto { nomi: true, fatti: true };
        diags.push(
            Diagnostic::at(P0109, Span::new(id, 0..0), "questa scheda non ha l’intestazione")
                .note(format!("i file nella cartella `{}` sono schede, una per file", kind.info().plural))
                .help("scrivi in cima al file i campi, come in un dato:\n+++\ntitolo = \"Titolo\"\n+++"),
        );
        return;
    };
    let offset = offset + hidden;
    let mut cx = toml::Cx::new(id, file.text(), offset, piano.testi.len());
    let spare = OnceCell::new();
    let mut table = cx.parse(front, &spare);
    // The reader of records counts places from the first byte of the front matter, so the places of the body are counted from there
    // too.
    let base = (start + hidden).saturating_sub(offset);
    for part in parts(body) {
        add(&mut table, kind, part, base, &cx);
    }
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let name = stem_of(name);
    if !has(&table, "codice") && !has(&table, "id") {
        match kind {
            Kind::Obiettivo => insert(&mut table, "codice", 0..0, name, 0..0),
            // A kind without codes takes its id from the name of the file.
            _ => insert(&mut table, "id", 0..0, Id::slug(&name).to_string(), 0..0),
        }
    }
    match altrui {
        None => inclusi::al_posto_di(kind, &mut table, cx.span(0..front.len()), piano, &cx),
        // In whose place it stands in its own plan says nothing here.
        Some(_) => drop(table.remove("al_posto_di")),
    }
    let mut value = Spanned::new(0..front.len(), DeValue::Table(table));
    if super::archiviati::da_parte(kind, &mut value, piano, &cx) {
        keep(cx, piano, diags);
        return;
    }
    let mut excuses = None;
    if let DeValue::Table(table) = value.get_mut() {
        excuses = table.remove("ammetti");
        if let Some(momento) = inclusi::fino(piano, altrui) {
            super::momenti::record(table, momento);
        }
    }
    let taciute = riservati.record(kind, &mut value, &cx);
    let own = piano.impostazioni.as_ref().map(super::revisioni::Versioni::of);
    let there = altrui.map(|altrui| &altrui.versioni).or(own.as_ref()).is_none_or(|versioni| {
        let (found, there) = super::revisioni::read(kind, &mut value, versioni, &cx);
        // What the versions of another plan changed is no revision of this one.
        piano.revisioni.extend(found.into_iter().filter(|_| altrui.is_none()));
        there
    });
    if there {
        let before = piano.elementi.obiettivi.len();
        keep_record(&mut piano.elementi, kind, &value, &cx);
        if let Some(obiettivo) = piano.elementi.obiettivi.get_mut(before) {
            obiettivo.value.taciute = taciute;
        }
    }
    if let Some(excuses) = &excuses {
        excused(excuses, Span::new(id, 0..file.text().len()), piano, &cx);
    }
    keep(cx, piano, diags);
}

/// Puts the objectives in the order of their codes when some of them are cards, because otherwise the names of files and folders
/// would decide. Where all stand in the data, the order of the author is kept.
pub(super) fn sort(piano: &mut Piano, sources: &Sources) {
    let obiettivi = &mut piano.elementi.obiettivi;
    let card = |o: &crate::base::span::Spanned<_>| sources.file(o.span.file).is_some_and(|f| f.has_extension("md"));
    if obiettivi.iter().any(card) && obiettivi.iter().all(|o| o.value.codice.is_some()) {
        let written = |o: &Obiettivo| o.codice.as_ref().map(|c| c.value.clone()).unwrap_or_default();
        let codes: Vec<String> = obiettivi.iter().map(|o| written(&o.value)).collect();
        let units = piano.elementi.unita.iter().filter_map(|u| u.value.codice.as_ref()).map(|c| c.value.as_str());
        let uso = Uso::of(units, codes.iter().map(String::as_str));
        let code = |o: &Obiettivo| uso.parse(&written(o)).map_or_else(|| written(o), |read| read.breve);
        obiettivi.sort_by(|a, b| natural(&code(&a.value), &code(&b.value)));
    }
    // Exchanges are sorted by body, in the order of the bodies in the data, then by number.
    let schede = &mut piano.elementi.schede_scambio;
    if schede.iter().any(|scheda| sources.file(scheda.span.file).is_some_and(|f| f.has_extension("md"))) {
        let enti = &piano.elementi.enti;
        let place = |scheda: &SchedaScambio| {
            let same = |word: &crate::base::span::Spanned<String>| {
                let first = scheda.primo().map(|rif| rif.value.trim().to_lowercase());
                first.is_some_and(|first| word.value.trim().to_lowercase() == first)
            };
            enti.iter().position(|ente| ente.value.id.iter().chain(ente.value.alias()).any(same)).unwrap_or(enti.len())
        };
        schede.sort_by_cached_key(|scheda| (place(&scheda.value), scheda.value.numero.as_ref().map(|n| n.value)));
    }
}

/// `S5.00004.md` → `S5.00004`. A number before the name only orders the files, so it is no part of the code.
fn stem_of(name: &str) -> String {
    let bare = name.rsplit_once('.').map_or(name, |(bare, _)| bare);
    let code = bare.split_once('-').map(|(number, _)| number.bytes().all(|b| b.is_ascii_digit()));
    if code == Some(true) { stem(name) } else { bare.to_owned() }
}

/// A part of the body: a heading and the text under it.
struct Part<'a> {
    /// The words, the place and the level of the heading. None for the text before the first heading.
    heading: Option<(String, Range<usize>, HeadingLevel)>,
    text: &'a str,
    range: Range<usize>,
}

/// The body cut at its headings of the first two levels.
fn parts(body: &str) -> Vec<Part<'_>> {
    let mut headings: Vec<(String, Range<usize>, HeadingLevel)> = Vec::new();
    let mut open = false;
    let mut depth = 0usize;
    for (event, range) in Parser::new(body).into_offset_iter() {
        match event {
            // A heading inside a list or a quotation begins no part.
            Event::Start(Tag::Heading { level, .. }) if depth == 0 && level <= HeadingLevel::H2 => {
                headings.push((String::new(), range, level));
                open = true;
            }
            Event::End(TagEnd::Heading(_)) => open = false,
            Event::Text(text) | Event::Code(text) if open => {
                if let Some((words, _, _)) = headings.last_mut() {
                    words.push_str(&text);
                }
            }
            Event::Start(Tag::List(_) | Tag::BlockQuote(_)) => depth += 1,
            Event::End(TagEnd::List(_) | TagEnd::BlockQuote(_)) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let starts = headings.iter().map(|(_, range, _)| range.start).chain([body.len()]);
    let mut out = Vec::with_capacity(headings.len() + 1);
    let mut from = (None, 0);
    for (n, end) in starts.enumerate() {
        let (heading, start): (Option<_>, usize) = from;
        let text = body.get(start..end).unwrap_or_default();
        let trimmed = text.trim_end();
        out.push(Part { heading, text: trimmed, range: start..start + trimmed.len() });
        let next = headings.get(n).cloned();
        let after = next.as_ref().map_or(end, |(_, range, _)| range.end);
        from = (next, after);
    }
    out
}

/// Whether the card that has this text says under a heading of its own, such as `## Consuntivo`, what was done at a moment.
pub(crate) fn racconta(text: &str, momento: &str) -> bool {
    let (clean, _) = without_hidden(text);
    let own = |words: &str| Id::slug(words).as_str() == momento;
    let parts = parts(markdown::split_front_matter(&clean).1);
    parts.iter().any(|part| matches!(&part.heading, Some((words, _, HeadingLevel::H2)) if own(words)))
}

fn has(table: &DeTable<'_>, name: &str) -> bool {
    table.keys().any(|key| key.get_ref().as_ref() == name)
}

fn insert<'a>(table: &mut DeTable<'a>, name: &str, key: Range<usize>, value: String, range: Range<usize>) {
    let key = Spanned::new(key, DeString::Owned(name.to_owned()));
    table.insert(key, Spanned::new(range, DeValue::String(value.into())));
}

/// Puts the text that stands under no heading into the record, as its description.
fn describe(table: &mut DeTable<'_>, text: &str, range: Range<usize>, cx: &toml::Cx<'_>) {
    if text.trim().is_empty() {
        return;
    }
    if has(table, "descrizione") {
        let first = range.start..range.start + text.lines().next().map_or(0, str::len);
        cx.report(
            Diagnostic::at(P0129, cx.span(first), "la descrizione è scritta due volte")
                .help("tieni un testo solo: nell’intestazione, o sotto di essa prima dei titoli `##`"),
        );
        return;
    }
    insert(table, "descrizione", range.start..range.start, text.to_owned(), range);
}

/// Puts one part of the body into the record.
fn add(table: &mut DeTable<'_>, kind: Kind, part: Part<'_>, base: usize, cx: &toml::Cx<'_>) {
    let moved = |range: &Range<usize>| range.start + base..range.end + base;
    let lead = part.text.len() - part.text.trim_start_matches(['\n', '\r']).len();
    let text = part.text.get(lead..).unwrap_or_default();
    let range = moved(&(part.range.start + lead..part.range.end));
    let Some((words, place, level)) = part.heading else {
        describe(table, text, range, cx);
        return;
    };
    let place = moved(&place);
    let span = cx.span(place.clone());
    if level == HeadingLevel::H1 {
        if has(table, "titolo") {
            cx.report(
                Diagnostic::at(P0129, span, "la scheda ha già un titolo nell’intestazione")
                    .help("togli questo titolo, o togli `titolo` dall’intestazione"),
            );
        } else {
            insert(table, "titolo", place.clone(), words.trim().to_owned(), place);
        }
        describe(table, text, range, cx);
        return;
    }
    let wanted = Id::slug(&words);
    let momenti: &[Momento] = if kind == Kind::Obiettivo { &Momento::ALL } else { &[] };
    if let Some(momento) = momenti.iter().find(|momento| Id::slug(momento.label()) == wanted) {
        let part = Narrativa { name: words.trim(), momento: *momento, place, text, range };
        part.add(table, cx);
        return;
    }
    let names: Vec<&str> = kind.parti().into_iter().chain(titoli(momenti)).collect();
    let Some(name) = kind.parti().into_iter().find(|name| Id::slug(name) == wanted) else {
        cx.lost();
        cx.unread(format!("/{wanted}"));
        let error = Diagnostic::at(
            P0129,
            span,
            format!("una scheda di tipo «{}» non ha una parte «{}»", kind.info().noun, short(words.trim())),
        );
        cx.report(match nearest(&words, names.iter().copied()) {
            Some(near) => error.help(format!("forse intendevi `## {near}`")),
            None => error.help(format!("le parti sono: {}; dentro una parte usa `###`", names.join(", "))),
        });
        return;
    };
    let field = Id::slug(name).as_str().replace('-', "_");
    if has(table, &field) {
        cx.report(
            Diagnostic::at(P0129, span, format!("la parte «{name}» è scritta due volte"))
                .help("unisci i due testi sotto un titolo solo"),
        );
        return;
    }
    if text.trim().is_empty() {
        cx.report(
            Diagnostic::at(P0107, span, format!("la parte «{name}» è vuota"))
                .help("scrivi il testo, o togli il titolo"),
        );
        return;
    }
    insert(table, &field, place, text.to_owned(), range);
}

/// The headings under which a card says how it went.
fn titoli(momenti: &[Momento]) -> impl Iterator<Item = &'static str> {
    momenti.iter().map(|momento| match momento {
        Momento::Monitoraggio => "Monitoraggio",
        Momento::Consuntivo => "Consuntivo",
    })
}

/// What was done, under the heading of a moment. It goes into the outcome of that moment, which the front matter has.
struct Narrativa<'t> {
    name: &'t str,
    momento: Momento,
    place: Range<usize>,
    text: &'t str,
    range: Range<usize>,
}

impl Narrativa<'_> {
    fn add(self, table: &mut DeTable<'_>, cx: &toml::Cx<'_>) {
        let Narrativa { name, momento, place, text, range } = self;
        let span = cx.span(place.clone());
        if text.trim().is_empty() {
            cx.report(
                Diagnostic::at(P0107, span, format!("la parte «{name}» è vuota"))
                    .help("scrivi il testo, o togli il titolo"),
            );
            return;
        }
        let word = |table: &DeTable<'_>, field: &str| match table.get(field).map(Spanned::get_ref) {
            Some(DeValue::String(word)) => Some(word.trim().to_owned()),
            _ => None,
        };
        let whole = match table.get_mut("misurazione").map(Spanned::get_mut) {
            Some(DeValue::Array(items)) => items.iter_mut().find_map(|item| match item.get_mut() {
                DeValue::Table(inner) => {
                    let same = word(inner, "momento").as_deref() == Some(momento.label());
                    (same && !has(inner, "unita")).then_some(inner)
                }
                _ => None,
            }),
            _ => None,
        };
        let Some(outcome) = whole else {
            cx.lost();
            let label = momento.label();
            cx.report(
                Diagnostic::at(P0129, span, format!("la parte «{name}» racconta un esito che la scheda non ha")).help(
                    format!(
                        "aggiungi all’intestazione l’esito, con il suo stato:\n[[misurazione]]\nmomento = \"{label}\"\nstato = \"raggiunto\""
                    ),
                ),
            );
            return;
        };
        if has(outcome, "narrativa") {
            cx.report(
                Diagnostic::at(P0129, span, format!("che cosa si è fatto al {} è scritto due volte", momento.label()))
                    .help("tieni un testo solo: in `narrativa`, o sotto questo titolo"),
            );
            return;
        }
        insert(outcome, "narrativa", place, text.to_owned(), range);
    }
}
