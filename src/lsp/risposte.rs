//! The answers to the questions of an editor: what `editor` finds, in the words of the protocol.

use super::forme::{Righe, uri};
use super::piano::{Aperto, Comune, Lines, address, lock};
use crate::base::text::fold;
use crate::editor::{Caret, Correction, Edit, Editor, Place, Proposal, ProposalKind};
use lsp_server::{ErrorCode, Request, Response};
use lsp_types::request::{
    CodeActionRequest, Completion, DocumentSymbolRequest, GotoDefinition, HoverRequest, PrepareRenameRequest,
    References, Rename, Request as _, WorkspaceSymbolRequest,
};
use lsp_types::*;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The most symbols of the whole plan that are given at once.
const MOST: usize = 500;

/// The longest list of proposals that the editor may take as whole.
const WHOLE: usize = 300;

/// Why there is no answer: a sentence for who asked.
struct Rifiuto(String);

/// The questions that want a compile of the present texts: their answers are places in several files, or edits.
pub(super) fn wants_present(method: &str) -> bool {
    [
        References::METHOD,
        Rename::METHOD,
        PrepareRenameRequest::METHOD,
        DocumentSymbolRequest::METHOD,
        CodeActionRequest::METHOD,
        WorkspaceSymbolRequest::METHOD,
    ]
    .contains(&method)
}

/// The answer to a question about the plan. A question that makes the program fail gets an error, and the others go on.
pub(super) fn guarded(comune: &Comune, request: Request) -> Response {
    let id = request.id.clone();
    let answer = catch_unwind(AssertUnwindSafe(|| answer(comune, &request.method, request.params)));
    match answer {
        Ok(Ok(value)) => Response::new_ok(id, value),
        Ok(Err(Rifiuto(words))) => Response::new_err(id, ErrorCode::RequestFailed as i32, words),
        Err(_) => Response::new_err(
            id,
            ErrorCode::InternalError as i32,
            "piao non ha saputo rispondere per un suo difetto: segnalalo a chi lo mantiene".to_owned(),
        ),
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Rifiuto> {
    serde_json::from_value(params).map_err(|error| Rifiuto(format!("richiesta non valida: {error}")))
}

fn answer(comune: &Comune, method: &str, params: Value) -> Result<Value, Rifiuto> {
    let plan = lock(&comune.plan);
    let Some(editor) = Editor::of(&plan) else { return Ok(Value::Null) };
    let Some(compiled) = plan.compiled() else { return Ok(Value::Null) };
    let ask = Domanda { comune, editor, lines: Lines::of(compiled) };
    Ok(match method {
        Completion::METHOD => ask.completion(read(params)?),
        HoverRequest::METHOD => ask.hover(read(params)?),
        GotoDefinition::METHOD => ask.definition(read(params)?),
        References::METHOD => ask.references(read(params)?),
        PrepareRenameRequest::METHOD => ask.nameable(read(params)?)?,
        Rename::METHOD => ask.rename(read(params)?)?,
        CodeActionRequest::METHOD => ask.actions(read(params)?),
        DocumentSymbolRequest::METHOD => ask.outline(read(params)?),
        WorkspaceSymbolRequest::METHOD => ask.symbols(read(params)?),
        _ => return Err(Rifiuto(format!("piao non sa rispondere a `{method}`"))),
    })
}

/// The card of what a proposal cites.
pub(super) fn card(comune: &Comune, word: &str) -> Option<String> {
    let plan = lock(&comune.plan);
    Editor::of(&plan)?.card_of(word)
}

/// A question, with what is needed to answer it.
struct Domanda<'p> {
    comune: &'p Comune,
    editor: Editor<'p>,
    lines: Lines<'p>,
}

/// An open file, and a caret in it.
struct Qui {
    path: String,
    aperto: Aperto,
    righe: Righe,
    at: usize,
}

impl Qui {
    fn caret(&self) -> Caret<'_> {
        Caret { path: &self.path, text: &self.aperto.text, at: self.at }
    }
}

fn markdown(value: String) -> MarkupContent {
    MarkupContent { kind: MarkupKind::Markdown, value }
}

impl Domanda<'_> {
    /// The open file at an address.
    fn aperto(&self, uri: &Uri) -> Option<(String, Aperto)> {
        let open = lock(&self.comune.aperti);
        open.iter()
            .find(|(_, aperto)| aperto.uri.as_str() == uri.as_str())
            .map(|(path, one)| (path.clone(), one.clone()))
    }

    fn qui(&self, at: &TextDocumentPositionParams) -> Option<Qui> {
        let (path, aperto) = self.aperto(&at.text_document.uri)?;
        let righe = Righe::of(&aperto.text);
        let at = righe.byte(&aperto.text, at.position);
        Some(Qui { path, aperto, righe, at })
    }

    /// The address of a file of the plan, as the editor spells it if it has it open.
    fn uri(&self, path: &str) -> Option<Uri> {
        let open = lock(&self.comune.aperti).get(path).map(|aperto| aperto.uri.clone());
        open.or_else(|| uri(&self.comune.root.join(path)))
    }

    fn location(&mut self, place: &Place) -> Option<Location> {
        let uri = match place.file.vicino() {
            None => self.uri(&place.path),
            Some(_) => address(self.lines.compiled, place.file),
        };
        Some(Location::new(uri?, self.lines.range(place.file, &place.range)))
    }

    fn locations(&mut self, places: &[Place]) -> Value {
        json!(places.iter().filter_map(|place| self.location(place)).collect::<Vec<_>>())
    }

    fn completion(self, params: CompletionParams) -> Value {
        let Some(qui) = self.qui(&params.text_document_position) else { return Value::Null };
        let found = self.editor.completion(&qui.caret());
        let incomplete = found.len() >= WHOLE;
        let items = found.iter().enumerate().map(|(n, proposal)| self.item(&qui, n, proposal));
        json!(CompletionList { is_incomplete: incomplete, items: items.collect() })
    }

    fn item(&self, qui: &Qui, n: usize, proposal: &Proposal) -> CompletionItem {
        let inside = self.comune.cliente.segnaposto && proposal.caret < proposal.text.len();
        let text = match proposal.text.split_at_checked(proposal.caret).filter(|_| inside) {
            Some((before, after)) => format!("{}$0{}", escaped(before), escaped(after)),
            None => proposal.text.clone(),
        };
        CompletionItem {
            label: proposal.shown.clone(),
            kind: Some(match proposal.kind {
                ProposalKind::Citation => CompletionItemKind::REFERENCE,
                ProposalKind::Fact => CompletionItemKind::CONSTANT,
                ProposalKind::View => CompletionItemKind::CLASS,
                ProposalKind::Key => CompletionItemKind::FIELD,
                ProposalKind::Value => CompletionItemKind::ENUM_MEMBER,
                ProposalKind::Header => CompletionItemKind::STRUCT,
            }),
            detail: (!proposal.detail.is_empty()).then(|| proposal.detail.clone()),
            documentation: proposal.doc.clone().map(|doc| Documentation::MarkupContent(markdown(doc))),
            filter_text: Some(proposal.filter.clone()),
            // The order is that of the plan.
            sort_text: Some(format!("{n:05}")),
            insert_text_format: Some(if inside { InsertTextFormat::SNIPPET } else { InsertTextFormat::PLAIN_TEXT }),
            text_edit: Some(CompletionTextEdit::Edit(TextEdit::new(qui.righe.range(&proposal.range), text))),
            data: proposal.doc.is_none().then(|| json!({ "uri": qui.aperto.uri, "word": proposal.shown })),
            ..CompletionItem::default()
        }
    }

    fn hover(self, params: HoverParams) -> Value {
        let Some(qui) = self.qui(&params.text_document_position_params) else { return Value::Null };
        let Some(card) = self.editor.hover(&qui.caret()) else { return Value::Null };
        let range = Some(qui.righe.range(&card.range));
        json!(Hover { contents: HoverContents::Markup(markdown(card.markdown)), range })
    }

    fn definition(mut self, params: GotoDefinitionParams) -> Value {
        let Some(qui) = self.qui(&params.text_document_position_params) else { return Value::Null };
        let places = self.editor.definition(&qui.caret());
        self.locations(&places)
    }

    fn references(mut self, params: ReferenceParams) -> Value {
        let Some(qui) = self.qui(&params.text_document_position) else { return Value::Null };
        let places = self.editor.references(&qui.caret(), params.context.include_declaration);
        self.locations(&places)
    }

    fn nameable(self, params: TextDocumentPositionParams) -> Result<Value, Rifiuto> {
        let Some(qui) = self.qui(&params) else { return Ok(Value::Null) };
        let (range, id) = self.editor.nameable(&qui.caret()).map_err(Rifiuto)?;
        let range = qui.righe.range(&range);
        Ok(json!(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder: id.to_string() }))
    }

    fn rename(mut self, params: RenameParams) -> Result<Value, Rifiuto> {
        let Some(qui) = self.qui(&params.text_document_position) else { return Ok(Value::Null) };
        let edits = self.editor.rename(&qui.caret(), &params.new_name).map_err(Rifiuto)?;
        Ok(json!(self.changes(&edits)))
    }

    /// Edits of several files, all together.
    fn changes(&mut self, edits: &[Edit]) -> WorkspaceEdit {
        let mut files: BTreeMap<&str, Vec<TextEdit>> = BTreeMap::new();
        for edit in edits {
            let range = self.lines.range(edit.place.file, &edit.place.range);
            files.entry(&edit.place.path).or_default().push(TextEdit::new(range, edit.text.clone()));
        }
        let versions: BTreeMap<String, i32> =
            lock(&self.comune.aperti).iter().map(|(path, one)| (path.clone(), one.version)).collect();
        let each = files.into_iter().filter_map(|(path, edits)| Some((self.uri(path)?, versions.get(path), edits)));
        if self.comune.cliente.versioni {
            let each = each.map(|(uri, version, edits)| TextDocumentEdit {
                text_document: OptionalVersionedTextDocumentIdentifier { uri, version: version.copied() },
                edits: edits.into_iter().map(OneOf::Left).collect(),
            });
            let changes = Some(DocumentChanges::Edits(each.collect()));
            return WorkspaceEdit { document_changes: changes, ..WorkspaceEdit::default() };
        }
        #[allow(clippy::mutable_key_type, reason = "the type of the protocol; the address is not changed")]
        let changes: HashMap<Uri, Vec<TextEdit>> = each.map(|(uri, _, edits)| (uri, edits)).collect();
        WorkspaceEdit::new(changes)
    }

    fn actions(mut self, params: CodeActionParams) -> Value {
        let Some((path, _)) = self.aperto(&params.text_document.uri) else { return Value::Null };
        let Some((file, _)) = self.lines.compiled.sources.find(&path) else { return Value::Null };
        let all = self.editor.corrections(&path);
        let wanted = |kind: &CodeActionKind| {
            let only = params.context.only.as_ref();
            only.is_none_or(|only| only.iter().any(|asked| kind.as_str().starts_with(asked.as_str())))
        };
        let mut out = Vec::new();
        for correction in all.iter().filter(|_| wanted(&CodeActionKind::QUICKFIX)) {
            let here = self.lines.range(file, &correction.span.range());
            if here.start > params.range.end || here.end < params.range.start {
                continue;
            }
            let same = |told: &&Diagnostic| {
                told.code == Some(NumberOrString::String(correction.code.to_owned()))
                    && told.message.starts_with(&correction.message)
            };
            let told: Vec<Diagnostic> = params.context.diagnostics.iter().filter(same).cloned().collect();
            let edit = self.changes(&correction.edits);
            out.push(CodeAction {
                title: correction.title.clone(),
                kind: Some(CodeActionKind::QUICKFIX),
                diagnostics: (!told.is_empty()).then_some(told),
                edit: Some(edit),
                is_preferred: Some(correction.certain),
                ..CodeAction::default()
            });
        }
        let kind = CodeActionKind::from("source.fixAll.piao");
        let certain = together(&all);
        if !certain.is_empty() && wanted(&kind) {
            let title = match certain.len() {
                1 => "Fai la correzione sicura di questo file".to_owned(),
                n => format!("Fai le {n} correzioni sicure di questo file"),
            };
            let edits: Vec<Edit> = certain.into_iter().flat_map(|correction| correction.edits.clone()).collect();
            let edit = Some(self.changes(&edits));
            out.push(CodeAction { title, kind: Some(kind), edit, ..CodeAction::default() });
        }
        json!(out)
    }

    #[expect(deprecated, reason = "a field of the protocol that must be there")]
    fn outline(mut self, params: DocumentSymbolParams) -> Value {
        let Some((path, _)) = self.aperto(&params.text_document.uri) else { return Value::Null };
        let Some((file, _)) = self.lines.compiled.sources.find(&path) else { return Value::Null };
        let entries = self.editor.outline(&path);
        let each = entries.iter().map(|entry| DocumentSymbol {
            name: entry.name.clone(),
            detail: Some(format!("{} {}", entry.noun, entry.detail).trim().to_owned()),
            kind: symbol_kind(entry.noun),
            tags: None,
            deprecated: None,
            range: self.lines.range(file, &entry.place.range),
            selection_range: self.lines.range(file, &entry.words.range),
            children: None,
        });
        json!(each.collect::<Vec<_>>())
    }

    fn symbols(mut self, params: WorkspaceSymbolParams) -> Value {
        let typed = fold(&params.query);
        let found = self.editor.symbols().into_iter().filter(|symbol| {
            let code = symbol.code.as_deref().unwrap_or_default();
            typed
                .split_whitespace()
                .all(|word| fold(&format!("{} {code} {} {}", symbol.id, symbol.title, symbol.noun)).contains(word))
        });
        let each = found.take(MOST).filter_map(|symbol| {
            let name = if symbol.title.is_empty() { symbol.word.clone() } else { symbol.title.clone() };
            Some(WorkspaceSymbol {
                name,
                kind: symbol_kind(symbol.noun),
                tags: None,
                container_name: Some(format!("{} {}", symbol.noun, symbol.word)),
                location: OneOf::Left(self.location(&symbol.place)?),
                data: None,
            })
        });
        json!(each.collect::<Vec<_>>())
    }
}

/// The certain corrections that can be made together: none touches the place of another.
fn together(all: &[Correction]) -> Vec<&Correction> {
    let mut taken: Vec<&Place> = Vec::new();
    let mut out = Vec::new();
    for correction in all.iter().filter(|correction| correction.certain) {
        let free = |edit: &Edit| {
            taken.iter().all(|other| {
                other.path != edit.place.path
                    || other.range.end <= edit.place.range.start && other.range != edit.place.range
                    || edit.place.range.end <= other.range.start && other.range != edit.place.range
            })
        };
        if correction.edits.iter().all(free) {
            taken.extend(correction.edits.iter().map(|edit| &edit.place));
            out.push(correction);
        }
    }
    out
}

fn symbol_kind(noun: &str) -> SymbolKind {
    match noun {
        "sezione" => SymbolKind::MODULE,
        "titolo" => SymbolKind::STRING,
        "tabella" => SymbolKind::ARRAY,
        "figura" => SymbolKind::FILE,
        _ => SymbolKind::OBJECT,
    }
}

/// Text inside a snippet, where three signs have a meaning.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
}
