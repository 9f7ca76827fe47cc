//! The preview, asked as a browser asks it.

use piao::preview::Preview;
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;

/// A plan on the disk with its preview, which lives as long as the tests.
struct Shown {
    folder: tempfile::TempDir,
    host: String,
    key: String,
}

struct Answer {
    status: u16,
    heads: String,
    body: Vec<u8>,
}

impl Shown {
    fn new() -> Self {
        Shown::of("tests/base")
    }

    /// A copy of the plan, or of the plans, in `source`.
    fn of(source: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new(source) {
            let entry = entry.unwrap();
            let to = folder.path().join(entry.path().strip_prefix(source).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
        let preview = Preview::open(folder.path(), None).unwrap_or_else(|problem| panic!("{}", problem.message));
        let (host, key) = preview.address.trim_start_matches("http://").split_once("/?chiave=").unwrap();
        let (host, key) = (host.to_owned(), key.to_owned());
        std::thread::spawn(|| preview.serve());
        Shown { folder, host, key }
    }

    fn send(&self, path: &str, heads: &str) -> Answer {
        self.ask("GET", path, heads, "")
    }

    fn ask(&self, method: &str, path: &str, heads: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let length = if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        write!(stream, "{method} {path} HTTP/1.1\r\nConnection: close\r\n{heads}{length}\r\n{body}").unwrap();
        let mut all = vec![];
        stream.read_to_end(&mut all).unwrap();
        let at = all.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let heads = String::from_utf8(all[..at].to_vec()).unwrap();
        let status = heads.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = all[at + 4..].to_vec();
        if heads.to_lowercase().contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Answer { status, heads, body }
    }

    fn cookie(&self) -> String {
        format!("Cookie: piao-{}={}\r\n", self.host.rsplit_once(':').unwrap().1, self.key)
    }

    /// As the browser that has the key.
    fn get(&self, path: &str) -> Answer {
        self.send(path, &format!("Host: {}\r\n{}", self.host, self.cookie()))
    }

    /// As the page of the preview writes.
    fn post(&self, path: &str, body: &Value) -> Answer {
        let heads = format!(
            "Host: {0}\r\nOrigin: http://{0}\r\nSec-Fetch-Site: same-origin\r\nContent-Type: application/json\r\n{1}",
            self.host,
            self.cookie()
        );
        self.ask("POST", path, &heads, &body.to_string())
    }

    /// A file as the page reads it, and as the disk has it.
    fn read(&self, path: &str) -> (Value, Vec<u8>) {
        (self.json(&format!("/testo?file={path}")), std::fs::read(self.folder.path().join(path)).unwrap())
    }

    fn save(&self, path: &str, text: &str, digest: &Value) -> Value {
        let answer = self.post("/salva", &json!({ "file": path, "testo": text, "impronta": digest }));
        assert_eq!(answer.status, 200);
        serde_json::from_slice(&answer.body).unwrap()
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.get(path).body).unwrap()
    }

    /// The state after the one of that number, with its pages.
    fn after(&self, mut number: u64) -> Value {
        for _ in 0..8 {
            let answer = self.get(&format!("/stato?da={number}"));
            if answer.status == 200 {
                let state: Value = serde_json::from_slice(&answer.body).unwrap();
                if state["si_compone"] == false {
                    return state;
                }
                number = state["numero"].as_u64().unwrap();
            }
        }
        panic!("no news after {number}");
    }

    fn edit(&self, path: &str, from: &str, to: &str) {
        let path = self.folder.path().join(path);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        std::fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// A section with prose, and words of its first paragraph.
    fn prose(&self) -> (PathBuf, String) {
        let mut all: Vec<PathBuf> = walkdir::WalkDir::new(self.folder.path())
            .sort_by_file_name()
            .into_iter()
            .map(|entry| entry.unwrap().into_path())
            .filter(|path| path.extension().is_some_and(|ext| ext == "md"))
            .collect();
        all.reverse();
        for path in all {
            let text = std::fs::read_to_string(&path).unwrap();
            let line = text.lines().find(|line| line.starts_with(char::is_uppercase) && line.len() > 30);
            if let Some(line) = line.filter(|_| text.starts_with("+++")) {
                let name = path.strip_prefix(self.folder.path()).unwrap().to_owned();
                return (name, line.to_owned());
            }
        }
        panic!("no prose");
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut out = vec![];
    while let Some(at) = body.windows(2).position(|two| two == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..at]).unwrap(), 16).unwrap();
        out.extend_from_slice(&body[at + 2..at + 2 + size]);
        body = &body[at + 4 + size..];
        if size == 0 {
            break;
        }
    }
    out
}

fn names(state: &Value) -> Vec<&str> {
    state["pagine"].as_array().unwrap().iter().map(|page| page["nome"].as_str().unwrap()).collect()
}

#[test]
fn only_who_has_the_key_sees_the_plan() {
    let shown = Shown::new();
    let host = format!("Host: {}\r\n", shown.host);
    assert_eq!(shown.send("/", &host).status, 403);
    assert_eq!(shown.send("/stato?da=0", &host).status, 403);
    assert_eq!(shown.send("/?chiave=0", &host).status, 403);
    let first = shown.send(&format!("/?chiave={}", shown.key), &host);
    assert_eq!(first.status, 303);
    assert!(first.heads.contains("HttpOnly; SameSite=Strict"), "{}", first.heads);
    assert_eq!(shown.get("/").status, 200);
    // A name of others that leads to this machine, and a page of others that asks.
    let cookie = shown.cookie();
    assert_eq!(shown.send("/", &format!("Host: example.org\r\n{cookie}")).status, 403);
    assert_eq!(shown.send("/", &format!("{host}{cookie}Origin: http://example.org\r\n")).status, 403);
    // Nothing outside the plan, and the site only with its own key.
    shown.after(0);
    for outside in ["../Cargo.toml", "/etc/passwd", "..%2F..%2Fetc%2Fpasswd"] {
        assert_eq!(shown.get(&format!("/testo?file={outside}")).status, 404, "{outside}");
    }
    assert_eq!(shown.get(&format!("/sito/{}/index.html", shown.key)).status, 404);
    let pass = shown.after(0)["sito"].as_str().unwrap().to_owned();
    let site = shown.send(&format!("/sito/{pass}/index.html"), &host);
    assert_eq!(site.status, 200);
    assert!(site.heads.contains("sandbox allow-scripts"), "{}", site.heads);
    assert!(!site.heads.contains("allow-same-origin"));
    // The frame is of an origin of its own: it gets its style sheets and its fonts only if they say so.
    let style = shown.send(&format!("/sito/{pass}/assets/base.css"), &format!("{host}Origin: null\r\n"));
    assert!(
        style.status == 200 && style.heads.contains("cross-origin-resource-policy: cross-origin"),
        "{}",
        style.heads
    );
    assert!(style.heads.contains("access-control-allow-origin: null"), "{}", style.heads);
}

#[test]
fn a_saved_change_makes_new_pages_and_only_those_that_changed() {
    let shown = Shown::new();
    let before = shown.after(0);
    assert!(before["vecchie"].is_null() && names(&before).len() > 1, "{before}");
    let (path, words) = shown.prose();
    let path = path.to_str().unwrap();
    shown.edit(path, &words, &words.replacen(char::is_uppercase, "Z", 1));
    let after = shown.after(before["numero"].as_u64().unwrap());
    let changed = names(&before).iter().zip(names(&after)).filter(|(a, b)| *a != b).count();
    // The page of the words, and the last one, which has the fingerprint.
    assert!((1..=2).contains(&changed), "{changed} of {}", names(&after).len());
    // From the line to the page, and back.
    let text = shown.read(path).0["testo"].as_str().unwrap().to_owned();
    let line = text.lines().position(|line| line.starts_with('Z')).unwrap() + 1;
    let at = shown.json(&format!("/riga?file={path}&riga={line}"));
    let spot = &at["pagine"][0];
    let (page, where_) = (&spot["pagina"], spot["dove"].as_array().unwrap());
    let middle = |a: usize, b: usize| f64::midpoint(where_[a].as_f64().unwrap(), where_[b].as_f64().unwrap());
    let back = shown.json(&format!("/punto?pagina={page}&x={}&y={}", middle(0, 2), middle(1, 3)));
    assert_eq!((back["file"].as_str(), back["riga"].as_u64()), (Some(path), Some(line as u64)));
    // A line that stands on no page is shown by the one above it.
    let blank = text.lines().enumerate().skip(line).find(|(_, said)| said.is_empty()).map_or(line, |(n, _)| n + 1);
    assert!(!shown.json(&format!("/riga?file={path}&riga={blank}"))["pagine"].as_array().unwrap().is_empty());
    let site = at["sito"]["pagina"].as_str().unwrap();
    assert_eq!(shown.json(&format!("/luogo?pagina={site}"))["file"].as_str(), Some(path));
    // The picture has the name that the state says, and no other.
    let n: usize = page.as_u64().unwrap().try_into().unwrap();
    let picture = shown.get(&format!("/pagina/{n}/{}.svg", names(&after)[n - 1]));
    assert!(picture.status == 200 && picture.body.starts_with(b"<svg"), "{}", picture.status);
    assert_eq!(shown.get(&format!("/pagina/{n}/0.svg")).status, 404);
}

#[test]
fn while_there_is_an_error_the_last_good_pages_stay_and_say_so() {
    let shown = Shown::new();
    let good = shown.after(0);
    let (path, words) = shown.prose();
    let path = path.to_str().unwrap();
    shown.edit(path, &words, &format!("{words} [@che-non-esiste]"));
    let bad = shown.after(good["numero"].as_u64().unwrap());
    assert_eq!(names(&bad), names(&good));
    assert_eq!(bad["vecchie"]["file"].as_str(), Some(path), "{}", bad["vecchie"]);
    assert!(bad["problemi"].as_array().unwrap().iter().any(|one| one["blocca"] == true));
    // A file that goes away and comes back does not stop it either.
    let whole = std::fs::read(shown.folder.path().join("piao.toml")).unwrap();
    std::fs::remove_file(shown.folder.path().join("piao.toml")).unwrap();
    let gone = shown.after(bad["numero"].as_u64().unwrap());
    assert_eq!(names(&gone), names(&good));
    std::fs::write(shown.folder.path().join("piao.toml"), whole).unwrap();
    shown.edit(path, " [@che-non-esiste]", "");
    let mut state = shown.after(gone["numero"].as_u64().unwrap());
    while !state["vecchie"].is_null() {
        state = shown.after(state["numero"].as_u64().unwrap());
    }
    assert_eq!(names(&state), names(&good));
}

/// A folder and a file of the plan.
const FILE: &str = "1-scheda-anagrafica.md";

#[test]
fn what_is_written_in_the_browser_is_saved_and_only_its_lines_change() {
    let shown = Shown::new();
    let before = shown.after(0);
    // As Windows writes it: the mark, its line ends, an accent apart from its letter, nothing at the end.
    let disk = shown.folder.path().join(FILE);
    let text = std::fs::read_to_string(&disk).unwrap();
    let text = format!("{}\n\nUna citta\u{300} come era.\nUltima riga", text.trim_end());
    let crlf = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    std::fs::write(&disk, &crlf).unwrap();
    shown.after(before["numero"].as_u64().unwrap());
    let (told, _) = shown.read(FILE);
    assert!(told["sola_lettura"].is_null(), "{told}");
    // A browser gives every line one end, and letters with their accents.
    let in_browser = told["testo"].as_str().unwrap().replace("\r\n", "\n");
    assert!(in_browser.contains("città come era"));
    let same = shown.save(FILE, &in_browser, &told["impronta"]);
    assert_eq!((same["esito"].as_str(), std::fs::read(&disk).unwrap()), (Some("salvato"), crlf.clone().into_bytes()));
    let saved = shown.save(FILE, &format!("{in_browser}\nUna riga nuova"), &same["impronta"]);
    assert_eq!(saved["esito"], "salvato", "{saved}");
    let (told, now) = shown.read(FILE);
    assert_eq!(String::from_utf8(now).unwrap(), format!("{crlf}\r\nUna riga nuova"));
    assert_eq!(told["impronta"], saved["impronta"]);
    // What is saved is in the pages without waiting for the look at the folder.
    let state = shown.after(before["numero"].as_u64().unwrap() + 2);
    assert!(state["vecchie"].is_null() && names(&state) != names(&before));
    // Nothing is left beside it.
    let left = std::fs::read_dir(shown.folder.path()).unwrap().flatten();
    assert!(left.map(|entry| entry.file_name()).all(|name| !name.to_string_lossy().starts_with('.')));
}

#[test]
fn a_file_that_others_changed_is_never_written_over() {
    let shown = Shown::new();
    shown.after(0);
    let (told, disk) = shown.read(FILE);
    let theirs = [&disk[..], b"\nDi un altro.\n"].concat();
    std::fs::write(shown.folder.path().join(FILE), &theirs).unwrap();
    let answer = shown.save(FILE, "Mio.\n", &told["impronta"]);
    assert_eq!(answer["esito"], "cambiato", "{answer}");
    assert!(answer["testo"].as_str().unwrap().ends_with("Di un altro.\n"));
    assert_eq!(shown.read(FILE).1, theirs);
    // Who has seen both texts and wants the own says so with the digest of the other.
    assert_eq!(shown.save(FILE, "Mio.\n", &answer["impronta"])["esito"], "salvato");
    assert_eq!(shown.read(FILE).1, b"Mio.\n");
    // A file that went away is not made again by itself, nor a text in another encoding changed into this one.
    std::fs::remove_file(shown.folder.path().join(FILE)).unwrap();
    assert_eq!(shown.save(FILE, "Mio.\n", &answer["impronta"])["esito"], "sparito");
    // Its author, who has seen it, may have it written again, and only where nothing else has come meanwhile.
    let again = |file: &str| {
        let body = json!({ "file": file, "testo": "Mio.\n", "impronta": answer["impronta"], "di_nuovo": true });
        let told: Value = serde_json::from_slice(&shown.post("/salva", &body).body).unwrap();
        told["esito"].clone()
    };
    assert_eq!(again("nuovo.md"), "sparito");
    assert_eq!(again("../fuori.md"), "sparito");
    assert_eq!(again(FILE), "salvato");
    assert_eq!(shown.read(FILE).1, b"Mio.\n");
    std::fs::write(shown.folder.path().join(FILE), b"+++\ntitolo = \"Citt\xE0\"\n+++\n").unwrap();
    let (told, _) = shown.read(FILE);
    assert!(told["sola_lettura"].as_str().unwrap().contains("UTF-8"), "{told}");
    assert_eq!(shown.save(FILE, "Mio.\n", &told["impronta"])["esito"], "rifiutato");
    assert!(shown.read(FILE).1.contains(&0xE0));
}

#[test]
fn only_the_page_of_the_preview_writes_and_only_files_of_the_plan() {
    let shown = Shown::new();
    shown.after(0);
    let (told, disk) = shown.read(FILE);
    let body = json!({ "file": FILE, "testo": "Di nessuno.\n", "impronta": told["impronta"] }).to_string();
    let host = format!("Host: {}\r\n", shown.host);
    let (ours, json_) = (format!("Origin: http://{}\r\n", shown.host), "Content-Type: application/json\r\n");
    let cookie = shown.cookie();
    for (why, heads) in [
        ("no cookie", format!("{host}{ours}{json_}")),
        ("a wrong cookie", format!("{host}{ours}{json_}{}", cookie.replace(&shown.key, "0"))),
        ("nobody says from which page", format!("{host}{json_}{cookie}")),
        ("a page of others", format!("{host}Origin: http://example.org\r\n{json_}{cookie}")),
        ("a frame of the site", format!("{host}Origin: null\r\n{json_}{cookie}")),
        ("another site, says the browser", format!("{host}{ours}Sec-Fetch-Site: cross-site\r\n{json_}{cookie}")),
        ("a form", format!("{host}{ours}Content-Type: application/x-www-form-urlencoded\r\n{cookie}")),
        ("words as a form sends them", format!("{host}{ours}Content-Type: text/plain\r\n{cookie}")),
        ("another name of this machine", format!("Host: example.org\r\n{ours}{json_}{cookie}")),
    ] {
        for path in ["/salva", "/salva/insieme", "/piano", "/bozza", "/lascia"] {
            assert_eq!(shown.ask("POST", path, &heads, &body).status, 403, "{why}: {path}");
        }
    }
    // A browser asks before it sends JSON to another origin: it is not granted.
    let asked = shown.ask("OPTIONS", "/salva", &format!("{host}Origin: http://example.org\r\n"), "");
    assert!(asked.status == 403 && !asked.heads.contains("access-control-allow"), "{}", asked.heads);
    assert_eq!(shown.read(FILE).1, disk);
    // Files that the plan is not made of.
    let other = tempfile::tempdir().unwrap();
    let victim = other.path().join("vittima.md");
    std::fs::write(&victim, "intatto").unwrap();
    std::fs::write(shown.folder.path().join(".nascosto.md"), "intatto").unwrap();
    let mut paths = vec![
        victim.to_str().unwrap().to_owned(),
        format!("../{}/vittima.md", other.path().file_name().unwrap().to_str().unwrap()),
        format!("dati/../../{}/vittima.md", other.path().file_name().unwrap().to_str().unwrap()),
        ".nascosto.md".to_owned(),
        "nuovo.md".to_owned(),
        "dati".to_owned(),
        String::new(),
    ];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&victim, shown.folder.path().join("2-collegamento.md")).unwrap();
        std::os::unix::fs::symlink(other.path(), shown.folder.path().join("3-cartella")).unwrap();
        paths.extend(["2-collegamento.md".to_owned(), "3-cartella/vittima.md".to_owned()]);
    }
    for path in &paths {
        assert_eq!(shown.save(path, "scritto", &json!(""))["esito"], "sparito", "{path}");
        assert_eq!(shown.get(&format!("/testo?file={path}")).status, 404, "{path}");
    }
    assert_eq!(std::fs::read_to_string(&victim).unwrap(), "intatto");
    assert!(!shown.folder.path().join("nuovo.md").exists());
}

#[test]
fn an_unsaved_text_is_judged_and_shown_until_it_is_left() {
    let shown = Shown::new();
    let before = shown.after(0);
    let (told, disk) = shown.read(FILE);
    let text = format!("{}\n\nUn rimando a [@che-non-esiste].\n", told["testo"].as_str().unwrap().trim_end());
    let lay =
        |text: &str, mark: &str| shown.post("/bozza", &json!({ "file": FILE, "testo": text, "segno": mark })).status;
    assert_eq!(lay(&text, "a"), 204);
    let state = shown.after(before["numero"].as_u64().unwrap());
    assert_eq!(state["posati"][FILE], "a", "{}", state["posati"]);
    let line = text.lines().count() as u64;
    let found = state["problemi"].as_array().unwrap().iter().find(|one| one["codice"] == "P0201").unwrap();
    assert_eq!((found["file"].as_str(), found["riga"].as_u64()), (Some(FILE), Some(line)));
    // The pages of what is not saved, too.
    let good = text.replace(" a [@che-non-esiste]", "");
    assert_eq!(lay(&good, "b"), 204);
    let state = shown.after(state["numero"].as_u64().unwrap());
    assert!(state["vecchie"].is_null() && names(&state) != names(&before));
    assert_eq!(shown.read(FILE).1, disk);
    // Who leaves an older text leaves nothing.
    let leave = |mark: &str| shown.post("/lascia", &json!({ "file": FILE, "segno": mark })).status;
    assert_eq!((leave("a"), leave("b")), (204, 204));
    let state = shown.after(state["numero"].as_u64().unwrap());
    assert_eq!((names(&state), &state["posati"]), (names(&before), &json!({})));
}

#[test]
fn a_problem_comes_with_its_correction_and_its_page() {
    let shown = Shown::new();
    let before = shown.after(0);
    let (told, _) = shown.read(FILE);
    let text = format!("{}\n\nÈ così perchè è 😀 così.\n", told["testo"].as_str().unwrap().trim_end());
    assert_eq!(shown.post("/bozza", &json!({ "file": FILE, "testo": text, "segno": "a" })).status, 204);
    let state = shown.after(before["numero"].as_u64().unwrap());
    let all = state["problemi"].as_array().unwrap();
    let found = all.iter().find(|one| one["messaggio"].as_str().unwrap().contains("perchè")).unwrap();
    let edit = &found["correzione"][0];
    assert_eq!(
        (&edit["file"], &edit["colonna"], &edit["fine_colonna"]),
        (&json!(FILE), &json!(8), &json!(14)),
        "{found}"
    );
    assert_eq!((&edit["prima"], &edit["testo"]), (&json!("perchè"), &json!("perché")));
    let page = shown.json(&format!("/regola?codice={}", found["codice"].as_str().unwrap()));
    assert!(page["testo"].as_str().unwrap().contains("## Perché"), "{page}");
    assert_eq!(shown.get("/regola?codice=P9999").status, 404);
}

#[test]
fn a_part_of_the_plan_is_given_alone_and_pictures_are_listed() {
    let shown = Shown::new();
    let state = shown.after(0);
    let id = state["sezioni"][0]["id"].as_str().unwrap();
    let part = shown.get(&format!("/estratto?id={id}"));
    assert!(part.status == 200 && part.body.starts_with(b"%PDF-"), "{}", part.status);
    assert_eq!(shown.get("/estratto?id=che-non-esiste").status, 404);
    let unit = state["dati"].as_array().unwrap().iter().find(|group| group["genere"] == "unita").unwrap();
    let id = unit["cose"][0]["id"].as_str().unwrap();
    assert_eq!(shown.get(&format!("/estratto?id={id}")).status, 200, "{id}");
    // Nobody gave the preview commands to run.
    assert_eq!((&state["comandi"], &state["immagini"]), (&json!(false), &json!([])));
    assert_eq!(shown.post("/comando", &json!({ "comando": "compila" })).status, 404);
}

const RECORDS: &str = r#"# Gli obiettivi.

[[obiettivo]]
id = "a"   # il nome
titolo = "Uno"
# chi ne risponde
unita = { assente = "non si sa" }
peso = 40                # su cento
inizio = 2025-03-01
etichette = [
    "digitalizzazione", # prima
    "semplificazione",
]

[[obiettivo.fase]]
testo = "Prima"
peso = { 2025 = 60, 2027 = 40 }

# --- altro ---

[[obiettivo]]
titolo = "Due"
"#;

#[test]
fn a_record_is_a_form_and_a_change_touches_only_its_value() {
    let shown = Shown::new();
    shown.after(0);
    let form = |text: &str, line: usize| {
        let answer = shown.post("/scheda", &json!({ "file": "dati/a.toml", "testo": text, "riga": line }));
        serde_json::from_slice::<Value>(&answer.body).unwrap()
    };
    let told = form(RECORDS, 9)["scheda"].clone();
    assert_eq!(
        (&told["tabella"], &told["n"], &told["quante"], &told["righe"]),
        (&json!("obiettivo"), &json!(0), &json!(2), &json!([3, 21]))
    );
    let field =
        |name: &str| told["campi"].as_array().unwrap().iter().find(|field| field["nome"] == name).unwrap().clone();
    assert_eq!(field("titolo")["valore"], json!({ "testo": "Uno" }));
    assert_eq!(field("unita")["valore"], json!({ "assente": "non si sa" }));
    assert_eq!((&field("unita")["forma"], &field("unita")["assente"]), (&json!("riferimento"), &json!(true)));
    assert_eq!(field("inizio")["valore"], json!({ "testo": "01/03/2025" }));
    assert_eq!(field("etichette")["valore"], json!({ "elenco": ["digitalizzazione", "semplificazione"] }));
    assert_eq!(field("priorita")["scelte"], json!(["alta", "media", "bassa"]));
    assert!(
        field("unita")["etichetta"] == "Unità responsabile" && field("peso")["aiuto"].as_str().unwrap().contains("100")
    );
    let phase = &field("fase")["righe"][0];
    assert_eq!(phase["riga"], 15);
    let weight = phase["campi"].as_array().unwrap().iter().find(|field| field["nome"] == "peso").unwrap();
    assert_eq!(weight["valore"], json!({ "anni": { "2025": "60", "2027": "40" } }));
    assert!(told["riferimenti"]["unita"].as_array().is_some_and(|all| !all.is_empty()), "{told}");
    assert_eq!(form(RECORDS, 1)["scheda"], Value::Null);
    assert_eq!(form(RECORDS, 22)["scheda"]["n"], 1);
    let broken = form(&RECORDS.replace("peso = 40 ", "peso = = "), 9);
    assert!(broken["perche"].as_str().unwrap().contains("riga 8"), "{broken}");

    let changed = |path: Value, change: Value| {
        let ask = json!({ "file": "dati/a.toml", "testo": RECORDS, "tabella": "obiettivo", "n": 0, "percorso": path, "cambia": change });
        let answer = shown.post("/scheda/cambia", &ask);
        let told: Value = serde_json::from_slice(&answer.body).unwrap();
        told["testo"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    let words = |words: &str| json!({ "che": "testo", "con": words });
    let off = || json!({ "che": "togli" });
    for (path, change, before, after) in [
        (json!(["titolo"]), words("L’«altro» \"uno\""), "titolo = \"Uno\"", "titolo = 'L’«altro» \"uno\"'"),
        (json!(["unita"]), words("S1"), "unita = { assente = \"non si sa\" }", "unita = \"S1\""),
        (
            json!(["titolo"]),
            json!({ "che": "assente", "con": "perché" }),
            "titolo = \"Uno\"",
            "titolo = { assente = \"perché\" }",
        ),
        (json!(["peso"]), words("50"), "peso = 40 ", "peso = 50 "),
        (json!(["peso"]), words("metà"), "peso = 40 ", "peso = \"metà\" "),
        (json!(["peso"]), words("2.500"), "peso = 40 ", "peso = \"2.500\" "),
        (json!(["inizio"]), words("5/4/2026"), "2025-03-01", "2026-04-05"),
        (json!(["unita"]), off(), "unita = { assente = \"non si sa\" }\n", ""),
        (json!(["peso"]), off(), "peso = 40                # su cento", "# su cento"),
        (json!(["fine"]), words("31/12/2026"), "inizio = 2025-03-01\n", "inizio = 2025-03-01\nfine = 2026-12-31\n"),
        (
            json!(["descrizione"]),
            words("Due\nrighe"),
            "]\n\n[[obiettivo.fase]]",
            "]\ndescrizione = \"\"\"\nDue\nrighe\"\"\"\n\n[[obiettivo.fase]]",
        ),
        (
            json!(["etichette"]),
            json!({ "che": "elenco", "con": ["semplificazione", "pari-opportunita"] }),
            "[\n    \"digitalizzazione\", # prima\n    \"semplificazione\",\n]",
            "[ # prima\n    \"semplificazione\",\n    \"pari-opportunita\",\n]",
        ),
        (json!(["fase", 0, "testo"]), words("Seconda"), "\"Prima\"", "\"Seconda\""),
        (json!(["fase", 0, "peso", "2025"]), words("70"), "2025 = 60", "2025 = 70"),
        (
            json!(["fase", 0, "peso", "2026"]),
            words("5"),
            "{ 2025 = 60, 2027 = 40 }",
            "{ 2025 = 60, 2026 = 5, 2027 = 40 }",
        ),
        (json!(["fase", 0, "peso", "2025"]), off(), "{ 2025 = 60, 2027 = 40 }", "{ 2027 = 40 }"),
        (
            json!(["fase"]),
            json!({ "che": "aggiungi" }),
            "2027 = 40 }\n",
            "2027 = 40 }\n\n[[obiettivo.fase]]\ntesto = \"\"\n",
        ),
        (json!([]), json!({ "che": "aggiungi" }), "2027 = 40 }\n", "2027 = 40 }\n\n[[obiettivo]]\ntitolo = \"\"\n"),
        (json!(["fase", 0]), off(), "[[obiettivo.fase]]\ntesto = \"Prima\"\npeso = { 2025 = 60, 2027 = 40 }\n\n", ""),
    ] {
        let expected = RECORDS.replacen(before, after, 1);
        assert_ne!(expected, RECORDS, "{before}");
        assert_eq!(changed(path.clone(), change), expected, "{path}");
    }
    // A record that went away is not taken for another.
    let lost = json!({ "file": "dati/a.toml", "testo": RECORDS, "tabella": "obiettivo", "n": 7, "percorso": ["titolo"], "cambia": words("x") });
    let told: Value = serde_json::from_slice(&shown.post("/scheda/cambia", &lost).body).unwrap();
    assert!(told["perche"].is_string(), "{told}");
}

#[test]
fn what_may_be_written_is_proposed_where_it_replaces_what_was_begun() {
    let shown = Shown::new();
    shown.after(0);
    let propose = |file: &str, text: &str, line: usize, column: usize| {
        let ask = json!({ "file": file, "testo": text, "riga": line, "colonna": column });
        let told: Value = serde_json::from_slice(&shown.post("/completa", &ask).body).unwrap();
        told["proposte"].as_array().unwrap().clone()
    };
    let text = "+++\ntitolo = \"Prova\"\n+++\n\nÈ 😀 come dice [@s\n";
    let all = propose(FILE, text, 5, 18);
    let one = all.iter().find(|one| one["pagina"].is_u64()).unwrap_or_else(|| panic!("{all:?}"));
    // Columns count characters, and the caret comes after what is written.
    assert_eq!((one["da"].as_u64(), one["a"].as_u64()), (Some(17), Some(18)), "{one}");
    assert!(one["testo"].as_str().unwrap().ends_with(']'), "{one}");
    assert_eq!(one["cursore"].as_u64(), Some(one["testo"].as_str().unwrap().encode_utf16().count() as u64));
    assert!(!propose(FILE, "\n```piao:\n", 2, 10).is_empty());
    assert!(propose(FILE, text, 5, 4).is_empty());
    assert!(propose(FILE, text, 99, 99).is_empty());
}

#[test]
fn an_id_is_changed_wherever_it_is_named() {
    let shown = Shown::new();
    shown.after(0);
    let file = "dati/valore.toml";
    let text = shown.read(file).0["testo"].as_str().unwrap().to_owned();
    let at = text.lines().position(|line| line == "id = \"servizi-vicini\"").unwrap() + 1;
    let ask = |new: Option<&str>| -> Value {
        let body = json!({ "file": file, "riga": at, "colonna": 8, "nuovo": new });
        serde_json::from_slice(&shown.post("/rinomina", &body).body).unwrap()
    };
    assert_eq!(ask(None)["id"], "servizi-vicini");
    let told = ask(Some("un-nome-nuovo"));
    let edits = told["cambi"].as_array().unwrap_or_else(|| panic!("{told}"));
    assert!(edits.iter().any(|edit| edit["file"] == file && edit["riga"] == at), "{told}");
    assert!(edits.iter().any(|edit| edit["prima"] == "servizi-vicini"), "{told}");
    assert!(ask(Some("Non è un id"))["perche"].as_str().unwrap().contains("id"));
}

#[test]
fn the_head_of_a_section_is_a_form_too() {
    let shown = Shown::new();
    shown.after(0);
    let text = "+++\n# Di chi è.\ntitolo = \"Prova\"\n+++\n\ntitolo = \"non io\"\n";
    let ask = json!({ "file": FILE, "testo": text, "riga": 2 });
    let told: Value = serde_json::from_slice(&shown.post("/scheda", &ask).body).unwrap();
    let told = &told["scheda"];
    assert_eq!((&told["tabella"], &told["genere"]), (&json!(""), &json!("Sezione")));
    let title = told["campi"].as_array().unwrap().iter().find(|field| field["nome"] == "titolo").unwrap();
    assert_eq!((&title["valore"]["testo"], &title["riga"]), (&json!("Prova"), &json!(3)), "{title}");
    let change = |path: &str, words: &str| {
        let change = json!({ "che": "testo", "con": words });
        let ask = json!({ "file": FILE, "testo": text, "tabella": "", "n": 0, "percorso": [path], "cambia": change });
        let told: Value = serde_json::from_slice(&shown.post("/scheda/cambia", &ask).body).unwrap();
        told["testo"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
    };
    assert_eq!(change("titolo", "Un’altra"), text.replacen("Prova", "Un’altra", 1));
    assert_eq!(change("referente", "Ufficio"), text.replacen("\"Prova\"\n", "\"Prova\"\nreferente = \"Ufficio\"\n", 1));
}

/// The plans of a workspace, with the preview of the principal one.
fn together() -> Shown {
    Shown::of("tests/piani/unione-prova")
}

#[test]
fn the_plans_of_a_workspace_are_written_by_the_names_that_messages_give_their_files() {
    let shown = together();
    let state = shown.after(0);
    assert_eq!(
        (&state["piani"]["nomi"], &state["piani"]["qui"]),
        (&json!(["Unione Valle del Rio", "Comune di Borgoalto", "Comune di Fontelieta"]), &json!(0))
    );
    let own = "unione/2-uffici.md";
    assert!(state["sezioni"].as_array().unwrap().iter().any(|section| section["file"] == own), "{}", state["sezioni"]);
    assert_eq!(state["impostazioni"], "unione/piao.toml");
    let (told, _) = shown.read(own);
    assert!(told["altro_piano"].is_null(), "{told}");
    let text = told["testo"].as_str().unwrap();
    let saved = shown.save(own, &format!("{text}\nUna riga in più.\n"), &told["impronta"]);
    assert_eq!(saved["esito"], "salvato", "{saved}");
    assert!(shown.read(own).1.ends_with("Una riga in più.\n".as_bytes()));
    // The plan is written by its place in the workspace, and by no other.
    for outside in ["2-uffici.md", "piao.toml", "comuni/piao.toml", "unione/../piao.toml", "unione"] {
        assert_eq!(shown.get(&format!("/testo?file={outside}")).status, 404, "{outside}");
    }
    // A file of another plan is read and saved too, and says whose it is.
    let theirs = "comuni/borgoalto/3-uffici.md";
    let (told, disk) = shown.read(theirs);
    assert_eq!(told["altro_piano"], json!({ "n": 1, "nome": "Comune di Borgoalto" }));
    let text = String::from_utf8(disk).unwrap();
    assert_eq!(shown.save(theirs, &format!("{text}\nAnche qui.\n"), &told["impronta"])["esito"], "salvato");
    assert!(shown.read(theirs).1.ends_with("Anche qui.\n".as_bytes()));
}

#[test]
fn another_plan_of_the_workspace_is_shown_when_it_is_chosen() {
    let shown = together();
    let first = shown.after(0);
    let choose =
        |n: usize| -> Value { serde_json::from_slice(&shown.post("/piano", &json!({ "n": n })).body).unwrap() };
    assert_eq!(
        (&choose(0)["scelto"], &choose(9)["scelto"], &choose(1)["scelto"]),
        (&json!(false), &json!(false), &json!(true))
    );
    let second = shown.after(first["numero"].as_u64().unwrap());
    assert_eq!((&second["piani"]["qui"], &second["ente"]), (&json!(1), &json!("Comune di Borgoalto")));
    assert!(second["vecchie"].is_null() && !names(&second).is_empty());
    // What it includes is written where its owner has it: the page leads there, and that line to the page.
    let theirs = "unione/1-formazione/index.md";
    let text = shown.read(theirs).0["testo"].as_str().unwrap().to_owned();
    let line = text.lines().position(|line| line.starts_with(char::is_uppercase) && line.len() > 30).unwrap() + 1;
    let at = shown.json(&format!("/riga?file={theirs}&riga={line}"));
    let spot = &at["pagine"][0];
    let where_: Vec<f64> =
        spot["dove"].as_array().unwrap_or_else(|| panic!("{at}")).iter().map(|n| n.as_f64().unwrap()).collect();
    let (x, y) = (f64::midpoint(where_[0], where_[2]), f64::midpoint(where_[1], where_[3]));
    let back = shown.json(&format!("/punto?pagina={}&x={x}&y={y}", spot["pagina"]));
    assert_eq!((back["file"].as_str(), back["riga"].as_u64()), (Some(theirs), Some(line as u64)));
    // The form and the proposals are of the plan that is shown.
    let ask =
        json!({ "file": "unione/dati/formazione.toml", "testo": "[[linea_formativa]]\ntitolo = \"x\"\n", "riga": 1 });
    assert_eq!(serde_json::from_slice::<Value>(&shown.post("/scheda", &ask).body).unwrap(), Value::Null);
}

/// The page of the bodies is of the plans as they are now, and leads to their sites.
#[test]
fn the_page_of_all_the_bodies_is_shown() {
    let shown = together();
    let pass = shown.after(0)["sito"].as_str().unwrap().to_owned();
    let get = |path: &str| shown.get(&format!("/tutti/{pass}/{path}"));
    let html = |path: &str| String::from_utf8(get(path).body).unwrap();
    let portal = get("enti/index.html");
    assert!(portal.status == 200 && portal.heads.contains("sandbox allow-scripts"), "{}", portal.heads);
    let page = html("enti/index.html");
    for words in ["Comune di Borgoalto", "href=\"../comuni/borgoalto/sito/index.html\"", "href=\"../sito/index.html\""]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    for path in ["enti/assets/base.css", "sito/formazione.html", "comuni/borgoalto/sito/collegamenti.html"] {
        assert_eq!(get(path).status, 200, "{path}");
    }
    assert_eq!(get("comuni/niente/sito/index.html").status, 404);
    assert_eq!(shown.get("/tutti/altra/enti/index.html").status, 404);
    // Of a plan that is not shown too, also where it shows the text of another.
    shown.edit("comuni/borgoalto/piao.toml", "Comune di Borgoalto", "Comune di Borgoalto Terme");
    shown.edit("unione/1-formazione/index.md", "Ci si iscrive con", "Oggi ci si iscrive con");
    assert!(html("enti/index.html").contains("Comune di Borgoalto Terme"));
    assert!(html("comuni/fontelieta/sito/formazione.html").contains("Oggi ci si iscrive con"));
    // A plan alone has no such page.
    let alone = Shown::new();
    let pass = alone.after(0)["sito"].as_str().unwrap().to_owned();
    assert_eq!(alone.get(&format!("/tutti/{pass}/enti/index.html")).status, 404);
}

#[test]
fn several_files_are_saved_all_or_none() {
    let shown = Shown::new();
    shown.after(0);
    let other = "dati/unita.toml";
    let (a, b) = (shown.read(FILE), shown.read(other));
    let (mine, theirs) = (a.0["testo"].as_str().unwrap(), b.0["testo"].as_str().unwrap());
    let ask = |second: &Value| -> Value {
        let all = json!([
            { "file": FILE, "testo": format!("{mine}\nUno.\n"), "impronta": a.0["impronta"] },
            { "file": other, "testo": format!("{theirs}\n# due\n"), "impronta": second },
        ]);
        serde_json::from_slice(&shown.post("/salva/insieme", &all).body).unwrap()
    };
    let refused = ask(&json!("di prima"));
    assert_eq!((&refused["esito"], &refused["file"]), (&json!("rifiutato"), &json!(other)), "{refused}");
    assert_eq!((shown.read(FILE).1, shown.read(other).1), (a.1.clone(), b.1.clone()));
    let saved = ask(&b.0["impronta"]);
    assert_eq!(saved["esito"], "salvato", "{saved}");
    assert_eq!(saved["impronte"][FILE], shown.read(FILE).0["impronta"]);
    assert!(shown.read(FILE).1.ends_with(b"Uno.\n") && shown.read(other).1.ends_with(b"# due\n"));
}

#[test]
fn a_text_that_would_not_be_read_again_is_not_saved() {
    let shown = Shown::new();
    shown.after(0);
    let (told, disk) = shown.read(FILE);
    let answer = shown.save(FILE, &"lungo ".repeat(1_500_000), &told["impronta"]);
    assert!(answer["esito"] == "rifiutato" && answer["perche"].as_str().unwrap().contains("8 MB"), "{answer}");
    assert_eq!(shown.read(FILE).1, disk);
}
