//! What an editor shows of the thing under the caret: the card of what is cited, the value of a fact, the meaning of a key.

use super::caret::{Caret, Luogo};
use super::nomi::Scritti;
use super::schema::{Field, Form};
use super::tavola::{Parte, Tavola};
use super::{Editor, campi, campo};
use crate::base::span::Spanned;
use crate::base::text::{at_most, capital};
use crate::conti::campi as righe;
use crate::guida;
use crate::index::{Thing, What};
use crate::lingua::numeri::thousands;
use crate::piano::element::row::Valore;
use crate::piano::element::{Kind, articolo};
use crate::piano::prose::{BlockKind, Inline, Prose, dette};
use crate::report::pagine;
use crate::rules::Regola;
use std::fmt::Write as _;
use std::ops::Range;

/// What is shown of the words under a caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// In Markdown.
    pub markdown: String,
    /// The words, as bytes of the text of the caret.
    pub range: Range<usize>,
}

/// The longest text of a record that its card shows, in characters.
const MOST: usize = 400;

/// The most fields that the card of a record shows.
const FIELDS: usize = 14;

/// The page of a code, or of a rule by its name, in Markdown.
#[must_use]
pub fn page(code: &str) -> Option<String> {
    let all = pagine::all();
    let page = all.iter().find(|page| {
        page.codice.eq_ignore_ascii_case(code) || page.regola.is_some_and(|regola| regola.nome == code.trim())
    })?;
    let facts: Vec<String> = page.facts().iter().map(|fact| format!("- {fact}")).collect();
    Some(format!("### {}: {}\n\n{}\n\n{}", page.codice, page.title(), page.body(), facts.join("\n")))
}

impl Editor<'_> {
    /// What is known of the words at the caret.
    #[must_use]
    pub fn hover(&self, caret: &Caret<'_>) -> Option<Card> {
        let luogo = caret.luogo();
        if let Luogo::Fatto(name) = &luogo
            && let Some(markdown) = self.fact(name.word)
        {
            return Some(Card { markdown, range: name.range.clone() });
        }
        if let Some((found, range)) = self.named(caret) {
            let scritti = Scritti::of(self.whole);
            let cards: Vec<String> = found.iter().filter_map(|thing| self.card(thing, &scritti)).collect();
            return Some(Card { markdown: cards.join("\n\n---\n\n"), range });
        }
        match luogo {
            Luogo::Vista(name) => {
                let said = guida::vista(name.word)?;
                Some(Card { markdown: format!("**La vista `piao:{}`**\n\n{said}", name.word), range: name.range })
            }
            Luogo::Tavola(tavola) => key(&tavola).or_else(|| self.problem(caret)),
            _ => self.problem(caret),
        }
    }

    /// The page of the problem that is reported at the caret.
    fn problem(&self, caret: &Caret<'_>) -> Option<Card> {
        let (file, text) = self.now.sources.find(caret.path)?;
        // A place of an older text may be anywhere in this one.
        if text.text() != caret.text {
            return None;
        }
        let here = self.now.diags.sorted().into_iter().filter(|d| {
            d.span.is_some_and(|span| span.file == file && span.start < span.end && span.range().contains(&caret.at))
        });
        let nearest = here.min_by_key(|d| d.span.map_or(u32::MAX, |span| span.end - span.start))?;
        Some(Card { markdown: page(nearest.code)?, range: nearest.span?.range() })
    }

    fn fact(&self, name: &str) -> Option<String> {
        let fatti = &self.whole.fatti;
        let (base, form) = name.split_once(':').map_or((name, None), |(base, form)| (base, Some(form.trim())));
        let base = base.trim().to_lowercase();
        let fatto = fatti.get(&base)?;
        let mut out = format!("**{}**\n", fatto.scritto(form).or_else(|| fatto.scritto(None))?);
        for form in fatto.forme() {
            if let Some(words) = fatto.scritto(Some(form)) {
                // Writing to a string does not fail.
                let _ = write!(out, "\n- `[={base}:{form}]` {words}");
            }
        }
        Some(out)
    }

    /// The card of a thing, in Markdown.
    pub(super) fn card(&self, thing: &Thing, scritti: &Scritti) -> Option<String> {
        let piano = &self.whole.piano;
        let symbol = self.symbol(thing, scritti)?;
        let document = self.whole.document.as_ref();
        let target = document.and_then(|document| document.targets.get(&thing.id));
        // A section and a table are known by their number, once an output has given it.
        let label = target.filter(|_| symbol.kind.is_none()).map_or(symbol.noun, |target| target.label.as_str());
        let label = if thing.what == What::Heading { symbol.noun } else { label };
        let mut out = format!("**{}", capital(label));
        if let Some(code) = symbol.code.as_deref().filter(|code| *code != symbol.title) {
            let _ = write!(out, " {code}");
        }
        out.push_str("**");
        if !symbol.title.is_empty() {
            let _ = write!(out, " · {}", symbol.title);
        }
        out.push('\n');
        match thing.what {
            What::Element(kind, n) => {
                let row = righe::fields(piano, &self.whole.index, kind, n);
                let fields = row.0.iter().filter(|campo| !["codice", "titolo", "nome", "sigla"].contains(&campo.name));
                let said = fields.filter_map(|campo| Some((campo.label, self.words(&campo.value)?)));
                for (label, words) in said.take(FIELDS) {
                    let _ = write!(out, "\n- {label}: {words}");
                }
                let text = piano.elementi.get(kind, n).and_then(|element| element.value.prose());
                if let Some(prose) = text.and_then(|text| piano.testi.get(text.0 as usize)) {
                    let _ = write!(out, "\n\n{}", self.beginning(prose));
                }
            }
            What::Section => {
                let mut text = None;
                crate::piano::each_section(&piano.sezioni, &mut |sezione| {
                    if sezione.span == thing.span {
                        text = Some(self.beginning(&sezione.prose));
                    }
                });
                let _ = write!(out, "\n{}", text.unwrap_or_default());
            }
            What::Heading | What::Table | What::Figure => {}
        }
        if let Some(section) = symbol.section.filter(|_| thing.what != What::Section) {
            let _ = write!(out, "\n\n{}", capital(&section));
        }
        let _ = write!(out, "\n\n`[@{}]` · {}", symbol.word, symbol.place.path);
        Some(out)
    }

    /// The words of a value. None for a value that is not there.
    fn words(&self, value: &Valore) -> Option<String> {
        let (piano, index) = (&self.whole.piano, &self.whole.index);
        let said = match value {
            Valore::Testo(words) | Valore::Codice(words) | Valore::Stato(words) | Valore::Indirizzo(words) => {
                at_most(words, MOST)
            }
            Valore::Prosa(text) => self.beginning(piano.testi.get(text.0 as usize)?),
            Valore::Importo(value) => value.to_string(),
            Valore::Numero(value) => thousands(u64::from(*value)),
            Valore::Anno(anno) => anno.to_string(),
            Valore::Data(data) => data.to_string(),
            Valore::Parole(words) => words.iter().map(|(_, word)| word.as_str()).collect::<Vec<_>>().join("; "),
            Valore::Peso(value) => value.to_string(),
            Valore::Rif(list) => {
                let name = |(kind, word): &(Kind, Spanned<String>)| {
                    let found = index.element(*kind, &word.value).and_then(|n| piano.elementi.get(*kind, n));
                    found.map_or_else(|| word.value.clone(), |element| element.value.titolo().value.to_owned())
                };
                list.iter().map(name).collect::<Vec<_>>().join("; ")
            }
            Valore::Assente(reason) => format!("non c’è: {}", reason.value),
            Valore::Vuoto => return None,
        };
        Some(said).filter(|words| !words.trim().is_empty())
    }

    /// The first paragraphs of a text, cut where they are long.
    fn beginning(&self, prose: &Prose) -> String {
        let mut out = String::new();
        for block in &prose.blocks {
            if let BlockKind::Paragraph(content) = &block.kind {
                if !out.is_empty() {
                    out.push(' ');
                }
                out.push_str(&self.say(content));
            }
            if out.chars().count() > MOST {
                break;
            }
        }
        at_most(out.trim(), MOST)
    }

    /// Running words, with the names of what they cite and the values of facts.
    fn say(&self, content: &[Inline]) -> String {
        let targets = self.whole.document.as_ref().map(|document| &document.targets);
        let cited = |name: &str| {
            let found = self.whole.index.find(name).into_iter().next();
            let target = found.and_then(|thing| targets?.get(&thing.id));
            target.map_or_else(|| name.to_owned(), |target| target.label.clone())
        };
        dette(content, &cited, &|fact| {
            self.whole.fatti.words(&fact.value, fact.span).unwrap_or_else(|_| fact.value.clone())
        })
    }
}

/// What a key, or the value of one, means.
fn key(tavola: &Tavola<'_>) -> Option<Card> {
    match &tavola.parte {
        Parte::Chiave { word, range, .. } => {
            // The name of a rule is a key of `[controlli]`.
            if tavola.path == ["controlli"]
                && let Some(markdown) = page(word)
            {
                return Some(Card { markdown, range: range.clone() });
            }
            let fields = campi(tavola, &tavola.path);
            let field = fields.iter().find(|field| field.name == *word)?;
            Some(Card { markdown: described(field), range: range.clone() })
        }
        Parte::Valore { word, range, .. } => {
            if tavola.path.last() == Some(&"regola")
                && let Some(markdown) = page(word)
            {
                return Some(Card { markdown, range: range.clone() });
            }
            campo(tavola).map(|field| Card { markdown: described(&field), range: range.clone() })
        }
        Parte::Intestazione { word, range, .. } => {
            let info = Kind::di_tabella(word).map(Kind::info);
            if let Some(info) = info {
                // The example begins with what the record is for.
                let said = info.esempio.lines().take_while(|line| line.starts_with('#') && !line.contains(" = "));
                let said: Vec<&str> = said.map(|line| line.trim_start_matches(['#', ' '])).collect();
                let markdown = format!("**{}** `[[{}]]`\n\n{}", info.title, info.table, said.join(" "));
                return Some(Card { markdown, range: range.clone() });
            }
            let path: Vec<&str> = word.split('.').collect();
            let part = Tavola { path: path.clone(), ..tavola.clone() };
            campo(&part).map(|field| Card { markdown: described(&field), range: range.clone() })
        }
        Parte::Nulla => None,
    }
}

/// A field in words, for who has to fill it.
pub(super) fn described(field: &Field) -> String {
    let mut out = format!("**`{}`** · {}", field.name, shape(field));
    if let Some(help) = &field.help {
        let _ = write!(out, "\n\n{}", capital(help));
    }
    if let Some(example) = field.example.as_deref().filter(|example| !example.is_empty() && *example != "…") {
        let _ = write!(out, "\n\nPer esempio: `{} = {example}`", field.name);
    }
    if field.due {
        out.push_str("\n\nSe non c’è: `{ assente = \"motivo\" }`");
    }
    out
}

/// What a field takes, in a few words.
pub(super) fn shape(field: &Field) -> String {
    let one = match &field.form {
        Form::Free => "un valore".to_owned(),
        Form::Words => "parole fra virgolette".to_owned(),
        Form::Prose => "un testo".to_owned(),
        Form::Amount => "un importo in euro".to_owned(),
        Form::Day => "una data".to_owned(),
        Form::Number => "un numero".to_owned(),
        Form::Truth => "true o false".to_owned(),
        Form::OneOf(words) => words.join(" | "),
        Form::Reference(kinds) => {
            let nouns: Vec<String> = kinds.iter().map(|kind| articolo(kind.info().noun)).collect();
            format!("l’id di {}", nouns.join(" o di "))
        }
        Form::Table(_) | Form::Named(_) => "un gruppo di campi".to_owned(),
    };
    match (field.many, field.by_year) {
        (true, _) => format!("{one}, anche più d’uno"),
        (_, true) => format!("{one}, anche anno per anno"),
        (false, false) => one,
    }
}

/// The title of a rule, by its name.
pub(super) fn rule(regola: &Regola) -> &'static str {
    regola.pagina.lines().next().unwrap_or_default().trim_start_matches('#').trim()
}
