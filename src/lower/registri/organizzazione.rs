//! The registers of the body, its units and offices, the acts, the other bodies, the annexes and the glossary.

use super::{ENTE, Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::conti::struttura::Struttura;
use crate::document::Dataset;
use crate::piano::element::Kind;
use crate::piano::element::allegato::Allegato;
use crate::piano::element::atto::Atto;
use crate::piano::element::ente::Ente;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::pos::Pos;
use crate::piano::element::row::{Row, Valore};
use crate::piano::element::termine::Termine;
use crate::piano::element::unita::Unita;
use crate::piano::element::value::Dovuto;
use crate::piano::settings::Titolare;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![unita(plan), incarichi(plan), enti(plan), dipendenti(plan), atti(plan), allegati(plan), glossario(plan)]
}

/// The body whose plan it is, in one row.
pub(super) fn ente(plan: &Plan<'_>) -> Dataset {
    fn words(value: Option<&Dovuto<Spanned<String>>>) -> Option<String> {
        match value {
            Some(Dovuto::Valore(words)) => Some(straight(&words.value)),
            _ => None,
        }
    }
    Registro::new(ENTE, "Ente", "Una riga sola: l’ente di cui è il piano.")
        .testo("nome", "Denominazione", |ente: &&Titolare| Some(straight(&ente.nome.value)))
        .testo("tipo", "Tipologia", |ente| Some(ente.tipo.label()))
        .testo("indirizzo", "Indirizzo della sede", |ente| words(ente.indirizzo.as_ref()))
        .testo("provincia", "Provincia o città metropolitana", |ente| words(ente.provincia.as_ref()))
        .testo("codice_fiscale", "Codice fiscale", |ente| words(ente.codice_fiscale.as_ref()))
        .testo("codice_ipa", "Codice nell’indice delle pubbliche amministrazioni", |ente| {
            words(ente.codice_ipa.as_ref())
        })
        .testo("codice_istat", "Codice ISTAT", |ente| words(ente.codice_istat.as_ref()))
        .testo("pec", "Posta elettronica certificata", |ente| words(ente.pec.as_ref()))
        .testo("telefono", "Telefono", |ente| words(ente.telefono.as_ref()))
        .testo("sito", "Sito istituzionale", |ente| words(ente.sito.as_ref()))
        .testo("rappresentante_legale", "Sindaco o presidente", |ente| words(ente.rappresentante_legale.as_ref()))
        .testo("rpct", "Responsabile della prevenzione della corruzione e della trasparenza", |ente| {
            words(ente.rpct.as_ref())
        })
        .testo("responsabile_accessibilita", "Responsabile per l’inclusione e l’accessibilità", |ente| {
            words(ente.responsabile_accessibilita.as_ref())
        })
        .intero("dipendenti", "Dipendenti al 31 dicembre dell’anno precedente", |ente| match &ente.dipendenti {
            Some(Dovuto::Valore(number)) => Some(i64::from(number.value)),
            _ => None,
        })
        .intero("abitanti", "Abitanti al 31 dicembre dell’anno precedente", |ente| match &ente.abitanti {
            Some(Dovuto::Valore(number)) => Some(i64::from(*number)),
            _ => None,
        })
        .assenti(|ente| {
            let mut row = Row::default();
            ente.row(&mut row);
            row
        })
        .righe([&plan.set.ente])
}

fn unita(plan: &Plan<'_>) -> Dataset {
    let levels = Struttura::di(plan.piano, plan.index);
    let people = Struttura::di(plan.piano, plan.index);
    Registro::<(usize, &Unita)>::di(plan, "Unità organizzative", "Una riga è un’unità organizzativa.")
        .codice(plan, "Codice dell’unità")
        .titolo("nome", "Nome")
        .rif(plan, Kind::Unita, "padre", "Unità di cui fa parte", |(_, u)| plan.rif(u.padre.as_ref()?))
        .prosa(plan, "descrizione", "Che cosa fa", |(_, u)| u.descrizione)
        .testo("livello", "Livello", move |(n, u)| {
            let written = u.livello.is_some() || !plan.set.organizzazione.livelli.is_empty();
            levels.as_ref().filter(|_| written).map(|all| straight(&all.livello(Pos::new(*n))))
        })
        .testo("tipo", "Tipo", |(_, u)| u.tipo.map(|tipo| tipo.label()))
        .intero("persone", "Persone, con quelle delle unità che ne fanno parte", move |(n, _)| {
            people.as_ref().and_then(|all| all.persone(Pos::new(*n))).map(i64::from)
        })
        .elenco("funzioni", "Di che cosa si occupa", |(_, u)| u.funzioni.iter().map(|f| straight(&f.value)).collect())
        .elenco("enti_id", "Enti per cui lavora: `id` nel registro «enti»", |(_, u)| plan.ids(&u.enti))
        .scritto("sede", "Sede", |(_, u)| u.sede.as_ref())
        .scritto("posta", "Indirizzo di posta dell’ufficio", |(_, u)| u.posta.as_ref())
        .tutte(plan, &plan.piano.elementi.unita)
}

fn incarichi(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Incarico)>::di(plan, "Incarichi", "Una riga è un incarico, politico o amministrativo.")
        .testo("ruolo", "Ruolo", |(_, i)| Some(i.ruolo.value.label()))
        .scritto("persona", "Chi lo ha", |(_, i)| i.persona.as_ref())
        .rif(plan, Kind::Unita, "unita", "Unità", |(_, i)| plan.rif(i.unita.as_ref()?))
        .scritto("delega", "Che cosa è delegato", |(_, i)| i.delega.as_ref())
        .data("dal", "Primo giorno", |(_, i)| i.dal.map(|day| day.value))
        .data("al", "Ultimo giorno; vuoto finché dura", |(_, i)| i.al.map(|day| day.value))
        .rif(plan, Kind::Atto, "atto", "Atto che lo conferisce", |(_, i)| plan.rif(i.atto.as_ref()?))
        .scritto("nota", "Nota", |(_, i)| i.nota.as_ref())
        .scritto("fascia", "Fascia", |(_, i)| i.fascia.as_ref())
        .elenco("altre_unita_id", "Altre unità di cui risponde: `id` nel registro «unita»", |(_, i)| {
            plan.ids(&i.altre_unita)
        })
        .scritto("convenzione", "Con quali enti è condiviso", |(_, i)| i.convenzione.as_ref())
        .tutte(plan, &plan.piano.elementi.incarichi)
}

fn enti(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Ente)>::di(
        plan,
        "Enti",
        "Una riga è un ente che il piano nomina; i dipendenti di ogni anno sono nel registro «enti-dipendenti».",
    )
    .titolo("nome", "Nome")
    .testo("tipo", "Tipo", |(_, e)| Some(e.tipo.label()))
    .tutte(plan, &plan.piano.elementi.enti)
}

fn dipendenti(plan: &Plan<'_>) -> Dataset {
    type Riga = (usize, Option<i16>, u32);
    let rows: Vec<Riga> = voci(&plan.piano.elementi.enti)
        .flat_map(|(n, ente)| ente.dipendenti.iter().flat_map(|d| d.iter()).map(move |(year, d)| (n, year, d.value)))
        .collect();
    Registro::new(
        "enti-dipendenti",
        "Dipendenti degli enti",
        "Una riga sono i dipendenti di un ente, in un anno quando cambiano di anno in anno.",
    )
    .rif(plan, Kind::Ente, "ente", "Ente", |(n, ..): &Riga| Some(*n))
    .anno("anno", "Anno; vuoto quando vale sempre", |(_, year, _)| *year)
    .intero("dipendenti", "Dipendenti", |(.., number)| Some(i64::from(*number)))
    .righe(rows)
}

fn atti(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Atto)>::di(plan, "Atti", "Una riga è un atto che il piano cita.")
        .testo("atto", "Come si cita", |(n, _)| plan.nome(Kind::Atto, *n))
        .testo("tipo", "Tipo", |(_, a)| Some(a.tipo.label()))
        .testo("organo", "Di chi è", |(_, a)| a.organo.map(|organo| organo.label()))
        .rif(plan, Kind::Ente, "ente", "Ente", |(_, a)| plan.rif(a.ente.as_ref()?))
        .testo("numero", "Numero", |(_, a)| a.numero.as_ref().map(|numero| numero.value.trim()))
        .data("data", "Data", |(_, a)| a.data.map(|day| day.value))
        .anno("anno", "Anno", |(_, a)| a.anno())
        .titolo("oggetto", "Oggetto")
        .testo("cig", "Codice identificativo di gara", |(_, a)| {
            a.cig.as_ref().map(|cig| cig.value.trim().to_uppercase())
        })
        .testo("cup", "Codice unico di progetto", |(_, a)| a.cup.as_ref().map(|cup| cup.value.trim().to_uppercase()))
        .testo("indirizzo", "Dove è pubblicato", |(_, a)| {
            match Row::of(*a).get("url").map(|campo| campo.value.clone()) {
                Some(Valore::Indirizzo(url)) => Some(url),
                _ => None,
            }
        })
        .tutte(plan, &plan.piano.elementi.atti)
}

fn allegati(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Allegato)>::di(plan, "Allegati", "Una riga è un allegato del piano.")
        .codice(plan, "Lettera o numero")
        .titolo("titolo", "Titolo")
        .testo("file", "Percorso nel sito del piano", |(_, a)| Some(a.file.value.as_str()))
        .testo("sha256", "Impronta SHA-256 del file", |(_, a)| Some(a.impronta.as_str()))
        .tutte(plan, &plan.piano.elementi.allegati)
}

fn glossario(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Termine)>::di(plan, "Glossario", "Una riga è un termine o una sigla.")
        .scritto("sigla", "Sigla", |(_, t)| t.sigla.as_ref())
        .titolo("nome", "Per esteso")
        .prosa(plan, "definizione", "Che cosa vuol dire", |(_, t)| Some(t.definizione))
        .tutte(plan, &plan.piano.elementi.termini)
}
