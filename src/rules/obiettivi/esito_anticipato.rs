//! A plan tells no outcome of a moment that is later than its own.

use crate::base::span::{Span, Spanned};
use crate::piano::element::Kind;
use crate::piano::element::misura::{AlMomento, Momento};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::obiettivo::indicatore::Indicatore;
use crate::piano::element::obiettivo::misurazione::Misurazione;
use crate::piano::settings;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::errore("P0360", "esito-anticipato", include_str!("esito_anticipato.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let set = cx.set;
    let last = set.momento.value;
    let later = |all: Vec<(Momento, Span)>| all.into_iter().find(|(momento, _)| di(*momento) > last);
    let told = |whose: String, (momento, span): (Momento, Span)| {
        REGOLA
            .at(span, format!("di {whose} c’è l’esito al {}, e il documento è {}", momento.label(), nome(last)))
            .note("un esito si scrive quando si conosce, e chi legge crederebbe che il piano sia nato così")
            .help(format!(
                "in `piao.toml` scrivi `momento = \"{0}\"` e aggiungi la `[[versione]]` del {0}; il piano di prima si rifà con `--momento {1}`",
                momento.label(),
                last.label()
            ))
    };
    // The indicators of what is no objective: public value, remote work, training.
    for (kind, n, indicatori) in cx.piano.elementi.indicatori() {
        let all = indicatori.iter().filter(|_| kind != Kind::Obiettivo).flat_map(misure).collect();
        out.extend(later(all).map(|found| told(cx.nome((kind, n)), found)));
    }
    for (n, obiettivo) in cx.obiettivi() {
        if let Some(found) = later(esiti(&obiettivo.value)) {
            out.push(told(cx.nome(n), found));
            continue;
        }
        // Without a version of its own, the day of the document is not known.
        if set.seguito.mancante.is_some() {
            continue;
        }
        // That the day of a moment comes after the version that measures it is told once, of the version.
        let own = |m: &&Spanned<Misurazione>| m.intero && (m.value.data.is_some() || set.versione().is_none());
        let early = obiettivo.value.misurazioni.iter().filter(own).find_map(|m| {
            let day = m.value.data.map_or_else(|| set.giorno(m.value.momento), |day| day.value);
            (day > set.data.value).then_some((day, m.value.data.map_or(m.span, |day| day.span), m.value.momento))
        });
        if let Some((day, span, momento)) = early {
            out.push(
                REGOLA
                    .at(span, format!("l’esito di {} è al {day}, ma il documento è del {}", cx.nome(n), set.data.value))
                    .help(format!(
                        "correggi `data` in `piao.toml` o nella sua `[[versione]]`; se si è misurato prima, scrivi quel giorno in `[performance]`: `{} = \"GG/MM/AAAA\"`",
                        momento.label()
                    )),
            );
        }
    }
}

/// The moment of the plan in which an outcome is known.
fn di(momento: Momento) -> settings::Momento {
    match momento {
        Momento::Monitoraggio => settings::Momento::Monitoraggio,
        Momento::Consuntivo => settings::Momento::Consuntivo,
    }
}

fn nome(momento: settings::Momento) -> &'static str {
    match momento {
        settings::Momento::Approvazione => "il piano che si approva",
        settings::Momento::Monitoraggio => "il monitoraggio",
        settings::Momento::Consuntivo => "il consuntivo",
    }
}

fn all<T>(values: Option<&AlMomento<T>>, place: impl Fn(&T) -> Span) -> Vec<(Momento, Span)> {
    values.into_iter().flat_map(AlMomento::iter).map(|(momento, value)| (momento, place(value))).collect()
}

/// Every outcome of an indicator, with its moment.
fn misure(indicatore: &Spanned<Indicatore>) -> Vec<(Momento, Span)> {
    let mut out: Vec<(Momento, Span)> =
        indicatore.value.misurazioni.iter().map(|m| (m.value.momento, m.span)).collect();
    out.extend(all(indicatore.value.rilevato.as_ref(), |value| value.span));
    for quota in &indicatore.value.quote {
        out.extend(all(quota.value.rilevato.as_ref(), |value| value.span));
    }
    out
}

/// Every outcome of an objective, with its moment: its own, and those of its phases and indicators.
fn esiti(obiettivo: &Obiettivo) -> Vec<(Momento, Span)> {
    let own = obiettivo.misurazioni.iter().map(|m| (m.value.momento, m.span));
    let mut out: Vec<(Momento, Span)> = own.collect();
    out.extend(obiettivo.domande.iter().map(|domanda| (domanda.value.momento, domanda.span)));
    for risultato in &obiettivo.risultati {
        out.extend(risultato.value.misurazioni.iter().map(|m| (m.value.momento, m.span)));
    }
    for fase in &obiettivo.fasi {
        out.extend(fase.value.misurazioni.iter().map(|m| (m.value.momento, m.span)));
        out.extend(all(fase.value.completamento.as_ref(), |value| value.span));
        out.extend(all(fase.value.realizzazione.as_ref(), |value| value.span));
    }
    out.extend(obiettivo.indicatori.iter().flat_map(misure));
    out
}
