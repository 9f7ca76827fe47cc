//! What a plan cites of the publications of the plans beside it: `[@unione:formazione]`. Those plans are lowered, each once for all
//! that cite it, to know what the thing is called there and on which page it is.

use super::Compiled;
use crate::base::giorno::Giorno;
use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::document::{Document, VICINA};
use crate::emit::layouts::Layouts;
use crate::emit::{Pages, html, pdf};
use crate::index::{self, Index, What};
use crate::load;
use crate::lower;
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::prose::Inline;
use crate::piano::settings::{Impostazioni, Scelta};
use crate::piano::{Esterne, Piano, each_prose};
use crate::source::{Carta, Cosa, Esterna, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Gives `piano` what it cites of the plans beside it, and of those from which it took something: their texts may cite what is only
/// there.
pub(super) fn attach(piano: &mut Piano, sources: &Sources) {
    let mut cited: BTreeSet<String> = piano.padroni.values().map(|padrone| padrone.nome.clone()).collect();
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Cite { name, .. } = inline
                && let Some((nome, _)) = name.value.split_once(':')
            {
                cited.insert(nome.trim().to_lowercase());
            }
        });
    });
    if cited.is_empty() {
        return;
    }
    let mut out = Esterne::default();
    let day = piano.impostazioni.as_ref().and_then(Impostazioni::allora);
    for (n, nome) in sources.nomi_vicini() {
        out.nomi.push(nome.to_owned());
        if sources.qui() == Some(n) {
            out.qui = nome.to_owned();
        } else if cited.contains(nome)
            && let Some(esterna) = esterna(n, sources, day)
        {
            let verso = sources.verso(n).unwrap_or_default();
            out.piani.insert(nome.to_owned(), (esterna, verso));
        }
    }
    piano.esterne = out;
}

/// As [`Impostazioni::in_vigore`], of the plan at place `n`.
fn in_vigore(sources: &Sources, n: usize, day: Giorno) -> Option<Option<Scelta>> {
    load::impostazioni(sources.vicino(n)?, None)?.in_vigore(day)
}

/// What can be cited of the plan at place `n`, as it is or as it was on `day`.
fn esterna(n: usize, sources: &Sources, day: Option<Giorno>) -> Option<Arc<Esterna>> {
    let then = day.and_then(|day| in_vigore(sources, n, day)).flatten();
    match then {
        Some(version) => {
            let made = made(n, &sources.del_piano(n)?, Some(version))?;
            // From now on these are among the plans that were read for this one.
            made.letti.iter().copied().chain([n]).try_for_each(|n| sources.vicino(n).map(|_| ()))?;
            Some(Arc::new(made))
        }
        None => sources.esterna(n, |sources| made(n, sources, None)),
    }
}

/// Gives `document` the pages on which the things begin that it cites of the plans beside it. Their pages are set for that, once for all
/// that cite them. `day`: the one of [`Impostazioni::allora`].
pub(super) fn pagine(document: &mut Document, sources: &Sources, layouts: &Layouts, day: Option<Giorno>) {
    let mut out = BTreeMap::new();
    let cited = document.indirizzi();
    for (n, nome) in sources.nomi_vicini() {
        let head = format!("{VICINA}{nome}/");
        let there: Vec<&str> = cited.iter().filter_map(|url| url.strip_prefix(&head)).collect();
        if there.is_empty() {
            continue;
        }
        // A page of another moment would be a wrong one: where that of then cannot be known, none is said.
        let carta = match day.map(|day| in_vigore(sources, n, day)) {
            None | Some(Some(None)) => sources.carta(n, |sources| carta(sources, layouts, None)),
            Some(Some(version)) => sources.del_piano(n).and_then(|there| carta(&there, layouts, version)).map(Arc::new),
            Some(None) => None,
        };
        let Some(carta) = carta else { continue };
        out.extend(there.iter().filter_map(|page| Some((format!("{head}{page}"), *carta.get(*page)?))));
    }
    document.pagine_vicine = Some(out);
}

/// The pages of the PDF of a plan. None where it has errors, and where it cites another plan: here that is one, because the plans beside it
/// are not looked at, and its pages might wait for those of the plan that waits for them.
fn carta(sources: &Sources, layouts: &Layouts, version: Option<Scelta>) -> Option<Carta> {
    let (_, index, _, mut document, diags) = letto(sources, version)?;
    if diags.has_blocking() {
        return None;
    }
    // The pages do not depend on which fingerprint is printed.
    document.meta.impronta = "0".repeat(64);
    let set = pdf::typeset(&document, layouts, None).ok()?;
    Some(su_carta(&index, &document, set.pages()))
}

/// The page on which each thing of a plan begins.
fn su_carta(index: &Index, document: &Document, pages: &Pages) -> Carta {
    let things = index.things().iter();
    things.filter_map(|thing| Some((pagina(document, &thing.id)?, *pages.get(&thing.id)?))).collect()
}

/// Keeps the pages of a plan that has just been set, for those that cite it: they are what [`carta`] would give. `compiled` is of the
/// version that others cite, the last one.
pub(super) fn tieni(compiled: &Compiled, pages: &Pages) {
    if let Some(document) = &compiled.document
        && compiled.piano.esterne.nomi.is_empty()
        && !compiled.diags.has_blocking()
    {
        compiled.sources.metti_carta(|| su_carta(&compiled.index, document, pages));
    }
}

/// Where a thing is in the site of a plan.
fn pagina(document: &Document, id: &Id) -> Option<String> {
    let target = document.targets.get(id)?;
    let page = html::file(&target.section);
    Some(if target.section == *id { page } else { format!("{page}#{id}") })
}

/// A plan beside, as it is cited. What is wrong with it is told when it is made. None when its settings cannot be read.
fn letto(sources: &Sources, version: Option<Scelta>) -> Option<(Piano, Index, Fatti, Document, Diagnostics)> {
    let mut diags = Diagnostics::default();
    let piano = load::load(sources, version, &mut diags);
    let set = piano.impostazioni.as_ref()?;
    let index = index::resolve(&piano, sources, &mut diags);
    let fatti = Fatti::resolve(&piano, &index, &mut diags);
    let (document, found) = lower::lower(&piano, set, &index, &fatti, sources, &diags);
    diags.extend(found);
    Some((piano, index, fatti, document, diags))
}

/// What can be cited of the plan at place `n`.
fn made(n: usize, sources: &Sources, version: Option<Scelta>) -> Option<Esterna> {
    let (piano, index, fatti, document, _) = letto(sources, version)?;
    let mut cose: BTreeMap<String, Cosa> = BTreeMap::new();
    for thing in index.things() {
        let Some((target, pagina)) = document.targets.get(&thing.id).zip(pagina(&document, &thing.id)) else {
            continue;
        };
        let muta = matches!(thing.what, What::Element(kind, _) if !kind.pagina());
        let cosa = Cosa { nome: target.label.clone(), titolo: target.title.clone(), pagina, muta };
        if let What::Element(kind, at) = thing.what
            && let Some(code) = index.code(kind, at)
        {
            cose.entry(key(code)).or_insert_with(|| cosa.clone());
        }
        cose.insert(key(thing.id.as_str()), cosa);
    }
    let top = sources.find("piao.toml").map_or(FileId(0), |(id, _)| id);
    Some(Esterna {
        ente: document.meta.ente,
        indirizzo: document.meta.indirizzo,
        cose,
        spostate: document
            .prima
            .iter()
            .flat_map(|(now, all)| all.iter().map(|old| (key(old.as_str()), key(now.as_str()))))
            .collect(),
        fatti: fatti.iter().filter_map(|(name, fatto)| Some((name.to_owned(), fatto.scritto(None)?))).collect(),
        schede: Kind::ALL.iter().map(|kind| (kind.info().plural, piano.elementi.of(*kind).len())).collect(),
        posto: Span::new(top.accanto(n), 0..0),
        letti: sources.letti(),
    })
}
