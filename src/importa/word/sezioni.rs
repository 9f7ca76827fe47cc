//! Where each part of a document goes: the section of the plan that has its title, or one that is made for it.

use super::didascalie::Elemento;
use super::titoli::{Titolo, forma, parenti};
use crate::base::text::in_toml;
use crate::piano::element::id::Id;
use crate::piano::prose::{BlockKind, Prose};
use crate::piano::{Piano, Sezione, piano_tipo};
use crate::source::Sources;
use std::fmt::Write;

/// A section of the plan, or one that is to be made.
#[derive(Debug, Clone)]
pub(super) struct Posto {
    pub(super) path: String,
    numero: Option<String>,
    /// Its title, in the form in which titles are compared.
    forma: String,
    /// How deep it is, from 1.
    pub(super) livello: u8,
    pub(super) id: Option<String>,
    /// What stands at the head of its file, when it is new.
    pub(super) nuova: Option<String>,
    /// Whether nobody has written in it yet.
    pub(super) vuota: bool,
    usata: bool,
}

impl Posto {
    /// The folder whose index it is.
    fn cartella(&self) -> Option<&str> {
        self.path.strip_suffix("index.md").filter(|folder| folder.ends_with('/'))
    }

    /// The section of the Piano-tipo whose number a heading of this part has, without its name: under the right chapter, or where the heading
    /// says that it is a section, or has a word of its name.
    pub(super) fn altra(&self, titolo: &Titolo<'_>) -> Option<(String, &'static str)> {
        let number = titolo.numero.clone().filter(|_| titolo.sezione.is_none())?;
        let name = piano_tipo::titolo(&number).filter(|_| self.numero.as_deref() != Some(&*number))?;
        let under = number.split_once('.').is_some_and(|(chapter, _)| self.path.starts_with(&format!("{chapter}-")));
        (under || titolo.chiamata || parenti(&titolo.parole, name)).then_some((number, name))
    }

    /// Whether it is that section of the Piano-tipo.
    pub(super) fn ha_numero(&self, number: &str) -> bool {
        self.numero.as_deref() == Some(number)
    }
}

/// A part of the document: the heading that names its section, and what stands under it.
#[derive(Debug)]
pub(super) struct Parte<'d> {
    /// None for what stands above the first heading.
    pub(super) posto: Option<Posto>,
    pub(super) titolo: Option<Titolo<'d>>,
    pub(super) elementi: Vec<Elemento<'d>>,
}

/// A part whose headings are open: its level in the document, and its place in the list of sections.
struct Aperta {
    livello: u8,
    posto: usize,
    /// Whether a part under it has a section of its own.
    con_figlie: bool,
}

struct Smista<'p> {
    posti: Vec<Posto>,
    sources: &'p Sources,
}

/// What a title is about, without the words that say only that it is a plan or an analysis of that.
fn nocciolo(title: &str) -> String {
    const GENERICHE: [&str; 22] = [
        "piano",
        "programma",
        "programmazione",
        "analisi",
        "mappatura",
        "valutazione",
        "triennale",
        "annuale",
        "i",
        "il",
        "lo",
        "la",
        "le",
        "gli",
        "l",
        "di",
        "del",
        "della",
        "dell",
        "dei",
        "degli",
        "delle",
    ];
    title.split(' ').skip_while(|word| GENERICHE.contains(word)).collect::<Vec<_>>().join(" ")
}

/// Whether a section says nothing in words of its own: it has headings, views, notes of the author.
fn senza_parole(prose: &Prose) -> bool {
    prose
        .blocks
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::View(_) | BlockKind::Rule))
}

/// Gives each part of a document its section.
pub(super) fn smista<'d>(elementi: Vec<Elemento<'d>>, piano: &Piano, sources: &Sources) -> Vec<Parte<'d>> {
    let mut smista = Smista { posti: vec![], sources };
    smista.leggi(&piano.sezioni);
    let mut out = vec![Parte { posto: None, titolo: None, elementi: vec![] }];
    let mut aperte: Vec<Aperta> = Vec::new();
    for elemento in elementi {
        let Elemento::Titolo(titolo) = &elemento else {
            out.last_mut().into_iter().for_each(|parte| parte.elementi.push(elemento.clone()));
            continue;
        };
        let before = aperte.iter().take_while(|open| open.livello < titolo.livello).count();
        let closed = aperte.len() > before;
        match smista.posto(titolo, &aperte, before, closed) {
            Some(n) => {
                aperte.truncate(before);
                aperte.last_mut().into_iter().for_each(|above| above.con_figlie = true);
                aperte.push(Aperta { livello: titolo.livello, posto: n, con_figlie: false });
                out.push(Parte { posto: smista.posti.get(n).cloned(), titolo: Some(titolo.clone()), elementi: vec![] });
            }
            None => out.last_mut().into_iter().for_each(|parte| parte.elementi.push(elemento.clone())),
        }
    }
    out
}

impl Smista<'_> {
    fn leggi(&mut self, sezioni: &[Sezione]) {
        for sezione in sezioni {
            let path = self.sources.file(sezione.span.file).map(|file| file.path.clone()).unwrap_or_default();
            // A folder without an index has no file; what another plan wrote is not changed here.
            let own = sezione.span.file.vicino().is_none() && sezione.inclusa.is_none();
            if own && (sezione.children.is_empty() || path.ends_with("index.md")) {
                self.posti.push(Posto {
                    path,
                    numero: sezione.front.sezione.as_ref().map(|number| number.value.trim().to_owned()),
                    forma: forma(&sezione.titolo),
                    livello: sezione.level,
                    id: sezione.front.id.as_ref().map(|id| id.value.clone()),
                    nuova: None,
                    vuota: senza_parole(&sezione.prose),
                    usata: false,
                });
            }
            self.leggi(&sezione.children);
        }
    }

    /// The section of a heading, when it has one: otherwise it is a heading inside the section that is open.
    fn posto(&mut self, titolo: &Titolo<'_>, aperte: &[Aperta], before: usize, closed: bool) -> Option<usize> {
        let above = before.checked_sub(1).and_then(|n| aperte.get(n));
        let found = self.noto(titolo, aperte).or_else(|| self.con_titolo(titolo, above));
        if let Some(n) = found {
            self.posti.get_mut(n).into_iter().for_each(|posto| posto.usata = true);
            return Some(n);
        }
        if let Some(number) = titolo.sezione.filter(|number| self.ammesso(number, titolo, aperte))
            && let Some(n) = self.ufficiale(number)
        {
            return Some(n);
        }
        let folder = above.and_then(|open| self.posti.get(open.posto)).and_then(Posto::cartella).map(str::to_owned);
        match above {
            // All that stands before the first chapter is one section, with headings inside.
            None if aperte
                .last()
                .and_then(|open| self.posti.get(open.posto))
                .is_some_and(|posto| posto.path.starts_with("0-")) =>
            {
                None
            }
            None => Some(self.nuova(titolo, "", 1)),
            // Beside sections there are sections; under a text, headings.
            Some(open) if open.con_figlie && closed => {
                let level = self.posti.get(open.posto).map_or(1, |posto| posto.livello);
                folder.filter(|_| level < 4).map(|folder| self.nuova(titolo, &folder, level + 1))
            }
            Some(_) => None,
        }
    }

    /// Whether a heading may be the section of the Piano-tipo whose title it has: «Monitoraggio» is also a part of others.
    fn ammesso(&self, number: &str, titolo: &Titolo<'_>, aperte: &[Aperta]) -> bool {
        let said = titolo.numero.as_deref() == Some(number);
        let official =
            aperte.iter().filter(|open| self.posti.get(open.posto).is_some_and(|posto| posto.numero.is_some()));
        let mut open = official.map(|open| open.livello);
        said || number.contains('.') || open.next().is_none_or(|level| titolo.livello <= level)
    }

    /// The section of the plan that has the number of the Piano-tipo of a heading.
    fn noto(&self, titolo: &Titolo<'_>, aperte: &[Aperta]) -> Option<usize> {
        let number = titolo.sezione.filter(|number| self.ammesso(number, titolo, aperte))?;
        self.posti.iter().position(|posto| !posto.usata && posto.numero.as_deref() == Some(number))
    }

    /// The section of the plan, under the one that is open, that has the title of a heading.
    fn con_titolo(&self, titolo: &Titolo<'_>, above: Option<&Aperta>) -> Option<usize> {
        let words = forma(&titolo.parole);
        let inside = above.and_then(|open| self.posti.get(open.posto));
        let here = |posto: &Posto| {
            let here = match inside {
                Some(above) => {
                    above.cartella().is_some_and(|folder| posto.path.starts_with(folder) && posto.path != above.path)
                }
                None => posto.livello == 1,
            };
            here && !posto.usata
        };
        let exact = self.posti.iter().position(|posto| here(posto) && posto.forma == words);
        // «Piano delle azioni positive» is the part «Azioni positive» that waits for its text.
        let core = nocciolo(&words);
        let near = |posto: &Posto| here(posto) && posto.vuota && !core.is_empty() && nocciolo(&posto.forma) == core;
        let mut near = self.posti.iter().enumerate().filter(|(_, posto)| near(posto)).map(|(n, _)| n);
        exact.or_else(|| near.next().filter(|_| near.next().is_none()))
    }

    /// The next number among the sections of a folder.
    fn prossimo(&self, folder: &str) -> u32 {
        let number = |path: &str| {
            let name = path.strip_prefix(folder)?;
            name.get(..name.len() - name.trim_start_matches(|c: char| c.is_ascii_digit()).len())?.parse::<u32>().ok()
        };
        let files = self.sources.iter().map(|(_, file)| file.path.as_str()).filter(|path| path.ends_with(".md"));
        files
            .chain(self.posti.iter().map(|posto| posto.path.as_str()))
            .filter_map(number)
            .max()
            .map_or(1, |last| last.saturating_add(1))
    }

    /// A new section with the title of a heading.
    fn nuova(&mut self, titolo: &Titolo<'_>, folder: &str, livello: u8) -> usize {
        let chapters = self.posti.iter().any(|posto| posto.usata && posto.numero.is_some());
        let slug = Id::slug(&titolo.parole);
        // A foreword: it stands before the chapters, and has no number.
        let first = folder.is_empty() && !chapters && self.posti.iter().any(|posto| posto.numero.is_some());
        let number = if first { 0 } else { self.prossimo(folder) };
        let mut front = format!("titolo = {}\n", in_toml(&titolo.parole));
        if first {
            front.push_str("numerata = false\n");
        }
        self.aggiungi(Posto {
            path: format!("{folder}{number}-{}.md", slug.as_str()),
            numero: None,
            forma: forma(&titolo.parole),
            livello,
            id: None,
            nuova: Some(front),
            vuota: true,
            usata: true,
        })
    }

    /// A section of the Piano-tipo that the plan does not have: in its chapter.
    fn ufficiale(&mut self, number: &str) -> Option<usize> {
        if self.posti.iter().any(|posto| posto.numero.as_deref() == Some(number)) {
            return None;
        }
        let title = piano_tipo::titolo(number)?;
        let slug = Id::slug(title);
        let (path, livello) = match number.rsplit_once('.') {
            None => (format!("{number}-{}/index.md", slug.as_str()), 1),
            Some((chapter, last)) => {
                let of = |posti: &[Posto]| posti.iter().find(|posto| posto.numero.as_deref() == Some(chapter)).cloned();
                if of(&self.posti).is_none() {
                    self.ufficiale(chapter)?;
                }
                let folder = of(&self.posti)?.cartella()?.to_owned();
                (format!("{folder}{last}-{}.md", slug.as_str()), 2)
            }
        };
        let mut front = String::new();
        let _ = writeln!(front, "sezione = \"{number}\"");
        Some(self.aggiungi(Posto {
            path,
            numero: Some(number.to_owned()),
            forma: forma(title),
            livello,
            id: None,
            nuova: Some(front),
            vuota: true,
            usata: true,
        }))
    }

    /// Adds a section that is to be made. A section with another name may have its file already.
    fn aggiungi(&mut self, posto: Posto) -> usize {
        let vuota = self.posti.iter().all(|other| other.path != posto.path || other.vuota);
        self.posti.push(Posto { vuota, ..posto });
        self.posti.len() - 1
    }
}
