//! A deadline that is said in an expected result falls in the period that is declared beside it.

use crate::base::giorno::Giorno;
use crate::base::span::{Span, Spanned};
use crate::lingua::tempo::{Introdotto, Tempo, find};
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::value::Testo;
use crate::rules::tempi::data_nel_ciclo::fuori;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola =
    Regola::errore("P0405", "termine-nel-periodo", include_str!("termine_nel_periodo.md"), check)
        .origine(&["TIME-VS-DEADLINE"]);

/// An expected result in words, with the time declared beside it.
pub struct ConTempo<'a> {
    testo: Testo,
    pub tempi: &'a Tempo,
    pub tempi_span: Span,
    /// The name of the field that declares the time.
    campo: &'static str,
    /// The year in which its days fall, where they do not say theirs.
    pub anno: i16,
}

impl ConTempo<'_> {
    fn nome(&self) -> &'static str {
        if self.campo == "tempi" { "il periodo" } else { "il termine" }
    }

    /// Whether the period is the whole year: what is said to fall in the next ones is the matter of another rule.
    pub fn anno_intero(&self) -> bool {
        let whole = |day: Option<Giorno>, mese, giorno| {
            day.is_some_and(|d| (d.anno(), d.mese(), d.giorno()) == (self.anno, mese, giorno))
        };
        self.tempi.intervalli(self.anno).iter().any(|i| whole(i.da, 1, 1) && whole(i.a, 12, 31))
    }
}

/// The expected results of an objective that declare a time beside them. `anno`: the year of those that name none.
pub fn righe(o: &Obiettivo, anno: i16) -> Vec<ConTempo<'_>> {
    fn row<'a>(testo: Testo, tempi: &'a Spanned<Tempo>, campo: &'static str, anno: i16) -> ConTempo<'a> {
        ConTempo { testo, tempi: &tempi.value, tempi_span: tempi.span, campo, anno }
    }
    let checks = o.verifiche.iter().flat_map(|v| v.value.righe());
    let checks = checks.filter_map(|riga| Some(row(riga.atteso?, riga.tempi?, "tempi", anno)));
    let results = o.risultati.iter().map(|r| &r.value);
    let results = results.filter_map(|r| Some(row(r.testo, r.entro.as_ref()?, "entro", r.anno.unwrap_or(anno))));
    checks.chain(results).collect()
}

/// The deadlines that a row says in words.
pub fn termini(cx: &Cx<'_>, riga: &ConTempo<'_>) -> Vec<(Span, Tempo)> {
    detti(cx, riga, Introdotto::Entro)
}

/// The times that a row says in words, introduced in one way.
fn detti(cx: &Cx<'_>, riga: &ConTempo<'_>, come: Introdotto) -> Vec<(Span, Tempo)> {
    let mut out = Vec::new();
    for discorso in cx.discorsi(riga.testo) {
        for trovato in find(&discorso.parole).into_iter().filter(|t| t.come == come) {
            if let Some(span) = discorso.span(trovato.dove).filter(|_| trovato.tempo.lettura.is_ok()) {
                out.push((span, trovato.tempo));
            }
        }
    }
    out
}

/// The first and the last day of the period of a row. None when the period is too loose to say that a day is outside.
pub fn periodo(cx: &Cx<'_>, riga: &ConTempo<'_>) -> Option<(Option<Giorno>, Giorno)> {
    let lettura = riga.tempi.lettura.as_ref().ok()?;
    if lettura.impreciso || lettura.dubbio.is_some() || fuori(cx, riga.tempi, riga.anno).is_some() {
        return None;
    }
    let days = riga.tempi.intervalli(riga.anno);
    // A term has no beginning, even when it is said as a month.
    let first = days.iter().map(|i| i.da).min().flatten().filter(|_| riga.campo == "tempi");
    Some((first, riga.tempi.scadenza(riga.anno)?))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in cx.scritti() {
        for riga in righe(&obiettivo.value, cx.anno) {
            let Some((first, last)) = periodo(cx, &riga).filter(|_| !riga.anno_intero()) else { continue };
            let late = tardi(cx, &riga, last);
            let Some((span, tempo, day)) = late.first() else {
                out.extend(first.and_then(|first| event(cx, &riga, first, last)));
                continue;
            };
            let mut problem = REGOLA
                .at(*span, format!("il risultato è atteso entro il {day}, ma {} finisce il {last}", riga.nome()))
                .other(riga.tempi_span, format!("«{}» finisce il {last}", riga.tempi.parola.trim()));
            for (span, tempo, _) in late.iter().skip(1) {
                problem = problem.other(*span, format!("anche «{}» è dopo", tempo.parola));
            }
            let worst = late.iter().map(|(.., day)| *day).max().unwrap_or(*day);
            let what = if late.len() > 1 { "le scadenze".to_owned() } else { format!("«{}»", tempo.parola) };
            out.push(
                problem.help(format!("scrivi in `{}` un tempo che arrivi al {worst}, o anticipa {what}", riga.campo)),
            );
        }
    }
}

/// A thing that happens in a month («a giugno») that is none of the period, where the row says no deadline.
fn event(cx: &Cx<'_>, riga: &ConTempo<'_>, first: Giorno, last: Giorno) -> Option<Diagnostic> {
    if !termini(cx, riga).is_empty() {
        return None;
    }
    let said = detti(cx, riga, Introdotto::Nel);
    let out = |tempo: &Tempo| {
        let days = tempo.intervalli(riga.anno);
        let of_year = |day: Option<Giorno>| day.is_some_and(|day| day.anno() == riga.anno);
        !days.is_empty()
            && days.iter().all(|i| {
                of_year(i.da) && of_year(i.a) && (i.a.is_some_and(|a| a < first) || i.da.is_some_and(|da| da > last))
            })
    };
    // When one of several times falls in the period, the others are stages of the work.
    let (span, tempo) = said.first().filter(|_| said.iter().all(|(_, tempo)| out(tempo)))?;
    Some(
        REGOLA
            .at(*span, format!("«{}» non cade nel periodo, che va dal {first} al {last}", tempo.parola))
            .other(riga.tempi_span, "il periodo è scritto qui")
            .help(format!(
                "scrivi in `{}` un periodo che comprenda «{}», o correggi il mese",
                riga.campo, tempo.parola
            )),
    )
}

/// The deadlines after the last day of the period.
pub fn tardi(cx: &Cx<'_>, riga: &ConTempo<'_>, last: Giorno) -> Vec<(Span, Tempo, Giorno)> {
    let all = termini(cx, riga).into_iter().filter(|(_, tempo)| fuori(cx, tempo, riga.anno).is_none());
    all.filter_map(|(span, tempo)| {
        let day = tempo.scadenza(riga.anno)?;
        (day > last).then_some((span, tempo, day))
    })
    .collect()
}
