//! What a plan takes from another of its workspace: sections, with `includi = "unione:formazione"` in the front matter of the file
//! that receives them, and records, with `[[includi]]` in a file of data.
//!
//! What is taken is read from the files of the plan that owns it, and becomes a part of this one: it is numbered here, its citations
//! and facts are resolved here. Its place in the sources stays that of its owner, so both the messages and the pages know whose it is.

use super::sole::Sole;
use super::{MAX_LEVEL, cards, celle, level, nest, readable_sections, revisioni, riservati, schede, toml};
use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{P0111, P0171, P0172, P0173};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::piano::element::Kind;
use crate::piano::element::id::Id;
use crate::piano::prose::{Block, BlockKind, Prose};
use crate::piano::settings::Impostazioni;
use crate::piano::{Di, Inclusa, Padrone, Piano, Sezione, Tratto, each_section};
use crate::source::{File, Sources};
use ::toml::de::{DeTable, DeValue};
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// `[[includi]]`: records of another plan.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Includi {
    /// The name of the plan that owns them.
    da: Spanned<String>,
    /// Their ids or codes, or the names of whole tables: `"linea_formativa"`.
    schede: Vec<Spanned<String>>,
}

/// A plan beside this one, opened to take something from it.
struct Altro<'s> {
    n: usize,
    nome: &'s str,
    sources: &'s Sources,
    set: Impostazioni,
}

/// Opens the plan that is called `nome.value`, or reports why it cannot be.
fn open<'s>(nome: Spanned<&str>, sources: &'s Sources, diags: &mut Diagnostics) -> Option<Altro<'s>> {
    let wanted = nome.value.trim().to_lowercase();
    let Some((n, name, found)) = sources.vicini().find(|(_, name, _)| *name == wanted) else {
        let names: Vec<&str> = sources.vicini().map(|(_, name, _)| name).collect();
        let problem = Diagnostic::at(P0171, nome.span, format!("«{}» non è il nome di un piano", nome.value));
        diags.push(match (names.as_slice(), nearest(&wanted, names.iter().copied())) {
            ([], _) => problem
                .note("questo piano non sta con altri: nelle cartelle sopra non c’è un `piao.toml` che lo elenchi")
                .help("scrivi nella cartella che contiene i due piani un `piao.toml` con le righe:\n[[piano]]\ncartella = \"…\""),
            (_, Some(near)) => problem.help(format!("forse intendevi `{near}`")),
            (names, None) => problem.help(format!("i piani sono: {}", names.join(", "))),
        });
        return None;
    };
    if sources.qui() == Some(n) && nome.span.file.vicino().is_none() {
        diags.push(
            Diagnostic::at(P0172, nome.span, format!("`{name}` è questo stesso piano"))
                .note("ciò che è già nel piano non si include: si troverebbe due volte")
                .help("scrivi il nome di un altro piano, oppure cita quella parte con `[@id]`"),
        );
        return None;
    }
    match settings(found.find("piao.toml").map(|(_, file)| file)) {
        Some(set) => Some(Altro { n, nome: name, sources: found, set }),
        None => {
            diags.push(
                Diagnostic::at(P0171, nome.span, format!("il `piao.toml` di `{name}` non si legge"))
                    .note("dice di chi è il testo incluso e di quando, e va stampato")
                    .help(format!("correggi prima il piano `{name}`: `piao controlla` ne dice gli errori")),
            );
            None
        }
    }
}

/// The settings of another plan. What is wrong with them is told when that plan is made.
fn settings(file: Option<&File>) -> Option<Impostazioni> {
    let text = file?.text();
    let mut cx = toml::Cx::new(FileId(0), text, 0, 0);
    let spare = OnceCell::new();
    let mut table = cx.parse(text, &spare);
    ["ammetti", "formato"].iter().for_each(|key| drop(table.remove(*key)));
    let mut set: Impostazioni = toml::table(&DeValue::Table(table), 0..0, &cx)?;
    set.choose(None);
    Some(set)
}

impl Altro<'_> {
    fn padrone(&self) -> Padrone {
        Padrone {
            nome: self.nome.to_owned(),
            ente: self.set.ente.nome.value.clone(),
            tipo: self.set.ente.tipo,
            data: self.set.data.value,
            stato: self.set.stato,
            includi: None,
        }
    }

    /// The place of its `piao.toml`, to point at when something is not in it.
    fn place(&self) -> Span {
        let id = self.sources.find("piao.toml").map_or(FileId(0), |(id, _)| id);
        Span::new(id.accanto(self.n), 0..0)
    }
}

/// Puts into the sections what they include.
pub(super) fn sezioni(piano: &mut Piano, sources: &Sources, diags: &mut Diagnostics) {
    let mut all = std::mem::take(&mut piano.sezioni);
    let mut opened = vec![];
    fill(&mut all, sources, &mut opened, piano, diags);
    piano.sezioni = all;
}

/// `opened`: the places of the sections that are being filled, from the outermost.
fn fill(
    sezioni: &mut [Sezione],
    sources: &Sources,
    opened: &mut Vec<(Option<usize>, String)>,
    piano: &mut Piano,
    diags: &mut Diagnostics,
) {
    for sezione in sezioni {
        fill(&mut sezione.children, sources, opened, piano, diags);
        let Some(word) = sezione.front.includi.clone() else { continue };
        let here = sezione.span.file;
        let own = here.vicino().or_else(|| sources.qui());
        opened.push((own, sources.file(here).map(|file| file.path.clone()).unwrap_or_default()));
        if let Some((mut other, padrone)) = find(&word, sezione.level, sources, opened, piano, diags) {
            fill(std::slice::from_mut(&mut other), sources, opened, piano, diags);
            piano.padroni.entry(other.span.file.vicino().unwrap_or_default()).or_insert(padrone);
            merge(sezione, other, &word, diags);
        }
        opened.pop();
    }
}

/// The section that `word` names, with those under it, at the level of the one that includes it.
fn find(
    word: &Spanned<String>,
    here: u8,
    sources: &Sources,
    opened: &[(Option<usize>, String)],
    piano: &mut Piano,
    diags: &mut Diagnostics,
) -> Option<(Sezione, Padrone)> {
    // What cannot be included takes its ids with it.
    let lost = piano.incompleto;
    (piano.incompleto.nomi, piano.incompleto.fatti) = (true, true);
    let Some((nome, id)) = word.value.split_once(':') else {
        diags.push(
            Diagnostic::at(P0171, word.span, format!("«{}» non dice di quale piano è la sezione", word.value))
                .help("scrivi il nome del piano, due punti e l’id della sezione: `includi = \"unione:formazione\"`"),
        );
        return None;
    };
    let altro = open(Spanned::new(nome, word.span), sources, diags)?;
    let wanted = id.trim();
    let mut found = Diagnostics::default();
    let files: Vec<(FileId, &File, Vec<&str>)> = readable_sections(altro.sources)
        .map(|(id, file)| (id.accanto(altro.n), file, file.path.split('/').collect()))
        .collect();
    let tree = nest(&files, 0, &mut found);
    let mut ids: Vec<String> = Vec::new();
    each_section(&tree, &mut |sezione| ids.push(named(sezione)));
    let Some(mut sezione) = take(tree, wanted) else {
        let problem =
            Diagnostic::at(P0171, word.span, format!("nel piano `{}` non c’è la sezione `{wanted}`", altro.nome))
                .other(altro.place(), "il piano è questo");
        diags.push(match nearest(wanted, ids.iter().map(String::as_str)) {
            Some(near) => problem.help(format!("forse intendevi `includi = \"{}:{near}\"`", altro.nome)),
            None => problem.help(format!("le sue sezioni sono: {}", ids.join(", "))),
        });
        return None;
    };
    let path = altro.sources.file(sezione.span.file.suo()).map(|file| file.path.clone()).unwrap_or_default();
    if opened.contains(&(Some(altro.n), path)) {
        diags.push(
            Diagnostic::at(P0172, word.span, format!("`{}` torna a includere sé stessa", word.value))
                .other(sezione.span, "questo testo, seguendo `includi`, contiene quello da cui è incluso")
                .help("togli `includi` da uno dei due file: chi scrive il testo non lo include"),
        );
        return None;
    }
    let deepest = relevel(&mut sezione, here);
    if usize::from(deepest) > MAX_LEVEL {
        diags.push(
            Diagnostic::at(
                P0111,
                word.span,
                format!("la sezione `{wanted}` ne ha altre sotto, che qui sarebbero troppo in basso"),
            )
            .other(sezione.span, "è questa")
            .help(format!("le sezioni possono stare al massimo a {MAX_LEVEL} livelli: sposta più in alto questo file")),
        );
        return None;
    }
    let mut taken = BTreeSet::new();
    each_section(std::slice::from_ref(&sezione), &mut |sezione| {
        taken.insert(sezione.span.file);
    });
    diags.extend(found.iter().filter(|d| d.span.is_some_and(|span| taken.contains(&span.file))).cloned());
    piano.incompleto = lost;
    Some((sezione, altro.padrone()))
}

/// The id by which a section is included: the one that is written, or the name of its file.
fn named(sezione: &Sezione) -> String {
    sezione.front.id.as_ref().map_or_else(|| Id::slug(&sezione.stem).to_string(), |id| id.value.trim().to_owned())
}

/// Takes the section that is called `wanted` out of a tree.
fn take(tree: Vec<Sezione>, wanted: &str) -> Option<Sezione> {
    let mut rest = tree;
    while !rest.is_empty() {
        if let Some(n) = rest.iter().position(|sezione| named(sezione) == wanted) {
            return Some(rest.swap_remove(n));
        }
        rest = rest.into_iter().flat_map(|sezione| sezione.children).collect();
    }
    None
}

/// Moves a section, with those under it, to the level `to`. Returns the deepest level.
fn relevel(sezione: &mut Sezione, to: u8) -> u8 {
    sezione.level = to;
    let below = level(usize::from(to) + 1);
    sezione.children.iter_mut().map(|child| relevel(child, below)).max().unwrap_or(to)
}

/// Puts `other` into the section that includes it. What the latter writes stays: fields take the place of the same fields, a
/// heading with the id of one of `other` takes the place of that part, and the rest follows.
fn merge(sezione: &mut Sezione, other: Sezione, word: &Spanned<String>, diags: &mut Diagnostics) {
    let (front, theirs) = (&mut sezione.front, other.front);
    if front.senza_titolo {
        sezione.titolo = other.titolo;
    }
    front.id =
        front.id.take().or(theirs.id).or_else(|| Some(Spanned::new(Id::slug(&other.stem).to_string(), word.span)));
    front.sezione = front.sezione.take().or(theirs.sezione);
    front.referente = front.referente.take().or(theirs.referente);
    front.stato = front.stato.take().or(theirs.stato);
    front.assente = front.assente.take().or(theirs.assente);
    front.numerata = front.numerata.or(theirs.numerata);
    front.tratta.extend(theirs.tratta);
    front.incompleto |= theirs.incompleto;
    let own = std::mem::take(&mut sezione.prose);
    let file = other.span.file;
    let (prose, tratti) = joined(own, other.prose, word, diags);
    sezione.prose = prose;
    sezione.inclusa = Some(Inclusa { file, tratti, ammetti: theirs.ammetti });
    let mut children = other.children;
    children.iter_mut().for_each(whole);
    children.append(&mut sezione.children);
    sezione.children = children;
}

/// Marks a section that stands under an included one, and those under it, as taken whole.
fn whole(sezione: &mut Sezione) {
    sezione.children.iter_mut().for_each(whole);
    if sezione.inclusa.is_none() {
        let tratti = vec![Tratto { fine: sezione.prose.blocks.len(), di: Di::Padrone }];
        sezione.inclusa = Some(Inclusa { file: sezione.span.file, tratti, ammetti: vec![] });
    }
}

/// A part of a text: the blocks from a heading with an id to the next heading that is not below it.
struct Parte {
    id: Option<String>,
    blocks: Vec<Block>,
}

/// The parts that begin with a heading whose id is in `ids`; what stands between them has no id.
fn parts(blocks: Vec<Block>, ids: &BTreeSet<String>) -> Vec<Parte> {
    let mut out: Vec<Parte> = vec![];
    let mut open: Option<u8> = None;
    for block in blocks {
        if let BlockKind::Heading { level, id, .. } = &block.kind {
            let name = id.as_ref().map(|id| id.value.clone()).filter(|id| ids.contains(id));
            let over = open.is_some_and(|above| *level <= above);
            if name.is_some() && (open.is_none() || over) {
                open = Some(*level);
                out.push(Parte { id: name, blocks: vec![block] });
                continue;
            }
            if over {
                open = None;
                out.push(Parte { id: None, blocks: vec![block] });
                continue;
            }
        }
        match out.last_mut() {
            Some(last) => last.blocks.push(block),
            None => out.push(Parte { id: None, blocks: vec![block] }),
        }
    }
    out
}

fn headings(prose: &Prose) -> BTreeMap<String, Span> {
    let ids = prose.blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading { id: Some(id), .. } => Some((id.value.clone(), id.span)),
        _ => None,
    });
    ids.collect()
}

/// The two texts as one, and whose each stretch of it is.
fn joined(own: Prose, theirs: Prose, word: &Spanned<String>, diags: &mut Diagnostics) -> (Prose, Vec<Tratto>) {
    let same: BTreeSet<String> = {
        let mine = headings(&own);
        headings(&theirs).into_keys().filter(|id| mine.contains_key(id)).collect()
    };
    let (mut instead, mut after): (BTreeMap<String, Vec<Block>>, Vec<Block>) = Default::default();
    for part in parts(own.blocks, &same) {
        match part.id {
            Some(id) => drop(instead.insert(id, part.blocks)),
            None => after.extend(part.blocks),
        }
    }
    let mut blocks: Vec<Block> = vec![];
    let mut tratti: Vec<Tratto> = vec![];
    let mut add = |more: Vec<Block>, di: Di| {
        if more.is_empty() {
            return;
        }
        blocks.extend(more);
        match tratti.last_mut().filter(|last| last.di == di) {
            Some(last) => last.fine = blocks.len(),
            None => tratti.push(Tratto { fine: blocks.len(), di }),
        }
    };
    let mut before = None;
    for part in parts(theirs.blocks, &same) {
        match part.id.as_ref().and_then(|id| instead.remove(id)) {
            Some(mine) => add(mine, Di::AlPosto),
            None => {
                before = before.or_else(|| part.blocks.first().map(|block| block.span));
                add(part.blocks, Di::Padrone);
            }
        }
    }
    // A part inside another that is replaced is not there any more.
    instead.into_values().for_each(|mine| add(mine, Di::Piano));
    add(after, Di::Piano);
    let mut notes = own.notes;
    for (label, blocks) in theirs.notes {
        if let Some(mine) = notes.get(&label) {
            let place = mine.first().map_or(word.span, |block| block.span);
            let problem = Diagnostic::at(P0173, place, format!("la nota «{label}» c’è anche nel testo incluso"));
            let problem = match blocks.first() {
                Some(other) => problem.other(other.span, "è questa"),
                None => problem,
            };
            diags.push(
                problem.help(format!("chiama la nota di questo file in un altro modo, per esempio `[^{label}-bis]`")),
            );
            continue;
        }
        notes.insert(label, blocks);
    }
    (Prose { blocks, notes, comments: [own.comments, theirs.comments].concat() }, tratti)
}

/// Takes the records that `[[includi]]` asks for.
pub(super) fn records(piano: &mut Piano, sources: &Sources, diags: &mut Diagnostics) {
    let asked = std::mem::take(&mut piano.da_includere);
    let mut by_plan: BTreeMap<String, Vec<Spanned<String>>> = BTreeMap::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for (da, schede) in asked {
        places.entry(da.value.trim().to_lowercase()).or_insert(da.span);
        by_plan.entry(da.value.trim().to_lowercase()).or_default().extend(schede);
    }
    for (nome, wanted) in by_plan {
        let Some(span) = places.get(&nome).copied() else { continue };
        let Some(altro) = open(Spanned::new(nome.as_str(), span), sources, diags) else {
            (piano.incompleto.nomi, piano.incompleto.fatti) = (true, true);
            continue;
        };
        piano.padroni.entry(altro.n).or_insert_with(|| altro.padrone()).includi = Some(span);
        take_records(&altro, &wanted, piano, diags);
    }
    // Whoever writes a record in the place of another must find that other.
    for posto in piano.sostituiti.iter().filter(|posto| !posto.trovato) {
        diags.push(
            Diagnostic::at(
                P0171,
                posto.da.span,
                format!("il piano `{}` non ha una scheda `{}` che sia inclusa qui", posto.da.value, posto.nome),
            )
            .note("`al_posto_di` dice che questa scheda prende il posto di una inclusa con `[[includi]]`")
            .help("correggi l’id o il codice, includi quella scheda, o togli `al_posto_di`"),
        );
    }
}

/// The names by which a record is asked for: its id and its codes.
fn names(record: &DeTable<'_>) -> Vec<String> {
    let text = |name: &str| match record.get(name).map(::toml::Spanned::get_ref) {
        Some(DeValue::String(words)) => Some(words.trim().to_lowercase()),
        _ => None,
    };
    ["id", "codice"].into_iter().filter_map(text).collect()
}

fn take_records(altro: &Altro<'_>, wanted: &[Spanned<String>], piano: &mut Piano, diags: &mut Diagnostics) {
    let sole = Sole::of(altro.sources, &|_| false);
    let alone = sole.schede().iter().map(|((file, start), which)| ((file.accanto(altro.n), *start), *which));
    piano.sole.extend(alone);
    let riservati = riservati::Riservatezza::of(None, sole);
    let mut found: BTreeSet<String> = BTreeSet::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    for (id, file) in altro.sources.iter() {
        let at = id.accanto(altro.n);
        let spare = OnceCell::new();
        let (mut table, cx, lost) = if file.has_extension("toml") && file.path != "piao.toml" {
            let mut cx = toml::Cx::new(at, file.text(), 0, piano.testi.len());
            (cx.parse(file.text(), &spare), cx, vec![])
        } else if let Some(kind) = celle::kind(file) {
            let celle::Righe { table, celle, problems, .. } = celle::read(kind, at, file);
            (table, toml::Cx::righe(at, file.text(), celle, piano.testi.len()), problems)
        } else if let Some(kind) = cards::kind(&file.path) {
            // A card is a whole file, and its name is its id or its code.
            let name = cards::nome(file).to_lowercase();
            known.insert(name.clone());
            let asked = |word: &&Spanned<String>| {
                let word = word.value.trim().to_lowercase();
                word == kind.info().table || word == name
            };
            if let Some(word) = wanted.iter().find(asked) {
                found.insert(word.value.trim().to_lowercase());
                if !replaced(piano, altro, std::slice::from_ref(&name)) {
                    cards::read(kind, at, file, &riservati, Some(&revisioni::Versioni::of(&altro.set)), piano, diags);
                }
            }
            continue;
        } else {
            continue;
        };
        let mut emptied = vec![];
        for (key, value) in table.iter_mut() {
            let kind = Kind::ALL.iter().find(|kind| kind.info().table == key.get_ref().as_ref());
            let (Some(kind), DeValue::Array(items)) = (kind, value.get_mut()) else {
                emptied.push(key.get_ref().to_string());
                continue;
            };
            toml::retain(items, |item| {
                let DeValue::Table(record) = item.get_ref() else { return None };
                let own = names(record);
                known.extend(own.iter().cloned());
                let asked = wanted.iter().map(|word| word.value.trim().to_lowercase());
                let asked: Vec<String> = asked.filter(|word| word == kind.info().table || own.contains(word)).collect();
                let wanted = !asked.is_empty();
                found.extend(asked);
                (wanted && !replaced(piano, altro, &own)).then_some(item)
            });
            if items.is_empty() {
                emptied.push(key.get_ref().to_string());
            }
        }
        for name in emptied {
            table.remove(name.as_str());
        }
        if table.is_empty() {
            continue;
        }
        diags.extend(lost);
        schede(&mut table, file, &riservati, Some(&revisioni::Versioni::of(&altro.set)), piano, &cx);
        super::keep(cx, piano, diags);
    }
    let missing = wanted.iter().filter(|word| !found.contains(&word.value.trim().to_lowercase()));
    for word in missing.filter(|_| !altro.sources.partial) {
        let problem =
            Diagnostic::at(P0171, word.span, format!("nel piano `{}` non c’è la scheda `{}`", altro.nome, word.value))
                .other(altro.place(), "il piano è questo");
        let tables = Kind::ALL.iter().map(|kind| kind.info().table);
        piano.incompleto.nomi = true;
        diags.push(match nearest(&word.value, known.iter().map(String::as_str).chain(tables)) {
            Some(near) => problem.help(format!("forse intendevi `{near}`")),
            None => {
                problem.help("scrivi l’id o il codice di una sua scheda, o il nome di un tipo, come `linea_formativa`")
            }
        });
    }
}

/// Whether the plan has a record of its own in the place of the one of `altro` that has these names.
fn replaced(piano: &mut Piano, altro: &Altro<'_>, names: &[String]) -> bool {
    let place = piano.sostituiti.iter_mut().find(|posto| {
        posto.da.value.trim().eq_ignore_ascii_case(altro.nome) && names.contains(&posto.nome.trim().to_lowercase())
    });
    place.is_some_and(|posto| {
        posto.trovato = true;
        true
    })
}

/// Takes `[[includi]]` out of a file of data, and `al_posto_di` out of its records.
pub(super) fn chiesti<'a>(table: &mut DeTable<'a>, piano: &mut Piano, cx: &toml::Cx<'_>) {
    if let Some(value) = table.remove("includi") {
        let found: Option<Spanned<Vec<Includi>>> = toml::record(&value, cx);
        let found = found.into_iter().flat_map(|found| found.value);
        piano.da_includere.extend(found.map(|includi| (includi.da, includi.schede)));
    }
    for (_, value) in table.iter_mut() {
        let DeValue::Array(items) = value.get_mut() else { continue };
        for item in items.iter_mut() {
            let scheda = cx.span(item.span());
            let DeValue::Table(record) = item.get_mut() else { continue };
            let Some(value) = record.remove("al_posto_di") else { continue };
            let da: Option<Spanned<String>> = toml::record(&value, cx);
            let Some(da) = da else { continue };
            match names(record).into_iter().next() {
                Some(nome) => {
                    piano.sostituiti.push(crate::piano::Sostituito { nome, da, scheda, trovato: false });
                }
                None => cx.report(
                    Diagnostic::at(P0171, da.span, "non si sa di quale scheda questa prende il posto")
                        .help("scrivi anche il suo `id`, o il suo `codice`, uguale a quello della scheda inclusa"),
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::load::markdown::{Place, fragment};
    use std::collections::BTreeSet;

    #[test]
    fn a_part_ends_where_a_heading_as_high_begins() {
        let text = "Prima.\n\n## Uno {#uno}\n\nA.\n\n### Sotto\n\nB.\n\n## Due {#due}\n\nC.\n";
        let (prose, problems) = fragment(text, Place::Exact { file: crate::base::span::FileId(0), start: 0 });
        assert!(problems.is_empty());
        let ids = BTreeSet::from(["uno".to_owned()]);
        let found: Vec<(Option<String>, usize)> =
            parts(prose.blocks, &ids).into_iter().map(|part| (part.id, part.blocks.len())).collect();
        assert_eq!(found, [(None, 1), (Some("uno".to_owned()), 4), (None, 2)]);
    }
}
