//! Finds citations that lack their brackets: `@performance` in the text is printed as it is. It is taken for a citation only when
//! the word names something in the plan; otherwise it is an account of a social network.

use crate::base::span::Span;
use crate::diag::codes::P0507;
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::prose::{Inline, Prose};
use crate::source::Sources;

/// Reports the citations without brackets in `prose`.
pub(super) fn check(prose: &Prose, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    prose.inlines(&mut |inline| {
        let Inline::Text { text, span } = inline else { return };
        for (at, _) in text.match_indices('@') {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            if before.is_some_and(|c| !(c.is_whitespace() || "(«“,;".contains(c))) {
                continue;
            }
            let rest = text.get(at + 1..).unwrap_or_default();
            let end = rest.find(|c: char| !(c.is_alphanumeric() || "-._/".contains(c))).unwrap_or(rest.len());
            let word = rest.get(..end).unwrap_or_default().trim_end_matches(['.', '-', '/']);
            // The address of a link, between round brackets, is checked where links are read.
            let link = text.get(..at).is_some_and(|t| t.ends_with("](") || t.ends_with("] ("));
            let told = link || before == Some('(') && rest.get(word.len()..).is_some_and(|t| t.starts_with(')'));
            let exact = span.range().len() == text.len();
            let start = span.range().start + at;
            // A backslash before it says that the author wants the sign printed.
            let above = Span::new(span.file, start.saturating_sub(1)..start);
            let meant = exact && at == 0 && sources.slice(above) == "\\";
            if word.is_empty() || told || meant || index.find(word).is_empty() {
                continue;
            }
            let place = if exact { Span::new(span.file, start..start + word.len() + 1) } else { *span };
            diags.push(
                Diagnostic::at(
                    P0507,
                    place,
                    format!("«@{word}» è stampato com’è: una citazione va fra parentesi quadre"),
                )
                .help(format!("scrivi `[@{word}]`")),
            );
        }
    });
}
