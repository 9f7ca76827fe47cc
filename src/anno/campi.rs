//! What becomes of each field in the plan of the next year. A new kind of record, or a new field, needs a line here only where its
//! values do not say it: values by year, by moment, outcomes and revisions are known by their form, whatever kind they are in.

/// What becomes of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sorte {
    /// It stays, and the years that it names are those of a thing that happened.
    Storia,
    /// It is what a thing is called: only a year that it names is asked about.
    Nome,
    /// It stays with the plan that ends.
    Lascia,
    /// It stays with the plan that ends if it has this value.
    LasciaSe(&'static str),
    /// It was decided for one year, and is asked for the new one.
    Decidi,
    /// The same, for a field that must be there: it is declared absent until somebody decides.
    DaIndicare,
    /// It stays, and somebody has to say whether it still holds. The words are the question.
    Conferma(&'static str),
    /// The same, unless it has this value.
    ConfermaSeNon(&'static str, &'static str),
    /// A number of people: it is asked for again, unless it is one, of whom little may be told before somebody counts.
    Persone,
    /// A time: it stays if it names a year that is still to come.
    Tempo,
    /// A time that comes back each year: it stays unless it names a year that is over.
    Ritorna,
    /// Times of which those of the plan that ends are moved by a year.
    UnAnnoDopo,
    /// Values by year, of which the new last year is not asked for.
    Anni,
    /// Years in a list: those that are over go.
    Elenco,
    /// A list whose members stay if one of these fields has a year of the new plan. The last word is what they are called.
    Parti(&'static [&'static str], &'static str),
    /// A list whose members stay unless these fields say only other years, or no year.
    Passi(&'static [&'static str], &'static str),
    /// How long an objective lasts: one year more has gone.
    Conta,
    /// A year that is written alone: one more.
    Avanza,
    /// Years in which something has its turn: a turn that is over comes again after the years of the plan.
    Turno,
    /// Values by year that go back to some years before the first of the plan. Of that many years before, if any, what was expected is asked
    /// for again: it has become known.
    Indietro(i16, Option<i16>),
    /// The day on which something ends: asked for if it is within the years of the plan.
    Termina(&'static str),
}

use Sorte::{
    Anni, Avanza, Conferma, ConfermaSeNon, Conta, DaIndicare, Decidi, Elenco, Indietro, Lascia, LasciaSe, Nome, Parti,
    Passi, Persone, Ritorna, Storia, Tempo, Termina, Turno, UnAnnoDopo,
};

/// The fields, each with its kind of record and the parts that lead to it. `*` stands for every kind, `**`
/// for every kind and every part.
const CAMPI: &[(&str, Sorte)] = &[
    ("**.ammetti", Lascia),
    ("**.revisione", Lascia),
    ("**.misurazione", Lascia),
    ("**.domanda", Lascia),
    ("**.evidenze", Lascia),
    ("**.id", Storia),
    ("**.codice", Storia),
    ("**.url", Storia),
    ("**.norma", Storia),
    ("*.inizio", Storia),
    ("*.fine", Storia),
    ("**.dal", Storia),
    ("*.al", Storia),
    ("*.scadenza", Tempo),
    ("*.indicatore.base", Storia),
    ("*.indicatore.peso", Decidi),
    ("*.indicatore.target", DaIndicare),
    ("*.indicatore.rilevato", Lascia),
    ("*.indicatore.quota", Decidi),
    ("*.indicatore.scala", Passi(&["entro"], "punteggi")),
    ("obiettivo.peso", Decidi),
    ("obiettivo.quota.peso", Decidi),
    ("obiettivo.stato", LasciaSe("nuovo")),
    ("obiettivo.durata", Conta),
    ("obiettivo.personale", Decidi),
    ("obiettivo.fase", Parti(&["tempi", "peso"], "fasi")),
    ("obiettivo.fase.tempi", Anni),
    ("obiettivo.fase.peso", Anni),
    ("obiettivo.fase.stato", Lascia),
    ("obiettivo.fase.completamento", Lascia),
    ("obiettivo.fase.realizzazione", Lascia),
    ("obiettivo.risultato", Parti(&["anno", "entro"], "risultati attesi")),
    ("obiettivo.risultato.entro", Tempo),
    ("obiettivo.verifica", Parti(&["tempi", "risultato.tempi"], "verifiche")),
    ("obiettivo.verifica.tempi", Tempo),
    ("obiettivo.verifica.risultato.tempi", Tempo),
    ("obiettivo.contabile.voce", Parti(&["anno"], "voci del bilancio")),
    ("procedura.tempo_attuale", DaIndicare),
    ("procedura.tempo_obiettivo", DaIndicare),
    ("misura_digitale.stato", Conferma("`stato` è ancora questo?")),
    ("misura_digitale.servizi", Conferma("i servizi migrati sono ancora questi?")),
    ("misura_digitale.candidatura", Storia),
    ("misura_digitale.contratto", Storia),
    ("misura_digitale.completamento", Storia),
    ("misura_digitale.verifica", Storia),
    ("linea_formativa.anni", Elenco),
    ("progetto.finanziato", Conferma("`finanziato` è ancora questo?")),
    ("scheda_scambio.disponibilita", Parti(&["quando", "finestra"], "date")),
    ("scheda_scambio.disponibilita.quando", Tempo),
    ("scheda_scambio.programma.data", Tempo),
    ("dotazione.posti", Indietro(1, None)),
    ("spesa_personale.anno", Avanza),
    ("spesa_personale.rendiconto", Avanza),
    ("spesa_personale.spesa", Decidi),
    ("spesa_personale.voce", Decidi),
    ("spesa_personale.fcde", Decidi),
    ("spesa_personale.entrate", Indietro(4, Some(2))),
    ("spesa_personale.soglia", Conferma("la soglia è ancora questa?")),
    ("spesa_personale.limite.base", Storia),
    ("spesa_personale.flessibile.base", Storia),
    ("processo.esposizione", Conferma("`esposizione`: con le misure attuate il livello è ancora questo?")),
    ("misura_prevenzione.stato", ConfermaSeNon("in-atto", "`stato` è ancora questo?")),
    ("misura_prevenzione.scadenza", Ritorna),
    ("misura_prevenzione.fase", Passi(&["tempi"], "attività")),
    ("obbligo.campione", Turno),
    ("obbligo.sezione", Storia),
    ("obbligo.sottosezione", Storia),
    ("obbligo.contenuto", Nome),
    ("incarico.al", Termina("chi ha l’incarico dopo?")),
    ("lavoro_agile.dipendenti", Indietro(1, Some(1))),
    ("lavoro_agile.giornate", Indietro(1, Some(1))),
    ("lavoro_agile.accordi", Indietro(1, Some(1))),
    ("monitoraggio.risposte", Indietro(3, Some(1))),
    ("monitoraggio.tempi", UnAnnoDopo),
    ("ente.dipendenti", Decidi),
    ("unita.dipendenti", Persone),
    ("allegato.titolo", Conferma("l’allegato è ancora questo?")),
];

/// What becomes of the field at `via`: `obiettivo.fase.peso`. None for a field that stays as it is, if its value does not say otherwise.
pub(super) fn sorte(via: &str) -> Option<Sorte> {
    let (_, inside) = via.split_once('.')?;
    let last = via.rsplit('.').next().unwrap_or(via);
    let of = |name: &str| match (name.strip_prefix("**."), name.strip_prefix("*.")) {
        (Some(name), _) => name == last,
        (None, Some(name)) => name == inside,
        (None, None) => name == via,
    };
    // What is said of one field stands before what is said of all that have its name.
    CAMPI.iter().filter(|(name, _)| of(name)).min_by_key(|(name, _)| name.matches('*').count()).map(|(_, sorte)| *sorte)
}

/// What becomes of a whole record that belongs to one year, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Annuale {
    /// Who is there at the end of a year: counted again.
    Contato,
    /// Who leaves in a year: it stays with the plan that ends when its `anno` is over.
    Esce,
    /// Who enters in a year: when its `anno` is over, somebody says whether it came to pass.
    Entra,
    /// It is declared anew each year.
    Rifatto,
}

/// What becomes of the records of `kind`, when they are of one year.
pub(super) fn annuale(kind: &str) -> Option<Annuale> {
    match kind {
        "dotazione" => Some(Annuale::Contato),
        "cessazione" => Some(Annuale::Esce),
        "assunzione" => Some(Annuale::Entra),
        "adempimento" => Some(Annuale::Rifatto),
        _ => None,
    }
}
