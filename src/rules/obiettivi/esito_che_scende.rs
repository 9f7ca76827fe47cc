//! What was reached stays reached: the outcome at the end of the year is not under that of the monitoring.

use crate::base::span::{Span, Spanned, interi};
use crate::piano::element::Kind;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::pos::Pos;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0352", "esito-che-scende", include_str!("esito_che_scende.md"), check);

/// The percentage of an outcome, written or said by its state, and where it is. One that was replaced did not fall.
fn al(misurazioni: &[&Spanned<Misurazione>], momento: Momento) -> Option<(Percento, Span)> {
    let misurazione = misurazioni.iter().find(|m| m.value.momento == momento && m.value.stato != Esito::Sostituito)?;
    let span = misurazione.value.percentuale.as_ref().map_or(misurazione.span, |percentuale| percentuale.span);
    Some((misurazione.value.percento()?, span))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misurato in cx.piano.elementi.misurati().into_iter().filter(|misurato| misurato.intero) {
        if let (Kind::Obiettivo, n) = misurato.quale
            && !cx.piano[Pos::<Obiettivo>::new(n)].value.vivo()
        {
            continue;
        }
        // The outcomes of the whole are compared with each other, and so are those of each share.
        let mut shares: Vec<Option<&str>> = Vec::new();
        for misurazione in misurato.misurazioni {
            let share = misurazione.value.unita.as_ref().map(|unita| unita.value.as_str());
            if !shares.contains(&share) {
                shares.push(share);
            }
        }
        for share in shares {
            let mine: Vec<&Spanned<Misurazione>> = interi(misurato.misurazioni)
                .filter(|m| m.value.unita.as_ref().map(|unita| unita.value.as_str()) == share)
                .collect();
            if let (Some((before, there)), Some((after, span))) =
                (al(&mine, Momento::Monitoraggio), al(&mine, Momento::Consuntivo))
                && after < before
            {
                out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "l’esito di {} scende da {} al monitoraggio a {} al consuntivo",
                                cx.nome(misurato.quale),
                                before.numero(),
                                after.numero()
                            ),
                        )
                        .other(there, "il monitoraggio è qui")
                        .help(format!("correggi la percentuale sbagliata; se il lavoro è davvero tornato indietro, spiegalo e ammettilo con `[[{}.ammetti]]`", misurato.quale.0.info().table)),
                );
            }
        }
    }
}
