//! Reads a page of the site back from its bytes, as a tree of elements, attributes and words. The tokenizer is that of a browser
//! engine (html5ever). The tree is built from the tags as written: no missing end tag is supplied, because our pages have all of
//! theirs.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Elements that have no end tag.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How deep elements may be nested. What is deeper is put beside its parent.
const MAX_DEPTH: usize = 300;

/// A page, read. The elements and the words are in the order in which they are written.
#[derive(Debug)]
pub(super) struct Page(Vec<Node>);

/// An element or some words.
#[derive(Debug)]
struct Node {
    parent: usize,
    what: What,
}

#[derive(Debug)]
enum What {
    Element { name: String, attributes: BTreeMap<String, String> },
    Text(String),
}

/// An element of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    page: &'a Page,
    at: usize,
}

impl Page {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let root = Node { parent: 0, what: What::Element { name: String::new(), attributes: BTreeMap::new() } };
        let sink = Builder(RefCell::new((vec![root], vec![0])));
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(String::from_utf8_lossy(bytes).as_ref()));
        // The tokenizer stops after a script, so it is run until the page ends.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        Page(tokenizer.sink.0.into_inner().0)
    }

    /// The elements, in order.
    pub(super) fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        let elements = self.0.iter().enumerate().filter(|(_, node)| matches!(node.what, What::Element { .. }));
        elements.map(|(at, _)| Element { page: self, at })
    }

    fn children(&self, parent: usize) -> impl Iterator<Item = usize> {
        // Children come after their parent, and what is not below it ends them.
        let after = self.0.iter().enumerate().skip(parent + 1).take_while(move |(_, node)| node.parent >= parent);
        after.filter(move |(_, node)| node.parent == parent).map(|(at, _)| at)
    }
}

impl<'a> Element<'a> {
    pub(super) fn name(self) -> &'a str {
        match self.page.0.get(self.at).map(|node| &node.what) {
            Some(What::Element { name, .. }) => name,
            _ => "",
        }
    }

    pub(super) fn attribute(self, name: &str) -> Option<&'a str> {
        match self.page.0.get(self.at).map(|node| &node.what) {
            Some(What::Element { attributes, .. }) => attributes.get(name).map(String::as_str),
            _ => None,
        }
    }

    pub(super) fn has_class(self, name: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == name))
    }

    /// Whether the two are the same element of the page, and not only alike.
    pub(super) fn is(self, other: Self) -> bool {
        self.at == other.at
    }

    pub(super) fn parent(self) -> Option<Self> {
        let parent = self.page.0.get(self.at)?.parent;
        (parent != self.at).then_some(Element { at: parent, ..self })
    }

    /// The elements around it, the nearest first.
    pub(super) fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |element| element.parent())
    }

    /// What is inside, one level below: elements, and words between them.
    pub(super) fn children(self) -> impl Iterator<Item = Result<Self, &'a str>> {
        self.page.children(self.at).filter_map(move |at| match &self.page.0.get(at)?.what {
            What::Element { .. } => Some(Ok(Element { at, ..self })),
            What::Text(text) => Some(Err(text.as_str())),
        })
    }

    /// All its words but those of the elements that `skip` names.
    pub(super) fn text(self, skip: &dyn Fn(Self) -> bool) -> String {
        let mut out = String::new();
        let mut skipped = None;
        for (at, node) in self.page.0.iter().enumerate().skip(self.at + 1) {
            if node.parent < self.at {
                break;
            }
            // Below what is skipped until something is beside it.
            if skipped.is_some_and(|above| node.parent >= above) {
                continue;
            }
            skipped = None;
            match &node.what {
                What::Text(text) => out.push_str(text),
                What::Element { .. } if skip(Element { at, ..self }) => skipped = Some(at),
                What::Element { .. } => {}
            }
        }
        out
    }
}

/// The tree while it is built: the nodes so far, and the positions of the elements that are still open.
struct Builder(RefCell<(Vec<Node>, Vec<usize>)>);

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (nodes, open) = &mut *self.0.borrow_mut();
        let parent = open.last().copied().unwrap_or_default();
        match token {
            Token::CharacterTokens(text) => match nodes.last_mut() {
                // The tokenizer may give one run of text in several pieces.
                Some(Node { parent: same, what: What::Text(words) }) if *same == parent => words.push_str(&text),
                _ => nodes.push(Node { parent, what: What::Text(text.to_string()) }),
            },
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let name = tag.name.to_string();
                let attributes = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                // Without this limit, reading a hostile page would take time with the square of its depth.
                if !VOID.contains(&name.as_str()) && !tag.self_closing && open.len() < MAX_DEPTH {
                    open.push(nodes.len());
                }
                let script = name == "script" || name == "style";
                nodes.push(Node { parent, what: What::Element { name, attributes } });
                if script {
                    use html5ever::tokenizer::states::RawKind::{Rawtext, ScriptData};
                    let kind = if tag.name.eq_str_ignore_ascii_case("script") { ScriptData } else { Rawtext };
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::TagToken(tag) => {
                let named = |at: &usize| matches!(nodes.get(*at).map(|n| &n.what), Some(What::Element { name, .. }) if **name == *tag.name);
                if let Some(at) = open.iter().rposition(named) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_a_tree_of_elements_and_words() {
        let page = Page::parse(
            b"<!doctype html><main class='a b'><p>Uno &amp; <em>due</em><br>tre</p><script>if (a < b) {}</script>\
              <svg><path d='M0'/><text>9</text></svg><p>quattro</main><p>fuori",
        );
        let main = page.elements().find(|e| e.name() == "main").expect("there");
        assert!(main.has_class("b") && !main.has_class("a b"));
        assert_eq!(main.text(&|e| matches!(e.name(), "script" | "svg")), "Uno & duetrequattro");
        let em = page.elements().find(|e| e.name() == "em").expect("there");
        let above: Vec<&str> = em.ancestors().map(Element::name).collect();
        assert_eq!(above, ["p", "main", ""]);
        let first = main.children().next().expect("there").expect("an element");
        let inside: Vec<_> = first.children().map(|kid| kid.map(Element::name)).collect();
        assert_eq!(inside, [Err("Uno & "), Ok("em"), Ok("br"), Err("tre")]);
    }

    #[test]
    fn hostile_pages_are_read() {
        for page in
            [b"<a<b></c></c><script>".as_slice(), b"\xff\xfe<p", b"", b"</p></p><table><tr><td>x", b"&#xffffffff;&"]
        {
            Page::parse(page).elements().for_each(|e| drop(e.text(&|_| false)));
        }
        let deep = "<div>".repeat(100_000);
        assert_eq!(Page::parse(deep.as_bytes()).elements().count(), 100_001);
    }
}
