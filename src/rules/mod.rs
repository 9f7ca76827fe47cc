//! Rules: what a plan can say that is read, found and printed, and is wrong all the same. One rule is one file: its code,
//! its name, its level and its check. A rule that fails never stops a draft; once the plan is approved, those at `errore` do.

use crate::data::Data;
use crate::diag::{Diagnostic, Diagnostics, Severity, nearest};
use crate::element::Kind;
use crate::element::obiettivo::Obiettivo;
use crate::element::scheda_scambio::SchedaScambio;
use crate::element::target::{Atteso, Target};
use crate::element::value::{Dovuto, Testo};
use crate::load::Piano;
use crate::prose::{BlockKind, Inline, inlines};
use crate::resolve::{Index, like_source};
use crate::settings::{Impostazioni, Livello};
use crate::source::Sources;
use crate::span::{Span, Spanned};
use crate::tempo::{Genere, Tempo};
use std::borrow::Cow;
use std::ops::Range;

/// A rule.
#[derive(Debug)]
pub struct Regola {
    /// `P0301`: never reused.
    pub codice: &'static str,
    /// The name by which offices set its level: `pesi-obiettivi`.
    pub nome: &'static str,
    /// Its level when nobody sets one.
    pub livello: Severity,
    /// The names that it has in the catalogues from which it comes: not printed.
    pub origine: &'static [&'static str],
    check: fn(&Cx<'_>, &mut Vec<Diagnostic>),
}

impl Regola {
    /// A breach of the rule at `span`.
    fn at(&self, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::rule(self.codice, self.livello, span, message)
    }
}

macro_rules! regole {
    ($($name:ident),* $(,)?) => {
        $(mod $name;)*
        /// All rules, by code.
        pub static REGOLE: &[&Regola] = &[$(&$name::REGOLA),*];
    };
}

regole! {
    rimando_esterno,
    pesi_obiettivi,
    pesi_fasi,
    pesi_risultati,
    totale_digitato,
    totale_senza_pesi,
    realizzazione,
    esito_dalle_fasi,
    esito_e_target,
    codice_percorso,
    codice_doppio,
    misura_e_valore,
    valore_atteso,
    dimensione,
    posto_principale,
    numeri_doppi,
    misure_doppie,
    quote_doppie,
    fasi_del_risultato,
    esito_parziale,
    livelli_dell_albero,
    tempo_leggibile,
    tempo_dubbio,
    data_esistente,
    data_nel_ciclo,
    termine_nel_periodo,
    periodo_tardo,
    fase_nelle_date,
    periodo_e_testo,
    durata,
    fase_senza_totale,
    date_in_ordine,
    sigla_doppia,
    termine_inutile,
    sigla_ignota,
    nome_unita,
    scambio_passato,
    scambio_senza_date,
    giorno_settimana,
    scambio_festivo,
    scambio_fissato,
    scambio_numero,
    scambio_contatto,
    alias_doppio,
    atto_anno,
    atto_dopo_inizio,
    cig,
    atto_non_citato,
    norma,
    linea_incompleta,
    ore_a_persona,
    oltre_organico,
    tema_scoperto,
    anno_formazione,
    totale_formazione,
    finanziato_richiesto,
    richiesto_importo,
    totale_fondi,
    cup,
    date_misura,
    misura_doppia,
    percorso_pnrr,
    piano_informatica,
    misura_incompleta,
    pnrr_chiuso,
}

/// What rules look at.
struct Cx<'a> {
    piano: &'a Piano,
    index: &'a Index,
    sources: &'a Sources,
    set: &'a Impostazioni,
    /// The year whose plan it is.
    anno: i16,
    /// Where something could not be read, and was reported.
    illeggibili: Vec<Span>,
}

impl<'a> Cx<'a> {
    /// The objectives with their position and their place.
    fn obiettivi(&self) -> impl Iterator<Item = (usize, &'a Spanned<Obiettivo>)> + use<'a> {
        self.piano.elementi.obiettivi.iter().enumerate()
    }

    /// Every field of the plan that says when.
    fn tempi(&self) -> impl Iterator<Item = Quando<'a>> + use<'a> {
        let schede = self.piano.elementi.schede_scambio.iter().flat_map(|scheda| tempi_scambio(&scheda.value));
        let schede = schede.map(|t| Quando { tempo: Cow::Borrowed(&t.value), span: t.span, anno: None, fase: false });
        self.obiettivi().flat_map(|(_, obiettivo)| tempi(&obiettivo.value)).chain(schede)
    }

    /// What an objective is called in a message: its code, or its title.
    fn nome(&self, n: usize) -> String {
        match (self.index.code(Kind::Obiettivo, n), self.piano.elementi.obiettivi.get(n)) {
            (Some(code), _) => code.to_owned(),
            (None, Some(obiettivo)) => format!("«{}»", crate::load::toml::short(&obiettivo.value.titolo.value)),
            (None, None) => String::new(),
        }
    }

    /// What to write at `span`, where `text` is due, with the quotes that are there.
    fn scritto(&self, span: Span, text: &str) -> String {
        like_source(self.sources, &Spanned::new(String::new(), span), text)
    }

    /// Whether everything was read of a record written at `span`: under its header up to the next, or between its braces.
    /// What seems to be missing in a record that was not read may be there.
    fn letto(&self, span: Span) -> bool {
        let text = self.sources.file(span.file).map_or("", crate::source::File::text);
        let rest = text.get(span.range().end..).unwrap_or_default();
        self.letto_fino(span, span.range().end + rest.find("\n[").unwrap_or(rest.len()))
    }

    /// The same of an objective, whose parts have headers of their own.
    fn letto_tutto(&self, span: Span) -> bool {
        let text = self.sources.file(span.file).map_or("", crate::source::File::text);
        let rest = text.get(span.range().end..).unwrap_or_default();
        let mut headers = rest.match_indices("\n[[").map(|(at, _)| at);
        let next =
            headers.find(|at| !rest.get(*at..).and_then(|h| h.lines().nth(1)).is_some_and(|line| line.contains('.')));
        self.letto_fino(span, span.range().end + next.unwrap_or(rest.len()))
    }

    /// Whether all objectives and units were read: one that was not is missing from every sum.
    fn letti_gli_obiettivi(&self) -> bool {
        let elementi = &self.piano.elementi;
        self.letti_i_file(elementi.obiettivi.iter().map(|o| o.span).chain(elementi.unita.iter().map(|u| u.span)))
    }

    /// Whether the whole tree was read: a node that was not gives its number to another.
    fn letti_i_nodi(&self) -> bool {
        self.letti_i_file(self.piano.elementi.nodi.iter().map(|nodo| nodo.span))
    }

    fn letti_i_file(&self, mut spans: impl Iterator<Item = Span>) -> bool {
        !self.piano.incompleto.nomi && spans.all(|span| self.illeggibili.iter().all(|unread| unread.file != span.file))
    }

    fn letto_fino(&self, span: Span, end: usize) -> bool {
        !self.illeggibili.iter().any(|s| s.file == span.file && (span.range().start..=end).contains(&s.range().start))
    }

    /// The running words of a text, paragraph by paragraph.
    fn discorsi(&self, testo: Testo) -> Vec<Discorso> {
        let prose = usize::try_from(testo.0).ok().and_then(|n| self.piano.testi.get(n));
        let mut out = Vec::new();
        if let Some(prose) = prose {
            prose.each_block(&mut |block| out.extend(discorsi(&block.kind)));
        }
        out
    }

    /// The words of a text in one line, short enough for a message.
    fn parole(&self, testo: Testo) -> String {
        let words: Vec<String> = self.discorsi(testo).into_iter().map(|d| d.parole).collect();
        crate::load::toml::short(words.join(" ").trim())
    }

    /// The last day of the triennium.
    fn ultimo_giorno(&self) -> Option<Data> {
        jiff::civil::Date::new(self.set.anni().last()?, 12, 31).ok().map(Data)
    }
}

/// A field that says when.
struct Quando<'a> {
    /// What it says.
    tempo: Cow<'a, Tempo>,
    span: Span,
    /// The year under which it is written, in `{ 2025 = … }`.
    anno: Option<i16>,
    /// Whether it is of a phase: its dates are those of its objective.
    fase: bool,
}

/// Every field of an objective that says when.
fn tempi(obiettivo: &Obiettivo) -> Vec<Quando<'_>> {
    fn one(tempo: &Spanned<Tempo>) -> Quando<'_> {
        Quando { tempo: Cow::Borrowed(&tempo.value), span: tempo.span, anno: None, fase: false }
    }
    let mut all = Vec::new();
    if let Some(Dovuto::Valore(scadenza)) = &obiettivo.scadenza {
        all.push(one(scadenza));
    }
    all.extend(obiettivo.risultati.iter().filter_map(|r| r.value.entro.as_ref()).map(one));
    for (anno, tempi) in obiettivo.fasi.iter().filter_map(|f| f.value.tempi.as_ref()).flat_map(|tempi| tempi.iter()) {
        all.push(Quando { anno, fase: true, ..one(tempi) });
    }
    all.extend(obiettivo.verifiche.iter().filter_map(|v| v.value.tempi.as_ref()).map(one));
    for indicatore in obiettivo.indicatori.iter().map(|i| &i.value) {
        all.extend(indicatore.scala.iter().map(|gradino| one(&gradino.entro)));
        for (anno, target) in indicatore.target.iter().flat_map(|target| target.iter()) {
            let tempo = match &target.value.atteso {
                Atteso::Tempo(tempo) => Cow::Borrowed(tempo),
                // Words that would be a day, if the day existed.
                Atteso::Parole if impossibile(&target.value) => Cow::Owned(Tempo::parse(&target.value.parola)),
                _ => continue,
            };
            all.push(Quando { tempo, span: target.span, anno, fase: false });
        }
    }
    all
}

/// Every field of an exchange that says when.
fn tempi_scambio(scheda: &SchedaScambio) -> impl Iterator<Item = &Spanned<Tempo>> {
    let dates = scheda.disponibilita.iter().flat_map(|d| [&d.value.quando, &d.value.finestra]);
    dates.chain(scheda.programma.iter().map(|parte| &parte.value.data)).flatten()
}

/// Whether a target is a day that does not exist.
fn impossibile(target: &Target) -> bool {
    matches!(target.atteso, Atteso::Parole)
        && Tempo::parse(&target.parola).lettura.is_err_and(|e| e.genere == Genere::Impossibile)
}

/// The running words of a paragraph or of a cell, with the way back to their bytes.
struct Discorso {
    parole: String,
    /// Where in `parole` each piece begins, how long it is, and where it was written.
    pezzi: Vec<(usize, usize, Span)>,
    /// Whether it has a link, a citation or a note.
    rimanda: bool,
}

impl Discorso {
    fn of(content: &[Inline]) -> Self {
        let mut out = Discorso { parole: String::new(), pezzi: vec![], rimanda: false };
        inlines(content, &mut |inline| match inline {
            Inline::Text { text, span } | Inline::Code { text, span } => {
                out.pezzi.push((out.parole.len(), text.len(), *span));
                out.parole.push_str(text);
            }
            Inline::Break => out.parole.push(' '),
            Inline::Link { .. } | Inline::Cite { .. } | Inline::Note { .. } => out.rimanda = true,
            Inline::Strong(_) | Inline::Emph(_) | Inline::Strike(_) | Inline::Fact { .. } | Inline::Image(_) => {}
        });
        out
    }

    /// The same without what is no running text: code, links, citations, facts and notes leave an obstacle in their place.
    fn nudo(content: &[Inline]) -> Self {
        fn go(content: &[Inline], out: &mut Discorso) {
            for inline in content {
                match inline {
                    Inline::Text { text, span } => {
                        out.pezzi.push((out.parole.len(), text.len(), *span));
                        out.parole.push_str(text);
                    }
                    Inline::Strong(inner) | Inline::Emph(inner) | Inline::Strike(inner) => go(inner, out),
                    _ => out.parole.push('\u{fffc}'),
                }
            }
        }
        let mut out = Discorso { parole: String::new(), pezzi: vec![], rimanda: false };
        go(content, &mut out);
        out
    }

    /// Where the bytes `range` of `parole` were written: the whole piece where it was written with escapes.
    fn span(&self, range: Range<usize>) -> Option<Span> {
        let find = |at: usize| self.pezzi.iter().find(|(start, len, _)| (*start..start + len).contains(&at));
        let exact = |(start, len, span): &(usize, usize, Span), at: usize, whole: usize| {
            if span.range().len() == *len { span.range().start + at - start } else { whole }
        };
        let (first, last) = (find(range.start)?, find(range.end.checked_sub(1)?)?);
        let from = exact(first, range.start, first.2.range().start);
        let to = exact(last, range.end, last.2.range().end);
        Some(Span::new(first.2.file, from..to.max(from)))
    }
}

impl Discorso {
    /// The same, only where the bytes are those of the file: there a patch can be made.
    fn esatto(&self, range: Range<usize>) -> Option<Span> {
        let whole = |at: usize| {
            self.pezzi
                .iter()
                .any(|(start, len, span)| (*start..start + len).contains(&at) && span.range().len() == *len)
        };
        let span = self.span(range.clone())?;
        (whole(range.start) && whole(range.end - 1) && span.range().len() == range.len()).then_some(span)
    }
}

/// The running words of a block; those of the blocks inside it are not its own.
fn discorsi(block: &BlockKind) -> Vec<Discorso> {
    match block {
        BlockKind::Paragraph(content) => vec![Discorso::of(content)],
        BlockKind::Table(table) => {
            table.rows.iter().flat_map(|(_, cells)| cells).map(|cell| Discorso::of(cell)).collect()
        }
        _ => vec![],
    }
}

/// The running texts of a block, headings and captions too: see [`Discorso::nudo`].
fn testi_nudi(block: &BlockKind) -> Vec<Discorso> {
    match block {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![Discorso::nudo(content)],
        BlockKind::Table(table) => {
            let rows = table.rows.iter().flat_map(|(_, cells)| cells);
            let cells = table.caption.iter().chain(&table.header).chain(rows);
            cells.map(|cell| Discorso::nudo(cell)).collect()
        }
        BlockKind::Definitions(entries) => entries.iter().map(|(term, _)| Discorso::nudo(term)).collect(),
        BlockKind::Figure { caption, .. } => caption.iter().map(|caption| Discorso::nudo(caption)).collect(),
        _ => vec![],
    }
}

/// `a, b e c`.
fn elenco(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} e {last}", all.join(", ")),
    }
}

/// Reports every breach of every rule. Where something could not be read nothing is asked: what is missing may be there.
pub fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    let Some(set) = &piano.impostazioni else { return };
    let unread = |d: &&Diagnostic| d.code.starts_with("P01");
    let illeggibili = diags.iter().filter(unread).filter_map(|d| d.span).collect();
    let cx = Cx { piano, index, sources, set, anno: set.anno(), illeggibili };
    names(&cx, diags);
    let mut used = vec![false; piano.ammesse.len()];
    for regola in REGOLE {
        let livello = set.controlli.get(regola.nome).map(|livello| livello.value);
        let severity = match livello {
            None => None,
            Some(Livello::Errore) => Some(Severity::Errore),
            Some(Livello::Avviso) => Some(Severity::Avviso),
            Some(Livello::Nota) => Some(Severity::Nota),
            Some(Livello::Ignora) => continue,
        };
        let mut found = Vec::new();
        (regola.check)(&cx, &mut found);
        for problem in found {
            let excuse = piano.ammesse.iter().zip(&mut used).find(|(ammessa, _)| {
                ammessa.ammetti.regola.value.trim() == regola.nome
                    && problem.span.is_some_and(|span| inside(ammessa.dove, span))
            });
            match excuse {
                Some((ammessa, used)) => {
                    *used = true;
                    diags.excuse(problem, ammessa.ammetti.motivo.value.trim().to_owned());
                }
                None => diags.push(Diagnostic { severity: severity.unwrap_or(problem.severity), ..problem }),
            }
        }
    }
    let known = |name: &str| REGOLE.iter().any(|regola| regola.nome == name);
    for (ammessa, _) in piano.ammesse.iter().zip(used).filter(|(_, used)| !used) {
        let regola = &ammessa.ammetti.regola;
        let ignored = set.controlli.get(regola.value.trim()).is_some_and(|livello| livello.value == Livello::Ignora);
        if known(regola.value.trim()) && !ignored {
            diags.push(
                Diagnostic::warning(
                    "P0131",
                    regola.span,
                    format!("qui la regola `{}` è rispettata", regola.value.trim()),
                )
                .note("un’ammissione vale per il file o per il dato in cui è scritta")
                .help("togli questo `[[ammetti]]`: non serve più"),
            );
        }
    }
}

fn inside(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.start < outer.end
}

/// Names of rules that are none, in the settings and in the excuses.
fn names(cx: &Cx<'_>, diags: &mut Diagnostics) {
    let mut ask = |name: &str, span: Span| {
        if REGOLE.iter().any(|regola| regola.nome == name) {
            return;
        }
        let error =
            Diagnostic::error("P0130", span, format!("la regola `{}` non esiste", crate::load::toml::short(name)));
        let code = REGOLE.iter().find(|regola| regola.codice.eq_ignore_ascii_case(name)).map(|regola| regola.nome);
        diags.push(match code.or_else(|| nearest(name, REGOLE.iter().map(|regola| regola.nome))) {
            Some(near) => error.help(format!("forse intendevi `{near}`")),
            None => error.help("il nome di una regola è quello della tabella delle regole, nella guida"),
        });
    };
    for (name, livello) in &cx.set.controlli {
        ask(name, livello.span);
    }
    for ammessa in &cx.piano.ammesse {
        ask(ammessa.ammetti.regola.value.trim(), ammessa.ammetti.regola.span);
    }
}
