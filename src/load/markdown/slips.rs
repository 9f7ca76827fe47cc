//! Slips of Markdown: what the author meant as a sign and the parser took for words. It would be printed as it is, or not at all,
//! so this file reports it. The parent module makes the tree.

use super::{Place, Reader, lettere};
use crate::base::span::Span;
use crate::diag::Diagnostic;
use crate::diag::codes::{P0110, P0116, P0118, P0126, P0204, P0209, P0507};
use crate::piano::prose::{Inline, Prose};
use crate::piano::vista::Shows;
use std::borrow::Cow;

/// Reports a note that nobody cites: it would be printed nowhere.
pub(super) fn unused_notes(prose: &Prose, problems: &mut Vec<Diagnostic>) {
    let mut cited = std::collections::BTreeSet::new();
    prose.inlines(&mut |inline| {
        if let Inline::Note { label } = inline {
            cited.insert(label.value.as_str());
        }
    });
    for (label, blocks) in prose.notes.iter().filter(|(label, _)| !cited.contains(label.as_str())) {
        if let Some(block) = blocks.first() {
            problems.push(
                Diagnostic::at(
                    P0209,
                    block.span,
                    format!("la nota «{label}» non è citata: non comparirebbe da nessuna parte"),
                )
                .help(format!("metti `[^{label}]` nel punto del testo a cui si riferisce, o togli la nota")),
            );
        }
    }
}

/// Reports `[!NOTTA]`: its author meant the mark of an alert, but to Markdown it is plain text.
pub(super) fn unknown_mark(reference: &str, span: Span) -> Diagnostic {
    let names = ["!NOTA", "!IMPORTANTE", "!ATTENZIONE", "!SUGGERIMENTO", "!PERICOLO"];
    let near = crate::diag::nearest(reference, names);
    let known = names.iter().any(|name| name.eq_ignore_ascii_case(reference));
    let what = if known { "non è al suo posto" } else { "non esiste" };
    let diagnostic = Diagnostic::at(P0118, span, format!("il riquadro `[{reference}]` {what}"));
    match near {
        Some(near) if near.eq_ignore_ascii_case(reference) => {
            diagnostic.help("metti il riquadro da solo sulla prima riga di una citazione: `> [!NOTA]`")
        }
        Some(near) => diagnostic.help(format!("forse intendevi `[{near}]`")),
        None => diagnostic.help(format!("i riquadri sono: {}", names.map(|n| format!("[{n}]")).join(", "))),
    }
}

impl<'t> Reader<'t> {
    /// Reports plain text that looks like a sign of Markdown: it would be printed as it is.
    pub(super) fn slips(&mut self, content: &[Inline]) {
        for inline in content {
            let Inline::Text { text: all, span } = inline else { continue };
            // What begins with a sign after a backslash is meant to be printed.
            let skip = if self.escaped(*span) { all.chars().next().map_or(0, char::len_utf8) } else { 0 };
            let text = all.get(skip..).unwrap_or_default();
            let at = |n: usize, len: usize| match self.place {
                Place::Exact { .. } if all.len() == span.range().len() => {
                    let start = span.start + u32::try_from(skip + n).unwrap_or(0);
                    Span { start, end: start + u32::try_from(len).unwrap_or(0), ..*span }
                }
                _ => *span,
            };
            let found = if let Some(n) = text.find("](@").or_else(|| text.find("](=")).or_else(|| text.find("] (@")) {
                let help = "fra le parentesi tonde, attaccate alle quadre, va un solo id senza spazi: `[testo](@id)`";
                let end = text.get(n..).and_then(|t| t.find(')')).map_or(3, |end| end + 1);
                Some((P0204, at(n, end), "questa citazione non si può leggere".to_owned(), help.to_owned()))
            } else if let Some(n) = ["] (http", "] (www.", "] (mailto:"].iter().find_map(|sign| text.find(sign)) {
                let help = "le parentesi tonde vanno attaccate alle quadre: `[testo](https://…)`";
                Some((P0204, at(n, 3), "questo collegamento non si può leggere".to_owned(), help.to_owned()))
            } else if let Some(n) = text.find("](") {
                let help = "l’indirizzo va senza spazi; un nome di file con spazi si scrive fra `<` e `>`: `![testo](<immagini/la foto.png>)`";
                Some((P0204, at(n, 2), "questo collegamento non si può leggere".to_owned(), help.to_owned()))
            } else if let Some(n) = text.find("<!--") {
                Some((P0110, at(n, 4), "il commento non è chiuso".to_owned(), super::inline::chiudi(text).to_owned()))
            } else if let Some((n, label)) = text.match_indices("[^").find_map(|(n, _)| {
                let label = text.get(n + 2..)?.split_once(']')?.0;
                (!label.is_empty() && label.len() < 40 && !label.contains(char::is_whitespace)).then_some((n, label))
            }) {
                let message = format!("la nota «{label}» non è scritta in questo testo");
                Some((
                    P0209,
                    at(n, label.len() + 3),
                    message,
                    format!("aggiungi in fondo una riga `[^{label}]: testo della nota`"),
                ))
            } else {
                None
            };
            if let Some((code, span, message, help)) = found {
                self.problems.push(Diagnostic::at(code, span, message).help(help));
            } else {
                self.signs(all, *span);
            }
        }
    }

    /// Whether the first sign of a text is written after a backslash. The parser begins a new text there.
    fn escaped(&self, span: Span) -> bool {
        let Place::Exact { start, .. } = self.place else { return false };
        let from = (span.start as usize).checked_sub(start);
        from.and_then(|from| self.text.get(..from)).is_some_and(|before| before.ends_with('\\'))
    }

    /// Reports signs that would be printed as they are. A sign written after a backslash is meant so, and is left alone.
    fn signs(&mut self, text: &str, span: Span) {
        let (raw, exact) = match self.place {
            Place::Exact { start, .. } => {
                let from = (span.start as usize).checked_sub(start);
                (from.and_then(|from| self.text.get(from..from + span.range().len())).unwrap_or_default(), true)
            }
            Place::Whole(_) => (text, false),
        };
        let at = |n: usize, len: usize| match (exact, u32::try_from(n), u32::try_from(len)) {
            (true, Ok(n), Ok(len)) => Span { start: span.start + n, end: span.start + n + len, ..span },
            _ => span,
        };
        let escaped = self.escaped(span);
        if !self.name {
            self.foreign(raw, escaped, &at);
        }
        let before =
            |n: usize| if n == 0 && escaped { Some('\\') } else { raw.get(..n).and_then(|t| t.chars().next_back()) };
        let plain = |n: &usize| before(*n) != Some('\\');
        if let Some(n) = raw.match_indices("[@").map(|(n, _)| n).find(plain) {
            self.problems.push(
                Diagnostic::at(P0204, at(n, 2), "questa citazione non è chiusa")
                    .help("chiudi la parentesi quadra dopo l’id: `[@id]`"),
            );
            return;
        }
        let stars = raw.match_indices("**").map(|(n, _)| n).filter(plain);
        let mut pair =
            stars.filter(|n| before(*n) != Some('*') && !raw.get(n + 2..).is_some_and(|t| t.starts_with('*')));
        let entity = || {
            let names = [
                "&nbsp", "&amp", "&quot", "&lt", "&gt", "&agrave", "&egrave", "&eacute", "&igrave", "&ograve",
                "&ugrave",
            ];
            raw.match_indices('&').find_map(|(n, _)| {
                let word = names.into_iter().find(|word| raw.get(n..).is_some_and(|t| t.starts_with(word)))?;
                // With its semicolon the parser has already turned it into another character.
                (!raw.get(n + word.len()..)?.starts_with(|c: char| c == ';' || c.is_alphanumeric()))
                    .then_some((n, word))
            })
        };
        let round = || {
            raw.match_indices("(@").find_map(|(n, _)| {
                let (word, _) = raw.get(n + 2..)?.split_once(')')?;
                let id = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || "-._/".contains(c));
                (id && before(n) != Some(']')).then_some((n, word))
            })
        };
        // `[dotazione.totale]`, `{tabella-ore}`: a name between brackets that have no sign after them.
        let bare = || {
            raw.match_indices(['[', '{']).filter(|(n, _)| plain(n)).find_map(|(n, open)| {
                let (word, after) = raw.get(n + 1..)?.split_once(if open == "[" { ']' } else { '}' })?;
                let link = after.starts_with(['(', '[', ':']);
                (!link && (word.starts_with("piao:") || nome_di_dato(word))).then_some((n, word))
            })
        };
        let (span, message, help) = if let Some(n) = pair.next() {
            let help = "attacca `**` alle parole, prima e dopo: `**testo**`; se gli asterischi si devono vedere scrivi `\\*\\*`";
            (
                at(n, 2),
                "qui `**` è stampato com’è: il grassetto non si chiude, o ha uno spazio di troppo".to_owned(),
                help.to_owned(),
            )
        } else if let Some((n, word)) = entity() {
            let help = "scrivi il carattere: uno spazio, una lettera accentata, il segno `&`";
            (at(n, word.len()), format!("qui `{word}` è stampato com’è"), help.to_owned())
        } else if let Some((n, word)) = round() {
            let message = format!("«(@{word})» è stampato com’è: una citazione va fra parentesi quadre");
            (
                at(n, word.len() + 3),
                message,
                format!("se è una citazione scrivi `[@{word}]`, altrimenti togli la chiocciola"),
            )
        } else if let Some((n, word)) = bare() {
            let help = match word.strip_prefix("piao:") {
                Some(view) => format!("una vista si scrive fra due righe di tre apici inversi:\n```piao:{view}\n```"),
                None if word.contains('.') => {
                    format!("se è un numero del piano scrivi `[={word}]`; se è testo, togli le parentesi")
                }
                None => format!("se è una citazione scrivi `[@{word}]`; se è testo, togli le parentesi"),
            };
            (
                at(n, word.len() + 2),
                format!("«{}» è stampato com’è", raw.get(n..n + word.len() + 2).unwrap_or(word)),
                help,
            )
        } else {
            return;
        };
        self.problems.push(Diagnostic::at(P0507, span, message).help(help));
    }

    /// The lines of a block, each with its place. Empty when the places are not exact.
    pub(super) fn lines(&self, span: Span) -> Vec<(Span, &'t str)> {
        let Place::Exact { file, start } = self.place else { return vec![] };
        let Some(from) = (span.start as usize).checked_sub(start) else { return vec![] };
        let mut at = span.start as usize;
        let mut out = Vec::new();
        for line in self.text.get(from..from + span.range().len()).unwrap_or_default().split_inclusive('\n') {
            out.push((Span::new(file, at..at + line.trim_end().len()), line.trim_end()));
            at += line.len();
        }
        out
    }

    pub(super) fn has_bars_after(&self, span: Span) -> bool {
        let Place::Exact { start, .. } = self.place else { return false };
        let after = (span.end as usize).checked_sub(start).and_then(|n| self.text.get(n..)).unwrap_or_default();
        after.trim_start().starts_with('|')
    }

    /// Reports signs at the beginning of the lines of a paragraph that Markdown did not read as signs.
    pub(super) fn paragraph_slips(&mut self, span: Span) -> bool {
        let lines = self.lines(span);
        if lines.len() > 1 && lines.iter().filter(|(_, line)| line.trim_start().starts_with('|')).count() > 1 {
            self.problems.push(
                Diagnostic::at(
                    P0126,
                    lines.first().map_or(span, |(span, _)| *span),
                    "questa tabella non si può leggere",
                )
                .help("la seconda riga deve avere tanti gruppi di trattini quante sono le colonne: `| --- | --- |`"),
            );
            return true;
        }
        if let Some(table) =
            super::spariti::pasted(lines.iter().map(|(_, line)| *line).skip_while(|line| !line.contains('\t')))
        {
            self.tabs(span, &table);
            return true;
        }
        if let [(place, line)] = lines.as_slice()
            && let Some(inner) = line.trim().strip_prefix('|').and_then(|rest| rest.strip_suffix('|'))
            && !inner.trim().is_empty()
            && (inner.contains('|') || inner.starts_with(' ') && inner.ends_with(' '))
        {
            let message = "questa riga di tabella è stampata come testo";
            let help = "togli la riga vuota che la stacca dalla sua tabella; se è una tabella nuova, sotto la prima riga ne va una di trattini: `| --- | --- |`";
            self.problems.push(Diagnostic::at(P0507, *place, message).help(help));
            return true;
        }
        let words: Vec<&str> = lines.iter().map(|(_, line)| *line).collect();
        let numbered = numbered(&words);
        let many = |sign: &str| lines.iter().filter(|(_, line)| line.trim_start().starts_with(sign)).count() > 1;
        let circles = many("o ") || many("o\t");
        let sections = many("§ ") || many("§\t");
        // A single line that begins with an arrow continues the one above it.
        let arrows = many("→") || many("⇒");
        for (n, (place, line)) in lines.into_iter().enumerate() {
            let text = line.trim_start();
            let quotes = text.len() - text.trim_start_matches(['`', '\'', '’', '‘', '"', '“', '”', '~']).len();
            if (1..=12).contains(&quotes)
                && let Some(name) = text.get(quotes..).and_then(|t| t.strip_prefix("piao:"))
                && let name = name.trim_matches(|c: char| c.is_whitespace() || "`'’‘\"“”~".contains(c))
                && !name.contains(char::is_whitespace)
            {
                let help = format!("scrivila fra due righe di tre apici inversi:\n```piao:{name}\n```");
                let message = "questa vista non comincia con tre apici inversi";
                self.problems.push(Diagnostic::at(P0116, place, message).help(help));
                return true;
            }
            if let Some(name) = text.strip_prefix("piao:").map(str::trim)
                && Shows::names().any(|(known, _)| known == name)
            {
                let help = format!("scrivila fra due righe di tre apici inversi:\n```piao:{name}\n```");
                let message = "questa vista è stampata come testo";
                self.problems.push(Diagnostic::at(P0116, place, message).help(help));
                return true;
            }
            let hashes = text.len() - text.trim_start_matches('#').len();
            let after = |n: usize| text.get(n..).and_then(|t| t.chars().next());
            let (message, help) = if (1..=6).contains(&hashes) && after(hashes).is_some_and(char::is_uppercase) {
                ("questo titolo è stampato come testo", "metti uno spazio dopo i segni #")
            } else if text.starts_with('-') && after(1).is_some_and(char::is_alphabetic) {
                (
                    "questa voce di elenco è stampata come testo",
                    "metti uno spazio dopo il trattino, e una riga vuota prima dell’elenco",
                )
            } else if text.starts_with([
                '•', '▪', '●', '➢', '\u{f0b7}', '·', '◦', '○', '■', '□', '➔', '➤', '✓', '\u{f0a7}', '\u{f0d8}',
            ]) || text.starts_with(['–', '—']) && after('–'.len_utf8()).is_some_and(char::is_whitespace)
                || circles && text.starts_with('o') && after(1).is_some_and(char::is_whitespace)
                || sections && text.starts_with('§')
                || arrows && text.starts_with(['→', '⇒'])
            {
                (
                    "questa voce di elenco è stampata come testo",
                    "comincia le righe dell’elenco con `- `, e lascia una riga vuota prima",
                )
            } else if numbered.contains(&n) {
                (
                    "questa voce di elenco è stampata come testo, di seguito a ciò che sta sopra",
                    "lascia una riga vuota prima dell’elenco e uno spazio dopo il segno; le voci si numerano `1.`, `2.`, o con lettere `a)`, `b)`, e i numeri con più parti vanno nei titoli",
                )
            } else if self.item && n > 0 && lettere::segnata(line) && !self.glued(place, words.get(n - 1).copied()) {
                (
                    "questa voce di elenco è stampata come testo, di seguito a quella che sta sopra",
                    "scrivi il segno come quello delle altre voci, alla stessa distanza dal margine, o lascia prima una riga vuota; se è testo, manda a capo in un altro punto",
                )
            } else if two_numbers(text) {
                (
                    "qui due punti numerati stanno sulla stessa riga, e si stampano di seguito",
                    "metti ciascuno in un paragrafo suo, con una riga vuota in mezzo; se sono titoli scrivi `## ` e togli il numero, che lo mette il programma",
                )
            } else if text.starts_with(":::")
                || text.strip_prefix("!!! ").is_some_and(|t| t.starts_with(char::is_alphabetic))
            {
                (
                    "questo segno è di un altro programma, ed è stampato com’è",
                    "toglilo; per un riquadro scrivi `> [!NOTA]`",
                )
            } else {
                continue;
            };
            self.problems.push(Diagnostic::at(P0507, place, message).help(help));
        }
        false
    }

    /// Whether a line of an item, at `place`, goes on with the sentence of the line `above`, or is reported already.
    fn glued(&self, place: Span, above: Option<&str>) -> bool {
        let told = match self.place {
            Place::Exact { start, .. } => self.lazy.contains(&(place.range().start.saturating_sub(start))),
            Place::Whole(_) => false,
        };
        told || above.is_some_and(lettere::rimando)
    }
}

/// Whether words between brackets are the name of a fact or of a record, `dotazione.totale` or `tabella-ore`, and nothing that people
/// write: small letters in at least two parts.
fn nome_di_dato(word: &str) -> bool {
    let parts: Vec<&str> = word.split(['.', '-']).collect();
    let part = |part: &&str| part.len() > 2 && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let words = |part: &&str| part.starts_with(|c: char| c.is_ascii_lowercase());
    parts.len() > 1 && word.len() < 80 && parts.iter().all(part) && parts.first().is_some_and(words)
}

/// Whether a line holds two numbers of more parts, the second inside the first: `1.1 Premessa 1.1.1 Metodo`.
fn two_numbers(line: &str) -> bool {
    let number = |word: &str| {
        let parts: Vec<&str> = word.trim_end_matches('.').split('.').collect();
        let short = |part: &&str| (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        parts.len() > 1 && parts.iter().all(short)
    };
    let mut all = line.split_whitespace();
    let Some(first) = all.next().filter(|word| number(word)) else { return false };
    let inner = format!("{}.", first.trim_end_matches('.'));
    let words: Vec<&str> = all.collect();
    words.windows(2).skip(1).any(|pair| {
        let [word, next] = pair else { return false };
        number(word) && word.starts_with(&inner) && word.len() > inner.len() && next.starts_with(char::is_uppercase)
    })
}

/// How a line counts its item, where Markdown sees none. Two lines that count in the same way were meant as a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conta {
    /// `2)`, `1.1`: a number of one part, or of more.
    Numero(usize),
    /// `c)`
    Lettera,
    /// `a)la carta`: no blank after the bracket.
    Attaccata,
    /// `a - la carta`, `1- la carta`
    Trattino,
    /// `1° la carta`
    Ordinale,
}

/// How an item is counted when it is not written as `1.` or `a)`.
fn altrimenti(line: &str) -> Option<Conta> {
    let alnum = line.len() - line.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let (name, rest) = line.split_at(alnum);
    let digits = name.len() < 3 && name.bytes().all(|b| b.is_ascii_digit());
    if name.is_empty() || !(digits || name.len() == 1 || roman(name).is_some()) {
        return None;
    }
    let after = |sign: char| rest.strip_prefix(sign).and_then(|rest| rest.chars().next());
    if after(')').is_some_and(char::is_alphabetic) {
        return Some(Conta::Attaccata);
    }
    if digits && after('°').is_some_and(char::is_whitespace) {
        return Some(Conta::Ordinale);
    }
    let words = rest.trim_start().strip_prefix(['-', '–'])?;
    words.starts_with(' ').then(|| words.trim_start().starts_with(char::is_alphabetic).then_some(Conta::Trattino))?
}

/// A line whose mark is in bold, or has a dash or the word of an article beside it, with its mark alone: `**a)** uno`, `1.- uno`, `Art. 1.
/// Oggetto`.
fn senza_ornamenti(whole: &str) -> Cow<'_, str> {
    let line = whole.trim_start();
    let stars = line.len() - line.trim_start_matches(['*', '_']).len();
    let (sign, inside) = line.split_at(stars);
    if (1..=3).contains(&stars)
        && let Some((mark, rest)) = inside.split_once(sign)
        && mark.trim_end().ends_with([')', '.'])
        && mark.chars().count() < 7
    {
        return Cow::Owned(format!("{} {}", mark.trim_end(), rest.trim_start()));
    }
    let article = ["Art. ", "art. ", "Articolo ", "ART. "].iter().find_map(|word| line.strip_prefix(word));
    if let Some(rest) = article.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        return Cow::Owned(rest.replacen(" –", ".", 1).replacen(" -", ".", 1));
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match (line.get(..digits), line.get(digits..).and_then(|rest| rest.strip_prefix(".-").or(rest.strip_prefix(")-"))))
    {
        (Some(number), Some(rest)) if digits > 0 => Cow::Owned(format!("{number}. {}", rest.trim_start())),
        _ => Cow::Borrowed(whole),
    }
}

/// The lines of a paragraph that count items one after the other, as `1.1`, `2)`, `c)`: they were meant as a list.
fn numbered(lines: &[&str]) -> Vec<usize> {
    let bare: Vec<Cow<'_, str>> = lines.iter().map(|line| senza_ornamenti(line)).collect();
    let lines: &[&str] = &bare.iter().map(|line| &**line).collect::<Vec<_>>();
    let mark = |line: &str| {
        let line = line.trim_start();
        let word = line.split(char::is_whitespace).next().unwrap_or_default();
        let bare = word.trim_end_matches(['.', ')']);
        let parts = bare.split('.').count();
        let digits = !bare.is_empty()
            && bare.split('.').all(|p| !p.is_empty() && p.len() < 4 && p.bytes().all(|b| b.is_ascii_digit()));
        let letter = word.len() == 2 && word.ends_with(')') && word.starts_with(|c: char| c.is_ascii_alphabetic());
        let signs = digits && (bare.len() < word.len() || parts > 1) || letter;
        // `1.1 Premessa` may be followed by `1.1.1 Metodo`.
        let known = if letter { Conta::Lettera } else { Conta::Numero(parts.min(2)) };
        (signs && word.len() < line.len()).then_some(known).or_else(|| altrimenti(line))
    };
    let marks: Vec<_> = lines.iter().map(|line| mark(line)).collect();
    let beside = |n: usize| {
        let of = |n: usize| marks.get(n).copied().flatten();
        let here = of(n);
        here.is_some() && (n.checked_sub(1).is_some_and(|above| of(above) == here) || of(n + 1) == here)
    };
    let (bare, letters) = (bare_numbers(lines), lettere::in_fila(lines));
    (0..marks.len()).filter(|n| beside(*n) || bare.contains(n) || letters.contains(n)).collect()
}

/// What a roman number in capitals counts: `IV`.
fn roman(word: &str) -> Option<u32> {
    word.chars().all(|c| c.is_ascii_uppercase()).then(|| lettere::romano(&word.to_lowercase()))?
}

/// The lines that count `1 …`, `2 …`, or `I …`, `II …`, one after the other from 1, with no sign after the number.
fn bare_numbers(lines: &[&str]) -> Vec<usize> {
    let number = |line: &str| -> Option<usize> {
        let (number, rest) = line.trim_start().split_once(' ')?;
        let digits = number.len() < 3 && number.bytes().all(|b| b.is_ascii_digit());
        let found = if digits { number.parse().ok() } else { roman(number).and_then(|n| usize::try_from(n).ok()) };
        found.filter(|_| rest.trim_start().starts_with(char::is_alphabetic))
    };
    let numbers: Vec<Option<usize>> = lines.iter().map(|line| number(line)).collect();
    let mut out = Vec::new();
    for first in (0..numbers.len()).filter(|n| numbers.get(*n) == Some(&Some(1))) {
        let run = (0..).take_while(|n| numbers.get(first + n) == Some(&Some(n + 1))).count();
        if run > 1 {
            out.extend(first..first + run);
        }
    }
    out
}

/// How many cells are written in a row of a table, before the parser cuts it to the width of the header. Bars divide cells even in
/// code.
pub(super) fn cells_written(row: &str) -> usize {
    let row = row.trim();
    let (mut cells, mut escaped) = (1, false);
    for c in row.strip_prefix('|').unwrap_or(row).chars() {
        if c == '|' && !escaped {
            cells += 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if row.ends_with('|') && !row.ends_with("\\|") && cells > 1 { cells - 1 } else { cells }
}

#[cfg(test)]
mod tests {
    use super::{cells_written, numbered};

    #[test]
    fn marks_that_markdown_does_not_know_are_known() {
        for lines in [
            ["**a)** uno", "**b)** due"],
            ["*a)* uno", "*b)* due"],
            ["1.- uno", "2.- due"],
            ["Art. 1. Oggetto", "Art. 2. Altro"],
            ["Art. 1 – Oggetto", "Art. 2 – Altro"],
        ] {
            assert_eq!(numbered(&lines), [0, 1], "{lines:?}");
        }
        for lines in
            [["**Nota** prima", "**Altra** nota"], ["art. 5 del decreto", "e altro"], ["*a* e", "*b* e"], ["**", "__"]]
        {
            assert!(numbered(&lines).is_empty(), "{lines:?}");
        }
    }

    #[test]
    fn cells_are_counted_as_written() {
        for (row, cells) in [("| a | b |", 2), ("a | b", 2), ("| a | b | c", 3), ("| a \\| b | `c|d` |", 3), ("|x|", 1)]
        {
            assert_eq!(cells_written(row), cells, "{row}");
        }
    }
}
