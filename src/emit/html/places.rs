//! Where each thing stands in the site, and how a page names it: file names, anchors, pictures, pages of the PDF.
//! No HTML here: only addresses, all of them relative.

use super::inline::{encode, encode_path, is_safe};
use super::portale::ENTI;
use crate::base::text::riservato;
use crate::document::{Block, BlockKind, Document, Note, Row, Section, Strada, Table, Target, TreeNode, Voce};
use crate::emit::{Carta, PDF};
use crate::piano::element::id::Id;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, BTreeSet};

/// The home page.
pub(super) const HOME: &str = "index.html";

/// The page with the lists of tables and figures.
pub(super) const ELENCHI: &str = "elenchi.html";

/// A page that is of no section and of no list.
pub(super) struct Pagina {
    pub(super) file: &'static str,
    pub(super) titolo: &'static str,
    /// What stands there, for search engines and for the search of the site.
    pub(super) descrizione: &'static str,
}

/// The open data. No section has this name, because an id has no `_`.
pub(super) const DATI: Pagina = Pagina {
    file: "elenco_dati.html",
    titolo: "Dati aperti",
    descrizione: "I dati del piano in formati aperti, tabella per tabella.",
};

/// The objectives by what changes for who lives there: by line of the tree and by subject.
pub(super) const TEMI: Pagina = Pagina {
    file: "elenco_temi.html",
    titolo: "Che cosa cambia per me",
    descrizione: "Gli obiettivi del piano, tema per tema.",
};

/// How the objectives ended, unit by unit.
pub(super) const ESITI: Pagina = Pagina {
    file: "elenco_esiti.html",
    titolo: "A che punto siamo",
    descrizione: "Gli esiti degli obiettivi del piano, ufficio per ufficio.",
};

/// What changed since the version before. Its title is not that of the section that lists the revisions, act by act.
pub(super) const CAMBIATO: Pagina = Pagina {
    file: "che-cosa-e-cambiato.html",
    titolo: "Confronto con il piano di prima",
    descrizione: "Che cosa è cambiato dalla versione precedente del piano: obiettivi, traguardi, soldi, parole.",
};

/// The icon of the site, in the colour of the body.
pub(super) const ICONA: &str = "assets/icona.svg";

/// The page that a server sends for an address that does not exist.
pub(super) const NON_TROVATA: &str = "404.html";

/// The feed of the editions.
pub(super) const NOTIZIE: &str = "edizioni.xml";

/// The style sheet with the colours of the body, when it has chosen them.
pub(super) const COLORI: &str = "assets/colori.css";

/// What every page needs to know of the others.
pub(super) struct Site<'a> {
    pub(super) document: &'a Document,
    pub(super) carta: Option<Carta<'a>>,
    /// The section whose page really shows each id, and as what.
    anchors: BTreeMap<&'a Id, (&'a Section, Shown<'a>)>,
    /// The things that have a page of their own.
    alone: BTreeMap<&'a str, &'a Voce>,
    /// Pictures, by the key of `Document::assets`.
    pub(super) images: BTreeMap<&'a str, Image>,
    /// Whether the whole plan is one page in one file. Such a page cannot link to files beside it.
    pub(super) one_file: bool,
}

/// What a page shows for an anchor.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shown<'a> {
    /// A card, or any other block.
    Block(&'a Block),
    /// That row of a table.
    Row(&'a Table, &'a Row),
    /// A node of a tree.
    Node(&'a TreeNode),
    /// The section itself, or an entry of a list.
    Other,
}

/// A picture as the site holds it.
pub(super) struct Image {
    /// The path in the site, such as `immagini/organigramma-1f2e3d4c.svg`.
    pub(super) path: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl<'a> Site<'a> {
    pub(super) fn new(document: &'a Document, carta: Option<Carta<'a>>) -> Self {
        let mut anchors = BTreeMap::new();
        document.walk(&mut |section, _| {
            anchors.insert(&section.id, (section, Shown::Other));
            each_anchor(section, &mut |id, shown| {
                anchors.insert(id, (section, shown));
            });
        });
        let sole = document.catalogo.iter().filter(|elenco| elenco.sole).flat_map(|elenco| &elenco.voci);
        let alone = sole.map(|voce| (voce.id.as_str(), voce)).collect();
        let images = document.assets.iter().map(|(name, asset)| {
            let path = percorso_immagine(IMMAGINI, nome_immagine(name).as_str(), &asset.bytes, asset.format);
            let (width, height) = (pixels(asset.size.0), pixels(asset.size.1));
            (name.as_str(), Image { path, width, height })
        });
        Site { document, carta, anchors, alone, images: images.collect(), one_file: false }
    }

    /// The site as one page in one file. Its pictures are inside the file. It does not link to the PDF, because the place
    /// of that is not known.
    pub(super) fn one_file(document: &'a Document) -> Self {
        let mut site = Site { alone: BTreeMap::new(), one_file: true, ..Site::new(document, None) };
        for (name, image) in &mut site.images {
            if let Some(asset) = document.assets.get(*name) {
                image.path = immagine_in_pagina(asset.format, &asset.bytes);
            }
        }
        site
    }

    /// The address of the page of a section.
    pub(super) fn page_of(&self, section: &Id) -> String {
        if self.one_file { format!("#{section}") } else { file(section) }
    }

    /// What stands before a way that leaves the folder of the site: at its permanent address the site is two folders lower.
    fn lower(&self) -> &'static str {
        let lasting = self.document.edizioni.as_ref().is_some_and(|edizioni| edizioni.permanente);
        if lasting { "../../" } else { "" }
    }

    /// The address of the page that lists the bodies, for a plan that is published with others.
    pub(super) fn portale(&self) -> Option<String> {
        let way = self.document.radice.as_ref()?;
        let lower = match is_safe(way) {
            true => "",
            false if self.one_file => return None,
            false => self.lower(),
        };
        Some(encode(&format!("{lower}{way}{ENTI}index.html")))
    }

    /// The target with its label, when the plan knows it.
    pub(super) fn target(&self, id: &Id) -> Option<&'a Target> {
        self.document.targets.get(id)
    }

    /// The address of the site, ending in `/`, if the plan gives it.
    pub(super) fn address(&self) -> Option<&'a str> {
        self.document.meta.indirizzo.as_deref().filter(|url| is_safe(url))
    }

    /// The full address of `id`, for files that are read outside the site.
    pub(super) fn whole_address(&self, id: &Id) -> Option<String> {
        Some(format!("{}{}", self.address()?, Page::new(self).href(id)?))
    }

    /// The permanent address of these pages. For an edition it is that of the edition, because `sito/` will show another
    /// one later.
    pub(super) fn canonical(&self) -> Option<String> {
        let address = self.address()?;
        match &self.document.edizioni {
            Some(edizioni) if edizioni.permanente => {
                // Beside the folder of the site: the same from there as `../edizioni/`.
                let above =
                    address.trim_end_matches('/').rsplit_once('/').filter(|(above, _)| !above.ends_with('/'))?.0;
                Some(format!("{above}/edizioni/{}/sito/", edizioni.questa))
            }
            _ => Some(address.to_owned()),
        }
    }

    /// Where the text shows the thing `id`, and as what.
    pub(super) fn shown(&self, id: &Id) -> Option<(&'a Section, Shown<'a>)> {
        self.anchors.get(id).copied()
    }

    /// The page of its own that the thing `id` has.
    pub(super) fn alone(&self, id: &str) -> Option<String> {
        self.alone.get(id).map(|voce| file(&voce.id))
    }

    /// The thing `id` as the catalogue has it, if it has a page of its own.
    pub(super) fn voce(&self, id: &Id) -> Option<&'a Voce> {
        self.alone.get(id.as_str()).copied()
    }

    /// The things with a page of their own that no text shows.
    pub(super) fn only_listed(&self) -> impl Iterator<Item = &'a Voce> {
        self.alone.values().copied().filter(|voce| !self.anchors.contains_key(&voce.id))
    }
}

/// A page while it is written.
pub(super) struct Page<'a> {
    pub(super) site: &'a Site<'a>,
    /// The anchors that this page shows of those of the plan, besides all those of `section`.
    here: BTreeSet<&'a Id>,
    /// The section shown; none for the home page, the lists, and the pages of one thing.
    section: Option<&'a Section>,
    /// How many levels of headings are above the thing that is shown. They are taken away, so that its title is the `<h1>`.
    above: u8,
    /// The notes that can be at the foot of this page.
    pub(super) notes: &'a [Note],
    /// The numbers of those notes. Each mark in the text looks its own up here.
    numbers: BTreeSet<u32>,
}

impl<'a> Page<'a> {
    /// A page that shows nothing of the text.
    pub(super) fn new(site: &'a Site<'a>) -> Self {
        Page { site, here: BTreeSet::new(), section: None, above: 0, notes: &[], numbers: BTreeSet::new() }
    }

    /// The page of a section.
    pub(super) fn of(site: &'a Site<'a>, section: &'a Section) -> Self {
        let above = section.level.saturating_sub(1);
        Page { section: Some(section), above, ..Page::new(site) }.with_notes(&section.notes)
    }

    /// The page of one thing of a section. `level` is the level of its title in the section.
    pub(super) fn alone(site: &'a Site<'a>, section: &'a Section, block: &'a Block, level: u8) -> Self {
        let mut page = Page { above: level.saturating_sub(1), ..Page::new(site) }.with_notes(&section.notes);
        block.each(&mut |block| {
            block_anchors(block, &mut |id, _| {
                page.here.insert(id);
            });
        });
        page
    }

    fn with_notes(self, notes: &'a [Note]) -> Self {
        Page { notes, numbers: notes.iter().map(|note| note.number).collect(), ..self }
    }

    /// Whether the note of that number can be at the foot of this page.
    pub(super) fn has_note(&self, number: u32) -> bool {
        self.numbers.contains(&number)
    }

    /// Whether it shows all of a section, and so all its notes.
    pub(super) fn is_whole(&self) -> bool {
        self.section.is_some()
    }

    /// The address of the thing `id` from this page; none when the site does not show it.
    pub(super) fn href(&self, id: &Id) -> Option<String> {
        let here = self.section.map(|section| &section.id);
        match self.site.anchors.get(id) {
            Some((section, _)) if self.site.one_file || here == Some(&section.id) || self.here.contains(id) => {
                Some(format!("#{id}"))
            }
            Some((section, _)) => Some(format!("{}#{id}", file(&section.id))),
            // The thing is known but has no anchor in the text. The link leads to the page where it is spoken of.
            None => self.site.alone(id.as_str()).or_else(|| {
                let section = &self.site.target(id)?.section;
                self.site.anchors.contains_key(section).then(|| self.site.page_of(section))
            }),
        }
    }

    /// The ids that the thing `id` had before.
    pub(super) fn before(&self, id: &Id) -> &'a [Id] {
        self.site.document.prima.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// The place of the text where the thing `id` stands, for a page that shows it alone.
    pub(super) fn elsewhere(&self, id: &Id) -> Option<String> {
        self.site.anchors.get(id).map(|(section, _)| format!("{}#{id}", file(&section.id)))
    }

    /// The page of the PDF on which `id`, or the section about it, begins.
    pub(super) fn printed(&self, id: &Id) -> Option<u32> {
        self.site.carta?.pages.get(self.site.document.luogo(id)).copied()
    }

    /// The address of `id`, or of the section about it, inside the PDF.
    pub(super) fn in_pdf(&self, id: &Id) -> String {
        format!("{PDF}#nameddest={}", self.site.document.luogo(id))
    }

    /// The address of a link that leaves the plan, or of an annex; none when it can not be trusted.
    pub(super) fn outside(&self, url: &str) -> Option<String> {
        if self.site.document.ha_file(url) {
            return (!self.site.one_file).then(|| encode_path(url));
        }
        if let Some((vicina, page)) = self.site.document.vicina(url) {
            return match &vicina.strada {
                Strada::Indirizzo(address) => Some(encode(&format!("{address}{page}"))),
                Strada::Accanto if !self.site.one_file => {
                    Some(encode(&format!("{}{}{page}", self.site.lower(), vicina.accanto)))
                }
                Strada::Accanto | Strada::Ignota => None,
            };
        }
        is_safe(url).then(|| encode(url))
    }

    /// The level of a heading on this page, where the title of the section is the `<h1>`.
    pub(super) fn level(&self, level: u8) -> u8 {
        // If all sections are on one page, the `<h1>` is the title of the plan.
        if self.site.one_file {
            return level.saturating_add(1).clamp(2, 6);
        }
        level.saturating_sub(self.above).clamp(2, 6)
    }

    /// The id and the level of the heading of the notes: on a page with all sections each has its own.
    pub(super) fn notes_heading(&self) -> (String, u8) {
        match self.section.filter(|_| self.site.one_file) {
            Some(section) => (format!("_note-{}", section.id), self.level(section.level.saturating_add(1))),
            None => ("_note".to_owned(), 2),
        }
    }
}

/// `bytes` as a `data:` address, which needs no file.
pub(crate) fn data_url(media: &str, bytes: &[u8]) -> String {
    format!("data:{media};base64,{}", STANDARD.encode(bytes))
}

/// A picture as an address that has it inside. `formato`: `svg`, `png` or `jpg`.
pub(crate) fn immagine_in_pagina(formato: &str, bytes: &[u8]) -> String {
    let media = match formato {
        "svg" => "svg+xml",
        "jpg" => "jpeg",
        other => other,
    };
    data_url(&format!("image/{media}"), bytes)
}

/// The name by which the site has a picture, whatever it shows.
pub(crate) fn nome_immagine(asset: &str) -> Id {
    Id::slug(asset.rsplit('/').next().unwrap_or(asset).split('.').next().unwrap_or_default())
}

/// The folder of the site with the pictures of the plan.
pub(crate) const IMMAGINI: &str = "immagini";

/// Where the site has a picture. The hash tells two files with one name apart. It also gives a changed picture a new address, so that
/// caches do not show the old one.
pub(crate) fn percorso_immagine(folder: &str, nome: &str, bytes: &[u8], formato: &str) -> String {
    let hash: String = crate::base::hash::file(bytes).chars().take(8).collect();
    format!("{folder}/{nome}-{hash}.{formato}")
}

/// The file of a section. `_` never is in an id, so the names that are taken stay free.
#[must_use]
pub fn file(section: &Id) -> String {
    match section.as_str() {
        name if ["index", "elenchi", "edizioni", "che-cosa-e-cambiato", "404"].contains(&name) || riservato(name) => {
            format!("{name}_.html")
        }
        name => format!("{name}.html"),
    }
}

/// The page with the list of the things called `nome`. `_` never is in an id.
pub(super) fn elenco(nome: &str) -> String {
    format!("elenco_{nome}.html")
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
fn each_anchor<'a>(section: &'a Section, visit: &mut dyn FnMut(&'a Id, Shown<'a>)) {
    section.each_block(&mut |block| block_anchors(block, visit));
}

/// The anchors of a block, without those of the blocks inside it.
fn block_anchors<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a Id, Shown<'a>)) {
    block.anchor.iter().for_each(|id| visit(id, Shown::Block(block)));
    if let BlockKind::Definitions(entries) = &block.kind {
        entries.iter().filter_map(|entry| entry.anchor.as_ref()).for_each(|id| visit(id, Shown::Other));
    } else if let BlockKind::Table(table) = &block.kind {
        table.rows.iter().for_each(|row| row.anchor.iter().for_each(|id| visit(id, Shown::Row(table, row))));
    } else if let BlockKind::Tree(nodes) = &block.kind {
        TreeNode::each(nodes, &mut |node| node.anchor.iter().for_each(|id| visit(id, Shown::Node(node))));
    }
}
