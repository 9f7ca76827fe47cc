//! The sections: their titles, their numbers of the Piano-tipo and their places.

use super::{prosa, viste};
use crate::base::span::{Span, Spanned};
use crate::diag::codes::{P0107, P0503, P1001, P1002, P1003, P1035};
use crate::diag::{Diagnostic, Diagnostics};
use crate::index::Index;
use crate::piano::prose::BlockKind;
use crate::piano::{Piano, Sezione, piano_tipo};
use crate::source::Sources;

/// Reports what is wrong in each section, with its text and its views.
pub(super) fn sections(sezioni: &[Sezione], piano: &Piano, index: &Index, sources: &Sources, diags: &mut Diagnostics) {
    for sezione in sezioni {
        headings(sezione, diags);
        prosa::check(&sezione.prose, index, sources, diags);
        sezione.prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind {
                viste::view(vista, piano, index, sources, diags);
            }
        });
        if let Some(reason) = &sezione.front.assente
            && reason.value.trim().is_empty()
        {
            diags.push(
                Diagnostic::at(P0107, reason.span, "manca il motivo dell’assenza")
                    .help("scrivi perché la sezione non c’è"),
            );
        }
        sections(&sezione.children, piano, index, sources, diags);
    }
}

/// Reports sections that have the same number of the Piano-tipo, a number that it does not have, or another place than it gives.
pub(super) fn official(piano: &Piano, diags: &mut Diagnostics) {
    fn go<'a>(
        sezioni: &'a [Sezione],
        parent: Option<&str>,
        above: Option<Span>,
        seen: &mut Vec<&'a Spanned<String>>,
        diags: &mut Diagnostics,
    ) {
        let mut last: Option<&str> = None;
        for sezione in sezioni {
            // The place of a section that another plan wrote is mended in the file that includes it.
            let own = Some(sezione.span).filter(|span| span.file.vicino().is_none()).or(above);
            let at = |span: Span| if span.file.vicino().is_some() { own.unwrap_or(span) } else { span };
            let included = |problem: Diagnostic, span: Span| match at(span) == span {
                true => problem,
                false => problem.other(span, "il numero è scritto nel testo incluso"),
            };
            if let Some(number) = &sezione.front.sezione {
                let above = number.value.trim().rsplit_once('.').map(|(above, _)| above);
                if above != parent && piano_tipo::titolo(number.value.trim()).is_some() {
                    let place =
                        above.map_or("al primo livello".to_owned(), |above| format!("dentro la sezione {above}"));
                    let problem = Diagnostic::at(
                        P1003,
                        at(number.span),
                        format!("la sezione {} del Piano-tipo sta {place}", number.value),
                    );
                    diags.push(
                        included(problem, number.span)
                            .note("DM 30 giugno 2022, n. 132, art. 1, comma 3: struttura secondo lo schema allegato")
                            .help("sposta il file nella cartella giusta"),
                    );
                } else if last.is_some_and(|last| crate::source::natural(last, number.value.trim()).is_gt()) {
                    let problem = Diagnostic::at(
                        P1003,
                        at(number.span),
                        format!("la sezione {} viene dopo la {}", number.value, last.unwrap_or_default()),
                    );
                    diags.push(
                        included(problem, number.span)
                            .help("cambia il numero davanti al nome del file: l’ordine del piano è quello dei nomi"),
                    );
                }
                last = Some(number.value.trim());
                let same = |other: &&&Spanned<String>| other.value.trim() == number.value.trim();
                if piano_tipo::titolo(number.value.trim()).is_none() {
                    let numbers: Vec<&str> = piano_tipo::SEZIONI.iter().map(|(n, _)| *n).collect();
                    diags.push(
                        Diagnostic::at(
                            P1001,
                            number.span,
                            format!("il Piano-tipo non ha una sezione «{}»", number.value),
                        )
                        .note("DM 30 giugno 2022, n. 132: schema allegato")
                        .help(format!("le sezioni sono: {}", numbers.join(", "))),
                    );
                } else if let Some(first) = seen.iter().find(same) {
                    let problem = Diagnostic::at(
                        P1002,
                        at(number.span),
                        format!("la sezione {} del Piano-tipo è già scritta", number.value),
                    );
                    diags.push(
                        included(problem, number.span)
                            .other(first.span, "qui")
                            .help("togli `sezione` da uno dei due file, o uniscili"),
                    );
                }
                seen.push(number);
            }
            let after = sezioni.iter().skip_while(|other| !std::ptr::eq(*other, sezione));
            let next = after.skip(1).find_map(|other| other.front.sezione.as_ref());
            if sezione.front.sezione.is_none()
                && sezione.front.numerata != Some(false)
                && let Some(next) = next
            {
                diags.push(
                    Diagnostic::at(
                        P1003,
                        at(sezione.span),
                        format!(
                            "questa sezione sta prima della {} del Piano-tipo, ma ha un numero più alto",
                            next.value
                        ),
                    )
                    .help("mettila dopo le sezioni del Piano-tipo, o scrivi `numerata = false` nella sua intestazione"),
                );
            }
            let number = sezione.front.sezione.as_ref().map(|n| n.value.trim());
            go(&sezione.children, number, own, seen, diags);
        }
    }
    go(&piano.sezioni, None, None, &mut Vec::new(), diags);
}

/// Reports `tratta` where it says nothing: the parts that it names are of section 2.3.
pub(super) fn tratta(sezioni: &[Sezione], diags: &mut Diagnostics) {
    for sezione in sezioni {
        if sezione.front.sezione.as_ref().is_some_and(|number| number.value.trim() == "2.3") {
            continue;
        }
        // What another plan wrote in its section is mended there.
        if let Some(first) = sezione.front.tratta.first().filter(|word| word.span.file.vicino().is_none()) {
            diags.push(
                Diagnostic::at(P1035, first.span, "`tratta` qui non ha effetto: conta nella sezione 2.3")
                    .note("dice quali parti della sezione 2.3 stanno sotto un titolo vostro: il contesto esterno e quello interno")
                    .help("spostalo nell’intestazione della sezione 2.3, o di una che sta dentro la 2.3; altrimenti toglilo"),
            );
        }
        tratta(&sezione.children, diags);
    }
}

/// Headings go down one level at a time (WCAG 1.3.1, PDF/UA-1 7.4.2) and are six at most.
fn headings(sezione: &Sezione, diags: &mut Diagnostics) {
    let mut last = 1u8;
    for block in &sezione.prose.blocks {
        let BlockKind::Heading { level, .. } = &block.kind else { continue };
        if *level == 1 {
            diags.push(
                Diagnostic::at(P0503, block.span, "questo è un altro titolo di primo livello nella stessa sezione")
                    .note("il titolo della sezione è nell’intestazione del file, o nella prima riga se l’intestazione non ne ha")
                    .help("usa `##` per i titoli dentro la sezione, o fai un altro file"),
            );
        } else if *level > last + 1 {
            diags.push(
                Diagnostic::at(P0503, block.span, format!("titolo di livello {level} dopo uno di livello {last}"))
                    .note("chi legge con la voce capisce dai livelli come è fatto il testo (WCAG 1.3.1)")
                    .help(format!("comincia la riga con {}", "#".repeat(usize::from(last) + 1))),
            );
        } else if sezione.level - 1 + level > 6 {
            diags.push(
                Diagnostic::at(P0503, block.span, "questo titolo sarebbe di settimo livello")
                    .help("porta la sezione in una cartella più in alto, o togli un livello"),
            );
        }
        last = *level;
    }
}
