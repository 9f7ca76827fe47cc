//! What a plan promises falls in its years.

use crate::base::giorno::Giorno;
use crate::base::span::interi;
use crate::lingua::tempo::{Intervallo, Introdotto, Tempo, find};
use crate::piano::element::misura_prevenzione::Stato;
use crate::piano::element::value::Dovuto;
use crate::rules::tempi::termine_nel_periodo::{righe, termini};
use crate::rules::{Cx, Diagnostic, Regola, tempi, tempi_misura};
use jiff::civil::Date;

pub static REGOLA: Regola =
    Regola::avviso("P0404", "data-nel-ciclo", include_str!("data_nel_ciclo.md"), check).origine(&["DATE-CYCLE"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    passati(cx, out);
    // Of a record that was read by half the dates or the state may be among what is not read.
    for (_, obiettivo) in cx.obiettivi() {
        let o = &obiettivo.value;
        for quando in tempi(o) {
            // The times of the phases are judged by the dates of their objective. A year written as a key is meant.
            if quando.anno.is_some() || (quando.fase && (o.inizio.is_some() || o.fine.is_some())) {
                continue;
            }
            if let Some(problem) = fuori(cx, &quando.tempo, cx.anno) {
                out.push(told(cx, quando.span, &quando.tempo.parola, &problem));
            }
        }
        // A tool of verification that promises something for a year that is over.
        for discorso in o.verifiche.iter().flat_map(|v| cx.discorsi(v.value.strumento)) {
            for trovato in find(&discorso.parole).into_iter().filter(|t| t.come == Introdotto::Entro) {
                if let (Some(Fuori::Prima), Some(span)) =
                    (fuori(cx, &trovato.tempo, cx.anno), discorso.span(trovato.dove))
                {
                    out.push(told(cx, span, &trovato.tempo.parola, &Fuori::Prima));
                }
            }
        }
        for riga in righe(o, cx.anno) {
            for (span, tempo) in termini(cx, &riga) {
                if let Some(problem) = fuori(cx, &tempo, riga.anno) {
                    out.push(told(cx, span, &tempo.parola, &problem));
                } else if riga.anno_intero()
                    && let Some(day) = tempo.scadenza(riga.anno).filter(|day| day.anno() > riga.anno)
                {
                    out.push(
                        REGOLA
                            .at(
                                span,
                                format!("«{}» è dopo il {}, che è l’anno di questa riga", tempo.parola, riga.anno),
                            )
                            .other(riga.tempi_span, format!("qui i tempi sono «{}»", riga.tempi.parola))
                            .help(format!("scrivi in `tempi` un periodo che arrivi al {day}, o correggi la scadenza")),
                    );
                }
            }
        }
    }
}

/// The terms of the records that are no objectives, which are over before the plan begins. Some may end after it: a report on the last
/// year, a value to reach in the next decade.
fn passati(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let measures = interi(&elementi.misure_prevenzione).map(|misura| &misura.value);
    // One that is in place may say since when.
    let measures = measures.filter(|misura| !matches!(misura.stato, Some(Stato::InAtto))).flat_map(tempi_misura);
    let terms = interi(&elementi.obiettivi_vp).map(|o| &o.value.scadenza);
    let terms = terms.chain(interi(&elementi.procedure).map(|p| &p.value.scadenza)).filter_map(|term| match term {
        Some(Dovuto::Valore(term)) => Some(term),
        Some(Dovuto::Assente(_)) | None => None,
    });
    let duties = interi(&elementi.obblighi).filter_map(|o| o.value.termine.as_ref());
    // Of the times of a monitoring P1053 says whether they are of the plan.
    let staff = interi(&elementi.assunzioni).filter_map(|a| a.value.scadenza.as_ref());
    for tempo in measures.chain(terms).chain(duties).chain(staff) {
        if let Some(Fuori::Prima) = fuori(cx, &tempo.value, cx.anno) {
            out.push(told(cx, tempo.span, &tempo.value.parola, &Fuori::Prima));
        }
    }
}

/// On which side a time is out of the plan.
pub enum Fuori {
    Prima,
    Dopo,
}

/// Whether a time is all out of the plan: before its year or after its triennium.
pub fn fuori(cx: &Cx<'_>, tempo: &Tempo, anno: i16) -> Option<Fuori> {
    let days: Vec<Intervallo> = tempo.intervalli(anno);
    let first = Giorno(Date::new(cx.anno, 1, 1).ok()?);
    let last = cx.ultimo_giorno()?;
    if days.is_empty() {
        None
    } else if days.iter().all(|i| i.a.is_some_and(|a| a < first)) {
        Some(Fuori::Prima)
    } else if days.iter().all(|i| i.da.or(i.a).is_some_and(|da| da > last)) {
        Some(Fuori::Dopo)
    } else {
        None
    }
}

fn told(cx: &Cx<'_>, span: crate::base::span::Span, parola: &str, why: &Fuori) -> Diagnostic {
    let parola = crate::base::text::short(parola.trim());
    let (message, cure) = match why {
        Fuori::Prima => {
            let again = cx.sources.slice(span).replace(&(cx.anno - 1).to_string(), &cx.anno.to_string());
            let cure = if again.contains(&cx.anno.to_string()) {
                format!(
                    "forse è {}; se è una cosa già fatta, dilla al passato senza scadenza",
                    again.trim_matches(['"', '\''])
                )
            } else {
                format!("scrivi un termine del {}; se è una cosa già fatta, dilla al passato senza scadenza", cx.anno)
            };
            (format!("«{parola}» è prima del {}, l’anno di cui è il piano", cx.anno), cure)
        }
        Fuori::Dopo => (
            format!("«{parola}» è dopo il triennio {}", cx.set.triennio.value),
            "scrivi un termine dentro il triennio, o dividi l’obiettivo: il resto è dei piani che verranno".to_owned(),
        ),
    };
    REGOLA
        .at(span, message)
        .note(format!("il piano è del {}, nel triennio {}", cx.anno, cx.set.triennio.value))
        .help(cure)
}
