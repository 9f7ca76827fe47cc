//! The registers of the training plan: its lines, and the values of each line that change by year, category and body.

use super::{Plan, Registro, straight, voci};
use crate::conti::formazione::{Formazione, anni_di};
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::linea_formativa::{LineaFormativa, Ore, Partecipanti};
use crate::piano::element::pos::Pos;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![linee(plan), anni(plan), partecipanti(plan)]
}

fn linee(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &LineaFormativa)>::di(plan, "Linee formative", "Una riga è una linea del piano della formazione; ore e costi di ogni anno sono nel registro «linee-formative-anni».")
        .titolo("titolo", "Titolo")
        .testo("tipo", "Tipo", |(_, line)| Some(line.tipo.label()))
        .testo("area", "Area di competenza della direttiva del 14 gennaio 2025", |(_, line)| line.area.map(|area| area.label()))
        .elenco("temi", "Temi obbligatori che copre", |(_, line)| line.temi().iter().map(|tema| tema.label().to_owned()).collect())
        .scritto("norma", "Norma che la rende obbligatoria", |(_, line)| line.norma.as_ref())
        .elenco("anni", "Anni del triennio in cui si tiene", |(_, line)| {
            anni_di(line, &triennio(plan)).iter().map(ToString::to_string).collect()
        })
        .scritto("destinatari", "Per chi è", |(_, line)| line.destinatari.as_ref())
        .scritto("erogatore", "Chi la eroga", |(_, line)| line.erogatore.as_ref())
        .testo("modalita", "Come si tiene", |(_, line)| line.modalita.map(|modalita| modalita.label()))
        .scritto("verifica", "Come si verifica l’apprendimento", |(_, line)| line.verifica.as_ref())
        .elenco("enti_id", "Enti per cui vale: `id` nel registro «enti»; vuoto se vale per tutti", |(_, line)| plan.ids(&line.enti))
        .rif(plan, Kind::Progetto, "progetto", "Progetto finanziato che attua", |(_, line)| plan.rif(line.progetto.as_ref()?))
        .prosa(plan, "descrizione", "Che cosa è", |(_, line)| line.descrizione)
        .tutte(plan, &plan.piano.elementi.linee_formative)
}

fn triennio(plan: &Plan<'_>) -> Vec<i16> {
    plan.set.anni().collect()
}

/// A training line in one year: its position, the line, the year.
type LineaAnno<'a> = (usize, &'a LineaFormativa, i16);

fn anni(plan: &Plan<'_>) -> Dataset {
    // Where one group does not say how many it is, nobody knows how many they are in all.
    let people = |line: &LineaFormativa, anno: i16| {
        let each = line.gruppi().iter().map(|group| Some(i64::from(group.value.numero.di(anno)?.value)));
        each.collect::<Option<Vec<i64>>>().filter(|all| !all.is_empty()).map(|all| all.iter().sum::<i64>())
    };
    let some = |line: &LineaFormativa, anno: i16| line.gruppi().iter().any(|g| g.value.numero.di(anno).is_some());
    let rows: Vec<LineaAnno<'_>> = voci(&plan.piano.elementi.linee_formative)
        .flat_map(|(n, line)| anni_di(line, &triennio(plan)).into_iter().map(move |anno| (n, line, anno)))
        .filter(|(_, line, anno)| line.ore(*anno).is_some() || line.costo(*anno).is_some() || some(line, *anno))
        .collect();
    Registro::new(
        "linee-formative-anni",
        "Linee formative, anno per anno",
        "Una riga è una linea formativa in un anno in cui si tiene.",
    )
    .rif(plan, Kind::LineaFormativa, "linea", "Linea formativa", |(n, ..): &LineaAnno<'_>| Some(*n))
    .anno("anno", "Anno", |(.., anno)| Some(*anno))
    .numero("ore_per_partecipante", "Ore di ogni partecipante", Some("ore"), |(_, line, anno)| {
        line.ore(*anno).map(Ore::numero)
    })
    .intero("partecipanti", "Quanti partecipano", move |(_, line, anno)| people(line, *anno))
    .numero("ore_persona", "Ore per numero di partecipanti", Some("ore"), move |(_, line, anno)| {
        let hours: Ore = line.ore(*anno)?;
        Some(hours.per(u32::try_from(people(line, *anno)?).ok()?).numero())
    })
    .euro("costo_euro", "Costo dell’anno", |(_, line, anno)| line.costo(*anno))
    .righe(rows)
}

/// A group of participants in one year: the position of its line, the line, the group, the year.
type GruppoAnno<'a> = (usize, &'a LineaFormativa, &'a Partecipanti, i16);

fn partecipanti(plan: &Plan<'_>) -> Dataset {
    let training = &Formazione::di(plan.piano, plan.index);
    let rows: Vec<GruppoAnno<'_>> = voci(&plan.piano.elementi.linee_formative)
        .flat_map(|(n, line)| line.gruppi().iter().map(move |group| (n, line, &group.value)))
        .flat_map(|(n, line, group)| anni_di(line, &triennio(plan)).into_iter().map(move |anno| (n, line, group, anno)))
        .filter(|(_, _, group, anno)| group.numero.di(*anno).is_some())
        .collect();
    Registro::new(
        "linee-formative-partecipanti",
        "Partecipanti alla formazione",
        "Una riga è un gruppo di partecipanti a una linea formativa in un anno.",
    )
    .rif(plan, Kind::LineaFormativa, "linea", "Linea formativa", |(n, ..): &GruppoAnno<'_>| Some(*n))
    .anno("anno", "Anno", |(.., anno)| Some(*anno))
    .testo("categoria", "Categoria di personale", |(_, _, group, _)| group.categoria.map(|c| straight(c.label())))
    .rif(plan, Kind::Ente, "ente", "Ente per cui lavorano", move |(_, line, group, _)| {
        training.ente_di(line, group).map(Pos::n)
    })
    .intero("partecipanti", "Quanti", |(_, _, group, anno)| {
        group.numero.di(*anno).map(|number| i64::from(number.value))
    })
    .righe(rows)
}
