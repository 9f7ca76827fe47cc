//! What is said year by year is said of each year of the triennium, and of none after it.

use crate::base::span::{Span, Spanned};
use crate::piano::element::misura::PerAnno;
use crate::piano::piano_tipo::Profilo;
use crate::rules::{Cx, Diagnostic, Regola, elenco};

pub static REGOLA: Regola = Regola::avviso("P0760", "anni-dei-valori", include_str!("anni_dei_valori.md"), check);

/// The values of a field by year, each with its place.
struct Valori {
    campo: &'static str,
    anni: Vec<(i16, Span)>,
    /// Whether each year of the triennium must have one: a number of posts stays until the next one.
    tutti: bool,
    /// Whether a year before the triennium may have one.
    prima: bool,
}

fn valori<T>(campo: &'static str, all: Option<&PerAnno<Spanned<T>>>) -> Option<Valori> {
    let anni: Vec<(i16, Span)> = all?.iter().filter_map(|(anno, value)| Some((anno?, value.span))).collect();
    (!anni.is_empty()).then_some(Valori { campo, anni, tutti: true, prima: true })
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let elementi = &cx.piano.elementi;
    let small = cx.set.profilo() == Profilo::Semplificato;
    for record in elementi.lavoro_agile.iter().filter(|record| record.intero) {
        let a = &record.value;
        let all = [
            // P0725 asks the larger bodies for each year.
            valori("dipendenti", a.dipendenti.as_ref()).map(|one| Valori { tutti: small, ..one }),
            // Only of the people a plan says how many they will be in each year; P0725 asks the larger bodies for the days too.
            valori("giornate", a.giornate.as_ref()).map(|one| Valori { tutti: false, ..one }),
            valori("accordi", a.accordi.as_ref()).map(|one| Valori { tutti: false, ..one }),
        ];
        all.into_iter().flatten().for_each(|one| judge(cx, &one, out));
    }
    for record in elementi.spese_personale.iter().filter(|record| record.intero) {
        let s = &record.value;
        let limite = s.limite.as_ref().map(|limite| &limite.value);
        let flessibile = s.flessibile.as_ref().map(|flessibile| &flessibile.value);
        let all = [
            valori("prevista", s.prevista.as_ref()),
            valori("dup", s.dup.as_ref()),
            valori("etero", s.etero.as_ref()).map(|one| Valori { tutti: false, ..one }),
            valori("totale", limite.and_then(|l| l.totale.as_ref())),
            valori("escluse", limite.and_then(|l| l.escluse.as_ref())).map(|one| Valori { tutti: false, ..one }),
            valori("soggetta", limite.and_then(|l| l.soggetta.as_ref())),
            valori("prevista", flessibile.and_then(|f| f.prevista.as_ref())),
        ];
        all.into_iter().flatten().for_each(|one| judge(cx, &Valori { prima: false, ..one }, out));
    }
    for record in elementi.obblighi.iter().filter(|record| record.intero) {
        let anni = record.value.campione.0.iter().map(|anno| (anno.value, anno.span)).collect();
        judge(cx, &Valori { campo: "campione", anni, tutti: false, prima: false }, out);
    }
    for record in elementi.dotazione.iter().filter(|record| record.intero) {
        if let Some(one) = valori("posti", record.value.posti.as_ref()) {
            judge(cx, &Valori { tutti: false, ..one }, out);
        }
    }
}

fn judge(cx: &Cx<'_>, valori: &Valori, out: &mut Vec<Diagnostic>) {
    let anni: Vec<i16> = cx.set.anni().collect();
    let (Some(first), Some(last)) = (anni.first(), anni.last()) else { return };
    let campo = valori.campo;
    for (anno, span) in &valori.anni {
        let before = *anno < *first && !valori.prima;
        if before || *anno > *last {
            out.push(
                REGOLA.at(*span, format!("`{campo}` ha un valore del {anno}, fuori dal triennio")).help(format!(
                    "gli anni del piano vanno dal {first} al {last}: correggi l’anno, o togli il valore"
                )),
            );
        }
    }
    let there = |anno: &i16| valori.anni.iter().any(|(written, _)| written == anno);
    // Values of the past alone promise nothing.
    if !valori.tutti || !anni.iter().any(there) {
        return;
    }
    let missing: Vec<String> = anni.iter().filter(|anno| !there(anno)).map(ToString::to_string).collect();
    if let Some((_, span)) = valori.anni.last().filter(|_| !missing.is_empty()) {
        let write: Vec<String> = missing.iter().map(|anno| format!("`{anno} = …`")).collect();
        out.push(
            REGOLA
                .at(*span, format!("in `{campo}` manca il valore del {}", elenco(&missing)))
                .help(format!("aggiungi fra le graffe {}", elenco(&write))),
        );
    }
}
