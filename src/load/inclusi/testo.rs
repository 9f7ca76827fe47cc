//! The sections of another plan that this one shows, with what it says otherwise.

use super::super::{MAX_LEVEL, level};
use super::Altri;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::text::{flat, short};
use crate::diag::codes::{P0111, P0171, P0172, P0173, P0203};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::load::markdown::{Place, fragment};
use crate::piano::element::id::Id;
use crate::piano::prose::{self, Block, BlockKind, Brano, Inline, Prose, bare, dette};
use crate::piano::{AlPostoDi, Di, Inclusa, Padrone, Piano, Sezione, Tratto, each_section};
use std::collections::{BTreeMap, BTreeSet};

/// Puts into the sections what they include.
pub(in crate::load) fn sezioni(piano: &mut Piano, altri: &Altri<'_>, diags: &mut Diagnostics) {
    let mut all = std::mem::take(&mut piano.sezioni);
    let mut presa = Presa { altri, aperti: vec![], presi: BTreeMap::new(), piano, diags };
    presa.fill(&mut all, None);
    piano.sezioni = all;
}

/// The work of taking sections from other plans.
struct Presa<'p, 's> {
    altri: &'p Altri<'s>,
    /// The places of the sections that are being filled, from the outermost.
    aperti: Vec<(Option<usize>, String)>,
    /// The files that were taken so far, each with the place from which this plan takes it and the words there.
    presi: BTreeMap<FileId, Spanned<String>>,
    piano: &'p mut Piano,
    diags: &'p mut Diagnostics,
}

impl Presa<'_, '_> {
    /// `da`: in a section that is itself taken from another plan, where this one takes that.
    fn fill(&mut self, sezioni: &mut [Sezione], da: Option<&Spanned<String>>) {
        for sezione in sezioni {
            self.fill(&mut sezione.children, da);
            let Some(word) = sezione.front.includi.clone() else {
                if let Some(lost) = sezione.front.al_posto_di.first() {
                    self.diags.push(
                        Diagnostic::at(P0171, lost.span, "qui non è incluso niente di cui prendere il posto")
                            .help("`[[al_posto_di]]` sta nell’intestazione di una sezione che ha `includi`: aggiungilo, o togli queste righe"),
                    );
                }
                continue;
            };
            let here = sezione.span.file;
            let sources = self.altri.sources;
            let own = here.vicino().or_else(|| sources.qui());
            self.aperti.push((own, sources.file(here).map(|file| file.path.clone()).unwrap_or_default()));
            let da = da.unwrap_or(&word);
            if let Some((mut other, padrone)) = self.find(&word, sezione.level, da) {
                self.fill(std::slice::from_mut(&mut other), Some(da));
                self.piano.padroni.entry(other.span.file.vicino().unwrap_or_default()).or_insert(padrone);
                merge(sezione, other, &word, self.diags);
            }
            self.aperti.pop();
        }
    }

    /// The section that `word` names, with those under it, at the level of the one that includes it. `da` is where this plan takes it,
    /// or takes what includes it.
    fn find(&mut self, word: &Spanned<String>, here: u8, da: &Spanned<String>) -> Option<(Sezione, Padrone)> {
        // What cannot be included takes its ids with it.
        let lost = self.piano.incompleto;
        (self.piano.incompleto.nomi, self.piano.incompleto.fatti) = (true, true);
        let Some((nome, id)) = word.value.split_once(':') else {
            self.diags.push(
                Diagnostic::at(P0171, word.span, format!("«{}» non dice di quale piano è la sezione", word.value))
                    .help(
                        "scrivi il nome del piano, due punti e l’id della sezione: `includi = \"unione:formazione\"`",
                    ),
            );
            return None;
        };
        let altro = self.altri.open(Spanned::new(nome, word.span), self.diags)?;
        let wanted = id.trim();
        let albero = altro.albero();
        // The id of before leads to what has taken its place, as its address does.
        let ora = altro.set.sito.spostati.get(wanted).map(|ora| ora.value.trim());
        let found = take(&albero.sezioni, wanted).or_else(|| take(&albero.sezioni, ora?));
        let Some(mut sezione) = found else {
            let mut ids: Vec<String> = Vec::new();
            each_section(&albero.sezioni, &mut |sezione| ids.push(named(sezione)));
            let problem =
                Diagnostic::at(P0171, word.span, format!("nel piano `{}` non c’è la sezione `{wanted}`", altro.nome))
                    .other(altro.place(), "il piano è questo");
            self.diags.push(match nearest(wanted, ids.iter().map(String::as_str)) {
                Some(near) => problem.help(format!("forse intendevi `includi = \"{}:{near}\"`", altro.nome)),
                None => problem.help(format!("le sue sezioni sono: {}", ids.join(", "))),
            });
            return None;
        };
        let path = altro.sources.file(sezione.span.file.suo()).map(|file| file.path.clone()).unwrap_or_default();
        if self.aperti.contains(&(Some(altro.n), path)) {
            self.diags.push(
                Diagnostic::at(P0172, word.span, format!("`{}` torna a includere sé stessa", word.value))
                    .other(sezione.span, "questo testo, seguendo `includi`, contiene quello da cui è incluso")
                    .help("togli `includi` da uno dei due file: chi scrive il testo non lo include"),
            );
            return None;
        }
        let deepest = relevel(&mut sezione, here);
        if usize::from(deepest) > MAX_LEVEL {
            self.diags.push(
                Diagnostic::at(
                    P0111,
                    word.span,
                    format!("la sezione `{wanted}` ne ha altre sotto, che qui sarebbero troppo in basso"),
                )
                .other(sezione.span, "è questa")
                .help(format!(
                    "le sezioni possono stare al massimo a {MAX_LEVEL} livelli: sposta più in alto questo file"
                )),
            );
            return None;
        }
        let mut taken = BTreeSet::new();
        each_section(std::slice::from_ref(&sezione), &mut |sezione| {
            taken.insert(sezione.span.file);
        });
        if let Some((file, first)) = taken.iter().find_map(|file| Some((file, self.presi.get(file)?))) {
            let message = match *file == sezione.span.file && first.value == word.value {
                true => format!("la sezione `{}` è già inclusa in questo piano", word.value),
                false => format!("`{}` ha parti che questo piano include già, con `{}`", word.value, first.value),
            };
            self.diags.push(
                Diagnostic::at(P0203, da.span, message)
                    .label("qui di nuovo")
                    .other(first.span, "qui per la prima volta")
                    .help(format!(
                        "togli `includi` da uno dei due file; dove serve un rimando scrivi `[@{}]`",
                        named(&sezione)
                    )),
            );
            // Its ids are those of the first.
            self.piano.incompleto = lost;
            return None;
        }
        self.presi.extend(taken.iter().map(|file| (*file, da.clone())));
        let problems = albero.problemi.iter();
        self.diags.extend(problems.filter(|d| d.span.is_some_and(|span| taken.contains(&span.file))).cloned());
        self.piano.incompleto = lost;
        Some((sezione, altro.padrone(da.span)))
    }
}

/// The id by which a section is included: the one that is written, or the name of its file.
fn named(sezione: &Sezione) -> String {
    sezione.front.id.as_ref().map_or_else(|| Id::slug(&sezione.stem).to_string(), |id| id.value.trim().to_owned())
}

/// The section of a tree that is called `wanted`: of two, the one that is less deep.
fn take(tree: &[Sezione], wanted: &str) -> Option<Sezione> {
    let mut here: Vec<&Sezione> = tree.iter().collect();
    while !here.is_empty() {
        if let Some(found) = here.iter().find(|sezione| named(sezione) == wanted) {
            return Some((*found).clone());
        }
        here = here.into_iter().flat_map(|sezione| &sezione.children).collect();
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
    // What begins later, here or there, is not in the plan before.
    front.momento = [front.momento, theirs.momento].into_iter().flatten().max_by_key(|momento| momento.value);
    front.assente = front.assente.take().or(theirs.assente);
    front.numerata = front.numerata.or(theirs.numerata);
    front.frontespizio |= theirs.frontespizio;
    front.tratta.extend(theirs.tratta);
    front.incompleto |= theirs.incompleto;
    let mut own = std::mem::take(&mut sezione.prose).into_prose();
    let file = other.span.file;
    // What the other has itself from a third plan is that plan's.
    let inclusa = other.inclusa.unwrap_or_else(|| intera(file, &other.prose));
    let mut altrove = letti(&front.al_posto_di, &mut own, diags);
    let loro = Loro { prose: other.prose.into_prose(), tratti: inclusa.tratti };
    let (prose, tratti) = joined(own, sezione.span.file.vicino(), loro, &mut altrove, word, diags);
    altrove.iter().for_each(|one| diags.extend(one.sbagliato(other.span)));
    sezione.prose = Brano::composto(prose);
    let ammetti = theirs.ammetti.into_iter().map(|ammetti| (file, ammetti)).chain(inclusa.ammetti).collect();
    sezione.inclusa = Some(Inclusa { di: inclusa.di, tratti, ammetti });
    let mut children = other.children;
    children.iter_mut().for_each(whole);
    children.append(&mut sezione.children);
    sezione.children = children;
}

/// Marks a section that stands under an included one, and those under it, as taken whole.
fn whole(sezione: &mut Sezione) {
    sezione.children.iter_mut().for_each(whole);
    if sezione.inclusa.is_none() {
        sezione.inclusa = Some(intera(sezione.span.file, &sezione.prose));
    }
}

/// What is said of a text that the plan of `file` wrote whole.
fn intera(file: FileId, prose: &Prose) -> Inclusa {
    let di = file.vicino();
    let tratti = match prose.blocks.len() {
        0 => vec![],
        fine => vec![Tratto { fine, di, al_posto: None }],
    };
    Inclusa { di, tratti, ammetti: vec![] }
}

/// The text of another plan, and whose each stretch of it is.
struct Loro {
    prose: Prose,
    tratti: Vec<Tratto>,
}

impl Loro {
    /// For each block whose it is, and whose text it takes the place of.
    fn di_ognuno(&self) -> Vec<(Di, Option<Di>)> {
        let mut out = Vec::with_capacity(self.prose.blocks.len());
        for tratto in &self.tratti {
            out.resize(tratto.fine.max(out.len()), (tratto.di, tratto.al_posto));
        }
        out
    }
}

/// A paragraph of the included text that this plan writes otherwise.
struct Altrove<'f> {
    /// How it begins, as it is written.
    capoverso: &'f Spanned<String>,
    /// The same in its words alone: the signs as words, and as Markdown reads them.
    voluto: [String; 2],
    /// What stands in its place.
    blocks: Vec<Block>,
    /// Where the paragraphs are that begin so.
    trovati: Vec<Span>,
}

impl Altrove<'_> {
    /// Whether `block` is the paragraph.
    fn di(&self, block: &Block) -> bool {
        let BlockKind::Paragraph(content) = &block.kind else { return false };
        let mut words = String::new();
        bare(content, &mut |piece| words.push_str(piece.map_or(" ", |(text, _)| text)));
        let words = [flat(&words), nominate(content)];
        let begins = |wanted: &String| {
            let rest = |words: &String| {
                words.strip_prefix(wanted.as_str()).map(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            !wanted.is_empty() && words.iter().filter_map(rest).any(|whole| whole)
        };
        self.voluto.iter().any(begins)
    }

    /// What is wrong, when not exactly one paragraph begins so. `altro` is where the included text stands.
    fn sbagliato(&self, altro: Span) -> Option<Diagnostic> {
        let words = short(&self.capoverso.value);
        let at = |message: String| Diagnostic::at(P0171, self.capoverso.span, message);
        match self.trovati.as_slice() {
            [_] => None,
            [] => Some(
                at(format!("nel testo incluso nessun capoverso comincia con «{words}»"))
                    .other(altro, "il testo è questo")
                    .help("copia le prime parole del capoverso da quel file; una voce di un elenco non è un capoverso, e una parte con un titolo si sostituisce con l’id del titolo"),
            ),
            [first, second, ..] => Some(
                at(format!("nel testo incluso più capoversi cominciano con «{words}»"))
                    .other(*first, "uno è questo")
                    .other(*second, "un altro è questo")
                    .help("copia qualche parola in più, fin dove i due capoversi sono diversi"),
            ),
        }
    }
}

/// The words of a paragraph, with the names of the citations and of the facts in it: who copies it from its file copies these.
fn nominate(content: &[Inline]) -> String {
    flat(&dette(content, &|name| format!(" {name} "), &|name| format!(" {} ", name.value)))
}

/// What `capoverso` asks for. The sign of a note, `[^1]`, is no word, and its note is not there.
fn voluto(capoverso: &str) -> [String; 2] {
    let mut text = String::new();
    let mut rest = capoverso;
    while let Some((head, tail)) = rest.split_once("[^") {
        text.push_str(head);
        rest = tail.split_once(']').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let (prose, _) = fragment(&text, Place::Whole(Span::new(FileId(0), 0..0)));
    let read = prose.blocks.first().map(|block| match &block.kind {
        BlockKind::Paragraph(content) => nominate(content),
        _ => String::new(),
    });
    [flat(&text), read.unwrap_or_default()]
}

/// Reads the texts that stand in the place of paragraphs. Their notes are among those of the section.
fn letti<'f>(list: &'f [Spanned<AlPostoDi>], own: &mut Prose, diags: &mut Diagnostics) -> Vec<Altrove<'f>> {
    let mut out = Vec::with_capacity(list.len());
    for AlPostoDi { capoverso, testo } in list.iter().map(|one| &one.value) {
        let (prose, problems) = fragment(&testo.value, Place::Whole(testo.span));
        diags.extend(problems);
        if prose.blocks.is_empty() {
            diags.push(
                Diagnostic::at(P0171, testo.span, "al posto del capoverso non c’è nessun testo")
                    .help("scrivi il testo di questo ente; o togli queste righe, e resta quello incluso"),
            );
        }
        for (label, blocks) in prose.notes {
            if own.notes.contains_key(&label) {
                diags.push(
                    Diagnostic::at(P0173, testo.span, format!("la nota «{label}» c’è anche nel testo di questo file"))
                        .help(format!("chiamala in un altro modo, per esempio `[^{label}-bis]`")),
                );
                continue;
            }
            own.notes.insert(label, blocks);
        }
        own.comments.extend(prose.comments);
        let voluto = voluto(&capoverso.value);
        out.push(Altrove { capoverso, voluto, blocks: prose.blocks, trovati: vec![] });
    }
    out
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

/// The two texts as one, and whose each stretch of it is. `nostro` is whose `own` is.
fn joined(
    own: Prose,
    nostro: Di,
    loro: Loro,
    altrove: &mut [Altrove<'_>],
    word: &Spanned<String>,
    diags: &mut Diagnostics,
) -> (Prose, Vec<Tratto>) {
    let mut di = loro.di_ognuno().into_iter();
    let theirs = loro.prose;
    let same: BTreeSet<String> = {
        let mine = headings(&own);
        headings(&theirs).into_keys().filter(|id| mine.contains_key(id)).collect()
    };
    let (mut instead, mut after): (BTreeMap<String, Vec<Block>>, Vec<Block>) = Default::default();
    for part in parts(own.blocks, &same) {
        match part.id {
            // Two headings with one id are told by who looks at ids; the text of neither is lost.
            Some(id) => instead.entry(id).or_default().extend(part.blocks),
            None => after.extend(part.blocks),
        }
    }
    let mut blocks: Vec<Block> = vec![];
    let mut tratti: Vec<Tratto> = vec![];
    let mut add = |more: Vec<Block>, di: Di, al_posto: Option<Di>| {
        if more.is_empty() {
            return;
        }
        blocks.extend(more);
        match tratti.last_mut().filter(|last| last.di == di && last.al_posto == al_posto) {
            Some(last) => last.fine = blocks.len(),
            None => tratti.push(Tratto { fine: blocks.len(), di, al_posto }),
        }
    };
    let mut cited = BTreeSet::new();
    for part in parts(theirs.blocks, &same) {
        match part.id.as_ref().and_then(|id| instead.remove(id)) {
            Some(mine) => {
                // It takes the place of whoever wrote the title.
                let whose: Vec<(Di, Option<Di>)> = di.by_ref().take(part.blocks.len()).collect();
                add(mine, nostro, whose.first().map(|(di, _)| *di));
            }
            None => {
                for (block, (di, al_posto)) in part.blocks.into_iter().zip(di.by_ref()) {
                    match altrove.iter_mut().find(|one| one.di(&block)) {
                        Some(one) => {
                            one.trovati.push(block.span);
                            add(std::mem::take(&mut one.blocks), nostro, Some(di));
                        }
                        None => {
                            citate(&block, &mut cited);
                            add(vec![block], di, al_posto);
                        }
                    }
                }
            }
        }
    }
    // A part inside another that is replaced is not there any more.
    instead.into_values().for_each(|mine| add(mine, nostro, None));
    add(after, nostro, None);
    let mut notes = own.notes;
    // A note of theirs whose paragraph is replaced is cited no more: the new text may have one of that name.
    for (label, blocks) in theirs.notes {
        if notes.contains_key(&label) && !cited.contains(&label) {
            continue;
        }
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

/// Adds to `out` the notes that a block cites.
fn citate(block: &Block, out: &mut BTreeSet<String>) {
    prose::blocks(std::slice::from_ref(block), &mut |inline| {
        if let Inline::Note { label } = inline {
            out.insert(label.value.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Altrove, Loro, voluto};
    use super::{Place, fragment};
    use super::{joined, parts};
    use crate::base::span::{FileId, Span, Spanned};
    use crate::diag::Diagnostics;
    use crate::piano::prose::Prose;
    use crate::piano::{Di, Tratto};
    use std::collections::BTreeSet;

    /// A text of the plan at place `n`.
    fn loro(prose: Prose, n: usize) -> Loro {
        Loro { tratti: vec![Tratto { fine: prose.blocks.len(), di: Some(n), al_posto: None }], prose }
    }

    #[test]
    fn what_two_headings_of_one_id_say_is_not_lost() {
        let read = |text: &str| fragment(text, Place::Exact { file: FileId(0), start: 0 }).0;
        let own = read("## Uno {#uno}\n\nA.\n\n## Uno {#uno}\n\nB.\n\n## Altro\n\nC.\n");
        let theirs = read("Prima.\n\n## Uno {#uno}\n\nLoro.\n\n## Due\n\nD.\n");
        let word = Spanned::new("unione:uno".to_owned(), Span::new(FileId(0), 0..0));
        let (prose, tratti) = joined(own, None, loro(theirs, 4), &mut [], &word, &mut Diagnostics::default());
        let found: Vec<(usize, Di, Option<Di>)> = tratti.iter().map(|t| (t.fine, t.di, t.al_posto)).collect();
        assert_eq!(found, [(1, Some(4), None), (5, None, Some(Some(4))), (7, Some(4), None), (9, None, None)]);
        assert_eq!(prose.blocks.len(), 9);
        // A third plan takes it from this, and each stretch is still of whoever wrote it.
        let mut second = loro(prose, 1);
        second.tratti = tratti;
        let own = read("## Due {#due}\n\nE.\n");
        let (_, tratti) = joined(own, Some(7), second, &mut [], &word, &mut Diagnostics::default());
        let found: Vec<(usize, Di, Option<Di>)> = tratti.iter().map(|t| (t.fine, t.di, t.al_posto)).collect();
        let rest = (9, None, None);
        assert_eq!(
            found,
            [(1, Some(4), None), (5, None, Some(Some(4))), (7, Some(4), None), rest, (11, Some(7), None)]
        );
    }

    #[test]
    fn a_paragraph_is_found_by_the_words_of_its_file() {
        let read = |text: &str| fragment(text, Place::Exact { file: FileId(0), start: 0 }).0;
        let theirs = "[=ente.nome] decide sul [@piano-due], e *poi* riferisce[^n] a [tutti](@giunta).\n\n[^n]: Nota.\n";
        let theirs = read(theirs);
        for (begins, found) in [
            ("[=ente.nome] decide", true),
            ("[=ente.nome] decide sul [@piano-due], e *poi* riferisce[^n] a [tutti](@giunta).", true),
            ("decide sul", true),
            ("[=ente.sigla] decide", false),
            ("[=ente.nome] dec", false),
            ("Comune di Borgo decide", false),
        ] {
            let capoverso = Spanned::new(begins.to_owned(), Span::new(FileId(0), 0..0));
            let one = Altrove { voluto: voluto(begins), capoverso: &capoverso, blocks: vec![], trovati: vec![] };
            assert_eq!(theirs.blocks.first().is_some_and(|block| one.di(block)), found, "{begins}");
        }
    }

    /// A note goes with the only paragraph that cites it; one that is still cited keeps its name.
    #[test]
    fn the_note_of_a_replaced_paragraph_leaves_its_name() {
        let read = |text: &str| fragment(text, Place::Exact { file: FileId(0), start: 0 }).0;
        let theirs = read("Una riga[^x].\n\nAltra riga[^y].\n\n[^x]: Loro.\n\n[^y]: Resta.\n");
        let own = read("Nostra[^x] e[^y].\n\n[^x]: Nostra.\n\n[^y]: Doppia.\n");
        let capoverso = Spanned::new("Una riga".to_owned(), Span::new(FileId(0), 0..0));
        let mut one = [Altrove {
            voluto: voluto("Una riga"),
            capoverso: &capoverso,
            blocks: read("Altro.").blocks,
            trovati: vec![],
        }];
        let word = Spanned::new("unione:uno".to_owned(), Span::new(FileId(0), 0..0));
        let mut diags = Diagnostics::default();
        let (prose, _) = joined(own, None, loro(theirs, 1), &mut one, &word, &mut diags);
        let told: Vec<String> = diags.iter().map(|problem| problem.message.clone()).collect();
        assert_eq!(told, ["la nota «y» c’è anche nel testo incluso"]);
        assert_eq!(prose.notes.len(), 2);
    }

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
