//! The words of a link say where it leads.

use crate::base::span::Span;
use crate::piano::each_prose;
use crate::piano::prose::{self, BlockKind, Inline};
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::collections::BTreeMap;
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::avviso("P0518", "collegamento", include_str!("collegamento.md"), check).origine(&["N71", "LINK"]);

/// Words that say nothing of where a link leads.
const VUOTE: [&str; 33] = [
    "qui",
    "clicca qui",
    "cliccare qui",
    "cliccando qui",
    "clicca",
    "click",
    "click here",
    "here",
    "link",
    "il link",
    "al link",
    "questo link",
    "a questo link",
    "al seguente link",
    "seguente link",
    "collegamento",
    "questo collegamento",
    "vai",
    "vai al link",
    "vai al sito",
    "vai alla pagina",
    "apri",
    "leggi",
    "leggi qui",
    "leggi tutto",
    "leggi di più",
    "scopri",
    "scopri di più",
    "scarica",
    "scarica qui",
    "pagina",
    "questa pagina",
    "questo indirizzo",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_prose(cx.piano, &mut |prose| {
        prose.inlines(&mut |inline| {
            if let Inline::Link { url, content } = inline {
                // A link that holds another link has no words of its own.
                if content.iter().any(|inner| matches!(inner, Inline::Link { .. })) {
                    return;
                }
                let testo = Discorso::of(content);
                let span = testo.span(0..testo.parole.len()).unwrap_or(url.span);
                out.extend(vague_words(testo.parole.trim(), &url.value, span));
            }
        });
        prose.each_block(&mut |block| {
            if let BlockKind::Paragraph(content) = &block.kind {
                doppi(content, out);
            }
        });
    });
    for (testo, found) in cx.nella_prosa(indirizzi) {
        nudi(cx, testo, found, out);
    }
}

/// The addresses of each text, which may have many.
#[comemo::memoize]
fn indirizzi(gruppo: &Gruppo<Discorso>) -> Trovati<Vec<Range<usize>>> {
    gruppo.trova(|text| Some(scritti(text)).filter(|found| !found.is_empty()))
}

/// Words that say nothing of where they lead.
fn vague_words(words: &str, url: &str, span: Span) -> Option<Diagnostic> {
    let plain = words.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    if VUOTE.contains(&plain) {
        return Some(
            REGOLA
                .at(span, format!("«{words}» non dice dove porta il collegamento"))
                .note("chi usa un lettore di schermo scorre i collegamenti da soli, senza la frase intorno")
                .help("metti fra le parentesi quadre il nome di ciò che si apre, per esempio `[regolamento dei contratti](https://…)`"),
        );
    }
    let address = plain.starts_with("http://") || plain.starts_with("https://");
    // The name of a site is a name; the address of a page is not.
    let page = plain.starts_with("www.") && plain.contains('/');
    (!words.contains(char::is_whitespace) && (address || page)).then(|| {
        REGOLA
            .at(span, "il collegamento ha per parole il suo indirizzo")
            .note("un lettore di schermo lo legge lettera per lettera")
            .help(format!("scrivi il nome di ciò che si apre: `[nome della pagina]({})`", url.trim()))
    })
}

/// Links of a paragraph to one address: told once, at the second.
fn doppi(content: &[Inline], out: &mut Vec<Diagnostic>) {
    let mut all: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    prose::inlines(content, &mut |inline| {
        if let Inline::Link { url, .. } = inline {
            all.entry(url.value.trim().trim_end_matches('/')).or_default().push(url.span);
        }
    });
    for (address, spans) in all {
        let [first, second, rest @ ..] = spans.as_slice() else { continue };
        let mut problem = REGOLA
            .at(*second, format!("nello stesso paragrafo c’è già un collegamento a «{}»", crate::base::text::short(address)))
            .other(*first, "il primo è qui")
            .help("tieni un collegamento solo, quello sulle parole più chiare; se i due dovevano portare a pagine diverse, correggi l’indirizzo");
        if !rest.is_empty() {
            problem = problem.note(format!("in tutto sono {}", spans.len()));
        }
        out.push(problem);
    }
}

/// Most addresses of one paragraph that are told one by one.
const MASSIMO: usize = 5;

/// The addresses that are written in a text.
fn scritti(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for scheme in ["https://", "http://"] {
        // Addresses in a row without a space are one, however long.
        let mut until = 0;
        for (at, _) in text.match_indices(scheme) {
            if at < until {
                continue;
            }
            let rest = text.get(at..).unwrap_or_default();
            until = at + rest.find(|c: char| c.is_whitespace() || "<>«»\"".contains(c)).unwrap_or(rest.len());
            let address = text.get(at..until).unwrap_or_default();
            let address = address.trim_end_matches(['.', ',', ';', ':', ')', '!', '?', '’', '\'']);
            if address.len() > scheme.len() {
                found.push(at..at + address.len());
            }
        }
    }
    found
}

/// Tells the addresses `found` in running text: they lead nowhere.
fn nudi(cx: &Cx<'_>, testo: &Discorso, found: Vec<Range<usize>>, out: &mut Vec<Diagnostic>) {
    let others = found.len().saturating_sub(MASSIMO);
    for (n, range) in found.into_iter().take(MASSIMO).enumerate() {
        let Some(span) = testo.span(range) else { continue };
        // As it is written: Markdown may have read some of its signs as stress.
        let written = cx.sources.slice(span);
        let whole = |address: &&str| address.len() < 200 && !address.contains(char::is_whitespace);
        let address = Some(written).filter(whole).unwrap_or("https://…");
        let mut problem = REGOLA
            .at(span, "l’indirizzo è scritto nel testo e non si può aprire")
            .help(format!("scrivi il nome di ciò che si apre: `[nome della pagina]({address})`"));
        if n + 1 == MASSIMO && others > 0 {
            problem = problem.note(format!("nel paragrafo ce ne sono altri {others}"));
        }
        out.push(problem);
    }
}
