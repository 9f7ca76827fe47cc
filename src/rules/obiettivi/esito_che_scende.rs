//! What was reached stays reached: the outcome at the end of the year is not under that of the monitoring.

use crate::base::span::Span;
use crate::base::span::interi;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0352", "esito-che-scende", include_str!("esito_che_scende.md"), check);

/// A percentage at a moment, and where it is written.
fn al(misurazioni: &[&Misurazione], momento: Momento) -> Option<(Percento, Span)> {
    let misurazione = misurazioni.iter().find(|m| m.momento == momento)?;
    misurazione.percentuale.as_ref().map(|p| (p.value, p.span))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.obiettivi() {
        let o = &obiettivo.value;
        // The outcomes of the whole are compared with each other, and so are those of each share.
        let mut shares: Vec<Option<&str>> = Vec::new();
        for misurazione in &o.misurazioni {
            let share = misurazione.value.unita.as_ref().map(|unita| unita.value.as_str());
            if !shares.contains(&share) {
                shares.push(share);
            }
        }
        for share in shares {
            let mine: Vec<&Misurazione> = interi(&o.misurazioni)
                .map(|m| &m.value)
                .filter(|m| m.unita.as_ref().map(|unita| unita.value.as_str()) == share)
                .collect();
            if let (Some((before, there)), Some((after, span))) =
                (al(&mine, Momento::Monitoraggio), al(&mine, Momento::Consuntivo))
                && after < before
                && o.vivo()
            {
                out.push(
                    REGOLA
                        .at(
                            span,
                            format!(
                                "l’esito di {} scende da {} al monitoraggio a {} al consuntivo",
                                cx.nome(n),
                                before.numero(),
                                after.numero()
                            ),
                        )
                        .other(there, "il monitoraggio è qui")
                        .help("correggi la percentuale sbagliata; se il lavoro è davvero tornato indietro, spiegalo e ammettilo con `[[obiettivo.ammetti]]`"),
                );
            }
        }
    }
}
