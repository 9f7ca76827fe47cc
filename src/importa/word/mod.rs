//! Documents of Word. Here one is read into a small tree of what a person sees in it; who asks for it makes Markdown of it, or finds in
//! it what reviewers did.
//!
//! The parts of the archive are opened with `zip` and read with `roxmltree`, which typst has in the tree already. The crates that read
//! documents were looked at, and none says enough: `docx-rs`, the one most used, reads no notes; `docx-rust` and `ooxmlsdk` give the XML back
//! as structs, so that numbers of lists, styles, fields and changes would still be worked out here.
//!
//! `pacchetto` opens the archive, `stili`, `numeri` and `campi` work out what Word computes when it shows the document, `lettore`, `griglia` and
//! `disegni` make the tree, `albero` is what it is made of.
//!
//! For `piao importa`, `segni` takes care of what cannot be printed, `disteso` accepts the changes, `titoli` and `didascalie` find headings and captions, `sezioni` finds where in the plan
//! each part goes, `scrittore` (with `parole`, `elenco`, `tabelle`) writes it, `eventi`, `proposte` and `racconto` make what is told; `porta` does it all.

pub(crate) mod albero;
mod campi;
mod didascalie;
mod disegni;
mod disteso;
mod elenco;
mod eventi;
mod griglia;
mod lettore;
mod numeri;
mod pacchetto;
mod parole;
mod porta;
mod proposte;
#[cfg(test)]
mod proprieta;
mod racconto;
mod scrittore;
mod segni;
mod sezioni;
mod simboli;
mod stili;
mod tabelle;
#[cfg(test)]
mod tests;
mod titoli;

pub(crate) use porta::{documento, importa};

use crate::diag::Diagnostic;
use albero::{Avviso, Blocco, Commento, Cosa, Documento, Pezzo};
use lettore::{Comune, Lettore};
use numeri::Elenchi;
use pacchetto::{Pacchetto, Relazione, attr, guasto_qui, w};
pub(crate) use parole::{inizio, protette};
use roxmltree::Node;
use std::collections::BTreeMap;
use stili::Stili;

/// The document `bytes`, called `file`.
///
/// # Errors
/// P1501 when it is no document of Word, is protected by a password, is damaged, or could do harm.
pub(crate) fn leggi(file: &str, bytes: &[u8]) -> Result<Documento, Diagnostic> {
    let mut pacchetto = Pacchetto::apri(file, bytes)?;
    let main = pacchetto.testo()?;
    let relazioni = pacchetto.relazioni(&main)?;
    let named = |tipo: &str| {
        relazioni.values().filter(|one| one.tipo == tipo && !one.fuori).map(|one| one.dove.clone()).collect::<Vec<_>>()
    };
    let text = pacchetto.xml(&main)?.ok_or_else(|| guasto_qui(file))?;
    let mut comune = Comune::default();
    if let Some(part) = named("styles").first()
        && let Some(text) = pacchetto.xml(part)?
    {
        comune.stili = Stili::letti(pacchetto.albero(part, &text)?.root_element());
    }
    if let Some(part) = named("numbering").first()
        && let Some(text) = pacchetto.xml(part)?
    {
        comune.elenchi = Elenchi::letti(pacchetto.albero(part, &text)?.root_element());
    }
    let mut out = Documento::default();
    let tree = pacchetto.albero(&main, &text)?;
    let body = tree.root_element().children().find(|node| w(*node) == "body").ok_or_else(|| guasto_qui(file))?;
    out.corpo = Lettore::new(&mut comune, &relazioni).blocchi(body);
    for (tipo, finali) in [("footnotes", false), ("endnotes", true)] {
        let notes = note(&mut pacchetto, named(tipo).first(), &mut comune)?;
        if finali { out.finali = notes } else { out.note = notes }
    }
    out.commenti = commenti(&mut pacchetto, &relazioni, &mut comune)?;
    for part in named("header").into_iter().chain(named("footer")) {
        let Some(text) = pacchetto.xml(&part)? else { continue };
        let tree = pacchetto.albero(&part, &text)?;
        let own = pacchetto.relazioni(&part)?;
        let mut aside = Comune::default();
        let words = parole_di(&Lettore::new(&mut aside, &own).blocchi(tree.root_element()));
        if words.chars().any(char::is_alphabetic) && !out.testate.contains(&words) {
            out.testate.push(words);
        }
    }
    for part in named("customXml") {
        // Those of other programs may be anything.
        let Ok(Some(text)) = pacchetto.xml(&part) else { continue };
        let Ok(tree) = pacchetto.albero(&part, &text) else { continue };
        let root = tree.root_element();
        if let (Some(space), Some(words)) = (root.tag_name().namespace(), root.text()) {
            out.dati.insert(space.to_owned(), words.to_owned());
        }
    }
    out.avvisi = comune.avvisi;
    if pacchetto.ha("vbaProject.bin") {
        out.avvisi.push(Avviso {
            luogo: None,
            che: "il documento ha delle macro: non sono state eseguite né importate".into(),
            perde: false,
        });
    }
    let Documento { corpo, note, finali, immagini, .. } = &mut out;
    for blocks in [&*corpo].into_iter().chain(note.values()).chain(finali.values()) {
        each_piece(blocks, &mut |pezzo| {
            if let Cosa::Immagine(image) = &pezzo.cosa
                && !immagini.contains_key(&image.parte)
                && let Some(bytes) = pacchetto.immagine(&image.parte)
            {
                immagini.insert(image.parte.clone(), bytes);
            }
        });
    }
    Ok(out)
}

/// The notes of a part, by id. Those that draw the line above the notes are left out.
fn note(
    pacchetto: &mut Pacchetto<'_>,
    part: Option<&String>,
    comune: &mut Comune,
) -> Result<BTreeMap<String, Vec<Blocco>>, Diagnostic> {
    let mut out = BTreeMap::new();
    let Some(part) = part else { return Ok(out) };
    let Some(text) = pacchetto.xml(part)? else { return Ok(out) };
    let relazioni = pacchetto.relazioni(part)?;
    let tree = pacchetto.albero(part, &text)?;
    for node in tree.root_element().children().filter(|node| matches!(w(*node), "footnote" | "endnote")) {
        let (Some(id), None | Some("normal")) = (attr(node, "id"), attr(node, "type")) else { continue };
        let blocks = Lettore::new(comune, &relazioni).nota(out.len() + 1).blocchi(node);
        out.insert(id.to_owned(), blocks);
    }
    Ok(out)
}

/// The comments, with what newer editions of Word say of them in a part of its own: which one answers which, and which are closed.
fn commenti(
    pacchetto: &mut Pacchetto<'_>,
    relazioni: &BTreeMap<String, Relazione>,
    comune: &mut Comune,
) -> Result<BTreeMap<String, Commento>, Diagnostic> {
    let mut out = BTreeMap::new();
    let named = |tipo: &str| relazioni.values().find(|one| one.tipo == tipo && !one.fuori).map(|one| one.dove.clone());
    let Some(part) = named("comments") else { return Ok(out) };
    let Some(text) = pacchetto.xml(&part)? else { return Ok(out) };
    let own = pacchetto.relazioni(&part)?;
    let tree = pacchetto.albero(&part, &text)?;
    // A comment is named in the other part by its last paragraph.
    let mut by_paragraph = BTreeMap::new();
    for node in tree.root_element().children().filter(|node| w(*node) == "comment") {
        let Some(id) = attr(node, "id") else { continue };
        let blocks = Lettore::new(comune, &own).nota(0).blocchi(node);
        let last = node.children().rfind(|child| w(*child) == "p").and_then(|child| attr(child, "paraId"));
        by_paragraph.extend(last.map(|last| (last.to_owned(), id.to_owned())));
        out.insert(
            id.to_owned(),
            Commento {
                autore: attr(node, "author").unwrap_or_default().to_owned(),
                data: attr(node, "date").unwrap_or_default().to_owned(),
                testo: parole_di(&blocks),
                ..Commento::default()
            },
        );
    }
    let Some(part) = named("commentsExtended") else { return Ok(out) };
    let Some(text) = pacchetto.xml(&part)? else { return Ok(out) };
    let tree = pacchetto.albero(&part, &text)?;
    for node in tree.root_element().children().filter(Node::is_element) {
        let of = |name: &str| attr(node, name).and_then(|paragraph| by_paragraph.get(paragraph));
        if let Some(comment) = of("paraId").and_then(|id| out.get_mut(id)) {
            comment.risponde_a = of("paraIdParent").cloned();
            comment.risolto = attr(node, "done").is_some_and(|value| value == "1" || value == "true");
        }
    }
    Ok(out)
}

/// The words of some blocks, a line for each paragraph.
pub(crate) fn parole_di(blocks: &[Blocco]) -> String {
    let mut out: Vec<String> = Vec::new();
    for block in blocks {
        match block {
            Blocco::Paragrafo(paragraph) => out.push(paragraph.parole()),
            Blocco::Tabella(table) => {
                out.extend(table.righe.iter().flat_map(|riga| &riga.celle).map(|cella| parole_di(&cella.blocchi)));
            }
        }
    }
    out.retain(|line| !line.is_empty());
    out.join("\n")
}

/// Calls `visit` with each piece of some blocks, also inside tables and boxes.
pub(crate) fn each_piece<'b>(blocks: &'b [Blocco], visit: &mut dyn FnMut(&'b Pezzo)) {
    for block in blocks {
        match block {
            Blocco::Paragrafo(paragraph) => {
                for pezzo in &paragraph.pezzi {
                    visit(pezzo);
                    if let Cosa::Riquadro(inside) = &pezzo.cosa {
                        each_piece(inside, visit);
                    }
                }
            }
            Blocco::Tabella(table) => {
                table.righe.iter().flat_map(|riga| &riga.celle).for_each(|cella| each_piece(&cella.blocchi, visit));
            }
        }
    }
}
