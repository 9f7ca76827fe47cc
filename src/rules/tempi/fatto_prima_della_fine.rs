//! What is said to be wholly done has no phase that ends later.

use crate::base::giorno::Giorno;
use crate::base::span::interi;
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::fase::{Fase, StatoFase, numeri};
use crate::rules::confronti::vivi_scritti;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola =
    Regola::avviso("P0412", "fatto-prima-della-fine", include_str!("fatto_prima_della_fine.md"), check)
        .origine(&["DONE-BEFORE-END"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in vivi_scritti(cx) {
        let o = &obiettivo.value;
        // The outcome of one share says nothing of the whole.
        for misurazione in interi(&o.misurazioni).filter(|m| m.value.unita.is_none()) {
            let m = &misurazione.value;
            if m.percento() != Some(Percento::CENTO) {
                continue;
            }
            let day = m.data.map_or_else(|| cx.set.giorno(m.momento), |day| day.value);
            let late: Vec<(String, Giorno, crate::base::span::Span)> = o
                .fasi
                .iter()
                .zip(numeri(&o.fasi))
                .filter_map(|(fase, numero)| {
                    dopo(cx, &fase.value, m.momento, day).map(|(end, span)| (numero, end, span))
                })
                .collect();
            let Some((_, _, first)) = late.first() else { continue };
            let names: Vec<String> =
                late.iter().map(|(numero, end, _)| format!("la fase {numero}, il {end}")).collect();
            let what = match late.len() {
                1 => "una sua fase finisce dopo".to_owned(),
                n => format!("{n} sue fasi finiscono dopo"),
            };
            let span = m.percentuale.as_ref().map_or(misurazione.span, |p| p.span);
            out.push(
                REGOLA
                    .at(span, format!("al {} {} è al 100 %, ma {what}", m.momento.label(), cx.nome(n)).replace("100 %", "100\u{a0}%"))
                    .label(format!("misurato il {day}"))
                    .other(*first, "questa fase finisce dopo")
                    .note(format!("finiscono dopo: {}", elenco(&names)))
                    .help(format!("scrivi la percentuale raggiunta in quel giorno; se una fase era già finita, scrivi `completamento = {{ {} = 100 }}`", m.momento.label())),
            );
        }
    }
}

/// The last day of a phase that counts this year, when it is after `day` and the phase was not done by then.
fn dopo(cx: &Cx<'_>, fase: &Fase, momento: Momento, day: Giorno) -> Option<(Giorno, crate::base::span::Span)> {
    let tempi = fase.tempi.as_ref()?.di(cx.anno)?;
    let peso = fase.peso.as_ref().and_then(|peso| peso.di(cx.anno)).map(|peso| peso.value);
    let counts = peso.is_none_or(|peso| peso.numero().is_some_and(|n| n.0 > 0));
    let gone = matches!(fase.stato, Some(StatoFase::Annullata | StatoFase::Confluita | StatoFase::Completata));
    let whole = fase.completamento.as_ref().and_then(|c| c.al(momento)).is_some_and(|c| c.value >= Percento::CENTO);
    let given = fase.realizzazione.as_ref().and_then(|r| r.al(momento)).map(|r| r.value);
    let gave = given
        .zip(peso.and_then(crate::piano::element::misura::Peso::numero))
        .is_some_and(|(given, peso)| given >= peso);
    // At the end of the year what is measured is the part of that year: a phase that goes on in the next is not late.
    let of_the_year = |end: &Giorno| momento != Momento::Consuntivo || end.anno() <= day.anno();
    let end = tempi.value.scadenza(cx.anno).filter(|end| *end > day).filter(of_the_year)?;
    let vague = tempi.value.lettura.as_ref().is_ok_and(|l| l.impreciso || l.dubbio.is_some());
    (counts && !gone && !whole && !gave && !vague).then_some((end, tempi.span))
}
