//! What `piao.toml` says of the outputs: the style sheet, the addresses of before, the figures of the codes.

use crate::base::span::interi;
use crate::diag::codes::{P0107, P0114, P0115, P0201, P0203};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::{Index, like_source};
use crate::piano::Piano;
use crate::piano::element::id::Id;
use crate::source::Sources;

/// Reports the settings that the outputs cannot follow.
pub(super) fn check(piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    style(piano, sources, diags);
    moved(piano, index, diags);
    cifre(piano, diags);
}

/// How many figures each step of a code has.
fn cifre(piano: &Piano, diags: &mut Diagnostics) {
    let cifre = piano.impostazioni.iter().flat_map(|set| interi(&set.albero.cifre.0));
    for cifre in cifre.filter(|n| !(1..=4).contains(&n.value)) {
        diags.push(
            Diagnostic::at(
                P0107,
                cifre.span,
                format!("i codici dell’albero non possono avere {} cifre per passo", cifre.value),
            )
            .help("scrivi un numero da 1 a 4, o uno per livello: con 2 il codice è 05.02.01, con [2, 1] è 05.2.1"),
        );
    }
}

/// The style sheet that `piao.toml` names must be a file of the plan: the site has to work without other servers.
fn style(piano: &Piano, sources: &Sources, diags: &mut Diagnostics) {
    let Some(path) = piano.impostazioni.as_ref().and_then(|set| set.sito.foglio_di_stile.as_ref()) else { return };
    let found = sources.find(&path.value);
    if found.is_some_and(|(_, file)| file.has_extension("css")) {
        return;
    }
    let words = crate::base::text::short(&path.value);
    let problem = match found {
        Some(_) => format!("`{words}` non è un foglio di stile"),
        None => format!("il foglio di stile `{words}` non c’è nella cartella del piano"),
    };
    let problem = Diagnostic::at(P0114, path.span, problem);
    if let Some(file) = sources.simile(&path.value).filter(|file| found.is_none() && file.has_extension("css")) {
        let right = like_source(sources, path, &file.path);
        diags.push(problem.help(format!("scrivi `{}`", file.path)).proposta(path.span, right));
        return;
    }
    diags.push(problem.help(
        "copia il file `.css`, con i caratteri e le immagini che usa, in una cartella del piano e scrivi il percorso da lì: \"stile/bootstrap-italia.min.css\"",
    ));
}

/// The ids that things had before: each must be free, or its page would be that of another thing, and lead to something.
fn moved(piano: &Piano, index: &Index, diags: &mut Diagnostics) {
    for (before, now) in piano.impostazioni.iter().flat_map(|set| &set.sito.spostati) {
        if let Some(thing) = index.find(before).first() {
            diags.push(
                Diagnostic::at(
                    P0203,
                    now.span,
                    format!("`{before}` è il nome di prima di `{}`, ma nel piano c’è ancora", now.value),
                )
                .other(thing.span, "è questa")
                .help("togli la riga: il suo indirizzo porta già dove deve"),
            );
        } else if Id::new(before).is_none() {
            diags.push(
                Diagnostic::at(
                    P0115,
                    now.span,
                    format!("«{}» non può essere stato un id", crate::base::text::short(before)),
                )
                .help("scrivi a sinistra l’id di prima, a destra quello di ora: `prima = \"ora\"`"),
            );
        } else if index.find(&now.value).is_empty() && !piano.incompleto.nomi {
            diags.push(
                Diagnostic::at(P0201, now.span, format!("«{}» non esiste nel piano", now.value))
                    .note(format!("l’indirizzo di prima, `{before}.html`, non porterebbe da nessuna parte"))
                    .help("scrivi l’id di ciò che ne ha preso il posto, o togli la riga"),
            );
        }
    }
}
