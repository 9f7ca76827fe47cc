//! Whose the words are that a plan takes from another: said where they stand, in small letters, in all outputs.

use super::catalogo::sola;
use super::quotes::straight;
use super::{Lower, Scope};
use crate::base::hash;
use crate::base::span::{Span, Spanned};
use crate::conti::campi::{forma, select};
use crate::diag::Diagnostic;
use crate::diag::codes::P0179;
use crate::document::*;
use crate::lingua::articoli::{di_ente, di_ente_breve};
use crate::piano::element::{Forma, Kind};
use crate::piano::prose;
use crate::piano::pubblicazione::Pubblicazione;
use crate::piano::settings::{Impostazioni, Stato};
use crate::piano::vista::Vista;
use crate::piano::{Citata, Di, Padrone, Piano, Sezione};
use crate::source::{Cosa, Sources};
use std::collections::BTreeMap;

/// How many records are named one by one, before only their number is said.
const NOMINATE: usize = 12;

/// `A cura dell’Unione Reno Galliera, testo del 31/01/2025`. An approved plan says it of a text that is not approved yet.
fn a_cura(padrone: &Padrone, set: &Impostazioni) -> String {
    let early = set.stato == Stato::Approvato && padrone.stato != Stato::Approvato;
    let stato = if early { format!(" ({})", padrone.stato.label()) } else { String::new() };
    format!("{A_CURA}{}, testo del {}{stato}", di_ente(&straight(&padrone.ente)), padrone.data)
}

/// Where the plan is published, when it is one of a workspace.
pub(super) enum Insieme {
    /// Alone, or at an address that is not its place in the publication of all.
    Altrove,
    /// With the others, it is not said where: the way from its site to the folder of all.
    Accanto(String),
    /// With the others, in the folder that has this address.
    Indirizzo(String),
}

impl Insieme {
    /// The place of a plan whose site has this address.
    pub(super) fn of(indirizzo: Option<&str>, sources: &Sources) -> Self {
        match (sources.alla_radice(), indirizzo) {
            (None, _) => Insieme::Altrove,
            (Some(way), None) => Insieme::Accanto(way),
            (Some(_), Some(address)) => {
                let above = address.strip_suffix(&al_suo_posto(sources.uscita())).filter(|base| base.ends_with('/'));
                above.map_or(Insieme::Altrove, |base| Insieme::Indirizzo(base.to_owned()))
            }
        }
    }

    /// The way, or the address, of the folder of all.
    pub(super) fn radice(self) -> Option<String> {
        match self {
            Insieme::Altrove => None,
            Insieme::Accanto(way) | Insieme::Indirizzo(way) => Some(way),
        }
    }
}

/// How the address of the site ends where all the plans are published in one folder: `comuni/argelato/sito/`.
fn al_suo_posto(uscita: &str) -> String {
    let folder = if uscita.is_empty() { String::new() } else { format!("{uscita}/") };
    format!("{folder}sito/")
}

/// Where each publication is that is cited, by the name of its plan.
pub(super) fn vicine(piano: &Piano, insieme: &Insieme) -> BTreeMap<String, Vicina> {
    let each = piano.esterne.piani.iter().map(|(nome, (esterna, verso))| {
        let strada = match (&esterna.indirizzo, insieme) {
            (Some(address), _) => Strada::Indirizzo(address.clone()),
            (None, Insieme::Altrove) => Strada::Ignota,
            (None, _) => Strada::Accanto,
        };
        (nome.clone(), Vicina { strada, accanto: verso.clone() })
    });
    each.collect()
}

/// Reports the publications that are cited and cannot be reached: this one says at which address it is, which is not its place in the
/// folder of all, and they say none. `uscita` is that place.
pub(super) fn ignoti(document: &Document, indirizzo: &Spanned<String>, uscita: &str) -> Vec<Diagnostic> {
    let lost = |nome: &&str| document.vicine.get(*nome).is_some_and(|vicina| vicina.strada == Strada::Ignota);
    let cited = document.citate().into_iter().filter(lost);
    let place = al_suo_posto(uscita);
    let each = cited.map(|nome| {
        Diagnostic::at(P0179, indirizzo.span, format!("da questo sito non si arriva a quello del piano `{nome}`, che qui è citato"))
            .note(format!("questo piano ha un indirizzo suo, che non finisce con `/{place}`, e l’altro non ne ha: non si sa dove sia"))
            .note("le parole restano, senza il collegamento")
            .help(format!("nel `piao.toml` del piano `{nome}` scrivi l’indirizzo del suo sito:\n[sito]\nindirizzo = \"https://www.ente.it/piao/sito/\""))
            .help(format!("se i piani si pubblicano in una cartella sola, qui l’indirizzo è quello della cartella seguito da `{place}`"))
    });
    each.collect()
}

impl<'a> Lower<'a> {
    /// A citation of something of another publication, with what it is called there, and whose it is.
    pub(super) fn altrove(&self, nome: &str, cosa: &Cosa, content: Option<Words>, span: Span) -> Inline {
        let url = format!("{VICINA}{nome}/{}", cosa.pagina);
        let content = content.unwrap_or_else(|| {
            let text = |text: &str| Inline::Text { text: text.to_owned(), span };
            let mut words = vec![text(&cosa.nome)];
            if let Some(title) = &cosa.titolo {
                words.extend([text(", "), Inline::Emph(vec![text(title)])]);
            }
            if let Some((esterna, _)) = self.piano.esterne.piani.get(nome) {
                words.push(text(&format!(" (piano {}", di_ente(&straight(&esterna.ente)))));
                if !cosa.muta {
                    words.push(Inline::PaginaVicina { url: url.clone(), prima: ", ", dopo: " del PDF".into() });
                }
                words.push(text(")"));
            }
            words
        });
        Inline::Link { url, content }
    }

    /// `dell’Unione`: the body of the plan `nome`, among those of the plans that are cited and that of this one.
    fn di_una(&self, nome: &str) -> String {
        let all = self.piano.esterne.piani.values().map(|(esterna, _)| esterna.ente.as_str());
        let Some((esterna, _)) = self.piano.esterne.piani.get(nome) else { return String::new() };
        di_ente_breve(&straight(&esterna.ente), all.chain([self.set.ente.nome.value.as_str()]))
    }

    /// A citation of a publication outside the workspace: its title, whose it is, its day.
    pub(super) fn fuori(&self, altra: &Pubblicazione, content: Option<Words>, span: Span) -> Inline {
        let content = content.unwrap_or_else(|| detta(altra, span));
        Inline::Link { url: altra.indirizzo.value.trim().to_owned(), content }
    }

    /// What follows a citation of something of another publication. After the words of the author, the page of its PDF. For who has only
    /// paper, the first citation of a publication in a section has a note with its address.
    pub(super) fn dopo_il_rimando(&mut self, name: &'a Spanned<String>, worded: bool, rimando: &Inline) -> Words {
        let Inline::Link { url, .. } = rimando else { return vec![] };
        match self.piano.citata(name, self.shown_here(&name.value)) {
            Citata::Altrove(nome, Some(cosa)) if worded && !cosa.muta => {
                let dopo = format!(" del PDF {})", self.di_una(nome));
                vec![Inline::PaginaVicina { url: url.clone(), prima: " (", dopo }]
            }
            Citata::Fuori(altra) => {
                if !self.place.indirizzi.insert((self.place.section.clone(), altra.indirizzo.value.clone())) {
                    return vec![];
                }
                let text = |text: &str| Inline::Text { text: text.to_owned(), span: name.span };
                let address = Inline::Link { url: url.clone(), content: vec![text(url)] };
                // In a note there can be no other.
                if self.place.noting {
                    return vec![text(" ("), address, text(")")];
                }
                let mut words = if worded { detta(altra, name.span) } else { vec![text("Indirizzo")] };
                words.extend([text(": "), address]);
                let kind = BlockKind::Paragraph(words);
                let number = self.new_note(vec![Block { anchor: None, span: name.span, kind }]);
                vec![Inline::Note { number }]
            }
            _ => vec![],
        }
    }

    /// The text of a section that has something of another plan: before each stretch, whose it is.
    pub(super) fn tratti(&mut self, sezione: &'a Sezione, scope: &mut Scope<'a>) -> Vec<Block> {
        let Some(inclusa) = &sezione.inclusa else { return self.blocks(&sezione.prose.blocks, scope) };
        let span = sezione.span;
        let mut out = Vec::new();
        let mut from = 0;
        // Without a text the sections under this one say it, each of its own. Why there is none is a text too.
        let theirs = |span: Span| span.file.vicino().is_some();
        if inclusa.tratti.is_empty() && sezione.front.assente.as_ref().is_some_and(|assente| theirs(assente.span)) {
            out.push(self.firma(&format!("{}.", self.testo_di(inclusa.di)), span));
        }
        let titolo = |block: &prose::Block| matches!(block.kind, prose::BlockKind::Heading { .. });
        // A body has nothing to tell from its own text where there is no other.
        let altrui = inclusa.tratti.iter().any(|tratto| tratto.di.is_some() || tratto.al_posto.is_some());
        for tratto in &inclusa.tratti {
            let blocks = sezione.prose.blocks.get(from..tratto.fine).unwrap_or_default();
            // A stretch in the middle of the text says it under its title, if it begins with one.
            let titled = usize::from(from > 0 && blocks.first().is_some_and(titolo));
            let (title, rest) = blocks.split_at_checked(titled).unwrap_or_default();
            out.extend(self.blocks(title, scope));
            // Titles alone are of whoever wrote what stands under them.
            let bare = rest.iter().all(|block| titolo(block) || matches!(block.kind, prose::BlockKind::Rule));
            if altrui && !bare {
                let instead = tratto.al_posto.map(|other| format!(", al posto di quello {}", self.dell_ente(other)));
                let said = format!("{}{}.", self.testo_di(tratto.di), instead.unwrap_or_default());
                out.push(self.firma(&said, span));
            }
            out.extend(self.blocks(rest, scope));
            from = tratto.fine;
        }
        out
    }

    /// Whose a text is: `A cura dell’Unione Reno Galliera, testo del 31/01/2025`, or `Testo del Comune di Argelato` of the plan's own.
    fn testo_di(&self, di: Di) -> String {
        match di.and_then(|n| self.piano.padroni.get(&n)) {
            Some(padrone) => a_cura(padrone, self.set),
            None => format!("Testo {}", self.dell_ente(None)),
        }
    }

    /// `dell’Unione Reno Galliera`: the body of a plan.
    fn dell_ente(&self, di: Di) -> String {
        let padrone = di.and_then(|n| self.piano.padroni.get(&n));
        di_ente(&straight(padrone.map_or(&self.set.ente.nome.value, |padrone| &padrone.ente)))
    }

    /// Says, under a view, whose the records of other plans are. Where the whole text around is of the same body, it is said there, and cards
    /// that are also read alone say it themselves.
    pub(super) fn provenienza(&self, kind: Kind, vista: &Vista, out: &mut Vec<Block>) {
        if self.piano.padroni.is_empty() || sola(kind) && forma(vista, kind) == Forma::Schede {
            return;
        }
        let shown = select(self.piano, self.index, vista, kind);
        self.di_chi(kind, &shown, vista.span, out);
    }

    /// Says whose the records `shown` are, those that other bodies wrote or that stand in the place of theirs. `at` is where they are shown.
    pub(super) fn di_chi(&self, kind: Kind, shown: &[usize], at: Span, out: &mut Vec<Block>) {
        let named = |chosen: &dyn Fn(Span) -> bool| -> Vec<String> {
            let records = shown.iter().filter_map(|n| self.piano.elementi.get(kind, *n));
            let chosen = records.filter(|record| chosen(record.span));
            chosen.map(|record| straight(record.value.titolo().value)).collect()
        };
        for (n, padrone) in &self.piano.padroni {
            let theirs = named(&|span| span.file.vicino() == Some(*n));
            let around = at.file.vicino() == Some(*n);
            if theirs.len() == shown.len() && !theirs.is_empty() {
                if !around {
                    out.push(self.firma(&format!("{}.", a_cura(padrone, self.set)), at));
                }
            } else if !theirs.is_empty() {
                let list = listed(&theirs, kind);
                out.push(self.firma(&format!("{}: {list}.", a_cura(padrone, self.set)), at));
            }
            let instead = named(&|span| self.piano.al_posto_di(span).is_some_and(|other| other.nome == padrone.nome));
            if !instead.is_empty() {
                let words = format!("{}: {}.", self.al_posto(padrone), listed(&instead, kind));
                out.push(self.firma(&words, at));
            }
        }
    }

    /// Says whose the record written at `scheda` is, in the card of it alone. None for one that is only of this plan.
    pub(super) fn di_scheda(&self, scheda: Span) -> Option<Block> {
        let said = match self.piano.padrone(scheda) {
            Some(padrone) => a_cura(padrone, self.set),
            None => self.al_posto(self.piano.al_posto_di(scheda)?),
        };
        Some(self.firma(&format!("{said}."), scheda))
    }

    /// `Testo del Comune di Argelato, al posto di quello dell’Unione Reno Galliera`.
    fn al_posto(&self, padrone: &Padrone) -> String {
        format!("Testo {}, al posto di quello {}", self.dell_ente(None), di_ente(&straight(&padrone.ente)))
    }

    /// Says whose a text is. It is no remark about a table, of which paper prints one of two that are equal: it is said wherever it holds.
    fn firma(&self, words: &str, span: Span) -> Block {
        let words = vec![Inline::Text { text: words.to_owned(), span }];
        Block { anchor: None, span, kind: BlockKind::Paragraph(vec![Inline::Emph(words)]) }
    }
}

/// Gives `section`, and those under it, the digest of what this plan writes there. What comes from other plans is in their files; comments
/// and blanks are read by nobody.
pub(super) fn scritto(section: &mut Section, sources: &Sources) {
    let own = sources.file(section.span.file).filter(|file| file.has_extension("md"));
    section.scritto = own.filter(|_| section.span.file.vicino().is_none()).map(|file| {
        let mut said = String::new();
        for (n, part) in file.text().split("<!--").enumerate() {
            let shown = if n == 0 { part } else { part.split_once("-->").map_or("", |(_, after)| after) };
            shown.split_whitespace().for_each(|word| said.extend([word, " "]));
        }
        hash::file(said.as_bytes())
    });
    section.children.iter_mut().for_each(|child| scritto(child, sources));
}

/// A publication outside the workspace, as it is printed: title, body, day.
fn detta(altra: &Pubblicazione, span: Span) -> Words {
    let text = |text: String| Inline::Text { text, span };
    let ente = di_ente(&straight(altra.ente.value.trim()));
    vec![
        Inline::Emph(vec![text(straight(altra.titolo.value.trim()))]),
        text(format!(" {ente}, testo del {}", altra.data.value)),
    ]
}

/// The titles of some records, or how many they are.
fn listed(titles: &[String], kind: Kind) -> String {
    if titles.len() > NOMINATE {
        return crate::piano::element::quanti(titles.len(), kind.info().noun, kind.info().nouns);
    }
    titles.iter().map(|title| format!("«{title}»")).collect::<Vec<_>>().join(", ")
}
