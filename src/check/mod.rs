//! Finds what an output cannot show, and what the standards for accessible documents refuse (PDF/UA-1, WCAG 2.1). It is
//! reported at the author's line, before any page is set. No setting excuses it.

mod inclusi;
mod segni;
mod vuoti;

pub use inclusi::inclusi;

use crate::base::decisioni::decisioni;
use crate::base::span::{Span, Spanned, interi};
use crate::conti::campi::{self, field_names};
use crate::diag::codes::{
    P0107, P0111, P0114, P0115, P0120, P0121, P0122, P0123, P0125, P0201, P0203, P0208, P0210, P0503, P0504, P0505,
    P0506, P0508, P1001, P1002, P1003,
};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::index::{Index, like_source};
use crate::piano::element::id::Id;
use crate::piano::element::nodo::MAX_TREE;
use crate::piano::element::obiettivo::misurazione::MisurazioneParte;
use crate::piano::element::value::{Dovuto, Testo};
use crate::piano::element::{Forma, Kind};
use crate::piano::prose::{self, Block, BlockKind, Inline, Prose};
use crate::piano::settings::Stato;
use crate::piano::vista::{Chiave, Filtro, Shows, Totale, Vista};
use crate::piano::{Piano, Sezione};
use crate::source::Sources;
use std::collections::BTreeSet;

/// The texts that may have tables and figures of their own: what was done in an objective or in a part of it, what was asked about it
/// and answered. They are printed in its card alone, never in a cell.
fn racconti(piano: &Piano) -> BTreeSet<u32> {
    fn parti<S>(all: &[Spanned<MisurazioneParte<S>>]) -> impl Iterator<Item = Testo> {
        all.iter().filter_map(|misura| misura.value.narrativa)
    }
    let mut out = BTreeSet::new();
    for obiettivo in &piano.elementi.obiettivi {
        let o = &obiettivo.value;
        out.extend(o.misurazioni.iter().filter_map(|misura| misura.value.narrativa).map(|testo| testo.0));
        out.extend(o.fasi.iter().flat_map(|fase| parti(&fase.value.misurazioni)).map(|testo| testo.0));
        out.extend(o.risultati.iter().flat_map(|risultato| parti(&risultato.value.misurazioni)).map(|testo| testo.0));
        out.extend(o.indicatori.iter().flat_map(|uno| parti(&uno.value.misurazioni)).map(|testo| testo.0));
        let questions = o.domande.iter().flat_map(|domanda| [Some(domanda.value.testo), domanda.value.risposta]);
        out.extend(questions.flatten().map(|testo| testo.0));
    }
    out
}

/// Reports all that the outputs cannot show and the standards refuse.
pub fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    sections(&piano.sezioni, piano, index, sources, diags);
    let told = racconti(piano);
    for (n, prose) in piano.testi.iter().enumerate() {
        each_prose(prose, index, sources, diags);
        let told = u32::try_from(n).is_ok_and(|n| told.contains(&n));
        prose.each_block(&mut |block| {
            let fits = match &block.kind {
                BlockKind::Table(table) => told && table.id.is_none(),
                BlockKind::Figure { id, .. } => told && id.is_none(),
                BlockKind::View(_) => false,
                _ => true,
            };
            if !fits {
                let (message, help) = match block.kind {
                    BlockKind::Table(_) | BlockKind::Figure { .. } if told => (
                        "una tabella o una figura di un racconto non ha un id",
                        "togli l’id: la scheda può essere stampata in più posti; per citarla, citate l’obiettivo",
                    ),
                    _ => (
                        "un campo dei dati non può contenere tabelle, figure o viste",
                        "sposta questa parte in una sezione, e qui citala con `[@id]`",
                    ),
                };
                diags.push(Diagnostic::at(P0122, block.span, message).help(help));
            }
        });
    }
    // A section that could not be read may be the parent of the others, so their places are not judged.
    let mut places = Diagnostics::default();
    official(piano, &mut places);
    diags.extend(places.iter().filter(|d| !d.is(P1003) || !sources.partial).cloned());
    approved(piano, sources, diags);
    style(piano, sources, diags);
    moved(piano, index, diags);
    trees(piano, index, diags);
    official_site(piano, diags);
    let cifre = piano.impostazioni.iter().flat_map(|set| interi(&set.albero.cifre.0));
    for cifre in cifre.filter(|n| !(1..=4).contains(&n.value)) {
        diags.push(
            Diagnostic::at(
                P0107,
                cifre.span,
                format!("i codici dell’albero non possono avere {} cifre per passo", cifre.value),
            )
            .help("scrivi un numero da 1 a 4, o uno per livello: con 2 il codice è 05.02.01, con [2, 1] è 05.2.1"),
        );
    }
}

/// The address of the body leads somewhere only when it is whole.
fn official_site(piano: &Piano, diags: &mut Diagnostics) {
    let Some(Dovuto::Valore(site)) = piano.impostazioni.as_ref().and_then(|set| set.ente.sito.as_ref()) else { return };
    let address = site.value.trim();
    if address.is_empty() || ["https://", "http://"].iter().any(|scheme| address.to_lowercase().starts_with(scheme)) {
        return;
    }
    diags.push(
        Diagnostic::at(
            P0208,
            site.span,
            format!("«{}» non è l’indirizzo intero del sito", crate::base::text::short(address)),
        )
        .help(match address.contains([':', ' ', '@']) {
            true => "scrivi l’indirizzo come sta nel browser, con `https://` all’inizio".to_owned(),
            false => format!("scrivi `sito = \"https://{}\"`", address.trim_start_matches('/')),
        }),
    );
}

/// Reports the comments that are left in an approved plan. They are not printed, but its sources are kept and read.
fn approved(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) {
    if piano.impostazioni.as_ref().is_none_or(|set| set.stato != Stato::Approvato) {
        return;
    }
    let mut left = Vec::new();
    crate::piano::each_prose(piano, &mut |prose| {
        // What is still to be decided is told by a rule.
        let open = |span: Span| !decisioni("", sources.slice(span)).is_empty();
        left.extend(prose.comments.iter().copied().filter(|span| !open(*span)));
    });
    // Those of a whole skeleton are told once.
    let many = left.len() > COMMENTI;
    for span in left.iter().take(if many { 1 } else { COMMENTI }) {
        let message = match many {
            true => format!("in un piano approvato sono rimasti {} commenti: questo è il primo", left.len()),
            false => "in un piano approvato è rimasto un commento".to_owned(),
        };
        let mut problem = Diagnostic::at(P0508, *span, message);
        if many {
            let files: BTreeSet<&str> =
                left.iter().filter_map(|span| Some(sources.file(span.file)?.path.as_str())).collect();
            let files: Vec<String> = files.into_iter().map(|path| format!("`{path}`")).collect();
            problem = problem.note(format!("sono in {}", files.join(", ")));
        }
        diags.push(problem.note("i commenti non si stampano, ma restano nelle fonti che si conservano").help(
            if many {
                "rileggili, e togli quelli che non servono più"
            } else {
                "rileggilo, e toglilo se non serve più"
            },
        ));
    }
}

/// How many comments left in an approved plan are told one by one.
const COMMENTI: usize = 3;

/// The ids that things had before: each must be free, or its page would be that of another thing, and lead to something.
fn moved(piano: &Piano, index: &Index, diags: &mut Diagnostics) {
    for (before, now) in piano.impostazioni.iter().flat_map(|set| &set.sito.spostati) {
        if let Some(thing) = index.find(before).first() {
            diags.push(
                Diagnostic::at(
                    P0203,
                    now.span,
                    format!("`{before}` è il nome di prima di `{}`, ma nel piano c’è ancora", now.value),
                )
                .other(thing.span, "è questa")
                .help("togli la riga: il suo indirizzo porta già dove deve"),
            );
        } else if Id::new(before).is_none() {
            diags.push(
                Diagnostic::at(
                    P0115,
                    now.span,
                    format!("«{}» non può essere stato un id", crate::base::text::short(before)),
                )
                .help("scrivi a sinistra l’id di prima, a destra quello di ora: `prima = \"ora\"`"),
            );
        } else if index.find(&now.value).is_empty() && !piano.incompleto.nomi {
            diags.push(
                Diagnostic::at(P0201, now.span, format!("«{}» non esiste nel piano", now.value))
                    .note(format!("l’indirizzo di prima, `{before}.html`, non porterebbe da nessuna parte"))
                    .help("scrivi l’id di ciò che ne ha preso il posto, o togli la riga"),
            );
        }
    }
}

/// The style sheet that `piao.toml` names must be a file of the plan: the site has to work without other servers.
fn style(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) {
    let Some(path) = piano.impostazioni.as_ref().and_then(|set| set.sito.foglio_di_stile.as_ref()) else { return };
    let found = sources.find(&path.value);
    if found.is_some_and(|(_, file)| file.has_extension("css")) {
        return;
    }
    let words = crate::base::text::short(&path.value);
    let problem = match found {
        Some(_) => format!("`{words}` non è un foglio di stile"),
        None => format!("il foglio di stile `{words}` non c’è nella cartella del piano"),
    };
    let problem = Diagnostic::at(P0114, path.span, problem);
    if let Some(file) = sources.simile(&path.value).filter(|file| found.is_none() && file.has_extension("css")) {
        let right = like_source(sources, path, &file.path);
        diags.push(problem.help(format!("scrivi `{}`", file.path)).proposta(path.span, right));
        return;
    }
    diags.push(problem.help(
        "copia il file `.css`, con i caratteri e le immagini che usa, in una cartella del piano e scrivi il percorso da lì: \"stile/bootstrap-italia.min.css\"",
    ));
}

/// Checks the trees of records (nodes, units): no record is its own ancestor, and no tree is deeper than a page can show.
fn trees(piano: &Piano, index: &Index, diags: &mut Diagnostics) {
    for kind in Kind::ALL.iter().copied() {
        let elements = piano.elementi.of(kind);
        let parents: Vec<Option<usize>> = elements
            .iter()
            .map(|element| element.value.padre().and_then(|padre| index.element(kind, &padre.value)))
            .collect();
        for (n, element) in elements.iter().enumerate() {
            let Some(padre) = element.value.padre() else { continue };
            let above = |n: usize| parents.get(n).copied().flatten();
            // A loop among the ancestors is reported at one of its own records. Here the walk stops past the deepest tree.
            let chain = std::iter::successors(above(n), |up| above(*up).filter(|_| *up != n));
            let chain: Vec<usize> = chain.take(elements.len().min(LONGEST_LOOP)).collect();
            if chain.contains(&n) {
                let message = format!("«{}» finisce per contenere se stesso", element.value.titolo().value);
                diags.push(
                    Diagnostic::at(P0210, padre.span, message)
                        .help("correggi `padre`: risalendo si deve arrivare a uno che non ne ha"),
                );
            } else if chain.len() >= MAX_TREE {
                diags.push(
                    Diagnostic::at(P0111, element.span, format!("l’albero ha più di {MAX_TREE} livelli"))
                        .help("unisci dei livelli: un albero così profondo non si legge né in pagina né sul sito"),
                );
            }
        }
    }
}

/// How many parents are followed in search of a loop. A longer loop is reported as a tree that is too deep.
const LONGEST_LOOP: usize = 64;

fn sections(sezioni: &[Sezione], piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    for sezione in sezioni {
        headings(sezione, diags);
        each_prose(&sezione.prose, index, sources, diags);
        sezione.prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind {
                view(vista, piano, index, sources, diags);
            }
        });
        if let Some(reason) = &sezione.front.assente
            && reason.value.trim().is_empty()
        {
            diags.push(
                Diagnostic::at(P0107, reason.span, "manca il motivo dell’assenza")
                    .help("scrivi perché la sezione non c’è"),
            );
        }
        sections(&sezione.children, piano, index, sources, diags);
    }
}

/// Reports sections that have the same number of the Piano-tipo, a number that it does not have, or another place than it gives.
fn official(piano: &Piano, diags: &mut Diagnostics) {
    fn go<'a>(
        sezioni: &'a [Sezione],
        parent: Option<&str>,
        seen: &mut Vec<&'a Spanned<String>>,
        diags: &mut Diagnostics,
    ) {
        let mut last: Option<&str> = None;
        for sezione in sezioni {
            if let Some(number) = &sezione.front.sezione {
                let above = number.value.trim().rsplit_once('.').map(|(above, _)| above);
                if above != parent && crate::piano::piano_tipo::titolo(number.value.trim()).is_some() {
                    let place =
                        above.map_or("al primo livello".to_owned(), |above| format!("dentro la sezione {above}"));
                    diags.push(
                        Diagnostic::at(
                            P1003,
                            number.span,
                            format!("la sezione {} del Piano-tipo sta {place}", number.value),
                        )
                        .note("DM 30 giugno 2022, n. 132, art. 1, comma 3: struttura secondo lo schema allegato")
                        .help("sposta il file nella cartella giusta"),
                    );
                } else if last.is_some_and(|last| crate::source::natural(last, number.value.trim()).is_gt()) {
                    diags.push(
                        Diagnostic::at(
                            P1003,
                            number.span,
                            format!("la sezione {} viene dopo la {}", number.value, last.unwrap_or_default()),
                        )
                        .help("cambia il numero davanti al nome del file: l’ordine del piano è quello dei nomi"),
                    );
                }
                last = Some(number.value.trim());
                let same = |other: &&&Spanned<String>| other.value.trim() == number.value.trim();
                if crate::piano::piano_tipo::titolo(number.value.trim()).is_none() {
                    let numbers: Vec<&str> = crate::piano::piano_tipo::SEZIONI.iter().map(|(n, _)| *n).collect();
                    diags.push(
                        Diagnostic::at(
                            P1001,
                            number.span,
                            format!("il Piano-tipo non ha una sezione «{}»", number.value),
                        )
                        .note("DM 30 giugno 2022, n. 132: schema allegato")
                        .help(format!("le sezioni sono: {}", numbers.join(", "))),
                    );
                } else if let Some(first) = seen.iter().find(same) {
                    diags.push(
                        Diagnostic::at(
                            P1002,
                            number.span,
                            format!("la sezione {} del Piano-tipo è già scritta", number.value),
                        )
                        .other(first.span, "qui")
                        .help("togli `sezione` da uno dei due file, o uniscili"),
                    );
                }
                seen.push(number);
            }
            let after = sezioni.iter().skip_while(|other| !std::ptr::eq(*other, sezione));
            let next = after.skip(1).find_map(|other| other.front.sezione.as_ref());
            if sezione.front.sezione.is_none()
                && sezione.front.numerata != Some(false)
                && let Some(next) = next
            {
                diags.push(
                    Diagnostic::at(
                        P1003,
                        sezione.span,
                        format!(
                            "questa sezione sta prima della {} del Piano-tipo, ma ha un numero più alto",
                            next.value
                        ),
                    )
                    .help("mettila dopo le sezioni del Piano-tipo, o scrivi `numerata = false` nella sua intestazione"),
                );
            }
            let number = sezione.front.sezione.as_ref().map(|n| n.value.trim());
            go(&sezione.children, number, seen, diags);
        }
    }
    go(&piano.sezioni, None, &mut Vec::new(), diags);
}

/// Headings go down one level at a time (WCAG 1.3.1, PDF/UA-1 7.4.2) and are six at most.
fn headings(sezione: &Sezione, diags: &mut Diagnostics) {
    let mut last = 1u8;
    for block in &sezione.prose.blocks {
        let BlockKind::Heading { level, .. } = &block.kind else { continue };
        if *level == 1 {
            diags.push(
                Diagnostic::at(P0503, block.span, "questo è un altro titolo di primo livello nella stessa sezione")
                    .note("il titolo della sezione è nell’intestazione del file, o nella prima riga se l’intestazione non ne ha")
                    .help("usa `##` per i titoli dentro la sezione, o fai un altro file"),
            );
        } else if *level > last + 1 {
            diags.push(
                Diagnostic::at(P0503, block.span, format!("titolo di livello {level} dopo uno di livello {last}"))
                    .note("chi legge con la voce capisce dai livelli come è fatto il testo (WCAG 1.3.1)")
                    .help(format!("comincia la riga con {}", "#".repeat(usize::from(last) + 1))),
            );
        } else if sezione.level - 1 + level > 6 {
            diags.push(
                Diagnostic::at(P0503, block.span, "questo titolo sarebbe di settimo livello")
                    .help("porta la sezione in una cartella più in alto, o togli un livello"),
            );
        }
        last = *level;
    }
}

fn each_prose(prose: &Prose, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    prose.each_block(&mut |block| match &block.kind {
        BlockKind::Heading { content, .. } => heading(block, content, diags),
        BlockKind::Table(table) => {
            for cell in &table.header {
                prose::inlines(cell, &mut |inline| in_header(inline, diags));
            }
        }
        BlockKind::List { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Quote(_)
        | BlockKind::Callout { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Code { .. }
        | BlockKind::Figure { .. }
        | BlockKind::View(_)
        | BlockKind::Rule => {}
    });
    vuoti::check(prose, sources, diags);
    segni::check(prose, index, sources, diags);
    for note in prose.notes.values() {
        let inner = |block: &Block| {
            let mut found = None;
            if let BlockKind::Paragraph(content) = &block.kind {
                prose::inlines(content, &mut |inline| {
                    if let Inline::Note { label } = inline {
                        found = Some(label.span);
                    }
                });
            }
            found
        };
        for span in note.iter().filter_map(inner) {
            diags.push(
                Diagnostic::at(P0504, span, "una nota non può rimandare a un’altra nota")
                    .help("unisci i due testi in una nota sola"),
            );
        }
    }
    let mut links = Vec::new();
    prose.inlines(&mut |inline| {
        if let Inline::Link { url, content } = inline {
            links.push((url, content));
        }
    });
    for (url, content) in links {
        link(url, content, sources, diags);
    }
}

/// Reports what may not stand in a heading. Its words are also a bookmark, an entry of the contents and the name of a page, and
/// none of these can hold a note or an image.
fn heading(block: &Block, content: &[Inline], diags: &mut Diagnostics) {
    if prose::plain(content).trim().is_empty() {
        diags.push(Diagnostic::at(P0505, block.span, "il titolo è vuoto").help("scrivi il titolo, o togli i segni #"));
    }
    prose::inlines(content, &mut |inline| {
        let what = match inline {
            Inline::Cite { .. } => "una citazione",
            Inline::Note { .. } => "il segno di una nota",
            Inline::Link { .. } => "un collegamento",
            Inline::Image(_) => "un’immagine",
            Inline::Break => "un a capo",
            Inline::Text { .. }
            | Inline::Strong(_)
            | Inline::Emph(_)
            | Inline::Strike(_)
            | Inline::Lang { .. }
            | Inline::Code { .. }
            | Inline::Fact { .. } => {
                return;
            }
        };
        diags.push(
            Diagnostic::at(P0504, block.span, format!("un titolo non può contenere {what}"))
                .note("il titolo compare anche nell’indice e nei segnalibri, dove ci sono solo parole")
                .help("porta questa parte nel primo paragrafo sotto il titolo"),
        );
    });
}

/// Reports links and notes in the header of a table. The header is repeated on each page, but a link or a note may be there once.
fn in_header(inline: &Inline, diags: &mut Diagnostics) {
    let (what, span) = match inline {
        Inline::Cite { name, .. } => ("una citazione", name.span),
        Inline::Note { label } => ("il segno di una nota", label.span),
        Inline::Link { url, .. } => ("un collegamento", url.span),
        Inline::Text { .. }
        | Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Lang { .. }
        | Inline::Code { .. }
        | Inline::Fact { .. }
        | Inline::Image(_)
        | Inline::Break => return,
    };
    diags.push(
        Diagnostic::at(P0504, span, format!("l’intestazione di una tabella non può contenere {what}"))
            .note("l’intestazione si ripete in ogni pagina della tabella")
            .help("porta questa parte in una cella, nella didascalia o nel testo"),
    );
}

fn link(url: &Spanned<String>, content: &[Inline], sources: &Sources, diags: &mut Diagnostics) {
    let address = url.value.trim();
    let lower = address.to_lowercase();
    if vuoti::wordless(content) {
        diags.push(
            Diagnostic::at(P0506, url.span, "il collegamento non ha parole")
                .help("scrivi fra le parentesi quadre dove porta"),
        );
    }
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return;
    }
    let error = Diagnostic::at(
        P0208,
        url.span,
        format!("il collegamento a «{}» non porta fuori dal piano", crate::base::text::short(address)),
    );
    diags.push(if let Some(file) = same_file(address, sources) {
        error.help(if file.starts_with("allegati/") {
            format!(
                "è l’allegato `{file}`: nei dati scrivi `[[allegato]]` con un `id`, un `titolo` e `file = \"{file}\"`, e qui `[testo](@id)`"
            )
        } else {
            format!("è il file `{file}` del piano: usa la sua citazione, `[testo](@id)`")
        })
    } else if address.starts_with('#') {
        error.help("per un punto del piano usa la sua citazione, `[testo](@id)`")
    } else if lower.starts_with("www.") {
        error.help(format!("scrivi l’indirizzo intero: `https://{address}`"))
    } else {
        error.help(
            "un collegamento comincia con `https://`, `mailto:` o `tel:`; per un punto del piano scrivi `[testo](@id)`",
        )
    });
}

/// The file of the plan that an address means: people write `./`, backslashes, other capitals.
fn same_file<'s>(address: &str, sources: &'s Sources) -> Option<&'s str> {
    let written = address.replace('\\', "/").replace("%20", " ");
    let written = written.trim_start_matches("./").to_lowercase();
    sources.iter().map(|(_, file)| file.path.as_str()).find(|path| path.to_lowercase() == written)
}

fn view(vista: &Vista, piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    useless_keys(vista, diags);
    let tree = if vista.shows == Shows::Organigramma { Kind::Unita } else { Kind::Nodo };
    let named = [(&vista.unita, Kind::Unita), (&vista.obiettivo, Kind::Obiettivo), (&vista.radice, tree)];
    for (word, kind) in named.into_iter().filter_map(|(word, kind)| Some((word.as_ref()?, kind))) {
        if index.element(kind, &word.value).is_none() && !piano.incompleto.nomi {
            diags.push(crate::index::missing(index, sources, &[kind], word));
        }
    }
    if vista.shows == Shows::Indice && vista.per.is_none() {
        let names: Vec<String> = vista.shows.descrittore().per.iter().map(|per| per.nome()).collect();
        diags.push(
            Diagnostic::at(P0120, vista.name.span, "questo indice non dice per che cosa è fatto")
                .help(format!("aggiungi `per = \"…\"`: {}", names.join(", "))),
        );
    }
    let by = vista.shows.descrittore().per;
    if let Some(per) = vista.per.filter(|per| !by.is_empty() && !by.contains(per)) {
        let names: Vec<String> = by.iter().map(|per| per.nome()).collect();
        diags.push(
            Diagnostic::at(P0120, vista.name.span, format!("`{}` non si fa per {}", vista.name.value, per.label()))
                .help(format!("`per` qui può essere: {}", names.join(", "))),
        );
    }
    if let Some(kind) = vista.shows.descrittore().filtra {
        filters(vista, kind, piano, index, sources, diags);
    }
    match vista.shows {
        Shows::Elements(kind) => shape(vista, kind, piano, diags),
        Shows::Tabella => typed_table(vista, piano, diags),
        _ => {}
    }
}

/// Reports a view that asks for a form which its elements do not have: a tree of records without parents, a glossary of
/// something else than terms.
fn shape(vista: &Vista, kind: Kind, piano: &Piano, diags: &mut Diagnostics) {
    let info = kind.info();
    let forma = campi::forma(vista, kind);
    let tree = piano.elementi.of(kind).iter().any(|element| element.value.padre().is_some());
    if (forma == Forma::Glossario && kind != Kind::Termine)
        || (forma == Forma::Albero && !tree && kind != Kind::Nodo && kind != Kind::Unita)
    {
        diags.push(
            Diagnostic::at(P0120, vista.name.span, format!("`{}` non si può mostrare in questa forma", info.plural))
                .help("le forme sono `tabella`, `schede` ed `elenco`; `albero` è per `nodi` e `unita`, `glossario` per le voci del glossario"),
        );
    }
}

/// Reports columns that a table of data names and its file does not have, and rows that have more or fewer cells than columns.
fn typed_table(vista: &Vista, piano: &Piano, diags: &mut Diagnostics) {
    vuoti::data(vista, piano, diags);
    if let (Some(path), Some(names)) = (&vista.dati, &vista.colonne)
        && let Some(header) = piano.tabella(path).and_then(|rows| rows.first())
    {
        for name in names.iter().filter(|name| !header.contains(&name.value)) {
            let error =
                Diagnostic::at(P0123, name.span, format!("`{}` non ha una colonna «{}»", path.value, name.value));
            diags.push(match nearest(&name.value, header.iter().map(String::as_str)) {
                Some(near) => error.help(format!("forse intendevi \"{near}\"")),
                None => error.help(format!("le colonne sono: {}", header.join(", "))),
            });
        }
    }
    gruppi(vista, piano, diags);
    let width = vista.colonne.as_ref().map(Vec::len).or_else(|| vista.righe.first().map(Vec::len));
    if vista.dati.is_none() && vista.righe.is_empty() {
        diags.push(
            Diagnostic::at(P0121, vista.name.span, "questa tabella non ha dati")
                .help("aggiungi `dati = \"file.csv\"`, oppure `righe = [[\"a\", \"b\"], [\"c\", \"d\"]]`"),
        );
    }
    let columns = width.or_else(|| Some(piano.tabella(vista.dati.as_ref()?)?.first()?.len()));
    if let (Some(tipi), Some(columns)) = (&vista.tipi, columns)
        && tipi.len() != columns
    {
        let span = tipi.first().map_or(vista.name.span, |tipo| tipo.span);
        diags.push(crate::load::vista::quanti_tipi(span, tipi.len(), columns));
    }
    for row in vista.righe.iter().filter(|row| Some(row.len()) != width) {
        let span = row.first().map_or(vista.name.span, |cell| cell.span);
        let (found, expected) = (row.len(), width.unwrap_or_default());
        diags.push(
            Diagnostic::at(
                P0121,
                span,
                format!("questa riga ha un numero di celle ({found}) diverso da quello delle colonne ({expected})"),
            )
            .help("aggiungi o togli celle; una cella vuota è \"\""),
        );
    }
}

/// Reports a view that heads its rows with columns which the table does not have, or with all of its columns.
fn gruppi(vista: &Vista, piano: &Piano, diags: &mut Diagnostics) {
    let asked = || vista.colonne.as_ref().map(|names| names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>());
    let csv = || Some(piano.tabella(vista.dati.as_ref()?)?.first()?.iter().map(String::as_str).collect());
    let typed = || Some(vista.righe.first()?.iter().map(|cell| cell.value.as_str()).collect());
    let Some(header): Option<Vec<&str>> = asked().or_else(csv).or_else(typed) else { return };
    for name in vista.gruppi.iter().filter(|name| !header.contains(&name.value.as_str())) {
        let error = Diagnostic::at(P0123, name.span, format!("la tabella non ha una colonna «{}»", name.value));
        diags.push(match nearest(&name.value, header.iter().copied()) {
            Some(near) => error.help(format!("forse intendevi \"{near}\"")),
            None => error.help(format!("le colonne sono: {}", header.join(", "))),
        });
    }
    let first =
        vista.gruppi.first().filter(|_| header.iter().all(|name| vista.gruppi.iter().any(|g| g.value == *name)));
    if let Some(first) = first {
        diags.push(
            Diagnostic::at(P0120, first.span, "`gruppi` prende tutte le colonne: sotto i titoli non resta niente")
                .help("lascia in `gruppi` soltanto le colonne che fanno da titolo alle righe"),
        );
    }
}

/// Reports columns and filters of a view that are no fields of what it shows, and filters that no element passes.
fn filters(vista: &Vista, kind: Kind, piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    let names = field_names(piano, index, kind);
    // Without elements of this kind their fields are not known, so the filters cannot be judged.
    if names.is_empty() {
        return;
    }
    // A record that could not be read may be the one that has the field, or the value.
    let lost = piano.incompleto != Default::default() || sources.partial;
    let unknown = |name: &str, names: &[&str], span| {
        let error = Diagnostic::at(P0123, span, format!("`{name}` non è un campo di questa vista"));
        match nearest(name, names.iter().copied()) {
            Some(near) => Some(error.help(format!("forse intendevi `{near}`"))),
            None if lost => None,
            None => Some(error.help(format!("i campi sono: {}", names.join(", ")))),
        }
    };
    let own = vista.shows.descrittore().colonne;
    let columns = if own.is_empty() { names.as_slice() } else { own };
    let fields = vista.colonne.iter().flatten().chain(&vista.gruppi);
    for name in fields.filter(|name| !columns.contains(&name.value.as_str())) {
        diags.extend(unknown(&name.value, columns, name.span));
    }
    for filter in vista.dove.iter().filter(|filter| !names.contains(&filter.campo.value.as_str())) {
        diags.extend(unknown(&filter.campo.value, &names, filter.campo.span));
    }
    if !lost
        && campi::select(piano, index, vista, kind).is_empty()
        && let Some(Filtro { campo, valore }) = vista.dove.first()
        && vista.dove.iter().all(|filter| names.contains(&filter.campo.value.as_str()))
    {
        let message = format!("nessun dato ha `{}` uguale a «{}»", campo.value, valore.value);
        let error = Diagnostic::at(P0125, valore.span, message);
        let values = campi::field_words(piano, index, kind, &campo.value);
        diags.push(match nearest(&valore.value, values.iter().map(String::as_str)) {
            Some(near) => error.help(format!("forse intendevi \"{near}\"")),
            None => error.help("controlla il valore: il filtro cerca proprio queste parole"),
        });
    }
}

/// Reports the keys that this kind of view does not use. If they were ignored, the author would believe that they count.
fn useless_keys(vista: &Vista, diags: &mut Diagnostics) {
    let takes = vista.shows.descrittore();
    let elements = matches!(vista.shows, Shows::Elements(_));
    let table = match vista.shows {
        Shows::Elements(kind) => campi::forma(vista, kind) == Forma::Tabella,
        _ => takes.tabella,
    };
    let only_tables = "questa vista non stampa una tabella";
    let mut refuse = |used: bool, key: &str, why: &str| {
        if used {
            let error = Diagnostic::at(P0120, vista.name.span, format!("`{key}` qui non ha effetto: {why}"));
            diags.push(if elements && why == only_tables {
                error.help(format!("togli `{key}`, o aggiungi `forma = \"tabella\"`"))
            } else {
                error.help(format!("togli `{key}`"))
            });
        }
    };
    refuse(!table && vista.id.is_some(), "id", only_tables);
    refuse(!table && vista.didascalia.is_some(), "didascalia", only_tables);
    refuse(!table && vista.colonne.is_some(), "colonne", only_tables);
    refuse(!table && !vista.gruppi.is_empty(), "gruppi", only_tables);
    refuse(takes.filtra.is_none() && !vista.dove.is_empty(), "dove", "questa vista non mostra un elenco di schede");
    let not = |chiave: Chiave| vista.ha(chiave) && !takes.chiavi.contains(&chiave);
    refuse(not(Chiave::Forma), "forma", "questa vista ha una forma sola");
    refuse(table && not(Chiave::Colonne), "colonne", "questa vista ha le sue colonne");
    refuse(table && not(Chiave::Gruppi), "gruppi", "questa vista ordina da sé le sue righe");
    for chiave in [
        Chiave::Dati,
        Chiave::Righe,
        Chiave::Tipi,
        Chiave::Unita,
        Chiave::Obiettivo,
        Chiave::Radice,
        Chiave::Profondita,
    ] {
        let views: Vec<String> = Shows::con(chiave).map(|name| format!("`piao:{name}`")).collect();
        refuse(not(chiave), chiave.nome(), &format!("serve soltanto a {}", views.join(" e ")));
    }
    refuse(
        (takes.totali.is_empty() || !table) && vista.totale.is_some(),
        "totale",
        "questa vista non ha totali da controllare",
    );
    for key in vista.totale.iter().filter(|_| !takes.totali.is_empty()).flat_map(Totale::scritti) {
        refuse(!takes.totali.contains(&key), &format!("totale.{key}"), "non è un totale di questa vista");
    }
    let both = vista.shows == Shows::Organigramma && vista.radice.is_some() && vista.unita.is_some();
    refuse(both, "unita", "`radice` dice già da quale unità si comincia");
    let several = takes.chiavi.contains(&Chiave::Unita) && vista.unita.is_none();
    refuse(
        vista.totale.is_some() && several,
        "totale",
        "la vista mostra più unità; un totale si controlla per un’unità, con `unita = \"…\"`",
    );
    refuse(vista.obiettivo.is_some() && !vista.dove.is_empty(), "dove", "`obiettivo` ne sceglie già uno");
    refuse(takes.per.is_empty() && vista.per.is_some(), "per", "questa vista non si fa in più modi");
    if let Some(levels) = vista.profondita.filter(|levels| levels.value == 0) {
        diags.push(
            Diagnostic::at(P0120, levels.span, "con zero livelli non si disegna niente")
                .help("scrivi quanti livelli si disegnano: `profondita = 1` è il primo"),
        );
    }
    if vista.colonne.as_ref().is_some_and(Vec::is_empty) {
        diags.push(
            Diagnostic::at(P0120, vista.name.span, "`colonne` è vuoto")
                .help("scrivi i nomi dei campi, o togli `colonne`"),
        );
    }
}
