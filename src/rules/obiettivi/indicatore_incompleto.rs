//! An indicator says how it is computed, in which unit and where its value is read.

use crate::base::span::Spanned;
use crate::piano::element::obiettivo::indicatore::{Indicatore, Misura};
use crate::piano::element::target::Atteso;
use crate::rules::confronti::{ALTRI, at_most_five, eccezione, indicatori};
use crate::rules::{Cx, Diagnostic, Regola, elenco, fonti};

// The law is not known to say so in these words, and half of the indicators of real plans lack something: an `avviso`.
pub static REGOLA: Regola =
    Regola::avviso("P0325", "indicatore-incompleto", include_str!("indicatore_incompleto.md"), check)
        .dal(jiff::civil::date(2022, 6, 30))
        .fonte(fonti::DM132_2022_ALLEGATO_2_2)
        .origine(&["N28"]);

/// A field that an indicator should have.
pub struct Campo {
    /// `la fonte`
    pub nome: &'static str,
    /// The line to add for it, in a message.
    pub scrivi: &'static str,
    /// Whether it is due, and if so whether it is there.
    pub detto: fn(&Indicatore) -> Option<bool>,
}

const CAMPI: [Campo; 3] = [
    Campo {
        nome: "la formula",
        scrivi: "`formula = { numeratore = \"…\", denominatore = \"…\" }`",
        detto: |i| percentuale(i).then_some(i.formula.is_some()),
    },
    Campo { nome: "l’unità di misura", scrivi: "`unita_misura = \"…\"`", detto: unita },
    Campo { nome: "la fonte", scrivi: "`fonte = \"…\"`", detto: |i| Some(i.fonte.is_some()) },
];

/// Whether its value is a share of something.
pub fn percentuale(i: &Indicatore) -> bool {
    let share = |atteso: &Atteso| matches!(atteso, Atteso::Numero { unita, .. } if unita.starts_with('%'));
    i.misura.is_some_and(|m| m.value == Misura::Percentuale)
        || i.ogni_target().any(|(_, target)| share(&target.value.atteso))
}

/// Whether the unit of measure is there. A number that is no percentage counts something: the author writes it beside the number
/// or in its field. None when no unit is due.
fn unita(i: &Indicatore) -> Option<bool> {
    let bare = |atteso: &Atteso| matches!(atteso, Atteso::Numero { unita, .. } if unita.is_empty());
    let due = i.misura.is_some_and(|m| matches!(m.value, Misura::Quantita | Misura::Tempestivita))
        && i.ogni_target().any(|(_, target)| bare(&target.value.atteso));
    due.then_some(i.unita_misura.is_some())
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    report_missing(cx, &REGOLA, &CAMPI, out);
}

/// Reports what indicators do not say: one by one where nearly all the others say it, else once for the whole plan.
pub fn report_missing(cx: &Cx<'_>, regola: &Regola, campi: &[Campo], out: &mut Vec<Diagnostic>) {
    let mut single: Vec<&Campo> = Vec::new();
    for campo in campi {
        let due: Vec<(bool, &Spanned<Indicatore>)> =
            indicatori(cx).filter_map(|(_, i)| Some(((campo.detto)(&i.value)?, i))).collect();
        let missing: Vec<&Spanned<Indicatore>> = due.iter().filter(|(said, _)| !said).map(|(_, i)| *i).collect();
        let Some(first) = missing.first().filter(|_| due.len() >= ALTRI) else { continue };
        if eccezione(missing.len(), due.len()) {
            single.push(campo);
            continue;
        }
        let names: Vec<String> = missing.iter().map(|i| format!("«{}»", cx.parole(i.value.testo))).collect();
        let message = if missing.len() == due.len() {
            format!("nessun indicatore del piano dice {}", campo.nome)
        } else {
            format!("{} indicatori su {} non dicono {}", missing.len(), due.len(), campo.nome)
        };
        out.push(
            regola
                .at(first.span, message)
                .label("questo è il primo")
                .note(format!("contano quelli che devono dirlo: {}", at_most_five(&names)))
                .help(format!("aggiungi a ciascuno {}", to_write(cx, campo))),
        );
    }
    for (_, indicatore) in indicatori(cx) {
        let missing: Vec<&&Campo> =
            single.iter().filter(|campo| (campo.detto)(&indicatore.value) == Some(false)).collect();
        if missing.is_empty() {
            continue;
        }
        let names: Vec<String> = missing.iter().map(|campo| campo.nome.to_owned()).collect();
        let write: Vec<String> = missing.iter().map(|campo| to_write(cx, campo)).collect();
        out.push(
            regola
                .at(
                    indicatore.span,
                    format!("l’indicatore «{}» non dice {}", cx.parole(indicatore.value.testo), elenco(&names)),
                )
                .note("gli altri indicatori del piano lo dicono quasi tutti")
                .help(format!("aggiungi {}", elenco(&write))),
        );
    }
}

/// The line to add for a field. The year in the example is the one before that of the plan.
fn to_write(cx: &Cx<'_>, campo: &Campo) -> String {
    campo.scrivi.replace("ANNO", &(cx.anno - 1).to_string())
}
