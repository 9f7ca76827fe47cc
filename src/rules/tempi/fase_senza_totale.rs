//! An objective that says at which phase it is says out of how many.

use crate::base::span::Span;
use crate::lingua::tempo::Durata;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0410", "fase-senza-totale", include_str!("fase_senza_totale.md"), check).origine(&["MULTI-NO-N"]);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (n, obiettivo) in cx.scritti() {
        let o = &obiettivo.value;
        if o.inizio.is_some() && o.fine.is_some() {
            continue;
        }
        let (k, span) = match &o.durata {
            Some(Durata_ { value: Durata { k: Some(k), n: None, .. }, span, .. }) => (*k, *span),
            Some(_) => continue,
            None => match Durata::parse(&o.titolo.value) {
                Some(Durata { k: Some(k), n: None, .. }) => (k, phase_words(cx, o.titolo.span)),
                _ => continue,
            },
        };
        let of = k.saturating_add(1).max(2);
        out.push(
            REGOLA
                .at(span, format!("{} è alla fase {k}, e non si dice di quante", cx.nome(n)))
                .note("senza il numero delle fasi, o le due date, non si sa quando l’obiettivo finisce")
                .help(format!(
                    "scrivi quante sono, per esempio `durata = \"fase {k} di {of}\"`, oppure `inizio` e `fine`"
                )),
        );
    }
}

type Durata_ = crate::base::span::Spanned<Durata>;

/// The words of the phase inside a title.
fn phase_words(cx: &Cx<'_>, titolo: Span) -> Span {
    let text = cx.sources.slice(titolo);
    let Some(at) = text.to_ascii_lowercase().rfind("fase") else { return titolo };
    let tail = text.get(at..).unwrap_or_default();
    let end = tail.find(|c: char| !(c.is_alphanumeric() || c.is_whitespace())).unwrap_or(tail.len());
    let start = titolo.range().start + at;
    Span::new(titolo.file, start..start + tail.get(..end).map_or(0, |words| words.trim_end().len()))
}
