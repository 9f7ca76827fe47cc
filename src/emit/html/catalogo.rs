//! The pages of the things of a plan: the list of each kind, the page of each thing, the objectives by subject and how they ended.

use super::frame::{Frame, Made, page_title};
use super::inline::Writer;
use super::mark::svg;
use super::places::{ESITI, Page, Shown, TEMI, elenco, file};
use super::{estratto, liste};
use crate::base::text::capital;
use crate::document::{Aspetto, Block, BlockKind, Cifra, Colonna, Compreso, Elenco, Mark, Sign, Voce, etichette};
use minijinja::{Value, context};

impl Frame<'_> {
    pub(super) fn elenco(&self, elenco_: &Elenco) -> Made {
        let qui = elenco(elenco_.nome);
        let titolo = etichette::elenco(&elenco_.titolo);
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(titolo, &self.site.document.meta),
            descrizione => format!("{titolo} del piano, con il punto in cui si leggono."),
            contenuti => self.contents(None),
            qui => qui.as_str(),
            titolo,
            colonne => liste::colonne(elenco_),
            nome => if elenco_.nome == "obiettivi" { "Obiettivo" } else { "Nome" },
            righe => elenco_.voci.iter().map(|voce| self.row(voce)).collect::<Vec<_>>(),
            legenda => liste::legenda(elenco_.voci.iter().flat_map(|voce| voce.aspetti.iter().flatten())),
        };
        Made { file: qui, template: "html/elenco.html", content }
    }

    /// A line of a list: the thing, what it can be sorted by, and where the plan has it.
    fn row(&self, voce: &Voce) -> Value {
        let page = Page::new(self.site);
        context! {
            codice => voce.codice.as_deref(),
            titolo => voce.titolo.as_str(),
            href => self.site.alone(voce.id.as_str()).or_else(|| page.href(&voce.id)),
            sezione => self.site.shown(&voce.id).map(|(section, _)| section.heading()),
            estratto => Value::from(()),
            celle => voce.aspetti.iter().map(|all| self.aspetti(all)).collect::<Vec<_>>(),
        }
    }

    fn aspetti(&self, all: &[Aspetto]) -> Vec<Value> {
        all.iter().map(|one| self.aspetto(one)).collect()
    }

    fn aspetto(&self, aspetto: &Aspetto) -> Value {
        let page = Page::new(self.site);
        context! {
            parole => capital(&aspetto.parole),
            dettaglio => aspetto.dettaglio.as_deref(),
            href => aspetto.meta.as_ref().and_then(|id| self.site.alone(id.as_str()).or_else(|| page.href(id))),
            ordine => aspetto.ordine,
            // The bar is 100 wide.
            quota => aspetto.quota.map(|quota| (quota / 100).clamp(0, 100)),
            prima => aspetto.prima.map(|quota| (quota / 100).clamp(0, 100)),
            segno => aspetto.esito.map(|esito| Value::from_safe_string(svg(&Mark::Sign(Sign::Esito(esito))))),
        }
    }

    pub(super) fn cifra(&self, cifra: &Cifra) -> Value {
        let list = self.site.document.catalogo.iter().find(|elenco| Some(elenco.nome) == cifra.elenco);
        context! {
            numero => cifra.numero.as_str(),
            parole => cifra.parole.as_str(),
            href => list.map(|list| elenco(list.nome)),
        }
    }

    /// The objectives by line and by subject.
    pub(super) fn temi(&self) -> Made {
        let line = |voce: &&Voce| {
            let words = self.site.shown(&voce.id).and_then(|(_, shown)| estratto::di(shown));
            let words = words.map(|words| estratto::breve(&words));
            context! { sezione => Value::from(()), estratto => words, ..self.row(voce) }
        };
        let group = |(titolo, voci): &liste::Gruppo<'_>| {
            context! { titolo, righe => voci.iter().map(line).collect::<Vec<_>>() }
        };
        let sets = liste::gruppi(self.site);
        let sets = sets.iter().map(|(titolo, gruppi)| {
            let titolo = *titolo;
            context! { titolo, gruppi => gruppi.iter().map(group).collect::<Vec<_>>() }
        });
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(TEMI.titolo, &self.site.document.meta),
            descrizione => TEMI.descrizione,
            contenuti => self.contents(None),
            qui => TEMI.file,
            insiemi => sets.collect::<Vec<_>>(),
        };
        Made { file: TEMI.file.to_owned(), template: "html/temi.html", content }
    }

    /// How the objectives ended: how many in each way, unit by unit, and those that did not wholly end well.
    pub(super) fn esiti(&self) -> Made {
        let slipped = liste::non_del_tutto(self.site).into_iter().map(|(voce, esito)| {
            context! { esito => self.aspetto(esito), ..self.row(voce) }
        });
        let units = liste::esiti_delle_unita(self.site);
        let with_objectives = units.iter().flat_map(|elenco| &elenco.voci).filter(|voce| liste::ha_obiettivi(voce));
        let rows = with_objectives.map(|voce| self.row(voce));
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(ESITI.titolo, &self.site.document.meta),
            descrizione => ESITI.descrizione,
            contenuti => self.contents(None),
            qui => ESITI.file,
            quanti => liste::quanti_esiti(self.site),
            colonne => units.as_ref().map(|elenco| liste::colonne(elenco)),
            legenda => units.map(|elenco| liste::legenda(elenco.voci.iter().flat_map(|voce| voce.aspetti.iter().flatten()))),
            righe => rows.collect::<Vec<_>>(),
            mancati => slipped.collect::<Vec<_>>(),
        };
        Made { file: ESITI.file.to_owned(), template: "html/esiti.html", content }
    }

    /// The page of one element: what its section shows of it, who cites it, what belongs to it.
    pub(super) fn voce(&self, elenco_: &Elenco, voce: &Voce) -> Made {
        let shown = self.site.shown(&voce.id);
        let page = match shown {
            Some((section, Shown::Block(block))) => match &block.kind {
                BlockKind::Card(card) => Page::alone(self.site, section, block, card.level),
                _ => Page::new(self.site),
            },
            _ => Page::new(self.site),
        };
        let mut writer = Writer::new(Some(&page));
        match shown {
            Some((_, Shown::Block(block))) => writer.alone(block),
            Some((_, Shown::Row(table, row))) => {
                // Who holds a unit. A number that is equal to another is another thing.
                let columns = elenco_.colonne.iter().zip(&voce.aspetti);
                let held = columns.filter(|(colonna, _)| colonna.nome == "titolare").flat_map(|(_, all)| all);
                writer.row_alone(table, row, voce, &held.collect::<Vec<_>>());
            }
            Some((_, Shown::Node(node))) => writer.blocks(&node.blocks),
            Some((_, Shown::Other)) | None => {}
        }
        writer.notes();
        let mut citata = Writer::new(Some(&page));
        citata.cited(&voce.id);
        let below = |compreso: &Compreso| {
            let voce = self.site.voce(&compreso.id)?;
            let cells = compreso.aspetti.iter().map(|one| one.iter().map(|one| self.aspetto(one)).collect::<Vec<_>>());
            let none = (compreso.aspetti.len()..elenco_.colonne_comprese.len()).map(|_| vec![]);
            Some(context! { celle => cells.chain(none).collect::<Vec<_>>(), ..self.row(voce) })
        };
        let at = elenco_.voci.iter().position(|other| other.id == voce.id).unwrap_or_default();
        let near = |at: Option<usize>| at.and_then(|at| elenco_.voci.get(at)).map(|voce| self.row(voce));
        // Of an objective its card says the rest, and how it ended when the whole of it was measured.
        let told = match shown {
            Some((_, Shown::Block(Block { kind: BlockKind::Card(card), .. }))) => card.facts.as_slice(),
            _ => &[],
        };
        let told = |colonna: &Colonna| told.iter().any(|fact| fact.label == colonna.titolo);
        let in_brief = |colonna: &Colonna| elenco_.nome != "obiettivi" || colonna.nome == "esito" && !told(colonna);
        let brief = elenco_.colonne.iter().zip(&voce.aspetti).filter(|(c, all)| in_brief(c) && !all.is_empty());
        let brief = brief.map(|(colonna, all)| {
            context! {
                titolo => etichette::voce(&colonna.titolo),
                valori => self.aspetti(all),
            }
        });
        let own = shown.and_then(|(_, shown)| estratto::di(shown));
        let content = context! {
            sito => self.sito.clone(),
            titolo_pagina => page_title(&voce.nome(), &self.site.document.meta),
            descrizione => self.descrizione(&voce.nome(), own),
            contenuti => self.contents(shown.map(|(section, _)| &section.id)),
            qui => file(&voce.id),
            genere => etichette::voce(&voce.genere),
            in_breve => brief.collect::<Vec<_>>(),
            citata => Value::from_safe_string(citata.out),
            precedente => near(at.checked_sub(1)),
            successiva => near(Some(at + 1)),
            colonne => liste::titoli(&elenco_.colonne_comprese),
            codice => voce.codice.as_deref(),
            titolo => voce.titolo.as_str(),
            elenco => context! { titolo => etichette::elenco(&elenco_.titolo), href => elenco(elenco_.nome) },
            sezione => shown.map(|(section, _)| section.heading()),
            href => page.elsewhere(&voce.id),
            pdf_pagina => page.printed(&voce.id),
            pdf_href => page.in_pdf(&voce.id),
            comprende => voce.comprende.iter().filter_map(below).collect::<Vec<_>>(),
            legenda => liste::legenda(voce.comprende.iter().flat_map(|one| one.aspetti.iter().flatten())),
            corpo => Value::from_safe_string(writer.out),
        };
        Made { file: file(&voce.id), template: "html/voce.html", content }
    }
}
