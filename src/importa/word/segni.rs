//! The signs of a document that the plan cannot print, before anything is written of it: boxes and ticks become words, what has a sign that
//! is the same becomes it, and the others, which would stop the whole plan, are left out and told.

use super::albero::{Blocco, Cosa, Documento, Luogo, Paragrafo};
use super::eventi::Detto;
use crate::base::fonts::has_glyph;
use crate::base::text::nascosto;
use crate::importa::segni::uguale;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Makes the words of a document such that they can be printed, and says what changed.
pub(super) fn stampabili(documento: &mut Documento) -> Vec<Detto> {
    let mut out = Detti::default();
    let Documento { corpo, note, finali, .. } = documento;
    blocchi(corpo, &mut out);
    note.values_mut().chain(finali.values_mut()).for_each(|blocks| blocchi(blocks, &mut out));
    let changed = out.cambiati.into_iter().map(|((sign, words), (luogo, times))| {
        let times = if times > 1 { format!(", qui e in altri {} capoversi o celle", times - 1) } else { String::new() };
        let che = format!(
            "il segno «{sign}», che il piano non può stampare, è diventato «{words}»{times}: guarda che si capisca"
        );
        Detto::nota(0, luogo, che)
    });
    changed.chain(out.persi).collect()
}

/// What there is to say of the signs of a document.
#[derive(Default)]
struct Detti {
    /// What each became, with the first place and how many paragraphs have it.
    cambiati: BTreeMap<(char, String), (Luogo, usize)>,
    persi: Vec<Detto>,
}

fn blocchi(blocks: &mut [Blocco], out: &mut Detti) {
    for block in blocks {
        match block {
            Blocco::Paragrafo(paragraph) => paragrafo(paragraph, out),
            Blocco::Tabella(table) => {
                let cells = table.righe.iter_mut().flat_map(|riga| &mut riga.celle);
                cells.for_each(|cella| blocchi(&mut cella.blocchi, out));
            }
        }
    }
}

fn paragrafo(paragraph: &mut Paragrafo, out: &mut Detti) {
    let mut said = Sostituiti::default();
    // A tick at the head of a paragraph is the mark of an item: it says nothing of it.
    let mut head = paragraph.parole().chars().filter(|c| !c.is_whitespace() && !di_forma(*c)).count() > 1;
    for pezzo in &mut paragraph.pezzi {
        match &mut pezzo.cosa {
            Cosa::Testo(text) => {
                text.testo = said.testo(&text.testo, head);
                head &= text.testo.trim().is_empty();
            }
            Cosa::Immagine(image) => image.alternativa = said.testo(&image.alternativa, false),
            Cosa::Riquadro(inside) => blocchi(inside, out),
            _ => {}
        }
    }
    said.racconta(&paragraph.luogo, out);
}

/// Whether a sign says only how the one before it is drawn: in colours, in black, as a key.
fn di_forma(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}')
}

/// The signs of a paragraph that have another form, and those that were left out.
#[derive(Default)]
struct Sostituiti {
    cambiati: BTreeSet<(char, String)>,
    persi: BTreeSet<char>,
}

impl Sostituiti {
    /// `text` as it can be printed. `head` says that it begins a paragraph.
    fn testo(&mut self, text: &str, head: bool) -> String {
        let printed =
            |c: char| c.is_whitespace() || c.is_control() || nascosto(c) || is_combining_mark(c) || has_glyph(c);
        if text.chars().all(|c| printed(c) && !di_forma(c) && !matches!(c, '\u{fb00}'..='\u{fb06}')) {
            return text.to_owned();
        }
        let mut out = String::with_capacity(text.len());
        let mut chars = text.chars().filter(|c| !di_forma(*c)).peekable();
        while let Some(c) = chars.next() {
            let first = head && out.trim().is_empty() && chars.peek().is_none_or(|next| next.is_whitespace());
            // Two letters in one sign, as a PDF has them.
            if matches!(c, '\u{fb00}'..='\u{fb06}') {
                out.extend(std::iter::once(c).nfkc());
            } else if printed(c) {
                out.push(c);
            } else if let Some(same) = uguale(c) {
                out.push(same);
            } else if let Some(words) = parole(c, first) {
                self.cambiati.insert((c, words.clone()));
                // Words stand apart from those beside them.
                let apart = words.chars().all(char::is_alphabetic) && out.ends_with(char::is_alphanumeric);
                out.push_str(if apart { " " } else { "" });
                out.push_str(&words);
                let next = chars.peek().is_some_and(|next| next.is_alphanumeric());
                out.push_str(if next && words.len() > 1 { " " } else { "" });
            } else if c.is_alphanumeric() {
                // A letter of a name in another alphabet: without it the name would be another.
                out.push(c);
            } else {
                self.persi.insert(c);
            }
        }
        out
    }

    fn racconta(self, luogo: &Luogo, out: &mut Detti) {
        for changed in self.cambiati {
            out.cambiati.entry(changed).or_insert_with(|| (luogo.clone(), 0)).1 += 1;
        }
        if !self.persi.is_empty() {
            let signs: Vec<String> =
                self.persi.iter().map(|sign| format!("«{sign}» (U+{:04X})", u32::from(*sign))).collect();
            let che = format!(
                "il piano non può stampare {}: qui non c’è più; se dice qualcosa, scrivilo con parole",
                signs.join(", ")
            );
            out.persi.push(Detto::avviso(0, luogo.clone(), che));
        }
    }
}

/// What a sign is in words, or in other signs that are read as it is. `first` says that it stands alone at the head of a paragraph.
fn parole(c: char, first: bool) -> Option<String> {
    let said = match c {
        '✓' | '✔' | '✅' | '✗' | '✘' | '❌' if first => "•",
        '☐' | '◻' | '⬜' | '🔲' => "[ ]",
        '☑' | '☒' | '🗹' | '🗵' | '🗷' => "[x]",
        '✓' | '✔' | '✅' => "sì",
        '✗' | '✘' | '❌' => "no",
        '☎' | '📞' => "tel.",
        '✉' | '📧' => "e-mail",
        '⚠' => "attenzione:",
        '㎡' => "m²",
        '㎢' => "km²",
        '㎥' => "m³",
        _ => {
            // ① is 1.
            let plain: String = std::iter::once(c).nfkc().collect();
            return (plain.chars().all(|c| has_glyph(c) && !c.is_control()) && plain != String::from(c))
                .then_some(plain);
        }
    };
    Some(said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::Sostituiti;

    #[test]
    fn what_cannot_be_printed_becomes_what_can_or_is_told() {
        for (text, head, written, changed, lost) in [
            ("dati e-mail: perché", false, "dati e-mail: perché", 0, 0),
            ("pre\u{2011}intesa", false, "pre-intesa", 0, 0),
            ("\u{2610} sì \u{2612} no", true, "[ ] sì [x] no", 2, 0),
            ("fatto✓", false, "fatto sì", 1, 0),
            ("\u{2713} prima cosa", true, "• prima cosa", 1, 0),
            ("\u{25cf} punto \u{2794} poi", true, "• punto → poi", 0, 0),
            ("bene \u{1f600}\u{fe0f}!", false, "bene !", 0, 1),
            ("\u{33a1} 30, \u{2460}", false, "m² 30, 1", 2, 0),
            ("\u{fb01}ne", false, "fine", 0, 0),
            ("漢字", false, "漢字", 0, 0),
        ] {
            let mut said = Sostituiti::default();
            assert_eq!(said.testo(text, head), written);
            assert_eq!((said.cambiati.len(), said.persi.len()), (changed, lost), "{text}");
        }
    }
}
