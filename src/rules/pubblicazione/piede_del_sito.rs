//! The foot of every page of the site leads to the privacy notice and to the accessibility statement. Date and licence are always
//! there.

use crate::piano::settings::Stato;
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P1410", "piede-del-sito", include_str!("piede_del_sito.md"), check)
    .fonte(fonti::AGID_SITI_COMUNALI)
    .origine(&["N75"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // A plan that is not approved is not published yet.
    if cx.set.stato != Stato::Approvato || !cx.lette_le_impostazioni() {
        return;
    }
    let sito = &cx.set.sito;
    let pages = [
        (&sito.accessibilita, "la dichiarazione di accessibilità", "accessibilita = \"https://form.agid.gov.it/…\""),
        (&sito.privacy, "l’informativa sulla privacy", "privacy = \"https://www.comune.it/privacy\""),
    ];
    let missing: Vec<_> = pages.iter().filter(|(page, ..)| page.is_none()).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|(_, name, _)| (*name).to_owned()).collect();
    let lines: Vec<&str> = missing.iter().map(|(.., line)| *line).collect();
    let verb = if missing.len() == 1 { "manca" } else { "mancano" };
    out.push(
        REGOLA
            .at(cx.tabella("sito"), format!("nel piè di pagina del sito {verb} {}", elenco(&names)))
            .help(format!("scrivi in `piao.toml`:\n[sito]\n{}", lines.join("\n"))),
    );
}
