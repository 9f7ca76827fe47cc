//! Blocks of code: those of views, ```` ```piao:… ````, and the others.

use super::{Place, Reader};
use crate::base::span::Spanned;
use crate::diag::codes::{P0116, P0119};
use crate::load::vista;
use crate::piano::prose::BlockKind;
use pulldown_cmark::{CodeBlockKind, Event};
use std::ops::Range;

impl<'t> Reader<'t> {
    pub(super) fn code(&mut self, kind: CodeBlockKind<'t>, range: &Range<usize>) -> Option<BlockKind> {
        let (mut text, mut inner) = (String::new(), None::<Range<usize>>);
        for (event, part) in self.events.by_ref() {
            match event {
                Event::Text(line) => {
                    text.push_str(&line);
                    inner = Some(inner.map_or(part.clone(), |r| r.start..part.end));
                }
                _ => break,
            }
        }
        let (info, fenced) = match kind {
            CodeBlockKind::Fenced(info) => (info.to_string(), true),
            CodeBlockKind::Indented => (String::new(), false),
        };
        if info.split_whitespace().next().is_some_and(|word| word.eq_ignore_ascii_case("piao")) {
            let line = self.text.get(range.clone()).and_then(|t| t.find('\n')).unwrap_or(range.len());
            let words = info.split_whitespace().skip(1).map(|word| word.trim_start_matches(':'));
            let name = words.clone().find(|word| !word.is_empty());
            self.error(P0116, range.start..range.start + line, "fra `piao` e il nome della vista vanno i due punti")
                .helps
                .push(format!("scrivi ```piao:{}", name.unwrap_or("progetti")));
            return None;
        }
        let closed = self.text.get(range.clone()).is_some_and(|t| {
            t.lines().count() > 1
                && t.trim_end()
                    .lines()
                    .last()
                    .is_some_and(|l| l.trim().starts_with("```") || l.trim().starts_with("~~~"))
        });
        let Some(name) = info.trim().strip_prefix("piao:") else {
            if info.is_empty() && !fenced {
                self.indented(&text, range);
            }
            if fenced && !self.fence(&info, &text, closed, range) {
                return None;
            }
            let lang = info.split_whitespace().next().map(str::to_owned);
            return Some(BlockKind::Code { lang, text });
        };
        let at = self.text.get(range.clone()).and_then(|t| t.find("piao:")).map_or(range.start, |n| range.start + n);
        let name = Spanned::new(name.trim().to_owned(), self.span(at..at + "piao:".len() + name.trim_end().len()));
        let alone = |reader: &mut Self| {
            reader
                .error(P0119, at..at + 5, "una vista sta da sola, al margine della pagina")
                .helps
                .push("porta la vista fuori dall’elenco, dalla citazione o dal dato".into());
        };
        if self.depth > 0 {
            alone(self);
            return None;
        }
        if !closed {
            self.error(P0119, at..at + 5, "la vista non è chiusa")
                .helps
                .push("metti una riga con tre apici inversi ``` dopo l’ultima riga della vista".into());
            return None;
        }
        let inner = inner.unwrap_or(range.end..range.end);
        let place = match self.place {
            Place::Exact { file, start } => Some((file, start + inner.start)),
            Place::Whole(_) => None,
        };
        // Inside a list or a quote the text of the lines is not contiguous, so their places would be wrong.
        let slice = self.text.get(inner.clone()).unwrap_or_default();
        let same = slice.replace('\r', "") == text.replace('\r', "");
        let Some((file, start)) = place.filter(|_| same) else {
            alone(self);
            return None;
        };
        let (vista, problems) = vista::read(name, slice, file, start, self.span(range.clone()));
        self.problems.extend(problems);
        vista.map(|vista| BlockKind::View(Box::new(vista)))
    }
}
