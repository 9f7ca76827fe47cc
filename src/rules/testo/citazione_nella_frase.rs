//! The words around a citation agree with those that the program prints for it.

use crate::base::span::{Span, Spanned};
use crate::base::text::{flat_words, short};
use crate::index::{Thing, What};
use crate::lingua::articoli::{davanti, davanti_a_ente, ente_dopo, preposizione_in};
use crate::piano::element::{Kind, femminile};
use crate::piano::prose::Inline;
use crate::piano::{each_prose, each_section};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0213", "citazione-nella-frase", include_str!("citazione_nella_frase.md"), check);

/// How many words before a citation may write the act that it cites.
const PRIMA: usize = 14;

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            for words in block.kind.testi() {
                let mut before = None;
                look(cx, words, &mut before, out);
            }
        });
    });
}

/// Looks at the citations of `list`. `before` is the text that stands just before, when there is one.
fn look<'a>(cx: &Cx<'_>, list: &'a [Inline], before: &mut Option<(&'a str, Span)>, out: &mut Vec<Diagnostic>) {
    for inline in list {
        match inline {
            Inline::Text { text, span } => *before = Some((text, *span)),
            Inline::Strong(inner) | Inline::Emph(inner) => look(cx, inner, before, out),
            Inline::Cite { name, content: None } => {
                if let Some((text, span)) = before.take()
                    && let [thing] = cx.index.find(&name.value).as_slice()
                    && let Some(detto) = Detto::di(cx, thing)
                {
                    out.extend(detto.dopo(text, span, &name.value, name.span));
                }
            }
            Inline::Fact { name } => out.extend(before.take().and_then(|(text, _)| ente(cx, text, name))),
            _ => *before = None,
        }
    }
}

/// What is wrong where the name of a body, recalled as it is, follows a preposition that wants an article («di Comune di Argelato») or an
/// article that is of another body («l’Comune di Argelato»), as in a text that several bodies show.
fn ente(cx: &Cx<'_>, text: &str, name: &Spanned<String>) -> Option<Diagnostic> {
    let id = name.value.trim().strip_suffix(".nome")?;
    let ente = match id {
        "ente" => cx.set.ente.nome.value.as_str(),
        id => cx.piano.elementi.get(Kind::Ente, cx.index.element(Kind::Ente, id)?)?.value.titolo().value,
    };
    let words = text.trim_end();
    let last = words.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase().replace('\'', "’");
    let last = last.trim_start_matches(['(', '«', '“', '"']);
    let apostrophe = last.ends_with('’');
    if words.len() == text.len() && !apostrophe {
        return None;
    }
    let preposition = match davanti_a_ente(last, ente) {
        Some(right) if right == last => return None,
        Some(_) => preposizione_in(last)?,
        None => last,
    };
    let right = ente_dopo(preposition, ente)?;
    let said = format!("{last}{}{ente}", if apostrophe { "" } else { " " });
    if right == said {
        return None;
    }
    let problem = REGOLA
        .at(name.span, format!("si legge «{}»", short(&said)))
        .help(format!("togli «{last}» e scrivi `[={id}.nome:{preposition}]`: si legge «{}»", short(&right)));
    Some(match cx.piano.padrone(name.span) {
        Some(padrone) => problem.other(padrone.da, "questo piano include il testo da qui").note(format!(
            "il testo è del piano `{}`, ed è lì che si corregge: così va bene per ogni ente",
            padrone.nome
        )),
        None => problem,
    })
}

/// What is printed in the place of a citation.
struct Detto {
    /// The words, of which the first is the noun: `deliberazione della Giunta n. 5 del 30/01/2027`.
    parole: String,
    femminile: bool,
    /// The number of an act.
    numero: Option<String>,
}

impl Detto {
    /// The words of `thing`. None where they do not begin with a noun that the program knows: names of bodies, of units, of persons.
    fn di(cx: &Cx<'_>, thing: &Thing) -> Option<Self> {
        let noun = |noun: &str, femminile| Some(Detto { parole: noun.to_owned(), femminile, numero: None });
        match thing.what {
            What::Table => noun("tabella", true),
            What::Figure => noun("figura", true),
            What::Heading => None,
            What::Section => {
                let mut numbered = false;
                each_section(&cx.piano.sezioni, &mut |sezione| {
                    numbered |= sezione.span == thing.span && sezione.front.sezione.is_some();
                });
                numbered.then(|| noun("sezione", true)).flatten()
            }
            What::Element(Kind::Atto, n) => {
                let atto = cx.piano.elementi.atti.get(n).filter(|atto| atto.intero)?;
                let numero = atto.value.numero.as_ref().map(|numero| numero.value.trim().to_lowercase());
                let parole = cx.piano.elementi.get(Kind::Atto, n)?.value.label()?;
                Some(Detto { parole, femminile: atto.value.tipo.al() == "alla ", numero })
            }
            // The nodes have the names of their levels, and the objectives may have that of the body.
            What::Element(Kind::Nodo, _) => None,
            What::Element(Kind::Obiettivo, _) if cx.set.albero.obiettivi.is_some() => None,
            What::Element(kind, n) => {
                let element = cx.piano.elementi.get(kind, n)?;
                let name = kind.info().noun;
                element.value.label().is_none().then(|| noun(name, femminile(name))).flatten()
            }
        }
    }

    fn sostantivo(&self) -> &str {
        self.parole.split([' ', '\u{a0}']).next().unwrap_or_default()
    }

    /// What is wrong in the words `text`, after which this is printed.
    fn dopo(&self, text: &str, span: Span, name: &str, at: Span) -> Option<Diagnostic> {
        let noun = self.sostantivo();
        let apostrophe = text.ends_with(['’', '\'']);
        let words = text.trim_end();
        // What is not beside it is no article of it.
        if !apostrophe && words.len() == text.len() {
            return None;
        }
        let last = words.rsplit(char::is_whitespace).next().unwrap_or_default();
        let last = last.trim_start_matches(['(', '«', '“', '"']);
        if let Some(right) = davanti(last, &self.parole, self.femminile) {
            if right == last.to_lowercase().replace('\'', "’") {
                return None;
            }
            let capital = last.starts_with(char::is_uppercase);
            let right = if capital { crate::base::text::capital(right) } else { right.to_owned() };
            let blank = if right.ends_with('’') { "" } else { " " };
            let problem = REGOLA
                .at(at, format!("si legge «{last}{}{}»", if apostrophe { "" } else { " " }, short(&self.parole)))
                .label(format!("qui si stampa «{}»", short(&self.parole)))
                .help(format!(
                    "scrivi «{right}{blank}[@{name}]»; o scegli tu le parole: `{last}{}[parole](@{name})`",
                    if apostrophe { "" } else { " " }
                ));
            let exact = span.range().len() == text.len() && span.file == at.file && span.end <= at.start;
            let from = words.len() - last.len();
            return Some(match exact {
                true => problem.proposta(
                    Span::new(span.file, span.range().start + from..span.range().end),
                    format!("{right}{blank}"),
                ),
                false => problem,
            });
        }
        let tail = flat_words(words);
        let noun_again = tail.last().is_some_and(|word| word == noun);
        // «la deliberazione della Giunta n. 5 del 30 gennaio [@delibera]»: noun and number were written by hand just before.
        let clause = words.rsplit(['.', ';', ':']).next().unwrap_or(words);
        let near = match clause.trim().is_empty() || clause.len() < 24 {
            true => tail.iter().rev().take(PRIMA).cloned().collect::<Vec<String>>(),
            false => flat_words(clause).into_iter().rev().take(PRIMA).collect(),
        };
        let by_hand = self.numero.as_ref().is_some_and(|numero| {
            let digits = flat_words(numero);
            let place = near.iter().position(|word| word == noun);
            place.is_some_and(|place| {
                !digits.is_empty() && near.iter().take(place).any(|word| digits.first() == Some(word))
            })
        });
        let closed = words.ends_with([')', ',', '»']);
        (noun_again || by_hand && !closed).then(|| {
            REGOLA
                .at(at, format!("si legge due volte di fila «{noun}»: le parole della citazione le mette il programma"))
                .label(format!("qui si stampa «{}»", short(&self.parole)))
                .help(format!("togli dal testo ciò che la citazione ripete; o fai della tua frase la citazione: `[parole](@{name})`"))
        })
    }
}
