//! The texts that a PDF keeps as one string: bookmarks, alternative texts of pictures, the metadata of the file. PDF/A
//! allows 32,767 bytes for a string (ISO 19005-2, 6.1.13), and a character takes two bytes as soon as one has an accent.
//! The typesetter would only say that some string is too long. Here it is reported where it was written.

use crate::base::span::Span;
use crate::diag::codes::P0570;
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Document, Inline, Part, plain};
use crate::piano::settings::Impostazioni;
use crate::piano::{Piano, Sezione};
use std::collections::BTreeMap;

/// Longest string, in UTF-16 units. The bytes that are left are for what is added to it (a number, "parte 1 di 4").
pub(super) const STRINGA: usize = 15_000;

/// Longest name of the plan and of the body, in UTF-16 units. Both stand in one string, and on every page.
const NOME: usize = 1_000;

/// Reports every text of `document` that is too long for a string, where it is written.
pub fn check(document: &Document, piano: &Piano, set: &Impostazioni, diags: &mut Diagnostics) {
    let place = |span: Option<Span>| span.unwrap_or(set.ente.nome.span);
    let keywords: usize = document.meta.parole_chiave.iter().map(|word| units(word) + 2).sum();
    let said = [
        ("il titolo del piano", units(&document.meta.titolo), NOME, set.titolo.as_ref().map(|t| t.span)),
        ("il nome dell’ente", units(&document.meta.ente), NOME, None),
        (
            "la descrizione del piano",
            units(&document.meta.descrizione),
            STRINGA,
            set.descrizione.as_ref().map(|d| d.span),
        ),
        ("l’elenco delle parole chiave", keywords, STRINGA, set.parole_chiave.first().map(|word| word.span)),
    ];
    for (what, long, most, span) in said {
        too_long(what, long, most, place(span), "accorcia queste parole: il testo lungo va in una sezione", diags);
    }
    let mut written = BTreeMap::new();
    titles(&piano.sezioni, &mut written);
    document.walk(&mut |section, _| {
        title(&section.heading(), written.get(&section.span).copied().unwrap_or(section.span), diags);
        section.each_block(&mut |block| one(block, diags));
    });
}

/// Where the title of each section is written, by the place of the section.
fn titles(sezioni: &[Sezione], out: &mut BTreeMap<Span, Span>) {
    for sezione in sezioni {
        out.extend(sezione.front.titolo.iter().map(|titolo| (sezione.span, titolo.span)));
        titles(&sezione.children, out);
    }
}

fn one(block: &Block, diags: &mut Diagnostics) {
    match &block.kind {
        BlockKind::Heading { number, content, .. } => {
            title(&format!("{} {}", number.as_deref().unwrap_or_default(), plain(content)), block.span, diags);
        }
        BlockKind::Card(card) => {
            title(&format!("{} {}", card.code.as_deref().unwrap_or_default(), plain(&card.title)), block.span, diags);
        }
        BlockKind::Figure(figure) => alternative(&figure.alt, block.span, diags),
        _ => {}
    }
    block.parts(&mut |_, part| {
        if let Part::Words(words) = part {
            pictures(words, block.span, diags);
        }
    });
}

fn pictures(words: &[Inline], span: Span, diags: &mut Diagnostics) {
    for inline in words {
        match inline {
            Inline::Image { alt, .. } => alternative(alt, span, diags),
            _ => inline.inner().into_iter().for_each(|inner| pictures(inner, span, diags)),
        }
    }
}

fn title(text: &str, span: Span, diags: &mut Diagnostics) {
    let cure = "scrivi un titolo di poche parole, e porta il resto nel primo paragrafo che segue o in `descrizione`";
    too_long("questo titolo", units(text), STRINGA, span, cure, diags);
}

fn alternative(text: &str, span: Span, diags: &mut Diagnostics) {
    let cure = "di’ in una o due frasi che cosa mostra l’immagine, e porta il resto in un paragrafo";
    too_long("il testo alternativo di questa immagine", units(text), STRINGA, span, cure, diags);
}

fn too_long(what: &str, long: usize, most: usize, span: Span, cure: &str, diags: &mut Diagnostics) {
    if long > most {
        diags.push(
            Diagnostic::at(P0570, span, format!("{what} ha {long} caratteri: il PDF ne tiene al massimo {most}"))
                .note(
                    "lo standard dei PDF che si conservano pone un limite alle parole dei segnalibri e delle proprietà",
                )
                .help(cure),
        );
    }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The first [`STRINGA`] units of `text` at most. It is for texts that the program makes from many records, which no author
/// could shorten.
pub(super) fn tagliata(text: &str) -> &str {
    let mut left = STRINGA;
    let end = text.char_indices().find(|(_, c)| {
        let fits = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        !fits
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::{STRINGA, tagliata};

    #[test]
    fn a_text_is_cut_between_two_characters() {
        assert_eq!(tagliata("città"), "città");
        let long = "😀".repeat(STRINGA);
        assert_eq!(tagliata(&long).chars().count(), STRINGA / 2);
        assert_eq!(tagliata(&"à".repeat(STRINGA)).chars().count(), STRINGA);
    }
}
