//! Makes the [`Index`] of a plan, which says what each id, code and name refers to. Ids, codes and citations are checked here,
//! once for all outputs. The plan is neither copied nor changed.

use crate::base::span::{Span, Spanned};
use crate::base::text::{flat, key};
use crate::diag::codes::{P0115, P0171, P0173, P0201, P0202, P0203, P0207, P0212};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::lingua::articoli::di_ente;
use crate::lingua::codici::Uso;
use crate::piano::element::id::Id;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::pos::Pos;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Rif;
use crate::piano::element::{Element, Kind, KindInfo, Record, articolo, nodo};
use crate::piano::prose::{BlockKind, Inline};
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::{Citata, Padrone, Piano, Sezione, each_prose, each_section};
use crate::source::Sources;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A section.
    Section,
    /// A heading inside a section.
    Heading,
    /// A table, of Markdown or of a view.
    Table,
    /// A figure.
    Figure,
    /// An element of a kind, by position.
    Element(Kind, usize),
}

/// A thing with an id.
#[derive(Debug)]
pub struct Thing {
    /// Its id, unique over the plan.
    pub id: Id,
    /// What it is.
    pub what: What,
    /// Where it is defined.
    pub span: Span,
}

/// The ids and codes of a plan, with the things that they name.
#[derive(Debug, Default)]
pub struct Index {
    things: Vec<Thing>,
    by_name: BTreeMap<String, Vec<usize>>,
    by_span: BTreeMap<Span, Id>,
    /// Positions in `things`.
    by_element: BTreeMap<(Kind, usize), usize>,
    codes: BTreeMap<(Kind, usize), String>,
    /// Codes of objectives with their path: `05.02.01.DG.00005/S4.00004`.
    percorsi: BTreeMap<Pos<Obiettivo>, String>,
    /// The names and other spellings by which a unit or a public body is known, where one of that kind is due.
    alias: BTreeMap<(Kind, String), usize>,
    /// Words that authors wrote as ids and that cannot be ids, with the ids that are proposed for them. The problem is reported
    /// where the id is defined, so a citation of it is not reported again.
    scartati: BTreeSet<String>,
    /// How the codes of this plan's objectives are built: with it a mistyped code can be mended.
    pub uso: Uso,
    /// How the units hang together, once it has been asked for.
    legami: OnceLock<Legami>,
}

/// What names each unit, found once: plans have hundreds of units, and each table asks for all of them.
#[derive(Debug, Default)]
pub struct Legami {
    /// The units under each unit, and those at the top, in the order of the data.
    pub sotto: BTreeMap<Option<Pos<Unita>>, Vec<Pos<Unita>>>,
    /// The offices that answer for each unit, in the order of the data.
    pub guide: BTreeMap<Pos<Unita>, Vec<Pos<Incarico>>>,
}

impl Index {
    /// How the units of `piano`, the plan of this index, hang together.
    pub fn legami(&self, piano: &Piano) -> &Legami {
        self.legami.get_or_init(|| {
            let mut found = Legami::default();
            for (pos, unita) in piano.elementi.each::<Unita>() {
                let padre = unita.value.padre.as_ref().and_then(|padre| self.rif(padre));
                found.sotto.entry(padre).or_default().push(pos);
            }
            for (pos, incarico) in piano.elementi.each::<Incarico>().filter(|(_, i)| i.value.ruolo.value.answers()) {
                let units = incarico.value.unita.iter().chain(&incarico.value.altre_unita);
                let units: BTreeSet<Pos<Unita>> = units.filter_map(|rif| self.rif(rif)).collect();
                units.into_iter().for_each(|unit| found.guide.entry(unit).or_default().push(pos));
            }
            found
        })
    }
}

impl Index {
    /// The things that `word` names: by id or by code, without regard to case.
    #[must_use]
    pub fn find(&self, word: &str) -> Vec<&Thing> {
        let found = self.by_name.get(&key(word)).map(Vec::as_slice).unwrap_or_default();
        found.iter().filter_map(|n| self.things.get(*n)).collect()
    }

    /// The one element of `kind` that `word` names.
    #[must_use]
    pub fn element(&self, kind: Kind, word: &str) -> Option<usize> {
        self.find(word)
            .into_iter()
            .find_map(|thing| match thing.what {
                What::Element(k, n) if k == kind => Some(n),
                _ => None,
            })
            .or_else(|| self.alias.get(&(kind, key(word))).copied())
    }

    /// The one element of its type that `word` names.
    #[must_use]
    pub fn named<T: Record>(&self, word: &str) -> Option<Pos<T>> {
        self.element(T::KIND, word).map(Pos::new)
    }

    /// The element that a reference names.
    #[must_use]
    pub fn rif<T: Record>(&self, rif: &Rif<T>) -> Option<Pos<T>> {
        self.named(&rif.word.value)
    }

    /// The id of an element.
    #[must_use]
    pub fn id<T: Record>(&self, pos: Pos<T>) -> Option<&Id> {
        self.id_of(T::KIND, pos.n())
    }

    /// The printed code of an element: see [`Index::code`].
    #[must_use]
    pub fn codice<T: Record>(&self, pos: Pos<T>) -> Option<&str> {
        self.code(T::KIND, pos.n())
    }

    /// The id of the section, heading, table, figure or view written at `span`.
    #[must_use]
    pub fn id_at(&self, span: Span) -> Option<&Id> {
        self.by_span.get(&span)
    }

    /// The id of element `n` of `kind`, for callers that handle several kinds.
    #[must_use]
    pub fn id_of(&self, kind: Kind, n: usize) -> Option<&Id> {
        self.by_element.get(&(kind, n)).and_then(|thing| self.things.get(*thing)).map(|thing| &thing.id)
    }

    /// The printed code of element `n` of `kind`: the one that its author wrote, or one made from its place in the tree.
    #[must_use]
    pub fn code(&self, kind: Kind, n: usize) -> Option<&str> {
        self.codes.get(&(kind, n)).map(String::as_str)
    }

    /// The code of an objective with its path in the tree: `05.02.01.S1.00001`.
    #[must_use]
    pub fn percorso(&self, obiettivo: Pos<Obiettivo>) -> Option<&str> {
        self.percorsi.get(&obiettivo).map(String::as_str)
    }

    /// All things, in the order of the sources.
    #[must_use]
    pub fn things(&self) -> &[Thing] {
        &self.things
    }
}

impl Index {
    /// Adds a word by which an element is found.
    fn name(&mut self, word: &str, element: (Kind, usize)) {
        let Some(thing) = self.by_element.get(&element) else { return };
        let list = self.by_name.entry(key(word)).or_default();
        if !list.contains(thing) {
            list.push(*thing);
        }
    }

    /// The right form of an objective's code that was typed with a wrong path, or without a zero or a point. It has a path if the
    /// typed one has.
    #[must_use]
    pub fn mended(&self, code: &str) -> Option<String> {
        let read = self.uso.parse(code)?;
        match self.percorso(self.named(&read.breve)?) {
            Some(full) if !read.percorso.is_empty() => Some(full.to_owned()),
            _ => Some(read.breve),
        }
    }

    /// A name as its author wrote it. The index keeps names in lower case, but messages show the original.
    fn as_written<'a>(&'a self, name: &'a str) -> &'a str {
        let codes = |thing: &Thing| match thing.what {
            What::Element(Kind::Obiettivo, n) => [self.code(Kind::Obiettivo, n), self.percorso(Pos::new(n))],
            What::Element(kind, n) => [self.code(kind, n), None],
            What::Section | What::Heading | What::Table | What::Figure => [None, None],
        };
        self.find(name).into_iter().flat_map(codes).flatten().find(|code| key(code) == name).unwrap_or(name)
    }

    /// A code without its path and with the zeros that it lost.
    #[must_use]
    pub fn breve(&self, code: &str) -> String {
        self.uso.parse(code).map_or_else(|| code.trim().to_owned(), |read| read.breve)
    }
}

/// Gives every thing its id, checks that no two share one, and that every citation names something.
pub fn resolve(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) -> Index {
    let codes = |kind| piano.elementi.of(kind).into_iter().filter_map(|e| e.value.codice().map(|c| c.value.as_str()));
    let uso = Uso::of(codes(Kind::Unita), codes(Kind::Obiettivo));
    let index = Index { uso, ..Index::default() };
    let mut ids = Ids { piano, index, taken: BTreeMap::new(), alike: BTreeMap::new(), sources, diags };
    // Ids that authors wrote come first. When an id that we make is already taken, ours gets another name.
    ids.explicit(piano);
    // `[@provincia]` cites the publication of that name, and no section that is called so.
    let altre = piano.pubblicazioni().map(|one| &one.nome);
    for (id, span) in altre.filter_map(|nome| Some((Id::new(nome.value.trim())?, nome.span))) {
        ids.taken.entry(id).or_insert(span);
    }
    ids.generated(piano);
    let mut index = ids.index;
    // An included text cites by the present id a part in whose place stands a heading that has the one of before.
    each_section(&piano.sezioni, &mut |sezione| {
        for (now, before) in sezione.inclusa.iter().flat_map(|inclusa| &inclusa.di_prima) {
            if let Some(found) = index.by_name.get(&key(before)).cloned() {
                index.by_name.entry(key(now)).or_insert(found);
            }
        }
    });
    let cifre = piano.impostazioni.as_ref().map_or_else(Vec::new, |set| set.albero.cifre());
    // A node may name its parent by a code, so the codes of one level are added before the next level is read.
    let nodi = &piano.elementi.nodi;
    let mut known = 0;
    loop {
        let find = |word: &str| index.element(Kind::Nodo, word);
        let codes = nodo::codes(nodi, &cifre, false, &find);
        let now = codes.iter().flatten().count();
        let last = now == known || now == nodi.len();
        let codes = if last { nodo::codes(nodi, &cifre, true, &find) } else { codes };
        for (n, code) in codes.into_iter().enumerate().filter_map(|(n, code)| Some((n, code?))) {
            index.name(&code, (Kind::Nodo, n));
            index.codes.insert((Kind::Nodo, n), code);
        }
        if last {
            break;
        }
        known = now;
    }
    for (pos, obiettivo) in piano.elementi.each::<Obiettivo>() {
        let place = obiettivo.value.nodo.as_ref().and_then(|rif| index.rif(rif));
        let Some(path) = place.and_then(|nodo| index.codice(nodo)).map(str::to_owned) else { continue };
        let shares = obiettivo.value.altri_codici().into_iter().map(|code| index.breve(&code.value));
        let codes: Vec<String> = index.codice(pos).map(str::to_owned).into_iter().chain(shares).collect();
        for code in &codes {
            index.name(&format!("{path}.{code}"), pos.into());
        }
        if !codes.is_empty() {
            let full = format!("{path}.{}", codes.join("/"));
            index.name(&full, pos.into());
            index.percorsi.insert(pos, full);
        }
    }
    citations(piano, sources, &index, diags);
    index
}

/// Whether what is written at two places belongs to two plans.
fn due_padroni(a: Span, b: Span) -> bool {
    a.file.vicino() != b.file.vicino()
}

struct Ids<'d> {
    piano: &'d Piano,
    index: Index,
    taken: BTreeMap<Id, Span>,
    /// How many ids were made from each base.
    alike: BTreeMap<Id, u32>,
    sources: &'d Sources,
    diags: &'d mut Diagnostics,
}

impl Ids<'_> {
    fn add(&mut self, id: Id, what: What, span: Span, element: Option<&dyn Element>) {
        let n = self.index.things.len();
        let mut names = BTreeSet::from([key(id.as_str())]);
        let typed = element.and_then(|element| element.codice()).map(|code| code.value.as_str());
        let code = match what {
            What::Element(Kind::Obiettivo, _) => typed.map(|code| self.index.breve(code)),
            _ => typed.map(str::to_owned),
        };
        let other = element.map(|element| element.altri_codici()).unwrap_or_default();
        let others = other.into_iter().map(|code| self.index.breve(&code.value));
        names.extend(code.clone().into_iter().chain(others).map(|c| key(&c)).filter(|code| !code.is_empty()));
        for name in names {
            self.index.by_name.entry(name).or_default().push(n);
        }
        match what {
            What::Element(kind, at) => {
                self.index.by_element.insert((kind, at), n);
                if let Some(code) = code {
                    self.index.codes.insert((kind, at), code);
                }
                for alias in element.map(|element| element.alias()).unwrap_or_default() {
                    self.index.alias.entry((kind, key(&alias.value))).or_insert(at);
                }
            }
            What::Section | What::Heading | What::Table | What::Figure => {
                self.index.by_span.insert(span, id.clone());
            }
        }
        self.index.things.push(Thing { id, what, span });
    }

    /// The problem of an id that two plans give, each to a thing of its own: at `first`, and at `again` to what is a `what`.
    fn due_volte(&self, id: &Id, first: Span, again: Span, what: What) -> Diagnostic {
        let of_first = self.index.find(id.as_str()).into_iter().find(|thing| thing.id == *id).map(|thing| thing.what);
        let owner = |span: Span| self.piano.padrone(span);
        let ((mine, mine_is), (theirs, theirs_is)) = match again.file.vicino() {
            None => ((again, Some(what)), (first, of_first)),
            Some(_) => ((first, of_first), (again, Some(what))),
        };
        let records = matches!((mine_is, theirs_is), (Some(What::Element(a, _)), Some(What::Element(b, _))) if a == b);
        // Records are asked for in the data, and the rest in the head of a section.
        let record = |what| matches!(what, Some(What::Element(..)));
        let from = |padrone: &Padrone, what| padrone.includi.filter(|_| record(what)).unwrap_or(padrone.da);
        if let (Some(one), Some(other)) = (owner(mine), owner(theirs)) {
            let message = format!("l’id `{id}` è di due cose incluse, una da `{}` e una da `{}`", one.nome, other.nome);
            let problem = Diagnostic::at(P0173, from(other, theirs_is), message)
                .label(format!("da qui questo piano include `{}`", other.nome))
                .other(from(one, mine_is), format!("e da qui `{}`", one.nome))
                .other(mine, "l’id è qui")
                .other(theirs, "e qui")
                .note("con due padroni non si sa quale delle due vale");
            return problem.help(match records {
                true => format!("includila da un piano solo: nell’elenco `schede` dell’altro scrivi gli id uno per uno, senza `{id}`"),
                false => "includi una sola delle due, e l’altra citala con i due punti".to_owned(),
            });
        }
        let nome = owner(theirs).map_or("", |padrone| padrone.nome.as_str());
        let problem =
            Diagnostic::at(P0173, mine, format!("l’id `{id}` è anche di una cosa inclusa dal piano `{nome}`"))
                .label("è scritto qui")
                .other(theirs, "ed è incluso da qui");
        let problem = match owner(theirs) {
            Some(padrone) => problem.other(from(padrone, theirs_is), "questo piano lo include così"),
            None => problem,
        };
        let problem = problem.note("con due padroni non si sa quale delle due vale");
        match (records, mine_is) {
            (true, _) => problem
                .help(format!("se questa scheda prende il posto dell’altra, aggiungi `al_posto_di = \"{nome}\"`"))
                .help("altrimenti cambia questo id, o togli l’altra da ciò che il piano include"),
            (false, Some(What::Heading)) if self.accoglie(mine) => match self.sotto(mine, theirs) {
                Some((above, level)) => problem
                    .other(above, "questo titolo sta sotto di lui, ed è un pezzo della parte di cui lui prende il posto")
                    .help(format!("per sostituire anche l’altra parte, scrivilo allo stesso livello, con `{} … {{#{id}}}`", "#".repeat(level.into())))
                    .help("altrimenti cambia questo id"),
                None => problem.help(
                    "cambia questo id; da qui un titolo prende il posto di uno del file incluso, e non di ciò che sta nelle sezioni sotto quello",
                ),
            },
            (false, Some(What::Heading)) => problem
                .help("cambia questo id; un titolo prende il posto di uno incluso soltanto nel file che ha `includi`"),
            (false, Some(What::Section)) => problem.help(
                "cambia questo id; ciò che questo ente scrive al posto del testo incluso sta nel file che ha `includi`",
            ),
            _ => problem.help("cambia questo id, e le citazioni di questa cosa"),
        }
    }

    /// Whether the file of `span` is that of a section which includes another.
    fn accoglie(&self, span: Span) -> bool {
        let mut found = false;
        each_section(&self.piano.sezioni, &mut |sezione| {
            found |= sezione.span.file == span.file && sezione.front.includi.is_some();
        });
        found
    }

    /// The heading above that at `mine`, with its level, where the included text has the one at `theirs` in the same section: under a heading that
    /// takes the place of a part, another is a piece of it.
    fn sotto(&self, mine: Span, theirs: Span) -> Option<(Span, u8)> {
        let mut found = None;
        each_section(&self.piano.sezioni, &mut |sezione| {
            let headings = sezione.prose.blocks.iter().filter_map(|block| match &block.kind {
                BlockKind::Heading { level, .. } => Some((block.span, *level)),
                _ => None,
            });
            let all: Vec<(Span, u8)> = headings.collect();
            let holds = |span: &Span, place: Span| {
                span.file == place.file && span.start <= place.start && place.end <= span.end
            };
            let at = |place: Span| all.iter().position(|(span, _)| holds(span, place));
            if let Some((here, _)) = at(mine).zip(at(theirs))
                && let Some((above, [(_, own), ..])) = all.split_at_checked(here)
            {
                let above = above.iter().rev().take_while(|(span, _)| span.file == mine.file);
                found = above.fold(None, |top: Option<(Span, u8)>, (span, level)| {
                    let over = *level < top.map_or(*own, |(_, level)| level);
                    if over { Some((*span, *level)) } else { top }
                });
            }
        });
        found
    }

    /// The id that the author wrote for what is a `what`. None, after reporting it, when it cannot be used.
    fn check(&mut self, written: &Spanned<String>, what: What) -> Option<Id> {
        let Some(id) = Id::new(&written.value) else {
            let near = Id::slug(&written.value);
            self.index.scartati.extend([key(&written.value), key(near.as_str())]);
            self.diags.push(
                Diagnostic::at(
                    P0115,
                    written.span,
                    format!("«{}» non può essere un id", crate::base::text::short(&written.value)),
                )
                .note("un id ha lettere minuscole senza accento, cifre e trattini, al massimo 64")
                .help(format!("scrivi `{near}`"))
                .proposta(written.span, like_source(self.sources, written, near.as_str())),
            );
            return None;
        };
        if let Some(first) = self.taken.get(&id).filter(|first| due_padroni(**first, written.span)) {
            self.diags.push(self.due_volte(&id, *first, written.span, what));
            return None;
        }
        if let Some(first) = self.taken.get(&id) {
            self.diags.push(
                Diagnostic::at(P0203, written.span, format!("l’id `{id}` è già usato"))
                    .label("qui di nuovo")
                    .other(*first, "qui per la prima volta")
                    .help("cambia uno dei due: un id vale in tutto il piano, qualunque cosa nomini"),
            );
            return None;
        }
        self.taken.insert(id.clone(), written.span);
        Some(id)
    }

    fn explicit(&mut self, piano: &Piano) {
        self.sections(&piano.sezioni);
        for kind in Kind::ALL.iter().copied() {
            for (n, element) in piano.elementi.of(kind).into_iter().enumerate() {
                if let Some(id) = element.value.id().and_then(|id| self.check(id, What::Element(kind, n))) {
                    self.add(id, What::Element(kind, n), element.span, Some(element.value));
                }
            }
        }
        each_prose(piano, &mut |prose| {
            prose.each_block(&mut |block| {
                let (id, what) = match &block.kind {
                    BlockKind::Heading { id: Some(id), .. } => (id, What::Heading),
                    BlockKind::Table(table) => match &table.id {
                        Some(id) => (id, What::Table),
                        None => return,
                    },
                    BlockKind::Figure { id: Some(id), .. } => (id, What::Figure),
                    BlockKind::View(vista) => match &vista.id {
                        Some(id) => (id, What::Table),
                        None => return,
                    },
                    _ => return,
                };
                if let Some(id) = self.check(id, what) {
                    self.add(id, what, block.span, None);
                }
            });
        });
    }

    fn sections(&mut self, sezioni: &[Sezione]) {
        for sezione in sezioni {
            if let Some(id) = sezione.front.id.as_ref().and_then(|id| self.check(id, What::Section)) {
                self.add(id, What::Section, sezione.span, None);
            }
            self.sections(&sezione.children);
        }
    }

    /// An id for a thing to which the author gave none. It is `base`. When that is taken, the id of `parent` is put before it;
    /// when that is taken too, a number is added.
    fn free(&mut self, base: Id, parent: Option<&Id>, span: Span) -> Id {
        let mut id = base.clone();
        if self.taken.contains_key(&id)
            && let Some(parent) = parent
        {
            id = parent.child(base.as_str());
        }
        while self.taken.contains_key(&id) {
            let n = self.alike.entry(base.clone()).or_insert(1);
            *n += 1;
            id = base.numbered(*n);
        }
        self.taken.insert(id.clone(), span);
        id
    }

    fn generated(&mut self, piano: &Piano) {
        self.generated_sections(&piano.sezioni, None);
        for kind in Kind::ALL.iter().copied() {
            for (n, element) in piano.elementi.of(kind).into_iter().enumerate() {
                if self.index.id_of(kind, n).is_some() {
                    continue;
                }
                let code = element.value.codice().map(|c| match kind {
                    Kind::Obiettivo => self.index.breve(&c.value),
                    _ => c.value.clone(),
                });
                let label = element.value.label();
                let base = Id::slug(code.as_deref().or(label.as_deref()).unwrap_or(element.value.titolo().value));
                let id = self.free(base, None, element.span);
                self.add(id, What::Element(kind, n), element.span, Some(element.value));
            }
        }
    }

    fn generated_sections(&mut self, sezioni: &[Sezione], parent: Option<&Id>) {
        for sezione in sezioni {
            let id = match self.index.id_at(sezione.span) {
                Some(id) => id.clone(),
                None => {
                    let id = self.free(Id::slug(&sezione.stem), parent, sezione.span);
                    self.add(id.clone(), What::Section, sezione.span, None);
                    id
                }
            };
            self.generated_sections(&sezione.children, Some(&id));
        }
    }
}

/// `text` between the quotes that `written` has in its file, if any.
pub(crate) fn like_source(sources: &Sources, written: &Spanned<String>, text: &str) -> String {
    sources.come_scritto(written.span, text)
}

/// The problem of a word that names no element of `kinds`. It proposes the nearest name that exists.
pub(crate) fn missing(index: &Index, sources: &Sources, kinds: &[Kind], word: &Spanned<String>) -> Diagnostic {
    let error = Diagnostic::at(P0201, word.span, format!("«{}» non esiste nel piano", word.value));
    if let Some(right) = index.mended(&word.value) {
        return error
            .help(format!("il codice giusto è `{right}`"))
            .patch(word.span, like_source(sources, word, &right));
    }
    let named = || {
        let each = |kind: Kind| (0..).map_while(move |n| Some((kind, n, index.id_of(kind, n)?)));
        kinds.iter().flat_map(move |kind| each(*kind))
    };
    let alias = index.alias.keys().filter(|(kind, _)| kinds.contains(kind)).map(|(_, word)| word.as_str());
    let ids = named().map(|(.., id)| id.as_str());
    let codes = index.codes.iter().filter(|((kind, _), _)| kinds.contains(kind)).map(|(_, code)| code.as_str());
    // One or two letters are near to the names of many things.
    let slip = word.value.trim().chars().count() > 2;
    match nearest(&word.value, ids.chain(codes).chain(alias)).filter(|_| slip) {
        Some(near) => {
            error.help(format!("forse intendevi `{near}`")).proposta(word.span, like_source(sources, word, near))
        }
        None => {
            let known: Vec<String> = named()
                .map(|(kind, n, id)| index.code(kind, n).map_or_else(|| id.to_string(), str::to_owned))
                .collect();
            let error = match known.as_slice() {
                [] => error,
                [one] => error.note(format!("nel piano c’è soltanto `{one}`")),
                all => {
                    let shown: Vec<String> = all.iter().take(MOSTRATI).map(|word| format!("`{word}`")).collect();
                    let rest = all.len().saturating_sub(MOSTRATI);
                    let more = if rest > 0 { format!(" e altri {rest}") } else { String::new() };
                    error.note(format!("nel piano ci sono: {}{more}", shown.join(", ")))
                }
            };
            // Who controls is no unit of the chart: it is an office without one.
            if let Some(ruolo) = organo(&word.value).filter(|_| kinds.contains(&Kind::Incarico)) {
                let id = Id::slug(&word.value);
                return error.help(format!(
                    "aggiungi agli incarichi `{{ id = \"{id}\", ruolo = \"{ruolo}\" }}`, e scrivi qui `{id}`"
                ));
            }
            let tables: Vec<String> = kinds.iter().map(|kind| format!("`[[{}]]`", kind.info().table)).collect();
            let one = if known.is_empty() { "" } else { "scrivi uno di questi, o " };
            error.help(format!(
                "{one}aggiungi una scheda {} con `id = \"{}\"`",
                tables.join(" o "),
                Id::slug(&word.value)
            ))
        }
    }
}

/// The office of a body that controls, by the words in which people name it.
fn organo(words: &str) -> Option<&'static str> {
    let words = flat(words);
    [
        ("nucleo", "nucleo-valutazione"),
        ("oiv", "oiv"),
        ("organismo indipendente", "oiv"),
        ("revisor", "revisione"),
        ("organo di revisione", "revisione"),
    ]
    .iter()
    .find(|(begins, _)| words.starts_with(begins) || words.split(' ').any(|word| word == *begins))
    .map(|(_, ruolo)| *ruolo)
}

/// How many names a message lists at most.
const MOSTRATI: usize = 12;

fn citations(piano: &Piano, sources: &Sources, index: &Index, diags: &mut Diagnostics) {
    for citation in &piano.citazioni {
        let word = &citation.word;
        if word.value.is_empty() || citation.kinds.iter().any(|kind| index.element(*kind, &word.value).is_some()) {
            continue;
        }
        let each = |said: &dyn Fn(&KindInfo) -> String, or: &str| {
            citation.kinds.iter().map(|kind| said(kind.info())).collect::<Vec<_>>().join(or)
        };
        if let Some(thing) = index.find(&word.value).first() {
            let nouns = |or: &str| each(&|info| articolo(info.noun), or);
            let tables = each(&|info| format!("`[[{}]]`", info.table), " o ");
            diags.push(
                Diagnostic::at(P0207, word.span, format!("`{}` non è {}", word.value, nouns(" né ")))
                    .label(format!("qui serve {}", nouns(" o ")))
                    .other(thing.span, "è definito qui")
                    .help(format!("scrivi l’id o il codice di una scheda {tables}")),
            );
        } else if !piano.incompleto.nomi && !index.scartati.contains(&key(&word.value)) {
            let problem = archiviato(piano, word).or_else(|| not_included(piano, word, &citation.kinds));
            diags.push(problem.unwrap_or_else(|| missing(index, sources, &citation.kinds, word)));
        }
    }
    let mut ignoti: BTreeMap<&str, Vec<&Spanned<String>>> = BTreeMap::new();
    each_prose(piano, &mut |prose| {
        prose.inlines(&mut |inline| match inline {
            Inline::Cite { name, .. } => match piano.citata(name, !index.find(&name.value).is_empty()) {
                Citata::Fuori(_) | Citata::Altrove(_, Some(_)) => {}
                Citata::Altrove(nome, None) => diags.extend(not_there(name, nome, piano)),
                Citata::Ignoto(nome) => ignoti.entry(nome).or_default().push(name),
                Citata::Qui(word) => cite(&Spanned::new(word.to_owned(), name.span), piano, sources, index, diags),
            },
            Inline::Fact { .. }
            | Inline::Text { .. }
            | Inline::Strong(_)
            | Inline::Emph(_)
            | Inline::Strike(_)
            | Inline::Code { .. }
            | Inline::Link { .. }
            | Inline::Lang { .. }
            | Inline::Note { .. }
            | Inline::Image(_)
            | Inline::Break => {}
        });
    });
    // A plan that is not known is told once, however often it is cited.
    for (nome, names) in ignoti {
        let Some((first, rest)) = names.split_first() else { continue };
        let problem = unknown_plan(first, nome, piano, sources);
        diags.push(rest.iter().take(MOSTRATE).fold(problem, |problem, name| problem.other(name.span, "anche qui")));
    }
}

/// At how many other places a problem that is told once is shown.
const MOSTRATE: usize = 3;

/// The problem of a word, in a record of another plan, that names a record which was not taken with it.
fn not_included(piano: &Piano, word: &Spanned<String>, kinds: &[Kind]) -> Option<Diagnostic> {
    let padrone = piano.padrone(word.span)?;
    let here = padrone.includi?;
    let (nome, name) = (&padrone.nome, word.value.trim());
    let problem =
        Diagnostic::at(P0171, here, format!("una scheda inclusa nomina «{}», che in questo piano non c’è", word.value))
            .other(word.span, "è nominata qui");
    // The other plan may have it from a third: a record is taken from whoever wrote it.
    let asks = |wanted: &dyn Fn(&str) -> bool| {
        let found = padrone.chiesti.iter().find(|(_, words)| words.iter().any(|word| wanted(word)));
        found.map(|(owner, _)| owner)
    };
    let problem =
        match (asks(&|word| word == key(name)), asks(&|word| kinds.iter().any(|kind| kind.info().table == word))) {
            (Some(owner), _) => problem
                .note(format!("anche `{nome}` la include, da `{owner}`: una scheda si prende da chi l’ha scritta"))
                .help(format!("in un file di dati scrivi:\n[[includi]]\nda = \"{owner}\"\nschede = [\"{name}\"]")),
            (None, Some(owner)) => problem
                .note(format!("`{nome}` ne include da `{owner}`: se è una di quelle, si prende da lì"))
                .help(format!("aggiungi `\"{name}\"` all’elenco `schede` di `[[includi]]`")),
            (None, None) => problem.help(format!("aggiungi `\"{name}\"` all’elenco `schede` di `[[includi]]`")),
        };
    Some(problem.help(format!(
        "oppure scrivi una scheda di questo piano con `al_posto_di = \"{}\"`, senza quel richiamo",
        padrone.nome
    )))
}

/// The problem of a word that names a record which is set aside.
fn archiviato(piano: &Piano, word: &Spanned<String>) -> Option<Diagnostic> {
    let there = piano.archiviato(&word.value)?;
    Some(
        Diagnostic::at(P0201, word.span, format!("«{}» è archiviato: nel piano non c’è più", word.value))
            .other(there.span, "è questo")
            .help("togli la citazione, oppure togli `archiviato = true` da quella scheda"),
    )
}

/// The problem of a citation of something that the plan `nome` does not have.
fn not_there(name: &Spanned<String>, nome: &str, piano: &Piano) -> Option<Diagnostic> {
    let (esterna, _) = piano.esterne.piani.get(nome)?;
    let id = name.value.split_once(':').map_or("", |(_, id)| id.trim());
    let problem = Diagnostic::at(P0212, name.span, format!("nel piano `{nome}` non c’è «{id}»"))
        .other(esterna.posto, format!("il piano {} è questo", di_ente(&esterna.ente)));
    Some(match nearest(id, esterna.cose.keys().map(String::as_str)) {
        Some(near) => problem.help(format!("forse intendevi `[@{nome}:{near}]`")),
        None => problem.help("controlla l’id o il codice: in quel piano dev’essere stampato"),
    })
}

/// The problem of a citation of a part of a publication outside the workspace, of which no part is known.
fn only_whole(name: &Spanned<String>, altra: &Pubblicazione) -> Diagnostic {
    let nome = altra.nome.value.trim();
    Diagnostic::at(P0212, name.span, format!("della pubblicazione `{nome}` si può citare soltanto l’insieme"))
        .note(format!(
            "è di un altro ente, {}: il programma ne conosce l’indirizzo, e non le parti",
            altra.ente.value.trim()
        ))
        .help(format!("scrivi `[@{nome}]`, e di’ la parte con le tue parole: «[@{nome}], sezione 3.3»"))
        .help(format!("oppure scegli tu tutte le parole: `[la sezione 3.3](@{nome})`"))
}

/// The problem of a citation of something of a plan that is not known.
fn unknown_plan(name: &Spanned<String>, nome: &str, piano: &Piano, sources: &Sources) -> Diagnostic {
    if let Some(altra) = piano.pubblicazione(nome, name.span) {
        return only_whole(name, altra);
    }
    let known = &piano.esterne.nomi;
    let own: Vec<&str> = piano.pubblicazioni().map(|one| one.nome.value.trim()).collect();
    let aggiungi = format!(
        "se è la pubblicazione di un altro ente, aggiungi a `piao.toml`, in fondo, `[[pubblicazione]]` con `nome = \"{}\"`, e qui scrivi `[@{0}]`",
        Id::slug(nome)
    );
    let problem = Diagnostic::at(P0212, name.span, format!("«{nome}» non è il nome di un piano"));
    match (known.as_slice(), nearest(nome, known.iter().map(String::as_str).chain(own.iter().copied()))) {
        (_, Some(near)) if own.contains(&near) => problem.help(format!("forse intendevi `[@{near}]`")),
        ([], _) => problem
            .note("una citazione con i due punti porta alla pubblicazione di un altro piano dello stesso elenco, e questo piano non sta in nessun elenco")
            .help("togli la parte prima dei due punti, o usa un collegamento `[testo](https://…)`")
            .help(aggiungi),
        (names, _) if names.iter().any(|known| known == nome) => {
            let there = sources.nomi_vicini().find(|(_, known)| *known == nome).and_then(|(n, _)| sources.senza_piano(n));
            match there {
                Some(folder) => problem
                    .note(format!("l’elenco dei piani dice che sta in `{}`, e lì non c’è un `piao.toml`", folder.display()))
                    .help("metti lì il piano, correggi `cartella` nell’elenco, o togli la citazione"),
                None => problem
                    .note("quel piano è nell’elenco, e il suo `piao.toml` non si legge")
                    .help(format!("correggi prima il piano `{nome}`: `piao controlla` ne dice gli errori")),
            }
        }
        (_, Some(near)) => problem.help(format!("forse intendevi `{near}`")).help(aggiungi),
        (names, None) => problem.help(format!("i piani sono: {}", names.join(", "))).help(aggiungi),
    }
}

/// Reports a citation of something of this plan that does not name one thing.
fn cite(name: &Spanned<String>, piano: &Piano, sources: &Sources, index: &Index, diags: &mut Diagnostics) {
    match index.find(&name.value).as_slice() {
        [_] => {}
        [] if piano.incompleto.nomi || index.scartati.contains(&key(&name.value)) => {}
        [] => {
            if let Some(error) = archiviato(piano, name) {
                diags.push(error);
                return;
            }
            let error = Diagnostic::at(P0201, name.span, format!("«{}» non esiste nel piano", name.value));
            let error = match foreign_letter(&name.value) {
                Some((letter, latin)) => {
                    error.note(format!("la lettera «{letter}» è di un altro alfabeto: sembra una «{latin}» latina"))
                }
                None => error,
            };
            if let Some(right) = index.mended(&name.value) {
                let error = error.help(format!("il codice giusto è `[@{right}]`"));
                let exact = sources.slice(name.span) == name.value;
                diags.push(if exact { error.patch(name.span, right) } else { error });
                return;
            }
            // A file is cited by its id.
            if let Some(file) = sources.simile(&name.value).map(|file| &file.path)
                && file.starts_with("allegati/")
            {
                let help = format!(
                    "è l’allegato `{file}`: nei dati scrivi `[[allegato]]` con un `id`, un `titolo` e `file = \"{file}\"`, e qui `[@id]`"
                );
                diags.push(error.help(help));
                return;
            }
            let plain: String = name.value.chars().map(|c| look_alike(c).unwrap_or(c)).collect();
            if let Some(there) = di_un_altro_piano(&plain, piano) {
                let error = error.help(format!("è nel piano di un altro ente: scrivi `[@{there}]`"));
                let exact = sources.slice(name.span) == name.value;
                diags.push(if exact { error.proposta(name.span, there) } else { error });
                return;
            }
            let altre = piano.citabili_fuori(name.span).map(|one| one.nome.value.trim());
            let piani = sources.nomi_vicini().filter(|(n, _)| sources.qui() != Some(*n));
            let piani: Vec<&str> = piani.map(|(_, nome)| nome).collect();
            let names = index.by_name.keys().map(String::as_str).chain(altre).chain(piani.iter().copied());
            diags.push(
                match nearest(&plain, names).map(|near| index.as_written(near)) {
                    Some(near) if index.find(near).is_empty() && piani.contains(&near) => error
                        .note(format!("`{near}` è il nome di un piano, e di un piano si cita una parte"))
                        .help(format!("scrivi l’id di quella parte dopo i due punti: `[@{near}:…]`; `piao elenco`, sulla sua cartella, li mostra")),
                    Some(near) => {
                        let error = error.help(format!("forse intendevi `[@{near}]`"));
                        // The span of a value with escapes is the whole value, so no exact correction can be given.
                        if sources.slice(name.span) == name.value { error.proposta(name.span, near) } else { error }
                    }
                    None => {
                        if let Some(there) = vicino_in_un_altro(&plain, piano) {
                            diags.push(error.help(format!("forse intendevi `[@{there}]`, del piano di un altro ente")));
                            return;
                        }
                        let error = match citabili(index) {
                            Some(names) => error.note(names),
                            None => error,
                        };
                        let error = error.help(
                            "controlla l’id o il codice: deve essere quello di una sezione, di una tabella o di un dato; `piao elenco` li mostra tutti, con i loro titoli",
                        );
                        match piani.first() {
                            Some(nome) => error.help(format!("se è nel piano di un altro ente, scrivi prima il nome di quel piano: `[@{nome}:{}]`", name.value.trim())),
                            None => error,
                        }
                    }
                },
            );
        }
        [first, rest @ ..] => {
            let mut error = Diagnostic::at(P0202, name.span, format!("«{}» può essere più di una cosa", name.value))
                .other(first.span, format!("questa ha id `{}`", first.id));
            for other in rest {
                error = error.other(other.span, format!("questa ha id `{}`", other.id));
            }
            let ids: Vec<String> = std::iter::once(first).chain(rest).map(|t| format!("`[@{}]`", t.id)).collect();
            diags.push(error.help(format!("cita per id: {}", ids.join(" oppure "))));
        }
    }
}

/// The citation of what `word` names in one of the plans that this one cites or includes: `unione:uffici`.
fn di_un_altro_piano(word: &str, piano: &Piano) -> Option<String> {
    let there = piano.esterne.piani.iter().find(|(_, (esterna, _))| esterna.cosa(word).is_some());
    there.map(|(nome, _)| format!("{nome}:{}", word.trim()))
}

/// The citation of what is called nearly so in one of them.
fn vicino_in_un_altro(word: &str, piano: &Piano) -> Option<String> {
    piano.esterne.piani.iter().find_map(|(nome, (esterna, _))| {
        let near = nearest(word, esterna.cose.keys().map(String::as_str))?;
        Some(format!("{nome}:{near}"))
    })
}

/// The names that a plan of few things has to be cited by. In a plan of many, a list of some would seem to be of all.
fn citabili(index: &Index) -> Option<String> {
    let code = |thing: &Thing| match thing.what {
        What::Element(kind, n) => index.code(kind, n),
        What::Section | What::Heading | What::Table | What::Figure => None,
    };
    let names: Vec<String> =
        index.things.iter().map(|thing| format!("`{}`", code(thing).unwrap_or(thing.id.as_str()))).collect();
    (1..=MOSTRATI).contains(&names.len()).then(|| format!("nel piano si può citare: {}", names.join(", ")))
}

/// The first letter of `word` that looks Latin and is of another alphabet, with the Latin letter that it looks like.
fn foreign_letter(word: &str) -> Option<(char, char)> {
    word.chars().find_map(|c| look_alike(c).map(|latin| (c, latin)))
}

fn look_alike(c: char) -> Option<char> {
    const PAIRS: &str = "АAВBЕEКKМMНHОOРPСCТTХXаaеeоoрpсcуyхxіiѕsΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΧXοo";
    let mut letters = PAIRS.chars();
    let mut pairs = std::iter::from_fn(|| letters.next().zip(letters.next()));
    pairs.find_map(|(foreign, latin)| (foreign == c).then_some(latin))
}
