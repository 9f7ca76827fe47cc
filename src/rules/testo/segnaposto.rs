//! Nothing of the form is left in the text: every blank is filled in.

use crate::base::span::Span;
use crate::base::text::short;
use crate::lingua::segnaposto;
use crate::rules::obiettivi::valore_atteso::vuoto;
use crate::rules::{Cx, Diagnostic, Discorso, Gruppo, Regola, Trovati};
use std::collections::BTreeSet;
use std::ops::Range;

pub static REGOLA: Regola =
    Regola::errore("P0512", "segnaposto", include_str!("segnaposto.md"), check).origine(&["TEMPLATE-LEAK", "N12"]);

/// Fields that are no running text, in which a placeholder may stay.
const APERTI: [&str; 11] = [
    "codice",
    "sito",
    "indirizzo",
    "pec",
    "email",
    "telefono",
    "cellulare",
    "cup",
    "cig",
    "codice_fiscale",
    "codice_ipa",
];

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    // In codes, addresses and values that have a form of their own, what matters is the whole value.
    let values =
        cx.piano.parole.iter().filter(|parola| APERTI.contains(&parola.campo.as_str())).map(|parola| &parola.testo);
    // Of the expected values of the objectives P0312 says that they are none.
    let expected = cx.scritti().flat_map(|(_, o)| &o.value.indicatori).flat_map(|i| i.value.ogni_target());
    let told: BTreeSet<Span> =
        expected.filter(|(_, target)| vuoto(&target.value)).map(|(_, target)| target.span).collect();
    let others = cx.piano.valori.iter().filter(|value| !told.contains(&value.span));
    let values: Vec<Discorso> = values.chain(others).map(|testo| Discorso::di_stringa(testo, cx.sources)).collect();
    let testi = cx.nei_testi(segnaposti);
    let values =
        values.iter().flat_map(|value| segnaposto::find(&value.parole).into_iter().map(move |dove| (value, dove)));
    for (testo, dove) in testi.chain(values) {
        let Some((span, words)) = testo.span(dove.clone()).zip(testo.parole.get(dove)) else { continue };
        out.push(
            REGOLA
                .at(span, format!("«{}» è un segnaposto rimasto dal modello", short(words)))
                .label("da riempire o da togliere")
                .help("scrivi al suo posto il valore o il testo, oppure togli la riga; in un campo dei dati che ancora non si sa puoi scrivere `{ assente = \"motivo\" }`"),
        );
    }
}

#[comemo::memoize]
fn segnaposti(gruppo: &Gruppo<Discorso>) -> Trovati<Range<usize>> {
    gruppo.trova(segnaposto::find)
}
