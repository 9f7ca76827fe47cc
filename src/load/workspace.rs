//! The `piao.toml` of a workspace: a folder of several plans that are made together, as those of a union and of its municipalities.
//! It lists the plans with `[[piano]]` and has no `[ente]`, because each plan has its own.

use super::toml;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::text::key;
use crate::diag::codes::P0170;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::element::id::Id;
use crate::source::File;
use ::toml::de::{DeTable, DeValue};
use std::cell::OnceCell;

/// The list of the plans. There is at least one, names and folders are all different, and no folder is inside another.
#[derive(Debug)]
pub(crate) struct Manifest {
    /// The plans, in the order in which they are written.
    pub(crate) piani: Vec<Membro>,
    /// The title of the page that lists them.
    pub(crate) titolo: Option<String>,
    /// The place of the principal plan, whose outputs stand first.
    pub(crate) principale: usize,
}

/// A plan of a workspace.
#[derive(Debug)]
pub(crate) struct Membro {
    /// By which the others cite it: `unione`.
    pub(crate) nome: String,
    /// Its folder, from that of the workspace, with `/`.
    pub(crate) cartella: String,
    /// Where it is listed.
    pub(crate) span: Span,
}

/// What is written.
#[derive(serde::Deserialize)]
struct Scritto {
    titolo: Option<Spanned<String>>,
    piano: Vec<Spanned<Voce>>,
}

#[derive(serde::Deserialize)]
struct Voce {
    cartella: Spanned<String>,
    nome: Option<Spanned<String>>,
    #[serde(default)]
    principale: bool,
}

/// How many plans a workspace can have: above, their files would have the numbers of others.
const MAX_PIANI: usize = 4000;

/// What stands in the publication of the principal plan. No other plan can have its outputs there.
pub(crate) const OCCUPATI: [&str; 5] = ["sito", "edizioni", "ufficio", "piao.pdf", "enti"];

/// Whether the text of a `piao.toml` lists plans, and so is that of a workspace. A list that is written wrong is one too: taken for no
/// list, its plans would be made as if each stood alone.
pub(crate) fn lists_plans(text: &str) -> bool {
    let (table, errors) = DeTable::parse_recoverable(text);
    let header = |line: &str| {
        let name = line.trim_start().strip_prefix('[').map(|rest| rest.trim_start_matches(['[', ' ', '\t', '"', '\'']));
        name.and_then(|name| name.strip_prefix("piano"))
            .is_some_and(|rest| !rest.starts_with(['_', '-', '.']) && !rest.starts_with(char::is_alphanumeric))
    };
    let table = table.get_ref();
    table.contains_key("piano")
        || table.iter().any(|(_, value)| elenca(value.get_ref()))
        || (!errors.is_empty() && text.lines().any(header))
}

/// Whether a value is a list of plans, whatever its name.
fn elenca(value: &DeValue<'_>) -> bool {
    let folder = |value: &DeValue<'_>| matches!(value, DeValue::Table(plan) if plan.contains_key("cartella"));
    matches!(value, DeValue::Array(list) if list.iter().any(|value| folder(value.get_ref())))
}

/// The name of the body in the `piao.toml` of a plan, whatever else is wrong there.
pub(crate) fn ente(text: &str) -> Option<String> {
    let (table, _) = DeTable::parse_recoverable(text);
    let DeValue::Table(ente) = table.get_ref().get("ente")?.get_ref() else { return None };
    let DeValue::String(name) = ente.get("nome")?.get_ref() else { return None };
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Reads the `piao.toml` of a workspace. None when nothing of it can be used.
pub(crate) fn read(file: &File, diags: &mut Diagnostics) -> Option<Manifest> {
    let id = FileId(0);
    let mut cx = toml::Cx::new(id, file.text(), 0, 0);
    let spare = OnceCell::new();
    let mut table = cx.parse(file.text(), &spare);
    if let Some((key, _)) = table.remove_entry("ente") {
        cx.report(
            Diagnostic::at(P0170, cx.span(key.span()), "dove ci sono più piani non c’è un ente solo")
                .note("questo `piao.toml` elenca piani con `[[piano]]`: ogni ente sta nel `piao.toml` del suo piano")
                .help("sposta `[ente]`, con le altre impostazioni del piano, nel `piao.toml` della sua cartella"),
        );
    }
    let misspelt = table.iter().filter(|(key, value)| key.get_ref() != "piano" && elenca(value.get_ref()));
    let misspelt: Vec<String> = misspelt.map(|(key, _)| key.get_ref().to_string()).collect();
    for name in &misspelt {
        if let Some((key, _)) = table.remove_entry(name.as_str()) {
            cx.report(
                Diagnostic::at(P0170, cx.span(key.span()), format!("`[[{name}]]` non aggiunge un piano all’elenco"))
                    .help("scrivi `[[piano]]`"),
            );
        }
    }
    if !misspelt.is_empty() && !table.contains_key("piano") {
        diags.extend(cx.finish().problems);
        return None;
    }
    if let Some((key, _)) = table.remove_entry("pubblicazione") {
        cx.report(
            Diagnostic::at(
                P0170,
                cx.span(key.span()),
                "una pubblicazione di un altro ente si dice nel piano che la cita",
            )
            .note("questo `piao.toml` elenca i piani; un testo incluso porta con sé le pubblicazioni che cita")
            .help("sposta queste righe in fondo al `piao.toml` della cartella di quel piano"),
        );
    }
    let value = DeValue::Table(table);
    let scritto: Option<Scritto> = toml::table(&value, 0..0, &cx);
    let noticed = cx.finish();
    let broken = !noticed.problems.is_empty();
    diags.extend(noticed.problems);
    let scritto = scritto?;
    let manifest = checked(scritto, broken, diags)?;
    (!broken).then_some(manifest)
}

/// `broken`: something of the list could not be read, which is told already.
fn checked(scritto: Scritto, broken: bool, diags: &mut Diagnostics) -> Option<Manifest> {
    let before = diags.iter().count();
    let mut piani: Vec<Membro> = Vec::new();
    let mut principali: Vec<(usize, Span)> = Vec::new();
    for (n, voce) in scritto.piano.iter().enumerate() {
        if broken && voce.value.cartella.value.is_empty() {
            continue;
        }
        let Some(cartella) = cartella(&voce.value.cartella, diags) else { continue };
        let span = voce.value.cartella.span;
        // Two names that differ in the case of a letter are one folder on many disks, where the publication may be put.
        let inside = |a: &str, b: &str| {
            let (a, b) = (key(a), key(b));
            a == b || a.strip_prefix(&b).is_some_and(|rest| rest.starts_with('/'))
        };
        if let Some(other) =
            piani.iter().find(|other| inside(&other.cartella, &cartella) || inside(&cartella, &other.cartella))
        {
            let message = match key(&other.cartella) == key(&cartella) {
                true => format!("la cartella `{cartella}` è già quella di un altro piano"),
                false => format!("le cartelle `{cartella}` e `{}` stanno una nell’altra", other.cartella),
            };
            diags.push(
                Diagnostic::at(P0170, span, message)
                    .other(other.span, "l’altro piano è questo")
                    .note("letti insieme, i due piani si mescolerebbero")
                    .help("dai a ogni piano una cartella sua, accanto alle altre"),
            );
            continue;
        }
        let last = cartella.rsplit('/').next().unwrap_or(&cartella);
        let (nome, at) = match &voce.value.nome {
            Some(nome) => (nome.value.trim().to_owned(), nome.span),
            None => (Id::slug(last).to_string(), span),
        };
        if Id::new(&nome).is_none() {
            diags.push(
                Diagnostic::at(P0170, at, format!("«{nome}» non può essere il nome di un piano"))
                    .note("con questo nome gli altri piani lo citano: ha lettere minuscole senza accento, cifre e trattini")
                    .help(format!("scrivi `nome = \"{}\"`", Id::slug(&nome))),
            );
            continue;
        }
        if let Some(other) = piani.iter().find(|other| other.nome == nome) {
            diags.push(
                Diagnostic::at(P0170, at, format!("due piani si chiamano `{nome}`"))
                    .other(other.span, "l’altro è questo")
                    .note("il nome di un piano, se non è scritto, è l’ultima parola della sua cartella")
                    .help("aggiungi a uno dei due `nome = \"…\"`, con un nome che lo distingua"),
            );
            continue;
        }
        if voce.value.principale {
            principali.push((piani.len(), span));
        }
        piani.push(Membro { nome, cartella, span });
        if n >= MAX_PIANI {
            diags.push(
                Diagnostic::at(P0170, span, format!("i piani sono più di {MAX_PIANI}"))
                    .help("dividili in più cartelle, ciascuna con il suo elenco"),
            );
            break;
        }
    }
    if let [(_, first), (_, second), ..] = principali.as_slice() {
        diags.push(
            Diagnostic::at(P0170, *second, "il piano principale è uno solo")
                .other(*first, "è già questo")
                .help("togli `principale = true` da uno dei due"),
        );
    }
    let principale = principali.first().map_or(0, |(n, _)| *n);
    for (_, membro) in piani.iter().enumerate().filter(|(n, _)| *n != principale) {
        let first = membro.cartella.split('/').next().unwrap_or_default();
        if OCCUPATI.iter().any(|name| name.eq_ignore_ascii_case(first)) {
            diags.push(
                Diagnostic::at(
                    P0170,
                    membro.span,
                    format!("un piano non può stare in una cartella che si chiama `{first}`"),
                )
                .note(format!("nella pubblicazione, `{first}` è del piano principale"))
                .help("dai alla cartella un altro nome, per esempio `comuni/argelato`"),
            );
        }
    }
    if piani.is_empty() && !broken && diags.iter().count() == before {
        diags.push(
            Diagnostic::at(P0170, Span::new(FileId(0), 0..0), "l’elenco dei piani è vuoto")
                .help("aggiungi per ogni piano le righe:\n[[piano]]\ncartella = \"unione\""),
        );
    }
    (diags.iter().count() == before).then(|| Manifest { piani, titolo: scritto.titolo.map(|t| t.value), principale })
}

/// The folder of a plan, with `/` between its parts. None, after reporting it, when it is not one below that of the workspace.
fn cartella(written: &Spanned<String>, diags: &mut Diagnostics) -> Option<String> {
    let plain = written.value.trim().replace('\\', "/");
    let plain = plain.trim_start_matches("./").trim_end_matches('/');
    let out =
        plain.starts_with('/') || plain.contains(':') || plain.split('/').any(|part| [".", "..", ""].contains(&part));
    if out {
        diags.push(
            Diagnostic::at(P0170, written.span, format!("«{}» non è una cartella dentro questa", written.value))
                .note("ogni piano sta in una cartella accanto a questo `piao.toml`, o più sotto")
                .help("scrivi il suo percorso da qui, per esempio `cartella = \"comuni/argelato\"`"),
        );
        return None;
    }
    Some(plain.to_owned())
}
