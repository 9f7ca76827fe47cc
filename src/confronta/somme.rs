//! The words of the sections, and the counted sentences: what changed in brief, and what did not.

use super::abbina::Abbinati;
use super::documento::TABELLA;
use super::parole::{self, Brano, Sezione};
use super::registri::parola;
use super::valori::ASSENTE;
use super::{Lavoro, NON_DETTO, Parte, Segno, Senso, Verso, Voce, conta};
use crate::base::text::capital;
use crate::piano::element::quanti;
use serde_json::Value;
use std::collections::BTreeSet;

impl Lavoro<'_> {
    /// The words of the sections, and what is said of those that did not change.
    pub(super) fn sezioni(&mut self) -> (Vec<Brano>, Vec<String>) {
        let (a, b): (Vec<Sezione<'_>>, Vec<Sezione<'_>>) =
            (parole::sezioni(self.prima.json), parole::sezioni(self.dopo.json));
        let pairs = parole::pairs(&a, &b);
        let mut brani = Vec::new();
        let (mut repeated, mut changed) = (0, 0);
        let moved = parole::spostate(&pairs);
        for (m, (section, (of, come))) in b.iter().zip(&pairs).enumerate() {
            let old = of.and_then(|n| a.get(n));
            let empty: &[&str] = &[];
            let lines = old.map_or(empty, |old| &old.righe);
            let prima = (lines, &self.prima, &self.dette[0]);
            let (mut paragrafi, hidden) = parole::paragrafi(prima, (&section.righe, &self.dopo, &self.dette[1]));
            repeated += hidden;
            let mut notes: Vec<String> = Vec::new();
            if let Some(old) = old {
                notes.extend(come.parole().map(str::to_owned).map(|words| words.replace("ritrovato", "ritrovata")));
                if old.titolo != section.titolo {
                    paragrafi.insert(
                        0,
                        parole::Paragrafo {
                            dove: "titolo".to_owned(),
                            pezzi: parole::parole(old.titolo, section.titolo),
                        },
                    );
                }
                if old.numero != section.numero {
                    let number =
                        |number: &str| if number.is_empty() { "senza numero".to_owned() } else { number.to_owned() };
                    notes.push(format!("prima era la sezione {}", number(old.numero)));
                }
                if moved.contains(&m) {
                    let before = of.and_then(|n| n.checked_sub(1)).and_then(|n| a.get(n));
                    let before =
                        before.map_or_else(|| "era la prima".to_owned(), |s| format!("veniva dopo «{}»", s.nome()));
                    notes.push(format!("sezione spostata: prima {before}"));
                }
                if old.referente != section.referente {
                    let word = |words: &str| if words.is_empty() { ASSENTE.to_owned() } else { words.to_owned() };
                    let (prima, dopo) = (word(old.referente), word(section.referente));
                    self.push(Voce {
                        parte: Parte::Responsabili,
                        segno: Segno::Cambiato,
                        id: String::new(),
                        scheda: section.nome(),
                        campo: "referente".to_owned(),
                        prima,
                        dopo,
                        senso: Senso::default(),
                        scala: None,
                        note: vec![],
                    });
                }
            } else {
                notes.push("sezione aggiunta".to_owned());
            }
            if !paragrafi.is_empty() || !notes.is_empty() {
                changed += usize::from(old.is_some());
                brani.push(Brano { titolo: section.nome(), nota: notes.join("; "), paragrafi });
            }
        }
        let found: BTreeSet<usize> = pairs.iter().filter_map(|(of, _)| *of).collect();
        let gone: Vec<&Sezione<'_>> =
            a.iter().enumerate().filter(|(n, _)| !found.contains(n)).map(|(_, section)| section).collect();
        for section in &gone {
            let prima = (section.righe.as_slice(), &self.prima, &self.dette[0]);
            let (paragrafi, hidden) = parole::paragrafi(prima, (&[], &self.dopo, &self.dette[1]));
            repeated += hidden;
            brani.push(Brano { titolo: section.nome(), nota: "sezione tolta".to_owned(), paragrafi });
        }
        // The words of the cards: where the plan prints them, they would be lost among the others.
        let fields = self.testi.iter().map(|testo| Brano {
            titolo: testo.scheda.clone(),
            nota: testo.campo.clone(),
            paragrafi: vec![parole::Paragrafo {
                dove: String::new(),
                pezzi: parole::parole(&testo.prima, &testo.dopo),
            }],
        });
        brani.extend(fields);
        let added = b.len() - found.len();
        let same = found.len().saturating_sub(changed);
        let mut said = Vec::new();
        let sum = if added + gone.len() > 0 {
            format!(": {} + {added} − {} = {}", a.len(), gone.len(), b.len())
        } else {
            String::new()
        };
        // The cells of a table were told above, wherever it stands.
        let tables = self.voci.iter().any(|voce| voce.parte == Parte::Altro && voce.scheda.starts_with(TABELLA));
        let apart = if tables { ", tabelle a parte" } else { "" };
        said.push(match (same, sum.is_empty()) {
            (0, true) => String::new(),
            (1, true) if b.len() == 1 => format!("L’unica sezione è uguale parola per parola{apart}."),
            (n, true) if n == b.len() => format!("Le {n} sezioni sono uguali parola per parola{apart}."),
            (1, true) => format!("Un’altra sezione, su {}, è uguale parola per parola{apart}.", b.len()),
            (n, true) => format!("Le altre {n} sezioni, su {}, sono uguali parola per parola{apart}.", b.len()),
            (n, false) => format!(
                "Prima c’erano {} sezioni, ora sono {}{sum}. Quelle uguali parola per parola{apart} sono {n}.",
                a.len(),
                b.len()
            ),
        });
        if repeated > 0 {
            said.push(if repeated == 1 {
                "Nelle sezioni cambia anche una riga di schede e tabelle, che mostra gli stessi valori: qui non è ripetuta."
                    .to_owned()
            } else {
                format!(
                    "Nelle sezioni cambiano anche {repeated} righe di schede e tabelle, che mostrano gli stessi valori: qui non sono ripetute."
                )
            });
        }
        (brani, said)
    }

    /// The sentence for two plans of which nothing else is told. Only their fingerprints know whether a reader sees the same.
    pub(super) fn niente_di_detto(&self) -> String {
        fn print(json: &Value) -> Option<&str> {
            json.get("impronta").and_then(Value::as_str).filter(|digest| !digest.is_empty())
        }
        match (print(self.prima.json), print(self.dopo.json)) {
            (Some(a), Some(b)) if a == b => "Non è cambiato nulla di ciò che un lettore vede: differiscono soltanto dati per le macchine, che `--formato json` elenca.".to_owned(),
            (Some(_), Some(_)) => format!("Le parole, i numeri e le tabelle pubblicati nei dati sono gli stessi, ma l’impronta del contenuto è un’altra: {NON_DETTO}. Se i due piani sono di versioni diverse di piao, può essere diversa soltanto la forma dell’impronta."),
            _ => format!("Le parole, i numeri e le tabelle pubblicati nei dati sono gli stessi. L’impronta del contenuto di uno dei due non si conosce: {NON_DETTO}."),
        }
    }

    /// `Prima c’erano 30 obiettivi, ora sono 32: 30 + 3 − 1 = 32. Altri 23 non sono cambiati in nulla.`
    pub(super) fn somma_obiettivi(&self, found: &Abbinati) -> String {
        let rows = self.dopo.righe("obiettivi");
        let (same, added, gone) = (found.coppie.len(), found.aggiunti.len(), found.tolti.len());
        if same + added + gone == 0 {
            return String::new();
        }
        let untouched = found.coppie.iter().filter(|(_, m, _)| {
            rows.get(*m).and_then(|riga| parola(riga, "id")).is_none_or(|id| !self.toccati.contains(&id))
        });
        let n = untouched.count();
        let count = match (added, gone) {
            (0, 0) => format!("Gli obiettivi sono gli stessi: {same}."),
            _ => format!(
                "Prima c’erano {} obiettivi, ora sono {}: {} + {added} − {gone} = {}.",
                same + gone,
                same + added,
                same + gone,
                same + added
            ),
        };
        match n {
            0 => count,
            1 => format!("{count} Uno non è cambiato in nulla."),
            n if n == same && added + gone == 0 => format!("{count} Nessuno è cambiato."),
            n => format!(
                "{count} {} non sono cambiati in nulla.",
                if n == same { format!("Gli altri {n}") } else { format!("Di questi, {n}") }
            ),
        }
    }

    /// The counted sentences. What is zero is not said.
    pub(super) fn breve(&self, brani: &[Brano]) -> Vec<String> {
        let mut out = Vec::new();
        for parte in Parte::TUTTE {
            let voci: Vec<&Voce> = self.voci.iter().filter(|voce| voce.parte == parte).collect();
            if voci.is_empty() {
                continue;
            }
            let verso = |verso| voci.iter().filter(|voce| voce.senso.verso == Some(verso)).count();
            let mut more: Vec<String> = Vec::new();
            let mut add = |n: usize, one: &str, many: &str| more.extend((n > 0).then(|| quanti(n, one, many)));
            if parte == Parte::Traguardi {
                add(verso(Verso::PiuImpegnativo), "traguardo più impegnativo", "traguardi più impegnativi");
                add(verso(Verso::MenoImpegnativo), "meno impegnativo", "meno impegnativi");
                add(verso(Verso::Dopo), "termine rinviato", "termini rinviati");
                add(verso(Verso::Prima), "termine anticipato", "termini anticipati");
            }
            if let (Parte::Soldi, [voce]) = (parte, voci.as_slice()) {
                more.extend(Some(voce.senso.parole.clone()).filter(|words| !words.is_empty()));
            }
            let more = if more.is_empty() { String::new() } else { format!(" ({})", more.join(", ")) };
            out.push(format!("{}: {}{more}.", parte.titolo(), conta(&voci)));
        }
        if !brani.is_empty() {
            out.push(capital(&format!("parole diverse in {}.", quanti(brani.len(), "punto", "punti"))));
        }
        out
    }
}
