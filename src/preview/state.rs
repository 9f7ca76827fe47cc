//! What the browser is told of a plan, each time that it was made.

use crate::base::text::capital;
use crate::diag::{Diagnostic, Severity};
use crate::document::Section;
use crate::emit::pdf::{Face, Typeset};
use crate::emit::{Pages, html};
use crate::piano::element::Kind;
use crate::project::Compiled;
use crate::report::machine;
use crate::report::terminal::place;
use crate::source::Sources;
use serde_json::{Value, json};
use std::sync::Arc;

/// The plan as it was last made.
pub(super) struct State {
    /// How many times the plan was made, this one too.
    pub(super) number: u64,
    /// What the browser is told, as JSON. `layouts/anteprima/anteprima.js` reads it.
    pub(super) json: String,
    /// The last pages that could be set.
    pub(super) pages: Option<Arc<Typeset>>,
    /// Their sizes and digests, in order.
    pub(super) faces: Vec<Face>,
}

impl State {
    /// What to tell of `compiled`. `pages` are its pages, or the problems that kept them from being set; `before` is the state before
    /// this one, whose pages are shown again where there are no new ones.
    pub(super) fn of(
        number: u64,
        compiled: &Compiled,
        pages: Result<Typeset, Vec<Diagnostic>>,
        before: Option<&State>,
    ) -> State {
        let sources = &compiled.sources;
        let (made, refused) = match pages {
            Ok(pages) => (Some(pages), vec![]),
            Err(refused) => (None, refused),
        };
        let old = made.is_none().then(|| {
            let blocking = compiled.diags.sorted().into_iter().find(|problem| problem.severity == Severity::Blocco);
            refused.first().or(blocking).map(|problem| machine::value(problem, sources)).unwrap_or_default()
        });
        let (pages, faces) = match (made, before) {
            (Some(made), _) => {
                let faces = made.faces();
                (Some(Arc::new(made)), faces)
            }
            (None, Some(before)) => (before.pages.clone(), before.faces.clone()),
            (None, None) => (None, vec![]),
        };
        let none = Pages::default();
        let on_paper = pages.as_ref().map_or(&none, |pages| pages.pages());
        let mut sections = vec![];
        if let Some(document) = &compiled.document {
            document.walk(&mut |section, _| sections.extend(entry(section, on_paper, sources)));
        }
        let meta = compiled.document.as_ref().map(|document| &document.meta);
        let problems = refused.iter().chain(compiled.diags.sorted());
        let told = json!({
            "numero": number,
            "ente": meta.map(|meta| &meta.ente),
            "titolo": meta.map(|meta| meta.nome()),
            "stato": meta.map(|meta| meta.stato.label()),
            "vecchie": old,
            "pagine": faces.iter().map(leaf).collect::<Vec<_>>(),
            "sezioni": sections,
            "dati": Kind::ALL.iter().filter_map(|kind| records(*kind, compiled)).collect::<Vec<_>>(),
            "problemi": problems.map(|problem| machine::value(problem, sources)).collect::<Vec<_>>(),
            "completezza": compiled.completezza().map(|completezza| completezza.json()),
        });
        State { number, json: told.to_string(), pages, faces }
    }
}

/// The name of the picture of a page.
pub(super) fn name(face: &Face) -> String {
    format!("{:032x}", face.digest)
}

fn leaf(face: &Face) -> Value {
    json!({ "larghezza": face.width, "altezza": face.height, "nome": name(face) })
}

fn entry(section: &Section, pages: &Pages, sources: &Sources) -> Option<Value> {
    let (file, line, _) = place(sources, section.span)?;
    Some(json!({
        "numero": section.number,
        "titolo": section.title,
        "livello": section.level,
        "file": file,
        "riga": line,
        "pagina": pages.get(&section.id),
        "sito": html::file(&section.id),
    }))
}

/// The records of a kind, each with the line where it is written. None for a kind without records.
fn records(kind: Kind, compiled: &Compiled) -> Option<Value> {
    let things = compiled.piano.elementi.of(kind).into_iter().filter_map(|record| {
        let (file, line, _) = place(&compiled.sources, record.span)?;
        let code = record.value.codice().map(|code| format!("{} ", code.value)).unwrap_or_default();
        Some(json!({ "nome": format!("{code}{}", record.value.titolo().value), "file": file, "riga": line }))
    });
    let things: Vec<Value> = things.collect();
    (!things.is_empty()).then(|| json!({ "nome": capital(kind.info().nouns), "cose": things }))
}
