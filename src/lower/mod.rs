//! Piano to [`Document`]: the order, the numbers and the words that a reader sees. After this nothing is looked up by name.
//!
//! Two passes. The first walks the sections in reading order and numbers what it meets; a citation of a later table has no
//! words yet. The second gives every citation its words, decides where paper adds the page, and notes who cites whom.

mod aggiunte;
mod catalogo;
mod cifre;
mod citations;
mod norme;
mod provenienza;
mod quotes;
mod registri;
mod revisioni;
mod sigle;
mod spazi;
mod stile;
mod viste;

use self::quotes::{Quotes, straight};
use self::sigle::Sciolte;
use crate::base::span::Span;
use crate::base::span::Spanned;
use crate::base::text::{capital, short};
use crate::conti::case;
use crate::conti::colonna::{self, Letto};
use crate::conti::fatti::{Fatti, Fatto};
use crate::conti::performance::copertura::tutti_i_titolari;
use crate::conti::requisiti;
use crate::diag::codes::{P0206, P0803, P0804};
use crate::diag::{Diagnostic, Diagnostics};
use crate::document::*;
use crate::index::{Index, What};
use crate::lingua::numeri::virgola_dubbia;
use crate::piano::element::id::Id;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::misura;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::Profile;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Dovuto, Importo};
use crate::piano::element::{Element, Kind, atto};
use crate::piano::piano_tipo;
use crate::piano::prose::{self, Align, Prose};
use crate::piano::settings::{self, Impostazioni, Stato, Titolare};
use crate::piano::vista::{Shows, Tipo};
use crate::piano::{Citata, Piano, Sezione, Sostituito};
use crate::source::Sources;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The document of `piano`, without its [`registri`], and the problems that are found while it is made. One of them is what is cited and
/// printed nowhere: a link to it would lead to nothing. `told`: what was said of the plan before.
pub fn lower(
    piano: &Piano,
    set: &Impostazioni,
    index: &Index,
    fatti: &Fatti,
    sources: &Sources,
    told: &Diagnostics,
) -> (Document, Vec<Diagnostic>) {
    let mut lower = Lower {
        holders: tutti_i_titolari(piano, index),
        piano,
        set,
        index,
        fatti,
        names: Names {
            anchors: index.things().iter().map(|thing| thing.id.clone()).collect(),
            homes: case::homes(piano, index),
            ..Names::default()
        },
        numbers: Numbers::default(),
        place: Place {
            section: Id::slug("piano"),
            piano_tipo: String::new(),
            base: 0,
            heading: 0,
            luogo: None,
            noting: false,
            pending: vec![],
            spiegati: BTreeSet::new(),
            indirizzi: BTreeSet::new(),
        },
        language: Language {
            quotes: Quotes::default(),
            norme: norme::Norme::default(),
            sciolte: Sciolte::of(crate::lingua::sigle::Sigle::of(piano.elementi.sigle())),
        },
        calendario: false,
        dubbi: vec![],
        nei_dati: false,
        registrate: BTreeSet::new(),
        in_breve: false,
    };
    lower.case_aggiunte();
    let mut sections = lower.sections(&piano.sezioni, None);
    lower.aggiunte(&mut sections);
    lower.list_norms(&mut sections);
    let mut calendario = if lower.calendario { lower.eventi() } else { vec![] };
    if requisiti::is_shown(piano, Shows::CalendarioMonitoraggio) {
        calendario.extend(lower.eventi_monitoraggio());
    }
    let catalogo = lower.catalogo();
    let cifre = lower.cifre(&catalogo);
    let Lower {
        names: Names { targets, cited, capitoli, .. }, numbers: Numbers { tables, figures, .. }, dubbi, ..
    } = lower;
    let mut problems = dubbi;
    // With a view that could not be read this check would be wrong: that view may show what is cited.
    if !sources.partial && !told.has_blocking() {
        let mut lost: BTreeMap<Id, (Option<Kind>, Vec<Span>)> = BTreeMap::new();
        for (id, span, kind) in cited.into_iter().filter(|(id, _, _)| !targets.contains_key(id)) {
            lost.entry(id).or_insert((kind, vec![])).1.push(span);
        }
        for (id, (kind, places)) in lost {
            let Some((first, rest)) = places.split_first() else { continue };
            let view = kind.map_or("tabella", |kind| kind.info().plural);
            let problem =
                Diagnostic::at(P0206, *first, format!("«{id}» è citato ma non è stampato in nessuna parte del piano"));
            // It is told once, however often it is cited: one view mends all.
            let problem = rest.iter().take(3).fold(problem, |problem, span| problem.other(*span, "anche qui"));
            problems.push(
                problem
                    .note("chi segue la citazione non troverebbe nulla")
                    .help(format!("aggiungi in una sezione la vista `piao:{view}` che lo mostri")),
            );
        }
    }
    let meta = meta(piano, set, index, tables > 0, figures > 0);
    let insieme = provenienza::Insieme::of(meta.indirizzo.as_deref(), sources);
    let mut document = Document {
        meta,
        sections,
        targets,
        catalogo,
        cifre,
        calendario,
        stile: stile::stile(set, sources),
        assets: piano.immagini.values().map(|(path, asset)| (path.clone(), asset.clone())).collect(),
        allegati: sources
            .files
            .iter()
            .filter(|file| file.path.starts_with("allegati/"))
            .map(|file| (file.path.clone(), file.bytes.clone()))
            .collect(),
        registri: vec![],
        cambiato: None,
        prima: prima(set, index),
        edizioni: None,
        vicine: provenienza::vicine(piano, &insieme),
        pagine_vicine: None,
        radice: insieme.radice(),
        al_posto: al_posto(piano, index),
    };
    let quiet: BTreeSet<&Id> = index
        .things()
        .iter()
        .filter(|thing| matches!(thing.what, What::Element(kind, _) if !kind.pagina()))
        .map(|thing| &thing.id)
        .collect();
    citations::words(&mut document, &quiet);
    viste::chapters(&mut document, &capitoli);
    document.sections.iter_mut().for_each(viste::same_years);
    if !piano.esterne.nomi.is_empty() {
        document.sections.iter_mut().for_each(|section| provenienza::scritto(section, sources));
    }
    if let Some(indirizzo) = &set.sito.indirizzo {
        problems.extend(provenienza::ignoti(&document, indirizzo, sources.uscita()));
    }
    (document, problems)
}

/// The document of `piano` with its registers, where its problems are told elsewhere.
pub fn complete(
    piano: &Piano,
    set: &Impostazioni,
    index: &Index,
    fatti: &Fatti,
    sources: &Sources,
    told: &Diagnostics,
) -> Document {
    let (mut document, _) = lower(piano, set, index, fatti, sources, told);
    document.registri = registri(piano, set, index, fatti, &document);
    document
}

/// The registers of the open data, those of [`Document::registri`], for a `document` that was made of the same plan.
pub fn registri(piano: &Piano, set: &Impostazioni, index: &Index, fatti: &Fatti, document: &Document) -> Vec<Dataset> {
    registri::tutti(piano, set, index, fatti, &document.targets)
}

/// The ids that the things of the plan had before. A word that is still an id, or names nothing, is told by `check`.
fn prima(set: &Impostazioni, index: &Index) -> BTreeMap<Id, Vec<Id>> {
    let mut out: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for (before, now) in &set.sito.spostati {
        let free = Id::new(before).filter(|_| index.find(before).is_empty());
        if let (Some(before), Some(thing)) = (free, index.find(&now.value).first()) {
            out.entry(thing.id.clone()).or_default().push(before);
        }
    }
    out
}

/// The records that stand in the place of those of other plans: the register and the id of each.
fn al_posto(piano: &Piano, index: &Index) -> Vec<(String, String)> {
    let found = piano.sostituiti.iter().filter(|posto| posto.trovato);
    let one = |posto: &Sostituito| {
        let n = piano.elementi.of(posto.kind).iter().position(|scheda| scheda.span == posto.scheda)?;
        Some((posto.kind.info().plural.to_owned(), index.id_of(posto.kind, n)?.to_string()))
    };
    found.filter_map(one).collect()
}

/// The title, and the years that are printed after it. A report is of one year, which the triennium does not tell; the year is not
/// said again where the title has it.
fn titolo(set: &Impostazioni) -> (String, String) {
    let own = set.titolo.as_ref().map_or_else(|| set.tipo.titolo().to_owned(), |t| straight(&t.value));
    let version = set.versione().map(|versione| &versione.value);
    let given = version.and_then(|versione| versione.titolo.as_ref()).map(|titolo| straight(&titolo.value));
    let triennio = set.triennio_stampato();
    let report = set.tipo == settings::Tipo::Relazione;
    let titolo = match (given, set.momento.value) {
        (Some(given), _) => given,
        (None, settings::Momento::Approvazione) => own,
        (None, _) if report => own,
        (None, settings::Momento::Monitoraggio) => {
            format!("Monitoraggio al {}: {own}", set.giorno(misura::Momento::Monitoraggio))
        }
        (None, settings::Momento::Consuntivo) => settings::Tipo::Relazione.titolo().to_owned(),
    };
    let dell_anno =
        (report && set.esercizio.is_some()) || (!report && set.momento.value == settings::Momento::Consuntivo);
    let anno = set.anno().to_string();
    let periodo = match dell_anno {
        true if titolo.contains(&anno) => String::new(),
        true => anno,
        false => triennio,
    };
    (titolo, periodo)
}

/// What the outputs say of the act of a version.
#[derive(Default)]
struct AttoStampato {
    /// The act: `deliberazione della Giunta n. 5 del 30/01/2025`.
    stampato: Option<String>,
    /// The version as an annex of it.
    allegato: Option<String>,
    /// The organ alone: `Giunta`.
    organo: Option<String>,
    /// The day of the act.
    giorno: Option<crate::base::giorno::Giorno>,
}

/// The act of this version, once the version is approved: before, whatever act is written, it is annexed to a proposal.
fn atto(piano: &Piano, set: &Impostazioni, index: &Index) -> AttoStampato {
    let found = atto_scritto(piano, set, index);
    if set.stato == Stato::Approvato {
        return found;
    }
    let code = match set.versione().filter(|_| !set.della_deliberazione()) {
        Some(versione) => versione.value.allegato.as_ref(),
        None => set.deliberazione.as_ref().and_then(|act| act.allegato.as_ref()),
    };
    let act =
        set.deliberazione.as_ref().filter(|_| set.stato == Stato::Proposta).map(settings::Deliberazione::proposta);
    let allegato = act.map(|act| format!("{} alla {act}", settings::annex(code)));
    AttoStampato { stampato: None, allegato, organo: found.organo, giorno: None }
}

/// The act of this version, as it is written. That of the first version is in `[deliberazione]`; the others cite theirs.
fn atto_scritto(piano: &Piano, set: &Impostazioni, index: &Index) -> AttoStampato {
    let organ = |organo: atto::Organo| organo.nome().to_owned();
    if set.della_deliberazione() {
        let Some(act) = &set.deliberazione else { return AttoStampato::default() };
        return AttoStampato {
            stampato: act.printed(),
            allegato: Some(act.allegato()),
            organo: act.organo.as_ref().map(|organo| organ(organo.value)),
            giorno: act.giorno(),
        };
    }
    let Some(version) = set.versione().map(|versione| &versione.value) else { return AttoStampato::default() };
    let annex = settings::annex(version.allegato.as_ref());
    let cited = match &version.atto {
        Some(Dovuto::Valore(rif)) => index.element(Kind::Atto, &rif.word.value),
        Some(Dovuto::Assente(_)) | None => None,
    };
    let found = cited.and_then(|n| piano.elementi.atti.get(n)).map(|atto| &atto.value);
    match found.and_then(|atto| Some((atto, atto.label()?))) {
        Some((atto, printed)) => AttoStampato {
            allegato: Some(format!("{annex} {}{printed}", atto.tipo.al())),
            stampato: Some(printed),
            organo: atto.organo.map(organ),
            giorno: atto.data.map(|data| data.value),
        },
        None => {
            let act = set.deliberazione.as_ref().map(settings::Deliberazione::proposta);
            AttoStampato { allegato: act.map(|act| format!("{annex} alla {act}")), ..AttoStampato::default() }
        }
    }
}

fn meta(piano: &Piano, set: &Impostazioni, index: &Index, tables: bool, figures: bool) -> Meta {
    let (titolo, periodo) = titolo(set);
    let atto = atto(piano, set, index);
    let ente = straight(&set.ente.nome.value);
    let said = |field: &Option<Dovuto<Spanned<String>>>| match field {
        Some(Dovuto::Valore(words)) => Some(words.value.trim().to_owned()).filter(|words| !words.is_empty()),
        _ => None,
    };
    Meta {
        triennio: set.triennio_stampato(),
        periodo: periodo.clone(),
        momento: set.momento.value.label().into(),
        stato: set.stato,
        bozza: set.stato == Stato::Bozza,
        tipo: set.tipo,
        data: set.data.value,
        deliberazione: atto.stampato,
        approvato_il: atto.giorno,
        organo: atto.organo,
        allegato: atto.allegato,
        versione: set.versioni.last().map_or(1, |versione| versione.value.numero.value),
        modificato: set.versioni.iter().skip(1).last().and_then(|versione| Some(versione.value.data.as_ref()?.value)),
        stemma: set.ente.stemma.as_ref().and_then(|path| {
            let (key, _) = piano.immagini.get(&(path.span.file, path.value.clone()))?;
            Some(key.clone())
        }),
        colori: set.colori.colori(),
        avvertenza: set.avvertenza.as_ref().map(|a| straight(&a.value)),
        descrizione: match &set.descrizione {
            Some(text) => straight(&text.value),
            None => format!("{} – {ente}", format!("{titolo} {periodo}").trim_end()),
        },
        parole_chiave: match set.parole_chiave.as_slice() {
            [] => vec![titolo.clone(), ente.clone(), set.triennio_stampato()],
            words => words.iter().map(|w| straight(&w.value)).collect(),
        },
        // Only an `http` or `https` address can be a link. The registry may hold other words in this field.
        sito: said(&set.ente.sito).filter(|url| ["https://", "http://"].iter().any(|scheme| url.starts_with(scheme))),
        codice_ipa: said(&set.ente.codice_ipa),
        pec: said(&set.ente.pec),
        allega_dati: set.pdf.allega_dati,
        indirizzo: set.sito.indirizzo.as_ref().map(|url| format!("{}/", url.value.trim_end_matches('/'))),
        privacy: set.sito.privacy.as_ref().map(|url| url.value.clone()),
        accessibilita: set.sito.accessibilita.as_ref().map(|url| url.value.clone()),
        valutazione: set.sito.valutazione.as_ref().map(|url| url.value.clone()),
        contatti: contatti(&set.ente),
        impronta: String::new(),
        elenco_tabelle: tables && set.pdf.elenco_tabelle,
        elenco_figure: figures && set.pdf.elenco_figure,
        citato_in: set.pdf.citato_in,
        titolo,
        ente,
    }
}

/// The address, the certified e-mail (PEC) and the telephone number of the body: those that the plan gives, each with its
/// Italian name.
fn contatti(ente: &Titolare) -> Vec<(&'static str, String)> {
    let all = [("Indirizzo", &ente.indirizzo), ("PEC", &ente.pec), ("Telefono", &ente.telefono)];
    let said = all.into_iter().filter_map(|(nome, valore)| match valore {
        Some(Dovuto::Valore(valore)) => Some((nome, straight(&valore.value))),
        Some(Dovuto::Assente(_)) | None => None,
    });
    said.collect()
}

/// The state of the first pass. What it reads never changes. What changes while the text is walked is in `names`,
/// `numbers`, `place` and `language`. The rest is about views, typed tables and records.
struct Lower<'a> {
    piano: &'a Piano,
    set: &'a Impostazioni,
    index: &'a Index,
    fatti: &'a Fatti,
    /// The offices of each unit, one for each person who holds it, in order of time.
    holders: BTreeMap<Pos<Unita>, Vec<Pos<Incarico>>>,
    names: Names,
    numbers: Numbers,
    place: Place,
    language: Language,
    /// Whether a view shows the calendar.
    calendario: bool,
    /// Warnings about typed tables: columns whose values could not be read with certainty.
    dubbi: Vec<Diagnostic>,
    /// Whether the text being lowered is a text of a record of the data, not of a section.
    nei_dati: bool,
    /// The revisions that some view has printed.
    registrate: BTreeSet<usize>,
    /// Whether some view has told in brief how the objectives ended.
    in_breve: bool,
}

/// What can be reached by name, and who was cited.
#[derive(Default)]
struct Names {
    targets: BTreeMap<Id, Target>,
    /// Every anchor given so far.
    anchors: BTreeSet<Id>,
    /// How many headings have had the same anchor so far. A count is kept because a plan may have ten thousand with the
    /// same words.
    alike: BTreeMap<Id, u32>,
    /// The view in which each element is at home.
    homes: BTreeMap<(Kind, usize), Span>,
    /// What the text cites, and where. All of it must be printed somewhere, or the link would lead to nothing.
    cited: Vec<(Id, Span, Option<Kind>)>,
    /// The units whose table opens a section, each with that section.
    capitoli: Vec<(Id, Id)>,
}

/// The last number given to a table, a figure and a note.
#[derive(Default)]
struct Numbers {
    tables: u32,
    figures: u32,
    notes: u32,
}

/// Where the text being lowered stands.
struct Place {
    section: Id,
    /// The number of the Piano-tipo of the section, or of the one in which it is.
    piano_tipo: String,
    /// The level of a heading in print is its level in Markdown plus this, less one.
    base: u8,
    /// Level of the last heading.
    heading: u8,
    /// The card, tree node or glossary entry around the text, if it has an anchor.
    luogo: Option<Id>,
    /// Whether it is the text of a note.
    noting: bool,
    /// Notes cited so far in the section.
    pending: Vec<Note>,
    /// What was explained in the section, and need not be again.
    spiegati: BTreeSet<&'static str>,
    /// The addresses of other publications that a note has said so far, each with the section of the note.
    indirizzi: BTreeSet<(Id, String)>,
}

/// What the words met so far change for those that follow.
struct Language {
    /// Whether a quotation is open.
    quotes: Quotes,
    /// The acronyms that need no name any more.
    sciolte: Sciolte,
    /// The norms cited so far.
    norme: norme::Norme,
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
        // If some sections have official numbers, the others must not take one of the Piano-tipo, not even that of a
        // section that the plan leaves out.
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
        self.names
            .targets
            .insert(id.clone(), Target { label, title: named, section: id.clone(), citato_in: vec![], capitolo: None });
        self.place.section = id.clone();
        let outer = self.place.piano_tipo.clone();
        if let Some(own) = &sezione.front.sezione {
            own.value.trim().clone_into(&mut self.place.piano_tipo);
        }
        if sezione.level == 1 {
            self.language.sciolte.capitolo.clear();
        }
        self.language.sciolte.sezione.clear();
        self.place.spiegati.clear();
        self.place.base = sezione.level - 1;
        self.place.heading = sezione.level;
        let mut scope = Scope::of(&sezione.prose);
        let counts = number.clone().filter(|_| sezione.children.is_empty());
        let mut blocks = Vec::new();
        if let Some(reason) = &sezione.front.assente {
            let text = self.text(&reason.value, reason.span);
            let text = self.link_norms(vec![text]);
            blocks.push(Block { anchor: None, span: reason.span, kind: BlockKind::Absent(text) });
        }
        blocks.extend(self.tratti(sezione, &mut scope));
        if let Some(number) = &counts {
            self.number_headings(&mut blocks, number, sezione.level + 1);
        }
        let notes = std::mem::take(&mut self.place.pending);
        let children = self.sections(&sezione.children, number.as_deref());
        self.place.piano_tipo = outer;
        Section {
            apart: false,
            piano_tipo: sezione.front.sezione.as_ref().map(|number| number.value.trim().to_owned()),
            inclusa: sezione.front.includi.as_ref().map(|name| name.value.trim().to_lowercase()),
            scritto: None,
            id,
            number,
            title,
            level: sezione.level,
            frontespizio: sezione.front.frontespizio,
            referente: sezione.front.referente.as_ref().map(|r| straight(&r.value)),
            stato: match sezione.front.lavorazione() {
                Some(known) => Some(known.label().to_owned()),
                None => sezione.front.stato.as_ref().map(|s| straight(&s.value)),
            },
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
            if let Some(target) = block.anchor.as_ref().and_then(|id| self.names.targets.get_mut(id)) {
                target.label = format!("paragrafo\u{a0}{text}");
                target.title = Some(plain(content));
            }
            *number = Some(text);
        }
    }

    fn blocks(&mut self, blocks: &'a [prose::Block], scope: &mut Scope<'a>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            self.language.quotes = Quotes::default();
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
                let level = (self.place.base + level).clamp(1, 6);
                self.place.heading = level;
                anchor = Some(self.heading_anchor(span, &content));
                BlockKind::Heading { level, number: None, content }
            }
            prose::BlockKind::Paragraph(content) => {
                let content = self.discorso(content, scope);
                BlockKind::Paragraph(self.running(content, true))
            }
            prose::BlockKind::List { start, tight, items, segni, .. } => BlockKind::List {
                start: *start,
                tight: *tight,
                segni: segni.clone(),
                items: items.iter().map(|item| self.blocks(item, scope)).collect(),
            },
            prose::BlockKind::Quote(inner) => {
                let muto = std::mem::replace(&mut self.language.sciolte.muto, true);
                let inner = self.blocks(inner, scope);
                self.language.sciolte.muto = muto;
                BlockKind::Quote(inner)
            }
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
                let caption = caption.as_ref().map(|caption| self.discorso(caption, scope));
                let number = (caption.is_some() || anchor.is_some()).then(|| {
                    self.numbers.figures += 1;
                    self.numbers.figures
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
        let base = self.place.section.child(Id::slug(&title).as_str());
        let mut id = base.clone();
        while !self.names.anchors.insert(id.clone()) {
            let n = self.names.alike.entry(base.clone()).or_insert(1);
            *n += 1;
            id = base.numbered(*n);
        }
        id
    }

    fn target(&mut self, id: Id, label: String, title: Option<String>) {
        self.names.targets.entry(id).or_insert(Target {
            label,
            title,
            section: self.place.section.clone(),
            citato_in: vec![],
            capitolo: None,
        });
    }

    fn text(&mut self, text: &str, span: Span) -> Inline {
        Inline::Text { text: self.language.quotes.turn(text), span }
    }

    fn inlines(&mut self, list: &'a [prose::Inline], scope: &mut Scope<'a>) -> Vec<Inline> {
        let mut out = Vec::with_capacity(list.len());
        for inline in list {
            let Some(made) = self.inline(inline, scope) else { continue };
            let after = match inline {
                prose::Inline::Cite { name, content } => self.dopo_il_rimando(name, content.is_some(), &made),
                _ => vec![],
            };
            out.push(made);
            out.extend(after);
        }
        out
    }

    fn inline(&mut self, inline: &'a prose::Inline, scope: &mut Scope<'a>) -> Option<Inline> {
        Some(match inline {
            prose::Inline::Text { text, span } => self.text(text, *span),
            prose::Inline::Strong(inner) => Inline::Strong(self.inlines(inner, scope)),
            prose::Inline::Emph(inner) => Inline::Emph(self.inlines(inner, scope)),
            prose::Inline::Strike(inner) => Inline::Strike(self.inlines(inner, scope)),
            prose::Inline::Code { text, span } => Inline::Code { text: text.clone(), span: *span },
            prose::Inline::Lang { lang, content } => {
                Inline::Lang { lang: lang.clone(), content: self.inlines(content, scope) }
            }
            prose::Inline::Link { url, content } => {
                let content = match content.as_slice() {
                    // An address is shown as it is: its apostrophes are not those of words.
                    [prose::Inline::Text { text, span }] if *text == url.value => {
                        self.language.quotes.last = text.chars().next_back();
                        vec![Inline::Text { text: text.clone(), span: *span }]
                    }
                    content => self.inlines(content, scope),
                };
                Inline::Link { url: url.value.clone(), content }
            }
            prose::Inline::Cite { name, content } => {
                let word = match self.piano.citata(name, self.shown_here(&name.value)) {
                    Citata::Qui(word) => word,
                    Citata::Fuori(altra) => {
                        let content = content.as_ref().map(|content| self.inlines(content, scope));
                        self.language.quotes.last = Some('x');
                        return Some(self.fuori(altra, content, name.span));
                    }
                    Citata::Altrove(nome, Some(cosa)) => {
                        let content = content.as_ref().map(|content| self.inlines(content, scope));
                        self.language.quotes.last = Some('x');
                        return Some(self.altrove(nome, cosa, content, name.span));
                    }
                    Citata::Altrove(..) | Citata::Ignoto(_) => return None,
                };
                let content = content.as_ref().map(|content| self.inlines(content, scope)).unwrap_or_default();
                self.language.quotes.last = Some('x');
                return self.xref(word, name.span, content);
            }
            prose::Inline::Fact { name } => {
                let words = self.fatti.words(&name.value, name.span).unwrap_or_default();
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
    fn xref(&mut self, word: &str, span: Span, content: Vec<Inline>) -> Option<Inline> {
        let index = self.index;
        let found = index.find(word);
        let thing = found.first()?;
        let kind = match thing.what {
            What::Element(kind, _) => Some(kind),
            What::Section | What::Heading | What::Table | What::Figure => None,
        };
        // An act is known by its words: whoever reads them can find it, also where no list of the acts is printed.
        if let What::Element(Kind::Atto, n) = thing.what
            && !self.names.homes.contains_key(&(Kind::Atto, n))
        {
            return self.atto_senza_vista(n, &content, span);
        }
        self.names.cited.push((thing.id.clone(), span, kind));
        Some(Inline::Xref { target: thing.id.clone(), content, page: true, listed: false })
    }

    /// Whether the plan prints what `word` names. What a text of another plan cites may be here among the data and not on the pages:
    /// then the citation leads to where the other prints it.
    fn shown_here(&self, word: &str) -> bool {
        self.index.find(word).iter().any(|thing| match thing.what {
            What::Element(kind, n) => self.names.homes.contains_key(&(kind, n)),
            What::Section | What::Heading | What::Table | What::Figure => true,
        })
    }

    /// An act that no view prints: the words of its author, then its form and its subject.
    fn atto_senza_vista(&self, n: usize, content: &[Inline], span: Span) -> Option<Inline> {
        let atto = &self.piano.elementi.atti.get(n)?.value;
        let form = atto.label().unwrap_or_default();
        let said = plain(content);
        let text = match said.is_empty() {
            true => format!("{form} «{}»", straight(&atto.oggetto.value)),
            false => format!("{said} ({form})"),
        };
        let content = Inline::Text { text, span };
        Some(match &atto.url {
            Some(url) if url.value.starts_with("http") => {
                Inline::Link { url: url.value.clone(), content: vec![content] }
            }
            _ => content,
        })
    }

    /// A citation of an element by its id. The data use it, because their references may use a name that prose cannot.
    fn cite(&mut self, id: Id, span: Span, kind: Kind) -> Inline {
        if let Some(padrone) = self.piano.padrone(span).filter(|_| !self.shown_here(id.as_str()))
            && let Some((esterna, _)) = self.piano.esterne.piani.get(&padrone.nome)
            && let Some(cosa) = esterna.cosa(id.as_str())
        {
            return self.altrove(&padrone.nome, cosa, None, span);
        }
        self.names.cited.push((id.clone(), span, Some(kind)));
        // Units, offices and nodes of the tree do not list who names them. Every objective names its unit and its node, so the list
        // would be too long, and the indexes and the tree say it already.
        let listed = matches!(kind, Kind::Unita | Kind::Incarico | Kind::Nodo);
        Inline::Xref { target: id, content: vec![], page: true, listed }
    }

    fn note(&mut self, label: &'a Spanned<String>, scope: &mut Scope<'a>) -> Option<Inline> {
        if let Some(number) = scope.numbers.get(label.value.as_str()) {
            return Some(Inline::Note { number: *number });
        }
        let (name, blocks) = scope.notes.get_key_value(label.value.as_str())?;
        // `check` refuses a note inside a note. Here a chain of ten thousand of them must still not overflow the stack.
        if std::mem::replace(&mut self.place.noting, true) {
            return None;
        }
        self.numbers.notes += 1;
        let number = self.numbers.notes;
        scope.numbers.insert(name, number);
        let quotes = self.language.quotes;
        // Readers may skip the notes. An acronym explained in a note must still be explained in the text.
        let (capitolo, sezione) = (self.language.sciolte.capitolo.clone(), self.language.sciolte.sezione.clone());
        let blocks = self.blocks(blocks, scope);
        (self.language.sciolte.capitolo, self.language.sciolte.sezione) = (capitolo, sezione);
        self.language.quotes = quotes;
        self.place.noting = false;
        self.place.pending.push(Note { number, blocks });
        Some(Inline::Note { number })
    }

    fn markdown_table(&mut self, table: &'a prose::Table, anchor: Option<&Id>, scope: &mut Scope<'a>) -> Table {
        let caption = table.caption.as_ref().map(|caption| self.discorso(caption, scope));
        let number = self.table_number(caption.is_some(), anchor);
        // The PDF repeats the header on every page, where it cannot be a link.
        let mut header: Vec<Words> = Vec::with_capacity(table.header.len());
        for cell in &table.header {
            self.language.quotes = Quotes::default();
            header.push(self.inlines(cell, scope));
        }
        let mut cell = |cell: &'a Vec<prose::Inline>| {
            self.language.quotes = Quotes::default();
            self.discorso(cell, scope)
        };
        let mut rows: Vec<Row> =
            table.rows.iter().map(|(span, cells)| Row::new(cells.iter().map(&mut cell), *span)).collect();

        // What a cell says with a fact is no word of the author, that may be read in two ways.
        let numbers = |cell: &[prose::Inline]| {
            let fact = |name: &str| {
                matches!(
                    self.fatti.get(&Fatti::base(name)),
                    Some(Fatto::Importo(_) | Fatto::Conta { .. } | Fatto::Numero(_) | Fatto::Percento { .. })
                )
            };
            let mut facts = 0;
            let only = cell.iter().all(|inline| match inline {
                prose::Inline::Fact { name } => {
                    facts += 1;
                    fact(&name.value)
                }
                prose::Inline::Text { text, .. } => !text.chars().any(char::is_numeric),
                _ => false,
            });
            only && facts == 1
        };
        let certe: BTreeSet<(usize, usize)> = table
            .rows
            .iter()
            .enumerate()
            .flat_map(|(row, (_, cells))| cells.iter().enumerate().map(move |(n, cell)| ((row, n), cell)))
            .filter(|(_, cell)| numbers(cell))
            .map(|(at, _)| at)
            .collect();
        let row_headers = names_rows(&rows);
        let tipi = &table.tipi;
        let columns: Vec<Column> = header
            .into_iter()
            .enumerate()
            .map(|(n, header)| {
                let asked = match table.align.get(n) {
                    Some(Align::Left) => Some(Profile::Testo),
                    Some(Align::Center) => Some(Profile::Centrato),
                    Some(Align::Right) => Some(Profile::Numero),
                    Some(Align::None) | None => None,
                };
                let declared = tipi.get(n).map(|tipo| profile_of(*tipo));
                let words: Vec<String> = rows.iter().filter_map(|row| row.cells.get(n)).map(|c| plain(c)).collect();
                Column { profile: asked.or(declared).unwrap_or_else(|| profile(&words)), header }
            })
            .collect();
        for row in &mut rows {
            for (cell, column) in row.cells.iter_mut().zip(&columns) {
                // A narrow column of codes or numbers has no room for the names of acronyms.
                let largo = matches!(column.profile, Profile::Testo | Profile::Centrato);
                cell.words = self.running(std::mem::take(&mut cell.words), largo);
            }
        }
        let mut made = Table { number, caption, columns, row_headers, rows, registro: None };
        self.values(&mut made, tipi, &certe, "`{tipi=\"…\"}` in fondo alla didascalia");
        made
    }

    /// Gives the cells of a typed table the values that their words certainly have. A column has values if the author
    /// declared its type, or if each of its cells can be read in one way only. Reports the columns that are published as
    /// text because their values are not certain. `certe`: the rows and columns of the cells whose number the program itself wrote.
    fn values(&mut self, table: &mut Table, tipi: &[Tipo], certe: &BTreeSet<(usize, usize)>, typed: &'static str) {
        for (n, column) in table.columns.iter().enumerate() {
            let cells = table.rows.iter().enumerate().map(|(row, cells)| {
                let words = cells.cells.get(n).map(|cell| plain(&in_force(cell))).unwrap_or_default();
                if certe.contains(&(row, n)) { colonna::senza_dubbi(&words) } else { words }
            });
            let cells: Vec<String> = cells.collect();
            let declared = tipi.get(n).copied();
            let titolo = plain(&column.header);
            let read = letta(&titolo, &cells, declared);
            if table.number.is_some() {
                self.dubbi.extend(read.dubbie.first().filter(|_| declared.is_none()).and_then(|at| {
                    let (words, row) = (cells.get(*at)?.trim(), table.rows.get(*at)?);
                    let place = place(row.cells.get(n)?).unwrap_or(row.span);
                    let name = &titolo;
                    let (may, cure) = match words {
                        _ if virgola_dubbia(words) => (
                            "un migliaio scritto all’inglese o un numero con tre decimali",
                            "se è un migliaio scrivilo senza virgola; se sono decimali",
                        ),
                        _ if words.contains('.') => (
                            "un migliaio o un numero con tre decimali",
                            "scrivilo senza punto, o con la virgola se è un decimale; oppure",
                        ),
                        _ => (
                            "un’ora con i suoi minuti o un numero di ore con i decimali",
                            "se sono minuti scrivi i due punti, come in «8:30»; se sono decimali",
                        ),
                    };
                    Some(
                        Diagnostic::at(
                            P0803,
                            place,
                            format!(
                                "la colonna «{}» ha numeri che si leggono in due modi: nei dati aperti resta testo",
                                short(name)
                            ),
                        )
                        .note(format!("«{}» può essere {may}", short(words)))
                        .help(format!("{cure} dichiara i tipi delle colonne con {typed}")),
                    )
                }));
                let unread = if read.celle.iter().any(Option::is_some) {
                    "nei dati aperti la cella resta senza valore, e le sue parole vanno in una colonna di note"
                } else {
                    "nessuna cella della colonna si legge: nei dati aperti resta tutta di testo"
                };
                self.dubbi.extend(read.dubbie.iter().filter(|_| declared.is_some()).filter_map(|at| {
                    let (words, row) = (cells.get(*at)?.trim(), table.rows.get(*at)?);
                    let place = place(row.cells.get(n)?).unwrap_or(row.span);
                    let tipo = declared?.label();
                    Some(
                        Diagnostic::at(P0804, place, format!("«{}» sta in una colonna di tipo {tipo} e non si legge con certezza", short(words)))
                            .note(unread)
                            .help("scrivi il numero senza punti e con la virgola per i decimali, o la data come 31/12/2026; le parole vanno in un’altra cella"),
                    )
                }));
            }
            for (row, letto) in table.rows.iter_mut().zip(&read.celle) {
                if let (Some(cell), Some(letto)) = (row.cells.get_mut(n), letto) {
                    cell.values = vec![("".into(), (*letto).into())];
                }
            }
        }
    }

    fn table_number(&mut self, caption: bool, anchor: Option<&Id>) -> Option<u32> {
        if !caption && anchor.is_none() {
            return None;
        }
        self.numbers.tables += 1;
        if let Some(id) = anchor {
            self.target(id.clone(), format!("tabella\u{a0}{}", self.numbers.tables), None);
        }
        Some(self.numbers.tables)
    }
}

impl From<Letto> for Value {
    fn from(letto: Letto) -> Self {
        match letto {
            Letto::Numero(number) => number.into(),
            Letto::Importo(amount) => amount.into(),
            Letto::Percentuale(percent) => Value::Percent(percent.into()),
            Letto::Data(day) => day.into(),
        }
    }
}

/// The values of the cells of a column, remembered by what they say.
#[comemo::memoize]
fn letta(titolo: &str, cells: &[String], declared: Option<Tipo>) -> Arc<colonna::Colonna> {
    Arc::new(colonna::leggi(titolo, &cells.iter().map(String::as_str).collect::<Vec<_>>(), declared))
}

/// Where the words of a cell were written.
fn place(cell: &[Inline]) -> Option<Span> {
    cell.iter().find_map(|inline| match inline {
        Inline::Text { span, .. } | Inline::Code { span, .. } | Inline::Abbr { span, .. } => Some(*span),
        _ => inline.inner().into_iter().find_map(place),
    })
}

/// The layout of a column whose type the author declared.
fn profile_of(tipo: Tipo) -> Profile {
    match tipo {
        Tipo::Testo => Profile::Testo,
        Tipo::Codice => Profile::Codice,
        Tipo::Numero | Tipo::Percentuale => Profile::Numero,
        Tipo::Importo => Profile::Importo,
        Tipo::Data => Profile::Data,
    }
}

/// The layout of a column whose type the author did not declare, judged from its words.
fn profile(cells: &[String]) -> Profile {
    let filled: Vec<&str> = cells.iter().map(|c| c.trim()).filter(|c| !colonna::vuota(c)).collect();
    if filled.is_empty() {
        return Profile::Testo;
    }
    let euro = |c: &&str| c.contains('€') && Importo::parse(c).is_some();
    let number = |c: &&str| {
        c.chars().any(|c| c.is_ascii_digit())
            && c.chars().all(|c| c.is_ascii_digit() || ".,%−-+≥≤<>± \u{a0}".contains(c))
    };
    let code = |c: &&str| !c.contains(' ') && c.chars().count() <= 16 && c.chars().any(|c| c.is_ascii_digit());
    if filled.iter().all(euro) {
        Profile::Importo
    } else if filled.iter().all(|c| crate::base::giorno::Giorno::parse(c).is_some()) {
        Profile::Data
    } else if filled.iter().all(number) {
        Profile::Numero
    } else if filled.iter().all(code) {
        Profile::Codice
    } else {
        Profile::Testo
    }
}

/// Whether the first column names its row: filled in every row, never with the same words, and not alone.
fn names_rows(rows: &[Row]) -> bool {
    let rows: Vec<&Row> = rows.iter().filter(|row| !row.heads).collect();
    let names: Vec<String> = rows.iter().filter_map(|row| row.cells.first()).map(|cell| plain(cell)).collect();
    let distinct: BTreeSet<&str> = names.iter().map(|n| n.trim()).collect();
    let alone = rows.iter().any(|row| row.cells.len() < 2);
    names.len() > 1 && distinct.len() == names.len() && !distinct.contains("") && !alone
}
