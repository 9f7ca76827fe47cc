//! `piao spiega`: the page of a code, or the list of them.

use super::args::Spiega;
use super::{Outcome, note_loss, out, say, wrap};
use crate::diag::nearest;
use crate::report::pagine::{Page, all};
use crate::rules::{ATTESE, IMPOSSIBILI};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::io::Write;

/// Columns of the text: more would be hard to read, fewer would break the examples.
const WIDTH: usize = 92;

pub(super) fn run(options: &Spiega) -> Outcome {
    let pages = all();
    let Some(word) = options.code.as_deref().map(str::trim).filter(|word| !word.is_empty()) else {
        list(&pages);
        return Outcome::Done;
    };
    let is = |page: &&Page| {
        page.codice.eq_ignore_ascii_case(word)
            || page.codice.trim_start_matches('P') == format!("{word:0>4}")
            || page.regola.is_some_and(|regola| regola.nome.eq_ignore_ascii_case(word))
    };
    match pages.iter().find(is) {
        Some(page) => {
            show(page);
            Outcome::Done
        }
        None => {
            let names = pages.iter().flat_map(|page| std::iter::once(page.codice).chain(page.regola.map(|r| r.nome)));
            say(&format!("errore: nessun problema ha il codice o il nome «{word}»"));
            say(&match nearest(word, names) {
                Some(near) => format!("aiuto: forse intendevi `piao spiega {near}`"),
                None => "aiuto: `piao spiega` senza altro elenca tutti i codici".to_owned(),
            });
            Outcome::CouldNotRun
        }
    }
}

/// Every code with its level, its name and its title, by subject.
fn list(pages: &[Page]) {
    let mut subject = "";
    for page in pages {
        if page.subject() != subject {
            if !subject.is_empty() {
                out("");
            }
            subject = page.subject();
            bold(subject);
        }
        let name = page.regola.map_or("", |regola| regola.nome);
        let head = format!("  {} {:<7} ", page.codice, page.level());
        let words = if name.is_empty() { page.title().to_owned() } else { format!("{name}: {}", page.title()) };
        wrap(&words, &head, WIDTH);
    }
    out("");
    for (title, list) in [("Non si controllano ancora", ATTESE), ("Errori che con piao non si fanno", IMPOSSIBILI)] {
        bold(title);
        list.iter().for_each(|attesa| wrap(&format!("{}: {}", attesa.controlla, attesa.perche), "  - ", WIDTH));
        out("");
    }
    out("Per la pagina di un codice: piao spiega P0302 (o il nome, piao spiega pesi-fasi).");
}

fn show(page: &Page) {
    let name = page.regola.map_or_else(String::new, |regola| format!(" {}", regola.nome));
    bold(&format!("{} ({}){name}", page.codice, page.level()));
    bold(page.title());
    out("");
    page.facts().iter().for_each(|line| wrap(line, "", WIDTH));
    body(page.body());
}

/// The Markdown of a page as a terminal shows it: the words of an example stay as they are to be typed.
fn body(text: &str) {
    let mut words = String::new();
    let mut fence: Option<String> = None;
    for event in Parser::new(text) {
        match event {
            Event::Start(Tag::List(_)) => out(""),
            Event::End(TagEnd::Heading(_)) => {
                out("");
                bold(&std::mem::take(&mut words));
            }
            Event::End(TagEnd::Paragraph) => {
                out("");
                wrap(&std::mem::take(&mut words), "", WIDTH);
            }
            Event::End(TagEnd::Item) => wrap(&std::mem::take(&mut words), "- ", WIDTH),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let path = info.split_once(' ').map_or("", |(_, path)| path);
                out("");
                out(&format!("  {path}"));
                fence = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => {
                fence.take().unwrap_or_default().lines().for_each(|line| out(format!("  | {line}").trim_end()));
            }
            Event::Text(text) => fence.as_mut().unwrap_or(&mut words).push_str(&text),
            Event::Code(text) => words.push_str(&format!("`{text}`")),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
}

fn bold(line: &str) {
    let style = clap::builder::styling::Style::new().bold();
    if let Err(error) = writeln!(anstream::stdout(), "{style}{line}{style:#}") {
        note_loss(&error);
    }
}
