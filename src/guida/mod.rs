//! The manual as a plan, which piao compiles like any other. Its text is `docs/guida.md`, written to be read as it is: each chapter
//! becomes a section, and the links between chapters become citations.

use crate::piano::element::id::Id;
use std::collections::BTreeMap;

/// The manual, as people read it beside the sources.
const TESTO: &str = include_str!("../../docs/guida.md");

/// What the manual says of itself: its `piao.toml`.
const IMPOSTAZIONI: &str = include_str!("../../docs/guida.toml");

/// The files of the manual as a plan.
#[must_use]
pub fn files() -> BTreeMap<String, String> {
    let mut files = chapters(TESTO);
    files.insert("piao.toml".to_owned(), IMPOSTAZIONI.to_owned());
    files
}

/// What the manual says that the view `name` shows.
#[must_use]
pub fn vista(name: &str) -> Option<&'static str> {
    let name = format!("`piao:{name}`");
    rows(TESTO).find(|(first, _)| first.split(", ").any(|word| word == name)).map(|(_, said)| said)
}

/// What the manual says of a key that any view may have.
#[must_use]
pub fn chiave(name: &str) -> Option<&'static str> {
    let (_, table) = TESTO.split_once("Tabella: Le impostazioni di una vista")?;
    let (table, _) = table.split_once("\nTabella: ").unwrap_or((table, ""));
    rows(table).find(|(first, _)| first.trim_matches('`') == name).map(|(_, said)| said)
}

/// The first two cells of each row of the tables of `text`.
fn rows(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
        Some((cells.next()?, cells.next()?))
    })
}

/// A line of the manual.
enum Line<'a> {
    /// A heading: its level, its words, and the id that it is given.
    Heading(usize, &'a str, Id),
    /// A line of text.
    Text(&'a str),
    /// A line of an example, with the marks around it: it stays as it is.
    Example(&'a str),
}

/// Each chapter of `text` as the file of a section. What stands above the first chapter is for who reads the file, and is left out.
fn chapters(text: &str) -> BTreeMap<String, String> {
    let lines = lines(text);
    let mut anchors: BTreeMap<String, &Id> = BTreeMap::new();
    for line in &lines {
        if let Line::Heading(_, words, id) = line {
            anchors.insert(anchor(words), id);
            anchors.insert(id.to_string(), id);
        }
    }
    let mut files = BTreeMap::new();
    let mut current: Option<(String, String)> = None;
    for line in &lines {
        match (line, &mut current) {
            (Line::Heading(2, words, id), _) => {
                files.extend(current.take());
                let title = toml::Value::String((*words).to_owned());
                let path = format!("{}-{id}.md", files.len() + 1);
                current = Some((path, format!("+++\ntitolo = {title}\nid = \"{id}\"\n+++\n")));
            }
            (_, None) => {}
            (Line::Heading(level, words, id), Some((_, out))) => {
                out.push_str(&format!("{} {words} {{#{id}}}\n", "#".repeat(level.saturating_sub(1))));
            }
            (Line::Text(line), Some((_, out))) => {
                out.push_str(&cited(line, &anchors));
                out.push('\n');
            }
            (Line::Example(line), Some((_, out))) => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    files.extend(current);
    files
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    // The marks that close the example in which the line is.
    let mut fence: Option<&str> = None;
    let mut ids: Vec<Id> = Vec::new();
    for line in text.lines() {
        let marks = line.get(..line.len() - line.trim_start_matches('`').len()).unwrap_or_default();
        match fence {
            Some(open) => {
                if marks.len() >= open.len() && line.trim() == marks {
                    fence = None;
                }
                out.push(Line::Example(line));
            }
            None if marks.len() >= 3 => {
                fence = Some(marks);
                out.push(Line::Example(line));
            }
            None => {
                let level = line.len() - line.trim_start_matches('#').len();
                let words = line.get(level..).filter(|rest| level > 0 && rest.starts_with(' ')).map(str::trim);
                out.push(match words {
                    None => Line::Text(line),
                    Some(words) => {
                        let (words, id) = match words.strip_suffix('}').and_then(|words| words.rsplit_once(" {#")) {
                            Some((words, id)) => (words, Id::slug(id)),
                            None => (words, Id::slug(words)),
                        };
                        // Two chapters may have parts with one name.
                        let free = |id: &Id| !ids.contains(id);
                        let id = Some(id.clone()).filter(free).or_else(|| (2..).map(|n| id.numbered(n)).find(free));
                        let id = id.unwrap_or_else(|| Id::slug(words));
                        ids.push(id.clone());
                        Line::Heading(level, words, id)
                    }
                });
            }
        }
    }
    out
}

/// The address that a page of a repository gives to a heading: `#che-cosè-piao`.
fn anchor(words: &str) -> String {
    let kept = words.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-' || *c == '_').collect()
}

/// A line of text with its links made into citations. A link to another file of the repository keeps its words alone.
fn cited(line: &str, anchors: &BTreeMap<String, &Id>) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((address, tail)) = after.split_once(')') else { break };
        let id = address.strip_prefix('#').and_then(|name| anchors.get(name));
        let words = before.rfind('[').filter(|at| !before.get(at + 1..).unwrap_or_default().contains('`'));
        match (id, words) {
            (Some(id), _) => out.push_str(&format!("{before}](@{id})")),
            (None, Some(at)) if address.ends_with(".md") => {
                out.push_str(before.get(..at).unwrap_or_default());
                out.push_str(before.get(at + 1..).unwrap_or_default());
            }
            (None, _) => out.push_str(&format!("{before}]({address})")),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_become_sections_and_links_citations() {
        let text = "# Titolo\n\n- [Uno](#che-cosè-uno)\n\n## Che cos’è uno\n\nSi veda [due](#due) e [regole.md](regole.md), o `[a](#due)`.\n\n\
                    ````markdown\n## Non è un titolo\n```piao:nodi\n```\n````\n\n### Parte\n\n## Due\n\n### Parte {#parte}\n\n[sito](https://a.it)\n";
        let files = chapters(text);
        assert_eq!(files.keys().collect::<Vec<_>>(), ["1-che-cos-e-uno.md", "2-due.md"]);
        let uno = &files["1-che-cos-e-uno.md"];
        assert!(uno.starts_with("+++\ntitolo = \"Che cos’è uno\"\nid = \"che-cos-e-uno\"\n+++\n"), "{uno}");
        assert!(uno.contains("Si veda [due](@due) e regole.md, o"), "{uno}");
        assert!(
            uno.contains("\n## Non è un titolo\n```piao:nodi\n```\n````\n") && uno.contains("\n## Parte {#parte}\n"),
            "{uno}"
        );
        let due = &files["2-due.md"];
        assert!(due.contains("\n## Parte {#parte-2}\n") && due.contains("[sito](https://a.it)"), "{due}");
    }
}
