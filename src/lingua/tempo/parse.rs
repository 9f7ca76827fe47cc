//! A whole field of time: which form it has. Each form is tried in turn and must account for every word.

use super::errori::{Dubbio, Genere, Illeggibile};
use super::lettore::Lettore;
use super::momento::SETTIMANA;
use super::segni::{self, Pezzo, Segno};
use super::{Forma, Lettura, Periodo, Quando};

/// A longer text is not a field of time, and is not tried.
const LUNGO: usize = 60;

/// Reads a field.
pub(super) fn read(text: &str) -> Result<Lettura, Illeggibile> {
    let pezzi = segni::segni(text);
    let readable = |text: &str| read_signs(text, &segni::segni(text)).is_ok();
    read_signs(text, &pezzi).map_err(|errore| {
        let mut errore = errore.unwrap_or_else(|| {
            let entro = format!("entro {}", text.trim());
            let mut lettore = Lettore::new(text, &pezzi);
            if lettore.numero().and_then(|_| lettore.unita()).is_some() && readable(&entro) {
                Illeggibile::da_un_fatto(text.trim(), entro)
            } else {
                Illeggibile::diagnosi(text, &pezzi)
            }
        });
        // A word that does not make a time of the text is not the one that was meant.
        if errore.proposta.as_deref().is_some_and(|text| !readable(text)) {
            errore.proposta = None;
            if errore.genere == Genere::ParolaIgnota {
                errore = Illeggibile::ignota(text, &pezzi);
            }
        }
        errore
    })
}

/// `Err(None)` when no form fits.
fn read_signs<'a>(text: &'a str, pezzi: &'a [Pezzo]) -> Result<Lettura, Option<Illeggibile>> {
    let forme: [fn(&mut Lettore<'a>) -> Option<Forma>; 8] = [
        Lettore::non_applicabile,
        Lettore::da_fissare,
        Lettore::gia_iniziato,
        Lettore::periodi,
        Lettore::ricorrenza,
        Lettore::dura,
        Lettore::parte_del_giorno,
        Lettore::relativo,
    ];
    let mut lettore = Lettore::new(text, pezzi);
    if pezzi.len() > LUNGO {
        return Err(None);
    }
    let letto = forme.iter().find_map(|forma| {
        lettore.attempt(|l| {
            let forma = forma(l)?;
            let nota = l.coda()?;
            // "15 luglio 2027 (venerdì)"
            if let (Forma::Periodi(voci), Some(detto)) = (&forma, nota.as_deref().and_then(solo_settimana))
                && let [Periodo::In(momento)] = voci.as_slice()
                && matches!(momento.quando, Quando::Giorno { .. })
                && let Some(giorno) = momento.anno.and_then(|anno| momento.primo(anno))
                && let Ok(vero) = usize::try_from(giorno.0.weekday().to_monday_zero_offset())
                && vero != detto
            {
                l.errore(Illeggibile::settimana(giorno, vero));
            }
            // «marzo (2027)»
            if let (Forma::Periodi(voci), Some(anno)) = (&forma, nota.as_deref().and_then(solo_anno))
                && voci.clone().iter_mut().flat_map(Periodo::momenti).all(|m| m.anno.is_none())
            {
                return Some((Forma::Periodi(voci.iter().map(|voce| voce.con_anno(anno)).collect()), None));
            }
            Some(match nota.as_deref().filter(|nota| altro_tempo(nota)) {
                Some(nota) => {
                    l.dubbio = Some(Dubbio::piu_tempi(text, nota, matches!(forma, Forma::Dura(_))));
                    (Forma::PiuTempi(text.trim().to_owned()), None)
                }
                None => (forma, nota),
            })
        })
    });
    match (letto, lettore.errore) {
        (_, Some(errore)) => Err(Some(errore)),
        (None, None) => Err(None),
        (Some((forma, nota)), None) => {
            Ok(Lettura { forma, impreciso: lettore.impreciso, dubbio: lettore.dubbio, nota })
        }
    }
}

/// Whether a note after a time says another time: "(poi 31/03/2028)", "(aprile)", "salvo proroga al 31/03". Days of norms and of acts,
/// hours, and the years in their names are none.
fn altro_tempo(nota: &str) -> bool {
    const ATTI: &str =
        "art legge l dl dlgs dm dpr dpcm decreto delibera deliberazione determina determinazione atto n prot lr";
    let pezzi = segni::segni(nota);
    let word = |n: usize| match pezzi.get(n).map(|p| &p.segno) {
        Some(Segno::Parola(parola)) => parola.as_str(),
        _ => "",
    };
    if (0..pezzi.len()).any(|n| ATTI.split(' ').any(|atto| atto == word(n))) {
        return false;
    }
    let of_time = |parola: &str| segni::mese(parola).is_some() || segni::ordinale(parola).is_some() || parola == "poi";
    let alone = pezzi.iter().all(|p| !matches!(&p.segno, Segno::Parola(parola) if !of_time(parola)));
    // «entro marzo (15)»: a day, or the number of something.
    let number = |p: &Pezzo| match p.segno {
        Segno::Numero(n, cifre) => cifre <= 2 && (1..=31).contains(&n),
        Segno::Punto(c) => "()-,/".contains(c),
        Segno::Parola(_) => false,
    };
    if pezzi.iter().all(number) {
        return true;
    }
    (0..pezzi.len()).any(|n| {
        let hour = n.checked_sub(1).is_some_and(|n| ["ore", "ora", "h", "alle", "dalle"].contains(&word(n)));
        let mut lettore = Lettore::new(nota, &pezzi);
        lettore.pos = n;
        // «set» and «mar» are months only when they stand alone or beside a number.
        lettore.brevi = alone || matches!(pezzi.get(n).map(|p| &p.segno), Some(Segno::Numero(..)));
        match lettore.momento().map(|momento| momento.quando) {
            Some(Quando::Anno | Quando::Anni(_)) => alone,
            Some(_) => !hour,
            None => false,
        }
    })
}

/// The day of the week that a note says, and nothing else, Monday first: "(giovedì)".
fn solo_settimana(nota: &str) -> Option<usize> {
    match segni::segni(nota).as_slice() {
        [
            Pezzo { segno: Segno::Punto('('), .. },
            Pezzo { segno: Segno::Parola(parola), .. },
            Pezzo { segno: Segno::Punto(')'), .. },
        ] => SETTIMANA.iter().position(|giorno| giorno == parola),
        _ => None,
    }
}

/// The year that a note says, and nothing else: "(2027)".
fn solo_anno(nota: &str) -> Option<i16> {
    let anno = nota.strip_prefix('(')?.strip_suffix(')')?.trim();
    anno.parse().ok().filter(|anno| (2000..=2099).contains(anno))
}

impl Lettore<'_> {
    /// The end of the field: closing marks, or a note that is not time.
    fn coda(&mut self) -> Option<Option<String>> {
        while self.punto(&['.', ')', ',', ';']).is_some() {}
        if self.finito() {
            return Some(None);
        }
        let da = self.pos;
        let fra_parentesi =
            self.punto(&['(']).is_some() && self.pezzi.last().is_some_and(|p| p.segno == Segno::Punto(')'));
        let introdotta = self.parola(&["con", "salvo", "eventualmente"]).is_some()
            && da.checked_sub(1).and_then(|n| self.pezzi.get(n)).is_some_and(|p| matches!(p.segno, Segno::Punto(_)));
        let parte = self.attempt(Self::parti).is_some() && self.finito();
        (fra_parentesi || introdotta || parte).then(|| Some(self.slice(da, self.pezzi.len()).to_owned()))
    }

    /// `==`, `-----`, `//`, blank.
    fn non_applicabile(&mut self) -> Option<Forma> {
        while self.punto(&['=', '-', '/']).is_some() {}
        self.finito().then_some(Forma::NonApplicabile)
    }

    /// `da fissare`, `da definire`, `Calendario1`, `?`
    fn da_fissare(&mut self) -> Option<Forma> {
        const VERBI: [&str; 6] = ["fissare", "definire", "concordare", "stabilire", "determinare", "confermare"];
        let calendario = self.parola(&["calendario"]).is_some();
        if calendario {
            self.numero();
        }
        let detto = self.punto(&['?']).is_some()
            || self.attempt(|l| l.parola(&["da"]).and_then(|_| l.parola(&VERBI))).is_some();
        (calendario || detto).then_some(Forma::DaFissare)
    }

    /// `Cfr. già nel 2020`, `Rif. Piano performance precedente`: it started in an earlier plan, whatever the words.
    fn gia_iniziato(&mut self) -> Option<Forma> {
        let rinvio = self.parola(&["cfr", "rif", "vedi", "v"]).is_some();
        let gia = self.parola(&["gia"]).is_some();
        let mut resto = self.pezzi.iter().skip(self.pos);
        let precedente = resto.any(|p| matches!(&p.segno, Segno::Parola(p) if p.starts_with("precedent")));
        if gia || rinvio && precedente {
            self.pos = self.pezzi.len();
            return Some(Forma::GiaIniziato);
        }
        None
    }

    /// Stretches, all of them or one of them.
    fn periodi(&mut self) -> Option<Forma> {
        self.punto(&['(']);
        // "1^ giornata: Ottobre"
        self.attempt(|l| {
            l.numero()?;
            l.parola(&["giornata"])?;
            l.punto(&[':'])
        });
        let elenco = self.elenco()?;
        Some(if elenco.scelta { Forma::Alternative(elenco.voci) } else { Forma::Periodi(elenco.voci) })
    }

    /// `mattina, pomeriggio e sera`
    fn parte_del_giorno(&mut self) -> Option<Forma> {
        let da = self.pos;
        self.parti()?;
        Some(Forma::ParteDelGiorno(self.slice(da, self.pos).to_lowercase()))
    }

    fn parti(&mut self) -> Option<()> {
        const PARTI: [&str; 7] = ["mattina", "mattino", "mattinata", "pomeriggio", "sera", "serata", "notte"];
        self.parola(&PARTI)?;
        loop {
            self.punto(&[',', '/', '-']);
            self.parola(&["e", "o"]);
            if self.parola(&PARTI).is_none() {
                return Some(());
            }
        }
    }

    /// `1 giorno e mezzo`, `Modulo da 3 ore`, `Da 3 a 5 giornate`, `biennale rinnovabile per un ulteriore biennio`.
    fn dura(&mut self) -> Option<Forma> {
        const UNITA: [&str; 15] = [
            "minuti",
            "ora",
            "ore",
            "giorno",
            "giorni",
            "giornata",
            "giornate",
            "settimana",
            "settimane",
            "mese",
            "mesi",
            "anno",
            "anni",
            "sessione",
            "sessioni",
        ];
        let da = self.pos;
        let anni = self.parola(&["biennale", "triennale", "quadriennale", "quinquennale", "pluriennale"]).is_some();
        if anni {
            if self.parola(&["rinnovabile", "prorogabile"]).is_some() {
                self.pos = self.pezzi.len();
            }
        } else {
            self.parola(&["modulo", "durata"]);
            self.parola(&["da", "di"]);
            self.numero()?;
            self.attempt(|l| {
                l.parola(&["o", "a"]).map(|_| ()).or_else(|| l.punto(&['-', '/']).map(|_| ()))?;
                l.numero()
            });
            self.parola(&UNITA)?;
            self.attempt(|l| {
                l.parola(&["e"])?;
                l.parola(&["mezzo", "mezza"])
            });
        }
        Some(Forma::Dura(self.slice(da, self.pos).to_lowercase()))
    }
}
