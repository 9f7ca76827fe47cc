//! A section of a document as the Markdown of the plan: each paragraph is one line, so that what is said of it has a line of its own.

use super::albero::{Blocco, Cella, Cosa, Documento, Formato, Immagine, Luogo, Meta, Paragrafo, Voce};
use super::didascalie::{Didascalia, Elemento};
use super::disteso::disteso;
use super::elenco::Elenco;
use super::eventi::{Detto, Eventi};
use super::parole::{
    Dove, Mete, Tratto, di_titolo, immagini, inizio, marca, nude, protette, scritte, senza_inizio, tratti,
};
use std::collections::BTreeMap;
use unicode_normalization::UnicodeNormalization;

/// How many hash signs a heading may have in a section of this depth.
fn piu_profondo(level: u8) -> u8 {
    7_u8.saturating_sub(level).max(2)
}

/// What the whole document has for its sections.
pub(super) struct Corredo<'d> {
    pub(super) documento: &'d Documento,
    pub(super) mete: &'d Mete,
    /// The file of each image that the plan can show, by its part.
    pub(super) immagini: &'d BTreeMap<String, String>,
    /// The ids of headings and captions, by the place of their paragraph.
    pub(super) id: &'d BTreeMap<Luogo, String>,
}

/// A section that was written.
#[derive(Debug, Default)]
pub(super) struct Scritto {
    pub(super) righe: Vec<String>,
    /// The place of the document behind each line, from its first line on.
    pub(super) luoghi: Vec<(usize, Luogo)>,
    pub(super) detti: Vec<Detto>,
    /// The words that whoever reads the Markdown must find, in order; and those of each note.
    pub(super) attese: Vec<String>,
    pub(super) attese_note: BTreeMap<String, Vec<String>>,
}

impl Scritto {
    /// The place of the document behind a line.
    pub(super) fn luogo(&self, riga: usize) -> Luogo {
        let found = self.luoghi.iter().rev().find(|(start, _)| *start <= riga);
        found.map(|(_, luogo)| luogo.clone()).unwrap_or_default()
    }
}

/// The words of a text in the form in which two texts are compared: raised figures are figures.
pub(super) fn confrontabili(text: &str) -> Vec<String> {
    let even: String = text.nfkc().collect();
    even.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The writer of a section.
pub(super) struct Scrittore<'d> {
    corredo: &'d Corredo<'d>,
    out: Scritto,
    /// How deep the section is in the plan, from 1.
    livello: u8,
    /// The levels, in the document, of the headings that are open in the section.
    aperti: Vec<u8>,
    elenco: Elenco,
    pub(super) eventi: &'d mut Eventi,
    /// Whether words of the section have an asterisk after them, which leads to a note.
    richiami: bool,
    /// Whether the last paragraph was a line of columns that were drawn with tabs.
    colonne: bool,
    /// The notes that are cited, in order: whether each is at the end of the document, and its id there.
    note: Vec<(bool, String)>,
}

impl<'d> Scrittore<'d> {
    pub(super) fn new(corredo: &'d Corredo<'d>, livello: u8, eventi: &'d mut Eventi) -> Self {
        Scrittore {
            corredo,
            out: Scritto::default(),
            livello,
            aperti: vec![],
            elenco: Elenco::default(),
            eventi,
            richiami: false,
            colonne: false,
            note: vec![],
        }
    }

    /// Writes the parts of a section; the notes that it cites stand at its end.
    pub(super) fn scrivi(mut self, elementi: &[Elemento<'d>]) -> Scritto {
        let mut n = 0;
        self.richiami = elementi.iter().any(richiama);
        while let Some(elemento) = elementi.get(n) {
            n += 1;
            match elemento {
                Elemento::Titolo(titolo) => {
                    while self.aperti.last().is_some_and(|level| *level >= titolo.livello) {
                        self.aperti.pop();
                    }
                    self.aperti.push(titolo.livello);
                    let depth = u8::try_from(self.aperti.len() + 1).unwrap_or(u8::MAX).min(piu_profondo(self.livello));
                    self.titolo(titolo.paragrafo, &titolo.parole, depth);
                }
                Elemento::Capoverso(paragraph) => self.capoverso(paragraph, elementi.get(n)),
                Elemento::Tabella(table, caption) => {
                    self.chiudi_elenco();
                    self.tabella(table, caption.as_ref());
                }
                Elemento::Figura(paragraph, images, caption) => {
                    self.chiudi_elenco();
                    self.eventi.leggi(&paragraph.pezzi, &paragraph.luogo);
                    for image in images {
                        self.figura(image, &paragraph.luogo, caption.as_ref());
                    }
                }
            }
        }
        self.chiudi_elenco();
        self.scrivi_note();
        self.out
    }

    pub(super) fn avvisa(&mut self, luogo: &Luogo, che: impl Into<String>) {
        self.out.detti.push(Detto::avviso(self.out.righe.len(), luogo.clone(), che));
    }

    pub(super) fn nota_bene(&mut self, luogo: &Luogo, che: impl Into<String>) {
        self.out.detti.push(Detto::nota(self.out.righe.len(), luogo.clone(), che));
    }

    /// Writes lines that begin at a place of the document. What happened there is told at the first of them.
    pub(super) fn riga(&mut self, luogo: &Luogo, text: &str) {
        let at = self.out.righe.len();
        self.out.luoghi.push((at, luogo.clone()));
        self.out.detti.extend(self.eventi.qui(at));
        self.out.righe.extend(text.split('\n').map(str::to_owned));
    }

    /// Leaves a blank line, unless there is one.
    pub(super) fn stacca(&mut self) {
        if self.out.righe.last().is_some_and(|line| !line.is_empty()) {
            self.out.righe.push(String::new());
        }
    }

    fn chiudi_elenco(&mut self) {
        self.elenco = Elenco::default();
    }

    /// Running words, as Markdown; what is expected of them, and what could not be written, is noted.
    fn parole(&mut self, pieces: &[Tratto], dove: Dove, luogo: &Luogo) -> String {
        let mut told = Vec::new();
        let notes = &mut self.note;
        let mut label = |finale: bool, id: &str| {
            let key = (finale, id.to_owned());
            let n = notes.iter().position(|one| *one == key).unwrap_or_else(|| {
                notes.push(key);
                notes.len() - 1
            });
            format!("[^{}]", n + 1)
        };
        let out = scritte(pieces, dove, self.corredo.mete, &mut label, &mut |what| told.push(what));
        for what in told {
            self.nota_bene(luogo, what);
        }
        self.numeri(pieces, luogo);
        self.attendi(pieces);
        out
    }

    /// Tells the numbers that are those of the document: in the plan what they name has another.
    fn numeri(&mut self, pieces: &[Tratto], luogo: &Luogo) {
        for piece in pieces {
            let Tratto::Parole(text) = piece else { continue };
            let words = text.testo.trim();
            match &text.meta {
                Some(Meta::Numero(place)) => {
                    let cure = match self.corredo.mete.get(place) {
                        Some(target) => format!("scrivi `[@{}]` al posto di ciò che nomina il titolo e il suo numero", target.id),
                        None => "ciò a cui porta non ha un nome nel piano: scrivi a che cosa rimanda".to_owned(),
                    };
                    self.avvisa(luogo, format!("«{words}» è un numero che un titolo o una voce ha nel documento, e nel piano può averne un altro: {cure}"));
                }
                Some(Meta::Pagina) => self.avvisa(luogo, format!("«{words}» è il numero di una pagina del documento, che nel piano è un’altra: togli le parole che la nominano; accanto a una citazione la pagina la scrive il programma")),
                _ => {}
            }
        }
    }

    /// Notes the words that must be found in what is written. Those of a citation are given by the program.
    fn attendi(&mut self, pieces: &[Tratto]) {
        let kept: Vec<Tratto> = pieces
            .iter()
            .map(|piece| match piece {
                Tratto::Parole(text) if self.corredo.citato(text) => Tratto::ACapo,
                other => other.clone(),
            })
            .collect();
        self.attendi_parole(&nude(&kept));
    }

    pub(super) fn attendi_parole(&mut self, words: &str) {
        self.out.attese.extend(confrontabili(words));
    }

    fn titolo(&mut self, paragraph: &Paragrafo, words: &str, depth: u8) {
        self.chiudi_elenco();
        let pieces = tratti(&paragraph.pezzi);
        for piece in &pieces {
            match piece {
                Tratto::Nota { .. } => self.avvisa(
                    &paragraph.luogo,
                    "una nota al titolo: in un titolo vanno soltanto parole, e la nota è nel capoverso che segue",
                ),
                Tratto::Immagine(_) => self.avvisa(&paragraph.luogo, "un’immagine nel titolo non è stata importata"),
                Tratto::Parole(_) | Tratto::ACapo => {}
            }
        }
        di_titolo(&pieces, &mut |what| self.nota_bene(&paragraph.luogo, what));
        self.eventi.leggi(&paragraph.pezzi, &paragraph.luogo);
        let id = self.corredo.id.get(&paragraph.luogo).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        // Markdown would take braces for the id of the heading, also after a backslash.
        let mut text = protette(words).replace("\\{", "&#123;");
        if text.ends_with('#') {
            text.insert(text.len() - 1, '\\');
        }
        self.stacca();
        self.riga(&paragraph.luogo, &format!("{} {text}{id}", "#".repeat(depth.into())));
        self.stacca();
        self.attendi_parole(words);
        let notes: Vec<Tratto> = pieces.into_iter().filter(|piece| matches!(piece, Tratto::Nota { .. })).collect();
        if !notes.is_empty() {
            let marks = self.parole(&notes, Dove::Cella, &paragraph.luogo);
            self.riga(&paragraph.luogo, &format!("Nota al titolo.{marks}"));
            self.attendi_parole("Nota al titolo");
            self.stacca();
        }
    }

    fn capoverso(&mut self, paragraph: &Paragrafo, next: Option<&Elemento<'_>>) {
        let columns = colonne(paragraph);
        let goes_on = || matches!(next, Some(Elemento::Capoverso(next)) if colonne(next) == columns);
        if columns > 1 && !self.colonne && goes_on() {
            self.avvisa(&paragraph.luogo, "da qui le parole stavano in colonne, con i tabulatori: ora sono di seguito; se è una tabella, in Word falla con «Inserisci, Tabella» e ripeti il comando");
        }
        self.colonne = columns > 1;
        self.eventi.leggi(&paragraph.pezzi, &paragraph.luogo);
        let pieces = tratti(&paragraph.pezzi);
        let images = immagini(&pieces);
        let words = nude(&pieces);
        let cites = pieces.iter().any(|piece| matches!(piece, Tratto::Nota { .. }));
        let typed = if paragraph.voce.is_none() { battuta(&words, next, self.elenco.battuto()) } else { None };
        // A bullet may stand alone. Where no word has its asterisk, a paragraph that begins with one is no note: it is such an item.
        let lone = words.starts_with("• ") || words.starts_with("* ") && !self.richiami;
        let lone = lone && paragraph.voce.is_none();
        let typed = typed.or_else(|| {
            let (voce, cut) = segno_battuto(&words).filter(|_| lone)?;
            let rest = words.get(cut..)?.trim_start();
            Some((voce, words.len() - rest.len()))
        });
        match (paragraph.voce.as_ref().filter(|voce| voce.formato != Formato::Niente), typed) {
            _ if words.trim().is_empty() && !cites => {}
            (Some(voce), _) => {
                let after = match next {
                    Some(Elemento::Capoverso(next)) => next.voce.as_ref(),
                    _ => None,
                };
                self.voce(voce, after, &pieces, &paragraph.luogo);
            }
            (None, Some((voce, cut))) => self.voce(&voce, None, &senza_inizio(pieces, cut), &paragraph.luogo),
            (None, None) => {
                self.chiudi_elenco();
                let text = self.parole(&pieces, Dove::Capoverso, &paragraph.luogo);
                self.stacca();
                self.riga(&paragraph.luogo, &text);
                self.stacca();
            }
        }
        if !images.is_empty() {
            self.avvisa(&paragraph.luogo, "un’immagine fra le parole: ora sta dopo il capoverso");
            self.chiudi_elenco();
            for image in images {
                self.figura(&image, &paragraph.luogo, None);
            }
        }
    }

    /// An item of a list.
    fn voce(&mut self, voce: &Voce, dopo: Option<&Voce>, pieces: &[Tratto], luogo: &Luogo) {
        let first = self.elenco.chiuso();
        let passo = self.elenco.passo(voce, dopo);
        if let Some(what) = passo.detto {
            self.nota_bene(luogo, what);
        }
        // A letter under a text that goes on over more lines would be a part of it.
        let item = self.out.righe.last().is_none_or(|line| {
            let line = line.trim_start();
            line.starts_with("- ") || marca(line).is_some()
        });
        if first || passo.stacca || !item {
            self.stacca();
        }
        if let Some(words) = &passo.parole {
            self.attendi_parole(words);
        }
        let text = self.parole(pieces, Dove::Capoverso, luogo);
        let text = match &passo.parole {
            Some(words) => format!("{} {text}", inizio(&protette(words))),
            None => text,
        };
        let (indent, inside) = (" ".repeat(passo.rientro), " ".repeat(passo.rientro + passo.segno.chars().count() + 1));
        self.riga(luogo, &format!("{indent}{} {}", passo.segno, text.replace('\n', &format!("\n{inside}"))));
    }

    fn figura(&mut self, image: &Immagine, luogo: &Luogo, caption: Option<&Didascalia<'d>>) {
        if image.ornamento {
            self.nota_bene(luogo, "un’immagine che è solo un ornamento non è stata importata");
            return;
        }
        let Some(file) = self.corredo.immagini.get(&image.parte) else {
            let name = image.parte.rsplit('/').next().unwrap_or_default();
            self.avvisa(luogo, format!("l’immagine `{name}` non è in una forma che il piano mostra: salvala come PNG nella cartella `immagini`"));
            return;
        };
        let alt: String = protette(&image.alternativa.nfc().collect::<String>());
        let (mut title, mut id) = (String::new(), String::new());
        if let Some(caption) = caption {
            self.eventi.leggi(&caption.paragrafo.pezzi, &caption.paragrafo.luogo);
            let words = di_titolo(&caption.tratti, &mut |what| self.nota_bene(luogo, what)).trim().to_owned();
            if caption.tratti.iter().any(|piece| matches!(piece, Tratto::Nota { .. })) {
                self.avvisa(
                    &caption.paragrafo.luogo,
                    "una nota alla didascalia della figura non è stata importata: mettila nel testo",
                );
            }
            title = if words.is_empty() {
                String::new()
            } else {
                format!(" \"{}\"", protette(&words).replace('"', "\\\""))
            };
            id = self.corredo.id.get(&caption.paragrafo.luogo).map(|id| format!("{{#{id}}}")).unwrap_or_default();
            if !image.alternativa.is_empty() {
                self.attendi_parole(&words);
            }
        }
        self.stacca();
        if image.alternativa.is_empty() {
            self.avvisa(
                luogo,
                format!("l’immagine `{file}` non ha un testo alternativo: sta in un commento, che non si stampa; scrivi fra le parentesi quadre che cosa mostra e togli il commento"),
            );
            self.riga(luogo, &format!("<!-- ![]({file}{}){id} -->", title.replace("--", "–")));
        } else {
            self.riga(luogo, &format!("![{alt}]({file}{title}){id}"));
        }
        self.stacca();
    }

    /// The text of a cell, in one line.
    pub(super) fn cella(&mut self, cella: &Cella, dove: Dove) -> (String, Vec<Immagine>) {
        let laid = disteso(&cella.blocchi);
        let mut lines = Vec::new();
        let mut images = Vec::new();
        for block in &laid.blocchi {
            match block {
                Blocco::Paragrafo(paragraph) => {
                    self.eventi.leggi(&paragraph.pezzi, &paragraph.luogo);
                    let pieces = tratti(&paragraph.pezzi);
                    images.extend(immagini(&pieces));
                    let mark = paragraph.voce.as_ref().map(|voce| match voce.formato {
                        Formato::Punto => "- ".to_owned(),
                        _ => format!("{} ", voce.segno),
                    });
                    let mark = mark.unwrap_or_default();
                    self.attendi_parole(&mark);
                    let text = self.parole(&pieces, dove, &paragraph.luogo);
                    let line = format!("{}{}", protette(mark.trim_start()), text).trim().to_owned();
                    lines.extend((!text.is_empty()).then_some(line));
                }
                Blocco::Tabella(table) => {
                    let cells = table.righe.iter().flat_map(|riga| &riga.celle);
                    let luogo = primo_luogo(cells.flat_map(|cella| &cella.blocchi));
                    self.eventi.righe(&table.tolte);
                    self.avvisa(&luogo, "una tabella dentro una cella: le sue celle sono diventate righe della cella");
                    for riga in &table.righe {
                        for inner in &riga.celle {
                            let (text, more) = self.cella(inner, dove);
                            lines.extend((!text.is_empty()).then_some(text));
                            images.extend(more);
                        }
                    }
                }
            }
        }
        (lines.join(if dove == Dove::Titolo { " " } else { "<br>" }), images)
    }

    fn scrivi_note(&mut self) {
        let mut n = 0;
        // A note may cite another.
        while let Some((finale, id)) = self.note.get(n).cloned() {
            n += 1;
            let all = if finale { &self.corredo.documento.finali } else { &self.corredo.documento.note };
            let laid = disteso(all.get(&id).map(Vec::as_slice).unwrap_or_default());
            let before = std::mem::take(&mut self.out.attese);
            self.stacca();
            let mut first = true;
            for block in &laid.blocchi {
                let (luogo, text) = match block {
                    Blocco::Paragrafo(paragraph) => {
                        self.eventi.leggi(&paragraph.pezzi, &paragraph.luogo);
                        let mut pieces = tratti(&paragraph.pezzi);
                        let cited = pieces.len();
                        pieces.retain(|piece| !matches!(piece, Tratto::Nota { .. } | Tratto::Immagine(_)));
                        if pieces.len() < cited {
                            self.avvisa(
                                &paragraph.luogo,
                                "una nota o un’immagine dentro una nota non è stata importata",
                            );
                        }
                        (paragraph.luogo.clone(), self.parole(&pieces, Dove::Capoverso, &paragraph.luogo))
                    }
                    Blocco::Tabella(table) => {
                        let cells: Vec<Blocco> = table
                            .righe
                            .iter()
                            .flat_map(|riga| &riga.celle)
                            .flat_map(|cella| cella.blocchi.clone())
                            .collect();
                        let luogo = primo_luogo(&cells);
                        self.avvisa(
                            &luogo,
                            "una tabella dentro una nota: le sue celle sono diventate parole di seguito",
                        );
                        let words = super::parole_di(&cells).replace('\n', " ");
                        self.attendi_parole(&words);
                        (luogo, inizio(&protette(&words)))
                    }
                };
                if text.is_empty() {
                    continue;
                }
                let text = text.replace('\n', "\n    ");
                if first {
                    self.riga(&luogo, &format!("[^{n}]: {text}"));
                } else {
                    self.out.righe.push(String::new());
                    self.riga(&luogo, &format!("    {text}"));
                }
                first = false;
            }
            if first {
                self.riga(&Luogo::default(), &format!("[^{n}]: (senza testo)"));
                self.attendi_parole("senza testo");
            }
            let own = std::mem::replace(&mut self.out.attese, before);
            self.out.attese_note.insert(n.to_string(), own);
        }
    }

    // What the tables need of the writer.

    pub(super) fn didascalia(&mut self, caption: &Didascalia<'d>) -> (String, String) {
        self.eventi.leggi(&caption.paragrafo.pezzi, &caption.paragrafo.luogo);
        let pieces: Vec<Tratto> =
            caption.tratti.iter().filter(|piece| !matches!(piece, Tratto::Immagine(_))).cloned().collect();
        let text = self.parole(&pieces, Dove::Titolo, &caption.paragrafo.luogo).trim().to_owned();
        let id = self.corredo.id.get(&caption.paragrafo.luogo).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
        (text, id)
    }

    pub(super) fn capoverso_sciolto(&mut self, luogo: &Luogo, text: &str) {
        self.stacca();
        self.riga(luogo, text);
        self.stacca();
    }

    pub(super) fn blocchi_sciolti(&mut self, cella: &'d Cella) {
        for block in &cella.blocchi {
            match block {
                Blocco::Paragrafo(paragraph) => self.capoverso(paragraph, None),
                Blocco::Tabella(table) => self.tabella(table, None),
            }
        }
        self.chiudi_elenco();
    }

    pub(super) fn figure_di_tabella(&mut self, images: &[Immagine], luogo: &Luogo) {
        for image in images {
            self.figura(image, luogo, None);
        }
    }
}

impl Corredo<'_> {
    /// Whether words become a citation, whose words the program gives.
    fn citato(&self, text: &super::albero::Testo) -> bool {
        matches!(&text.meta, Some(Meta::Rimando(place)) if self.mete.get(place).is_some_and(|target| target.numerato))
    }
}

/// How many columns a paragraph has, where tabs stand between its words.
fn colonne(paragraph: &Paragrafo) -> usize {
    if paragraph.voce.is_some() {
        return 0;
    }
    let each = paragraph.pezzi.iter().filter(|pezzo| pezzo.resta()).filter_map(|pezzo| match &pezzo.cosa {
        Cosa::Testo(text) => Some(text.testo.as_str()),
        _ => None,
    });
    each.collect::<String>().split('\t').filter(|part| !part.trim().is_empty()).count()
}

/// The place of the first paragraph of some blocks.
pub(super) fn primo_luogo<'b>(blocks: impl IntoIterator<Item = &'b Blocco>) -> Luogo {
    let found = blocks.into_iter().find_map(|block| match block {
        Blocco::Paragrafo(paragraph) if !paragraph.luogo.parole.is_empty() => Some(paragraph.luogo.clone()),
        _ => None,
    });
    found.unwrap_or_default()
}

/// Whether a word of a part of a section has an asterisk after it.
fn richiama(elemento: &Elemento<'_>) -> bool {
    let has = |words: &str| {
        let mut at = words.match_indices('*').map(|(at, _)| words.get(..at).unwrap_or_default());
        at.any(|before| before.ends_with(|c: char| c.is_alphanumeric() || c == '('))
    };
    match elemento {
        Elemento::Titolo(titolo) => has(&titolo.parole),
        Elemento::Capoverso(paragraph) | Elemento::Figura(paragraph, ..) => has(&paragraph.parole()),
        Elemento::Tabella(table, caption) => {
            let mut cells = table.righe.iter().flat_map(|riga| &riga.celle);
            caption.as_ref().is_some_and(|caption| has(&caption.paragrafo.parole()))
                || cells.any(|cella| has(&super::parole_di(&cella.blocchi)))
        }
    }
}

/// The item that a paragraph is, whose mark was typed, when another stands beside it: and how many bytes the mark takes, with the blank
/// after it.
fn battuta(words: &str, next: Option<&Elemento<'_>>, before: Option<Formato>) -> Option<(Voce, usize)> {
    let (voce, cut) = segno_battuto(words)?;
    let beside = before == Some(voce.formato)
        || matches!(next, Some(Elemento::Capoverso(next)) if next.voce.is_none()
            && segno_battuto(&nude(&tratti(&next.pezzi))).is_some_and(|(other, _)| other.formato == voce.formato && (voce.formato == Formato::Punto || other.conto == voce.conto + 1)));
    let text = words.get(cut..).filter(|_| beside)?.trim_start();
    Some((voce, words.len() - text.len()))
}

/// A mark that was typed at the head of a paragraph: a hyphen, a point, a number.
fn segno_battuto(words: &str) -> Option<(Voce, usize)> {
    let voce = |segno: &str, formato, conto| Voce { livello: 0, segno: segno.to_owned(), formato, conto };
    for sign in ['-', '–', '—', '•', '·', '▪', '●', '○', '◦', '‣', '■', '□', '◻', '☐', '►', '➢', '✓', '*']
    {
        if let Some(rest) = words.strip_prefix(sign).filter(|rest| rest.starts_with(' ')) {
            return Some((voce("-", Formato::Punto, 1), words.len() - rest.len()));
        }
    }
    let mark = marca(words)?;
    let segno = words.get(mark.clone())?;
    let count: u32 = segno.trim_end_matches(['.', ')']).parse().ok()?;
    Some((voce(segno, Formato::Decimale, count), mark.end))
}
