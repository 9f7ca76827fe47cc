//! The mail that is printed is that of an office, not of a person at home.

use crate::rules::personali::voci;
use crate::rules::{Cx, Diagnostic, Regola, fonti, personali};
use std::collections::BTreeSet;

pub static REGOLA: Regola = Regola::avviso("P1304", "posta-privata", include_str!("posta_privata.md"), check)
    .fonte(fonti::DLGS33_2013_7_BIS_E_GARANTE)
    .origine(&["N65", "PRIVACY-CONTACT"]);

/// Providers of mail to private persons.
const PRIVATI: &str = "gmail.com, googlemail.com, hotmail.com, hotmail.it, outlook.com, outlook.it, live.com, live.it, msn.com, \
    yahoo.com, yahoo.it, ymail.com, libero.it, virgilio.it, tiscali.it, alice.it, tim.it, tin.it, fastwebnet.it, \
    email.it, inwind.it, iol.it, icloud.com, me.com, proton.me, protonmail.com";

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let ours = domini(cx);
    let mut told = BTreeSet::new();
    for stampato in cx.stampati().filter(|stampato| !cx.dell_ente(stampato)) {
        let testo = &stampato.testo;
        for (range, name, domain) in personali::poste(&testo.parole) {
            let domain = domain.to_lowercase();
            let home = voci(PRIVATI).any(|known| known == domain);
            if !home && (!personali::casella_di_persona(name) || istituzionale(&domain, &ours)) {
                continue;
            }
            let message = if home {
                format!("c’è un indirizzo di posta privato, di {domain}")
            } else {
                "c’è l’indirizzo di posta di una persona, che non è dell’ente".to_owned()
            };
            // An address that is a link is found twice, as text and as link, and reported once.
            let Some(span) = testo
                .span(range)
                .filter(|_| told.insert((testo.span(0..1).map(|span| span.file), name, domain.clone())))
            else {
                continue;
            };
            out.push(
                REGOLA
                    .at(span, message)
                    .help("scrivi l’indirizzo dell’ufficio, per esempio quello della segreteria, o togli questo"),
            );
        }
    }
}

/// The domains of the sites and of the mail of the bodies of the plan.
fn domini(cx: &Cx<'_>) -> BTreeSet<String> {
    let fields = cx.piano.parole.iter().filter(|p| ["sito", "pec", "email"].contains(&p.campo.as_str()));
    let bodies = fields.filter(|p| p.campo != "email" || cx.delle_impostazioni(p.testo.span));
    bodies
        .map(|parola| {
            let text = parola.testo.value.to_lowercase();
            let text = text.rsplit("://").next().unwrap_or_default();
            let host = text.rsplit('@').next().unwrap_or_default().split('/').next().unwrap_or_default();
            host.trim_start_matches("www.").to_owned()
        })
        .filter(|host| host.contains('.') && voci(PRIVATI).all(|known| known != host))
        .collect()
}

/// Whether a domain is of a public body: one of those of the plan, or one that says so by itself.
fn istituzionale(domain: &str, ours: &BTreeSet<String>) -> bool {
    const ENTI: &str = "comune, comuni, unione, provincia, cittametropolitana, regione, asl, ausl, asp, gov, edu, istruzione, \
        camera, ats";
    let inside = |ours: &String| domain == ours || domain.ends_with(&format!(".{ours}"));
    ours.iter().any(inside) || domain.split(['.', '-']).any(|label| voci(ENTI).any(|known| known == label))
}
