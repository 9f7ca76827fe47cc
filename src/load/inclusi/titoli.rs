//! The headings of a file that includes a section: which of them take the place of a part of it, and what is said where whoever wrote one
//! may think that it does otherwise.

use crate::base::span::{Span, Spanned};
use crate::base::text::{flat, short};
use crate::diag::codes::{P0171, P0178, P0180};
use crate::diag::{Diagnostic, nearest};
use crate::piano::prose::{Block, BlockKind, plain};
use std::collections::BTreeMap;

/// A heading of a text.
#[derive(Clone)]
pub(super) struct Titolo {
    livello: u8,
    id: Option<Spanned<String>>,
    parole: String,
    span: Span,
}

impl Titolo {
    /// The heading that a block is.
    pub(super) fn di(block: &Block) -> Option<Self> {
        let BlockKind::Heading { level, id, content } = &block.kind else { return None };
        Some(Titolo { livello: *level, id: id.clone(), parole: plain(content).trim().to_owned(), span: block.span })
    }

    /// The headings of a text.
    pub(super) fn tutti(blocks: &[Block]) -> Vec<Self> {
        blocks.iter().filter_map(Self::di).collect()
    }

    fn id(&self) -> Option<&str> {
        self.id.as_ref().map(|id| id.value.as_str())
    }

    /// Where it is pointed at: its id, if it has one.
    pub(super) fn posto(&self) -> Span {
        self.id.as_ref().map_or(self.span, |id| id.span)
    }

    /// The line that writes its part otherwise: `## Come ci si iscrive {#iscrizione}`. None where it has no id.
    pub(super) fn riga(&self) -> Option<String> {
        Some(format!("{} {} {{#{}}}", "#".repeat(self.livello.into()), self.parole, self.id()?))
    }
}

/// For the id of each heading of `nostri` that takes the place of a part of the included text, the id of that part. `spostati`: the ids
/// that the things of the other plans had before, each with the present one.
pub(super) fn sostituiti(
    nostri: &[Titolo],
    loro: &[Titolo],
    spostati: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let among = |all: &[Titolo], wanted: &str| all.iter().any(|titolo| titolo.id() == Some(wanted));
    let now = |id: &str| {
        let moved = || spostati.get(id).filter(|now| among(loro, now) && !among(nostri, now)).cloned();
        if among(loro, id) { Some(id.to_owned()) } else { moved() }
    };
    nostri.iter().filter_map(|titolo| titolo.id()).filter_map(|id| Some((id.to_owned(), now(id)?))).collect()
}

/// What became of the headings.
#[derive(Default)]
pub(super) struct Esito {
    /// The headings of this file that follow the included text.
    pub(super) aggiunti: Vec<Titolo>,
    /// Those of the included text that are still there.
    pub(super) rimasti: Vec<Titolo>,
    /// For each part that was replaced: the heading in its place, the one that began it, those under that.
    pub(super) tolti: Vec<(Titolo, Titolo, Vec<Titolo>)>,
    /// The headings that take the place of a part and have no text.
    pub(super) vuoti: Vec<Titolo>,
}

impl Esito {
    /// What there is to say of it. `nostri` are all the headings of this file.
    pub(super) fn detto(&self, nostri: &[Titolo], spostati: &BTreeMap<String, String>) -> Vec<Diagnostic> {
        let moved = self.tolti.iter().filter_map(|(nostro, loro, _)| spostato(nostro, loro));
        let lost = self.tolti.iter().filter_map(|(nostro, _, sotto)| perduti(nostro, sotto, nostri));
        let added = self.aggiunti.iter().filter_map(|titolo| {
            self.andato(titolo, spostati).or_else(|| self.omonimo(titolo)).or_else(|| self.simile(titolo))
        });
        moved.chain(lost).chain(added).chain(self.vuoti.iter().map(vuoto)).collect()
    }

    /// A heading with the id that a part had before, where another of this file takes its place by the present one.
    fn andato(&self, titolo: &Titolo, spostati: &BTreeMap<String, String>) -> Option<Diagnostic> {
        let now = spostati.get(titolo.id()?)?;
        let (mine, ..) = self.tolti.iter().find(|(_, loro, _)| loro.id() == Some(now))?;
        Some(
            si_aggiunge(titolo)
                .other(
                    mine.posto(),
                    format!("quella che si chiamava così ora è `{now}`, e al suo posto c’è già questo"),
                )
                .help(format!("scrivi tutto sotto il titolo che ha `{{#{now}}}`; se è un’aggiunta, cambia questo id")),
        )
    }

    /// A heading with the words of one of the included text.
    fn omonimo(&self, titolo: &Titolo) -> Option<Diagnostic> {
        let words = flat(&titolo.parole);
        let other = self.rimasti.iter().find(|other| flat(&other.parole) == words && !words.is_empty())?;
        let problem = si_aggiunge(titolo).other(other.posto(), "nel testo incluso c’è un titolo uguale");
        let problem = match other.riga() {
            Some(line) => problem.help(format!("se deve prendere il posto di quella parte, scrivi `{line}`")),
            None => problem.help(
                "se deve prendere il posto di quella parte, chiedi a chi cura il testo di dare un id a quel titolo: qui si scrive lo stesso id",
            ),
        };
        Some(problem.help("se è un’aggiunta, scrivi un titolo che la distingua"))
    }

    /// A heading whose id is nearly one of the included text.
    fn simile(&self, titolo: &Titolo) -> Option<Diagnostic> {
        let id = titolo.id()?;
        let near = nearest(id, self.rimasti.iter().filter_map(Titolo::id)).filter(|near| quasi(id, near))?;
        let other = self.rimasti.iter().find(|other| other.id() == Some(near))?;
        Some(
            si_aggiunge(titolo)
                .other(other.posto(), format!("nel testo incluso l’id più vicino è `{near}`"))
                .help(format!("se deve prendere il posto di quella parte, scrivi `{{#{near}}}`"))
                .help("se è un’aggiunta, scrivi un id che non le somigli"),
        )
    }
}

/// Whether one of two ids is the other with a slip. Short words that are near are of two things: `corsi`, `costi`, `posti`.
fn quasi(id: &str, near: &str) -> bool {
    let long = id.chars().count();
    long > 3 && id.chars().next() == near.chars().next() && strsim::damerau_levenshtein(id, near) <= 1 + long / 8
}

fn si_aggiunge(titolo: &Titolo) -> Diagnostic {
    let message =
        format!("«{}» si aggiunge al testo incluso, e non prende il posto di una sua parte", short(&titolo.parole));
    Diagnostic::at(P0178, titolo.posto(), message)
        .note("un titolo prende il posto di uno del testo incluso se ha lo stesso id")
}

/// A heading with nothing under it, which would take away the text of a part.
fn vuoto(titolo: &Titolo) -> Diagnostic {
    let message =
        format!("«{}» prende il posto di una parte del testo incluso, e sotto non ha testo", short(&titolo.parole));
    Diagnostic::at(P0171, titolo.posto(), message)
        .help("scrivi il testo di questo ente; o togli il titolo, e resta la parte inclusa")
}

/// A heading that takes the place of a part by the id that it had before.
fn spostato(nostro: &Titolo, loro: &Titolo) -> Option<Diagnostic> {
    let (id, now) = (nostro.id()?, loro.id()?);
    (id != now).then(|| {
        Diagnostic::at(P0178, nostro.posto(), format!("nel testo incluso `{id}` ora si chiama `{now}`"))
            .other(loro.posto(), "è questo")
            .note("questo titolo ne prende il posto lo stesso, perché chi cura il testo lo dice in `[sito.spostati]`")
            .help(format!("scrivi `{{#{now}}}`, qui e dove questo piano lo cita"))
    })
}

/// The headings that are not there any more, because they stood under one that is replaced.
fn perduti(nostro: &Titolo, sotto: &[Titolo], nostri: &[Titolo]) -> Option<Diagnostic> {
    let again = |lost: &Titolo| {
        nostri
            .iter()
            .any(|own| flat(&own.parole) == flat(&lost.parole) || (own.id().is_some() && own.id() == lost.id()))
    };
    let lost: Vec<&Titolo> = sotto.iter().filter(|titolo| !again(titolo)).collect();
    let first = lost.first()?;
    let names: Vec<String> = lost.iter().map(|titolo| format!("«{}»", short(&titolo.parole))).collect();
    let message = format!(
        "«{}» prende il posto anche di ciò che nel testo incluso gli sta sotto: {}",
        short(&nostro.parole),
        names.join(", ")
    );
    Some(
        Diagnostic::at(P0180, nostro.posto(), message)
            .other(first.posto(), "qui non c’è più")
            .help("se va bene così, non c’è niente da fare")
            .help("se quelle parti devono restare, togli questo titolo e riscrivi soltanto i capoversi che cambiano, con `[[al_posto_di]]` nell’intestazione"),
    )
}

#[cfg(test)]
mod tests {
    use super::quasi;

    #[test]
    fn two_honest_ids_are_not_a_slip() {
        for (a, b, slip) in [
            ("iscrizioni", "iscrizione", true),
            ("iscrizoine", "iscrizione", true),
            ("orario", "orari", true),
            ("come-ci-si-iscrive", "come-si-iscrive", true),
            ("costi", "corsi", false),
            ("costi", "posti", false),
            ("orari", "corsi", false),
            ("valutazione", "formazione", false),
            ("iscrizione-in-comune", "iscrizione", false),
        ] {
            assert_eq!(quasi(a, b), slip, "{a} {b}");
        }
    }
}
