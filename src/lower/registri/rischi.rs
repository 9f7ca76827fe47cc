//! The registers of section 2.3: processes, what could happen in them, measures of prevention.

use super::{Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::conti::rischi::{Chiamato, Rischi, TUTTE};
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::misura_prevenzione::{MisuraPrevenzione, Tema};
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::{Processo, Rischio};
use crate::piano::element::value::Dovuto;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    let rischi = Rischi::di(plan.piano, plan.index);
    vec![processi(plan, &rischi), eventi(plan, &rischi), misure(plan, &rischi)]
}

/// Who does something, in words.
pub(super) fn nome(plan: &Plan<'_>, chi: Chiamato) -> Option<String> {
    let (kind, n) = match chi {
        Chiamato::Unita(unita) => unita.into(),
        Chiamato::Incarico(incarico) => incarico.into(),
        Chiamato::Tutte => return Some(TUTTE.to_owned()),
        Chiamato::Rpct => return Some("RPCT".to_owned()),
    };
    plan.nome(kind, n)
}

/// The ids of some elements.
fn ids<T: crate::piano::element::Record>(plan: &Plan<'_>, all: &[Pos<T>]) -> Vec<String> {
    all.iter().filter_map(|pos| plan.id(T::KIND, pos.n())).collect()
}

fn processi(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    Registro::<(usize, &Processo)>::di(plan, "Processi", "Una riga è un processo, con il suo livello di rischio.")
        .codice(plan, "Codice del processo")
        .titolo("titolo", "Nome del processo")
        .scritto("area", "Area di rischio, come è scritta nel piano", |(_, p)| Some(&p.area))
        .testo("area_nome", "Area di rischio, in parole", |(_, p)| Some(straight(rischi.area(&p.area.value))))
        .rif(plan, Kind::Unita, "unita", "Unità che lo svolge", |(_, p)| rischi.unita(rischi.svolge(p)?).map(Pos::n))
        .testo("svolto_da", "Chi lo svolge, in parole: un’unità, un incarico o tutte le unità", |(_, p)| {
            nome(plan, rischi.svolge(p)?)
        })
        .elenco("altre_unita", "Chi vi partecipa", |(_, p)| {
            p.altre_unita.iter().filter_map(|chi| nome(plan, rischi.chiamato(chi)?)).collect()
        })
        .scritto("avvio", "Da che cosa comincia", |(_, p)| p.avvio.as_ref())
        .scritto("prodotto", "Che cosa produce", |(_, p)| p.prodotto.as_ref())
        .tempo(plan, "tempi", "Tempi", |(_, p)| p.tempi.as_ref().map(|tempi| &tempi.value))
        .testo("esposizione", "Livello di rischio: una parola della scala dell’ente", |(_, p)| {
            rischi.livello(p).map(|level| straight(rischi.parola(level)))
        })
        .intero("esposizione_ordine", "Posto del livello nella scala, da 1, il più basso", |(_, p)| {
            i64::try_from(rischi.livello(p)? + 1).ok()
        })
        .prosa(plan, "motivazione", "Perché quel livello", |(_, p)| p.motivazione)
        .elenco("misure_id", "Misure che lo trattano: `id` nel registro «misure-prevenzione»", |(_, p)| {
            ids(plan, &rischi.misure(p))
        })
        .rif(plan, Kind::Procedura, "procedura", "Procedura da semplificare", |(_, p)| plan.rif(p.procedura.as_ref()?))
        .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo che lo cambia", |(_, p)| plan.rif(p.obiettivo.as_ref()?))
        .prosa(plan, "descrizione", "Che cosa è", |(_, p)| p.descrizione)
        .scritto("nota", "Nota", |(_, p)| p.nota.as_ref())
        .tutte(plan, &plan.piano.elementi.processi)
}

fn eventi(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    type Riga<'a> = (usize, usize, &'a Processo, &'a Rischio);
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.processi)
        .flat_map(|(n, p)| p.rischi.iter().enumerate().map(move |(at, rischio)| (n, at + 1, p, &rischio.value)))
        .collect();
    let number = |number: Option<Spanned<u32>>| number.map(|number| i64::from(number.value));
    Registro::new("rischi", "Rischi", "Una riga è ciò che può accadere in un processo.")
        .rif(plan, Kind::Processo, "processo", "Processo", |(n, ..): &Riga<'_>| Some(*n))
        .intero("numero", "Posto nel processo, da 1", |(_, at, ..)| i64::try_from(*at).ok())
        .prosa(plan, "evento", "Che cosa può accadere", |(.., r)| Some(r.evento))
        .scritto("fase", "Fase del processo", |(.., r)| r.fase.as_ref())
        .elenco("fattori", "Che cosa lo rende possibile", |(.., r)| r.fattori().iter().map(|f| straight(f)).collect())
        .scritto("controlli", "Che cosa c’è già", |(.., r)| r.controlli.as_ref())
        .intero("probabilita", "Probabilità, quando il metodo ha numeri", move |(.., r)| number(r.probabilita))
        .intero("impatto", "Impatto, quando il metodo ha numeri", move |(.., r)| number(r.impatto))
        .testo("esposizione", "Livello di rischio: una parola della scala dell’ente", |(_, _, p, r)| {
            rischi.livello_di(p, r).map(|level| straight(rischi.parola(level)))
        })
        .prosa(plan, "motivazione", "Perché quel livello", |(.., r)| r.motivazione)
        .elenco("misure_id", "Misure che lo trattano: `id` nel registro «misure-prevenzione»", |(_, _, p, r)| {
            ids(plan, &rischi.misure_di(p, Some(r)))
        })
        .righe(rows)
}

fn misure(plan: &Plan<'_>, rischi: &Rischi<'_>) -> Dataset {
    Registro::<(usize, &MisuraPrevenzione)>::di(
        plan,
        "Misure di prevenzione della corruzione",
        "Una riga è una misura; i suoi indicatori sono nel registro «indicatori».",
    )
    .codice(plan, "Codice della misura")
    .titolo("titolo", "Che cosa si fa")
    .testo("tipo", "Generale, di tutto l’ente, o specifica, di alcuni processi", |(_, m)| Some(m.tipo.label()))
    .testo("natura", "Natura della misura", |(_, m)| m.natura().map(|natura| natura.label()))
    .testo("tema", "Quale misura del Piano nazionale anticorruzione è", |(_, m)| m.tema.map(Tema::label))
    .testo("stato", "A che punto è", |(_, m)| Some(m.stato().label()))
    .elenco("responsabili", "Chi ne risponde", |(n, _)| {
        rischi.responsabili(Pos::new(*n)).into_iter().filter_map(|chi| nome(plan, chi)).collect()
    })
    .tempo(plan, "scadenza", "Termine", |(_, m)| match &m.scadenza {
        Some(Dovuto::Valore(tempo)) => Some(&tempo.value),
        Some(Dovuto::Assente(_)) | None => None,
    })
    .elenco("processi_id", "Processi che tratta: `id` nel registro «processi»", |(n, _)| {
        ids(plan, &rischi.trattati(Pos::new(*n)))
    })
    .elenco("verifica", "Come si verifica", |(_, m)| {
        crate::conti::rischi::misurata(plan.piano, m).iter().map(|words| straight(words)).collect()
    })
    .scritto("controllo", "Come si controlla che sia attuata", |(_, m)| m.controllo.as_ref())
    .scritto("norma", "Norma che la chiede", |(_, m)| m.norma.as_ref())
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo di performance che è anche", |(_, m)| {
        plan.rif(m.obiettivo.as_ref()?)
    })
    .prosa(plan, "descrizione", "Che cosa è", |(_, m)| m.descrizione)
    .tutte(plan, &plan.piano.elementi.misure_prevenzione)
}
