//! Whose the words are that a plan takes from another: said where they stand, in small letters, in all outputs.

use super::quotes::straight;
use super::{Lower, Scope};
use crate::base::span::{Span, Spanned};
use crate::conti::campi::select;
use crate::diag::Diagnostic;
use crate::diag::codes::P0179;
use crate::document::*;
use crate::piano::element::Kind;
use crate::piano::prose;
use crate::piano::settings::{Impostazioni, Stato};
use crate::piano::vista::Vista;
use crate::piano::{Di, Padrone, Piano, Sezione};
use crate::source::{Cosa, Sources};
use std::collections::{BTreeMap, BTreeSet};

/// How many records are named one by one, before only their number is said.
const NOMINATE: usize = 12;

/// `dell’Unione Reno Galliera`, `del Comune di Argelato`. A name that begins with another word comes after a plain «di».
#[must_use]
pub fn di(ente: &str) -> String {
    let first = ente.split_whitespace().next().unwrap_or_default().to_lowercase();
    let head = match first.as_str() {
        "unione" | "azienda" | "ambito" | "autorità" | "agenzia" | "ente" | "istituto" => "dell’",
        "comune" | "consorzio" | "ministero" | "libero" => "del ",
        "provincia" | "regione" | "città" | "comunità" | "camera" => "della ",
        _ => "di ",
    };
    format!("{head}{ente}")
}

/// `A cura dell’Unione Reno Galliera, testo del 31/01/2025`. An approved plan says it of a text that is not approved yet.
fn a_cura(padrone: &Padrone, set: &Impostazioni) -> String {
    let early = set.stato == Stato::Approvato && padrone.stato != Stato::Approvato;
    let stato = if early { format!(" ({})", padrone.stato.label()) } else { String::new() };
    format!("{A_CURA}{}, testo del {}{stato}", di(&straight(&padrone.ente)), padrone.data)
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
    let cited: BTreeSet<&str> = document
        .indirizzi()
        .into_iter()
        .filter(|url| document.vicina(url).is_some_and(|(vicina, _)| vicina.strada == Strada::Ignota))
        .filter_map(|url| url.strip_prefix(VICINA)?.split('/').next())
        .collect();
    let place = al_suo_posto(uscita);
    let each = cited.into_iter().map(|nome| {
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
        let content = content.unwrap_or_else(|| {
            let text = |text: &str| Inline::Text { text: text.to_owned(), span };
            let mut words = vec![text(&cosa.nome)];
            if let Some(title) = &cosa.titolo {
                words.extend([text(", "), Inline::Emph(vec![text(title)])]);
            }
            let ente = self.piano.esterne.piani.get(nome).map(|(esterna, _)| di(&esterna.ente));
            words.extend(ente.map(|ente| text(&format!(" (piano {ente})"))));
            words
        });
        Inline::Link { url: format!("{VICINA}{nome}/{}", cosa.pagina), content }
    }

    /// The text of a section that has something of another plan: before each stretch, whose it is.
    pub(super) fn tratti(&mut self, sezione: &'a Sezione, scope: &mut Scope<'a>) -> Vec<Block> {
        let Some(inclusa) = &sezione.inclusa else { return self.blocks(&sezione.prose.blocks, scope) };
        let span = sezione.span;
        let padrone = inclusa.file.vicino().and_then(|n| self.piano.padroni.get(&n));
        let Some(padrone) = padrone else { return self.blocks(&sezione.prose.blocks, scope) };
        let (loro, nostro) = (di(&straight(&padrone.ente)), di(&straight(&self.set.ente.nome.value)));
        let mut out = Vec::new();
        let mut from = 0;
        if inclusa.tratti.is_empty() {
            out.push(self.firma(&format!("{}.", a_cura(padrone, self.set)), span));
        }
        for tratto in &inclusa.tratti {
            let said = match tratto.di {
                Di::Padrone => format!("{}.", a_cura(padrone, self.set)),
                Di::AlPosto => format!("Testo {nostro}, al posto di quello {loro}."),
                Di::Piano => format!("Testo {nostro}."),
            };
            let note = self.firma(&said, span);
            let blocks = sezione.prose.blocks.get(from..tratto.fine).unwrap_or_default();
            // A stretch in the middle of the text says it under its title, if it begins with one.
            let heading = matches!(blocks.first().map(|block| &block.kind), Some(prose::BlockKind::Heading { .. }));
            let titled = usize::from(heading && from > 0);
            let (title, rest) = blocks.split_at_checked(titled).unwrap_or_default();
            out.extend(self.blocks(title, scope));
            out.push(note);
            out.extend(self.blocks(rest, scope));
            from = tratto.fine;
        }
        out
    }

    /// Says, under a view, whose the records of other plans are. Where the whole text around is of the same body, it is said there.
    pub(super) fn provenienza(&self, kind: Kind, vista: &Vista, out: &mut Vec<Block>) {
        if self.piano.padroni.is_empty() {
            return;
        }
        let shown = select(self.piano, self.index, vista, kind);
        let named = |chosen: &dyn Fn(Span) -> bool| -> Vec<String> {
            let records = shown.iter().filter_map(|n| self.piano.elementi.get(kind, *n));
            let chosen = records.filter(|record| chosen(record.span));
            chosen.map(|record| straight(record.value.titolo().value)).collect()
        };
        for (n, padrone) in &self.piano.padroni {
            let theirs = named(&|span| span.file.vicino() == Some(*n));
            let around = vista.span.file.vicino() == Some(*n);
            if theirs.len() == shown.len() && !theirs.is_empty() {
                if !around {
                    out.push(self.firma(&format!("{}.", a_cura(padrone, self.set)), vista.span));
                }
            } else if !theirs.is_empty() {
                let list = listed(&theirs, kind);
                out.push(self.firma(&format!("{}: {list}.", a_cura(padrone, self.set)), vista.span));
            }
            let instead = named(&|span| self.piano.al_posto_di(span).is_some_and(|other| other.nome == padrone.nome));
            if !instead.is_empty() {
                let (ours, list) = (di(&straight(&self.set.ente.nome.value)), listed(&instead, kind));
                let theirs = di(&straight(&padrone.ente));
                let words = format!("Testo {ours}, al posto di quello {theirs}: {list}.");
                out.push(self.firma(&words, vista.span));
            }
        }
    }

    /// Says whose a text is. It is no remark about a table, of which paper prints one of two that are equal: it is said wherever it holds.
    fn firma(&self, words: &str, span: Span) -> Block {
        let words = vec![Inline::Text { text: words.to_owned(), span }];
        Block { anchor: None, span, kind: BlockKind::Paragraph(vec![Inline::Emph(words)]) }
    }
}

/// The titles of some records, or how many they are.
fn listed(titles: &[String], kind: Kind) -> String {
    if titles.len() > NOMINATE {
        return crate::piano::element::quanti(titles.len(), kind.info().noun, kind.info().nouns);
    }
    titles.iter().map(|title| format!("«{title}»")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::di;

    #[test]
    fn a_body_is_named_with_its_article() {
        assert_eq!(di("Unione Reno Galliera"), "dell’Unione Reno Galliera");
        assert_eq!(di("Comune di Argelato"), "del Comune di Argelato");
        assert_eq!(di("Città metropolitana di Bologna"), "della Città metropolitana di Bologna");
        assert_eq!(di("ASP Pianura Est"), "di ASP Pianura Est");
    }
}
