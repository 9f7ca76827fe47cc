//! Nothing is there that a reader does not see: no character that turns the words of the sources round, no invisible words in a drawing.

use crate::base::fonts::has_glyph;
use crate::base::span::{FileId, Span};
use crate::base::text::nascosto;
use crate::diag::{Diagnostics, Severity};
use crate::rules::testo::carattere_nascosto;
use crate::rules::{Cx, Diagnostic, Regola, fonti, stampato};
use crate::source::File;
use std::collections::BTreeSet;
use usvg::roxmltree;

pub static REGOLA: Regola = Regola::errore("P1308", "testo-nascosto", include_str!("testo_nascosto.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS)
    .origine(&["N65"]);

/// The files in which hidden characters stop the outputs: there nobody says of a character that the fonts lack it.
pub fn nascosti(diags: &Diagnostics) -> BTreeSet<FileId> {
    let codes = [REGOLA.codice, carattere_nascosto::REGOLA.codice];
    let found = diags.iter().filter(|d| codes.contains(&d.code) && d.severity == Severity::Blocco);
    found.filter_map(|d| d.span).map(|span| span.file).collect()
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (id, file) in cx.sources.iter().filter(|(_, file)| !file.text().is_ascii()) {
        out.extend(caratteri(&REGOLA, id, file, true));
    }
    let mut seen = BTreeSet::new();
    stampato::immagini(cx.piano, &mut |image| {
        let Some((path, asset)) = cx.piano.immagini.get(&(image.path.span.file, image.path.value.clone())) else {
            return;
        };
        if asset.format != "svg" || !seen.insert(path) {
            return;
        }
        let Some((words, why)) = std::str::from_utf8(&asset.bytes).ok().and_then(disegno) else { return };
        out.push(
            REGOLA
                .at(
                    image.path.span,
                    format!("nel disegno ci sono parole che non si vedono: «{}»", crate::base::text::short(&words)),
                )
                .note(why)
                .note("chi copia, cerca o ascolta il documento le trova lo stesso")
                .help("apri il disegno con un programma di grafica, togli il testo nascosto e salvalo di nuovo"),
        );
    });
}

/// The hidden characters of a file, told once by `regola`. `rovescia`: those of a file in which some turn the direction of the text round, so
/// that another thing is read than what is written; else those of a file in which none does.
pub fn caratteri(regola: &Regola, id: FileId, file: &File, rovescia: bool) -> Option<Diagnostic> {
    let all: Vec<(usize, char)> = file.text().char_indices().filter(|(_, c)| nascosto(*c)).collect();
    let turns =
        |c: char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    // A character that turns the direction of the text is reported before one that has no width.
    let (at, c) = *all.iter().find(|(_, c)| turns(*c)).or(all.first())?;
    if turns(c) != rovescia {
        return None;
    }
    let span = |at: usize, c: char| Span::new(id, at..at + c.len_utf8());
    let message = if turns(c) {
        format!("qui c’è un carattere nascosto (U+{:04X}) che rovescia l’ordine di ciò che si legge", u32::from(c))
    } else {
        format!("qui c’è un carattere nascosto (U+{:04X}), largo niente", u32::from(c))
    };
    let mut problem = regola.at(span(at, c), message);
    // A character that no font has stops every output. It is reported here, and `emit::glyphs` does not repeat it.
    if all.iter().any(|(_, c)| !has_glyph(*c)) {
        problem.severity = Severity::Blocco;
    }
    if all.len() > 1 {
        problem = problem.note(format!("nel file i caratteri nascosti sono {}", all.len()));
    }
    problem = problem.help(
        "cancella la parola e riscrivila a mano; `piao controlla --correggi` toglie da solo quelli larghi niente",
    );
    // A joiner inside a word of another alphabet would be missed, but there are none in a plan.
    Some(all.iter().filter(|(_, c)| !turns(*c)).fold(problem, |problem, (at, c)| problem.patch(span(*at, *c), "")))
}

/// The first words of a drawing that are not seen, and why.
fn disegno(text: &str) -> Option<(String, &'static str)> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    let document = roxmltree::Document::parse_with_options(text, options).ok()?;
    document.descendants().filter(|node| node.is_text()).find_map(|node| {
        let words = node.text()?.trim();
        let parent = node.parent_element()?;
        let inside = parent.ancestors().any(|a| ["text", "tspan", "textPath"].contains(&a.tag_name().name()));
        let aside = parent
            .ancestors()
            .any(|a| ["title", "desc", "style", "script", "defs", "metadata"].contains(&a.tag_name().name()));
        if words.is_empty() || !inside || aside {
            return None;
        }
        Some((words.to_owned(), invisibile(parent)?))
    })
}

/// A property of one element, as an attribute or in its style.
fn propria<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    let style = node.attribute("style").unwrap_or_default().split(';').filter_map(|rule| rule.split_once(':'));
    let styled = style.filter(|(key, _)| key.trim() == name).map(|(_, value)| value.trim()).next_back();
    styled.or_else(|| node.attribute(name).map(str::trim))
}

/// A property of an element, or of the nearest element around it that sets the property.
fn ereditata<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.ancestors().filter(roxmltree::Node::is_element).find_map(|node| propria(node, name))
}

fn zero(value: &str) -> bool {
    value.trim_end_matches(|c: char| c.is_alphabetic() || c == '%').trim().parse::<f64>().is_ok_and(|n| n == 0.0)
}

fn bianco(value: &str) -> bool {
    let value = value.to_lowercase().replace(' ', "");
    ["white", "#fff", "#ffffff", "rgb(255,255,255)", "rgb(100%,100%,100%)"].contains(&value.as_str())
}

/// Why the words of an element are not seen.
fn invisibile(node: roxmltree::Node<'_, '_>) -> Option<&'static str> {
    let any = |name: &str, test: &dyn Fn(&str) -> bool| {
        node.ancestors().any(|a| a.is_element() && propria(a, name).is_some_and(test))
    };
    if any("opacity", &zero) {
        return Some("sono del tutto trasparenti");
    }
    if any("display", &|value| value == "none")
        || ereditata(node, "visibility").is_some_and(|v| ["hidden", "collapse"].contains(&v))
    {
        return Some("sono segnate come da non mostrare");
    }
    if ereditata(node, "font-size").is_some_and(zero) {
        return Some("sono alte zero");
    }
    let outlined = ereditata(node, "stroke").is_some_and(|value| value != "none" && !bianco(value));
    let fill = ereditata(node, "fill").unwrap_or("black");
    let clear = fill == "none" || fill == "transparent" || ereditata(node, "fill-opacity").is_some_and(zero);
    if clear && !outlined {
        return Some("sono senza colore");
    }
    if bianco(fill) && !outlined && !sotto(node) {
        return Some("sono bianche su bianco");
    }
    None
}

/// Whether something coloured is drawn before these words, where they may be.
fn sotto(node: roxmltree::Node<'_, '_>) -> bool {
    let moved = |node: roxmltree::Node<'_, '_>| node.ancestors().any(|a| a.attribute("transform").is_some());
    let number = |node: roxmltree::Node<'_, '_>, name: &str| {
        node.attribute(name).and_then(|value| value.trim().parse::<f64>().ok())
    };
    let text = node.ancestors().find(|a| a.tag_name().name() == "text").unwrap_or(node);
    let place = number(text, "x").zip(number(text, "y")).filter(|_| !moved(text));
    let shapes = node.document().descendants().take_while(|other| other.id() != text.id());
    shapes
        .filter(|shape| {
            ["rect", "path", "circle", "ellipse", "polygon", "image", "use"].contains(&shape.tag_name().name())
        })
        .any(|shape| {
            let fill = ereditata(shape, "fill").unwrap_or("black");
            if bianco(fill) || fill == "none" || fill == "transparent" {
                return false;
            }
            // A rectangle that is elsewhere is not under the words; of other shapes it is not known.
            let corner = number(shape, "x").unwrap_or(0.0);
            let top = number(shape, "y").unwrap_or(0.0);
            match (place, number(shape, "width").zip(number(shape, "height"))) {
                (Some((x, y)), Some((width, height))) if shape.tag_name().name() == "rect" && !moved(shape) => {
                    (corner..=corner + width).contains(&x) && (top..=top + height).contains(&y)
                }
                _ => true,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::disegno;

    #[test]
    fn words_that_are_not_seen() {
        let svg =
            |inside: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{inside}</svg>");
        for hidden in [
            "<text opacity=\"0\">Rossi</text>",
            "<g style=\"opacity: 0.0\"><text>Rossi</text></g>",
            "<text font-size=\"0\">Rossi</text>",
            "<text style=\"font-size:0px\"><tspan>Rossi</tspan></text>",
            "<text fill=\"#FFFFFF\">Rossi</text>",
            "<rect width=\"100\" height=\"100\" fill=\"white\"/><text x=\"5\" y=\"5\" fill=\"white\">Rossi</text>",
            "<rect x=\"50\" y=\"50\" width=\"9\" height=\"9\"/><text x=\"5\" y=\"5\" fill=\"white\">Rossi</text>",
            "<text fill=\"none\">Rossi</text>",
            "<text fill-opacity=\"0\">Rossi</text>",
            "<text visibility=\"hidden\">Rossi</text>",
            "<g display=\"none\"><text>Rossi</text></g>",
        ] {
            assert_eq!(disegno(&svg(hidden)).map(|(words, _)| words).as_deref(), Some("Rossi"), "{hidden}");
        }
        for seen in [
            "<text>Rossi</text>",
            "<text fill=\"#222\" opacity=\"0.5\">Rossi</text>",
            "<rect width=\"100\" height=\"100\" fill=\"#036\"/><text x=\"5\" y=\"5\" fill=\"white\">Rossi</text>",
            "<path d=\"M0 0h9v9z\"/><text fill=\"white\">Rossi</text>",
            "<text fill=\"none\" stroke=\"black\">Rossi</text>",
            "<title>Rossi</title>",
            "<defs><text opacity=\"0\">Rossi</text></defs>",
            "<text opacity=\"0\"> </text>",
        ] {
            assert_eq!(disegno(&svg(seen)), None, "{seen}");
        }
        assert_eq!(disegno("non è un disegno"), None);
    }
}
