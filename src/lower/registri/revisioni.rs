//! The register of the revisions: what each version of the plan changed, value by value.

use super::{Plan, Registro, straight};
use crate::document::Dataset;
use crate::lower::revisioni::nome_parte;
use crate::piano::element::Kind;
use crate::piano::element::value::Dovuto;
use crate::piano::revisione::{Cambio, Revisione};
use crate::piano::settings::Versione;

/// A revision with the version that made it.
type Riga<'a> = (&'a Revisione, Option<&'a Versione>);

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![revisioni(plan)]
}

fn revisioni(plan: &Plan<'_>) -> Dataset {
    let record = |revisione: &Revisione| {
        plan.piano.elementi.of(revisione.kind).iter().position(|element| element.span == revisione.scheda)
    };
    let versione = |revisione: &Revisione| {
        let all = plan.set.versioni.iter().map(|versione| &versione.value);
        all.into_iter().find(|versione| versione.numero.value == revisione.versione)
    };
    let campo = |revisione: &Revisione, which: fn(&Cambio) -> Option<&String>| {
        which(&revisione.cambia).map(|words| straight(words))
    };
    let rows = plan.piano.revisioni.iter().map(|revisione| (revisione, versione(revisione)));
    Registro::new(
        "revisioni",
        "Revisioni",
        "Una riga è un valore che una versione del piano ha cambiato, o una cosa che ha aggiunto o tolto.",
    )
    .intero("versione", "Numero della versione che l’ha cambiato", |(revisione, _): &Riga<'_>| {
        Some(i64::from(revisione.versione))
    })
    .data("data", "Giorno della versione", |(_, versione)| versione.and_then(|v| v.data).map(|day| day.value))
    .testo("atto", "Atto che approva la versione", |(_, versione)| match versione.and_then(|v| v.atto.as_ref()) {
        Some(Dovuto::Valore(atto)) => {
            plan.index.element(Kind::Atto, &atto.word.value).and_then(|n| plan.nome(Kind::Atto, n))
        }
        Some(Dovuto::Assente(_)) | None => None,
    })
    .testo("tipo", "Di che cosa è: obiettivo, unità…", |(revisione, _)| Some(revisione.kind.info().noun))
    .testo(
        "scheda",
        "Id di ciò che è cambiato; quello scritto nella scheda, quando non è più nel piano",
        move |(revisione, _)| {
            record(revisione).map_or_else(|| revisione.nomi.id.clone(), |n| plan.id(revisione.kind, n))
        },
    )
    .testo("codice", "Il suo codice", move |(revisione, _)| {
        record(revisione).map_or_else(|| revisione.nomi.codice.clone(), |n| plan.codice(revisione.kind, n))
    })
    .testo("parte", "La parte che è cambiata: una fase, un indicatore; vuoto quando è la scheda", |(revisione, _)| {
        let all = &plan.piano.elementi.obiettivi;
        let obiettivo = all.iter().find(|obiettivo| obiettivo.span == revisione.scheda).map(|found| &found.value);
        Some(nome_parte(revisione, obiettivo)).filter(|words| !words.is_empty())
    })
    .testo("cambia", "Che cosa è stato fatto: valore, aggiunta, soppressione", |(revisione, _)| {
        Some(match revisione.cambia {
            Cambio::Campo { .. } => "valore",
            Cambio::Aggiunta => "aggiunta",
            Cambio::Soppressione => "soppressione",
        })
    })
    .testo("campo", "Nome del campo nei dati; con l’anno dopo il punto", move |(revisione, _)| {
        campo(revisione, |cambia| match cambia {
            Cambio::Campo { campo, .. } => Some(campo),
            Cambio::Aggiunta | Cambio::Soppressione => None,
        })
    })
    .testo("prima", "Il valore di prima, come è scritto", move |(revisione, _)| {
        campo(revisione, |cambia| match cambia {
            Cambio::Campo { prima, .. } => prima.as_ref(),
            Cambio::Aggiunta | Cambio::Soppressione => None,
        })
    })
    .testo("dopo", "Il valore che ha preso, come è scritto", move |(revisione, _)| {
        campo(revisione, |cambia| match cambia {
            Cambio::Campo { dopo, .. } => dopo.as_ref(),
            Cambio::Aggiunta | Cambio::Soppressione => None,
        })
    })
    .testo("nome", "Le parole di ciò che è stato aggiunto o tolto", |(revisione, _)| match revisione.cambia {
        Cambio::Campo { .. } => None,
        Cambio::Aggiunta | Cambio::Soppressione => Some(straight(&revisione.nome)),
    })
    .prosa(plan, "motivo", "Perché; quando non è scritto, è il motivo della versione", |(revisione, versione)| {
        revisione.motivo.or(versione.and_then(|v| v.motivo))
    })
    .righe(rows)
}
