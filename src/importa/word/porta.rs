//! `piao importa` of a document: its headings become sections of the plan, and what stands under them their text.
//!
//! A section that nobody has written yet gets the text; one that an import before wrote gets the new text in place of the old; one that
//! somebody wrote stays, and the text is kept beside the plan. The folder `importa/` has the text of the last time, by section.

use super::albero::{Avviso, Cosa, Documento, Luogo, Meta, Pezzo};
use super::didascalie::{Didascalia, Elemento, elementi};
use super::disteso::disteso;
use super::eventi::{Detto, Eventi, Specie};
use super::parole::{Bersaglio, Mete, di_titolo, nude, tratti};
use super::proposte;
use super::racconto::racconta;
use super::scrittore::{Corredo, Scritto, Scrittore, confrontabili};
use super::segni::stampabili;
use super::sezioni::{Parte, Posto, smista};
use super::titoli::titoli;
use crate::base::span::{FileId, Span};
use crate::base::text::{flat, in_shell, short};
use crate::diag::Diagnostic;
use crate::diag::codes::{P1501, P1512};
use crate::emit::docx::Segno;
use crate::importa::{Importato, unita};
use crate::load::markdown::{Place, fragment, split_front_matter};
use crate::piano::Lavorazione;
use crate::piano::element::id::Id;
use crate::piano::element::quanti;
use crate::piano::prose::{Block, Prose, plain};
use crate::project::{Compiled, Plan};
use crate::source::{IMPORTA, Sources, ricordato};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What an import does to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Mossa {
    /// It is made.
    Nuovo,
    /// Nobody has written in it yet.
    Vuoto,
    /// It still has this text, of the last import.
    Nostro(String),
    /// Somebody wrote in it. The text of the last import, if there was one, is no longer there as it was.
    Altrui(Option<String>),
}

/// Reads the document `bytes`, called `file`, into the plan.
///
/// # Errors
/// P1501 when the document cannot be read.
pub(crate) fn importa(file: &str, bytes: &[u8], plan: &mut Plan) -> Result<Importato, Diagnostic> {
    let mut documento = super::leggi(file, bytes)?;
    if copia(&documento) {
        let problem =
            Diagnostic::global(P1501, format!("`{file}` è una copia che `piao esporta` ha fatto di un piano"))
                .note("non è stato scritto niente: le sue parole sono già nel piano da cui viene");
        return Err(
            problem.help(format!(
                "per riportarne commenti e modifiche: `piao importa {} CARTELLA --revisioni`, dove CARTELLA è quella del piano",
                in_shell(file)
            ))
        );
    }
    let signs = stampabili(&mut documento);
    let compiled = plan.compile(&mut |_| {});
    let stem = Id::slug(file.rsplit_once('.').map_or(file, |(stem, _)| stem)).as_str().to_owned();
    let laid = disteso(&documento.corpo);
    let parts = smista(elementi(&laid.blocchi, titoli(&laid.blocchi)), &compiled.piano, &compiled.sources);
    let mut lavoro =
        Lavoro { file, stem: &stem, documento: &documento, compiled, out: Importato::default(), detti: vec![] };
    lavoro.detti.extend(signs.into_iter().map(|detto| (None, detto)));
    let images = lavoro.immagini();
    let moves: Vec<Mossa> = parts.iter().map(|parte| lavoro.mossa(parte.posto.as_ref())).collect();
    let (mete, id, fronti) = lavoro.bersagli(&parts, &moves);
    let corredo = Corredo { documento: &documento, mete: &mete, immagini: &images, id: &id };
    let mut eventi = Eventi::new(documento.commenti.clone());
    let mut written: Vec<(String, usize, Scritto)> = Vec::new();
    for ((parte, mossa), front) in parts.iter().zip(&moves).zip(&fronti) {
        let livello = parte.posto.as_ref().map_or(1, |posto| posto.livello);
        if let Some(titolo) = &parte.titolo {
            eventi.leggi(&titolo.paragrafo.pezzi, &titolo.paragrafo.luogo);
            let luogo = &titolo.paragrafo.luogo;
            di_titolo(&tratti(&titolo.paragrafo.pezzi), &mut |what| {
                lavoro.detti.push((None, Detto::nota(0, luogo.clone(), what)));
            });
        }
        let scritto = Scrittore::new(&corredo, livello, &mut eventi).scrivi(&parte.elementi);
        written.extend(lavoro.metti(parte, mossa, front.as_deref(), scritto));
    }
    lavoro.tabelle(&parts);
    lavoro.doppie(&parts);
    lavoro.sparite(&parts);
    for avviso in documento.avvisi.iter().chain(&laid.avvisi) {
        lavoro.avvisa(avviso);
    }
    if laid.indici {
        lavoro.out.fogli.push(
            "Il sommario del documento non si importa: lo fa il programma, come i numeri dei titoli e delle tabelle."
                .to_owned(),
        );
    }
    for words in &documento.testate {
        lavoro
            .out
            .fogli
            .push(format!("Non si importa ciò che sta in testa o in fondo a ogni pagina: «{}».", short(words)));
    }
    for (luogo, che) in eventi.resto() {
        lavoro.detti.push((None, Detto { riga: 0, luogo, specie: Specie::Revisione, che }));
    }
    let Lavoro { out, detti, .. } = lavoro;
    out.files.iter().for_each(|(path, text)| plan.lay(path, text));
    Ok(racconta(file, &stem, out, detti, &written, plan.compile(&mut |_| {})))
}

/// Whether a document is a copy of a plan that comes back: most of its texts have the mark of `piao esporta`. A few marks come along with
/// words that somebody pasted from a copy.
fn copia(documento: &Documento) -> bool {
    let texts = super::parole_di(&documento.corpo).lines().count();
    let mut marks = 0_usize;
    super::each_piece(&documento.corpo, &mut |pezzo| {
        marks += usize::from(matches!(&pezzo.cosa, Cosa::Segnalibro(name) if Segno::read(name).is_some()));
    });
    marks > 0 && marks * 4 >= texts
}

/// An import while it is made.
struct Lavoro<'a> {
    file: &'a str,
    stem: &'a str,
    documento: &'a Documento,
    compiled: &'a Compiled,
    out: Importato,
    /// What is to be said, with the file in which the text was written.
    detti: Vec<(Option<String>, Detto)>,
}

/// The text of a file with the line ends of all.
fn testo(sources: &Sources, path: &str) -> Option<String> {
    sources.find(path).map(|(_, file)| file.text().replace("\r\n", "\n"))
}

impl Lavoro<'_> {
    fn avvisa(&mut self, avviso: &Avviso) {
        if avviso.perde {
            let place = avviso.luogo.as_ref().map(|luogo| format!(", {luogo}")).unwrap_or_default();
            let help =
                "in Word porta quelle parole fuori dalle tabelle e dai riquadri che le contengono, e ripeti il comando";
            let problem = Diagnostic::global(P1501, format!("{}{place}: {}", self.file, avviso.che));
            self.out.problemi.push(problem.note("quelle parole non sono nel piano").help(help));
            return;
        }
        let detto = Detto::avviso(0, avviso.luogo.clone().unwrap_or_default(), avviso.che.clone());
        self.detti.push((None, detto));
    }

    /// What is to be done to the file of a section.
    fn mossa(&self, posto: Option<&Posto>) -> Mossa {
        let Some(posto) = posto else { return Mossa::Nuovo };
        let Some(text) = testo(&self.compiled.sources, &posto.path) else { return Mossa::Nuovo };
        let last = ricordato(&self.compiled.sources.root, &format!("{}/{}", self.stem, posto.path));
        let last = last.map(|last| last.replace("\r\n", "\n").trim_end().to_owned());
        // An import that had no text for it left nothing that could be ours.
        match last.filter(|last| !last.is_empty()) {
            Some(last) if text.contains(&last) => Mossa::Nostro(last),
            Some(last) => Mossa::Altrui(Some(last)),
            None if posto.vuota => Mossa::Vuoto,
            None => Mossa::Altrui(None),
        }
    }

    /// Puts the images of the document among those of the plan, and gives the file of each. One that is there already is not written again.
    fn immagini(&mut self) -> BTreeMap<String, String> {
        let mut out = BTreeMap::new();
        for (n, (part, bytes)) in (1..).zip(&self.documento.immagini) {
            let Some(ext) = forma(bytes) else { continue };
            let names = (1..).map(|turn| {
                let more = if turn == 1 { String::new() } else { format!("-{turn}") };
                format!("immagini/{}-{n}{more}.{ext}", self.stem)
            });
            // The name is free, or its file is this image.
            let there = |name: &String| self.compiled.sources.find(name).map(|(_, file)| *file.bytes == **bytes);
            let Some(name) = names.take(1000).find(|name| there(name) != Some(false)) else { continue };
            if there(&name).is_none() {
                self.out.binari.insert(name.clone(), bytes.clone());
            }
            out.insert(part.clone(), name);
        }
        out
    }

    /// What each bookmark that the text cites names in the plan; the ids to write; and the front matter of each part.
    fn bersagli(&self, parts: &[Parte<'_>], moves: &[Mossa]) -> (Mete, BTreeMap<Luogo, String>, Vec<Option<String>>) {
        let mut cited = BTreeSet::new();
        super::each_piece(&self.documento.corpo, &mut |pezzo| {
            if let Cosa::Testo(text) = &pezzo.cosa
                && let Some(Meta::Rimando(place) | Meta::Numero(place) | Meta::Interno(place)) = &text.meta
            {
                cited.insert(place.clone());
            }
        });
        let named = |pezzi: &[Pezzo]| -> Vec<String> {
            let each = pezzi.iter().filter_map(|pezzo| match &pezzo.cosa {
                Cosa::Segnalibro(name) if cited.contains(name) => Some(name.clone()),
                _ => None,
            });
            each.collect()
        };
        // Ids that an import before wrote are ours.
        let ours: BTreeSet<FileId> = self
            .compiled
            .sources
            .iter()
            .filter(|(_, file)| {
                ricordato(&self.compiled.sources.root, &format!("{}/{}", self.stem, file.path)).is_some()
            })
            .map(|(id, _)| id)
            .collect();
        let mut taken: BTreeSet<String> = parts.iter().filter_map(|parte| parte.posto.as_ref()?.id.clone()).collect();
        // A section may have the id that it has had so far without writing it: `own` is its file.
        let mut free = |words: &str, own: Option<FileId>| {
            let base = Id::slug(words);
            let names = std::iter::once(base.clone()).chain((2..).map(|n| base.numbered(n)));
            let names = names.map(|id| id.as_str().to_owned());
            let used = |name: &String| {
                self.compiled
                    .index
                    .find(name)
                    .iter()
                    .any(|thing| !ours.contains(&thing.span.file) && own != Some(thing.span.file))
            };
            let found = names.take(1000).find(|name| !taken.contains(name) && !used(name));
            let found = found.unwrap_or_else(|| base.as_str().to_owned());
            taken.insert(found.clone());
            found
        };
        let (mut mete, mut id) = (Mete::new(), BTreeMap::new());
        let mut fronti = Vec::new();
        for (parte, mossa) in parts.iter().zip(moves) {
            let kept = matches!(mossa, Mossa::Altrui(_));
            let mut front = None;
            if let (Some(titolo), Some(posto)) = (&parte.titolo, &parte.posto) {
                let marks = named(&titolo.paragrafo.pezzi);
                let known = posto.id.clone();
                if !marks.is_empty() && (known.is_some() || !kept) {
                    let name = known.clone().unwrap_or_else(|| {
                        let own = self.compiled.sources.find(&posto.path).map(|(id, _)| id);
                        free(&titolo.parole, own)
                    });
                    if known.is_none() {
                        front = Some(name.clone());
                    }
                    mete.extend(marks.into_iter().map(|mark| (mark, Bersaglio { id: name.clone(), numerato: false })));
                }
            }
            fronti.push(front);
            if kept {
                continue;
            }
            for elemento in &parte.elementi {
                let (paragraph, words, numerato) = match elemento {
                    Elemento::Titolo(titolo) => (titolo.paragrafo, titolo.parole.clone(), false),
                    Elemento::Tabella(_, Some(caption)) => {
                        (caption.paragrafo, format!("tabella {}", didascalia(caption)), true)
                    }
                    Elemento::Figura(_, images, Some(caption)) if images.len() == 1 => {
                        (caption.paragrafo, format!("figura {}", didascalia(caption)), true)
                    }
                    _ => continue,
                };
                let marks = named(&paragraph.pezzi);
                if !marks.is_empty() {
                    let name = free(&words, None);
                    id.insert(paragraph.luogo.clone(), name.clone());
                    for mark in marks {
                        let numerato = numerato && solo_numero(&paragraph.pezzi, &mark);
                        mete.insert(mark, Bersaglio { id: name.clone(), numerato });
                    }
                }
            }
        }
        (mete, id, fronti)
    }

    /// Puts the text of a part in its file, or beside the plan. Gives the file in which it was written, and at which line.
    fn metti(
        &mut self,
        parte: &Parte<'_>,
        mossa: &Mossa,
        id: Option<&str>,
        scritto: Scritto,
    ) -> Option<(String, usize, Scritto)> {
        let body = scritto.righe.join("\n").trim_end().to_owned();
        self.confronta(&body, &scritto);
        let Some(posto) = &parte.posto else {
            if !body.is_empty() {
                let path = self.libero(&format!("{IMPORTA}/{}/prima-dei-titoli", self.stem), &body);
                let che = format!("ciò che sta prima del primo titolo non è di nessuna sezione: è in `{path}`");
                self.detti.push((
                    None,
                    Detto::avviso(0, scritto.luoghi.first().map(|(_, luogo)| luogo.clone()).unwrap_or_default(), che),
                ));
                self.detti.extend(scritto.detti.iter().map(|detto| (Some(path.clone()), detto.clone())));
            }
            return None;
        };
        let titolo = parte.titolo.as_ref();
        if let Some(titolo) = titolo.filter(|titolo| titolo.grassetto) {
            let che = format!(
                "un capoverso breve e in grassetto è diventato la sezione `{}`; se non è un titolo, togli il grassetto nel documento",
                posto.path
            );
            self.detti.push((None, Detto::nota(0, titolo.paragrafo.luogo.clone(), che)));
        }
        for elemento in &parte.elementi {
            if let Elemento::Titolo(titolo) = elemento
                && titolo.grassetto
            {
                let che = "un capoverso breve e in grassetto è diventato un titolo; se non lo è, togli il grassetto nel documento";
                self.detti.push((None, Detto::nota(0, titolo.paragrafo.luogo.clone(), che)));
            }
        }
        let inside = parte.elementi.iter().filter_map(|elemento| match elemento {
            Elemento::Titolo(titolo) => Some(titolo),
            _ => None,
        });
        for titolo in titolo.into_iter().chain(inside) {
            if let Some((number, name)) = posto.altra(titolo) {
                let che = format!(
                    "il titolo «{}» ha il numero {number}, che nel Piano-tipo è di «{name}»: il nome è un altro, e non è diventato quella sezione; se lo è, nel documento dagli quel nome",
                    short(&titolo.parole)
                );
                self.detti.push((None, Detto::avviso(0, titolo.paragrafo.luogo.clone(), che)));
            }
        }
        let words = titolo.map(|titolo| titolo.parole.as_str()).unwrap_or_default();
        let before = testo(&self.compiled.sources, &posto.path).unwrap_or_default();
        let memory = format!("{IMPORTA}/{}/{}", self.stem, posto.path);
        let (head, tail) = match mossa {
            Mossa::Nuovo => {
                let front = posto.nuova.clone().unwrap_or_default();
                let id = id.map(|id| format!("id = \"{id}\"\n")).unwrap_or_default();
                (format!("+++\n{front}{id}stato = \"in-compilazione\"\n+++\n\n"), "\n".to_owned())
            }
            Mossa::Vuoto => vuoto(&before, id, &body),
            Mossa::Nostro(last) => {
                let (head, tail) = before.split_once(last.as_str()).unwrap_or((&before, ""));
                (con_id(head, id), tail.to_owned())
            }
            Mossa::Altrui(last) => {
                self.accanto(posto, last.as_deref(), &body, &scritto);
                return None;
            }
        };
        if body.is_empty() && id.is_none() && *mossa == Mossa::Vuoto {
            self.out.fogli.push(format!("«{}» è la sezione `{}`, e sotto non ha testo.", short(words), posto.path));
            return None;
        }
        let whole = format!("{head}{body}{tail}");
        let line = head.matches('\n').count();
        let said = match mossa {
            Mossa::Nuovo => "sezione nuova".to_owned(),
            Mossa::Nostro(last) if *last == body => "nulla di cambiato".to_owned(),
            Mossa::Nostro(_) => "testo aggiornato".to_owned(),
            _ => quanti(
                body.split("\n\n").filter(|block| !block.is_empty()).count(),
                "blocco di testo",
                "blocchi di testo",
            ),
        };
        self.out.fogli.push(format!("«{}» → `{}`: {said}.", short(words), posto.path));
        if whole != before {
            self.out.files.insert(posto.path.clone(), whole);
        }
        self.out.files.insert(memory, format!("{body}\n"));
        self.detti.extend(scritto.detti.iter().map(|detto| {
            let detto = Detto { riga: detto.riga + line, ..detto.clone() };
            (Some(posto.path.clone()), detto)
        }));
        Some((posto.path.clone(), line, scritto))
    }

    /// Keeps beside the plan a text whose section somebody wrote.
    fn accanto(&mut self, posto: &Posto, last: Option<&str>, body: &str, scritto: &Scritto) {
        // The document says what it said the last time: the section has had it.
        if body.is_empty() || last == Some(body) {
            return;
        }
        let stem = posto.path.strip_suffix(".md").unwrap_or(&posto.path);
        let path = self.libero(&format!("{IMPORTA}/{}/da-unire/{stem}", self.stem), body);
        let why = match last {
            Some(_) => "è stata cambiata dopo l’ultima volta, e anche il documento",
            None => "è già scritta",
        };
        self.out.fogli.push(format!("`{}` {why}: resta com’è, e il testo del documento è in `{path}`.", posto.path));
        let problem =
            Diagnostic::global(P1512, format!("{}: la sezione `{}` {why}: resta com’è", self.file, posto.path));
        self.out
            .problemi
            .push(problem.help(format!("il testo del documento è in `{path}`: copia da lì ciò che serve")));
        self.detti.extend(scritto.detti.iter().map(|detto| (Some(path.clone()), detto.clone())));
    }

    /// A name for a text beside the plan: one that is free, or that has this text already. Puts the text there.
    fn libero(&mut self, stem: &str, body: &str) -> String {
        let text = format!("{body}\n");
        let names = (1..).map(|n| if n == 1 { format!("{stem}.md") } else { format!("{stem}-{n}.md") });
        let inside = |path: &str| {
            path.strip_prefix(IMPORTA)
                .and_then(|rest| ricordato(&self.compiled.sources.root, rest.trim_start_matches('/')))
        };
        let found = names.take(1000).find(|path| {
            !self.out.files.contains_key(path) && inside(path).is_none_or(|there| there.replace("\r\n", "\n") == text)
        });
        let path = found.unwrap_or_else(|| format!("{stem}.md"));
        self.out.files.insert(path.clone(), text);
        path
    }

    /// Reads back what was written: each word of the document is there, in its order, or the place is told.
    fn confronta(&mut self, body: &str, scritto: &Scritto) {
        let (prose, _) = fragment(body, Place::Whole(Span::new(FileId(0), 0..0)));
        let mut found = lette(&prose.blocks);
        let mut due = scritto.attese.clone();
        for (label, words) in &scritto.attese_note {
            due.push(format!("[{label}]"));
            due.extend(words.iter().cloned());
            found.push(format!("[{label}]"));
            found.extend(prose.notes.get(label).map(|blocks| lette(blocks)).unwrap_or_default());
        }
        let Some(at) = due
            .iter()
            .zip(&found)
            .position(|(a, b)| a != b)
            .or_else(|| (due.len() != found.len()).then_some(due.len().min(found.len())))
        else {
            return;
        };
        let near = due.get(at.saturating_sub(3)..(at + 5).min(due.len())).unwrap_or_default().join(" ");
        let luogo = Luogo { parole: near.clone(), ..Luogo::default() };
        let che =
            format!("qui il testo scritto non dice le stesse parole del documento, vicino a «{near}»: confrontali");
        self.detti.push((None, Detto::avviso(0, luogo, che)));
    }

    /// The headings whose section another heading of the document has already.
    fn doppie(&mut self, parts: &[Parte<'_>]) {
        for parte in parts {
            let (Some(posto), Some(titolo)) = (&parte.posto, &parte.titolo) else { continue };
            let Some(number) = titolo.sezione.filter(|number| !posto.ha_numero(number)) else { continue };
            if parts.iter().any(|other| other.posto.as_ref().is_some_and(|other| other.ha_numero(number))) {
                let che = format!(
                    "il titolo «{}» è quello della sezione {number}, che nel documento c’è già sotto un altro: è diventato `{}`; se è la stessa, mettili sotto un titolo solo",
                    short(&titolo.parole),
                    posto.path
                );
                self.detti.push((None, Detto::avviso(0, titolo.paragrafo.luogo.clone(), che)));
            }
        }
    }

    /// The sections that the import before wrote, and that the document no longer has: they stay, and that is told.
    fn sparite(&mut self, parts: &[Parte<'_>]) {
        let here: BTreeSet<&str> =
            parts.iter().filter_map(|parte| parte.posto.as_ref()).map(|posto| posto.path.as_str()).collect();
        let mut told = vec![];
        for (id, file) in self.compiled.sources.iter() {
            if id.vicino().is_some() || !file.has_extension("md") || here.contains(file.path.as_str()) {
                continue;
            }
            let Some(last) = ricordato(&self.compiled.sources.root, &format!("{}/{}", self.stem, file.path)) else {
                continue;
            };
            let last = last.replace("\r\n", "\n").trim().to_owned();
            if last.is_empty() {
                continue;
            }
            let other = self.out.files.iter().find(|(path, text)| !path.starts_with(IMPORTA) && text.contains(&last));
            let cure = match other {
                Some((path, _)) => format!(
                    "il suo testo ora è anche in `{path}`, e il piano lo dice due volte: cancella uno dei due file"
                ),
                None => "se non serve più, cancella il file".to_owned(),
            };
            told.push((file.path.clone(), format!("la sezione `{}`, che l’altra volta veniva da questo documento, nel documento non c’è più o ha un altro titolo; nel piano resta: {cure}", file.path)));
        }
        self.detti.extend(told.into_iter().map(|(path, che)| (Some(path), Detto::avviso(0, Luogo::default(), che))));
    }

    /// The tables that look like records of the plan, each as a CSV that is ready.
    fn tabelle(&mut self, parts: &[Parte<'_>]) {
        let units = unita(&self.compiled.piano);
        // The files to which the records go.
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for elemento in parts.iter().flat_map(|parte| &parte.elementi) {
            let Elemento::Tabella(table, caption) = elemento else { continue };
            let title = caption.as_ref().map(didascalia).unwrap_or_default();
            let Some(schede) = proposte::schede(table, &title, &units) else { continue };
            let stem = format!("{IMPORTA}/{}/tabella-{}-{}", self.stem, table.numero, schede.plural);
            let name = format!("{stem}.csv");
            let there =
                ricordato(&self.compiled.sources.root, name.trim_start_matches(IMPORTA).trim_start_matches('/'));
            // What somebody corrected stays.
            if there.is_none() {
                self.out.files.insert(name.clone(), schede.csv);
            }
            let target = format!("dati/{}.csv", schede.plural);
            let known = self.compiled.sources.find(&target).is_some();
            let copy = match taken.insert(target.clone()) && !known {
                true => format!("copiala in `{target}`"),
                false => format!("aggiungi le sue righe a quelle di `{target}`, senza coprirle"),
            };
            let rest = match schede.perse.as_slice() {
                [] => "togli la tabella dal testo".to_owned(),
                lost => {
                    let names = lost.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>().join(", ");
                    format!(
                        "tieni la tabella nel testo: ciò che sta sotto {names} nelle schede non entra, e va scritto a mano"
                    )
                }
            };
            let che =
                format!("la tabella sembra di {}: è pronta in `{name}`; per farne dati {copy}, e {rest}", schede.many);
            let luogo = Luogo { tabella: Some((table.numero, 1, 1)), parole: title, ..Luogo::default() };
            self.detti.push((None, Detto::nota(0, luogo, che)));
        }
    }
}

/// Whether a bookmark of a caption names its number alone, «Tabella 3», and not its words.
fn solo_numero(pezzi: &[Pezzo], mark: &str) -> bool {
    let mut inside = false;
    let mut words = String::new();
    for pezzo in pezzi.iter().filter(|pezzo| pezzo.resta()) {
        match &pezzo.cosa {
            Cosa::Segnalibro(name) => inside |= name == mark,
            Cosa::FineSegnalibro(name) => inside &= name != mark,
            Cosa::Testo(text) if inside => words.push_str(&text.testo),
            _ => {}
        }
    }
    confrontabili(&words).len() < 3
}

fn didascalia(caption: &Didascalia<'_>) -> String {
    nude(&caption.tratti).trim().to_owned()
}

/// The words of some blocks, as they are read back.
pub(super) fn lette(blocks: &[Block]) -> Vec<String> {
    let prose = Prose { blocks: blocks.to_vec(), ..Prose::default() };
    let mut out = Vec::new();
    prose.each_block(&mut |block| {
        for text in block.kind.testi() {
            out.extend(confrontabili(&plain(text)));
        }
    });
    out
}

/// The ending of an image that the plan can show.
fn forma(bytes: &[u8]) -> Option<&'static str> {
    let start = bytes.get(..256.min(bytes.len())).unwrap_or_default();
    if start.starts_with(b"\x89PNG") {
        Some("png")
    } else if start.starts_with(b"\xFF\xD8\xFF") {
        Some("jpg")
    } else if String::from_utf8_lossy(start).contains("<svg") {
        Some("svg")
    } else {
        None
    }
}

/// A text with an id in its front matter.
fn con_id(text: &str, id: Option<&str>) -> String {
    match (id, text.strip_prefix("+++\n")) {
        (Some(id), Some(rest)) => format!("+++\nid = \"{id}\"\n{rest}"),
        _ => text.to_owned(),
    }
}

/// Whether a line of front matter says that the section is to be written.
fn da_compilare(line: &str) -> bool {
    let value = line.trim_start().strip_prefix("stato").and_then(|rest| rest.trim_start().strip_prefix('='));
    let word = value.and_then(|value| value.split(['"', '\'']).nth(1));
    word.and_then(Lavorazione::di) == Some(Lavorazione::DaCompilare)
}

/// What stands above and below the text in a file in which nobody has written yet.
fn vuoto(before: &str, id: Option<&str>, body: &str) -> (String, String) {
    let (front, rest, _) = split_front_matter(before);
    let front = front.map(|(front, _)| front).unwrap_or_default();
    let front: Vec<&str> =
        front.lines().map(|line| if da_compilare(line) { "stato = \"in-compilazione\"" } else { line }).collect();
    // A heading of the skeleton that the text has too.
    let heads: BTreeSet<String> = body.lines().filter(|line| line.starts_with("##")).map(flat).collect();
    let mut kept = String::new();
    for line in rest.lines().filter(|line| !(line.starts_with("##") && heads.contains(&flat(line)))) {
        if !(line.is_empty() && (kept.is_empty() || kept.ends_with("\n\n"))) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    let head = con_id(&format!("+++\n{}\n+++\n\n", front.join("\n")), id);
    let tail = if kept.trim().is_empty() { "\n".to_owned() } else { format!("\n\n{}\n", kept.trim()) };
    (head, tail)
}

/// Whether a file is a document, which is read here and not as a workbook.
pub(crate) fn documento(file: &Path) -> bool {
    let ext = file.extension().map(|ext| ext.to_string_lossy().to_lowercase()).unwrap_or_default();
    ["docx", "docm", "dotx", "dotm", "doc", "dot", "odt", "ott", "rtf", "pages"].contains(&ext.as_str())
}
