//! The funding of projects and digital measures: the amounts asked for and granted, with totals and shares by mission, public
//! body, state and programme.

use crate::base::span::Spanned;
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::Kind;
use crate::piano::element::misura::Percento;
use crate::piano::element::misura_digitale::{MisuraDigitale, StatoCandidatura};
use crate::piano::element::percorso::Percorso;
use crate::piano::element::progetto::Progetto;
use crate::piano::element::value::{Dovuto, Finanziamento, Importo};
use crate::piano::vista::Per;

/// The amounts of one project or measure, or of several added up.
#[derive(Debug, Clone, Copy, Default)]
pub struct Somme {
    /// How many projects and measures are added up.
    pub conta: usize,
    /// The cost. None when no record says it.
    pub importo: Option<Importo>,
    /// The amount asked for.
    pub richiesto: Option<Importo>,
    /// The amount granted.
    pub finanziato: Option<Importo>,
    /// Whether some record says what it asked for and not how that ended, or what it was granted and not how much it asked for: then
    /// the two sums are of different records, and no share. A record that says "not so far" has zero granted.
    pub spaiato: bool,
    /// Of how many records the cost is not known.
    pub senza_importo: usize,
    /// Of how many what was asked for is not known.
    pub senza_richiesto: usize,
    /// Of how many what was granted is not known.
    pub senza_finanziato: usize,
    /// How many were granted an amount and renounced it: it is in no sum.
    pub rinunce: usize,
}

impl Somme {
    /// Adds the amounts and the count of `other`.
    pub fn add(&mut self, other: &Somme) {
        let add = |sum: &mut Option<Importo>, more: Option<Importo>| {
            if let Some(more) = more {
                let sum = sum.get_or_insert_default();
                sum.0 = sum.0.saturating_add(more.0);
            }
        };
        self.conta += other.conta;
        add(&mut self.importo, other.importo);
        add(&mut self.richiesto, other.richiesto);
        add(&mut self.finanziato, other.finanziato);
        self.spaiato |= other.spaiato;
        self.senza_importo += other.senza_importo;
        self.senza_richiesto += other.senza_richiesto;
        self.senza_finanziato += other.senza_finanziato;
        self.rinunce += other.rinunce;
    }

    /// The amounts asked for and granted, where they are of the same records and something was granted.
    #[must_use]
    pub fn confrontati(&self) -> Option<(Importo, Importo)> {
        self.richiesto.zip(self.finanziato).filter(|_| !self.spaiato)
    }

    /// The granted share of the amount asked for.
    #[must_use]
    pub fn quota(&self) -> Option<Percento> {
        let (asked, granted) = self.confrontati()?;
        parte(granted, asked)
    }
}

/// `part` per cent of `whole`, to the hundredth, halves up.
#[must_use]
pub fn parte(part: Importo, whole: Importo) -> Option<Percento> {
    Percento::parte(part.0, whole.0)
}

fn valore<T: Copy>(value: Option<&Dovuto<Spanned<T>>>) -> Option<Spanned<T>> {
    match value {
        Some(Dovuto::Valore(value)) => Some(*value),
        _ => None,
    }
}

/// What is funded: a project or a digital measure.
#[derive(Debug, Clone, Copy)]
pub enum Fondo<'a> {
    /// A project.
    Progetto(&'a Spanned<Progetto>),
    /// A digital measure.
    Misura(&'a Spanned<MisuraDigitale>),
}

impl<'a> Fondo<'a> {
    /// All projects, then all measures.
    pub fn tutti(piano: &'a Piano) -> impl Iterator<Item = Fondo<'a>> {
        let progetti = piano.elementi.progetti.iter().map(Fondo::Progetto);
        progetti.chain(piano.elementi.misure_digitali.iter().map(Fondo::Misura))
    }

    /// Element `n` of `kind`, where that is what is funded.
    #[must_use]
    pub fn di(piano: &'a Piano, kind: Kind, n: usize) -> Option<Self> {
        match kind {
            Kind::Progetto => piano.elementi.progetti.get(n).map(Fondo::Progetto),
            Kind::MisuraDigitale => piano.elementi.misure_digitali.get(n).map(Fondo::Misura),
            _ => None,
        }
    }

    /// Whether its record was read whole.
    #[must_use]
    pub fn intero(self) -> bool {
        match self {
            Fondo::Progetto(p) => p.intero,
            Fondo::Misura(m) => m.intero,
        }
    }

    /// Its title.
    #[must_use]
    pub fn titolo(self) -> &'a Spanned<String> {
        match self {
            Fondo::Progetto(p) => &p.value.titolo,
            Fondo::Misura(m) => &m.value.titolo,
        }
    }

    /// Its cost, where it is said.
    #[must_use]
    pub fn importo(self) -> Option<Spanned<Importo>> {
        match self {
            Fondo::Progetto(p) => valore(Some(&p.value.importo)),
            Fondo::Misura(m) => valore(m.value.importo.as_ref()),
        }
    }

    /// What was asked for, where it is said.
    #[must_use]
    pub fn richiesto(self) -> Option<Spanned<Importo>> {
        match self {
            Fondo::Progetto(p) => valore(Some(&p.value.richiesto)),
            Fondo::Misura(m) => valore(m.value.richiesto.as_ref()),
        }
    }

    /// The grant: an amount, or that there is none so far, or the reason why it is not said.
    #[must_use]
    pub fn esito(self) -> Option<&'a Dovuto<Spanned<Finanziamento>>> {
        match self {
            Fondo::Progetto(p) => Some(&p.value.finanziato),
            Fondo::Misura(m) => m.value.finanziato.as_ref(),
        }
    }

    /// What was granted, where something was.
    #[must_use]
    pub fn finanziato(self) -> Option<Spanned<Importo>> {
        let esito = valore(self.esito())?;
        match esito.value {
            Finanziamento::Importo(granted) => Some(Spanned::new(granted, esito.span)),
            Finanziamento::NonAncora => None,
        }
    }

    /// Whether the body renounced what it was granted.
    fn rinuncia(self) -> bool {
        matches!(self, Fondo::Misura(m) if m.value.stato.is_some_and(|s| s.value == StatoCandidatura::Rinuncia))
    }

    /// Its amounts, to be added to those of others.
    #[must_use]
    pub fn somme(self) -> Somme {
        let euro = |amount: Option<Spanned<Importo>>| amount.map(|amount| amount.value);
        let renounced = self.rinuncia();
        let (importo, richiesto) = (euro(self.importo()), euro(self.richiesto()));
        let finanziato = euro(self.finanziato()).filter(|_| !renounced);
        let known = renounced || valore(self.esito()).is_some();
        Somme {
            conta: 1,
            importo,
            richiesto,
            finanziato,
            spaiato: if richiesto.is_some() { !known } else { finanziato.is_some() },
            senza_importo: usize::from(importo.is_none()),
            senza_richiesto: usize::from(richiesto.is_none()),
            senza_finanziato: usize::from(!known),
            rinunce: usize::from(renounced && self.finanziato().is_some()),
        }
    }

    /// Whether it must show the emblem of the European Union, because the PNRR pays for it. Before it is granted it need not, and where
    /// nothing was granted it must not.
    #[must_use]
    pub fn emblema(self) -> bool {
        let granted = self.finanziato().is_some_and(|granted| granted.value.0 > 0);
        let refused = self.finanziato().is_some() && !granted;
        match self {
            Fondo::Progetto(p) => granted && pnrr(&p.value.programma.value),
            Fondo::Misura(m) => {
                let stato = m.value.stato.map(|stato| stato.value);
                let won = matches!(stato, Some(StatoCandidatura::Assegnata | StatoCandidatura::Erogata));
                let mine = m.value.programma.as_ref().is_none_or(|programma| pnrr(&programma.value));
                mine && !refused && (won || granted && stato.is_none())
            }
        }
    }
}

/// A group of projects or measures, with its place among the groups.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gruppo {
    /// Whether it holds the records that do not say their group. It comes last.
    ignoto: bool,
    ordine: usize,
    /// The part of the facts' names that tells the group: `m5`, `argelato`.
    pub chiave: String,
    /// The name as it is printed.
    pub nome: String,
    /// A short name, for drawings.
    pub breve: String,
}

impl Gruppo {
    fn di(ordine: usize, chiave: &str, nome: &str) -> Self {
        let nome = nome.to_owned();
        Gruppo { ignoto: false, ordine, chiave: chiave.to_owned(), breve: nome.clone(), nome }
    }

    fn ignoto(nome: &str) -> Self {
        Gruppo { ignoto: true, ..Self::di(0, "non-indicato", nome) }
    }
}

/// The group of project or measure `n`.
#[must_use]
pub fn gruppo<'a>(piano: &'a Piano, index: &Index, kind: Kind, n: usize, per: Per) -> Gruppo {
    let (progetto, misura) = match Fondo::di(piano, kind, n) {
        Some(Fondo::Progetto(progetto)) => (Some(&progetto.value), None),
        Some(Fondo::Misura(misura)) => (None, Some(&misura.value)),
        None => (None, None),
    };
    match per {
        Per::Missione => {
            let path = progetto.map_or_else(
                || misura.and_then(|m| Percorso::parse(&m.codice.value)),
                crate::piano::element::progetto::Progetto::percorso,
            );
            match path {
                Some(path) => {
                    let key = format!("m{}", path.missione);
                    let name = format!("Missione {}, {}", path.missione, path.titolo_missione());
                    Gruppo { breve: format!("M{}", path.missione), ..Gruppo::di(path.missione.into(), &key, &name) }
                }
                None if progetto.is_some_and(|p| !pnrr(&p.programma.value)) => {
                    Gruppo { chiave: "fuori-dal-pnrr".into(), ..Gruppo::ignoto("Fuori dal PNRR") }
                }
                None => Gruppo::ignoto("Missione non indicata"),
            }
        }
        Per::Ente => {
            let several = misura.map_or(&[][..], |m| m.enti.as_slice());
            let of_measure = || misura.and_then(|m| m.ente.as_ref()).or(several.first().filter(|_| several.len() == 1));
            let rif = progetto.map_or_else(of_measure, |p| p.ente());
            let ente = rif.and_then(|rif| index.rif(rif));
            match ente.and_then(|ente| Some((ente, index.id(ente)?))) {
                Some((ente, id)) => Gruppo::di(ente.n(), id.as_str(), &piano[ente].value.nome.value),
                None if rif.is_none() && several.len() > 1 => {
                    Gruppo { chiave: "piu-enti".into(), ..Gruppo::ignoto("Più enti insieme") }
                }
                None => Gruppo::ignoto("Ente non indicato"),
            }
        }
        Per::Stato => {
            let granted = Fondo::di(piano, kind, n).and_then(Fondo::esito);
            match (misura.and_then(|m| m.stato), granted) {
                (Some(stato), _) => {
                    let at = StatoCandidatura::ALL.iter().position(|s| *s == stato.value).unwrap_or_default();
                    let name = crate::base::text::capital(stato.value.label());
                    Gruppo::di(at, &stato.value.lettera().to_lowercase(), &name)
                }
                (None, Some(Dovuto::Valore(granted))) => match granted.value {
                    Finanziamento::Importo(granted) if granted.0 > 0 => Gruppo::di(3, "finanziato", "Finanziato"),
                    Finanziamento::NonAncora => Gruppo::di(4, "non-ancora-finanziato", "Non ancora finanziato"),
                    Finanziamento::Importo(_) => Gruppo::di(5, "non-finanziato", "Non finanziato"),
                },
                (None, Some(Dovuto::Assente(_))) => Gruppo::ignoto("Dato assente"),
                (None, None) => Gruppo::ignoto("Stato non indicato"),
            }
        }
        Per::Misura => match misura {
            Some(misura) => {
                let same = |m: &crate::piano::element::misura_digitale::MisuraDigitale| {
                    m.codice.value == misura.codice.value && m.titolo.value == misura.titolo.value
                };
                let first = piano.elementi.misure_digitali.iter().position(|m| same(&m.value)).unwrap_or(n);
                let key = index.id_of(Kind::MisuraDigitale, first).map(ToString::to_string).unwrap_or_default();
                Gruppo::di(first, &key, &format!("{} – {}", misura.codice.value, misura.titolo.value))
            }
            None => Gruppo::ignoto("Misura non indicata"),
        },
        _ => {
            let of = |fondo: Fondo<'a>| match fondo {
                Fondo::Progetto(progetto) => progetto.value.programma.value.as_str(),
                Fondo::Misura(misura) => misura.value.programma.as_ref().map_or(PNRR, |p| p.value.as_str()),
            };
            let written = Fondo::di(piano, kind, n).map(of).unwrap_or_default().trim();
            // «pnrr» after «PNRR» is the same programme, under its first spelling.
            let same = |other: &&str| {
                other.chars().flat_map(char::to_lowercase).eq(written.chars().flat_map(char::to_lowercase))
            };
            let mut all = (0..).map_while(|n| Fondo::di(piano, kind, n)).map(|fondo| of(fondo).trim());
            let programma = all.find(same).unwrap_or(written);
            // However it is written, it is one programme.
            let programma = if sigla(programma) { PNRR } else { programma };
            let key = crate::piano::element::id::Id::slug(programma).to_string();
            Gruppo::di(usize::from(!pnrr(programma)), &key, programma)
        }
    }
}

const PNRR: &str = "PNRR";

/// Whether a programme is the PNRR, whatever is said beside it (`PNRR – M5`). The complementary plan is paid by the State.
#[must_use]
pub fn pnrr(programma: &str) -> bool {
    programma.split(|c: char| !c.is_alphanumeric()).any(sigla)
        || programma.split(|c: char| !(c.is_alphanumeric() || c == '.')).any(sigla)
        || programma.to_lowercase().contains("piano nazionale di ripresa e resilienza")
}

/// Whether a word is the name of the PNRR: `pnrr`, `P.N.R.R.`.
fn sigla(word: &str) -> bool {
    word.trim().replace('.', "").eq_ignore_ascii_case(PNRR)
}

/// The sentence that recipients of PNRR funds must print (Regulation (EU) 2021/241, Article 34(2)).
pub const EMBLEMA: &str = "Finanziato dall’Unione europea – NextGenerationEU";

/// The amounts of project or measure `n`.
fn somme(piano: &Piano, kind: Kind, n: usize) -> Somme {
    Fondo::di(piano, kind, n).map(Fondo::somme).unwrap_or_default()
}

/// The sums of `shown` by group, in the order of the groups.
#[must_use]
pub fn totali(piano: &Piano, index: &Index, kind: Kind, shown: &[usize], per: Per) -> Vec<(Gruppo, Somme)> {
    let mut groups: std::collections::BTreeMap<Gruppo, Somme> = std::collections::BTreeMap::new();
    for n in shown {
        groups.entry(gruppo(piano, index, kind, *n, per)).or_default().add(&somme(piano, kind, *n));
    }
    groups.into_iter().collect()
}

/// The sum of all of `shown`.
#[must_use]
pub fn totale(piano: &Piano, kind: Kind, shown: &[usize]) -> Somme {
    let mut sum = Somme::default();
    shown.iter().for_each(|n| sum.add(&somme(piano, kind, *n)));
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_to_the_hundredth() {
        assert_eq!(parte(Importo(76_966_608), Importo(188_462_708)), Some(Percento(4084)));
        assert_eq!(parte(Importo(1), Importo(0)), None);
        assert_eq!(parte(Importo(i64::MAX), Importo(i64::MAX)), Some(Percento::CENTO));
    }

    #[test]
    fn the_complementary_plan_is_not_the_pnrr() {
        assert!(
            pnrr("PNRR")
                && pnrr("pnrr – Missione 5")
                && pnrr("P.N.R.R.")
                && pnrr("P.N.R.R. M1")
                && pnrr("PNRR.M5")
                && !pnrr("PNC")
                && !pnrr("CERV")
        );
    }
}
