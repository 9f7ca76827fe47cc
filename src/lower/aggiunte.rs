//! Sections that nobody wrote in the plan but that its data fill: how the objectives ended and the versions of the plan before its
//! chapters, the annexes and the glossary after them. Annexes are added only if no view of the plan shows any, and so are terms.

use super::*;
use crate::base::span::FileId;
use crate::piano::element::obiettivo::Obiettivo;
use crate::piano::element::row::Row as Campi;
use crate::piano::settings::Deliberazione;

/// The kinds of record that are added at the end, each with the title of its section.
const IN_FONDO: [(Kind, &str); 2] = [(Kind::Allegato, "Allegati"), (Kind::Termine, "Glossario")];

impl<'a> Lower<'a> {
    /// Makes an added section the home of the records that no view shows.
    pub(super) fn case_aggiunte(&mut self) {
        if self.piano.sezioni.is_empty() {
            return;
        }
        for (kind, _) in IN_FONDO {
            let elements = self.piano.elementi.of(kind);
            if let Some(first) = elements.first()
                && !self.names.homes.keys().any(|(shown, _)| *shown == kind)
            {
                self.names.homes.extend((0..elements.len()).map(|n| ((kind, n), first.span)));
            }
        }
    }

    /// Adds these sections to those that the author wrote.
    pub(super) fn aggiunte(&mut self, sections: &mut Vec<Section>) {
        if let Some(first) = self.set.versioni.first() {
            // The plan as first approved has its day and its act on the cover. With no table of its only version, who writes that version
            // later, when there is another, still has the same plan.
            let v = &first.value;
            let plain = v.numero.value == 1 && v.momento() == settings::Momento::Approvazione;
            let alone = self.set.versioni.len() == 1 && plain && v.motivo.is_none() && v.atto.is_none();
            let mut at = 0;
            if !alone {
                let versions = self.aggiunta("Versioni del piano", first.span, |lower, span| {
                    vec![blocco(BlockKind::Table(lower.versioni(span)), span)]
                });
                sections.insert(0, versions);
                at = 1;
            }
            // What no view of the plan shows is shown here: a change of the plan is never silent.
            let missing: Vec<usize> =
                (0..self.piano.revisioni.len()).filter(|n| !self.registrate.contains(n)).collect();
            if let Some(one) =
                missing.first().and_then(|n| self.piano.revisioni.get(*n)).map(|revisione| revisione.span)
            {
                let register = self.aggiunta("Che cosa è cambiato", one, |lower, span| {
                    let (columns, rows) = lower.righe_revisioni(&missing, span);
                    let mut table =
                        Table { number: None, caption: None, columns, rows, row_headers: true, registro: None };
                    table.raggruppa(&[0]);
                    vec![blocco(BlockKind::Table(table), span)]
                });
                sections.insert(at, register);
            }
        }
        // A report opens with how it went.
        let told =
            self.set.momento.value > settings::Momento::Approvazione || self.set.tipo == settings::Tipo::Relazione;
        let outcomes = self.piano.elementi.each::<Obiettivo>().flat_map(|(_, obiettivo)| &obiettivo.value.misurazioni);
        if let Some(span) = outcomes.map(|misura| misura.span).next().filter(|_| told && !self.in_breve) {
            let title = format!("Il {} in una pagina", self.set.anno());
            let section = self.aggiunta(&title, span, |lower, span| {
                let mut blocks = Vec::new();
                lower.esiti_in_breve(span, &mut blocks);
                blocks
            });
            sections.insert(0, Section { apart: true, ..section });
        }
        for (kind, title) in IN_FONDO {
            let elements = self.piano.elementi.of(kind);
            let Some(span) = elements.first().map(|first| first.span) else { continue };
            // A view shows them, and so it is their home.
            if self.names.homes.get(&(kind, 0)) != Some(&span) {
                continue;
            }
            let all: Vec<usize> = (0..elements.len()).collect();
            // The section is of this plan, whoever wrote what stands in it.
            let nostro = Span::new(FileId(0), 0..0);
            sections.push(self.aggiunta(title, span, |lower, span| {
                let shown = match kind {
                    Kind::Termine => BlockKind::Definitions(lower.glossary(kind, &all, span)),
                    _ => BlockKind::Table(lower.tavola(kind, &all, kind.info().colonne, false, span)),
                };
                let mut blocks = vec![blocco(shown, span)];
                lower.di_chi(kind, &all, nostro, &mut blocks);
                blocks
            }));
        }
    }

    /// One row for each version, the first approved first.
    fn versioni(&mut self, span: Span) -> Table {
        let text = |text: &str| vec![Inline::Text { text: text.to_owned(), span }];
        let mut columns = Vec::new();
        let mut rows = Vec::new();
        let momenti = self.set.versioni.iter().any(|versione| versione.value.momento.is_some());
        for versione in &self.set.versioni {
            let mut campi = Campi::default();
            versione.value.row(momenti, &mut campi);
            if columns.is_empty() {
                columns = campi.0.iter().map(|c| Column { header: text(c.label), profile: c.profile }).collect();
            }
            let mut cells: Vec<Words> = campi.0.iter().map(|campo| self.value(&campo.value, versione.span)).collect();
            // The first version was approved with the act of the plan.
            let own = versione.value.numero.value == 1 && versione.value.atto.is_none();
            let act = self.set.deliberazione.as_ref().filter(|_| own).and_then(Deliberazione::printed);
            let at = campi.0.iter().position(|campo| campo.name == "atto");
            if let (Some(act), Some(cell)) = (act, at.and_then(|at| cells.get_mut(at))) {
                *cell = text(&act);
            }
            rows.push(Row::new(cells, versione.span));
        }
        Table { number: None, caption: None, columns, rows, row_headers: true, registro: None }
    }

    fn aggiunta(&mut self, title: &str, span: Span, make: impl FnOnce(&mut Self, Span) -> Vec<Block>) -> Section {
        let base = Id::slug(title);
        let mut id = base.clone();
        while !self.names.anchors.insert(id.clone()) {
            let n = self.names.alike.entry(base.clone()).or_insert(1);
            *n += 1;
            id = base.numbered(*n);
        }
        self.place.section = id.clone();
        (self.place.base, self.place.heading) = (0, 1);
        self.target(id.clone(), format!("«{title}»"), None);
        let blocks = make(self, span);
        Section {
            apart: false,
            piano_tipo: None,
            inclusa: None,
            scritto: None,
            id,
            number: None,
            title: title.into(),
            level: 1,
            frontespizio: false,
            referente: None,
            stato: None,
            blocks,
            children: vec![],
            notes: std::mem::take(&mut self.place.pending),
            span,
        }
    }
}

fn blocco(kind: BlockKind, span: Span) -> Block {
    Block { anchor: None, span, kind }
}
