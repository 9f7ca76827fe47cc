//! The risks of corruption in figures: the level of each process, by area and by unit, what covers it, who answers for each measure.
//! Views, facts, rules and completeness all ask here.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::conti::performance::copertura::tutti_i_titolari;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::incarico::{Incarico, Ruolo};
use crate::piano::element::misura::UnoOMolti;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tipo};
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::{Processo, Rischio};
use crate::piano::element::row::Valore;
use crate::piano::element::target::Target;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::{Chi, Dovuto, Rif, Testo};
use crate::piano::element::{Kind, Record};
use crate::piano::prose::{BlockKind, plain};
use crate::piano::rischi::{Metodo, OBBLIGATORIE, Rischi as Regole};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The risks of a plan.
#[derive(Debug)]
pub struct Rischi<'a> {
    piano: &'a Piano,
    index: &'a Index,
    /// How the body judges them.
    pub regole: &'a Regole,
    titolari: BTreeMap<Pos<Unita>, Vec<Pos<Incarico>>>,
}

/// Who does something, once looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chiamato {
    /// A unit.
    Unita(Pos<Unita>),
    /// An office.
    Incarico(Pos<Incarico>),
    /// All the units.
    Tutte,
    /// The officer for the prevention of corruption, whose office is no record of the plan.
    Rpct,
}

/// The words for all the units.
pub const TUTTE: &str = "tutte le unità";

/// An area of risk, with the processes that are in it.
#[derive(Debug)]
pub struct Area<'a> {
    /// Its key, as in the data.
    pub chiave: &'a str,
    /// Its name; the key, where nobody gives it a name.
    pub nome: &'a str,
    /// Its processes, in the order of the data.
    pub processi: Vec<Pos<Processo>>,
}

impl<'a> Rischi<'a> {
    /// The risks of `piano`.
    #[must_use]
    pub fn di(piano: &'a Piano, index: &'a Index) -> Self {
        static USUALI: LazyLock<Regole> = LazyLock::new(Regole::default);
        let regole = piano.impostazioni.as_ref().map_or(&*USUALI, |set| &set.rischi);
        Rischi { piano, index, regole, titolari: tutti_i_titolari(piano, index) }
    }

    /// Whether the levels follow from numbers.
    #[must_use]
    pub fn numeri(&self) -> bool {
        self.regole.metodo == Metodo::ProbabilitaImpatto
    }

    /// The level of an event, from 0: that of its numbers, the one that is written, or that of its process.
    #[must_use]
    pub fn livello_di(&self, processo: &Processo, rischio: &Rischio) -> Option<usize> {
        self.livello_proprio(rischio).or_else(|| self.livello_scritto(processo.esposizione.as_ref()))
    }

    /// The level that an event has of its own.
    fn livello_proprio(&self, rischio: &Rischio) -> Option<usize> {
        let from_numbers = || self.regole.dal_prodotto(rischio.prodotto().filter(|_| self.numeri())?);
        from_numbers().or_else(|| self.livello_scritto(rischio.esposizione.as_ref()))
    }

    fn livello_scritto(&self, word: Option<&Spanned<String>>) -> Option<usize> {
        self.regole.livello(&word?.value)
    }

    /// The level of a process: the one that is written, or the highest of its events. None while an event without a level may be higher.
    #[must_use]
    pub fn livello(&self, processo: &Processo) -> Option<usize> {
        let events = || {
            let all = || processo.rischi.iter().map(|rischio| self.livello_proprio(&rischio.value));
            let highest = all().flatten().max()?;
            (highest + 1 == self.regole.livelli().len() || all().all(|level| level.is_some())).then_some(highest)
        };
        self.livello_scritto(processo.esposizione.as_ref()).or_else(events)
    }

    /// The events of a process that have no level, where others have one and none is written of the whole.
    #[must_use]
    pub fn senza_livello<'p>(&self, processo: &'p Processo) -> Vec<&'p Spanned<Rischio>> {
        if processo.esposizione.is_some() || self.livello(processo).is_some() {
            return vec![];
        }
        let (known, without): (Vec<_>, Vec<_>) =
            processo.rischi.iter().partition(|rischio| self.livello_proprio(&rischio.value).is_some());
        if known.is_empty() { vec![] } else { without }
    }

    /// The word of a level.
    #[must_use]
    pub fn parola(&self, livello: usize) -> &'a str {
        self.regole.livelli().get(livello).copied().unwrap_or_default()
    }

    /// The name of an area, or its key where it has none.
    #[must_use]
    pub fn area(&self, key: &'a str) -> &'a str {
        self.regole.area(key).unwrap_or(key.trim())
    }

    /// The areas of some processes, in the order in which they name them.
    #[must_use]
    pub fn aree(&self, processi: &[Pos<Processo>]) -> Vec<Area<'a>> {
        let piano = self.piano;
        let mut out: Vec<Area<'a>> = Vec::new();
        for pos in processi {
            let chiave = piano[*pos].value.area.value.trim();
            let nome = self.area(chiave);
            match out.iter_mut().find(|area| area.nome == nome) {
                Some(area) => area.processi.push(*pos),
                None => out.push(Area { chiave, nome, processi: vec![*pos] }),
            }
        }
        out
    }

    /// The names of the areas that every body must look at and in which this plan has no process.
    #[must_use]
    pub fn aree_scoperte(&self) -> Vec<(&'static str, &'a str)> {
        let all = || self.piano.elementi.processi.iter().map(|processo| self.area(&processo.value.area.value));
        let missing = OBBLIGATORIE.into_iter().map(|key| (key, self.area(key)));
        missing.filter(|(_, name)| all().all(|of| of != *name)).collect()
    }

    /// The measures that cover an event: its own, and those of its process.
    #[must_use]
    pub fn misure_di(&self, processo: &Processo, rischio: Option<&Rischio>) -> Vec<Pos<MisuraPrevenzione>> {
        let own = rischio.into_iter().flat_map(|rischio| &rischio.misure);
        self.trovate(own.chain(&processo.misure))
    }

    /// All the measures of a process, with those of its events.
    #[must_use]
    pub fn misure(&self, processo: &Processo) -> Vec<Pos<MisuraPrevenzione>> {
        self.trovate(processo.misure.iter().chain(processo.rischi.iter().flat_map(|rischio| &rischio.value.misure)))
    }

    fn trovate<'r, T: Record + 'r>(&self, all: impl Iterator<Item = &'r Rif<T>>) -> Vec<Pos<T>> {
        let mut out: Vec<Pos<T>> = Vec::new();
        for found in all.filter_map(|rif| self.index.rif(rif)) {
            if !out.contains(&found) {
                out.push(found);
            }
        }
        out
    }

    /// The processes that a measure covers.
    #[must_use]
    pub fn trattati(&self, misura: Pos<MisuraPrevenzione>) -> Vec<Pos<Processo>> {
        let covers = |processo: &Processo| self.misure(processo).contains(&misura);
        let all = self.piano.elementi.each::<Processo>();
        all.filter(|(_, processo)| covers(&processo.value)).map(|(pos, _)| pos).collect()
    }

    /// What these words name.
    #[must_use]
    pub fn chiamato(&self, chi: &Chi) -> Option<Chiamato> {
        let word = chi.0.value.as_str();
        if Chi::tutte(word) {
            return Some(Chiamato::Tutte);
        }
        let unita = self.index.named(word).map(Chiamato::Unita);
        unita.or_else(|| self.index.named(word).map(Chiamato::Incarico))
    }

    /// The unit in which something is done: the one that is named, or that of the office that is named.
    #[must_use]
    pub fn unita(&self, chi: Chiamato) -> Option<Pos<Unita>> {
        match chi {
            Chiamato::Unita(unita) => Some(unita),
            Chiamato::Incarico(incarico) => self.index.rif(self.piano[incarico].value.unita.as_ref()?),
            Chiamato::Tutte | Chiamato::Rpct => None,
        }
    }

    /// Who carries out a process.
    #[must_use]
    pub fn svolge(&self, processo: &Processo) -> Option<Chiamato> {
        match &processo.unita {
            Dovuto::Valore(chi) => self.chiamato(chi),
            Dovuto::Assente(_) => None,
        }
    }

    /// The processes in which a unit has a part: those that it carries out, those in which it is named, those of all the units.
    #[must_use]
    pub fn dell_unita(&self, unita: Pos<Unita>) -> Vec<Pos<Processo>> {
        let here = |processo: &Processo| {
            let named = processo.altre_unita.iter().filter_map(|chi| self.chiamato(chi));
            named.chain(self.svolge(processo)).any(|chi| chi == Chiamato::Tutte || self.unita(chi) == Some(unita))
        };
        let all = self.piano.elementi.each::<Processo>();
        all.filter(|(_, processo)| here(&processo.value)).map(|(pos, _)| pos).collect()
    }

    /// Who answers for a measure: who is written, or else who leads the units of its processes. For a measure of the whole body
    /// without anybody, the officer for the prevention of corruption.
    #[must_use]
    pub fn responsabili(&self, misura: Pos<MisuraPrevenzione>) -> Vec<Chiamato> {
        let value = &self.piano[misura].value;
        let mut out: Vec<Chiamato> = value.responsabili.iter().filter_map(|chi| self.chiamato(chi)).collect();
        if out.is_empty() && value.responsabili.is_empty() {
            let carried = self.trattati(misura).into_iter().filter_map(|pos| self.svolge(&self.piano[pos].value));
            out.extend(carried.flat_map(|chi| self.guida(chi)));
            if out.is_empty() && value.tipo == Tipo::Generale {
                out.extend(self.rpct());
            }
        }
        // Who is named by several processes answers once. All the units leave nobody out.
        let mut seen = Vec::new();
        out.retain(|chi| {
            !seen.contains(chi) && {
                seen.push(*chi);
                true
            }
        });
        if out.contains(&Chiamato::Tutte) { vec![Chiamato::Tutte] } else { out }
    }

    /// Who leads a unit on the day of the plan, or the unit where nobody does.
    fn guida(&self, chi: Chiamato) -> Vec<Chiamato> {
        let Chiamato::Unita(unita) = chi else { return vec![chi] };
        let day = self.piano.impostazioni.as_ref().map(|set| set.data.value);
        let holders = self.titolari.get(&unita).into_iter().flatten().copied();
        let leads: Vec<Chiamato> =
            holders.filter(|pos| in_carica(&self.piano[*pos].value, day)).map(Chiamato::Incarico).collect();
        if leads.is_empty() { vec![chi] } else { leads }
    }

    /// The officer for the prevention of corruption.
    #[must_use]
    pub fn rpct(&self) -> Option<Chiamato> {
        let day = self.piano.impostazioni.as_ref().map(|set| set.data.value);
        let is = |incarico: &Incarico| incarico.ruolo.value == Ruolo::Rpct && in_carica(incarico, day);
        let office = self.piano.elementi.each::<Incarico>().find(|(_, incarico)| is(&incarico.value));
        let named =
            || matches!(self.piano.impostazioni.as_ref()?.ente.rpct, Some(Dovuto::Valore(_))).then_some(Chiamato::Rpct);
        office.map(|(pos, _)| Chiamato::Incarico(pos)).or_else(named)
    }

    /// These as the value of a field, at the place of their record.
    #[must_use]
    pub fn valore(&self, all: &[Chiamato], span: Span) -> Valore {
        let mut rif = Vec::new();
        for chi in all {
            let id = match chi {
                Chiamato::Unita(unita) => self.index.id(*unita).map(|id| (Kind::Unita, id)),
                Chiamato::Incarico(incarico) => self.index.id(*incarico).map(|id| (Kind::Incarico, id)),
                Chiamato::Tutte => return Valore::parole([(Chi::TUTTE.to_owned(), TUTTE.to_owned())]),
                Chiamato::Rpct => return Valore::Testo("RPCT".to_owned()),
            };
            rif.extend(id.map(|(kind, id)| (kind, Spanned::new(id.to_string(), span))));
        }
        if rif.is_empty() { Valore::Vuoto } else { Valore::Rif(rif) }
    }
}

/// Whether an office is held on a day.
fn in_carica(incarico: &Incarico, day: Option<Giorno>) -> bool {
    day.is_none_or(|day| {
        incarico.dal.is_none_or(|dal| dal.value <= day) && incarico.al.is_none_or(|al| day <= al.value)
    })
}

/// How a measure is measured, in few words: each indicator with the value from which it starts and its targets, each verification with
/// what it must show and when.
#[must_use]
pub fn misurata(piano: &Piano, misura: &MisuraPrevenzione) -> Vec<String> {
    let values = |all: &UnoOMolti<Spanned<Target>>| -> String {
        all.0.iter().map(|target| target.value.to_string()).collect::<Vec<_>>().join(" e ")
    };
    let indicators = misura.indicatori.iter().map(|indicatore| {
        let what = parole(piano, indicatore.value.testo);
        let start = indicatore.value.base.as_ref().map(|base| match base.anno {
            Some(anno) => format!("partenza {} nel {anno}", base.valore.value),
            None => format!("partenza {}", base.valore.value),
        });
        let targets = indicatore.value.traguardo().map(|target| target.parole(&values));
        let said: Vec<String> = start.into_iter().chain(targets).filter(|words| !words.is_empty()).collect();
        if said.is_empty() { what } else { format!("{what}: {}", said.join("; ")) }
    });
    let checks = misura.verifiche.iter().flat_map(|verifica| {
        let tool = parole(piano, verifica.value.strumento);
        let rows = verifica.value.righe().into_iter().map(move |riga| {
            let when = riga.tempi.map(|tempi| tempi.value.parola.trim().to_owned());
            match riga.atteso {
                Some(atteso) => {
                    let how: Vec<String> = std::iter::once(tool.clone()).chain(when).collect();
                    format!("{} ({})", parole(piano, atteso), how.join(", "))
                }
                None => when.map_or_else(|| tool.clone(), |when| format!("{tool} ({when})")),
            }
        });
        rows.collect::<Vec<_>>()
    });
    indicators.chain(checks).collect()
}

/// The words of a text, without its marks.
pub(super) fn parole(piano: &Piano, testo: Testo) -> String {
    let mut words = Vec::new();
    if let Some(prose) = piano.testi.get(testo.0 as usize) {
        prose.each_block(&mut |block| {
            if let BlockKind::Paragraph(content) = &block.kind {
                words.push(plain(content));
            }
        });
    }
    words.join(" ").trim().trim_end_matches('.').to_owned()
}
