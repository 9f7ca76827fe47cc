//! The pictures of two plans. The public data do not have them: they come from the plan that is compiled, or from the site of an edition.
//! A picture is known by the name of its file, which stays when another is drawn in its place.

use crate::document::{BlockKind, Document, plain};
use crate::emit::html::nome_immagine;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A picture of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Figura {
    /// Its caption, or else what it shows. None for one that was found among the files of an edition.
    pub(crate) titolo: Option<String>,
    /// `svg`, `png` or `jpg`.
    pub(crate) formato: String,
    /// The bytes of its file.
    pub(crate) bytes: Arc<[u8]>,
}

/// The pictures of a plan, by the name of their files. None for a name that two of them have: nobody could say which is which.
pub(crate) type Figure = BTreeMap<String, Option<Figura>>;

/// A picture in whose place another stands.
#[derive(Debug)]
pub(crate) struct Cambiata {
    /// The name of its file.
    pub(crate) nome: String,
    /// What it is called.
    pub(crate) titolo: String,
    /// The picture of before, and that of today.
    pub(crate) coppia: [Figura; 2],
}

/// Adds a picture to those of a plan.
pub(super) fn aggiungi(all: &mut Figure, nome: String, figura: Figura) {
    match all.get_mut(&nome) {
        None => drop(all.insert(nome, Some(figura))),
        Some(known) if known.as_ref().is_none_or(|known| known.bytes != figura.bytes) => *known = None,
        Some(_) => {}
    }
}

/// The pictures that the text of a plan shows.
pub(crate) fn del_documento(document: &Document) -> Figure {
    let mut all = Figure::new();
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            let BlockKind::Figure(figure) = &block.kind else { return };
            let Some(asset) = document.assets.get(&figure.asset) else { return };
            let caption = figure.caption.as_deref().map(plain).filter(|words| !words.trim().is_empty());
            let figura = Figura {
                titolo: Some(caption.unwrap_or_else(|| figure.alt.clone())),
                formato: asset.format.to_owned(),
                bytes: asset.bytes.clone(),
            };
            aggiungi(&mut all, nome_immagine(&figure.asset).to_string(), figura);
        });
    });
    all
}

/// The pictures that both plans have and that are not the same.
pub(super) fn cambiate(prima: &Figure, dopo: &Figure) -> Vec<Cambiata> {
    let pair = |(nome, after): (&String, &Option<Figura>)| {
        let (before, after) = (prima.get(nome)?.as_ref()?, after.as_ref()?);
        let titolo = after.titolo.as_ref().or(before.titolo.as_ref()).unwrap_or(nome).clone();
        let changed = before.bytes != after.bytes;
        changed.then(|| Cambiata { nome: nome.clone(), titolo, coppia: [before.clone(), after.clone()] })
    };
    dopo.iter().filter_map(pair).collect()
}
