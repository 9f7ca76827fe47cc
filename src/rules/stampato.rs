//! All the texts that are printed. The rules on personal data need them all, because a name that may not be published may not
//! stand in any of them.

use super::{Discorso, Parte, Trovati};
use crate::base::span::{Span, Spanned};
use crate::base::text::short;
use crate::diag::Diagnostic;
use crate::piano::element::quanti;
use crate::piano::prose::{Block, BlockKind, Brano, Image, Inline, inlines};
use crate::piano::{Piano, each_prose, each_section};
use crate::source::Sources;
use std::collections::BTreeSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// Fields of text that are never printed.
const NON_STAMPATI: [&str; 5] = ["id", "regola", "motivo", "file", "url"];

/// A text that is printed.
#[derive(Debug)]
pub(super) struct Stampato {
    pub(super) testo: Discorso,
    /// Its block: the digest of the text, and a number in it. The rows of one table are of the same block.
    pub(super) blocco: (u128, usize),
    /// The field of a record in which it is written.
    pub(super) campo: Option<String>,
}

impl AsRef<Discorso> for Stampato {
    fn as_ref(&self) -> &Discorso {
        &self.testo
    }
}

impl Stampato {
    /// All the printed texts of a plan. Fields that a record does not publish are left out.
    pub(super) fn tutti(piano: &Piano, sources: &Sources) -> Vec<Arc<Parte<Self>>> {
        let mut out: Vec<Arc<Parte<Self>>> = Vec::new();
        each_prose(piano, &mut |brano| {
            out.push(if con_file(brano) { Parte::di(Self::del_brano(brano, Some(piano))) } else { scritti(brano) });
        });
        let mut blocco = 0;
        let mut line = |testo, campo: Option<String>| {
            blocco += 1;
            out.push(Parte::di(vec![Stampato { testo, blocco: (0, blocco), campo }]));
        };
        each_section(&piano.sezioni, &mut |sezione| {
            let words = sezione.front.titolo.iter().chain(&sezione.front.assente);
            words.for_each(|words| line(Discorso::di_stringa(words, sources), None));
        });
        let schede = piano.elementi.schede_scambio.iter().map(|scheda| &scheda.value);
        let contacts = schede.flat_map(|scheda| scheda.referente.iter().chain(&scheda.segreteria));
        let kept: BTreeSet<Span> = contacts.flat_map(|contatto| contatto.riservati()).collect();
        let shown = |campo: &str| !NON_STAMPATI.contains(&campo);
        for parola in piano.parole.iter().filter(|p| shown(&p.campo) && !kept.contains(&p.testo.span)) {
            line(Discorso::di_stringa(&parola.testo, sources), Some(parola.campo.clone()));
        }
        out
    }

    /// The printed texts of one text. Without a plan, the CSV files that it shows have no words.
    fn del_brano(brano: &Brano, piano: Option<&Piano>) -> Vec<Self> {
        let mut out: Vec<Stampato> = Vec::new();
        let mut blocco = (typst::utils::hash128(brano), 0);
        brano.each_block(&mut |block| {
            blocco.1 += 1;
            let of = |testo| Stampato { testo, blocco, campo: None };
            if let Some(tabella) = Tabella::di(piano, block) {
                out.extend(tabella.titolo.into_iter().map(of));
                let rows = std::iter::once(tabella.intestazione).chain(tabella.righe);
                out.extend(rows.map(|row| of(Discorso::riga(row))));
            } else {
                out.extend(testi(&block.kind).into_iter().map(of));
            }
        });
        brano.inlines(&mut |inline| {
            let at = match inline {
                Inline::Link { url, .. } => Discorso::altrove(&url.value, url.span),
                Inline::Image(Image { path, alt }) => Discorso::altrove(alt, path.span),
                _ => return,
            };
            blocco.1 += 1;
            out.push(Stampato { testo: at, blocco, campo: None });
        });
        out
    }
}

/// The printed texts of one text that shows no CSV file.
#[comemo::memoize]
fn scritti(brano: &Brano) -> Arc<Parte<Stampato>> {
    Parte::di(Stampato::del_brano(brano, None))
}

/// The tables of one text that shows no CSV file.
#[comemo::memoize]
fn scritte(brano: &Brano) -> Arc<[Arc<Tabella>]> {
    Tabella::del_brano(brano, None).into()
}

/// Whether a text shows a CSV file: what it prints is not in it alone.
fn con_file(brano: &Brano) -> bool {
    let mut shows = false;
    brano.each_block(&mut |block| shows |= matches!(&block.kind, BlockKind::View(vista) if vista.dati.is_some()));
    shows
}

/// The texts of a block that is no table.
fn testi(block: &BlockKind) -> Vec<Discorso> {
    match block {
        BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } => vec![Discorso::of(content)],
        BlockKind::Definitions(entries) => entries.iter().map(|(term, _)| Discorso::of(term)).collect(),
        BlockKind::Figure { image, caption, .. } => {
            let caption = caption.iter().map(|caption| Discorso::of(caption));
            caption.chain([Discorso::altrove(&image.alt, image.path.span)]).collect()
        }
        _ => vec![],
    }
}

/// A table of the text, or of a CSV file. What a rule finds in its words may be remembered, as for a [`super::Gruppo`].
#[derive(Debug)]
pub(super) struct Tabella {
    pub(super) titolo: Option<Discorso>,
    pub(super) intestazione: Vec<Discorso>,
    pub(super) righe: Vec<Vec<Discorso>>,
    /// The digest of the words in its rows, which is all that is compared.
    digest: u128,
}

impl Hash for Tabella {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl Tabella {
    /// Every table of the plan.
    pub(super) fn tutte(piano: &Piano) -> Vec<Arc<Self>> {
        let mut out = Vec::new();
        each_prose(piano, &mut |brano| match con_file(brano) {
            true => out.extend(Tabella::del_brano(brano, Some(piano))),
            false => out.extend(scritte(brano).iter().cloned()),
        });
        out
    }

    fn del_brano(brano: &Brano, piano: Option<&Piano>) -> Vec<Arc<Self>> {
        let mut out = Vec::new();
        brano.each_block(&mut |block| out.extend(Tabella::di(piano, block).map(Arc::new)));
        out
    }

    /// A table of these words.
    pub(super) fn con(titolo: Option<Discorso>, intestazione: Vec<Discorso>, righe: Vec<Vec<Discorso>>) -> Self {
        let words: Vec<Vec<&str>> =
            righe.iter().map(|row| row.iter().map(|cell| cell.parole.as_str()).collect()).collect();
        let digest = typst::utils::hash128(&words);
        Tabella { titolo, intestazione, righe, digest }
    }

    /// The cells of its rows, in order.
    pub(super) fn celle(&self) -> impl Iterator<Item = &Discorso> {
        self.righe.iter().flatten()
    }

    /// What `find` finds in each cell, with the number of the cell.
    pub(super) fn trova<F, I: IntoIterator<Item = F>>(&self, find: impl Fn(&str) -> I) -> Trovati<F> {
        let cells = self.celle().enumerate();
        cells.flat_map(|(n, cell)| find(&cell.parole).into_iter().map(move |found| (n, found))).collect()
    }

    /// The table that a block is. The words of a CSV file are marked where the file is named.
    fn di(piano: Option<&Piano>, block: &Block) -> Option<Self> {
        let cells = |cells: &[Vec<Inline>]| cells.iter().map(|cell| Discorso::of(cell)).collect::<Vec<_>>();
        match &block.kind {
            BlockKind::Table(table) => Some(Tabella::con(
                table.caption.as_ref().map(|caption| Discorso::of(caption)),
                cells(&table.header),
                table.rows.iter().map(|(_, row)| cells(row)).collect(),
            )),
            BlockKind::View(vista) => {
                let path = vista.dati.as_ref()?;
                let mut rows = piano?
                    .tabella(path)?
                    .iter()
                    .map(|row| row.iter().map(|cell| Discorso::altrove(cell, path.span)).collect::<Vec<_>>());
                let mut titolo = String::new();
                for block in vista.didascalia.iter().flat_map(|prose| &prose.blocks) {
                    if let BlockKind::Paragraph(content) = &block.kind {
                        titolo.push_str(&crate::piano::prose::plain(content));
                    }
                }
                Some(Tabella::con(Some(Discorso::altrove(&titolo, path.span)), rows.next()?, rows.collect()))
            }
            _ => None,
        }
    }
}

/// Where the plan names its CSV files.
pub(super) fn nominati(piano: &Piano) -> Vec<&Spanned<String>> {
    let mut out = Vec::new();
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            if let BlockKind::View(vista) = &block.kind {
                out.extend(&vista.dati);
            }
        });
    });
    out
}

/// `problem`, with the row and the column of the file where its words stand. The words of a CSV file are marked where the plan names
/// the file, and nobody finds one cell in a thousand rows from there.
pub(super) fn con_cella(piano: &Piano, files: &[&Spanned<String>], problem: Diagnostic) -> Diagnostic {
    let path = files.iter().find(|path| Some(path.span) == problem.span);
    let told = problem.message.contains("riga ") || problem.notes.iter().any(|note| note.contains("riga "));
    let Some((path, rows)) = path.filter(|_| !told).and_then(|path| Some((path, piano.tabella(path)?))) else {
        return problem;
    };
    // The words that the message quotes; else a name with a full stop in it, as that of a site.
    let quoted = problem.message.split_once('«').and_then(|(_, rest)| rest.split_once('»')).map(|(words, _)| words);
    let dotted = || problem.message.split(' ').find(|word| word.trim_end_matches('.').contains('.'));
    let Some(words) = quoted.or_else(dotted).map(|words| words.trim_end_matches('…').trim()) else { return problem };
    let cells = rows.iter().enumerate().flat_map(|(n, row)| row.iter().enumerate().map(move |(m, cell)| (n, m, cell)));
    let mut found = cells.filter(|(_, _, cell)| !words.is_empty() && cell.contains(words));
    let Some((row, column, _)) = found.next() else { return problem };
    let title = rows.first().and_then(|titles| titles.get(column)).map(|title| short(title)).unwrap_or_default();
    let more = match found.count() {
        0 => String::new(),
        n => format!(", e in {}", quanti(n, "altra cella", "altre celle")),
    };
    let line = piano.linea(path, row).unwrap_or_default();
    problem.note(format!("in `{}`: riga {line}, colonna «{title}»{more}", path.value))
}

/// Every image of the plan.
pub(super) fn immagini<'a>(piano: &'a Piano, visit: &mut dyn FnMut(&'a Image)) {
    each_prose(piano, &mut |prose| {
        prose.each_block(&mut |block| {
            let content: &[Inline] = match &block.kind {
                BlockKind::Figure { image, .. } => return visit(image),
                BlockKind::Paragraph(content) => content,
                _ => return,
            };
            inlines(content, &mut |inline| {
                if let Inline::Image(image) = inline {
                    visit(image);
                }
            });
        });
    });
}
