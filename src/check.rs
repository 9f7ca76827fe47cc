//! What the sources may not hold whatever they say: things that one of the outputs cannot show, or that the standards for
//! accessible documents refuse (PDF/UA-1, WCAG 2.1). Found on the author's line, before any page is set.

use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::document::lower::field_names;
use crate::load::{Piano, Sezione};
use crate::prose::{self, Block, BlockKind, Inline, Prose};
use crate::resolve::Index;
use crate::source::Sources;
use crate::span::Spanned;
use crate::view::{Shows, Vista};

/// Reports every such thing in `piano`.
pub fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    sections(&piano.sezioni, piano, index, sources, diags);
    for prose in &piano.testi {
        each_prose(prose, sources, diags);
        prose.each_block(&mut |block| {
            if let BlockKind::Table(_) | BlockKind::Figure { .. } | BlockKind::View(_) = block.kind {
                diags.push(
                    Diagnostic::error(
                        "P0122",
                        block.span,
                        "un campo dei dati non può contenere tabelle, figure o viste",
                    )
                    .help("sposta questa parte in una sezione, e qui citala con `[@id]`"),
                );
            }
        });
    }
    levels_of(piano, diags);
}

fn sections(sezioni: &[Sezione], piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    for sezione in sezioni {
        headings(sezione, diags);
        each_prose(&sezione.prose, sources, diags);
        sezione.prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind {
                view(vista, piano, index, diags);
            }
        });
        if let Some(reason) = &sezione.front.assente
            && reason.value.trim().is_empty()
        {
            diags.push(
                Diagnostic::error("P0107", reason.span, "manca il motivo dell’assenza")
                    .help("scrivi perché la sezione non c’è"),
            );
        }
        sections(&sezione.children, piano, index, sources, diags);
    }
}

/// Two sections bound to one number of the Piano-tipo, or to a number that it does not have.
fn levels_of(piano: &Piano, diags: &mut Diagnostics) {
    fn go<'a>(sezioni: &'a [Sezione], seen: &mut Vec<&'a Spanned<String>>, diags: &mut Diagnostics) {
        for sezione in sezioni {
            if let Some(number) = &sezione.front.sezione {
                let same = |other: &&&Spanned<String>| other.value.trim() == number.value.trim();
                if crate::piano_tipo::titolo(number.value.trim()).is_none() {
                    let numbers: Vec<&str> = crate::piano_tipo::SEZIONI.iter().map(|(n, _)| *n).collect();
                    diags.push(
                        Diagnostic::error(
                            "P1001",
                            number.span,
                            format!("il Piano-tipo non ha una sezione «{}»", number.value),
                        )
                        .note("DM 30 giugno 2022, n. 132: schema allegato")
                        .help(format!("le sezioni sono: {}", numbers.join(", "))),
                    );
                } else if let Some(first) = seen.iter().find(same) {
                    diags.push(
                        Diagnostic::error(
                            "P1002",
                            number.span,
                            format!("la sezione {} del Piano-tipo è già scritta", number.value),
                        )
                        .other(first.span, "qui")
                        .help("togli `sezione` da uno dei due file, o uniscili"),
                    );
                }
                seen.push(number);
            }
            go(&sezione.children, seen, diags);
        }
    }
    go(&piano.sezioni, &mut Vec::new(), diags);
}

/// Headings go down one level at a time (WCAG 1.3.1, PDF/UA-1 7.4.2) and are six at most.
fn headings(sezione: &Sezione, diags: &mut Diagnostics) {
    let mut last = 1u8;
    for block in &sezione.prose.blocks {
        let BlockKind::Heading { level, .. } = &block.kind else { continue };
        if *level == 1 {
            diags.push(
                Diagnostic::error("P0503", block.span, "un solo titolo di primo livello per sezione")
                    .note("il titolo della sezione è nell’intestazione del file, o nella prima riga se l’intestazione non ne ha")
                    .help("usa `##` per i titoli dentro la sezione, o fai un altro file"),
            );
        } else if *level > last + 1 {
            diags.push(
                Diagnostic::error("P0503", block.span, format!("titolo di livello {level} dopo uno di livello {last}"))
                    .note("chi legge con la voce capisce dai livelli come è fatto il testo (WCAG 1.3.1)")
                    .help(format!("comincia la riga con {}", "#".repeat(usize::from(last) + 1))),
            );
        } else if sezione.level - 1 + level > 6 {
            diags.push(
                Diagnostic::error("P0503", block.span, "questo titolo sarebbe di settimo livello")
                    .help("porta la sezione in una cartella più in alto, o togli un livello"),
            );
        }
        last = *level;
    }
}

fn each_prose(prose: &Prose, sources: &Sources, diags: &mut Diagnostics) {
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
                Diagnostic::error("P0504", span, "una nota non può rimandare a un’altra nota")
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

/// A heading is also a bookmark, an entry of the contents and the name of a page: only words can stand in all of them.
fn heading(block: &Block, content: &[Inline], diags: &mut Diagnostics) {
    if prose::plain(content).trim().is_empty() {
        diags.push(
            Diagnostic::error("P0505", block.span, "il titolo è vuoto").help("scrivi il titolo, o togli i segni #"),
        );
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
            | Inline::Code { .. }
            | Inline::Fact { .. } => {
                return;
            }
        };
        diags.push(
            Diagnostic::error("P0504", block.span, format!("un titolo non può contenere {what}"))
                .note("il titolo compare anche nell’indice e nei segnalibri, dove ci sono solo parole")
                .help("porta questa parte nel primo paragrafo sotto il titolo"),
        );
    });
}

/// The header of a table is repeated on each page, and a link or a note cannot be.
fn in_header(inline: &Inline, diags: &mut Diagnostics) {
    let (what, span) = match inline {
        Inline::Cite { name, .. } => ("una citazione", name.span),
        Inline::Note { label } => ("il segno di una nota", label.span),
        Inline::Link { url, .. } => ("un collegamento", url.span),
        Inline::Text { .. }
        | Inline::Strong(_)
        | Inline::Emph(_)
        | Inline::Strike(_)
        | Inline::Code { .. }
        | Inline::Fact { .. }
        | Inline::Image(_)
        | Inline::Break => return,
    };
    diags.push(
        Diagnostic::error("P0504", span, format!("l’intestazione di una tabella non può contenere {what}"))
            .note("l’intestazione si ripete in ogni pagina della tabella")
            .help("porta questa parte in una cella, nella didascalia o nel testo"),
    );
}

fn link(url: &Spanned<String>, content: &[Inline], sources: &Sources, diags: &mut Diagnostics) {
    let address = url.value.trim();
    let lower = address.to_lowercase();
    if prose::plain(content).trim().is_empty() {
        let mut cites = false;
        prose::inlines(content, &mut |inline| {
            cites |= matches!(inline, Inline::Cite { .. } | Inline::Fact { .. } | Inline::Image(_))
        });
        if !cites {
            diags.push(
                Diagnostic::error("P0506", url.span, "il collegamento non ha parole")
                    .help("scrivi fra le parentesi quadre dove porta"),
            );
        }
    }
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return;
    }
    let error = Diagnostic::error(
        "P0208",
        url.span,
        format!("il collegamento a «{}» non porta fuori dal piano", crate::load::toml::short(address)),
    );
    diags.push(if sources.find(address.trim_start_matches("./")).is_some() {
        error.help("per un file del piano usa la sua citazione, `[testo](@id)`")
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

fn view(vista: &Vista, piano: &Piano, index: &Index, diags: &mut Diagnostics) {
    match vista.shows {
        Shows::Elements(kind) => {
            let names = field_names(piano, index, kind);
            // Nothing to show: what its fields would be is unknown, and nothing will be asked of them.
            if names.is_empty() {
                return;
            }
            let unknown = |name: &str, span| {
                let error = Diagnostic::error("P0123", span, format!("`{name}` non è un campo di questa vista"));
                match nearest(name, names.iter().copied()) {
                    Some(near) => error.help(format!("forse intendevi `{near}`")),
                    None => error.help(format!("i campi sono: {}", names.join(", "))),
                }
            };
            for name in vista.colonne.iter().flatten().filter(|name| !names.contains(&name.value.as_str())) {
                diags.push(unknown(&name.value, name.span));
            }
            for (name, value) in vista.dove.iter().filter(|(name, _)| !names.contains(&name.as_str())) {
                diags.push(unknown(name, value.span));
            }
        }
        Shows::SchedaAnagrafica => {}
        Shows::Tabella => {
            let width = vista.colonne.as_ref().map(Vec::len).or_else(|| vista.righe.first().map(Vec::len));
            if vista.dati.is_none() && vista.righe.is_empty() {
                diags.push(
                    Diagnostic::error("P0121", vista.name.span, "questa tabella non ha dati")
                        .help("aggiungi `dati = \"file.csv\"`, oppure `righe = [[\"a\", \"b\"], [\"c\", \"d\"]]`"),
                );
            }
            for row in vista.righe.iter().filter(|row| Some(row.len()) != width) {
                let span = row.first().map_or(vista.name.span, |cell| cell.span);
                let (found, expected) = (row.len(), width.unwrap_or_default());
                diags.push(
                    Diagnostic::error(
                        "P0121",
                        span,
                        format!("questa riga ha {found} celle e le colonne sono {expected}"),
                    )
                    .help("aggiungi o togli celle; una cella vuota è \"\""),
                );
            }
        }
    }
}
