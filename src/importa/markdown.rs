//! The words of a cell as the Markdown of the plan, and back. Who fills a sheet writes words: their signs are written so that they are
//! printed.

use super::word::{inizio, protette};
use crate::base::span::{FileId, Span};
use crate::load::markdown::{Place, fragment};
use crate::piano::prose::{Block, BlockKind, Inline};

/// The words of a cell as a text of the plan: each line as it is, where it is printed as it is.
pub(super) fn scritta(words: &str) -> String {
    // A dash alone may be a minus.
    let plain = |line: &str| {
        !line.starts_with(['-', '*']) && stampate(line).is_some_and(|(lines, clean)| clean && lines == [line])
    };
    if !words.contains('\n') && plain(words) {
        return words.to_owned();
    }
    let nuda = |line: &str, item: bool| {
        let (_, rest) = segno(line).filter(|_| item).unwrap_or(("", line));
        if plain(rest) { line.to_owned() } else { protetta(line, item) }
    };
    let written = composta(words, "", nuda);
    let lines: Vec<&str> = words.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let same = stampate(&written).is_some_and(|(printed, clean)| clean && printed == lines);
    if same { written } else { capoversi(words, "") }
}

/// The lines that a text prints, if it is made of paragraphs and lists of nothing but words, and whether nothing in it is wrong. An item
/// has its mark.
fn stampate(text: &str) -> Option<(Vec<String>, bool)> {
    fn lines(blocks: &[Block], mark: &str, out: &mut Vec<String>) -> Option<()> {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(content) => {
                    let words = content.iter().map(|inline| match inline {
                        Inline::Text { text, .. } => Some(text.as_str()),
                        Inline::Break => Some("\n"),
                        _ => None,
                    });
                    let words = words.collect::<Option<String>>()?;
                    out.extend(format!("{mark}{words}").lines().map(str::to_owned));
                }
                BlockKind::List { start, items, segni, .. } if segni.is_empty() && mark.is_empty() => {
                    for (n, item) in (start.unwrap_or_default()..).zip(items) {
                        let mark = start.map_or_else(|| "- ".to_owned(), |_| format!("{n}. "));
                        lines(item, &mark, out)?;
                    }
                }
                _ => return None,
            }
        }
        Some(())
    }
    let (prose, problems) = fragment(text, Place::Whole(Span::new(FileId(0), 0..0)));
    let mut out = Vec::new();
    lines(&prose.blocks, "", &mut out)?;
    Some((out, problems.is_empty()))
}

/// The mark of an item of a list, and what follows it.
fn segno(line: &str) -> Option<(&str, &str)> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = digits > 0 && digits < 10 && line.get(digits..).is_some_and(|rest| rest.starts_with(". "));
    let at = match line.get(..2) {
        Some("- " | "* ") => 2,
        _ if number => digits + 2,
        _ => return None,
    };
    line.split_at_checked(at)
}

/// Whether a line is an item of a list.
fn voce(line: &str) -> bool {
    segno(line).is_some()
}

/// Whether an item follows another in one list: it has the same mark, or the next number.
fn segue(above: &str, line: &str) -> bool {
    let (Some((first, _)), Some((second, _))) = (segno(above), segno(line)) else { return false };
    let number = |mark: &str| {
        let digits = mark.trim_end_matches(['.', ' ']);
        digits.parse::<u32>().ok().filter(|n| n.to_string() == digits)
    };
    match (number(first), number(second)) {
        (Some(first), Some(second)) => second == first + 1,
        _ => first == second && !first.starts_with(|c: char| c.is_ascii_digit()),
    }
}

/// The lines, of a cell without its blank ones, that are items of lists. An item alone, as «2027. Un anno», is words; so are those of a
/// list right after another, whose marks Markdown would change.
fn elenchi(lines: &[&str]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let mut start = 0;
    while start < lines.len() {
        let pairs = lines.get(start..).unwrap_or_default().windows(2);
        let more = pairs.take_while(|pair| matches!(pair, [above, line] if segue(above, line))).count();
        let after_list = start.checked_sub(1).and_then(|above| out.get(above)).copied().unwrap_or(false);
        if more > 0 && !after_list {
            out.iter_mut().skip(start).take(more + 1).for_each(|item| *item = true);
        }
        start += more + 1;
    }
    out
}

/// The text of a cell as the plan writes it: a line that ends there is a line when it is printed, one after a blank line is a paragraph,
/// and the items of a list stay together. A line that the plan, which says `piano`, has already stays as it is written there.
pub(crate) fn capoversi(words: &str, piano: &str) -> String {
    composta(words, piano, protetta)
}

/// The same, with each new line as `riga` writes it, which knows whether it is an item of a list.
fn composta(words: &str, piano: &str, riga: impl Fn(&str, bool) -> String) -> String {
    let raw = grezzo(piano);
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    let full: Vec<&str> = lines.iter().copied().filter(|line| !line.is_empty()).collect();
    let mut items = elenchi(&full).into_iter();
    let mut out = String::new();
    let mut above = "";
    for line in lines {
        let (blank, first) = (above.is_empty(), out.is_empty());
        above = line;
        if line.is_empty() {
            continue;
        }
        let item = items.next().unwrap_or_default();
        let written = match raw.lines().find(|known| spogliata(known) == line) {
            Some(known) => known.to_owned(),
            None => riga(line, item),
        };
        let last = out.lines().last().unwrap_or_default();
        out.push_str(match (first, voce(last), voce(&written)) {
            (true, ..) => "",
            (_, true, true) => "\n",
            (_, false, false) if !blank => "  \n",
            _ => "\n\n",
        });
        out.push_str(&written);
    }
    out
}

/// A line with a backslash before each sign that Markdown would read, but for the mark of an item.
fn protetta(line: &str, item: bool) -> String {
    let (mark, rest) = segno(line).filter(|_| item).unwrap_or(("", line));
    // An address is a link as it is.
    let plain = |word: &str| word.contains("://") && !word.contains(['*', '[', ']', '<', '`', '\\', '|', '{']);
    let words = rest.split_inclusive(char::is_whitespace);
    let words: String = words.map(|word| if plain(word) { word.to_owned() } else { protette(word) }).collect();
    // A star at the beginning has its backslash already.
    format!("{mark}{}", inizio(&words))
}

/// A line of the plan without the backslashes before the signs that are printed.
fn spogliata(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// A text of the plan with the lines that it has when it is printed, without the backslashes of its signs: [`capoversi`] writes it so
/// again.
pub(crate) fn disteso(text: &str) -> String {
    grezzo(text).lines().map(spogliata).collect::<Vec<_>>().join("\n")
}

/// A text of the plan with the lines that it has when it is printed, each as it is written.
fn grezzo(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\u{a0}', '\u{202f}'], " ");
    let apart = |line: &str| line.is_empty() || voce(line) || line.starts_with(['|', '#', '>', ':']);
    let mut out = String::new();
    let mut above: Option<&str> = None;
    for line in text.lines() {
        let own = line.trim();
        if let Some(above) = above {
            let ends = above.ends_with("  ") || above.ends_with('\\') || above.trim().is_empty();
            out.push(if ends || apart(own) || above.starts_with(['|', '#']) { '\n' } else { ' ' });
        }
        out.push_str(own.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')).unwrap_or(own).trim_end());
        above = Some(line);
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_to_the_cell_and_back() {
        for (plan, shown) in [
            ("primo  \nsecondo", "primo\nsecondo"),
            ("una riga\nche va a capo nel file", "una riga che va a capo nel file"),
            ("uno\n\ndue\n\n- a\n- b", "uno\n\ndue\n\n- a\n- b"),
        ] {
            assert_eq!(disteso(plan), shown);
            assert_eq!(disteso(&capoversi(shown, "")), shown);
        }
    }

    /// Who fills a sheet writes words, and not Markdown.
    #[test]
    fn the_signs_of_a_cell_are_printed_as_they_are() {
        for (typed, written) in [
            ("# 3 incontri", "\\# 3 incontri"),
            ("2 ~~3~~ corsi, 2*3*4", "2 \\~\\~3\\~\\~ corsi, 2\\*3\\*4"),
            ("R&D &egrave; <!-- via --> [1]: x", "R&D \\&egrave; \\<!-- via --> \\[1\\]: x"),
            ("titolo\n---\n***", "titolo  \n\\---  \n\\*\\*\\*"),
            ("- a_b\n- # c", "- a\\_b\n- \\# c"),
            ("https://www.x.it/a_b", "https://www.x.it/a_b"),
        ] {
            assert_eq!(capoversi(typed, ""), written);
            assert_eq!(disteso(written), typed);
        }
        // What the plan says in its own way stays, beside what is new.
        assert_eq!(capoversi("**Fatto** [@a]\n2*3", "**Fatto** [@a]"), "**Fatto** [@a]  \n2\\*3");
    }

    #[test]
    fn a_cell_prints_its_own_words() {
        for cell in [
            "2*3 e 4*5",
            "# 5 interventi",
            "[1] nota",
            "[1]: nota",
            "__x__ e *y*",
            "a_b, 3 < 4 > 2, R&D & C",
            "&egrave; <b>x</b> <!-- y -->",
            "1. prima fase",
            "- 5 gradi",
            "+ uno",
            "2027. Un anno",
            "12) dodici",
            "a) uno\nb) due",
            "- uno\n- due\n- tre",
            "1. uno\n2. due",
            "3. uno\n4. due\n7. tre",
            "1. uno\n2. due\n1. tre\n2. quattro",
            "01. uno\n02. due",
            "Primo\n---\n===\n> detto\n| a | b |\n|---|---|",
            "[@a1] [=x] [^1] ![v](f.png) [t](u)",
            "testo\\\naltro `c` ~~via~~",
            "Titolo\n: definizione",
            "``` x\ny",
            "C:\\temp\\*.doc",
            "(1) uno\n(2) due",
            "* nota",
            "*** x",
            "- [ ] da fare\n- [x] fatto",
        ] {
            let written = scritta(cell);
            let (printed, _) = stampate(&written).unwrap_or_else(|| panic!("{written:?}"));
            assert_eq!(printed.join("\n"), cell, "{written:?}");
        }
        // What is printed as it is stays as it is.
        for cell in ["F_a: 3 x 4 (5 %)", "n. 5 corsi - 3 sedi", "vedi art. 5 [sic", "- uno\n- n. due\n- n. tre"] {
            assert_eq!(scritta(cell), cell);
        }
    }
}
