//! Somebody holds every unit on every day of the year.

use crate::base::span::tutti_interi;
use crate::conti::performance::copertura::{scoperture, tutti_i_titolari};
use crate::piano::element::unita::{Tipo, Unita};
use crate::rules::confronti::abitudine;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::errore("P0704", "titolare-mancante", include_str!("titolare_mancante.md"), check)
    .origine(&["RESP-MISSING"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    // The holder that seems to be missing may be in a record that could not be read.
    if cx.sources.partial || !tutti_interi(&elementi.incarichi) || !cx.letti_gli_obiettivi() {
        return;
    }
    let all = tutti_i_titolari(cx.piano, cx.index).into_iter();
    // An organ is not held by one person.
    let organ = |unita: &Unita| unita.tipo == Some(Tipo::Organo);
    let all = all.map(|(unita, holders)| (&cx.piano[unita], holders)).filter(|(unita, _)| !organ(&unita.value));
    let all: Vec<_> = all.collect();
    for (unita, holders) in all.iter().filter(|(_, holders)| !holders.is_empty()) {
        let gaps = scoperture(cx.piano, holders, cx.anno);
        let Some((from, _)) = gaps.first() else { continue };
        let days: Vec<String> = gaps.iter().map(|(from, to)| format!("dal {from} al {to}")).collect();
        // The place is the day on which the last holder before the gap leaves, or else the name of the unit.
        let ends = holders.iter().filter_map(|holder| cx.piano[*holder].value.al);
        let left = ends.filter(|al| al.value < *from).max_by_key(|al| al.value);
        let span = left.map_or(unita.value.nome.span, |al| al.span);
        out.push(
            REGOLA
                .at(span, format!("«{}» non ha un titolare {}", unita.value.nome.value, elenco(&days)))
                .other(unita.value.nome.span, "l’unità è scritta qui")
                .help("aggiungi l’`[[incarico]]` di chi la regge in quei giorni, anche ad interim (`ruolo = \"interim\"`), o l’unità in `altre_unita` di chi guida anche lei, o correggi `dal` e `al`"),
        );
    }
    for (unita, _) in abitudine(all, |(_, holders)| !holders.is_empty()) {
        out.push(
            REGOLA
                .at(unita.value.nome.span, format!("di «{}» non si dice chi è il titolare", unita.value.nome.value))
                .note("delle altre unità del piano si dice quasi sempre")
                .help("aggiungi un `[[incarico]]` con questa `unita`, il `ruolo` e la `persona`, o l’unità in `altre_unita` di chi la guida"),
        );
    }
}
