//! The addresses that records give lead somewhere: they are whole.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::diag::codes::P0208;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Piano;

/// Reports the addresses of acts and of obligations to publish that do not open.
pub(super) fn check(piano: &Piano, diags: &mut Diagnostics) {
    let acts = piano.elementi.atti.iter().filter_map(|atto| atto.value.url.as_ref());
    let owed = piano.elementi.obblighi.iter().filter_map(|obbligo| obbligo.value.url.as_ref());
    diags.extend(acts.chain(owed).filter_map(|url| intero("url", url)));
}

/// What is wrong with the address that stands in `campo`, if anything is.
pub(super) fn intero(campo: &str, indirizzo: &Spanned<String>) -> Option<Diagnostic> {
    let address = indirizzo.value.trim();
    let lower = address.to_lowercase();
    let rest = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let whole = host.is_some_and(|host| host.contains('.') && !host.starts_with('.'))
        && !address.contains(char::is_whitespace)
        && !address.contains('…')
        && !address.contains("...");
    if whole || address.is_empty() {
        return None;
    }
    let problem = Diagnostic::at(P0208, indirizzo.span, format!("«{}» non è un indirizzo intero", short(address)))
        .note("chi legge lo apre dal sito e dal PDF, e sulla carta lo copia");
    Some(match lower.starts_with("www.") && !address.contains(char::is_whitespace) {
        true => problem.help(format!("scrivi `{campo} = \"https://{address}\"`")),
        false => problem.help("scrivi l’indirizzo come sta nel browser, per intero, con `https://` all’inizio"),
    })
}
