//! The norms that a PIAO cites most, with their days: a wrong day or a wrong kind can be told, and an address is exact.
//!
//! Source: the titles in the Gazzetta Ufficiale. A norm is here because plans cite it, not because it is important.

use super::{Norma, Tipo};
use crate::base::giorno::Giorno;

/// A norm that we know.
#[derive(Debug, Clone, Copy)]
pub struct Nota {
    /// The norm, with its day.
    pub norma: Norma,
    /// What it is commonly called.
    pub nome: Option<&'static str>,
    /// Authority and kind of its name in Normattiva, where they do not follow from its kind.
    pub autorita: Option<&'static str>,
}

type NormaNota = (Tipo, u32, (i8, i8, i16), &'static str);

const NOTE: [NormaNota; 38] = [
    (Tipo::Legge, 241, (7, 8, 1990), "procedimento amministrativo"),
    (Tipo::Legge, 104, (5, 2, 1992), ""),
    (Tipo::DecretoLegislativo, 267, (18, 8, 2000), "testo unico degli enti locali"),
    (Tipo::Dpr, 445, (28, 12, 2000), "documentazione amministrativa"),
    (Tipo::DecretoLegislativo, 165, (30, 3, 2001), "lavoro pubblico"),
    (Tipo::Legge, 448, (28, 12, 2001), ""),
    (Tipo::DecretoLegislativo, 196, (30, 6, 2003), "codice in materia di protezione dei dati personali"),
    (Tipo::Legge, 4, (9, 1, 2004), "accessibilità degli strumenti informatici"),
    (Tipo::DecretoLegislativo, 82, (7, 3, 2005), "codice dell’amministrazione digitale"),
    (Tipo::DecretoLegislativo, 198, (11, 4, 2006), "codice delle pari opportunità"),
    (Tipo::Legge, 244, (24, 12, 2007), ""),
    (Tipo::DecretoLegislativo, 81, (9, 4, 2008), "sicurezza sul lavoro"),
    (Tipo::DecretoLegislativo, 150, (27, 10, 2009), "performance"),
    (Tipo::DecretoLegislativo, 118, (23, 6, 2011), "armonizzazione dei bilanci"),
    (Tipo::Legge, 190, (6, 11, 2012), "prevenzione della corruzione"),
    (Tipo::DecretoLegislativo, 33, (14, 3, 2013), "trasparenza"),
    (Tipo::DecretoLegislativo, 39, (8, 4, 2013), "inconferibilità e incompatibilità"),
    (Tipo::Dpr, 62, (16, 4, 2013), "codice di comportamento dei dipendenti pubblici"),
    (Tipo::DecretoLegge, 90, (24, 6, 2014), ""),
    (Tipo::Legge, 124, (7, 8, 2015), ""),
    (Tipo::DecretoLegislativo, 97, (25, 5, 2016), "accesso civico"),
    (Tipo::DecretoLegislativo, 175, (19, 8, 2016), "società a partecipazione pubblica"),
    (Tipo::Legge, 81, (22, 5, 2017), "lavoro agile"),
    (Tipo::DecretoLegislativo, 117, (3, 7, 2017), "codice del Terzo settore"),
    (Tipo::Legge, 179, (30, 11, 2017), ""),
    (Tipo::DecretoLegislativo, 106, (10, 8, 2018), "accessibilità dei siti web"),
    (Tipo::DecretoLegge, 34, (30, 4, 2019), ""),
    (Tipo::Legge, 160, (27, 12, 2019), ""),
    (Tipo::DecretoLegge, 76, (16, 7, 2020), "semplificazioni"),
    (Tipo::DecretoLegge, 77, (31, 5, 2021), "governance del PNRR"),
    (Tipo::DecretoLegge, 80, (9, 6, 2021), "istituisce il PIAO"),
    (Tipo::Legge, 113, (6, 8, 2021), "converte il decreto-legge n.\u{a0}80 del\u{a0}2021"),
    (Tipo::Dpr, 81, (24, 6, 2022), "piani assorbiti dal PIAO"),
    (Tipo::Dm, 132, (30, 6, 2022), "contenuto del PIAO"),
    (Tipo::DecretoLegislativo, 24, (10, 3, 2023), "segnalazione di illeciti"),
    (Tipo::DecretoLegislativo, 36, (31, 3, 2023), "codice dei contratti pubblici"),
    (Tipo::DecretoLegislativo, 222, (13, 12, 2023), "accessibilità e inclusione"),
    (Tipo::DecretoLegislativo, 209, (31, 12, 2024), "correttivo del codice dei contratti pubblici"),
];

/// The norm of that number and year, when it is one that we know. Norms of the Raccolta ufficiale share one series of numbers,
/// so that one is enough.
#[must_use]
pub fn famosa(numero: u32, anno: i16) -> Option<Nota> {
    let (tipo, _, (giorno, mese, _), nome) = NOTE.iter().find(|(_, n, (_, _, a), _)| *n == numero && *a == anno)?;
    let data = jiff::civil::Date::new(anno, *mese, *giorno).ok().map(Giorno);
    // The name of a ministerial decree has the ministry: only this one is cited by every plan.
    let autorita =
        (*tipo == Tipo::Dm).then_some("presidenza.consiglio.ministri.dipartimento.funzione.pubblica:decreto");
    let norma = Norma { tipo: *tipo, anno, numero: Some(numero), data };
    Some(Nota { norma, nome: Some(*nome).filter(|nome| !nome.is_empty()), autorita })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_table_exists() {
        for (tipo, numero, (_, _, anno), _) in NOTE {
            let nota = famosa(numero, anno).expect("found by its own number");
            assert!(nota.norma.data.is_some() && nota.norma.tipo == tipo, "{numero}/{anno}");
        }
    }
}
