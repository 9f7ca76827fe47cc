//! The registers of the exchanges on offer: cards, programmes and dates. Of persons they hold only what the card declares
//! public.

use super::{Plan, Registro, sessantesimi, straight, voci};
use crate::base::giorno::Giorno;
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::scheda_scambio::disponibilita::Disponibilita;
use crate::piano::element::scheda_scambio::durata::Lunghezza;
use crate::piano::element::scheda_scambio::programma::Parte;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![schede(plan), programma(plan), date(plan)]
}

fn schede(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &SchedaScambio)>::di(plan, "Schede di scambio", "Una riga è uno scambio che un ente offre.")
        .rif(plan, Kind::Ente, "ente", "Ente ospitante", |(_, s)| plan.rif(s.primo()?))
        .elenco("altri_enti_id", "Altri enti che lo ospitano insieme: `id` nel registro «enti»", |(_, s)| {
            plan.ids(s.ente.0.iter().skip(1))
        })
        .intero("numero", "Numero fra gli scambi dell’ente", |(_, s)| s.numero.map(|n| i64::from(n.value)))
        .titolo("titolo", "Titolo")
        .elenco("aree", "Aree e uffici che ospitano", |(_, s)| {
            s.aree.iter().map(|area| straight(&area.value)).collect()
        })
        .testo("referente", "Chi ne risponde", |(_, s)| {
            s.referente.as_ref().map(|contatto| straight(&contatto.pubblico()))
        })
        .testo("segreteria", "Chi la organizza", |(_, s)| {
            s.segreteria.as_ref().map(|contatto| straight(&contatto.pubblico()))
        })
        .parte(plan, "descrizione")
        .parte(plan, "destinatari")
        .elenco("tipo_trasferimento", "Modi in cui si svolge", |(_, s)| {
            s.tipo_trasferimento.0.iter().map(|kind| kind.label().to_owned()).collect()
        })
        .parte(plan, "modalita")
        .elenco("capienza", "Quanti si possono ospitare, con le parole della scheda", |(_, s)| {
            s.capienza.0.iter().map(|c| straight(&c.value.parola)).collect()
        })
        .intero("posti", "Posti di un’edizione, se le parole li dicono con certezza", |(_, s)| {
            s.posti().certi().map(i64::from)
        })
        .testo("durata", "Durata di una sessione, con le parole della scheda", |(_, s)| {
            s.durata.as_ref().map(|d| straight(&d.value.parola))
        })
        .numero("durata_minima", "Durata di una sessione: almeno", None, |(_, s)| lunghezza(s)?.min.map(sessantesimi))
        .numero("durata_massima", "Durata di una sessione: al massimo", None, |(_, s)| {
            lunghezza(s)?.max.map(sessantesimi)
        })
        .testo("durata_unita", "Unità della durata", |(_, s)| lunghezza(s).map(|l| l.unita.nomi().1))
        .tutte(plan, &plan.piano.elementi.schede_scambio)
}

/// The length of a session, if the words of the card could be read.
fn lunghezza(scheda: &SchedaScambio) -> Option<Lunghezza> {
    scheda.durata.as_ref()?.value.lettura.map(Lunghezza::in_decimali)
}

fn programma(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, usize, &'a Parte);
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.schede_scambio)
        .flat_map(|(n, s)| s.programma.iter().enumerate().map(move |(at, parte)| (n, at + 1, &parte.value)))
        .collect();
    Registro::new(
        "schede-scambio-programma",
        "Programmi degli scambi",
        "Una riga è una parte del programma di uno scambio.",
    )
    .rif(plan, Kind::SchedaScambio, "scheda", "Scheda", |(n, ..): &Riga<'_>| Some(*n))
    .intero("parte", "Posto nel programma, da 1", |(_, at, _)| i64::try_from(*at).ok())
    .intero("giorno", "Giorno dello scambio, da 1", |(.., p)| p.giorno.map(i64::from))
    .tempo(plan, "data", "Giorno nel calendario", |(.., p)| p.data.as_ref().map(|data| &data.value))
    .scritto("modulo", "Modulo", |(.., p)| p.modulo.as_ref())
    .scritto("tema", "Tema", |(.., p)| p.tema.as_ref())
    .elenco("parte_del_giorno", "Mattina, pomeriggio, sera", |(.., p)| {
        p.parte.0.iter().map(|parte| parte.label().to_owned()).collect()
    })
    .testo("durata", "Quanto dura", |(.., p)| p.ore.as_ref().map(|ore| straight(&ore.value.0.parola)))
    .prosa(plan, "testo", "Che cosa si fa", |(.., p)| p.testo)
    .elenco("voci", "Che cosa si fa, cosa per cosa", |(.., p)| {
        p.voci.iter().filter_map(|voce| plan.words(*voce)).collect()
    })
    .prosa(plan, "nota", "Che cosa si dice alla fine", |(.., p)| p.nota)
    .righe(rows)
}

fn date(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, &'a Disponibilita, Option<(Giorno, Giorno)>);
    let mut rows: Vec<Riga<'_>> = Vec::new();
    for (n, scheda) in voci(&plan.piano.elementi.schede_scambio) {
        for disponibilita in scheda.disponibilita.iter().map(|d| &d.value) {
            let days = disponibilita.giorni(plan.anno());
            if days.is_empty() {
                rows.push((n, disponibilita, None));
            }
            rows.extend(days.into_iter().map(|days| (n, disponibilita, Some(days))));
        }
    }
    Registro::new(
        "schede-scambio-date",
        "Date degli scambi",
        "Una riga sono i giorni di fila in cui uno scambio si può fare, o la disponibilità senza giorni.",
    )
    .rif(plan, Kind::SchedaScambio, "scheda", "Scheda", |(n, ..): &Riga<'_>| Some(*n))
    .testo("quando", "Quando, con le parole della scheda", |(_, d, _)| {
        d.quando.as_ref().map(|quando| straight(&quando.value.parola))
    })
    .testo("stato", "Se la data è certa: fissata, alternativa da confermare, da fissare", |(_, d, _)| {
        Some(d.stato().label())
    })
    .data("dal", "Primo giorno", |(.., days)| days.map(|(da, _)| da))
    .data("al", "Ultimo giorno", |(.., days)| days.map(|(_, a)| a))
    .testo("note", "Sessione, parte del giorno e altro", |(_, d, _)| Some(straight(&d.note())))
    .righe(rows)
}
