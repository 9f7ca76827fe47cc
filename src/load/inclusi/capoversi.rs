//! The paragraphs of an included section that the file which includes it writes otherwise, with `[[al_posto_di]]` in its front matter.

use super::titoli::Titolo;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::text::{flat, short};
use crate::diag::codes::{P0171, P0173, P0209};
use crate::diag::{Diagnostic, Diagnostics};
use crate::load::markdown::{Place, fragment};
use crate::piano::AlPostoDi;
use crate::piano::prose::{Block, BlockKind, Inline, Prose, bare, dette};

/// A paragraph of the included text that this plan writes otherwise.
pub(super) struct Altrove<'f> {
    /// How it begins, as it is written.
    capoverso: &'f Spanned<String>,
    /// The same in its words alone: the signs as words, and as Markdown reads them.
    voluto: [String; 2],
    /// What stands in its place.
    blocks: Vec<Block>,
    /// Where the paragraphs are that begin so.
    trovati: Vec<Span>,
    /// Why what begins so is no paragraph that can be written otherwise, where only such a thing was met.
    vano: Option<Diagnostic>,
}

impl Altrove<'_> {
    /// Whether `block` is the paragraph.
    pub(super) fn di(&self, block: &Block) -> bool {
        matches!(&block.kind, BlockKind::Paragraph(content) if self.comincia(content))
    }

    /// Whether these words begin so.
    fn comincia(&self, content: &[Inline]) -> bool {
        let mut words = String::new();
        bare(content, &mut |piece| words.push_str(piece.map_or(" ", |(text, _)| text)));
        let words = [flat(&words), nominate(content)];
        let begins = |wanted: &String| {
            let rest = |words: &String| {
                words.strip_prefix(wanted.as_str()).map(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            !wanted.is_empty() && words.iter().filter_map(rest).any(|whole| whole)
        };
        self.voluto.iter().any(begins)
    }

    /// Takes what is written in the place of the paragraph, which stands at `trovato`.
    pub(super) fn prendi(&mut self, trovato: Span) -> Vec<Block> {
        self.trovati.push(trovato);
        std::mem::take(&mut self.blocks)
    }

    /// Looks in a block that stays for what begins so and is no paragraph of the text: a title, or words in a box, a quotation, a list.
    /// `sopra` is the heading above.
    pub(super) fn guarda(&mut self, block: &Block, sopra: Option<&Titolo>) {
        if self.vano.is_some() {
            return;
        }
        let words = short(&self.capoverso.value);
        if let BlockKind::Heading { content, .. } = &block.kind {
            if self.comincia(content) {
                let titolo = Titolo::di(block);
                let problem = self.problema(format!("«{words}» è un titolo, e non un capoverso"));
                self.vano = Some(con_il_titolo(problem.other(block.span, "è questo"), titolo.as_ref()));
            }
            return;
        }
        if let Some((there, where_)) = dentro(block, &|content| self.comincia(content)) {
            let message = format!("ciò che comincia con «{words}» sta dentro {where_}, e da solo non si sostituisce");
            let problem = self.problema(message).other(there, "è qui");
            self.vano = Some(con_il_titolo(problem, sopra));
        }
    }

    /// Looks in a block of a part in whose place the file has another, under the heading `nostro`.
    pub(super) fn guarda_tolto(&mut self, block: &Block, nostro: &Titolo) {
        if self.di(block) && self.vano.is_none() {
            let message = format!(
                "il capoverso che comincia con «{}» sta in una parte che questo file sostituisce già",
                short(&self.capoverso.value)
            );
            let problem = self.problema(message).other(nostro.posto(), "con questo titolo");
            self.vano = Some(problem.help("scrivi il testo sotto quel titolo, e togli queste righe"));
        }
    }

    /// Says that `altro` stands already in the place of the paragraph that begins so.
    pub(super) fn gia_preso(&mut self, altro: &Altrove<'_>) {
        let message = format!("il capoverso che comincia con «{}» è già sostituito", short(&self.capoverso.value));
        let problem = self.problema(message).other(altro.capoverso.span, "con queste righe");
        self.vano = Some(problem.help("tieni una delle due sostituzioni, e togli l’altra"));
    }

    fn problema(&self, message: String) -> Diagnostic {
        Diagnostic::at(P0171, self.capoverso.span, message)
    }

    /// What is wrong, when not exactly one paragraph begins so. `altro` is where the included text stands.
    pub(super) fn sbagliato(&self, altro: Span) -> Option<Diagnostic> {
        let words = short(&self.capoverso.value);
        match (self.trovati.as_slice(), &self.vano) {
            ([_], _) => None,
            ([], Some(problem)) => Some(problem.clone()),
            ([], None) => Some(
                self.problema(format!("nel testo incluso nessun capoverso comincia con «{words}»"))
                    .other(altro, "il testo è questo")
                    .help("copia le prime parole del capoverso da quel file; una parte con un titolo si sostituisce con l’id del titolo"),
            ),
            ([first, second, ..], _) => Some(
                self.problema(format!("nel testo incluso più capoversi cominciano con «{words}»"))
                    .other(*first, "uno è questo")
                    .other(*second, "un altro è questo")
                    .help("copia qualche parola in più, fin dove i due capoversi sono diversi"),
            ),
        }
    }
}

/// The cure of writing otherwise what is no paragraph: the whole part under its heading.
fn con_il_titolo(problem: Diagnostic, titolo: Option<&Titolo>) -> Diagnostic {
    match titolo.and_then(Titolo::riga) {
        Some(line) => problem
            .help(format!("togli queste righe, e sotto l’intestazione del file riscrivi tutta quella parte, con il suo titolo: `{line}`")),
        None => problem.help("chiedi a chi cura il testo di dare un id al titolo di quella parte: con lo stesso id, qui la si riscrive tutta"),
    }
}

/// Where, inside a block, a paragraph begins as `comincia` asks, and what the block is.
fn dentro(block: &Block, comincia: &dyn Fn(&[Inline]) -> bool) -> Option<(Span, &'static str)> {
    fn among<'b>(blocks: impl IntoIterator<Item = &'b Block>, comincia: &dyn Fn(&[Inline]) -> bool) -> Option<Span> {
        blocks.into_iter().find_map(|block| match &block.kind {
            BlockKind::Paragraph(content) => comincia(content).then_some(block.span),
            _ => dentro(block, comincia).map(|(there, _)| there),
        })
    }
    let (there, what) = match &block.kind {
        BlockKind::Callout { blocks, .. } => (among(blocks, comincia), "un riquadro"),
        BlockKind::Quote(blocks) => (among(blocks, comincia), "una citazione"),
        BlockKind::List { items, .. } => (among(items.iter().flatten(), comincia), "un elenco"),
        BlockKind::Definitions(entries) => {
            let details = entries.iter().flat_map(|(_, details)| details).flatten();
            let term = entries.iter().find(|(term, _)| comincia(term)).map(|_| block.span);
            (term.or_else(|| among(details, comincia)), "un elenco di definizioni")
        }
        BlockKind::Table(_) => {
            let said = block.kind.testi().into_iter().any(comincia);
            (said.then_some(block.span), "una tabella")
        }
        BlockKind::Figure { .. } => {
            let said = block.kind.testi().into_iter().any(comincia);
            (said.then_some(block.span), "una figura")
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Code { .. }
        | BlockKind::View(_)
        | BlockKind::Rule => (None, ""),
    };
    Some((there?, what))
}

/// The words of a paragraph, with the names of the citations and of the facts in it: who copies it from its file copies these.
fn nominate(content: &[Inline]) -> String {
    flat(&dette(content, &|name| format!(" {name} "), &|name| format!(" {} ", name.value)))
}

/// What `capoverso` asks for. The sign of a note, `[^1]`, is no word, and its note is not there.
fn voluto(capoverso: &str) -> [String; 2] {
    let mut text = String::new();
    let mut rest = capoverso;
    while let Some((head, tail)) = rest.split_once("[^") {
        text.push_str(head);
        rest = tail.split_once(']').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let (prose, _) = fragment(&text, Place::Whole(Span::new(FileId(0), 0..0)));
    let read = prose.blocks.first().map(|block| match &block.kind {
        BlockKind::Paragraph(content) => nominate(content),
        _ => String::new(),
    });
    [flat(&text), read.unwrap_or_default()]
}

/// Reads the texts that stand in the place of paragraphs. Their notes are among those of the section.
pub(super) fn letti<'f>(list: &'f [Spanned<AlPostoDi>], own: &mut Prose, diags: &mut Diagnostics) -> Vec<Altrove<'f>> {
    let mut out = Vec::with_capacity(list.len());
    // The notes under the head of the file are for these texts too.
    let below: Vec<(String, Option<Span>)> =
        own.notes.iter().map(|(label, blocks)| (label.clone(), blocks.first().map(|block| block.span))).collect();
    for AlPostoDi { capoverso, testo } in list.iter().map(|one| &one.value) {
        let marks = |label: &str| testo.value.contains(&format!("[^{label}]"));
        let writes = |label: &str| testo.value.contains(&format!("[^{label}]:"));
        let cited: Vec<_> = below.iter().filter(|(label, _)| marks(label) && !writes(label)).collect();
        // Without its note a sign is read as words.
        let text = cited.iter().fold(testo.value.clone(), |text, (label, _)| format!("{text}\n\n[^{label}]: …\n"));
        let (mut prose, problems) = fragment(&text, Place::Whole(testo.span));
        cited.iter().for_each(|(label, _)| drop(prose.notes.remove(label)));
        diags.extend(problems);
        // They were told as notes that nobody cites.
        let known = |place: Option<Span>| place.is_some() && cited.iter().any(|(_, note)| *note == place);
        diags.retain_after(0, |problem| !(problem.is(P0209) && known(problem.span)));
        if prose.blocks.is_empty() {
            diags.push(
                Diagnostic::at(P0171, testo.span, "al posto del capoverso non c’è nessun testo")
                    .help("scrivi il testo di questo ente; o togli queste righe, e resta quello incluso"),
            );
        }
        for (label, blocks) in prose.notes {
            if own.notes.contains_key(&label) {
                diags.push(
                    Diagnostic::at(P0173, testo.span, format!("la nota «{label}» c’è anche nel testo di questo file"))
                        .help(format!("chiamala in un altro modo, per esempio `[^{label}-bis]`")),
                );
                continue;
            }
            own.notes.insert(label, blocks);
        }
        own.comments.extend(prose.comments);
        let voluto = voluto(&capoverso.value);
        out.push(Altrove { capoverso, voluto, blocks: prose.blocks, trovati: vec![], vano: None });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Altrove, voluto};
    use crate::base::span::{FileId, Span, Spanned};
    use crate::load::markdown::{Place, fragment};
    use crate::piano::prose::Block;

    fn read(text: &str) -> Vec<Block> {
        fragment(text, Place::Exact { file: FileId(0), start: 0 }).0.blocks
    }

    fn asked(begins: &Spanned<String>) -> Altrove<'_> {
        Altrove { voluto: voluto(&begins.value), capoverso: begins, blocks: vec![], trovati: vec![], vano: None }
    }

    #[test]
    fn a_paragraph_is_found_by_the_words_of_its_file() {
        let theirs = "[=ente.nome] decide sul [@piano-due], e *poi* riferisce[^n] a [tutti](@giunta).\n\n[^n]: Nota.\n";
        let theirs = read(theirs);
        for (begins, found) in [
            ("[=ente.nome] decide", true),
            ("[=ente.nome] decide sul [@piano-due], e *poi* riferisce[^n] a [tutti](@giunta).", true),
            ("decide sul", true),
            ("[=ente.sigla] decide", false),
            ("[=ente.nome] dec", false),
            ("Comune di Borgo decide", false),
        ] {
            let capoverso = Spanned::new(begins.to_owned(), Span::new(FileId(0), 0..0));
            let one = asked(&capoverso);
            assert_eq!(theirs.first().is_some_and(|block| one.di(block)), found, "{begins}");
        }
    }

    /// What begins so and is no paragraph of its own is told as what it is.
    #[test]
    fn what_is_no_paragraph_is_told_as_what_it_is() {
        for (text, told) in [
            ("> [!NOTA]\n> Attenti al cane.\n", "sta dentro un riquadro"),
            ("> Attenti al cane.\n", "sta dentro una citazione"),
            ("- Uno.\n- Attenti al cane.\n", "sta dentro un elenco"),
            ("- Uno.\n\n  > Attenti al cane.\n", "sta dentro un elenco"),
            ("## Attenti al cane {#cane}\n", "è un titolo"),
            ("Tabella: Attenti al cane\n\n| a | b |\n|---|---|\n| 1 | 2 |\n", "sta dentro una tabella"),
            ("Altro.\n", "nessun capoverso"),
        ] {
            let capoverso = Spanned::new("Attenti al".to_owned(), Span::new(FileId(0), 0..0));
            let mut one = asked(&capoverso);
            read(text).iter().for_each(|block| one.guarda(block, None));
            let problem = one.sbagliato(capoverso.span).map(|problem| problem.message).unwrap_or_default();
            assert!(problem.contains(told), "{text}: {problem}");
        }
    }
}
