//! The texts of the plan that ends, made into those of the next: a section, or the body of a card.

use super::anni::Anni;
use super::commenti::nomina;
use super::record::Passo;
use crate::base::decisioni::{DECIDERE, NON_CHIUDE};
use crate::load::markdown::{options, split_front_matter};
use crate::piano::settings::Momento;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Parser, Tag};
use std::ops::Range;
use toml_edit::{DocumentMut, Item, TableLike};

/// A Markdown file cut at its front matter.
pub(super) struct Diviso<'a> {
    /// The front matter, without its lines `+++`.
    pub(super) fronte: Option<&'a str>,
    /// The rest.
    pub(super) corpo: &'a str,
}

impl<'a> Diviso<'a> {
    pub(super) fn di(text: &'a str) -> Self {
        let (front, corpo, _) = split_front_matter(text);
        Diviso { fronte: front.map(|(front, _)| front), corpo }
    }

    /// The file with another front matter and another body.
    pub(super) fn con(&self, fronte: &str, corpo: &str) -> String {
        match self.fronte {
            Some(_) => format!("+++\n{fronte}+++\n{corpo}"),
            None => corpo.to_owned(),
        }
    }
}

/// A block that stands under no other.
struct Blocco<'a> {
    range: Range<usize>,
    /// The name of the view, and where its keys stand.
    vista: Option<(String, Range<usize>)>,
    /// The words and the level of a heading.
    titolo: Option<(String, HeadingLevel)>,
    testo: &'a str,
    commento: bool,
}

fn blocchi(text: &str) -> Vec<Blocco<'_>> {
    let mut out: Vec<Blocco<'_>> = Vec::new();
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        let own = range.clone();
        if depth == 0 && !matches!(event, Event::End(_)) {
            let mut blocco = Blocco {
                testo: text.get(range.clone()).unwrap_or_default(),
                range,
                vista: None,
                titolo: None,
                commento: matches!(event, Event::Start(Tag::HtmlBlock)),
            };
            match &event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(name))) if name.starts_with("piao:") => {
                    let end = blocco.range.end;
                    blocco.vista = Some((name.trim().to_owned(), end..end));
                }
                Event::Start(Tag::Heading { level, .. }) => blocco.titolo = Some((String::new(), *level)),
                _ => {}
            }
            out.push(blocco);
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(words) | Event::Code(words) if depth > 0 => match out.last_mut() {
                Some(Blocco { titolo: Some((title, _)), .. }) => title.push_str(&words),
                Some(Blocco { vista: Some((_, keys)), .. }) => {
                    *keys = if keys.start == keys.end { own } else { keys.start..own.end };
                }
                _ => {}
            },
            _ => {}
        }
    }
    out
}

/// The body of a section, or of a card (`scheda`), in the plan of the next year. `nomina_anni` says which year a file of rows names.
pub(super) fn corpo(text: &str, passo: &Passo<'_>, scheda: bool, nel_file: &dyn Fn(&str) -> Option<i16>) -> String {
    let anni = passo.anni;
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut before: Option<&Blocco<'_>> = None;
    // The part of a card that tells of a moment of the year stays with the plan that ends.
    let mut skipped: Option<usize> = None;
    let all = blocchi(text);
    for blocco in &all {
        if let Some((title, level)) = &blocco.titolo
            && scheda
            && *level <= HeadingLevel::H2
        {
            let moment = Momento::ALL.iter().any(|momento| title.trim().to_lowercase() == momento.label());
            if let Some(start) = skipped.take() {
                edits.push((start..blocco.range.start, String::new()));
            }
            skipped = moment.then_some(blocco.range.start);
        }
        let table = before.take().filter(|before| before.testo.starts_with("Tabella:"));
        before = Some(blocco);
        if skipped.is_some() || blocco.commento {
            continue;
        }
        if let Some((_, keys)) = &blocco.vista {
            let body = text.get(keys.clone()).unwrap_or_default();
            if let Some(new) = vista(body, anni, nel_file).filter(|new| new != body) {
                edits.push((keys.clone(), new));
            }
            continue;
        }
        let Some(question) = anni.domanda(&senza_citazioni(blocco.testo)) else { continue };
        // A caption stands right above its table.
        let start = table.map_or(blocco.range.start, |caption| caption.range.start);
        if edits.last().is_none_or(|(range, _)| *range != (start..start)) {
            edits.push((start..start, format!("<!-- {DECIDERE} {question} -->\n")));
        }
    }
    if let Some(start) = skipped {
        edits.push((start..text.len(), String::new()));
    }
    applica(text, edits)
}

/// `text` without what stands between `[@` or `[=` and its bracket: the years of a code are no time.
fn senza_citazioni(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['[', '(']) {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let marked = ["[@", "[=", "(@", "(http"].iter().any(|sign| tail.starts_with(sign));
        let end = if marked { tail.find([']', ')']).map_or(tail.len(), |n| n + 1) } else { 1 };
        if !marked {
            out.push_str(tail.get(..end).unwrap_or_default());
        }
        rest = tail.get(end..).unwrap_or_default();
    }
    out + rest
}

/// `text` with the words of its citations in their place: those of what `problem` names, and `da indicare` for a number.
pub(super) fn senza_citazioni_di(text: &str, problem: &str) -> Option<String> {
    let named = |name: &str| {
        let [a, b] = [format!("«{name}»"), format!("`{name}`")];
        problem.contains(&a) || problem.contains(&b)
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        let (head, tail) = rest.split_at(at);
        out.push_str(head);
        let Some((inside, after)) = tail.get(1..).and_then(|rest| rest.split_once(']')) else {
            return Some(out + tail);
        };
        let words = match (inside.strip_prefix('@'), inside.strip_prefix('=')) {
            (Some(name), _) => named(name.trim()).then(|| (name.trim(), after)),
            (_, Some(name)) => {
                named(name.trim().split(':').next().unwrap_or_default()).then_some(("(da indicare)", after))
            }
            _ => {
                let target = after.strip_prefix("(@").and_then(|link| link.split_once(')'));
                target.filter(|(name, _)| named(name.trim())).map(|(_, after)| (inside, after))
            }
        };
        match words {
            Some((words, after)) => {
                out.push_str(words);
                rest = after;
            }
            None => {
                out.push('[');
                rest = tail.get(1..)?;
            }
        }
    }
    Some(out + rest)
}

/// The keys of a view in the plan of the next year: typed totals go, and a year that they name is asked about.
fn vista(body: &str, anni: Anni, nel_file: &dyn Fn(&str) -> Option<i16>) -> Option<String> {
    let mut doc: DocumentMut = body.parse().ok()?;
    doc.remove("totale");
    let mut year = doc.iter().filter_map(|(_, item)| anni.nominato(&item.to_string())).max();
    if let Some(path) = doc.get("dati").and_then(Item::as_str) {
        year = year.max(nel_file(path));
    }
    let text = doc.to_string();
    Some(match year {
        Some(year) => format!("# {DECIDERE} {}\n{text}", nomina(year)),
        None => text,
    })
}

/// The block of `text` around byte `at`, put into a comment: `perche` says why it cannot stay. None when there is no such block, or it
/// is a comment already.
pub(super) fn commenta(text: &str, at: usize, perche: &str) -> Option<String> {
    let blocco = blocchi(text).into_iter().find(|blocco| blocco.range.contains(&at) && !blocco.commento)?;
    let (inner, perche) = (blocco.testo.trim_end(), perche.replace("-->", NON_CHIUDE));
    let tail = blocco.testo.get(inner.len()..).unwrap_or_default();
    // The comment would end there. What is left is printed as the same signs, and a comment of the author that is left open is told.
    let mended = inner.replace("-->", NON_CHIUDE);
    let told = if mended == inner { "" } else { " (qui sotto `--&gt;` sta per i segni che chiudono un commento)" };
    Some(applica(text, vec![(blocco.range, format!("<!-- {DECIDERE} {perche}{told}\n{mended}\n-->{tail}"))]))
}

/// `text` with `edits`, which are in order and do not overlap.
fn applica(text: &str, edits: Vec<(Range<usize>, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in edits {
        if range.start < at {
            continue;
        }
        out.push_str(text.get(at..range.start).unwrap_or_default());
        out.push_str(&new);
        at = range.end;
    }
    out + text.get(at..).unwrap_or_default()
}

/// Whether the section with this front matter is of a moment of the year, and stays with the plan that ends.
pub(super) fn di_un_momento(front: &dyn TableLike) -> bool {
    let said = front.get("momento").and_then(Item::as_str);
    said.is_some_and(|said| [Momento::Monitoraggio, Momento::Consuntivo].iter().any(|momento| momento.label() == said))
}
