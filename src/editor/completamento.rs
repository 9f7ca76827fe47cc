//! What may be written at the caret: names to cite, facts, views, keys, values.

use super::caret::{Caret, Luogo, Nome, Radice};
use super::nomi::{Scritti, Symbol};
use super::schema::{ANY, Field, Form};
use super::tavola::{Parte, Tavola};
use super::{Editor, campi, campo, scheda, schema};
use crate::base::text::{at_most, fold};
use crate::conti::campi as righe;
use crate::conti::fatti::Fatto;
use crate::guida;
use crate::piano::element::Kind;
use crate::piano::element::row::Valore;
use crate::piano::piano_tipo;
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::vista::Shows;
use crate::rules::REGOLE;
use std::collections::BTreeMap;
use std::ops::Range;

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProposalKind {
    Citation,
    Fact,
    View,
    Key,
    Value,
    Header,
}

/// Something that may be written at the caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its name, as the list shows it.
    pub shown: String,
    /// What it is, in a line.
    pub detail: String,
    /// More of it, in Markdown. What is cited, and a rule, have theirs from [`Editor::card_of`], when it is wanted.
    pub doc: Option<String>,
    /// What it is.
    pub kind: ProposalKind,
    /// The bytes of the text that it replaces.
    pub range: Range<usize>,
    /// What is written in their place.
    pub text: String,
    /// Where the caret goes, in bytes of `text`.
    pub caret: usize,
    /// The words by which it is looked for: id, code and title.
    pub filter: String,
}

/// The longest line of a list, in characters.
const LINE: usize = 100;

/// The most facts, and the most values of a filter, that are proposed at once.
const MOST: usize = 300;

impl Proposal {
    fn new(kind: ProposalKind, range: &Range<usize>, shown: &str, detail: &str) -> Self {
        Proposal {
            shown: shown.to_owned(),
            detail: at_most(detail, LINE),
            doc: None,
            kind,
            range: range.clone(),
            text: shown.to_owned(),
            caret: shown.len(),
            filter: shown.to_owned(),
        }
    }

    /// Writes `text`, with the caret after it.
    fn writes(self, text: String) -> Self {
        Proposal { caret: text.len(), text, ..self }
    }

    /// Writes `text`, with the caret before its last `back` bytes.
    fn before(self, text: String, back: usize) -> Self {
        Proposal { caret: text.len().saturating_sub(back), text, ..self }
    }

    fn told(self, doc: Option<String>) -> Self {
        Proposal { doc, ..self }
    }
}

impl Editor<'_> {
    /// What may be written at the caret. The list is whole, but for facts and values of filters, of which the first that begin or go on
    /// as what is typed are given.
    #[must_use]
    pub fn completion(&self, caret: &Caret<'_>) -> Vec<Proposal> {
        match caret.luogo() {
            Luogo::Citazione(name) => self.citations(&name),
            Luogo::Fatto(name) => self.facts(&name),
            Luogo::Vista(name) => views(&name, caret.text),
            Luogo::Tavola(tavola) => self.in_tavola(&tavola),
            Luogo::Ancora(_) | Luogo::Testo => vec![],
        }
    }

    /// The card of the thing that `word` names or, of the name of a rule, its page; in Markdown.
    #[must_use]
    pub fn card_of(&self, word: &str) -> Option<String> {
        let thing = self.whole.index.find(word).into_iter().next();
        thing.and_then(|thing| self.card(thing, &Scritti::of(self.whole))).or_else(|| scheda::page(word))
    }

    fn citations(&self, name: &Nome<'_>) -> Vec<Proposal> {
        let cite = |symbol: Symbol| {
            let text = format!("{}{}", symbol.word, name.manca);
            named(&symbol, &name.range).writes(text)
        };
        let altre = self.whole.piano.pubblicazioni().map(|Pubblicazione { nome, ente, titolo, .. }| {
            let (nome, detail) = (nome.value.trim(), format!("pubblicazione · {} · {}", ente.value, titolo.value));
            let text = format!("{nome}{}", name.manca);
            let proposal = Proposal::new(ProposalKind::Citation, &name.range, nome, &detail).writes(text);
            Proposal { filter: format!("{nome} {} {}", ente.value, titolo.value), ..proposal }
        });
        self.symbols().into_iter().map(cite).chain(altre).collect()
    }

    fn facts(&self, name: &Nome<'_>) -> Vec<Proposal> {
        let fatti = &self.whole.fatti;
        let propose = |shown: &str, words: &str| {
            let words = words.replace(['\n', '\r'], " ");
            let text = format!("{shown}{}", name.manca);
            Proposal::new(ProposalKind::Fact, &name.range, shown, &words).writes(text)
        };
        if let Some((base, _)) = name.word.split_once(':')
            && let Some(fatto) = fatti.get(&base.trim().to_lowercase())
        {
            let forms = fatto.forme().iter().filter_map(|form| Some((form, fatto.scritto(Some(form))?)));
            return forms.map(|(form, words)| propose(&format!("{base}:{form}"), &words)).collect();
        }
        let typed = fold(name.word);
        let rank = |known: &str| if known.starts_with(&typed) { 0 } else { 1 };
        let mut found: Vec<(i32, &str, &Fatto)> = fatti
            .iter()
            .filter(|(known, _)| known.contains(&typed))
            .map(|(known, fatto)| (rank(known), known, fatto))
            .collect();
        // Totals come before the fields of single records.
        let single = |known: &str| {
            let family = known.split_once('.').map_or(known, |(family, _)| family);
            !self.whole.index.find(family).is_empty()
        };
        found.sort_by_cached_key(|(rank, known, _)| (*rank, single(known), *known));
        let found = found.into_iter().take(MOST);
        found.map(|(_, known, fatto)| propose(known, &fatto.scritto(None).unwrap_or_default())).collect()
    }

    fn in_tavola(&self, tavola: &Tavola<'_>) -> Vec<Proposal> {
        match &tavola.parte {
            Parte::Chiave { range, altre, uguale, riga, .. } => {
                let mut fields = campi(tavola, &tavola.path);
                if let [only] = fields.as_slice()
                    && only.name == ANY
                {
                    return self.chosen_keys(tavola, range, *uguale, altre);
                }
                fields.retain(|field| !altre.contains(&field.name));
                fields.iter().map(|field| key(field, tavola, range, *uguale, *riga)).collect()
            }
            Parte::Valore { .. } => self.values(tavola),
            Parte::Intestazione { range, doppia, manca, .. } => {
                let mut found = Vec::new();
                for (name, detail, many) in headers(tavola.radice) {
                    if many == *doppia {
                        let proposal = Proposal::new(ProposalKind::Header, range, &name, &detail);
                        found.push(proposal.writes(format!("{name}{manca}")));
                    }
                }
                found
            }
            Parte::Nulla => vec![],
        }
    }

    /// The keys of a table whose names the author chooses: rules, or the fields of a filter.
    fn chosen_keys(&self, tavola: &Tavola<'_>, range: &Range<usize>, uguale: bool, altre: &[&str]) -> Vec<Proposal> {
        let names: Vec<(String, String)> = match (tavola.radice, tavola.path.as_slice()) {
            (Radice::Impostazioni, ["controlli"]) => {
                REGOLE.iter().map(|regola| (regola.nome.to_owned(), scheda::rule(regola).to_owned())).collect()
            }
            (Radice::Vista(name), ["dove"]) => self.columns(name),
            _ => vec![],
        };
        let names = names.into_iter().filter(|(name, _)| !altre.contains(&name.as_str()));
        let propose = |(name, detail): (String, String)| {
            let proposal = Proposal::new(ProposalKind::Key, range, &name, &detail);
            if uguale { proposal } else { proposal.before(format!("{name} = \"\""), 1) }
        };
        names.map(propose).collect()
    }

    fn values(&self, tavola: &Tavola<'_>) -> Vec<Proposal> {
        let Parte::Valore { word, range, virgolette, manca, elenco } = &tavola.parte else { return vec![] };
        let field = campo(tavola);
        let many = field.as_ref().is_some_and(|field| field.many) && !elenco;
        let written = |word: &str| match (*virgolette, many) {
            (true, _) => format!("{word}{manca}"),
            (false, false) => format!("\"{word}\""),
            (false, true) => format!("[\"{word}\"]"),
        };
        let value =
            |word: &str, detail: &str| Proposal::new(ProposalKind::Value, range, word, detail).writes(written(word));
        let files = |of: &dyn Fn(&str) -> bool| -> Vec<Proposal> {
            let paths = self.whole.sources.files.iter().map(|file| file.path.as_str());
            paths.filter(|path| of(path)).map(|path| value(path, "")).collect()
        };
        match (tavola.radice, tavola.path.as_slice()) {
            (_, [.., "ammetti", "regola"]) => {
                return REGOLE.iter().map(|regola| value(regola.nome, scheda::rule(regola))).collect();
            }
            (Radice::Sezione, ["sezione"]) => {
                return piano_tipo::SEZIONI.iter().map(|(number, title)| value(number, title)).collect();
            }
            (Radice::Vista(name), ["colonne" | "gruppi"]) => {
                return self.columns(name).iter().map(|(name, label)| value(name, label)).collect();
            }
            (Radice::Vista(name), ["dove", field]) => {
                let found = self.filtered(name, field, word);
                return found.iter().map(|(word, label)| value(word, label)).collect();
            }
            (Radice::Vista(_), ["dati"]) => return files(&|path| path.to_lowercase().ends_with(".csv")),
            (Radice::Dati, ["allegato", "file"]) => return files(&|path| path.starts_with("allegati/")),
            (Radice::Impostazioni, ["ente", "stemma"]) => return files(&|path| path.starts_with("immagini/")),
            _ => {}
        }
        let Some(field) = field else { return vec![] };
        match &field.form {
            Form::OneOf(words) => words.iter().map(|word| value(word, "")).collect(),
            Form::Truth if !virgolette => {
                let plain = |word| Proposal::new(ProposalKind::Value, range, word, "");
                vec![plain("true"), plain("false")]
            }
            Form::Reference(kinds) => {
                let named = self.symbols().into_iter().filter(|symbol| symbol.kind.is_some_and(|k| kinds.contains(&k)));
                let each = named.map(|symbol| self::named(&symbol, range).writes(written(&symbol.word)));
                each.map(|proposal| Proposal { kind: ProposalKind::Value, ..proposal }).collect()
            }
            _ => vec![],
        }
    }

    /// The fields of the elements that a view shows or filters, with their labels.
    fn columns(&self, view: &str) -> Vec<(String, String)> {
        let Some((_, shows)) = Shows::names().find(|(name, _)| *name == view) else { return vec![] };
        let view = shows.descrittore();
        let mut out: BTreeMap<&str, String> = BTreeMap::new();
        let mut order: Vec<&str> = view.colonne.to_vec();
        if let Some(kind) = view.filtra {
            let piano = &self.whole.piano;
            // The first records have the fields of all but a few.
            for n in 0..piano.elementi.of(kind).len().min(20) {
                for campo in righe::fields(piano, &self.whole.index, kind, n).0 {
                    if view.colonne.is_empty() && !out.contains_key(campo.name) {
                        order.push(campo.name);
                    }
                    out.entry(campo.name).or_insert_with(|| campo.label.to_owned());
                }
            }
            if order.is_empty() {
                order.extend(kind.info().colonne);
            }
        }
        order.into_iter().map(|name| (name.to_owned(), out.get(name).cloned().unwrap_or_default())).collect()
    }

    /// The values that a field has in the records that a view filters, each with its words in print.
    fn filtered(&self, view: &str, field: &str, typed: &str) -> Vec<(String, String)> {
        let shows = Shows::names().find(|(name, _)| *name == view).map(|(_, shows)| shows.descrittore());
        let Some(kind) = shows.and_then(|view| view.filtra) else { return vec![] };
        let (piano, index) = (&self.whole.piano, &self.whole.index);
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        for n in 0..piano.elementi.of(kind).len() {
            let row = righe::fields(piano, index, kind, n);
            let Some(campo) = row.get(field) else { continue };
            match &campo.value {
                Valore::Testo(word) | Valore::Codice(word) | Valore::Stato(word) if word.len() <= LINE => {
                    found.insert(word.clone(), String::new());
                }
                Valore::Parole(words) => found.extend(words.iter().cloned()),
                Valore::Anno(anno) => drop(found.insert(anno.to_string(), String::new())),
                Valore::Rif(list) => found.extend(list.iter().filter_map(|(kind, word)| {
                    let n = index.element(*kind, &word.value)?;
                    let title = piano.elementi.get(*kind, n)?.value.titolo().value.to_owned();
                    Some((index.id_of(*kind, n)?.to_string(), title))
                })),
                _ => {}
            }
        }
        let typed = fold(typed);
        let same = |(word, label): &(String, String)| fold(word).contains(&typed) || fold(label).contains(&typed);
        found.into_iter().filter(same).take(MOST).collect()
    }
}

/// A thing to cite.
fn named(symbol: &Symbol, range: &Range<usize>) -> Proposal {
    let code = symbol.code.as_deref().filter(|code| *code != symbol.word && *code != symbol.title).unwrap_or_default();
    let detail = [symbol.noun, code, &symbol.title].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let proposal = Proposal::new(ProposalKind::Citation, range, &symbol.word, &detail.join(" · "));
    let code = symbol.code.as_deref().unwrap_or_default();
    Proposal { filter: format!("{} {} {code} {}", symbol.word, symbol.id, symbol.title), ..proposal }
}

fn views(name: &Nome<'_>, text: &str) -> Vec<Proposal> {
    let before = text.get(..name.range.start).unwrap_or_default();
    let head = if before.ends_with("piao:") { "" } else { "piao:" };
    // The block is closed where nothing below closes it.
    let marks = text.get(name.range.end..).unwrap_or_default().lines().filter(|line| line.trim().starts_with("```"));
    let open = marks.count().is_multiple_of(2);
    let each = Shows::names().map(|(view, shows)| {
        let info = shows.descrittore().filtra.map(|kind| kind.info().nouns).unwrap_or_default();
        let said = guida::vista(view).unwrap_or(info);
        let proposal = Proposal::new(ProposalKind::View, &name.range, &format!("piao:{view}"), said);
        let proposal = proposal.told(Some(said.to_owned()));
        let filter = format!("{head}{view} {said}");
        let text = format!("{head}{view}");
        let proposal = if open { proposal.before(format!("{text}\n\n```"), 4) } else { proposal.writes(text) };
        Proposal { filter, ..proposal }
    });
    each.collect()
}

/// A key, with the signs that its value wants.
fn key(field: &Field, tavola: &Tavola<'_>, range: &Range<usize>, uguale: bool, riga: bool) -> Proposal {
    let name = field.name;
    let detail = field.help.clone().unwrap_or_else(|| scheda::shape(field));
    let proposal = Proposal::new(ProposalKind::Key, range, name, &detail).told(Some(scheda::described(field)));
    if uguale {
        return proposal;
    }
    // A part with fields of its own has a header, unless its example is written between braces.
    let braces = field.example.as_deref().is_some_and(|example| example.starts_with(['{', '[']));
    if riga && !braces && matches!(field.form, Form::Table(_) | Form::Named(_)) {
        let path: Vec<&str> = tavola.path.iter().copied().chain([name]).collect();
        let path = path.join(".");
        let text = if field.many { format!("[[{path}]]\n") } else { format!("[{path}]\n") };
        let proposal = proposal.writes(text);
        return Proposal { kind: ProposalKind::Header, ..proposal };
    }
    let (open, close) = match (&field.form, field.many) {
        (Form::Table(_) | Form::Named(_), true) => ("[{ ", " }]"),
        (Form::Table(_) | Form::Named(_), false) => ("{ ", " }"),
        (Form::Words | Form::Prose | Form::OneOf(_) | Form::Reference(_) | Form::Amount, true) => ("[\"", "\"]"),
        (Form::Words | Form::Prose | Form::OneOf(_) | Form::Reference(_) | Form::Amount, false) => ("\"", "\""),
        (Form::Number | Form::Day | Form::Truth | Form::Free, true) => ("[", "]"),
        (Form::Number | Form::Day | Form::Truth | Form::Free, false) => ("", ""),
    };
    proposal.before(format!("{name} = {open}{close}"), close.len())
}

/// The headers that a file may have, each with what it is and whether there may be several of it.
fn headers(radice: Radice<'_>) -> Vec<(String, String, bool)> {
    fn parts(fields: &[Field], above: &str, out: &mut Vec<(String, String, bool)>) {
        for field in fields.iter().filter(|field| matches!(field.form, Form::Table(_) | Form::Named(_))) {
            let name = format!("{above}{}", field.name);
            out.push((name.clone(), field.help.clone().unwrap_or_default(), field.many));
            if !field.fields().iter().any(|inner| inner.name == ANY) {
                parts(field.fields(), &format!("{name}."), out);
            }
        }
    }
    let mut out = Vec::new();
    match radice {
        Radice::Impostazioni => parts(schema::settings(), "", &mut out),
        Radice::Sezione => parts(schema::front(), "", &mut out),
        Radice::Scheda(kind) => parts(schema::of(kind), "", &mut out),
        Radice::Vista(_) => {}
        Radice::Dati => {
            for kind in Kind::ALL {
                let info = kind.info();
                out.push((info.table.to_owned(), info.title.to_owned(), true));
                parts(schema::of(*kind), &format!("{}.", info.table), &mut out);
            }
        }
    }
    out
}
