//! The names of the places that links lead to. A screen reader says this name of a link, and not only the words of the
//! link.

use crate::document::{BlockKind, Document, plain};
use crate::emit::stringhe::tagliata;
use std::collections::BTreeMap;

/// The prefixes of the names given to what is listed at the beginning and has no id: numbered tables and figures, the index of the
/// citations. An id has no colon.
pub(super) const LISTED: [&str; 3] = ["tabella:", "figura:", "indice:"];

/// The name of every place of `pages`, such as `obiettivo OB.01, Servizi digitali, pagina 18`.
pub(super) fn names(document: &Document, pages: &BTreeMap<String, u32>) -> BTreeMap<String, String> {
    let mut known: BTreeMap<String, String> =
        document.targets.iter().map(|(id, target)| (id.to_string(), target.name())).collect();
    known.insert("indice:citazioni".to_owned(), super::WHERE_CITED.to_owned());
    document.walk(&mut |section, _| {
        section.each_block(&mut |block| {
            let (kind, number, caption) = match &block.kind {
                BlockKind::Table(table) => ("tabella", table.number, table.caption.as_deref()),
                BlockKind::Figure(figure) => ("figura", figure.number, figure.caption.as_deref()),
                BlockKind::Drawing(drawing) => ("figura", drawing.number, drawing.caption.as_deref()),
                BlockKind::Heading { number, content, .. } => {
                    if let Some(anchor) = &block.anchor {
                        let title = plain(content);
                        let words = number
                            .as_ref()
                            .map_or(format!("«{title}»"), |number| format!("paragrafo {}, {title}", number.trim()));
                        known.entry(anchor.to_string()).or_insert(words);
                    }
                    return;
                }
                _ => return,
            };
            let Some(number) = number else { return };
            let name = block.anchor.as_ref().map_or_else(|| format!("{kind}:{number}"), ToString::to_string);
            let caption = caption.map(|caption| format!(", {}", plain(caption))).unwrap_or_default();
            known.insert(name, format!("{kind} {number}{caption}"));
        });
    });
    let with_page = |(name, words): (String, String)| {
        let page = pages.get(&name)?;
        // A caption may be longer than a string in a PDF may be.
        let words = words.replace('\u{A0}', " ");
        Some((name, format!("{}, pagina {page}", tagliata(words.trim()))))
    };
    known.into_iter().filter_map(with_page).collect()
}
