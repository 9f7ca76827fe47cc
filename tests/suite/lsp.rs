//! `piao lsp`, asked as an editor asks it: the program is started, and spoken to over its standard input and output.

use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// An editor with a plan on the disk.
struct Editor {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Message>,
    folder: tempfile::TempDir,
    /// The texts of the open files, with their versions.
    texts: BTreeMap<String, (String, i32)>,
    /// The problems that were told last, by address.
    problems: BTreeMap<String, Vec<Value>>,
    next: i32,
}

impl Editor {
    /// Opens a copy of the plan in `from`.
    fn open(from: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(from) {
            let entry = entry.unwrap();
            let to = folder.path().join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_piao"))
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Ok(Some(message)) = Message::read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let (texts, problems) = (BTreeMap::new(), BTreeMap::new());
        let mut editor = Editor { child, input, messages, folder, texts, problems, next: 0 };
        let root = editor.uri("");
        let answer = editor.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": root,
                "workspaceFolders": [{ "uri": root, "name": "piano" }],
                "capabilities": {
                    "textDocument": {
                        "completion": { "completionItem": { "snippetSupport": true } },
                        "publishDiagnostics": { "relatedInformation": true },
                    },
                    "workspace": { "workspaceEdit": { "documentChanges": true } },
                },
            }),
        );
        assert_eq!(answer["serverInfo"]["name"], "piao");
        assert_eq!(answer["capabilities"]["positionEncoding"], "utf-16");
        editor.tell("initialized", json!({}));
        editor
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn uri(&self, path: &str) -> String {
        url::Url::from_file_path(self.path(path)).unwrap().to_string().trim_end_matches('/').to_owned()
    }

    fn send(&mut self, message: Message) {
        message.write(&mut self.input).unwrap();
        self.input.flush().unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(Message::Notification(Notification { method: method.to_owned(), params }));
    }

    /// What comes next; the problems that are told are kept.
    fn receive(&mut self) -> Message {
        let message = self.messages.recv_timeout(PATIENCE).expect("the server answers");
        if let Message::Notification(note) = &message
            && note.method == "textDocument/publishDiagnostics"
        {
            let uri = note.params["uri"].as_str().unwrap().to_owned();
            self.problems.insert(uri, note.params["diagnostics"].as_array().unwrap().clone());
        }
        message
    }

    fn answered(&mut self, method: &str, params: Value) -> Response {
        self.next += 1;
        let id = RequestId::from(self.next);
        self.send(Message::Request(Request { id: id.clone(), method: method.to_owned(), params }));
        loop {
            if let Message::Response(response) = self.receive()
                && response.id == id
            {
                return response;
            }
        }
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        let response = self.answered(method, params);
        assert!(response.error.is_none(), "{method}: {:?}", response.error);
        response.result.unwrap_or_default()
    }

    /// The error of a question.
    fn refused(&mut self, method: &str, params: Value) -> String {
        self.answered(method, params).error.expect("it is refused").message
    }

    /// Opens a file as it is on the disk.
    fn show(&mut self, path: &str) {
        let text = std::fs::read_to_string(self.path(path)).unwrap();
        let params =
            json!({ "textDocument": { "uri": self.uri(path), "languageId": "x", "version": 1, "text": text } });
        self.tell("textDocument/didOpen", params);
        self.texts.insert(path.to_owned(), (text, 1));
    }

    /// Changes an open file, without saving it.
    fn write(&mut self, path: &str, text: &str) {
        let version = self.texts[path].1 + 1;
        self.texts.insert(path.to_owned(), (text.to_owned(), version));
        let params = json!({
            "textDocument": { "uri": self.uri(path), "version": version },
            "contentChanges": [{ "text": text }],
        });
        self.tell("textDocument/didChange", params);
    }

    /// The place of `‸` in `marked`, words of an open file of which the rest is as it is.
    fn at(&self, path: &str, marked: &str) -> Value {
        let (before, _) = marked.split_once('‸').expect("the caret is marked");
        let text = &self.texts[path].0;
        let words = marked.replace('‸', "");
        let byte = text.find(&words).unwrap_or_else(|| panic!("«{words}» is not in {path}")) + before.len();
        json!({ "textDocument": { "uri": self.uri(path) }, "position": position(text, byte) })
    }

    /// The problems of a file once the present texts are compiled: an outline waits for that.
    fn problems(&mut self, path: &str) -> Vec<Value> {
        let uri = self.uri(path);
        self.ask("workspace/symbol", json!({ "query": "" }));
        self.problems.get(&uri).cloned().unwrap_or_default()
    }

    /// The labels of what may be written at a place.
    fn proposed(&mut self, path: &str, marked: &str) -> Vec<Value> {
        let at = self.at(path, marked);
        let answer = self.ask("textDocument/completion", at);
        answer["items"].as_array().cloned().unwrap_or_default()
    }

    /// The text of a file with the edits of an answer in it.
    fn edited(&self, edit: &Value) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for file in edit["documentChanges"].as_array().unwrap() {
            let uri = file["textDocument"]["uri"].as_str().unwrap();
            let path = uri.strip_prefix(&format!("{}/", self.uri(""))).unwrap().to_owned();
            let disk = || std::fs::read_to_string(self.path(&path)).unwrap();
            let mut text = self.texts.get(&path).map_or_else(disk, |(text, _)| text.clone());
            let mut edits = file["edits"].as_array().unwrap().clone();
            // From the last to the first; what is written at a place comes before what is taken away there.
            edits.sort_by_key(|edit| std::cmp::Reverse(["start", "end"].map(|end| byte(&text, &edit["range"][end]))));
            for edit in edits {
                let range = byte(&text, &edit["range"]["start"])..byte(&text, &edit["range"]["end"]);
                text.replace_range(range, edit["newText"].as_str().unwrap());
            }
            out.insert(path, text);
        }
        out
    }

    fn close(mut self) {
        self.ask("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        assert!(self.child.wait().unwrap().success());
    }
}

/// A byte of a text as a line and a column in UTF-16, counted here on purpose in another way than the server does.
fn position(text: &str, byte: usize) -> Value {
    let before = &text[..byte];
    let line = before.matches('\n').count();
    let start = before.rfind('\n').map_or(0, |n| n + 1);
    json!({ "line": line, "character": before[start..].encode_utf16().count() })
}

fn byte(text: &str, position: &Value) -> usize {
    let line = position["line"].as_u64().unwrap() as usize;
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let mut units = position["character"].as_u64().unwrap() as usize;
    let mut at = start;
    for letter in text[start..].chars() {
        if units == 0 {
            break;
        }
        units -= letter.len_utf16();
        at += letter.len_utf8();
    }
    at
}

fn labels(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect()
}

/// The place of a location, as its file and its line from 1.
fn places(editor: &Editor, found: &Value) -> Vec<String> {
    let root = format!("{}/", editor.uri(""));
    let place = |one: &Value| {
        let path = one["uri"].as_str().unwrap().strip_prefix(&root).unwrap().to_owned();
        format!("{path}:{}", one["range"]["start"]["line"].as_u64().unwrap() + 1)
    };
    found.as_array().unwrap().iter().map(place).collect()
}

const SECTION: &str = "1-scheda-anagrafica.md";
const UNITS: &str = "dati/unita.toml";

#[test]
fn problems_are_told_while_somebody_types() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    assert_eq!(editor.problems(SECTION), Vec::<Value>::new());
    let text = editor.texts[SECTION].0.clone();
    // Letters that UTF-16 counts in one and in two.
    editor.write(SECTION, &format!("{text}\nCosì 🎉 si veda [@nessuno].\n"));
    let told = editor.problems(SECTION);
    // No font of ours has that sign, so there are two.
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!(told[1]["code"], "P0201");
    assert_eq!(told[1]["severity"], 1);
    let line = format!("{text}\n").matches('\n').count();
    let start = "Così 🎉 si veda [@".encode_utf16().count();
    let end = start + "nessuno".len();
    let place = json!({ "start": { "line": line, "character": start }, "end": { "line": line, "character": end } });
    assert_eq!(told[1]["range"], place);
    // What is wrong in another file because of this one is told of that one.
    editor.show(UNITS);
    editor.write(SECTION, &text);
    assert_eq!(editor.problems(SECTION), Vec::<Value>::new());
    let data = editor.texts[UNITS].0.clone();
    editor.write(UNITS, &data.replacen("codice = \"S1\"", "codice = \"S7\"", 1));
    editor.problems(SECTION);
    let elsewhere = editor.problems.iter().filter(|(uri, told)| !uri.ends_with(UNITS) && !told.is_empty());
    assert!(elsewhere.count() > 0, "{:?}", editor.problems);
    // Closed without saving, the file is again that of the disk.
    let uri = editor.uri(UNITS);
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    editor.problems(SECTION);
    assert!(editor.problems.values().all(Vec::is_empty), "{:?}", editor.problems);
    editor.close();
}

#[test]
fn names_keys_and_values_are_proposed() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    editor.show("dati/obiettivi.toml");
    editor.problems(SECTION);
    let text = editor.texts[SECTION].0.clone();
    // The text is not compiled yet, and half of it is not even a citation: the answer comes all the same.
    editor.write(SECTION, &format!("{text}\nSi veda [@\n"));
    let items = editor.proposed(SECTION, "Si veda [@‸\n");
    let symbols = editor.ask("workspace/symbol", json!({ "query": "unità" }));
    assert!(items.len() > 5, "{:?}", labels(&items));
    assert!(!symbols.as_array().unwrap().is_empty());
    let first = items.iter().find(|item| item["detail"].as_str().unwrap().starts_with("unità")).unwrap();
    assert!(first["textEdit"]["newText"].as_str().unwrap().ends_with(']'), "{first}");
    let resolved = editor.ask("completionItem/resolve", first.clone());
    assert!(resolved["documentation"]["value"].as_str().unwrap().starts_with("**Unità"), "{resolved}");

    editor.write(SECTION, &format!("{text}\nSono [=obiettivi.co\n"));
    let items = editor.proposed(SECTION, "Sono [=obiettivi.co‸\n");
    assert!(labels(&items).contains(&"obiettivi.conta"), "{:?}", labels(&items));
    editor.write(SECTION, &format!("{text}\nSono [=obiettivi.conta:]\n"));
    let items = editor.proposed(SECTION, "Sono [=obiettivi.conta:‸]\n");
    assert_eq!(labels(&items), ["obiettivi.conta:conta", "obiettivi.conta:lettere", "obiettivi.conta:parole"]);

    editor.write(SECTION, &format!("{text}\n```piao:\n"));
    let items = editor.proposed(SECTION, "```piao:‸\n");
    let view = items.iter().find(|item| item["label"] == "piao:progetti").unwrap();
    assert_eq!(view["textEdit"]["newText"], "progetti\n$0\n```");
    assert_eq!(view["detail"], "I progetti");
    editor.write(SECTION, &format!("{text}\n```piao:obiettivi\n\n```\n"));
    let items = editor.proposed(SECTION, "```piao:obiettivi\n‸\n```");
    assert_eq!(labels(&items), ["id", "didascalia", "colonne", "dove", "forma", "gruppi"]);

    const DATA: &str = "dati/obiettivi.toml";
    let data = editor.texts[DATA].0.clone();
    editor.write(DATA, &format!("{data}\n[[obiettivo]]\n\n[[obiettivo.fase]]\nstato = \"\"\n"));
    let items = editor.proposed(DATA, "[[obiettivo]]\n‸\n[[obiettivo.fase]]\nstato");
    let key = |name: &str| items.iter().find(|item| item["label"] == name).unwrap_or_else(|| panic!("no {name}"));
    assert_eq!(key("titolo")["textEdit"]["newText"], "titolo = \"$0\"");
    assert_eq!(key("priorita")["detail"], "alta | media | bassa");
    assert_eq!(key("progetti")["textEdit"]["newText"], "progetti = [\"$0\"]");
    assert_eq!(key("indicatore")["textEdit"]["newText"], "[[obiettivo.indicatore]]\n");
    let items = editor.proposed(DATA, "[[obiettivo.fase]]\nstato = \"‸\"\n");
    assert!(labels(&items).contains(&"da-iniziare"), "{:?}", labels(&items));
    editor.write(DATA, &format!("{data}\n[[obiettivo]]\nunita = \"\n"));
    let items = editor.proposed(DATA, "[[obiettivo]]\nunita = \"‸\n");
    let unit =
        items.iter().find(|item| item["label"] == "S2" || item["detail"].as_str().unwrap().contains("S2")).unwrap();
    assert!(unit["textEdit"]["newText"].as_str().unwrap().ends_with('"'), "{unit}");
    assert!(items.iter().all(|item| item["detail"].as_str().unwrap().starts_with("unità")), "{items:?}");
    editor.write(DATA, &format!("{data}\n[["));
    let items = editor.proposed(DATA, "\n[[‸");
    assert!(labels(&items).contains(&"progetto") && labels(&items).contains(&"obiettivo.indicatore"));
    editor.close();
}

#[test]
fn what_is_cited_is_shown_found_and_renamed() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    editor.show(UNITS);
    let text = editor.texts[SECTION].0.clone();
    let units = editor.texts[UNITS].0.clone();
    // A unit with an id of its own, cited in a text, in the data and by a fact.
    let units = units.replacen(
        "[[unita]]\n",
        "[[unita]]\nid = \"sportello\"\ncodice = \"X1\"\nnome = \"Sportello\"\n\n[[unita]]\n",
        1,
    );
    editor.write(UNITS, &units);
    editor.write(
        SECTION,
        &format!("{text}\nÈ allo [@sportello], con [=sportello.nome]; si veda [lo sportello](@sportello).\n\n```piao:organigramma\nunita = \"sportello\"\n```\n"),
    );
    editor.problems(SECTION);
    let before = codes(&editor);
    let at = editor.at(SECTION, "allo [@spor‸tello]");
    let card = editor.ask("textDocument/hover", at.clone());
    let words = card["contents"]["value"].as_str().unwrap();
    assert!(words.starts_with("**Unità X1** · Sportello") || words.starts_with("**Unità organizzativa"), "{words}");
    let found = editor.ask("textDocument/definition", at.clone());
    let line = units[..units.find("id = \"sportello\"").unwrap()].matches('\n').count() + 1;
    assert_eq!(places(&editor, &found), [format!("{UNITS}:{line}")]);
    let mut wanted = at.clone();
    wanted["context"] = json!({ "includeDeclaration": true });
    let found = editor.ask("textDocument/references", wanted);
    assert_eq!(found.as_array().unwrap().len(), 5, "{:?}", places(&editor, &found));

    let mut wanted = at.clone();
    wanted["newName"] = json!("Sportello Unico");
    assert!(editor.refused("textDocument/rename", wanted.clone()).contains("`sportello-unico`"));
    assert_eq!(editor.ask("textDocument/prepareRename", at.clone())["placeholder"], "sportello");
    wanted["newName"] = json!("sportello-unico");
    let edit = editor.ask("textDocument/rename", wanted);
    let files = editor.edited(&edit);
    let section = &files[SECTION];
    assert!(section.contains("[@sportello-unico], con [=sportello-unico.nome]"), "{section}");
    assert!(section.contains("](@sportello-unico)") && section.contains("unita = \"sportello-unico\""), "{section}");
    assert!(files[UNITS].contains("id = \"sportello-unico\"") && !files[UNITS].contains("\"sportello\""));
    for (path, text) in files {
        editor.show_again(&path, &text);
    }
    editor.problems(SECTION);
    assert_eq!(codes(&editor), before, "{:?}", editor.problems);
    editor.close();
}

/// The codes of all the problems that are told.
fn codes(editor: &Editor) -> Vec<String> {
    editor.problems.values().flatten().map(|told| told["code"].to_string()).collect()
}

impl Editor {
    /// Writes a file, open or not.
    fn show_again(&mut self, path: &str, text: &str) {
        if !self.texts.contains_key(path) {
            self.show(path);
        }
        self.write(path, text);
    }
}

#[test]
fn an_old_address_is_kept_when_the_plan_was_published() {
    let mut editor = Editor::open("tests/base");
    std::fs::create_dir(editor.path("edizioni")).unwrap();
    editor.show(SECTION);
    editor.problems(SECTION);
    let section = editor.texts[SECTION].0.clone();
    // A section without an id gets one, and its old address is told.
    let found = editor.ask("workspace/symbol", json!({ "query": "sezione" }));
    let name = found.as_array().unwrap().iter().find_map(|one| {
        let here = one["location"]["uri"].as_str().unwrap().ends_with(SECTION);
        here.then(|| one["containerName"].as_str().unwrap().trim_start_matches("sezione ").to_owned())
    });
    let name = name.expect("the section is there");
    editor.write(SECTION, &format!("{section}\nSi veda [@{name}].\n"));
    let mut at = editor.at(SECTION, &format!("Si veda [@‸{name}]"));
    at["newName"] = json!("anagrafe");
    let edit = editor.ask("textDocument/rename", at);
    let files = editor.edited(&edit);
    assert!(
        files[SECTION].contains("id = \"anagrafe\"") && files[SECTION].contains("[@anagrafe]"),
        "{}",
        files[SECTION]
    );
    let settings = &files["piao.toml"];
    assert!(settings.contains(&format!("[sito.spostati]\n{name} = \"anagrafe\"\n")), "{settings}");
    for (path, text) in &files {
        std::fs::write(editor.path(path), text).unwrap();
    }
    // The old address is a page that leads to the new one.
    let plan = piao::project::Driver::new(piao::emit::layouts::Layouts::embedded());
    let mut plan = plan.open(editor.folder.path()).unwrap();
    assert_eq!(plan.compile(&mut |_| {}).diags.iter().map(|d| &d.message).collect::<Vec<_>>(), Vec::<&String>::new());
    let mut made = plan.outputs(&[piao::project::Format::Site], &mut |_| {}).unwrap();
    let site = made.take_files();
    let old = String::from_utf8(site[&format!("sito/{name}.html")].clone()).unwrap();
    assert!(old.contains("<meta http-equiv=\"refresh\" content=\"0; url=anagrafe.html"), "{old}");
    assert!(site.contains_key("sito/anagrafe.html"));
    // Back to the old name: its address is its own again.
    for (path, text) in &files {
        editor.show_again(path, text);
    }
    let mut at = editor.at(SECTION, "Si veda [@‸anagrafe]");
    at["newName"] = json!(name);
    let edit = editor.ask("textDocument/rename", at);
    let files = editor.edited(&edit);
    assert!(
        files["piao.toml"].contains(&format!("[sito.spostati]\nanagrafe = \"{name}\"\n")),
        "{}",
        files["piao.toml"]
    );
    editor.close();
}

#[test]
fn a_problem_is_mended_where_it_is() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    let text = editor.texts[SECTION].0.clone();
    editor.write(SECTION, &format!("{text}\nPerché 🎉 è una possibilita in più.\n"));
    let told = editor.problems(SECTION);
    let problem = told.iter().find(|told| told["code"] == "P0513").unwrap_or_else(|| panic!("{told:?}"));
    let uri = editor.uri(SECTION);
    let actions = editor.ask(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": problem["range"], "context": { "diagnostics": [problem] } }),
    );
    let action = actions.as_array().unwrap().iter().find(|action| action["kind"] == "quickfix").unwrap();
    assert_eq!(action["isPreferred"], true);
    assert_eq!(action["diagnostics"][0]["code"], "P0513");
    let files = editor.edited(&action["edit"]);
    assert!(files[SECTION].ends_with("Perché 🎉 è una possibilità in più.\n"), "{}", files[SECTION]);
    editor.close();
}

#[test]
fn a_broken_plan_goes_on_answering() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    editor.show(UNITS);
    editor.show("piao.toml");
    let units = editor.texts[UNITS].0.clone();
    let text = editor.texts[SECTION].0.clone();
    editor.problems(SECTION);
    // The names of the units cannot be read while this line is typed.
    editor.write(UNITS, &format!("{units}\n[[unita\n"));
    editor.write("piao.toml", "triennio = \n");
    assert!(!editor.problems("piao.toml").is_empty());
    editor.write(SECTION, &format!("{text}\n[@"));
    let items = editor.proposed(SECTION, "\n[@‸");
    assert!(items.iter().any(|item| item["detail"].as_str().unwrap().starts_with("unità")), "{:?}", labels(&items));
    let mut at = editor.at(SECTION, "\n[@‸");
    at["newName"] = json!("altro");
    assert!(!editor.refused("textDocument/rename", at).is_empty());
    editor.close();
}

#[test]
fn a_file_of_no_plan_is_left_alone() {
    let mut editor = Editor::open("tests/base");
    let other = tempfile::tempdir().unwrap();
    let uri = url::Url::from_file_path(other.path().join("appunti.md")).unwrap().to_string();
    let file = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": "[@" });
    editor.tell("textDocument/didOpen", json!({ "textDocument": file }));
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 2 } });
    for method in ["completion", "hover", "definition", "documentSymbol"] {
        assert_eq!(editor.ask(&format!("textDocument/{method}"), at.clone()), Value::Null, "{method}");
    }
    // A question that it does not know, and a question without sense: the others are answered.
    assert!(!editor.refused("textDocument/semanticTokens/full", json!({})).is_empty());
    editor.show(SECTION);
    let uri = editor.uri(SECTION);
    assert!(
        !editor
            .refused(
                "textDocument/documentSymbol",
                json!({ "textDocument": { "uri": uri, "x": 1 }, "workDoneToken": [] })
            )
            .is_empty()
    );
    let found = editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(!found.as_array().unwrap().is_empty());
    // A plan in another folder is opened with the first of its files.
    std::fs::write(other.path().join("piao.toml"), "triennio = 1\n").unwrap();
    let uri = url::Url::from_file_path(other.path().join("piao.toml")).unwrap().to_string();
    let file = json!({ "uri": uri, "languageId": "toml", "version": 1, "text": "triennio = 1\n" });
    editor.tell("textDocument/didOpen", json!({ "textDocument": file }));
    editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } }));
    assert!(editor.problems.get(&uri).is_some_and(|told| !told.is_empty()), "{:?}", editor.problems);
    editor.close();
}

/// The memory of the server, in kilobytes.
fn memory(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn the_plans_of_a_workspace_are_open_together_and_none_writes_in_the_files_of_another() {
    let mut editor = Editor::open("tests/piani/unione-prova");
    let (own, theirs) = ("comuni/borgoalto/1-presentazione.md", "unione/1-formazione/index.md");
    editor.show(own);
    let at = editor.at(own, "[@for‸mazione]");
    editor.ask("textDocument/documentSymbol", at.clone());
    // What is included of another plan is found in the file of its owner.
    let unit = editor.ask("workspace/symbol", json!({ "query": "ufficio comune" }));
    let files: Vec<&str> =
        unit.as_array().unwrap().iter().map(|one| one["location"]["uri"].as_str().unwrap()).collect();
    assert!(!files.is_empty() && files.iter().all(|uri| *uri == editor.uri("unione/dati/unita.toml")), "{files:?}");
    // All the plans answer.
    let all = editor.ask("workspace/symbol", json!({ "query": "uffici" }));
    let all: Vec<&str> = all.as_array().unwrap().iter().map(|one| one["location"]["uri"].as_str().unwrap()).collect();
    assert!(all.contains(&editor.uri("unione/2-uffici.md").as_str()), "{all:?}");
    // Problems of what is included are told in the settings of who includes it, never in a file of its own with the same name.
    let text = std::fs::read_to_string(editor.path(theirs)).unwrap();
    std::fs::write(editor.path(theirs), format!("{text}\nCosì perchè sì.\n")).unwrap();
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    for _ in 0..3 {
        editor.ask("textDocument/documentSymbol", at.clone());
    }
    let line = text.lines().count();
    for (uri, problems) in &editor.problems {
        for problem in problems.iter().filter(|one| one["message"].as_str().unwrap().contains("perchè")) {
            let at = problem["range"]["start"]["line"].as_u64().unwrap() as usize;
            let inside = problem["message"].as_str().unwrap().contains("unione/1-formazione/index.md, riga");
            assert!(
                *uri == editor.uri(theirs) && at > line - 1 || uri.ends_with("/piao.toml") && inside,
                "{uri}: {problem}"
            );
        }
    }
    // The id of a thing of another plan is changed there.
    editor.show("comuni/borgoalto/dati/unione.toml");
    let at = editor.at("comuni/borgoalto/dati/unione.toml", "\"ufficio-com‸une\"");
    let renamed = editor.answered("textDocument/rename", {
        let mut params = at;
        params["newName"] = json!("ufficio-nuovo");
        params
    });
    assert!(renamed.error.is_some(), "{:?}", renamed.result);
    editor.close();
}

#[test]
fn the_demonstration_plan_is_answered_quickly() {
    let mut editor = Editor::open("content/unione");
    editor.show(SECTION);
    editor.problems(SECTION);
    let text = editor.texts[SECTION].0.clone();
    let mut slowest = Duration::ZERO;
    for n in 0..10 {
        editor.write(SECTION, &format!("{text}\nGiro {n}: [@per\n"));
        let start = Instant::now();
        let items = editor.proposed(SECTION, "[@per‸\n");
        slowest = slowest.max(start.elapsed());
        assert!(items.len() > 100);
    }
    let at = editor.at(SECTION, "Giro‸ 9");
    editor.ask("textDocument/hover", at);
    eprintln!("the slowest of ten lists of names: {slowest:?}");
    // A machine that runs other tests at the same time is several times slower than one that does not.
    assert!(slowest < Duration::from_secs(3), "{slowest:?}");
    editor.close();
}

#[test]
#[ignore = "minutes: a thousand compiles"]
fn a_thousand_edits_leave_the_memory_as_it_was() {
    let mut editor = Editor::open("tests/base");
    editor.show(SECTION);
    let text = editor.texts[SECTION].0.clone();
    let mut early = 0;
    for n in 0..1000 {
        editor.write(SECTION, &format!("{text}\nUna frase in più, la numero {n}: [@nessuno-{n}].\n"));
        editor.problems(SECTION);
        if n == 50 {
            early = memory(editor.child.id());
        }
    }
    let late = memory(editor.child.id());
    eprintln!("after 50 edits {early} kB, after 1000 {late} kB");
    assert!(late < early * 13 / 10, "after 50 edits {early} kB, after 1000 {late} kB");
    editor.close();
}
