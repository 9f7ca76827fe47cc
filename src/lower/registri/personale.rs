//! The registers of the staff: who is there, who leaves, who enters, the people of each area year by year and by sex, what they cost. How
//! many are women is only in totals, with small counts masked: those of one profile would tell who they are.

use super::{Plan, Registro, straight};
use crate::base::span::Spanned;
use crate::conti::organico::{Chi, Genere, Movimento, Organico};
use crate::conti::soglie::tutte;
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::adempimento::Adempimento;
use crate::piano::element::assunzione::Assunzione;
use crate::piano::element::cessazione::Cessazione;
use crate::piano::element::dotazione::{Dotazione, nome_area};
use crate::piano::element::misura::{Decimale, Frazione, PerAnno, Percento};
use crate::piano::element::value::Importo;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![dotazione(plan), anni(plan), genere(plan), cessazioni(plan), assunzioni(plan), spese(plan), adempimenti(plan)]
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
        .intero("posti", "Posti della dotazione organica", move |(_, d)| d.posti(anno).map(i64::from))
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
        .tutte(plan, &plan.piano.elementi.dotazione)
}

/// An area in a year of the bridge: its name, its posts, its movements.
type AreaAnno = (String, Option<i64>, Movimento);

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
    .intero("posti", "Posti della dotazione organica alla fine dell’anno", |(_, posti, _)| *posti)
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
    .tempo_nel(plan, "quando", "Quando", |(_, c)| Some(c.anno.value), |(_, c)| c.dal.as_ref().map(|dal| &dal.value))
    .tutte(plan, &plan.piano.elementi.cessazioni)
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
        .tempo_nel(
            plan,
            "scadenza",
            "Entro quando",
            |(_, a)| Some(a.anno.value),
            |(_, a)| a.scadenza.as_ref().map(|scadenza| &scadenza.value),
        )
        .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo a cui servono", |(_, a)| plan.rif(a.obiettivo.as_ref()?))
        .prosa(plan, "motivo", "Perché servono", |(_, a)| a.motivo)
        .tutte(plan, &plan.piano.elementi.assunzioni)
}

fn genere(plan: &Plan<'_>) -> Dataset {
    let rows = Organico::di(plan.piano).map(|organico| organico.genere()).unwrap_or_default();
    Registro::new(
        "dotazione-genere",
        "Donne e uomini",
        "Una riga sono le persone di un’area; i numeri piccoli, e quelli da cui si ricaverebbero, sono vuoti.",
    )
    .testo("area", "Area del contratto, o totale", |row: &Genere| Some(straight(&row.area)))
    .intero("donne", "Donne; vuoto quando il numero direbbe chi sono", |row| row.donne.numero().map(i64::from))
    .intero("uomini", "Uomini; vuoto quando il numero direbbe chi sono", |row| row.uomini.numero().map(i64::from))
    .intero("persone", "Donne e uomini", |row| Some(i64::from(row.totale)))
    .righe(rows)
}

/// A line of the calculation of spending: the position of its record, what it is, its year, its amount, its percentage, whether it
/// was computed.
type VoceSpesa = (usize, &'static str, Option<i16>, Option<Importo>, Option<Percento>, bool);

fn spese(plan: &Plan<'_>) -> Dataset {
    let mut rows: Vec<VoceSpesa> = Vec::new();
    for (n, (dati, capacita)) in tutte(plan.piano).enumerate() {
        let d = &dati.value;
        let years = |amounts: &Option<PerAnno<Spanned<Importo>>>| -> Vec<(Option<i16>, Importo)> {
            amounts.iter().flat_map(|all| all.iter().map(|(anno, amount)| (anno, amount.value))).collect()
        };
        let mut typed = |what, anno, amount| rows.push((n, what, anno, Some(amount), None, false));
        years(&d.entrate).into_iter().for_each(|(anno, amount)| typed("entrate correnti", anno, amount));
        if let Some(fcde) = d.fcde {
            typed("fondo crediti di dubbia esigibilità", None, fcde.value);
        }
        if let Some(spesa) = d.spesa() {
            typed("spesa di personale", d.rendiconto.map(|anno| anno.value), spesa);
        }
        years(&d.prevista).into_iter().for_each(|(anno, amount)| typed("spesa prevista", anno, amount));
        years(&d.dup).into_iter().for_each(|(anno, amount)| typed("risorse del DUP", anno, amount));
        years(&d.etero).into_iter().for_each(|(anno, amount)| typed("spesa pagata da altri", anno, amount));
        let mut made = |what, anno, amount, percent| rows.push((n, what, anno, amount, percent, true));
        if let Some(c) = capacita {
            made("media delle entrate", None, Some(c.media()), None);
            made("entrate nette", None, Some(c.nette()), None);
            made("rapporto", None, None, Some(c.rapporto(c.spesa)));
            made("soglia", None, None, c.soglia());
            made("soglia di rientro", None, None, c.rientro());
            made("spesa massima", None, c.massima(), None);
            made("margine", None, c.margine(c.spesa), None);
            for anno in plan.set.anni() {
                if let Some(next) = d.prevista(anno) {
                    made("rapporto", Some(anno), None, Some(c.rapporto(next)));
                    made("margine", Some(anno), c.margine(next), None);
                }
            }
        }
        if let Some(limite) = d.limite.as_ref().map(|limite| &limite.value) {
            made("limite della spesa", None, limite.limite(), None);
            for anno in plan.set.anni() {
                made("spesa soggetta al limite", Some(anno), limite.soggetta(anno), None);
                made("margine sul limite", Some(anno), limite.residuo(anno), None);
            }
        }
        if let Some(flessibile) = d.flessibile.as_ref().map(|one| &one.value) {
            made("limite del lavoro flessibile", None, flessibile.limite(), None);
            for anno in plan.set.anni() {
                made("lavoro flessibile previsto", Some(anno), flessibile.prevista(anno), None);
                made("margine del lavoro flessibile", Some(anno), flessibile.residuo(anno), None);
            }
        }
    }
    rows.retain(|(.., amount, percent, _)| amount.is_some() || percent.is_some());
    let ids: Vec<Option<String>> =
        (0..plan.piano.elementi.spese_personale.len()).map(|n| plan.id(Kind::SpesaPersonale, n)).collect();
    Registro::new(
        Kind::SpesaPersonale.info().plural,
        "Spesa di personale",
        "Una riga è una voce del calcolo di quanto l’ente può spendere per il personale.",
    )
    .testo("id", "Identificativo del calcolo", move |(n, ..): &VoceSpesa| ids.get(*n).cloned().flatten())
    .rif(plan, Kind::Ente, "ente", "Ente, se non è quello del piano", |(n, ..)| {
        plan.rif(plan.piano.elementi.spese_personale.get(*n)?.value.ente.as_ref()?)
    })
    .testo("voce", "Voce", |(_, what, ..)| Some(*what))
    .anno("anno", "Anno; vuoto quando vale per tutti", |(_, _, anno, ..)| *anno)
    .euro("importo_euro", "Importo", |(.., amount, _, _)| *amount)
    .numero("valore_percentuale", "Percentuale", Some("%"), |(.., percent, _)| *percent)
    .si_no("calcolato", "Se è calcolato dalle altre voci", |(.., made)| *made)
    .righe(rows)
}

fn adempimenti(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Adempimento)>::di(
        plan,
        "Adempimenti",
        "Una riga è una cosa che l’ente ha fatto o dichiarato, con il suo esito.",
    )
    .testo("oggetto", "Che cosa", |(_, a)| Some(a.oggetto.value.label()))
    .testo("sezione", "Sezione del Piano-tipo", |(_, a)| a.oggetto.value.sezione())
    .testo("norma", "Norma", |(_, a)| {
        let own = a.norma.as_ref().map(|words| straight(&words.value));
        own.or_else(|| a.oggetto.value.norma().map(straight))
    })
    .scritto("esito", "Esito", |(_, a)| Some(&a.esito))
    .rif(plan, Kind::Atto, "atto", "Atto che lo dice", |(_, a)| plan.rif(a.atto.as_ref()?))
    .data("data", "Giorno", |(_, a)| a.data.map(|day| day.value))
    .scritto("area", "Area di rischio assente", |(_, a)| a.area.as_ref())
    .testo("tema", "Tema della misura generale assente", |(_, a)| Some(a.tema?.label()))
    .scritto("nota", "Nota", |(_, a)| a.nota.as_ref())
    .tutte(plan, &plan.piano.elementi.adempimenti)
}
