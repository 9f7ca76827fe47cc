//! A page is text, not the photograph of a text.

use crate::piano::each_prose;
use crate::piano::prose::{BlockKind, Image, Inline};
use crate::rules::{Cx, Diagnostic, Regola};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::avviso("P0526", "scansione", include_str!("scansione.md"), check).origine(&["N73"]);

/// From what height in pixels an image can be a page that is read, and how far from an A4 it may be.
const ALTEZZA: f64 = 1_200.0;
const SCARTO: f64 = 0.02;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    let mut look = |image: &Image| {
        let key = (image.path.span.file, image.path.value.clone());
        let asset = cx.piano.immagini.get(&key).map(|(_, asset)| asset);
        let Some(why) = perche(&image.path.value, &image.alt, asset.map(|a| (a.format, a.size))) else { return };
        if told.insert(image.path.span) {
            out.push(
                REGOLA
                    .at(image.path.span, "questa immagine sembra la scansione di un documento")
                    .note(why)
                    .note("un’immagine non si cerca, non si copia e non si ascolta")
                    .help("scrivi il testo al suo posto; se serve il documento originale, mettilo fra gli allegati"),
            );
        }
    };
    each_prose(cx.piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Image(image) = inline {
                look(image);
            }
        });
        prose.each_block(&mut |block| {
            if let BlockKind::Figure { image, .. } = &block.kind {
                look(image);
            }
        });
    });
}

/// Why an image seems to be a scanned page.
fn perche(path: &str, alt: &str, asset: Option<(&str, (f64, f64))>) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    for (text, whose) in [(name, "il nome del file"), (alt, "il testo alternativo")] {
        let low = text.to_lowercase();
        let words = low.split(|c: char| !c.is_alphabetic());
        let scan =
            words.clone().any(|word| ["scan", "scansione", "scansionato", "scansionata", "scanner"].contains(&word));
        let signed = low.replace(['-', '_'], " ").contains("documento firmato");
        if scan || signed {
            return Some(format!("lo dice {whose}"));
        }
    }
    let (format, (width, height)) = asset?;
    let sheet = (height / width.max(1.0) / std::f64::consts::SQRT_2 - 1.0).abs() <= SCARTO;
    (format != "svg" && sheet && height >= ALTEZZA)
        .then(|| "ha le proporzioni e la grandezza di un foglio A4".to_owned())
}

#[cfg(test)]
mod tests {
    use super::perche;

    #[test]
    fn scanned_pages_are_known_by_their_size_and_by_their_names() {
        assert!(perche("immagini/a.png", "Verbale", Some(("png", (1_654.0, 2_339.0)))).is_some());
        assert!(perche("immagini/scan-001.jpg", "Verbale", None).is_some());
        assert!(perche("immagini/a.jpg", "Scansione del verbale", None).is_some());
        assert!(perche("immagini/documento_firmato.jpg", "", None).is_some());
        for (path, alt, size) in [
            ("immagini/foto.jpg", "La piazza", ("jpg", (3_000.0, 2_000.0))),
            ("immagini/piccola.png", "Un foglio", ("png", (210.0, 297.0))),
            ("immagini/schema.svg", "Schema", ("svg", (1_654.0, 2_339.0))),
            ("immagini/scandiano.jpg", "La rocca di Scandiano", ("jpg", (800.0, 600.0))),
        ] {
            assert!(perche(path, alt, Some(size)).is_none(), "{path}");
        }
    }
}
