//! How many employees the body has is said once: the total of a table that counts them is the number of `piao.toml`.

use crate::piano::each_prose;
use crate::piano::element::value::Dovuto;
use crate::piano::prose::BlockKind;
use crate::rules::{Cx, Diagnostic, Discorso, Regola};

pub static REGOLA: Regola =
    Regola::avviso("P0552", "dipendenti-discordi", include_str!("dipendenti_discordi.md"), check)
        .origine(&["SAME-FACT-TWICE"]);

/// Headers of columns that count employees, and nothing else.
const TITOLI: [&str; 8] = [
    "dipendenti",
    "n. dipendenti",
    "numero dipendenti",
    "numero di dipendenti",
    "totale dipendenti",
    "dipendenti in servizio",
    "personale in servizio",
    "unità di personale",
];

/// Numbers that are farther apart count other things: the employees of one office, those who work remotely.
fn vicini(a: u32, b: u32) -> bool {
    a != b && a.abs_diff(b) <= 3.max(a.max(b) / 10)
}

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    let Some(Dovuto::Valore(dipendenti)) = &cx.set.ente.dipendenti else { return };
    each_prose(cx.piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let BlockKind::Table(table) = &block.kind else { return };
            let title = |cell: &Vec<_>| Discorso::of(cell).parole.trim().to_lowercase();
            let Some(column) = table.header.iter().position(|cell| TITOLI.contains(&title(cell).as_str())) else {
                return;
            };
            for (_, cells) in &table.rows {
                let first = cells.first().map(title).unwrap_or_default();
                let Some(cell) =
                    cells.get(column).filter(|_| column > 0 && (first == "totale" || first == "totale generale"))
                else {
                    continue;
                };
                let words = Discorso::of(cell);
                let Some(count) = words.parole.trim().replace('.', "").parse::<u32>().ok() else { continue };
                let start = words.parole.len() - words.parole.trim_start().len();
                let Some(span) = words.span(start..words.parole.trim_end().len()) else { continue };
                if vicini(count, dipendenti.value) {
                    out.push(
                        REGOLA
                            .at(span, format!("qui i dipendenti sono {count}, in `piao.toml` {}", dipendenti.value))
                            .other(dipendenti.span, "l’altro numero è qui")
                            .help(
                                "correggi il numero sbagliato; se contano cose diverse, dillo nel titolo della colonna",
                            ),
                    );
                }
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::vicini;

    #[test]
    fn only_numbers_that_are_nearly_the_same_are_compared() {
        assert!(vicini(29, 31) && vicini(310, 295) && vicini(3, 5));
        assert!(!vicini(31, 31) && !vicini(29, 84) && !vicini(12, 31) && !vicini(300, 340));
    }
}
