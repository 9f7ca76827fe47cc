//! Times counted from an event whose day is not known: "entro 30 giorni dall’istruttoria", with the latest moment when said.

use super::lettore::Lettore;
use super::segni::{Pezzo, Segno};
use super::{Cadenza, Forma, Momento, Periodo};

/// The signs of the longest event without a date.
const EVENTO: usize = 15;

/// What ends a field that begins with an event.
enum Tetto {
    Entro(Momento),
    Ogni(Cadenza, Vec<Periodo>),
}

impl Lettore<'_> {
    /// `entro 30 giorni dall’istruttoria`, `nei tempi consentiti dal bando`, `All’atto del conferimento … e annualmente`.
    pub(super) fn relativo(&mut self) -> Option<Forma> {
        let da = self.pos;
        // "entro il 31 marzo dell’anno successivo": to which year that is the next, the words do not say.
        if self.attempt(Self::nell_anno_dopo).is_some() {
            return Some(Forma::Relativo { evento: self.evento_fino_a(da, self.pos), tetto: None });
        }
        self.evento()?;
        let inizio = self.pos;
        for pos in inizio..self.pezzi.len() {
            let trovato = self.attempt(|l| {
                l.pos = pos;
                let tetto = l.tetto()?;
                l.fine_di_frase().then_some(tetto)
            });
            if let Some(tetto) = trovato {
                let evento = self.evento_fino_a(da, pos);
                return Some(match tetto {
                    Tetto::Entro(momento) => Forma::Relativo { evento, tetto: Some(momento) },
                    Tetto::Ogni(cadenza, dentro) => Forma::Ricorrenza { cadenza, dentro, evento: Some(evento) },
                });
            }
        }
        // Longer, and it is a sentence that happens to begin so.
        if self.pezzi.len() - da > EVENTO {
            return None;
        }
        self.pos = self.pezzi.len();
        Some(Forma::Relativo { evento: self.evento_fino_a(da, self.pos), tetto: None })
    }

    /// The words that announce an event: an introduction, and within a few words something that happens.
    fn evento(&mut self) -> Option<()> {
        const PRIMA: &str = "entro secondo nei nel nella prima dopo all al alla a da dal dalla dall contestualmente \
            successivamente fino decorsi in";
        const EVENTI: &str = "scadenza scadenze termine termini tempi atto conclusione avvio inizio approvazione adozione \
            stipula sottoscrizione conferimento bando rilascio ricezione ricevimento richiesta richieste \
            pubblicazione istruttoria decreto decreti fine aggiudicazione";
        let prima = self.parola_di(PRIMA)?;
        // "entro 30 giorni dall’istruttoria", and "entro 30 giorni", of an event that everybody knows.
        let giorni = self.attempt(|l| {
            l.numero()?;
            l.unita()?;
            l.parola(&["lavorativi", "consecutivi", "naturali", "solari"]);
            if prima == "entro" && l.fine_di_frase() {
                return Some(true);
            }
            l.parola(&["da", "dal", "dallo", "dalla", "dall", "dai", "dagli", "dalle"]).map(|_| !l.finito())
        });
        if let Some(whole) = giorni {
            return whole.then_some(());
        }
        for _ in 0..4 {
            if self.parola_di(EVENTI).is_some() {
                return Some(());
            }
            self.pos += 1;
        }
        None
    }

    /// `entro il 31 marzo dell’anno successivo`, `entro marzo successivo`.
    fn nell_anno_dopo(&mut self) -> Option<()> {
        self.parola(&["entro"])?;
        self.momento()?;
        self.parola(&["dell"]);
        self.parola(&["anno"]);
        self.parola(&["successivo", "seguente"])?;
        self.fine_di_frase().then_some(())
    }

    /// What may end a field on an event: a latest moment, or a recurrence after it.
    fn tetto(&mut self) -> Option<Tetto> {
        let entro = self.attempt(|l| match l.periodo()? {
            Periodo::Entro(momento) => Some(momento),
            _ => None,
        });
        if let Some(momento) = entro {
            return Some(Tetto::Entro(momento));
        }
        if self.phrase(&["di", "norma"]).is_some() {
            self.impreciso = true;
            return self.momento().map(Tetto::Entro);
        }
        self.parola(&["e"])?;
        let cadenza = self.cadenza()?;
        Some(Tetto::Ogni(cadenza, self.dentro(cadenza)))
    }

    /// Whether nothing but closing marks follows.
    fn fine_di_frase(&self) -> bool {
        self.pezzi.iter().skip(self.pos).all(|p| matches!(p.segno, Segno::Punto('.' | ')' | ';')))
    }

    /// The words of the event, without those that join it to what follows.
    fn evento_fino_a(&self, da: usize, a: usize) -> String {
        let unisce = |p: &Pezzo| match &p.segno {
            Segno::Parola(p) => ["e", "comunque", "in", "ogni", "caso"].contains(&p.as_str()),
            Segno::Punto(c) => ['(', ',', ';', '…', '.', '-'].contains(c),
            Segno::Numero(..) => false,
        };
        let quanti = self.pezzi.get(da..a).unwrap_or_default().iter().rev().take_while(|p| unisce(p)).count();
        let evento = self.slice(da, a - quanti).replace('\'', "’");
        let mut lettere = evento.chars();
        lettere.next().map(|prima| prima.to_lowercase().chain(lettere).collect()).unwrap_or_default()
    }
}
