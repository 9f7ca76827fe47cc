//! A section says something, or why it is not there.

use crate::piano::each_section;
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0550", "sezione-vuota", include_str!("sezione_vuota.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_section(&cx.piano.sezioni, &mut |sezione| {
        let front = &sezione.front;
        // What could not be read may be its text.
        let read = cx.illeggibili.iter().all(|unread| unread.file != sezione.span.file);
        if !sezione.prose.blocks.is_empty() || !sezione.children.is_empty() || front.assente.is_some() || !read {
            return;
        }
        let place = front.titolo.as_ref().or(front.sezione.as_ref()).map_or(sezione.span, |title| title.span);
        let problem = REGOLA
            .at(place, format!("la sezione «{}» ha soltanto il titolo", crate::base::text::short(&sezione.titolo)))
            .help("scrivi il testo sotto la seconda riga `+++`, o perché la sezione non c’è: `assente = \"motivo\"`");
        out.push(match sezione.prose.comments.first() {
            Some(comment) => problem.other(*comment, "qui c’è soltanto un commento, che non si stampa"),
            None => problem,
        });
    });
}
