//! Indicatore: how the success of an objective is measured (linee guida del DFP n. 1/2017 and n. 2/2017).

use crate::base::span::{Span, Spanned};
use crate::lingua::tempo::Tempo;
use crate::lingua::unita;
use crate::piano::element::misura::{AlMomento, Decimale, PER_ANNO, PerAnno, Percento, Peso, UnoOMolti};
use crate::piano::element::obiettivo::misurazione::{Esito, MisurazioneParte};
use crate::piano::element::target::{Atteso, Dubbio, Operatore, Target};
use crate::piano::element::value::{Dovuto, Testo};
use serde::Deserialize;
use serde::de::{Deserializer, EnumAccess, Error as _, VariantAccess, Visitor};
use std::fmt;

/// An indicator: one measure of success.
#[derive(Debug, Deserialize)]
pub struct Indicatore {
    /// What is measured, in prose.
    pub testo: Testo,
    /// Which side of the action it tells about: see [`Dimensione`].
    pub dimensione: Option<Dimensione>,
    /// The kind of its value: see [`Misura`].
    pub misura: Option<Spanned<Misura>>,
    /// The unit of its value: `ore`, `utenti`.
    pub unita_misura: Option<Spanned<String>>,
    /// How it is computed.
    pub formula: Option<Formula>,
    /// The value from which it starts.
    pub base: Option<Base>,
    /// The value to reach, or why none is set: `{ assente = "motivo" }`. Where there are several values, all must be reached.
    pub target: Option<Traguardo>,
    /// Which values are better: higher ones, lower ones, or the same as now.
    pub polarita: Option<Polarita>,
    /// The source from which the value is read.
    pub fonte: Option<Spanned<String>>,
    /// Its number among the indicators of the DUP.
    pub dup: Option<u32>,
    /// Its weight among the indicators of the objective.
    pub peso: Option<Spanned<Peso>>,
    /// A graded scale, the score for each term: `[{ entro = "aprile", punteggio = 100 }, …]`.
    #[serde(default)]
    pub scala: Vec<Gradino>,
    /// The values that were measured at the two moments.
    pub rilevato: Option<AlMomento<Spanned<Target>>>,
    /// The target of each unit, or of each body, that has a part of it.
    #[serde(default, rename = "quota")]
    pub quote: Vec<Spanned<QuotaIndicatore>>,
    /// How it was at the moments of measure, in words.
    #[serde(default, rename = "misurazione")]
    pub misurazioni: Vec<Spanned<MisurazioneParte<Esito>>>,
}

/// Reads the indicators of a record.
pub(in crate::piano::element) fn indicatori<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Spanned<Indicatore>>, D::Error> {
    let mut all = Vec::<Spanned<Indicatore>>::deserialize(deserializer)?;
    all.iter_mut().for_each(|indicatore| indicatore.value.dubita());
    Ok(all)
}

/// The target of one unit or of one body.
#[derive(Debug, Deserialize)]
pub struct QuotaIndicatore {
    /// The unit or the body: its id, or plain words.
    pub per: Spanned<String>,
    /// The value that it must reach.
    pub target: Spanned<Target>,
    /// The values that were measured there.
    pub rilevato: Option<AlMomento<Spanned<Target>>>,
}

/// What an indicator must reach: a value or several, for the whole time or for each year, or the reason why there is none. Marks
/// like `--` are read as values, so that a rule can tell what is missing.
#[derive(Debug)]
pub struct Traguardo(pub Dovuto<PerAnno<UnoOMolti<Spanned<Target>>>>);

impl<'de> Deserialize<'de> for Traguardo {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Motivo {
            assente: Spanned<String>,
        }
        struct Visita;
        impl<'de> Visitor<'de> for Visita {
            type Value = Traguardo;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("un valore, un valore per anno o { assente = \"motivo\" }")
            }
            fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Traguardo, A::Error> {
                let (name, value) = data.variant::<String>()?;
                if name == "assente" {
                    let motivo: Motivo = value.newtype_variant()?;
                    if motivo.assente.value.trim().is_empty() {
                        return Err(A::Error::custom("manca il motivo dell’assenza\nscrivi perché il dato non c’è"));
                    }
                    return Ok(Traguardo(Dovuto::Assente(motivo.assente)));
                }
                PerAnno::variant(&name, value).map(Dovuto::Valore).map(Traguardo)
            }
        }
        deserializer.deserialize_enum(PER_ANNO, &["uno", "anni", "assente"], Visita)
    }
}

impl Indicatore {
    /// The value to reach; none where the plan says why nothing is set.
    #[must_use]
    pub fn traguardo(&self) -> Option<&PerAnno<UnoOMolti<Spanned<Target>>>> {
        match &self.target.as_ref()?.0 {
            Dovuto::Valore(target) => Some(target),
            Dovuto::Assente(_) => None,
        }
    }

    /// The value of a year, when there is only one. Where there are several, none: the plan does not say to which of them the
    /// measured value belongs.
    #[must_use]
    pub fn atteso_nel(&self, anno: i16) -> Option<&Spanned<Target>> {
        match self.traguardo()?.di(anno)?.0.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Every value to reach, those of the shares included, each with its year where it has one.
    pub fn ogni_target(&self) -> impl Iterator<Item = (Option<i16>, &Spanned<Target>)> {
        self.attesi().chain(self.quote.iter().map(|quota| (None, &quota.value.target)))
    }

    /// The unit of a value that has `propria` of its own: that, or the one of the indicator. Empty where neither says it.
    #[must_use]
    pub fn unita_di<'u>(&'u self, propria: &'u str) -> &'u str {
        let declared = self.unita_misura.as_ref().map_or("", |unit| unit.value.trim());
        match self.misura.as_ref().map(|misura| misura.value) {
            _ if !propria.is_empty() => propria,
            Some(Misura::Percentuale) if declared.is_empty() => "%",
            _ if unita::di_numero(declared) => "",
            _ => declared,
        }
    }

    /// Keeps as words the numbers that have two readings beside the others or beside their unit: see [`Dubbio`].
    fn dubita(&mut self) {
        let decimals = self.valori().flat_map(|value| value.value.decimali()).collect::<Vec<_>>();
        let due: Vec<Span> = self.ogni_target().map(|(_, target)| target.span).collect();
        let number = |value: &Spanned<Target>| value.value.valore().map_or(0, |(number, _)| number.0);
        let above = self.valori().any(|value| !due.contains(&value.span) && number(value) > 0);
        let change = self.formula.as_ref().is_some_and(|formula| formula.tipo == Some(TipoFormula::Variazione));
        let doubt = |value: &Spanned<Target>| {
            let Atteso::Numero { operatore, valore, unita: own, .. } = &value.value.atteso else { return None };
            let unit = self.unita_di(own);
            // Which way is better below zero: «almeno -5 %» of what should fall asks for more, or for less.
            let up = matches!(operatore, Operatore::Almeno | Operatore::PiuDi);
            let down = matches!(operatore, Operatore::AlMassimo | Operatore::MenoDi);
            let against =
                up && self.polarita != Some(Polarita::Aumenta) || down && self.polarita == Some(Polarita::Aumenta);
            let level = above && !(change && unita::stessa(unit, "%")) || against;
            let below = valore.0 < 0 && due.contains(&value.span) && !unita::di_tempo(unit);
            let fraction = own.is_empty() && unita::stessa(unit, "%") && (1..Decimale::UNO.0).contains(&valore.0.abs());
            let twice = own.is_empty() && value.value.moltiplicato() && unita::di_molti(unit);
            match () {
                () if value.value.migliaia_dubbie(&decimals) => Some(Dubbio::Migliaia),
                () if value.value.ore_dubbie(unit).is_some() => Some(Dubbio::Ore),
                () if twice => Some(Dubbio::Volte),
                () if below && level => Some(Dubbio::Livello),
                () if fraction => Some(Dubbio::Frazione),
                () => None,
            }
        };
        let found: Vec<(Span, Dubbio)> = self.valori().filter_map(|value| Some((value.span, doubt(value)?))).collect();
        for value in self.valori_mut() {
            if let Some((_, dubbio)) = found.iter().find(|(span, _)| *span == value.span) {
                value.value.dubita(*dubbio);
            }
        }
    }

    /// Every value, to reach or measured, from the one at the start on.
    pub fn valori(&self) -> impl Iterator<Item = &Spanned<Target>> {
        let base = self.base.iter().map(|base| &base.valore);
        base.chain(self.ogni_target().map(|(_, target)| target)).chain(self.rilevati())
    }

    /// Every value that was measured, those of the shares included.
    pub fn rilevati(&self) -> impl Iterator<Item = &Spanned<Target>> {
        let own = self.rilevato.iter().flat_map(AlMomento::iter);
        let shares = self.quote.iter().flat_map(|quota| quota.value.rilevato.iter().flat_map(AlMomento::iter));
        own.chain(shares).map(|(_, value)| value)
    }

    /// [`Indicatore::valori`], to be changed.
    fn valori_mut(&mut self) -> Vec<&mut Spanned<Target>> {
        let mut all: Vec<&mut Spanned<Target>> = self.base.iter_mut().map(|base| &mut base.valore).collect();
        match self.target.as_mut().map(|target| &mut target.0) {
            Some(Dovuto::Valore(PerAnno::Uno(values))) => all.extend(&mut values.0),
            Some(Dovuto::Valore(PerAnno::Anni(years))) => {
                all.extend(years.values_mut().flat_map(|values| &mut values.0))
            }
            Some(Dovuto::Assente(_)) | None => {}
        }
        let shares = self.quote.iter_mut().map(|quota| &mut quota.value);
        let mut found: Vec<&mut Option<AlMomento<Spanned<Target>>>> = vec![&mut self.rilevato];
        for quota in shares {
            all.push(&mut quota.target);
            found.push(&mut quota.rilevato);
        }
        for values in found.into_iter().flatten() {
            all.extend(values.monitoraggio.iter_mut().chain(&mut values.consuntivo));
        }
        all
    }

    /// Whether any value was measured.
    #[must_use]
    pub fn misurato(&self) -> bool {
        self.rilevato.is_some() || self.quote.iter().any(|quota| quota.value.rilevato.is_some())
    }

    /// Every value to reach for the whole indicator, each with its year where it has one. The shares are left out.
    pub fn attesi(&self) -> impl Iterator<Item = (Option<i16>, &Spanned<Target>)> {
        let years = self.traguardo().into_iter().flat_map(PerAnno::iter);
        years.flat_map(|(year, targets)| targets.0.iter().map(move |target| (year, target)))
    }
}

macro_rules! parole {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $label:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are the values of the field")]
        pub enum $name { $($variant),* }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                static NOMI: std::sync::LazyLock<Vec<String>> =
                    std::sync::LazyLock::new(|| $name::ALL.iter().map(|value| value.nome()).collect());
                static SCRITTI: std::sync::LazyLock<Vec<&str>> =
                    std::sync::LazyLock::new(|| NOMI.iter().map(String::as_str).collect());
                let scelta = $crate::piano::element::scelta::Scelta { nomi: &SCRITTI, stampati: &[$($label),*] };
                let at = deserializer.deserialize_enum(stringify!($name), &SCRITTI, scelta)?;
                $name::ALL.get(at).copied().ok_or_else(|| serde::de::Error::custom("il valore non è ammesso"))
            }
        }

        impl $name {
            /// All, in the order in which they are explained.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// As written in the sources: `attivita-processo`.
            #[must_use]
            pub fn nome(self) -> String {
                let mut name = String::new();
                for c in format!("{self:?}").chars() {
                    if c.is_uppercase() && !name.is_empty() {
                        name.push('-');
                    }
                    name.extend(c.to_lowercase());
                }
                name
            }

            /// The words in which it is printed.
            #[must_use]
            pub fn label(self) -> &'static str {
                match self { $($name::$variant => $label),* }
            }
        }
    };
}
pub(crate) use parole;

parole! {
    /// Which side of the action an indicator tells about.
    Dimensione {
        Efficacia = "efficacia",
        Efficienza = "efficienza",
        Economicita = "economicità",
        Outcome = "impatto (outcome)",
        Output = "realizzazione (output)",
        AttivitaProcesso = "attività e processo",
    }
}

parole! {
    /// The kind of value of an indicator.
    Misura {
        Data = "data",
        Tempestivita = "tempestività",
        Quantita = "quantità",
        Percentuale = "percentuale",
        SiNo = "sì o no",
    }
}

impl Misura {
    /// The label of the expected value, which depends on the kind of value.
    #[must_use]
    pub fn atteso(self) -> &'static str {
        match self {
            Misura::Data => "Data prevista",
            Misura::Tempestivita => "Termine previsto",
            Misura::Quantita => "Dimensione attesa",
            Misura::Percentuale => "% prevista",
            Misura::SiNo => "Esito previsto",
        }
    }
}

parole! {
    /// Which values are better: higher ones, lower ones, or the same as now.
    Polarita {
        Aumenta = "più è alto, meglio è",
        Diminuisce = "più è basso, meglio è",
        Mantiene = "da mantenere",
    }
}

parole! {
    /// The kinds of formula.
    TipoFormula {
        Rapporto = "rapporto",
        Variazione = "variazione percentuale",
        Conteggio = "conteggio",
        Media = "media",
        Somma = "somma",
    }
}

/// How an indicator is computed.
#[derive(Debug, Deserialize)]
pub struct Formula {
    /// What is counted.
    pub numeratore: Spanned<String>,
    /// The denominator, if there is one.
    pub denominatore: Option<Spanned<String>>,
    /// How numerator and denominator are combined.
    pub tipo: Option<TipoFormula>,
}

impl Formula {
    /// `n. domande valutate / n. domande presentate`.
    #[must_use]
    pub fn parole(&self) -> String {
        let numeratore = &self.numeratore.value;
        let base = match &self.denominatore {
            Some(denominatore) => format!("{numeratore} / {}", denominatore.value),
            None => numeratore.clone(),
        };
        match self.tipo {
            None | Some(TipoFormula::Rapporto) => base,
            Some(tipo) => format!("{base} ({})", tipo.label()),
        }
    }
}

/// Where an indicator starts from.
#[derive(Debug, Deserialize)]
pub struct Base {
    /// The year to which the value belongs.
    pub anno: Option<i16>,
    /// The value from which the indicator starts.
    pub valore: Spanned<Target>,
}

/// A step of a graded scale: a term and its score.
#[derive(Debug, Deserialize)]
pub struct Gradino {
    /// The term.
    pub entro: Spanned<Tempo>,
    /// The score for whoever meets the term, out of 100.
    pub punteggio: Percento,
}
