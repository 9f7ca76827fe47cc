//! The code of an objective is made from its place in the tree and from its unit: one that is typed must be that one.

use crate::base::span::Spanned;
use crate::index::like_source;
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::Obiettivo;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0309", "codice-percorso", include_str!("codice_percorso.md"), check).origine(&["CODE-PATH"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, nodo) in cx.piano.elementi.each::<Nodo>() {
        if let (Some(typed), Some(code)) = (&nodo.value.codice, cx.index.codice(n)) {
            node(cx, typed, code, &nodo.value.titolo.value, out);
        }
    }
    for (_, obiettivo) in cx.scritti() {
        let shares = obiettivo.value.quote.iter().filter_map(|quota| quota.value.codice.as_ref());
        for typed in obiettivo.value.codice.iter().chain(shares) {
            leaf(cx, typed, &obiettivo.value, out);
        }
    }
}

fn node(cx: &Cx<'_>, typed: &Spanned<String>, code: &str, titolo: &str, out: &mut Vec<Diagnostic>) {
    // A path whose parent was not read is not known.
    if !cx.letti_i_nodi() || passi(&typed.value) == passi(code) {
        return;
    }
    out.push(
        REGOLA
            .at(
                typed.span,
                format!("il codice di «{}» è {code}, non {}", crate::base::text::short(titolo), typed.value.trim()),
            )
            .note(
                "il codice di un nodo viene dal suo posto nell’albero: `padre` e, dove la numerazione salta, `numero`",
            )
            .help(format!("scrivi \"{code}\" o togli la riga; se è giusto quello scritto, correggi `padre` o `numero`"))
            .proposta(typed.span, like_source(cx.sources, typed, code)),
    );
}

/// The steps of a path, zeros aside.
fn passi(code: &str) -> Option<Vec<u32>> {
    code.trim().trim_end_matches('.').split('.').map(|step| step.parse().ok()).collect()
}

/// The title of the node at the end of a path.
fn titolo<'a>(cx: &Cx<'a>, path: &[u32]) -> Option<&'a str> {
    let nodi = cx.piano.elementi.each::<Nodo>();
    let mut here = nodi.filter(|(n, _)| cx.index.codice(*n).and_then(passi).as_deref() == Some(path));
    here.next().map(|(_, nodo)| nodo.value.titolo.value.as_str())
}

fn leaf(cx: &Cx<'_>, typed: &Spanned<String>, obiettivo: &Obiettivo, out: &mut Vec<Diagnostic>) {
    // The codes of the shares, typed after the first: `05.02.01.DG.00005/S4.00004`.
    let (first, shares) = typed.value.split_once('/').map_or((typed.value.as_str(), None), |(a, b)| (a, Some(b)));
    let Some(read) = cx.index.uso.parse(first) else { return };
    let rif = obiettivo.nodo.as_ref();
    let place = rif.and_then(|rif| Some((rif, cx.index.codice(cx.index.rif(rif)?)?)));
    let path = place.map(|(_, path)| path).filter(|_| !read.percorso.is_empty() && cx.letti_i_nodi());
    let elsewhere = path.is_some_and(|path| passi(path).as_ref() != Some(&read.percorso));
    if !elsewhere && !read.corretto {
        return;
    }
    let typed_path = first.trim().split('.').take(read.percorso.len()).collect::<Vec<_>>().join(".");
    let right = match (path, read.percorso.is_empty()) {
        (Some(path), _) if elsewhere => format!("{path}.{}", read.breve),
        (_, true) => read.breve.clone(),
        (_, false) => format!("{typed_path}.{}", read.breve),
    };
    let right = shares.map_or(right.clone(), |shares| format!("{right}/{}", cx.index.breve(shares)));
    let short = typed.value.trim();
    let problem = REGOLA.at(typed.span, format!("il codice {short} non è quello dell’obiettivo, che è {right}"));
    let problem = match place.filter(|_| elsewhere) {
        Some((rif, path)) => problem.other(rif.span, format!("il suo posto nell’albero è {path}")).note(
            match titolo(cx, &read.percorso) {
                Some(titolo) => format!("nell’albero {typed_path} è «{titolo}»"),
                None => format!("nell’albero nessun nodo è {typed_path}"),
            },
        ),
        None => problem.note("un codice ha l’unità, il punto e il numero con tutti i suoi zeri"),
    };
    let cure = if elsewhere { "; se è giusto il codice, correggi `nodo`" } else { "" };
    let problem = problem.help(format!("scrivi \"{right}\"{cure}"));
    // A code is cited elsewhere, also outside the plan: who writes it changes it.
    out.push(problem.proposta(typed.span, like_source(cx.sources, typed, &right)));
}
