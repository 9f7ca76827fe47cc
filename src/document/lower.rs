//! Piano to [`Document`]: the order, the numbers and the words that a reader sees. After this nothing is looked up by name.
//!
//! Two passes. The first walks the sections in reading order and numbers what it meets; a citation of a later table has no
//! words yet. The second gives every citation its words, decides where paper adds the page, and notes who cites whom.

use super::*;
use crate::diag::{Diagnostic, Diagnostics};
use crate::element::row::{Campo, Row, Valore};
use crate::element::value::{Importo, Testo, thousands};
use crate::element::{Forma, Kind};
use crate::load::{Piano, Sezione};
use crate::piano_tipo;
use crate::prose::{self, Align, Prose};
use crate::resolve::{Index, What};
use crate::settings::{Impostazioni, Stato};
use crate::source::Sources;
use crate::span::Spanned;
use crate::view::{Shows, Vista};
use std::collections::BTreeSet;

/// The document of `piano`. Reports what is cited and printed nowhere: a link to it would lead to nothing.
pub fn lower(piano: &Piano, set: &Impostazioni, index: &Index, sources: &Sources, diags: &mut Diagnostics) -> Document {
    let mut lower = Lower {
        piano,
        set,
        index,
        targets: BTreeMap::new(),
        anchors: index.things().iter().map(|thing| thing.id.clone()).collect(),
        homes: homes(piano, index),
        cited: vec![],
        tables: 0,
        figures: 0,
        notes: 0,
        pending: vec![],
        section: Id::slug("piano"),
        base: 0,
        heading: 0,
        quotes: Quotes::default(),
        noting: false,
        alike: BTreeMap::new(),
    };
    let sections = lower.sections(&piano.sezioni, None);
    let Lower { targets, cited, tables, figures, .. } = lower;
    // A view that could not be read would have shown its things.
    if !sources.partial && !diags.has_errors() {
        for (id, span, kind) in cited.into_iter().filter(|(id, _, _)| !targets.contains_key(id)) {
            let view = kind.map_or("tabella", |kind| kind.info().plural);
            diags.push(
                Diagnostic::error(
                    "P0206",
                    span,
                    format!("«{id}» è citato ma non è stampato in nessuna parte del piano"),
                )
                .note("chi segue la citazione non troverebbe nulla")
                .help(format!("aggiungi in una sezione una vista ```piao:{view} che lo mostri")),
            );
        }
    }
    let mut document = Document {
        meta: meta(set, tables > 0, figures > 0),
        sections,
        targets,
        assets: piano.immagini.values().map(|(path, asset)| (path.clone(), asset.clone())).collect(),
        allegati: sources
            .files
            .iter()
            .filter(|file| file.path.starts_with("allegati/"))
            .map(|file| (file.path.clone(), file.bytes.clone()))
            .collect(),
    };
    let quiet: BTreeSet<&Id> = index
        .things()
        .iter()
        .filter(|thing| matches!(thing.what, What::Element(kind, _) if !kind.pagina()))
        .map(|thing| &thing.id)
        .collect();
    words(&mut document, &quiet);
    document
}

fn meta(set: &Impostazioni, tables: bool, figures: bool) -> Meta {
    let titolo = set.titolo.as_ref().map_or_else(|| set.tipo.titolo().to_owned(), |t| straight(&t.value));
    let ente = straight(&set.ente.nome.value);
    let sito = match &set.ente.sito {
        Some(crate::element::value::Dovuto::Valore(sito)) => Some(sito.value.clone()),
        _ => None,
    };
    Meta {
        triennio: set.triennio.value.replace(['–', '—'], "-"),
        momento: set.momento.label().into(),
        stato: set.stato.label().into(),
        bozza: set.stato == Stato::Bozza,
        data: set.data,
        deliberazione: set.deliberazione.as_ref().and_then(crate::settings::Deliberazione::printed),
        avvertenza: set.avvertenza.as_ref().map(|a| straight(&a.value)),
        descrizione: match &set.descrizione {
            Some(text) => straight(&text.value),
            None => format!("{titolo} {} – {ente}", set.triennio.value),
        },
        parole_chiave: match set.parole_chiave.as_slice() {
            [] => vec![titolo.clone(), ente.clone(), set.triennio.value.clone()],
            words => words.iter().map(|w| straight(&w.value)).collect(),
        },
        sito,
        elenco_tabelle: tables && set.pdf.elenco_tabelle,
        elenco_figure: figures && set.pdf.elenco_figure,
        titolo,
        ente,
    }
}

/// A title of the data with typographic quotes.
fn straight(text: &str) -> String {
    Quotes::default().turn(text.trim())
}

/// Straight quotes and apostrophes become typographic ones, once for both outputs. What opens and what closes depends on
/// the character before, which may be in another inline.
#[derive(Debug, Default, Clone, Copy)]
struct Quotes {
    last: Option<char>,
}

impl Quotes {
    fn turn(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let opens = self.last.is_none_or(|last| last.is_whitespace() || "([{«“—–’".contains(last));
            let c = match c {
                '\'' => '’',
                '"' if opens => '“',
                '"' => '”',
                c => c,
            };
            out.push(c);
            self.last = Some(c);
        }
        out
    }
}

/// For each element, the view that is its home: the first that shows it as a card, or else the first that shows it at all.
fn homes(piano: &Piano, index: &Index) -> BTreeMap<(Kind, usize), Span> {
    let mut homes: BTreeMap<(Kind, usize), (bool, Span)> = BTreeMap::new();
    fn go(sezioni: &[Sezione], visit: &mut dyn FnMut(&Vista)) {
        for sezione in sezioni {
            sezione.prose.each_block(&mut |block| {
                if let prose::BlockKind::View(vista) = &block.kind {
                    visit(vista);
                }
            });
            go(&sezione.children, visit);
        }
    }
    go(&piano.sezioni, &mut |vista| {
        let Shows::Elements(kind) = vista.shows else { return };
        let card = forma(vista, kind) == Forma::Schede;
        for n in select(piano, index, vista, kind) {
            let home = homes.entry((kind, n)).or_insert((card, vista.span));
            if card && !home.0 {
                *home = (true, vista.span);
            }
        }
    });
    homes.into_iter().map(|(key, (_, span))| (key, span)).collect()
}

/// How a view shows its elements.
#[must_use]
pub fn forma(vista: &Vista, kind: Kind) -> Forma {
    vista.forma.unwrap_or(match (vista.name.value.as_str(), &vista.colonne) {
        ("albero", _) => Forma::Albero,
        // Whoever names columns wants a table.
        (_, Some(_)) => Forma::Tabella,
        (_, None) => kind.info().forma,
    })
}

/// The elements that a view shows, in the order of the data.
#[must_use]
pub fn select(piano: &Piano, index: &Index, vista: &Vista, kind: Kind) -> Vec<usize> {
    let elements = piano.elementi.of(kind);
    (0..elements.len())
        .filter(|n| {
            let Some(element) = elements.get(*n) else { return false };
            let row = Row::of(element.value);
            vista.dove.iter().all(|filter| {
                row.get(&filter.campo.value).is_some_and(|campo| matches(index, campo, &filter.valore.value))
            })
        })
        .collect()
}

/// The names of the fields that views of `kind` can show and filter by; none while there is no element of that kind.
#[must_use]
pub fn field_names(piano: &Piano, index: &Index, kind: Kind) -> Vec<&'static str> {
    let Some(element) = piano.elementi.of(kind).first().map(|element| element.value) else { return vec![] };
    let mut names: Vec<&'static str> = Row::of(element).0.iter().map(|campo| campo.name).collect();
    if !names.contains(&"codice") && index.code(kind, 0).is_some() {
        names.insert(0, "codice");
    }
    names
}

/// The words that field `name` has in the elements of `kind`: what a filter could have meant.
#[must_use]
pub fn field_words(piano: &Piano, index: &Index, kind: Kind, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for element in piano.elementi.of(kind) {
        match Row::of(element.value).get(name).map(|campo| campo.value.clone()) {
            Some(Valore::Testo(text) | Valore::Codice(text) | Valore::Stato(text)) => words.push(text),
            Some(Valore::Rif(list)) => {
                let id = |(kind, word): &(Kind, Spanned<String>)| {
                    Some(index.id_of(*kind, index.element(*kind, &word.value)?)?.to_string())
                };
                words.extend(list.iter().filter_map(id));
            }
            _ => {}
        }
    }
    words
}

/// Deepest tree that can be printed: more levels than any plan has, fewer than the pages are wide.
pub const MAX_TREE: usize = 8;

/// Whether a field has the value that a filter asks for, as written in the data or as printed.
fn matches(index: &Index, campo: &Campo, wanted: &str) -> bool {
    let same = |text: &str| text.trim().eq_ignore_ascii_case(wanted.trim());
    match &campo.value {
        Valore::Testo(text) | Valore::Codice(text) | Valore::Stato(text) | Valore::Indirizzo(text) => same(text),
        Valore::Importo(value) => Importo::parse(wanted) == Some(*value),
        Valore::Numero(value) => same(&value.to_string()),
        Valore::Anno(value) => same(&value.to_string()),
        Valore::Data(value) => crate::data::Data::parse(wanted) == Some(*value),
        Valore::Rif(list) => list.iter().any(|(kind, word)| {
            same(&word.value)
                || index.element(*kind, &word.value).is_some_and(|n| index.element(*kind, wanted) == Some(n))
        }),
        Valore::Assente(_) => same("assente"),
        Valore::Prosa(_) | Valore::Vuoto => false,
    }
}

struct Lower<'a> {
    piano: &'a Piano,
    set: &'a Impostazioni,
    index: &'a Index,
    targets: BTreeMap<Id, Target>,
    /// Every anchor given so far.
    anchors: BTreeSet<Id>,
    homes: BTreeMap<(Kind, usize), Span>,
    cited: Vec<(Id, Span, Option<Kind>)>,
    tables: u32,
    figures: u32,
    notes: u32,
    /// Notes cited in the section being lowered.
    pending: Vec<Note>,
    /// The section being lowered.
    section: Id,
    /// Added to the level of a Markdown heading, less one.
    base: u8,
    /// Level of the last heading.
    heading: u8,
    quotes: Quotes,
    /// Whether the text being lowered is that of a note.
    noting: bool,
    /// How many headings of a name there have been: a plan may have ten thousand called alike.
    alike: BTreeMap<Id, u32>,
}

/// The footnotes of one text, with the numbers already given.
struct Scope<'a> {
    notes: &'a BTreeMap<String, Vec<prose::Block>>,
    numbers: BTreeMap<&'a str, u32>,
}

impl<'a> Scope<'a> {
    fn of(prose: &'a Prose) -> Self {
        Scope { notes: &prose.notes, numbers: BTreeMap::new() }
    }
}

impl<'a> Lower<'a> {
    fn sections(&mut self, sezioni: &'a [Sezione], parent: Option<&str>) -> Vec<Section> {
        // Beside official sections the numbers of the Piano-tipo are taken, those of missing sections too.
        let official = sezioni.iter().any(|sezione| sezione.front.sezione.is_some());
        let mut counter = if official { piano_tipo::last_under(parent) } else { 0 };
        let mut out = Vec::with_capacity(sezioni.len());
        for sezione in sezioni {
            let number = self.number(sezione, parent, &mut counter);
            out.push(self.section(sezione, number));
        }
        out
    }

    /// The official number that binds the section, or the next one under its parent.
    fn number(&self, sezione: &Sezione, parent: Option<&str>, counter: &mut u32) -> Option<String> {
        if let Some(bound) = &sezione.front.sezione {
            return Some(bound.value.trim().to_owned());
        }
        if sezione.front.numerata == Some(false) || (sezione.level > 1 && parent.is_none()) {
            return None;
        }
        *counter += 1;
        Some(match parent {
            Some(parent) => format!("{parent}.{counter}"),
            None => counter.to_string(),
        })
    }

    fn section(&mut self, sezione: &'a Sezione, number: Option<String>) -> Section {
        let id = self.index.id_at(sezione.span).cloned().unwrap_or_else(|| Id::slug(&sezione.stem));
        let title = straight(&sezione.titolo);
        let (label, named) = match &number {
            Some(number) => (format!("sezione\u{a0}{number}"), Some(title.clone())),
            None => (format!("«{title}»"), None),
        };
        self.targets.insert(id.clone(), Target { label, title: named, section: id.clone(), citato_in: vec![] });
        self.section = id.clone();
        self.base = sezione.level - 1;
        self.heading = sezione.level;
        let mut scope = Scope::of(&sezione.prose);
        let counts = number.clone().filter(|_| sezione.children.is_empty());
        let mut blocks = Vec::new();
        if let Some(reason) = &sezione.front.assente {
            let text = self.text(&reason.value, reason.span);
            blocks.push(Block { anchor: None, span: reason.span, kind: BlockKind::Absent(vec![text]) });
        }
        blocks.extend(self.blocks(&sezione.prose.blocks, &mut scope));
        if let Some(number) = &counts {
            self.number_headings(&mut blocks, number, sezione.level + 1);
        }
        let notes = std::mem::take(&mut self.pending);
        let children = self.sections(&sezione.children, number.as_deref());
        Section {
            id,
            number,
            title,
            level: sezione.level,
            referente: sezione.front.referente.as_ref().map(|r| straight(&r.value)),
            blocks,
            children,
            notes,
            span: sezione.span,
        }
    }

    /// `2.2.1`, `2.2.1.1`…: headings of a section that has no subsections of its own to number.
    fn number_headings(&mut self, blocks: &mut [Block], section: &str, first: u8) {
        let mut counters: Vec<u32> = Vec::new();
        for block in blocks {
            let BlockKind::Heading { level, number, content } = &mut block.kind else { continue };
            let depth = usize::from(level.saturating_sub(first));
            counters.truncate(depth + 1);
            counters.resize(depth + 1, 0);
            if let Some(last) = counters.last_mut() {
                *last += 1;
            }
            let path: Vec<String> = counters.iter().map(ToString::to_string).collect();
            let text = format!("{section}.{}", path.join("."));
            if let Some(target) = block.anchor.as_ref().and_then(|id| self.targets.get_mut(id)) {
                target.label = format!("paragrafo\u{a0}{text}");
                target.title = Some(plain(content));
            }
            *number = Some(text);
        }
    }

    fn blocks(&mut self, blocks: &'a [prose::Block], scope: &mut Scope<'a>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.quotes = Quotes::default();
            self.block(block, scope, &mut out);
        }
        out
    }

    fn block(&mut self, block: &'a prose::Block, scope: &mut Scope<'a>, out: &mut Vec<Block>) {
        let span = block.span;
        let mut anchor = None;
        let kind = match &block.kind {
            prose::BlockKind::Heading { level, content, .. } => {
                let content = self.inlines(content, scope);
                let level = (self.base + level).clamp(1, 6);
                self.heading = level;
                anchor = Some(self.heading_anchor(span, &content));
                BlockKind::Heading { level, number: None, content }
            }
            prose::BlockKind::Paragraph(content) => BlockKind::Paragraph(self.inlines(content, scope)),
            prose::BlockKind::List { start, tight, items } => BlockKind::List {
                start: *start,
                tight: *tight,
                items: items.iter().map(|item| self.blocks(item, scope)).collect(),
            },
            prose::BlockKind::Quote(inner) => BlockKind::Quote(self.blocks(inner, scope)),
            prose::BlockKind::Callout { kind, blocks } => {
                BlockKind::Callout { kind: *kind, blocks: self.blocks(blocks, scope) }
            }
            prose::BlockKind::Definitions(entries) => BlockKind::Definitions(
                entries
                    .iter()
                    .map(|(term, details)| Definition {
                        anchor: None,
                        term: self.inlines(term, scope),
                        details: details.iter().map(|inner| self.blocks(inner, scope)).collect(),
                    })
                    .collect(),
            ),
            prose::BlockKind::Code { lang, text } => BlockKind::Code { lang: lang.clone(), text: text.clone() },
            prose::BlockKind::Table(table) => {
                anchor = self.index.id_at(span).filter(|_| table.id.is_some()).cloned();
                BlockKind::Table(self.markdown_table(table, anchor.as_ref(), scope))
            }
            prose::BlockKind::Figure { image, caption, id } => {
                let Some((asset, _)) = self.piano.immagini.get(&(image.path.span.file, image.path.value.clone()))
                else {
                    return;
                };
                anchor = self.index.id_at(span).filter(|_| id.is_some()).cloned();
                let caption = caption.as_ref().map(|caption| self.inlines(caption, scope));
                let number = (caption.is_some() || anchor.is_some()).then(|| {
                    self.figures += 1;
                    self.figures
                });
                if let (Some(id), Some(number)) = (&anchor, number) {
                    self.target(id.clone(), format!("figura\u{a0}{number}"), None);
                }
                BlockKind::Figure(Figure { number, caption, asset: asset.clone(), alt: image.alt.clone() })
            }
            prose::BlockKind::View(vista) => {
                self.view(vista, scope, out);
                return;
            }
            prose::BlockKind::Rule => BlockKind::Rule,
        };
        out.push(Block { anchor, span, kind });
    }

    /// The anchor of a heading: its id, or the id of its section and the words of the heading.
    fn heading_anchor(&mut self, span: Span, content: &[Inline]) -> Id {
        let title = plain(content);
        if let Some(id) = self.index.id_at(span).cloned() {
            self.target(id.clone(), format!("«{title}»"), None);
            return id;
        }
        let base = self.section.child(Id::slug(&title).as_str());
        let mut id = base.clone();
        while !self.anchors.insert(id.clone()) {
            let n = self.alike.entry(base.clone()).or_insert(1);
            *n += 1;
            id = base.numbered(*n);
        }
        id
    }

    fn target(&mut self, id: Id, label: String, title: Option<String>) {
        self.targets.entry(id).or_insert(Target { label, title, section: self.section.clone(), citato_in: vec![] });
    }

    fn text(&mut self, text: &str, span: Span) -> Inline {
        Inline::Text { text: self.quotes.turn(text), span }
    }

    fn inlines(&mut self, list: &'a [prose::Inline], scope: &mut Scope<'a>) -> Vec<Inline> {
        list.iter().filter_map(|inline| self.inline(inline, scope)).collect()
    }

    fn inline(&mut self, inline: &'a prose::Inline, scope: &mut Scope<'a>) -> Option<Inline> {
        Some(match inline {
            prose::Inline::Text { text, span } => self.text(text, *span),
            prose::Inline::Strong(inner) => Inline::Strong(self.inlines(inner, scope)),
            prose::Inline::Emph(inner) => Inline::Emph(self.inlines(inner, scope)),
            prose::Inline::Strike(inner) => Inline::Strike(self.inlines(inner, scope)),
            prose::Inline::Code { text, span } => Inline::Code { text: text.clone(), span: *span },
            prose::Inline::Link { url, content } => {
                Inline::Link { url: url.value.clone(), content: self.inlines(content, scope) }
            }
            prose::Inline::Cite { name, content } => {
                let content = content.as_ref().map(|content| self.inlines(content, scope)).unwrap_or_default();
                self.quotes.last = Some('x');
                return self.xref(name, content);
            }
            prose::Inline::Fact { name } => {
                let words = self.index.fatti.words(&name.value, name.span).unwrap_or_default();
                self.text(&words, name.span)
            }
            prose::Inline::Note { label } => return self.note(label, scope),
            prose::Inline::Image(image) => {
                let (asset, _) = self.piano.immagini.get(&(image.path.span.file, image.path.value.clone()))?;
                Inline::Image { asset: asset.clone(), alt: image.alt.clone() }
            }
            prose::Inline::Break => Inline::Break,
        })
    }

    /// A citation; its words come in the second pass unless the author gave them.
    fn xref(&mut self, name: &Spanned<String>, content: Vec<Inline>) -> Option<Inline> {
        let index = self.index;
        let found = index.find(&name.value);
        let thing = found.first()?;
        let kind = match thing.what {
            What::Element(kind, _) => Some(kind),
            What::Section | What::Heading | What::Table | What::Figure => None,
        };
        self.cited.push((thing.id.clone(), name.span, kind));
        Some(Inline::Xref { target: thing.id.clone(), content, page: true })
    }

    fn note(&mut self, label: &'a Spanned<String>, scope: &mut Scope<'a>) -> Option<Inline> {
        if let Some(number) = scope.numbers.get(label.value.as_str()) {
            return Some(Inline::Note { number: *number });
        }
        let (name, blocks) = scope.notes.get_key_value(label.value.as_str())?;
        // A note inside a note is refused by `check`; a chain of ten thousand must not reach the bottom of the stack.
        if std::mem::replace(&mut self.noting, true) {
            return None;
        }
        self.notes += 1;
        let number = self.notes;
        scope.numbers.insert(name, number);
        let quotes = self.quotes;
        let blocks = self.blocks(blocks, scope);
        self.quotes = quotes;
        self.noting = false;
        self.pending.push(Note { number, blocks });
        Some(Inline::Note { number })
    }

    fn markdown_table(&mut self, table: &'a prose::Table, anchor: Option<&Id>, scope: &mut Scope<'a>) -> Table {
        let caption = table.caption.as_ref().map(|caption| self.inlines(caption, scope));
        let number = self.table_number(caption.is_some(), anchor);
        let mut cell = |cell: &'a Vec<prose::Inline>| {
            self.quotes = Quotes::default();
            self.inlines(cell, scope)
        };
        let header: Vec<Cell> = table.header.iter().map(&mut cell).collect();
        let rows: Vec<Row_> = table
            .rows
            .iter()
            .map(|(span, cells)| super::Row {
                anchor: None,
                cells: cells.iter().map(&mut cell).collect(),
                total: false,
                span: *span,
            })
            .collect();
        let columns = header
            .into_iter()
            .enumerate()
            .map(|(n, header)| {
                let asked = match table.align.get(n) {
                    Some(Align::Left) => Some(Profile::Testo),
                    Some(Align::Center) => Some(Profile::Centrato),
                    Some(Align::Right) => Some(Profile::Numero),
                    Some(Align::None) | None => None,
                };
                let words: Vec<String> = rows.iter().filter_map(|row| row.cells.get(n)).map(|c| plain(c)).collect();
                Column { profile: asked.unwrap_or_else(|| profile(&words)), header }
            })
            .collect();
        Table { number, caption, columns, row_headers: names_rows(&rows), rows }
    }

    fn table_number(&mut self, caption: bool, anchor: Option<&Id>) -> Option<u32> {
        if !caption && anchor.is_none() {
            return None;
        }
        self.tables += 1;
        if let Some(id) = anchor {
            self.target(id.clone(), format!("tabella\u{a0}{}", self.tables), None);
        }
        Some(self.tables)
    }

    fn view(&mut self, vista: &'a Vista, scope: &mut Scope<'a>, out: &mut Vec<Block>) {
        let anchor = self.index.id_at(vista.span).filter(|_| vista.id.is_some()).cloned();
        let caption =
            vista.didascalia.as_ref().and_then(|prose| prose.blocks.first()).and_then(|block| match &block.kind {
                prose::BlockKind::Paragraph(content) => Some(self.inlines(content, scope)),
                _ => None,
            });
        match vista.shows {
            Shows::Elements(kind) => self.elements(vista, kind, anchor, caption, out),
            Shows::SchedaAnagrafica => self.registry(vista, anchor, caption, out),
            Shows::Tabella => self.data_table(vista, anchor, caption, out),
        }
    }

    fn elements(
        &mut self,
        vista: &'a Vista,
        kind: Kind,
        anchor: Option<Id>,
        caption: Option<Cell>,
        out: &mut Vec<Block>,
    ) {
        let shown = select(self.piano, self.index, vista, kind);
        let span = vista.span;
        if shown.is_empty() {
            if let (Some(id), Some(caption)) = (&anchor, &caption) {
                self.target(id.clone(), format!("«{}»", plain(caption)), None);
            }
            let text = Inline::Text { text: format!("Nessun dato di tipo «{}».", kind.info().noun), span };
            out.push(Block { anchor, span, kind: BlockKind::Paragraph(vec![text]) });
            return;
        }
        match forma(vista, kind) {
            Forma::Tabella => {
                let table = self.element_table(vista, kind, &shown, anchor.as_ref(), caption);
                out.push(Block { anchor, span, kind: BlockKind::Table(table) });
            }
            Forma::Schede => out.extend(shown.into_iter().filter_map(|n| self.card(kind, n, span))),
            Forma::Elenco => {
                let items = shown.into_iter().map(|n| self.list_item(kind, n, span)).collect();
                out.push(Block { anchor, span, kind: BlockKind::List { start: None, tight: true, items } });
            }
            Forma::Albero => {
                let roots = self.tree(kind, &shown, None, 0, span);
                out.push(Block { anchor, span, kind: BlockKind::Tree(roots) });
            }
            Forma::Glossario => {
                let entries = self.glossary(kind, &shown, span);
                out.push(Block { anchor, span, kind: BlockKind::Definitions(entries) });
            }
        }
    }

    /// The anchor of an element in this view: only its home has it.
    fn home(&mut self, kind: Kind, n: usize, view: Span) -> Option<Id> {
        let id = self.index.id_of(kind, n).filter(|_| self.homes.get(&(kind, n)) == Some(&view))?.clone();
        let (label, title) = self.label(kind, n);
        self.target(id.clone(), label, title);
        Some(id)
    }

    /// What an element is called in running text: label, and title where the label does not say it.
    fn label(&self, kind: Kind, n: usize) -> (String, Option<String>) {
        let elements = self.piano.elementi.of(kind);
        let Some(element) = elements.get(n) else { return (String::new(), None) };
        if let Some(label) = element.value.label() {
            return (straight(&label), None);
        }
        let title = straight(&element.value.titolo().value);
        match self.index.code(kind, n) {
            Some(code) => (format!("{}\u{a0}{code}", self.noun(kind, n)), Some(title)),
            None => (format!("{} «{title}»", self.noun(kind, n)), None),
        }
    }

    /// The word for an element; for a node, the name of its level.
    fn noun(&self, kind: Kind, n: usize) -> String {
        let levels = &self.set.albero.livelli;
        if kind == Kind::Nodo
            && let Some(level) = self.index.code(kind, n).map(|code| code.matches('.').count())
            && let Some(name) = levels.get(level)
        {
            return straight(&name.value);
        }
        kind.info().noun.to_owned()
    }

    fn fields(&self, kind: Kind, n: usize) -> Vec<Campo> {
        let elements = self.piano.elementi.of(kind);
        let Some(element) = elements.get(n) else { return vec![] };
        let mut row = Row::of(element.value);
        // A code made from the tree is a field like a written one.
        if row.get("codice").is_none()
            && let Some(code) = self.index.code(kind, n)
        {
            row.0.insert(
                0,
                Campo {
                    name: "codice",
                    label: "Codice",
                    profile: Profile::Codice,
                    value: Valore::Codice(code.to_owned()),
                },
            );
        }
        row.0
    }

    fn element_table(
        &mut self,
        vista: &'a Vista,
        kind: Kind,
        shown: &[usize],
        anchor: Option<&Id>,
        caption: Option<Cell>,
    ) -> Table {
        let span = vista.span;
        let asked: Vec<&str> = match &vista.colonne {
            Some(names) => names.iter().map(|name| name.value.as_str()).collect(),
            None => kind.info().colonne.to_vec(),
        };
        let records: Vec<(usize, Vec<Campo>)> = shown.iter().map(|n| (*n, self.fields(kind, *n))).collect();
        let caption = caption.unwrap_or_else(|| vec![Inline::Text { text: capital(kind.info().nouns), span }]);
        let number = self.table_number(true, anchor);
        let mut columns = Vec::new();
        let mut names = Vec::new();
        for name in asked {
            let Some(campo) = records.iter().find_map(|(_, row)| row.iter().find(|campo| campo.name == name)) else {
                continue;
            };
            let filled =
                records.iter().any(|(_, row)| row.iter().any(|c| c.name == name && !matches!(c.value, Valore::Vuoto)));
            // A column that nobody filled says nothing, unless the author asked for it.
            if !filled && vista.colonne.is_none() {
                continue;
            }
            // The first record may lack the value: the column is what most records make it.
            let profile = records
                .iter()
                .flat_map(|(_, row)| row.iter().filter(|c| c.name == name))
                .map(|c| c.profile)
                .find(|p| *p != Profile::Testo)
                .unwrap_or(campo.profile);
            columns.push(Column { header: vec![Inline::Text { text: campo.label.to_owned(), span }], profile });
            names.push(name);
        }
        let mut rows = Vec::with_capacity(records.len() + 1);
        for (n, row) in &records {
            let anchor = self.home(kind, *n, span);
            let mut cells = Vec::with_capacity(names.len());
            for name in &names {
                let value = row.iter().find(|campo| campo.name == *name).map_or(&Valore::Vuoto, |campo| &campo.value);
                cells.push(self.value(value, span));
            }
            rows.push(super::Row { anchor, cells, total: false, span });
        }
        rows.extend(total(&records, &columns, &names, span));
        Table { number, caption: Some(caption), columns, rows, row_headers: true }
    }

    fn registry(&mut self, vista: &'a Vista, anchor: Option<Id>, caption: Option<Cell>, out: &mut Vec<Block>) {
        let span = vista.span;
        let mut row = Row::default();
        self.set.ente.row(&mut row);
        let text = |text: &str| vec![Inline::Text { text: text.to_owned(), span }];
        let caption = caption.unwrap_or_else(|| text("Scheda anagrafica"));
        let number = self.table_number(true, anchor.as_ref());
        let columns = ["Voce", "Dato"].map(|header| Column { header: text(header), profile: Profile::Testo }).into();
        let rows = row
            .0
            .iter()
            .filter(|campo| !matches!(campo.value, Valore::Vuoto))
            .map(|campo| {
                let cells = vec![text(campo.label), self.value(&campo.value, span)];
                super::Row { anchor: None, cells, total: false, span }
            })
            .collect();
        let table = Table { number, caption: Some(caption), columns, rows, row_headers: true };
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
    }

    fn data_table(&mut self, vista: &'a Vista, anchor: Option<Id>, caption: Option<Cell>, out: &mut Vec<Block>) {
        let span = vista.span;
        let csv = vista.dati.as_ref().and_then(|path| self.piano.tabelle.get(&path.value));
        let mut lines: Vec<Vec<&str>> = match csv {
            Some(rows) => rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect(),
            None => vista.righe.iter().map(|row| row.iter().map(|cell| cell.value.as_str()).collect()).collect(),
        };
        let asked: Option<Vec<&str>> =
            vista.colonne.as_ref().map(|names| names.iter().map(|name| name.value.as_str()).collect());
        let header: Vec<&str> = match (csv, asked) {
            // The first line of a CSV names its columns; those asked for are found by name (`check` knows that they exist).
            (Some(_), Some(asked)) if !lines.is_empty() => {
                let all = lines.remove(0);
                let places: Vec<usize> = asked.iter().filter_map(|name| all.iter().position(|c| c == name)).collect();
                for line in &mut lines {
                    *line = places.iter().filter_map(|n| line.get(*n).copied()).collect();
                }
                asked
            }
            (None, Some(asked)) => asked,
            _ if lines.is_empty() => vec![],
            _ => lines.remove(0),
        };
        if header.is_empty() {
            return;
        }
        let number = self.table_number(caption.is_some(), anchor.as_ref());
        let mut cell = |text: &str| {
            self.quotes = Quotes::default();
            vec![self.text(text, span)]
        };
        let columns: Vec<Column> = header
            .iter()
            .enumerate()
            .map(|(n, name)| {
                let words: Vec<String> = lines.iter().filter_map(|row| row.get(n)).map(|c| (*c).to_owned()).collect();
                Column { header: cell(name), profile: profile(&words) }
            })
            .collect();
        let rows: Vec<Row_> = lines
            .iter()
            .map(|row| {
                let cells = (0..columns.len()).map(|n| cell(row.get(n).copied().unwrap_or_default())).collect();
                super::Row { anchor: None, cells, total: false, span }
            })
            .collect();
        let table = Table { number, caption, columns, row_headers: names_rows(&rows), rows };
        out.push(Block { anchor, span, kind: BlockKind::Table(table) });
    }

    fn card(&mut self, kind: Kind, n: usize, view: Span) -> Option<Block> {
        let elements = self.piano.elementi.of(kind);
        let element = elements.get(n)?;
        let anchor = self.home(kind, n, view);
        let level = (self.heading + 1).min(6);
        let title = straight(&element.value.titolo().value);
        let mut fields = Vec::new();
        let mut prose = element.value.prose();
        for campo in self.fields(kind, n) {
            let is_title = ["codice", "titolo", "nome", "oggetto"].contains(&campo.name);
            if is_title
                || matches!(campo.value, Valore::Vuoto)
                || matches!(&campo.value, Valore::Prosa(t) if Some(*t) == prose)
            {
                continue;
            }
            fields.push(Field { label: campo.label.to_owned(), value: self.value(&campo.value, view) });
        }
        let blocks = prose.take().map(|text| self.prose(text, level)).unwrap_or_default();
        let flags = element.value.flags();
        let mut title = vec![Inline::Text { text: title, span: element.value.titolo().span }];
        if !flags.is_empty() {
            title.push(Inline::Text { text: format!(" ({})", flags.join(", ")), span: element.span });
        }
        let card = Card {
            kind: capital(&self.noun_or_title(kind, n)),
            role: kind.info().table,
            code: self.index.code(kind, n).map(str::to_owned),
            title,
            level,
            fields,
            blocks,
        };
        Some(Block { anchor, span: element.span, kind: BlockKind::Card(card) })
    }

    fn noun_or_title(&self, kind: Kind, n: usize) -> String {
        if kind == Kind::Nodo { self.noun(kind, n) } else { kind.info().title.to_owned() }
    }

    /// The prose of a record, under a heading of `level`.
    fn prose(&mut self, text: Testo, level: u8) -> Vec<Block> {
        let piano = self.piano;
        let Some(prose) = piano.testi.get(text.0 as usize) else { return vec![] };
        let (base, heading) = (self.base, self.heading);
        (self.base, self.heading) = (level - 1, level);
        let mut scope = Scope::of(prose);
        let blocks = self.blocks(&prose.blocks, &mut scope);
        (self.base, self.heading) = (base, heading);
        blocks
    }

    fn list_item(&mut self, kind: Kind, n: usize, view: Span) -> Vec<Block> {
        let elements = self.piano.elementi.of(kind);
        let Some(element) = elements.get(n) else { return vec![] };
        let anchor = self.home(kind, n, view);
        let span = element.span;
        let mut line = Vec::new();
        if let Some(code) = self.index.code(kind, n) {
            line.push(Inline::Strong(vec![Inline::Text { text: code.to_owned(), span }]));
            line.push(Inline::Text { text: "\u{a0}– ".into(), span });
        }
        line.push(Inline::Text { text: straight(&element.value.titolo().value), span: element.value.titolo().span });
        for flag in element.value.flags() {
            line.push(Inline::Text { text: format!(" ({flag})"), span });
        }
        let mut blocks = vec![Block { anchor, span, kind: BlockKind::Paragraph(line) }];
        blocks.extend(element.value.prose().map(|text| self.prose(text, self.heading)).unwrap_or_default());
        blocks
    }

    fn tree(&mut self, kind: Kind, shown: &[usize], parent: Option<usize>, depth: usize, view: Span) -> Vec<TreeNode> {
        let elements = self.piano.elementi.of(kind);
        let above = |n: usize| {
            let padre = elements.get(n).and_then(|e| e.value.padre()).and_then(|p| self.index.element(kind, &p.value));
            // A node whose parent is not shown is a root of what is shown.
            padre.filter(|p| shown.contains(p))
        };
        let here: Vec<usize> = shown.iter().copied().filter(|n| above(*n) == parent).collect();
        let mut nodes = Vec::with_capacity(here.len());
        for n in here {
            let Some(element) = elements.get(n) else { continue };
            let anchor = self.home(kind, n, view);
            let title =
                vec![Inline::Text { text: straight(&element.value.titolo().value), span: element.value.titolo().span }];
            let blocks = element.value.prose().map(|text| self.prose(text, self.heading)).unwrap_or_default();
            // Deeper trees, and loops, are refused by `resolve` and `check`; here they must only end.
            let children = if depth < MAX_TREE { self.tree(kind, shown, Some(n), depth + 1, view) } else { vec![] };
            nodes.push(TreeNode {
                anchor,
                code: self.index.code(kind, n).unwrap_or_default().to_owned(),
                title,
                flags: element.value.flags(),
                blocks,
                children,
            });
        }
        nodes
    }

    fn glossary(&mut self, kind: Kind, shown: &[usize], view: Span) -> Vec<Definition> {
        let elements = self.piano.elementi.of(kind);
        // By the letters as an Italian dictionary sorts them: accents and case do not count.
        let mut sorted: Vec<(String, usize)> = shown
            .iter()
            .map(|n| (Id::slug(&elements.get(*n).and_then(|e| e.value.label()).unwrap_or_default()).to_string(), *n))
            .collect();
        sorted.sort();
        let mut entries = Vec::with_capacity(sorted.len());
        for (_, n) in sorted {
            let Some(element) = elements.get(n) else { continue };
            let anchor = self.home(kind, n, view);
            let name = straight(&element.value.titolo().value);
            let span = element.value.titolo().span;
            let term = match element.value.codice() {
                Some(sigla) => vec![
                    Inline::Text { text: sigla.value.clone(), span: sigla.span },
                    Inline::Text { text: format!(" ({name})"), span },
                ],
                None => vec![Inline::Text { text: name, span }],
            };
            let details = element.value.prose().map(|text| self.prose(text, self.heading)).unwrap_or_default();
            entries.push(Definition { anchor, term, details: vec![details] });
        }
        entries
    }

    /// A value as it stands in a cell or in a field of a card.
    fn value(&mut self, value: &Valore, span: Span) -> Cell {
        self.quotes = Quotes::default();
        let text = |text: String| vec![Inline::Text { text, span }];
        match value {
            Valore::Testo(words) => text(straight(words)),
            Valore::Stato(words) | Valore::Codice(words) => text(words.clone()),
            Valore::Importo(value) => text(value.to_string()),
            Valore::Numero(value) => text(thousands(u64::from(*value))),
            Valore::Anno(anno) => text(anno.to_string()),
            Valore::Data(data) => text(data.to_string()),
            Valore::Indirizzo(url) => {
                if url.starts_with("http") {
                    vec![Inline::Link { url: url.clone(), content: text(url.clone()) }]
                } else {
                    // A file of the plan: the site links it, paper shows its name.
                    let name = url.rsplit('/').next().unwrap_or(url).to_owned();
                    vec![Inline::Link { url: url.clone(), content: text(name) }]
                }
            }
            Valore::Prosa(testo) => {
                let blocks = self.prose(*testo, 5);
                flatten(blocks, span)
            }
            Valore::Rif(list) => {
                let mut cell = Vec::new();
                for (_, word) in list {
                    if !cell.is_empty() {
                        cell.push(Inline::Text { text: "; ".into(), span });
                    }
                    cell.extend(self.xref(word, vec![]));
                }
                cell
            }
            Valore::Assente(reason) => {
                vec![Inline::Emph(vec![Inline::Text {
                    text: format!("Dato assente: {}", straight(&reason.value)),
                    span: reason.span,
                }])]
            }
            Valore::Vuoto => text("–".into()),
        }
    }
}

type Row_ = super::Row;

/// The sums of the columns of amounts, when there are at least two amounts to add.
fn total(records: &[(usize, Vec<Campo>)], columns: &[Column], names: &[&str], span: Span) -> Option<Row_> {
    let mut some = false;
    let mut cells: Vec<Cell> = Vec::with_capacity(columns.len());
    for (column, name) in columns.iter().zip(names) {
        let amounts: Vec<i64> = records
            .iter()
            .flat_map(|(_, row)| row.iter().filter(|campo| campo.name == *name))
            .filter_map(|campo| match &campo.value {
                Valore::Importo(value) => Some(value.0),
                _ => None,
            })
            .collect();
        if column.profile == Profile::Importo && amounts.len() > 1 {
            some = true;
            let sum = amounts.iter().fold(0i64, |sum, cents| sum.saturating_add(*cents));
            cells.push(vec![Inline::Text { text: Importo(sum).to_string(), span }]);
        } else {
            cells.push(vec![]);
        }
    }
    let first = cells.first_mut().filter(|cell| cell.is_empty())?;
    first.push(Inline::Text { text: "Totale".into(), span });
    some.then_some(super::Row { anchor: None, cells, total: true, span })
}

/// What a column of words holds, when the author does not say.
fn profile(cells: &[String]) -> Profile {
    let filled: Vec<&str> =
        cells.iter().map(|c| c.trim()).filter(|c| !c.is_empty() && *c != "–" && *c != "-").collect();
    if filled.is_empty() {
        return Profile::Testo;
    }
    let euro = |c: &&str| c.contains('€') && Importo::parse(c).is_some();
    let number = |c: &&str| {
        c.chars().any(|c| c.is_ascii_digit()) && c.chars().all(|c| c.is_ascii_digit() || ".,%−-+ \u{a0}".contains(c))
    };
    let code = |c: &&str| !c.contains(' ') && c.chars().count() <= 16 && c.chars().any(|c| c.is_ascii_digit());
    if filled.iter().all(euro) {
        Profile::Importo
    } else if filled.iter().all(|c| crate::data::Data::parse(c).is_some()) {
        Profile::Data
    } else if filled.iter().all(number) {
        Profile::Numero
    } else if filled.iter().all(code) {
        Profile::Codice
    } else {
        Profile::Testo
    }
}

/// Whether the first column names its row: filled in every row, and never with the same words.
fn names_rows(rows: &[Row_]) -> bool {
    let names: Vec<String> = rows.iter().filter_map(|row| row.cells.first()).map(|cell| plain(cell)).collect();
    let distinct: BTreeSet<&str> = names.iter().map(|n| n.trim()).collect();
    names.len() > 1 && distinct.len() == names.len() && !distinct.contains("")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Blocks as one run of text, for a cell: paragraphs and items one under the other.
fn flatten(blocks: Vec<Block>, span: Span) -> Cell {
    let mut out: Cell = Vec::new();
    let mut add = |content: Cell| {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(content);
    };
    for block in blocks {
        match block.kind {
            BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } | BlockKind::Absent(content) => {
                add(content)
            }
            BlockKind::Code { text, .. } => add(vec![Inline::Code { text, span }]),
            BlockKind::List { items, .. } => {
                for item in items {
                    let mut line = vec![Inline::Text { text: "• ".into(), span }];
                    line.extend(flatten(item, span));
                    add(line);
                }
            }
            BlockKind::Quote(inner) | BlockKind::Callout { blocks: inner, .. } => add(flatten(inner, span)),
            BlockKind::Definitions(entries) => {
                for entry in entries {
                    add(entry.term);
                    entry.details.into_iter().for_each(|inner| add(flatten(inner, span)));
                }
            }
            // None of these can be written in a field of a record: `check` says so.
            BlockKind::Table(_) | BlockKind::Figure(_) | BlockKind::Card(_) | BlockKind::Tree(_) | BlockKind::Rule => {}
        }
    }
    out
}

/// The second pass: the words of every citation, the pages it needs on paper, and who cites whom.
fn words(document: &mut Document, quiet: &BTreeSet<&Id>) {
    let mut pass = Words { targets: &document.targets, quiet, cites: BTreeMap::new() };
    let mut sections = std::mem::take(&mut document.sections);
    pass.sections(&mut sections);
    let cites = pass.cites;
    document.sections = sections;
    for (target, places) in cites {
        if let Some(target) = document.targets.get_mut(&target) {
            target.citato_in = places;
        }
    }
}

struct Words<'t> {
    targets: &'t BTreeMap<Id, Target>,
    /// Things whose page is never told.
    quiet: &'t BTreeSet<&'t Id>,
    cites: BTreeMap<Id, Vec<Id>>,
}

impl Words<'_> {
    fn sections(&mut self, sections: &mut [Section]) {
        for section in sections {
            let id = section.id.clone();
            self.blocks(&mut section.blocks, &id, &id);
            for note in &mut section.notes {
                self.blocks(&mut note.blocks, &id, &id);
            }
            self.sections(&mut section.children);
        }
    }

    /// `section` is the section around, `place` the nearest thing with a name: a card, a node, or the section itself.
    fn blocks(&mut self, blocks: &mut [Block], section: &Id, place: &Id) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Heading { content, .. } | BlockKind::Paragraph(content) | BlockKind::Absent(content) => {
                    self.inlines(content, section, place);
                }
                BlockKind::List { items, .. } => items.iter_mut().for_each(|item| self.blocks(item, section, place)),
                BlockKind::Quote(inner) | BlockKind::Callout { blocks: inner, .. } => {
                    self.blocks(inner, section, place)
                }
                BlockKind::Definitions(entries) => {
                    for entry in entries {
                        let place = entry.anchor.clone().unwrap_or_else(|| place.clone());
                        self.inlines(&mut entry.term, section, &place);
                        entry.details.iter_mut().for_each(|inner| self.blocks(inner, section, &place));
                    }
                }
                BlockKind::Table(table) => {
                    table.caption.iter_mut().for_each(|caption| self.inlines(caption, section, place));
                    table.columns.iter_mut().for_each(|column| self.inlines(&mut column.header, section, place));
                    for row in &mut table.rows {
                        row.cells.iter_mut().for_each(|cell| self.inlines(cell, section, place));
                    }
                }
                BlockKind::Figure(figure) => {
                    figure.caption.iter_mut().for_each(|caption| self.inlines(caption, section, place));
                }
                BlockKind::Card(card) => {
                    let place = block.anchor.clone().unwrap_or_else(|| place.clone());
                    self.inlines(&mut card.title, section, &place);
                    card.fields.iter_mut().for_each(|field| self.inlines(&mut field.value, section, &place));
                    self.blocks(&mut card.blocks, section, &place);
                }
                BlockKind::Tree(nodes) => self.nodes(nodes, section, place),
                BlockKind::Code { .. } | BlockKind::Rule => {}
            }
        }
    }

    fn nodes(&mut self, nodes: &mut [TreeNode], section: &Id, place: &Id) {
        for node in nodes {
            let place = node.anchor.clone().unwrap_or_else(|| place.clone());
            self.inlines(&mut node.title, section, &place);
            self.blocks(&mut node.blocks, section, &place);
            self.nodes(&mut node.children, section, &place);
        }
    }

    fn inlines(&mut self, list: &mut [Inline], section: &Id, place: &Id) {
        for inline in list {
            match inline {
                Inline::Strong(inner)
                | Inline::Emph(inner)
                | Inline::Strike(inner)
                | Inline::Link { content: inner, .. } => {
                    self.inlines(inner, section, place);
                }
                Inline::Xref { target: id, content, page } => {
                    let Some(target) = self.targets.get(id) else { continue };
                    if content.is_empty() {
                        *content = citation(target);
                    }
                    *page = target.section != *section && !self.quiet.contains(id);
                    // Inside its own section a thing is found at a glance; the list is for readers who come from afar.
                    if *place != target.section && place != id {
                        let places = self.cites.entry(id.clone()).or_default();
                        if !places.contains(place) {
                            places.push(place.clone());
                        }
                    }
                }
                Inline::Text { .. }
                | Inline::Code { .. }
                | Inline::Note { .. }
                | Inline::Image { .. }
                | Inline::Break => {}
            }
        }
    }
}

/// `obiettivo 6.2, titolo`
fn citation(target: &Target) -> Vec<Inline> {
    // Words made here have no place in the sources; the citation around them has.
    let span = Span { file: crate::span::FileId(u32::MAX), start: 0, end: 0 };
    let mut out = vec![Inline::Text { text: target.label.clone(), span }];
    if let Some(title) = &target.title {
        out.push(Inline::Text { text: ", ".into(), span });
        out.push(Inline::Emph(vec![Inline::Text { text: title.clone(), span }]));
    }
    out
}
