//! Reads a page of the site back from its bytes, as a tree of elements, attributes and words. The tokenizer is that of a browser
//! engine (html5ever). The tree is built from the tags as written: no missing end tag is supplied, because our pages have all of
//! theirs.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Elements that have no end tag.
const VUOTI: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// How deep elements may be nested. What is deeper is put beside its parent.
const PROFONDA: usize = 300;

/// A page, read. The elements and the words are in the order in which they are written.
#[derive(Debug)]
pub(super) struct Pagina(Vec<Nodo>);

/// An element or some words.
#[derive(Debug)]
struct Nodo {
    padre: usize,
    cosa: Cosa,
}

#[derive(Debug)]
enum Cosa {
    Elemento { nome: String, attributi: BTreeMap<String, String> },
    Testo(String),
}

/// An element of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Elemento<'a> {
    pagina: &'a Pagina,
    posto: usize,
}

impl Pagina {
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let root = Nodo { padre: 0, cosa: Cosa::Elemento { nome: String::new(), attributi: BTreeMap::new() } };
        let sink = Albero(RefCell::new((vec![root], vec![0])));
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(String::from_utf8_lossy(bytes).as_ref()));
        // The tokenizer stops after a script, so it is run until the page ends.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        Pagina(tokenizer.sink.0.into_inner().0)
    }

    /// The elements, in order.
    pub(super) fn elementi(&self) -> impl Iterator<Item = Elemento<'_>> {
        let elements = self.0.iter().enumerate().filter(|(_, nodo)| matches!(nodo.cosa, Cosa::Elemento { .. }));
        elements.map(|(posto, _)| Elemento { pagina: self, posto })
    }

    fn figli(&self, padre: usize) -> impl Iterator<Item = usize> {
        // Children come after their parent, and what is not below it ends them.
        let after = self.0.iter().enumerate().skip(padre + 1).take_while(move |(_, nodo)| nodo.padre >= padre);
        after.filter(move |(_, nodo)| nodo.padre == padre).map(|(posto, _)| posto)
    }
}

impl<'a> Elemento<'a> {
    pub(super) fn nome(self) -> &'a str {
        match self.pagina.0.get(self.posto).map(|nodo| &nodo.cosa) {
            Some(Cosa::Elemento { nome, .. }) => nome,
            _ => "",
        }
    }

    pub(super) fn attributo(self, nome: &str) -> Option<&'a str> {
        match self.pagina.0.get(self.posto).map(|nodo| &nodo.cosa) {
            Some(Cosa::Elemento { attributi, .. }) => attributi.get(nome).map(String::as_str),
            _ => None,
        }
    }

    pub(super) fn classe(self, nome: &str) -> bool {
        self.attributo("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|class| class == nome))
    }

    /// Whether the two are the same element of the page, and not only alike.
    pub(super) fn uguale(self, other: Self) -> bool {
        self.posto == other.posto
    }

    pub(super) fn padre(self) -> Option<Self> {
        let padre = self.pagina.0.get(self.posto)?.padre;
        (padre != self.posto).then_some(Elemento { posto: padre, ..self })
    }

    /// The elements around it, the nearest first.
    pub(super) fn sopra(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.padre(), |elemento| elemento.padre())
    }

    /// What is inside, one level below: elements, and words between them.
    pub(super) fn figli(self) -> impl Iterator<Item = Result<Self, &'a str>> {
        self.pagina.figli(self.posto).filter_map(move |posto| match &self.pagina.0.get(posto)?.cosa {
            Cosa::Elemento { .. } => Some(Ok(Elemento { posto, ..self })),
            Cosa::Testo(text) => Some(Err(text.as_str())),
        })
    }

    /// All its words but those of the elements that `skip` names.
    pub(super) fn testo(self, skip: &dyn Fn(Self) -> bool) -> String {
        let mut out = String::new();
        let mut skipped = None;
        for (posto, nodo) in self.pagina.0.iter().enumerate().skip(self.posto + 1) {
            if nodo.padre < self.posto {
                break;
            }
            // Below what is skipped until something is beside it.
            if skipped.is_some_and(|above| nodo.padre >= above) {
                continue;
            }
            skipped = None;
            match &nodo.cosa {
                Cosa::Testo(text) => out.push_str(text),
                Cosa::Elemento { .. } if skip(Elemento { posto, ..self }) => skipped = Some(posto),
                Cosa::Elemento { .. } => {}
            }
        }
        out
    }
}

/// The tree while it is built: the nodes so far, and the positions of the elements that are still open.
struct Albero(RefCell<(Vec<Nodo>, Vec<usize>)>);

impl TokenSink for Albero {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let (nodi, open) = &mut *self.0.borrow_mut();
        let padre = open.last().copied().unwrap_or_default();
        match token {
            Token::CharacterTokens(text) => match nodi.last_mut() {
                // The tokenizer may give one run of text in several pieces.
                Some(Nodo { padre: same, cosa: Cosa::Testo(words) }) if *same == padre => words.push_str(&text),
                _ => nodi.push(Nodo { padre, cosa: Cosa::Testo(text.to_string()) }),
            },
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => {
                let nome = tag.name.to_string();
                let attributi = tag.attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string())).collect();
                // Without this limit, reading a hostile page would take time with the square of its depth.
                if !VUOTI.contains(&nome.as_str()) && !tag.self_closing && open.len() < PROFONDA {
                    open.push(nodi.len());
                }
                let script = nome == "script" || nome == "style";
                nodi.push(Nodo { padre, cosa: Cosa::Elemento { nome, attributi } });
                if script {
                    use html5ever::tokenizer::states::RawKind::{Rawtext, ScriptData};
                    let kind = if tag.name.eq_str_ignore_ascii_case("script") { ScriptData } else { Rawtext };
                    return TokenSinkResult::RawData(kind);
                }
            }
            Token::TagToken(tag) => {
                let named = |at: &usize| matches!(nodi.get(*at).map(|n| &n.cosa), Some(Cosa::Elemento { nome, .. }) if **nome == *tag.name);
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
        let page = Pagina::parse(
            b"<!doctype html><main class='a b'><p>Uno &amp; <em>due</em><br>tre</p><script>if (a < b) {}</script>\
              <svg><path d='M0'/><text>9</text></svg><p>quattro</main><p>fuori",
        );
        let main = page.elementi().find(|e| e.nome() == "main").expect("there");
        assert!(main.classe("b") && !main.classe("a b"));
        assert_eq!(main.testo(&|e| matches!(e.nome(), "script" | "svg")), "Uno & duetrequattro");
        let em = page.elementi().find(|e| e.nome() == "em").expect("there");
        let above: Vec<&str> = em.sopra().map(Elemento::nome).collect();
        assert_eq!(above, ["p", "main", ""]);
        let first = main.figli().next().expect("there").expect("an element");
        let inside: Vec<_> = first.figli().map(|kid| kid.map(Elemento::nome)).collect();
        assert_eq!(inside, [Err("Uno & "), Ok("em"), Ok("br"), Err("tre")]);
    }

    #[test]
    fn hostile_pages_are_read() {
        for page in
            [b"<a<b></c></c><script>".as_slice(), b"\xff\xfe<p", b"", b"</p></p><table><tr><td>x", b"&#xffffffff;&"]
        {
            Pagina::parse(page).elementi().for_each(|e| drop(e.testo(&|_| false)));
        }
        let deep = "<div>".repeat(100_000);
        assert_eq!(Pagina::parse(deep.as_bytes()).elementi().count(), 100_001);
    }
}
