//! The sections of another plan that this one shows, with what it says otherwise.

use super::super::{MAX_LEVEL, level};
use super::Altri;
use super::capoversi::letti;
use super::uniti::{Loro, Unito, joined};
use crate::base::span::{FileId, Span, Spanned};
use crate::diag::codes::{P0111, P0171, P0172, P0203};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::piano::element::id::Id;
use crate::piano::prose::{Brano, Prose};
use crate::piano::{Inclusa, Padrone, Piano, Sezione, Tratto, each_section};
use std::collections::{BTreeMap, BTreeSet};

/// Puts into the sections what they include.
pub(in crate::load) fn sezioni(piano: &mut Piano, altri: &Altri<'_>, diags: &mut Diagnostics) {
    let mut all = std::mem::take(&mut piano.sezioni);
    let mut presa = Presa { altri, aperti: vec![], presi: BTreeMap::new(), piano, diags };
    presa.fill(&mut all, None);
    let presi = presa.presi.iter().map(|(file, da)| (*file, da.span)).collect();
    (piano.sezioni, piano.presi) = (all, presi);
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
                // A key that is not understood may be `includi`.
                let here = sezione.span.file;
                let unread = |d: &Diagnostic| d.illeggibile() && d.span.is_some_and(|span| span.file == here);
                if let Some(lost) = sezione.front.al_posto_di.first()
                    && !self.diags.iter().any(unread)
                {
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
                let spostati = self.altri.spostati(&other.prose);
                merge(sezione, other, &word, spostati, self.diags);
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
        let found = take(&albero.sezioni, wanted).or_else(|| take(&albero.sezioni, altro.ora(wanted)?));
        let Some(mut sezione) = found else {
            let mut ids: Vec<String> = Vec::new();
            each_section(&albero.sezioni, &mut |sezione| ids.push(named(sezione)));
            let problem =
                Diagnostic::at(P0171, word.span, format!("nel piano `{}` non c’è la sezione `{wanted}`", altro.nome));
            if let Some((owner, there)) = self.attraverso(&albero.sezioni, wanted) {
                self.diags.push(
                    problem
                        .other(there, "è questa")
                        .note(format!("sta sotto una sezione che `{}` include da `{owner}`: una sezione si include da chi l’ha scritta", altro.nome))
                        .help(format!("scrivi `includi = \"{owner}:{wanted}\"`")),
                );
                return None;
            }
            let problem = problem.other(altro.place(), "il piano è questo");
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
            // It is as deep as this plan puts it, through whatever others.
            let problem = Diagnostic::at(
                P0111,
                da.span,
                format!("la sezione `{wanted}` ne ha altre sotto, che qui sarebbero troppo in basso"),
            );
            self.diags.push(problem.other(sezione.span, "è questa").help(format!(
                "le sezioni possono stare al massimo a {MAX_LEVEL} livelli: sposta più in alto questo file"
            )));
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

    /// The plan, with the place there, of the section that is called `wanted` and stands under one which a section of `tree` includes.
    fn attraverso(&self, tree: &[Sezione], wanted: &str) -> Option<(String, Span)> {
        let mut found = None;
        each_section(tree, &mut |sezione| {
            let word = sezione.front.includi.as_ref().filter(|_| found.is_none());
            let Some((nome, id)) = word.and_then(|word| word.value.split_once(':')) else { return };
            found = self.altri.chiamato(nome).and_then(|altro| {
                let under = take(&altro.albero().sezioni, id.trim())?.children;
                Some((altro.nome.to_owned(), take(&under, wanted)?.span))
            });
        });
        found
    }
}

/// The id by which a section is included: the one that is written, or the name of its file.
fn named(sezione: &Sezione) -> String {
    sezione.front.id.as_ref().map_or_else(|| Id::slug(&sezione.stem).to_string(), |id| id.value.trim().to_owned())
}

/// The section of a tree that is called `wanted`: of two, the one that is less deep. One that includes another, and has no id of its own,
/// has the id of that.
fn take(tree: &[Sezione], wanted: &str) -> Option<Sezione> {
    let taken = |sezione: &Sezione| {
        let word = sezione.front.includi.as_ref().filter(|_| sezione.front.id.is_none());
        word.and_then(|word| word.value.split_once(':')).is_some_and(|(_, id)| id.trim() == wanted)
    };
    let first = |is: &dyn Fn(&Sezione) -> bool| {
        let mut here: Vec<&Sezione> = tree.iter().collect();
        while !here.is_empty() {
            if let Some(found) = here.iter().find(|sezione| is(sezione)) {
                return Some((*found).clone());
            }
            here = here.into_iter().flat_map(|sezione| &sezione.children).collect();
        }
        None
    };
    first(&|sezione| named(sezione) == wanted).or_else(|| first(&taken))
}

/// Moves a section, with those under it, to the level `to`. Returns the deepest level.
fn relevel(sezione: &mut Sezione, to: u8) -> u8 {
    sezione.level = to;
    let below = level(usize::from(to) + 1);
    sezione.children.iter_mut().map(|child| relevel(child, below)).max().unwrap_or(to)
}

/// Puts `other` into the section that includes it. What the latter writes stays: fields take the place of the same fields, a
/// heading with the id of one of `other` takes the place of that part, and the rest follows. `spostati`: the ids that the things of those
/// who wrote it had before.
fn merge(
    sezione: &mut Sezione,
    other: Sezione,
    word: &Spanned<String>,
    spostati: BTreeMap<String, String>,
    diags: &mut Diagnostics,
) {
    let manca = senza_testo(&other);
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
    if let Some(assente) = &front.assente {
        diags.push(
            Diagnostic::at(
                P0171,
                assente.span,
                "questa sezione si dichiara assente, e include il testo di un altro piano",
            )
            .other(word.span, "qui lo include")
            .help("togli `assente`, o togli `includi`: non può valere l’uno e l’altro"),
        );
    }
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
    // Where the text is written: a second plan may only include it.
    let testo = other.prose.blocks.iter().find(|block| block.span.file.vicino() == inclusa.di);
    let testo = testo.map_or(other.span, |block| Span::new(block.span.file, 0..0));
    let loro = Loro { prose: other.prose.into_prose(), tratti: inclusa.tratti, spostati };
    let Unito { prose, tratti, di_prima } = joined(own, sezione.span.file.vicino(), loro, &mut altrove, word, diags);
    if !manca {
        altrove.iter().for_each(|one| diags.extend(one.sbagliato(testo)));
    }
    sezione.prose = Brano::composto(prose);
    let ammetti = theirs.ammetti.into_iter().map(|ammetti| (file, ammetti)).chain(inclusa.ammetti).collect();
    sezione.inclusa =
        Some(Inclusa { di: inclusa.di, tratti, ammetti, di_prima: [inclusa.di_prima, di_prima].concat(), manca });
    let mut children = other.children;
    children.iter_mut().for_each(whole);
    children.append(&mut sezione.children);
    sezione.children = children;
}

/// Marks a section that stands under an included one, and those under it, as taken whole.
fn whole(sezione: &mut Sezione) {
    sezione.children.iter_mut().for_each(whole);
    if sezione.inclusa.is_none() {
        sezione.inclusa = Some(Inclusa { manca: senza_testo(sezione), ..intera(sezione.span.file, &sezione.prose) });
    }
}

/// Whether what a section includes could not be taken, there or where that is included from.
fn senza_testo(sezione: &Sezione) -> bool {
    sezione.front.includi.is_some() && sezione.inclusa.as_ref().is_none_or(|inclusa| inclusa.manca)
}

/// What is said of a text that the plan of `file` wrote whole.
fn intera(file: FileId, prose: &Prose) -> Inclusa {
    let di = file.vicino();
    let tratti = match prose.blocks.len() {
        0 => vec![],
        fine => vec![Tratto { fine, di, al_posto: None }],
    };
    Inclusa { di, tratti, ammetti: vec![], di_prima: vec![], manca: false }
}
