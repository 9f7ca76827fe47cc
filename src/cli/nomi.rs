//! `piao fatti` and `piao elenco`: list the facts and the ids of the plan in the form in which a text cites them.

use super::args::Nomi;
use super::{Outcome, counts, out, read, say, show};
use crate::base::span::Span;
use crate::base::text::flat;
use crate::diag::codes::P0181;
use crate::diag::{Diagnostic, Severity, nearest};
use crate::index::What;
use crate::piano::element::Kind;
use crate::piano::prose::{self, BlockKind, plain};
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::{Sezione, each_prose};
use crate::project::{Ask, Compiled};
use std::collections::BTreeMap;

/// Prints the names of the facts with their values, by family. With a word, only those that have it in the name.
pub(super) fn fatti(options: &Nomi) -> Outcome {
    let compiled = match read(&options.folder, Ask::default()) {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    let mut groups: BTreeMap<(bool, &str), Vec<(String, String)>> = BTreeMap::new();
    let wanted = options.word.as_deref().map(flat).unwrap_or_default();
    for (name, fatto) in compiled.fatti.iter().filter(|(name, _)| flat(name).contains(&wanted)) {
        let family = name.split('.').next().unwrap_or(name);
        // The totals of the plan come first, then the facts of single records.
        let thing =
            !compiled.index.find(family).is_empty() && name.matches('.').count() == 1 && !name.ends_with(".conta");
        let value = fatto.scritto(None).unwrap_or_default();
        groups.entry((thing, family)).or_default().push((format!("[={name}]"), value));
    }
    for (name, things) in compiled.fatti.ambigui().filter(|(name, _)| flat(name).contains(&wanted)) {
        let family = name.split('.').next().unwrap_or(name);
        let value = format!("più di una cosa: {things}");
        groups.entry((false, family)).or_default().push((format!("[={name}]"), value));
    }
    if groups.is_empty() && compiled.fatti.iter().next().is_some() {
        let word = options.word.as_deref().unwrap_or_default();
        say(&format!("Nessun numero che si può richiamare ha «{word}» nel nome."));
        if let Some(near) = nearest(word, compiled.fatti.iter().map(|(name, _)| name.split('.').next().unwrap_or(name)))
        {
            say(&format!("Forse intendevi «{near}»."));
        }
    }
    let titles = titles_by_place(&compiled);
    // A family that is only counted needs no heading of its own.
    let lonely = |rows: &Vec<(String, String)>| matches!(rows.as_slice(), [(name, _)] if name.ends_with(".conta]"));
    let keys: Vec<(bool, &str)> =
        groups.iter().filter(|((thing, _), rows)| !thing && lonely(rows)).map(|(k, _)| *k).collect();
    let counted: Vec<(String, String)> = keys.iter().filter_map(|key| groups.remove(key)).flatten().collect();
    if !counted.is_empty() {
        groups.insert((false, "conteggi"), counted);
    }
    let mut first = true;
    for ((thing, family), rows) in groups {
        let title = compiled.index.find(family).into_iter().next().filter(|_| thing).and_then(|found| {
            let (_, words) = code_and_title(&compiled, found.what, found.span, &titles);
            (!words.is_empty()).then(|| format!("{family} – {}", on_one_line(&words)))
        });
        if !std::mem::take(&mut first) {
            out("");
        }
        out(&title.unwrap_or_else(|| family.to_owned()));
        print_columns(rows.into_iter().map(|(name, value)| [name, on_one_line(&value)]).collect());
    }
    outcome(&compiled)
}

/// Prints the ids with their titles. With a word, only those that have it in the id or in the title.
pub(super) fn elenco(options: &Nomi) -> Outcome {
    let compiled = match read(&options.folder, Ask::default()) {
        Ok(compiled) => compiled,
        Err(outcome) => return outcome,
    };
    let wanted = options.word.as_deref().map(flat).unwrap_or_default();
    let titles = titles_by_place(&compiled);
    let mut groups: BTreeMap<(usize, &str), Vec<[String; 3]>> = BTreeMap::new();
    for thing in compiled.index.things() {
        let (code, title) = code_and_title(&compiled, thing.what, thing.span, &titles);
        if !flat(&format!("{} {code} {title}", thing.id)).contains(&wanted) {
            continue;
        }
        let group = match thing.what {
            What::Section => (0, "sezioni"),
            What::Heading => (1, "paragrafi"),
            What::Table => (2, "tabelle e viste"),
            What::Figure => (3, "figure"),
            What::Element(kind, _) => {
                (4 + Kind::ALL.iter().position(|k| *k == kind).unwrap_or_default(), kind.info().nouns)
            }
        };
        groups.entry(group).or_default().push([format!("[@{}]", thing.id), code, on_one_line(&title)]);
    }
    for Pubblicazione { nome, ente, titolo, .. } in compiled.piano.pubblicazioni() {
        let (nome, title) = (nome.value.trim(), format!("{}, {}", ente.value.trim(), titolo.value.trim()));
        if flat(&format!("{nome} {title}")).contains(&wanted) {
            let group = groups.entry((usize::MAX, "pubblicazioni di altri enti")).or_default();
            group.push([format!("[@{nome}]"), String::new(), on_one_line(&title)]);
        }
    }
    if groups.is_empty() && !compiled.index.things().is_empty() {
        let word = options.word.as_deref().unwrap_or_default();
        say(&format!("Nessun id, codice o titolo del piano contiene «{word}»."));
        if let Some(near) = nearest(word, compiled.index.things().iter().map(|thing| thing.id.as_str())) {
            say(&format!("Forse intendevi «{near}»."));
        }
    }
    let mut first = true;
    for ((_, name), rows) in groups {
        if !std::mem::take(&mut first) {
            out("");
        }
        out(name);
        print_columns(rows);
    }
    outcome(&compiled)
}

/// Code and title of a thing.
fn code_and_title(compiled: &Compiled, what: What, span: Span, titles: &BTreeMap<Span, String>) -> (String, String) {
    let What::Element(kind, n) = what else { return (String::new(), titles.get(&span).cloned().unwrap_or_default()) };
    let code = compiled.index.code(kind, n).unwrap_or_default().to_owned();
    let title = compiled.piano.elementi.get(kind, n).map(|e| e.value.titolo().value.to_owned()).unwrap_or_default();
    (code, title)
}

/// The titles of sections and headings and the captions of tables and figures, by the place where they are written.
fn titles_by_place(compiled: &Compiled) -> BTreeMap<Span, String> {
    fn sezioni(list: &[Sezione], out: &mut BTreeMap<Span, String>) {
        for sezione in list {
            out.insert(sezione.span, sezione.titolo.clone());
            sezioni(&sezione.children, out);
        }
    }
    let mut out = BTreeMap::new();
    sezioni(&compiled.piano.sezioni, &mut out);
    each_prose(&compiled.piano, &mut |text| {
        text.each_block(&mut |block| {
            let words = match &block.kind {
                BlockKind::Heading { content, .. } => plain(content),
                BlockKind::Table(table) => table.caption.as_deref().map(plain).unwrap_or_default(),
                BlockKind::Figure { caption, .. } => caption.as_deref().map(plain).unwrap_or_default(),
                BlockKind::View(vista) => match vista.didascalia.as_ref().and_then(|prose| prose.blocks.first()) {
                    Some(prose::Block { kind: BlockKind::Paragraph(content), .. }) => plain(content),
                    _ => format!("vista {}", vista.name.value),
                },
                _ => return,
            };
            out.insert(block.span, words);
        });
    });
    out
}

/// Prints rows with aligned columns, each as wide as its widest cell. Empty columns are left out.
fn print_columns<const N: usize>(rows: Vec<[String; N]>) {
    let width = |cell: &String| cell.chars().count();
    let widths: Vec<usize> =
        (0..N).map(|n| rows.iter().filter_map(|row| row.get(n)).map(width).max().unwrap_or(0)).collect();
    for row in rows {
        let mut line = String::new();
        for (cell, most) in row.iter().zip(&widths).filter(|(_, most)| **most > 0) {
            line.push_str("  ");
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', most.saturating_sub(width(cell))));
        }
        out(line.trim_end());
    }
}

/// `text` on one line, cut to the width of a window.
fn on_one_line(text: &str) -> String {
    const MOLTO: usize = 70;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOLTO {
        return line;
    }
    let cut: String = line.chars().take(MOLTO - 1).collect();
    format!("{}…", cut.trim_end())
}

/// Says how many errors the plan has, because the list lacks what could not be read; and that other plans are not beside it.
fn outcome(compiled: &Compiled) -> Outcome {
    let told = |d: &&Diagnostic| d.span.is_none() && (d.severity == Severity::Blocco || d.is(P0181));
    for problem in compiled.diags.sorted().into_iter().filter(told) {
        show(problem, &compiled.sources);
    }
    if !compiled.diags.has_blocking() {
        return Outcome::Done;
    }
    let counts = counts(&compiled.diags).unwrap_or_default();
    say(&format!(
        "\nIl piano ha problemi ({counts}): ciò che non si è potuto leggere qui manca. `piao controlla` li elenca."
    ));
    Outcome::Errors
}
