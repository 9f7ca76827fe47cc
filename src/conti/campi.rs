//! The fields of an element as views show and filter them, and the elements that a view selects.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::base::text::capital;
use crate::conti::formazione;
use crate::conti::performance::{Parte, padre, parti};
use crate::conti::rischi::{self, Rischi, TUTTE};
use crate::conti::struttura::{Guida, Struttura};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::lavoro_agile::LavoroAgile;
use crate::piano::element::linea_formativa::LineaFormativa;
use crate::piano::element::misura_prevenzione::MisuraPrevenzione;
use crate::piano::element::nodo::{MAX_TREE, Nodo};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::indicatore::Dimensione;
use crate::piano::element::obiettivo::quota::RuoloQuota;
use crate::piano::element::pos::Pos;
use crate::piano::element::processo::Processo;
use crate::piano::element::row::Profile;
use crate::piano::element::row::{Campo, Row, Valore};
use crate::piano::element::scheda_scambio::SchedaScambio;
use crate::piano::element::unita::{Tipo, Unita};
use crate::piano::element::value::{Chi, Dovuto, Importo};
use crate::piano::element::{Forma, Kind, Record};
use crate::piano::vista::{Filtro, Vista};
use std::collections::BTreeSet;

/// How a view shows its elements.
#[must_use]
pub fn forma(vista: &Vista, kind: Kind) -> Forma {
    vista.forma.unwrap_or(match (vista.name.value.as_str(), &vista.colonne) {
        ("albero", _) => Forma::Albero,
        // An author who names columns wants a table.
        (_, Some(_)) => Forma::Tabella,
        (_, None) => kind.info().forma,
    })
}

/// The fields whose words head groups of rows in a table of elements: those that its author names or, where he names no columns either,
/// those by which such a table is looked up.
#[must_use]
pub fn gruppi(vista: &Vista, kind: Kind) -> Vec<&str> {
    match (vista.gruppi.as_slice(), &vista.colonne, kind) {
        ([], None, Kind::Processo) => vec!["area"],
        ([], None, Kind::Obbligo) => vec!["sezione"],
        (own, ..) => own.iter().map(|name| name.value.as_str()).collect(),
    }
}

/// The elements that a view shows, in the order of the data.
#[must_use]
pub fn select(piano: &Piano, index: &Index, vista: &Vista, kind: Kind) -> Vec<usize> {
    filtrati(piano, index, kind, &vista.dove.iter().collect::<Vec<_>>())
}

/// The elements of `kind` that pass all the filters, in the order of the data.
#[must_use]
pub fn filtrati(piano: &Piano, index: &Index, kind: Kind, filters: &[&Filtro]) -> Vec<usize> {
    (0..piano.elementi.of(kind).len())
        .filter(|n| {
            filters.is_empty() || {
                let row = fields(piano, index, kind, *n);
                filters.iter().all(|filter| {
                    row.get(&filter.campo.value).is_some_and(|campo| matches(piano, index, campo, &filter.valore.value))
                })
            }
        })
        .collect()
}

/// The elements that a view of `T` shows, in the order of the data: [`select`] with typed positions.
#[must_use]
pub fn scelti<T: Record>(piano: &Piano, index: &Index, vista: &Vista) -> Vec<Pos<T>> {
    select(piano, index, vista, T::KIND).into_iter().map(Pos::new).collect()
}

/// The fields of an element as views show and filter them: those that it lists itself, and those that are computed.
#[must_use]
pub fn fields(piano: &Piano, index: &Index, kind: Kind, n: usize) -> Row {
    let Some(element) = piano.elementi.get(kind, n) else { return Row::default() };
    let mut row = Row::of(element.value);
    if row.get("codice").is_none()
        && let Some(code) = index.code(kind, n)
    {
        let value = Valore::Codice(code.to_owned());
        row.0.insert(0, Campo { name: "codice", label: "Codice", profile: Profile::Codice, in_card: false, value });
    }
    chiamati(index, &mut row);
    match kind {
        Kind::Obiettivo => derived(piano, index, Pos::new(n), &mut row),
        Kind::Processo => processo(piano, index, Pos::new(n), &mut row),
        Kind::LavoroAgile => {
            if let Some(set) = &piano.impostazioni {
                let agile = &piano[Pos::<LavoroAgile>::new(n)].value;
                for (name, all) in [("dipendenti", &agile.dipendenti), ("accordi", &agile.accordi)] {
                    put(&mut row, name, LavoroAgile::persone_in_parole(all.as_ref(), &set.riserbo));
                }
                put(&mut row, "giornate", agile.giornate_in_parole(&set.riserbo));
            }
        }
        // Who makes the data also hands them over, where nobody else is written.
        Kind::Obbligo if row.get("trasmette").is_some_and(Campo::is_missing) => {
            let produce = row.get("produce").map_or(Valore::Vuoto, |campo| campo.value.clone());
            put(&mut row, "trasmette", produce);
        }
        Kind::MisuraPrevenzione => misura_prevenzione(piano, index, Pos::new(n), &mut row),
        Kind::LineaFormativa => line(piano, Pos::new(n), &mut row),
        Kind::Unita => unita(piano, index, Pos::new(n), &mut row),
        Kind::MisuraDigitale | Kind::Progetto | Kind::ObiettivoVp => served(piano, index, kind, n, &mut row),
        Kind::SchedaScambio => {
            if let Some(set) = &piano.impostazioni {
                let scheda = &piano[Pos::<SchedaScambio>::new(n)];
                row.apart("giorni", "Giorni in calendario", Valore::Numero(scheda.value.quanti_giorni(set.anno())));
            }
        }
        _ => {}
    }
    row
}

/// The people of a unit, where the rows of staff or the units under it say them; who answers for it on the day of the plan, and the band
/// of that post.
fn unita(piano: &Piano, index: &Index, pos: Pos<Unita>, row: &mut Row) {
    let Some(all) = Struttura::di(piano, index) else { return };
    if let (Some(campo), Some(people)) = (
        row.0.iter_mut().find(|campo| campo.name == "dipendenti"),
        all.persone(pos).filter(|_| all.tipo(pos) != Tipo::Organo),
    ) {
        campo.value = Valore::Numero(people);
        campo.profile = Profile::Numero;
    }
    let (chi, fascia) = match all.guida(pos) {
        Guida::Incarico(holder) => {
            let incarico = &piano[holder].value;
            let name = incarico.persona.as_ref().map(|persona| format!(" {}", persona.value.trim()));
            let words = capital(incarico.ruolo.value.label()) + &name.unwrap_or_default();
            (
                Valore::Testo(words),
                incarico.fascia.as_ref().map(|fascia| Valore::Codice(fascia.value.trim().to_owned())),
            )
        }
        Guida::Scoperta(since) => (Valore::Testo(format!("Nessuno dal {since}")), None),
        Guida::NonDetta => (Valore::Vuoto, None),
    };
    row.apart("responsabile", "Responsabile", chi);
    row.apart("fascia", "Fascia", fascia.unwrap_or(Valore::Vuoto));
}

/// Tells offices from units in the fields that may name both, and says that all the units are meant.
fn chiamati(index: &Index, row: &mut Row) {
    for campo in &mut row.0 {
        let Valore::Rif(list) = &mut campo.value else { continue };
        if list.iter().any(|(kind, word)| *kind == Kind::Unita && Chi::tutte(&word.value)) {
            campo.value = Valore::parole([(Chi::TUTTE.to_owned(), TUTTE.to_owned())]);
            continue;
        }
        let unit = |word: &Spanned<String>| index.element(Kind::Unita, &word.value).is_some();
        let office = |word: &Spanned<String>| index.element(Kind::Incarico, &word.value).is_some();
        for (kind, _) in list.iter_mut().filter(|(kind, word)| *kind == Kind::Unita && !unit(word) && office(word)) {
            *kind = Kind::Incarico;
        }
    }
}

/// Puts a value in the place of that of a field.
fn put(row: &mut Row, name: &str, value: Valore) {
    row.0.iter_mut().filter(|campo| campo.name == name).for_each(|campo| campo.value = value.clone());
}

/// The references to some elements, written at `span`.
fn rimandi<T: Record>(index: &Index, all: &[Pos<T>], span: Span) -> Valore {
    let named = all.iter().filter_map(|pos| Some((T::KIND, Spanned::new(index.id(*pos)?.to_string(), span))));
    let list: Vec<_> = named.collect();
    if list.is_empty() { Valore::Vuoto } else { Valore::Rif(list) }
}

/// The name of the area of a process, the level that it has, all its measures, how many events could happen in it.
fn processo(piano: &Piano, index: &Index, pos: Pos<Processo>, row: &mut Row) {
    let rischi = Rischi::di(piano, index);
    let Spanned { value: processo, span, .. } = &piano[pos];
    let key = processo.area.value.trim();
    put(row, "area", Valore::parole([(key.to_owned(), rischi.area(key).to_owned())]));
    if let Some(level) = rischi.livello(processo) {
        put(row, "esposizione", Valore::Stato(rischi.parola(level).to_owned()));
    }
    let criteri = processo.criteri.iter().map(|(written, level)| {
        let name = rischi.regole.criterio(written).unwrap_or(written.trim());
        (written.clone(), format!("{name}: {}", level.value.trim()))
    });
    put(row, "criteri", Valore::parole(criteri));
    put(row, "misure", rimandi(index, &rischi.misure(processo), *span));
    row.apart("rischi", "Rischi", Valore::Numero(u32::try_from(processo.rischi.len()).unwrap_or(u32::MAX)));
}

/// Who answers for a measure, the processes that it covers, and how it is measured in the year of the plan.
fn misura_prevenzione(piano: &Piano, index: &Index, pos: Pos<MisuraPrevenzione>, row: &mut Row) {
    let rischi = Rischi::di(piano, index);
    let Spanned { value: misura, span, .. } = &piano[pos];
    put(row, "responsabili", rischi.valore(&rischi.responsabili(pos), *span));
    row.add("tratta", "Processi che tratta", rimandi(index, &rischi.trattati(pos), *span));
    let said = rischi::misurata(piano, misura).into_iter().map(|words| (words.clone(), words));
    row.apart("indicatore", "Come si misura", Valore::parole(said));
}

/// The years of a training line, its participants and its cost, summed over those of the triennium in which it is given.
fn line(piano: &Piano, pos: Pos<LineaFormativa>, row: &mut Row) {
    let line = &piano[pos].value;
    let anni: Vec<i16> = piano.impostazioni.iter().flat_map(crate::piano::settings::Impostazioni::anni).collect();
    if let (Some(costo), Some(campo)) =
        (formazione::costo(line, &anni), row.0.iter_mut().find(|campo| campo.name == "costo"))
    {
        let all = formazione::anni_di(line, &anni).into_iter().all(|anno| line.costo(anno).is_some());
        campo.value = match &line.costo {
            // The sum of some of its years is not what it costs.
            Some(Dovuto::Valore(costo)) if !all => Valore::Testo(costo.parole(&|euro| euro.value.to_string())),
            _ => Valore::Importo(costo),
        };
    }
    // Where every line is given in all the years, nobody has to say it.
    let some =
        piano.elementi.linee_formative.iter().any(|line| line.value.dal.is_some() || !line.value.anni.is_empty());
    let when = formazione::anni_di(line, &anni);
    let when = match when.as_slice() {
        _ if !some => Valore::Vuoto,
        [first, .., last] if usize::try_from(last - first).is_ok_and(|n| n + 1 == when.len()) => {
            Valore::Testo(format!("{first}–{last}"))
        }
        years => Valore::parole(years.iter().map(|year| (year.to_string(), year.to_string()))),
    };
    row.apart("periodo", "Anni", when);
    let people = crate::piano::element::linea_formativa::partecipanti(line.gruppi(), &formazione::anni_di(line, &anni));
    if let Some(campo) = row.0.iter_mut().find(|c| c.name == "partecipanti" && matches!(c.value, Valore::Vuoto)) {
        campo.value = people;
    }
    // Bare numbers stand one under the other.
    let bare =
        |value: &Valore| matches!(value, Valore::Testo(text) if text.bytes().all(|b| b.is_ascii_digit() || b == b','));
    for campo in row.0.iter_mut().filter(|c| ["partecipanti", "ore"].contains(&c.name) && bare(&c.value)) {
        campo.profile = Profile::Numero;
    }
}

/// Adds to the row of a measure, a project or a public value the objectives that name it.
fn served(piano: &Piano, index: &Index, kind: Kind, n: usize, row: &mut Row) {
    let obiettivi = piano.elementi.each::<Obiettivo>().filter_map(|(at, obiettivo)| {
        let named = match kind {
            Kind::Progetto => obiettivo.value.progetti.iter().map(|rif| &rif.word).collect::<Vec<_>>(),
            Kind::ObiettivoVp => obiettivo.value.valore.0.iter().map(|rif| &rif.word).collect(),
            _ => obiettivo.value.misure.iter().map(|rif| &rif.word).collect(),
        };
        let word = named.into_iter().find(|word| index.element(kind, &word.value) == Some(n))?;
        let id = index.id(at)?;
        Some((Kind::Obiettivo, Spanned::new(id.to_string(), word.span)))
    });
    let list: Vec<_> = obiettivi.collect();
    let value = if list.is_empty() { Valore::Vuoto } else { Valore::Rif(list) };
    let label = if kind == Kind::ObiettivoVp { "Vi contribuiscono" } else { "Obiettivi collegati" };
    row.0.push(Campo { name: "obiettivi", label, profile: Profile::Testo, in_card: true, value });
}

/// Adds the computed fields of an objective: its right code, the code with its path, its duration, the units that share it,
/// the dimensions of its indicators.
fn derived(piano: &Piano, index: &Index, pos: Pos<Obiettivo>, row: &mut Row) {
    let obiettivo = &piano[pos];
    for campo in row.0.iter_mut().filter(|campo| campo.name == "codice") {
        if let Some(code) = index.codice(pos) {
            campo.value = Valore::Codice(code.to_owned());
        }
    }
    let mut add = |after: &str, name: &'static str, label: &'static str, value: Valore| {
        let at = row.0.iter().position(|campo| campo.name == after).map_or(row.0.len(), |at| at + 1);
        let profile = if matches!(value, Valore::Codice(_)) { Profile::Codice } else { Profile::Testo };
        // A card already shows these two: the dimension beside each indicator, and beside the title that all units are concerned.
        let in_card = !["dimensione", "trasversale"].contains(&name);
        row.0.insert(at, Campo { name, label, profile, in_card, value });
    };
    let anno = piano.impostazioni.as_ref().map_or(0, crate::piano::settings::Impostazioni::anno);
    let durata = crate::conti::performance::durata(&obiettivo.value, anno);
    add("fine", "durata", "Durata", durata.map_or(Valore::Vuoto, |durata| Valore::Testo(durata.to_string())));
    // Who only lends a hand does not share the objective.
    let (helps, shares): (Vec<Parte<'_>>, Vec<Parte<'_>>) = parti(piano, index, pos)
        .into_iter()
        .filter(|parte| !parte.prima())
        .partition(|parte| parte.ruolo == Some(RuoloQuota::Collabora));
    let named = |parte: Parte<'_>| {
        let bare = &piano[parte.unita].value;
        let unita = piano.impostazioni.as_ref().map_or_else(|| bare.nome.value.clone(), |set| set.nome(bare));
        let own = parte.codice.filter(|code| index.codice(pos) != Some(code));
        let does = parte.ruolo.filter(|ruolo| *ruolo == RuoloQuota::Coordina).map(|ruolo| ruolo.label().to_owned());
        let said: Vec<String> =
            [does, own, parte.peso.map(|peso| peso.value.to_string())].into_iter().flatten().collect();
        let nota = parte.nota.map(|nota| nota.trim().trim_end_matches('.')).filter(|nota| !nota.is_empty());
        let words = match (said.is_empty(), nota) {
            (false, Some(nota)) => format!("{unita} ({}: {nota})", said.join(", ")),
            (false, None) => format!("{unita} ({})", said.join(", ")),
            (true, Some(nota)) => format!("{unita} ({nota})"),
            (true, None) => unita.clone(),
        };
        (bare.nome.value.clone(), words)
    };
    let shares = if obiettivo.value.trasversale && obiettivo.value.quote.is_empty() {
        Valore::Testo("tutte".into())
    } else {
        Valore::parole(shares.into_iter().map(named))
    };
    add("unita", "condiviso", "Condiviso con", shares);
    add("condiviso", "collabora", "Con la collaborazione di", Valore::parole(helps.into_iter().map(named)));
    // A code that is not made of a unit and a number has no path in the tree.
    let made = index.codice(pos).is_some_and(|code| index.uso.parse(code).is_some());
    let full = index.percorso(pos).filter(|_| made).map_or(Valore::Vuoto, |full| Valore::Codice(full.to_owned()));
    add("codice", "percorso", "Codice completo", full);
    let dimensions: BTreeSet<Dimensione> =
        obiettivo.value.indicatori.iter().filter_map(|i| i.value.dimensione).collect();
    let dimensions = dimensions.into_iter().map(|d| (d.nome(), d.label().to_owned()));
    let all = if obiettivo.value.trasversale { Valore::Stato("sì".into()) } else { Valore::Vuoto };
    add("condiviso", "trasversale", "Trasversale", all);
    add("dup", "dimensione", "Dimensioni degli indicatori", Valore::parole(dimensions));
}

/// The names of the fields that views of `kind` can show and filter by; none while there is no element of that kind.
#[must_use]
pub fn field_names(piano: &Piano, index: &Index, kind: Kind) -> Vec<&'static str> {
    fields(piano, index, kind, 0).0.iter().map(|campo| campo.name).collect()
}

/// The words that field `name` has in the elements of `kind`: what a filter could have meant.
#[must_use]
pub fn field_words(piano: &Piano, index: &Index, kind: Kind, name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for n in 0..piano.elementi.of(kind).len() {
        match fields(piano, index, kind, n).get(name).map(|campo| campo.value.clone()) {
            Some(Valore::Testo(text) | Valore::Codice(text) | Valore::Stato(text)) => words.push(text),
            Some(Valore::Parole(list)) => words.extend(list.into_iter().map(|(written, _)| written)),
            Some(Valore::Rif(list)) => {
                let id = |(kind, word): &(Kind, Spanned<String>)| {
                    Some(index.id_of(*kind, index.element(*kind, &word.value)?)?.to_string())
                };
                words.extend(list.iter().filter_map(id));
            }
            _ => {}
        }
    }
    words
}

/// Whether a field has the value that a filter asks for. The filter may write it as the data do, or as it is printed.
fn matches(piano: &Piano, index: &Index, campo: &Campo, wanted: &str) -> bool {
    let same = |text: &str| text.trim().eq_ignore_ascii_case(wanted.trim());
    match &campo.value {
        Valore::Testo(text) | Valore::Codice(text) | Valore::Stato(text) | Valore::Indirizzo(text) => same(text),
        Valore::Parole(words) => words.iter().any(|(written, printed)| same(written) || same(printed)),
        Valore::Peso(value) => same(&value.to_string()) || same(&value.to_string().replace("\u{a0}%", "")),
        Valore::Importo(value) => Importo::parse(wanted) == Some(*value),
        Valore::Numero(value) => same(&value.to_string()),
        Valore::Anno(value) => same(&value.to_string()),
        Valore::Data(value) => Giorno::parse(wanted) == Some(*value),
        Valore::Rif(list) => list.iter().any(|(kind, word)| {
            let named = index.element(*kind, wanted);
            let is = |n: usize| Some(n) == named;
            // A filter on a node also finds what hangs on the nodes below it: who asks for a line of the mandate wants all of it.
            let under = |n: usize| {
                let above = |pos: &Pos<Nodo>| padre(piano, index, *pos);
                *kind == Kind::Nodo
                    && campo.name != "padre"
                    && std::iter::successors(Some(Pos::new(n)), above).take(MAX_TREE).any(|pos| is(pos.n()))
            };
            same(&word.value) || index.element(*kind, &word.value).is_some_and(|n| is(n) || under(n))
        }),
        Valore::Assente(_) => same("assente"),
        Valore::Prosa(_) | Valore::Vuoto => false,
    }
}
