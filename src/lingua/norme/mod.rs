//! Finds the citations of law in running text, spells them in one way, and gives the address of the norm.
//!
//! These are pure functions from text to citations. `lower` calls [`find`] to make links of them, and the rule
//! `fondi/norma.rs` to report the wrong ones. The *Guida alla redazione degli atti amministrativi* (ITTIG and Accademia della
//! Crusca, 2011, part three) knows two forms of a citation, the full one and the short one. The author chooses the form, and it is
//! never changed: readers search for «165/2001», and a quotation must stay as it was. Within each form there is one spelling of
//! the abbreviation, of the number and of the year, with no-break spaces where a line must not end.

mod lettore;
mod note;
#[cfg(test)]
mod tests;

pub use lettore::{Citazione, Errore, anni_diversi, find};
pub use note::famosa;

use crate::base::giorno::Giorno;

/// Kinds of norms that can be told from their citation. Regional laws are not among them: nothing says of which region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tipo {
    Costituzione,
    LeggeCostituzionale,
    Legge,
    DecretoLegge,
    DecretoLegislativo,
    Dpr,
    Dpcm,
    Dm,
    RegioDecreto,
    RegolamentoUe,
    DirettivaUe,
    CodiceCivile,
    CodicePenale,
}

impl Tipo {
    /// Its name in words: `decreto legislativo`.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Tipo::Costituzione => "Costituzione",
            Tipo::LeggeCostituzionale => "legge costituzionale",
            Tipo::Legge => "legge",
            Tipo::DecretoLegge => "decreto-legge",
            Tipo::DecretoLegislativo => "decreto legislativo",
            Tipo::Dpr => "decreto del Presidente della Repubblica",
            Tipo::Dpcm => "decreto del Presidente del Consiglio dei ministri",
            Tipo::Dm => "decreto ministeriale",
            Tipo::RegioDecreto => "regio decreto",
            Tipo::RegolamentoUe => "regolamento (UE)",
            Tipo::DirettivaUe => "direttiva (UE)",
            Tipo::CodiceCivile => "codice civile",
            Tipo::CodicePenale => "codice penale",
        }
    }

    /// Its short name: `d.lgs.`, `DPR`. Shortened words have points, acronyms have none.
    #[must_use]
    pub fn sigla(self) -> &'static str {
        match self {
            Tipo::Legge => "l.",
            Tipo::LeggeCostituzionale => "l. cost.",
            Tipo::DecretoLegge => "d.l.",
            Tipo::DecretoLegislativo => "d.lgs.",
            Tipo::Dpr => "DPR",
            Tipo::Dpcm => "DPCM",
            Tipo::Dm => "DM",
            Tipo::RegioDecreto => "r.d.",
            Tipo::Costituzione | Tipo::RegolamentoUe | Tipo::DirettivaUe | Tipo::CodiceCivile | Tipo::CodicePenale => {
                self.nome()
            }
        }
    }

    /// Its short name after an article: `il d.lgs.`, `la legge`.
    #[must_use]
    pub fn articolo(self) -> String {
        match self {
            Tipo::Legge | Tipo::LeggeCostituzionale | Tipo::Costituzione | Tipo::DirettivaUe => {
                format!("la {}", self.nome())
            }
            _ => format!("il {}", self.sigla()),
        }
    }

    /// Whether its number is of the one yearly series of the «Raccolta ufficiale degli atti normativi» (DPR 1092/1985): there
    /// no two norms of a year share a number, whatever their kind.
    #[must_use]
    pub fn di_raccolta(self) -> bool {
        matches!(self, Tipo::Legge | Tipo::DecretoLegge | Tipo::DecretoLegislativo | Tipo::Dpr)
    }

    /// Whether it is an act of the European Union: those have the year before the number since 2015.
    #[must_use]
    pub fn europea(self) -> bool {
        matches!(self, Tipo::RegolamentoUe | Tipo::DirettivaUe)
    }
}

/// A norm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Norma {
    /// The kind of act.
    pub tipo: Tipo,
    /// The year, in four digits.
    pub anno: i16,
    /// The number. None for an act that is cited by its date alone.
    pub numero: Option<u32>,
    /// The day of the act, when it is written in the citation or known to us.
    pub data: Option<Giorno>,
}

/// An article, as addresses name it: `6`, `6bis`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Articolo(pub String);

impl Norma {
    /// What two citations of one norm have in common, and the order of a list: from the highest norm to the lowest.
    #[must_use]
    pub fn chiave(&self) -> (Tipo, i16, Option<u32>, Option<Giorno>) {
        (self.tipo, self.anno, self.numero, if self.numero.is_none() { self.data } else { None })
    }

    /// Its name in the full form of the drafting guides: `decreto-legge 9 giugno 2021, n. 80`.
    #[must_use]
    pub fn nome(&self) -> String {
        let nome = self.tipo.nome();
        match (self.tipo, self.numero, self.data) {
            (Tipo::Costituzione, ..) => "Costituzione della Repubblica italiana".into(),
            (Tipo::CodiceCivile | Tipo::CodicePenale, ..) => nome.into(),
            (Tipo::DirettivaUe, Some(numero), _) if self.anno < 2015 => {
                format!("direttiva\u{a0}{}/{numero}/{}", self.anno, if self.anno < 2010 { "CE" } else { "UE" })
            }
            (Tipo::RegolamentoUe, Some(numero), _) if self.anno < 2015 => {
                let ente = if self.anno < 2010 { "CE" } else { "UE" };
                format!("regolamento ({ente}) n.\u{a0}{numero}/{}", self.anno)
            }
            (Tipo::RegolamentoUe | Tipo::DirettivaUe, Some(numero), _) => format!("{nome}\u{a0}{}/{numero}", self.anno),
            (_, Some(numero), Some(data)) => format!("{nome} {}, n.\u{a0}{numero}", stretta(&data.lunga())),
            (_, Some(numero), None) => format!("{nome} n.\u{a0}{numero} del\u{a0}{}", self.anno),
            (_, None, Some(data)) => format!("{nome} {}", stretta(&data.lunga())),
            (_, None, None) => nome.into(),
        }
    }

    /// Where its text in force is: the permanent address of Normattiva (urn:nir, DigitPA standard; the year alone where the
    /// day is not known) or of EUR-Lex (ELI). None for decrees of ministers
    /// that we do not know, whose name has the ministry, and for those of the President of the Council: Normattiva has few.
    #[must_use]
    pub fn indirizzo(&self, articolo: Option<&Articolo>) -> Option<String> {
        let eli = |kind: &str| {
            let numero = self.numero?;
            Some(format!("https://eur-lex.europa.eu/eli/{kind}/{}/{numero}/oj/ita", self.anno))
        };
        let nir = |autorita: &str, numero: Option<u32>| {
            let quando = self.data.map_or_else(|| self.anno.to_string(), Giorno::iso);
            let numero = numero.map_or_else(String::new, |numero| format!(";{numero}"));
            let articolo = articolo.map_or_else(String::new, |articolo| format!("~art{}", articolo.0));
            format!("https://www.normattiva.it/uri-res/N2Ls?urn:nir:{autorita}:{quando}{numero}{articolo}")
        };
        let numbered = |autorita: &str| Some(nir(autorita, Some(self.numero?)));
        match self.tipo {
            Tipo::Costituzione => Some(nir("stato:costituzione", None)),
            Tipo::LeggeCostituzionale => numbered("stato:legge.costituzionale"),
            Tipo::Legge => numbered("stato:legge"),
            Tipo::DecretoLegge => numbered("stato:decreto.legge"),
            Tipo::DecretoLegislativo => numbered("stato:decreto.legislativo"),
            Tipo::Dpr => numbered("presidente.repubblica:decreto"),
            // The decree on the content of the PIAO is of a minister in the name of the President: it is called in both ways.
            Tipo::Dm | Tipo::Dpcm => numbered(famosa(self.numero?, self.anno)?.autorita?),
            Tipo::RegioDecreto => numbered("stato:regio.decreto"),
            Tipo::RegolamentoUe => eli("reg"),
            Tipo::DirettivaUe => eli("dir"),
            Tipo::CodiceCivile => Some(nir("stato:codice.civile", self.numero)),
            Tipo::CodicePenale => Some(nir("stato:codice.penale", self.numero)),
        }
    }
}

/// The first space of a long date, after the day, is one at which no line ends.
fn stretta(data: &str) -> String {
    data.replacen(' ', "\u{a0}", 1)
}
