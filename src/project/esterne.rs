//! What a plan cites of the publications of the plans beside it: `[@unione:formazione]`. Those plans are lowered, each once for all
//! that cite it, to know what the thing is called there and on which page it is.

use crate::base::span::{FileId, Span};
use crate::base::text::key;
use crate::conti::fatti::Fatti;
use crate::diag::Diagnostics;
use crate::emit::html;
use crate::index::{self, What};
use crate::load;
use crate::lower;
use crate::piano::element::Kind;
use crate::piano::prose::Inline;
use crate::piano::{Esterne, Piano, each_prose};
use crate::source::{Cosa, Esterna, Sources};
use std::collections::{BTreeMap, BTreeSet};

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
    for (n, nome) in sources.nomi_vicini() {
        out.nomi.push(nome.to_owned());
        if sources.qui() == Some(n) {
            out.qui = nome.to_owned();
        } else if cited.contains(nome)
            && let Some(esterna) = sources.esterna(n, |sources| made(n, sources))
        {
            let verso = sources.verso(n).unwrap_or_default();
            out.piani.insert(nome.to_owned(), (esterna, verso));
        }
    }
    piano.esterne = out;
}

/// What can be cited of the plan at place `n`. What is wrong with it is told when it is made. None when its settings cannot be read.
fn made(n: usize, sources: &Sources) -> Option<Esterna> {
    let mut diags = Diagnostics::default();
    let piano = load::load(sources, None, &mut diags);
    let set = piano.impostazioni.as_ref()?;
    let index = index::resolve(&piano, sources, &mut diags);
    let fatti = Fatti::resolve(&piano, &index, &mut diags);
    let document = lower::lower(&piano, set, &index, &fatti, sources, &mut diags);
    let mut cose: BTreeMap<String, Cosa> = BTreeMap::new();
    for thing in index.things() {
        let Some(target) = document.targets.get(&thing.id) else { continue };
        let page = html::file(&target.section);
        let cosa = Cosa {
            nome: target.label.clone(),
            titolo: target.title.clone(),
            pagina: if target.section == thing.id { page } else { format!("{page}#{}", thing.id) },
        };
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
        fatti: fatti.iter().filter_map(|(name, fatto)| Some((name.to_owned(), fatto.scritto(None)?))).collect(),
        schede: Kind::ALL.iter().map(|kind| (kind.info().plural, piano.elementi.of(*kind).len())).collect(),
        posto: Span::new(top.accanto(n), 0..0),
        letti: sources.letti(),
    })
}
