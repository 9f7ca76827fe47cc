//! Diagnostics as text for a terminal, in Italian, with the lines of the source and marks under them. `cli` prints the text.

use crate::base::span::Span;
use crate::diag::{Diagnostic, Severity, clamp};
use crate::source::Sources;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};
use std::ops::Range;

/// The most bytes shown on each side of the marked characters, because a line of a broken file may be of 50 MB.
const CONTEXT: usize = 240;

/// One diagnostic with its excerpt, styled; strip the styles for a file.
#[must_use]
pub fn text(diagnostic: &Diagnostic, sources: &Sources, width: usize) -> String {
    let level = match diagnostic.severity {
        Severity::Blocco => Level::ERROR.with_name("errore bloccante"),
        Severity::Errore => Level::ERROR.with_name("errore"),
        Severity::Avviso => Level::WARNING.with_name("avviso"),
        Severity::Nota => Level::NOTE.with_name("nota"),
    };
    let (note, help) = (Level::NOTE.with_name("nota"), Level::HELP.with_name("aiuto"));
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code);
    let excerpt = diagnostic.span.and_then(|span| Excerpt::of(sources, span));
    let others: Vec<(Excerpt<'_>, &str)> = diagnostic
        .others
        .iter()
        .filter_map(|(span, text)| Some((Excerpt::of(sources, *span)?, text.as_str())))
        .collect();
    let norma = diagnostic.norma.map(|norma| {
        let doubt = if norma.letta { "" } else { " (da confermare)" };
        format!("lo chiede: {}{doubt}", norma.testo)
    });
    let notes: Vec<String> = diagnostic.notes.iter().cloned().chain(norma).collect();
    let mut groups = Vec::new();
    let mut group = Group::with_title(title);
    if let Some(main) = excerpt.as_ref().filter(|main| main.blank) {
        group = group.element(Origin::path(main.path));
    } else if let Some(main) = &excerpt {
        let mut snippet = main
            .snippet()
            .annotation(AnnotationKind::Primary.span(main.marked.clone()).label(diagnostic.label.as_deref()));
        // A second place on the same excerpt shares its lines.
        for (other, words) in others.iter().filter(|(other, _)| other.same_lines(main)) {
            snippet = snippet.annotation(AnnotationKind::Context.span(other.marked.clone()).label(*words));
        }
        group = group.element(snippet);
    }
    for (other, words) in others.iter().filter(|(other, _)| excerpt.as_ref().is_none_or(|main| !other.same_lines(main)))
    {
        group =
            group.element(other.snippet().annotation(AnnotationKind::Context.span(other.marked.clone()).label(*words)));
    }
    // Without an excerpt there is no margin beside which to write them, so each gets a line of its own.
    if excerpt.is_none() {
        groups.push(group);
        groups.extend(notes.iter().map(|text| Group::with_title(note.clone().secondary_title(text))));
        groups.extend(diagnostic.helps.iter().map(|text| Group::with_title(help.clone().secondary_title(text))));
        let renderer = Renderer::styled().term_width(width);
        let lines: Vec<String> = groups.iter().map(|group| renderer.render(std::slice::from_ref(group))).collect();
        return lines.join("\n");
    }
    for text in &notes {
        group = group.element(note.clone().message(text));
    }
    let patch = diagnostic.patch.first().or(diagnostic.proposta.as_ref());
    let patch = patch.and_then(|(span, text)| Some((Excerpt::of(sources, *span)?, text)));
    let mut helps = diagnostic.helps.iter();
    // A correction of which the exact text is known is shown as the line to write.
    let shown = patch.as_ref().and_then(|(excerpt, text)| {
        let words = helps.next()?;
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.line).path(excerpt.path).fold(true);
        let patch = snippet.patch(Patch::new(excerpt.marked.clone(), text.as_str()));
        Some(Group::with_title(help.clone().secondary_title(words)).element(patch))
    });
    for text in helps {
        group = group.element(help.clone().message(text));
    }
    groups.push(group);
    groups.extend(shown);
    Renderer::styled().term_width(width).render(&groups)
}

/// Path, line and column of the first marked character. Lines and columns count from 1, columns in characters.
#[must_use]
pub fn place(sources: &Sources, span: Span) -> Option<(&str, usize, usize)> {
    let file = sources.file(span.file)?;
    let start = clamp(file.text(), span.range()).start;
    Some((sources.nome(span.file), file.line(start), file.column(start)))
}

/// The part of a file around a marked place. It is kept small because the renderer scans all the text that it is given.
struct Excerpt<'s> {
    path: &'s str,
    text: &'s str,
    line: usize,
    marked: Range<usize>,
    start: usize,
    /// Whether the file is no text, such as a picture or an annex, so that no line can be shown.
    blank: bool,
}

impl<'s> Excerpt<'s> {
    fn of(sources: &'s Sources, span: Span) -> Option<Self> {
        let file = sources.file(span.file)?;
        let text = file.text();
        let range = clamp(text, span.range());
        // Only the bytes that may be shown are looked at, because a line may be as long as the file.
        let near = clamp(text, range.start.saturating_sub(CONTEXT)..range.start + 2 * CONTEXT);
        let range = range.start..range.end.min(near.end);
        // A mark that covers many lines is shown on the first line only: the others would add nothing.
        let first_line = text.get(range.clone())?.find(['\n', '\r']).unwrap_or(range.len());
        let range = range.start..range.start + first_line;
        let start = text.get(near.start..range.start)?.rfind('\n').map_or(near.start, |n| near.start + n + 1);
        let far = clamp(text, 0..range.end.min(range.start + CONTEXT) + CONTEXT).end;
        let end = text.get(range.end..far).and_then(|after| after.find(['\r', '\n'])).map_or(far, |n| range.end + n);
        let marked_end = range.end.min(end);
        Some(Excerpt {
            path: sources.nome(span.file),
            text: text.get(start..end)?,
            line: file.line(start),
            marked: range.start - start..marked_end - start,
            start,
            blank: text.is_empty(),
        })
    }

    fn same_lines(&self, other: &Self) -> bool {
        self.path == other.path && self.start == other.start
    }

    fn snippet<T: Clone>(&self) -> Snippet<'s, T> {
        Snippet::source(self.text).line_start(self.line).path(self.path).fold(true)
    }
}
