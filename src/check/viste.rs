//! What a view asks for must be in what it shows, and must have an effect there.

use super::vuoti;
use crate::conti::campi::{self, field_names};
use crate::diag::codes::{P0120, P0121, P0123, P0125};
use crate::diag::{Diagnostic, Diagnostics, nearest};
use crate::index::Index;
use crate::piano::Piano;
use crate::piano::element::{Forma, Kind};
use crate::piano::vista::{Chiave, Filtro, Shows, Totale, Vista};
use crate::source::Sources;

/// Reports what a view asks for and does not have.
pub(super) fn view(vista: &Vista, piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    useless_keys(vista, diags);
    let tree = if vista.shows == Shows::Organigramma { Kind::Unita } else { Kind::Nodo };
    let named = [(&vista.unita, Kind::Unita), (&vista.obiettivo, Kind::Obiettivo), (&vista.radice, tree)];
    for (word, kind) in named.into_iter().filter_map(|(word, kind)| Some((word.as_ref()?, kind))) {
        if index.element(kind, &word.value).is_none() && !piano.incompleto.nomi {
            diags.push(crate::index::missing(index, sources, &[kind], word));
        }
    }
    if vista.shows == Shows::Indice && vista.per.is_none() {
        let names: Vec<String> = vista.shows.descrittore().per.iter().map(|per| per.nome()).collect();
        diags.push(
            Diagnostic::at(P0120, vista.name.span, "questo indice non dice per che cosa è fatto")
                .help(format!("aggiungi `per = \"…\"`: {}", names.join(", "))),
        );
    }
    let by = vista.shows.descrittore().per;
    if let Some(per) = vista.per.filter(|per| !by.is_empty() && !by.contains(per)) {
        let names: Vec<String> = by.iter().map(|per| per.nome()).collect();
        diags.push(
            Diagnostic::at(P0120, vista.name.span, format!("`{}` non si fa per {}", vista.name.value, per.label()))
                .help(format!("`per` qui può essere: {}", names.join(", "))),
        );
    }
    if let Some(kind) = vista.shows.descrittore().filtra {
        filters(vista, kind, piano, index, sources, diags);
    }
    match vista.shows {
        Shows::Elements(kind) => shape(vista, kind, piano, diags),
        Shows::Tabella => typed_table(vista, piano, diags),
        _ => {}
    }
}

/// Reports a view that asks for a form which its elements do not have: a tree of records without parents, a glossary of
/// something else than terms.
fn shape(vista: &Vista, kind: Kind, piano: &Piano, diags: &mut Diagnostics) {
    let info = kind.info();
    let forma = campi::forma(vista, kind);
    let tree = piano.elementi.of(kind).iter().any(|element| element.value.padre().is_some());
    if (forma == Forma::Glossario && kind != Kind::Termine)
        || (forma == Forma::Albero && !tree && kind != Kind::Nodo && kind != Kind::Unita)
    {
        diags.push(
            Diagnostic::at(P0120, vista.name.span, format!("`{}` non si può mostrare in questa forma", info.plural))
                .help("le forme sono `tabella`, `schede` ed `elenco`; `albero` è per `nodi` e `unita`, `glossario` per le voci del glossario"),
        );
    }
}

/// Reports columns that a table of data names and its file does not have, and rows that have more or fewer cells than columns.
fn typed_table(vista: &Vista, piano: &Piano, diags: &mut Diagnostics) {
    vuoti::data(vista, piano, diags);
    if let (Some(path), Some(names)) = (&vista.dati, &vista.colonne)
        && let Some(header) = piano.tabella(path).and_then(|rows| rows.first())
    {
        for name in names.iter().filter(|name| !header.contains(&name.value)) {
            let error =
                Diagnostic::at(P0123, name.span, format!("`{}` non ha una colonna «{}»", path.value, name.value));
            diags.push(match nearest(&name.value, header.iter().map(String::as_str)) {
                Some(near) => error.help(format!("forse intendevi \"{near}\"")),
                None => error.help(format!("le colonne sono: {}", header.join(", "))),
            });
        }
    }
    gruppi(vista, piano, diags);
    let width = vista.colonne.as_ref().map(Vec::len).or_else(|| vista.righe.first().map(Vec::len));
    if vista.dati.is_none() && vista.righe.is_empty() {
        diags.push(
            Diagnostic::at(P0121, vista.name.span, "questa tabella non ha dati")
                .help("aggiungi `dati = \"file.csv\"`, oppure `righe = [[\"a\", \"b\"], [\"c\", \"d\"]]`"),
        );
    }
    let columns = width.or_else(|| Some(piano.tabella(vista.dati.as_ref()?)?.first()?.len()));
    if let (Some(tipi), Some(columns)) = (&vista.tipi, columns)
        && tipi.len() != columns
    {
        let span = tipi.first().map_or(vista.name.span, |tipo| tipo.span);
        diags.push(crate::load::vista::quanti_tipi(span, tipi.len(), columns));
    }
    for row in vista.righe.iter().filter(|row| Some(row.len()) != width) {
        let span = row.first().map_or(vista.name.span, |cell| cell.span);
        let (found, expected) = (row.len(), width.unwrap_or_default());
        diags.push(
            Diagnostic::at(
                P0121,
                span,
                format!("questa riga ha un numero di celle ({found}) diverso da quello delle colonne ({expected})"),
            )
            .help("aggiungi o togli celle; una cella vuota è \"\""),
        );
    }
}

/// Reports a view that heads its rows with columns which the table does not have, or with all of its columns.
fn gruppi(vista: &Vista, piano: &Piano, diags: &mut Diagnostics) {
    let asked = || vista.colonne.as_ref().map(|names| names.iter().map(|name| name.value.as_str()).collect::<Vec<_>>());
    let csv = || Some(piano.tabella(vista.dati.as_ref()?)?.first()?.iter().map(String::as_str).collect());
    let typed = || Some(vista.righe.first()?.iter().map(|cell| cell.value.as_str()).collect());
    let Some(header): Option<Vec<&str>> = asked().or_else(csv).or_else(typed) else { return };
    for name in vista.gruppi.iter().filter(|name| !header.contains(&name.value.as_str())) {
        let error = Diagnostic::at(P0123, name.span, format!("la tabella non ha una colonna «{}»", name.value));
        diags.push(match nearest(&name.value, header.iter().copied()) {
            Some(near) => error.help(format!("forse intendevi \"{near}\"")),
            None => error.help(format!("le colonne sono: {}", header.join(", "))),
        });
    }
    let first =
        vista.gruppi.first().filter(|_| header.iter().all(|name| vista.gruppi.iter().any(|g| g.value == *name)));
    if let Some(first) = first {
        diags.push(
            Diagnostic::at(P0120, first.span, "`gruppi` prende tutte le colonne: sotto i titoli non resta niente")
                .help("lascia in `gruppi` soltanto le colonne che fanno da titolo alle righe"),
        );
    }
}

/// Reports columns and filters of a view that are no fields of what it shows, and filters that no element passes.
fn filters(vista: &Vista, kind: Kind, piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    let names = field_names(piano, index, kind);
    // Without elements of this kind their fields are not known, so the filters cannot be judged.
    if names.is_empty() {
        return;
    }
    // A record that could not be read may be the one that has the field, or the value.
    let lost = piano.incompleto != Default::default() || sources.partial;
    let unknown = |name: &str, names: &[&str], span| {
        let error = Diagnostic::at(P0123, span, format!("`{name}` non è un campo di questa vista"));
        match nearest(name, names.iter().copied()) {
            Some(near) => Some(error.help(format!("forse intendevi `{near}`"))),
            None if lost => None,
            None => Some(error.help(format!("i campi sono: {}", names.join(", ")))),
        }
    };
    let own = vista.shows.descrittore().colonne;
    let columns = if own.is_empty() { names.as_slice() } else { own };
    let fields = vista.colonne.iter().flatten().chain(&vista.gruppi);
    for name in fields.filter(|name| !columns.contains(&name.value.as_str())) {
        diags.extend(unknown(&name.value, columns, name.span));
    }
    for filter in vista.dove.iter().filter(|filter| !names.contains(&filter.campo.value.as_str())) {
        diags.extend(unknown(&filter.campo.value, &names, filter.campo.span));
    }
    if !lost
        && campi::select(piano, index, vista, kind).is_empty()
        && let Some(Filtro { campo, valore }) = vista.dove.first()
        && vista.dove.iter().all(|filter| names.contains(&filter.campo.value.as_str()))
    {
        let message = format!("nessun dato ha `{}` uguale a «{}»", campo.value, valore.value);
        let error = Diagnostic::at(P0125, valore.span, message);
        let values = campi::field_words(piano, index, kind, &campo.value);
        diags.push(match nearest(&valore.value, values.iter().map(String::as_str)) {
            Some(near) => error.help(format!("forse intendevi \"{near}\"")),
            None => error.help("controlla il valore: il filtro cerca proprio queste parole"),
        });
    }
}

/// Reports the keys that this kind of view does not use. If they were ignored, the author would believe that they count.
fn useless_keys(vista: &Vista, diags: &mut Diagnostics) {
    let takes = vista.shows.descrittore();
    let elements = matches!(vista.shows, Shows::Elements(_));
    let table = match vista.shows {
        Shows::Elements(kind) => campi::forma(vista, kind) == Forma::Tabella,
        _ => takes.tabella,
    };
    let only_tables = "questa vista non stampa una tabella";
    let mut refuse = |used: bool, key: &str, why: &str| {
        if used {
            let error = Diagnostic::at(P0120, vista.name.span, format!("`{key}` qui non ha effetto: {why}"));
            diags.push(if elements && why == only_tables {
                error.help(format!("togli `{key}`, o aggiungi `forma = \"tabella\"`"))
            } else {
                error.help(format!("togli `{key}`"))
            });
        }
    };
    refuse(!table && vista.id.is_some(), "id", only_tables);
    refuse(!table && vista.didascalia.is_some(), "didascalia", only_tables);
    refuse(!table && vista.colonne.is_some(), "colonne", only_tables);
    refuse(!table && !vista.gruppi.is_empty(), "gruppi", only_tables);
    refuse(takes.filtra.is_none() && !vista.dove.is_empty(), "dove", "questa vista non mostra un elenco di schede");
    let not = |chiave: Chiave| vista.ha(chiave) && !takes.chiavi.contains(&chiave);
    refuse(not(Chiave::Forma), "forma", "questa vista ha una forma sola");
    refuse(table && not(Chiave::Colonne), "colonne", "questa vista ha le sue colonne");
    refuse(table && not(Chiave::Gruppi), "gruppi", "questa vista ordina da sé le sue righe");
    for chiave in [
        Chiave::Dati,
        Chiave::Righe,
        Chiave::Tipi,
        Chiave::Unita,
        Chiave::Obiettivo,
        Chiave::Radice,
        Chiave::Profondita,
    ] {
        let views: Vec<String> = Shows::con(chiave).map(|name| format!("`piao:{name}`")).collect();
        refuse(not(chiave), chiave.nome(), &format!("serve soltanto a {}", views.join(" e ")));
    }
    refuse(
        (takes.totali.is_empty() || !table) && vista.totale.is_some(),
        "totale",
        "questa vista non ha totali da controllare",
    );
    for key in vista.totale.iter().filter(|_| !takes.totali.is_empty()).flat_map(Totale::scritti) {
        refuse(!takes.totali.contains(&key), &format!("totale.{key}"), "non è un totale di questa vista");
    }
    let both = vista.shows == Shows::Organigramma && vista.radice.is_some() && vista.unita.is_some();
    refuse(both, "unita", "`radice` dice già da quale unità si comincia");
    let several = takes.chiavi.contains(&Chiave::Unita) && vista.unita.is_none();
    refuse(
        vista.totale.is_some() && several,
        "totale",
        "la vista mostra più unità; un totale si controlla per un’unità, con `unita = \"…\"`",
    );
    refuse(vista.obiettivo.is_some() && !vista.dove.is_empty(), "dove", "`obiettivo` ne sceglie già uno");
    refuse(takes.per.is_empty() && vista.per.is_some(), "per", "questa vista non si fa in più modi");
    if let Some(levels) = vista.profondita.filter(|levels| levels.value == 0) {
        diags.push(
            Diagnostic::at(P0120, levels.span, "con zero livelli non si disegna niente")
                .help("scrivi quanti livelli si disegnano: `profondita = 1` è il primo"),
        );
    }
    if vista.colonne.as_ref().is_some_and(Vec::is_empty) {
        diags.push(
            Diagnostic::at(P0120, vista.name.span, "`colonne` è vuoto")
                .help("scrivi i nomi dei campi, o togli `colonne`"),
        );
    }
}
