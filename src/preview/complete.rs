//! What the browser asks of the words at the caret: what may be written there, with the page where each thing is printed, and the
//! edits that give a thing another id. Places are lines and columns.

use super::state;
use crate::base::span::Span;
use crate::editor::{Caret, Edit, Editor, Proposal, ProposalKind};
use crate::emit::Pages;
use crate::piano::element::id::Id;
use crate::project::Plan;
use serde_json::{Value, json};

/// The byte of a column (from 1, in characters) of a line (from 1) of `text`.
pub(super) fn byte(text: &str, line: usize, column: usize) -> Option<usize> {
    let mut start = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        let at = start;
        start += line.len();
        (at, line)
    });
    let found = lines.nth(line.checked_sub(1)?);
    let (at, words) = found.unwrap_or((text.len(), ""));
    let into = words.char_indices().nth(column.checked_sub(1)?).map_or(words.trim_end_matches('\n').len(), |(n, _)| n);
    Some(at + into)
}

/// What may be written at a place of `text`, which is the file at `path` as its author has it.
pub(super) fn proposals(
    plan: &Plan,
    path: &str,
    text: &str,
    line: usize,
    column: usize,
    pages: Option<&Pages>,
) -> Value {
    let found = Editor::of(plan).zip(byte(text, line, column)).map(|(editor, at)| {
        let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |n| n + 1);
        let all = editor.completion(&Caret { path, text, at });
        all.into_iter().filter_map(|one| shown(&one, text, start, pages)).collect::<Vec<_>>()
    });
    json!({ "proposte": found.unwrap_or_default() })
}

/// A proposal that replaces a part of the line that begins at the byte `start`.
fn shown(one: &Proposal, text: &str, start: usize, pages: Option<&Pages>) -> Option<Value> {
    let column = |at: usize| text.get(start..at).map(|before| before.chars().count() + 1);
    let page = match one.kind {
        ProposalKind::Citation => one.text.trim_matches(['[', ']', '(', ')', '@']).split(']').next(),
        _ => None,
    };
    let page = page.and_then(|id| pages?.get(&Id::slug(id)));
    // Who writes knows what is cited by its name: the id comes after it.
    let named = one.detail.split_once(" · ").filter(|_| one.kind == ProposalKind::Citation);
    let (name, detail) = match named {
        Some((kind, name)) => (name.replace(" · ", " "), format!("{kind} · {}", one.shown)),
        None => (one.shown.clone(), one.detail.clone()),
    };
    Some(json!({
        "mostra": name,
        "dettaglio": detail,
        "filtro": one.filter,
        "da": column(one.range.start)?,
        "a": column(one.range.end)?,
        "testo": one.text,
        "cursore": one.text.get(..one.caret)?.encode_utf16().count(),
        "pagina": page,
    }))
}

/// The id at a place of the file at `path` or, with `new`, the edits that make it `new` wherever it is named. The places are those of the
/// last compile.
pub(super) fn rename(plan: &Plan, path: &str, line: usize, column: usize, new: Option<&str>) -> Value {
    let told = || {
        let sources = &plan.compiled()?.sources;
        let (_, file) = sources.find(path)?;
        let caret = Caret { path, text: file.text(), at: byte(file.text(), line, column)? };
        let editor = Editor::of(plan)?;
        let shown = |edit: Edit| state::edit(sources, Span::new(edit.place.file, edit.place.range), &edit.text);
        Some(match new {
            None => editor.nameable(&caret).map(|(_, id)| json!({ "id": id.as_str() })),
            Some(new) => editor.rename(&caret, new).and_then(|edits| {
                // All of them or none.
                let all: Option<Vec<Value>> = edits.into_iter().map(shown).collect();
                all.map(|all| json!({ "cambi": all })).ok_or_else(|| "il piano è cambiato: riprova".to_owned())
            }),
        })
    };
    match told() {
        Some(Ok(told)) => told,
        Some(Err(why)) => json!({ "perche": why }),
        None => json!({ "perche": "il file non si legge" }),
    }
}
