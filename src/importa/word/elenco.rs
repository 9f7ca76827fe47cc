//! The lists of Word as lists of Markdown: where an item stands, and its mark.

use super::albero::{Formato, Voce};
use super::parole::marca;

/// An open level of a list.
#[derive(Debug)]
struct Aperto {
    livello: u8,
    formato: Formato,
    rientro: usize,
    /// How wide the mark of its last item is, with the blank after it.
    largo: usize,
    conto: u32,
    chiusa: char,
}

/// A list that is being written.
#[derive(Debug, Default)]
pub(super) struct Elenco {
    aperti: Vec<Aperto>,
    detto: bool,
}

/// How an item is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passo {
    pub(super) rientro: usize,
    pub(super) segno: String,
    /// Words of the mark that Markdown has no mark for: «Art. 1».
    pub(super) parole: Option<String>,
    /// Whether a blank line must stand above it.
    pub(super) stacca: bool,
    pub(super) detto: Option<String>,
}

impl Elenco {
    /// Whether no item was written yet.
    pub(super) fn chiuso(&self) -> bool {
        self.aperti.is_empty()
    }

    /// What the items whose mark was typed count with.
    pub(super) fn battuto(&self) -> Option<Formato> {
        self.aperti.last().map(|open| open.formato)
    }

    /// How an item is written. `dopo` is the item right after it, if there is one.
    pub(super) fn passo(&mut self, voce: &Voce, dopo: Option<&Voce>) -> Passo {
        let (mark, words) = segno(voce);
        let mut close = mark.chars().next_back().unwrap_or('-');
        while self.aperti.last().is_some_and(|open| open.livello > voce.livello) {
            self.aperti.pop();
        }
        let (mut other, mut goes_on) = (false, false);
        let counts = voce.formato == Formato::Decimale && words.is_none();
        let lettered = matches!(voce.formato, Formato::Lettera { .. } | Formato::Romano { .. }) && words.is_none();
        let beside = self.aperti.last().filter(|open| open.livello == voce.livello);
        if let Some(last) = beside {
            let next = voce.conto == last.conto.saturating_add(1);
            let same = last.formato == voce.formato && (last.chiusa == '-') == (mark == "-");
            goes_on = same && (!(counts || lettered) || next);
            // Beside a list with the same mark, a new one would go on counting: its mark is closed otherwise.
            other = !goes_on && counts;
            if other && last.chiusa == close {
                close = if close == ')' { '.' } else { ')' };
            } else if goes_on && (counts || lettered && last.chiusa == ')') {
                close = last.chiusa;
            }
            self.aperti.pop();
        }
        // A letter that follows no other, and that none follows, is a mark only with a bracket.
        let followed = dopo.is_some_and(|next| {
            next.livello == voce.livello && next.formato == voce.formato && next.conto == voce.conto.saturating_add(1)
        });
        let lone = lettered && !goes_on && (voce.conto != 1 || !followed && close == '.');
        let bracket = lone || lettered && goes_on && close == ')';
        let segno = if counts || bracket && !mark.starts_with('(') {
            format!("{}{}", mark.trim_end_matches(['.', ')']), if bracket { ')' } else { close })
        } else {
            mark
        };
        let rientro = self.aperti.last().map_or(0, |above| above.rientro + above.largo);
        let nested = !self.aperti.is_empty();
        let largo = segno.chars().count() + 1;
        self.aperti.push(Aperto {
            livello: voce.livello,
            formato: voce.formato,
            rientro,
            largo,
            conto: voce.conto,
            chiusa: segno.chars().next_back().unwrap_or('-'),
        });
        // Under a text, Markdown begins a list only where it counts from one.
        let stacca =
            other || lone && voce.conto != 1 || !goes_on && !nested || nested && counts && !goes_on && voce.conto != 1;
        let parts = words.is_none()
            && voce.segno.chars().filter(char::is_ascii_alphanumeric).count()
                > segno.chars().filter(char::is_ascii_alphanumeric).count();
        let detto = (parts && !self.detto).then(|| {
            format!("le voci che Word segna «{}» sono segnate «{segno}», dentro la voce che le contiene", voce.segno)
        });
        self.detto |= parts;
        Passo { rientro, segno, parole: words, stacca, detto }
    }
}

/// The mark of an item in Markdown, and the words that have to stand after it.
fn segno(voce: &Voce) -> (String, Option<String>) {
    let written = voce.segno.trim();
    match voce.formato {
        Formato::Punto | Formato::Niente => ("-".to_owned(), None),
        _ if marca(written).is_some_and(|mark| mark.end == written.len()) => (written.to_owned(), None),
        // `2.1.3)`: inside its item, it is the third.
        Formato::Decimale if !written.is_empty() && written.chars().all(|c| c.is_ascii_digit() || ".)".contains(c)) => {
            let close = if written.ends_with(')') { ')' } else { '.' };
            (format!("{}{close}", voce.conto), None)
        }
        Formato::Lettera { .. } | Formato::Romano { .. }
            if written.chars().all(|c| c.is_ascii_alphanumeric()) && marca(&format!("{written})")).is_some() =>
        {
            (format!("{written})"), None)
        }
        _ => ("-".to_owned(), Some(written.to_owned()).filter(|words| !words.is_empty())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Elenco, Formato, Voce};

    fn voce(livello: u8, segno: &str, formato: Formato, conto: u32) -> Voce {
        Voce { livello, segno: segno.into(), formato, conto }
    }

    #[test]
    fn items_stand_under_the_words_of_the_item_that_holds_them() {
        let mut elenco = Elenco::default();
        let mut passi = |items: &[Voce]| {
            let each = items.iter().enumerate().map(|(n, one)| {
                let passo = elenco.passo(one, items.get(n + 1));
                format!(
                    "{}{}{}",
                    " ".repeat(passo.rientro),
                    passo.segno,
                    passo.parole.map(|words| format!(" {words}")).unwrap_or_default()
                )
            });
            each.collect::<Vec<_>>()
        };
        let lettera = Formato::Lettera { maiuscola: false };
        assert_eq!(
            passi(&[
                voce(0, "1.", Formato::Decimale, 1),
                voce(1, "a)", lettera, 1),
                voce(2, "•", Formato::Punto, 1),
                voce(1, "b)", lettera, 2),
                voce(0, "2.", Formato::Decimale, 2),
                voce(1, "2.1.", Formato::Decimale, 1),
                voce(0, "1.", Formato::Decimale, 1),
                voce(0, "2.", Formato::Decimale, 2),
                voce(0, "Art. 3", Formato::Decimale, 3),
            ]),
            ["1.", "   a)", "      -", "   b)", "2.", "   1.", "1)", "2)", "- Art. 3"]
        );
    }
}
