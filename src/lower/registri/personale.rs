//! The registers of the staff: who is there, who leaves, who enters, and the people of each area year by year. How many are women is in
//! none of them: small counts would tell who they are.

use super::{Plan, Registro, straight};
use crate::conti::organico::{Chi, Movimento, Organico};
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::assunzione::Assunzione;
use crate::piano::element::cessazione::Cessazione;
use crate::piano::element::dotazione::{Dotazione, nome_area};
use crate::piano::element::misura::{Decimale, Frazione};

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![dotazione(plan), anni(plan), cessazioni(plan), assunzioni(plan)]
}

fn dotazione(plan: &Plan<'_>) -> Dataset {
    let organico = Organico::di(plan.piano);
    let anno = plan.set.consistenza_al().anno();
    Registro::<(usize, &Dotazione)>::di(plan, "Personale in servizio", "Una riga sono le persone di un’area e di un profilo, al 31 dicembre; gli anni che seguono sono nel registro «dotazione-anni».")
        .anno("anno", "Anno alla cui fine si contano", move |_| Some(anno))
        .testo("area", "Area del contratto", |(_, d)| Some(straight(&nome_area(&d.area.value))))
        .scritto("profilo", "Profilo professionale", |(_, d)| d.profilo.as_ref())
        .rif(plan, Kind::Unita, "unita", "Unità in cui lavorano", |(_, d)| plan.rif(d.unita.as_ref()?))
        .testo("rapporto", "Rapporto di lavoro", |(_, d)| Some(d.rapporto().label()))
        .intero("posti", "Posti della dotazione organica", move |(_, d)| Some(i64::from(d.posti(anno))))
        .intero("persone", "Persone in servizio", |(_, d)| Some(i64::from(d.numero.value)))
        .numero("equivalenti", "Persone a tempo pieno equivalenti", None, |(_, d)| {
            let whole = Frazione { parte: 1, intero: 1 };
            Some::<Decimale>(d.tempo.map_or(whole, |tempo| tempo.value).di(d.numero.value))
        })
        .si_no("conta", "Se sono contate fra i dipendenti", move |(_, d)| {
            organico.as_ref().is_some_and(|organico| organico.conta(d))
        })
        .euro("costo_euro", "Costo annuo di un posto", |(_, d)| d.costo.map(|costo| costo.value))
        .scritto("famiglia", "Famiglia professionale", |(_, d)| d.famiglia.as_ref())
        .scritto("nota", "Nota", |(_, d)| d.nota.as_ref())
        .tutte(&plan.piano.elementi.dotazione)
}

/// An area in a year of the bridge: its name, its posts, its movements.
type AreaAnno = (String, i64, Movimento);

fn anni(plan: &Plan<'_>) -> Dataset {
    let mut rows: Vec<AreaAnno> = Vec::new();
    if let Some(organico) = Organico::di(plan.piano).filter(Organico::scritto) {
        for (n, area) in organico.aree.iter().enumerate() {
            let years = organico.ponte(Chi::Area(n)).into_iter();
            let filled = years.filter(|y| y.inizio != 0 || y.fine != 0);
            rows.extend(filled.map(|y| (straight(&area.nome), organico.posti(Chi::Area(n), y.anno), y)));
        }
    }
    Registro::new(
        "dotazione-anni",
        "Personale alla fine di ogni anno",
        "Una riga sono le persone contate fra i dipendenti in un’area e in un anno del triennio: numeri calcolati dalla dotazione, dalle cessazioni e dalle assunzioni.",
    )
    .testo("area", "Area del contratto", |(area, ..): &AreaAnno| Some(area.clone()))
    .anno("anno", "Anno", |(.., y)| Some(y.anno))
    .intero("posti", "Posti della dotazione organica alla fine dell’anno", |(_, posti, _)| Some(*posti))
    .intero("inizio", "Persone all’inizio dell’anno", |(.., y)| Some(y.inizio))
    .intero("cessazioni", "Persone che escono", |(.., y)| Some(y.escono))
    .intero("assunzioni", "Persone che entrano", |(.., y)| Some(y.entrano))
    .intero("progressioni_in_entrata", "Persone che arrivano da un’altra area", |(.., y)| Some(y.promossi))
    .intero("progressioni_in_uscita", "Persone che passano a un’altra area", |(.., y)| Some(y.ceduti))
    .intero("fine", "Persone alla fine dell’anno", |(.., y)| Some(y.fine))
    .righe(rows)
}

fn cessazioni(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Cessazione)>::di(
        plan,
        "Cessazioni previste",
        "Una riga sono le persone che escono in un anno; zero persone vuol dire che non ne esce nessuna.",
    )
    .anno("anno", "Anno", |(_, c)| Some(c.anno.value))
    .testo("area", "Area del contratto", |(_, c)| Some(straight(&nome_area(&c.area.as_ref()?.value))))
    .scritto("profilo", "Profilo professionale", |(_, c)| c.profilo.as_ref())
    .rif(plan, Kind::Unita, "unita", "Unità che lasciano", |(_, c)| plan.rif(c.unita.as_ref()?))
    .intero("persone", "Persone", |(_, c)| Some(i64::from(c.numero.value)))
    .testo("rapporto", "Rapporto di lavoro", |(_, c)| Some(c.rapporto?.label()))
    .testo("motivo", "Motivo", |(_, c)| c.motivo.map(|motivo| motivo.label()))
    .euro("risparmio_euro", "Risparmio annuo", |(_, c)| c.risparmio.map(|saved| saved.value))
    .tempo(plan, "quando", "Quando", |(_, c)| c.dal.as_ref().map(|dal| &dal.value))
    .tutte(&plan.piano.elementi.cessazioni)
}

fn assunzioni(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Assunzione)>::di(plan, "Assunzioni previste", "Una riga sono le persone che entrano in un anno, o che una progressione porta in un’altra area; zero persone vuol dire che non ne entra nessuna.")
        .anno("anno", "Anno", |(_, a)| Some(a.anno.value))
        .testo("area", "Area del contratto", |(_, a)| Some(straight(&nome_area(&a.area.as_ref()?.value))))
        .scritto("profilo", "Profilo professionale", |(_, a)| a.profilo.as_ref())
        .rif(plan, Kind::Unita, "unita", "Unità in cui lavoreranno", |(_, a)| plan.rif(a.unita.as_ref()?))
        .intero("persone", "Persone", |(_, a)| Some(i64::from(a.numero.value)))
        .testo("modalita", "Come si reclutano", |(_, a)| a.modalita.map(|modalita| modalita.label()))
        .testo("da_area", "Area da cui vengono, per una progressione", |(_, a)| {
            Some(straight(&nome_area(&a.da.as_ref()?.value)))
        })
        .testo("rapporto", "Rapporto di lavoro", |(_, a)| Some(a.rapporto?.label()))
        .testo("orario", "Ore alla settimana su quelle dell’orario pieno", |(_, a)| {
            a.tempo.map(|tempo| tempo.value.to_string())
        })
        .euro("costo_euro", "Costo annuo di tutte, senza IRAP", |(_, a)| a.costo.map(|costo| costo.value))
        .euro("irap_euro", "IRAP annua", |(_, a)| a.irap.map(|irap| irap.value))
        .si_no("pagate_da_altri", "Se le pagano altri", |(_, a)| a.etero)
        .scritto("finanziamento", "Con quali fondi", |(_, a)| a.finanziamento.as_ref())
        .tempo(plan, "scadenza", "Entro quando", |(_, a)| a.scadenza.as_ref().map(|scadenza| &scadenza.value))
        .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo a cui servono", |(_, a)| plan.rif(a.obiettivo.as_ref()?))
        .prosa(plan, "motivo", "Perché servono", |(_, a)| a.motivo)
        .tutte(&plan.piano.elementi.assunzioni)
}
