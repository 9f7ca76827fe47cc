//! The plan says how it asks those who use the services whether they are satisfied.

use crate::base::span::tutti_interi;
use crate::conti::requisiti::soddisfazione;
use crate::piano::element::monitoraggio::Tipo;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, fonti};

pub static REGOLA: Regola =
    Regola::errore("P1051", "soddisfazione-utenti", include_str!("soddisfazione_utenti.md"), check)
        .ambito(Ambito::Ordinario)
        .fonte(fonti::DM132_2022_5)
        .origine(&["N60"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let all = &cx.piano.elementi.monitoraggi;
    let Some(place) = cx.richiesto_in("4").filter(|_| !all.is_empty() && tutti_interi(all)) else { return };
    if soddisfazione(cx.piano) {
        return;
    }
    let problem = REGOLA
        .at(place, "non si dice come si rileva la soddisfazione degli utenti")
        .help("aggiungi un `[[monitoraggio]]` con `tipo = \"soddisfazione\"`, `strumento` e `servizi = [\"…\"]`");
    let mut asked = all.iter().map(|m| &m.value).filter(|m| m.tipo() == Tipo::Soddisfazione);
    out.push(match asked.next() {
        Some(half) => {
            let lacks = match (&half.strumento, half.servizi.is_empty()) {
                (Some(_), _) => "a questo mancano i servizi",
                (_, false) => "a questo manca lo strumento",
                (_, true) => "a questo mancano lo strumento e i servizi",
            };
            problem.other(half.titolo.span, lacks)
        }
        None => problem,
    });
}
