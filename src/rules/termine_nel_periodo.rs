//! A deadline that is said in an expected result falls in the period that is declared beside it.

use super::data_nel_ciclo::fuori;
use super::{Cx, Regola};
use crate::data::Data;
use crate::diag::{Diagnostic, Severity};
use crate::element::obiettivo::Obiettivo;
use crate::element::value::Testo;
use crate::span::{Span, Spanned};
use crate::tempo::{Introdotto, Tempo, cerca};

pub(super) static REGOLA: Regola = Regola {
    codice: "P0405",
    nome: "termine-nel-periodo",
    livello: Severity::Errore,
    origine: &["TIME-VS-DEADLINE"],
    check,
};

/// An expected result in words, with the time declared beside it.
pub(super) struct Riga<'a> {
    testo: Testo,
    pub(super) tempi: &'a Tempo,
    pub(super) tempi_span: Span,
    /// The name of the field that declares the time.
    campo: &'static str,
}

impl Riga<'_> {
    /// Whether the period is the whole year: what is said to fall in the next ones is the matter of another rule.
    pub(super) fn anno_intero(&self, anno: i16) -> bool {
        let whole = |day: Option<Data>, mese, giorno| day.is_some_and(|d| (d.anno(), d.mese(), d.giorno()) == (anno, mese, giorno));
        self.tempi.intervalli(anno).iter().any(|i| whole(i.da, 1, 1) && whole(i.a, 12, 31))
    }
}

/// The expected results of an objective that declare a time beside them.
pub(super) fn righe<'a>(_cx: &Cx<'_>, o: &'a Obiettivo) -> Vec<Riga<'a>> {
    let row = |testo: Testo, tempi: &'a Spanned<Tempo>, campo| Riga { testo, tempi: &tempi.value, tempi_span: tempi.span, campo };
    let checks = o.verifiche.iter().filter_map(|v| Some(row(v.value.atteso?, v.value.tempi.as_ref()?, "tempi")));
    let results = o.risultati.iter().filter_map(|r| Some(row(r.value.testo, r.value.entro.as_ref()?, "entro")));
    checks.chain(results).collect()
}

/// The deadlines that a row says in words.
pub(super) fn termini(cx: &Cx<'_>, riga: &Riga<'_>) -> Vec<(Span, Tempo)> {
    let mut out = Vec::new();
    for discorso in cx.discorsi(riga.testo) {
        for trovato in cerca(&discorso.parole).into_iter().filter(|t| t.come == Introdotto::Entro) {
            if let Some(span) = discorso.span(trovato.dove).filter(|_| trovato.tempo.lettura.is_ok()) {
                out.push((span, trovato.tempo));
            }
        }
    }
    out
}

/// The first and the last day of the period of a row; none where it is not one that can be held to.
pub(super) fn periodo(cx: &Cx<'_>, riga: &Riga<'_>) -> Option<(Option<Data>, Data)> {
    let lettura = riga.tempi.lettura.as_ref().ok()?;
    if lettura.impreciso || lettura.dubbio.is_some() || fuori(cx, riga.tempi, cx.anno).is_some() {
        return None;
    }
    let days = riga.tempi.intervalli(cx.anno);
    let first = days.iter().map(|i| i.da).min().flatten();
    Some((first, riga.tempi.scadenza(cx.anno)?))
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    for (_, obiettivo) in cx.obiettivi() {
        for riga in righe(cx, &obiettivo.value) {
            let Some((_, last)) = periodo(cx, &riga).filter(|_| !riga.anno_intero(cx.anno)) else { continue };
            let late = tardi(cx, &riga, last);
            let Some((span, tempo, day)) = late.first() else { continue };
            let mut problem = REGOLA
                .at(*span, format!("il risultato è atteso entro il {day}, ma il periodo finisce il {last}"))
                .other(riga.tempi_span, format!("«{}» finisce il {last}", riga.tempi.parola.trim()));
            for (span, tempo, _) in late.iter().skip(1) {
                problem = problem.other(*span, format!("anche «{}» è dopo", tempo.parola));
            }
            let worst = late.iter().map(|(.., day)| *day).max().unwrap_or(*day);
            let what = if late.len() > 1 { "le scadenze".to_owned() } else { format!("«{}»", tempo.parola) };
            out.push(problem.help(format!("scrivi in `{}` un periodo che arrivi al {worst}, o anticipa {what}", riga.campo)));
        }
    }
}

/// The deadlines after the last day of the period.
pub(super) fn tardi(cx: &Cx<'_>, riga: &Riga<'_>, last: Data) -> Vec<(Span, Tempo, Data)> {
    let all = termini(cx, riga).into_iter().filter(|(_, tempo)| fuori(cx, tempo, cx.anno).is_none());
    all.filter_map(|(span, tempo)| {
        let day = tempo.scadenza(cx.anno)?;
        (day > last).then_some((span, tempo, day))
    })
    .collect()
}
