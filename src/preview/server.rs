//! The server of the preview. It listens on this machine alone, and answers only who has its key: the program puts it in the address
//! that it opens, and the browser keeps it in a cookie, which no page of another machine can send. Cookies know nothing of ports: a
//! page of another port of this machine can have the browser send it, so the origin is looked at too. The other programs of this machine
//! that the author opens in the same browser receive it: who runs programs here can read the plan anyway. What authors wrote is shown as pictures and in a
//! frame that can call nothing. What writes takes JSON, and only from the page of the preview: a browser says from which page a question
//! comes, and asks before it sends JSON elsewhere, which is never granted.

use super::save::Saved;
use super::state::State;
use super::worker::Ask;
use super::{Command, Run};
use crate::base::fonts;
use crate::editor::cambia::Changed;
use crate::emit::layouts::Layouts;
use crate::report::pagine;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Path, Query, Request, State as Held};
use axum::http::{HeaderName, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::Duration;
use tokio::sync::{oneshot, watch};

/// What every answer needs.
#[derive(Clone)]
pub(super) struct Shown {
    /// The address of the server.
    pub(super) here: SocketAddr,
    /// The key of the browser.
    pub(super) key: String,
    /// The key of the site in its frame, which gets no cookie. It opens nothing else.
    pub(super) pass: String,
    pub(super) ask: Sender<Ask>,
    pub(super) told: watch::Receiver<Option<Arc<State>>>,
    /// The files of the page itself.
    pub(super) layouts: Arc<Layouts>,
    /// How many unsaved texts were sent.
    pub(super) turns: Arc<AtomicU64>,
    /// Runs a command of the program; none where there is nobody to run it.
    pub(super) run: Option<Run>,
}

const COOKIE: &str = "piao";

/// How long the browser waits for news before it asks again.
const WAIT: Duration = Duration::from_secs(25);

/// The most bytes of what is sent: the largest text of a plan, each sign of it written as JSON writes the rarest.
const MOST: usize = 6 * crate::source::MAX_TEXT as usize;

/// How long a text that nobody has saved counts, if the browser does not say again that it is still there.
const LEASE: Duration = Duration::from_secs(30);

/// The page of the preview may load its own files, and frame the site. Nobody may frame it.
const RULES: &str = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; font-src 'self'; \
                     frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// A page of the plan: a picture in which nothing runs and which asks nothing of anybody.
const PICTURE: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

/// The site in its frame: its scripts run, in an origin that is nobody's.
const FRAME: &str = "sandbox allow-scripts; frame-ancestors 'self'";

pub(super) fn router(shown: Shown) -> Router {
    let kept = Router::new()
        .route("/", get(page))
        .route("/anteprima/{file}", get(own))
        .route("/fonts/{file}", get(font))
        .route("/stato", get(news))
        .route("/pagina/{number}/{name}", get(picture))
        .route("/punto", get(point))
        .route("/luogo", get(anchor))
        .route("/riga", get(line))
        .route("/testo", get(text))
        .route("/piao.pdf", get(pdf))
        .route("/estratto", get(extract))
        .route("/regola", get(rule))
        .route("/bozza", post(draft))
        .route("/lascia", post(leave))
        .route("/salva", post(save))
        .route("/salva/insieme", post(save_all))
        .route("/piano", post(choose))
        .route("/comando", post(command))
        .route("/completa", post(complete))
        .route("/rinomina", post(rename))
        .route("/scheda", post(form))
        .route("/scheda/cambia", post(change))
        .layer(DefaultBodyLimit::max(MOST))
        .layer(middleware::from_fn_with_state(shown.clone(), with_key));
    Router::new()
        .merge(kept)
        .route("/sito/{pass}/{*path}", get(site))
        .route("/tutti/{pass}/{*path}", get(all))
        .layer(middleware::from_fn_with_state(shown.clone(), from_here))
        .with_state(shown)
}

/// Refuses what was sent to another name (a page of others that has our address behind a name of its own) or by another page.
async fn from_here(Held(shown): Held<Shown>, request: Request, next: Next) -> Response {
    if !is_ours(&shown, &request) || !request.method().is_safe() && !from_our_page(&request) {
        return (StatusCode::FORBIDDEN, "Questo indirizzo è soltanto dell’anteprima di piao.").into_response();
    }
    // The site in its frame is of another origin for its own files too. Who has no key of the frame cannot name them.
    let framed = is_framed(&request);
    let mut answer = next.run(request).await;
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), if framed { "cross-origin" } else { "same-origin" }),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        answer.headers_mut().insert(name, header::HeaderValue::from_static(value));
    }
    answer
}

/// Whether a file of a site is asked, which stands in an origin that is nobody's: that of the plan in its frame, or one of all.
fn is_framed(request: &Request) -> bool {
    ["/sito/", "/tutti/"].iter().any(|start| request.uri().path().starts_with(start))
}

fn word(request: &Request, name: HeaderName) -> Option<&str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// Whether the page of the preview sent this. Where it is not said from which page, or a form of another page could have sent it, it did not.
fn from_our_page(request: &Request) -> bool {
    let site = HeaderName::from_static("sec-fetch-site");
    word(request, header::ORIGIN).is_some_and(|origin| origin != "null")
        && word(request, site).is_none_or(|site| site == "same-origin")
        && word(request, header::CONTENT_TYPE) == Some("application/json")
        && !is_framed(request)
}

fn is_ours(shown: &Shown, request: &Request) -> bool {
    let hosts = [shown.here.to_string(), format!("localhost:{}", shown.here.port())];
    let host = word(request, header::HOST).is_some_and(|host| hosts.iter().any(|ours| ours == host));
    let origin = word(request, header::ORIGIN).is_none_or(|origin| {
        is_framed(request) && origin == "null" || hosts.iter().any(|ours| origin.strip_prefix("http://") == Some(ours))
    });
    host && origin
}

/// Asks for the key: in the cookie or, the first time, in the address, from which it goes away at once.
async fn with_key(Held(shown): Held<Shown>, request: Request, next: Next) -> Response {
    if has_key(&shown, &request) {
        return next.run(request).await;
    }
    let query = request.uri().query().unwrap_or_default();
    if request.uri().path() == "/" && query.strip_prefix("chiave=") == Some(&shown.key) {
        let cookie = format!("{}={}; HttpOnly; SameSite=Strict; Path=/", cookie(&shown), shown.key);
        return (StatusCode::SEE_OTHER, [(header::LOCATION, "/".to_owned()), (header::SET_COOKIE, cookie)])
            .into_response();
    }
    let words = "Questa anteprima si apre con l’indirizzo che piao ha scritto quando è partita.";
    (StatusCode::FORBIDDEN, words).into_response()
}

fn has_key(shown: &Shown, request: &Request) -> bool {
    let cookies = request.headers().get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut given = cookies.split(';').filter_map(|one| one.trim().split_once('='));
    given.any(|(name, value)| name == cookie(shown) && value == shown.key)
}

/// Browsers keep one jar for all the ports of a machine, so the cookie of each preview has a name of its own: a second preview would take
/// the place of the first.
fn cookie(shown: &Shown) -> String {
    format!("{COOKIE}-{}", shown.here.port())
}

fn missing() -> Response {
    (StatusCode::NOT_FOUND, "Non c’è.").into_response()
}

/// The type of a file, by its name.
fn media(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ext)| ext) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("json") => "application/json",
        Some("woff2") => "font/woff2",
        Some("pdf") => "application/pdf",
        Some("csv" | "txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn file(bytes: impl Into<Body>, path: &str, rules: &'static str) -> Response {
    let heads = [
        (header::CONTENT_TYPE, media(path)),
        (header::CONTENT_SECURITY_POLICY, rules),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (heads, bytes.into()).into_response()
}

/// A file of `layouts/anteprima/`, or the icon, which is that of the site.
fn layout(shown: &Shown, name: &str) -> Response {
    let folder = if name == "icona.svg" { "html" } else { "anteprima" };
    let Some(bytes) = shown.layouts.get(&format!("{folder}/{name}")) else { return missing() };
    file(bytes.to_vec(), name, RULES)
}

async fn page(Held(shown): Held<Shown>) -> Response {
    layout(&shown, "anteprima.html")
}

async fn own(Held(shown): Held<Shown>, Path(name): Path<String>) -> Response {
    layout(&shown, &name)
}

async fn font(Path(name): Path<String>) -> Response {
    let found = fonts::files().iter().find(|(path, _)| path.rsplit_once('/').is_some_and(|(_, file)| file == name));
    found.map_or_else(missing, |(_, bytes)| file(*bytes, &name, RULES))
}

#[derive(Deserialize)]
struct Since {
    /// The number of the state that the browser has; 0 for none.
    da: u64,
}

/// The state, as soon as it is another one than the browser has.
async fn news(Held(mut shown): Held<Shown>, Query(since): Query<Since>) -> Response {
    let other = |state: &Option<Arc<State>>| state.as_ref().is_some_and(|state| state.number != since.da);
    let found = tokio::time::timeout(WAIT, shown.told.wait_for(other)).await;
    let json = match found {
        Ok(Ok(state)) => {
            let here = format!("{{\"sito\":\"{}\",\"comandi\":{},", shown.pass, shown.run.is_some());
            state.as_ref().map(|state| state.json.replacen('{', &here, 1))
        }
        _ => None,
    };
    json.map_or_else(|| StatusCode::NO_CONTENT.into_response(), |json| file(json, "stato.json", RULES))
}

/// The picture of a page. Its name says what it looks like, so the browser keeps it.
async fn picture(Held(shown): Held<Shown>, Path((number, name)): Path<(usize, String)>) -> Response {
    let state = shown.told.borrow().clone();
    let Some(state) = state else { return missing() };
    let drawn = tokio::task::spawn_blocking(move || state.with(number, &name)?.picture(number)).await;
    let Ok(Some(svg)) = drawn else { return missing() };
    let mut answer = file(svg, "pagina.svg", PICTURE);
    let keep = header::HeaderValue::from_static("private, max-age=31536000, immutable");
    answer.headers_mut().insert(header::CACHE_CONTROL, keep);
    answer
}

/// Asks the thread of the plan.
async fn ask<T>(shown: &Shown, ask: impl FnOnce(oneshot::Sender<T>) -> Ask) -> Option<T> {
    let (reply, answer) = oneshot::channel();
    shown.ask.send(ask(reply)).ok()?;
    answer.await.ok()
}

async fn told(shown: &Shown, question: impl FnOnce(oneshot::Sender<serde_json::Value>) -> Ask) -> Response {
    let found = ask(shown, question).await;
    found.map_or_else(missing, |value| file(value.to_string(), "risposta.json", RULES))
}

#[derive(Deserialize)]
struct Point {
    pagina: u32,
    x: f64,
    y: f64,
}

async fn point(Held(shown): Held<Shown>, Query(at): Query<Point>) -> Response {
    told(&shown, |reply| Ask::AtPoint { page: at.pagina, x: at.x, y: at.y, reply }).await
}

#[derive(Deserialize)]
struct Anchor {
    pagina: String,
    id: Option<String>,
}

async fn anchor(Held(shown): Held<Shown>, Query(at): Query<Anchor>) -> Response {
    told(&shown, |reply| Ask::AtAnchor { page: at.pagina, id: at.id, reply }).await
}

#[derive(Deserialize)]
struct Line {
    file: String,
    riga: usize,
}

async fn line(Held(shown): Held<Shown>, Query(at): Query<Line>) -> Response {
    told(&shown, |reply| Ask::Shown { file: at.file, line: at.riga, reply }).await
}

#[derive(Deserialize)]
struct Named {
    file: String,
}

async fn text(Held(shown): Held<Shown>, Query(named): Query<Named>) -> Response {
    let found = ask(&shown, |reply| Ask::Text { file: named.file, reply }).await.flatten();
    found.map_or_else(missing, |text| file(text.to_string(), "testo.json", RULES))
}

/// What is sent as JSON, or why it cannot be read.
fn sent<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Response> {
    serde_json::from_slice(body).map_err(|error| (StatusCode::BAD_REQUEST, error.to_string()).into_response())
}

#[derive(Deserialize)]
struct Draft {
    file: String,
    testo: String,
    segno: String,
}

/// What stands before the eyes of the author and is not saved. It counts until it is saved, or left, or nobody speaks of it any more.
async fn draft(Held(shown): Held<Shown>, body: Bytes) -> Result<StatusCode, Response> {
    let Draft { file, testo, segno } = sent(&body)?;
    let turn = shown.turns.fetch_add(1, Ordering::Relaxed);
    let later = Ask::Expire { file: file.clone(), turn };
    shown.ask.send(Ask::Lay { file, text: testo, mark: segno, turn }).map_err(|_| missing())?;
    tokio::spawn(async move {
        tokio::time::sleep(LEASE).await;
        // When the thread has ended there is nothing to lift.
        let _ = shown.ask.send(later);
    });
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct Left {
    file: String,
    segno: String,
}

async fn leave(Held(shown): Held<Shown>, body: Bytes) -> Result<StatusCode, Response> {
    let Left { file, segno } = sent(&body)?;
    shown.ask.send(Ask::Lift { file, mark: segno }).map_err(|_| missing())?;
    Ok(StatusCode::NO_CONTENT)
}

async fn save(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let saved: Saved = sent(&body)?;
    Ok(told(&shown, |reply| Ask::Save { saved, reply }).await)
}

/// Several files, all of them or none.
async fn save_all(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let all: Vec<Saved> = sent(&body)?;
    Ok(told(&shown, |reply| Ask::SaveAll { all, reply }).await)
}

#[derive(Deserialize)]
struct Chosen {
    n: usize,
}

/// Shows another plan of the workspace.
async fn choose(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let Chosen { n } = sent(&body)?;
    Ok(told(&shown, |reply| Ask::Choose { n, reply }).await)
}

#[derive(Deserialize)]
struct Writing {
    file: String,
    testo: String,
    riga: usize,
    colonna: usize,
}

async fn complete(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let Writing { file, testo, riga, colonna } = sent(&body)?;
    Ok(told(&shown, |reply| Ask::Complete { file, text: testo, line: riga, column: colonna, reply }).await)
}

#[derive(Deserialize)]
struct Renamed {
    file: String,
    riga: usize,
    colonna: usize,
    nuovo: Option<String>,
}

async fn rename(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let Renamed { file, riga, colonna, nuovo } = sent(&body)?;
    Ok(told(&shown, |reply| Ask::Rename { file, line: riga, column: colonna, new: nuovo, reply }).await)
}

#[derive(Deserialize)]
struct OnLine {
    file: String,
    testo: String,
    riga: usize,
}

async fn form(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let OnLine { file, testo, riga } = sent(&body)?;
    Ok(told(&shown, |reply| Ask::Form { file, text: testo, line: riga, reply }).await)
}

/// The text with one value of a record changed. Nothing is saved: the page has the text, and saves it.
async fn change(body: Bytes) -> Result<Response, Response> {
    let told = match sent::<Changed>(&body)?.made() {
        Ok(text) => json!({ "testo": text }),
        Err(why) => json!({ "perche": why }),
    };
    Ok(file(told.to_string(), "scheda.json", RULES))
}

#[derive(Deserialize)]
struct Coded {
    codice: String,
}

/// The page that explains a code, in Markdown.
async fn rule(Query(coded): Query<Coded>) -> Response {
    let found = pagine::all().into_iter().find(|page| page.codice == coded.codice);
    found.map_or_else(missing, |page| {
        let told = json!({ "titolo": page.title(), "testo": page.body(), "fatti": page.facts() });
        file(told.to_string(), "regola.json", RULES)
    })
}

async fn pdf(Held(shown): Held<Shown>) -> Response {
    let made = ask(&shown, |reply| Ask::Pdf { reply }).await.flatten();
    made.map_or_else(missing, |bytes| file(bytes, "piao.pdf", RULES))
}

#[derive(Deserialize)]
struct Part {
    id: String,
}

/// The PDF of one part of the plan.
async fn extract(Held(shown): Held<Shown>, Query(part): Query<Part>) -> Response {
    let made = ask(&shown, |reply| Ask::Extract { id: part.id, reply }).await.flatten();
    made.map_or_else(missing, |bytes| file(bytes, "estratto.pdf", RULES))
}

#[derive(Deserialize)]
struct Wanted {
    comando: Command,
}

/// Runs a command of the program, and gives its words.
async fn command(Held(shown): Held<Shown>, body: Bytes) -> Result<Response, Response> {
    let Wanted { comando } = sent(&body)?;
    let run = shown.run.clone().ok_or_else(missing)?;
    let folder = ask(&shown, |reply| Ask::Folder { reply }).await.ok_or_else(missing)?;
    let said = tokio::task::spawn_blocking(move || run(comando, &folder)).await.map_err(|_| missing())?;
    Ok(file(json!({ "fatto": said.done, "parole": said.words }).to_string(), "comando.json", RULES))
}

/// A file of the site. Its pages get a script that tells the preview what was clicked.
async fn site(Held(shown): Held<Shown>, Path((pass, path)): Path<(String, String)>) -> Response {
    if pass != shown.pass {
        return missing();
    }
    if path == "_anteprima.js" {
        let script = shown.layouts.get("anteprima/sito.js").map(<[u8]>::to_vec);
        return script.map_or_else(missing, |bytes| file(bytes, "sito.js", FRAME));
    }
    let Some(bytes) = ask(&shown, |reply| Ask::Site { path: path.clone(), reply }).await.flatten() else {
        return missing();
    };
    let bytes = match String::from_utf8(bytes) {
        Ok(html) if path.ends_with(".html") => {
            html.replacen("</body>", "<script src=\"_anteprima.js\"></script></body>", 1).into_bytes()
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    framed(bytes, &path)
}

/// A file of the publication of all the plans of the workspace: the page of the bodies, and the sites to which it leads.
async fn all(Held(shown): Held<Shown>, Path((pass, path)): Path<(String, String)>) -> Response {
    if pass != shown.pass {
        return missing();
    }
    let found = ask(&shown, |reply| Ask::All { path: path.clone(), reply }).await.flatten();
    found.map_or_else(missing, |bytes| framed(bytes, &path))
}

/// A file of a site.
fn framed(bytes: Vec<u8>, path: &str) -> Response {
    let mut answer = file(bytes, path, FRAME);
    // A browser asks for fonts with the origin of the site, which is nobody's.
    answer.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("null"));
    answer
}
