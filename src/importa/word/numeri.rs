//! The marks of lists, counted as Word counts them: `a)`, `iii.`, `2.1.3`. A document keeps only the rule that makes them.

use super::albero::{Formato, Voce};
use super::pacchetto::{acceso, attr, figlio, valore, w};
use super::simboli;
use crate::lingua::numeri;
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// How many levels a list has.
const LIVELLI: u8 = 9;
/// The highest number that is counted in letters or roman figures.
const MAX_CONTO: u32 = 3999;

/// The rule of a level of a list.
#[derive(Debug, Clone)]
struct Livello {
    inizio: u32,
    formato: Formato,
    /// Whether a zero stands before a number of one figure.
    zero: bool,
    /// The text of the mark: `%1.%2)`.
    testo: String,
    /// Whether all its numbers are in figures.
    cifre: bool,
}

type Livelli = BTreeMap<u8, Livello>;

/// A list that paragraphs name: the rules, and what it changes in them.
#[derive(Debug, Default)]
struct Lista {
    astratta: String,
    /// Where it begins to count again.
    inizi: BTreeMap<u8, u32>,
    livelli: Livelli,
}

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Elenchi {
    astratte: BTreeMap<String, Livelli>,
    /// The rules that stand in a style of lists: the style, by the rules that name it.
    altrove: BTreeMap<String, String>,
    /// The rules that are those of a style of lists.
    di_stile: BTreeMap<String, String>,
    liste: BTreeMap<String, Lista>,
    conti: BTreeMap<String, BTreeMap<u8, u32>>,
    /// The lists that have begun to count again.
    cominciate: BTreeSet<(String, u8)>,
}

fn livelli(node: Node<'_, '_>) -> Livelli {
    let each = node.children().filter(|child| w(*child) == "lvl").filter_map(|level| {
        let n: u8 = attr(level, "ilvl")?.parse().ok().filter(|n| *n < LIVELLI)?;
        let (formato, zero) = match valore(level, "numFmt").unwrap_or("decimal") {
            "bullet" => (Formato::Punto, false),
            "none" => (Formato::Niente, false),
            "lowerLetter" => (Formato::Lettera { maiuscola: false }, false),
            "upperLetter" => (Formato::Lettera { maiuscola: true }, false),
            "lowerRoman" => (Formato::Romano { maiuscolo: false }, false),
            "upperRoman" => (Formato::Romano { maiuscolo: true }, false),
            "decimalZero" => (Formato::Decimale, true),
            _ => (Formato::Decimale, false),
        };
        let font =
            figlio(level, "rPr").and_then(|props| figlio(props, "rFonts")).and_then(|fonts| attr(fonts, "ascii"));
        let mut testo = valore(level, "lvlText").unwrap_or_default().to_owned();
        if formato == Formato::Punto {
            // A sign that is not known is a point all the same.
            testo = testo.chars().map(|c| simboli::segno(font.unwrap_or("Symbol"), c.into()).unwrap_or('•')).collect();
        }
        let inizio = valore(level, "start").and_then(|n| n.parse().ok()).unwrap_or(1);
        Some((n, Livello { inizio, formato, zero, testo, cifre: acceso(level, "isLgl").unwrap_or_default() }))
    });
    each.collect()
}

impl Elenchi {
    pub(super) fn letti(root: Node<'_, '_>) -> Self {
        let mut out = Elenchi::default();
        for node in root.children() {
            match w(node) {
                "abstractNum" => {
                    let Some(id) = attr(node, "abstractNumId") else { continue };
                    out.astratte.insert(id.to_owned(), livelli(node));
                    if let Some(style) = valore(node, "numStyleLink") {
                        out.altrove.insert(id.to_owned(), style.to_owned());
                    }
                    if let Some(style) = valore(node, "styleLink") {
                        out.di_stile.insert(style.to_owned(), id.to_owned());
                    }
                }
                "num" => {
                    let (Some(id), Some(rules)) = (attr(node, "numId"), valore(node, "abstractNumId")) else {
                        continue;
                    };
                    let mut lista = Lista { astratta: rules.to_owned(), ..Lista::default() };
                    for changed in node.children().filter(|child| w(*child) == "lvlOverride") {
                        let Some(n) = attr(changed, "ilvl").and_then(|n| n.parse().ok()) else { continue };
                        if let Some(from) = valore(changed, "startOverride").and_then(|from| from.parse().ok()) {
                            lista.inizi.insert(n, from);
                        }
                        lista.livelli.extend(livelli(changed));
                    }
                    out.liste.insert(id.to_owned(), lista);
                }
                _ => {}
            }
        }
        out
    }

    /// The mark of the next item of a list. None when there is no such list: list 0 takes a paragraph out of the one of its style.
    pub(super) fn prossima(&mut self, id: &str, livello: u8) -> Option<Voce> {
        let lista = self.liste.get(id)?;
        let livello = livello.min(LIVELLI - 1);
        let named = self.altrove.get(&lista.astratta).and_then(|style| self.di_stile.get(style));
        let rules = named.unwrap_or(&lista.astratta);
        let empty = Livelli::new();
        let common = self.astratte.get(rules).unwrap_or(&empty);
        let rule = |n: u8| lista.livelli.get(&n).or_else(|| common.get(&n));
        let own = rule(livello)?;
        let counts = self.conti.entry(rules.clone()).or_default();
        // What is deeper begins again.
        counts.retain(|level, _| *level <= livello);
        let restart = lista.inizi.get(&livello).filter(|_| self.cominciate.insert((id.to_owned(), livello)));
        let count = match (restart, counts.get(&livello)) {
            (Some(from), _) => *from,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => lista.inizi.get(&livello).copied().unwrap_or(own.inizio),
        };
        counts.insert(livello, count);
        let mut segno = String::new();
        let mut chars = own.testo.chars().peekable();
        while let Some(c) = chars.next() {
            let digit =
                chars.peek().and_then(|next| next.to_digit(10)).filter(|_| c == '%' && own.formato != Formato::Punto);
            match digit.and_then(|digit| u8::try_from(digit).ok()).and_then(|digit| digit.checked_sub(1)) {
                Some(n) => {
                    chars.next();
                    if let Some(level) = rule(n) {
                        let value = counts.get(&n).copied().unwrap_or(level.inizio);
                        segno.push_str(&if own.cifre { value.to_string() } else { detto(value, level) });
                    }
                }
                None => segno.push(c),
            }
        }
        let formato = own.formato;
        Some(Voce { livello, segno: segno.trim().to_owned(), formato, conto: count })
    }
}

/// A number as a level of a list prints it.
fn detto(value: u32, level: &Livello) -> String {
    match level.formato {
        Formato::Lettera { maiuscola } => {
            let word = lettere(value);
            if maiuscola { word.to_uppercase() } else { word }
        }
        Formato::Romano { maiuscolo } => {
            let word = romano(value);
            if maiuscolo { word.to_uppercase() } else { word }
        }
        Formato::Decimale if level.zero => format!("{value:02}"),
        Formato::Decimale => value.to_string(),
        Formato::Punto | Formato::Niente => String::new(),
    }
}

/// The letter of a number, as Word counts: after `z` comes `aa`, then `bb`.
fn lettere(value: u32) -> String {
    let Some(n) = value.checked_sub(1).filter(|n| *n < MAX_CONTO) else { return value.to_string() };
    let letter = char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
    std::iter::repeat_n(letter, (n / 26 + 1) as usize).collect()
}

/// The roman figures of a number.
fn romano(value: u32) -> String {
    if (1..=MAX_CONTO).contains(&value) { numeri::romano(value) } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Elenchi, lettere, romano};

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        assert_eq!([1, 26, 27, 28].map(lettere), ["a", "z", "aa", "bb"]);
        assert_eq!([4, 9, 14, 40, 1999].map(romano), ["iv", "ix", "xiv", "xl", "mcmxcix"]);
        assert_eq!(romano(u32::MAX), u32::MAX.to_string());
    }

    #[test]
    fn a_list_counts_its_levels_and_begins_again_where_it_is_told_to() {
        let text = r#"<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
            <w:abstractNum w:abstractNumId="0">
              <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
              <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
              <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:isLgl/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
            </w:abstractNum>
            <w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Punti"/></w:abstractNum>
            <w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Punti"/>
              <w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
            <w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>
          </w:numbering>"#;
        let tree = roxmltree::Document::parse(text).unwrap();
        let mut elenchi = Elenchi::letti(tree.root_element());
        let mut segni = |items: &[(&str, u8)]| {
            let each = items
                .iter()
                .map(|(id, level)| elenchi.prossima(id, *level).map_or_else(|| "-".into(), |voce| voce.segno));
            each.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(segni(&[("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1)]), "1. 1.a) 1.b) 1.2.1 2. 2.a)");
        assert_eq!(segni(&[("2", 0), ("2", 0), ("1", 0), ("3", 0), ("0", 0), ("9", 3)]), "5. 6. 7. • - -");
    }
}
