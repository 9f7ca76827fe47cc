//! `piao controlla --completezza`: the table of the sections of the Piano-tipo, for a person or for a program.

use super::args::Formato;
use super::controlla::Letto;
use super::{counts, out, say, wrap};
use crate::conti::completezza::{Completezza, Evidenza, SezioneEsaminata, Stato};
use crate::diag::Severity;
use crate::piano::element::quanti;

/// The most columns of a line.
const WIDTH: usize = 100;

/// The columns of the title: as many as the longest official title has, and two spaces.
const TITLE_WIDTH: usize = 45;

/// Prints the table of each plan.
pub(super) fn print_all(read: &[Letto], format: Formato) {
    if let ([_, _, ..], Formato::Json) = (read, format) {
        let each = read.iter().filter_map(|one| {
            let mut table = one.completezza.as_ref()?.json();
            table.as_object_mut()?.insert("ente".to_owned(), one.ente.clone()?.into());
            Some(table)
        });
        return out(&serde_json::to_string_pretty(&each.collect::<Vec<_>>()).unwrap_or_default());
    }
    for one in read {
        if let ([_, _, ..], Some(ente)) = (read, &one.ente) {
            out(&format!("{ente}:"));
        }
        print(one, format);
    }
}

/// Prints the table.
fn print(read: &Letto, format: Formato) {
    match &read.completezza {
        None => say(
            "La completezza si chiede a un piano intero: questo documento ha un altro `tipo`, o il suo `piao.toml` non si legge.",
        ),
        Some(table) => match format {
            Formato::Json => out(&serde_json::to_string_pretty(&table.json()).unwrap_or_default()),
            Formato::Breve | Formato::Sarif => table.sezioni.iter().for_each(|sezione| out(&line(sezione))),
            Formato::Testo => table_as_text(table, &blocked(read)),
        },
    }
    if let Some(counts) = counts(&read.diags) {
        say(&format!("Il piano ha problemi ({counts}): `piao controlla` li elenca. Ciò che non si legge qui manca."));
    }
}

/// `2.2: presente, 14 di 16`
fn line(sezione: &SezioneEsaminata) -> String {
    match sezione.counts() {
        (_, 0) => format!("{}: {}", sezione.numero, sezione.stato.label()),
        (found, due) => format!("{}: {}, {found} di {due}", sezione.numero, sezione.stato.label()),
    }
}

/// What must be said beside a percentage that may be near the hundred: that the plan cannot be compiled, or approved, as it is.
fn blocked(read: &Letto) -> String {
    let diags = &read.diags;
    let (blocks, errors) = (diags.count(Severity::Blocco), diags.count(Severity::Errore));
    let many = |n: usize| quanti(n, "errore", "errori");
    match (blocks, errors) {
        (0, 0) => String::new(),
        (0, n) if read.broken => {
            format!(" Ma il piano è approvato e non si compila: c’è da correggere {}.", many(n))
        }
        (0, n) => format!(" Ma così il piano non si può approvare: c’è da correggere {}.", many(n)),
        (n, _) => format!(" Ma il piano non si compila: c’è da correggere {}.", many(n)),
    }
}

fn table_as_text(table: &Completezza, blocked: &str) {
    let staff = match table.dipendenti {
        Some(n) => quanti(usize::try_from(n).unwrap_or(usize::MAX), "dipendente", "dipendenti"),
        None => "il numero dei dipendenti non è indicato".to_owned(),
    };
    out(&format!("Piano {} ({staff})\n", table.profilo.label()));
    out(&row("", "Sezione", "Stato", "Trovate", "%"));
    for sezione in &table.sezioni {
        let optional = if sezione.dovuta || sezione.stato == Stato::Facoltativa { "" } else { " (facoltativa)" };
        let (found, due) = sezione.counts();
        let (count, percent) = match sezione.percento() {
            Some(percent) => (format!("{found} di {due}"), percent.to_string()),
            None => ("–".to_owned(), "–".to_owned()),
        };
        let state = format!("{}{optional}", sezione.stato.label());
        out("");
        out(&row(sezione.numero, sezione.titolo, &state, &count, &percent));
        if let Stato::Assente(reason) = &sezione.stato {
            wrap(&format!("motivo: {reason}"), &head("assente"), WIDTH);
        }
        sezione.evidenze.iter().for_each(print_evidence);
    }
    let counted = table.counted().count();
    out("");
    let all = match table.percento() {
        Some(percent) if counted == 1 => format!("{percent} %, quella della sola sezione che si conta"),
        Some(percent) => format!("{percent} %, la media delle {counted} sezioni che si contano"),
        None => "non c’è nulla da contare".to_owned(),
    };
    wrap(&format!("Completezza: {all}.{blocked}"), "", WIDTH);
    wrap(
        "In ogni sezione si divide ciò che si è trovato per ciò che è dovuto. Le sezioni facoltative e ciò che è dichiarato assente non si contano.",
        "",
        WIDTH,
    );
    if let (sections, data) = table.assenti()
        && sections + data > 0
    {
        let (sections, data) = (quanti(sections, "sezione", "sezioni"), quanti(data, "dato", "dati"));
        out(&format!("Dichiarati assenti, con il motivo: {sections}, {data}."));
    }
}

/// A line of the table.
fn row(numero: &str, titolo: &str, stato: &str, trovate: &str, percento: &str) -> String {
    format!("{numero:<5}{titolo:<TITLE_WIDTH$} {stato:<24} {trovate:>10} {percento:>6}").trim_end().to_owned()
}

/// The indent and the mark with which a line under a section begins.
fn head(mark: &str) -> String {
    format!("     {mark:<9} ")
}

/// Prints the line of one thing that was looked for in a section.
fn print_evidence(evidenza: &Evidenza) {
    let mark = match (evidenza.trovate, evidenza.dovute) {
        (_, 0) => "assente",
        (found, due) if found == due => "c’è",
        (0, _) => "manca",
        _ => "in parte",
    };
    wrap(&evidenza.detta(), &head(mark), WIDTH);
}
