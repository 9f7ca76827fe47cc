//! `piao lsp`: the Language Server Protocol over standard input and output, for any editor that speaks it. What it answers is found by
//! [`crate::editor`]; here are only the words of the protocol, the open files and the threads.

mod forme;
mod piano;
mod risposte;

use crate::emit::layouts::Layouts;
use crate::project::{self, Driver};
use lsp_server::{Connection, ErrorCode, Message, Notification, ProtocolError, Request, RequestId, Response};
use lsp_types::notification::{
    DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument, DidOpenTextDocument,
    DidSaveTextDocument, LogMessage, Notification as _,
};
use lsp_types::request::{RegisterCapability, Request as _, ResolveCompletionItem, WorkspaceSymbolRequest};
use lsp_types::*;
use piano::{Aperto, Cliente, Piano};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Serves one editor until it goes away. True when it said that it would.
///
/// # Errors
/// When the editor breaks the protocol.
pub fn serve() -> Result<bool, ProtocolError> {
    // The threads of the channel end with the process: what is to be read last, the editor has read before it says goodbye.
    let (connection, _threads) = Connection::stdio();
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params).unwrap_or_default();
    let answer = json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "piao", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer)?;
    let mut server = Server::new(&connection, &params);
    server.folders(folders(&params));
    for message in &connection.receiver {
        match message {
            Message::Request(request) => {
                if connection.handle_shutdown(&request)? {
                    return Ok(true);
                }
                server.request(request);
            }
            Message::Notification(notification) => server.notification(notification),
            // Nothing that is asked of the editor wants an answer.
            Message::Response(_) => {}
        }
    }
    Ok(false)
}

fn capabilities() -> ServerCapabilities {
    let signs = ["@", "=", ":", "\"", "[", ".", "`"];
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::UTF16),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::FULL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(signs.map(str::to_owned).to_vec()),
            resolve_provider: Some(true),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::from("source.fixAll.piao")]),
            ..CodeActionOptions::default()
        })),
        document_symbol_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// The folders that the editor has open.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let several = params.workspace_folders.iter().flatten().filter_map(|folder| forme::path(&folder.uri));
    let mut found: Vec<PathBuf> = several.collect();
    if found.is_empty() {
        #[expect(deprecated, reason = "older editors name only one folder")]
        found.extend(params.root_uri.as_ref().and_then(forme::path));
    }
    found
}

struct Server<'c> {
    connection: &'c Connection,
    cliente: Cliente,
    /// The plans that are open, by their folder.
    piani: BTreeMap<PathBuf, Piano>,
    /// The open files, by their address: the folder of their plan, and their path in it.
    files: BTreeMap<String, (PathBuf, String)>,
}

impl<'c> Server<'c> {
    fn new(connection: &'c Connection, params: &InitializeParams) -> Self {
        let text = params.capabilities.text_document.as_ref();
        let space = params.capabilities.workspace.as_ref();
        let item = text.and_then(|text| text.completion.as_ref()?.completion_item.as_ref());
        let cliente = Cliente {
            altri_posti: text
                .and_then(|text| text.publish_diagnostics.as_ref()?.related_information)
                .unwrap_or_default(),
            segnaposto: item.and_then(|item| item.snippet_support).unwrap_or_default(),
            versioni: space.and_then(|space| space.workspace_edit.as_ref()?.document_changes).unwrap_or_default(),
        };
        let server = Server { connection, cliente, piani: BTreeMap::new(), files: BTreeMap::new() };
        let watches =
            space.and_then(|space| space.did_change_watched_files.as_ref()?.dynamic_registration).unwrap_or_default();
        if watches {
            server.watch();
        }
        server
    }

    /// Asks the editor to tell what changes on the disk.
    fn watch(&self) {
        let watchers = json!({ "watchers": [{ "globPattern": "**/*" }] });
        let registrations = json!({ "registrations": [
            { "id": "files", "method": DidChangeWatchedFiles::METHOD, "registerOptions": watchers },
        ] });
        let id = RequestId::from("files".to_owned());
        self.send(Message::Request(Request::new(id, RegisterCapability::METHOD.to_owned(), registrations)));
    }

    fn send(&self, message: Message) {
        // When the editor is gone there is nobody to tell.
        let _ = self.connection.sender.send(message);
    }

    /// Opens the plans of these folders, so that their problems are told before a file is open: of a workspace, all those of its list.
    fn folders(&mut self, folders: Vec<PathBuf>) {
        let driver = Driver::new(Layouts::embedded());
        for root in folders.iter().filter_map(|folder| project::plan_in(folder)) {
            let all = match driver.workspace(&root) {
                Ok(Some(workspace)) => workspace.order().map(|n| workspace.root(n)).collect(),
                _ => vec![root],
            };
            for root in all {
                self.open(root);
            }
        }
    }

    fn open(&mut self, root: PathBuf) -> Option<&Piano> {
        if !self.piani.contains_key(&root) {
            let sender = self.connection.sender.clone();
            let tell = move |message| drop(sender.send(message));
            match Piano::open(root.clone(), self.cliente, tell) {
                Ok(piano) => _ = self.piani.insert(root.clone(), piano),
                Err(why) => self.log(&format!("{}: il piano non si apre: {why}", root.display())),
            }
        }
        self.piani.get(&root)
    }

    /// The plan of a file, which is opened if it is not; with the path of the file in it.
    fn plan_of(&mut self, uri: &Uri) -> Option<(PathBuf, String)> {
        let file = forme::path(uri)?;
        let root = file.ancestors().skip(1).find(|folder| folder.join("piao.toml").is_file()).map(Path::to_owned)?;
        let path = self.open(root.clone())?.path(&file)?;
        Some((root, path))
    }

    fn piano(&self, uri: &str) -> Option<(&Piano, &str)> {
        let (root, path) = self.files.get(uri)?;
        Some((self.piani.get(root)?, path))
    }

    fn request(&mut self, request: Request) {
        let Request { id, method, params } = &request;
        if *method == ResolveCompletionItem::METHOD {
            let value = self.resolve(params.clone());
            return self.send(Message::Response(Response::new_ok(id.clone(), value)));
        }
        if *method == WorkspaceSymbolRequest::METHOD {
            // It names no file: all the plans answer; of several, each of its last compile.
            let several = self.piani.len() > 1;
            return match self.piani.values().next() {
                Some(piano) if !several => piano.ask(request),
                _ => self.send(Message::Response(self.all(&request))),
            };
        }
        let Some(uri) = params.pointer("/textDocument/uri").and_then(Value::as_str) else {
            let words = format!("piao non sa rispondere a `{method}`");
            let response = Response::new_err(id.clone(), ErrorCode::MethodNotFound as i32, words);
            return self.send(Message::Response(response));
        };
        match self.piano(uri) {
            Some((piano, _)) if risposte::wants_present(method) => piano.ask(request),
            Some((piano, _)) => {
                let response = risposte::guarded(&piano.comune, request);
                self.send(Message::Response(response));
            }
            // A file outside every plan has nothing to say.
            None => self.send(Message::Response(Response::new_ok(id.clone(), Value::Null))),
        }
    }

    /// The lists that all the plans answer, one after the other.
    fn all(&self, request: &Request) -> Response {
        let each = self.piani.values().map(|piano| risposte::guarded(&piano.comune, request.clone()));
        let lists = each.filter_map(|answer| answer.result?.as_array().cloned());
        Response::new_ok(request.id.clone(), Value::Array(lists.flatten().collect()))
    }

    /// A proposal with the card of what it cites.
    fn resolve(&self, params: Value) -> Value {
        let Ok(mut item) = serde_json::from_value::<CompletionItem>(params.clone()) else { return params };
        let data = item.data.as_ref();
        let uri = data.and_then(|data| data.pointer("/uri")).and_then(Value::as_str);
        let word = data.and_then(|data| data.pointer("/word")).and_then(Value::as_str);
        if let (Some(uri), Some(word), None) = (uri, word, &item.documentation)
            && let Some((piano, _)) = self.piano(uri)
            && let Some(value) = risposte::card(&piano.comune, word)
        {
            item.documentation =
                Some(Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value }));
        }
        json!(item)
    }

    fn notification(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => {
                let Some(DidOpenTextDocumentParams { text_document: file }) = read(params) else { return };
                match self.plan_of(&file.uri) {
                    Some((root, path)) => {
                        self.files.insert(file.uri.as_str().to_owned(), (root, path));
                        self.lay(file.uri, file.version, file.text);
                    }
                    None => self.log(&format!(
                        "{}: non è in un piano che si apra; un piano è una cartella con `piao.toml`",
                        file.uri.as_str()
                    )),
                }
            }
            DidChangeTextDocument::METHOD => {
                let Some(DidChangeTextDocumentParams { text_document, mut content_changes }) = read(params) else {
                    return;
                };
                // Each change is the whole text: the last one counts.
                if let Some(change) = content_changes.pop() {
                    self.lay(text_document.uri, text_document.version, change.text);
                }
            }
            DidCloseTextDocument::METHOD => {
                let Some(DidCloseTextDocumentParams { text_document }) = read(params) else { return };
                if let Some((piano, path)) = self.piano(text_document.uri.as_str()) {
                    piano.lift(path);
                }
                self.files.remove(text_document.uri.as_str());
            }
            DidSaveTextDocument::METHOD => {
                // A plan beside may include what was saved.
                self.piani.values().for_each(Piano::changed);
            }
            DidChangeWatchedFiles::METHOD => self.piani.values().for_each(Piano::changed),
            DidChangeWorkspaceFolders::METHOD => {
                let Some(DidChangeWorkspaceFoldersParams { event }) = read(params) else { return };
                self.folders(event.added.iter().filter_map(|folder| forme::path(&folder.uri)).collect());
            }
            _ => {}
        }
    }

    fn lay(&self, uri: Uri, version: i32, text: String) {
        if let Some((piano, path)) = self.piano(uri.as_str()) {
            piano.lay(path, Aperto { uri, text, version });
        }
    }

    fn log(&self, message: &str) {
        let params = LogMessageParams { typ: MessageType::INFO, message: message.to_owned() };
        self.send(Message::Notification(Notification::new(LogMessage::METHOD.to_owned(), params)));
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Option<T> {
    serde_json::from_value(params).ok()
}
