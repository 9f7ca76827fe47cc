//! What the browser is told of a plan, each time that it was made.

use crate::base::span::Span;
use crate::base::text::capital;
use crate::diag::{Diagnostic, Severity};
use crate::document::Section;
use crate::emit::pdf::{Face, Sheets};
use crate::emit::{Pages, html};
use crate::index::What;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::project::Compiled;
use crate::report::machine;
use crate::report::terminal::place;
use crate::source::Sources;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What became of the pages of a plan.
pub(super) enum Made {
    /// They are set.
    Pages(Sheets),
    /// Those around what changed are set, and the others are being set.
    Changed(Sheets),
    /// They cannot be set; the problems that the plan itself did not have.
    Refused(Vec<Diagnostic>),
    /// They are being set: until then those before are shown.
    Soon,
}

/// The plan as it was last made.
pub(super) struct State {
    /// How many times something was told, this one too.
    pub(super) number: u64,
    /// What the browser is told, as JSON. `layouts/anteprima/anteprima.js` reads it.
    pub(super) json: String,
    /// The last pages that could be set.
    pub(super) pages: Option<Sheets>,
    /// Their sizes and digests, in order.
    pub(super) faces: Vec<Face>,
    /// The pages that were told before, with their sizes and digests: a browser may still be asking for one of them.
    earlier: Option<(Sheets, Vec<Face>)>,
}

impl State {
    /// What to tell of `compiled`, the plan that is shown among `piani`, with the texts `laid` over its files, each with the mark that its author gave it. `before` is the state
    /// before this one, whose pages are shown again where there are no new ones.
    pub(super) fn of(
        number: u64,
        piani: &Value,
        compiled: &Compiled,
        pages: Made,
        laid: &BTreeMap<String, (String, u64)>,
        before: Option<&State>,
    ) -> State {
        let sources = &compiled.sources;
        let soon = matches!(pages, Made::Soon | Made::Changed(_));
        let (made, refused) = match pages {
            Made::Pages(pages) | Made::Changed(pages) => (Some(pages), vec![]),
            Made::Refused(refused) => (None, refused),
            Made::Soon => (None, vec![]),
        };
        let old = (made.is_none() && !soon).then(|| {
            let blocking = compiled.diags.sorted().into_iter().find(|problem| problem.severity == Severity::Blocco);
            refused.first().or(blocking).map(|problem| machine::value(problem, sources)).unwrap_or_default()
        });
        let (pages, faces) = match (made, before) {
            (Some(made), _) => {
                let faces = made.faces();
                (Some(made), faces)
            }
            (None, Some(before)) => (before.pages.clone(), before.faces.clone()),
            (None, None) => (None, vec![]),
        };
        let none = Pages::default();
        let on_paper = pages.as_ref().map_or(&none, |pages| pages.whole().pages());
        let mut sections = vec![];
        if let Some(document) = &compiled.document {
            document.walk(&mut |section, _| sections.extend(entry(section, on_paper, sources)));
        }
        let meta = compiled.document.as_ref().map(|document| &document.meta);
        let problems = refused.iter().chain(compiled.diags.sorted());
        let told = json!({
            "numero": number,
            "piani": piani,
            "ente": meta.map(|meta| &meta.ente),
            "titolo": meta.map(|meta| meta.nome()),
            "stato": meta.map(|meta| meta.stato.label()),
            "vecchie": old,
            "si_compone": soon,
            "posati": laid.iter().map(|(path, (mark, _))| (path, mark)).collect::<BTreeMap<_, _>>(),
            "pagine": faces.iter().map(leaf).collect::<Vec<_>>(),
            "sezioni": sections,
            "immagini": images(sources),
            "impostazioni": sources.find("piao.toml").map(|(id, _)| sources.nome(id)),
            "dati": Kind::ALL.iter().filter_map(|kind| records(*kind, compiled)).collect::<Vec<_>>(),
            "problemi": problems.map(|problem| shown(problem, sources)).collect::<Vec<_>>(),
            "completezza": compiled.completezza().map(|completezza| completezza.json()),
        });
        let earlier = before.and_then(|before| Some((before.pages.clone()?, before.faces.clone())));
        State { number, json: told.to_string(), pages, faces, earlier }
    }

    /// The pages among which page `number` (from 1) has the picture called `wanted`.
    pub(super) fn with(&self, number: usize, wanted: &str) -> Option<&Sheets> {
        let at = number.checked_sub(1)?;
        let now = self.pages.as_ref().map(|pages| (pages, &self.faces));
        let then = self.earlier.as_ref().map(|(pages, faces)| (pages, faces));
        let shown = |faces: &[Face]| faces.get(at).is_some_and(|face| format!("{}.svg", name(face)) == wanted);
        now.into_iter().chain(then).find(|(_, faces)| shown(faces)).map(|(pages, _)| pages)
    }
}

/// A problem with its corrections: the certain one, all of its places or none, and the one that its author has to look at.
fn shown(problem: &Diagnostic, sources: &Sources) -> Value {
    let edit = |(span, text): &(Span, String)| {
        // A CSV is written by a spreadsheet: it is mended there.
        let here = sources.file(span.file).is_some_and(|file| !file.has_extension("csv"));
        edit(sources, *span, text).filter(|_| here)
    };
    let all =
        |edits: Vec<Option<Value>>| edits.into_iter().collect::<Option<Vec<Value>>>().filter(|edits| !edits.is_empty());
    let mut value = machine::value(problem, sources);
    if let Value::Object(fields) = &mut value {
        fields.insert("correzione".to_owned(), all(problem.patch.iter().map(edit).collect()).into());
        fields.insert("proposta".to_owned(), all(problem.proposta.iter().map(edit).collect()).into());
    }
    value
}

/// Words that take the place of others, which the browser looks for before it writes: its text may have gone on.
pub(super) fn edit(sources: &Sources, span: Span, text: &str) -> Option<Value> {
    let (file, line, column) = place(sources, span)?;
    let (_, last, end) = place(sources, Span { start: span.end, ..span })?;
    Some(json!({
        "file": file,
        "riga": line,
        "colonna": column,
        "fine_riga": last,
        "fine_colonna": end,
        "prima": sources.slice(span),
        "testo": text,
    }))
}

/// The name of the picture of a page.
fn name(face: &Face) -> String {
    format!("{:032x}", face.digest)
}

fn leaf(face: &Face) -> Value {
    json!({ "larghezza": face.width, "altezza": face.height, "nome": name(face) })
}

fn entry(section: &Section, pages: &Pages, sources: &Sources) -> Option<Value> {
    let (file, line, _) = place(sources, section.span)?;
    Some(json!({
        "id": section.id.as_str(),
        "numero": section.number,
        "titolo": section.title,
        "livello": section.level,
        "file": file,
        "riga": line,
        "pagina": pages.get(&section.id),
        "sito": html::file(&section.id),
    }))
}

/// The pictures that a text may show.
fn images(sources: &Sources) -> Vec<&str> {
    let shown =
        sources.files.iter().filter(|file| ["svg", "png", "jpg", "jpeg"].iter().any(|ext| file.has_extension(ext)));
    shown.map(|file| file.path.as_str()).filter(|path| !path.starts_with("allegati/")).collect()
}

/// The records of a kind, each with the line where it is written. None for a kind without records.
fn records(kind: Kind, compiled: &Compiled) -> Option<Value> {
    let ids: BTreeMap<usize, &Id> = compiled
        .index
        .things()
        .iter()
        .filter_map(|thing| match thing.what {
            What::Element(of, n) if of == kind => Some((n, &thing.id)),
            _ => None,
        })
        .collect();
    let things = compiled.piano.elementi.of(kind).into_iter().enumerate().filter_map(|(n, record)| {
        let (file, line, _) = place(&compiled.sources, record.span)?;
        let code = record.value.codice().map(|code| format!("{} ", code.value)).unwrap_or_default();
        let name = format!("{code}{}", record.value.titolo().value);
        Some(json!({ "id": ids.get(&n).map(|id| id.as_str()), "nome": name, "file": file, "riga": line }))
    });
    let things: Vec<Value> = things.collect();
    (!things.is_empty())
        .then(|| json!({ "nome": capital(kind.info().nouns), "genere": kind.info().table, "cose": things }))
}
