//! What may not stand in a title, in the header of a table, in a note; and links that lead nowhere.

use super::{segni, vuoti};
use crate::base::span::Spanned;
use crate::diag::codes::{P0208, P0504, P0505, P0506};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::prose::{self, Block, BlockKind, Inline, Prose};
use crate::source::Sources;

/// Reports what the Markdown of a section or of a record may not have.
pub(super) fn check(prose: &Prose, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    prose.each_block(&mut |block| match &block.kind {
        BlockKind::Heading { content, .. } => heading(block, content, diags),
        BlockKind::Table(table) => {
            for cell in &table.header {
                prose::inlines(cell, &mut |inline| in_header(inline, diags));
            }
        }
        BlockKind::List { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Callout { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Code { .. }
        | BlockKind::Figure { .. }
        | BlockKind::View(_)
        | BlockKind::Rule => {}
    });
    vuoti::check(prose, sources, diags);
    segni::check(prose, index, sources, diags);
    for note in prose.notes.values() {
        let inner = |block: &Block| {
            let mut found = None;
            if let BlockKind::Paragraph(content) = &block.kind {
                prose::inlines(content, &mut |inline| {
                    if let Inline::Note { label } = inline {
                        found = Some(label.span);
                    }
                });
            }
            found
        };
        for span in note.iter().filter_map(inner) {
            diags.push(
                Diagnostic::at(P0504, span, "una nota non può rimandare a un’altra nota")
                    .help("unisci i due testi in una nota sola"),
            );
        }
    }
    let mut links = Vec::new();
    prose.inlines(&mut |inline| {
        if let Inline::Link { url, content } = inline {
            links.push((url, content));
        }
    });
    for (url, content) in links {
        link(url, content, sources, diags);
    }
}

/// Reports what may not stand in a heading. Its words are also a bookmark, an entry of the contents and the name of a page, and
/// none of these can hold a note or an image.
fn heading(block: &Block, content: &[Inline], diags: &mut Diagnostics) {
    if prose::plain(content).trim().is_empty() {
        diags.push(Diagnostic::at(P0505, block.span, "il titolo è vuoto").help("scrivi il titolo, o togli i segni #"));
    }
    prose::inlines(content, &mut |inline| {
        let what = match inline {
            Inline::Cite { .. } => "una citazione",
            Inline::Note { .. } => "il segno di una nota",
            Inline::Link { .. } => "un collegamento",
            Inline::Image(_) => "un’immagine",
            Inline::Break => "un a capo",
            Inline::Text { .. }
            | Inline::Strong(_)
            | Inline::Emph(_)
            | Inline::Strike(_)
            | Inline::Lang { .. }
            | Inline::Code { .. }
            | Inline::Fact { .. } => {
                return;
            }
        };
        diags.push(
            Diagnostic::at(P0504, block.span, format!("un titolo non può contenere {what}"))
                .note("il titolo compare anche nell’indice e nei segnalibri, dove ci sono solo parole")
                .help("porta questa parte nel primo paragrafo sotto il titolo"),
        );
    });
}

/// Reports links and notes in the header of a table. The header is repeated on each page, but a link or a note may be there once.
fn in_header(inline: &Inline, diags: &mut Diagnostics) {
    let (what, span) = match inline {
        Inline::Cite { name, .. } => ("una citazione", name.span),
        Inline::Note { label } => ("il segno di una nota", label.span),
        Inline::Link { url, .. } => ("un collegamento", url.span),
        Inline::Text { .. }
        | Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Lang { .. }
        | Inline::Code { .. }
        | Inline::Fact { .. }
        | Inline::Image(_)
        | Inline::Break => return,
    };
    diags.push(
        Diagnostic::at(P0504, span, format!("l’intestazione di una tabella non può contenere {what}"))
            .note("l’intestazione si ripete in ogni pagina della tabella")
            .help("porta questa parte in una cella, nella didascalia o nel testo"),
    );
}

fn link(url: &Spanned<String>, content: &[Inline], sources: &Sources, diags: &mut Diagnostics) {
    let address = url.value.trim();
    let lower = address.to_lowercase();
    if vuoti::wordless(content) {
        diags.push(
            Diagnostic::at(P0506, url.span, "il collegamento non ha parole")
                .help("scrivi fra le parentesi quadre dove porta"),
        );
    }
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return;
    }
    let error = Diagnostic::at(
        P0208,
        url.span,
        format!("il collegamento a «{}» non porta fuori dal piano", crate::base::text::short(address)),
    );
    diags.push(if let Some(file) = same_file(address, sources) {
        error.help(if file.starts_with("allegati/") {
            format!(
                "è l’allegato `{file}`: nei dati scrivi `[[allegato]]` con un `id`, un `titolo` e `file = \"{file}\"`, e qui `[testo](@id)`"
            )
        } else {
            format!("è il file `{file}` del piano: usa la sua citazione, `[testo](@id)`")
        })
    } else if address.starts_with('#') {
        error.help("per un punto del piano usa la sua citazione, `[testo](@id)`")
    } else if lower.starts_with("www.") {
        error.help(format!("scrivi l’indirizzo intero: `https://{address}`"))
    } else {
        error.help(
            "un collegamento comincia con `https://`, `mailto:` o `tel:`; per un punto del piano scrivi `[testo](@id)`",
        )
    });
}

/// The file of the plan that an address means: people write `./`, backslashes, other capitals.
fn same_file<'s>(address: &str, sources: &'s Sources) -> Option<&'s str> {
    let written = address.replace('\\', "/").replace("%20", " ");
    let written = written.trim_start_matches("./").to_lowercase();
    sources.iter().map(|(_, file)| file.path.as_str()).find(|path| path.to_lowercase() == written)
}
