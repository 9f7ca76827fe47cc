//! A section says something, or why it is not there.

use crate::piano::prose::{Block, BlockKind};
use crate::piano::{Lavorazione, each_section};
use crate::rules::{Cx, Diagnostic, Regola};

pub static REGOLA: Regola = Regola::avviso("P0550", "sezione-vuota", include_str!("sezione_vuota.md"), check);

fn check(cx: &Cx<'_>, out: &mut Vec<Diagnostic>) {
    each_section(&cx.piano.sezioni, &mut |sezione| {
        let front = &sezione.front;
        // What could not be read may be its text.
        let read = cx.illeggibili.iter().all(|unread| unread.file != sezione.span.file);
        let titles = |block: &Block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::Rule);
        let bare = sezione.prose.blocks.iter().all(titles);
        if !bare || !sezione.children.is_empty() || front.assente.is_some() || !read {
            return;
        }
        // What it asks of another plan is not there, which is told at its place.
        if front.includi.is_some() && sezione.inclusa.as_ref().is_none_or(|inclusa| inclusa.manca) {
            return;
        }
        // A rule of its own says that it is still to be written.
        if front.lavorazione() == Some(Lavorazione::DaCompilare) {
            return;
        }
        // Words that make no block are told as what they are: a definition of a link, a note that nobody calls.
        let text = cx.sources.file(sezione.span.file).map_or("", crate::source::File::text);
        if sezione.prose.blocks.is_empty() && !solo_intestazione(text) {
            return;
        }
        let place = front.titolo.as_ref().or(front.sezione.as_ref()).map_or(sezione.span, |title| title.span);
        let titles = if sezione.prose.blocks.is_empty() { "il titolo" } else { "titoli" };
        let problem = REGOLA
            .at(place, format!("la sezione «{}» ha soltanto {titles}", crate::base::text::short(&sezione.titolo)))
            .help("scrivi il testo sotto la seconda riga `+++`, o perché la sezione non c’è: `assente = \"motivo\"`");
        out.push(match sezione.prose.comments.first() {
            Some(comment) => problem.other(*comment, "qui c’è soltanto un commento, che non si stampa"),
            None => problem,
        });
    });
}

/// Whether a file has nothing under its front matter, comments aside.
fn solo_intestazione(text: &str) -> bool {
    let mut marks = text.match_indices("+++").map(|(at, mark)| at + mark.len());
    let body = marks.nth(1).and_then(|at| text.get(at..)).unwrap_or(text);
    let mut rest = body.trim_start();
    while let Some(after) = rest.strip_prefix("<!--") {
        rest = after.split_once("-->").map_or("", |(_, rest)| rest).trim_start();
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::solo_intestazione;

    #[test]
    fn comments_are_nothing() {
        assert!(solo_intestazione("+++\ntitolo = \"A\"\n+++\n"));
        assert!(solo_intestazione("+++\n+++\n\n<!-- da scrivere -->\n\n<!-- e da rileggere -->\n"));
        assert!(!solo_intestazione("+++\n+++\n\n[@prova]: http://esempio.it\n"));
    }
}
