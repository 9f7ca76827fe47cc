//! The registers of funded projects and digital measures, with their parts.

use super::{Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::misura_digitale::{Livello, MisuraDigitale, Servizi, StatoCandidatura};
use crate::piano::element::percorso::Percorso;
use crate::piano::element::progetto::{Pacchetto, Progetto};
use crate::piano::element::value::{Dovuto, Finanziamento, Importo, Quanti};

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![progetti(plan), pacchetti(plan), misure(plan), servizi(plan)]
}

fn euro(value: Option<&Dovuto<Spanned<Importo>>>) -> Option<Importo> {
    match value {
        Some(Dovuto::Valore(importo)) => Some(importo.value),
        _ => None,
    }
}

/// The amount that was granted, or the words that stand in its place.
fn granted(value: Option<&Dovuto<Spanned<Finanziamento>>>) -> (Option<Importo>, Option<&'static str>) {
    let Some(Dovuto::Valore(granted)) = value else { return (None, None) };
    match granted.value {
        Finanziamento::Importo(importo) => (Some(importo), None),
        Finanziamento::NonAncora => (None, Some(Finanziamento::NON_ANCORA)),
    }
}

fn missione(codice: Option<&str>) -> Option<String> {
    let path = Percorso::parse(codice?)?;
    Some(format!("{}, {}", path.missione, path.titolo_missione()))
}

fn progetti(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Progetto)>::di(plan, "Progetti finanziati", "Una riga è un progetto.")
        .codice(plan, "Codice del progetto: per il PNRR, missione, componente e investimento")
        .titolo("titolo", "Titolo")
        .testo("programma", "Programma che lo finanzia", |(_, p)| Some(straight(&p.programma.value)))
        .testo("missione", "Missione del PNRR", |(_, p)| missione(p.codice.as_ref().map(|code| code.value.as_str())))
        .testo("livello", "Livello nel PNRR: investimento, sub-investimento, misura", |(_, p)| {
            p.livello.map(Livello::label)
        })
        .rif(plan, Kind::Atto, "bando", "Bando", |(_, p)| plan.rif(p.bando.as_ref()?))
        .testo("cup", "Codice unico di progetto", |(_, p)| p.cup.as_ref().map(|cup| cup.value.trim().to_uppercase()))
        .rif(plan, Kind::Ente, "attuatore", "Ente attuatore", |(_, p)| plan.rif(p.attuatore.as_ref()?))
        .rif(plan, Kind::Ente, "capofila", "Ente capofila", |(_, p)| plan.rif(p.capofila.as_ref()?))
        .euro("importo_euro", "Costo del progetto", |(_, p)| euro(Some(&p.importo)))
        .euro("richiesto_euro", "Finanziamento richiesto", |(_, p)| euro(Some(&p.richiesto)))
        .euro("finanziato_euro", "Finanziamento ottenuto", |(_, p)| granted(Some(&p.finanziato)).0)
        .testo(
            "finanziato_nota",
            "Perché il finanziamento ottenuto non è un importo: «non ancora finanziato»",
            |(_, p)| granted(Some(&p.finanziato)).1,
        )
        .intero("paesi", "Quanti Paesi coinvolti", |(_, p)| p.paesi.as_ref().map(|paesi| i64::from(paesi.numero())))
        .elenco("elenco_paesi", "Quali Paesi", |(_, p)| {
            p.paesi.iter().flat_map(Quanti::elenco).map(|paese| straight(&paese.value)).collect()
        })
        .intero("partner", "Quanti partner", |(_, p)| p.partner.as_ref().map(|partner| i64::from(partner.numero())))
        .elenco("partner_id", "Quali partner: `id` nel registro «enti»", |(_, p)| {
            plan.ids(p.partner.iter().flat_map(Quanti::elenco))
        })
        .prosa(plan, "descrizione", "Che cosa è", |(_, p)| p.descrizione)
        .tutte(plan, &plan.piano.elementi.progetti)
}

fn pacchetti(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, usize, &'a Pacchetto);
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.progetti)
        .flat_map(|(n, p)| p.pacchetti.iter().enumerate().map(move |(at, pacchetto)| (n, at + 1, &pacchetto.value)))
        .collect();
    Registro::new(
        "progetti-pacchetti",
        "Pacchetti di lavoro dei progetti",
        "Una riga è un pacchetto di lavoro di un progetto.",
    )
    .rif(plan, Kind::Progetto, "progetto", "Progetto", |(n, ..): &Riga<'_>| Some(*n))
    .intero("pacchetto", "Posto nel progetto, da 1", |(_, at, _)| i64::try_from(*at).ok())
    .testo("titolo", "Titolo", |(.., pacchetto)| Some(straight(&pacchetto.titolo.value)))
    .prosa(plan, "testo", "Che cosa vi si fa", |(.., pacchetto)| pacchetto.testo)
    .righe(rows)
}

fn misure(plan: &Plan<'_>) -> Dataset {
    let mut register = Registro::<(usize, &MisuraDigitale)>::di(
        plan,
        "Misure digitali",
        "Una riga è una misura della transizione digitale.",
    )
    .codice(plan, "Codice della misura")
    .titolo("titolo", "Titolo")
    .testo("livello", "Livello nel PNRR: investimento, sub-investimento, misura", |(_, m)| Some(m.livello.label()))
    .scritto("programma", "Programma, quando non è il PNRR", |(_, m)| m.programma.as_ref())
    .testo("missione", "Missione del PNRR", |(_, m)| missione(Some(&m.codice.value)))
    .rif(plan, Kind::Atto, "avviso", "Avviso", |(_, m)| plan.rif(m.avviso.as_ref()?))
    .rif(plan, Kind::Ente, "ente", "Ente che partecipa", |(_, m)| plan.rif(m.ente.as_ref()?))
    .elenco("enti_id", "Enti che partecipano, se la riga è di più enti: `id` nel registro «enti»", |(_, m)| {
        plan.ids(&m.enti)
    })
    .testo("cup", "Codice unico di progetto", |(_, m)| m.cup.as_ref().map(|cup| cup.value.trim().to_uppercase()))
    .testo("cig", "Codice identificativo di gara", |(_, m)| m.cig.as_ref().map(|cig| cig.value.trim().to_uppercase()))
    .euro("importo_euro", "Costo della misura", |(_, m)| euro(m.importo.as_ref()))
    .euro("richiesto_euro", "Finanziamento richiesto", |(_, m)| euro(m.richiesto.as_ref()))
    .euro("finanziato_euro", "Finanziamento ottenuto", |(_, m)| granted(m.finanziato.as_ref()).0)
    .testo(
        "finanziato_nota",
        "Perché il finanziamento ottenuto non è un importo: «non ancora finanziato»",
        |(_, m)| granted(m.finanziato.as_ref()).1,
    )
    .testo("stato", "Stato della candidatura", |(_, m)| m.stato.map(|stato| StatoCandidatura::label(stato.value)));
    register = register
        .tempo(plan, "candidatura", "Candidatura", |(_, m)| m.candidatura.as_ref().map(|t| &t.value))
        .tempo(plan, "contratto", "Contratto con il fornitore", |(_, m)| m.contratto.as_ref().map(|t| &t.value))
        .tempo(plan, "completamento", "Completamento", |(_, m)| m.completamento.as_ref().map(|t| &t.value))
        .tempo(plan, "verifica", "Verifica", |(_, m)| m.verifica.as_ref().map(|t| &t.value));
    register
        .scritto("fornitore", "Fornitore", |(_, m)| m.fornitore.as_ref())
        .rif(plan, Kind::Unita, "responsabile", "Unità che ne risponde", |(_, m)| plan.rif(m.responsabile.as_ref()?))
        .elenco("piano_triennale", "Linee del Piano triennale per l’informatica che attua", |(_, m)| {
            m.piano_triennale.iter().map(|line| line.value.clone()).collect()
        })
        .prosa(plan, "descrizione", "Che cosa prevede", |(_, m)| m.descrizione)
        .tutte(plan, &plan.piano.elementi.misure_digitali)
}

fn servizi(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, &'a Servizi);
    let rows: Vec<Riga<'_>> = voci(&plan.piano.elementi.misure_digitali)
        .flat_map(|(n, m)| m.servizi.iter().map(move |servizi| (n, &servizi.value)))
        .collect();
    Registro::new(
        "misure-digitali-servizi",
        "Servizi delle misure digitali",
        "Una riga sono i servizi di un ente in una misura digitale.",
    )
    .rif(plan, Kind::MisuraDigitale, "misura", "Misura digitale", |(n, _): &Riga<'_>| Some(*n))
    .rif(plan, Kind::Ente, "ente", "Ente", |(_, s)| plan.rif(s.ente.as_ref()?))
    .intero("previsti", "Servizi previsti", |(_, s)| Some(i64::from(s.previsti.value)))
    .intero("migrati", "Servizi migrati", |(_, s)| s.migrati.map(|n| i64::from(n.value)))
    .scritto("quali", "Quali servizi", |(_, s)| s.quali.as_ref())
    .righe(rows)
}
