//! The addresses that records give lead somewhere: they are whole.

use crate::base::span::Spanned;
use crate::base::text::short;
use crate::diag::codes::P0208;
use crate::diag::{Diagnostic, Diagnostics};
use crate::piano::Piano;
use crate::piano::element::value::Dovuto;

/// Reports the addresses of acts, of obligations to publish and of the body that do not open.
pub(super) fn check(piano: &Piano, diags: &mut Diagnostics) {
    let acts = piano.elementi.atti.iter().filter_map(|atto| atto.value.url.as_ref());
    let owed = piano.elementi.obblighi.iter().filter_map(|obbligo| obbligo.value.url.as_ref());
    diags.extend(acts.chain(owed).filter_map(|url| intero("url", url)));
    if let Some(Dovuto::Valore(site)) = piano.impostazioni.as_ref().and_then(|set| set.ente.sito.as_ref()) {
        diags.extend(intero("sito", site));
    }
}

/// What is wrong with the address that stands in `campo`, if anything is.
pub(super) fn intero(campo: &str, indirizzo: &Spanned<String>) -> Option<Diagnostic> {
    let address = indirizzo.value.trim();
    let lower = address.to_lowercase();
    let rest = ["https://", "http://"].iter().find_map(|scheme| lower.strip_prefix(scheme));
    // A site, and a page of it.
    let place = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.')
            && !host.starts_with('.')
            && !rest.contains(char::is_whitespace)
            && !rest.contains('…')
            && !rest.contains("...")
    };
    if rest.is_some_and(place) || address.is_empty() {
        return None;
    }
    let bare = address.trim_start_matches('/');
    let problem = Diagnostic::at(P0208, indirizzo.span, format!("«{}» non è un indirizzo intero", short(address)))
        .note("chi legge lo apre dal sito e dal PDF, e sulla carta lo copia");
    Some(match rest.is_none() && !bare.contains([':', '@']) && place(bare) {
        true => problem.help(format!("scrivi `{campo} = \"https://{bare}\"`")),
        false => problem.help("scrivi l’indirizzo come sta nel browser, per intero, con `https://` all’inizio"),
    })
}

#[cfg(test)]
mod tests {
    use super::intero;
    use crate::base::span::{FileId, Span, Spanned};

    #[test]
    fn the_cure_is_an_address_that_opens() {
        let told = |address: &str| {
            let written = Spanned::new(address.to_owned(), Span::new(FileId(0), 0..0));
            intero("sito", &written).map(|problem| problem.helps.join(" "))
        };
        assert_eq!(told("https://www.comune.example/piano"), None);
        for address in ["www.comune.example", "comune.example", "//comune.example/albo"] {
            let bare = address.trim_start_matches('/');
            assert_eq!(told(address), Some(format!("scrivi `sito = \"https://{bare}\"`")), "{address}");
        }
        for address in ["comune", "il sito del Comune", "mail@comune.example", "javascript:alert(1).x", "https://"] {
            assert!(told(address).is_some_and(|help| help.contains("come sta nel browser")), "{address}");
        }
    }
}
