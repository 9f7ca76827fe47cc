//! What typst can read: the layouts, the generated files, the images of the plan and the embedded fonts. It has no disk, no
//! clock and no system fonts. [`super::write`] decides what the generated files say.

use crate::base::fonts;
use crate::diag::Diagnostic;
use crate::diag::codes::P0901;
use crate::emit::layouts::Layouts;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, LinkedNode, RootedPath, Source, Span, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

/// The standard library, with the row headers of tables (`pdf.header-cell`), which typst keeps behind a feature.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

/// Everything typst reads.
pub(super) struct Files {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Files {
    /// The layouts under `/layouts/`; `main` is still to be added.
    pub(super) fn new(layouts: &Layouts, main: &str) -> Result<Self, Box<Diagnostic>> {
        let mut world = Files { main: file_id(main)?, sources: HashMap::new(), files: HashMap::new() };
        for (name, bytes) in layouts.iter() {
            // The layouts of the site are not needed, and would take memory.
            if name.starts_with("html/") {
                continue;
            }
            let id = file_id(&format!("/layouts/{name}"))?;
            if name.ends_with(".typ") {
                let text = std::str::from_utf8(bytes).map_err(|_| {
                    Box::new(Diagnostic::global(P0901, format!("il file dell’impaginazione `{name}` non è in UTF-8")))
                })?;
                world.sources.insert(id, Source::new(id, text.to_owned()));
            } else {
                world.files.insert(id, Bytes::new(bytes.to_vec()));
            }
        }
        Ok(world)
    }

    /// Adds a generated file. If it is among the files `known` from the last time, it is added as an edit of that one. Afterwards it is known.
    pub(super) fn add_source(
        &mut self,
        path: &str,
        text: String,
        known: &mut HashMap<FileId, Source>,
    ) -> Result<FileId, Box<Diagnostic>> {
        let id = file_id(path)?;
        let source = match known.remove(&id) {
            Some(mut source) => {
                source.replace(&text);
                source
            }
            None => Source::new(id, text),
        };
        known.insert(id, source.clone());
        self.sources.insert(id, source);
        Ok(id)
    }

    /// The range of bytes of each piece of the generated files `ids`. To find one piece typst searches all the arguments of
    /// a call, which for a cell of a large table are all its cells. A caller that needs many pieces walks over the files
    /// once with this.
    pub(super) fn marks<'a>(&self, ids: impl Iterator<Item = &'a FileId>) -> HashMap<Span, Range<usize>> {
        fn go(node: &LinkedNode<'_>, out: &mut HashMap<Span, Range<usize>>) {
            out.insert(node.span(), node.range());
            node.children().for_each(|child| go(&child, out));
        }
        let mut out = HashMap::new();
        for source in ids.filter_map(|id| self.sources.get(id)) {
            go(&LinkedNode::new(source.root()), &mut out);
        }
        out
    }

    /// Add a file that is no typst: an image, the colours.
    pub(super) fn add_file(&mut self, path: &str, bytes: std::sync::Arc<[u8]>) -> Result<(), Box<Diagnostic>> {
        self.files.insert(file_id(path)?, Bytes::new(bytes));
        Ok(())
    }
}

/// The name of a file inside typst.
fn file_id(path: &str) -> Result<FileId, Box<Diagnostic>> {
    match VirtualPath::new(path) {
        Ok(path) => Ok(RootedPath::new(VirtualRoot::Project, path).intern()),
        Err(_) => {
            let words = format!("il nome di file `{path}` non è ammesso nell’impaginazione");
            Err(Box::new(Diagnostic::global(P0901, words)))
        }
    }
}

impl World for Files {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }
    fn book(&self) -> &LazyHash<FontBook> {
        fonts::book()
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or_else(|| FileError::NotFound(id.vpath().get_with_slash().into()))
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match self.files.get(&id) {
            Some(bytes) => Ok(bytes.clone()),
            None => self.source(id).map(Bytes::from_string),
        }
    }
    fn font(&self, index: usize) -> Option<Font> {
        fonts::fonts().get(index).cloned()
    }
    /// There is no clock, so a layout that asks for the day gets none.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
