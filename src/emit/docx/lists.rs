//! The lists of a Word file (`word/numbering.xml`): each has a definition of its own, so that none goes on counting from another.

use super::xml::{SPAZI, Xml};
use crate::lingua::numeri::romano;

/// The most levels that Word has.
const LIVELLI: usize = 9;

/// How a list marks its items.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Marca {
    Punto,
    /// The number of the first item, how numbers are written, and what stands before and after each.
    Conto {
        inizio: u64,
        formato: &'static str,
        prima: String,
        dopo: String,
    },
}

/// The lists of the file, in order.
#[derive(Default)]
pub(super) struct Liste(Vec<(Marca, usize)>);

impl Liste {
    /// The number of a new list that stands `level` levels deep. None where its marks cannot be counted by Word: then they are written
    /// as words.
    pub(super) fn add(&mut self, start: Option<u64>, segni: &[String], level: usize) -> Option<usize> {
        let marca = match start {
            None => Marca::Punto,
            Some(inizio) if segni.is_empty() => {
                Marca::Conto { inizio, formato: "decimal", prima: String::new(), dopo: ".".into() }
            }
            Some(_) => counted(segni)?,
        };
        self.0.push((marca, level.min(LIVELLI - 1)));
        Some(self.0.len())
    }

    /// The part of the file that defines them.
    pub(super) fn part(&self) -> Vec<u8> {
        let mut xml = Xml::new("w:numbering", SPAZI.get(..1).unwrap_or_default());
        for (n, (marca, level)) in self.0.iter().enumerate() {
            xml.open("w:abstractNum", &[("w:abstractNumId", &(n + 1).to_string())]);
            xml.val("w:multiLevelType", "hybridMultilevel");
            self::level(&mut xml, marca, *level);
            xml.close();
        }
        for n in 1..=self.0.len() {
            xml.open("w:num", &[("w:numId", &n.to_string())]);
            xml.val("w:abstractNumId", &n.to_string());
            xml.close();
        }
        xml.end()
    }
}

fn level(xml: &mut Xml, marca: &Marca, level: usize) {
    xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
    let (start, format, text) = match marca {
        Marca::Punto => (1, "bullet", ["•", "–", "·"].get(level.min(2)).copied().unwrap_or("•").to_owned()),
        Marca::Conto { inizio, formato, prima, dopo } => {
            // Word counts in 31 bits. No author numbers an item higher on purpose.
            ((*inizio).min(999_999_999), *formato, format!("{prima}%{}{dopo}", level + 1))
        }
    };
    xml.val("w:start", &start.to_string());
    xml.val("w:numFmt", format);
    xml.val("w:lvlText", &text);
    xml.val("w:lvlJc", "left");
    xml.close();
}

/// How a number is written. None for one that this way has no marks for.
type Scrittura = fn(u64) -> Option<String>;

/// What the marks count, where they are one after the other: `a)`, `b)`, or `(i)`, `(ii)`.
fn counted(segni: &[String]) -> Option<Marca> {
    let first = segni.first()?;
    let from = first.find(char::is_alphanumeric)?;
    let (prima, rest) = first.split_at(from);
    let (core, dopo) = rest.split_at(rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len()));
    // `%1` would be read as a number.
    if dopo.contains(char::is_alphanumeric) || prima.contains('%') || dopo.contains('%') {
        return None;
    }
    let ways: [(&str, Scrittura); 5] = [
        ("decimal", |n| Some(n.to_string())),
        ("lowerRoman", roman),
        ("upperRoman", |n| roman(n).map(|text| text.to_uppercase())),
        ("lowerLetter", letter),
        ("upperLetter", |n| letter(n).map(|text| text.to_uppercase())),
    ];
    for (formato, write) in ways {
        let inizio = (0..=999).find(|n| write(*n).as_deref() == Some(core));
        let Some(inizio) = inizio else { continue };
        let right = (inizio..)
            .zip(segni)
            .all(|(n, segno)| write(n).is_some_and(|number| *segno == format!("{prima}{number}{dopo}")));
        if right {
            return Some(Marca::Conto { inizio, formato, prima: prima.to_owned(), dopo: dopo.to_owned() });
        }
    }
    None
}

fn letter(n: u64) -> Option<String> {
    let at = u8::try_from(n.checked_sub(1)?).ok().filter(|at| *at < 26)?;
    Some(char::from(b'a' + at).to_string())
}

fn roman(n: u64) -> Option<String> {
    u32::try_from(n).ok().filter(|n| (1..=399).contains(n)).map(romano)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_that_word_can_count_are_counted() {
        let of = |segni: &[&str]| counted(&segni.iter().map(|segno| (*segno).to_owned()).collect::<Vec<_>>());
        let conto = |inizio, formato, prima: &str, dopo: &str| {
            Some(Marca::Conto { inizio, formato, prima: prima.into(), dopo: dopo.into() })
        };
        assert_eq!(of(&["a)", "b)", "c)"]), conto(1, "lowerLetter", "", ")"));
        assert_eq!(of(&["(iv)", "(v)"]), conto(4, "lowerRoman", "(", ")"));
        // One letter may be a roman number: what follows tells.
        assert_eq!(of(&["i)", "ii)"]), conto(1, "lowerRoman", "", ")"));
        assert_eq!(of(&["i)", "j)"]), conto(9, "lowerLetter", "", ")"));
        assert_eq!(of(&["C.", "D."]), conto(3, "upperLetter", "", "."));
        assert_eq!(of(&["1)", "2)"]), conto(1, "decimal", "", ")"));
        assert_eq!(of(&["1)", "3)"]), None);
        assert_eq!(of(&["a-bis)"]), None);
        assert_eq!(of(&["–"]), None);
    }
}
