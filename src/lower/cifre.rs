//! The plan in a few figures, for who has ten seconds. A figure is told only when it is certain: an amount says of how many projects
//! it is, deadlines are counted when every objective has one that can be read.

use super::*;
use crate::conti::fatti::Fatto;
use crate::conti::finanziamenti;
use crate::conti::performance::contatori::plurale;
use crate::conti::performance::{esito, ultimo_momento};
use crate::lingua::numeri::thousands;
use crate::piano::element::femminile;
use crate::piano::element::misura::Percento;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Esito;

impl Lower<'_> {
    /// The figures, at most [`Cifra::MASSIMO`], the most telling first.
    pub(super) fn cifre(&self, catalogo: &[Elenco]) -> Vec<Cifra> {
        let mut all: Vec<Cifra> = [
            self.quanti_obiettivi(catalogo),
            self.quanti_raggiunti().or_else(|| self.quanti_entro_l_anno()),
            self.quanto_denaro(),
            self.quanti_indicatori().or_else(|| self.quante_verifiche()),
            self.quanti_scambi(),
            quante_linee(catalogo),
            self.quante(Kind::ObiettivoVp, "per chi abita qui"),
            self.quante(Kind::LineaFormativa, "per il personale"),
            self.quante(Kind::MisuraDigitale, "per servizi in linea"),
            self.quante(Kind::Procedura, "da semplificare"),
        ]
        .into_iter()
        .flatten()
        .collect();
        all.truncate(Cifra::MASSIMO);
        all
    }

    /// The objectives, and the units that have them.
    fn quanti_obiettivi(&self, catalogo: &[Elenco]) -> Option<Cifra> {
        let elenco = catalogo.iter().find(|elenco| elenco.nome == Kind::Obiettivo.info().plural)?;
        let at = elenco.colonna("unita");
        let named = |voce: &Voce| at.and_then(|at| voce.aspetti.get(at)).is_some_and(|units| !units.is_empty());
        let units: BTreeSet<&Id> = elenco
            .voci
            .iter()
            .filter_map(|voce| voce.aspetti.get(at?))
            .flatten()
            .filter_map(|aspetto| aspetto.meta.as_ref())
            .collect();
        let nome = self.nome_obiettivo();
        let n = elenco.voci.len();
        let nome = if n == 1 { nome } else { plurale(&nome) };
        // An objective without a unit may belong to one that is not counted.
        let parole = match units.len() {
            1 if elenco.voci.iter().all(named) => format!("{nome} in un ufficio"),
            2.. if elenco.voci.iter().all(named) => format!("{nome} in {} uffici", units.len()),
            _ => nome,
        };
        Some(Cifra { numero: thousands(n as u64), parole, elenco: Some(elenco.nome) })
    }

    /// How the objectives ended, at the last moment at which they were measured.
    fn quanti_raggiunti(&self) -> Option<Cifra> {
        let momento = ultimo_momento(self.piano)?;
        let objectives = self.piano.elementi.each::<Obiettivo>().map(|(_, obiettivo)| &obiettivo.value);
        let stati = objectives.filter_map(|obiettivo| Some(esito(obiettivo, momento)?.stato));
        let stati: Vec<Esito> = stati.filter(|stato| *stato != Esito::Sostituito).collect();
        let reached = stati.iter().filter(|stato| **stato == Esito::Raggiunto).count();
        let day = self.set.giorno(momento);
        let word = if reached == 1 { "raggiunto" } else { "raggiunti" };
        let parole = format!("{word} su {} al {}", stati.len(), day.lunga());
        let elenco = Some(Kind::Obiettivo.info().plural);
        (!stati.is_empty()).then(|| Cifra { numero: thousands(reached as u64), parole, elenco })
    }

    /// The objectives to be closed within the year of the plan.
    fn quanti_entro_l_anno(&self) -> Option<Cifra> {
        let anno = self.set.anno();
        let mut within = 0u64;
        for (_, obiettivo) in self.piano.elementi.each::<Obiettivo>().filter(|(_, o)| o.value.vivo()) {
            let term = match &obiettivo.value.scadenza {
                Some(Dovuto::Valore(tempo)) => tempo.value.scadenza(anno),
                Some(Dovuto::Assente(_)) | None => None,
            };
            // One deadline that cannot be read makes the count uncertain.
            within += u64::from(term.or(obiettivo.value.fine.map(|fine| fine.value))?.anno() <= anno);
        }
        let cifra = Cifra {
            numero: thousands(within),
            parole: format!("da concludere entro il {anno}"),
            elenco: Some(Kind::Obiettivo.info().plural),
        };
        (within > 0).then_some(cifra)
    }

    /// The amount of the projects that say it and, when all do, how much of it is funded.
    fn quanto_denaro(&self) -> Option<Cifra> {
        let info = Kind::Progetto.info();
        let all: Vec<usize> = (0..self.piano.elementi.of(Kind::Progetto).len()).collect();
        let sums = finanziamenti::totale(self.piano, Kind::Progetto, &all);
        let said = |n: &usize| {
            finanziamenti::Fondo::di(self.piano, Kind::Progetto, *n).and_then(finanziamenti::Fondo::importo).is_some()
        };
        let total = sums.importo.filter(|total| total.0 > 0)?;
        let words = Fatto::Importo(total).scritto(Some("breve"))?;
        let (numero, unit) = match words.split_once(" di ") {
            Some((numero, unit)) => (numero.to_owned(), format!("di {unit} ")),
            None => words.split_once('\u{a0}').map(|(numero, unit)| (numero.to_owned(), format!("{unit} ")))?,
        };
        // What is not said is not in the sum, and the words tell how many projects are.
        let (n, whole) = (all.iter().filter(|n| said(n)).count(), all.len());
        let noun = if n == 1 { info.noun } else { info.nouns };
        let of = if n == whole { String::new() } else { format!(" su {whole}") };
        // The share is of what was asked for, which may be less than the cost.
        let share = sums.quota().filter(|_| n == whole);
        let of_what = if sums.richiesto == Some(total) { "" } else { "del richiesto " };
        let share = share.map(|quota| format!(", {} {of_what}già finanziato", Percento(quota.0 / 100 * 100)));
        let parole = format!("{unit}per {n} {noun}{of}{}", share.unwrap_or_default());
        Some(Cifra { numero, parole, elenco: None })
    }

    fn quanti_indicatori(&self) -> Option<Cifra> {
        let n: usize = self.piano.elementi.each::<Obiettivo>().map(|(_, o)| o.value.indicatori.len()).sum();
        let parole = if n == 1 { "indicatore per misurarli" } else { "indicatori per misurarli" };
        (n > 1).then(|| Cifra { numero: thousands(n as u64), parole: parole.into(), elenco: None })
    }

    fn quante_verifiche(&self) -> Option<Cifra> {
        let n: usize = self.piano.elementi.each::<Obiettivo>().map(|(_, o)| o.value.verifiche.len()).sum();
        let parole = "verifiche per controllarli".to_owned();
        (n > 1).then(|| Cifra { numero: thousands(n as u64), parole, elenco: None })
    }

    /// The exchanges, and the bodies that offer them.
    fn quanti_scambi(&self) -> Option<Cifra> {
        let mut cifra = self.quante(Kind::SchedaScambio, "")?;
        let enti = self.fatti.get(&format!("{}.enti", Kind::SchedaScambio.info().plural));
        if let Some(words) = enti.and_then(|enti| enti.scritto(Some("conta"))) {
            let offered = if femminile(Kind::SchedaScambio.info().noun) { "offerte" } else { "offerti" };
            cifra.parole = format!("{} {offered} da {words}", cifra.parole);
        }
        Some(cifra)
    }

    /// How many elements of a kind there are, when there are some.
    fn quante(&self, kind: Kind, more: &str) -> Option<Cifra> {
        let n = self.piano.elementi.of(kind).len();
        let info = kind.info();
        let noun = if n == 1 { info.noun } else { info.nouns };
        let parole = format!("{noun} {more}").trim().to_owned();
        (n > 0).then(|| Cifra { numero: thousands(n as u64), parole, elenco: None })
    }
}

/// The lines of the tree that have objectives.
fn quante_linee(catalogo: &[Elenco]) -> Option<Cifra> {
    let elenco = catalogo.iter().find(|elenco| elenco.nome == Kind::Obiettivo.info().plural)?;
    let at = elenco.colonna("linea")?;
    let lines: BTreeSet<&str> =
        elenco.voci.iter().filter_map(|voce| voce.aspetti.get(at)).flatten().map(|line| line.parole.as_str()).collect();
    let nome = elenco.colonne.get(at)?.titolo.to_lowercase();
    let parole = format!("{} con obiettivi", plurale(&nome));
    let cifra = Cifra { numero: thousands(lines.len() as u64), parole, elenco: None };
    (lines.len() > 1).then_some(cifra)
}
