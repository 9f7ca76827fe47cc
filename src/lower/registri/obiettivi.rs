//! The registers of the tree, of its objectives with all their parts, of public value and of procedures, and that of the
//! indicators of all these.

use super::{Plan, Registro, straight, voci};
use crate::base::span::Spanned;
use crate::conti::{confronto, performance};
use crate::document::Dataset;
use crate::lingua::tempo::Tempo;
use crate::piano::element::incarico::Incarico;
use crate::piano::element::misura::{Momento, PerAnno, Peso};
use crate::piano::element::nodo::Nodo;
use crate::piano::element::obiettivo::contabile::{Contabile, Parte, Verso, Voce as VoceContabile};
use crate::piano::element::obiettivo::domanda::Domanda;
use crate::piano::element::obiettivo::fase::{self, Fase, StatoFase};
use crate::piano::element::obiettivo::indicatore::{Gradino, Indicatore, Misura, QuotaIndicatore, TipoFormula};
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione, MisurazioneParte};
use crate::piano::element::obiettivo::quota::RuoloQuota;
use crate::piano::element::obiettivo::risultato::{RigaVerifica, Risultato, Verifica};
use crate::piano::element::obiettivo::{Obiettivo, Priorita, SezioneObiettivo};
use crate::piano::element::obiettivo_vp::ObiettivoVp;
use crate::piano::element::pos::Pos;
use crate::piano::element::procedura::Procedura;
use crate::piano::element::target::Target;
use crate::piano::element::value::{Dovuto, Rif, Testo};
use crate::piano::element::{Element, Kind};
use std::collections::BTreeSet;

pub(super) fn registri(plan: &Plan<'_>) -> Vec<Dataset> {
    vec![
        nodi(plan),
        obiettivi(plan),
        unita(plan),
        fasi(plan),
        risultati(plan),
        verifiche(plan),
        misurazioni(plan),
        domande(plan),
        super::racconti::tabelle(plan),
        contabile(plan),
        valore_pubblico(plan),
        procedure(plan),
        indicatori(plan),
        target(plan),
    ]
}

/// A part of an objective: the position of the objective, the place of the part in it from 1, the part.
type Di<'a, P> = (usize, usize, &'a P);

/// All the parts that `list` gives for each objective.
fn parti<'a, P: 'a>(
    plan: &Plan<'a>,
    list: impl Fn(&'a Obiettivo) -> &'a [Spanned<P>] + 'a,
) -> impl Iterator<Item = Di<'a, P>> {
    voci(&plan.piano.elementi.obiettivi).flat_map(move |(n, obiettivo)| {
        list(obiettivo).iter().enumerate().map(move |(at, part)| (n, at + 1, &part.value))
    })
}

/// Begins a register of parts of objectives, with the columns that all of them have.
fn di_obiettivi<'a, P: 'a>(plan: &'a Plan<'_>, nome: &str, titolo: &str, riga: &str) -> Registro<'a, Di<'a, P>> {
    Registro::new(nome, titolo, riga)
        .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |(n, _, _): &Di<'a, P>| Some(*n))
        .testo("obiettivo_codice", "Codice dell’obiettivo", |(n, _, _)| plan.codice(Kind::Obiettivo, *n))
}

fn due<T>(value: Option<&Dovuto<T>>) -> Option<&T> {
    match value {
        Some(Dovuto::Valore(value)) => Some(value),
        _ => None,
    }
}

fn nodi(plan: &Plan<'_>) -> Dataset {
    let level = |n: usize| {
        std::iter::successors(Some(Pos::new(n)), |n| performance::padre(plan.piano, plan.index, *n)).take(9).count()
    };
    let levels = &plan.set.albero.livelli;
    Registro::<(usize, &Nodo)>::di(
        plan,
        "Albero strategico",
        "Una riga è un nodo dell’albero: un indirizzo di mandato o ciò in cui si divide.",
    )
    .codice(plan, "Codice del nodo, fatto dal suo posto nell’albero")
    .titolo("titolo", "Titolo")
    .intero("livello", "Livello nell’albero: 1 è il più alto", move |(n, _)| i64::try_from(level(*n)).ok())
    .testo("livello_nome", "Come si chiama il livello", move |(n, _)| {
        levels.get(level(*n).checked_sub(1)?).map(|name| straight(&name.value))
    })
    .rif(plan, Kind::Nodo, "padre", "Nodo di cui fa parte", |(n, _)| {
        performance::padre(plan.piano, plan.index, Pos::new(*n)).map(Pos::n)
    })
    .elenco("assessori", "Chi ne risponde fra gli organi politici", |(_, nodo)| {
        nodo.assessori.iter().filter_map(|rif| plan.nome(Kind::Incarico, plan.rif(rif)?)).collect()
    })
    .si_no("trasversale", "Se riguarda tutti i settori", |(_, nodo)| nodo.trasversale)
    .prosa(plan, "descrizione", "Che cosa si propone", |(_, nodo)| nodo.descrizione)
    .tutte(plan, &plan.piano.elementi.nodi)
}

fn obiettivi(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &Obiettivo)>::di(plan, "Obiettivi", "Una riga è un obiettivo di performance.")
        .codice(plan, "Codice dell’obiettivo")
        .testo("codice_completo", "Codice con il percorso nell’albero", |(n, _)| plan.index.percorso(Pos::new(*n)))
        .titolo("titolo", "Titolo")
        .testo("sezione", "Sezione del Piano-tipo di cui è, quando non è quella della performance", |(_, o)| {
            o.sezione.map(SezioneObiettivo::numero)
        })
        .rif(plan, Kind::Nodo, "nodo", "Nodo dell’albero in cui sta", |(_, o)| plan.rif(o.nodo.as_ref()?))
        .elenco("nodi_secondari_id", "Altri nodi che riguarda: `id` nel registro «nodi»", |(_, o)| {
            plan.ids(&o.nodi_secondari)
        })
        .elenco(
            "valore_pubblico_id",
            "Valore pubblico a cui contribuisce: `id` nel registro «obiettivi-vp»",
            |(_, o)| plan.ids(&o.valore.0),
        )
        .si_no("funzionamento", "Se serve al funzionamento dell’ente e non a un valore pubblico", |(_, o)| {
            o.valore.0.iter().any(|rif| plan.rif(rif).is_none() && Kind::ObiettivoVp.altro(&rif.value).is_some())
        })
        .rif(plan, Kind::Unita, "unita", "Unità che ne risponde", |(_, o)| plan.rif(o.unita_prima()?))
        .peso("peso", "nell’unità che ne risponde", |(_, o)| o.peso.map(|peso| peso.value))
        .si_no("trasversale", "Se vi partecipano tutte le unità", |(_, o)| o.trasversale)
        .elenco("responsabili", "Chi ne risponde, quando non è chi dirige l’unità", |(_, o)| {
            let name = |rif: &Rif<Incarico>| match plan.rif(rif) {
                Some(n) => plan.nome(Kind::Incarico, n),
                None => Kind::Incarico.altro(&rif.value).map(str::to_owned),
            };
            o.responsabili.iter().filter_map(name).collect()
        })
        .elenco("assessori", "Chi ne risponde fra gli organi politici", |(_, o)| {
            o.assessori.iter().filter_map(|rif| plan.nome(Kind::Incarico, plan.rif(rif)?)).collect()
        })
        .testo("priorita", "Priorità: alta, media, bassa", |(_, o)| o.priorita.map(Priorita::label))
        .data("inizio", "Primo giorno", |(_, o)| o.inizio.map(|day| day.value))
        .data("fine", "Ultimo giorno", |(_, o)| o.fine.map(|day| day.value))
        .testo("durata", "Durata", |(_, o)| performance::durata(o, plan.anno()).map(|durata| durata.to_string()))
        .tempo(plan, "scadenza", "Termine", |(_, o)| due(o.scadenza.as_ref()).map(|tempo| &tempo.value))
        .testo("stato", "Che cosa ne è stato: attivo, nuovo, sostituito, annullato", |(_, o)| {
            Some(o.stato.as_ref().map_or("attivo", |stato| stato.value.label()))
        })
        .rif(plan, Kind::Obiettivo, "sostituito_da", "Obiettivo che ne ha preso il posto", |(_, o)| {
            plan.rif(o.sostituito_da.as_ref()?)
        })
        .parti(plan)
        .elenco("politiche", "Politiche che serve", |(_, o)| {
            let own = o.altre_etichette.iter().map(|e| straight(e.value.trim()));
            o.etichette.iter().map(|e| e.label().to_owned()).chain(own).collect()
        })
        .elenco("sdg", "Obiettivi dell’Agenda 2030, da 1 a 17", |(_, o)| {
            o.sdg.iter().map(|sdg| sdg.0.to_string()).collect()
        })
        .elenco("dup", "Punti del documento unico di programmazione", |(_, o)| {
            o.dup.0.iter().flat_map(|dup| &dup.value.0).map(ToString::to_string).collect()
        })
        .elenco("progetti_id", "Progetti che attua: `id` nel registro «progetti»", |(_, o)| plan.ids(&o.progetti))
        .elenco("misure_digitali_id", "Misure digitali che attua: `id` nel registro «misure-digitali»", |(_, o)| {
            plan.ids(&o.misure)
        })
        .elenco("linee_formative_id", "Linee formative che attua: `id` nel registro «linee-formative»", |(_, o)| {
            plan.ids(&o.linee)
        })
        .elenco("personale", "Persone per categoria, come «2 C1»", |(_, o)| {
            o.personale.0.iter().map(|(category, n)| format!("{n} {}", category.0)).collect()
        })
        .elenco(
            "contributi",
            "Che cosa fanno le persone di ciascuna categoria, come «C1: raccoglie i dati»",
            |(_, o)| {
                let each =
                    o.contributi.iter().flat_map(|(category, does)| does.0.iter().map(move |what| (category, what)));
                each.map(|(category, what)| format!("{}: {}", category.0, straight(what.value.trim()))).collect()
            },
        )
        .tutte(plan, &plan.piano.elementi.obiettivi)
}

fn unita(plan: &Plan<'_>) -> Dataset {
    let shares = plan.piano.elementi.each::<Obiettivo>().flat_map(|(pos, _)| {
        performance::parti(plan.piano, plan.index, pos).into_iter().map(move |parte| (pos.n(), parte))
    });
    let shares: Vec<(usize, performance::Parte<'_>)> = shares.collect();
    Registro::new(
        "obiettivi-unita",
        "Unità che partecipano agli obiettivi",
        "Una riga è la parte di un’unità in un obiettivo, con il codice e il peso che l’obiettivo ha in quella unità.",
    )
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |(n, _): &(usize, performance::Parte<'_>)| Some(*n))
    .testo("codice", "Codice che l’obiettivo ha nell’unità", |(_, parte)| parte.codice.clone())
    .rif(plan, Kind::Unita, "unita", "Unità", |(_, parte)| Some(parte.unita.n()))
    .si_no("responsabile", "Se è l’unità che risponde dell’obiettivo", |(_, parte)| parte.prima())
    .peso("peso", "dell’obiettivo nell’unità", |(_, parte)| parte.peso.map(|peso| peso.value))
    .testo("nota", "Di che cosa risponde l’unità", |(_, parte)| parte.nota.map(straight))
    .testo("ruolo", "Che cosa fa l’unità: condivide, coordina, collabora", |(_, parte)| {
        (!parte.prima()).then(|| parte.ruolo.unwrap_or(RuoloQuota::Condivide).label())
    })
    .righe(shares)
}

/// A phase in one year. A phase whose times or weights change by year has a row for each year.
struct FaseAnno<'a> {
    obiettivo: usize,
    gruppo: Option<Testo>,
    numero: String,
    fase: &'a Fase,
    anno: Option<i16>,
    tempi: Option<&'a Tempo>,
    /// Whether the times are those of that year, and not one for all.
    di_un_anno: bool,
    peso: Option<Peso>,
    /// Whether what has no year stands here: a weight, and how the phase was on the days of the measures.
    senza_anno: bool,
}

impl<'a> FaseAnno<'a> {
    /// The phase, in the row that says how it was on the days of the measures.
    fn andata(&self) -> Option<&'a Fase> {
        self.senza_anno.then_some(self.fase)
    }
}

/// Whether a phase has something that names no year: its times, its weight, or how it was on the days of the measures.
fn senza_anno(fase: &Fase) -> bool {
    let measured = fase.completamento.is_some() || fase.realizzazione.is_some() || !fase.misurazioni.is_empty();
    let bare = matches!(fase.tempi, Some(PerAnno::Uno(_))) || matches!(fase.peso, Some(PerAnno::Uno(_)));
    bare || measured || fase.stato.is_some()
}

fn fasi(plan: &Plan<'_>) -> Dataset {
    let mut rows = Vec::new();
    for (n, obiettivo) in voci(&plan.piano.elementi.obiettivi) {
        let mut gruppo = None;
        for (fase, numero) in obiettivo.fasi.iter().map(|fase| &fase.value).zip(fase::numeri(&obiettivo.fasi)) {
            gruppo = fase.gruppo.or(gruppo);
            let times = fase.tempi.iter().flat_map(|times| times.anni());
            let mut years: BTreeSet<i16> = times.chain(fase.peso.iter().flat_map(|weights| weights.anni())).collect();
            // What has no year is of the year of the plan, as print says it. A phase that names no year has one row, without a year: its
            // words may tell of more than one.
            let of_plan = plan.set.anno();
            if !years.is_empty() && senza_anno(fase) {
                years.insert(of_plan);
            }
            let years: Vec<Option<i16>> =
                if years.is_empty() { vec![None] } else { years.into_iter().map(Some).collect() };
            let bare = years.iter().position(|anno| *anno == Some(of_plan)).unwrap_or_default();
            rows.extend(years.into_iter().enumerate().map(|(at, anno)| {
                let year = anno.unwrap_or_default();
                FaseAnno {
                    obiettivo: n,
                    gruppo,
                    numero: numero.clone(),
                    fase,
                    anno,
                    tempi: match &fase.tempi {
                        Some(PerAnno::Uno(tempo)) => (at == bare).then_some(&tempo.value),
                        times => times.as_ref().and_then(|times| times.di(year)).map(|tempo| &tempo.value),
                    },
                    di_un_anno: matches!(fase.tempi, Some(PerAnno::Anni(_))),
                    peso: match &fase.peso {
                        Some(PerAnno::Uno(peso)) => (at == bare).then_some(peso.value),
                        weights => weights.as_ref().and_then(|weights| weights.di(year)).map(|peso| peso.value),
                    },
                    senza_anno: at == bare,
                }
            }));
        }
    }
    let mut register = Registro::new(
        "fasi",
        "Fasi degli obiettivi",
        "Una riga è una fase di un obiettivo; quando tempi o pesi cambiano di anno in anno, una fase in un anno. I tempi e il peso senza anno, e gli esiti, stanno nella riga dell’anno del piano.",
    )
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |row: &FaseAnno<'_>| Some(row.obiettivo))
    .testo("obiettivo_codice", "Codice dell’obiettivo", |row| plan.codice(Kind::Obiettivo, row.obiettivo))
    .testo("fase", "Numero della fase nell’obiettivo; anche «0» o «3-bis»", |row| Some(row.numero.clone()))
    .anno("anno", "Anno a cui si riferiscono tempi e peso; vuoto quando la fase non ne nomina: il peso è allora dell’anno del piano, i tempi degli anni che dicono", |row| row.anno)
    .prosa(plan, "gruppo", "Le parole sopra il gruppo di fasi a cui appartiene", |row| row.gruppo)
    .prosa(plan, "attivita", "Che cosa si fa", |row| Some(row.fase.testo))
    .prosa(plan, "risultato_atteso", "Che cosa dà", |row| row.fase.risultato_atteso)
    .elenco("soggetti", "Chi vi partecipa", |row| row.fase.soggetti.iter().map(|who| straight(&who.value)).collect())
    .tempo_nel(plan, "tempi", "Quando", |row| row.anno.filter(|_| row.di_un_anno), |row| row.tempi)
    .peso("peso", "della fase nell’obiettivo", |row| row.peso)
    .testo("stato", "A che punto è", |row| row.andata()?.stato.map(|stato| stato.label()));
    for momento in Momento::ALL {
        let name = momento.label();
        register = register
            .numero(
                &format!("completamento_{name}_percentuale"),
                &format!("Quanto della fase è fatto al {name}"),
                Some("%"),
                move |row| row.andata()?.completamento.as_ref()?.al(momento).map(|p| p.value),
            )
            .numero(
                &format!("realizzazione_{name}_percentuale"),
                &format!("Quanto dell’obiettivo dà la fase al {name}"),
                Some("%"),
                move |row| row.andata()?.realizzazione.as_ref()?.al(momento).map(|p| p.value),
            );
        register = andata(
            register,
            plan,
            momento,
            |row: &FaseAnno<'_>| row.andata().map_or(&[][..], |fase| fase.misurazioni.as_slice()),
            StatoFase::label,
        );
    }
    register.righe(rows)
}

/// Adds the columns of how a part of an objective was at `momento`.
fn andata<'a, T: 'a, S: Copy + 'a>(
    register: Registro<'a, T>,
    plan: &'a Plan<'_>,
    momento: Momento,
    all: impl for<'r> Fn(&'r T) -> &'r [Spanned<MisurazioneParte<S>>] + Copy + 'a,
    label: fn(S) -> &'static str,
) -> Registro<'a, T> {
    let name = momento.label();
    let at = move |row: &T| {
        all(row).iter().map(|m| &m.value).find(|m| m.momento == momento).map(|m| (m.stato, m.in_quanto, m.narrativa))
    };
    register
        .testo(&format!("stato_{name}"), &format!("Com’era al {name}"), move |row| at(row)?.0.map(label))
        .prosa(plan, &format!("in_quanto_{name}"), &format!("Perché non tutto, al {name}"), move |row| at(row)?.1)
        .prosa(plan, &format!("narrativa_{name}"), &format!("Che cosa è stato fatto, al {name}"), move |row| {
            at(row)?.2
        })
}

fn risultati(plan: &Plan<'_>) -> Dataset {
    let mut register = di_obiettivi::<Risultato>(
        plan,
        "risultati-attesi",
        "Risultati attesi degli obiettivi",
        "Una riga è un risultato atteso di un obiettivo.",
    )
    .intero("risultato", "Posto del risultato nell’obiettivo, da 1", |(_, at, _)| i64::try_from(*at).ok())
    .prosa(plan, "testo", "Che cosa si attende", |(_, _, r)| Some(r.testo))
    .anno("anno", "Anno, quando non vale per tutti", |(_, _, r)| r.anno)
    .peso("peso", "del risultato nell’obiettivo", |(_, _, r)| r.peso.map(|peso| peso.value))
    .target_nel(
        plan,
        "target",
        "Quanto se ne attende",
        |(_, _, r)| r.anno,
        |(_, _, r)| r.target.as_ref().map(|target| &target.value),
    )
    .tempo_nel(
        plan,
        "entro",
        "Entro quando",
        |(_, _, r)| r.anno,
        |(_, _, r)| r.entro.as_ref().map(|tempo| &tempo.value),
    )
    .elenco("fasi", "Numeri delle fasi che lo danno", |(_, _, r)| {
        r.fasi.iter().map(|fase| fase.value.clone()).collect()
    });
    for momento in Momento::ALL {
        register = andata(register, plan, momento, |(_, _, r)| &r.misurazioni, Esito::label);
    }
    register.righe(parti(plan, |o| &o.risultati))
}

fn verifiche(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (usize, usize, Testo, RigaVerifica<'a>);
    let rows: Vec<Riga<'_>> = parti(plan, |o| &o.verifiche)
        .flat_map(|(n, at, v): Di<'_, Verifica>| v.righe().into_iter().map(move |riga| (n, at, v.strumento, riga)))
        .collect();
    Registro::new(
        "verifiche",
        "Verifiche degli obiettivi",
        "Una riga è un risultato con cui si verifica un obiettivo; uno strumento può averne più d’uno.",
    )
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |(n, ..): &Riga<'_>| Some(*n))
    .testo("obiettivo_codice", "Codice dell’obiettivo", |(n, ..)| plan.codice(Kind::Obiettivo, *n))
    .prosa(plan, "strumento", "Che cosa mostra che è fatto", |(_, _, strumento, _)| Some(*strumento))
    .prosa(plan, "atteso", "Che cosa deve mostrare", |(.., riga)| riga.atteso)
    .tempo(plan, "tempi", "Quando", |(.., riga)| riga.tempi.map(|tempo| &tempo.value))
    .intero("verifica", "Posto della verifica nell’obiettivo, da 1", |(_, at, ..)| i64::try_from(*at).ok())
    .elenco("scala", "Punteggio per ogni termine", |(.., riga)| scala(riga.scala))
    .righe(rows)
}

/// The steps of a scale in words.
fn scala(steps: &[Gradino]) -> Vec<String> {
    steps.iter().map(|step| format!("{}: {}", straight(&step.entro.value.parola), step.punteggio)).collect()
}

fn misurazioni(plan: &Plan<'_>) -> Dataset {
    di_obiettivi::<Misurazione>(
        plan,
        "misurazioni",
        "Misurazioni degli obiettivi",
        "Una riga è l’esito di un obiettivo a un momento: monitoraggio o consuntivo.",
    )
    .testo("momento", "Monitoraggio o consuntivo", |(_, _, m)| Some(m.momento.label()))
    .data("data", "Giorno della misura", |(_, _, m)| {
        Some(m.data.map_or_else(|| plan.set.giorno(m.momento), |day| day.value))
    })
    .testo("esito", "Come è andato", |(_, _, m)| Some(m.stato.label()))
    .numero("raggiunto_percentuale", "Quanto ne è stato raggiunto", Some("%"), |(_, _, m)| m.percento())
    .prosa(plan, "in_quanto", "Perché non tutto", |(_, _, m)| m.perche())
    .prosa(
        plan,
        "narrativa",
        "Che cosa è stato fatto; dove dice «[tabella 1]» è nel registro «tabelle-dei-racconti»",
        |(_, _, m)| m.narrativa,
    )
    .rif(
        plan,
        Kind::Unita,
        "unita",
        "Unità alla cui parte si riferisce, quando le parti sono andate in modo diverso",
        |(_, _, m)| plan.rif(m.unita.as_ref()?),
    )
    .elenco("evidenze", "Dove si può verificare", |(_, _, m)| {
        m.evidenze.iter().filter_map(|testo| plan.words(*testo)).collect()
    })
    .data("proposta_data", "Giorno della proposta dell’unità, quando è pubblica", |(_, _, m)| {
        m.proposta.as_ref()?.data.map(|day| day.value)
    })
    .testo("proposta_esito", "Come è andato secondo l’unità", |(_, _, m)| {
        m.proposta.as_ref().map(|proposta| proposta.stato.label())
    })
    .numero("proposta_percentuale", "Quanto ne è stato raggiunto secondo l’unità", Some("%"), |(_, _, m)| {
        m.proposta.as_ref()?.percento()
    })
    .prosa(plan, "proposta_in_quanto", "Perché non tutto, secondo l’unità", |(_, _, m)| {
        m.proposta.as_ref()?.in_quanto
    })
    .prosa(plan, "proposta_narrativa", "Che cosa è stato fatto, secondo l’unità", |(_, _, m)| {
        m.proposta.as_ref()?.narrativa
    })
    .prosa(plan, "differenza", "Perché l’esito accettato è diverso da quello proposto", |(_, _, m)| {
        m.proposta.as_ref()?.differenza
    })
    .righe(parti(plan, |o| &o.misurazioni))
}

fn domande(plan: &Plan<'_>) -> Dataset {
    di_obiettivi::<Domanda>(
        plan,
        "domande",
        "Domande di chi valuta",
        "Una riga è una domanda di chi valuta su un obiettivo, con la risposta dell’unità; ci sono solo quelle pubbliche.",
    )
    .intero("domanda", "Posto della domanda nell’obiettivo, da 1", |(_, at, _)| i64::try_from(*at).ok())
    .testo("momento", "Monitoraggio o consuntivo", |(_, _, d)| Some(d.momento.label()))
    .data("data", "Giorno della domanda", |(_, _, d)| d.data.map(|day| day.value))
    .scritto("fase", "Numero della fase di cui si chiede", |(_, _, d)| d.fase.as_ref())
    .prosa(plan, "testo", "Che cosa si chiede", |(_, _, d)| Some(d.testo))
    .prosa(plan, "risposta", "Che cosa è stato risposto", |(_, _, d)| d.risposta)
    .data("risposta_data", "Giorno della risposta", |(_, _, d)| d.risposta_data.map(|day| day.value))
    .righe(parti(plan, |o| &o.domande))
}

fn contabile(plan: &Plan<'_>) -> Dataset {
    let rows: Vec<(usize, &Contabile, &VoceContabile)> = voci(&plan.piano.elementi.obiettivi)
        .filter_map(|(n, o)| Some((n, o.contabile.as_ref()?)))
        .flat_map(|(n, contabile)| contabile.voci.iter().map(move |voce| (n, contabile, voce)))
        .collect();
    Registro::new(
        "voci-contabili",
        "Rilevanza contabile degli obiettivi",
        "Una riga è una voce di bilancio che un obiettivo muove.",
    )
    .rif(plan, Kind::Obiettivo, "obiettivo", "Obiettivo", |(n, _, _): &(usize, &Contabile, &VoceContabile)| Some(*n))
    .testo("obiettivo_codice", "Codice dell’obiettivo", |(n, _, _)| plan.codice(Kind::Obiettivo, *n))
    .testo("peg", "Codice nel piano esecutivo di gestione", |(_, c, _)| c.peg.as_ref().map(|peg| peg.value.clone()))
    .testo("verso", "Entrata o spesa", |(_, _, voce)| {
        Some(match voce.verso {
            Verso::Entrata => "entrata",
            Verso::Spesa => "spesa",
        })
    })
    .testo("parte", "Corrente o investimenti", |(_, _, voce)| {
        Some(match voce.parte {
            Parte::Corrente => "corrente",
            Parte::Investimenti => "investimenti",
        })
    })
    .euro("importo_euro", "Importo", |(_, _, voce)| voce.importo.map(|importo| importo.value))
    .anno("anno", "Anno", |(_, _, voce)| voce.anno)
    .rif(
        plan,
        Kind::Ente,
        "ente",
        "Ente nel cui bilancio è la voce, quando non è quello del piano",
        |(_, _, voce)| plan.rif(voce.ente.as_ref()?),
    )
    .scritto("voce", "Numero della voce di bilancio", |(_, _, voce)| voce.voce.as_ref())
    .scritto("centro", "Centro di costo", |(_, _, voce)| voce.centro.as_ref())
    .scritto("causale", "Per che cosa", |(_, _, voce)| voce.causale.as_ref())
    .righe(rows)
}

fn valore_pubblico(plan: &Plan<'_>) -> Dataset {
    Registro::<(usize, &ObiettivoVp)>::di(
        plan,
        "Obiettivi di valore pubblico",
        "Una riga è un obiettivo di valore pubblico.",
    )
    .codice(plan, "Codice")
    .titolo("titolo", "Titolo")
    .prosa(plan, "valore", "Quale valore pubblico crea", |(_, vp)| due(vp.valore.as_ref()).copied())
    .elenco("benessere", "Tipi di benessere che riguarda", |(_, vp)| {
        vp.benessere.iter().map(|b| b.label().to_owned()).collect()
    })
    .prosa(plan, "strategia", "Con quale strategia", |(_, vp)| due(vp.strategia.as_ref()).copied())
    .prosa(plan, "destinatari", "A chi è rivolto", |(_, vp)| due(vp.destinatari.as_ref()).copied())
    .tempo(plan, "scadenza", "Entro quando", |(_, vp)| due(vp.scadenza.as_ref()).map(|tempo| &tempo.value))
    .elenco("dup", "Punti della sezione strategica del documento unico di programmazione", |(_, vp)| {
        due(vp.dup.as_ref()).iter().flat_map(|dup| &dup.0).flat_map(|dup| &dup.0).map(ToString::to_string).collect()
    })
    .elenco("bes", "Domini del benessere equo e sostenibile, da 1 a 12", |(_, vp)| {
        vp.bes.iter().map(|bes| bes.0.to_string()).collect()
    })
    .elenco("sdg", "Obiettivi dell’Agenda 2030, da 1 a 17", |(_, vp)| {
        vp.sdg.iter().map(|sdg| sdg.0.to_string()).collect()
    })
    .elenco("politiche", "Politiche che serve", |(_, vp)| vp.etichette.iter().map(|e| e.label().to_owned()).collect())
    .rif(plan, Kind::Incarico, "responsabile_politico", "Responsabile politico", |(_, vp)| {
        plan.rif(vp.responsabile_politico.as_ref()?)
    })
    .rif(plan, Kind::Incarico, "responsabile_amministrativo", "Responsabile amministrativo", |(_, vp)| {
        plan.rif(vp.responsabile_amministrativo.as_ref()?)
    })
    .tutte(plan, &plan.piano.elementi.obiettivi_vp)
}

/// A procedure in one year of its targets: its position, the procedure, the year, the target.
type ProceduraAnno<'a> = (usize, &'a Procedura, Option<i16>, Option<&'a Target>);

fn procedure(plan: &Plan<'_>) -> Dataset {
    let mut rows: Vec<ProceduraAnno<'_>> = Vec::new();
    for (n, procedura) in voci(&plan.piano.elementi.procedure) {
        match due(procedura.tempo_obiettivo.as_ref()) {
            Some(years) => rows.extend(years.iter().map(|(year, target)| (n, procedura, year, Some(&target.value)))),
            None => rows.push((n, procedura, None, None)),
        }
    }
    Registro::new(
        Kind::Procedura.info().plural,
        "Procedure da semplificare",
        "Una riga è una procedura; quando il tempo obiettivo cambia di anno in anno, una procedura in un anno.",
    )
    .testo(
        "id",
        "Identificativo: quello scritto nel piano, o fatto dal codice o dal titolo",
        |(n, ..): &ProceduraAnno<'_>| plan.id(Kind::Procedura, *n),
    )
    .testo("codice", "Codice", |(n, ..)| plan.codice(Kind::Procedura, *n))
    .testo("titolo", "Come si chiama", |(_, p, ..)| Some(straight(&p.titolo.value)))
    .rif(plan, Kind::Unita, "unita", "Unità che la svolge", |(_, p, ..)| plan.rif(due(p.unita.as_ref())?))
    .target(plan, "tempo_attuale", "Quanto dura ora", |(_, p, ..)| due(p.tempo_attuale.as_ref()).map(|t| &t.value))
    .anno("anno", "Anno del tempo obiettivo; vuoto quando è uno solo", |(_, _, year, _)| *year)
    .target_nel(plan, "tempo_obiettivo", "Quanto durerà", |(_, _, year, _)| *year, |(_, _, _, target)| *target)
    .testo("unita_misura", "In che cosa si contano i numeri senza unità propria", |(_, p, ..)| {
        Some(straight(p.unita_misura()))
    })
    .tempo(plan, "scadenza", "Entro quando sarà così", |(_, p, ..)| {
        due(p.scadenza.as_ref()).map(|tempo| &tempo.value)
    })
    .prosa(plan, "descrizione", "Che cosa cambia", |(_, p, ..)| p.descrizione)
    .assenti(|(_, p, ..)| crate::piano::element::row::Row::of(*p as &dyn Element))
    .righe(rows)
}

// --- Indicators, of whatever is measured ---

/// An indicator with the element that it measures.
struct Misurato<'a> {
    kind: Kind,
    n: usize,
    /// Its place among the indicators of the same thing, from 1.
    posto: usize,
    indicatore: &'a Indicatore,
}

impl Misurato<'_> {
    /// The id of the element and the place of the indicator: `id-of-the-element/2`. No id of an element has a `/`.
    fn id(&self, plan: &Plan<'_>) -> Option<String> {
        Some(format!("{}/{}", plan.id(self.kind, self.n)?, self.posto))
    }
}

fn misurati<'a>(plan: &Plan<'a>) -> Vec<Misurato<'a>> {
    let all = plan.piano.elementi.indicatori().into_iter();
    all.flat_map(|(kind, n, list)| {
        list.iter().enumerate().map(move |(at, i)| Misurato { kind, n, posto: at + 1, indicatore: &i.value })
    })
    .collect()
}

fn indicatori(plan: &Plan<'_>) -> Dataset {
    let mut register = Registro::new(
        "indicatori",
        "Indicatori",
        "Una riga è un indicatore; i suoi target sono nel registro «target».",
    )
    .testo("id", "Identificativo: quello della cosa misurata, e il posto dell’indicatore", |m: &Misurato<'_>| {
        m.id(plan)
    })
    .testo("misura_tipo", "Che cosa misura: obiettivo, obiettivo di valore pubblico, misura, linea formativa", |m| {
        Some(m.kind.info().noun)
    })
    .testo("misura_id", "Identificativo della cosa misurata, nel suo registro", |m| plan.id(m.kind, m.n))
    .testo("misura_codice", "Codice della cosa misurata", |m| plan.codice(m.kind, m.n))
    .prosa(plan, "testo", "Che cosa si misura", |m| Some(m.indicatore.testo))
    .testo("dimensione", "Che cosa dice dell’azione: efficacia, efficienza, impatto…", |m| {
        m.indicatore.dimensione.map(|d| d.label())
    })
    .testo("tipo_di_valore", "Data, tempestività, quantità, percentuale, sì o no", |m| {
        m.indicatore.misura.map(|v| Misura::label(v.value))
    })
    .scritto("unita_misura", "Unità di misura", |m| m.indicatore.unita_misura.as_ref())
    .testo("formula_numeratore", "Che cosa si conta", |m| {
        m.indicatore.formula.as_ref().map(|f| straight(&f.numeratore.value))
    })
    .testo("formula_denominatore", "Per che cosa si divide", |m| {
        m.indicatore.formula.as_ref()?.denominatore.as_ref().map(|d| straight(&d.value))
    })
    .testo("formula_tipo", "Come si combinano", |m| m.indicatore.formula.as_ref()?.tipo.map(TipoFormula::label))
    .anno("base_anno", "Anno del valore di partenza", |m| m.indicatore.base.as_ref()?.anno)
    .target_nel(
        plan,
        "base",
        "Valore di partenza",
        |m| m.indicatore.base.as_ref()?.anno,
        |m| m.indicatore.base.as_ref().map(|base| &base.valore.value),
    )
    .testo("target_assente", "Perché non c’è un valore da raggiungere", |m| {
        match m.indicatore.target.as_ref().map(|target| &target.0) {
            Some(Dovuto::Assente(reason)) => Some(straight(reason.value.trim())),
            Some(Dovuto::Valore(_)) | None => None,
        }
    })
    .testo("polarita", "Dove sta il meglio", |m| m.indicatore.polarita.map(|p| p.label()))
    .scritto("fonte", "Da dove vengono i dati", |m| m.indicatore.fonte.as_ref())
    .intero("dup", "Numero fra gli indicatori del documento unico di programmazione", |m| {
        m.indicatore.dup.map(i64::from)
    })
    .peso("peso", "dell’indicatore nella cosa misurata", |m| m.indicatore.peso.map(|peso| peso.value))
    .elenco("scala", "Punteggio per ogni termine", |m| scala(&m.indicatore.scala));
    for momento in Momento::ALL {
        let name = momento.label();
        register =
            register.target(plan, &format!("rilevato_{name}"), &format!("Valore rilevato al {name}"), move |m| {
                m.indicatore.rilevato.as_ref().and_then(|values| values.al(momento)).map(|value| &value.value)
            });
        register = andata(register, plan, momento, |m| &m.indicatore.misurazioni, Esito::label);
    }
    register.righe(misurati(plan))
}

fn target(plan: &Plan<'_>) -> Dataset {
    type Riga<'a> = (Misurato<'a>, Option<i16>, Option<&'a QuotaIndicatore>, &'a Target);
    let mut rows: Vec<Riga<'_>> = Vec::new();
    for Misurato { kind, n, posto, indicatore } in misurati(plan) {
        let years = indicatore.attesi();
        rows.extend(years.map(|(year, target)| (Misurato { kind, n, posto, indicatore }, year, None, &target.value)));
        let shares = indicatore.quote.iter().map(|quota| &quota.value);
        rows.extend(
            shares.map(|quota| (Misurato { kind, n, posto, indicatore }, None, Some(quota), &quota.target.value)),
        );
    }
    Registro::new(
        "target",
        "Target degli indicatori",
        "Una riga è il valore che un indicatore deve raggiungere, in un anno quando cambia di anno in anno.",
    )
    .testo("indicatore_id", "Indicatore: `id` nel registro «indicatori»", |(m, ..): &Riga<'_>| m.id(plan))
    .testo("misura_tipo", "Che cosa misura l’indicatore", |(m, ..)| Some(m.kind.info().noun))
    .testo("misura_id", "Identificativo della cosa misurata, nel suo registro", |(m, ..)| plan.id(m.kind, m.n))
    .testo("misura_codice", "Codice della cosa misurata", |(m, ..)| plan.codice(m.kind, m.n))
    .prosa(plan, "indicatore", "Che cosa si misura", |(m, ..)| Some(m.indicatore.testo))
    .anno("anno", "Anno; vuoto quando vale sempre", |(_, year, ..)| *year)
    .target_letto(
        plan,
        "target",
        "Valore da raggiungere",
        |(_, year, ..)| *year,
        |(.., target)| Some(*target),
        |(m, _, quota, target)| {
            let parte = if quota.is_some() { confronto::Parte::Quota } else { confronto::Parte::Tutto };
            confronto::operatore(plan.piano, (m.indicatore, parte), target)
        },
    )
    .testo("per", "Unità o ente che deve raggiungerlo, quando è di uno solo", |(_, _, quota, _)| {
        let word = quota.as_ref()?.per.value.trim();
        let known =
            [Kind::Unita, Kind::Ente].into_iter().find_map(|kind| plan.nome(kind, plan.index.element(kind, word)?));
        Some(known.unwrap_or_else(|| straight(word)))
    })
    .testo("rilevato_monitoraggio", "Valore rilevato in quella unità o ente, al monitoraggio", |(_, _, quota, _)| {
        let found = quota.as_ref()?.rilevato.as_ref()?.al(Momento::Monitoraggio)?;
        Some(straight(&found.value.parola))
    })
    .testo("rilevato_consuntivo", "Valore rilevato in quella unità o ente, al consuntivo", |(_, _, quota, _)| {
        let found = quota.as_ref()?.rilevato.as_ref()?.al(Momento::Consuntivo)?;
        Some(straight(&found.value.parola))
    })
    .righe(rows)
}
