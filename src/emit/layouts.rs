//! The files that decide how outputs look. They are those of `layouts/` and `fonts/` in the binary, or those in the folder
//! of a designer.

use std::{borrow::Cow, collections::BTreeMap};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/layouts.rs"));
}

/// Layout files by name (`pdf/main.typ`, `html/page.html`), forward slashes on every system.
#[derive(Debug, Clone)]
pub struct Layouts(BTreeMap<String, Cow<'static, [u8]>>);

impl Layouts {
    /// The layouts that are in the binary.
    #[must_use]
    pub fn embedded() -> Self {
        Layouts(embedded::FILES.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect())
    }

    /// The file of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(AsRef::as_ref)
    }

    /// All files with their bytes, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref()))
    }

    /// Replaces a file with `bytes`, or adds it. `--impaginazione` uses it to lay a folder over the embedded files.
    pub fn insert(&mut self, name: String, bytes: Vec<u8>) {
        self.0.insert(name, Cow::Owned(bytes));
    }
}
