//! Two plans compared by meaning. Both sides are the public JSON of a plan (`piao.json`, described in `docs/dati.md`): of an edition
//! published years ago it is all that there is, and a folder is compiled into the same. So there is one way to compare.
//!
//! Rows of the registers are paired, and their columns compared by what they are: values to be reached, times, amounts, references,
//! words. The sections are compared by paragraph. What a section only repeats of the records is counted and not told twice. What
//! nothing here understands is still in the patch.

mod abbina;
mod altrui;
#[cfg(test)]
mod applica;
mod di_chi;
mod documento;
mod esiti;
mod figure;
mod html;
mod lato;
mod lettura;
mod motivi;
mod parole;
mod registri;
mod rfc6902;
mod righe;
mod scrivi;
mod serie;
mod somme;
#[cfg(test)]
mod tests;
mod valori;

pub(crate) use altrui::solo_di_altri;
pub(crate) use di_chi::Di;
pub(crate) use figure::{Figura, Figure, del_documento};
pub(crate) use html::{corpo, html};
pub(crate) use lettura::{PIAO_JSON, da_bytes, da_file, del_sito, figure_in, pubblicato};
pub(crate) use scrivi::{json, markdown, testo};

use crate::base::text::short;
use crate::piano::element::misura::Decimale;
use crate::piano::element::quanti;
use abbina::{Abbinati, Dette};
use lato::Lato;
use motivi::Motivi;
use parole::{Brano, Pezzo};
use registri::{REGISTRI, Registro, Riga, etichetta, parola};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A part of the comparison. They are told in this order; the words come last, in the order of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Parte {
    /// Objectives added, taken away, moved, renamed.
    Obiettivi,
    /// Values to be reached, weights, times.
    Traguardi,
    /// Amounts.
    Soldi,
    /// Who answers for what.
    Responsabili,
    /// What was measured.
    Esiti,
    /// The other records, the tables and the document itself.
    Altro,
}

impl Parte {
    const TUTTE: [Parte; 6] =
        [Parte::Obiettivi, Parte::Traguardi, Parte::Soldi, Parte::Responsabili, Parte::Esiti, Parte::Altro];

    /// Its title.
    pub(crate) fn titolo(self) -> &'static str {
        match self {
            Parte::Obiettivi => "Obiettivi",
            Parte::Traguardi => "Traguardi, pesi e scadenze",
            Parte::Soldi => "Soldi",
            Parte::Responsabili => "Chi ne risponde",
            Parte::Esiti => "Esiti",
            Parte::Altro => "Altri dati",
        }
    }
}

/// What stands in the place of a value for a thing that has none but being there.
pub(crate) const C_E: &str = "c’è";

/// What readers see and the public data do not say: only the fingerprint of the content tells that it changed.
pub(crate) const NON_DETTO: &str = "può essere cambiata una figura, l’indirizzo di un collegamento, il numero di una voce di elenco, un testo barrato o in evidenza, la forma di un riquadro o di una tabella";

/// What happened to a thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Segno {
    Aggiunto,
    Tolto,
    Spostato,
    Cambiato,
}

/// The way in which a value changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verso {
    PiuImpegnativo,
    MenoImpegnativo,
    /// Later in time.
    Dopo,
    /// Earlier in time.
    Prima,
}

/// What a change means.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Senso {
    /// The way in which the value changed, when that is certain.
    pub(crate) verso: Option<Verso>,
    /// The difference in words; empty when there is none to say.
    pub(crate) parole: String,
}

impl Senso {
    fn parole(words: impl Into<String>) -> Self {
        Senso { verso: None, parole: words.into() }
    }
}

/// The value of before and that of today on one line, from zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scala {
    pub(crate) prima: Decimale,
    pub(crate) dopo: Decimale,
    /// The value at the end of the line.
    pub(crate) fine: Decimale,
    /// Whether the values are shares of a hundred.
    pub(crate) percento: bool,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Voce {
    pub(crate) parte: Parte,
    pub(crate) segno: Segno,
    /// The id of the thing that changed, in the second plan if it is there.
    id: String,
    /// The thing that changed: code and title.
    pub(crate) scheda: String,
    /// What of it: `fase 3, peso`. Empty when it is the thing itself.
    pub(crate) campo: String,
    pub(crate) prima: String,
    pub(crate) dopo: String,
    pub(crate) senso: Senso,
    /// The two values on one line, where they are of one measure.
    pub(crate) scala: Option<Scala>,
    /// Further words: how the thing was found, why it changed.
    pub(crate) note: Vec<String>,
}

impl Voce {
    /// What the change means, in words, with everything that is known of it.
    pub(crate) fn vuol_dire(&self) -> String {
        let verso = match self.senso.verso {
            Some(Verso::PiuImpegnativo) => "▲ più impegnativo",
            Some(Verso::MenoImpegnativo) => "▽ meno impegnativo",
            Some(Verso::Dopo | Verso::Prima) | None => "",
        };
        let all = [verso, self.senso.parole.as_str()].into_iter().chain(self.note.iter().map(String::as_str));
        all.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// What changed from a plan to another.
#[derive(Debug)]
pub(crate) struct Confronto {
    /// What the two plans are, in words.
    pub(crate) piani: [String; 2],
    /// What the words mean here, where the two plans are of different bodies and none of them changed, or what the comparison could not see.
    pub(crate) avvertenza: Option<&'static str>,
    /// The counted sentences with which it begins.
    pub(crate) breve: Vec<String>,
    /// The changes, part by part.
    pub(crate) voci: Vec<Voce>,
    /// The words that changed, in the order of the plan.
    pub(crate) brani: Vec<Brano>,
    /// The pictures that changed.
    pub(crate) figure: Vec<figure::Cambiata>,
    /// What did not change, with the sums that must hold.
    pub(crate) chiusura: Vec<String>,
    /// The JSON Patch (RFC 6902) that makes the first `piao.json` into the second.
    pub(crate) patch: Vec<Value>,
}

impl Confronto {
    /// The same, with the pictures that changed from those of the first plan to those of the second.
    #[must_use]
    pub(crate) fn con_figure(mut self, prima: &Figure, dopo: &Figure) -> Self {
        self.figure = figure::cambiate(prima, dopo);
        if !self.figure.is_empty() {
            let title = scrivi::titolo_figure(&self);
            self.breve.push(format!("{title}."));
            if self.voci.is_empty() && self.brani.is_empty() {
                self.chiusura = vec![scrivi::IL_RESTO.to_owned()];
            }
        }
        self
    }

    /// The same, which says of itself what it could not see.
    #[must_use]
    pub(crate) fn con_avvertenza(self, words: &'static str) -> Self {
        Confronto { avvertenza: self.avvertenza.or(Some(words)), ..self }
    }

    /// Whether nothing at all changed.
    pub(crate) fn uguali(&self) -> bool {
        self.patch.is_empty() && self.figure.is_empty()
    }

    /// Each thing that changed, in one line: where it is, what was there and what is there now.
    pub(crate) fn punti(&self) -> Vec<String> {
        let said = |voce: &Voce| {
            let name = [voce.scheda.as_str(), voce.campo.as_str()].join(" – ");
            format!("{}: prima «{}», ora «{}»", name.trim_end_matches(" – "), short(&voce.prima), short(&voce.dopo))
        };
        let voci = self.voci.iter().filter(|voce| voce.parte != Parte::Altro).map(said);
        let brani = self.brani.iter().flat_map(|brano| {
            // A section that only stands elsewhere has no words that changed.
            let nota = brano.paragrafi.is_empty().then(|| format!("{}: {}", brano.titolo, brano.nota));
            nota.into_iter().chain(brano.paragrafi.iter().map(move |paragrafo| {
                let words = |which: &dyn Fn(&Pezzo) -> Option<&str>| {
                    short(&paragrafo.pezzi.iter().filter_map(which).collect::<Vec<_>>().join(" … "))
                };
                let gone = words(&|piece| match piece {
                    Pezzo::Tolto(words) => Some(words),
                    _ => None,
                });
                let new = words(&|piece| match piece {
                    Pezzo::Aggiunto(words) => Some(words),
                    _ => None,
                });
                format!("{}, {}: prima «{gone}», ora «{new}»", brano.titolo, paragrafo.dove)
            }))
        });
        let all: Vec<String> = voci.chain(brani).collect();
        if !all.is_empty() {
            return all;
        }
        // What the other records say is nearly always printed too, and told with its words. What approval adds is no change.
        let of_the_act = ["stato", "deliberazione"].map(etichetta);
        let other = self.voci.iter().filter(|voce| !of_the_act.contains(&voce.campo));
        other.map(said).collect()
    }

    /// The changes of a part, if it has any, with their counted title.
    pub(crate) fn parti(&self) -> impl Iterator<Item = (String, Vec<&Voce>)> {
        Parte::TUTTE.into_iter().filter_map(|parte| {
            let voci: Vec<&Voce> = self.voci.iter().filter(|voce| voce.parte == parte).collect();
            (!voci.is_empty()).then(|| (format!("{}: {}", parte.titolo(), conta(&voci)), voci))
        })
    }
}

/// `3 aggiunti, 1 tolto, 2 spostati`: the cases of a part.
fn conta(voci: &[&Voce]) -> String {
    let n = |segno| voci.iter().filter(|voce| voce.segno == segno).count();
    let words = [
        (n(Segno::Aggiunto), "aggiunta", "aggiunte"),
        (n(Segno::Tolto), "tolta", "tolte"),
        (n(Segno::Spostato), "spostata", "spostate"),
        (n(Segno::Cambiato), "cambiata", "cambiate"),
    ];
    // Objectives are masculine and named by the title; the other parts count what Italian calls «voci».
    let male = voci.first().is_some_and(|voce| voce.parte == Parte::Obiettivi);
    let said = |word: &str| match (male, word.strip_suffix('a'), word.strip_suffix('e')) {
        (true, Some(stem), _) => format!("{stem}o"),
        (true, _, Some(stem)) => format!("{stem}i"),
        _ => word.to_owned(),
    };
    let shown = words.into_iter().filter(|(n, ..)| *n > 0).enumerate().map(|(at, (n, one, many))| match at {
        0 if !male => quanti(n, &format!("voce {one}"), &format!("voci {many}")),
        _ => quanti(n, &said(one), &said(many)),
    });
    shown.collect::<Vec<_>>().join(", ")
}

/// Words of a card that changed.
struct Testo {
    /// The title of the thing.
    scheda: String,
    /// The field, and why it changed.
    campo: String,
    prima: String,
    dopo: String,
}

/// The comparison under way.
struct Lavoro<'j> {
    prima: Lato<'j>,
    dopo: Lato<'j>,
    /// The id in the second plan of each thing of the first that has another there.
    ids: BTreeMap<String, String>,
    voci: Vec<Voce>,
    /// Words of cards that changed.
    testi: Vec<Testo>,
    /// The ids of the objectives of which something changed.
    toccati: BTreeSet<String>,
    /// The words said of the records, of each plan.
    dette: [Dette; 2],
    /// Why things changed.
    motivi: Motivi,
}

/// Compares two plans, each as its `piao.json`.
#[must_use]
pub(crate) fn confronta(prima: &Value, dopo: &Value) -> Confronto {
    let (lato_prima, lato_dopo) = (Lato::of(prima), Lato::of(dopo));
    let mut work = Lavoro {
        motivi: Motivi::of(&lato_prima, &lato_dopo),
        prima: lato_prima,
        dopo: lato_dopo,
        ids: BTreeMap::new(),
        voci: vec![],
        testi: vec![],
        toccati: BTreeSet::new(),
        dette: [Dette::nuove(), Dette::nuove()],
    };
    let piani = [work.prima.parole(), work.dopo.parole()];
    let avvertenza = Di::of(prima).di_un_altro(&Di::of(dopo)).then_some(scrivi::DUE_ENTI);
    let mut obiettivi = Abbinati::default();
    for registro in REGISTRI {
        let found = work.registro(registro);
        if registro.nome == "obiettivi" {
            obiettivi = found;
        }
    }
    work.altri_registri();
    work.documento();
    let (brani, mut chiusura) = work.sezioni();
    chiusura.insert(0, work.somma_obiettivi(&obiettivi));
    chiusura.retain(|words| !words.is_empty());
    work.voci.sort_by_key(|voce| (voce.parte, voce.segno));
    if work.voci.is_empty() && brani.is_empty() {
        chiusura = vec![work.niente_di_detto()];
    }
    let breve = work.breve(&brani);
    let patch = rfc6902::patch(prima, dopo);
    Confronto { piani, avvertenza, breve, voci: work.voci, brani, figure: vec![], chiusura, patch }
}

impl Lavoro<'_> {
    fn push(&mut self, voce: Voce) {
        self.dette[0].add(&voce.prima);
        self.dette[1].add(&voce.dopo);
        if voce.segno == Segno::Spostato {
            self.dette.iter_mut().for_each(|dette| dette.add(&voce.scheda));
        }
        self.toccati.insert(voce.id.clone());
        self.voci.push(voce);
    }

    /// The id and the name of the thing of which a row tells: the row itself, or that of which it is a part.
    fn scheda(&self, registro: &Registro, riga: &Riga, first: bool) -> (String, String) {
        let lato = if first { &self.prima } else { &self.dopo };
        let column = match registro.nome {
            "target" => Some("misura_id"),
            _ => registro.padre,
        };
        let id = parola(riga, column.unwrap_or("id")).unwrap_or_default();
        let name = match column {
            Some(_) => lato.nomi.get(id.as_str()).cloned().unwrap_or_else(|| id.clone()),
            None => registro.nome_di(riga),
        };
        let id = if first { self.ids.get(&id).cloned().unwrap_or(id) } else { id };
        (id, name)
    }
}
