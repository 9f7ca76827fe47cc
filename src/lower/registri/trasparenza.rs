//! The registers of the duties to publish, of work away from the office and of the monitoring.

use super::rischi::nome;
use super::{Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::conti::rischi::Rischi;
use crate::document::Dataset;
use crate::lingua::tempo::Tempo;
use crate::piano::element::Kind;
use crate::piano::element::lavoro_agile::{Attivita, LavoroAgile};
use crate::piano::element::misura::{Decimale, PerAnno};
use crate::piano::element::monitoraggio::Monitoraggio;
use crate::piano::element::obbligo::Obbligo;
use crate::piano::element::target::Target;
use crate::piano::element::value::{Chi, Dovuto, Testo};

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    let rischi = Rischi::di(plan.piano, plan.index);
    vec![obblighi(plan, &rischi), agile(plan), anni(plan), attivita(plan, &rischi), monitoraggi(plan, &rischi)]
}

/// Who is named, in words.
fn chi(plan: &Plan<'_>, rischi: &Rischi<'_>, chi: Option<&Chi>) -> Option<String> {
    nome(plan, rischi.chiamato(chi?)?)
}

fn obblighi(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    let words = |tempo: Option<&Tempo>| tempo.map(|tempo| straight(tempo.parola.trim()));
    Registro::<(usize, &Obbligo)>::di(
        plan,
        "Obblighi di pubblicazione",
        "Una riga è un obbligo di «Amministrazione trasparente».",
    )
    .testo("sezione", "Sezione di primo livello", |(_, o)| Some(straight(o.nome_della_pagina())))
    .scritto("sottosezione", "Sezione di secondo livello", |(_, o)| o.sottosezione.as_ref())
    .titolo("contenuto", "Che cosa si pubblica")
    .scritto("norma", "Norma che lo chiede", |(_, o)| o.norma.as_ref())
    .testo("produce", "Chi produce i dati", |(_, o)| chi(plan, rischi, o.produce.as_ref()))
    .testo("trasmette", "Chi li trasmette", |(_, o)| chi(plan, rischi, o.trasmette.as_ref().or(o.produce.as_ref())))
    .testo("pubblica", "Chi li pubblica", |(_, o)| chi(plan, rischi, o.pubblica.as_ref()))
    .testo("aggiornamento", "Ogni quanto si aggiorna", move |(_, o)| words(o.aggiornamento.as_ref().map(|t| &t.value)))
    .tempo(plan, "termine", "Termine", |(_, o)| o.termine.as_ref().map(|t| &t.value))
    .scritto("controllo", "Come si controlla", |(_, o)| o.controllo.as_ref())
    .elenco("campione_anni", "Anni in cui è nel campione da controllare", |(_, o)| {
        o.campione.0.iter().map(|anno| anno.value.to_string()).collect()
    })
    .si_no("applicabile", "Se si applica all’ente", |(_, o)| o.dovuto())
    .scritto("motivo", "Perché non si applica", |(_, o)| o.assente.as_ref())
    .si_no("scaduto", "Se non è più dovuto e resta in linea", |(_, o)| o.scaduto)
    .scritto("url", "Dove è pubblicato", |(_, o)| o.url.as_ref())
    .prosa(plan, "nota", "Nota", |(_, o)| o.nota)
    .tutte(plan, &plan.piano.elementi.obblighi)
}

fn agile(plan: &Plan<'_>) -> Dataset {
    let said = |value: &Option<Dovuto<Testo>>| match value {
        Some(Dovuto::Valore(testo)) => Some(*testo),
        Some(Dovuto::Assente(_)) | None => None,
    };
    Registro::<(usize, &LavoroAgile)>::di(
        plan,
        "Lavoro agile",
        "Una riga è l’organizzazione del lavoro agile di un ente.",
    )
    .rif(plan, Kind::Ente, "ente", "Ente, quando non è quello del piano", |(_, a)| plan.rif(a.ente.as_ref()?))
    .scritto("assente", "Perché l’ente non lo usa", |(_, a)| a.assente.as_ref())
    .rif(plan, Kind::Atto, "regolamento", "Regolamento", |(_, a)| match &a.regolamento {
        Some(Dovuto::Valore(rif)) => plan.rif(rif),
        Some(Dovuto::Assente(_)) | None => None,
    })
    .prosa(plan, "servizi", "Come non si pregiudicano i servizi", move |(_, a)| said(&a.servizi))
    .prosa(plan, "presenza", "Come ci si alterna e la presenza prevale", move |(_, a)| said(&a.presenza))
    .prosa(plan, "piattaforma", "Con quale piattaforma", move |(_, a)| said(&a.piattaforma))
    .prosa(plan, "arretrato", "Come si smaltisce il lavoro arretrato", move |(_, a)| said(&a.arretrato))
    .prosa(plan, "dispositivi", "Con quali apparati", move |(_, a)| said(&a.dispositivi))
    .scritto("giorni", "Quanti giorni, con le parole del piano", |(_, a)| a.giorni.as_ref())
    .intero("massimo_giorni_mese", "Giorni al mese, al massimo", |(_, a)| {
        a.massimo_giorni_mese.map(|days| i64::from(days.value))
    })
    .tutte(plan, &plan.piano.elementi.lavoro_agile)
}

fn anni(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, &'a LavoroAgile, i16);
    let years = |a: &LavoroAgile| {
        let all = [&a.dipendenti, &a.giornate, &a.accordi];
        all.into_iter().flatten().flat_map(PerAnno::anni).collect::<std::collections::BTreeSet<i16>>()
    };
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.lavoro_agile)
        .flat_map(|(n, a)| years(a).into_iter().map(move |anno| (n, a, anno)))
        .collect();
    let riserbo = &plan.set.riserbo;
    let shown = |count: Option<i64>| count.filter(|count| !LavoroAgile::riservato(*count, &plan.set.riserbo));
    Registro::new(
        "lavoro-agile-anni",
        "Lavoro agile, anno per anno",
        "Una riga è un anno; i numeri di poche persone non si pubblicano.",
    )
    .rif(plan, Kind::LavoroAgile, "lavoro_agile", "Scheda del lavoro agile", |(n, ..): &Riga<'_>| Some(*n))
    .anno("anno", "Anno", |(.., anno)| Some(*anno))
    .intero("persone", "Persone in lavoro agile", move |(_, a, anno)| {
        shown(LavoroAgile::esatte(a.dipendenti.as_ref(), *anno))
    })
    .intero("accordi", "Accordi", move |(_, a, anno)| shown(LavoroAgile::esatte(a.accordi.as_ref(), *anno)))
    .numero("giornate", "Giornate in tutto", None, move |(_, a, anno)| -> Option<Decimale> {
        LavoroAgile::esatto(a.giornate.as_ref(), *anno).filter(|_| !a.pochi(*anno, riserbo))
    })
    .testo("nota", "Perché manca un numero", move |(_, a, anno)| {
        if a.pochi(*anno, riserbo) {
            return Some(format!("meno di {} persone", riserbo.soglia));
        }
        // A bound is told in its words: as a number it would be another.
        let words = |name: &str, all: &Option<PerAnno<Spanned<Target>>>, people: bool| {
            let target = all.as_ref()?.di(*anno).filter(|_| LavoroAgile::esatto(all.as_ref(), *anno).is_none())?;
            let said = if people { LavoroAgile::in_parole(&target.value, riserbo) } else { target.value.to_string() };
            Some(format!("{name}: {}", straight(&said)))
        };
        let all = [("persone", &a.dipendenti, true), ("accordi", &a.accordi, true), ("giornate", &a.giornate, false)];
        let all: Vec<String> = all.into_iter().filter_map(|(name, of, people)| words(name, of, people)).collect();
        (!all.is_empty()).then(|| all.join("; "))
    })
    .righe(rows)
}

fn attivita(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    type Riga<'a> = (usize, usize, &'a Attivita);
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.lavoro_agile)
        .flat_map(|(n, a)| a.attivita.iter().enumerate().map(move |(at, attivita)| (n, at + 1, &attivita.value)))
        .collect();
    Registro::new("attivita-agili", "Attività in lavoro agile", "Una riga è un’attività degli uffici.")
        .rif(plan, Kind::LavoroAgile, "lavoro_agile", "Scheda del lavoro agile", |(n, ..): &Riga<'_>| Some(*n))
        .intero("posto", "Posto nella scheda, da 1", |(_, at, _)| i64::try_from(*at).ok())
        .prosa(plan, "attivita", "Che cosa si fa", |(.., a)| Some(a.testo))
        .testo("unita", "Chi la svolge", |(.., a)| chi(plan, rischi, a.unita.as_ref()))
        .testo("agile", "Se si può fare da fuori: sì, in parte, no", |(.., a)| Some(a.agile.label()))
        .prosa(plan, "motivo", "Perché", |(.., a)| a.motivo)
        .righe(rows)
}

fn monitoraggi(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    let words = |all: &[crate::base::span::Spanned<String>]| {
        all.iter().map(|word| straight(word.value.trim())).collect::<Vec<_>>()
    };
    Registro::<(usize, &Monitoraggio)>::di(plan, "Monitoraggi", "Una riga è un modo di guardare se il piano è attuato.")
        .titolo("titolo", "Che cosa si guarda")
        .elenco("sezioni", "Sezioni del Piano-tipo", move |(_, m)| words(&m.sezioni))
        .testo("tipo", "Che cosa cerca", |(_, m)| Some(m.tipo().label()))
        .testo("strumento", "Strumento", |(_, m)| match &m.strumento {
            Some(Dovuto::Valore(words)) => Some(straight(&words.value)),
            Some(Dovuto::Assente(_)) | None => None,
        })
        .elenco("responsabili", "Chi lo fa", |(_, m)| {
            m.responsabili.iter().filter_map(|who| chi(plan, rischi, Some(who))).collect()
        })
        .elenco("tempi", "Quando, con le parole del piano", |(_, m)| {
            m.tempi.0.iter().map(|tempo| straight(tempo.value.parola.trim())).collect()
        })
        .elenco("date", "I giorni del triennio, in ordine", |(_, m)| {
            plan.set.anni().flat_map(|anno| m.giorni(anno)).map(|day| day.iso()).collect()
        })
        .scritto("documento", "Documento", |(_, m)| m.documento.as_ref())
        .scritto("fonte", "Fonte dei dati", |(_, m)| m.fonte.as_ref())
        .scritto("campione", "Campione", |(_, m)| m.campione.as_ref())
        .elenco("servizi", "Servizi su cui si chiede", move |(_, m)| words(&m.servizi))
        .testo("risposte", "Risposte, anno per anno", |(_, m)| {
            m.risposte.as_ref().map(|all| all.parole(&|target| target.value.to_string()))
        })
        .scritto("norma", "Norma che lo chiede", |(_, m)| m.norma.as_ref())
        .scritto("pubblicato", "Dove si pubblica", |(_, m)| m.pubblicato.as_ref())
        .prosa(plan, "descrizione", "Come si fa", |(_, m)| m.descrizione)
        .tutte(plan, &plan.piano.elementi.monitoraggi)
}
