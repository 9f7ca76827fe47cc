//! What is said to be reached has no value that missed what it had to reach: of the whole of an indicator, or of one of its shares.

use crate::base::span::{Span, Spanned};
use crate::conti::confronto::{Giudizio, tutti_dell_anno};
use crate::piano::element::misura::{Momento, Percento};
use crate::piano::element::obiettivo::indicatore::{Indicatore, QuotaIndicatore};
use crate::piano::element::obiettivo::misurazione::{Esito, Misurazione};
use crate::piano::element::unita::Unita;
use crate::piano::element::{Kind, Misurato};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0308", "esito-e-target", include_str!("esito_e_target.md"), check).origine(&["OUTCOME-VS-TARGET"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for misurato in cx.piano.elementi.misurati() {
        for indicatore in misurato.indicatori {
            for (quota, (target, rilevato, judged)) in tutti_dell_anno(cx.piano, &indicatore.value, cx.anno) {
                let reached = raggiunto(cx, &misurato, &indicatore.value, quota);
                let Some((what, outcome)) = reached.filter(|_| judged == Giudizio::Mancato) else { continue };
                let (got, wanted) = (&rilevato.value.parola, &target.value.parola);
                let part = match quota {
                    Some(quota) => format!("un indicatore in «{}»", crate::base::text::short(quota.per.value.trim())),
                    None => "un indicatore".to_owned(),
                };
                let (name, table) = match misurato.quale.0 {
                    Kind::Obiettivo => ("l’obiettivo è raggiunto", "obiettivo"),
                    kind => ("la cosa è riuscita", kind.info().table),
                };
                let cure = format!(
                    "correggi il valore o l’esito: se {name} in parte scrivi `stato = \"parzialmente-raggiunto\"` con `percentuale` e `in_quanto`; se è raggiunto lo stesso, spiegalo in `[[{table}.ammetti]]` con `regola = \"esito-e-target\"` e il `motivo`"
                );
                out.push(
                    REGOLA
                        .at(
                            rilevato.span,
                            format!("{what}, ma {part} si è fermato a «{got}» e doveva arrivare a «{wanted}»")
                                .replace(" %", "\u{a0}%"),
                        )
                        .label("il valore rilevato")
                        .other(target.span, "il valore atteso")
                        .other(outcome, "l’esito")
                        .note(format!("l’indicatore è: {}", cx.parole(indicatore.value.testo)))
                        .help(cure),
                );
            }
        }
    }
}

/// What is said to be reached of which this value is a part, and where: the whole record, the share of the unit, or the indicator alone.
fn raggiunto(
    cx: &Cx<'_>,
    misurato: &Misurato<'_>,
    indicatore: &Indicatore,
    quota: Option<&QuotaIndicatore>,
) -> Option<(String, Span)> {
    let full = |m: &Misurazione| {
        m.momento == Momento::Consuntivo && m.stato == Esito::Raggiunto && m.percento() == Some(Percento::CENTO)
    };
    let full = || misurato.misurazioni.iter().filter(|m| full(&m.value));
    let span = |m: &Spanned<Misurazione>| m.value.percentuale.as_ref().map_or(m.span, |p| p.span);
    let nome = cx.nome(misurato.quale);
    if let Some(m) = full().find(|m| m.value.unita.is_none()) {
        return Some((format!("{nome} è dato per raggiunto al 100 %"), span(m)));
    }
    let unit = quota.and_then(|quota| cx.index.named::<Unita>(quota.per.value.trim()));
    let of_unit = |m: &&Spanned<Misurazione>| m.value.unita.as_ref().and_then(|rif| cx.index.rif(rif)) == unit;
    if unit.is_some()
        && let Some(m) = full().find(of_unit)
    {
        return Some((format!("la parte di un’unità in {nome} è data per raggiunta al 100 %"), span(m)));
    }
    let mut own = indicatore.misurazioni.iter();
    let own = own.find(|m| m.value.momento == Momento::Consuntivo && m.value.stato == Some(Esito::Raggiunto))?;
    Some((format!("un indicatore di {nome} è dato per raggiunto"), own.span))
}
