//! The index of the search: what can be found, and with which words. The script of the page, `layouts/html/cerca.js`, reads
//! it.
//!
//! A thing is found once, where the plan has it. What only lists things (indexes, drawings made from the data, rows about a thing
//! that stands elsewhere) is left out: each would repeat the result. The text of a thing begins with what it is, because its first
//! words are shown under the result.
//!
//! The index is in two kinds of files, because they are needed at different times. `cerca/indice.js` has the words and the
//! places where they stand, and is needed at the first letter typed. `cerca/N.js` has the text of a section, and is needed
//! for the results that are shown. They are scripts and not JSON, because a page opened from a folder may read no other
//! kind of file.

use super::frame;
use super::places::{Site, file, numbered};
use crate::base::text::capital;
use crate::document::{
    Block, BlockKind, Card, Column, Inline, Note, Part, Row, Section, Table, TreeNode, etichette, plain,
};
use crate::emit::Artifacts;
use crate::piano::element::id::Id;
use crate::piano::element::row::Profile;
use rayon::prelude::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Words too common to be searched, folded. They are given to the script with the index.
const VUOTE: &str = "a ad agli ai al alla alle allo anche che chi ci col come con cui da dagli dai dal dall dalla dalle dallo \
                     degli dei del dell della delle dello di e ed gli ha hanno i il in ir la le lo loro ma ne negli nei nel \
                     nell nella nelle nello non o od per piu quale quali se si sono su sugli sui sul sull sulla sulle sullo \
                     tra fra un una uno quanto quanta quanti quante perche dove quando cosa";

/// Words that citizens ask with, and those that plans answer with: who asks for the first finds the second too, after it.
const SINONIMI: [(&str, &str); 9] = [
    ("costo", "importo finanziamento spesa"),
    ("soldi", "importo finanziamento spesa"),
    ("anziani", "domiciliarità assistenza"),
    ("bambini", "minori infanzia nido"),
    ("spazzatura", "rifiuti"),
    ("autobus", "trasporto mobilità"),
    ("capo", "dirigente responsabile"),
    ("modifiche", "cambiato revisione versione"),
    ("novità", "cambiato aggiunto"),
];

/// The words of a text, in lower case and without accents. The function `words` of the page script must give the same
/// result.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect();
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The stem of a folded Italian word, which its forms have in common. It drops the last vowel, then the *i* of `-io` and
/// `-ia`, then the *h* that only keeps a sound (`banche`). At least three letters stay. A word with a digit is a code, and
/// stays whole. The function `stem` of the page script must give the same result.
pub(super) fn stem(word: &str) -> &str {
    fn drop<'a>(word: &'a str, ends: &[char]) -> &'a str {
        word.strip_suffix(ends).filter(|shorter| shorter.chars().count() >= 3).unwrap_or(word)
    }
    if word.chars().any(char::is_numeric) {
        return word;
    }
    let word = drop(drop(word, &['a', 'e', 'i', 'o', 'u']), &['i']);
    if word.ends_with("ch") || word.ends_with("gh") { drop(word, &['h']) } else { word }
}

/// A place that a result of the search leads to.
#[derive(Default)]
struct Entry {
    title: String,
    /// Empty for the page itself, `#id` for a point of it, a file name for another page.
    to: String,
    /// What the thing is: `Obiettivo`, `Tabella`.
    kind: String,
    text: String,
}

/// The files of the index, by path in the site.
pub(super) fn files(site: &Site<'_>, order: &[(&Section, Vec<&Section>)]) -> Artifacts {
    // Of each page its title, its file and what stands on it.
    let mut pages: Vec<(String, String, Vec<Entry>)> = order
        .par_iter()
        .map(|(section, _)| (section.heading(), file(&section.id), Collector::of(site, section)))
        .collect();
    // Last, in no section: the pages of the site that are of none, and the things with a page of their own that no text shows.
    let own = frame::proprie(site).map(|pagina| Entry {
        title: pagina.titolo.to_owned(),
        to: pagina.file.to_owned(),
        kind: "Pagina".to_owned(),
        text: pagina.descrizione.to_owned(),
    });
    let listed = site.only_listed().map(|voce| {
        let kind = etichette::voce(&voce.genere).to_owned();
        Entry { title: voce.nome(), to: file(&voce.id), kind, text: String::new() }
    });
    pages.push((String::new(), String::new(), own.chain(listed).collect()));
    let empty: BTreeSet<&str> = VUOTE.split_whitespace().collect();

    // Pages are indexed in parallel and joined in their order, so the lists do not depend on the number of threads.
    let found: Vec<BTreeMap<String, Vec<(usize, bool)>>> =
        pages.par_iter().map(|(.., entries)| lists(entries, &empty)).collect();
    let mut all: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    let mut first = 0;
    for (n, page) in found.into_iter().enumerate() {
        for (word, list) in page {
            all.entry(word).or_default().extend(list.into_iter().map(|(entry, title)| (first + entry, title)));
        }
        first += pages.get(n).map_or(0, |(.., entries)| entries.len());
    }
    let parole: Vec<String> = all.iter().map(|(word, list)| format!("{word}\t{}", deltas(list))).collect();

    let mut artifacts: Artifacts = pages
        .par_iter_mut()
        .enumerate()
        .map(|(n, (.., entries))| {
            let texts: Vec<String> = entries.iter_mut().map(|entry| std::mem::take(&mut entry.text)).collect();
            let script = format!("(self.PIAO_TESTI??={{}})[{n}]={};\n", json!(texts));
            (format!("cerca/{n}.js"), script.into_bytes())
        })
        .collect();
    let things = |entries: &[Entry]| -> Vec<_> { entries.iter().map(|e| json!([e.title, e.to, e.kind])).collect() };
    let pagine: Vec<_> = pages.iter().map(|(title, file, entries)| json!([title, file, things(entries)])).collect();
    let stems = |text: &str| words(text).iter().map(|word| stem(word).to_owned()).collect::<Vec<_>>().join(" ");
    let sinonimi: BTreeMap<String, String> = SINONIMI.iter().map(|(word, all)| (stems(word), stems(all))).collect();
    let index = json!({ "pagine": pagine, "vuote": VUOTE, "sinonimi": sinonimi, "parole": parole.join("\n") });
    artifacts.insert("cerca/indice.js".to_owned(), format!("self.PIAO_INDICE={index};\n").into_bytes());
    artifacts
}

/// Where each stem stands among the entries of one page, and whether in a title.
fn lists(entries: &[Entry], empty: &BTreeSet<&str>) -> BTreeMap<String, Vec<(usize, bool)>> {
    let mut lists: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    for (n, entry) in entries.iter().enumerate() {
        for (text, title) in [(&entry.title, true), (&entry.text, false)] {
            for word in words(text).iter().filter(|word| !empty.contains(word.as_str())) {
                let stem = stem(word);
                match lists.get_mut(stem) {
                    // Titles come before texts, so an entry already in the list counts at least as much.
                    Some(list) if list.last().is_some_and(|(last, _)| *last == n) => {}
                    Some(list) => list.push((n, title)),
                    None => drop(lists.insert(stem.to_owned(), vec![(n, title)])),
                }
            }
        }
    }
    lists
}

/// A list of entries as text, such as `0 2! 1`. Each entry is its distance from the one before, in base 36, with `!` if the
/// word is in the title.
fn deltas(list: &[(usize, bool)]) -> String {
    let mut out = String::new();
    let mut last = 0;
    for (entry, title) in list {
        if !out.is_empty() {
            out.push(' ');
        }
        base36(&mut out, entry - last);
        last = *entry;
        if *title {
            out.push('!');
        }
    }
    out
}

fn base36(out: &mut String, n: usize) {
    if n >= 36 {
        base36(out, n / 36);
    }
    out.extend(u32::try_from(n % 36).ok().and_then(|digit| char::from_digit(digit, 36)));
}

/// Divides the text of a section among the things that a result can lead to.
struct Collector<'a> {
    site: &'a Site<'a>,
    entries: Vec<Entry>,
    /// The entry that running text belongs to: the section, or its last heading.
    current: usize,
    /// Whether it is in a card. What has a caption there is found with the card.
    in_card: bool,
}

impl<'a> Collector<'a> {
    fn of(site: &'a Site<'a>, section: &'a Section) -> Vec<Entry> {
        let first = Entry { title: section.heading(), kind: "Sezione".into(), ..Entry::default() };
        let mut collector = Collector { site, entries: vec![first], current: 0, in_card: false };
        collector.blocks(&section.blocks);
        collector.current = 0;
        section.notes.iter().for_each(|Note { blocks, .. }| collector.blocks(blocks));
        collector.entries
    }

    fn say(&mut self, text: &str) {
        let Some(entry) = self.entries.get_mut(self.current) else { return };
        // Each text is a line of its own, so that texts on two lines are not read as one word or sentence.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            if !entry.text.is_empty() {
                entry.text.push(' ');
            }
            entry.text.push_str(&text);
        }
    }

    /// The words of a text, but for the names of things that are only listed there.
    fn words(&mut self, content: &[Inline]) {
        self.say(&unlisted(content));
    }

    /// Begins an entry for a thing with an anchor. What `inside` adds belongs to it.
    fn thing(&mut self, kind: &str, title: String, anchor: String, inside: impl FnOnce(&mut Self)) {
        let before = self.current;
        self.current = self.entries.len();
        let page = self.site.alone(&anchor);
        let to = page.unwrap_or_else(|| format!("#{anchor}"));
        self.entries.push(Entry { title, to, kind: kind.to_owned(), text: String::new() });
        inside(self);
        self.current = before;
    }

    fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &Block) {
        let anchor = block.anchor.as_ref();
        match &block.kind {
            BlockKind::Heading { number, content, .. } => {
                let title = match number {
                    Some(number) => format!("{number} {}", plain(content)),
                    None => plain(content),
                };
                match anchor {
                    Some(id) => {
                        self.thing("", title, id.to_string(), |_| {});
                        self.current = self.entries.len() - 1;
                    }
                    None => self.say(&title),
                }
            }
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    let inside = |c: &mut Self| entry.details.iter().for_each(|blocks| c.blocks(blocks));
                    match &entry.anchor {
                        Some(id) => self.thing("Parola del glossario", plain(&entry.term), id.to_string(), inside),
                        None => {
                            self.words(&entry.term);
                            inside(self);
                        }
                    }
                }
            }
            BlockKind::Table(table) => {
                self.captioned(
                    "Tabella",
                    table.number,
                    table.caption.as_deref(),
                    numbered(anchor, "tab", table.number),
                    |c| {
                        c.rows(table);
                    },
                );
            }
            BlockKind::Figure(figure) => {
                let id = numbered(anchor, "fig", figure.number);
                self.captioned("Figura", figure.number, figure.caption.as_deref(), id, |c| c.say(&figure.alt));
            }
            // It draws what the text says elsewhere.
            BlockKind::Drawing(_) => {}
            BlockKind::Card(card) => match anchor {
                Some(id) => self.thing(etichette::voce(&card.kind), card_title(card), id.to_string(), |c| c.card(card)),
                None => {
                    self.say(&card_title(card));
                    self.card(card);
                }
            },
            BlockKind::Tree(nodes) => self.nodes(nodes),
            _ => block.parts(&mut |_, part| match part {
                Part::Words(words) => self.words(words),
                Part::Plain(text) => self.say(text),
                Part::Blocks(blocks) => self.blocks(blocks),
            }),
        }
    }

    /// A table or figure is a thing when it has a caption, which is its title.
    fn captioned(
        &mut self,
        word: &str,
        number: Option<u32>,
        caption: Option<&[Inline]>,
        id: Option<String>,
        inside: impl FnOnce(&mut Self),
    ) {
        match (number, caption, id) {
            (Some(number), Some(caption), Some(id)) if !self.in_card => {
                self.thing(&format!("{word}\u{a0}{number}"), capital(&plain(caption)), id, inside);
            }
            (_, caption, _) => {
                self.words(caption.unwrap_or_default());
                inside(self);
            }
        }
    }

    /// The words of a table, without the rows about things that stand elsewhere: their first words, perhaps after a code, lead there.
    fn rows(&mut self, table: &Table) {
        let coded = table.columns.first().is_some_and(|column| column.profile == Profile::Codice);
        let listed = |row: &Row| {
            let mut cells = row.cells.iter().filter(|cell| !cell.is_empty()).take(1 + usize::from(coded));
            cells.any(|cell| cell.iter().any(is_listed))
        };
        let mut of_another = false;
        for (n, row) in table.rows.iter().enumerate() {
            if row.heads {
                // The head of rows about other things is one of an index.
                of_another = listed(row) || table.rows.iter().skip(n + 1).find(|row| !row.heads).is_some_and(listed);
            } else if row.continues == 0 {
                // A row that continues the one above is about the same thing.
                of_another = listed(row);
            }
            match &row.anchor {
                Some(id) => {
                    let (kind, title) = self.name(id);
                    // A dash says that there is nothing. The name is said by the title.
                    let said = detta(table, row, |at| {
                        row.cells.get(at).filter(|_| !table.names(row, at)).map(|cell| plain(cell))
                    });
                    let title = title.unwrap_or_else(|| said.clone());
                    self.thing(&kind, title, id.to_string(), |c| c.say(&said));
                }
                None if of_another => {}
                // A sentence a row: one reads the words around what was found.
                None => self.say(&detta(table, row, |at| row.cells.get(at).map(|cell| unlisted(cell)))),
            }
        }
        // The names of the columns are found too, and are read last.
        self.say(&table.columns.iter().map(|column| plain(&column.header)).collect::<Vec<_>>().join(", "));
    }

    /// The kind and the name of a thing.
    fn name(&self, id: &Id) -> (String, Option<String>) {
        if let Some(voce) = self.site.voce(id) {
            return (etichette::voce(&voce.genere).to_owned(), Some(voce.nome()));
        }
        let Some(target) = self.site.target(id) else { return (String::new(), None) };
        match &target.title {
            // `progetto 1.4.3`, «Adozione app IO»
            Some(title) => (capital(&target.label), Some(title.clone())),
            None => (String::new(), Some(capital(&target.label))),
        }
    }

    fn card(&mut self, card: &Card) {
        let before = std::mem::replace(&mut self.in_card, true);
        self.blocks(&card.lead);
        for field in card.facts.iter().chain(&card.fields) {
            let value = plain(&field.value);
            self.say(&format!("{}: {}.", etichette::voce(&field.label), value.trim_end_matches('.')));
        }
        self.blocks(&card.blocks);
        self.in_card = before;
        // What it is for was said: to whom it belongs is read last.
        card.above.iter().for_each(|words| self.words(words));
    }

    fn nodes(&mut self, nodes: &[TreeNode]) {
        for node in nodes {
            let title = format!("{} {}", node.code, plain(&node.title));
            match &node.anchor {
                Some(id) => {
                    let kind = self.site.target(id).map(|target| target.label.replace(node.code.as_str(), ""));
                    let kind = capital(kind.unwrap_or_default().trim_matches([' ', '\u{a0}']));
                    self.thing(&kind, title, id.to_string(), |c| c.blocks(&node.blocks));
                }
                None => {
                    self.say(&title);
                    self.blocks(&node.blocks);
                }
            }
            self.nodes(&node.children);
        }
    }
}

/// A row as a sentence: `Scuola e nidi; Dipendenti: 24.` A number or a day has the name of its column, without which it says nothing.
/// A dash says that there is nothing. `words`: those of the cell at a place, if they are said.
fn detta(table: &Table, row: &Row, words: impl Fn(usize) -> Option<String>) -> String {
    let cell = |(at, column): (usize, &Column)| {
        let words = words(at).map(|words| words.trim().trim_end_matches('.').to_owned());
        let words = words.filter(|words| !matches!(words.as_str(), "" | "–"))?;
        let head = plain(&column.header);
        let named =
            matches!(column.profile, Profile::Numero | Profile::Importo | Profile::Data) && !head.trim().is_empty();
        // A row that heads others, or gives their totals, has one thing to say.
        Some(if named && !row.heads { format!("{}: {words}", head.trim()) } else { words })
    };
    let all: Vec<String> = table.columns.iter().enumerate().filter_map(cell).collect();
    if all.is_empty() { String::new() } else { format!("{}.", all.join("; ")) }
}

/// The words of a text, but for the names of things that are only listed there.
fn unlisted(content: &[Inline]) -> String {
    content.iter().filter(|one| !is_listed(one)).map(|one| plain(std::slice::from_ref(one))).collect()
}

/// Whether it only lists a thing that stands elsewhere.
fn is_listed(inline: &Inline) -> bool {
    matches!(inline, Inline::Xref { listed: true, .. })
}

fn card_title(card: &Card) -> String {
    match &card.code {
        Some(code) => format!("{code} {}", plain(&card.title)),
        None => plain(&card.title),
    }
}
