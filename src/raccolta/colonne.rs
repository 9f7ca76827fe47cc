//! The columns of each sheet: what is read, what is filled, and what is said of it to who fills it.

use super::dovuti::Dovuti;
use super::fonti::Campo;
use super::moduli::{Colonna, Foglio};

/// The columns that need room for sentences.
const LARGHE: [&str; 9] = [
    "Obiettivo",
    "Risultato atteso",
    "Fase",
    "Risultato",
    "Misura",
    "Come si controlla",
    "Indicatore",
    "Come si calcola",
    "Fonte",
];

impl Dovuti<'_> {
    /// The columns of a sheet, all of them.
    pub(super) fn colonne(&self, foglio: Foglio) -> Vec<Colonna> {
        let anno = self.set.anno();
        let read = |titolo: &str| Colonna {
            titolo: titolo.to_owned(),
            campo: None,
            aiuto: String::new(),
            stretta: !LARGHE.contains(&titolo),
        };
        let fill = |campo: Campo, titolo: String, aiuto: &str| Colonna {
            titolo,
            campo: Some(campo),
            aiuto: aiuto.to_owned(),
            stretta: false,
        };
        let perche = || {
            fill(
                Campo::InQuanto,
                "Perché non del tutto".to_owned(),
                "Se non è tutto fatto, il motivo in una frase. Se è tutto fatto, si lascia vuota.",
            )
        };
        let narrativa = || {
            fill(
                Campo::Narrativa,
                "Che cosa è stato fatto".to_owned(),
                "Poche righe per chi legge il piano da fuori. Niente nomi di persone.",
            )
        };
        let attesi = |aiuto: &'static str| {
            let years = self.anni().into_iter();
            years.map(move |year| fill(Campo::Target(year), format!("Atteso nel {year}"), aiuto))
        };
        let nota =
            || fill(Campo::Nota, "Note per chi raccoglie".to_owned(), "Quello che non entra nelle altre colonne.");
        let al = self.misura().map(|misura| self.set.giorno(misura));
        let al = al.map_or(String::new(), |day| format!("al {day}"));
        match (foglio, self.misura().is_some()) {
            (Foglio::Obiettivi, true) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("Risultato atteso"),
                read("Peso"),
                read("Termine"),
                read("Esito al monitoraggio"),
                fill(Campo::Esito, format!("Esito {al}"), "Si sceglie dall’elenco."),
                fill(
                    Campo::Percentuale,
                    "Raggiunto, %".to_owned(),
                    "Quanto è stato raggiunto, da 0 a 100 %. Si scrive 60, o 57,25.",
                ),
                perche(),
                narrativa(),
                nota(),
            ],
            (Foglio::Obiettivi, false) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("Risultato atteso"),
                read("Peso"),
                fill(
                    Campo::Scadenza,
                    "Termine".to_owned(),
                    "Un giorno o un periodo: 31/12/2027, entro aprile 2027, II trimestre 2027.",
                ),
                nota(),
            ],
            (Foglio::Fasi, true) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("N."),
                read("Fase"),
                read("Tempi"),
                read("Peso"),
                read("Fatta al monitoraggio"),
                fill(
                    Campo::Completamento,
                    format!("Fatta {al}, %"),
                    "Quanta parte della fase è fatta, da 0 a 100 %. Si scrive 60, o 57,25.",
                ),
                fill(Campo::Stato, "Stato".to_owned(), "Si sceglie dall’elenco, se serve."),
                perche(),
            ],
            (Foglio::Fasi, false) => vec![
                read("Codice"),
                read("Obiettivo"),
                read("N."),
                read("Fase"),
                read("Peso"),
                fill(
                    Campo::Tempi,
                    "Tempi".to_owned(),
                    "Un periodo: gennaio - marzo 2027, II trimestre, entro il 30/06/2027.",
                ),
            ],
            (Foglio::Risultati, true) => vec![
                read("Codice"),
                read("Risultato"),
                read("Valore atteso"),
                read("Entro"),
                fill(Campo::Esito, format!("Esito {al}"), "Si sceglie dall’elenco."),
                perche(),
            ],
            (Foglio::Risultati | Foglio::Misure, false) => vec![],
            (Foglio::Misure, true) => vec![
                read("Codice"),
                read("Misura"),
                read("Termine"),
                read("Come si controlla"),
                read("Esito al monitoraggio"),
                fill(
                    Campo::Esito,
                    format!("Esito {al}"),
                    "Si sceglie dall’elenco: la misura è attuata come era previsto?",
                ),
                fill(
                    Campo::Percentuale,
                    "Raggiunto, %".to_owned(),
                    "Quanto è attuata, da 0 a 100 %. Si scrive 60, o 57,25.",
                ),
                perche(),
                narrativa(),
                nota(),
            ],
            (Foglio::Indicatori, true) => {
                let mut out = vec![
                    read("Codice"),
                    read("Obiettivo"),
                    read("Indicatore"),
                    read("Come si calcola"),
                    read("Fonte"),
                    read("Da dove si parte"),
                    read(&format!("Atteso nel {anno}")),
                    read("Al monitoraggio"),
                    read("Unità"),
                    fill(
                        Campo::Rilevato,
                        format!("Valore {al}"),
                        "Il valore misurato a quella data, nell’unità scritta accanto.",
                    ),
                    perche(),
                ];
                out.extend(attesi(
                    "Il valore da raggiungere, scritto come quello dell’anno prima: ≥ 80 %, ≤ 10 giorni.",
                ));
                out
            }
            (Foglio::Indicatori, false) => {
                let mut out = vec![
                    read("Codice"),
                    read("Obiettivo"),
                    read("Indicatore"),
                    read("Come si calcola"),
                    read("Fonte"),
                    read("Unità"),
                    fill(
                        Campo::Base,
                        "Da dove si parte".to_owned(),
                        "L’ultimo valore noto, con la sua unità: 64 %, 12 giorni.",
                    ),
                ];
                out.extend(attesi("Il valore da raggiungere, con la sua unità: ≥ 80 %, ≤ 10 giorni, 31/12/2027, sì."));
                out
            }
        }
    }
}
