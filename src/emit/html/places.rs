//! Where each thing stands in the site, and how a page names it: file names, anchors, pictures, pages of the PDF.
//! No HTML here: only addresses, all of them relative.

use super::inline::{encode, is_safe};
use crate::document::{BlockKind, Document, Section, Target, TreeNode};
use crate::element::id::Id;
use crate::emit::Pages;
use std::collections::{BTreeMap, BTreeSet};

/// The PDF as seen from the site: it stands beside the site's folder.
pub const PDF: &str = "../piao.pdf";

/// The home page.
pub(super) const HOME: &str = "index.html";

/// The page with the lists of tables and figures.
pub(super) const ELENCHI: &str = "elenchi.html";

/// What every page needs to know of the others.
pub(super) struct Site<'a> {
    pub(super) document: &'a Document,
    pub(super) pages: Option<&'a Pages>,
    /// The section whose page really shows each id.
    anchors: BTreeMap<&'a Id, &'a Id>,
    /// Pictures, by the key of `Document::assets`.
    pub(super) images: BTreeMap<&'a str, Image>,
}

/// A picture as the site holds it.
pub(super) struct Image {
    /// `immagini/organigramma-1f2e3d4c.svg`
    pub(super) path: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl<'a> Site<'a> {
    pub(super) fn new(document: &'a Document, pages: Option<&'a Pages>) -> Self {
        let mut anchors = BTreeMap::new();
        document.walk(&mut |section, _| {
            anchors.insert(&section.id, &section.id);
            each_anchor(section, &mut |id| {
                anchors.insert(id, &section.id);
            });
        });
        let images = document.assets.iter().map(|(name, asset)| {
            // The hash keeps apart two files with one name, and makes a changed picture a new address for caches.
            let stem = name.rsplit('/').next().unwrap_or(name).split('.').next().unwrap_or_default();
            let hash: String = crate::impronta::file(&asset.bytes).chars().take(8).collect();
            let path = format!("immagini/{}-{hash}.{}", Id::slug(stem), asset.format);
            let (width, height) = (pixels(asset.size.0), pixels(asset.size.1));
            (name.as_str(), Image { path, width, height })
        });
        Site { document, pages, anchors, images: images.collect() }
    }

    /// The target with its label, when the plan knows it.
    pub(super) fn target(&self, id: &Id) -> Option<&'a Target> {
        self.document.targets.get(id)
    }
}

/// A page while it is written.
pub(super) struct Page<'a> {
    pub(super) site: &'a Site<'a>,
    /// The section shown; none for the home page and the lists.
    pub(super) section: Option<&'a Section>,
    /// Numbers of the notes at the foot of this page.
    pub(super) notes: BTreeSet<u32>,
}

impl<'a> Page<'a> {
    pub(super) fn new(site: &'a Site<'a>, section: Option<&'a Section>) -> Self {
        let notes = section.iter().flat_map(|section| &section.notes).map(|note| note.number).collect();
        Page { site, section, notes }
    }

    /// The address of the thing `id` from this page; none when the site does not show it.
    pub(super) fn href(&self, id: &Id) -> Option<String> {
        let here = self.section.map(|section| &section.id);
        match self.site.anchors.get(id) {
            Some(section) if here == Some(section) => Some(format!("#{id}")),
            Some(section) => Some(format!("{}#{id}", file(section))),
            // Known, but not shown with its own anchor: the page where it is spoken of is better than nothing.
            None => {
                let section = &self.site.target(id)?.section;
                self.site.anchors.contains_key(section).then(|| file(section))
            }
        }
    }

    /// The page of the PDF on which `id` begins.
    pub(super) fn printed(&self, id: &Id) -> Option<u32> {
        self.site.pages?.get(id).copied()
    }

    /// The address of `id` inside the PDF.
    pub(super) fn in_pdf(&self, id: &Id) -> String {
        format!("{PDF}#nameddest={id}")
    }

    /// The address of a link that leaves the plan, or of an annex; none when it can not be trusted.
    pub(super) fn outside(&self, url: &str) -> Option<String> {
        (is_safe(url) || self.site.document.ha_file(url)).then(|| encode(url))
    }

    /// How much the levels of headings go up on this page: its section is the `<h1>`.
    pub(super) fn level(&self, level: u8) -> u8 {
        let above = self.section.map_or(0, |section| section.level.saturating_sub(1));
        level.saturating_sub(above).clamp(2, 6)
    }
}

/// The file of a section. `_` never is in an id, so the names that are taken stay free.
pub(super) fn file(section: &Id) -> String {
    match section.as_str() {
        name @ ("index" | "elenchi" | "edizioni") => format!("{name}_.html"),
        name => format!("{name}.html"),
    }
}

/// The id in the page of a table or figure that has a number.
pub(super) fn numbered(anchor: Option<&Id>, prefix: &str, number: Option<u32>) -> Option<String> {
    anchor.map(ToString::to_string).or_else(|| number.map(|number| format!("_{prefix}-{number}")))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
fn pixels(length: f64) -> u32 {
    length.round().clamp(1.0, 65_535.0) as u32
}

/// Every anchor that the page of `section` shows, besides its own.
fn each_anchor<'a>(section: &'a Section, visit: &mut dyn FnMut(&'a Id)) {
    let notes = section.notes.iter().flat_map(|note| &note.blocks);
    for block in section.blocks.iter().chain(notes) {
        block.each(&mut |block| {
            block.anchor.iter().for_each(&mut *visit);
            if let BlockKind::Definitions(entries) = &block.kind {
                entries.iter().filter_map(|entry| entry.anchor.as_ref()).for_each(&mut *visit);
            } else if let BlockKind::Table(table) = &block.kind {
                table.rows.iter().filter_map(|row| row.anchor.as_ref()).for_each(&mut *visit);
            } else if let BlockKind::Tree(nodes) = &block.kind {
                TreeNode::each(nodes, &mut |node| node.anchor.iter().for_each(&mut *visit));
            }
        });
    }
}
