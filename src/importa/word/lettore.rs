//! From the XML of a document to its tree. Elements that are not known are read through: what stands in them is not lost. What has no
//! words (a chart, an embedded sheet, a macro) is told at its place, and nothing of it is run.

use super::albero::{Avviso, Blocco, Cosa, Luogo, Meta, Paragrafo, Pezzo, Revisione, Testo};
use super::campi::Campi;
use super::disegni::scelta;
use super::numeri::Elenchi;
use super::pacchetto::{Relazione, acceso, attr, figlio, valore, w};
use super::simboli;
use super::stili::{Aspetto, Stili, lista, livello};
use crate::base::text::at_most;
use roxmltree::Node;
use std::collections::{BTreeMap, BTreeSet};

/// Deepest nesting that is read. Word itself writes 30 at most; a deeper one would fill the stack.
const MAX_DEPTH: usize = 100;
/// How many characters of a paragraph tell it from the others.
const PRIME: usize = 60;

/// What a document keeps for all its parts.
#[derive(Default)]
pub(super) struct Comune {
    pub(super) stili: Stili,
    pub(super) elenchi: Elenchi,
    pub(super) capoversi: usize,
    pub(super) tabelle: usize,
    pub(super) avvisi: Vec<Avviso>,
}

/// The reader of a part.
pub(super) struct Lettore<'a> {
    pub(super) comune: &'a mut Comune,
    pub(super) relazioni: &'a BTreeMap<String, Relazione>,
    campi: Campi,
    /// Who put there, or took away, what is being read: from the outermost.
    revisioni: Vec<Revisione>,
    /// What stands between two paragraphs and belongs to the next.
    sospesi: Vec<Pezzo>,
    /// The names of the bookmarks that have begun, by number.
    aperti: BTreeMap<String, String>,
    /// Whether the contents are being read.
    indice: bool,
    /// Whether words that Word hides were met in the paragraph.
    nascoste: bool,
    /// The comments whose passage was met.
    commentati: BTreeSet<String>,
    /// The note that is being read.
    pub(super) nota: Option<usize>,
    /// The cell that is being read.
    pub(super) cella: Option<(usize, usize, usize)>,
    depth: usize,
}

/// The change that an element tracks.
pub(super) fn revisione(node: Node<'_, '_>) -> Revisione {
    let name = w(node);
    Revisione {
        tolta: matches!(name, "del" | "moveFrom"),
        di_nuove: false,
        spostata: name.starts_with("move"),
        autore: attr(node, "author").unwrap_or_default().to_owned(),
        data: attr(node, "date").unwrap_or_default().to_owned(),
    }
}

/// Whether an element has only properties, or marks of the program that wrote it.
pub(super) fn muto(name: &str) -> bool {
    name.ends_with("Pr")
        || name.starts_with("perm")
        || name.starts_with("customXml") && name != "customXml"
        || matches!(
            name,
            "proofErr"
                | "lastRenderedPageBreak"
                | "tblGrid"
                | "moveFromRangeStart"
                | "moveFromRangeEnd"
                | "moveToRangeStart"
                | "moveToRangeEnd"
        )
}

impl<'a> Lettore<'a> {
    pub(super) fn new(comune: &'a mut Comune, relazioni: &'a BTreeMap<String, Relazione>) -> Self {
        Lettore {
            comune,
            relazioni,
            campi: Campi::default(),
            revisioni: vec![],
            sospesi: vec![],
            aperti: BTreeMap::new(),
            indice: false,
            nascoste: false,
            commentati: BTreeSet::new(),
            nota: None,
            cella: None,
            depth: 0,
        }
    }

    /// The reader of a note, which is the one of this number.
    pub(super) fn nota(mut self, number: usize) -> Self {
        self.nota = Some(number);
        self
    }

    pub(super) fn avvisa(&mut self, luogo: &Luogo, che: impl Into<String>) {
        self.comune.avvisi.push(Avviso { luogo: Some(luogo.clone()), che: che.into(), perde: false });
    }

    fn luogo(&self) -> Luogo {
        Luogo { capoverso: self.comune.capoversi, tabella: self.cella, nota: self.nota, parole: String::new() }
    }

    /// Goes one level down, unless that is too deep.
    pub(super) fn sotto(&mut self, read: impl FnOnce(&mut Self)) {
        if self.depth >= MAX_DEPTH {
            let here = self.luogo();
            let what = "qui ci sono troppe cose una dentro l’altra: non sono state lette";
            if self.comune.avvisi.last().is_none_or(|last| last.che != what) {
                self.comune.avvisi.push(Avviso { luogo: Some(here), che: what.to_owned(), perde: true });
            }
            return;
        }
        self.depth += 1;
        read(self);
        self.depth -= 1;
    }

    /// The paragraphs and the tables inside an element.
    pub(super) fn blocchi(&mut self, node: Node<'_, '_>) -> Vec<Blocco> {
        let mut out = Vec::new();
        self.blocchi_in(node, &mut out);
        out
    }

    fn blocchi_in(&mut self, node: Node<'_, '_>, out: &mut Vec<Blocco>) {
        self.sotto(|this| {
            for child in node.children().filter(Node::is_element) {
                this.blocco(child, out);
            }
        });
    }

    fn blocco(&mut self, node: Node<'_, '_>, out: &mut Vec<Blocco>) {
        match w(node) {
            // A great first letter stands in a paragraph of its own: it is of the word that follows.
            "p" if capolettera(node) => {
                let mut pezzi = std::mem::take(&mut self.sospesi);
                let here = self.luogo();
                self.in_linea(node, &Aspetto::default(), &here, &mut pezzi);
                self.sospesi = pezzi;
            }
            "p" => {
                let paragraph = self.paragrafo(node);
                out.push(Blocco::Paragrafo(paragraph));
            }
            "tbl" => {
                if let Some(table) = self.tabella(node) {
                    out.push(Blocco::Tabella(table));
                }
            }
            "sdt" => {
                let gallery = figlio(node, "sdtPr").and_then(|props| figlio(props, "docPartObj"));
                let gallery = gallery.and_then(|part| valore(part, "docPartGallery")).unwrap_or_default();
                let before = self.indice;
                self.indice |= gallery == "Table of Contents";
                if let Some(content) = figlio(node, "sdtContent") {
                    self.blocchi_in(content, out);
                }
                self.indice = before;
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                self.revisioni.push(revisione(node));
                self.blocchi_in(node, out);
                self.revisioni.pop();
            }
            "altChunk" => {
                let here = self.luogo();
                self.avvisa(&here, "qui il documento ne include un altro, che non è stato letto");
            }
            name if muto(name) => {}
            // Marks that stand between two paragraphs.
            "bookmarkStart" | "bookmarkEnd" | "commentRangeStart" | "commentRangeEnd" => {
                let mut marks = Vec::new();
                self.segni(node, &mut marks);
                self.sospesi.extend(marks);
            }
            "" if node.tag_name().name() == "AlternateContent" => {
                if let Some(chosen) = scelta(node) {
                    self.blocchi_in(chosen, out);
                }
            }
            // Words that stand where only paragraphs are due.
            "r" | "hyperlink" => {
                let mut pezzi = std::mem::take(&mut self.sospesi);
                let here = self.luogo();
                self.in_linea(node, &Aspetto::default(), &here, &mut pezzi);
                out.push(Blocco::Paragrafo(Paragrafo { luogo: here, pezzi, ..Paragrafo::default() }));
            }
            _ => self.blocchi_in(node, out),
        }
    }

    fn paragrafo(&mut self, node: Node<'_, '_>) -> Paragrafo {
        let props = figlio(node, "pPr");
        let stile = self.comune.stili.intero(props.and_then(|props| valore(props, "pStyle")));
        let own = props.map(lista).unwrap_or_default();
        let level = props.and_then(livello).or(stile.livello).filter(|level| *level > 0);
        let list = own.0.or(stile.lista.0.clone());
        // A style of headings numbers at its own level of the outline.
        let deep = own.1.or(stile.lista.1).unwrap_or_default();
        let mark = props.and_then(|props| figlio(props, "rPr"));
        let mark = mark.and_then(|props| {
            figlio(props, "del")
                .or_else(|| figlio(props, "ins"))
                .or_else(|| figlio(props, "moveFrom"))
                .or_else(|| figlio(props, "moveTo"))
        });
        let mut luogo = self.luogo();
        if self.nota.is_none() && self.cella.is_none() {
            luogo.capoverso += 1;
        }
        let mut pezzi = std::mem::take(&mut self.sospesi);
        self.in_linea(node, &stile.aspetto, &luogo, &mut pezzi);
        if std::mem::take(&mut self.nascoste) {
            let shown: String = pezzi
                .iter()
                .filter_map(|pezzo| match &pezzo.cosa {
                    Cosa::Testo(text) => Some(text.testo.as_str()),
                    _ => None,
                })
                .collect();
            let here = Luogo { parole: at_most(shown.trim(), PRIME), ..luogo.clone() };
            self.avvisa(&here, "qui ci sono parole nascoste, che in Word non si vedono: non sono state importate");
        }
        let mut out = Paragrafo {
            luogo,
            stile: stile.nome,
            livello: level,
            voce: None,
            pezzi: uniti(pezzi),
            segno: mark.map(revisione).or_else(|| self.revisioni.last().cloned()),
        };
        let words = out.parole();
        // A paragraph that is taken away, or that has nothing in it, is not counted by its list.
        let counted =
            !words.is_empty() || out.pezzi.iter().any(|pezzo| pezzo.resta() && matches!(pezzo.cosa, Cosa::Immagine(_)));
        if counted && !self.campi_o_indice() {
            out.voce = list.and_then(|list| self.comune.elenchi.prossima(&list, deep));
            if let Some(voce) = out.voce.as_mut().filter(|_| deep == 0) {
                voce.livello = voce.livello.max(dentro(&out.stile));
            }
        }
        out.luogo.parole = at_most(&words, PRIME);
        if self.nota.is_none() && self.cella.is_none() && !words.is_empty() {
            self.comune.capoversi += 1;
        }
        out
    }

    fn campi_o_indice(&self) -> bool {
        self.indice || self.campi.meta() == Some(Meta::Indice)
    }

    /// The pieces inside an element that stands in a line.
    fn in_linea(&mut self, node: Node<'_, '_>, look: &Aspetto, here: &Luogo, out: &mut Vec<Pezzo>) {
        self.sotto(|this| {
            if w(node) == "r" {
                this.tratto(node, look, here, out);
                return;
            }
            for child in node.children().filter(Node::is_element) {
                this.pezzo(child, look, here, out);
            }
        });
    }

    fn pezzo(&mut self, node: Node<'_, '_>, look: &Aspetto, here: &Luogo, out: &mut Vec<Pezzo>) {
        match w(node) {
            "r" => self.tratto(node, look, here, out),
            "hyperlink" => {
                let place = attr(node, "anchor");
                let address = attr(node, "id").and_then(|id| self.relazioni.get(id)).map(|one| one.dove.clone());
                let instruction = match (address, place) {
                    (Some(address), Some(place)) => format!("HYPERLINK \"{address}\" \\l \"{place}\""),
                    (Some(address), None) => format!("HYPERLINK \"{address}\""),
                    (None, place) => format!("HYPERLINK \\l \"{}\"", place.unwrap_or_default()),
                };
                self.campi.apri_semplice(&instruction);
                self.in_linea(node, look, here, out);
                self.campi.chiudi();
            }
            "fldSimple" => {
                self.campi.apri_semplice(attr(node, "instr").unwrap_or_default());
                self.in_linea(node, look, here, out);
                self.campi.chiudi();
            }
            "ins" | "del" | "moveFrom" | "moveTo" => {
                self.revisioni.push(revisione(node));
                self.in_linea(node, look, here, out);
                self.revisioni.pop();
            }
            "sdt" => {
                if let Some(content) = figlio(node, "sdtContent") {
                    self.in_linea(content, look, here, out);
                }
            }
            "ruby" => {
                if let Some(base) = figlio(node, "rubyBase") {
                    self.in_linea(base, look, here, out);
                }
            }
            "bookmarkStart" | "bookmarkEnd" | "commentRangeStart" | "commentRangeEnd" => self.segni(node, out),
            "drawing" | "pict" | "object" => self.disegno(node, here, out),
            name if muto(name) => {}
            "" => match node.tag_name().name() {
                "AlternateContent" => {
                    if let Some(chosen) = scelta(node) {
                        self.in_linea(chosen, look, here, out);
                    }
                }
                "oMath" | "oMathPara" => {
                    let mut words = String::new();
                    formula(node, 0, &mut words);
                    self.avvisa(
                        here,
                        format!("una formula è diventata una riga di testo: «{}»", at_most(&words, PRIME)),
                    );
                    self.parole(&words, look, out);
                }
                _ => self.in_linea(node, look, here, out),
            },
            _ => self.in_linea(node, look, here, out),
        }
    }

    /// Bookmarks and the ranges of comments.
    fn segni(&mut self, node: Node<'_, '_>, out: &mut Vec<Pezzo>) {
        let id = || attr(node, "id").unwrap_or_default().to_owned();
        let cosa = match w(node) {
            // Word's own place, where the cursor was.
            "bookmarkStart" if attr(node, "name") == Some("_GoBack") => return,
            "bookmarkStart" => {
                let name = attr(node, "name").unwrap_or_default().to_owned();
                self.aperti.insert(id(), name.clone());
                Cosa::Segnalibro(name)
            }
            // The end names the bookmark by its number: the name is that of the beginning.
            "bookmarkEnd" => match self.aperti.remove(&id()) {
                Some(name) => Cosa::FineSegnalibro(name),
                None => return,
            },
            "commentRangeStart" => Cosa::Commento(id()),
            _ => Cosa::FineCommento(id()),
        };
        if let Cosa::Commento(id) = &cosa {
            self.commentati.insert(id.clone());
        }
        out.push(Pezzo { cosa, revisione: None });
    }

    /// A run: words that look the same.
    fn tratto(&mut self, node: Node<'_, '_>, look: &Aspetto, here: &Luogo, out: &mut Vec<Pezzo>) {
        let props = figlio(node, "rPr");
        let style = props.and_then(|props| valore(props, "rStyle"));
        let style = style.map(|id| self.comune.stili.intero(Some(id)).aspetto).unwrap_or_default();
        let own = props.map(Aspetto::letto).unwrap_or_default();
        let mine = own.su(&style).su(look);
        self.contenuto(node, &mine, here, out);
    }

    /// What stands in a run, whose look is known.
    fn contenuto(&mut self, node: Node<'_, '_>, mine: &Aspetto, here: &Luogo, out: &mut Vec<Pezzo>) {
        for child in node.children().filter(Node::is_element) {
            match w(child) {
                "t" | "delText" => {
                    let text = child.text().unwrap_or_default();
                    let kept = attr(child, "space") == Some("preserve");
                    // A font of signs: the letters are places in it.
                    match mine.carattere.as_deref().filter(|font| simboli::disegna(font)) {
                        Some(font) => {
                            let font = font.to_owned();
                            for c in text.chars() {
                                self.simbolo(&font, c.into(), mine, here, out);
                            }
                        }
                        None => {
                            self.parole(if kept { text } else { text.trim_matches([' ', '\n', '\r', '\t']) }, mine, out)
                        }
                    }
                }
                "tab" | "ptab" => self.parole("\t", mine, out),
                "cr" => self.metti(Cosa::ACapo, out),
                "br" if matches!(attr(child, "type"), Some("page" | "column")) => self.parole(" ", mine, out),
                "br" => self.metti(Cosa::ACapo, out),
                "noBreakHyphen" => self.parole("-", mine, out),
                "sym" => {
                    let font = attr(child, "font").unwrap_or_default().to_owned();
                    let code =
                        attr(child, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or_default();
                    self.simbolo(&font, code, mine, here, out);
                }
                "footnoteReference" | "endnoteReference" => {
                    let finale = w(child) == "endnoteReference";
                    let id = attr(child, "id").unwrap_or_default().to_owned();
                    self.metti(Cosa::Nota { finale, id }, out);
                }
                "fldChar" => self.campo(child, mine, out),
                "instrText" => self.campi.istruzione(child.text().unwrap_or_default()),
                // A comment on no passage: it stands where its sign does.
                "commentReference" => {
                    let id = attr(child, "id").unwrap_or_default().to_owned();
                    if self.commentati.insert(id.clone()) {
                        self.metti(Cosa::Commento(id.clone()), out);
                        self.metti(Cosa::FineCommento(id), out);
                    }
                }
                "softHyphen"
                | "annotationRef"
                | "footnoteRef"
                | "endnoteRef"
                | "separator"
                | "continuationSeparator"
                | "delInstrText"
                | "pgNum" => {}
                name if muto(name) => {}
                "" if child.tag_name().name() == "AlternateContent" => {
                    self.sotto(|this| {
                        scelta(child).into_iter().for_each(|chosen| this.contenuto(chosen, mine, here, out))
                    });
                }
                _ => self.pezzo(child, mine, here, out),
            }
        }
    }

    pub(super) fn metti(&mut self, cosa: Cosa, out: &mut Vec<Pezzo>) {
        if !self.campi.istruisce() {
            out.push(Pezzo { cosa, revisione: self.di_chi() });
        }
    }

    /// Who put there, or took away, what is being read. What one put there and another took away is away.
    fn di_chi(&self) -> Option<Revisione> {
        let mut away = self.revisioni.iter().find(|one| one.tolta).cloned();
        if let Some(away) = &mut away {
            away.di_nuove = self.revisioni.iter().any(|one| !one.tolta);
        }
        away.or_else(|| self.revisioni.last().cloned())
    }

    /// Words. Those that Word hides are told, and not read: nobody sees them in the document.
    fn parole(&mut self, text: &str, look: &Aspetto, out: &mut Vec<Pezzo>) {
        if text.is_empty() || look.nascosto() {
            self.nascoste |= text.chars().any(char::is_alphanumeric) && !self.campi_o_indice();
            return;
        }
        let meta = if self.indice { Some(Meta::Indice) } else { self.campi.meta() };
        self.metti(Cosa::Testo(Testo { testo: text.to_owned(), forma: look.forma(), meta }), out);
    }

    fn simbolo(&mut self, font: &str, code: u32, look: &Aspetto, here: &Luogo, out: &mut Vec<Pezzo>) {
        match simboli::segno(font, code) {
            Some(sign) => self.parole(&sign.to_string(), look, out),
            None if code == 0x20 || code == 0xF020 => self.parole(" ", look, out),
            None => {
                self.avvisa(
                    here,
                    format!(
                        "un segno del carattere {font} (il numero {code:X}) non si sa quale sia: non è stato scritto"
                    ),
                );
            }
        }
    }

    fn campo(&mut self, node: Node<'_, '_>, look: &Aspetto, out: &mut Vec<Pezzo>) {
        match attr(node, "fldCharType").unwrap_or_default() {
            "begin" => {
                self.campi.apri();
                if let Some(check) = figlio(node, "ffData").and_then(|data| figlio(data, "checkBox")) {
                    let on = acceso(check, "checked").or_else(|| acceso(check, "default")).unwrap_or_default();
                    self.campi.istruzione(if on { "FORMCHECKBOX ☒" } else { "FORMCHECKBOX ☐" });
                }
            }
            "separate" => self.campi.separa(),
            _ => {
                let left = self.campi.chiudi().unwrap_or_default();
                if let Some(sign) = left.chars().find(|c| matches!(c, '☒' | '☐')) {
                    self.parole(&sign.to_string(), look, out);
                }
            }
        }
    }
}

/// How deep the items of a style of Word stand, from 0: «List Bullet 2» is a list of its own, drawn inside that of «List Bullet».
fn dentro(style: &str) -> u8 {
    const NOMI: [&str; 8] = [
        "list bullet",
        "list number",
        "punto elenco",
        "numero elenco",
        "elenco puntato",
        "elenco numerato",
        "puntato",
        "numerato",
    ];
    let rest = NOMI.into_iter().find_map(|name| style.strip_prefix(name));
    let n = rest.and_then(|rest| rest.trim().parse::<u8>().ok()).filter(|n| (2..=5).contains(n));
    n.map_or(0, |n| n - 1)
}

fn capolettera(node: Node<'_, '_>) -> bool {
    let frame = figlio(node, "pPr").and_then(|props| figlio(props, "framePr"));
    frame.and_then(|frame| attr(frame, "dropCap")).is_some_and(|kind| kind != "none")
}

/// A formula in one line: a fraction is no number of more figures, and a power no factor.
fn formula(node: Node<'_, '_>, depth: usize, out: &mut String) {
    if depth > MAX_DEPTH {
        return;
    }
    let part = |child: Node<'_, '_>| {
        let mut inner = String::new();
        formula(child, depth + 1, &mut inner);
        inner
    };
    let whole = |words: &str| words.chars().all(char::is_alphanumeric);
    for child in node.children().filter(Node::is_element) {
        let words = part(child);
        let held = if whole(&words) { words.clone() } else { format!("({words})") };
        match child.tag_name().name() {
            "t" => out.push_str(child.text().unwrap_or_default()),
            "den" => out.push_str(&format!("/{held}")),
            "num" => out.push_str(&held),
            "sup" => out.push_str(&format!("^{held}")),
            "sub" => out.push_str(&format!("_{held}")),
            "rad" => out.push_str(&format!("√{held}")),
            "d" => out.push_str(&format!("({words})")),
            name if name.ends_with("Pr") => {}
            _ => out.push_str(&words),
        }
    }
}

/// Joins the words that look the same: Word splits them wherever somebody typed.
fn uniti(pezzi: Vec<Pezzo>) -> Vec<Pezzo> {
    let mut out: Vec<Pezzo> = Vec::with_capacity(pezzi.len());
    for pezzo in pezzi {
        if let Cosa::Testo(new) = &pezzo.cosa
            && let Some(Pezzo { cosa: Cosa::Testo(last), revisione }) = out.last_mut()
            && *revisione == pezzo.revisione
            && last.forma == new.forma
            && last.meta == new.meta
        {
            last.testo.push_str(&new.testo);
            continue;
        }
        out.push(pezzo);
    }
    out
}
