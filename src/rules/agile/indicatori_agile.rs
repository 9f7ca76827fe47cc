//! The plan says how many people work away from the office and for how many days, last year and in the next three.

use crate::conti::requisiti::anni_agili;
use crate::rules::agile::usato;
use crate::rules::{Ambito, Cx, Diagnostic, Regola, elenco, fonti};

pub static REGOLA: Regola = Regola::avviso("P0725", "indicatori-agile", include_str!("indicatori_agile.md"), check)
    .ambito(Ambito::Ordinario)
    .fonte(fonti::DM132_2022_ALLEGATO_3_2)
    .contenuto("3.2");

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for agile in usato(cx) {
        let a = &agile.value;
        let first = cx.set.anni().next().unwrap_or_default();
        let years: Vec<i16> = anni_agili(cx.set).collect();
        let lacks = |all: &Option<crate::piano::element::misura::PerAnno<_>>| -> Vec<String> {
            years
                .iter()
                .filter(|year| all.as_ref().is_none_or(|all| all.di(**year).is_none()))
                .map(ToString::to_string)
                .collect()
        };
        let both = [("persone", lacks(&a.dipendenti)), ("giornate", lacks(&a.giornate))];
        let missing: Vec<String> = both
            .iter()
            .filter(|(_, years)| !years.is_empty())
            .map(|(what, years)| format!("le {what} del {}", elenco(years)))
            .collect();
        let fields = both.iter().zip(["dipendenti", "giornate"]).filter(|((_, years), _)| !years.is_empty());
        let cures: Vec<String> =
            fields.map(|(_, field)| format!("`{field} = {{ {0} = …, {1} = … }}`", first - 1, first)).collect();
        if !missing.is_empty() {
            let message = format!("del lavoro agile non si dicono {}", elenco(&missing));
            out.push(REGOLA.at(agile.span, message).help(format!("aggiungi {}", elenco(&cures))));
        }
    }
}
