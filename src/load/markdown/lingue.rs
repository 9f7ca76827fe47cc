//! Words of another language, `[Application Programming Interface]{en}`: a screen reader must know in which language to read them.

use crate::base::span::Span;
use crate::piano::prose::Inline;

/// Turns each `[words]{xx}` into words marked with their language, and does so for a link right before `{xx}`.
pub(super) fn mark(content: &mut Vec<Inline>) {
    let mut from = 0;
    while let Some((n, at, lang)) = next(content, from) {
        from = match close(content, n, at, lang) {
            Some(after) => after,
            None => n + 1,
        };
    }
    after_links(content);
}

/// The first `]{xx}` in the texts from `from` on: which text, the byte of its `]`, and the language.
fn next(content: &[Inline], from: usize) -> Option<(usize, usize, String)> {
    content.iter().enumerate().skip(from).find_map(|(n, inline)| {
        let Inline::Text { text, .. } = inline else { return None };
        let found = text.match_indices("]{").find_map(|(at, _)| Some((at, code(text.get(at + 1..)?)?)));
        found.map(|(at, lang)| (n, at, lang.to_owned()))
    })
}

/// The code of a language in braces at the beginning of `text`: `en`, `en-GB`.
fn code(text: &str) -> Option<&str> {
    let code = text.strip_prefix('{')?.split_once('}')?.0;
    let (lang, region) = code.split_once('-').unwrap_or((code, ""));
    let fine = (2..=3).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_lowercase());
    let place = code.len() == lang.len() || (region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase()));
    (fine && place).then_some(code)
}

/// Joins what stands between the last `[` and the `]` at byte `at` of text `n`. Returns the position from which to look on.
fn close(content: &mut Vec<Inline>, n: usize, at: usize, lang: String) -> Option<usize> {
    let opening = |(m, inline): (usize, &Inline)| {
        let Inline::Text { text, .. } = inline else { return None };
        let text = if m == n { text.get(..at)? } else { text };
        text.rfind('[').map(|at| (m, at))
    };
    let (m, open) = content.iter().enumerate().take(n + 1).rev().find_map(opening)?;
    let (Some(Inline::Text { text: last, span }), Some(Inline::Text { text: first, span: place })) =
        (content.get(n), content.get(m))
    else {
        return None;
    };
    let end = at + 3 + lang.len();
    let after = piece(last, *span, end, last.len());
    let before = piece(first, *place, 0, open);
    let inner = if m == n {
        vec![piece(last, *span, open + 1, at)]
    } else {
        let head = piece(first, *place, open + 1, first.len());
        let tail = piece(last, *span, 0, at);
        let mut inner = vec![head];
        inner.extend(content.drain(m + 1..n));
        inner.push(tail);
        inner
    };
    let words = |inline: &Inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty());
    let inner: Vec<Inline> = inner.into_iter().filter(words).collect();
    if inner.is_empty() {
        return None;
    }
    let end = if m == n { m } else { m + 1 };
    let marked = Inline::Lang { lang, content: inner };
    content.splice(m..=end, [before, marked, after]);
    // Taking words out may leave texts that are empty.
    let after = m + 2;
    Some(after)
}

/// The bytes `from..to` of a text, as a text with its own place.
fn piece(text: &str, span: Span, from: usize, to: usize) -> Inline {
    let words = text.get(from..to).unwrap_or_default().to_owned();
    let exact = span.range().len() == text.len();
    let place = if exact { Span::new(span.file, span.range().start + from..span.range().start + to) } else { span };
    Inline::Text { text: words, span: place }
}

/// Marks with its language a link that stands before it: `[testo](https://…){en}`.
fn after_links(content: &mut Vec<Inline>) {
    let mut n = 1;
    while n < content.len() {
        let lang = match (content.get(n - 1), content.get(n)) {
            (Some(Inline::Link { .. } | Inline::Cite { content: Some(_), .. }), Some(Inline::Text { text, .. })) => {
                code(text).map(str::to_owned)
            }
            _ => None,
        };
        if let Some(lang) = lang
            && let Some(Inline::Text { text, span }) = content.get(n)
        {
            let rest = piece(text, *span, lang.len() + 2, text.len());
            content.splice(n..=n, [rest]);
            let link = content.remove(n - 1);
            content.insert(n - 1, Inline::Lang { lang, content: vec![link] });
        }
        n += 1;
    }
    content.retain(|inline| !matches!(inline, Inline::Text { text, .. } if text.is_empty()));
}

#[cfg(test)]
mod tests {
    use super::mark;
    use crate::base::span::{FileId, Span};
    use crate::piano::prose::Inline;

    fn shown(content: &[Inline]) -> String {
        content
            .iter()
            .map(|inline| match inline {
                Inline::Text { text, span } => format!("{text}@{}", span.start),
                Inline::Lang { lang, content } => format!("<{lang} {}>", shown(content)),
                Inline::Emph(inner) => format!("*{}*", shown(inner)),
                _ => "?".to_owned(),
            })
            .collect::<Vec<_>>()
            .join("|")
    }

    fn text(text: &str, start: u32) -> Inline {
        let end = start + u32::try_from(text.len()).unwrap_or_default();
        Inline::Text { text: text.to_owned(), span: Span { file: FileId(0), start, end } }
    }

    #[test]
    fn words_of_another_language_are_marked() {
        let mut one = vec![text("La [User Experience]{en} e [x]{de-AT}.", 0)];
        mark(&mut one);
        assert_eq!(shown(&one), "La @0|<en User Experience@4>| e @24|<de-AT x@28>|.@37");
        let mut nested = vec![text("a [b ", 0), Inline::Emph(vec![text("c", 6)]), text(" d]{fr} e", 8)];
        mark(&mut nested);
        assert_eq!(shown(&nested), "a @0|<fr b @3|*c@6*| d@8>| e@15");
        for plain in ["Servizi]{en}", "[a]{da confermare}", "[a]{E}", "[]{en}", "[a] {en}", "{en}"] {
            let mut same = vec![text(plain, 0)];
            mark(&mut same);
            assert_eq!(shown(&same), format!("{plain}@0"));
        }
    }
}
