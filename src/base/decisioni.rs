//! The decisions that `piao nuovo-anno` leaves to the office: comments that begin with `DECIDERE:`, with `#` before it in TOML and `<!--`
//! in Markdown. A CSV of records has no comments: there they are cells of a column of their own.

use std::ops::Range;

/// The word with which such a comment begins.
pub const DECIDERE: &str = "DECIDERE:";

/// What stands for `-->` inside such a comment in Markdown, which would end there: it is printed as the same signs.
pub const NON_CHIUDE: &str = "--&gt;";

/// The name of the column that has them in a CSV.
pub const COLONNA: &str = "DECIDERE";

/// Whether `name` is that of the column that has them, in whatever letters a spreadsheet left it.
#[must_use]
pub fn di_decisioni(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(COLONNA)
}

/// The decisions that are left in the text of the file `path`, in order: each from the sign of its comment to the end of its line, or of
/// the comment.
#[must_use]
pub fn decisioni(path: &str, text: &str) -> Vec<Range<usize>> {
    let csv = path.to_lowercase().ends_with(".csv");
    let found = text.match_indices(DECIDERE).filter_map(|(at, _)| {
        let before = text.get(..at)?;
        let line = text.get(at..)?.lines().next()?;
        let (start, words) = if csv {
            (at, line.split(cella(before)?).next()?)
        } else {
            let before = before.trim_end_matches([' ', '\t']);
            let start = ["<!--", "#"].into_iter().find_map(|sign| before.strip_suffix(sign)).map(str::len)?;
            (start, line.split_once("-->").map_or(line, |(words, _)| words))
        };
        Some(start..at + words.trim_end().len())
    });
    found.collect()
}

/// What ends a cell of a CSV that begins after `before`. None where no cell begins.
fn cella(before: &str) -> Option<char> {
    match before.trim_end_matches(' ').chars().next_back() {
        Some(mark @ (';' | ',' | '"' | '\t')) => Some(mark),
        Some('\n') | None => Some(';'),
        Some(_) => None,
    }
}

/// What is to be decided, without the sign of the comment.
#[must_use]
pub fn domanda(comment: &str) -> &str {
    comment.split_once(DECIDERE).map_or(comment, |(_, words)| words).trim()
}

#[cfg(test)]
mod tests {
    use super::{decisioni, domanda};

    #[test]
    fn a_decision_is_a_comment_and_nothing_else() {
        let text = "# DECIDERE: la data\ndata = 2028-01-31 #DECIDERE: è giusta?\n<!-- DECIDERE: il\n2027 --> resta\n\
                    <!--DECIDERE: una --> due\nIl Consiglio può DECIDERE: sì o no.\n# decidere: no\n";
        let all: Vec<&str> = decisioni("a.toml", text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(all, ["# DECIDERE: la data", "#DECIDERE: è giusta?", "<!-- DECIDERE: il", "<!--DECIDERE: una"]);
        assert_eq!(all.iter().map(|c| domanda(c)).collect::<Vec<_>>(), ["la data", "è giusta?", "il", "una"]);
        let rows = "numero;DECIDERE\n3;DECIDERE: conta\n4;\"DECIDERE: conta; poi togli\"\n5;si può DECIDERE: dopo\n";
        let cells: Vec<&str> = decisioni("dati/dotazione.csv", rows).into_iter().map(|range| &rows[range]).collect();
        assert_eq!(cells, ["DECIDERE: conta", "DECIDERE: conta; poi togli"]);
        let rows = "DECIDERE,numero\nDECIDERE: conta,3\n";
        assert_eq!(decisioni("dati/a.csv", rows).len(), 1);
    }
}
