//! What the lists of the site gather from the catalogue: columns to sort and filter by, groups of objectives, outcomes, and the
//! doors of the home page. A door is there only when what is behind it is certain: a plan without outcomes has no page of outcomes.

use super::places::{ESITI, Site, TEMI, elenco, file};
use crate::base::text::capital;
use crate::document::{Aspetto, BlockKind, Colonna, DrawingKind, Elenco, Section, Voce, etichette};
use crate::piano::element::obiettivo::misurazione::Esito;
use minijinja::{Value, context};
use std::collections::BTreeMap;

/// The groups beyond which a filter would be longer to read than the list.
const SCELTE: usize = 80;

/// The columns by which objectives are told apart for who reads the plan by subject, those that say most to a citizen first.
const TEMI_DI: [&str; 3] = ["valore", "linea", "tema"];

/// The columns of outcomes of the units.
const DI_ESITO: [&str; 2] = ["monitoraggio", "consuntivo"];

/// Things that have the same words in a column, under these words.
pub(super) type Gruppo<'a> = (String, Vec<&'a Voce>);

fn lista<'a>(site: &Site<'a>, nome: &str) -> Option<&'a Elenco> {
    site.document.catalogo.iter().find(|elenco| elenco.nome == nome)
}

/// The groups of things that have the same words in a column, in the order of the numbers, or else of their first thing.
fn per_parole(elenco: &Elenco, at: usize) -> Vec<Gruppo<'_>> {
    let mut groups: Vec<(Option<i64>, String, Vec<&Voce>)> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for voce in &elenco.voci {
        for aspetto in voce.aspetti.get(at).into_iter().flatten() {
            let place = *places.entry(&aspetto.parole).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, _, voci)) => voci.push(voce),
                None => groups.push((aspetto.ordine, capital(&aspetto.parole), vec![voce])),
            }
        }
    }
    groups.sort_by_key(|(ordine, _, _)| ordine.unwrap_or(i64::MAX));
    groups.into_iter().map(|(_, titolo, voci)| (titolo, voci)).collect()
}

/// The columns of a list, each with the choices of its filter if it can be filtered by.
pub(super) fn colonne(elenco: &Elenco) -> Vec<Value> {
    let of = |(at, colonna): (usize, &Colonna)| {
        let groups = per_parole(elenco, at);
        // A filter with one choice changes nothing.
        let filters = elenco.nome == "obiettivi" && (2..=SCELTE).contains(&groups.len());
        let scelte: Vec<String> = groups.into_iter().map(|(titolo, _)| titolo).filter(|_| filters).collect();
        context! {
            nome => colonna.nome,
            titolo => etichette::voce(&colonna.titolo),
            numero => ["peso", "obiettivi"].contains(&colonna.nome),
            scelte,
        }
    };
    elenco.colonne.iter().enumerate().map(of).collect()
}

/// The titles of some columns.
pub(super) fn titoli(colonne: &[Colonna]) -> Vec<Value> {
    let of =
        |colonna: &Colonna| context! { titolo => etichette::voce(&colonna.titolo), numero => colonna.nome == "peso" };
    colonne.iter().map(of).collect()
}

/// The objectives by line of the tree and by subject: title of each set, then its groups. Empty when there is nothing to choose.
pub(super) fn gruppi<'a>(site: &Site<'a>) -> Vec<(&'a str, Vec<Gruppo<'a>>)> {
    let Some(elenco) = lista(site, "obiettivi") else { return vec![] };
    let set = |nome: &&str| {
        let at = elenco.colonna(nome)?;
        let groups = per_parole(elenco, at);
        let titolo = elenco.colonne.get(at).map(|colonna| etichette::voce(&colonna.titolo))?;
        (groups.len() > 1).then_some((titolo, groups))
    };
    TEMI_DI.iter().filter_map(set).collect()
}

/// Whether some objective has an outcome.
pub(super) fn ha_esiti(site: &Site<'_>) -> bool {
    lista(site, "obiettivi").is_some_and(|elenco| elenco.colonna("esito").is_some())
}

/// The outcomes of the objectives.
fn esiti<'a>(site: &Site<'a>) -> impl Iterator<Item = (&'a Voce, &'a Aspetto)> {
    let elenco = lista(site, "obiettivi");
    let at = elenco.and_then(|elenco| elenco.colonna("esito"));
    let voci = elenco.into_iter().flat_map(|elenco| &elenco.voci);
    voci.filter_map(move |voce| Some((voce, voce.aspetti.get(at?)?.first()?)))
}

/// How many objectives ended in each way: all the ways, in order.
pub(super) fn quanti_esiti(site: &Site<'_>) -> Vec<Value> {
    let found: Vec<Esito> = esiti(site).filter_map(|(_, aspetto)| aspetto.esito).collect();
    let ways = [Esito::Raggiunto, Esito::ParzialmenteRaggiunto, Esito::NonRaggiunto, Esito::Sostituito]
        .map(|esito| (esito, found.iter().filter(|other| **other == esito).count()));
    let total: usize = ways.iter().map(|(_, n)| n).sum();
    let words = |esito: Esito, n: usize| if n == 1 { esito.label() } else { esito.plurale() };
    ways.into_iter().map(|(esito, n)| context! { parole => words(esito, n), n, totale => total }).collect()
}

/// The objectives that were not wholly reached, those that miss most first.
pub(super) fn non_del_tutto<'a>(site: &Site<'a>) -> Vec<(&'a Voce, &'a Aspetto)> {
    let mut all: Vec<_> = esiti(site).filter(|(_, aspetto)| aspetto.esito != Some(Esito::Raggiunto)).collect();
    all.sort_by_key(|(_, aspetto)| aspetto.ordine.unwrap_or_default());
    all
}

/// What the bars of these aspects say. None where there is no bar.
pub(super) fn legenda<'a>(all: impl Iterator<Item = &'a Aspetto> + Clone) -> Option<&'static str> {
    all.clone().find(|aspetto| aspetto.quota.is_some())?;
    let before = all.clone().any(|aspetto| aspetto.prima.is_some());
    Some(if before {
        "La barra va da 0 a 100; il tratto scuro è l’esito di prima."
    } else {
        "La barra va da 0 a 100."
    })
}

/// The list of the units, if some unit has an outcome.
pub(super) fn esiti_delle_unita<'a>(site: &Site<'a>) -> Option<&'a Elenco> {
    lista(site, "unita").filter(|elenco| DI_ESITO.iter().any(|nome| elenco.colonna(nome).is_some()))
}

/// Whether a unit has objectives.
pub(super) fn ha_obiettivi(voce: &Voce) -> bool {
    !voce.comprende.is_empty()
}

/// The doors of the home page: what a reader asks, where the answer is, and what stands there.
pub(super) fn porte(site: &Site<'_>) -> Vec<Value> {
    let mut out = Vec::new();
    let sets = gruppi(site);
    if let Some((_, groups)) = sets.first() {
        const NAMED: usize = 3;
        let names: Vec<&str> = groups.iter().take(NAMED).map(|(titolo, _)| titolo.as_str()).collect();
        let more = if groups.len() > NAMED { "…" } else { "." };
        let parole = format!("Gli obiettivi, tema per tema: {}{more}", names.join("; "));
        out.push(context! { titolo => TEMI.titolo, href => TEMI.file, parole });
    } else if let Some(list) = lista(site, "obiettivi") {
        let parole = "Gli obiettivi, uno per uno, da ordinare e filtrare.";
        out.push(context! { titolo => "Che cosa si vuole fare", href => elenco(list.nome), parole });
    }
    if ha_esiti(site) {
        let parole = "Gli esiti degli obiettivi, ufficio per ufficio.";
        out.push(context! { titolo => ESITI.titolo, href => ESITI.file, parole });
    }
    if let Some(list) = lista(site, "unita") {
        let parole = match list.voci.iter().filter(|voce| !voce.organo).count() {
            0 => "Chi decide, e di che cosa risponde.".to_owned(),
            1 => "L’ufficio e ciò che fa.".to_owned(),
            n => format!("I {n} uffici, e di che cosa rispondono."),
        };
        out.push(context! { titolo => "Chi se ne occupa", href => elenco(list.nome), parole });
    }
    // What only the text says: its door leads to the section.
    for (titolo, parole, holds) in NEL_TESTO {
        let there =
            out.iter().any(|door: &Value| door.get_attr("titolo").is_ok_and(|known| known.as_str() == Some(titolo)));
        if let Some(section) = sezione(site, holds).filter(|_| out.len() < PORTE && !there) {
            out.push(context! { titolo, href => file(&section.id), parole });
        }
    }
    out
}

/// The doors of a home page.
const PORTE: usize = 3;

/// What a section is told by.
type Segno = fn(&Section) -> bool;

/// What a reader asks of a plan that lists no objectives, or of which no outcome is known; what stands there, and in which section.
const NEL_TESTO: [(&str, &str, Segno); 3] = [
    ("Chi se ne occupa", "Gli uffici, e da chi dipendono.", |section| {
        mostra(
            section,
            |kind| matches!(kind, BlockKind::Drawing(drawing) if matches!(drawing.kind, DrawingKind::Organization(_))),
        )
    }),
    ("Quante persone ci lavorano", "Chi c’è, chi lascia e chi arriva, anno per anno.", |section| {
        mostra(
            section,
            |kind| matches!(kind, BlockKind::Drawing(drawing) if matches!(drawing.kind, DrawingKind::Bridges(_))),
        )
    }),
    // A section that only says that something is missing answers nothing.
    ("Come si previene la corruzione", "I rischi, le misure e chi ne risponde.", |section| {
        section.piano_tipo.as_deref() == Some(RISCHI) && mostra(section, |kind| matches!(kind, BlockKind::Table(_)))
    }),
];

/// The section of the Piano-tipo about risks.
const RISCHI: &str = "2.3";

/// The first section that has a sign.
fn sezione<'a>(site: &Site<'a>, holds: Segno) -> Option<&'a Section> {
    let mut found = None;
    site.document.walk(&mut |section, _| {
        if found.is_none() && holds(section) {
            found = Some(section);
        }
    });
    found
}

/// Whether a section has a block of a kind.
fn mostra(section: &Section, of: fn(&BlockKind) -> bool) -> bool {
    let mut found = false;
    section.each_block(&mut |block| found |= of(&block.kind));
    found
}
