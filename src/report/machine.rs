//! Diagnostics for programs: one line each, JSON, SARIF 2.1.0 (OASIS). Lines and columns count from 1, columns in characters.

use super::terminal::place;
use crate::base::span::Span;
use crate::diag::{Diagnostic, Severity};
use crate::source::Sources;
use serde_json::{Value, json};

impl Severity {
    /// The Italian word for this severity in every format. `Blocco` and `Errore` are both called `errore`: the reader has to mend
    /// both.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Severity::Blocco | Severity::Errore => "errore",
            Severity::Avviso => "avviso",
            Severity::Nota => "nota",
        }
    }
}

/// A diagnostic on one line, which editors turn into a link: `dati/obiettivi.toml:12:8: errore[P0411]: …`.
#[must_use]
pub fn line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let place = diagnostic.span.and_then(|span| place(sources, span));
    let place = place.map_or_else(String::new, |(file, line, column)| format!("{file}:{line}:{column}: "));
    format!("{place}{}[{}]: {}", diagnostic.severity.label(), diagnostic.code, diagnostic.message)
}

/// The line and the column where a span ends, counted as [`place`] counts those where it begins.
fn end(sources: &Sources, span: Span) -> Option<(usize, usize)> {
    place(sources, Span { start: span.end, ..span }).map(|(_, line, column)| (line, column))
}

/// The diagnostics of one plan or of several, each with its sources.
pub type Lists<'d> = [(&'d [&'d Diagnostic], &'d Sources)];

/// All diagnostics as a JSON array. Other programs read it, so its fields keep their names.
#[must_use]
pub fn json(lists: &Lists<'_>) -> String {
    let each = lists.iter().flat_map(|(all, sources)| all.iter().map(|diagnostic| value(diagnostic, sources)));
    pretty(&Value::Array(each.collect()))
}

/// One diagnostic as a JSON object.
#[must_use]
pub fn value(diagnostic: &Diagnostic, sources: &Sources) -> Value {
    let d = diagnostic;
    let start = d.span.and_then(|span| place(sources, span));
    let end = d.span.and_then(|span| end(sources, span));
    json!({
        "codice": d.code,
        "regola": crate::rules::Regola::con(d.code).map(|regola| regola.nome),
        "livello": d.severity.label(),
        "blocca": d.severity == Severity::Blocco,
        "file": start.map(|(file, ..)| file),
        "riga": start.map(|(_, line, _)| line),
        "colonna": start.map(|(.., column)| column),
        "fine_riga": end.map(|(line, _)| line),
        "fine_colonna": end.map(|(_, column)| column),
        "messaggio": d.message,
        "aiuto": d.helps.join("\n"),
        "nota": d.notes.join("\n"),
        "norma": d.norma.map(|norma| norma.testo),
    })
}

/// All diagnostics as one SARIF run, for the programs of those who keep their plan under version control.
#[must_use]
pub fn sarif(lists: &Lists<'_>) -> String {
    let results: Vec<Value> = lists
        .iter()
        .flat_map(|(all, sources)| all.iter().map(move |d| (d, sources)))
        .map(|(d, sources)| {
            let level = match d.severity {
                Severity::Blocco | Severity::Errore => "error",
                Severity::Avviso => "warning",
                Severity::Nota => "note",
            };
            let text = std::iter::once(d.message.as_str())
                .chain(d.notes.iter().chain(&d.helps).map(String::as_str))
                .chain(d.norma.map(|norma| norma.testo))
                .collect::<Vec<_>>()
                .join("\n");
            let start = d.span.and_then(|span| place(sources, span));
            let locations: Vec<Value> = start
                .into_iter()
                .map(|(file, line, column)| {
                    let (end_line, end_column) = d.span.and_then(|span| end(sources, span)).unwrap_or((line, column));
                    json!({ "physicalLocation": {
                        "artifactLocation": { "uri": uri(file) },
                        "region": {
                            "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column
                        },
                    } })
                })
                .collect();
            json!({ "ruleId": d.code, "level": level, "message": { "text": text }, "locations": locations })
        })
        .collect();
    let rules: Vec<Value> = crate::report::pagine::all()
        .iter()
        .map(|page| {
            let name = page.regola.map_or(page.codice, |regola| regola.nome);
            json!({ "id": page.codice, "name": name, "shortDescription": { "text": page.title() } })
        })
        .collect();
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "piao", "version": env!("CARGO_PKG_VERSION"), "language": "it", "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

/// A path as a relative URI: characters that a URI cannot hold are percent-encoded (RFC 3986).
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-._~".contains(&b);
    path.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn pretty(value: &Value) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
