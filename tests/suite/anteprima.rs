//! The preview, asked as a browser asks it.

use piao::preview::Preview;
use serde_json::Value;
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
        let folder = tempfile::tempdir().unwrap();
        for entry in walkdir::WalkDir::new("tests/base") {
            let entry = entry.unwrap();
            let to = folder.path().join(entry.path().strip_prefix("tests/base").unwrap());
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
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nConnection: close\r\n{heads}\r\n").unwrap();
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

    /// As the browser that has the key.
    fn get(&self, path: &str) -> Answer {
        let port = self.host.rsplit_once(':').unwrap().1;
        self.send(path, &format!("Host: {}\r\nCookie: piao-{port}={}\r\n", self.host, self.key))
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&self.get(path).body).unwrap()
    }

    /// The state after the one of that number.
    fn after(&self, number: u64) -> Value {
        for _ in 0..8 {
            let answer = self.get(&format!("/stato?da={number}"));
            if answer.status == 200 {
                return serde_json::from_slice(&answer.body).unwrap();
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
    let cookie = format!("Cookie: piao-{}={}\r\n", shown.host.rsplit_once(':').unwrap().1, shown.key);
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
    let text = String::from_utf8(shown.get(&format!("/testo?file={path}")).body).unwrap();
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
