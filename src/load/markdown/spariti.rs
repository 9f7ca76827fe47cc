//! Reports what CommonMark reads otherwise than the author meant: signs that vanish, lines that join the block above them, rows
//! that become a paragraph. The reading stays that of CommonMark. Each report stands at its place and gives the text to write
//! instead.

use super::{Place, Reader};
use crate::base::span::Span;
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::diag::codes::{P0116, P0119, P0133, P0134, P0135, P0136, P0137, P0138, P0139, P0507};
use crate::lingua::accenti;
use crate::piano::prose::{Block, BlockKind, Inline};
use crate::piano::vista::Shows;
use std::ops::Range;

/// Reports a line that Markdown takes for the definition of a link that no text uses. Such a line is never printed.
pub(super) fn definition(line: &str, span: Span) -> Diagnostic {
    let label = line.split_once("]:").map_or(line, |(label, _)| label).trim_start().trim_start_matches('[');
    let help = format!("se è testo togli le parentesi quadre, o scrivi `\\[{label}]:`; altrimenti togli la riga");
    Diagnostic::at(P0134, span, "questa riga non si stampa: per Markdown è l’indirizzo di un collegamento").help(help)
}

/// Lines of a cell that begin with a hyphen were meant as items of a list: each gets a mark in print, and those that are set in from
/// the others another mark, further in.
pub(super) fn cell_lines(cell: &mut [Inline]) {
    let starts = |n: usize, cell: &[Inline]| {
        let first = n.checked_sub(1).is_none_or(|n| matches!(cell.get(n), Some(Inline::Break)));
        first && matches!(cell.get(n), Some(Inline::Text { text, .. }) if item(text).is_some())
    };
    let items: Vec<usize> = (0..cell.len()).filter(|n| starts(*n, cell)).collect();
    if items.len() < 2 {
        return;
    }
    let rientro = |text: &str| text.len() - text.trim_start_matches([' ', '\u{a0}', '\t']).len();
    let mut above: Vec<usize> = Vec::new();
    for n in items {
        if let Some(Inline::Text { text, .. }) = cell.get_mut(n)
            && let Some(rest) = item(text)
        {
            let here = rientro(text);
            above.retain(|indent| *indent < here);
            let level = above.len();
            above.push(here);
            let mark = if level == 0 { "•" } else { "–" };
            *text = format!("{}{mark}\u{a0}{rest}", "\u{a0}".repeat(3 * level));
        }
    }
}

/// The words of an item, without its mark.
fn item(text: &str) -> Option<&str> {
    let text = text.trim_start();
    ["- ", "– ", "• ", "* "].iter().find_map(|mark| text.strip_prefix(mark)).map(str::trim_start)
}

/// The longest path of a folder, in characters. Without a limit a word made of backslashes alone would be walked once for each of them.
const PERCORSO: usize = 260;

/// Whether `word` is the path of a folder: it has a backslash that is printed, before a letter. In `\\\\server\\\\uffici` none is: whoever
/// doubled them all knows what Markdown does.
fn path(word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut all = word.chars().peekable();
    while let Some(c) = all.next() {
        if c == '\\' {
            match all.peek() {
                Some(next) if next.is_ascii_punctuation() => {
                    all.next();
                }
                next => {
                    if letter(next.copied()) {
                        return true;
                    }
                }
            }
        }
    }
    false
}

/// The character before byte `at`, and the one that begins there.
fn around(text: &str, at: usize) -> (Option<char>, Option<char>) {
    let before = text.get(..at).and_then(|t| t.chars().next_back());
    (before, text.get(at..).and_then(|t| t.chars().next()))
}

fn alnum(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

impl<'t> Reader<'t> {
    fn source(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    fn warn(&mut self, diagnostic: Diagnostic) {
        self.problems.push(diagnostic);
    }

    /// Reports signs read as emphasis that were part of a multiplication, of the name of a file or of a note.
    pub(super) fn vanished(&mut self, range: &Range<usize>) {
        let source = self.source(range);
        let Some(sign) = source.chars().next().filter(|c| "*_~".contains(*c)) else { return };
        let count = source.len() - source.trim_start_matches(sign).len();
        let inner = source.trim_matches(sign);
        let (before, _) = around(self.text, range.start);
        let (_, after) = around(self.text, range.end);
        let (first, last) = (inner.chars().next(), inner.chars().next_back());
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let word = !inner.is_empty() && inner.chars().all(char::is_alphabetic) && inner.chars().count() > 2;
        let glued = match sign {
            // CommonMark reads no emphasis from `_` between letters. Beside a full stop, `_` may be part of a name.
            '_' => {
                let name = |c: Option<char>| c.is_some_and(|c| "./\\-=@".contains(c));
                let beyond = self.text.get(range.end..).and_then(|t| t.chars().nth(1));
                let behind = self.text.get(..range.start).and_then(|t| t.chars().nth_back(1));
                (name(after) && alnum(beyond)) || (name(before) && alnum(behind))
            }
            _ => {
                let both = alnum(before) && alnum(after);
                let number = digit(before) && digit(first) || digit(after) && digit(last);
                let phrase = (alnum(before) || alnum(after)) && inner.contains(char::is_whitespace);
                let note = before == Some('(') && first == Some(')');
                // «~300 euro~»: the sign of «about».
                let about = sign == '~' && count == 1 && digit(first);
                (both && !word) || number || phrase || note || about
            }
        };
        if !glued {
            return;
        }
        let kind = match (sign, count) {
            ('~', _) => "testo barrato",
            (_, 1) => "un corsivo",
            _ => "un grassetto",
        };
        let escaped: String = source.chars().flat_map(|c| (c == sign).then_some('\\').into_iter().chain([c])).collect();
        let words = short(&escaped);
        let message = format!("qui i segni `{sign}` non si stampano: Markdown ne ha fatto {kind}");
        let help = format!(
            "se si devono vedere metti una barra prima di ciascuno, `{words}`; un nome di file va fra apici inversi"
        );
        let place = self.span(range.clone());
        self.warn(Diagnostic::at(P0134, place, message).help(help));
    }

    /// Reports the path of a folder, `\\server\uffici`, of which the backslash before byte `at` is not printed: there it gives its sign
    /// to the character that follows. In other words a backslash before a sign is meant so.
    pub(super) fn bar(&mut self, at: usize) {
        let Some(before) = self.text.get(..at).filter(|before| before.ends_with('\\')) else { return };
        let inside = |c: &char| !(c.is_whitespace() || "«»“”\"()|;,".contains(*c));
        let long = |chars: &mut dyn Iterator<Item = char>| -> usize {
            chars.take(PERCORSO).take_while(inside).map(char::len_utf8).sum()
        };
        let start = at - long(&mut before.chars().rev());
        let rest = self.text.get(start..).unwrap_or_default();
        let word = rest.get(..long(&mut rest.chars())).unwrap_or_default();
        if !path(word) || !self.bars.insert(start) {
            return;
        }
        let help = match self.place {
            Place::Exact { .. } => {
                let doubled = word.replace('\\', "\\\\");
                format!("raddoppia ogni barra, `{doubled}`, o metti il percorso fra apici inversi")
            }
            // Between double quotes TOML reads backslashes too.
            Place::Whole(_) => {
                format!("scrivi il testo fra apici semplici, e dentro il percorso fra apici inversi: '… `{word}` …'")
            }
        };
        let place = self.span(start..start + word.len());
        let message =
            format!("di «{}» una barra `\\` non si stampa: per Markdown dà il segno a ciò che segue", short(word));
        self.warn(Diagnostic::at(P0134, place, message).help(help));
    }

    /// Reports code between two backticks that were typed as accents: ``La citta` e` bella``.
    pub(super) fn graves(&mut self, range: &Range<usize>) {
        let source = self.source(range);
        let Some(inner) = source.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) else { return };
        let last = |text: &str| {
            let start = text.trim_end_matches(char::is_alphabetic).len();
            accenti::con_accento(text.get(start..).unwrap_or_default())
        };
        let Some(first) = last(self.text.get(..range.start).unwrap_or_default()) else { return };
        let second = last(inner);
        if inner.starts_with('`') || second.is_none() && !inner.starts_with(char::is_whitespace) {
            return;
        }
        let words: Vec<String> = [Some(first), second].into_iter().flatten().map(|word| format!("«{word}»")).collect();
        let place = self.span(range.clone());
        let message = format!("`{}` si stampa come un codice: i segni ` non sono accenti", short(inner.trim()));
        self.warn(
            Diagnostic::at(P0507, place, message).help(format!("scrivi le lettere accentate: {}", words.join(", "))),
        );
    }

    /// Reports a caption that stands right under other words, and so belongs to their paragraph. True when there is one.
    pub(super) fn attached(&mut self, block: &Block, after: Option<&BlockKind>) -> bool {
        let BlockKind::Paragraph(content) = &block.kind else { return false };
        let table = matches!(after, Some(BlockKind::Table(table)) if table.caption.is_none());
        let meant = |line: &str| {
            let words = line.trim_start().strip_prefix("Tabella:");
            words.is_some_and(|words| table || words.contains("{#") || words.contains("{tipi="))
        };
        let place = match self.place {
            Place::Exact { .. } => {
                self.lines(block.span).into_iter().skip(1).find(|(_, line)| meant(line)).map(|(at, _)| at)
            }
            Place::Whole(_) => {
                let words = crate::piano::prose::plain(content);
                words.find(" Tabella:").filter(|n| words.get(*n..).is_some_and(meant)).map(|_| block.span)
            }
        };
        let Some(place) = place else { return false };
        let message = "questa didascalia sta attaccata al testo che ha sopra, e si stampa con quello";
        self.warn(Diagnostic::at(P0138, place, message).help("lascia una riga vuota prima di `Tabella:`"));
        true
    }

    /// Reports a list of one item whose mark was meant as a sign: the asterisk of a note, the plus of a number.
    pub(super) fn one_item(&mut self, range: &Range<usize>, item: &[Block]) {
        let start = super::first_sign(self.text, range);
        let line = self.text.get(start..range.end).unwrap_or_default();
        let Some(sign) = line.chars().next() else { return };
        let digit = line.get(1..).and_then(|t| t.trim_start().chars().next()).is_some_and(|c| c.is_ascii_digit());
        let meant = sign == '*' || "+-".contains(sign) && digit;
        if !meant || item.len() > 1 {
            return;
        }
        let first = line.lines().next().unwrap_or_default();
        let message = format!("il segno `{sign}` non si stampa: Markdown ne ha fatto un elenco di una voce");
        let help = format!("se si deve vedere metti una barra prima: `\\{}`", short(first));
        let place = self.span(start..start + first.trim_end().len());
        self.warn(Diagnostic::at(P0134, place, message).help(help));
    }

    /// Reports a heading made of a number, `# 5 posti`, where nobody writes headings: the sign was that of a number.
    pub(super) fn sharp(&mut self, range: &Range<usize>) {
        let line = self.source(range).trim_end();
        let number = line.strip_prefix('#').is_some_and(|words| {
            words.starts_with([' ', '\t']) && words.trim_start().starts_with(|c: char| c.is_ascii_digit())
        });
        let inside = self.depth > 0 || self.text.trim() == line;
        if !number || !inside || line.contains('\n') {
            return;
        }
        let words = line.trim_start_matches('#').trim();
        let message = "il segno `#` non si stampa: Markdown ne ha fatto un titolo";
        let help = format!(
            "se si deve vedere metti una barra prima, `\\{}`, o scrivilo a parole: «n. {}»",
            short(line),
            short(words)
        );
        let place = self.span(range.start..range.start + line.len());
        self.warn(Diagnostic::at(P0134, place, message).help(help));
    }

    /// Braces after a heading that hold more than an id. Beside an id (`named`) the words are reported; without one they stay in
    /// the heading.
    pub(super) fn braces(&mut self, range: &Range<usize>, named: bool, content: &mut Vec<Inline>) {
        let source = self.source(range);
        let line = source.lines().next().unwrap_or_default();
        let Some(open) = line.rfind('{') else { return };
        let words = line.get(open..).unwrap_or_default().trim_end().trim_end_matches('#').trim_end().to_owned();
        let at = range.start + open;
        let place = self.span(at..at + words.len());
        if named {
            let help = "fra le graffe va soltanto l’id: `{#id}`";
            let message = format!("di `{}` si legge soltanto l’id", short(&words));
            self.warn(Diagnostic::at(P0134, place, message).help(help));
            return;
        }
        content.push(Inline::Text { text: format!(" {words}"), span: place });
        self.slips(content.get(content.len() - 1..).unwrap_or_default());
    }

    /// A fence that is not a view: reports what it was meant to be, when that is certain. `false` when it was meant to be a view.
    pub(super) fn fence(&mut self, info: &str, code: &str, closed: bool, range: &Range<usize>) -> bool {
        let first = self.source(range).lines().next().unwrap_or_default().trim_end();
        let place = self.span(range.start..range.start + first.len());
        let word = info.split_whitespace().next().unwrap_or_default().to_lowercase();
        let name = word.strip_prefix("piao:").unwrap_or(&word);
        if Shows::names().any(|(known, _)| known == name) || word.starts_with("piao:") {
            let message = "qui comincia una vista, ma non è scritta come le altre";
            self.problems.push(Diagnostic::at(P0116, place, message).help(format!("scrivi ```piao:{name}")));
            return false;
        }
        // With more marks, or with others, who wrote it shows a view as an example.
        let shown = closed && (first.starts_with("````") || first.starts_with('~'));
        if !shown && code.lines().any(|line| line.trim_start().starts_with("```piao:")) {
            let message = "questo blocco di codice non è chiuso, e dentro c’è una vista";
            let help = "metti una riga di tre apici inversi dove il blocco finisce, o togli questa riga";
            self.problems.push(Diagnostic::at(P0119, place, message).help(help));
            return false;
        }
        if !closed {
            let message = "questo blocco di codice non è chiuso: tutto ciò che segue si stampa come codice";
            let help = "metti una riga con gli stessi segni dove il blocco finisce, o togli questa riga";
            self.warn(Diagnostic::at(P0134, place, message).help(help));
        }
        true
    }

    /// Reports a heading that the author did not mean: hyphens under a paragraph make one.
    pub(super) fn dashes(&mut self, range: &Range<usize>) {
        let source = self.source(range).trim_end();
        let Some((text, line)) = source.rsplit_once('\n') else { return };
        let rule = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
        if rule.is_empty() || !rule.chars().all(|c| c == '-') {
            return;
        }
        let at = range.start + text.len() + 1;
        let place = self.span(at..at + line.trim_end().len());
        let words = short(text.trim());
        let help = format!(
            "se è un titolo scrivi `## {words}`; se volevi una riga di separazione lascia una riga vuota prima dei trattini"
        );
        self.warn(Diagnostic::at(P0136, place, "questi trattini fanno un titolo di ciò che sta sopra").help(help));
    }

    /// Reports a row with fewer cells than there are columns. A line of text right under a table becomes such a row.
    pub(super) fn short_row(&mut self, range: Range<usize>, written: usize, columns: usize) {
        let bare = !self.source(&range).contains('|');
        let place = self.span(range);
        let problem = if bare {
            Diagnostic::at(P0133, place, "questa riga sta attaccata alla tabella, e ne diventa l’ultima riga")
                .help("lascia una riga vuota fra la tabella e il testo che segue")
        } else {
            let cells = if written == 1 { "una cella".to_owned() } else { format!("{written} celle") };
            let message = format!("questa riga ha {cells}, e le colonne sono {columns}: il resto rimane vuoto");
            Diagnostic::at(P0133, place, message)
                .help("aggiungi le celle che mancano, con una barra `|` per ciascuna: una cella può essere vuota")
        };
        self.warn(problem);
    }

    /// Reports lines that are not indented and belong to a note only because no blank line stands between.
    pub(super) fn lazy_note(&mut self, range: &Range<usize>, label: &str) {
        let lazy = self.lines_of(range).into_iter().skip(1).find(|(_, line, above)| {
            let bare = line.trim_start_matches('>');
            let bare = bare.strip_prefix(' ').filter(|_| line.starts_with('>')).unwrap_or(bare);
            !above.trim().is_empty() && !line.trim().is_empty() && !bare.starts_with(['\t', ' '])
        });
        if let Some((at, ..)) = lazy {
            let help = "se è della nota falla cominciare con quattro spazi; altrimenti lascia una riga vuota prima";
            self.lazy(at, &format!("questa riga entra nella nota «{label}»"), help);
        }
    }

    /// Reports lines without `>` that belong to a quotation or an alert only because no blank line stands between.
    pub(super) fn lazy_quote(&mut self, range: &Range<usize>) {
        let lines = self.lines_of(range);
        // «> 100», «>= 80 %», «> € 5.000»
        let number = |line: &str| {
            let words = line.trim_start().strip_prefix('>').unwrap_or_default().trim_start();
            let words = words.trim_start_matches(['=', '€', '−']).trim_start();
            words.strip_prefix('-').unwrap_or(words).starts_with(|c: char| c.is_ascii_digit()) && !words.contains(". ")
        };
        let quoted = || lines.iter().map(|(_, line, _)| *line).filter(|line| line.trim_start().starts_with('>'));
        // A quotation of several lines may begin with a number: not one of numbers alone.
        let bare = |line: &str| number(line) && !line.contains(char::is_alphabetic);
        if let Some((_, first, _)) = lines.first()
            && number(first)
            && (quoted().count() == 1 || quoted().all(bare))
        {
            let message = "il segno `>` non si stampa: Markdown ne ha fatto una citazione";
            let help = format!(
                "se si deve vedere metti una barra prima, `\\{}`, o scrivilo a parole: «più di»",
                short(first.trim())
            );
            let place = self.span(range.start..range.start + first.trim_end().len());
            self.warn(Diagnostic::at(P0134, place, message).help(help));
        }
        let lazy = lines
            .into_iter()
            .skip(1)
            .find(|(_, line, _)| !line.trim().is_empty() && !line.trim_start().starts_with('>'));
        if let Some((at, ..)) = lazy {
            let help = "se ne fa parte falla cominciare con `> `; altrimenti lascia una riga vuota prima";
            self.lazy(at, "questa riga entra nel riquadro, o nella citazione, che sta sopra", help);
        }
    }

    /// Reports lines at the margin that belong to an item only because no blank line stands between. Only those that begin a
    /// sentence: they were meant to follow the list.
    pub(super) fn lazy_item(&mut self, range: &Range<usize>) {
        let lazy = self.lines_of(range).into_iter().skip(1).find(|(_, line, above)| {
            let ended = above.trim_end().ends_with(['.', ';', ':', '!', '?']);
            let sentence = line.starts_with(|c: char| c.is_uppercase() || c == '«' || c == '“');
            ended && sentence
        });
        if let Some((at, ..)) = lazy {
            let help = "se ne fa parte falla cominciare con due spazi; altrimenti lascia una riga vuota prima";
            self.lazy(at, "questa riga entra nella voce dell’elenco che sta sopra", help);
        }
    }

    /// Reports a line that was meant as an item of the list above: the sign that closes its mark is missing.
    pub(super) fn unmarked(&mut self, range: Range<usize>, mark: &str) {
        self.lazy.insert(range.start);
        let words = self.source(&range);
        let rest = words.trim_start_matches(|c: char| c == '(' || c.is_ascii_alphanumeric());
        let rest = short(rest.trim_start_matches([')', '.', ':', ',', '-', ' ', '\t']));
        let place = self.span(range);
        let message = "questa voce di elenco è stampata come testo, di seguito a quella che sta sopra";
        self.warn(
            Diagnostic::at(P0507, place, message).help(format!("scrivi il segno come le altre: `{mark} {rest}`")),
        );
    }

    fn lazy(&mut self, at: usize, message: &str, help: &str) {
        if !self.lazy.insert(at) {
            return;
        }
        let line = self.text.get(at..).and_then(|t| t.lines().next()).unwrap_or_default();
        let start = at + line.len() - line.trim_start().len();
        let place = self.span(start..at + line.trim_end().len());
        self.warn(Diagnostic::at(P0135, place, message).help(help));
    }

    /// The lines of an element: for each, where it begins, its text, and the line above it.
    fn lines_of(&self, range: &Range<usize>) -> Vec<(usize, &'t str, &'t str)> {
        let mut at = range.start;
        let mut above = "";
        let mut out = Vec::new();
        for line in self.source(range).split_inclusive('\n') {
            out.push((at, line, above));
            at += line.len();
            above = line;
        }
        out
    }

    /// Reports lines that begin with four blanks: Markdown prints them as code.
    pub(super) fn indented(&mut self, text: &str, range: &Range<usize>) {
        let place = self.span(range.clone());
        if let Some(table) = pasted(text.lines().map(|line| line.trim_end_matches(['\r', '\n']))) {
            self.tabs(place, &table);
            return;
        }
        let help = "togli gli spazi in testa alle righe; un codice va fra due righe di tre apici inversi";
        let message = "queste righe cominciano con quattro spazi o più: si stampano come un codice";
        self.warn(Diagnostic::at(P0139, place, message).help(help));
    }

    pub(super) fn tabs(&mut self, place: Span, table: &str) {
        let message = "questa tabella è scritta con le tabulazioni: si stampa come un capoverso";
        self.warn(Diagnostic::at(P0137, place, message).help(format!("scrivila con le barre:\n{table}")));
    }

    /// Reports a caption written in a form that is not ours, beside the table or figure that it describes. True when there is one.
    pub(super) fn other_caption(
        &mut self,
        block: &Block,
        before: Option<&BlockKind>,
        after: Option<&BlockKind>,
    ) -> bool {
        let BlockKind::Paragraph(content) = &block.kind else { return false };
        let words = crate::piano::prose::plain(content);
        let Some((figure, caption)) = caption(&words) else { return false };
        let written = !figure && super::tabelle::starts_caption(content);
        let table = |kind: Option<&BlockKind>| matches!(kind, Some(BlockKind::Table(table)) if table.caption.is_none());
        let view =
            |kind: Option<&BlockKind>| matches!(kind, Some(BlockKind::View(vista)) if vista.didascalia.is_none());
        let picture =
            |kind: Option<&BlockKind>| matches!(kind, Some(BlockKind::Figure { caption, .. }) if caption.is_none());
        let caption = short(caption);
        let (message, help) = if figure && (picture(before) || picture(after)) {
            (
                "questa didascalia non è legata alla figura",
                format!("scrivila dopo il file, fra virgolette: `![…](file \"{caption}\")`"),
            )
        } else if !figure && !written && (view(after) || view(before)) {
            (
                "questa didascalia non è legata alla tabella",
                format!("scrivila nella vista: `didascalia = \"{caption}\"`"),
            )
        } else if !figure && !written && (table(after) || table(before)) {
            let help = format!("scrivi `Tabella: {caption}`, subito sopra la tabella: il numero lo mette il programma");
            ("questa didascalia non è legata alla tabella", help)
        } else {
            return false;
        };
        self.warn(Diagnostic::at(P0138, block.span, message).help(help));
        true
    }

    /// Reports a line that begins with a colon and no blank after it: Markdown reads it as a definition of the paragraph above.
    pub(super) fn colon(&mut self, part: &Range<usize>) {
        let text = self.text;
        let start = text.get(..part.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let Some(words) = line.trim_start().strip_prefix(':') else { return };
        if words.trim().is_empty() || words.starts_with([' ', '\t']) {
            return;
        }
        let message = "i due punti in testa a questa riga ne fanno la spiegazione di ciò che sta sopra";
        let help = "per una spiegazione metti uno spazio dopo i due punti; per un riquadro scrivi `> [!NOTA]`; altrimenti metti una barra prima, `\\:`";
        let place = self.span(start + indent..start + line.trim_end().len());
        self.warn(Diagnostic::at(P0507, place, message).help(help));
    }

    /// Reports signs of other programs, which would be printed as they are.
    /// With `escaped`, the first of them is written after a backslash.
    pub(super) fn foreign(&mut self, raw: &str, escaped: bool, at: &dyn Fn(usize, usize) -> Span) {
        let free = |n: usize| {
            if n == 0 { !escaped } else { raw.get(..n).and_then(|t| t.chars().next_back()) != Some('\\') }
        };
        let mut found: Vec<(usize, usize, &str, String)> = Vec::new();
        let upto = |n: usize, close: &str| {
            raw.get(n..).and_then(|t| t.find(close)).map_or(raw.len() - n, |end| end + close.len())
        };
        // Found once: to look for the end from each brace would take the square of the time.
        let ends = |close: &str| raw.match_indices(close).map(|(n, _)| n).collect::<Vec<usize>>();
        let (single, double) = (ends("}"), ends("}}"));
        let after = |ends: &[usize], n: usize| ends.get(ends.partition_point(|end| *end <= n)).copied();
        let mut past = 0;
        for (n, _) in raw.match_indices('{').filter(|(n, _)| free(*n)) {
            let rest = raw.get(n + 1..).unwrap_or_default();
            let inner = after(&single, n).and_then(|end| raw.get(n + 1..end)).unwrap_or_default();
            if n < past {
                continue;
            }
            if rest.starts_with('{')
                && let Some(end) = after(&double, n)
            {
                past = end + 2;
                let help = "toglilo, o scrivi il testo che doveva comparire al suo posto";
                found.push((n, past - n, "è un comando di un altro programma", help.into()));
            } else if let Some(class) = rest.strip_prefix('.').or_else(|| rest.strip_prefix(": ."))
                && class.starts_with(|c: char| c.is_alphabetic())
                && !inner.is_empty()
            {
                let help = "toglilo: l’aspetto non si decide nel testo; fra le graffe, dopo un titolo o una figura, va soltanto l’id, `{#id}`";
                found.push((n, inner.len() + 2, "è una classe, e qui non ce ne sono", help.into()));
            } else if let Some(id) = inner.strip_prefix('@')
                && name(id)
            {
                found.push((n, inner.len() + 2, "non è una citazione", format!("scrivi `[@{id}]`")));
            }
        }
        if let Some((n, _)) = raw.match_indices("^[").find(|(n, _)| free(*n)) {
            let help = "metti `[^1]` nel testo, e in fondo una riga `[^1]: testo della nota`";
            found.push((n, upto(n, "]"), "non è una nota", help.into()));
        }
        for sign in ["[TOC]", "[[TOC]]", "[[_TOC_]]", "[toc]"] {
            if let Some((n, _)) = raw.match_indices(sign).find(|(n, _)| free(*n)) {
                found.push((n, sign.len(), "non fa un indice", "toglilo: l’indice lo fa il programma".into()));
                break;
            }
        }
        for sign in ["\\newpage", "\\pagebreak", "\\clearpage", "\\tableofcontents"] {
            if let Some(n) = raw.find(sign) {
                found.push((n, sign.len(), "non è un comando", "toglilo: le pagine le divide il programma".into()));
            }
        }
        for (n, len, what, help) in pairs(raw) {
            if free(n) {
                found.push((n, len, what, help));
            }
        }
        if let Some(sign) = ["[ ] ", "[x] ", "[X] "].into_iter().find(|sign| free(0) && raw.starts_with(*sign)) {
            let help = "togli le parentesi quadre; se la cosa è fatta dillo a parole";
            found.push((0, sign.len() - 1, "non è una casella: è stampato com’è", help.into()));
        }
        for (n, _) in raw.match_indices('=') {
            let before = raw.get(..n).and_then(|t| t.chars().next_back());
            let word: String = raw
                .get(n + 1..)
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c))
                .collect();
            let word = word.trim_end_matches(['.', ':']);
            let fact = word.contains('.') && word.starts_with(|c: char| c.is_ascii_lowercase()) && !word.contains("..");
            if fact && before.is_none_or(|c| c.is_whitespace() || "(«“".contains(c)) {
                found.push((n, word.len() + 1, "non è un fatto: è stampato com’è", format!("scrivi `[={word}]`")));
            }
        }
        found.sort_by_key(|(n, ..)| *n);
        for (n, len, what, help) in found {
            let words = short(raw.get(n..n + len).unwrap_or_default());
            self.warn(Diagnostic::at(P0507, at(n, len), format!("`{words}` {what}")).help(help));
        }
    }
}

/// Signs in pairs that other programs read and Markdown prints: `==word==`, `++word++`, `^^word^^`, `x^2^`, `H~2~O`, formulas between
/// `$`. For each its place, its length, what it is not and the cure.
fn pairs(raw: &str) -> Vec<(usize, usize, &'static str, String)> {
    let mut out = Vec::new();
    let mut skip = 0;
    for (n, c) in raw.char_indices().filter(|(_, c)| "=+^~$".contains(*c)) {
        if n < skip {
            continue;
        }
        let rest = raw.get(n..).unwrap_or_default();
        let double = rest.chars().nth(1) == Some(c);
        let sign = rest.get(..if double { 2 } else { 1 }).unwrap_or_default();
        let Some((inner, _)) = rest.get(sign.len()..).and_then(|t| t.split_once(sign)) else { continue };
        let tight =
            !inner.is_empty() && !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
        let small = inner.chars().count() <= 4 && inner.chars().all(|c| c.is_alphanumeric() || "+-".contains(c));
        let letters = inner.starts_with(|c: char| c.is_alphabetic());
        let before = raw.get(..n).and_then(|t| t.chars().next_back());
        let (what, help) = match (sign, tight) {
            ("==", true) if letters => {
                ("non evidenzia: è stampato com’è", format!("per il grassetto scrivi `**{}**`", short(inner)))
            }
            ("^" | "^^", true) if small => (
                "non è un apice: è stampato com’è",
                "usa il segno dell’apice, `²`, `³`, `ª`, `º`, o dillo a parole".into(),
            ),
            ("++" | "^^", true) if letters => {
                ("non sottolinea: è stampato com’è", format!("per il corsivo scrivi `*{}*`", short(inner)))
            }
            ("~", true)
                if small
                    && before.is_some_and(char::is_alphanumeric)
                    && !before.is_some_and(|c| c.is_ascii_digit()) =>
            {
                ("non è un pedice: è stampato com’è", "usa il segno del pedice, `₂`, o togli i segni".into())
            }
            ("$$", _) => (
                "non è una formula: è stampato com’è",
                "scrivi la formula con le parole e i segni del testo, o mettila come immagine".into(),
            ),
            ("$", true) if inner.contains(['\\', '^', '_', '=']) && !inner.contains('\n') => (
                "non è una formula: è stampato com’è",
                "scrivi la formula con le parole e i segni del testo, o mettila come immagine".into(),
            ),
            _ => continue,
        };
        let len = sign.len() * 2 + inner.len();
        skip = n + len;
        out.push((n, len, what, help));
    }
    out
}

/// Whether `id` can be the id of a thing.
pub(super) fn name(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || "-._/".contains(c))
}

/// A caption such as `Tabella 1: …`, `Tab. 3 – …`, `Table: …`, `Figura 2. …`: whether it is of a figure, and its words.
fn caption(words: &str) -> Option<(bool, &str)> {
    let words = words.trim_start();
    let heads = [
        ("tabella", false),
        ("tabelle", false),
        ("table", false),
        ("tab.", false),
        ("tav.", false),
        ("figura", true),
        ("figure", true),
        ("fig.", true),
        ("immagine", true),
    ];
    let (head, figure) = heads
        .into_iter()
        .find(|(head, _)| words.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head)))?;
    let rest = words.get(head.len()..)?;
    let number = rest.trim_start().trim_start_matches("n.").trim_start();
    let after = number.trim_start_matches(|c: char| c.is_ascii_digit() || ".ab".contains(c));
    let after = if number.starts_with(|c: char| c.is_ascii_digit()) { after } else { rest };
    let caption = after.trim_start().strip_prefix([':', '–', '-', '—', '.']).or_else(|| {
        // «Tabella 2 Il personale»: after a number the punctuation may be missing, if a capital follows.
        (after.len() < number.len() && after.trim_start().starts_with(char::is_uppercase)).then_some(after)
    })?;
    Some((figure, caption.trim().trim_end_matches('.')))
}

/// The rows of a table as a spreadsheet copies it: a cell with several lines stands between quotation marks, and goes on over them.
fn intere<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let begins = line.split('\t').any(|cell| cell.trim_start().starts_with('"'));
        match out.last_mut().filter(|_| open) {
            Some(last) => {
                last.push(' ');
                last.push_str(line.trim());
            }
            None => out.push(line.to_owned()),
        }
        // A row that goes on has an odd number of marks so far: with those of this line it is even when these are odd.
        let odd = line.matches('"').count() % 2 == 1;
        open = (open || begins) && odd != open;
    }
    out
}

/// The words of a cell, without the quotation marks that a spreadsheet puts around them.
fn cella(cell: &str) -> &str {
    let cell = cell.trim();
    cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map_or(cell, str::trim)
}

/// A Markdown table made of lines with tabs between their words, as a spreadsheet pastes them. None when they are no table.
pub(super) fn pasted<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let lines = intere(lines);
    let rows: Vec<Vec<&str>> = lines.iter().map(|line| line.split('\t').map(cella).collect()).collect();
    let columns = rows.iter().map(Vec::len).max()?;
    let wide = rows.iter().filter(|row| row.len() > 1).count();
    if columns < 2 || wide < 2 || wide < rows.len() {
        return None;
    }
    // In a list pasted from Word, each item has a tab after its mark.
    let sign = |cell: &str| {
        let mark = cell == "o" || cell.ends_with([')', '.']) || !cell.contains(char::is_alphanumeric);
        mark && !cell.is_empty() && cell.chars().count() < 6
    };
    if columns == 2 && rows.iter().all(|row| row.first().is_some_and(|cell| sign(cell))) {
        return None;
    }
    let line = |row: &[&str]| {
        let cells = (0..columns).map(|n| row.get(n).copied().unwrap_or_default().replace('|', "\\|"));
        format!("| {} |", cells.collect::<Vec<_>>().join(" | "))
    };
    let mut out = Vec::with_capacity(rows.len() + 1);
    for (n, row) in rows.iter().enumerate() {
        out.push(line(row));
        if n == 0 {
            out.push(line(&vec!["---"; columns]));
        }
    }
    Some(out.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{caption, pasted};

    #[test]
    fn a_cell_of_several_lines_is_one_cell() {
        let table = pasted("Area\tUomini\n\"Area con\na capo\"\t10\nAltra\t3".lines());
        assert_eq!(table.as_deref(), Some("| Area | Uomini |\n| --- | --- |\n| Area con a capo | 10 |\n| Altra | 3 |"));
        assert_eq!(pasted("Area \"A\tUomini\ne altri".lines()), None);
    }

    #[test]
    fn captions_of_other_programs_are_known() {
        for (words, found) in [
            ("Tabella 1: Il personale", Some((false, "Il personale"))),
            ("TABELLA 2 – Le ore", Some((false, "Le ore"))),
            ("Tab. 3.1 - Le sedi", Some((false, "Le sedi"))),
            ("Table: Costs", Some((false, "Costs"))),
            ("Tabella 4 Il quadro", Some((false, "Il quadro"))),
            ("Figura n. 2: La rete", Some((true, "La rete"))),
            ("Tabella: Il personale", Some((false, "Il personale"))),
            ("Tabella riassuntiva delle ore", None),
            ("Tabella 3 riporta i dati", None),
            ("Figurano tre sedi", None),
        ] {
            assert_eq!(caption(words), found, "{words}");
        }
    }

    #[test]
    fn a_pasted_table_is_given_back_with_bars() {
        let table = pasted(["Anno\tOre", "2025\t1.200", "2026\t"].into_iter());
        assert_eq!(table.as_deref(), Some("| Anno | Ore |\n| --- | --- |\n| 2025 | 1.200 |\n| 2026 |  |"));
        assert_eq!(pasted(["Un testo\tcon una tabulazione"].into_iter()), None);
        assert_eq!(pasted(["Uno\tdue", "tre"].into_iter()), None);
        assert_eq!(pasted(["·\tprimo", "·\tsecondo"].into_iter()), None);
        assert_eq!(pasted(["a)\tprimo", "b)\tsecondo"].into_iter()), None);
    }
}
