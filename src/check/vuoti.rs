//! Finds things that are empty: a column without a name, a caption without words, a note without text. The standards for
//! accessible PDF allow them, but a screen reader says "table" or "note" and then nothing.

use crate::base::span::Span;
use crate::diag::codes::{P0121, P0529, P0530};
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Piano;
use crate::piano::prose::{self, Block, BlockKind, Inline, Prose};
use crate::piano::vista::Vista;
use crate::source::Sources;

/// Reports what is empty in the Markdown of `prose`.
pub(super) fn check(prose: &Prose, sources: &Sources, diags: &mut Diagnostics) {
    prose.each_block(&mut |block| match &block.kind {
        BlockKind::Table(table) => {
            for n in (0..).zip(&table.header).filter(|(_, cell)| wordless(cell)).map(|(n, _)| n) {
                column(block.span, n, diags);
            }
            if table.rows.is_empty() {
                rowless(block.span, diags);
            }
            caption(block.span, table.caption.as_deref(), "Tabella: …", diags);
        }
        BlockKind::Figure { caption: words, .. } => {
            caption(block.span, words.as_deref(), "![…](… \"didascalia\")", diags);
        }
        BlockKind::List { items, .. } => {
            let mut bare = bare_marks(block.span, sources).into_iter();
            for (n, _) in (1..).zip(items).filter(|(_, item)| silent(item)) {
                let place = bare.next().unwrap_or(block.span);
                let what = format!("la voce {n} di questo elenco è vuota");
                empty(place, &what, "scrivi la voce, o togli il segno", diags);
            }
        }
        BlockKind::Callout { kind, blocks } if silent(blocks) => {
            let what = format!("il riquadro «{}» è vuoto", kind.label());
            empty(block.span, &what, "scrivi il testo con `>` in testa alle righe, o togli il riquadro", diags);
        }
        BlockKind::Callout { .. }
        | BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Definitions(_)
        | BlockKind::Code { .. }
        | BlockKind::View(_)
        | BlockKind::Rule => {}
    });
    let mut marks: Vec<(&str, Span)> = vec![];
    prose.inlines(&mut |inline| {
        if let Inline::Note { label } = inline
            && !marks.iter().any(|(seen, _)| *seen == label.value)
        {
            marks.push((&label.value, label.span));
        }
    });
    for (label, mark) in marks {
        if prose.notes.get(label).is_some_and(|note| silent(note)) {
            empty(
                mark,
                "la nota è vuota",
                &format!("scrivi il testo dopo `[^{label}]:`, o togli il segno della nota"),
                diags,
            );
        }
    }
}

/// Reports columns without a name in a table of data. They are named by the first line of the file, or by `colonne`.
pub(super) fn data(vista: &Vista, piano: &Piano, diags: &mut Diagnostics) {
    if let Some(names) = &vista.colonne {
        for (n, name) in (0..).zip(names).filter(|(_, name)| name.value.trim().is_empty()) {
            column(name.span, n, diags);
        }
    } else if let Some(first) = vista.righe.first().filter(|_| vista.dati.is_none()) {
        for (n, name) in (0..).zip(first).filter(|(_, name)| name.value.trim().is_empty()) {
            column(name.span, n, diags);
        }
        if vista.righe.len() == 1 {
            rowless(vista.name.span, diags);
        }
    }
    let Some((path, lines)) = vista.dati.as_ref().and_then(|path| Some((path, piano.tabella(path)?))) else {
        return;
    };
    if let Some(first) = lines.first().filter(|_| vista.colonne.is_none()) {
        for (n, _) in (0..).zip(first).filter(|(_, name)| name.trim().is_empty()) {
            column(path.span, n, diags);
        }
    }
    if lines.len() == 1 {
        rowless(path.span, diags);
    }
}

fn column(span: Span, at: usize, diags: &mut Diagnostics) {
    let message = format!("la colonna {} di questa tabella non ha un nome", at + 1);
    diags.push(
        Diagnostic::at(P0529, span, message)
            .note("chi legge con la voce sente il nome della colonna prima di ogni dato (WCAG 1.3.1)")
            .help("scrivi il nome nella prima riga; per una colonna di nomi basta «Voce»"),
    );
}

fn rowless(span: Span, diags: &mut Diagnostics) {
    diags.push(
        Diagnostic::at(P0121, span, "questa tabella ha soltanto l’intestazione")
            .help("aggiungi le righe, o togli la tabella"),
    );
}

fn caption(span: Span, words: Option<&[Inline]>, form: &str, diags: &mut Diagnostics) {
    if words.is_some_and(wordless) {
        empty(span, "la didascalia è vuota", &format!("scrivi che cosa mostra: `{form}`"), diags);
    }
}

fn empty(span: Span, what: &str, cure: &str, diags: &mut Diagnostics) {
    diags.push(Diagnostic::at(P0530, span, what).help(cure));
}

/// The lines of a list that have only their mark. They are looked for in the source, because an empty item has no span.
fn bare_marks(list: Span, sources: &Sources) -> Vec<Span> {
    let mut at = list.range().start;
    let mut marks = vec![];
    for line in sources.slice(list).split_inclusive('\n') {
        let mark = line.trim();
        let number = mark.strip_suffix(['.', ')']).unwrap_or_default();
        if ["-", "*", "+"].contains(&mark) || (!number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())) {
            let start = at + line.len() - line.trim_start().len();
            marks.push(Span::new(list.file, start..start + mark.len()));
        }
        at += line.len();
    }
    marks
}

/// Whether `content` prints nothing: it has no words, and no citation or fact that becomes words.
pub(super) fn wordless(content: &[Inline]) -> bool {
    let mut gives = false;
    prose::inlines(content, &mut |inline| {
        gives |= matches!(inline, Inline::Cite { .. } | Inline::Fact { .. } | Inline::Image(_));
    });
    !gives && prose::plain(content).trim().is_empty()
}

/// Whether `blocks` are nothing but blank paragraphs.
fn silent(blocks: &[Block]) -> bool {
    blocks.iter().all(|block| matches!(&block.kind, BlockKind::Paragraph(content) if wordless(content)))
}
