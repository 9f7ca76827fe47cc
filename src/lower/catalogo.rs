//! The catalogue of a plan lists its objectives, units, acts and terms one by one, for readers who look for one of them and
//! do not read the plan from its beginning. It says where each is, what it can be sorted and filtered by, and what belongs to
//! it. It adds nothing that the text does not print.

use super::*;
use crate::base::giorno::Giorno;
use crate::conti::performance::quadro::{Quadro, RigaQuadro};
use crate::conti::performance::{self, Posto, padre, parti, ultimo_momento};
use crate::piano::element::misura::{Momento, Percento, Peso};
use crate::piano::element::nodo::{MAX_TREE, Nodo};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::element::unita::Tipo;

/// The columns of objectives, in order, before those in which no objective has anything are left out.
const DI_OBIETTIVO: [(&str, &str); 7] = [
    ("unita", "Unità"),
    ("termine", "Termine"),
    ("peso", "Peso"),
    ("esito", "Esito"),
    ("tema", "Politiche"),
    ("linea", "Linea"),
    ("valore", "Valore pubblico"),
];

/// Whether a thing of this kind is also read alone, on a page of its own.
pub(super) fn sola(kind: Kind) -> bool {
    matches!(kind, Kind::Obiettivo | Kind::Unita)
}

impl Lower<'_> {
    /// The lists that are not empty.
    pub(super) fn catalogo(&self) -> Vec<Elenco> {
        let quadri = Quadro::tutti(self.piano, self.index);
        let ultimo = ultimo_momento(self.piano);
        let lists = [Kind::Obiettivo, Kind::Unita, Kind::Atto, Kind::Termine].map(|kind| {
            let mut under = if kind == Kind::Unita { self.obiettivi_di(&quadri) } else { BTreeMap::new() };
            let all = 0..self.piano.elementi.of(kind).len();
            let mut voci: Vec<Voce> =
                all.filter_map(|n| self.voce(kind, n, under.remove(&n).unwrap_or_default(), ultimo)).collect();
            let sole = sola(kind);
            if !sole {
                // As an Italian dictionary sorts them: accents and case do not count.
                voci.sort_by_cached_key(|voce| (Id::slug(&voce.nome()).to_string(), voce.id.clone()));
            }
            // In Italian «termini» also means deadlines, so the list of terms is called «glossario».
            let titolo = if kind == Kind::Termine { "glossario" } else { kind.info().nouns };
            let mut elenco = Elenco {
                nome: kind.info().plural,
                titolo: capital(titolo),
                sole,
                colonne: vec![],
                colonne_comprese: vec![],
                voci,
            };
            match kind {
                Kind::Obiettivo => self.di_obiettivo(&mut elenco, ultimo),
                Kind::Unita => self.di_unita(&mut elenco, &quadri),
                _ => {}
            }
            if sole {
                self.a_cura_di(kind, &mut elenco);
            }
            elenco
        });
        lists.into_iter().filter(|elenco| !elenco.voci.is_empty()).collect()
    }

    /// The objectives that the text shows, by unit, in the order of the data.
    fn obiettivi_di(&self, quadri: &[(Pos<Unita>, Quadro<'_>)]) -> BTreeMap<usize, Vec<Compreso>> {
        let rows =
            quadri.iter().flat_map(|(unita, quadro)| quadro.righe.iter().map(|riga| ((*unita, riga.obiettivo), riga)));
        let rows: BTreeMap<_, _> = rows.collect();
        let mut under: BTreeMap<usize, Vec<Compreso>> = BTreeMap::new();
        for (pos, _) in self.piano.elementi.each::<Obiettivo>() {
            let Some(id) = self.stampato(pos) else { continue };
            for parte in parti(self.piano, self.index, pos) {
                let list = under.entry(parte.unita.n()).or_default();
                // A unit written twice has one part, and its objectives come in their order.
                if list.last().is_none_or(|last| last.id != *id) {
                    let riga = rows.get(&(parte.unita, pos));
                    list.push(Compreso {
                        id: id.clone(),
                        aspetti: riga.map(|riga| nel_quadro(riga)).unwrap_or_default(),
                    });
                }
            }
        }
        under
    }

    /// An element, if the text shows it or something belongs to it.
    fn voce(&self, kind: Kind, n: usize, comprende: Vec<Compreso>, ultimo: Option<Momento>) -> Option<Voce> {
        let element = self.piano.elementi.get(kind, n)?;
        let shown = self.names.homes.contains_key(&(kind, n));
        let id = self.index.id_of(kind, n).filter(|_| shown || !comprende.is_empty())?.clone();
        let titolo = match kind {
            Kind::Atto => capital(&element.value.label().unwrap_or_default()),
            _ => element.value.titolo().value.to_owned(),
        };
        let codice = self.index.code(kind, n).map(str::to_owned);
        let organo = kind == Kind::Unita && self.piano[Pos::<Unita>::new(n)].value.tipo == Some(Tipo::Organo);
        let genere = if organo { capital(Tipo::Organo.label()) } else { capital(&self.noun_or_title(kind, n)) };
        let aspetti = match kind {
            Kind::Obiettivo => self.aspetti_obiettivo(Pos::new(n), ultimo),
            _ => vec![],
        };
        Some(Voce { id, genere, organo, codice, titolo: straight(&titolo), aspetti, comprende })
    }

    /// Gives the objectives their columns. `ultimo`: the last moment at which some objective was measured.
    fn di_obiettivo(&self, elenco: &mut Elenco, ultimo: Option<Momento>) {
        let level = self.set.albero.livelli.first().map(|name| capital(&straight(&name.value)));
        let columns = DI_OBIETTIVO.map(|(nome, titolo)| Colonna {
            nome,
            titolo: match (nome, &level, ultimo) {
                ("linea", Some(level), _) => level.clone(),
                ("esito", _, Some(momento)) => format!("{titolo} al {}", self.set.giorno(momento)),
                _ => titolo.to_owned(),
            },
        });
        keep_filled(elenco, columns.into());
    }

    /// What an objective has in each column of [`DI_OBIETTIVO`].
    fn aspetti_obiettivo(&self, pos: Pos<Obiettivo>, ultimo: Option<Momento>) -> Vec<Vec<Aspetto>> {
        let obiettivo = &self.piano[pos].value;
        let mut units: Vec<Aspetto> = Vec::new();
        let mut weight = None;
        for parte in parti(self.piano, self.index, pos) {
            if parte.prima() {
                weight = parte.peso.map(|peso| peso.value);
            }
            let aspetto = match parte.posto {
                // All their names would say nothing else than this.
                Posto::Tutte => Aspetto { parole: "tutti gli uffici".into(), ..Aspetto::default() },
                Posto::Primo | Posto::Quota { .. } => Aspetto {
                    parole: straight(&self.set.nome(&self.piano[parte.unita].value)),
                    meta: self.index.id(parte.unita).cloned(),
                    ..Aspetto::default()
                },
            };
            if !units.contains(&aspetto) {
                units.push(aspetto);
            }
        }
        let term = match &obiettivo.scadenza {
            Some(Dovuto::Valore(tempo)) => Some((tempo.value.mese_certo(self.set.anno()), tempo.value.parola.as_str())),
            Some(Dovuto::Assente(_)) | None => None,
        };
        let day = term.and_then(|(day, _)| day).or(obiettivo.fine.map(|fine| fine.value));
        let term = match (day, term) {
            // Objectives with the same month are of one group.
            (Some(day), _) => {
                Some(Aspetto { parole: day.mese_e_anno(), ordine: Some(giorni(day)), ..Aspetto::default() })
            }
            (None, Some((_, words))) => Some(Aspetto { parole: straight(words), ..Aspetto::default() }),
            (None, None) => None,
        };
        let outcome = ultimo.and_then(|momento| performance::esito(obiettivo, momento));
        let earlier = prima_di(ultimo).and_then(|momento| performance::esito(obiettivo, momento));
        let own = obiettivo.altre_etichette.iter().map(|e| straight(e.value.trim()));
        let themes = obiettivo.etichette.iter().map(|e| e.label().to_owned()).chain(own);
        let places = obiettivo.nodo.iter().chain(&obiettivo.nodi_secondari).filter_map(|rif| self.index.rif(rif));
        let mut lines: Vec<Aspetto> = Vec::new();
        for root in places.filter_map(|node| self.radice(node)) {
            let title = straight(&self.piano[root].value.titolo.value);
            let aspetto = Aspetto {
                parole: title,
                meta: self.stampato(root).cloned(),
                ordine: Some(i64::try_from(root.n()).unwrap_or(i64::MAX)),
                ..Aspetto::default()
            };
            if !lines.contains(&aspetto) {
                lines.push(aspetto);
            }
        }
        let values = obiettivo.valore.0.iter().filter_map(|rif| match self.index.rif(rif) {
            Some(value) => Some(Aspetto {
                parole: straight(&self.piano[value].value.titolo.value),
                meta: self.stampato(value).cloned(),
                ordine: i64::try_from(value.n()).ok(),
                ..Aspetto::default()
            }),
            // An objective may serve the body itself.
            None => Kind::ObiettivoVp
                .altro(&rif.value)
                .map(|words| Aspetto { parole: words.to_owned(), ..Aspetto::default() }),
        });
        let of_words = |parole: String| Aspetto { parole: capital(&parole), ..Aspetto::default() };
        vec![
            units,
            term.into_iter().collect(),
            weight.map(peso).into_iter().collect(),
            outcome.map(|outcome| esito(outcome, earlier)).into_iter().collect(),
            themes.map(of_words).collect(),
            lines,
            values.collect(),
        ]
    }

    /// The root of the tree above a node, or the node itself.
    fn radice(&self, node: Pos<Nodo>) -> Option<Pos<Nodo>> {
        std::iter::successors(Some(node), |node| padre(self.piano, self.index, *node)).take(MAX_TREE).last()
    }

    /// Gives a list that has things of other bodies a column that says of which.
    fn a_cura_di(&self, kind: Kind, elenco: &mut Elenco) {
        let di = |voce: &Voce| {
            let n = self.index.element(kind, voce.id.as_str())?;
            let padrone = self.piano.padrone(self.piano.elementi.get(kind, n)?.span)?;
            Some(Aspetto {
                parole: straight(&padrone.ente),
                dettaglio: Some(format!("testo del {}", padrone.data)),
                ..Aspetto::default()
            })
        };
        let found: Vec<Option<Aspetto>> = elenco.voci.iter().map(di).collect();
        if found.iter().all(Option::is_none) {
            return;
        }
        let before = elenco.colonne.len();
        elenco.colonne.push(Colonna { nome: "a_cura", titolo: "A cura di".to_owned() });
        for (voce, aspetto) in elenco.voci.iter_mut().zip(found) {
            // A unit without objectives may have nothing in the columns before.
            voce.aspetti.resize(before, vec![]);
            voce.aspetti.push(aspetto.into_iter().collect());
        }
    }

    /// Gives the units their columns: who holds them, how many objectives they have, what these weigh, how they ended.
    fn di_unita(&self, elenco: &mut Elenco, quadri: &[(Pos<Unita>, Quadro<'_>)]) {
        let titles = Momento::ALL.map(|momento| format!("Esito al {}", self.set.giorno(momento)));
        let [monitoring, end] = titles;
        let columns = [
            ("titolare", "Titolare".to_owned()),
            ("obiettivi", capital(&performance::contatori::plurale(&self.nome_obiettivo()))),
            ("peso", "Somma dei pesi".into()),
            ("monitoraggio", monitoring.clone()),
            ("consuntivo", end.clone()),
        ];
        let by_id: BTreeMap<&Id, &(Pos<Unita>, Quadro<'_>)> =
            quadri.iter().filter_map(|one| Some((self.index.id(one.0)?, one))).collect();
        for voce in &mut elenco.voci {
            let Some((unita, quadro)) = by_id.get(&voce.id) else { continue };
            let holders = self.holders.get(unita).into_iter().flatten().filter(|pos| self.nell_anno(**pos));
            let holders = holders.map(|pos| &self.piano[*pos].value).map(|incarico| {
                let ruolo = capital(incarico.ruolo.value.label());
                match &incarico.persona {
                    Some(persona) => {
                        Aspetto { parole: straight(&persona.value), dettaglio: Some(ruolo), ..Aspetto::default() }
                    }
                    None => Aspetto { parole: ruolo, ..Aspetto::default() },
                }
            });
            let holders: Vec<Aspetto> = holders.collect();
            // As many as stand under it, those of other sections too.
            let under = voce.comprende.len();
            let own = !quadro.solo_di_tutte() || under > quadro.righe.len();
            let count = own.then(|| Aspetto {
                parole: under.to_string(),
                ordine: i64::try_from(under).ok(),
                ..Aspetto::default()
            });
            // An average of outcomes has always two decimals.
            let percent = |percent: Option<Percento>, bar: bool, before: Option<Percento>| {
                let aspetto = percent.filter(|_| count.is_some()).map(|percent| Aspetto {
                    parole: if bar { percent.esteso() } else { percent.to_string() },
                    ordine: Some(percent.0),
                    quota: bar.then_some(percent.0),
                    prima: before.map(|before| before.0),
                    ..Aspetto::default()
                });
                aspetto.into_iter().collect::<Vec<_>>()
            };
            let outcome = |momento| quadro.esito(momento);
            let [monitoring, end] =
                Momento::ALL.map(|m| percent(outcome(m), true, prima_di(Some(m)).and_then(outcome)));
            let weight = percent(quadro.peso(), false, None);
            voce.aspetti = vec![holders, count.iter().cloned().collect(), weight, monitoring, end];
        }
        keep_filled(elenco, columns.map(|(nome, titolo)| Colonna { nome, titolo }).into());
        // The same for what belongs to them: weight and outcomes.
        let columns = [("peso", "Peso".to_owned()), ("monitoraggio", monitoring), ("consuntivo", end)];
        let mut at = 0;
        for (nome, titolo) in columns {
            let some = |compreso: &Compreso| compreso.aspetti.get(at).is_some_and(Option::is_some);
            if elenco.voci.iter().flat_map(|voce| &voce.comprende).any(some) {
                elenco.colonne_comprese.push(Colonna { nome, titolo });
                at += 1;
                continue;
            }
            for compreso in elenco.voci.iter_mut().flat_map(|voce| &mut voce.comprende) {
                if at < compreso.aspetti.len() {
                    compreso.aspetti.remove(at);
                }
            }
        }
    }
}

/// Keeps the columns in which something has something.
fn keep_filled(elenco: &mut Elenco, columns: Vec<Colonna>) {
    for (at, colonna) in columns.into_iter().enumerate().rev() {
        let some = |voce: &Voce| voce.aspetti.get(at).is_some_and(|all| !all.is_empty());
        if elenco.voci.iter().any(some) {
            elenco.colonne.insert(0, colonna);
            continue;
        }
        for voce in &mut elenco.voci {
            if at < voce.aspetti.len() {
                voce.aspetti.remove(at);
            }
        }
    }
}

/// The weight and the outcomes of an objective in the table of a unit.
fn nel_quadro(riga: &RigaQuadro<'_>) -> Vec<Option<Aspetto>> {
    let outcomes = riga.esiti.iter().enumerate().map(|(at, found)| {
        let before = at.checked_sub(1).and_then(|before| riga.esiti.get(before).copied().flatten());
        found.map(|found| esito(found, before))
    });
    std::iter::once(riga.parte.peso.map(|found| peso(found.value))).chain(outcomes).collect()
}

fn peso(peso: Peso) -> Aspetto {
    let parole = match peso {
        Peso::Numero(percent) => percent.to_string(),
        Peso::NonValutato => "non valutato".into(),
        Peso::Incentivato => "con incentivi propri".into(),
    };
    Aspetto { parole, ordine: peso.numero().map(|percent| percent.0), ..Aspetto::default() }
}

/// The moment of the year before a moment.
fn prima_di(momento: Option<Momento>) -> Option<Momento> {
    momento.filter(|momento| *momento == Momento::Consuntivo).map(|_| Momento::Monitoraggio)
}

/// An outcome, and the one at the moment before.
fn esito(misurazione: &Misurazione, prima: Option<&Misurazione>) -> Aspetto {
    let percent = misurazione.percento();
    Aspetto {
        parole: capital(misurazione.stato.label()),
        dettaglio: percent.map(|percent| percent.to_string()),
        ordine: percent.map(|percent| percent.0),
        quota: percent.map(|percent| percent.0),
        prima: percent.and(prima.and_then(Misurazione::percento)).map(|percent| percent.0),
        esito: Some(misurazione.stato),
        ..Aspetto::default()
    }
}

/// A number that grows with the day.
fn giorni(day: Giorno) -> i64 {
    let date = day.0;
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}
