//! The revisions of a record, read before the record itself. `[[…revisione]]` and the arrows of the short form are taken out of its
//! table, and the table is left as it was at the version being made. So whatever reads the record later sees one version only.
//!
//! That a field exists, and that the value before is one that it can have, is not decided here: the table as it was before each
//! revision is read as a record too, and what is wrong with the revised values is reported where they are written.

use super::toml;
use crate::base::span::{Span, Spanned as OurSpanned};
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::diag::codes::{P0361, P0362};
use crate::piano::element::Kind;
use crate::piano::element::misura::{Parola, legge_parola};
use crate::piano::element::obiettivo::fase::NumeroFase;
use crate::piano::element::value::Testo;
use crate::piano::revisione::{Cambio, Nomi, Revisione};
use crate::piano::settings::{Impostazioni, Momento};
use ::toml::Spanned;
use ::toml::de::{DeString, DeTable, DeValue};
use serde::de::{Deserialize, Deserializer};
use std::collections::BTreeSet;
use std::ops::Range;

/// The fields that may be written `prima -> dopo`: weights, percentages and times. In other fields an arrow is text.
pub(crate) const BREVI: [&str; 8] =
    ["peso", "tempi", "scadenza", "inizio", "fine", "entro", "completamento", "realizzazione"];

/// The field that may be written so only with its version, `prima -> dopo (v2)`: an arrow alone may tell from where to where a value is to go.
pub(crate) const CON_VERSIONE: &str = "target";

/// The numbers of the versions of the plan, as far as the revisions need them.
#[derive(Debug)]
pub(super) struct Versioni {
    /// All of them, those later than the one being made too.
    tutte: Vec<u32>,
    /// Those that can change the plan: not the first, and no report.
    nuove: Vec<u32>,
    /// The one being made.
    fino: u32,
}

impl Versioni {
    pub(super) fn of(set: &Impostazioni) -> Self {
        let written = set.versioni.iter().map(|versione| (versione.value.numero.value, versione.value.momento()));
        let all: Vec<(u32, Momento)> = written.chain(set.seguito.versioni.iter().copied()).collect();
        let tutte: Vec<u32> = all.iter().map(|(numero, _)| *numero).collect();
        let first = tutte.first().copied().unwrap_or(1);
        let changes = all.iter().filter(|(numero, momento)| *numero > first && *momento != Momento::Consuntivo);
        let nuove = changes.map(|(numero, _)| *numero).collect();
        let fino = set.versioni.last().map_or(1, |versione| versione.value.numero.value);
        Versioni { tutte, nuove, fino }
    }
}

/// A step from a record to one of its tables: the name of a list, and the place in it.
type Via = Vec<(String, usize)>;

/// A value with its place, as the parser gives it.
type Nodo<'a> = Spanned<DeValue<'a>>;

/// What a revision says, before it is known whether it can be right.
struct Scritta<'a> {
    via: Via,
    parte: Range<usize>,
    nome: String,
    versione: u32,
    cosa: Cosa<'a>,
    motivo: Option<Testo>,
    at: Range<usize>,
}

#[expect(clippy::large_enum_variant, reason = "nearly all revisions change a field, and there are few of them")]
enum Cosa<'a> {
    Campo { campo: Spanned<String>, prima: Option<Nodo<'a>>, dopo: Option<Nodo<'a>> },
    Aggiunta,
    Soppressione,
}

/// The fields of `[[…revisione]]` that are not values of the field it changes.
#[derive(serde::Deserialize)]
struct Voce {
    versione: OurSpanned<u32>,
    campo: Option<OurSpanned<NomeCampo>>,
    tipo: Option<Tipo>,
    motivo: Option<Testo>,
}

/// The name of a field, which is no word of the plan.
struct NomeCampo(String);

impl Parola for NomeCampo {
    const ATTESO: &'static str = "il nome di un campo come \"peso\"";
    fn read(text: &str) -> Result<Self, String> {
        Ok(NomeCampo(text.to_owned()))
    }
    fn vuota() -> Self {
        NomeCampo(String::new())
    }
}

legge_parola!(NomeCampo);

#[derive(Clone, Copy, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tipo {
    Aggiunta,
    Soppressione,
}

/// Takes the revisions out of the records of a file and returns those that the version being made prints. A record that this version
/// does not have goes.
pub(super) fn tutte<'a>(table: &mut DeTable<'a>, versioni: &Versioni, cx: &toml::Cx<'_>) -> Vec<Revisione> {
    let mut out = Vec::new();
    for (key, value) in table.iter_mut() {
        let Some(kind) = Kind::di_tabella(key.get_ref().as_ref()) else { continue };
        let DeValue::Array(items) = value.get_mut() else { continue };
        toml::retain(items, |mut item| {
            let (found, there) = read(kind, &mut item, versioni, cx);
            out.extend(found);
            there.then_some(item)
        });
    }
    out
}

/// Takes the revisions out of `record`, leaves it as it was at the version being made, and returns those that this version prints,
/// and whether the record is in this version.
pub(super) fn read<'a>(
    kind: Kind,
    record: &mut Nodo<'a>,
    versioni: &Versioni,
    cx: &toml::Cx<'_>,
) -> (Vec<Revisione>, bool) {
    let place = record.span();
    let mut all = Vec::new();
    if let DeValue::Table(table) = record.get_mut() {
        extract(table, place.clone(), &mut Via::new(), versioni, cx, &mut all);
    }
    if all.is_empty() {
        return (vec![], true);
    }
    all.sort_by_key(|scritta| scritta.versione);
    coerenti(record, &all, cx);
    // What was before each revision is read as the record that it was.
    let steps: BTreeSet<u32> = all.iter().map(|scritta| scritta.versione).collect();
    for step in steps {
        let mut before = record.clone();
        if al(&mut before, &all, step.saturating_sub(1)) {
            super::try_read(kind, &before, cx, &|at| all.iter().any(|scritta| scritta.di(at)));
        }
    }
    let nomi = nomi(record);
    let out = all
        .iter()
        .enumerate()
        .filter(|(_, scritta)| scritta.versione <= versioni.fino)
        .map(|(n, scritta)| scritta.revisione((kind, &nomi, &place), record, all.get(n + 1..).unwrap_or_default(), cx))
        .collect();
    let there = al(record, &all, versioni.fino);
    (out, there)
}

impl<'a> Scritta<'a> {
    /// Whether `at` is inside what this revision writes.
    fn di(&self, at: &Range<usize>) -> bool {
        let inside = |range: &Range<usize>| range.start <= at.start && at.end <= range.end && !range.is_empty();
        match &self.cosa {
            Cosa::Campo { campo, prima, .. } => {
                inside(&campo.span()) || prima.as_ref().is_some_and(|prima| inside(&prima.span()))
            }
            Cosa::Aggiunta | Cosa::Soppressione => false,
        }
    }

    /// Whether `other` changes the same field of the same thing.
    fn stesso(&self, other: &Scritta<'_>) -> bool {
        match (&self.cosa, &other.cosa) {
            (Cosa::Campo { campo: a, .. }, Cosa::Campo { campo: b, .. }) => {
                a.get_ref() == b.get_ref() && self.via == other.via
            }
            _ => false,
        }
    }

    fn revisione(
        &self,
        (kind, nomi, record): (Kind, &Nomi, &Range<usize>),
        in_force: &Nodo<'a>,
        later: &[Scritta<'a>],
        cx: &toml::Cx<'_>,
    ) -> Revisione {
        let cambia = match &self.cosa {
            Cosa::Campo { campo, prima, .. } => Cambio::Campo {
                campo: campo.get_ref().clone(),
                prima: prima.as_ref().map(|value| parole(value.get_ref())),
                dopo: self.poi(in_force, later).map(|value| parole(value.get_ref())),
            },
            Cosa::Aggiunta => Cambio::Aggiunta,
            Cosa::Soppressione => Cambio::Soppressione,
        };
        Revisione {
            kind,
            scheda: cx.span(record.clone()),
            nomi: nomi.clone(),
            parte: cx.span(self.parte.clone()),
            via: self.via.clone(),
            nome: self.nome.clone(),
            cambia,
            versione: self.versione,
            motivo: self.motivo,
            span: cx.span(self.at.clone()),
        }
    }

    /// The value that the field took: the one before the next revision of it, or the one of the record.
    fn poi<'n>(&'n self, record: &'n Nodo<'a>, later: &'n [Scritta<'a>]) -> Option<&'n Nodo<'a>> {
        let Cosa::Campo { campo, .. } = &self.cosa else { return None };
        match later.iter().find(|other| self.stesso(other)) {
            Some(Scritta { cosa: Cosa::Campo { prima, .. }, .. }) => prima.as_ref(),
            _ => tavola(record, &self.via).and_then(|table| valore(table, campo.get_ref())),
        }
    }
}

/// Takes the revisions out of `table` and of the tables inside it.
fn extract<'a>(
    table: &mut DeTable<'a>,
    place: Range<usize>,
    via: &mut Via,
    versioni: &Versioni,
    cx: &toml::Cx<'_>,
    out: &mut Vec<Scritta<'a>>,
) {
    let nome = nome(table);
    let whole = |cosa, versione, motivo, at| Scritta {
        via: via.clone(),
        parte: place.clone(),
        nome: nome.clone(),
        versione,
        cosa,
        motivo,
        at,
    };
    if let Some(list) = table.remove("revisione") {
        let at = list.span();
        match list.into_inner() {
            DeValue::Array(items) => {
                for item in items {
                    if let Some((cosa, versione, motivo, at)) = voce(item, versioni, cx) {
                        out.push(whole(cosa, versione, motivo, at));
                    }
                }
            }
            _ => {
                cx.report(Diagnostic::at(P0361, cx.span(at), "una revisione va scritta con due parentesi quadre").help(
                    "scrivi `[[obiettivo.revisione]]`, o `[[obiettivo.fase.revisione]]` sotto la fase che cambia",
                ))
            }
        }
    }
    for campo in BREVI.into_iter().chain([CON_VERSIONE]) {
        let Some(value) = table.get_mut(campo) else { continue };
        for (campo, versione, prima, at) in frecce(campo, value, versioni, cx) {
            out.push(whole(Cosa::Campo { campo, prima: Some(prima), dopo: None }, versione, None, at));
        }
        // The values of each year.
        if let DeValue::Table(years) = value.get_mut() {
            for (year, value) in years.iter_mut() {
                for (campo, versione, prima, at) in frecce(&format!("{campo}.{}", year.get_ref()), value, versioni, cx)
                {
                    out.push(whole(Cosa::Campo { campo, prima: Some(prima), dopo: None }, versione, None, at));
                }
            }
        }
    }
    for (key, value) in table.iter_mut() {
        let key = key.get_ref().to_string();
        let DeValue::Array(items) = value.get_mut() else { continue };
        for (n, item) in items.iter_mut().enumerate() {
            let place = item.span();
            if let DeValue::Table(inner) = item.get_mut() {
                via.push((key.clone(), n));
                extract(inner, place, via, versioni, cx, out);
                via.pop();
            }
        }
    }
}

/// One `[[…revisione]]`.
fn voce<'a>(
    mut item: Nodo<'a>,
    versioni: &Versioni,
    cx: &toml::Cx<'_>,
) -> Option<(Cosa<'a>, u32, Option<Testo>, Range<usize>)> {
    let at = item.span();
    let (mut prima, mut dopo) = (None, None);
    if let DeValue::Table(table) = item.get_mut() {
        prima = table.remove("prima");
        dopo = table.remove("dopo");
    }
    let voce: Voce = toml::record(&item, cx)?.value;
    let span = cx.span(at.clone());
    if !versioni.nuove.contains(&voce.versione.value) {
        cx.report(senza_versione(voce.versione.value, voce.versione.span, versioni));
        return None;
    }
    let cosa = match (voce.campo, voce.tipo) {
        (Some(campo), None) => {
            Cosa::Campo { campo: Spanned::new(cx.range(campo.span), campo.value.0.trim().to_owned()), prima, dopo }
        }
        (None, Some(Tipo::Aggiunta)) if prima.is_none() && dopo.is_none() => Cosa::Aggiunta,
        (None, Some(Tipo::Soppressione)) if prima.is_none() && dopo.is_none() => Cosa::Soppressione,
        _ => {
            cx.report(
                Diagnostic::at(P0361, span, "non si capisce che cosa cambia questa revisione").help(
                    "scrivi `campo = \"…\"` e `prima = …` per un valore, oppure soltanto `tipo = \"aggiunta\"` o `tipo = \"soppressione\"` per la cosa intera",
                ),
            );
            return None;
        }
    };
    Some((cosa, voce.versione.value, voce.motivo, at))
}

fn senza_versione(numero: u32, span: Span, versioni: &Versioni) -> Diagnostic {
    let next = versioni.tutte.iter().copied().max().unwrap_or(1) + 1;
    let known: Vec<String> = versioni.nuove.iter().map(u32::to_string).collect();
    let message = match versioni.tutte.first() {
        Some(first) if *first == numero => format!("la versione {numero} è la prima: non ha cambiato niente"),
        _ if versioni.tutte.contains(&numero) => format!("la versione {numero} è un consuntivo: non cambia il piano"),
        _ => format!("la versione {numero} non c’è"),
    };
    let problem = Diagnostic::at(P0361, span, message);
    match known.as_slice() {
        [] => problem.help(format!(
            "in `piao.toml` scrivi la versione che ha cambiato il piano:\n[[versione]]\nnumero = {}\nmotivo = \"che cosa cambia e perché\"\natto = \"id-dell-atto\"",
            next.max(2)
        )),
        all => problem.help(format!("le versioni che cambiano il piano sono: {}", all.join(", "))),
    }
}

/// The revisions of the short form in `value`, `"35 -> 20"`, which becomes the value in force: the last of the chain.
fn frecce<'a>(
    campo: &str,
    value: &mut Nodo<'a>,
    versioni: &Versioni,
    cx: &toml::Cx<'_>,
) -> Vec<(Spanned<String>, u32, Nodo<'a>, Range<usize>)> {
    let whole = value.span();
    let DeValue::String(text) = value.get_ref() else { return vec![] };
    let text = text.to_string();
    if !text.contains("->") && !text.contains('→') {
        return vec![];
    }
    if campo.split('.').next() == Some(CON_VERSIONE) && !text.contains("(v") {
        return vec![];
    }
    // The parts, each with its place: without escapes the text begins one byte after the quotation mark.
    let mut parts: Vec<(String, Option<u32>, Range<usize>)> = Vec::new();
    let mut rest = 0;
    for piece in text.replace("->", "→").split('→') {
        let start = text.get(rest..).and_then(|tail| tail.find(piece)).map_or(rest, |n| rest + n);
        rest = start + piece.len();
        let lead = piece.len() - piece.trim_start().len();
        let mut words = piece.trim();
        let mut versione = None;
        if let Some((before, number)) = words.strip_suffix(')').and_then(|inner| inner.rsplit_once("(v")) {
            versione = number.trim().parse().ok();
            words = if versione.is_some() { before.trim() } else { words };
        }
        let from = whole.start + 1 + start + lead;
        parts.push((words.to_owned(), versione, from..from + words.len()));
    }
    if parts.iter().any(|(words, ..)| words.is_empty()) {
        let error = Diagnostic::at(
            P0361,
            cx.span(whole),
            format!("in «{}» manca un valore accanto alla freccia", short(&text)),
        );
        cx.report(error.help("scrivi il valore di prima e quello di adesso: `\"35 -> 20\"`"));
        // The value that is there holds, so that nothing else is said of this field.
        if let Some((words, _, place)) = parts.into_iter().rev().find(|(words, ..)| !words.is_empty()) {
            *value = Spanned::new(place, DeValue::String(words.into()));
        }
        return vec![];
    }
    let (mut out, mut told) = (Vec::new(), false);
    for pair in parts.windows(2) {
        let [(prima, _, place), (poi, versione, _)] = pair else { continue };
        let versione = match (versione, versioni.nuove.as_slice()) {
            (Some(numero), nuove) if nuove.contains(numero) => *numero,
            (None, [only]) if parts.len() == 2 => *only,
            (Some(numero), _) => {
                cx.report(senza_versione(*numero, cx.span(whole.clone()), versioni));
                continue;
            }
            (None, []) => {
                cx.report(senza_versione(2, cx.span(whole.clone()), versioni));
                continue;
            }
            (None, nuove) => {
                // One message for the chain, however many arrows lack their version.
                if std::mem::replace(&mut told, true) {
                    continue;
                }
                let names: Vec<String> = nuove.iter().map(|n| format!("`(v{n})`")).collect();
                let after = short(&text);
                cx.report(
                    Diagnostic::at(
                        P0361,
                        cx.span(whole.clone()),
                        format!("di «{after}» non si sa quale versione l’ha cambiato"),
                    )
                    .help(format!(
                        "scrivi dopo ogni valore nuovo la versione che l’ha dato, una fra {}: per esempio `\"{prima} -> {poi} (v{})\"`",
                        names.join(", "),
                        nuove.first().copied().unwrap_or(2)
                    )),
                );
                continue;
            }
        };
        let campo = Spanned::new(0..0, campo.to_owned());
        let before = Spanned::new(place.clone(), DeValue::String(prima.clone().into()));
        out.push((campo, versione, before, whole.clone()));
    }
    if let Some((words, _, place)) = parts.pop() {
        *value = Spanned::new(place, DeValue::String(words.into()));
    }
    out
}

/// Reports revisions that contradict each other, or the record.
fn coerenti(record: &Nodo<'_>, all: &[Scritta<'_>], cx: &toml::Cx<'_>) {
    for (n, scritta) in all.iter().enumerate() {
        let Cosa::Campo { campo, prima, dopo } = &scritta.cosa else { continue };
        let name = campo.get_ref();
        let at = cx.span(scritta.at.clone());
        let place = |value: &Option<Nodo<'_>>| value.as_ref().map_or(at, |value| cx.span(value.span()));
        let later = all.get(n + 1..).unwrap_or_default();
        let next = later.iter().find(|other| scritta.stesso(other));
        if let Some(next) = next.filter(|next| next.versione == scritta.versione) {
            cx.report(
                Diagnostic::at(P0362, cx.span(next.at.clone()), format!("la versione {} cambia `{name}` due volte", scritta.versione))
                    .other(at, "la prima volta è qui")
                    .help("tieni una sola delle due: ciò che vale è nella scheda, e `prima` è ciò che valeva nella versione precedente"),
            );
            continue;
        }
        let poi = scritta.poi(record, later);
        let (before, after) = (prima.as_ref().map(|v| parole(v.get_ref())), poi.map(|v| parole(v.get_ref())));
        match (&before, &after) {
            (None, None) => cx.report(
                Diagnostic::at(P0362, cx.span(campo.span()), format!("`{name}` non c’è, né prima né dopo"))
                    .help("scrivi il nome di un campo che la scheda ha, o `prima` se la versione lo ha tolto"),
            ),
            (Some(before), Some(after)) if uguali(before, after) => cx.report(
                Diagnostic::at(
                    P0362,
                    place(prima),
                    format!("prima di questa revisione `{name}` era già «{}»", short(after)),
                )
                .note(match next {
                    Some(next) => format!("lo dice la revisione della versione {}", next.versione),
                    None => "è il valore della scheda, cioè quello in vigore".to_owned(),
                })
                .help("scrivi in `prima` il valore della versione precedente, o togli la revisione"),
            ),
            _ => {}
        }
        if let Some(dopo) = dopo {
            let said = parole(dopo.get_ref());
            if !after.as_ref().is_some_and(|after| uguali(&said, after)) {
                let what = after.map_or_else(|| "non c’è più".to_owned(), |after| format!("è «{}»", short(&after)));
                let (whose, span) = match next {
                    Some(next) => (format!("prima della versione {}", next.versione), cx.span(next.at.clone())),
                    None => ("nella scheda".to_owned(), poi.map_or(at, |value| cx.span(value.span()))),
                };
                cx.report(
                    Diagnostic::at(
                        P0362,
                        cx.span(dopo.span()),
                        format!("qui `{name}` diventa «{}», ma {whose} {what}", short(&said)),
                    )
                    .other(span, "è questo")
                    .help("togli `dopo`: il valore nuovo si scrive una volta sola, nella scheda"),
                );
            }
        }
    }
    // A thing that was not there yet had nothing to change.
    for scritta in all.iter().filter(|scritta| matches!(scritta.cosa, Cosa::Aggiunta)) {
        let born = |other: &&Scritta<'_>| other.versione <= scritta.versione && other.via.starts_with(&scritta.via);
        for other in all.iter().filter(born).filter(|other| matches!(other.cosa, Cosa::Campo { .. })) {
            cx.report(
                Diagnostic::at(
                    P0362,
                    cx.span(other.at.clone()),
                    format!(
                        "la versione {} cambia una cosa che è stata aggiunta con la {}",
                        other.versione, scritta.versione
                    ),
                )
                .other(cx.span(scritta.at.clone()), "l’aggiunta è qui")
                .help("togli questa revisione, o correggi il numero della versione"),
            );
        }
    }
}

/// Makes `record` what it was at the version `fino`. False when it was not there.
fn al<'a>(record: &mut Nodo<'a>, all: &[Scritta<'a>], fino: u32) -> bool {
    // A field is what it was before the first of its revisions that is later.
    let mut done: Vec<&Scritta<'a>> = Vec::new();
    for scritta in all.iter().filter(|scritta| scritta.versione > fino) {
        let Cosa::Campo { campo, prima, .. } = &scritta.cosa else { continue };
        if done.iter().any(|other| scritta.stesso(other)) {
            continue;
        }
        done.push(scritta);
        if let Some(table) = tavola_mut(record, &scritta.via) {
            put(table, campo, prima.clone());
        }
    }
    let gone = |scritta: &&Scritta<'a>| match scritta.cosa {
        Cosa::Aggiunta => scritta.versione > fino,
        Cosa::Soppressione => scritta.versione <= fino,
        Cosa::Campo { .. } => false,
    };
    // From the last of a list to the first, so that the places of the others stay.
    let mut away: Vec<(&Via, bool)> =
        all.iter().filter(gone).map(|s| (&s.via, matches!(s.cosa, Cosa::Soppressione))).collect();
    away.sort();
    if away.first().is_some_and(|(via, _)| via.is_empty()) {
        return false;
    }
    for (via, was_there) in away.into_iter().rev() {
        let Some(((list, n), above)) = via.split_last() else { continue };
        let Some(table) = tavola_mut(record, above) else { continue };
        if was_there && list == "fase" {
            renumber(table, *n);
        }
        let Some(DeValue::Array(items)) = table.get_mut(list.as_str()).map(Spanned::get_mut) else { continue };
        let mut at = 0..;
        toml::retain(items, |item| Some(item).filter(|_| at.next() != Some(*n)));
        if items.is_empty() {
            table.remove(list.as_str());
        }
    }
    true
}

/// Writes the number of the phases after the one that is taken away, so that they keep the number by which they were known.
fn renumber(table: &mut DeTable<'_>, gone: usize) {
    let Some(DeValue::Array(items)) = table.get_mut("fase").map(Spanned::get_mut) else { return };
    let mut last = 0u32;
    for (at, item) in items.iter_mut().enumerate() {
        let place = item.span();
        let DeValue::Table(fase) = item.get_mut() else { continue };
        match fase.get("n").map(|n| parole(n.get_ref())) {
            Some(written) => last = written.trim().parse().unwrap_or(last),
            None => {
                last = last.saturating_add(1);
                if at > gone && NumeroFase::read(&last.to_string()).is_ok() {
                    let key = Spanned::new(place.start..place.start, DeString::Owned("n".to_owned()));
                    fase.insert(key, Spanned::new(place.start..place.start, DeValue::String(last.to_string().into())));
                }
            }
        }
    }
}

/// The table at `via`.
fn tavola<'n, 'a>(record: &'n Nodo<'a>, via: &[(String, usize)]) -> Option<&'n DeTable<'a>> {
    let DeValue::Table(table) = record.get_ref() else { return None };
    let mut here = table;
    for (list, n) in via {
        let DeValue::Array(items) = here.get(list.as_str())?.get_ref() else { return None };
        let DeValue::Table(inner) = items.get(*n)?.get_ref() else { return None };
        here = inner;
    }
    Some(here)
}

fn tavola_mut<'n, 'a>(record: &'n mut Nodo<'a>, via: &[(String, usize)]) -> Option<&'n mut DeTable<'a>> {
    let DeValue::Table(table) = record.get_mut() else { return None };
    let mut here = table;
    for (list, n) in via {
        let DeValue::Array(items) = here.get_mut(list.as_str())?.get_mut() else { return None };
        let DeValue::Table(inner) = items.get_mut(*n)?.get_mut() else { return None };
        here = inner;
    }
    Some(here)
}

/// The value of the field `campo`, or of one of its years: `peso.2027`.
fn valore<'n, 'a>(table: &'n DeTable<'a>, campo: &str) -> Option<&'n Nodo<'a>> {
    match campo.split_once('.') {
        None => table.get(campo),
        Some((campo, year)) => match table.get(campo)?.get_ref() {
            DeValue::Table(years) => years.get(year),
            _ => None,
        },
    }
}

/// Gives a field the value `value`, or takes the field away. The key has the place where the revision names it.
fn put<'a>(table: &mut DeTable<'a>, campo: &Spanned<String>, value: Option<Nodo<'a>>) {
    let (name, table) = match campo.get_ref().split_once('.') {
        None => (campo.get_ref().as_str(), table),
        Some((campo, year)) => match table.get_mut(campo).map(Spanned::get_mut) {
            Some(DeValue::Table(years)) => (year, years),
            _ => return,
        },
    };
    let known = table.get_key_value(name).map(|(key, _)| key.clone());
    match value {
        Some(value) => {
            let key = known.unwrap_or_else(|| Spanned::new(campo.span(), DeString::Owned(name.to_owned())));
            table.remove(name);
            table.insert(key, value);
        }
        None => {
            table.remove(name);
        }
    }
}

/// What a record is called in its table.
fn nomi(record: &Nodo<'_>) -> Nomi {
    let DeValue::Table(table) = record.get_ref() else { return Nomi::default() };
    let own = |name: &str| table.get(name).map(|value| parole(value.get_ref())).filter(|words| !words.is_empty());
    Nomi { titolo: nome(table), id: own("id"), codice: own("codice") }
}

/// What a thing is called in its table.
fn nome(table: &DeTable<'_>) -> String {
    let names = ["titolo", "testo", "nome", "strumento", "descrizione", "codice", "unita"];
    let first = names.into_iter().find_map(|name| table.get(name));
    first.map(|value| parole(value.get_ref())).unwrap_or_default()
}

/// A value as it is written, in words.
fn parole(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.trim().to_owned(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().replace('.', ","),
        DeValue::Boolean(value) => if *value { "sì" } else { "no" }.to_owned(),
        DeValue::Datetime(day) => day.to_string(),
        DeValue::Array(items) => items.iter().map(|item| parole(item.get_ref())).collect::<Vec<_>>().join(", "),
        DeValue::Table(table) => {
            let word = |key: &str| table.get(key).map(|value| parole(value.get_ref()));
            // The forms that the plan prints in words of its own: `{ anno = 2026, valore = "12 m" }`, `{ assente = "…" }`.
            match (word("valore"), word("anno"), word("assente"), table.len()) {
                (Some(value), None, None, 1) => value,
                (Some(value), Some(year), None, 2) => format!("{value} ({year})"),
                (None, None, Some(reason), 1) => format!("dato assente: {reason}"),
                _ => {
                    let both = |(key, value): (&Spanned<DeString<'_>>, &Nodo<'_>)| {
                        format!("{}: {}", key.get_ref().replace('_', " "), parole(value.get_ref()))
                    };
                    table.iter().map(both).collect::<Vec<_>>().join(", ")
                }
            }
        }
    }
}

/// Whether two values as written are the same: blanks, case and the sign `%` do not count.
fn uguali(a: &str, b: &str) -> bool {
    let same = |text: &str| {
        text.to_lowercase()
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '%')
            .map(|c| if c == '–' { '-' } else { c })
            .collect::<String>()
    };
    same(a) == same(b)
}
