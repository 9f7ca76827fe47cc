//! The plan in a few figures, for who has ten seconds. A figure is told only when it is certain: an amount says of how many projects
//! it is, deadlines are counted when every objective has one that can be read. What is taken from the plan of another body is
//! counted on its own home.

use super::*;
use crate::conti::fatti::Fatto;
use crate::conti::finanziamenti::{Fondo, Somme};
use crate::conti::organico::{Chi, Organico};
use crate::conti::performance::contatori::plurale;
use crate::conti::performance::{esito, tolti, ultimo_momento};
use crate::lingua::numeri::thousands;
use crate::piano::element::femminile;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Esito;
use crate::piano::element::unita::Tipo;

impl Lower<'_> {
    /// The figures, at most [`Cifra::MASSIMO`], the most telling first.
    pub(super) fn cifre(&self, catalogo: &[Elenco]) -> Vec<Cifra> {
        let obiettivi = self.obiettivi_elencati(catalogo);
        let mut all: Vec<Cifra> = [
            self.quanti_obiettivi(&obiettivi),
            self.quanti_raggiunti().or_else(|| self.quanti_entro_l_anno()),
            self.quanto_denaro(),
            self.quanti_indicatori().or_else(|| self.quante_verifiche()),
            self.quanti_scambi(),
            quante_linee(&obiettivi),
            self.quante(Kind::ObiettivoVp, "per chi abita qui"),
            self.quante(Kind::LineaFormativa, "per il personale"),
            self.quante(Kind::MisuraDigitale, "per servizi in linea"),
            self.quante(Kind::Procedura, "da semplificare"),
            self.quante_persone(),
            self.quante_assunzioni(),
            self.quanti_uffici().filter(|_| obiettivi.is_none()),
            self.quante(Kind::MisuraPrevenzione, "della corruzione"),
        ]
        .into_iter()
        .flatten()
        .collect();
        all.truncate(Cifra::MASSIMO);
        all
    }

    /// Whether a record is written in this plan, and not taken from that of another body.
    fn nostro(&self, span: Span) -> bool {
        self.piano.padrone(span).is_none()
    }

    /// Whether this plan writes record `n` of a kind.
    fn e_nostra(&self, kind: Kind, n: usize) -> bool {
        self.piano.elementi.get(kind, n).is_some_and(|element| self.nostro(element.span))
    }

    /// The records of a kind that this plan writes.
    fn nostri(&self, kind: Kind) -> Vec<usize> {
        (0..self.piano.elementi.of(kind).len()).filter(|n| self.e_nostra(kind, *n)).collect()
    }

    /// Whether it writes all those that it has.
    fn tutti_nostri(&self, kind: Kind) -> bool {
        (0..self.piano.elementi.of(kind).len()).all(|n| self.e_nostra(kind, n))
    }

    /// The objectives that this plan writes.
    fn obiettivi_nostri(&self) -> impl Iterator<Item = &Obiettivo> {
        let all = self.piano.elementi.each::<Obiettivo>();
        all.filter(move |(_, obiettivo)| self.nostro(obiettivo.span)).map(|(_, obiettivo)| &obiettivo.value)
    }

    /// Those of the list of the site, which the text shows.
    fn obiettivi_elencati<'e>(&self, catalogo: &'e [Elenco]) -> Elencati<'e> {
        let elenco = catalogo.iter().find(|elenco| elenco.nome == Kind::Obiettivo.info().plural)?;
        let own = |voce: &&Voce| {
            let n = self.index.element(Kind::Obiettivo, voce.id.as_str());
            n.is_some_and(|n| self.e_nostra(Kind::Obiettivo, n))
        };
        let voci: Vec<&Voce> = elenco.voci.iter().filter(own).collect();
        (!voci.is_empty()).then_some((elenco, voci))
    }

    /// The objectives, and the units that have them.
    fn quanti_obiettivi(&self, elencati: &Elencati<'_>) -> Option<Cifra> {
        let (elenco, voci) = elencati.as_ref()?;
        let at = elenco.colonna("unita");
        let named = |voce: &&Voce| at.and_then(|at| voce.aspetti.get(at)).is_some_and(|units| !units.is_empty());
        let units: BTreeSet<&Id> = voci
            .iter()
            .filter_map(|voce| voce.aspetti.get(at?))
            .flatten()
            .filter_map(|aspetto| aspetto.meta.as_ref())
            .collect();
        let nome = self.nome_obiettivo();
        let n = voci.len();
        let nome = if n == 1 { nome } else { plurale(&nome) };
        // The tables of the plan count those that are still to be reached.
        let found = voci.iter().filter_map(|voce| self.index.element(Kind::Obiettivo, voce.id.as_str()));
        let nome = match tolti(found.map(|n| &self.piano[Pos::<Obiettivo>::new(n)].value)) {
            Some(gone) => format!("{nome}, di cui {gone},"),
            None => nome,
        };
        // An objective without a unit may belong to one that is not counted.
        let parole = match units.len() {
            1 if voci.iter().all(named) => format!("{nome} in un ufficio"),
            2.. if voci.iter().all(named) => format!("{nome} in {} uffici", units.len()),
            _ => nome.trim_end_matches(',').to_owned(),
        };
        Some(Cifra { numero: thousands(n as u64), parole, elenco: Some(elenco.nome) })
    }

    /// How the objectives ended, at the last moment at which they were measured.
    fn quanti_raggiunti(&self) -> Option<Cifra> {
        let momento = ultimo_momento(self.piano)?;
        let stati = self.obiettivi_nostri().filter_map(|obiettivo| Some(esito(obiettivo, momento)?.stato));
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
        for obiettivo in self.obiettivi_nostri().filter(|obiettivo| obiettivo.vivo()) {
            let term = match &obiettivo.scadenza {
                Some(Dovuto::Valore(tempo)) => tempo.value.scadenza(anno),
                Some(Dovuto::Assente(_)) | None => None,
            };
            // The term of one of several years may be that of its first step, and then it is not closed.
            let last = term.max(obiettivo.fine.map(|fine| fine.value));
            // One deadline that cannot be read makes the count uncertain.
            within += u64::from(last?.anno() <= anno);
        }
        let cifra = Cifra {
            numero: thousands(within),
            parole: format!("da concludere entro il {anno}"),
            elenco: Some(Kind::Obiettivo.info().plural),
        };
        (within > 0).then_some(cifra)
    }

    /// What the projects ask for, and how much of it is already granted; of those that do not say what they ask for, the cost.
    fn quanto_denaro(&self) -> Option<Cifra> {
        let info = Kind::Progetto.info();
        let all = self.nostri(Kind::Progetto);
        let all: Vec<Fondo<'_>> = all.into_iter().filter_map(|n| Fondo::di(self.piano, Kind::Progetto, n)).collect();
        let asks = |fondo: &&Fondo<'_>| fondo.richiesto().is_some_and(|asked| asked.value.0 > 0);
        let asking: Vec<&Fondo<'_>> = all.iter().filter(asks).collect();
        let costing = all.iter().filter(|fondo| fondo.importo().is_some());
        let (counted, verb) = if asking.is_empty() { (costing.collect(), "") } else { (asking, "chiesti ") };
        let mut sums = Somme::default();
        counted.iter().for_each(|fondo| sums.add(&fondo.somme()));
        let total = if verb.is_empty() { sums.importo } else { sums.richiesto }.filter(|total| total.0 > 0)?;
        let words = Fatto::Importo(total).scritto(Some("breve"))?;
        let (numero, unit) = match words.split_once(" di ") {
            Some((numero, unit)) => (numero.to_owned(), format!("di {unit} ")),
            None => words.split_once('\u{a0}').map(|(numero, unit)| (numero.to_owned(), format!("{unit} ")))?,
        };
        let n = counted.len();
        let noun = if n == 1 { info.noun } else { info.nouns };
        // A share of one grant that is not known would be of the others alone.
        let share = sums.quota().filter(|_| !verb.is_empty()).map(|quota| format!(", {quota} già finanziato"));
        let parole = format!("{unit}{verb}per {n} {noun}{}", share.unwrap_or_default());
        Some(Cifra { numero, parole, elenco: None })
    }

    fn quanti_indicatori(&self) -> Option<Cifra> {
        let n: usize = self.obiettivi_nostri().map(|obiettivo| obiettivo.indicatori.len()).sum();
        let parole = if n == 1 { "indicatore per misurarli" } else { "indicatori per misurarli" };
        (n > 1).then(|| Cifra { numero: thousands(n as u64), parole: parole.into(), elenco: None })
    }

    fn quante_verifiche(&self) -> Option<Cifra> {
        let n: usize = self.obiettivi_nostri().map(|obiettivo| obiettivo.verifiche.len()).sum();
        let parole = "verifiche per controllarli".to_owned();
        (n > 1).then(|| Cifra { numero: thousands(n as u64), parole, elenco: None })
    }

    /// The exchanges, and the bodies that offer them.
    fn quanti_scambi(&self) -> Option<Cifra> {
        let mut cifra = self.quante(Kind::SchedaScambio, "")?;
        let enti = self.fatti.get(&format!("{}.enti", Kind::SchedaScambio.info().plural));
        let enti = enti.filter(|_| self.tutti_nostri(Kind::SchedaScambio));
        if let Some(words) = enti.and_then(|enti| enti.scritto(Some("conta"))) {
            let offered = if femminile(Kind::SchedaScambio.info().noun) { "offerte" } else { "offerti" };
            cifra.parole = format!("{} {offered} da {words}", cifra.parole);
        }
        Some(cifra)
    }

    /// The staff of the body, whose rows are all of this plan.
    fn organico(&self) -> Option<Organico<'_>> {
        let plan = Organico::di(self.piano).filter(Organico::scritto)?;
        [Kind::Dotazione, Kind::Assunzione].into_iter().all(|kind| self.tutti_nostri(kind)).then_some(plan)
    }

    /// The people who work there.
    fn quante_persone(&self) -> Option<Cifra> {
        let n = self.organico()?.totale();
        let noun = if n == 1 { "persona" } else { "persone" };
        let parole = format!("{noun} in servizio al {}", self.set.consistenza_al().lunga());
        (n > 0).then(|| Cifra { numero: thousands(n), parole, elenco: None })
    }

    /// How many people enter in the triennium.
    fn quante_assunzioni(&self) -> Option<Cifra> {
        let years = self.organico()?.ponte(Chi::Tutti);
        let n = u64::try_from(years.iter().map(|year| year.entrano).sum::<i64>()).ok()?;
        let noun = if n == 1 { "assunzione prevista" } else { "assunzioni previste" };
        let last = years.last()?.anno;
        (n > 0).then(|| Cifra { numero: thousands(n), parole: format!("{noun} entro il {last}"), elenco: None })
    }

    /// The units that carry out the work: the Giunta is no office.
    fn quanti_uffici(&self) -> Option<Cifra> {
        let units = self.nostri(Kind::Unita).into_iter().map(|n| &self.piano[Pos::<Unita>::new(n)].value);
        let n = units.filter(|unita| unita.tipo != Some(Tipo::Organo)).count();
        let parole = "uffici fra cui si divide il lavoro".to_owned();
        (n > 1).then(|| Cifra { numero: thousands(n as u64), parole, elenco: None })
    }

    /// How many elements of a kind there are, when there are some.
    fn quante(&self, kind: Kind, more: &str) -> Option<Cifra> {
        let n = self.nostri(kind).len();
        let info = kind.info();
        let noun = if n == 1 { info.noun } else { info.nouns };
        let parole = format!("{noun} {more}").trim().to_owned();
        (n > 0).then(|| Cifra { numero: thousands(n as u64), parole, elenco: None })
    }
}

/// The list of the objectives, and those of it that this plan writes. None without any.
type Elencati<'e> = Option<(&'e Elenco, Vec<&'e Voce>)>;

/// The lines of the tree that have objectives.
fn quante_linee(elencati: &Elencati<'_>) -> Option<Cifra> {
    let (elenco, voci) = elencati.as_ref()?;
    let at = elenco.colonna("linea")?;
    let lines: BTreeSet<&str> =
        voci.iter().filter_map(|voce| voce.aspetti.get(at)).flatten().map(|line| line.parole.as_str()).collect();
    let nome = elenco.colonne.get(at)?.titolo.to_lowercase();
    let parole = format!("{} con obiettivi", plurale(&nome));
    let cifra = Cifra { numero: thousands(lines.len() as u64), parole, elenco: None };
    (lines.len() > 1).then_some(cifra)
}
