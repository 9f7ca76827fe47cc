//! Running words as Markdown that reads exactly the same words: what looks like a sign of Markdown is written so that it is printed.

use super::albero::{Cosa, Forma, Immagine, Meta, Pezzo, Testo};
use crate::base::text::nascosto;
use std::collections::BTreeMap;
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Where words stand, which says what may stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dove {
    Capoverso,
    Cella,
    /// A heading, a caption, the head of a table: words alone.
    Titolo,
}

/// A piece of running words, made ready.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tratto {
    Parole(Testo),
    ACapo,
    Nota { finale: bool, id: String },
    Immagine(Immagine),
}

/// What a bookmark of the document names in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bersaglio {
    /// The id in the plan.
    pub(super) id: String,
    /// Whether its words are a number that the program gives: of a table, of a figure.
    pub(super) numerato: bool,
}

/// What each bookmark names.
pub(super) type Mete = BTreeMap<String, Bersaglio>;

/// The pieces that stay when all changes are accepted, with one blank between words, and none at the ends of lines.
pub(super) fn tratti(pezzi: &[Pezzo]) -> Vec<Tratto> {
    let mut out: Vec<Tratto> = Vec::new();
    // Whether a blank now would be the first of its line, or the second in a row.
    let mut spaced = true;
    for pezzo in pezzi.iter().filter(|pezzo| pezzo.resta()) {
        match &pezzo.cosa {
            Cosa::Testo(text) => {
                let mut words = String::with_capacity(text.testo.len());
                for c in text.testo.nfc().filter(|c| !nascosto(*c) && *c != '\u{ad}') {
                    if c.is_whitespace() || c.is_control() {
                        if !spaced {
                            words.push(' ');
                        }
                        spaced = true;
                    } else {
                        words.push(c);
                        spaced = false;
                    }
                }
                if words.is_empty() {
                    continue;
                }
                // Blanks look like what stands before them.
                let blank = words == " ";
                match out.last_mut() {
                    Some(Tratto::Parole(last)) if last.meta == text.meta && (blank || last.forma == text.forma) => {
                        last.testo.push_str(&words);
                    }
                    _ => out.push(Tratto::Parole(Testo { testo: words, ..text.clone() })),
                }
            }
            Cosa::ACapo => {
                senza_coda(&mut out);
                if !out.is_empty() {
                    out.push(Tratto::ACapo);
                }
                spaced = true;
            }
            Cosa::Nota { finale, id } => {
                // The sign of a note touches the word before it.
                out.push(Tratto::Nota { finale: *finale, id: id.clone() });
                spaced = false;
            }
            Cosa::Immagine(image) => out.push(Tratto::Immagine(image.clone())),
            Cosa::Riquadro(_)
            | Cosa::Segnalibro(_)
            | Cosa::FineSegnalibro(_)
            | Cosa::Commento(_)
            | Cosa::FineCommento(_) => {}
        }
    }
    while matches!(out.last(), Some(Tratto::ACapo)) {
        out.pop();
    }
    senza_coda(&mut out);
    out
}

/// Takes away the blank at the end of the last words.
fn senza_coda(out: &mut Vec<Tratto>) {
    while let Some(Tratto::Parole(last)) = out.last_mut() {
        last.testo.truncate(last.testo.trim_end().len());
        if !last.testo.is_empty() {
            return;
        }
        out.pop();
    }
}

/// The words of some pieces, in one line.
pub(super) fn nude(tratti: &[Tratto]) -> String {
    let mut out = String::new();
    for tratto in tratti {
        match tratto {
            Tratto::Parole(text) => out.push_str(&text.testo),
            Tratto::ACapo => out.push(' '),
            Tratto::Nota { .. } | Tratto::Immagine(_) => {}
        }
    }
    out
}

/// The words of a heading, which has words alone: raised figures have letters of their own. `detto` is told what else is lost.
pub(super) fn di_titolo(tratti: &[Tratto], detto: &mut dyn FnMut(String)) -> String {
    let mut out = String::new();
    for tratto in tratti {
        let Tratto::Parole(text) = tratto else {
            out.push_str(if *tratto == Tratto::ACapo { " " } else { "" });
            continue;
        };
        if let Some(Meta::Indirizzo(address)) = &text.meta {
            detto(format!(
                "in un titolo non vanno collegamenti: resta «{}»; metti nel testo quello a «{address}»",
                text.testo.trim()
            ));
        }
        let left = out.chars().next_back();
        out.push_str(&rialzate(&text.testo, text.forma, left, detto));
    }
    out
}

/// The images among some pieces.
pub(super) fn immagini(tratti: &[Tratto]) -> Vec<Immagine> {
    let each = tratti.iter().filter_map(|tratto| match tratto {
        Tratto::Immagine(image) => Some(image.clone()),
        _ => None,
    });
    each.collect()
}

/// Pieces without the first `bytes` of their words, as [`nude`] gives them.
pub(super) fn senza_inizio(tratti: Vec<Tratto>, bytes: usize) -> Vec<Tratto> {
    let mut left = bytes;
    let mut out = Vec::new();
    for tratto in tratti {
        match tratto {
            Tratto::Parole(mut text) if left > 0 => {
                let cut = left.min(text.testo.len());
                left -= cut;
                text.testo = text.testo.get(cut..).unwrap_or_default().to_owned();
                if !text.testo.is_empty() {
                    out.push(Tratto::Parole(text));
                }
            }
            Tratto::ACapo if left > 0 => left -= 1,
            other => out.push(other),
        }
    }
    out
}

/// Pieces as Markdown. `nota` gives the label of a note; `detto` is told what could not be written as it was.
pub(super) fn scritte(
    tratti: &[Tratto],
    dove: Dove,
    mete: &Mete,
    nota: &mut dyn FnMut(bool, &str) -> String,
    detto: &mut dyn FnMut(String),
) -> String {
    let mut out = String::new();
    let mut n = 0;
    while let Some(tratto) = tratti.get(n) {
        match tratto {
            Tratto::Parole(first) => {
                // What leads to one thing is one link.
                let end = n + tratti
                    .iter()
                    .skip(n)
                    .take_while(|one| matches!(one, Tratto::Parole(text) if text.meta == first.meta))
                    .count();
                let group: Vec<&Testo> = tratti
                    .get(n..end)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|one| match one {
                        Tratto::Parole(text) => Some(text),
                        _ => None,
                    })
                    .collect();
                let before = n.checked_sub(1).and_then(|n| tratti.get(n)).and_then(ultima);
                let after = tratti.get(end).and_then(prima);
                gruppo(&group, first.meta.as_ref(), dove, mete, (before, after), detto, &mut out);
                n = end;
                continue;
            }
            Tratto::ACapo => match dove {
                Dove::Capoverso => out.push_str("\\\n"),
                Dove::Cella => out.push_str("<br>"),
                Dove::Titolo => out.push(' '),
            },
            Tratto::Nota { finale, id } => {
                let label = nota(*finale, id);
                out.push_str(&label);
            }
            Tratto::Immagine(_) => {}
        }
        n += 1;
    }
    match dove {
        Dove::Capoverso => out.split('\n').map(inizio).collect::<Vec<_>>().join("\n"),
        Dove::Cella | Dove::Titolo => out,
    }
}

fn ultima(tratto: &Tratto) -> Option<char> {
    match tratto {
        Tratto::Parole(text) => text.testo.chars().next_back(),
        Tratto::Nota { .. } => Some(']'),
        Tratto::ACapo | Tratto::Immagine(_) => None,
    }
}

fn prima(tratto: &Tratto) -> Option<char> {
    match tratto {
        Tratto::Parole(text) => text.testo.chars().next(),
        Tratto::Nota { .. } => Some('['),
        Tratto::ACapo | Tratto::Immagine(_) => None,
    }
}

/// Words that lead to one thing, or to nothing.
fn gruppo(
    group: &[&Testo],
    meta: Option<&Meta>,
    dove: Dove,
    mete: &Mete,
    around: (Option<char>, Option<char>),
    detto: &mut dyn FnMut(String),
    out: &mut String,
) {
    let words: String = group.iter().map(|text| text.testo.as_str()).collect();
    let (lead, tail) = (words.len() - words.trim_start().len(), words.len() - words.trim_end().len());
    let linked = |out: &mut String, target: &str, detto: &mut dyn FnMut(String)| {
        let mut inner = String::new();
        formati(group, (Some('['), Some(']')), dove, detto, &mut inner);
        let inner = inner.trim();
        out.push_str(if lead > 0 { " " } else { "" });
        out.push_str(&format!("[{inner}]({target})"));
        out.push_str(if tail > 0 { " " } else { "" });
    };
    let here = dove != Dove::Titolo && !words.trim().is_empty();
    match meta {
        Some(Meta::Indirizzo(address)) if here => match indirizzo(address) {
            Some(address) => linked(out, &address, detto),
            None => {
                detto(format!(
                    "il collegamento a «{address}» non porta a una pagina della rete: resta il testo «{}»",
                    words.trim()
                ));
                formati(group, around, dove, detto, out);
            }
        },
        Some(Meta::Interno(place) | Meta::Rimando(place) | Meta::Numero(place)) if here => match mete.get(place) {
            Some(target) if target.numerato && matches!(meta, Some(Meta::Rimando(_))) => {
                out.push_str(if lead > 0 { " " } else { "" });
                out.push_str(&format!("[@{}]", target.id));
                out.push_str(if tail > 0 { " " } else { "" });
            }
            Some(target) => linked(out, &format!("@{}", target.id), detto),
            // The number is told as such.
            None if matches!(meta, Some(Meta::Numero(_))) => formati(group, around, dove, detto, out),
            None => {
                detto(format!(
                    "il rimando «{}» non è diventato una citazione: ciò a cui porta non ha un nome nel piano",
                    words.trim()
                ));
                formati(group, around, dove, detto, out);
            }
        },
        _ => formati(group, around, dove, detto, out),
    }
}

/// An address that the plan accepts as a link, written so that nothing in it ends it.
fn indirizzo(address: &str) -> Option<String> {
    let lower = address.to_lowercase();
    let known = ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    let clean: String = address
        .trim()
        .chars()
        .map(|c| match c {
            ' ' => "%20".to_owned(),
            '(' => "%28".to_owned(),
            ')' => "%29".to_owned(),
            '<' => "%3C".to_owned(),
            '>' => "%3E".to_owned(),
            '\\' => "/".to_owned(),
            '|' => "%7C".to_owned(),
            '*' | '[' | ']' | '`' => format!("%{:02X}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    (known && !clean.chars().any(|c| c.is_control() || nascosto(c))).then_some(clean)
}

/// Words with their look. A look that Markdown could not read back is left out: its words matter, its weight less.
fn formati(
    group: &[&Testo],
    (before, after): (Option<char>, Option<char>),
    dove: Dove,
    detto: &mut dyn FnMut(String),
    out: &mut String,
) {
    for (n, text) in group.iter().enumerate() {
        let left = n.checked_sub(1).and_then(|n| group.get(n)).map_or(before, |text| text.testo.chars().next_back());
        let right = group.get(n + 1).map_or(after, |text| text.testo.chars().next());
        let raised = rialzate(&text.testo, text.forma, left, detto);
        let words = raised.trim();
        let (lead, tail) = (raised.len() - raised.trim_start().len(), raised.len() - raised.trim_end().len());
        let free = |blank: usize, beside: Option<char>| blank > 0 || !beside.is_some_and(char::is_alphanumeric);
        let sign = segno(text.forma);
        let shown = dove != Dove::Titolo
            && !sign.is_empty()
            && words.chars().any(char::is_alphanumeric)
            && free(lead, left)
            && free(tail, right)
            && !(lead == 0 && out.ends_with(['*', '~', '_', '\\']));
        out.push_str(if lead > 0 { " " } else { "" });
        if shown {
            out.push_str(sign);
            out.push_str(&protette(words));
            out.extend(sign.chars().rev());
        } else {
            out.push_str(&protette(words));
        }
        out.push_str(if tail > 0 && !words.is_empty() { " " } else { "" });
    }
}

/// The signs of Markdown for a look.
fn segno(forma: Forma) -> &'static str {
    match (forma.barrato, forma.grassetto, forma.corsivo) {
        (true, true, true) => "~~***",
        (true, true, false) => "~~**",
        (true, false, true) => "~~*",
        (true, false, false) => "~~",
        (false, true, true) => "***",
        (false, true, false) => "**",
        (false, false, true) => "*",
        (false, false, false) => "",
    }
}

/// Small raised and lowered figures have letters of their own: 10⁶ is not 106. So have the endings of ordinal numbers, 1º; what begins with
/// a sign is written as a power, 10^-3, and what else has letters is told. `left` is the character before.
fn rialzate(words: &str, forma: Forma, left: Option<char>, detto: &mut dyn FnMut(String)) -> String {
    const ALTE: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    const BASSE: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];
    let table = match (forma.apice, forma.pedice) {
        (true, _) => ALTE,
        (_, true) => BASSE,
        _ => return words.to_owned(),
    };
    let bare = words.trim();
    let ordinal = left.is_some_and(|c| c.is_ascii_digit() || "IVXLCnN.".contains(c));
    if forma.apice && ordinal && matches!(bare, "o" | "a") {
        return words.replace('o', "º").replace('a', "ª");
    }
    if bare.chars().any(char::is_alphabetic) {
        let how = if forma.apice { "in alto" } else { "in basso" };
        detto(format!("«{bare}» era scritto in piccolo e {how}: ora è in riga; guarda che si capisca"));
        return words.to_owned();
    }
    // The sign of a note that was typed by hand: `(1)`.
    if bare.starts_with('(') && bare.ends_with(')') {
        return words.to_owned();
    }
    let power = words
        .strip_prefix(['-', '−', '+'])
        .filter(|rest| forma.apice && rest.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(rest) = power.filter(|_| left.is_some_and(char::is_alphanumeric)) {
        return format!("^{}{rest}", if words.starts_with('+') { '+' } else { '-' });
    }
    let raise = |c: char| c.to_digit(10).and_then(|n| table.get(n as usize)).copied().unwrap_or(c);
    words.chars().map(raise).collect()
}

/// Words with a backslash before each sign that Markdown would read.
pub(crate) fn protette(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for (n, c) in words.char_indices() {
        let sign = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' | '{' => true,
            // `&amp;` would be an ampersand.
            '&' => {
                let rest = words.get(n + 1..).unwrap_or_default();
                let name = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#').len();
                name > 0 && rest.get(name..).is_some_and(|rest| rest.starts_with(';'))
            }
            _ => false,
        };
        if sign {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// A line whose beginning Markdown would read as the sign of a heading, of a list, of a quotation, of a caption.
pub(crate) fn inizio(line: &str) -> String {
    let escaped = |at: usize| {
        let (head, tail) = line.split_at(at);
        format!("{head}\\{tail}")
    };
    let Some(first) = line.chars().next() else { return String::new() };
    let alone = line.chars().all(|c| c == first || c == ' ');
    let spaced = line.chars().nth(1).is_none_or(char::is_whitespace);
    match first {
        '#' | '>' | '=' => return escaped(0),
        '+' | '-' if alone || spaced => return escaped(0),
        ':' => return escaped(0),
        _ => {}
    }
    // A caption is known by its words, however they are written.
    if let Some(rest) = line.strip_prefix("Tabella:") {
        return format!("Tabella :{rest}");
    }
    match marca(line) {
        Some(mark) => escaped(mark.end - 1),
        None => line.to_owned(),
    }
}

/// Where the mark of an item stands at the head of a line: `1.`, `a)`, `(iv)`, `2-bis.`.
pub(super) fn marca(line: &str) -> Option<Range<usize>> {
    let inside = line.strip_prefix('(').unwrap_or(line);
    let open = line.len() - inside.len();
    let of = |digits: bool| move |c: char| if digits { c.is_ascii_digit() } else { c.is_ascii_alphabetic() };
    let digits = inside.starts_with(|c: char| c.is_ascii_digit());
    let (word, rest) = inside.split_at(inside.len() - inside.trim_start_matches(of(digits)).len());
    let lower = word.to_ascii_lowercase();
    let counts = match (digits, word.len()) {
        (_, 0) => false,
        (true, n) => n <= 9,
        (false, 1) => true,
        (false, 2) => lower.chars().next() == lower.chars().nth(1) || lower.chars().all(|c| "ivxlc".contains(c)),
        (false, n) => n <= 8 && lower.chars().all(|c| "ivxlc".contains(c)),
    };
    let added = rest.strip_prefix('-').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_lowercase()));
    let close = added.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let end = line.len() - added.len() + 1;
    let tail = added.get(close.len_utf8()..)?;
    (counts && (tail.is_empty() || tail.starts_with(char::is_whitespace)) && !(open > 0 && close == '.'))
        .then_some(0..end)
}

#[cfg(test)]
mod tests {
    use super::{inizio, marca, protette, rialzate};
    use crate::importa::word::albero::Forma;

    #[test]
    fn raised_letters_have_a_form_or_are_told() {
        let raised = Forma { apice: true, ..Forma::default() };
        for (words, left, written, told) in [
            ("2", 'm', "²", 0),
            ("o", '1', "º", 0),
            ("a", 'V', "ª", 0),
            ("-3", '0', "^-3", 0),
            ("\u{2212}3", '0', "^-3", 0),
            ("(1)", 'a', "(1)", 0),
            ("1, 2", 'a', "¹, ²", 0),
            ("n", 'x', "n", 1),
            ("ra", 'g', "ra", 1),
        ] {
            let mut said = 0;
            assert_eq!(rialzate(words, raised, Some(left), &mut |_| said += 1), written);
            assert_eq!(said, told, "{words}");
        }
        let lowered = Forma { pedice: true, ..Forma::default() };
        assert_eq!(rialzate("2", lowered, Some('O'), &mut |what| panic!("{what}")), "₂");
    }

    #[test]
    fn signs_of_markdown_are_written_to_be_printed() {
        assert_eq!(
            protette("2*3 [x] a_b <b> R&D &amp; ~ |"),
            "2\\*3 \\[x\\] a\\_b \\<b\\> R&D \\&amp; \\~ \\|".replace("\\>", ">")
        );
        for (line, written) in [
            ("1. uno", "1\\. uno"),
            ("(a) uno", "(a\\) uno"),
            ("b-bis) uno", "b-bis\\) uno"),
            ("Al. uno", "Al. uno"),
            ("Art. 5", "Art. 5"),
            ("# uno", "\\# uno"),
            ("---", "\\---"),
            ("- uno", "\\- uno"),
            ("::: div", "\\::: div"),
            ("-5 gradi", "-5 gradi"),
            ("Tabella: uno", "Tabella : uno"),
            ("31.12.2027 termine", "31.12.2027 termine"),
        ] {
            assert_eq!(inizio(line), written);
        }
        assert_eq!(marca("iv) quarto"), Some(0..3));
        assert_eq!(marca("al) quarto"), None);
    }
}
