//! A reading written back as text, always in the same form, for print and for data.

use super::{Cadenza, Forma, Lettura, Momento, Parte, Periodo, Quando, Tempo, Terzo, Unita};
use crate::base::giorno::MESI;
use std::fmt;

/// `gennaio–marzo 2025`, `entro il 30/04/2025`, `ogni 6 mesi: luglio, gennaio`. A year that is not known is not said:
/// [`Lettura::con_anno`] adds it.
impl fmt::Display for Lettura {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.forma {
            Forma::Periodi(periodi) => elenco(f, periodi, ", ")?,
            Forma::Alternative(periodi) => elenco(f, periodi, " o ")?,
            Forma::Ricorrenza { cadenza, dentro, evento } => {
                if let Some(evento) = evento {
                    write!(f, "{evento}; ")?;
                }
                write!(f, "{cadenza}")?;
                if !dentro.is_empty() {
                    f.write_str(": ")?;
                    elenco(f, dentro, ", ")?;
                }
            }
            Forma::Relativo { evento, tetto: None } => f.write_str(evento)?,
            Forma::Relativo { evento, tetto: Some(tetto) } => write!(f, "{evento}, {}", Periodo::Entro(*tetto))?,
            Forma::Dura(quanto) | Forma::ParteDelGiorno(quanto) | Forma::PiuTempi(quanto) => f.write_str(quanto)?,
            Forma::GiaIniziato => f.write_str("già iniziato")?,
            Forma::DaFissare => f.write_str("da fissare")?,
            Forma::NonApplicabile => f.write_str("non applicabile")?,
        }
        f.write_str(if self.impreciso { " circa" } else { "" })
    }
}

fn elenco(f: &mut fmt::Formatter<'_>, periodi: &[Periodo], fra: &str) -> fmt::Result {
    for (n, periodo) in periodi.iter().enumerate() {
        write!(f, "{}{periodo}", if n > 0 { fra } else { "" })?;
    }
    Ok(())
}

impl fmt::Display for Periodo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Periodo::In(Momento { anno: None, quando: Quando::Anno }) => f.write_str("tutto l’anno"),
            Periodo::In(Momento { anno: Some(anno), quando: Quando::Anno }) => write!(f, "tutto il {anno}"),
            Periodo::In(momento @ Momento { anno: None, quando: Quando::Anni(_) }) => write!(f, "tutto il {momento}"),
            Periodo::In(momento) => write!(f, "{momento}"),
            // The year is said once: "17/09–18/09/2024".
            Periodo::Fra(da, a) if da.anno == a.anno => write!(f, "{}–{a}", Momento { anno: None, ..*da }),
            Periodo::Fra(da @ Momento { quando: Quando::Anno, .. }, a) => write!(f, "{da}–{a}"),
            Periodo::Fra(da, a) => write!(f, "{da} – {a}"),
            Periodo::Entro(momento) => match momento.anno.and_then(|anno| momento.ultimo(anno)) {
                Some(giorno) => write!(f, "entro il {giorno}"),
                None => write!(f, "{}{momento}", momento.articolo("entro ", "entro il ", "entro l’")),
            },
            Periodo::Da(momento) => write!(f, "{}{momento}", momento.articolo("da ", "dal ", "dall’")),
        }
    }
}

impl Momento {
    /// The preposition with the article of its words; months have none.
    fn articolo(self, nudo: &'static str, il: &'static str, l: &'static str) -> &'static str {
        match (self.quando, self.anno) {
            (Quando::Mese(_) | Quando::Terzo(..), _) => nudo,
            (Quando::Anno, None) | (Quando::AnnoScolastico, _) => l,
            _ => il,
        }
    }
}

impl fmt::Display for Momento {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let nome = |mese: i8| usize::try_from(mese - 1).ok().and_then(|n| MESI.get(n)).copied().unwrap_or_default();
        match self.quando {
            Quando::Anno => {
                return match self.anno {
                    Some(anno) => write!(f, "{anno}"),
                    None => f.write_str("anno"),
                };
            }
            Quando::Anni(n) => {
                return match self.anno {
                    Some(anno) => write!(f, "{anno}–{}", anno.saturating_add(i16::from(n) - 1)),
                    None => f.write_str(if n == 2 { "biennio" } else { "triennio" }),
                };
            }
            Quando::AnnoScolastico => {
                f.write_str("anno scolastico")?;
                return match self.anno {
                    Some(anno) => write!(f, " {anno}/{}", anno.saturating_add(1)),
                    None => Ok(()),
                };
            }
            Quando::Giorno { mese, giorno } => {
                write!(f, "{giorno:02}/{mese:02}")?;
                return match self.anno {
                    Some(anno) => write!(f, "/{anno:04}"),
                    None => Ok(()),
                };
            }
            Quando::Parte(parte, n) => {
                let n = ["I", "II", "III", "IV", "V", "VI"].get(usize::try_from(n - 1).unwrap_or_default());
                let parte = match parte {
                    Parte::Bimestre => "bimestre",
                    Parte::Trimestre => "trimestre",
                    Parte::Quadrimestre => "quadrimestre",
                    Parte::Semestre => "semestre",
                };
                write!(f, "{} {parte}", n.copied().unwrap_or_default())?;
            }
            Quando::Mese(mese) => f.write_str(nome(mese))?,
            Quando::Terzo(mese, Terzo::Inizio) => write!(f, "inizio {}", nome(mese))?,
            Quando::Terzo(mese, Terzo::Meta) => write!(f, "metà {}", nome(mese))?,
            Quando::Terzo(mese, Terzo::Fine) => write!(f, "fine {}", nome(mese))?,
        }
        match self.anno {
            Some(anno) => write!(f, " {anno}"),
            None => Ok(()),
        }
    }
}

/// `ogni 3 mesi`, `ogni 15–30 giorni`, `3 volte a settimana`.
impl fmt::Display for Cadenza {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (uno, molti, volte) = match self.unita {
            Unita::Giorno => ("giorno", "giorni", "al giorno"),
            Unita::Settimana => ("settimana", "settimane", "a settimana"),
            Unita::Mese => ("mese", "mesi", "al mese"),
            Unita::Anno => ("anno", "anni", "l’anno"),
        };
        if self.volte > 1 {
            write!(f, "{} volte ", self.volte)?;
        }
        match self.ogni {
            (1, 1) if self.volte > 1 => f.write_str(volte),
            (1, 1) => write!(f, "ogni {uno}"),
            (n, max) if n == max => write!(f, "ogni {n} {molti}"),
            (min, max) => write!(f, "ogni {min}–{max} {molti}"),
        }
    }
}

impl Tempo {
    /// The words in one short form: `gen–feb`, `entro apr`, `I trim`, `30/04/2025`. None where they were not read whole and without a
    /// doubt, or say something that has no short form.
    #[must_use]
    pub fn breve(&self) -> Option<String> {
        let lettura = self.lettura.as_ref().ok()?;
        let Forma::Periodi(periodi) = &lettura.forma else { return None };
        if lettura.impreciso || lettura.dubbio.is_some() || lettura.nota.is_some() {
            return None;
        }
        // From January to December is a whole year, which has no short form but that of its months.
        let parola = self.parola.to_lowercase();
        if let [Periodo::In(Momento { anno, quando: Quando::Anno })] = periodi.as_slice()
            && let Some((_, after)) = parola.split_once("gen")
            && after.contains("dic")
        {
            return Some(anno.map_or_else(|| "gen–dic".to_owned(), |anno| format!("gen–dic {anno}")));
        }
        let brevi: Option<Vec<String>> = periodi.iter().map(|periodo| periodo.breve()).collect();
        brevi.map(|brevi| brevi.join(", "))
    }
}

impl Periodo {
    fn breve(&self) -> Option<String> {
        Some(match self {
            Periodo::In(momento) => momento.breve()?,
            // The year is said once.
            Periodo::Fra(da, a) if da.anno == a.anno || da.anno.is_none() => {
                format!("{}–{}", Momento { anno: None, ..*da }.breve()?, a.breve()?)
            }
            Periodo::Entro(momento) => format!("entro {}{}", momento.articolo("", "il ", ""), momento.breve()?),
            Periodo::Fra(..) | Periodo::Da(_) => return None,
        })
    }
}

impl Momento {
    fn breve(self) -> Option<String> {
        const MESI_BREVI: [&str; 12] =
            ["gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"];
        let quando = match self.quando {
            Quando::Mese(mese) => (*MESI_BREVI.get(usize::try_from(mese - 1).ok()?)?).to_owned(),
            Quando::Giorno { .. } => return Some(self.to_string()),
            Quando::Parte(Parte::Trimestre, n) => {
                format!("{} trim", ["I", "II", "III", "IV"].get(usize::try_from(n - 1).ok()?)?)
            }
            Quando::Parte(Parte::Semestre, n) => format!("{} sem", ["I", "II"].get(usize::try_from(n - 1).ok()?)?),
            Quando::Parte(..) | Quando::Terzo(..) | Quando::Anno | Quando::Anni(_) | Quando::AnnoScolastico => {
                return None;
            }
        };
        Some(match self.anno {
            Some(anno) => format!("{quando} {anno}"),
            None => quando,
        })
    }
}
